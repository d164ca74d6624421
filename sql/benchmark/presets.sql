-- The presets of expected_range: what they say, that the rule written out gives them again, other software's figures, and one unit alone or in company.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
SELECT name, expected_range_rule(name) FROM preset WHERE kind = 'expected_range' AND builtin ORDER BY name;
-- what is only recalled says so
SELECT name, source LIKE 'Unconfirmed:%' AS unconfirmed, source LIKE '%was not read%' AS at_second_hand FROM preset WHERE kind = 'expected_range' AND builtin ORDER BY name;
-- a rule written out and given as options is the same rule
SELECT count(*) AS rules, count(*) FILTER (WHERE expected_range_rule(name, expected_range_rule(name, o)) = expected_range_rule(name, o)) AS same, count(*) FILTER (WHERE expected_range_rule('ncpes2018', expected_range_rule(name, o)) = expected_range_rule(name, o)) AS from_another
FROM preset, LATERAL (VALUES ('{}'::jsonb), ('{"cuts": [1.645, 1.96, 3.09]}'), ('{"cuts": [1.96, 3.09]}'), ('{"cuts": [2]}'), ('{"level": 0.9, "outer_level": null}'), ('{"minimum": 0.1, "maximum": 0.9}'), ('{"unscored": "centre"}')) AS v(o) WHERE kind = 'expected_range' AND builtin;
SELECT expected_range_rule('funnelplotr', '{"measure": "counts"}') = expected_range_rule('ncpes2018', expected_range_rule('funnelplotr', '{"measure": "counts"}')) AS counts,
	expected_range_rule('ncpes2018', '{"between": "multiplicative", "phi": 1.7}') = expected_range_rule('phe', expected_range_rule('ncpes2018', '{"between": "multiplicative", "phi": 1.7}')) AS multiplicative,
	expected_range_rule('phe', '{"between": "beta_binomial", "limits": "beta_binomial"}') = expected_range_rule('shmi', expected_range_rule('phe', '{"between": "beta_binomial", "limits": "beta_binomial"}')) AS beta_binomial;

-- PHEindicatormethods 2.1.1: flags exactly, limits of proportions 1e-12 relative, of ratios 1e-5 (its bisection; at one event 1e-4)
CREATE TEMP TABLE proportion (trust text, n bigint, x float8);
CREATE TEMP TABLE proportion_flag (trust text, n bigint, x float8, significance text);
CREATE TEMP TABLE proportion_limit (n bigint, low float8, high float8, outer_low float8, outer_high float8, baseline float8);
CREATE TEMP TABLE ratio_flag (area text, observed float8, expected float8, significance text);
CREATE TEMP TABLE ratio_limit (observed float8, low_expected float8, low float8, high_expected float8, high float8, outer_low_expected float8, outer_low float8, outer_high_expected float8, outer_high float8);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_funnel_prop_input.csv'
COPY proportion FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_funnel_prop_significance.csv'
COPY proportion_flag FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_funnel_prop_limits.csv'
COPY proportion_limit FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_funnel_ratio_significance.csv'
COPY ratio_flag FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/phe_funnel_ratio_limits.csv'
COPY ratio_limit FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE flag (significance text, band text);
INSERT INTO flag VALUES ('Low (0.001)', 'far below'), ('Low (0.025)', 'below'), ('Not significant', 'within'), ('High (0.025)', 'above'), ('High (0.001)', 'far above');
SELECT count(*) AS trusts, count(*) FILTER (WHERE (r).band = f.band) AS same, count(DISTINCT f.band) AS flags FROM (SELECT trust, expected_range(x / n, n, NULL, 'phe') OVER () AS r FROM proportion) AS s JOIN proportion_flag USING (trust) JOIN flag AS f USING (significance);
SELECT count(*) AS areas, count(*) FILTER (WHERE (r).band = f.band) AS same, count(DISTINCT f.band) AS flags FROM (SELECT significance, expected_range(observed / expected, NULL, 1, 'phe', expected => expected) OVER () AS r FROM ratio_flag) AS s JOIN flag AS f USING (significance);
SELECT count(*) AS sizes, max(abs(100 * (r).low - low)) < 1e-10 AS low, max(abs(100 * (r).high - high)) < 1e-10 AS high, max(abs(100 * (r).outer_low - outer_low)) < 1e-10 AS outer_low, max(abs(100 * (r).outer_high - outer_high)) < 1e-10 AS outer_high
FROM (SELECT l.*, expected_range(NULL, n, baseline / 100, 'phe') OVER (PARTITION BY baseline) AS r FROM proportion_limit AS l) AS s;
SELECT count(*) AS sizes, max(abs(100 * (r).low / low - 1)) < 1e-5 AS low, max(abs(100 * (r).high / high - 1)) < 1e-5 AS high, max(abs(100 * (r).outer_low / outer_low - 1)) < 1e-5 AS outer_low, max(abs(100 * (r).outer_high / outer_high - 1)) < 1e-4 AS outer_high
FROM (SELECT l.*, expected_range(1, NULL, 1, 'phe', expected => observed) OVER () AS r FROM ratio_limit AS l) AS s;
-- where nothing was observed: no upper limit, but a band, by whether what was expected lies in the interval of nothing observed (below 3.69 and 6.91 events)
SELECT expected, (r).low, (r).high, (r).outer_low, (r).outer_high, (r).band, (r).status FROM (SELECT expected, expected_range(0, NULL, 1, 'phe', expected => expected) OVER () AS r FROM (VALUES (0.5::float8), (3.68), (3.7), (6.9), (6.92), (0)) AS v(expected)) AS s ORDER BY 1;
SELECT (r).low, (r).band, (r).status FROM (SELECT expected_range(NULL, NULL, 1, 'phe', '{"measure": "ratio"}', expected => 4) OVER () AS r) AS s;
-- seven bands of a survey of scores, with cut points that the analyst states
SELECT z, (r).band, (r).low::numeric(6,3), (r).outer_high::numeric(6,3) FROM (SELECT z, expected_range(8 + 0.1 * z, NULL, 8, 'cqc_survey', '{"cuts": [1.645, 1.96, 3.09]}', 0.1, NULL, 0) OVER () AS r FROM (VALUES (-3.2::float8), (-2.5), (-1.7), (0), (1.6), (1.7), (2.5), (3.2)) AS v(z)) AS s ORDER BY z;
SELECT abs(min((r).centre) - avg(score)) < 1e-15 AS mean_of_units, min((r).outer_low) IS NULL AS one_level FROM (SELECT score, expected_range(score, NULL, NULL, 'cqc_survey', '{}', se) OVER () AS r FROM (VALUES (8.1::float8, 0.1::float8), (8.4, 0.2), (7.7, 0.05), (8.2, 0.1)) AS v(score, se)) AS s;

