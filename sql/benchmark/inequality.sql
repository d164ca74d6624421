-- Inequality: quantile groups, slope and relative index, gaps against a reference group.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/benchmark/phe_sii_input.csv'
CREATE TEMP TABLE fifth (trust text, quintile int, population float8, value float8, low float8, high float8, se float8);
COPY fifth FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/benchmark/phe_sii.csv'
CREATE TEMP TABLE peer (fit text, trust text, sii float8, rii float8, intercept float8, sii_low_95 float8, sii_high_95 float8, rii_low_95 float8, rii_high_95 float8, sii_low_998 float8, sii_high_998 float8, rii_low_998 float8, rii_high_998 float8);
COPY peer FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/benchmark/phe_quantile.csv'
CREATE TEMP TABLE quantile (value float8, quintile_inverted int, decile int);
COPY quantile FROM :'file' (FORMAT csv, HEADER);

-- PHEindicatormethods: points to 1e-11; its limits are simulated with 100,000 draws, ours are closed
CREATE TEMP VIEW ours AS
	SELECT 'se' AS fit, trust, slope_index(quintile, population, value, se) AS s, slope_index(quintile, population, value, se, '{"level": 0.998}') AS w FROM fifth GROUP BY trust
	UNION ALL SELECT 'limits', trust, slope_index(quintile, population, value, low, high, '{"scale": "logit"}'), NULL FROM fifth GROUP BY trust
	UNION ALL SELECT 'logit', trust, slope_index(quintile, population, value, low, high, '{"scale": "logit", "transform": true, "multiplier": 100}'), NULL FROM fifth GROUP BY trust;
SELECT fit, count(*) AS trusts, max(abs((s).sii / sii - 1)) < 1e-11 AS sii, max(abs((s).rii / rii - 1)) < 1e-11 AS rii, max(abs((s).intercept / intercept - 1)) < 1e-11 AS intercept,
	max(greatest(abs((s).sii_low - sii_low_95), abs((s).sii_high - sii_high_95))) < CASE fit WHEN 'se' THEN 1.5e-3 WHEN 'limits' THEN 4e-3 ELSE 0.25 END AS sii_95,
	max(greatest(abs((s).rii_low - rii_low_95), abs((s).rii_high - rii_high_95))) < CASE fit WHEN 'se' THEN 5e-3 WHEN 'limits' THEN 6e-3 ELSE 1.2e-2 END AS rii_95,
	max(greatest(abs((w).sii_low - sii_low_998), abs((w).sii_high - sii_high_998))) < 4e-3 AS sii_998, min((s).quantiles) AS quantiles, count((s).status) AS statuses
FROM ours JOIN peer USING (fit, trust) GROUP BY fit ORDER BY fit;
-- far out, Fieller's limits of the ratio are nearer to the simulation
SELECT max(greatest(abs((d).rii_low - rii_low_998), abs((d).rii_high - rii_high_998)))::numeric(6,4) AS by_log, max(greatest(abs((f).rii_low - rii_low_998), abs((f).rii_high - rii_high_998)))::numeric(6,4) AS by_fieller
FROM (SELECT trust, slope_index(quintile, population, value, se, '{"level": 0.998}') AS d, slope_index(quintile, population, value, se, '{"level": 0.998, "ratio": "fieller"}') AS f FROM fifth GROUP BY trust) AS s JOIN peer USING (trust) WHERE fit = 'se';
-- one trust in full; the same call twice gives the same digits, which a simulation does not
SELECT (s).sii::numeric(10,7), (s).sii_low::numeric(10,7), (s).sii_high::numeric(10,7), (s).sii_se::numeric(10,7), (s).rii::numeric(10,7), (s).rii_low::numeric(10,7), (s).rii_high::numeric(10,7), (s).intercept::numeric(10,7), (s).quantiles, (s).status
FROM ours WHERE trust = 'T001' ORDER BY fit;
SELECT count(DISTINCT s) AS trusts, bool_and(s = again) AS same FROM ours AS a JOIN (SELECT fit, trust, s AS again FROM ours) AS b USING (fit, trust) WHERE fit = 'se';
-- the formula in plain SQL: sum(a(b - m)y) / sum(a(b - m)^2), SE sqrt(sum(c^2 se^2))
WITH share AS (SELECT *, population / sum(population) OVER t AS a, (sum(population) OVER (t ORDER BY quintile) - population / 2) / sum(population) OVER t AS b FROM fifth WINDOW t AS (PARTITION BY trust)),
	centred AS (SELECT *, b - sum(a * b) OVER t AS d FROM share WINDOW t AS (PARTITION BY trust)),
	plain AS (SELECT trust, sum(a * d * value) / sum(a * d * d) AS sii, sqrt(sum((a * d * se) ^ 2)) / sum(a * d * d) AS se FROM centred GROUP BY trust)
