-- Status of secondary disease: the nine people, an oracle of window functions, what does not matter, what is refused.
SET search_path = public, cancer_pe;
SET jit = off;
SET datestyle = iso;

-- nine invented people and what is to be said of each (fixture of the methods, 90 days)
CREATE TEMP TABLE person (id int PRIMARY KEY, diagnosis date, site text, stage text, m text, class text);
INSERT INTO person VALUES (1, '2020-01-10', 'C504', '4', '1', 'de_novo'), (2, '2018-03-01', 'C509', '2A', '0', 'recurrent'), (3, '2019-05-05', 'C501', '?', NULL, 'de_novo'),
	(4, '2017-01-01', 'C509', '1', '0', 'none'), (5, '2016-01-01', 'C509', '3A', '0', 'recurrent'), (6, '2019-01-01', 'C509', '1', '0', 'none'),
	(7, '2018-01-01', 'C509', '2', '0', 'recurrent'), (8, '2018-01-01', 'C509', '2', '0', 'ambiguous_other_primary'), (9, '2018-01-01', 'C509', '2', '0', 'self_report');
CREATE TEMP TABLE event (id int, source text, code text, event date);
INSERT INTO event VALUES (2, 'COSD_REC', '03', '2021-04-04'), (2, 'HES', 'C795', '2021-05-01'), (3, 'HES', 'C787', '2019-06-14'), (4, 'HES', 'C773', '2017-02-01'), (5, 'DEATH', 'C793', '2020-02-02'),
	(6, 'HES', 'C795', '2018-11-01'), (7, 'COSD_REC', '01', '2020-01-01'), (7, 'HES', 'C787', '2020-03-01'), (8, 'HES', 'C780', '2020-01-01'), (8, 'OTHERPRIMARY', 'C341', '2019-12-01'), (9, 'CPES', 'yes', '2022-05-01');
CREATE TEMP VIEW nine AS
	SELECT id, source, code, event, site, diagnosis, class FROM person JOIN event USING (id)
	UNION ALL SELECT id, 'REGISTRY_STAGE', stage, NULL, site, diagnosis, class FROM person
	UNION ALL SELECT id, 'REGISTRY_M', m, diagnosis, site, diagnosis, class FROM person;
CREATE TEMP TABLE judged AS SELECT id, class AS expected, secondary_status(source, code, event, site, diagnosis, 90) AS s FROM nine GROUP BY id, class;
SELECT id, (s).class, (s).class = expected AS as_expected, (s).source, (s).rank, (s).event, (s).days, (s).prevalent, (s).conflicts FROM judged ORDER BY id;
SELECT id, (s).n_events, (s).distant_events AS "distant", (s).before_diagnosis AS "before", (s).ignored, (s).conflict, (s).diagnosis, (s).window_days, (s).status FROM judged ORDER BY id;

-- the same by the value, by stored states, from parts, in any order, on workers
CREATE TEMP VIEW state AS SELECT id, disease_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS d FROM nine GROUP BY id;
SELECT count(*), bool_and(secondary_of(d) = s) AS by_state FROM state JOIN judged USING (id);
SELECT bool_and(r::text = d::text) AS from_parts FROM (SELECT id, rollup(d) AS r FROM (SELECT id, disease_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS d FROM nine GROUP BY id, md5(source || code) < '8') AS part GROUP BY id) AS whole JOIN state USING (id);
SELECT bool_and(secondary_status(r, source, code, event, site, diagnosis ORDER BY md5(source || id)) = secondary_status(r, source, code, event, site, diagnosis ORDER BY md5(source || id) DESC)) OVER () AS any_order FROM nine, (SELECT secondary_rule() OFFSET 0) AS x(r) GROUP BY id LIMIT 1;
SELECT id, regexp_replace(d::text, 'rule=[0-9a-f]{16} ', '') AS d FROM state WHERE id IN (1, 7, 8) ORDER BY id;

