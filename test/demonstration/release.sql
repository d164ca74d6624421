-- A release: from 60,000 synthetic respondents, with the margins of 2018, to published tables, their proof, files, and a report that can be
-- browsed, a page for England, each Cancer Alliance and each trust.  One statement publishes; everything behind it reads the published tables
-- alone.  Runs within demo.sql after the published figures, with its settings, variables, search path and tables.
--
-- The release is in a schema of its own, cpes_2018: the ledger never forgets one, so that running this again in the same
-- database finds it unchanged.

-- What is published: the programme of the survey, with names in the place of codes of areas.  Tumour groups are given of England and of
-- Alliances, as they are hardly of trusts: half of these cells would be hidden, and four times as many cells take four times as long.
\set programme '''ncpes2018'''
\set options '''{"title": "Synthetic respondents", "levels": [{"level": "national", "title": "England", "label": "England"}, {"level": "alliance", "title": "Cancer Alliance", "column": "alliance_name", "judged": true}, {"level": "trust", "title": "Trust", "column": "trust_name", "judged": true}], "breakdowns": [{"breakdown": "tumour_group", "title": "Tumour group", "column": "tumour_group", "levels": ["national", "alliance"]}, {"breakdown": "age", "title": "Age", "column": "age_band", "levels": ["national"]}, {"breakdown": "sex", "title": "Sex", "column": "sex", "levels": ["national"]}, {"breakdown": "ethnic_group", "title": "Ethnic group", "column": "ethnicity", "levels": ["national"], "missing": "Not given"}, {"breakdown": "deprivation", "title": "Deprivation (fifth; 1 is the most deprived)", "column": "deprivation", "levels": ["national"]}]}'''

-- ---- 1. Respondents --------------------------------------------------------------------------

SELECT clock_timestamp() AS sampling \gset
CREATE TABLE sampled AS
SELECT (r).*, format('%s (%s)', t.name, t.code) AS trust_name, t.alliance AS alliance_name
FROM (SELECT sample_responses(60000, 2018) AS r) AS s
JOIN trust AS t ON t.code = (r).trust;
ANALYZE sampled;

-- ---- 2. One statement ------------------------------------------------------------------------

CREATE SCHEMA IF NOT EXISTS cpes_2018;

-- The programme's definition of a release, with what this one is called and what must be said of it.
CREATE TABLE definition AS
SELECT d.definition || jsonb_build_object('schema', 'cpes_2018', 'title', 'Synthetic survey: cancer patient experience by NHS trust, with the margins of 2018',
	'description', 'A demonstration: these 60,000 respondents do not exist, and every answer is invented. How many answered each question in each trust, and how many of them positively, is in proportion to the published tables of 2018; who they are is not.',
	'population', '{"base": "synthetic CPES", "filter": "all respondents", "period": "[2018-04-01,2018-07-01)"}'::jsonb,
	'notes', '[{"kind": "caveat", "topic": "synthetic respondents", "note": "Age, sex, ethnic group, deprivation and tumour group are drawn independently of the answers, so that no difference between groups means anything, and case-mix adjustment finds nothing to adjust but chance."}, {"kind": "note", "topic": "tumour groups", "note": "Published of England and of Cancer Alliances, not of trusts, of which half the cells would be hidden."}, {"kind": "note", "topic": "source of the margins", "note": "NHS England, National Cancer Patient Experience Survey 2018, Official Statistics (published 2019; survey contractor Quality Health; Crown copyright); licence of the tables unconfirmed. Questions are named by short labels of this project, not in the words of the questionnaire."}]'::jsonb || (d.definition -> 'notes')) AS definition
FROM report_definition('sampled', :programme, :options) AS d(definition);

CREATE TABLE publication AS SELECT p.* FROM definition, publish('experience', definition) AS p;
CREATE TABLE publication_again AS SELECT p.* FROM definition, publish('experience', definition) AS p;
CREATE TABLE certified AS SELECT * FROM verify_release('experience');

-- Readers find what they look for faster by area; an index of a published table tells no more than the table.
SELECT format('CREATE INDEX IF NOT EXISTS %I ON cpes_2018.%I (%I)', table_name || '_' || column_name, table_name, column_name)
FROM cpes_2018.experience_columns
WHERE role = 'geography' \gexec

-- ---- 3. Files --------------------------------------------------------------------------------

