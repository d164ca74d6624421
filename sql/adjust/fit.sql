-- Fits through SQL: options, separation, sheets, and what may not change a digit.
SET search_path = public, cancer_pe;
SET extra_float_digits = 0;
SET jit = off; -- compiling what is run once takes longer than running it
CREATE TABLE survey AS SELECT * FROM sample_responses(20000, 4);
CREATE TABLE answer AS
SELECT i AS id, trust, tumour_group AS tumour, age_band AS age, sex, CASE WHEN i % 40 <> 7 THEN deprivation END AS deprivation,
	CASE classify('2018', 'Q1', q1) WHEN 'positive' THEN true WHEN 'negative' THEN false END AS positive, q59 AS rating
FROM (SELECT *, row_number() OVER () AS i FROM survey) AS numbered;
CREATE TEMP TABLE collected AS
SELECT casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text]) AS c FROM answer;
CREATE TEMP TABLE fitted AS SELECT fit(c) AS m FROM collected;

SELECT family, organisation, n, n_missing, n_unanswered, cells, columns, rank, iterations, round(mean::numeric, 4) AS mean, round(auc::numeric, 4) AS auc
FROM fitted, fit_report(m);
-- covariates that no term uses: the fit is that of respondents collected without them, to the bit
SELECT o AS options, r.patterns, r.cells, r = s AS report, (SELECT array_agg(x) FROM coefficients(m) AS x) = (SELECT array_agg(x) FROM coefficients(l) AS x) AS coefficients,
	(SELECT array_agg(x) FROM margins(m) AS x) = (SELECT array_agg(x) FROM margins(l) AS x) AS margins, (SELECT array_agg(x) FROM indirect(m) AS x) = (SELECT array_agg(x) FROM indirect(l) AS x) AS indirect
FROM (SELECT o, fit(c, o || '{"terms": ["tumour", "age"]}') AS m, fit(d, o) AS l
	FROM collected, (SELECT casemix('{tumour,age}', positive, trust, ARRAY[tumour, age]) AS d FROM answer) AS fewer,
		unnest(ARRAY['{}', '{"organisation": "random"}', '{"variance": "hc0"}', '{"variance": "cluster"}']::jsonb[]) AS o) AS f, fit_report(m) AS r, fit_report(l) AS s;
-- the numbers of respondents are those of the table
SELECT r.n = a.n AND r.n_missing = a.missing AND r.n_unanswered = a.unanswered AS same
FROM fitted, fit_report(m) AS r, (SELECT count(*) FILTER (WHERE positive IS NOT NULL AND num_nulls(tumour, age, sex, deprivation) = 0) AS n,
	count(*) FILTER (WHERE positive IS NOT NULL AND num_nulls(tumour, age, sex, deprivation) > 0) AS missing, count(*) FILTER (WHERE positive IS NULL) AS unanswered FROM answer) AS a;
-- at the maximum, expected and observed are the same in each organisation and each level: sums by SQL, from expected() for each respondent
SELECT max(abs(difference)) < 1e-9 AS organisations FROM (
	SELECT trust, sum(expected(m, ARRAY[tumour, age, sex, deprivation::text], trust) - positive::int) AS difference
	FROM fitted, answer WHERE positive IS NOT NULL GROUP BY trust) AS d;
SELECT max(abs(difference)) < 1e-9 AS levels FROM (
	SELECT sum(expected(m, ARRAY[tumour, age, sex, deprivation::text], trust) - positive::int) AS difference
	FROM fitted, answer WHERE positive IS NOT NULL AND num_nulls(tumour, age, sex, deprivation) = 0 GROUP BY GROUPING SETS (tumour, age, sex, deprivation)) AS d;
-- margins are means of expected() over everybody, as if all were there
SELECT max(abs(adjusted - mean)) < 1e-12 AS margins
FROM fitted, LATERAL (SELECT o.organisation, o.adjusted, avg(expected(m, ARRAY[tumour, age, sex, deprivation::text], o.organisation)) AS mean
	FROM (SELECT * FROM margins(m) WHERE status IS NULL LIMIT 5) AS o, answer
	WHERE positive IS NOT NULL AND num_nulls(tumour, age, sex, deprivation) = 0 GROUP BY 1, 2) AS d;