-- ---- an oracle of window functions over some thousand invented people; the codes are written out here once more ----
CREATE TABLE status_event AS
SELECT id, s AS source, (code)[1 + h / 16 % cardinality(code)] AS code,
	CASE WHEN s ~ '^REGISTRY' AND h % 3 = 0 OR h % 19 = 0 THEN NULL ELSE diagnosis + (ARRAY[-40, 0, 89, 90, 91, 200, 400, 400, 700, 1000])[1 + h / 256 % 10] END AS event, site, diagnosis
FROM (SELECT id, DATE '2014-01-01' + id * 37 % 1500 AS diagnosis, (ARRAY['C50.4', 'D05.1', 'c349', 'C18.0'])[1 + id % 4] AS site FROM generate_series(1, 1500) AS id) AS p,
	LATERAL (SELECT s, code, ('x' || substr(md5(id || s || k), 1, 7))::bit(28)::int AS h FROM generate_series(1, 2) AS k, (VALUES
		('COSD_REC', '{01,02,03}'::text[]), ('COSD_REC_SITE', '{02,12,07,10,98,06,99}'), ('COSD_PROG', '{01,03}'), ('COSD_PROG_SITE', '{03,12}'), ('COSD_DX', '{01,03}'), ('COSD_DX_SITE', '{12,11}'),
		('REGISTRY_M', '{0,1,1a,X,NULL}'), ('REGISTRY_STAGE', '{1,2A,4,4B/TNM 8,3/ISS,4/Binet,?,U,""}'), ('CWT', '{01,03,04,05,06,07,08,09,10,11,12}'), ('SACT', '{P,P/M,2/M,A/M,C}'), ('RTDS', '{01/M,02/M,01/P,02/PR}'),
		('HES', '{C509,C77.3,C770,c787,C79.5,C78,I10X,Z511}'), ('DEATH', '{C509,C773,C80,C793,I219}'), ('CPES', '{yes,no,other}'), ('OTHERPRIMARY', '{C341,C44.3,D051,C77.1,C189}'), ('DISEASE_FREE', '{yes,no}')) AS v(s, code)) AS e
