-- tally_sheet: what it refuses, and rows of every make.
SET search_path = cancer_pe, public;
\set SHOW_CONTEXT never
SET extra_float_digits = 0;
\pset format unaligned
CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text; detail text; hint text;
BEGIN
	EXECUTE query INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE || ' ' || SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;
CREATE FUNCTION pg_temp.wave(title text, questions json) RETURNS json LANGUAGE sql RETURN json_build_object('wave', $1, 'survey', 'Test', 'title', 'Wave of a test', 'source', 'this test', 'certainty', 'sourced', 'missing', '[999]'::json, 'questions', $2);
SELECT register_wave(pg_temp.wave('errors test', '[{"question": "Q1", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}}]'));
SELECT pg_temp.try($$SELECT tally_sheet('no such wave', '{1,2}'::int[])$$);
SELECT pg_temp.try($$SELECT tally_sheet(NULL::text, '{1,2}'::int[])$$);
SELECT pg_temp.try($$SELECT tally_sheet(NULL::survey_plan, '{1,2}'::int[])$$);
SELECT pg_temp.try($$SELECT tally_sheet('2021', '{1,2}'::int[])$$);
-- columns: none, two for one question, of other types
SELECT name, pg_temp.try(format('SELECT tally_sheet(sheet_plan(''errors test''), r) FROM (SELECT %s) AS r', columns)) AS result FROM (VALUES
	('as named', '1 AS "Q1", 2 AS "Q2"'), ('small letters, zeros', '1 AS q01, 2 AS q002'), ('others as well', $$'x' AS a, 1 AS q1, NULL::date AS b, 2 AS q2, 3 AS q3$$),
	('none', '1 AS q1'), ('no column', ''), ('two', '1 AS q1, 1 AS "Q01", 2 AS q2'), ('unnamed', '1, 2'),
	('int2, int8', '1::int2 AS q1, 2::int8 AS q2'), ('float4, float8', '1::float4 AS q1, 2::float8 AS q2'), ('numeric', '1.00 AS q1, 2e0 AS q2'),
	('text', $$' 1 ' AS q1, '2'::varchar AS q2$$), ('char', $$'1'::char(5) AS q1, '+2' AS q2$$), ('nothing in text', $$'' AS q1, 'NA' AS q2$$),
	('not whole', '1.5 AS q1, 2 AS q2'), ('no number', $$'one' AS q1, 2 AS q2$$), ('NaN is nothing', $$'NaN'::float8 AS q1, 2 AS q2$$), ('infinite', $$'Infinity'::float8 AS q1, 2 AS q2$$),
	('too large', '1 AS q1, 99999999999 AS q2'), ('as large as no code', '(-2147483648) AS q1, 2 AS q2'), ('no code', '3 AS q1, 2 AS q2'), ('no code of a rating', '1 AS q1, 11 AS q2'), ('text of no code', $$'7' AS q1, 2 AS q2$$),
	('boolean', 'true AS q1, 2 AS q2'), ('array', '1 AS q1, ARRAY[2] AS q2'), ('json', '1 AS q1, to_jsonb(2) AS q2'), ('missing code', '999 AS q1, ''999'' AS q2')) AS v (name, columns);
