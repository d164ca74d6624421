-- Options of expected_range one by one: estimators, treatment of extremes, centres, variances, spreads without tau2, cut points, ends of scales, refusals.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr.csv'
CREATE TEMP TABLE peer (cases text, unit text, num float8, den float8, z float8, low float8, high float8, outer_low float8, outer_high float8);
COPY peer FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE metafor (cases text, measure text, method text, units int, mean float8, mean_se float8, tau2 float8, i2 float8, h2 float8, q float8, p float8);
\set command 'grep -v ^# ' :here '/test/data/benchmark/metafor_tau2.csv'
COPY metafor FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE rule (method text, "between" text);
INSERT INTO rule VALUES ('DL', 'dersimonian_laird'), ('HE', 'hedges'), ('EB', 'paule_mandel'), ('REML', 'reml'), ('ML', 'ml');
CREATE TEMP TABLE scale (measure text, scale text);
INSERT INTO scale VALUES ('PLO', 'logit'), ('PAS', 'arcsine'), ('PR', 'raw');
-- metafor 3.8-1, units' own variances, centre weighted: tau2 1e-9, mean 1e-9 on the scale (DL and HE 1e-12); logit with half an answer at 0 and n, arcsine and raw where no unit is there
SELECT measure, method, count(DISTINCT cases) AS cases, max(abs((r).tau2 - m.tau2)) < CASE WHEN method IN ('DL', 'HE') THEN 1e-12 ELSE 1e-9 END AS tau2,
	max(abs(CASE scale WHEN 'logit' THEN ln((r).centre / (1 - (r).centre)) WHEN 'raw' THEN (r).centre ELSE asin(sqrt((r).centre)) END - m.mean)) < CASE WHEN method IN ('DL', 'HE') THEN 1e-12 ELSE 1e-9 END AS mean
FROM (SELECT cases, measure, method, scale, expected_range(num / den, den::bigint, NULL, 'ncpes2018', jsonb_build_object('scale', scale, 'extremes', 'keep', 'variance', 'own', 'centre', 'weighted', 'between', "between")) OVER (PARTITION BY cases, measure, method) AS r
	FROM peer, rule, scale WHERE cases = 'pr_od' OR (cases = 'pr_small' AND scale = 'logit')) AS s JOIN metafor AS m USING (cases, measure, method) GROUP BY measure, method ORDER BY measure, method;

-- brute force, made-up units: winsorised and trimmed estimates go to the function heterogeneity
CREATE TEMP TABLE made AS
	SELECT g AS part, u AS unit, (20 + (u * u * 37 + g * 11) % 900)::bigint AS n, round((20 + (u * u * 37 + g * 11) % 900) * least(1, greatest(0, 0.75 + 0.2 * sin(u * 1.7 + g) + 0.1 * cos(u * 0.3)))) AS x FROM generate_series(1, 4) AS g, generate_series(1, 20 + g) AS u;
CREATE TEMP TABLE z AS SELECT *, x / n AS score, sqrt(0.16 / n) AS s, (x / n - 0.8) / sqrt(0.16 / n) AS z FROM made;
CREATE TEMP TABLE treated AS
	SELECT z.*, least(greatest(z, low), high) AS winsorised, CASE WHEN floor(rank * 10 / (units + 1)) BETWEEN 1 AND 8 THEN z END AS kept FROM z
	JOIN (SELECT part, count(*) AS units, percentile_cont(0.1) WITHIN GROUP (ORDER BY z) AS low, percentile_cont(0.9) WITHIN GROUP (ORDER BY z) AS high FROM z GROUP BY part) AS b USING (part)
	JOIN (SELECT part, unit, rank() OVER (PARTITION BY part ORDER BY z) + (count(*) OVER (PARTITION BY part, z) - 1) / 2.0 AS rank FROM z) AS r USING (part, unit);
