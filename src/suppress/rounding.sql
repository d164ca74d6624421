-- ---- rounding ----

CREATE FUNCTION round_to(n bigint, base integer)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_round_to'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION round_to(bigint, integer) IS
'Conventional rounding of a count: the multiple of base that is nearest; halfway between two (even bases only) the upper. A reader concludes n within result - base/2 to result + (base - 1)/2 (whole quotients, never below 0): base 5 leaves 13 to 17 of 15, base 10 leaves 15 to 24 of 20; see rounding_interval. Totals are to be rounded by themselves, not added up from rounded parts (NHS England, HES since September 2018), so rounded tables do not add up, and differences between them can give counts away: judge a table with audit, option round. NULL n is NULL: what is hidden stays so. Errors: 22004 base NULL; 22023 n negative, base below 1; 22003 result beyond bigint. Source: ESSnet handbook on statistical disclosure control 1.2, section 5.4.';

CREATE FUNCTION round_midpoint(n bigint, base integer DEFAULT 6)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_round_to_midpoint'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION round_midpoint(bigint, integer) IS
'Midpoint rounding of a count, for rates and curves of rounded counts: ceil(n / base) * base - floor(base / 2), and 0 for 0. With base 6: 1 to 6 are 3, 7 to 12 are 9. A reader concludes n within one block of base counts; 0 is exact. NULL n is NULL. Errors: 22004 base NULL; 22023 n negative, base below 1; 22003 result beyond bigint. Source: OpenSAFELY documentation, statistical disclosure control (commit 41030f3).';

CREATE FUNCTION round_random(n bigint, base integer, key bigint)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_round_at_random'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION round_random(bigint, integer, bigint) IS
'Random rounding of a count to the multiple of base below or above. With r = n modulo base the share r / base of all keys goes up, so the result is n on average over keys; a multiple stays. The same n, base and key always give the same result: use a secret key that belongs to the cell (as from record keys), for who knows it can tell which way n went. The rule, in whole numbers: x = key + 9e3779b97f4a7c15 (hexadecimal, modulo 2^64), x = (x xor x >> 30) * bf58476d1ce4e5b9, x = (x xor x >> 27) * 94d049bb133111eb, x = x xor x >> 31 (a one-to-one mixture of 64 bits); up where floor(x * base / 2^64) < r. A reader concludes n within result - base + 1 to result + base - 1. Not additive. NULL n is NULL. Errors: 22004 base or key NULL; 22023 n negative, base below 1; 22003 result beyond bigint. Source: ESSnet handbook 1.2, section 5.4; mixture: finishing steps of splitmix64.';

CREATE FUNCTION rounding_interval(rounded bigint, base integer, kind text, OUT low bigint, OUT high bigint)
	AS 'MODULE_PATHNAME', 'cpe_round_interval'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rounding_interval(bigint, integer, text) IS
'What a reader who knows base and kind concludes from a rounded count: the lowest and the highest count that may be rounded to it (whole numbers, low never below 0). kind: nearest (round_to), midpoint (round_midpoint), random (round_random), controlled (round_controlled where no cell took a step further), floor, ceiling. high is the largest bigint where the true end is beyond. These are the bounds low and high for audit. Where smaller counts were hidden before rounding (HES: 1 to 7), a shown count is also above that threshold. NULL rounded: both NULL. Errors: 22004 base or kind NULL; 22023 unknown kind, base below 1, a figure that this rounding never gives.';

CREATE FUNCTION rounded_rate(numerator bigint, n bigint, base integer)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_rate_of_rounded'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rounded_rate(bigint, bigint, integer) IS
'The percentage (0 to 100) of two counts after both are rounded as by round_to, so that the rate tells no more than the rounded counts do. NULL where either is NULL (hidden) or the rounded n is 0. Errors: 22004 base NULL; 22023 negative, numerator above n, base below 1; 22003 rounded beyond bigint. Source: NHS England, disclosure control of HES and ECDS since September 2018.';

