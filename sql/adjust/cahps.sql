-- Case-mix adjustment of the CAHPS surveys: least squares centred within organisations.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
SET jit = off; -- compiling what is run once takes longer than running it
\set data :here '/test/data'
-- schools in districts, weighted by their pupils: R's lm of centred values, and the formulas written out in R
CREATE TEMP TABLE school (sample text, stype text, dnum text, snum int, api00 float8, enroll float8, api_stu float8, meals int, win int, imp int, pw float8, fpc float8, fpc1 float8, fpc2 float8);
\set file :data '/design/api.csv'
COPY school FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE figure (weights text, organisation text, n int, unadjusted float8, adjusted float8, variance float8, difference float8, se float8, t float8, p float8);
\set file :data '/adjust/cahps_api.csv'
COPY figure FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE figure_test (weights text, f float8, df1 int, df2 int, p float8, overall_mean float8, grand_mean float8, adjusters int);
\set file :data '/adjust/cahps_api_test.csv'
COPY figure_test FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE collected AS
	SELECT casemix(ARRAY['stype', 'meals'], api00, dnum, ARRAY[stype, meals::text], enroll) AS c FROM school WHERE sample = 'clus1';
CREATE TEMP VIEW by_weights AS
	SELECT weights, jsonb_build_object('linear', jsonb_build_array('meals'), 'weights', weights, 'overall', weights) AS options FROM unnest('{respondents,equal,weights}'::text[]) AS weights;
SELECT w.weights, count(*) AS districts, bool_and(r.n = o.n) AS n, count(r.status) AS statuses, max(abs(r.unadjusted / o.unadjusted - 1)) < 1e-13 AS unadjusted,
	max(abs(r.adjusted / o.adjusted - 1)) < 1e-12 AS adjusted, max(abs(r.variance / o.variance - 1)) < 1e-11 AS variance, max(abs(r.difference - o.difference)) < 1e-9 AS difference,
	max(abs(r.se / o.se - 1)) < 1e-11 AS se, max(abs(r.t - o.t)) < 1e-10 AS t, max(abs(r.p - o.p)) < 1e-10 AS p,
	bool_and(r.low = r.difference - 1.96 * r.se AND r.high = r.difference + 1.96 * r.se) AS limits, bool_and(r.stars = CASE WHEN o.p >= 0.05 THEN 2 WHEN o.t < 0 THEN 1 ELSE 3 END) AS stars
FROM by_weights AS w, collected, cahps(c, w.options) AS r JOIN figure AS o USING (organisation) WHERE o.weights = w.weights GROUP BY w.weights ORDER BY w.weights;
SELECT w.weights, abs(r.f / o.f - 1) < 1e-10 AS f, r.df1 = o.df1 AND r.df2 = o.df2 AS df, abs(r.p / o.p - 1) < 1e-8 AS p, abs(r.overall_mean / o.overall_mean - 1) < 1e-13 AS overall_mean,
	abs(r.grand_mean / o.grand_mean - 1) < 1e-12 AS grand_mean, r.organisations, r.organisations_used, r.n, r.missing, r.nameless, r.unanswered, r.adjusters, r.aliased, r.status
FROM by_weights AS w, collected, cahps_test(c, w.options) AS r, figure_test AS o WHERE o.weights = w.weights ORDER BY w.weights;
-- 182,354 respondents of 145 trusts with 35 dummies, in R too
\set data :data '/adjust'
\set temporary TEMPORARY
\i :data/load_cpes200k.sql
CREATE TEMP TABLE trust_figure (organisation text, n int, unadjusted float8, adjusted float8, variance float8, difference float8, se float8, t float8, p float8);
\set file :data '/cahps_cpes200k_q1.csv'
COPY trust_figure FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE trusts AS SELECT casemix('{age,sex,eth,imd,tum,ltc}', q1, trust, ARRAY[age, sex, eth, imd, tum, ltc]) AS c FROM respondent;
SELECT count(*) AS trusts, bool_and(r.n = o.n) AS n, count(r.status) AS statuses, max(abs(r.adjusted / o.adjusted - 1)) < 1e-12 AS adjusted,
	max(abs(r.variance / o.variance - 1)) < 1e-11 AS variance, max(abs(r.se / o.se - 1)) < 1e-11 AS se, max(abs(r.t - o.t)) < 1e-10 AS t, max(abs(r.p - o.p)) < 1e-10 AS p
