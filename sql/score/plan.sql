-- Plans as values: in indexes, generated columns and constraints, compared, copied, and broken.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.small(value integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"instrument": "P", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1", "2"], "min": 0, "max": 3}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1", "2"], "transform": "sum", "missing": "all"%s}]}', repeat(' ', value))
$$;
CREATE TABLE reply (id integer, answers integer[],
	total double precision GENERATED ALWAYS AS ((scores('{"instrument": "P", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1", "2"], "min": 0, "max": 3}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1", "2"], "transform": "sum", "missing": "all"}]}'::scoring_plan, answers))[1]) STORED,
	CONSTRAINT low CHECK ((scores('{"instrument": "P", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1", "2"], "min": 0, "max": 3}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1", "2"], "transform": "mean", "missing": "half"}]}'::scoring_plan, answers))[1] <= 2.5));
CREATE INDEX reply_score ON reply ((scores('{"instrument": "P", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1", "2"], "min": 0, "max": 3}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1", "2"], "transform": "sum", "missing": "all"}]}'::scoring_plan, answers)));
INSERT INTO reply SELECT n, ARRAY[n % 3, nullif(n % 4, 2)] FROM generate_series(1, 1200) AS n;
SELECT count(*), sum(total), count(*) FILTER (WHERE total IS DISTINCT FROM answers[1] + answers[2]) AS differs FROM reply;
INSERT INTO reply VALUES (0, '{3,3}');
INSERT INTO reply VALUES (0, '{3,4}');
SET enable_seqscan = off;
SELECT count(*) FROM reply WHERE scores('{"instrument": "P", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1", "2"], "min": 0, "max": 3}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1", "2"], "transform": "sum", "missing": "all"}]}'::scoring_plan, answers) = '{4}';
RESET enable_seqscan;
-- by name it is not immutable
CREATE INDEX ON reply ((scores('QLQ-C30', answers)));
DROP TABLE reply;

-- options: a plan without conditions scores otherwise
WITH p AS MATERIALIZED (SELECT instrument_plan('QLQ-BR23') AS usual, instrument_plan('QLQ-BR23', '{"conditional": false}') AS plain, instrument_plan('QLQ-BR23', '{"conditional": true}') AS conditional, ARRAY[1,2,3,4,2,3,2,1,2,3,1,2,3,1,1,2,3,4,1,2,3,4,1] AS answers)
SELECT scores(usual, answers) = scores('QLQ-BR23', answers) AS usual, scores(conditional, answers) = scores(usual, answers) AS conditional, scores(plain, answers) <> scores(usual, answers) AS plain_differs, usual = conditional AS same_text, usual = instrument_plan('QLQ-BR23') AS equal,
	(about(usual)).conditions_apply, (about(plain)).conditions_apply AS plain_apply,
	(SELECT string_agg(a.scale || ' ' || coalesce(a.score::text, a.status) || ' / ' || coalesce(b.score::text, b.status), ', ') FROM score(usual, answers) AS a JOIN score(plain, answers) AS b USING (scale) WHERE (a.score, a.status) IS DISTINCT FROM (b.score, b.status)) AS differ FROM p;
\set VERBOSITY terse
SELECT instrument_plan('QLQ-C31');
SELECT instrument_plan('QLQ-C30', '{"conditonal": false}');
SELECT instrument_plan('QLQ-C30', '{"conditional": 1}');
SELECT instrument_plan('QLQ-C30', '[]');
\set VERBOSITY default
SELECT instrument_plan(NULL) IS NULL AS null_for_null, instrument_plan('QLQ-C30', NULL) IS NULL AS no_options;

