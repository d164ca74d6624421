-- A release as a JSON feed and as CSV on the Web.
\getenv here PG_ABS_SRCDIR
\set load :here '/test/data/publish/plain_release.sql'
\set ECHO none
\i :load
\set ECHO all
\set schema 'plain "shown"'
CREATE TABLE feed AS SELECT release_json(:'schema', 'cpes', 1) AS f;
SELECT f - 'tables' AS head FROM feed;
SELECT jsonb_pretty(t) FROM feed, jsonb_array_elements(f -> 'tables') AS t WHERE t ->> 'name' = 'national';
-- the cells are those of the table: texts and status as they are, numbers at their decimals
SELECT count(*) AS rows, count(*) FILTER (WHERE c IS DISTINCT FROM w) AS different
FROM (SELECT i, c FROM feed, jsonb_array_elements(f -> 'tables' -> 0 -> 'rows') WITH ORDINALITY AS r(c, i)) AS got
FULL JOIN (SELECT row_number() OVER (ORDER BY year, trust COLLATE "C", tumour_group COLLATE "C", question COLLATE "C") AS i,
	jsonb_build_array(year, trust, tumour_group, question, trust_name, question_label, round(rate::numeric, 1), rate_status, rate_display, round(low::numeric, 2), round(high::numeric, 2), band, n, n_status, n_display) AS w FROM trust_question) AS want USING (i);
