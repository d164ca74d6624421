
-- ---- plain forms of what is published ----

CREATE FUNCTION table_html(relation regclass, options jsonb DEFAULT '{}')
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_table_html'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION table_html(regclass, jsonb) IS
'A table or view as one HTML table element that people with and without eyes can read: a caption, a heading of each column and each row with its scope, numbers on the right, every text escaped; no script, no reference, nothing merged. A column x with x_status and x_display beside it is one column: the text x_display. A number that is NULL, or whose status is not, shows the status in square brackets, what has none of its own (the ends of an interval, a band) that of the number before it; a number without any is [x], a text without any an empty cell. Rows stand in the order of the columns shown, texts by their bytes; a number that its status hides has no place in it, nor have its limits. options: title (the caption; else the COMMENT of the relation, else its name), columns (names, in order; default all), headings ({"n": "Respondents"}; default the name in words), row_headings (names of the columns that say what a row is about; default those left of the first number with a status), only ({"trust": "RTE"}: rows where columns have that value), rows (most rows, 1 to 1000000, default 1000; behind the caption a sentence says how many there are when these are not all), decimals ({"low": 1}, 0 to 10; for numbers without a text of their own), id, class (of the table), align (style: each cell carries its alignment; class: numbers have class="number" and the page says what that is). It reads as the caller, under the snapshot of the statement. Errors: 22004 NULL; 22023 unknown option or column, a number that is not finite, not a table or view; 42501 not allowed to read; 54000 over 1 GB.';

CREATE FUNCTION release_notes(schema_name text, release text, version integer DEFAULT NULL)
	RETURNS TABLE("position" integer, kind text, topic text, note text) AS 'MODULE_PATHNAME', 'cpe_release_notes_sql'
	LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 30 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_notes(text, text, integer) IS
'What is to be known of a release, in order, from its plain notes table: kind (about, shorthand, method, caveat, note, table), topic (of shorthand the mark, of a table its name; NULL where there is none) and note. The cover, the contents and the notes sheet of a workbook are its rows: kind about, kind table, and the rest. version: NULL is the latest there is. Like all functions here that take a schema and a release, it reads the plain tables alone, as the caller, so that it works in any database the tables were copied to. Errors: 22004 schema_name, release NULL; 22023 no such release or version (the DETAIL lists what is there), a table that is not as the release describes it; 42501 not allowed to read.';

