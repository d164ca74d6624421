-- What must hold between the functions of case-mix adjustment.
SET search_path = cancer_pe, public;
-- synthetic: 7 organisations with different patients
CREATE TEMP TABLE respondent AS
	SELECT 'R0' || o AS organisation, (ARRAY['16-44', '45-64', '65+'])[1 + (i * 7 + o * o) % 11 % 3] AS age, CASE (i / 3 + o) % 5 WHEN 0 THEN 'Male' WHEN 1 THEN 'Male' ELSE 'Female' END AS sex,
		(i * i + 3 * i + o * 5) % 13 < 8 + o % 3 AS positive, 5 + (i * i + i * o) % 6 - (i * 7 + o * o) % 11 % 3 AS rating
	FROM (SELECT i, 1 + i * i % 17 % 9 AS o FROM generate_series(1, 4000) AS i) AS s;
CREATE TEMP TABLE collected AS SELECT casemix('{age,sex}', positive, organisation, ARRAY[age, sex]) AS c, casemix('{age,sex}', rating::float8, organisation, ARRAY[age, sex]) AS r FROM respondent;
-- a fit to parts put together is the fit to the whole
SELECT fit(c, '{"organisation": "none"}') = fit(parts, '{"organisation": "none"}') AS none, fit(c) = fit(parts) AS fixed, fit(c, '{"organisation": "random"}') = fit(parts, '{"organisation": "random"}') AS random
FROM collected, (SELECT rollup(part) AS parts FROM (SELECT casemix('{age,sex}', positive, organisation, ARRAY[age, sex]) AS part FROM (SELECT * FROM respondent ORDER BY md5(respondent::text)) AS s GROUP BY length(age || organisation), positive) AS p) AS q;
-- without covariates an organisation's margin is its own rate, or mean
SELECT count(*) AS organisations, max(abs(adjusted - observed)) < 1e-12 AS margin, max(abs(observed - own)) < 1e-15 AS rate
FROM collected, margins(fit(c, '{"terms": []}')) JOIN (SELECT organisation, avg(positive::int)::float8 AS own FROM respondent GROUP BY organisation) AS o USING (organisation);
SELECT count(*) AS organisations, max(abs(adjusted - own)) < 1e-12 AS margin
FROM collected, margins(fit(r, '{"terms": []}')) JOIN (SELECT organisation, avg(rating)::float8 AS own FROM respondent GROUP BY organisation) AS o USING (organisation);
-- a saturated model without organisations is indirect standardisation with all respondents as the reference
CREATE TEMP TABLE stratum AS
	SELECT organisation, age, sex, count(*) AS n, count(*) FILTER (WHERE positive) AS x, sum(count(*)) OVER s AS ref_n, sum(count(*) FILTER (WHERE positive)) OVER s AS ref_x
	FROM respondent GROUP BY organisation, age, sex WINDOW s AS (PARTITION BY age, sex);
SELECT count(*) AS organisations, bool_and(m.n = i.population) AS n, max(abs(m.expected / i.expected - 1)) < 1e-12 AS expected, max(abs(m.ratio_adjusted / (i.ratio * i.reference_rate) - 1)) < 1e-12 AS ratio
FROM collected, indirect(fit(c, '{"organisation": "none", "terms": ["age", "sex", "age:sex"]}')) AS m
JOIN (SELECT organisation, (isr(indirect_standardisation(x, n, ref_x, ref_n), 1)).* FROM stratum GROUP BY organisation) AS i USING (organisation);
-- least squares with organisations as parameters and CAHPS differ by the same for all
SELECT count(*) AS organisations, max(m.adjusted - r.adjusted) - min(m.adjusted - r.adjusted) < 1e-12 AS same FROM collected, margins(fit(r)) AS m JOIN LATERAL cahps(r) AS r USING (organisation);
SELECT count(*) AS organisations, max(m.adjusted - p.adjusted) - min(m.adjusted - p.adjusted) < 1e-12 AS same FROM collected, margins(fit(c, '{"family": "gaussian"}')) AS m JOIN LATERAL cahps(c) AS p USING (organisation);
-- weighted by respondents, the margins' mean is the overall mean
SELECT abs(sum(n * m.adjusted) / sum(n) - avg(own)) < 1e-12 AS mean FROM collected, margins(fit(r)) AS m, (SELECT avg(rating)::float8 AS own FROM respondent) AS o;
-- direct standardisation of rates of persons is that of events: the rates are the same, the variances are those of Poisson and binomial
SELECT count(*) AS organisations, max(abs(d.rate / s.rate - 1)) < 1e-14 AS rate, bool_and(d.se > s.se) AS poisson
FROM (SELECT organisation, (dsr(direct_standardisation(x, n, ref_n), 1)).* FROM stratum GROUP BY organisation) AS d
JOIN (SELECT organisation, rate(standardised_rate(make_tally(n, x), ref_n)) AS rate, rate_se(standardised_rate(make_tally(n, x), ref_n)) AS se FROM stratum GROUP BY organisation) AS s USING (organisation);
