-- Databases in another encoding: texts come out as they went in, pictures are plain ASCII, errors arrive whole.
SELECT current_database() AS here \gset
CREATE DATABASE regress_cpe_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_latin1
CREATE EXTENSION cancer_pe;
SET client_encoding = 'UTF8';
SELECT svg LIKE '%M&#252;nster%' AS label, svg LIKE '%&#8722;%' AS minus, svg ~ '^[\x01-\x7f]*$' AS ascii
FROM (SELECT cancer_pe.funnel_svg(U&'M\00FCnster', 100, -0.9, -0.6, -0.4, 'below', '{"title": "x"}') AS svg) AS s;
SELECT svg LIKE '%M&#252;nster%' AS label, svg LIKE '%&#8722;%' AS minus, svg LIKE '%Zufriedenheit f&#252;r alle%' AS title, svg ~ '^[\x01-\x7f]*$' AS ascii
FROM (SELECT cancer_pe.caterpillar_svg(U&'M\00FCnster', -0.9, -1, -0.8, 'below', jsonb_build_object('title', U&'Zufriedenheit f\00FCr alle')) AS svg) AS s;
SELECT svg LIKE '%M&#228;rz%' AS label, svg LIKE '%&#8722;%' AS minus, svg ~ '^[\x01-\x7f]*$' AS ascii
FROM (SELECT cancer_pe.spc_svg(l, p, -0.9, -0.5, -0.6, -0.4, 'beyond limits', 'concern', '{"title": "x"}') AS svg FROM (VALUES (U&'M\00E4rz', 1), (U&'M\00E4rz', 2)) AS v(l, p)) AS s;
SELECT organisation, status FROM (SELECT cancer_pe.casemix_items('{a}', ARRAY[U&'Gr\00F6\00DFe'], U&'M\00FCnster', '{x}', '{1}') AS c) AS x, cancer_pe.cahps_composite(c);
SELECT cancer_pe.reliability(0.5, 10, repeat(U&'\00FC', 5)) OVER ();
SELECT cancer_pe.spc(1, 'xmr', jsonb_build_object(repeat(U&'\00FC', 5), 1)) OVER (ORDER BY 1);
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
SELECT cancer_pe.caterpillar_svg(U&'M\00FCnster', -0.9, -1, -0.8, 'below', '{"title": "x"}') LIKE U&'%M\00FCnster%' AS label;
SELECT cancer_pe.funnel_svg(U&'M\00FCnster', 100, -0.9, -0.6, -0.4, 'below', '{"title": "x"}') LIKE U&'%M\00FCnster%' AS label;