WHERE h % 7 = 0;
CREATE VIEW status_oracle AS
WITH known AS (
	SELECT *, CASE WHEN source ~ '^COSD' THEN 1 WHEN source ~ '^REG' THEN 2 WHEN source = 'CWT' THEN 3 WHEN source IN ('SACT', 'RTDS') THEN 4 WHEN source = 'HES' THEN 5 WHEN source = 'DEATH' THEN 6 WHEN source = 'CPES' THEN 7 END AS rank,
		source ~ '^(COSD_DX|REGISTRY)' AS about, upper(translate(code, '.', '')) AS c, upper(translate(site, '.', '')) ~ '^(C50|D05)' AS breast
	FROM status_event
), said AS (
	SELECT *, CASE
		WHEN source IN ('COSD_REC', 'COSD_PROG') THEN CASE c WHEN '03' THEN 'distant' ELSE 'local' END
		WHEN source IN ('COSD_REC_SITE', 'COSD_PROG_SITE') THEN CASE WHEN c = '12' THEN 'local' WHEN c <> '07' THEN 'distant' END
		WHEN source = 'COSD_DX' AND c = '03' OR source = 'COSD_DX_SITE' AND c = '11' OR source = 'REGISTRY_M' AND c ~ '^1' THEN 'distant'
		WHEN source = 'REGISTRY_STAGE' AND c ~ '^4' AND c <> '4/BINET' THEN 'distant'
		WHEN source = 'REGISTRY_M' AND c = '0' OR source = 'REGISTRY_STAGE' AND c IN ('1', '2A') THEN 'absent'
		WHEN source = 'CWT' THEN CASE WHEN c IN ('03', '04') THEN 'local' WHEN c = '06' THEN 'multiple' WHEN c IN ('05', '07', '08', '12') THEN 'distant' END
		WHEN source = 'SACT' AND c IN ('P/M', '2/M') OR source = 'RTDS' AND c = '01/M' THEN 'distant'
		WHEN source = 'HES' AND c ~ '^C7[789]' AND NOT (c = 'C773' AND breast) OR source = 'DEATH' AND c ~ '^C7[789]' THEN 'distant'
		WHEN source = 'CPES' AND c = 'YES' THEN 'reported'
		WHEN source = 'OTHERPRIMARY' AND c IN ('C341', 'C189') THEN 'other'
		WHEN source = 'DISEASE_FREE' THEN CASE c WHEN 'YES' THEN 'free' ELSE 'not free' END END AS says
	FROM known
), dated AS (
	SELECT *, coalesce(event, CASE WHEN about THEN diagnosis END) AS d FROM said
), placed AS ( -- what counts, and what is known of the whole patient
	SELECT *, says NOT IN ('absent', 'not free') AND d >= CASE WHEN about OR says = 'other' THEN d ELSE diagnosis END AS counts,
		min(d) FILTER (WHERE says = 'other') OVER person AS other, min(d) FILTER (WHERE says = 'free' AND d >= diagnosis) OVER person AS free, coalesce(bool_or(says = 'not free') OVER person, false) AS not_free,
		coalesce(bool_or(says = 'absent') OVER person, false) AS absent
	FROM dated WINDOW person AS (PARTITION BY id)
), sorted AS (
	SELECT *, d - diagnosis <= 90 AS within, CASE WHEN NOT counts OR counts IS NULL THEN NULL
			WHEN says IN ('distant', 'multiple') THEN CASE WHEN about AND d - diagnosis <= 90 THEN 1 WHEN rank BETWEEN 4 AND 6 AND other < d THEN 3 ELSE 2 END
			WHEN says = 'local' THEN 4 WHEN says = 'reported' THEN 5 END AS kind
	FROM placed
), winner AS (
	SELECT DISTINCT ON (id) * FROM sorted WHERE kind IS NOT NULL
	ORDER BY id, kind, rank, d, says, array_position('{COSD_REC,COSD_REC_SITE,COSD_PROG,COSD_PROG_SITE,COSD_DX,COSD_DX_SITE,REGISTRY_M,REGISTRY_STAGE,CWT,SACT,RTDS}', source)
), counted AS (
	SELECT id, count(*) AS n, count(*) FILTER (WHERE kind <= 3) AS n_distant, coalesce(bool_or(kind <= 2 AND source <> 'DEATH'), false) AS prevalent,
		count(*) FILTER (WHERE (says IN ('distant', 'multiple', 'local', 'reported', 'free') OR source = 'HES' AND c = 'C773') AND NOT about AND d < diagnosis) AS n_before,
		min(rank) FILTER (WHERE kind = 4) AS first_local, bool_or(kind = 4 AND rank = 3) AS local_3, bool_or(kind <= 2 AND rank = 1) AS distant_1, bool_or(kind <= 2 AND rank = 3) AS distant_3
	FROM sorted GROUP BY id
)
SELECT id, CASE w.kind WHEN 1 THEN 'de_novo' WHEN 2 THEN CASE WHEN w.within THEN 'de_novo' WHEN w.source ~ '^COSD_PROG' OR w.not_free AND coalesce(w.free > w.d, true) THEN 'progressed' ELSE 'recurrent' END
		WHEN 3 THEN 'ambiguous_other_primary' WHEN 4 THEN 'local_regional' WHEN 5 THEN 'self_report' ELSE 'none' END AS class,
	w.source, w.rank, w.d AS event, n.prevalent, n.n, n.n_distant, n.n_before,
	coalesce(w.kind <= 3 AND (n.first_local = 1 AND w.rank > 1 AND distant_1 IS NOT TRUE OR n.local_3 AND w.rank > 3 AND distant_3 IS NOT TRUE), false) AS stronger_local,
	coalesce(w.kind <= 3 AND w.absent AND w.within AND w.rank > 2, false) AS stronger_absent
FROM counted AS n LEFT JOIN winner AS w USING (id);
CREATE TEMP TABLE found AS SELECT id, secondary_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS s FROM status_event GROUP BY id;
SELECT count(*), count(*) FILTER (WHERE ((s).class, (s).source, (s).rank, (s).event, (s).days) IS NOT DISTINCT FROM (o.class, o.source, o.rank, o.event, o.event - (s).diagnosis)) AS same_winner,
	count(*) FILTER (WHERE ((s).prevalent, (s).n_events, (s).distant_events, (s).before_diagnosis) = (o.prevalent, o.n, o.n_distant, o.n_before)) AS same_counts,
	count(*) FILTER (WHERE (coalesce((s).conflicts ~ 'says local or', false), coalesce((s).conflicts ~ 'stronger source says not', false)) = (stronger_local, stronger_absent)) AS same_conflicts
