-- casemix_sheet: what it refuses.
SET search_path = cancer_pe, public;
\set SHOW_CONTEXT never
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
SELECT register_wave(pg_temp.wave('mix errors', '[{"question": "Q1", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "Q2", "kind": "rating", "rating": {"from": 0, "to": 10}}]')) \g /dev/null
-- arguments, a NULL each, and others than they have to be
SELECT a, pg_temp.try(format('SELECT casemix_sheet(%s)', replace(a, 'the_plan', 'sheet_plan(''mix errors'')'))) AS result FROM unnest(ARRAY[
	$$the_plan, '{a}', 'T', '{x}', '{1,2}'::int[]$$, $$NULL::survey_plan, '{a}', 'T', '{x}', '{1,2}'::int[]$$, $$the_plan, NULL::text[], 'T', '{x}', '{1,2}'::int[]$$, $$the_plan, '{NULL}', 'T', '{x}', '{1,2}'::int[]$$,
	$$the_plan, '{a}', NULL, '{x}', '{1,2}'::int[]$$, $$the_plan, '{a}', 'T', NULL, '{1,2}'::int[]$$, $$the_plan, '{a}', 'T', '{NULL}', '{1,2}'::int[]$$, $$the_plan, '{a}', 'T', '{x}', NULL::int[]$$, $$the_plan, '{a}', 'T', '{x}', NULL::record$$,
	$$the_plan, '{a,b}', 'T', '{x}', '{1,2}'::int[]$$, $$the_plan, '{a}', 'T', '{x,y}', '{1,2}'::int[]$$, $$the_plan, '{a,a}', 'T', '{x,y}', '{1,2}'::int[]$$, $$the_plan, '{{a}}', 'T', '{x}', '{1,2}'::int[]$$, $$the_plan, '{a}', 'T', '{{x}}', '{1,2}'::int[]$$,
	$$the_plan, '{a}', 'T', '{x}', '{1,2,3}'::int[]$$, $$the_plan, '{a}', 'T', '{x}', '{3,2}'::int[]$$, $$the_plan, '{a}', 'T', '{x}', '{1,11}'::int[]$$, $$the_plan, '{a}', 'T', '{x}', '{999,NULL}'::int[]$$]) AS a;
-- rows: columns as for tally_sheet
SELECT columns, pg_temp.try(format('SELECT casemix_sheet(sheet_plan(''mix errors''), ''{a}'', ''T'', ''{x}'', r) FROM (SELECT %s) AS r', columns)) AS result FROM unnest(ARRAY[
	'1 AS "Q1", 2 AS q02', '1 AS q1', '1 AS q1, 2 AS q2, 3 AS "Q2"', 'true AS q1, 2 AS q2', $$'one' AS q1, 2 AS q2$$, $$'1' AS q1, ' 2 ' AS q2$$, '3 AS q1, 2 AS q2']) AS columns;
-- columns one by one
SELECT a, pg_temp.try(format('SELECT casemix_sheet_columns(sheet_plan(''mix errors''), ''{a,b}'', ''T'', %s)', a)) AS result FROM unnest(ARRAY[$$'x', 1.50, 1, 2$$, $$true, 7::bigint, 1, '2'::text$$, 'NULL::text, NULL::text, NULL::int, NULL::int', $$'x'$$, '1, 2, 1',
	$$'x', 'y', 1, 2, 3$$, $$'x', 'y', true, 2$$, $$VARIADIC '{1,2,3,4}'::int[]$$, $$'x', 'y', 1, 11$$]) AS a;
SELECT register_wave(pg_temp.wave('mix of many', (SELECT json_agg(json_build_object('question', 'Q' || i, 'kind', 'scored', 'options', '[{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]'::json)) FROM generate_series(1, 95) AS i))) \g /dev/null
SELECT string_agg('1 AS q' || i, ', ' ORDER BY i) AS many, string_agg('1', ', ') AS ones FROM generate_series(1, 95) AS i \gset
CREATE TABLE mix_many AS SELECT 'T' AS trust, 'x' AS a, 'y' AS b, 'z' AS r, :many;
SELECT pg_temp.try(format('SELECT n FROM casemix_cells((SELECT casemix_sheet_columns(sheet_plan(''mix of many''), ''{a}'', ''T'', ''x'', %s))) LIMIT 1', :'ones')) AS as_many_as_possible,
	pg_temp.try(format('SELECT casemix_sheet_columns(sheet_plan(''mix of many''), ''{a,b}'', ''T'', ''x'', %s)', :'ones')) AS more;