SELECT max(abs((s).sii - plain.sii)) < 1e-14 AS sii, max(abs((s).sii_se / plain.se - 1)) < 1e-13 AS se, max(abs((s).sii_high - plain.sii - 1.959963984540054 * plain.se)) < 1e-13 AS high FROM plain JOIN ours USING (trust) WHERE fit = 'se';
-- direction: 1 most deprived or 1 least deprived; z in the place of a level
SELECT bool_and(abs((s).sii + (d).sii) < 1e-14 AND abs((s).rii * (d).rii - 1) < 1e-14 AND abs((s).sii_low + (d).sii_high) < 1e-14) AS turned, bool_and((d).sii = (r).sii AND (d).rii_low = (r).rii_low) AS recoded, bool_and(abs((z).sii_high - (s).sii - 1.96 * (s).sii_se) < 1e-14) AS z
FROM (SELECT slope_index(quintile, population, value, se) AS s, slope_index(quintile, population, value, se, '{"direction": "descending"}') AS d, slope_index(6 - quintile, population, value, se) AS r, slope_index(quintile, population, value, se, '{"z": 1.96}') AS z FROM fifth GROUP BY trust) AS v;
-- limits at another level than 95 % tell the same error
SELECT bool_and(abs((a).sii_se / (b).sii_se - 1) < 1e-12 AND abs((a).sii_se / (c).sii_se - 1) < 1e-12) AS same FROM (SELECT slope_index(quintile, population, value, se) AS a,
	slope_index(quintile, population, value, value - 3 * se, value + 3 * se, '{"limits_z": 3}') AS b, slope_index(quintile, population, value, value / exp(se / value * 1.2815515655446004), value * exp(se / value * 1.2815515655446004), '{"scale": "log", "limits_level": 0.8}') AS c FROM fifth GROUP BY trust) AS v;

-- from respondents: tallies by quintile, with their own numbers or the population's
CREATE TEMP TABLE respondent AS SELECT i % 7 AS trust, CASE WHEN i % 43 > 0 THEN 1 + i * i % 11 % 5 END AS quintile, CASE WHEN i % 17 > 0 THEN i * 31 % 101 < 55 + 4 * (i * i % 11 % 5) END AS positive, 1 + i % 3 AS weight FROM generate_series(1, 9000) AS i;
CREATE TEMP TABLE cell AS SELECT trust, quintile, tally(positive) AS t, tally(positive, weight) AS wt FROM respondent WHERE quintile IS NOT NULL GROUP BY trust, quintile;
SELECT bool_and(a = b) AS rate, bool_and(c = d) AS population, bool_and(e = f) AS weighted, bool_and((a).sii <> (c).sii) AS differ, count((a).status) AS statuses, min((a).rii) > 1 AS gradient
FROM (SELECT slope_index(quintile, t) AS a, slope_index(quintile, n(t), rate(t), rate_se(t)) AS b, slope_index(quintile, 10 + quintile, t, '{"scale": "logit", "transform": true}') AS c, slope_index(quintile, 10 + quintile, rate(t), rate_se(t), '{"scale": "logit", "transform": true}') AS d,
	slope_index(quintile, wt) AS e, slope_index(quintile, w, rate(wt), rate_se(wt)) AS f FROM cell JOIN (SELECT trust, quintile, sum(weight) AS w FROM respondent WHERE positive IS NOT NULL GROUP BY 1, 2) AS s USING (trust, quintile) GROUP BY trust) AS v;
