-- The same bytes whatever the plan: row order, workers, hash and sort, trees of merges, windows, stored values, plain calls.
SET search_path = cancer_pe, public;
CREATE TABLE casemix_plan AS
	SELECT i, i % 40 AS part, 'R' || (i::bigint * 7919 % 29)::text AS org, CASE WHEN i % 11 > 0 THEN (sin(i) > -0.5) END AS y, CASE WHEN i % 13 > 0 THEN (i::bigint * 31 / 7) % 9 END::int AS age,
		'level ' || (i::bigint * 104729 / 11 % 6) AS tumour, exp(sin(i)) AS weight
	FROM generate_series(1, 30000) AS i;
ALTER TABLE casemix_plan SET (parallel_workers = 2);
ANALYZE casemix_plan;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE casemix_whole AS SELECT casemix_columns('{age,tumour}', y, org, age, tumour) AS c, casemix('{age,tumour}', y, org, ARRAY[age::text, tumour], weight, round(weight::numeric, 1)::float8) AS w FROM casemix_plan;
SELECT 'serial' AS plan, c = (SELECT casemix_columns('{age,tumour}', y, org, age, tumour) FROM (SELECT * FROM casemix_plan ORDER BY weight DESC) AS s) AS counts,
	w = (SELECT casemix('{age,tumour}', y, org, ARRAY[age::text, tumour], weight, round(weight::numeric, 1)::float8) FROM (SELECT * FROM casemix_plan ORDER BY weight DESC) AS s) AS sums FROM casemix_whole;
-- workers
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS off) SELECT casemix_columns('{age,tumour}', y, org, age, tumour) FROM casemix_plan;
SELECT 'parallel' AS plan, c = (SELECT casemix_columns('{age,tumour}', y, org, age, tumour) FROM casemix_plan) AS counts,
	w = (SELECT casemix('{age,tumour}', y, org, ARRAY[age::text, tumour], weight, round(weight::numeric, 1)::float8) FROM casemix_plan) AS sums FROM casemix_whole;
SET parallel_leader_participation = off;
SELECT 'parallel without leader' AS plan, c = (SELECT casemix_columns('{age,tumour}', y, org, age, tumour) FROM casemix_plan) AS counts,
	w = (SELECT casemix('{age,tumour}', y, org, ARRAY[age::text, tumour], weight, round(weight::numeric, 1)::float8) FROM casemix_plan) AS sums FROM casemix_whole;