FROM found JOIN status_oracle AS o USING (id);
SELECT (s).class, count(*), count((s).conflicts) AS conflicts, count(*) FILTER (WHERE (s).prevalent) AS prevalent FROM found GROUP BY 1 ORDER BY 1;
SELECT conflict, count(*) FROM found, string_to_table((s).conflicts, '; ') AS conflict GROUP BY 1 ORDER BY 1;

-- on workers, and merged from parts
ALTER TABLE status_event SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET enable_sort = off;
CREATE VIEW status_of_event AS SELECT id, secondary_status(source, code, event, site, diagnosis, 90) AS s FROM status_event GROUP BY id;
EXPLAIN (COSTS OFF) SELECT id, s FROM status_of_event;
SELECT count(*), count(*) FILTER (WHERE p.s = f.s) AS workers FROM status_of_event AS p JOIN found AS f USING (id);
SET max_parallel_workers_per_gather = 0;
SELECT count(*), count(*) FILTER (WHERE p.s = f.s) AS serial FROM status_of_event AS p JOIN found AS f USING (id);
RESET ALL;
SET search_path = public, cancer_pe;
SET jit = off;
SET datestyle = iso;
CREATE TEMP TABLE stored AS SELECT id, event < '2016-06-01' AS early, disease_status((SELECT secondary_rule()), source, code, event, site, CASE WHEN code ~ '[02468]' THEN diagnosis END) AS d FROM status_event GROUP BY 1, 2;
SELECT count(*), count(*) FILTER (WHERE secondary_of(d) = s OR (secondary_of(d)).status = 'no diagnosis date') AS parts, count(*) FILTER (WHERE (secondary_of(d)).status IS NULL) AS diagnosed FROM (SELECT id, rollup(d) AS d FROM stored GROUP BY id) AS r JOIN found USING (id);

-- text, binary, order, hash
SELECT bool_and(d::text::disease_status = d AND d::text::disease_status::text = d::text AND d <= d AND d >= d AND NOT d < d AND NOT d > d AND NOT d <> d AND disease_status_cmp(d, d) = 0) AS text_and_order, count(DISTINCT d) = count(DISTINCT d::text) AS different, count(DISTINCT disease_status_hash(d)) > 1400 AS hash, count(DISTINCT disease_status_hash_extended(d, 7)) > 1400 AS extended FROM stored;
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/disease_status.bin'
COPY (SELECT id, early, d, secondary_rule() FROM stored WHERE id < 500) TO :'file' (FORMAT binary);
CREATE TEMP TABLE copied (id int, early boolean, d disease_status, r status_rule);
COPY copied FROM :'file' (FORMAT binary);
SELECT count(*) > 500 AS some, bool_and(a.d = b.d AND disease_status_send(a.d) = disease_status_send(b.d) AND r = secondary_rule() AND r::text::status_rule = r AND status_rule_send(r) = convert_to(r::text, 'UTF8')) AS same FROM stored AS a JOIN copied AS b ON (a.id, a.early) IS NOT DISTINCT FROM (b.id, b.early);

-- ---- rows without event, without diagnosis, without site; retired codes ----
CREATE FUNCTION pg_temp.of(rule status_rule, VARIADIC rows text[]) RETURNS secondary LANGUAGE sql AS $$
	SELECT secondary_status(rule, nullif(f[1], ''), nullif(f[2], ''), nullif(f[3], '')::date, nullif(f[4], ''), nullif(f[5], '')::date) FROM unnest(rows) AS r, string_to_array(r, ',') AS f $$;