-- all or none positive: no error of 0; nobody in a quintile: no index
SELECT (s).sii, (s).sii_se::numeric(10,8) AS se, (2 * sqrt(2 * (0.5 / 11) * (10.5 / 11) / 10))::numeric(10,8) AS want, (s).rii, (s).status FROM (SELECT slope_index(q, make_tally(10, 10 * (q - 1))) AS s FROM generate_series(1, 2) AS q) AS v;
-- Fieller's limits hold the ratio, also where all but one quantile weigh nothing
SELECT (s).rii BETWEEN (s).rii_low AND (s).rii_high AS held FROM (SELECT slope_index(q, weight, t, '{"ratio": "fieller"}') AS s FROM (VALUES (1, 2e17::float8, make_tally(200000000000000000, 40)), (2, 7, make_tally(7, 1)), (3, 100, make_tally(100, 1)), (4, 100, make_tally(100, 0)), (5, 1e150, tally_accum(tally_accum(NULL, true, 1e150), false, 1e-150))) AS v(q, weight, t)) AS s;
-- beyond the doubles: that is the reason, not the sign of an end
SELECT (s).* FROM (SELECT slope_index(q, 1, CASE WHEN q = 1 THEN -1.7e308 ELSE 1.7e308 END, 1) AS s FROM generate_series(1, 2) AS q) AS v;
SELECT (a).*, (b).status AS status_of_null, (c).status AS status_of_population FROM (SELECT slope_index(q, make_tally(8 * (q % 3), q % 3)) AS a, slope_index(q, CASE WHEN q < 3 THEN make_tally(8, 3) END, '{}') AS b, slope_index(q, q, make_tally(8 * (q % 3), q % 3), '{}') AS c FROM generate_series(1, 5) AS q) AS v;

-- any order, any split, any plan: the same to the bit
CREATE AGGREGATE pg_temp.slope_state(integer, double precision, double precision, double precision) (SFUNC = slope_index_accum, STYPE = double precision[]);
SELECT count(*) AS trusts, bool_and(a = b AND a = c AND a = d AND a = e) AS same FROM (SELECT slope_index(quintile, population, value, se ORDER BY quintile) AS a, slope_index(quintile, population, value, se ORDER BY md5(quintile::text)) AS b,
	slope_index_final(slope_index_combine(pg_temp.slope_state(quintile, population, value, se) FILTER (WHERE quintile IN (1, 4)), pg_temp.slope_state(quintile, population, value, se) FILTER (WHERE quintile NOT IN (1, 4)))) AS c,
	slope_index_final(slope_index_combine(NULL, pg_temp.slope_state(quintile, population, value, se))) AS d, slope_index_final(slope_index_combine(pg_temp.slope_state(quintile, population, value, se), NULL)) AS e FROM fifth GROUP BY trust) AS v;
CREATE TABLE inequality_fifth AS SELECT * FROM fifth;
ALTER TABLE inequality_fifth SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT slope_index(quintile, population, value, se) FROM inequality_fifth;
SELECT count(*) AS trusts, bool_and(p.s = o.s) AS same FROM (SELECT trust, slope_index(quintile, population, value, se) AS s FROM inequality_fifth GROUP BY trust) AS p JOIN ours AS o USING (trust) WHERE fit = 'se';
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE inequality_fifth;

