-- Secondary breast cancer by trust, from a synthetic extract of cancer data sets whose truth is known (test/data/cohort/extract.sql):
-- who has secondary disease and by which evidence, how complete the records are and how that moves, contact with a nurse
-- specialist, team discussion, needs assessments and care plans, how well the status finds what is true, and the prevalence that follows.
-- Everything that the page shows by trust is one table to suppress.  Runs within demo.sql after suppression.sql, whose functions it
-- uses, with its settings, variables and search path.

-- ---- 1. The extract, three changes to it, and what they come to ----------------------------------

-- One transaction: the schema registry of the extract is gone at its end.  No date is wrong in it, so that what is found has a closed form.
BEGIN;
\set patients 16000
\set date_wrong 0
\ir ../data/cohort/extract.sql
\set trust_recording 'T04'
\set trust_nurses 'T02'
\set trust_team 'T03'

-- Planted: from 2016 on a trust records every second performance status only; of another every second patient with a contact had none;
-- and a third discusses half of its patients where the others discuss 85 of 100.
UPDATE registry.sim_av_tumour AS t SET performancestatus = NULL
FROM registry.diagnosis_trust AS d
WHERE d.patientid = t.patientid AND d.trust = :'trust_recording' AND t.diagnosisdatebest >= '2016-01-01' AND registry.chance(t.patientid, 'recording') < 0.5;
UPDATE registry.sim_av_tumour AS t SET cns = 'NI'
FROM registry.diagnosis_trust AS d
WHERE d.patientid = t.patientid AND d.trust = :'trust_nurses' AND t.cns LIKE 'Y%' AND registry.chance(t.patientid, 'nurses') < 0.5;

-- Status of every patient, and the same by window functions.
CREATE TABLE patient_status AS
SELECT patientid, (s).*
FROM (SELECT patientid, secondary_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS s FROM registry.event GROUP BY patientid) AS judged;
\ir ../data/cohort/windows.sql
CREATE TABLE status_check AS
SELECT count(*) AS patients, count(*) FILTER (WHERE (s.class, s.source, s.event, s.prevalent, s.n_events) IS NOT DISTINCT FROM (w.class, w.source, w.event, w.prevalent, w.n_events)) AS equal
FROM patient_status AS s
FULL JOIN registry.by_windows AS w USING (patientid);

-- One row for each woman or man with breast cancer.  Of one in four the notes were read: they are in no table by trust, and tell how good
-- the status is.  Offers after the program of the national study of diagnoses of 2021; the team's item is invented here.
CREATE TABLE breast AS
SELECT t.patientid, t.patientid % 4 = 0 AS validated, d.trust, CASE WHEN t.diagnosis < '2016-01-01' THEN '2013 to 2015' ELSE '2016 and 2017' END AS period,
	t.site4 AS site, t.class AS truth, t.distant, t.second_site IS NULL OR t.second_site LIKE 'C44%' AS one_primary, s.class AS status, t.diagnosis AS diagnosis_date, t.death AS death_date,
	r.stage_best AS stage, r.m_best AS m, r.er_status AS er, r.her2_status AS her2, r.performancestatus AS performance, r.cns,
	CASE WHEN registry.chance(t.patientid, 'team recorded') < 0.93 AND registry.chance(t.patientid, 'team') < CASE d.trust WHEN :'trust_team' THEN 0.5 ELSE 0.85 END
		THEN (1 + registry.pick(t.patientid, 'team how', 3))::text END AS mdt_discussion_type,
	CASE WHEN registry.chance(t.patientid, 'team recorded') < 0.93 AND registry.chance(t.patientid, 'team') >= CASE d.trust WHEN :'trust_team' THEN 0.5 ELSE 0.85 END THEN '1' END AS mdt_not_discussed,
	o.hna, o.pcsp
FROM registry.truth AS t
JOIN registry.diagnosis_trust AS d USING (patientid)
JOIN patient_status AS s USING (patientid)
JOIN (
	SELECT t.patientid,
		first_offer(event_date, split_part(event_property, ':', 2), split_part(event_property, ':', 1), split_part(event_property, ':', 3), e.trust, diagnosis, death, 'hna', 730, '{"strict": false, "repair": true}')
			FILTER (WHERE event_type IS DISTINCT FROM 24) AS hna,
		first_offer(event_date, split_part(event_property, ':', 2), split_part(event_property, ':', 1), split_part(event_property, ':', 3), e.trust, diagnosis, death, 'pcsp', 730, '{"strict": false, "repair": true}')
			FILTER (WHERE event_type IS DISTINCT FROM 20) AS pcsp
	FROM registry.truth AS t
	LEFT JOIN registry.care_event AS e USING (patientid)
	WHERE t.site = 'C50'
	GROUP BY t.patientid
) AS o USING (patientid)
JOIN registry.sim_av_tumour AS r ON r.tumourid = 10 * t.patientid
WHERE t.site = 'C50';

