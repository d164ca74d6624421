-- ---- EQ-5D ----

CREATE TYPE eq5d;

CREATE FUNCTION eq5d_in(cstring) RETURNS eq5d AS 'MODULE_PATHNAME', 'cpe_eq5d_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_in(cstring) IS 'Reads a health state from its five digits. Errors: 22P02 anything else, such as a missing answer or blanks.';
CREATE FUNCTION eq5d_out(eq5d) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_eq5d_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_out(eq5d) IS 'Writes a health state as five digits.';
CREATE FUNCTION eq5d_recv(internal) RETURNS eq5d AS 'MODULE_PATHNAME', 'cpe_eq5d_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_recv(internal) IS 'Reads a health state from its binary form, two bytes. Errors: 22P03 no state.';
CREATE FUNCTION eq5d_send(eq5d) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_eq5d_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_send(eq5d) IS 'Writes a health state in binary: the number that the digits make, 11111 to 55555, two bytes without sign, most significant first.';

CREATE TYPE eq5d (
	INPUT = eq5d_in, OUTPUT = eq5d_out, RECEIVE = eq5d_recv, SEND = eq5d_send,
	INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, STORAGE = plain
);

COMMENT ON TYPE eq5d IS 'A complete EQ-5D health state in two bytes: text 21345 is level 2 of mobility (MO), 1 of self-care (SC), 3 of usual activities (UA), 4 of pain/discomfort (PD) and 5 of anxiety/depression (AD). Three-level questionnaires (EQ-5D-3L, EQ-5D-Y-3L) use the levels 1 to 3: the state does not say which questionnaire it comes from, and their levels do not mean the same; the value set has to fit. A state with an answer missing is NULL. Sorted as the digits read.';

@base/ordered_type.sql eq5d cpe_eq5d their digits@
ALTER OPERATOR FAMILY eq5d_ops USING btree ADD FUNCTION 4 (eq5d, eq5d) pg_catalog.btequalimage(oid);

CREATE FUNCTION eq5d(mo integer, sc integer, ua integer, pd integer, ad integer, strict boolean DEFAULT true)
	RETURNS eq5d AS 'MODULE_PATHNAME', 'cpe_eq5d_make'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION eq5d(integer, integer, integer, integer, integer, boolean) IS 'The health state of five answers, 1 to 5 each: mobility, self-care, usual activities, pain/discomfort, anxiety/depression. NULL when one is NULL or 9, the code of a missing answer (as in CamCOPS and in extracts of the NHS England PROMs). Errors: 22023 any other answer outside 1 to 5, also beside a missing one; strict => false gives NULL instead. strict NULL is true.';
CREATE FUNCTION eq5d(answers integer[], strict boolean DEFAULT true)
	RETURNS eq5d AS 'MODULE_PATHNAME', 'cpe_eq5d_make_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION eq5d(integer[], boolean) IS 'The health state of five answers in the order MO, SC, UA, PD, AD; a sixth, of the visual analogue scale, is passed over, so that answers to the instruments EQ-5D-5L and EQ-5D-3L can be given as they are. Otherwise as with five arguments. NULL array gives NULL. Errors: 22023 an answer out of range (strict => false gives NULL instead); neither five answers nor six, strict or not.';
CREATE FUNCTION level(state eq5d, dimension text) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_eq5d_level_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION level(eq5d, text) IS 'The level 1 to 5 of a dimension of the state: MO, SC, UA, PD or AD. Errors: 22023 unknown dimension.';
CREATE FUNCTION eq_vas(answer integer, strict boolean DEFAULT true) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_eq_vas'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION eq_vas(integer, boolean) IS 'The answer to the EQ visual analogue scale, 0 (worst) to 100 (best). NULL when it is NULL or 999, the code of a missing answer (as in CamCOPS and in extracts of the NHS England PROMs). Errors: 22023 outside 0 to 100; strict => false gives NULL instead.';

