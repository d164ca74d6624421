-- Coverage of needs assessments and care plans, end to end: a registry extract with planted dirt, the sourced algorithm by
-- first_offer, submitting and timed_coverage, against a query of windows and subqueries written without them.
SET search_path = public, cancer_pe;
SET jit = off;
CREATE FUNCTION pg_temp.draw(i bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE RETURN (hashint8extended(i, salt) & 1048575) / 1048576.0::float8;
-- Patients of one year: 30 trusts, of which two hardly send in anything; one in 50 without a trust, one in 12 with a second tumour.
CREATE TEMP TABLE av_patient AS
	SELECT i AS patientid, CASE WHEN pg_temp.draw(i, 1) < 0.55 THEN 2 ELSE 1 END AS sex,
		CASE WHEN pg_temp.draw(i, 2) < 0.3 THEN date '2021-01-01' + (pg_temp.draw(i, 3) * 365)::int + (pg_temp.draw(i, 4) * 900 - 20)::int END AS vitalstatusdate
	FROM generate_series(1, 4000) AS i;
CREATE TEMP TABLE av_tumour AS
	SELECT 10 * i + k AS tumourid, i AS patientid, date '2021-01-01' + (pg_temp.draw(i, 3) * 364)::int + k * 40 * (pg_temp.draw(i, 6) < 0.5)::int AS diagnosisdatebest,
		(ARRAY['C50', 'C61', 'C34', 'C18', 'C53', 'C44', 'C92', 'D05'])[1 + (pg_temp.draw(10 * i + k, 7) * 8)::int % 8] AS site_icd10_3char,
		(ARRAY['1', '2', '3', '4', '?', 'X', '0', NULL])[1 + (pg_temp.draw(10 * i + k, 8) * 8)::int % 8] AS stage_best,
		CASE WHEN pg_temp.draw(i, 9) < 0.01 THEN 'Y' ELSE 'N' END AS dco, (pg_temp.draw(i, 10) > 0.01)::int AS cascade_inci_flag, (pg_temp.draw(i, 11) > 0.01)::int AS dedup_flag,
		CASE WHEN pg_temp.draw(i, 12) > 0.02 THEN 'R' || lpad((pg_temp.draw(i, 13) ^ 2 * 30)::int::text, 2, '0') END AS diag_trust
	FROM generate_series(1, 4000) AS i, generate_series(0, 1) AS k WHERE k = 0 OR pg_temp.draw(i, 5) < 0.08;
-- Events: up to six a patient, before diagnosis, after two years, after death, on one day; codes 003, blank, no property at all, junk.
CREATE TEMP TABLE care_event AS
	WITH raw AS (
		SELECT i AS patientid, k, (ARRAY[20, 24])[1 + (pg_temp.draw(i * 8 + k, 21) < 0.4)::int] AS event_type,
			date '2021-01-01' + (pg_temp.draw(i, 3) * 364)::int + (pg_temp.draw(i * 8 + k / 2, 22) ^ 3 * 900 - 30)::int AS event_date,
			'R' || lpad((pg_temp.draw(i, 13) ^ 2 * 30)::int::text, 2, '0') AS trust,
			(ARRAY['01', '02', '98', '99', ''])[1 + (pg_temp.draw(i * 8 + k, 23) * 5)::int % 5] AS pathway,
			(ARRAY['01', '02', '03', '03', '04', '05', '003', '', 'ZZ', '0A1', '06'])[1 + (pg_temp.draw(i * 8 + k, 24) * 11)::int % 11] AS offer,
			(ARRAY['NS', 'AH', 'EH', ''])[1 + (pg_temp.draw(i * 8 + k, 25) * 4)::int % 4] AS staff
		FROM generate_series(1, 4000) AS i, generate_series(0, 5) AS k WHERE pg_temp.draw(i * 8 + k, 26) < 0.35
	)
	SELECT patientid, event_type, event_date, trust, CASE WHEN pg_temp.draw(patientid * 8 + k, 27) > 0.03 THEN concat_ws(':', pathway, offer, staff) END AS property, n AS resubmission
	FROM raw, generate_series(0, (pg_temp.draw(patientid * 8 + k, 28) ^ 4 * 4)::int) AS n -- resubmitted whole
	WHERE trust NOT IN ('R12', 'R13') OR pg_temp.draw(patientid * 8 + k, 29) < 0.05;
SELECT (SELECT count(*) FROM av_tumour) AS tumours, count(*) AS events, count(*) FILTER (WHERE resubmission > 0) AS resubmitted, count(*) FILTER (WHERE property ~ ':003:') AS zeros,
	count(*) FILTER (WHERE property ~ '::') AS blank, count(*) FILTER (WHERE property IS NULL) AS without, count(*) FILTER (WHERE property ~ ':(ZZ|0A1):') AS junk FROM care_event;

-- 1. ours: one row a patient
CREATE TEMP TABLE cohort AS
	SELECT DISTINCT ON (patientid) patientid, diagnosisdatebest AS diagnosis, vitalstatusdate AS death, diag_trust, sex, site_icd10_3char AS site, stage_best
	FROM av_tumour JOIN av_patient USING (patientid)
	WHERE site_icd10_3char ~ '^C' AND site_icd10_3char <> 'C44' AND cascade_inci_flag = 1 AND dedup_flag = 1 AND dco = 'N'
		AND (vitalstatusdate > diagnosisdatebest) IS NOT FALSE AND stage_best IS DISTINCT FROM '0'
		AND CASE sex WHEN 1 THEN site_icd10_3char NOT BETWEEN 'C51' AND 'C58' ELSE site_icd10_3char NOT BETWEEN 'C60' AND 'C63' END
	ORDER BY patientid, diagnosisdatebest, tumourid;
ANALYZE cohort, care_event, av_patient, av_tumour;
CREATE TEMP TABLE covered AS
	SELECT patientid, diagnosis, death, diag_trust,
		first_offer(event_date, split_part(property, ':', 2), split_part(property, ':', 1), split_part(property, ':', 3), trust, diagnosis, death, 'hna', 730, '{"strict": false, "repair": true}')
			FILTER (WHERE event_type = 20 OR event_type IS NULL) AS hna,
		first_offer(event_date, split_part(property, ':', 2), split_part(property, ':', 1), split_part(property, ':', 3), trust, diagnosis, death, 'pcsp', 730, '{"strict": false, "repair": true}')
			FILTER (WHERE event_type = 24 OR event_type IS NULL) AS pcsp
	FROM cohort LEFT JOIN care_event USING (patientid) GROUP BY 1, 2, 3, 4;
CREATE TEMP TABLE trust_counts AS
	SELECT diag_trust, count(*) AS patients, coalesce(sum((hna).events - (hna).before_diagnosis - (hna).late), 0)::bigint AS hna_events,
		coalesce(sum((pcsp).events - (pcsp).before_diagnosis - (pcsp).late), 0)::bigint AS pcsp_events
	FROM covered WHERE diag_trust IS NOT NULL GROUP BY 1;

-- 2. by brute force: every step a query of its own
CREATE TEMP TABLE plain_cohort AS
	SELECT patientid, diagnosis, death, diag_trust FROM (
		SELECT t.patientid, t.diagnosisdatebest AS diagnosis, p.vitalstatusdate AS death, t.diag_trust, row_number() OVER (PARTITION BY t.patientid ORDER BY t.diagnosisdatebest, t.tumourid) AS place
		FROM av_patient AS p JOIN av_tumour AS t ON t.patientid = p.patientid
		WHERE t.site_icd10_3char >= 'C' AND t.site_icd10_3char < 'D' AND NOT t.site_icd10_3char = 'C44' AND t.cascade_inci_flag + t.dedup_flag = 2 AND t.dco <> 'Y'
			AND NOT coalesce(p.vitalstatusdate <= t.diagnosisdatebest, false) AND coalesce(t.stage_best, '') <> '0'
			AND NOT (p.sex = 1 AND t.site_icd10_3char IN ('C51', 'C52', 'C53', 'C54', 'C55', 'C56', 'C57', 'C58')) AND NOT (p.sex = 2 AND t.site_icd10_3char IN ('C60', 'C61', 'C62', 'C63'))) AS t
	WHERE place = 1;
CREATE TEMP TABLE plain_event AS -- 1 and 2: in the window, without repetitions
	SELECT DISTINCT e.patientid, e.event_type, e.event_date, e.trust, e.property, c.diagnosis, c.death, c.diag_trust
	FROM care_event AS e JOIN plain_cohort AS c USING (patientid) WHERE e.event_date - c.diagnosis BETWEEN 0 AND 730;
CREATE TEMP TABLE plain_first AS -- 3, 5 and 6
	SELECT * FROM (
		SELECT *, count(*) OVER patient AS offers, row_number() OVER (patient ORDER BY event_date, complete DESC, code COLLATE "C" NULLS FIRST, trust COLLATE "C", pathway COLLATE "C", raw COLLATE "C", staff COLLATE "C") AS place FROM (
			SELECT patientid, event_type, event_date, trust, diagnosis, diag_trust, split_part(property, ':', 1) AS pathway, split_part(property, ':', 3) AS staff, split_part(property, ':', 2) AS raw,
				regexp_replace(split_part(property, ':', 2), '00', '0') AS code, (split_part(property, ':', 1) NOT IN ('', '99') AND split_part(property, ':', 3) NOT IN ('', 'EH')) AS complete
			FROM plain_event) AS e
		WHERE code IN ('', '01', '02', '03', '05') OR code = '06' AND event_type = 24
		WINDOW patient AS (PARTITION BY patientid, event_type)) AS f
	WHERE place = 1;
-- the same cohort, first offers and counts
SELECT (SELECT count(*) FROM cohort) AS patients, (SELECT count(*) FROM (SELECT patientid, diagnosis, death, diag_trust FROM cohort EXCEPT ALL SELECT * FROM plain_cohort) AS d) AS differ;
CREATE TEMP VIEW ours AS
	SELECT patientid, kind, (o).* FROM covered, LATERAL (VALUES (20, hna), (24, pcsp)) AS v(kind, o);
CREATE TEMP VIEW firsts AS SELECT patientid, kind, event, code, pathway, staff, trust, days, complete, offers FROM ours WHERE event IS NOT NULL;
CREATE TEMP VIEW plain_firsts AS SELECT patientid, event_type, event_date, code, pathway, staff, trust, event_date - diagnosis, complete, offers FROM plain_first;
SELECT (SELECT count(*) FROM firsts) AS first_offers, (SELECT count(*) FROM (SELECT * FROM firsts EXCEPT ALL SELECT * FROM plain_firsts) AS d) AS only_ours, (SELECT count(*) FROM (SELECT * FROM plain_firsts EXCEPT ALL SELECT * FROM firsts) AS d) AS only_plain;
CREATE TEMP VIEW plain_fate AS
	SELECT patientid, event_type, count(*) AS events, sum(times - 1) AS duplicates, count(*) FILTER (WHERE days < 0) AS before, count(*) FILTER (WHERE days > 730) AS late, count(*) FILTER (WHERE inside AND code = '04') AS not_offered,
		count(*) FILTER (WHERE inside AND code IS NULL) AS dropped, count(*) FILTER (WHERE inside AND NOT (code IN ('', '01', '02', '03', '04', '05') OR code = '06' AND event_type = 24)) AS invalid, count(*) FILTER (WHERE event_date > death) AS after_death
	FROM (SELECT patientid, event_type, event_date, event_date - diagnosis AS days, event_date - diagnosis BETWEEN 0 AND 730 AS inside, regexp_replace(split_part(property, ':', 2), '00', '0') AS code, death, count(*) AS times
		FROM care_event JOIN plain_cohort USING (patientid) GROUP BY patientid, event_type, event_date, trust, property, diagnosis, death) AS e GROUP BY 1, 2;
SELECT count(*) AS groups, sum(events) AS events, sum(duplicates) AS duplicates, sum(before_diagnosis) AS before, sum(late) AS late, sum(not_offered) AS not_offered, sum(dropped) AS dropped, sum(invalid) AS invalid, sum(after_death) AS after_death,
	(SELECT count(*) FROM (SELECT patientid, kind, events, duplicates, before_diagnosis, late, not_offered, dropped, invalid, after_death FROM ours WHERE events > 0 EXCEPT ALL SELECT * FROM plain_fate) AS d) AS differ
FROM ours WHERE events > 0;
-- 4: trusts that send in nothing
CREATE TEMP TABLE plain_trust AS
	SELECT diag_trust, (SELECT count(*) FROM plain_cohort AS c WHERE c.diag_trust = t.diag_trust) AS patients, (SELECT count(*) FROM plain_event AS e WHERE e.diag_trust = t.diag_trust AND event_type = 20) AS hna_events,
		(SELECT count(*) FROM plain_event AS e WHERE e.diag_trust = t.diag_trust AND event_type = 24) AS pcsp_events FROM (SELECT DISTINCT diag_trust FROM plain_cohort WHERE diag_trust IS NOT NULL) AS t;
SELECT count(*) AS trusts, count(*) FILTER (WHERE NOT submitting(hna_events, patients)) AS no_hna, count(*) FILTER (WHERE NOT submitting(pcsp_events, patients)) AS no_pcsp,
	(SELECT count(*) FROM (SELECT * FROM trust_counts EXCEPT ALL SELECT * FROM plain_trust) AS d) AS differ,
	bool_and(submitting(hna_events, patients) = CASE WHEN patients <= 100 THEN hna_events >= 10 ELSE hna_events >= 20 END) AS as_coded,
	bool_and(submitting(hna_events, patients, 'written') = CASE WHEN patients < 100 THEN hna_events >= 10 ELSE hna_events >= 20 END) AS as_written FROM trust_counts;
-- coverage, with its exact interval; the plain number beside it
CREATE TEMP TABLE measured AS
	SELECT c.*, submitting(hna_events, patients) AS hna_in, submitting(pcsp_events, patients) AS pcsp_in FROM covered AS c JOIN trust_counts USING (diag_trust);
SELECT kind, t, round(rate(t)::numeric, 4) AS coverage, round(low::numeric, 4) AS low, round(high::numeric, 4) AS high, plain FROM (
	SELECT 'hna' AS kind, tally((hna).event IS NOT NULL) AS t, (SELECT count(*) FROM plain_first AS f JOIN plain_trust AS p USING (diag_trust) WHERE event_type = 20 AND hna_events >= CASE WHEN patients <= 100 THEN 10 ELSE 20 END) AS plain FROM measured WHERE hna_in
	UNION ALL SELECT 'pcsp', tally((pcsp).event IS NOT NULL), (SELECT count(*) FROM plain_first AS f JOIN plain_trust AS p USING (diag_trust) WHERE event_type = 24 AND pcsp_events >= CASE WHEN patients <= 100 THEN 10 ELSE 20 END) FROM measured WHERE pcsp_in) AS s,
	rate_ci(t, 'clopper_pearson') ORDER BY 1;
-- first status by first status, and the gap between accepting and having a plan
SELECT coalesce(h, 'none') AS hna, count(*) FILTER (WHERE p IS NULL) AS none, count(*) FILTER (WHERE p = '') AS blank, count(*) FILTER (WHERE p = '01') AS "01", count(*) FILTER (WHERE p = '02') AS "02", count(*) FILTER (WHERE p = '03') AS "03", count(*) FILTER (WHERE p = '05') AS "05", count(*) FILTER (WHERE p = '06') AS "06"
FROM (SELECT (hna).code AS h, (pcsp).code AS p FROM measured WHERE hna_in AND pcsp_in) AS m GROUP BY 1 ORDER BY 1;
CREATE TEMP TABLE plain_pair AS SELECT h.code AS h, p.code AS p FROM measured AS m LEFT JOIN plain_first AS h ON h.patientid = m.patientid AND h.event_type = 20 LEFT JOIN plain_first AS p ON p.patientid = m.patientid AND p.event_type = 24 WHERE hna_in AND pcsp_in;
SELECT (SELECT count(*) FROM (SELECT (hna).code, (pcsp).code FROM measured WHERE hna_in AND pcsp_in EXCEPT ALL SELECT h, p FROM plain_pair) AS d) AS differ,
	tally(accepted_without_plan(hna, pcsp)) FILTER (WHERE (hna).code = '03') AS accepted_without_plan, (SELECT count(*) FROM plain_pair WHERE h = '03' AND p IS NULL) AS plain,
	tally(coalesce((hna).offers > 1, false)) AS several_hna, tally((hna).event IS NOT NULL OR (pcsp).event IS NOT NULL) AS if_a_plan_follows_an_assessment FROM measured WHERE hna_in AND pcsp_in;
-- time to offer, against percentile_disc and counting
SELECT kind, n(c), reached(c), days_to_reach(c, 0.5) AS median, days_to_reach(c, 0.9) AS most, median = days_to_reach(c, 0.5) AND most = days_to_reach(c, 0.9) AS same, at_90 = coverage_at(c, 90) AS same_at_90,
	curve = (SELECT array_agg(people_by ORDER BY days) FROM coverage_curve(c)) AS same_curve
FROM (SELECT kind, timed_coverage(days) AS c, percentile_disc(0.5) WITHIN GROUP (ORDER BY days) AS median, percentile_disc(0.9) WITHIN GROUP (ORDER BY days) AS most, make_tally(count(*), count(*) FILTER (WHERE days <= 90)) AS at_90 FROM ours GROUP BY kind) AS s
JOIN (SELECT kind, array_agg(n ORDER BY days) AS curve FROM (SELECT kind, days, sum(count(*)) OVER (PARTITION BY kind ORDER BY days)::bigint AS n FROM ours WHERE days IS NOT NULL GROUP BY kind, days) AS d GROUP BY kind) AS b USING (kind) ORDER BY kind;
-- the window is inclusive on both sides, and nothing depends on the order of rows or how they are split
SELECT count(*) FILTER (WHERE days = 0) > 0 AS on_the_day, max(days) <= 730 AS within FROM ours;
SELECT count(*) AS patients, bool_and(a.o = b.o) AS same_by_parts FROM (
	SELECT patientid, offer_events(event_date, property, NULL, NULL, trust, diagnosis, death, 'hna', 730 ORDER BY property, event_date DESC) AS o FROM care_event JOIN cohort USING (patientid) GROUP BY 1) AS a
JOIN (SELECT patientid, rollup(o ORDER BY part DESC) AS o FROM (SELECT patientid, part, offer_events(event_date, property, NULL, NULL, trust, CASE WHEN part = 0 THEN diagnosis END, death, 'hna', 730) AS o FROM (SELECT *, (row_number() OVER (PARTITION BY patientid) - 1) % 3 AS part FROM care_event) AS e JOIN cohort USING (patientid) GROUP BY 1, 2) AS p GROUP BY 1) AS b USING (patientid);
DROP VIEW firsts, ours;
DROP TABLE measured, covered;
