-- Code lists: dated meanings, decoders.
SET search_path = public, cancer_pe;
SELECT l.list, array_to_string(classes, ' ') AS classes, l.certainty, count(DISTINCT c.code) AS codes, count(*) FILTER (WHERE upper(c.valid) IS NOT NULL) AS ended, count(*) FILTER (WHERE c.class IS NULL) AS nothing
FROM code_list AS l LEFT JOIN code AS c USING (list) WHERE l.builtin GROUP BY l.list ORDER BY list COLLATE "C";
-- every shipped class is one of its list, every class of a list is some code's
SELECT list, code, class FROM code JOIN code_list AS l USING (list) WHERE class <> ALL (l.classes);
SELECT list, word FROM code_list AS l, unnest(classes) AS word WHERE NOT EXISTS (SELECT FROM code AS c WHERE c.list = l.list AND c.class = word);
-- the dictionary of 2026: each of its codes is there, retired when it says; and no others but by the registry and RTDS, SACT
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/cohort/dictionary_codes_2026.csv'
CREATE TEMP TABLE dictionary (attribute text, code text, retired date);
COPY dictionary FROM :'file' (FORMAT csv, HEADER);
CREATE TEMP TABLE named AS SELECT * FROM (VALUES
	('cancer_metastatic_disease_type', 'metastatic_disease_type'), ('metastasis_extent_code', 'metastasis_extent'),
	('clinical_nurse_specialist_indication_code', 'clinical_nurse_specialist_indication'), ('clinical_nurse_specialist_indication_code', 'clinical_nurse_specialist_at_diagnosis'),
	('holistic_needs_assessment_point_of_pathway_for_cancer', 'hna_point_of_pathway'), ('personalised_care_and_support_planning_point_of_cancer_pathway', 'pcsp_point_of_pathway'),
	('multidisciplinary_team_meeting_cancer_care_plan_discussion_type', 'mdt_discussion_type'), ('multidisciplinary_team_meeting_cancer_care_plan_not_discussed_indication_code', 'mdt_not_discussed'),
	('palliative_care_specialist_seen_indicator', 'palliative_care_specialist_seen'), ('performance_status_for_adults', 'performance_status'),
	('person_phenotypic_sex_classification', 'phenotypic_sex'), ('person_stated_gender_code', 'stated_gender'), ('person_stated_sexual_orientation_code', 'sexual_orientation'),
	('relapse_method_detection_type', 'relapse_method'), ('tumour_or_lesion_laterality', 'laterality'), ('estrogen_receptor_status', 'er_status'), ('breast_progesterone_receptor_status', 'pr_status'),
	('human_epidermal_growth_factor_receptor_status_for_breast', 'her2_immunohistochemistry'), ('human_epidermal_growth_factor_in_situ_hybridisation_receptor_status_for_breast', 'her2_in_situ_hybridisation'),
	('staff_role_carrying_out_holistic_needs_assessment_or_personalised_care_and_support_planning', 'care_staff_role'), ('basis_of_diagnosis_for_cancer', 'basis_of_diagnosis'),
	('cancer_treatment_modality_for_registration', 'cancer_treatment_modality_registration'), ('pre_exposure_prophylaxis_offer_status_code', 'prep_offer_status'),
	('offer_status_holistic_needs_assessment', 'hna_offer_status'), ('offer_status_personalised_care_and_support_planning', 'pcsp_offer_status'), ('ethnic_category_code_2001', 'ethnic_category')
) AS v (attribute, list);
CREATE TEMP VIEW wanted AS SELECT coalesce(n.list, d.attribute) AS list, code, retired FROM dictionary AS d LEFT JOIN named AS n USING (attribute);
SELECT count(*) AS codes, count(retired) AS retired, count(DISTINCT list) AS lists,
	count(*) FILTER (WHERE (m.status = 'retired') IS DISTINCT FROM (retired IS NOT NULL)) AS wrong_status,
	count(*) FILTER (WHERE retired IS NOT NULL AND (code_meaning(list, code, retired - 1)).status <> 'current') AS ended_early,
	count(*) FILTER (WHERE retired IS NOT NULL AND (code_meaning(list, code, retired)).status <> 'retired') AS ended_late
