-- ---- respondents collapsed to covariate patterns ----

CREATE TYPE casemix;

CREATE FUNCTION casemix_in(cstring) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_in(cstring) IS 'Reads a casemix from its exact text, in which patterns, organisations and levels can come in any order. Errors: 22P02 not of the form, 22023 no respondents can have these numbers or something comes twice, 22003 a sum is out of range, 54000 more than 1,000 covariates or 1,600 questions.';
CREATE FUNCTION casemix_out(casemix) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_casemix_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_out(casemix) IS 'Writes a casemix as exact text, which no setting can change; equal ones give equal texts.';
CREATE FUNCTION casemix_recv(internal) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_recv(internal) IS 'Reads a casemix from its binary form. Errors: 22P03 not of the form, 22021 a text is not in the database''s encoding, otherwise as for the text.';
CREATE FUNCTION casemix_send(casemix) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_casemix_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_send(casemix) IS 'Writes a casemix in binary: version, names, levels, patterns, cells and the unanswered in order, whole numbers in base 128; equal ones give equal bytes.';

CREATE TYPE casemix (
	INPUT = casemix_in, OUTPUT = casemix_out, RECEIVE = casemix_recv, SEND = casemix_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = integer, STORAGE = extended
);
COMMENT ON TYPE casemix IS 'Respondents of one question or of all questions of a survey, collapsed for case-mix models: for each combination of covariates'' levels (a pattern; NULL is a level, of those who lack it) in each organisation (NULL: without a name) how many there are and how many are positive, or exact sums of a number, of weights and their products; of each organisation also how many respondents have no outcome. Merging the values of any parts of the rows gives that of the whole, to the byte. Text: covariates=("age","sex") questions=(binary) pattern=("75-84",-) organisation="R1K" 3:2 unanswered="R1K" 1, which is n:positive of each question, of a rated one n:sum:squares; a question of casemix_sheet has a fingerprint of the rule by which answers became outcomes ("Q1" binary rule=00a1b2c3d4e5f607), and only values of the same rules are merged; of numbers and weights n= and exact sums (hexadecimal, times a power of two).';

@base/ordered_type.sql casemix cpe_casemix its binary form@
CREATE FUNCTION casemix_accum(casemix, boolean, text, text[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, boolean, text, text[]) IS 'A casemix with one more respondent: outcome, organisation, covariates. A NULL casemix is one without rows. The transition of the aggregate casemix(boolean, text, text[]), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, double precision, text, text[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_numeric_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, double precision, text, text[]) IS 'A casemix with one more respondent: outcome, organisation, covariates. A NULL casemix is one without rows. The transition of the aggregate casemix(double precision, text, text[]), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], boolean, text, text[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_named_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], boolean, text, text[]) IS 'A casemix with one more respondent: names, outcome, organisation, covariates. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], boolean, text, text[]), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], double precision, text, text[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_named_numeric_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], double precision, text, text[]) IS 'A casemix with one more respondent: names, outcome, organisation, covariates. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], double precision, text, text[]), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], boolean, text, text[], double precision) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_weighted_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], boolean, text, text[], double precision) IS 'A casemix with one more respondent: names, outcome, organisation, covariates, weight. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], boolean, text, text[], double precision), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], double precision, text, text[], double precision) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_weighted_numeric_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], double precision, text, text[], double precision) IS 'A casemix with one more respondent: names, outcome, organisation, covariates, weight. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], double precision, text, text[], double precision), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], boolean, text, text[], double precision, double precision) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_offset_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], boolean, text, text[], double precision, double precision) IS 'A casemix with one more respondent: names, outcome, organisation, covariates, weight, offset. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], boolean, text, text[], double precision, double precision), whose errors it has.';
CREATE FUNCTION casemix_accum(casemix, text[], double precision, text, text[], double precision, double precision) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_offset_numeric_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_accum(casemix, text[], double precision, text, text[], double precision, double precision) IS 'A casemix with one more respondent: names, outcome, organisation, covariates, weight, offset. A NULL casemix is one without rows. The transition of the aggregate casemix(text[], double precision, text, text[], double precision, double precision), whose errors it has.';
CREATE FUNCTION casemix_columns_accum(casemix, text[], boolean, text, VARIADIC "any") RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_columns_accum'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_columns_accum(casemix, text[], boolean, text, VARIADIC "any") IS 'A casemix with one more respondent: names, outcome, organisation, and the covariates one by one. The transition of the aggregate casemix_columns, whose errors it has.';
CREATE FUNCTION casemix_combine(casemix, casemix) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_combine(casemix, casemix) IS 'The casemix of the respondents of both. Errors: 22023 names of covariates or questions differ, or kinds of outcomes, or the rules by which answers to a question of casemix_sheet became outcomes, or only one has weights or offsets (the first difference is named); 22003 a count passes 2^63; 54000 more cells than cancer_pe.max_patterns.';
CREATE FUNCTION casemix_final(casemix) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_final'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_final(casemix) IS 'The same casemix in canonical order; the last step of the aggregates that return one. Errors: 54000 larger than 1 GB.';