SELECT pg_temp.try($$SELECT tally_sheet(sheet_plan('errors test'), r) FROM (SELECT 1 AS q1, 2 AS q2 UNION ALL SELECT NULL, NULL) AS r WHERE q1 > 5$$) AS no_rows;
SELECT pg_temp.try($$SELECT tally_sheet(sheet_plan('errors test'), NULL::record)$$) AS null_row;
SELECT pg_temp.try($$SELECT tally_sheet(sheet_plan('errors test'), r) FROM (VALUES (1)) AS v(i) LEFT JOIN (SELECT 1 AS q1, 2 AS q2) AS r ON false$$) AS null_extended;
-- arrays
SELECT a, pg_temp.try(format('SELECT tally_sheet(sheet_plan(''errors test''), %L::int[])', a)) AS result FROM unnest(ARRAY['{1,2}', '{NULL,NULL}', '{1}', '{1,2,3}', '{}', '{{1,2}}', '{{1},{2}}', '[5:6]={1,2}', '{3,2}', '{-2147483648,2147483647}', NULL]) AS a;
-- columns one by one
SELECT a, pg_temp.try(format('SELECT tally_columns(sheet_plan(''errors test''), %s)', a)) AS result FROM unnest(ARRAY['1, 2', '1::int2, ''2''::text', '''1'', ''x''', 'NULL, NULL', '1', '1, 2, 3', 'true, 2', '1, ''{2}''::int[]', 'VARIADIC ''{1,2}''::int[]', '1, 2.5', '3, 2']) AS a;
SELECT pg_temp.try(format('SELECT tally_columns(sheet_plan(''errors test''), %s)', (SELECT string_agg('1', ', ') FROM generate_series(1, 99)))) AS more_columns_than_arguments;
SELECT a, pg_temp.try(format('SELECT tally_columns_sql(sheet_plan(''errors test''), %s)', a)) AS result FROM unnest(ARRAY['''pg_class''', '0', '''pg_class'', ''{NULL}''', 'NULL']) AS a;
-- weights
SELECT w, pg_temp.try(format('SELECT tally_sheet(sheet_plan(''errors test''), ''{1,2}''::int[], %L::float8)', w)) AS result FROM unnest(ARRAY['1', '0', '-0', '-1', 'NaN', 'Infinity', '-Infinity', NULL, '5e-324', '1e-300', '1e300', '1.7976931348623157e308']) AS w;
SELECT pg_temp.try($$SELECT tally_sheet(sheet_plan('errors test'), r, 0) FROM (SELECT 1 AS q1, 2 AS q2) AS r$$) AS of_a_row;
-- tiny and huge ones in one sheet: nothing is lost
SELECT pg_temp.try(format('SELECT string_agg(weight::text, '' '') FROM sheet_frequencies(%L)', s)) AS frequencies, sheet_tally(s, 'Q1') = t AS as_tally, length(s::text) AS digits FROM (
	SELECT tally_sheet(sheet_plan('errors test', '{"questions": ["Q1"]}'), ARRAY[1 + (i % 2)::int], w) AS s, tally(i % 2 = 0, w) AS t FROM unnest(ARRAY[1e-300, 1e300, 1, 5e-324]::float8[]) WITH ORDINALITY AS u (w, i)) AS x;
-- sums of weights beyond double precision are kept, and refused where one is to be shown
SELECT rate, pg_temp.try(format('SELECT count(*) FROM sheet_frequencies(%L)', s)) FROM (SELECT tally_sheet(sheet_plan('errors test', '{"questions": ["Q1"]}'), ARRAY[1 + i % 4 / 3], 1.5e308) AS s FROM generate_series(0, 7) AS i) AS x, sheet_rows(s);
-- ---- sheets that do not go together ----
\set first '''rows=1 wave="errors test" neutral=excluded clean=f weighted=f "Q1" scored missing=0 invalid=0 1+=1 2-=0'''
SELECT name, pg_temp.try(format('SELECT n(tally_sheet_combine(%L, tally_sheet(sheet_plan(''errors test'', %L), %L::int[])))', :first, options, answers)) AS result FROM (VALUES
	('the same', '{"questions": ["Q1"]}', '{1}'), ('lenient', '{"questions": ["Q1"], "strict": false}', '{1}'), ('one question more', '{}', '{1,1}'), ('another question', '{"questions": ["Q2"]}', '{1}'),
	('neutral', '{"questions": ["Q1"], "neutral": "scored"}', '{1}'), ('clean', '{"questions": ["Q1"], "clean": true}', '{1}')) AS v (name, options, answers);