-- what there is no answer to
SELECT what, (s).* FROM (
	SELECT 1 AS i, 'no rows' AS what, slope_index(quintile, population, value, se) AS s FROM fifth WHERE false
	UNION ALL SELECT 2, 'one', slope_index(q, 10, 0.5, 0.1) FROM generate_series(1, 1) AS q
	UNION ALL SELECT 3, 'no value', slope_index(q, 10, CASE WHEN q < 3 THEN 0.5 END, 0.1) FROM generate_series(1, 5) AS q
	UNION ALL SELECT 4, 'no se', slope_index(q, 10, q, CASE WHEN q < 2 THEN 0.1 END) FROM generate_series(1, 2) AS q
	UNION ALL SELECT 5, 'no limit', slope_index(q, 10, q, q, CASE WHEN q < 2 THEN 2 END, '{}') FROM generate_series(1, 2) AS q
	UNION ALL SELECT 6, 'all', slope_index(q, 10, q / 2.0, 0.1, '{"scale": "logit", "transform": true}') FROM generate_series(1, 2) AS q
	UNION ALL SELECT 7, 'limit 0', slope_index(q, 10, q, 0, 3, '{"scale": "log"}') FROM generate_series(1, 2) AS q
	UNION ALL SELECT 8, 'negative', slope_index(q, 10, q - 2, 0.5) FROM generate_series(1, 2) AS q
	UNION ALL SELECT 9, 'exact', slope_index(q, 10, q, 0) FROM generate_series(1, 2) AS q
	UNION ALL SELECT 10, 'equal', slope_index(q, 10, 4, 0.5) FROM generate_series(1, 2) AS q
	UNION ALL SELECT 11, 'vague', slope_index(q, 10, q, 9, '{"ratio": "fieller"}') FROM generate_series(1, 2) AS q
	UNION ALL SELECT 12, 'huge', slope_index(q, 1, q * 8e307, 1) FROM generate_series(1, 2) AS q) AS v ORDER BY i;

-- quantile groups: PHE's figures, quintiles with 1 the highest, deciles with 1 the lowest
SELECT count(*) AS values, count(d) AS grouped, bool_and(q IS NOT DISTINCT FROM quintile_inverted) AS quintile, bool_and(d IS NOT DISTINCT FROM decile) AS decile
FROM (SELECT *, quantile_group(value, 5, 'descending') OVER () AS q, quantile_group(value, 10) OVER () AS d FROM quantile) AS v;
-- ten values in quarters; ties; missing ones; too few; any order; the partition says among whom
SELECT array_agg(quantile_group ORDER BY i) AS quarters FROM (SELECT i, quantile_group(i, 4) OVER () FROM generate_series(1, 10) AS i) AS v;
SELECT array_agg(q ORDER BY i) AS ties, array_agg(d ORDER BY i) AS turned FROM (SELECT i, quantile_group(v, 3) OVER () AS q, quantile_group(v, 3, 'descending') OVER () AS d FROM unnest('{5,5,5,1,NULL,9}'::float8[]) WITH ORDINALITY AS u(v, i)) AS v;
SELECT v, quantile_group(v, 3) OVER () AS too_few, quantile_group(v, 2) OVER () AS enough, quantile_group(7, 1) OVER () AS constant, quantile_group(NULL, 1) OVER () AS none FROM unnest('{2,1,NULL}'::float8[]) AS v;
SELECT bool_and(a = b AND b = c) AS same, count(DISTINCT a) AS groups, min(n) AS least, max(n) AS most FROM (SELECT *, count(*) OVER (PARTITION BY a) AS n FROM (SELECT quantile_group(x, 7) OVER (ORDER BY i) AS a, quantile_group(x, 7) OVER (ORDER BY x) AS b, quantile_group(x, 7) OVER () AS c FROM (SELECT i, sin(i) AS x FROM generate_series(1, 100000) AS i) AS s) AS v) AS w;
SELECT quantile_group(i, 2) OVER (PARTITION BY i % 2 ORDER BY i) AS own FROM generate_series(1, 4) AS i;

