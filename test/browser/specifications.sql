-- A Vega-Lite specification of each picture, one a line: its name, a tab, the specification.  Invented rows; a label is
-- hostile, and some rows are hidden with numbers that must not come out.
SET search_path = cancer_pe, public;

CREATE TEMP TABLE trust AS
	SELECT CASE i WHEN 7 THEN 'A "quoted" <b>&amp; \ trust' ELSE 'Trust ' || i END AS label, 40 + 37 * i AS n,
		CASE WHEN i % 9 <> 0 THEN 0.8 + 0.11 * sin(i * 1.7) END AS score,
		0.8 - 0.7 / sqrt(40 + 37 * i) AS low, 0.8 + 0.7 / sqrt(40 + 37 * i) AS high, 0.8 - 1.2 / sqrt(40 + 37 * i) AS outer_low, 0.8 + 1.2 / sqrt(40 + 37 * i) AS outer_high,
		(ARRAY['far below', 'below', 'somewhat below', 'within', 'somewhat above', 'above', 'far above', NULL])[1 + i % 8] AS band
	FROM generate_series(1, 60) AS i;

\pset tuples_only on
\pset format unaligned
\pset fieldsep '\t'
SELECT 'funnel', vega_lite('funnel', jsonb_agg(t), '{"title": "Scores by number of patients", "score_factor": 100, "unit": "%", "centre": 0.8, "centre_name": "England", "noun": "trusts", "inner_name": "expected range, it''s 95 %"}') FROM trust AS t;
SELECT 'caterpillar', vega_lite('caterpillar', jsonb_agg(to_jsonb(t) - '{n,outer_low,outer_high}'::text[]), '{"score_factor": 100, "centre": 0.8, "y_label": "Score, %"}') FROM trust AS t;
SELECT 'caterpillar_rows', vega_lite('caterpillar', jsonb_agg(to_jsonb(t) - '{n,outer_low,outer_high}'::text[]), '{"score_factor": 100, "centre": 0.8, "layout": "rows", "height": 900}') FROM trust AS t;
WITH month AS (
	SELECT i, (date '2018-01-01' + make_interval(months => i))::date AS position, CASE WHEN i <> 7 THEN 0.8 + 0.01 * sin(i * 2.1) + CASE WHEN i = 15 THEN 0.09 WHEN i > 20 THEN 0.03 ELSE 0 END END::float8 AS value
	FROM generate_series(0, 29) AS i
), judged AS (
	SELECT m.position, s.*
	FROM (SELECT position, spc(value, 'xmr', '{}', rebase => i = 21) OVER (ORDER BY position) AS r FROM month) AS m, LATERAL (SELECT (m.r).value, (m.r).centre, (m.r).low, (m.r).high, (m.r).rule, (m.r).direction) AS s
)
SELECT 'trend', vega_lite('trend', jsonb_agg(j), '{"score_factor": 100, "target": 0.85, "unit": "%"}') FROM judged AS j;
SELECT 'trend_numbers', vega_lite('trend', '[{"label": "first", "position": 2018, "value": 1.5, "centre": 2}, {"position": 2019, "value": 2.5, "centre": 2, "rule": "common cause"}, {"position": 2020, "value": null}]');
SELECT 'profile', vega_lite('profile', '[{"label": "Physical functioning", "position": 1, "score": 76.7, "low": 74.1, "high": 79.3, "reference": 85.1, "higher": "better"}, {"label": "Fatigue", "position": 2, "score": 34.2, "low": 31, "high": 37.4, "reference": 29.5, "higher": "worse"},
	{"label": "Pain", "position": 3, "score": null, "low": 7654.3, "high": 7654.9, "reference": 20, "higher": "worse"}]', '{"y_min": 0, "y_max": 100, "reference_name": "General population"}');
SELECT 'answers', vega_lite('answers', jsonb_agg(jsonb_build_object('label', q, 'answer', a, 'answer_position', p, 'class', c, 'n', CASE WHEN q = 'Question 3' AND p = 2 THEN NULL WHEN q = 'Question 3' THEN 7654321 ELSE 100 * p + 37 END)))
FROM (VALUES ('Question 1'), ('Question "2"'), ('Question 3')) AS q(q), (VALUES ('Yes, definitely', 1, 'positive'), ('Yes, to some extent', 2, 'negative'), ('No', 3, 'negative'), ('I don''t "know"', 4, 'excluded')) AS a(a, p, c);
SELECT 'suppression_map', vega_lite('suppression_map', jsonb_agg(jsonb_build_object('row_label', 'Trust ' || i, 'row_position', i, 'column_label', 'Group ' || j, 'column_position', -j, 'status', CASE WHEN i * j % 7 = 3 THEN 'c' WHEN i = 5 THEN 'x' END)))
FROM generate_series(1, 12) AS i, generate_series(1, 9) AS j WHERE i + j <> 9;
