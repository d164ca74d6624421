-- heterogeneity, proportion_scale and shrink: metafor and lme4, formulas in plain SQL, order, degenerate partitions, refusals.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE unit (cases text, unit text, num bigint, den bigint, z float8, low float8, high float8, outer_low float8, outer_high float8);
\set command 'grep -E ''^pr_(od|small),'' ' :here '/test/data/reference/funnelplotr.csv'
COPY unit FROM PROGRAM :'command' (FORMAT csv);
CREATE TEMP TABLE peer_tau2 (cases text, measure text, method text, units int, mean float8, se float8, tau2 float8, i2 float8, h2 float8, q float8, p float8);
\set command 'grep -v ^# ' :here '/test/data/benchmark/metafor_tau2.csv'
COPY peer_tau2 FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE peer_blup (cases text, measure text, method text, unit text, shrinkage float8, score float8, se float8);
\set command 'grep -v ^# ' :here '/test/data/benchmark/metafor_blup.csv'
COPY peer_blup FROM PROGRAM :'command' (FORMAT csv, HEADER);
-- metafor's names of ours and the tolerances; its PM stops early: Paule and Mandel's equation is that of its EB
CREATE TEMP TABLE name AS SELECT * FROM (VALUES ('PR', 'raw'), ('PAS', 'arcsine'), ('PLO', 'logit'), ('PFT', 'freeman_tukey')) AS s(measure, scale),
	(VALUES ('DL', 'dersimonian_laird', 1e-12, 1e-12), ('HE', 'hedges', 1e-12, 1e-12), ('EB', 'paule_mandel', 1e-9, 1e-6), ('REML', 'reml', 1e-9, 1e-6), ('ML', 'ml', 1e-9, 1e-6)) AS m(method, word, near, near_i2);
CREATE TEMP TABLE estimate AS SELECT u.cases, u.unit, s.scale, e.value, e.se FROM unit AS u, (SELECT DISTINCT scale FROM name) AS s, proportion_scale(num, den, scale) AS e;

-- metafor 3.8-1: variance between units
SELECT word, count(*), bool_and(h.units = p.units AND h.df = p.units - 1 AND h.missing = 0 AND h.status IS NULL) AS counts, bool_and(abs(h.tau2 - p.tau2) < near) AS tau2, bool_and(abs(h.mean - p.mean) < near) AS mean, bool_and(abs(h.mean_se - p.se) < near) AS mean_se,
	max(abs(h.q / p.q - 1)) < 1e-12 AS q, max(abs(h.p / p.p - 1)) < 1e-10 AS p, bool_and(abs(h.i2 - p.i2 / 100) < near_i2) AS i2, bool_and(abs(h.h2 / p.h2 - 1) < near_i2) AS h2
FROM peer_tau2 AS p JOIN name USING (measure, method) JOIN (SELECT cases, scale, array_agg(value) AS y, array_agg(se) AS se FROM estimate GROUP BY cases, scale) AS e USING (cases, scale), heterogeneity(e.y, e.se, word) AS h
GROUP BY word ORDER BY word;
-- its shrunken estimates, 1e-9, and their intervals
CREATE TEMP TABLE shrunk AS
	SELECT cases, unit, scale, 'DL' AS method, value, estimate.se, shrink(value, se, 'dersimonian_laird') OVER (PARTITION BY cases, scale) AS r FROM estimate
	UNION ALL SELECT cases, unit, scale, 'REML', value, estimate.se, shrink(value, se, 'reml') OVER (PARTITION BY cases, scale) FROM estimate;
SELECT method, count(*), max(abs((r).score - p.score)) < 1e-9 AS score, max(abs((r).se - p.se)) < 1e-9 AS se, max(abs((r).shrinkage - p.shrinkage)) < 1e-9 AS shrinkage,
	max(abs((r).low - (p.score - 1.959963984540054 * p.se))) < 1e-9 AS low, max(abs((r).high - (p.score + 1.959963984540054 * p.se))) < 1e-9 AS high, count((r).status) AS statuses
