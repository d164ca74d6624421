-- A release in plain tables as publish() writes them, made by hand: two tables, two versions, invented figures and awkward labels.
CREATE SCHEMA "plain ""shown""";
SET search_path = "plain ""shown""", cancer_pe, public;
CREATE TABLE trust_question (year int4, trust text, tumour_group text, question text, trust_name text, question_label text,
	rate float8, rate_status text, rate_display text, low float8, high float8, band text, n int4, n_status text, n_display text);
INSERT INTO trust_question
	SELECT 2018, trust, tumour, question, name, label, CASE WHEN hidden IS NULL THEN rate END, hidden, cancer_pe.display(rate, hidden, 1),
		CASE WHEN hidden IS NULL THEN rate - 4.25 END, CASE WHEN hidden IS NULL THEN rate + 4.25 END, CASE WHEN hidden IS NULL THEN 'as expected' END,
		CASE WHEN hidden IS NULL THEN n END, hidden, cancer_pe.display(n, hidden)
	FROM (VALUES ('E', 'England'), ('RAA', 'Aber, "North" & <South>'), ('RBB', E'Two\nlines'), ('RCC', 'Tŷ Gwŷn – =1+1')) AS t(trust, name),
		(VALUES (1, 'All'), (2, 'Breast'), (3, 'Colorectal/LGI')) AS g(i, tumour),
		(VALUES ('Q1', 'Seen as soon as necessary, in the patient''s view'), ('Q2', 'Told of side effects')) AS q(question, label),
		LATERAL (SELECT 70 + length(name) / 4.0 + i - CASE question WHEN 'Q2' THEN 12.5 ELSE 0 END AS rate, 1000 - 300 * i + ascii(right(trust, 1)) AS n) AS f,
		LATERAL (SELECT CASE WHEN trust IN ('RBB', 'RCC') AND i > 1 THEN 'c' WHEN trust = 'RAA' AND i = 3 AND question = 'Q2' THEN 'w' END AS hidden) AS h
	ORDER BY trust COLLATE "C", tumour COLLATE "C", question COLLATE "C";
CREATE TABLE national (month date, provisional bool, patients int4, patients_status text, patients_display text);
INSERT INTO national VALUES ('2018-04-01', false, 12345, NULL, '12345'), ('2018-05-01', true, NULL, 'x', '[x]'), ('2018-06-01', true, 0, NULL, '0');
CREATE TABLE cpes_notes (position int4, kind text, topic text, note text);
INSERT INTO cpes_notes VALUES (1, 'about', 'title', 'Invented survey, 2018'), (2, 'about', 'description', 'A "fixture" of the tests: no figure is real.'), (3, 'about', 'population', 'respondents'),
	(4, 'about', 'period', '[2018-04-01,2018-07-01)'), (5, 'about', 'version', '1'), (6, 'about', 'published', '2026-11-28'),
	(7, 'shorthand', '[c]', 'confidential: the figure is hidden'), (8, 'shorthand', '[w]', 'nobody answered'), (9, 'shorthand', '[x]', 'not available'),
	(10, 'method', 'interval', 'Plus and minus 4.25.'), (11, 'caveat', NULL, 'Do not compare with other years.'),
	(12, 'table', 'trust_question', 'Trusts by question and tumour group'), (13, 'table', 'national', 'Patients by month');
CREATE TABLE cpes_columns (table_name text, position int4, column_name text, role text, datatype text, unit text, decimals int4, belongs_to text, title text, description text);
INSERT INTO cpes_columns
	SELECT 'trust_question', position, name, role, CASE WHEN role IN ('value', 'low', 'high') THEN 'float8' WHEN role IN ('time', 'count') THEN 'int4' ELSE 'text' END,
		CASE WHEN role IN ('value', 'low', 'high') THEN 'percent' WHEN role = 'count' THEN 'respondents' END, CASE role WHEN 'value' THEN 1 WHEN 'low' THEN 2 WHEN 'high' THEN 2 WHEN 'count' THEN 0 END, belongs_to, title, description
	FROM (VALUES (1, 'year', 'time', NULL, 'Year', 'The year of the survey.'), (2, 'trust', 'geography', NULL, 'Trust', 'Its code.'), (3, 'tumour_group', 'dimension', NULL, 'Tumour group', NULL),
		(4, 'question', 'separate', NULL, 'Question', NULL), (5, 'trust_name', 'label', 'trust', 'Name of the trust', NULL), (6, 'question_label', 'label', 'question', 'The question, in words', NULL),
		(7, 'rate', 'value', NULL, 'Positive answers', 'Per cent of those who answered.'), (8, 'rate_status', 'status', 'rate', 'Why there is no rate', NULL), (9, 'rate_display', 'display', 'rate', 'Rate as text', NULL),
		(10, 'low', 'low', 'rate', 'Lower limit', NULL), (11, 'high', 'high', 'rate', 'Upper limit', NULL), (12, 'band', 'band', 'rate', 'Band', NULL),
		(13, 'n', 'count', NULL, 'Respondents', NULL), (14, 'n_status', 'status', 'n', 'Why there is no number', NULL), (15, 'n_display', 'display', 'n', 'Number as text', NULL))
		AS c(position, name, role, belongs_to, title, description);
INSERT INTO cpes_columns VALUES ('national', 1, 'month', 'time', 'date', NULL, NULL, NULL, 'Month', NULL), ('national', 2, 'provisional', 'label', 'bool', NULL, NULL, NULL, 'Provisional', NULL),
	('national', 3, 'patients', 'count', 'int4', 'people', 0, NULL, 'Patients', NULL), ('national', 4, 'patients_status', 'status', 'text', NULL, NULL, 'patients', 'Why there is no number', NULL),
	('national', 5, 'patients_display', 'display', 'text', NULL, NULL, 'patients', 'Number as text', NULL);
COMMENT ON TABLE trust_question IS 'Trusts by question & tumour group';
-- the second version corrects one figure
CREATE TABLE trust_question_v2 (LIKE trust_question);
INSERT INTO trust_question_v2 SELECT * FROM trust_question;
UPDATE trust_question_v2 SET rate = 71, rate_display = '71.0', low = 66.75, high = 75.25 WHERE trust = 'E' AND tumour_group = 'All' AND question = 'Q1';
CREATE TABLE national_v2 (LIKE national);
INSERT INTO national_v2 SELECT * FROM national;
CREATE TABLE cpes_notes_v2 (LIKE cpes_notes);
INSERT INTO cpes_notes_v2 SELECT position, kind, topic, CASE WHEN topic = 'version' THEN '2' ELSE note END FROM cpes_notes UNION ALL VALUES (14, 'about', 'corrects', 'A rate of England was wrong.');
CREATE TABLE cpes_columns_v2 (LIKE cpes_columns);
INSERT INTO cpes_columns_v2 SELECT * FROM cpes_columns;
