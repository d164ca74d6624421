-- The release that the client tests read: its source, which no reader may see, the plain tables, and the
-- reader.  What clients must find in the tables is written down in trust_question.tsv and figures.tsv:
-- a line each of names, types and comments, then the rows, floats with 17 digits, \N for NULL.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
CREATE SCHEMA source;
CREATE SCHEMA cpes_2018;

-- Labels that a client could get wrong: accents, quotes, commas, marks of HTML, characters of four bytes.
CREATE TABLE source.trust AS
	SELECT * FROM (VALUES ('RA1', 'Ysbyty Tŵr Ŷ'), ('RB2', 'St "Anne''s", Ward <3> & Co'), ('RC3', '東京 🏥 100%')) AS v(trust, trust_name);
CREATE TABLE source.answers AS
	SELECT * FROM (VALUES
		('Q08', 'RA1', 'Breast', 40, 31), ('Q08', 'RA1', 'Lung', 6, 5), ('Q08', 'RA1', 'Skin', 30, 17),
		('Q08', 'RB2', 'Breast', 50, 43), ('Q08', 'RB2', 'Lung', 25, 11), ('Q08', 'RB2', 'Skin', 35, 20),
		('Q08', 'RC3', 'Breast', 45, 29), ('Q08', 'RC3', 'Lung', 28, 13), ('Q08', 'RC3', 'Skin', 61, 50),
		('Q59', 'RA1', 'Breast', 39, 28), ('Q59', 'RA1', 'Lung', 46, 31), ('Q59', 'RA1', 'Skin', 29, 19),
		('Q59', 'RB2', 'Breast', 48, 23), ('Q59', 'RB2', 'Lung', 21, 10), ('Q59', 'RB2', 'Skin', 33, 22),
		('Q59', 'RC3', 'Breast', 41, 37), ('Q59', 'RC3', 'Lung', 27, 16), ('Q59', 'RC3', 'Skin', 57, 40)
	) AS v(question, trust, tumour_group, n, positive);

-- Numbers and dates at the ends of what their types hold, as a client is given them.
CREATE TABLE source.figures AS
	SELECT * FROM (VALUES
		('a tenth', date '1900-01-01', true, 0.1::float8, 11),
		('a third', '1970-01-01', false, 1 / 3.0::float8, 12),
		('largest', '9999-12-31', true, 1.7976931348623157e308, 2147483647),
		('leap day', '2024-02-29', false, -0.30000000000000004, 13),
		('smallest', '2000-02-28', true, 2.2250738585072014e-308, 14),
		('two to 53', '2018-06-30', false, 9007199254740991, 15),
		('zero', '2026-11-28', true, 0, 16)
	) AS v(figure, day, final, value, n);

-- Cells with their totals, and what may be shown of them, decided over both questions' tables.
CREATE VIEW source.cells AS
	SELECT 2018 AS year, coalesce(a.trust, 'England') AS trust, CASE WHEN grouping(a.trust) = 1 THEN 'England' ELSE max(t.trust_name) END AS trust_name,
		coalesce(a.tumour_group, 'All') AS tumour_group, a.question, 'What they said, ' || a.question AS question_label,
		sum(a.n)::int AS n, sum(a.positive)::int AS positive,
		cancer_pe.suppress(sum(a.n), ARRAY[a.trust, a.tumour_group], 'survey_lt10', '{}', sum(a.positive)) OVER (PARTITION BY a.question) AS status
	FROM source.answers AS a JOIN source.trust AS t USING (trust)
	GROUP BY a.question, CUBE (a.trust, a.tumour_group);

CREATE TABLE cpes_2018.trust_question AS
	SELECT c.year, c.trust, c.tumour_group, c.question, c.trust_name, c.question_label,
		r.rate, c.status AS rate_status, cancer_pe.display(r.rate, c.status, 1) AS rate_display,
		r.rate - 100 / sqrt(r.n) AS low, r.rate + 100 / sqrt(r.n) AS high, r.rate > 60 AS above_target,
		r.n, c.status AS n_status, cancer_pe.display(r.n, c.status) AS n_display
	FROM source.cells AS c,
		LATERAL (SELECT CASE WHEN c.status IS NULL THEN c.n END AS n, CASE WHEN c.status IS NULL THEN 100.0::float8 * c.positive / c.n END AS rate) AS r
	ORDER BY c.year, c.trust COLLATE "C", c.tumour_group COLLATE "C", c.question COLLATE "C";
CREATE TABLE cpes_2018.figures AS
	SELECT day, figure, final, value, NULL::text AS value_status, cancer_pe.display(value, NULL, 1) AS value_display, n, NULL::text AS n_status, n::text AS n_display
	FROM source.figures ORDER BY day, figure COLLATE "C";