FROM wanted, LATERAL code_meaning(list, code) AS m;
SELECT list, code FROM code JOIN code_list AS l USING (list) WHERE l.source LIKE 'NHS Data Dictionary%' EXCEPT SELECT list, code FROM wanted;
-- meanings by date: retired, changed, missing, unknown
SELECT list, code, at, m.* FROM (VALUES ('metastatic_site', '01', '2012-06-30'), ('metastatic_site', '01', '2012-07-01'), ('metastatic_site', '01', NULL), ('metastatic_site', ' 03 ', NULL), ('metastatic_site', '', NULL), ('metastatic_site', '  ', '2020-01-01'), ('metastatic_site', NULL, NULL), ('metastatic_site', '3', NULL), ('metastatic_site', '003', NULL),
	('pcsp_offer_status', '06', '2024-06-30'), ('pcsp_offer_status', '06', '2026-05-18'), ('pcsp_offer_status', '06', '2026-05-19'), ('pcsp_offer_status', '06', NULL), ('pcsp_offer_status', '06', '-infinity'), ('pcsp_offer_status', '06', 'infinity'),
	('clinical_nurse_specialist_indication', 'Y2', '2015-03-31'), ('clinical_nurse_specialist_indication', 'Y2', '2020-01-01'), ('clinical_nurse_specialist_indication', 'y1', NULL), ('extent_of_metastatic_spread', 'N', NULL)) AS v (list, code, at),
	LATERAL code_meaning(list, code, at::date, false) AS m;
SELECT (code_meaning('metastatic_site', '3')).label;
SELECT code_class('metastatic_site', '003', '2020-01-01');
SELECT code_class('metastatic_place', '03');
SELECT code_class(NULL, '03');
SELECT code_class('metastatic_site', '03', NULL, NULL);
SELECT code_class('metastatic_site', '03', NULL, false) AS known, code_class('metastatic_site', 'ZZ', NULL, false) AS unknown, code_class('metastatic_site', NULL) AS missing;
-- retired codes are taken, and counted
SELECT m.status, count(*) FROM unnest('{01,02,06,99,98,"",NULL,XX}'::text[]) AS c, LATERAL code_meaning('metastatic_site', c, '2019-01-01', false) AS m GROUP BY 1 ORDER BY 1;
-- decoders
SELECT t.code AS type, s.code AS site, metastatic_distant(t.code, s.code) FROM (VALUES ('01'), ('02'), ('03'), (NULL)) AS t (code), (VALUES ('03'), ('06'), ('07'), ('12'), (NULL)) AS s (code) ORDER BY 1, 2;
SELECT string_agg(code, ' ' ORDER BY code) FILTER (WHERE d) AS distant, string_agg(code, ' ' ORDER BY code) FILTER (WHERE NOT d) AS not_distant, string_agg(code, ' ' ORDER BY code) FILTER (WHERE d IS NULL) AS no_word
FROM codes_at('metastatic_site'), LATERAL (SELECT metastatic_distant(NULL, code) AS d) AS v;
SELECT metastatic_distant('03', 'ZZ');
SELECT metastatic_distant('03', 'ZZ', strict => false) AS type_alone, metastatic_distant('4', '12', strict => false) AS site_alone;
SELECT code, treatment_event_distant(code) AS distant, treatment_event_distant(code, false) AS without_multiple, treatment_event_distant(code, NULL) AS multiple_not_known FROM codes_at('cancer_treatment_event_type');
SELECT treatment_event_distant('13');
SELECT code, status, cns_contact(code), cns_at_diagnosis(code) FROM codes_at('clinical_nurse_specialist_indication');
SELECT code, hna_offered(code), hna_accepted(code) FROM codes_at('hna_offer_status') UNION ALL SELECT '(blank)', hna_offered(' '), hna_accepted(NULL);
SELECT code, pcsp_offered(code, '2024-06-30') AS offered_2024, pcsp_offered(code, '2024-06-30', true) AS not_required_counts, pcsp_offered(code, '2026-06-01', true) AS offered_2026, pcsp_offered(code, NULL) AS last, pcsp_accepted(code, '2024-06-30') AS accepted FROM codes_at('pcsp_offer_status');
SELECT hna_offered('003');
SELECT c, repair_offer_code(c), hna_offered(repair_offer_code(c), NULL, false) FROM unnest('{003,03,0003,00,004,NULL}'::text[]) AS c;
SELECT d AS type, n AS not_discussed, mdt_discussed(d, n) AS standard, mdt_discussed(d, n, false) AS standard_is_none, mdt_discussed(d, n, NULL) AS standard_not_known FROM (VALUES ('1'), ('2'), ('3'), (NULL)) AS d (d), (VALUES ('1'), (NULL)) AS n (n) ORDER BY 1, 2;
SELECT mdt_discussed('1', '2');
-- ethnicity: the lists and the schemes that group them
SELECT count(*), count(*) FILTER (WHERE replace(lower(group_of('ethnicity_registry', code)), ' ', '_') IS DISTINCT FROM class) AS differ FROM code WHERE list = 'registry_ethnicity';
SELECT group_of('ethnicity_registry', code) AS registry, group_of('ethnicity_hna', code) AS hna, group_of('ethnicity_stage', code, false) AS stage, string_agg(code, ' ' ORDER BY code COLLATE "C") AS codes FROM code WHERE list = 'registry_ethnicity' GROUP BY 1, 2, 3 ORDER BY min(code COLLATE "C");
-- a decoder is its expression: nothing but the look-up is left of it in a plan
EXPLAIN (COSTS off, VERBOSE) SELECT cns_contact(code) FROM code;
-- meanings of one's own: they go before the shipped ones where they hold; two at one date are refused
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('care_staff_role', 'EH', '(,)', 'Seen in records', NULL, 'inferred'), ('hna_offer_status', '05', '[2027-01-01,2028-01-01)', 'Deferred', 'undecided', 'inferred'), ('hna_offer_status', '05', '[2029-01-01,)', 'Lapsed', 'declined', 'inferred'), ('hna_offer_status', '06', '[2027-01-01,2027-07-01)', 'New', NULL, 'inferred'), ('hna_offer_status', '06', '[2027-09-01,2028-01-01)', 'New again', NULL, 'inferred');
SELECT code, at, m.* FROM unnest('{05,06}'::text[]) AS code, unnest('{2026-12-31,2027-01-01,2027-08-01,2027-12-31,2028-06-01,2029-01-01,NULL}'::date[]) AS at, LATERAL code_meaning('hna_offer_status', code, at) AS m ORDER BY code, at;
SELECT code_class('care_staff_role', 'EH') AS nothing, m.* FROM code_meaning('care_staff_role', 'EH') AS m;
INSERT INTO code (list, code, valid, label, certainty) VALUES ('hna_offer_status', '05', '[2027-06-01,)', 'Twice', 'inferred');
INSERT INTO code (list, code, valid, label, certainty) VALUES ('no_list', '05', '(,)', 'Nowhere', 'inferred');
INSERT INTO code (list, code, valid, label, certainty) VALUES ('hna_offer_status', '07', 'empty', 'Never', 'inferred');
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('hna_offer_status', '07', '(,)', 'Misspelt', 'acepted', 'inferred');
UPDATE code SET class = 'distant' WHERE list = 'metastatic_site' AND code = '07';
DELETE FROM code_list WHERE list = 'metastatic_site';
-- codes_at says what code_meaning says, for every code at many dates
SELECT count(*), count(*) FILTER (WHERE (a.label, a.class, a.status) IS DISTINCT FROM (m.label, m.class, m.status)) AS differ
FROM code_list AS l, (SELECT NULL::date AS at UNION ALL SELECT d::date FROM generate_series('2011-07-01'::date, '2030-07-01', '30 months') AS d UNION ALL SELECT lower(valid) FROM code UNION SELECT upper(valid) FROM code UNION SELECT upper(valid) - 1 FROM code) AS t,
	LATERAL codes_at(l.list, t.at) AS a, LATERAL code_meaning(l.list, a.code, t.at) AS m;