SELECT what, (s).class, (s).source, (s).event, (s).days, (s).conflicts, (s).n_events AS n, (s).ignored, (s).retired, (s).invalid, (s).undated, (s).late, (s).status
FROM (SELECT secondary_rule(), secondary_rule('nhs', '{"strict": false, "as_of": "2022-12-31"}')) AS v(r, lax), LATERAL (VALUES
	(1, 'no event', pg_temp.of(r, ',,,C504,2018-01-01')),
	(2, 'no diagnosis', pg_temp.of(r, 'HES,C787,2020-01-01,C504,')),
	(3, 'diagnosis and site in another row', pg_temp.of(r, 'HES,C773,2020-01-01,,', 'HES,C787,2017-01-01,,', ',,,C504,2018-01-01')),
	(4, 'bowel', pg_temp.of(r, 'HES,C773,2020-01-01,C189,2018-01-01')),
	(5, 'site not known', pg_temp.of(r, 'HES,C773,2020-01-01,,2018-01-01')),
	(6, 'site not known, and other nodes', pg_temp.of(r, 'HES,C773,2020-01-01,,2018-01-01', 'HES,C770,2021-01-01,,2018-01-01')),
	(7, 'stage, undated', pg_temp.of(r, 'REGISTRY_STAGE,4,,C504,2018-01-01', 'COSD_REC,03,2020-01-01,C504,2018-01-01')),
	(8, 'registry before diagnosis', pg_temp.of(r, 'REGISTRY_M,1b,2017-11-01,C504,2018-01-01', 'REGISTRY_STAGE,2A,2018-01-01,,')),
	(9, 'retired by then', pg_temp.of(r, 'COSD_REC_SITE,06,2018-03-31,C504,2012-01-01', 'COSD_REC_SITE,06,2018-04-01,C504,2012-01-01')),
	(10, 'multiple', pg_temp.of(r, 'CWT,06,2020-01-01,C504,2018-01-01')),
	(11, 'multiple does not count', pg_temp.of(secondary_rule('nhs', '{"multiple": false}'), 'CWT,06,2020-01-01,C504,2018-01-01')),
	(12, 'progression', pg_temp.of(r, 'COSD_PROG,03,2020-01-01,C504,2018-01-01', 'DISEASE_FREE,yes,2019-01-01,,')),
	(13, 'never free', pg_temp.of(r, 'HES,C787,2020-01-01,C504,2018-01-01', 'DISEASE_FREE,no,,,')),
	(14, 'free before', pg_temp.of(r, 'HES,C787,2020-01-01,C504,2018-01-01', 'DISEASE_FREE,no,2018-02-01,,', 'DISEASE_FREE,yes,2020-01-01,,')),
	(15, 'lung after it', pg_temp.of(r, 'HES,C787,2020-01-01,C504,2018-01-01', 'OTHERPRIMARY,C341,2020-01-01,,')),
	(16, 'lung long before', pg_temp.of(r, 'HES,C787,2020-01-01,C504,2018-01-01', 'OTHERPRIMARY,C341,2001-01-01,,', 'CWT,03,2019-01-01,,')),
	(17, 'lung before, and COSD', pg_temp.of(r, 'HES,C787,2020-01-01,C504,2018-01-01', 'OTHERPRIMARY,C341,2001-01-01,,', 'COSD_REC,03,2021-01-01,,')),
	(18, 'earlier by a weaker source', pg_temp.of(r, 'HES,C787,2018-02-01,C504,2018-01-01', 'COSD_REC,03,2021-01-01,,')),
	(19, 'window of a year', pg_temp.of(secondary_rule('nhs', '{"window_days": 366}'), 'HES,C787,2019-01-02,C504,2018-01-01')),
	(20, 'HES first', pg_temp.of(secondary_rule('nhs', '{"order": ["HES,DEATH", "COSD_REC,COSD_REC_SITE,COSD_PROG,COSD_PROG_SITE,COSD_DX,COSD_DX_SITE", "REGISTRY_M,REGISTRY_STAGE", "CWT", "SACT,RTDS,CPES"]}'), 'HES,C787,2020-01-01,C504,2018-01-01', 'COSD_REC,03,2019-01-01,,')),
	(21, 'not strict', pg_temp.of(lax, 'HES,liver,2020-01-01,C504,2018-01-01', 'GP,C787,2020-01-01,breast,', 'HES,C787,infinity,,', ',C787,,,', 'HES,C787,2023-01-01,,', 'COSD_REC,03,,,')),
	(22, 'two diagnoses, not strict', pg_temp.of(lax, 'HES,C787,2020-01-01,C504,2018-01-01', 'HES,C787,2020-01-01,C504,2018-01-02')),
	(23, 'two sites, not strict', pg_temp.of(lax, 'HES,C787,2020-01-01,C504,2018-01-01', 'HES,C787,2020-01-01,C189,2018-01-01'))) AS x(n, what, s) ORDER BY x.n;
