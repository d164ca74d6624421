-- ---------------------------------------------------------------------------------------------
-- Room score: what an answer means.  Instruments and their scales, EQ-5D, FHIR, interpretation.
-- ---------------------------------------------------------------------------------------------

-- ---- scoring_plan: a definition as a value ----

CREATE TYPE scoring_plan;

CREATE FUNCTION scoring_plan_in(cstring) RETURNS scoring_plan AS 'MODULE_PATHNAME', 'cpe_scoring_plan_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scoring_plan_in(cstring) IS 'Reads and checks a definition, a JSON object. Errors: 22P02 no JSON, with line and column; 22023 no instrument, with the place as a JSON path; 54000 too large.';
CREATE FUNCTION scoring_plan_out(scoring_plan) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_scoring_plan_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scoring_plan_out(scoring_plan) IS 'Writes the definition as it was read.';
CREATE FUNCTION scoring_plan_recv(internal) RETURNS scoring_plan AS 'MODULE_PATHNAME', 'cpe_scoring_plan_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scoring_plan_recv(internal) IS 'Reads a definition from its text, with the same checks.';
CREATE FUNCTION scoring_plan_send(scoring_plan) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_scoring_plan_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scoring_plan_send(scoring_plan) IS 'Writes the definition as text.';

CREATE TYPE scoring_plan (
	INPUT = scoring_plan_in, OUTPUT = scoring_plan_out, RECEIVE = scoring_plan_recv, SEND = scoring_plan_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE scoring_plan IS 'How an instrument is scored: a JSON definition of items, conditions and scales, checked when it is read. A plan given as a value makes scoring independent of the registry, so that it may stand in indexes, in generated columns and on other nodes. The format is told beside the shipped definitions (src/score/instruments/README.md). Text: the definition as it was written; two plans are equal when their texts are.';

@base/ordered_type.sql scoring_plan cpe_bytes their bytes@

CREATE FUNCTION instrument_code(plan scoring_plan) RETURNS text AS 'MODULE_PATHNAME', 'cpe_instrument_code'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION instrument_code(scoring_plan) IS 'The key of the instrument, as its definition has it.';

CREATE FUNCTION about(plan scoring_plan, OUT code text, OUT version text, OUT title text, OUT function_name text, OUT column_pattern text, OUT items integer, OUT scales integer, OUT conditions_apply boolean, OUT certainty text, OUT source text, OUT note text, OUT licence text)
	AS 'MODULE_PATHNAME', 'cpe_instrument_about' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION about(scoring_plan) IS 'What a definition says of the whole instrument: key, version, title, the name of its row function, the pattern of a wide table''s columns, numbers of items and scales, whether its conditions apply, how certain its least certain rule is (sourced, computed, inferred, unconfirmed), where it comes from, what is not known (note), licence.';

CREATE FUNCTION scales(plan scoring_plan)
	RETURNS TABLE ("position" integer, scale text, label text, higher text, low double precision, high double precision, transform text, parts text[], of_scales boolean, needed integer, items_needed integer, certainty text, source text, note text)
	AS 'MODULE_PATHNAME', 'cpe_instrument_scales' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 16;
COMMENT ON FUNCTION scales(scoring_plan) IS 'The scales of a plan, in the order of the array that scores() gives. higher: what a high score is (better, worse, neither, unconfirmed). low, high: the possible scores. parts: items, or with of_scales the scales that it is made of, a minus sign before a reversed one. needed: parts that a score needs; items_needed: answered items below them where there is such a rule, else NULL. certainty, source, note: of this scale''s rule.';

CREATE FUNCTION items(plan scoring_plan)
	RETURNS TABLE ("position" integer, item text, label text, min integer, max integer, missing integer[], counts_as integer[], scales text[], depends_on text, not_asked_if integer[])
	AS 'MODULE_PATHNAME', 'cpe_instrument_items' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 30;
COMMENT ON FUNCTION items(scoring_plan) IS 'The items of a plan, in the order of the answers. min, max: the answers allowed; missing: codes that stand for no answer; counts_as: what the answers min, min + 1, ... count as. depends_on, not_asked_if: the item whose answers make this one not apply, and those answers; NULL without a condition. No wording: that is copyright of the instrument''s owner.';

CREATE FUNCTION thresholds(plan scoring_plan)
	RETURNS TABLE (scale text, name text, problem text, cut double precision, source text)
	AS 'MODULE_PATHNAME', 'cpe_instrument_thresholds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 4;
COMMENT ON FUNCTION thresholds(scoring_plan) IS 'The cut points that a definition carries: problem tells on which side (below, at_most, at_least, above) of cut a score shows a problem.';

-- ---- the registry ----

CREATE TABLE instrument (
	code text GENERATED ALWAYS AS (instrument_code(plan)) STORED CONSTRAINT instrument_pkey PRIMARY KEY,
	plan scoring_plan NOT NULL,
	builtin boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE instrument IS 'Questionnaires and how they are scored. Shipped rows are builtin; add your own with register_instrument, they survive dump and upgrade.';
COMMENT ON COLUMN instrument.code IS 'The key, from the definition; case matters.';
COMMENT ON COLUMN instrument.plan IS 'The definition.';
COMMENT ON COLUMN instrument.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql instrument@

CREATE FUNCTION register_instrument(definition json) RETURNS text
	LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
	INSERT INTO instrument (plan) VALUES (definition::text::scoring_plan)
	ON CONFLICT (code) DO UPDATE SET plan = EXCLUDED.plan
	RETURNING code;
END;
COMMENT ON FUNCTION register_instrument(json) IS 'Adds an instrument of your own, or replaces the one that you registered under the same key before; returns the key. Needs INSERT and UPDATE on the table instrument. Errors: 22023 the definition is wrong, with the place as a JSON path; 42501 the key is that of a shipped instrument. For its row function see cancer_pe-lint --sql.';

CREATE FUNCTION instrument_plan(instrument text, options jsonb DEFAULT '{}') RETURNS scoring_plan
	AS 'MODULE_PATHNAME', 'cpe_instrument_plan_of' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION instrument_plan(text, jsonb) IS 'The plan of a registered instrument, to be given to scores() and score() as a value: scores((SELECT instrument_plan(''QLQ-C30'')), answers). options: {"conditional": false} scores as if every item applied to everybody. NULL for NULL. Errors: 22023 no such instrument, unknown option.';

CREATE VIEW instruments AS
	SELECT i.code AS instrument, a.version, a.title, a.function_name, a.column_pattern, a.items, a.scales, a.certainty, a.source, a.note, a.licence, i.builtin
	FROM instrument AS i, LATERAL about(i.plan) AS a;
COMMENT ON VIEW instruments IS 'The registered instruments, one row each, and how certain their rules are.';
COMMENT ON COLUMN instruments.instrument IS 'The key, to be given as instrument to other functions.';
COMMENT ON COLUMN instruments.version IS 'Version of the questionnaire.';
COMMENT ON COLUMN instruments.title IS 'Its name in full.';
COMMENT ON COLUMN instruments.function_name IS 'The function that gives its scores as one row, or NULL.';
COMMENT ON COLUMN instruments.column_pattern IS 'What a wide table''s columns are called, {item} for the item.';
COMMENT ON COLUMN instruments.items IS 'Number of items.';
COMMENT ON COLUMN instruments.scales IS 'Number of scales.';
COMMENT ON COLUMN instruments.certainty IS 'Of the least certain rule: sourced, computed, inferred or unconfirmed.';
COMMENT ON COLUMN instruments.source IS 'Where the rules come from.';
COMMENT ON COLUMN instruments.note IS 'What is not known or not included.';
COMMENT ON COLUMN instruments.licence IS 'What is known of the rights of others.';
COMMENT ON COLUMN instruments.builtin IS 'Whether it was shipped.';
GRANT SELECT ON instruments TO PUBLIC;

CREATE VIEW scales AS
	SELECT i.code AS instrument, s."position", s.scale, s.label, s.higher, s.low, s.high, s.transform, s.parts, s.of_scales, s.needed, s.items_needed, s.certainty, s.source, s.note
	FROM instrument AS i, LATERAL scales(i.plan) AS s;
COMMENT ON VIEW scales IS 'The scales of the registered instruments; the columns are those of scales(scoring_plan).';
COMMENT ON COLUMN scales.instrument IS 'Key of the instrument.';
COMMENT ON COLUMN scales."position" IS 'Place in the array of scores, from 1.';
COMMENT ON COLUMN scales.scale IS 'Code of the scale.';
COMMENT ON COLUMN scales.label IS 'Our short label.';
COMMENT ON COLUMN scales.higher IS 'What a high score is: better, worse, neither, unconfirmed.';
COMMENT ON COLUMN scales.low IS 'Lowest possible score.';
COMMENT ON COLUMN scales.high IS 'Highest possible score.';
COMMENT ON COLUMN scales.transform IS 'How the score is made of its parts.';
COMMENT ON COLUMN scales.parts IS 'Its items, or the scales that it is made of, a minus sign before a reversed one.';
COMMENT ON COLUMN scales.of_scales IS 'Whether the parts are scales.';
COMMENT ON COLUMN scales.needed IS 'Parts that a score needs.';
COMMENT ON COLUMN scales.items_needed IS 'Answered items that a score of scales needs besides, or NULL.';
COMMENT ON COLUMN scales.certainty IS 'Of this rule: sourced, computed, inferred or unconfirmed.';
COMMENT ON COLUMN scales.source IS 'Where this rule comes from.';
COMMENT ON COLUMN scales.note IS 'What is to be known of this scale.';
GRANT SELECT ON scales TO PUBLIC;

CREATE VIEW items AS
	SELECT i.code AS instrument, s."position", s.item, s.label, s.min, s.max, s.missing, s.counts_as, s.scales, s.depends_on, s.not_asked_if
	FROM instrument AS i, LATERAL items(i.plan) AS s;
COMMENT ON VIEW items IS 'The items of the registered instruments; the columns are those of items(scoring_plan).';
COMMENT ON COLUMN items.instrument IS 'Key of the instrument.';
COMMENT ON COLUMN items."position" IS 'Place in the array of answers, from 1.';
COMMENT ON COLUMN items.item IS 'Number or code of the item.';
COMMENT ON COLUMN items.label IS 'Our short label, where there is one.';
COMMENT ON COLUMN items.min IS 'Lowest answer allowed.';
COMMENT ON COLUMN items.max IS 'Highest answer allowed.';
COMMENT ON COLUMN items.missing IS 'Codes that stand for no answer.';
COMMENT ON COLUMN items.counts_as IS 'What the answers from min to max count as.';
COMMENT ON COLUMN items.scales IS 'The scales of items that it belongs to.';
COMMENT ON COLUMN items.depends_on IS 'The item that decides whether this one applies, or NULL.';
COMMENT ON COLUMN items.not_asked_if IS 'Its answers with which this one does not.';
GRANT SELECT ON items TO PUBLIC;

CREATE FUNCTION scales(instrument text)
	RETURNS TABLE ("position" integer, scale text, label text, higher text, low double precision, high double precision, transform text, parts text[], of_scales boolean, needed integer, items_needed integer, certainty text, source text, note text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 16
BEGIN ATOMIC
	SELECT s."position", s.scale, s.label, s.higher, s.low, s.high, s.transform, s.parts, s.of_scales, s.needed, s.items_needed, s.certainty, s.source, s.note FROM scales(instrument_plan($1, '{}')) AS s;
END;
COMMENT ON FUNCTION scales(text) IS 'The scales of a registered instrument, in the order of the array that scores() gives; columns as of scales(scoring_plan). Errors: 22023 no such instrument.';
CREATE FUNCTION items(instrument text)
	RETURNS TABLE ("position" integer, item text, label text, min integer, max integer, missing integer[], counts_as integer[], scales text[], depends_on text, not_asked_if integer[])
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 30
BEGIN ATOMIC
	SELECT s."position", s.item, s.label, s.min, s.max, s.missing, s.counts_as, s.scales, s.depends_on, s.not_asked_if FROM items(instrument_plan($1, '{}')) AS s;
END;
COMMENT ON FUNCTION items(text) IS 'The items of a registered instrument, in the order of the answers; columns as of items(scoring_plan). Errors: 22023 no such instrument.';

-- ---- scores of one person ----

CREATE FUNCTION scores(instrument text, answers integer[], strict boolean DEFAULT true) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_scores_by_name' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION scores(text, integer[], boolean) IS 'One person''s scores, in the order of scales(instrument); NULL where too few items are answered. answers: in the order of items(instrument), NULL or a missing code for no answer. Strict: an answer that is not allowed, or too few answers, is an error (22023); else such an answer counts as invalid, that is as not answered, and answers at the end may be left out. Too many answers are an error always. NULL answers give NULL.';
CREATE FUNCTION scores(plan scoring_plan, answers integer[], strict boolean DEFAULT true) RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_scores_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION scores(scoring_plan, integer[], boolean) IS 'The same with the plan as a value: depends on nothing but its arguments.';
CREATE FUNCTION score_columns(instrument text, strict boolean, VARIADIC answers "any") RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_score_columns_by_name' LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION score_columns(text, boolean, "any") IS 'One person''s scores from the columns of a wide table, in the order of items(instrument), 98 items at most: score_columns(''QLQ-C30'', true, q1, ..., q30). The fastest form: no array is made. Columns are numbers or text; text is read as read_answers() does. Scores, strict mode and errors as of scores(text, integer[], boolean), but the number of columns must be right in either mode.';
CREATE FUNCTION score_columns(plan scoring_plan, strict boolean, VARIADIC answers "any") RETURNS double precision[]
	AS 'MODULE_PATHNAME', 'cpe_score_columns_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION score_columns(scoring_plan, boolean, "any") IS 'The same with the plan as a value: depends on nothing but its arguments.';
CREATE FUNCTION score(instrument text, answers integer[], strict boolean DEFAULT true)
	RETURNS TABLE (scale text, score double precision, answered integer, items integer, invalid integer, not_asked integer, status text)
	AS 'MODULE_PATHNAME', 'cpe_score_by_name' LANGUAGE C STABLE PARALLEL SAFE ROWS 16;
COMMENT ON FUNCTION score(text, integer[], boolean) IS 'One person''s scores with what they rest on, a row for each scale: items with a valid answer (answered), of so many (items), with an answer that is not allowed (invalid, in lenient mode), not applying to this person (not_asked). status: scored, too_few_answers, no_answer, not_asked, or part_missing where a scale is made of one without a score; score is NULL unless scored. Of a scale of scales the counts are those of all items below it. Arguments as of scores(); no rows for NULL answers.';
CREATE FUNCTION score(plan scoring_plan, answers integer[], strict boolean DEFAULT true)
	RETURNS TABLE (scale text, score double precision, answered integer, items integer, invalid integer, not_asked integer, status text)
	AS 'MODULE_PATHNAME', 'cpe_score_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 16;
COMMENT ON FUNCTION score(scoring_plan, integer[], boolean) IS 'The same with the plan as a value: depends on nothing but its arguments.';

CREATE FUNCTION read_answers(answers text[], strict boolean DEFAULT true) RETURNS integer[]
	AS 'MODULE_PATHNAME', 'cpe_read_answers' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION read_answers(text[], boolean) IS 'Answers as files bring them, as whole numbers: 2, 2.0 and 2.000000 are 2; NULL, empty, a point and the words NA, N/A, NULL and NaN in any case are no answer; blanks around do not count. Anything else is an error (22P02) when strict; else it becomes -2147483648, which no instrument allows, so that lenient scoring counts it as invalid.';
CREATE FUNCTION score_wide_sql(source regclass, instrument text, columns text DEFAULT NULL, keep text[] DEFAULT NULL, strict boolean DEFAULT true, codebook text DEFAULT NULL, missing integer[] DEFAULT NULL) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_score_wide_sql' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_wide_sql(regclass, text, text, text[], boolean, text, integer[]) IS 'The SELECT that scores a wide table, one row for each of its rows: the columns to keep, and a column for each scale. columns: pattern of the answers'' columns with {item} for the item, by default the instrument''s; case is as written, else lower. Columns that are not integer are read as read_answers() does. codebook: of the file that the table came from, as codebook() takes it; its missing codes are no answers, variable names in any case. missing: codes that stand for no answer in every column, such as -99. Not strict, columns that are not there are no answers, as long as one is. Run it with psql''s \gexec, in CREATE VIEW, or from your client. Errors: 22023 a column is not there, 22004 a missing code is NULL.';

-- ---- scores of one person whose answers are rows ----

CREATE TYPE answer_sheet;

CREATE FUNCTION answer_sheet_in(cstring) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_in(cstring) IS 'Reads an answer_sheet from its exact text. Errors: 22P02 not of the form.';
CREATE FUNCTION answer_sheet_out(answer_sheet) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_answer_sheet_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_out(answer_sheet) IS 'Writes an answer_sheet as exact text, which no setting can change.';
CREATE FUNCTION answer_sheet_recv(internal) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_recv(internal) IS 'Reads an answer_sheet from its binary form. Errors: 22P03 not of the form.';
CREATE FUNCTION answer_sheet_send(answer_sheet) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_answer_sheet_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_send(answer_sheet) IS 'Writes an answer_sheet in binary, most significant byte first; equal values give equal bytes.';

CREATE TYPE answer_sheet (
	INPUT = answer_sheet_in, OUTPUT = answer_sheet_out, RECEIVE = answer_sheet_recv, SEND = answer_sheet_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE answer_sheet IS 'The answers of one person to one instrument, gathered from rows; merging the sheets of any parts of the rows gives the sheet of all. It carries the fingerprint of its definition, and the definition itself unless that is the registered one. Text: strict=t unknown=0 fingerprint=... instrument="QLQ-C30" answers={1,,!}, an exclamation mark where answers differ.';

@base/ordered_type.sql answer_sheet cpe_bytes their bytes@
CREATE FUNCTION answer_sheet_accum(answer_sheet, text, text, integer) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_accum_by_name'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_accum(answer_sheet, text, text, integer) IS 'A sheet with one more answer: instrument, item, answer. The transition of the aggregate answer_sheet(text, text, integer).';
CREATE FUNCTION answer_sheet_accum(answer_sheet, text, text, integer, boolean) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_accum_by_name'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_accum(answer_sheet, text, text, integer, boolean) IS 'A sheet with one more answer: instrument, item, answer, strict. The transition of the aggregate answer_sheet(text, text, integer, boolean).';
CREATE FUNCTION answer_sheet_accum(answer_sheet, scoring_plan, text, integer) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_accum_by_plan'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_accum(answer_sheet, scoring_plan, text, integer) IS 'A sheet with one more answer: plan, item, answer. The transition of the aggregate answer_sheet(scoring_plan, text, integer).';
CREATE FUNCTION answer_sheet_accum(answer_sheet, scoring_plan, text, integer, boolean) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_accum_by_plan'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_accum(answer_sheet, scoring_plan, text, integer, boolean) IS 'A sheet with one more answer: plan, item, answer, strict. The transition of the aggregate answer_sheet(scoring_plan, text, integer, boolean).';
CREATE FUNCTION answer_sheet_combine(answer_sheet, answer_sheet) RETURNS answer_sheet AS 'MODULE_PATHNAME', 'cpe_answer_sheet_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answer_sheet_combine(answer_sheet, answer_sheet) IS 'The sheet of the answers of both. Errors: 22023 they are of different definitions or modes, or in strict mode both answer one item.';
CREATE FUNCTION scores(sheet answer_sheet) RETURNS double precision[] AS 'MODULE_PATHNAME', 'cpe_answer_sheet_scores'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION scores(answer_sheet) IS 'The scores of a sheet, by the definition and in the mode that it was filled with. NULL for NULL. Errors: 22023 an answer is not allowed (strict), or the registered definition has changed since.';
CREATE FUNCTION score(sheet answer_sheet)
	RETURNS TABLE (scale text, score double precision, answered integer, items integer, invalid integer, not_asked integer, status text)
	AS 'MODULE_PATHNAME', 'cpe_answer_sheet_score' LANGUAGE C STABLE PARALLEL SAFE ROWS 16;
COMMENT ON FUNCTION score(answer_sheet) IS 'The scores of a sheet with what they rest on; columns as of score(text, integer[], boolean), errors as of scores(answer_sheet). No rows for NULL.';
CREATE FUNCTION answers(sheet answer_sheet) RETURNS integer[] AS 'MODULE_PATHNAME', 'cpe_answer_sheet_answers'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION answers(answer_sheet) IS 'The answers in the order of the items, NULL where there is none, -2147483648 (invalid for every instrument) where answers differ.';
CREATE FUNCTION unknown(sheet answer_sheet) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_answer_sheet_unknown'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unknown(answer_sheet) IS 'Rows passed over in lenient mode because the instrument has no such item.';
CREATE AGGREGATE answer_sheet(instrument text, item text, answer integer) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answer_sheet(text, text, integer) IS 'Gathers one person''s answers from a long table, grouped by respondent: instrument, item, answer. NULL answers are no answers. A second answer to an item, or an item that the instrument does not have, is an error (22023). NULL without rows.';
CREATE AGGREGATE scores(instrument text, item text, answer integer) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, FINALFUNC = scores, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores(text, text, integer) IS 'One person''s scores from a long table, grouped by respondent: instrument, item, answer; in the order of scales(). As scores(answer_sheet(text, text, integer)). Rows of other instruments are left out with FILTER (WHERE ...). NULL without rows.';
CREATE AGGREGATE answer_sheet(instrument text, item text, answer integer, strict boolean) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answer_sheet(text, text, integer, boolean) IS 'Gathers one person''s answers from a long table, grouped by respondent: instrument, item, answer, strict. NULL answers are no answers. Strict: a second answer to an item or an item that the instrument does not have is an error (22023); else equal answers count once, answers that differ are invalid, and unknown items are counted. NULL without rows.';
CREATE AGGREGATE scores(instrument text, item text, answer integer, strict boolean) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, FINALFUNC = scores, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores(text, text, integer, boolean) IS 'One person''s scores from a long table, grouped by respondent: instrument, item, answer, strict; in the order of scales(). As scores(answer_sheet(text, text, integer, boolean)). Rows of other instruments are left out with FILTER (WHERE ...). NULL without rows.';
CREATE AGGREGATE answer_sheet(plan scoring_plan, item text, answer integer) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answer_sheet(scoring_plan, text, integer) IS 'Gathers one person''s answers from a long table, grouped by respondent: plan, item, answer. NULL answers are no answers. A second answer to an item, or an item that the instrument does not have, is an error (22023). NULL without rows.';
CREATE AGGREGATE scores(plan scoring_plan, item text, answer integer) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, FINALFUNC = scores, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores(scoring_plan, text, integer) IS 'One person''s scores from a long table, grouped by respondent: plan, item, answer; in the order of scales(). As scores(answer_sheet(scoring_plan, text, integer)). Rows of other instruments are left out with FILTER (WHERE ...). NULL without rows.';
CREATE AGGREGATE answer_sheet(plan scoring_plan, item text, answer integer, strict boolean) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answer_sheet(scoring_plan, text, integer, boolean) IS 'Gathers one person''s answers from a long table, grouped by respondent: plan, item, answer, strict. NULL answers are no answers. Strict: a second answer to an item or an item that the instrument does not have is an error (22023); else equal answers count once, answers that differ are invalid, and unknown items are counted. NULL without rows.';
CREATE AGGREGATE scores(plan scoring_plan, item text, answer integer, strict boolean) (
	SFUNC = answer_sheet_accum, STYPE = answer_sheet, FINALFUNC = scores, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores(scoring_plan, text, integer, boolean) IS 'One person''s scores from a long table, grouped by respondent: plan, item, answer, strict; in the order of scales(). As scores(answer_sheet(scoring_plan, text, integer, boolean)). Rows of other instruments are left out with FILTER (WHERE ...). NULL without rows.';
CREATE AGGREGATE rollup(answer_sheet) (
	SFUNC = answer_sheet_combine, STYPE = answer_sheet, COMBINEFUNC = answer_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(answer_sheet) IS 'The sheet of all answers in the sheets of parts; NULLs are passed over.';

-- ---- shipped instruments, and a row function for each, made from the definitions ----

@build/instruments.sql@

@score/eq5d.sql@

@score/fhir.sql@

@score/interpret.sql@
