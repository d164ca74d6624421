-- casemix_sheet: the respondents of all questions collapsed in one pass; against counts by hand, GROUP BY, sheets, and casemix of each question.
SET search_path = cancer_pe, public;
SET extra_float_digits = 0;
\set SHOW_CONTEXT never
SELECT register_wave('{"wave": "casemix sheet test", "survey": "Test", "title": "Wave of a test", "source": "this test", "certainty": "sourced", "missing": [999],
	"questions": [
	{"question": "Q1", "kind": "filter", "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "Q2", "kind": "scored", "asked_if": {"question": "Q1", "answers": [1]}, "options": [{"code": 1, "class": "positive"},
		{"code": 2, "class": "neutral"}, {"code": 3, "class": "negative"}, {"code": 4, "class": "excluded"}]},
	{"question": "Q3", "kind": "rating", "rating": {"from": 0, "to": 10}},
	{"question": "Q4", "kind": "scored", "column": "care", "options": [{"code": 5, "class": "negative"}, {"code": 7, "class": "positive"}]},
	{"question": "Q5", "kind": "rating", "options": [{"code": 1, "class": "rated", "value": -300}, {"code": 2, "class": "rated", "value": 1000000},
		{"code": 3, "class": "excluded"}, {"code": 4, "class": "positive", "value": 12}]}]}'::json) \g /dev/null
-- ---- by hand ----
CREATE TABLE mix_hand (id int, trust text, age text, sex char(1), q01 int, "Q2" smallint, q3 text, "CARE" numeric, q5 int);
INSERT INTO mix_hand VALUES (1, 'A', 'old', 'F', 1, 1, '10', 7, 1), (2, 'A', 'old', 'F', 1, 1, '9', 7, 2), (3, 'A', 'old', 'M', 1, 3, '', 5, 3), (4, 'A', NULL, 'F', 1, 2, '10', 999, 4),
	(5, 'B', 'old', 'F', 1, 4, NULL, NULL, NULL), (6, 'B', 'young', 'F', 2, NULL, '0', 7, 1), (7, NULL, 'young', NULL, NULL, 999, ' 8 ', 5, 999), (8, 'C', 'other', 'X', 2, NULL, NULL, NULL, 3);
CREATE TEMP TABLE mix AS SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h;
SELECT questions(m) FROM mix;
-- Q2: positive 1 and 2 in one cell, negative 3; 4 is neutral, 5 excluded, 6 and 8 NULL, 7 missing by its code.  Q3: 10, 9; 10; 0; 8.  Q5: -300 and 1000000; 12; -300.
SELECT * FROM mix, casemix_cells(m) AS c;
SELECT * FROM mix, casemix_lost(m) AS l;
-- neutral answers count as not positive where the plan says so
SELECT c.* FROM (SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test', '{"neutral": "scored"}')), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h) AS x, casemix_cells(m) AS c WHERE c.question = 'Q2';
-- all forms collect the same, and so do parts of the rows put together
CREATE FUNCTION pg_temp.plan() RETURNS survey_plan LANGUAGE sql IMMUTABLE RETURN sheet_plan('casemix sheet test');
SELECT count(DISTINCT m) AS values, count(m) AS forms, count(DISTINCT m::text) AS texts, bool_and(m = (TABLE mix)) AS the_same FROM (
	SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, ARRAY[age, sex], h ORDER BY id DESC) AS m FROM mix_hand AS h
	UNION ALL SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, ARRAY[age, sex], ARRAY["Q2", nullif(q3, '')::int, "CARE"::int, q5]) FROM mix_hand AS h
	UNION ALL SELECT casemix_sheet_columns((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, age, sex, "Q2", q3, "CARE", q5) FROM mix_hand
	UNION ALL SELECT casemix_sheet_columns((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, age::varchar, sex::"char", "Q2"::int8, q3, "CARE"::float8, q5::text) FROM mix_hand
	UNION ALL SELECT rollup(m) FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test'), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h GROUP BY h.id) AS each
	UNION ALL SELECT rollup(m) FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test'), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h GROUP BY trust) AS each) AS x;
-- the query written
SELECT casemix_sheet_sql(sheet_plan('casemix sheet test'), 'mix_hand', 'trust', '{age,sex}'), casemix_sheet_sql(sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), 'mix_hand', 'q01', '{CARE}') \gx
SELECT casemix_sheet_sql(sheet_plan('casemix sheet test'), 'mix_hand', 'trust', '{age,sex}') AS query \gset
SELECT casemix = m AS the_same FROM (:query) AS q, mix;
SELECT casemix_sheet_sql(sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), 'mix_hand', 'q01', '{CARE}') AS query \gset
SELECT c.* FROM (:query) AS q, casemix_cells(casemix) AS c;
-- without covariates
SELECT c.* FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test', '{"questions": ["Q2", "Q4"]}'), '{}', trust, '{}', ARRAY["Q2", "CARE"::int]) AS m FROM mix_hand) AS x, casemix_cells(m) AS c;
SELECT (SELECT casemix_sheet_columns(sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), '{}', trust, "Q2") FROM mix_hand)
	= (SELECT casemix_sheet(sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), '{}', trust, '{}', ARRAY["Q2"]) FROM mix_hand) AS the_same;