-- gaps by deprivation: each fifth less the reference, the least deprived; 1 is the most deprived
CREATE TEMP TABLE area AS SELECT i AS area, quantile_group(sin(i) * 40, 5, 'descending') OVER () AS fifth FROM generate_series(1, 500) AS i;
CREATE TEMP TABLE outcome AS SELECT fifth, tally(i * 37 % 211 < 140 + 6 * fifth) AS t FROM generate_series(1, 20000) AS i JOIN area ON area.area = 1 + i % 500 GROUP BY fifth;
SELECT fifth, n(o.t), round(100 * rate(o.t)::numeric, 2) AS percent, round(100 * g.difference::numeric, 2) AS points, round(100 * g.low::numeric, 2) AS low, round(100 * g.high::numeric, 2) AS high, g.low > 0 OR g.high < 0 AS differs
FROM outcome AS o, (SELECT t AS least_deprived FROM outcome WHERE fifth = 5) AS r, gap(o.t, least_deprived) AS g WHERE fifth < 5 ORDER BY fifth;
SELECT bool_and(abs(g.difference - (rate(o.t) - rate(r.t))) < 1e-15 AND g.difference < 0) AS most_less_least, bool_and(abs(h.difference + g.difference) < 1e-15 AND abs(h.low + g.high) < 1e-15) AS turned
FROM outcome AS o JOIN outcome AS r ON r.fifth = 5 AND o.fifth < 5, gap(o.t, r.t) AS g, gap(r.t, o.t) AS h;
-- means likewise, by Welch's interval
CREATE TEMP TABLE rating AS SELECT fifth, moments(8 + fifth / 4.0 + sin(i)) AS own FROM generate_series(1, 20000) AS i JOIN area ON area.area = 1 + i % 500 GROUP BY fifth;
SELECT o.fifth, n(o.own), round(mean(o.own)::numeric, 4) AS mean, round(g.difference::numeric, 4) AS difference, round(g.low::numeric, 4) AS low, round(g.high::numeric, 4) AS high,
	abs(g.difference - (mean(o.own) - mean(r.own))) < 1e-13 AND abs(h.difference + g.difference) < 1e-13 AND abs(h.low + g.high) < 1e-13 AS turned, abs(g.high - g.difference - 1.96 * sqrt(mean_se(o.own) ^ 2 + mean_se(r.own) ^ 2)) < 2e-4 AS nearly_normal
FROM rating AS o JOIN rating AS r ON r.fifth = 5 AND o.fifth < 5, gap(o.own, r.own) AS g, gap(r.own, o.own) AS h ORDER BY o.fifth;
SELECT round((s).sii::numeric, 4) AS sii, round((s).sii_low::numeric, 4) AS low, round((s).sii_high::numeric, 4) AS high FROM (SELECT slope_index(fifth, n(own), mean(own), mean_se(own)) AS s FROM rating) AS v;
-- the whole gradient in one figure beside them
SELECT round(100 * (s).sii::numeric, 2) AS sii, round(100 * (s).sii_low::numeric, 2) AS low, round(100 * (s).sii_high::numeric, 2) AS high, round((s).rii::numeric, 3) AS rii FROM (SELECT slope_index(fifth, t) AS s FROM outcome) AS v;

