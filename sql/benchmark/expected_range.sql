-- The window function expected_range: other software, a brute-force oracle, order, degenerate partitions, refusals.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
-- FunnelPlotR 0.6.0: z 1e-11 absolute, phi and tau2 1e-12 relative, limits 1e-11 but for its known defect
CREATE TEMP TABLE peer (cases text, unit text, num float8, den float8, z float8, low float8, high float8, outer_low float8, outer_high float8);
CREATE TEMP TABLE peer_summary (cases text, units int, phi float8, tau2 float8);
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr.csv'
COPY peer FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr_summary.csv'
COPY peer_summary FROM PROGRAM :'command' (FORMAT csv, HEADER);
CREATE TEMP TABLE ours AS
	SELECT p.*, (r).z_naive, (r).phi, (r).tau2, (r).units, (r).low AS our_low, (r).high AS our_high, (r).outer_low AS our_outer_low, (r).outer_high AS our_outer_high, (r).band
	FROM (SELECT *, expected_range(num / den, den::bigint, NULL, 'funnelplotr') OVER (PARTITION BY cases) AS r FROM peer WHERE cases LIKE 'pr%') AS p;
SELECT cases, count(*) AS units, o.units = s.units AS same_units, max(abs(o.z_naive - z)) < 1e-11 AS z, max(abs(o.phi / s.phi - 1)) < 1e-12 AS phi, max(abs(o.tau2 - s.tau2)) <= 1e-12 * max(s.tau2) AS tau2,
	max(abs(our_low - low)) < 1e-11 AS low, max(abs(our_high - high)) < 1e-11 AS high, max(abs(our_outer_low - outer_low)) < 1e-11 AS outer_low, count(*) FILTER (WHERE abs(our_outer_high - outer_high) > 1e-11) AS outer_high_differ
FROM ours AS o JOIN peer_summary AS s USING (cases) GROUP BY cases, o.units, s.units ORDER BY cases;
-- the defect: an angle beyond 90 degrees folds back there (unit with the largest n); ours stops at 1
SELECT unit, den, outer_high::numeric(6,4) AS peer, our_outer_high FROM ours WHERE abs(our_outer_high - outer_high) > 1e-11;
-- ratios on the square root scale: z, phi and tau2 of the peer (its limits are not squared, so are not compared)
SELECT count(*), max(abs((r).z_naive - z)) < 1e-11 AS z, max(abs((r).phi / s.phi - 1)) < 1e-12 AS phi, max(abs((r).tau2 / s.tau2 - 1)) < 1e-12 AS tau2, count(*) FILTER (WHERE abs((r).z) > 3.090232) AS outside, count(*) FILTER (WHERE (r).band LIKE 'far%') AS far
FROM (SELECT *, expected_range(num / den, NULL, 1, 'funnelplotr', '{"scale": "sqrt"}', expected => den) OVER () AS r FROM peer WHERE cases = 'medpar_cqc') AS p JOIN peer_summary AS s USING (cases);

-- brute force in plain SQL: percentiles of type 2 and 7, DerSimonian-Laird, limits and bands, on made-up units
CREATE TEMP TABLE made AS
	SELECT g AS part, u AS unit, 20 + (u * u * 37 + g * 11) % 900 AS n, least(1, greatest(0, 0.75 + 0.2 * sin(u * 1.7 + g) + 0.1 * cos(u * 0.3)))::float8 AS score FROM generate_series(1, 6) AS g, generate_series(1, 20 + g) AS u;
WITH z AS (
	SELECT *, sqrt(0.8 * 0.2 / n::float8) AS s, (score - 0.8) / sqrt(0.8 * 0.2 / n::float8) AS z FROM made),
bounds AS (
	SELECT part, count(*) AS units, array_agg(z ORDER BY z) AS sorted, percentile_cont(0.1) WITHIN GROUP (ORDER BY z) AS low7, percentile_cont(0.9) WITHIN GROUP (ORDER BY z) AS high7 FROM z GROUP BY part),
