-- Two groups within strata: Mantel and Haenszel's estimates, the Cochran-Mantel-Haenszel test.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/benchmark/mantel_haenszel_strata.csv'
CREATE TEMP TABLE stratum (trust text, age text, n_2023 bigint, positive_2023 bigint, n_2024 bigint, positive_2024 bigint);
COPY stratum FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/benchmark/mantel_haenszel.csv'
CREATE TEMP TABLE fixture (trust text, mh_or float8, chi2 float8, p float8, lo float8, hi float8);
COPY fixture FROM :'file' (FORMAT csv, HEADER);
-- 2024 against 2023 within age bands, by trust, against R
CREATE TEMP TABLE by_trust AS SELECT trust, stratified(make_tally(n_2024, positive_2024), make_tally(n_2023, positive_2023)) AS s FROM stratum GROUP BY trust;
SELECT count(*) AS trusts, max(abs(m.odds_ratio / mh_or - 1)) < 1e-11 AS odds_ratio, max(abs(m.low / lo - 1)) < 1e-11 AS low, max(abs(m.high / hi - 1)) < 1e-11 AS high,
	max(abs(m.statistic / chi2 - 1)) < 1e-11 AS chi2, max(abs(m.p / f.p - 1)) < 1e-11 AS p, min(strata) AS fewest, sum(dropped) AS dropped, count(m.status) AS statuses
FROM by_trust JOIN fixture AS f USING (trust), mantel_haenszel(s) AS m;
-- all trusts and ages as strata; R 4.2.2 mantelhaen.test without and with correction
SELECT round(m.odds_ratio::numeric, 10) AS odds_ratio, round(m.low::numeric, 10) AS low, round(m.high::numeric, 10) AS high, round(m.statistic::numeric, 9) AS chi2, round(c.statistic::numeric, 9) AS corrected, round(m.p::numeric, 10) AS p, m.strata, m.dropped, m.status
FROM (SELECT rollup(s) AS s FROM by_trust) AS r, mantel_haenszel(s) AS m, mantel_haenszel(s, correct => true) AS c;
-- the risk difference by its formulas (Sato 1989) in numeric
SELECT abs(m.risk_difference - d) < 1e-14 AS difference, abs(m.risk_difference_low - (d - 1.959963984540054 * sqrt((d * u + q) / w ^ 2))) < 1e-12 AS low, abs(m.risk_difference_high - (d + 1.959963984540054 * sqrt((d * u + q) / w ^ 2))) < 1e-12 AS high
FROM (SELECT sum((x / n - y / m) * n * m / (n + m)) / sum(n * m / (n + m)) AS d, sum(n * m / (n + m)) AS w, sum((n ^ 2 * y - m ^ 2 * x + n * m * (m - n) / 2) / (n + m) ^ 2) AS u, sum((x * (m - y) + y * (n - x)) / (2 * (n + m))) AS q
	FROM (SELECT n_2024::numeric AS n, positive_2024::numeric AS x, n_2023::numeric AS m, positive_2023::numeric AS y FROM stratum WHERE n_2023 > 0 AND n_2024 > 0) AS s) AS f, (SELECT rollup(s) AS s FROM by_trust) AS r, mantel_haenszel(s) AS m;
