
-- ---------------------------------------------------------------------------------------------
-- Room suppress: which cells of a table may be shown.
-- ---------------------------------------------------------------------------------------------

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'suppress', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
@suppress/presets.json@
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);

CREATE FUNCTION suppress(value bigint, dims text[], rule text, options jsonb DEFAULT '{}',
		numerator bigint DEFAULT NULL, given text DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_suppress'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION suppress(bigint, text[], text, jsonb, bigint, text) IS
'Window function: the status of each cell of a table, which is its partition: all cells that add up to one another, linked tables and what earlier releases have shown (see below). A partition that holds only a part of the table proves nothing of the rest. NULL: may be shown; c: hidden, for whatever reason; w: no answers, nothing to show; x: latent, never published; with option marks distinct c1 and c2 in the place of c. Everything derived from a hidden cell (numerator, rate, score, interval, rank) is to be hidden with it; a percentage that is shown beside its base tells its numerator (numerator_bounds), so give that as numerator.
value is the count that decides, dims the place of the cell: a label for each dimension, NULL is the total over it (as GROUP BY CUBE, ROLLUP and GROUPING SETS write). numerator, from 0 to value, is published with it; of cells that add up to one another all or none have one. given is what the cell is before: c (hidden before, stays so), x (latent: exists and is never published, costs nothing), show (published before, must stay visible), protect (must be hidden and protected whatever its count: see sensitive_cell), exempt (not tested by the rule), prefer (hide it rather than another), w or NULL.
rule names a preset (table preset, kind suppress); options override it. threshold and comparator (< or <=): which counts from 1 on are small. secondary, what is hidden beside: none; next_smallest (if exactly one cell of a family is hidden, the smallest shown one too, ties by label in byte order; a family differs in the last dimension only, its total takes no part); complementary (the search). zeros: shown (so a hidden count is at least 1); no_answers (the same, status w); hidden (a hidden cell may be a zero, zeros may protect others); protected (hidden as small counts are, numerators of zero and of 100 % too). numerator: numerators and what they leave of the count obey the rule too (default true with complementary, else false). national: numbers of dimensions from 1; a cell that is the total over all of them is exempt. round: base to which shown counts will be rounded, recorded for what follows, nothing is rounded here.
Of complementary only: protect, value (default: two values or more stay possible for each small figure) or range (the structural floor and the first value that is not small both stay possible). marks: one, or distinct (then the reader is taken to know what the marks tell). cost of hiding a cell: count (default) or one. search: fast; better (the default to 5,000 cells, fast beyond: the least cost where little work proves it, exchanges where not); optimal (proves the least cost, or reports how far it may be). work: most simplex iterations of that; seconds: time limit, after which the answer is as safe and less economical, and may differ between runs. parts: {"1": {"E": [["A1", "A2"], ["R1", "R2"]]}}, in dimension 1 E is the sum of A1 and A2, and of R1 and R2, "" is the total; parents: {"1": {"T1": "A1", "T2": ["A1", "R9"]}}, each parent is the sum of all labels that name it. With neither, a total is the sum over all labels of its dimension; with them, over those that are nobody''s part.
Linked tables and earlier releases are rows of the same partition. Tables that share labels and totals: each cell once, with one more dimension where they are of different breakdowns. The same people, published before: the cells published then with given c where they were hidden and show where they were not; the new ones with none. More people than before: one more dimension, with a label for the people of the earlier release (given as they were published), a label for the others (x) and NULL for all; what one release has more than the other is then a cell like any other. The same people grouped anew: old and new groups are two dimensions whose totals are the two tables; the cells of both groups are x, or show with 0 where by definition nobody can be in both.
Defended by complementary, with a proof held for each small figure: an attacker who sees every figure of the partition that is shown, knows the rule and that figures are whole numbers, and solves all of it together. Not defended: what is not in the partition (other releases, a respondent''s own knowledge of himself or others), and guesses that are likely but not certain. none and next_smallest reproduce published tables and prove nothing: audit them. The same whatever the order of the rows. No more cells than the setting cancer_pe.max_cells.
Errors: 22004 value, dims, rule or options NULL; 22023 negative, numerator outside 0 to value, a cell twice, dims of different lengths, a table that does not add up, unknown rule, option or status, a small cell given as show, options that only the search can answer for, and a table for which no proof was found (suppress_detail shows it); 54000 too many cells. Source: the method note on suppression; ESSnet handbook on statistical disclosure control; Fischetti and Salazar 2001 (Management Science 47:1008).';

CREATE FUNCTION suppress(value bigint, dims text[], rule text, options jsonb, numerator bigint, given text, weight double precision)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_suppress'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION suppress(bigint, text[], text, jsonb, bigint, text, double precision) IS
'Window function: the same with weight, what it costs to hide this cell for another''s sake, zero or positive; NULL: as option cost says. Rules without a search do not look at it. Errors: as there, and 22023 weight negative or not finite.';

CREATE TYPE suppressed AS (
	status text,
	reason text,
	low bigint,
	high bigint,
	numerator_low bigint,
	numerator_high bigint,
	proof text,
	moves jsonb,
	cost double precision,
	lower_bound double precision,
	optimal boolean);
COMMENT ON TYPE suppressed IS 'What was decided of a cell, and why, for the publisher: the result of the window function suppress_detail. Never to be published: it holds the hidden values'' neighbourhood.';
COMMENT ON COLUMN suppressed.status IS 'As suppress returns it: NULL, c, w, x; c1 and c2 with distinct marks.';
COMMENT ON COLUMN suppressed.reason IS 'Why the cell is hidden: threshold (the count is small), numerator, rest (count minus numerator), zero, rule (given as protect), given (hidden before), complement (protects another), unpublished (latent). NULL: it is shown.';
COMMENT ON COLUMN suppressed.low IS 'The lowest count that is shown to be possible for the reader by the moves held; others may be. NULL without a search.';
COMMENT ON COLUMN suppressed.high IS 'The highest count that is shown to be possible by the moves held.';
COMMENT ON COLUMN suppressed.numerator_low IS 'The lowest numerator that is shown to be possible. NULL where the cell has none.';
COMMENT ON COLUMN suppressed.numerator_high IS 'The highest numerator that is shown to be possible.';
COMMENT ON COLUMN suppressed.proof IS 'proven: all that must stay possible for the cell does, by moves that were checked; not proven: no proof was found, or none was sought (rules without a search), to be treated as unsafe; NULL: the cell needs none.';
COMMENT ON COLUMN suppressed.moves IS 'The proof, an array: figure (count, numerator or rest, which is count minus numerator), direction (up, down) and steps, each with dims, figure and change. All steps of a move together keep every figure that is shown, and give another table that is possible. NULL where no proof is needed.';
COMMENT ON COLUMN suppressed.cost IS 'Of the whole table: what hiding the cells that protect others costs, by option cost or weight. NULL without a search.';
COMMENT ON COLUMN suppressed.lower_bound IS 'Of the whole table: no pattern that is safe in the same way costs less, proven. NULL where no bound was sought: with search fast, which is the default beyond 5,000 cells, and without a search.';
COMMENT ON COLUMN suppressed.optimal IS 'Of the whole table: whether the cost is proven to be the least. NULL without a search.';

CREATE FUNCTION suppress_detail(value bigint, dims text[], rule text, options jsonb DEFAULT '{}',
		numerator bigint DEFAULT NULL, given text DEFAULT NULL, weight double precision DEFAULT NULL)
	RETURNS suppressed AS 'MODULE_PATHNAME', 'cpe_suppress_detail'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION suppress_detail(bigint, text[], text, jsonb, bigint, text, double precision) IS
'Window function: what suppress decides with the same arguments, and why, with the proof of each cell that needs one; see there and the type suppressed. For the publisher''s eyes only. Where no proof was found, suppress refuses the table and this function shows it with proof ''not proven''. Expand it over a subquery, (d).*, as each field written out calls it anew. Errors: as suppress, but for the table without proof.';

CREATE FUNCTION display(value double precision, status text DEFAULT NULL, decimals integer DEFAULT 0, mark text DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_display'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION display(double precision, text, integer, text) IS 'A published cell as text: the value, rounded half up to 0 to 10 decimals, when status is NULL; else the status in square brackets as the Government Analysis Function writes it ([c] confidential, [w] none recorded, [x] not available, [u] low reliability, [z] not applicable), or mark in its place. The value of a cell with a status is never part of the text. No value and no status is [x]. Errors: 22023 value not finite, decimals.';

@suppress/sensitive.sql@

@suppress/audit.sql@

@suppress/certificate.sql@

@suppress/rounding.sql@

@suppress/cell_key.sql@
