-- What an answer counts as, by name and by plan.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.document(class text DEFAULT 'neutral') RETURNS json LANGUAGE sql
RETURN format('{"wave": "C", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "state": "partial", "missing": [999, -9], "questions": [
	{"question": "all", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "%s"}, {"code": 3, "class": "negative"}, {"code": 4, "class": "excluded"}, {"code": 5, "class": "rated", "value": 7}, {"code": -9995, "class": "excluded"}]},
	{"question": "far", "kind": "other", "options": [{"code": 2147483647, "class": "excluded"}, {"code": 2147473647, "class": "excluded"}]},
	{"question": "open", "kind": "scored"}]}', $1)::json;
-- two codes as far apart as they may be, and further
SELECT register_wave(pg_temp.document());
SELECT register_wave(replace(pg_temp.document()::text, '-9995', '-9996')::json);
SELECT register_wave(replace(pg_temp.document()::text, '-9995', '-2147483647')::json);
CREATE TEMPORARY TABLE given (n int, code int);
INSERT INTO given VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, -9995), (7, NULL), (8, 999), (9, -9);
SELECT code, classify('C', 'all', code) AS by_name, classify(plan, 'all', code) AS by_plan, classify('C', 'all', code, false) AS lenient, classify('C', 'all', code, NULL) AS strict_null
FROM given, (SELECT sheet_plan('C') AS plan OFFSET 0) AS p ORDER BY n;
SELECT code, classify('C', 'all', code, false), classify('C', 'far', code, false) FROM unnest('{6,0,-1,-9994,-9996,2147483647,2147483646,2147473647,2147473646,-2147483648,-2147483647}'::int[]) AS code;
SELECT classify('C', 'all', 6);
SELECT classify('C', 'all', -2147483648);
SELECT classify('C', 'far', 6);
SELECT classify('C', 'open', 1);
SELECT classify('C', 'open', NULL);
SELECT classify('C', 'All', 1);
SELECT classify('c', 'all', 1);
SELECT classify('C', '', 1);
SELECT classify('', 'all', 1);
SELECT classify(NULL::text, 'all', 1);
SELECT classify('C', NULL, 1);
SELECT classify(NULL::survey_plan, 'all', 1);
SELECT classify((SELECT sheet_plan('C')), 'far', 1);
SELECT classify((SELECT sheet_plan('C')), 'all', 6);
\set VERBOSITY sqlstate
SELECT classify('C', 'all', 6);
SELECT classify('C', 'open', 1);
SELECT classify('C', 'All', 1);
SELECT classify('c', 'all', 1);
SELECT classify(NULL::text, 'all', 1);
SELECT classify('C', NULL, 1);
SELECT classify(NULL::survey_plan, 'all', 1);
\set VERBOSITY default
-- every option of every shipped wave is what its row says, by name and by a plan of all questions
SELECT count(*) AS options, count(*) FILTER (WHERE classify(wave, question, code) = class) AS by_name FROM answer_option AS o WHERE builtin;
SELECT count(*) AS options, count(*) FILTER (WHERE classify(plan, question, code) = class) AS by_plan FROM answer_option AS o JOIN (SELECT wave, sheet_plan(wave, '{"questions": "all"}') AS plan FROM survey_wave WHERE state <> 'skeleton' OFFSET 0) AS p USING (wave);
-- waves and questions that change from row to row, more than a call site keeps
SELECT register_wave(replace(pg_temp.document(CASE WHEN n % 2 = 0 THEN 'neutral' ELSE 'negative' END)::text, '{"wave": "C"', format('{"wave": "C%s"', n))::json) IS NULL AS none, count(*) FROM generate_series(1, 1) AS one, LATERAL (SELECT n FROM generate_series(1, 150) AS n) AS w GROUP BY 1;
SELECT count(*) AS rows, count(*) FILTER (WHERE classify('C' || n, CASE WHEN i % 2 = 0 THEN 'all' ELSE 'far' END, CASE WHEN i % 2 = 0 THEN 2 ELSE 2147483647 END) = CASE WHEN i % 2 = 1 THEN 'excluded' WHEN n % 2 = 0 THEN 'neutral' ELSE 'negative' END) AS right
FROM generate_series(1, 4) AS i, generate_series(1, 150) AS n;
DELETE FROM survey_wave WHERE wave ~ '^C\d';
-- ---- a call site sees the catalogue of its statement, also in PL/pgSQL, whose expressions live on ----
DO $$
DECLARE
	plan survey_plan = sheet_plan('C');
