-- The same digits whatever the plan: 0, 1, 2 workers, hash and sort, partitioned and not; and the plan is parallel.
SET search_path = cancer_pe, public;
CREATE TABLE tally_parallel (i int, part int, positive boolean, weight float8, value float8) PARTITION BY LIST (part);
CREATE TABLE tally_parallel_0 PARTITION OF tally_parallel FOR VALUES IN (0);
CREATE TABLE tally_parallel_1 PARTITION OF tally_parallel FOR VALUES IN (1);
CREATE TABLE tally_parallel_2 PARTITION OF tally_parallel FOR VALUES IN (2);
INSERT INTO tally_parallel SELECT i, i % 3, CASE WHEN i % 11 > 0 THEN i * 7 % 10 < 8 END, exp(sin(i)), CASE WHEN i % 13 > 0 THEN exp(10 * cos(i)) END FROM generate_series(1, 60000) AS i;
ANALYZE tally_parallel;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_has(query text, what text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; found boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP found := found OR line LIKE '%' || what || '%'; END LOOP;
	RETURN found;
END $$;
SELECT pg_temp.plan_has(q, 'Partial') AS partial, pg_temp.plan_has(q, 'Gather') AS gather, q
FROM unnest(ARRAY['SELECT cancer_pe.tally(positive) FROM tally_parallel_0', 'SELECT cancer_pe.tally(positive, weight) FROM tally_parallel_0',
	'SELECT cancer_pe.moments(value) FROM tally_parallel_0', 'SELECT cancer_pe.moments(value, weight) FROM tally_parallel_0']) AS q;
CREATE TEMP TABLE result (setting text, digits text);
DO $$
DECLARE workers int; hash boolean; wise boolean;
BEGIN
	FOREACH workers IN ARRAY '{0,1,2}'::int[] LOOP
		FOREACH hash IN ARRAY '{true,false}'::boolean[] LOOP
			FOREACH wise IN ARRAY '{true,false}'::boolean[] LOOP
				PERFORM set_config('max_parallel_workers_per_gather', workers::text, true), set_config('enable_hashagg', hash::text, true),
					set_config('enable_partitionwise_aggregate', wise::text, true);
				INSERT INTO result SELECT format('%s workers, hash %s, partitionwise %s', workers, hash, wise),
					md5(string_agg(format('%s %s %s %s %s', g, t, w, m, mw), '|' ORDER BY g))
				FROM (SELECT i % 50 AS g, tally(positive) AS t, tally(positive, weight) AS w, moments(value) AS m, moments(value, weight) AS mw FROM tally_parallel GROUP BY 1) AS s;
				INSERT INTO result SELECT format('grand total, %s workers, hash %s, partitionwise %s', workers, hash, wise),
					md5(format('%s %s %s %s', tally(positive), tally(positive, weight), moments(value), moments(value, weight))) FROM tally_parallel;
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
SELECT setting LIKE 'grand%' AS grand_total, count(*) AS plans, count(DISTINCT digits) AS different FROM result GROUP BY 1 ORDER BY 1;
DROP TABLE tally_parallel;
