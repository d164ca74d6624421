-- Pictures as Vega-Lite specifications: what the rows become, that hidden ones leave no trace, and what is refused.  (That Vega-Lite compiles and draws each is tested in test/browser.)
SET search_path = cancer_pe, public;
CREATE TEMP TABLE unit AS
	SELECT 'Unit ' || i AS label, 50 * i AS n, CASE WHEN i <> 3 THEN 0.5 + i / 100.0 END AS score, 0.4 AS low, 0.6 AS high, CASE WHEN i = 3 THEN 'far below' WHEN i % 2 = 0 THEN 'above' END AS band
	FROM generate_series(1, 8) AS i;
-- the drawn rows are the shown ones, in the unit asked for, whatever their order; the hidden one is a number
SELECT jsonb_array_length(s #> '{data,values}') AS drawn, s ->> 'description' AS description, position('Unit 3' IN s::text) AS hidden, position('far below' IN s::text) AS hidden_band,
	(SELECT jsonb_agg(v ORDER BY v ->> 'label') FROM jsonb_array_elements(s #> '{data,values}') AS v) = (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('label', label, 'score', 100 * score, 'low', 40, 'high', 60, 'n', n, 'band', band, 'shows', coalesce(band, 'not compared'))) ORDER BY label) FROM unit WHERE score IS NOT NULL) AS the_same
FROM (SELECT vega_lite('funnel', jsonb_agg(u), '{"score_factor": 100, "title": "A \"title\"", "noun": "trusts"}') AS s FROM unit AS u) AS p;
SELECT picture, bool_and(a = b) AS any_order FROM (
	SELECT picture, vega_lite(picture, jsonb_agg(r ORDER BY r ->> 'label')) AS a, vega_lite(picture, jsonb_agg(r ORDER BY md5(r ->> 'label'))) AS b
	FROM unit AS u, (VALUES ('caterpillar'), ('profile')) AS v(picture), LATERAL (SELECT to_jsonb(u) - '{n}'::text[] - CASE picture WHEN 'profile' THEN 'band' ELSE '' END) AS w(r)
	GROUP BY picture
) AS p GROUP BY picture ORDER BY 1;
-- rows of a caterpillar stand in the order of their scores, equal ones by label
SELECT jsonb_path_query_array(vega_lite('caterpillar', '[{"label": "b", "score": 1}, {"label": "a", "score": 1}, {"label": "c", "score": 0}, {"label": "d", "score": null, "low": 7654321}]', jsonb_build_object('order', o)), '$.data.values[*].label') FROM unnest('{ascending,descending}'::text[]) AS o;
-- phases of a trend: a new one where the centre changes; dates and numbers
SELECT jsonb_path_query_array(s, '$.data.values[*].phase') AS phases, jsonb_path_query_array(s, '$.data.values[*].shows') AS shows
FROM (SELECT vega_lite('trend', '[{"position": "2018-03-01", "value": 3, "centre": 2, "rule": "shift", "direction": "concern"}, {"position": "2018-01-01", "value": 1, "centre": 1, "rule": "common cause"}, {"position": "2018-02-01", "value": 2, "centre": 1}, {"position": "2018-04-01", "value": null, "centre": 2}]') AS s) AS p;
-- shares of whole bars; a bar with a hidden answer is none
SELECT jsonb_path_query_array(s, '$.data.values[*].percent') AS percent, s ->> 'description' AS description, position('7654321' IN s::text) AS hidden
FROM (SELECT vega_lite('answers', '[{"label": "q", "answer": "Yes", "answer_position": 1, "n": 3, "class": "positive"}, {"label": "q", "answer": "No", "answer_position": 2, "n": 1}, {"label": "r", "answer": "Yes", "n": 7654321}, {"label": "r", "answer": "No", "n": null}, {"label": "t", "answer": "No", "n": 0}]') AS s) AS p;
-- nor does it change the others: neither by its answers nor by their places
SELECT count(DISTINCT vega_lite('answers', '[{"label": "q", "answer": "Yes", "answer_position": 1, "n": 3, "class": "positive"}, {"label": "q", "answer": "No", "answer_position": 2, "n": 1}]' || hidden)) AS pictures
FROM (VALUES (jsonb '[{"label": "r", "answer": "Yes", "n": null}]'), ('[{"label": "r", "answer": "No", "answer_position": 0, "class": "negative", "n": 5}, {"label": "r", "answer": "Maybe", "answer_position": -1, "n": null}]')) AS v(hidden);
-- a map tells shown from not shown, by the published mark
SELECT jsonb_path_query_array(s, '$.data.values[*].mark') AS marks, s ->> 'description' AS description
FROM (SELECT vega_lite('suppression_map', '[{"row_label": "a", "column_label": "x", "status": null}, {"row_label": "a", "column_label": "y", "status": "c"}, {"row_label": "b", "column_label": "x", "status": "u"}]') AS s) AS p;
-- no rows; no setting changes a byte
SELECT p, vega_lite(p, '[]') #> '{data,values}' AS data FROM unnest('{funnel,caterpillar,trend,profile,answers,suppression_map}'::text[]) AS p;
CREATE TEMP TABLE spec AS SELECT vega_lite('funnel', '[{"label": "a", "n": 3, "score": 0.1}]', '{"score_factor": 3}') AS s;
SET extra_float_digits = -15;
SELECT vega_lite('funnel', '[{"label": "a", "n": 3, "score": 0.1}]', '{"score_factor": 3}') = s AS the_same, s #> '{data,values,0,score}' AS score FROM spec;
RESET extra_float_digits;
-- refused
SELECT vega_lite(NULL, '[]');
SELECT vega_lite('pie', '[]');
SELECT vega_lite('funnel', NULL);
SELECT vega_lite('funnel', '[]', NULL);
SELECT vega_lite('funnel', '{}');
SELECT vega_lite('funnel', '"[]"');
SELECT vega_lite('funnel', '[1]');
SELECT vega_lite('funnel', '[{"label": ["a"]}]');
SELECT vega_lite('funnel', '[{"label": {"n": 1}}]');
SELECT vega_lite('funnel', '[{"label": "a", "n": 1, "score": 1, "colour": "red"}]');
SELECT vega_lite('funnel', '[{"label": "a", "n": "many", "score": 1}]');
SELECT vega_lite('funnel', '[{"label": 1, "n": 2, "score": 1}]');
SELECT vega_lite('funnel', '[{"label": "a", "score": 1}]');
SELECT vega_lite('funnel', '[{"label": "a", "n": 1e400, "score": 1}]');
SELECT vega_lite('funnel', '[{"label": "a", "n": 1, "score": 1, "band": "good"}]');
SELECT vega_lite('funnel', '[]', '{"color": "red"}');
SELECT vega_lite('funnel', '[]', '{"width": 1}');
SELECT vega_lite('funnel', '[]', '{"y_min": 1, "y_max": 1}');
SELECT vega_lite('funnel', '[{"label": "a", "n": 1, "score": 1, "low": 0}]', '{"inner_name": "x", "outer_name": "x"}');
SELECT vega_lite('caterpillar', '[{"label": "a", "score": 1}, {"label": "a", "score": 2}]');
SELECT vega_lite('caterpillar', '[]', '{"layout": "round"}');
SELECT vega_lite('trend', '[{"position": "2018-01-01", "value": 1}, {"position": 2, "value": 1}]');
SELECT vega_lite('trend', jsonb_build_array(jsonb_build_object('position', p, 'value', 1))) FROM unnest('{infinity}'::text[]) AS p;
SELECT vega_lite('trend', '[{"position": "01/04/2018", "value": 1}]');
SELECT vega_lite('trend', '[{"position": "2018-02-30", "value": 1}]');
SELECT vega_lite('trend', '[{"position": 1, "value": 1, "rule": "luck"}]');
SELECT vega_lite('profile', '[{"label": "a", "position": "2018-01-01", "score": 1}]');
SELECT vega_lite('profile', '[{"label": "a", "score": 1, "higher": "maybe"}]');
SELECT vega_lite('answers', '[{"label": "a", "answer": "b", "n": -1}]');
SELECT vega_lite('answers', '[{"label": "a", "answer": "b", "n": 1}, {"label": "a", "answer": "b", "n": 1}]');
SELECT vega_lite('answers', jsonb_agg(jsonb_build_object('label', 'a', 'answer', i::text, 'n', 1))) FROM generate_series(1, 21) AS i;
SELECT vega_lite('suppression_map', '[{"row_label": "a", "column_label": "x", "status": "primary"}]');
SELECT vega_lite('suppression_map', '[{"row_label": "a", "column_label": "x"}, {"row_label": "a", "column_label": "x"}]');
SELECT vega_lite('suppression_map', '[{"row_label": "a"}]');
DROP TABLE unit, spec;
SELECT vega_lite('funnel', '[[]]');
SELECT vega_lite('funnel', '[[{"label": "A", "n": 1}]]');
-- numbers too large for JSON
SELECT vega_lite('funnel', '[{"label": "A", "n": 1, "score": 1e308}]', '{"score_factor": 1e9}');
SELECT vega_lite('caterpillar', '[{"label": "A", "score": 1}]', '{"score_factor": 1e9, "centre": 1e308}');
SELECT vega_lite('answers', '[{"label": "A", "answer": "x", "n": 1e308}, {"label": "A", "answer": "y", "n": 1e308}]');
-- what is said of a line is rounded as display() does
SELECT vega_lite('caterpillar', '[]', '{"centre": 62.25, "unit": "%"}') #>> '{layer,1,mark,text}' AS said, display(62.25, NULL, 1);