ends AS (
	SELECT part, units, low7, high7,
		CASE WHEN units % 5 = 0 THEN (sorted[units / 5] + sorted[units / 5 + 1]) / 2 ELSE sorted[ceil(units / 5.0)::int] END AS low2,
		CASE WHEN units % 5 = 0 THEN (sorted[units - units / 5] + sorted[units - units / 5 + 1]) / 2 ELSE sorted[units + 1 - ceil(units / 5.0)::int] END AS high2 FROM bounds),
spread AS (
	SELECT part, units, sum(least(greatest(z, low2), high2) ^ 2) / units AS phi2, sum(least(greatest(z, low7), high7) ^ 2) / units AS phi7, sum(z ^ 2) / units AS phi0, sum(1 / s ^ 2) AS w, sum(1 / s ^ 4) AS w2
	FROM z JOIN ends USING (part) GROUP BY part, units),
oracle AS (
	SELECT *, greatest(0, (units * phi2 - (units - 1)) / (w - w2 / w)) AS tau2_2, greatest(0, (units * phi7 - (units - 1)) / (w - w2 / w)) AS tau2_7 FROM spread),
judged AS (
	SELECT *, expected_range(score, n, 0.8, 'ncpes2018') OVER w AS a, expected_range(score, n, 0.8, 'ncpes2018', '{"share": 0.1, "percentile": 7, "level": 0.9, "outer_level": 0.99}') OVER w AS b,
		expected_range(score, n, 0.8, 'ncpes2018', '{"extremes": "keep", "between": "none"}') OVER w AS c FROM made WINDOW w AS (PARTITION BY part))
SELECT count(*) AS units, max(abs((a).phi / phi2 - 1)) < 1e-12 AS phi_2, max(abs((b).phi / phi7 - 1)) < 1e-12 AS phi_7, max(abs((c).phi / phi0 - 1)) < 1e-12 AS phi_0,
	max(abs((a).tau2 - tau2_2)) < 1e-15 AS tau2_2, max(abs((b).tau2 - tau2_7)) < 1e-15 AS tau2_7, max((c).tau2) AS tau2_0,
	max(abs((a).low - greatest(0, 0.8 - 1.96 * sqrt(0.16 / n + tau2_2)))) < 1e-14 AS low, max(abs((a).high - least(1, 0.8 + 1.96 * sqrt(0.16 / n + tau2_2)))) < 1e-14 AS high,
	max(abs((b).low - greatest(0, 0.8 - 1.6448536269514722 * sqrt(0.16 / n + tau2_7)))) < 1e-14 AS low_90, max(abs((b).outer_high - least(1, 0.8 + 2.5758293035489008 * sqrt(0.16 / n + tau2_7)))) < 1e-14 AS high_99,
	bool_and((b).band = CASE WHEN score > (b).outer_high THEN 'far above' WHEN score > (b).high THEN 'above' WHEN score < (b).outer_low THEN 'far below' WHEN score < (b).low THEN 'below' ELSE 'within' END) AS band,
	count(DISTINCT (b).band) AS bands, max(abs((a).z - (score - 0.8) / sqrt(0.16 / n + tau2_2))) < 1e-12 AS z
FROM judged JOIN oracle USING (part);
-- the other scales against their formulas, with tau2 given
SELECT max(abs((a).low - sin(asin(sqrt(0.8)) - h) ^ 2)) < 1e-14 AS arcsine, max(abs((l).high - 1 / (1 + exp(-(ln(0.8 / 0.2) + 1.96 * sqrt(1 / (n * 0.16) + 0.01)))))) < 1e-14 AS logit
FROM (SELECT n, 1.96 * sqrt(1 / (4.0 * n) + 0.01) AS h, expected_range(score, n, 0.8, 'ncpes2018', '{"scale": "arcsine"}', tau2 => 0.01) OVER (PARTITION BY part) AS a,
	expected_range(score, n, 0.8, 'ncpes2018', '{"scale": "logit", "variance": "target"}', tau2 => 0.01) OVER (PARTITION BY part) AS l FROM made WHERE n > 30) AS s;
