\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.3.0'" to load this file. \quit

CREATE FUNCTION check_reference() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_reference'
	LANGUAGE C;
COMMENT ON FUNCTION check_reference() IS 'Trigger of registries, after a row was added or changed: the row of another registry that it names has to be there. Arguments: that registry; an action and the columns that both have alike. As a foreign key, but while a dump is restored (check_function_bodies is off) nothing is checked, because a parallel restore loads an extension''s tables in any order. Errors: 23503.';
CREATE FUNCTION keep_reference() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_keep_reference'
	LANGUAGE C;
COMMENT ON FUNCTION keep_reference() IS 'Trigger of registries, after a row was deleted or its key changed: rows of another registry that name it go too (action cascade, when it was deleted), or it has to stay. Arguments: that registry; the action and the columns that both have alike. Errors: 23503.';

CREATE TYPE survey_plan;

CREATE FUNCTION survey_plan_in(cstring) RETURNS survey_plan AS 'MODULE_PATHNAME', 'cpe_survey_plan_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_in(cstring) IS 'Reads and checks the catalogue of a wave, a JSON object. Errors: 22P02 no JSON, with line and column; 22023 no catalogue, with the place as a JSON path; 54000 too large.';
CREATE FUNCTION survey_plan_out(survey_plan) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_survey_plan_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_out(survey_plan) IS 'Writes the catalogue as it was read.';
CREATE FUNCTION survey_plan_recv(internal) RETURNS survey_plan AS 'MODULE_PATHNAME', 'cpe_survey_plan_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_recv(internal) IS 'Reads a catalogue from its text, with the same checks.';
CREATE FUNCTION survey_plan_send(survey_plan) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_survey_plan_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_send(survey_plan) IS 'Writes the catalogue as text.';

CREATE TYPE survey_plan (
	INPUT = survey_plan_in, OUTPUT = survey_plan_out, RECEIVE = survey_plan_recv, SEND = survey_plan_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE survey_plan IS 'What a wave of a survey asked and how answers count: questions, codes with their classes, routing, rules of several boxes; a JSON document, checked when it is read. Given as a value it makes counting independent of the catalogue, on other nodes too. The format is told beside the shipped waves (src/survey/waves/README.md). Text: the document as it was written; two plans are equal when their texts are.';

CREATE FUNCTION survey_plan_lt(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_lt(survey_plan, survey_plan) IS 'Whether the first survey_plan comes before the second, in the order of their bytes; behind the operator <.';
CREATE OPERATOR < (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (survey_plan, survey_plan) IS 'The first survey_plan comes before the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_le(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_le(survey_plan, survey_plan) IS 'Whether the first survey_plan comes before or equals the second, in the order of their bytes; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (survey_plan, survey_plan) IS 'The first survey_plan comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_eq(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_eq(survey_plan, survey_plan) IS 'Whether the first survey_plan equals the second, in the order of their bytes; behind the operator =.';
CREATE OPERATOR = (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (survey_plan, survey_plan) IS 'The first survey_plan equals the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_ne(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_ne(survey_plan, survey_plan) IS 'Whether the first survey_plan differs from the second, in the order of their bytes; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (survey_plan, survey_plan) IS 'The first survey_plan differs from the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_ge(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_ge(survey_plan, survey_plan) IS 'Whether the first survey_plan comes after or equals the second, in the order of their bytes; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (survey_plan, survey_plan) IS 'The first survey_plan comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_gt(survey_plan, survey_plan) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_bytes_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_gt(survey_plan, survey_plan) IS 'Whether the first survey_plan comes after the second, in the order of their bytes; behind the operator >.';
CREATE OPERATOR > (LEFTARG = survey_plan, RIGHTARG = survey_plan, FUNCTION = survey_plan_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (survey_plan, survey_plan) IS 'The first survey_plan comes after the second; the order has no statistical meaning.';

CREATE FUNCTION survey_plan_cmp(survey_plan, survey_plan) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_cmp(survey_plan, survey_plan) IS 'Negative, zero or positive, as the first survey_plan comes before, equals or comes after the second.';
CREATE FUNCTION survey_plan_hash(survey_plan) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_bytes_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_hash(survey_plan) IS 'Hash of type survey_plan: equal ones have equal hashes.';
CREATE FUNCTION survey_plan_hash_extended(survey_plan, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_bytes_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_plan_hash_extended(survey_plan, bigint) IS 'Hash of type survey_plan with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS survey_plan_ops DEFAULT FOR TYPE survey_plan USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 survey_plan_cmp(survey_plan, survey_plan);
COMMENT ON OPERATOR CLASS survey_plan_ops USING btree IS 'Sorting and distinct values of survey_plan: their bytes.';
COMMENT ON OPERATOR FAMILY survey_plan_ops USING btree IS 'Sorting and distinct values of survey_plan.';
CREATE OPERATOR CLASS survey_plan_ops DEFAULT FOR TYPE survey_plan USING hash AS
	OPERATOR 1 =, FUNCTION 1 survey_plan_hash(survey_plan), FUNCTION 2 survey_plan_hash_extended(survey_plan, bigint);
COMMENT ON OPERATOR CLASS survey_plan_ops USING hash IS 'Grouping and hash joins of survey_plan.';
COMMENT ON OPERATOR FAMILY survey_plan_ops USING hash IS 'Grouping and hash joins of survey_plan.';

CREATE FUNCTION plan_wave(plan survey_plan) RETURNS text AS 'MODULE_PATHNAME', 'cpe_survey_plan_wave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_wave(survey_plan) IS 'The key of the wave that a plan is about.';

CREATE FUNCTION plan_questions(plan survey_plan)
	RETURNS TABLE ("position" integer, question text, kind text, column_name text, asked_if_question text, asked_if_answers integer[], codes integer[], classes text[])
	AS 'MODULE_PATHNAME', 'cpe_survey_plan_questions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 60;
COMMENT ON FUNCTION plan_questions(survey_plan) IS 'The questions of a plan in the order in which an array of answers has them. kind: scored, rating, filter, about, box, other. column_name: what the column of a wide table is called (case and zeros in front of numbers do not matter). asked_if_question, asked_if_answers: the question that decides whether this one is asked, and its answers with which it is; NULL without one. codes, classes: the options and what they count as.';

CREATE TABLE survey_wave (
	wave text CONSTRAINT survey_wave_pkey PRIMARY KEY,
	survey text NOT NULL,
	title text NOT NULL,
	year integer,
	state text NOT NULL DEFAULT 'complete',
	neutral text NOT NULL DEFAULT 'excluded',
	missing_codes integer[] NOT NULL DEFAULT '{}',
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT survey_wave_state_known CHECK (state IN ('complete', 'partial', 'skeleton')),
	CONSTRAINT survey_wave_neutral_known CHECK (neutral IN ('excluded', 'scored')),
	CONSTRAINT survey_wave_missing_codes_known CHECK (pg_catalog.array_position(missing_codes, NULL) IS NULL),
	CONSTRAINT survey_wave_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE survey_wave IS 'Waves of surveys. Shipped rows are builtin; add your own with register_wave, or with INSERTs here and into question, answer_option, box_rule and comparable_question (wave_problem tells whether they fit together). They survive dump and upgrade.';
COMMENT ON COLUMN survey_wave.wave IS 'The key; case matters.';
COMMENT ON COLUMN survey_wave.survey IS 'The survey of which it is a wave.';
COMMENT ON COLUMN survey_wave.title IS 'Its name in full.';
COMMENT ON COLUMN survey_wave.year IS 'The year it is about, or NULL.';
COMMENT ON COLUMN survey_wave.state IS 'complete; partial: questions or options are lacking; skeleton: only what is known is listed, and nothing can be counted by it.';
COMMENT ON COLUMN survey_wave.neutral IS 'Whether neutral answers are in the denominator of a score: excluded or scored.';
COMMENT ON COLUMN survey_wave.missing_codes IS 'Codes that stand for no answer in every question.';
COMMENT ON COLUMN survey_wave.source IS 'Where the catalogue comes from.';
COMMENT ON COLUMN survey_wave.certainty IS 'How certain it is where a question does not say it: sourced, computed (worked out from published figures or texts), inferred (from the wording) or unconfirmed.';
COMMENT ON COLUMN survey_wave.note IS 'What is not known, or to be heeded.';
COMMENT ON COLUMN survey_wave.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';

CREATE TABLE question (
	wave text NOT NULL,
	question text NOT NULL,
	"position" integer NOT NULL,
	kind text NOT NULL,
	label text,
	section text,
	column_name text,
	concept text,
	asked_if_question text,
	asked_if_answers integer[],
	back_code integer,
	source text,
	certainty text,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT question_pkey PRIMARY KEY (wave, question),
	CONSTRAINT question_position UNIQUE (wave, "position"),
	CONSTRAINT question_kind_known CHECK (kind IN ('scored', 'rating', 'filter', 'about', 'box', 'other')),
	CONSTRAINT question_asked_if_whole CHECK ((asked_if_question IS NULL) = (asked_if_answers IS NULL) AND asked_if_answers <> '{}' AND pg_catalog.array_position(asked_if_answers, NULL) IS NULL),
	CONSTRAINT question_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE question IS 'The questions of waves. No wording: that is copyright of the surveys'' owners.';
COMMENT ON COLUMN question.wave IS 'Key of the wave.';
COMMENT ON COLUMN question.question IS 'Key of the question within the wave.';
COMMENT ON COLUMN question."position" IS 'Place in the questionnaire, which is the order of an array of answers.';
COMMENT ON COLUMN question.kind IS 'scored: a percentage of positive answers is reported; rating: a mean; filter: decides who is asked others; about: about the respondent; box: a box of a question with several answers; other: asked, not reported.';
COMMENT ON COLUMN question.label IS 'Our own short words.';
COMMENT ON COLUMN question.section IS 'Part of the questionnaire.';
COMMENT ON COLUMN question.column_name IS 'The column of a wide table, where it is not called as the question.';
COMMENT ON COLUMN question.concept IS 'What it asks about, in words that stay the same from wave to wave; case matters.';
COMMENT ON COLUMN question.asked_if_question IS 'The earlier question that decides whether this one is asked; NULL: everybody is.';
COMMENT ON COLUMN question.asked_if_answers IS 'Its answers with which this one is.';
COMMENT ON COLUMN question.back_code IS 'Of a filter: the answer that it gets when it is missing although a question behind it has an answer that counts; NULL: none.';
COMMENT ON COLUMN question.source IS 'Where the question''s classes and codes come from, where it is not the wave''s source.';
COMMENT ON COLUMN question.certainty IS 'How certain classes and codes are; NULL: as the wave says.';
COMMENT ON COLUMN question.note IS 'What is to be known of it.';
COMMENT ON COLUMN question.builtin IS 'Whether the row was shipped; a shipped wave takes no questions of others.';

CREATE INDEX question_asked_if ON question (wave, asked_if_question);
COMMENT ON INDEX question_asked_if IS 'Finds the questions that one decides on.';

CREATE TABLE answer_option (
	wave text NOT NULL,
	question text NOT NULL,
	code integer NOT NULL,
	"position" integer NOT NULL,
	class text NOT NULL,
	value double precision,
	label text,
	state text,
	certainty text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT answer_option_pkey PRIMARY KEY (wave, question, code),
	CONSTRAINT answer_option_class_known CHECK (class IN ('positive', 'neutral', 'negative', 'excluded', 'rated')),
	CONSTRAINT answer_option_value_finite CHECK (pg_catalog.abs(value) <= 1e15),
	CONSTRAINT answer_option_rated_value CHECK (class <> 'rated' OR value IS NOT NULL),
	CONSTRAINT answer_option_state_known CHECK (state IN ('yes', 'no', 'unknown')),
	CONSTRAINT answer_option_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE answer_option IS 'The options of questions: what a code in the data counts as.';
COMMENT ON COLUMN answer_option.wave IS 'Key of the wave.';
COMMENT ON COLUMN answer_option.question IS 'Key of the question.';
COMMENT ON COLUMN answer_option.code IS 'The number in the data.';
COMMENT ON COLUMN answer_option."position" IS 'Place among the question''s options.';
COMMENT ON COLUMN answer_option.class IS 'positive, neutral, negative, excluded (says that the question does not apply, or nothing), rated (part of a mean only).';
COMMENT ON COLUMN answer_option.value IS 'The number it has in a mean, or NULL.';
COMMENT ON COLUMN answer_option.label IS 'Our own short words.';
COMMENT ON COLUMN answer_option.state IS 'For questions about a fact, what the answer says of it: yes, no or unknown; NULL: not such a question.';
COMMENT ON COLUMN answer_option.certainty IS 'How certain class and code are; NULL: as the question says.';
COMMENT ON COLUMN answer_option.builtin IS 'Whether the row was shipped.';

CREATE TABLE box_rule (
	wave text NOT NULL,
	rule text NOT NULL,
	"position" integer NOT NULL,
	kind text NOT NULL,
	boxes text[] NOT NULL,
	ticked integer NOT NULL DEFAULT 1,
	unticked integer,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT box_rule_pkey PRIMARY KEY (wave, rule),
	CONSTRAINT box_rule_kind_known CHECK (kind IN ('contradiction', 'exclusive', 'tick_all')),
	CONSTRAINT box_rule_unticked_known CHECK (kind <> 'tick_all' OR unticked IS NOT NULL)
);
COMMENT ON TABLE box_rule IS 'Rules of questions with several boxes, in the order in which they apply.';
COMMENT ON COLUMN box_rule.wave IS 'Key of the wave.';
COMMENT ON COLUMN box_rule.rule IS 'Name of the rule within the wave.';
COMMENT ON COLUMN box_rule."position" IS 'Place in the order of the rules.';
COMMENT ON COLUMN box_rule.kind IS 'contradiction: of two or more boxes ticked, those become missing; exclusive: the first box ticked together with another becomes unticked; tick_all: blanks become unticked, unless no box was ticked: then all become missing.';
COMMENT ON COLUMN box_rule.boxes IS 'The questions that are its boxes.';
COMMENT ON COLUMN box_rule.ticked IS 'The code of a ticked box.';
COMMENT ON COLUMN box_rule.unticked IS 'The code of a box left open; NULL: such a box is blank.';
COMMENT ON COLUMN box_rule.builtin IS 'Whether the row was shipped.';

CREATE TABLE comparable_question (
	wave text NOT NULL,
	question text NOT NULL,
	other_wave text NOT NULL,
	other_question text NOT NULL,
	codes integer[],
	other_codes integer[],
	basis text,
	certainty text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT comparable_question_pkey PRIMARY KEY (wave, question, other_wave, other_question),
	CONSTRAINT comparable_question_differ CHECK (wave <> other_wave),
	CONSTRAINT comparable_question_codes_paired CHECK ((codes IS NULL) = (other_codes IS NULL) AND pg_catalog.cardinality(codes) = pg_catalog.cardinality(other_codes)
		AND codes <> '{}' AND pg_catalog.array_position(codes, NULL) IS NULL AND pg_catalog.array_position(other_codes, NULL) IS NULL),
	CONSTRAINT comparable_question_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE comparable_question IS 'Which questions of two waves can be compared. comparable_questions() follows these edges through waves between; what has no edge is not compared.';
COMMENT ON COLUMN comparable_question.wave IS 'Key of the wave; a shipped wave takes no comparisons of others: say it from the side of your own.';
COMMENT ON COLUMN comparable_question.question IS 'Key of the question in it.';
COMMENT ON COLUMN comparable_question.other_wave IS 'Key of the other wave, usually the one before; it need not be in the catalogue. Where it is, question and codes have to be there (wave_problem).';
COMMENT ON COLUMN comparable_question.other_question IS 'Key of the question there.';
COMMENT ON COLUMN comparable_question.codes IS 'Codes of this question that count as the same as other_codes, one by one; NULL: the codes are the same.';
COMMENT ON COLUMN comparable_question.other_codes IS 'Codes of the other question.';
COMMENT ON COLUMN comparable_question.basis IS 'Why they can be compared.';
COMMENT ON COLUMN comparable_question.certainty IS 'How certain that is; NULL: as the wave says.';
COMMENT ON COLUMN comparable_question.builtin IS 'Whether the row was shipped.';
CREATE INDEX comparable_question_other ON comparable_question (other_wave, other_question);
COMMENT ON INDEX comparable_question_other IS 'Finds the edges from the other side.';

CREATE TRIGGER survey_wave_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON survey_wave
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER survey_wave_protect_builtin ON survey_wave IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER survey_wave_protect_truncate BEFORE TRUNCATE ON survey_wave
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER survey_wave_protect_truncate ON survey_wave IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('survey_wave', 'WHERE NOT builtin');
GRANT SELECT ON survey_wave TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON survey_wave TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER question_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON question
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER question_protect_builtin ON question IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER question_protect_truncate BEFORE TRUNCATE ON question
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER question_protect_truncate ON question IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('question', 'WHERE NOT builtin');
GRANT SELECT ON question TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON question TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER answer_option_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON answer_option
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER answer_option_protect_builtin ON answer_option IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER answer_option_protect_truncate BEFORE TRUNCATE ON answer_option
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER answer_option_protect_truncate ON answer_option IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('answer_option', 'WHERE NOT builtin');
GRANT SELECT ON answer_option TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_option TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER box_rule_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON box_rule
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER box_rule_protect_builtin ON box_rule IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER box_rule_protect_truncate BEFORE TRUNCATE ON box_rule
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER box_rule_protect_truncate ON box_rule IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('box_rule', 'WHERE NOT builtin');
GRANT SELECT ON box_rule TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON box_rule TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER comparable_question_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON comparable_question
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER comparable_question_protect_builtin ON comparable_question IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER comparable_question_protect_truncate BEFORE TRUNCATE ON comparable_question
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER comparable_question_protect_truncate ON comparable_question IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('comparable_question', 'WHERE NOT builtin');
GRANT SELECT ON comparable_question TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON comparable_question TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER question_survey_wave AFTER INSERT OR UPDATE ON question
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('survey_wave', 'cascade wave builtin');
COMMENT ON TRIGGER question_survey_wave ON question IS 'What a row names in survey_wave is there.';
CREATE CONSTRAINT TRIGGER survey_wave_question AFTER DELETE OR UPDATE ON survey_wave
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('question', 'cascade wave builtin');
COMMENT ON TRIGGER survey_wave_question ON survey_wave IS 'No row of question loses what it names here.';
CREATE CONSTRAINT TRIGGER answer_option_question AFTER INSERT OR UPDATE ON answer_option
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('question', 'cascade wave question builtin');
COMMENT ON TRIGGER answer_option_question ON answer_option IS 'What a row names in question is there.';
CREATE CONSTRAINT TRIGGER question_answer_option AFTER DELETE OR UPDATE ON question
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('answer_option', 'cascade wave question builtin');
COMMENT ON TRIGGER question_answer_option ON question IS 'No row of answer_option loses what it names here.';
CREATE CONSTRAINT TRIGGER box_rule_survey_wave AFTER INSERT OR UPDATE ON box_rule
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('survey_wave', 'cascade wave builtin');
COMMENT ON TRIGGER box_rule_survey_wave ON box_rule IS 'What a row names in survey_wave is there.';
CREATE CONSTRAINT TRIGGER survey_wave_box_rule AFTER DELETE OR UPDATE ON survey_wave
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('box_rule', 'cascade wave builtin');
COMMENT ON TRIGGER survey_wave_box_rule ON survey_wave IS 'No row of box_rule loses what it names here.';
CREATE CONSTRAINT TRIGGER comparable_question_question AFTER INSERT OR UPDATE ON comparable_question
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('question', 'cascade wave question builtin');
COMMENT ON TRIGGER comparable_question_question ON comparable_question IS 'What a row names in question is there.';
CREATE CONSTRAINT TRIGGER question_comparable_question AFTER DELETE OR UPDATE ON question
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('comparable_question', 'cascade wave question builtin');
COMMENT ON TRIGGER question_comparable_question ON question IS 'No row of comparable_question loses what it names here.';

CREATE FUNCTION check_routing() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_routing'
	LANGUAGE C;
COMMENT ON FUNCTION check_routing() IS 'Trigger of the table question: a question that decides whether another is asked is there and stands before it, so that no question can depend on itself. Errors: 23514.';
CREATE CONSTRAINT TRIGGER question_check_routing AFTER INSERT ON question
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.asked_if_question IS NOT NULL AND NOT NEW.builtin) EXECUTE FUNCTION check_routing();
COMMENT ON TRIGGER question_check_routing ON question IS 'Routing goes forward only; looked at when the transaction ends.';
CREATE CONSTRAINT TRIGGER question_check_routing_moved AFTER UPDATE ON question
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_routing();
COMMENT ON TRIGGER question_check_routing_moved ON question IS 'The same where a question is moved.';
CREATE CONSTRAINT TRIGGER question_check_routing_removed AFTER DELETE ON question
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION check_routing();
COMMENT ON TRIGGER question_check_routing_removed ON question IS 'The same where a question is removed that others are asked because of.';

CREATE FUNCTION json_number(value double precision) RETURNS json
	AS 'MODULE_PATHNAME', 'cpe_json_number' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION json_number(double precision) IS 'A number as JSON in the fewest digits that read back as it, whatever the session''s extra_float_digits says. NULL for NULL. Errors: 22023 not finite.';

CREATE FUNCTION wave_document(wave text) RETURNS json
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT json_strip_nulls(json_build_object(
		'wave', w.wave, 'survey', w.survey, 'title', w.title, 'year', w.year, 'state', w.state, 'neutral', w.neutral,
		'missing', CASE WHEN w.missing_codes <> '{}' THEN array_to_json(w.missing_codes) END,
		'source', w.source, 'certainty', w.certainty, 'note', w.note,
		'questions', (
			SELECT json_agg(json_build_object(
				'question', q.question, 'kind', q.kind, 'label', q.label, 'section', q.section, 'column', q.column_name,
				'concept', q.concept, 'source', q.source, 'certainty', q.certainty, 'note', q.note,
				'asked_if', CASE WHEN q.asked_if_question IS NOT NULL THEN
					json_build_object('question', q.asked_if_question, 'answers', array_to_json(q.asked_if_answers)) END,
				'back_code', q.back_code,
				'options', (
					SELECT json_agg(json_build_object('code', o.code, 'class', o.class, 'value', json_number(o.value), 'label', o.label,
						'state', o.state, 'certainty', o.certainty) ORDER BY o."position", o.code)
					FROM answer_option AS o WHERE o.wave = q.wave AND o.question = q.question)
				) ORDER BY q."position")
			FROM question AS q WHERE q.wave = w.wave),
		'rules', (
			SELECT json_agg(json_build_object('rule', r.rule, 'kind', r.kind, 'boxes', array_to_json(r.boxes),
				'ticked', r.ticked, 'unticked', r.unticked) ORDER BY r."position", r.rule)
			FROM box_rule AS r WHERE r.wave = w.wave),
		'comparable', (
			SELECT json_agg(json_build_object('question', c.question, 'wave', c.other_wave, 'with', c.other_question,
				'options', (SELECT json_agg(json_build_array(p.code, p.other) ORDER BY p.ordinality)
					FROM ROWS FROM (unnest(c.codes), unnest(c.other_codes)) WITH ORDINALITY AS p(code, other, ordinality)),
				'basis', c.basis, 'certainty', c.certainty) ORDER BY c.question, c.other_wave, c.other_question)
			FROM comparable_question AS c WHERE c.wave = w.wave)))
	FROM survey_wave AS w WHERE w.wave = $1;
END;
COMMENT ON FUNCTION wave_document(text) IS 'The catalogue of a registered wave as one JSON document, as register_wave takes it (under another key, to begin a wave of your own with it). NULL when there is no such wave.';

CREATE FUNCTION register_wave(document json) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_register_wave' LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION register_wave(json) IS 'Adds a wave of your own from one document, checked as a whole, or replaces the one that you registered under the same key before; returns the key. Needs INSERT and UPDATE on survey_wave, INSERT and DELETE on question and box_rule, INSERT on answer_option and comparable_question. Errors: 22P02, 22023 the document is wrong, with the place as a JSON path; 42501 the key is that of a shipped wave; 54000 too large.';

CREATE FUNCTION wave_problem(wave text) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_wave_problem' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wave_problem(text) IS 'What is wrong with the rows of a wave, taken together: NULL when nothing is, else the first thing found, with its place in wave_document(wave). Comparisons are checked against the waves that are registered. For waves entered with INSERTs; register_wave checks by itself. Errors: 22023 no such wave.';

CREATE FUNCTION sheet_plan(wave text, options jsonb DEFAULT '{}') RETURNS survey_plan
	AS 'MODULE_PATHNAME', 'cpe_sheet_plan' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sheet_plan(text, jsonb) IS 'The plan of a registered wave, to be given to tally_sheet() and others as a value: tally_sheet((SELECT sheet_plan(''2018'')), r). Without the SELECT it would be made anew for each row, which is slow. options: questions: an array of keys, or "all"; without it the scored questions and ratings. clean: true applies routing and the rules of boxes to each row before it is counted; the plan then holds the filters and boxes that this needs besides. strict: false counts a code that is none of the question''s as invalid, instead of raising an error. neutral: "scored" or "excluded", instead of what the wave says. NULL for NULL. Errors: 22023 no such wave, unknown option or question, a question whose options are not known, nothing to count.';

CREATE FUNCTION classify(wave text, question text, answer integer, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_classify_by_name' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION classify(text, text, integer, boolean) IS 'What an answer counts as: positive, neutral, negative, excluded, rated (part of a mean only), or missing (NULL, or a code that stands for no answer). Errors: 22023 no such wave or question, a question whose options are not known, a code that is none of the question''s, with the codes allowed; with strict false the latter is invalid. 22004 wave or question NULL.';
CREATE FUNCTION classify(plan survey_plan, question text, answer integer, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_classify_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION classify(survey_plan, text, integer, boolean) IS 'The same by a plan, which may stand in indexes and generated columns.';

CREATE FUNCTION concept_state(wave text, concept text, answer integer) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_concept_state' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION concept_state(text, text, integer) IS 'What a respondent said of a fact, for example whether the disease had spread (concept disease_spread): yes, no or unknown. It is what the wave''s question on that concept says, never inferred from anything else: unknown where the answer is missing, says neither, or the wave had no such question. Errors: 22023 no such wave, a concept that no wave asks about as a fact, a code that is none of the question''s; 22004 wave or concept NULL.';

CREATE FUNCTION validate_response(wave text, answers jsonb, also text[] DEFAULT '{}')
	RETURNS TABLE (question text, problem text, answer text, becomes integer, because text, allowed integer[])
	AS 'MODULE_PATHNAME', 'cpe_validate_by_name' LANGUAGE C STABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION validate_response(text, jsonb, text[]) IS 'What is wrong with the answers of one respondent, given as an object of questions and codes (to_jsonb of a wide row), a row for each finding, none when all is well. An array is read as what it holds: nothing, one answer, or more than one. Keys that mean one question (Q1, q01) say the same, or more than one answer. also: keys of the object that are no questions. problem: unknown question; not a whole number; more than one answer; out of range; contradiction, exclusive (boxes that exclude one another); none ticked; not ticked (a blank box beside ticked ones); back-coded (a missing filter before an answer that counts); not asked (routing leads elsewhere); filter missing. answer: as given, NULL when there was none. becomes: in the cleaned row, NULL for missing. because: the filter or rule. allowed: the codes. NULL answers give no rows. Errors: 22023 no such wave, answers that are no object; 22004 wave or also NULL.';
CREATE FUNCTION validate_response(plan survey_plan, answers jsonb, also text[] DEFAULT '{}')
	RETURNS TABLE (question text, problem text, answer text, becomes integer, because text, allowed integer[])
	AS 'MODULE_PATHNAME', 'cpe_validate_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION validate_response(survey_plan, jsonb, text[]) IS 'The same by a plan.';

CREATE FUNCTION clean_response(wave text, answers jsonb) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_clean_by_name' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION clean_response(text, jsonb) IS 'The answers of one respondent with what validate_response finds put right: an object with every question of the wave, null where the answer is missing, was not asked for, or is none of the question''s. Keys that are no questions are left out. NULL for NULL answers. Errors: as validate_response.';
CREATE FUNCTION clean_response(plan survey_plan, answers jsonb) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_clean_by_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clean_response(survey_plan, jsonb) IS 'The same by a plan.';
CREATE FUNCTION clean_answers(plan survey_plan, answers integer[]) RETURNS integer[]
	AS 'MODULE_PATHNAME', 'cpe_clean_answers' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION clean_answers(survey_plan, integer[]) IS 'The same for an array of answers in the order of plan_questions(plan). NULL for NULL answers. Errors: 22023 another number of answers.';

CREATE FUNCTION known_wave(wave text) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_known_wave' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION known_wave(text) IS 'The key of a registered wave, given back. Errors: 22023 there is none, with the known ones.';

CREATE FUNCTION comparable_questions(wave text, other_wave text)
	RETURNS TABLE (question text, other_question text, concept text, codes integer[], other_codes integer[], basis text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 60
BEGIN ATOMIC
	WITH RECURSIVE asked (wave, other_wave) AS MATERIALIZED (
		SELECT known_wave($1), known_wave($2)
	), edge (wave, question, other_wave, other_question, codes, other_codes, basis) AS (
		SELECT c.wave, c.question, c.other_wave, c.other_question, c.codes, c.other_codes, c.basis FROM comparable_question AS c
		UNION ALL
		SELECT c.other_wave, c.other_question, c.wave, c.question, c.other_codes, c.codes, c.basis FROM comparable_question AS c
	), path (question, at_wave, at_question, codes, other_codes, basis, waves) AS (
		SELECT e.question, e.other_wave, e.other_question, e.codes, e.other_codes, e.basis, ARRAY[e.wave, e.other_wave]
		FROM asked AS a JOIN edge AS e ON e.wave = a.wave
		UNION ALL
		-- one way a step to where a question leads, so that there are never more ways than questions
		SELECT s.question, s.at_wave, s.at_question, s.codes, s.other_codes, s.basis, s.waves
		FROM (
			SELECT p.question, e.other_wave AS at_wave, e.other_question AS at_question, both_ways.codes, both_ways.other_codes,
				CASE WHEN e.basis = p.basis THEN p.basis ELSE concat_ws('; ', p.basis, e.basis) END AS basis, p.waves || e.other_wave AS waves,
				row_number() OVER (PARTITION BY p.question, e.other_wave, e.other_question
					ORDER BY (p.waves || e.other_wave) COLLATE "C", both_ways.codes NULLS FIRST, both_ways.other_codes, p.basis COLLATE "C", e.basis COLLATE "C") AS choice
			FROM path AS p
			JOIN edge AS e ON e.wave = p.at_wave AND e.question = p.at_question AND e.other_wave <> ALL (p.waves)
			CROSS JOIN LATERAL (
				SELECT p.codes, p.other_codes WHERE e.codes IS NULL
				UNION ALL
				SELECT e.codes, e.other_codes WHERE p.codes IS NULL AND e.codes IS NOT NULL
				UNION ALL
				SELECT array_agg(a.code ORDER BY a.n, b.n), array_agg(b.code ORDER BY a.n, b.n)
				FROM ROWS FROM (unnest(p.codes), unnest(p.other_codes)) WITH ORDINALITY AS a(code, through, n)
				JOIN ROWS FROM (unnest(e.codes), unnest(e.other_codes)) WITH ORDINALITY AS b(through, code, n) ON b.through = a.through
				HAVING count(*) > 0) AS both_ways
			WHERE p.at_wave <> $2) AS s
		WHERE s.choice = 1
	)
	SELECT DISTINCT ON (p.question, p.at_question) p.question, p.at_question, q.concept, p.codes, p.other_codes, p.basis
	FROM asked AS a JOIN path AS p ON p.at_wave = a.other_wave LEFT JOIN question AS q ON q.wave = a.wave AND q.question = p.question
	ORDER BY p.question, p.at_question, cardinality(p.waves), p.waves COLLATE "C", p.codes NULLS FIRST, p.other_codes, p.basis COLLATE "C";
END;
COMMENT ON FUNCTION comparable_questions(text, text) IS 'The questions of two waves that can be compared, a row a pair: those joined by comparable_question, directly or through waves between, the fewest; where no code is left that counts as the same all the way, a pair is not there. codes, other_codes: codes that count as the same, one by one; NULL: the codes are the same in both. basis: why. Questions that are not there are not to be compared. No rows for NULL. Errors: 22023 no such wave.';

SELECT register_wave($wave$
{"wave": "2010",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2010, England",
 "year": 2010,
 "state": "partial",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 1 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes are those of the same form of answers in 2015 to 2018; questions whose answers have no such form are given without options. Routing is inferred from the wording and from 2015 to 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0, and how boxes that contradict one another were treated, is not known. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. No statement that this wave can be compared with another was found, and the questions and their scoring were changed in 2015: no comparisons.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none"}, {"code": 2, "class": "positive", "label": "once"}, {"code": 3, "class": "positive", "label": "twice"}, {"code": 4, "class": "negative", "label": "3 or 4"}, {"code": 5, "class": "negative", "label": "5 or more"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q2", "kind": "other", "label": "time from GP to first appointment", "concept": "referral_to_appointment_time", "section": "seeing the GP", "note": "How its answers count is not known: no options are given."},
  {"question": "Q3", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}]},
  {"question": "Q4", "kind": "other", "label": "months before the first appointment", "concept": "first_appointment_months", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "The answers are those of the question on the time to first seeing a doctor of 2015 to 2018; the field list may describe it wrongly."},
  {"question": "Q5", "kind": "other", "label": "health while waiting", "concept": "health_while_waiting", "section": "seeing the GP", "note": "How its answers count is not known: no options are given."},
  {"question": "Q6", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q7", "kind": "scored", "label": "purpose of the test explained", "concept": "test_purpose_explained", "section": "tests", "asked_if": {"question": "Q6", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q8", "kind": "scored", "label": "course of the test explained", "concept": "test_course_explained", "section": "tests", "asked_if": {"question": "Q6", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q9", "kind": "scored", "label": "written information about the test", "concept": "test_written_information", "section": "tests", "asked_if": {"question": "Q6", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q10", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q6", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q11", "kind": "other", "label": "who first told of the cancer", "concept": "first_told_by", "section": "finding out", "options": [{"code": 1, "class": "excluded", "label": "hospital doctor"}, {"code": 2, "class": "excluded", "label": "hospital nurse"}, {"code": 3, "class": "excluded", "label": "GP"}, {"code": 4, "class": "excluded", "label": "other health professional"}, {"code": 5, "class": "excluded", "label": "friend or relative"}, {"code": 6, "class": "excluded", "label": "nobody"}]},
  {"question": "Q12", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "Whether answers 3 and 4 belong to the denominator is not known; they are left out of it here."},
  {"question": "Q13", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}]},
  {"question": "Q14", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q16", "kind": "scored", "label": "choice of treatments", "concept": "treatment_choice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "only one treatment suitable"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q17", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "written information on side effects", "concept": "side_effects_written_information", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q19", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "only one treatment suitable"}]},
  {"question": "Q20", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "easy"}, {"code": 2, "class": "negative", "label": "sometimes easy"}, {"code": 3, "class": "negative", "label": "difficult"}, {"code": 4, "class": "excluded", "label": "not tried"}]},
  {"question": "Q22", "kind": "scored", "label": "specialist nurse listened", "concept": "cns_listened", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q23", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q24", "kind": "scored", "label": "time with the specialist nurse", "concept": "cns_time", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "too short"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too long"}], "note": "The positive answer is the second."},
  {"question": "Q25", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q26", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q27", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q28", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q29", "kind": "other", "label": "admission date put back", "concept": "operation_postponed", "section": "operations", "asked_if": {"question": "Q28", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q30", "kind": "scored", "label": "course of the operation explained", "concept": "operation_explained", "section": "operations", "asked_if": {"question": "Q28", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q31", "kind": "scored", "label": "written information about the operation", "concept": "operation_written_information", "section": "operations", "asked_if": {"question": "Q28", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q32", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q28", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q33", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "hospital doctors", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q34", "kind": "scored", "label": "clear answers from doctors", "concept": "doctors_answers", "section": "hospital doctors", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q35", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "hospital doctors", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q36", "kind": "scored", "label": "doctors knew enough", "concept": "doctors_knowledge", "section": "hospital doctors", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q37", "kind": "scored", "label": "doctors talked over the patient", "concept": "doctors_talked_over", "section": "hospital doctors", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q38", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "hospital doctors", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q39", "kind": "scored", "label": "clear answers from ward nurses", "concept": "nurses_answers", "section": "ward nurses", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q40", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "ward nurses", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q41", "kind": "scored", "label": "nurses talked over the patient", "concept": "nurses_talked_over", "section": "ward nurses", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q42", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "ward nurses", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q43", "kind": "other", "label": "information held back", "concept": "information_withheld", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q44", "kind": "other", "label": "conflicting information", "concept": "conflicting_information", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q45", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q46", "kind": "scored", "label": "privacy when examined or treated", "concept": "privacy_examined", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q47", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "throughout"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q48", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "hospital care", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}]},
  {"question": "Q49", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "leaving hospital", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q50", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "leaving hospital", "asked_if": {"question": "Q33", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q51", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q52", "kind": "scored", "label": "care services after leaving hospital", "concept": "home_support_after_discharge", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q53", "kind": "filter", "label": "had radiotherapy", "concept": "had_radiotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q54", "kind": "scored", "label": "radiotherapy side effects controlled", "concept": "radiotherapy_side_effects_control", "section": "day patient and outpatient care", "asked_if": {"question": "Q53", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}]},
  {"question": "Q55", "kind": "filter", "label": "had chemotherapy", "concept": "had_chemotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q56", "kind": "scored", "label": "chemotherapy side effects controlled", "concept": "chemotherapy_side_effects_control", "section": "day patient and outpatient care", "asked_if": {"question": "Q55", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}]},
  {"question": "Q57", "kind": "scored", "label": "outpatient: all done to control pain", "concept": "outpatient_pain", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q58", "kind": "scored", "label": "outpatient: emotional support", "concept": "outpatient_emotional_support", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted more"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q59", "kind": "filter", "label": "appointment with a cancer doctor", "concept": "had_doctor_appointment", "section": "outpatient appointments", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q60", "kind": "other", "label": "delay of the appointment", "concept": "appointment_delay", "section": "outpatient appointments", "asked_if": {"question": "Q59", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q61", "kind": "scored", "label": "length of the appointment", "concept": "appointment_length", "section": "outpatient appointments", "asked_if": {"question": "Q59", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "too short"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too long"}], "note": "The positive answer is the second."},
  {"question": "Q62", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "outpatient appointments", "asked_if": {"question": "Q59", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q63", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q64", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q65", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q66", "kind": "scored", "label": "amount of information", "concept": "information_amount", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "not enough"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too much"}], "note": "The positive answer is the second."},
  {"question": "Q67", "kind": "scored", "label": "treated as a set of symptoms", "concept": "treated_as_symptoms", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q68", "kind": "about", "label": "year of birth", "concept": "birth_year", "section": "about you", "note": "A year, so no options."},
  {"question": "Q69", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q70A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q70G", "kind": "box", "label": "no long-term condition", "concept": "condition_none", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q71", "kind": "about", "label": "time since treatment", "concept": "time_since_treatment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q72", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "bisexual"}, {"code": 3, "class": "excluded", "label": "gay or lesbian"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}]},
  {"question": "Q73", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q74", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "other White"}, {"code": 4, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 5, "class": "excluded", "label": "White and Black African"}, {"code": 6, "class": "excluded", "label": "White and Asian"}, {"code": 7, "class": "excluded", "label": "other mixed"}, {"code": 8, "class": "excluded", "label": "Indian"}, {"code": 9, "class": "excluded", "label": "Pakistani"}, {"code": 10, "class": "excluded", "label": "Bangladeshi"}, {"code": 11, "class": "excluded", "label": "other Asian"}, {"code": 12, "class": "excluded", "label": "Black Caribbean"}, {"code": 13, "class": "excluded", "label": "Black African"}, {"code": 14, "class": "excluded", "label": "other Black"}, {"code": 15, "class": "excluded", "label": "Chinese"}, {"code": 16, "class": "excluded", "label": "any other group"}]}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2011-12",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2011/12, England",
 "year": 2011,
 "state": "partial",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 2 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes are those of the same form of answers in 2015 to 2018; questions whose answers have no such form are given without options. Routing is inferred from the wording and from 2015 to 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0, and how boxes that contradict one another were treated, is not known. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. No statement that this wave can be compared with another was found, and the questions and their scoring were changed in 2015: no comparisons. The field list does not print the answers of this wave in the order of the questionnaire: where its order is not that of the same answers in 2010 or 2013, theirs is taken, and the question is unconfirmed.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none"}, {"code": 2, "class": "positive", "label": "once"}, {"code": 3, "class": "positive", "label": "twice"}, {"code": 4, "class": "negative", "label": "3 or 4"}, {"code": 5, "class": "negative", "label": "5 or more"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}]},
  {"question": "Q3", "kind": "other", "label": "months before the first appointment", "concept": "first_appointment_months", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "The answers are those of the question on the time to first seeing a doctor of 2015 to 2018; the field list may describe it wrongly.", "certainty": "unconfirmed"},
  {"question": "Q4", "kind": "other", "label": "health while waiting", "concept": "health_while_waiting", "section": "seeing the GP", "note": "How its answers count is not known: no options are given."},
  {"question": "Q5", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q6", "kind": "scored", "label": "purpose of the test explained", "concept": "test_purpose_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q7", "kind": "scored", "label": "course of the test explained", "concept": "test_course_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q8", "kind": "scored", "label": "written information about the test", "concept": "test_written_information", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q9", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q10", "kind": "other", "label": "who first told of the cancer", "concept": "first_told_by", "section": "finding out", "options": [{"code": 1, "class": "excluded", "label": "hospital doctor"}, {"code": 2, "class": "excluded", "label": "hospital nurse"}, {"code": 3, "class": "excluded", "label": "GP"}, {"code": 4, "class": "excluded", "label": "other health professional"}, {"code": 5, "class": "excluded", "label": "friend or relative"}, {"code": 6, "class": "excluded", "label": "nobody"}], "certainty": "unconfirmed"},
  {"question": "Q11", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "Whether answers 3 and 4 belong to the denominator is not known; they are left out of it here.", "certainty": "unconfirmed"},
  {"question": "Q12", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}]},
  {"question": "Q13", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q14", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q15", "kind": "scored", "label": "choice of treatments", "concept": "treatment_choice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "only one treatment suitable"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q16", "kind": "other", "label": "views taken into account by the team", "concept": "views_taken_into_account", "section": "deciding on treatment", "note": "How its answers count is not known: no options are given."},
  {"question": "Q17", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q18", "kind": "scored", "label": "written information on side effects", "concept": "side_effects_written_information", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q19", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q20", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q21", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "easy"}, {"code": 2, "class": "negative", "label": "sometimes easy"}, {"code": 3, "class": "negative", "label": "difficult"}, {"code": 4, "class": "excluded", "label": "not tried"}], "certainty": "unconfirmed"},
  {"question": "Q22", "kind": "scored", "label": "specialist nurse listened", "concept": "cns_listened", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q23", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q20", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q24", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q25", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q26", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q27", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q28", "kind": "other", "label": "glad to have been asked about research", "concept": "research_glad_asked", "section": "support", "asked_if": {"question": "Q27", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q29", "kind": "other", "label": "wanted to be asked about research", "concept": "research_wanted_asked", "section": "support", "asked_if": {"question": "Q27", "answers": [2]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q30", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q31", "kind": "other", "label": "admission date put back", "concept": "operation_postponed", "section": "operations", "asked_if": {"question": "Q30", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q32", "kind": "scored", "label": "course of the operation explained", "concept": "operation_explained", "section": "operations", "asked_if": {"question": "Q30", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q33", "kind": "scored", "label": "written information about the operation", "concept": "operation_written_information", "section": "operations", "asked_if": {"question": "Q30", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q34", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q30", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q35", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "hospital doctors", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q36", "kind": "scored", "label": "clear answers from doctors", "concept": "doctors_answers", "section": "hospital doctors", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}], "certainty": "unconfirmed"},
  {"question": "Q37", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "hospital doctors", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q38", "kind": "scored", "label": "doctors talked over the patient", "concept": "doctors_talked_over", "section": "hospital doctors", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q39", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "hospital doctors", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}], "certainty": "unconfirmed"},
  {"question": "Q40", "kind": "scored", "label": "clear answers from ward nurses", "concept": "nurses_answers", "section": "ward nurses", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}], "certainty": "unconfirmed"},
  {"question": "Q41", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "ward nurses", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}], "certainty": "unconfirmed"},
  {"question": "Q42", "kind": "scored", "label": "nurses talked over the patient", "concept": "nurses_talked_over", "section": "ward nurses", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q43", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "ward nurses", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}], "certainty": "unconfirmed"},
  {"question": "Q44", "kind": "other", "label": "information held back", "concept": "information_withheld", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q45", "kind": "other", "label": "conflicting information", "concept": "conflicting_information", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q46", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}], "certainty": "unconfirmed"},
  {"question": "Q47", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q48", "kind": "scored", "label": "privacy when examined or treated", "concept": "privacy_examined", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q49", "kind": "other", "label": "able to discuss worries", "concept": "worries_discussed", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q50", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "throughout"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q51", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "hospital care", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}], "certainty": "unconfirmed"},
  {"question": "Q52", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "leaving hospital", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q53", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "leaving hospital", "asked_if": {"question": "Q35", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q54", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}], "certainty": "unconfirmed"},
  {"question": "Q55", "kind": "scored", "label": "care services after leaving hospital", "concept": "home_support_after_discharge", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q56", "kind": "scored", "label": "radiotherapy side effects controlled", "concept": "radiotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no radiotherapy"}], "certainty": "unconfirmed"},
  {"question": "Q57", "kind": "scored", "label": "chemotherapy side effects controlled", "concept": "chemotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no chemotherapy"}]},
  {"question": "Q58", "kind": "scored", "label": "outpatient: all done to control pain", "concept": "outpatient_pain", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no pain"}], "certainty": "unconfirmed"},
  {"question": "Q59", "kind": "scored", "label": "outpatient: emotional support", "concept": "outpatient_emotional_support", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted more"}, {"code": 4, "class": "excluded", "label": "not needed"}], "certainty": "unconfirmed"},
  {"question": "Q60", "kind": "filter", "label": "appointment with a cancer doctor", "concept": "had_doctor_appointment", "section": "outpatient appointments", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q61", "kind": "other", "label": "delay of the appointment", "concept": "appointment_delay", "section": "outpatient appointments", "asked_if": {"question": "Q60", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q62", "kind": "scored", "label": "length of the appointment", "concept": "appointment_length", "section": "outpatient appointments", "asked_if": {"question": "Q60", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "too short"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too long"}], "note": "The positive answer is the second.", "certainty": "unconfirmed"},
  {"question": "Q63", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "outpatient appointments", "asked_if": {"question": "Q60", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q64", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q65", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}], "certainty": "unconfirmed"},
  {"question": "Q66", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q67", "kind": "scored", "label": "amount of information", "concept": "information_amount", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "not enough"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too much"}], "note": "The positive answer is the second.", "certainty": "unconfirmed"},
  {"question": "Q68", "kind": "scored", "label": "offered an assessment and care plan", "concept": "care_plan_offered", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q69", "kind": "scored", "label": "treated as a set of symptoms", "concept": "treated_as_symptoms", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q70", "kind": "other", "label": "overall grade of care", "concept": "overall_grade", "section": "overall care", "note": "How its answers count is not known: no options are given."},
  {"question": "Q71", "kind": "about", "label": "year of birth", "concept": "birth_year", "section": "about you", "note": "A year, so no options. The field list also names Q71_AGE_BAND, without its values."},
  {"question": "Q72", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q73", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "bisexual"}, {"code": 3, "class": "excluded", "label": "gay or lesbian"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}], "certainty": "unconfirmed"},
  {"question": "Q74A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q74G", "kind": "box", "label": "no long-term condition", "concept": "condition_none", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75", "kind": "about", "label": "time since treatment", "concept": "time_since_treatment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}], "certainty": "unconfirmed"},
  {"question": "Q76", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q77", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "other White"}, {"code": 4, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 5, "class": "excluded", "label": "White and Black African"}, {"code": 6, "class": "excluded", "label": "White and Asian"}, {"code": 7, "class": "excluded", "label": "other mixed"}, {"code": 8, "class": "excluded", "label": "Indian"}, {"code": 9, "class": "excluded", "label": "Pakistani"}, {"code": 10, "class": "excluded", "label": "Bangladeshi"}, {"code": 11, "class": "excluded", "label": "other Asian"}, {"code": 12, "class": "excluded", "label": "Black Caribbean"}, {"code": 13, "class": "excluded", "label": "Black African"}, {"code": 14, "class": "excluded", "label": "other Black"}, {"code": 15, "class": "excluded", "label": "Chinese"}, {"code": 16, "class": "excluded", "label": "any other group"}], "certainty": "unconfirmed"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2013",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2013, England",
 "year": 2013,
 "state": "partial",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 3 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes are those of the same form of answers in 2015 to 2018; questions whose answers have no such form are given without options. Routing is inferred from the wording and from 2015 to 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0, and how boxes that contradict one another were treated, is not known. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. No statement that this wave can be compared with another was found, and the questions and their scoring were changed in 2015: no comparisons.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none"}, {"code": 2, "class": "positive", "label": "once"}, {"code": 3, "class": "positive", "label": "twice"}, {"code": 4, "class": "negative", "label": "3 or 4"}, {"code": 5, "class": "negative", "label": "5 or more"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}]},
  {"question": "Q3", "kind": "other", "label": "months before the first appointment", "concept": "first_appointment_months", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "The answers are those of the question on the time to first seeing a doctor of 2015 to 2018; the field list may describe it wrongly."},
  {"question": "Q4", "kind": "other", "label": "health while waiting", "concept": "health_while_waiting", "section": "seeing the GP", "note": "How its answers count is not known: no options are given."},
  {"question": "Q5", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q6", "kind": "scored", "label": "purpose of the test explained", "concept": "test_purpose_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q7", "kind": "scored", "label": "course of the test explained", "concept": "test_course_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q8", "kind": "scored", "label": "written information about the test", "concept": "test_written_information", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q9", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q10", "kind": "other", "label": "who first told of the cancer", "concept": "first_told_by", "section": "finding out", "options": [{"code": 1, "class": "excluded", "label": "hospital doctor"}, {"code": 2, "class": "excluded", "label": "hospital nurse"}, {"code": 3, "class": "excluded", "label": "GP"}, {"code": 4, "class": "excluded", "label": "other health professional"}, {"code": 5, "class": "excluded", "label": "friend or relative"}, {"code": 6, "class": "excluded", "label": "nobody"}]},
  {"question": "Q11", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "Whether answers 3 and 4 belong to the denominator is not known; they are left out of it here."},
  {"question": "Q12", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}]},
  {"question": "Q13", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "choice of treatments", "concept": "treatment_choice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "only one treatment suitable"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The field list prints answer 3 without its \"not\"; read as in 2010."},
  {"question": "Q16", "kind": "other", "label": "views taken into account by the team", "concept": "views_taken_into_account", "section": "deciding on treatment", "note": "How its answers count is not known: no options are given."},
  {"question": "Q17", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "written information on side effects", "concept": "side_effects_written_information", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q19", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q20", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "easy"}, {"code": 2, "class": "negative", "label": "sometimes easy"}, {"code": 3, "class": "negative", "label": "difficult"}, {"code": 4, "class": "excluded", "label": "not tried"}]},
  {"question": "Q23", "kind": "scored", "label": "specialist nurse listened", "concept": "cns_listened", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q24", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q25", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The field list prints answer 3 without its \"not\"; read as in 2010."},
  {"question": "Q26", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q27", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q28", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q29", "kind": "other", "label": "saw information about research", "concept": "research_information_seen", "section": "support", "note": "How its answers count is not known: no options are given."},
  {"question": "Q30", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q31", "kind": "other", "label": "took part in research", "concept": "research_taken_part", "section": "support", "note": "How its answers count is not known: no options are given."},
  {"question": "Q32", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q33", "kind": "scored", "label": "course of the operation explained", "concept": "operation_explained", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q34", "kind": "scored", "label": "written information about the operation", "concept": "operation_written_information", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q35", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q36", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "hospital doctors", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q37", "kind": "scored", "label": "clear answers from doctors", "concept": "doctors_answers", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q38", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q39", "kind": "scored", "label": "doctors talked over the patient", "concept": "doctors_talked_over", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q40", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q41", "kind": "scored", "label": "clear answers from ward nurses", "concept": "nurses_answers", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q42", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q43", "kind": "scored", "label": "nurses talked over the patient", "concept": "nurses_talked_over", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q44", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q45", "kind": "other", "label": "information held back", "concept": "information_withheld", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q46", "kind": "other", "label": "conflicting information", "concept": "conflicting_information", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q47", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q48", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q49", "kind": "scored", "label": "privacy when examined or treated", "concept": "privacy_examined", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}], "note": "The field list prints the second answer twice; the first is read as in 2010."},
  {"question": "Q50", "kind": "other", "label": "able to discuss worries", "concept": "worries_discussed", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q51", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "throughout"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q52", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}]},
  {"question": "Q53", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "leaving hospital", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q54", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "leaving hospital", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q56", "kind": "scored", "label": "care services after leaving hospital", "concept": "home_support_after_discharge", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "radiotherapy side effects controlled", "concept": "radiotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no radiotherapy"}]},
  {"question": "Q58", "kind": "scored", "label": "chemotherapy side effects controlled", "concept": "chemotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no chemotherapy"}]},
  {"question": "Q59", "kind": "scored", "label": "outpatient: all done to control pain", "concept": "outpatient_pain", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q60", "kind": "scored", "label": "outpatient: emotional support", "concept": "outpatient_emotional_support", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted more"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q61", "kind": "filter", "label": "appointment with a cancer doctor", "concept": "had_doctor_appointment", "section": "outpatient appointments", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q62", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "outpatient appointments", "asked_if": {"question": "Q61", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q63", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q64", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q65", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q66A", "kind": "box", "label": "treated by a physiotherapist", "concept": "seen_physiotherapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "treated by an occupational therapist", "concept": "seen_occupational_therapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "treated by a dietitian", "concept": "seen_dietitian", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "treated by a speech and language therapist", "concept": "seen_speech_therapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "treated by a lymphoedema specialist", "concept": "seen_lymphoedema_specialist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "scored", "label": "amount of information", "concept": "information_amount", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "not enough"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too much"}], "note": "The positive answer is the second."},
  {"question": "Q68", "kind": "scored", "label": "offered an assessment and care plan", "concept": "care_plan_offered", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q69", "kind": "scored", "label": "treated as a set of symptoms", "concept": "treated_as_symptoms", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q70", "kind": "other", "label": "overall grade of care", "concept": "overall_grade", "section": "overall care", "note": "How its answers count is not known: no options are given."},
  {"question": "Q71", "kind": "about", "label": "year of birth", "concept": "birth_year", "section": "about you", "note": "A year, so no options. The field list also names Q71_AGE and Q71_AGE_BAND, without their values."},
  {"question": "Q72", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q73", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "bisexual"}, {"code": 3, "class": "excluded", "label": "gay or lesbian"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}]},
  {"question": "Q74", "kind": "about", "label": "employment", "concept": "employment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "full time"}, {"code": 2, "class": "excluded", "label": "part time"}, {"code": 3, "class": "excluded", "label": "homemaker"}, {"code": 4, "class": "excluded", "label": "student"}, {"code": 5, "class": "excluded", "label": "retired"}, {"code": 6, "class": "excluded", "label": "unemployed, seeking work"}, {"code": 7, "class": "excluded", "label": "unable to work for health reasons"}, {"code": 8, "class": "excluded", "label": "other"}]},
  {"question": "Q75A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}], "note": "The field list prints the first condition twice."},
  {"question": "Q75B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75G", "kind": "box", "label": "no long-term condition", "concept": "condition_none", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q76", "kind": "about", "label": "time since treatment", "concept": "time_since_treatment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q77", "kind": "about", "label": "response to treatment", "concept": "disease_status", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "responded fully", "state": "no"}, {"code": 2, "class": "excluded", "label": "treated, still present", "state": "unknown"}, {"code": 3, "class": "excluded", "label": "not treated", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "come back after treatment", "state": "yes"}, {"code": 5, "class": "excluded", "label": "original responded, new cancer", "state": "unknown"}, {"code": 6, "class": "excluded", "label": "not certain", "state": "unknown"}], "note": "Not the question of 2015 to 2018: return is one of its answers, spread is not."},
  {"question": "Q78", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q79", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "other White"}, {"code": 4, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 5, "class": "excluded", "label": "White and Black African"}, {"code": 6, "class": "excluded", "label": "White and Asian"}, {"code": 7, "class": "excluded", "label": "other mixed"}, {"code": 8, "class": "excluded", "label": "Indian"}, {"code": 9, "class": "excluded", "label": "Pakistani"}, {"code": 10, "class": "excluded", "label": "Bangladeshi"}, {"code": 11, "class": "excluded", "label": "other Asian"}, {"code": 12, "class": "excluded", "label": "Black Caribbean"}, {"code": 13, "class": "excluded", "label": "Black African"}, {"code": 14, "class": "excluded", "label": "other Black"}, {"code": 15, "class": "excluded", "label": "Chinese"}, {"code": 16, "class": "excluded", "label": "any other group"}]}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2014",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2014, England",
 "year": 2014,
 "state": "partial",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 4 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes are those of the same form of answers in 2015 to 2018; questions whose answers have no such form are given without options. Routing is inferred from the wording and from 2015 to 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0, and how boxes that contradict one another were treated, is not known. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. No statement that this wave can be compared with another was found, and the questions and their scoring were changed in 2015: no comparisons.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none"}, {"code": 2, "class": "positive", "label": "once"}, {"code": 3, "class": "positive", "label": "twice"}, {"code": 4, "class": "negative", "label": "3 or 4"}, {"code": 5, "class": "negative", "label": "5 or more"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}]},
  {"question": "Q3", "kind": "other", "label": "months before the first appointment", "concept": "first_appointment_months", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "The answers are those of the question on the time to first seeing a doctor of 2015 to 2018; the field list may describe it wrongly."},
  {"question": "Q4", "kind": "other", "label": "health while waiting", "concept": "health_while_waiting", "section": "seeing the GP", "note": "How its answers count is not known: no options are given."},
  {"question": "Q5", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q6", "kind": "scored", "label": "purpose of the test explained", "concept": "test_purpose_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q7", "kind": "scored", "label": "course of the test explained", "concept": "test_course_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q8", "kind": "scored", "label": "written information about the test", "concept": "test_written_information", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q9", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q5", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q10", "kind": "other", "label": "who first told of the cancer", "concept": "first_told_by", "section": "finding out", "options": [{"code": 1, "class": "excluded", "label": "hospital doctor"}, {"code": 2, "class": "excluded", "label": "hospital nurse"}, {"code": 3, "class": "excluded", "label": "GP"}, {"code": 4, "class": "excluded", "label": "other health professional"}, {"code": 5, "class": "excluded", "label": "friend or relative"}, {"code": 6, "class": "excluded", "label": "nobody"}]},
  {"question": "Q11", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "Whether answers 3 and 4 belong to the denominator is not known; they are left out of it here."},
  {"question": "Q12", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}]},
  {"question": "Q13", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "choice of treatments", "concept": "treatment_choice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "only one treatment suitable"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The field list prints answer 3 without its \"not\"; read as in 2010."},
  {"question": "Q16", "kind": "other", "label": "views taken into account by the team", "concept": "views_taken_into_account", "section": "deciding on treatment", "note": "How its answers count is not known: no options are given."},
  {"question": "Q17", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "written information on side effects", "concept": "side_effects_written_information", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q19", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q20", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "easy"}, {"code": 2, "class": "negative", "label": "sometimes easy"}, {"code": 3, "class": "negative", "label": "difficult"}, {"code": 4, "class": "excluded", "label": "not tried"}]},
  {"question": "Q23", "kind": "scored", "label": "specialist nurse listened", "concept": "cns_listened", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q24", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q21", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q25", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The field list prints answer 3 without its \"not\"; read as in 2010."},
  {"question": "Q26", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q27", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q28", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q29", "kind": "other", "label": "saw information about research", "concept": "research_information_seen", "section": "support", "note": "How its answers count is not known: no options are given."},
  {"question": "Q30", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q31", "kind": "other", "label": "took part in research", "concept": "research_taken_part", "section": "support", "note": "How its answers count is not known: no options are given."},
  {"question": "Q32", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q33", "kind": "scored", "label": "course of the operation explained", "concept": "operation_explained", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q34", "kind": "scored", "label": "written information about the operation", "concept": "operation_written_information", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q35", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q32", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q36", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "hospital doctors", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q37", "kind": "scored", "label": "clear answers from doctors", "concept": "doctors_answers", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q38", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q39", "kind": "scored", "label": "doctors talked over the patient", "concept": "doctors_talked_over", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q40", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "hospital doctors", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q41", "kind": "scored", "label": "clear answers from ward nurses", "concept": "nurses_answers", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q42", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q43", "kind": "scored", "label": "nurses talked over the patient", "concept": "nurses_talked_over", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q44", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "ward nurses", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q45", "kind": "other", "label": "information held back", "concept": "information_withheld", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q46", "kind": "other", "label": "conflicting information", "concept": "conflicting_information", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q47", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q48", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q49", "kind": "scored", "label": "privacy when examined or treated", "concept": "privacy_examined", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}], "note": "The field list prints the second answer twice; the first is read as in 2010."},
  {"question": "Q50", "kind": "other", "label": "able to discuss worries", "concept": "worries_discussed", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "note": "How its answers count is not known: no options are given."},
  {"question": "Q51", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "throughout"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q52", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "hospital care", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}]},
  {"question": "Q53", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "leaving hospital", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q54", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "leaving hospital", "asked_if": {"question": "Q36", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q56", "kind": "scored", "label": "care services after leaving hospital", "concept": "home_support_after_discharge", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "radiotherapy side effects controlled", "concept": "radiotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no radiotherapy"}]},
  {"question": "Q58", "kind": "scored", "label": "chemotherapy side effects controlled", "concept": "chemotherapy_side_effects_control", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no side effects"}, {"code": 5, "class": "excluded", "label": "no chemotherapy"}]},
  {"question": "Q59", "kind": "scored", "label": "outpatient: all done to control pain", "concept": "outpatient_pain", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q60", "kind": "scored", "label": "outpatient: emotional support", "concept": "outpatient_emotional_support", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted more"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q61", "kind": "filter", "label": "appointment with a cancer doctor", "concept": "had_doctor_appointment", "section": "outpatient appointments", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q62", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "outpatient appointments", "asked_if": {"question": "Q61", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q63", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q64", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q65", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q66A", "kind": "box", "label": "treated by a physiotherapist", "concept": "seen_physiotherapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "treated by an occupational therapist", "concept": "seen_occupational_therapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "treated by a dietitian", "concept": "seen_dietitian", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "treated by a speech and language therapist", "concept": "seen_speech_therapist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "treated by a lymphoedema specialist", "concept": "seen_lymphoedema_specialist", "section": "overall care", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "scored", "label": "amount of information", "concept": "information_amount", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "not enough"}, {"code": 2, "class": "positive", "label": "about right"}, {"code": 3, "class": "negative", "label": "too much"}], "note": "The positive answer is the second."},
  {"question": "Q68", "kind": "scored", "label": "offered an assessment and care plan", "concept": "care_plan_offered", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q69", "kind": "scored", "label": "treated as a set of symptoms", "concept": "treated_as_symptoms", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q70", "kind": "other", "label": "overall grade of care", "concept": "overall_grade", "section": "overall care", "note": "How its answers count is not known: no options are given."},
  {"question": "Q71", "kind": "about", "label": "year of birth", "concept": "birth_year", "section": "about you", "note": "A year, so no options. The field list also names Q71_AGE and Q71_AGE_BAND, without their values."},
  {"question": "Q72", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q73", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "bisexual"}, {"code": 3, "class": "excluded", "label": "gay or lesbian"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}]},
  {"question": "Q74", "kind": "about", "label": "employment", "concept": "employment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "full time"}, {"code": 2, "class": "excluded", "label": "part time"}, {"code": 3, "class": "excluded", "label": "homemaker"}, {"code": 4, "class": "excluded", "label": "student"}, {"code": 5, "class": "excluded", "label": "retired"}, {"code": 6, "class": "excluded", "label": "unemployed, seeking work"}, {"code": 7, "class": "excluded", "label": "unable to work for health reasons"}, {"code": 8, "class": "excluded", "label": "other"}]},
  {"question": "Q75A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q75G", "kind": "box", "label": "no long-term condition", "concept": "condition_none", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q76", "kind": "about", "label": "time since treatment", "concept": "time_since_treatment", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q77", "kind": "about", "label": "first time treated for cancer", "concept": "disease_status", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "no"}, {"code": 2, "class": "excluded", "label": "no, the same cancer came back", "state": "yes"}, {"code": 3, "class": "excluded", "label": "no, another cancer before", "state": "no"}], "note": "Not the question of 2013 or of 2015 to 2018: return is one of its answers, spread is not."},
  {"question": "Q78", "kind": "about", "label": "response to treatment", "concept": "treatment_response", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "not yet started"}, {"code": 2, "class": "excluded", "label": "in treatment, cannot tell"}, {"code": 3, "class": "excluded", "label": "no signs or symptoms"}, {"code": 4, "class": "excluded", "label": "treatment finished, still present"}, {"code": 5, "class": "excluded", "label": "treated again, not fully responded"}, {"code": 6, "class": "excluded", "label": "watch and wait"}, {"code": 7, "class": "excluded", "label": "not treated"}]},
  {"question": "Q79", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q80", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "Gypsy or Irish Traveller"}, {"code": 4, "class": "excluded", "label": "other White"}, {"code": 5, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 6, "class": "excluded", "label": "White and Black African"}, {"code": 7, "class": "excluded", "label": "White and Asian"}, {"code": 8, "class": "excluded", "label": "other mixed"}, {"code": 9, "class": "excluded", "label": "Indian"}, {"code": 10, "class": "excluded", "label": "Pakistani"}, {"code": 11, "class": "excluded", "label": "Bangladeshi"}, {"code": 12, "class": "excluded", "label": "Chinese"}, {"code": 13, "class": "excluded", "label": "other Asian"}, {"code": 14, "class": "excluded", "label": "Black African"}, {"code": 15, "class": "excluded", "label": "Black Caribbean"}, {"code": 16, "class": "excluded", "label": "other Black"}], "note": "The field list prints 16 groups; the two further ones of 2015 are lacking."}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2015",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2015, England",
 "year": 2015,
 "state": "partial",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 5 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes of questions marked sourced are published (table of positive responses to CPES diagnosis-related questions, bmjopengastro.bmj.com/highwire/markup/3465/expansion), those of the others follow from their wording and agree with the national scores of 2018. Routing is inferred from the wording and from the numbers of answers published for 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0 is not confirmed. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. Results of 2015 to 2019 can be compared with one another (Healthy London, on the survey); questions and scoring were changed before and after, so there are no comparisons with waves outside them. Q5 and Q25 are boxes in this wave and cannot be scored as later.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none, straight to hospital"}, {"code": 2, "class": "excluded", "label": "none, after screening"}, {"code": 3, "class": "positive", "label": "once"}, {"code": 4, "class": "positive", "label": "twice"}, {"code": 5, "class": "negative", "label": "3 or 4"}, {"code": 6, "class": "negative", "label": "5 or more"}, {"code": 7, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q3", "kind": "other", "label": "time to first seeing a doctor", "concept": "time_to_first_seen", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "Classified in the source, but not among the published scores of 2018."},
  {"question": "Q4", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q5A", "kind": "box", "label": "test information: yes", "concept": "test_information_enough", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}], "note": "Five boxes here, one answer from 2016 on. How they were put together into one score is not known."},
  {"question": "Q5B", "kind": "box", "label": "test information: wanted more written", "concept": "test_information_written", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q5C", "kind": "box", "label": "test information: wanted more spoken", "concept": "test_information_spoken", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q5D", "kind": "box", "label": "test information: not needed", "concept": "test_information_not_needed", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q5E", "kind": "box", "label": "test information: not sure", "concept": "test_information_unsure", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q6", "kind": "scored", "label": "wait for the test", "concept": "test_wait", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "about right"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "negative", "label": "far too long"}, {"code": 4, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q7", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "not understood"}, {"code": 4, "class": "negative", "label": "no, wanted it"}, {"code": 5, "class": "excluded", "label": "not needed"}, {"code": 6, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q8", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "The published classification is ambiguous about answers 3 and 4; they are left out of the denominator here."},
  {"question": "Q9", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q10", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q11", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q12", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "only one treatment suitable"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q13", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q16", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q17", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "very easy"}, {"code": 2, "class": "positive", "label": "fairly easy"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly difficult"}, {"code": 5, "class": "negative", "label": "very difficult"}, {"code": 6, "class": "excluded", "label": "not tried"}]},
  {"question": "Q19", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q20", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q23", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q24", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q25A", "kind": "box", "label": "operation information: yes", "concept": "operation_information_enough", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}], "note": "Five boxes here, one answer from 2016 on. How they were put together into one score is not known."},
  {"question": "Q25B", "kind": "box", "label": "operation information: wanted more written", "concept": "operation_information_written", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q25C", "kind": "box", "label": "operation information: wanted more spoken", "concept": "operation_information_spoken", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q25D", "kind": "box", "label": "operation information: not needed", "concept": "operation_information_not_needed", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q25E", "kind": "box", "label": "operation information: not sure", "concept": "operation_information_unsure", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q26", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q27", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "inpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q28", "kind": "scored", "label": "staff talked over the patient", "concept": "staff_talked_over", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q29", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q30", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}], "note": "The field list runs answers 3 and 4 together; read as in 2016."},
  {"question": "Q31", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q32", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q33", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q34", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q38", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q39", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q40", "kind": "filter", "label": "day case or outpatient treatment", "concept": "outpatient_care", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q41", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q42", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "no appointment"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q43", "kind": "filter", "label": "had radiotherapy", "concept": "had_radiotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q44", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q45", "kind": "scored", "label": "told whether radiotherapy was working", "concept": "radiotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q46", "kind": "filter", "label": "had chemotherapy", "concept": "had_chemotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q47", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q48", "kind": "scored", "label": "told whether chemotherapy was working", "concept": "chemotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q50", "kind": "scored", "label": "care services during treatment", "concept": "home_support_during", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "note": "From 2016 on the field list has one answer more (still in treatment) before the last one."},
  {"question": "Q51", "kind": "scored", "label": "care services after treatment", "concept": "home_support_after", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q52", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q53", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q54", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "given a care plan", "concept": "care_plan", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "does not know what it is"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q56", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "very good"}, {"code": 2, "class": "positive", "label": "good"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly bad"}, {"code": 5, "class": "negative", "label": "very bad"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "far too long"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "positive", "label": "about right"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The positive answer is the third."},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "rating": {"from": 0, "to": 10}, "note": "The field list prints the scale as 1 to 10; the reports say 0 (very poor) to 10 (very good)."},
  {"question": "Q60", "kind": "about", "label": "time since first treatment", "concept": "time_since_treatment", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q61", "kind": "about", "label": "spread when first told", "concept": "disease_spread", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "yes"}, {"code": 2, "class": "excluded", "label": "no", "state": "no"}, {"code": 3, "class": "excluded", "label": "not known", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "does not apply", "state": "unknown"}]},
  {"question": "Q62", "kind": "about", "label": "state of the disease", "concept": "disease_status", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "treated, no further sign", "state": "no"}, {"code": 2, "class": "excluded", "label": "come back or spread", "state": "yes"}, {"code": 3, "class": "excluded", "label": "none of these", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "prefer not to say", "state": "unknown"}, {"code": 5, "class": "excluded", "label": "not known", "state": "unknown"}], "note": "Answer 2 does not tell return from spread."},
  {"question": "Q63", "kind": "about", "label": "year of birth", "concept": "birth_year", "section": "about you", "note": "A year, so no options. The field list also names AGE_BAND_2_CORRECTED, without its values."},
  {"question": "Q64", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q65", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}]},
  {"question": "Q66A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q68", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q69", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "Gypsy or Irish Traveller"}, {"code": 4, "class": "excluded", "label": "other White"}, {"code": 5, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 6, "class": "excluded", "label": "White and Black African"}, {"code": 7, "class": "excluded", "label": "White and Asian"}, {"code": 8, "class": "excluded", "label": "other mixed"}, {"code": 9, "class": "excluded", "label": "Indian"}, {"code": 10, "class": "excluded", "label": "Pakistani"}, {"code": 11, "class": "excluded", "label": "Bangladeshi"}, {"code": 12, "class": "excluded", "label": "Chinese"}, {"code": 13, "class": "excluded", "label": "other Asian"}, {"code": 14, "class": "excluded", "label": "Black African"}, {"code": 15, "class": "excluded", "label": "Black Caribbean"}, {"code": 16, "class": "excluded", "label": "other Black"}, {"code": 17, "class": "excluded", "label": "Arab"}, {"code": 18, "class": "excluded", "label": "any other group"}]}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2016",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2016, England",
 "year": 2016,
 "state": "complete",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 6 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred. Classes of questions marked sourced are published (table of positive responses to CPES diagnosis-related questions, bmjopengastro.bmj.com/highwire/markup/3465/expansion), those of the others follow from their wording and agree with the national scores of 2018. Routing is inferred from the wording and from the numbers of answers published for 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0 is not confirmed. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. Results of 2015 to 2019 can be compared with one another (Healthy London, on the survey); questions and scoring were changed before and after, so there are no comparisons with waves outside them.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none, straight to hospital"}, {"code": 2, "class": "excluded", "label": "none, after screening"}, {"code": 3, "class": "positive", "label": "once"}, {"code": 4, "class": "positive", "label": "twice"}, {"code": 5, "class": "negative", "label": "3 or 4"}, {"code": 6, "class": "negative", "label": "5 or more"}, {"code": 7, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q3", "kind": "other", "label": "time to first seeing a doctor", "concept": "time_to_first_seen", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "Classified in the source, but not among the published scores of 2018."},
  {"question": "Q4", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q6", "kind": "scored", "label": "wait for the test", "concept": "test_wait", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "about right"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "negative", "label": "far too long"}, {"code": 4, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q7", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "not understood"}, {"code": 4, "class": "negative", "label": "no, wanted it"}, {"code": 5, "class": "excluded", "label": "not needed"}, {"code": 6, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q8", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "The published classification is ambiguous about answers 3 and 4; they are left out of the denominator here."},
  {"question": "Q9", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q10", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q11", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q12", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "only one treatment suitable"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q13", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q16", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q17", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "very easy"}, {"code": 2, "class": "positive", "label": "fairly easy"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly difficult"}, {"code": 5, "class": "negative", "label": "very difficult"}, {"code": 6, "class": "excluded", "label": "not tried"}]},
  {"question": "Q19", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q20", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q23", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q24", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q25", "kind": "scored", "label": "information before the operation", "concept": "operation_information", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q26", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q27", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "inpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q28", "kind": "scored", "label": "staff talked over the patient", "concept": "staff_talked_over", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q29", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q30", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q31", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q32", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q33", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q34", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q38", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q39", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q40", "kind": "filter", "label": "day case or outpatient treatment", "concept": "outpatient_care", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q41", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q42", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "no appointment"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q43", "kind": "filter", "label": "had radiotherapy", "concept": "had_radiotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q44", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q45", "kind": "scored", "label": "told whether radiotherapy was working", "concept": "radiotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q46", "kind": "filter", "label": "had chemotherapy", "concept": "had_chemotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q47", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q48", "kind": "scored", "label": "told whether chemotherapy was working", "concept": "chemotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q50", "kind": "scored", "label": "care services during treatment", "concept": "home_support_during", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "still in treatment"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q51", "kind": "scored", "label": "care services after treatment", "concept": "home_support_after", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q52", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q53", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q54", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "given a care plan", "concept": "care_plan", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "does not know what it is"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q56", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "very good"}, {"code": 2, "class": "positive", "label": "good"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly bad"}, {"code": 5, "class": "negative", "label": "very bad"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "far too long"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "positive", "label": "about right"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The positive answer is the third."},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "rating": {"from": 0, "to": 10}, "note": "The field list prints the scale as 1 to 10; the reports say 0 (very poor) to 10 (very good)."},
  {"question": "Q60", "kind": "about", "label": "time since first treatment", "concept": "time_since_treatment", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q61", "kind": "about", "label": "spread when first told", "concept": "disease_spread", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "yes"}, {"code": 2, "class": "excluded", "label": "no", "state": "no"}, {"code": 3, "class": "excluded", "label": "not known", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "does not apply", "state": "unknown"}]},
  {"question": "Q62", "kind": "about", "label": "state of the disease", "concept": "disease_status", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "treated, no further sign", "state": "no"}, {"code": 2, "class": "excluded", "label": "come back or spread", "state": "yes"}, {"code": 3, "class": "excluded", "label": "none of these", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "prefer not to say", "state": "unknown"}, {"code": 5, "class": "excluded", "label": "not known", "state": "unknown"}], "note": "Answer 2 does not tell return from spread."},
  {"question": "Q63", "kind": "about", "label": "age band", "concept": "age_band", "section": "about you", "column": "CPES_AGE_BAND2_CORRECTED", "options": [{"code": 1, "class": "excluded", "label": "16 to 24"}, {"code": 2, "class": "excluded", "label": "25 to 34"}, {"code": 3, "class": "excluded", "label": "35 to 44"}, {"code": 4, "class": "excluded", "label": "45 to 54"}, {"code": 5, "class": "excluded", "label": "55 to 64"}, {"code": 6, "class": "excluded", "label": "65 to 74"}, {"code": 7, "class": "excluded", "label": "75 to 84"}, {"code": 8, "class": "excluded", "label": "85 and over"}], "note": "The question asked the year of birth; the bands are those of the field made from it, in the order of the field list."},
  {"question": "Q64", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q65", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}]},
  {"question": "Q66A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q68", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q69", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "Gypsy or Irish Traveller"}, {"code": 4, "class": "excluded", "label": "other White"}, {"code": 5, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 6, "class": "excluded", "label": "White and Black African"}, {"code": 7, "class": "excluded", "label": "White and Asian"}, {"code": 8, "class": "excluded", "label": "other mixed"}, {"code": 9, "class": "excluded", "label": "Indian"}, {"code": 10, "class": "excluded", "label": "Pakistani"}, {"code": 11, "class": "excluded", "label": "Bangladeshi"}, {"code": 12, "class": "excluded", "label": "Chinese"}, {"code": 13, "class": "excluded", "label": "other Asian"}, {"code": 14, "class": "excluded", "label": "Black African"}, {"code": 15, "class": "excluded", "label": "Black Caribbean"}, {"code": 16, "class": "excluded", "label": "other Black"}, {"code": 17, "class": "excluded", "label": "Arab"}, {"code": 18, "class": "excluded", "label": "any other group"}]}],
 "comparable": [
  {"question": "Q1", "wave": "2015", "with": "Q1", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q2", "wave": "2015", "with": "Q2", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q3", "wave": "2015", "with": "Q3", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q4", "wave": "2015", "with": "Q4", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q6", "wave": "2015", "with": "Q6", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q7", "wave": "2015", "with": "Q7", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q8", "wave": "2015", "with": "Q8", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q9", "wave": "2015", "with": "Q9", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q10", "wave": "2015", "with": "Q10", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q11", "wave": "2015", "with": "Q11", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q12", "wave": "2015", "with": "Q12", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q13", "wave": "2015", "with": "Q13", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q14", "wave": "2015", "with": "Q14", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q15", "wave": "2015", "with": "Q15", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q16", "wave": "2015", "with": "Q16", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q17", "wave": "2015", "with": "Q17", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q18", "wave": "2015", "with": "Q18", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q19", "wave": "2015", "with": "Q19", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q20", "wave": "2015", "with": "Q20", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q21", "wave": "2015", "with": "Q21", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q22", "wave": "2015", "with": "Q22", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q23", "wave": "2015", "with": "Q23", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q24", "wave": "2015", "with": "Q24", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q26", "wave": "2015", "with": "Q26", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q27", "wave": "2015", "with": "Q27", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q28", "wave": "2015", "with": "Q28", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q29", "wave": "2015", "with": "Q29", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q30", "wave": "2015", "with": "Q30", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q31", "wave": "2015", "with": "Q31", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q32", "wave": "2015", "with": "Q32", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q33", "wave": "2015", "with": "Q33", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q34", "wave": "2015", "with": "Q34", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q35", "wave": "2015", "with": "Q35", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q36", "wave": "2015", "with": "Q36", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q37", "wave": "2015", "with": "Q37", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q38", "wave": "2015", "with": "Q38", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q39", "wave": "2015", "with": "Q39", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q40", "wave": "2015", "with": "Q40", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q41", "wave": "2015", "with": "Q41", "basis": "same text in the field list; the last option is worded otherwise", "certainty": "computed"},
  {"question": "Q42", "wave": "2015", "with": "Q42", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q43", "wave": "2015", "with": "Q43", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q44", "wave": "2015", "with": "Q44", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q45", "wave": "2015", "with": "Q45", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q46", "wave": "2015", "with": "Q46", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q47", "wave": "2015", "with": "Q47", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q48", "wave": "2015", "with": "Q48", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q49", "wave": "2015", "with": "Q49", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q51", "wave": "2015", "with": "Q51", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q52", "wave": "2015", "with": "Q52", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q53", "wave": "2015", "with": "Q53", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q54", "wave": "2015", "with": "Q54", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q55", "wave": "2015", "with": "Q55", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q56", "wave": "2015", "with": "Q56", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q57", "wave": "2015", "with": "Q57", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q58", "wave": "2015", "with": "Q58", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q59", "wave": "2015", "with": "Q59", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q60", "wave": "2015", "with": "Q60", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q61", "wave": "2015", "with": "Q61", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q62", "wave": "2015", "with": "Q62", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q64", "wave": "2015", "with": "Q64", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q65", "wave": "2015", "with": "Q65", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66A", "wave": "2015", "with": "Q66A", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66B", "wave": "2015", "with": "Q66B", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66C", "wave": "2015", "with": "Q66C", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66D", "wave": "2015", "with": "Q66D", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66E", "wave": "2015", "with": "Q66E", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66F", "wave": "2015", "with": "Q66F", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q67", "wave": "2015", "with": "Q67", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q68", "wave": "2015", "with": "Q68", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q69", "wave": "2015", "with": "Q69", "basis": "same text and groups in the field list, now with headings", "certainty": "computed"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2017",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2017, England",
 "year": 2017,
 "state": "complete",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 7 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred; for Q65 and Q68 sourced. Classes of questions marked sourced are published (table of positive responses to CPES diagnosis-related questions, bmjopengastro.bmj.com/highwire/markup/3465/expansion), those of the others follow from their wording and agree with the national scores of 2018. Routing is inferred from the wording and from the numbers of answers published for 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0 is not confirmed. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. Results of 2015 to 2019 can be compared with one another (Healthy London, on the survey); questions and scoring were changed before and after, so there are no comparisons with waves outside them.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none, straight to hospital"}, {"code": 2, "class": "excluded", "label": "none, after screening"}, {"code": 3, "class": "positive", "label": "once"}, {"code": 4, "class": "positive", "label": "twice"}, {"code": 5, "class": "negative", "label": "3 or 4"}, {"code": 6, "class": "negative", "label": "5 or more"}, {"code": 7, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q3", "kind": "other", "label": "time to first seeing a doctor", "concept": "time_to_first_seen", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "Classified in the source, but not among the published scores of 2018."},
  {"question": "Q4", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q6", "kind": "scored", "label": "wait for the test", "concept": "test_wait", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "about right"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "negative", "label": "far too long"}, {"code": 4, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q7", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "not understood"}, {"code": 4, "class": "negative", "label": "no, wanted it"}, {"code": 5, "class": "excluded", "label": "not needed"}, {"code": 6, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q8", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "The published classification is ambiguous about answers 3 and 4; they are left out of the denominator here."},
  {"question": "Q9", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q10", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q11", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q12", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "only one treatment suitable"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q13", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q16", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q17", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "very easy"}, {"code": 2, "class": "positive", "label": "fairly easy"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly difficult"}, {"code": 5, "class": "negative", "label": "very difficult"}, {"code": 6, "class": "excluded", "label": "not tried"}]},
  {"question": "Q19", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q20", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q23", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q24", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q25", "kind": "scored", "label": "information before the operation", "concept": "operation_information", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q26", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q27", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "inpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q28", "kind": "scored", "label": "staff talked over the patient", "concept": "staff_talked_over", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q29", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q30", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q31", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q32", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q33", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q34", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q38", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q39", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q40", "kind": "filter", "label": "day case or outpatient treatment", "concept": "outpatient_care", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q41", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q42", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "no appointment"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q43", "kind": "filter", "label": "had radiotherapy", "concept": "had_radiotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q44", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q45", "kind": "scored", "label": "told whether radiotherapy was working", "concept": "radiotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q46", "kind": "filter", "label": "had chemotherapy", "concept": "had_chemotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q47", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q48", "kind": "scored", "label": "told whether chemotherapy was working", "concept": "chemotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q50", "kind": "scored", "label": "care services during treatment", "concept": "home_support_during", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "still in treatment"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q51", "kind": "scored", "label": "care services after treatment", "concept": "home_support_after", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q52", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q53", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q54", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "given a care plan", "concept": "care_plan", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "does not know what it is"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q56", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "very good"}, {"code": 2, "class": "positive", "label": "good"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly bad"}, {"code": 5, "class": "negative", "label": "very bad"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "far too long"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "positive", "label": "about right"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The positive answer is the third."},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "rating": {"from": 0, "to": 10}, "note": "The field list prints the scale as 1 to 10; the reports say 0 (very poor) to 10 (very good)."},
  {"question": "Q60", "kind": "about", "label": "time since first treatment", "concept": "time_since_treatment", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q61", "kind": "about", "label": "spread when first told", "concept": "disease_spread", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "yes"}, {"code": 2, "class": "excluded", "label": "no", "state": "no"}, {"code": 3, "class": "excluded", "label": "not known", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "does not apply", "state": "unknown"}]},
  {"question": "Q62", "kind": "about", "label": "state of the disease", "concept": "disease_status", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "treated, no further sign", "state": "no"}, {"code": 2, "class": "excluded", "label": "come back or spread", "state": "yes"}, {"code": 3, "class": "excluded", "label": "none of these", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "prefer not to say", "state": "unknown"}, {"code": 5, "class": "excluded", "label": "not known", "state": "unknown"}], "note": "Answer 2 does not tell return from spread."},
  {"question": "Q63", "kind": "about", "label": "age band", "concept": "age_band", "section": "about you", "column": "CPES_AGE_BAND2_CORRECTED", "options": [{"code": 1, "class": "excluded", "label": "16 to 24"}, {"code": 2, "class": "excluded", "label": "25 to 34"}, {"code": 3, "class": "excluded", "label": "35 to 44"}, {"code": 4, "class": "excluded", "label": "45 to 54"}, {"code": 5, "class": "excluded", "label": "55 to 64"}, {"code": 6, "class": "excluded", "label": "65 to 74"}, {"code": 7, "class": "excluded", "label": "75 to 84"}, {"code": 8, "class": "excluded", "label": "85 and over"}], "note": "The question asked the year of birth; the bands are those of the field made from it, in the order of the field list."},
  {"question": "Q64", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q65", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q66A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q68", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q69", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "Gypsy or Irish Traveller"}, {"code": 4, "class": "excluded", "label": "other White"}, {"code": 5, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 6, "class": "excluded", "label": "White and Black African"}, {"code": 7, "class": "excluded", "label": "White and Asian"}, {"code": 8, "class": "excluded", "label": "other mixed"}, {"code": 9, "class": "excluded", "label": "Indian"}, {"code": 10, "class": "excluded", "label": "Pakistani"}, {"code": 11, "class": "excluded", "label": "Bangladeshi"}, {"code": 12, "class": "excluded", "label": "Chinese"}, {"code": 13, "class": "excluded", "label": "other Asian"}, {"code": 14, "class": "excluded", "label": "Black African"}, {"code": 15, "class": "excluded", "label": "Black Caribbean"}, {"code": 16, "class": "excluded", "label": "other Black"}, {"code": 17, "class": "excluded", "label": "Arab"}, {"code": 18, "class": "excluded", "label": "any other group"}]}],
 "comparable": [
  {"question": "Q1", "wave": "2016", "with": "Q1", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q2", "wave": "2016", "with": "Q2", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q3", "wave": "2016", "with": "Q3", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q4", "wave": "2016", "with": "Q4", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q5", "wave": "2016", "with": "Q5", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q6", "wave": "2016", "with": "Q6", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q7", "wave": "2016", "with": "Q7", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q8", "wave": "2016", "with": "Q8", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q9", "wave": "2016", "with": "Q9", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q10", "wave": "2016", "with": "Q10", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q11", "wave": "2016", "with": "Q11", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q12", "wave": "2016", "with": "Q12", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q13", "wave": "2016", "with": "Q13", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q14", "wave": "2016", "with": "Q14", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q15", "wave": "2016", "with": "Q15", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q16", "wave": "2016", "with": "Q16", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q17", "wave": "2016", "with": "Q17", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q18", "wave": "2016", "with": "Q18", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q19", "wave": "2016", "with": "Q19", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q20", "wave": "2016", "with": "Q20", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q21", "wave": "2016", "with": "Q21", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q22", "wave": "2016", "with": "Q22", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q23", "wave": "2016", "with": "Q23", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q24", "wave": "2016", "with": "Q24", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q25", "wave": "2016", "with": "Q25", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q26", "wave": "2016", "with": "Q26", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q27", "wave": "2016", "with": "Q27", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q28", "wave": "2016", "with": "Q28", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q29", "wave": "2016", "with": "Q29", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q30", "wave": "2016", "with": "Q30", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q31", "wave": "2016", "with": "Q31", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q32", "wave": "2016", "with": "Q32", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q33", "wave": "2016", "with": "Q33", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q34", "wave": "2016", "with": "Q34", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q35", "wave": "2016", "with": "Q35", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q36", "wave": "2016", "with": "Q36", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q37", "wave": "2016", "with": "Q37", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q38", "wave": "2016", "with": "Q38", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q39", "wave": "2016", "with": "Q39", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q40", "wave": "2016", "with": "Q40", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q41", "wave": "2016", "with": "Q41", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q42", "wave": "2016", "with": "Q42", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q43", "wave": "2016", "with": "Q43", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q44", "wave": "2016", "with": "Q44", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q45", "wave": "2016", "with": "Q45", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q46", "wave": "2016", "with": "Q46", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q47", "wave": "2016", "with": "Q47", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q48", "wave": "2016", "with": "Q48", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q49", "wave": "2016", "with": "Q49", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q50", "wave": "2016", "with": "Q50", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q51", "wave": "2016", "with": "Q51", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q52", "wave": "2016", "with": "Q52", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q53", "wave": "2016", "with": "Q53", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q54", "wave": "2016", "with": "Q54", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q55", "wave": "2016", "with": "Q55", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q56", "wave": "2016", "with": "Q56", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q57", "wave": "2016", "with": "Q57", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q58", "wave": "2016", "with": "Q58", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q59", "wave": "2016", "with": "Q59", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q60", "wave": "2016", "with": "Q60", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q61", "wave": "2016", "with": "Q61", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q62", "wave": "2016", "with": "Q62", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q63", "wave": "2016", "with": "Q63", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q64", "wave": "2016", "with": "Q64", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q65", "wave": "2016", "with": "Q65", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66A", "wave": "2016", "with": "Q66A", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66B", "wave": "2016", "with": "Q66B", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66C", "wave": "2016", "with": "Q66C", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66D", "wave": "2016", "with": "Q66D", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66E", "wave": "2016", "with": "Q66E", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66F", "wave": "2016", "with": "Q66F", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q67", "wave": "2016", "with": "Q67", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q68", "wave": "2016", "with": "Q68", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q69", "wave": "2016", "with": "Q69", "basis": "same text and options in the field list", "certainty": "computed"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2018",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2018, England",
 "year": 2018,
 "state": "complete",
 "missing": [999],
 "source": "NCRAS ODR data dictionary 8.0, worksheet CPES Wave 8 (NHSDigital/data_management_system @4bcd7e2, MIT)",
 "certainty": "inferred",
 "note": "Codes are places in the option list of the field list, counted from 1: inferred; for Q65 and Q68 sourced. Classes of questions marked sourced are published (table of positive responses to CPES diagnosis-related questions, bmjopengastro.bmj.com/highwire/markup/3465/expansion), those of the others follow from their wording and agree with the national scores of 2018. Routing is inferred from the wording and from the numbers of answers published for 2018; whether a missing filter was filled in from the questions after it is not known, so there is no back_code. That an unticked box is 0 is not confirmed. 999 for no answer is sourced for 2019, 2021 and 2022 and taken over here. Results of 2015 to 2019 can be compared with one another (Healthy London, on the survey); questions and scoring were changed before and after, so there are no comparisons with waves outside them.",
 "questions": [
  {"question": "Q1", "kind": "scored", "label": "visits to the GP before hospital", "concept": "gp_visits", "section": "seeing the GP", "options": [{"code": 1, "class": "excluded", "label": "none, straight to hospital"}, {"code": 2, "class": "excluded", "label": "none, after screening"}, {"code": 3, "class": "positive", "label": "once"}, {"code": 4, "class": "positive", "label": "twice"}, {"code": 5, "class": "negative", "label": "3 or 4"}, {"code": 6, "class": "negative", "label": "5 or more"}, {"code": 7, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q2", "kind": "scored", "label": "wait for the first appointment", "concept": "first_appointment_wait", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "soon enough"}, {"code": 2, "class": "negative", "label": "a bit sooner wanted"}, {"code": 3, "class": "negative", "label": "much sooner wanted"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q3", "kind": "other", "label": "time to first seeing a doctor", "concept": "time_to_first_seen", "section": "seeing the GP", "options": [{"code": 1, "class": "positive", "label": "under 3 months"}, {"code": 2, "class": "negative", "label": "3 to 6 months"}, {"code": 3, "class": "negative", "label": "6 to 12 months"}, {"code": 4, "class": "negative", "label": "over 12 months"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "Classified in the source, but not among the published scores of 2018."},
  {"question": "Q4", "kind": "filter", "label": "had a test", "concept": "had_test", "section": "tests", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q6", "kind": "scored", "label": "wait for the test", "concept": "test_wait", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "about right"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "negative", "label": "far too long"}, {"code": 4, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q7", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests", "asked_if": {"question": "Q4", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "not understood"}, {"code": 4, "class": "negative", "label": "no, wanted it"}, {"code": 5, "class": "excluded", "label": "not needed"}, {"code": 6, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q8", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not needed", "certainty": "unconfirmed"}, {"code": 4, "class": "excluded", "label": "told by phone or letter", "certainty": "unconfirmed"}, {"code": 5, "class": "excluded", "label": "not sure"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced", "note": "The published classification is ambiguous about answers 3 and 4; they are left out of the denominator here."},
  {"question": "Q9", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "sensitively"}, {"code": 2, "class": "negative", "label": "somewhat more sensitivity needed"}, {"code": 3, "class": "negative", "label": "much more sensitivity needed"}], "source": "BMJ Open Gastroenterology, table 1", "certainty": "sourced"},
  {"question": "Q10", "kind": "scored", "label": "diagnosis understood", "concept": "diagnosis_understood", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "in part"}, {"code": 3, "class": "negative", "label": "not at all"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q11", "kind": "scored", "label": "written information about the cancer", "concept": "diagnosis_written_information", "section": "finding out", "options": [{"code": 1, "class": "positive", "label": "yes, easy to follow"}, {"code": 2, "class": "negative", "label": "yes, hard to follow"}, {"code": 3, "class": "negative", "label": "not given"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q12", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "only one treatment suitable"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q13", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q14", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q15", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q16", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q17", "kind": "scored", "label": "named specialist nurse", "concept": "cns_named", "section": "specialist nurse", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q18", "kind": "scored", "label": "contact with the specialist nurse", "concept": "cns_contact", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "very easy"}, {"code": 2, "class": "positive", "label": "fairly easy"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly difficult"}, {"code": 5, "class": "negative", "label": "very difficult"}, {"code": 6, "class": "excluded", "label": "not tried"}]},
  {"question": "Q19", "kind": "scored", "label": "clear answers from the specialist nurse", "concept": "cns_answers", "section": "specialist nurse", "asked_if": {"question": "Q17", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "mostly"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}, {"code": 4, "class": "excluded", "label": "did not ask"}]},
  {"question": "Q20", "kind": "scored", "label": "information on support groups", "concept": "support_group_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q21", "kind": "scored", "label": "information on impact on daily life", "concept": "impact_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q22", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q23", "kind": "scored", "label": "told about free prescriptions", "concept": "free_prescriptions", "section": "support", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted it"}, {"code": 3, "class": "excluded", "label": "not needed"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q24", "kind": "filter", "label": "had an operation", "concept": "had_operation", "section": "operations", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q25", "kind": "scored", "label": "information before the operation", "concept": "operation_information", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no, wanted more"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q26", "kind": "scored", "label": "told how the operation went", "concept": "operation_outcome_explained", "section": "operations", "asked_if": {"question": "Q24", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q27", "kind": "filter", "label": "operation or overnight stay", "concept": "inpatient_stay", "section": "inpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q28", "kind": "scored", "label": "staff talked over the patient", "concept": "staff_talked_over", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "negative", "label": "often"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "positive", "label": "no"}], "note": "Reversed: the last answer is the positive one."},
  {"question": "Q29", "kind": "scored", "label": "trust in the doctors", "concept": "doctors_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q30", "kind": "scored", "label": "family able to talk to a doctor", "concept": "family_could_talk", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q31", "kind": "scored", "label": "trust in the ward nurses", "concept": "nurses_trust", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q32", "kind": "scored", "label": "enough nurses on duty", "concept": "nurses_enough", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "nearly always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "seldom"}]},
  {"question": "Q33", "kind": "scored", "label": "asked for the preferred name", "concept": "preferred_name", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "all"}, {"code": 2, "class": "negative", "label": "some"}, {"code": 3, "class": "negative", "label": "none"}]},
  {"question": "Q34", "kind": "scored", "label": "privacy when talking about treatment", "concept": "privacy_discussing", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no pain"}]},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "sometimes"}, {"code": 3, "class": "negative", "label": "no"}]},
  {"question": "Q38", "kind": "scored", "label": "written advice for after leaving", "concept": "discharge_written_information", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q39", "kind": "scored", "label": "whom to contact after leaving", "concept": "after_discharge_contact", "section": "inpatient care", "asked_if": {"question": "Q27", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q40", "kind": "filter", "label": "day case or outpatient treatment", "concept": "outpatient_care", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q41", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no worries"}]},
  {"question": "Q42", "kind": "scored", "label": "doctor had the right documents", "concept": "doctor_documents", "section": "day patient and outpatient care", "asked_if": {"question": "Q40", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "no appointment"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q43", "kind": "filter", "label": "had radiotherapy", "concept": "had_radiotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q44", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q45", "kind": "scored", "label": "told whether radiotherapy was working", "concept": "radiotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q43", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q46", "kind": "filter", "label": "had chemotherapy", "concept": "had_chemotherapy", "section": "day patient and outpatient care", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q47", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}]},
  {"question": "Q48", "kind": "scored", "label": "told whether chemotherapy was working", "concept": "chemotherapy_progress", "section": "day patient and outpatient care", "asked_if": {"question": "Q46", "answers": [1]}, "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "too early to know"}, {"code": 5, "class": "excluded", "label": "not needed"}]},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "no family or friends involved"}, {"code": 5, "class": "excluded", "label": "family did not want it"}, {"code": 6, "class": "excluded", "label": "patient did not want it"}]},
  {"question": "Q50", "kind": "scored", "label": "care services during treatment", "concept": "home_support_during", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "still in treatment"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q51", "kind": "scored", "label": "care services after treatment", "concept": "home_support_after", "section": "home care", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "no"}, {"code": 4, "class": "excluded", "label": "not needed"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q52", "kind": "scored", "label": "GP informed by the hospital", "concept": "gp_informed", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "not sure"}]},
  {"question": "Q53", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "options": [{"code": 1, "class": "positive", "label": "fully"}, {"code": 2, "class": "negative", "label": "partly"}, {"code": 3, "class": "negative", "label": "could have done more"}, {"code": 4, "class": "excluded", "label": "practice not involved"}]},
  {"question": "Q54", "kind": "scored", "label": "staff worked well together", "concept": "worked_together", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "always"}, {"code": 2, "class": "negative", "label": "mostly"}, {"code": 3, "class": "negative", "label": "sometimes"}, {"code": 4, "class": "negative", "label": "never"}, {"code": 5, "class": "excluded", "label": "not sure"}]},
  {"question": "Q55", "kind": "scored", "label": "given a care plan", "concept": "care_plan", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "excluded", "label": "does not know what it is"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q56", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "very good"}, {"code": 2, "class": "positive", "label": "good"}, {"code": 3, "class": "negative", "label": "neither"}, {"code": 4, "class": "negative", "label": "fairly bad"}, {"code": 5, "class": "negative", "label": "very bad"}, {"code": 6, "class": "excluded", "label": "not sure"}]},
  {"question": "Q57", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "overall care", "options": [{"code": 1, "class": "negative", "label": "far too long"}, {"code": 2, "class": "negative", "label": "slightly too long"}, {"code": 3, "class": "positive", "label": "about right"}, {"code": 4, "class": "excluded", "label": "not sure"}], "note": "The positive answer is the third."},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care", "options": [{"code": 1, "class": "positive", "label": "yes"}, {"code": 2, "class": "negative", "label": "no"}, {"code": 3, "class": "negative", "label": "no, wanted it"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "rating": {"from": 0, "to": 10}, "note": "The field list prints the scale as 1 to 10; the reports say 0 (very poor) to 10 (very good)."},
  {"question": "Q60", "kind": "about", "label": "time since first treatment", "concept": "time_since_treatment", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "under 1 year"}, {"code": 2, "class": "excluded", "label": "1 to 5 years"}, {"code": 3, "class": "excluded", "label": "over 5 years"}, {"code": 4, "class": "excluded", "label": "not sure"}]},
  {"question": "Q61", "kind": "about", "label": "spread when first told", "concept": "disease_spread", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "yes"}, {"code": 2, "class": "excluded", "label": "no", "state": "no"}, {"code": 3, "class": "excluded", "label": "not known", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "does not apply", "state": "unknown"}]},
  {"question": "Q62", "kind": "about", "label": "state of the disease", "concept": "disease_status", "section": "condition", "options": [{"code": 1, "class": "excluded", "label": "treated, no further sign", "state": "no"}, {"code": 2, "class": "excluded", "label": "come back or spread", "state": "yes"}, {"code": 3, "class": "excluded", "label": "none of these", "state": "unknown"}, {"code": 4, "class": "excluded", "label": "prefer not to say", "state": "unknown"}, {"code": 5, "class": "excluded", "label": "not known", "state": "unknown"}], "note": "Answer 2 does not tell return from spread."},
  {"question": "Q63", "kind": "about", "label": "age band", "concept": "age_band", "section": "about you", "column": "CPES_AGE_BAND2_CORRECTED", "options": [{"code": 1, "class": "excluded", "label": "16 to 24"}, {"code": 2, "class": "excluded", "label": "25 to 34"}, {"code": 3, "class": "excluded", "label": "35 to 44"}, {"code": 4, "class": "excluded", "label": "45 to 54"}, {"code": 5, "class": "excluded", "label": "55 to 64"}, {"code": 6, "class": "excluded", "label": "65 to 74"}, {"code": 7, "class": "excluded", "label": "75 to 84"}, {"code": 8, "class": "excluded", "label": "85 and over"}], "note": "The question asked the year of birth; the bands are those of the field made from it, in the order of the field list."},
  {"question": "Q64", "kind": "about", "label": "sex", "concept": "sex", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "male"}, {"code": 2, "class": "excluded", "label": "female"}]},
  {"question": "Q65", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q66A", "kind": "box", "label": "deaf or hard of hearing", "concept": "condition_hearing", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66B", "kind": "box", "label": "blind or partially sighted", "concept": "condition_sight", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66C", "kind": "box", "label": "long-term physical condition", "concept": "condition_physical", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66D", "kind": "box", "label": "learning disability", "concept": "condition_learning", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66E", "kind": "box", "label": "mental health condition", "concept": "condition_mental", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q66F", "kind": "box", "label": "long-term illness", "concept": "condition_illness", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "ticked"}, {"code": 0, "class": "excluded", "label": "not ticked", "certainty": "unconfirmed"}]},
  {"question": "Q67", "kind": "other", "label": "may be contacted again", "concept": "future_contact", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}]},
  {"question": "Q68", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q69", "kind": "about", "label": "ethnic group", "concept": "ethnic_group", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "White British"}, {"code": 2, "class": "excluded", "label": "White Irish"}, {"code": 3, "class": "excluded", "label": "Gypsy or Irish Traveller"}, {"code": 4, "class": "excluded", "label": "other White"}, {"code": 5, "class": "excluded", "label": "White and Black Caribbean"}, {"code": 6, "class": "excluded", "label": "White and Black African"}, {"code": 7, "class": "excluded", "label": "White and Asian"}, {"code": 8, "class": "excluded", "label": "other mixed"}, {"code": 9, "class": "excluded", "label": "Indian"}, {"code": 10, "class": "excluded", "label": "Pakistani"}, {"code": 11, "class": "excluded", "label": "Bangladeshi"}, {"code": 12, "class": "excluded", "label": "Chinese"}, {"code": 13, "class": "excluded", "label": "other Asian"}, {"code": 14, "class": "excluded", "label": "Black African"}, {"code": 15, "class": "excluded", "label": "Black Caribbean"}, {"code": 16, "class": "excluded", "label": "other Black"}, {"code": 17, "class": "excluded", "label": "Arab"}, {"code": 18, "class": "excluded", "label": "any other group"}]}],
 "comparable": [
  {"question": "Q1", "wave": "2017", "with": "Q1", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q2", "wave": "2017", "with": "Q2", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q3", "wave": "2017", "with": "Q3", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q4", "wave": "2017", "with": "Q4", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q5", "wave": "2017", "with": "Q5", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q6", "wave": "2017", "with": "Q6", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q7", "wave": "2017", "with": "Q7", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q8", "wave": "2017", "with": "Q8", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q9", "wave": "2017", "with": "Q9", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q10", "wave": "2017", "with": "Q10", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q11", "wave": "2017", "with": "Q11", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q12", "wave": "2017", "with": "Q12", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q13", "wave": "2017", "with": "Q13", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q14", "wave": "2017", "with": "Q14", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q15", "wave": "2017", "with": "Q15", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q16", "wave": "2017", "with": "Q16", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q17", "wave": "2017", "with": "Q17", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q18", "wave": "2017", "with": "Q18", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q19", "wave": "2017", "with": "Q19", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q20", "wave": "2017", "with": "Q20", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q21", "wave": "2017", "with": "Q21", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q22", "wave": "2017", "with": "Q22", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q23", "wave": "2017", "with": "Q23", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q24", "wave": "2017", "with": "Q24", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q25", "wave": "2017", "with": "Q25", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q26", "wave": "2017", "with": "Q26", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q27", "wave": "2017", "with": "Q27", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q28", "wave": "2017", "with": "Q28", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q29", "wave": "2017", "with": "Q29", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q30", "wave": "2017", "with": "Q30", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q31", "wave": "2017", "with": "Q31", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q32", "wave": "2017", "with": "Q32", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q33", "wave": "2017", "with": "Q33", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q34", "wave": "2017", "with": "Q34", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q35", "wave": "2017", "with": "Q35", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q36", "wave": "2017", "with": "Q36", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q37", "wave": "2017", "with": "Q37", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q38", "wave": "2017", "with": "Q38", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q39", "wave": "2017", "with": "Q39", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q40", "wave": "2017", "with": "Q40", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q41", "wave": "2017", "with": "Q41", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q42", "wave": "2017", "with": "Q42", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q43", "wave": "2017", "with": "Q43", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q44", "wave": "2017", "with": "Q44", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q45", "wave": "2017", "with": "Q45", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q46", "wave": "2017", "with": "Q46", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q47", "wave": "2017", "with": "Q47", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q48", "wave": "2017", "with": "Q48", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q49", "wave": "2017", "with": "Q49", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q50", "wave": "2017", "with": "Q50", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q51", "wave": "2017", "with": "Q51", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q52", "wave": "2017", "with": "Q52", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q53", "wave": "2017", "with": "Q53", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q54", "wave": "2017", "with": "Q54", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q55", "wave": "2017", "with": "Q55", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q56", "wave": "2017", "with": "Q56", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q57", "wave": "2017", "with": "Q57", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q58", "wave": "2017", "with": "Q58", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q59", "wave": "2017", "with": "Q59", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q60", "wave": "2017", "with": "Q60", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q61", "wave": "2017", "with": "Q61", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q62", "wave": "2017", "with": "Q62", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q63", "wave": "2017", "with": "Q63", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q64", "wave": "2017", "with": "Q64", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q65", "wave": "2017", "with": "Q65", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66A", "wave": "2017", "with": "Q66A", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66B", "wave": "2017", "with": "Q66B", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66C", "wave": "2017", "with": "Q66C", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66D", "wave": "2017", "with": "Q66D", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66E", "wave": "2017", "with": "Q66E", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q66F", "wave": "2017", "with": "Q66F", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q67", "wave": "2017", "with": "Q67", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q68", "wave": "2017", "with": "Q68", "basis": "same text and options in the field list", "certainty": "computed"},
  {"question": "Q69", "wave": "2017", "with": "Q69", "basis": "same text and options in the field list", "certainty": "computed"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2021",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2021, England",
 "year": 2021,
 "state": "skeleton",
 "missing": [999],
 "source": "published results of 2021 to 2024, as quoted by Action Kidney Cancer, Cover Magazine, Healthcare Management and North East London Cancer Alliance",
 "certainty": "unconfirmed",
 "note": "Only what is known is listed. The numbers of the 61 scored questions are general knowledge that no source at hand confirms; a note marks those with a result of this year that was read, which says what was asked, not its number. Not known: the wording and codes of the answers, their classes, the filters (questions 1, 4, 10, 11, 30 and 40, not listed) and routing, the number and codes of the question on the spread of the disease, and whether neutral answers count. The questionnaire was redesigned in 2021: no comparisons with earlier waves, nor, while answers are not known, between these. The results of 2021 were refreshed and should not be compared with earlier years (Humber and North Yorkshire Cancer Alliance).",
 "questions": [
  {"question": "Q2", "kind": "scored", "label": "contacts with primary care", "concept": "primary_care_contacts", "section": "seeing the GP"},
  {"question": "Q3", "kind": "scored", "label": "referral explained", "concept": "referral_explained", "section": "seeing the GP"},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests"},
  {"question": "Q6", "kind": "scored", "label": "staff had the information", "concept": "test_staff_informed", "section": "tests"},
  {"question": "Q7", "kind": "scored", "label": "wait for test results", "concept": "test_results_wait", "section": "tests", "note": "A result of this year was published."},
  {"question": "Q8", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests"},
  {"question": "Q9", "kind": "scored", "label": "privacy when given results", "concept": "test_results_privacy", "section": "tests", "note": "A result of this year was published."},
  {"question": "Q12", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "note": "A result of this year was published."},
  {"question": "Q13", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out"},
  {"question": "Q14", "kind": "scored", "label": "diagnosis explained", "concept": "diagnosis_explained", "section": "finding out"},
  {"question": "Q15", "kind": "scored", "label": "told in a fitting place", "concept": "told_place", "section": "finding out"},
  {"question": "Q16", "kind": "scored", "label": "could come back with questions", "concept": "told_could_return", "section": "finding out"},
  {"question": "Q17", "kind": "scored", "label": "main contact person", "concept": "main_contact", "section": "main contact"},
  {"question": "Q18", "kind": "scored", "label": "reaching the main contact", "concept": "main_contact_reach", "section": "main contact"},
  {"question": "Q19", "kind": "scored", "label": "advice of the main contact", "concept": "main_contact_advice", "section": "main contact"},
  {"question": "Q20", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment"},
  {"question": "Q21", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment"},
  {"question": "Q22", "kind": "scored", "label": "family involved in decisions", "concept": "family_involved", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q23", "kind": "scored", "label": "second opinion", "concept": "second_opinion", "section": "deciding on treatment"},
  {"question": "Q24", "kind": "scored", "label": "needs discussed before treatment", "concept": "needs_discussed", "section": "care planning"},
  {"question": "Q25", "kind": "scored", "label": "plan for the needs", "concept": "needs_care_plan", "section": "care planning"},
  {"question": "Q26", "kind": "scored", "label": "care plan reviewed", "concept": "care_plan_reviewed", "section": "care planning"},
  {"question": "Q27", "kind": "scored", "label": "information on support", "concept": "support_information", "section": "support"},
  {"question": "Q28", "kind": "scored", "label": "the right support", "concept": "support_right", "section": "support"},
  {"question": "Q29", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support"},
  {"question": "Q31", "kind": "scored", "label": "confidence in the whole team", "concept": "team_confidence", "section": "inpatient care", "note": "A result of this year was published."},
  {"question": "Q32", "kind": "scored", "label": "family able to talk to the team", "concept": "family_could_talk", "section": "inpatient care"},
  {"question": "Q33", "kind": "scored", "label": "involved in hospital decisions", "concept": "inpatient_involved", "section": "inpatient care"},
  {"question": "Q34", "kind": "scored", "label": "help from ward staff", "concept": "ward_help", "section": "inpatient care", "note": "A result of this year was published."},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care"},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care"},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care"},
  {"question": "Q38", "kind": "scored", "label": "information on leaving hospital", "concept": "discharge_information", "section": "inpatient care"},
  {"question": "Q39", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care"},
  {"question": "Q41_1", "kind": "scored", "label": "information before surgery", "concept": "operation_information", "section": "treatment"},
  {"question": "Q41_2", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "treatment"},
  {"question": "Q41_3", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "treatment"},
  {"question": "Q41_4", "kind": "scored", "label": "information before hormone therapy", "concept": "hormone_therapy_information", "section": "treatment"},
  {"question": "Q41_5", "kind": "scored", "label": "information before immunotherapy", "concept": "immunotherapy_information", "section": "treatment"},
  {"question": "Q42_1", "kind": "scored", "label": "information on progress of surgery", "concept": "surgery_progress", "section": "treatment"},
  {"question": "Q42_2", "kind": "scored", "label": "information on progress of chemotherapy", "concept": "chemotherapy_progress", "section": "treatment"},
  {"question": "Q42_3", "kind": "scored", "label": "information on progress of radiotherapy", "concept": "radiotherapy_progress", "section": "treatment"},
  {"question": "Q42_4", "kind": "scored", "label": "information on progress of hormone therapy", "concept": "hormone_therapy_progress", "section": "treatment"},
  {"question": "Q42_5", "kind": "scored", "label": "information on progress of immunotherapy", "concept": "immunotherapy_progress", "section": "treatment"},
  {"question": "Q43", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "treatment"},
  {"question": "Q44", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "side effects"},
  {"question": "Q45", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "side effects"},
  {"question": "Q46", "kind": "scored", "label": "information on support with side effects", "concept": "side_effects_support_information", "section": "side effects"},
  {"question": "Q47", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "side effects"},
  {"question": "Q48", "kind": "scored", "label": "managing late effects", "concept": "late_effects_managing", "section": "side effects"},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care"},
  {"question": "Q50", "kind": "scored", "label": "support at home", "concept": "home_support", "section": "home care"},
  {"question": "Q51", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice"},
  {"question": "Q52", "kind": "scored", "label": "review by the general practice", "concept": "gp_review", "section": "general practice"},
  {"question": "Q53", "kind": "scored", "label": "emotional support after treatment", "concept": "emotional_support_after", "section": "after treatment"},
  {"question": "Q54", "kind": "scored", "label": "information until follow-up", "concept": "follow_up_information", "section": "after treatment"},
  {"question": "Q55", "kind": "scored", "label": "information on return or spread", "concept": "recurrence_information", "section": "after treatment", "certainty": "unconfirmed"},
  {"question": "Q56", "kind": "scored", "label": "team worked well together", "concept": "worked_together", "section": "overall care"},
  {"question": "Q57", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care"},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care"},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "note": "A result of this year was published."},
  {"question": "Q66", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}, {"code": 6, "class": "excluded", "label": "not known"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q70", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2022",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2022, England",
 "year": 2022,
 "state": "skeleton",
 "missing": [999],
 "source": "published results of 2021 to 2024, as quoted by Action Kidney Cancer, Cover Magazine, Healthcare Management and North East London Cancer Alliance",
 "certainty": "unconfirmed",
 "note": "Only what is known is listed. The numbers of the 61 scored questions are general knowledge that no source at hand confirms; a note marks those with a result of this year that was read, which says what was asked, not its number. Not known: the wording and codes of the answers, their classes, the filters (questions 1, 4, 10, 11, 30 and 40, not listed) and routing, the number and codes of the question on the spread of the disease, and whether neutral answers count. The questionnaire was redesigned in 2021: no comparisons with earlier waves, nor, while answers are not known, between these.",
 "questions": [
  {"question": "Q2", "kind": "scored", "label": "contacts with primary care", "concept": "primary_care_contacts", "section": "seeing the GP"},
  {"question": "Q3", "kind": "scored", "label": "referral explained", "concept": "referral_explained", "section": "seeing the GP", "note": "A result of this year was published."},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests"},
  {"question": "Q6", "kind": "scored", "label": "staff had the information", "concept": "test_staff_informed", "section": "tests"},
  {"question": "Q7", "kind": "scored", "label": "wait for test results", "concept": "test_results_wait", "section": "tests"},
  {"question": "Q8", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests"},
  {"question": "Q9", "kind": "scored", "label": "privacy when given results", "concept": "test_results_privacy", "section": "tests"},
  {"question": "Q12", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "note": "A result of this year was published."},
  {"question": "Q13", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out"},
  {"question": "Q14", "kind": "scored", "label": "diagnosis explained", "concept": "diagnosis_explained", "section": "finding out"},
  {"question": "Q15", "kind": "scored", "label": "told in a fitting place", "concept": "told_place", "section": "finding out"},
  {"question": "Q16", "kind": "scored", "label": "could come back with questions", "concept": "told_could_return", "section": "finding out"},
  {"question": "Q17", "kind": "scored", "label": "main contact person", "concept": "main_contact", "section": "main contact", "note": "A result of this year was published."},
  {"question": "Q18", "kind": "scored", "label": "reaching the main contact", "concept": "main_contact_reach", "section": "main contact"},
  {"question": "Q19", "kind": "scored", "label": "advice of the main contact", "concept": "main_contact_advice", "section": "main contact"},
  {"question": "Q20", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment"},
  {"question": "Q21", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q22", "kind": "scored", "label": "family involved in decisions", "concept": "family_involved", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q23", "kind": "scored", "label": "second opinion", "concept": "second_opinion", "section": "deciding on treatment"},
  {"question": "Q24", "kind": "scored", "label": "needs discussed before treatment", "concept": "needs_discussed", "section": "care planning", "note": "A result of this year was published."},
  {"question": "Q25", "kind": "scored", "label": "plan for the needs", "concept": "needs_care_plan", "section": "care planning"},
  {"question": "Q26", "kind": "scored", "label": "care plan reviewed", "concept": "care_plan_reviewed", "section": "care planning"},
  {"question": "Q27", "kind": "scored", "label": "information on support", "concept": "support_information", "section": "support"},
  {"question": "Q28", "kind": "scored", "label": "the right support", "concept": "support_right", "section": "support"},
  {"question": "Q29", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support"},
  {"question": "Q31", "kind": "scored", "label": "confidence in the whole team", "concept": "team_confidence", "section": "inpatient care", "note": "A result of this year was published."},
  {"question": "Q32", "kind": "scored", "label": "family able to talk to the team", "concept": "family_could_talk", "section": "inpatient care"},
  {"question": "Q33", "kind": "scored", "label": "involved in hospital decisions", "concept": "inpatient_involved", "section": "inpatient care"},
  {"question": "Q34", "kind": "scored", "label": "help from ward staff", "concept": "ward_help", "section": "inpatient care"},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care"},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care"},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care"},
  {"question": "Q38", "kind": "scored", "label": "information on leaving hospital", "concept": "discharge_information", "section": "inpatient care"},
  {"question": "Q39", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care"},
  {"question": "Q41_1", "kind": "scored", "label": "information before surgery", "concept": "operation_information", "section": "treatment"},
  {"question": "Q41_2", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "treatment"},
  {"question": "Q41_3", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "treatment"},
  {"question": "Q41_4", "kind": "scored", "label": "information before hormone therapy", "concept": "hormone_therapy_information", "section": "treatment"},
  {"question": "Q41_5", "kind": "scored", "label": "information before immunotherapy", "concept": "immunotherapy_information", "section": "treatment"},
  {"question": "Q42_1", "kind": "scored", "label": "information on progress of surgery", "concept": "surgery_progress", "section": "treatment"},
  {"question": "Q42_2", "kind": "scored", "label": "information on progress of chemotherapy", "concept": "chemotherapy_progress", "section": "treatment"},
  {"question": "Q42_3", "kind": "scored", "label": "information on progress of radiotherapy", "concept": "radiotherapy_progress", "section": "treatment"},
  {"question": "Q42_4", "kind": "scored", "label": "information on progress of hormone therapy", "concept": "hormone_therapy_progress", "section": "treatment"},
  {"question": "Q42_5", "kind": "scored", "label": "information on progress of immunotherapy", "concept": "immunotherapy_progress", "section": "treatment"},
  {"question": "Q43", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "treatment"},
  {"question": "Q44", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "side effects"},
  {"question": "Q45", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "side effects"},
  {"question": "Q46", "kind": "scored", "label": "information on support with side effects", "concept": "side_effects_support_information", "section": "side effects"},
  {"question": "Q47", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "side effects", "note": "A result of this year was published."},
  {"question": "Q48", "kind": "scored", "label": "managing late effects", "concept": "late_effects_managing", "section": "side effects"},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care"},
  {"question": "Q50", "kind": "scored", "label": "support at home", "concept": "home_support", "section": "home care"},
  {"question": "Q51", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "note": "A result of this year was published."},
  {"question": "Q52", "kind": "scored", "label": "review by the general practice", "concept": "gp_review", "section": "general practice"},
  {"question": "Q53", "kind": "scored", "label": "emotional support after treatment", "concept": "emotional_support_after", "section": "after treatment"},
  {"question": "Q54", "kind": "scored", "label": "information until follow-up", "concept": "follow_up_information", "section": "after treatment"},
  {"question": "Q55", "kind": "scored", "label": "information on return or spread", "concept": "recurrence_information", "section": "after treatment", "certainty": "unconfirmed"},
  {"question": "Q56", "kind": "scored", "label": "team worked well together", "concept": "worked_together", "section": "overall care"},
  {"question": "Q57", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care", "note": "A result of this year was published."},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care"},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care", "note": "A result of this year was published."},
  {"question": "Q66", "kind": "about", "label": "sexual orientation", "concept": "sexual_orientation", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "heterosexual"}, {"code": 2, "class": "excluded", "label": "gay or lesbian"}, {"code": 3, "class": "excluded", "label": "bisexual"}, {"code": 4, "class": "excluded", "label": "other"}, {"code": 5, "class": "excluded", "label": "prefer not to say"}, {"code": 6, "class": "excluded", "label": "not known"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"},
  {"question": "Q70", "kind": "about", "label": "English is the first language", "concept": "english_first_language", "section": "about you", "options": [{"code": 1, "class": "excluded", "label": "yes"}, {"code": 2, "class": "excluded", "label": "no"}], "source": "GitHub LizzieAugarde/Linked_CPES_analysis @61ff723, MIT", "certainty": "sourced"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2023",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2023, England",
 "year": 2023,
 "state": "skeleton",
 "source": "published results of 2021 to 2024, as quoted by Action Kidney Cancer, Cover Magazine, Healthcare Management and North East London Cancer Alliance",
 "certainty": "unconfirmed",
 "note": "Only what is known is listed. The numbers of the 61 scored questions are general knowledge that no source at hand confirms; a note marks those with a result of this year that was read, which says what was asked, not its number. Not known: the wording and codes of the answers, their classes, the filters (questions 1, 4, 10, 11, 30 and 40, not listed) and routing, the number and codes of the question on the spread of the disease, and whether neutral answers count. The questionnaire was redesigned in 2021: no comparisons with earlier waves, nor, while answers are not known, between these.",
 "questions": [
  {"question": "Q2", "kind": "scored", "label": "contacts with primary care", "concept": "primary_care_contacts", "section": "seeing the GP"},
  {"question": "Q3", "kind": "scored", "label": "referral explained", "concept": "referral_explained", "section": "seeing the GP"},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests"},
  {"question": "Q6", "kind": "scored", "label": "staff had the information", "concept": "test_staff_informed", "section": "tests"},
  {"question": "Q7", "kind": "scored", "label": "wait for test results", "concept": "test_results_wait", "section": "tests", "note": "A result of this year was published."},
  {"question": "Q8", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests"},
  {"question": "Q9", "kind": "scored", "label": "privacy when given results", "concept": "test_results_privacy", "section": "tests"},
  {"question": "Q12", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "note": "A result of this year was published."},
  {"question": "Q13", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out"},
  {"question": "Q14", "kind": "scored", "label": "diagnosis explained", "concept": "diagnosis_explained", "section": "finding out"},
  {"question": "Q15", "kind": "scored", "label": "told in a fitting place", "concept": "told_place", "section": "finding out"},
  {"question": "Q16", "kind": "scored", "label": "could come back with questions", "concept": "told_could_return", "section": "finding out"},
  {"question": "Q17", "kind": "scored", "label": "main contact person", "concept": "main_contact", "section": "main contact"},
  {"question": "Q18", "kind": "scored", "label": "reaching the main contact", "concept": "main_contact_reach", "section": "main contact"},
  {"question": "Q19", "kind": "scored", "label": "advice of the main contact", "concept": "main_contact_advice", "section": "main contact"},
  {"question": "Q20", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment"},
  {"question": "Q21", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment"},
  {"question": "Q22", "kind": "scored", "label": "family involved in decisions", "concept": "family_involved", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q23", "kind": "scored", "label": "second opinion", "concept": "second_opinion", "section": "deciding on treatment"},
  {"question": "Q24", "kind": "scored", "label": "needs discussed before treatment", "concept": "needs_discussed", "section": "care planning"},
  {"question": "Q25", "kind": "scored", "label": "plan for the needs", "concept": "needs_care_plan", "section": "care planning"},
  {"question": "Q26", "kind": "scored", "label": "care plan reviewed", "concept": "care_plan_reviewed", "section": "care planning"},
  {"question": "Q27", "kind": "scored", "label": "information on support", "concept": "support_information", "section": "support"},
  {"question": "Q28", "kind": "scored", "label": "the right support", "concept": "support_right", "section": "support"},
  {"question": "Q29", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support", "note": "A result of this year was published."},
  {"question": "Q31", "kind": "scored", "label": "confidence in the whole team", "concept": "team_confidence", "section": "inpatient care", "note": "A result of this year was published."},
  {"question": "Q32", "kind": "scored", "label": "family able to talk to the team", "concept": "family_could_talk", "section": "inpatient care"},
  {"question": "Q33", "kind": "scored", "label": "involved in hospital decisions", "concept": "inpatient_involved", "section": "inpatient care"},
  {"question": "Q34", "kind": "scored", "label": "help from ward staff", "concept": "ward_help", "section": "inpatient care", "note": "A result of this year was published."},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care"},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care"},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care"},
  {"question": "Q38", "kind": "scored", "label": "information on leaving hospital", "concept": "discharge_information", "section": "inpatient care"},
  {"question": "Q39", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care"},
  {"question": "Q41_1", "kind": "scored", "label": "information before surgery", "concept": "operation_information", "section": "treatment"},
  {"question": "Q41_2", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "treatment"},
  {"question": "Q41_3", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "treatment"},
  {"question": "Q41_4", "kind": "scored", "label": "information before hormone therapy", "concept": "hormone_therapy_information", "section": "treatment"},
  {"question": "Q41_5", "kind": "scored", "label": "information before immunotherapy", "concept": "immunotherapy_information", "section": "treatment"},
  {"question": "Q42_1", "kind": "scored", "label": "information on progress of surgery", "concept": "surgery_progress", "section": "treatment"},
  {"question": "Q42_2", "kind": "scored", "label": "information on progress of chemotherapy", "concept": "chemotherapy_progress", "section": "treatment"},
  {"question": "Q42_3", "kind": "scored", "label": "information on progress of radiotherapy", "concept": "radiotherapy_progress", "section": "treatment"},
  {"question": "Q42_4", "kind": "scored", "label": "information on progress of hormone therapy", "concept": "hormone_therapy_progress", "section": "treatment"},
  {"question": "Q42_5", "kind": "scored", "label": "information on progress of immunotherapy", "concept": "immunotherapy_progress", "section": "treatment"},
  {"question": "Q43", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "treatment"},
  {"question": "Q44", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "side effects"},
  {"question": "Q45", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "side effects"},
  {"question": "Q46", "kind": "scored", "label": "information on support with side effects", "concept": "side_effects_support_information", "section": "side effects"},
  {"question": "Q47", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "side effects"},
  {"question": "Q48", "kind": "scored", "label": "managing late effects", "concept": "late_effects_managing", "section": "side effects"},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care"},
  {"question": "Q50", "kind": "scored", "label": "support at home", "concept": "home_support", "section": "home care"},
  {"question": "Q51", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice"},
  {"question": "Q52", "kind": "scored", "label": "review by the general practice", "concept": "gp_review", "section": "general practice"},
  {"question": "Q53", "kind": "scored", "label": "emotional support after treatment", "concept": "emotional_support_after", "section": "after treatment"},
  {"question": "Q54", "kind": "scored", "label": "information until follow-up", "concept": "follow_up_information", "section": "after treatment"},
  {"question": "Q55", "kind": "scored", "label": "information on return or spread", "concept": "recurrence_information", "section": "after treatment", "certainty": "unconfirmed"},
  {"question": "Q56", "kind": "scored", "label": "team worked well together", "concept": "worked_together", "section": "overall care"},
  {"question": "Q57", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care"},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care"},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care"}]}
$wave$);
SELECT register_wave($wave$
{"wave": "2024",
 "survey": "NCPES",
 "title": "National Cancer Patient Experience Survey 2024, England",
 "year": 2024,
 "state": "skeleton",
 "source": "published results of 2021 to 2024, as quoted by Action Kidney Cancer, Cover Magazine, Healthcare Management and North East London Cancer Alliance",
 "certainty": "unconfirmed",
 "note": "Only what is known is listed. The numbers of the 61 scored questions are general knowledge that no source at hand confirms; a note marks those with a result of this year that was read, which says what was asked, not its number. Not known: the wording and codes of the answers, their classes, the filters (questions 1, 4, 10, 11, 30 and 40, not listed) and routing, the number and codes of the question on the spread of the disease, and whether neutral answers count. The questionnaire was redesigned in 2021: no comparisons with earlier waves, nor, while answers are not known, between these.",
 "questions": [
  {"question": "Q2", "kind": "scored", "label": "contacts with primary care", "concept": "primary_care_contacts", "section": "seeing the GP"},
  {"question": "Q3", "kind": "scored", "label": "referral explained", "concept": "referral_explained", "section": "seeing the GP", "note": "A result of this year was published."},
  {"question": "Q5", "kind": "scored", "label": "information before the test", "concept": "test_information", "section": "tests"},
  {"question": "Q6", "kind": "scored", "label": "staff had the information", "concept": "test_staff_informed", "section": "tests"},
  {"question": "Q7", "kind": "scored", "label": "wait for test results", "concept": "test_results_wait", "section": "tests", "note": "A result of this year was published."},
  {"question": "Q8", "kind": "scored", "label": "test results explained", "concept": "test_results_explained", "section": "tests"},
  {"question": "Q9", "kind": "scored", "label": "privacy when given results", "concept": "test_results_privacy", "section": "tests", "note": "A result of this year was published."},
  {"question": "Q12", "kind": "scored", "label": "told someone could come along", "concept": "told_bring_someone", "section": "finding out", "note": "A result of this year was published."},
  {"question": "Q13", "kind": "scored", "label": "told about the cancer sensitively", "concept": "told_sensitively", "section": "finding out", "note": "A result of this year was published."},
  {"question": "Q14", "kind": "scored", "label": "diagnosis explained", "concept": "diagnosis_explained", "section": "finding out"},
  {"question": "Q15", "kind": "scored", "label": "told in a fitting place", "concept": "told_place", "section": "finding out"},
  {"question": "Q16", "kind": "scored", "label": "could come back with questions", "concept": "told_could_return", "section": "finding out"},
  {"question": "Q17", "kind": "scored", "label": "main contact person", "concept": "main_contact", "section": "main contact", "note": "A result of this year was published."},
  {"question": "Q18", "kind": "scored", "label": "reaching the main contact", "concept": "main_contact_reach", "section": "main contact"},
  {"question": "Q19", "kind": "scored", "label": "advice of the main contact", "concept": "main_contact_advice", "section": "main contact"},
  {"question": "Q20", "kind": "scored", "label": "treatment options explained", "concept": "treatment_options_explained", "section": "deciding on treatment"},
  {"question": "Q21", "kind": "scored", "label": "involved in decisions", "concept": "involved_in_decisions", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q22", "kind": "scored", "label": "family involved in decisions", "concept": "family_involved", "section": "deciding on treatment", "note": "A result of this year was published."},
  {"question": "Q23", "kind": "scored", "label": "second opinion", "concept": "second_opinion", "section": "deciding on treatment"},
  {"question": "Q24", "kind": "scored", "label": "needs discussed before treatment", "concept": "needs_discussed", "section": "care planning"},
  {"question": "Q25", "kind": "scored", "label": "plan for the needs", "concept": "needs_care_plan", "section": "care planning"},
  {"question": "Q26", "kind": "scored", "label": "care plan reviewed", "concept": "care_plan_reviewed", "section": "care planning"},
  {"question": "Q27", "kind": "scored", "label": "information on support", "concept": "support_information", "section": "support"},
  {"question": "Q28", "kind": "scored", "label": "the right support", "concept": "support_right", "section": "support"},
  {"question": "Q29", "kind": "scored", "label": "information on financial help", "concept": "financial_information", "section": "support"},
  {"question": "Q31", "kind": "scored", "label": "confidence in the whole team", "concept": "team_confidence", "section": "inpatient care"},
  {"question": "Q32", "kind": "scored", "label": "family able to talk to the team", "concept": "family_could_talk", "section": "inpatient care"},
  {"question": "Q33", "kind": "scored", "label": "involved in hospital decisions", "concept": "inpatient_involved", "section": "inpatient care"},
  {"question": "Q34", "kind": "scored", "label": "help from ward staff", "concept": "ward_help", "section": "inpatient care"},
  {"question": "Q35", "kind": "scored", "label": "someone to talk to about worries", "concept": "inpatient_worries", "section": "inpatient care"},
  {"question": "Q36", "kind": "scored", "label": "all done to control pain", "concept": "inpatient_pain", "section": "inpatient care"},
  {"question": "Q37", "kind": "scored", "label": "respect and dignity", "concept": "inpatient_dignity", "section": "inpatient care"},
  {"question": "Q38", "kind": "scored", "label": "information on leaving hospital", "concept": "discharge_information", "section": "inpatient care"},
  {"question": "Q39", "kind": "scored", "label": "outpatient: someone to talk to about worries", "concept": "outpatient_worries", "section": "day patient and outpatient care"},
  {"question": "Q41_1", "kind": "scored", "label": "information before surgery", "concept": "operation_information", "section": "treatment"},
  {"question": "Q41_2", "kind": "scored", "label": "information before chemotherapy", "concept": "chemotherapy_information", "section": "treatment"},
  {"question": "Q41_3", "kind": "scored", "label": "information before radiotherapy", "concept": "radiotherapy_information", "section": "treatment"},
  {"question": "Q41_4", "kind": "scored", "label": "information before hormone therapy", "concept": "hormone_therapy_information", "section": "treatment"},
  {"question": "Q41_5", "kind": "scored", "label": "information before immunotherapy", "concept": "immunotherapy_information", "section": "treatment"},
  {"question": "Q42_1", "kind": "scored", "label": "information on progress of surgery", "concept": "surgery_progress", "section": "treatment"},
  {"question": "Q42_2", "kind": "scored", "label": "information on progress of chemotherapy", "concept": "chemotherapy_progress", "section": "treatment"},
  {"question": "Q42_3", "kind": "scored", "label": "information on progress of radiotherapy", "concept": "radiotherapy_progress", "section": "treatment"},
  {"question": "Q42_4", "kind": "scored", "label": "information on progress of hormone therapy", "concept": "hormone_therapy_progress", "section": "treatment"},
  {"question": "Q42_5", "kind": "scored", "label": "information on progress of immunotherapy", "concept": "immunotherapy_progress", "section": "treatment"},
  {"question": "Q43", "kind": "scored", "label": "waiting at clinics", "concept": "clinic_wait", "section": "treatment", "note": "A result of this year was published."},
  {"question": "Q44", "kind": "scored", "label": "side effects explained", "concept": "side_effects_explained", "section": "side effects", "note": "A result of this year was published."},
  {"question": "Q45", "kind": "scored", "label": "practical advice on side effects", "concept": "side_effects_advice", "section": "side effects"},
  {"question": "Q46", "kind": "scored", "label": "information on support with side effects", "concept": "side_effects_support_information", "section": "side effects"},
  {"question": "Q47", "kind": "scored", "label": "late effects explained", "concept": "late_effects_explained", "section": "side effects"},
  {"question": "Q48", "kind": "scored", "label": "managing late effects", "concept": "late_effects_managing", "section": "side effects"},
  {"question": "Q49", "kind": "scored", "label": "family informed for care at home", "concept": "home_family_information", "section": "home care", "note": "A result of this year was published."},
  {"question": "Q50", "kind": "scored", "label": "support at home", "concept": "home_support", "section": "home care"},
  {"question": "Q51", "kind": "scored", "label": "support from the general practice", "concept": "gp_support", "section": "general practice", "note": "A result of this year was published."},
  {"question": "Q52", "kind": "scored", "label": "review by the general practice", "concept": "gp_review", "section": "general practice"},
  {"question": "Q53", "kind": "scored", "label": "emotional support after treatment", "concept": "emotional_support_after", "section": "after treatment"},
  {"question": "Q54", "kind": "scored", "label": "information until follow-up", "concept": "follow_up_information", "section": "after treatment"},
  {"question": "Q55", "kind": "scored", "label": "information on return or spread", "concept": "recurrence_information", "section": "after treatment", "certainty": "unconfirmed"},
  {"question": "Q56", "kind": "scored", "label": "team worked well together", "concept": "worked_together", "section": "overall care"},
  {"question": "Q57", "kind": "scored", "label": "administration of care", "concept": "administration", "section": "overall care"},
  {"question": "Q58", "kind": "scored", "label": "research discussed", "concept": "research_discussed", "section": "overall care"},
  {"question": "Q59", "kind": "rating", "label": "overall rating of care", "concept": "overall_rating", "section": "overall care"}]}
$wave$);

CREATE TYPE text_range AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = text_multirange);
COMMENT ON TYPE text_range IS 'A range of texts in the order of their bytes. Constraints use it to keep dated rows and ranges of codes from overlapping.';
COMMENT ON TYPE text_multirange IS 'Several ranges of texts; comes with the type text_range.';
COMMENT ON CAST (text_range AS text_multirange) IS 'One range of texts as several.';
COMMENT ON FUNCTION text_range(text, text) IS 'The texts from the first up to, and without, the second.';
COMMENT ON FUNCTION text_range(text, text, text) IS 'The texts between the first and the second; the third, one of [] [) (] (), says which of them is inside.';
COMMENT ON FUNCTION text_multirange() IS 'No range of texts.';
COMMENT ON FUNCTION text_multirange(text_range) IS 'One range of texts as several.';
COMMENT ON FUNCTION text_multirange(text_range[]) IS 'Ranges of texts, joined where they touch.';

CREATE TABLE area_level (
	level text NOT NULL,
	position integer NOT NULL,
	title text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_level_pkey PRIMARY KEY (level)
);
COMMENT ON TABLE area_level IS 'The levels at which results are given: national, Cancer Alliance, trust and so on. They are no tree: an area has one parent of each level, and those need not lie in one another. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN area_level.level IS 'The level''s word, as in parent_area; case matters.';
COMMENT ON COLUMN area_level.position IS 'Order of levels in tables, the widest first. It does not say that one lies in another.';
COMMENT ON COLUMN area_level.title IS 'What a heading says.';
COMMENT ON COLUMN area_level.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER area_level_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON area_level
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_level_protect_builtin ON area_level IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER area_level_protect_truncate BEFORE TRUNCATE ON area_level
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_level_protect_truncate ON area_level IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('area_level', 'WHERE NOT builtin');
GRANT SELECT ON area_level TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON area_level TO @extowner@ WITH GRANT OPTION;

CREATE TABLE area (
	code text NOT NULL,
	level text NOT NULL,
	title text NOT NULL,
	ods_code text,
	valid daterange NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_pkey PRIMARY KEY (code, valid, builtin),
	CONSTRAINT area_one_at_a_date EXCLUDE USING gist (text_range(code, code, '[]') WITH &&, valid WITH &&, pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT area_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT area_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area IS 'Organisations and areas by their codes, with the time in which the code meant that. At one date a code is one area (constraint area_one_at_a_date, for shipped rows and for those of users). Shipped rows say what public files of 2018, 2022 and 2024 support: dates are those of the files, not of law, and begin 2018-04-01, 2022-06-26 or 2024-04-01. Take one date for all respondents of a wave, the end of its discharges (30 June), not a date for each. Add your own with INSERT; they survive dump and upgrade, and where one is in force it goes before the shipped row of the same code.';
COMMENT ON COLUMN area.code IS 'The code: of ONS for Alliances, ICBs, sub-ICBs and regions (E56000030), of ODS for trusts, other providers and CCGs (R0A), the name for commissioning regions and England.';
COMMENT ON COLUMN area.level IS 'Level of the area.';
COMMENT ON COLUMN area.title IS 'Name of the area, as in the source.';
COMMENT ON COLUMN area.ods_code IS 'For ICBs and sub-ICBs the code of ODS beside that of ONS; elsewhere NULL. Old CCGs have the same ones as sub-ICBs.';
COMMENT ON COLUMN area.valid IS 'When the code means this area; without an end: no file says that it ended.';
COMMENT ON COLUMN area.source IS 'Where that is said.';
COMMENT ON COLUMN area.certainty IS 'sourced (read in a published file), computed (worked out from such files), inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN area.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER area_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON area
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_protect_builtin ON area IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER area_protect_truncate BEFORE TRUNCATE ON area
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_protect_truncate ON area IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('area', 'WHERE NOT builtin');
GRANT SELECT ON area TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON area TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER area_area_level AFTER INSERT OR UPDATE ON area
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('area_level', 'refuse level');
COMMENT ON TRIGGER area_area_level ON area IS 'What a row names in area_level is there.';
CREATE CONSTRAINT TRIGGER area_level_area AFTER DELETE OR UPDATE ON area_level
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('area', 'refuse level');
COMMENT ON TRIGGER area_level_area ON area_level IS 'No row of area loses what it names here.';

CREATE TABLE area_parent (
	code text NOT NULL,
	level text NOT NULL,
	parent text,
	whole boolean NOT NULL,
	valid daterange NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_parent_pkey PRIMARY KEY (code, level, valid, builtin),
	CONSTRAINT area_parent_not_itself CHECK (code <> parent),
	CONSTRAINT area_parent_one_at_a_date EXCLUDE USING gist (text_range(code, code, '[]') WITH &&, text_range(level, level, '[]') WITH &&, valid WITH &&,
		pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT area_parent_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT area_parent_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area_parent IS 'What an area belongs to: one parent of each level at one date (constraint area_parent_one_at_a_date). This is not a tree: Harrogate (RCD) is in the Alliance West Yorkshire and in the ICB Humber and North Yorkshire, which belongs to another Alliance. Shipped rows as for area. Add your own with INSERT, for a later map or a better one: they survive dump and upgrade, and where one is in force it goes before the shipped row of the same code and level.';
COMMENT ON COLUMN area_parent.code IS 'The area.';
COMMENT ON COLUMN area_parent.level IS 'Level of the parent.';
COMMENT ON COLUMN area_parent.parent IS 'Code of the parent; NULL in a row of your own: it has none that is known, whatever a shipped row says.';
COMMENT ON COLUMN area_parent.whole IS 'Whether all of the area lies in the parent, so that it also belongs to what the parent belongs to: parent_area goes on from such a parent, and not from others. An ICB that a trust is merely attributed to is not whole.';
COMMENT ON COLUMN area_parent.valid IS 'When it belongs there.';
COMMENT ON COLUMN area_parent.source IS 'Where that is said.';
COMMENT ON COLUMN area_parent.certainty IS 'As in area.';
COMMENT ON COLUMN area_parent.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER area_parent_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON area_parent
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_parent_protect_builtin ON area_parent IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER area_parent_protect_truncate BEFORE TRUNCATE ON area_parent
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_parent_protect_truncate ON area_parent IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('area_parent', 'WHERE NOT builtin');
GRANT SELECT ON area_parent TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON area_parent TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER area_parent_area_level AFTER INSERT OR UPDATE ON area_parent
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('area_level', 'refuse level');
COMMENT ON TRIGGER area_parent_area_level ON area_parent IS 'What a row names in area_level is there.';
CREATE CONSTRAINT TRIGGER area_level_area_parent AFTER DELETE OR UPDATE ON area_level
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('area_parent', 'refuse level');
COMMENT ON TRIGGER area_level_area_parent ON area_level IS 'No row of area_parent loses what it names here.';

CREATE TABLE area_successor (
	code text NOT NULL,
	successor text,
	since date NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_successor_pkey PRIMARY KEY (code, builtin),
	CONSTRAINT area_successor_not_itself CHECK (code <> successor),
	CONSTRAINT area_successor_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area_successor IS 'Codes that another one replaced: the area got a new code, or was merged into another. Mergers of trusts are not shipped: no file with them was found. Add your own with INSERT; they survive dump and upgrade, and go before a shipped row of the same code.';
COMMENT ON COLUMN area_successor.code IS 'The old code.';
COMMENT ON COLUMN area_successor.successor IS 'The code in its place; NULL in a row of your own: none, whatever a shipped row says.';
COMMENT ON COLUMN area_successor.since IS 'First date of the new code; in shipped rows that of the first file that has it, so the change may be earlier.';
COMMENT ON COLUMN area_successor.source IS 'Where that is said.';
COMMENT ON COLUMN area_successor.certainty IS 'As in area.';
COMMENT ON COLUMN area_successor.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER area_successor_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON area_successor
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_successor_protect_builtin ON area_successor IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER area_successor_protect_truncate BEFORE TRUNCATE ON area_successor
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER area_successor_protect_truncate ON area_successor IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('area_successor', 'WHERE NOT builtin');
GRANT SELECT ON area_successor TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON area_successor TO @extowner@ WITH GRANT OPTION;

INSERT INTO area_level (level, position, title, builtin)
SELECT f[1], f[2]::integer, f[3], true
FROM string_to_table($levels$
level;position;title
national;10;England
commissioning_region;20;Commissioning region
region;30;NHS region
alliance;40;Cancer Alliance
icb;50;Integrated Care Board
sub_icb;60;Sub-ICB location
ccg;70;Clinical Commissioning Group
trust;80;NHS trust
provider;90;Other provider
$levels$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'level;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
key;certainty;source
england;computed;every Alliance and region of the files below is in England
ncpes2018;sourced;National Cancer Patient Experience Survey 2018, table of trusts, CCGs and Cancer Alliances (Centre-for-Cancer-Outcomes/NCPES-Dashboard @ddeac51, CPES_geog_lookuptable.csv)
sub_icb2022;sourced;National Cancer Patient Experience Survey 2022, Sub-ICB to Alliance mapping 2022 v1.4
sub_icb2022_all;computed;all sub-ICBs of the ICB are in this Alliance in Sub-ICB to Alliance mapping 2022 v1.4
ae2022;sourced;NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
ae2022_all;computed;all providers of the ICB are in this region in NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
postcodes2024;sourced;ONS Postcode Directory documents, Alliances as of April 2024 (ideal-postcodes/postcodes.io @b593f05)
recoded2024;computed;carried over to the new code by table area_successor
trusts2024;unconfirmed;partial map of 65 trusts (R0A to RKE), ONS and ODS codes, from a public application whose repository is not identified; undated, taken as of April 2024
trusts2024_region;unconfirmed;partial map of 65 trusts as above, its older region code replaced by table area_successor
stated2024;computed;new code for the same name in the lists of 2022 or before (Sub-ICB to Alliance mapping 2022 v1.4; partial map of trusts) and of April 2024 (postcodes.io @b593f05)
same_name2024;computed;same name in Sub-ICB to Alliance mapping 2022 v1.4 and in the list of April 2024 (postcodes.io @b593f05)
merged2024;inferred;two Alliances of the East of England in Sub-ICB to Alliance mapping 2022 v1.4, one in the list of April 2024 (postcodes.io @b593f05)
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area (level, code, valid, ods_code, title, source, certainty, builtin)
SELECT f[1], f[2], daterange(nullif(f[3], '')::date, nullif(f[4], '')::date), nullif(f[5], ''), f[7], s.source, s.certainty, true
FROM string_to_table($areas$
level;code;from;to;ods;source;title
national;England;;;;england;England
region;E40000007;;2024-04-01;;recoded2024;East of England
region;E40000010;;2024-04-01;;recoded2024;North West
region;E40000003;2024-04-01;;;postcodes2024;London
region;E40000005;2024-04-01;;;postcodes2024;South East
region;E40000006;2024-04-01;;;postcodes2024;South West
region;E40000011;2024-04-01;;;postcodes2024;Midlands
region;E40000012;2024-04-01;;;postcodes2024;North East and Yorkshire
region;E40000013;2024-04-01;;;postcodes2024;East of England
region;E40000014;2024-04-01;;;postcodes2024;North West
commissioning_region;East of England Commissioning Region;2022-06-26;;;ae2022;East of England Commissioning Region
commissioning_region;London Commissioning Region;2022-06-26;;;ae2022;London Commissioning Region
commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;;ae2022;Midlands and East of England Commissioning Region
commissioning_region;North of England Commissioning Region;2022-06-26;;;ae2022;North of England Commissioning Region
commissioning_region;South of England Commissioning Region;2022-06-26;;;ae2022;South of England Commissioning Region
alliance;E56000003;2018-04-01;2022-06-26;;ncpes2018;West Yorkshire and Harrogate
alliance;E56000004;2018-04-01;2022-06-26;;ncpes2018;Humber, Coast and Vale
alliance;E56000005;2018-04-01;2022-06-26;;ncpes2018;Cheshire and Merseyside
alliance;E56000005;2022-06-26;;;sub_icb2022;Cheshire and Merseyside Cancer Alliance
alliance;E56000006;2018-04-01;2022-06-26;;ncpes2018;South Yorkshire, Bassetlaw, North Derbyshire and Hardwick
alliance;E56000007;2018-04-01;2022-06-26;;ncpes2018;West Midlands
alliance;E56000007;2022-06-26;;;sub_icb2022;West Midlands Cancer Alliance
alliance;E56000008;2018-04-01;2022-06-26;;ncpes2018;East Midlands
alliance;E56000009;2018-04-01;2022-06-26;;ncpes2018;East of England
alliance;E56000010;2018-04-01;2022-06-26;;ncpes2018;South East London
alliance;E56000010;2022-06-26;;;sub_icb2022;South East London Cancer Alliance
alliance;E56000011;2018-04-01;2022-06-26;;ncpes2018;Kent and Medway
alliance;E56000011;2022-06-26;;;sub_icb2022;Kent and Medway Cancer Alliance
alliance;E56000012;2018-04-01;2022-06-26;;ncpes2018;Surrey and Sussex
alliance;E56000012;2022-06-26;;;sub_icb2022;Surrey and Sussex Cancer Alliance
alliance;E56000013;2018-04-01;2022-06-26;;ncpes2018;Thames Valley
alliance;E56000013;2022-06-26;2024-04-01;;sub_icb2022;Thames Valley Cancer Alliance
alliance;E56000014;2018-04-01;2022-06-26;;ncpes2018;Peninsula
alliance;E56000014;2022-06-26;;;sub_icb2022;Peninsula Cancer Alliance
alliance;E56000015;2018-04-01;2022-06-26;;ncpes2018;Somerset Wiltshire Avon & Gloucester
alliance;E56000015;2022-06-26;2024-04-01;;sub_icb2022;Somerset, Wiltshire, Avon and Gloucestershire Cancer Alliance
alliance;E56000016;2018-04-01;2022-06-26;;ncpes2018;Wessex
alliance;E56000016;2022-06-26;;;sub_icb2022;Wessex Cancer Alliance
alliance;E56000017;2018-04-01;2022-06-26;;ncpes2018;North East and Cumbria
alliance;E56000018;2018-04-01;2022-06-26;;ncpes2018;Lancashire and South Cumbria
alliance;E56000018;2022-06-26;;;sub_icb2022;Lancashire & South Cumbria Cancer Alliance
alliance;E56000019;2022-06-26;2024-04-01;;sub_icb2022;Greater Manchester Cancer Alliance
alliance;E56000021;2022-06-26;;;sub_icb2022;West London Cancer Alliance
alliance;E56000022;2022-06-26;2024-04-01;;sub_icb2022;East of England - North Cancer Alliance
alliance;E56000023;2022-06-26;2024-04-01;;sub_icb2022;East of England - South Cancer Alliance
alliance;E56000024;2022-06-26;2024-04-01;;sub_icb2022;East Midlands Cancer Alliance
alliance;E56000025;2022-06-26;;;sub_icb2022;South Yorkshire Cancer Alliance
alliance;E56000026;2022-06-26;;;sub_icb2022;Humber and North Yorkshire Cancer Alliance
alliance;E56000027;2022-06-26;;;sub_icb2022;North Central London Cancer Alliance
alliance;E56000028;2022-06-26;;;sub_icb2022;North East London Cancer Alliance
alliance;E56000029;2022-06-26;;;sub_icb2022;Northern Cancer Alliance
alliance;E56000030;2022-06-26;;;sub_icb2022;West Yorkshire and Harrogate Cancer Alliance
alliance;E56000031;2024-04-01;;;postcodes2024;East Midlands
alliance;E56000032;2024-04-01;;;postcodes2024;Greater Manchester
alliance;E56000033;2024-04-01;;;postcodes2024;Somerset, Wiltshire, Avon and Gloucestershire
alliance;E56000034;2024-04-01;;;postcodes2024;Thames Valley
alliance;E56000035;2024-04-01;;;postcodes2024;East of England
alliance;E57000001;2018-04-01;2022-06-26;;ncpes2018;National Cancer Vanguard: Greater Manchester
alliance;E57000002;2018-04-01;2022-06-26;;ncpes2018;National Cancer Vanguard: North Central and North East London
alliance;E57000003;2018-04-01;2022-06-26;;ncpes2018;National Cancer Vanguard: North West and South West London
icb;E54000008;2022-06-26;;QYG;sub_icb2022;NHS Cheshire and Merseyside Integrated Care Board
icb;E54000010;2022-06-26;;QNC;sub_icb2022;NHS Staffordshire and Stoke-on-Trent Integrated Care Board
icb;E54000011;2022-06-26;;QOC;sub_icb2022;NHS Shropshire, Telford and Wrekin Integrated Care Board
icb;E54000013;2022-06-26;;QJM;sub_icb2022;NHS Lincolnshire Integrated Care Board
icb;E54000015;2022-06-26;;QK1;sub_icb2022;NHS Leicester, Leicestershire and Rutland Integrated Care Board
icb;E54000018;2022-06-26;;QWU;sub_icb2022;NHS Coventry and Warwickshire Integrated Care Board
icb;E54000019;2022-06-26;;QGH;sub_icb2022;NHS Herefordshire and Worcestershire Integrated Care Board
icb;E54000022;2022-06-26;;QMM;sub_icb2022;NHS Norfolk and Waveney Integrated Care Board
icb;E54000023;2022-06-26;;QJG;sub_icb2022;NHS Suffolk and North East Essex Integrated Care Board
icb;E54000024;2022-06-26;;QHG;sub_icb2022;NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board
icb;E54000025;2022-06-26;;QM7;sub_icb2022;NHS Hertfordshire and West Essex Integrated Care Board
icb;E54000026;2022-06-26;;QH8;sub_icb2022;NHS Mid and South Essex Integrated Care Board
icb;E54000027;2022-06-26;;QRV;sub_icb2022;NHS North West London Integrated Care Board
icb;E54000028;2022-06-26;;QMJ;sub_icb2022;NHS North Central London Integrated Care Board
icb;E54000029;2022-06-26;;QMF;sub_icb2022;NHS North East London Integrated Care Board
icb;E54000030;2022-06-26;;QKK;sub_icb2022;NHS South East London Integrated Care Board
icb;E54000031;2022-06-26;;QWE;sub_icb2022;NHS South West London Integrated Care Board
icb;E54000032;2022-06-26;;QKS;sub_icb2022;NHS Kent and Medway Integrated Care Board
icb;E54000034;2022-06-26;;QNQ;sub_icb2022;NHS Frimley Integrated Care Board
icb;E54000036;2022-06-26;;QT6;sub_icb2022;NHS Cornwall and the Isles of Scilly Integrated Care Board
icb;E54000037;2022-06-26;;QJK;sub_icb2022;NHS Devon Integrated Care Board
icb;E54000038;2022-06-26;;QSL;sub_icb2022;NHS Somerset Integrated Care Board
icb;E54000039;2022-06-26;;QUY;sub_icb2022;NHS Bristol, North Somerset and South Gloucestershire Integrated Care Board
icb;E54000040;2022-06-26;;QOX;sub_icb2022;NHS Bath and North East Somerset, Swindon and Wiltshire Integrated Care Board
icb;E54000041;2022-06-26;;QVV;sub_icb2022;NHS Dorset Integrated Care Board
icb;E54000042;2022-06-26;;QRL;sub_icb2022;NHS Hampshire and Isle of Wight Integrated Care Board
icb;E54000043;2022-06-26;;QR1;sub_icb2022;NHS Gloucestershire Integrated Care Board
icb;E54000044;2022-06-26;;QU9;sub_icb2022;NHS Buckinghamshire, Oxfordshire and Berkshire West Integrated Care Board
icb;E54000048;2022-06-26;;QE1;sub_icb2022;NHS Lancashire and South Cumbria Integrated Care Board
icb;E54000050;2022-06-26;;QHM;sub_icb2022;NHS North East and North Cumbria Integrated Care Board
icb;E54000051;2022-06-26;;QOQ;sub_icb2022;NHS Humber and North Yorkshire Integrated Care Board
icb;E54000052;2022-06-26;2024-04-01;QXU;sub_icb2022;NHS Surrey Heartlands Integrated Care Board
icb;E54000053;2022-06-26;2024-04-01;QNX;sub_icb2022;NHS Sussex Integrated Care Board
icb;E54000054;2022-06-26;;QWO;sub_icb2022;NHS West Yorkshire Integrated Care Board
icb;E54000055;2022-06-26;;QHL;sub_icb2022;NHS Birmingham and Solihull Integrated Care Board
icb;E54000056;2022-06-26;;QUE;sub_icb2022;NHS Cambridgeshire and Peterborough Integrated Care Board
icb;E54000057;2022-06-26;;QOP;sub_icb2022;NHS Greater Manchester Integrated Care Board
icb;E54000058;2022-06-26;;QJ2;sub_icb2022;NHS Derby and Derbyshire Integrated Care Board
icb;E54000059;2022-06-26;;QPM;sub_icb2022;NHS Northamptonshire Integrated Care Board
icb;E54000060;2022-06-26;;QT1;sub_icb2022;NHS Nottingham and Nottinghamshire Integrated Care Board
icb;E54000061;2022-06-26;;QF7;sub_icb2022;NHS South Yorkshire Integrated Care Board
icb;E54000062;2022-06-26;;QUA;sub_icb2022;NHS Black Country Integrated Care Board
icb;E54000063;2024-04-01;;QXU;postcodes2024;NHS Surrey Heartlands Integrated Care Board
icb;E54000064;2024-04-01;;QNX;postcodes2024;NHS Sussex Integrated Care Board
sub_icb;E38000006;2022-06-26;;02P;sub_icb2022;NHS South Yorkshire ICB - 02P
sub_icb;E38000007;2022-06-26;;99E;sub_icb2022;NHS Mid and South Essex ICB - 99E
sub_icb;E38000008;2022-06-26;;02Q;sub_icb2022;NHS Nottingham and Nottinghamshire ICB - 02Q
sub_icb;E38000014;2022-06-26;;00Q;sub_icb2022;NHS Lancashire and South Cumbria ICB - 00Q
sub_icb;E38000015;2022-06-26;;00R;sub_icb2022;NHS Lancashire and South Cumbria ICB - 00R
sub_icb;E38000016;2022-06-26;;00T;sub_icb2022;NHS Greater Manchester ICB - 00T
sub_icb;E38000021;2022-06-26;;09D;sub_icb2022;NHS Sussex ICB - 09D
sub_icb;E38000024;2022-06-26;;00V;sub_icb2022;NHS Greater Manchester ICB - 00V
sub_icb;E38000025;2022-06-26;;02T;sub_icb2022;NHS West Yorkshire ICB - 02T
sub_icb;E38000028;2022-06-26;;04Y;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 04Y
sub_icb;E38000030;2022-06-26;;99F;sub_icb2022;NHS Mid and South Essex ICB - 99F
sub_icb;E38000034;2022-06-26;;00X;sub_icb2022;NHS Lancashire and South Cumbria ICB - 00X
sub_icb;E38000044;2022-06-26;;02X;sub_icb2022;NHS South Yorkshire ICB - 02X
sub_icb;E38000045;2022-06-26;;11J;sub_icb2022;NHS Dorset ICB - 11J
sub_icb;E38000049;2022-06-26;;06K;sub_icb2022;NHS Hertfordshire and West Essex ICB - 06K
sub_icb;E38000050;2022-06-26;;01A;sub_icb2022;NHS Lancashire and South Cumbria ICB - 01A
sub_icb;E38000051;2022-06-26;;03W;sub_icb2022;NHS Leicester, Leicestershire and Rutland ICB - 03W
sub_icb;E38000052;2022-06-26;;02Y;sub_icb2022;NHS Humber and North Yorkshire ICB - 02Y
sub_icb;E38000053;2022-06-26;;05D;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 05D
sub_icb;E38000062;2022-06-26;;11M;sub_icb2022;NHS Gloucestershire ICB - 11M
sub_icb;E38000068;2022-06-26;;01F;sub_icb2022;NHS Cheshire and Merseyside ICB - 01F
sub_icb;E38000079;2022-06-26;;06N;sub_icb2022;NHS Hertfordshire and West Essex ICB - 06N
sub_icb;E38000080;2022-06-26;;01D;sub_icb2022;NHS Greater Manchester ICB - 01D
sub_icb;E38000085;2022-06-26;;03F;sub_icb2022;NHS Humber and North Yorkshire ICB - 03F
sub_icb;E38000086;2022-06-26;;06L;sub_icb2022;NHS Suffolk and North East Essex ICB - 06L
sub_icb;E38000089;2022-06-26;;11N;sub_icb2022;NHS Cornwall and the Isles of Scilly ICB - 11N
sub_icb;E38000091;2022-06-26;;01J;sub_icb2022;NHS Cheshire and Merseyside ICB - 01J
sub_icb;E38000097;2022-06-26;;04C;sub_icb2022;NHS Leicester, Leicestershire and Rutland ICB - 04C
sub_icb;E38000101;2022-06-26;;99A;sub_icb2022;NHS Cheshire and Merseyside ICB - 99A
sub_icb;E38000106;2022-06-26;;06Q;sub_icb2022;NHS Mid and South Essex ICB - 06Q
sub_icb;E38000117;2022-06-26;;06T;sub_icb2022;NHS Suffolk and North East Essex ICB - 06T
sub_icb;E38000119;2022-06-26;;03H;sub_icb2022;NHS Humber and North Yorkshire ICB - 03H
sub_icb;E38000122;2022-06-26;;03K;sub_icb2022;NHS Humber and North Yorkshire ICB - 03K
sub_icb;E38000126;2022-06-26;;05G;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 05G
sub_icb;E38000127;2022-06-26;;99C;sub_icb2022;NHS North East and North Cumbria ICB - 99C
sub_icb;E38000130;2022-06-26;;00L;sub_icb2022;NHS North East and North Cumbria ICB - 00L
sub_icb;E38000135;2022-06-26;;00Y;sub_icb2022;NHS Greater Manchester ICB - 00Y
sub_icb;E38000136;2022-06-26;;10Q;sub_icb2022;NHS Buckinghamshire, Oxfordshire and Berkshire West ICB - 10Q
sub_icb;E38000137;2022-06-26;;10R;sub_icb2022;NHS Hampshire and Isle of Wight ICB - 10R
sub_icb;E38000141;2022-06-26;;03L;sub_icb2022;NHS South Yorkshire ICB - 03L
sub_icb;E38000143;2022-06-26;;01G;sub_icb2022;NHS Greater Manchester ICB - 01G
sub_icb;E38000146;2022-06-26;;03N;sub_icb2022;NHS South Yorkshire ICB - 03N
sub_icb;E38000150;2022-06-26;;11X;sub_icb2022;NHS Somerset ICB - 11X
sub_icb;E38000153;2022-06-26;;05Q;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 05Q
sub_icb;E38000161;2022-06-26;;01T;sub_icb2022;NHS Cheshire and Merseyside ICB - 01T
sub_icb;E38000163;2022-06-26;;00N;sub_icb2022;NHS North East and North Cumbria ICB - 00N
sub_icb;E38000168;2022-06-26;;99G;sub_icb2022;NHS Mid and South Essex ICB - 99G
sub_icb;E38000170;2022-06-26;;01V;sub_icb2022;NHS Cheshire and Merseyside ICB - 01V
sub_icb;E38000172;2022-06-26;;01X;sub_icb2022;NHS Cheshire and Merseyside ICB - 01X
sub_icb;E38000173;2022-06-26;;05V;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 05V
sub_icb;E38000174;2022-06-26;;01W;sub_icb2022;NHS Greater Manchester ICB - 01W
sub_icb;E38000175;2022-06-26;;05W;sub_icb2022;NHS Staffordshire and Stoke-on-Trent ICB - 05W
sub_icb;E38000176;2022-06-26;;00P;sub_icb2022;NHS North East and North Cumbria ICB - 00P
sub_icb;E38000185;2022-06-26;;07G;sub_icb2022;NHS Mid and South Essex ICB - 07G
sub_icb;E38000187;2022-06-26;;02A;sub_icb2022;NHS Greater Manchester ICB - 02A
sub_icb;E38000188;2022-06-26;;03Q;sub_icb2022;NHS Humber and North Yorkshire ICB - 03Q
sub_icb;E38000190;2022-06-26;;03R;sub_icb2022;NHS West Yorkshire ICB - 03R
sub_icb;E38000194;2022-06-26;;02E;sub_icb2022;NHS Cheshire and Merseyside ICB - 02E
sub_icb;E38000197;2022-06-26;;07H;sub_icb2022;NHS Hertfordshire and West Essex ICB - 07H
sub_icb;E38000200;2022-06-26;;02G;sub_icb2022;NHS Lancashire and South Cumbria ICB - 02G
sub_icb;E38000201;2022-06-26;;04V;sub_icb2022;NHS Leicester, Leicestershire and Rutland ICB - 04V
sub_icb;E38000204;2022-06-26;;07K;sub_icb2022;NHS Suffolk and North East Essex ICB - 07K
sub_icb;E38000205;2022-06-26;;02H;sub_icb2022;NHS Greater Manchester ICB - 02H
sub_icb;E38000208;2022-06-26;;12F;sub_icb2022;NHS Cheshire and Merseyside ICB - 12F
sub_icb;E38000212;2022-06-26;;13T;sub_icb2022;NHS North East and North Cumbria ICB - 13T
sub_icb;E38000215;2022-06-26;;01H;sub_icb2022;NHS North East and North Cumbria ICB - 01H
sub_icb;E38000217;2022-06-26;;14L;sub_icb2022;NHS Greater Manchester ICB - 14L
sub_icb;E38000221;2022-06-26;;15A;sub_icb2022;NHS Buckinghamshire, Oxfordshire and Berkshire West ICB - 15A
sub_icb;E38000222;2022-06-26;;15C;sub_icb2022;NHS Bristol, North Somerset and South Gloucestershire ICB - 15C
sub_icb;E38000223;2022-06-26;;14Y;sub_icb2022;NHS Buckinghamshire, Oxfordshire and Berkshire West ICB - 14Y
sub_icb;E38000225;2022-06-26;;15F;sub_icb2022;NHS West Yorkshire ICB - 15F
sub_icb;E38000226;2022-06-26;;02M;sub_icb2022;NHS Lancashire and South Cumbria ICB - 02M
sub_icb;E38000227;2022-06-26;;01E;sub_icb2022;NHS Lancashire and South Cumbria ICB - 01E
sub_icb;E38000228;2022-06-26;;01K;sub_icb2022;NHS Lancashire and South Cumbria ICB - 01K
sub_icb;E38000230;2022-06-26;;15N;sub_icb2022;NHS Devon ICB - 15N
sub_icb;E38000231;2022-06-26;;92G;sub_icb2022;NHS Bath and North East Somerset, Swindon and Wiltshire ICB - 92G
sub_icb;E38000232;2022-06-26;;36J;sub_icb2022;NHS West Yorkshire ICB - 36J
sub_icb;E38000233;2022-06-26;;27D;sub_icb2022;NHS Cheshire and Merseyside ICB - 27D
sub_icb;E38000234;2022-06-26;;84H;sub_icb2022;NHS North East and North Cumbria ICB - 84H
sub_icb;E38000235;2022-06-26;;97R;sub_icb2022;NHS Sussex ICB - 97R
sub_icb;E38000236;2022-06-26;;18C;sub_icb2022;NHS Herefordshire and Worcestershire ICB - 18C
sub_icb;E38000237;2022-06-26;;91Q;sub_icb2022;NHS Kent and Medway ICB - 91Q
sub_icb;E38000238;2022-06-26;;71E;sub_icb2022;NHS Lincolnshire ICB - 71E
sub_icb;E38000239;2022-06-26;;26A;sub_icb2022;NHS Norfolk and Waveney ICB - 26A
sub_icb;E38000240;2022-06-26;;93C;sub_icb2022;NHS North Central London ICB - 93C
sub_icb;E38000241;2022-06-26;;42D;sub_icb2022;NHS Humber and North Yorkshire ICB - 42D
sub_icb;E38000243;2022-06-26;;52R;sub_icb2022;NHS Nottingham and Nottinghamshire ICB - 52R
sub_icb;E38000244;2022-06-26;;72Q;sub_icb2022;NHS South East London ICB - 72Q
sub_icb;E38000245;2022-06-26;;36L;sub_icb2022;NHS South West London ICB - 36L
sub_icb;E38000246;2022-06-26;;92A;sub_icb2022;NHS Surrey Heartlands ICB - 92A
sub_icb;E38000247;2022-06-26;;16C;sub_icb2022;NHS North East and North Cumbria ICB - 16C
sub_icb;E38000248;2022-06-26;;70F;sub_icb2022;NHS Sussex ICB - 70F
sub_icb;E38000249;2022-06-26;;M1J4Y;sub_icb2022;NHS Bedfordshire, Luton and Milton Keynes ICB - M1J4Y
sub_icb;E38000251;2022-06-26;;B2M3M;sub_icb2022;NHS Coventry and Warwickshire ICB - B2M3M
sub_icb;E38000252;2022-06-26;;D4U1Y;sub_icb2022;NHS Frimley ICB - D4U1Y
sub_icb;E38000253;2022-06-26;;D9Y0V;sub_icb2022;NHS Hampshire and Isle of Wight ICB - D9Y0V
sub_icb;E38000254;2022-06-26;;X2C4Y;sub_icb2022;NHS West Yorkshire ICB - X2C4Y
sub_icb;E38000255;2022-06-26;;A3A8R;sub_icb2022;NHS North East London ICB - A3A8R
sub_icb;E38000256;2022-06-26;;W2U3Z;sub_icb2022;NHS North West London ICB - W2U3Z
sub_icb;E38000257;2022-06-26;;M2L0M;sub_icb2022;NHS Shropshire, Telford and Wrekin ICB - M2L0M
sub_icb;E38000258;2022-06-26;;15E;sub_icb2022;NHS Birmingham and Solihull ICB - 15E
sub_icb;E38000259;2022-06-26;;D2P2L;sub_icb2022;NHS Black Country ICB - D2P2L
sub_icb;E38000260;2022-06-26;;06H;sub_icb2022;NHS Cambridgeshire and Peterborough ICB - 06H
sub_icb;E38000261;2022-06-26;;15M;sub_icb2022;NHS Derby and Derbyshire ICB - 15M
sub_icb;E38000262;2022-06-26;;78H;sub_icb2022;NHS Northamptonshire ICB - 78H
sub_icb;E38000263;2022-06-26;;01Y;sub_icb2022;NHS Greater Manchester ICB - 01Y
ccg;02N;2018-04-01;2022-06-26;;ncpes2018;NHS Airedale, Wharfedale and Craven CCG
ccg;09C;2018-04-01;2022-06-26;;ncpes2018;NHS Ashford CCG
ccg;07L;2018-04-01;2022-06-26;;ncpes2018;NHS Barking and Dagenham CCG
ccg;07M;2018-04-01;2022-06-26;;ncpes2018;NHS Barnet CCG
ccg;02P;2018-04-01;2022-06-26;;ncpes2018;NHS Barnsley CCG
ccg;99E;2018-04-01;2022-06-26;;ncpes2018;NHS Basildon and Brentwood CCG
ccg;02Q;2018-04-01;2022-06-26;;ncpes2018;NHS Bassetlaw CCG
ccg;11E;2018-04-01;2022-06-26;;ncpes2018;NHS Bath and North East Somerset CCG
ccg;06F;2018-04-01;2022-06-26;;ncpes2018;NHS Bedfordshire CCG
ccg;15A;2018-04-01;2022-06-26;;ncpes2018;NHS Berkshire West CCG
ccg;07N;2018-04-01;2022-06-26;;ncpes2018;NHS Bexley CCG
ccg;15E;2018-04-01;2022-06-26;;ncpes2018;NHS Birmingham and Solihull CCG
ccg;00Q;2018-04-01;2022-06-26;;ncpes2018;NHS Blackburn with Darwen CCG
ccg;00R;2018-04-01;2022-06-26;;ncpes2018;NHS Blackpool CCG
ccg;00T;2018-04-01;2022-06-26;;ncpes2018;NHS Bolton CCG
ccg;02W;2018-04-01;2022-06-26;;ncpes2018;NHS Bradford City CCG
ccg;02R;2018-04-01;2022-06-26;;ncpes2018;NHS Bradford Districts CCG
ccg;07P;2018-04-01;2022-06-26;;ncpes2018;NHS Brent CCG
ccg;09D;2018-04-01;2022-06-26;;ncpes2018;NHS Brighton and Hove CCG
ccg;15C;2018-04-01;2022-06-26;;ncpes2018;NHS Bristol, North Somerset and South Gloucestershire CCG
ccg;07Q;2018-04-01;2022-06-26;;ncpes2018;NHS Bromley CCG
ccg;14Y;2018-04-01;2022-06-26;;ncpes2018;NHS Buckinghamshire CCG
ccg;00V;2018-04-01;2022-06-26;;ncpes2018;NHS Bury CCG
ccg;02T;2018-04-01;2022-06-26;;ncpes2018;NHS Calderdale CCG
ccg;06H;2018-04-01;2022-06-26;;ncpes2018;NHS Cambridgeshire and Peterborough CCG
ccg;07R;2018-04-01;2022-06-26;;ncpes2018;NHS Camden CCG
ccg;04Y;2018-04-01;2022-06-26;;ncpes2018;NHS Cannock Chase CCG
ccg;09E;2018-04-01;2022-06-26;;ncpes2018;NHS Canterbury and Coastal CCG
ccg;99F;2018-04-01;2022-06-26;;ncpes2018;NHS Castle Point and Rochford CCG
ccg;09A;2018-04-01;2022-06-26;;ncpes2018;NHS Central London (Westminster) CCG
ccg;00X;2018-04-01;2022-06-26;;ncpes2018;NHS Chorley and South Ribble CCG
ccg;07T;2018-04-01;2022-06-26;;ncpes2018;NHS City and Hackney CCG
ccg;09G;2018-04-01;2022-06-26;;ncpes2018;NHS Coastal West Sussex CCG
ccg;03V;2018-04-01;2022-06-26;;ncpes2018;NHS Corby CCG
ccg;05A;2018-04-01;2022-06-26;;ncpes2018;NHS Coventry and Rugby CCG
ccg;09H;2018-04-01;2022-06-26;;ncpes2018;NHS Crawley CCG
ccg;07V;2018-04-01;2022-06-26;;ncpes2018;NHS Croydon CCG
ccg;00C;2018-04-01;2022-06-26;;ncpes2018;NHS Darlington CCG
ccg;09J;2018-04-01;2022-06-26;;ncpes2018;NHS Dartford, Gravesham and Swanley CCG
ccg;02X;2018-04-01;2022-06-26;;ncpes2018;NHS Doncaster CCG
ccg;11J;2018-04-01;2022-06-26;;ncpes2018;NHS Dorset CCG
ccg;05C;2018-04-01;2022-06-26;;ncpes2018;NHS Dudley CCG
ccg;00D;2018-04-01;2022-06-26;;ncpes2018;NHS Durham Dales, Easington and Sedgefield CCG
ccg;07W;2018-04-01;2022-06-26;;ncpes2018;NHS Ealing CCG
ccg;06K;2018-04-01;2022-06-26;;ncpes2018;NHS East and North Hertfordshire CCG
ccg;15D;2018-04-01;2022-06-26;;ncpes2018;NHS East Berkshire CCG
ccg;01A;2018-04-01;2022-06-26;;ncpes2018;NHS East Lancashire CCG
ccg;03W;2018-04-01;2022-06-26;;ncpes2018;NHS East Leicestershire and Rutland CCG
ccg;02Y;2018-04-01;2022-06-26;;ncpes2018;NHS East Riding of Yorkshire CCG
ccg;05D;2018-04-01;2022-06-26;;ncpes2018;NHS East Staffordshire CCG
ccg;09L;2018-04-01;2022-06-26;;ncpes2018;NHS East Surrey CCG
ccg;09F;2018-04-01;2022-06-26;;ncpes2018;NHS Eastbourne, Hailsham and Seaford CCG
ccg;01C;2018-04-01;2022-06-26;;ncpes2018;NHS Eastern Cheshire CCG
ccg;07X;2018-04-01;2022-06-26;;ncpes2018;NHS Enfield CCG
ccg;03X;2018-04-01;2022-06-26;;ncpes2018;NHS Erewash CCG
ccg;10K;2018-04-01;2022-06-26;;ncpes2018;NHS Fareham and Gosport CCG
ccg;02M;2018-04-01;2022-06-26;;ncpes2018;NHS Fylde and Wyre CCG
ccg;11M;2018-04-01;2022-06-26;;ncpes2018;NHS Gloucestershire CCG
ccg;06M;2018-04-01;2022-06-26;;ncpes2018;NHS Great Yarmouth and Waveney CCG
ccg;03A;2018-04-01;2022-06-26;;ncpes2018;NHS Greater Huddersfield CCG
ccg;01E;2018-04-01;2022-06-26;;ncpes2018;NHS Greater Preston CCG
ccg;08A;2018-04-01;2022-06-26;;ncpes2018;NHS Greenwich CCG
ccg;09N;2018-04-01;2022-06-26;;ncpes2018;NHS Guildford and Waverley CCG
ccg;01F;2018-04-01;2022-06-26;;ncpes2018;NHS Halton CCG
ccg;03D;2018-04-01;2022-06-26;;ncpes2018;NHS Hambleton, Richmondshire and Whitby CCG
ccg;08C;2018-04-01;2022-06-26;;ncpes2018;NHS Hammersmith and Fulham CCG
ccg;03Y;2018-04-01;2022-06-26;;ncpes2018;NHS Hardwick CCG
ccg;08D;2018-04-01;2022-06-26;;ncpes2018;NHS Haringey CCG
ccg;03E;2018-04-01;2022-06-26;;ncpes2018;NHS Harrogate and Rural District CCG
ccg;08E;2018-04-01;2022-06-26;;ncpes2018;NHS Harrow CCG
ccg;00K;2018-04-01;2022-06-26;;ncpes2018;NHS Hartlepool and Stockton-on-Tees CCG
ccg;09P;2018-04-01;2022-06-26;;ncpes2018;NHS Hastings and Rother CCG
ccg;08F;2018-04-01;2022-06-26;;ncpes2018;NHS Havering CCG
ccg;05F;2018-04-01;2022-06-26;;ncpes2018;NHS Herefordshire CCG
ccg;06N;2018-04-01;2022-06-26;;ncpes2018;NHS Herts Valleys CCG
ccg;01D;2018-04-01;2022-06-26;;ncpes2018;NHS Heywood, Middleton and Rochdale CCG
ccg;99K;2018-04-01;2022-06-26;;ncpes2018;NHS High Weald Lewes Havens CCG
ccg;08G;2018-04-01;2022-06-26;;ncpes2018;NHS Hillingdon CCG
ccg;09X;2018-04-01;2022-06-26;;ncpes2018;NHS Horsham and Mid Sussex CCG
ccg;07Y;2018-04-01;2022-06-26;;ncpes2018;NHS Hounslow CCG
ccg;03F;2018-04-01;2022-06-26;;ncpes2018;NHS Hull CCG
ccg;06L;2018-04-01;2022-06-26;;ncpes2018;NHS Ipswich and East Suffolk CCG
ccg;10L;2018-04-01;2022-06-26;;ncpes2018;NHS Isle of Wight CCG
ccg;08H;2018-04-01;2022-06-26;;ncpes2018;NHS Islington CCG
ccg;11N;2018-04-01;2022-06-26;;ncpes2018;NHS Kernow CCG
ccg;08J;2018-04-01;2022-06-26;;ncpes2018;NHS Kingston CCG
ccg;01J;2018-04-01;2022-06-26;;ncpes2018;NHS Knowsley CCG
ccg;08K;2018-04-01;2022-06-26;;ncpes2018;NHS Lambeth CCG
ccg;15F;2018-04-01;2022-06-26;;ncpes2018;NHS Leeds CCG
ccg;04C;2018-04-01;2022-06-26;;ncpes2018;NHS Leicester City CCG
ccg;08L;2018-04-01;2022-06-26;;ncpes2018;NHS Lewisham CCG
ccg;03T;2018-04-01;2022-06-26;;ncpes2018;NHS Lincolnshire East CCG
ccg;04D;2018-04-01;2022-06-26;;ncpes2018;NHS Lincolnshire West CCG
ccg;99A;2018-04-01;2022-06-26;;ncpes2018;NHS Liverpool CCG
ccg;06P;2018-04-01;2022-06-26;;ncpes2018;NHS Luton CCG
ccg;14L;2018-04-01;2022-06-26;;ncpes2018;NHS Manchester CCG
ccg;04E;2018-04-01;2022-06-26;;ncpes2018;NHS Mansfield and Ashfield CCG
ccg;09W;2018-04-01;2022-06-26;;ncpes2018;NHS Medway CCG
ccg;08R;2018-04-01;2022-06-26;;ncpes2018;NHS Merton CCG
ccg;06Q;2018-04-01;2022-06-26;;ncpes2018;NHS Mid Essex CCG
ccg;04F;2018-04-01;2022-06-26;;ncpes2018;NHS Milton Keynes CCG
ccg;01K;2018-04-01;2022-06-26;;ncpes2018;NHS Morecambe Bay CCG
ccg;04G;2018-04-01;2022-06-26;;ncpes2018;NHS Nene CCG
ccg;04H;2018-04-01;2022-06-26;;ncpes2018;NHS Newark and Sherwood CCG
ccg;13T;2018-04-01;2022-06-26;;ncpes2018;NHS Newcastle Gateshead CCG
ccg;08M;2018-04-01;2022-06-26;;ncpes2018;NHS Newham CCG
ccg;01H;2018-04-01;2022-06-26;;ncpes2018;NHS North Cumbria CCG
ccg;04J;2018-04-01;2022-06-26;;ncpes2018;NHS North Derbyshire CCG
ccg;00J;2018-04-01;2022-06-26;;ncpes2018;NHS North Durham CCG
ccg;06T;2018-04-01;2022-06-26;;ncpes2018;NHS North East Essex CCG
ccg;99M;2018-04-01;2022-06-26;;ncpes2018;NHS North East Hampshire and Farnham CCG
ccg;03H;2018-04-01;2022-06-26;;ncpes2018;NHS North East Lincolnshire CCG
ccg;10J;2018-04-01;2022-06-26;;ncpes2018;NHS North Hampshire CCG
ccg;03J;2018-04-01;2022-06-26;;ncpes2018;NHS North Kirklees CCG
ccg;03K;2018-04-01;2022-06-26;;ncpes2018;NHS North Lincolnshire CCG
ccg;06V;2018-04-01;2022-06-26;;ncpes2018;NHS North Norfolk CCG
ccg;05G;2018-04-01;2022-06-26;;ncpes2018;NHS North Staffordshire CCG
ccg;99C;2018-04-01;2022-06-26;;ncpes2018;NHS North Tyneside CCG
ccg;09Y;2018-04-01;2022-06-26;;ncpes2018;NHS North West Surrey CCG
ccg;99P;2018-04-01;2022-06-26;;ncpes2018;NHS Northern, Eastern and Western Devon CCG
ccg;00L;2018-04-01;2022-06-26;;ncpes2018;NHS Northumberland CCG
ccg;06W;2018-04-01;2022-06-26;;ncpes2018;NHS Norwich CCG
ccg;04K;2018-04-01;2022-06-26;;ncpes2018;NHS Nottingham City CCG
ccg;04L;2018-04-01;2022-06-26;;ncpes2018;NHS Nottingham North and East CCG
ccg;04M;2018-04-01;2022-06-26;;ncpes2018;NHS Nottingham West CCG
ccg;00Y;2018-04-01;2022-06-26;;ncpes2018;NHS Oldham CCG
ccg;10Q;2018-04-01;2022-06-26;;ncpes2018;NHS Oxfordshire CCG
ccg;10R;2018-04-01;2022-06-26;;ncpes2018;NHS Portsmouth CCG
ccg;08N;2018-04-01;2022-06-26;;ncpes2018;NHS Redbridge CCG
ccg;05J;2018-04-01;2022-06-26;;ncpes2018;NHS Redditch and Bromsgrove CCG
ccg;08P;2018-04-01;2022-06-26;;ncpes2018;NHS Richmond CCG
ccg;03L;2018-04-01;2022-06-26;;ncpes2018;NHS Rotherham CCG
ccg;04N;2018-04-01;2022-06-26;;ncpes2018;NHS Rushcliffe CCG
ccg;01G;2018-04-01;2022-06-26;;ncpes2018;NHS Salford CCG
ccg;05L;2018-04-01;2022-06-26;;ncpes2018;NHS Sandwell and West Birmingham CCG
ccg;03M;2018-04-01;2022-06-26;;ncpes2018;NHS Scarborough and Ryedale CCG
ccg;03N;2018-04-01;2022-06-26;;ncpes2018;NHS Sheffield CCG
ccg;05N;2018-04-01;2022-06-26;;ncpes2018;NHS Shropshire CCG
ccg;11X;2018-04-01;2022-06-26;;ncpes2018;NHS Somerset CCG
ccg;01R;2018-04-01;2022-06-26;;ncpes2018;NHS South Cheshire CCG
ccg;99Q;2018-04-01;2022-06-26;;ncpes2018;NHS South Devon and Torbay CCG
ccg;05Q;2018-04-01;2022-06-26;;ncpes2018;NHS South East Staffordshire and Seisdon Peninsula CCG
ccg;10V;2018-04-01;2022-06-26;;ncpes2018;NHS South Eastern Hampshire CCG
ccg;10A;2018-04-01;2022-06-26;;ncpes2018;NHS South Kent Coast CCG
ccg;99D;2018-04-01;2022-06-26;;ncpes2018;NHS South Lincolnshire CCG
ccg;06Y;2018-04-01;2022-06-26;;ncpes2018;NHS South Norfolk CCG
ccg;01T;2018-04-01;2022-06-26;;ncpes2018;NHS South Sefton CCG
ccg;00M;2018-04-01;2022-06-26;;ncpes2018;NHS South Tees CCG
ccg;00N;2018-04-01;2022-06-26;;ncpes2018;NHS South Tyneside CCG
ccg;05R;2018-04-01;2022-06-26;;ncpes2018;NHS South Warwickshire CCG
ccg;04Q;2018-04-01;2022-06-26;;ncpes2018;NHS South West Lincolnshire CCG
ccg;05T;2018-04-01;2022-06-26;;ncpes2018;NHS South Worcestershire CCG
ccg;10X;2018-04-01;2022-06-26;;ncpes2018;NHS Southampton CCG
ccg;99G;2018-04-01;2022-06-26;;ncpes2018;NHS Southend CCG
ccg;04R;2018-04-01;2022-06-26;;ncpes2018;NHS Southern Derbyshire CCG
ccg;01V;2018-04-01;2022-06-26;;ncpes2018;NHS Southport and Formby CCG
ccg;08Q;2018-04-01;2022-06-26;;ncpes2018;NHS Southwark CCG
ccg;01X;2018-04-01;2022-06-26;;ncpes2018;NHS St Helens CCG
ccg;05V;2018-04-01;2022-06-26;;ncpes2018;NHS Stafford and Surrounds CCG
ccg;01W;2018-04-01;2022-06-26;;ncpes2018;NHS Stockport CCG
ccg;05W;2018-04-01;2022-06-26;;ncpes2018;NHS Stoke on Trent CCG
ccg;00P;2018-04-01;2022-06-26;;ncpes2018;NHS Sunderland CCG
ccg;99H;2018-04-01;2022-06-26;;ncpes2018;NHS Surrey Downs CCG
ccg;10C;2018-04-01;2022-06-26;;ncpes2018;NHS Surrey Heath CCG
ccg;08T;2018-04-01;2022-06-26;;ncpes2018;NHS Sutton CCG
ccg;10D;2018-04-01;2022-06-26;;ncpes2018;NHS Swale CCG
ccg;12D;2018-04-01;2022-06-26;;ncpes2018;NHS Swindon CCG
ccg;01Y;2018-04-01;2022-06-26;;ncpes2018;NHS Tameside and Glossop CCG
ccg;05X;2018-04-01;2022-06-26;;ncpes2018;NHS Telford and Wrekin CCG
ccg;10E;2018-04-01;2022-06-26;;ncpes2018;NHS Thanet CCG
ccg;07G;2018-04-01;2022-06-26;;ncpes2018;NHS Thurrock CCG
ccg;08V;2018-04-01;2022-06-26;;ncpes2018;NHS Tower Hamlets CCG
ccg;02A;2018-04-01;2022-06-26;;ncpes2018;NHS Trafford CCG
ccg;03Q;2018-04-01;2022-06-26;;ncpes2018;NHS Vale of York CCG
ccg;02D;2018-04-01;2022-06-26;;ncpes2018;NHS Vale Royal CCG
ccg;03R;2018-04-01;2022-06-26;;ncpes2018;NHS Wakefield CCG
ccg;05Y;2018-04-01;2022-06-26;;ncpes2018;NHS Walsall CCG
ccg;08W;2018-04-01;2022-06-26;;ncpes2018;NHS Waltham Forest CCG
ccg;08X;2018-04-01;2022-06-26;;ncpes2018;NHS Wandsworth CCG
ccg;02E;2018-04-01;2022-06-26;;ncpes2018;NHS Warrington CCG
ccg;05H;2018-04-01;2022-06-26;;ncpes2018;NHS Warwickshire North CCG
ccg;02F;2018-04-01;2022-06-26;;ncpes2018;NHS West Cheshire CCG
ccg;07H;2018-04-01;2022-06-26;;ncpes2018;NHS West Essex CCG
ccg;11A;2018-04-01;2022-06-26;;ncpes2018;NHS West Hampshire CCG
ccg;99J;2018-04-01;2022-06-26;;ncpes2018;NHS West Kent CCG
ccg;02G;2018-04-01;2022-06-26;;ncpes2018;NHS West Lancashire CCG
ccg;04V;2018-04-01;2022-06-26;;ncpes2018;NHS West Leicestershire CCG
ccg;08Y;2018-04-01;2022-06-26;;ncpes2018;NHS West London CCG
ccg;07J;2018-04-01;2022-06-26;;ncpes2018;NHS West Norfolk CCG
ccg;07K;2018-04-01;2022-06-26;;ncpes2018;NHS West Suffolk CCG
ccg;02H;2018-04-01;2022-06-26;;ncpes2018;NHS Wigan Borough CCG
ccg;99N;2018-04-01;2022-06-26;;ncpes2018;NHS Wiltshire CCG
ccg;12F;2018-04-01;2022-06-26;;ncpes2018;NHS Wirral CCG
ccg;06A;2018-04-01;2022-06-26;;ncpes2018;NHS Wolverhampton CCG
ccg;06D;2018-04-01;2022-06-26;;ncpes2018;NHS Wyre Forest CCG
trust;R0A;2018-04-01;;;ncpes2018;Manchester University NHS Foundation Trust
trust;R0B;2022-06-26;;;ae2022;South Tyneside And Sunderland NHS Foundation Trust
trust;R0D;2022-06-26;;;ae2022;University Hospitals Dorset NHS Foundation Trust
trust;R1D;2022-06-26;;;ae2022;Shropshire Community Health NHS Trust
trust;R1F;2018-04-01;;;ncpes2018;Isle of Wight NHS Trust
trust;R1H;2018-04-01;;;ncpes2018;Barts Health NHS Trust
trust;R1K;2018-04-01;;;ncpes2018;London North West University Healthcare NHS Trust
trust;RA2;2018-04-01;;;ncpes2018;Royal Surrey County Hospital NHS Foundation Trust
trust;RA3;2018-04-01;;;ncpes2018;Weston Area Health NHS Trust
trust;RA4;2018-04-01;;;ncpes2018;Yeovil District Hospital NHS Foundation Trust
trust;RA7;2018-04-01;2022-06-26;;ncpes2018;University Hospitals Bristol NHS Foundation Trust
trust;RA7;2022-06-26;;;ae2022;University Hospitals Bristol And Weston NHS Foundation Trust
trust;RA9;2018-04-01;;;ncpes2018;Torbay and South Devon NHS Foundation Trust
trust;RAE;2018-04-01;;;ncpes2018;Bradford Teaching Hospitals NHS Foundation Trust
trust;RAJ;2018-04-01;2022-06-26;;ncpes2018;Southend University Hospital NHS Foundation Trust
trust;RAJ;2022-06-26;;;ae2022;Mid And South Essex NHS Foundation Trust
trust;RAL;2018-04-01;;;ncpes2018;Royal Free London NHS Foundation Trust
trust;RAN;2018-04-01;;;ncpes2018;Royal National Orthopaedic Hospital NHS Trust
trust;RAP;2018-04-01;;;ncpes2018;North Middlesex University Hospital NHS Trust
trust;RAS;2018-04-01;;;ncpes2018;The Hillingdon Hospitals NHS Foundation Trust
trust;RAT;2022-06-26;;;ae2022;North East London NHS Foundation Trust
trust;RAX;2018-04-01;;;ncpes2018;Kingston Hospital NHS Foundation Trust
trust;RBA;2018-04-01;;;ncpes2018;Taunton and Somerset NHS Foundation Trust
trust;RBD;2018-04-01;;;ncpes2018;Dorset County Hospital NHS Foundation Trust
trust;RBK;2018-04-01;;;ncpes2018;Walsall Healthcare NHS Trust
trust;RBL;2018-04-01;;;ncpes2018;Wirral University Teaching Hospital NHS Foundation Trust
trust;RBN;2018-04-01;;;ncpes2018;St Helens and Knowsley Teaching Hospitals NHS Trust
trust;RBQ;2018-04-01;;;ncpes2018;Liverpool Heart and Chest Hospital NHS Foundation Trust
trust;RBS;2022-06-26;;;ae2022;Alder Hey Children's NHS Foundation Trust
trust;RBT;2018-04-01;;;ncpes2018;Mid Cheshire Hospitals NHS Foundation Trust
trust;RBV;2018-04-01;;;ncpes2018;The Christie NHS Foundation Trust
trust;RBZ;2018-04-01;;;ncpes2018;Northern Devon Healthcare NHS Trust
trust;RC1;2018-04-01;;;ncpes2018;Bedford Hospital NHS Trust
trust;RC9;2018-04-01;2022-06-26;;ncpes2018;Luton and Dunstable University Hospital NHS Foundation Trust
trust;RC9;2022-06-26;;;ae2022;Bedfordshire Hospitals NHS Foundation Trust
trust;RCB;2018-04-01;2022-06-26;;ncpes2018;York Teaching Hospital NHS Foundation Trust
trust;RCB;2022-06-26;;;ae2022;York And Scarborough Teaching Hospitals NHS Foundation Trust
trust;RCD;2018-04-01;;;ncpes2018;Harrogate and District NHS Foundation Trust
trust;RCF;2018-04-01;;;ncpes2018;Airedale NHS Foundation Trust
trust;RCU;2022-06-26;;;ae2022;Sheffield Children's NHS Foundation Trust
trust;RCX;2018-04-01;;;ncpes2018;The Queen Elizabeth Hospital King's Lynn NHS Foundation Trust
trust;RD1;2018-04-01;;;ncpes2018;Royal United Hospitals Bath NHS Foundation Trust
trust;RD3;2018-04-01;;;ncpes2018;Poole Hospital NHS Foundation Trust
trust;RD8;2018-04-01;;;ncpes2018;Milton Keynes University Hospital NHS Foundation Trust
trust;RDD;2018-04-01;;;ncpes2018;Basildon and Thurrock University Hospitals NHS Foundation Trust
trust;RDE;2018-04-01;;;ncpes2018;East Suffolk & North Essex NHS Foundation Trust
trust;RDR;2022-06-26;;;ae2022;Sussex Community NHS Foundation Trust
trust;RDU;2018-04-01;;;ncpes2018;Frimley Health NHS Foundation Trust
trust;RDY;2022-06-26;;;ae2022;Dorset Healthcare University NHS Foundation Trust
trust;RDZ;2018-04-01;;;ncpes2018;The Royal Bournemouth and Christchurch Hospitals NHS Foundation Trust
trust;RE9;2018-04-01;;;ncpes2018;South Tyneside NHS Foundation Trust
trust;REF;2018-04-01;;;ncpes2018;Royal Cornwall Hospitals NHS Trust
trust;REM;2018-04-01;2022-06-26;;ncpes2018;Aintree University Hospital NHS Foundation Trust
trust;REM;2022-06-26;;;ae2022;Liverpool University Hospitals NHS Foundation Trust
trust;REN;2018-04-01;;;ncpes2018;The Clatterbridge Cancer Centre NHS Foundation Trust
trust;REP;2018-04-01;;;ncpes2018;Liverpool Women's NHS Foundation Trust
trust;RET;2018-04-01;;;ncpes2018;The Walton Centre NHS Foundation Trust
trust;RF4;2018-04-01;;;ncpes2018;Barking, Havering and Redbridge University Hospitals NHS Trust
trust;RFF;2018-04-01;;;ncpes2018;Barnsley Hospital NHS Foundation Trust
trust;RFR;2018-04-01;;;ncpes2018;The Rotherham NHS Foundation Trust
trust;RFS;2018-04-01;;;ncpes2018;Chesterfield Royal Hospital NHS Foundation Trust
trust;RGM;2018-04-01;;;ncpes2018;Royal Papworth Hospital NHS Foundation Trust
trust;RGN;2018-04-01;;;ncpes2018;North West Anglia NHS Foundation Trust
trust;RGP;2018-04-01;;;ncpes2018;James Paget University Hospitals NHS Foundation Trust
trust;RGR;2018-04-01;;;ncpes2018;West Suffolk NHS Foundation Trust
trust;RGT;2018-04-01;;;ncpes2018;Cambridge University Hospitals NHS Foundation Trust
trust;RH5;2022-06-26;;;ae2022;Somerset NHS Foundation Trust
trust;RH8;2018-04-01;2022-06-26;;ncpes2018;Royal Devon and Exeter NHS Foundation Trust
trust;RH8;2022-06-26;;;ae2022;Royal Devon University Healthcare NHS Foundation Trust
trust;RHM;2018-04-01;;;ncpes2018;University Hospital Southampton NHS Foundation Trust
trust;RHQ;2018-04-01;;;ncpes2018;Sheffield Teaching Hospitals NHS Foundation Trust
trust;RHU;2018-04-01;2022-06-26;;ncpes2018;Portsmouth Hospitals NHS Trust
trust;RHU;2022-06-26;;;ae2022;Portsmouth Hospitals University National Health Service Trust
trust;RHW;2018-04-01;;;ncpes2018;Royal Berkshire NHS Foundation Trust
trust;RJ1;2018-04-01;;;ncpes2018;Guy's and St Thomas' NHS Foundation Trust
trust;RJ2;2018-04-01;;;ncpes2018;Lewisham and Greenwich NHS Trust
trust;RJ6;2018-04-01;;;ncpes2018;Croydon Health Services NHS Trust
trust;RJ7;2018-04-01;;;ncpes2018;St George's University Hospitals NHS Foundation Trust
trust;RJ8;2022-06-26;;;ae2022;Cornwall Partnership NHS Foundation Trust
trust;RJC;2018-04-01;2022-06-26;;ncpes2018;South Warwickshire NHS Foundation Trust
trust;RJC;2022-06-26;;;ae2022;South Warwickshire University NHS Foundation Trust
trust;RJE;2018-04-01;;;ncpes2018;University Hospitals of North Midlands NHS Trust
trust;RJF;2018-04-01;;;ncpes2018;Burton Hospitals NHS Foundation Trust
trust;RJL;2018-04-01;;;ncpes2018;Northern Lincolnshire and Goole NHS Foundation Trust
trust;RJN;2018-04-01;;;ncpes2018;East Cheshire NHS Trust
trust;RJR;2018-04-01;;;ncpes2018;Countess of Chester Hospital NHS Foundation Trust
trust;RJZ;2018-04-01;;;ncpes2018;King's College Hospital NHS Foundation Trust
trust;RK5;2018-04-01;;;ncpes2018;Sherwood Forest Hospitals NHS Foundation Trust
trust;RK9;2018-04-01;;;ncpes2018;University Hospitals Plymouth NHS Trust
trust;RKB;2018-04-01;;;ncpes2018;University Hospitals Coventry and Warwickshire NHS Trust
trust;RKE;2018-04-01;;;ncpes2018;Whittington Health NHS Trust
trust;RL1;2018-04-01;;;ncpes2018;The Robert Jones and Agnes Hunt Orthopaedic Hospital NHS Foundation Trust
trust;RL4;2018-04-01;;;ncpes2018;The Royal Wolverhampton NHS Trust
trust;RLN;2018-04-01;;;ncpes2018;City Hospitals Sunderland NHS Foundation Trust
trust;RLQ;2018-04-01;;;ncpes2018;Wye Valley NHS Trust
trust;RLT;2018-04-01;;;ncpes2018;George Eliot Hospital NHS Trust
trust;RM1;2018-04-01;;;ncpes2018;Norfolk and Norwich University Hospitals NHS Foundation Trust
trust;RM3;2018-04-01;2022-06-26;;ncpes2018;Salford Royal NHS Foundation Trust
trust;RM3;2022-06-26;;;ae2022;Northern Care Alliance NHS Foundation Trust
trust;RMC;2018-04-01;;;ncpes2018;Bolton NHS Foundation Trust
trust;RMP;2018-04-01;;;ncpes2018;Tameside and Glossop Integrated Care NHS Foundation Trust
trust;RN3;2018-04-01;;;ncpes2018;Great Western Hospitals NHS Foundation Trust
trust;RN5;2018-04-01;;;ncpes2018;Hampshire Hospitals NHS Foundation Trust
trust;RN7;2018-04-01;;;ncpes2018;Dartford and Gravesham NHS Trust
trust;RNA;2018-04-01;;;ncpes2018;The Dudley Group NHS Foundation Trust
trust;RNL;2018-04-01;;;ncpes2018;North Cumbria University Hospitals NHS Trust
trust;RNN;2022-06-26;;;ae2022;North Cumbria Integrated Care NHS Foundation Trust
trust;RNQ;2018-04-01;;;ncpes2018;Kettering General Hospital NHS Foundation Trust
trust;RNS;2018-04-01;;;ncpes2018;Northampton General Hospital NHS Trust
trust;RNU;2022-06-26;;;ae2022;Oxford Health NHS Foundation Trust
trust;RNZ;2018-04-01;;;ncpes2018;Salisbury NHS Foundation Trust
trust;RP5;2018-04-01;;;ncpes2018;Doncaster and Bassetlaw Teaching Hospitals NHS Foundation Trust
trust;RP6;2018-04-01;;;ncpes2018;Moorfields Eye Hospital NHS Foundation Trust
trust;RPA;2018-04-01;;;ncpes2018;Medway NHS Foundation Trust
trust;RPC;2018-04-01;;;ncpes2018;Queen Victoria Hospital NHS Foundation Trust
trust;RPY;2018-04-01;;;ncpes2018;The Royal Marsden NHS Foundation Trust
trust;RQ3;2022-06-26;;;ae2022;Birmingham Women's And Children's NHS Foundation Trust
trust;RQ6;2018-04-01;;;ncpes2018;The Royal Liverpool and Broadgreen University Hospitals NHS Trust
trust;RQ8;2018-04-01;;;ncpes2018;Mid Essex Hospital Services NHS Trust
trust;RQM;2018-04-01;;;ncpes2018;Chelsea and Westminster Hospital NHS Foundation Trust
trust;RQW;2018-04-01;;;ncpes2018;The Princess Alexandra Hospital NHS Trust
trust;RQX;2018-04-01;2022-06-26;;ncpes2018;Homerton University Hospital NHS Foundation Trust
trust;RQX;2022-06-26;;;ae2022;Homerton Healthcare NHS Foundation Trust
trust;RR7;2018-04-01;;;ncpes2018;Gateshead Health NHS Foundation Trust
trust;RR8;2018-04-01;2022-06-26;;ncpes2018;The Leeds Teaching Hospitals NHS Trust
trust;RR8;2022-06-26;;;ae2022;Leeds Teaching Hospitals NHS Trust
trust;RRF;2018-04-01;;;ncpes2018;Wrightington, Wigan and Leigh NHS Foundation Trust
trust;RRJ;2018-04-01;;;ncpes2018;The Royal Orthopaedic Hospital NHS Foundation Trust
trust;RRK;2018-04-01;;;ncpes2018;University Hospitals Birmingham NHS Foundation Trust
trust;RRV;2018-04-01;;;ncpes2018;University College London Hospitals NHS Foundation Trust
trust;RT3;2018-04-01;;;ncpes2018;Royal Brompton & Harefield NHS Foundation Trust
trust;RTD;2018-04-01;;;ncpes2018;The Newcastle upon Tyne Hospitals NHS Foundation Trust
trust;RTE;2018-04-01;;;ncpes2018;Gloucestershire Hospitals NHS Foundation Trust
trust;RTF;2018-04-01;;;ncpes2018;Northumbria Healthcare NHS Foundation Trust
trust;RTG;2018-04-01;;;ncpes2018;University Hospitals of Derby and Burton NHS Foundation Trust
trust;RTH;2018-04-01;;;ncpes2018;Oxford University Hospitals NHS Foundation Trust
trust;RTK;2018-04-01;;;ncpes2018;Ashford and St. Peter's Hospitals NHS Foundation Trust
trust;RTP;2018-04-01;;;ncpes2018;Surrey and Sussex Healthcare NHS Trust
trust;RTQ;2022-06-26;;;ae2022;Gloucestershire Health And Care NHS Foundation Trust
trust;RTR;2018-04-01;;;ncpes2018;South Tees Hospitals NHS Foundation Trust
trust;RTX;2018-04-01;;;ncpes2018;University Hospitals of Morecambe Bay NHS Foundation Trust
trust;RV9;2022-06-26;;;ae2022;Humber Teaching NHS Foundation Trust
trust;RVJ;2018-04-01;;;ncpes2018;North Bristol NHS Trust
trust;RVR;2018-04-01;;;ncpes2018;Epsom and St Helier University Hospitals NHS Trust
trust;RVV;2018-04-01;;;ncpes2018;East Kent Hospitals University NHS Foundation Trust
trust;RVW;2018-04-01;;;ncpes2018;North Tees and Hartlepool NHS Foundation Trust
trust;RVY;2018-04-01;;;ncpes2018;Southport & Ormskirk Hospital NHS Trust
trust;RW1;2022-06-26;;;ae2022;Southern Health NHS Foundation Trust
trust;RW4;2022-06-26;;;ae2022;Mersey Care NHS Foundation Trust
trust;RW6;2018-04-01;;;ncpes2018;The Pennine Acute Hospitals NHS Trust
trust;RWA;2018-04-01;;;ncpes2018;Hull University Teaching Hospitals NHS Trust
trust;RWD;2018-04-01;;;ncpes2018;United Lincolnshire Hospitals NHS Trust
trust;RWE;2018-04-01;;;ncpes2018;University Hospitals of Leicester NHS Trust
trust;RWF;2018-04-01;;;ncpes2018;Maidstone and Tunbridge Wells NHS Trust
trust;RWG;2018-04-01;2022-06-26;;ncpes2018;West Hertfordshire Hospitals NHS Trust
trust;RWG;2022-06-26;;;ae2022;West Hertfordshire Teaching Hospitals NHS Trust
trust;RWH;2018-04-01;;;ncpes2018;East and North Hertfordshire NHS Trust
trust;RWJ;2018-04-01;;;ncpes2018;Stockport NHS Foundation Trust
trust;RWP;2018-04-01;;;ncpes2018;Worcestershire Acute Hospitals NHS Trust
trust;RWW;2018-04-01;2022-06-26;;ncpes2018;Warrington and Halton Hospitals NHS Foundation Trust
trust;RWW;2022-06-26;;;ae2022;Warrington And Halton Teaching Hospitals NHS Foundation Trust
trust;RWX;2022-06-26;;;ae2022;Berkshire Healthcare NHS Foundation Trust
trust;RWY;2018-04-01;;;ncpes2018;Calderdale and Huddersfield NHS Foundation Trust
trust;RX1;2018-04-01;;;ncpes2018;Nottingham University Hospitals NHS Trust
trust;RXC;2018-04-01;;;ncpes2018;East Sussex Healthcare NHS Trust
trust;RXF;2018-04-01;2022-06-26;;ncpes2018;The Mid Yorkshire Hospitals NHS Trust
trust;RXF;2022-06-26;;;ae2022;Mid Yorkshire Hospitals NHS Trust
trust;RXG;2022-06-26;;;ae2022;South West Yorkshire Partnership NHS Foundation Trust
trust;RXH;2018-04-01;;;ncpes2018;Brighton and Sussex University Hospitals NHS Trust
trust;RXK;2018-04-01;;;ncpes2018;Sandwell and West Birmingham Hospitals NHS Trust
trust;RXL;2018-04-01;;;ncpes2018;Blackpool Teaching Hospitals NHS Foundation Trust
trust;RXN;2018-04-01;;;ncpes2018;Lancashire Teaching Hospitals NHS Foundation Trust
trust;RXP;2018-04-01;;;ncpes2018;County Durham and Darlington NHS Foundation Trust
trust;RXQ;2018-04-01;;;ncpes2018;Buckinghamshire Healthcare NHS Trust
trust;RXR;2018-04-01;;;ncpes2018;East Lancashire Hospitals NHS Trust
trust;RXW;2018-04-01;;;ncpes2018;The Shrewsbury and Telford Hospital NHS Trust
trust;RY2;2022-06-26;;;ae2022;Bridgewater Community Healthcare NHS Foundation Trust
trust;RY4;2022-06-26;;;ae2022;Hertfordshire Community NHS Trust
trust;RY5;2022-06-26;;;ae2022;Lincolnshire Community Health Services NHS Trust
trust;RY7;2022-06-26;;;ae2022;Wirral Community Health And Care NHS Foundation Trust
trust;RY8;2022-06-26;;;ae2022;Derbyshire Community Health Services NHS Foundation Trust
trust;RY9;2022-06-26;;;ae2022;Hounslow And Richmond Community Healthcare NHS Trust
trust;RYF;2022-06-26;;;ae2022;South Western Ambulance Service NHS Foundation Trust
trust;RYG;2022-06-26;;;ae2022;Coventry and Warwickshire Partnership NHS Trust
trust;RYJ;2018-04-01;;;ncpes2018;Imperial College Healthcare NHS Trust
trust;RYR;2018-04-01;2022-06-26;;ncpes2018;Western Sussex Hospitals NHS Foundation Trust
trust;RYR;2022-06-26;;;ae2022;University Hospitals Sussex NHS Foundation Trust
trust;RYX;2022-06-26;;;ae2022;Central London Community Healthcare NHS Trust
trust;RYY;2022-06-26;;;ae2022;Kent Community Health NHS Foundation Trust
provider;8J094;2022-06-26;;;ae2022;Badger Ltd
provider;AAH;2022-06-26;;;ae2022;Tetbury Hospital Trust Ltd
provider;ACH01;2022-06-26;;;ae2022;Whitstable Medical Practice
provider;AD913;2022-06-26;;;ae2022;Beckenham Beacon Ucc
provider;AJN;2022-06-26;;;ae2022;Workington Health Limited
provider;AQN04;2022-06-26;;;ae2022;Phl Lymington Utc
provider;ARN03;2022-06-26;;;ae2022;Local Care Direct
provider;AXG;2022-06-26;;;ae2022;Wiltshire Health & Care
provider;C82009;2022-06-26;;;ae2022;Market Harborough Med.Ctr
provider;C82010;2022-06-26;;;ae2022;Oakham Medical Practice
provider;C82038;2022-06-26;;;ae2022;Latham House Medical Practice
provider;C83023;2022-06-26;;;ae2022;Sleaford Medical Group
provider;DD401;2022-06-26;;;ae2022;Exmouth Minor Injury Unit
provider;DT301;2022-06-26;;;ae2022;Herts Urgent Care (Ascots Lane)
provider;L83087;2022-06-26;;;ae2022;Okehampton Medical Centre
provider;NDA57;2022-06-26;;;ae2022;Haslemere Minor Injuries Unit
provider;NDJ;2022-06-26;;;ae2022;First Community Health And Care Cic
provider;NL7;2022-06-26;;;ae2022;Assura Vertis Urgent Care Centres (Birmingham)
provider;NLX;2022-06-26;;;ae2022;Sirona Care & Health
provider;NNF09;2022-06-26;;;ae2022;Bransholme Health Centre
provider;NNF76;2022-06-26;;;ae2022;The Wilberforce Health Centre
provider;NNF94;2022-06-26;;;ae2022;East Riding Community Hospital
provider;NNFA7;2022-06-26;;;ae2022;Goole & District Hospital
provider;NNJ;2022-06-26;;;ae2022;Dhu Health Care C.I.C
provider;NNJ07;2022-06-26;;;ae2022;Loughborough Urgent Care Centre
provider;NNJ0H;2022-06-26;;;ae2022;Llr Ea - The Merlyn Vaz Health & Social Care Centre
provider;NNJ12;2022-06-26;;;ae2022;Market Harborough
provider;NNJ13;2022-06-26;;;ae2022;Melton Mowbray
provider;NNJ14;2022-06-26;;;ae2022;Oadby
provider;NNJ15;2022-06-26;;;ae2022;Oakham
provider;NQT10;2022-06-26;;;ae2022;Assura Reading Llp
provider;NQT51;2022-06-26;;;ae2022;Station Plaza Health Centre
provider;NQT5F;2022-06-26;;;ae2022;Skelmersdale Walk In Centre
provider;NQT5H;2022-06-26;;;ae2022;Paulton Memorial Hospital
provider;NQTE4;2022-06-26;;;ae2022;Summerfield Urgent Care Centre
provider;NR3;2022-06-26;;;ae2022;Nottingham Citycare Partnership
provider;NTP11;2022-06-26;;;ae2022;Practice Plus Group Hospital - Southampton
provider;NTPAD;2022-06-26;;;ae2022;Practice Plus Group Surgical Centre - St Marys Portsmouth
provider;NTV0W;2022-06-26;;;ae2022;Woking Walk In Centre
provider;NTV0b;2022-06-26;;;ae2022;Ashford Walk-In-Centre
provider;NV693;2022-06-26;;;ae2022;Rossendale Miu & Ooh
provider;Y00751;2022-06-26;;;ae2022;East Berks Primary Care Ooh(Wam)
provider;Y02147;2022-06-26;;;ae2022;Urgent Care Centre (Qms)
provider;Y02428;2022-06-26;;;ae2022;Putnoe Medical Centre Walk In Centre
provider;Y02532;2022-06-26;;;ae2022;Miriam Minor Emergency
provider;Y02615;2022-06-26;;;ae2022;South Birmingham GP Walk In Centre
provider;Y02676;2022-06-26;;;ae2022;Brighton Station Health Centre
provider;Y03007;2022-06-26;;;ae2022;Erdington GP Health & Wellbeing Wic
provider;Y03218;2022-06-26;;;ae2022;The Pinn Unregistered Wic
provider;Y03571;2022-06-26;;;ae2022;Corby Urgent Care Centre
provider;Y04538;2022-06-26;;;ae2022;Bracknell Urgent Care Centre Wic
$areas$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[6]
WHERE line <> '' AND line NOT LIKE 'level;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
key;certainty;source
england;computed;every Alliance and region of the files below is in England
ncpes2018;sourced;National Cancer Patient Experience Survey 2018, table of trusts, CCGs and Cancer Alliances (Centre-for-Cancer-Outcomes/NCPES-Dashboard @ddeac51, CPES_geog_lookuptable.csv)
sub_icb2022;sourced;National Cancer Patient Experience Survey 2022, Sub-ICB to Alliance mapping 2022 v1.4
sub_icb2022_all;computed;all sub-ICBs of the ICB are in this Alliance in Sub-ICB to Alliance mapping 2022 v1.4
ae2022;sourced;NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
ae2022_all;computed;all providers of the ICB are in this region in NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
postcodes2024;sourced;ONS Postcode Directory documents, Alliances as of April 2024 (ideal-postcodes/postcodes.io @b593f05)
recoded2024;computed;carried over to the new code by table area_successor
trusts2024;unconfirmed;partial map of 65 trusts (R0A to RKE), ONS and ODS codes, from a public application whose repository is not identified; undated, taken as of April 2024
trusts2024_region;unconfirmed;partial map of 65 trusts as above, its older region code replaced by table area_successor
stated2024;computed;new code for the same name in the lists of 2022 or before (Sub-ICB to Alliance mapping 2022 v1.4; partial map of trusts) and of April 2024 (postcodes.io @b593f05)
same_name2024;computed;same name in Sub-ICB to Alliance mapping 2022 v1.4 and in the list of April 2024 (postcodes.io @b593f05)
merged2024;inferred;two Alliances of the East of England in Sub-ICB to Alliance mapping 2022 v1.4, one in the list of April 2024 (postcodes.io @b593f05)
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area_parent (code, level, parent, valid, whole, source, certainty, builtin)
SELECT f[1], f[2], f[3], daterange(nullif(f[4], '')::date, nullif(f[5], '')::date), f[6]::boolean, s.source, s.certainty, true
FROM string_to_table($parents$
code;level;parent;from;to;whole;source
E40000007;national;England;;2024-04-01;t;england
E40000010;national;England;;2024-04-01;t;england
E40000003;national;England;2024-04-01;;t;england
E40000005;national;England;2024-04-01;;t;england
E40000006;national;England;2024-04-01;;t;england
E40000011;national;England;2024-04-01;;t;england
E40000012;national;England;2024-04-01;;t;england
E40000013;national;England;2024-04-01;;t;england
E40000014;national;England;2024-04-01;;t;england
East of England Commissioning Region;national;England;2022-06-26;;t;england
London Commissioning Region;national;England;2022-06-26;;t;england
Midlands and East of England Commissioning Region;national;England;2022-06-26;;t;england
North of England Commissioning Region;national;England;2022-06-26;;t;england
South of England Commissioning Region;national;England;2022-06-26;;t;england
E56000003;national;England;2018-04-01;2022-06-26;t;england
E56000004;national;England;2018-04-01;2022-06-26;t;england
E56000005;national;England;2018-04-01;;t;england
E56000006;national;England;2018-04-01;2022-06-26;t;england
E56000007;national;England;2018-04-01;;t;england
E56000008;national;England;2018-04-01;2022-06-26;t;england
E56000009;national;England;2018-04-01;2022-06-26;t;england
E56000010;national;England;2018-04-01;;t;england
E56000011;national;England;2018-04-01;;t;england
E56000012;national;England;2018-04-01;;t;england
E56000013;national;England;2018-04-01;2024-04-01;t;england
E56000014;national;England;2018-04-01;;t;england
E56000015;national;England;2018-04-01;2024-04-01;t;england
E56000016;national;England;2018-04-01;;t;england
E56000017;national;England;2018-04-01;2022-06-26;t;england
E56000018;national;England;2018-04-01;;t;england
E56000019;national;England;2022-06-26;2024-04-01;t;england
E56000021;national;England;2022-06-26;;t;england
E56000022;national;England;2022-06-26;2024-04-01;t;england
E56000023;national;England;2022-06-26;2024-04-01;t;england
E56000024;national;England;2022-06-26;2024-04-01;t;england
E56000025;national;England;2022-06-26;;t;england
E56000026;national;England;2022-06-26;;t;england
E56000027;national;England;2022-06-26;;t;england
E56000028;national;England;2022-06-26;;t;england
E56000029;national;England;2022-06-26;;t;england
E56000030;national;England;2022-06-26;;t;england
E56000031;national;England;2024-04-01;;t;england
E56000032;national;England;2024-04-01;;t;england
E56000033;national;England;2024-04-01;;t;england
E56000034;national;England;2024-04-01;;t;england
E56000035;national;England;2024-04-01;;t;england
E57000001;national;England;2018-04-01;2022-06-26;t;england
E57000002;national;England;2018-04-01;2022-06-26;t;england
E57000003;national;England;2018-04-01;2022-06-26;t;england
REM;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RCF;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RTK;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RF4;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RFF;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
R1H;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RDD;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RC1;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RXL;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
RMC;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RAE;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RXH;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RXQ;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
RJF;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RWY;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RGT;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RQM;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RFS;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
RLN;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RJR;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RXP;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RJ6;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RN7;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
RP5;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
RBD;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RWH;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RJN;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RVV;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
RXR;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
RDE;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RXC;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RVR;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RDU;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RR7;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RLT;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RTE;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RN3;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
RJ1;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
RN5;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RCD;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RQX;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RWA;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
RYJ;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
R1F;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RGP;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RNQ;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RJZ;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
RAX;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RXN;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
RJ2;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
RBQ;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
REP;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
R1K;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RC9;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RWF;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
R0A;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RPA;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
RBT;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RQ8;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RD8;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RP6;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RM1;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RVJ;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RNL;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RAP;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RVW;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RGN;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RNS;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RBZ;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
RJL;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
RTF;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RX1;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RTH;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
RD3;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RHU;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RPC;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RHW;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
RT3;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
REF;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
RH8;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
RAL;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RAN;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RGM;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RA2;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RD1;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RM3;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RNZ;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RXK;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RHQ;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
RK5;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RTR;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RE9;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RJC;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RAJ;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RVY;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RJ7;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RBN;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RWJ;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RTP;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RMP;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RBA;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RBV;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
REN;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RNA;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RAS;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RR8;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RXF;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
RTD;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
RW6;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RQW;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RCX;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RL1;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RFR;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
RDZ;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RQ6;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RPY;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
RRJ;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RL4;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RXW;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RET;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RA9;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
RWD;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RRV;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RHM;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
RRK;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RA7;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RKB;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RTG;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RWE;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
RTX;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
RJE;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RK9;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
RBK;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RWW;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RWG;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RGR;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
RYR;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
RA3;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RKE;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
RBL;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
RWP;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RRF;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
RLQ;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
RA4;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
RCB;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
02N;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
09C;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
07L;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
07M;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
02P;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
99E;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
02Q;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
11E;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
06F;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
15A;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
07N;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
15E;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
00Q;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
00R;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
00T;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
02W;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
02R;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
07P;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
09D;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
15C;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
07Q;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
14Y;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
00V;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
02T;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
06H;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
07R;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
04Y;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
09E;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
99F;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
09A;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
00X;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
07T;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
09G;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
03V;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
05A;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
09H;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
07V;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
00C;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
09J;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
02X;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
11J;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
05C;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
00D;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
07W;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
06K;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
15D;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
01A;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
03W;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
02Y;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
05D;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
09L;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
09F;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
01C;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
07X;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
03X;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
10K;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
02M;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
11M;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
06M;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
03A;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
01E;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
08A;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
09N;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
01F;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
03D;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
08C;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
03Y;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
08D;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
03E;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
08E;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
00K;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
09P;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
08F;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
05F;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
06N;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
01D;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
99K;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
08G;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
09X;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
07Y;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
03F;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
06L;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
10L;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
08H;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
11N;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
08J;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
01J;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
08K;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
15F;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
04C;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
08L;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
03T;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
04D;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
99A;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
06P;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
14L;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
04E;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
09W;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
08R;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
06Q;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
04F;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
01K;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
04G;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
04H;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
13T;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
08M;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
01H;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
04J;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
00J;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
06T;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
99M;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
03H;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
10J;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
03J;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
03K;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
06V;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
05G;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
99C;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
09Y;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
99P;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
00L;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
06W;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
04K;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
04L;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
04M;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
00Y;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
10Q;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
10R;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
08N;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
05J;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
08P;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
03L;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
04N;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
01G;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
05L;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
03M;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
03N;alliance;E56000006;2018-04-01;2022-06-26;t;ncpes2018
05N;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
11X;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
01R;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
99Q;alliance;E56000014;2018-04-01;2022-06-26;t;ncpes2018
05Q;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
10V;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
10A;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
99D;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
06Y;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
01T;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
00M;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
00N;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
05R;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
04Q;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
05T;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
10X;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
99G;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
04R;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
01V;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
08Q;alliance;E56000010;2018-04-01;2022-06-26;t;ncpes2018
01X;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
05V;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
01W;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
05W;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
00P;alliance;E56000017;2018-04-01;2022-06-26;t;ncpes2018
99H;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
10C;alliance;E56000012;2018-04-01;2022-06-26;t;ncpes2018
08T;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
10D;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
12D;alliance;E56000013;2018-04-01;2022-06-26;t;ncpes2018
01Y;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
05X;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
10E;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
07G;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
08V;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
02A;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
03Q;alliance;E56000004;2018-04-01;2022-06-26;t;ncpes2018
02D;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
03R;alliance;E56000003;2018-04-01;2022-06-26;t;ncpes2018
05Y;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
08W;alliance;E57000002;2018-04-01;2022-06-26;t;ncpes2018
08X;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
02E;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
05H;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
02F;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
07H;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
11A;alliance;E56000016;2018-04-01;2022-06-26;t;ncpes2018
99J;alliance;E56000011;2018-04-01;2022-06-26;t;ncpes2018
02G;alliance;E56000018;2018-04-01;2022-06-26;t;ncpes2018
04V;alliance;E56000008;2018-04-01;2022-06-26;t;ncpes2018
08Y;alliance;E57000003;2018-04-01;2022-06-26;t;ncpes2018
07J;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
07K;alliance;E56000009;2018-04-01;2022-06-26;t;ncpes2018
02H;alliance;E57000001;2018-04-01;2022-06-26;t;ncpes2018
99N;alliance;E56000015;2018-04-01;2022-06-26;t;ncpes2018
12F;alliance;E56000005;2018-04-01;2022-06-26;t;ncpes2018
06A;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
06D;alliance;E56000007;2018-04-01;2022-06-26;t;ncpes2018
E38000006;icb;E54000061;2022-06-26;;t;sub_icb2022
E38000006;alliance;E56000025;2022-06-26;;t;sub_icb2022
E38000007;icb;E54000026;2022-06-26;;t;sub_icb2022
E38000007;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000007;alliance;E56000035;2024-04-01;;t;recoded2024
E38000008;icb;E54000060;2022-06-26;;t;sub_icb2022
E38000008;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000008;alliance;E56000031;2024-04-01;;t;recoded2024
E38000014;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000014;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000015;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000015;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000016;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000016;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000016;alliance;E56000032;2024-04-01;;t;recoded2024
E38000021;icb;E54000053;2022-06-26;2024-04-01;t;sub_icb2022
E38000021;icb;E54000064;2024-04-01;;t;recoded2024
E38000021;alliance;E56000012;2022-06-26;;t;sub_icb2022
E38000024;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000024;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000024;alliance;E56000032;2024-04-01;;t;recoded2024
E38000025;icb;E54000054;2022-06-26;;t;sub_icb2022
E38000025;alliance;E56000030;2022-06-26;;t;sub_icb2022
E38000028;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000028;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000030;icb;E54000026;2022-06-26;;t;sub_icb2022
E38000030;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000030;alliance;E56000035;2024-04-01;;t;recoded2024
E38000034;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000034;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000044;icb;E54000061;2022-06-26;;t;sub_icb2022
E38000044;alliance;E56000025;2022-06-26;;t;sub_icb2022
E38000045;icb;E54000041;2022-06-26;;t;sub_icb2022
E38000045;alliance;E56000016;2022-06-26;;t;sub_icb2022
E38000049;icb;E54000025;2022-06-26;;t;sub_icb2022
E38000049;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000049;alliance;E56000035;2024-04-01;;t;recoded2024
E38000050;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000050;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000051;icb;E54000015;2022-06-26;;t;sub_icb2022
E38000051;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000051;alliance;E56000031;2024-04-01;;t;recoded2024
E38000052;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000052;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000053;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000053;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000062;icb;E54000043;2022-06-26;;t;sub_icb2022
E38000062;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022
E38000062;alliance;E56000033;2024-04-01;;t;recoded2024
E38000068;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000068;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000079;icb;E54000025;2022-06-26;;t;sub_icb2022
E38000079;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000079;alliance;E56000035;2024-04-01;;t;recoded2024
E38000080;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000080;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000080;alliance;E56000032;2024-04-01;;t;recoded2024
E38000085;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000085;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000086;icb;E54000023;2022-06-26;;t;sub_icb2022
E38000086;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022
E38000086;alliance;E56000035;2024-04-01;;t;recoded2024
E38000089;icb;E54000036;2022-06-26;;t;sub_icb2022
E38000089;alliance;E56000014;2022-06-26;;t;sub_icb2022
E38000091;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000091;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000097;icb;E54000015;2022-06-26;;t;sub_icb2022
E38000097;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000097;alliance;E56000031;2024-04-01;;t;recoded2024
E38000101;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000101;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000106;icb;E54000026;2022-06-26;;t;sub_icb2022
E38000106;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000106;alliance;E56000035;2024-04-01;;t;recoded2024
E38000117;icb;E54000023;2022-06-26;;t;sub_icb2022
E38000117;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022
E38000117;alliance;E56000035;2024-04-01;;t;recoded2024
E38000119;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000119;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000122;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000122;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000126;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000126;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000127;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000127;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000130;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000130;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000135;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000135;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000135;alliance;E56000032;2024-04-01;;t;recoded2024
E38000136;icb;E54000044;2022-06-26;;t;sub_icb2022
E38000136;alliance;E56000013;2022-06-26;2024-04-01;t;sub_icb2022
E38000136;alliance;E56000034;2024-04-01;;t;recoded2024
E38000137;icb;E54000042;2022-06-26;;t;sub_icb2022
E38000137;alliance;E56000016;2022-06-26;;t;sub_icb2022
E38000141;icb;E54000061;2022-06-26;;t;sub_icb2022
E38000141;alliance;E56000025;2022-06-26;;t;sub_icb2022
E38000143;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000143;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000143;alliance;E56000032;2024-04-01;;t;recoded2024
E38000146;icb;E54000061;2022-06-26;;t;sub_icb2022
E38000146;alliance;E56000025;2022-06-26;;t;sub_icb2022
E38000150;icb;E54000038;2022-06-26;;t;sub_icb2022
E38000150;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022
E38000150;alliance;E56000033;2024-04-01;;t;recoded2024
E38000153;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000153;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000161;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000161;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000163;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000163;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000168;icb;E54000026;2022-06-26;;t;sub_icb2022
E38000168;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000168;alliance;E56000035;2024-04-01;;t;recoded2024
E38000170;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000170;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000172;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000172;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000173;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000173;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000174;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000174;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000174;alliance;E56000032;2024-04-01;;t;recoded2024
E38000175;icb;E54000010;2022-06-26;;t;sub_icb2022
E38000175;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000176;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000176;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000185;icb;E54000026;2022-06-26;;t;sub_icb2022
E38000185;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000185;alliance;E56000035;2024-04-01;;t;recoded2024
E38000187;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000187;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000187;alliance;E56000032;2024-04-01;;t;recoded2024
E38000188;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000188;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000190;icb;E54000054;2022-06-26;;t;sub_icb2022
E38000190;alliance;E56000030;2022-06-26;;t;sub_icb2022
E38000194;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000194;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000197;icb;E54000025;2022-06-26;;t;sub_icb2022
E38000197;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000197;alliance;E56000035;2024-04-01;;t;recoded2024
E38000200;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000200;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000201;icb;E54000015;2022-06-26;;t;sub_icb2022
E38000201;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000201;alliance;E56000031;2024-04-01;;t;recoded2024
E38000204;icb;E54000023;2022-06-26;;t;sub_icb2022
E38000204;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022
E38000204;alliance;E56000035;2024-04-01;;t;recoded2024
E38000205;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000205;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000205;alliance;E56000032;2024-04-01;;t;recoded2024
E38000208;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000208;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000212;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000212;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000215;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000215;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000217;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000217;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000217;alliance;E56000032;2024-04-01;;t;recoded2024
E38000221;icb;E54000044;2022-06-26;;t;sub_icb2022
E38000221;alliance;E56000013;2022-06-26;2024-04-01;t;sub_icb2022
E38000221;alliance;E56000034;2024-04-01;;t;recoded2024
E38000222;icb;E54000039;2022-06-26;;t;sub_icb2022
E38000222;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022
E38000222;alliance;E56000033;2024-04-01;;t;recoded2024
E38000223;icb;E54000044;2022-06-26;;t;sub_icb2022
E38000223;alliance;E56000013;2022-06-26;2024-04-01;t;sub_icb2022
E38000223;alliance;E56000034;2024-04-01;;t;recoded2024
E38000225;icb;E54000054;2022-06-26;;t;sub_icb2022
E38000225;alliance;E56000030;2022-06-26;;t;sub_icb2022
E38000226;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000226;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000227;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000227;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000228;icb;E54000048;2022-06-26;;t;sub_icb2022
E38000228;alliance;E56000018;2022-06-26;;t;sub_icb2022
E38000230;icb;E54000037;2022-06-26;;t;sub_icb2022
E38000230;alliance;E56000014;2022-06-26;;t;sub_icb2022
E38000231;icb;E54000040;2022-06-26;;t;sub_icb2022
E38000231;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022
E38000231;alliance;E56000033;2024-04-01;;t;recoded2024
E38000232;icb;E54000054;2022-06-26;;t;sub_icb2022
E38000232;alliance;E56000030;2022-06-26;;t;sub_icb2022
E38000233;icb;E54000008;2022-06-26;;t;sub_icb2022
E38000233;alliance;E56000005;2022-06-26;;t;sub_icb2022
E38000234;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000234;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000235;icb;E54000053;2022-06-26;2024-04-01;t;sub_icb2022
E38000235;icb;E54000064;2024-04-01;;t;recoded2024
E38000235;alliance;E56000012;2022-06-26;;t;sub_icb2022
E38000236;icb;E54000019;2022-06-26;;t;sub_icb2022
E38000236;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000237;icb;E54000032;2022-06-26;;t;sub_icb2022
E38000237;alliance;E56000011;2022-06-26;;t;sub_icb2022
E38000238;icb;E54000013;2022-06-26;;t;sub_icb2022
E38000238;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000238;alliance;E56000031;2024-04-01;;t;recoded2024
E38000239;icb;E54000022;2022-06-26;;t;sub_icb2022
E38000239;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022
E38000239;alliance;E56000035;2024-04-01;;t;recoded2024
E38000240;icb;E54000028;2022-06-26;;t;sub_icb2022
E38000240;alliance;E56000027;2022-06-26;;t;sub_icb2022
E38000241;icb;E54000051;2022-06-26;;t;sub_icb2022
E38000241;alliance;E56000026;2022-06-26;;t;sub_icb2022
E38000243;icb;E54000060;2022-06-26;;t;sub_icb2022
E38000243;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000243;alliance;E56000031;2024-04-01;;t;recoded2024
E38000244;icb;E54000030;2022-06-26;;t;sub_icb2022
E38000244;alliance;E56000010;2022-06-26;;t;sub_icb2022
E38000245;icb;E54000031;2022-06-26;;t;sub_icb2022
E38000245;alliance;E56000021;2022-06-26;;t;sub_icb2022
E38000246;icb;E54000052;2022-06-26;2024-04-01;t;sub_icb2022
E38000246;icb;E54000063;2024-04-01;;t;recoded2024
E38000246;alliance;E56000012;2022-06-26;;t;sub_icb2022
E38000247;icb;E54000050;2022-06-26;;t;sub_icb2022
E38000247;alliance;E56000029;2022-06-26;;t;sub_icb2022
E38000248;icb;E54000053;2022-06-26;2024-04-01;t;sub_icb2022
E38000248;icb;E54000064;2024-04-01;;t;recoded2024
E38000248;alliance;E56000012;2022-06-26;;t;sub_icb2022
E38000249;icb;E54000024;2022-06-26;;t;sub_icb2022
E38000249;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022
E38000249;alliance;E56000035;2024-04-01;;t;recoded2024
E38000251;icb;E54000018;2022-06-26;;t;sub_icb2022
E38000251;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000252;icb;E54000034;2022-06-26;;t;sub_icb2022
E38000252;alliance;E56000012;2022-06-26;;t;sub_icb2022
E38000253;icb;E54000042;2022-06-26;;t;sub_icb2022
E38000253;alliance;E56000016;2022-06-26;;t;sub_icb2022
E38000254;icb;E54000054;2022-06-26;;t;sub_icb2022
E38000254;alliance;E56000030;2022-06-26;;t;sub_icb2022
E38000255;icb;E54000029;2022-06-26;;t;sub_icb2022
E38000255;alliance;E56000028;2022-06-26;;t;sub_icb2022
E38000256;icb;E54000027;2022-06-26;;t;sub_icb2022
E38000256;alliance;E56000021;2022-06-26;;t;sub_icb2022
E38000257;icb;E54000011;2022-06-26;;t;sub_icb2022
E38000257;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000258;icb;E54000055;2022-06-26;;t;sub_icb2022
E38000258;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000259;icb;E54000062;2022-06-26;;t;sub_icb2022
E38000259;alliance;E56000007;2022-06-26;;t;sub_icb2022
E38000260;icb;E54000056;2022-06-26;;t;sub_icb2022
E38000260;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022
E38000260;alliance;E56000035;2024-04-01;;t;recoded2024
E38000261;icb;E54000058;2022-06-26;;t;sub_icb2022
E38000261;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000261;alliance;E56000031;2024-04-01;;t;recoded2024
E38000262;icb;E54000059;2022-06-26;;t;sub_icb2022
E38000262;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022
E38000262;alliance;E56000031;2024-04-01;;t;recoded2024
E38000263;icb;E54000057;2022-06-26;;t;sub_icb2022
E38000263;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022
E38000263;alliance;E56000032;2024-04-01;;t;recoded2024
E54000008;alliance;E56000005;2022-06-26;;t;sub_icb2022_all
E54000008;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000010;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000010;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000011;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000011;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000013;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000013;alliance;E56000031;2024-04-01;;t;recoded2024
E54000013;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000015;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000015;alliance;E56000031;2024-04-01;;t;recoded2024
E54000015;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000018;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000018;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000019;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000019;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000022;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000022;alliance;E56000035;2024-04-01;;t;recoded2024
E54000022;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000023;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000023;alliance;E56000035;2024-04-01;;t;recoded2024
E54000023;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000024;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000024;alliance;E56000035;2024-04-01;;t;recoded2024
E54000024;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000025;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000025;alliance;E56000035;2024-04-01;;t;recoded2024
E54000025;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000026;alliance;E56000023;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000026;alliance;E56000035;2024-04-01;;t;recoded2024
E54000026;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000027;alliance;E56000021;2022-06-26;;t;sub_icb2022_all
E54000027;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022_all
E54000028;alliance;E56000027;2022-06-26;;t;sub_icb2022_all
E54000028;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022_all
E54000029;alliance;E56000028;2022-06-26;;t;sub_icb2022_all
E54000029;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022_all
E54000030;alliance;E56000010;2022-06-26;;t;sub_icb2022_all
E54000030;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022_all
E54000031;alliance;E56000021;2022-06-26;;t;sub_icb2022_all
E54000031;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022_all
E54000032;alliance;E56000011;2022-06-26;;t;sub_icb2022_all
E54000032;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000034;alliance;E56000012;2022-06-26;;t;sub_icb2022_all
E54000034;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000036;alliance;E56000014;2022-06-26;;t;sub_icb2022_all
E54000036;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000037;alliance;E56000014;2022-06-26;;t;sub_icb2022_all
E54000037;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000038;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000038;alliance;E56000033;2024-04-01;;t;recoded2024
E54000038;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000039;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000039;alliance;E56000033;2024-04-01;;t;recoded2024
E54000039;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000040;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000040;alliance;E56000033;2024-04-01;;t;recoded2024
E54000040;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000041;alliance;E56000016;2022-06-26;;t;sub_icb2022_all
E54000041;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000042;alliance;E56000016;2022-06-26;;t;sub_icb2022_all
E54000042;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000043;alliance;E56000015;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000043;alliance;E56000033;2024-04-01;;t;recoded2024
E54000043;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000044;alliance;E56000013;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000044;alliance;E56000034;2024-04-01;;t;recoded2024
E54000044;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000048;alliance;E56000018;2022-06-26;;t;sub_icb2022_all
E54000048;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000050;alliance;E56000029;2022-06-26;;t;sub_icb2022_all
E54000050;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000051;alliance;E56000026;2022-06-26;;t;sub_icb2022_all
E54000051;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000052;alliance;E56000012;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000063;alliance;E56000012;2024-04-01;;t;recoded2024
E54000052;commissioning_region;South of England Commissioning Region;2022-06-26;2024-04-01;t;ae2022_all
E54000063;commissioning_region;South of England Commissioning Region;2024-04-01;;t;recoded2024
E54000053;alliance;E56000012;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000064;alliance;E56000012;2024-04-01;;t;recoded2024
E54000053;commissioning_region;South of England Commissioning Region;2022-06-26;2024-04-01;t;ae2022_all
E54000064;commissioning_region;South of England Commissioning Region;2024-04-01;;t;recoded2024
E54000054;alliance;E56000030;2022-06-26;;t;sub_icb2022_all
E54000054;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000055;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000055;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000056;alliance;E56000022;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000056;alliance;E56000035;2024-04-01;;t;recoded2024
E54000056;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000057;alliance;E56000019;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000057;alliance;E56000032;2024-04-01;;t;recoded2024
E54000057;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000058;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000058;alliance;E56000031;2024-04-01;;t;recoded2024
E54000058;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000059;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000059;alliance;E56000031;2024-04-01;;t;recoded2024
E54000059;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000060;alliance;E56000024;2022-06-26;2024-04-01;t;sub_icb2022_all
E54000060;alliance;E56000031;2024-04-01;;t;recoded2024
E54000060;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000061;alliance;E56000025;2022-06-26;;t;sub_icb2022_all
E54000061;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022_all
E54000062;alliance;E56000007;2022-06-26;;t;sub_icb2022_all
E54000062;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022_all
8J094;icb;E54000055;2022-06-26;;f;ae2022
8J094;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
AAH;icb;E54000043;2022-06-26;;f;ae2022
AAH;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
ACH01;icb;E54000032;2022-06-26;;f;ae2022
ACH01;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
AD913;icb;E54000030;2022-06-26;;f;ae2022
AD913;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
AJN;icb;E54000050;2022-06-26;;f;ae2022
AJN;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
AQN04;icb;E54000042;2022-06-26;;f;ae2022
AQN04;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
ARN03;icb;E54000054;2022-06-26;;f;ae2022
ARN03;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
AXG;icb;E54000040;2022-06-26;;f;ae2022
AXG;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
C82009;icb;E54000015;2022-06-26;;f;ae2022
C82009;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
C82010;icb;E54000015;2022-06-26;;f;ae2022
C82010;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
C82038;icb;E54000015;2022-06-26;;f;ae2022
C82038;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
C83023;icb;E54000013;2022-06-26;;f;ae2022
C83023;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
DD401;icb;E54000037;2022-06-26;;f;ae2022
DD401;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
DT301;icb;E54000025;2022-06-26;;f;ae2022
DT301;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
L83087;icb;E54000037;2022-06-26;;f;ae2022
L83087;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NDA57;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
NDA57;icb;E54000063;2024-04-01;;f;recoded2024
NDA57;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NDJ;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
NDJ;icb;E54000064;2024-04-01;;f;recoded2024
NDJ;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NL7;icb;E54000055;2022-06-26;;f;ae2022
NL7;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NLX;icb;E54000039;2022-06-26;;f;ae2022
NLX;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NNF09;icb;E54000051;2022-06-26;;f;ae2022
NNF09;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
NNF76;icb;E54000051;2022-06-26;;f;ae2022
NNF76;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
NNF94;icb;E54000051;2022-06-26;;f;ae2022
NNF94;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
NNFA7;icb;E54000051;2022-06-26;;f;ae2022
NNFA7;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
NNJ;icb;E54000058;2022-06-26;;f;ae2022
NNJ;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ07;icb;E54000015;2022-06-26;;f;ae2022
NNJ07;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ0H;icb;E54000015;2022-06-26;;f;ae2022
NNJ0H;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ12;icb;E54000015;2022-06-26;;f;ae2022
NNJ12;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ13;icb;E54000015;2022-06-26;;f;ae2022
NNJ13;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ14;icb;E54000015;2022-06-26;;f;ae2022
NNJ14;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NNJ15;icb;E54000015;2022-06-26;;f;ae2022
NNJ15;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NQT10;icb;E54000044;2022-06-26;;f;ae2022
NQT10;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NQT51;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
NQT51;icb;E54000064;2024-04-01;;f;recoded2024
NQT51;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NQT5F;icb;E54000048;2022-06-26;;f;ae2022
NQT5F;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
NQT5H;icb;E54000040;2022-06-26;;f;ae2022
NQT5H;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NQTE4;icb;E54000062;2022-06-26;;f;ae2022
NQTE4;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NR3;icb;E54000060;2022-06-26;;f;ae2022
NR3;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
NTP11;icb;E54000042;2022-06-26;;f;ae2022
NTP11;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NTPAD;icb;E54000042;2022-06-26;;f;ae2022
NTPAD;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NTV0W;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
NTV0W;icb;E54000063;2024-04-01;;f;recoded2024
NTV0W;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NTV0b;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
NTV0b;icb;E54000063;2024-04-01;;f;recoded2024
NTV0b;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
NV693;icb;E54000048;2022-06-26;;f;ae2022
NV693;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
R0A;icb;E54000057;2022-06-26;2024-04-01;f;ae2022
R0A;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
R0B;icb;E54000050;2022-06-26;2024-04-01;f;ae2022
R0B;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
R0D;icb;E54000041;2022-06-26;2024-04-01;f;ae2022
R0D;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
R1D;icb;E54000011;2022-06-26;;f;ae2022
R1D;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
R1F;icb;E54000042;2022-06-26;2024-04-01;f;ae2022
R1F;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
R1H;icb;E54000029;2022-06-26;2024-04-01;f;ae2022
R1H;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
R1K;icb;E54000027;2022-06-26;2024-04-01;f;ae2022
R1K;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RA2;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
RA2;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RA4;icb;E54000038;2022-06-26;;f;ae2022
RA4;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RA7;icb;E54000039;2022-06-26;2024-04-01;f;ae2022
RA7;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RA9;icb;E54000037;2022-06-26;2024-04-01;f;ae2022
RA9;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RAE;icb;E54000054;2022-06-26;2024-04-01;f;ae2022
RAE;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RAJ;icb;E54000026;2022-06-26;2024-04-01;f;ae2022
RAJ;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RAL;icb;E54000028;2022-06-26;2024-04-01;f;ae2022
RAL;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RAN;icb;E54000028;2022-06-26;2024-04-01;f;ae2022
RAN;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RAP;icb;E54000028;2022-06-26;;f;ae2022
RAP;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RAS;icb;E54000027;2022-06-26;2024-04-01;f;ae2022
RAS;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RAT;icb;E54000029;2022-06-26;;f;ae2022
RAT;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RAX;icb;E54000031;2022-06-26;2024-04-01;f;ae2022
RAX;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RBD;icb;E54000041;2022-06-26;2024-04-01;f;ae2022
RBD;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RBK;icb;E54000062;2022-06-26;2024-04-01;f;ae2022
RBK;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RBL;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RBL;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RBN;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RBN;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RBQ;icb;E54000008;2022-06-26;;f;ae2022
RBQ;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RBS;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RBS;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RBT;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RBT;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RBV;icb;E54000057;2022-06-26;2024-04-01;f;ae2022
RBV;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RC9;icb;E54000024;2022-06-26;2024-04-01;f;ae2022
RC9;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RCB;icb;E54000051;2022-06-26;2024-04-01;f;ae2022
RCB;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RCD;icb;E54000051;2022-06-26;2024-04-01;f;ae2022
RCD;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RCF;icb;E54000054;2022-06-26;2024-04-01;f;ae2022
RCF;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RCU;icb;E54000061;2022-06-26;2024-04-01;f;ae2022
RCU;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RCX;icb;E54000022;2022-06-26;2024-04-01;f;ae2022
RCX;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RD1;icb;E54000040;2022-06-26;2024-04-01;f;ae2022
RD1;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RD8;icb;E54000024;2022-06-26;2024-04-01;f;ae2022
RD8;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RDE;icb;E54000023;2022-06-26;2024-04-01;f;ae2022
RDE;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RDR;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
RDR;icb;E54000064;2024-04-01;;f;recoded2024
RDR;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RDU;icb;E54000034;2022-06-26;2024-04-01;f;ae2022
RDU;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RDY;icb;E54000041;2022-06-26;;f;ae2022
RDY;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
REF;icb;E54000036;2022-06-26;2024-04-01;f;ae2022
REF;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
REM;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
REM;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
REP;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
REP;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RET;icb;E54000008;2022-06-26;;f;ae2022
RET;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RF4;icb;E54000029;2022-06-26;2024-04-01;f;ae2022
RF4;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RFF;icb;E54000061;2022-06-26;2024-04-01;f;ae2022
RFF;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RFR;icb;E54000061;2022-06-26;2024-04-01;f;ae2022
RFR;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RFS;icb;E54000058;2022-06-26;2024-04-01;f;ae2022
RFS;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RGN;icb;E54000056;2022-06-26;2024-04-01;f;ae2022
RGN;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RGP;icb;E54000022;2022-06-26;2024-04-01;f;ae2022
RGP;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RGR;icb;E54000023;2022-06-26;2024-04-01;f;ae2022
RGR;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RGT;icb;E54000056;2022-06-26;2024-04-01;f;ae2022
RGT;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RH5;icb;E54000038;2022-06-26;2024-04-01;f;ae2022
RH5;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RH8;icb;E54000037;2022-06-26;2024-04-01;f;ae2022
RH8;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RHM;icb;E54000042;2022-06-26;2024-04-01;f;ae2022
RHM;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RHQ;icb;E54000061;2022-06-26;2024-04-01;f;ae2022
RHQ;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RHU;icb;E54000042;2022-06-26;2024-04-01;f;ae2022
RHU;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RHW;icb;E54000044;2022-06-26;2024-04-01;f;ae2022
RHW;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RJ1;icb;E54000030;2022-06-26;2024-04-01;f;ae2022
RJ1;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RJ2;icb;E54000030;2022-06-26;2024-04-01;f;ae2022
RJ2;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RJ6;icb;E54000031;2022-06-26;2024-04-01;f;ae2022
RJ6;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RJ7;icb;E54000031;2022-06-26;2024-04-01;f;ae2022
RJ7;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RJ8;icb;E54000036;2022-06-26;;f;ae2022
RJ8;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RJC;icb;E54000018;2022-06-26;2024-04-01;f;ae2022
RJC;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RJE;icb;E54000010;2022-06-26;2024-04-01;f;ae2022
RJE;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RJL;icb;E54000051;2022-06-26;2024-04-01;f;ae2022
RJL;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RJN;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RJN;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RJR;icb;E54000008;2022-06-26;2024-04-01;f;ae2022
RJR;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RJZ;icb;E54000030;2022-06-26;2024-04-01;f;ae2022
RJZ;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RK5;icb;E54000060;2022-06-26;2024-04-01;f;ae2022
RK5;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RK9;icb;E54000037;2022-06-26;2024-04-01;f;ae2022
RK9;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RKB;icb;E54000018;2022-06-26;2024-04-01;f;ae2022
RKB;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RKE;icb;E54000028;2022-06-26;2024-04-01;f;ae2022
RKE;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RL1;icb;E54000011;2022-06-26;;f;ae2022
RL1;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RL4;icb;E54000062;2022-06-26;;f;ae2022
RL4;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RLQ;icb;E54000019;2022-06-26;;f;ae2022
RLQ;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RLT;icb;E54000018;2022-06-26;;f;ae2022
RLT;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RM1;icb;E54000022;2022-06-26;;f;ae2022
RM1;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RM3;icb;E54000057;2022-06-26;;f;ae2022
RM3;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RMC;icb;E54000057;2022-06-26;;f;ae2022
RMC;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RMP;icb;E54000057;2022-06-26;;f;ae2022
RMP;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RN3;icb;E54000040;2022-06-26;;f;ae2022
RN3;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RN5;icb;E54000042;2022-06-26;;f;ae2022
RN5;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RN7;icb;E54000032;2022-06-26;;f;ae2022
RN7;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RNA;icb;E54000062;2022-06-26;;f;ae2022
RNA;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RNN;icb;E54000050;2022-06-26;;f;ae2022
RNN;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RNQ;icb;E54000059;2022-06-26;;f;ae2022
RNQ;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RNS;icb;E54000059;2022-06-26;;f;ae2022
RNS;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RNU;icb;E54000044;2022-06-26;;f;ae2022
RNU;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RNZ;icb;E54000040;2022-06-26;;f;ae2022
RNZ;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RP5;icb;E54000061;2022-06-26;;f;ae2022
RP5;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RP6;icb;E54000028;2022-06-26;;f;ae2022
RP6;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RPA;icb;E54000032;2022-06-26;;f;ae2022
RPA;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RPC;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
RPC;icb;E54000064;2024-04-01;;f;recoded2024
RPC;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RQ3;icb;E54000055;2022-06-26;;f;ae2022
RQ3;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RQM;icb;E54000027;2022-06-26;;f;ae2022
RQM;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RQW;icb;E54000025;2022-06-26;;f;ae2022
RQW;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RQX;icb;E54000029;2022-06-26;;f;ae2022
RQX;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RR7;icb;E54000050;2022-06-26;;f;ae2022
RR7;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RR8;icb;E54000054;2022-06-26;;f;ae2022
RR8;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RRF;icb;E54000057;2022-06-26;;f;ae2022
RRF;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RRK;icb;E54000055;2022-06-26;;f;ae2022
RRK;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RRV;icb;E54000028;2022-06-26;;f;ae2022
RRV;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RTD;icb;E54000050;2022-06-26;;f;ae2022
RTD;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RTE;icb;E54000043;2022-06-26;;f;ae2022
RTE;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RTF;icb;E54000050;2022-06-26;;f;ae2022
RTF;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RTG;icb;E54000058;2022-06-26;;f;ae2022
RTG;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RTH;icb;E54000044;2022-06-26;;f;ae2022
RTH;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RTK;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
RTK;icb;E54000063;2024-04-01;;f;recoded2024
RTK;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RTP;icb;E54000052;2022-06-26;2024-04-01;f;ae2022
RTP;icb;E54000063;2024-04-01;;f;recoded2024
RTP;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RTQ;icb;E54000043;2022-06-26;;f;ae2022
RTQ;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RTR;icb;E54000050;2022-06-26;;f;ae2022
RTR;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RTX;icb;E54000048;2022-06-26;;f;ae2022
RTX;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RV9;icb;E54000051;2022-06-26;;f;ae2022
RV9;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RVJ;icb;E54000039;2022-06-26;;f;ae2022
RVJ;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RVR;icb;E54000031;2022-06-26;;f;ae2022
RVR;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RVV;icb;E54000032;2022-06-26;;f;ae2022
RVV;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RVW;icb;E54000050;2022-06-26;;f;ae2022
RVW;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RVY;icb;E54000008;2022-06-26;;f;ae2022
RVY;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RW1;icb;E54000042;2022-06-26;;f;ae2022
RW1;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RW4;icb;E54000008;2022-06-26;;f;ae2022
RW4;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RWA;icb;E54000051;2022-06-26;;f;ae2022
RWA;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RWD;icb;E54000013;2022-06-26;;f;ae2022
RWD;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RWE;icb;E54000015;2022-06-26;;f;ae2022
RWE;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RWF;icb;E54000032;2022-06-26;;f;ae2022
RWF;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RWG;icb;E54000025;2022-06-26;;f;ae2022
RWG;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RWH;icb;E54000025;2022-06-26;;f;ae2022
RWH;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RWJ;icb;E54000057;2022-06-26;;f;ae2022
RWJ;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RWP;icb;E54000019;2022-06-26;;f;ae2022
RWP;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RWW;icb;E54000008;2022-06-26;;f;ae2022
RWW;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RWX;icb;E54000044;2022-06-26;;f;ae2022
RWX;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RWY;icb;E54000054;2022-06-26;;f;ae2022
RWY;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RX1;icb;E54000060;2022-06-26;;f;ae2022
RX1;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RXC;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
RXC;icb;E54000064;2024-04-01;;f;recoded2024
RXC;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RXF;icb;E54000054;2022-06-26;;f;ae2022
RXF;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXG;icb;E54000054;2022-06-26;;f;ae2022
RXG;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXK;icb;E54000062;2022-06-26;;f;ae2022
RXK;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RXL;icb;E54000048;2022-06-26;;f;ae2022
RXL;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXN;icb;E54000048;2022-06-26;;f;ae2022
RXN;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXP;icb;E54000050;2022-06-26;;f;ae2022
RXP;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXQ;icb;E54000044;2022-06-26;;f;ae2022
RXQ;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RXR;icb;E54000048;2022-06-26;;f;ae2022
RXR;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RXW;icb;E54000011;2022-06-26;;f;ae2022
RXW;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RY2;icb;E54000008;2022-06-26;;f;ae2022
RY2;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RY4;icb;E54000025;2022-06-26;;f;ae2022
RY4;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
RY5;icb;E54000013;2022-06-26;;f;ae2022
RY5;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RY7;icb;E54000008;2022-06-26;;f;ae2022
RY7;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
RY8;icb;E54000058;2022-06-26;;f;ae2022
RY8;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RY9;icb;E54000031;2022-06-26;;f;ae2022
RY9;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RYF;icb;E54000037;2022-06-26;;f;ae2022
RYF;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RYG;icb;E54000018;2022-06-26;;f;ae2022
RYG;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
RYJ;icb;E54000027;2022-06-26;;f;ae2022
RYJ;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RYR;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
RYR;icb;E54000064;2024-04-01;;f;recoded2024
RYR;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
RYX;icb;E54000027;2022-06-26;;f;ae2022
RYX;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
RYY;icb;E54000032;2022-06-26;;f;ae2022
RYY;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
Y00751;icb;E54000034;2022-06-26;;f;ae2022
Y00751;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
Y02147;icb;E54000030;2022-06-26;;f;ae2022
Y02147;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
Y02428;icb;E54000024;2022-06-26;;f;ae2022
Y02428;commissioning_region;East of England Commissioning Region;2022-06-26;;t;ae2022
Y02532;icb;E54000008;2022-06-26;;f;ae2022
Y02532;commissioning_region;North of England Commissioning Region;2022-06-26;;t;ae2022
Y02615;icb;E54000055;2022-06-26;;f;ae2022
Y02615;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
Y02676;icb;E54000053;2022-06-26;2024-04-01;f;ae2022
Y02676;icb;E54000064;2024-04-01;;f;recoded2024
Y02676;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
Y03007;icb;E54000055;2022-06-26;;f;ae2022
Y03007;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
Y03218;icb;E54000027;2022-06-26;;f;ae2022
Y03218;commissioning_region;London Commissioning Region;2022-06-26;;t;ae2022
Y03571;icb;E54000059;2022-06-26;;f;ae2022
Y03571;commissioning_region;Midlands and East of England Commissioning Region;2022-06-26;;t;ae2022
Y04538;icb;E54000034;2022-06-26;;f;ae2022
Y04538;commissioning_region;South of England Commissioning Region;2022-06-26;;t;ae2022
R0A;alliance;E56000032;2024-04-01;;t;trusts2024
R0A;icb;E54000057;2024-04-01;;f;trusts2024
R0A;region;E40000014;2024-04-01;;t;trusts2024_region
R0B;alliance;E56000029;2024-04-01;;t;trusts2024
R0B;icb;E54000050;2024-04-01;;f;trusts2024
R0B;region;E40000012;2024-04-01;;t;trusts2024
R0D;alliance;E56000016;2024-04-01;;t;trusts2024
R0D;icb;E54000041;2024-04-01;;f;trusts2024
R0D;region;E40000006;2024-04-01;;t;trusts2024
R1F;alliance;E56000016;2024-04-01;;t;trusts2024
R1F;icb;E54000042;2024-04-01;;f;trusts2024
R1F;region;E40000005;2024-04-01;;t;trusts2024
R1H;alliance;E56000028;2024-04-01;;t;trusts2024
R1H;icb;E54000029;2024-04-01;;f;trusts2024
R1H;region;E40000003;2024-04-01;;t;trusts2024
R1K;alliance;E56000021;2024-04-01;;t;trusts2024
R1K;icb;E54000027;2024-04-01;;f;trusts2024
R1K;region;E40000003;2024-04-01;;t;trusts2024
RA2;alliance;E56000012;2024-04-01;;t;trusts2024
RA2;icb;E54000063;2024-04-01;;f;trusts2024
RA2;region;E40000005;2024-04-01;;t;trusts2024
RA7;alliance;E56000033;2024-04-01;;t;trusts2024
RA7;icb;E54000039;2024-04-01;;f;trusts2024
RA7;region;E40000006;2024-04-01;;t;trusts2024
RA9;alliance;E56000014;2024-04-01;;t;trusts2024
RA9;icb;E54000037;2024-04-01;;f;trusts2024
RA9;region;E40000006;2024-04-01;;t;trusts2024
RAE;alliance;E56000030;2024-04-01;;t;trusts2024
RAE;icb;E54000054;2024-04-01;;f;trusts2024
RAE;region;E40000012;2024-04-01;;t;trusts2024
RAJ;alliance;E56000035;2024-04-01;;t;trusts2024
RAJ;icb;E54000026;2024-04-01;;f;trusts2024
RAJ;region;E40000013;2024-04-01;;t;trusts2024_region
RAL;alliance;E56000027;2024-04-01;;t;trusts2024
RAL;icb;E54000028;2024-04-01;;f;trusts2024
RAL;region;E40000003;2024-04-01;;t;trusts2024
RAN;alliance;E56000027;2024-04-01;;t;trusts2024
RAN;icb;E54000028;2024-04-01;;f;trusts2024
RAN;region;E40000003;2024-04-01;;t;trusts2024
RAS;alliance;E56000021;2024-04-01;;t;trusts2024
RAS;icb;E54000027;2024-04-01;;f;trusts2024
RAS;region;E40000003;2024-04-01;;t;trusts2024
RAX;alliance;E56000021;2024-04-01;;t;trusts2024
RAX;icb;E54000031;2024-04-01;;f;trusts2024
RAX;region;E40000003;2024-04-01;;t;trusts2024
RBD;alliance;E56000016;2024-04-01;;t;trusts2024
RBD;icb;E54000041;2024-04-01;;f;trusts2024
RBD;region;E40000006;2024-04-01;;t;trusts2024
RBK;alliance;E56000007;2024-04-01;;t;trusts2024
RBK;icb;E54000062;2024-04-01;;f;trusts2024
RBK;region;E40000011;2024-04-01;;t;trusts2024
RBL;alliance;E56000005;2024-04-01;;t;trusts2024
RBL;icb;E54000008;2024-04-01;;f;trusts2024
RBL;region;E40000014;2024-04-01;;t;trusts2024_region
RBN;alliance;E56000005;2024-04-01;;t;trusts2024
RBN;icb;E54000008;2024-04-01;;f;trusts2024
RBN;region;E40000014;2024-04-01;;t;trusts2024_region
RBS;alliance;E56000005;2024-04-01;;t;trusts2024
RBS;icb;E54000008;2024-04-01;;f;trusts2024
RBS;region;E40000014;2024-04-01;;t;trusts2024_region
RBT;alliance;E56000005;2024-04-01;;t;trusts2024
RBT;icb;E54000008;2024-04-01;;f;trusts2024
RBT;region;E40000014;2024-04-01;;t;trusts2024_region
RBV;alliance;E56000032;2024-04-01;;t;trusts2024
RBV;icb;E54000057;2024-04-01;;f;trusts2024
RBV;region;E40000014;2024-04-01;;t;trusts2024_region
RC9;alliance;E56000035;2024-04-01;;t;trusts2024
RC9;icb;E54000024;2024-04-01;;f;trusts2024
RC9;region;E40000013;2024-04-01;;t;trusts2024_region
RCB;alliance;E56000026;2024-04-01;;t;trusts2024
RCB;icb;E54000051;2024-04-01;;f;trusts2024
RCB;region;E40000012;2024-04-01;;t;trusts2024
RCD;alliance;E56000030;2024-04-01;;t;trusts2024
RCD;icb;E54000051;2024-04-01;;f;trusts2024
RCD;region;E40000012;2024-04-01;;t;trusts2024
RCF;alliance;E56000030;2024-04-01;;t;trusts2024
RCF;icb;E54000054;2024-04-01;;f;trusts2024
RCF;region;E40000012;2024-04-01;;t;trusts2024
RCU;alliance;E56000025;2024-04-01;;t;trusts2024
RCU;icb;E54000061;2024-04-01;;f;trusts2024
RCU;region;E40000012;2024-04-01;;t;trusts2024
RCX;alliance;E56000035;2024-04-01;;t;trusts2024
RCX;icb;E54000022;2024-04-01;;f;trusts2024
RCX;region;E40000013;2024-04-01;;t;trusts2024_region
RD1;alliance;E56000033;2024-04-01;;t;trusts2024
RD1;icb;E54000040;2024-04-01;;f;trusts2024
RD1;region;E40000006;2024-04-01;;t;trusts2024
RD8;alliance;E56000035;2024-04-01;;t;trusts2024
RD8;icb;E54000024;2024-04-01;;f;trusts2024
RD8;region;E40000013;2024-04-01;;t;trusts2024_region
RDE;alliance;E56000035;2024-04-01;;t;trusts2024
RDE;icb;E54000023;2024-04-01;;f;trusts2024
RDE;region;E40000013;2024-04-01;;t;trusts2024_region
RDU;alliance;E56000034;2024-04-01;;t;trusts2024
RDU;icb;E54000034;2024-04-01;;f;trusts2024
RDU;region;E40000005;2024-04-01;;t;trusts2024
REF;alliance;E56000014;2024-04-01;;t;trusts2024
REF;icb;E54000036;2024-04-01;;f;trusts2024
REF;region;E40000006;2024-04-01;;t;trusts2024
REM;alliance;E56000005;2024-04-01;;t;trusts2024
REM;icb;E54000008;2024-04-01;;f;trusts2024
REM;region;E40000014;2024-04-01;;t;trusts2024_region
REN;alliance;E56000005;2024-04-01;;t;trusts2024
REN;icb;E54000008;2024-04-01;;f;trusts2024
REN;region;E40000014;2024-04-01;;t;trusts2024_region
REP;alliance;E56000005;2024-04-01;;t;trusts2024
REP;icb;E54000008;2024-04-01;;f;trusts2024
REP;region;E40000014;2024-04-01;;t;trusts2024_region
RF4;alliance;E56000028;2024-04-01;;t;trusts2024
RF4;icb;E54000029;2024-04-01;;f;trusts2024
RF4;region;E40000003;2024-04-01;;t;trusts2024
RFF;alliance;E56000025;2024-04-01;;t;trusts2024
RFF;icb;E54000061;2024-04-01;;f;trusts2024
RFF;region;E40000012;2024-04-01;;t;trusts2024
RFR;alliance;E56000025;2024-04-01;;t;trusts2024
RFR;icb;E54000061;2024-04-01;;f;trusts2024
RFR;region;E40000012;2024-04-01;;t;trusts2024
RFS;alliance;E56000031;2024-04-01;;t;trusts2024
RFS;icb;E54000058;2024-04-01;;f;trusts2024
RFS;region;E40000011;2024-04-01;;t;trusts2024
RGM;alliance;E56000035;2024-04-01;;t;trusts2024
RGM;icb;E54000056;2024-04-01;;f;trusts2024
RGM;region;E40000013;2024-04-01;;t;trusts2024_region
RGN;alliance;E56000035;2024-04-01;;t;trusts2024
RGN;icb;E54000056;2024-04-01;;f;trusts2024
RGN;region;E40000013;2024-04-01;;t;trusts2024_region
RGP;alliance;E56000035;2024-04-01;;t;trusts2024
RGP;icb;E54000022;2024-04-01;;f;trusts2024
RGP;region;E40000013;2024-04-01;;t;trusts2024_region
RGR;alliance;E56000035;2024-04-01;;t;trusts2024
RGR;icb;E54000023;2024-04-01;;f;trusts2024
RGR;region;E40000013;2024-04-01;;t;trusts2024_region
RGT;alliance;E56000035;2024-04-01;;t;trusts2024
RGT;icb;E54000056;2024-04-01;;f;trusts2024
RGT;region;E40000013;2024-04-01;;t;trusts2024_region
RH5;alliance;E56000033;2024-04-01;;t;trusts2024
RH5;icb;E54000038;2024-04-01;;f;trusts2024
RH5;region;E40000006;2024-04-01;;t;trusts2024
RH8;alliance;E56000014;2024-04-01;;t;trusts2024
RH8;icb;E54000037;2024-04-01;;f;trusts2024
RH8;region;E40000006;2024-04-01;;t;trusts2024
RHM;alliance;E56000016;2024-04-01;;t;trusts2024
RHM;icb;E54000042;2024-04-01;;f;trusts2024
RHM;region;E40000005;2024-04-01;;t;trusts2024
RHQ;alliance;E56000025;2024-04-01;;t;trusts2024
RHQ;icb;E54000061;2024-04-01;;f;trusts2024
RHQ;region;E40000012;2024-04-01;;t;trusts2024
RHU;alliance;E56000016;2024-04-01;;t;trusts2024
RHU;icb;E54000042;2024-04-01;;f;trusts2024
RHU;region;E40000005;2024-04-01;;t;trusts2024
RHW;alliance;E56000034;2024-04-01;;t;trusts2024
RHW;icb;E54000044;2024-04-01;;f;trusts2024
RHW;region;E40000005;2024-04-01;;t;trusts2024
RJ1;alliance;E56000010;2024-04-01;;t;trusts2024
RJ1;icb;E54000030;2024-04-01;;f;trusts2024
RJ1;region;E40000003;2024-04-01;;t;trusts2024
RJ2;alliance;E56000010;2024-04-01;;t;trusts2024
RJ2;icb;E54000030;2024-04-01;;f;trusts2024
RJ2;region;E40000003;2024-04-01;;t;trusts2024
RJ6;alliance;E56000021;2024-04-01;;t;trusts2024
RJ6;icb;E54000031;2024-04-01;;f;trusts2024
RJ6;region;E40000003;2024-04-01;;t;trusts2024
RJ7;alliance;E56000021;2024-04-01;;t;trusts2024
RJ7;icb;E54000031;2024-04-01;;f;trusts2024
RJ7;region;E40000003;2024-04-01;;t;trusts2024
RJC;alliance;E56000007;2024-04-01;;t;trusts2024
RJC;icb;E54000018;2024-04-01;;f;trusts2024
RJC;region;E40000011;2024-04-01;;t;trusts2024
RJE;alliance;E56000007;2024-04-01;;t;trusts2024
RJE;icb;E54000010;2024-04-01;;f;trusts2024
RJE;region;E40000011;2024-04-01;;t;trusts2024
RJL;alliance;E56000026;2024-04-01;;t;trusts2024
RJL;icb;E54000051;2024-04-01;;f;trusts2024
RJL;region;E40000012;2024-04-01;;t;trusts2024
RJN;alliance;E56000005;2024-04-01;;t;trusts2024
RJN;icb;E54000008;2024-04-01;;f;trusts2024
RJN;region;E40000014;2024-04-01;;t;trusts2024_region
RJR;alliance;E56000005;2024-04-01;;t;trusts2024
RJR;icb;E54000008;2024-04-01;;f;trusts2024
RJR;region;E40000014;2024-04-01;;t;trusts2024_region
RJZ;alliance;E56000010;2024-04-01;;t;trusts2024
RJZ;icb;E54000030;2024-04-01;;f;trusts2024
RJZ;region;E40000003;2024-04-01;;t;trusts2024
RK5;alliance;E56000031;2024-04-01;;t;trusts2024
RK5;icb;E54000060;2024-04-01;;f;trusts2024
RK5;region;E40000011;2024-04-01;;t;trusts2024
RK9;alliance;E56000014;2024-04-01;;t;trusts2024
RK9;icb;E54000037;2024-04-01;;f;trusts2024
RK9;region;E40000006;2024-04-01;;t;trusts2024
RKB;alliance;E56000007;2024-04-01;;t;trusts2024
RKB;icb;E54000018;2024-04-01;;f;trusts2024
RKB;region;E40000011;2024-04-01;;t;trusts2024
RKE;alliance;E56000027;2024-04-01;;t;trusts2024
RKE;icb;E54000028;2024-04-01;;f;trusts2024
RKE;region;E40000003;2024-04-01;;t;trusts2024
$parents$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[7]
WHERE line <> '' AND line NOT LIKE 'code;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
key;certainty;source
england;computed;every Alliance and region of the files below is in England
ncpes2018;sourced;National Cancer Patient Experience Survey 2018, table of trusts, CCGs and Cancer Alliances (Centre-for-Cancer-Outcomes/NCPES-Dashboard @ddeac51, CPES_geog_lookuptable.csv)
sub_icb2022;sourced;National Cancer Patient Experience Survey 2022, Sub-ICB to Alliance mapping 2022 v1.4
sub_icb2022_all;computed;all sub-ICBs of the ICB are in this Alliance in Sub-ICB to Alliance mapping 2022 v1.4
ae2022;sourced;NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
ae2022_all;computed;all providers of the ICB are in this region in NHS England, Attribution from A&E Providers to ICBs, 26 June 2022
postcodes2024;sourced;ONS Postcode Directory documents, Alliances as of April 2024 (ideal-postcodes/postcodes.io @b593f05)
recoded2024;computed;carried over to the new code by table area_successor
trusts2024;unconfirmed;partial map of 65 trusts (R0A to RKE), ONS and ODS codes, from a public application whose repository is not identified; undated, taken as of April 2024
trusts2024_region;unconfirmed;partial map of 65 trusts as above, its older region code replaced by table area_successor
stated2024;computed;new code for the same name in the lists of 2022 or before (Sub-ICB to Alliance mapping 2022 v1.4; partial map of trusts) and of April 2024 (postcodes.io @b593f05)
same_name2024;computed;same name in Sub-ICB to Alliance mapping 2022 v1.4 and in the list of April 2024 (postcodes.io @b593f05)
merged2024;inferred;two Alliances of the East of England in Sub-ICB to Alliance mapping 2022 v1.4, one in the list of April 2024 (postcodes.io @b593f05)
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area_successor (code, successor, since, source, certainty, builtin)
SELECT f[1], f[2], f[3]::date, s.source, s.certainty, true
FROM string_to_table($successors$
code;successor;since;source
E40000007;E40000013;2024-04-01;stated2024
E40000010;E40000014;2024-04-01;stated2024
E54000052;E54000063;2024-04-01;stated2024
E54000053;E54000064;2024-04-01;stated2024
E56000013;E56000034;2024-04-01;stated2024
E56000019;E56000032;2024-04-01;stated2024
E56000015;E56000033;2024-04-01;same_name2024
E56000024;E56000031;2024-04-01;same_name2024
E56000022;E56000035;2024-04-01;merged2024
E56000023;E56000035;2024-04-01;merged2024
$successors$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[4]
WHERE line <> '' AND line NOT LIKE 'code;%';

CREATE FUNCTION parent_area(code text, level text, at date) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_parent_area'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION parent_area(text, text, date) IS 'The area of that level that the area belonged to at that date, by area_parent: the parent registered for the area itself, else the one reached over parents in which it lies wholly, over any number of steps (sub-ICB, ICB, Alliance). The area itself where it is of that level. NULL when that is not known (nothing registered, or not at that date), or an argument is. Rows that go round in a circle do no harm. Each code is read once a call site. Errors: 22023 unknown level; several parents reached that differ.';
CREATE FUNCTION successor_area(code text, at date) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_successor_area'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION successor_area(text, date) IS 'The code that stands for this area at that date, by area_successor, over any number of replacements; the code itself where none has replaced it by then, or it is not known. To compare waves, turn the codes of both into those of one date. NULL if one is NULL. Each code is read once a call site. Errors: 22023 the successors go round in a circle.';
CREATE FUNCTION areas_at(level text, at date)
	RETURNS TABLE(code text, title text, ods_code text, since date, until date, source text, certainty text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT a.code, a.title, a.ods_code, pg_catalog.lower(a.valid), pg_catalog.upper(a.valid), a.source, a.certainty
	FROM area AS a
	WHERE a.level OPERATOR(pg_catalog.=) areas_at.level AND a.valid OPERATOR(pg_catalog.@>) areas_at.at
		AND NOT (a.builtin AND EXISTS (SELECT FROM area AS o
			WHERE o.code OPERATOR(pg_catalog.=) a.code AND o.valid OPERATOR(pg_catalog.@>) areas_at.at AND NOT o.builtin))
	ORDER BY a.code COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION areas_at(text, date) IS 'The areas of a level that are registered for a date, in the order of their codes; columns as in area, the time as its first day (since) and the first day after it (until), NULL where it has none. A user''s row goes before the shipped one of the same code. No rows for an unknown level or a NULL.';

CREATE TABLE scheme (
	scheme text NOT NULL,
	groups_by text NOT NULL,
	codes text NOT NULL,
	orientation text,
	unmapped text NOT NULL,
	unmapped_group text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_pkey PRIMARY KEY (scheme),
	CONSTRAINT scheme_codes_known CHECK (codes IN ('word', 'icd10', 'number', 'quintile')),
	CONSTRAINT scheme_orientation_known CHECK (orientation IN ('most_first', 'least_first')),
	CONSTRAINT scheme_orientation_of_quintiles CHECK ((orientation IS NOT NULL) = (codes = 'quintile')),
	CONSTRAINT scheme_unmapped_known CHECK (unmapped IN ('error', 'null', 'group')),
	CONSTRAINT scheme_unmapped_group_named CHECK ((unmapped_group IS NOT NULL) = (unmapped = 'group')),
	CONSTRAINT scheme_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE scheme IS 'Groupings of patients by tumour, age, sex, ethnicity or deprivation, each under a name. Publishers group the same codes differently, so there is no default: a table of results says which scheme it is by. Shipped rows are builtin; add schemes of your own with INSERT, they survive dump and upgrade. A shipped scheme cannot be added to: copy it under another name.';
COMMENT ON COLUMN scheme.scheme IS 'Name of the scheme, as in group_of; case matters.';
COMMENT ON COLUMN scheme.groups_by IS 'What it groups by: tumour, age, sex, ethnicity, deprivation, or another word.';
COMMENT ON COLUMN scheme.codes IS 'What its codes are: word (compared as they are), icd10 (in any spelling), number (by bands), quintile (fifths of deprivation, which need no rows in scheme_code).';
COMMENT ON COLUMN scheme.orientation IS 'For quintiles, which way the files number them: most_first (1 is the most deprived) or least_first. Else NULL.';
COMMENT ON COLUMN scheme.unmapped IS 'What group_of does with a code in no group: error, null, or group (it goes to unmapped_group).';
COMMENT ON COLUMN scheme.unmapped_group IS 'The group of codes that are in no other; NULL unless unmapped is group.';
COMMENT ON COLUMN scheme.source IS 'Where the grouping comes from.';
COMMENT ON COLUMN scheme.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN scheme.note IS 'What a user must know of it.';
COMMENT ON COLUMN scheme.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER scheme_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON scheme
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_protect_builtin ON scheme IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER scheme_protect_truncate BEFORE TRUNCATE ON scheme
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_protect_truncate ON scheme IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('scheme', 'WHERE NOT builtin');
GRANT SELECT ON scheme TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON scheme TO @extowner@ WITH GRANT OPTION;

CREATE TABLE scheme_group (
	scheme text NOT NULL,
	group_name text NOT NULL,
	position integer NOT NULL,
	label text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_group_pkey PRIMARY KEY (scheme, group_name),
	CONSTRAINT scheme_group_position_key UNIQUE (scheme, position)
);
COMMENT ON TABLE scheme_group IS 'The groups of each scheme in their order; for quintiles 1 (the most deprived) to 5, whichever way the files number them.';
COMMENT ON COLUMN scheme_group.scheme IS 'The scheme.';
COMMENT ON COLUMN scheme_group.group_name IS 'Name of the group, as group_of gives it.';
COMMENT ON COLUMN scheme_group.position IS 'Its place among the groups of the scheme, in tables.';
COMMENT ON COLUMN scheme_group.label IS 'What a heading says.';
COMMENT ON COLUMN scheme_group.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER scheme_group_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON scheme_group
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_group_protect_builtin ON scheme_group IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER scheme_group_protect_truncate BEFORE TRUNCATE ON scheme_group
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_group_protect_truncate ON scheme_group IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('scheme_group', 'WHERE NOT builtin');
GRANT SELECT ON scheme_group TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON scheme_group TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER scheme_group_scheme AFTER INSERT OR UPDATE ON scheme_group
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('scheme', 'refuse scheme builtin');
COMMENT ON TRIGGER scheme_group_scheme ON scheme_group IS 'What a row names in scheme is there.';
CREATE CONSTRAINT TRIGGER scheme_scheme_group AFTER DELETE OR UPDATE ON scheme
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('scheme_group', 'refuse scheme builtin');
COMMENT ON TRIGGER scheme_scheme_group ON scheme IS 'No row of scheme_group loses what it names here.';

CREATE TABLE scheme_code (
	scheme text NOT NULL,
	group_name text NOT NULL,
	code text,
	last_code text,
	band numrange,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_code_or_band CHECK ((code IS NULL) = (last_code IS NULL) AND (code IS NULL) <> (band IS NULL)),
	CONSTRAINT scheme_code_range_order CHECK (pg_catalog.octet_length(code) = pg_catalog.octet_length(last_code) AND code COLLATE "C" <= last_code COLLATE "C"),
	CONSTRAINT scheme_code_band_some CHECK (NOT pg_catalog.isempty(band)),
	CONSTRAINT scheme_code_in_one_group EXCLUDE USING gist (text_range(scheme, scheme, '[]') WITH &&,
		text_range(code, last_code, '[]') WITH &&, pg_catalog.int4range(pg_catalog.octet_length(code), pg_catalog.octet_length(code), '[]') WITH &&)
		WHERE (code IS NOT NULL),
	CONSTRAINT scheme_number_in_one_group EXCLUDE USING gist (text_range(scheme, scheme, '[]') WITH &&, band WITH &&) WHERE (band IS NOT NULL)
);
COMMENT ON TABLE scheme_code IS 'Which codes or numbers are in which group of a scheme: a code, a range of codes of the same length, or a band of numbers. A code is in one group only (constraints); of an ICD-10 code, a row of four characters goes before one of three.';
COMMENT ON COLUMN scheme_code.scheme IS 'The scheme.';
COMMENT ON COLUMN scheme_code.group_name IS 'The group.';
COMMENT ON COLUMN scheme_code.code IS 'The code, or the first of a range; ICD-10 codes in capitals without the dot, three characters (C69: all of it) or four (C504).';
COMMENT ON COLUMN scheme_code.last_code IS 'The last code of the range, as long as the first, in the order of bytes; the code itself where it is but one.';
COMMENT ON COLUMN scheme_code.band IS 'For numbers the band, as a range says which ends are in it: [16,25) is 16 up to, and without, 25.';
COMMENT ON COLUMN scheme_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER scheme_code_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON scheme_code
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_code_protect_builtin ON scheme_code IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER scheme_code_protect_truncate BEFORE TRUNCATE ON scheme_code
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER scheme_code_protect_truncate ON scheme_code IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('scheme_code', 'WHERE NOT builtin');
GRANT SELECT ON scheme_code TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON scheme_code TO @extowner@ WITH GRANT OPTION;
CREATE CONSTRAINT TRIGGER scheme_code_scheme_group AFTER INSERT OR UPDATE ON scheme_code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin) EXECUTE FUNCTION check_reference('scheme_group', 'refuse scheme group_name builtin');
COMMENT ON TRIGGER scheme_code_scheme_group ON scheme_code IS 'What a row names in scheme_group is there.';
CREATE CONSTRAINT TRIGGER scheme_group_scheme_code AFTER DELETE OR UPDATE ON scheme_group
	DEFERRABLE FOR EACH ROW WHEN (NOT OLD.builtin) EXECUTE FUNCTION keep_reference('scheme_code', 'refuse scheme group_name builtin');
COMMENT ON TRIGGER scheme_group_scheme_code ON scheme_group IS 'No row of scheme_code loses what it names here.';

INSERT INTO scheme (scheme, groups_by, codes, orientation, unmapped, unmapped_group, certainty, source, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], ''), f[5], nullif(f[6], ''), f[7], f[8], f[9], true
FROM string_to_table($schemes$
scheme;by;codes;orientation;unmapped;unmapped_group;certainty;source;note
ndrs_prevalence10;tumour;icd10;;error;;sourced;NDRS cancer prevalence groups, as CLINDA-AAU/simulacrumWorkflowR @90ff716 R/preprocessing.R has them;Ten groups, ill-defined (every other C code, so sarcoma and endocrine too) and other (every other code, D05 among them).
cpes13;tumour;icd10;;error;;unconfirmed;The names of the 13 groups are those of the published tables of 2018, the codes of each are recalled, no published list was found;Do not publish by it without the list of the survey contractor: a code in the wrong group moves results of both.
cpes_wave1_open_sites;tumour;icd10;;group;All other;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis: list of sites;The sites of the open file of wave 1.
cpes_age;age;number;;error;;sourced;NCRAS ODR data dictionary v8, CPES_AGE_BAND2_CORRECTED;Age in years. A band holds its first age and not the first of the next. The survey is for people of 16 and over.
age_decades;age;number;;error;;sourced;LizzieAugarde/HNA_PCSP_coverage @17374fe, 7_analysis_demogs_clinical_characs.R;Age at diagnosis in decades, as work with the registry has it.
cpes_wave1_open_age;age;number;;error;;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis;The age bands of the open files of waves 1 and 2.
scotland_age3;age;number;;error;;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 02.CPES_2024_add_weights.R;Bands of the weights of Scotland and its regions.
scotland_age2;age;number;;error;;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 02.CPES_2024_add_weights.R;Bands of the weights of Scottish boards.
sex;sex;word;;error;;sourced;Simulacrum lookup zsex (NCRAS);Male 1, female 2, not known 0, not specified 9.
ethnicity_16;ethnicity;word;;error;;sourced;NHS Data Dictionary, ethnic category 2001 (NHSDigital/DataDictionaryPublication @6db0e36);The sixteen categories of 2001 and not stated, each a group of its own.
ethnicity_hna;ethnicity;word;;group;Not known;sourced;LizzieAugarde/HNA_PCSP_coverage @17374fe, 7_analysis_demogs_clinical_characs.R;Chinese apart, the old code 0 is White, and every code that it does not name is not known.
ethnicity_stage;ethnicity;word;;error;;inferred;A public script on stage at diagnosis (NDRS), repository not identified: Chinese is in Asian and the mixed categories are in Other, the rest by the categories themselves;Differs from ethnicity_hna for D to G and R: a table says which of the two it is by.
deprivation_registry_v8;deprivation;quintile;least_first;error;;sourced;NCRAS ODR data dictionary v8 and Simulacrum v1;Income domain of the indices of 2004 to 2015, fifths of the population: the files count 1 as the least deprived.
deprivation_imd2019;deprivation;quintile;most_first;error;;sourced;IMD 2019 tables used with registry data (LizzieAugarde/Linked_CPES_analysis @61ff723);Fifths of the number of small areas, not of people: the files print 1 - most deprived.
deprivation_cpes_wave1_open;deprivation;quintile;least_first;error;;sourced;data.gov.uk, NCPES wave 1 by patient characteristics and route to diagnosis: QUINTILE2010;The open files count 1 as the least deprived.
$schemes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

INSERT INTO scheme_group (scheme, position, group_name, label, builtin)
SELECT f[1], f[2]::integer, f[3], f[4], true
FROM string_to_table($groups$
scheme;position;group;label
ndrs_prevalence10;1;Eye, brain and CNS;Eye, brain and central nervous system
ndrs_prevalence10;2;Breast;Breast
ndrs_prevalence10;3;Gynaecological;Gynaecological
ndrs_prevalence10;4;Haematologic;Haematological
ndrs_prevalence10;5;Head and Neck;Head and neck
ndrs_prevalence10;6;Lower gastrointestinal;Lower gastrointestinal
ndrs_prevalence10;7;Lung and bronchus;Lung and bronchus
ndrs_prevalence10;8;Skin;Skin
ndrs_prevalence10;9;Upper gastrointestinal;Upper gastrointestinal
ndrs_prevalence10;10;Urology;Urological
ndrs_prevalence10;11;Ill-defined and unspecified;Ill-defined and unspecified
ndrs_prevalence10;12;Other;Other
cpes13;1;Brain and CNS;Brain and CNS
cpes13;2;Breast;Breast
cpes13;3;Colorectal;Colorectal
cpes13;4;Gynaecological;Gynaecological
cpes13;5;Haematological;Haematological
cpes13;6;Head and Neck;Head and Neck
cpes13;7;Lung;Lung
cpes13;8;Other;Other
cpes13;9;Prostate;Prostate
cpes13;10;Sarcoma;Sarcoma
cpes13;11;Skin;Skin
cpes13;12;Upper Gastro;Upper Gastro
cpes13;13;Urological;Urological
cpes_wave1_open_sites;1;C00-C14;C00-C14
cpes_wave1_open_sites;2;C15;C15
cpes_wave1_open_sites;3;C16;C16
cpes_wave1_open_sites;4;C18;C18
cpes_wave1_open_sites;5;C19-C20;C19-C20
cpes_wave1_open_sites;6;C25;C25
cpes_wave1_open_sites;7;C33-C34;C33-C34
cpes_wave1_open_sites;8;C43;C43
cpes_wave1_open_sites;9;C49;C49
cpes_wave1_open_sites;10;C50;C50
cpes_wave1_open_sites;11;C54;C54
cpes_wave1_open_sites;12;C56;C56
cpes_wave1_open_sites;13;C61;C61
cpes_wave1_open_sites;14;C64;C64
cpes_wave1_open_sites;15;C67;C67
cpes_wave1_open_sites;16;C73;C73
cpes_wave1_open_sites;17;C82;C82
cpes_wave1_open_sites;18;C83;C83
cpes_wave1_open_sites;19;C85;C85
cpes_wave1_open_sites;20;C90;C90
cpes_wave1_open_sites;21;C91-C95;C91-C95
cpes_wave1_open_sites;22;D05;D05
cpes_wave1_open_sites;23;All other;All other
cpes_age;1;16-24;16-24
cpes_age;2;25-34;25-34
cpes_age;3;35-44;35-44
cpes_age;4;45-54;45-54
cpes_age;5;55-64;55-64
cpes_age;6;65-74;65-74
cpes_age;7;75-84;75-84
cpes_age;8;85+;85+
age_decades;1;Under 20;Under 20
age_decades;2;20-29;20-29
age_decades;3;30-39;30-39
age_decades;4;40-49;40-49
age_decades;5;50-59;50-59
age_decades;6;60-69;60-69
age_decades;7;70-79;70-79
age_decades;8;80+;80+
cpes_wave1_open_age;1;Under 55;Under 55
cpes_wave1_open_age;2;55-64;55-64
cpes_wave1_open_age;3;65-74;65-74
cpes_wave1_open_age;4;75+;75+
scotland_age3;1;16-64;16-64
scotland_age3;2;65-74;65-74
scotland_age3;3;75+;75+
scotland_age2;1;16-64;16-64
scotland_age2;2;65+;65+
sex;1;Female;Female
sex;2;Male;Male
sex;3;Not specified;Not specified
sex;4;Not known;Not known
ethnicity_16;1;A;White: British
ethnicity_16;2;B;White: Irish
ethnicity_16;3;C;White: any other
ethnicity_16;4;D;Mixed: White and Black Caribbean
ethnicity_16;5;E;Mixed: White and Black African
ethnicity_16;6;F;Mixed: White and Asian
ethnicity_16;7;G;Mixed: any other
ethnicity_16;8;H;Asian or Asian British: Indian
ethnicity_16;9;J;Asian or Asian British: Pakistani
ethnicity_16;10;K;Asian or Asian British: Bangladeshi
ethnicity_16;11;L;Asian or Asian British: any other
ethnicity_16;12;M;Black or Black British: Caribbean
ethnicity_16;13;N;Black or Black British: African
ethnicity_16;14;P;Black or Black British: any other
ethnicity_16;15;R;Chinese
ethnicity_16;16;S;Any other ethnic group
ethnicity_16;17;Z;Not stated
ethnicity_hna;1;White;White
ethnicity_hna;2;Mixed;Mixed
ethnicity_hna;3;Asian;Asian
ethnicity_hna;4;Black;Black
ethnicity_hna;5;Chinese;Chinese
ethnicity_hna;6;Other;Other
ethnicity_hna;7;Not known;Not known
ethnicity_stage;1;White;White
ethnicity_stage;2;Asian;Asian
ethnicity_stage;3;Black;Black
ethnicity_stage;4;Other;Other
ethnicity_stage;5;Not known;Not known
deprivation_registry_v8;1;1;Most deprived fifth
deprivation_registry_v8;2;2;Second most deprived
deprivation_registry_v8;3;3;Middle fifth
deprivation_registry_v8;4;4;Second least deprived
deprivation_registry_v8;5;5;Least deprived fifth
deprivation_imd2019;1;1;Most deprived fifth
deprivation_imd2019;2;2;Second most deprived
deprivation_imd2019;3;3;Middle fifth
deprivation_imd2019;4;4;Second least deprived
deprivation_imd2019;5;5;Least deprived fifth
deprivation_cpes_wave1_open;1;1;Most deprived fifth
deprivation_cpes_wave1_open;2;2;Second most deprived
deprivation_cpes_wave1_open;3;3;Middle fifth
deprivation_cpes_wave1_open;4;4;Second least deprived
deprivation_cpes_wave1_open;5;5;Least deprived fifth
$groups$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

INSERT INTO scheme_code (scheme, group_name, code, last_code, band, builtin)
SELECT f[1], f[2], nullif(f[3], ''), nullif(f[4], ''), nullif(f[5], '')::numrange, true
FROM string_to_table($codes$
scheme;group;code;last_code;band
ndrs_prevalence10;Eye, brain and CNS;C47;C47;
ndrs_prevalence10;Eye, brain and CNS;C69;C72;
ndrs_prevalence10;Breast;C50;C50;
ndrs_prevalence10;Gynaecological;C51;C58;
ndrs_prevalence10;Haematologic;C81;C86;
ndrs_prevalence10;Haematologic;C90;C96;
ndrs_prevalence10;Head and Neck;C00;C14;
ndrs_prevalence10;Head and Neck;C30;C32;
ndrs_prevalence10;Lower gastrointestinal;C18;C21;
ndrs_prevalence10;Lung and bronchus;C33;C34;
ndrs_prevalence10;Lung and bronchus;C37;C39;
ndrs_prevalence10;Lung and bronchus;C45;C45;
ndrs_prevalence10;Skin;C43;C44;
ndrs_prevalence10;Upper gastrointestinal;C15;C17;
ndrs_prevalence10;Upper gastrointestinal;C22;C25;
ndrs_prevalence10;Urology;C60;C68;
ndrs_prevalence10;Ill-defined and unspecified;C26;C29;
ndrs_prevalence10;Ill-defined and unspecified;C35;C36;
ndrs_prevalence10;Ill-defined and unspecified;C40;C42;
ndrs_prevalence10;Ill-defined and unspecified;C46;C46;
ndrs_prevalence10;Ill-defined and unspecified;C48;C49;
ndrs_prevalence10;Ill-defined and unspecified;C59;C59;
ndrs_prevalence10;Ill-defined and unspecified;C73;C80;
ndrs_prevalence10;Ill-defined and unspecified;C87;C89;
ndrs_prevalence10;Ill-defined and unspecified;C97;C99;
ndrs_prevalence10;Other;A00;B99;
ndrs_prevalence10;Other;D00;Z99;
cpes13;Brain and CNS;C70;C72;
cpes13;Breast;C50;C50;
cpes13;Breast;D05;D05;
cpes13;Colorectal;C18;C21;
cpes13;Gynaecological;C51;C58;
cpes13;Haematological;C81;C96;
cpes13;Head and Neck;C00;C14;
cpes13;Head and Neck;C30;C32;
cpes13;Lung;C33;C34;
cpes13;Lung;C37;C39;
cpes13;Lung;C45;C45;
cpes13;Other;C47;C47;
cpes13;Other;C69;C69;
cpes13;Other;C73;C80;
cpes13;Other;C97;C97;
cpes13;Prostate;C61;C61;
cpes13;Sarcoma;C40;C41;
cpes13;Sarcoma;C46;C46;
cpes13;Sarcoma;C48;C49;
cpes13;Skin;C43;C43;
cpes13;Upper Gastro;C15;C17;
cpes13;Upper Gastro;C22;C26;
cpes13;Urological;C60;C60;
cpes13;Urological;C62;C68;
cpes_wave1_open_sites;C00-C14;C00;C14;
cpes_wave1_open_sites;C15;C15;C15;
cpes_wave1_open_sites;C16;C16;C16;
cpes_wave1_open_sites;C18;C18;C18;
cpes_wave1_open_sites;C19-C20;C19;C20;
cpes_wave1_open_sites;C25;C25;C25;
cpes_wave1_open_sites;C33-C34;C33;C34;
cpes_wave1_open_sites;C43;C43;C43;
cpes_wave1_open_sites;C49;C49;C49;
cpes_wave1_open_sites;C50;C50;C50;
cpes_wave1_open_sites;C54;C54;C54;
cpes_wave1_open_sites;C56;C56;C56;
cpes_wave1_open_sites;C61;C61;C61;
cpes_wave1_open_sites;C64;C64;C64;
cpes_wave1_open_sites;C67;C67;C67;
cpes_wave1_open_sites;C73;C73;C73;
cpes_wave1_open_sites;C82;C82;C82;
cpes_wave1_open_sites;C83;C83;C83;
cpes_wave1_open_sites;C85;C85;C85;
cpes_wave1_open_sites;C90;C90;C90;
cpes_wave1_open_sites;C91-C95;C91;C95;
cpes_wave1_open_sites;D05;D05;D05;
cpes_age;16-24;;;[16,25)
cpes_age;25-34;;;[25,35)
cpes_age;35-44;;;[35,45)
cpes_age;45-54;;;[45,55)
cpes_age;55-64;;;[55,65)
cpes_age;65-74;;;[65,75)
cpes_age;75-84;;;[75,85)
cpes_age;85+;;;[85,)
age_decades;Under 20;;;[0,20)
age_decades;20-29;;;[20,30)
age_decades;30-39;;;[30,40)
age_decades;40-49;;;[40,50)
age_decades;50-59;;;[50,60)
age_decades;60-69;;;[60,70)
age_decades;70-79;;;[70,80)
age_decades;80+;;;[80,)
cpes_wave1_open_age;Under 55;;;[0,55)
cpes_wave1_open_age;55-64;;;[55,65)
cpes_wave1_open_age;65-74;;;[65,75)
cpes_wave1_open_age;75+;;;[75,)
scotland_age3;16-64;;;[16,65)
scotland_age3;65-74;;;[65,75)
scotland_age3;75+;;;[75,)
scotland_age2;16-64;;;[16,65)
scotland_age2;65+;;;[65,)
sex;Male;1;1;
sex;Female;2;2;
sex;Not specified;9;9;
sex;Not known;0;0;
ethnicity_16;A;A;A;
ethnicity_16;B;B;B;
ethnicity_16;C;C;C;
ethnicity_16;D;D;D;
ethnicity_16;E;E;E;
ethnicity_16;F;F;F;
ethnicity_16;G;G;G;
ethnicity_16;H;H;H;
ethnicity_16;J;J;J;
ethnicity_16;K;K;K;
ethnicity_16;L;L;L;
ethnicity_16;M;M;M;
ethnicity_16;N;N;N;
ethnicity_16;P;P;P;
ethnicity_16;R;R;R;
ethnicity_16;S;S;S;
ethnicity_16;Z;Z;Z;
ethnicity_hna;White;A;A;
ethnicity_hna;White;B;B;
ethnicity_hna;White;C;C;
ethnicity_hna;White;0;0;
ethnicity_hna;Mixed;D;D;
ethnicity_hna;Mixed;E;E;
ethnicity_hna;Mixed;F;F;
ethnicity_hna;Mixed;G;G;
ethnicity_hna;Asian;H;H;
ethnicity_hna;Asian;J;J;
ethnicity_hna;Asian;K;K;
ethnicity_hna;Asian;L;L;
ethnicity_hna;Black;M;M;
ethnicity_hna;Black;N;N;
ethnicity_hna;Black;P;P;
ethnicity_hna;Chinese;R;R;
ethnicity_hna;Other;S;S;
ethnicity_hna;Not known;X;X;
ethnicity_hna;Not known;Z;Z;
ethnicity_stage;White;A;A;
ethnicity_stage;White;B;B;
ethnicity_stage;White;C;C;
ethnicity_stage;Asian;H;H;
ethnicity_stage;Asian;J;J;
ethnicity_stage;Asian;K;K;
ethnicity_stage;Asian;L;L;
ethnicity_stage;Asian;R;R;
ethnicity_stage;Black;M;M;
ethnicity_stage;Black;N;N;
ethnicity_stage;Black;P;P;
ethnicity_stage;Other;D;D;
ethnicity_stage;Other;E;E;
ethnicity_stage;Other;F;F;
ethnicity_stage;Other;G;G;
ethnicity_stage;Other;S;S;
ethnicity_stage;Not known;Z;Z;
$codes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

CREATE FUNCTION group_of(scheme text, code text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_group_of_code'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION group_of(text, text, boolean) IS 'The group of a code by a scheme. ICD-10 codes are taken in any spelling (C50.4, c504, C50X, C50.4D), words exactly as they are, fifths of deprivation as deprivation_quintile takes them with the scheme''s orientation (1 is then always the most deprived). NULL code gives NULL. A code in no group: an error, NULL or a group, as the scheme says in unmapped. Not strict, what would be an error for the code is NULL. Read once a call site. Errors: 22004 scheme or strict NULL; 22023 unknown scheme, one of numbers, a code that is none or in no group.';
CREATE FUNCTION group_of(scheme text, value double precision, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_group_of_number'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION group_of(text, double precision, boolean) IS 'The group of a number (an age in years) by a scheme of bands. NULL value gives NULL; a number in no band: as for a code in no group. Errors: 22004 scheme or strict NULL; 22023 unknown scheme, one of codes, value not finite, in no band.';
CREATE FUNCTION groups(scheme text)
	RETURNS TABLE(group_name text, "position" integer, label text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	SELECT g.group_name, g.position, g.label
	FROM scheme_group AS g
	WHERE g.scheme OPERATOR(pg_catalog.=) groups.scheme
	ORDER BY g.position;
END;
COMMENT ON FUNCTION groups(text) IS 'The groups of a scheme in their order, also those that a survey has nobody in. No rows for an unknown scheme or NULL.';

CREATE FUNCTION deprivation_quintile(value text, orientation text) RETURNS integer
	AS 'MODULE_PATHNAME', 'cpe_deprivation_quintile_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION deprivation_quintile(text, text) IS 'Fifth of deprivation, always 1 the most deprived to 5 the least, from a value in a file. Text that says it at the ends (1 - most deprived, 5 - least deprived, 1 - least deprived) is taken at its word; a bare number needs orientation: most_first where 1 is the most deprived, least_first where it is the least. NULL value gives NULL. Errors: 22023 unknown orientation, a value of another form, a bare number without orientation, text that contradicts the orientation.';

CREATE TYPE response;

CREATE FUNCTION response_in(cstring) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_in(cstring) IS 'Reads a response from its exact text. Errors: 22P02 not of the form, 22023 a count is negative.';
CREATE FUNCTION response_out(response) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_response_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_out(response) IS 'Writes a response as exact text, which no setting can change.';
CREATE FUNCTION response_recv(internal) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_recv(internal) IS 'Reads a response from its binary form. Errors: 22P03 not of the form, 22023 a count is negative.';
CREATE FUNCTION response_send(response) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_response_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_send(response) IS 'Writes a response in binary: version and counts, most significant byte first; equal values give equal bytes.';

CREATE TYPE response (
	INPUT = response_in, OUTPUT = response_out, RECEIVE = response_recv, SEND = response_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE response IS 'What became of the questionnaires that were mailed: how many responded, did not respond (not_responded), were deceased, undeliverable (moved, too), ineligible, opted_out (said no), excluded (taken out of the sample by a rule of the survey that its code does not tell apart from those), and of how many it is unknown. Exact under any split: merging the responses of parts gives that of the whole. Text: responded=2 not_responded=1 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0.';

CREATE FUNCTION response_lt(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_lt(response, response) IS 'Whether the first response comes before the second, in the order of its counts, in the order of the text; behind the operator <.';
CREATE OPERATOR < (LEFTARG = response, RIGHTARG = response, FUNCTION = response_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (response, response) IS 'The first response comes before the second; the order has no statistical meaning.';

CREATE FUNCTION response_le(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_le(response, response) IS 'Whether the first response comes before or equals the second, in the order of its counts, in the order of the text; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = response, RIGHTARG = response, FUNCTION = response_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (response, response) IS 'The first response comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION response_eq(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_eq(response, response) IS 'Whether the first response equals the second, in the order of its counts, in the order of the text; behind the operator =.';
CREATE OPERATOR = (LEFTARG = response, RIGHTARG = response, FUNCTION = response_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (response, response) IS 'The first response equals the second; the order has no statistical meaning.';

CREATE FUNCTION response_ne(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_ne(response, response) IS 'Whether the first response differs from the second, in the order of its counts, in the order of the text; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = response, RIGHTARG = response, FUNCTION = response_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (response, response) IS 'The first response differs from the second; the order has no statistical meaning.';

CREATE FUNCTION response_ge(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_ge(response, response) IS 'Whether the first response comes after or equals the second, in the order of its counts, in the order of the text; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = response, RIGHTARG = response, FUNCTION = response_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (response, response) IS 'The first response comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION response_gt(response, response) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_response_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_gt(response, response) IS 'Whether the first response comes after the second, in the order of its counts, in the order of the text; behind the operator >.';
CREATE OPERATOR > (LEFTARG = response, RIGHTARG = response, FUNCTION = response_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (response, response) IS 'The first response comes after the second; the order has no statistical meaning.';

CREATE FUNCTION response_cmp(response, response) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_response_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_cmp(response, response) IS 'Negative, zero or positive, as the first response comes before, equals or comes after the second.';
CREATE FUNCTION response_hash(response) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_response_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_hash(response) IS 'Hash of type response: equal ones have equal hashes.';
CREATE FUNCTION response_hash_extended(response, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_hash_extended(response, bigint) IS 'Hash of type response with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS response_ops DEFAULT FOR TYPE response USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 response_cmp(response, response);
COMMENT ON OPERATOR CLASS response_ops USING btree IS 'Sorting and distinct values of response: its counts, in the order of the text.';
COMMENT ON OPERATOR FAMILY response_ops USING btree IS 'Sorting and distinct values of response.';
CREATE OPERATOR CLASS response_ops DEFAULT FOR TYPE response USING hash AS
	OPERATOR 1 =, FUNCTION 1 response_hash(response), FUNCTION 2 response_hash_extended(response, bigint);
COMMENT ON OPERATOR CLASS response_ops USING hash IS 'Grouping and hash joins of response.';
COMMENT ON OPERATOR FAMILY response_ops USING hash IS 'Grouping and hash joins of response.';

CREATE FUNCTION response_accum(response, text) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION response_accum(response, text) IS 'A response with one more person mailed: the outcome, NULL for unknown. A NULL response is an empty one. Errors: 22023 unknown outcome, 22003 a count passes 2^63. The transition of the aggregate response(text).';
CREATE FUNCTION response_combine(response, response) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_combine(response, response) IS 'The response of the people of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE response(text) (
	SFUNC = response_accum, STYPE = response, INITCOND = 'responded=0 not_responded=0 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0',
	COMBINEFUNC = response_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE response(text) IS 'Counts the outcomes of a mailing, one row a person of the sample: responded, not_responded, deceased, undeliverable, ineligible, opted_out, excluded, unknown; NULL counts as unknown. Group by a sub-group to see non-response in it. Without rows a response of zeros, never NULL. Errors: 22023 another word.';
CREATE AGGREGATE rollup(response) (
	SFUNC = response_combine, STYPE = response, INITCOND = 'responded=0 not_responded=0 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0',
	COMBINEFUNC = response_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(response) IS 'The response of all people in the responses of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';

CREATE FUNCTION make_response(responded bigint, not_responded bigint, deceased bigint DEFAULT 0, undeliverable bigint DEFAULT 0,
		ineligible bigint DEFAULT 0, opted_out bigint DEFAULT 0, excluded bigint DEFAULT 0, unknown bigint DEFAULT 0)
	RETURNS response AS 'MODULE_PATHNAME', 'cpe_make_response'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_response(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint) IS 'The response with these counts, as from a published table. NULL if one is NULL. Errors: 22023 a count is negative, 22003 they add up to more than a bigint.';
CREATE FUNCTION mailed(response) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_mailed'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mailed(response) IS 'Everybody in it, whatever the outcome. Errors: 22003 out of range.';
CREATE FUNCTION responded(response) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_responded'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION responded(response) IS 'Those who responded: the numerator of response_rate.';
CREATE FUNCTION outcome_n(response, outcome text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_outcome_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION outcome_n(response, text) IS 'Those with this outcome. Errors: 22023 unknown outcome.';
CREATE FUNCTION eligible(response, basis text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_eligible_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eligible(response, text) IS 'The denominator of response_rate on this basis. raw: everybody mailed. adjusted: without the deceased, undeliverable, ineligible and excluded; those who said no and those of whom nothing is known stay. Errors: 22023 unknown basis, 22003 out of range.';
CREATE FUNCTION response_rate(response, basis text) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_response_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate(response, text) IS 'responded / eligible on this basis, 0 to 1; NULL when nobody is eligible. raw and adjusted differ, so there is no default. That the English survey publishes the adjusted one is recalled, not read in its documents; the published counts of 2021 and 2022 fit it. Errors: as eligible.';

CREATE TABLE outcome_code (
	scheme text NOT NULL,
	code text NOT NULL,
	outcome text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT outcome_code_pkey PRIMARY KEY (scheme, code),
	CONSTRAINT outcome_code_outcome_known CHECK (outcome IN ('responded', 'not_responded', 'deceased', 'undeliverable', 'ineligible', 'opted_out', 'excluded', 'unknown')),
	CONSTRAINT outcome_code_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE outcome_code IS 'What the outcome codes of a survey''s contractor mean, as words that the aggregate response(text) counts. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN outcome_code.scheme IS 'Name of the list of codes, as in outcome_of; case matters.';
COMMENT ON COLUMN outcome_code.code IS 'The code, exactly; empty: a blank or NULL.';
COMMENT ON COLUMN outcome_code.outcome IS 'responded, not_responded, deceased, undeliverable (moved, too), ineligible, opted_out, excluded or unknown. Somebody who responded and died later has responded.';
COMMENT ON COLUMN outcome_code.source IS 'Where that is said.';
COMMENT ON COLUMN outcome_code.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN outcome_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER outcome_code_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON outcome_code
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER outcome_code_protect_builtin ON outcome_code IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER outcome_code_protect_truncate BEFORE TRUNCATE ON outcome_code
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER outcome_code_protect_truncate ON outcome_code IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('outcome_code', 'WHERE NOT builtin');
GRANT SELECT ON outcome_code TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON outcome_code TO @extowner@ WITH GRANT OPTION;

INSERT INTO outcome_code (scheme, code, outcome, certainty, source, builtin)
SELECT f[1], f[2], f[3], f[4], f[5], true
FROM string_to_table($outcomes$
scheme;code;outcome;certainty;source
scotland_2024;1;responded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;2;excluded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;3;excluded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;4;not_responded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;5;excluded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;6;not_responded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;7;excluded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
scotland_2024;;not_responded;sourced;Public-Health-Scotland/cancer-patient-experience-survey-2024 @4bdacdc, 01.CPES_2024_data_prep.R
$outcomes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

CREATE FUNCTION outcome_of(scheme text, code text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_outcome_of'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION outcome_of(text, text, boolean) IS 'The outcome that a survey''s code stands for, by outcome_code; a NULL code is what the scheme has for a blank, else NULL. A code that the scheme does not have is an error, or NULL with strict off. Read once a call site for each code. Errors: 22004 scheme or strict NULL; 22023 unknown scheme or code.';

CREATE TABLE caveat (
	code text NOT NULL,
	survey text NOT NULL,
	waves text[],
	subgroup text,
	statement text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT caveat_pkey PRIMARY KEY (code),
	CONSTRAINT caveat_waves_some CHECK (pg_catalog.cardinality(waves) > 0 AND pg_catalog.array_position(waves, NULL) IS NULL),
	CONSTRAINT caveat_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE caveat IS 'What results of a survey do not cover or are not for, to be printed with them. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN caveat.code IS 'Name of the caveat.';
COMMENT ON COLUMN caveat.survey IS 'The survey, as in survey_wave: NCPES (National Cancer Patient Experience Survey, England); cancer_qol (cancer quality of life survey); or another word.';
COMMENT ON COLUMN caveat.waves IS 'The waves that it is about, by their keys (2018, 2011-12); NULL: all.';
COMMENT ON COLUMN caveat.subgroup IS 'The sub-group or concept that it is about (secondary, deprivation, lung); NULL: every result.';
COMMENT ON COLUMN caveat.statement IS 'What a reader of results should know, in our words.';
COMMENT ON COLUMN caveat.source IS 'Where it was read, or what it is inferred from.';
COMMENT ON COLUMN caveat.certainty IS 'sourced (read in a published text), computed, inferred (a conclusion of this extension or its user), or unconfirmed.';
COMMENT ON COLUMN caveat.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER caveat_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON caveat
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER caveat_protect_builtin ON caveat IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER caveat_protect_truncate BEFORE TRUNCATE ON caveat
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER caveat_protect_truncate ON caveat IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('caveat', 'WHERE NOT builtin');
GRANT SELECT ON caveat TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON caveat TO @extowner@ WITH GRANT OPTION;

INSERT INTO caveat (code, survey, waves, subgroup, certainty, statement, source, builtin)
SELECT f[1], f[2], string_to_array(nullif(f[3], ''), ','), nullif(f[4], ''), f[5], f[6], f[7], true
FROM string_to_table($caveats$
code;survey;waves;subgroup;certainty;statement;source
frame_inpatients;NCPES;;;sourced;The sample is of adults discharged in a few months of the year after an inpatient or day-case episode for cancer. Patients treated in those months as outpatients only are not in it.;Survey methods of 2021 and 2022 (transformationpartners.nhs.uk)
frame_secondary_outpatients;NCPES;;secondary;inferred;People with secondary breast cancer who are treated as outpatients only, with tablets or hormone treatment, are outside the sample. That is a conclusion from how the sample is drawn.;Inference of this extension from the survey methods of 2021 and 2022
responders_differ;NCPES;;;sourced;Respondents are younger, more often white, less deprived and diagnosed at an earlier stage than people with cancer in the registry. A rate is one of respondents.;Comparison of respondents with the cancer registry, BMJ Open 2019, 9:e034344 (abstract)
responders_survive_lung;NCPES;;lung;sourced;Respondents with lung cancer lived much longer than people with lung cancer in the registry (median 2.0 years against 0.3).;Comparison of respondents with the cancer registry, BMJ Open 2019, 9:e034344 (abstract)
died_before_mailing;NCPES;2011-12;;sourced;Of 109,477 people sampled 6,273 (5.7 %) died before the questionnaires were mailed. Their experience is not in the results.;Publications on the survey of 2011-12 (PMC4819677, PMC4674144)
refreshed_2021;NCPES;2021,2022,2023,2024;;sourced;The questionnaire was refreshed in 2021. Results from 2021 on are not comparable with those of earlier waves.;Cancer Alliances on the results of 2023 (hnycanceralliance.org.uk, northerncanceralliance.nhs.uk)
unadjusted;NCPES;2021,2022,2023,2024;;sourced;Unadjusted results are not for comparing organisations: their patients differ. Compare adjusted ones.;ncpes.co.uk, interactive results
quintile_direction_2018;NCPES;2018;deprivation;sourced;The published tables by fifths of deprivation do not say, where they could be read, whether 1 is the most or the least deprived.;Published tables of 2018 by way of Centre-for-Cancer-Outcomes/NCPES-Dashboard @ddeac51
quintile_direction_wave1;NCPES;2010,2011-12;deprivation;sourced;The open files of this wave number the fifths of deprivation from 1, the least deprived.;data.gov.uk, NCPES wave 1 and wave 2 by patient characteristics and route to diagnosis
secondary_not_separate;NCPES;2010,2011-12,2013,2014,2015,2016,2017,2018;secondary;sourced;The survey did not separate people with secondary breast cancer before the wave of 2021.;Breast Cancer Now on the questionnaire of 2021
secondary_merged;NCPES;2015,2016,2017,2018;secondary;sourced;The questions on disease ask whether the cancer had spread when it was first told, and in one answer whether it has come back or spread since: a later secondary cancer cannot be told from another recurrence.;NCRAS ODR data dictionary v8, questions Q61 and Q62 of waves 5 to 8
qol_survivors;cancer_qol;;;inferred;People are asked about 18 months after diagnosis. Those who died before, many of them with secondary cancer at diagnosis, are not in the results.;Inference of this extension from the survey's invitations (digital.nhs.uk) and from one-year survival in the national audit of metastatic breast cancer (65 %)
$caveats$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'code;%';

CREATE FUNCTION caveats(wave text, subgroup text DEFAULT NULL, survey text DEFAULT 'NCPES')
	RETURNS TABLE(code text, subgroup_of text, statement text, source text, certainty text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
	SELECT c.code, c.subgroup, c.statement, c.source, c.certainty
	FROM caveat AS c
	WHERE c.survey OPERATOR(pg_catalog.=) caveats.survey
		AND (c.waves IS NULL OR caveats.wave OPERATOR(pg_catalog.=) ANY (c.waves))
		AND (c.subgroup IS NULL OR caveats.subgroup IS NULL OR c.subgroup OPERATOR(pg_catalog.=) caveats.subgroup)
	ORDER BY c.subgroup COLLATE pg_catalog."C" NULLS FIRST, c.code COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION caveats(text, text, text) IS 'The caveats to print with results of a wave: those about every result and those about the sub-group (NULL: about any), subgroup_of saying which. secondary goes with results by the concepts disease_spread and disease_status. Of a wave or sub-group that no row names, those of all waves or about every result; case matters. survey: as in caveat; NCPES where it is left out.';

CREATE TABLE sample_question (
	question text NOT NULL,
	item integer NOT NULL,
	kind text NOT NULL,
	position integer,
	parent text,
	class text[],
	share integer[] NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT sample_question_pkey PRIMARY KEY (question),
	CONSTRAINT sample_question_item_key UNIQUE (item),
	CONSTRAINT sample_question_parent_fkey FOREIGN KEY (parent) REFERENCES sample_question,
	CONSTRAINT sample_question_kind_known CHECK (kind IN ('percent', 'rating', 'filter', 'unscored')),
	CONSTRAINT sample_question_shipped CHECK (builtin)
);
COMMENT ON TABLE sample_question IS 'The questions that sample_responses answers: those of the National Cancer Patient Experience Survey 2018 by number, with the class of each option. The classes are inferred from the form of the questions and agree with the published national scores; those of Q1, Q2 and Q5 to Q9 are published, but for two options of Q8. Shares are invented. All rows are shipped.';
COMMENT ON COLUMN sample_question.question IS 'Number of the question, as Q17.';
COMMENT ON COLUMN sample_question.item IS 'Order: 1, 2, ...; the answers of sample_responses have the same.';
COMMENT ON COLUMN sample_question.kind IS 'percent (options have classes), rating (answers 0 to 10), filter (1 = yes leads on), or unscored.';
COMMENT ON COLUMN sample_question.position IS 'Place among the 52 scored questions, in the arrays of sample_margin; NULL when not scored.';
COMMENT ON COLUMN sample_question.parent IS 'The question whose answer 1 leads to this one; NULL when everybody is asked.';
COMMENT ON COLUMN sample_question.class IS 'positive, negative or excluded, for the option codes 1, 2, ... of kind percent; NULL for other kinds.';
COMMENT ON COLUMN sample_question.share IS 'Invented: how often each option is taken, relative to those of its class (kind percent) or to all; of a rating for 0, 1, ...; not used for filters.';
COMMENT ON COLUMN sample_question.builtin IS 'Always true: rows are shipped, and replaced by extension updates.';
CREATE TRIGGER sample_question_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON sample_question
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER sample_question_protect_builtin ON sample_question IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER sample_question_protect_truncate BEFORE TRUNCATE ON sample_question
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER sample_question_protect_truncate ON sample_question IS 'Keeps the shipped rows from being emptied out.';
GRANT SELECT ON sample_question TO PUBLIC;

INSERT INTO sample_question (question, item, kind, position, parent, class, share, builtin)
SELECT f[1], number::integer - 2, f[2], nullif(f[3], '')::integer, nullif(f[4], ''), nullif(f[5], '')::text[], f[6]::integer[], true
FROM string_to_table($questions$
question|kind|position|parent|class|share
Q1|percent|1||{excluded,excluded,positive,positive,negative,negative,excluded}|{55,35,70,30,65,35,10}
Q2|percent|2||{positive,negative,negative}|{1,65,35}
Q3|unscored||||{66,14,9,8,3}
Q4|filter||||{1,1}
Q5|percent|3|Q4|{positive,negative,excluded}|{1,1,1}
Q6|percent|4|Q4|{positive,negative,negative,excluded}|{1,70,30,1}
Q7|percent|5|Q4|{positive,negative,negative,negative,excluded,excluded}|{1,80,8,12,55,45}
Q8|percent|6||{positive,negative,excluded,excluded,excluded}|{1,1,60,25,15}
Q9|percent|7||{positive,negative,negative}|{1,70,30}
Q10|percent|8||{positive,negative,negative,excluded}|{1,90,10,1}
Q11|percent|9||{positive,negative,negative,excluded,excluded}|{1,35,65,60,40}
Q12|percent|10||{positive,negative,negative,excluded,excluded}|{1,75,25,85,15}
Q13|percent|11||{positive,negative,negative,excluded,excluded}|{1,80,20,70,30}
Q14|percent|12||{positive,negative,negative,excluded}|{1,72,28,1}
Q15|percent|13||{positive,negative,negative,excluded,excluded}|{1,60,40,65,35}
Q16|percent|14||{positive,negative,negative,excluded}|{1,80,20,1}
Q17|percent|15||{positive,negative,excluded}|{1,1,1}
Q18|percent|16|Q17|{positive,positive,negative,negative,negative,excluded}|{58,42,50,35,15,1}
Q19|percent|17|Q17|{positive,negative,negative,excluded}|{1,88,12,1}
Q20|percent|18||{positive,negative,excluded,excluded}|{1,1,80,20}
Q21|percent|19||{positive,negative,excluded,excluded}|{1,1,82,18}
Q22|percent|20||{positive,negative,excluded,excluded}|{1,1,88,12}
Q23|percent|21||{positive,negative,excluded,excluded}|{1,1,92,8}
Q24|filter||||{1,1}
Q25|percent|22|Q24|{positive,negative,excluded}|{1,1,1}
Q26|percent|23|Q24|{positive,negative,negative,excluded}|{1,80,20,1}
Q27|filter||||{1,1}
Q28|percent|24|Q27|{negative,negative,positive}|{30,70,1}
Q29|percent|25|Q27|{positive,negative,negative}|{1,92,8}
Q30|percent|26|Q27|{positive,negative,negative,excluded,excluded,excluded}|{1,78,22,45,35,20}
Q31|percent|27|Q27|{positive,negative,negative}|{1,92,8}
Q32|percent|28|Q27|{positive,negative,negative}|{1,72,28}
Q33|percent|29|Q27|{positive,negative,negative}|{1,60,40}
Q34|percent|30|Q27|{positive,negative,negative}|{1,78,22}
Q35|percent|31|Q27|{positive,negative,negative,excluded}|{1,65,35,1}
Q36|percent|32|Q27|{positive,negative,negative,excluded}|{1,84,16,1}
Q37|percent|33|Q27|{positive,negative,negative}|{1,90,10}
Q38|percent|34|Q27|{positive,negative,excluded}|{1,1,1}
Q39|percent|35|Q27|{positive,negative,excluded}|{1,1,1}
Q40|filter||||{1,1}
Q41|percent|36|Q40|{positive,negative,negative,excluded}|{1,66,34,1}
Q42|percent|37|Q40|{positive,negative,excluded,excluded}|{1,1,30,70}
Q43|filter||||{1,1}
Q44|percent|38|Q43|{positive,negative,negative,excluded}|{1,85,15,1}
Q45|percent|39|Q43|{positive,negative,negative,excluded,excluded}|{1,62,38,70,30}
Q46|filter||||{1,1}
Q47|percent|40|Q46|{positive,negative,negative,excluded}|{1,85,15,1}
Q48|percent|41|Q46|{positive,negative,negative,excluded,excluded}|{1,68,32,75,25}
Q49|percent|42||{positive,negative,negative,excluded,excluded,excluded}|{1,55,45,55,30,15}
Q50|percent|43||{positive,negative,negative,excluded,excluded,excluded}|{1,50,50,70,20,10}
Q51|percent|44||{positive,negative,negative,excluded,excluded}|{1,45,55,85,15}
Q52|percent|45||{positive,negative,excluded}|{1,1,1}
Q53|percent|46||{positive,negative,negative,excluded}|{1,55,45,1}
Q54|percent|47||{positive,negative,negative,negative,excluded}|{1,75,20,5,1}
Q55|percent|48||{positive,negative,excluded,excluded}|{1,1,65,35}
Q56|percent|49||{positive,positive,negative,negative,negative,excluded}|{55,45,55,30,15,1}
Q57|percent|50||{negative,negative,positive,excluded}|{25,75,1,1}
Q58|percent|51||{positive,negative,negative,excluded}|{1,70,30,1}
Q59|rating|52|||{20,14,26,40,55,185,240,708,1960,2927,3825}
Q61|unscored||||{14,72,8,6}
Q62|unscored||||{62,8,16,4,10}
$questions$, E'\n') WITH ORDINALITY AS l (line, number), string_to_array(line, '|') AS f -- an empty line and the header go first
WHERE line <> '' AND line NOT LIKE 'question|%';

CREATE TABLE sample_margin (
	trust text NOT NULL,
	rating double precision,
	scored integer[] NOT NULL,
	positive integer[] NOT NULL,
	tumour integer[] NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT sample_margin_pkey PRIMARY KEY (trust),
	CONSTRAINT sample_margin_shipped CHECK (builtin)
);
COMMENT ON TABLE sample_margin IS 'Real margins that the invented respondents of sample_responses keep to: the published unadjusted counts of the National Cancer Patient Experience Survey 2018 by trust, all cancers. Source: NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (2019; Quality Health; Crown copyright), by way of github.com/Centre-for-Cancer-Outcomes/NCPES-Dashboard, commit ddeac51. The licence of the published tables is unconfirmed: confirm it before redistributing the figures. All rows are shipped.';
COMMENT ON COLUMN sample_margin.trust IS 'Code of the NHS trust (ODS), as in 2018.';
COMMENT ON COLUMN sample_margin.rating IS 'Published mean of Q59, 0 to 10, two decimals; NULL where suppressed.';
COMMENT ON COLUMN sample_margin.scored IS 'Scored answers of the 52 questions, by sample_question.position. The largest is taken for the number of respondents.';
COMMENT ON COLUMN sample_margin.positive IS 'Positive answers, by the same: derived, the whole number that gives the published interval back (in 20 cells of 1,080 answers or more one of several). NULL where the score is suppressed, and for Q59.';
COMMENT ON COLUMN sample_margin.tumour IS 'Respondents by tumour group, the largest number over the questions: Brain and CNS, Breast, Colorectal, Gynaecological, Haematological, Head and Neck, Lung, Other, Prostate, Sarcoma, Skin, Upper Gastro, Urological.';
COMMENT ON COLUMN sample_margin.builtin IS 'Always true: rows are shipped, and replaced by extension updates.';
CREATE TRIGGER sample_margin_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON sample_margin
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER sample_margin_protect_builtin ON sample_margin IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER sample_margin_protect_truncate BEFORE TRUNCATE ON sample_margin
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER sample_margin_protect_truncate ON sample_margin IS 'Keeps the shipped rows from being emptied out.';
GRANT SELECT ON sample_margin TO PUBLIC;

INSERT INTO sample_margin (trust, rating, scored, positive, tumour, builtin)
SELECT f[1], nullif(f[2], '')::double precision, f[3]::integer[], f[4]::integer[], f[5]::integer[], true
FROM string_to_table($margins$
trust|rating|scored|positive|tumour
R0A|8.74|{489,783,691,699,705,735,779,787,698,691,740,744,702,774,767,640,594,619,536,429,352,549,546,601,604,504,601,601,589,597,442,556,608,568,573,539,633,131,104,264,237,659,458,299,608,512,760,608,782,776,749,761}|{398,660,653,610,565,592,689,581,493,582,541,529,415,631,717,566,534,536,444,271,291,525,425,498,528,374,433,406,381,522,233,471,531,485,530,380,602,114,54,228,171,402,231,134,568,297,458,237,689,516,302,NULL}|{0,153,52,30,100,30,173,61,53,5,16,63,59}
R1F|8.74|{122,181,152,151,153,162,182,186,156,163,178,175,166,185,181,166,150,134,117,97,83,90,91,98,100,75,100,99,96,99,71,90,99,89,95,136,163,31,27,107,99,141,105,54,133,116,179,128,183,182,174,180}|{93,157,146,134,117,120,147,127,107,124,124,116,76,130,177,141,133,112,88,59,78,85,67,78,70,50,63,59,52,78,32,73,86,76,89,90,151,24,15,96,69,74,60,23,127,67,98,43,167,127,32,NULL}|{0,52,26,7,40,1,13,19,7,1,1,1,19}
R1H|8.35|{502,732,643,649,652,680,732,742,657,660,721,712,695,730,720,628,602,610,542,481,432,408,406,491,495,433,496,491,482,496,386,447,499,456,475,560,652,256,222,480,444,617,413,264,647,525,707,579,739,732,687,721}|{376,579,581,534,469,479,578,516,436,515,524,442,385,523,671,514,496,502,422,277,347,386,300,378,414,303,327,316,256,401,181,348,418,363,424,328,611,223,147,396,303,338,158,84,603,266,371,204,618,383,313,NULL}|{2,180,58,40,114,14,90,115,42,1,20,33,37}
R1K|8.49|{229,341,274,278,279,310,336,342,306,299,326,325,313,328,331,276,268,258,247,197,193,183,183,203,202,168,200,201,201,200,160,185,204,186,190,237,281,77,71,148,132,271,204,144,286,229,327,250,337,329,313,329}|{161,264,247,221,207,228,275,231,208,236,242,216,179,233,301,237,227,210,203,111,153,173,147,156,175,139,142,150,112,172,85,152,180,158,179,147,263,65,43,123,89,151,98,65,266,127,179,102,289,198,104,NULL}|{0,71,61,9,85,19,12,23,32,2,2,1,29}
RA2|8.84|{470,608,538,543,547,555,610,613,532,561,595,592,561,596,598,505,484,435,409,234,246,442,442,499,501,405,502,500,493,503,319,444,501,478,479,421,523,163,137,243,213,479,281,161,550,410,606,480,607,605,584,605}|{389,514,518,461,438,427,550,480,416,468,436,399,329,478,551,438,436,375,358,107,194,424,351,416,442,295,383,342,327,428,168,380,448,417,458,303,487,141,87,202,134,298,157,66,526,235,372,140,526,400,184,NULL}|{0,66,77,55,21,46,7,68,166,2,15,62,31}
RA3|8.8|{140,194,176,178,180,180,200,200,175,182,195,192,187,198,198,172,162,157,140,118,91,98,97,101,102,82,100,101,101,102,77,92,101,92,98,160,184,43,34,106,98,160,82,49,148,133,188,151,197,197,183,194}|{111,167,166,156,149,133,164,158,142,152,151,139,104,160,183,158,150,143,121,81,80,96,82,78,85,60,76,70,74,90,44,75,88,86,92,116,177,35,17,96,74,103,34,18,143,61,116,49,186,154,41,NULL}|{1,46,27,0,43,0,1,15,29,0,0,7,35}
RA4|9.13|{164,231,185,191,187,205,233,233,201,208,222,225,211,233,226,185,174,175,161,130,98,111,109,115,114,94,112,113,112,113,77,100,114,102,110,173,208,46,45,130,118,183,92,63,192,140,223,186,231,225,219,230}|{135,195,178,170,154,161,208,181,162,175,163,163,117,191,207,166,161,152,142,94,89,109,95,92,98,74,90,78,90,103,50,82,101,89,103,134,198,41,33,116,92,121,56,31,187,83,155,86,222,195,81,NULL}|{0,75,28,18,33,1,13,8,25,0,6,5,23}
RA7|8.89|{490,693,591,592,590,638,692,705,604,619,683,678,644,694,681,568,539,566,516,361,340,341,337,397,400,347,400,395,395,398,286,364,396,372,378,522,619,235,199,402,373,584,323,220,606,490,688,556,707,696,667,694}|{379,584,561,532,462,468,593,522,453,499,497,463,372,531,628,481,469,504,441,245,288,324,269,319,350,260,312,290,264,353,170,311,358,325,361,367,588,193,115,332,250,332,157,92,588,295,432,184,617,476,264,NULL}|{5,138,49,48,110,36,95,94,35,4,27,55,15}
RA9|8.92|{327,453,366,375,374,414,458,462,391,412,444,444,404,456,446,364,341,379,295,208,189,190,185,189,190,161,187,181,183,186,131,159,188,178,179,330,400,163,139,175,165,350,183,107,354,270,442,362,462,450,434,451}|{257,386,348,331,311,352,395,364,311,352,333,314,246,366,414,317,302,352,255,145,159,184,145,170,164,128,146,131,127,161,68,132,167,151,171,249,383,137,85,153,117,219,102,44,338,162,295,140,418,372,123,NULL}|{0,134,58,22,54,10,27,10,98,3,20,5,25}
RAE|8.57|{194,266,230,232,236,248,269,274,245,238,258,251,240,266,263,223,211,225,187,161,122,190,186,201,206,158,206,202,198,204,143,179,202,190,195,203,228,65,57,123,111,216,146,93,197,169,257,203,268,264,256,265}|{154,217,211,194,192,198,235,208,187,205,189,165,142,216,241,195,193,194,153,87,96,181,136,154,175,111,150,130,135,163,68,141,174,155,187,129,223,57,37,95,68,124,73,42,184,94,147,81,227,163,71,NULL}|{0,62,30,7,28,14,23,15,34,0,7,21,35}
RAJ|8.88|{354,497,448,457,457,452,502,502,436,453,494,491,478,500,487,407,383,451,365,282,238,268,269,343,345,285,346,345,338,343,255,291,346,318,339,396,435,172,151,342,324,422,291,159,418,315,482,374,501,494,476,493}|{285,420,423,413,366,337,424,378,319,383,374,360,290,402,446,357,349,418,310,197,181,261,208,285,271,205,255,224,173,299,140,236,307,269,323,307,407,147,98,291,211,278,192,93,398,189,305,122,456,324,86,NULL}|{1,165,41,34,40,9,36,79,55,3,0,14,31}
RAL|8.39|{554,771,692,711,714,695,772,785,678,672,731,737,671,747,758,635,613,568,485,389,376,465,462,466,469,391,468,465,462,468,346,414,467,436,444,546,658,180,143,305,263,607,371,238,676,502,747,605,772,771,735,759}|{421,621,653,616,535,500,636,564,471,539,482,434,325,539,691,479,491,450,363,188,271,430,345,364,381,274,317,282,252,383,144,323,391,353,401,318,632,145,77,255,169,307,134,73,623,255,380,151,653,466,226,NULL}|{0,162,93,8,59,8,23,152,35,7,60,79,101}
RAN|8.52|{58,67,62,64,65,61,69,69,65,47,63,65,62,69,69,53,52,54,45,43,34,55,54,56,55,46,56,56,54,56,43,52,57,52,50,43,54,10,9,4,3,62,49,37,58,54,65,48,70,68,66,69}|{40,45,54,52,45,44,54,41,48,36,44,35,28,48,62,45,42,42,29,27,29,46,39,42,49,29,42,40,33,42,17,44,45,43,43,21,52,NULL,NULL,NULL,NULL,32,22,14,55,32,29,15,62,44,45,NULL}|{0,0,0,0,6,0,0,16,0,48,0,0,0}
RAP|8.15|{121,200,168,172,169,188,201,204,183,181,198,190,185,198,194,172,174,165,157,132,121,78,78,110,109,97,109,105,105,107,89,97,109,95,102,158,171,91,74,118,114,165,106,74,169,142,195,143,198,201,193,196}|{93,161,157,147,118,143,168,137,117,142,133,112,86,136,179,147,151,132,119,62,104,72,60,81,82,73,71,59,52,91,38,75,89,75,92,98,154,75,41,88,72,82,34,21,156,60,101,48,162,95,59,NULL}|{0,90,15,2,25,7,20,5,23,0,1,7,11}
RAS|8.54|{90,123,101,105,108,114,127,128,109,116,119,118,108,122,125,95,88,83,73,52,56,69,69,78,78,65,78,77,76,77,60,73,78,75,73,85,109,31,29,55,55,96,57,42,97,66,124,100,125,125,121,124}|{70,94,92,84,89,83,106,93,82,94,79,78,58,92,106,83,78,66,57,26,45,63,48,60,64,49,58,51,51,63,29,57,63,56,60,52,104,29,19,43,35,52,30,18,86,35,80,35,109,79,35,NULL}|{0,27,17,3,45,2,3,10,3,0,7,1,11}
RAX|8.87|{132,189,155,158,160,173,189,193,178,159,175,174,157,179,174,133,131,138,101,78,78,121,120,116,116,91,115,115,108,115,76,94,115,110,112,126,163,34,23,56,52,140,79,60,158,104,171,144,186,187,180,189}|{108,164,145,141,129,131,166,141,134,134,119,107,81,131,160,112,112,122,79,47,61,116,93,97,102,63,85,82,55,102,39,78,101,97,104,89,155,29,14,37,32,91,42,33,136,57,101,52,168,142,32,NULL}|{0,33,21,7,59,0,13,5,14,1,11,1,30}
RBA|9.01|{504,638,562,570,579,590,643,653,563,562,627,624,575,640,622,517,505,480,433,307,297,322,329,387,388,328,387,383,382,386,275,347,386,348,365,464,565,196,150,363,323,517,280,180,584,444,634,499,647,647,604,642}|{403,546,535,501,468,467,553,480,438,475,461,447,337,511,578,457,459,427,379,213,263,309,258,335,337,244,309,300,294,353,167,297,361,304,349,345,545,171,101,315,231,319,150,75,568,291,431,180,588,531,197,NULL}|{0,93,69,30,111,19,32,123,77,1,3,25,77}
RBD|8.89|{224,311,276,278,283,286,309,317,270,268,297,301,280,306,297,243,242,254,200,148,132,154,153,186,185,145,185,185,184,184,124,162,183,171,179,243,283,62,57,179,161,240,168,91,239,213,303,245,315,314,299,309}|{176,275,268,247,229,221,267,244,201,209,211,213,152,231,264,223,224,222,173,105,113,150,122,158,162,116,146,130,144,163,74,142,169,151,174,190,275,53,34,152,112,150,99,45,232,141,199,84,288,241,61,NULL}|{1,75,41,18,60,0,21,34,24,2,4,8,32}
RBK|8.74|{202,283,244,250,253,260,286,291,258,267,284,280,266,285,285,233,228,246,206,207,157,132,137,162,165,144,163,158,158,159,131,140,160,149,161,234,262,55,48,192,182,242,149,82,214,192,282,216,288,285,265,280}|{154,239,230,218,195,212,237,208,187,212,209,193,146,204,256,204,197,225,160,149,138,125,102,135,133,112,110,98,95,133,69,112,136,127,151,159,247,47,21,171,118,147,71,24,201,102,169,85,257,193,45,NULL}|{0,90,32,18,35,0,21,17,41,0,2,11,27}
RBL|8.69|{273,348,300,303,302,320,347,348,314,301,333,335,308,337,335,272,254,277,239,183,124,190,191,215,217,170,220,217,217,216,144,184,218,207,211,244,296,85,70,121,100,279,166,107,282,228,335,281,353,352,335,348}|{212,292,281,253,233,242,287,249,235,243,243,222,172,264,316,232,220,240,202,101,101,182,144,194,196,140,180,144,149,188,78,149,199,175,204,165,286,78,48,101,64,162,89,50,268,133,222,99,309,256,62,NULL}|{0,44,38,5,77,3,17,4,81,1,12,9,65}
RBN|8.86|{249,315,273,269,273,289,316,320,281,275,285,289,251,303,302,235,220,215,177,146,134,236,227,221,223,176,225,222,221,225,164,192,226,212,210,207,257,57,51,63,56,240,147,90,248,194,297,256,311,306,297,302}|{213,269,253,241,220,215,273,256,218,230,218,200,161,257,277,213,197,186,146,87,108,227,186,198,205,143,180,166,158,209,99,163,204,193,204,152,248,53,35,52,35,144,90,43,237,123,194,92,273,231,40,NULL}|{0,62,38,6,12,2,11,37,30,2,88,5,29}
RBQ|8.88|{55,104,97,96,98,103,106,108,74,96,100,97,89,107,104,82,79,76,69,56,33,91,91,95,95,79,95,95,95,95,70,92,93,92,87,57,77,16,11,24,21,89,74,55,80,64,99,78,102,98,96,100}|{37,88,89,87,86,81,97,89,47,83,73,59,51,93,90,75,71,58,55,28,27,87,78,76,83,64,77,77,80,90,41,83,88,87,85,39,76,NULL,NULL,18,10,60,44,29,74,43,61,27,93,74,33,NULL}|{0,0,0,0,0,0,86,22,0,0,0,0,0}
RBT|8.93|{135,186,163,169,169,181,187,190,175,173,183,183,168,181,177,143,142,139,117,75,70,105,105,98,97,82,97,97,94,96,69,91,96,92,93,139,153,41,35,60,55,156,99,61,145,121,180,146,186,184,181,183}|{112,157,156,153,140,128,160,141,139,143,144,131,105,153,165,127,131,124,101,46,59,100,90,91,82,65,78,66,65,88,39,77,85,78,87,106,150,29,22,50,36,104,64,40,132,71,115,73,170,140,42,NULL}|{0,42,28,8,21,1,1,6,45,0,3,12,24}
RBV|9.06|{527,677,566,568,572,617,666,680,599,605,655,645,617,676,654,522,500,522,464,359,328,391,384,492,490,406,491,490,486,488,362,425,492,455,479,497,613,195,169,349,323,562,439,281,562,468,656,523,681,676,640,672}|{391,558,545,503,463,456,561,496,438,516,483,466,378,543,599,452,450,456,388,224,256,381,320,412,431,316,395,362,340,425,213,370,459,411,464,354,593,178,112,294,219,369,247,143,533,279,419,195,615,448,236,NULL}|{1,53,95,84,91,30,11,71,90,16,74,36,38}
RBZ|8.9|{202,251,222,225,226,235,252,256,230,209,246,244,226,251,247,207,193,172,156,115,93,124,122,133,132,106,134,133,132,132,100,114,133,118,125,180,223,39,32,124,116,198,119,54,228,186,244,197,254,253,238,249}|{153,218,216,198,186,188,225,185,173,174,181,167,115,200,223,190,174,154,130,57,73,120,103,104,115,73,104,99,114,117,54,99,121,100,117,127,216,32,13,95,79,124,71,31,224,125,164,54,232,182,76,NULL}|{0,30,41,11,47,0,4,21,40,4,11,11,37}
RC1|8.87|{142,207,179,181,178,190,208,209,186,180,183,188,171,200,202,151,142,130,109,68,68,128,125,115,114,84,115,112,108,114,77,93,116,108,113,135,171,43,37,59,48,148,78,44,186,131,200,159,203,202,199,203}|{117,182,168,160,144,141,178,168,142,153,128,118,95,150,184,131,128,114,87,42,61,122,98,96,92,59,84,68,62,93,44,79,97,93,103,95,168,40,25,51,40,92,48,25,183,84,130,51,186,155,41,NULL}|{1,58,19,10,20,2,1,11,42,1,14,7,24}
RC9|8.75|{235,320,279,286,286,303,328,328,285,293,318,318,298,326,323,286,273,254,231,186,161,187,188,202,203,185,203,203,199,204,145,178,203,194,197,234,279,57,41,164,142,274,217,132,284,223,318,266,326,323,303,319}|{183,270,265,250,231,240,290,256,217,253,240,230,195,260,313,258,246,223,202,137,138,184,147,152,172,137,147,124,144,174,80,156,176,175,187,176,262,50,24,146,109,186,149,80,269,126,194,127,290,211,61,NULL}|{0,102,40,2,52,10,11,46,34,5,3,6,23}
RCB|8.97|{424,574,489,491,492,539,581,582,509,518,564,560,530,577,562,452,434,452,382,283,256,279,274,302,304,233,304,300,301,305,210,263,306,287,297,421,509,88,74,313,292,446,250,153,471,384,561,451,583,576,553,564}|{326,494,472,443,402,420,488,441,417,441,428,406,297,467,505,410,395,397,327,187,227,269,230,264,260,180,220,192,215,257,115,220,271,264,290,312,478,79,46,282,209,285,152,73,452,232,368,164,533,480,162,NULL}|{0,148,96,21,119,7,19,50,51,3,5,26,44}
RCD|9.21|{230,314,260,263,262,286,312,317,289,282,311,306,271,304,314,270,253,250,185,165,150,146,145,162,161,136,162,160,160,161,107,138,159,142,155,230,278,62,47,167,150,246,141,64,241,193,307,245,314,312,287,303}|{195,281,248,241,223,216,284,244,240,243,242,235,167,263,301,247,233,233,173,146,140,140,122,142,144,109,128,105,110,145,61,118,148,131,152,193,269,57,26,153,117,174,96,44,237,129,213,118,294,258,71,NULL}|{0,65,35,4,62,1,25,31,64,0,0,3,33}
RCF|8.77|{150,207,179,182,182,186,209,208,170,181,198,197,181,203,199,154,142,159,128,89,79,105,104,127,127,111,127,127,126,127,90,111,127,115,120,152,188,34,27,123,110,161,124,69,159,126,197,157,206,203,194,204}|{124,181,175,169,154,137,180,159,124,148,135,134,96,169,180,140,128,136,111,50,64,104,90,105,111,83,91,78,98,106,50,91,108,103,114,113,182,28,18,105,76,89,77,34,152,79,128,64,188,115,78,NULL}|{0,54,30,11,33,2,22,9,14,2,0,7,27}
RCX|8.84|{286,420,365,364,369,400,423,426,372,376,406,397,378,413,409,312,299,304,269,192,143,191,193,217,218,185,215,216,217,215,155,177,217,204,211,295,357,71,66,176,160,335,192,104,321,260,408,318,420,416,397,408}|{225,362,347,324,300,322,375,322,292,319,302,263,216,340,369,291,274,256,229,128,116,187,168,171,181,140,160,114,178,182,87,150,192,183,200,222,343,59,37,150,111,217,102,42,298,172,269,124,371,305,125,NULL}|{0,93,42,17,69,3,20,49,71,0,10,17,43}
RD1|8.88|{391,526,441,437,441,477,529,536,479,468,506,508,473,520,515,394,376,435,365,276,239,235,236,297,297,249,298,297,293,296,214,256,297,284,287,393,477,145,120,250,234,427,253,142,476,388,508,406,530,528,503,516}|{282,446,417,380,372,366,449,400,368,385,378,347,288,432,462,341,342,398,311,189,213,232,195,249,266,182,228,193,219,263,123,227,275,238,271,287,465,130,74,210,166,264,153,83,465,243,334,147,480,380,161,NULL}|{0,110,58,26,138,11,14,78,53,3,3,19,28}
RD3|9.06|{321,452,395,400,403,403,463,462,394,405,436,436,416,454,453,396,389,369,309,210,220,255,255,282,284,222,284,276,281,283,200,245,284,258,271,334,405,171,147,249,227,355,264,153,345,286,441,349,452,447,418,447}|{258,396,384,376,339,315,381,346,296,352,324,318,231,372,433,365,367,335,275,139,186,248,209,245,258,168,214,192,197,243,111,208,254,233,259,245,400,146,84,211,162,235,182,83,331,192,300,145,425,369,88,NULL}|{0,105,60,47,67,27,19,78,13,4,22,21,3}
RD8|8.52|{250,329,294,296,297,310,332,338,300,284,315,312,296,323,315,227,218,246,219,166,160,171,171,208,211,173,211,209,209,211,158,179,211,196,198,249,281,82,72,175,155,274,135,79,289,224,318,259,335,329,321,328}|{190,272,271,250,219,250,279,230,219,217,201,184,145,238,256,180,182,207,177,83,131,163,128,157,162,111,141,126,137,169,69,140,179,151,179,158,262,65,36,149,104,139,56,25,275,122,171,74,278,206,69,NULL}|{1,73,47,14,67,4,19,16,45,0,7,9,36}
RDD|8.65|{147,200,182,181,179,179,204,205,190,178,193,187,178,203,194,141,133,136,124,80,72,111,110,119,119,95,119,117,117,118,79,107,118,113,110,136,163,28,26,78,73,157,90,61,157,112,191,162,203,203,196,202}|{123,178,165,161,142,116,172,151,139,149,142,116,89,152,173,113,113,113,97,39,54,102,84,90,96,65,87,71,74,98,37,88,101,89,100,92,157,23,12,64,45,78,40,17,148,61,118,56,180,148,26,NULL}|{0,25,31,7,54,3,33,13,10,2,0,4,26}
RDE|8.92|{789,1059,928,927,933,978,1072,1083,957,970,1050,1038,977,1060,1056,930,903,879,731,539,474,464,463,577,581,481,575,572,563,576,423,487,573,537,554,838,976,334,274,592,553,881,446,233,898,666,1041,831,1071,1067,1024,1059}|{620,900,881,812,763,693,881,789,714,803,779,748,541,840,1015,818,828,796,645,369,364,441,387,484,493,343,427,372,358,493,227,403,513,478,528,638,942,297,183,510,382,541,243,108,866,377,654,310,987,826,303,NULL}|{4,243,97,48,248,13,73,129,115,2,11,41,65}
RDU|8.72|{530,747,644,656,656,668,752,755,678,650,725,706,662,739,737,620,580,539,463,327,326,398,396,420,424,353,422,421,415,420,286,356,423,397,408,524,638,140,118,287,263,587,347,217,649,481,727,590,747,739,705,739}|{425,638,603,587,529,462,655,558,559,537,533,480,366,579,692,508,493,477,392,199,279,383,310,337,359,257,334,312,269,372,153,312,384,356,385,375,606,122,64,238,175,349,201,98,627,303,446,225,646,525,147,NULL}|{0,179,83,17,153,7,36,38,108,1,23,16,102}
RDZ|9.03|{391,542,471,468,472,500,544,553,472,479,529,532,490,537,517,397,394,408,352,254,232,294,287,345,345,286,342,342,341,344,220,292,342,327,334,380,461,93,81,250,230,426,278,132,443,314,531,427,556,550,525,543}|{308,459,449,430,400,416,482,426,369,417,405,382,295,435,461,354,359,365,294,157,202,288,237,294,309,217,266,248,262,297,118,258,307,297,321,273,452,82,43,216,170,284,175,70,417,204,363,133,514,441,155,NULL}|{0,114,46,11,101,0,23,50,68,2,9,33,103}
RE9|9|{79,96,80,80,82,93,98,100,86,87,97,98,93,98,93,90,91,74,69,58,45,41,41,45,45,42,45,45,45,45,37,41,44,42,43,74,86,20,14,64,61,86,58,33,92,73,98,72,98,99,94,96}|{62,84,76,78,68,71,90,75,66,75,71,68,40,78,92,79,84,64,55,33,33,38,28,37,39,34,37,28,39,39,17,36,40,39,42,64,84,NULL,NULL,56,46,54,33,13,92,45,74,28,93,91,35,NULL}|{0,14,20,3,26,0,14,5,8,0,0,4,6}
REF|9.01|{441,616,545,556,558,578,620,623,560,568,605,611,562,618,614,495,484,444,398,265,227,345,342,378,378,308,376,375,367,374,246,314,374,354,363,442,554,265,227,245,219,492,315,153,525,418,612,482,631,621,600,618}|{345,526,518,486,462,491,540,485,440,493,456,448,349,511,578,457,452,389,350,166,172,336,297,338,334,246,303,261,297,322,144,274,336,314,345,350,526,221,142,207,154,330,195,81,509,286,425,168,579,479,185,NULL}|{1,154,70,38,71,25,34,43,88,8,52,15,37}
REM|8.87|{145,212,175,178,179,202,211,213,179,183,206,205,191,213,211,179,169,163,139,119,84,156,153,163,164,140,162,161,155,163,108,145,162,150,158,156,185,73,62,90,77,172,129,79,166,138,210,172,213,213,203,210}|{111,174,160,161,136,134,178,155,123,149,156,140,108,165,199,154,143,126,111,71,72,149,123,134,145,106,121,104,100,144,56,119,145,119,140,101,176,61,37,79,49,99,74,37,158,78,135,50,191,157,49,NULL}|{0,36,21,0,55,30,0,29,1,3,1,23,19}
REN|9.07|{194,244,202,203,208,230,239,247,223,219,245,244,235,243,237,199,189,200,176,142,115,60,61,125,125,113,125,125,125,124,97,106,124,112,123,195,232,150,132,128,119,199,126,92,196,157,239,200,240,239,230,241}|{148,199,194,176,163,180,195,173,162,184,178,175,146,204,221,179,168,181,155,100,102,57,46,110,108,90,106,86,98,113,62,95,116,102,118,149,224,131,75,102,82,128,73,45,189,100,161,85,217,190,66,NULL}|{2,2,3,39,65,15,10,28,67,1,0,12,4}
REP|8.77|{61,76,62,61,61,72,76,77,68,65,69,74,66,73,76,67,63,62,58,37,29,63,63,70,70,53,69,69,68,70,52,64,68,67,67,55,63,8,7,22,20,64,48,31,61,51,71,53,75,76,76,73}|{43,58,57,46,44,43,64,55,46,53,52,49,34,57,75,61,56,55,48,25,25,60,49,61,65,36,50,52,35,58,25,51,61,67,67,40,61,NULL,NULL,19,NULL,39,25,17,57,31,37,20,71,49,46,NULL}|{0,0,0,63,0,0,0,14,0,0,0,0,0}
RET||{14,21,17,17,19,20,22,22,19,21,21,20,21,21,21,19,18,19,16,17,10,19,18,17,17,17,18,18,18,18,13,17,18,15,17,16,19,15,12,7,7,20,15,6,20,17,22,17,22,21,22,22}|{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,7,NULL}|{12,0,0,0,2,0,0,8,0,0,0,0,0}
RF4|8.66|{419,611,539,549,553,565,611,622,527,549,604,589,570,619,606,516,492,491,423,347,306,291,288,342,344,306,343,343,335,344,262,302,346,318,331,481,559,187,165,363,319,509,325,191,518,406,601,477,623,611,582,612}|{321,515,512,486,438,418,511,473,370,452,434,376,292,456,571,426,408,417,342,211,249,278,217,258,285,234,244,224,207,288,133,248,300,262,299,329,538,158,88,305,211,278,147,81,482,217,341,170,537,421,131,NULL}|{5,203,96,33,86,11,50,20,61,0,7,37,24}
RFF|8.82|{114,165,139,142,143,150,166,168,146,148,159,159,146,160,161,126,119,122,102,87,60,88,88,97,97,86,97,96,97,98,68,82,97,93,94,121,142,32,26,55,51,137,90,57,123,93,156,125,165,159,150,163}|{105,147,131,127,113,122,141,132,103,125,117,104,93,120,144,114,105,106,89,60,48,85,69,75,86,64,80,74,69,87,40,69,81,84,88,89,137,27,12,49,40,89,51,23,117,61,105,47,146,127,27,NULL}|{1,34,22,5,37,5,12,13,4,0,3,3,30}
RFR|8.81|{93,126,105,107,108,123,129,129,117,118,119,116,105,124,127,107,98,92,89,74,49,65,62,72,75,64,73,71,72,74,50,65,71,66,70,84,95,29,27,52,43,108,66,30,93,87,123,96,127,127,116,128}|{78,113,95,100,84,95,110,94,91,105,90,84,68,99,120,91,86,80,76,40,40,61,48,63,62,50,60,53,53,62,35,59,63,59,69,64,91,27,22,45,28,68,38,16,84,52,81,50,112,90,25,NULL}|{0,30,16,7,38,1,8,1,17,0,2,4,7}
RFS|8.76|{134,218,168,173,174,199,220,223,191,192,203,200,184,210,207,150,145,152,124,96,76,110,107,129,129,111,129,125,128,126,91,121,129,124,122,161,188,43,40,82,78,184,122,74,176,139,211,170,217,215,207,218}|{103,181,162,152,133,143,195,159,151,165,143,131,101,167,173,130,127,136,108,51,59,108,79,110,110,84,99,90,101,104,47,100,115,107,115,117,183,39,34,67,51,100,63,37,168,85,130,66,190,120,45,NULL}|{0,48,29,8,73,6,12,19,8,0,8,4,8}
RGM|9.22|{46,72,63,61,61,67,69,71,63,67,68,68,62,71,71,64,60,51,47,37,28,57,57,63,62,56,63,63,62,63,34,57,63,62,61,43,60,9,7,15,14,64,39,24,62,49,71,59,71,72,65,72}|{34,66,62,52,54,58,59,58,52,62,57,52,37,61,69,58,54,45,41,29,22,56,50,53,55,50,50,50,47,59,19,51,58,56,60,32,58,NULL,NULL,NULL,NULL,45,25,11,60,34,47,27,68,52,29,NULL}|{0,0,0,0,1,0,57,12,2,0,0,0,0}
RGN|8.96|{434,553,497,502,501,500,551,558,494,488,532,528,490,540,529,430,424,447,354,254,223,277,279,309,311,266,307,303,305,308,215,274,309,296,293,417,496,144,110,294,271,419,275,155,433,351,535,431,548,548,534,546}|{345,470,475,437,411,397,476,434,397,425,417,370,281,446,486,394,391,418,312,169,192,266,231,261,269,194,249,213,223,282,124,246,286,260,276,318,487,131,69,255,187,275,168,78,412,203,363,151,502,424,129,NULL}|{0,113,82,20,52,10,28,51,91,1,14,29,73}
RGP|9.01|{194,260,238,237,239,243,264,267,210,228,254,256,231,259,252,210,204,210,162,147,124,121,119,156,156,142,156,152,153,154,107,135,156,148,150,201,234,67,60,131,120,232,134,70,187,160,245,194,259,256,247,254}|{143,225,228,211,203,184,230,194,165,184,178,179,131,212,230,192,184,190,137,94,95,119,95,131,134,110,127,102,105,139,67,119,148,132,143,163,226,61,38,123,92,134,81,28,180,92,164,81,238,213,40,NULL}|{0,50,34,8,61,2,21,20,29,3,0,15,26}
RGR|8.98|{299,397,331,333,336,355,400,407,358,345,377,379,345,398,380,316,299,276,230,164,128,196,193,227,228,184,229,223,225,227,159,194,230,218,224,267,348,71,54,193,173,295,156,96,327,263,383,291,399,393,376,393}|{244,349,320,305,276,260,339,310,287,292,275,260,183,323,342,285,272,242,184,94,97,188,163,202,201,145,194,155,162,204,100,172,213,196,213,194,336,59,28,167,119,182,78,37,320,174,274,116,380,276,88,NULL}|{0,100,49,9,80,3,21,54,24,1,15,22,31}
RGT|9|{687,930,827,831,841,837,931,948,809,826,917,906,846,922,917,785,744,734,637,454,453,577,569,654,655,553,652,650,640,650,466,577,655,614,636,692,846,268,232,501,463,767,408,269,810,622,913,715,942,939,900,925}|{498,782,803,752,687,629,786,718,615,723,709,651,507,767,858,687,676,655,550,288,360,555,466,564,566,401,489,449,407,560,246,491,575,555,606,514,819,236,140,437,340,480,207,124,785,368,552,248,871,628,475,NULL}|{13,158,78,79,143,41,11,184,71,12,28,53,78}
RH8|8.95|{982,1293,1112,1116,1125,1204,1297,1306,1127,1140,1240,1243,1163,1290,1279,1020,982,1083,852,648,570,715,704,743,744,609,747,740,738,741,534,647,741,684,716,924,1132,443,383,525,483,1043,619,340,1115,934,1261,1014,1304,1296,1240,1282}|{770,1117,1061,983,910,988,1129,988,876,961,924,889,672,1047,1182,914,898,1019,740,465,495,690,594,627,651,484,607,534,583,639,315,576,666,603,681,701,1078,371,216,442,339,692,398,167,1062,652,854,324,1169,930,371,NULL}|{10,254,82,49,176,38,44,225,232,26,79,26,84}
RHM|8.81|{617,866,743,747,752,790,869,874,750,762,827,823,745,844,838,694,653,644,576,397,369,493,493,632,627,520,629,625,623,625,440,552,624,588,610,618,768,218,182,389,350,700,400,244,659,507,829,668,866,856,817,857}|{449,721,707,642,596,574,733,631,528,631,601,546,423,675,776,608,590,549,481,206,300,466,376,520,530,371,471,420,442,551,225,460,550,507,580,449,741,177,104,317,236,430,200,111,626,293,494,198,757,519,362,NULL}|{12,137,72,41,187,21,92,26,100,9,44,67,73}
RHQ|8.85|{1164,1542,1258,1277,1277,1422,1552,1563,1359,1390,1523,1502,1427,1538,1472,1185,1151,1236,1094,857,756,821,811,934,937,780,927,923,915,929,694,820,934,870,919,1213,1406,488,395,797,720,1304,842,535,1225,1005,1508,1202,1553,1535,1484,1517}|{904,1294,1179,1136,993,1120,1335,1125,947,1155,1095,1021,787,1186,1342,999,1002,1108,915,503,620,789,633,803,825,610,717,601,599,794,378,700,833,764,891,875,1339,429,232,681,475,793,456,238,1164,599,923,406,1405,1011,550,NULL}|{5,408,148,25,212,46,55,137,230,11,72,108,112}
RHU|8.86|{718,979,852,862,862,887,975,980,850,863,946,943,895,965,965,773,716,811,649,474,415,500,502,554,560,469,556,553,553,561,418,485,559,521,548,745,893,320,269,545,504,811,433,274,758,636,951,750,980,980,942,975}|{549,812,813,739,695,704,816,717,611,698,682,645,493,766,881,669,628,739,545,286,347,467,389,465,465,333,418,337,368,499,219,412,501,450,518,498,858,278,158,432,338,501,202,112,717,347,556,243,878,642,254,NULL}|{0,254,110,70,171,38,60,56,83,4,24,64,58}
RHW|8.76|{363,501,445,446,446,461,498,502,441,446,489,481,470,494,479,393,388,396,346,214,213,286,281,307,306,249,306,305,299,304,203,254,303,290,295,371,461,301,264,242,230,408,258,148,436,337,481,375,497,492,478,491}|{290,412,427,400,355,368,413,376,339,377,359,319,265,393,448,332,325,334,289,117,180,279,222,266,270,187,232,232,203,255,107,220,268,262,281,256,429,261,149,215,144,249,153,66,411,202,298,129,423,348,113,NULL}|{2,179,58,20,36,10,17,28,96,4,2,20,31}
RJ1|8.79|{866,1249,1066,1072,1083,1139,1245,1255,1066,1121,1229,1220,1158,1234,1214,1020,967,993,908,689,663,660,655,755,757,635,759,754,740,755,556,688,758,696,713,923,1097,383,339,717,677,1027,679,421,1086,839,1212,964,1258,1251,1179,1238}|{642,1007,985,949,846,858,1021,922,741,901,904,819,674,955,1108,786,793,840,734,399,537,629,518,578,623,453,536,526,438,619,291,556,640,626,664,623,1037,324,209,611,470,609,326,182,1004,460,696,323,1089,776,589,NULL}|{21,210,131,90,80,52,181,96,185,4,35,97,88}
RJ2|8.65|{121,174,144,144,146,162,172,178,152,150,166,165,163,175,168,128,127,128,116,96,94,62,62,83,83,68,84,84,77,83,62,70,83,77,78,126,153,42,36,89,80,130,74,45,153,112,170,135,175,172,165,172}|{96,150,136,129,114,112,143,127,113,124,119,111,96,136,152,106,111,105,97,63,81,60,50,62,68,55,58,53,45,74,33,60,70,59,74,77,144,36,30,81,61,62,34,18,145,58,102,45,152,109,45,NULL}|{0,56,23,1,54,4,7,10,16,0,5,1,1}
RJ6|8.52|{85,107,95,94,98,101,110,111,97,98,105,107,97,107,100,80,79,88,71,47,42,70,69,66,67,54,67,65,65,66,46,61,67,63,65,71,85,24,24,30,29,85,51,37,90,57,103,91,109,107,104,107}|{74,86,88,81,78,79,92,81,73,86,77,73,59,82,86,76,73,75,60,28,26,64,52,55,54,39,39,32,31,58,20,52,53,57,58,53,82,21,15,25,20,52,27,14,85,33,66,40,96,80,45,NULL}|{0,20,20,8,26,2,6,4,12,0,1,0,14}
RJ7|8.67|{429,638,521,533,537,585,643,653,573,595,616,611,576,631,628,553,513,485,441,349,362,355,353,406,409,348,409,407,396,406,288,363,410,372,368,464,552,129,118,294,270,494,285,194,565,430,620,501,645,639,598,643}|{318,519,489,463,417,438,531,477,430,494,442,395,314,505,599,454,434,419,367,200,308,335,273,317,347,251,278,271,232,335,132,274,345,304,339,300,532,114,78,246,187,296,115,83,524,247,344,163,557,401,242,NULL}|{12,127,45,16,139,24,62,57,43,1,34,22,78}
RJC|8.9|{269,367,285,291,293,335,366,369,313,307,357,347,334,360,349,274,264,281,236,158,164,174,176,181,182,150,179,181,178,181,129,153,184,170,175,278,329,55,44,184,164,294,148,85,303,240,351,291,362,360,347,357}|{215,310,270,254,225,256,299,250,235,253,254,226,177,293,302,248,243,234,188,95,143,170,155,161,158,108,130,123,136,153,78,132,170,140,164,204,320,51,29,157,108,169,82,40,291,151,212,97,314,306,76,NULL}|{0,109,57,19,81,3,14,33,14,1,5,9,25}
RJE|8.74|{833,1071,949,960,967,1012,1082,1097,949,974,1049,1048,974,1077,1053,861,829,823,733,606,451,585,583,682,685,572,688,681,676,682,486,610,687,634,655,820,958,273,236,624,578,924,641,327,836,728,1059,837,1093,1089,1043,1079}|{639,909,893,850,742,789,905,787,672,809,780,687,542,821,979,732,718,693,593,363,374,559,448,559,583,398,536,427,472,569,238,519,623,538,620,557,909,240,135,526,362,535,340,138,775,431,655,344,941,744,274,NULL}|{9,212,158,85,172,33,97,62,85,1,40,74,79}
RJF|8.92|{194,282,247,254,254,265,283,287,262,265,281,271,264,284,267,214,214,235,205,160,139,150,151,182,182,143,181,179,181,183,146,160,182,170,175,231,269,89,73,180,158,236,142,75,256,195,278,217,283,284,270,280}|{147,252,233,233,198,227,241,222,203,225,216,196,146,234,245,183,186,199,173,100,111,144,112,144,148,110,131,114,126,154,76,134,161,156,167,182,258,79,42,152,113,151,75,34,247,110,176,88,256,183,63,NULL}|{0,112,33,7,55,2,19,21,14,2,1,10,11}
RJL|8.68|{376,500,441,444,447,461,502,504,431,438,481,470,458,492,490,389,383,363,329,275,198,236,234,262,263,224,264,264,262,263,197,230,267,248,254,384,435,106,86,288,258,408,234,138,384,309,487,384,501,499,487,496}|{304,431,422,391,359,337,420,383,294,371,345,308,239,379,430,342,348,280,267,140,168,226,182,217,223,165,201,166,162,221,91,200,236,186,240,279,419,95,59,235,168,211,94,58,363,171,293,131,436,361,114,NULL}|{0,100,79,21,71,2,32,61,72,4,0,23,48}
RJN|8.87|{88,134,109,109,109,122,135,137,118,120,131,128,124,134,130,98,97,99,82,49,50,79,80,76,76,65,75,73,71,74,56,67,73,70,70,100,117,33,31,55,49,103,71,50,113,81,129,111,133,134,126,133}|{67,118,105,95,93,92,114,99,93,99,94,81,68,103,113,91,91,84,73,35,43,75,59,60,67,43,56,58,48,62,31,52,62,63,66,75,115,24,15,45,38,62,42,27,109,53,83,34,120,97,38,NULL}|{0,49,21,3,44,3,2,9,0,1,1,1,3}
RJR|8.68|{161,213,186,189,191,207,218,223,194,191,210,211,202,222,217,171,166,150,132,87,85,111,111,123,124,103,123,122,122,123,85,107,126,113,117,154,187,51,40,75,71,172,89,56,185,128,213,175,224,224,216,221}|{128,191,176,169,154,165,191,165,158,155,143,137,113,181,198,150,150,131,111,47,69,103,75,101,103,72,81,75,71,102,36,78,99,97,112,98,180,43,23,59,51,110,41,21,177,76,132,65,196,165,47,NULL}|{0,38,28,5,57,0,7,7,44,0,0,5,36}
RJZ|8.62|{343,564,479,487,488,514,573,575,515,511,559,545,525,569,559,490,462,441,389,310,306,308,308,333,333,274,332,329,327,330,241,294,333,315,316,417,499,157,137,267,248,447,320,200,481,364,544,443,568,566,546,560}|{259,461,444,431,355,406,466,389,358,401,368,337,246,408,526,385,384,369,297,177,249,293,228,248,258,185,222,227,192,273,112,241,283,259,292,264,477,130,80,205,150,241,143,79,451,186,271,130,476,338,202,NULL}|{7,167,48,2,148,13,5,69,34,1,10,66,11}
RK5|8.79|{171,250,229,231,234,232,249,258,231,223,231,228,209,243,244,183,176,186,156,122,99,149,145,160,162,135,163,162,163,163,120,142,163,154,158,188,213,38,30,99,89,206,128,84,217,164,248,197,254,248,238,248}|{132,220,218,208,186,179,209,190,185,197,169,147,126,193,218,154,151,147,122,57,75,146,110,131,138,105,136,113,135,148,69,114,148,142,152,144,198,36,20,88,67,119,62,50,206,96,168,70,227,155,55,NULL}|{0,36,40,4,54,1,8,8,32,0,20,3,53}
RK9|8.77|{682,909,801,816,818,874,916,923,822,817,872,864,806,884,884,722,667,772,625,452,394,542,539,595,596,510,599,599,587,596,437,537,597,554,579,684,808,225,190,450,398,735,365,223,702,647,880,716,913,906,871,901}|{518,768,751,700,662,762,763,690,626,680,644,581,482,696,833,613,589,726,528,272,315,516,403,491,490,368,435,350,396,492,227,441,503,472,547,509,761,187,112,367,269,470,184,83,649,389,568,260,800,626,296,NULL}|{11,150,84,39,119,29,85,118,136,12,16,67,67}
RKB|8.82|{580,774,673,678,671,712,781,786,696,699,765,760,722,776,776,653,640,618,547,429,375,442,441,499,499,416,502,500,500,502,373,457,501,476,486,589,693,212,173,393,355,652,369,224,615,511,761,624,781,776,735,762}|{437,653,640,588,525,511,652,563,491,579,576,517,435,601,717,574,558,526,457,274,312,425,345,396,412,298,361,313,295,427,197,382,434,404,454,443,671,168,105,344,249,412,186,99,584,326,464,251,702,558,275,NULL}|{6,136,81,49,116,34,37,105,76,13,31,53,55}
RKE|8.87|{92,116,98,96,96,106,116,118,98,106,113,110,104,115,109,92,94,93,79,73,67,60,53,56,56,45,55,55,51,55,39,50,56,52,53,84,100,23,23,48,45,87,55,38,104,66,109,84,114,114,102,113}|{81,101,90,86,75,84,100,89,71,88,80,74,61,92,102,81,83,87,68,57,56,57,43,50,52,35,41,39,36,52,25,48,52,43,50,60,97,22,13,46,34,57,34,20,98,41,69,30,103,83,41,NULL}|{0,50,19,1,12,0,5,6,9,1,6,1,9}
RL1||{4,9,10,10,10,9,10,10,8,8,10,10,9,9,8,5,5,5,5,3,2,9,9,7,7,6,7,7,7,7,4,7,7,5,7,4,8,3,3,0,0,8,8,5,8,4,8,8,10,10,10,10}|{NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL}|{0,0,0,0,1,0,0,2,0,6,0,0,1}
RL4|8.72|{470,698,600,604,604,662,703,707,615,624,670,667,634,682,672,511,498,540,481,429,338,379,371,425,428,364,428,424,422,426,317,385,426,413,417,535,632,207,177,411,366,585,326,188,532,451,665,523,695,696,636,692}|{366,568,571,522,489,560,604,544,451,516,498,461,388,540,587,440,447,450,395,265,282,370,300,347,368,256,327,255,287,356,173,322,377,370,396,372,603,176,94,351,238,364,139,78,507,252,426,175,618,422,201,NULL}|{6,146,132,67,118,28,49,60,42,4,2,31,24}
RLN|8.87|{374,520,419,423,426,494,521,525,462,478,510,509,477,518,510,426,410,383,364,306,226,235,236,269,270,229,270,270,265,270,187,243,271,255,262,384,444,78,65,235,224,440,298,185,462,384,514,400,526,522,505,523}|{305,456,390,387,345,416,435,399,353,412,388,355,290,417,470,371,373,321,292,187,174,229,193,212,240,177,215,193,202,224,93,195,241,223,246,285,431,67,39,202,169,272,173,95,449,222,341,166,481,420,157,NULL}|{0,57,54,4,97,19,42,25,82,0,2,13,136}
RLQ|8.74|{198,249,209,206,209,228,245,252,216,216,236,234,205,237,238,172,164,172,142,86,78,115,112,111,111,86,111,110,110,110,81,93,111,105,108,169,209,48,34,78,69,179,114,61,183,158,234,187,245,244,236,242}|{149,216,194,180,165,170,210,177,166,170,161,150,110,177,205,146,142,147,120,53,65,110,89,87,95,67,86,71,91,93,38,79,95,92,96,114,195,41,25,69,48,109,72,26,171,96,146,69,214,173,46,NULL}|{0,24,21,1,79,5,3,21,49,0,10,5,35}
RLT|8.94|{58,82,75,75,76,76,82,83,71,74,80,81,74,79,79,67,64,62,58,40,30,52,51,53,53,45,53,52,53,53,38,47,53,52,51,59,73,23,19,40,35,64,27,20,65,52,81,56,83,80,75,78}|{43,73,71,66,57,57,69,62,59,62,58,61,45,62,76,59,57,57,49,24,25,49,42,44,45,35,41,32,38,46,25,42,49,47,49,42,73,21,NULL,33,26,41,16,NULL,64,34,58,18,78,61,35,NULL}|{0,22,19,1,10,0,2,2,14,0,0,2,12}
RM1|8.89|{791,1035,909,924,925,960,1037,1056,911,881,1005,993,942,1028,1022,867,819,857,695,501,391,620,612,650,653,535,651,649,636,650,426,570,652,603,617,756,903,260,234,470,425,851,451,251,822,693,1022,802,1048,1040,998,1033}|{629,853,861,803,736,727,873,809,648,732,717,651,495,820,961,758,731,777,553,325,305,599,496,542,570,397,481,383,442,555,215,478,574,505,581,565,872,220,129,389,269,495,218,98,778,447,662,259,928,790,348,NULL}|{1,156,109,38,104,50,76,184,121,7,46,41,126}
RM3|8.95|{117,175,144,149,149,165,180,179,154,156,173,168,158,175,171,129,126,134,122,111,82,95,99,108,110,97,110,110,110,110,83,100,111,104,110,134,158,51,39,69,56,148,102,70,146,133,174,127,177,176,170,175}|{85,150,135,132,114,127,144,123,105,131,121,106,98,133,158,113,112,118,104,70,64,95,77,79,96,71,77,69,92,95,43,76,98,91,106,98,150,46,21,54,34,84,51,40,140,73,105,57,163,118,73,NULL}|{18,0,18,1,45,2,9,20,14,0,0,27,29}
RMC|9.1|{96,179,165,166,168,168,177,181,160,158,166,171,159,178,176,135,122,139,115,83,68,130,127,140,141,118,141,138,134,141,103,125,140,131,134,132,150,44,42,58,50,148,86,50,139,112,173,141,180,176,166,174}|{82,156,161,144,141,144,165,147,124,142,141,137,108,160,162,121,109,123,105,62,59,125,109,117,125,102,111,107,95,126,65,109,128,114,127,110,145,40,26,48,33,102,53,31,132,75,127,52,164,128,33,NULL}|{0,59,41,5,31,6,1,14,5,1,1,7,10}
RMP|8.89|{36,44,45,45,45,43,47,47,38,44,46,47,42,47,47,43,44,37,29,21,17,36,34,34,33,30,34,34,34,34,24,32,33,32,34,32,40,6,6,14,13,38,29,23,36,33,45,33,47,47,44,47}|{32,42,42,43,40,33,41,33,35,37,33,34,28,40,46,40,40,35,25,13,NULL,35,26,31,29,23,26,21,25,30,15,27,31,28,33,27,38,NULL,NULL,NULL,NULL,24,20,14,36,17,29,15,43,26,13,NULL}|{0,14,18,0,6,1,0,6,0,0,1,1,0}
RN3|8.77|{314,470,409,417,419,428,479,483,432,444,468,461,443,475,467,363,346,375,334,268,226,249,249,274,274,236,274,275,273,272,205,248,275,258,267,339,421,90,82,253,238,407,278,166,442,330,476,375,484,477,457,472}|{261,409,392,377,352,321,401,363,339,379,358,326,254,389,423,321,304,337,291,188,179,242,201,226,232,172,211,181,211,236,108,211,237,222,259,233,414,77,54,215,166,251,162,69,427,188,290,134,440,319,121,NULL}|{0,200,68,20,86,2,31,26,14,1,0,12,28}
RN5|8.83|{467,653,578,581,583,598,669,669,575,588,652,633,607,664,647,511,494,480,422,275,298,346,348,380,381,323,381,376,372,380,255,320,378,357,363,462,582,149,125,346,316,543,242,157,501,407,653,518,669,666,629,654}|{358,556,552,502,473,425,565,487,409,484,478,422,324,533,564,453,446,401,352,148,233,335,274,324,332,243,316,265,271,317,143,277,341,309,346,331,562,129,76,295,218,337,109,60,471,231,402,138,599,488,196,NULL}|{0,213,81,29,125,4,29,68,46,5,2,28,46}
RN7|8.81|{305,422,357,359,363,390,431,433,384,374,415,406,381,421,421,340,328,324,293,235,212,202,202,241,240,201,240,235,228,239,173,203,239,216,229,316,381,86,68,236,218,354,203,106,368,273,412,331,424,423,414,421}|{235,351,333,307,280,297,360,316,284,308,301,276,229,328,383,278,291,258,245,135,181,197,158,204,211,136,182,153,116,204,89,175,213,193,218,227,363,76,40,207,153,212,103,42,348,152,247,135,375,327,118,NULL}|{0,122,58,16,76,0,30,38,33,0,0,24,39}
RNA|8.48|{335,471,408,405,417,445,469,476,408,412,448,447,420,459,457,346,332,393,311,275,201,251,252,279,281,236,278,279,274,278,205,240,279,261,268,364,426,90,75,288,258,392,205,119,348,280,447,354,468,455,434,460}|{255,379,382,337,331,353,406,359,321,331,325,293,228,350,404,297,276,349,253,169,155,240,197,218,230,173,216,174,145,238,109,192,249,220,254,240,403,77,43,244,151,236,96,44,323,170,269,131,407,196,103,NULL}|{0,108,68,18,70,5,22,77,19,0,23,25,43}
RNL|8.64|{259,372,323,328,328,346,371,373,318,337,361,358,334,366,359,278,256,280,245,172,161,180,175,208,211,180,213,211,209,211,143,184,212,195,203,290,334,118,97,239,220,298,177,102,307,277,363,276,370,370,348,365}|{199,298,298,271,258,287,316,269,227,273,259,230,186,282,303,246,236,232,189,100,132,171,140,174,188,134,176,141,165,186,82,159,191,166,190,222,319,95,58,195,152,185,99,58,296,177,222,102,323,283,58,NULL}|{1,92,53,25,50,12,29,36,26,1,2,26,25}
RNQ|8.53|{200,296,265,264,270,288,301,307,271,267,289,292,275,295,285,242,232,222,210,173,152,171,168,180,181,154,180,182,181,181,138,160,182,170,175,228,254,58,54,173,156,254,141,78,239,193,298,227,300,295,284,301}|{152,237,253,220,203,219,260,217,190,221,209,201,150,226,261,199,207,175,169,104,131,162,125,139,141,102,126,112,127,153,68,126,149,144,160,159,230,48,38,142,104,143,62,27,223,115,167,75,252,168,48,NULL}|{0,105,49,7,55,3,21,18,15,0,1,9,25}
RNS|8.71|{330,444,391,396,394,422,446,445,407,383,430,435,409,434,437,378,361,347,307,245,194,227,230,275,277,239,274,273,270,274,205,247,275,247,269,333,399,135,111,256,241,378,215,124,384,304,431,345,446,445,425,439}|{256,380,363,360,298,341,383,299,293,318,296,285,217,344,417,302,309,280,250,138,163,219,175,217,222,163,201,177,189,219,100,206,237,202,242,240,382,113,67,200,151,221,102,47,370,191,242,122,364,289,88,NULL}|{4,82,49,32,73,25,16,68,66,3,6,14,15}
RNZ|8.92|{217,276,235,237,237,250,272,272,230,237,263,262,242,273,269,216,201,205,183,131,122,142,144,149,149,122,147,142,145,147,96,126,147,139,143,213,254,48,43,165,150,217,138,71,210,181,270,215,273,267,268,272}|{163,239,226,213,200,199,234,202,177,193,190,186,123,221,245,181,176,181,157,95,107,137,126,137,132,97,111,96,107,128,50,109,129,121,138,160,251,42,28,140,110,142,80,38,199,111,166,90,251,184,101,NULL}|{0,60,19,11,57,0,14,71,10,1,12,9,17}
RP5|8.93|{133,196,183,181,184,182,199,204,168,176,183,181,167,191,191,146,139,144,127,95,73,133,133,141,142,117,143,142,140,140,97,120,140,134,138,146,170,33,27,58,45,152,100,59,151,110,197,158,196,199,187,197}|{110,173,172,162,154,136,168,157,128,150,137,134,102,156,170,124,125,132,110,57,53,129,99,123,124,88,113,89,114,122,57,101,122,117,132,103,165,31,19,48,29,99,60,29,145,73,128,58,173,165,38,NULL}|{0,39,41,7,23,5,12,14,18,1,0,6,41}
RP6|8.38|{8,40,35,37,37,37,42,42,36,39,37,36,37,41,41,29,28,19,22,15,11,33,32,32,32,22,31,31,31,31,23,28,32,31,31,26,30,14,11,3,2,24,8,9,34,19,38,36,42,40,40,42}|{NULL,33,30,32,25,26,31,30,23,32,27,22,23,34,33,22,20,NULL,14,NULL,NULL,29,25,28,28,14,25,24,15,27,11,24,27,29,28,16,29,NULL,NULL,NULL,NULL,12,NULL,NULL,32,NULL,20,8,34,28,5,NULL}|{0,0,0,0,1,0,0,41,0,0,0,0,0}
RPA|8.76|{311,427,378,386,387,402,438,440,397,384,420,412,402,427,418,322,295,330,307,254,232,218,218,266,269,226,268,263,259,266,188,234,270,252,254,302,371,90,76,224,208,365,248,135,371,288,421,340,428,429,419,424}|{242,358,351,339,312,316,380,334,302,324,329,283,240,336,379,255,249,277,251,171,199,209,162,205,210,152,192,159,146,211,83,188,228,218,232,203,357,83,45,193,136,209,120,58,354,151,244,104,377,294,105,NULL}|{0,103,59,4,70,7,26,49,69,1,1,7,47}
RPC|8.93|{71,99,73,75,76,94,99,99,86,77,84,94,77,100,98,68,55,56,50,40,30,94,93,68,67,55,68,67,65,69,39,64,66,66,68,60,85,13,11,3,2,77,42,34,84,63,98,77,100,100,96,98}|{59,78,69,69,59,85,87,74,67,68,65,62,46,83,79,57,52,46,42,17,27,90,74,56,63,44,55,55,48,60,22,59,61,63,67,42,83,NULL,NULL,NULL,NULL,55,21,15,82,37,56,25,83,70,18,NULL}|{0,10,0,0,0,15,0,41,0,3,33,0,0}
RPY|8.93|{1353,1855,1578,1599,1599,1748,1856,1877,1627,1712,1841,1822,1769,1859,1826,1579,1524,1471,1345,1018,1040,733,732,884,883,740,883,877,868,881,631,777,880,814,850,1462,1710,564,463,1033,956,1500,865,534,1653,1290,1821,1411,1882,1875,1780,1840}|{1006,1483,1537,1442,1258,1477,1503,1314,1145,1387,1342,1206,1005,1442,1732,1299,1300,1244,1100,624,808,706,600,762,769,581,735,686,587,775,373,675,820,741,825,1047,1632,499,287,881,668,925,415,225,1594,707,1020,479,1705,1180,1088,NULL}|{13,395,97,102,282,43,109,436,150,64,25,94,88}
RQ6|9.1|{120,214,165,166,168,194,217,219,185,203,210,203,193,216,205,164,155,150,149,116,87,162,161,167,170,131,170,168,163,168,114,151,168,162,164,155,183,76,74,47,43,165,110,84,190,131,209,167,216,214,201,205}|{103,182,157,145,143,145,197,172,146,177,157,143,119,181,181,147,144,134,125,60,62,159,128,146,158,105,131,127,119,144,71,129,155,150,159,123,180,69,48,41,31,111,67,52,186,92,137,65,204,157,61,NULL}|{0,61,18,0,2,2,0,35,60,1,0,16,25}
RQ8|8.79|{420,540,480,480,482,511,541,548,482,479,525,528,487,530,537,467,444,418,345,260,207,299,302,314,314,262,315,314,308,315,220,257,316,306,304,400,486,81,64,285,259,450,215,124,442,341,530,435,543,540,528,535}|{332,443,447,418,368,364,448,395,346,382,382,351,264,394,507,388,384,352,286,159,178,286,238,250,255,187,242,214,199,272,125,224,278,266,284,295,445,67,37,235,175,266,97,47,415,213,325,134,487,337,132,NULL}|{2,120,58,22,78,14,19,69,40,2,45,31,54}
RQM|8.62|{86,134,114,116,114,120,138,141,127,125,134,131,126,135,139,124,114,118,103,80,83,78,79,82,83,68,82,82,80,82,62,70,83,75,78,115,128,37,34,89,88,112,70,43,122,95,134,101,139,137,126,133}|{68,110,106,94,87,85,115,96,90,100,94,85,67,103,131,103,96,103,83,45,68,72,58,62,74,53,56,57,50,74,34,60,73,63,76,81,122,32,22,75,67,66,34,15,115,59,81,31,127,85,39,NULL}|{0,54,15,1,44,1,7,6,6,0,1,2,6}
RQW|8.87|{163,248,225,229,228,238,253,259,225,222,248,245,238,253,251,230,223,218,183,144,114,120,119,122,122,109,123,122,116,121,93,110,122,118,123,199,233,51,46,153,143,216,116,80,232,161,248,194,257,253,235,249}|{125,218,212,208,176,189,209,193,166,186,174,162,129,194,247,193,193,191,143,92,85,116,89,101,107,72,82,77,75,99,43,90,109,96,111,137,225,44,30,127,94,129,59,37,224,88,155,75,231,183,76,NULL}|{0,111,40,4,42,0,15,10,17,0,1,15,5}
RQX|8.65|{17,25,22,20,22,24,25,25,22,23,23,23,23,23,23,20,18,17,19,15,15,23,23,17,18,16,18,18,17,18,15,17,18,17,18,18,20,9,9,2,2,18,15,10,23,20,23,18,24,23,20,23}|{NULL,17,19,NULL,16,18,21,18,13,19,18,17,15,18,20,NULL,NULL,NULL,NULL,NULL,NULL,23,16,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,19,NULL,12,NULL,21,15,NULL,NULL}|{0,9,11,0,0,2,0,1,0,0,0,0,2}
RR7|9.02|{263,385,335,336,338,356,378,383,329,359,372,374,371,379,380,325,318,309,278,228,183,252,252,233,238,209,238,236,233,238,179,214,235,228,233,303,348,99,85,209,192,323,216,141,324,260,369,282,384,381,359,376}|{209,340,321,302,270,294,339,284,240,312,287,274,221,323,365,282,291,272,233,158,155,244,208,201,214,176,195,162,172,216,111,182,214,207,222,237,332,89,49,185,136,219,129,73,312,162,261,129,347,271,94,NULL}|{0,141,66,56,55,0,17,43,4,2,0,5,2}
RR8|8.86|{746,1004,889,899,902,916,1005,1018,894,916,984,986,938,1008,997,858,821,820,714,577,499,663,661,748,747,643,750,746,741,747,573,684,750,701,723,763,909,298,250,527,472,865,508,338,854,701,987,777,1016,1000,951,997}|{560,811,826,773,720,703,859,761,662,790,737,678,545,824,945,722,718,737,605,361,406,637,547,627,652,483,547,457,549,638,307,567,658,625,696,540,878,258,137,445,319,535,279,158,820,367,580,346,907,705,374,NULL}|{10,186,117,72,101,54,117,34,66,27,76,82,85}
RRF|8.97|{124,192,162,160,163,187,195,196,175,173,181,181,169,192,189,163,152,154,132,110,85,121,121,111,113,97,112,112,111,112,90,98,112,105,108,148,163,28,27,84,76,171,135,73,158,134,188,153,192,193,186,188}|{97,171,153,148,132,167,168,147,133,143,129,128,106,150,174,149,137,131,110,72,76,116,93,85,99,77,101,75,93,103,51,90,101,94,102,110,159,26,16,68,57,109,92,45,152,73,121,69,179,150,48,NULL}|{0,49,37,1,53,2,10,12,7,0,8,8,11}
RRJ|8.44|{31,39,31,31,31,37,40,41,33,34,36,32,34,39,37,27,25,27,24,21,17,36,36,35,35,30,35,35,35,35,29,34,35,32,34,27,35,9,9,2,2,37,28,16,37,30,38,28,41,39,41,41}|{18,26,29,24,25,27,33,31,13,26,21,19,16,31,32,25,24,17,19,9,NULL,35,28,27,33,24,26,27,26,32,17,29,32,31,34,16,35,NULL,NULL,NULL,NULL,20,14,NULL,33,13,21,7,36,23,27,NULL}|{0,0,0,0,2,0,0,14,0,25,0,0,0}
RRK|8.77|{923,1258,1105,1117,1118,1203,1272,1284,1161,1106,1221,1199,1159,1256,1220,943,908,923,832,699,567,827,822,935,939,798,940,934,924,936,672,806,932,869,900,920,1115,345,282,575,513,1047,618,386,1059,852,1230,989,1272,1253,1209,1247}|{723,1039,1029,929,865,1014,1069,953,871,916,878,782,638,979,1082,815,795,762,675,458,457,788,631,749,787,581,694,596,599,808,327,640,819,781,853,661,1073,296,165,486,333,652,316,167,1008,492,738,352,1130,858,502,NULL}|{10,209,137,31,169,56,89,114,135,25,52,111,152}
RRV|8.68|{974,1367,1163,1165,1160,1247,1353,1369,1165,1250,1341,1326,1279,1351,1340,1151,1111,1089,989,750,729,667,665,842,851,725,852,849,837,851,657,783,850,789,810,1024,1230,286,243,681,641,1089,722,479,1202,941,1328,1050,1372,1357,1276,1346}|{678,1070,1090,996,877,984,1103,943,791,996,928,849,679,1023,1246,899,919,935,801,463,580,637,502,657,726,501,590,580,520,714,334,640,747,671,768,661,1173,239,142,553,444,628,308,180,1109,499,663,363,1181,726,626,NULL}|{21,99,57,126,320,65,74,165,280,36,3,38,98}
RT3|8.44|{19,41,38,39,39,40,43,44,34,37,41,41,34,43,43,31,31,30,26,25,18,40,40,42,42,37,42,42,42,42,27,40,42,41,36,25,25,1,1,7,7,38,24,13,37,34,42,35,44,42,41,43}|{NULL,33,33,32,29,30,35,32,21,32,27,22,17,36,41,27,29,23,20,14,NULL,38,29,29,37,26,31,34,34,30,16,36,35,37,34,17,24,NULL,NULL,NULL,NULL,23,11,NULL,33,16,27,14,34,32,10,NULL}|{0,0,0,0,0,0,42,2,0,0,0,0,0}
RTD|9|{817,1145,1007,1013,1027,1060,1145,1162,1008,1027,1110,1100,1028,1135,1102,873,820,859,769,593,450,722,721,797,803,672,800,795,794,800,559,709,805,739,775,836,1028,326,266,539,483,907,602,376,1031,813,1136,893,1156,1151,1095,1133}|{617,976,964,903,836,815,1005,854,794,883,854,758,654,946,1002,777,734,719,636,320,331,693,577,675,694,517,639,579,616,680,318,597,733,647,736,604,999,275,151,451,341,575,358,200,1008,472,745,300,1043,859,308,NULL}|{19,155,92,34,145,35,83,135,118,17,66,112,155}
RTE|8.75|{1080,1389,1221,1226,1230,1275,1402,1413,1174,1208,1359,1348,1275,1384,1347,1002,963,1151,944,675,621,730,740,815,819,664,819,814,812,813,582,724,816,740,778,1046,1257,443,374,855,758,1128,707,366,1053,960,1351,1087,1400,1391,1336,1373}|{809,1125,1167,1056,943,946,1190,1066,781,976,967,888,646,1054,1142,866,852,1050,789,418,514,702,579,664,699,478,618,522,633,667,288,616,726,615,726,744,1198,374,204,707,491,651,386,162,954,620,814,304,1223,854,318,NULL}|{7,253,196,70,168,44,73,253,147,13,9,64,124}
RTF|9.05|{428,562,466,463,467,517,569,571,507,512,555,544,523,559,556,474,445,450,388,338,255,213,216,253,257,207,255,252,250,254,182,218,254,231,245,468,530,112,98,368,337,461,328,171,506,404,555,428,569,567,534,561}|{340,480,448,422,383,410,503,442,400,453,456,424,324,479,520,428,397,396,343,255,216,204,190,216,215,154,207,181,174,226,105,191,231,203,236,364,516,100,62,334,270,312,216,100,494,254,380,154,526,467,116,NULL}|{0,152,86,10,142,0,57,60,30,1,9,23,6}
RTG|8.89|{722,960,839,840,841,893,960,978,850,869,930,932,865,957,935,748,726,724,636,482,423,547,539,623,628,517,628,621,625,624,464,560,627,587,606,730,880,260,222,544,493,784,480,276,785,623,936,724,964,954,913,950}|{565,814,794,771,670,690,812,709,654,728,677,636,486,741,865,675,651,622,527,268,329,529,423,513,523,375,473,425,490,548,226,482,557,535,587,490,854,231,125,457,327,480,263,123,761,380,594,274,887,676,206,NULL}|{5,204,95,52,194,30,68,51,101,11,43,52,76}
RTH|8.84|{998,1347,1166,1180,1172,1188,1347,1358,1176,1211,1304,1281,1236,1334,1308,1015,980,1058,885,632,562,801,798,824,828,682,825,820,812,818,578,747,828,776,801,954,1189,561,469,482,417,1080,603,369,1213,941,1315,1073,1344,1343,1282,1337}|{766,1103,1108,1040,932,884,1127,993,890,1012,952,837,693,1088,1173,867,856,958,757,374,424,769,669,688,743,511,653,592,611,721,303,658,758,704,776,671,1130,485,263,400,281,663,293,145,1169,596,788,370,1169,914,630,NULL}|{19,281,118,73,176,65,72,116,160,35,71,61,123}
RTK|8.73|{215,297,253,250,252,274,300,304,270,275,291,288,267,294,282,227,221,216,188,132,127,148,146,148,148,118,148,145,144,148,95,126,148,132,138,204,251,44,41,112,103,228,121,67,264,197,292,230,298,297,279,290}|{185,253,233,220,188,208,251,201,195,210,195,164,140,210,253,188,189,182,151,71,113,137,106,124,127,78,110,99,95,126,42,100,129,114,128,124,238,37,23,90,64,133,58,30,253,101,173,85,262,232,73,NULL}|{2,97,21,3,78,1,18,27,15,1,1,1,40}
RTP|8.76|{265,370,331,335,334,339,366,367,330,311,353,354,335,366,361,284,279,295,224,146,157,224,219,221,220,187,220,219,216,218,147,179,221,206,210,251,330,137,116,168,147,283,141,75,317,214,354,290,367,368,352,365}|{227,320,319,296,276,289,317,279,274,258,259,242,187,286,332,243,246,264,178,76,141,210,173,177,185,132,166,155,154,192,87,146,197,171,198,176,313,119,72,148,102,179,80,37,311,131,222,114,327,285,60,NULL}|{0,150,41,4,54,2,11,14,37,0,0,4,57}
RTR|8.82|{581,781,681,678,690,735,784,786,669,709,759,757,713,784,751,604,569,584,503,394,318,437,438,518,520,447,520,516,515,522,384,475,520,480,497,611,707,215,172,414,369,651,413,266,607,544,754,594,781,776,739,768}|{439,670,648,594,549,585,678,577,489,617,573,524,409,626,675,544,516,501,417,225,245,421,347,434,443,333,403,318,368,452,199,395,461,396,465,430,669,188,98,362,241,404,232,141,576,321,477,194,697,584,199,NULL}|{3,89,96,50,115,34,91,88,69,10,33,50,71}
RTX|8.98|{390,537,456,461,458,499,544,549,476,478,536,532,494,546,537,424,397,427,350,301,239,195,197,232,235,189,233,231,230,230,167,202,235,214,222,412,490,84,75,310,287,422,266,143,446,375,527,423,549,540,525,545}|{310,447,437,403,369,418,464,410,369,406,410,369,272,444,487,358,356,378,296,207,211,187,159,195,197,152,172,159,172,197,84,166,207,179,207,317,481,74,53,269,220,247,151,71,431,225,343,171,496,416,166,NULL}|{0,152,56,22,117,2,34,70,32,3,0,21,45}
RVJ|8.84|{397,550,476,481,481,520,557,563,513,489,528,531,483,542,545,438,421,471,358,242,223,367,358,341,341,286,339,331,333,334,230,298,341,321,331,389,467,110,94,135,128,451,235,146,481,350,539,440,551,547,531,552}|{306,457,448,407,383,358,481,422,404,417,398,357,303,437,498,388,382,433,312,140,177,353,277,288,312,205,254,237,222,316,117,267,311,292,315,292,443,97,59,114,88,288,120,67,466,223,341,159,476,395,172,NULL}|{10,120,34,2,105,3,12,40,115,11,54,4,57}
RVR|8.92|{148,188,169,168,170,177,188,193,170,164,181,183,167,183,181,144,143,123,105,68,74,81,80,95,95,84,96,94,94,96,59,76,97,88,91,125,152,30,24,54,52,139,67,43,153,116,184,145,192,192,183,187}|{116,163,162,157,142,142,159,147,137,135,131,122,94,147,168,126,129,110,94,46,61,80,69,83,82,60,73,66,50,86,33,67,88,75,83,97,146,26,14,43,36,87,24,15,143,78,129,47,178,147,79,NULL}|{0,0,29,5,59,1,5,9,52,0,2,4,31}
RVV|8.64|{715,979,857,870,866,900,985,993,893,880,954,948,904,975,947,725,684,711,623,480,410,517,516,539,544,442,543,542,535,545,361,479,546,513,524,754,889,271,240,540,500,800,479,290,862,694,963,770,996,981,956,977}|{554,817,799,753,689,631,839,721,663,711,667,570,471,748,831,572,580,564,485,246,306,484,399,439,455,304,395,333,350,440,175,394,468,451,473,504,840,226,151,448,308,445,207,106,823,412,588,206,847,701,234,NULL}|{3,238,148,68,145,27,40,111,63,5,34,29,93}
RVW|8.94|{292,438,389,384,390,416,446,452,379,409,427,427,403,434,421,331,315,322,292,256,196,232,230,265,268,218,264,261,262,264,192,236,260,245,260,360,404,135,117,233,208,364,208,122,370,285,426,333,446,439,416,438}|{221,391,374,346,328,356,373,352,293,356,342,312,242,351,373,304,284,269,255,165,156,226,192,230,226,169,184,167,191,233,106,198,219,206,239,275,388,122,73,207,145,235,115,53,361,167,290,123,412,367,113,NULL}|{0,152,81,5,69,2,46,11,53,0,0,9,25}
RVY|8.91|{91,120,98,100,100,108,120,121,112,105,114,117,114,118,116,99,89,102,80,65,49,51,50,60,60,50,60,59,60,60,44,49,58,54,56,83,105,13,10,54,51,100,60,35,90,66,116,90,121,123,115,121}|{76,98,90,88,79,83,96,96,93,88,73,77,65,96,108,82,82,85,63,35,39,47,40,50,51,34,44,42,45,48,22,41,50,44,46,60,104,NULL,NULL,48,39,64,38,18,87,38,79,38,110,81,19,NULL}|{0,0,17,2,53,0,1,3,19,0,1,6,21}
RW6|8.71|{248,333,286,291,293,311,342,340,317,309,323,319,304,333,339,280,255,256,226,194,154,145,142,185,187,155,186,185,180,183,129,159,186,171,176,238,283,80,67,94,90,268,187,116,275,226,320,259,341,339,324,334}|{201,288,269,268,239,224,283,251,246,256,237,212,163,253,317,237,221,217,180,115,125,137,98,140,156,113,136,114,124,155,68,123,159,142,155,156,268,73,42,73,57,146,101,47,266,147,201,109,307,233,78,NULL}|{0,44,41,10,84,15,11,7,85,0,0,9,41}
RWA|8.83|{621,840,728,741,743,781,857,866,736,776,833,831,795,852,829,621,594,638,600,479,383,505,507,629,630,534,629,629,622,624,450,560,627,593,610,660,783,271,231,489,434,728,394,262,650,548,835,682,857,853,826,848}|{445,676,672,627,555,558,732,632,484,654,608,546,450,669,724,536,522,534,494,268,313,480,392,523,542,390,498,413,464,543,243,466,560,509,569,463,751,236,139,407,291,433,186,99,596,299,507,253,740,558,177,NULL}|{10,144,101,46,124,52,69,107,75,9,27,60,54}
RWD|8.61|{653,893,798,806,811,834,911,916,804,796,869,859,821,887,872,594,560,670,601,451,362,395,391,482,484,388,483,481,478,480,346,413,483,453,465,666,799,264,206,452,397,726,410,214,720,624,881,692,909,900,878,898}|{528,742,752,692,613,661,763,682,592,645,624,527,443,681,715,505,495,547,471,234,281,373,290,401,411,290,365,315,344,395,182,348,420,377,430,436,749,235,132,370,231,390,167,82,684,355,546,206,754,634,192,NULL}|{2,159,120,36,140,19,52,77,186,2,13,38,76}
RWE|8.68|{914,1251,1103,1105,1109,1171,1259,1274,1138,1140,1226,1220,1155,1238,1221,967,904,954,852,706,570,713,705,864,871,728,871,868,866,873,617,769,871,822,836,932,1128,361,300,672,616,1063,643,364,1163,919,1225,981,1264,1266,1188,1232}|{676,1014,1033,966,862,917,1026,919,838,941,875,777,598,963,1134,822,795,788,686,415,451,691,556,673,731,515,664,584,657,733,298,642,770,724,800,617,1073,325,188,567,404,621,317,170,1127,515,736,331,1116,794,420,NULL}|{0,256,161,70,239,30,123,113,90,9,28,64,100}
RWF|8.87|{565,773,686,692,694,707,778,782,684,709,766,755,725,771,753,617,595,613,524,369,339,361,363,397,403,319,401,400,391,399,272,348,401,373,387,595,699,299,243,435,395,622,368,221,684,569,759,594,777,775,740,765}|{448,631,663,606,539,510,670,570,490,601,576,502,417,618,680,518,521,539,434,245,280,352,292,334,343,236,298,286,235,338,131,303,362,319,356,434,671,267,158,373,251,377,189,101,663,348,465,202,681,560,159,NULL}|{4,212,77,82,101,29,44,57,86,3,9,47,38}
RWG|8.58|{164,226,186,195,192,205,225,230,193,191,207,208,194,215,223,181,174,169,136,104,87,150,151,160,161,117,163,164,165,161,111,148,163,153,152,146,178,38,25,55,51,167,106,69,190,135,219,178,225,225,208,219}|{133,188,170,162,156,142,187,169,144,159,147,133,100,172,205,150,155,158,114,72,69,141,101,130,133,79,107,91,122,138,50,116,136,129,142,98,173,29,19,45,39,91,42,29,173,72,121,57,195,142,35,NULL}|{0,44,28,31,50,0,5,13,13,0,0,17,32}
RWH|8.43|{831,1082,950,951,960,983,1086,1092,970,959,1069,1054,1018,1088,1068,861,794,851,741,586,585,462,457,538,534,454,538,538,532,537,397,472,537,488,513,829,984,355,290,639,575,871,494,303,944,743,1058,858,1099,1092,1050,1080}|{635,868,891,805,710,682,858,773,666,760,723,648,496,791,938,693,673,714,586,337,476,437,338,432,441,300,346,314,321,429,186,368,447,398,464,506,912,281,142,511,343,419,212,108,892,382,550,196,866,482,264,NULL}|{4,250,101,70,102,39,69,130,177,3,37,40,86}
RWJ|8.9|{113,156,130,131,131,145,157,157,133,133,146,144,146,154,150,127,119,124,86,60,68,105,106,107,108,86,108,108,106,108,78,98,108,103,105,107,121,15,12,48,43,128,81,51,136,97,152,121,156,156,150,153}|{86,134,120,115,105,108,137,123,104,119,108,100,79,129,135,112,111,109,75,32,57,105,81,93,97,60,83,79,61,97,35,84,97,82,97,90,113,NULL,NULL,42,31,76,34,24,132,59,94,40,137,109,32,NULL}|{0,28,19,3,47,1,1,2,34,1,0,1,22}
RWP|8.81|{780,1030,910,914,916,955,1029,1034,904,891,996,987,942,1011,983,746,705,723,638,487,437,445,438,524,528,440,525,521,519,525,367,439,524,484,507,784,907,265,210,570,514,809,543,264,792,742,1000,789,1027,1018,992,1008}|{596,847,853,767,723,784,862,757,652,708,719,627,496,755,864,607,612,584,514,223,377,421,335,404,439,315,390,321,384,426,180,353,453,388,461,577,869,232,112,485,354,479,330,134,754,488,632,291,895,750,277,NULL}|{0,192,135,34,179,28,51,104,183,2,6,35,94}
RWW|8.69|{89,130,108,110,111,125,133,134,116,109,126,125,118,132,130,104,103,103,85,71,49,84,84,78,79,65,79,78,76,80,57,67,79,74,75,102,116,27,23,58,56,113,67,46,100,75,129,97,133,133,131,127}|{71,115,101,102,86,88,107,80,73,88,83,71,55,94,110,86,87,76,58,30,34,79,62,68,65,46,56,43,45,64,32,58,67,63,70,67,112,23,11,41,36,60,34,16,94,48,71,28,117,101,13,NULL}|{0,41,20,0,48,1,1,9,1,1,1,2,10}
RWY|8.74|{323,437,383,383,385,414,438,440,395,387,426,425,409,437,425,346,338,347,294,236,186,246,244,287,288,250,286,283,280,287,211,244,288,267,275,332,380,71,57,252,236,368,221,145,362,287,430,338,442,436,419,435}|{240,354,357,340,289,301,355,300,286,312,310,280,226,337,381,296,300,289,232,137,161,233,177,231,238,183,228,200,203,241,104,203,255,230,260,229,360,59,32,210,155,227,135,69,345,192,259,139,382,318,143,NULL}|{0,81,53,19,89,7,32,65,25,2,5,16,55}
RX1|8.88|{394,570,519,522,524,535,562,571,514,511,549,551,504,558,548,429,411,465,403,289,255,441,437,470,470,399,470,469,469,470,356,425,473,452,451,416,478,178,145,270,250,471,258,175,463,377,555,430,570,562,543,560}|{305,480,495,458,417,423,480,428,394,434,419,369,280,442,502,369,367,402,334,156,203,426,352,385,418,288,364,326,369,406,184,372,437,399,420,287,448,163,101,227,147,284,117,77,439,228,346,139,495,394,228,NULL}|{2,134,63,60,40,14,45,72,33,14,13,50,39}
RXC|8.78|{461,607,529,532,529,549,608,620,551,540,592,585,554,609,597,514,469,446,383,265,254,330,330,355,358,295,358,356,350,358,257,305,358,331,345,455,553,109,99,322,297,490,248,128,529,400,603,475,624,614,596,608}|{346,491,507,449,416,444,512,454,437,452,442,398,299,477,560,441,417,363,309,149,197,314,252,303,316,219,282,275,288,307,125,265,325,285,333,340,533,102,67,276,210,292,122,53,515,232,378,128,546,442,113,NULL}|{0,130,87,23,139,3,46,34,83,2,7,13,64}
RXF|8.69|{488,678,577,588,593,641,691,695,610,608,674,663,637,676,641,487,453,539,483,387,299,338,337,405,413,348,414,406,405,411,312,363,408,384,395,534,618,157,130,390,346,564,387,238,556,442,673,511,683,683,648,674}|{375,571,540,516,463,499,575,504,447,496,505,442,355,514,554,400,402,448,412,231,239,322,248,341,332,253,292,234,293,355,157,286,349,324,370,375,589,142,78,337,238,338,211,106,532,276,412,198,592,515,183,NULL}|{1,153,93,21,135,14,64,58,47,4,11,28,72}
RXH|8.64|{288,384,331,328,327,370,391,393,340,332,368,372,342,385,368,281,256,289,243,165,160,213,211,227,230,187,230,229,229,229,150,200,231,209,211,271,336,96,70,127,113,307,169,98,310,262,383,296,397,390,376,388}|{229,318,302,275,258,315,339,281,252,266,248,224,169,288,321,224,218,239,194,86,126,196,166,187,195,130,188,179,178,195,77,175,219,187,200,192,316,78,38,103,69,182,76,38,294,154,236,103,346,269,78,NULL}|{2,64,22,42,118,20,6,29,38,0,19,13,27}
RXK|8.57|{203,285,227,231,236,266,287,285,261,262,284,276,259,276,278,216,201,216,206,184,142,164,166,184,186,159,186,185,185,186,142,173,187,180,184,203,236,54,47,113,103,242,140,81,230,187,280,224,293,285,265,288}|{150,234,216,201,173,217,248,192,202,225,220,188,159,212,254,191,175,169,158,108,108,159,134,150,146,115,140,113,125,154,78,139,158,148,170,130,221,51,25,92,67,147,62,29,214,101,170,89,257,176,95,NULL}|{0,57,20,60,66,2,2,21,34,0,1,5,25}
RXL|8.76|{360,521,425,429,431,486,525,529,457,467,510,504,477,522,516,455,439,431,355,305,245,240,240,306,308,264,308,305,298,305,236,261,307,285,298,397,469,74,65,295,279,436,316,189,381,338,504,410,522,519,508,517}|{262,422,385,367,331,377,433,388,333,389,365,328,248,396,489,380,377,381,301,192,204,224,177,251,253,191,236,211,182,276,104,215,269,251,277,276,456,61,41,252,200,247,186,93,349,192,290,166,454,333,140,NULL}|{0,120,68,27,121,11,61,16,32,1,4,13,62}
RXN|8.87|{601,827,702,708,716,797,825,831,735,742,807,800,766,823,804,659,616,647,557,399,349,474,467,462,462,403,466,458,456,461,331,409,462,434,434,626,719,464,397,316,276,684,480,306,675,554,802,647,834,826,794,822}|{483,713,663,626,571,708,717,635,559,629,604,544,468,678,751,570,553,578,476,254,279,461,356,368,401,304,364,313,321,395,180,344,417,383,410,454,697,405,239,267,174,401,288,152,639,326,505,262,735,600,247,NULL}|{9,200,91,61,25,31,44,88,151,10,52,33,50}
RXP|8.93|{445,554,445,445,454,524,560,565,493,484,534,529,480,552,554,465,454,402,362,290,249,254,249,268,265,215,267,265,265,266,201,231,266,253,260,434,499,95,85,276,255,453,307,171,474,391,545,438,562,555,537,550}|{371,485,423,399,375,393,471,422,367,403,408,369,285,457,516,427,414,330,305,151,208,245,204,229,226,158,220,183,212,226,119,200,236,220,249,337,477,85,55,240,183,286,175,88,460,269,376,162,513,454,101,NULL}|{0,130,70,8,129,7,48,74,11,0,71,4,15}
RXQ|8.73|{325,437,390,397,395,397,443,451,383,379,424,430,400,441,436,337,315,340,281,208,187,256,262,278,282,229,283,280,275,283,190,243,279,263,265,329,394,65,59,263,242,352,171,100,363,304,435,354,449,443,433,448}|{261,356,371,347,303,278,363,321,289,312,300,268,209,342,392,269,272,292,215,124,144,243,203,221,239,156,213,209,176,251,102,203,254,224,254,228,373,58,29,221,160,209,83,40,350,163,255,113,385,324,88,NULL}|{1,101,52,21,83,2,29,42,16,6,17,12,76}
RXR|8.83|{482,660,575,578,582,624,662,665,576,579,644,639,599,649,629,551,514,504,436,343,282,331,331,362,365,306,364,361,358,363,271,318,365,338,348,499,572,131,109,371,342,557,468,245,525,483,645,498,661,652,627,653}|{375,560,541,516,447,549,575,474,419,490,459,404,320,499,593,471,438,426,355,186,240,312,254,291,311,226,282,247,268,326,139,255,334,296,329,344,549,111,60,320,230,333,329,146,493,296,393,196,600,438,120,NULL}|{0,129,79,21,90,11,46,96,86,4,1,46,61}
RXW|8.82|{636,855,763,764,770,821,861,867,774,782,842,837,809,850,827,645,623,695,603,443,395,437,435,489,489,413,493,490,488,491,358,424,493,460,470,669,771,235,182,473,433,718,349,187,695,612,817,630,848,849,826,840}|{511,729,722,675,600,694,727,649,582,648,614,558,473,670,758,519,543,613,511,254,339,416,338,401,405,293,375,331,358,411,191,359,435,403,451,486,737,192,93,394,294,432,176,74,661,384,501,212,750,637,247,NULL}|{4,170,125,37,134,22,41,89,150,0,6,27,63}
RYJ|8.51|{509,779,657,666,663,715,787,792,698,725,765,765,730,775,768,651,615,615,559,440,461,433,427,483,492,416,493,488,483,489,379,450,491,461,461,609,716,227,214,432,407,631,415,287,691,541,757,592,784,780,737,777}|{358,598,607,553,498,505,622,539,465,580,548,457,380,585,710,497,490,531,441,245,349,409,312,356,404,291,325,306,280,393,177,359,412,366,420,391,673,177,130,353,283,334,163,92,619,293,389,177,666,430,347,NULL}|{10,171,58,92,133,34,53,87,89,2,9,33,29}
RYR|8.9|{427,590,503,511,510,540,602,607,547,500,561,560,524,583,584,459,442,472,366,250,233,289,289,303,308,254,305,302,304,307,227,259,307,290,298,431,520,96,81,291,265,476,233,148,501,388,582,465,598,588,571,596}|{327,509,488,459,430,432,523,448,422,406,403,373,278,453,526,392,396,416,312,150,193,278,244,258,258,194,247,235,250,277,130,212,281,259,287,304,498,82,47,250,185,298,118,70,481,236,373,155,537,416,126,NULL}|{0,155,75,22,150,4,19,51,46,4,16,17,49}
$margins$, E'\n') AS line, string_to_array(line, '|') AS f
WHERE line <> '' AND line NOT LIKE 'trust|%';

CREATE TYPE sample_response AS (
	respondent bigint,
	trust text,
	tumour_group text,
	age_band text,
	sex text,
	ethnicity text,
	deprivation integer,
	q1 integer,
	q2 integer,
	q3 integer,
	q4 integer,
	q5 integer,
	q6 integer,
	q7 integer,
	q8 integer,
	q9 integer,
	q10 integer,
	q11 integer,
	q12 integer,
	q13 integer,
	q14 integer,
	q15 integer,
	q16 integer,
	q17 integer,
	q18 integer,
	q19 integer,
	q20 integer,
	q21 integer,
	q22 integer,
	q23 integer,
	q24 integer,
	q25 integer,
	q26 integer,
	q27 integer,
	q28 integer,
	q29 integer,
	q30 integer,
	q31 integer,
	q32 integer,
	q33 integer,
	q34 integer,
	q35 integer,
	q36 integer,
	q37 integer,
	q38 integer,
	q39 integer,
	q40 integer,
	q41 integer,
	q42 integer,
	q43 integer,
	q44 integer,
	q45 integer,
	q46 integer,
	q47 integer,
	q48 integer,
	q49 integer,
	q50 integer,
	q51 integer,
	q52 integer,
	q53 integer,
	q54 integer,
	q55 integer,
	q56 integer,
	q57 integer,
	q58 integer,
	q59 integer,
	q61 integer,
	q62 integer
);
COMMENT ON TYPE sample_response IS 'An invented respondent of sample_responses; use it for a table: CREATE TABLE demo OF cancer_pe.sample_response. Answers are option codes as they come from the questionnaire (1, 2, ...; Q59 0 to 10), NULL where there is none. Labels are this project''s own words.';
COMMENT ON COLUMN sample_response.respondent IS '1, 2, ... in the order of trusts.';
COMMENT ON COLUMN sample_response.trust IS 'The real trust''s code (ODS), as in sample_margin.';
COMMENT ON COLUMN sample_response.tumour_group IS 'One of the 13 tumour groups of the published tables, each in the real proportion within the trust.';
COMMENT ON COLUMN sample_response.age_band IS 'Invented: ''16-24'', ''25-34'', ..., ''75-84'', ''85+''.';
COMMENT ON COLUMN sample_response.sex IS 'Invented: ''Male'' or ''Female''; prostate cancer is men''s, gynaecological cancer women''s.';
COMMENT ON COLUMN sample_response.ethnicity IS 'Invented: ''White'', ''Mixed'', ''Asian'', ''Black'', ''Other'', NULL where not given.';
COMMENT ON COLUMN sample_response.deprivation IS 'Invented: quintile, 1 = most deprived to 5.';
COMMENT ON COLUMN sample_response.q1 IS 'Q1: Seen GP once or twice.';
COMMENT ON COLUMN sample_response.q2 IS 'Q2: First hospital wait acceptable.';
COMMENT ON COLUMN sample_response.q3 IS 'Q3: Time to first GP visit (not scored).';
COMMENT ON COLUMN sample_response.q4 IS 'Q4: Filter: had a test; leads on to Q5 to Q7.';
COMMENT ON COLUMN sample_response.q5 IS 'Q5: Test preparation information complete.';
COMMENT ON COLUMN sample_response.q6 IS 'Q6: Test wait acceptable.';
COMMENT ON COLUMN sample_response.q7 IS 'Q7: Test results fully explained.';
COMMENT ON COLUMN sample_response.q8 IS 'Q8: Told companion welcome.';
COMMENT ON COLUMN sample_response.q9 IS 'Q9: Diagnosis given sensitively.';
COMMENT ON COLUMN sample_response.q10 IS 'Q10: Diagnosis fully understood.';
COMMENT ON COLUMN sample_response.q11 IS 'Q11: Clear leaflet on own cancer.';
COMMENT ON COLUMN sample_response.q12 IS 'Q12: Options fully explained.';
COMMENT ON COLUMN sample_response.q13 IS 'Q13: Side effects fully explained.';
COMMENT ON COLUMN sample_response.q14 IS 'Q14: Side-effect help definitely offered.';
COMMENT ON COLUMN sample_response.q15 IS 'Q15: Late effects fully explained.';
COMMENT ON COLUMN sample_response.q16 IS 'Q16: Fully involved in decisions.';
COMMENT ON COLUMN sample_response.q17 IS 'Q17: Named nurse specialist given.';
COMMENT ON COLUMN sample_response.q18 IS 'Q18: Nurse specialist easily reached.';
COMMENT ON COLUMN sample_response.q19 IS 'Q19: Nurse specialist answers understandable.';
COMMENT ON COLUMN sample_response.q20 IS 'Q20: Support group information given.';
COMMENT ON COLUMN sample_response.q21 IS 'Q21: Daily life impact discussed.';
COMMENT ON COLUMN sample_response.q22 IS 'Q22: Financial help information given.';
COMMENT ON COLUMN sample_response.q23 IS 'Q23: Free prescription entitlement mentioned.';
COMMENT ON COLUMN sample_response.q24 IS 'Q24: Filter: had an operation; leads on to Q25 and Q26.';
COMMENT ON COLUMN sample_response.q25 IS 'Q25: Operation preparation information complete.';
COMMENT ON COLUMN sample_response.q26 IS 'Q26: Operation outcome fully explained.';
COMMENT ON COLUMN sample_response.q27 IS 'Q27: Filter: had an operation or a night in hospital; leads on to Q28 to Q39.';
COMMENT ON COLUMN sample_response.q28 IS 'Q28: Not talked over by staff.';
COMMENT ON COLUMN sample_response.q29 IS 'Q29: Trust in all doctors.';
COMMENT ON COLUMN sample_response.q30 IS 'Q30: Family access to doctor.';
COMMENT ON COLUMN sample_response.q31 IS 'Q31: Trust in all ward nurses.';
COMMENT ON COLUMN sample_response.q32 IS 'Q32: Enough nurses almost always.';
COMMENT ON COLUMN sample_response.q33 IS 'Q33: Preferred name asked by all.';
COMMENT ON COLUMN sample_response.q34 IS 'Q34: Privacy always sufficient.';
COMMENT ON COLUMN sample_response.q35 IS 'Q35: Inpatient worries talked through.';
COMMENT ON COLUMN sample_response.q36 IS 'Q36: Pain control definitely sufficient.';
COMMENT ON COLUMN sample_response.q37 IS 'Q37: Always respected and dignified.';
COMMENT ON COLUMN sample_response.q38 IS 'Q38: Written discharge advice clear.';
COMMENT ON COLUMN sample_response.q39 IS 'Q39: Contact for after discharge.';
COMMENT ON COLUMN sample_response.q40 IS 'Q40: Filter: outpatient or day case; leads on to Q41 and Q42.';
COMMENT ON COLUMN sample_response.q41 IS 'Q41: Outpatient worries talked through.';
COMMENT ON COLUMN sample_response.q42 IS 'Q42: Records ready at appointment.';
COMMENT ON COLUMN sample_response.q43 IS 'Q43: Filter: had radiotherapy; leads on to Q44 and Q45.';
COMMENT ON COLUMN sample_response.q44 IS 'Q44: Radiotherapy preparation information complete.';
COMMENT ON COLUMN sample_response.q45 IS 'Q45: Radiotherapy progress information complete.';
COMMENT ON COLUMN sample_response.q46 IS 'Q46: Filter: had chemotherapy; leads on to Q47 and Q48.';
COMMENT ON COLUMN sample_response.q47 IS 'Q47: Chemotherapy preparation information complete.';
COMMENT ON COLUMN sample_response.q48 IS 'Q48: Chemotherapy progress information complete.';
COMMENT ON COLUMN sample_response.q49 IS 'Q49: Family informed for home care.';
COMMENT ON COLUMN sample_response.q50 IS 'Q50: Community support during treatment.';
COMMENT ON COLUMN sample_response.q51 IS 'Q51: Community support after treatment.';
COMMENT ON COLUMN sample_response.q52 IS 'Q52: GP sufficiently informed.';
COMMENT ON COLUMN sample_response.q53 IS 'Q53: Practice support definitely sufficient.';
COMMENT ON COLUMN sample_response.q54 IS 'Q54: Teams always worked together.';
COMMENT ON COLUMN sample_response.q55 IS 'Q55: Care plan received.';
COMMENT ON COLUMN sample_response.q56 IS 'Q56: Administration rated good.';
COMMENT ON COLUMN sample_response.q57 IS 'Q57: Clinic waits acceptable.';
COMMENT ON COLUMN sample_response.q58 IS 'Q58: Research participation discussed.';
COMMENT ON COLUMN sample_response.q59 IS 'Q59: Overall care rating.';
COMMENT ON COLUMN sample_response.q61 IS 'Q61: Cancer had spread when found (not scored).';
COMMENT ON COLUMN sample_response.q62 IS 'Q62: State of the disease now (not scored).';

CREATE FUNCTION sample_responses(n bigint, seed bigint, errors double precision DEFAULT 0, first bigint DEFAULT 1, last bigint DEFAULT NULL)
	RETURNS SETOF sample_response AS 'MODULE_PATHNAME', 'cpe_sample_responses'
	LANGUAGE C STABLE PARALLEL SAFE ROWS 72683;
COMMENT ON FUNCTION sample_responses(bigint, bigint, double precision, bigint, bigint) IS 'Synthetic data: invented people with real margins, to try things on and to measure; nothing in it is about anybody. n respondents (NULL: the 72,683 of the survey) answer the National Cancer Patient Experience Survey 2018; each trust has its real share of them, each question in each trust the published number of scored and of positive answers in sample_margin, and Q59 the published mean to half a point over the number of answers. With NULL these are exact but where nothing is published (suppressed scores), which have the national rate; with another n they are in proportion, rounded up or down by a seeded chance, less than one person off. Filters are kept to: nobody answers what was not asked. Answers do not depend on one another, nor on who answers. What each option gets within its class, Q3, Q61, Q62, age, sex, ethnicity and deprivation are invented. seed: the same gives the same people, on every platform; each row is computed alone. errors: the share of respondents with one planted mistake, in turn an answer to a question they were not led to, a code out of range (99, or one above the last), 999 for all that is missing, and a filter left out with an answer behind it. first, last: only these respondents, the same as in the whole; so several sessions can each make a part. In FROM the rows go through a temporary file when they are many; in a SELECT list they stream: SELECT (r).* FROM (SELECT cancer_pe.sample_responses(NULL, 1) AS r) AS s. Errors: 22004 seed, errors or first NULL; 22023 n not within 0 and 1,000,000,000, errors not within 0 and 1, first below 1.';

CREATE TYPE tally_sheet;

CREATE FUNCTION tally_sheet_in(cstring) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_in(cstring) IS 'Reads a tally sheet from its exact text. Errors: 22P02 not of the form, 22023 no respondents can have these numbers, 54000 too large.';
CREATE FUNCTION tally_sheet_out(tally_sheet) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_tally_sheet_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_out(tally_sheet) IS 'Writes a tally sheet as exact text, which no setting can change.';
CREATE FUNCTION tally_sheet_recv(internal) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_recv(internal) IS 'Reads a tally sheet from its binary form. Errors: 22P03 not of the form, 22023 no respondents can have these numbers, 54000 too large.';
CREATE FUNCTION tally_sheet_send(tally_sheet) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_tally_sheet_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_send(tally_sheet) IS 'Writes a tally sheet in binary: version, rows, what was counted, counts and exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE tally_sheet (
	INPUT = tally_sheet_in, OUTPUT = tally_sheet_out, RECEIVE = tally_sheet_recv, SEND = tally_sheet_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE tally_sheet IS 'How often each option of each question of a wave was given, and how often none or an invalid code; with weights also the exact sums of w and w^2 for each. All results of a wave are read from it: sheet_rows, sheet_frequencies, sheet_tally, sheet_moments. It says itself what each code counted as, so it can be read when the catalogue has changed. Exact under any split: merging the sheets of parts gives the sheet of the whole, to the bit. Text: rows=2 wave="2018" neutral=excluded clean=f weighted=f "Q1" scored missing=1 invalid=0 1+=1 2-=0 (+ positive, ~ neutral, - negative, x excluded, r rated; 10@10r is code 10 with the value 10).';

CREATE FUNCTION tally_sheet_lt(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_lt(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet comes before the second, in the order of their binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (tally_sheet, tally_sheet) IS 'The first tally_sheet comes before the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_le(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_le(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet comes before or equals the second, in the order of their binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (tally_sheet, tally_sheet) IS 'The first tally_sheet comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_eq(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_eq(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet equals the second, in the order of their binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (tally_sheet, tally_sheet) IS 'The first tally_sheet equals the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_ne(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_ne(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet differs from the second, in the order of their binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (tally_sheet, tally_sheet) IS 'The first tally_sheet differs from the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_ge(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_ge(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet comes after or equals the second, in the order of their binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (tally_sheet, tally_sheet) IS 'The first tally_sheet comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_gt(tally_sheet, tally_sheet) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_sheet_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_gt(tally_sheet, tally_sheet) IS 'Whether the first tally_sheet comes after the second, in the order of their binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = tally_sheet, RIGHTARG = tally_sheet, FUNCTION = tally_sheet_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (tally_sheet, tally_sheet) IS 'The first tally_sheet comes after the second; the order has no statistical meaning.';

CREATE FUNCTION tally_sheet_cmp(tally_sheet, tally_sheet) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_tally_sheet_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_cmp(tally_sheet, tally_sheet) IS 'Negative, zero or positive, as the first tally_sheet comes before, equals or comes after the second.';
CREATE FUNCTION tally_sheet_hash(tally_sheet) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_tally_sheet_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_hash(tally_sheet) IS 'Hash of type tally_sheet: equal ones have equal hashes.';
CREATE FUNCTION tally_sheet_hash_extended(tally_sheet, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_sheet_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_hash_extended(tally_sheet, bigint) IS 'Hash of type tally_sheet with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS tally_sheet_ops DEFAULT FOR TYPE tally_sheet USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 tally_sheet_cmp(tally_sheet, tally_sheet);
COMMENT ON OPERATOR CLASS tally_sheet_ops USING btree IS 'Sorting and distinct values of tally_sheet: their binary form.';
COMMENT ON OPERATOR FAMILY tally_sheet_ops USING btree IS 'Sorting and distinct values of tally_sheet.';
CREATE OPERATOR CLASS tally_sheet_ops DEFAULT FOR TYPE tally_sheet USING hash AS
	OPERATOR 1 =, FUNCTION 1 tally_sheet_hash(tally_sheet), FUNCTION 2 tally_sheet_hash_extended(tally_sheet, bigint);
COMMENT ON OPERATOR CLASS tally_sheet_ops USING hash IS 'Grouping and hash joins of tally_sheet.';
COMMENT ON OPERATOR FAMILY tally_sheet_ops USING hash IS 'Grouping and hash joins of tally_sheet.';

CREATE FUNCTION tally_sheet_accum(tally_sheet, survey_plan, integer[]) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_plan_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, survey_plan, integer[]) IS 'A sheet with one more respondent; a NULL sheet is an empty one. The transition of the aggregate tally_sheet(survey_plan, integer[]), with its errors, and 22023 the sheet was counted by another plan or with weights.';
CREATE FUNCTION tally_sheet_accum(tally_sheet, survey_plan, record) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_plan_row'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, survey_plan, record) IS 'A sheet with one more respondent; a NULL sheet is an empty one. The transition of the aggregate tally_sheet(survey_plan, record), with its errors, and 22023 the sheet was counted by another plan or with weights.';
CREATE FUNCTION tally_sheet_accum(tally_sheet, survey_plan, integer[], double precision) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_plan_array_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, survey_plan, integer[], double precision) IS 'A sheet with one more weighted respondent; a NULL sheet is an empty one. The transition of the aggregate tally_sheet(survey_plan, integer[], double precision), with its errors, and 22023 the sheet was counted by another plan or without weights.';
CREATE FUNCTION tally_sheet_accum(tally_sheet, survey_plan, record, double precision) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_plan_row_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, survey_plan, record, double precision) IS 'A sheet with one more weighted respondent; a NULL sheet is an empty one. The transition of the aggregate tally_sheet(survey_plan, record, double precision), with its errors, and 22023 the sheet was counted by another plan or without weights.';
CREATE FUNCTION tally_sheet_accum(tally_sheet, text, integer[]) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_wave_array'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, text, integer[]) IS 'As with sheet_plan(wave); the transition of the aggregate tally_sheet(text, integer[]).';
CREATE FUNCTION tally_sheet_accum(tally_sheet, text, record) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_wave_row'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, text, record) IS 'As with sheet_plan(wave); the transition of the aggregate tally_sheet(text, record).';
CREATE FUNCTION tally_sheet_accum(tally_sheet, text, integer[], double precision) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_wave_array_weighted'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, text, integer[], double precision) IS 'As with sheet_plan(wave); the transition of the aggregate tally_sheet(text, integer[], double precision).';
CREATE FUNCTION tally_sheet_accum(tally_sheet, text, record, double precision) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_accum_wave_row_weighted'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_accum(tally_sheet, text, record, double precision) IS 'As with sheet_plan(wave); the transition of the aggregate tally_sheet(text, record, double precision).';
CREATE FUNCTION tally_sheet_combine(tally_sheet, tally_sheet) RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_sheet_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_sheet_combine(tally_sheet, tally_sheet) IS 'The sheet of the respondents of both. Errors: 22023 they were counted by different plans (the first difference is named), or one with weights and the other without; 22003 their number passes 2^63.';

CREATE AGGREGATE tally_sheet(survey_plan, record) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(survey_plan, record) IS 'Counts the answers to all questions of a plan over the rows of a wide table, in one pass: tally_sheet((SELECT sheet_plan(''2018'')), r) FROM responses AS r. A question''s column is the one of its name (or of its column in the catalogue), whatever its case and with zeros in front of the number or not; its type is a number or text; other columns do not matter. NULL, and what stands for no answer, is counted as missing. Without rows NULL. Memory: about 8 bytes a question and option for each group, and 2 kB. Errors: 22023 a question without a column or with two, a code that is none of the question''s (unless the plan is not strict: then it is counted as invalid); 22P02 an answer that is no whole number (likewise); 22004 the row is NULL.';
CREATE AGGREGATE tally_sheet(survey_plan, integer[]) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(survey_plan, integer[]) IS 'The same over arrays of answers, in the order of plan_questions(plan). Errors: 22023 another number of answers, a code that is none of the question''s (unless the plan is not strict: then it is counted as invalid); 22004 the array is NULL.';
CREATE AGGREGATE tally_sheet(survey_plan, record, double precision) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(survey_plan, record, double precision) IS 'As tally_sheet(survey_plan, record), with a weight for each respondent, positive and finite (22023) and not NULL (22004). Sums are exact: the digits do not depend on row order, plan or workers. Memory: with 52 questions 15 to 30 kB for each group, more where weights differ by many powers of ten.';
CREATE AGGREGATE tally_sheet(survey_plan, integer[], double precision) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(survey_plan, integer[], double precision) IS 'As tally_sheet(survey_plan, integer[]), with a weight for each respondent, positive and finite (22023) and not NULL (22004).';
CREATE AGGREGATE tally_sheet(text, record) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(text, record) IS 'As tally_sheet(survey_plan, record) with sheet_plan(wave), looked up in the catalogue of the database it runs in.';
CREATE AGGREGATE tally_sheet(text, integer[]) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(text, integer[]) IS 'As tally_sheet(survey_plan, integer[]) with sheet_plan(wave), looked up in the catalogue of the database it runs in.';
CREATE AGGREGATE tally_sheet(text, record, double precision) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(text, record, double precision) IS 'As tally_sheet(survey_plan, record, double precision) with sheet_plan(wave), looked up in the catalogue of the database it runs in.';
CREATE AGGREGATE tally_sheet(text, integer[], double precision) (
	SFUNC = tally_sheet_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_sheet(text, integer[], double precision) IS 'As tally_sheet(survey_plan, integer[], double precision) with sheet_plan(wave), looked up in the catalogue of the database it runs in.';
CREATE FUNCTION tally_columns_accum(tally_sheet, survey_plan, VARIADIC "any") RETURNS tally_sheet AS 'MODULE_PATHNAME', 'cpe_tally_columns_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_columns_accum(tally_sheet, survey_plan, "any") IS 'A sheet with one more respondent; a NULL sheet is an empty one. The transition of the aggregate tally_columns, with its errors, and 22023 the sheet was counted by another plan or with weights.';
CREATE AGGREGATE tally_columns(survey_plan, VARIADIC "any") (
	SFUNC = tally_columns_accum, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally_columns(survey_plan, "any") IS 'As tally_sheet(survey_plan, integer[]), with the columns one by one, at most 98, of any type of numbers or text: the fastest form, because neither a row nor an array is made. tally_columns_sql writes the query. Errors: as tally_sheet(survey_plan, record); 22023 another number of columns.';
CREATE FUNCTION tally_columns_sql(plan survey_plan, source regclass, by text[] DEFAULT '{}') RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_tally_columns_sql' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_columns_sql(survey_plan, regclass, text[]) IS 'The SELECT that counts a wide table (or view) with tally_columns, grouped by the columns named in by: columns by, then sheet. To be run with \\gexec in psql, EXECUTE in PL/pgSQL, or to be kept as a view. NULL for NULL. A plan of more than 98 questions is counted by rows (tally_sheet). Errors: 22023 a question without a column or with two, a column to group by that is not there; 22004 such a column NULL.';

CREATE AGGREGATE rollup(tally_sheet) (
	SFUNC = tally_sheet_combine, STYPE = tally_sheet, COMBINEFUNC = tally_sheet_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(tally_sheet) IS 'The sheet of all respondents in the sheets of parts; NULLs are passed over, without sheets NULL. Errors: as tally_sheet_combine.';

CREATE FUNCTION n(tally_sheet) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_sheet_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(tally_sheet) IS 'Respondents counted.';
CREATE FUNCTION sheet_wave(tally_sheet) RETURNS text AS 'MODULE_PATHNAME', 'cpe_sheet_wave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sheet_wave(tally_sheet) IS 'Key of the wave whose plan the sheet was counted by.';

CREATE FUNCTION sheet_rows(sheet tally_sheet, neutral boolean DEFAULT NULL)
	RETURNS TABLE ("position" integer, question text, kind text, n_base bigint, n_scored bigint, positive bigint, neutral_answers bigint, negative bigint, excluded bigint, missing bigint, invalid bigint, rate double precision, mean double precision, answers tally, rating moments)
	AS 'MODULE_PATHNAME', 'cpe_sheet_rows' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 60;
COMMENT ON FUNCTION sheet_rows(tally_sheet, boolean) IS 'The questions of a sheet, a row each. n_scored: the denominator of the score, positive and negative answers, with neutral true the neutral ones too (NULL: as the plan says). n_base: all answers that say something, neutral and rated ones included, which suppression goes by. positive, neutral_answers, negative, excluded, missing, invalid: numbers of answers. rate: proportion positive, 0 to 1, weighted where the sheet is; NULL without scored answers. mean: of the valued answers, in their unit, weighted likewise; NULL without. answers, rating: the same as summaries for rate_ci, mean_ci and others; answers without score are missing in them. A NULL sheet has no rows.';
CREATE FUNCTION sheet_frequencies(sheet tally_sheet)
	RETURNS TABLE ("position" integer, question text, code integer, class text, value double precision, n bigint, share double precision, weight double precision)
	AS 'MODULE_PATHNAME', 'cpe_sheet_frequencies' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 300;
COMMENT ON FUNCTION sheet_frequencies(tally_sheet) IS 'Every option of every question of a sheet, a row each: how often it was given (n), its share of the question''s valid answers (0 to 1, weighted where the sheet is; NULL without answers), and the sum of weights (NULL in a sheet without). A NULL sheet has no rows. Errors: 22003 a sum of weights out of range.';
CREATE FUNCTION sheet_tally(sheet tally_sheet, question text, neutral boolean DEFAULT NULL) RETURNS tally
	AS 'MODULE_PATHNAME', 'cpe_sheet_tally' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sheet_tally(tally_sheet, text, boolean) IS 'The scored answers to one question of a sheet as a tally; neutral as for sheet_rows. Answers without score are missing in it. NULL when sheet or question is. Errors: 22023 no such question.';
CREATE FUNCTION sheet_moments(sheet tally_sheet, question text) RETURNS moments
	AS 'MODULE_PATHNAME', 'cpe_sheet_moments' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sheet_moments(tally_sheet, text) IS 'The valued answers to one question of a sheet as moments; others are missing in it. Errors: 22023 no such question.';

CREATE FUNCTION sheet_changes(sheet tally_sheet)
	RETURNS TABLE (question text, change text)
	AS 'MODULE_PATHNAME', 'cpe_sheet_changes' LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION sheet_changes(tally_sheet) IS 'In what the catalogue of the wave differs now from what a sheet was counted with, a row each (question NULL: of the wave); none when it is the same. A question is not in the sheet when sheet_plan(wave) counts it: it is new, or the sheet''s plan left it out. Such a sheet can be read as before, but not merged with new ones. Errors: 22023 the wave is not in the catalogue.';

CREATE FUNCTION compare_waves(sheet tally_sheet, before tally_sheet)
	RETURNS TABLE (question text, question_before text, concept text, answers tally, answers_before tally, rating moments, rating_before moments, basis text, status text)
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 60
BEGIN ATOMIC
	WITH pair AS MATERIALIZED (
		SELECT c.question, c.other_question, c.concept, c.codes, c.other_codes, c.basis,
			s."position" AS place, s.answers, s.rating, s.neutral_answers, s.n_scored > s.positive + s.negative AS neutral_counts,
			b."position" AS place_before, b.answers AS answers_before, b.rating AS rating_before, b.neutral_answers AS neutral_answers_before,
			b.n_scored > b.positive + b.negative AS neutral_counts_before
		FROM comparable_questions(sheet_wave($1), sheet_wave($2)) AS c
		JOIN sheet_rows($1, NULL) AS s ON s.question = c.question
		JOIN sheet_rows($2, NULL) AS b ON b.question = c.other_question
	), counted AS MATERIALIZED ( -- the options of each sheet
		SELECT f.question, f.code, f.class, f.value FROM sheet_frequencies($1) AS f
	), counted_before AS MATERIALIZED (
		SELECT f.question, f.code, f.class, f.value FROM sheet_frequencies($2) AS f
	), same AS MATERIALIZED ( -- pairs of options that count as the same, and alike
		SELECT p.question, p.other_question, f.code, b.code AS code_before
		FROM pair AS p JOIN counted AS f ON f.question = p.question
		JOIN counted_before AS b ON b.question = p.other_question AND b.class = f.class AND b.value IS NOT DISTINCT FROM f.value
		WHERE CASE WHEN p.codes IS NULL THEN f.code = b.code
			ELSE (f.code, b.code) IN (SELECT m.code, m.other FROM ROWS FROM (unnest(p.codes), unnest(p.other_codes)) AS m(code, other)) END
	), alone AS ( -- pairs of questions in which an option that makes up a score or mean has no such partner
		SELECT p.question, p.other_question
		FROM pair AS p JOIN counted AS f ON f.question = p.question
		LEFT JOIN same AS m ON m.question = p.question AND m.other_question = p.other_question AND m.code = f.code
		WHERE m.code IS NULL AND (f.class IN ('positive', 'negative', 'rated') OR f.value IS NOT NULL OR f.class = 'neutral' AND p.neutral_counts)
		UNION
		SELECT p.question, p.other_question
		FROM pair AS p JOIN counted_before AS f ON f.question = p.other_question
		LEFT JOIN same AS m ON m.question = p.question AND m.other_question = p.other_question AND m.code_before = f.code
		WHERE m.code IS NULL AND (f.class IN ('positive', 'negative', 'rated') OR f.value IS NOT NULL OR f.class = 'neutral' AND p.neutral_counts_before)
	), judged AS (
		SELECT p.*, CASE WHEN a.question IS NOT NULL THEN 'options differ'
			WHEN p.neutral_answers > 0 AND p.neutral_answers_before > 0 AND p.neutral_counts <> p.neutral_counts_before THEN 'neutral answers count in one only' END AS status
		FROM pair AS p LEFT JOIN alone AS a USING (question, other_question)
	)
	SELECT j.question, j.other_question, j.concept, CASE WHEN j.status IS NULL THEN j.answers END, CASE WHEN j.status IS NULL THEN j.answers_before END,
		CASE WHEN j.status IS NULL THEN j.rating END, CASE WHEN j.status IS NULL THEN j.rating_before END, j.basis, j.status
	FROM judged AS j
	ORDER BY j.place, j.place_before;
END;
COMMENT ON FUNCTION compare_waves(tally_sheet, tally_sheet) IS 'The questions of two sheets of different waves that can be compared (comparable_questions), a row a pair, with the answers of both to be handed to gap, rate_ci and other comparisons. What is not marked as comparable is not there. status: NULL, or why the answers are NULL. options differ: an option that makes up the score or mean of one wave has none in the other that counts as the same (by the codes of comparable_question, else the same code) with the same class and value; a change would mix what people said with what they could say. neutral answers count in one only: the sheets were counted by different rules (option neutral of sheet_plan). No rows for NULL. Errors: 22023 a wave that is not in the catalogue.';

CREATE TYPE design;

CREATE FUNCTION design_in(cstring) RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_in(cstring) IS 'Reads a design from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers, 22003 a sum is out of range, 54000 more than 256 MB.';
CREATE FUNCTION design_out(design) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_design_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_out(design) IS 'Writes a design as exact text, which no setting can change; equal designs give equal texts.';
CREATE FUNCTION design_recv(internal) RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_recv(internal) IS 'Reads a design from its binary form. Errors: 22P03 not of the form, 22021 a name is not in the database''s encoding, otherwise as for the text.';
CREATE FUNCTION design_send(design) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_design_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_send(design) IS 'Writes a design in binary: version, kind, strata and PSUs in order with their counts and exact sums, most significant byte first; equal designs give equal bytes.';

CREATE TYPE design (
	INPUT = design_in, OUTPUT = design_out, RECEIVE = design_recv, SEND = design_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE design IS 'What a sample survey''s rows leave behind for design-based estimates: of each stratum and each primary sampling unit (PSU) the rows, those with a value (n) and exact sums over these; where every row is its own PSU, of each stratum only. Merging the designs of any parts of the rows gives the design of the whole, to the bit. 256 MB at most, about a million PSUs. Text: kind=mean wyy=5p0 stratum="a" population=- by=rows rows=3 n=2 wy=3p0 w=1p1 wwyy=5p0 wwy=3p0 ww=1p1 (the sums hexadecimal, times a power of two).';

CREATE FUNCTION design_lt(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_lt(design, design) IS 'Whether the first design comes before the second, in the order of its binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = design, RIGHTARG = design, FUNCTION = design_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (design, design) IS 'The first design comes before the second; the order has no statistical meaning.';

CREATE FUNCTION design_le(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_le(design, design) IS 'Whether the first design comes before or equals the second, in the order of its binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = design, RIGHTARG = design, FUNCTION = design_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (design, design) IS 'The first design comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION design_eq(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_eq(design, design) IS 'Whether the first design equals the second, in the order of its binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = design, RIGHTARG = design, FUNCTION = design_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (design, design) IS 'The first design equals the second; the order has no statistical meaning.';

CREATE FUNCTION design_ne(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_ne(design, design) IS 'Whether the first design differs from the second, in the order of its binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = design, RIGHTARG = design, FUNCTION = design_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (design, design) IS 'The first design differs from the second; the order has no statistical meaning.';

CREATE FUNCTION design_ge(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_ge(design, design) IS 'Whether the first design comes after or equals the second, in the order of its binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = design, RIGHTARG = design, FUNCTION = design_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (design, design) IS 'The first design comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION design_gt(design, design) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_design_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_gt(design, design) IS 'Whether the first design comes after the second, in the order of its binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = design, RIGHTARG = design, FUNCTION = design_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (design, design) IS 'The first design comes after the second; the order has no statistical meaning.';

CREATE FUNCTION design_cmp(design, design) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_design_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_cmp(design, design) IS 'Negative, zero or positive, as the first design comes before, equals or comes after the second.';
CREATE FUNCTION design_hash(design) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_design_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_hash(design) IS 'Hash of type design: equal ones have equal hashes.';
CREATE FUNCTION design_hash_extended(design, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_hash_extended(design, bigint) IS 'Hash of type design with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS design_ops DEFAULT FOR TYPE design USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 design_cmp(design, design);
COMMENT ON OPERATOR CLASS design_ops USING btree IS 'Sorting and distinct values of design: its binary form.';
COMMENT ON OPERATOR FAMILY design_ops USING btree IS 'Sorting and distinct values of design.';
CREATE OPERATOR CLASS design_ops DEFAULT FOR TYPE design USING hash AS
	OPERATOR 1 =, FUNCTION 1 design_hash(design), FUNCTION 2 design_hash_extended(design, bigint);
COMMENT ON OPERATOR CLASS design_ops USING hash IS 'Grouping and hash joins of design.';
COMMENT ON OPERATOR FAMILY design_ops USING hash IS 'Grouping and hash joins of design.';

CREATE FUNCTION design_accum(design, double precision, double precision, text, text)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_accum(design, double precision, double precision, text, text) IS 'A design with one more row: value, weight, stratum, PSU. A NULL design is one without rows. Errors as the aggregate design(double precision, double precision, text, text), whose transition it is.';
CREATE FUNCTION design_accum(design, double precision, double precision, text, text, double precision, double precision)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_accum(design, double precision, double precision, text, text, double precision, double precision) IS 'A design with one more row: value, weight, stratum, PSU, stratum_units, psu_units. The transition of the aggregate design with finite populations.';
CREATE FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_ratio_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text) IS 'A ratio''s design with one more row: numerator, denominator, weight, stratum, PSU. The transition of the aggregate ratio_design.';
CREATE FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text, double precision, double precision)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_ratio_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION design_ratio_accum(design, double precision, double precision, double precision, text, text, double precision, double precision) IS 'A ratio''s design with one more row: numerator, denominator, weight, stratum, PSU, stratum_units, psu_units. The transition of the aggregate ratio_design with finite populations.';
CREATE FUNCTION design_combine(design, design)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_combine(design, design) IS 'The design of the rows of both. Errors: 22023 the rows contradict each other, or one is of a ratio and the other is not; 22003 a count passes 2^63; 54000 more than 256 MB.';
CREATE FUNCTION design_final(design)
	RETURNS design AS 'MODULE_PATHNAME', 'cpe_design_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_final(design) IS 'The same design in order and without room to grow; the last step of the aggregates that return one.';
CREATE TYPE design_estimate AS (
	estimate double precision,
	se double precision,
	df bigint,
	deff double precision,
	n bigint,
	n_eff double precision,
	weights double precision,
	status text
);
COMMENT ON TYPE design_estimate IS 'A mean or ratio estimated from a sample survey''s design, as design_mean and design_ratio return it.';
COMMENT ON COLUMN design_estimate.estimate IS 'sum(w y) / sum(w) over the rows with a value, in the unit of the values; of a ratio sum(w y) / sum(w x). NULL without responses.';
COMMENT ON COLUMN design_estimate.se IS 'Standard error by Taylor linearisation, in the unit of the estimate. NULL when a stratum has only one PSU (status names it).';
COMMENT ON COLUMN design_estimate.df IS 'Degrees of freedom: PSUs less strata, of all rows.';
COMMENT ON COLUMN design_estimate.deff IS 'Design effect: the variance over that of a simple random sample without replacement of n answers. NULL for a ratio, and where status says why.';
COMMENT ON COLUMN design_estimate.n IS 'Rows with a value.';
COMMENT ON COLUMN design_estimate.n_eff IS 'Effective number of answers: n / deff.';
COMMENT ON COLUMN design_estimate.weights IS 'The denominator of the estimate: the sum of the weights of the rows with a value; of a ratio sum(w x).';
COMMENT ON COLUMN design_estimate.status IS 'NULL, or why a column is NULL: no responses; the denominator is zero; a stratum or second-stage PSU with one unit, by name; too few responses for a design effect; the weights add up to no more than the sample; zero variance.';
CREATE FUNCTION design_estimate_final(design)
	RETURNS design_estimate AS 'MODULE_PATHNAME', 'cpe_design_estimate_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION design_estimate_final(design) IS 'Estimate, standard error, degrees of freedom and design effect of a design; the last step of design_mean and design_ratio. Errors: 22003 out of range.';
CREATE AGGREGATE design(value double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design(double precision, double precision, text, text) IS 'Summarises a sample survey for design-based estimates: value, weight, stratum (NULL: one without a name), PSU, nested in the stratum (NULL in all rows of a stratum: each row is its own). mean, total, rate and their standard errors and intervals read it. A row is a unit of the sample, and all units are given, also those outside a domain: value NULL means that it did not answer or is outside the domain, CASE WHEN in_domain THEN y END. Never FILTER or WHERE, which would lose PSUs; a group''s own rows are read with the whole as within (mean_se). Without rows a design without rows, never NULL. Exact: the digits do not depend on row order, plan or workers. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design(value double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design(double precision, double precision, text, text, double precision, double precision) IS 'As design(value, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE ratio_design(numerator double precision, denominator double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_design(double precision, double precision, double precision, text, text) IS 'Summarises a sample survey for the ratio of two totals, sum(w * numerator) / sum(w * denominator); a row in which one of them is NULL has no value. Otherwise as design(value, weight, stratum, psu). ratio, ratio_se and ratio_ci read it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE ratio_design(numerator double precision, denominator double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_design(double precision, double precision, double precision, text, text, double precision, double precision) IS 'As ratio_design(numerator, denominator, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE rollup(design) (
	SFUNC = design_combine, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(design) IS 'The design of all rows in the designs of parts; NULLs are passed over. The parts share no row; a PSU can be in several parts. Errors: as design_combine.';
CREATE AGGREGATE design_mean(value double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_mean(double precision, double precision, text, text) IS 'The mean (of 0 and 1: the proportion) with its design-based standard error, degrees of freedom and design effect, in one step from rows as for design(value, weight, stratum, psu). The standard error is NULL, and status says so, when a stratum has only one PSU: mean_se offers rules for it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design_mean(value double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_mean(double precision, double precision, text, text, double precision, double precision) IS 'As design_mean(value, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';
CREATE AGGREGATE design_ratio(numerator double precision, denominator double precision, weight double precision, stratum text, psu text) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_ratio(double precision, double precision, double precision, text, text) IS 'The ratio of two totals with its design-based standard error and degrees of freedom, in one step from rows as for ratio_design. The standard error is NULL, and status says so, when a stratum has only one PSU: mean_se offers rules for it. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others; 54000 more than 256 MB.';
CREATE AGGREGATE design_ratio(numerator double precision, denominator double precision, weight double precision, stratum text, psu text, stratum_units double precision, psu_units double precision) (
	SFUNC = design_ratio_accum, STYPE = design, INITCOND = 'kind=none', FINALFUNC = design_estimate_final,
	COMBINEFUNC = design_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE design_ratio(double precision, double precision, double precision, text, text, double precision, double precision) IS 'As design_ratio(numerator, denominator, weight, stratum, psu), with finite populations. stratum_units: PSUs of the stratum in the population (where rows are their own PSU, units), for the finite population correction; NULL: none. psu_units: units of the PSU in the population, for a second stage in which each row is a unit drawn without replacement; NULL: one stage. A second stage adds to the variance only where stratum_units is given. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite, and rows of a stratum that contradict each other (named): a PSU in some but not in others, populations that differ or are smaller than the sample, psu_units in some but not in others or without a PSU; 54000 more than 256 MB.';

CREATE FUNCTION n(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(design) IS 'Rows with a value: answers in the domain.';
CREATE FUNCTION units(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_units'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION units(design) IS 'All rows, with a value or without.';
CREATE FUNCTION strata(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_strata'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION strata(design) IS 'Strata with a row; the one without a name counts as one.';
CREATE FUNCTION psus(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_psus'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION psus(design) IS 'Primary sampling units with a row; rows that are their own PSU included.';
CREATE FUNCTION df(design)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_design_df'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION df(design) IS 'Degrees of freedom: psus - strata, of all rows in the design. Of a group''s own rows it counts the PSUs and strata that have a row in the group, as R''s survey does for a subset.';
CREATE FUNCTION mean(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_mean_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean(design) IS 'Weighted mean of the values, sum(w y) / sum(w), in their unit. NULL without a value. Errors: 22023 the design is that of a ratio; 22003 out of range.';
CREATE FUNCTION total(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_total_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION total(design) IS 'Estimated total of the population or domain, sum(w y), in the unit of the values. NULL without a value. Errors: 22023 the design is that of a ratio; 22003 out of range.';
CREATE FUNCTION rate(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_rate_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate(design) IS 'Weighted proportion, 0 to 1, of values that are 0 and 1 (or lie between): the mean. NULL without a value. Errors: 22023 the mean is outside 0 to 1, or the design is that of a ratio.';
CREATE FUNCTION ratio(design)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_ratio_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio(design) IS 'Ratio of two totals, sum(w y) / sum(w x), of a design made by ratio_design. NULL without a value, and when the denominator is 0. Errors: 22023 the design is not that of a ratio; 22003 out of range.';
CREATE FUNCTION mean_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_mean_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the mean: V = sum over strata of (1-f) k/(k-1) sum over its k PSUs of (t - mean t)^2, t the PSU''s sum of w (y - mean) / sum(w), f = k / stratum_units; with psu_units f times the same within each PSU is added. NULL where mean is NULL. lonely: what a stratum with one PSU adds, unless that is its whole population: fail is an error that names it; remove and certainty 0; adjust the square of its deviation from the mean of all; average what the other strata add on average. So too for one unit in a PSU of two stages, where average is an error. within: the design of the whole sample where this one has only a group''s rows, as in mean_se(d, within => rollup(d) OVER ()) with d per group: strata, PSUs and their rows are then counted in the whole, which gives the digits of one design with CASE WHEN. Its values do not matter. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION total_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_total_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION total_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the total: as mean_se, t being the PSU''s sum of w y. NULL where total is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION rate_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_rate_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the proportion: as mean_se. NULL where rate is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION ratio_se(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_ratio_se'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION ratio_se(design, text, design) IS 'Standard error, by Taylor linearisation, of the ratio R: as mean_se, t being the PSU''s sum of w (y - R x) / sum(w x). NULL where ratio is NULL. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION deff(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL, replace boolean DEFAULT false)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_deff'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION deff(design, text, design, boolean) IS 'Design effect of the mean: its variance over [sum(w (y-m)^2) / sum(w)] / (n-1) * (1 - n / sum(w)), that of a simple random sample of n answers out of as many people as the weights add up to; with replace over the same without (1 - n / sum(w)), for weights that do not add up to a population. NULL without two values, when all values are alike, and without replace when the weights add up to n or less. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, a ratio, within does not contain the design; 22003 out of range.';
CREATE FUNCTION n_eff(d design, lonely text DEFAULT 'fail', within design DEFAULT NULL, replace boolean DEFAULT false)
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_design_n_eff'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION n_eff(design, text, design, boolean) IS 'Effective number of answers under the design: n / deff. NULL where deff is NULL or 0. Kish''s number, which knows the weights only, is n_eff of a weighted tally or moments. lonely and within as for mean_se. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, lonely, a ratio, within does not contain the design; 22003 out of range.';
CREATE FUNCTION mean_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the mean: mean +- t(df) * mean_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION total_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_total_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION total_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the total: total +- t(df) * total_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION ratio_ci(d design, level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_ratio_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION ratio_ci(design, double precision, double precision, text, design) IS 'Confidence interval of the ratio: ratio +- t(df) * ratio_se. df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range; the denominator is zero); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, level, df, lonely, within does not contain the design; 22003 out of range.';
CREATE FUNCTION rate_ci(d design, method text DEFAULT 'logit', level double precision DEFAULT 0.95, df double precision DEFAULT NULL, lonely text DEFAULT 'fail',
		within design DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_design_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(design, text, double precision, double precision, text, design) IS 'Confidence interval of the proportion, 0 to 1, with t(df) quantiles. Methods, as of R''s survey 4.5 svyciprop: logit (its xlogit), arcsine (asin), beta (Korn and Graubard, with the rows of the whole design), wilson (effective number p(1-p)/V), mean (rate +- t * se, not clipped to 0 and 1). df: degrees of freedom; NULL: psus - strata, of within where given; df(d) counts the group''s own; infinity takes the normal distribution. lonely and within as for mean_se. status: NULL, or why the limits are NULL (no estimate; no responses; no degrees of freedom; out of range; undefined at 0 % and 100 %); zero variance: both limits are the estimate. Errors: 22004 an argument other than the design, df and within is NULL; 22023 a lonely PSU, method, level, df, no proportion, lonely, within does not contain the design; 22003 out of range.';

CREATE TYPE weighted_values;

CREATE FUNCTION weighted_values_in(cstring) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_in(cstring) IS 'Reads weighted values from their exact text. Errors: 22P02 not of the form, 22023 a value or weight is not finite, a weight or count not positive, 22003 n passes 2^63, 54000 more than 10,000,000 different pairs.';
CREATE FUNCTION weighted_values_out(weighted_values) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_weighted_values_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_out(weighted_values) IS 'Writes weighted values as exact text, 17 digits a number, which no setting can change; equal ones give equal texts.';
CREATE FUNCTION weighted_values_recv(internal) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_recv(internal) IS 'Reads weighted values from their binary form. Errors: 22P03 not of the form, otherwise as for the text.';
CREATE FUNCTION weighted_values_send(weighted_values) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_weighted_values_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_send(weighted_values) IS 'Writes weighted values in binary: version, missing, then each pair in order with its count, most significant byte first; equal ones give equal bytes.';

CREATE TYPE weighted_values (
	INPUT = weighted_values_in, OUTPUT = weighted_values_out, RECEIVE = weighted_values_recv, SEND = weighted_values_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE weighted_values IS 'Weighted values of which quantiles can be taken: how often each pair of value and weight came, and how many values were missing. 24 bytes a different pair, at most 10,000,000 of them. Exact under any split. Text: missing=1 7/1.5=2 8/1=1 (value / weight = how often).';

CREATE FUNCTION weighted_values_lt(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_lt(weighted_values, weighted_values) IS 'Whether the first weighted_values comes before the second, in the order of its binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (weighted_values, weighted_values) IS 'The first weighted_values comes before the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_le(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_le(weighted_values, weighted_values) IS 'Whether the first weighted_values comes before or equals the second, in the order of its binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (weighted_values, weighted_values) IS 'The first weighted_values comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_eq(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_eq(weighted_values, weighted_values) IS 'Whether the first weighted_values equals the second, in the order of its binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (weighted_values, weighted_values) IS 'The first weighted_values equals the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_ne(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_ne(weighted_values, weighted_values) IS 'Whether the first weighted_values differs from the second, in the order of its binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (weighted_values, weighted_values) IS 'The first weighted_values differs from the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_ge(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_ge(weighted_values, weighted_values) IS 'Whether the first weighted_values comes after or equals the second, in the order of its binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (weighted_values, weighted_values) IS 'The first weighted_values comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_gt(weighted_values, weighted_values) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_weighted_values_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_gt(weighted_values, weighted_values) IS 'Whether the first weighted_values comes after the second, in the order of its binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = weighted_values, RIGHTARG = weighted_values, FUNCTION = weighted_values_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (weighted_values, weighted_values) IS 'The first weighted_values comes after the second; the order has no statistical meaning.';

CREATE FUNCTION weighted_values_cmp(weighted_values, weighted_values) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_weighted_values_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_cmp(weighted_values, weighted_values) IS 'Negative, zero or positive, as the first weighted_values comes before, equals or comes after the second.';
CREATE FUNCTION weighted_values_hash(weighted_values) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_weighted_values_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_hash(weighted_values) IS 'Hash of type weighted_values: equal ones have equal hashes.';
CREATE FUNCTION weighted_values_hash_extended(weighted_values, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_weighted_values_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_hash_extended(weighted_values, bigint) IS 'Hash of type weighted_values with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS weighted_values_ops DEFAULT FOR TYPE weighted_values USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 weighted_values_cmp(weighted_values, weighted_values);
COMMENT ON OPERATOR CLASS weighted_values_ops USING btree IS 'Sorting and distinct values of weighted_values: its binary form.';
COMMENT ON OPERATOR FAMILY weighted_values_ops USING btree IS 'Sorting and distinct values of weighted_values.';
CREATE OPERATOR CLASS weighted_values_ops DEFAULT FOR TYPE weighted_values USING hash AS
	OPERATOR 1 =, FUNCTION 1 weighted_values_hash(weighted_values), FUNCTION 2 weighted_values_hash_extended(weighted_values, bigint);
COMMENT ON OPERATOR CLASS weighted_values_ops USING hash IS 'Grouping and hash joins of weighted_values.';
COMMENT ON OPERATOR FAMILY weighted_values_ops USING hash IS 'Grouping and hash joins of weighted_values.';

CREATE FUNCTION weighted_values_accum(weighted_values, double precision, double precision) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_accum(weighted_values, double precision, double precision) IS 'Weighted values with one more value and its weight; NULL counts as missing. NULL weighted values are none yet. Errors as the aggregate weighted_values, whose transition it is.';
CREATE FUNCTION weighted_values_combine(weighted_values, weighted_values) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_combine(weighted_values, weighted_values) IS 'The weighted values of both. Errors: 22003 a count passes 2^63, 54000 more than 10,000,000 different pairs.';
CREATE FUNCTION weighted_values_final(weighted_values) RETURNS weighted_values AS 'MODULE_PATHNAME', 'cpe_weighted_values_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_values_final(weighted_values) IS 'The same weighted values in order and without room to grow; the last step of the aggregates that return them.';
CREATE AGGREGATE weighted_values(value double precision, weight double precision) (
	SFUNC = weighted_values_accum, STYPE = weighted_values, INITCOND = 'missing=0', FINALFUNC = weighted_values_final,
	COMBINEFUNC = weighted_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_values(double precision, double precision) IS 'Keeps values with their weights, for quantile; NULL values count as missing. Without rows none, never NULL. Errors: 22004 weight NULL; 22023 weight not positive and finite, value not finite; 54000 more than 10,000,000 different pairs of value and weight.';
CREATE AGGREGATE rollup(weighted_values) (
	SFUNC = weighted_values_combine, STYPE = weighted_values, INITCOND = 'missing=0', FINALFUNC = weighted_values_final,
	COMBINEFUNC = weighted_values_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(weighted_values) IS 'All values in the weighted values of parts; NULLs are passed over. Errors: as weighted_values_combine.';
CREATE FUNCTION n(weighted_values) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_weighted_values_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(weighted_values) IS 'Values, without missing ones.';
CREATE FUNCTION missing(weighted_values) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_weighted_values_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(weighted_values) IS 'Values that were NULL; not part of n.';
CREATE FUNCTION quantile(v weighted_values, p double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_weighted_values_quantile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION quantile(weighted_values, double precision) IS 'Weighted quantile: the smallest value y for which at least the share p (0 to 1; 0.5 the median) of the sum of weights belongs to values up to y, as R''s survey 4.5 svyquantile by default. Compared exactly, so that a share of just p is found. NULL without values. Errors: 22023 p outside 0 to 1.';

CREATE FUNCTION cell_weight(population double precision, cell text) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_cell_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cell_weight(double precision, text) IS
'Window function over respondents: the weight N / n of the row''s cell, N its population (the same in all rows of the cell), n its rows in the partition (one area). NULL where the population is NULL. A cell without respondents has no row to be seen here: list such cells from the table of populations, as in SELECT p.* FROM population AS p WHERE NOT EXISTS (SELECT FROM respondent AS r WHERE (r.area, r.cell) = (p.area, p.cell)). Weights are given over the whole partition, whatever its frame and the order of its rows. Errors: 22004 cell NULL; 22023 population not positive and finite, or not the same in a cell, which is named. Source: weights of the Scottish Cancer Patient Experience Survey 2024 (area, tumour group, age band, sex).';

CREATE FUNCTION cap_weight(weight double precision, sds double precision DEFAULT 2) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_cap_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cap_weight(double precision, double precision) IS
'Window function over respondents: the weight, but at most the mean plus sds standard deviations of the weights in the partition (divisor n - 1). What is cut off is not given to others, so the total falls. A partition of one row keeps its weight. Mean and standard deviation are of the exact sums: the order of the rows changes no digit. Errors: 22004 weight or sds NULL; 22023 weight not positive and finite, sds negative, not finite or not the same in the partition. Source: Scottish Cancer Patient Experience Survey 2024, which caps at mean + 2 SD.';

CREATE FUNCTION trim_weight(weight double precision, low double precision, high double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_trim_weight'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION trim_weight(double precision, double precision, double precision) IS
'Window function over respondents: the weight trimmed to low and high with the partition''s total kept. Weights outside are set to the limit, what that takes or gives is added equally to the others, and so on until none is outside (where none is inside, to those that can still move); weights that are all inside stay as they are to the bit. A NULL limit is none. The order of the rows changes no digit. Errors: 22004 weight NULL; 22023 weight or limit not positive and finite, low above high, limits not the same in the partition, or their total cannot be kept: the mean weight lies outside the limits. Source: strict trimming of the R package survey 4.5 (trimWeights).';

CREATE FUNCTION poststratify(weight double precision, cell text, total double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_poststratify'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION poststratify(double precision, text, double precision) IS
'Window function over respondents: the weight times total / the sum of the weights of the row''s cell in the partition, so that each cell''s weights add up to total, the population of the cell (the same in all its rows). Sums are exact: the order of the rows changes no digit. For standard errors see calibration_residual. Errors: 22004 an argument NULL; 22023 weight or total not positive and finite, total not the same in a cell, which is named; 22003 a weight or sum is out of range. Source: Holt and Smith 1979.';

CREATE FUNCTION rake(weight double precision, categories text[], totals double precision[], options jsonb DEFAULT '{}')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_rake_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rake(double precision, text[], double precision[], jsonb) IS
'Window function over respondents: weights raked (iterative proportional fitting) to several margins. categories holds the row''s category on each margin, totals the population of each of these categories: join them to the row by key. In the end the weights of each category add up to its total. options: tolerance, the largest relative difference of a sum from its total (1e-14 to 0.1, default 1e-13), iterations, how many rounds over the margins (default 1000). Rows are collapsed to combinations of categories first: rows alike get weights alike, and the order of the rows changes no digit. Weights that meet the totals stay as they are. A category without a row cannot be seen here, and then totals do not agree between the margins. Errors: 22004 weight, category, total NULL; 22023 weight or total not positive and finite, arrays of different lengths, a total not the same in its category, margins whose totals add up differently by more than half the tolerance (which, and by how much), unknown options, no convergence (which category is farthest off); 54000 more than 32 margins; 22003 a weight or sum is out of range. Source: Deming and Stephan 1940; standard errors: calibration_residual.';

CREATE FUNCTION calibrate(weight double precision, x double precision[], totals double precision[],
		method text DEFAULT 'linear', options jsonb DEFAULT '{}')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_calibrate_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibrate(double precision, double precision[], double precision[], text, jsonb) IS
'Window function over respondents: weights calibrated so that the sums of weight * x over the partition are totals, the population''s (the same in all rows). x holds what is known of the row and of the population: 1 (total: the population), indicators of categories but one of each margin, numbers. method linear: weight * (1 + x''lambda), the generalised regression estimator (GREG); raking: weight * exp(x''lambda), always positive. options: tolerance, the largest difference of a sum from its total relative to the sum of |weight * x| (1e-14 to 0.1, default 1e-12; what is within it is still improved as far as rounding lets), iterations of Newton''s method (default 100), negative: what linear does where a weight would be zero or negative: refuse (default; the error says how many, and the lowest) or allow. The order of the rows changes no digit. Errors: 22004 an argument or element NULL; 22023 weight not positive and finite, x or totals not finite, arrays of different lengths, totals, method or options not the same in the partition, unknown method or option, an element of x that is a linear combination of those before it (which), no convergence (which element is farthest off); 54000 more than 200 elements; 22003 out of range. Source: Deville and Saerndal 1992; standard errors: calibration_residual.';

CREATE FUNCTION calibration_residual(u double precision, base double precision, x double precision[]) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_calibration_residual_x'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibration_residual(double precision, double precision, double precision[]) IS
'Window function over all respondents of the design: the residual of u from its regression on x, weighted with base, the weights before calibration. It carries what calibrate gains into standard errors: with w the calibrated weight, the standard error is that of the design''s total of w * residual, the deviations of the sums of w * residual over primary sampling units within strata. u is linearised: y for a total of y; (y - p) / sum(w) for a mean p; (y - p) / (sum of w in the domain) for a domain''s mean, with 0 outside it and for missing answers (rows that still count as sampled); (y - r * z) / sum(w * z) for a ratio r. Elements of x that are linear combinations of others make no difference. The order of the rows changes no digit. Errors: 22004 an argument or element NULL; 22023 u or x not finite, base not positive and finite, arrays of different lengths; 54000 more than 200 elements; 22003 out of range. Source: Deville and Saerndal 1992; R package survey 4.5.';

CREATE FUNCTION calibration_residual(u double precision, base double precision, categories text[]) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_calibration_residual_categories'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION calibration_residual(double precision, double precision, text[]) IS
'Window function over all respondents of the design: as calibration_residual on numbers, after rake (its categories) or poststratify (ARRAY[cell]): the residual of u from its regression on the indicators of all categories, weighted with base, the weights before calibration. Errors: 22004 an argument or element NULL; 22023 u not finite, base not positive and finite, arrays of different lengths; 54000 more than 32 margins, or more than 1000 categories in two margins or more; 22003 out of range.';

CREATE FUNCTION gap(t tally, reference tally, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_tally_gap'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION gap(tally, tally, text, double precision, double precision) IS 'Difference of two rates, t minus reference, -1 to 1, and its confidence interval: how far a sub-group is from another. The two must not share respondents: compare with the rest, not with the whole. Methods: newcombe (hybrid score interval from the Wilson limits of both, Newcombe 1998, method 10), wald (normal approximation without pooling, not clipped). Weighted tallies enter with their rates and effective numbers. z, when given, takes the place of level. status: NULL, or why there is no difference (no estimate: a tally is NULL; no responses). Errors: 22004 method NULL; 22023 method, level, z.';
