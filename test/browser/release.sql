-- A release in plain tables, as publish writes them: invented figures of 40 trusts in 4 alliances, with hidden cells, hostile
-- names and two versions.  Run in an empty schema that is first in the search_path; cancer_pe is on it as well.

CREATE TABLE trust_question AS
WITH area(alliance, trust, size) AS (
	SELECT 'All', 'England', 20000
	UNION ALL
	SELECT 'Alliance ' || a, 'All', 5000 FROM generate_series(1, 4) AS a
	UNION ALL
	SELECT 'Alliance ' || 1 + t % 4, CASE t WHEN 7 THEN 'St "Elsewhere" & <Sons> NHS Trust' WHEN 9 THEN 'Ysbyty Gwynedd – Môn' ELSE 'Trust ' || lpad(t::text, 2, '0') END, 30 + 23 * t FROM generate_series(1, 40) AS t
), cell AS (
	SELECT a.*, g.tumour_group, q.question, q.question_label, (a.size * g.share)::int AS n, 0.62 + 0.05 * q.i + 0.06 * sin(a.size * 1.3 + q.i) + 0.02 * cos(g.i * 2.1) AS rate, 0.62 + 0.05 * q.i AS centre
	FROM area AS a, (VALUES (0, 'All', 1), (1, 'Breast', 0.3), (2, 'Colorectal', 0.2), (3, 'Lung', 0.08), (4, 'Sarcoma', 0.02)) AS g(i, tumour_group, share),
		(VALUES (1, 'q08', 'Saw a doctor as soon as necessary'), (2, 'q17', 'Given the name of a nurse'), (3, 'q35', 'Confidence in all "doctors" & nurses <treating>')) AS q(i, question, question_label)
), judged AS (
	SELECT *, 1.96 * sqrt(rate * (1 - rate) / n) AS half, 2.6 * sqrt(centre * (1 - centre) / n) AS allowed, CASE WHEN n < 20 THEN 'c' END AS status FROM cell WHERE n > 0
)
SELECT 2018 AS year, alliance, trust, tumour_group, question, question_label, CASE WHEN status IS NULL THEN (100 * rate)::float8 END AS rate, status AS rate_status, cancer_pe.display((100 * rate)::float8, status, 1) AS rate_display,
	CASE WHEN status IS NULL THEN (100 * (rate - half))::float8 END AS low, CASE WHEN status IS NULL THEN (100 * (rate + half))::float8 END AS high,
	CASE WHEN status IS NULL AND trust NOT IN ('All', 'England') THEN (100 * (centre - allowed))::float8 END AS expected_low, CASE WHEN status IS NULL AND trust NOT IN ('All', 'England') THEN (100 * (centre + allowed))::float8 END AS expected_high,
	CASE WHEN status IS NULL AND trust NOT IN ('All', 'England') THEN CASE WHEN rate < centre - allowed THEN 'below' WHEN rate > centre + allowed THEN 'above' ELSE 'within' END END AS band,
	CASE WHEN status IS NULL THEN n END AS n, status AS n_status, cancer_pe.display(n, status) AS n_display
FROM judged
ORDER BY alliance COLLATE "C", trust COLLATE "C", tumour_group COLLATE "C", question COLLATE "C";

CREATE TABLE quality AS
SELECT CASE t WHEN 0 THEN 'England' ELSE 'Trust ' || lpad(t::text, 2, '0') END AS trust, CASE WHEN t <> 5 THEN 70 + 6 * sin(t * 1.9) END AS score, CASE t WHEN 5 THEN 'u' END AS score_status, cancer_pe.display(70 + 6 * sin(t * 1.9), CASE t WHEN 5 THEN 'u' END, 1) AS score_display,
	CASE WHEN t <> 5 THEN 67 + 6 * sin(t * 1.9) END AS low, CASE WHEN t <> 5 THEN 73 + 6 * sin(t * 1.9) END AS high, date '2018-07-01' + t AS updated, t % 3 = 0 AS complete
FROM generate_series(0, 40) AS t ORDER BY 1;

