-- The aggregate funnel_svg through SQL (the picture itself is tested in test/unit): well formed, same for any order, hidden units leave no trace.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE unit AS
	SELECT format('R%s', lpad(u::text, 2, '0')) AS label, 30 + u * u * 3 AS n, CASE WHEN u % 9 > 0 THEN 0.8 + 0.15 * sin(u * 2.4) END::float8 AS score FROM generate_series(1, 30) AS u;
CREATE TEMP TABLE judged AS SELECT label, n::float8, score, (r).low, (r).high, (r).outer_low, (r).outer_high, (r).band FROM (SELECT *, expected_range(score, n, 0.8, 'funnelplotr') OVER () AS r FROM unit) AS s;
CREATE TEMP TABLE pictures AS
	SELECT funnel_svg(label, n, score, low, high, outer_low, outer_high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') AS svg FROM (SELECT * FROM judged UNION ALL SELECT NULL, n, NULL, low, high, outer_low, outer_high, NULL FROM funnel_curve(0.8, 33, 2730, 'funnelplotr')) AS rows
	UNION ALL
	SELECT funnel_svg(label, n, score, low, high, outer_low, outer_high, band, '{"title": "A & <B>", "centre": 0.8, "score_factor": 100, "unit": "%", "noun": "trusts"}') AS svg FROM (SELECT * FROM (SELECT * FROM judged UNION ALL SELECT NULL, n, NULL, low, high, outer_low, outer_high, NULL FROM funnel_curve(0.8, 33, 2730, 'funnelplotr')) AS r ORDER BY md5(n::text)) AS rows;
SELECT count(DISTINCT svg) AS different, bool_and(xml_is_well_formed_document(svg)) AS well_formed, bool_and(svg LIKE '<svg %</svg>%') AS element FROM pictures;
-- each shown unit has a title of its own, hidden ones are only counted
SELECT (SELECT count(*) FROM unit WHERE score IS NOT NULL AND position('<title>' || label IN svg) > 0) AS shown, (SELECT count(*) FROM unit WHERE score IS NULL AND position(label IN svg) > 0) AS hidden_seen, svg LIKE '%A &amp; &lt;B&gt;%' AS escaped, svg LIKE '%3 %not shown%' AS counted FROM pictures LIMIT 1;
-- one pair of limits; nothing but hidden units; no rows
SELECT xml_is_well_formed_document(funnel_svg(label, n, score, low, high, band, '{}')) FROM judged;
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