CREATE FUNCTION shorthand() RETURNS TABLE(mark text, status text, meaning text, source text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 16
BEGIN ATOMIC
	SELECT '[' || s.status || ']', s.status, s.meaning, s.source
	FROM (VALUES
		(1, 'b', 'break in a series', 'Analysis Function'),
		(2, 'c', 'confidential: suppressed, whether for itself or to protect another figure', 'Analysis Function'),
		(3, 'e', 'estimated', 'Analysis Function'),
		(4, 'er', 'earliest revision', 'Analysis Function'),
		(5, 'f', 'forecast', 'Analysis Function'),
		(6, 'low', 'low figure: rounds to zero, but is not zero', 'Analysis Function'),
		(7, 'ns', 'not statistically significant', 'Analysis Function'),
		(8, 'p', 'provisional', 'Analysis Function'),
		(9, 'r', 'revised', 'Analysis Function'),
		(10, 's', 'statistically significant at the 5 % level', 'Analysis Function'),
		(11, 'ss', 'statistically significant at the 1 % level', 'Analysis Function'),
		(12, 'sss', 'statistically significant at the 0.1 % level', 'Analysis Function'),
		(13, 'u', 'low reliability', 'Analysis Function'),
		(14, 'w', 'none recorded in the survey', 'Analysis Function'),
		(15, 'x', 'not available', 'Analysis Function'),
		(16, 'z', 'not applicable', 'Analysis Function')
	) AS s(place, status, meaning, source)
	ORDER BY s.place;
END;
COMMENT ON FUNCTION shorthand() IS
'The marks of the Government Analysis Function ("Using symbols and shorthand in tables", 11 January 2022): mark in square brackets, the status word that this extension keeps in columns that end in _status, what it means, and who says so. Published tables here use c, low, u, w, x and z; the notes of a release explain those that occur. A mark stands in the place of a number, never beside one, and 0 is a true zero only.';

CREATE FUNCTION release_csv(schema_name text, release text, table_name text, version integer DEFAULT NULL)
	RETURNS SETOF text AS 'MODULE_PATHNAME', 'cpe_release_csv'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_csv(text, text, text, integer) IS
'A table of a release as the lines of a CSV file (RFC 4180, in the client''s encoding: set client_encoding to UTF8), the header first; a line has no end of its own, and one whose text has line breaks has them. Columns in the order of the release, which is that of the ONS profile: time, geography, other dimensions, labels, then each number with its status and limits; without the columns of role display, which a number and its status make. Numbers have the decimals that the release states, always, rounded as display() does, or all their digits where it states none; a number that is hidden or missing is a blank field, and its status says why; an empty text is "". Texts are as they are: what begins with =, +, - or @ a spreadsheet takes for a formula, unless such a column is imported as text. Dates are 2018-04-01, truth is true or false. Rows are in the order of what they are about (time, geography, dimension, separate), texts by their bytes: the same table gives the same bytes, whatever the settings. psql -qtAX -o t.csv writes the file with LF ends; SELECT string_agg(line || E''\r\n'', '''') FROM release_csv(...) AS line is the whole with CRLF. version: NULL is the latest there is. csvw() describes the files. Errors: 22004 NULL; 22023 no such release, version or table, a number that is not finite or stands beside a status that hides it, a table that is not as the release describes it; 42501 not allowed to read. Sources: RFC 4180; ONS CSV application profile.';

CREATE FUNCTION csvw(schema_name text, release text, base_url text DEFAULT '', version integer DEFAULT NULL)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_csvw'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION csvw(text, text, text, integer) IS
'The description of the CSV files of a release in the words of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015): a TableGroup with a table for each (url: base_url, then the table''s name with its version, then .csv), its columns (name, titles of which the first is the header, datatype with the decimals as a format, whether a value is required, description, unit), the primary key, and the notes of the release. Save it as csv-metadata.json beside the files. What a publisher adds, as a licence, is a matter of csvw(...) || ''{"dc:license": "..."}''. version: NULL is the latest there is. Errors: 22004 schema_name, release, base_url NULL; 22023 no such release or version, a table that is not as the release describes it; 42501 not allowed to read.';

CREATE FUNCTION release_json(schema_name text, release text, version integer DEFAULT NULL)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_release_json'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_json(text, text, integer) IS
'A release as one JSON document for sites and apps, in a stable form that release_json_schema() describes: format, release, version, title; about, shorthand, methods, caveats and notes as arrays of {"topic", "note"}; tables, each with name, title, columns (name, role, type, unit, decimals, belongs_to, title, description) and rows, arrays of cells in the order of the columns and of release_csv(). A number is null exactly where its status is a word; the display column is what to print. Numbers have the decimals that the release states. version: NULL is the latest there is. Errors: 22004 schema_name, release NULL; 22023 no such release or version, a number that is not finite or stands beside a status that hides it, a table that is not as the release describes it; 42501 not allowed to read; 54000 over 1 GB.';

CREATE FUNCTION release_json_schema() RETURNS jsonb
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT $schema$
@publish/release_schema.json@
$schema$::jsonb;
END;
COMMENT ON FUNCTION release_json_schema() IS 'The JSON Schema (2020-12) of what release_json() gives.';

CREATE FUNCTION release_wide_sql(schema_name text, release text, table_name text, across text, value text DEFAULT NULL, version integer DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_release_wide_sql'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_wide_sql(text, text, text, text, text, integer) IS
'The text of a SELECT that turns a table of a release: a row for each combination of the other dimensions, a column for each label of the dimension across, in the order of their bytes. The cells are the text of the figure value (its display column: the number or its mark; [x] where the table has no such row); a column without such a text gives its own values, NULL where there is none. value: name of a column, NULL the first of role value or count. Columns of role label stand before the cells where they are the same in all of a row. Columns are called like the labels: "(empty)" for an empty one, cut to 63 bytes, with ~2, ~3 behind what would otherwise be the same name twice. For psql: SELECT release_wide_sql(...) \gexec; to keep it, put CREATE VIEW name AS before it. version: NULL is the latest there is. Errors: 22004 NULL in what has no default, a dimension that is NULL; 22023 no such release, version, table or column, across is no dimension, value is one, dimensions that do not tell the rows apart; 54000 more than 1600 columns; 42501 not allowed to read.';

CREATE FUNCTION release_wide_csv(schema_name text, release text, table_name text, across text, value text DEFAULT NULL, version integer DEFAULT NULL)
	RETURNS SETOF text AS 'MODULE_PATHNAME', 'cpe_release_wide_csv'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 1000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_wide_csv(text, text, text, text, text, integer) IS
'The rows of release_wide_sql() as the lines of a CSV file, as release_csv() writes them; its header has the labels whole. A sheet of a workbook that has one table, a header of one row and no blank cell, as a11ytables and gptables make them, is this with the rows of release_notes() as its cover and notes. Arguments and errors are those of release_wide_sql().';
