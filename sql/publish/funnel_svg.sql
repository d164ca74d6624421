-- The aggregate funnel_svg through SQL (the picture itself, and that it is well-formed XML, is tested in test/unit): same for any order, hidden units leave no trace.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE unit AS
	SELECT format('R%s', lpad(u::text, 2, '0')) AS label, 30 + u * u * 3 AS n, CASE WHEN u % 9 > 0 THEN 0.8 + 0.15 * sin(u * 2.4) END::float8 AS score FROM generate_series(1, 30) AS u;
CREATE TEMP TABLE judged AS SELECT label, n::float8, score, (r).low, (r).high, (r).outer_low, (r).outer_high, (r).band FROM (SELECT *, expected_range(score, n, 0.8, 'funnelplotr') OVER () AS r FROM unit) AS s;
CREATE TEMP TABLE pictures AS
	SELECT funnel_svg(label, n, score, low, high, outer_low, outer_high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') AS svg FROM (SELECT * FROM judged UNION ALL SELECT NULL, n, NULL, low, high, outer_low, outer_high, NULL FROM funnel_curve(0.8, 33, 2730, 'funnelplotr')) AS rows
	UNION ALL
	SELECT funnel_svg(label, n, score, low, high, outer_low, outer_high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') AS svg FROM (SELECT * FROM (SELECT * FROM judged UNION ALL SELECT NULL, n, NULL, low, high, outer_low, outer_high, NULL FROM funnel_curve(0.8, 33, 2730, 'funnelplotr')) AS r ORDER BY md5(n::text)) AS rows;
SELECT count(DISTINCT svg) AS different, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- each shown unit has a title of its own, hidden ones are only counted
SELECT (SELECT count(*) FROM unit WHERE score IS NOT NULL AND position('<title>' || label IN svg) > 0) AS shown, (SELECT count(*) FROM unit WHERE score IS NULL AND position(label IN svg) > 0) AS hidden_seen, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%3 %not shown%' AS counted FROM pictures LIMIT 1;
-- one pair of limits; nothing but hidden units; no rows
SELECT funnel_svg(label, n, score, low, high, band, '{}') LIKE '<svg %</svg>%' FROM judged;
SELECT funnel_svg(label, n, NULL, low, high, band, '{}') LIKE '%no data%' FROM judged;
SELECT funnel_svg(label, n, score, low, high, band, '{}') IS NULL FROM judged WHERE false;
-- refused
SELECT funnel_svg('a', NULL, 0.5, 0.4, 0.6, NULL, '{}');
SELECT funnel_svg('a', -1, 0.5, 0.4, 0.6, NULL, '{}');
SELECT funnel_svg('a', 10, 'NaN', 0.4, 0.6, NULL, '{}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, 'high', '{}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, NULL);
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, '{"colour": "red"}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, '{"width": 1.5}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, '{"width": 10}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, '{"x_scale": "cubic"}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, NULL, CASE WHEN i = 1 THEN '{}'::jsonb ELSE '{"width": 500}' END) FROM generate_series(1, 2) AS i;
SELECT funnel_svg('a', 5e-324, 0.5, 0.4, 0.6, 'within', '{}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, 'within', '{"score_factor": 5e-324}');
SELECT funnel_svg('a', 10, 0.5, 0.4, 0.6, 'within', '{"y_min": 0, "y_max": 5e-324}');
-- ticks of a log axis over many powers stay on the picture
SELECT funnel_svg(l, n, s, NULL, NULL, 'within', '{"x_scale":"log","width":400}') LIKE '%inf%' AS infinite FROM (VALUES ('a', 189::float8, 1::float8), ('b', 1e15, 1e14)) AS v(l, n, s);
