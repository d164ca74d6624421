-- Gaps between sub-groups: the difference of two rates and its interval.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file 'sed 1d ' :here '/test/data/reference/two_proportions.csv'
CREATE TEMP TABLE pair (x1 bigint, n1 bigint, x2 bigint, n2 bigint, diff float8, z_unpooled float8, newcombe_lo float8, newcombe_hi float8,
	p_unpooled float8, z_pooled float8, p_pooled float8, p_yates float8, p_fisher float8, mn_lo float8, mn_hi float8, mee_lo float8, mee_hi float8,
	agresti_caffo_lo float8, agresti_caffo_hi float8, odds_ratio float8, cohen_h float8);
COPY pair FROM PROGRAM :'file' (FORMAT csv, HEADER);
-- against R, whose difference is the second less the first, at 95 %
SELECT count(*) AS pairs, max(abs(g.difference - diff)) < 1e-15 AS difference, max(abs(g.low - newcombe_lo)) < 1e-12 AS low, max(abs(g.high - newcombe_hi)) < 1e-12 AS high,
	max(abs(w.low - diff + 1.959963984540054 * abs(diff / z_unpooled))) FILTER (WHERE z_unpooled <> 'NaN') < 1e-12 AS wald_low, max(abs(w.high - diff - 1.959963984540054 * abs(diff / z_unpooled))) FILTER (WHERE z_unpooled <> 'NaN') < 1e-12 AS wald_high,
	count(g.status) AS statuses, bool_and(t.low = -g.high AND t.high = -g.low) AS turned
FROM pair, gap(make_tally(n2, x2), make_tally(n1, x1)) AS g, gap(make_tally(n1, x1), make_tally(n2, x2)) AS t, gap(make_tally(n2, x2), make_tally(n1, x1), 'wald') AS w;
SELECT max(abs(e.low - mee_lo)) < 1e-12 AND max(abs(e.high - mee_hi)) < 1e-12 AS mee, max(abs(m.low - mn_lo)) < 1e-12 AND max(abs(m.high - mn_hi)) < 1e-12 AS miettinen_nurminen,
	max(abs(c.low - agresti_caffo_lo)) < 1e-12 AND max(abs(c.high - agresti_caffo_hi)) < 1e-12 AS agresti_caffo
FROM pair, gap(make_tally(n2, x2), make_tally(n1, x1), 'mee') AS e, gap(make_tally(n2, x2), make_tally(n1, x1), 'miettinen_nurminen') AS m, gap(make_tally(n2, x2), make_tally(n1, x1), 'agresti_caffo') AS c;
-- z in the place of the level: 1.96 and 1.959964 are told apart
SELECT round((g.high - g.low)::numeric, 9) AS by_level, round((z.high - z.low)::numeric, 9) AS by_z, round((w.high - w.low)::numeric, 9) AS wide
FROM gap(make_tally(482, 415), make_tally(200, 161)) AS g, gap(make_tally(482, 415), make_tally(200, 161), z => 1.96) AS z, gap(make_tally(482, 415), make_tally(200, 161), level => 0.998) AS w;
-- by sub-group against the rest, from respondents
CREATE TEMP TABLE answer AS SELECT 1 + i % 5 AS fifth, i * i % 31 < 16 + i % 5 * 2 AS positive, 1 + i % 7 / 4.0 AS weight FROM generate_series(1, 6000) AS i;
SELECT fifth, round(100 * g.difference::numeric, 2) AS points, round(100 * g.low::numeric, 2) AS low, round(100 * g.high::numeric, 2) AS high, g.status
FROM (SELECT fifth, tally(positive) AS t, (SELECT tally(positive) FROM answer AS r WHERE r.fifth <> a.fifth) AS rest FROM answer AS a GROUP BY fifth) AS v, gap(t, rest) AS g ORDER BY 1;
-- weighted: rates and effective numbers; equal weights change nothing
SELECT abs(g.difference - (rate(a) - rate(b))) < 1e-16 AS difference, abs(g.low - (rate(a) - rate(b) - sqrt((rate(a) - (ca).low) ^ 2 + ((cb).high - rate(b)) ^ 2))) < 1e-15 AS low,
	abs(g.high - (rate(a) - rate(b) + sqrt(((ca).high - rate(a)) ^ 2 + (rate(b) - (cb).low) ^ 2))) < 1e-15 AS high, n_eff(a) < n(a) AS effective