-- then the query written reads rows, and gives the same
SELECT substring(casemix_sheet_sql(sheet_plan('mix of many'), 'mix_many', 'trust', '{a}') FROM '^SELECT [a-z_.]*') AS columns, substring(query FROM '^SELECT [a-z_.]*') AS rows, right(query, 180) AS rest
FROM (SELECT casemix_sheet_sql(sheet_plan('mix of many'), 'mix_many', 'trust', '{a,b,r}') AS query) AS q;
SELECT casemix_sheet_sql(sheet_plan('mix of many'), 'mix_many', 'trust', '{a,b,r}') AS query \gset
SELECT count(*), min(c.covariates::text) AS covariates, sum(positive) FROM (:query) AS q, casemix_cells(casemix) AS c;
SELECT a, pg_temp.try(format('SELECT casemix_sheet_sql(sheet_plan(''mix of many''), %s)', a)) AS result FROM unnest(ARRAY[$$'pg_class', 'relname', '{}'$$, $$'mix_many', 'Trust', '{}'$$, $$'mix_many', 'trust', '{c}'$$, $$'mix_many', 'trust', '{NULL}'$$, $$0, 'trust', '{}'$$,
	$$'mix_many', NULL, '{}'$$]) AS a;
-- ratings that are no whole numbers, and plans without an outcome
SELECT register_wave(pg_temp.wave('mix rating ' || value, format('[{"question": "Q1", "kind": "rating", "options": [{"code": 1, "class": "rated", "value": %s}]}]', value)::json)) FROM unnest(ARRAY['1', '-1000000', '33.3', '1000001', '1e15']) AS value \g /dev/null
SELECT value, pg_temp.try(format('SELECT casemix_sheet(sheet_plan(%L), ''{}'', ''T'', ''{}'', ''{1}''::int[])', 'mix rating ' || value)) AS result FROM unnest(ARRAY['1', '-1000000', '33.3', '1000001', '1e15']) AS value;
SELECT register_wave(pg_temp.wave('mix filter', '[{"question": "Q1", "kind": "filter", "options": [{"code": 1, "class": "excluded"}]}]')) \g /dev/null
SELECT pg_temp.try($$SELECT casemix_sheet(sheet_plan('mix filter', '{"questions": ["Q1"]}'), '{}', 'T', '{}', '{1}'::int[])$$) AS no_outcome;
-- one state, several plans or names
SELECT pg_temp.try($$SELECT casemix_sheet(sheet_plan('mix errors', CASE i WHEN 1 THEN '{"questions": ["Q1"]}' ELSE '{"questions": ["Q2"]}' END::jsonb), '{}', 'T', '{}', '{1}'::int[]) FROM generate_series(1, 2) AS i$$) AS plans,
	pg_temp.try($$SELECT casemix_sheet(sheet_plan('mix errors'), CASE i WHEN 1 THEN '{a}'::text[] ELSE '{b}' END, 'T', '{x}', '{1,2}'::int[]) FROM generate_series(1, 2) AS i$$) AS names,
	pg_temp.try($$SELECT casemix_sheet(sheet_plan('mix errors', jsonb_build_object('strict', i = 1)), '{}', 'T', '{}', '{1,2}'::int[]) FROM generate_series(1, 2) AS i$$) AS plans_of_the_same_questions;
-- the bound
SET cancer_pe.max_patterns = 3;
SELECT cells, pg_temp.try(format('SELECT count(*) FROM casemix_cells((SELECT casemix_sheet(sheet_plan(''mix errors''), ''{a}'', ''T'', ARRAY[(i %% %s)::text], ''{1,2}''::int[]) FROM generate_series(1, 20) AS i))', cells)) FROM generate_series(3, 4) AS cells;
RESET cancer_pe.max_patterns;
-- the argument of a direct call is not changed
SELECT length(m::text) AS before, m <> casemix_sheet_accum(m, sheet_plan('mix errors'), '{a}', 'T', '{x}', '{1,2}'::int[]) AS one_more, length(m::text) AS after FROM (SELECT casemix_sheet(sheet_plan('mix errors'), '{a}', 'T', '{x}', '{1,2}'::int[]) AS m OFFSET 0) AS x;
DROP TABLE mix_many;
