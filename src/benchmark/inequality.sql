-- ---- inequality: quantiles, slope and relative index ----

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
