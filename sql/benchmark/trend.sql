-- Trends along groups in an order: Cochran and Armitage's test of rates, a line through means.
SET search_path = cancer_pe, public;
-- R 4.2.2, help(prop.trend.test): smokers in four groups of patients; chi-square 8.224921, p 0.00413, of all three 12.60041 (prop.test)
CREATE TEMP TABLE smokers AS SELECT * FROM unnest('{1,2,3,4}'::float8[], '{83,90,129,70}'::bigint[], '{86,93,136,82}'::bigint[]) AS v(dose, x, n);
SELECT round(t.slope::numeric, 9) AS slope, round(t.low::numeric, 9) AS low, round(t.high::numeric, 9) AS high, round((t.statistic ^ 2)::numeric, 6) AS chi2, t.df, round(t.p::numeric, 8) AS p, round((t.departure + t.statistic ^ 2)::numeric, 5) AS pearson, t.departure_df, round(t.departure_p::numeric, 8) AS departure_p, t.groups, t.status
FROM (SELECT trend(dose, make_tally(n, x)) AS g FROM smokers) AS s, trend_test(g) AS t;
-- the slope's own variance by its formula, and doses in other units and another order
SELECT abs(t.high - t.slope - 1.959963984540054 * (SELECT sqrt(sum(x * (n - x) / n::float8 * (dose - m) ^ 2)) / sum(n * (dose - m) ^ 2) FROM smokers, (SELECT sum(n * dose) / sum(n) AS m FROM smokers) AS c)) < 1e-14 AS interval,
	abs(u.slope * -100 - t.slope) < 1e-14 AND abs(u.statistic + t.statistic) < 1e-12 AND abs(u.departure - t.departure) < 1e-11 AS units
FROM (SELECT trend(dose, make_tally(n, x)) AS g, trend(2000 - 100 * dose, make_tally(n, x)) AS h FROM smokers) AS s, trend_test(g) AS t, trend_test(h) AS u;
-- means; R 4.2.2: lm of these values on dose, and anova against the groups as a factor
CREATE TEMP TABLE measured AS SELECT dose, v FROM (VALUES (1, '{3,5,4,6.5}'::float8[]), (2, '{4,7,6}'), (4, '{9,8,7.5,10,8}')) AS g(dose, vs), unnest(vs) AS v;
SELECT round(t.slope::numeric, 9) AS slope, round(t.low::numeric, 9) AS low, round(t.high::numeric, 9) AS high, round(t.statistic::numeric, 9) AS t, t.df, round(t.p::numeric, 12) AS p, round(t.departure::numeric, 9) AS f, t.departure_df, round(t.departure_p::numeric, 9) AS departure_p, t.groups, t.status
FROM (SELECT trend(dose, m) AS g FROM (SELECT dose, moments(v) AS m FROM measured GROUP BY dose) AS d) AS s, trend_test(g) AS t;
SELECT abs(t.slope - r.slope) < 1e-13 AND abs(t.statistic ^ 2 - r2 / (1 - r2) * 10) < 1e-10 AS as_regression
FROM (SELECT trend(dose, m) AS g FROM (SELECT dose, moments(v) AS m FROM measured GROUP BY dose) AS d) AS s, trend_test(g) AS t, (SELECT regr_slope(v, dose) AS slope, regr_r2(v, dose) AS r2 FROM measured) AS r;
-- any order and any split: the same bits
CREATE TEMP TABLE grouped AS SELECT i % 5 + 0.1 * (i % 3) AS dose, make_tally(50 + i, i * i % 50) AS t, make_moments(50 + i, sin(i), 1 + cos(i)) AS m, i % 4 AS part FROM generate_series(1, 200) AS i;
SELECT rollup(t)::text = (SELECT trend(dose, t)::text FROM (SELECT * FROM grouped ORDER BY md5(t::text)) AS o) AS rates, rollup(m)::text = (SELECT trend(dose, m)::text FROM grouped) AS means FROM (SELECT trend(dose, t) AS t, trend(dose, m) AS m FROM grouped GROUP BY part) AS p;
-- weighted: equal weights change nothing but last digits
SELECT abs(a.statistic - b.statistic) < 1e-11 AND abs(a.low - b.low) < 1e-13 AND abs(c.statistic - d.statistic) < 1e-11 AND abs(c.high - d.high) < 1e-12 AS same
FROM (SELECT trend(dose, t) AS t, trend(dose, w) AS w, trend(dose, m) AS m, trend(dose, mw) AS mw FROM (SELECT i % 4 AS dose, tally(i * i % 7 < 2) AS t, tally(i * i % 7 < 2, 0.3) AS w, moments(i % 9) AS m, moments(i % 9, 3) AS mw FROM generate_series(1, 500) AS i GROUP BY 1) AS g) AS v,
	trend_test(t) AS a, trend_test(w) AS b, trend_test(m) AS c, trend_test(mw) AS d;
