-- The README's GRANTs, run by an installer who is no superuser, give analysts all they need and no more.
CREATE ROLE regress_cpe_installer;
CREATE ROLE regress_cpe_analyst;
CREATE ROLE regress_cpe_keeper;
CREATE ROLE regress_cpe_publisher;
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
GRANT USAGE ON SCHEMA cancer_pe TO regress_cpe_analyst, regress_cpe_keeper, regress_cpe_publisher;
GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.preset TO regress_cpe_keeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON cancer_pe.pledge_service, cancer_pe.pledge_wave, cancer_pe.pledge_result, cancer_pe.pledge_paired_result, cancer_pe.pledge_theme, cancer_pe.pledge_action TO regress_cpe_keeper;
GRANT SELECT, INSERT ON cancer_pe.pledge_history, cancer_pe.pledge_release, cancer_pe.pledge_cell_status, cancer_pe.pledge_report TO regress_cpe_keeper;
GRANT SELECT, INSERT ON cancer_pe.release, cancer_pe.release_relation, cancer_pe.release_table, cancer_pe.release_cell, cancer_pe.release_proof TO regress_cpe_publisher;
SET ROLE regress_cpe_analyst;
SELECT cancer_pe.rate(cancer_pe.tally(i % 4 > 0)), cancer_pe.mean(cancer_pe.moments(i)) FROM generate_series(1, 100) AS i;
SELECT (cancer_pe.rate_ci(cancer_pe.make_tally(100, 75))).low > 0.6;
SELECT (r).band FROM (SELECT cancer_pe.expected_range(s, 100, 0.7, 'ncpes2018', tau2 => 0) OVER () AS r FROM (VALUES (0.5::float8), (0.7)) AS v(s)) AS x;
SELECT score, (s).status AS shrunk, (k).status AS ranked, (r).status AS reliable FROM (SELECT score, cancer_pe.shrink(score, 0.1, 'reml') OVER () AS s, cancer_pe.rank_interval(score, 0.1) OVER () AS k,
	cancer_pe.reliability(score, 20, 'beta_binomial') OVER () AS r FROM (VALUES (0.5::float8), (0.7), (NULL)) AS v(score)) AS x;
SELECT i, cancer_pe.adjust_p(i / 8.0, 'hochberg') OVER (), (cancer_pe.spc(i, 'run') OVER (ORDER BY i)).centre, cancer_pe.quantile_group(i, 2) OVER (), cancer_pe.p_value(i) < 0.05 AS low, cancer_pe.grade(i, '{1.5,2.5}') FROM generate_series(1, 3) AS i;
SELECT (cancer_pe.compare(cancer_pe.make_tally(100, 75), cancer_pe.make_tally(100, 50))).status, (cancer_pe.mcnemar(cancer_pe.make_paired(5, 1, 4, 5))).status, (cancer_pe.heterogeneity('{1,2,4}', '{1,1,1}')).status;
SELECT (cancer_pe.trend_test(cancer_pe.trend(i, t))).status, (cancer_pe.mantel_haenszel(cancer_pe.stratified(t, cancer_pe.make_tally(100, 50)))).status, (cancer_pe.slope_index(i, t)).status
FROM (SELECT i, cancer_pe.make_tally(100, 70 + i) AS t FROM generate_series(1, 3) AS i) AS x;
SELECT a.organisation, a.status AS composite, b.status AS change FROM (SELECT cancer_pe.casemix(i % 3 > 0, (i % 2)::text, ARRAY[(i % 5)::text]) AS c,
	cancer_pe.casemix_items('{a}', '{q}', (i % 2)::text, ARRAY[(i % 5)::text], ARRAY[i % 3]::float8[]) AS d FROM generate_series(1, 60) AS i) AS x, cancer_pe.cahps_composite(d) AS a JOIN cancer_pe.adjusted_change(cancer_pe.fit(c), c, c) AS b USING (organisation);