-- The first offers again by windows alone: of events within two years of diagnosis, repetitions apart and 003 read as 03, the first
-- that is an offer, the more complete record of a day first.
CREATE TABLE offer_check AS
SELECT count(*) AS offers, count(*) FILTER (WHERE (b.hna).event IS NOT DISTINCT FROM p.event_date AND (b.hna).code IS NOT DISTINCT FROM p.code) AS equal
FROM (SELECT * FROM breast WHERE (hna).event IS NOT NULL) AS b
FULL JOIN (
	SELECT patientid, event_date, code,
		row_number() OVER (PARTITION BY patientid ORDER BY event_date, (pathway NOT IN ('', '99') AND staff NOT IN ('', 'EH')) DESC, code COLLATE "C" NULLS FIRST) AS place
	FROM (
		SELECT DISTINCT e.patientid, e.event_date, split_part(e.event_property, ':', 1) AS pathway, regexp_replace(split_part(e.event_property, ':', 2), '00', '0') AS code, split_part(e.event_property, ':', 3) AS staff
		FROM registry.care_event AS e
		JOIN registry.truth AS t USING (patientid)
		WHERE e.event_type = 20 AND t.site = 'C50' AND e.event_date BETWEEN t.diagnosis AND t.diagnosis + 730
	) AS event
	WHERE code IN ('', '01', '02', '03', '05')
) AS p ON p.patientid = b.patientid AND p.place = 1
WHERE b.patientid IS NOT NULL OR p.place = 1;

-- Chances of errors are independent, so that of finding distant disease has a closed form for each patient with one primary tumour.
CREATE TABLE accuracy_stated AS
SELECT distant, tally((b.status IN ('de_novo', 'recurrent', 'progressed')) = distant) AS found, avg(CASE WHEN distant
	THEN 1 - cosd_missed * CASE WHEN b.truth = 'de_novo' THEN stage_missing ELSE 1 END * CASE WHEN t.treated THEN cwt_missed ELSE 1 END * CASE WHEN t.irradiated THEN rtds_missed ELSE 1 END
		* hes_missed * CASE WHEN t.died_of_it THEN death_missed ELSE 1 END
	ELSE (1 - registry_false * (1 - stage_missing)) * (1 - hes_false) * CASE WHEN b.truth = 'local_regional' AND t.treated THEN 1 - (1 - cwt_missed) * cwt_multiple ELSE 1 END
		* CASE WHEN t.death IS NOT NULL THEN 1 - death_false ELSE 1 END END) AS stated
FROM breast AS b
JOIN registry.truth AS t USING (patientid, distant)
CROSS JOIN registry.noise
WHERE b.one_primary
GROUP BY distant;
DROP SCHEMA registry CASCADE;
COMMIT;

-- ---- 2. Metrics by name ---------------------------------------------------------------------------

-- A trust sends in its assessments, or plans, if it has enough events for its patients; the others are in no rate of them.
CREATE TABLE sends AS
SELECT trust, submitting(coalesce(sum((hna).events - (hna).before_diagnosis - (hna).late), 0)::bigint, count(*)) AS hna,
	submitting(coalesce(sum((pcsp).events - (pcsp).before_diagnosis - (pcsp).late), 0)::bigint, count(*)) AS pcsp
FROM breast
WHERE NOT validated
GROUP BY trust;
CREATE VIEW care_row AS
SELECT b.trust, b.site, b.status, b.cns, b.mdt_discussion_type, b.mdt_not_discussed, b.diagnosis_date, b.death_date, b.stage, s.hna AS hna_submitting, (b.hna).event AS hna_offer_date,
	s.pcsp AS pcsp_submitting, (b.pcsp).event AS pcsp_offer_date
