-- ---- survey_plan: the catalogue of a wave as a value ----

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

@base/ordered_type.sql survey_plan cpe_bytes their bytes@

CREATE FUNCTION plan_wave(plan survey_plan) RETURNS text AS 'MODULE_PATHNAME', 'cpe_survey_plan_wave'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_wave(survey_plan) IS 'The key of the wave that a plan is about.';

CREATE FUNCTION plan_questions(plan survey_plan)
	RETURNS TABLE ("position" integer, question text, kind text, column_name text, asked_if_question text, asked_if_answers integer[], codes integer[], classes text[])
	AS 'MODULE_PATHNAME', 'cpe_survey_plan_questions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 60;
COMMENT ON FUNCTION plan_questions(survey_plan) IS 'The questions of a plan in the order in which an array of answers has them. kind: scored, rating, filter, about, box, other. column_name: what the column of a wide table is called (case and zeros in front of numbers do not matter). asked_if_question, asked_if_answers: the question that decides whether this one is asked, and its answers with which it is; NULL without one. codes, classes: the options and what they count as.';

-- ---- the registry ----

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

@base/registry.sql survey_wave@
@base/registry.sql question@
@base/registry.sql answer_option@
@base/registry.sql box_rule@
@base/registry.sql comparable_question@
@base/reference.sql question survey_wave cascade wave builtin@
@base/reference.sql answer_option question cascade wave question builtin@
@base/reference.sql box_rule survey_wave cascade wave builtin@
@base/reference.sql comparable_question question cascade wave question builtin@

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

-- ---- what an answer means ----

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

-- ---- from wave to wave ----

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

-- ---- shipped waves ----

SELECT register_wave($wave$
@survey/waves/ncpes_2010.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2011_12.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2013.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2014.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2015.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2016.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2017.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2018.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2021.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2022.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2023.json@
$wave$);
SELECT register_wave($wave$
@survey/waves/ncpes_2024.json@
$wave$);
