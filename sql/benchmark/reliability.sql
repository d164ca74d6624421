-- Reliability of scores, answers needed, variance components.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/benchmark'
CREATE TEMP TABLE unit (unit text, n bigint, total float8, squares float8, shrunken float8, reliability float8, n_needed float8);
\set file :data '/lmm_unit.csv'
COPY unit FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE component (method text, mean float8, between_units float8, within_units float8, icc float8, n0 float8, f float8, p float8);
\set file :data '/lmm_components.csv'
COPY component FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE fixture (cases text, unit text, reliability float8);
\set file :data '/lme4_reliability.csv'
COPY fixture FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE counts (cases text, unit text, num float8, den float8, z float8, low float8, high float8, outer_low float8, outer_high float8);
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr.csv'
COPY counts FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE score AS SELECT *, total / n AS mean, sqrt((squares - total * total / n) / (n - 1)) AS sd FROM unit;

-- variance components: R's analysis of variance, REML and ML (lme4)
SELECT c.method, abs(v.mean / c.mean - 1) < tolerance AS mean, abs(v.between_units / c.between_units - 1) < tolerance AS between_units,
	abs(v.within_units / c.within_units - 1) < tolerance AS within_units, abs(v.icc / c.icc - 1) < tolerance AS icc,
	abs(v.n0 / c.n0 - 1) < 1e-12 AS n0, abs(v.f / c.f - 1) < 1e-11 AS f, abs(v.p / c.p - 1) < 1e-9 AS p, v.log_likelihood::numeric(12,4), v.units, v.missing, v.status
FROM component AS c, (SELECT array_agg(n) AS n, array_agg(mean) AS mean, array_agg(sd) AS sd FROM score) AS s, variance_components(s.n, s.mean, s.sd, c.method) AS v,
	(VALUES ('anova', 1e-11), ('reml', 1e-6), ('ml', 1e-6)) AS t (method, tolerance) WHERE t.method = c.method ORDER BY c.method;
-- given the variances, Spearman and Brown to the last digits; estimated ones as near as the peer's are
SELECT max(abs(spearman_brown(c.icc, n) / s.reliability - 1)) < 1e-12 AS given, max(abs(n_needed(n, s.reliability, 0.7) / s.n_needed - 1)) < 1e-12 AS needed
FROM score AS s, component AS c WHERE c.method = 'reml';
WITH found AS (SELECT s.*, reliability(mean, n, 'reml', '{}', sd / sqrt(n)) OVER () AS r FROM score AS s)
SELECT max(abs((r).reliability / reliability - 1)) < 1e-6 AS reliability, max(abs((r).n_needed / n_needed - 1)) < 1e-6 AS n_needed,
	max(abs((r).between_units / between_units - 1)) < 1e-6 AS between_units, max(abs((r).within_units / within_units - 1)) < 1e-6 AS within_units,
	max(abs((r).reliability - spearman_brown((r).icc, n))) < 1e-15 AS spearman_brown, min((r).units) AS units, count((r).status) AS statuses
FROM found, component AS c WHERE c.method = 'reml';

-- on the log-odds scale: lme4's fits, at the centre
WITH found AS (SELECT cases, unit, den, num / den AS p, reliability(num / den, den::bigint, 'log_odds', '{"p": "centre", "nodes": 10}') OVER w AS centre, reliability(num / den, den::bigint, 'log_odds') OVER w AS own
	FROM counts WHERE cases IN ('pr_od', 'pr_small') WINDOW w AS (PARTITION BY cases))
SELECT f.cases, count(*) AS units, max(abs((centre).reliability / f.reliability - 1)) < 1e-6 AS lme4,
	max(abs((own).reliability - (own).between_units / ((own).between_units + 1 / nullif(den * p * (1 - p), 0)))) < 1e-15 AS own, count((centre).status) AS statuses, count((own).status) AS own_statuses
FROM found JOIN fixture AS f USING (unit) WHERE found.cases = 'pr_' || f.cases GROUP BY f.cases ORDER BY f.cases;
-- worked number: sigma^2 0.138, n 419, p 0.69
SELECT (reliability(0.69, 419, 'log_odds', '{"between": 0.138}') OVER ()).reliability::numeric(6,4);