CREATE FUNCTION eq5d_lss(state eq5d) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_eq5d_lss_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_lss(eq5d) IS 'Level sum score: the sum of the five levels, 5 (no problems) to 25, of three-level questionnaires to 15.';
CREATE FUNCTION eq5d_lfs(state eq5d, levels integer DEFAULT 5) RETURNS text AS 'MODULE_PATHNAME', 'cpe_eq5d_lfs_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_lfs(eq5d, integer) IS 'Level frequency score: how many dimensions are at level 1, 2, ..., as text of 5 or 3 digits: 11111 gives 50000, 12345 gives 11111; with levels => 3 11223 gives 221. Errors: 22023 levels not 3 or 5, or the state has a higher one.';
CREATE FUNCTION eq5d_change(before eq5d, after eq5d, split_no_problems boolean DEFAULT true)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_eq5d_change_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_change(eq5d, eq5d, boolean) IS 'Pareto classification of health change (PCHC): Improve (better in some dimension, worse in none), Worsen, Mixed change (better in one, worse in another), No change, and No problems (11111 before and after), which is No change with split_no_problems => false.';
CREATE FUNCTION eq5d_change(before eq5d, after eq5d, dimension text, split_no_problems boolean DEFAULT true)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_eq5d_change_in_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_change(eq5d, eq5d, text, boolean) IS 'The change in one dimension (MO, SC, UA, PD, AD): Improve, Worsen, No change, and No problems (level 1 before and after), which is No change with split_no_problems => false. Errors: 22023 unknown dimension.';

-- ---- value sets ----

CREATE FUNCTION eq5d_evaluate(instrument text, form text, terms jsonb, fixed jsonb, state_values double precision[])
	RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_eq5d_evaluate_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION eq5d_evaluate(text, text, jsonb, jsonb, double precision[]) IS 'The values of all health states, in the order of their digits (3125 for EQ-5D-5L, 243 for EQ-5D-3L and EQ-5D-Y-3L), of a value set as the table value_set holds it. form additive: the sum of the terms that apply; where all coefficients are decimals of up to nine places, the result is the double nearest to the exact decimal. multiplicative: their product. power: FullHealth less a power (Power) of the sum of the decrements. table: state_values as they are. fixed gives single states another value. Terms: StartValue or FullHealth always; MO2 (any dimension and level) at that level; Intercept, AtLeastOne2Or3 some dimension above 1; MO3SC3 both at those levels; MOAD (level - 1) * (level - 1). Of three levels, n2 and n3 being the dimensions at 2 and 3: AtLeastOne3 some at 3; A3 all at 3; D1 times n2 + n3 - 1 or 0; I2, I3 times n2 - 1, n3 - 1 or 0, I2square, I3square their squares; C2square, C3square n2 and n3 squared; O2, O3 only levels 1 and 2 (3), not all 1; X5 none at 1; Z2 some at 2 and some at 3; Z3 times n2 if some at 3. Of five: MO45 at 4 or 5; Num45sq (dimensions at 4 or 5, less 1) squared, if any; N4 some at 4 or 5; N5 some at 5. Definitions: R package eq5d 0.16.3. Errors: 22023 unknown word or term, no start, wrong number of values, something out of range; 22004 instrument or form NULL.';