FROM trusts, cahps(c) AS r JOIN trust_figure AS o USING (organisation);
SELECT f::numeric(12,8), df1, df2, p, overall_mean::numeric(12,10), grand_mean::numeric(12,10), organisations, organisations_used, n, missing, nameless, unanswered, adjusters, aliased, status
FROM trusts, cahps_test(c, '{"floor": 0.0001}');
SELECT stars, count(*), min(p) >= 0.05 AS not_significant, max(difference) < 0 AS below, min(difference) > 0 AS above FROM trusts, cahps(c) GROUP BY stars ORDER BY stars;
SELECT stars, count(*), min(abs(difference)) >= 0.05 AS gate FROM trusts, cahps(c, '{"meandiff": 0.05}') GROUP BY stars ORDER BY stars;
SELECT stars, count(*), min(abs(difference)) >= 0.3 * (1 - 0.764603381) AS gate FROM trusts, cahps(c, '{"change": 0.3}') GROUP BY stars ORDER BY stars;
-- adjusted means have the overall mean of the unadjusted ones
WITH r AS (SELECT r.* FROM trusts, cahps(c, '{"overall": "respondents"}') AS r)
SELECT abs(sum(n * adjusted) / sum(n) - sum(n * unadjusted) / sum(n)) < 1e-14 AS recentred, abs(sum(n * difference)) < 1e-9 AS differences FROM r;
-- reference levels do not matter; a missing category keeps everybody
SELECT max(abs(a.adjusted - b.adjusted)) < 1e-14 AS reference
FROM (SELECT r.* FROM trusts, cahps(c) AS r) AS a JOIN (SELECT r.* FROM trusts, cahps(c, '{"reference": {"age": "75-84", "tum": "Brain"}}') AS r) AS b USING (organisation);
SELECT n, missing, unanswered, adjusters FROM trusts, cahps_test(c, '{"missing": "category"}');
-- without adjusters: the mean, its variance and the t test by hand
SELECT bool_and(r.adjusted = r.unadjusted AND r.n = o.n) AS mean, max(abs(r.variance / (o.p * (1 - o.p) / o.n) - 1)) < 1e-12 AS variance, max(abs(r.t - (o.p - o.m) / sqrt(o.v * (1 - 2.0 / 145) + o.vv / 145 ^ 2))) < 1e-10 AS t
FROM trusts, cahps(c, '{"terms": []}') AS r
JOIN (SELECT trust AS organisation, n, p, p * (1 - p) / n AS v, avg(p) OVER () AS m, sum(p * (1 - p) / n) OVER () AS vv FROM (SELECT trust, count(q1) AS n, avg(q1::int)::float8 AS p FROM respondent GROUP BY trust) AS t) AS o USING (organisation);
-- the same bits whatever the order of rows and the split
SELECT a = b AS same FROM (SELECT array_agg(r ORDER BY organisation) AS a FROM trusts, cahps(c) AS r) AS a,
	(SELECT array_agg(r ORDER BY organisation) AS b
	FROM (SELECT rollup(c) AS c FROM (SELECT casemix('{age,sex,eth,imd,tum,ltc}', q1, trust, ARRAY[age, sex, eth, imd, tum, ltc] ORDER BY hashtext(tum || trust), sex) AS c FROM respondent GROUP BY ascii(eth) % 5) AS p) AS s, cahps(c) AS r) AS b;

