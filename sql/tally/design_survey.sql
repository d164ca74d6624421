-- Design-based estimates against R's survey 4.5 (test/data/design): samples of Californian schools, NHANES, a weighted survey of trusts.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE school (sample text, stype text, dnum text, snum text, api00 float8, enroll float8, api_stu float8, meals float8, win float8, imp float8,
	pw float8, fpc float8, fpc1 float8, fpc2 float8);
\set file :here '/test/data/design/api.csv'
COPY school FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE expected (design text, stat text, domain text, est float8, se float8, lo float8, hi float8, deff float8, df float8, n bigint);
\set file :here '/test/data/design/api_estimates.csv'
COPY expected FROM :'file' (FORMAT csv, HEADER);
-- the designs: a simple random sample, strata, clusters, two stages; with and without the populations
CREATE TEMP TABLE drawn AS
	SELECT 'srs' AS design, pw AS weight, NULL AS stratum, NULL AS psu, 6194::float8 AS stratum_units, NULL::float8 AS psu_units, s.* FROM school AS s WHERE sample = 'srs'
	UNION ALL SELECT 'strat', pw, stype, NULL, fpc, NULL, s.* FROM school AS s WHERE sample = 'strat'
	UNION ALL SELECT 'strat_nofpc', pw, stype, NULL, NULL, NULL, s.* FROM school AS s WHERE sample = 'strat'
	UNION ALL SELECT 'clus1', pw, NULL, dnum, 757, NULL, s.* FROM school AS s WHERE sample = 'clus1'
	UNION ALL SELECT 'clus1_nofpc', pw, NULL, dnum, NULL, NULL, s.* FROM school AS s WHERE sample = 'clus1'
	UNION ALL SELECT 'clus2', fpc1 / 40 * fpc2 / count(*) OVER (PARTITION BY dnum), NULL, dnum, fpc1, fpc2, s.* FROM school AS s WHERE sample = 'clus2'
	UNION ALL SELECT 'clus2_wr', pw, NULL, dnum, NULL, NULL, s.* FROM school AS s WHERE sample = 'clus2';
CREATE TEMP TABLE estimated AS
	SELECT design, measure, domain, design(CASE WHEN domain IN ('all', stype) THEN value END, weight, stratum, psu, stratum_units, psu_units) AS d,
		-- a group's own rows, to be read within the whole
		design(value, weight, stratum, psu, stratum_units, psu_units) FILTER (WHERE domain IN ('all', stype)) AS own
	FROM drawn, unnest('{all,E,H,M}'::text[]) AS domain,
		LATERAL (VALUES ('api00', api00), ('enroll', enroll), ('meals', meals), ('win', win), ('imp', imp)) AS m(measure, value)
	GROUP BY design, measure, domain;
CREATE TEMP TABLE estimated_ratio AS
	SELECT design, ratio_design(api_stu, enroll, weight, stratum, psu, stratum_units, psu_units) AS d FROM drawn GROUP BY design;
CREATE FUNCTION pg_temp.difference(got float8, want float8) RETURNS float8 LANGUAGE sql AS $$ SELECT CASE WHEN want = 0 THEN abs(got) ELSE abs(got / want - 1) END $$;
CREATE TEMP VIEW compared AS
	SELECT e.*, mean(d) AS m, mean_se(d) AS s, (mean_ci(d)).low AS l, (mean_ci(d)).high AS h, deff(d) AS k, df(d) AS f, units(d) AS c FROM expected AS e JOIN estimated USING (design, domain) WHERE stat = 'mean_' || measure
	UNION ALL SELECT e.*, mean(d), mean_se(d), NULL, NULL, deff(d), df(d), n(d) FROM expected AS e JOIN estimated USING (design, domain) WHERE stat IN ('prop_' || measure, 'by_prop_' || measure, 'by_mean_' || measure)
	UNION ALL SELECT e.*, total(d), total_se(d), NULL, NULL, NULL, df(d), n(d) FROM expected AS e JOIN estimated USING (design, domain) WHERE stat = 'total_' || measure
	UNION ALL SELECT e.*, ratio(d), ratio_se(d), NULL, NULL, NULL, df(d), n(d) FROM expected AS e JOIN estimated_ratio USING (design) WHERE stat = 'ratio_api.stu_enroll'
	UNION ALL SELECT e.*, rate(d), rate_se(d), (ci).low, (ci).high, NULL, df(d), n(d)
		FROM expected AS e JOIN estimated USING (design, domain), LATERAL (VALUES ('xlogit', 'logit'), ('mean', 'mean'), ('asin', 'arcsine'), ('beta', 'beta'), ('wilson', 'wilson')) AS v(theirs, ours),
			LATERAL (SELECT rate_ci(d, ours) AS ci) AS r WHERE stat = 'ciprop_' || theirs || '_' || measure;