-- indirect: expected is a sum of expected() without effect
SELECT max(abs(i.expected - d.e)) < 1e-9 AS expected, abs(sum(i.expected) - sum(i.observed)) < 1e-9 AS sums
FROM fitted, indirect(m) AS i JOIN (SELECT trust, sum(expected(m, ARRAY[tumour, age, sex, deprivation::text])) AS e
	FROM fitted, answer WHERE positive IS NOT NULL AND num_nulls(tumour, age, sex, deprivation) = 0 GROUP BY trust) AS d ON d.trust = i.organisation;

-- ---- the same digits: order of rows, parts and their order, workers ----
SELECT count(DISTINCT m) AS models FROM (
	SELECT m FROM fitted
	UNION ALL SELECT fit(casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text] ORDER BY id DESC)) FROM answer
	UNION ALL SELECT fit(casemix_columns('{tumour,age,sex,deprivation}', positive, trust, tumour, age, sex, deprivation ORDER BY md5(id::text))) FROM answer
	UNION ALL SELECT fit(rollup(c ORDER BY part DESC)) FROM (SELECT id % 7 AS part, casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text]) AS c FROM answer GROUP BY 1) AS parts
	UNION ALL SELECT fit(rollup(c)) FROM (SELECT trust, casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text]) AS c FROM answer GROUP BY 1) AS parts) AS f;
BEGIN;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
ALTER TABLE answer SET (parallel_workers = 2);
EXPLAIN (COSTS off) SELECT casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text]) FROM answer;
SELECT fit(casemix('{tumour,age,sex,deprivation}', positive, trust, ARRAY[tumour, age, sex, deprivation::text])) = (SELECT m FROM fitted) AS workers FROM answer;
COMMIT;
-- a model kept as text is the model
SELECT m = m::text::model AS text FROM fitted;

-- ---- the defect of the 2018 publication, reproduced here only ----
-- There, an organisation with positives only had its indicator dropped and was predicted at the reference organisation's level. RM3 was one of ten; here it is RWE.
CREATE TEMP TABLE defect AS SELECT * FROM answer WHERE trust IN (SELECT trust FROM answer GROUP BY trust HAVING count(positive) >= 60);
UPDATE defect SET positive = true WHERE trust = 'RWE' AND positive IS NOT NULL;
CREATE TEMP TABLE repaired AS SELECT fit(casemix('{tumour,age}', positive, trust, ARRAY[tumour, age]), '{"preset": "ncpes2018"}') AS m FROM defect;
-- as it was done: respondents of RWE left out with its indicator, and then predicted as if they were the reference organisation's
CREATE TEMP TABLE original AS
SELECT o.organisation, avg(expected(m, ARRAY[tumour, age], CASE WHEN o.organisation = 'RWE' THEN reference_organisation ELSE o.organisation END)) AS adjusted
FROM (SELECT fit(casemix('{tumour,age}', positive, trust, ARRAY[tumour, age])) AS m FROM defect WHERE trust <> 'RWE') AS f, fit_report(m),
	(VALUES ('R0A'), ('RAL'), ('RWE')) AS o(organisation), (SELECT tumour, age FROM defect WHERE positive IS NOT NULL) AS everybody GROUP BY 1;
SELECT a.organisation, a.adjusted = r.adjusted AS the_reference_s_score, abs(a.adjusted - o.adjusted) < 1e-12 AS ours
FROM original AS a, (SELECT adjusted FROM original WHERE organisation = 'R0A') AS r, repaired, margins(m) AS o WHERE o.organisation = a.organisation ORDER BY 1;
-- here: its own limit, flagged, no standard error; and the others as if it were not there
SELECT organisation, observed, adjusted, se, status FROM repaired, margins(m) WHERE organisation = 'RWE';
SELECT count(*), max(abs(a.effect - b.effect)) < 1e-10 AS same FROM
	(SELECT organisation, coefficient AS effect FROM repaired, coefficients(m) AS c(term, organisation, coefficient) WHERE term = 'organisation') AS a JOIN
	(SELECT organisation, coefficient AS effect FROM (SELECT fit(casemix('{tumour,age}', positive, trust, ARRAY[tumour, age])) AS m FROM defect WHERE trust <> 'RWE') AS w, coefficients(m) AS c(term, organisation, coefficient) WHERE term = 'organisation') AS b USING (organisation);
