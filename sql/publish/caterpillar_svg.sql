-- The aggregate caterpillar_svg through SQL (the picture itself, and that it is well-formed XML, is tested in test/unit): same for any order, hidden units leave no trace.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE unit AS
	SELECT format('R%s', lpad(u::text, 2, '0')) AS label, 30 + u * u * 3 AS n, CASE WHEN u % 9 > 0 THEN 0.8 + 0.15 * sin(u * 2.4) END::float8 AS score FROM generate_series(1, 30) AS u;
CREATE TEMP TABLE judged AS
	SELECT label, score, (c).low, (c).high, (r).band
	FROM (SELECT *, expected_range(score, n, 0.8, 'funnelplotr') OVER () AS r,
			rate_ci(make_tally(n, round(score * n)::bigint)) AS c FROM unit) AS s;
CREATE TEMP TABLE pictures AS
	SELECT caterpillar_svg(label, score, low, high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') AS svg FROM judged
	UNION ALL
	SELECT caterpillar_svg(label, score, low, high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') FROM (SELECT * FROM judged ORDER BY md5(label)) AS j;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- each shown unit has a title of its own, hidden ones are only counted
SELECT (SELECT count(*) FROM unit WHERE score IS NOT NULL AND position('<title>' || label IN svg) > 0) AS shown, (SELECT count(*) FROM unit WHERE score IS NULL AND position(label IN svg) > 0) AS hidden_seen, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%3 not shown%' AS counted FROM pictures LIMIT 1;
-- the description in words, from the counts of the bands
SELECT substring(svg FROM '<desc id="[a-z]+-d">(.*)</desc>') AS description FROM pictures LIMIT 1;
SELECT coalesce(band, 'hidden') AS band, count(*) FROM judged GROUP BY band ORDER BY 1;
-- rows with names, from the highest on; every band of three cut points
SELECT svg LIKE '%data-part="names"%>R30</text>%' AS names, svg LIKE '%highest first%' AS ordered
FROM (SELECT caterpillar_svg(label, score, low, high, band, '{"layout": "rows", "order": "descending"}') AS svg FROM judged) AS p;
SELECT band, caterpillar_svg('a', 0.5, 0.4, 0.6, band, '{}') LIKE '%data-band="' || replace(band, ' ', '-') || '"%' AS drawn
FROM unnest(ARRAY['far below', 'below', 'somewhat below', 'within', 'somewhat above', 'above', 'far above']) WITH ORDINALITY AS b(band, i) GROUP BY band ORDER BY min(i);
-- nothing but hidden units; no rows; no intervals
SELECT caterpillar_svg(label, NULL, low, high, band, '{}') LIKE '%no data%' FROM judged;
SELECT caterpillar_svg(label, score, low, high, band, '{}') IS NULL FROM judged WHERE false;
SELECT caterpillar_svg(label, score, NULL, NULL, NULL, '{}') LIKE '%Not compared (27)%' FROM judged;
-- refused
SELECT caterpillar_svg(NULL, 0.5, 0.4, 0.6, NULL, '{}');
SELECT caterpillar_svg('a', 'Infinity', 0.4, 0.6, NULL, '{}');
SELECT caterpillar_svg('a', 0.5, 0.6, 0.4, NULL, '{}');
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, 'high', '{}');
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, NULL, NULL);
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, NULL, '{"colour": "red"}');
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, NULL, '{"layout": "circle"}');
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, NULL, '{"width": 10}');
SELECT caterpillar_svg('a' || i, 0.5, 0.4, 0.6, NULL, '{"layout": "rows"}') FROM generate_series(1, 100) AS i;
SELECT caterpillar_svg('a', 0.5, 0.4, 0.6, NULL, CASE WHEN i = 1 THEN '{}'::jsonb ELSE '{"width": 500}' END) FROM generate_series(1, 2) AS i;
DROP TABLE pictures, judged, unit;