CREATE TABLE value_set (
	name text NOT NULL,
	sex text NOT NULL DEFAULT 'all',
	age_from integer NOT NULL DEFAULT 0,
	age_to integer,
	instrument text NOT NULL,
	kind text NOT NULL DEFAULT 'value set',
	country text,
	year integer,
	method text,
	form text NOT NULL DEFAULT 'additive',
	terms jsonb,
	fixed jsonb,
	state_values double precision[],
	index_set text,
	target text,
	doi text,
	pubmed text,
	isbn text,
	url text,
	licence text,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT value_set_pkey PRIMARY KEY (name, sex, age_from),
	CONSTRAINT value_set_name_given CHECK (name OPERATOR(pg_catalog.<>) ''),
	CONSTRAINT value_set_sex_known CHECK (sex IN ('all', 'female', 'male')),
	CONSTRAINT value_set_ages CHECK (age_from OPERATOR(pg_catalog.>=) 0 AND (age_to IS NULL OR age_to OPERATOR(pg_catalog.>=) age_from)),
	CONSTRAINT value_set_instrument_known CHECK (instrument IN ('EQ-5D-5L', 'EQ-5D-3L', 'EQ-5D-Y-3L')),
	CONSTRAINT value_set_kind_known CHECK (kind IN ('value set', 'crosswalk', 'reverse crosswalk', 'mapping')),
	CONSTRAINT value_set_form_known CHECK (form IN ('additive', 'multiplicative', 'power', 'table')),
	CONSTRAINT value_set_values CHECK (eq5d_evaluate(instrument, form, terms, fixed, state_values) IS NOT NULL)
);
COMMENT ON TABLE value_set IS 'EQ-5D value sets, crosswalks and mappings by name, a row for each sex and age group that has values of its own. There is no default: eq5d_index takes the name. Figures of the shipped rows come from the R package eq5d 0.16.3.9000 and were evaluated against it; add your own with INSERT (the row is evaluated at once, so that a wrong term is an error), they survive dump and upgrade.';
COMMENT ON COLUMN value_set.name IS 'The name to give to eq5d_index: country and year of publication, of three-level sets with TTO, VAS or Y-3L between, of the others crosswalk, reverse crosswalk or mapping. Case matters.';
COMMENT ON COLUMN value_set.sex IS 'Whom the row is for: all, female or male.';
COMMENT ON COLUMN value_set.age_from IS 'Youngest age in years that the row is for.';
COMMENT ON COLUMN value_set.age_to IS 'Oldest age in years that the row is for; NULL: no limit.';
COMMENT ON COLUMN value_set.instrument IS 'Whose states it values: EQ-5D-5L, EQ-5D-3L or EQ-5D-Y-3L.';
COMMENT ON COLUMN value_set.kind IS 'value set: people valued these states. crosswalk: five-level states on the scale of a three-level set. reverse crosswalk: the other way. mapping: expected index by age and sex.';
COMMENT ON COLUMN value_set.country IS 'Whose preferences, or in whose data; NULL when not of one country.';
COMMENT ON COLUMN value_set.year IS 'Year of publication as the citation list of the R package eq5d 0.16.3.9000 gives it, the online one where it names no issue (Poland 2019: PubMed Central); of reverse crosswalks that of the method.';
COMMENT ON COLUMN value_set.method IS 'How it was made, as the R package eq5d classes it: TTO time trade-off, VAS visual analogue scale, EQ-VT EuroQol Valuation Technology; of tables, what they are.';
COMMENT ON COLUMN value_set.form IS 'How the values follow: additive, multiplicative or power from terms, or a table of values; see eq5d_evaluate.';
COMMENT ON COLUMN value_set.terms IS 'Coefficients by term, signed as they are added; NULL for a table.';
COMMENT ON COLUMN value_set.fixed IS 'States whose value is given instead, with that value; NULL: none.';
COMMENT ON COLUMN value_set.state_values IS 'Of a table, the value of every state in the order of the digits; else NULL.';
COMMENT ON COLUMN value_set.index_set IS 'Of a mapping, the value set that indexes the states mapped from; eq5d_map_utility takes an index of it.';
COMMENT ON COLUMN value_set.target IS 'Of a crosswalk or mapping, the value set on whose scale the values are, where that is known.';
COMMENT ON COLUMN value_set.doi IS 'DOI of the publication.';
COMMENT ON COLUMN value_set.pubmed IS 'PubMed number of the publication.';
COMMENT ON COLUMN value_set.isbn IS 'ISBN of the book that prints it.';
COMMENT ON COLUMN value_set.url IS 'Where else it is published.';
COMMENT ON COLUMN value_set.licence IS 'What is known about the right to use the figures.';
COMMENT ON COLUMN value_set.note IS 'What a user has to know, such as that a set is deprecated.';
COMMENT ON COLUMN value_set.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql value_set@

INSERT INTO value_set (name, sex, age_from, age_to, instrument, kind, country, year, method, form, terms, fixed, state_values,
	index_set, target, doi, pubmed, isbn, url, licence, note, builtin)
