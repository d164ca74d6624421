-- The type moments: exact sums of measured values.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE rating AS
	SELECT i, CASE WHEN i % 9 > 0 THEN (i * i % 11)::float8 END AS value, (1 + i % 13) / 8.0::float8 AS weight, i % 4 AS part
	FROM generate_series(1, 5000) AS i;
SELECT moments(value) FROM rating;
-- numeric arithmetic is the oracle: whole numbers and eighths are exact in it
SELECT n(m) = count(value) AS n, missing(m) = count(*) - count(value) AS missing,
	mean(m)::numeric(20,14) = avg(value::numeric)::numeric(20,14) AS mean,
	sd(m)::numeric(20,13) = stddev_samp(value::numeric)::numeric(20,13) AS sd,
	abs(mean_se(m) / (sd(m) / sqrt(n(m))) - 1) < 1e-15 AS se
FROM rating, LATERAL (SELECT moments(value) FROM rating) AS s(m) GROUP BY m;
SELECT mean(m)::numeric(20,14) = (swx / sw)::numeric(20,14) AS mean,
	sd(m)::numeric(20,12) = sqrt(n(m) / (n(m) - 1.0) * (swxx / sw - (swx / sw) ^ 2))::numeric(20,12) AS sd,
	n_eff(m)::numeric(20,9) = (sw ^ 2 / sww)::numeric(20,9) AS n_eff,
	mean_se(m)::numeric(20,14) = (sqrt(n(m) / (n(m) - 1.0) * (swwxx - 2 * swx / sw * swwx + (swx / sw) ^ 2 * sww)) / sw)::numeric(20,14) AS se
FROM (SELECT moments(value, weight) AS m, sum(w) AS sw, sum(w * x) AS swx, sum(w * x * x) AS swxx, sum(w * w) AS sww, sum(w * w * x) AS swwx, sum(w * w * x * x) AS swwxx
	FROM (SELECT value, weight, value::numeric AS x, CASE WHEN value IS NOT NULL THEN weight::numeric END AS w FROM rating) AS r) AS s;
-- nothing cancels: values near 10^15 that differ by eighths, where the textbook formula gives noise
SELECT mean(moments(x)) - 1e15 AS mean, sd(moments(x)), (sd(moments(x)) * 8)::numeric(10,9) AS eighths
FROM (SELECT 1e15::float8 + (i % 3) / 8.0 FROM generate_series(1, 999) AS i) AS v(x);
SELECT mean(moments(x)) FROM (VALUES (1e308::float8), (1e308), (-1e308)) AS v(x);
SELECT sd(moments(x)) FROM (VALUES (1e308::float8), (1e308), (-1e308)) AS v(x);
SELECT mean(moments(x)), length(moments(x)::text) FROM (VALUES (5e-324::float8), (1e300), (-1e300)) AS v(x);
-- no value, one value, equal values
SELECT moments(value), mean(moments(value)), sd(moments(value)), mean_se(moments(value)), n_eff(moments(value)), (mean_ci(moments(value))).* FROM rating WHERE false;
SELECT mean(m), sd(m), (mean_ci(m)).* FROM (SELECT moments(7)) AS v(m);
SELECT mean(m), sd(m), mean_se(m), (mean_ci(m)).* FROM (SELECT moments(7) FROM generate_series(1, 3)) AS v(m);
-- parts merge to the whole in any order, to the bit
SELECT rollup(m)::text = (SELECT moments(value / 7)::text FROM rating) AS plain, rollup(w) = (SELECT moments(value / 7, weight / 3) FROM (SELECT * FROM rating ORDER BY i DESC) AS r) AS weighted,
	bool_and(w::text::moments = w) AS text
