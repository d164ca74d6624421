-- Weighted values and their quantiles.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE small (value float8, weight float8);
INSERT INTO small VALUES (3, 1), (1, 2), (NULL, 5), (3, 1), (-0.0, 0.1), (7.25, 0.9), (0, 0.1);
SELECT weighted_values(value, weight) FROM small;
SELECT n(v), missing(v), quantile(v, 0), quantile(v, 0.04), quantile(v, 0.4), quantile(v, 0.5), quantile(v, 0.83), quantile(v, 1) FROM (SELECT weighted_values(value, weight) AS v FROM small) AS s;
-- a share of just p is found: of four equal weights the second is the median, whatever the weights add up to in doubles
SELECT w, quantile(weighted_values(i, w), 0.25) AS quarter, quantile(weighted_values(i, w), 0.5) AS half, quantile(weighted_values(i, w), 0.75) AS three_quarters FROM generate_series(1, 4) AS i, unnest('{1,0.1,0.7,1e-300,1e300}'::float8[]) AS w GROUP BY w ORDER BY w;
-- without values
SELECT v, n(v), quantile(v, 0.5) FROM (SELECT weighted_values(value, weight) AS v FROM small WHERE value IS NULL) AS s;
SELECT weighted_values(value, weight), rollup(NULL::weighted_values) FROM small WHERE false;
SELECT quantile(NULL, 0.5), quantile('missing=0 1/1=1', NULL);
-- against the definition, in numeric
CREATE TEMP TABLE answer AS SELECT i, i % 40 AS g, CASE WHEN i % 13 > 0 THEN round((10 * sin(i * i))::numeric, 1)::float8 END AS value, (1 + i % 17) / 4.0::float8 AS weight FROM generate_series(1, 8000) AS i;
CREATE TEMP TABLE valued AS SELECT g, weighted_values(value, weight) AS v FROM answer GROUP BY g;
SELECT count(*), count(*) FILTER (WHERE quantile(v, p) = wanted) AS same FROM (
	SELECT g, p, min(value) AS wanted FROM (SELECT g, value, sum(weight::numeric) OVER (PARTITION BY g ORDER BY value) AS up_to, sum(weight::numeric) OVER (PARTITION BY g) AS total FROM answer WHERE value IS NOT NULL) AS s,
		unnest('{0,0.125,0.25,0.5,0.75,1}'::float8[]) AS p WHERE up_to >= p::numeric * total GROUP BY g, p) AS w JOIN valued USING (g);
-- any order, any split, any plan; text and binary forms give back what they were made of
SELECT count(*), bool_and(v = w) AS split, bool_and(v = o) AS any_order, bool_and(v::text::weighted_values = v AND weighted_values_send(v::text::weighted_values) = weighted_values_send(v) AND weighted_values_hash(v::text::weighted_values) = weighted_values_hash(v)) AS text
FROM valued JOIN (SELECT g, rollup(v) AS w FROM (SELECT g, weighted_values(value, weight) AS v FROM answer GROUP BY g, i % 7) AS p GROUP BY g) AS r USING (g)
JOIN (SELECT g, weighted_values(value, weight ORDER BY weight, value DESC) AS o FROM answer GROUP BY g) AS o USING (g);
CREATE TEMP TABLE binary_copy (g int, v weighted_values);
\copy (SELECT * FROM valued) TO 'results/weighted_values.bin' (FORMAT binary)
\copy binary_copy FROM 'results/weighted_values.bin' (FORMAT binary)
SELECT count(*), bool_and(a.v = b.v) AS same FROM valued AS a JOIN binary_copy AS b USING (g);
SELECT count(*) AS pairs, count(*) FILTER (WHERE a.v < b.v) = count(*) FILTER (WHERE a.v > b.v) AS mirrored, count(*) FILTER (WHERE a.v = b.v) AS equal FROM valued AS a, valued AS b;
CREATE TABLE answer_parallel AS SELECT * FROM answer;
ANALYZE answer_parallel;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT weighted_values(value, weight) FROM answer_parallel;
SELECT weighted_values(value, weight) = (SELECT rollup(v) FROM valued) AS same FROM answer_parallel;
DROP TABLE answer_parallel;
-- refused
SELECT weighted_values(1, NULL);
SELECT weighted_values(1, 0);
SELECT weighted_values('infinity', 1);
SELECT quantile('missing=0 1/1=1', 1.5);
SELECT quantile('missing=0 1/1=1', 'nan');
SELECT 'missing=0 1/1=1 '::weighted_values;
SELECT 'missing=0 1/1=1x'::weighted_values;
SELECT 'missing=0 0x1/1=1'::weighted_values;
SELECT 'missing=0 nan/1=1'::weighted_values;
SELECT 'missing=-1'::weighted_values;
SELECT 'missing=0 1e999/1=1'::weighted_values;
SELECT 'missing=0 1/-1=1'::weighted_values;
SELECT 'missing=0 1/1=0'::weighted_values;
SELECT 'missing=0 1/1=9223372036854775807 2/1=1'::weighted_values;
SELECT rollup(v) FROM (VALUES ('missing=9223372036854775807'::weighted_values), ('missing=1')) AS s(v);
SELECT 'missing=0 3/1=1 -0/1=1 3/1=4'::weighted_values;
