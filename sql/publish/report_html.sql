-- A release as a page: what it says of the plain tables, and what is refused.  (How a browser and an audit of accessibility find it is tested in test/browser.)
\set SHOW_CONTEXT never
\getenv here PG_ABS_SRCDIR
\set fixture :here '/test/browser/release.sql'
CREATE SCHEMA report_test;
SET search_path = report_test, cancer_pe, public;
\set ECHO none
\i :fixture
\set ECHO all
CREATE TEMP TABLE page AS
	SELECT 'all' AS page, report_html('report_test', 'experience', '{"download": {"quality": "q.csv?a=1&b=2"}, "links": [{"title": "<Other>", "href": "other.html"}, {"title": "This"}]}') AS html
	UNION ALL SELECT 'trust', report_html('report_test', 'experience', '{"area": "Trust 12"}')
	UNION ALL SELECT 'alliance', report_html('report_test', 'experience', '{"area": "Alliance 2"}')
	UNION ALL SELECT 'quality', report_html('report_test', 'experience', '{"tables": ["quality"], "rows": 5, "pictures": 0}');
SELECT page, substring(html FROM '<title>([^<]*)') AS title, length(html) < 300000 AS small, (length(html) - length(replace(html, '<svg', ''))) / 4 AS pictures, (length(html) - length(replace(html, '<h2', ''))) / 3 AS headings FROM page ORDER BY page COLLATE "C";
-- one row of the table for each of the release, with its marks, and the number of them told
SELECT page, (SELECT string_agg(m[1], ' | ' ORDER BY n) FROM regexp_matches(html, '<p>([0-9]+ rows?[^<]*)', 'g') WITH ORDINALITY AS r(m, n)) AS said, (length(html) - length(replace(html, '<tr>', ''))) / 4 AS rows FROM page ORDER BY page COLLATE "C";
SELECT (SELECT count(*) FROM trust_question WHERE trust = 'Trust 12') AS rows, (SELECT count(*) FROM trust_question WHERE trust = 'Trust 12' AND n_status IS NOT NULL) AS marks;
SELECT substring(html FROM '<caption>Table 1[^<]*') AS caption FROM page WHERE page IN ('trust', 'quality') ORDER BY page COLLATE "C";
-- every cell of the trust is there as it is displayed
SELECT count(*) AS rows, count(*) FILTER (WHERE position(format('<th scope="row">%s</th><th scope="row">%s</th><td>%s</td><td class="number">%s</td><td class="number">%s</td><td class="number">%s</td>', tumour_group, question,
	replace(replace(replace(replace(question_label, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), rate_display, display(low, n_status, 1), display(high, n_status, 1)) IN html) > 0) AS found
FROM trust_question, page WHERE trust = 'Trust 12' AND page = 'trust';
-- texts are texts, links are those asked for, dates are in words
SELECT html LIKE '%&lt;invented&gt;%' AS escaped, html !~ '<(invented|b|Sons|treating|Other)>' AS no_tags, html LIKE '%<a href="other.html">&lt;Other&gt;</a> | <span aria-current="page">This</span>%' AS links,
	html LIKE '%<a href="q.csv?a=1&amp;b=2">%' AS download, html LIKE '%<dd>1 April 2018 to 30 June 2018</dd>%' AS period, html !~* '<(script|link|img|iframe|object|embed|base|form)|\son[a-z]+=|url\([^#]' AS loads_nothing FROM page WHERE page = 'all';
-- whatever else is in the path and the settings, the same bytes; a reader of the tables makes it as well
SET extra_float_digits = -10;
SET DateStyle = 'German';
SET search_path = pg_catalog;
SELECT cancer_pe.report_html('report_test', 'experience', '{"area": "Trust 12"}') = html AS the_same FROM pg_temp.page WHERE page = 'trust';
RESET ALL;
SET search_path = report_test, cancer_pe, public;
-- so too where times are dates: the latest of them is the picture's, and is written alike
CREATE TABLE day AS SELECT d AS day, 'Trust ' || i AS trust, (70 + i)::float8 AS score, NULL::text AS score_status, (60 + i)::float8 AS low, (80 + i)::float8 AS high FROM generate_series(1, 5) AS i, (VALUES (date '2017-12-30'), ('2018-04-01'), ('2018-03-15')) AS v(d);
CREATE TABLE daily_notes AS SELECT position, kind, topic, CASE topic WHEN 'period' THEN '[2018-02-29,2018-07-01)' ELSE note END AS note FROM experience_notes WHERE kind <> 'table';
CREATE TABLE daily_columns (LIKE experience_columns);
INSERT INTO daily_columns SELECT 'day', i, c, r, NULL, NULL, NULL, b FROM (VALUES (1, 'day', 'time', NULL), (2, 'trust', 'geography', NULL), (3, 'score', 'value', NULL), (4, 'score_status', 'status', 'score'), (5, 'low', 'low', 'score'), (6, 'high', 'high', 'score')) AS v(i, c, r, b);
CREATE TEMP TABLE daily AS SELECT report_html('report_test', 'daily', '{"rows": 2}') AS html;
SET DateStyle = 'German';
SET standard_conforming_strings = off;
SET quote_all_identifiers = on;
SET transform_null_equals = on;
SELECT report_html('report_test', 'daily', '{"rows": 2}') = html AS the_same, substring(html FROM '<figure[^>]*aria-label="([^"]*)') AS picture, substring(html FROM '<dt>Period</dt><dd>([^<]*)') AS no_day FROM daily;
RESET ALL;
SET search_path = report_test, cancer_pe, public;
DROP TABLE daily, day, daily_notes, daily_columns;
-- no rows asked for: only how many there are
SELECT substring(html FROM '<p>([0-9]+ rows?[^<]*)') AS said, html LIKE '%id="table-1"%' AS heading, html LIKE '%aria-label="Table 1"%' AS rows FROM (SELECT report_html('report_test', 'experience', '{"rows": 0, "tables": ["quality"]}') AS html) AS p;
CREATE ROLE regress_report_reader;
GRANT USAGE ON SCHEMA report_test, cancer_pe TO regress_report_reader;
GRANT SELECT ON experience_notes, experience_columns, quality TO regress_report_reader;
GRANT SELECT ON page TO regress_report_reader;
SET ROLE regress_report_reader;
SELECT report_html('report_test', 'experience', '{"tables": ["quality"], "rows": 5, "pictures": 0}') = html AS the_same FROM page WHERE page = 'quality';
SELECT report_html('report_test', 'experience');
RESET ROLE;
-- versions: the latest, or the one asked for
CREATE TABLE quality_v2 AS TABLE quality;
CREATE TABLE experience_notes_v2 AS SELECT position, kind, topic, CASE topic WHEN 'version' THEN '2' ELSE note END AS note FROM experience_notes;
CREATE TABLE experience_columns_v2 AS SELECT * FROM experience_columns WHERE table_name = 'quality';
SELECT substring(report_html('report_test', 'experience') FROM '<p>(Release [^<]*)') AS latest, substring(report_html('report_test', 'experience', version => 1) FROM '<p>(Release [^<]*)') AS first;
-- a page stays small, however much there is
INSERT INTO quality SELECT repeat('x', 200) || i, i, NULL, i::text, i, i, '2018-01-01', true FROM generate_series(1, 5000) AS i;
SELECT length(html) BETWEEN 200000 AND 300000 AS small, html ~ '5041 rows, the first [0-9]{3} of them here' AS said FROM (SELECT report_html('report_test', 'experience', '{"rows": 100000, "pictures": 20}', 1) AS html) AS p;
-- a release without areas, notes or rows
CREATE TABLE empty (sex text, share double precision, n integer);
CREATE TABLE bare_notes (position integer, kind text, topic text, note text);
CREATE TABLE bare_columns (LIKE experience_columns);
INSERT INTO bare_columns VALUES ('empty', 1, 'sex', 'dimension', NULL, NULL), ('empty', 2, 'share', 'value', NULL, 'percent'), ('empty', 3, 'n', 'count', NULL, NULL);
SELECT html LIKE '%<h1>bare</h1>%' AS named, html LIKE '%<p>0 rows.</p>%' AS said, html NOT LIKE '%<svg%' AS no_picture FROM (SELECT report_html('report_test', 'bare') AS html) AS p;
-- refused
SELECT report_html(NULL, 'experience');
SELECT report_html('report_test', NULL);
SELECT report_html('report_test', 'experience', NULL);
SELECT report_html('report_test', 'nothing');
SELECT report_html('report_test', 'experience', version => 7);
SELECT report_html('report_test', 'experience', '{"colour": "red"}');
SELECT report_html('report_test', 'experience', '{"area": "Nowhere"}');
SELECT report_html('report_test', 'experience', '{"tables": ["nothing"]}', 1);
SELECT report_html('report_test', 'experience', '{"download": {"nothing": "x.csv"}}', 1);
SELECT report_html('report_test', 'experience', '{"download": {"quality": 1}}');
SELECT report_html('report_test', 'experience', '{"download": []}');
SELECT report_html('report_test', 'experience', '{"links": [{"href": "x.html"}]}');
SELECT report_html('report_test', 'experience', '{"links": ["x.html"]}');
SELECT report_html('report_test', 'experience', jsonb_build_object('links', jsonb_build_array(jsonb_build_object('title', 'x', 'href', h)))) FROM (VALUES ('javascript:alert(1)')) AS v(h);
SELECT report_html('report_test', 'experience', '{"links": [{"title": "x", "href": "//elsewhere/x"}]}');
SELECT report_html('report_test', 'experience', '{"rows": -1}');
UPDATE bare_columns SET role = 'colour' WHERE column_name = 'n';
SELECT report_html('report_test', 'bare');
-- nothing is left
DROP TABLE page;
SET client_min_messages = warning;
DROP SCHEMA report_test CASCADE;
REVOKE ALL ON SCHEMA cancer_pe FROM regress_report_reader;
DROP ROLE regress_report_reader;
