\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.4.0'" to load this file. \quit

ALTER TABLE preset DROP CONSTRAINT preset_kind_known;
ALTER TABLE preset ADD CONSTRAINT preset_kind_known CHECK (kind IN ('expected_range', 'suppress', 'casemix'));
COMMENT ON COLUMN preset.kind IS 'Whose options these are: expected_range, suppress or casemix (fit).';

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

CREATE FUNCTION casemix_lt(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_lt(casemix, casemix) IS 'Whether the first casemix comes before the second, in the order of its binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (casemix, casemix) IS 'The first casemix comes before the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_le(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_le(casemix, casemix) IS 'Whether the first casemix comes before or equals the second, in the order of its binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (casemix, casemix) IS 'The first casemix comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_eq(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_eq(casemix, casemix) IS 'Whether the first casemix equals the second, in the order of its binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (casemix, casemix) IS 'The first casemix equals the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_ne(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_ne(casemix, casemix) IS 'Whether the first casemix differs from the second, in the order of its binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (casemix, casemix) IS 'The first casemix differs from the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_ge(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_ge(casemix, casemix) IS 'Whether the first casemix comes after or equals the second, in the order of its binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (casemix, casemix) IS 'The first casemix comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_gt(casemix, casemix) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_casemix_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_gt(casemix, casemix) IS 'Whether the first casemix comes after the second, in the order of its binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = casemix, RIGHTARG = casemix, FUNCTION = casemix_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (casemix, casemix) IS 'The first casemix comes after the second; the order has no statistical meaning.';

CREATE FUNCTION casemix_cmp(casemix, casemix) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_casemix_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_cmp(casemix, casemix) IS 'Negative, zero or positive, as the first casemix comes before, equals or comes after the second.';
CREATE FUNCTION casemix_hash(casemix) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_casemix_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_hash(casemix) IS 'Hash of type casemix: equal ones have equal hashes.';
CREATE FUNCTION casemix_hash_extended(casemix, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_casemix_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_hash_extended(casemix, bigint) IS 'Hash of type casemix with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS casemix_ops DEFAULT FOR TYPE casemix USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 casemix_cmp(casemix, casemix);
COMMENT ON OPERATOR CLASS casemix_ops USING btree IS 'Sorting and distinct values of casemix: its binary form.';
COMMENT ON OPERATOR FAMILY casemix_ops USING btree IS 'Sorting and distinct values of casemix.';
CREATE OPERATOR CLASS casemix_ops DEFAULT FOR TYPE casemix USING hash AS
	OPERATOR 1 =, FUNCTION 1 casemix_hash(casemix), FUNCTION 2 casemix_hash_extended(casemix, bigint);
COMMENT ON OPERATOR CLASS casemix_ops USING hash IS 'Grouping and hash joins of casemix.';
COMMENT ON OPERATOR FAMILY casemix_ops USING hash IS 'Grouping and hash joins of casemix.';
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

CREATE FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], integer[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_accum_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], integer[]) IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet(survey_plan, text[], text, text[], integer[]), with its errors, and 22023 the casemix is of other questions or covariates, or answers to a question became outcomes by another rule.';
CREATE FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], record) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_accum_row'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], record) IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet(survey_plan, text[], text, text[], record), with its errors, and 22023 the casemix is of other questions or covariates, or answers to a question became outcomes by another rule.';
CREATE FUNCTION casemix_sheet_columns_accum(casemix, survey_plan, text[], text, VARIADIC "any") RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_columns_accum'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_columns_accum(casemix, survey_plan, text[], text, "any") IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet_columns, with its errors, and 22023 the casemix is of other questions or covariates, or answers to a question became outcomes by another rule.';

CREATE AGGREGATE casemix_sheet(survey_plan, text[], text, text[], record) (
	SFUNC = casemix_sheet_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_sheet(survey_plan, text[], text, text[], record) IS 'Collapses the respondents of a wide table to organisations and covariate patterns, for the models of all questions of a plan, in one pass: casemix_sheet((SELECT sheet_plan(''2018'')), ''{age,sex}'', trust, ARRAY[age_band, sex], r) FROM responses AS r. Arguments: plan, names of the covariates, organisation, levels of the covariates in the order of their names (NULL: missing), row of answers. The outcome of a scored question: a positive answer is 1, a negative one 0, a neutral one 0 where the plan scores neutral answers; any other answer, and none, is no outcome and counts as unanswered. That of a rating: the number its option stands for, a whole one. A question of neither kind, as a filter, is not in the casemix. Columns of answers are found as by tally_sheet(survey_plan, record), and sums over all organisations are those of the same plan''s tally_sheet. Without rows a casemix without rows, never NULL. Each question carries a fingerprint of its rule: its codes and what each stands for, and, where the plan is clean and other questions decide on it, routing, rules of boxes and codes that stand for no answer; not the wave, so that sheets of two waves merge where questions of the same names have the same rules. Memory: about 2 bytes a question for each cell (an organisation and a pattern that occur together), and what casemix(boolean, text, text[]) takes. Errors: 22023 another number of covariates than names, names that are not all different, a question without a column or with two, a rating of which an option stands for no whole number from -1,000,000 to 1,000,000, a plan without a question that has an outcome, plans of one group by which answers to a question become outcomes by different rules, a code that is none of the question''s (unless the plan is not strict: then it counts as unanswered); 22P02 an answer that is no whole number (likewise); 22004 plan, names, a name, covariates or row NULL; 54000 more cells than the setting cancer_pe.max_patterns.';
CREATE AGGREGATE casemix_sheet(survey_plan, text[], text, text[], integer[]) (
	SFUNC = casemix_sheet_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_sheet(survey_plan, text[], text, text[], integer[]) IS 'The same over arrays of answers, in the order of plan_questions(plan). Errors: as casemix_sheet(survey_plan, text[], text, text[], record); 22023 another number of answers; 22004 the array is NULL.';
CREATE AGGREGATE casemix_sheet_columns(survey_plan, text[], text, VARIADIC "any") (
	SFUNC = casemix_sheet_columns_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_sheet_columns(survey_plan, text[], text, "any") IS 'The same with the columns one by one: after plan, names and organisation the covariates, as many as names, of any type (a level is the text of the value), then the answers in the order of plan_questions(plan), of any type of numbers or text. The fastest form, because neither a row nor an array is made; 96 columns at most, because PostgreSQL passes 100 arguments. casemix_sheet_sql writes the query. Errors: as casemix_sheet(survey_plan, text[], text, text[], record); 22023 another number of columns.';

CREATE FUNCTION casemix_sheet_sql(plan survey_plan, relation regclass, organisation text, covariates text[]) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_sql' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_sql(survey_plan, regclass, text, text[]) IS 'The SELECT that collapses a wide table (or view) with casemix_sheet_columns, of one row with the column casemix: organisation and covariates name its columns, which give the covariates their names. To be run with \\gexec in psql, EXECUTE in PL/pgSQL, or to be kept as a view. NULL for NULL. A plan whose questions and covariates are more than 96 columns is read by rows (casemix_sheet). Errors: 22023 a question without a column or with two, an organisation or covariate that is no column; 22004 a covariate NULL.';

CREATE TYPE model;

CREATE FUNCTION model_in(cstring) RETURNS model AS 'MODULE_PATHNAME', 'cpe_model_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_in(cstring) IS 'Reads a model from its exact text. Errors: 22P02 not of the form, 22023 no fitted model holds together like this, 54000 more than 2,000 columns, 1,000 covariates or 512 MB.';
CREATE FUNCTION model_out(model) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_model_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_out(model) IS 'Writes a model as exact text, which no setting can change; equal models give equal texts.';
CREATE FUNCTION model_recv(internal) RETURNS model AS 'MODULE_PATHNAME', 'cpe_model_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_recv(internal) IS 'Reads a model from its binary form. Errors: 22P03 not of the form, 22021 a name is not in the database''s encoding, otherwise as for the text.';
CREATE FUNCTION model_send(model) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_model_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_send(model) IS 'Writes a model in binary: version, then its fields in the order of the text, most significant byte first; equal models give equal bytes.';

CREATE TYPE model (
	INPUT = model_in, OUTPUT = model_out, RECEIVE = model_recv, SEND = model_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = external
);
COMMENT ON TYPE model IS 'A fitted case-mix model as a value, made by fit: options, coefficients with their covariances, what it says of each organisation, and the report about the fit. It can be stored, dumped, sent, compared, and used on next year''s respondents (expected, indirect). A few kilobytes: 8 bytes for each pair of columns and about 120 for each organisation. Text: model 1 question="Q1" family=binomial ..., then lines that begin with covariate, term, column, covariance, organisation or direction (of separation); - stands for a number that does not exist.';

CREATE FUNCTION model_lt(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_lt(model, model) IS 'Whether the first model comes before the second, in the order of its binary form; behind the operator <.';
CREATE OPERATOR < (LEFTARG = model, RIGHTARG = model, FUNCTION = model_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (model, model) IS 'The first model comes before the second; the order has no statistical meaning.';

CREATE FUNCTION model_le(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_le(model, model) IS 'Whether the first model comes before or equals the second, in the order of its binary form; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = model, RIGHTARG = model, FUNCTION = model_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (model, model) IS 'The first model comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION model_eq(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_eq(model, model) IS 'Whether the first model equals the second, in the order of its binary form; behind the operator =.';
CREATE OPERATOR = (LEFTARG = model, RIGHTARG = model, FUNCTION = model_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (model, model) IS 'The first model equals the second; the order has no statistical meaning.';

CREATE FUNCTION model_ne(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_ne(model, model) IS 'Whether the first model differs from the second, in the order of its binary form; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = model, RIGHTARG = model, FUNCTION = model_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (model, model) IS 'The first model differs from the second; the order has no statistical meaning.';

CREATE FUNCTION model_ge(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_ge(model, model) IS 'Whether the first model comes after or equals the second, in the order of its binary form; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = model, RIGHTARG = model, FUNCTION = model_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (model, model) IS 'The first model comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION model_gt(model, model) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_model_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_gt(model, model) IS 'Whether the first model comes after the second, in the order of its binary form; behind the operator >.';
CREATE OPERATOR > (LEFTARG = model, RIGHTARG = model, FUNCTION = model_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (model, model) IS 'The first model comes after the second; the order has no statistical meaning.';

CREATE FUNCTION model_cmp(model, model) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_model_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_cmp(model, model) IS 'Negative, zero or positive, as the first model comes before, equals or comes after the second.';
CREATE FUNCTION model_hash(model) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_model_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_hash(model) IS 'Hash of type model: equal ones have equal hashes.';
CREATE FUNCTION model_hash_extended(model, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_model_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_hash_extended(model, bigint) IS 'Hash of type model with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS model_ops DEFAULT FOR TYPE model USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 model_cmp(model, model);
COMMENT ON OPERATOR CLASS model_ops USING btree IS 'Sorting and distinct values of model: its binary form.';
COMMENT ON OPERATOR FAMILY model_ops USING btree IS 'Sorting and distinct values of model.';
CREATE OPERATOR CLASS model_ops DEFAULT FOR TYPE model USING hash AS
	OPERATOR 1 =, FUNCTION 1 model_hash(model), FUNCTION 2 model_hash_extended(model, bigint);
COMMENT ON OPERATOR CLASS model_ops USING hash IS 'Grouping and hash joins of model.';
COMMENT ON OPERATOR FAMILY model_ops USING hash IS 'Grouping and hash joins of model.';

CREATE FUNCTION coefficients(model, confidence double precision DEFAULT 0.95,
		OUT term text, OUT level text, OUT coefficient double precision, OUT se double precision,
		OUT z double precision, OUT p double precision, OUT odds_ratio double precision,
		OUT low double precision, OUT high double precision, OUT n bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_coefficients_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 200;
COMMENT ON FUNCTION coefficients(model, double precision) IS 'The coefficients of a model, a row each. term, level: "(Intercept)", a covariate and its level, or an interaction as age:sex and 75+:Male; level is NULL of a linear covariate. Before the levels of a covariate comes its reference level, coefficient 0. Then organisations, term organisation: with fixed effects the contrast with the reference organisation, with random effects the mode of the effect (its se is that of a prediction; no z and p). coefficient: on the scale of log odds, for a numeric outcome in its unit; se of the kind that option variance asked for; z = coefficient / se; p two-sided, by the normal distribution, for a numeric outcome by t with n - rank degrees of freedom; odds_ratio = exp(coefficient), NULL for a numeric outcome; low and high: limits of the coefficient by Wald, with a profile those of the profile, where confidence is its level (p is then that of the penalised likelihood ratio). n: respondents in the row (of a linear covariate those with a value other than 0). A numeric outcome with as many parameters as respondents has no standard errors. What does not exist is NULL, and status says why: reference; aliased (depends on organisations and columns before it; the fit is that without it); separated: all positive or all negative (the estimate is infinite); no data; no reference organisation; zero variance; no standard error; no profile limit on a side; limits by Wald. No rows for NULL. Errors: 22004 confidence NULL, 22023 confidence not between 0 and 1. Sources: McCullagh and Nelder, Generalized Linear Models, 1989; profile limits Heinze and Schemper 2002 (doi 10.1002/sim.1047).';

CREATE FUNCTION term_tests(model, OUT term text, OUT df integer, OUT chi2 double precision, OUT p double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_term_tests_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;
COMMENT ON FUNCTION term_tests(model) IS 'Wald tests that all coefficients of a term are 0, one row a term in the order of the model. df: rank of their covariance matrix, 0 where none has an estimate (chi2 and p are then NULL; separated and aliased columns do not take part); chi2 = b'' V^-1 b with the variance that the model was fitted with; p from chi-square with df degrees of freedom, for a numeric outcome that of F = chi2 / df with df and n - rank. The test of a covariate that is in an interaction, too, depends on the reference levels. No rows for NULL.';

CREATE FUNCTION covariance(model, OUT row_term text, OUT row_level text, OUT column_term text, OUT column_level text, OUT value double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_covariance_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 1000;
COMMENT ON FUNCTION covariance(model) IS 'The covariance matrix of a model''s coefficients (without organisations), each pair of columns in both orders; terms and levels as in coefficients. value: of the kind that option variance asked for; NULL where one of the two has no estimate. No rows for NULL.';

CREATE FUNCTION margins(model, level double precision DEFAULT 0.95,
		OUT organisation text, OUT n bigint, OUT observed double precision, OUT adjusted double precision,
		OUT se double precision, OUT low double precision, OUT high double precision,
		OUT missing bigint, OUT unanswered bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_margins_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 150;
COMMENT ON FUNCTION margins(model, double precision) IS 'Case-mix adjusted score of each organisation as predictive margin: the mean of what the model predicts for all its respondents, were all of them in the organisation (direct standardisation; the form of NCPES 2018). For fixed and random effects of organisations. n: respondents used; observed: their rate, or mean, NULL without any; adjusted: the margin, from 0 to 1, for a numeric outcome in its unit; se by the delta method, with the covariance of coefficients and effects, the covariates of the respondents taken as they are; none for random effects; low and high: limits at that level (of a numeric outcome by t), of a rate cut off at 0 and 1; missing and unanswered: respondents lost for a missing covariate, and those without an outcome. An organisation all of whose respondents gave the same outcome has the limit 1 or 0 as its margin, and no se. status: NULL; separated: all positive or all negative; no data; no estimate; no standard error. No rows for NULL. Errors: 22023 a model without effects of organisations, level not between 0 and 1; 22004 level NULL. Source: Lane and Nelder 1982 (doi 10.2307/2530043).';

CREATE FUNCTION indirect(model, OUT organisation text, OUT n bigint, OUT observed double precision,
		OUT expected double precision, OUT variance double precision, OUT ratio_adjusted double precision,
		OUT ratio_se double precision, OUT difference_adjusted double precision, OUT difference_se double precision,
		OUT z double precision, OUT missing bigint, OUT unanswered bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_indirect_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 150;
COMMENT ON FUNCTION indirect(model) IS 'Observed against expected in each organisation (indirect standardisation), with P the mean of all respondents used. n: respondents used; observed O and expected E: sums over them (with weights, weighted); E is what the model expects without the organisation''s own effect: with fixed effects by the coefficients within organisations and an intercept with which the expected sum up to the observed, with random effects that of effect 0. variance of O given the model: sum of w^2 p (1 - p), of a numeric outcome sigma^2 times the sum of w. ratio_adjusted = O / E x P; difference_adjusted = (O - E) / n + P (weights in place of n where there are any; neither is cut off at 0 and 1); their se: P sqrt(V) / E and sqrt(V) / n; z = (O - E) / sqrt(V). V is the variance of O - E, in which the coefficients'' uncertainty is allowed for (random effects: V is the variance of O plus that of E, the part of the organisation itself in the coefficients not taken out; with variance cluster and cluster_hc1 there is none: one cluster does not tell its own variance). missing and unanswered: as in margins. status: NULL; separated: all positive or all negative (its E does not need its own effect, so that nothing is missing); or why something is NULL: no data; no expectation; no standard error; zero variance; no ratio: expected is not positive. No rows for NULL. Sources: Spiegelhalter 2005 (doi 10.1002/sim.1970) for the ratio and its z; the variance of O - E is that of residuals, sum of w - g'' A^-1 g.';

CREATE FUNCTION fit_report(model, OUT question text, OUT family text, OUT organisation text, OUT missing text,
		OUT method text, OUT separation text, OUT variance text, OUT weighted boolean, OUT "offset" boolean,
		OUT ridge double precision, OUT nodes integer, OUT profile double precision,
		OUT n bigint, OUT n_missing bigint, OUT n_nameless bigint, OUT n_unanswered bigint, OUT n_separated bigint,
		OUT patterns bigint, OUT cells bigint, OUT organisations integer, OUT reference_organisation text,
		OUT columns integer, OUT rank bigint, OUT iterations bigint, OUT weight double precision, OUT mean double precision,
		OUT log_likelihood double precision, OUT null_log_likelihood double precision, OUT deviance double precision,
		OUT null_deviance double precision, OUT pattern_deviance double precision, OUT aic double precision,
		OUT auc double precision, OUT calibration_intercept double precision, OUT calibration_slope double precision,
		OUT sigma double precision, OUT variance_of_effects double precision, OUT log_variance_se double precision,
		OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_fit_report_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION fit_report(model) IS 'How a model was fitted and how well it fits, in one row. question to variance: what was asked (question NULL: it has no name); method is that which was used, separation may have led to another; ridge: lambda; nodes: of the quadrature, for random effects; profile: level of the profile limits. n: respondents used; lost: n_missing for a missing covariate, n_nameless without an organisation; n_unanswered: without an outcome; n_separated: of n, those foretold without error by separation. patterns, cells: combinations of the covariates that terms use, and of these with organisations, among those used. columns: of the design; rank: parameters estimated, organisations and a variance of effects included; iterations: that it took (a fit that does not converge is an error, so that every model has converged). weight: sum of weights, n without any; mean: weighted mean outcome of those used, the national figure. log_likelihood, and null_log_likelihood of an intercept alone (with the offset), a weight counting as many respondents. deviance, null_deviance: of respondents; for a numeric outcome the residual and total sums of squares; pattern_deviance: against the saturated model of the cells. aic = 2 rank - 2 log_likelihood, as the fit counts parameters. auc: area under the ROC curve of the fitted values, ties count half. calibration: of a logistic regression of the outcome on the linear predictor (0 and 1 where it was fitted by maximum likelihood). sigma: residual standard deviation of a numeric outcome (of weight 1), NULL where n is not above the rank. variance_of_effects: of random effects, on the scale of log odds; log_variance_se: standard error of its logarithm. What does not exist is NULL. status: NULL, or that the data are separated, that another method was used for it, or that coefficients are aliased.';

CREATE FUNCTION expected(model, covariates text[], organisation text DEFAULT NULL) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_expected_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION expected(model, text[], text) IS 'What a model expects of one respondent: the probability of a positive outcome, or the mean of a numeric one. covariates in the order in which casemix was given them, those that no term uses included; NULL: missing; a linear one is a number''s text. organisation: NULL expects without its effect (as indirect does); a model without effects of organisations does not look at it. Separation takes it to 0 or 1, as it does in the fit. NULL where there is no expectation: model or covariates NULL; a covariate missing that is no category of the model; a level, or a combination of an interaction, that no respondent used for the fit had; an organisation without an estimate. Errors: 22023 a level or organisation that the model does not know, not as many covariates as it has, no number where it is linear, the model needs an offset; 22003 out of range. Reads the model once a call site.';
CREATE FUNCTION expected(model, covariates text[], organisation text, "offset" double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'cpe_expected_offset_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION expected(model, text[], text, double precision) IS 'The same of a respondent with an offset, which is added to the linear predictor. Errors: 22004 offset NULL, 22023 offset not finite.';

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'casemix', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
[
{"name": "ncpes2018",
 "options": {"organisation": "fixed", "missing": "drop", "separation": "drop", "method": "ml", "variance": "model"},
 "source": "National Cancer Patient Experience Survey 2018, England: the form of its case-mix model as derived from the published figures, which are predictive margins of a logistic regression with a parameter for each organisation, of respondents with complete covariates. How it coded the covariates is not known. Where an organisation's answers were all positive the publication shows the reference organisation's score; that is a defect and is not reproduced: such an organisation is flagged and has the limit as its score."}
]
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);

CREATE FUNCTION fit(casemix, options jsonb DEFAULT '{}') RETURNS model AS 'MODULE_PATHNAME', 'cpe_fit_sql'
	LANGUAGE C STABLE PARALLEL SAFE COST 100000;
COMMENT ON FUNCTION fit(casemix, jsonb) IS 'Fits a case-mix model to the respondents of one question: logistic regression of a positive outcome (Newton''s method), or least squares where the outcome is a number. NULL for NULL. options: preset (a row of table preset, kind casemix; what is given beside it goes before it); family (binomial, gaussian; default by the outcome); organisation (fixed: a parameter each, the default; random: a normal effect each, logistic only, by adaptive Gauss-Hermite quadrature with nodes, 1 to 64, default 10; none); missing covariates (drop: the respondent is left out and counted, the default; category: a level of its own; error); terms (array: covariates, "age:sex" an interaction, which needs the terms below it, age and sex; default each covariate); linear (array of covariates that are numbers); reference (object: the reference level of a covariate, or of "organisation"; default the first by its bytes); method (ml, the default; ridge with ridge: lambda, on coefficients and on organisations'' departures from a common level; firth, with profile: the level of profile limits); separation, what ml does where it has no finite estimate (drop, the default: what is foretold without error is set to that limit, flagged and left out of the rest; error; ridge; firth); variance (model, hc0, cluster and cluster_hc1 by organisation; default model, which takes a weight of a yes or no for as many respondents alike: for weights of a survey take hc0 or cluster); max_iterations (default 50). What came of it is told by fit_report, and of each organisation by margins and indirect. The same digits whatever the order of rows, the plan and how the casemix was put together. Errors: 22004 options NULL; 22023 unknown options, levels or covariates, an interaction without the terms below it, several questions (fit_sheet), a logistic model of numbers, separation where it is an error, nothing left to fit, no convergence; 54000 too many columns. Sources: Albert and Anderson 1984 (separation), Firth 1993, Pinheiro and Bates 1995 (quadrature).';

CREATE FUNCTION fit_sheet(casemix, options jsonb DEFAULT '{}', OUT question text, OUT model model, OUT status text) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'cpe_fit_sheet'
	LANGUAGE C STABLE PARALLEL SAFE COST 1000000 ROWS 50;
COMMENT ON FUNCTION fit_sheet(casemix, jsonb) IS 'Fits a model to each question of a casemix (casemix_sheet makes one of many), as fit does, in the order of questions(casemix); question: NULL where the only one has no name. model: NULL where there is none, and then status says why; else status is NULL. No rows for NULL. Ratings get least squares, other questions logistic regression, unless family says otherwise. Errors: as fit, where they are about the options themselves.';

CREATE FUNCTION indirect(model, casemix, OUT organisation text, OUT n bigint, OUT observed double precision,
		OUT expected double precision, OUT variance double precision, OUT ratio_adjusted double precision,
		OUT ratio_se double precision, OUT difference_adjusted double precision, OUT difference_se double precision,
		OUT z double precision, OUT missing bigint, OUT unanswered bigint, OUT status text)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_indirect_casemix'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 150;
COMMENT ON FUNCTION indirect(model, casemix) IS 'The same of other respondents under a model, such as this year''s under last year''s: the columns of indirect(model), P being the mean of these respondents. Covariates are found by their names. Respondents of whom the model expects nothing (a missing covariate, a combination of levels that none of its own had) are counted as missing. V is the sum of the respondents'' variance and that of their expected through the coefficients, in which these respondents had no part (with fixed effects, the uncertainty of the common intercept is worked out by the covariates of these respondents). No rows for NULL. Errors: 22023 several questions, a covariate of the model is not there, a level it does not know, outcomes or offsets of another kind, missing covariates where the model has them as an error.';

CREATE FUNCTION cahps(casemix, options jsonb DEFAULT '{}', OUT organisation text, OUT n bigint, OUT unadjusted double precision, OUT adjusted double precision,
		OUT variance double precision, OUT difference double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT t double precision, OUT p double precision, OUT stars integer, OUT missing bigint, OUT unanswered bigint, OUT status text) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'cpe_cahps_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 150;
COMMENT ON FUNCTION cahps(casemix, jsonb) IS 'Case-mix adjustment of one item (a number, or positive: 1 and 0) as the analysis programs of the CAHPS surveys do it; of one item only, not of composites. Outcome and adjusters are centred within organisations, the outcome is regressed on the adjusters by least squares, and a row for each organisation tells: n respondents with an outcome and all adjusters; unadjusted mean; adjusted: the mean had its respondents the adjusters of the average organisation; variance of that, sum(w^2 e^2) / sum(w)^2 of the residuals e; difference from the overall mean and its standard error se, sqrt(variance (1 - 2 share) + sum(share^2 variance)); low and high, difference -+ z * se; t = difference / se and its two-sided p with the degrees of freedom of cahps_test; stars 3 (above the overall mean) or 1 (below) where p < alpha and the difference is at least change * the distance of the overall mean from the nearer end of the scale and at least meandiff, otherwise 2; missing: respondents lost for want of an adjuster; unanswered: without outcome; status: NULL, or why there is no test (no respondents; fewer than 2 respondents; no variance; one organisation; no degrees of freedom). In order of organisation by bytes. No rows for NULL. options: terms, linear, reference, missing (as for fit); weights, how organisations weigh in the regression (respondents: each as its n, the default; equal; weights: as its sum of weights); overall, how they weigh in the overall mean, the grand mean and the tests (equal, the default; respondents; weights); minimum n of respondents of an organisation that is used at all (default 2, the least); alpha (default 0.05); change (0 to 1) and meandiff (default 0); lowest and highest, the ends of the scale (default 0 and 1 where the outcome is positive or not); floor (p values below it are shown as it; default 0, the programs have 0.0001 in the F test); z (default 1.96). Respondents'' own weights centre and weigh within an organisation always. The adjusted means have the unadjusted ones'' overall mean without being recentred. Other than the programs, organisations without variance are not tested, df1 counts those tested, adjusters that do not vary within organisations cost no degree of freedom, and where there are weights centring is weighted (the programs centre by plain means). Outcomes of one cell of the casemix that differ by less than some 1e-7 of their size count as equal. Errors: 22004 options NULL; 22023 unknown options, levels or covariates, an option out of range, several questions (question_casemix takes out one), offsets, no respondents; 22003 out of range. Source: CAHPS analysis program 5.0 (Harvard Medical School for AHRQ).';
CREATE FUNCTION cahps_test(casemix, options jsonb DEFAULT '{}', OUT f double precision, OUT df1 bigint, OUT df2 bigint, OUT p double precision,
		OUT overall_mean double precision, OUT grand_mean double precision, OUT organisations integer, OUT organisations_used integer, OUT n bigint,
		OUT missing bigint, OUT nameless bigint, OUT unanswered bigint, OUT adjusters integer, OUT aliased integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_cahps_test'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION cahps_test(casemix, jsonb) IS 'The test that no organisation''s adjusted mean differs from another''s, with the options of cahps: f = sum((adjusted - grand_mean)^2 / variance) / df1, grand_mean the mean of adjusted means weighted by share / variance, over the df1 + 1 organisations that have a variance; df2 = n - organisations_used - adjusters; p the upper tail. overall_mean: the mean that each organisation is compared with. organisations: all that have a name; organisations_used: with the minimum of respondents; n: respondents of those; missing: respondents lost for want of an adjuster; nameless: without organisation; unanswered: without outcome; adjusters: columns with a coefficient; aliased: columns without, which do not vary within organisations or depend on others. status: NULL, or why there is no p (no organisations; one organisation; no variance; no degrees of freedom). NULL for NULL. Errors: as cahps.';

CREATE TYPE direct_standardisation;

CREATE FUNCTION direct_standardisation_in(cstring) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_in(cstring) IS 'Reads the state of direct standardisation from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION direct_standardisation_out(direct_standardisation) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_out(direct_standardisation) IS 'Writes the state of direct standardisation as exact text, which no setting can change.';
CREATE FUNCTION direct_standardisation_recv(internal) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_recv(internal) IS 'Reads the state of direct standardisation from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION direct_standardisation_send(direct_standardisation) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_send(direct_standardisation) IS 'Writes the state of direct standardisation in binary: version, count, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE direct_standardisation (
	INPUT = direct_standardisation_in, OUTPUT = direct_standardisation_out, RECEIVE = direct_standardisation_recv, SEND = direct_standardisation_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE direct_standardisation IS 'Direct standardisation of a rate of events over strata (age bands of both sexes, say), as dsr reads it: how many strata, and the exact sums of events x, population n and standard population w, of w * (x/n) (wr) and of w^2 * (v/n) * (1/n) (wwv), v being x or the events squared. The quotients x/n, v/n and 1/n are rounded to double precision once, in each stratum; their sums are not, so order, split and workers change no bit. Text: strata=1 events=5p0 population=1p6 w=1p0 wr=5p-6 wwv=5p-12 (the sums hexadecimal, times a power of two).';

CREATE FUNCTION direct_standardisation_lt(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_lt(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation comes before the second, in the order of strata, then the sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation comes before the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_le(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_le(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation comes before or equals the second, in the order of strata, then the sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_eq(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_eq(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation equals the second, in the order of strata, then the sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation equals the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_ne(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_ne(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation differs from the second, in the order of strata, then the sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation differs from the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_ge(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_ge(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation comes after or equals the second, in the order of strata, then the sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_gt(direct_standardisation, direct_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_gt(direct_standardisation, direct_standardisation) IS 'Whether the first direct_standardisation comes after the second, in the order of strata, then the sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = direct_standardisation, RIGHTARG = direct_standardisation, FUNCTION = direct_standardisation_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (direct_standardisation, direct_standardisation) IS 'The first direct_standardisation comes after the second; the order has no statistical meaning.';

CREATE FUNCTION direct_standardisation_cmp(direct_standardisation, direct_standardisation) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_cmp(direct_standardisation, direct_standardisation) IS 'Negative, zero or positive, as the first direct_standardisation comes before, equals or comes after the second.';
CREATE FUNCTION direct_standardisation_hash(direct_standardisation) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_hash(direct_standardisation) IS 'Hash of type direct_standardisation: equal ones have equal hashes.';
CREATE FUNCTION direct_standardisation_hash_extended(direct_standardisation, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_hash_extended(direct_standardisation, bigint) IS 'Hash of type direct_standardisation with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS direct_standardisation_ops DEFAULT FOR TYPE direct_standardisation USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 direct_standardisation_cmp(direct_standardisation, direct_standardisation);
COMMENT ON OPERATOR CLASS direct_standardisation_ops USING btree IS 'Sorting and distinct values of direct_standardisation: strata, then the sums.';
COMMENT ON OPERATOR FAMILY direct_standardisation_ops USING btree IS 'Sorting and distinct values of direct_standardisation.';
CREATE OPERATOR CLASS direct_standardisation_ops DEFAULT FOR TYPE direct_standardisation USING hash AS
	OPERATOR 1 =, FUNCTION 1 direct_standardisation_hash(direct_standardisation), FUNCTION 2 direct_standardisation_hash_extended(direct_standardisation, bigint);
COMMENT ON OPERATOR CLASS direct_standardisation_ops USING hash IS 'Grouping and hash joins of direct_standardisation.';
COMMENT ON OPERATOR FAMILY direct_standardisation_ops USING hash IS 'Grouping and hash joins of direct_standardisation.';

CREATE FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision)
	RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, standard population. A NULL state is one without strata. The transition of the aggregate direct_standardisation; errors as there.';
CREATE FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision, double precision)
	RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, standard population, and the events squared. A NULL state is one without strata. The transition of the aggregate direct_standardisation; errors as there.';
CREATE FUNCTION direct_standardisation_combine(direct_standardisation, direct_standardisation) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_combine(direct_standardisation, direct_standardisation) IS 'The state over the strata of both, no stratum being in both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE direct_standardisation(double precision, double precision, double precision) (
	SFUNC = direct_standardisation_accum, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE direct_standardisation(double precision, double precision, double precision) IS 'Direct standardisation of a rate of events over rows that are strata: events in the stratum, its population (persons or person-years) and its standard population (a count or a share, such as the European Standard Population 2013). Join the standard by its key and give each stratum once; dsr shows how many there were. An event is one of a person: otherwise use the form with events_squared. Errors: 22004 one is NULL (where a missing number of events means none, say coalesce(events, 0)), 22023 one is negative or not finite, population or standard_population is 0, 22003 the rate of a stratum is out of range.';
CREATE AGGREGATE direct_standardisation(double precision, double precision, double precision, double precision) (
	SFUNC = direct_standardisation_accum, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE direct_standardisation(double precision, double precision, double precision, double precision) IS 'The same where one person can have several events, which are then not independent: events (sum of f * persons with f events), population, standard_population and events_squared (sum of f^2 * persons with f events) of the stratum. The variance of a stratum''s events is then the latter. Errors: as for the form with three arguments, and 22023 events_squared is below events.';
CREATE AGGREGATE rollup(direct_standardisation) (
	SFUNC = direct_standardisation_combine, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(direct_standardisation) IS 'The state of all strata in the states of parts, no stratum being in two parts; NULLs are passed over. Not the rate of several areas together: add up events and population by stratum for that. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION dsr(d direct_standardisation, multiplier double precision DEFAULT 100000, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		minimum double precision DEFAULT 10, OUT observed double precision, OUT population double precision, OUT strata bigint,
		OUT standard_population double precision, OUT rate double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_dsr'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dsr(direct_standardisation, double precision, double precision, double precision, double precision) IS 'Directly standardised rate: multiplier * sum(w * x/n) / sum(w) with its standard error sqrt(sum(w^2 * x/n^2)) / sum(w) * multiplier and the limits of Dobson and others 1991, rate + sqrt(variance / observed) * (Byar''s limit of observed - observed); z, when given, takes the place of level; low is not clipped at 0. As PHEindicatormethods calculates it. observed: events; population; strata and standard_population: what there was of the standard, the same for areas that are to be compared. Rate, se and limits are NULL below a minimum of observed events. status: NULL, or why something is NULL (no strata; fewer than 10 events; no events). A NULL d is one without strata. Errors: 22004 multiplier, minimum; 22023 multiplier, level, z, minimum; 22003 out of range.';

CREATE TYPE indirect_standardisation;

CREATE FUNCTION indirect_standardisation_in(cstring) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_in(cstring) IS 'Reads the state of indirect standardisation from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION indirect_standardisation_out(indirect_standardisation) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_out(indirect_standardisation) IS 'Writes the state of indirect standardisation as exact text, which no setting can change.';
CREATE FUNCTION indirect_standardisation_recv(internal) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_recv(internal) IS 'Reads the state of indirect standardisation from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION indirect_standardisation_send(indirect_standardisation) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_send(indirect_standardisation) IS 'Writes the state of indirect standardisation in binary: version, count, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE indirect_standardisation (
	INPUT = indirect_standardisation_in, OUTPUT = indirect_standardisation_out, RECEIVE = indirect_standardisation_recv, SEND = indirect_standardisation_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE indirect_standardisation IS 'Indirect standardisation of a rate of events over strata, as isr reads it: how many strata, and the exact sums of events, of population n, of expected events n * (reference events / reference population), of reference events and of reference population. The quotient is rounded to double precision once, in each stratum; the sums are not, so order, split and workers change no bit. Text: strata=1 events=5p0 population=1p6 expected=1p2 reference_events=1p4 reference_population=1p8 (the sums hexadecimal, times a power of two).';

CREATE FUNCTION indirect_standardisation_lt(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_lt(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation comes before the second, in the order of strata, then the sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation comes before the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_le(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_le(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation comes before or equals the second, in the order of strata, then the sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_eq(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_eq(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation equals the second, in the order of strata, then the sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation equals the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_ne(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_ne(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation differs from the second, in the order of strata, then the sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation differs from the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_ge(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_ge(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation comes after or equals the second, in the order of strata, then the sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_gt(indirect_standardisation, indirect_standardisation) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_gt(indirect_standardisation, indirect_standardisation) IS 'Whether the first indirect_standardisation comes after the second, in the order of strata, then the sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = indirect_standardisation, RIGHTARG = indirect_standardisation, FUNCTION = indirect_standardisation_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (indirect_standardisation, indirect_standardisation) IS 'The first indirect_standardisation comes after the second; the order has no statistical meaning.';

CREATE FUNCTION indirect_standardisation_cmp(indirect_standardisation, indirect_standardisation) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_cmp(indirect_standardisation, indirect_standardisation) IS 'Negative, zero or positive, as the first indirect_standardisation comes before, equals or comes after the second.';
CREATE FUNCTION indirect_standardisation_hash(indirect_standardisation) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_hash(indirect_standardisation) IS 'Hash of type indirect_standardisation: equal ones have equal hashes.';
CREATE FUNCTION indirect_standardisation_hash_extended(indirect_standardisation, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_hash_extended(indirect_standardisation, bigint) IS 'Hash of type indirect_standardisation with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS indirect_standardisation_ops DEFAULT FOR TYPE indirect_standardisation USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 indirect_standardisation_cmp(indirect_standardisation, indirect_standardisation);
COMMENT ON OPERATOR CLASS indirect_standardisation_ops USING btree IS 'Sorting and distinct values of indirect_standardisation: strata, then the sums.';
COMMENT ON OPERATOR FAMILY indirect_standardisation_ops USING btree IS 'Sorting and distinct values of indirect_standardisation.';
CREATE OPERATOR CLASS indirect_standardisation_ops DEFAULT FOR TYPE indirect_standardisation USING hash AS
	OPERATOR 1 =, FUNCTION 1 indirect_standardisation_hash(indirect_standardisation), FUNCTION 2 indirect_standardisation_hash_extended(indirect_standardisation, bigint);
COMMENT ON OPERATOR CLASS indirect_standardisation_ops USING hash IS 'Grouping and hash joins of indirect_standardisation.';
COMMENT ON OPERATOR FAMILY indirect_standardisation_ops USING hash IS 'Grouping and hash joins of indirect_standardisation.';

CREATE FUNCTION indirect_standardisation_accum(indirect_standardisation, double precision, double precision, double precision, double precision)
	RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_accum(indirect_standardisation, double precision, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, reference events, reference population. A NULL state is one without strata. The transition of the aggregate indirect_standardisation; errors as there.';
CREATE FUNCTION indirect_standardisation_combine(indirect_standardisation, indirect_standardisation) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_combine(indirect_standardisation, indirect_standardisation) IS 'The state over the strata of both, no stratum of one area being in both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE indirect_standardisation(double precision, double precision, double precision, double precision) (
	SFUNC = indirect_standardisation_accum, STYPE = indirect_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = indirect_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE indirect_standardisation(double precision, double precision, double precision, double precision) IS 'Indirect standardisation of a rate of events over rows that are strata of one area: events in the stratum, its population, and events and population of the reference there. Join the reference by its key and give each of its strata once, also those in which the area has nobody (population 0): the reference''s crude rate, which isr multiplies the ratio with, is over the strata given. Errors: 22004 one is NULL (where a missing number of events means none, say coalesce(events, 0)), 22023 one is negative or not finite, events without population, reference_population is 0, 22003 the reference rate of a stratum is out of range.';
CREATE AGGREGATE rollup(indirect_standardisation) (
	SFUNC = indirect_standardisation_combine, STYPE = indirect_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = indirect_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(indirect_standardisation) IS 'The state of all strata in the states of parts; NULLs are passed over. Of several areas, each with every stratum of the same reference, it is that of the areas together. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION isr(i indirect_standardisation, multiplier double precision DEFAULT 100000, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT observed double precision, OUT population double precision, OUT strata bigint, OUT expected double precision,
		OUT ratio double precision, OUT ratio_low double precision, OUT ratio_high double precision, OUT reference_rate double precision,
		OUT rate double precision, OUT rate_low double precision, OUT rate_high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_isr'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION isr(indirect_standardisation, double precision, double precision, double precision) IS 'Indirectly standardised ratio and rate: ratio is observed / expected (1: as the reference; the standardised mortality ratio where events are deaths), its limits those of observed (Garwood''s exact ones below 10, else Byar''s) / expected; reference_rate is multiplier * sum(reference events) / sum(reference population), and rate, rate_low and rate_high are the ratio and its limits times that. z, when given, takes the place of level. As PHEindicatormethods calculates them. status: NULL, or why something is NULL (no strata; no expected events). A NULL i is one without strata. Errors: 22004 multiplier; 22023 multiplier, level, z; 22003 out of range.';