WITH oracle AS (
	SELECT part, "between", (heterogeneity(array_agg(0.8 + winsorised * s), array_agg(s), "between")).tau2 AS winsorised, (heterogeneity(array_agg(0.8 + kept * s) FILTER (WHERE kept IS NOT NULL), array_agg(s) FILTER (WHERE kept IS NOT NULL), "between")).tau2 AS trimmed,
		count(kept) AS kept, sum(kept ^ 2) / count(kept) AS phi FROM treated, rule WHERE method <> 'DL' GROUP BY part, "between"),
judged AS (
	SELECT part, "between", expected_range(score, n, 0.8, 'ncpes2018', jsonb_build_object('between', "between", 'share', 0.1, 'percentile', 7)) OVER w AS w, expected_range(score, n, 0.8, 'ncpes2018', jsonb_build_object('between', "between", 'share', 0.1, 'extremes', 'trim')) OVER w AS t
	FROM z, rule WHERE method <> 'DL' WINDOW w AS (PARTITION BY part, "between"))
SELECT "between", count(*) AS units, max(abs((w).tau2 - winsorised)) < 1e-12 AS winsorised, max(abs((t).tau2 - trimmed)) < 1e-12 AS trimmed, bool_and((t).units = kept) AS kept, max(abs((t).phi / phi - 1)) < 1e-12 AS phi, min(winsorised) > 0 AS some, max(abs(trimmed - winsorised)) > 1e-5 AS differ
FROM judged JOIN oracle USING (part, "between") GROUP BY "between" ORDER BY 1;

-- multiplicative: the limits are centre +- z s sqrt(max(1, phi)); phi found is that of any rule; given, one unit alone has it
SELECT bool_and((m).tau2 IS NULL) AS no_tau2, bool_and((m).phi = (d).phi) AS phi, max(abs((m).low - greatest(0, 0.8 - 1.96 * s * sqrt(greatest(1, (m).phi))))) < 1e-14 AS low, max(abs((m).high - least(1, 0.8 + 1.96 * s * sqrt(greatest(1, (m).phi))))) < 1e-14 AS high,
	max(abs((m).z - z / sqrt(greatest(1, (m).phi)))) < 1e-12 AS z, max(abs((g).high - least(1, 0.8 + 1.96 * s * sqrt(2.5)))) < 1e-14 AS given, max(abs((b).high - least(1, 0.8 + 1.96 * s))) < 1e-14 AS below_one, min((g).phi) AS phi_given
FROM (SELECT s, z, expected_range(score, n, 0.8, 'ncpes2018', '{"between": "multiplicative"}') OVER w AS m, expected_range(score, n, 0.8, 'ncpes2018') OVER w AS d, expected_range(score, n, 0.8, 'ncpes2018', '{"between": "multiplicative", "phi": 2.5}') OVER (PARTITION BY part, unit) AS g,
	expected_range(score, n, 0.8, 'ncpes2018', '{"between": "multiplicative", "phi": 0.5}') OVER w AS b FROM z WINDOW w AS (PARTITION BY part)) AS t;
SELECT (r).low, (r).phi::numeric(6,3), (r).units, (r).band, (r).status FROM (SELECT expected_range(0.7, 50, 0.8, 'ncpes2018', '{"between": "multiplicative"}') OVER () AS r) AS s;

