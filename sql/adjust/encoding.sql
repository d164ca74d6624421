-- Models in databases of other encodings: names and levels are text of the database, everything else is bytes.
SELECT current_database() AS here \gset
CREATE DATABASE regress_cpe_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_latin1
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
CREATE EXTENSION cancer_pe;
SET search_path = public, cancer_pe;
CREATE TABLE answer AS
SELECT i % 3 > 0 AS positive, CASE i % 2 WHEN 0 THEN 'Sèvres' ELSE 'Zürich' END AS organisation, CASE i % 5 WHEN 0 THEN 'âgé' ELSE 'jeune' END AS "âge"
FROM generate_series(1, 200) AS i;
CREATE TABLE fitted AS SELECT casemix, fit(casemix) AS model FROM (SELECT casemix_columns('{âge}', positive, organisation, "âge") FROM answer) AS c(casemix);
SELECT term, level, n, status FROM fitted, coefficients(model);
SELECT casemix::text::casemix = casemix AS casemix, model::text::model = model AS model, expected(model, '{âgé}', 'Zürich') BETWEEN 0 AND 1 AS expected FROM fitted;
-- two models of the same size are two for a call site, although they begin alike
SELECT k, round(expected(m, '{é1}', 'Zürich 1')::numeric, 4) AS expected
FROM (SELECT k, fit(casemix('{âge}', i % 5 < k, 'Zürich ' || i % 3, ARRAY['é' || i % 2])) AS m FROM generate_series(1, 600) AS i, (VALUES (2), (3)) AS v(k) GROUP BY k) AS f, generate_series(1, 2) AS again ORDER BY again, k;
\connect :here
DROP DATABASE regress_cpe_latin1;
CREATE DATABASE regress_cpe_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_ascii
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET search_path = public, cancer_pe;
SELECT f.question, f.status, r.n
FROM (SELECT casemix_sheet((SELECT sheet_plan('2018', '{"questions": ["Q17", "Q59"]}')), '{sex}', trust, ARRAY[sex], s) AS casemix FROM sample_responses(3000, 5) AS s) AS c,
	fit_sheet(casemix) AS f, fit_report(f.model) AS r;
\connect :here
DROP DATABASE regress_cpe_ascii;
CREATE DATABASE regress_cpe_utf8 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_utf8
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET search_path = public, cancer_pe;
-- a name that is cut in a message leaves no part of a character behind: an error is text, and so is a status
DO $$ BEGIN PERFORM casemix(ARRAY['a' || repeat(E'\u00e9', 200), 'a' || repeat(E'\u00e9', 200)], true, 'o', '{a,b}');
EXCEPTION WHEN OTHERS THEN RAISE WARNING '%, % bytes that are characters', SQLSTATE, octet_length(convert_from(convert_to(SQLERRM, 'UTF8'), 'UTF8')); END $$;
SELECT length(status) > 50 AS long, convert_from(convert_to(status, 'UTF8'), 'UTF8') = status AS text
FROM (SELECT casemix(ARRAY['a'], i % 3 = 0, 'o', ARRAY[(i % 2)::text]) AS c FROM generate_series(1, 20) AS i) AS s, generate_series(0, 3) AS shift,
	fit_sheet(c, jsonb_build_object('reference', jsonb_build_object('a', repeat('b', shift) || repeat(E'\u20ac', 300))));
\connect :here
DROP DATABASE regress_cpe_utf8;
