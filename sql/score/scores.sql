-- Scores of one person's answers: what is refused, what counts as missing, in every shape that answers come in.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
SELECT register_instrument('{"instrument": "Four", "version": "1", "title": "t", "source": "s", "certainty": "computed", "function": "four",
	"items": [{"ids": ["1..4"], "min": 1, "max": 4, "missing": [9]}], "conditions": [{"items": ["4"], "unless": {"item": "3", "is": [1]}}],
	"scales": [{"scale": "A", "label": "l", "higher": "worse", "items": ["1..4"], "transform": "symptom", "missing": "half"}, {"scale": "B", "label": "l", "higher": "better", "items": ["4"], "transform": "mean", "missing": "all"},
	{"scale": "C", "label": "l", "higher": "better", "scales": ["A", {"scale": "B", "reversed": true}], "transform": "sum", "missing": "all"}]}');

-- ---- the matrix of strict and lenient ----
CREATE FUNCTION pg_temp.try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE command INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT a.answers, pg_temp.try(format('SELECT scores(''Four'', %s)', a.answers)) AS strict, pg_temp.try(format('SELECT scores(''Four'', %s, false)', a.answers)) AS lenient
FROM (VALUES ('''{1,2,3,4}'''), ('''{1,2,NULL,NULL}'''), ('''{1,9,9,9}'''), ('''{9,9,9,9}'''), ('''{NULL,NULL,NULL,NULL}'''), ('''{2,2,1,4}'''), ('''{2,2,1,7}'''), ('''{2,2,5,4}'''), ('''{0,2,3,4}'''), ('''{2147483647,-2147483648,3,4}'''),
	('''{1,2,3}'''), ('''{1,2}'''), ('''{}'''), ('''{1,2,3,4,1}'''), ('''{{1,2},{3,4}}'''), ('''{{1,2,3,4}}'''), ('''[0:3]={1,2,3,4}'''), ('''[-5:-2]={1,2,3,NULL}'''), ('NULL'), ('array_fill(1, ARRAY[600])')) AS a (answers);
