\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.6.0'" to load this file. \quit

DELETE FROM preset WHERE kind OPERATOR(pg_catalog.=) 'suppress' AND builtin;
INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'suppress', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
[
{"name": "cancer_lt5",
 "options": {"threshold": 5, "comparator": "<", "secondary": "complementary", "zeros": "shown"},
 "source": "Counts of 1 to 4, the rule of the English cancer registries before the National Disease Registration Service ('usually less than five counts in a data cell'), as a page on their data security quotes it. What protects these cells is this extension's search; the registries had no such rule."},
{"name": "hes",
 "options": {"threshold": 7, "comparator": "<=", "secondary": "none", "zeros": "shown", "round": 5},
 "source": "NHS England, change to disclosure control methodology for HES and ECDS from September 2018: sub-national counts of 1 to 7 are hidden, all others rounded to the nearest 5; national figures are neither (option national names the dimensions whose total that is). Round afterwards; totals are formed before. That zeros are shown is not confirmed by a source read. No complementary suppression: it is no proof of safety, audit the rounded table."},
{"name": "ncpes2018",
 "options": {"threshold": 20, "comparator": "<=", "secondary": "next_smallest", "zeros": "no_answers"},
 "source": "National Cancer Patient Experience Survey 2018, England: derived from the published trust tables by tumour group, which it reproduces without exception. It is no proof of safety: it guards only against subtraction within one organisation and question."},
{"name": "opensafely",
 "options": {"threshold": 7, "comparator": "<=", "secondary": "none", "zeros": "shown", "round": 5},
 "source": "OpenSAFELY documentation (docs/outputs/sdc.md): counts of 7 or less are redacted, then all others rounded to the nearest 5 and totals formed anew from rounded counts; zeros can in general be kept. No complementary suppression: it is no proof of safety, audit the rounded table."},
{"name": "sacro",
 "options": {"threshold": 10, "comparator": "<", "secondary": "complementary", "zeros": "protected",
             "dominance_n": 2, "dominance_k": 90, "p_percent": 10},
 "source": "SACRO and ACRO, acro/default.yaml: fewer than 10 contributors, zeros disclosive, the 2 largest contributors with more than 90 % of a total, p ratio 10 %. Dominance and p % are of magnitudes: test them with sensitive_cell and give its result. What protects these cells is this extension's search; those tools only find them."},
{"name": "survey_lt10",
 "options": {"threshold": 10, "comparator": "<", "secondary": "complementary", "zeros": "shown"},
 "source": "Fewer than 10 respondents, the threshold of the GP Patient Survey's published rules (unweighted). That the National Cancer Patient Experience Survey uses it from 2021 on is not confirmed by a source read. What protects these cells is this extension's search, in the place of the survey's next lowest option."}
]
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);
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
CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb, numerator bigint)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb, numerator bigint, given text)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_done(state internal)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_certificate_done'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb, bigint) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb, bigint, text) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_done(internal) IS 'Final function of the aggregate certificate. Not for calls of one''s own.';
CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb) IS
'The proof that a table may be published as it is going to be, to be kept with the release in confidence: it holds the hidden values. One row a cell, all cells of the table with linked ones and unpublished ones: value is the true count, dims the place (NULL: total), status what is going to be published: NULL shown, c hidden (c1 and c2 with distinct marks), w no answers, x latent and never published. rule and options as suppress takes them, the same in all rows.
Returns an object: format (1), extension (version), rule, options, claim (what is proven against which attacker: threshold, the largest small count; zeros; numerator; protect, value or range; marks; national), dims (their number), parts, digest (SHA-256 of the published table, hexadecimal), seal (SHA-256 of all the rest), hidden and unpublished (arrays of [labels, value, numerator, protect], the last two where there are any), exempt (arrays of labels), moves (each an array figure, change, figure, change, ...; figure c from 0 is the count of the c-th of hidden followed by unpublished, and as many more as these are its numerator) and counts. Together the moves show other tables that agree with all that is published, such that each small figure keeps what must stay possible. The same input gives the same bytes, whatever the order of rows; NULL without rows.
The digest can be recomputed by anyone from the published table. It is of a text in UTF-8: a line "cancer_pe table 1", the number of dimensions and of cells; then a line for each published cell (not x), in the order of the labels'' bytes, dimension by dimension, a total before all labels: labels, value, numerator, status, apart by one blank; a label or status as its number of bytes, a colon and itself, a number in decimal; - for a total, for what there is not, and for value and numerator of a cell with a status. Each line ends with a line feed.
Not to be published, nor is anything computed from it but certificate_summary. Checked by verify before it is returned. Errors: 22004 dims, rule, options or a value NULL; 22023 small cells that are shown, or for which no proof is found (the first are named), a table that does not add up, unknown status, rule or option, rule or options that differ; 54000 more cells than cancer_pe.max_cells. Source: the method note on suppression, section 4.';
CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb, numerator bigint) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb, bigint) IS
'The same for a table whose cells have numerators, published and hidden with their counts; NULL: the cell has none. Errors: as there, and 22023 numerator outside 0 to value.';
CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb, numerator bigint, given text) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb, bigint, text) IS
'The same with what suppress was given: exempt cells are not tested, protect cells must be hidden and protected whatever their count; other words matter no more once the status is there. Errors: as there, and 22023 unknown given.';
CREATE FUNCTION verify_step(state internal, value bigint, dims text[], status text, certificate jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_verify_step'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verify_step(state internal, value bigint, dims text[], status text, certificate jsonb, numerator bigint)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_verify_step'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verify_done(state internal)
	RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_verify_done'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verification_done(state internal)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_verification_done'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION verify_step(internal, bigint, text[], text, jsonb) IS 'Transition of the aggregates verify and verification: takes a published cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION verify_step(internal, bigint, text[], text, jsonb, bigint) IS 'Transition of the aggregates verify and verification: takes a published cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION verify_done(internal) IS 'Final function of the aggregate verify. Not for calls of one''s own.';
COMMENT ON FUNCTION verification_done(internal) IS 'Final function of the aggregate verification. Not for calls of one''s own.';
CREATE AGGREGATE verify(value bigint, dims text[], status text, certificate jsonb) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verify_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verify(bigint, text[], text, jsonb) IS
'Whether a certificate proves a table as published: true, or false for whatever reason (see verification); never NULL, false without rows. One row a published cell, value NULL where it is hidden; rows with status x are not looked at. A value that is given for a hidden cell must be that of the certificate. The check adds whole numbers, and shares no code with what made the certificate: it derives the relations of the table from its labels, and checks the digest of the table, that the table completed by the certificate adds up, that the cells hidden are those of the certificate, that every figure that is small by its rule is hidden or exempt, that each move touches hidden cells only, keeps every sum and every bound that the attacker knows, and that the moves leave every small figure what the claim says. It tells what is claimed, not that the claim is the one wanted, nor that the hidden values are the true ones: compare certificate_summary. The certificate may hold anything and must be the same in all rows. Errors: 22004 dims NULL; 22023 unknown status, certificates that differ; 54000 more cells than cancer_pe.max_cells.';
CREATE AGGREGATE verify(value bigint, dims text[], status text, certificate jsonb, numerator bigint) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verify_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verify(bigint, text[], text, jsonb, bigint) IS
'The same for a table with numerators, NULL where they are hidden or the cell has none.';
CREATE AGGREGATE verification(value bigint, dims text[], status text, certificate jsonb) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verification_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verification(bigint, text[], text, jsonb) IS
'What verify found: verified, or the first thing that is wrong, in words that name cells and tell no hidden value. Never NULL. Errors: as verify.';
CREATE AGGREGATE verification(value bigint, dims text[], status text, certificate jsonb, numerator bigint) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verification_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verification(bigint, text[], text, jsonb, bigint) IS
'The same for a table with numerators, NULL where they are hidden or the cell has none.';
CREATE FUNCTION certificate_summary(certificate jsonb,
		OUT format integer, OUT extension text, OUT rule text, OUT options jsonb,
		OUT threshold bigint, OUT zeros text, OUT numerator boolean, OUT protect text, OUT marks text, OUT exempt_totals jsonb,
		OUT dims integer, OUT cells bigint, OUT hidden bigint, OUT digest text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT (certificate ->> 'format')::integer, certificate ->> 'extension', certificate ->> 'rule', certificate -> 'options',
			(certificate #>> '{claim,threshold}')::bigint, certificate #>> '{claim,zeros}', (certificate #>> '{claim,numerator}')::boolean,
			certificate #>> '{claim,protect}', certificate #>> '{claim,marks}', certificate #> '{claim,national}',
			(certificate ->> 'dims')::integer, (certificate #>> '{counts,cells}')::bigint, (certificate #>> '{counts,hidden}')::bigint,
			certificate ->> 'digest';
	END;
COMMENT ON FUNCTION certificate_summary(jsonb) IS
'What may be published of a certificate: format, extension (version that made it), rule and options as given, threshold (the largest small count), zeros, numerator, protect (what stays possible for each small figure: value, at least two values; range, the floor and what is not small), marks, exempt_totals (numbers of dimensions from 1: a total over all of them is exempt), dims (number of dimensions), cells (published), hidden (of these; a reader can count both), digest (SHA-256 of the published table). It leaves out how many hidden cells are small, what hiding the others cost, what is unpublished and the seal: each of them narrows what a reader can work out of the hidden values. A field that the certificate lacks is NULL. Errors: 22P02 or 22003 a number in it is none. It checks nothing: that is what verify does.';
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
CREATE TYPE cell_key;
CREATE FUNCTION cell_key_in(cstring) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_in(cstring) IS 'Reads a cell key from its 16 hexadecimal digits. Errors: 22P02 anything else.';
CREATE FUNCTION cell_key_out(cell_key) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_cell_key_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_out(cell_key) IS 'Writes a cell key as 16 hexadecimal digits, lower case.';
CREATE FUNCTION cell_key_recv(internal) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_recv(internal) IS 'Reads a cell key from its binary form, eight bytes, of which every value is one. Errors: 22P03 another length.';
CREATE FUNCTION cell_key_send(cell_key) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_cell_key_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_send(cell_key) IS 'Writes a cell key in binary: a whole number without sign of eight bytes, most significant first.';
CREATE TYPE cell_key (
	INPUT = cell_key_in, OUTPUT = cell_key_out, RECEIVE = cell_key_recv, SEND = cell_key_send, LIKE = pg_catalog.int8
);
COMMENT ON TYPE cell_key IS 'The key of a cell of a table: the sum, modulo 2^64, of the record keys of the people it counts, in eight bytes. The same people have the same key in whatever table they are counted, so perturb gives the same noise to the same cell everywhere; of one person more or less it tells nothing to those who see no keys. Exact under any split and order. Text: 16 hexadecimal digits. A reader of cell keys, or of record keys, undoes the noise: grant analysts neither. Sorted as numbers.';
CREATE FUNCTION cell_key_lt(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_lt(cell_key, cell_key) IS 'Whether the first cell_key comes before the second, in the order of the number; behind the operator <.';
CREATE OPERATOR < (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (cell_key, cell_key) IS 'The first cell_key comes before the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_le(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_le(cell_key, cell_key) IS 'Whether the first cell_key comes before or equals the second, in the order of the number; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (cell_key, cell_key) IS 'The first cell_key comes before or equals the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_eq(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_eq(cell_key, cell_key) IS 'Whether the first cell_key equals the second, in the order of the number; behind the operator =.';
CREATE OPERATOR = (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (cell_key, cell_key) IS 'The first cell_key equals the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_ne(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_ne(cell_key, cell_key) IS 'Whether the first cell_key differs from the second, in the order of the number; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (cell_key, cell_key) IS 'The first cell_key differs from the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_ge(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_ge(cell_key, cell_key) IS 'Whether the first cell_key comes after or equals the second, in the order of the number; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (cell_key, cell_key) IS 'The first cell_key comes after or equals the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_gt(cell_key, cell_key) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_cell_key_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_gt(cell_key, cell_key) IS 'Whether the first cell_key comes after the second, in the order of the number; behind the operator >.';
CREATE OPERATOR > (LEFTARG = cell_key, RIGHTARG = cell_key, FUNCTION = cell_key_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (cell_key, cell_key) IS 'The first cell_key comes after the second; the order has no statistical meaning.';
CREATE FUNCTION cell_key_cmp(cell_key, cell_key) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_cell_key_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_cmp(cell_key, cell_key) IS 'Negative, zero or positive, as the first cell_key comes before, equals or comes after the second.';
CREATE FUNCTION cell_key_hash(cell_key) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_cell_key_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_hash(cell_key) IS 'Hash of type cell_key: equal ones have equal hashes.';
CREATE FUNCTION cell_key_hash_extended(cell_key, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_cell_key_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_hash_extended(cell_key, bigint) IS 'Hash of type cell_key with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS cell_key_ops DEFAULT FOR TYPE cell_key USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 cell_key_cmp(cell_key, cell_key);
COMMENT ON OPERATOR CLASS cell_key_ops USING btree IS 'Sorting and distinct values of cell_key: the number.';
COMMENT ON OPERATOR FAMILY cell_key_ops USING btree IS 'Sorting and distinct values of cell_key.';
CREATE OPERATOR CLASS cell_key_ops DEFAULT FOR TYPE cell_key USING hash AS
	OPERATOR 1 =, FUNCTION 1 cell_key_hash(cell_key), FUNCTION 2 cell_key_hash_extended(cell_key, bigint);
COMMENT ON OPERATOR CLASS cell_key_ops USING hash IS 'Grouping and hash joins of cell_key.';
COMMENT ON OPERATOR FAMILY cell_key_ops USING hash IS 'Grouping and hash joins of cell_key.';
ALTER OPERATOR FAMILY cell_key_ops USING btree ADD FUNCTION 4 (cell_key, cell_key) pg_catalog.btequalimage(oid);
CREATE FUNCTION record_key(secret bytea, person text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_record_key'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION record_key(bytea, text) IS 'The record key of a person: the first eight bytes, most significant first, of HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the person''s identifier in UTF-8 under the secret, as a bigint over its whole range. The data owner computes record keys once, into a column that analysts cannot read, and never again with another secret: who sees the same table under two sets of keys can average the noise away. One person has one key, in all rows; count people, not rows. Keep the secret (16 random bytes or more) outside the database or in a table that only the owner reads, and pass it from there: a literal stands in logs and statistics. NULL when an argument is NULL. Errors: 22023 secret shorter than 16 bytes, empty identifier.';
CREATE FUNCTION cell_key_accum(cell_key, record_key bigint) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_accum(cell_key, bigint) IS 'The key of a cell with one more person, modulo 2^64. A NULL key is that of an empty cell. Errors: 22004 record_key NULL. The transition of the aggregate cell_key(bigint).';
CREATE FUNCTION cell_key_combine(cell_key, cell_key) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_combine(cell_key, cell_key) IS 'The key of the people of two cells that share none: the sum modulo 2^64.';
CREATE AGGREGATE cell_key(record_key bigint) (
	SFUNC = cell_key_accum, STYPE = cell_key, COMBINEFUNC = cell_key_combine, PARALLEL = SAFE, INITCOND = '0000000000000000'
);
COMMENT ON AGGREGATE cell_key(bigint) IS 'The cell key of the people counted, a row each: beside count(*), with the same FILTER and grouping. The same whatever the order, plan or workers. Without rows the key 0, never NULL. Errors: 22004 a record key is NULL (a person left out would change the noise of every cell it is in).';
CREATE AGGREGATE rollup(cell_key) (
	SFUNC = cell_key_combine, STYPE = cell_key, COMBINEFUNC = cell_key_combine, PARALLEL = SAFE, INITCOND = '0000000000000000'
);
COMMENT ON AGGREGATE rollup(cell_key) IS 'The cell key of all people in cells that share none; NULLs are passed over. Without rows the key 0.';
CREATE FUNCTION perturb(n bigint, key cell_key, noise integer, variance double precision, forbidden integer DEFAULT 0)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_perturb'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION perturb(bigint, cell_key, integer, double precision, integer) IS 'The count to publish for a count n of people under their cell key: n with noise of mean 0, at most noise up or down, never negative nor 1 to forbidden; see perturbation_table for the probabilities. 0 stays 0. The same n and key give the same result in every table, so a cell cannot be averaged out by asking again; totals have their own keys and noise, so published parts do not add up to published totals, by up to noise in each. noise, variance and forbidden are the same for all tables of the same people, and are not secret; keys are. A reader still knows that the count is within noise of the result, and that it is above 0 where the result is. NULL when n or key is NULL. Errors: 22023 n negative, and as perturbation_table; 22003 n within noise of 2^63; 22004 noise, variance or forbidden NULL.';
CREATE FUNCTION perturbation_table(noise integer, variance double precision, forbidden integer DEFAULT 0,
		OUT n integer, OUT result integer, OUT change integer, OUT probability double precision, OUT low bigint, OUT high bigint)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_perturbation_table'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100;
COMMENT ON FUNCTION perturbation_table(integer, double precision, integer, OUT integer, OUT integer, OUT integer, OUT double precision, OUT bigint, OUT bigint) IS 'The probabilities behind perturb, a row for each count n and result: change is result less n. The rows of the largest n serve all larger counts. noise (1 to 100) is the largest change, forbidden (0 to noise - 1; 0: none) the largest of the results 1, 2, ... that never occur, so that no small count is published. For each n, of all probabilities whose mean change is 0, whose variance is at most variance, where for n above forbidden no larger decrease is likelier than a smaller one or none, those of largest entropy; small n whose row of largest entropy varies less have a smaller variance. low and high: the result is chosen when the highest 40 bits of the cell key, as a number, are low or more and below high; probability is their share, to 1e-12. Method: Fraser and Wooton 2006, Giessing 2016; agrees with create_cnt_ptable of R''s ptable 1.0.0 (D = noise, V = variance, js = forbidden) to 3e-8, where that program stops. Errors: 22023 noise or forbidden out of range, variance not above 0, above the square of noise, or below n * (forbidden + 1 - n) for some forbidden n; 22004 an argument is NULL.';
