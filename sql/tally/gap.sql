-- Gaps between sub-groups: the difference of two rates and its interval.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file 'sed 1d ' :here '/test/data/reference/two_proportions.csv'
CREATE TEMP TABLE pair (x1 bigint, n1 bigint, x2 bigint, n2 bigint, diff float8, z_unpooled float8, newcombe_lo float8, newcombe_hi float8);
COPY pair FROM PROGRAM :'file' (FORMAT csv, HEADER);
-- against R, whose difference is the second less the first, at 95 %
SELECT count(*) AS pairs, max(abs(g.difference - diff)) < 1e-15 AS difference, max(abs(g.low - newcombe_lo)) < 1e-12 AS low, max(abs(g.high - newcombe_hi)) < 1e-12 AS high,
	max(abs(w.low - diff + 1.959963984540054 * abs(diff / z_unpooled))) FILTER (WHERE z_unpooled <> 'NaN') < 1e-12 AS wald_low, max(abs(w.high - diff - 1.959963984540054 * abs(diff / z_unpooled))) FILTER (WHERE z_unpooled <> 'NaN') < 1e-12 AS wald_high,
	count(g.status) AS statuses, bool_and(t.low = -g.high AND t.high = -g.low) AS turned
FROM pair, gap(make_tally(n2, x2), make_tally(n1, x1)) AS g, gap(make_tally(n1, x1), make_tally(n2, x2)) AS t, gap(make_tally(n2, x2), make_tally(n1, x1), 'wald') AS w;
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
-- what is refused
SELECT gap(make_tally(2, 1), make_tally(2, 1), 'wilson');
SELECT gap(make_tally(2, 1), make_tally(2, 1), NULL);
SELECT gap(make_tally(2, 1), make_tally(2, 1), level => 1);
SELECT gap(NULL, NULL, z => -1);