-- what is refused
SELECT slope_index(NULL, 1, 1, 1);
SELECT slope_index(1, NULL, 1, 1);
SELECT slope_index(1, 0, 1, 1);
SELECT slope_index(1, -3, 1, 1);
SELECT slope_index(1, 'Infinity', 1, 1);
SELECT slope_index(1, 1, 'NaN', 1);
SELECT slope_index(1, 1, 1, -1);
SELECT slope_index(1, 1, 1, 2, 0, '{}');
SELECT slope_index(1, 1, 3, 1, 2, '{}');
SELECT slope_index(1, 1, -1, 1, '{"scale": "log"}');
SELECT slope_index(1, 1, 0.5, 0.4, 1.1, '{"scale": "logit"}');
SELECT slope_index(1, q, 1, 1) FROM generate_series(1, 2) AS q;
SELECT slope_index(q, 1, 1, 1) FROM generate_series(1, 1001) AS q;
SELECT (slope_index(q, 1, 1, 1, '{"z": 2}')).quantiles FROM generate_series(1, 1000) AS q;
SELECT slope_index(q, 1, 1, 1, CASE q WHEN 1 THEN '{"z": 2}' ELSE '{"z": 3}' END::jsonb) FROM generate_series(1, 2) AS q;
SELECT slope_index(1, 1, 1, 1, NULL);
SELECT slope_index(1, 1, 1, 1, '[]');
SELECT slope_index(1, 1, 1, 1, '{"scales": "log"}');
SELECT slope_index(1, 1, 1, 1, '{"scale": "probit"}');
SELECT slope_index(1, 1, 1, 1, '{"transform": true}');
SELECT slope_index(1, 1, 1, 1, '{"direction": "down"}');
SELECT slope_index(1, 1, 1, 1, '{"multiplier": -1}');
SELECT slope_index(1, 1, 1, 1, '{"z": 1.96, "level": 0.95}');
SELECT slope_index(1, 1, 1, 1, '{"limits_level": 1}');
SELECT slope_index(1, 0, make_tally(3, 1), '{}');
SELECT slope_index_combine(pg_temp.slope_state(1, 1, 1, 1), slope_index_accum(NULL, 2, 1, 1, 1, '{"z": 2}'));
SELECT slope_index_final(slope_index_combine(pg_temp.slope_state(1, 1, 1, 1), pg_temp.slope_state(1, 1, 1, 1)));
-- the state is anybody's to write: what is none is refused, and never read beyond
\set VERBOSITY terse
SELECT slope_index_final('{}');
SELECT slope_index_final('{0,0,0,0,1,2}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1}');
SELECT slope_index_final('{0,0,0,0,1,2,NULL}');
SELECT slope_index_final('{{0,0,0,0,1,2,2}}');
SELECT slope_index_final('{3,0,0,0,1,2,2}');
SELECT slope_index_final('{NaN,0,0,0,1,2,2}');
SELECT slope_index_final('{0,1,0,0,1,2,2}');
SELECT slope_index_final('{0,0,2,0,1,2,2}');
SELECT slope_index_final('{0,0,0,0.5,1,2,2}');
SELECT slope_index_final('{0,0,0,0,0,2,2}');
SELECT slope_index_final('{0,0,0,0,1,-2,2}');
SELECT slope_index_final('{0,0,0,0,1,2,Infinity}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1.5,1,1,1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1,-1,1,1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1,0,1,1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1,NaN,1,1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1,1,Infinity,1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,1,1,1,-1}');
SELECT slope_index_final('{0,0,0,0,1,2,2,9e9,1,1,1}');
SELECT slope_index_combine('{0,0,0,0,1,2,2}', '{1}');
SELECT slope_index_accum('{1}', 1, 1, 1, 1);
\set VERBOSITY default
SELECT slope_index_final('{0,0,0,0,1,2,2}'), slope_index_final('[5:11]={0,0,0,0,1,2,2}'), slope_index_final('{0,0,0,0,1,2,2,1,0,NaN,NaN,2,1,3,1}');
SELECT quantile_group(1, 0) OVER ();
SELECT quantile_group(1, NULL) OVER ();
SELECT quantile_group(1, 5, NULL) OVER ();
SELECT quantile_group(1, 5, 'down') OVER ();
SELECT quantile_group('NaN', 5) OVER ();
SELECT quantile_group(i, i) OVER () FROM generate_series(1, 2) AS i;

DROP AGGREGATE pg_temp.slope_state(integer, double precision, double precision, double precision);
DROP VIEW ours;
DROP TABLE cell, outcome, rating;