FROM shrunk JOIN name USING (scale, method) JOIN peer_blup AS p USING (cases, unit, measure, method) GROUP BY method ORDER BY method;
-- the partition's own figures are those of heterogeneity, to the bit
SELECT count(*), bool_and((r).mean = h.mean AND (r).mean_se = h.mean_se AND (r).tau2 = h.tau2 AND (r).units = h.units) AS same
FROM shrunk JOIN (SELECT cases, scale, method, h.* FROM (SELECT cases, scale, method, word, array_agg(value) AS y, array_agg(se) AS se FROM estimate JOIN name USING (scale) WHERE method IN ('DL', 'REML') GROUP BY cases, scale, method, word) AS e, heterogeneity(y, se, word) AS h) AS h USING (cases, scale, method);
-- mean, tau2 and level given: the formulas
SELECT max(abs((r).score - (0.7 + b * (value - 0.7)))) < 1e-15 AS score, max(abs((r).se / sqrt(b) / se - 1)) < 1e-14 AS se, max(abs((r).high - (r).score - 1.6448536269514722 * (r).se)) < 1e-15 AS high, min((r).mean) AS mean, max((r).mean_se) AS mean_se, max((r).tau2) AS tau2
FROM (SELECT value, se, 0.002 / (0.002 + se * se) AS b, shrink(value, se, 'reml', '{"mean": 0.7, "tau2": 0.002, "level": 0.9}') OVER () AS r FROM estimate WHERE scale = 'raw') AS s;
-- none: all are the mean
SELECT count(DISTINCT (r).score), max(abs((r).score - h.mean)) < 1e-15 AS mean, max(abs((r).se / h.mean_se - 1)) < 1e-14 AS se, max((r).shrinkage) AS shrinkage, max((r).tau2) AS tau2, abs(min(h.i2) - (1 - min(h.df) / min(h.q))) < 1e-15 AS i2, abs(min(h.h2) - min(h.q) / min(h.df)) < 1e-12 AS h2
FROM (SELECT shrink(value, se, 'none') OVER () AS r FROM estimate WHERE scale = 'logit') AS s, (SELECT array_agg(value) AS y, array_agg(se) AS se FROM estimate WHERE scale = 'logit') AS e, heterogeneity(y, e.se, 'none') AS h;

-- log_odds: lme4 1.1-31, intercept + mode 2e-6, variance given the intercept 1e-6 relative
CREATE TEMP TABLE effect (cases text, nodes int, unit text, effect float8, variance float8);
\set command 'grep -E ''^(od|small),'' ' :here '/test/data/adjust/lme4_effect.csv'
COPY effect FROM PROGRAM :'command' (FORMAT csv);
CREATE TEMP TABLE intercept (cases text, nodes int, intercept float8, se float8, variance float8, likelihood float8);
\set command 'grep -E ''^(od|small),'' ' :here '/test/data/adjust/lme4_random_intercept.csv'
COPY intercept FROM PROGRAM :'command' (FORMAT csv);
SELECT e.cases, e.nodes, count(*), max(abs(ln((r).score / (1 - (r).score)) - i.intercept - e.effect)) < 2e-6 AS score, max(abs((r).shrinkage - (1 - e.variance / i.variance))) < 1e-6 AS shrinkage,
	max(abs((r).se / (r).score / (1 - (r).score) / sqrt(e.variance + (e.variance / i.variance * i.se) ^ 2) - 1)) < 1e-5 AS se, max(abs((r).tau2 / i.variance - 1)) < 1e-5 AS tau2, max(abs(ln((r).mean / (1 - (r).mean)) - i.intercept)) < 1e-6 AS mean,
	max(abs((r).mean_se / (r).mean / (1 - (r).mean) / i.se - 1)) < 1e-5 AS mean_se, max(abs(ln((r).high / (1 - (r).high)) - ln((r).score / (1 - (r).score)) - 1.959963984540054 * sqrt(e.variance + (e.variance / i.variance * i.se) ^ 2))) < 2e-6 AS high, count((r).status) AS statuses
FROM effect AS e JOIN intercept AS i USING (cases, nodes) JOIN (SELECT cases, unit, shrink(num::float8 / den, NULL, 'log_odds', '{"nodes": 25}', den) OVER (PARTITION BY cases) AS r FROM unit) AS s ON s.cases = 'pr_' || e.cases AND s.unit = e.unit WHERE e.nodes = 25 GROUP BY e.cases, e.nodes ORDER BY e.cases, e.nodes;
-- tau2 given is used; it never leaves 0 to 1, where the raw scale does
SELECT max((l).tau2) AS tau2, max((l).high) < 1 AS log_odds, max((r).high) > 1 AS raw FROM (SELECT shrink(num::float8 / den, NULL, 'log_odds', '{"tau2": 0.04}', den) OVER (PARTITION BY cases) AS l, shrink(p.value, p.se, 'dersimonian_laird', '{"z": 3}') OVER () AS r FROM unit, proportion_scale(num, den, 'raw') AS p WHERE cases = 'pr_small') AS s;

-- any order of the rows or elements gives the same bits
SELECT count(DISTINCT digits) AS different FROM (
	SELECT md5(string_agg(format('%s %s %s', unit, a, l), '|' ORDER BY cases, unit)) AS digits
	FROM generate_series(1, 4) AS turn, LATERAL (SELECT cases, unit, shrink(p.value, p.se, 'reml') OVER (PARTITION BY cases) AS a, shrink(num::float8 / den, NULL, 'log_odds', '{}', den) OVER (PARTITION BY cases) AS l FROM (SELECT * FROM unit ORDER BY md5(format('%s %s', turn, unit))) AS u, proportion_scale(num, den, 'logit') AS p) AS s GROUP BY turn) AS t;