-- the 2018 trust tables: how many of the scores reach 0.7 (Abel 2019 has 34 % of those of 2016)
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
CREATE TEMP TABLE cell AS SELECT question, trust, k::float8 / unadj_n AS p, unadj_n::bigint AS n FROM trust_score WHERE k IS NOT NULL AND question <> 'Q59';
WITH found AS (SELECT question, reliability(p, n, 'log_odds') OVER (PARTITION BY question) AS r FROM cell)
SELECT count(*) AS cells, count(DISTINCT question) AS questions, count(*) FILTER (WHERE (r).reliability >= 0.7) AS reach, (100.0 * count(*) FILTER (WHERE (r).reliability >= 0.7) / count(*))::numeric(5,1) AS per_cent,
	min((r).between_units)::numeric(6,3) AS least, max((r).between_units)::numeric(6,3) AS most, string_agg(DISTINCT (r).status, '; ') AS status, count((r).status) AS statuses FROM found;
WITH found AS (SELECT m, ord, question, reliability(p, n, m) OVER (PARTITION BY m, question) AS r
	FROM cell, unnest('{log_odds,anova,reml,ml,beta_binomial,dersimonian_laird,hedges,paule_mandel,additive_reml,additive_ml}'::text[]) WITH ORDINALITY AS t (m, ord))
SELECT m, count((r).reliability) AS reliabilities, count(*) FILTER (WHERE (r).reliability >= 0.7) AS reach, min((r).between_units)::numeric(9,6) AS least, max((r).between_units)::numeric(9,6) AS most,
	bool_and((r).reliability BETWEEN 0 AND 1) AS shares, max((r).units) AS units, string_agg(DISTINCT (r).status, '; ') AS status FROM found GROUP BY m, ord ORDER BY ord;
-- with as many answers as needed the reliability is the target
SELECT max(abs(spearman_brown((r).icc, (r).n_needed) - 0.8)) < 1e-14 AS target FROM (SELECT reliability(p, n, 'log_odds', '{"target": 0.8}') OVER (PARTITION BY question) AS r FROM cell) AS s;

-- every method from its own definition, over the variance that it gives
SELECT bool_and(abs((b).reliability - n / (1 / rho - 1 + n)) < 1e-12) AS beta_binomial, bool_and(abs((d).reliability - (d).between_units / ((d).between_units + se * se)) < 1e-15) AS additive,
	bool_and(abs((d).within_units / (n * se * se) - 1) < 1e-15) AS within_units
FROM (SELECT *, (b).between_units / ((b).between_units + (b).within_units) AS rho FROM (
	SELECT n, 0.01 + p / 30 AS se, reliability(p, n, 'beta_binomial') OVER (PARTITION BY question) AS b, reliability(p, n, 'paule_mandel', '{}', 0.01 + p / 30) OVER (PARTITION BY question) AS d FROM cell) AS s) AS s;
-- by analysis of variance in plain SQL
WITH found AS (SELECT *, reliability(p, n, 'anova') OVER (PARTITION BY question) AS r FROM cell),
plain AS (SELECT question, sum(n * (p - mean) ^ 2) / (count(*) - 1) AS msb, sum(n * p * (1 - p)) / (sum(n) - count(*)) AS msw, (sum(n) - sum(n * n)::float8 / sum(n)) / (count(*) - 1) AS n0
	FROM (SELECT *, sum(n * p) OVER w / sum(n) OVER w AS mean FROM cell WINDOW w AS (PARTITION BY question)) AS s GROUP BY question)
SELECT max(abs((r).between_units / ((msb - msw) / n0) - 1)) < 1e-10 AS between_units, max(abs((r).within_units / msw - 1)) < 1e-12 AS within_units FROM found JOIN plain USING (question);

-- the same to the bit whatever the order of the rows, and with rows that have nothing
SELECT count(*) AS rows, count(DISTINCT (m, trust, r)) AS different, count(DISTINCT (m, trust)) AS cells FROM (
	SELECT m, trust, reliability(p, n, m) OVER (PARTITION BY m ORDER BY trust ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)::text AS r FROM cell, unnest('{log_odds,reml,beta_binomial,paule_mandel}'::text[]) AS m WHERE question = 'Q1'
	UNION ALL SELECT m, trust, reliability(p, n, m) OVER (PARTITION BY m ORDER BY md5(trust) ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)::text FROM cell, unnest('{log_odds,reml,beta_binomial,paule_mandel}'::text[]) AS m WHERE question = 'Q1') AS s;