FROM (SELECT a, b, rate_ci(a) AS ca, rate_ci(b) AS cb FROM (SELECT tally(positive, weight) FILTER (WHERE fifth = 1) AS a, tally(positive, weight) FILTER (WHERE fifth > 1) AS b FROM answer) AS s) AS v, gap(a, b) AS g;
SELECT abs(g.low - h.low) < 1e-15 AND abs(g.high - h.high) < 1e-15 AND abs(g.difference - h.difference) < 1e-15 AS same
FROM (SELECT tally(positive, 3) FILTER (WHERE fifth = 1) AS a, tally(positive, 0.1) FILTER (WHERE fifth > 1) AS b, tally(positive) FILTER (WHERE fifth = 1) AS c, tally(positive) FILTER (WHERE fifth > 1) AS d FROM answer) AS v, gap(a, b) AS g, gap(c, d) AS h;
-- corners: nobody, NULL, all and none
SELECT g.* FROM (VALUES (make_tally(0, 0, 7), make_tally(9, 4)), (make_tally(9, 4), make_tally(0, 0)), (NULL, make_tally(9, 4)), (make_tally(9, 4), NULL)) AS v(a, b), gap(a, b) AS g;
SELECT round(g.difference::numeric, 4) AS difference, round(g.low::numeric, 4) AS low, round(g.high::numeric, 4) AS high FROM (VALUES (10, 0, 12, 0), (10, 10, 12, 0), (1, 1, 1, 1), (9000000000000000, 1, 2, 1)) AS v(n, x, m, y), gap(make_tally(n, x), make_tally(m, y)) AS g;
SELECT method, round(g.difference::numeric, 4) AS difference, round(g.low::numeric, 4) AS low, round(g.high::numeric, 4) AS high
FROM unnest('{mee,miettinen_nurminen,agresti_caffo}'::text[]) AS method, (VALUES (10, 0, 12, 0), (10, 10, 12, 0), (1, 1, 1, 1), (9000000000000000, 1, 2, 1)) AS v(n, x, m, y), gap(make_tally(n, x), make_tally(m, y), method) AS g;
-- two means; R 4.2.2: t.test(c(3, 5, 8, 9, 12.5), c(1, 4, 4, 6)) and with conf.level = 0.998
CREATE TEMP TABLE measured AS SELECT 1 AS wave, v FROM unnest('{1,4,4,6}'::float8[]) AS v UNION ALL SELECT 2, v FROM unnest('{3,5,8,9,12.5}'::float8[]) AS v;
SELECT g.difference, round(g.low::numeric, 10) AS low, round(g.high::numeric, 10) AS high, g.status, round(w.low::numeric, 8) AS wide_low, abs(z.high - g.high) < 1e-12 AS same
FROM (SELECT moments(v) FILTER (WHERE wave = 2) AS a, moments(v) FILTER (WHERE wave = 1) AS b FROM measured) AS m, gap(a, b) AS g, gap(a, b, 0.998) AS w, gap(a, b, z => 1.959963984540054) AS z;
SELECT g.* FROM (VALUES (moments_accum(NULL, NULL), make_moments(3, 1, 1)), (make_moments(1, 5, 0), make_moments(3, 1, 1)), (make_moments(3, 1, 1), NULL), (make_moments(3, 1, 0), make_moments(4, 2, 0)),
	(make_moments(3, 1e300, 1e300), make_moments(4, 2, 1e308))) AS v(a, b), gap(a, b) AS g;
-- weights that are all alike change nothing but the last digits
SELECT abs(g.low - h.low) < 1e-12 AND abs(g.high - h.high) < 1e-12 AS same
FROM (SELECT moments(v) FILTER (WHERE wave = 2) AS a, moments(v) FILTER (WHERE wave = 1) AS b, moments(v, 2.5) FILTER (WHERE wave = 2) AS c, moments(v, 0.1) FILTER (WHERE wave = 1) AS d FROM measured) AS m, gap(a, b) AS g, gap(c, d) AS h;
-- what is refused
SELECT gap(make_tally(2, 1), make_tally(2, 1), 'wilson');
SELECT gap(make_tally(2, 1), make_tally(2, 1), NULL);
SELECT gap(make_tally(2, 1), make_tally(2, 1), level => 1);
SELECT gap(NULL::tally, NULL, z => -1);