-- beta-binomial: limits those of beta_binomial_limits; z by its variance, centre (1 - centre) (1 + (n - 1) rho) / n; rho 0 is the binomial
SELECT part, bool_and((r).low = l.low AND (r).high = l.high) AS limits, max(abs((r).z - (score - (r).centre) / sqrt((r).centre * (1 - (r).centre) * (1 + (n - 1) * rho) / n))) < 1e-12 AS z, min(rho)::numeric(8,5) AS rho, min((r).units) AS units, bool_and(((r).band <> 'within') = (score < (r).low OR score > (r).high)) AS band
FROM (SELECT part, score, n, r, (r).tau2 / ((r).centre * (1 - (r).centre)) AS rho FROM (SELECT *, expected_range(score, n, NULL, 'phe', '{"between": "beta_binomial", "limits": "beta_binomial"}') OVER (PARTITION BY part) AS r FROM z) AS t) AS u, LATERAL beta_binomial_limits((r).centre, n, rho) AS l GROUP BY part ORDER BY part;
SELECT beta_binomial_limits(0.8, 40, 0) = funnel_limits(0.8, 40, 'exact') AS binomial, (beta_binomial_limits(0.8, 40, 0.1)).low::numeric(8,5), (beta_binomial_limits(0.8, 40, 0.1)).high::numeric(8,5);
SELECT (beta_binomial_limits(NULL, 40, 0.1)).status AS centre, (beta_binomial_limits(0.8, 0, 0.1)).status AS n, (beta_binomial_limits(0.8, 40, NULL)).status AS rho, (beta_binomial_limits(0.8, 40, 0.1, z => 1.96)).low < (beta_binomial_limits(0.8, 40, 0.1)).low AS z_wins;
SELECT beta_binomial_limits(1.2, 40, 0.1);
SELECT beta_binomial_limits(0.8, 40.5, 0.1);
SELECT beta_binomial_limits(0.8, 40, 1.1);
SELECT beta_binomial_limits(0.8, 40, 0.1, 1);
SELECT (r).tau2, (r).status, (r).band FROM (SELECT expected_range(x, 40, 0.5, 'phe', '{"between": "beta_binomial", "limits": "beta_binomial"}', tau2 => t) OVER (PARTITION BY t) AS r FROM (VALUES (0.5::float8, 0.25::float8), (0.5, 0.26)) AS v(x, t)) AS s ORDER BY 1;
SELECT (r).tau2, (r).status, (r).band FROM (SELECT expected_range(x, 40, NULL, 'phe', '{"between": "beta_binomial", "limits": "beta_binomial"}') OVER () AS r FROM (VALUES (1::float8), (1)) AS v(x)) AS s;