SELECT max(abs((r).high - (1 + 1.96 * sqrt(1 / e + 0.01)))) < 1e-14 AS raw, max(abs((l).low - exp(-1.96 * sqrt(1 / e + 0.01)))) < 1e-14 AS log, max(abs((q).high - (1 + 1.96 * sqrt(1 / (4 * e) + 0.01)) ^ 2)) < 1e-14 AS sqrt, min((r).low) AS floor, bool_and((l).band IS NOT NULL) AS zero_has_a_band
FROM (SELECT e, expected_range(o / e, NULL, 1, 'ncpes2018', expected => e, tau2 => 0.01) OVER () AS r, expected_range(o / e, NULL, 1, 'ncpes2018', '{"scale": "log"}', expected => e, tau2 => 0.01) OVER () AS l,
	expected_range(o / e, NULL, 1, 'ncpes2018', '{"scale": "sqrt"}', expected => e, tau2 => 0.01) OVER () AS q FROM (VALUES (0, 1.5::float8), (3, 2.5), (40, 30.25), (1000, 1010)) AS v(o, e)) AS s;
-- exact limits are those of funnel_limits
SELECT bool_and((r).low = f.low AND (r).high = f.high AND (r).outer_low = g.low) AS exact FROM (SELECT n, expected_range(score, n, 0.8, 'spiegelhalter') OVER (PARTITION BY part) AS r FROM made) AS s, funnel_limits(0.8, n, 'exact', 0.95) AS f, funnel_limits(0.8, n, 'exact', 0.998) AS g;

-- any order of the rows gives the same bits; alone or in company the same limits, given centre and tau2
SELECT count(DISTINCT digits) AS different FROM (
	SELECT md5(string_agg(format('%s %s %s', part, unit, r), '|' ORDER BY part, unit)) AS digits
	FROM generate_series(1, 5) AS turn, LATERAL (SELECT part, unit, expected_range(score / 7 + 0.3, n, NULL, 'funnelplotr') OVER (PARTITION BY part) AS r FROM (SELECT * FROM made ORDER BY md5(format('%s %s %s', turn, part, unit))) AS m) AS s GROUP BY turn) AS t;
SELECT bool_and((alone).low = (company).low AND (alone).high = (company).high AND (alone).band = (company).band) AS same
FROM (SELECT expected_range(score, n, 0.8, 'ncpes2018', tau2 => 0.001) OVER (PARTITION BY part, unit) AS alone, expected_range(score, n, 0.8, 'ncpes2018', tau2 => 0.001) OVER (PARTITION BY part) AS company FROM made) AS s;
-- a centre of one's own: pooled, mean
SELECT abs(min((p).centre) - sum(score * n) / sum(n)) < 1e-15 AS pooled, abs(min((m).centre) - avg(score)) < 1e-15 AS mean
FROM (SELECT score, n, expected_range(score, n, NULL, 'ncpes2018') OVER () AS p, expected_range(score, n, NULL, 'ncpes2018', '{"centre": "mean"}') OVER () AS m FROM made) AS s;

