-- ---- what a score means: thresholds, differences, norms ----

CREATE TABLE threshold (
	instrument text NOT NULL,
	scale text NOT NULL,
	name text NOT NULL,
	problem text NOT NULL,
	cut double precision NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT threshold_pkey PRIMARY KEY (instrument, scale, name),
	CONSTRAINT threshold_problem_known CHECK (problem IN ('below', 'at_most', 'at_least', 'above')),
	CONSTRAINT threshold_cut_finite CHECK (cut > '-Infinity' AND cut < 'Infinity'),
	CONSTRAINT threshold_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE threshold IS 'Cut points of scores that say whether there is a problem, beside those that definitions of instruments carry. None is shipped: the published ones for the QLQ-C30 could not be read at their source. Add your own with INSERT, from the paper; they survive dump and upgrade.';
COMMENT ON COLUMN threshold.instrument IS 'The instrument, as QLQ-C30; it need not be registered.';
COMMENT ON COLUMN threshold.scale IS 'Code of the scale, as PF.';
COMMENT ON COLUMN threshold.name IS 'The name to give as threshold; case matters.';
COMMENT ON COLUMN threshold.problem IS 'Where a problem is: score below, at_most, at_least or above the cut.';
COMMENT ON COLUMN threshold.cut IS 'The cut point, in the unit of the score.';
COMMENT ON COLUMN threshold.source IS 'Where the cut point comes from.';
COMMENT ON COLUMN threshold.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN threshold.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql threshold@

CREATE VIEW thresholds AS
	SELECT instrument, scale, name, problem, cut, source, certainty, builtin FROM threshold
	UNION ALL
	SELECT i.code, d.scale, d.name, d.problem, d.cut, d.source, NULL::text, i.builtin
	FROM instrument AS i, LATERAL thresholds(i.plan) AS d
	WHERE NOT EXISTS (SELECT FROM threshold AS t WHERE t.instrument = i.code AND t.scale = d.scale AND t.name = d.name);
COMMENT ON VIEW thresholds IS 'All cut points that clinically_important knows: rows of threshold, and those that the definitions of registered instruments carry unless threshold has one of the same name.';
COMMENT ON COLUMN thresholds.instrument IS 'The instrument.';
COMMENT ON COLUMN thresholds.scale IS 'Code of the scale.';
COMMENT ON COLUMN thresholds.name IS 'Name of the threshold.';
COMMENT ON COLUMN thresholds.problem IS 'Where a problem is: score below, at_most, at_least or above the cut.';
COMMENT ON COLUMN thresholds.cut IS 'The cut point, in the unit of the score.';
COMMENT ON COLUMN thresholds.source IS 'Where the cut point comes from.';
COMMENT ON COLUMN thresholds.certainty IS 'As in threshold; NULL for those of definitions, where source tells.';
COMMENT ON COLUMN thresholds.builtin IS 'Whether it was shipped.';
GRANT SELECT ON thresholds TO PUBLIC;

CREATE FUNCTION clinically_important(instrument text, scale text, score double precision, threshold text DEFAULT NULL)
	RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_clinically_important'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION clinically_important(text, text, double precision, text) IS 'Whether the score says that there is a problem, by a threshold of that scale in the view thresholds; its name may be left out where there is but one. A score that equals the cut to 12 digits is at it. NULL when the score is. Looked up once a call site. Errors: 22004 instrument or scale NULL; 22023 no such threshold, several and none named, score not finite.';

CREATE TABLE important_difference (
	instrument text NOT NULL,
	scale text,
	name text NOT NULL,
	improvement double precision NOT NULL,
	deterioration double precision NOT NULL,
	applies_to text NOT NULL,
	higher text,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT important_difference_key UNIQUE NULLS NOT DISTINCT (instrument, scale, name, applies_to),
	CONSTRAINT important_difference_improvement_positive CHECK (improvement > 0 AND improvement < 'Infinity'),
	CONSTRAINT important_difference_deterioration_positive CHECK (deterioration > 0 AND deterioration < 'Infinity'),
	CONSTRAINT important_difference_applies_to_known CHECK (applies_to IN ('change', 'groups')),
	CONSTRAINT important_difference_higher_known CHECK (higher IN ('better', 'worse')),
	CONSTRAINT important_difference_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE important_difference IS 'How many points matter: minimal important differences as data. What was found for means of groups need not fit single people: with all items answered, the least step of a QLQ-C30 scale of items is 6.67, so that 5 points take every change of a person. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN important_difference.instrument IS 'The instrument, as QLQ-C30.';
COMMENT ON COLUMN important_difference.scale IS 'Code of the scale; NULL: all scales of the instrument. A row of the scale goes before it. The index of EQ-5D is INDEX.';
COMMENT ON COLUMN important_difference.name IS 'The name to give as difference; case matters.';
COMMENT ON COLUMN important_difference.improvement IS 'Points for the better that matter, a positive number.';
COMMENT ON COLUMN important_difference.deterioration IS 'Points for the worse that matter, a positive number.';
COMMENT ON COLUMN important_difference.applies_to IS 'change (over time, what important_change uses) or groups (differences between groups, for reading results).';
COMMENT ON COLUMN important_difference.higher IS 'What a high score is, better or worse; NULL: as the definition of the instrument says of the scale.';
COMMENT ON COLUMN important_difference.source IS 'Where the number comes from.';
COMMENT ON COLUMN important_difference.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN important_difference.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql important_difference@

INSERT INTO important_difference (instrument, scale, name, improvement, deterioration, applies_to, higher, source, certainty, builtin)
VALUES
	('QLQ-C30', NULL, 'Vrancken Peeters 2024', 5, 5, 'change', NULL, 'Vrancken Peeters 2024, Cancers 16:1952, doi 10.3390/cancers16111952: applied to mean changes of Dutch women in the year after breast surgery; the software qscorer documents the same 5 points', 'sourced', true),
	('EQ-5D-5L', 'INDEX', 'Vrancken Peeters 2024', 0.08, 0.08, 'change', 'better', 'Vrancken Peeters 2024, Cancers 16:1952, doi 10.3390/cancers16111952: applied to mean changes of Dutch women in the year after breast surgery', 'sourced', true);

CREATE FUNCTION important_change(instrument text, scale text, before double precision, after double precision, difference text)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_important_change_named'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION important_change(text, text, double precision, double precision, text) IS 'improved, stable or deteriorated: whether the score changed by at least the points that matter, by the named row of important_difference that applies to change, of this scale or of all; it is always named, as there is no right one for every use. Which way is better comes from that row, else from the instrument''s definition. A change that equals the points to 12 digits of the scores reaches them. NULL when a score is. Looked up once a call site. Errors: 22004 instrument, scale or difference NULL; 22023 no such difference, a scale without direction, score not finite.';

CREATE FUNCTION important_change(before double precision, after double precision, improvement double precision, deterioration double precision, higher_is_better boolean)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_important_change'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION important_change(double precision, double precision, double precision, double precision, boolean) IS 'improved, stable or deteriorated, with the points that matter given as two positive numbers. NULL when an argument is. Errors: 22023 points not positive, a number not finite.';

CREATE FUNCTION reliable_change(before double precision, after double precision, sd double precision, reliability double precision, level double precision DEFAULT 0.95,
		OUT difference double precision, OUT index double precision, OUT changed boolean)
	AS 'MODULE_PATHNAME', 'cpe_reliable_change'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reliable_change(double precision, double precision, double precision, double precision, double precision) IS 'Reliable change: whether two scores of a person differ by more than error of measurement. The standard error of a difference is sd * sqrt(2 * (1 - reliability)), sd the standard deviation of the scores before, reliability 0 to below 1. difference: the least change that counts, z(level) times that error; index: (after - before) / error; changed: whether |index| > z. index and changed are NULL when a score is, all three when sd, reliability or level is. Errors: 22023 sd, reliability or level out of range, a score not finite; 22003. Source: Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19, doi 10.1037/0022-006X.59.1.12.';

CREATE TABLE norm (
	name text NOT NULL,
	instrument text NOT NULL,
	measure text NOT NULL,
	sex text NOT NULL,
	age_from integer NOT NULL,
	age_to integer,
	mean double precision NOT NULL,
	sd double precision,
	n bigint,
	low double precision,
	high double precision,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT norm_pkey PRIMARY KEY (name, measure, sex, age_from),
	CONSTRAINT norm_sex_known CHECK (sex IN ('female', 'male', 'all')),
	CONSTRAINT norm_age_from_range CHECK (age_from >= 0 AND age_from <= 150),
	CONSTRAINT norm_age_to_range CHECK (age_to >= age_from AND age_to <= 150),
	CONSTRAINT norm_mean_finite CHECK (mean > '-Infinity' AND mean < 'Infinity'),
	CONSTRAINT norm_sd_positive CHECK (sd > 0 AND sd < 'Infinity'),
	CONSTRAINT norm_n_positive CHECK (n > 0),
	CONSTRAINT norm_limits_order CHECK (low > '-Infinity' AND low <= high AND high < 'Infinity'),
	CONSTRAINT norm_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE norm IS 'What the general population scores, by age band and sex: published norms as data. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN norm.name IS 'Name of the norm, to give to norm_mean and its like; case matters.';
COMMENT ON COLUMN norm.instrument IS 'The instrument.';
COMMENT ON COLUMN norm.measure IS 'What of it was measured: code of a scale, or INDEX for the index of EQ-5D.';
COMMENT ON COLUMN norm.sex IS 'female, male, or all for a norm of both together.';
COMMENT ON COLUMN norm.age_from IS 'Youngest age of the band, in completed years.';
COMMENT ON COLUMN norm.age_to IS 'Oldest age of the band, in completed years; NULL: no end.';
COMMENT ON COLUMN norm.mean IS 'Mean in the population, in the unit of the measure.';
COMMENT ON COLUMN norm.sd IS 'Standard deviation in the population; NULL where it was not published.';
COMMENT ON COLUMN norm.n IS 'Respondents in the band; NULL where it was not published.';
COMMENT ON COLUMN norm.low IS 'Lower 95 % confidence limit of the mean; NULL where there is none.';
COMMENT ON COLUMN norm.high IS 'Upper 95 % confidence limit of the mean; NULL where there is none.';
COMMENT ON COLUMN norm.source IS 'Where the figures come from, and on what terms.';
COMMENT ON COLUMN norm.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN norm.note IS 'What a user must know of the figures.';
COMMENT ON COLUMN norm.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql norm@

INSERT INTO norm (name, instrument, measure, sex, age_from, age_to, mean, source, certainty, note, builtin)
SELECT 'MVH 1993', 'EQ-5D-3L', 'INDEX', f[1], f[2]::integer, nullif(f[3], '')::integer, f[4]::double precision,
	'Kind, Hardman and Macran 1999, UK population norms for EQ-5D, York CHE discussion paper 172; figures by way of the package shortfall (bitowaqr/shortfall @91545ecf, MIT)',
	'sourced', 'Survey of Measurement and Valuation of Health, UK 1993, persons of 18 and over; UK time trade-off values (Dolan 1997); two decimals as published', true
FROM (SELECT pg_catalog.string_to_array(line, ',') AS f FROM pg_catalog.string_to_table($norm$
@score/norms/mvh_1993.csv@
$norm$, E'\n') AS line WHERE line OPERATOR(pg_catalog.~) '^(female|male),') AS rows;

INSERT INTO norm (name, instrument, measure, sex, age_from, age_to, mean, n, source, certainty, note, builtin)
SELECT v.name, 'EQ-5D-5L', 'INDEX', f[1], f[2]::integer, nullif(f[3], '')::integer, f[v.field]::double precision, f[6]::bigint,
	'McNamara and others 2023, Value in Health 26(2):163, doi 10.1016/j.jval.2022.07.005: Health Survey for England 2017 and 2018; figures by way of the package shortfall (bitowaqr/shortfall @91545ecf, MIT)',
	'sourced', v.how || '; persons of 16 and over; means weighted by the interview weight, n not; no limits, because the lower ones printed with these means are the 27.5th percentile of 100 bootstrap samples, not the 2.5th', true
FROM (SELECT pg_catalog.string_to_array(line, ',') AS f FROM pg_catalog.string_to_table($norm$
@score/norms/hse_2017_18.csv@
$norm$, E'\n') AS line WHERE line OPERATOR(pg_catalog.~) '^(female|male),') AS rows,
	(VALUES ('HSE 2017-18 crosswalk', 4, 'UK 3L values by the crosswalk of van Hout 2012'),
		('HSE 2017-18 EEPRU', 5, 'UK 3L values by the EEPRU mapping (NICE DSU, doi 10.1007/s40273-022-01218-7)')) AS v(name, field, how);

CREATE FUNCTION norm_mean(name text, age integer, sex text, measure text DEFAULT NULL, strict boolean DEFAULT true)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_norm_mean'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION norm_mean(text, integer, text, text, boolean) IS 'Mean of the general population at this age (completed years) and sex (female, male, all), by a norm of the table norm; measure is needed where the norm has several. A norm of both sexes together serves each. NULL when age or sex is. Errors: 22004 name NULL; 22023 unknown norm, measure or word for sex; an age or sex that the norm does not have, which with strict => false is NULL instead. Looked up once a call site.';
CREATE FUNCTION norm_difference(value double precision, name text, age integer, sex text, measure text DEFAULT NULL, strict boolean DEFAULT true)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_norm_difference'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION norm_difference(double precision, text, integer, text, text, boolean) IS 'value - norm_mean(name, age, sex, measure, strict), in the unit of the norm. An EQ-5D index has to be of the value set that the norm''s note names: that is not checked. NULL when value, age or sex is. Errors: as norm_mean; 22023 value not finite.';
CREATE FUNCTION norm_z(value double precision, name text, age integer, sex text, measure text DEFAULT NULL, strict boolean DEFAULT true)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_norm_z'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION norm_z(double precision, text, integer, text, text, boolean) IS 'norm_difference in standard deviations of the general population at that age and sex; of a symptom, too, high values have a high z. NULL when value, age or sex is, and when the norm has no sd (the shipped ones have none). Errors: as norm_difference; 22003.';
CREATE FUNCTION norm_t(value double precision, name text, age integer, sex text, measure text DEFAULT NULL, strict boolean DEFAULT true)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_norm_t'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION norm_t(double precision, text, integer, text, text, boolean) IS 'T score against the norm: 50 + 10 * norm_z. NULL and errors as there.';

CREATE FUNCTION ara_brazier_2010(age double precision, sex text) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_ara_brazier_2010'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ara_brazier_2010(double precision, text) IS 'EQ-5D index of the UK general population by a formula: 0.9508566 + 0.0212126 * male - 0.0002587 * age - 0.0000332 * age^2, age in years. The range of ages that it was fitted to is not known here. NULL when an argument is. Errors: 22023 age outside 0 to 150, sex not female or male. Source: Ara and Brazier 2010, Value in Health 13(5):509-518, doi 10.1111/j.1524-4733.2010.00700.x; coefficients as several public models have them.';