-- each preset and measure: centre, tau2 and phi given, one unit alone has the bits that it has in company
CREATE TEMP TABLE unit AS SELECT u AS unit, (10 + u * u % 400)::bigint AS n, 0.3 + (10 + u * u % 400) * 0.9 AS expected, round((10 + u * u % 400) * (0.5 + 0.45 * sin(u * 1.7))) AS x FROM generate_series(1, 40) AS u;
UPDATE unit SET x = 0 WHERE unit IN (3, 9);
UPDATE unit SET x = n WHERE unit IN (4, 11);
CREATE TEMP TABLE rule (rule text, method text, measure text, options jsonb, centre float8, tau2 float8);
INSERT INTO rule
	SELECT format('%s of %s', name, m.measure), name, m.measure, CASE WHEN m.measure IN ('ratio', 'counts') AND name = 'funnelplotr' THEN '{"scale": "log"}' WHEN m.measure = 'score' AND name IN ('funnelplotr') THEN '{"scale": "raw"}' ELSE '{}' END::jsonb || jsonb_build_object('measure', m.measure),
		CASE m.measure WHEN 'proportion' THEN 0.55 WHEN 'score' THEN 5 ELSE 0.9 END, CASE WHEN name IN ('phe', 'spiegelhalter') THEN 0 ELSE 0.003 END
	FROM preset, (VALUES ('proportion'), ('ratio'), ('score'), ('counts')) AS m(measure) WHERE kind = 'expected_range' AND builtin
		AND CASE name WHEN 'shmi' THEN m.measure = 'ratio' WHEN 'cqc' THEN m.measure = 'ratio' WHEN 'cqc_survey' THEN m.measure = 'score' WHEN 'spiegelhalter' THEN m.measure IN ('proportion', 'ratio') WHEN 'phe' THEN m.measure IN ('proportion', 'ratio', 'score') ELSE true END;
INSERT INTO rule VALUES ('logit', 'ncpes2018', 'proportion', '{"scale": "logit", "measure": "proportion"}', 0.55, 0.05), ('logit at the target', 'ncpes2018', 'proportion', '{"scale": "logit", "variance": "target", "measure": "proportion"}', 0.55, 0.05),
	('multiplicative', 'ncpes2018', 'proportion', '{"between": "multiplicative", "phi": 2.3, "measure": "proportion"}', 0.55, NULL), ('three cuts', 'ncpes2018', 'proportion', '{"cuts": [1, 2, 3], "measure": "proportion"}', 0.55, 0.003),
	('beta-binomial', 'phe', 'proportion', '{"between": "beta_binomial", "limits": "beta_binomial", "measure": "proportion"}', 0.55, 0.01);
SELECT rule, count(*) AS units, count(*) FILTER (WHERE ((a).low, (a).high, (a).outer_low, (a).outer_high, (a).se, (a).z, (a).z_naive, (a).band, (a).status) IS NOT DISTINCT FROM ((b).low, (b).high, (b).outer_low, (b).outer_high, (b).se, (b).z, (b).z_naive, (b).band, (b).status)) AS same, count((a).band) AS bands, count(DISTINCT (a).band) AS different
FROM (SELECT rule, expected_range(score, n, centre, method, options, se, expected, tau2) OVER (PARTITION BY rule, unit) AS a, expected_range(score, n, centre, method, options, se, expected, tau2) OVER (PARTITION BY rule) AS b
	FROM (SELECT rule, unit, centre, method, options, tau2, n, CASE measure WHEN 'proportion' THEN x / n WHEN 'score' THEN 5 + x / n ELSE x / expected END AS score, CASE measure WHEN 'score' THEN 1 / sqrt(n) END AS se, CASE WHEN measure IN ('ratio', 'counts') THEN expected END AS expected FROM rule, unit) AS s) AS t
GROUP BY rule ORDER BY rule;