SELECT pg_temp.try(format('SELECT rollup(s) FROM (VALUES (%L::tally_sheet), (NULL), (%L)) AS v(s)', :first, regexp_replace(regexp_replace(:first, 'weighted=f', 'weighted=t'), '1\+=1', '1+=1(1p0,1p0)'))) AS weights;
SELECT pg_temp.try(format('SELECT n(tally_sheet_accum(%L::tally_sheet, sheet_plan(''errors test'', ''{"questions": ["Q1"]}''), ''{1}''::int[]))', :first)) AS one_more,
	pg_temp.try(format('SELECT tally_sheet_accum(%L::tally_sheet, sheet_plan(''errors test'', ''{"questions": ["Q1"]}''), ''{1}''::int[], 1)', :first)) AS with_a_weight,
	pg_temp.try(format('SELECT tally_sheet_accum(%L::tally_sheet, sheet_plan(''errors test''), ''{1,2}''::int[])', :first)) AS by_another_plan,
	pg_temp.try(format('SELECT tally_sheet_accum(%L::tally_sheet, ''2018'', ''{1}''::int[])', :first)) AS by_a_name;
SELECT pg_temp.try($$SELECT tally_sheet_accum('rows=9223372036854775807 wave="errors test" neutral=excluded clean=f weighted=f "Q1" scored missing=9223372036854775807 invalid=0 1+=0 2-=0', sheet_plan('errors test', '{"questions": ["Q1"]}'), '{1}'::int[])$$) AS full,
	pg_temp.try($$SELECT rollup(s) FROM (SELECT 'rows=9223372036854775807 wave="errors test" neutral=excluded clean=f weighted=f "Q1" scored missing=9223372036854775807 invalid=0 1+=0 2-=0'::tally_sheet AS s FROM generate_series(1, 2)) AS x$$) AS rolled_up;
-- the argument of a direct call is not changed
SELECT n(s) AS before, n(tally_sheet_combine(s, s)) AS twice, n(tally_sheet_accum(s, sheet_plan('errors test', '{"questions": ["Q1"]}'), '{2}'::int[])) AS one_more, n(s) AS after FROM (SELECT :first::tally_sheet AS s OFFSET 0) AS x;
-- hostile literals
SELECT pg_temp.try(format('SELECT %L::tally_sheet', t)) AS result FROM unnest(ARRAY['', 'rows=1', :first || ' ', replace(:first, 'rows=1', 'rows=2'), replace(:first, '2-', '1-'), replace(:first, 'missing=0', 'missing=9223372036854775807'), replace(:first, '"Q1"', '"Q1'),
	:first || substr(:first, strpos(:first, ' "Q1"')), replace(:first, '1+', '1@nan+'), replace(:first, 'weighted=f', 'weighted=t')]) AS t;
SELECT pg_temp.try(format('SELECT sheet_tally(%L, ''q1'')', :first)) AS case_matters, pg_temp.try(format('SELECT sheet_moments(%L, ''Q9'')', :first)) AS no_question;
-- values and weights from one end to the other, as many as there can be: the summaries read from such a sheet read back
SELECT m::text::moments = m AS same, mean(m), sd(m), n_eff(m) FROM (SELECT sheet_moments(s::tally_sheet, 'Q1') AS m FROM unnest(ARRAY[
	'rows=3 wave="w" neutral=excluded clean=f weighted=f "Q1" rating missing=0 invalid=0 1@1e-320r=1 2@-1e15r=1 3@0.1r=1',
	'rows=9223372036854775807 wave="w" neutral=excluded clean=f weighted=f "Q1" rating missing=0 invalid=0 1@1e15r=9223372036854775806 2@-1e15r=1',
	'rows=3 wave="w" neutral=excluded clean=f weighted=t "Q1" rating missing=0 invalid=0 1@1e-320r=1(1p-1074,1p-2148) 2@-1e15r=1(1p1023,1p2046) 3@0.1r=1(1p0,1p0)',
	'rows=3 wave="w" neutral=excluded clean=f weighted=t "Q1" rating missing=0 invalid=0 1@1e-320r=2(1p-1073,1p-2147) 2@0r=1(1p1023,1p2046)']) AS s) AS x;
