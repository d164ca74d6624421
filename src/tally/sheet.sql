-- ---- tally_sheet: every question of a wave in one pass ----

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

@base/ordered_type.sql tally_sheet cpe_tally_sheet their binary form@

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
