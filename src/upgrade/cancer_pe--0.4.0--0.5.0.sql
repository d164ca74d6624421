\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.5.0'" to load this file. \quit

COMMENT ON FUNCTION gap(tally, tally, text, double precision, double precision) IS 'Difference of two rates, t minus reference, -1 to 1, and its confidence interval: how far a sub-group is from another. The two must not share respondents: compare with the rest, not with the whole. Methods: newcombe (hybrid score interval from the Wilson limits of both, Newcombe 1998, method 10), wald (normal approximation without pooling, not clipped), mee (score interval, Mee 1984), miettinen_nurminen (the same with the variance times N/(N-1), 1985), agresti_caffo (wald after one positive and one other answer are added to each, 2000; not clipped). Weighted tallies enter with their rates and effective numbers. z, when given, takes the place of level. status: NULL, or why there is no difference (no estimate: a tally is NULL; no responses). Errors: 22004 method NULL; 22023 method, level, z.';
CREATE FUNCTION gap(m moments, reference moments, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_moments_gap'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION gap(moments, moments, double precision, double precision) IS 'Difference of two means, m minus reference, in the unit of the values, and its confidence interval: difference +- t * sqrt(se1^2 + se2^2), t with the degrees of freedom of Welch (1947) and Satterthwaite, as R t.test. The two must not share respondents. Of weighted moments the standard errors are those of mean_se, on n - 1 degrees of freedom each. z, when given, takes the place of level: t at the normal distribution''s two tails beyond it. status: NULL, or why a figure is NULL (no estimate: a moments is NULL; no responses; needs at least two values: then the difference is there without its interval; out of range). Errors: 22023 level, z.';
CREATE FUNCTION casemix_items_accum(casemix, text[], text[], text, text[], double precision[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_items_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_items_accum(casemix, text[], text[], text, text[], double precision[]) IS 'A casemix with one more respondent: names, items, organisation, covariates, answers. A NULL casemix is one without rows. The transition of the aggregate casemix_items(text[], text[], text, text[], double precision[]), whose errors it has, and 22023 the casemix is of other items or covariates.';
CREATE FUNCTION casemix_items_accum(casemix, text[], text[], text, text[], double precision[], double precision) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_items_weighted_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_items_accum(casemix, text[], text[], text, text[], double precision[], double precision) IS 'A casemix with one more respondent: names, items, organisation, covariates, answers, weight. A NULL casemix is one without rows. The transition of the aggregate casemix_items(text[], text[], text, text[], double precision[], double precision), whose errors it has, and 22023 the casemix is of other items or covariates.';
CREATE AGGREGATE casemix_items(names text[], items text[], organisation text, covariates text[], answers double precision[]) (
	SFUNC = casemix_items_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_items(text[], text[], text, text[], double precision[]) IS 'Collapses respondents to organisations, covariate patterns and their answers to the items of a composite together, for cahps_composite: names of the covariates and of the items, the same in every row; the organisation; covariates in the order of their names; answers in the order of the items, each a number (a positive answer is 1, another 0; NULL: none). The result is a casemix whose covariates are those named and then the items, whose levels are the answers as decimal text, and whose outcome is whether all items are answered; respondents without any answer are in no cell, and counted by organisation. So it is stored, sent, merged (rollup) and limited as any other; fit is not meant for it. Respondents are alike only where all answers are, so there are as many cells as respondents at most. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 names, items, a name, covariates or answers NULL; 22023 no item, not as many covariates as names or answers as items, two equal names, names that differ between rows, an answer that is not finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix_items(names text[], items text[], organisation text, covariates text[], answers double precision[], weight double precision) (
	SFUNC = casemix_items_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_items(text[], text[], text, text[], double precision[], double precision) IS 'As casemix_items(names, items, organisation, covariates, answers), with a weight of each respondent; sums of weights and of their squares are exact. Errors: as there; 22004 weight NULL; 22023 a weight not positive and finite.';
CREATE FUNCTION cahps_composite(casemix, options jsonb DEFAULT '{}', OUT organisation text, OUT n bigint, OUT unadjusted double precision, OUT adjusted double precision,
		OUT variance double precision, OUT difference double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT t double precision, OUT p double precision, OUT stars integer, OUT missing bigint, OUT unanswered bigint, OUT items integer, OUT status text) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'cpe_cahps_composite_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 150;
COMMENT ON FUNCTION cahps_composite(casemix, jsonb) IS 'A composite of several items (a casemix of the aggregate casemix_items) adjusted for case-mix as the analysis programs of the CAHPS surveys do it. Each item is adjusted by itself, as cahps does, over the respondents who answered it. M is the overall mean of the items'' overall means, weighted by the items'' weights overall. difference: the mean over the items of adjusted item mean less the item''s overall mean, weighted by the items'' weights in the organisation; adjusted: M + difference, unadjusted the same of unadjusted item means; where the organisation has answers to all items at their full weight that is the weighted mean of its item means, and where it has not, it is not judged by which items it lacks. variance: a respondent''s terms w a e / W of the items answered (weight, item''s weight, residual, the organisation''s sum of weights for the item) are summed before they are squared, so that answers of one respondent go together. n: respondents with an answer to any item and all adjusters; items: how many items the organisation, if it is used, has answers to. The other columns, the tests and the gates of stars are those of cahps, a share of an organisation being that of its n (or weights) whichever items were answered. In order of organisation by bytes. No rows for NULL. options: those of cahps (lowest and highest are ends of the composite''s scale), and item_weights, how items weigh (equal, the default; respondents: each by all who answered it; weights: by the sum of their weights) and item_target (equal only; default 1): an item with fewer answers than that in an organisation weighs there n / item_target as much. Other than the programs, item weights sum to 1 over the items that the organisation has answers to in the variance also, and with overall other than equal an item''s overall mean weighs organisations by their share in the composite, not by those who answered the item. Errors: 22004 options NULL; 22023 as cahps, the casemix is not of casemix_items, item_target with other item_weights; 22003 out of range. Source: CAHPS analysis program 5.0 (Harvard Medical School for AHRQ).';
CREATE FUNCTION cahps_composite_test(casemix, options jsonb DEFAULT '{}', OUT f double precision, OUT df1 bigint, OUT df2 bigint, OUT p double precision,
		OUT overall_mean double precision, OUT grand_mean double precision, OUT organisations integer, OUT organisations_used integer, OUT n bigint,
		OUT missing bigint, OUT nameless bigint, OUT unanswered bigint, OUT adjusters integer, OUT aliased integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_cahps_composite_test'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION cahps_composite_test(casemix, jsonb) IS 'The test that no organisation''s composite differs from another''s, with the options of cahps_composite and the columns of cahps_test. overall_mean: M; n: respondents with an answer to any item in organisations used; unanswered: with none; adjusters: columns with a coefficient in the regression of any item; aliased: those with none; df2 = n - organisations_used - adjusters. NULL for NULL. Errors: as cahps_composite.';
DELETE FROM preset WHERE kind OPERATOR(pg_catalog.=) 'expected_range' AND builtin;
INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'expected_range', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
[
{"name": "ncpes2018",
 "options": {"scale": "raw", "centre": "pooled", "extremes": "winsorise", "share": 0.2, "percentile": 2,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.96, "outer_z": null},
 "source": "National Cancer Patient Experience Survey 2018, England: derived from the published trust tables, whose limits it gives to their published precision. The centre there is the national proportion of respondents with complete case-mix: give it."},
{"name": "spiegelhalter",
 "options": {"scale": "raw", "centre": "pooled", "extremes": "keep", "share": 0, "percentile": 7,
             "between": "none", "unscored": "omit", "limits": "exact", "level": 0.95, "outer_level": 0.998},
 "source": "Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 2005, appendix: exact limits, interpolated, without allowance for over-dispersion."},
{"name": "phe",
 "options": {"scale": "raw", "centre": "pooled", "extremes": "keep", "share": 0, "percentile": 7,
             "between": "none", "unscored": "omit", "limits": "phe", "level": 0.95, "outer_level": 0.998},
 "source": "R package PHEindicatormethods 2.1.1, funnels, reproduced from its source: score limits of proportions; for ratios what was expected against the exact Poisson interval of what was observed. No allowance for over-dispersion. Limits of a proportion end at 1 (the package's at 100 whatever the multiplier)."},
{"name": "shmi",
 "options": {"measure": "ratio", "scale": "log", "centre": "one", "extremes": "trim", "share": 0.1, "percentile": 7,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.959964, "outer_z": 3.090232,
             "expected_decimals": 2},
 "source": "Summary Hospital-level Mortality Indicator as R package FunnelPlotR 0.6.0 has it (method SHMI), reproduced from its source: log ratio, expected numbers to 2 decimals, 10 % truncated at each end by rank, additive variance between units. Corrected: nothing observed counts as half an event, and so has limits and a band. The publisher's own specification was not read."},
{"name": "cqc",
 "options": {"measure": "ratio", "scale": "sqrt", "centre": "one", "extremes": "winsorise", "share": 0.1, "percentile": 7,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.959964, "outer_z": 3.090232},
 "source": "Care Quality Commission's indicators of ratios as R package FunnelPlotR 0.6.0 has them (method CQC): z, phi and tau2 reproduced from its source. Corrected: limits are squared back from the square root scale before a ratio is compared with them. The publisher's own specification was not read."},
{"name": "cqc_survey",
 "options": {"measure": "score", "scale": "raw", "centre": "mean", "extremes": "winsorise", "share": 0.1, "percentile": 7,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.96, "outer_z": null},
 "source": "Unconfirmed: the expected range of the Care Quality Commission's NHS patient surveys as recalled; no document with its formulas could be read. The cut points of its later seven bands are not known: give them as option cuts."},
{"name": "funnelplotr",
 "options": {"scale": "arcsine", "centre": "pooled", "extremes": "winsorise", "share": 0.1, "percentile": 7,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.959964, "outer_z": 3.090232},
 "source": "R package FunnelPlotR 0.6.0, proportions and (measure counts) ratios of counts, corrected: angles stop at 0 and 90 degrees instead of folding back, so that a unit's limits do not depend on which others are present; limits of counts have the variance that z has."}
]
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);
COMMENT ON COLUMN expected_range.high IS 'Upper limit of the expected range, in the unit of the score; NULL with limits observed where nothing was observed, which is bounded below only.';
COMMENT ON COLUMN expected_range.se IS 'The unit''s sampling error s on the rule''s scale, without the spread between units: under the centre or its own, as option variance says.';
COMMENT ON COLUMN expected_range.z IS '(score - centre) / sqrt(s^2 + tau2) on the rule''s scale; with between multiplicative (score - centre) / (s sqrt(max(1, phi))), with beta_binomial (score - centre) / sqrt(s^2 (1 - rho) + tau2). Where the limits are not normal (exact, observed, beta_binomial) it is an approximation beside them, and the band is by the limits.';
COMMENT ON COLUMN expected_range.phi IS 'Over-dispersion: mean of the squared z_naive after the treatment of extremes, or the option phi; about 1 when units differ by chance alone. NULL when no unit took part.';
COMMENT ON COLUMN expected_range.tau2 IS 'Variance between units used, on the rule''s scale, given or found; of a beta-binomial centre (1 - centre) rho. NULL when it cannot be told, and with between multiplicative, which has none: phi holds it.';
COMMENT ON COLUMN expected_range.band IS 'far below, below, within, above or far above the range, and with three cuts somewhat below and somewhat above next to within; by strict comparison of the unrounded score. On the scales logit and log a score at their end, and every ratio of counts, is compared after the correction that z has. NULL when there is none to judge.';
COMMENT ON COLUMN expected_range.status IS 'NULL, or why there is no band: no responses, no score (NULL, as when suppressed), no centre, no standard error, standard error is zero, no expected events, no variance at this centre (0 or 100 %, or none on the scale), no variance at this score (0 or 100 %, variance own), tau2 needs at least two units, phi needs at least two units, tau2 cannot be told, centre outside minimum and maximum, tau2 out of range, phi out of range, out of range. One status goes with a band: no upper limit at 0 events (limits observed).';
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
CREATE FUNCTION beta_binomial_limits(centre double precision, n double precision, rho double precision,
		level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_beta_binomial_limits_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION beta_binomial_limits(double precision, double precision, double precision, double precision, double precision) IS
'Limits around a centre within which the proportion of n answers (a whole number) is expected when units differ as a beta distribution of that mean and of variance centre (1 - centre) rho: quantiles of the beta-binomial, interpolated as the exact limits of funnel_limits are; with rho 0 those. For one unit alone; expected_range with between and limits beta_binomial finds rho too. z, when given, takes the place of level. status: NULL, or why they are NULL: no centre, no responses (n 0 or NULL), no spread (rho NULL). Errors: 22023 out of range: centre and rho from 0 to 1, n whole.';
COMMENT ON FUNCTION funnel_curve(double precision, double precision, double precision, text, jsonb, double precision, double precision) IS
'The limits that expected_range gives with this centre and tau2, at 100 sizes from n_from to n_to in equal ratios: the curves of a funnel plot as plain rows. Sizes are whole, 1 or more, where the exact or beta-binomial limits of a proportion need it. With sd the score is a mean and its standard error sd / sqrt(n); with the option measure ratio, n is the number of expected events (with limits observed, of observed ones), with measure counts the second count. Units are taken at the centre, where option variance is own. A multiplicative spread needs option phi; expected_decimals is not applied. No row when an argument but sd is NULL. Errors: 22023 as expected_range, n_from not positive, n_to below n_from.';
CREATE FUNCTION heterogeneity(estimate double precision[], se double precision[], method text DEFAULT 'dersimonian_laird',
		OUT mean double precision, OUT mean_se double precision, OUT tau2 double precision, OUT i2 double precision, OUT h2 double precision,
		OUT q double precision, OUT df integer, OUT p double precision, OUT units integer, OUT missing integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_heterogeneity_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 250;
COMMENT ON FUNCTION heterogeneity(double precision[], double precision[], text) IS
'How much units differ beyond chance, from their estimates and standard errors (element by element): mean weighted by 1/(se^2 + tau2) and its standard error; tau2, the variance between units, in the square of the unit of the estimates; q = sum((estimate - m)^2 / se^2) about the mean m weighted by 1/se^2, its degrees of freedom and p of the chi-square distribution; h2 = (tau2 + s2)/s2 and i2 = tau2/(tau2 + s2), 0 to 1, with s2 the typical sampling variance (Higgins and Thompson 2002); for the method none i2 = max(0, 1 - df/q), h2 = q/df. Methods: dersimonian_laird, hedges, paule_mandel (the tau2 at which q equals df, as empirical Bayes), reml, ml (the highest maximum of the likelihood), none (tau2 0). Pairs with a NULL are left out and counted in missing; proportion_scale makes estimates of proportions. The same digits whatever the order of the elements. status: NULL, or why tau2 is NULL: no estimates, tau2 needs at least two units, out of range. Errors: 22004 method NULL; 22023 unknown method, arrays of different length or of more dimensions, estimates not finite or beyond 1e150, standard errors zero, negative or outside 1e-150 to 1e150.';
CREATE FUNCTION proportion_scale(positive bigint, n bigint, scale text, OUT value double precision, OUT se double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_proportion_scale_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_scale(bigint, bigint, text) IS
'A proportion as an estimate with its own standard error, as meta-analysis takes them: scale raw (p, sqrt(p(1-p)/n)), arcsine (asin(sqrt p), 1/(2 sqrt n)), logit (ln(x/(n-x)), sqrt(1/x + 1/(n-x))), freeman_tukey (mean of asin(sqrt(x/(n+1))) and asin(sqrt((x+1)/(n+1))), 1/sqrt(4n+2); Freeman and Tukey 1950). Where positive is 0 or n, 1/2 is added to both counts first, on each scale (as R package metafor does): so the standard error is never zero. status: NULL, or no responses (n is 0, or a count is NULL). Errors: 22004 scale NULL; 22023 unknown scale, positive negative or above n.';
CREATE TYPE shrunken AS (
	score double precision,
	se double precision,
	low double precision,
	high double precision,
	shrinkage double precision,
	mean double precision,
	mean_se double precision,
	tau2 double precision,
	units integer,
	status text
);
COMMENT ON TYPE shrunken IS 'What the window function shrink returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN shrunken.score IS 'The score drawn towards the mean, in the unit of the score.';
COMMENT ON COLUMN shrunken.se IS 'Its standard error; the error of the mean is in it, that of tau2 is not.';
COMMENT ON COLUMN shrunken.low IS 'Lower limit of its interval.';
COMMENT ON COLUMN shrunken.high IS 'Upper limit of its interval.';
COMMENT ON COLUMN shrunken.shrinkage IS 'B, the weight of the unit''s own score, from 0 (the mean alone) to 1 (its score as it is): its reliability.';
COMMENT ON COLUMN shrunken.mean IS 'The mean towards which scores are drawn, given or found; for log_odds the proportion of a unit without deviation.';
COMMENT ON COLUMN shrunken.mean_se IS 'Standard error of the mean, 0 when it was given.';
COMMENT ON COLUMN shrunken.tau2 IS 'Variance between units used, given or found; for log_odds on the log-odds scale.';
COMMENT ON COLUMN shrunken.units IS 'How many units took part.';
COMMENT ON COLUMN shrunken.status IS 'NULL, or why there is no shrunken score: no score, no standard error, standard error is zero, no responses, tau2 needs at least two units, for log_odds also what its fit says (as all answers alike), out of range.';
CREATE FUNCTION shrink(score double precision, se double precision, method text, options jsonb DEFAULT '{}', n bigint DEFAULT NULL)
	RETURNS shrunken AS 'MODULE_PATHNAME', 'cpe_shrink_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION shrink(double precision, double precision, text, jsonb, bigint) IS
'Window function: empirical Bayes (best linear unbiased) estimates of the units of a partition: mean + B (score - mean) with B = tau2/(tau2 + se^2), variance B se^2 + (1 - B)^2 mean_se^2, interval +- z standard errors. method: how tau2 is found, as in heterogeneity (dersimonian_laird, hedges, paule_mandel, reml, ml, none); or log_odds for proportions, with score = x/n, n and no se: x, rounded to a whole number, of n answers under a random intercept on the log-odds scale (maximum likelihood by adaptive quadrature): score is expit(intercept + u), u the mode of the unit''s deviation, its interval back-transformed, its se by the delta method; B = 1 - var(u)/tau2. Scores on the raw scale of proportions may leave 0 to 1; log_odds never does. Options: mean (given; not with log_odds), tau2 (given; found about the units'' own mean even when mean is given), z or level (default level 0.95), nodes (log_odds: 1 to 64, default 10). A unit without a score or an error above zero takes no part and has a status. The same digits whatever the order of the rows. Errors: 22004 method or options NULL; 22023 values out of range, unknown method or options, arguments that do not go with the method, method or options that differ within the partition; 54000 too many rows. Source: Efron and Morris 1975; variance as R package metafor''s blup.';
CREATE TYPE reliability AS (
	reliability double precision,
	n_needed double precision,
	between_units double precision,
	within_units double precision,
	icc double precision,
	units integer,
	status text);
COMMENT ON TYPE reliability IS 'How reliable the score of one unit is: the result of the window function reliability.';
COMMENT ON COLUMN reliability.reliability IS 'Share of the variance of such scores that is real difference between units, 0 to 1: between_units / (between_units + within_units / n).';
COMMENT ON COLUMN reliability.n_needed IS 'Answers that a unit like this needs for the reliability aimed at: target / (1 - target) * within_units / between_units, not rounded (round up). NULL when units do not differ.';
COMMENT ON COLUMN reliability.between_units IS 'Variance between units, given or found, on the method''s scale: log odds squared for log_odds, else the square of the score''s unit.';
COMMENT ON COLUMN reliability.within_units IS 'Variance of one answer within a unit, on the same scale: n times the sampling variance of the score. NULL where n is not known.';
COMMENT ON COLUMN reliability.icc IS 'Reliability of one answer, between_units / (between_units + within_units): the intraclass correlation.';
COMMENT ON COLUMN reliability.units IS 'How many units of the partition took part.';
COMMENT ON COLUMN reliability.status IS 'NULL, or why something is missing. Of the unit: no responses, no score, no standard error, standard error is zero, no variance at 0 or 100 %, out of range. Of the partition: all answers are alike, needs at least two units, no unit has two answers, each unit''s answers are alike, no variance between units (reliability 0), no maximum found, between is more than the mean allows.';
CREATE FUNCTION reliability(score double precision, n bigint, method text, options jsonb DEFAULT '{}', se double precision DEFAULT NULL)
	RETURNS reliability AS 'MODULE_PATHNAME', 'cpe_reliability_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION reliability(double precision, bigint, text, jsonb, double precision) IS
'Window function: how reliable each unit''s score is among the units of its partition (one question, one level). score is a proportion from 0 to 1 of n answers, or with se a score of any kind. Methods: log_odds, of proportions (random intercept logit by maximum likelihood, adaptive Gauss-Hermite quadrature; within_units is 1 / (p (1 - p)); Abel et al. 2019, BMJ Open 9:e029037); anova, reml, ml (one-way layout of answers: within_units is pooled over units; se is taken for sd / sqrt(n)); beta_binomial, of proportions (maximum likelihood; n / (alpha + beta + n)); dersimonian_laird, hedges, paule_mandel, additive_reml, additive_ml (scores and their own sampling variances, se squared, or of proportions p (1 - p) / n at the share p of all answers; tau2 / (tau2 + s^2); n may be NULL with se, and then n_needed is). Counts are score * n to the nearest whole number. Options: target (reliability that n_needed aims at, above 0 and below 1, default 0.7), between (variance between units given instead of found); of log_odds nodes (1 to 64, default 10; 1 is Laplace''s approximation) and p (own: variance at the unit''s own share, the default; centre: at the intercept''s, which also serves units at 0 or 100 %). The same whatever the order of the rows. NULL with a status where there is none. Errors: 22023 values out of range, unknown method or options, se with log_odds or beta_binomial, method or options that differ in the partition; 22004 method or options NULL.';
CREATE FUNCTION spearman_brown(icc double precision, n double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_spearman_brown_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spearman_brown(double precision, double precision) IS 'Reliability of the mean of n answers, 0 to 1, when that of one is icc: n icc / (1 + (n - 1) icc), by Spearman and Brown. With the reliability of some number of answers for icc, n is how many times as many there are to be. NULL when an argument is NULL. Errors: 22023 icc outside 0 to 1, n not positive and finite.';
CREATE FUNCTION n_needed(n double precision, reliability double precision, target double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_n_needed'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_needed(double precision, double precision, double precision) IS 'Answers needed for the target reliability when n of them have this one: n target (1 - reliability) / ((1 - target) reliability), by Spearman and Brown; not rounded (round up). NULL when an argument is NULL, or reliability is 0: no number suffices. Errors: 22023 n not positive and finite, reliability outside 0 to 1, target not between 0 and 1; 22003 result out of range.';
CREATE FUNCTION variance_components(n bigint[], unit_mean double precision[], unit_sd double precision[], method text DEFAULT 'reml',
		OUT mean double precision, OUT between_units double precision, OUT within_units double precision, OUT icc double precision,
		OUT log_likelihood double precision, OUT f double precision, OUT p double precision, OUT n0 double precision,
		OUT units integer, OUT missing integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_variance_components_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 250;
COMMENT ON FUNCTION variance_components(bigint[], double precision[], double precision[], text) IS
'Variance between and within units of a one-way layout, from each unit''s number of answers, mean and standard deviation (n - 1 in the denominator; NULL where n is 1): arrays of one length. Methods: anova (from the mean squares; between_units is not below 0), reml, ml (profile likelihood). mean: of all answers for anova, else the estimate of the likelihood. icc: between_units / (between_units + within_units). log_likelihood: restricted for reml, NULL for anova and where nothing varies within units. f and p: test that units differ by chance alone, by analysis of variance, whatever the method; n0: answers of a unit as the mean square between counts them, (N - sum n^2 / N) / (units - 1). units: how many have answers; missing: how many were left out because n, mean or standard deviation is NULL. status: NULL, or why something is missing (no responses, needs at least two units, no unit has two answers, all answers are alike, out of range). Errors: 22004 an array or method NULL; 22023 lengths that differ, values out of range, unknown method.';
CREATE FUNCTION compare(before tally, after tally, test text DEFAULT 'pooled', ci text DEFAULT 'newcombe', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT difference double precision, OUT low double precision, OUT high double precision,
		OUT statistic double precision, OUT p double precision, OUT odds_ratio double precision, OUT cohen_h double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_compare_tallies'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION compare(tally, tally, text, text, double precision, double precision) IS 'Whether two rates of different people differ: two waves, two organisations, an organisation and the rest (never the whole it is part of). difference: after minus before, -1 to 1; low and high: its interval by the method ci, as in gap (newcombe, wald, mee, miettinen_nurminen, agresti_caffo), at level or z. p is two-sided; test: pooled (z with the variance of both groups together), unpooled (z with each group''s own), yates (z with continuity correction, whose square is the chi-square), fisher (exact; no statistic). statistic: z, positive when after is higher. odds_ratio: odds after over odds before. cohen_h: 2 asin sqrt(after) - 2 asin sqrt(before). Weighted tallies enter with their rates and effective numbers (Kish), with the tests pooled and unpooled. status: NULL, or the first reason why a figure is NULL (no estimate: a tally is NULL; no responses; undefined at 0 % and 100 %: both groups all positive or all not; standard error is zero; odds ratio undefined; too many answers for the exact test). Errors: 22004 test or ci NULL; 22023 test, ci, level, z, or a test of counts with weights. Sources: R prop.test, chisq.test, fisher.test; Newcombe 1998; Mee 1984; Miettinen and Nurminen 1985; Agresti and Caffo 2000.';
CREATE FUNCTION compare(before moments, after moments, test text DEFAULT 'welch', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT difference double precision, OUT low double precision, OUT high double precision,
		OUT statistic double precision, OUT df double precision, OUT p double precision, OUT cohen_d double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_compare_moments'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION compare(moments, moments, text, double precision, double precision) IS 'Whether two means of different people differ. difference: after minus before, in the unit of the values; low and high: its interval at level or z. test: welch (t, degrees of freedom of Welch 1947), pooled (Student''s t, not for weighted moments), normal (z; df NULL). p is two-sided. cohen_d: the difference over the pooled standard deviation. Weighted moments enter with the standard errors of mean_se, on n - 1 degrees of freedom each. status: NULL, or the first reason why a figure is NULL (no estimate: a moments is NULL; no responses; needs at least two values: then the difference is there; standard error is zero; out of range). Errors: 22004 test NULL; 22023 test, level, z, or pooled with weights. Source: R t.test.';
CREATE FUNCTION compare(before double precision, before_se double precision, after double precision, after_se double precision,
		level double precision DEFAULT 0.95, z double precision DEFAULT NULL, OUT difference double precision, OUT se double precision,
		OUT low double precision, OUT high double precision, OUT statistic double precision, OUT p double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_compare_estimates'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION compare(double precision, double precision, double precision, double precision, double precision, double precision) IS 'Whether two independent estimates with known standard errors differ: design-based means or rates (mean and mean_se of a design), adjusted or standardised scores, published figures. difference: after minus before; se: sqrt(before_se^2 + after_se^2); low and high: difference -+ z se; statistic: z; p two-sided, normal. status: NULL, or why a figure is NULL (no estimate: an argument is NULL; standard error is zero; out of range). Errors: 22023 an estimate not finite, a standard error negative or not finite, level, z.';
CREATE TYPE paired;
CREATE FUNCTION paired_in(cstring) RETURNS paired AS 'MODULE_PATHNAME', 'cpe_paired_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_in(cstring) IS 'Reads a paired from its exact text. Errors: 22P02 not of the form, 22023 a count is negative.';
CREATE FUNCTION paired_out(paired) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_paired_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_out(paired) IS 'Writes a paired as exact text, which no setting can change.';
CREATE FUNCTION paired_recv(internal) RETURNS paired AS 'MODULE_PATHNAME', 'cpe_paired_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_recv(internal) IS 'Reads a paired from its binary form. Errors: 22P03 not of the form, 22023 a count is negative.';
CREATE FUNCTION paired_send(paired) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_paired_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_send(paired) IS 'Writes a paired in binary: version and counts, most significant byte first; equal values give equal bytes.';
CREATE TYPE paired (
	INPUT = paired_in, OUTPUT = paired_out, RECEIVE = paired_recv, SEND = paired_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE paired IS 'Pairs of answers of the same people, before and after: positive in both, lost (positive only before), gained (only after), in neither, and missing (an answer or both are not there). Exact under any split: merging those of parts gives that of the whole. Text: both=2 lost=1 gained=3 neither=0 missing=0.';
CREATE FUNCTION paired_lt(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_lt(paired, paired) IS 'Whether the first paired comes before the second, in the order of both, lost, gained, neither, missing; behind the operator <.';
CREATE OPERATOR < (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (paired, paired) IS 'The first paired comes before the second; the order has no statistical meaning.';
CREATE FUNCTION paired_le(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_le(paired, paired) IS 'Whether the first paired comes before or equals the second, in the order of both, lost, gained, neither, missing; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (paired, paired) IS 'The first paired comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION paired_eq(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_eq(paired, paired) IS 'Whether the first paired equals the second, in the order of both, lost, gained, neither, missing; behind the operator =.';
CREATE OPERATOR = (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (paired, paired) IS 'The first paired equals the second; the order has no statistical meaning.';
CREATE FUNCTION paired_ne(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_ne(paired, paired) IS 'Whether the first paired differs from the second, in the order of both, lost, gained, neither, missing; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (paired, paired) IS 'The first paired differs from the second; the order has no statistical meaning.';
CREATE FUNCTION paired_ge(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_ge(paired, paired) IS 'Whether the first paired comes after or equals the second, in the order of both, lost, gained, neither, missing; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (paired, paired) IS 'The first paired comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION paired_gt(paired, paired) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_paired_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_gt(paired, paired) IS 'Whether the first paired comes after the second, in the order of both, lost, gained, neither, missing; behind the operator >.';
CREATE OPERATOR > (LEFTARG = paired, RIGHTARG = paired, FUNCTION = paired_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (paired, paired) IS 'The first paired comes after the second; the order has no statistical meaning.';
CREATE FUNCTION paired_cmp(paired, paired) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_paired_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_cmp(paired, paired) IS 'Negative, zero or positive, as the first paired comes before, equals or comes after the second.';
CREATE FUNCTION paired_hash(paired) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_paired_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_hash(paired) IS 'Hash of type paired: equal ones have equal hashes.';
CREATE FUNCTION paired_hash_extended(paired, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_hash_extended(paired, bigint) IS 'Hash of type paired with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS paired_ops DEFAULT FOR TYPE paired USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 paired_cmp(paired, paired);
COMMENT ON OPERATOR CLASS paired_ops USING btree IS 'Sorting and distinct values of paired: both, lost, gained, neither, missing.';
COMMENT ON OPERATOR FAMILY paired_ops USING btree IS 'Sorting and distinct values of paired.';
CREATE OPERATOR CLASS paired_ops DEFAULT FOR TYPE paired USING hash AS
	OPERATOR 1 =, FUNCTION 1 paired_hash(paired), FUNCTION 2 paired_hash_extended(paired, bigint);
COMMENT ON OPERATOR CLASS paired_ops USING hash IS 'Grouping and hash joins of paired.';
COMMENT ON OPERATOR FAMILY paired_ops USING hash IS 'Grouping and hash joins of paired.';
CREATE FUNCTION paired_accum(paired, boolean, boolean) RETURNS paired AS 'MODULE_PATHNAME', 'cpe_paired_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION paired_accum(paired, boolean, boolean) IS 'A paired with one person more: the answer before, the answer after, true positive, false not; a NULL makes the pair a missing one. A NULL paired is an empty one. The transition of the aggregate paired(boolean, boolean).';
CREATE FUNCTION paired_combine(paired, paired) RETURNS paired AS 'MODULE_PATHNAME', 'cpe_paired_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_combine(paired, paired) IS 'The paired of the pairs of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE paired(before boolean, after boolean) (
	SFUNC = paired_accum, STYPE = paired, INITCOND = 'both=0 lost=0 gained=0 neither=0 missing=0',
	COMBINEFUNC = paired_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE paired(boolean, boolean) IS 'Counts pairs of answers of the same people, one row a person: true positive, false not; a pair with a NULL counts as missing. Without rows a paired of zeros, never NULL. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE rollup(paired) (
	SFUNC = paired_combine, STYPE = paired, INITCOND = 'both=0 lost=0 gained=0 neither=0 missing=0',
	COMBINEFUNC = paired_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(paired) IS 'The paired of all people in those of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION make_paired(stayed bigint, lost bigint, gained bigint, neither bigint, missing bigint DEFAULT 0)
	RETURNS paired AS 'MODULE_PATHNAME', 'cpe_make_paired'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_paired(bigint, bigint, bigint, bigint, bigint) IS 'The paired with these counts, as from a published table; stayed: positive before and after. NULL if one is NULL. Errors: 22023 a count is negative.';
CREATE FUNCTION stayed(paired) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_stayed'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stayed(paired) IS 'Pairs positive before and after.';
CREATE FUNCTION lost(paired) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_lost'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lost(paired) IS 'Pairs positive before and not after.';
CREATE FUNCTION gained(paired) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_gained'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gained(paired) IS 'Pairs positive after and not before.';
CREATE FUNCTION neither(paired) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_neither'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION neither(paired) IS 'Pairs positive at neither time.';
CREATE FUNCTION missing(paired) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_paired_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(paired) IS 'Pairs that lack an answer or both; no test or interval looks at them.';
CREATE FUNCTION mcnemar(pairs paired, test text DEFAULT 'exact', ci text DEFAULT 'newcombe', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT difference double precision, OUT low double precision, OUT high double precision,
		OUT statistic double precision, OUT p double precision, OUT odds_ratio double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_mcnemar'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mcnemar(paired, text, text, double precision, double precision) IS 'Whether a rate of the same people changed. difference: rate after minus before, -1 to 1; low and high: its interval by the method ci: newcombe (from Wilson limits and the correlation, Newcombe 1998 for paired data, method 10), tango (score interval, Tango 1998), wald (not clipped), at level or z. p is two-sided; test: exact (binomial among the pairs that changed; no statistic), mid_p (the exact p less half the probability of all that is as likely as what was seen; 1 where no pair changed; no statistic; Fagerland, Lydersen and Laake 2013), asymptotic (z = (gained - lost) / sqrt(gained + lost), McNemar 1947), corrected (the same with the distance less 1, Edwards 1948). odds_ratio: gained / lost. Pairs with a missing answer take no part. status: NULL, or the first reason why a figure is NULL (no estimate: pairs is NULL; no complete pairs; no pair changed; odds ratio undefined: none lost). Errors: 22004 test or ci NULL; 22023 test, ci, level, z.';
CREATE FUNCTION change_test(differences moments, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT statistic double precision,
		OUT df double precision, OUT p double precision, OUT cohen_d double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_change_test'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION change_test(moments, double precision, double precision) IS 'Whether values of the same people changed: the t test of one sample, on moments(after - before), in which whoever lacks one of the two values is missing. difference: the mean of the differences, in their unit; low and high: its t interval at level or z; statistic: t on df degrees of freedom; p two-sided; cohen_d: the mean over the standard deviation of the differences. status: NULL, or the first reason why a figure is NULL (no estimate: NULL; no responses; needs at least two values: then the difference is there; standard error is zero; out of range). Errors: 22023 level, z. Source: R t.test(paired = TRUE).';
CREATE TYPE stratified;
CREATE FUNCTION stratified_in(cstring) RETURNS stratified AS 'MODULE_PATHNAME', 'cpe_stratified_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_in(cstring) IS 'Reads a stratified from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers.';
CREATE FUNCTION stratified_out(stratified) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_stratified_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_out(stratified) IS 'Writes a stratified as exact text, which no setting can change.';
CREATE FUNCTION stratified_recv(internal) RETURNS stratified AS 'MODULE_PATHNAME', 'cpe_stratified_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_recv(internal) IS 'Reads a stratified from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers.';
CREATE FUNCTION stratified_send(stratified) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_stratified_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_send(stratified) IS 'Writes a stratified in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';
CREATE TYPE stratified (
	INPUT = stratified_in, OUTPUT = stratified_out, RECEIVE = stratified_recv, SEND = stratified_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE stratified IS 'Two groups compared within strata: the exact sums that Mantel and Haenszel''s estimates need, how many strata took part, and how many were dropped since a group had no answers in them. Exact under any split: merging those of parts gives that of the whole. Text: strata=0 dropped=2; with strata also the sums r, s, pr, psqr, qs, d, v, w, u (hexadecimal, times a power of two).';
CREATE FUNCTION stratified_lt(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_lt(stratified, stratified) IS 'Whether the first stratified comes before the second, in the order of strata, dropped, then the sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (stratified, stratified) IS 'The first stratified comes before the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_le(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_le(stratified, stratified) IS 'Whether the first stratified comes before or equals the second, in the order of strata, dropped, then the sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (stratified, stratified) IS 'The first stratified comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_eq(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_eq(stratified, stratified) IS 'Whether the first stratified equals the second, in the order of strata, dropped, then the sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (stratified, stratified) IS 'The first stratified equals the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_ne(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_ne(stratified, stratified) IS 'Whether the first stratified differs from the second, in the order of strata, dropped, then the sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (stratified, stratified) IS 'The first stratified differs from the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_ge(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_ge(stratified, stratified) IS 'Whether the first stratified comes after or equals the second, in the order of strata, dropped, then the sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (stratified, stratified) IS 'The first stratified comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_gt(stratified, stratified) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_stratified_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_gt(stratified, stratified) IS 'Whether the first stratified comes after the second, in the order of strata, dropped, then the sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = stratified, RIGHTARG = stratified, FUNCTION = stratified_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (stratified, stratified) IS 'The first stratified comes after the second; the order has no statistical meaning.';
CREATE FUNCTION stratified_cmp(stratified, stratified) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_stratified_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_cmp(stratified, stratified) IS 'Negative, zero or positive, as the first stratified comes before, equals or comes after the second.';
CREATE FUNCTION stratified_hash(stratified) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_stratified_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_hash(stratified) IS 'Hash of type stratified: equal ones have equal hashes.';
CREATE FUNCTION stratified_hash_extended(stratified, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_stratified_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_hash_extended(stratified, bigint) IS 'Hash of type stratified with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS stratified_ops DEFAULT FOR TYPE stratified USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 stratified_cmp(stratified, stratified);
COMMENT ON OPERATOR CLASS stratified_ops USING btree IS 'Sorting and distinct values of stratified: strata, dropped, then the sums.';
COMMENT ON OPERATOR FAMILY stratified_ops USING btree IS 'Sorting and distinct values of stratified.';
CREATE OPERATOR CLASS stratified_ops DEFAULT FOR TYPE stratified USING hash AS
	OPERATOR 1 =, FUNCTION 1 stratified_hash(stratified), FUNCTION 2 stratified_hash_extended(stratified, bigint);
COMMENT ON OPERATOR CLASS stratified_ops USING hash IS 'Grouping and hash joins of stratified.';
COMMENT ON OPERATOR FAMILY stratified_ops USING hash IS 'Grouping and hash joins of stratified.';
CREATE FUNCTION stratified_accum(stratified, tally, tally) RETURNS stratified AS 'MODULE_PATHNAME', 'cpe_stratified_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION stratified_accum(stratified, tally, tally) IS 'A stratified with one stratum more: the group''s tally and the reference''s; it is dropped where one is NULL or has no answers. A NULL stratified is an empty one. The transition of the aggregate stratified(tally, tally).';
CREATE FUNCTION stratified_combine(stratified, stratified) RETURNS stratified AS 'MODULE_PATHNAME', 'cpe_stratified_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION stratified_combine(stratified, stratified) IS 'The stratified of the strata of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE stratified(t tally, reference tally) (
	SFUNC = stratified_accum, STYPE = stratified, INITCOND = 'strata=0 dropped=0',
	COMBINEFUNC = stratified_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE stratified(tally, tally) IS 'Two groups compared within strata, one row a stratum (an age band, a trust): the tally of the group and that of the reference (an earlier wave, say). A stratum in which one is NULL or has no answers says nothing of the difference and is counted as dropped. Weighted tallies enter with their rates and effective numbers. Without rows one of zeros, never NULL.';
CREATE AGGREGATE rollup(stratified) (
	SFUNC = stratified_combine, STYPE = stratified, INITCOND = 'strata=0 dropped=0',
	COMBINEFUNC = stratified_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(stratified) IS 'The stratified of all strata in those of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION mantel_haenszel(groups stratified, level double precision DEFAULT 0.95, z double precision DEFAULT NULL, correct boolean DEFAULT false,
		OUT odds_ratio double precision, OUT low double precision, OUT high double precision, OUT statistic double precision, OUT p double precision,
		OUT risk_difference double precision, OUT risk_difference_low double precision, OUT risk_difference_high double precision,
		OUT strata bigint, OUT dropped bigint, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_mantel_haenszel_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mantel_haenszel(stratified, double precision, double precision, boolean) IS 'Whether two groups differ within strata. odds_ratio: the common odds ratio of Mantel and Haenszel, odds in the group over odds in the reference; low and high: its limits at level or z (Robins, Breslow and Greenland 1986). statistic: the chi-square of Cochran, Mantel and Haenszel with one degree of freedom, and its p; with correct the distance is taken less 1/2, not below 0. risk_difference: rate in the group less that in the reference, strata weighted by n m / (n + m), -1 to 1, and its limits (variance of Sato 1989, which holds for few large strata and many small ones). strata and dropped: how many took part and how many did not. status: NULL, or why figures are NULL (no estimate: groups is NULL; no responses: no stratum took part; standard error is zero: no stratum has both answers; odds ratio undefined or without limits: it would be 0 or infinite; out of range). Errors: 22004 correct NULL; 22023 level, z. Sources: R mantelhaen.test (which drops strata with one answer; those have an empty group); SAS/STAT user''s guide, FREQ procedure, common risk difference.';
CREATE TYPE trend;
CREATE FUNCTION trend_in(cstring) RETURNS trend AS 'MODULE_PATHNAME', 'cpe_trend_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_in(cstring) IS 'Reads a trend from its exact text. Errors: 22P02 not of the form, 22023 no groups can have these numbers.';
CREATE FUNCTION trend_out(trend) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_trend_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_out(trend) IS 'Writes a trend as exact text, which no setting can change.';
CREATE FUNCTION trend_recv(internal) RETURNS trend AS 'MODULE_PATHNAME', 'cpe_trend_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_recv(internal) IS 'Reads a trend from its binary form. Errors: 22P03 not of the form, 22023 no groups can have these numbers.';
CREATE FUNCTION trend_send(trend) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_trend_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_send(trend) IS 'Writes a trend in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';
CREATE TYPE trend (
	INPUT = trend_in, OUTPUT = trend_out, RECEIVE = trend_recv, SEND = trend_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE trend IS 'Rates or means of groups in an order that a number, the dose, says: how many groups have answers, how many of these are means of measured values, how many groups are empty, and the exact sums that a straight line through them needs. Exact under any split: merging those of parts gives that of the whole. Text: groups=0 means=0 empty=1; with groups also the sums n, nd, ndd, x, xd, xm, v, vd, vdd (hexadecimal, times a power of two).';
CREATE FUNCTION trend_lt(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_lt(trend, trend) IS 'Whether the first trend comes before the second, in the order of groups, means, empty, then the sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (trend, trend) IS 'The first trend comes before the second; the order has no statistical meaning.';
CREATE FUNCTION trend_le(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_le(trend, trend) IS 'Whether the first trend comes before or equals the second, in the order of groups, means, empty, then the sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (trend, trend) IS 'The first trend comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION trend_eq(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_eq(trend, trend) IS 'Whether the first trend equals the second, in the order of groups, means, empty, then the sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (trend, trend) IS 'The first trend equals the second; the order has no statistical meaning.';
CREATE FUNCTION trend_ne(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_ne(trend, trend) IS 'Whether the first trend differs from the second, in the order of groups, means, empty, then the sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (trend, trend) IS 'The first trend differs from the second; the order has no statistical meaning.';
CREATE FUNCTION trend_ge(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_ge(trend, trend) IS 'Whether the first trend comes after or equals the second, in the order of groups, means, empty, then the sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (trend, trend) IS 'The first trend comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION trend_gt(trend, trend) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_trend_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_gt(trend, trend) IS 'Whether the first trend comes after the second, in the order of groups, means, empty, then the sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = trend, RIGHTARG = trend, FUNCTION = trend_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (trend, trend) IS 'The first trend comes after the second; the order has no statistical meaning.';
CREATE FUNCTION trend_cmp(trend, trend) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_trend_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_cmp(trend, trend) IS 'Negative, zero or positive, as the first trend comes before, equals or comes after the second.';
CREATE FUNCTION trend_hash(trend) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_trend_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_hash(trend) IS 'Hash of type trend: equal ones have equal hashes.';
CREATE FUNCTION trend_hash_extended(trend, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_trend_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_hash_extended(trend, bigint) IS 'Hash of type trend with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS trend_ops DEFAULT FOR TYPE trend USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 trend_cmp(trend, trend);
COMMENT ON OPERATOR CLASS trend_ops USING btree IS 'Sorting and distinct values of trend: groups, means, empty, then the sums.';
COMMENT ON OPERATOR FAMILY trend_ops USING btree IS 'Sorting and distinct values of trend.';
CREATE OPERATOR CLASS trend_ops DEFAULT FOR TYPE trend USING hash AS
	OPERATOR 1 =, FUNCTION 1 trend_hash(trend), FUNCTION 2 trend_hash_extended(trend, bigint);
COMMENT ON OPERATOR CLASS trend_ops USING hash IS 'Grouping and hash joins of trend.';
COMMENT ON OPERATOR FAMILY trend_ops USING hash IS 'Grouping and hash joins of trend.';
CREATE FUNCTION trend_accum(trend, double precision, tally) RETURNS trend AS 'MODULE_PATHNAME', 'cpe_trend_accum_tally'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION trend_accum(trend, double precision, tally) IS 'A trend with one group more: its dose and its tally; NULL or without answers it counts as empty. A NULL trend is an empty one. Errors: 22004 dose NULL, 22023 dose not finite or the trend is one of means. The transition of the aggregate trend(double precision, tally).';
CREATE FUNCTION trend_accum(trend, double precision, moments) RETURNS trend AS 'MODULE_PATHNAME', 'cpe_trend_accum_moments'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION trend_accum(trend, double precision, moments) IS 'A trend with one group more: its dose and its moments; NULL or without values it counts as empty. A NULL trend is an empty one. Errors: 22004 dose NULL, 22023 dose not finite or the trend is one of rates, 22003 out of range. The transition of the aggregate trend(double precision, moments).';
CREATE FUNCTION trend_combine(trend, trend) RETURNS trend AS 'MODULE_PATHNAME', 'cpe_trend_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trend_combine(trend, trend) IS 'The trend of the groups of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE trend(dose double precision, t tally) (
	SFUNC = trend_accum, STYPE = trend, INITCOND = 'groups=0 means=0 empty=0',
	COMBINEFUNC = trend_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE trend(double precision, tally) IS 'Rates of groups in an order, one row a group: dose, the groups place on the scale that the trend is along (a deprivation fifth, a year, the middle of an age band), and its tally. A group whose tally is NULL or without answers counts as empty. Weighted tallies enter with their rates and effective numbers. Without rows one of zeros, never NULL. Errors: 22004 dose NULL, 22023 dose not finite.';
CREATE AGGREGATE trend(dose double precision, m moments) (
	SFUNC = trend_accum, STYPE = trend, INITCOND = 'groups=0 means=0 empty=0',
	COMBINEFUNC = trend_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE trend(double precision, moments) IS 'Means of groups in an order, one row a group: dose, the groups place on the scale that the trend is along, and its moments. A group whose moments are NULL or without values counts as empty. Weighted moments enter with their means, standard deviations and effective numbers. Without rows one of zeros, never NULL. Errors: 22004 dose NULL, 22023 dose not finite, 22003 out of range.';
CREATE AGGREGATE rollup(trend) (
	SFUNC = trend_combine, STYPE = trend, INITCOND = 'groups=0 means=0 empty=0',
	COMBINEFUNC = trend_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(trend) IS 'The trend of all groups in those of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION trend_test(points trend, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT slope double precision, OUT low double precision, OUT high double precision, OUT statistic double precision, OUT df double precision,
		OUT p double precision, OUT departure double precision, OUT departure_df double precision, OUT departure_p double precision,
		OUT groups bigint, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_trend_test'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION trend_test(trend, double precision, double precision) IS 'Whether rates or means rise or fall along the groups in a straight line. slope: the change of the rate (0 to 1) or mean by one unit of dose, least squares weighted by answers. Of rates: statistic is the z of Cochran (1954) and Armitage (1955), whose square is that of R prop.trend.test, df NULL; low and high take each group''s own variance. Of means: the regression of the values themselves on dose, statistic t with df = n - 2, as R lm. p is two-sided. departure: what the groups differ by beyond the line, with departure_df = groups - 2: of rates a chi-square, Pearson''s less that of the trend, of means F with groups - 2 and n - groups degrees of freedom; and its p. NULL with two groups, and of means that have nothing to be held against: where values do not vary within groups, or each group has one. groups: how many have answers. status: NULL, or the first reason why slope, limits or test are NULL (no estimate: points is NULL; no responses; rates and means do not go together; needs at least two doses; needs at least three values; undefined at 0 % and 100 %; every group is at 0 or 1: no limits; standard error is zero; out of range). Errors: 22023 level, z.';
CREATE FUNCTION adjusted_change(model, before casemix, after casemix, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT organisation text, OUT n_before bigint, OUT observed_before double precision, OUT expected_before double precision,
		OUT n_after bigint, OUT observed_after double precision, OUT expected_after double precision, OUT difference double precision,
		OUT se double precision, OUT low double precision, OUT high double precision, OUT statistic double precision, OUT p double precision,
		OUT log_odds_ratio double precision, OUT log_odds_ratio_se double precision, OUT log_odds_ratio_p double precision,
		OUT missing_before bigint, OUT missing_after bigint, OUT unanswered_before bigint, OUT unanswered_after bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_adjusted_change_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 150;
COMMENT ON FUNCTION adjusted_change(model, casemix, casemix, double precision, double precision) IS 'How each organisation changed from one wave to another beyond the case-mix of its respondents, under one model: of both waves together (fit(rollup(c), ''{"organisation": "none"}'')), of the wave before, or any other with the same covariates. A row for each organisation that is in either wave, in order of organisation by bytes (those without one last, where the model has no effects of organisations). n: respondents of the wave of whom the model expects something; observed O and expected E: sums over them of outcomes and of what the model expects without the organisation''s own effect (with weights, weighted). difference, in the unit of the outcome, positive for a rise: (O - E) / n after less the same before, weights in place of n where there are any; se: sqrt(V_after / n_after^2 + V_before / n_before^2), V being the sum of w^2 p (1 - p), of a numeric outcome the model''s sigma^2 times the sum of w; the uncertainty of the coefficients is left out. low and high: difference -+ z * se, z by default the normal quantile of level, of a numeric outcome that of t with the model''s degrees of freedom; statistic: difference / se, and its two-sided p. log_odds_ratio: the coefficient of the wave, after against before, in a logistic regression of the organisation''s own outcomes with the model''s linear predictor as offset, its standard error (with weights sum of w^2 v / (sum of w v)^2 a wave, v = p (1 - p)) and two-sided p by Wald; NULL of numeric outcomes. missing: respondents of whom the model expects nothing (as in indirect(model, casemix)); unanswered: without an outcome. status: NULL, or why something is NULL: no respondents; no respondents before; no respondents after; no standard error; zero variance; no log odds ratio: all positive before (or negative, or after; or foretold by separation; or out of range). No rows where model, before or after is NULL. Errors: 22004 level and z NULL; 22023 level or z out of range, several questions (question_casemix takes out one), a covariate of the model is not there, a level it does not know, outcomes or offsets of another kind.';
CREATE FUNCTION adjust_p(p double precision, method text) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_adjust_p_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adjust_p(double precision, text) IS
'Window function: the p value adjusted for the others of its partition, 0 to 1; NULL where p is NULL, which is not counted among the m tests. Methods for the chance of any false finding: bonferroni, holm, hochberg and hommel (the last two for tests that are independent or positively dependent); for the share of false findings among all (false discovery rate; the result is then the q value): bh (Benjamini and Hochberg 1995), by (Benjamini and Yekutieli 2001, under any dependence). The partition says what is tested together: all units of a question, or all cells of a table. The same whatever the order of the rows. Errors: 22023 p outside 0 to 1, unknown method, or methods that differ in the partition; 22004 method NULL. Source: the formulas of R''s p.adjust; hommel in n log n steps after Meijer, Krebs and Goeman 2019.';
CREATE FUNCTION p_value(z double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_p_value'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION p_value(double precision) IS 'Two-sided p value of a standard normal z, 0 to 1: P(|Z| >= |z|). NULL when z is NULL. Errors: 22023 z not finite.';
CREATE FUNCTION grade(z double precision, cuts double precision[]) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_grade_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grade(double precision, double precision[]) IS 'How many of one to three ascending positive cut points |z| strictly exceeds, with the sign of z: -3 to 3, 0 as expected. With three cut points these are seven bands, as newer patient survey tables are said to have; no document with their cut points could be read, so there is no default. z is positive where more is better: give -z where less is. NULL when an argument is NULL. Errors: 22023 z not finite, cut points; 22004 a cut point is NULL.';
CREATE FUNCTION grade_name(grade integer, cuts integer DEFAULT 3) RETURNS text AS 'MODULE_PATHNAME', 'cpe_grade_name_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grade_name(integer, integer) IS 'The words for a grade among that many cut points: with three much worse, worse, somewhat worse, as expected, somewhat better, better, much better; with two the same without somewhat; with one worse, as expected, better. NULL when an argument is NULL. Errors: 22023 cuts not 1 to 3, a grade beyond them.';
CREATE TYPE control_point AS (
	value double precision,
	centre double precision,
	low double precision,
	high double precision,
	near_low double precision,
	near_high double precision,
	sigma double precision,
	rule text,
	direction text,
	phase integer,
	points integer,
	longest_run integer,
	longest_run_limit integer,
	crossings integer,
	crossings_limit integer,
	runs_signal boolean,
	assurance text,
	status text
);
COMMENT ON TYPE control_point IS 'What the window function spc returns for a point of a chart; expand it with (r).* over a subquery.';
COMMENT ON COLUMN control_point.value IS 'The value charted, in its own unit; NULL where the row takes no part (status no value, no denominator).';
COMMENT ON COLUMN control_point.centre IS 'Centre line of the phase: the mean (p, u and their primes: all events together by all denominators; run: the median); NULL when the phase has no value.';
COMMENT ON COLUMN control_point.low IS 'Lower control limit, centre - sigmas x sigma, not below the option minimum; NULL on a run chart, and where status says why.';
COMMENT ON COLUMN control_point.high IS 'Upper control limit, centre + sigmas x sigma, not above the option maximum; NULL on a run chart, and where status says why.';
COMMENT ON COLUMN control_point.near_low IS 'Lower warning limit, centre - near x sigma, not below the option minimum: between it and low a point is close to the limit. NULL as low.';
COMMENT ON COLUMN control_point.near_high IS 'Upper warning limit, centre + near x sigma, not above the option maximum: between it and high a point is close to the limit. NULL as high.';
COMMENT ON COLUMN control_point.sigma IS 'Standard deviation of this point by chance (common cause), in the value''s unit; 0 or more; NULL as low.';
COMMENT ON COLUMN control_point.rule IS 'The first of these that holds: beyond limits, trend, two of three, shift, common cause; NULL where there is nothing to judge (status).';
COMMENT ON COLUMN control_point.direction IS 'improvement or concern, by the option improvement; with neutral: high or low (a trend: high rises, low falls). NULL for common cause and where rule is NULL.';
COMMENT ON COLUMN control_point.phase IS 'Number of the phase, from 1; a row with rebase starts the next one.';
COMMENT ON COLUMN control_point.points IS 'How many values the centre and the limits of the phase were computed from; below about 12 they are provisional.';
COMMENT ON COLUMN control_point.longest_run IS 'Most values of the phase in a row on the same side of the centre; values on it are skipped.';
COMMENT ON COLUMN control_point.longest_run_limit IS 'The longest run still expected by chance: log2 of the values not on the centre, rounded, and 3 (Anhoej and Olesen 2014).';
COMMENT ON COLUMN control_point.crossings IS 'How often the values of the phase cross the centre; values on it are skipped.';
COMMENT ON COLUMN control_point.crossings_limit IS 'The fewest crossings still expected by chance: the 5 % point of a binomial distribution with probability 1/2 of one trial fewer than values not on the centre (Anhoej and Olesen 2014).';
COMMENT ON COLUMN control_point.runs_signal IS 'Whether the phase has a longer run, or fewer crossings, than expected by chance; NULL when it has no value.';
COMMENT ON COLUMN control_point.assurance IS 'Whether the process will meet its target if nothing changes, from the last limits and the last target of the phase: consistently met, consistently missed, not consistent; NULL without target or limits and with the improvement neutral. The last row''s is that of the series.';
COMMENT ON COLUMN control_point.status IS 'NULL, or why something is missing: no value, no denominator (n is NULL or 0), too few points (no moving range), out of range.';
CREATE FUNCTION spc(value double precision, chart text, options jsonb DEFAULT '{}', n double precision DEFAULT NULL,
		rebase boolean DEFAULT NULL, target double precision DEFAULT NULL)
	RETURNS control_point AS 'MODULE_PATHNAME', 'cpe_spc'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION spc(double precision, text, jsonb, double precision, boolean, double precision) IS
'Window function: control chart of a series, over (PARTITION BY series ORDER BY date): each point with its limits, and which rule it breaks. chart: xmr (individual values, moving range), p and p_prime (value a proportion from 0 to 1 of n), u and u_prime (value a rate per unit of n), c (value a count), run (median, runs only); the primes are Laney''s, for large n. A row without value (or, where the chart needs it, n) leaves the others as they would be without it. rebase true starts a new phase at that row, judged on its own; target is what assurance compares with. options: improvement (increase, decrease, neutral; default increase), screen (true: moving ranges above 3.267 times their mean are left out, once), trend (7 points rising or falling, each strictly; 0: without this rule; run charts: 0), two_of_three (true: of three points in a row on one side two close to the limit, these two; counts only points within the limits), shift (7 points on one side of the centre; 0: without; run charts: one more than longest_run_limit), fix_after (limits of a phase from its first so many values, 2 or more), sigmas (3), near (2), d2 (mean moving range of values with standard deviation 1: xmr 3/2.66, primes 1.128), minimum and maximum (limits are cut there: p 0 and 1, u and c 0, others not). Errors: 22023 unknown chart or option, values out of range, rows of a partition that differ in chart or options or that ORDER BY does not tell apart; 22004 chart or options NULL. Sources: rules as in the R package NHSRplotthedots 0.2.2 (NHS England, Making Data Count); Laney 2002 (doi 10.1081/QEN-120003555); Anhoej and Olesen 2014 (doi 10.1371/journal.pone.0113825).';
CREATE FUNCTION quantile_group(value double precision, groups integer, direction text DEFAULT 'ascending') RETURNS integer
	AS 'MODULE_PATHNAME', 'cpe_quantile_group_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION quantile_group(double precision, integer, text) IS
'Window function: the quantile group, 1 to groups (5: quintiles), of each value among the values of its partition. direction ascending: group 1 holds the lowest values; descending: the highest, as 1 is the most deprived fifth when the value is a deprivation score. Equal values share the group of their first rank. NULL where value is NULL, which is not counted, and everywhere when there are fewer values than groups. The same whatever the order of the rows. Errors: 22023 value not finite, groups below 1, unknown direction, or rows that differ in them; 22004 groups or direction NULL. Source: the rule of PHEindicatormethods (phe_quantile), in whole numbers: groups + 1 - ceil((n + 1 - rank) * groups / n).';
CREATE TYPE slope_index AS (
	sii double precision,
	sii_low double precision,
	sii_high double precision,
	sii_se double precision,
	rii double precision,
	rii_low double precision,
	rii_high double precision,
	intercept double precision,
	quantiles integer,
	status text
);
COMMENT ON TYPE slope_index IS 'What the aggregate slope_index returns for a group of quantiles; expand it with (r).* over a subquery.';
COMMENT ON COLUMN slope_index.sii IS 'Slope index of inequality: by how much the line through the quantiles'' values rises over the whole population, in the unit of the value times the multiplier.';
COMMENT ON COLUMN slope_index.sii_low IS 'Lower confidence limit of sii.';
COMMENT ON COLUMN slope_index.sii_high IS 'Upper confidence limit of sii.';
COMMENT ON COLUMN slope_index.sii_se IS 'Standard error of sii.';
COMMENT ON COLUMN slope_index.rii IS 'Relative index of inequality: the line''s far end over its start, (intercept + sii) / intercept; NULL unless both are positive.';
COMMENT ON COLUMN slope_index.rii_low IS 'Lower confidence limit of rii.';
COMMENT ON COLUMN slope_index.rii_high IS 'Upper confidence limit of rii.';
COMMENT ON COLUMN slope_index.intercept IS 'The line''s start, times the multiplier: at the first quantile''s outer edge, in the direction of the rule.';
COMMENT ON COLUMN slope_index.quantiles IS 'How many quantiles there were.';
COMMENT ON COLUMN slope_index.status IS 'NULL, or why figures are NULL: no quantiles, needs at least two quantiles, a quantile has no value, a value has no place on the scale (0 or 1), a quantile has no standard error, no ratio: an end of the line is not positive, no limits of the ratio: the intercept is not clear of 0, out of range.';
CREATE FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision) IS 'The transition of the aggregate slope_index(integer, double precision, double precision, double precision): the state with one more quantile (population, value, standard error). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision, jsonb) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision, jsonb) IS 'The transition of the aggregate slope_index(integer, double precision, double precision, double precision, jsonb): the state with one more quantile (population, value, standard error, options). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision, double precision, jsonb) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_limits'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, double precision, double precision, double precision, double precision, jsonb) IS 'The transition of the aggregate slope_index(integer, double precision, double precision, double precision, double precision, jsonb): the state with one more quantile (population, value, lower and upper limit, options). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_accum(double precision[], integer, tally) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_tally'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, tally) IS 'The transition of the aggregate slope_index(integer, tally): the state with one more quantile (tally). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_accum(double precision[], integer, tally, jsonb) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_tally'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, tally, jsonb) IS 'The transition of the aggregate slope_index(integer, tally, jsonb): the state with one more quantile (tally, options). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_accum(double precision[], integer, double precision, tally, jsonb) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_accum_tally_of'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_accum(double precision[], integer, double precision, tally, jsonb) IS 'The transition of the aggregate slope_index(integer, double precision, tally, jsonb): the state with one more quantile (population, tally, options). The state is the options as numbers, then four for each quantile, NaN where there is none. Errors: as the aggregate; 22023 the array is no such state.';
CREATE FUNCTION slope_index_combine(double precision[], double precision[]) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_slope_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION slope_index_combine(double precision[], double precision[]) IS 'The state of slope_index with the quantiles of both. Errors: 22023 options differ, or an array is no such state; 54000 more than 1000 quantiles.';
CREATE FUNCTION slope_index_final(double precision[]) RETURNS slope_index
	AS 'MODULE_PATHNAME', 'cpe_slope_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION slope_index_final(double precision[]) IS 'The result of the aggregate slope_index from its state; NULL is the state without quantiles. Errors: 22023 a quantile is there twice, or the array is no such state.';
CREATE AGGREGATE slope_index(integer, double precision, double precision, double precision) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, double precision, double precision, double precision) IS
'Slope and relative index of inequality of the quantiles of a group (deprivation quintiles of one question and organisation, one row each): the quantiles in ascending order share a line from 0 to 1 by their populations, each at the middle of its share; sii is the slope of the line through the values, weighted by population, rii the ratio of its ends. Say which quantile is the most deprived: with 1 most deprived, sii is positive where the least deprived have more. population: people, or shares of the whole. value with its standard error se; without one (NULL) there are no limits. Limits in closed form, 95 %, quantiles independent; nothing is simulated. Result: type slope_index; quantiles in any order. Errors: 22004 quantile or population NULL; 22023 population not positive, se negative, a number not finite, a quantile twice; 54000 more than 1000 quantiles. Source: PHEindicatormethods (phe_sii), whose limits are simulated.';
CREATE AGGREGATE slope_index(integer, double precision, double precision, double precision, jsonb) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, double precision, double precision, double precision, jsonb) IS
'As slope_index(quantile, population, value, se), with options: scale (raw, default; log for rates, logit for proportions: elsewhere the value types 0, 1 and 2): of limits that the error is read from, and of transform (true: the line is fitted on that scale and its ends taken back; default false); direction (ascending, default; descending: the line starts at the highest quantile, which gives -sii and 1/rii, as a negative multiplier does elsewhere); multiplier (positive, 100 for percentages; of sii, its limits and the intercept); ratio (log, default: limits of rii symmetric on the log scale; fieller: by Fieller''s theorem, nearer to a simulation of both ends far out); z or level (0.95). The same in all rows of a group. Errors: as there; 22023 options unknown, out of range, or not the same; values off the scale; 22004 options NULL.';
CREATE AGGREGATE slope_index(integer, double precision, double precision, double precision, double precision, jsonb) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, double precision, double precision, double precision, double precision, jsonb) IS
'As slope_index(quantile, population, value, se, options), with the standard error read from the value''s confidence limits low and high: half their distance on the option''s scale, over the z they were made with (further options limits_z or limits_level, default 0.95). A limit that is NULL or at the scale''s end gives none. Errors: as there; 22023 limits that do not hold the value.';
CREATE AGGREGATE slope_index(integer, tally) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, tally) IS
'As slope_index(quantile, population, value, se), from tallies of answers: value is their rate, se its standard error (where all or none are positive, that of half a positive and half another answer more), population the scored answers or the sum of their weights. A quantile whose tally is NULL or empty has no value.';
CREATE AGGREGATE slope_index(integer, tally, jsonb) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, tally, jsonb) IS
'As slope_index(quantile, t), with the options of slope_index(quantile, population, value, se, options).';
CREATE AGGREGATE slope_index(integer, double precision, tally, jsonb) (
	SFUNC = slope_index_accum, STYPE = double precision[], FINALFUNC = slope_index_final,
	COMBINEFUNC = slope_index_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slope_index(integer, double precision, tally, jsonb) IS
'As slope_index(quantile, t, options), with populations of their own in the place of the numbers of answers.';
CREATE TYPE rank_interval AS (
	rank integer,
	low integer,
	high integer,
	expected double precision,
	units integer,
	status text
);
COMMENT ON TYPE rank_interval IS 'What the window function rank_interval returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN rank_interval.rank IS 'Rank of the score: 1 and the number of better scores; equal scores have the same rank.';
COMMENT ON COLUMN rank_interval.low IS 'The best rank that the unit may have, from 1.';
COMMENT ON COLUMN rank_interval.high IS 'The worst rank that the unit may have, up to the number of units.';
COMMENT ON COLUMN rank_interval.expected IS 'Method marginal: the mean of the unit''s rank given the errors; else NULL.';
COMMENT ON COLUMN rank_interval.units IS 'How many units were ranked.';
COMMENT ON COLUMN rank_interval.status IS 'NULL, or why the unit was not ranked: no score, no standard error, standard error is zero.';
CREATE FUNCTION rank_interval(score double precision, se double precision, method text DEFAULT 'joint', options jsonb DEFAULT '{}')
	RETURNS rank_interval AS 'MODULE_PATHNAME', 'cpe_rank_interval'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rank_interval(double precision, double precision, text, jsonb) IS
'Window function: the rank of each unit of the partition, and the ranks it may have given the standard errors of all scores, which are independent. Methods: joint (intervals of the scores that hold together: low is 1 and the units whose interval lies wholly above, high leaves out those wholly below; Klein, Wright and Wieczorek 2020), pairwise (the same from z tests of all pairs of units: narrower where errors are alike; up to 20,000 units), marginal (each unit''s own distribution of its rank when true scores are independent normals about the scores: equal-tailed quantiles, and expected rank 1 + sum of P(another is better); for shrunken scores the empirical Bayes ranks). joint and pairwise hold for all units at once at the level, with the option adjust: independent (Sidak; the default), bonferroni; none lets each interval or test be at the level, and then they do not hold together. marginal is exact up to 50 units (Poisson-binomial distributions by quadrature, to 1e-9), with the option exact true up to 500; beyond, the number of units above counts as a gamma variable of the same three moments: a limit may be one rank off (about one in twenty is); expected, a sum over pairs up to 2,000 units, comes from a grid beyond. Options: best (high: rank 1 is the highest score, the default; low), adjust, exact, z or level (default level 0.95). Units without a score or with no or a zero standard error are left out, with a status. The same whatever the order of the rows. Errors: 22004 method or options NULL; 22023 values out of range, unknown method or options, or that differ within the partition; 54000 too many units.';
CREATE FUNCTION benchmark(casemix, method text, model_options jsonb DEFAULT '{"preset": "ncpes2018"}', range_options jsonb DEFAULT '{}',
		p_method text DEFAULT 'bh', target double precision DEFAULT 0.7,
		OUT question text, OUT organisation text, OUT n bigint, OUT missing bigint, OUT observed double precision,
		OUT adjusted double precision, OUT se double precision, OUT centre double precision,
		OUT low double precision, OUT high double precision, OUT outer_low double precision, OUT outer_high double precision,
		OUT tau2 double precision, OUT z double precision, OUT band text, OUT p double precision, OUT q double precision,
		OUT reliability double precision, OUT n_needed double precision, OUT status text)
	RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 7500
BEGIN ATOMIC
	WITH fitted AS MATERIALIZED (
		SELECT f.place, f.question, f.model, f.status, r.family, r.organisation AS effects, r.mean, r.weighted
		FROM ROWS FROM (fit_sheet($1, model_options)) WITH ORDINALITY AS f(question, model, status, place)
		LEFT JOIN LATERAL fit_report(f.model) AS r ON true
	), scored AS (
		SELECT f.place, f.question, f.family, f.mean, s.organisation, s.n, s.missing, s.observed, s.adjusted, s.se, coalesce(f.status, s.status) AS status,
			CASE WHEN f.family OPERATOR(pg_catalog.=) 'gaussian' THEN 'score' ELSE 'proportion' END AS measure
		FROM fitted AS f LEFT JOIN LATERAL (
			SELECT m.organisation, m.n, m.missing, m.observed, m.adjusted, m.se, m.status
			FROM margins(CASE WHEN f.effects OPERATOR(pg_catalog.<>) 'none' THEN f.model END) AS m
			UNION ALL
			SELECT i.organisation, i.n, i.missing, CASE WHEN NOT f.weighted AND i.n OPERATOR(pg_catalog.>) 0 THEN i.observed OPERATOR(pg_catalog./) i.n::double precision END,
				i.difference_adjusted, i.difference_se, i.status
			FROM indirect(CASE WHEN f.effects OPERATOR(pg_catalog.=) 'none' THEN f.model END) AS i
		) AS s ON true
	), judged AS (
		SELECT s.*,
			expected_range(CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.adjusted
					ELSE greatest(0::double precision, least(1::double precision, s.adjusted)) END, s.n, s.mean, method,
				pg_catalog.jsonb_build_object('measure', s.measure) OPERATOR(pg_catalog.||) range_options,
				CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.se END) OVER question AS r,
			reliability(s.observed, s.n, CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN 'additive_reml' ELSE 'log_odds' END,
				pg_catalog.jsonb_build_object('target', target),
				CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.se END) OVER question AS sure
		FROM scored AS s WINDOW question AS (PARTITION BY s.place)
	), told AS (
		SELECT j.*, (j.r).z AS z_found, p_value((j.r).z) AS p_found FROM judged AS j
	)
	SELECT t.question, t.organisation, t.n, t.missing, t.observed, t.adjusted, t.se, (t.r).centre, (t.r).low, (t.r).high, (t.r).outer_low, (t.r).outer_high,
		(t.r).tau2, t.z_found, (t.r).band, t.p_found, adjust_p(t.p_found, p_method) OVER (PARTITION BY t.place),
		(t.sure).reliability, (t.sure).n_needed, coalesce(t.status, (t.r).status, (t.sure).status)
	FROM told AS t ORDER BY t.place, t.organisation COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION benchmark(casemix, text, jsonb, jsonb, text, double precision) IS
'From the respondents of all questions, collected in one pass (casemix, casemix_sheet), to a judged table in one statement: a model for each question (fit_sheet with model_options), the adjusted score of each organisation, and how it compares with the others of its question. method and range_options: as expected_range. n: respondents used; missing: those lost for a missing covariate; observed: their rate or mean; adjusted: predictive margin, 0 to 1 or in the outcome''s unit, or with organisation none (O - E) / n + P; se: its standard error, with the coefficients'' uncertainty. centre: mean of all respondents used; low, high, outer_low, outer_high, tau2, z, band: as expected_range gives them for the adjusted score (a rate by its n, a number by its se; a rate that adjustment puts beyond 0 or 1 is judged there). The n of weighted respondents is their number: limits and reliability leave out what weights add to the sampling error. A rule of rates only (funnelplotr, spiegelhalter) is refused where a question is a number, as a rating is; the others are then judged one by one: FROM unnest(questions(c)) AS item, benchmark(question_casemix(c, item), ...). p: two-sided, of z; q: p adjusted by p_method among the organisations of the question (adjust_p). reliability, n_needed: of the observed rate by log_odds, of a mean by additive_reml, for the reliability target (function reliability). status: why something is missing, or what to know of the score: of fit_sheet, margins or indirect, else of expected_range, else of reliability. In the order of questions, then organisations (bytes). Suppression comes after: every figure is here. Errors: as fit_sheet, expected_range, adjust_p and reliability.';
COMMENT ON AGGREGATE funnel_svg(text, double precision, double precision, double precision, double precision, text, jsonb) IS
'A funnel plot as one SVG element, from rows that any other tool could draw too: a row with a label is a unit (n, score, its limits, its band as expected_range gives it, the somewhat ones of three cut points too), a row without label only shapes the curves (see funnel_curve). A unit whose score is NULL (suppressed) is not drawn and leaves no trace but the number of units not shown. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label, y_label, unit (as "%"), noun (what the units are, plural), centre_name, inner_name, outer_name, width, height, centre, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed, x_scale (linear, log), max_labels, decimals; the same in every row. Errors: 22004 n NULL of a unit with a score, options NULL; 22023 out of range, unknown band or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE FUNCTION caterpillar_svg_accum(internal, text, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_caterpillar_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION caterpillar_svg_accum(internal, text, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate caterpillar_svg.';
CREATE FUNCTION caterpillar_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_caterpillar_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION caterpillar_svg_final(internal) IS 'Final step of the aggregate caterpillar_svg.';
CREATE AGGREGATE caterpillar_svg(label text, score double precision, low double precision, high double precision, band text, options jsonb) (
	SFUNC = caterpillar_svg_accum, STYPE = internal, FINALFUNC = caterpillar_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE caterpillar_svg(text, double precision, double precision, double precision, text, jsonb) IS
'A caterpillar plot as one SVG element: units in the order of their scores, each with its own interval (as rate_ci, shrink or rank_interval give it; not the limits around a centre, which funnel_svg shows), and its band, as expected_range gives it or NULL. A unit whose score is NULL (suppressed) is not drawn and leaves no trace but the number of units not shown. An interval of which an end is NULL is drawn from the score; it stretches the axis no further than three usual widths, and goes on beyond it without a cap. Row order does not matter; equal scores are in the order of their labels. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label (the units), y_label (the scores), unit (as "%"), noun (what the units are, plural), centre, centre_name, interval_name, layout (columns: left to right, the units outside labelled, or all where no more than max_labels; rows: each unit a row with its name), order (ascending, descending), width, height, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed (of the scores, in either layout), max_labels, decimals; the same in every row. Result: text, NULL without rows. Errors: 22004 label or options NULL; 22023 score not finite, low above high, options out of range, no room for the rows, unknown band or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE FUNCTION spc_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_spc_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spc_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb) IS 'Transition of the aggregate spc_svg over positions that are numbers.';
CREATE FUNCTION spc_svg_accum(internal, text, date, double precision, double precision, double precision, double precision, text, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_spc_svg_date_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spc_svg_accum(internal, text, date, double precision, double precision, double precision, double precision, text, text, jsonb) IS 'Transition of the aggregate spc_svg over dates.';
CREATE FUNCTION spc_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_spc_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION spc_svg_final(internal) IS 'Final step of the aggregate spc_svg over positions that are numbers.';
CREATE FUNCTION spc_svg_date_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_spc_svg_date_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION spc_svg_date_final(internal) IS 'Final step of the aggregate spc_svg over dates.';
CREATE AGGREGATE spc_svg(label text, "position" double precision, value double precision, centre double precision, low double precision, high double precision, rule text, direction text, options jsonb) (
	SFUNC = spc_svg_accum, STYPE = internal, FINALFUNC = spc_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spc_svg(text, double precision, double precision, double precision, double precision, double precision, text, text, jsonb) IS
'A control chart as one SVG element, from rows as the window function spc gives them: values at their positions (years, numbers of order), centre line and control limits as steps, apart where the centre changes (another phase); each point by what it shows: improvement, concern, special cause high or low, common cause, or not judged (rule NULL), and each run of points that break the same rule named once. label NULL: the position. A point whose value is NULL (missing or suppressed) is not drawn and leaves no trace but the number of points without value. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label, y_label, unit (as "%"), noun (what the points are, plural), centre_name, limits_name, target, target_name, width, height, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed, max_labels, decimals; the same in every row. Result: text, NULL without rows. Errors: 22004 position of a point with a value NULL, options NULL; 22023 value or position not finite, a direction without a rule, options out of range, unknown rule, direction or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE AGGREGATE spc_svg(label text, "position" date, value double precision, centre double precision, low double precision, high double precision, rule text, direction text, options jsonb) (
	SFUNC = spc_svg_accum, STYPE = internal, FINALFUNC = spc_svg_date_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE spc_svg(text, date, double precision, double precision, double precision, double precision, text, text, jsonb) IS
'The same control chart over dates: an axis of days, weeks, months or years.';
