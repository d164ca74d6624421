-- 60,000 synthetic respondents of the survey of 2018 and their report, whole and in parts.
CREATE UNLOGGED TABLE bench.responses AS SELECT (r).* FROM (SELECT sample_responses(60000, 2018) AS r) AS s;
ANALYZE bench.responses;
CREATE VIEW bench.report_whole AS SELECT count(*) AS cells, count(value) AS shown, count(band) AS bands FROM survey_report('bench.responses', 'ncpes2018');
SELECT format('CREATE VIEW bench.report_figures AS SELECT count(value) AS shown, count(band) AS bands, count(dims) AS places FROM (%s) AS r', survey_report_sql('bench.responses', 'ncpes2018', '{}', false)) \gexec
-- What the decision alone takes, of the same cells.
SELECT format('CREATE UNLOGGED TABLE bench.report_cell AS %s', survey_report_sql('bench.responses', 'ncpes2018', '{}', false)) \gexec
ANALYZE bench.report_cell;
CREATE VIEW bench.report_decision AS SELECT count(*) FILTER (WHERE status IS NULL) AS shown
FROM (SELECT suppress(n, dims, 'ncpes2018', '{"secondary": "complementary", "numerator": false, "search": "fast"}', numerator) OVER (PARTITION BY measure) AS status FROM bench.report_cell) AS s;
