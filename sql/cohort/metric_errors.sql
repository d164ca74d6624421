-- Metrics: what they refuse, rows of every make, metrics of one's own.
SET search_path = public, cancer_pe;
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
-- names, dates, options
SELECT q AS query, pg_temp.try('SELECT ' || q) AS result FROM unnest(ARRAY['metric_plan(''no such metric'')', 'metric_plan(NULL)', 'metric_plan(''survival_1_year'')', 'metric_columns(''biopsy_metastatic'')', 'metric_columns(''none'')',
	'metric_plan(''seen_by_cns'', ''infinity'')', 'metric_plan(''seen_by_cns'', ''0044-03-15 BC'')', 'metric_plan(''seen_by_cns'', NULL, ''{"column": {}}'')', 'metric_plan(''seen_by_cns'', NULL, ''{"columns": ["a"]}'')',
	'metric_plan(''seen_by_cns'', NULL, ''{"columns": {"cnx": "a"}}'')', 'metric_plan(''seen_by_cns'', NULL, ''{"columns": {"cns": 1}}'')', 'metric_plan(''seen_by_cns'', NULL, ''{"columns": {"cns": " "}}'')',
	'metric_plan(''seen_by_cns'', NULL, ''{"parameters": {"max_days": 1}}'')', 'metric_plan(''hna_coverage'', NULL, ''{"parameters": {"max_days": "1"}}'')', 'metric_plan(''hna_coverage'', NULL, ''{"parameters": {"max_days": -1}}'')',
	'metric_plan(''hna_coverage'', NULL, ''{"parameters": {"max_days": 1e999}}'')', 'metric_plan(''seen_by_cns'', NULL, ''{"strict": "no"}'')', 'metric_plan(''hna_more_than_one'', NULL, NULL)', 'metric_plan(''hna_more_than_one'', NULL, ''{"columns": null, "parameters": null, "strict": null}'')']) AS q;
-- definitions
SELECT d AS definition, regexp_replace(pg_temp.try(format('SELECT definition_plan(%L)', d)), 'Code lists: .*', 'Code lists: ...') AS result FROM unnest(ARRAY['', 'positive', 'positive a', 'eligible a known', E'positive a known\npositive b known', 'positive a known or', 'positive a in (1', 'positive a icd10 (C5)', 'positive a between 2 and 1',
	'positive a < days', 'positive a is b of no_list', 'positive a is (contact, seen) of clinical_nurse_specialist_indication', E'positive a\tknown or \x07', 'positive a between 1 and 2', E'metric x\nat 2026-05-19\nlenient\npositive a known']) AS d;
