-- ---- estimates from a survey's design ----

CREATE TYPE design;

CREATE FUNCTION design_in(cstring) RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_in(cstring) IS 'Reads a design from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers, 22003 a sum is out of range, 54000 more than 256 MB.';
CREATE FUNCTION design_out(design) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_design_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_out(design) IS 'Writes a design as exact text, which no setting can change; equal designs give equal texts.';
CREATE FUNCTION design_recv(internal) RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_recv(internal) IS 'Reads a design from its binary form. Errors: 22P03 not of the form, 22021 a name is not in the database''s encoding, otherwise as for the text.';
CREATE FUNCTION design_send(design) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_design_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_send(design) IS 'Writes a design in binary: version, kind, strata and PSUs in order with their counts and exact sums, most significant byte first; equal designs give equal bytes.';

CREATE TYPE design (
	INPUT = design_in, OUTPUT = design_out, RECEIVE = design_recv, SEND = design_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE design IS 'What a sample survey''s rows leave behind for design-based estimates: of each stratum and each primary sampling unit (PSU) the rows, those with a value (n) and exact sums over these; where every row is its own PSU, of each stratum only. Merging the designs of any parts of the rows gives the design of the whole, to the bit. 256 MB at most, about a million PSUs. Text: kind=mean wyy=5p0 stratum="a" population=- by=rows rows=3 n=2 wy=3p0 w=1p1 wwyy=5p0 wwy=3p0 ww=1p1 (the sums hexadecimal, times a power of two).';

@base/ordered_type.sql design cpe_design its binary form@

CREATE FUNCTION design_accum(design, double precision, double precision, text, text)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_accum(design, double precision, double precision, text, text) IS 'A design with one more row: value, weight, stratum, PSU. A NULL design is one without rows. Errors as the aggregate design(double precision, double precision, text, text), whose transition it is.';
CREATE FUNCTION design_accum(design, double precision, double precision, text, text, double precision, double precision)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_accum(design, double precision, double precision, text, text, double precision, double precision) IS 'A design with one more row: value, weight, stratum, PSU, stratum_units, psu_units. The transition of the aggregate design with finite populations.';
CREATE FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_ratio_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text) IS 'A ratio''s design with one more row: numerator, denominator, weight, stratum, PSU. The transition of the aggregate ratio_design.';
CREATE FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text, double precision, double precision)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_ratio_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text, double precision, double precision) IS 'A ratio''s design with one more row: numerator, denominator, weight, stratum, PSU, stratum_units, psu_units. The transition of the aggregate ratio_design with finite populations.';
CREATE FUNCTION design_combine(design, design)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_combine(design, design) IS 'The design of the rows of both. Errors: 22023 the rows contradict each other, or one is of a ratio and the other is not; 22003 a count passes 2^63; 54000 more than 256 MB.';
CREATE FUNCTION design_final(design)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_final(design) IS 'The same design in order and without room to grow; the last step of the aggregates that return one.';
CREATE TYPE design_estimate AS (
	estimate double precision,
	se double precision,
	df bigint,
	deff double precision,
	n bigint,
	n_eff double precision,
	weights double precision,
	status text
);
COMMENT ON TYPE design_estimate IS 'A mean or ratio estimated from a sample survey''s design, as design_mean and design_ratio return it.';
COMMENT ON COLUMN design_estimate.estimate IS 'sum(w y) / sum(w) over the rows with a value, in the unit of the values; of a ratio sum(w y) / sum(w x). NULL without responses.';
COMMENT ON COLUMN design_estimate.se IS 'Standard error by Taylor linearisation, in the unit of the estimate. NULL when a stratum has only one PSU (status names it).';
COMMENT ON COLUMN design_estimate.df IS 'Degrees of freedom: PSUs less strata, of all rows.';
COMMENT ON COLUMN design_estimate.deff IS 'Design effect: the variance over that of a simple random sample without replacement of n answers. NULL for a ratio, and where status says why.';
COMMENT ON COLUMN design_estimate.n IS 'Rows with a value.';
COMMENT ON COLUMN design_estimate.n_eff IS 'Effective number of answers: n / deff.';
COMMENT ON COLUMN design_estimate.weights IS 'The denominator of the estimate: the sum of the weights of the rows with a value; of a ratio sum(w x).';
COMMENT ON COLUMN design_estimate.status IS 'NULL, or why a column is NULL: no responses; the denominator is zero; a stratum or second-stage PSU with one unit, by name; too few responses for a design effect; the weights add up to no more than the sample; zero variance.';
CREATE FUNCTION design_estimate_final(design)
	RETURNS design_estimate AS 'MODULE_PATHNAME', 'cpe_design_estimate_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_estimate_final(design) IS 'Estimate, standard error, degrees of freedom and design effect of a design; the last step of design_mean and design_ratio. Errors: 22003 out of range.';
