-- What a fitted model expects of one respondent, against what the fit says of organisations and of everybody.
SET search_path = cancer_pe, public;
SET extra_float_digits = -3;
CREATE TEMP TABLE respondent AS
	SELECT i, CASE WHEN i % 41 > 0 THEN 'age' || i * 7919 % 5 END AS age, CASE WHEN i % 53 > 0 THEN CASE WHEN i * 31 % 7 > 2 THEN 'f' ELSE 'm' END END AS sex,
		(i * 17 % 11 - 5.5)::text AS imd, 'org' || i % 9 AS organisation,
		CASE WHEN i % 9 = 4 THEN true WHEN i * 7919 % 5 = 3 AND i * 31 % 7 <= 2 THEN false ELSE sin(i * 12.9898) * 43758.5453 - floor(sin(i * 12.9898) * 43758.5453) < 0.5 + (i % 9) * 0.03 + (i * 17 % 11) * 0.01 END AS positive,
		round((sin(i) * 5 + i % 9)::numeric, 1)::float8 AS score, 1 + i % 3 AS weight
	FROM generate_series(1, 3000) AS i;
CREATE TEMP TABLE fitted (name text PRIMARY KEY, model model);
INSERT INTO fitted SELECT o.name, fit(c, o.options) FROM
	(SELECT casemix(ARRAY['age', 'sex', 'imd'], positive, organisation, ARRAY[age, sex, imd]) AS c FROM respondent) AS s,
	(VALUES ('fixed', '{"linear": ["imd"], "terms": ["age", "sex", "imd", "age:sex"]}'::jsonb), ('category', '{"linear": ["imd"], "missing": "category", "variance": "cluster"}'),
		('random', '{"linear": ["imd"], "organisation": "random"}'), ('none', '{"linear": ["imd"], "organisation": "none", "variance": "hc0"}'),
		('firth', '{"linear": ["imd"], "method": "firth", "profile": 0.9}'), ('ridge', '{"linear": ["imd"], "separation": "ridge", "ridge": 2}'),
		('preset', '{"preset": "ncpes2018", "linear": ["imd"]}')) AS o(name, options);
INSERT INTO fitted SELECT 'weighted', fit(casemix(ARRAY['age', 'sex', 'imd'], positive, organisation, ARRAY[age, sex, imd], weight), '{"linear": ["imd"]}') FROM respondent;
INSERT INTO fitted SELECT 'gaussian', fit(casemix(ARRAY['age', 'sex', 'imd'], score, organisation, ARRAY[age, sex, imd]), '{"linear": ["imd"]}') FROM respondent;
-- each reads back as it is, from text and bytes
SELECT name, model::text::model = model AS text, model_send(model::text::model) = model_send(model) AS bytes FROM fitted ORDER BY name;
SELECT name, n, n_missing, n_separated, columns, rank, method, status FROM fitted, fit_report(model) ORDER BY name;

-- likelihood equations: by organisation what is expected sums to what is observed (maximum likelihood, fixed effects)
SELECT f.name, count(*), max(abs(s.expected - s.observed)) < 1e-8 AS sums_to_observed
FROM fitted AS f, LATERAL (
	SELECT r.organisation, sum(CASE f.name WHEN 'weighted' THEN weight ELSE 1 END * expected(f.model, ARRAY[age, sex, imd], r.organisation)) AS expected,
		sum(CASE f.name WHEN 'weighted' THEN weight ELSE 1 END * CASE f.name WHEN 'gaussian' THEN score ELSE positive::int END) AS observed
	FROM respondent AS r WHERE f.name = 'category' OR (age IS NOT NULL AND sex IS NOT NULL) GROUP BY r.organisation) AS s
WHERE f.name IN ('fixed', 'category', 'preset', 'weighted', 'gaussian') GROUP BY f.name ORDER BY f.name;
-- without an organisation: the expected of indirect
SELECT f.name, max(abs(s.expected - i.expected) / i.expected) < 1e-12 AS same, max(abs(s.n - i.n)) AS n
FROM fitted AS f, indirect(f.model) AS i, LATERAL (
	SELECT sum(CASE f.name WHEN 'weighted' THEN weight ELSE 1 END * expected(f.model, ARRAY[age, sex, imd])) AS expected, count(*) AS n
	FROM respondent AS r WHERE r.organisation = i.organisation AND (f.name = 'category' OR (age IS NOT NULL AND sex IS NOT NULL))) AS s
GROUP BY f.name ORDER BY f.name;
-- everybody in one organisation after the other: its margin
SELECT f.name, max(abs(s.margin - m.adjusted) / m.adjusted) < 1e-12 AS same, min(m.adjusted) > 0 AS positive
FROM fitted AS f, LATERAL (SELECT * FROM margins(f.model)) AS m, LATERAL (
	SELECT sum(CASE f.name WHEN 'weighted' THEN weight ELSE 1 END * expected(f.model, ARRAY[age, sex, imd], m.organisation)) / sum(CASE f.name WHEN 'weighted' THEN weight ELSE 1 END) AS margin
	FROM respondent AS r WHERE f.name = 'category' OR (age IS NOT NULL AND sex IS NOT NULL)) AS s
WHERE f.name <> 'none' GROUP BY f.name ORDER BY f.name;
-- what separation took: organisation 4, and men of age3 where the model has the interaction
SELECT name, organisation, n, observed, adjusted, se, status FROM fitted, margins(model) WHERE name IN ('fixed', 'preset') AND status IS NOT NULL ORDER BY name;
SELECT name, term, level, n, status FROM fitted, coefficients(model) WHERE name = 'fixed' AND status IS NOT NULL;
SELECT expected(model, '{age3,m,0}', 'org1') AS men_of_age3, expected(model, '{age3,m,0}', 'org4') AS in_organisation_4, expected(model, '{age3,f,0}', 'org1') BETWEEN 0.3 AND 0.9 AS women FROM fitted WHERE name = 'fixed';

-- the tests that coefficients and terms give agree where a term has one column; standard errors are those of covariance
SELECT name, max(abs(t.p - c.p)) < 1e-12 AS p, max(abs(t.chi2 - c.z ^ 2) / t.chi2) < 1e-12 AS chi2 FROM fitted, term_tests(model) AS t, coefficients(model) AS c
WHERE t.term = 'imd' AND c.term = 'imd' AND name <> 'firth' GROUP BY name ORDER BY name;
SELECT name, bool_and(abs(c.se ^ 2 - v.value) < 1e-14 * v.value) IS NOT FALSE AS same FROM fitted, coefficients(model) AS c, covariance(model) AS v
WHERE v.row_term = c.term AND v.row_level IS NOT DISTINCT FROM c.level AND v.column_term = c.term AND v.column_level IS NOT DISTINCT FROM c.level GROUP BY name ORDER BY name;
-- profile limits at the level of the profile, others by Wald, which says so
SELECT c.term, c.level, c.low < c.coefficient AND c.coefficient < c.high AND abs(c.low - (c.coefficient - 1.6448536269514722 * c.se)) < 0.01 AS limits, c.low = c.coefficient - 1.6448536269514722 * c.se AS by_wald, c.p = w.p AS p, c.status, w.status AS otherwise
FROM fitted, coefficients(model, 0.9) AS c JOIN coefficients((SELECT model FROM fitted WHERE name = 'firth'), 0.95) AS w USING (term, level)
WHERE name = 'firth' AND term = 'sex';
SELECT * FROM margins((SELECT model FROM fitted WHERE name = 'none'));