-- The pages: England with all links, and one for each area, its first rows of the release being all it needs.
CREATE TABLE area_page AS
SELECT 'trust' AS level, trust AS area, alliance, format('trust_%s.html', lower(substring(trust FROM '\((\w+)\)$'))) AS file
FROM (SELECT DISTINCT trust, alliance FROM cpes_2018.measures WHERE trust <> 'All') AS t
UNION ALL
SELECT 'alliance', alliance, alliance, format('alliance_%s.html', btrim(regexp_replace(lower(alliance), '[^a-z0-9]+', '_', 'g'), '_'))
FROM (SELECT DISTINCT alliance FROM cpes_2018.measures WHERE alliance <> 'England') AS a;

CREATE VIEW download AS SELECT jsonb_object_agg(table_name, table_name || '.csv') AS download FROM (SELECT DISTINCT table_name FROM cpes_2018.experience_columns) AS t;
CREATE TABLE release_file (file text PRIMARY KEY, kind text, text text);
INSERT INTO release_file
SELECT 'index.html', 'page', replace(report_html('cpes_2018', 'experience', jsonb_build_object('rows', 60, 'download', d.download,
	'links', (SELECT jsonb_agg(jsonb_build_object('title', area, 'href', file) ORDER BY level, area COLLATE "C") FROM area_page))),
	'</div></header>', replace(pages_nav('index.html'), '"Pages"', '"Demonstration"') || '</div></header>')
FROM download AS d;
INSERT INTO release_file
SELECT file, 'page', report_html('cpes_2018', 'experience', jsonb_build_object('area', area, 'rows', 1000, 'pictures', 1, 'download', d.download,
	'links', jsonb_build_array('{"title": "England, all areas and files", "href": "index.html"}'::jsonb)
		|| CASE level WHEN 'trust' THEN (SELECT jsonb_build_array(jsonb_build_object('title', a.area, 'href', a.file)) FROM area_page AS a WHERE (a.level, a.area) = ('alliance', p.alliance)) ELSE '[]' END
		|| jsonb_build_array(jsonb_build_object('title', area), '{"title": "The published tables of 2018", "href": "published.html"}'::jsonb)))
FROM area_page AS p, download AS d;
INSERT INTO release_file
SELECT table_name || '.csv', 'csv', (SELECT string_agg(line || E'\n', '' ORDER BY i) FROM release_csv('cpes_2018', 'experience', table_name) WITH ORDINALITY AS f(line, i))
FROM (SELECT DISTINCT table_name FROM cpes_2018.experience_columns) AS t
UNION ALL
SELECT 'csv-metadata.json', 'csvw', jsonb_pretty(csvw('cpes_2018', 'experience')) || E'\n'
UNION ALL
SELECT 'experience.json', 'json', release_json('cpes_2018', 'experience')::text || E'\n';