CREATE TABLE cpes_2018.cpes_notes (position int, kind text, topic text, note text);
INSERT INTO cpes_2018.cpes_notes VALUES
	(1, 'about', 'title', 'What patients said'),
	(2, 'about', 'period', '2018-04-01 to 2018-06-30'),
	(3, 'shorthand', '[c]', 'Not shown, to protect the confidentiality of patients'),
	(4, 'caveat', 'Invented', 'Nobody said any of this.'),
	(5, 'table', 'trust_question', 'Answers by trust, tumour group and question'),
	(6, 'table', 'figures', 'Figures that clients find hard');
CREATE TABLE cpes_2018.cpes_columns (table_name text, position int, column_name text, role text, datatype text, unit text, decimals int, belongs_to text, title text, description text);
INSERT INTO cpes_2018.cpes_columns (table_name, column_name, role, unit, decimals, belongs_to, title, description) VALUES
	('trust_question', 'year', 'time', NULL, NULL, NULL, 'Year', 'Year of the survey'),
	('trust_question', 'trust', 'geography', NULL, NULL, NULL, 'Trust', 'Code of the trust; England: all trusts'),
	('trust_question', 'tumour_group', 'dimension', NULL, NULL, NULL, 'Tumour group', 'Tumour group; All: all groups'),
	('trust_question', 'question', 'separate', NULL, NULL, NULL, 'Question', 'Number of the question'),
	('trust_question', 'trust_name', 'label', NULL, NULL, 'trust', 'Name of the trust', 'Name of the trust – as it writes itself'),
	('trust_question', 'question_label', 'label', NULL, NULL, 'question', 'Words of the question', 'The question, shortened'),
	('trust_question', 'rate', 'value', 'percent', 1, NULL, 'Positive answers', 'Positive answers per 100 respondents'),
	('trust_question', 'rate_status', 'status', NULL, NULL, 'rate', 'Why there is no rate', 'c: confidential; NULL: shown'),
	('trust_question', 'rate_display', 'display', NULL, NULL, 'rate', 'Rate as printed', 'The rate with one decimal, or [c]'),
	('trust_question', 'low', 'low', 'percent', 1, 'rate', 'Lower limit', 'Lower limit of the rate'),
	('trust_question', 'high', 'high', 'percent', 1, 'rate', 'Upper limit', 'Upper limit of the rate'),
	('trust_question', 'above_target', 'band', NULL, NULL, 'rate', 'Above the target', 'Whether the rate is above 60; NULL where it is hidden'),
	('trust_question', 'n', 'count', 'number', 0, NULL, 'Respondents', 'Number of respondents'),
	('trust_question', 'n_status', 'status', NULL, NULL, 'n', 'Why there is no number', 'c: confidential; NULL: shown'),
	('trust_question', 'n_display', 'display', NULL, NULL, 'n', 'Number as printed', 'The number, or [c]'),
	('figures', 'day', 'time', NULL, NULL, NULL, 'Day', 'A day that calendars get wrong'),
	('figures', 'figure', 'dimension', NULL, NULL, NULL, 'Figure', 'What is hard about it'),
	('figures', 'final', 'label', NULL, NULL, 'figure', 'Final', 'Whether it is final'),
	('figures', 'value', 'value', 'number', 1, NULL, 'Value', 'A number at the ends of its type'),
	('figures', 'value_status', 'status', NULL, NULL, 'value', 'Why there is no value', 'NULL: shown'),
	('figures', 'value_display', 'display', NULL, NULL, 'value', 'Value as printed', 'The value with one decimal'),
	('figures', 'n', 'count', 'number', 0, NULL, 'Number', 'A count'),
	('figures', 'n_status', 'status', NULL, NULL, 'n', 'Why there is no number', 'NULL: shown'),
	('figures', 'n_display', 'display', NULL, NULL, 'n', 'Number as printed', 'The number');
UPDATE cpes_2018.cpes_columns AS c SET position = a.attnum,
		datatype = CASE a.atttypid::regtype::text WHEN 'integer' THEN 'int4' WHEN 'double precision' THEN 'float8' WHEN 'boolean' THEN 'bool' ELSE a.atttypid::regtype::text END
	FROM pg_attribute AS a WHERE a.attrelid = ('cpes_2018.' || c.table_name)::regclass AND a.attname = c.column_name;
SELECT format('COMMENT ON TABLE cpes_2018.%I IS %L', topic, note) FROM cpes_2018.cpes_notes WHERE kind = 'table'
UNION ALL
SELECT format('COMMENT ON COLUMN cpes_2018.%I.%I IS %L', table_name, column_name, description) FROM cpes_2018.cpes_columns \gexec

-- The reader has what is published, and may call functions on it.
CREATE ROLE release_reader LOGIN;
GRANT USAGE ON SCHEMA cpes_2018, cancer_pe TO release_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA cpes_2018 TO release_reader;
