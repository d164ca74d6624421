-- Change between waves adjusted for case-mix: 182,354 respondents of 145 trusts in two years, under one logistic model
-- of both, as R has it; and small cases by formulas written out here.
SET search_path = cancer_pe, public;
SET jit = off; -- compiling what is run once takes longer than running it
\getenv here PG_ABS_SRCDIR
\set benchmark :here '/test/data/benchmark'
\set data :here '/test/data/adjust'
\i :data/load_cpes200k_year.sql
CREATE TEMP TABLE figure (trust text, x1 float8, n1 int, e1 float8, x2 float8, n2 int, e2 float8, yr_logor float8, yr_se float8, yr_p float8, v1 float8, v2 float8,
	adjdiff float8, adjdiff_se float8, adjdiff_z float8, adjdiff_p float8, adjdiff_bh float8, yr_bh float8);
\set file :benchmark '/year_on_year_adjusted.csv'
COPY figure FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE wave AS SELECT year, casemix('{age,sex,eth,imd,tum,ltc}', q1, trust, level) AS c FROM wave_respondent GROUP BY year;
CREATE TEMP TABLE fitted AS SELECT fit(rollup(c), '{"organisation": "none"}') AS model FROM wave;
CREATE TEMP TABLE change AS
	SELECT r.* FROM fitted, wave AS b, wave AS a, adjusted_change(model, b.c, a.c) AS r WHERE b.year = 2023 AND a.year = 2024;
SELECT count(*) AS trusts, bool_and(r.n_before = o.n1 AND r.n_after = o.n2) AS n, bool_and(r.observed_before = o.x1 AND r.observed_after = o.x2) AS observed, count(r.status) AS statuses,
	max(abs(r.expected_before - o.e1) + abs(r.expected_after - o.e2)) < 1e-10 AS expected, max(abs(r.difference - o.adjdiff)) < 1e-13 AS difference,
	max(abs(r.se - o.adjdiff_se)) < 1e-13 AS se, max(abs(r.statistic - o.adjdiff_z)) < 1e-11 AS statistic, max(abs(r.p - o.adjdiff_p)) < 1e-11 AS p,
	max(abs(r.log_odds_ratio - o.yr_logor)) < 1e-10 AS log_odds_ratio, max(abs(r.log_odds_ratio_se / o.yr_se - 1)) < 1e-6 AS log_odds_ratio_se, max(abs(r.log_odds_ratio_p / o.yr_p - 1)) < 1e-6 AS log_odds_ratio_p
FROM change AS r JOIN figure AS o ON o.trust = r.organisation;
SELECT count(*) AS trusts, sum(n_before + n_after) AS n, sum(missing_before + missing_after) AS missing, sum(unanswered_before + unanswered_after) AS unanswered,
	(SELECT count(*) FROM wave_respondent) AS respondents FROM change;
-- the two forms tell the same trusts apart
SELECT corr(difference / (expected_after / n_after * (1 - expected_after / n_after)), log_odds_ratio) > 0.99 AS same, count(*) FILTER (WHERE p < 0.05) AS by_difference, count(*) FILTER (WHERE log_odds_ratio_p < 0.05) AS by_odds,
	count(*) FILTER (WHERE (p < 0.05) <> (log_odds_ratio_p < 0.05)) AS not_both FROM change;