SELECT s.f[1], COALESCE(t.sex, 'all'), COALESCE(t.age_from, 0), t.age_to, s.f[2], s.f[3], NULLIF(s.f[4], ''), NULLIF(s.f[5], '')::integer, s.f[6], s.f[7],
	(SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(p, '=', 1), pg_catalog.split_part(p, '=', 2)::numeric) FROM pg_catalog.string_to_table(NULLIF(s.f[15], ''), ' ') AS p),
	(SELECT pg_catalog.jsonb_object_agg(pg_catalog.split_part(p, '=', 1), pg_catalog.split_part(p, '=', 2)::numeric) FROM pg_catalog.string_to_table(NULLIF(s.f[16], ''), ' ') AS p),
	t.state_values, NULLIF(s.f[12], ''), NULLIF(s.f[13], ''), NULLIF(s.f[8], ''), NULLIF(s.f[9], ''), NULLIF(s.f[10], ''), NULLIF(s.f[11], ''),
	'Figures read from the R package eq5d 0.16.3.9000 (MIT licence); using EQ-5D questionnaires needs a licence of EuroQol.',
	NULLIF(s.f[14], ''), true
FROM (SELECT pg_catalog.string_to_array(line, '|') AS f FROM pg_catalog.string_to_table($sets$
@score/value_sets/value_sets.csv@
$sets$, E'\n') AS line WHERE line <> '') AS s
LEFT JOIN (
	SELECT b.f[1] AS name, NULLIF(b.f[2], '') AS sex, NULLIF(b.f[3], '')::integer AS age_from, NULLIF(b.f[4], '')::integer AS age_to,
		pg_catalog.string_to_array(pg_catalog.string_agg(b.f[6], ' ' ORDER BY b.f[5]::integer), ' ')::double precision[] AS state_values
	FROM (SELECT pg_catalog.string_to_array(line, '|') AS f FROM pg_catalog.string_to_table($tables$
@score/value_sets/crosswalks.csv@
@score/value_sets/mappings.csv@
$tables$, E'\n') AS line WHERE line <> '') AS b
	WHERE b.f[1] <> 'name'
	GROUP BY 1, 2, 3, 4
) AS t ON t.name = s.f[1]
WHERE s.f[1] <> 'name';

CREATE FUNCTION eq5d_values(value_set text) RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_eq5d_values'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_values(text) IS 'The values of all states of a value set, in the order of the digits: 3125 of five levels, or 243 of three. Store them to have eq5d_index in an index, a generated column, or on nodes without the table value_set. Errors: 22023 unknown name, or the set goes by age and sex.';
CREATE FUNCTION eq5d_values(value_set text, age integer, sex text) RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_eq5d_values_person'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_values(text, integer, text) IS 'The values of all states for a person of that age in years and sex (female, male), in the order of the digits. Errors: 22023 unknown name, age that the set does not know, sex.';
CREATE FUNCTION eq5d_index(state eq5d, value_set text) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_eq5d_index_name'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_index(eq5d, text) IS 'EQ-5D index (utility) of the state: 1 is full health, 0 as bad as dead, below 0 worse than dead. value_set is a name in the table value_set (England 2018, UK 2026, UK crosswalk 2012, UK TTO 1997, ...); there is no default, as results differ and what agencies ask for changes. NULL state gives NULL. The values are worked out once a call site. Errors: 22023 unknown name, the set goes by age and sex, or the state has a level that the set does not value. A five-level state of levels 1 to 3 passes for a three-level one: take a set of the right instrument.';
CREATE FUNCTION eq5d_index(state eq5d, value_set text, age integer, sex text) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_eq5d_index_person'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_index(eq5d, text, integer, text) IS 'EQ-5D index of the state of a person of that age in years and sex (female, male): for mappings by age group and sex (UK DSU 5L to 3L 2023: Hernandez Alava, Pudney and Wailoo, 10.1007/s40273-022-01218-7; ages 18 to 100); a set that is the same for all takes them too. Errors: 22023 unknown name, age that the set does not know, sex, or a level that it does not value.';
CREATE FUNCTION eq5d_index(state eq5d, state_values double precision[]) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_eq5d_index_values'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_index(eq5d, double precision[]) IS 'EQ-5D index of the state by the values of all states in the order of the digits (3125, or 243 of three levels), as eq5d_values gives them. Immutable: fit for indexes, generated columns and distributed nodes. Errors: 22023 wrong number of values, a NULL among them, one not finite, or the state has a level that they do not value.';
CREATE FUNCTION eq5d_map_utility(index double precision, mapping text, age integer, sex text, bandwidth double precision)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_eq5d_map_utility'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION eq5d_map_utility(double precision, text, integer, text, double precision) IS 'The index that a mapping (UK DSU 5L to 3L 2023, UK DSU 3L to 5L 2023) expects where only an index is known and not the state: the mean of its values for that age and sex over the states whose own index d away is within the bandwidth, weighted 1 - (d / bandwidth)^2 (Epanechnikov); bandwidth 0: the plain mean over states of that very index. The own index is by the mapping''s index_set (England 2018; UK TTO 1997). NULL when no state is within the bandwidth. Guidance in the R package eq5d: 0.2 below 0.8; 0.1 from 0.8 to 0.951; above, small but large enough to reach 1. Errors: 22023 unknown or other set, age, sex, bandwidth negative or not finite, an index that no state of index_set has or exceeds.';

