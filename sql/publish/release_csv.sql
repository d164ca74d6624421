-- A release as CSV files, notes and shorthand.
\getenv here PG_ABS_SRCDIR
\set load :here '/test/data/publish/plain_release.sql'
\set ECHO none
\i :load
\set ECHO all
\set schema 'plain "shown"'
SELECT * FROM release_csv(:'schema', 'cpes', 'national');
SELECT * FROM release_csv(:'schema', 'cpes', 'trust_question', 1) LIMIT 8;
-- the first version stays what it was, the latest is the default
SELECT v, count(*), md5(string_agg(line || E'\r\n', '' ORDER BY i)) AS bytes
FROM (VALUES (1), (2), (NULL)) AS v(v), release_csv(:'schema', 'cpes', 'trust_question', v) WITH ORDINALITY AS l(line, i) GROUP BY v ORDER BY v;
-- the way back, by the server's own reader of CSV: the table itself, its numbers at their decimals
\set file `echo "${TMPDIR:-/tmp}/cancer_pe_release_csv.$PPID.csv"`
\pset format unaligned
\pset tuples_only on
\o :file
SELECT * FROM release_csv(:'schema', 'cpes', 'trust_question');
\o
\pset format aligned
\pset tuples_only off
CREATE TABLE back AS SELECT year, trust, tumour_group, question, trust_name, question_label, rate::numeric, rate_status, low::numeric, high::numeric, band, n, n_status FROM trust_question WHERE false;
SELECT format('\copy back FROM %L WITH (FORMAT csv, HEADER match)', :'file') AS copy \gset
:copy
\! rm -f "${TMPDIR:-/tmp}"/cancer_pe_release_csv.$PPID.csv
SELECT count(*) AS rows, count(*) FILTER (WHERE b IS NULL OR t IS NULL) AS different, min(scale(b.rate)) = 1 AND max(scale(b.rate)) = 1 AND min(scale(b.low)) = 2 AND max(scale(b.high)) = 2 AS decimals
FROM back AS b FULL JOIN (SELECT *, round(rate::numeric, 1) AS r1, round(low::numeric, 2) AS l2, round(high::numeric, 2) AS h2 FROM trust_question_v2) AS t
	ON (b.year, b.trust, b.tumour_group, b.question, b.trust_name, b.question_label) = (t.year, t.trust, t.tumour_group, t.question, t.trust_name, t.question_label)
	AND (b.rate, b.rate_status, b.low, b.high, b.band, b.n, b.n_status) IS NOT DISTINCT FROM (t.r1, t.rate_status, t.l2, t.h2, t.band, t.n, t.n_status);
-- awkward texts through an own reader of RFC 4180: every combination of the characters that matter
CREATE TABLE odd AS SELECT row_number() OVER (ORDER BY word COLLATE "C")::int AS i, word FROM (SELECT DISTINCT a || b || c AS word
	FROM (VALUES (''), (','), ('"'), (E'\r'), (E'\n'), ('x'), (' '), ('\.'), ('é')) AS v1(a), (VALUES (''), ('"'), (E'\n'), ('x'), (',')) AS v2(b), (VALUES (''), ('"'), (E'\r\n')) AS v3(c)) AS w;