-- limits by level and by z
WITH b AS MATERIALIZED (SELECT r.* FROM fitted, wave AS x, wave AS y, adjusted_change(model, x.c, y.c, z => 3) AS r WHERE x.year = 2023 AND y.year = 2024)
SELECT max(abs(a.low - (a.difference - 1.959963984540054 * a.se))) < 1e-15 AS level, max(abs(b.high - (b.difference + 3 * b.se))) < 1e-15 AS z FROM change AS a JOIN b USING (organisation);
-- before and after exchanged
WITH b AS MATERIALIZED (SELECT r.* FROM fitted, wave AS x, wave AS y, adjusted_change(model, x.c, y.c) AS r WHERE x.year = 2024 AND y.year = 2023)
SELECT max(abs(a.difference + b.difference)) < 1e-15 AS difference, max(abs(a.se - b.se)) < 1e-15 AS se, max(abs(a.log_odds_ratio + b.log_odds_ratio)) < 1e-14 AS log_odds_ratio, max(abs(a.p - b.p)) < 1e-14 AS p FROM change AS a JOIN b USING (organisation);
-- a wave against itself is no change; under last year's model, with effects of trusts, E is that of indirect
SELECT bool_and(difference = 0 AND log_odds_ratio = 0 AND p = 1 AND log_odds_ratio_p = 1) AS none FROM fitted, wave, adjusted_change(model, c, c) WHERE year = 2024;
CREATE TEMP TABLE last_year AS SELECT fit(c) AS model FROM wave WHERE year = 2023;
WITH r AS MATERIALIZED (SELECT r.* FROM last_year, wave AS b, wave AS a, adjusted_change(model, b.c, a.c) AS r WHERE b.year = 2023 AND a.year = 2024),
i AS MATERIALIZED (SELECT i.* FROM last_year, wave, indirect(model, c) AS i WHERE year = 2023), k AS MATERIALIZED (SELECT k.* FROM last_year, wave, indirect(model, c) AS k WHERE year = 2024)
SELECT max(abs(r.expected_before - i.expected)) < 1e-9 AS before, max(abs(r.expected_after - k.expected)) < 1e-9 AS after, max(abs(r.se ^ 2 - i.variance / i.n ^ 2 - k.variance / k.n ^ 2)) < 1e-15 AS variance
FROM r JOIN i USING (organisation) JOIN k USING (organisation);
-- the same bits whatever the order of rows and the split
SELECT (SELECT array_agg(r::text ORDER BY organisation) FROM change AS r) = (SELECT array_agg(r::text ORDER BY r.organisation) FROM fitted,
	(SELECT rollup(c) AS c FROM (SELECT casemix('{age,sex,eth,imd,tum,ltc}', q1, trust, level ORDER BY hashtext(level::text || trust)) AS c FROM wave_respondent WHERE year = 2023 GROUP BY ascii(level[5]) % 5) AS p) AS b,
	(SELECT rollup(c) AS c FROM (SELECT casemix('{age,sex,eth,imd,tum,ltc}', q1, trust, level ORDER BY hashtext(level::text || trust) DESC) AS c FROM wave_respondent WHERE year = 2024 GROUP BY level[1]) AS p) AS a,
	adjusted_change(model, b.c, a.c) AS r) AS same_bits;

-- small waves by formulas over rows: yes or no with weights, numbers with and without
CREATE TEMP TABLE answer AS
	SELECT 'org' || i % 4 AS organisation, 1 + (i % 7 > 3)::int AS wave, 'age' || i * 31 % 3 AS age, (i * 17 % 11 - 5)::text AS imd, 1 + i % 3 AS weight,
		sin(i * 12.9898) * 43758.5453 - floor(sin(i * 12.9898) * 43758.5453) < 0.4 + i % 4 * 0.1 + i * 31 % 3 * 0.1 AS positive, round((sin(i) * 3 + i % 4 + (i % 7 > 3)::int)::numeric, 1)::float8 AS score
	FROM generate_series(1, 900) AS i;
CREATE TEMP TABLE small AS
	SELECT 'weighted' AS name, wave, casemix('{age,imd}', positive, organisation, ARRAY[age, imd], weight) AS c FROM answer GROUP BY wave
	UNION ALL SELECT 'numbers', wave, casemix('{age,imd}', score, organisation, ARRAY[age, imd]) FROM answer GROUP BY wave
	UNION ALL SELECT 'weighted numbers', wave, casemix('{age,imd}', score, organisation, ARRAY[age, imd], weight) FROM answer GROUP BY wave;
CREATE TEMP TABLE small_model AS SELECT name, fit(rollup(c), '{"organisation": "none", "linear": ["imd"]}') AS model FROM small GROUP BY name;
CREATE TEMP TABLE small_change AS
	SELECT name, r.* FROM small_model JOIN small AS b USING (name) JOIN small AS a USING (name), adjusted_change(model, b.c, a.c) AS r WHERE b.wave = 1 AND a.wave = 2;
