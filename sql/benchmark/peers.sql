-- What other software does wrong in funnels, each with our value beside it: FunnelPlotR 0.6.0 and PHEindicatormethods 2.1.1.
-- "as published" is worked out here from the peer's formula, and where its figures are at hand they must equal it: that is the defect.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
CREATE TEMP TABLE peer (cases text, unit text, num float8, den float8, z float8, low float8, high float8, outer_low float8, outer_high float8);
CREATE TEMP TABLE peer_summary (cases text, units int, phi float8, tau2 float8);
CREATE TEMP TABLE peer_shmi (unit text, observed float8, expected float8, z float8, rank float8, class float8, truncated int, low float8, high float8, outer_low float8, outer_high float8);
CREATE TEMP TABLE peer_counts (unit text, num float8, den float8, y float8, z float8, winsorised_z float8, low float8, high float8, outer_low float8, outer_high float8);
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr.csv'
COPY peer FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/reference/funnelplotr_summary.csv'
COPY peer_summary FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/funnelplotr_shmi.csv'
COPY peer_shmi FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/funnelplotr_counts.csv'
COPY peer_counts FROM PROGRAM :'command' (FORMAT csv, HEADER);

-- SHMI, all of it right in the peer: z 1e-11, phi and tau2 1e-12 relative, limits 1e-11, who is truncated; expected numbers rounded by us
CREATE TEMP TABLE shmi AS
	SELECT p.*, (r).* FROM (SELECT s.*, expected_range(observed / expected, NULL, NULL, 'shmi', expected => expected) OVER () AS r FROM (SELECT unit, observed, expected, z AS peer_z, truncated, low AS peer_low, high AS peer_high, outer_low AS peer_outer_low, outer_high AS peer_outer_high FROM peer_shmi) AS s) AS p;
SELECT count(*) AS units, max(abs(z_naive - peer_z)) < 1e-11 AS z, max(abs(phi / 8.5328512892486437 - 1)) < 1e-12 AS phi, max(abs(tau2 / 0.028410232274518801 - 1)) < 1e-12 AS tau2,
	max(abs(s.low - peer_low)) < 1e-11 AS low, max(abs(s.high - peer_high)) < 1e-11 AS high, max(abs(s.outer_low - peer_outer_low)) < 1e-11 AS outer_low, max(abs(s.outer_high - peer_outer_high)) < 1e-11 AS outer_high,
	min(units) AS took_part, min(units) = count(*) FILTER (WHERE truncated = 0) AS same_truncated, count(*) FILTER (WHERE band LIKE 'far%') AS far