-- ---- equality, order, hashes ----
CREATE TEMPORARY TABLE plan AS SELECT n, k, pg_temp.small(k)::scoring_plan AS plan FROM generate_series(1, 400) AS n, LATERAL (SELECT n % 40 AS k) AS k;
INSERT INTO plan SELECT n, 1000 + n % 20, (SELECT i.plan FROM (SELECT plan, row_number() OVER (ORDER BY code COLLATE "C") - 1 AS place FROM instrument WHERE builtin) AS i WHERE place = n % 20) FROM generate_series(1, 200) AS n;
SET enable_hashagg = off;
SELECT count(*) AS sorted FROM (SELECT plan FROM plan GROUP BY plan) AS p;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) AS hashed FROM (SELECT plan FROM plan GROUP BY plan) AS p;
RESET enable_sort;
SELECT count(*) FILTER (WHERE (a.plan = b.plan) <> (a.k = b.k)) AS equal, count(*) FILTER (WHERE (a.plan <> b.plan) <> (a.k <> b.k)) AS unequal, count(*) FILTER (WHERE (a.plan < b.plan) = (a.plan >= b.plan) OR (a.plan > b.plan) <> (b.plan < a.plan) OR (a.plan <= b.plan) <> (NOT b.plan < a.plan)) AS orders,
	count(*) FILTER (WHERE a.k = b.k AND scoring_plan_hash(a.plan) <> scoring_plan_hash(b.plan)) AS hashes, count(*) FILTER (WHERE a.k <> b.k AND scoring_plan_hash_extended(a.plan, 7) = scoring_plan_hash_extended(b.plan, 7)) AS alike
FROM (SELECT * FROM plan WHERE n % 5 = 0) AS a, (SELECT * FROM plan WHERE n % 5 < 2) AS b;
CREATE INDEX ON plan (plan);
CREATE INDEX ON plan USING hash (plan);
SET enable_seqscan = off;
SELECT count(*) FROM plan WHERE plan = (SELECT plan FROM instrument WHERE code = 'QLQ-C30');
SELECT count(*) FROM plan AS a JOIN plan AS b USING (plan);
RESET enable_seqscan;

-- ---- copies, in text and binary ----
CREATE TEMPORARY TABLE copied (n integer, k integer, plan scoring_plan);
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/score_plan.data'
COPY plan TO :'file' WITH (FORMAT binary);
COPY copied FROM :'file' WITH (FORMAT binary);
COPY plan TO :'file';
COPY copied FROM :'file';
SELECT count(*), count(*) FILTER (WHERE c.plan = p.plan AND c.plan::text = p.plan::text) AS same FROM (SELECT DISTINCT ON (k) k, plan FROM plan) AS p JOIN copied AS c USING (k);
-- bytes that are no plan
CREATE TEMPORARY TABLE bytes (plan bytea);
INSERT INTO bytes VALUES (convert_to(pg_temp.small(0) || '}', 'UTF8')), (''), ('\x00'), (convert_to(pg_temp.small(0), 'UTF8') || '\x00'), (convert_to(replace(pg_temp.small(0), '"t"', '"'), 'UTF8') || '\xff'), (convert_to(replace(pg_temp.small(0), 'sum', 'summ'), 'UTF8'));
CREATE TEMPORARY TABLE received (plan scoring_plan);
CREATE FUNCTION pg_temp.receive(file text, tables text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('COPY pg_temp.%s FROM %L WITH (FORMAT binary)', tables, file);
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
CREATE FUNCTION pg_temp.send(file text, tables text, place tid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('COPY (SELECT * FROM pg_temp.%s WHERE ctid = %L) TO %L WITH (FORMAT binary)', tables, place, file);
	RETURN NULL;
END
$$;
SELECT string_agg(concat(pg_temp.send(:'file', 'bytes', ctid), pg_temp.receive(:'file', 'received')), ' ' ORDER BY ctid) AS states FROM bytes;
-- soft errors and NULL
SELECT scores(plan, '{0,1}') FROM (SELECT NULL::scoring_plan AS plan) AS p;
SELECT instrument_code(NULL) IS NULL AS no_code, about(NULL::scoring_plan) IS NULL AS about, count(s) AS scales FROM scales(NULL::scoring_plan) AS s;