-- a lenient plan: what is no answer is unanswered; the filters of a plan with routing are not modelled, and answers that they rule out are none
SELECT l.* FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test', '{"strict": false}'), '{}', 'A', '{}', x) AS m
	FROM (SELECT '1' AS q2, '7' AS q3, 5 AS care, 1 AS q5 UNION ALL SELECT '5', 'seven', 6, 9 UNION ALL SELECT '1.5', '-1', NULL, NULL) AS x) AS y, casemix_lost(m) AS l;
SELECT questions(m), c.* FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test', '{"clean": true, "questions": ["Q2"]}'), '{}', 'A', '{}', a) AS m
	FROM (VALUES ('{1,1}'::int[]), ('{1,3}'), ('{2,1}')) AS v(a)) AS x, casemix_cells(m) AS c;
-- no rows: none
SELECT casemix_sheet(sheet_plan('casemix sheet test'), '{}', 'A', '{}', ARRAY[1, 2, 5, 1]) FROM mix_hand WHERE false;
-- ---- the survey of 2018: 4,000 invented respondents, an answer in five of them wrong, some missing codes ----
CREATE TABLE mix_people AS SELECT r.*, CASE respondent % 13 WHEN 0 THEN 999 ELSE r.q59 END AS rating FROM sample_responses(4000, 11, 0.2) AS r;
ALTER TABLE mix_people DROP COLUMN q59;
ALTER TABLE mix_people RENAME rating TO q59;
ANALYZE mix_people;
SELECT casemix_sheet_sql(sheet_plan('2018', '{"strict": false}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') AS collapse,
	tally_columns_sql(sheet_plan('2018', '{"strict": false}'), 'mix_people') AS tally \gset
CREATE TEMP TABLE whole AS SELECT casemix, sheet FROM (:collapse) AS c, (:tally) AS t;
-- every question's sums are those of its tally and its moments
SELECT count(*) AS questions, count(*) FILTER (WHERE c.n = coalesce(n(s.answers), 0) AND c.sum = positives(s.answers)) AS scored, count(*) FILTER (WHERE s.kind = 'rating' AND c.n = n(s.rating) AND abs(c.sum / c.n - s.mean) < 1e-12) AS rated,
	bool_and(c.n + l.unanswered = n(sheet)) AS all_are_there
FROM whole, sheet_rows(sheet) AS s
JOIN LATERAL (SELECT sum(n) AS n, sum(sum) AS sum FROM casemix_cells(casemix) AS c WHERE c.question = s.question) AS c ON true
JOIN LATERAL (SELECT sum(unanswered) AS unanswered FROM casemix_lost(casemix) AS l WHERE l.question = s.question) AS l ON true
GROUP BY sheet;