SELECT f -> 'tables' -> 0 -> 'rows' -> 0 ->> 9 AS constant_decimals, (SELECT count(*) FROM jsonb_path_query(f, '$.tables[0].rows[*][6]') AS r WHERE r = 'null') AS hidden FROM feed;
-- an own reader of the words of JSON Schema that the schema uses; a word it does not know is an error
CREATE FUNCTION pg_temp.problems(root jsonb, schema jsonb, given jsonb, path text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	k text; v jsonb; name text; element jsonb; i int; kind text := jsonb_typeof(given);
BEGIN
	FOR k, v IN SELECT e.key, e.value FROM jsonb_each(schema) AS e LOOP
		CASE k
		WHEN '$schema', 'title', 'description', '$defs' THEN NULL;
		WHEN '$ref' THEN
			RETURN QUERY SELECT pg_temp.problems(root, root #> string_to_array(substr(v #>> '{}', 3), '/'), given, path);
		WHEN 'type' THEN
			IF NOT (jsonb_build_array(kind) <@ v OR v = to_jsonb(kind) OR kind = 'number' AND (v ? 'integer' OR v = '"integer"') AND scale((given #>> '{}')::numeric) = 0) THEN
				RETURN NEXT path || ' is of type ' || kind;
			END IF;
		WHEN 'const' THEN
			IF given <> v THEN RETURN NEXT path || ' is another value'; END IF;
		WHEN 'enum' THEN
			IF NOT v @> jsonb_build_array(given) THEN RETURN NEXT path || ' is none of the values'; END IF;
		WHEN 'minimum' THEN
			IF kind = 'number' AND given < v THEN RETURN NEXT path || ' is too small'; END IF;
		WHEN 'maximum' THEN
			IF kind = 'number' AND given > v THEN RETURN NEXT path || ' is too large'; END IF;
		WHEN 'required' THEN
			RETURN QUERY SELECT path || ' lacks ' || r FROM jsonb_array_elements_text(v) AS r WHERE kind = 'object' AND NOT given ? r;
		WHEN 'additionalProperties' THEN
			RETURN QUERY SELECT path || ' has ' || o FROM jsonb_object_keys(CASE kind WHEN 'object' THEN given ELSE '{}' END) AS o WHERE NOT schema -> 'properties' ? o;
		WHEN 'properties' THEN
			FOR name, element IN SELECT e.key, e.value FROM jsonb_each(v) AS e LOOP
				CONTINUE WHEN kind <> 'object' OR NOT given ? name;
				RETURN QUERY SELECT pg_temp.problems(root, element, given -> name, path || '.' || name);
			END LOOP;
		WHEN 'items' THEN
			FOR element, i IN SELECT e, o FROM jsonb_array_elements(CASE kind WHEN 'array' THEN given ELSE '[]' END) WITH ORDINALITY AS a(e, o) LOOP
				RETURN QUERY SELECT pg_temp.problems(root, v, element, path || '[' || i || ']');
			END LOOP;
		END CASE;
	END LOOP;
END $$;
SELECT count(p) AS problems FROM feed, LATERAL pg_temp.problems(release_json_schema(), release_json_schema(), f, '$') AS p;
SELECT count(p) AS problems FROM pg_temp.problems(release_json_schema(), release_json_schema(), release_json(:'schema', 'cpes'), '$') AS p;
-- and that it can tell
SELECT p FROM (SELECT jsonb_set(f, '{tables,0,rows}', jsonb_path_query_array(f, '$.tables[0].rows[0 to 3]')) AS f FROM feed) AS feed, LATERAL (VALUES (1, f - 'about'), (2, f || '{"more": 1}'), (3, jsonb_set(f, '{version}', '0')), (4, jsonb_set(f, '{version}', '1.5')), (5, jsonb_set(f, '{format}', '2')), (6, jsonb_set(f, '{tables,0,rows,3,2}', '[]')),
	(7, jsonb_set(f, '{tables,1,columns,0,type}', '"float"')), (8, jsonb_set(f, '{tables,1,columns,0,decimals}', '11')), (9, jsonb_set(f, '{shorthand,0,note}', 'null')), (10, f #- '{tables,0,title}')) AS v(i, changed),
	LATERAL pg_temp.problems(release_json_schema(), release_json_schema(), changed, '$') AS p ORDER BY i;
-- CSV on the Web
CREATE TABLE web AS SELECT csvw(:'schema', 'cpes', 'https://example.org/data/') AS w;
SELECT jsonb_pretty(w #- '{tables,0}') FROM web;
SELECT w #> '{tables,0,url}' AS url, w #> '{tables,0,tableSchema,primaryKey}' AS key, c -> 'name' AS name, c -> 'titles' AS titles, c -> 'datatype' AS datatype, c -> 'required' AS required FROM web, jsonb_array_elements(w #> '{tables,0,tableSchema,columns}') AS c;
-- the terms are those of the vocabulary, or have a prefix that its context knows
SELECT DISTINCT k AS unknown FROM web, jsonb_path_query(w, '$.**') AS o, jsonb_object_keys(CASE jsonb_typeof(o) WHEN 'object' THEN o ELSE '{}' END) AS k
WHERE k NOT IN ('@context', '@type', '@language', 'tables', 'url', 'tableSchema', 'columns', 'name', 'titles', 'datatype', 'base', 'format', 'required', 'primaryKey', 'notes') AND k !~ '^(dc|schema):[a-zA-Z]+$';
-- each file's header is the first titles and the names in order; each blank of a required column, each number against its datatype, each key twice: none
CREATE TABLE described AS SELECT regexp_replace(t ->> 'url', '^.*/(.*?)_v2\.csv$', '\1') AS name, t -> 'tableSchema' AS s FROM web, jsonb_array_elements(w -> 'tables') AS t;
SELECT name, (SELECT string_agg(c ->> 'name', ',' ORDER BY i) FROM jsonb_array_elements(s -> 'columns') WITH ORDINALITY AS c(c, i)) = line AND (SELECT string_agg(c #>> '{titles,0}', ',' ORDER BY i) FROM jsonb_array_elements(s -> 'columns') WITH ORDINALITY AS c(c, i)) = line AS header
FROM described, LATERAL (SELECT line FROM release_csv(:'schema', 'cpes', name) AS line LIMIT 1) AS l;
CREATE TABLE cell AS SELECT r, key AS name, value FROM trust_question_v2 AS t, LATERAL (SELECT row_number() OVER () AS r) AS n, LATERAL (SELECT to_jsonb(t) || jsonb_build_object('rate', round(rate::numeric, 1), 'low', round(low::numeric, 2), 'high', round(high::numeric, 2)) AS j) AS j, jsonb_each_text(j);
SELECT count(*) AS cells, count(*) FILTER (WHERE cell.value IS NULL AND (c ->> 'required')::bool) AS blank,
	count(*) FILTER (WHERE cell.value !~ CASE WHEN jsonb_typeof(c -> 'datatype') = 'object' THEN '^-?[0-9]+\.[0-9]{' || length(split_part(c #>> '{datatype,format}', '.', 2)) || '}$' WHEN c ->> 'datatype' = 'integer' THEN '^-?[0-9]+$' ELSE '' END) AS otherwise
FROM described AS d, jsonb_array_elements(s -> 'columns') AS c JOIN cell ON cell.name = c ->> 'name' WHERE d.name = 'trust_question';
SELECT count(*) - count(DISTINCT (year, trust, tumour_group, question)) AS twice FROM trust_question_v2;
-- nothing to say: no decimals, titles, units, key
CREATE TABLE bare_notes (LIKE cpes_notes);
CREATE TABLE bare_columns (LIKE cpes_columns);
CREATE TABLE bare (x float8, y float8, "z""" text);
INSERT INTO bare VALUES (0.1::float8 + 0.2, 2.5, E'tab\t "q" \\\\ \u0001'), (1e20, -2.5, ''), (-1e-7, NULL, NULL);
INSERT INTO bare_columns VALUES ('bare', 1, 'x', 'value', '', '', NULL, '', '', ''), ('bare', 2, 'y', 'value', 'float8', NULL, 0, NULL, NULL, NULL), ('bare', 3, 'z"', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT release_json(:'schema', 'bare');
SELECT csvw(:'schema', 'bare') || '{"dc:license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}' AS with_licence;
SELECT count(p) AS problems FROM pg_temp.problems(release_json_schema(), release_json_schema(), release_json(:'schema', 'bare'), '$') AS p;
-- the same again, whatever the settings
SET extra_float_digits = -3;
SET DateStyle = 'SQL, MDY';
SELECT release_json(:'schema', 'cpes', 1) = f AND release_json(:'schema', 'cpes', 1)::text = f::text AS same, csvw(:'schema', 'cpes', 'https://example.org/data/') = w AS the_same FROM feed, web;
RESET extra_float_digits;
RESET DateStyle;
-- refused
SELECT release_json(NULL, 'cpes');
SELECT release_json(:'schema', 'cpes', 9);
SELECT csvw(:'schema', 'cpes', NULL);
SELECT csvw(:'schema', NULL);
SELECT csvw(:'schema', 'none');
UPDATE bare SET x = 'Infinity';
SELECT release_json(:'schema', 'bare');
SET client_min_messages = warning;
DROP SCHEMA "plain ""shown""" CASCADE;