-- what else can be done about it
SELECT rule, r.method, r.status, o.adjusted < 1 AND o.adjusted > 0.9 AS sensible, o.se > 0 AS se
FROM (VALUES ('ridge'), ('firth')) AS v(rule), LATERAL (SELECT fit(casemix('{tumour,age}', positive, trust, ARRAY[tumour, age]), jsonb_build_object('separation', rule, 'ridge', CASE rule WHEN 'ridge' THEN 1 END)) AS m FROM defect) AS f,
	fit_report(m) AS r, margins(m) AS o WHERE o.organisation = 'RWE' ORDER BY rule DESC;
SELECT fit(casemix('{tumour,age}', positive, trust, ARRAY[tumour, age]), '{"separation": "error"}') IS NULL AS fitted FROM defect;

-- ---- a sheet: each question as if alone ----
CREATE TEMP TABLE sheet AS
SELECT casemix_sheet((SELECT sheet_plan('2018', '{"questions": ["Q1", "Q17", "Q59"]}')), '{age,sex}', trust, ARRAY[age_band, sex], r) AS c FROM survey AS r;
SELECT f.question, f.status, r.family, r.n, r.columns FROM sheet, fit_sheet(c) AS f, fit_report(f.model) AS r;
SELECT f.question, f.model = fit(question_casemix(c, f.question)) AS alone FROM sheet, fit_sheet(c) AS f;
SELECT question, model IS NULL AS none, status FROM sheet, fit_sheet(c, '{"organisation": "random", "nodes": 3}');
SELECT fit(c) FROM sheet;
-- ratings by least squares: with fixed effects, residuals sum to nothing in each organisation
SELECT max(abs(observed - n * adjusted)) < 1e-6 AS no_casemix FROM (
	SELECT o.organisation, o.n, o.adjusted, (SELECT sum(rating) FROM answer WHERE trust = o.organisation AND rating BETWEEN 0 AND 10) AS observed
	FROM sheet, LATERAL fit(question_casemix(c, 'Q59'), '{"terms": []}') AS m, margins(m) AS o) AS d;

-- weights all multiplied by a number say nothing new of numbers: the same standard errors
SELECT max(abs(b.difference_se / a.difference_se - 1)) < 1e-12 AS own, max(abs(d.difference_se / c.difference_se - 1)) < 1e-12 AS others, max(abs(f.se / e.se - 1)) < 1e-12 AS margins
FROM (SELECT casemix('{age}', rating, trust, ARRAY[age], 1 + id % 3) AS one, casemix('{age}', rating, trust, ARRAY[age], 4 * (1 + id % 3)) AS four FROM answer WHERE rating BETWEEN 0 AND 10) AS w,
	LATERAL fit(one) AS lighter, LATERAL fit(four) AS heavier, indirect(lighter) AS a, indirect(heavier) AS b, indirect(lighter, one) AS c, indirect(heavier, four) AS d, margins(lighter) AS e, margins(heavier) AS f
WHERE b.organisation = a.organisation AND c.organisation = a.organisation AND d.organisation = a.organisation AND e.organisation = a.organisation AND f.organisation = a.organisation;

-- ---- this year's respondents under last year's model ----
SELECT max(abs(a.expected - b.expected)) < 1e-9 AS same, bool_and(a.ratio_adjusted IS NOT DISTINCT FROM b.ratio_adjusted OR abs(a.ratio_adjusted - b.ratio_adjusted) < 1e-12) AS ratios, bool_or(a.z IS NOT NULL) AS variance
FROM fitted, collected, indirect(m, c) AS a JOIN LATERAL indirect(m) AS b USING (organisation);
SELECT count(*), round(sum(i.observed - i.expected)::numeric, 4) AS difference, bool_and(z IS NOT NULL) AS judged
FROM (SELECT fit(casemix('{age,sex}', positive, trust, ARRAY[age, sex]), '{"organisation": "none"}') AS m FROM answer WHERE id % 2 = 0) AS last_year,
	(SELECT casemix('{sex,age}', positive, trust, ARRAY[sex, age]) AS c FROM answer WHERE id % 2 = 1) AS this_year, indirect(m, c) AS i WHERE i.n > 5;
SELECT count(*) FROM fitted, (SELECT casemix('{tumour,age}', positive, trust, ARRAY[tumour, age]) AS c FROM answer) AS other, indirect(m, c);