FROM breast AS b
JOIN sends AS s USING (trust)
WHERE NOT b.validated;
CREATE TABLE care AS
WITH named AS MATERIALIZED (
	SELECT metric, metric_plan(metric) AS plan FROM metric WHERE metric IN ('cns_contact_secondary', 'mdt_metastatic', 'hna_coverage', 'pcsp_coverage')
)
SELECT m.metric, r.trust, metric_rate(m.plan, r) AS t
FROM care_row AS r
CROSS JOIN named AS m
GROUP BY GROUPING SETS ((m.metric, r.trust), (m.metric));

-- How complete six items are, in one pass, by trust and period.
CREATE TABLE completeness_by AS
SELECT trust, period, completeness_profile(i, '{"stage": ["?", "U", "X", "6"], "m": ["X"], "er": ["X"], "cns": ["99"]}') AS profile
FROM breast AS b, LATERAL (SELECT b.stage, b.m, b.er, b.her2, b.performance, b.cns) AS i
WHERE NOT validated
GROUP BY CUBE (trust, period);

-- Days to the first offer, of trusts that send them in.
CREATE TABLE offer_time AS
SELECT kind, timed_coverage(days) AS coverage
FROM breast AS b
JOIN sends AS s USING (trust), LATERAL (VALUES ('HNA', s.hna, (b.hna).days), ('PCSP', s.pcsp, (b.pcsp).days)) AS o(kind, sends, days)
WHERE NOT b.validated AND o.sends
GROUP BY kind;

-- ---- 3. One table of all that is shown by trust, suppressed as one ----------------------------------

-- Dimensions: trust, group of patients, truth, period; each table of the page is some of its cells.  There are several ways to part the
-- same people into groups: by status, by items known and not, by offers; those with secondary disease by type, nurse and team.
CREATE TABLE status_label (status text, label text, parent text, place integer);
INSERT INTO status_label VALUES ('de_novo', 'De novo', 'Secondary', 1), ('recurrent', 'Recurrent', 'Secondary', 2), ('progressed', 'Progressed', 'Secondary', 3),
	('ambiguous_other_primary', 'Ambiguous', 'Not secondary', 4), ('local_regional', 'Local or regional', 'Not secondary', 5), ('self_report', 'Self-report only', 'Not secondary', 6), ('none', 'None', 'Not secondary', 7);

CREATE TABLE by_trust AS
WITH person AS (
	SELECT b.*, l.label, l.parent, CASE WHEN b.distant THEN 'secondary' ELSE 'not secondary' END AS true_parent FROM breast AS b JOIN status_label AS l USING (status) WHERE NOT validated
), status_cell AS (
	SELECT trust, coalesce(label, parent) AS kind, NULL AS truth, NULL AS period, count(*) AS n
	FROM person GROUP BY GROUPING SETS ((trust, label), (trust, parent), (trust), (label), (parent), ())
), truth_cell AS (
	SELECT NULL AS trust, coalesce(f.label, f.parent) AS kind, f.truth, NULL AS period, count(p.patientid) AS n
	FROM (SELECT l.label, l.parent, t.truth, t.true_parent FROM status_label AS l CROSS JOIN (SELECT DISTINCT truth, true_parent FROM person) AS t) AS k
	LEFT JOIN person AS p USING (label, parent, truth, true_parent), LATERAL (VALUES (k.label, k.parent, k.truth), (NULL, k.parent, k.truth), (NULL, NULL, k.truth), (k.label, k.parent, k.true_parent), (NULL, k.parent, k.true_parent), (NULL, NULL, k.true_parent)) AS f(label, parent, truth)
	GROUP BY f.label, f.parent, f.truth
), care_cell AS (
	SELECT c.trust, m.name || ' ' || v.answer AS kind, NULL AS truth, NULL AS period, v.n
	FROM care AS c
	JOIN (VALUES ('cns_contact_secondary', 'CNS', 'Secondary'), ('mdt_metastatic', 'MDT', 'Secondary'), ('hna_coverage', 'HNA', NULL), ('pcsp_coverage', 'PCSP', NULL)) AS m(metric, name, of_kind) USING (metric)
	JOIN status_cell AS everybody ON everybody.trust IS NOT DISTINCT FROM c.trust AND everybody.kind IS NOT DISTINCT FROM m.of_kind,
		-- neither: not recorded, or of a trust that does not send in offers
		LATERAL (VALUES ('yes', positives(c.t)), ('no', n(c.t) - positives(c.t)), ('neither', everybody.n - n(c.t))) AS v(answer, n)
), item_cell AS (
	SELECT p.trust, i.item || ' ' || v.answer AS kind, NULL AS truth, p.period, v.n
	FROM completeness_by AS p, LATERAL profile_items(p.profile) AS i, LATERAL (VALUES ('known', i.known), ('unknown', i.eligible - i.known)) AS v(answer, n)
	UNION ALL
	SELECT trust, NULL, NULL, period, n(profile) FROM completeness_by WHERE period IS NOT NULL
), time_cell AS (
	SELECT NULL AS trust, format('%s by day %s', kind, upto) AS kind, NULL AS truth, NULL AS period, positives(coverage_at(coverage, upto)) - CASE WHEN since > 0 THEN positives(coverage_at(coverage, since)) ELSE 0 END AS n
	FROM offer_time, (VALUES (0, 31), (31, 91), (91, 182), (182, 365), (365, 730)) AS d(since, upto)
)
SELECT trust, kind, truth, period, n
FROM (TABLE status_cell UNION ALL TABLE truth_cell UNION ALL TABLE care_cell UNION ALL TABLE item_cell UNION ALL TABLE time_cell) AS cell;

