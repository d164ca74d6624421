-- ---- casemix_sheet: every question of a wave in one pass ----

CREATE FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], integer[]) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_accum_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], integer[]) IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet(survey_plan, text[], text, text[], integer[]), with its errors, and 22023 the casemix is of other questions or covariates.';
CREATE FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], record) RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_accum_row'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_accum(casemix, survey_plan, text[], text, text[], record) IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet(survey_plan, text[], text, text[], record), with its errors, and 22023 the casemix is of other questions or covariates.';
CREATE FUNCTION casemix_sheet_columns_accum(casemix, survey_plan, text[], text, VARIADIC "any") RETURNS casemix AS 'MODULE_PATHNAME', 'cpe_casemix_sheet_columns_accum'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION casemix_sheet_columns_accum(casemix, survey_plan, text[], text, "any") IS 'A casemix with one more respondent; a NULL casemix is one of no respondents. The transition of the aggregate casemix_sheet_columns, with its errors, and 22023 the casemix is of other questions or covariates.';

CREATE AGGREGATE casemix_sheet(survey_plan, text[], text, text[], record) (
	SFUNC = casemix_sheet_accum, STYPE = casemix, SSPACE = 8192, INITCOND = 'none', FINALFUNC = casemix_final,
	COMBINEFUNC = casemix_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE casemix_sheet(survey_plan, text[], text, text[], record) IS 'Collapses the respondents of a wide table to organisations and covariate patterns, for the models of all questions of a plan, in one pass: casemix_sheet((SELECT sheet_plan(''2018'')), ''{age,sex}'', trust, ARRAY[age_band, sex], r) FROM responses AS r. Arguments: plan, names of the covariates, organisation, levels of the covariates in the order of their names (NULL: missing), row of answers. The outcome of a scored question: a positive answer is 1, a negative one 0, a neutral one 0 where the plan scores neutral answers; any other answer, and none, is no outcome and counts as unanswered. That of a rating: the number its option stands for, a whole one. A question of neither kind, as a filter, is not in the casemix. Columns of answers are found as by tally_sheet(survey_plan, record), and sums over all organisations are those of the same plan''s tally_sheet. Without rows a casemix without rows, never NULL. Memory: about 2 bytes a question for each cell (an organisation and a pattern that occur together), and what casemix(boolean, text, text[]) takes. Errors: 22023 another number of covariates than names, names that are not all different, a question without a column or with two, a rating of which an option stands for no whole number from -1,000,000 to 1,000,000, a plan without a question that has an outcome, a code that is none of the question''s (unless the plan is not strict: then it counts as unanswered); 22P02 an answer that is no whole number (likewise); 22004 plan, names, a name, covariates or row NULL; 54000 more cells than the setting cancer_pe.max_patterns.';
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