-- ---- options ----
SELECT round(sum(coefficient)::numeric, 6) AS coefficients FROM (SELECT fit(c, '{"terms": ["age", "sex", "age:sex"], "reference": {"age": "65-74", "organisation": "RA2"}, "organisation": "none"}') AS m FROM collected) AS f, coefficients(m) WHERE status IS NULL;
SELECT term, level, status FROM (SELECT fit(c, '{"terms": ["sex", "deprivation"], "linear": ["deprivation"], "reference": {"organisation": "RA2"}}') AS m FROM collected) AS f, coefficients(m)
WHERE term <> 'organisation' OR status = 'reference';
SELECT term, level, status IS NULL AS estimated FROM (SELECT fit(c, '{"terms": ["deprivation"], "missing": "category"}') AS m FROM collected) AS f, coefficients(m) WHERE term = 'deprivation' AND level NOT BETWEEN '1' AND '4';
SELECT r.organisation, r.nodes, r.variance_of_effects > 0 AS variance FROM (SELECT fit(c, '{"organisation": "random", "terms": ["sex"], "nodes": 5}') AS m FROM collected) AS f, fit_report(m) AS r;
SELECT fit(c, '{"covariates": ["age"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"terms": ["agee"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"terms": ["age", "sex:age", "age:sex"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"terms": ["age:age"]}') IS NULL AS fitted FROM collected;
-- an interaction needs the terms below it, or it would depend on the reference levels; with them the fit does not
SELECT fit(c, '{"terms": ["age", "age:sex"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"terms": ["age", "sex", "tumour", "age:sex", "tumour:age", "age:sex:tumour"]}') IS NULL AS fitted FROM collected;
SELECT count(DISTINCT round(r.log_likelihood::numeric, 8)) AS fits FROM collected, (VALUES ('{}'::jsonb), ('{"age": "65-74", "sex": "Male"}')) AS v(reference),
	LATERAL fit(c, jsonb_build_object('terms', '["age", "age:sex", "sex"]'::jsonb, 'reference', reference)) AS m, fit_report(m) AS r;
SELECT fit(c, '{"terms": "age"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"reference": {"age": "90+"}}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"reference": {"organisation": "nowhere"}}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"reference": {"deprivation": "1"}, "linear": ["deprivation"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"linear": ["age"]}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"missing": "error"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"method": "ridge"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"method": "ridge", "ridge": 0}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"ridge": 1}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"profile": 0.95}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"organisation": "random", "variance": "hc0"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"organisation": "random", "method": "firth"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"nodes": 65}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"max_iterations": 1}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"preset": "unknown"}') IS NULL AS fitted FROM collected;
SELECT fit(c, '{"organisation": "many"}') IS NULL AS fitted FROM collected;
SELECT fit(c, NULL) FROM collected;
SELECT fit(casemix('{age}', rating::float8, trust, ARRAY[age]), '{"family": "binomial"}') FROM answer;
SELECT fit(NULL::casemix) IS NULL AS nothing;

-- ---- ends ----
SELECT fit(casemix('{age}', true, trust, ARRAY[age])) FROM answer;
SELECT fit(casemix('{age}', false, trust, ARRAY[age])) FROM answer;
SELECT fit(casemix('{age}', NULL::boolean, trust, ARRAY[age])) FROM answer;
SELECT fit(casemix('{age}', positive, trust, ARRAY[age])) FROM answer WHERE false;
SELECT fit(casemix('{age}', positive, NULL, ARRAY[age])) FROM answer;
SELECT r.n, r.organisations, r.rank FROM (SELECT fit(casemix('{sex}', positive, NULL, ARRAY[sex]), '{"organisation": "none"}') AS m FROM answer) AS f, fit_report(m) AS r;
SELECT r.organisations, abs(o.adjusted - o.observed) < 1e-12 AS own, c.status FROM (SELECT fit(casemix('{}', positive, 'all', '{}')) AS m FROM answer) AS f, fit_report(m) AS r, margins(m) AS o, coefficients(m) AS c;
-- a covariate that does not vary, and one that is the organisation over again
SELECT term, level, status FROM (SELECT fit(casemix('{one,region}', positive, trust, ARRAY['same', left(trust, 2)])) AS m FROM answer) AS f, coefficients(m) WHERE term <> 'organisation' ORDER BY 1, 2;
-- not many more respondents than parameters, most of them foretold: what is expected sums to what is observed all the same
SELECT r.n, r.columns + r.organisations AS parameters, r.status, (SELECT abs(sum(expected - observed)) < 1e-9 FROM indirect(m)) AS sums FROM (SELECT fit(casemix('{id}', positive, trust, ARRAY[(id / 2)::text])) AS m FROM (SELECT * FROM answer ORDER BY id LIMIT 200) AS few) AS f, fit_report(m) AS r;
-- more parameters than respondents
SELECT fit(casemix('{id}', positive, trust, ARRAY[id::text])) IS NULL AS fitted FROM (SELECT * FROM answer ORDER BY id % 97, id LIMIT 200) AS few;
SELECT r.rank, r.n, r.status FROM (SELECT fit(casemix('{id}', rating::float8, trust, ARRAY[id::text])) AS m FROM (SELECT * FROM answer WHERE rating <= 10 ORDER BY id % 97, id LIMIT 50) AS few) AS f, fit_report(m) AS r;