-- degenerate partitions: a stated result, never NaN
\pset null '-'
SELECT what, (r).low::numeric(5,3), (r).high::numeric(5,3), (r).centre::numeric(5,3), (r).phi::numeric(5,3), (r).tau2::numeric(5,3), (r).units, (r).band, (r).status
FROM (SELECT ord, what, expected_range(score, n, centre, 'ncpes2018') OVER (PARTITION BY what) AS r FROM (VALUES
	(1, 'one unit', 0.7::float8, 50, 0.8::float8), (2, 'one unit, own centre', 0.7, 50, NULL), (3, 'all zero', 0, 50, NULL), (3, 'all zero', 0, 90, NULL), (4, 'all 100 %', 1, 50, NULL), (4, 'all 100 %', 1, 90, NULL),
	(5, '100 % in a centre of 80 %', 1, 50, 0.8), (5, '100 % in a centre of 80 %', 0.8, 90, 0.8), (6, 'equal scores', 0.8, 50, NULL), (6, 'equal scores', 0.8, 60, NULL), (7, 'n = 0', NULL, 0, 0.8), (7, 'n = 0', 0.8, 60, 0.8), (7, 'n = 0', 0.9, 60, 0.8),
	(8, 'n = 0 but a score', 0.5, 0, 0.8), (9, 'nothing', NULL, NULL, NULL), (10, 'suppressed', NULL, 30, 0.8), (10, 'suppressed', 0.9, 60, 0.8), (10, 'suppressed', 0.7, 60, 0.8), (11, 'huge n', 0.8000001, 2000000000, 0.8), (11, 'huge n', 0.8, 2000000000, 0.8),
	(12, 'all suppressed', NULL, 30, NULL), (12, 'all suppressed', NULL, 40, NULL)) AS v(ord, what, score, n, centre)) AS s ORDER BY ord, (r).band, (r).low;
SELECT (r).low::numeric(5,2), (r).high::numeric(5,2), (r).units, (r).band, (r).status FROM (SELECT expected_range(score, 30, 8.8, 'ncpes2018', '{"maximum": 10}', se, NULL, 0) OVER () AS r FROM (VALUES (8.7::float8, 0.05::float8), (10, 0), (9.9, NULL), (NULL, NULL), (NULL, 0.4), (8.8, 0.7)) AS v(score, se)) AS s;
SELECT (r).status, (r).band FROM (SELECT expected_range(score, NULL, 1, 'ncpes2018', '{}', NULL, e) OVER () AS r FROM (VALUES (1::float8, 0::float8), (1.1, 20), (0.7, 30), (1, NULL)) AS v(score, e)) AS s;
-- an argument that the query has counts as given, even where it is NULL throughout; a measure can be said
SELECT what, (r).low::numeric(5,3), (r).band, (r).status FROM (SELECT what, expected_range(s, 40, 0.8, 'ncpes2018', '{"between": "none"}', se) OVER (PARTITION BY what) AS r FROM (VALUES ('with', 0.7::float8, 0.02::float8), ('without', 0.5, NULL)) AS v(what, s, se)) AS x;
SELECT what, (r).low::numeric(5,3), (r).band, (r).status FROM (SELECT what, expected_range(s, 40, c, 'ncpes2018', o::jsonb, se, e, 0) OVER (PARTITION BY what) AS r FROM (VALUES ('proportion', 0.7::float8, 0.8::float8, NULL::float8, NULL::float8, '{"measure": "proportion"}'), ('ratio', 1.4, 1, NULL, 30, '{"measure": "ratio"}'), ('score', 8.4, 8.8, 0.1, NULL, '{"measure": "score"}')) AS v(what, s, c, se, e, o)) AS x;
-- one unit that outweighs all others: nothing cancels (exactly 0.0517286...)
SELECT se, min((r).tau2)::numeric(9,7) AS tau2 FROM (SELECT t.se, expected_range(s, NULL, 0.5, 'ncpes2018', '{"extremes": "keep"}', v.se) OVER (PARTITION BY t.se) AS r FROM (VALUES (1e-7::float8), (1e-9), (1e-12)) AS t(se), LATERAL (VALUES (0.5::float8, t.se), (0.2, 0.1), (0.9, 0.13)) AS v(s, se)) AS x GROUP BY se ORDER BY se;
SELECT (r).low, (r).high, (r).band, (r).tau2 > 1e10 AS huge, (r).status FROM (SELECT expected_range(s, n, 0.5, 'ncpes2018', '{"extremes":"keep"}') OVER () AS r FROM (VALUES (0.9, 9000000000000000000::bigint), (0.1, 1), (0.5, 3)) AS v(s, n)) AS x;
-- bounds that leave the centre outside; a wider range that overflows
SELECT (r).low, (r).band, (r).status FROM (SELECT expected_range(0.5, 40, 0.35, 'ncpes2018', '{"minimum": 0.9}', tau2 => 0) OVER () AS r) AS x;
SELECT (r).low, (r).outer_low, (r).band, (r).status FROM (SELECT expected_range(s, NULL, 1, 'ncpes2018', '{"scale": "log", "z": 2, "outer_z": 3}', NULL, 1e-5, 0) OVER () AS r FROM (VALUES (1::float8), (NULL)) AS v(s)) AS x;
-- a centre that is not on the scale
SELECT (r).low, (r).band, (r).status FROM (SELECT expected_range(0, NULL, NULL, 'ncpes2018', '{"scale": "log"}', NULL, e) OVER () AS r FROM (VALUES (10::float8), (20)) AS v(e)) AS x;
\pset null ''
SELECT count(*) FROM (SELECT expected_range(score, n, 0.8, 'ncpes2018') OVER () FROM made WHERE false) AS s;

