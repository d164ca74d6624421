
-- ---------------------------------------------------------------------------------------------
-- Room benchmark: how units compare with what is expected of them.
-- ---------------------------------------------------------------------------------------------

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'expected_range', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
@benchmark/presets.json@
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);

CREATE TYPE expected_range AS (
	low double precision,
	high double precision,
	outer_low double precision,
	outer_high double precision,
	centre double precision,
	se double precision,
	z double precision,
	z_naive double precision,
	phi double precision,
	tau2 double precision,
	units integer,
	band text,
	status text
);
COMMENT ON TYPE expected_range IS 'What the window function expected_range returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN expected_range.low IS 'Lower limit of the expected range, in the unit of the score.';
COMMENT ON COLUMN expected_range.high IS 'Upper limit of the expected range, in the unit of the score; NULL with limits observed where nothing was observed, which is bounded below only.';
COMMENT ON COLUMN expected_range.outer_low IS 'Lower limit of the wider range; NULL when the rule has one level.';
COMMENT ON COLUMN expected_range.outer_high IS 'Upper limit of the wider range; NULL when the rule has one level.';
COMMENT ON COLUMN expected_range.centre IS 'The centre used, given or found.';
COMMENT ON COLUMN expected_range.se IS 'The unit''s sampling error s on the rule''s scale, without the spread between units: under the centre or its own, as option variance says.';
COMMENT ON COLUMN expected_range.z IS '(score - centre) / sqrt(s^2 + tau2) on the rule''s scale; with between multiplicative (score - centre) / (s sqrt(max(1, phi))), with beta_binomial (score - centre) / sqrt(s^2 (1 - rho) + tau2). Where the limits are not normal (exact, observed, beta_binomial) it is an approximation beside them, and the band is by the limits.';
COMMENT ON COLUMN expected_range.z_naive IS '(score - centre) / s on the rule''s scale: as if units differed by chance alone.';
COMMENT ON COLUMN expected_range.phi IS 'Over-dispersion: mean of the squared z_naive after the treatment of extremes, or the option phi; about 1 when units differ by chance alone. NULL when no unit took part.';
COMMENT ON COLUMN expected_range.tau2 IS 'Variance between units used, on the rule''s scale, given or found; of a beta-binomial centre (1 - centre) rho. NULL when it cannot be told, and with between multiplicative, which has none: phi holds it.';
COMMENT ON COLUMN expected_range.units IS 'How many units took part in phi and tau2.';
COMMENT ON COLUMN expected_range.band IS 'far below, below, within, above or far above the range, and with three cuts somewhat below and somewhat above next to within; by strict comparison of the unrounded score. On the scales logit and log a score at their end, and every ratio of counts, is compared after the correction that z has. NULL when there is none to judge.';
COMMENT ON COLUMN expected_range.status IS 'NULL, or why there is no band: no responses, no score (NULL, as when suppressed), no centre, no standard error, standard error is zero, no expected events, no variance at this centre (0 or 100 %, or none on the scale), no variance at this score (0 or 100 %, variance own), tau2 needs at least two units, phi needs at least two units, tau2 cannot be told, centre outside minimum and maximum, tau2 out of range, phi out of range, out of range. One status goes with a band: no upper limit at 0 events (limits observed).';

CREATE FUNCTION expected_range(score double precision, n bigint, centre double precision, method text,
		options jsonb DEFAULT '{}', se double precision DEFAULT NULL, expected double precision DEFAULT NULL,
		tau2 double precision DEFAULT NULL)
	RETURNS expected_range AS 'MODULE_PATHNAME', 'cpe_expected_range_sql'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION expected_range(double precision, bigint, double precision, text, jsonb, double precision, double precision, double precision) IS
