-- Sensitive cells of magnitudes: the largest contributions, dominance and p per cent, and the rules that presets have.
SET search_path = cancer_pe, public;
SET jit = off;
-- the largest first, NULLs left out; none, no rows
SELECT largest(x, 1) AS one, largest(x, 3) AS three, largest(x, 100) AS all, largest(x, 2) FILTER (WHERE x IS NULL) AS none, largest(x, 2) FILTER (WHERE false) AS no_rows FROM (VALUES (1.5::float8), (NULL), (7), (0), (3), (7), ('-0')) AS t(x);
-- against sorting, in any order and any split: states of parts, combined
CREATE TEMP TABLE given AS SELECT g, i, CASE WHEN (i * 37 + g) % 11 > 0 THEN ((i * 7919 + g * 104729) % 1009)::float8 / 8 END AS x FROM generate_series(1, 20) AS g, generate_series(1, 200) AS i WHERE i % 20 >= g % 20;
SELECT k, count(*) AS groups, count(*) FILTER (WHERE got IS DISTINCT FROM want) AS wrong FROM (
	SELECT k, g, largest(x, k) AS got, coalesce((array_agg(x ORDER BY x DESC) FILTER (WHERE x IS NOT NULL))[1:k], '{}') AS want FROM given, unnest(ARRAY[1, 2, 7, 100]) AS k GROUP BY k, g) AS t GROUP BY k ORDER BY k;
SELECT count(*) FILTER (WHERE largest_final(largest_combine(largest_combine(a.s, b.s), c.s)) IS DISTINCT FROM w.s OR largest_combine(a.s, b.s) IS DISTINCT FROM largest_combine(b.s, a.s)) AS wrong, count(*)
FROM (SELECT g, largest(x, 5) AS s FROM given GROUP BY g) AS w,
	LATERAL (SELECT array_prepend(5, largest(x, 5)) AS s FROM given WHERE g = w.g AND i % 3 = 0) AS a, LATERAL (SELECT array_prepend(5, largest(x, 5)) AS s FROM given WHERE g = w.g AND i % 3 = 1) AS b, LATERAL (SELECT array_prepend(5, largest(x, 5)) AS s FROM given WHERE g = w.g AND i % 3 = 2) AS c;
-- with parallel workers
CREATE TABLE given_many AS SELECT i, ((i * 7919) % 100003)::float8 AS x FROM generate_series(1, 60000) AS i;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT largest(x, 4) FROM given_many;
SELECT largest(x, 4) = (SELECT array_agg(x ORDER BY x DESC) FROM (SELECT x FROM given_many ORDER BY x DESC LIMIT 4) AS t) AS same FROM given_many;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
DROP TABLE given_many;
-- as a window aggregate, over growing frames
SELECT x, largest(x, 2) OVER (ORDER BY i) FROM (VALUES (1, 3::float8), (2, 9), (3, NULL), (4, 5), (5, 10)) AS t(i, x);

-- (n, k): more than k per cent, at the limit not. 62 and 28 of 100
SELECT dominance('{62,28}', 100, 2, 90) AS at_limit, dominance('{62,28}', 100, 2, 89.99) AS above, dominance('{62,28,5}', 100, 1, 62) AS one_at, dominance('{62,28,5}', 100, 1, 61) AS one,
	dominance('{62,28,5}', 100, 3, 90) AS three, dominance('{0,0}', 0, 2, 90) AS nothing, dominance('{}', 0, 2, 0) AS nobody, dominance('{5}', 5, 2, 99) AS alone, dominance(NULL, 5, 2, 99) AS unknown;
-- p per cent: what is left is less than p per cent of the largest. 100, 60 and the rest
SELECT rest, p_percent('{100,60}', 160 + rest, 10) FROM unnest(ARRAY[0, 9, 9.99, 10, 10.01]::float8[]) AS rest;
SELECT p_percent('{5}', 5, 10) AS alone, p_percent('{5,5}', 10, 10) AS two, p_percent('{5,5}', 10, 0) AS no_p, p_percent('{0,0}', 0, 10) AS nothing, p_percent('{}', 0, 10) AS nobody;
-- at the ends of the numbers
SELECT dominance('{1e308,5e307}', 1.6e308, 2, 90) AS huge, dominance('{1e308,5e307}', 1.7e308, 2, 90) AS huge_not, p_percent('{1e308,5e307}', 1.6e308, 11) AS p_huge, p_percent('{1e308,5e307}', 1.6e308, 9) AS p_huge_not, dominance('{5e-324}', 5e-324, 1, 99) AS tiny;
-- both against exact arithmetic
SELECT count(*), count(*) FILTER (WHERE dominance(ARRAY[a, b], t, 2, k) <> (100 * (a::numeric + b::numeric) > k::numeric * t::numeric)) AS wrong_dominance,
	count(*) FILTER (WHERE p_percent(ARRAY[a, b], t, k) <> (100 * (t::numeric - a::numeric - b::numeric) < k::numeric * a::numeric)) AS wrong_p
FROM generate_series(0, 24, 3) AS i, generate_series(0, 24) AS j, generate_series(0, 24) AS rest, LATERAL (SELECT (i + j)::float8 AS a, i::float8 AS b, (2 * i + j + rest)::float8 AS t) AS x, unnest(ARRAY[0, 10, 50, 75, 90, 100]::float8[]) AS k;

