-- Two groups of different people: compare for tallies, moments and estimates.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file 'sed 1d ' :here '/test/data/reference/two_proportions.csv'
CREATE TEMP TABLE pair (x1 bigint, n1 bigint, x2 bigint, n2 bigint, diff float8, z_unpooled float8, newcombe_lo float8, newcombe_hi float8,
	p_unpooled float8, z_pooled float8, p_pooled float8, p_yates float8, p_fisher float8, mn_lo float8, mn_hi float8, mee_lo float8, mee_hi float8,
	agresti_caffo_lo float8, agresti_caffo_hi float8, odds_ratio float8, cohen_h float8);
COPY pair FROM PROGRAM :'file' (FORMAT csv, HEADER);
-- against R, 63 pairs: tests, intervals, odds ratio and h; NaN there is NULL here
SELECT count(*) AS pairs, bool_and(p.status IS NULL) AS no_status,
	bool_and(abs(p.statistic - z_pooled) <= 1e-12 * abs(z_pooled)) AS z_pooled, bool_and(abs(p.p - p_pooled) <= 1e-11 * abs(p_pooled)) AS p_pooled, bool_and(abs(u.statistic - z_unpooled) <= 1e-12 * abs(z_unpooled)) AS z_unpooled, bool_and(abs(u.p - p_unpooled) <= 1e-11 * abs(p_unpooled)) AS p_unpooled,
	bool_and(abs(y.p - p_yates) <= 1e-11 * abs(p_yates)) AS p_yates, bool_and(abs(f.p - p_fisher) <= 1e-11 * abs(p_fisher)) AS p_fisher, bool_and(f.statistic IS NULL) AS exact,
	bool_and(abs(p.odds_ratio - s.odds_ratio) <= 1e-12 * abs(s.odds_ratio)) AS odds_ratio, max(abs(p.cohen_h - s.cohen_h)) < 1e-13 AS h
FROM pair AS s, compare(make_tally(n1, x1), make_tally(n2, x2)) AS p, compare(make_tally(n1, x1), make_tally(n2, x2), 'unpooled') AS u,
	compare(make_tally(n1, x1), make_tally(n2, x2), 'yates') AS y, compare(make_tally(n1, x1), make_tally(n2, x2), 'fisher') AS f
WHERE z_pooled <> 'NaN';
SELECT max(abs(p.difference - diff)) < 1e-15 AS difference, max(abs(p.low - newcombe_lo)) < 1e-12 AND max(abs(p.high - newcombe_hi)) < 1e-12 AS newcombe, max(abs(e.low - mee_lo)) < 1e-12 AND max(abs(e.high - mee_hi)) < 1e-12 AS mee,
	max(abs(m.low - mn_lo)) < 1e-12 AND max(abs(m.high - mn_hi)) < 1e-12 AS miettinen_nurminen, max(abs(a.low - agresti_caffo_lo)) < 1e-12 AND max(abs(a.high - agresti_caffo_hi)) < 1e-12 AS agresti_caffo,
	bool_and(abs(w.high + w.low - 2 * diff) < 1e-14) AS wald
FROM pair, compare(make_tally(n1, x1), make_tally(n2, x2)) AS p, compare(make_tally(n1, x1), make_tally(n2, x2), ci => 'mee') AS e, compare(make_tally(n1, x1), make_tally(n2, x2), ci => 'miettinen_nurminen') AS m,
	compare(make_tally(n1, x1), make_tally(n2, x2), ci => 'agresti_caffo') AS a, compare(make_tally(n1, x1), make_tally(n2, x2), ci => 'wald') AS w;
-- both groups at 0 % or at 100 %, and other corners: an interval still, and why the rest is missing
SELECT test, n1, x1, n2, x2, round(c.low::numeric, 4) AS low, round(c.high::numeric, 4) AS high, round(c.statistic::numeric, 9) AS statistic, round(c.p::numeric, 12) AS p, c.odds_ratio, c.status
FROM (VALUES (10, 0, 12, 0), (10, 10, 12, 12), (10, 0, 12, 12), (10, 5, 12, 6), (0, 0, 12, 6)) AS v(n1, x1, n2, x2), unnest('{pooled,unpooled,yates,fisher}'::text[]) AS test,
	compare(make_tally(n1, x1), make_tally(n2, x2), test) AS c ORDER BY test, v;
SELECT c.difference, c.statistic, c.p, c.status FROM unnest('{pooled,fisher}'::text[]) AS test, compare(make_tally(9000000000000000, 4500000000000000), make_tally(9000000000000000, 4500000000000000), test) AS c;
SELECT * FROM compare(NULL::tally, make_tally(3, 2));
-- weighted: rates and effective numbers, by their formulas; equal weights change nothing
CREATE TEMP TABLE answer AS SELECT 1 + i % 2 AS wave, i * i % 31 < 16 + i % 2 * 2 AS positive, 1 + i % 7 / 4.0 AS weight FROM generate_series(1, 6000) AS i;
SELECT abs(u.statistic - (rate(b) - rate(a)) / sqrt(rate(a) * (1 - rate(a)) / n_eff(a) + rate(b) * (1 - rate(b)) / n_eff(b))) < 1e-12 AS unpooled,
	abs(p.statistic - (rate(b) - rate(a)) / sqrt(m * (1 - m) * (1 / n_eff(a) + 1 / n_eff(b)))) < 1e-12 AS pooled, u.status, p.status