'Window function: the expected range and band of each unit among the units of its partition (one question, one level). score is a proportion from 0 to 1 of n answers; with se a score of any kind; with expected the ratio of observed to expected events, or of two counts. A NULL score (suppressed) never gets a band. centre and tau2, when given, must be the same in the partition; else the rule finds them, whatever the order of the rows; given centre and tau2 (and phi), a unit alone gets the limits that it gets in company. method names a preset (table preset, kind expected_range); options override it:
measure: proportion, ratio, score, or counts (score a/b, expected b: ln((a + 1/2)/(b + 1/2)) of variance a/(a + 1/2)^2 + b/(b + 1/2)^2 about ln centre); else the arguments tell it: score where the query has se, ratio where it has expected; one left out, or NULL as a constant or parameter, counts as not there.
scale: raw, arcsine, logit for proportions; raw, log, sqrt for ratios; log for counts, whatever the preset''s.
variance: target (a unit''s sampling variance as at the centre) or own (at its own score; logit 1/x + 1/(n - x), a half added where one is 0; without a score as at the centre); by default own with logit, else target. Of a ratio on the scale log: 1/expected, or own 1/observed (a half where it is 0); sqrt, arcsine and counts have one only.
centre, when not given: pooled (all answers or events together; scores weighted by 1/se^2), mean (of the units), one (ratios: 1), weighted (mean on the scale weighted by 1/(s^2 + tau2), tau2 about it; extremes treated about the mean weighted by 1/s^2).
extremes: keep, winsorise (z to its quantiles at share and 1 - share, percentile type 2 or 7) or trim (units in the first and last of 1/share classes by rank of z take no part in phi and tau2).
between: none; dersimonian_laird (about the centre); hedges, paule_mandel, reml, ml (about the units'' own mean, of centre + z s with z as treated); multiplicative (limits centre +- z s sqrt(max(1, phi)); option phi gives phi); beta_binomial (maximum likelihood of rho about the centre, scores times n rounded to whole answers; only with limits beta_binomial, scale raw, extremes keep; given tau2 is centre (1 - centre) rho).
unscored: omit, or centre: units with answers but no score take part in phi and tau2 as if at the centre.
limits: normal; exact (interpolated binomial or Poisson); observed (ratio: observed over its own exact Poisson limits, as a funnel of observed events has them: judged by whether what was expected lies in the interval of what was observed); phe (observed for a ratio, else normal); these but normal with between none and scale raw; beta_binomial.
z or level, outer_z or outer_level; or cuts in their place, one to three ascending values of |z|: low and high are the limits of the first, outer_low and outer_high of the last.
expected_decimals: expected numbers are first rounded to these, half away from zero, and the ratio is of the rounded one; NULL: not. minimum, maximum: limits are clipped to these (default the proportion''s 0 and 1, the ratio''s 0).
Errors: 22023 values out of range, rows that differ, unknown options, options that do not go together; 22004 method or options NULL. Sources: Spiegelhalter 2005 (doi 10.1002/sim.1970), and column source of the presets; multiplicative limits as recalled, no document was compared.';

CREATE FUNCTION expected_range_rule(method text, options jsonb DEFAULT '{}') RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_expected_range_rule'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 250;
COMMENT ON FUNCTION expected_range_rule(text, jsonb) IS 'Every option that expected_range uses for this method and these options, to be kept beside its results. Errors: 22023 as there.';

CREATE FUNCTION funnel_limits(centre double precision, n double precision, method text DEFAULT 'normal',
		level double precision DEFAULT 0.95, measure text DEFAULT 'proportion', z double precision DEFAULT NULL,
		sd double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_funnel_limits_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION funnel_limits(double precision, double precision, text, double precision, text, double precision, double precision) IS
'Limits around a centre within which a unit of size n is expected by chance alone, without over-dispersion. measure proportion (n answers): methods normal (centre +- z sqrt(centre(1-centre)/n)), exact (interpolated binomial, Spiegelhalter 2005), wilson_inverse (where Wilson''s interval just excludes the centre; algebraically the same as normal). measure ratio (n expected events): normal, exact (chi-square, as FunnelPlotR), exact_interpolated (Poisson), and observed (n observed events, as PHEindicatormethods). measure mean (n values of standard deviation sd): normal. z, when given, takes the place of level. Limits stop at 0 and, for a proportion, at 1. status: NULL, or why they are NULL. Errors: 22023 out of range, unknown method or measure.';

CREATE FUNCTION beta_binomial_limits(centre double precision, n double precision, rho double precision,
		level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_beta_binomial_limits_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION beta_binomial_limits(double precision, double precision, double precision, double precision, double precision) IS
'Limits around a centre within which the proportion of n answers (a whole number) is expected when units differ as a beta distribution of that mean and of variance centre (1 - centre) rho: quantiles of the beta-binomial, interpolated as the exact limits of funnel_limits are; with rho 0 those. For one unit alone; expected_range with between and limits beta_binomial finds rho too. z, when given, takes the place of level. status: NULL, or why they are NULL: no centre, no responses (n 0 or NULL), no spread (rho NULL). Errors: 22023 out of range: centre and rho from 0 to 1, n whole.';

CREATE FUNCTION funnel_curve(centre double precision, n_from double precision, n_to double precision, method text,
		options jsonb DEFAULT '{}', tau2 double precision DEFAULT 0, sd double precision DEFAULT NULL,
		OUT n double precision, OUT low double precision, OUT high double precision,
		OUT outer_low double precision, OUT outer_high double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_funnel_curve'
	LANGUAGE C STABLE PARALLEL SAFE COST 250 ROWS 100;
COMMENT ON FUNCTION funnel_curve(double precision, double precision, double precision, text, jsonb, double precision, double precision) IS
'The limits that expected_range gives with this centre and tau2, at 100 sizes from n_from to n_to in equal ratios: the curves of a funnel plot as plain rows. Sizes are whole, 1 or more, where the exact or beta-binomial limits of a proportion need it. With sd the score is a mean and its standard error sd / sqrt(n); with the option measure ratio, n is the number of expected events (with limits observed, of observed ones), with measure counts the second count. Units are taken at the centre, where option variance is own. A multiplicative spread needs option phi; expected_decimals is not applied. No row when an argument but sd is NULL. Errors: 22023 as expected_range, n_from not positive, n_to below n_from.';

@benchmark/heterogeneity.sql@

@benchmark/reliability.sql@

@benchmark/change.sql@

@benchmark/adjusted_change.sql@

@benchmark/multiplicity.sql@

@benchmark/control_chart.sql@

@benchmark/inequality.sql@

@benchmark/league.sql@

@benchmark/one_statement.sql@
