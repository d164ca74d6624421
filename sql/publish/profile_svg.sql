-- The aggregate profile_svg through SQL, over the scales of an instrument (the picture itself, and that it is well-formed XML, is tested in test/unit).
SET search_path = cancer_pe, public;
CREATE TEMP TABLE scale AS
	SELECT * FROM (VALUES ('Global health', 1, 62.3, 60.1, 64.5, 66.1, 'better'), ('Physical functioning', 2, 76.4, 74.9, 77.9, 85.1, 'better'), ('Fatigue', 3, 36.4, 34.2, 38.6, 29.5, 'worse'),
		('Pain', 4, 27.0, NULL, 29.2, 27.0, 'worse'), ('Diarrhoea', 5, NULL, 7.77, 8.88, 9.99, 'worse'), ('Unnamed & <new>', NULL, 50, 40, 60, NULL, NULL)) AS v(label, place, score, low, high, norm, higher);
CREATE TEMP TABLE pictures AS
	SELECT profile_svg(label, place, score, low, high, norm, higher, '{"title": "A & <B>", "reference_name": "norm", "interval_name": "95% interval"}') AS svg FROM scale
	UNION ALL
	SELECT profile_svg(label, place, score, low, high, norm, higher, '{"title": "A & <B>", "reference_name": "norm", "interval_name": "95% interval"}') FROM (SELECT * FROM scale ORDER BY md5(label)) AS s;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- each shown scale has a title of its own, hidden ones are only counted
SELECT (SELECT count(*) FROM scale WHERE score IS NOT NULL AND position('<title>' || replace(replace(replace(label, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') IN svg) > 0) AS shown,
	svg ~ 'Diarrhoea|7[.]8|8[.]9|10[.]0' AS hidden_seen, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%Not shown, suppressed (1)%' AS counted FROM pictures LIMIT 1;
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description FROM pictures LIMIT 1;
SELECT unnest(regexp_matches(svg, '<title>(Fatigue[^<]*|Pain[^<]*)</title>', 'g')) AS tooltip FROM pictures LIMIT 2;
-- the rows in their order, words where the meaning of a high score changes; no position: last
SELECT string_agg(m[1], ', ') AS names FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="names".*?</g>'), '>([^<]+)</text>', 'g') AS m;
SELECT string_agg(m[1], ', ') AS words FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="directions".*?</g>'), '>([^<]+)</text>', 'g') AS m;
SELECT string_agg(m[1], ', ') AS scores FROM (SELECT svg FROM pictures LIMIT 1) AS p, regexp_matches(substring(svg FROM 'data-part="scores".*?</g>'), '>([^<]+)</text>', 'g') AS m;
-- scores in words are rounded as display() does, half away from zero
SELECT v, substring(profile_svg('a', 1, v, NULL, NULL, NULL, NULL, '{}') FROM '<title>a\nscore ([^<]*)') = display(v, NULL, 1) AS the_same, display(v, NULL, 1) FROM unnest('{62.25,0.05,2.345,99.95,0.04}'::float8[]) AS v GROUP BY v ORDER BY v;
-- without being asked for the axis is 0 to 100, as shown; a height is what the rows need, or what is said
SELECT svg LIKE '%>0</text>%>100</text>%' AS whole, svg LIKE '%>12,000</text>%' AS others FROM (SELECT profile_svg('a', 1, 0.5, NULL, NULL, NULL, NULL, '{"score_factor": 100}') AS svg) AS p;
SELECT substring(profile_svg('a', 1, 0.5, NULL, NULL, NULL, NULL, '{"y_min": 0, "y_max": 1, "height": 444, "width": 400}') FROM 'width="\d+" height="\d+"') AS size;
SELECT substring(profile_svg(i::text, i, 0.5, NULL, NULL, NULL, NULL, '{}') FROM 'height="\d+"') AS grown FROM generate_series(1, 100) AS i;
-- nothing but hidden scales; no rows
SELECT profile_svg(label, place, NULL, low, high, norm, higher, '{}') LIKE '%no data%' FROM scale;
SELECT profile_svg(label, place, score, low, high, norm, higher, '{}') IS NULL FROM scale WHERE false;
-- refused
SELECT profile_svg(NULL, 1, 50, 40, 60, NULL, NULL, '{}');
SELECT profile_svg('a', 'NaN', 50, 40, 60, NULL, NULL, '{}');
SELECT profile_svg('a', 1, 'Infinity', 40, 60, NULL, NULL, '{}');
SELECT profile_svg('a', 1, 50, 40, 60, 'Infinity', NULL, '{}');
SELECT profile_svg('a', 1, 50, 60, 40, NULL, NULL, '{}');
SELECT profile_svg('a', 1, 50, 40, 60, NULL, 'good', '{}');
SELECT profile_svg('a', 1, 50, 40, 60, NULL, NULL, NULL);
SELECT profile_svg('a', 1, 50, 40, 60, NULL, NULL, '{"max_labels": 3}');
SELECT profile_svg('a', 1, 50, 40, 60, NULL, NULL, '{"height": 20}');
SELECT profile_svg('a' || i, i, 50, 40, 60, NULL, NULL, '{"height": 400}') FROM generate_series(1, 100) AS i;
SELECT profile_svg('a', 1, 50, 40, 60, NULL, NULL, CASE WHEN i = 1 THEN '{}'::jsonb ELSE '{"width": 500}' END) FROM generate_series(1, 2) AS i;
DROP TABLE pictures, scale;