SELECT secondary_status(source, code, event, site, diagnosis, 90) IS NULL AS without_rows, rollup(NULL::disease_status) IS NULL AS without_states FROM nine WHERE false;
SELECT (secondary_status(source, code, event, site, diagnosis, NULL)).window_days FROM nine WHERE id = 1;

-- stages say the same here and in metastatic_stage, and hospital codes the same as in icd10_distant
SELECT count(*), count(*) FILTER (WHERE (s).source = 'REGISTRY_STAGE') AS distant, count(*) FILTER (WHERE (s).conflicts ~ 'not at diagnosis') AS absent,
	count(*) FILTER (WHERE CASE WHEN (s).class = 'de_novo' AND (s).source = 'REGISTRY_STAGE' THEN true WHEN (s).conflicts ~ 'not at diagnosis' THEN false END IS DISTINCT FROM metastatic_stage(stage, system)) AS differ
FROM (SELECT stage, system, secondary_status((SELECT secondary_rule()), source, code, '2018-01-01', 'C504', '2018-01-01') AS s
	FROM unnest('{0,1,2A,3C,4,4B,X}'::text[]) AS stage, (SELECT system FROM stage_system WHERE builtin UNION ALL VALUES ('Ann Arbor'), ('Rai Binet'), ('ENETS 2007'), ('UICC 8'), ('')) AS v(system),
		LATERAL (VALUES ('REGISTRY_STAGE', stage || '/' || system), ('HES', 'C787')) AS e(source, code) GROUP BY 1, 2) AS v;
SELECT count(*), count(*) FILTER (WHERE ((s).class = 'recurrent') IS DISTINCT FROM icd10_distant(code, site)) AS differ
FROM (SELECT code, site, secondary_status((SELECT secondary_rule()), 'HES', code, '2020-01-01', site, '2018-01-01') AS s
	FROM (SELECT 'C7' || i FROM generate_series(60, 89) AS i UNION ALL VALUES ('C77'), ('C78'), ('C79'), ('C80'), ('I10')) AS c(code), unnest('{C504,D05,D486,C189}'::text[]) AS site GROUP BY 1, 2) AS v;
SELECT source, count(*), count(*) FILTER (WHERE (s).class IN ('de_novo', 'recurrent')) AS distant, count(*) FILTER (WHERE (s).class IN ('de_novo', 'recurrent') IS DISTINCT FROM coalesce(decoded, false)) AS differ
FROM (SELECT source, code, decoded, secondary_status((SELECT secondary_rule()), source, code, '2019-01-01', 'C504', '2018-01-01') AS s FROM (
	SELECT 'CWT' AS source, code, treatment_event_distant(code) AS decoded FROM codes_at('cancer_treatment_event_type')
	UNION ALL SELECT 'COSD_REC', code, metastatic_distant(code, NULL) FROM codes_at('metastatic_disease_type')
	UNION ALL SELECT 'COSD_REC_SITE', code, metastatic_distant(NULL, code) FROM codes_at('metastatic_site')
	UNION ALL SELECT 'REGISTRY_M', m, metastatic_stage(NULL, NULL, m) FROM unnest('{0,1,1a,1e,X,M0,M1,m1b,MX,c0,c1,cM0,cM1a,cMX,p1,pM0,pM1,pX,?}'::text[]) AS m) AS c GROUP BY 1, 2, 3) AS v GROUP BY 1 ORDER BY 1;