CREATE AGGREGATE casemix(outcome boolean, organisation text, covariates text[]) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(boolean, text, text[]) IS 'Collapses respondents to covariate patterns: outcome true for positive; the organisation; covariates, which are named c1, c2, ... (a name of your own for each: the aggregate with names). Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL; 22023 rows with different numbers of covariates; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(outcome double precision, organisation text, covariates text[]) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(double precision, text, text[]) IS 'Collapses respondents to covariate patterns, with a rating or any other number as outcome, in its own unit; covariates are named c1, c2, .... The sums of outcomes and of their squares are exact. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL; 22023 rows with different numbers of covariates, an outcome that is not finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome boolean, organisation text, covariates text[]) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], boolean, text, text[]) IS 'Collapses respondents to covariate patterns: names of the covariates, the same in every row; outcome true for positive; the organisation; the covariates in the order of their names. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them; 22023 not as many covariates as names, two equal names, names that differ between rows; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome double precision, organisation text, covariates text[]) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], double precision, text, text[]) IS 'Collapses respondents to covariate patterns, with a rating or any other number as outcome, in its own unit; names are those of the covariates. The sums of outcomes and of their squares are exact. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them; 22023 not as many covariates as names, two equal names, names that differ between rows, an outcome that is not finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome boolean, organisation text, covariates text[], weight double precision) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], boolean, text, text[], double precision) IS 'As casemix(names, outcome, organisation, covariates), with a weight of each respondent; sums of weights and of their squares are exact. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them, weight NULL; 22023 not as many covariates as names, two equal names, names that differ between rows, a weight not positive and finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome double precision, organisation text, covariates text[], weight double precision) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], double precision, text, text[], double precision) IS 'As casemix(names, outcome, organisation, covariates) of numbers, with a weight of each respondent; all sums are exact. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them, weight NULL; 22023 not as many covariates as names, two equal names, names that differ between rows, an outcome that is not finite, a weight not positive and finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome boolean, organisation text, covariates text[], weight double precision, "offset" double precision) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], boolean, text, text[], double precision, double precision) IS 'As casemix with weights, with an offset of each respondent, a number that is added to the linear predictor; each of its values makes patterns of its own. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them, weight or offset NULL; 22023 not as many covariates as names, two equal names, names that differ between rows, a weight not positive and finite, an offset not finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix(names text[], outcome double precision, organisation text, covariates text[], weight double precision, "offset" double precision) (
	SFUNC = casemix_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix(text[], double precision, text, text[], double precision, double precision) IS 'As casemix of numbers with weights, with an offset of each respondent, a number that is added to the mean; each of its values makes patterns of its own. Respondents without an outcome (NULL) are in no cell, and counted by organisation; a NULL covariate is a missing one, which is kept: what becomes of it is a matter of the model (fit). A NULL organisation is one without a name. Without rows a casemix without rows, never NULL. The value does not depend on row order, plan or workers, to the byte. Errors: 22004 covariates NULL, names NULL or one of them, weight or offset NULL; 22023 not as many covariates as names, two equal names, names that differ between rows, an outcome that is not finite, a weight not positive and finite, an offset not finite; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE casemix_columns(names text[], outcome boolean, organisation text, VARIADIC covariates "any") (
	SFUNC = casemix_columns_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_columns(text[], boolean, text, VARIADIC "any") IS 'As casemix(names, outcome, organisation, covariates), with each covariate as an argument of its own, which is faster: no array is made. Covariates can be of any type; their levels are what value::text gives. Integers, booleans and short texts are the fastest. Respondents without an outcome (NULL) are in no cell, and counted by organisation; NULL covariates and organisations are kept. Without rows a casemix without rows, never NULL. Errors: 22004 names NULL or one of them; 22023 not as many covariates as names, two equal names, names that differ between rows, a VARIADIC array; 54000 more cells than the setting cancer_pe.max_patterns allows (2,000,000 unless set; about 40 bytes each).';
CREATE AGGREGATE rollup(casemix) (
	SFUNC = casemix_combine, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(casemix) IS 'The casemix of all respondents in those of parts; NULLs are passed over. The parts share no respondent. Errors: as casemix_combine.';

CREATE FUNCTION questions(casemix) RETURNS text[] AS 'MODULE_PATHNAME', 'cpe_casemix_question_names'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION questions(casemix) IS 'The names of its questions in their order; of a single question without a name one NULL; without rows none.';
CREATE FUNCTION question_casemix(casemix, question text) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_question'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION question_casemix(casemix, text) IS 'One question of several, as if only it had been collected: without the cells and levels that none of its respondents has, and with its rule, so that it is the casemix_sheet of a plan of this question alone. Errors: 22023 there is no such question.';
CREATE FUNCTION casemix_cells(casemix, OUT question text, OUT organisation text, OUT covariates text[], OUT "offset" double precision, OUT n bigint, OUT positive bigint, OUT weight double precision, OUT sum double precision, OUT squares double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_casemix_cells'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000;
COMMENT ON FUNCTION casemix_cells(casemix) IS 'What was collected, a row for each question, pattern and organisation that some respondent has, in canonical order. question: NULL where it has no name. organisation: NULL for those without. covariates: levels in the order of their names, NULL where missing. offset: NULL where there are none. n: respondents with an outcome, at least 1. positive: those with a positive one; NULL for numbers and with weights. weight: sum of weights; without weights n. sum: of weight * outcome, a positive outcome being 1. squares: of weight * outcome^2. Errors: 22003 a sum is out of range.';
CREATE FUNCTION casemix_lost(casemix, OUT question text, OUT organisation text, OUT n bigint, OUT missing_covariates bigint, OUT unanswered bigint)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_casemix_lost'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;
COMMENT ON FUNCTION casemix_lost(casemix) IS 'Whom a model of complete rows loses, a row for each question and organisation (NULL: without a name) in the order of their bytes. n: respondents with an outcome. missing_covariates: those of them who lack any covariate. unanswered: respondents without an outcome, who are not in n. Errors: 22003 a count passes 2^63.';