WITH row AS (
	SELECT m.name, a.organisation, a.wave, expected(m.model, ARRAY[age, imd]) AS e, CASE m.name WHEN 'weighted' THEN positive::int ELSE score END AS y, CASE m.name WHEN 'numbers' THEN 1 ELSE weight END AS w,
		(SELECT sigma FROM fit_report(m.model)) AS sigma, (SELECT n - rank FROM fit_report(m.model)) AS df
	FROM small_model AS m, answer AS a),
side AS (
	SELECT name, organisation, df, sum(w * (y - e)) FILTER (WHERE wave = 1) / sum(w) FILTER (WHERE wave = 1) AS one, sum(w * (y - e)) FILTER (WHERE wave = 2) / sum(w) FILTER (WHERE wave = 2) AS two,
		sum(CASE name WHEN 'weighted' THEN w * w * e * (1 - e) ELSE w * sigma ^ 2 END) FILTER (WHERE wave = 1) / sum(w) FILTER (WHERE wave = 1) ^ 2 + sum(CASE name WHEN 'weighted' THEN w * w * e * (1 - e) ELSE w * sigma ^ 2 END) FILTER (WHERE wave = 2) / sum(w) FILTER (WHERE wave = 2) ^ 2 AS v
	FROM row GROUP BY name, organisation, df)
SELECT name, count(*), max(abs(difference - (two - one))) < 1e-13 AS difference, max(abs(se / sqrt(v) - 1)) < 1e-12 AS se, max(abs(statistic - difference / se)) < 1e-12 AS statistic,
	bool_and(CASE name WHEN 'weighted' THEN abs((high - difference) / se - 1.959963984540054) < 1e-12 ELSE df = 896 AND abs((high - difference) / se - 1.962615127984448) < 1e-10 END) AS limits, bool_and((log_odds_ratio IS NULL) = (name <> 'weighted')) AS odds, count(status) AS statuses
FROM small_change JOIN side USING (name, organisation) GROUP BY name ORDER BY name;
-- the log odds ratio solves its likelihood equations: with each wave's shift its expected are its observed, and its variance is theirs
WITH row AS (
	SELECT a.organisation, a.wave, weight AS w, positive::int AS y, ln(e / (1 - e)) AS eta FROM answer AS a, small_model AS m, LATERAL (SELECT expected(m.model, ARRAY[age, imd]) AS e) AS e WHERE m.name = 'weighted'),
fitted AS (
	SELECT organisation, wave, fit(casemix('{}', y::boolean, '', '{}', w, eta), '{"organisation": "none"}') AS model FROM row GROUP BY organisation, wave),
shift AS (
	SELECT organisation, wave, coefficient AS a FROM fitted, coefficients(model)),
slope AS (
	SELECT organisation, wave, a, sum(w * w * p * (1 - p)) / sum(w * p * (1 - p)) ^ 2 AS v FROM row JOIN shift USING (organisation, wave), LATERAL (SELECT 1 / (1 + exp(-a - eta)) AS p) AS p GROUP BY organisation, wave, a)
SELECT max(abs(log_odds_ratio - (two.a - one.a))) < 1e-11 AS log_odds_ratio, max(abs(log_odds_ratio_se / sqrt(one.v + two.v) - 1)) < 1e-11 AS se
FROM small_change AS c JOIN slope AS one USING (organisation) JOIN slope AS two USING (organisation) WHERE c.name = 'weighted' AND one.wave = 1 AND two.wave = 2;

-- organisations that have no change, or only one form of it
CREATE TEMP TABLE few (organisation text, wave int, age text, positive boolean, n int);
INSERT INTO few VALUES ('A', 1, 'old', true, 5), ('A', 1, 'young', false, 5), ('A', 2, 'old', true, 9), ('A', 2, 'young', true, 1), ('B', 1, 'old', false, 3), ('B', 2, 'old', true, 3), ('B', 2, 'old', false, 3),
	('C', 1, 'old', true, 4), ('D', 2, 'old', true, 4), ('E', 1, 'old', NULL, 2), ('E', 2, NULL, true, 2), ('F', 1, 'old', false, 3), ('F', 1, 'young', false, 3), ('F', 1, 'old', true, 1), ('F', 2, 'old', false, 1), ('F', 2, 'young', true, 1), (NULL, 1, 'old', true, 2), (NULL, 2, 'old', false, 1), (NULL, 2, 'old', true, 1);