SELECT cancer_pe.suppress(n, ARRAY[n::text], 'ncpes2018') OVER () FROM generate_series(19, 22) AS n;
SELECT cancer_pe.funnel_svg('a', 10, 0.5, 0.4, 0.6, 'within', '{}') LIKE '<svg%';
SELECT cancer_pe.caterpillar_svg('a', 0.5, 0.4, 0.6, 'within', '{}') LIKE '<svg%', cancer_pe.spc_svg('a', 1, 0.5, 0.5, 0.4, 0.6, NULL, NULL, '{}') LIKE '<svg%';
SELECT (cancer_pe.secondary_status((SELECT cancer_pe.secondary_rule()), 'HES', 'C787', '2021-03-01', 'C504', '2020-01-01')).class, cancer_pe.secondary_of(cancer_pe.disease_status((SELECT cancer_pe.secondary_rule()), 'COSD_REC', '03', '2021-03-01', 'C504', '2020-01-01')) IS NULL AS unknown;
SELECT cancer_pe.code_class('metastatic_site', '03'), cancer_pe.cns_contact('Y1'), cancer_pe.group_of('ndrs_prevalence10', 'C504'), (cancer_pe.stage_group('2A', 'TNM')).extent, cancer_pe.metric_rate('seen_by_cns', x) FROM (SELECT 'C504' AS site, 'Y1' AS cns) AS x;
SELECT (cancer_pe.link_tumour('a', 'C50', '2020-06-30', 'b', 'C504', '2020-06-01') OVER ()).match, (cancer_pe.adjusted_prevalence(cancer_pe.make_tally(100, 20), 0.95, 0.92)).status;
SELECT count(*) FROM cancer_pe.pledge_report;
SELECT count(*) FROM cancer_pe.pledge_result;
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
INSERT INTO cancer_pe.pledge_service (service, title) VALUES ('A', 'a'), ('B', 'b');
INSERT INTO cancer_pe.pledge_wave (service, wave, opened) SELECT s, w, d FROM unnest('{A,B}'::text[]) AS s, (VALUES ('before', '2023-01-01'::date), ('after', '2024-01-01')) AS v(w, d);
INSERT INTO cancer_pe.pledge_result (service, wave, standard_set, version, standard, result) SELECT service, wave, 'secondary_breast', '2', 1, cancer_pe.make_tally(40, 20) FROM cancer_pe.pledge_wave;
UPDATE cancer_pe.pledge_service SET title = 'c' WHERE service = 'A';
SELECT table_name, operation, was ->> 'title' AS title, changed_by FROM cancer_pe.pledge_history;
DELETE FROM cancer_pe.pledge_history;
SELECT count(*) FROM cancer_pe.publish_pledge('first', 'secondary_breast', '2', 'before', 'after', 'survey_lt10', '{"numerator": false}');
SET ROLE regress_cpe_analyst;
SELECT count(before_n) FROM cancer_pe.pledge_report;
-- a publisher publishes in a schema of his own, and changes nothing of the ledger; others do not see it
RESET ROLE;
CREATE SCHEMA released AUTHORIZATION regress_cpe_publisher;
SET ROLE regress_cpe_publisher;
SELECT table_name, row_count, hidden, outcome FROM cancer_pe.publish('first', '{"title": "Ours", "schema": "released", "population": {"base": "people"}, "rule": "cancer_lt5", "readers": ["regress_cpe_stranger"],
	"dimensions": {"g": {}}, "tables": [{"name": "groups", "title": "Groups", "query": "SELECT * FROM (VALUES (NULL, 60), (''a'', 30), (''b'', 3), (''c'', 20), (''d'', 7)) AS v(g, n)", "dimensions": ["g"], "count": "n"}]}');
UPDATE cancer_pe.release SET rule = 'none';
DELETE FROM cancer_pe.release_cell;
SET ROLE regress_cpe_keeper;
\set SHOW_CONTEXT never
SELECT * FROM cancer_pe.publish('second', '{"title": "Ours", "schema": "released", "population": {"base": "others"}, "rule": "cancer_lt5", "dimensions": {"g": {}}, "tables": [{"name": "more", "title": "More", "query": "SELECT NULL::text AS g, 60 AS n", "dimensions": ["g"], "count": "n"}]}');
SET ROLE regress_cpe_analyst;
SELECT * FROM cancer_pe.release;
SET ROLE regress_cpe_stranger;
SELECT g, n, n_display FROM released.groups;
SET ROLE regress_cpe_stranger;
SELECT cancer_pe.make_tally(3, 2);
SELECT * FROM cancer_pe.preset;
RESET ROLE;
DROP TABLE stored;
DROP SCHEMA released CASCADE;
-- dropping it leaves nothing but the empty schema
DROP EXTENSION cancer_pe;
SELECT count(*) FROM pg_proc WHERE pronamespace = 'cancer_pe'::regnamespace;
SELECT count(*) FROM pg_class WHERE relnamespace = 'cancer_pe'::regnamespace;
SELECT count(*) FROM pg_type WHERE typnamespace = 'cancer_pe'::regnamespace;
DROP SCHEMA cancer_pe;
CREATE EXTENSION cancer_pe;
SELECT format('REVOKE CREATE ON DATABASE %I FROM regress_cpe_installer', current_database()) \gexec
DROP ROLE regress_cpe_installer, regress_cpe_analyst, regress_cpe_keeper, regress_cpe_publisher, regress_cpe_stranger;