-- any order and any split: the same bits
SELECT (SELECT rollup(s)::text FROM by_trust) = (SELECT stratified(make_tally(n_2024, positive_2024), make_tally(n_2023, positive_2023))::text FROM (SELECT * FROM stratum ORDER BY md5(trust || age)) AS o) AS same;
-- the other way round: the odds ratio over one, the difference with its sign turned
SELECT abs(a.odds_ratio * b.odds_ratio - 1) < 1e-14 AND abs(a.low * b.high - 1) < 1e-13 AND a.statistic = b.statistic AND abs(a.risk_difference + b.risk_difference) < 1e-16 AND abs(a.risk_difference_low + b.risk_difference_high) < 1e-15 AS turned
FROM (SELECT stratified(make_tally(n_2024, positive_2024), make_tally(n_2023, positive_2023)) AS s, stratified(make_tally(n_2023, positive_2023), make_tally(n_2024, positive_2024)) AS t FROM stratum) AS v, mantel_haenszel(s) AS a, mantel_haenszel(t) AS b;
-- weighted: equal weights change nothing but last digits
SELECT abs(a.odds_ratio - b.odds_ratio) < 1e-12 AND abs(a.p - b.p) < 1e-12 AND abs(a.risk_difference_low - b.risk_difference_low) < 1e-14 AS same
FROM (SELECT stratified(t, r) AS s, stratified(tw, rw) AS w FROM (SELECT tally(i % 3 = 0) FILTER (WHERE i % 2 = 0) AS t, tally(i % 3 = 0) FILTER (WHERE i % 2 = 1) AS r, tally(i % 3 = 0, 0.7) FILTER (WHERE i % 2 = 0) AS tw, tally(i % 3 = 0, 3) FILTER (WHERE i % 2 = 1) AS rw
	FROM generate_series(1, 700) AS i GROUP BY i / 100) AS g) AS v, mantel_haenszel(s) AS a, mantel_haenszel(w) AS b;
-- corners: no strata, only dropped ones, no odds, all alike
SELECT v.what, m.odds_ratio, m.low, m.high, round(m.statistic::numeric, 9) AS chi2, round(m.p::numeric, 9) AS p, round(m.risk_difference::numeric, 9) AS difference, round(m.risk_difference_low::numeric, 9) AS difference_low, round(m.risk_difference_high::numeric, 9) AS difference_high, m.strata, m.dropped, m.status FROM (VALUES ('none', 'strata=0 dropped=0'::stratified), ('dropped', stratified_accum(stratified_accum(NULL, NULL, make_tally(3, 1)), make_tally(5, 2), make_tally(0, 0))),
	('no odds', stratified_accum(NULL, make_tally(4, 4), make_tally(5, 3))), ('none positive in the group', stratified_accum(NULL, make_tally(4, 0), make_tally(5, 3))), ('all positive', stratified_accum(NULL, make_tally(4, 4), make_tally(5, 5))), ('null', NULL)) AS v(what, s), mantel_haenszel(s) AS m;
SELECT m.odds_ratio, m.status FROM mantel_haenszel(stratified_accum(NULL, make_tally(9223372036854775807, 4611686018427387904), make_tally(9223372036854775807, 4611686018427387904))) AS m;
-- the type: text, bytes, order, what is refused
SELECT bool_and(s::text::stratified = s AND s::text::stratified::text = s::text AND stratified_hash(s::text::stratified) = stratified_hash(s)) AS text, count(DISTINCT s) AS different, bool_and(s > 'strata=0 dropped=0') AS sorted FROM by_trust;
SELECT stratified_accum(NULL, make_tally(4, 2), make_tally(4, 1)), stratified_send(stratified_accum(NULL, make_tally(4, 2), make_tally(4, 1)));
SELECT stratified(NULL, NULL), rollup(NULL::stratified) FROM generate_series(1, 3);
SELECT 'strata=1 dropped=0'::stratified;
SELECT 'strata=0 dropped=0 r=1p0 s=0 pr=0 psqr=0 qs=0 d=0 v=0 w=0 u=0'::stratified;
SELECT 'strata=1 dropped=0 r=1p0 s=0 pr=0 psqr=0 qs=0 d=0 v=0 w=0 u=0'::stratified;
SELECT 'strata=1 dropped=0 r=-1p0 s=0 pr=0 psqr=0 qs=0 d=0 v=0 w=1p0 u=0'::stratified;
SELECT 'strata=-1 dropped=0'::stratified;
-- sums no strata have, that cannot be told cheaply: no figure without a number or a reason
SELECT statistic, p, status FROM mantel_haenszel('strata=1 dropped=0 r=1p-1 s=1p-1 pr=1p0 psqr=3p0 qs=1p0 d=1p900 v=1p3 w=1p900 u=5p2');
SELECT mantel_haenszel(NULL, correct => NULL);
SELECT mantel_haenszel(NULL, level => 2);
DROP TABLE by_trust;