SELECT bool_and(with_more = alone) AS same FROM (SELECT trust, reliability(p, n, 'log_odds') OVER () AS alone FROM cell WHERE question = 'Q1') AS a
JOIN (SELECT trust, reliability(p, n, 'log_odds') OVER () AS with_more FROM (SELECT trust, p, n FROM cell WHERE question = 'Q1' UNION ALL VALUES ('none', NULL, 5), ('no n', 0.5, NULL), ('nobody', 0.5, 0)) AS u) AS b USING (trust);
-- a unit alone or in company, when the variance is given
SELECT count(*), bool_and(((s.r).reliability, (s.r).n_needed, (s.r).icc) = ((a.r).reliability, (a.r).n_needed, (a.r).icc)) AS same, min((a.r).units) AS alone, min((s.r).units) AS company
FROM (SELECT trust, reliability(p, n, 'log_odds', '{"between": 0.05}') OVER (PARTITION BY trust) AS r FROM cell WHERE question = 'Q2') AS a
JOIN (SELECT trust, reliability(p, n, 'log_odds', '{"between": 0.05}') OVER () AS r FROM cell WHERE question = 'Q2') AS s USING (trust);

-- degenerate partitions: NULL and why, or the limit
CREATE TEMP TABLE odd (what text, score float8, n bigint);
INSERT INTO odd VALUES ('one unit', 0.4, 10), ('equal', 0.4, 10), ('equal', 0.4, 20), ('all', 1, 10), ('all', 1, 20), ('end', 1, 30), ('end', 0.5, 30), ('end', 0.3, 20), ('end', NULL, 7), ('end', 0.2, NULL), ('end', 0.2, 0),
	('single answers', 1, 1), ('single answers', 0, 1), ('whole', 1, 5), ('whole', 0, 6), ('huge', 0.25, 4000000000000000), ('huge', 0.75, 4000000000000000), ('nobody', NULL, 0);
SELECT m, what, score, n, (r).reliability::numeric(10,8), (r).n_needed::numeric(12,6), (r).between_units::numeric(12,8), (r).within_units::numeric(12,8), (r).icc::numeric(10,8), (r).units, (r).status FROM (SELECT m, what, score, n, reliability(score, n, m) OVER (PARTITION BY m, what) AS r FROM odd, unnest('{log_odds,reml,beta_binomial,paule_mandel}'::text[]) AS m WHERE what <> 'huge') AS s ORDER BY m, what, n, score;
SELECT m, score, (r).reliability > 0.999999999 AS reliable, (r).status FROM (SELECT m, score, reliability(score, n, m) OVER (PARTITION BY m) AS r FROM odd, unnest('{log_odds,anova,reml,ml,dersimonian_laird,additive_ml}'::text[]) AS m WHERE what = 'huge') AS s ORDER BY m, score;
SELECT what, score, n, (r).reliability::numeric(10,8), (r).n_needed::numeric(12,6), (r).between_units::numeric(12,8), (r).within_units::numeric(12,8), (r).icc::numeric(10,8), (r).units, (r).status FROM (SELECT what, score, n, reliability(score, n, 'log_odds', '{"p": "centre"}') OVER (PARTITION BY what) AS r FROM odd WHERE what IN ('end', 'all')) AS s ORDER BY what, n, score;
SELECT what, (r).reliability::numeric(10,8), (r).n_needed::numeric(12,6), (r).between_units::numeric(12,8), (r).within_units::numeric(12,8), (r).icc::numeric(10,8), (r).units, (r).status FROM (SELECT what, reliability(score, n, m, '{}', se) OVER (PARTITION BY m) AS r FROM (VALUES ('a', 5.0, 10, 0.5, 'hedges'), ('b', 7, NULL, 0.4, 'hedges'), ('c', 7, 9, 0, 'hedges'), ('d', 7, 9, NULL, 'hedges'),
	('e', 5, 10, 0.5, 'reml'), ('f', 7, NULL, 0.4, 'reml'), ('g', 9, 9, 0, 'reml'), ('h', 7, 9, NULL, 'reml')) AS v (what, score, n, se, m)) AS s ORDER BY what;