FROM (SELECT tally(positive, weight) FILTER (WHERE wave = 1) AS a, tally(positive, weight) FILTER (WHERE wave = 2) AS b FROM answer) AS s,
	LATERAL (SELECT (rate(a) * n_eff(a) + rate(b) * n_eff(b)) / (n_eff(a) + n_eff(b)) AS m) AS mean, compare(a, b, 'unpooled') AS u, compare(a, b) AS p;
SELECT abs(w.statistic - c.statistic) < 1e-12 AND abs(w.low - c.low) < 1e-15 AND abs(w.odds_ratio - c.odds_ratio) < 1e-13 AS same
FROM (SELECT tally(positive, 3) FILTER (WHERE wave = 1) AS a, tally(positive, 0.1) FILTER (WHERE wave = 2) AS b, tally(positive) FILTER (WHERE wave = 1) AS c, tally(positive) FILTER (WHERE wave = 2) AS d FROM answer) AS s, compare(a, b) AS w, compare(c, d) AS c;
-- two means; R 4.2.2: t.test(c(3, 5, 8, 9, 12.5), c(1, 4, 4, 6)) and with var.equal = TRUE
CREATE TEMP TABLE measured AS SELECT 1 AS wave, v FROM unnest('{1,4,4,6}'::float8[]) AS v UNION ALL SELECT 2, v FROM unnest('{3,5,8,9,12.5}'::float8[]) AS v;
SELECT test, c.difference, round(c.low::numeric, 9) AS low, round(c.high::numeric, 9) AS high, round(c.statistic::numeric, 9) AS statistic, round(c.df::numeric, 9) AS df, round(c.p::numeric, 12) AS p, round(c.cohen_d::numeric, 9) AS d, c.status
FROM (SELECT moments(v) FILTER (WHERE wave = 1) AS a, moments(v) FILTER (WHERE wave = 2) AS b FROM measured) AS m, unnest('{welch,pooled,normal}'::text[]) AS test, compare(a, b, test) AS c;
SELECT c.difference, round(c.low::numeric, 9) AS low, round(c.high::numeric, 9) AS high, c.statistic, c.df, c.p, c.cohen_d, c.status FROM (VALUES (moments_accum(NULL, NULL), make_moments(3, 1, 1)), (make_moments(1, 5, 0), make_moments(3, 1, 1)), (make_moments(3, 1, 1), NULL), (make_moments(3, 1, 0), make_moments(4, 2, 0)), (make_moments(3, 2, 0), make_moments(4, 2, 1))) AS v(a, b), compare(a, b) AS c;
SELECT abs(w.statistic - c.statistic) < 1e-12 AND abs(w.df - c.df) < 1e-12 AND abs(w.cohen_d - c.cohen_d) < 1e-12 AS same
FROM (SELECT moments(v, 2) FILTER (WHERE wave = 1) AS a, moments(v, 0.3) FILTER (WHERE wave = 2) AS b, moments(v) FILTER (WHERE wave = 1) AS c, moments(v) FILTER (WHERE wave = 2) AS d FROM measured) AS m, compare(a, b) AS w, compare(c, d) AS c;
-- estimates with standard errors: those of a design, say
SELECT c.difference, round(c.se::numeric, 12) AS se, round(c.low::numeric, 9) AS low, round(c.high::numeric, 9) AS high, round(c.statistic::numeric, 12) AS z, round(c.p::numeric, 12) AS p, c.status
FROM (VALUES (0.5::float8, 0.03::float8, 0.75::float8, 0.04::float8), (0.5, 0, 0.75, 0), (0.5, 0.03, NULL, 0.04), (0, 1e-300, 1e300, 1e-300)) AS v(a, sa, b, sb), compare(a, sa, b, sb, z => 2) AS c;
SELECT abs(c.statistic - (mean(d) - mean(e)) / sqrt(mean_se(d) ^ 2 + mean_se(e) ^ 2)) < 1e-12 AS of_designs
FROM (SELECT design(positive::int, weight, NULL, NULL) FILTER (WHERE wave = 2) AS d, design(positive::int, weight, NULL, NULL) FILTER (WHERE wave = 1) AS e FROM answer) AS s, compare(mean(e), mean_se(e), mean(d), mean_se(d)) AS c;
-- what is refused
SELECT compare(make_tally(2, 1), make_tally(2, 1), 'chi2');
SELECT compare(make_tally(2, 1), make_tally(2, 1), NULL);
SELECT compare(make_tally(2, 1), make_tally(2, 1), ci => 'wilson');
SELECT compare(make_tally(2, 1), make_tally(2, 1), level => 1);
SELECT compare(NULL, tally_accum(NULL, true, 2), 'fisher');
SELECT compare(tally_accum(NULL, true, 2), NULL, 'yates');
SELECT compare(make_moments(2, 1, 1), NULL, 'student');
SELECT compare(make_moments(2, 1, 1), moments_accum(NULL, 3, 2), 'pooled');
SELECT compare(make_moments(2, 1, 1), NULL, z => -1);
SELECT compare(0.5, -0.01, 0.5, 0.01);
SELECT compare(0, 1e308, 0, 1e308) IS NOT NULL AS row, (compare(0, 1e308, 0, 1e308)).low, (compare(0, 1e308, 0, 1e308)).status;
SELECT compare(0.5, 0.01, 'NaN', 0.01);