RESET parallel_leader_participation;
-- groups: hashed, sorted, hashed with too little memory, and in parallel; then rolled up
CREATE TEMP VIEW part AS SELECT part, casemix_columns('{age,tumour}', y, org, age, tumour) AS c FROM casemix_plan GROUP BY part;
SELECT 'parallel groups' AS plan, c = (SELECT rollup(c) FROM part) AS counts FROM casemix_whole;
SET max_parallel_workers_per_gather = 0;
SET enable_sort = off;
SELECT 'hashed groups' AS plan, c = (SELECT rollup(c) FROM part) AS counts FROM casemix_whole;
SET work_mem = '64kB';
SELECT 'hashed groups that spill' AS plan, c = (SELECT rollup(c) FROM (SELECT casemix_columns('{age,tumour}', y, org, age, tumour) AS c FROM casemix_plan GROUP BY i / 2 % 3000) AS s) AS counts FROM casemix_whole;
RESET work_mem;
RESET enable_sort;
SET enable_hashagg = off;
SELECT 'sorted groups' AS plan, c = (SELECT rollup(c) FROM part) AS counts FROM casemix_whole;
RESET enable_hashagg;
-- trees of merges, and values that were stored
CREATE TABLE casemix_stored AS SELECT part, part % 7 AS region, casemix_columns('{age,tumour}', y, org, age, tumour) AS c, casemix('{age,tumour}', y, org, ARRAY[age::text, tumour], weight, round(weight::numeric, 1)::float8) AS w FROM casemix_plan GROUP BY part;
SELECT 'tree' AS plan, c = (SELECT rollup(r) FROM (SELECT rollup(c) AS r FROM casemix_stored GROUP BY region) AS s) AS counts, w = (SELECT rollup(r) FROM (SELECT rollup(w) AS r FROM casemix_stored GROUP BY region) AS s) AS sums FROM casemix_whole;
SELECT 'text' AS plan, c = (SELECT rollup(c::text::casemix) FROM casemix_stored) AS counts, w = (SELECT rollup(w::text::casemix) FROM casemix_stored) AS sums FROM casemix_whole;
SELECT 'call by call' AS plan, c = (WITH RECURSIVE r (part, c) AS (SELECT -1, 'none'::casemix UNION ALL SELECT s.part, casemix_combine(r.c, s.c) FROM r JOIN casemix_stored AS s ON s.part = r.part + 1) SELECT c FROM r WHERE part = 39) AS counts FROM casemix_whole;
SELECT pg_column_size(c) > 2000 AS toasted, c = (SELECT rollup(c) FROM casemix_stored) AS counts FROM casemix_whole;
-- a plain call adds a row to what it is given, and changes nothing
SELECT casemix_accum(casemix_accum(NULL, true, 'R', ARRAY['a']), NULL::boolean, 'R', ARRAY['b']);
SELECT casemix_accum(v, true, 'R', ARRAY['a']), v FROM (VALUES ('covariates=("c1") questions=(binary) pattern=("a") organisation="R" 1:0'::casemix)) AS s(v);
SELECT casemix_combine(v, v), v, casemix_final(v) = v AS final FROM (VALUES ('covariates=("c1") questions=(binary) pattern=("a") organisation="R" 1:0'::casemix)) AS s(v);
SELECT casemix_columns_accum(NULL, '{a,b}', true, 'R', 1, 'x');
-- windows: growing, and with a frame that moves
SELECT i, casemix_columns('{age}', y, org, age) OVER (ORDER BY i) AS growing, casemix_columns('{age}', y, org, age) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS moving FROM casemix_plan WHERE i < 4 ORDER BY i;
SELECT count(*), bool_and(g = (SELECT casemix_columns('{age}', y, org, age) FROM casemix_plan AS p WHERE p.i <= s.i)) AS growing FROM (SELECT i, casemix_columns('{age}', y, org, age) OVER (ORDER BY i) AS g FROM casemix_plan WHERE i <= 60) AS s;
-- in PL/pgSQL, where a variable holds it
DO $$
DECLARE
	c cancer_pe.casemix;
	whole cancer_pe.casemix;
	r record;
BEGIN
	FOR r IN SELECT * FROM casemix_plan WHERE i <= 500 LOOP
		c := cancer_pe.casemix_columns_accum(c, '{age,tumour}', r.y, r.org, r.age, r.tumour);
	END LOOP;
	SELECT casemix_columns('{age,tumour}', y, org, age, tumour) INTO whole FROM casemix_plan WHERE i <= 500;
	ASSERT c OPERATOR(cancer_pe.=) whole;
END $$;
-- memory: of many rows no more than of their cells; bytes a cell of one question; a group of a few rows takes little
CREATE FUNCTION pg_temp.memory() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts WHERE name = 'casemix' $$;
SELECT pg_temp.memory() < 100000 AS bounded FROM (SELECT casemix_columns('{a,b}', i % 3 > 0, (i % 4)::text, i % 5, i % 7) AS c FROM generate_series(1, 200000) AS i) AS s WHERE c IS NOT NULL;
SELECT pg_temp.memory() / 100000.0 BETWEEN 20 AND 40 AS bytes_a_cell FROM (SELECT casemix_columns('{a,b}', i % 3 > 0, (i % 100)::text, i / 100 % 100, i / 10000 % 10) AS c FROM generate_series(1, 100000) AS i) AS s WHERE c IS NOT NULL;
SELECT pg_temp.memory() < 40000 AS small_group FROM (SELECT casemix_columns('{a,b}', i % 3 > 0, (i % 4)::text, i % 5, i % 7) AS c FROM generate_series(1, 3) AS i) AS s WHERE c IS NOT NULL;
DROP TABLE casemix_plan CASCADE;
DROP TABLE casemix_whole, casemix_stored;
