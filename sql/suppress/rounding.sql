-- Rounding: single counts, what a reader concludes, rates, controlled rounding of a table, rounding of small counts.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/sdc'
\set load :data '/load.sql'
\i :load
-- single counts, by definition
SELECT count(*) FROM generate_series(0, 1000) AS n, generate_series(1, 30) AS base
WHERE round_to(n, base) <> floor((n + base / 2.0) / base) * base
	OR round_midpoint(n, base) <> ceil(n::numeric / base) * base - floor(base / 2.0) * (n <> 0)::int;
SELECT n, round_to(n, 5), round_to(n, 10), round_midpoint(n), round_midpoint(n, 5) FROM unnest('{0,1,2,3,5,6,7,8,12,13,15,25}'::bigint[]) AS n;
SELECT round_to(9223372036854775807, 1), round_to(9223372036854775807, 5), round_midpoint(9223372036854775802);
SELECT round_to(NULL, 5), round_midpoint(NULL), round_random(NULL, 5, 1), rounded_rate(NULL, 10, 5), rounded_rate(3, NULL, 5);
-- random rounding: the stated rule, followed with numeric; fair over keys; the same for the same key
CREATE FUNCTION pg_temp.by_rule(n bigint, base int, key bigint) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	modulus constant numeric := 18446744073709551616;
	x numeric := mod(key + 11400714819323198485 + modulus, modulus);
BEGIN
	x := pg_temp.mixed(x, 30, 13787848793156543929);
	x := pg_temp.mixed(x, 27, 10723151780598845931);
	x := pg_temp.mixed(x, 31, 1);
	RETURN n - n % base + CASE WHEN floor(x * base / modulus) < n % base THEN base ELSE 0 END;
END $$;
CREATE FUNCTION pg_temp.mixed(x numeric, shift int, factor numeric) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	modulus constant numeric := 18446744073709551616;
	a bigint := (CASE WHEN x >= modulus / 2 THEN x - modulus ELSE x END)::bigint;
	b bigint := a # ((a >> shift) & ((1::bigint << (64 - shift)) - 1));
BEGIN
	RETURN mod((CASE WHEN b < 0 THEN b + modulus ELSE b END) * factor, modulus);
END $$;
SELECT count(*) FROM unnest('{0,1,-1,2,42,9223372036854775807,-9223372036854775808,1234567890123456789}'::bigint[]) AS key, generate_series(0, 14) AS n,
	unnest('{1,2,3,5,10,2147483647}'::int[]) AS base WHERE round_random(n, base, key) <> pg_temp.by_rule(n, base, key);
SELECT n, count(*), avg(round_random(n, 5, key)), max(abs(round_random(n, 5, key) - n)) AS most FROM generate_series(1, 100000) AS key, generate_series(10, 15) AS n GROUP BY n ORDER BY n;
-- what a reader concludes
SELECT kind, rounding_interval(15, 5, kind), rounding_interval(0, 5, kind) FROM unnest('{nearest,random,controlled,floor,ceiling}'::text[]) AS kind;
SELECT rounding_interval(20, 10, 'nearest'), rounding_interval(9, 6, 'midpoint'), rounding_interval(0, 6, 'midpoint'), rounding_interval(9223372036854775805, 5, 'floor'), rounding_interval(NULL, 5, 'nearest');
SELECT kind, count(*) AS outside FROM (SELECT 'nearest' AS kind, n, base, round_to(n, base) AS r FROM generate_series(0, 200) AS n, generate_series(1, 12) AS base
	UNION ALL SELECT 'midpoint', n, base, round_midpoint(n, base) FROM generate_series(0, 200) AS n, generate_series(1, 12) AS base
	UNION ALL SELECT 'random', n, base, round_random(n, base, n * 7) FROM generate_series(0, 200) AS n, generate_series(1, 12) AS base) AS s,
	rounding_interval(r, base, kind) WHERE NOT n BETWEEN low AND high GROUP BY kind;