INSERT INTO odd VALUES (0, NULL);
CREATE TABLE words_notes (LIKE cpes_notes);
CREATE TABLE words_columns (LIKE cpes_columns);
INSERT INTO words_columns VALUES ('odd', 1, 'i', 'dimension'), ('odd', 2, 'word', 'label');
CREATE FUNCTION pg_temp.csv_fields(line text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	fields text[] := '{}'; field text; c text; quoted bool := false; was_quoted bool := false; i int := 1;
BEGIN
	WHILE i <= length(line) + 1 LOOP
		c := substr(line, i, 1);
		IF NOT quoted AND (c = ',' OR i > length(line)) THEN
			fields := fields || CASE WHEN field IS NULL AND NOT was_quoted THEN NULL ELSE coalesce(field, '') END;
			field := NULL; was_quoted := false;
		ELSIF quoted AND c = '"' AND substr(line, i + 1, 1) = '"' THEN
			field := coalesce(field, '') || '"'; i := i + 1;
		ELSIF quoted AND c = '"' THEN
			quoted := false;
		ELSIF c = '"' AND field IS NULL AND NOT was_quoted THEN
			quoted := true; was_quoted := true;
		ELSIF i > length(line) OR was_quoted AND NOT quoted OR NOT quoted AND c IN ('"', E'\r', E'\n') THEN
			RAISE 'not RFC 4180: %', line;
		ELSE
			field := coalesce(field, '') || c;
		END IF;
		i := i + 1;
	END LOOP;
	RETURN fields;
END $$;
SELECT count(*) AS words, count(*) FILTER (WHERE f IS DISTINCT FROM ARRAY[odd.i::text, word]) AS different
FROM (SELECT pg_temp.csv_fields(line) AS f FROM release_csv(:'schema', 'words', 'odd') WITH ORDINALITY AS l(line, i) WHERE i > 1) AS r FULL JOIN odd ON odd.i = f[1]::int;
-- settings and the order in the heap do not matter
CREATE TABLE bytes AS SELECT md5(string_agg(line, E'\r\n' ORDER BY i)) AS sum FROM release_csv(:'schema', 'cpes', 'trust_question') WITH ORDINALITY AS l(line, i);
CREATE TABLE turned AS SELECT * FROM trust_question_v2 ORDER BY md5(trust || tumour_group || question);
DROP TABLE trust_question_v2;
ALTER TABLE turned RENAME TO trust_question_v2;
SET extra_float_digits = -3;
SET DateStyle = 'SQL, MDY';
SET search_path = cancer_pe;
SELECT md5(string_agg(line, E'\r\n' ORDER BY i)) = (SELECT sum FROM "plain ""shown""".bytes) AS same FROM release_csv(:'schema', 'cpes', 'trust_question') WITH ORDINALITY AS l(line, i);
SELECT line FROM release_csv(:'schema', 'cpes', 'national') AS line LIMIT 2;
RESET extra_float_digits;
RESET DateStyle;
SET search_path = "plain ""shown""", cancer_pe;
-- notes, shorthand
SELECT * FROM release_notes(:'schema', 'cpes', 1);
SELECT "position", note FROM release_notes(:'schema', 'cpes') WHERE topic IN ('version', 'corrects');
SELECT * FROM shorthand();
SELECT bool_and(mark = display(NULL, status)) AS as_display FROM shorthand();
-- in the select list, stopped early, no rows
SELECT release_csv(:'schema', 'cpes', 'national') LIMIT 2;
CREATE TABLE none_notes (LIKE cpes_notes);
CREATE TABLE none_columns (LIKE cpes_columns);
CREATE TABLE nothing (a int);
INSERT INTO none_columns VALUES ('nothing', 1, 'a', 'count');
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
SELECT count(*) FROM release_notes(:'schema', 'none');
-- refused
SELECT * FROM release_csv(NULL, 'cpes', 'national');
SELECT * FROM release_csv(:'schema', NULL, 'national');
SELECT * FROM release_csv(:'schema', 'cpes', NULL);
SELECT * FROM release_csv(:'schema', 'cpes', 'national', 0);
SELECT * FROM release_csv(:'schema', 'cpes', 'national', 3);
SELECT * FROM release_csv(:'schema', 'cpes', 'nation');
SELECT * FROM release_csv(:'schema', 'cpe', 'national');
SELECT * FROM release_csv('nowhere', 'cpes', 'national');
SELECT * FROM release_csv(:'schema', 'cpes''; DROP TABLE national; --', 'national');
INSERT INTO none_columns VALUES ('nothing', 2, 'b', 'count');
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
ALTER TABLE nothing ADD COLUMN b numeric;
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
ALTER TABLE nothing ALTER COLUMN b TYPE float8;
INSERT INTO nothing VALUES (1, 'NaN');
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
UPDATE none_columns SET decimals = 11;
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
UPDATE none_columns SET column_name = NULL;
SELECT * FROM release_csv(:'schema', 'none', 'nothing');
-- a number that its status hides leaves no trace but the error
UPDATE national_v2 SET patients = 987654 WHERE patients_status = 'x';
SELECT * FROM release_csv(:'schema', 'cpes', 'national');
SELECT release_json(:'schema', 'cpes');
UPDATE national_v2 SET patients = NULL WHERE patients_status = 'x';
UPDATE trust_question_v2 SET low = 9876.54 WHERE rate_status = 'w';
SELECT * FROM release_csv(:'schema', 'cpes', 'trust_question');
UPDATE trust_question_v2 SET low = NULL WHERE rate_status = 'w';
-- as the caller
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA "plain ""shown""", cancer_pe TO regress_reader;
GRANT SELECT ON cpes_columns_v2, cpes_notes_v2, national_v2 TO regress_reader;
SET ROLE regress_reader;
SELECT count(*) FROM release_csv(:'schema', 'cpes', 'national');
SELECT * FROM release_csv(:'schema', 'cpes', 'trust_question');
SELECT * FROM release_notes(:'schema', 'cpes', 1);
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA "plain ""shown""" CASCADE;
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;
