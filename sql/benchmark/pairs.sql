-- The same people twice: paired answers, McNemar's test and intervals, paired values.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE person AS SELECT i, CASE WHEN i % 11 > 0 THEN i * i % 31 < 18 END AS before, CASE WHEN i % 13 > 0 THEN i * i % 29 < 13 END AS after, i % 4 AS part FROM generate_series(1, 3000) AS i;
SELECT paired(before, after) FROM person;
SELECT stayed(p) = count(*) FILTER (WHERE before AND after) AS stayed, lost(p) = count(*) FILTER (WHERE before AND NOT after) AS lost, gained(p) = count(*) FILTER (WHERE NOT before AND after) AS gained,
	neither(p) = count(*) FILTER (WHERE NOT before AND NOT after) AS neither, missing(p) = count(*) FILTER (WHERE before IS NULL OR after IS NULL) AS missing
FROM person, (SELECT paired(before, after) FROM person) AS s(p) GROUP BY p;
SELECT rollup(p) = (SELECT paired(before, after) FROM person) AS merged FROM (SELECT paired(before, after) AS p FROM person GROUP BY part) AS s;
SELECT paired(before, after), rollup(NULL::paired) FROM person WHERE false;
-- the same with workers, whose plan is parallel, as without
CREATE TABLE paired_person AS SELECT * FROM person;
ANALYZE paired_person;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT paired(before, after) FROM paired_person;
SELECT paired(before, after) = (SELECT paired(before, after) FROM person) AS same FROM paired_person;
DROP TABLE paired_person;
-- R 4.2.2: binom.test(2, 14)$p.value, mcnemar.test with and without correction; Newcombe 1998: 0.0569 to 0.3404
SELECT test, c.difference, round(c.low::numeric, 4) AS low, round(c.high::numeric, 4) AS high, round(c.statistic::numeric ^ 2, 10) AS chi2, round(c.p::numeric, 12) AS p, c.odds_ratio, c.status
FROM unnest('{exact,mid_p,asymptotic,corrected}'::text[]) AS test, mcnemar(make_paired(36, 2, 12, 0), test) AS c;
-- as many gained as lost: exactly 1, and mid-P 1 - C(m, m/2) / 2^(m + 1); but for one: exactly 1, and 1 - C(m, k) / 2^m
SELECT v.*, e.p AS exact, round(m.p::numeric, 12) AS mid_p FROM (VALUES (0, 0), (1, 1), (2, 2), (5, 5), (0, 1), (6, 7)) AS v(lost, gained), mcnemar(make_paired(9, lost, gained, 8)) AS e, mcnemar(make_paired(9, lost, gained, 8), 'mid_p') AS m;
-- by interval; Tango's of the second is -0.517 to -0.026 in print
SELECT ci, v.*, round(c.difference::numeric, 4) AS difference, round(c.low::numeric, 4) AS low, round(c.high::numeric, 4) AS high, round(w.high::numeric, 4) AS at_998
FROM (VALUES (36, 2, 12, 0), (1, 7, 1, 12)) AS v(stayed, lost, gained, neither), unnest('{newcombe,tango,wald}'::text[]) AS ci, mcnemar(make_paired(stayed, lost, gained, neither), ci => ci) AS c, mcnemar(make_paired(stayed, lost, gained, neither), ci => ci, level => 0.998) AS w ORDER BY v, ci;
-- gained and lost change places: the same with the sign turned
SELECT bool_and(abs(a.low + b.high) < 1e-14 AND abs(a.difference + b.difference) < 1e-15 AND a.p = b.p) AS turned
FROM (SELECT i % 7 AS s, i % 5 AS l, i % 9 AS g, 1 + i % 4 AS n FROM generate_series(1, 200) AS i) AS v, unnest('{newcombe,tango,wald}'::text[]) AS ci, mcnemar(make_paired(s, l, g, n), 'mid_p', ci) AS a, mcnemar(make_paired(s, g, l, n), 'mid_p', ci) AS b;
-- corners: nobody, nobody changed, none lost, all changed, more than can be counted
SELECT v.*, test, round(c.difference::numeric, 6) AS difference, round(c.low::numeric, 9) AS low, round(c.high::numeric, 9) AS high, round(c.statistic::numeric, 9) AS statistic, round(c.p::numeric, 12) AS p, c.odds_ratio, c.status FROM (VALUES (0, 0, 0, 0), (5, 0, 0, 5), (5, 0, 4, 5), (0, 0, 6, 0)) AS v(stayed, lost, gained, neither), unnest('{exact,asymptotic}'::text[]) AS test, mcnemar(make_paired(stayed, lost, gained, neither, 3), test) AS c ORDER BY v, test;
SELECT ci, c.difference, round(1e9 * c.low::numeric, 3) AS low, round(1e9 * c.high::numeric, 3) AS high, c.p, c.status FROM unnest('{newcombe,tango,wald}'::text[]) AS ci, mcnemar(make_paired(9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807), 'exact', ci) AS c;
SELECT * FROM mcnemar(NULL);
-- paired values; R 4.2.2: t.test(c(3, 5, 8, 9), c(1, 4, 4, 8.5), paired = TRUE)
SELECT n(m), missing(m), c.difference, round(c.low::numeric, 9) AS low, round(c.high::numeric, 9) AS high, round(c.statistic::numeric, 9) AS t, c.df, round(c.p::numeric, 12) AS p, round(c.cohen_d::numeric, 9) AS d, c.status
FROM (SELECT moments(after - before) AS m FROM unnest('{1,4,4,8.5,7}'::float8[], '{3,5,8,9,NULL}'::float8[]) AS v(before, after)) AS s, change_test(m) AS c;
SELECT c.* FROM (VALUES (moments_accum(NULL, NULL)), (moments_accum(NULL, 2)), (make_moments(5, 2, 0)), (NULL)) AS v(m), change_test(m) AS c;
-- the type: text, bytes, order, what is refused
SELECT ' both=1 lost=2	gained=3 neither=4 missing=5 '::paired = make_paired(1, 2, 3, 4, 5) AS same, make_paired(1, 2, 3, 4) < make_paired(1, 2, 3, 5) AS less, paired_hash(make_paired(1, 2, 3, 4)) = paired_hash('both=1 lost=2 gained=3 neither=4 missing=0') AS hash,
	paired_send(make_paired(1, 2, 3, 4, 5)) AS bytes, make_paired(1, NULL, 3, 4), paired_combine(make_paired(1, 2, 3, 4), make_paired(1, 1, 1, 1, 1));
SELECT p, count(*) FROM (VALUES (make_paired(1, 2, 3, 4)), (make_paired(1, 2, 3, 4)), (make_paired(1, 2, 2, 4))) AS v(p) GROUP BY p ORDER BY p;
SELECT ''::paired;
SELECT 'both=1 lost=2 gained=3 neither=4'::paired;
SELECT 'both=1 lost=2 gained=3 neither=4 missing=-1'::paired;
SELECT 'both=1 lost=2 gained=3 neither=4 missing=1 x=1p0'::paired;
SELECT make_paired(1, -2, 3, 4);
SELECT paired_combine(make_paired(9223372036854775807, 0, 0, 0), make_paired(1, 0, 0, 0));
SELECT paired_accum(make_paired(9223372036854775807, 0, 0, 0), true, true);
SELECT mcnemar(make_paired(1, 2, 3, 4), 'chi2');
SELECT mcnemar(make_paired(1, 2, 3, 4), NULL);
SELECT mcnemar(make_paired(1, 2, 3, 4), ci => 'mee');
SELECT mcnemar(NULL, level => 0);