SELECT pg_temp.try('SELECT definition_plan(NULL)') AS no_definition, metric_rule(NULL) AS no_rule;
SELECT pg_temp.try(format('SELECT %L::rate_plan', d)) AS result FROM unnest(ARRAY[E'positive a known', E'parameter p 1\npositive a < p', 'positive a is contact of clinical_nurse_specialist_indication', 'positive (', '']) AS d;
SELECT pg_temp.try('SELECT repeat(''('', 60)::rate_plan') AS result;
SELECT pg_temp.try('SELECT (''positive '' || repeat(''('', 60))::text::cancer_pe.rate_plan') AS result;
-- plans as values
CREATE TEMP TABLE plan (id int, p rate_plan);
INSERT INTO plan VALUES (1, 'positive a known'), (2, E'  POSITIVE   A known # the same\n'), (3, 'positive b known'), (4, E'eligible a known and b known\npositive c in (2, 1)'), (5, E'eligible a known\neligible b known\npositive c in (1, 2)');
SELECT array_agg(id ORDER BY id) AS equal, min(p::text) AS text, count(DISTINCT rate_plan_hash(p)) AS hashes FROM plan GROUP BY p ORDER BY p;
SELECT id, convert_from(rate_plan_send(p), 'UTF8') = p::text AS sent_as_text, p::text::rate_plan = p AS read_back FROM plan ORDER BY id;
-- columns: none, two, of other types
CREATE TYPE pg_temp.level AS ENUM ('note', 'error');
CREATE DOMAIN pg_temp.word AS text;
SELECT name, pg_temp.try(format('SELECT (metric_value(%L::rate_plan, r))::text FROM (SELECT %s) AS r', plan, columns)) AS result FROM (VALUES
	('as named', 'positive a in (1)', '1 AS a'), ('capital letters', 'positive a in (1)', '1 AS "A"'), ('none', 'positive a in (1)', '1 AS b'), ('no column', 'positive a known', ''), ('two', 'positive a in (1)', '1 AS a, 2 AS "A"'),
	('int2', 'positive a in (''-1'')', '(-1)::int2 AS a'), ('int8', 'positive a in (9223372036854775807)', '9223372036854775807 AS a'), ('varchar', 'positive a in (x)', '''x''::varchar AS a'), ('char(5)', 'positive a in (x)', '''x''::char(5) AS a'),
	('"char"', 'positive a in (x)', '''x''::"char" AS a'), ('empty "char"', 'positive a in (x)', '''''::"char" AS a'), ('name', 'positive a in (x)', '''x''::name AS a'), ('boolean', 'positive a in (true)', 'true AS a'), ('enum', 'positive a in (error)', '''error''::pg_temp.level AS a'), ('domain', 'positive a in (x)', '''x''::pg_temp.word AS a'),
	('float8 as codes', 'positive a in (1)', '1::float8 AS a'), ('numeric as codes', 'positive a in (1)', '1.0 AS a'), ('date as codes', 'positive a in (1)', 'current_date AS a'), ('array as codes', 'positive a in (1)', 'ARRAY[1] AS a'),
	('array known', 'positive a known', 'ARRAY[1] AS a'), ('NULL array known', 'positive a known', 'NULL::int[] AS a'), ('json known', 'positive a known', '''{}''::jsonb AS a'), ('date known', 'positive a known', 'current_date AS a'), ('a blank known', 'positive a known', '''  '' AS a'),
	('int4', 'positive a > 1', '2 AS a'), ('numeric', 'positive a = 1.5', '1.50 AS a'), ('float4', 'positive a = 1.5', '1.5::float4 AS a'), ('numeric too large', 'positive a > 1', '1e400 AS a'), ('NaN', 'positive a > 1', '''NaN''::float8 AS a'), ('numeric NaN', 'positive a > 1', '''NaN''::numeric AS a'),
	('infinite', 'positive a > 1', '''Infinity''::float8 AS a'), ('NULL number', 'positive a > 1', 'NULL::int AS a'), ('text as number', 'positive a > 1', '''2'' AS a'), ('boolean as number', 'positive a > 1', 'true AS a'), ('date as number', 'positive a > 1', 'current_date AS a'),
	('dates', 'positive a - b = 1', 'date ''2024-03-01'' AS a, date ''2024-02-29'' AS b'), ('date and timestamp', 'positive a - b = 1', 'timestamp ''2024-03-01 00:01'' AS a, date ''2024-02-29'' AS b'), ('before 2000', 'positive a - b = 1', 'timestamp ''1999-03-02 00:01'' AS a, timestamp ''1999-03-01 23:59'' AS b'),
	('timestamp with time zone', 'positive a - b = 1', 'now() AS a, date ''2024-02-29'' AS b'), ('date and number', 'positive a - b = 1', 'current_date AS a, 1 AS b'), ('number and date', 'positive a - b = 1', '1 AS a, current_date AS b'), ('infinite date', 'positive a - b = 1', 'date ''infinity'' AS a, date ''2024-02-29'' AS b'),
	('infinite timestamps', 'positive a - b = 1', 'timestamp ''-infinity'' AS a, timestamp ''infinity'' AS b'), ('no second date', 'positive a - b = 1', 'current_date AS a, NULL::date AS b'), ('numbers', 'positive a - b = 0.5', '2 AS a, 1.5 AS b'),
	('a wrong code', 'positive a in (1) of (1, 2)', '3 AS a'), ('a wrong code, lenient', E'lenient\npositive a in (1) of (1, 2)', '3 AS a'), ('no ICD-10 code', 'positive a icd10 (C50)', '''C5O.4'' AS a'), ('no ICD-10 code, lenient', E'lenient\npositive a icd10 (C50)', '''C5O.4'' AS a'), ('not eligible, so not looked at', E'eligible b in (1)\npositive a icd10 (C50)', '''breast'' AS a, 2 AS b'),
	('eligibility not known', E'eligible b in (1)\npositive a known', '1 AS a, NULL::int AS b')) AS v (name, plan, columns);
-- NULLs; a tally with weights; a named type that changes
SELECT pg_temp.try($$SELECT metric_value('positive a known'::rate_plan, NULL::record)$$) AS no_row, pg_temp.try($$SELECT metric_rate(NULL::rate_plan, r) FROM (SELECT 1 AS a) AS r$$) AS no_plan, pg_temp.try($$SELECT metric_rate(NULL::text, r) FROM (SELECT 1 AS a) AS r$$) AS no_name;
SELECT pg_temp.try($$SELECT metric_rate_accum(tally(true, 2.0), 'positive a known'::rate_plan, ROW(1)) FROM (SELECT 1) AS v$$) AS unnamed, pg_temp.try($$SELECT metric_rate_accum(tally(true, 2.0), 'positive a known'::rate_plan, r) FROM (SELECT 1 AS a) AS r GROUP BY r$$) AS weighted, metric_rate_accum(NULL, 'positive a known'::rate_plan, r) AS from_nothing FROM (SELECT 1 AS a) AS r;
CREATE TEMP TABLE changing (a int, b text);
INSERT INTO changing VALUES (1, 'x');
PREPARE counted AS SELECT metric_rate('positive b in (x)'::rate_plan, r) FROM changing AS r;
EXECUTE counted;
ALTER TABLE changing DROP COLUMN a;
ALTER TABLE changing ADD COLUMN c int DEFAULT 5;
EXECUTE counted;
SELECT metric_rate('positive c = 5'::rate_plan, r) AS a_column_that_came_later FROM changing AS r;
ALTER TABLE changing RENAME COLUMN b TO d;
EXECUTE counted;
-- shipped metrics stay; metrics of one's own, looked up anew when they change
UPDATE metric SET definition = NULL WHERE metric = 'seen_by_cns';
DELETE FROM metric WHERE metric = 'seen_by_cns';
SELECT pg_temp.try(format('INSERT INTO metric (metric, unit, title, numerator, denominator, missing, definition, source, certainty, note) VALUES (%L, ''patient'', ''t'', ''n'', ''d'', ''m'', %L, ''s'', ''inferred'', %L) RETURNING metric', m, d, n)) FROM (VALUES ('mine', 'positive a', NULL), ('mine', NULL, NULL), (' mine', 'positive a known', NULL), ('mine', 'positive a in (1)', NULL)) AS v (m, d, n);
SELECT metric_rate('mine', r) FROM (SELECT 1 AS a) AS r;
DO $$
DECLARE t tally[]; p text[];
BEGIN
	FOR i IN 1 .. 3 LOOP
		t := t || (SELECT metric_rate('mine', r) FROM (SELECT 2 AS a) AS r);
		p := p || split_part(metric_plan('mine')::text, E'\n', 2);
		UPDATE metric SET definition = 'positive a in (2)' WHERE metric = 'mine' AND i = 1;
		UPDATE metric SET definition = 'positive a > 2' WHERE metric = 'mine' AND i = 2;
	END LOOP;
	RAISE NOTICE '% %', t, p;
END $$;
DELETE FROM metric WHERE metric = 'mine';
DROP TABLE plan, changing;
