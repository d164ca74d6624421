-- The aggregate spc_svg through SQL, over what the window function spc gives (the picture itself, and that it is well-formed XML, is tested in test/unit).
SET search_path = cancer_pe, public;
CREATE TEMP TABLE month AS
	SELECT i, (date '2018-01-01' + make_interval(months => i))::date AS month,
		CASE WHEN i <> 7 THEN 0.8 + 0.01 * sin(i * 2.1) + CASE WHEN i = 15 THEN 0.09 WHEN i > 20 THEN 0.03 ELSE 0 END END::float8 AS value
	FROM generate_series(0, 29) AS i;
CREATE TEMP TABLE judged AS
	SELECT i, month, (r).* FROM (SELECT i, month, spc(value, 'xmr', '{}', rebase => i = 21) OVER (ORDER BY month) AS r FROM month) AS s;
CREATE TEMP TABLE pictures AS
	SELECT spc_svg(NULL, month, value, centre, low, high, rule, direction, '{"title": "A & <B>", "target": 0.82, "score_factor": 100, "unit": "%", "noun": "months"}') AS svg FROM judged
	UNION ALL
	SELECT spc_svg(NULL, month, value, centre, low, high, rule, direction, '{"title": "A & <B>", "target": 0.82, "score_factor": 100, "unit": "%", "noun": "months"}') FROM (SELECT * FROM judged ORDER BY md5(i::text)) AS j;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- what the picture says is what the rows hold
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%>Target: 82.0\%<%' AS target, svg LIKE '%>beyond limits</text>%' AS named FROM pictures LIMIT 1;
SELECT rule, direction, count(*) FROM judged GROUP BY rule, direction ORDER BY 1, 2;
-- a date in words for each value, none for the missing one
SELECT count(*) FILTER (WHERE value IS NOT NULL AND position('<title>' || to_char(month, 'FMDD Mon YYYY') || E'\n' IN svg) > 0) AS shown,
	count(*) FILTER (WHERE value IS NULL AND position(to_char(month, 'FMDD Mon YYYY') IN svg) > 0) AS hidden_seen
FROM judged, (SELECT svg FROM pictures LIMIT 1) AS p;
-- dates before Christ, leap days and far years, as the server writes them
SELECT d, substring(spc_svg(NULL, d, 1, NULL, NULL, NULL, NULL, NULL, '{}') FROM E'<title>([^\n<]+)\nvalue') AS words
FROM unnest(ARRAY['0001-01-01', '0001-12-31 BC', '2000-02-29', '1900-03-01', '1899-12-31', '5000000-07-04', '4713-01-01 BC', '1970-01-01']::date[]) AS d GROUP BY d ORDER BY d;
-- every 73rd day of 800 years
SELECT count(*) AS days, count(*) FILTER (WHERE substring(svg FROM E'<title>([^\n<]+)\nvalue') = to_char(d, 'FMDD Mon FMYYYY')) AS the_same
FROM (SELECT d, spc_svg(NULL, d, 1, NULL, NULL, NULL, NULL, NULL, '{"max_labels": 0}') AS svg FROM (SELECT date '1600-01-01' + i * 73 AS d FROM generate_series(0, 4003) AS i) AS s GROUP BY d) AS p;
-- positions that are numbers, and labels
SELECT svg LIKE E'%<title>first\nvalue 1.0%' AS label, svg LIKE E'%<title>2019\nvalue 2.0%' AS number, svg LIKE '%>2,019<%' AS grouped
FROM (SELECT spc_svg(label, year, value, 1.5, 0, 3, 'common cause', NULL, '{}') AS svg FROM (VALUES ('first', 2018::float8, 1::float8), (NULL, 2019, 2)) AS v(label, year, value)) AS p;
-- nothing but missing values; no rows; a run chart
SELECT spc_svg(NULL, month, NULL, centre, low, high, rule, direction, '{}') LIKE '%no data%' FROM judged;
SELECT spc_svg(NULL, month, value, centre, low, high, rule, direction, '{}') IS NULL FROM judged WHERE false;
SELECT svg LIKE '%Control limits%' AS limits, svg LIKE '%Median: 0.80%' AS median
FROM (SELECT spc_svg(NULL, month, (r).value, (r).centre, (r).low, (r).high, (r).rule, (r).direction, '{"centre_name": "median", "decimals": 2}') AS svg
	FROM (SELECT month, spc(value, 'run') OVER (ORDER BY month) AS r FROM month WHERE i < 15) AS s) AS p;
-- refused
SELECT spc_svg('a', NULL::float8, 0.5, 0.4, 0.3, 0.6, NULL, NULL, '{}');
SELECT spc_svg('a', 'Infinity'::float8, 0.5, 0.4, 0.3, 0.6, NULL, NULL, '{}');
SELECT spc_svg('a', 'infinity'::date, 0.5, 0.4, 0.3, 0.6, NULL, NULL, '{}');
SELECT spc_svg('a', 1, 'NaN', 0.4, 0.3, 0.6, NULL, NULL, '{}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, 'astronomical', NULL, '{}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, 'trend', 'good', '{}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, 'common cause', 'concern', '{}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, NULL, NULL, NULL);
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, NULL, NULL, '{"colour": "red"}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, NULL, NULL, '{"target": 1e300}');
SELECT spc_svg('a', 1, 0.5, 0.4, 0.3, 0.6, NULL, NULL, CASE WHEN i = 1 THEN '{}'::jsonb ELSE '{"width": 500}' END) FROM generate_series(1, 2) AS i;
DROP TABLE pictures, judged, month;
