-- Tables for readers: table_html() over a release's plain tables and over anything else (what the kernel makes of hostile bytes: test/unit/test_html_table.c).
\getenv here PG_ABS_SRCDIR
\set load :here '/test/data/publish/plain_release.sql'
\set ECHO none
\i :load
\set ECHO all
-- the comment is the caption, and what belongs to a number is in its column
SELECT table_html('trust_question', '{"only": {"trust": "RBB", "question": "Q1"}, "decimals": {"low": 2, "high": 2}, "align": "class", "id": "t1", "class": "release"}');
SELECT table_html('national', '{"title": "A & \"B\" <C>", "headings": {"month": "Month of 2018"}}');
-- each cell against the table itself
CREATE TABLE page AS SELECT table_html('trust_question') AS html;
SELECT count(*) AS wrong FROM (
	SELECT r, array_agg(c[1] ORDER BY i) AS cells FROM page, regexp_matches(html, '<tr>(.*?)</tr>', 'g') WITH ORDINALITY AS row(text, r),
		regexp_matches(text[1], '<t[hd][^>]*?>(.*?)</t[hd]>', 'g') WITH ORDINALITY AS cell(c, i) WHERE r > 1 GROUP BY r) AS got
FULL JOIN (SELECT 1 + row_number() OVER (ORDER BY year, trust COLLATE "C", tumour_group COLLATE "C", question COLLATE "C") AS r,
		ARRAY[year::text, replace(trust, '&', '&amp;'), tumour_group, question, replace(replace(replace(replace(trust_name, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), replace(question_label, '''', '&#39;'),
			rate_display, coalesce(low::text, '[' || rate_status || ']'), coalesce(high::text, '[' || rate_status || ']'), coalesce(band, '[' || rate_status || ']'), n_display] AS cells FROM trust_question) AS want USING (r)
WHERE got.cells IS DISTINCT FROM want.cells;
-- a heading of a row or a column for each th, and no hidden number in the bytes
SELECT (SELECT count(*) FROM regexp_matches(html, '<th scope="col"', 'g')) AS columns, (SELECT count(*) FROM regexp_matches(html, '<th scope="row"', 'g')) AS row_headings,
	(SELECT count(*) FROM regexp_matches(html, '<th', 'g')) AS headings, (SELECT count(*) FROM regexp_matches(html, '<td', 'g')) AS data, html ~ '<script|href|src=' AS scripts_or_links FROM page;
-- not all rows; one; none; no title; the order of the table's rows does not matter
SELECT substring(table_html('trust_question', '{"rows": 7, "columns": ["trust", "n"]}') FROM '<span.*</span>') AS seven,
	substring(table_html('trust_question', '{"rows": 1}') FROM '<span.*</span>') AS one, substring(table_html('trust_question', '{"only": {"trust": "X"}}') FROM '<caption>.*</caption>') AS nothing,
	substring(table_html('national') FROM '<caption>.*</caption>') AS name;
CREATE TABLE big AS SELECT i, md5(i::text) AS text FROM generate_series(1, 12345) AS i;
SELECT substring(table_html('big') FROM '<span.*</span>') AS thousands;
CREATE TABLE turned AS SELECT * FROM trust_question ORDER BY md5(trust || tumour_group || question);
SELECT table_html('turned', '{"title": "t"}') = table_html('trust_question', '{"title": "t"}') AS same;
-- columns named, headings of rows named, a status alone, a value of each kind in "only", conditions on NULL
SELECT table_html('national', '{"columns": ["patients", "month", "patients_status"], "row_headings": ["month"], "only": {"provisional": true, "patients": null, "month": "2018-05-01"}}');
SELECT table_html('national', '{"columns": ["patients"], "only": {"patients": 12345}}');
-- views, other types, numbers without status, hostile names
CREATE VIEW "a<b>""" AS SELECT 1.50::numeric AS "x<y>", NULL::int8 AS "q""", '{"a": 1}'::jsonb AS j, 0.1::float8 + 0.2 AS f, true AS b, '{1,2}'::int[] AS a, NULL::text AS t;
SELECT table_html('"a<b>"""');
-- a number that its status hides is not shown, whatever else is there
CREATE TABLE working AS SELECT 'RAA' AS trust, 987654 AS n, 'c' AS n_status;
SELECT table_html('working') LIKE '%987654%' AS seen, table_html('working') LIKE '%>[c]<%' AS mark;
-- a band with a status of its own shows it
CREATE TABLE banded AS SELECT * FROM (VALUES ('A', 'above', NULL, true, NULL), ('B', NULL, 'c', NULL, 'w')) AS b(trust, band, band_status, met, met_status);
SELECT c[1] AS cell FROM regexp_matches(table_html('banded'), '<t[hd][^>]*>([^<]*)</t[hd]>', 'g') AS c;
-- nor do a hidden number's limits or its place among the rows tell it
CREATE TABLE ranked AS SELECT * FROM (VALUES ('A', 77, 'c', 70.5::float8), ('B', 33, 'c', 30.5), ('C', 55, NULL, 50.5), ('D', 11, 'w', 10.5)) AS r(trust, n, n_status, low);
SELECT table_html('ranked', '{"columns": ["n", "low", "trust"]}');
-- numbers of every type have the decimals asked for, rounded half away from zero, or all their digits under any setting
CREATE TABLE kinds AS SELECT 'A' AS trust, 2.345::numeric AS exact, 2.7::float4 AS single, 9007199254740993::int8 AS large, 7::int2 AS small, 2.5::float8 AS double;
SELECT c[1] AS cell FROM regexp_matches(table_html('kinds', '{"decimals": {"exact": 2, "single": 2, "large": 1, "small": 1, "double": 0}}'), '<td[^>]*>([^<]*)</td>', 'g') AS c;
SET extra_float_digits = -10;
SELECT c[1] AS cell FROM regexp_matches(table_html('kinds'), '<td[^>]*>([^<]*)</td>', 'g') AS c;
SET DateStyle = 'German, DMY';
SET extra_float_digits = 0;
SELECT table_html('trust_question') = html AS settings_do_not_matter FROM page;
RESET DateStyle;
RESET extra_float_digits;
-- refused
SELECT table_html(NULL);
SELECT table_html('national', NULL);
SELECT table_html('national', '[]');
SELECT table_html('national', '{"colour": "red"}');
SELECT table_html('national', '{"columns": ["year"]}');
SELECT table_html('national', '{"columns": []}');
SELECT table_html('national', '{"row_headings": ["year"]}');
SELECT table_html('national', '{"headings": {"year": "Year"}}');
SELECT table_html('national', '{"headings": {"month": 1}}');
SELECT table_html('national', '{"only": ["month"]}');
SELECT table_html('national', '{"only": {"month": ["2018-04-01"]}}');
SELECT table_html('national', '{"only": {"month": "2018-04-01'' OR true --"}}');
SELECT table_html('national', '{"decimals": {"patients": 1.5}}');
SELECT table_html('national', '{"rows": 0}');
SELECT table_html('national', '{"align": "left"}');
SELECT table_html(0::regclass);
CREATE VIEW no_number AS SELECT 'NaN'::numeric AS x;
SELECT table_html('no_number');
CREATE VIEW endless_single AS SELECT 'Infinity'::float4 AS x;
SELECT table_html('endless_single');
CREATE VIEW endless AS SELECT 'Infinity'::float8 AS x;
SELECT table_html('endless');
CREATE INDEX national_month ON national (month);
SELECT table_html('national_month');
-- as the caller
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA "plain ""shown""", cancer_pe TO regress_reader;
GRANT SELECT (month) ON national TO regress_reader;
SET ROLE regress_reader;
SELECT table_html('trust_question');
SELECT table_html('national');
SELECT length(table_html('national', '{"columns": ["month"]}')) > 0 AS allowed_column;
RESET ROLE;
\set VERBOSITY terse
SET client_min_messages = warning;
DROP SCHEMA "plain ""shown""" CASCADE;
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;