SELECT regexp_replace(stat, '_(api00|enroll|meals|win|imp)', '') AS statistic, count(*), count(DISTINCT design) AS designs,
	max(pg_temp.difference(m, est)) < 1e-12 AS estimate, max(pg_temp.difference(s, se)) < 1e-12 AS se, max(pg_temp.difference(l, lo)) < 1e-12 AS low, max(pg_temp.difference(h, hi)) < 1e-12 AS high,
	max(pg_temp.difference(k, deff)) < 1e-12 AS deff, bool_and(f = df) AS df, bool_and(c = n) AS n
FROM compared GROUP BY 1 ORDER BY 1;
-- R's svyby takes the degrees of freedom of the domain's own rows; its logit goes through a model and is good to some 1e-9
SELECT count(*), max(pg_temp.difference(rate(d), est)) < 2e-9 AS estimate, max(pg_temp.difference((ci).low, lo)) < 2e-9 AS low, max(pg_temp.difference((ci).high, hi)) < 2e-9 AS high
FROM (SELECT e.*, d, rate_ci(d, df => df(own)) AS ci FROM expected AS e JOIN estimated USING (design, domain) WHERE stat = 'by_ciprop_logit_' || measure) AS e;
SELECT count(*), max(pg_temp.difference(rate_se(d), se)) < 1e-12 AS se, max(pg_temp.difference(rate(d), est)) < 2e-9 AS estimate FROM expected AS e JOIN estimated USING (design, domain) WHERE stat = 'ciprop_logit_' || measure;
-- Kish's design effect and number are those of the weights
SELECT count(*), max(pg_temp.difference(CASE stat WHEN 'kish_deff' THEN n(m) / n_eff(m) ELSE n_eff(m) END, est)) < 1e-12 AS kish
FROM expected JOIN (SELECT design, moments(api00, weight) AS m FROM drawn GROUP BY design) AS k USING (design) WHERE stat LIKE 'kish%';
-- nothing in the file is left over but quantiles, which come last
SELECT DISTINCT stat FROM expected WHERE stat NOT IN (SELECT stat FROM compared) AND stat !~ '^(kish_|(by_)?ciprop_logit_)' ORDER BY 1;
-- a group's own rows within the whole are the domain of the whole, to the bit
SELECT count(*), bool_and(mean_se(own, within => whole) = mean_se(d) AND total_se(own, within => whole) = total_se(d) AND mean(own) = mean(d) AND deff(own, within => whole) = deff(d)
	AND mean_ci(own, within => whole) = mean_ci(d)) AS mean,
	bool_and(rate_ci(own, 'logit', within => whole) = rate_ci(d, 'logit') AND rate_ci(own, 'beta', within => whole) = rate_ci(d, 'beta')) FILTER (WHERE measure IN ('win', 'imp')) AS rate,
	count(*) FILTER (WHERE mean_se(own, within => whole) = mean_se(own, 'remove')) AS whole_needless
FROM (SELECT e.*, rollup(d) FILTER (WHERE domain = 'all') OVER (PARTITION BY design, measure) AS whole FROM estimated AS e) AS e WHERE domain <> 'all';

-- NHANES: strata and nested PSUs that bear the same numbers, answers missing, domains of two columns
CREATE TEMP TABLE nhanes (stratum text, psu text, weight float8, chol float8, race int, sex int);
\set file :here '/test/data/design/nhanes.csv'
COPY nhanes FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE nhanes_expected (stat text, domain text, est float8, se float8, deff float8, df float8, lo float8, hi float8);
\set file :here '/test/data/design/nhanes_estimates.csv'
COPY nhanes_expected FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE nhanes_design AS SELECT design(chol, weight, stratum, psu) AS d, design(chol, weight, stratum, psu) FILTER (WHERE (stratum, psu) <> ('75', '2')) AS lonely FROM nhanes;
SELECT units(d), n(d), strata(d), psus(d), df(d), psus(lonely) AS psus_lonely, df(lonely) AS df_lonely FROM nhanes_design;
SELECT stat, domain, pg_temp.difference(m, est) < 1e-12 AS estimate, pg_temp.difference(s, se) < 1e-12 AS se, pg_temp.difference(k, deff) < 1e-12 AS deff, f = df AS df,
	pg_temp.difference(l, lo) < 1e-12 AS low, pg_temp.difference(h, hi) < 1e-12 AS high