-- Written line by line: as CSV whose quote, delimiter and NULL occur in no text, which is the text as it is.
SELECT format($$COPY (SELECT line FROM release_file, string_to_table(rtrim(text, E'\n'), E'\n') AS line WHERE file = %L) TO %L (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', NULL E'\x03', ENCODING 'UTF8')$$,
	file, :'out' || '/' || file)
FROM release_file \gexec

SELECT round(extract(epoch FROM clock_timestamp() - :'sampling')::numeric, 1) AS seconds \gset

-- ---- 4. The same counted otherwise, and what an attacker finds ---------------------------------

-- One question counted by plain SQL alone.
CREATE TABLE plain_count AS
SELECT m.n = c.n AND m.value = round_half_up(100.0 * c.positive / c.n, 1) AS equal
FROM (
	SELECT coalesce(alliance_name, 'England') AS alliance, coalesce(trust_name, 'All') AS trust, sum(people) AS n, sum(people) FILTER (WHERE class = 'positive') AS positive
	FROM (SELECT alliance_name, trust_name, classify('2018', 'Q33', q33) AS class, count(*) AS people FROM sampled GROUP BY alliance_name, trust_name, q33) AS given
	WHERE class IN ('positive', 'negative')
	GROUP BY ROLLUP (alliance_name, trust_name)
) AS c
JOIN cpes_2018.measures AS m ON m.measure = 'Q33' AND (m.alliance, m.trust) = (c.alliance, c.trust)
WHERE m.n_status IS NULL;

-- What a row is about, without totals: of a published row or of the ledger's.
CREATE FUNCTION cell_key(cell jsonb) RETURNS jsonb IMMUTABLE
RETURN jsonb_strip_nulls(jsonb_build_object('measure', $1 ->> 'measure', 'alliance', nullif($1 ->> 'alliance', 'England'), 'trust', nullif($1 ->> 'trust', 'All'), 'tumour_group', nullif($1 ->> 'tumour_group', 'All'),
	'age', nullif($1 ->> 'age', 'All'), 'sex', nullif($1 ->> 'sex', 'All'), 'ethnic_group', nullif($1 ->> 'ethnic_group', 'All'), 'deprivation', nullif($1 ->> 'deprivation', 'All')));
CREATE TABLE ledger_cell AS
SELECT cell_key(jsonb_object(r.dimensions, c.dims) || c.part) AS key, c.value, c.status
FROM release AS r
JOIN release_cell AS c USING (release, version)
WHERE (r.release, r.version) = ('experience', (SELECT version FROM publication LIMIT 1));
ANALYZE ledger_cell;

-- The published rows of all tables, read as anybody can, and audited together, question by question.
CREATE TABLE read_row (file text, key jsonb, status text, n text, figures text[]);
CREATE FUNCTION figures(cell jsonb) RETURNS text[] IMMUTABLE
RETURN array_remove(array_remove(ARRAY[$1 ->> 'value', $1 ->> 'low', $1 ->> 'high', $1 ->> 'adjusted', $1 ->> 'expected_low', $1 ->> 'expected_high', $1 ->> 'band', $1 ->> 'p', $1 ->> 'q', $1 ->> 'reliability', $1 ->> 'n'], NULL), '');
SELECT format('INSERT INTO read_row SELECT %L, cell_key(j), j ->> ''n_status'', j ->> ''n'', figures(j) FROM (SELECT to_jsonb(t) AS j FROM cpes_2018.%I AS t) AS r', 'table ' || table_name, table_name)
FROM (SELECT DISTINCT table_name FROM cpes_2018.experience_columns) AS t \gexec
CREATE TABLE attacked AS
SELECT key, (audit(CASE WHEN status = 'w' THEN 0 ELSE n::bigint END, nullif(status, 'w'), ARRAY[key ->> 'alliance', key ->> 'trust', key ->> 'tumour_group', key ->> 'age', key ->> 'sex', key ->> 'ethnic_group', key ->> 'deprivation'])
	OVER (PARTITION BY key ->> 'measure')).verdict
FROM (SELECT DISTINCT key, status, n FROM read_row) AS r;

-- ---- 5. The files as they lie on the disk, searched for what was to be hidden --------------------

CREATE TABLE on_disk AS SELECT file, kind, pg_read_file(:'out' || '/' || file) AS text FROM release_file;

-- CSV: all columns as text.
SELECT format('CREATE TABLE %I (%s)', 'csv_' || table_name, string_agg(format('%I text', column_name), ', ' ORDER BY position))
FROM cpes_2018.experience_columns
WHERE role <> 'display'
GROUP BY table_name \gexec
SELECT format('COPY %I FROM %L (FORMAT csv, HEADER)', 'csv_' || table_name, :'out' || '/' || table_name || '.csv'),
	format('INSERT INTO read_row SELECT %L, cell_key(j), j ->> ''n_status'', j ->> ''n'', figures(j) FROM (SELECT to_jsonb(t) AS j FROM %I AS t) AS r', table_name || '.csv', 'csv_' || table_name)
FROM (SELECT DISTINCT table_name FROM cpes_2018.experience_columns) AS t \gexec

-- The feed: names and cells of each row side by side.
INSERT INTO read_row
SELECT 'experience.json', cell_key(j), j ->> 'n_status', j ->> 'n', figures(j)
FROM (
	SELECT jsonb_object(t.names, ARRAY(SELECT jsonb_array_elements_text(r.value))) AS j
	FROM (
		SELECT value -> 'rows' AS rows, ARRAY(SELECT c ->> 'name' FROM jsonb_array_elements(value -> 'columns') AS c) AS names
		FROM on_disk, jsonb_array_elements(text::jsonb -> 'tables')
		WHERE file = 'experience.json'
	) AS t, jsonb_array_elements(t.rows) AS r
) AS feed;

-- Pages: each row of a table with its headings, whose names are those of the table's head; and the marks of pictures.
CREATE TABLE page_line AS
SELECT d.file, l.i, l.line, a.level, a.area, a.alliance
FROM on_disk AS d
LEFT JOIN area_page AS a USING (file),
	string_to_table(d.text, E'\n') WITH ORDINALITY AS l(line, i)
WHERE d.kind = 'page' AND l.line ~ '^<tr><th scope="(col|row)"|^<figure|<title>';
CREATE FUNCTION plain_text(text) RETURNS text IMMUTABLE
RETURN replace(replace(replace(replace(replace($1, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&');
-- What heads the columns that say what a row is about, by the line of a head; without the others, which no dimension is called like.
CREATE TABLE page_head AS
SELECT h.line AS head, array_agg(c.column_name ORDER BY t.i) AS names
FROM (SELECT DISTINCT line FROM page_line WHERE line LIKE '<tr><th scope="col"%>Number of people</th>%') AS h,
	regexp_matches(h.line, '<th scope="col"[^>]*>([^<]*)</th>', 'g') WITH ORDINALITY AS t(title, i)
JOIN (SELECT DISTINCT title, column_name FROM cpes_2018.experience_columns WHERE role IN ('time', 'geography', 'dimension', 'separate')) AS c ON c.title = t.title[1]
GROUP BY h.line;
-- Headings stand first in a row, between \x01, then labels, then from the first \x02 on numbers and bands.
INSERT INTO read_row
SELECT r.file, cell_key(jsonb_object(r.names, r.headings) || CASE r.level WHEN 'trust' THEN jsonb_build_object('trust', r.area, 'alliance', r.alliance) WHEN 'alliance' THEN jsonb_build_object('alliance', r.area) ELSE '{}' END),
	CASE WHEN r.figures && '{[c],[w]}' THEN btrim(r.figures[cardinality(r.figures)], '[]') END, r.figures[cardinality(r.figures)],
	array_remove(array_remove(array_remove(array_remove(r.figures, '[c]'), '[w]'), '[x]'), '')
FROM (
	SELECT l.file, l.level, l.area, l.alliance, h.names, string_to_array(plain_text(split_part(split_part(l.cells, E'\x03', 1), E'\x01', 2)), E'\x04') AS headings,
		string_to_array(replace(substr(l.cells, strpos(l.cells, E'\x02') + 1), E'\x03', E'\x02'), E'\x02') AS figures
	FROM (
		SELECT *, substr(max(CASE WHEN line LIKE '<tr><th scope="col"%' THEN to_char(i, 'FM0000000') || line END) OVER (PARTITION BY file ORDER BY i), 8) AS head,
			replace(replace(replace(replace(replace(replace(replace(line, '</th><th scope="row">', E'\x04'), '<tr><th scope="row">', E'\x01'), '<td class="number">', E'\x02'), '<td>', E'\x03'), '</td>', ''), '</th>', ''), '</tr>', '') AS cells
		FROM page_line
	) AS l
	JOIN page_head AS h USING (head)
	WHERE l.line LIKE '<tr><th scope="row"%'
) AS r;

CREATE TABLE page_mark AS
SELECT file, level, area, plain_text(substring(line FROM '<title>(.*)')) AS mark, substring(figure FROM 'Measure: (Q\d+)"') AS measure
FROM (
	SELECT *, substring(max(CASE WHEN line LIKE '<figure%' THEN to_char(i, 'FM0000000') || line END) OVER (PARTITION BY file ORDER BY i) FROM 8) AS figure
	FROM page_line
) AS l
WHERE line LIKE '%<title>%' AND figure LIKE '%aria-label="Value%';

-- Each row beside what the ledger has of it.
ANALYZE read_row;
CREATE TABLE compared_row AS
SELECT r.file, r.key, r.status, r.n, r.figures <> '{}' AS any_figure, c.key IS NULL AS unknown, c.status AS true_status, c.value AS true_n
FROM read_row AS r
LEFT JOIN ledger_cell AS c USING (key);

-- Leaked: a row of a hidden cell that has any figure, a mark of one in a picture, or the seal of a certificate.
CREATE TABLE release_leak AS
SELECT file, key::text AS cell FROM compared_row WHERE true_status IS NOT NULL AND any_figure
UNION ALL
SELECT m.file, c.key::text
FROM page_mark AS m
JOIN ledger_cell AS c ON c.key - ARRAY['alliance', 'trust'] = jsonb_build_object('measure', CASE m.level WHEN 'trust' THEN m.mark ELSE m.measure END) AND c.key ->> 'trust' = CASE m.level WHEN 'trust' THEN m.area ELSE m.mark END
WHERE c.status IS NOT NULL
UNION ALL
SELECT d.file, 'certificate'
FROM on_disk AS d, release_proof AS p
WHERE d.kind IN ('page', 'csvw') AND p.release = 'experience' AND strpos(d.text, p.certificate ->> 'seal') > 0;

-- ---- 6. The report, and what must hold on any machine --------------------------------------------

CREATE TABLE release_summary AS
SELECT r.cells, r.shown, r.hidden, r.proof,
	(SELECT count(*) FROM certified) AS verdicts, (SELECT count(*) FROM certified WHERE verdict = 'verified') AS verified,
	(SELECT count(*) FROM release_proof AS p WHERE (p.release, p.version) = (r.release, r.version)) AS certificates,
	(SELECT count(*) FROM plain_count) AS counted, (SELECT count(*) FROM plain_count WHERE equal) AS counted_equal,
	(SELECT count(*) FROM attacked WHERE verdict = 'exact') AS exact, (SELECT count(*) FROM attacked WHERE verdict = 'safe') AS safe, (SELECT count(*) FROM attacked WHERE verdict NOT IN ('safe', 'exact', 'shown')) AS open,
	(SELECT count(*) FROM publication) AS tables, (SELECT count(*) FROM publication JOIN publication_again AS again USING (version, table_name, checksum) WHERE again.outcome = 'unchanged') AS unchanged,
	(SELECT count(*) FROM on_disk WHERE kind = 'page') AS pages, (SELECT max(octet_length(text)) FROM on_disk WHERE kind = 'page') AS largest, (SELECT count(*) FROM on_disk WHERE kind <> 'page') AS files,
	(SELECT count(*) FROM release_leak) AS leaks
FROM release AS r
WHERE (r.release, r.version) = ('experience', (SELECT version FROM publication LIMIT 1));

SELECT format('A release: %s synthetic respondents, programme ncpes2018, one statement', whole(count(*))) FROM sampled;
SELECT rtrim(format('  %-76s %15s', claim, result))
FROM release_summary AS s, LATERAL (VALUES
	(1, 'Cells decided on together; shown, hidden', format('%s; %s, %s', whole(cells), whole(shown), whole(hidden))),
	(2, 'One question counted by plain SQL: areas that agree', of_all(counted_equal, counted)),
	(3, 'Certificates; tables and certificates verified as published', format('%s; %s', certificates, of_all(verified, verdicts))),
	(4, 'Hidden counts that follow from all that is shown, audited', of_all(exact, exact + safe + open)),
	(5, 'Published again from the same data: tables with the same checksum, unchanged', of_all(unchanged, tables)),
	(6, 'Pages of the report, the largest in bytes; CSV and JSON files', format('%s, %s; %s', pages, whole(largest), files)),
	(7, 'Hidden, yet found in the bytes of the pages or the files', leaks::text),
	(8, 'From respondents to all pages and files, published twice: seconds', :'seconds')
) AS f(position, claim, result)
ORDER BY position;

DO $$
BEGIN
	IF EXISTS (SELECT FROM release_summary WHERE proof <> 'proven' OR verified <> verdicts OR certificates <> 52 OR counted < 150 OR counted_equal <> counted OR exact <> 0 OR open <> 0 OR safe <> hidden - (SELECT count(*) FROM ledger_cell WHERE status = 'w')
			OR unchanged <> tables OR largest >= 300000 OR pages <> 1 + (SELECT count(*) FROM area_page))
	THEN
		RAISE EXCEPTION 'the release no longer is what it was made to be'
			USING HINT = 'Look at demo.release_summary.';
	END IF;
	-- the search finds nothing hidden, and finds what is shown: each row of each file is one of the ledger, with its count
	IF EXISTS (SELECT FROM release_leak) OR EXISTS (SELECT FROM compared_row WHERE unknown OR status IS DISTINCT FROM true_status OR true_status IS NULL AND n IS DISTINCT FROM true_n::text)
		OR EXISTS (SELECT FROM on_disk WHERE kind IN ('page', 'csv', 'json') AND file NOT IN (SELECT file FROM compared_row))
		OR (SELECT count(DISTINCT key) FROM compared_row WHERE file LIKE '%.html' AND status = 'c') < 200
		OR (SELECT count(*) FROM page_mark WHERE level = 'trust') < 5000
	THEN
		RAISE EXCEPTION 'a page or a file of the release shows what it was to hide, or was not understood'
			USING HINT = 'Look at demo.release_leak, compared_row and page_mark.';
	END IF;
END;
$$;
