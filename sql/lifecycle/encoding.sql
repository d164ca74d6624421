-- Databases in another encoding: texts come out as they went in, pictures are plain ASCII, errors arrive whole.
SELECT current_database() AS here \gset
CREATE DATABASE regress_cpe_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_latin1
CREATE EXTENSION cancer_pe;
SET client_encoding = 'UTF8';
SELECT svg LIKE '%M&#252;nster%' AS label, svg LIKE '%&#8722;%' AS minus, svg ~ '^[\x01-\x7f]*$' AS ascii
FROM (SELECT cancer_pe.funnel_svg(U&'M\00FCnster', 100, -0.9, -0.6, -0.4, 'below', '{"title": "x"}') AS svg) AS s;
SELECT cancer_pe.suppress(v, ARRAY[U&'M\00FCnster' || v], 'ncpes2018') OVER () FROM generate_series(20, 21) AS v;
SELECT ('x' || repeat(U&'\00FC', 5))::cancer_pe.tally;
SELECT cancer_pe.count_ci(3, repeat(U&'\00FC', 5));
\connect :here
DROP DATABASE regress_cpe_latin1;
SET client_encoding = 'LATIN1';
\set VERBOSITY sqlstate
SELECT length(('x' || repeat(U&'\00e9', 200))::cancer_pe.tally::text);
SELECT cancer_pe.suppress(1, ARRAY['x' || repeat(U&'\00e9', 100)], 'ncpes2018') OVER () FROM generate_series(1, 2);
\set VERBOSITY default
SET client_encoding = 'UTF8';
SELECT cancer_pe.funnel_svg(U&'M\00FCnster', 100, -0.9, -0.6, -0.4, 'below', '{"title": "x"}') LIKE U&'%M\00FCnster%' AS label;