-- the rules of a preset
SELECT n, largest, total, effective, sensitive_cell('sacro', n, largest, total, effective) FROM (VALUES
	(10, NULL::float8[], NULL::float8, NULL::float8), (9, NULL, NULL, NULL), (0, NULL, NULL, NULL),
	(12, NULL, NULL, 10), (12, NULL, NULL, 9.99), (12, '{50,40}', 100, NULL), (12, '{50,41}', 100, NULL), (12, '{50,40}', 94.9, NULL), (12, '{0,0}', 0, NULL), (12, '{20,10,9}', 100, 11)) AS t(n, largest, total, effective);
-- options over it; a preset without dominance tests contributors alone, and zeros where they are protected
SELECT sensitive_cell('sacro', 12, '{50,40}', 100, NULL, '{"dominance_k": 85}') AS k, sensitive_cell('sacro', 12, '{50,40}', 100, NULL, '{"p_percent": 21}') AS p, sensitive_cell('sacro', 12, '{50,40,3}', 100, NULL, '{"dominance_n": 3}') AS n,
	sensitive_cell('sacro', 5, NULL, NULL, NULL, '{"threshold": 5}') AS threshold, sensitive_cell('sacro', 0, NULL, NULL, NULL, '{"zeros": "shown"}') AS zeros,
	sensitive_cell('survey_lt10', 12, '{99,1}', 100, NULL) AS survey, sensitive_cell('ncpes2018', 21, NULL, NULL, 20.5) AS above, sensitive_cell('ncpes2018', 21, NULL, NULL, 20) AS at;
-- from respondents to a decision: a cell that one contributor dominates is hidden whatever its count, and another with it
SELECT grp, n, suppress(n, ARRAY[grp], 'survey_lt10', '{}', NULL, sensitive) OVER () FROM (
	SELECT grp, count(*) AS n, CASE WHEN grp IS NOT NULL THEN sensitive_cell('sacro', count(*), largest(cost, 2), sum(cost), NULL) END AS sensitive
	FROM (SELECT 'a' AS grp, 1000::float8 + i AS cost FROM generate_series(1, 30) AS i UNION ALL SELECT 'b', CASE i WHEN 1 THEN 90000 ELSE 100 + i END FROM generate_series(1, 12) AS i UNION ALL SELECT 'c', 500 + i FROM generate_series(1, 20) AS i) AS r
	GROUP BY ROLLUP (grp)) AS t ORDER BY grp;

-- refused
SELECT largest(x, 2) FROM (VALUES (1::float8), (-1)) AS t(x);
SELECT largest(x, 2) FROM (VALUES (1::float8), ('NaN')) AS t(x);
SELECT largest(x, 2) FROM (VALUES (1::float8), ('Infinity')) AS t(x);
SELECT largest(x, NULL) FROM (VALUES (1::float8)) AS t(x);
SELECT largest(x, 0) FROM (VALUES (1::float8)) AS t(x);
SELECT largest(x, 101) FROM (VALUES (1::float8)) AS t(x);
SELECT largest(x, i) FROM (VALUES (1::float8, 1), (2, 2)) AS t(x, i);
-- states that nobody has made
SELECT largest_add('{}', 1, 1);
SELECT largest_add('{2.5}', 1, 2);
SELECT largest_add('{NULL}', 1, 2);
SELECT largest_add('{{2,1}}', 1, 2);
SELECT largest_add('{2,1,2}', 1, 2);
SELECT largest_add('{1,2,1}', 1, 1);
SELECT largest_add('{2,-1}', 1, 2);
SELECT largest_combine('{2,1}', '{3,1}');
SELECT largest_final('{1e9,1}');
SELECT dominance('{1,2}', 3, 1, 90);
SELECT dominance('{2,1}', 2, 1, 90);
SELECT dominance('{2}', 4, 2, 90);
SELECT dominance('{2,1}', 4, 0, 90);
SELECT dominance('{2,1}', 4, 2, 101);
SELECT dominance('{2,1}', 'NaN', 2, 90);
SELECT dominance('{2,NULL}', 4, 2, 90);
SELECT p_percent('{2}', 4, 10);
SELECT p_percent('{2,1}', 4, -1);
SELECT p_percent('{2,1}', -4, 10);
SELECT sensitive_cell(NULL, 12, NULL, NULL, NULL);
SELECT sensitive_cell('sacro', NULL, NULL, NULL, NULL);
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, NULL);
SELECT sensitive_cell('sacro', -1, NULL, NULL, NULL);
SELECT sensitive_cell('sacro', 12, NULL, 100, NULL);
SELECT sensitive_cell('sacro', 12, '{2,1}', NULL, NULL);
SELECT sensitive_cell('sacro', 12, NULL, NULL, -1);
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, '{"protect": "range"}');
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, '{"dominance_n": 0}');
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, '{"dominance_k": 101}');
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, '{"p_percent": -1}');
SELECT sensitive_cell('sacro', 12, NULL, NULL, NULL, '{"dominance_k": null}');
SELECT sensitive_cell('nobody', 12, NULL, NULL, NULL);
DROP TABLE given;
