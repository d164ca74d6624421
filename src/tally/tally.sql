-- ---------------------------------------------------------------------------------------------
-- Room tally: small mergeable summaries of answers and of measured values, and their intervals.
-- ---------------------------------------------------------------------------------------------

-- ---- tally ----

CREATE TYPE tally;

CREATE FUNCTION tally_in(cstring) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_in(cstring) IS 'Reads a tally from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION tally_out(tally) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_tally_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_out(tally) IS 'Writes a tally as exact text, which no setting can change.';
CREATE FUNCTION tally_recv(internal) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_recv(internal) IS 'Reads a tally from its binary form. Errors: 22P03 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION tally_send(tally) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_tally_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_send(tally) IS 'Writes a tally in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE tally (
	INPUT = tally_in, OUTPUT = tally_out, RECEIVE = tally_recv, SEND = tally_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE tally IS 'Counts of answers: n scored, positive among them, missing, invalid; with weights also the exact sums of w, w*y, w^2 and w^2*y over the scored answers. Exact under any split: merging the tallies of parts gives the tally of the whole, to the bit. Text: n=3 positive=2 missing=0 invalid=0.';

@base/ordered_type.sql tally cpe_tally n, positive, missing, invalid, then the weights'' sums@

CREATE FUNCTION tally_accum(tally, boolean) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_accum(tally, boolean) IS 'A tally with one more answer: true positive, false not, NULL missing. A NULL tally is an empty one. The transition of the aggregate tally(boolean).';
CREATE FUNCTION tally_accum(tally, boolean, double precision) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_accum_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_accum(tally, boolean, double precision) IS 'A tally with one more weighted answer. Errors: 22004 weight NULL, 22023 weight not positive and finite, or the tally is unweighted. The transition of the aggregate tally(boolean, double precision).';
CREATE FUNCTION tally_combine(tally, tally) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_combine(tally, tally) IS 'The tally of the answers of both. Errors: 22023 one is weighted and the other is not, 22003 a count passes 2^63.';
CREATE AGGREGATE tally(boolean) (
	SFUNC = tally_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally(boolean) IS 'Counts answers: true positive, false not, NULL missing. Without rows a tally of zeros, never NULL.';
CREATE AGGREGATE tally(boolean, double precision) (
	SFUNC = tally_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally(boolean, double precision) IS 'Counts weighted answers: true positive, false not, NULL missing; weights must be positive and finite (22023) and not NULL (22004), also for missing answers. Sums are exact: the digits do not depend on row order, plan or workers.';
CREATE AGGREGATE rollup(tally) (
	SFUNC = tally_combine, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(tally) IS 'The tally of all answers in the tallies of parts; NULLs are passed over. Errors: 22023 weighted and unweighted mixed, 22003 a count passes 2^63.';

CREATE FUNCTION make_tally(n bigint, positive bigint, missing bigint DEFAULT 0, invalid bigint DEFAULT 0)
	RETURNS tally AS 'MODULE_PATHNAME', 'cpe_make_tally'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_tally(bigint, bigint, bigint, bigint) IS 'The tally with these counts, as from a published table. NULL if one is NULL. Errors: 22023 a count is negative, or positive > n.';
CREATE FUNCTION n(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(tally) IS 'Scored answers: the denominator of the rate, without missing and invalid ones.';
CREATE FUNCTION positives(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_positives'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION positives(tally) IS 'Positive answers among the n scored ones.';
CREATE FUNCTION missing(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(tally) IS 'Answers that were NULL; not part of n.';
CREATE FUNCTION invalid(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_invalid'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION invalid(tally) IS 'Answers outside the question''s codes; not part of n.';
CREATE FUNCTION rate(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_rate_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate(tally) IS 'Proportion positive, 0 to 1: positives / n; of a weighted tally sum(w*y) / sum(w). NULL when n = 0.';
CREATE FUNCTION rate_se(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_rate_se'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_se(tally) IS 'Standard error of the rate: sqrt(p(1-p)/n); of a weighted tally by Taylor linearisation with every answer its own unit, sqrt(n/(n-1) * sum(w^2 (y-p)^2)) / sum(w). NULL when n = 0, weighted also when n = 1.';
CREATE FUNCTION n_eff(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_n_eff'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_eff(tally) IS 'Effective number of answers: n; of a weighted tally sum(w)^2 / sum(w^2) (Kish). 0 when n = 0.';
CREATE FUNCTION percent(t tally, decimals integer DEFAULT 0, mode text DEFAULT 'once')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_percent'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION percent(tally, integer, text) IS 'The rate in percent, rounded half up from the exact fraction (a weighted one from its nearest double) to 0 to 10 decimals: mode once, or twice (first to one decimal more, as the National Cancer Patient Experience Survey 2018 rounded its unadjusted scores). NULL when n = 0. Errors: 22023 decimals or mode.';
CREATE FUNCTION round_half_up(value double precision, decimals integer DEFAULT 0, mode text DEFAULT 'once')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_round_half_up_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION round_half_up(double precision, integer, text) IS 'The number as it prints (its shortest decimal text), rounded half away from zero to 0 to 10 decimals: mode once, or twice (first to one decimal more). Errors: 22023 value not finite, decimals or mode.';

CREATE FUNCTION rate_ci(t tally, method text DEFAULT 'wilson', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_tally_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(tally, text, double precision, double precision) IS 'Confidence interval of the rate, on the scale 0 to 1. Methods: wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit; wald and agresti_coull are not clipped to 0 and 1. z, when given, takes the place of level. A weighted tally puts its effective number (Kish) in the place of n, which wilson_cc and mid_p do not allow. status: NULL, or why a limit is NULL (no responses; undefined). Errors: 22023 method, level, z. Formulas: PHEindicatormethods, R binom.test and the sources named in its method note.';
CREATE FUNCTION rate_ci(rate double precision, n double precision, method text DEFAULT 'wilson', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(double precision, double precision, text, double precision, double precision) IS 'Confidence interval of a proportion given as a number (an adjusted score, say) with n answers, on the scale 0 to 1; methods as for a tally, without wilson_cc and mid_p unless rate * n is a whole number. status: NULL, or why a limit is NULL. Errors: 22023 rate outside 0 to 1, n negative, method, level, z.';
CREATE FUNCTION count_ci(events double precision, method text DEFAULT 'exact', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_count_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION count_ci(double precision, text, double precision, double precision) IS 'Confidence interval of the expected number of events when this many were seen (Poisson). Methods: exact (Garwood), byar (Byar''s approximation; no lower limit at 0), phe (exact below 10 events, else byar). z, when given, takes the place of level. status: NULL, or why a limit is NULL. Errors: 22023 events negative or not finite, method, level, z.';

-- ---- moments ----

CREATE TYPE moments;

CREATE FUNCTION moments_in(cstring) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_in(cstring) IS 'Reads a moments from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION moments_out(moments) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_moments_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_out(moments) IS 'Writes a moments as exact text, which no setting can change.';
CREATE FUNCTION moments_recv(internal) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_recv(internal) IS 'Reads a moments from its binary form. Errors: 22P03 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION moments_send(moments) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_moments_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_send(moments) IS 'Writes a moments in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE moments (
	INPUT = moments_in, OUTPUT = moments_out, RECEIVE = moments_recv, SEND = moments_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE moments IS 'Summary of measured values: n, missing, and the exact sums of x and x^2; with weights those of w, wx, wx^2, w^2, w^2 x and w^2 x^2. Exact under any split and in any order, to the bit. Text: n=2 missing=0 x=11p0 xx=91p0 (the sums hexadecimal, times a power of two).';

@base/ordered_type.sql moments cpe_moments n, missing, then the sums@

CREATE FUNCTION moments_accum(moments, double precision) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION moments_accum(moments, double precision) IS 'Moments with one more value; NULL counts as missing. NULL moments are empty ones. Errors: 22023 value not finite. The transition of the aggregate moments(double precision).';
CREATE FUNCTION moments_accum(moments, double precision, double precision) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_accum_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION moments_accum(moments, double precision, double precision) IS 'Moments with one more weighted value. Errors: 22004 weight NULL, 22023 value not finite, weight not positive and finite, or the moments are unweighted. The transition of the aggregate moments(double precision, double precision).';
CREATE FUNCTION moments_combine(moments, moments) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_combine(moments, moments) IS 'The moments of the values of both. Errors: 22023 one is weighted and the other is not, 22003 a count passes 2^63.';
CREATE AGGREGATE moments(double precision) (
	SFUNC = moments_accum, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE moments(double precision) IS 'Summarises measured values (a 0 to 10 rating, a scale score) with exact sums; NULL counts as missing. Without rows empty moments, never NULL. Errors: 22023 value not finite.';
CREATE AGGREGATE moments(double precision, double precision) (
	SFUNC = moments_accum, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE moments(double precision, double precision) IS 'Summarises weighted values (value, weight) with exact sums; weights must be positive and finite (22023) and not NULL (22004), also for missing values.';
CREATE AGGREGATE rollup(moments) (
	SFUNC = moments_combine, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(moments) IS 'The moments of all values in the moments of parts; NULLs are passed over. Errors: 22023 weighted and unweighted mixed, 22003 a count passes 2^63.';

CREATE FUNCTION make_moments(n bigint, mean double precision, sd double precision, missing bigint DEFAULT 0)
	RETURNS moments AS 'MODULE_PATHNAME', 'cpe_make_moments'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_moments(bigint, double precision, double precision, bigint) IS 'Moments with this number, mean and standard deviation (divisor n-1), as from a published table. NULL if one is NULL. Errors: 22023 a count is negative or n above 2^53, mean or sd not finite, sd negative, or not 0 with n < 2, mean not 0 with n = 0.';
CREATE FUNCTION n(moments) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_moments_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(moments) IS 'Values summarised, without missing ones.';
CREATE FUNCTION missing(moments) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_moments_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(moments) IS 'Values that were NULL; not part of n.';
CREATE FUNCTION mean(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_mean_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean(moments) IS 'Arithmetic mean, with weights sum(wx) / sum(w), in the unit of the values; from exact sums. NULL when n = 0.';
CREATE FUNCTION sd(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_sd_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sd(moments) IS 'Standard deviation with divisor n-1; with weights sqrt(n/(n-1) * sum(w (x-m)^2) / sum(w)). From exact sums, so nothing cancels. NULL when n < 2. Errors: 22003 out of range.';
CREATE FUNCTION mean_se(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_mean_se'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_se(moments) IS 'Standard error of the mean: sd / sqrt(n); with weights by Taylor linearisation with every value its own unit, sqrt(n/(n-1) * sum(w^2 (x-m)^2)) / sum(w). NULL when n < 2. Errors: 22003 out of range.';
CREATE FUNCTION n_eff(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_n_eff'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_eff(moments) IS 'Effective number of values: n; with weights sum(w)^2 / sum(w^2) (Kish). 0 when n = 0.';
CREATE FUNCTION mean_ci(m moments, method text DEFAULT 't', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_moments_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(moments, text, double precision, double precision) IS 'Confidence interval of the mean, in the unit of the values. Methods: t (mean +- t * mean_se with n-1 degrees of freedom), normal (mean +- z * mean_se). z, when given, takes the place of level. status: NULL, or why the limits are NULL (no responses; needs at least two values). Errors: 22023 method, level, z.';
CREATE FUNCTION mean_ci(mean double precision, se double precision, df double precision DEFAULT NULL, level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(double precision, double precision, double precision, double precision, double precision) IS 'Confidence interval of a mean whose standard error is given: mean +- z * se, or with df degrees of freedom mean +- t * se. NULL mean or se gives NULL limits and status no estimate. Errors: 22023 not finite, se negative, df not positive, level, z.';

-- ---- direct standardisation ----

CREATE TYPE standardised;

CREATE FUNCTION standardised_in(cstring) RETURNS standardised AS 'MODULE_PATHNAME', 'cpe_standardised_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standardised_in(cstring) IS 'Reads a standardised mean from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers.';
CREATE FUNCTION standardised_out(standardised) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_standardised_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standardised_out(standardised) IS 'Writes a standardised mean as exact text, which no setting can change.';
CREATE FUNCTION standardised_recv(internal) RETURNS standardised AS 'MODULE_PATHNAME', 'cpe_standardised_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standardised_recv(internal) IS 'Reads a standardised mean from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers.';
CREATE FUNCTION standardised_send(standardised) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_standardised_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standardised_send(standardised) IS 'Writes a standardised mean in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE standardised (
	INPUT = standardised_in, OUTPUT = standardised_out, RECEIVE = standardised_recv, SEND = standardised_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE standardised IS 'Direct standardisation of a mean or a proportion over strata (age bands of both sexes, say): how many strata have a weight in the standard population, how many of them have no answer (empty) or only one (single), answers in them (n) and in strata of weight 0 (left), and the exact sums of w, of w over the strata with answers (wa), of w*mean and of w^2*se^2. Exact in any order and under any split of the strata, to the bit. Text: strata=2 empty=0 single=0 n=5 left=0 w=1p0 wa=1p0 wm=3p0 wwv=1p-4 (the sums hexadecimal, times a power of two).';

@base/ordered_type.sql standardised cpe_standardised strata, empty, single, n, left, then the sums@

CREATE FUNCTION standardised_accum(standardised, moments, double precision) RETURNS standardised AS 'MODULE_PATHNAME', 'cpe_standardised_accum_moments'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION standardised_accum(standardised, moments, double precision) IS 'A standardised mean with one more stratum: the moments of those in it (NULL: nobody) and its weight in the standard population. Errors: 22004 weight NULL, 22023 weight negative or not finite, 22003 mean or standard error out of range. The transition of the aggregate standardised_mean.';
CREATE FUNCTION standardised_accum(standardised, tally, double precision) RETURNS standardised AS 'MODULE_PATHNAME', 'cpe_standardised_accum_tally'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION standardised_accum(standardised, tally, double precision) IS 'A standardised rate with one more stratum: the tally of those in it (NULL: nobody) and its weight in the standard population. Errors: 22004 weight NULL, 22023 weight negative or not finite. The transition of the aggregate standardised_rate.';
CREATE FUNCTION standardised_combine(standardised, standardised) RETURNS standardised AS 'MODULE_PATHNAME', 'cpe_standardised_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standardised_combine(standardised, standardised) IS 'The standardised mean over the strata of both, no stratum being in both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE standardised_mean(moments, double precision) (
	SFUNC = standardised_accum, STYPE = standardised, INITCOND = 'strata=0 empty=0 single=0 n=0 left=0',
	COMBINEFUNC = standardised_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE standardised_mean(moments, double precision) IS 'Direct standardisation of a mean over rows that are strata: the moments of the stratum''s values (NULL, or of no value: nobody answered) and its weight in the standard population, a count or a share, zero or positive. Give every stratum of the standard, joined by its key, and each once. The result is sum(w * mean) / sum(w), with mean, mean_se, mean_ci and coverage to read it. Errors: 22004 weight NULL (0 leaves a stratum out), 22023 weight negative or not finite.';
CREATE AGGREGATE standardised_rate(tally, double precision) (
	SFUNC = standardised_accum, STYPE = standardised, INITCOND = 'strata=0 empty=0 single=0 n=0 left=0',
	COMBINEFUNC = standardised_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE standardised_rate(tally, double precision) IS 'Direct standardisation of a proportion of answers over rows that are strata: the tally of the stratum''s answers (NULL, or without a scored answer: nobody answered) and its weight in the standard population. As standardised_mean; rate, rate_se, rate_ci and coverage read it. For proportions of persons, not for rates of events in time. Errors: as standardised_mean.';

CREATE FUNCTION n(standardised) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_standardised_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(standardised) IS 'Answers in strata with a weight above zero.';
CREATE FUNCTION strata(standardised) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_standardised_strata'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION strata(standardised) IS 'Strata with a weight above zero, with answers or without.';
CREATE FUNCTION coverage(standardised) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_standardised_coverage_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION coverage(standardised) IS 'Share of the standard population''s weight, 0 to 1, in strata with answers. NULL without strata.';
CREATE FUNCTION mean(s standardised, reweight boolean DEFAULT false) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_standardised_mean_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean(standardised, boolean) IS 'Directly standardised mean sum(w * mean) / sum(w), in the unit of the values. NULL when a stratum with a weight has no answer (mean_ci says so, coverage how much is there); with reweight the weights of the strata with answers count alone, which compares only among groups that lack the same strata. NULL without any answer.';
CREATE FUNCTION mean_se(s standardised, reweight boolean DEFAULT false) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_standardised_se_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_se(standardised, boolean) IS 'Standard error of the standardised mean: sqrt(sum(w^2 * se^2)) / sum(w), the weights taken as known. NULL where mean is NULL, and when a stratum with a weight has one answer only, which has no variance. Errors: 22003 out of range.';
CREATE FUNCTION mean_ci(s standardised, level double precision DEFAULT 0.95, z double precision DEFAULT NULL, reweight boolean DEFAULT false,
		OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_standardised_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(standardised, double precision, double precision, boolean) IS 'Confidence interval of the standardised mean: mean +- z * mean_se. z, when given, takes the place of level. status: NULL, or why the limits are NULL (no estimate; no strata; no responses; strata without responses, with their share of the weight; strata with one response). Errors: 22023 level, z; 22004 reweight NULL.';
CREATE FUNCTION rate(s standardised, reweight boolean DEFAULT false) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_standardised_rate_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate(standardised, boolean) IS 'Directly standardised proportion, 0 to 1: sum(w * rate) / sum(w). NULL and reweight as for mean(standardised, boolean). Errors: 22023 it is no proportion but the mean of other values.';
CREATE FUNCTION rate_se(s standardised, reweight boolean DEFAULT false) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_standardised_se_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_se(standardised, boolean) IS 'Standard error of the standardised proportion: sqrt(sum(w^2 * p(1-p)/n)) / sum(w), the weights taken as known. NULL as for mean_se(standardised, boolean).';
CREATE FUNCTION rate_ci(s standardised, level double precision DEFAULT 0.95, z double precision DEFAULT NULL, reweight boolean DEFAULT false,
		OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_standardised_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(standardised, double precision, double precision, boolean) IS 'Confidence interval of the standardised proportion: rate +- z * rate_se, not clipped to 0 and 1. z, when given, takes the place of level. status: NULL, or why the limits are NULL: as for mean_ci, and every stratum is at 0 or 1, where this interval says nothing. Errors: 22023 level, z, no proportion; 22004 reweight NULL.';

@tally/sheet.sql@

@tally/design.sql@

@tally/weights.sql@

@tally/gap.sql@