BEGIN
	FOR i IN 1..3 LOOP
		RAISE WARNING 'round %: % %, by plan %', i, classify('C', 'all', 2), (SELECT max(classify('C', 'all', code, false)) FROM (VALUES (2)) AS v (code)), classify(plan, 'all', 2);
		IF i = 1 THEN
			PERFORM register_wave(pg_temp.document('positive'));
		ELSE
			UPDATE answer_option SET class = 'excluded' WHERE wave = 'C' AND question = 'all' AND code = 2;
		END IF;
	END LOOP;
END $$;
-- nor does it outlive what a rolled back part of the transaction saw
DO $$
BEGIN
	FOR i IN 1..3 LOOP
		BEGIN
			IF i = 2 THEN
				UPDATE answer_option SET class = 'positive' WHERE wave = 'C' AND question = 'all' AND code = 2;
			END IF;
			RAISE WARNING 'round %: % %', i, classify('C', 'all', 2), clean_response('C', '{"all": 2}') -> 'all';
			IF i = 2 THEN
				RAISE division_by_zero;
			END IF;
		EXCEPTION WHEN division_by_zero THEN
			NULL;
		END;
	END LOOP;
END $$;
DO $$
BEGIN
	FOR i IN 1..3 LOOP
		BEGIN
			RAISE WARNING 'round %: %', i, classify('C', 'all', 2);
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'round %: %', i, SQLERRM;
		END;
		IF i = 1 THEN
			DELETE FROM survey_wave WHERE wave = 'C';
		ELSE
			PERFORM register_wave(pg_temp.document('negative'));
		END IF;
	END LOOP;
END $$;
-- a statement that changes the catalogue as it reads: rows seen are those of its beginning
WITH changed AS (UPDATE answer_option SET class = 'neutral' WHERE wave = 'C' AND question = 'all' AND code = 2 RETURNING code)
SELECT code, classify('C', 'all', code) FROM changed;
SELECT classify('C', 'all', 2);
-- ---- by plan: in generated columns, indexes and constraints ----
SELECT sheet_plan('C', '{"questions": ["all"]}') AS plan \gset
CREATE TABLE reply (id int, answer int, class text GENERATED ALWAYS AS (classify(:'plan'::survey_plan, 'all', answer, false)) STORED, CONSTRAINT not_rated CHECK (classify(:'plan'::survey_plan, 'all', answer, false) <> 'rated'));
CREATE INDEX reply_class ON reply (classify(:'plan'::survey_plan, 'all', answer, false));
INSERT INTO reply SELECT n, nullif(n % 5, 0) FROM generate_series(1, 1000) AS n;
INSERT INTO reply VALUES (0, 5);
SELECT class, count(*) FROM reply GROUP BY class ORDER BY class;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM reply WHERE classify(:'plan'::survey_plan, 'all', answer, false) = 'neutral';
SELECT count(*) FROM reply WHERE classify(:'plan'::survey_plan, 'all', answer, false) = 'neutral';
RESET enable_seqscan;
-- by name it is not immutable
CREATE INDEX ON reply (classify('C', 'all', answer));
DROP TABLE reply;
-- the same in parallel workers
CREATE TABLE replies AS SELECT n % 4 + 1 AS answer FROM generate_series(1, 4000) AS n;
ANALYZE replies;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE replies SET (parallel_workers = 2);
SET parallel_leader_participation = off;
EXPLAIN (COSTS OFF) SELECT classify('C', 'all', answer) AS class, count(*) FROM replies GROUP BY 1;
SELECT classify('C', 'all', answer) AS class, count(*) FROM replies GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE clean_response('C', jsonb_build_object('all', answer)) ->> 'all' = answer::text) AS cleaned FROM replies;
RESET max_parallel_workers_per_gather;
DROP TABLE replies;
DELETE FROM survey_wave WHERE NOT builtin;