SELECT count(DISTINCT heterogeneity(y, se, method)) AS different FROM (SELECT array_agg(value ORDER BY md5(turn || unit)) AS y, array_agg(se ORDER BY md5(turn || unit)) AS se FROM generate_series(1, 5) AS turn, estimate WHERE cases = 'pr_od' AND scale = 'raw' GROUP BY turn) AS e, unnest('{reml}'::text[]) AS method;

-- a worked example: three hospitals of 80, 85 and 90 %: by hand weights 2500, 625, 625, mean 0.825, Q 5.46875, tau2 (5.46875 - 2) / (3750 - 7031250 / 3750) = 0.00185
SELECT h.mean::numeric(14,12), h.mean_se::numeric(14,12), h.tau2::numeric(14,12), h.i2::numeric(14,12), h.h2::numeric(14,12), h.q::numeric(14,12), h.df, h.p::numeric(14,12), (r).score::numeric(14,12), (r).se::numeric(14,12), (r).shrinkage::numeric(14,12) FROM (SELECT array_agg(y) AS y, array_agg(se) AS se FROM (VALUES (0.80, 0.02), (0.85, 0.04), (0.90, 0.04)) AS v(y, se)) AS e, heterogeneity(y, se) AS h, (SELECT shrink(y, se, 'dersimonian_laird') OVER () AS r FROM (VALUES (0.80, 0.02), (0.85, 0.04), (0.90, 0.04)) AS v(y, se) LIMIT 1) AS s;

-- degenerate: a stated result, never NaN
\pset null '-'
SELECT what, mean::numeric(5,3), mean_se::numeric(5,3), tau2::numeric(7,4), i2::numeric(5,3), h2::numeric(7,3), q::numeric(7,3), df, p::numeric(5,3), units, missing, status
FROM (VALUES (1, 'none', '{}'::float8[], '{}'::float8[], 'reml'), (2, 'only NULLs', '{NULL,1}', '{1,NULL}', 'reml'), (3, 'no array', NULL, '{1}', 'reml'), (4, 'one', '{0.7}', '{0.1}', 'dersimonian_laird'), (5, 'one, none between', '{0.7}', '{0.1}', 'none'),
	(6, 'equal', '{0.7,0.7,0.7}', '{0.1,0.2,0.1}', 'paule_mandel'), (7, 'with a NULL', '{0.5,NULL,0.9,0.7}', '{0.1,0.1,0.1,NULL}', 'ml'), (8, 'closer than chance', '{0.70,0.71}', '{0.1,0.2}', 'reml')) AS v(ord, what, y, se, method), heterogeneity(y, se, method) AS h ORDER BY ord;
SELECT abs(tau2 / 2e300 - 1) < 1e-12 AS tau2, q, p, status FROM heterogeneity('{-1e150,1e150}', '{1e-150,1e-150}', 'reml') AS h;
SELECT tau2 IS NOT NULL AS tau2, q, status FROM heterogeneity('{1e150,0,1}', '{1,1e150,1}', 'ml') AS h;
SELECT what, (r).score::numeric(5,3), (r).se::numeric(5,3), (r).low::numeric(5,3), (r).high::numeric(5,3), (r).shrinkage::numeric(5,3), (r).mean::numeric(5,3), (r).mean_se::numeric(5,3), (r).tau2::numeric(7,4), (r).units, (r).status
FROM (SELECT ord, what, shrink(score, se, 'reml') OVER (PARTITION BY what) AS r FROM (VALUES (1, 'one', 0.7::float8, 0.1::float8), (2, 'equal', 0.7, 0.1), (2, 'equal', 0.7, 0.2), (3, 'no score', NULL, 0.1), (3, 'no score', 0.6, 0.05), (3, 'no score', 0.8, 0.05), (3, 'no score', 0.9, NULL), (3, 'no score', 1, 0), (4, 'nothing', NULL, NULL)) AS v(ord, what, score, se)) AS s ORDER BY ord, (r).score, (r).status;
SELECT (r).score, (r).shrinkage::numeric(5,3), (r).units, (r).status FROM (SELECT shrink(0.7, 0.1, 'reml', '{"tau2": 0.01}') OVER () AS r) AS s;
SELECT (r).score, (r).se, (r).low, (r).status FROM (SELECT shrink(s, 1, 'hedges') OVER () AS r FROM (VALUES (-1e150::float8), (1e150)) AS v(s)) AS s;
SELECT what, (r).score::numeric(5,3), (r).se::numeric(5,3), (r).low::numeric(5,3), (r).high::numeric(5,3), (r).shrinkage::numeric(5,3), (r).mean::numeric(5,3), (r).tau2::numeric(7,4), (r).units, (r).status
FROM (SELECT ord, what, shrink(x / nullif(n, 0)::float8, NULL, 'log_odds', '{}', n) OVER (PARTITION BY what) AS r FROM (VALUES (1, 'one', 7, 10), (2, 'all positive', 10, 10), (2, 'all positive', 30, 30), (3, 'n = 0', 0, 0), (3, 'n = 0', 30, 40), (3, 'n = 0', 80, 95), (3, 'n = 0', NULL, 50), (3, 'n = 0', NULL, NULL),
	(4, 'no variance', 30, 40), (4, 'no variance', 60, 80), (5, 'one at 100 %', 30, 30), (5, 'one at 100 %', 20, 40), (5, 'one at 100 %', 30, 60), (5, 'one at 100 %', 45, 60), (6, 'huge', 1000000000, 2000000000), (6, 'huge', 1200000000, 2000000000)) AS v(ord, what, x, n)) AS s ORDER BY ord, (r).score, (r).status;
