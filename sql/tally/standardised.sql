-- Direct standardisation of means and proportions over strata.
SET search_path = cancer_pe, public;
-- synthetic: 12 trusts, 34 strata of age and sex, a standard population of whole numbers
CREATE TEMP TABLE standard AS
	SELECT band, sex, 1000 + 37 * (band * 5 + ascii(sex)) % 4000 AS people FROM generate_series(1, 17) AS band, unnest('{female,male}'::text[]) AS sex;
CREATE TEMP TABLE respondent AS
	SELECT i % 12 AS trust, 1 + i * 7 % 17 AS band, CASE WHEN i % 5 < 3 THEN 'female' ELSE 'male' END AS sex,
		CASE WHEN i % 23 > 0 THEN 60 + 40 * sin(i) - i * 7 % 17 END AS score, CASE WHEN i % 19 > 0 THEN i * i % 31 < 20 END AS positive
	FROM generate_series(1, 24000) AS i;
CREATE TEMP TABLE stratum AS
	SELECT trust, band, sex, people, moments(score) AS m, tally(positive) AS t,
		count(score) AS n, avg(score) AS mean, stddev_samp(score) AS sd, count(positive) AS np, avg(positive::int::float8) AS p
	FROM respondent JOIN standard USING (band, sex) GROUP BY trust, band, sex, people;
-- the formulas in plain SQL: sum(w * mean) / sum(w), sqrt(sum(w^2 * sd^2 / n)) / sum(w)
CREATE TEMP VIEW whole AS SELECT trust, standardised_mean(m, people) AS s, standardised_rate(t, people) AS r FROM stratum GROUP BY trust;
SELECT count(*) AS trusts, min(strata(s)) AS strata, bool_and(n(s) = o.n AND n(r) = o.np) AS n, bool_and(coverage(s) = 1) AS coverage,
	max(abs(mean(s) / o.mean - 1)) < 1e-13 AS mean, max(abs(mean_se(s) / o.se - 1)) < 1e-12 AS mean_se,
	max(abs((c).low / (o.mean - 1.96 * o.se) - 1)) < 1e-12 AND max(abs((c).high / (o.mean + 1.96 * o.se) - 1)) < 1e-12 AS mean_ci,
	max(abs(rate(r) / o.p - 1)) < 1e-13 AS rate, max(abs(rate_se(r) / o.pse - 1)) < 1e-12 AS rate_se,
	max(abs((rc).high - o.p - 2.5758293035489004 * o.pse)) < 1e-14 AS rate_ci, count((c).status) AS statuses, count(DISTINCT mean(s)) AS different
FROM (SELECT *, mean_ci(s, z => 1.96) AS c, rate_ci(r, 0.99) AS rc FROM whole) AS w
JOIN (SELECT trust, sum(n) AS n, sum(np) AS np, sum(people * mean) / sum(people) AS mean, sqrt(sum(people * people * sd * sd / n)) / sum(people) AS se,
	sum(people * p) / sum(people) AS p, sqrt(sum(people * people * p * (1 - p) / np)) / sum(people) AS pse FROM stratum GROUP BY trust) AS o USING (trust);
-- shares in the place of counts give the same, and equal means in all strata stay what they are
SELECT abs(mean(standardised_mean(m, people / 7e9)) / mean(standardised_mean(m, people)) - 1) < 1e-15 AS shares,
	mean(standardised_mean(make_moments(5, 71.25, 3), people)) AS constant FROM stratum WHERE trust = 0;
-- a group of the standard's own make-up keeps its crude mean; another does not
SELECT abs(mean(standardised_mean(m, n(m))) - mean(rollup(m))) < 1e-12 AS own_weights, abs(mean(standardised_mean(m, people)) - mean(rollup(m))) > 0.1 AS standard FROM stratum WHERE trust = 3;

-- any split, any order, any plan: the same to the bit
SELECT count(DISTINCT s::text) AS one FROM (
	SELECT standardised_mean(m, people ORDER BY people) AS s FROM stratum WHERE trust < 2
	UNION ALL SELECT standardised_mean(m, people ORDER BY md5(band || sex)) FROM stratum WHERE trust < 2
	UNION ALL SELECT standardised_combine(standardised_mean(m, people) FILTER (WHERE band % 3 = 0), standardised_mean(m, people) FILTER (WHERE band % 3 > 0)) FROM stratum WHERE trust < 2
	UNION ALL SELECT standardised_combine('strata=0 empty=0 single=0 n=0 left=0', standardised_mean(m, people)) FROM stratum WHERE trust < 2) AS v;
CREATE TABLE standardised_stratum AS SELECT * FROM stratum;
ALTER TABLE standardised_stratum SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT standardised_mean(m, people) FROM standardised_stratum;
SELECT p.s = o.s AS same, p.s::text = o.s::text AS same_text, p.r = o.r AS same_rate
FROM (SELECT standardised_mean(m, people) AS s, standardised_rate(t, people) AS r FROM standardised_stratum) AS p, (SELECT standardised_mean(m, people) AS s, standardised_rate(t, people) AS r FROM stratum) AS o;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE standardised_stratum;
SELECT bool_and(s::text::standardised = s) AS text, bool_and(standardised_cmp(s, s) = 0 AND s <= s AND s >= s AND NOT s < s AND NOT s > s AND NOT s <> s) AS order,
	count(DISTINCT s) AS sorted, (SELECT count(*) FROM (SELECT s FROM whole GROUP BY s) AS g) AS grouped, count(DISTINCT standardised_hash(s)) AS hash, count(DISTINCT standardised_hash_extended(s, 1)) AS extended FROM whole;