FROM (SELECT moments(value / 7) AS m, moments(value / 7, weight / 3) AS w FROM rating GROUP BY part) AS p;
SELECT count(DISTINCT m), count(DISTINCT moments_hash(m)), count(DISTINCT moments_hash_extended(m, 1)) FROM (VALUES (make_moments(3, 2, 1)), (make_moments(3, 2, 1)), (make_moments(3, 2, 0))) AS v(m);
SELECT make_moments(3, 2, 0) < make_moments(3, 2, 1), make_moments(3, 2, 0) <= make_moments(3, 2, 0), make_moments(3, 2, 0) <> make_moments(3, 2, 1), make_moments(3, 2, 0) >= make_moments(2, 2, 0), make_moments(3, 2, 0) > make_moments(4, 2, 0), moments_cmp(make_moments(3, 2, 0), make_moments(3, 2, 0));
-- constructors give back what they were given
SELECT n(m), missing(m), mean(m), sd(m) FROM (SELECT make_moments(70942, 8.80, 1.39, 7)) AS v(m);
SELECT make_moments(0, 0, 0), make_moments(1, 5, 0), make_moments(NULL, 5, 0);
SELECT make_moments(-1, 5, 1);
SELECT make_moments(3, 5, -1);
SELECT make_moments(3, 'NaN', 1);
SELECT make_moments(1, 5, 1);
SELECT make_moments(0, 5, 0);
SELECT make_moments(9223372036854775807, 5, 1);
-- what is refused
SELECT moments('NaN'::float8);
SELECT moments('-Infinity'::float8);
SELECT moments(1, 0);
SELECT moments(1, NULL);
SELECT moments(NULL, 'NaN');
SELECT rollup(m) FROM (SELECT moments(1) UNION ALL SELECT moments(1, 1)) AS v(m);
SELECT 'n=1 missing=0'::moments;
SELECT 'n=2 missing=0 x=1p3 xx=1p0'::moments;
SELECT 'n=2 missing=0 w=1p0 wx=0 wxx=0 ww=1p3 wwx=0 wwxx=0'::moments;
SELECT 'n=1 missing=0 x=1p0 xx=1p0 '::moments, 'n=0 missing=3'::moments;
SELECT mean(make_moments(2, 1e308, 0));
SELECT sd(moments(x)), mean_se(moments(x)) FROM (VALUES (1.7e308::float8), (-1.7e308)) AS v(x);
SELECT mean_se(moments(x)) FROM (VALUES (1.7e308::float8), (-1.7e308)) AS v(x);
-- squares that no double holds do not matter
SELECT sd(moments(x * 1e-200)), sd(moments(x * 1e200)), mean_se(moments(x * 1e-200)) FROM (VALUES (1::float8), (3)) AS v(x);
SELECT w, mean_se(moments(x, w)) = mean_se(moments(x, 1)) OR abs(mean_se(moments(x, w)) / mean_se(moments(x, 1)) - 1) < 1e-14 AS same_se, abs(rate_se(tally(x > 1, w)) / rate_se(tally(x > 1, 1)) - 1) < 1e-14 AS same_rate_se
FROM (VALUES (1::float8), (3), (4)) AS v(x), (VALUES (1e-170::float8), (1e170)) AS s(w) GROUP BY w ORDER BY w;
-- what no rows can reach is refused in text and binary alike, and what is read stays readable when it grows
SELECT 'n=1 missing=0 x=1p0 xx=1p2200'::moments;
SELECT 'n=1 missing=0 x=1p1200 xx=1p2400'::moments;
SELECT rollup(m)::text::moments = rollup(m) FROM (SELECT 'n=1 missing=0 x=1p1024 xx=1p2048'::moments FROM generate_series(1, 1000)) AS v(m);

-- PHEindicatormethods 2.1.1: mean, sd and t interval, relative 1e-12
CREATE TEMP TABLE given (grp int, value float8);
CREATE TEMP TABLE expected (n int, sd float8, mean float8, low95 float8, high95 float8, low998 float8, high998 float8);
\set file :here '/test/data/reference/mean_input.csv'
COPY given FROM :'file' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_mean.csv'
COPY expected FROM PROGRAM :'command' (FORMAT csv, HEADER);
SELECT count(*), max(abs(mean(m) / mean - 1)) < 1e-12 AS mean, max(abs(sd(m) / sd - 1)) < 1e-12 AS sd,
	max(abs((a).low / low95 - 1)) < 1e-12 AND max(abs((a).high / high95 - 1)) < 1e-12 AS t95,
	max(abs((b).low / low998 - 1)) < 1e-12 AND max(abs((b).high / high998 - 1)) < 1e-12 AS t998
FROM (SELECT m, mean_ci(m) AS a, mean_ci(m, 't', 0.998) AS b FROM (SELECT moments(value) AS m FROM given GROUP BY grp) AS g) AS o
JOIN expected AS e ON abs(mean(o.m) - e.mean) < 1e-9;

-- R survey 4.5: weighted proportion, linearised standard error, Kish's n, relative 1e-11
CREATE TEMP TABLE given_weight (trust text, positive boolean, weight float8);
CREATE TEMP TABLE expected_weight (trust text, n int, rate float8, se float8, n_eff float8);
\set file :here '/test/data/reference/weighted_trust_input.csv'
COPY given_weight FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/reference/weighted_trust.csv'
COPY expected_weight FROM :'file' (FORMAT csv, HEADER);
SELECT count(*), bool_and(n(t) = n) AS n, max(abs(rate(t) / rate - 1)) < 1e-11 AS rate, max(abs(rate_se(t) / se - 1)) < 1e-11 AS se, max(abs(n_eff(t) / n_eff - 1)) < 1e-11 AS n_eff,
	max(abs(mean(m) / rate - 1)) < 1e-11 AS mean, max(abs(mean_se(m) / se - 1)) < 1e-11 AS mean_se
FROM (SELECT trust, tally(positive, weight) AS t, moments(positive::int, weight) AS m FROM given_weight GROUP BY trust) AS g JOIN expected_weight USING (trust);
