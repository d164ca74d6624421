-- A table of a release turned: a column for each label of a dimension.
\getenv here PG_ABS_SRCDIR
\set load :here '/test/data/publish/plain_release.sql'
\set ECHO none
\i :load
\set ECHO all
\set schema 'plain "shown"'
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'tumour_group');
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'tumour_group') \gexec
-- the other figure; question across; the earlier version
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'question', 'n', 1) \gexec
-- cells of the long table, each once, by a way of its own
SELECT count(*) AS cells, count(*) FILTER (WHERE wide IS DISTINCT FROM rate_display) AS different
FROM (SELECT string_to_array(line, '|') AS f FROM (SELECT replace(replace(replace(line, ', in the patient''s view"', '"'), 'Aber, ""North"" &', ''), ',', '|') AS line FROM release_wide_csv(:'schema', 'cpes', 'trust_question', 'tumour_group') WITH ORDINALITY AS l(line, i) WHERE i > 1) AS l) AS r,
	unnest(f[6:8], ARRAY['All', 'Breast', 'Colorectal/LGI']) AS u(wide, tumour_group) FULL JOIN trust_question_v2 AS t USING (tumour_group) WHERE t.trust = f[2] AND t.question = f[3];
-- figures without a text of their own, dates and truth across, a row that is not there
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'trust_question', 'tumour_group', 'low') LIMIT 4;
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'national', 'month');
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'national', 'month', 'provisional');
DELETE FROM trust_question_v2 WHERE trust = 'E' AND tumour_group = 'Breast';
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'trust_question', 'tumour_group') LIMIT 3;
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'trust_question', 'year') LIMIT 3;
-- hostile labels: names of columns are unique and whole characters, and the header has them whole
CREATE TABLE hostile_notes (LIKE cpes_notes);
CREATE TABLE hostile_columns (LIKE cpes_columns);
CREATE TABLE hostile (a text, b text, n int, n_status text, n_display text);
INSERT INTO hostile_columns VALUES ('hostile', 1, 'a', 'dimension'), ('hostile', 2, 'b', 'dimension');
INSERT INTO hostile_columns VALUES ('hostile', 3, 'n', 'count', 'int4', NULL, 0, NULL), ('hostile', 4, 'n_status', 'status', 'text', NULL, NULL, 'n'), ('hostile', 5, 'n_display', 'display', 'text', NULL, NULL, 'n');
INSERT INTO hostile SELECT a, b, i, NULL, i::text FROM unnest(ARRAY['', 'a', 'x'', y', '"quoted"', E'back\\slash', repeat('é', 40), repeat('é', 41), repeat('é', 30) || '~2', '$1; DROP TABLE hostile; --']) WITH ORDINALITY AS v(b, i), unnest(ARRAY['one', 'two']) AS w(a);
SELECT release_wide_sql(:'schema', 'hostile', 'hostile', 'b') AS query \gset
SELECT :'query';
CREATE TABLE wide AS :query;
SELECT attname, octet_length(attname) AS bytes FROM pg_attribute WHERE attrelid = 'wide'::regclass AND attnum > 0 ORDER BY attnum;
SELECT * FROM release_wide_csv(:'schema', 'hostile', 'hostile', 'b');
-- all dimensions across: one row; an empty table
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'national', 'month', 'patients');
TRUNCATE national_v2;
SELECT * FROM release_wide_csv(:'schema', 'cpes', 'national', 'month');
-- refused
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', NULL);
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'rate');
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'nothing');
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'trust', 'nothing');
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'trust', 'year');
SELECT release_wide_sql(:'schema', 'cpes', 'question', 'trust');
DELETE FROM cpes_columns_v2 WHERE column_name = 'question';
SELECT release_wide_sql(:'schema', 'cpes', 'trust_question', 'trust');
INSERT INTO hostile VALUES ('one', NULL, 1, NULL, '1');
SELECT release_wide_sql(:'schema', 'hostile', 'hostile', 'b');
DELETE FROM hostile;
INSERT INTO hostile SELECT 'one', i::text, i, NULL, i::text FROM generate_series(1, 1600) AS i;
SELECT release_wide_sql(:'schema', 'hostile', 'hostile', 'b');
DELETE FROM hostile WHERE n = 1600;
SELECT count(*), max(length(line)) AS longest FROM release_wide_csv(:'schema', 'hostile', 'hostile', 'b') AS line;
-- long labels that all begin alike are told apart, and soon
UPDATE hostile SET b = repeat('x', 70) || b;
SET statement_timeout = '5s';
SELECT count(DISTINCT name[1]) AS names, max(name[1] COLLATE "C") AS last FROM regexp_matches(release_wide_sql(:'schema', 'hostile', 'hostile', 'b'), 'AS "?(x[^",\s]*)', 'g') AS name;
RESET statement_timeout;
DELETE FROM hostile_columns WHERE role = 'count';
SELECT release_wide_sql(:'schema', 'hostile', 'hostile', 'b');
SET client_min_messages = warning;
DROP SCHEMA "plain ""shown""" CASCADE;
