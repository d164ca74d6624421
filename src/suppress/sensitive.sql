-- Room suppress: cells that are sensitive for other reasons than their count.

CREATE FUNCTION largest_add(state double precision[], amount double precision, count integer)
	RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_largest_add'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION largest_add(double precision[], double precision, integer) IS 'Step of the aggregate largest. state is NULL or count followed by the largest amounts so far, the largest first. Errors: 22004 count NULL; 22023 amount, count, state.';

CREATE FUNCTION largest_combine(state double precision[], other double precision[])
	RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_largest_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION largest_combine(double precision[], double precision[]) IS 'Step of the aggregate largest: two states as one. Errors: 22023 a state, counts that differ.';

CREATE FUNCTION largest_final(state double precision[])
	RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_largest_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION largest_final(double precision[]) IS 'Last step of the aggregate largest: the amounts of a state. NULL of NULL. Errors: 22023 state.';

CREATE AGGREGATE largest(amount double precision, count integer) (
	SFUNC = largest_add,
	STYPE = double precision[],
	FINALFUNC = largest_final,
	COMBINEFUNC = largest_combine,
	PARALLEL = SAFE);
COMMENT ON AGGREGATE largest(double precision, integer) IS 'The largest contributions to a total, at most count of them (1 to 100, the same for all rows), the largest first, in the unit of amount: what dominance, p_percent and sensitive_cell look at. One row a contributor: add up what one contributes before. NULL amounts are left out; an empty array where there is no other, NULL of no rows. The same whatever the order or split of the rows. Errors: 22004 count NULL; 22023 an amount negative, NaN or infinite, count out of range or not the same.';

CREATE FUNCTION dominance(largest double precision[], total double precision, n integer, k double precision)
	RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_dominance_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dominance(double precision[], double precision, integer, double precision) IS 'The (n, k) rule: whether the n largest contributions are more than k per cent of the total, so that the cell is sensitive. largest has the n largest first (more do no harm), total is the sum of all contributions of the cell, zero or positive; n from 1 to 100, k from 0 to 100. A total of zero is not. NULL when an argument is. Errors: 22023 values out of range or order, a total less than its largest contributions, fewer than n of them where the cell has more. Source: ESSnet handbook on statistical disclosure control, 4.2.';

CREATE FUNCTION p_percent(largest double precision[], total double precision, p double precision)
	RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_p_percent_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION p_percent(double precision[], double precision, double precision) IS 'The p per cent rule: whether the total without its two largest contributions is less than p per cent of the largest, so that the second contributor can tell the first to within p per cent and the cell is sensitive. largest has the two largest first (more do no harm), total is the sum of all contributions of the cell, zero or positive; p from 0 to 100. A cell with one or two contributions is sensitive wherever p and the largest are not zero. NULL when an argument is. Errors: 22023 values out of range or order, a total less than its largest contributions, fewer than two of them where the cell has more. Source: ESSnet handbook on statistical disclosure control, 4.2.';

CREATE FUNCTION sensitive_cell(rule text, n bigint, largest double precision[], total double precision, effective double precision, options jsonb DEFAULT '{}')
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_sensitive_cell'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sensitive_cell(text, bigint, double precision[], double precision, double precision, jsonb) IS 'Whether a cell of a mean or a total is sensitive by a rule of suppress: protect, which is to be given to suppress for it, or NULL. It is where n, the number of contributors, is small by threshold and comparator; where effective, the effective number of contributors to a weighted mean (n_eff of moments or tally), is (NULL: not weighted); where the largest contributions dominate the total (dominance_n, dominance_k: see dominance) or give it away (p_percent: see p_percent). largest and total are NULL for a mean or a count, and then those two are not tested. Where zeros are protected, no contributors and a total of zero are sensitive too. rule names a preset (kind suppress), of which options override threshold, comparator, zeros (protected, or another), dominance_n, dominance_k and p_percent; a preset without the last three does not test them. Errors: 22004 rule, n or options NULL, one of largest and total NULL; 22023 unknown rule or option, values out of range, largest as in dominance.';
