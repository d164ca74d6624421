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
-- Q2: positive 1 and 2 in one cell, negative 3; 4 is neutral, 5 excluded, 6 and 8 NULL, 7 missing by its code.  Q3: 10, 9; 10; 0; 8.  Q5: -300 and 1000000; 12; -300.
SELECT c.* FROM mix, casemix_cells(m) AS c;
SELECT l.* FROM mix, casemix_lost(m) AS l;
SELECT m FROM mix;
-- neutral answers count as not positive where the plan says so
SELECT c.* FROM (SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test', '{"neutral": "scored"}')), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h) AS x, casemix_cells(m) AS c WHERE c.question = 'Q2';
-- all forms collect the same, and so do parts of the rows put together
SELECT count(DISTINCT m) AS values, count(m) AS forms, count(DISTINCT m::text) AS texts, bool_and(m = (TABLE mix)) AS the_same FROM (
	SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, ARRAY[age, sex], h ORDER BY id DESC) AS m FROM mix_hand AS h
	UNION ALL SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, ARRAY[age, sex], ARRAY["Q2", nullif(q3, '')::int, "CARE"::int, q5]) FROM mix_hand AS h
	UNION ALL SELECT casemix_sheet_columns((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, age, sex, "Q2", q3, "CARE", q5) FROM mix_hand
	UNION ALL SELECT casemix_sheet_columns((SELECT sheet_plan('casemix sheet test')), '{age,sex}', trust, age::varchar, sex::"char", "Q2"::int8, q3, "CARE"::float8, q5::text) FROM mix_hand
	UNION ALL SELECT rollup(m) FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test'), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h GROUP BY h.id) AS each
	UNION ALL SELECT rollup(m) FROM (SELECT casemix_sheet(sheet_plan('casemix sheet test'), '{age,sex}', trust, ARRAY[age, sex], h) AS m FROM mix_hand AS h GROUP BY trust) AS each) AS x;
-- the query written
SELECT casemix_sheet_sql(sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), 'mix_hand', 'q01', '{CARE}');
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
-- ---- the rule by which answers became outcomes ----
CREATE TEMP TABLE edit AS SELECT * FROM (VALUES
	(1, 'the same', 'x', 'x'), (2, 'another wave', '"wave":"casemix sheet test"', '"wave":"x"'), (3, 'another column', '"column":"care"', '"column":"cure"'),
	(4, 'not strict', '"wave":', '"strict":false,"wave":'), (5, 'another order of options', '{"code":5,"class":"negative"},{"code":7,"class":"positive"}', '{"code":7,"class":"positive"},{"code":5,"class":"negative"}'),
	(6, 'a code', '"code":7,"class":"positive"', '"code":8,"class":"positive"'), (7, 'a code without outcome', '{"code":7,"class":"positive"}', '{"code":7,"class":"positive"},{"code":8,"class":"excluded"}'),
	(8, 'a class', '"code":3,"class":"negative"', '"code":3,"class":"excluded"'), (9, 'a value', '"value":-300', '"value":300'), (10, 'neutral answers', '"neutral":"excluded"', '"neutral":"scored"'),
	(11, 'a routing', '"answers":[1]', '"answers":[1,2]'), (12, 'no routing', '"clean":true', '"clean":false'), (13, 'what stands for no answer', '"missing":[999]', '"missing":[999,998]')) AS v(place, what, from_part, to_part);
CREATE FUNCTION pg_temp.merged(one casemix, other casemix) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text;
BEGIN
	PERFORM cancer_pe.rollup(m) FROM unnest(ARRAY[one, other]) AS m;
	RETURN 'merges';
EXCEPTION WHEN invalid_parameter_value THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN sqlstate || ': ' || sqlerrm || '. ' || detail;
END $$;
-- what is another rule, of sheets and of each question by itself; with cleaning also where other questions decide on it
SELECT what, clean, pg_temp.merged(m, n) AS both_sheets, (SELECT string_agg(q, ' ' ORDER BY q) FROM unnest(questions(m)) AS q WHERE pg_temp.merged(question_casemix(m, q), question_casemix(n, q)) <> 'merges') AS differ
FROM (SELECT place, what, clean, casemix_sheet(plan::survey_plan, '{}', 'A', '{}', a) AS m, casemix_sheet(replace(plan, from_part, to_part)::survey_plan, '{}', 'B', '{}', a) AS n
	FROM edit, (VALUES (false), (true)) AS c(clean), LATERAL (SELECT sheet_plan('casemix sheet test', jsonb_build_object('clean', clean))::text AS plan OFFSET 0) AS p,
		LATERAL (SELECT CASE WHEN clean THEN '{1,1,10,NULL,2}'::int[] ELSE '{1,10,NULL,2}' END AS a) AS r
	WHERE plan LIKE '%' || from_part || '%' OR from_part = 'x' GROUP BY place, what, clean) AS x ORDER BY place, clean;