-- the rule is made once, however many rows ask for it
CREATE TEMP TABLE many AS SELECT i, 'HES' AS source, 'C787' AS code FROM generate_series(1, 500) AS i;
BEGIN;
SELECT coalesce(sum(seq_scan + idx_scan), 0) AS reads FROM pg_stat_xact_user_tables WHERE schemaname = 'cancer_pe' AND relname = 'secondary_definition' \gset
SELECT secondary_status(secondary_rule('nhs', '{"window_days": 91}'), source, code, '2020-01-01', 'C504', '2018-01-01') = secondary_status((SELECT secondary_rule('nhs', '{"window_days": 91}')), source, code, '2020-01-01', 'C504', '2018-01-01') AS same,
	count(DISTINCT secondary_rule(options => jsonb_build_object('window_days', i % 3))) AS rules FROM many;
SELECT seq_scan + idx_scan - :reads AS reads FROM pg_stat_xact_user_tables WHERE schemaname = 'cancer_pe' AND relname = 'secondary_definition';
COMMIT;
DROP TABLE many;
-- but not longer than the tables are as they were
DO $$
BEGIN
	FOR i IN 1..2 LOOP
		RAISE NOTICE 'rule with code 9X: %', cancer_pe.secondary_rule()::text ~ ': 9X';
		INSERT INTO cancer_pe.code (list, code, valid, label, class, certainty) VALUES ('cancer_treatment_event_type', '9X', daterange(make_date(2018 + i, 1, 1), make_date(2019 + i, 1, 1)), 'ours', 'distant', 'inferred');
	END LOOP;
END $$;
-- a meaning of one's own goes before the shipped one while it is in force
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('cancer_treatment_event_type', '10', '[2019-01-01,2020-01-01)', 'our progression', 'distant', 'inferred');
SELECT event, (secondary_status((SELECT secondary_rule()), 'CWT', '10', event, 'C504', '2018-01-01')).class FROM unnest('{2018-12-31,2019-01-01,2019-12-31,2020-01-01}'::date[]) AS event GROUP BY 1 ORDER BY 1;
DELETE FROM code WHERE list = 'cancer_treatment_event_type' AND NOT builtin;

-- a rule of one's own: rows in three tables
INSERT INTO code_list (list, title, classes, source, certainty) VALUES ('our_note', 'Notes', '{liver,skin}', 'the test', 'inferred');
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('our_note', 'LI', '(,2019-01-01)', 'liver', 'liver', 'inferred'), ('our_note', 'LI', '[2019-01-01,)', 'limb', 'skin', 'inferred'), ('our_note', 'SK', '(,)', 'skin', 'skin', 'inferred');
INSERT INTO secondary_definition (rule, window_days, certainty, reference) VALUES ('our_rule', 10, 'inferred', 'the test');
INSERT INTO status_source (rule, source, position, rank, reads, list, certainty, reference) VALUES ('our_rule', 'NOTE', 1, 2, 'code', 'our_note', 'inferred', 'the test');
INSERT INTO status_code (rule, source, kind, value, meaning) VALUES ('our_rule', 'NOTE', 'class', 'liver', 'distant');
SELECT secondary_rule('our_rule');
SELECT (s).class, (s).rank, (s).ignored FROM (SELECT pg_temp.of(secondary_rule('our_rule'), 'NOTE,li,2018-12-31,C504,2018-01-01', 'NOTE,LI,2019-01-01,,') AS s) AS v;
-- a code of a list is that code: no line of a rule, and no other codes
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('our_note', E'X\ndistant: SK', '(,)', 'two lines', 'liver', 'inferred');
SELECT secondary_rule('our_rule');
DELETE FROM code WHERE label = 'two lines';
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('our_note', 'S*', '(,)', 'all', 'liver', 'inferred');
SELECT secondary_rule('our_rule');
DELETE FROM code WHERE label = 'all';
-- nothing of the caller's search_path is used
CREATE SCHEMA trap;
CREATE FUNCTION trap.no(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN false;
CREATE FUNCTION trap.nothing(text, text) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'trap';
CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.no);
CREATE OPERATOR trap.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.nothing);
SELECT secondary_rule() AS rule \gset
BEGIN;
SET LOCAL search_path = trap, pg_catalog;
SELECT cancer_pe.secondary_rule() OPERATOR(cancer_pe.=) :'rule'::cancer_pe.status_rule AS same;
ROLLBACK;
DROP SCHEMA trap CASCADE;
-- a call site makes a rule once for each name and options, and again when the tables have changed
SELECT count(DISTINCT r) AS rules, bool_and(r = q) AS same FROM (VALUES ('our_rule', '{"window_days": 10}'), ('our_rule', '{}'), ('our_rule', '{"window_days": 11}'), ('nhs', '{}'), ('our_rule', '{"window_days": 10}')) AS v(rule, options),
	LATERAL secondary_rule(v.rule, v.options::jsonb) AS r, LATERAL (SELECT CASE v.rule WHEN 'nhs' THEN secondary_rule() ELSE secondary_rule('our_rule', v.options::jsonb) END AS q) AS w;
