-- Schemes: named groupings of tumours, ages, sexes, ethnic categories and deprivation.
SET search_path = cancer_pe, public;
SELECT s.scheme, groups_by, codes, orientation, unmapped, certainty, (SELECT count(*) FROM groups(s.scheme)) AS groups, (SELECT count(*) FROM scheme_code AS c WHERE c.scheme = s.scheme) AS rows FROM scheme AS s ORDER BY scheme COLLATE "C";
SELECT scheme, note FROM scheme WHERE certainty = 'unconfirmed';
-- tumours: every code of three characters under both groupings
CREATE TEMP TABLE site AS SELECT chr(64 + l) || lpad(n::text, 2, '0') AS code FROM generate_series(1, 26) AS l, generate_series(0, 99) AS n;
SELECT group_name, position, label, count(s.code) AS codes, string_agg(s.code, ' ' ORDER BY s.code) FILTER (WHERE s.code LIKE 'C%') AS c_codes
FROM groups('ndrs_prevalence10') LEFT JOIN site AS s ON group_of('ndrs_prevalence10', s.code) = group_name GROUP BY 1, 2, 3 ORDER BY position;
SELECT group_name, position, string_agg(s.code, ' ' ORDER BY s.code) AS codes FROM groups('cpes13') LEFT JOIN site AS s ON group_of('cpes13', s.code, false) = group_name GROUP BY 1, 2 ORDER BY position;
SELECT string_agg(code, ' ' ORDER BY code) AS in_no_group FROM site WHERE code LIKE 'C%' AND group_of('cpes13', code, false) IS NULL;
-- the tables of 2018 have the same thirteen names
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/ncpes2018/tumour_group.csv'
CREATE TEMP TABLE published (position int, name text);
COPY published FROM :'file' (FORMAT csv, HEADER);
SELECT count(*), count(g.group_name) AS same FROM published AS p LEFT JOIN groups('cpes13') AS g ON g.group_name = p.name;
-- the two differ for sarcoma, endocrine tumours, carcinoma in situ of the breast, prostate
SELECT c AS code, group_of('ndrs_prevalence10', c) AS ndrs, group_of('cpes13', c) AS cpes, group_of('cpes_wave1_open_sites', c) AS wave1 FROM unnest('{C49.2,C73X,D05.1,C61,c504,C50.4D, C95.- ,C72.9}'::text[]) AS c;
SELECT group_of('cpes_wave1_open_sites', 'Q00') AS all_other, group_of('cpes_wave1_open_sites', NULL) AS null_code;
SELECT group_of('cpes13', 'C44');
SELECT group_of('cpes13', 'C44', false) AS not_strict, group_of('cpes13', 'C5O', false) AS no_code;
SELECT group_of('cpes13', 'C5O');
SELECT group_of('cpes_wave1_open_sites', 'breast');
-- ages: each band holds its first age and not the next band's
SELECT s.scheme, age, group_of(s.scheme, age, false) AS here, group_of(s.scheme, age - 1e-9, false) AS just_below FROM scheme AS s, LATERAL (SELECT DISTINCT lower(band)::float8 AS age FROM scheme_code AS c WHERE c.scheme = s.scheme) AS v WHERE codes = 'number' ORDER BY s.scheme COLLATE "C", age;
SELECT count(*), count(*) FILTER (WHERE g IS DISTINCT FROM CASE WHEN age < 16 THEN NULL WHEN age < 25 THEN '16-24' WHEN age >= 85 THEN '85+' ELSE format('%s-%s', 10 * ((age + 5) / 10) - 5, 10 * ((age + 5) / 10) + 4) END) AS wrong
FROM (SELECT age, group_of('cpes_age', age, false) AS g FROM generate_series(0, 120) AS age) AS v;
SELECT group_of('cpes_age', 15);
SELECT group_of('cpes_age', 'NaN'::float8);
SELECT group_of('cpes_age', NULL::float8) AS null_age, group_of('cpes_age', 15, false) AS too_young;
-- a scheme of the other kind, of no kind, not named
SELECT group_of('cpes_age', '67');
SELECT group_of('sex', 1);
SELECT group_of('cpes14', 'C50');
SELECT group_of(NULL, 'C50');
SELECT group_of('sex', '1', NULL);
-- ethnicity: three schemes and no default
SELECT code, e.label, group_of('ethnicity_16', code) AS sixteen, group_of('ethnicity_hna', code) AS hna, group_of('ethnicity_stage', code) AS stage, group_of('ethnicity_hna', code) IS DISTINCT FROM group_of('ethnicity_stage', code) AS differ
FROM (SELECT group_name AS code, label, position FROM groups('ethnicity_16')) AS e ORDER BY position;
SELECT group_of('ethnicity_hna', '0') AS old_code, group_of('ethnicity_hna', '99') AS unnamed;
SELECT group_of('ethnicity_stage', '0');
SELECT code, group_of('sex', code) FROM unnest('{0,1,2,9}'::text[]) AS code;
-- deprivation: 1 is the most deprived, whichever way a file counts
SELECT v AS value, o AS orientation, deprivation_quintile(v, o) FROM (VALUES ('1 - most deprived', NULL), ('5 - least deprived', NULL), ('1 - least deprived', NULL), ('5 - most deprived', NULL), ('1', 'most_first'), ('1', 'least_first'), ('2', 'least_first'), ('3', 'least_first'), ('1 - least deprived', 'least_first'), (NULL, NULL), (NULL, 'most_first')) AS t(v, o);
SELECT deprivation_quintile('1', NULL);
SELECT deprivation_quintile('1 - most deprived', 'least_first');
SELECT deprivation_quintile('6', 'most_first');
SELECT deprivation_quintile('1', 'most');
SELECT scheme, group_of(scheme, '1') AS one, group_of(scheme, '5') AS five, (SELECT label FROM groups(scheme) WHERE group_name = group_of(scheme, '1')) AS one_is FROM scheme WHERE codes = 'quintile' ORDER BY 1;
SELECT group_of('deprivation_registry_v8', '1 - least deprived') AS agrees, group_of('deprivation_imd2019', '1 - least deprived', false) AS contradicts;
SELECT group_of('deprivation_imd2019', '1 - least deprived');
-- a scheme of one's own: codes of four characters go before three; no overlaps, no additions to shipped ones
INSERT INTO scheme (scheme, groups_by, codes, unmapped, source, certainty) VALUES ('mine', 'tumour', 'icd10', 'null', 'test', 'inferred'), ('bands', 'wait', 'number', 'null', 'test', 'inferred');
INSERT INTO scheme_group (scheme, group_name, position, label) VALUES ('mine', 'arm', 2, 'Arm'), ('mine', 'node', 1, 'Nodes'), ('bands', 'a', 1, 'A'), ('bands', 'b', 2, 'B');
INSERT INTO scheme_code (scheme, group_name, code, last_code) VALUES ('mine', 'node', 'C76', 'C77'), ('mine', 'arm', 'C773', 'C773');
INSERT INTO scheme_code (scheme, group_name, band) VALUES ('bands', 'a', '(,14]'), ('bands', 'b', '(14,31)');
SELECT c AS code, group_of('mine', c) FROM unnest('{C77,C77.2,C77.3,C76.9,C78}'::text[]) AS c;
SELECT x, group_of('bands', x) FROM unnest('{-1e9,14,14.5,30.999,31}'::float8[]) AS x;
SELECT group_name, label FROM groups('mine');
SELECT count(*) AS unknown FROM groups('none');
INSERT INTO scheme_code (scheme, group_name, code, last_code) VALUES ('mine', 'arm', 'C70', 'C76');
INSERT INTO scheme_code (scheme, group_name, band) VALUES ('bands', 'a', '[30,40]');
INSERT INTO scheme_code (scheme, group_name, code, last_code) VALUES ('mine', 'arm', 'C80', 'C801');
INSERT INTO scheme_code (scheme, group_name, code, last_code) VALUES ('mine', 'leg', 'C80', 'C80');
INSERT INTO scheme_code (scheme, group_name, code, last_code) VALUES ('sex', 'Male', 'M', 'M');
INSERT INTO scheme (scheme, groups_by, codes, unmapped, source, certainty) VALUES ('theirs', 'deprivation', 'quintile', 'error', 'test', 'inferred');
UPDATE scheme SET unmapped = 'null' WHERE scheme = 'cpes13';
-- in an aggregate with workers, and in a statement that changes the scheme on its way
CREATE TABLE scheme_respondent AS SELECT 'C' || lpad((i * 7 % 81)::text, 2, '0') || '.' || i % 10 AS site, 16 + i % 80 AS age FROM generate_series(1, 60000) AS i;
ALTER TABLE scheme_respondent SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT count(group_of('ndrs_prevalence10', site)) FROM scheme_respondent;
SELECT count(*), sum(n) FROM (SELECT group_of('ndrs_prevalence10', site), group_of('cpes_age', age), count(*) AS n FROM scheme_respondent GROUP BY 1, 2) AS v;
SELECT count(*) FILTER (WHERE group_of('ndrs_prevalence10', site) <> o.group_name) AS differ FROM scheme_respondent AS r JOIN scheme_code AS o ON o.scheme = 'ndrs_prevalence10' AND left(r.site, 3) COLLATE "C" BETWEEN o.code AND o.last_code;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE scheme_respondent;
DO $$
DECLARE
	name text;
BEGIN
	FOR i IN 1..2 LOOP
		name = group_of('mine', 'C77.3');
		RAISE NOTICE 'round %: %', i, name;
		DELETE FROM scheme_code WHERE code = 'C773';
	END LOOP;
END $$;
DELETE FROM scheme_code WHERE NOT builtin;
DELETE FROM scheme_group WHERE NOT builtin;
DELETE FROM scheme WHERE NOT builtin;