CREATE TEMP TABLE few_wave AS SELECT wave, casemix('{age}', positive, organisation, ARRAY[age]) AS c FROM few, generate_series(1, n) GROUP BY wave;
CREATE TEMP TABLE few_model AS SELECT fit(rollup(c), '{"organisation": "none"}') AS model FROM few_wave;
SELECT organisation, n_before, observed_before, expected_before::numeric(8,5), n_after, observed_after, expected_after::numeric(8,5), difference::numeric(8,5), se::numeric(8,5), p::numeric(8,5), log_odds_ratio::numeric(8,5), log_odds_ratio_se::numeric(8,5), log_odds_ratio_p::numeric(8,5),
	missing_before AS mb, missing_after AS ma, unanswered_before AS ub, unanswered_after AS ua, status
FROM few_model, few_wave AS b, few_wave AS a, adjusted_change(model, b.c, a.c) WHERE b.wave = 1 AND a.wave = 2;
-- a model with effects of organisations leaves those without one out
SELECT count(*), count(*) FILTER (WHERE organisation IS NULL) AS nameless FROM few_wave AS b, few_wave AS a, adjusted_change((SELECT fit(rollup(c)) FROM few_wave), b.c, a.c) WHERE b.wave = 1 AND a.wave = 2;
-- what separation foretells has no part in the odds: all women are positive in both waves
CREATE TEMP TABLE separated AS
	SELECT wave, casemix('{sex,age}', y, 'A', ARRAY[sex, age]) AS c FROM (VALUES (1, 'f', 'old', true, 4), (2, 'f', 'old', true, 6), (1, 'm', 'old', true, 3), (1, 'm', 'old', false, 2), (2, 'm', 'old', true, 1), (2, 'm', 'young', false, 3), (1, 'm', 'young', true, 2), (1, 'm', 'young', false, 1), (2, 'm', 'old', false, 1)) AS v(wave, sex, age, y, n), generate_series(1, n) GROUP BY wave;
SELECT n_before, expected_before::numeric(8,5), n_after, expected_after::numeric(8,5), difference::numeric(8,5), log_odds_ratio::numeric(8,5), status FROM separated AS b, separated AS a, adjusted_change((SELECT fit(rollup(c), '{"organisation": "none"}') FROM separated), b.c, a.c) WHERE b.wave = 1 AND a.wave = 2;
SELECT r.difference IS NOT NULL AS difference, r.log_odds_ratio, r.status FROM separated AS w, adjusted_change((SELECT fit(rollup(c), '{"organisation": "none"}') FROM separated), (SELECT casemix('{sex,age}', true, 'A', '{f,old}')), w.c) AS r WHERE wave = 2;
SELECT count(*) AS rows FROM few_wave, adjusted_change(NULL, c, c);
SELECT count(*) AS rows FROM few_model, few_wave, adjusted_change(model, c, NULL);
SELECT count(*) AS rows FROM few_model, adjusted_change(model, (SELECT casemix('{age}', true, 'A', '{old}') WHERE false), (SELECT casemix('{age}', true, 'A', '{old}')));

-- what is refused
SELECT adjusted_change(model, c, c, 1.5) FROM few_model, few_wave;
SELECT adjusted_change(model, c, c, z => -1) FROM few_model, few_wave;
SELECT adjusted_change(model, c, c, NULL) FROM few_model, few_wave;
SELECT adjusted_change(model, c, (SELECT casemix('{age}', 1::float8, 'A', '{old}'))) FROM few_model, few_wave;
SELECT adjusted_change(model, (SELECT casemix('{sex}', true, 'A', '{f}')), c) FROM few_model, few_wave;
SELECT adjusted_change(model, c, (SELECT casemix('{age}', true, 'A', '{middle}'))) FROM few_model, few_wave;
SELECT adjusted_change(model, c, 'covariates=("age") questions=("q1" binary,"q2" binary)') FROM few_model, few_wave;
DROP TABLE wave, fitted, last_year, small, small_model, few_wave, few_model, separated;