FROM shmi AS s;
-- rounding matters: without it phi is another (and the peer's own rounding gives ours to the digit when it was done before)
SELECT min((a).phi) = min((b).phi) AS rounded_before, abs(min((c).phi) - 8.5328512892486437) > 1e-7 AS unrounded_differs
FROM (SELECT expected_range(observed / expected, NULL, NULL, 'shmi', expected => expected) OVER () AS a, expected_range(observed / round(expected::numeric, 2)::float8, NULL, NULL, 'shmi', expected => round(expected::numeric, 2)::float8) OVER () AS b, expected_range(observed / expected, NULL, NULL, 'shmi', '{"expected_decimals": null}', expected => expected) OVER () AS c FROM peer_shmi) AS s;
-- FunnelPlotR, SHMI: the logarithm of nothing observed; ours counts half an event, gives limits and a band, and z says the same
SELECT observed, expected, (r).low::numeric(8,5), (r).high::numeric(8,5), (r).z::numeric(8,4), (r).band, (r).status
FROM (SELECT observed, expected, expected_range(observed / expected, NULL, NULL, 'shmi', '{"outer_z": null}', NULL, expected, 0.0284) OVER () AS r FROM (VALUES (0::float8, 0.4::float8), (0, 2), (0, 40), (3, 2), (40, 40)) AS v(observed, expected)) AS s ORDER BY expected, observed;

-- FunnelPlotR, CQC: its limits are 1 -+ z sqrt(s^2 + tau2), compared with O/E although they are of its square root
WITH ours AS (
	SELECT unit, num / den AS score, den, low AS peer_low, outer_low AS peer_outer_low, outer_high AS peer_outer_high, expected_range(num / den, NULL, NULL, 'cqc', expected => den) OVER () AS r FROM peer WHERE cases = 'medpar_cqc'),
published AS (
	SELECT *, 1 - 3.090232 * sqrt(1 / (4 * den) + (r).tau2) AS as_published_low, 1 + 3.090232 * sqrt(1 / (4 * den) + (r).tau2) AS as_published_high FROM ours)
SELECT max(abs(as_published_low - peer_outer_low)) < 1e-11 AS low_as_published, max(abs(as_published_high - peer_outer_high)) < 1e-11 AS high_as_published,
	max(abs((r).outer_low - greatest(0, as_published_low) ^ 2)) < 1e-14 AS low_squared, max(abs((r).outer_high - as_published_high ^ 2)) < 1e-14 AS high_squared,
	count(*) FILTER (WHERE score NOT BETWEEN as_published_low AND as_published_high) AS outside_as_published, count(*) FILTER (WHERE (r).band LIKE 'far%') AS ours, count(*) FILTER (WHERE abs((r).z) > 3.090232) AS by_z,
	max(abs((r).phi / 9.3024971074292679 - 1)) < 1e-12 AS phi, max(abs((r).tau2 / 0.0078630792760587716 - 1)) < 1e-12 AS tau2
FROM published;

-- FunnelPlotR, proportions: an angle beyond 90 degrees folds back, and the unit with the largest n keeps that limit
WITH ours AS (
	SELECT unit, den, num, outer_high AS peer, expected_range(num / den, den::bigint, NULL, 'funnelplotr') OVER () AS r FROM peer WHERE cases = 'pr_small'),
published AS (SELECT *, sin(asin(sqrt((r).centre)) + 3.090232 * sqrt(1 / (4 * den) + (r).tau2)) ^ 2 AS as_published FROM ours)
SELECT unit, den, as_published::numeric(8,5), abs(as_published - peer) < 1e-11 AS peer_has_it, (r).outer_high FROM published ORDER BY den DESC LIMIT 1;
-- ... so its limits depend on who else is there; ours are the same bits, alone or in company
SELECT count(*) AS units, count(*) FILTER (WHERE ((a).low, (a).high, (a).outer_low, (a).outer_high, (a).z, (a).band) = ((b).low, (b).high, (b).outer_low, (b).outer_high, (b).z, (b).band)) AS same, max((a).outer_high) FILTER (WHERE den = 321) AS largest_alone
FROM (SELECT den, expected_range(num / den, den::bigint, 0.95, 'funnelplotr', tau2 => 0.0074798798336671336) OVER (PARTITION BY unit) AS a, expected_range(num / den, den::bigint, 0.95, 'funnelplotr', tau2 => 0.0074798798336671336) OVER () AS b FROM peer WHERE cases = 'pr_small') AS s;
-- FunnelPlotR: adjusted limits silently replaced, phi and tau2 reported as 0, where units vary less than chance; phi is always reported here
SELECT min((r).phi)::numeric(20,16) AS phi, min((r).tau2) AS tau2, min((r).units) AS units FROM (SELECT expected_range(num / den, den::bigint, NULL, 'funnelplotr') OVER () AS r FROM peer WHERE cases = 'pr_nood') AS s;

-- FunnelPlotR, ratio of counts: z has the variance a/(a+1/2)^2 + b/(b+1/2)^2, the limits 1/(4b); z, phi and tau2 are right
CREATE TEMP TABLE counts AS
	SELECT p.*, (r).low AS our_low, (r).high AS our_high, (r).outer_low AS our_outer_low, (r).outer_high AS our_outer_high, (r).z AS our_z, (r).z_naive, (r).band, (r).phi, (r).tau2, (r).units, (r).se, (r).centre
	FROM (SELECT *, expected_range(num / den, NULL, NULL, 'funnelplotr', '{"measure": "counts"}', expected => den) OVER () AS r FROM peer_counts) AS p;
SELECT count(*) AS units, max(abs(z_naive - z)) < 1e-11 AS z, max(abs(c.phi / s.phi - 1)) < 1e-12 AS phi, max(abs(c.tau2 / s.tau2 - 1)) < 1e-12 AS tau2,
	max(abs(low - exp(ln(centre) - 1.959964 * sqrt(1 / (4 * den) + c.tau2)))) < 1e-11 AS low_as_published, max(abs(outer_high - exp(ln(centre) + 3.090232 * sqrt(1 / (4 * den) + c.tau2)))) < 1e-11 AS high_as_published,
	max(abs(our_low - exp(ln(centre) - 1.959964 * sqrt(num / (num + 0.5) ^ 2 + den / (den + 0.5) ^ 2 + c.tau2)))) < 1e-14 AS our_low, max(abs(our_outer_high - exp(ln(centre) + 3.090232 * sqrt(num / (num + 0.5) ^ 2 + den / (den + 0.5) ^ 2 + c.tau2)))) < 1e-14 AS our_high,
	count(*) FILTER (WHERE (num / den NOT BETWEEN low AND high) <> (abs(our_z) > 1.959964)) AS peer_disagrees_with_z, count(*) FILTER (WHERE (band <> 'within') <> (abs(our_z) > 1.959964)) AS ours_disagree
FROM counts AS c, peer_summary AS s WHERE cases = 'rc' GROUP BY s.phi, s.tau2;

-- PHEindicatormethods, proportions: the upper limit is capped at the number 100 whatever the multiplier: with multiplier 1 it passes 1
SELECT n, c, round((c + 1.959963984540054 * sqrt(c * (1 - c) / n))::numeric, 4) AS as_published, (r).high, (r).outer_high, (r).low >= 0 AS low
FROM (SELECT n, c, expected_range(c, n, c, 'phe') OVER (PARTITION BY n) AS r FROM (VALUES (5::bigint, 0.9::float8), (20, 0.9)) AS v(n, c)) AS s ORDER BY n;
-- PHEindicatormethods, ratios: limits by a bisection, 4.7e-5 off at one event; ours are the chi-square quantiles: at one event -ln(1 - alpha/2) is the lower one
SELECT abs((r).high * -ln(0.975) - 1) < 1e-14 AS closed_form, abs((r).outer_high * -ln(0.999) - 1) < 1e-12 AS outer_closed_form, abs(999.45327214209086 * -ln(0.999) - 1) > 4e-5 AS peer_is_off
FROM (SELECT expected_range(1 / 1.3, NULL, 1, 'phe', expected => 1.3) OVER () AS r) AS s;
-- the same rows in another order, the same limits (the peer joined its standard population by position)
SELECT count(DISTINCT digits) FROM (SELECT md5(string_agg(format('%s %s', unit, r), '|' ORDER BY unit)) AS digits FROM generate_series(1, 4) AS turn, LATERAL (SELECT unit, expected_range(observed / expected, NULL, NULL, 'phe', expected => expected) OVER () AS r FROM (SELECT * FROM peer_shmi ORDER BY md5(turn || unit)) AS o) AS s GROUP BY turn) AS t;