-- ---- changes of states ----

CREATE TYPE eq5d_changes;

CREATE FUNCTION eq5d_changes_in(cstring) RETURNS eq5d_changes AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_in(cstring) IS 'Reads an eq5d_changes from its exact text. Errors: 22P02 not of the form, 22023 no pairs can have these counts.';
CREATE FUNCTION eq5d_changes_out(eq5d_changes) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_out(eq5d_changes) IS 'Writes an eq5d_changes as exact text, which no setting can change.';
CREATE FUNCTION eq5d_changes_recv(internal) RETURNS eq5d_changes AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_recv(internal) IS 'Reads an eq5d_changes from its binary form. Errors: 22P03 not of the form, 22023 no pairs can have these counts.';
CREATE FUNCTION eq5d_changes_send(eq5d_changes) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_send(eq5d_changes) IS 'Writes an eq5d_changes in binary: version and counts, most significant byte first; equal values give equal bytes.';

CREATE TYPE eq5d_changes (
	INPUT = eq5d_changes_in, OUTPUT = eq5d_changes_out, RECEIVE = eq5d_changes_recv, SEND = eq5d_changes_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);

COMMENT ON TYPE eq5d_changes IS 'Counts of pairs of EQ-5D states, before and after: the classes no_problems, no_change, improve, worsen and mixed, pairs with a state missing, and for each dimension how many went up (better: mo_up), down (worse: mo_down) and were without problems both times (mo_none). Exact under any split: merging the changes of parts gives those of the whole.';

@base/ordered_type.sql eq5d_changes cpe_eq5d_changes their counts@

CREATE FUNCTION eq5d_changes_accum(eq5d_changes, eq5d, eq5d) RETURNS eq5d_changes AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_accum(eq5d_changes, eq5d, eq5d) IS 'Changes with one more pair of states, before and after; a pair with a NULL counts as missing. NULL changes are empty ones. Errors: 22003 a count passes 2^63. The transition of the aggregate eq5d_changes(eq5d, eq5d).';
CREATE FUNCTION eq5d_changes_combine(eq5d_changes, eq5d_changes) RETURNS eq5d_changes AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_changes_combine(eq5d_changes, eq5d_changes) IS 'The changes of the pairs of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE eq5d_changes(eq5d, eq5d) (
	SFUNC = eq5d_changes_accum, STYPE = eq5d_changes, COMBINEFUNC = eq5d_changes_combine, PARALLEL = SAFE,
	INITCOND = 'no_problems=0 no_change=0 improve=0 worsen=0 mixed=0 missing=0 mo_up=0 mo_down=0 mo_none=0 sc_up=0 sc_down=0 sc_none=0 ua_up=0 ua_down=0 ua_none=0 pd_up=0 pd_down=0 pd_none=0 ad_up=0 ad_down=0 ad_none=0'
);
COMMENT ON AGGREGATE eq5d_changes(eq5d, eq5d) IS 'Summarises pairs of states, before and after, for pchc() and superiority(); pairs with a NULL count as missing. Without rows empty changes, never NULL.';
CREATE AGGREGATE rollup(eq5d_changes) (
	SFUNC = eq5d_changes_combine, STYPE = eq5d_changes, COMBINEFUNC = eq5d_changes_combine, PARALLEL = SAFE,
	INITCOND = 'no_problems=0 no_change=0 improve=0 worsen=0 mixed=0 missing=0 mo_up=0 mo_down=0 mo_none=0 sc_up=0 sc_down=0 sc_none=0 ua_up=0 ua_down=0 ua_none=0 pd_up=0 pd_down=0 pd_none=0 ad_up=0 ad_down=0 ad_none=0'
);
COMMENT ON AGGREGATE rollup(eq5d_changes) IS 'The changes of all pairs in the changes of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION n(eq5d_changes) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_n_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(eq5d_changes) IS 'Pairs with both states.';
CREATE FUNCTION missing(eq5d_changes) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_eq5d_changes_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(eq5d_changes) IS 'Pairs in which a state was NULL; not part of n.';
CREATE FUNCTION pchc(changes eq5d_changes, split_no_problems boolean DEFAULT true, dimension text DEFAULT NULL)
	RETURNS TABLE (class text, n bigint, percent double precision) AS 'MODULE_PATHNAME', 'cpe_eq5d_pchc'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 6;