-- The rule: counts of 1 to 4 people are small (as the cancer registries had it), zeros are shown; totals and parts are solved together.
SELECT jsonb_build_object('parts', '{
	"2": {"": [["Secondary", "Not secondary"], ["HNA yes", "HNA no", "HNA neither"], ["PCSP yes", "PCSP no", "PCSP neither"], ["stage known", "stage unknown"], ["m known", "m unknown"],
			["er known", "er unknown"], ["her2 known", "her2 unknown"], ["performance known", "performance unknown"], ["cns known", "cns unknown"]],
		"Secondary": [["De novo", "Recurrent", "Progressed"], ["CNS yes", "CNS no", "CNS neither"], ["MDT yes", "MDT no", "MDT neither"]],
		"Not secondary": [["Ambiguous", "Local or regional", "Self-report only", "None"]],
		"HNA yes": [["HNA by day 31", "HNA by day 91", "HNA by day 182", "HNA by day 365", "HNA by day 730"]],
		"PCSP yes": [["PCSP by day 31", "PCSP by day 91", "PCSP by day 182", "PCSP by day 365", "PCSP by day 730"]]},
	"3": {"secondary": [["de_novo", "recurrent", "progressed"]], "not secondary": [["local_regional", "none"]]}}'::jsonb) AS secondary_parts \gset
CREATE TABLE by_trust_decided AS
SELECT *, suppress(n, ARRAY[trust, kind, truth, period], 'cancer_lt5', :'secondary_parts') OVER () AS mark FROM by_trust;
CREATE TABLE by_trust_audit AS
SELECT n, mark, (a).verdict, (a).low, (a).high
FROM (SELECT n, mark, audit(CASE WHEN mark IS NULL THEN n END, mark, ARRAY[trust, kind, truth, period], :'secondary_parts') OVER () AS a FROM by_trust_decided) AS audited;

-- ---- 4. What follows from the cells that are shown --------------------------------------------------

-- A rate of two cells: hidden where one of them is.
CREATE TABLE rate_decided AS
SELECT coalesce(p.trust, 'All') AS trust, r.measure, p.period, make_tally(p.n + q.n, p.n) AS t, coalesce(p.mark, q.mark) AS mark
FROM (VALUES ('CNS', 'CNS yes', 'CNS no'), ('MDT', 'MDT yes', 'MDT no'), ('HNA', 'HNA yes', 'HNA no'), ('PCSP', 'PCSP yes', 'PCSP no'), ('stage', 'stage known', 'stage unknown'), ('m', 'm known', 'm unknown'),
	('er', 'er known', 'er unknown'), ('her2', 'her2 known', 'her2 unknown'), ('performance', 'performance known', 'performance unknown'), ('cns', 'cns known', 'cns unknown')) AS r(measure, yes, no)
JOIN by_trust_decided AS p ON p.kind = r.yes AND p.truth IS NULL
JOIN by_trust_decided AS q ON q.kind = r.no AND q.truth IS NULL AND (q.trust, q.period) IS NOT DISTINCT FROM (p.trust, p.period);
CREATE TABLE moved AS
SELECT trust, a.measure, b.t AS before, a.t AS after, coalesce(b.mark, a.mark) AS mark
FROM rate_decided AS a
JOIN rate_decided AS b USING (trust, measure)
WHERE a.period = '2016 and 2017' AND b.period = '2013 to 2015';

