-- Room suppress: what an attacker can work out of a table as published.

CREATE TYPE audited AS (
	verdict text,
	low bigint,
	high bigint,
	attack text,
	attack_cells jsonb,
	status text
);
COMMENT ON TYPE audited IS 'What audit says of one cell of a published table.';
COMMENT ON COLUMN audited.verdict IS 'shown: nothing to find out; exact: one count is possible; narrow: the option protect is range, and the counts that are possible do not reach both ends of what the rule leaves open; safe: what was asked stays possible, and whole-number tables that show it were found; open: neither was proven, to be treated as unsafe. NULL for a hidden cell that was not asked about (option targets).';
COMMENT ON COLUMN audited.low IS 'The count is this at least: proven, never NULL. Of a shown cell: what is shown, or the lower end of its interval.';
COMMENT ON COLUMN audited.high IS 'The count is this at most: proven. NULL: nothing bounds it.';
COMMENT ON COLUMN audited.attack IS 'Of exact and narrow: the sum of what is seen by which the count, or its bound, follows, in words that can be checked by hand. It names counts that are shown and bounds, never a hidden count that is not itself what follows. NULL otherwise.';
COMMENT ON COLUMN audited.attack_cells IS 'The same for programs: an object with low and high, each with bound, divisor and terms (dims, weight, at). at is what is seen of the term''s cell: its count where shown, else a bound of it. divisor * count is at most (high) or at least (low) the sum of weight * at. A side is absent where there is no sum for it. NULL where attack is, and where the sum needs a count that only somebody in a cell knows.';
COMMENT ON COLUMN audited.status IS 'NULL: low and high are reached by tables that fit. bounds not tight: they hold, but may be wider than need be. no upper bound: high is NULL. not asked: see verdict. to somebody in a hidden cell: with the option known, the verdict is his, who knows more than is published; with known count, low and high are still everybody''s, and attack has no figures that only he can have and attack_cells is NULL.';

CREATE FUNCTION audit(value bigint, status text, dims text[], options jsonb DEFAULT '{}',
		low bigint DEFAULT NULL, high bigint DEFAULT NULL)
	RETURNS audited AS 'MODULE_PATHNAME', 'cpe_audit'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION audit(bigint, text, text[], jsonb, bigint, bigint) IS
'Window function: what a stated attacker can work out of each cell of a table (its partition) as it is published, whoever made it. dims is the cell''s place as in suppress: a NULL label is the total over that dimension; linked tables and earlier releases are rows of one partition. status is what is published: NULL the count value; c hidden (value, where given, is the true count: tables are then searched from it, and it is never shown); c1 hidden as small and c2 hidden to protect another, where readers can tell them apart; w nobody, a zero; x exists but is not published. A NULL value without a status is hidden too, or, with both low and high, published as that interval. low and high bound a count by what else is known: an interval published in its place, a percentage beside it (numerator_bounds), what one respondent knows. '
'The attacker knows every relation between the cells and, by options: lower, what a hidden count is at least (default 1: zeros are shown; 0 where they are hidden too; 0 for cells with status x always); whole, that counts are whole numbers (true); round and rounding, the base to whose multiples shown counts are rounded and how (nearest, midpoint, random, controlled, floor, ceiling); threshold and comparator (<= or <), what counts as small, which with round also says that shown counts are zero or above it; marks: one (default), distinct (c1 is at most the threshold, c2 above it), small (the rule hides small counts only); known: none (default), member (he is in one of the hidden cells and knows it, whichever helps him most: he learns of others, and whether he is alone), count (he knows how many are in his, which needs the counts of all cells). '
'What is asked: protect value (default: two counts at least stay possible) or range (the least count that the rows allow whatever is hidden, and the first that is not small, both stay possible; cells that are shown not to be small are asked for two counts); targets all (default) or small (of 1 to the threshold, which needs the counts); bounds (default true): tight bounds of every hidden cell, not only its verdict; work: a limit of simplex iterations, 0 for none, beyond which cells are left open; parts and parents as in suppress. Verdicts do not depend on the order of rows. '
'Errors: 22004 dims or options NULL, a count that the options need; 22023 what is published contradicts itself (the cell or row is named), a cell twice, negative counts, counts that do not add up, figures that no rounding gives, unknown status or option; 54000 more cells than cancer_pe.max_cells. Source: attacker''s problem of Fischetti and Salazar (Management Science 47, 2001), with whole numbers.';

CREATE FUNCTION numerator_bounds(percentage double precision, n bigint, decimals integer DEFAULT 0,
		rounding text DEFAULT 'either', OUT low bigint, OUT high bigint)
	AS 'MODULE_PATHNAME', 'cpe_numerator_bounds_of'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION numerator_bounds(double precision, bigint, integer, text) IS
'What a published percentage says of its numerator: the whole numbers from low to high are those whose share of n is rounded to percentage (0 to 100) with so many decimals (0 to 10). rounding: half_up or half_even for ties; either (default): ties may have gone either way, so both ends count; twice: upward, first to one decimal more and then again, as the cancer patient experience survey of 2018 did. Exact whole-number arithmetic. NULL arguments give NULL. For a mean of ratings from 0 to m with answers n, the sum of ratings is what a percentage 100 / m times the mean says of m * n. Errors: 22023 percentage, n or decimals out of range, more decimals than stated, unknown rounding, or no whole number of n gives the percentage.';
