-- ---- change and difference: two groups, pairs, strata, trends ----

CREATE FUNCTION compare(before tally, after tally, test text DEFAULT 'pooled', ci text DEFAULT 'newcombe', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT difference double precision, OUT low double precision, OUT high double precision,
		OUT statistic double precision, OUT p double precision, OUT odds_ratio double precision, OUT cohen_h double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_compare_tallies'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION compare(tally, tally, text, text, double precision, double precision) IS 'Whether two rates of different people differ: two waves, two organisations, an organisation and the rest (never the whole it is part of). difference: after minus before, -1 to 1; low and high: its interval by the method ci, as in gap (newcombe, wald, mee, miettinen_nurminen, agresti_caffo), at level or z. p is two-sided; test: pooled (z with the variance of both groups together), unpooled (z with each group''s own), yates (z with continuity correction, whose square is the chi-square), fisher (exact; no statistic), mid_p (Fisher''s exact p less half the probability of all tables as likely as what was seen; 1 where the margins allow one table only; no statistic; Lancaster 1961). statistic: z, positive when after is higher. odds_ratio: odds after over odds before. cohen_h: 2 asin sqrt(after) - 2 asin sqrt(before). Weighted tallies enter with their rates and effective numbers (Kish), with the tests pooled and unpooled. status: NULL, or the first reason why a figure is NULL (no estimate: a tally is NULL; no responses; undefined at 0 % and 100 %: both groups all positive or all not; standard error is zero; odds ratio undefined; too many answers for the exact test). Errors: 22004 test or ci NULL; 22023 test, ci, level, z, or a test of counts with weights. Sources: R prop.test, chisq.test, fisher.test; Newcombe 1998; Mee 1984; Miettinen and Nurminen 1985; Agresti and Caffo 2000.';

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

-- ---- the same people twice ----

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

@base/ordered_type.sql paired cpe_paired both, lost, gained, neither, missing@

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

-- ---- two groups within strata ----

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

@base/ordered_type.sql stratified cpe_stratified strata, dropped, then the sums@

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

-- ---- groups in an order ----

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

@base/ordered_type.sql trend cpe_trend groups, means, empty, then the sums@

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