CREATE TABLE experience_notes (position integer, kind text, topic text, note text);
INSERT INTO experience_notes VALUES
	(1, 'about', 'title', 'Experience of cancer patients, 2018 <invented>'), (2, 'about', 'description', 'Invented figures in the form of a release: nothing here is about any trust.'),
	(3, 'about', 'population', 'Adults with cancer, discharged from hospital'), (4, 'about', 'filter', 'all respondents'), (5, 'about', 'period', '[2018-04-01,2018-07-01)'), (6, 'about', 'rule', 'survey_lt10'),
	(7, 'about', 'protection', 'Counts below 20 are not shown, nor are others that would give them away.'), (8, 'about', 'version', '1'), (9, 'about', 'published', '2026-11-28'), (10, 'about', 'proof', 'Proven: no hidden count can be told within 5.'),
	(11, 'shorthand', '[c]', 'confidential: not shown, to protect respondents'), (12, 'shorthand', '[u]', 'low reliability'),
	(13, 'method', 'Interval', 'Wald, 95 %. See https://example.org/method?a=1&b=2.'), (14, 'caveat', 'Case mix', 'Not adjusted.'), (15, 'note', '', 'Names with "quotes", <b>tags</b> & ampersands are texts.'),
	(16, 'table', 'trust_question', 'Positive answers by trust, tumour group and question'), (17, 'table', 'quality', 'Quality of life by trust');

CREATE TABLE experience_columns (table_name text, position integer, column_name text, role text, datatype text, unit text, decimals integer, belongs_to text, title text, description text);
INSERT INTO experience_columns VALUES
	('trust_question', 1, 'year', 'time', 'int4', NULL, 0, NULL, 'Year', 'The year of the survey.'),
	('trust_question', 2, 'alliance', 'geography', 'text', NULL, NULL, NULL, 'Alliance', 'The cancer alliance of the trust.'),
	('trust_question', 3, 'trust', 'geography', 'text', NULL, NULL, NULL, 'Trust', 'The trust that treated.'),
	('trust_question', 4, 'tumour_group', 'dimension', 'text', NULL, NULL, NULL, 'Tumour group', 'By the diagnosis of the sample.'),
	('trust_question', 5, 'question', 'separate', 'text', NULL, NULL, NULL, 'Question', 'The number of the question.'),
	('trust_question', 6, 'question_label', 'label', 'text', NULL, NULL, 'question', 'Question, in short', NULL),
	('trust_question', 7, 'rate', 'value', 'float8', 'percent', 1, NULL, 'Positive answers', 'Of all scored answers.'),
	('trust_question', 8, 'rate_status', 'status', 'text', NULL, NULL, 'rate', 'Status', NULL),
	('trust_question', 9, 'rate_display', 'display', 'text', NULL, NULL, 'rate', 'Display', NULL),
	('trust_question', 10, 'low', 'low', 'float8', 'percent', 1, 'rate', 'Low', 'The lower end of the 95 per cent interval.'),
	('trust_question', 11, 'high', 'high', 'float8', 'percent', 1, 'rate', 'High', 'The upper end of the 95 per cent interval.'),
	('trust_question', 12, 'expected_low', 'expected_low', 'float8', 'percent', 1, 'rate', 'Expected from', 'The lower end of the expected range.'),
	('trust_question', 13, 'expected_high', 'expected_high', 'float8', 'percent', 1, 'rate', 'Expected to', 'The upper end of the expected range.'),
	('trust_question', 14, 'band', 'band', 'text', NULL, NULL, 'rate', 'Band', 'Where the trust lies: above, within or below the expected range.'),
	('trust_question', 15, 'n', 'count', 'int4', 'number', 0, NULL, 'Respondents', 'Scored answers.'),
	('trust_question', 16, 'n_status', 'status', 'text', NULL, NULL, 'n', 'Status', NULL),
	('trust_question', 17, 'n_display', 'display', 'text', NULL, NULL, 'n', 'Display', NULL),
	('quality', 1, 'trust', 'geography', 'text', NULL, NULL, NULL, 'Trust', NULL),
	('quality', 2, 'score', 'value', 'float8', 'score', 1, NULL, 'Global health', 'From 0 to 100; higher is better.'),
	('quality', 3, 'score_status', 'status', 'text', NULL, NULL, 'score', 'Status', NULL),
	('quality', 4, 'score_display', 'display', 'text', NULL, NULL, 'score', 'Display', NULL),
	('quality', 5, 'low', 'low', 'float8', 'score', 1, 'score', 'Low', NULL),
	('quality', 6, 'high', 'high', 'float8', 'score', 1, 'score', 'High', NULL),
	('quality', 7, 'updated', 'number', 'date', NULL, NULL, NULL, 'Updated', NULL),
	('quality', 8, 'complete', 'number', 'bool', NULL, NULL, NULL, 'Complete', NULL);