-- ---- where rounding or a limit matters ----
-- profile limits without organisations are those with a single one
WITH one AS MATERIALIZED (SELECT casemix('{sex,deprivation}', positive, 'all', ARRAY[sex, deprivation::text]) AS c FROM answer WHERE id <= 150)
SELECT n.term, n.level, abs(n.low - o.low) < 1e-9 AS low, abs(n.high - o.high) < 1e-9 AS high
FROM one, coefficients(fit(c, '{"method": "firth", "profile": 0.95, "linear": ["deprivation"], "organisation": "none"}')) AS n,
	LATERAL coefficients(fit(c, '{"method": "firth", "profile": 0.95, "linear": ["deprivation"]}')) AS o
WHERE n.term = o.term AND n.level IS NOT DISTINCT FROM o.level AND n.se > 0;
-- a sum of two linear covariates separates but for those on the boundary, where rounding does not decide: expected() is what indirect() sums
CREATE TEMP TABLE boundary AS SELECT (i % 11 * 0.1::float8)::text AS x, (i / 11 % 7 * 0.7::float8)::text AS z, 'o' || i % 3 AS trust,
	CASE sign(i % 11 + i / 11 % 7 - 8) WHEN 1 THEN true WHEN -1 THEN false ELSE i % 5 < 2 END AS positive FROM generate_series(1, 4000) AS i;
WITH f AS MATERIALIZED (SELECT fit(casemix('{x,z}', positive, trust, ARRAY[x, z]), '{"linear": ["x", "z"], "organisation": "none"}') AS m FROM boundary)
SELECT i.organisation, i.n, i.observed, abs(i.expected - e.sum) < 1e-9 AS same
FROM f, indirect(m) AS i, LATERAL (SELECT sum(expected(m, ARRAY[x, z])) FROM boundary WHERE trust = i.organisation) AS e;
-- all respondents of a level are positive: nothing depends on whether it is the reference, and all that is expected sums to what is observed
CREATE TEMP TABLE by_reference AS
	SELECT reference, fit(c, CASE WHEN reference IS NULL THEN '{}' ELSE jsonb_build_object('reference', jsonb_build_object('age', reference)) END) AS m
	FROM (SELECT casemix('{age}', CASE classify('2018', 'Q17', q17) WHEN 'positive' THEN true WHEN 'negative' THEN false END, trust, ARRAY[age_band]) AS c FROM sample_responses(3000, 5)) AS s, unnest(ARRAY[NULL, '65-74']) AS reference;
SELECT reference, term, level, n, status FROM by_reference, coefficients(m) WHERE status IS NOT NULL AND term = 'age' ORDER BY reference NULLS FIRST, level;
SELECT reference, r.n, r.n_separated, r.rank FROM by_reference, fit_report(m) AS r ORDER BY reference NULLS FIRST;
SELECT count(*) AS organisations, bool_and(abs(a.adjusted - b.adjusted) < 1e-9) AS adjusted, bool_and(a.se IS NULL AND b.se IS NULL OR abs(a.se - b.se) < 1e-9) AS se, bool_and(a.status IS NOT DISTINCT FROM b.status) AS status
FROM by_reference AS x, by_reference AS y, LATERAL margins(x.m) AS a, LATERAL margins(y.m) AS b WHERE x.reference IS NULL AND y.reference = '65-74' AND a.organisation = b.organisation;
SELECT count(*) AS organisations, bool_and(abs(a.expected - b.expected) < 1e-9) AS expected, bool_and(abs(a.variance - b.variance) < 1e-9) AS variance, bool_and(abs(a.difference_se - b.difference_se) < 1e-9) AS difference_se,
	abs(sum(a.observed - a.expected)) < 1e-9 AND abs(sum(b.observed - b.expected)) < 1e-9 AS sums
