-- The SQL for wide tables: it runs, gives the scores of the arrays, and minds names.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
CREATE SCHEMA "Odd ""schema'";
CREATE TEMPORARY TABLE person AS
SELECT p AS id, array_agg(CASE WHEN (h >> 4) % 9 = 0 THEN NULL ELSE i.min + h % (i.max - i.min + 1) END ORDER BY i.position) AS answers
FROM items AS i, generate_series(1, 200) AS p, LATERAL (SELECT (hashtext(p || i.item) & 1048575) AS h) AS h WHERE i.instrument = 'QLQ-C15-PAL' GROUP BY p;
-- the same answers under plain names, quoted ones, as text as files have them, of mixed types, in a partitioned table and a view
CREATE FUNCTION pg_temp.make(source text, pattern text, types text[], tail text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE %s ("Person id" integer, site text DEFAULT ''x'', gone integer, %s) %s', source, (SELECT string_agg(format('%I %s', replace(pattern, '{item}', item), types[1 + position % cardinality(types)]), ', ' ORDER BY position) FROM items('QLQ-C15-PAL')), tail);
	EXECUTE format('ALTER TABLE %s DROP gone', source);
	IF tail <> '' THEN
		EXECUTE format('CREATE TABLE %s_1 PARTITION OF %s FOR VALUES FROM (0) TO (100); CREATE TABLE %s_2 PARTITION OF %s DEFAULT', source, source, source, source);
	END IF;
	EXECUTE format('INSERT INTO %s ("Person id", %s) SELECT id, %s FROM person', source, (SELECT string_agg(quote_ident(replace(pattern, '{item}', item)), ', ' ORDER BY position) FROM items('QLQ-C15-PAL')),
		(SELECT string_agg(CASE WHEN t IN ('text', 'varchar(20)') THEN format('CASE WHEN answers[%1$s] IS NULL THEN (ARRAY['''', ''NA'', '' . ''])[1 + id %% 3] ELSE answers[%1$s] || (ARRAY['''', ''.0'', ''.000000''])[1 + id %% 3] END', position) ELSE format('answers[%s]', position) END, ', ' ORDER BY position) FROM items('QLQ-C15-PAL'), LATERAL (SELECT types[1 + position % cardinality(types)] AS t) AS t));
END
$$;
SELECT pg_temp.make('public.wide_plain', 'q{item}', '{integer}'), pg_temp.make('"Odd ""schema''"."Wide ""table"', 'Q "{item}" of {item}', '{smallint,integer}'), pg_temp.make('public.wide_text', 'Item_{item}', '{text}'),
	pg_temp.make('public.wide_mixed', 'C15.{item}', '{integer,text,float8,numeric,bigint,varchar(20),real,smallint}'), pg_temp.make('public.wide_partitioned', 'q{item}', '{integer}', 'PARTITION BY RANGE ("Person id")');
CREATE VIEW public.wide_view AS SELECT * FROM public.wide_plain;
CREATE DOMAIN public.wide_answer AS integer CHECK (VALUE < 99);
SELECT pg_temp.make('public.wide_domain', 'q{item}', '{public.wide_answer}');
CREATE FUNCTION pg_temp.run(source regclass, pattern text, strict boolean) RETURNS TABLE (rows bigint, differ bigint, columns text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TEMPORARY TABLE result AS %s', score_wide_sql(source, 'QLQ-C15-PAL', pattern, ARRAY['Person id', 'site'], strict));
	RETURN QUERY EXECUTE format('SELECT count(*), count(*) FILTER (WHERE scores(''QLQ-C15-PAL'', answers) IS DISTINCT FROM ARRAY[%s] OR site <> ''x''), %L FROM result JOIN person ON id = "Person id"', (SELECT string_agg(quote_ident(lower(scale)), ', ' ORDER BY position) FROM scales('QLQ-C15-PAL')),
		(SELECT left(string_agg(attname, ' ' ORDER BY attnum), 40) FROM pg_attribute WHERE attrelid = 'result'::regclass AND attnum > 0));
	DROP TABLE result;
END
$$;
SELECT t.source, s.strict, r.* FROM (VALUES ('public.wide_plain', NULL), ('public.wide_plain', 'Q{item}'), ('"Odd ""schema''"."Wide ""table"', 'Q "{item}" of {item}'), ('public.wide_text', 'Item_{item}'), ('public.wide_mixed', 'C15.{item}'), ('public.wide_partitioned', NULL), ('public.wide_view', NULL), ('public.wide_domain', 'q{item}')) AS t (source, pattern), (VALUES (true), (false)) AS s (strict), LATERAL pg_temp.run(t.source::regclass, t.pattern, s.strict) AS r;
-- case: as written where there is such a column, else lower
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', 'Q{item}') = score_wide_sql('public.wide_plain', 'QLQ-C15-PAL') AS lower;
-- it can be a view of its own, also with nothing to keep
SELECT 'CREATE VIEW public.wide_scores AS ' || score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{"Person id"}') AS command \gset
:command;
SELECT count(*), count(pf), count(*) FILTER (WHERE pf IS DISTINCT FROM (scores('QLQ-C15-PAL', answers))[array_position((SELECT array_agg(scale ORDER BY position) FROM scales('QLQ-C15-PAL')), 'PF')]) AS differ FROM public.wide_scores JOIN person ON id = "Person id";
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{}') = score_wide_sql('public.wide_plain', 'QLQ-C15-PAL') AS nothing_kept;
-- what is refused
SELECT score_wide_sql('public.wide_text', 'QLQ-C15-PAL');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', 'q');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', 'q{ITEM}');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', 'gone{item}');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{nothing}');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{gone}');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{ctid}');
SELECT score_wide_sql('public.wide_plain', 'QLQ-C15-PAL', keep => '{NULL}');
SELECT score_wide_sql(NULL, 'QLQ-C15-PAL');
SELECT score_wide_sql('public.wide_plain', NULL);
SELECT score_wide_sql(1::regclass, 'QLQ-C15-PAL');
\set VERBOSITY terse
SELECT score_wide_sql('public.wide_plain', 'nothing');
\set VERBOSITY default
-- codes of every column, from a file without codebook, and columns that are not there
CREATE TABLE public.wide_codes AS SELECT 1 AS id, 2 AS mo, 1 AS sc, -99 AS ua, '-99.000000'::text AS pd, '3'::text AS ad, 9 AS vas;
CREATE TABLE public.wide_state AS SELECT 1 AS id, 2 AS mo, 1 AS sc, 1 AS ua, 4 AS pd, 3 AS ad;
SELECT score_wide_sql('public.wide_codes', 'EQ-5D-5L', keep => '{id}', missing => '{-99, 9}');
SELECT score_wide_sql('public.wide_codes', 'EQ-5D-5L', keep => '{id}', missing => '{-99, 9}') \gexec
SELECT score_wide_sql('public.wide_codes', 'EQ-5D-5L') \gexec
SELECT score_wide_sql('public.wide_state', 'EQ-5D-5L');
SELECT score_wide_sql('public.wide_state', 'EQ-5D-5L', keep => '{id}', strict => false) \gexec
SELECT score_wide_sql('public.wide_state', 'QLQ-C15-PAL', strict => false);
SELECT score_wide_sql('public.wide_codes', 'EQ-5D-5L', missing => '{NULL}');
DROP TABLE public.wide_codes, public.wide_state;
\set VERBOSITY terse
-- a keep column twice, a scale's name among them, the name of the scores themselves
CREATE VIEW public.wide_names AS SELECT *, 1 AS pf, 2 AS scores, 3 AS "scores of QLQ-C15-PAL", 4 AS scored FROM public.wide_plain;
CREATE FUNCTION pg_temp.runs(keep text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE format('SELECT concat(count(*), '' '', count(s)) FROM (%s) AS s', score_wide_sql('public.wide_names', 'QLQ-C15-PAL', keep => keep)) INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT pg_temp.runs('{"Person id", "Person id"}') AS twice, pg_temp.runs('{scores, scored, q1}') AS near, pg_temp.runs('{pf}') AS scale, pg_temp.runs('{"scores of QLQ-C15-PAL"}') AS itself;
DROP VIEW public.wide_names, public.wide_scores, public.wide_view;
DROP TABLE public.wide_plain, public.wide_text, public.wide_mixed, public.wide_partitioned, public.wide_domain, "Odd ""schema'"."Wide ""table";
DROP DOMAIN public.wide_answer;
DROP SCHEMA "Odd ""schema'";
