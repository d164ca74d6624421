-- ---- prevalence by imperfect algorithms, and by several sources ----

CREATE TABLE algorithm_accuracy (
	algorithm text NOT NULL,
	target text NOT NULL,
	population text NOT NULL,
	sensitivity double precision NOT NULL,
	specificity double precision NOT NULL,
	ppv double precision,
	sensitivity_low double precision,
	sensitivity_high double precision,
	specificity_low double precision,
	specificity_high double precision,
	found_with bigint,
	people_with bigint,
	cleared_without bigint,
	people_without bigint,
	counts_certainty text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT algorithm_accuracy_pkey PRIMARY KEY (algorithm, target),
	CONSTRAINT algorithm_accuracy_shares CHECK (sensitivity BETWEEN 0 AND 1 AND specificity BETWEEN 0 AND 1 AND ppv BETWEEN 0 AND 1),
	CONSTRAINT algorithm_accuracy_usable CHECK (sensitivity + specificity > 1),
	CONSTRAINT algorithm_accuracy_limits CHECK (sensitivity_low BETWEEN 0 AND sensitivity AND sensitivity_high BETWEEN sensitivity AND 1
		AND specificity_low BETWEEN 0 AND specificity AND specificity_high BETWEEN specificity AND 1),
	CONSTRAINT algorithm_accuracy_counts CHECK (found_with BETWEEN 0 AND people_with AND cleared_without BETWEEN 0 AND people_without
		AND pg_catalog.num_nulls(found_with, people_with, cleared_without, people_without, counts_certainty) IN (0, 5)),
	CONSTRAINT algorithm_accuracy_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed') AND counts_certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE algorithm_accuracy IS 'How well published algorithms find recurrent or metastatic cancer in routine data, for adjusted_prevalence. An accuracy holds for the data and people it was measured on: that it holds for others is an assumption to be said aloud. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN algorithm_accuracy.algorithm IS 'Name of the algorithm.';
COMMENT ON COLUMN algorithm_accuracy.target IS 'What it is to find: distant (distant recurrence), any (any recurrence), late (recurrence ten years on or later).';
COMMENT ON COLUMN algorithm_accuracy.population IS 'On whose data it was tested.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity IS 'Share of the people with the disease whom it finds, 0 to 1.';
COMMENT ON COLUMN algorithm_accuracy.specificity IS 'Share of the people without it whom it clears, 0 to 1.';
COMMENT ON COLUMN algorithm_accuracy.ppv IS 'Share of those found who have the disease, among the people it was tested on; NULL: not stated. Elsewhere it differs with the prevalence: see predictive_values.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity_low IS 'Lower limit of the sensitivity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.sensitivity_high IS 'Upper limit of the sensitivity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.specificity_low IS 'Lower limit of the specificity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.specificity_high IS 'Upper limit of the specificity as published, 95 %; NULL: not stated.';
COMMENT ON COLUMN algorithm_accuracy.found_with IS 'Of the people with the disease who were checked, those whom it found: make_tally(people_with, found_with) is the tally that adjusted_prevalence takes. NULL where the counts are not known.';
COMMENT ON COLUMN algorithm_accuracy.people_with IS 'People with the disease who were checked.';
COMMENT ON COLUMN algorithm_accuracy.cleared_without IS 'Of the people without it who were checked, those whom it cleared.';
COMMENT ON COLUMN algorithm_accuracy.people_without IS 'People without it who were checked.';
COMMENT ON COLUMN algorithm_accuracy.counts_certainty IS 'How sure the four counts are: sourced, or computed from the rounded shares and numbers published; NULL without counts.';
COMMENT ON COLUMN algorithm_accuracy.source IS 'Where it is published.';
COMMENT ON COLUMN algorithm_accuracy.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed: of the shares.';
COMMENT ON COLUMN algorithm_accuracy.note IS 'What a user must know of it.';
COMMENT ON COLUMN algorithm_accuracy.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql algorithm_accuracy@

INSERT INTO algorithm_accuracy (algorithm, target, population, sensitivity, specificity, ppv, sensitivity_low, sensitivity_high, specificity_low, specificity_high,
	found_with, people_with, cleared_without, people_without, counts_certainty, source, certainty, note, builtin) VALUES
	('probert_2025', 'distant', '1,930 women of the AZURE trial, ten years, England', 0.956, 0.919, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'Probert and others 2025, doi 10.1038/s44276-025-00154-1', 'sourced', 'Deterministic rule on routine data of England; made on a registry of the West Midlands 1997 to 2011 and 150 women of the trial. The text of the rule was not found.', true),
	('probert_2025', 'any', '1,930 women of the AZURE trial, ten years, England', 0.966, 0.777, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'Probert and others 2025, doi 10.1038/s44276-025-00154-1', 'sourced', NULL, true),
	('xu_2019_sensitive', 'any', '598 people, Alberta, 20.2 % with recurrence', 0.942, 0.937, 0.792, 0.901, 0.984, 0.915, 0.959, 114, 121, 447, 477, 'computed',
		'Xu and others 2019, PMC6408837', 'sourced', 'The counts are the only ones that give all three shares and 20.2 % of 598 to the digits published.', true),
	('xu_2019_ppv', 'any', '598 people, Alberta, 20.2 % with recurrence', 0.752, 0.983, 0.919, 0.675, 0.829, 0.972, 0.995, 91, 121, 469, 477, 'computed',
		'Xu and others 2019, PMC6408837', 'sourced', 'The counts are the only ones that give all three shares and 20.2 % of 598 to the digits published.', true),
	('danish_late', 'late', 'Denmark, ten years or more after diagnosis', 1, 0.973, 0.857, 0.398, 1, 0.922, 0.994, NULL, NULL, NULL, NULL, NULL,
		'Clinical Epidemiology, doi 10.2147/CLEP.S269962', 'sourced', 'The limits of the value of a positive: 0.775 to 0.913.', true),
	('us_combined_specific', 'any', '600 people with breast cancer of stages I to IIIA, diagnosed 2004 to 2015, United States', 0.64, 0.98, 0.72, 0.44, 0.80, 0.97, 0.99, NULL, NULL, NULL, NULL, NULL,
		'Cancer Epidemiology, Biomarkers and Prevention 2024, 33(3) 355', 'sourced', 'Pair of algorithms that agree, for high specificity. Limits are those of a weighted sample.', true),
	('us_combined_sensitive', 'any', '600 people with breast cancer of stages I to IIIA, diagnosed 2004 to 2015, United States', 0.80, 0.83, 0.29, 0.49, 0.94, 0.80, 0.86, NULL, NULL, NULL, NULL, NULL,
		'Cancer Epidemiology, Biomarkers and Prevention 2024, 33(3) 355', 'sourced', 'Either of a pair of algorithms, for high sensitivity. Limits are those of a weighted sample.', true);

CREATE FUNCTION adjusted_prevalence(t tally, sensitivity double precision, specificity double precision, method text DEFAULT 'wilson',
		level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT apparent double precision, OUT estimate double precision, OUT raw double precision, OUT low double precision, OUT high double precision,
		OUT clamped boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_adjusted_prevalence'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION adjusted_prevalence(tally, double precision, double precision, text, double precision, double precision) IS 'Share of people who have a disease, 0 to 1, where a tally counts those whom an algorithm of known sensitivity and specificity finds (positive) among all: raw = (apparent + specificity - 1) / (sensitivity + specificity - 1) (Rogan and Gladen 1978); estimate is raw brought into 0 to 1, clamped says whether it had to be. low and high are the limits of apparent put right in the same way and brought into 0 to 1 (Reiczigel, Foldi and Ozsvari 2010). Methods of those limits: the ones of rate_ci (wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit) and blaker (Blaker 2000: exact, and within clopper_pearson). z, when given, takes the place of level. They say nothing of the error in sensitivity and specificity themselves: see the other form. A weighted tally counts with its effective number, which blaker, wilson_cc and mid_p do not allow. status: NULL, or why numbers are NULL (no responses; no estimate: t NULL; no accuracy: NULL; undefined at 0 % and 100 %: logit). Errors: 22023 sensitivity or specificity outside 0 to 1, or 1 or less together; method, level, z. Published accuracies: algorithm_accuracy.';

CREATE FUNCTION adjusted_prevalence(t tally, sensitivity tally, specificity tally, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT apparent double precision, OUT estimate double precision, OUT raw double precision, OUT low double precision, OUT high double precision,
		OUT clamped boolean, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_adjusted_prevalence_validated'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adjusted_prevalence(tally, tally, tally, double precision, double precision) IS 'The same where the accuracy comes from a validation: sensitivity is the tally of people with the disease, positive where the algorithm found them, and specificity the tally of people without it, positive where it cleared them, two samples apart from the one of t. The limits take the errors of all three samples into account (Lang and Reiczigel 2014: shares with z^2, 2 and 2 answers added, half each, and a shift of the centre) and are brought into 0 to 1; z, when given, takes the place of level. status: NULL, or why numbers are NULL (no responses; no estimate: t NULL; no accuracy: NULL or nobody checked; too few checked: with the answers added the two add up to no more than 1). Errors: 22023 sensitivity and specificity 1 or less together, or weighted; level, z.';

CREATE FUNCTION predictive_values(prevalence double precision, sensitivity double precision, specificity double precision,
		OUT ppv double precision, OUT npv double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_predictive_values_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION predictive_values(double precision, double precision, double precision) IS 'Of the people whom an algorithm finds, the share that has the disease (ppv), and of those whom it clears, the share that has not (npv), 0 to 1, at a prevalence: Bayes'' rule. status: NULL, or that nobody is positive or nobody is negative, whose value is then NULL. NULL when an argument is NULL. Errors: 22023 an argument outside 0 to 1.';

-- ---- several sources ----

CREATE TYPE captures;

CREATE FUNCTION captures_in(cstring) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_in(cstring) IS 'Reads captures from their exact text. Errors: 22P02 not of the form.';
CREATE FUNCTION captures_out(captures) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_captures_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_out(captures) IS 'Writes captures as exact text, which no setting can change; equal ones give equal texts.';
CREATE FUNCTION captures_recv(internal) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_recv(internal) IS 'Reads captures from their binary form. Errors: 22P03 not of the form, 22023 a count is negative.';
CREATE FUNCTION captures_send(captures) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_captures_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_send(captures) IS 'Writes captures in binary: version, number of sources, missing, the count of each pattern, most significant byte first; equal ones give equal bytes.';

CREATE TYPE captures (
	INPUT = captures_in, OUTPUT = captures_out, RECEIVE = captures_recv, SEND = captures_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE captures IS 'How many people are known to which of two to eight sources (registry, waiting times, hospital episodes): a count of each pattern, and of people of whom that is not known. Exact: merging the captures of parts gives those of the whole. Text: sources=2 missing=0 01=54 10=78 11=430 (a digit a source, the first source first; patterns that occur).';

@base/ordered_type.sql captures cpe_captures their binary form@

CREATE FUNCTION captures_accum(captures, boolean[]) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION captures_accum(captures, boolean[]) IS 'Captures with one more person: which sources know him. NULL captures are those of nobody. Errors as the aggregate captures(boolean[]), whose transition it is.';
CREATE FUNCTION captures_combine(captures, captures) RETURNS captures AS 'MODULE_PATHNAME', 'cpe_captures_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captures_combine(captures, captures) IS 'The captures of the people of both. Errors: 22023 they have different numbers of sources, 22003 a count passes 2^63.';
CREATE AGGREGATE captures(sources boolean[]) (
	SFUNC = captures_accum, STYPE = captures, INITCOND = 'sources=0 missing=0',
	COMBINEFUNC = captures_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE captures(boolean[]) IS 'Counts people by the sources that know them: one row a person, an array of two to eight booleans in the order of the sources, the same in all rows. A NULL array or element counts the person as missing. People whom no source knows may be among the rows (a list of all who are known to have had the disease, say); estimates leave them out. Without rows captures of nobody, never NULL. Errors: 22023 the number of sources is not 2 to 8 or not always the same, the array has not one dimension; 22003 a count passes 2^63. A bare literal in the brackets is read as a cast to the type: write ''{t,f}''::boolean[].';
CREATE AGGREGATE rollup(captures) (
	SFUNC = captures_combine, STYPE = captures, INITCOND = 'sources=0 missing=0',
	COMBINEFUNC = captures_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(captures) IS 'The captures of all people in the captures of parts; NULLs are passed over. Nobody may be in two parts. Errors: 22023 different numbers of sources, 22003 a count passes 2^63.';

CREATE FUNCTION make_captures("both" bigint, only_a bigint, only_b bigint, neither bigint DEFAULT 0) RETURNS captures
	AS 'MODULE_PATHNAME', 'cpe_make_captures'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_captures(bigint, bigint, bigint, bigint) IS 'The captures of two sources with these counts, as from a published table: people known to both, to the first only, to the second only, and to neither though known otherwise. NULL if one is NULL. Errors: 22023 a count is negative.';
CREATE FUNCTION captured_by_both(a double precision, b double precision, either double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_captured_by_both'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION captured_by_both(double precision, double precision, double precision) IS 'People known to both of two sources, from those known to each and to either: a + b - either, as counts, shares or percentages, whichever the three are. NULL when an argument is NULL. Errors: 22023 no two sources can have these sizes.';
CREATE FUNCTION observed(captures) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_captures_observed_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION observed(captures) IS 'People known to any of the sources. Errors: 22003 more than a bigint.';
CREATE FUNCTION missing(captures) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_captures_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(captures) IS 'People of whom it is not known which sources know them; not part of the patterns.';
CREATE FUNCTION capture_patterns(captures) RETURNS TABLE(sources boolean[], known_to integer, n bigint)
	AS 'MODULE_PATHNAME', 'cpe_capture_patterns'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 8;
COMMENT ON FUNCTION capture_patterns(captures) IS 'All patterns, those that nobody has too: sources (which know the people, in their order), known_to (how many that are; 0: none), n (people). No row for captures of nobody.';
CREATE FUNCTION capture_pairs(c captures, level double precision DEFAULT 0.95, z double precision DEFAULT NULL)
	RETURNS TABLE(a integer, b integer, n_a bigint, n_b bigint, "both" bigint, share_of_b double precision, share_of_a double precision,
		estimate double precision, se double precision, low double precision, high double precision)
	AS 'MODULE_PATHNAME', 'cpe_capture_pairs'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION capture_pairs(captures, double precision, double precision) IS 'Each pair of sources by their places from 1: the people known to a, to b and to both; of those known to b the share that a knows too, which is how complete a would be were the two independent (share_of_b; NULL where b knows nobody), and the other way round (share_of_a); and how many people there would be, by Chapman''s estimate from the two alone, with standard error and limits as capture_estimate gives them. Sources that find the same people (both from hospital, say) make it too low, and ones that find different people too high: pairs that differ say so, pairs that agree prove nothing. No row where c is NULL. Errors: 22023 level, z; 22003 more people than a bigint.';
CREATE FUNCTION capture_estimate(c captures, method text DEFAULT 'chao', level double precision DEFAULT 0.95, z double precision DEFAULT NULL, limits text DEFAULT 'log',
		OUT observed bigint, OUT estimate double precision, OUT unseen double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT deviance double precision, OUT df integer, OUT p double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_capture_estimate'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION capture_estimate(captures, text, double precision, double precision, text) IS 'How many people there are, with those whom no source knows (unseen = estimate - observed). Methods: chapman (two sources; Chapman 1951, variance of Seber 1970: for two independent sources), chao (a lower bound where people differ in how easily they are found and sources in how many they find: sum over pairs of those known to one of the two and no other source, over 1 + those known to just two; variance by the delta method; with two sources it is chapman; sources that find the same people push it down further, ones that avoid each other up), independence (log-linear model of sources independent of one another, Darroch 1958: deviance, df and p say whether the patterns fit it; with two sources df is 0: two sources cannot tell). Limits: log (normal in the logarithm of unseen, never below observed; Chao 1987) or normal (estimate -+ z se). z, when given, takes the place of level. A view, not a proof: it takes for granted that people are linked without error, that nobody came or went, and that no interaction of all sources hides those whom none knows; none of that shows in the data. status: NULL, or why numbers are NULL (nobody; no overlap; too little overlap). NULL in all columns when c is NULL. Errors: 22023 method, limits, level, z, chapman of more than two sources; 22003 more people than a bigint.';