-- the rule in full
SELECT expected_range_rule('ncpes2018');
SELECT expected_range_rule('ncpes2018', '{"level": 0.95, "share": 0.1}') -> 'z', expected_range_rule('spiegelhalter') -> 'outer_z', expected_range_rule('funnelplotr', '{"outer_z": null}') -> 'outer_z';

-- refused
SELECT expected_range(82.4, 100, 0.8, 'ncpes2018') OVER ();
SELECT expected_range('NaN', 100, 0.8, 'ncpes2018') OVER ();
SELECT expected_range('Infinity', 100, 0.8, 'ncpes2018') OVER ();
SELECT expected_range(0.8, -1, 0.8, 'ncpes2018') OVER ();
SELECT expected_range(0.8, 100, 1.2, 'ncpes2018') OVER ();
SELECT expected_range(0.8, 100, 'NaN', 'ncpes2018') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'NCPES') OVER ();
SELECT expected_range(0.8, 100, 0.8, NULL) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', NULL) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '[]') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"zz": 1}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"z": "1.96"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"z": 0}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"z": 1.96, "level": 0.95}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"outer_z": 1}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"level": 1.5}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"share": 0.5}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"percentile": 3}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"scale": "cubic"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"scale": "log"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"limits": "exact"}') OVER ();
SELECT expected_range(8.8, 100, 8.8, 'spiegelhalter', se => 0.1) OVER ();
SELECT expected_range(8.8, 100, 8.8, 'ncpes2018', '{"scale": "arcsine"}', se => 0.1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'spiegelhalter', tau2 => 0.1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', tau2 => -1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', se => -1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', se => 'NaN') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', expected => -1) OVER ();
SELECT expected_range(-0.8, 100, 0.8, 'ncpes2018', expected => 10) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', se => 1, expected => 10) OVER ();
SELECT expected_range(0.8, 100, c, 'ncpes2018') OVER () FROM (VALUES (0.7::float8), (0.8)) AS v(c);
SELECT expected_range(0.8, 100, c, 'ncpes2018') OVER () FROM (VALUES (0.7::float8), (NULL)) AS v(c);
SELECT expected_range(0.8, 100, 0.8, m) OVER () FROM (VALUES ('ncpes2018'), ('funnelplotr')) AS v(m);
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', tau2 => t) OVER () FROM (VALUES (0.7::float8), (0.8)) AS v(t);
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', se => 1e-160) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"measure": "proportion"}', se => 1) OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"measure": "odds"}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"minimum": 0.9, "maximum": 0.1}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018', '{"percentile": 2.5}') OVER ();
SELECT expected_range(0.8, 100, 0.8, 'ncpes2018');
