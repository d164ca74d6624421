-- The same digits whatever the plan: 0, 1, 2 workers, hash and sort, partitioned and not; and the plan is parallel.
SET search_path = cancer_pe, public;
CREATE TABLE design_parallel (i int, part int, stratum text, psu text, weight float8, value float8) PARTITION BY LIST (part);
CREATE TABLE design_parallel_0 PARTITION OF design_parallel FOR VALUES IN (0);
CREATE TABLE design_parallel_1 PARTITION OF design_parallel FOR VALUES IN (1);
CREATE TABLE design_parallel_2 PARTITION OF design_parallel FOR VALUES IN (2);
INSERT INTO design_parallel SELECT i, i % 3, CASE WHEN i % 7 > 0 THEN (i % 7)::text END, (i::bigint * i % 211)::text, exp(sin(i)), CASE WHEN i % 13 > 0 THEN exp(10 * cos(i)) END FROM generate_series(1, 60000) AS i;
ANALYZE design_parallel;
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
FROM unnest(ARRAY['SELECT cancer_pe.design(value, weight, stratum, psu) FROM design_parallel_0', 'SELECT cancer_pe.design_mean(value, weight, stratum, NULL, 1e6, NULL) FROM design_parallel_0',
	'SELECT cancer_pe.ratio_design(value, 1, weight, stratum, psu) FROM design_parallel_0', 'SELECT cancer_pe.design_ratio(value, 1, weight, stratum, psu) FROM design_parallel_0']) AS q;
CREATE TEMP TABLE result (setting text, digits text);
DO $$
DECLARE workers int; hash boolean; wise boolean;
BEGIN
	FOREACH workers IN ARRAY '{0,1,2}'::int[] LOOP
		FOREACH hash IN ARRAY '{true,false}'::boolean[] LOOP
			FOREACH wise IN ARRAY '{true,false}'::boolean[] LOOP
				PERFORM set_config('max_parallel_workers_per_gather', workers::text, true), set_config('enable_hashagg', hash::text, true),
					set_config('enable_partitionwise_aggregate', wise::text, true);
				INSERT INTO result SELECT format('%s workers, hash %s, partitionwise %s', workers, hash, wise), md5(string_agg(format('%s %s %s %s %s', g, p, u, r, m), '|' ORDER BY g))
				FROM (SELECT i % 20 AS g, design(value, weight, stratum, psu) AS p, design(value, weight, stratum, psu, 300, 1e5) AS u, ratio_design(value, weight, weight, stratum, NULL) AS r,
					design_mean(value, weight, stratum, psu) AS m FROM design_parallel GROUP BY 1) AS s;
				INSERT INTO result SELECT format('grand total, %s workers, hash %s, partitionwise %s', workers, hash, wise),
					md5(format('%s %s %s', design(value, weight, stratum, psu), design(value, weight, NULL, stratum || ' ' || psu), design_ratio(value, weight, weight, stratum, psu))) FROM design_parallel WHERE stratum IS NOT NULL;
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
SELECT setting LIKE 'grand%' AS grand_total, count(*) AS plans, count(DISTINCT digits) AS different FROM result GROUP BY 1 ORDER BY 1;
-- many PSUs, which come in pieces
SELECT units(d), psus(d), df(d), d = (SELECT rollup(p) FROM (SELECT design(value, weight, stratum, (i % 30011)::text) AS p FROM design_parallel GROUP BY i % 17) AS s) AS same
FROM (SELECT design(value, weight, stratum, (i % 30011)::text) AS d FROM design_parallel) AS s;
DROP TABLE design_parallel;
