-- Metrics by name: every shipped definition against conditions written by hand, for any grouping.
SET search_path = public, cancer_pe;
SET jit = off;
SELECT metric, unit, better, certainty, definition IS NOT NULL AS defined FROM metric WHERE builtin ORDER BY metric COLLATE "C";
SELECT count(*) AS metrics, count(*) FILTER (WHERE definition IS NULL) AS undefined, count(*) FILTER (WHERE '' IN (title, numerator, denominator, missing, source) OR note = '') AS without_words FROM metric;
SELECT count(*) AS not_in_their_spelling FROM metric WHERE metric_rule(metric_rule(definition)) IS DISTINCT FROM metric_rule(definition);
SELECT metric_rule(definition) FROM metric WHERE metric = 'hna_coverage';
SELECT metric_plan('mdt_metastatic');
-- rows that look random: every column with and without a value
CREATE TABLE metric_row AS
SELECT i, 'T' || i % 7 AS trust, (ARRAY['C50.4', 'c509', 'C50', 'D05.1', 'C34.1', 'C44.9', 'C61', 'Z85', NULL, ' '])[1 + h[1] % 10] AS site,
	(ARRAY['de_novo', 'recurrent', 'progressed', 'local_regional', 'ambiguous_other_primary', 'self_report', 'none', NULL])[1 + h[2] % 8] AS status,
	(ARRAY['Y1', 'Y2', 'Y3', 'Y4', 'Y5', 'NI', 'NN', '99', NULL, ''])[1 + h[3] % 10] AS cns, (ARRAY[1, 2, 3, NULL, NULL])[1 + h[4] % 5] AS mdt_discussion_type,
	CASE WHEN h[5] % 3 = 0 THEN 1 END AS mdt_not_discussed, (ARRAY['P', 'N', 'B', 'X', 'U', NULL])[1 + h[6] % 6] AS er_status, (ARRAY['P', 'N', 'B', 'X', 'U', NULL])[1 + h[7] % 6] AS her2_status,
	(ARRAY['1', '2B', '4', '0', '0IS', '?', 'U', 'X', '6', NULL, '3A'])[1 + h[8] % 11] AS stage, (ARRAY['Y', 'N', NULL])[1 + h[9] % 3]::"char" AS palliative_care_seen,
	d AS diagnosis_date, CASE WHEN h[10] % 3 = 0 THEN d + (h[10] % 1001 - 3) END AS death_date, CASE WHEN h[11] % 2 = 0 THEN (d + (h[11] % 1000 - 100))::timestamp + interval '13 h' END AS hna_offer_date,
	CASE WHEN h[12] % 2 = 0 THEN d + (h[12] % 1000 - 100) END AS pcsp_offer_date, (ARRAY['01', '02', '03', '04', '05', NULL])[1 + h[13] % 6] AS hna_offer_status,
	h[14] % 5 > 0 AS hna_submitting, CASE WHEN h[15] % 9 > 0 THEN h[15] % 5 > 0 END AS pcsp_submitting, h[16] % 4 AS hna_events, nullif(h[17] % 4, 3)::numeric AS pcsp_events,
	CASE WHEN h[18] % 3 = 0 THEN d + 500 END AS recurrence_date, (ARRAY['01', '02', '03', NULL])[1 + h[19] % 4] AS metastatic_type, CASE WHEN h[20] % 3 > 0 THEN d + 90 END AS treatment_end_date,
	CASE WHEN h[21] % 3 > 0 THEN d + 120 END AS treatment_summary_date, CASE WHEN h[22] % 5 > 0 THEN d + h[22] % 900 END AS event_date, (ARRAY['01', '04', '99', '', NULL])[1 + h[23] % 5] AS pathway, (ARRAY['01', '06', 'EH', '  ', NULL])[1 + h[24] % 5] AS staff_role