-- centres
SELECT abs(min((m).centre) - avg(score)) < 1e-15 AS mean, abs(min((p).centre) - sum(x) / sum(n)) < 1e-15 AS pooled, abs(min((w).centre) - sum(n * score / (score * (1 - score))) / sum(n / (score * (1 - score)))) < 1e-14 AS weighted
FROM (SELECT x, n, score, expected_range(score, n, NULL, 'ncpes2018', '{"centre": "mean"}') OVER () AS m, expected_range(score, n, NULL, 'ncpes2018') OVER () AS p, expected_range(score, n, NULL, 'ncpes2018', '{"centre": "weighted", "variance": "own", "between": "none"}') OVER () AS w FROM z WHERE score BETWEEN 0.01 AND 0.99) AS s;
-- variances: the unit's own, and at the target
SELECT bool_and(abs((o).se - sqrt(score * (1 - score) / n)) < 1e-15) AS raw_own, bool_and(abs((t).se - sqrt(0.16 / n)) < 1e-15) AS raw_target, bool_and(abs((l).se - sqrt(1 / x + 1 / (n - x))) < 1e-13) AS logit_own, bool_and(abs((lt).se - sqrt(1 / (n * 0.16))) < 1e-14) AS logit_target
FROM (SELECT x, n, score, expected_range(score, n, 0.8, 'ncpes2018', '{"variance": "own"}') OVER () AS o, expected_range(score, n, 0.8, 'ncpes2018') OVER () AS t, expected_range(score, n, 0.8, 'ncpes2018', '{"scale": "logit"}') OVER () AS l, expected_range(score, n, 0.8, 'ncpes2018', '{"scale": "logit", "variance": "target"}') OVER () AS lt FROM z WHERE score BETWEEN 0.01 AND 0.99) AS s;
-- at the ends: what has no variance of its own, and half an answer or event where the scale needs it; band and z agree on every scale
SELECT x, n, (o).status AS raw_own, (l).se::numeric(8,5) AS logit_se, (l).z::numeric(8,4) AS z, (l).band, ((l).band <> 'within') = (abs((l).z) > 1.96) AS agree
FROM (SELECT x, n, expected_range(x::float8 / n, n, 0.8, 'ncpes2018', '{"variance": "own"}', tau2 => 0) OVER () AS o, expected_range(x::float8 / n, n, 0.8, 'ncpes2018', '{"scale": "logit"}', tau2 => 0.05) OVER () AS l FROM (VALUES (0, 3::bigint), (0, 40), (3, 3), (40, 40), (20, 40), (30, 40)) AS v(x, n)) AS s ORDER BY n, x;
SELECT scale, variance, count(*) AS units, count(*) FILTER (WHERE ((r).band IN ('below', 'far below')) <> ((r).z < -1.96) OR ((r).band IN ('above', 'far above')) <> ((r).z > 1.96)) AS disagree, count(*) FILTER (WHERE (r).band <> 'within') AS outside
FROM (SELECT scale, variance, expected_range(x / n, n, c, 'ncpes2018', jsonb_build_object('scale', scale, 'variance', variance, 'measure', CASE WHEN scale IN ('log', 'sqrt') THEN 'ratio' ELSE 'proportion' END), NULL, CASE WHEN scale IN ('log', 'sqrt') THEN n::float8 END) OVER (PARTITION BY scale, variance) AS r
	FROM (VALUES ('raw', 0.7), ('arcsine', 0.7), ('logit', 0.7), ('log', 0.7), ('sqrt', 0.7)) AS s(scale, c), (VALUES ('target'), ('own')) AS v(variance), (SELECT n, (CASE WHEN i = 0 THEN 0 WHEN i = 1 THEN n ELSE round(n * (0.4 + 0.06 * i)) END)::float8 AS x FROM generate_series(1::bigint, 60, 3) AS t(n), generate_series(0, 9) AS i) AS u) AS j