COMMENT ON FUNCTION pchc(eq5d_changes, boolean, text) IS 'Pareto classification of health change: pairs and percent in the classes No change, Improve, Worsen, Mixed change. With split_no_problems these are percent of the pairs with problems, and two more rows, percent of all pairs, tell those: Total with problems, No problems (11111 before and after). Without it No problems are part of No change and the percent are of all pairs. dimension (MO, SC, UA, PD, AD) classes the levels of that one, where nothing is mixed. percent is NULL where there is nothing to divide by; changes or split_no_problems NULL give no rows. Errors: 22023 unknown dimension. As in R package eq5d.';
CREATE FUNCTION superiority(changes eq5d_changes)
	RETURNS TABLE (dimension text, improved bigint, unchanged bigint, worsened bigint, probability double precision) AS 'MODULE_PATHNAME', 'cpe_eq5d_superiority'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION superiority(eq5d_changes) IS 'Probability of superiority in each dimension, 0 to 1: (improved + unchanged / 2) / pairs, pairs unchanged at level 1 included; above one half more improve than worsen. NULL without pairs. As in R package eq5d, unrounded.';

-- ---- distributions of states ----

CREATE TYPE eq5d_distribution;

CREATE FUNCTION eq5d_distribution_in(cstring) RETURNS eq5d_distribution AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_in(cstring) IS 'Reads an eq5d_distribution from its exact text. Errors: 22P02 not of the form.';
CREATE FUNCTION eq5d_distribution_out(eq5d_distribution) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_out(eq5d_distribution) IS 'Writes an eq5d_distribution as exact text, which no setting can change.';
CREATE FUNCTION eq5d_distribution_recv(internal) RETURNS eq5d_distribution AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_recv(internal) IS 'Reads an eq5d_distribution from its binary form. Errors: 22P03 not of the form.';
CREATE FUNCTION eq5d_distribution_send(eq5d_distribution) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_send(eq5d_distribution) IS 'Writes an eq5d_distribution in binary: version, missing, number of states, and of each its digits and count, most significant byte first; equal values give equal bytes.';

CREATE TYPE eq5d_distribution (
	INPUT = eq5d_distribution_in, OUTPUT = eq5d_distribution_out, RECEIVE = eq5d_distribution_recv, SEND = eq5d_distribution_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);

COMMENT ON TYPE eq5d_distribution IS 'How many people are in each EQ-5D state, of the states seen, and how many states were missing. At most 25 kB (3125 states). Exact under any split: merging the distributions of parts gives that of the whole. Text: missing=2 11111=40 11121=3, states ascending.';

@base/ordered_type.sql eq5d_distribution cpe_eq5d_distribution their states and counts, then missing@