FROM (SELECT i, CASE WHEN i % 11 > 0 THEN date '2021-01-01' + i % 365 END AS d, (SELECT array_agg((hashint8extended(i * 100 + k, 7) & 1048575)::int) FROM generate_series(1, 24) AS k) AS h FROM generate_series(1, 700) AS i) AS v;
-- what each metric says, in SQL: eligible, positive, missing
CREATE FUNCTION pg_temp.by_hand(r metric_row) RETURNS TABLE (metric text, e boolean, p boolean, m boolean) LANGUAGE sql STABLE AS $$
WITH v AS (SELECT upper(replace(nullif(btrim(r.site), ''), '.', '')) AS site, nullif(r.cns, '') AS cns, r.status IN ('de_novo', 'recurrent', 'progressed') AS secondary, r.status IN ('recurrent', 'progressed') AS back,
	r.hna_offer_date::date - r.diagnosis_date AS hna, r.pcsp_offer_date - r.diagnosis_date AS pcsp)
, w AS (SELECT *, left(site, 3) = 'C50' AS breast, site ~ '^C' AND left(site, 3) <> 'C44' AND left(site, 3) BETWEEN 'C00' AND 'C97' AS cancer, coalesce(r.death_date - r.diagnosis_date > 0, CASE WHEN r.death_date IS NULL THEN true END) AS lived,
	r.stage IS NULL OR r.stage NOT IN ('0', '0A', '0IS') AS staged, CASE WHEN r.hna_offer_date IS NULL THEN false ELSE hna BETWEEN 0 AND 730 END AS hna_in, CASE WHEN r.pcsp_offer_date IS NULL THEN false ELSE pcsp BETWEEN 0 AND 730 END AS pcsp_in FROM v)
SELECT x.* FROM w, LATERAL (VALUES
	('er_status_recorded', breast, coalesce(r.er_status IN ('P', 'N', 'B'), false), false),
	('her2_status_recorded', breast, coalesce(r.her2_status IN ('P', 'N', 'B'), false), false),
	('metastatic_at_presentation', breast, r.status = 'de_novo', r.status IN ('ambiguous_other_primary', 'self_report')),
	('seen_by_cns', left(site, 3) IN ('C50', 'D05'), cns LIKE 'Y%', cns = '99'),
	('cns_at_diagnosis', true, cns = 'Y1', cns = '99'),
	('cns_recorded', true, coalesce(cns <> '99', false), false),
	('cns_contact_secondary', secondary, cns LIKE 'Y%', cns = '99'),
	('mdt_metastatic', breast AND secondary, r.mdt_discussion_type IS NOT NULL, r.mdt_discussion_type IS NULL AND r.mdt_not_discussed IS NULL),
	('mdt_metastatic_discussed', breast AND secondary, coalesce(r.mdt_discussion_type IN (1, 3), false), r.mdt_discussion_type IS NULL AND r.mdt_not_discussed IS NULL),
	('mdt_documented_de_novo', breast AND r.status = 'de_novo', r.mdt_discussion_type IS NOT NULL, false),
	('cns_or_palliative_documented', breast AND r.status IN ('de_novo', 'recurrent', 'progressed', 'local_regional'), coalesce(cns LIKE 'Y%', false) OR coalesce(r.palliative_care_seen = 'Y', false), false),
	('stage_recorded', cancer, coalesce(r.stage NOT IN ('?', 'U', 'X', '6'), false), false),
	('stage_recorded_de_novo', breast AND r.status = 'de_novo', coalesce(r.stage NOT IN ('?', 'U', 'X', '6'), false), false),
	('recurrence_date_recorded', back, r.recurrence_date IS NOT NULL, false),
	('recurrence_type_recorded', back, r.metastatic_type IS NOT NULL, false),
	('recurrence_recorded', back, r.recurrence_date IS NOT NULL AND r.metastatic_type IS NOT NULL, false),
	('hna_coverage', cancer AND r.hna_submitting AND lived AND staged, hna_in, false),
	('pcsp_coverage', cancer AND r.pcsp_submitting AND lived AND staged, pcsp_in, false),
	('hna_or_pcsp_coverage', cancer AND r.hna_submitting AND lived AND staged, hna_in OR pcsp_in, false),
	('hna_more_than_one', r.hna_events > 0, r.hna_events > 1, false),
	('pcsp_more_than_one', r.pcsp_events > 0, r.pcsp_events > 1, false),
	('hna_accepted_without_plan', coalesce(r.hna_offer_status = '03', false), r.pcsp_offer_date IS NULL, false),
	('hna_record_after_death', r.event_date IS NOT NULL, r.death_date IS NOT NULL AND r.event_date > r.death_date, false),
	('pcsp_record_after_death', r.event_date IS NOT NULL, r.death_date IS NOT NULL AND r.event_date > r.death_date, false),
	('offer_pathway_recorded', true, coalesce(r.pathway NOT IN ('99', ''), false), false),
	('offer_staff_role_recorded', true, coalesce(btrim(r.staff_role) NOT IN ('EH', ''), false), false),
	('treatment_summary', r.treatment_end_date IS NOT NULL, r.treatment_summary_date IS NOT NULL, false)) AS x (metric, e, p, m)
