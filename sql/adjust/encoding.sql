-- Case-mix in databases of other encodings, and names that messages cut.
SELECT current_database() AS here \gset
SET client_min_messages = warning;
CREATE DATABASE regress_cpe_adjust_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
CREATE DATABASE regress_cpe_adjust_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0;
CREATE DATABASE regress_cpe_adjust_utf8 ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
\set answers 'CREATE EXTENSION cancer_pe; SET search_path = cancer_pe, public; CREATE TABLE kept AS SELECT c, fit(c) AS m FROM (SELECT casemix(ARRAY[E''\\u00e4ge''], i % 3 = 0, CASE i % 2 WHEN 0 THEN E''Z\\u00fcrich'' ELSE E''\\u00c9vry'' END, ARRAY[CASE i % 4 WHEN 0 THEN E''\\u00e9'' ELSE ''e'' END]) AS c FROM generate_series(1, 60) AS i) AS s; '
\connect regress_cpe_adjust_latin1
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
:answers
SELECT pg_encoding_to_char(encoding) AS encoding, c = c::text::casemix AS casemix, m = m::text::model AS model, octet_length(casemix_send(c)) AS bytes, expected(m, ARRAY[E'\u00e9'], E'\u00c9vry') BETWEEN 0 AND 1 AS expected
FROM kept, pg_database WHERE datname = current_database();
SELECT term, level, n FROM kept, coefficients(m);
\connect regress_cpe_adjust_ascii
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET search_path = cancer_pe, public;
SELECT c = c::text::casemix AS casemix, m = m::text::model AS model, octet_length(casemix_send(c)) AS bytes
FROM (SELECT c, fit(c) AS m FROM (SELECT casemix(ARRAY['age'], i % 3 = 0, convert_from('\x5aff72', 'SQL_ASCII') || i % 2, ARRAY[convert_from(CASE i % 4 WHEN 0 THEN '\xe9' ELSE '\xfffe' END::bytea, 'SQL_ASCII')]) AS c FROM generate_series(1, 60) AS i) AS s) AS f;
\connect regress_cpe_adjust_utf8
SET client_min_messages = warning;
:answers
SELECT pg_encoding_to_char(encoding) AS encoding, c = c::text::casemix AS casemix, m = m::text::model AS model, octet_length(casemix_send(c)) AS bytes, expected(m, ARRAY[E'\u00e9'], E'\u00c9vry') BETWEEN 0 AND 1 AS expected
FROM kept, pg_database WHERE datname = current_database();
-- a name that is cut in a message leaves no part of a character behind: an error is text, and so is a status
DO $$ BEGIN PERFORM casemix(ARRAY['a' || repeat(E'\u00e9', 200), 'a' || repeat(E'\u00e9', 200)], true, 'o', '{a,b}');
EXCEPTION WHEN OTHERS THEN RAISE WARNING '%, % bytes that are characters', SQLSTATE, octet_length(convert_from(convert_to(SQLERRM, 'UTF8'), 'UTF8')); END $$;
SELECT length(status) > 50 AS long, convert_from(convert_to(status, 'UTF8'), 'UTF8') = status AS text
FROM (SELECT casemix(ARRAY['a'], i % 3 = 0, 'o', ARRAY[(i % 2)::text]) AS c FROM generate_series(1, 20) AS i) AS s, generate_series(0, 3) AS shift,
	fit_sheet(c, jsonb_build_object('reference', jsonb_build_object('a', repeat('b', shift) || repeat(E'\u20ac', 300))));
\connect :here
SET client_min_messages = warning;
DROP DATABASE regress_cpe_adjust_latin1;
DROP DATABASE regress_cpe_adjust_ascii;
DROP DATABASE regress_cpe_adjust_utf8;