-- Sensitivity and specificity of the status by the truth that is planted.
CREATE TABLE status_accuracy AS
SELECT l.place, l.label, make_tally(t.n, b.n) AS found, coalesce(t.mark, b.mark) AS found_mark, make_tally(everybody.n - t.n, everybody.n - t.n - f.n + b.n) AS cleared, coalesce(everybody.mark, t.mark, f.mark, b.mark) AS cleared_mark
FROM (VALUES (1, 'Secondary', 'secondary', 'Any secondary disease'), (2, 'De novo', 'de_novo', 'De novo'), (3, 'Recurrent', 'recurrent', 'Recurrent'), (4, 'Progressed', 'progressed', 'Progressed'),
	(5, 'Local or regional', 'local_regional', 'Local or regional only')) AS l(place, kind, truth, label)
JOIN by_trust_decided AS b ON b.trust IS NULL AND (b.kind, b.truth) = (l.kind, l.truth)
JOIN by_trust_decided AS t ON t.trust IS NULL AND t.kind IS NULL AND t.truth = l.truth AND t.period IS NULL
JOIN by_trust_decided AS f ON f.trust IS NULL AND f.kind = l.kind AND f.truth IS NULL AND f.period IS NULL
JOIN by_trust_decided AS everybody ON num_nonnulls(everybody.trust, everybody.kind, everybody.truth, everybody.period) = 0;

-- The accuracy that real data could have: of those whose notes were read, who are in no table by trust.
CREATE TABLE validation AS
SELECT tally(status IN ('de_novo', 'recurrent', 'progressed')) FILTER (WHERE distant) AS sensitivity, tally(status NOT IN ('de_novo', 'recurrent', 'progressed')) FILTER (WHERE NOT distant) AS specificity
FROM breast
WHERE validated;
CREATE TABLE prevalence AS
SELECT coalesce(s.trust, 'All') AS trust, coalesce(s.mark, everybody.mark) AS mark, a.apparent, a.estimate, a.low, a.high, ci.low AS apparent_low, ci.high AS apparent_high, t.true_rate
FROM by_trust_decided AS s
JOIN by_trust_decided AS everybody ON everybody.trust IS NOT DISTINCT FROM s.trust AND num_nonnulls(everybody.kind, everybody.truth, everybody.period) = 0
JOIN (SELECT trust, avg(distant::integer) AS true_rate FROM breast WHERE NOT validated GROUP BY ROLLUP (trust)) AS t ON t.trust IS NOT DISTINCT FROM s.trust
CROSS JOIN validation AS v, LATERAL adjusted_prevalence(make_tally(everybody.n, s.n), v.sensitivity, v.specificity) AS a, LATERAL rate_ci(make_tally(everybody.n, s.n), 'clopper_pearson') AS ci
WHERE s.kind = 'Secondary' AND s.truth IS NULL AND s.period IS NULL;

-- First assessment by first plan, of trusts that send in both: a table of its own.
CREATE TABLE offer_pair AS
SELECT hna, pcsp, n, suppress(n, ARRAY[hna, pcsp], 'cancer_lt5') OVER () AS mark
FROM (
	SELECT o.hna, o.pcsp, count(b.patientid) AS n
	FROM (SELECT h.code AS hna, p.code AS pcsp FROM unnest('{none,blank,01,02,03,05}'::text[]) AS h(code) CROSS JOIN unnest('{none,blank,01,02,03,05,06}'::text[]) AS p(code)) AS o
	LEFT JOIN (
		SELECT b.patientid, CASE WHEN (b.hna).event IS NULL THEN 'none' ELSE coalesce(nullif((b.hna).code, ''), 'blank') END AS hna, CASE WHEN (b.pcsp).event IS NULL THEN 'none' ELSE coalesce(nullif((b.pcsp).code, ''), 'blank') END AS pcsp
		FROM breast AS b
		JOIN sends AS s USING (trust)
		WHERE NOT b.validated AND s.hna AND s.pcsp
	) AS b USING (hna, pcsp)
	GROUP BY CUBE (o.hna, o.pcsp)
) AS counted;