DO $$
DECLARE r text[];
BEGIN
	FOR i IN 1 .. 2 LOOP
		r[i] := secondary_rule('our_rule');
		INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('our_note', 'N' || i, '(,)', 'new', 'liver', 'inferred');
	END LOOP;
	RAISE NOTICE 'again: %', r[1] <> r[2];
END $$;
DELETE FROM code WHERE label = 'new';
DELETE FROM status_source WHERE rule = 'our_rule';
DELETE FROM status_code WHERE rule = 'our_rule';
SELECT secondary_rule('our_rule');
DELETE FROM status_source WHERE rule = 'our_rule';
SELECT secondary_rule('our_rule');
DELETE FROM secondary_definition WHERE rule = 'our_rule';
DELETE FROM code WHERE list = 'our_note';
DELETE FROM code_list WHERE list = 'our_note';
UPDATE status_source SET rank = 5 WHERE rule = 'nhs' AND source = 'CWT';

-- ---- what is refused ----
\set VERBOSITY default
SELECT secondary_rule('audit');
SELECT secondary_rule('nhs', '{"window": 90}');
SELECT secondary_rule('nhs', '{"window_days": -1}');
SELECT secondary_rule('nhs', '{"as_of": "2024-02-30"}');
SELECT secondary_rule('nhs', '{"order": ["HES", "COSD_REC"]}');
SELECT secondary_rule(NULL);
SELECT pg_temp.of(NULL, 'HES,C787,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'COSD,03,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'COSD_REC,04,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'REGISTRY_STAGE,4/Dukes,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'RTDS,01/Q,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'HES,liver,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'HES,C787,2020-01-01,breast,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'HES,C787,infinity,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'HES,C787,2020-01-01,C504,-infinity');
SELECT pg_temp.of(secondary_rule(), ',C787,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule('nhs', '{"as_of": "2019-12-31"}'), 'HES,C787,2020-01-01,C504,2018-01-01');
SELECT pg_temp.of(secondary_rule(), 'HES,C787,2020-01-01,C504,2018-01-01', 'HES,C787,2020-01-01,C504,2018-01-02');
SELECT pg_temp.of(secondary_rule(), 'HES,C787,2020-01-01,C504,2018-01-01', 'HES,C787,2020-01-01,C189,2018-01-01');
SELECT secondary_status('HES', 'C787', '2020-01-01', 'C504', '2018-01-01', 40000);
SELECT rollup(disease_status(r, 'HES', 'C787', '2020-01-01', 'C504', '2018-01-01')) OVER () FROM (VALUES (secondary_rule()), (secondary_rule('nhs', '{"window_days": 91}'))) AS v(r) GROUP BY r;
SELECT disease_status(secondary_rule(), 'HES', 'C787', date '2020-01-01' + i, NULL, NULL) FROM generate_series(1, 1001) AS i;
SELECT 'rule=1'::disease_status;
SELECT replace(d::text, 'events=4', 'events=0')::disease_status FROM state WHERE id = 8;
SELECT replace(d::text, '2020-01-01 1}', '2017-12-31 1}')::disease_status FROM state WHERE id = 8;
SELECT 'window=90 strict=yes as_of=-'::status_rule;
SELECT E'window=90 strict=yes as_of=-\nsource A rank=1 reads=code\ndistant 1'::status_rule;
DROP VIEW status_of_event, status_oracle;
DROP TABLE status_event;
DROP FUNCTION pg_temp.of;
DROP TABLE copied, stored, found, judged, person, event CASCADE;