\pset null ''
SELECT x, n, scale, p.value::numeric(14,12), p.se::numeric(14,12), p.status FROM (VALUES (0, 10), (10, 10), (3, 4)) AS v(x, n), unnest('{raw,arcsine,logit,freeman_tukey}'::text[]) WITH ORDINALITY AS s(scale, ord), proportion_scale(x, n, scale) AS p ORDER BY x, n, ord;
SELECT v.*, p.* FROM (VALUES (0, 0), (NULL, 5), (NULL, NULL)) AS v(x, n), proportion_scale(x, n, 'raw') AS p;
SELECT count(*) FROM (SELECT shrink(value, se, 'reml') OVER () FROM estimate WHERE false) AS s;

-- refused
SELECT heterogeneity('{1}', '{1,2}');
SELECT heterogeneity('{{1,2}}', '{1,2}');
SELECT heterogeneity('{1,NaN}', '{1,2}');
SELECT heterogeneity('{1,Infinity}', '{1,2}');
SELECT heterogeneity('{1,2}', '{1,NaN}');
SELECT heterogeneity('{1,2}', '{1,0}');
SELECT heterogeneity('{1,2}', '{1,-1}');
SELECT heterogeneity('{1,2}', '{1,1e-160}');
SELECT heterogeneity('{1,2}', '{1,1}', 'DL');
SELECT heterogeneity('{1,2}', '{1,1}', NULL);
SELECT proportion_scale(5, 4, 'raw');
SELECT proportion_scale(-1, 4, 'raw');
SELECT proportion_scale(1, 4, 'log');
SELECT proportion_scale(1, 4, NULL);
SELECT shrink(0.7, 0.1, 'DL') OVER ();
SELECT shrink(0.7, 0.1, NULL) OVER ();
SELECT shrink(0.7, 0.1, 'reml', NULL) OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{"zz": 1}') OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{"tau2": -1}') OVER ();
SELECT shrink(0.7, 0.1, 'none', '{"tau2": 1}') OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{"nodes": 10}') OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{"z": 1.96, "level": 0.9}') OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{"mean": 1e200}') OVER ();
SELECT shrink(0.7, -0.1, 'reml') OVER ();
SELECT shrink(0.7, 'NaN', 'reml') OVER ();
SELECT shrink('Infinity', 0.1, 'reml') OVER ();
SELECT shrink(1e200, 0.1, 'reml') OVER ();
SELECT shrink(0.7, 0.1, 'reml', '{}', 10) OVER ();
SELECT shrink(0.7, 0.1, 'log_odds', '{}', 10) OVER ();
SELECT shrink(1.7, NULL, 'log_odds', '{}', 10) OVER ();
SELECT shrink(0.7, NULL, 'log_odds', '{}', -10) OVER ();
SELECT shrink(0.7, NULL, 'log_odds', '{"nodes": 65}', 10) OVER ();
SELECT shrink(0.7, NULL, 'log_odds', '{"nodes": 1.5}', 10) OVER ();
SELECT shrink(0.7, NULL, 'log_odds', '{"mean": 0.5}', 10) OVER ();
SELECT shrink(0.7, 0.1, m) OVER () FROM (VALUES ('reml'), ('ml')) AS v(m);
SELECT shrink(0.7, 0.1, 'reml', o::jsonb) OVER () FROM (VALUES ('{}'), (NULL)) AS v(o);
SELECT shrink(0.7, 0.1, 'reml');
DROP TABLE shrunk;