-- organisations that have no test
CREATE TEMP TABLE answer (organisation text, age text, y float8, n int);
INSERT INTO answer VALUES ('A', 'old', 2, 4), ('A', 'old', 4, 4), ('B', 'old', 3, 4), ('B', 'old', 4, 8), ('C', 'old', 9, 5), ('D', 'old', 1, 1), ('E', 'old', NULL, 7), ('F', NULL, 5, 2), (NULL, 'old', 5, 3);
CREATE TEMP TABLE few AS SELECT casemix('{age}', y, organisation, ARRAY[age]) AS c FROM answer, generate_series(1, n);
SELECT organisation, n, unadjusted::numeric(8,6), adjusted::numeric(8,6), variance::numeric(8,6), difference::numeric(8,6), se::numeric(8,6), low::numeric(8,6), high::numeric(8,6), t::numeric(8,5), stars, missing, unanswered, status
FROM few, cahps(c) ORDER BY organisation;
SELECT f::numeric(8,6), df1, df2, p::numeric(8,6), overall_mean::numeric(8,6), grand_mean::numeric(8,6), organisations, organisations_used, n, missing, nameless, unanswered, adjusters, aliased, status
FROM few, cahps_test(c);
SELECT organisation, n, adjusted, t, stars, status FROM cahps((SELECT casemix('{age}', y, organisation, ARRAY[age]) FROM answer, generate_series(1, n) WHERE organisation = 'A'));
SELECT f, df1, df2, p, overall_mean, organisations, organisations_used, n, adjusters, aliased, status FROM cahps_test((SELECT casemix('{age}', y, organisation, ARRAY[age]) FROM answer, generate_series(1, n) WHERE organisation = 'A'));
-- all outcomes equal; an adjuster that is the same for all of an organisation
SELECT organisation, adjusted, variance, t, stars, status FROM cahps((SELECT casemix('{age}', 7.3::float8, organisation, ARRAY[age]) FROM answer, generate_series(1, n) WHERE organisation < 'C'));
SELECT f::numeric(8,6), adjusters, aliased, df2, status FROM cahps_test((SELECT casemix('{region,age}', y, organisation, ARRAY[organisation, age]) FROM answer, generate_series(1, n) WHERE organisation < 'C'));
-- an organisation below the minimum is left out of everything
SELECT organisation, n, unadjusted::numeric(8,6), adjusted::numeric(8,6), status FROM few, cahps(c, '{"minimum": 6}') WHERE n > 0 ORDER BY organisation;
SELECT count(*) AS rows FROM cahps(NULL);
SELECT cahps_test(NULL) IS NULL AS nothing;

-- what is refused
SELECT cahps(c, NULL) FROM few;
SELECT cahps(c, '{"weight": "equal"}') FROM few;
SELECT cahps(c, '{"weights": "n"}') FROM few;
SELECT cahps(c, '{"alpha": 2}') FROM few;
SELECT cahps(c, '{"minimum": 1}') FROM few;
SELECT cahps(c, '{"minimum": 2.5}') FROM few;
SELECT cahps(c, '{"meandiff": -1}') FROM few;
SELECT cahps(c, '{"change": 0.1}') FROM few;
SELECT cahps(c, '{"change": 0.1, "lowest": 10, "highest": 0}') FROM few;
SELECT cahps(c, '{"terms": ["sex"]}') FROM few;
SELECT cahps(c, '{"linear": ["age"]}') FROM few;
SELECT cahps(c, '{"missing": "error"}') FROM few;
SELECT cahps_test(c, '{"alpha": "x"}') FROM few;
SELECT cahps((SELECT casemix('{age}', y, organisation, ARRAY[age], 1, 0.5) FROM answer WHERE y IS NOT NULL));
SELECT cahps((SELECT casemix('{age}', y, organisation, ARRAY[age]) FROM answer WHERE y IS NULL));