SELECT * FROM codes_at('hna_offer_status', '2027-08-01');
SELECT count(*) AS no_list FROM codes_at('none') UNION ALL SELECT count(*) FROM codes_at(NULL);
-- what is told twice is told alike: the scheme of the registry's ethnicity, and M categories
SELECT count(*), count(*) FILTER (WHERE replace(lower(group_of('ethnicity_registry', code)), ' ', '_') IS DISTINCT FROM class) AS differ FROM codes_at('registry_ethnicity');
SELECT count(*), count(*) FILTER (WHERE (class = 'distant') IS DISTINCT FROM coalesce(metastatic_stage(NULL, NULL, code), false)) AS differ FROM codes_at('registry_m');
-- a list of one's own; what a call site has read does not outlast a change
INSERT INTO code_list (list, title, classes, source, certainty) VALUES ('mine', 'Mine', '{a,b}', 'test', 'inferred');
INSERT INTO code (list, code, valid, label, class, certainty) VALUES ('mine', 'x', '(,)', 'X', 'a', 'inferred');
DO $$
BEGIN
	FOR i IN 1..2 LOOP
		RAISE NOTICE 'x is %', cancer_pe.code_class('mine', 'x');
		UPDATE cancer_pe.code SET class = 'b' WHERE list = 'mine';
	END LOOP;
END $$;
DELETE FROM code_list WHERE list = 'mine';
DELETE FROM code WHERE NOT builtin;
DELETE FROM code_list WHERE list = 'mine';
SELECT count(*) AS left_behind FROM code_list WHERE NOT builtin;