SELECT rounded_rate(12, 38, 5), rounded_rate(2, 2, 5), rounded_rate(3, 3, 5), rounded_rate(0, 10, 5);
-- HES: 1 to 7 hidden, the others to the nearest 5; a rate needs both
SELECT n, numerator, h AS shown, rounded_rate(CASE WHEN numerator NOT BETWEEN 1 AND 7 THEN numerator END, h, 5) AS rate
FROM (VALUES (7, 0), (8, 0), (8, 8), (12, 7), (103, 52)) AS v(n, numerator), LATERAL (SELECT round_to(CASE WHEN n NOT BETWEEN 1 AND 7 THEN n END, 5) AS h) AS s;
-- why HES and OpenSAFELY hide up to 7 before rounding to 5: with a lower threshold a published 5 stands for 6 or 7 only
SELECT threshold, count(*) AS cells, min(n), max(n) FROM f04, unnest('{5,7}'::int[]) AS threshold WHERE n > threshold AND round_to(n, 5) = 5 GROUP BY threshold ORDER BY threshold;
SELECT count(*) AS shown, count(*) FILTER (WHERE n BETWEEN greatest(low, 8) AND high) AS within, min(high - greatest(low, 8) + 1) AS narrowest FROM f04, rounding_interval(round_to(n, 5), 5, 'nearest') WHERE n > 7;
-- controlled rounding: additive, multiples, nothing further than the next multiple; optimum of the two-way tables
CREATE FUNCTION pg_temp.off(source regclass, expression text) RETURNS TABLE (cells bigint, off numeric, mean numeric, most bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TEMP TABLE rounded AS SELECT dims, n, %s AS r FROM %s', expression, source);
	-- every total again from the inner cells: those of this table with a label in each dimension
	RETURN QUERY SELECT count(*), sum(abs(r - again)), round(avg(abs(r - n)), 3), max(abs(r - n))
	FROM rounded AS t, LATERAL (SELECT sum(i.r) AS again FROM rounded AS i WHERE array_position(i.dims, NULL) IS NULL
		AND NOT EXISTS (SELECT FROM unnest(t.dims, i.dims) AS u(label, other) WHERE label <> other)) AS s;
	DROP TABLE rounded;
END $$;
SELECT * FROM pg_temp.off('f01', 'round_controlled(n, dims, 5) OVER ()');
SELECT name, base, count(*), bool_and((r).optimal) AS optimal, max((r).steps) AS steps, max((r).cost) AS cost, max((r).lower_bound) AS bound, sum(abs((r).rounded - n)) AS changes,
	bool_and((r).rounded % base = 0 AND abs((r).rounded - n) < base) AS near
FROM (SELECT 'f01' AS name, 5 AS base, n, round_controlled_detail(n, dims, 5) OVER () AS r FROM f01
	UNION ALL SELECT 'f01', 3, n, round_controlled_detail(n, dims, 3) OVER () FROM f01
	UNION ALL SELECT 'f04', 5, n, round_controlled_detail(n, dims, 5) OVER () FROM f04) AS s GROUP BY name, base ORDER BY name, base;
-- with little work allowed: still additive, whatever the steps; and it says that it is not the optimum
SELECT bool_or((r).optimal) AS optimal, bool_and((r).rounded % 5 = 0) AS multiples, max((r).steps) <= 2 AS near, max((r).cost) >= 1916 AS dearer, count((r).lower_bound) FROM (SELECT round_controlled_detail(n, dims, 5, '{"work": 1}') OVER () AS r FROM f03) AS s;
SELECT cells, off, mean < 2 AS near FROM pg_temp.off('f03', $$round_controlled(n, dims, 5, '{"work": 1}') OVER ()$$);
-- any order of rows; weights: a total that must hardly change
SELECT count(DISTINCT h) FROM generate_series(1, 3) AS turn, LATERAL (SELECT md5(string_agg(r::text, ',' ORDER BY dims)) AS h
	FROM (SELECT dims, round_controlled(n, dims, 5) OVER () AS r FROM (SELECT * FROM f01 ORDER BY md5(dims::text || turn)) AS o) AS s) AS x;
SELECT dims, n, round_controlled(n, dims, 5) OVER () AS alike, round_controlled(n, dims, 5, '{}', CASE WHEN dims[1] IS NULL THEN 100 END) OVER () AS total_first
FROM (VALUES (ARRAY['a'], 6), (ARRAY['b'], 6), (ARRAY['c'], 6), (ARRAY[NULL], 18)) AS v(dims, n) ORDER BY dims NULLS LAST;
SELECT grp, dims, n, round_controlled(n, dims, 5) OVER (PARTITION BY grp) FROM (VALUES (1, ARRAY['a'], 12), (1, ARRAY[NULL], 12), (2, ARRAY['a'], 5), (2, ARRAY[NULL], 5), (3, ARRAY['z'], 0)) AS v(grp, dims, n) ORDER BY grp, dims;
-- two tables linked by their total: no inner cells are needed where the library finds a rounding
SELECT bool_and((r).rounded % 3 = 0), max((r).cost), bool_and((r).optimal) FROM (SELECT round_controlled_detail(n, dims, 3) OVER () AS r
	FROM (VALUES (ARRAY['a', NULL], 1), (ARRAY['b', NULL], 1), (ARRAY['c', NULL], 1), (ARRAY[NULL, 'x'], 1), (ARRAY[NULL, 'y'], 2), (ARRAY[NULL::text, NULL], 3)) AS v(dims, n)) AS s;
-- three parts, the sums of each two of them, base 2: one sum must go a step further than its neighbours
SELECT sum((r).steps) AS steps, max((r).cost) AS cost, bool_and((r).optimal) AS optimal, max((r).lower_bound) AS bound
FROM (SELECT round_controlled_detail(n, dims, 2, '{"parts": {"1": {"ab": [["a", "b"]], "bc": [["b", "c"]], "ac": [["a", "c"]]}}}') OVER () AS r
	FROM (VALUES (ARRAY['a'], 1), (ARRAY['b'], 1), (ARRAY['c'], 1), (ARRAY['ab'], 2), (ARRAY['bc'], 2), (ARRAY['ac'], 2)) AS v(dims, n)) AS s;
-- rounding of small counts: additive, none from 1 to 4 left; F03 and F04 nearer than SmallCountRounding's 0.95 and 0.36, at most 6 and 4
SELECT cells, off, mean <= 0.95, most <= 6 FROM pg_temp.off('f03', 'round_small(n, dims, 5) OVER ()');
SELECT count(*) AS cells, avg(abs(r - n)) <= 0.36, max(abs(r - n)) <= 4 FROM (SELECT n, round_small(n, dims, 5) OVER () AS r FROM f04) AS s;
SELECT name, count(*) FILTER (WHERE r BETWEEN 1 AND 4) AS small, count(*) FILTER (WHERE array_position(dims, NULL) IS NULL AND (n = 0 OR n > 4) AND r <> n) AS needless,
	count(*) FILTER (WHERE array_position(dims, NULL) IS NULL AND n BETWEEN 1 AND 4 AND r NOT IN (0, 5)) AS other
FROM (SELECT 'f03' AS name, dims, n, round_small(n, dims, 5) OVER () AS r FROM f03 UNION ALL SELECT 'f04', dims, n, round_small(n, dims, 5) OVER () FROM f04) AS s GROUP BY name ORDER BY name;
SELECT count(DISTINCT h) FROM generate_series(1, 3) AS turn, LATERAL (SELECT md5(string_agg(r::text, ',' ORDER BY dims)) AS h
	FROM (SELECT dims, round_small(n, dims, 5) OVER () AS r FROM (SELECT * FROM f03 ORDER BY md5(dims::text || turn)) AS o) AS s) AS x;
-- only margins are published: what no small margin is made of stays as it is
SELECT count(*) FILTER (WHERE NOT inner_cell AND r BETWEEN 1 AND 4) AS small, count(*) FILTER (WHERE inner_cell AND r BETWEEN 1 AND 4) > 0 AS kept,
	count(*) FILTER (WHERE inner_cell AND r <> n) > 0 AS moved
FROM (SELECT n, inner_cell, round_small(n, dims, 5, '{}', CASE WHEN inner_cell THEN 'x' END) OVER () AS r FROM (SELECT *, array_position(dims, NULL) IS NULL AS inner_cell FROM f03) AS i) AS s;
SELECT dims, n, round_small(n, dims, 5, '{}', given) OVER () FROM (VALUES (ARRAY['a', 'x'], 3, 'x'), (ARRAY['a', 'y'], 9, 'x'), (ARRAY['b', 'x'], 2, 'x'), (ARRAY['b', 'y'], 2, 'x'), (ARRAY['a', NULL], 12, NULL), (ARRAY['b', NULL], 4, NULL), (ARRAY[NULL, NULL], 16, NULL)) AS v(dims, n, given) ORDER BY dims;
-- a hierarchy by parents
SELECT dims, n, round_small(n, dims, 5, '{"parents": {"1": {"a": "N", "b": "N", "c": "S"}}}') OVER () FROM (VALUES (ARRAY['a'], 2), (ARRAY['b'], 3), (ARRAY['c'], 8), (ARRAY['N'], 5), (ARRAY['S'], 8), (ARRAY[NULL], 13)) AS v(dims, n) ORDER BY dims NULLS LAST;
SELECT count(*) FROM (SELECT round_small(1, ARRAY['a'], 5) OVER (), round_controlled(1, ARRAY['a'], 5) OVER () WHERE false) AS s;
SELECT round_small(3, ARRAY['a'], 5) OVER (), round_small(3, ARRAY['a'], 1) OVER (), round_controlled(3, ARRAY['a'], 5) OVER (), round_controlled(9223372036854775807, ARRAY['a'], 7) OVER ();
-- refused
SELECT round_to(-1, 5);
SELECT round_to(1, 0);
SELECT round_to(1, NULL);
SELECT round_to(9223372036854775807, 10);
SELECT round_midpoint(9223372036854775807);
SELECT round_random(1, 5, NULL);
SELECT max(round_random(9223372036854775807, 10, key)) FROM generate_series(1, 20) AS key;
SELECT rounding_interval(7, 5, 'nearest');
SELECT rounding_interval(6, 6, 'midpoint');
SELECT rounding_interval(5, 5, 'banker');
SELECT rounding_interval(5, 5, NULL);
SELECT rounded_rate(4, 3, 5);
SELECT round_controlled(1, ARRAY['a'], 0) OVER ();
SELECT round_controlled(1, ARRAY['a'], NULL) OVER ();
SELECT round_controlled(NULL, ARRAY['a'], 5) OVER ();
SELECT round_controlled(-1, ARRAY['a'], 5) OVER ();
SELECT round_controlled(1, ARRAY['a'], 5, NULL) OVER ();
SELECT round_controlled(1, ARRAY['a'], 5, '{"steps": 1}') OVER ();
SELECT round_controlled(1, ARRAY['a'], 5, '{"work": 0}') OVER ();
SELECT round_controlled(1, ARRAY['a'], 5, '{}', 0) OVER ();
SELECT round_controlled(1, ARRAY['a'], 5, '{}', 'NaN') OVER ();
SELECT round_controlled(n, d, 5) OVER () FROM (VALUES (1, ARRAY['a']), (3, ARRAY[NULL])) AS v(n, d);
SELECT round_controlled(n, d, n) OVER () FROM (VALUES (1, ARRAY['a']), (3, ARRAY['b'])) AS v(n, d);
SELECT round_controlled(9223372036854775807, ARRAY['a'], 2) OVER ();
SELECT round_small(1, ARRAY['a'], 5, '{}', 'c') OVER ();
SELECT round_small(1, ARRAY['a'], 5, '{"work": 1}') OVER ();
-- two tables linked by their total have no inner cells
SELECT round_small(n, dims, 5) OVER () FROM (VALUES (ARRAY['a', NULL], 1), (ARRAY['b', NULL], 2), (ARRAY[NULL, 'x'], 3), (ARRAY[NULL::text, NULL], 3)) AS v(dims, n);
SELECT round_controlled(n, dims, 3, '{"work": 1}') OVER () FROM (VALUES (ARRAY['a', NULL], 1), (ARRAY['b', NULL], 1), (ARRAY['c', NULL], 1), (ARRAY[NULL, 'x'], 1), (ARRAY[NULL, 'y'], 2), (ARRAY[NULL::text, NULL], 3)) AS v(dims, n);
SET statement_timeout = '200ms';
SELECT count(r) FROM (SELECT round_controlled(n, dims, 5) OVER () AS r FROM f05) AS s;
RESET statement_timeout;
DROP TABLE f01, f03, f04, f05;