CREATE TYPE controlled_rounding AS (
	rounded bigint,
	steps integer,
	optimal boolean,
	cost double precision,
	lower_bound double precision
);
COMMENT ON TYPE controlled_rounding IS 'What the window function round_controlled_detail returns for a cell; expand it with (r).* over a subquery.';
COMMENT ON COLUMN controlled_rounding.rounded IS 'The cell rounded: a multiple of base; rounded cells add up as the table does.';
COMMENT ON COLUMN controlled_rounding.steps IS 'How many multiples beyond the one below or above the cell went: 0 where it is one of these (or stayed a multiple). Where all cells of the table have 0 the rounding is zero-restricted.';
COMMENT ON COLUMN controlled_rounding.optimal IS 'Of the whole table: whether no additive rounding of the kind found (zero-restricted, or one step further where there is no zero-restricted one) has a lower cost.';
COMMENT ON COLUMN controlled_rounding.cost IS 'Of the whole table: the sum of weight * |rounded - value| over all cells.';
COMMENT ON COLUMN controlled_rounding.lower_bound IS 'Of the whole table: no additive rounding of the kind searched has a lower cost; equal to cost where that is optimal. NULL: not known.';

CREATE FUNCTION round_controlled(value bigint, dims text[], base integer, options jsonb DEFAULT '{}', weight double precision DEFAULT NULL)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_round_table'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION round_controlled(bigint, text[], integer, jsonb, double precision) IS
'Window function: controlled rounding of a table (its partition): every cell becomes a multiple of base, and the rounded table is additive. value and dims are as in suppress; the table holds all cells with their totals. At first each cell goes to the multiple below or above and multiples stay (zero-restricted), at the least sum of weight * |change| (weight: positive, NULL is 1); two-way tables, one dimension of which may be a hierarchy, always have such a rounding and the optimum is found at once. Where there is none, or none is found within the work allowed, one multiple further is allowed; where that fails too, the inner cells are rounded by least squares and all totals added up from them. A zero stays a zero. Which of these it was, and whether it is the optimum, says round_controlled_detail. Options: work (simplex iterations allowed in all; default by the size of the table, some seconds), parts and parents as in suppress. The same whatever the order of the rows; of several optima one is taken, which may depend on the version of the LP library. Without that library only the last way is there. A reader concludes each count within base - 1 of a cell that took no step further. Errors: 22004 value, dims, base or options NULL; 22023 base below 1, weight not positive, a table that does not add up or with a cell twice (see suppress), no rounding exists and the table has no inner cells; 22003 rounded beyond bigint; 54000 none found within the work, or too many cells (cancer_pe.max_cells). Source: ESSnet handbook 1.2, sections 4.4.1 and 5.4.';

CREATE FUNCTION round_controlled_detail(value bigint, dims text[], base integer, options jsonb DEFAULT '{}', weight double precision DEFAULT NULL)
	RETURNS controlled_rounding AS 'MODULE_PATHNAME', 'cpe_round_table_detail'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION round_controlled_detail(bigint, text[], integer, jsonb, double precision) IS
'Window function: as round_controlled, same arguments and errors, with the steps of each cell, the cost and whether it is the optimum.';

CREATE FUNCTION round_small(value bigint, dims text[], base integer, options jsonb DEFAULT '{}', given text DEFAULT NULL)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_round_small_counts'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION round_small(bigint, text[], integer, jsonb, text) IS
'Window function: rounding of small counts of a table (its partition): no published count from 1 to base - 1 remains, the table stays additive, and only what must changes. Inner cells (the finest of the table) that a published cell from 1 to base - 1 is made of become 0 or base; all totals are added up again. Which become base is chosen so that the squares of the changes of all published cells are small: a search of fixed extent, a good choice but not proven the best. value and dims are as in suppress. given x: the cell is not published (inner cells from which several published tables are made; their rounded values are returned, as the published ones add up from them). Options: parts and parents as in suppress. The same whatever the order of the rows. As data of which some records were moved it hides little: a reader who knows the method still bounds every inner cell (0: 0 to base - 1; base: 1 to base where it was rounded). Errors: 22004 value, dims, base or options NULL; 22023 base below 1, a given status other than x, a table that does not add up or with a cell twice (see suppress), totals that are not made of the same inner cells; 22003 rounded beyond bigint; 54000 too many cells (cancer_pe.max_cells). Source: Heldal 2017; Langsrud and Heldal 2018, An algorithm for small count rounding of tabular data (R package SmallCountRounding, PLSrounding).';
