-- ---- one statement: from respondents to a judged, suppressed table ----

CREATE FUNCTION survey_report_sql(source regclass, programme text, options jsonb DEFAULT '{}', suppressed boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_survey_report_sql' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survey_report_sql(regclass, text, jsonb, boolean) IS 'The SELECT that survey_report runs, to be read, changed, run (\\gexec in psql) or kept as a view of one''s own, which nobody else is to see: it shows what is hidden to whom EXPLAIN is allowed. Not suppressed, status and display are not there, but numerator (the positive among n; NULL of means) and dims (the place of the cell as suppress takes it: areas from the widest level, then the breakdowns; NULL: total): for the eyes of the keeper alone. NULL for NULL. Errors: as survey_report.';

CREATE FUNCTION survey_report(source regclass, programme text, options jsonb DEFAULT '{}')
	RETURNS TABLE(period text, level text, area text, breakdown text, category text, measure text, label text, unit text,
		value double precision, low double precision, high double precision, adjusted double precision, expected_low double precision, expected_high double precision,
		band text, p double precision, q double precision, reliability double precision, n bigint, status text, display text)
	AS 'MODULE_PATHNAME', 'cpe_survey_report' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED COST 1000000 ROWS 10000;
COMMENT ON FUNCTION survey_report(regclass, text, jsonb) IS 'todo';

CREATE FUNCTION report_definition(source regclass, programme text, options jsonb DEFAULT '{}') RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_report_definition' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION report_definition(regclass, text, jsonb) IS 'todo';