-- the smallest of sheets, which is stored with a short header
CREATE TEMP TABLE small AS SELECT 'rows=1 wave="w" neutral=excluded clean=f weighted=f "Q1" other missing=0 invalid=0 1+=1'::tally_sheet AS s FROM generate_series(1, 3);
SELECT max(pg_column_size(s)) < 127 AS short, count(DISTINCT s) AS sheets, rollup(s), sum(n(tally_sheet_combine(s, s))) AS twice FROM small;
SELECT n(rollup(s) OVER (ORDER BY ctid)), n(s) AS each FROM small ORDER BY 1;
-- ---- a catalogue that changed ----
CREATE TABLE errors_kept AS SELECT tally_sheet('errors test', ARRAY[1 + i % 2, i]) AS s FROM generate_series(0, 9) AS i;
SELECT * FROM errors_kept, sheet_changes(s);
DELETE FROM survey_wave WHERE wave = 'errors test';
SELECT pg_temp.try('SELECT count(*) FROM errors_kept, sheet_changes(s)');
SELECT register_wave(pg_temp.wave('errors test', '[{"question": "Q3", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "Q4", "kind": "about", "options": [{"code": 1, "class": "excluded"}]},
	{"question": "Q2", "kind": "rating", "rating": {"from": 1, "to": 10}},
	{"question": "Q1", "kind": "scored", "options": [{"code": 1, "class": "positive", "value": 100}, {"code": 2, "class": "neutral"}, {"code": 3, "class": "negative"}]}]'));
SELECT question, change FROM errors_kept, sheet_changes(s);
-- what was counted is read as before
SELECT question, n_scored, positive, mean FROM errors_kept, sheet_rows(s);
SELECT pg_temp.try($$SELECT rollup(s) FROM (SELECT s FROM errors_kept UNION ALL SELECT tally_sheet(sheet_plan('errors test', '{"questions": ["Q1", "Q2"]}'), '{5,2}'::int[])) AS x$$);
SELECT pg_temp.try($$SELECT tally_sheet_accum(s, 'errors test', '{1,2,3}'::int[]) FROM errors_kept$$);
DELETE FROM survey_wave WHERE wave = 'errors test';
SELECT register_wave(pg_temp.wave('errors test', '[{"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}},
	{"question": "Q1", "kind": "scored", "options": [{"code": 2, "class": "negative"}, {"code": 1, "class": "positive"}]}]'));
SELECT question, change FROM errors_kept, sheet_changes(s);
DELETE FROM survey_wave WHERE wave = 'errors test';
SELECT register_wave(pg_temp.wave('errors test', '[{"question": "Q1", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}}]'));
SELECT count(*) AS changes FROM errors_kept, sheet_changes(s);
-- ---- rows of every make: q1 is 1 three times and 2 twice, q2 is 0 to 4 ----
\set good 'AS s (s), sheet_rows(s.s) AS r WHERE question = ''Q2'' AND mean = 2 AND missing = 0 AND (SELECT positive FROM sheet_rows(s.s) LIMIT 1) = 3'
CREATE TYPE errors_pair AS (a text, b int);
-- every length and alignment before, between and behind the questions; short and long ones of variable length
CREATE TABLE errors_wide (c "char", b boolean, s text, u uuid, q1 int2, n name, i interval, v varchar, q2 int8, m macaddr, num numeric, p errors_pair, a int[], j jsonb, d date, ts timestamptz, bits bit(3), behind text);
INSERT INTO errors_wide SELECT 'x', i > 2, repeat('x', i * i * i), md5(i::text)::uuid, 1 + i % 2, 'name' || i, make_interval(days => i), CASE WHEN i <> 3 THEN repeat('é', i) END, i, '08:00:2b:01:02:03', i / 7.0, ROW(repeat('y', i), i)::errors_pair,
	ARRAY[i, NULL, i], jsonb_build_object('i', i), '2018-04-01'::date + i, NULL, B'101', 'end' FROM generate_series(0, 4) AS i;
SELECT count(*) AS wide FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
UPDATE errors_wide SET s = (SELECT string_agg(md5(i::text || q2), '') FROM generate_series(1, 500) AS i), n = 'x', u = NULL WHERE q2 IN (1, 4);
UPDATE errors_wide SET s = repeat('long', 3000), i = NULL WHERE q2 = 2;
SELECT bool_or(pg_column_size(s) > 8000) AS out_of_line, bool_or(pg_column_size(s) BETWEEN 100 AND 1000) AS compressed FROM errors_wide;
SELECT count(*) AS toasted FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
-- dropped columns, and added ones with defaults that the stored rows do not have
ALTER TABLE errors_wide DROP COLUMN u, DROP COLUMN s, DROP COLUMN c;
SELECT count(*) AS dropped FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
ALTER TABLE errors_wide ADD COLUMN more text DEFAULT 'default', ADD COLUMN q3 int DEFAULT 1;
SELECT count(*) AS added FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
ALTER TABLE errors_wide DROP COLUMN q2, ADD COLUMN q2 int DEFAULT 2;
SELECT count(*) AS default_of_a_question FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
UPDATE errors_wide SET q2 = q3 WHERE a[1] = 0;
UPDATE errors_wide SET q2 = 3 WHERE a[1] = 4;
SELECT count(*) AS some_written FROM (SELECT tally_sheet('errors test', w) FROM errors_wide AS w) :good;
SELECT pg_temp.try($$SELECT n(tally_sheet('errors test', w.*)) FROM errors_wide AS w$$) AS star;
-- subqueries, joins, views, functions, stored rows, domains, arrays of rows
CREATE TABLE errors_rows AS SELECT 1 + i % 2 AS q1, i AS q2 FROM generate_series(0, 4) AS i;
CREATE VIEW errors_view AS SELECT 'x' AS first, q2::text AS q2, q1::numeric AS "Q01" FROM errors_rows;
CREATE TABLE errors_stored AS SELECT r, 1 AS other FROM errors_rows AS r;
CREATE DOMAIN errors_domain AS errors_rows CHECK ((VALUE).q2 < 9);
SELECT count(*) AS subquery FROM (SELECT tally_sheet('errors test', x) FROM (SELECT q2 + 0 AS q2, '' AS t, q1 FROM errors_rows ORDER BY q2 LIMIT 5) AS x) :good;
SELECT count(*) AS joined FROM (SELECT tally_sheet('errors test', x) FROM (errors_rows JOIN (SELECT q2 AS key, md5(q2::text) AS text FROM errors_rows) AS k ON key = q2) AS x) :good;
SELECT count(*) AS viewed FROM (SELECT tally_sheet('errors test', x) FROM errors_view AS x) :good;
SELECT count(*) AS stored FROM (SELECT tally_sheet('errors test', r) FROM errors_stored) :good;
SELECT count(*) AS domain FROM (SELECT tally_sheet('errors test', r::errors_domain) FROM errors_stored) :good;
SELECT count(*) AS unnested FROM (SELECT tally_sheet('errors test', x) FROM unnest((SELECT array_agg(r) FROM errors_rows AS r)) AS x) :good;
SELECT count(*) AS cstring FROM (SELECT tally_sheet('errors test', x) FROM (SELECT 'text'::cstring AS c, true AS b, q1, textout('more') AS d, q2 FROM errors_rows OFFSET 0) AS x) :good;
SELECT count(*) AS two_kinds_of_rows FROM (SELECT tally_sheet('errors test', CASE WHEN i % 2 = 0 THEN (SELECT x FROM (SELECT 1 + i % 2 AS q1, i AS q2) AS x) ELSE (SELECT x FROM (SELECT 'x' AS t, i::text AS q2, 1 + i % 2 AS q1) AS x) END)
	FROM generate_series(0, 4) AS i) :good;
-- a stored row is as old as it is: a column that came later is NULL in it
DROP VIEW errors_view;
ALTER TABLE errors_rows ADD COLUMN q3 int, DROP COLUMN q1, ADD COLUMN q1 int;
SELECT question, positive, missing, mean FROM sheet_rows((SELECT tally_sheet('errors test', r) FROM errors_stored));
SELECT pg_temp.try('ALTER TABLE errors_rows ADD COLUMN q5 int DEFAULT 5') AS default_for_stored_rows;
-- ---- PL/pgSQL keeps its expressions, whatever happens to the table ----
CREATE TABLE errors_changing (q1 int, q2 int);
INSERT INTO errors_changing VALUES (1, 4);
DO $$
DECLARE s tally_sheet; r record; t errors_changing; result text := '';
BEGIN
	FOR turn IN 1 .. 6 LOOP
		IF turn = 2 THEN ALTER TABLE errors_changing ADD COLUMN a text DEFAULT 'x'; END IF;
		IF turn = 3 THEN ALTER TABLE errors_changing DROP COLUMN q1; END IF;
		IF turn = 4 THEN ALTER TABLE errors_changing ADD COLUMN q1 text DEFAULT '2'; END IF;
		IF turn = 5 THEN ALTER TABLE errors_changing ALTER COLUMN q2 TYPE text; END IF;
		IF turn = 6 THEN ALTER TABLE errors_changing RENAME a TO "Q01"; END IF;
		BEGIN
			FOR r IN SELECT * FROM errors_changing LOOP
				s := tally_sheet_accum(s, 'errors test', r);
			END LOOP;
			result := result || ' ' || n(s);
		EXCEPTION WHEN invalid_parameter_value THEN result := result || ' ' || SQLERRM;
		END;
	END LOOP;
	RAISE NOTICE '%', result;
	RAISE NOTICE '%', s;
END $$;
-- the same with a wave that changes between the calls
DO $$
DECLARE s tally_sheet; result text := '';
BEGIN
	FOR turn IN 1 .. 3 LOOP
		IF turn = 2 THEN UPDATE answer_option SET class = 'neutral' WHERE wave = 'errors test' AND question = 'Q1' AND code = 2; END IF;
		IF turn = 3 THEN UPDATE answer_option SET class = 'negative' WHERE wave = 'errors test' AND question = 'Q1' AND code = 2; END IF;
		BEGIN
			s := tally_sheet_accum(s, 'errors test', ARRAY[2, 3]);
			result := result || ' ' || n(s);
		EXCEPTION WHEN invalid_parameter_value THEN result := result || ' ' || SQLERRM;
		END;
	END LOOP;
	RAISE NOTICE '%', result;
END $$;
-- rows of several waves, in turn: each group by its own plan, and two in one group are refused
SELECT wave, n(s), sheet_wave(s) FROM (SELECT wave, tally_sheet(wave, a) AS s FROM generate_series(1, 50) AS i, LATERAL (VALUES ('errors test', '{1,2}'::int[]), ('2018', array_fill(NULL::int, '{52}'))) AS v (wave, a) GROUP BY wave) AS x ORDER BY wave;
SELECT pg_temp.try($$SELECT tally_sheet(wave, a) FROM (VALUES ('errors test', '{1,2}'::int[]), ('2018', array_fill(NULL::int, '{52}'))) AS v (wave, a)$$);
-- more plans at one call site than it remembers
SELECT count(*) AS plans, sum(n(s)) AS rows, count(DISTINCT s) AS sheets FROM (SELECT p, tally_sheet(plans[p], '{1}'::int[]) AS s FROM generate_series(1, 3) AS i, generate_series(1, 100) AS p,
	(SELECT array_agg(sheet_plan('errors test', jsonb_build_object('questions', jsonb_build_array('Q1')))::text::jsonb || jsonb_build_object('wave', 'wave ' || k) ORDER BY k) AS documents FROM generate_series(1, 100) AS k) AS d,
	LATERAL (SELECT array_agg(e::text::survey_plan ORDER BY o) AS plans FROM unnest(documents) WITH ORDINALITY AS u (e, o)) AS q GROUP BY p) AS x;
-- a type of rows that the query itself alters between two of them
CREATE TYPE errors_altered AS (note text, q1 int, q2 int);
CREATE FUNCTION pg_temp.altered(i int) RETURNS errors_altered LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
	IF i = 1 THEN
		EXECUTE 'SELECT ''x''::text, 1, 10' INTO r;
		RETURN r;
	ELSIF i = 2 THEN
		ALTER TYPE errors_altered ALTER ATTRIBUTE note TYPE bigint;
	END IF;
	EXECUTE 'SELECT 4611686018427387900, 2, 0' INTO r;
	RETURN r;
END $$;
SELECT question, n_base, positive, mean FROM sheet_rows((SELECT tally_sheet(sheet_plan('errors test'), pg_temp.altered(i)) FROM generate_series(1, 3) AS i));
DROP FUNCTION pg_temp.altered;
DROP TYPE errors_altered;
-- ---- many questions ----
SELECT register_wave(pg_temp.wave('errors many', (SELECT json_agg(json_build_object('question', 'Q' || i, 'kind', 'scored', 'options', '[{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]'::json) ORDER BY i) FROM generate_series(1, 5000) AS i)));
SELECT count(*) AS questions, min(positive) AS fewest, max(positive) AS most, sum(negative) AS negative FROM sheet_rows((SELECT tally_sheet('errors many', (SELECT array_agg(1 + i * k % 2) FROM generate_series(1, 5000) AS i)) FROM generate_series(1, 4) AS k));
SELECT pg_temp.try($$SELECT tally_columns(sheet_plan('errors many'), 1, 2)$$) AS columns, pg_temp.try($$SELECT tally_sheet('errors many', r) FROM errors_stored AS r$$) AS row;
CREATE TABLE errors_100 (LIKE errors_rows);
SELECT format('ALTER TABLE errors_100 %s', string_agg(format('ADD COLUMN q%s int DEFAULT 1 + %s %% 2', i, i), ', ')) FROM generate_series(4, 103) AS i \gexec
INSERT INTO errors_100 (q1) VALUES (1), (2);
CREATE TEMP TABLE plan_100 AS SELECT sheet_plan('errors many', jsonb_build_object('questions', (SELECT jsonb_agg('Q' || i) FROM generate_series(4, 103) AS i))) AS plan;
SELECT regexp_replace(tally_columns_sql(plan, 'errors_100'), '\(''.*''::', '(...::') AS by_rows FROM plan_100;
SELECT tally_columns_sql(plan, 'errors_100') AS query FROM plan_100 \gset
SELECT count(*) AS questions, sum(positive) AS positive FROM sheet_rows((SELECT sheet FROM (:query) AS x));
SELECT register_wave(pg_temp.wave('errors none', '[{"question": "Q1", "kind": "about", "options": [{"code": 1, "class": "excluded"}]}]'));
SELECT pg_temp.try($$SELECT tally_sheet('errors none', '{}'::int[])$$) AS nothing_to_count, pg_temp.try($$SELECT tally_sheet('{"wave": "w", "questions": [{"question": "Q1", "kind": "scored"}]}'::survey_plan, '{1}'::int[])$$) AS no_options;
DROP DOMAIN errors_domain;
DROP TABLE errors_kept, errors_wide, errors_stored, errors_changing, errors_100;
DROP TABLE errors_rows;
DROP TYPE errors_pair;
DELETE FROM survey_wave WHERE wave LIKE 'errors %';