$$;
CREATE TABLE metric_judged AS SELECT r.i, r.trust, h.* FROM metric_row AS r, pg_temp.by_hand(r) AS h;
CREATE TABLE metric_by_hand AS
SELECT trust, metric, make_tally(count(*) FILTER (WHERE e AND m IS NOT TRUE AND p IS NOT NULL), count(*) FILTER (WHERE e AND m IS NOT TRUE AND p), count(*) FILTER (WHERE e AND (m OR p IS NULL)), count(*) FILTER (WHERE e IS NULL)) AS t
FROM metric_judged GROUP BY 1, 2;
CREATE TABLE metric_found AS
WITH m AS MATERIALIZED (SELECT metric, metric_plan(metric) AS plan FROM metric WHERE definition IS NOT NULL)
SELECT r.trust, m.metric, metric_rate(m.plan, r) AS t FROM metric_row AS r CROSS JOIN m GROUP BY 1, 2;
SELECT count(*) AS groups, count(*) FILTER (WHERE f.t = h.t) AS same, count(DISTINCT metric) AS metrics FROM metric_found AS f FULL JOIN metric_by_hand AS h USING (trust, metric);
SELECT metric, rollup(f.t) AS found, rollup(h.t) AS by_hand FROM metric_found AS f FULL JOIN metric_by_hand AS h USING (trust, metric) WHERE f.t IS DISTINCT FROM h.t GROUP BY 1;
SELECT metric, rollup(t) AS all_trusts FROM metric_found GROUP BY 1 ORDER BY metric COLLATE "C";
-- by name, in any order, for any grouping; what one row counts as
SELECT count(*) AS not_by_name FROM (SELECT trust, metric_rate('seen_by_cns', r) AS t FROM metric_row AS r GROUP BY 1) AS n JOIN metric_found AS f USING (trust) WHERE f.metric = 'seen_by_cns' AND n.t <> f.t;
SELECT metric_rate('seen_by_cns', r ORDER BY i) = metric_rate('seen_by_cns', r ORDER BY md5(i::text)) AS whatever_the_order FROM metric_row AS r;
SELECT count(*) AS sets, count(*) FILTER (WHERE g.t <> (SELECT rollup(f.t) FROM metric_found AS f WHERE f.metric = 'mdt_metastatic' AND f.trust = coalesce(g.trust, f.trust))) AS differ
FROM (SELECT trust, metric_rate((SELECT metric_plan('mdt_metastatic')), r) AS t FROM metric_row AS r GROUP BY ROLLUP (trust)) AS g;
SELECT trust, round(rate(t)::numeric, 12) AS rate, round(((rate_ci(t, 'clopper_pearson')).low)::numeric, 12) AS low, round(((rate_ci(t, 'clopper_pearson')).high)::numeric, 12) AS high FROM metric_found WHERE metric = 'mdt_metastatic' AND trust < 'T3' ORDER BY 1;
SELECT count(*) AS differ FROM (SELECT (metric_value(plan, r)).*, metric_rate(plan, r) OVER (PARTITION BY i) AS t FROM metric_row AS r, (SELECT metric_plan('seen_by_cns') AS plan OFFSET 0) AS p) AS v
WHERE t <> CASE WHEN value IS NOT NULL THEN make_tally(1, value::int) ELSE make_tally(0, 0, (status = 'missing')::int, (status IN ('eligibility not known', 'invalid'))::int) END;
SELECT metric_rate('seen_by_cns', r) AS no_rows FROM metric_row AS r WHERE false;
-- by two workers
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
ALTER TABLE metric_row SET (parallel_workers = 2);
CREATE FUNCTION pg_temp.plan_has(query text, what text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; found boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP found := found OR line LIKE '%' || what || '%'; END LOOP;
	RETURN found;
END $$;
SELECT pg_temp.plan_has($$SELECT metric_rate('seen_by_cns', r) FROM metric_row AS r$$, 'Partial Aggregate') AS partial;
SELECT metric_rate('seen_by_cns', r) = (SELECT rollup(t) FROM metric_found WHERE metric = 'seen_by_cns') AS by_name, metric_rate((SELECT metric_plan('hna_coverage')), r) = (SELECT rollup(t) FROM metric_found WHERE metric = 'hna_coverage') AS by_plan FROM metric_row AS r;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET parallel_leader_participation;
-- columns of another source: what they are called there, another limit, code lists of a day
SELECT metric_plan('hna_coverage', '2024-06-01', '{"columns": {"site": "SITE_ICD10_O2", "stage": "Stage Best"}, "parameters": {"max_days": 365}, "strict": false}');
SELECT metric_rate((SELECT metric_plan('hna_coverage', options => '{"parameters": {"max_days": 365}}')), r)
	= (SELECT make_tally(count(*) FILTER (WHERE e AND q IS NOT NULL), count(*) FILTER (WHERE e AND q), count(*) FILTER (WHERE e AND q IS NULL), count(*) FILTER (WHERE e IS NULL)) FROM
		(SELECT h.e, CASE WHEN x.hna_offer_date IS NULL THEN false ELSE x.hna_offer_date::date - x.diagnosis_date BETWEEN 0 AND 365 END AS q FROM metric_row AS x JOIN metric_judged AS h USING (i) WHERE h.metric = 'hna_coverage') AS v) AS within_a_year FROM metric_row AS r;
SELECT metric_value(metric_plan('seen_by_cns', options => '{"columns": {"site": "SITE_ICD10_O2"}}'), r) FROM (VALUES ('C50', 'Y1')) AS r ("Site_ICD10_o2", "CNS");
SELECT at, definition_plan('positive status is (not_required) of pcsp_offer_status', at) FROM unnest('{2024-06-01,2026-05-18}'::date[]) AS at;
SELECT definition_plan('positive status is (not_offered_other) of pcsp_offer_status', '2026-05-19') AS changed, definition_plan('positive status is (not_offered_other) of pcsp_offer_status') = definition_plan('positive status is (not_offered_other) of pcsp_offer_status', NULL) AS same_plan;
-- a user's meaning of a shipped code goes before the shipped one
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('clinical_nurse_specialist_indication', 'NI', '[2020-01-01,)', 'Seen all the same', 'contact', 'inferred'), ('clinical_nurse_specialist_indication', 'NN', '(,)', 'Seen all the same', 'contact', 'inferred');
SELECT at, p::text LIKE '%positive cns in (NI, NN, Y1, Y2,%' AS both, p::text LIKE '%positive cns in (NN, Y1, Y2,%' AS one FROM unnest('{2019-12-31,2020-01-01,NULL}'::date[]) AS at, metric_plan('seen_by_cns', at) AS p;
DELETE FROM code WHERE NOT builtin;
-- stage 0 is out of the coverage, as stage_group has it
SELECT string_agg(stage, ' ') AS out, bool_and((v).status = 'not eligible') AS all_of_them FROM (SELECT stage, metric_value(metric_plan('hna_coverage'), r) AS v, (stage_group(stage, 'UICC8')).status
	FROM (SELECT s AS stage, 'C50' AS site, true AS hna_submitting, NULL::date AS death_date, date '2021-01-01' AS diagnosis_date, NULL::date AS hna_offer_date FROM unnest('{0,0A,0B,0C,0IS,1,4B,X}'::text[]) AS s) AS r) AS x WHERE status = 'stage_0' OR (v).status = 'not eligible';
SELECT * FROM metric_columns('seen_by_cns');
SELECT * FROM metric_columns(metric_plan('hna_coverage', options => '{"columns": {"site": "code"}}'));
DROP TABLE metric_judged, metric_by_hand, metric_found;
DROP FUNCTION pg_temp.by_hand;
DROP TABLE metric_row;