-- What was planted at three trusts, and what is found there.
CREATE TABLE planted_care AS
SELECT 'nurse' AS planted, c.t, (SELECT avg(CASE WHEN diagnosis_date < '2015-04-01' THEN 7 / 9.0 ELSE 6 / 8.0 END) / 2 FROM breast WHERE NOT validated AND trust = c.trust)::float8 AS stated
FROM care AS c WHERE c.metric = 'cns_contact_secondary' AND c.trust = :'trust_nurses'
UNION ALL
SELECT 'team', t, 0.5 FROM care WHERE metric = 'mdt_metastatic' AND trust = :'trust_team'
UNION ALL
SELECT 'recording', after, 0.92 / 2 FROM moved WHERE (measure, trust) = ('performance', :'trust_recording');
CREATE TABLE secondary_summary AS
SELECT (SELECT n FROM by_trust WHERE num_nonnulls(trust, kind, truth, period) = 0) AS patients, (SELECT count(*) FROM breast WHERE validated) AS validated, count(DISTINCT trust) AS trusts, count(*) AS cells,
	count(*) FILTER (WHERE mark = 'c' AND n BETWEEN 1 AND 4) AS small, count(*) FILTER (WHERE mark = 'c' AND n > 4) AS beside, count(*) FILTER (WHERE mark IS NULL AND n BETWEEN 1 AND 4) AS small_shown,
	(SELECT count(*) FROM by_trust_audit WHERE verdict NOT IN ('safe', 'shown')) AS open, (SELECT count(*) FROM offer_pair WHERE mark = 'c') AS pairs_hidden,
	(SELECT count(*) FROM sends WHERE NOT hna) AS not_sending, (SELECT count(*) FROM prevalence WHERE true_rate BETWEEN low AND high AND trust <> 'All') AS intervals_true
FROM by_trust_decided;

-- ---- 5. File and page -------------------------------------------------------------------------------

\o :out/secondary.csv
COPY (
	SELECT trust, kind AS patients, truth, period AS diagnosed, CASE WHEN mark IS NULL THEN n END AS n, mark AS n_status
	FROM by_trust_decided
	ORDER BY trust COLLATE "C" NULLS FIRST, kind COLLATE "C" NULLS FIRST, truth COLLATE "C" NULLS FIRST, period COLLATE "C" NULLS FIRST
) TO STDOUT (FORMAT csv, HEADER);
\ir secondary_page.sql
\o

-- The file and the page as they lie on the disk, searched for what was to be hidden: rows of the file, and rows of the page with
-- their values.
CREATE TABLE file_secondary (trust text, kind text, truth text, period text, n text, status text);
\set file :out '/secondary.csv'
COPY file_secondary FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE secondary_searched AS
SELECT 'secondary.csv' AS file, concat_ws(' ', d.trust, d.kind, d.truth, d.period) AS cell, d.mark AS status, f.n IS NOT NULL AS found
FROM by_trust_decided AS d
JOIN file_secondary AS f ON (f.trust, f.kind, f.truth, f.period) IS NOT DISTINCT FROM (d.trust, d.kind, d.truth, d.period)
UNION ALL
SELECT 'secondary.html', format('%s %s', section, label), CASE WHEN html <> with_values THEN 'c' END, strpos(page.text, with_values) > 0
FROM secondary_line, (SELECT pg_read_file(:'out' || '/secondary.html') AS text) AS page;

-- ---- 6. The report, and what must hold on any machine -----------------------------------------------