WHERE (r).band IS NOT NULL GROUP BY scale, variance ORDER BY scale, variance;
SELECT o, e, (r).se::numeric(8,5), (t).se::numeric(8,5) AS target, (r).band FROM (SELECT o, e, expected_range(o / e, NULL, 1, 'ncpes2018', '{"scale": "log", "variance": "own"}', expected => e, tau2 => 0) OVER () AS r, expected_range(o / e, NULL, 1, 'ncpes2018', '{"scale": "log"}', expected => e, tau2 => 0) OVER () AS t FROM (VALUES (0::float8, 4::float8), (4, 8), (9, 4)) AS v(o, e)) AS s ORDER BY o;
-- a score that is hidden counts as at the centre where variances are own: its limits are those of the target
SELECT bool_and((a).low = (b).low) AS same, count((a).band) AS bands FROM (SELECT expected_range(NULL, n, 0.8, 'ncpes2018', '{"variance": "own"}', tau2 => 0.001) OVER () AS a, expected_range(NULL, n, 0.8, 'ncpes2018', tau2 => 0.001) OVER () AS b FROM z) AS s;
-- ratio of counts: its formula, nothing in one of the counts
SELECT a, b, (r).se = sqrt(a / ((a + 0.5) * (a + 0.5)) + b / ((b + 0.5) * (b + 0.5))) AS se, abs((r).z - (ln((a + 0.5) / (b + 0.5)) - ln(0.8)) / (r).se) < 1e-12 AS z, (r).band, ((r).band <> 'within') = (abs((r).z) > 1.96) AS agree
FROM (SELECT a, b, expected_range(a / b, NULL, 0.8, 'ncpes2018', '{"measure": "counts"}', NULL, b, 0) OVER () AS r FROM (VALUES (0::float8, 3::float8), (0, 30), (24, 30), (60, 30), (2, 1)) AS v(a, b)) AS s ORDER BY a, b;
SELECT abs(min((r).centre) - sum(a) / sum(b)) < 1e-15 AS pooled, min((o).centre) AS one FROM (SELECT a, b, expected_range(a / b, NULL, NULL, 'funnelplotr', '{"measure": "counts"}', expected => b) OVER () AS r, expected_range(a / b, NULL, NULL, 'funnelplotr', '{"measure": "counts", "centre": "one"}', expected => b) OVER () AS o FROM (VALUES (7::float8, 9::float8), (20, 30), (24, 30)) AS v(a, b)) AS s;
-- expected numbers rounded half away from zero, before all else
SELECT e, (r).se = 1 / sqrt(rounded) AS se, abs((r).z_naive - ln(o / rounded) * sqrt(rounded)) < 1e-12 AS z, (r).status FROM (SELECT o, e, rounded, expected_range(o / e, NULL, NULL, 'shmi', '{"expected_decimals": 1}', expected => e, tau2 => 0) OVER () AS r FROM (VALUES (2::float8, 1.25::float8, 1.3::float8), (2, 1.24, 1.2), (1, 0.75, 0.8), (4, 4.1, 4.1), (0.1, 0.04, NULL)) AS v(o, e, rounded)) AS s ORDER BY e;
-- cut points: one, two, three; low and high are the first one's, outer ones the last one's
SELECT cuts, string_agg((r).band, ', ' ORDER BY z) AS bands, min((r).low)::numeric(6,3) AS low, min((r).outer_low)::numeric(6,3) AS outer_low
FROM (SELECT cuts, z, expected_range(z, NULL, 0, 'ncpes2018', jsonb_build_object('cuts', cuts), 1, NULL, 0) OVER (PARTITION BY cuts) AS r FROM (VALUES ('[2]'::jsonb), ('[1, 3]'), ('[1, 2, 3]')) AS c(cuts), (VALUES (-3.5::float8), (-2.5), (-1.5), (-1), (0), (1), (1.5), (2), (2.5), (3), (3.5)) AS v(z)) AS s GROUP BY cuts ORDER BY cuts;
-- a caller's z takes the place of a preset's cuts, and the other way round
INSERT INTO preset (kind, name, options, source) SELECT 'expected_range', 'own cuts', options - 'z' - 'outer_z' || '{"cuts": [1.645, 1.96]}', 'test' FROM preset WHERE name = 'ncpes2018' AND kind = 'expected_range';
SELECT expected_range_rule('own cuts') -> 'z' AS z, expected_range_rule('own cuts') -> 'outer_z' AS outer_z, expected_range_rule('own cuts', '{"z": 2}') -> 'z' AS own_z, expected_range_rule('own cuts', '{"z": 2}') -> 'outer_z' AS own_outer_z, expected_range_rule('own cuts', '{"cuts": [1, 2, 3]}') -> 'cuts' AS cuts;
SELECT expected_range_rule('own cuts', '{"cuts": null}');
DELETE FROM preset WHERE name = 'own cuts';
-- curves with the new options: the limits that a unit at that size gets
SELECT max(abs(c.low - 1 / (1 + exp(-(ln(4) - 1.96 * sqrt(1 / (n * 0.16) + 0.05)))))) < 1e-14 AS logit FROM funnel_curve(0.8, 20, 2000, 'ncpes2018', '{"scale": "logit"}', 0.05) AS c;
SELECT max(abs(c.high - least(1, 0.8 + 1.96 * sqrt(2.5 * 0.16 / n)))) < 1e-14 AS multiplicative FROM funnel_curve(0.8, 20, 2000, 'ncpes2018', '{"between": "multiplicative", "phi": 2.5}') AS c;
SELECT bool_and(c.low = l.low AND c.high = l.high) AS beta_binomial FROM funnel_curve(0.8, 20, 2000, 'phe', '{"between": "beta_binomial", "limits": "beta_binomial"}', 0.016) AS c, beta_binomial_limits(0.8, n, 0.016::float8 / (0.8::float8 * (1 - 0.8::float8))) AS l;
SELECT bool_and(c.low = l.low AND c.high = l.high) AS observed FROM funnel_curve(1, 1, 2000, 'phe', '{"measure": "ratio"}') AS c, funnel_limits(1, n, 'observed', 0.95, 'ratio') AS l;
SELECT max(abs(c.high - exp(ln(0.8) + 1.959964 * sqrt(0.8 * n / (0.8 * n + 0.5) ^ 2 + n / (n + 0.5) ^ 2 + 0.02)))) < 1e-14 AS counts FROM funnel_curve(0.8, 5, 500, 'funnelplotr', '{"measure": "counts"}', 0.02) AS c;
SELECT count(*) AS shmi, max(abs(c.high - exp(1.959964 * sqrt(1 / n + 0.02)))) < 1e-14 AS high FROM funnel_curve(1, 5, 500, 'shmi', '{}', 0.02) AS c;
SELECT * FROM funnel_curve(0.8, 20, 2000, 'ncpes2018', '{"between": "multiplicative"}');

