-- The README's GRANTs, run by an installer who is no superuser, give analysts all they need and no more.
CREATE ROLE regress_cpe_installer;
CREATE ROLE regress_cpe_analyst;
CREATE ROLE regress_cpe_keeper;
CREATE ROLE regress_cpe_stranger;
DROP EXTENSION cancer_pe;
DROP SCHEMA cancer_pe;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_cpe_installer', current_database()) \gexec
SET ROLE regress_cpe_installer;
CREATE EXTENSION cancer_pe;
SELECT extowner::regrole, extnamespace::regnamespace, (SELECT nspowner::regrole FROM pg_namespace WHERE oid = extnamespace) FROM pg_extension WHERE extname = 'cancer_pe';
-- nobody else sees anything before that
SET ROLE regress_cpe_analyst;
SELECT cancer_pe.make_tally(3, 2);
SET ROLE regress_cpe_installer;
GRANT USAGE ON SCHEMA cancer_pe TO regress_cpe_analyst, regress_cpe_keeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.preset TO regress_cpe_keeper;
SET ROLE regress_cpe_analyst;
SELECT cancer_pe.rate(cancer_pe.tally(i % 4 > 0)), cancer_pe.mean(cancer_pe.moments(i)) FROM generate_series(1, 100) AS i;
SELECT (cancer_pe.rate_ci(cancer_pe.make_tally(100, 75))).low > 0.6;
SELECT (r).band FROM (SELECT cancer_pe.expected_range(s, 100, 0.7, 'ncpes2018', tau2 => 0) OVER () AS r FROM (VALUES (0.5::float8), (0.7)) AS v(s)) AS x;
SELECT cancer_pe.suppress(n, ARRAY[n::text], 'ncpes2018') OVER () FROM generate_series(19, 22) AS n;
SELECT cancer_pe.funnel_svg('a', 10, 0.5, 0.4, 0.6, 'within', '{}') LIKE '<svg%';
SELECT count(*) > 3 FROM cancer_pe.preset;
CREATE TEMP TABLE stored AS SELECT cancer_pe.tally(i > 2) AS t FROM generate_series(1, 3) AS i;
SELECT t FROM stored GROUP BY t ORDER BY t;
INSERT INTO cancer_pe.preset (kind, name, options, source) VALUES ('suppress', 'mine', '{}', 'x');
CREATE TABLE cancer_pe.mine (i int);
SET ROLE regress_cpe_keeper;
INSERT INTO cancer_pe.preset (kind, name, options, source) VALUES ('suppress', 'ours', '{"threshold": 5, "comparator": "<", "secondary": "none", "zeros": "shown"}', 'x');
UPDATE cancer_pe.preset SET source = 'y' WHERE name = 'ours';
DELETE FROM cancer_pe.preset WHERE name = 'ours' RETURNING name;
DELETE FROM cancer_pe.preset WHERE name = 'ncpes2018';
TRUNCATE cancer_pe.preset;
SET ROLE regress_cpe_stranger;
SELECT cancer_pe.make_tally(3, 2);
SELECT * FROM cancer_pe.preset;
RESET ROLE;
DROP TABLE stored;
-- dropping it leaves nothing but the empty schema
DROP EXTENSION cancer_pe;
SELECT count(*) FROM pg_proc WHERE pronamespace = 'cancer_pe'::regnamespace;
SELECT count(*) FROM pg_class WHERE relnamespace = 'cancer_pe'::regnamespace;
SELECT count(*) FROM pg_type WHERE typnamespace = 'cancer_pe'::regnamespace;
DROP SCHEMA cancer_pe;
CREATE EXTENSION cancer_pe;
SELECT format('REVOKE CREATE ON DATABASE %I FROM regress_cpe_installer', current_database()) \gexec
DROP ROLE regress_cpe_installer, regress_cpe_analyst, regress_cpe_keeper, regress_cpe_stranger;