CREATE FUNCTION eq5d_distribution_accum(eq5d_distribution, eq5d) RETURNS eq5d_distribution AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_accum(eq5d_distribution, eq5d) IS 'A distribution with one more state; NULL counts as missing. A NULL distribution is an empty one. Errors: 22003 a count passes 2^51. The transition of the aggregate eq5d_distribution(eq5d).';
CREATE FUNCTION eq5d_distribution_combine(eq5d_distribution, eq5d_distribution) RETURNS eq5d_distribution AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_combine(eq5d_distribution, eq5d_distribution) IS 'The distribution of the states of both. Errors: 22003 a count passes 2^51.';
CREATE FUNCTION eq5d_distribution_final(eq5d_distribution) RETURNS eq5d_distribution AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eq5d_distribution_final(eq5d_distribution) IS 'The same distribution without the room it had to grow. The last step of the aggregate eq5d_distribution(eq5d).';
CREATE AGGREGATE eq5d_distribution(eq5d) (
	SFUNC = eq5d_distribution_accum, STYPE = eq5d_distribution, FINALFUNC = eq5d_distribution_final,
	COMBINEFUNC = eq5d_distribution_combine, PARALLEL = SAFE, INITCOND = 'missing=0'
);
COMMENT ON AGGREGATE eq5d_distribution(eq5d) IS 'Counts people by EQ-5D state, for states(), levels(), shannon() and hsdi(); NULL counts as missing. Without rows an empty distribution, never NULL.';
CREATE AGGREGATE rollup(eq5d_distribution) (
	SFUNC = eq5d_distribution_combine, STYPE = eq5d_distribution, COMBINEFUNC = eq5d_distribution_combine, PARALLEL = SAFE,
	INITCOND = 'missing=0'
);
COMMENT ON AGGREGATE rollup(eq5d_distribution) IS 'The distribution of all states in the distributions of parts; NULLs are passed over. Errors: 22003 a count passes 2^51.';
CREATE FUNCTION n(eq5d_distribution) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_n_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(eq5d_distribution) IS 'People whose state is known.';
CREATE FUNCTION missing(eq5d_distribution) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(eq5d_distribution) IS 'States that were NULL; not part of n.';
CREATE FUNCTION states(distribution eq5d_distribution)
	RETURNS TABLE (state eq5d, n bigint, share double precision) AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_states_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION states(eq5d_distribution) IS 'The states seen, ascending, with the people in each and their share of n, 0 to 1. A mean index is sum(share * eq5d_index(state, ...)).';
CREATE FUNCTION levels(distribution eq5d_distribution, levels integer DEFAULT 5)
	RETURNS TABLE (dimension text, level integer, n bigint, share double precision) AS 'MODULE_PATHNAME', 'cpe_eq5d_distribution_levels_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 25;
COMMENT ON FUNCTION levels(eq5d_distribution, integer) IS 'People at each level of each dimension (MO, SC, UA, PD, AD), also where there are none, and their share of n, 0 to 1 (NULL when n = 0). levels is 5, or 3 for three-level questionnaires. Errors: 22023 levels not 3 or 5, or a state has a higher one.';
CREATE FUNCTION shannon(distribution eq5d_distribution, dimension text DEFAULT NULL, levels integer DEFAULT 5, convention text DEFAULT 'possible',
		OUT h double precision, OUT h_max double precision, OUT j double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_eq5d_shannon'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION shannon(eq5d_distribution, text, integer, text) IS 'Shannon''s index of a dimension (MO, SC, UA, PD, AD), or of whole states when it is NULL: h = -sum(p log2 p) in bits, its greatest value h_max, and the evenness j = h / h_max, 0 to 1. levels is 5 or 3. convention says what h_max is the logarithm of: possible (all levels; all states, levels^5) or observed (those seen). status: NULL, or why j is NULL (no responses; one value only). NULL distribution or levels give NULLs. Errors: 22023 dimension, levels, convention, a state of a higher level; 22004 convention NULL. Both conventions as in R package eq5d.';
CREATE FUNCTION hsdi(distribution eq5d_distribution) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_eq5d_hsdi_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION hsdi(eq5d_distribution) IS 'Health state density index: twice the area under the curve of cumulated states (of those seen) over cumulated people, states by falling frequency; 1: all states seen are equally frequent, towards 0: people crowd in few of them. NULL when n = 0. As in R package eq5d.';