-- strata without answers: no figure unless the others are to count alone; one answer: no standard error
CREATE TEMP TABLE gap (m moments, t tally, w float8, what text);
INSERT INTO gap VALUES (make_moments(4, 10, 2), make_tally(4, 1), 3, 'two'), (make_moments(9, 20, 3), make_tally(9, 6), 6, 'two'),
	(NULL, NULL, 1, 'nobody'), (make_moments(0, 0, 0, 7), make_tally(0, 0, 7), 2, 'missing'), (make_moments(1, 50, 0), make_tally(1, 1), 3, 'one'), (make_moments(8, 90, 1), make_tally(8, 8), 0, 'zero');
SELECT what, s, mean(s), mean(s, true) AS reweighted, mean_se(s)::numeric(8,6) AS se, mean_se(s, true)::numeric(8,6) AS re_se, coverage(s)::numeric(6,4), n(s), strata(s),
	(mean_ci(s)).status, (mean_ci(s, reweight => true)).status AS re_status
FROM (SELECT 'two' AS what, standardised_mean(m, w) AS s FROM gap WHERE what = 'two'
	UNION ALL SELECT 'two, zero', standardised_mean(m, w) FROM gap WHERE what IN ('two', 'zero')
	UNION ALL SELECT 'two, nobody, missing', standardised_mean(m, w) FROM gap WHERE what IN ('two', 'nobody', 'missing')
	UNION ALL SELECT 'two, one', standardised_mean(m, w) FROM gap WHERE what IN ('two', 'one')
	UNION ALL SELECT 'nobody', standardised_mean(m, w) FROM gap WHERE what = 'nobody'
	UNION ALL SELECT 'zero', standardised_mean(m, w) FROM gap WHERE what = 'zero'
	UNION ALL SELECT 'no rows', standardised_mean(m, w) FROM gap WHERE false
	UNION ALL SELECT 'all', standardised_mean(m, w) FROM gap) AS v;
SELECT rate(r), rate_se(r)::numeric(8,6), (rate_ci(r)).low::numeric(8,6), (rate_ci(r)).high::numeric(8,6), (rate_ci(r)).status, rate(r, true) AS reweighted FROM (SELECT standardised_rate(t, w) AS r FROM gap WHERE what = 'two' UNION ALL SELECT standardised_rate(t, w) FROM gap WHERE what <> 'one') AS v;
SELECT rate(r), rate_se(r), (rate_ci(r)).* FROM (SELECT standardised_rate(make_tally(5, k), 1) FROM unnest('{0,5}'::int[]) AS k) AS v(r);
SELECT (mean_ci(NULL::standardised)).*, mean(NULL::standardised), rate(NULL::standardised), coverage('strata=0 empty=0 single=0 n=0 left=9');
-- a weighted survey inside the strata
SELECT abs(mean(s) / ((2 * mean(m[1]) + mean(m[2])) / 3) - 1) < 1e-15 AS mean, abs(mean_se(s) / (sqrt(4 * mean_se(m[1]) ^ 2 + mean_se(m[2]) ^ 2) / 3) - 1) < 1e-14 AS se
FROM (SELECT standardised_mean(m, 2 - g) AS s, array_agg(m ORDER BY g) AS m
	FROM (SELECT i % 2 AS g, moments(sin(i) * 50, 1 + i % 5) AS m FROM generate_series(1, 500) AS i GROUP BY i % 2) AS v) AS w;
-- squares that no double holds do not matter
SELECT mean(s), mean_se(s) FROM (SELECT standardised_mean(m, w) AS s FROM (SELECT moments(x) FROM (VALUES (1e200::float8), (3e200)) AS v(x)) AS t(m), (VALUES (1e-200::float8)) AS u(w)) AS v;

-- what is refused
SELECT standardised_mean(m, NULL) FROM gap;
SELECT standardised_mean(m, -1) FROM gap;
SELECT standardised_rate(t, 'NaN') FROM gap;
SELECT rate(s) FROM whole WHERE trust = 0;
SELECT mean_ci(s, 1) FROM whole;
SELECT mean_ci(s, reweight => NULL) FROM whole;
SELECT standardised_combine('strata=1 empty=1 single=0 n=0 left=9223372036854775807 w=1p0 wa=0 wm=0 wwv=0', 'strata=0 empty=0 single=0 n=0 left=1');
SELECT 'strata=1'::standardised;
SELECT 'strata=1 empty=0 single=0 n=2 left=0'::standardised;
SELECT 'strata=1 empty=2 single=0 n=0 left=0 w=1p0 wa=0 wm=0 wwv=0'::standardised;
SELECT 'strata=1 empty=0 single=1 n=1 left=0 w=1p0 wa=1p0 wm=1p0 wwv=1p0'::standardised;
SELECT 'strata=1 empty=0 single=0 n=2 left=0 w=1p0 wa=1p0 wm=1p1030 wwv=1p0'::standardised, 'strata=1 empty=0 single=0 n=2 left=0 w=1p0 wa=1p0 wm=1p2049 wwv=1p0'::standardised;