CREATE FUNCTION percent_text(rate float8, low float8, high float8) RETURNS text IMMUTABLE
RETURN format('%s %% (%s to %s)', display(100 * rate, NULL, 1), display(100 * low, NULL, 1), display(100 * high, NULL, 1));
CREATE VIEW secondary_report AS
SELECT 1 AS place, format('Secondary breast cancer: %s synthetic patients of %s trusts, their truth known', whole(patients), trusts) AS line FROM secondary_summary
UNION ALL
SELECT f.place, rtrim(format('  %-58s %32s', f.claim, f.result))
FROM secondary_summary AS s, status_check AS w, offer_check AS o,
	(SELECT stated, percent_text(rate(found), low, high) AS found FROM accuracy_stated, rate_ci(found, 'clopper_pearson') WHERE distant) AS yes,
	(SELECT stated, percent_text(rate(found), low, high) AS found FROM accuracy_stated, rate_ci(found, 'clopper_pearson') WHERE NOT distant) AS no,
	(SELECT max(stated || '; ' || found) FILTER (WHERE planted = 'nurse') AS nurse, max(stated || '; ' || found) FILTER (WHERE planted = 'team') AS team, max(stated || '; ' || found) FILTER (WHERE planted = 'recording') AS recording
		FROM (SELECT planted, display(100 * stated, NULL, 1) AS stated, percent_text(rate(t), low, high) AS found FROM planted_care, rate_ci(t, 'clopper_pearson')) AS p) AS p,
	(SELECT display(100 * apparent, NULL, 1) AS apparent, percent_text(estimate, low, high) AS adjusted, display(100 * true_rate::float8, NULL, 1) AS truth FROM prevalence WHERE trust = 'All') AS a,
	LATERAL (VALUES
	(2, 'Status, winning source and date as by window functions', of_all(w.equal, w.patients)),
	(3, 'First offers of needs assessments as by windows alone', of_all(o.equal, o.offers)),
	(4, 'Distant disease found: stated; one primary, exact', format('%s; %s', display(100 * yes.stated, NULL, 1), yes.found)),
	(5, '  cleared where there is none', format('%s; %s', display(100 * no.stated, NULL, 1), no.found)),
	(6, 'Contact with a nurse halved at one trust: stated; found', p.nurse),
	(7, '  team discussion at another', p.team),
	(8, '  performance status recorded at a third, from 2016 on', p.recording),
	(9, 'Prevalence found; adjusted by notes read of others', format('%s; %s', a.apparent, a.adjusted)),
	(10, '  true; true within the interval, trusts', format('%s; %s', a.truth, of_all(s.intervals_true, s.trusts))),
	(11, 'Cells of one table, hidden for their n + to protect', format('%s + %s of %s', s.small, s.beside, whole(s.cells))),
	(12, '  hidden, yet to be worked out from all that is shown', s.open::text),
	(13, '  hidden, yet found in the bytes of the page or the file', (SELECT count(*) FROM secondary_searched WHERE status IS NOT NULL AND found)::text)
) AS f(place, claim, result);
SELECT line FROM secondary_report ORDER BY place;

DO $$
BEGIN
	IF EXISTS (SELECT FROM status_check WHERE equal <> patients OR patients <> 16000) OR EXISTS (SELECT FROM offer_check WHERE equal <> offers OR offers < 1000)
		OR EXISTS (SELECT FROM accuracy_stated AS a, rate_ci(a.found, 'clopper_pearson', 0.999) WHERE stated NOT BETWEEN low AND high)
		OR EXISTS (SELECT FROM planted_care, rate_ci(t, 'clopper_pearson', 0.999) WHERE stated NOT BETWEEN low AND high) OR (SELECT count(*) FROM planted_care) <> 3
		OR EXISTS (SELECT FROM prevalence WHERE trust = 'All' AND true_rate NOT BETWEEN low AND high)
		OR EXISTS (SELECT FROM secondary_summary WHERE small_shown <> 0 OR open <> 0 OR small = 0 OR intervals_true < 16)
		-- what the two tables have in common is shown in both, so that neither says anything of the other
		OR EXISTS (SELECT FROM offer_pair WHERE mark IS NOT NULL AND (coalesce(hna, 'none') = 'none' AND pcsp IS NULL OR hna IS NULL AND coalesce(pcsp, 'none') = 'none'))
		OR EXISTS (SELECT FROM offer_time, LATERAL (SELECT rate(t) AS share FROM rate_decided WHERE trust = 'All' AND measure = kind) AS r WHERE abs(rate(coverage_at(coverage, 730)) - share) > 1e-12)
	THEN
		RAISE EXCEPTION 'secondary disease is no longer found as it was planted'
			USING HINT = 'Look at demo.status_check, offer_check, accuracy_stated, planted_care, prevalence and secondary_summary.';
	END IF;
	IF EXISTS (SELECT FROM secondary_searched AS s WHERE s.status IS NOT NULL AND s.found) OR EXISTS (SELECT FROM secondary_searched AS s WHERE s.status IS NULL AND NOT s.found)
		OR (SELECT count(*) FROM secondary_searched WHERE status IS NOT NULL) < 100
	THEN
		RAISE EXCEPTION 'the page on secondary disease shows what it was to hide'
			USING HINT = 'Look at demo.secondary_searched.';
	END IF;
END;
$$;