-- corners: no groups, empty ones, one dose, all at 0 %, no spread, two values
SELECT v.what, round(t.slope::numeric, 9) AS slope, round(t.low::numeric, 9) AS low, round(t.high::numeric, 9) AS high, round(t.statistic::numeric, 9) AS statistic, round(t.p::numeric, 9) AS p, t.departure, t.groups, t.status FROM (VALUES ('none', 'groups=0 means=0 empty=0'::trend), ('empty', trend_accum(trend_accum(NULL, 1, NULL::tally), 2, make_moments(0, 0, 0))), ('one dose', trend_accum(trend_accum(NULL, 3, make_tally(5, 2)), 3, make_tally(6, 1))),
	('none positive', trend_accum(trend_accum(NULL, 1, make_tally(5, 0)), 2, make_tally(6, 0))), ('none and all', trend_accum(trend_accum(NULL, 1, make_tally(5, 0)), 2, make_tally(6, 6))), ('no spread', trend_accum(trend_accum(NULL, 1, make_moments(5, 1, 0)), 2, make_moments(6, 3, 0))),
	('two values', trend_accum(trend_accum(NULL, 1, make_moments(1, 1, 0)), 2, make_moments(1, 3, 0))), ('two groups', trend_accum(trend_accum(NULL, 1, make_tally(5, 2)), 2, make_tally(6, 1))), ('mixed', trend_combine(trend_accum(NULL, 1, make_tally(5, 2)), trend_accum(NULL, 2, make_moments(6, 1, 1)))), ('null', NULL)) AS v(what, g), trend_test(g) AS t;
SELECT t.slope, t.low, t.statistic, t.status FROM (SELECT trend(d, m) AS g FROM (VALUES (1e-200, make_moments(5, 1e150, 1e149)), (3e-200, make_moments(6, 3e150, 1)), (2e-200, make_moments(3, 5, 1))) AS v(d, m)) AS s, trend_test(g) AS t;
-- the type: text, bytes, order, what is refused
SELECT g, trend_send(g), g::text::trend = g AND trend_hash(g::text::trend) = trend_hash(g) AS text, g > 'groups=0 means=0 empty=3' AS sorted FROM trend_accum(NULL, 2, make_tally(4, 1)) AS g;
SELECT trend(1, NULL::tally), rollup(NULL::trend) FROM generate_series(1, 3);
SELECT 'groups=1 means=0 empty=0'::trend;
SELECT 'groups=1 means=2 empty=0 n=1p2 nd=1p3 ndd=1p4 x=1p0 xd=1p1 xm=1p-2 v=3p-2 vd=3p-1 vdd=3p0'::trend;
SELECT 'groups=1 means=0 empty=0 n=1p2 nd=1p3 ndd=1p0 x=1p0 xd=1p1 xm=1p-2 v=3p-2 vd=3p-1 vdd=3p0'::trend;
SELECT 'groups=1 means=0 empty=0 n=1p2 nd=1p3 ndd=1p4 x=1p3 xd=1p1 xm=1p-2 v=3p-2 vd=3p-1 vdd=3p0'::trend;
SELECT trend(NULL, make_tally(3, 1));
SELECT trend('NaN', make_tally(3, 1));
SELECT trend(NULL, NULL::moments);
SELECT trend_accum(trend_accum(NULL, 1, make_tally(5, 2)), 2, make_moments(6, 1, 1));
SELECT trend_accum(trend_accum(NULL, 1, make_moments(5, 2, 1)), 2, make_tally(6, 1));
SELECT trend(1, make_moments(5, 1e300, 1e300));
SELECT trend_test(NULL, z => 0);
DROP TABLE grouped;