SELECT (reliability(score, n, 'beta_binomial', '{"between": 0.2}') OVER ()).* FROM (VALUES (0.1::float8, 10::bigint), (0.2, 20)) AS v (score, n);
SELECT v.mean::numeric(12,8), v.between_units::real, v.within_units::real, v.icc::numeric(10,8), v.log_likelihood::numeric(14,6), v.f::real, v.p::real, v.n0::numeric(12,8), v.units, v.missing, v.status FROM (VALUES ('{}'::bigint[], '{}'::float8[], '{}'::float8[]), ('{5}', '{3}', '{1}'), ('{5,NULL,0,1,4,3}', '{3,1,NULL,4,NULL,6}', '{1,1,NULL,NULL,1,NULL}'), ('{5,6}', '{3,3}', '{0,0}'), ('{1,1}', '{3,4}', '{NULL,NULL}'), ('{5,5}', '{3,4}', '{0,0}')) AS a (n, mean, sd), variance_components(a.n, a.mean, a.sd) AS v;
SELECT between_units / 2e300 BETWEEN 0.999999 AND 1.000001 AS between_units, within_units / 5e259 BETWEEN 0.999999 AND 1.000001 AS within_units, icc, status FROM variance_components('{5,5}', '{1e150,-1e150}', '{1e130,0}');

-- Spearman and Brown
SELECT spearman_brown(0.02, 100)::numeric(10,8), spearman_brown(0, 5), spearman_brown(1, 5), spearman_brown(0.7, 0.5)::numeric(10,8), spearman_brown(NULL, 5) AS null, n_needed(100, 0.5, 0.75), n_needed(100, 1, 0.7) AS none, n_needed(100, 0, 0.7) AS never, n_needed(100, 0.5, NULL) AS null2, spearman_brown(1, 1e-150) AS few;
-- more answers than there are numbers for
SELECT (r).reliability, (r).n_needed, (r).status FROM (SELECT reliability(0.5, NULL, 'additive_reml', '{"between": 1e-300}', 1e150) OVER () AS r) AS s;
SELECT (r).reliability, (r).n_needed, (r).status FROM (SELECT reliability(0.5, 10, 'additive_reml', '{"between": 1e-300}', 1e150) OVER () AS r) AS s;

-- what is refused
SELECT reliability(1.2, 5, 'log_odds') OVER ();
SELECT reliability(0.2, -5, 'log_odds') OVER ();
SELECT reliability('Infinity', 5, 'anova', '{}', 1) OVER ();
SELECT reliability(1e200, 5, 'anova', '{}', 1) OVER ();
SELECT reliability(0.2, 5, 'anova', '{}', -1) OVER ();
SELECT reliability(0.2, 5, 'anova', '{}', 1e-200) OVER ();
SELECT reliability(0.2, 5, 'log_odds', '{}', 0.1) OVER ();
SELECT reliability(0.2, 5, 'beta_binomial', '{}', 0.1) OVER ();
SELECT reliability(0.2, 5, 'alpha') OVER ();
SELECT reliability(0.2, 5, NULL) OVER ();
SELECT reliability(0.2, 5, 'anova', NULL) OVER ();
SELECT reliability(0.2, 5, 'anova', '{"aim": 1}') OVER ();
SELECT reliability(0.2, 5, 'anova', '{"target": 1}') OVER ();
SELECT reliability(0.2, 5, 'anova', '{"between": -1}') OVER ();
SELECT reliability(0.2, 5, 'anova', '{"nodes": 5}') OVER ();
SELECT reliability(0.2, 5, 'anova', '{"p": "own"}') OVER ();
SELECT reliability(0.2, 5, 'log_odds', '{"nodes": 65}') OVER ();
SELECT reliability(0.2, 5, 'log_odds', '{"nodes": 2.5}') OVER ();
SELECT reliability(0.2, 5, 'log_odds', '{"p": "mean"}') OVER ();
SELECT reliability(0.2, 5, m) OVER () FROM (VALUES ('anova'), ('ml')) AS v (m);
SELECT spearman_brown(1.1, 5);
SELECT spearman_brown(0.5, 0);
SELECT spearman_brown(0.5, 'NaN');
SELECT n_needed(5, -0.1, 0.5);
SELECT n_needed(5, 0.1, 1);
SELECT n_needed(5, 1e-308, 0.9999999);
SELECT variance_components('{1,2}', '{1}', '{1,2}');
SELECT variance_components('{{1,2}}', '{1,2}', '{1,2}');
SELECT variance_components(NULL, '{1,2}', '{1,2}');
SELECT variance_components('{1,2}', '{1,2}', '{1,2}', 'minque');
SELECT variance_components('{1,2}', '{1,2}', '{1,2}', NULL);
SELECT variance_components('{1,-2}', '{1,2}', '{1,2}');
SELECT variance_components('{1,2}', '{1,NaN}', '{1,2}');
SELECT variance_components('{1,2}', '{1,2}', '{1,-2}');