CREATE AGGREGATE design(value double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design(double precision, double precision, text, text) IS 'Summarises a sample survey for design-based estimates: value, weight, stratum (NULL: one without a name), PSU, nested in the stratum (NULL in all rows of a stratum: each row is its own). mean, total, rate and their standard errors and intervals read it. A row is a unit of the sample, and all units are given, also those outside a domain: value NULL means that it did not answer or is outside the domain, CASE WHEN in_domain THEN y END. Never FILTER or WHERE, which would lose PSUs; a group''s own rows are read with the whole as within (mean_se). Without rows a design without rows, never NULL. Exact: the digits do not depend on row order, plan or workers. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design(value double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design(double precision, double precision, text, text, double precision, double precision) IS 'As design(value, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE ratio_design(numerator double precision, denominator double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_design(double precision, double precision, double precision, text, text) IS 'Summarises a sample survey for the ratio of two totals, sum(w * numerator) / sum(w * denominator); a row in which one of them is NULL has no value. Otherwise as design(value, weight, stratum, psu). ratio, ratio_se and ratio_ci read it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE ratio_design(numerator double precision, denominator double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_design(double precision, double precision, double precision, text, text, double precision, double precision) IS 'As ratio_design(numerator, denominator, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE rollup(design) (
	SFUNC = design_combine, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(design) IS 'The design of all rows in the designs of parts; NULLs are passed over. The parts share no row; a PSU can be in several parts. Errors: as design_combine.';
CREATE AGGREGATE design_mean(value double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_mean(double precision, double precision, text, text) IS 'The mean (of 0 and 1: the proportion) with its design-based standard error, degrees of freedom and design effect, in one step from rows as for design(value, weight, stratum, psu). The standard error is NULL, and status says so, when a stratum has only one PSU: mean_se offers rules for it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design_mean(value double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_mean(double precision, double precision, text, text, double precision, double precision) IS 'As design_mean(value, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE design_ratio(numerator double precision, denominator double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_ratio(double precision, double precision, double precision, text, text) IS 'The ratio of two totals with its design-based standard error and degrees of freedom, in one step from rows as for ratio_design. The standard error is NULL, and status says so, when a stratum has only one PSU: mean_se offers rules for it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design_ratio(numerator double precision, denominator double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_ratio(double precision, double precision, double precision, text, text, double precision, double precision) IS 'As design_ratio(numerator, denominator, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';

CREATE FUNCTION n(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(design) IS 'Rows with a value: answers in the domain.';
CREATE FUNCTION units(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_units'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION units(design) IS 'All rows, with a value or without.';
CREATE FUNCTION strata(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_strata'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION strata(design) IS 'Strata with a row; the one without a name counts as one.';
CREATE FUNCTION psus(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_psus'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION psus(design) IS 'Primary sampling units with a row; rows that are their own PSU included.';
CREATE FUNCTION df(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_df'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION df(design) IS 'Degrees of freedom: psus - strata, of all rows in the design. Of a group''s own rows it counts the PSUs and strata that have a row in the group, as R''s survey does for a subset.';
CREATE FUNCTION mean(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_mean_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean(design) IS 'Weighted mean of the values, sum(w y) / sum(w), in their unit. NULL without a value. Errors: 22023 the design is that of a ratio; 22003 out of range.';
CREATE FUNCTION total(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_total_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION total(design) IS 'Estimated total of the population or domain, sum(w y), in the unit of the values. NULL without a value. Errors: 22023 the design is that of a ratio; 22003 out of range.';
CREATE FUNCTION rate(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_rate_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate(design) IS 'Weighted proportion, 0 to 1, of values that are 0 and 1 (or lie between): the mean. NULL without a value. Errors: 22023 the mean is outside 0 to 1, or the design is that of a ratio.';
CREATE FUNCTION ratio(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_ratio_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio(design) IS 'Ratio of two totals, sum(w y) / sum(w x), of a design made by ratio_design. NULL without a value, and when the denominator is 0. Errors: 22023 the design is not that of a ratio; 22003 out of range.';
CREATE FUNCTION mean_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_mean_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the mean: V = sum over strata of (1-f) k/(k-1) sum over its k PSUs of (t - mean t)^2, t the PSU''s sum of w (y - mean) / sum(w), f = k / stratum_units; with psu_units f times the same within each PSU is added. NULL where mean is NULL. lonely: what a stratum with one PSU adds, unless that is its whole population: fail is an error that names it; remove and certainty 0; adjust the square of its deviation from the mean of all; average what the other strata add on average. So too for one unit in a PSU of two stages, where average is an error. within: the design of the whole sample where this one has only a group''s rows, as in mean_se(d, within => rollup(d) OVER ()) with d per group: strata, PSUs and their rows are then counted in the whole, which gives the digits of one design with CASE WHEN. Its values do not matter. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION total_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_total_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION total_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the total: as mean_se, t being the PSU''s sum of w y. NULL where total is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION rate_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_rate_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the proportion: as mean_se. NULL where rate is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION ratio_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_ratio_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION ratio_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the ratio R: as mean_se, t being the PSU''s sum of w (y - R x) / sum(w x). NULL where ratio is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION deff(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL, replace boolean DEFAULT false)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_deff'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION deff(design, text, design, boolean) IS 'Design effect of the mean: its variance over [sum(w (y-m)^2) / sum(w)] / (n-1) * (1 - n / sum(w)), that of a simple random sample of n answers out of as many people as the weights add up to; with replace over the same without (1 - n / sum(w)), for weights that do not add up to a population. NULL without two values, when all values are alike, and without replace when the weights add up to n or less. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, a ratio, within does not contain the design; 22003 out of range.';
CREATE FUNCTION n_eff(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL, replace boolean DEFAULT false)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_n_eff'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION n_eff(design, text, design, boolean) IS 'Effective number of answers under the design: n / deff. NULL where deff is NULL or 0. Kish''s number, which knows the weights only, is n_eff of a weighted tally or moments. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, a ratio, within does not contain the design; 22003 out of range.';
CREATE FUNCTION mean_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the mean: mean +- t(df) * mean_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION total_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_total_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION total_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the total: total +- t(df) * total_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION ratio_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_ratio_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION ratio_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the ratio: ratio +- t(df) * ratio_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range; the denominator is zero); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION rate_ci(d design, method text DEFAULT 'logit', level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(design, text, double precision, double precision, text, design) IS 'Confidence interval of the proportion, 0 to 1, with t(df) quantiles. Methods, as of R''s survey 4.5 svyciprop: logit (its xlogit), arcsine (asin), beta (Korn and Graubard, with the rows of the whole design), wilson (effective number p(1-p)/V), mean (rate +- t * se, not clipped to 0 and 1). df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range; undefined at 0 % and 100 %); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, method, level, df, no proportion, lonely, within does not contain the design; 22003 out of range.';

-- ---- weighted values and their quantiles ----

CREATE TYPE weighted_values;

CREATE FUNCTION weighted_values_in(cstring) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_in(cstring) IS 'Reads weighted values from their exact text. Errors: 22P02 not of the form, 22023 a value or weight is not finite, a weight or count not positive, 22003 n passes 2^63, 54000 more than 10,000,000 different pairs.';
CREATE FUNCTION weighted_values_out(weighted_values) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_weighted_values_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_out(weighted_values) IS 'Writes weighted values as exact text, 17 digits a number, which no setting can change; equal ones give equal texts.';
CREATE FUNCTION weighted_values_recv(internal) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_recv(internal) IS 'Reads weighted values from their binary form. Errors: 22P03 not of the form, otherwise as for the text.';
CREATE FUNCTION weighted_values_send(weighted_values) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_weighted_values_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_send(weighted_values) IS 'Writes weighted values in binary: version, missing, then each pair in order with its count, most significant byte first; equal ones give equal bytes.';

CREATE TYPE weighted_values (
	INPUT = weighted_values_in, OUTPUT = weighted_values_out, RECEIVE = weighted_values_recv, SEND = weighted_values_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE weighted_values IS 'Weighted values of which quantiles can be taken: how often each pair of value and weight came, and how many values were missing. 24 bytes a different pair, at most 10,000,000 of them. Exact under any split. Text: missing=1 7/1.5=2 8/1=1 (value / weight = how often).';

@base/ordered_type.sql weighted_values cpe_weighted_values its binary form@

CREATE FUNCTION weighted_values_accum(weighted_values, double precision, double precision) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_accum(weighted_values, double precision, double precision) IS 'Weighted values with one more value and its weight; NULL counts as missing. NULL weighted values are none yet. Errors as the aggregate weighted_values, whose transition it is.';
CREATE FUNCTION weighted_values_combine(weighted_values, weighted_values) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_combine(weighted_values, weighted_values) IS 'The weighted values of both. Errors: 22003 a count passes 2^63, 54000 more than 10,000,000 different pairs.';
CREATE FUNCTION weighted_values_final(weighted_values) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_final(weighted_values) IS 'The same weighted values in order and without room to grow; the last step of the aggregates that return them.';
CREATE AGGREGATE weighted_values(value double precision, weight double precision) (
	SFUNC = weighted_values_accum, STYPE = weighted_values, INITCOND = 'missing=0', FINALFUNC = weighted_values_final,
	COMBINEFUNC = weighted_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_values(double precision, double precision) IS 'Keeps values with their weights, for quantile; NULL values count as missing. Without rows none, never NULL. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite; 54000 more than 10,000,000 different pairs of value and weight.';
CREATE AGGREGATE rollup(weighted_values) (
	SFUNC = weighted_values_combine, STYPE = weighted_values, INITCOND = 'missing=0', FINALFUNC = weighted_values_final,
	COMBINEFUNC = weighted_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(weighted_values) IS 'All values in the weighted values of parts; NULLs are passed over. Errors: as weighted_values_combine.';
CREATE FUNCTION n(weighted_values) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_weighted_values_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(weighted_values) IS 'Values, without missing ones.';
CREATE FUNCTION missing(weighted_values) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_weighted_values_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(weighted_values) IS 'Values that were NULL; not part of n.';
CREATE FUNCTION quantile(v weighted_values, p double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_weighted_values_quantile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION quantile(weighted_values, double precision) IS 'Weighted quantile: the smallest value y for which at least the share p (0 to 1; 0.5 the median) of the sum of weights belongs to values up to y, as R''s survey 4.5 svyquantile by default. Compared exactly, so that a share of just p is found. NULL without values. Errors: 22023 p outside 0 to 1.';