-- a question of a sheet has the rule that it has in a sheet of its own; adding respondents by another rule is refused, too
SELECT clean, bool_and(question_casemix(m, q) = CASE q WHEN 'Q2' THEN q2 ELSE q5 END) AS the_same FROM (SELECT clean, casemix_sheet(sheet_plan('casemix sheet test', o), '{}', 'A', '{}', h) AS m,
		casemix_sheet(sheet_plan('casemix sheet test', o || '{"questions": ["Q2"]}'), '{}', 'A', '{}', h) AS q2, casemix_sheet(sheet_plan('casemix sheet test', o || '{"questions": ["Q5"]}'), '{}', 'A', '{}', h) AS q5
	FROM mix_hand AS h, (VALUES (false), (true)) AS c(clean), LATERAL (SELECT jsonb_build_object('clean', clean)) AS j(o) GROUP BY clean) AS x, unnest('{Q2,Q5}'::text[]) AS q GROUP BY clean ORDER BY clean;
SELECT casemix_sheet(CASE trust WHEN 'A' THEN sheet_plan('casemix sheet test') ELSE sheet_plan('casemix sheet test', '{"neutral": "scored"}') END, '{}', trust, '{}', h) FROM mix_hand AS h;
SELECT casemix_sheet_accum(questions.m, sheet_plan('casemix sheet test', '{"questions": ["Q2"]}'), '{}', 'A', '{}', '{1}'::int[]) FROM (SELECT 'covariates=() questions=("Q2" binary)'::casemix AS m) AS questions;
-- ---- the survey of 2018: 4,000 invented respondents, one in five with a mistake ----
CREATE TABLE mix_people AS SELECT r.*, CASE respondent % 13 WHEN 0 THEN 999 ELSE r.q59 END AS rating FROM sample_responses(4000, 11, 0.2) AS r;
ALTER TABLE mix_people DROP COLUMN q59;
ALTER TABLE mix_people RENAME rating TO q59;
ANALYZE mix_people;
SELECT casemix_sheet_sql(sheet_plan('2018', '{"strict": false}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') AS collapse,
	tally_columns_sql(sheet_plan('2018', '{"strict": false}'), 'mix_people') AS tally \gset
CREATE TEMP TABLE whole AS SELECT casemix, sheet FROM (:collapse) AS c, (:tally) AS t;
-- every question's sums are those of its tally and its moments
WITH cells AS MATERIALIZED (
	SELECT question, sum(n) AS n, sum(sum) AS sum FROM whole, casemix_cells(casemix) GROUP BY question
), lost AS MATERIALIZED (
	SELECT question, sum(unanswered) AS unanswered FROM whole, casemix_lost(casemix) GROUP BY question
)
SELECT count(*) AS questions, count(*) FILTER (WHERE c.n = n(s.answers) AND c.sum = positives(s.answers)) AS scored, count(*) FILTER (WHERE s.kind = 'rating' AND c.n = n(s.rating) AND abs(c.sum / c.n - s.mean) < 1e-12) AS rated,
	bool_and(c.n + l.unanswered = 4000) AS all_are_there
FROM whole, sheet_rows(sheet) AS s JOIN cells AS c USING (question) JOIN lost AS l USING (question);
-- and each question is, to the byte, what a plan of that question alone and what arrays and rows of all of them give
SELECT casemix_sheet_sql(sheet_plan('2018', '{"strict": false, "questions": ["Q17"]}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') AS one,
	casemix_sheet_sql(sheet_plan('2018', '{"strict": false, "questions": ["Q59"]}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') AS rating \gset
SELECT question_casemix(w.casemix, 'Q17') = one.casemix AS the_same, question_casemix(w.casemix, 'Q59') = rating.casemix AS a_rating FROM whole AS w, (:one) AS one, (:rating) AS rating;
SELECT casemix_sheet((SELECT sheet_plan('2018', '{"strict": false}')), '{age_band,sex,deprivation}', trust, ARRAY[age_band, sex, deprivation::text], p) = (SELECT casemix FROM whole) AS rows_give_the_same FROM mix_people AS p;
-- and what casemix makes of the outcome in SQL, whose question has neither a name nor a rule
SELECT string_agg(format('SELECT %L AS question, casemix_columns(''{age_band,sex,deprivation}'', CASE WHEN %I IN (%s) THEN %2$I IN (%4$s) END, trust, age_band, sex, deprivation) AS single FROM mix_people',
	question, lower(question), scored, positive), ' UNION ALL ') AS singles
FROM (SELECT question, string_agg(code::text, ', ') FILTER (WHERE class IN ('positive', 'negative')) AS scored, string_agg(code::text, ', ') FILTER (WHERE class = 'positive') AS positive
	FROM plan_questions(sheet_plan('2018')), unnest(codes, classes) AS u(code, class) WHERE kind = 'scored' GROUP BY question) AS q \gset
SELECT count(*) AS questions, count(*) FILTER (WHERE regexp_replace(question_casemix(casemix, question)::text, format('questions=\("%s" binary rule=[0-9a-f]{16}\)', question), 'questions=(binary)') = single::text) AS the_same
FROM whole, (:singles) AS s;
SELECT c.n = d.n AS n, c.sum = d.sum AS sum, c.squares = d.squares AS squares FROM whole, LATERAL (SELECT sum(n) AS n, sum(sum) AS sum, sum(squares) AS squares FROM casemix_cells(casemix) AS c WHERE question = 'Q59') AS c,
	(SELECT sum(n) AS n, sum(sum) AS sum, sum(squares) AS squares FROM casemix_cells((SELECT casemix('{age_band,sex,deprivation}', CASE WHEN q59 BETWEEN 0 AND 10 THEN q59::float8 END, trust, ARRAY[age_band, sex, deprivation::text]) FROM mix_people))) AS d;
-- ---- parallel ----
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
ALTER TABLE mix_people SET (parallel_workers = 2);
SELECT casemix_sheet_sql(sheet_plan('2018', '{"strict": false}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') AS collapse \gset
CREATE TEMP TABLE plan_line (line text);
DO $$
DECLARE line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || cancer_pe.casemix_sheet_sql(cancer_pe.sheet_plan('2018', '{"strict": false}'), 'mix_people', 'trust', '{age_band,sex,deprivation}') LOOP
		INSERT INTO plan_line VALUES (line);
	END LOOP;
END $$;
SELECT trim(line) AS line FROM plan_line WHERE line ~ 'Aggregate|Workers|Scan';
SELECT c.casemix = whole.casemix AS the_same FROM (:collapse) AS c, whole;
RESET max_parallel_workers_per_gather;
-- a plan by group: each has its own questions
SELECT g, c.* FROM (
	SELECT g, casemix_sheet(CASE g WHEN 0 THEN sheet_plan('casemix sheet test', '{"questions": ["Q2"]}') ELSE sheet_plan('casemix sheet test', '{"questions": ["Q4"]}') END, CASE g WHEN 0 THEN '{a}'::text[] ELSE '{b}' END,
		'T', ARRAY[(i % 3)::text], ARRAY[CASE g WHEN 0 THEN 1 + i / 2 % 2 * 2 ELSE 5 + i / 2 % 2 * 2 END]) AS m
	FROM generate_series(1, 12) AS i, LATERAL (SELECT i % 2 AS g) AS by GROUP BY g) AS x, casemix_cells(m) AS c ORDER BY 1, 2, 4;
-- counts that outgrow a byte, and two
SELECT c.* FROM (SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test', '{"questions": ["Q2", "Q5"]}')), '{}', o, '{}', ARRAY[1 + i % 2 * 2, CASE WHEN i % 10 > 0 THEN 1 + i % 2 END]) AS m
	FROM (VALUES ('A', 127), ('B', 128), ('C', 300), ('D', 40000)) AS v(o, n), generate_series(1, n) AS i) AS x, casemix_cells(m) AS c;
SELECT l.* FROM (SELECT casemix_sheet((SELECT sheet_plan('casemix sheet test', '{"questions": ["Q2", "Q5"]}')), '{}', o, '{}', ARRAY[NULL, CASE WHEN i % 10 = 0 THEN 1 END]) AS m
	FROM (VALUES ('A', 127), ('B', 128), ('C', 300), ('D', 40000)) AS v(o, n), generate_series(1, n) AS i) AS x, casemix_lost(m) AS l;
DROP TABLE mix_hand, mix_people;