SELECT pg_temp.try('SELECT scores(NULL::text, ''{1,2,3,4}'')'), pg_temp.try('SELECT scores(NULL::scoring_plan, ''{1,2,3,4}'')'), pg_temp.try('SELECT scores(''four'', ''{1,2,3,4}'')') AS unknown, pg_temp.try('SELECT scores('''', ''{1,2,3,4}'')') AS empty,
	pg_temp.try('SELECT scores(''Four'', ''{0,2,3,4}'', NULL::boolean)') AS null_is_strict;
SELECT s.* FROM score('Four', '{2,7,1,3}', false) AS s;
SELECT s.* FROM score('Four', '{9,NULL,1,3}') AS s;
SELECT count(*) FROM score('Four', NULL);

-- ---- answers as files have them ----
SELECT a.answer, pg_temp.try(format('SELECT read_answers(ARRAY[%L])', a.answer)) AS strict, pg_temp.try(format('SELECT read_answers(ARRAY[%L], false)', a.answer)) AS lenient
FROM (VALUES ('2'), (' 2 '), ('2.0'), ('2.000000'), ('+2'), ('-3'), ('2e0'), ('20e-1'), ('2.5'), ('0x10'), ('1_0'), ('2,0'), ('two'), ('2 3'), ('1e10'), ('-2000000000'), ('2000000001'), ('-2147483648'), ('inf'), ('1e999'), ('-'), ('e'), ('.e1'), (''), (' '), ('.'), ('NA'), ('na'), ('N/A'), ('NULL'), ('NaN'), ('NAN.'), ('é')) AS a (answer);
SELECT read_answers('{}'), read_answers(NULL), read_answers('[5:6]={1,NULL}'), pg_temp.try('SELECT read_answers(''{{1,2}}'')') AS matrix, pg_temp.try('SELECT scores(''Four'', read_answers(''{1,x,2,3}'', false))') AS strict, pg_temp.try('SELECT scores(''Four'', read_answers(''{1,x,2,3}'', false), false)') AS lenient;
SELECT a.columns, pg_temp.try(format('SELECT score_columns(''Four'', true, %s)', a.columns)) AS strict, pg_temp.try(format('SELECT score_columns(''Four'', false, %s)', a.columns)) AS lenient
FROM (VALUES ('1, 2, 3, 4'), ('1::smallint, 2::smallint, NULL::smallint, 4::smallint'), ('1::bigint, 2::float8, 3::numeric, 4::real'), ('''1'', ''2.0''::text, '' 3''::varchar, ''4''::char(3)'), ('NULL, NULL, NULL, NULL'), ('1, NULL, 3.0, '''''), ('1, 2, 3.5, 4'), ('1, 2, ''x'', 4'),
	('1, 2, ''NaN''::float8, 4'), ('1, 2, ''NaN''::numeric, 4'), ('1, 2, ''inf''::float8, 4'), ('1, 2, 1e300, 4'), ('1, 2, 9000000000, 4'), ('1, 2, 4294967299, 4'), ('(-1)::smallint, 2, 3, 4'), ('1, 2, 3'), ('1, 2, 3, 4, 1'), ('true, 2, 3, 4'), ('current_date, 2, 3, 4'), ('VARIADIC ARRAY[1, 2, 3, 4]'), ('VARIADIC NULL::integer[]'), ('VARIADIC ARRAY[''1'', ''2'', ''3'', ''4'']')) AS a (columns);

-- ---- every shape agrees on random answers: allowed, codes, none, invalid; small, toasted and compressed arrays ----
CREATE TEMPORARY TABLE answered (id integer GENERATED ALWAYS AS IDENTITY, instrument text, strict boolean, answers integer[]);
INSERT INTO answered (instrument, strict, answers)
SELECT i.instrument, p % 3 > 0, array_agg(CASE WHEN h % 11 = 0 THEN NULL WHEN h % 13 = 0 THEN i.missing[1] WHEN p % 3 = 0 AND h % 7 = 0 THEN 77777 ELSE i.min + (h / 200) % (i.max - i.min + 1) END ORDER BY i.position)
FROM items AS i, generate_series(1, 30) AS p, LATERAL (SELECT (hashtext(i.instrument || p || ' ' || i.item) & 1048575) AS h) AS h GROUP BY i.instrument, p;
SELECT count(*) > 600 AS people, count(DISTINCT scores(instrument, answers, strict)) > 400 AS they_differ FROM answered;
-- the registry's plan, rows of score(), and the same from a table that keeps arrays out of line
CREATE TEMPORARY TABLE far (id integer, answers integer[]);
ALTER TABLE far ALTER answers SET STORAGE EXTERNAL;
INSERT INTO far SELECT id, answers FROM answered WHERE cardinality(answers) > 40;
SELECT count(*) FILTER (WHERE scores(a.instrument, a.answers, strict) IS DISTINCT FROM scores(i.plan, a.answers, strict)) AS plan_differs,
	count(*) FILTER (WHERE scores(a.instrument, a.answers, strict) IS DISTINCT FROM (SELECT array_agg(s.score) FROM score(a.instrument, a.answers, strict) AS s)) AS score_differs
FROM answered AS a JOIN instrument AS i ON i.code = a.instrument;
SELECT count(*) FILTER (WHERE scores(a.instrument, a.answers, strict) IS DISTINCT FROM scores(a.instrument, f.answers, strict)) AS stored_differs FROM answered AS a JOIN far AS f USING (id);
-- 500 items, whose array is long enough to be compressed
SELECT register_instrument(format('{"instrument": "Long", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1..500"], "min": 0, "max": 1000}], "scales": [%s]}',
	(SELECT string_agg(format('{"scale": "S%s", "label": "l", "higher": "worse", "items": ["%s..%s"], "transform": "sum", "missing": "all"}', k, k, k + 300), ', ') FROM generate_series(1, 200) AS k))::json);
CREATE TEMPORARY TABLE long (answers integer[], by_column text);
INSERT INTO long SELECT array_agg(k % 5 ORDER BY k) FROM generate_series(1, 500) AS k;
SELECT pg_column_size(answers) < 500 AS compressed, (scores('Long', answers))[200] = (SELECT sum(k % 5) FROM generate_series(200, 500) AS k) AS right, cardinality(scores('Long', answers)) FROM long;
-- score_columns, and each instrument's own function
DO $$
DECLARE
	i record;
	differ bigint;
	checked integer := 0;
BEGIN
	FOR i IN SELECT instrument, function_name, items FROM instruments WHERE builtin LOOP
		EXECUTE format('SELECT count(*) FROM answered WHERE instrument = %1$L AND (scores(instrument, answers, strict) IS DISTINCT FROM score_columns(instrument, strict, %2$s) OR scores(instrument, answers, strict) IS DISTINCT FROM score_columns(instrument, strict, %3$s)
			OR scores(instrument, answers, strict)::text IS DISTINCT FROM (SELECT array_agg(value::float8 ORDER BY n) FROM json_each_text((SELECT row_to_json(f) FROM (SELECT * FROM %4$I(answers, strict)) AS f)) WITH ORDINALITY AS e (key, value, n))::text)',
			i.instrument, (SELECT string_agg(format('answers[%s]', k), ', ') FROM generate_series(1, i.items) AS k),
			(SELECT string_agg(format('answers[%s]::%s', k, (ARRAY['text', 'float8', 'integer', 'numeric', 'bigint'])[1 + k % 5]), ', ') FROM generate_series(1, i.items) AS k), i.function_name) INTO differ;
		IF differ > 0 THEN
			RAISE WARNING '%: % people differ', i.instrument, differ;
		END IF;
		checked := checked + 1;
	END LOOP;
	RAISE WARNING '% or more instruments checked', checked / 20 * 20;
END
$$;

-- ---- another instrument in every row: 16 and more at one call site ----
DO $$
BEGIN
	FOR i IN 1 .. 20 LOOP
		PERFORM register_instrument(format('{"instrument": "I%1$s", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1"], "min": 0, "max": 1, "values": {"0": 0, "1": %1$s}}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1"], "transform": "sum", "missing": "all"}]}', i)::json);
	END LOOP;
END
$$;
SELECT count(*), count(*) FILTER (WHERE scores(code, '{1}') <> ARRAY[k::float8]) AS by_name, count(*) FILTER (WHERE scores(plan, '{1}') <> ARRAY[k::float8]) AS by_plan, count(*) FILTER (WHERE score_columns(plan, true, 1) <> ARRAY[k::float8]) AS columns
FROM (SELECT code, plan, substr(code, 2)::integer AS k FROM instrument, generate_series(1, 40) WHERE code ~ '^I[0-9]+$' ORDER BY hashtext(code || generate_series)) AS i;
-- an expression in PL/pgSQL outlives changes of the registry, also those that are undone
DO $$
DECLARE
	seen text := '';
	definition text := '{"instrument": "I1", "version": "1", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1"], "min": 0, "max": 1, "values": {"0": 0, "1": VALUE}}], "scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1"], "transform": "sum", "missing": "all"}]}';
	s double precision[];
BEGIN
	FOR i IN 1 .. 6 LOOP
		BEGIN
			IF i IN (2, 4) THEN
				PERFORM register_instrument(replace(definition, 'VALUE', (10 * i)::text)::json);
			ELSIF i = 6 THEN
				DELETE FROM instrument WHERE code = 'I1';
			END IF;
			s := scores('I1', '{1}');
			seen := seen || ' ' || s[1];
			IF i = 2 THEN
				RAISE EXCEPTION USING ERRCODE = 'XX999';
			END IF;
		EXCEPTION WHEN SQLSTATE 'XX999' THEN
			NULL;
		WHEN invalid_parameter_value THEN
			seen := seen || ' unknown';
		END;
	END LOOP;
	RAISE WARNING 'seen:%', seen;
END
$$;

-- ---- memory and time ----
CREATE FUNCTION pg_temp.memory() RETURNS bigint LANGUAGE sql AS 'SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts';
CREATE TEMPORARY TABLE before AS SELECT pg_temp.memory() AS bytes;
UPDATE before SET bytes = pg_temp.memory();
SELECT count(scores(plan, '{1}')) FROM (SELECT plan FROM instrument, generate_series(1, 500) WHERE code ~ '^I[0-9]+$' ORDER BY hashtext(code || generate_series)) AS i;
SELECT count(scores('QLQ-C30', array_fill(n % 4 + 1, ARRAY[30]))) FROM generate_series(1, 1000000) AS n;
SELECT pg_temp.memory() - bytes < 1000000 AS no_growth FROM before;
SET statement_timeout = '300ms';
SELECT count(scores('QLQ-C30', array_fill(n % 4 + 1, ARRAY[30]))) FROM generate_series(1, 100000000) AS n;
RESET statement_timeout;
DELETE FROM instrument WHERE NOT builtin;
