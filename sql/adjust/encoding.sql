-- Models in databases of other encodings: they are bytes, not text, and their names are in the database's encoding.
SELECT current_database() AS database \gset
CREATE DATABASE regress_cpe_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';
CREATE DATABASE regress_cpe_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C';
SET client_min_messages = warning;
\c regress_cpe_latin1
CREATE EXTENSION cancer_pe;
SET search_path = cancer_pe, public;
SET extra_float_digits = 0;
-- two models that begin alike are two for a call site, and names come back as they went in
CREATE TABLE fitted AS SELECT k, fit(casemix(ARRAY[U&'\00e2ge'], i % 5 < k, U&'H\00f4pital ' || i % 3, ARRAY[U&'\00e9' || i % 2])) AS m
FROM generate_series(1, 600) AS i, (VALUES (2), (3)) AS v(k) GROUP BY k;
SELECT k, round(expected(m, ARRAY[U&'\00e91'], U&'H\00f4pital 1')::numeric, 4) AS expected FROM fitted, generate_series(1, 2) AS again ORDER BY again, k;
SELECT count(*) AS margins, bool_and(organisation = U&'H\00f4pital ' || right(organisation, 1)) AS names, bool_and(m::text::model = m) AS text FROM fitted, margins(m);
\c regress_cpe_ascii
CREATE EXTENSION cancer_pe;
SET search_path = cancer_pe, public;
SET extra_float_digits = 0;
SELECT k, round(expected(m, ARRAY['a1'], 'H1')::numeric, 4) AS expected FROM (
	SELECT k, fit(casemix('{age}', i % 5 < k, 'H' || i % 3, ARRAY['a' || i % 2])) AS m FROM generate_series(1, 600) AS i, (VALUES (2), (3)) AS v(k) GROUP BY k) AS f ORDER BY k;
\c :database
DROP DATABASE regress_cpe_latin1;
DROP DATABASE regress_cpe_ascii;