FROM (SELECT e.*, rate(d) AS m, rate_se(d) AS s, deff(d) AS k, df(d) AS f, NULL::float8 AS l, NULL::float8 AS h FROM nhanes_expected AS e, nhanes_design WHERE stat = 'HI_CHOL'
	UNION ALL SELECT e.*, rate(d), rate_se(d), NULL, df(d), (ci).low, (ci).high FROM nhanes_expected AS e, nhanes_design,
		LATERAL (SELECT rate_ci(d, CASE stat WHEN 'ciprop_xlogit' THEN 'logit' WHEN 'ciprop_asin' THEN 'arcsine' ELSE substr(stat, 8) END) AS ci) AS c WHERE stat LIKE 'ciprop%'
	UNION ALL SELECT e.*, rate(d), rate_se(d), NULL, NULL, NULL, NULL FROM nhanes_expected AS e,
		LATERAL (SELECT design(CASE WHEN race || ' ' || sex = domain THEN chol END, weight, stratum, psu) AS d FROM nhanes) AS o WHERE stat = 'by_race_sex'
	UNION ALL SELECT e.*, rate(lonely), rate_se(lonely, substr(stat, 8)), NULL, df(lonely), NULL, NULL FROM nhanes_expected AS e, nhanes_design WHERE stat LIKE 'lonely%') AS e ORDER BY 1, 2;
SELECT rate_se(lonely) FROM nhanes_design;
SELECT (e).estimate > 0 AS estimate, (e).se, (e).status FROM (SELECT design_mean(chol, weight, stratum, psu) FILTER (WHERE (stratum, psu) <> ('75', '2')) AS e FROM nhanes) AS x;

-- trusts of a weighted survey: as domains of all 24,250 rows (the other trusts' need not be seen), and as strata of their own; the peer's limits go through a model
CREATE TEMP TABLE trust_row (trust text, positive int, weight float8);
\set file :here '/test/data/reference/weighted_trust_input.csv'
COPY trust_row FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE trust_expected (trust text, n bigint, wprop float8, se_domain float8, se_stratum float8, lo float8, hi float8, kish float8);
\set file :here '/test/data/design/weighted_trust.csv'
COPY trust_expected FROM :'file' (FORMAT csv, HEADER);
INSERT INTO trust_row SELECT 'others', 0, 1 FROM generate_series(1, 24250 - (SELECT count(*) FROM trust_row));
CREATE TEMP TABLE trust_design AS SELECT trust, d, rollup(d) OVER () AS whole FROM (SELECT trust, design(positive, weight, NULL, NULL) AS d FROM trust_row GROUP BY trust) AS g;
SELECT count(*), min(units(whole)) AS units, bool_and(n(d) = n) AS n, max(pg_temp.difference(rate(d), wprop)) < 1e-12 AS rate, max(pg_temp.difference(rate_se(d, within => whole), se_domain)) < 1e-12 AS se_domain,
	max(pg_temp.difference(rate_se(d), se_stratum)) < 1e-12 AS se_stratum, max(pg_temp.difference((ci).low, lo)) < 1e-10 AS low, max(pg_temp.difference((ci).high, hi)) < 1e-10 AS high
FROM (SELECT *, rate_ci(d, df => 'infinity', within => whole) AS ci FROM trust_expected JOIN trust_design USING (trust)) AS t;
-- quantiles, as svyquantile takes them by default
SELECT count(*), count(*) FILTER (WHERE quantile(v, substr(stat, 16)::float8 / 100) = est) AS same
FROM expected JOIN (SELECT design, weighted_values(api00, weight) AS v FROM drawn GROUP BY design) AS q USING (design) WHERE stat LIKE 'quantile%';