FROM by_reference AS x, by_reference AS y, LATERAL indirect(x.m) AS a, LATERAL indirect(y.m) AS b WHERE x.reference IS NULL AND y.reference = '65-74' AND a.organisation = b.organisation;
SELECT DISTINCT age_band, abs(expected(x.m, ARRAY[age_band]) - expected(y.m, ARRAY[age_band])) < 1e-9 AS same, expected(x.m, ARRAY[age_band]) = 1 AS certain
FROM by_reference AS x, by_reference AS y, sample_responses(3000, 5) WHERE x.reference IS NULL AND y.reference = '65-74' AND age_band IS NOT NULL ORDER BY 1;
-- of columns that fit their respondents without error the robust variance is 0, not a negative rounding error
SELECT count(*) AS fits, count(*) FILTER (WHERE least >= 0 OR n = rank AND least IS NULL) AS variances
FROM (SELECT k, (SELECT min(se) FROM coefficients(m)) AS least, (fit_report(m)).n, (fit_report(m)).rank FROM generate_series(10, 40) AS k, LATERAL (
	SELECT fit(casemix('{a,b,c}', (i * i % 8)::float8, 'all', ARRAY[(i * 7 % 4)::text, (i * i * i % 11 % 8)::text, (i % 9)::text]), '{"organisation": "none", "variance": "hc0"}') AS m
	FROM generate_series(1, k) AS i) AS f) AS s;
-- perfect discrimination of weighted respondents has an area of 1, no more
SELECT max(r.auc) AS auc FROM generate_series(2, 40) AS k, LATERAL (
	SELECT fit(casemix('{id}', i % 3 = 0, 'all', ARRAY[i::text], 0.1 * (1 + i % 7)), '{"organisation": "none", "method": "firth"}') AS m FROM generate_series(1, 3 * k) AS i) AS f, fit_report(m) AS r;
-- as many parameters as respondents leave no spread to be told: no standard errors, not ones of 0
SELECT r.n, r.rank, r.sigma, r.auc FROM (SELECT fit(casemix('{id}', rating, 'one', ARRAY[id::text])) AS m FROM answer WHERE id < 4) AS f, fit_report(m) AS r;
SELECT term, coefficient IS NULL AS none, se, low, status FROM (SELECT fit(casemix('{id}', rating, 'one', ARRAY[id::text])) AS m FROM answer WHERE id < 4) AS f, coefficients(m);
SELECT o.se, o.low, o.status, i.variance, i.difference_se, i.z, i.status, j.difference_se, j.status FROM (SELECT casemix('{}', rating, trust, '{}') AS c FROM answer WHERE id = (SELECT min(id) FROM answer WHERE rating IS NOT NULL)) AS one,
	fit(c) AS m, margins(m) AS o, indirect(m) AS i, indirect(m, c) AS j;
-- expected sums up to the observed also where an organisation has none of the positives that a level has everywhere else
CREATE TEMP TABLE opposed AS SELECT CASE WHEN i % 7 = 0 THEN 'rare' ELSE 'l' || i % 3 END AS a, 'o' || i % 10 AS trust,
	CASE WHEN i % 10 = 0 THEN false WHEN i % 7 = 0 THEN true ELSE i * i % 11 < 5 END AS positive FROM generate_series(1, 1000) AS i;
SELECT i.observed, abs(i.expected - i.observed) < 1e-9 AS same, abs(e.expected - i.observed) < 1e-9 AS each
FROM (SELECT fit(casemix('{a}', positive, trust, ARRAY[a])) AS m FROM opposed) AS f,
	LATERAL (SELECT sum(observed) AS observed, sum(expected) AS expected FROM indirect(m)) AS i, LATERAL (SELECT sum(expected(m, ARRAY[a])) AS expected FROM opposed) AS e;
DROP TABLE survey, answer;