-- degenerate partitions under each spread and centre: limits and a band, or NULL and the reason; never NaN
CREATE TEMP TABLE odd (part text, score float8, n bigint);
INSERT INTO odd VALUES ('one unit', 0.7, 50), ('equal', 0.8, 50), ('equal', 0.8, 50), ('equal', 0.8, 60), ('all 0', 0, 50), ('all 0', 0, 9), ('all 100 %', 1, 50), ('all 100 %', 1, 9), ('n = 0', NULL, 0), ('n = 0', 0.5, 0), ('hidden', NULL, 30), ('hidden', NULL, 40), ('ends', 0, 3), ('ends', 1, 4),
	('huge', 0.7, 9000000000000000), ('huge', 0.8, 9000000000000000), ('huge', 0.5, 1), ('nothing', NULL, NULL), ('one answer each', 1, 1), ('one answer each', 0, 1), ('one answer each', 1, 1);
SELECT options, count(*) AS units, count((r).band) AS bands, count(*) FILTER (WHERE ((r).band IS NULL) = ((r).status IS NULL)) AS neither, count(*) FILTER (WHERE r::text ~* 'nan|inf') AS not_numbers, string_agg(DISTINCT (r).status, ', ' ORDER BY (r).status) AS status
FROM (SELECT options, expected_range(score, n, NULL, 'ncpes2018', options) OVER (PARTITION BY part, options) AS r FROM odd, (VALUES ('{"between": "hedges"}'::jsonb), ('{"between": "paule_mandel"}'), ('{"between": "reml"}'), ('{"between": "ml"}'), ('{"between": "multiplicative"}'), ('{"extremes": "trim"}'), ('{"variance": "own"}'), ('{"variance": "own", "centre": "weighted"}'),
	('{"scale": "logit", "centre": "weighted", "between": "reml"}'), ('{"scale": "arcsine", "centre": "weighted"}'), ('{"between": "beta_binomial", "limits": "beta_binomial", "extremes": "keep"}'), ('{"between": "none", "limits": "exact"}')) AS o(options)) AS s GROUP BY options ORDER BY options;
