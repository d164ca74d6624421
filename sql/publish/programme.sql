-- Programmes: shipped ones, what is wrong with a definition, options over it.
SET search_path = cancer_pe, public;
SELECT programme, title, definition ->> 'kind' AS kind, certainty, builtin FROM programme ORDER BY programme;
SELECT p.programme, c.* FROM programme AS p, programme_check(p.definition) AS c;
-- every key that a definition can have is in the template, which explains each of its choices
SELECT jsonb_object_keys(definition) AS key FROM programme WHERE programme <> 'template'
EXCEPT SELECT jsonb_object_keys(definition) FROM programme WHERE programme = 'template'
EXCEPT SELECT jsonb_object_keys(definition -> 'explain') FROM programme WHERE programme = 'template' ORDER BY key;
WITH RECURSIVE part(path, value) AS (
	SELECT '$', definition FROM programme WHERE programme = 'template'
	UNION ALL
	SELECT p.path || m.key, m.value FROM part AS p, LATERAL (
		SELECT '.' || key, value FROM jsonb_each(CASE jsonb_typeof(p.value) WHEN 'object' THEN p.value - 'explain' ELSE '{}' END)
		UNION ALL
		SELECT '[]', value FROM jsonb_array_elements(CASE jsonb_typeof(p.value) WHEN 'array' THEN p.value ELSE '[]' END)) AS m(key, value)
), explained AS (
	SELECT DISTINCT e.key FROM part, jsonb_object_keys(CASE jsonb_typeof(value) WHEN 'object' THEN value -> 'explain' END) AS e(key)
)
SELECT DISTINCT p.path AS not_explained FROM part AS p
WHERE p.path ~ '\.[a-z_]+$' AND regexp_replace(p.path, '^.*\.', '') NOT IN (SELECT key FROM explained) AND p.path NOT LIKE '%options.%' AND p.path NOT LIKE '$.plan.%'
	AND p.path NOT IN ('$.population', '$.title', '$.case_mix', '$.interval', '$.expected_range', '$.suppression') ORDER BY 1;

-- what is wrong, all of it, with its place
SELECT * FROM programme_check('[]');
SELECT * FROM programme_check('{}');
SELECT * FROM programme_check('{"kind": "poll"}');
SELECT * FROM programme_check('{"kind": "survey"}');
SELECT * FROM programme_check('{"kind": "survey", "wave": "1999", "colour": 1, "questions": ["Q1", 2], "plan": {"clean": "yes", "neutral": "both"}, "decimals": 11, "reliability": 1, "p_method": "none",
	"levels": [{"level": "national", "column": "x"}, {"level": "Trust", "column": "t"}, {"level": "region", "of": "area", "register": "moon"}, {"level": "value"}, {"level": "a", "column": "b", "of": "Trust", "at": "2018-6-30", "judged": 1}, 7],
	"breakdowns": [{"breakdown": "sex", "levels": ["moon"]}, {"breakdown": "sex", "levels": []}, {"breakdown": "area"}, {"breakdown": "region", "missing": ""}],
	"case_mix": {"covariates": [{"column": "c"}, {"covariate": "x"}, {"covariate": "x"}], "options": []},
	"interval": {"rate": "wild", "mean": "z", "level": 95}, "expected_range": {"method": "mine"}, "suppression": {"rule": "mine", "options": 3}}');
SELECT * FROM programme_check('{"kind": "scores", "suppression": {"rule": "hes"}, "levels": [{"level": "all_people", "judged": true}], "metrics": [],
	"scores": [{"instrument": "QLQ"}, {"instrument": "EQ-5D-5L", "value_set": "Mars", "columns": ["a"], "scales": ["x"]}, {"instrument": "QLQ-C30", "times": 2}]}');
SELECT * FROM programme_check('{"kind": "metrics", "period": "2020", "suppression": {"rule": "hes"}, "levels": [{"level": "all_people"}], "metrics": ["cns_contact_secondary", "survival_1_year"], "at": "today", "case_mix": {}}');
SELECT * FROM programme_check('{"kind": "metrics", "period": "2020", "suppression": {"rule": "hes"}, "metrics": ["hna_coverage"], "levels": [{"level": "all_people"}, {"level": "score", "column": "t"}, {"level": "level_place", "column": "u"}], "breakdowns": [{"breakdown": "factor"}]}');
SELECT * FROM programme_check('{"kind": "pledge", "suppression": {}, "levels": []}');
-- what would say nothing, say it twice, or name nothing
SELECT * FROM programme_check('{"kind": "pledge", "before": "a", "after": "a", "suppression": {"rule": "hes"}, "test": "wild", "paired_test": "wild", "as_of": "2023-02-29", "decimals": 1e400, "interval": {"level": 1e-400}}');
SELECT * FROM programme_check('{"kind": "survey", "wave": "2018", "suppression": {"rule": "hes"}, "questions": [], "levels": [{"level": "a", "missing": "x", "at": "2018-06-30"}, {"level": "b", "column": "x", "label": "y", "register": "alliance"}]}');
SELECT * FROM programme_check('{"kind": "scores", "period": "2020", "suppression": {"rule": "hes"}, "levels": [{"level": "a"}], "scores": [{"instrument": "QLQ-C30", "scales": []}, {"instrument": "QLQ-C30", "scales": ["FA", "FA"]}]}');
SELECT * FROM programme_check('{"kind": "metrics", "period": "2020", "suppression": {"rule": "hes"}, "levels": [{"level": "a"}], "metrics": ["hna_coverage", "hna_coverage"]}');
SELECT count(*) FROM programme_check(NULL);

-- programmes of one's own; options over a definition
CREATE TEMP TABLE answered AS SELECT (r).* FROM (SELECT sample_responses(300, 1) AS r) AS s;
INSERT INTO programme (programme, title, definition, source, certainty)
SELECT 'own', 'Own', definition || '{"breakdowns": []}', 'test', 'inferred' FROM programme WHERE programme = 'template';
SELECT DISTINCT level, breakdown FROM survey_report('answered', 'own') ORDER BY 1, 2;
SELECT DISTINCT period, level, breakdown FROM survey_report('answered', 'own', '{"period": "spring", "levels": [{"level": "everybody"}], "breakdowns": [{"breakdown": "sex"}]}') ORDER BY 2, 3;
-- objects are put over objects, null takes away, an array goes in the place of another
SELECT survey_report_sql('answered', 'own', '{"suppression": {"options": {"threshold": 7}}}') LIKE '%''survey_lt10'', ''{"search": "fast", "numerator": false, "threshold": 7}''%' AS over,
	survey_report_sql('answered', 'own', '{"suppression": {"options": null}}') LIKE '%''survey_lt10'', ''{}''%' AS without,
	survey_report_sql('answered', 'own', '{"questions": ["Q5"]}') LIKE '%"questions": ["Q5"]%' AS other;
UPDATE programme SET definition = '{"kind": "survey"}' WHERE programme = 'own';
SELECT * FROM survey_report('answered', 'own');
DELETE FROM programme WHERE programme = 'own';
SELECT * FROM survey_report('answered', 'own');
SELECT * FROM survey_report('answered', 'template', '[]');
SELECT * FROM survey_report('answered', 'template', '{"decimal": 1}');
SELECT count(*) FROM survey_report('answered', NULL);
DELETE FROM programme WHERE programme = 'template';
DROP TABLE answered;