SELECT options, count(*) AS units, count((r).band) AS bands, count(*) FILTER (WHERE ((r).band IS NULL) = ((r).status IS NULL)) AS neither, count(*) FILTER (WHERE r::text ~* 'nan|inf') AS not_numbers, string_agg(DISTINCT (r).status, ', ' ORDER BY (r).status) AS status
FROM (SELECT options, expected_range(score, NULL, NULL, 'ncpes2018', options || '{"measure": "ratio"}', NULL, n::float8) OVER (PARTITION BY part, options) AS r FROM odd, (VALUES ('{"scale": "log", "centre": "one", "extremes": "trim", "expected_decimals": 2}'::jsonb), ('{"scale": "sqrt", "centre": "one"}'), ('{"scale": "log", "variance": "own", "centre": "weighted"}'), ('{"scale": "sqrt", "centre": "weighted", "between": "ml"}')) AS o(options)) AS s GROUP BY options ORDER BY options;
SELECT count(*) AS units, count((r).band) AS bands, count(*) FILTER (WHERE r::text ~* 'nan|inf') AS not_numbers, string_agg(DISTINCT (r).status, ', ' ORDER BY (r).status) AS status FROM (SELECT expected_range(score, NULL, NULL, 'ncpes2018', '{"measure": "counts"}', NULL, n::float8) OVER (PARTITION BY part) AS r FROM odd) AS s;
SELECT count(*) AS units, count((r).band) AS bands, count(*) FILTER (WHERE r::text ~* 'nan|inf') AS not_numbers, string_agg(DISTINCT (r).status, ', ' ORDER BY (r).status) AS status FROM (SELECT expected_range(score, NULL, NULL, 'phe', '{}', NULL, n::float8) OVER (PARTITION BY part) AS r FROM odd) AS s;
-- any order of the rows gives the same bits
SELECT options, count(DISTINCT digits) AS different FROM (
	SELECT options, md5(string_agg(format('%s %s %s', part, unit, r), '|' ORDER BY part, unit)) AS digits
	FROM generate_series(1, 4) AS turn, LATERAL (SELECT options, part, unit, expected_range(score, n, NULL, 'ncpes2018', options) OVER (PARTITION BY part, options) AS r FROM (SELECT * FROM z, (VALUES ('{"between": "reml"}'::jsonb), ('{"extremes": "trim", "between": "paule_mandel"}'), ('{"scale": "logit", "centre": "weighted", "between": "ml"}'), ('{"between": "multiplicative"}'), ('{"between": "beta_binomial", "limits": "beta_binomial", "extremes": "keep"}')) AS o(options)
		ORDER BY md5(format('%s %s %s', turn, part, unit))) AS m) AS s GROUP BY turn, options) AS t GROUP BY options ORDER BY options;

-- refused
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [1.96], "z": 2}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": []}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [1, 2, 3, 4]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [2, 1]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [0, 1]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": ["2"]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": 2}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [[1]]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"cuts": [null]}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"phi": 2}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"phi": -1, "between": "multiplicative"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"between": "multiplicative"}', tau2 => 0.1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"between": "beta_binomial"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'phe', '{"limits": "beta_binomial"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"between": "beta_binomial", "limits": "beta_binomial"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'phe', '{"between": "beta_binomial", "limits": "beta_binomial"}', expected => 3) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"limits": "observed"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'phe', '{"limits": "observed"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'phe', '{"between": "reml"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'spiegelhalter', '{"variance": "own"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"variance": "mine"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"extremes": "drop"}') OVER ();
SELECT expected_range(0.8, 100, NULL, 'ncpes2018', '{"centre": "one"}') OVER ();
SELECT expected_range(0.8, 100, NULL, 'ncpes2018', '{"centre": "weighted"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"expected_decimals": 2}') OVER ();
SELECT expected_range(0.8, NULL, 0.8, 'ncpes2018', '{"expected_decimals": 2, "measure": "counts"}', expected => 3) OVER ();
SELECT expected_range(0.8, NULL, 0.8, 'shmi', '{"expected_decimals": 2.5}', expected => 3) OVER ();
SELECT expected_range(0.8, NULL, 0.8, 'ncpes2018', '{"measure": "counts", "scale": "raw"}', expected => 3) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'shmi', se => 0.1) OVER ();
SELECT expected_range(1e150, NULL, 1, 'phe', expected => 1e150) OVER ();
