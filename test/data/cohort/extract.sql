-- A synthetic extract of cancer data sets with the truth known, in the schema "registry": the same on every run.
-- Tables sim_* have the names and columns of the public Simulacrum: version 1, and for radiotherapy version 2.1.
-- The others (cosd, cwt, hes, cpes, care_event) are what the Simulacrum lacks.  People and figures are invented: the
-- model is to exercise every rule, and nothing follows from it for real patients.
--
-- psql variables: patients (2000), and what goes wrong, as chances:
\if :{?patients}
\else
	\set patients 2000
\endif
-- noise multiplies all of the chances below: 0 is an extract without errors
\if :{?noise}
\else
	\set noise 1
\endif
-- distant disease that a source does not record
\if :{?stage_missing}
\else
	\set stage_missing 0.15
\endif
\if :{?cosd_missed}
\else
	\set cosd_missed 0.45
\endif
\if :{?cwt_missed}
\else
	\set cwt_missed 0.2
\endif
\if :{?rtds_missed}
\else
	\set rtds_missed 0.1
\endif
\if :{?hes_missed}
\else
	\set hes_missed 0.15
\endif
\if :{?death_missed}
\else
	\set death_missed 0.3
\endif
-- distant disease recorded where there is none; cwt_multiple: a local or regional recurrence recorded as "multiple"
\if :{?registry_false}
\else
	\set registry_false 0.002
\endif
\if :{?cwt_multiple}
\else
	\set cwt_multiple 0.05
\endif
\if :{?hes_false}
\else
	\set hes_false 0.02
\endif
\if :{?death_false}
\else
	\set death_false 0.02
\endif
\if :{?survey_false}
\else
	\set survey_false 0.04
\endif
-- a hospital's date a year or more too early; records sent twice; sites of four and of three characters that differ;
-- a sex that the site excludes; other columns spoilt or empty
\if :{?date_wrong}
\else
	\set date_wrong 0.02
\endif
\if :{?resubmitted}
\else
	\set resubmitted 0.05
\endif
\if :{?site_differs}
\else
	\set site_differs 0.02
\endif
\if :{?sex_wrong}
\else
	\set sex_wrong 0.003
\endif
\if :{?spoilt}
\else
	\set spoilt 0.08
\endif

SET jit = off; -- the statements are long and the tables short
CREATE SCHEMA registry;

-- Chance without chance: a number from 0 to 1 that is always the same for a person and a purpose.
CREATE FUNCTION registry.chance(person bigint, purpose text) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN ((hashtextextended(purpose COLLATE "C", person) & 9007199254740991) + 0.5) / 9007199254740992;
-- 0 to kinds - 1.
CREATE FUNCTION registry.pick(person bigint, purpose text, kinds integer) RETURNS integer IMMUTABLE PARALLEL SAFE
RETURN floor(kinds * registry.chance(person, purpose))::integer;

CREATE TABLE registry.noise AS
SELECT :noise * :stage_missing AS stage_missing, :noise * :cosd_missed AS cosd_missed, :noise * :cwt_missed AS cwt_missed,
	:noise * :rtds_missed AS rtds_missed, :noise * :hes_missed AS hes_missed, :noise * :death_missed AS death_missed,
	:noise * :registry_false AS registry_false, :noise * :cwt_multiple AS cwt_multiple, :noise * :hes_false AS hes_false,
	:noise * :death_false AS death_false, :noise * :survey_false AS survey_false, :noise * :date_wrong AS date_wrong,
	:noise * :resubmitted AS resubmitted, :noise * :site_differs AS site_differs, :noise * :sex_wrong AS sex_wrong, :noise * :spoilt AS spoilt;

-- ---- the truth ----

-- share of the tumours; of women; typical age; chances of distant disease at diagnosis, of distant disease later, of
-- local or regional recurrence; days of a median life with distant disease.
CREATE TABLE registry.cancer (site text, upto float8, share float8, digits text, female float8, age float8, de_novo float8, later float8, regional float8, life float8);
INSERT INTO registry.cancer VALUES
	('C50', 0.50, 0.50, '1249', 0.99, 63, 0.06, 0.20, 0.06, 800),
	('C61', 0.67, 0.17, '', 0, 71, 0.17, 0.14, 0.07, 900),
	('C18', 0.81, 0.14, '0279', 0.45, 71, 0.22, 0.20, 0.06, 450),
	('C34', 0.94, 0.13, '0139', 0.47, 72, 0.45, 0.25, 0.08, 200),
	('C56', 1.00, 0.06, '', 1, 64, 0.28, 0.30, 0.05, 500);

-- class: what is true: de_novo (distant disease at diagnosis), recurrent, progressed (never free of disease), local_regional,
-- none; spread: the day of it.  second_*: another primary tumour, C44 does not count as one.  treated, irradiated: for what
-- has spread.
CREATE UNLOGGED TABLE registry.truth AS
WITH draw AS MATERIALIZED (
	SELECT id AS patientid, registry.chance(id, 'site') AS site, registry.chance(id, 'fate') AS fate,
		date '2013-01-01' + registry.pick(id, 'diagnosis', 1826) AS diagnosis
	FROM generate_series(1, :patients::bigint) AS id
), fate AS MATERIALIZED (
	SELECT d.patientid, d.diagnosis, c.site, c.site || substr(c.digits, 1 + registry.pick(d.patientid, 'digit', greatest(length(c.digits), 1)), 1) AS site4,
		c.life, CASE WHEN registry.chance(d.patientid, 'sex') < c.female THEN 2 ELSE 1 END AS sex,
		least(97, greatest(24, round(c.age + 22 * (registry.chance(d.patientid, 'age') + registry.chance(d.patientid, 'age, again') - 1))))::integer AS age,
		CASE WHEN d.fate < c.de_novo THEN 'de_novo'
			WHEN d.fate < c.de_novo + c.later THEN CASE WHEN registry.chance(d.patientid, 'free') < 0.75 THEN 'recurrent' ELSE 'progressed' END
			WHEN d.fate < c.de_novo + c.later + c.regional THEN 'local_regional'
			ELSE 'none' END AS class
	FROM draw AS d
	JOIN registry.cancer AS c ON d.site < c.upto AND d.site >= c.upto - c.share
), spread AS MATERIALIZED (
	SELECT *, class IN ('de_novo', 'recurrent', 'progressed') AS distant,
		CASE WHEN class = 'de_novo' THEN diagnosis WHEN class <> 'none' THEN diagnosis + 120 + registry.pick(patientid, 'spread', 1500) END AS spread
	FROM fate
)
SELECT patientid, site, site4, sex, age, diagnosis, class, distant, spread, death, distant AND death IS NOT NULL AS died_of_it,
	CASE WHEN registry.chance(patientid, 'second') < 0.06 THEN (ARRAY['C442', 'C443', 'C349', 'C189', 'C64', 'C439'])[1 + registry.pick(patientid, 'second site', 6)] END AS second_site,
	diagnosis - 400 + registry.pick(patientid, 'second date', 2000) AS second_date,
	registry.chance(patientid, 'treated') < 0.9 AS treated, registry.chance(patientid, 'irradiated') < 0.4 AS irradiated
FROM spread,
	LATERAL (SELECT CASE WHEN distant THEN spread + 1 - round(life / ln(2) * ln(registry.chance(patientid, 'death')))::integer
		WHEN registry.chance(patientid, 'death') < 0.2 THEN diagnosis + 1650 + registry.pick(patientid, 'death date', 400) END AS day) AS d,
	LATERAL (SELECT CASE WHEN day <= date '2022-12-31' THEN day END AS death) AS e;
UPDATE registry.truth SET second_site = NULL WHERE left(second_site, 3) = site OR second_date > coalesce(death, date '2022-12-31');
ANALYZE registry.truth;

-- Up to days later than what happened, but not after death.
CREATE FUNCTION registry.later(person bigint, purpose text, happened date, death date, days integer) RETURNS date IMMUTABLE PARALLEL SAFE
RETURN happened + registry.pick(person, purpose, least(days, coalesce(death - happened, days)) + 1);

-- ---- the registry ----

CREATE UNLOGGED TABLE registry.sim_av_patient AS
SELECT patientid, CASE WHEN registry.chance(patientid, 'sex wrong') < sex_wrong THEN 3 - sex ELSE sex END::text AS sex,
	patientid * 7 + 100000000 AS linknumber,
	CASE WHEN registry.chance(patientid, 'ethnicity spoilt') < spoilt THEN (ARRAY['0', 'X', 'CA', NULL])[1 + registry.pick(patientid, 'ethnicity code', 4)]
		ELSE (ARRAY['A', 'A', 'A', 'A', 'A', 'A', 'A', 'B', 'C', 'H', 'J', 'M', 'N', 'R', 'S', 'Z'])[1 + registry.pick(patientid, 'ethnicity', 16)] END AS ethnicity,
	CASE WHEN death IS NOT NULL AND (died_of_it AND registry.chance(patientid, 'death says') >= death_missed
			OR NOT distant AND registry.chance(patientid, 'death says') < death_false)
		THEN (ARRAY['C780', 'C787', 'C793', 'C795', 'C798'])[1 + registry.pick(patientid, 'death code', 5)]
		WHEN died_of_it THEN site4 WHEN death IS NOT NULL THEN 'I219' END AS deathcausecode_1a,
	CASE WHEN died_of_it THEN site4 END AS deathcausecode_1b, NULL::text AS deathcausecode_1c,
	CASE WHEN death IS NOT NULL AND registry.chance(patientid, 'death 2') < 0.2 THEN 'J440' END AS deathcausecode_2,
	CASE WHEN died_of_it THEN site4 WHEN death IS NOT NULL THEN 'I219' END AS deathcausecode_underlying,
	CASE WHEN death IS NOT NULL THEN (1 + registry.pick(patientid, 'death place', 4))::text END AS deathlocationcode,
	CASE WHEN death IS NULL THEN 'A' WHEN registry.chance(patientid, 'vital status') < spoilt / 10 THEN 'X' ELSE 'D' END AS newvitalstatus,
	coalesce(death, date '2022-12-31') AS vitalstatusdate
FROM registry.truth, registry.noise;

-- One row a tumour: the first, and the second primary where there is one.
CREATE UNLOGGED TABLE registry.sim_av_tumour AS
WITH tumour AS (
	SELECT 10 * patientid AS tumourid, patientid, diagnosis, site4, sex, age, class = 'de_novo' OR registry.chance(patientid, 'registry false') < registry_false AND NOT distant AS metastatic,
		registry.chance(patientid, 'stage missing') < stage_missing AS unstaged
	FROM registry.truth, registry.noise
	UNION ALL
	SELECT 10 * patientid + 1, patientid, second_date, second_site, sex, age + (second_date - diagnosis) / 365, false, true
	FROM registry.truth WHERE second_site IS NOT NULL
)
SELECT tumourid, patientid, diagnosis AS diagnosisdatebest, site4 AS site_icd10_o2,
	CASE WHEN registry.chance(tumourid, 'site differs') < site_differs THEN 'C80' ELSE left(site4, 3) END AS site_icd10_o2_3char,
	CASE left(site4, 3) WHEN 'C50' THEN '8500' WHEN 'C44' THEN '8090' ELSE '8140' END AS morph_icd10_o2, '3'::text AS behaviour_icd10_o2,
	CASE WHEN unstaged THEN 'X' ELSE (1 + registry.pick(tumourid, 'T', 4))::text END AS t_best,
	CASE WHEN unstaged THEN 'X' ELSE registry.pick(tumourid, 'N', 3)::text END AS n_best,
	CASE WHEN unstaged THEN CASE registry.pick(tumourid, 'M unknown', 2) WHEN 0 THEN 'X' END
		WHEN metastatic THEN (ARRAY['1', '1', '1a', '1b'])[1 + registry.pick(tumourid, 'M', 4)] ELSE '0' END AS m_best,
	CASE WHEN unstaged THEN (ARRAY['?', 'U', 'X', '6'])[1 + registry.pick(tumourid, 'stage unknown', 4)]
		WHEN metastatic THEN (ARRAY['4', '4', '4A', '4B'])[1 + registry.pick(tumourid, 'stage', 4)]
		ELSE (ARRAY['1', '1A', '2', '2A', '2B', '3', '3A'])[1 + registry.pick(tumourid, 'stage', 7)] END AS stage_best,
	CASE WHEN NOT unstaged THEN (ARRAY['TNM', 'UICC7'])[1 + registry.pick(tumourid, 'stage system', 2)] END AS stage_best_system,
	'G' || 1 + registry.pick(tumourid, 'grade', 3) AS grade, age, CASE WHEN registry.chance(patientid, 'sex wrong') < sex_wrong THEN 3 - sex ELSE sex END::text AS sex,
	'L' || lpad((1 + registry.pick(patientid, 'registry', 8))::text, 2, '0') || '01' AS creg_code, patientid * 7 + 100000000 AS linknumber,
	NULL::text AS screeningstatusfull_code,
	CASE WHEN left(site4, 3) = 'C50' THEN CASE WHEN registry.chance(tumourid, 'ER spoilt') < spoilt THEN 'X' WHEN registry.chance(tumourid, 'ER') < 0.83 THEN 'P' ELSE 'N' END END AS er_status,
	NULL::text AS er_score,
	CASE WHEN left(site4, 3) = 'C50' AND registry.chance(tumourid, 'PR spoilt') >= spoilt THEN CASE WHEN registry.chance(tumourid, 'PR') < 0.7 THEN 'P' ELSE 'N' END END AS pr_status,
	NULL::text AS pr_score,
	CASE WHEN left(site4, 3) = 'C50' AND registry.chance(tumourid, 'HER2 spoilt') >= spoilt THEN (ARRAY['P', 'N', 'N', 'N', 'N', 'B'])[1 + registry.pick(tumourid, 'HER2', 6)] END AS her2_status,
	CASE WHEN registry.chance(tumourid, 'intent spoilt') < spoilt THEN '9' WHEN metastatic THEN 'Z' ELSE 'C' END AS cancercareplanintent,
	CASE WHEN registry.chance(tumourid, 'performance spoilt') >= spoilt THEN registry.pick(tumourid, 'performance', 4)::text END AS performancestatus,
	CASE WHEN registry.chance(tumourid, 'CNS spoilt') < spoilt THEN '99' WHEN registry.chance(tumourid, 'CNS missing') < 2 * spoilt THEN NULL
		ELSE (ARRAY['Y1', 'Y1', 'Y1', 'Y3', 'Y4', 'Y5', 'NI', 'NN', 'Y2'])[1 + registry.pick(tumourid, 'CNS', CASE WHEN diagnosis < date '2015-04-01' THEN 9 ELSE 8 END)] END AS cns,
	CASE WHEN registry.chance(tumourid, 'ACE27 spoilt') < spoilt THEN '9' ELSE registry.pick(tumourid, 'ACE27', 4)::text END AS ace27,
	CASE WHEN left(site4, 3) = 'C61' THEN (3 + registry.pick(tumourid, 'Gleason 1', 3))::text END AS gleason_primary,
	CASE WHEN left(site4, 3) = 'C61' THEN (3 + registry.pick(tumourid, 'Gleason 2', 3))::text END AS gleason_secondary, NULL::text AS gleason_tertiary,
	CASE WHEN left(site4, 3) = 'C61' THEN (6 + registry.pick(tumourid, 'Gleason 1', 3) + registry.pick(tumourid, 'Gleason 2', 3))::text END AS gleason_combined,
	CASE WHEN NOT metastatic AND registry.chance(tumourid, 'surgery') < 0.7 THEN diagnosis - 5 + registry.pick(tumourid, 'surgery date', 60) END AS date_first_surgery,
	CASE WHEN left(site4, 3) IN ('C50', 'C34', 'C56') THEN (ARRAY['L', 'R', 'B', '9'])[1 + registry.pick(tumourid, 'laterality', 4)] ELSE '8' END AS laterality,
	(ARRAY['1 - least deprived', '2', '3', '4', '5 - most deprived'])[1 + registry.pick(patientid, 'deprivation', 5)] AS quintile_2015
FROM tumour, registry.noise;

-- Where the tumour was diagnosed: 20 trusts, the first ones the largest.
CREATE UNLOGGED TABLE registry.diagnosis_trust AS
SELECT patientid, 'T' || lpad((1 + floor(20 * registry.chance(patientid, 'trust') ^ 1.5))::integer::text, 2, '0') AS trust FROM registry.truth;

-- ---- recurrence and progression, waiting times ----

-- record: dx (at diagnosis), rec, prog.  A record has the type of the disease, or, some of them, only its site.
CREATE UNLOGGED TABLE registry.cosd AS
WITH record AS (
	SELECT patientid, 'dx' AS record, diagnosis AS event_date, CASE WHEN class = 'de_novo' THEN '03' END AS metastatic_disease_type
	FROM registry.truth, registry.noise WHERE class = 'de_novo' AND registry.chance(patientid, 'cosd') >= cosd_missed
	UNION ALL
	SELECT patientid, CASE class WHEN 'progressed' THEN 'prog' ELSE 'rec' END, registry.later(patientid, 'cosd date', spread, death, 30),
		CASE WHEN distant THEN '03' ELSE '0' || 1 + registry.pick(patientid, 'local or regional', 2) END
	FROM registry.truth, registry.noise
	WHERE class IN ('recurrent', 'progressed', 'local_regional') AND registry.chance(patientid, 'cosd') >= cosd_missed
	UNION ALL -- distant disease that grows later
	SELECT patientid, 'prog', spread + 200, '03' FROM registry.truth, registry.noise
	WHERE distant AND spread + 200 <= coalesce(death, date '2022-12-31') AND registry.chance(patientid, 'cosd') >= cosd_missed AND registry.chance(patientid, 'grows') < 0.3
)
SELECT patientid, record, event_date, CASE WHEN site IS NULL OR registry.chance(patientid, 'type spoilt') >= spoilt THEN metastatic_disease_type END AS metastatic_disease_type, site AS metastatic_site
FROM record, registry.noise,
	LATERAL (SELECT CASE metastatic_disease_type WHEN '03' THEN (ARRAY['02', '03', '04', '09', '10', '98'])[1 + registry.pick(patientid, 'metastatic site', 6)] WHEN '02' THEN '12' END AS site) AS s,
	LATERAL generate_series(1, CASE WHEN registry.chance(patientid, 'cosd resubmitted') < resubmitted THEN 2 ELSE 1 END) AS sent;

CREATE UNLOGGED TABLE registry.cwt AS
SELECT patientid, treat_start, cte_type, modality, site4 AS diag
FROM (
	SELECT patientid, site4, diagnosis + 10 + registry.pick(patientid, 'cwt first', 50) AS treat_start,
		CASE class WHEN 'de_novo' THEN NULL ELSE '01' END AS cte_type, '01' AS modality
	FROM registry.truth WHERE class <> 'de_novo'
	UNION ALL
	SELECT patientid, site4, diagnosis + 70 + registry.pick(patientid, 'cwt second', 50), '02', '02'
	FROM registry.truth WHERE class <> 'de_novo' AND registry.chance(patientid, 'cwt second') < 0.4
	UNION ALL
	SELECT patientid, site4, registry.later(patientid, 'cwt date', spread, death, 40),
		CASE WHEN class = 'de_novo' THEN '12' WHEN distant THEN (ARRAY['05', '05', '05', '06'])[1 + registry.pick(patientid, 'cwt code', 4)]
			WHEN registry.chance(patientid, 'cwt multiple') < cwt_multiple THEN '06' ELSE '0' || 3 + registry.pick(patientid, 'local or regional', 2) END, '02'
	FROM registry.truth, registry.noise WHERE spread IS NOT NULL AND treated AND registry.chance(patientid, 'cwt') >= cwt_missed
) AS treatment, registry.noise,
	LATERAL generate_series(1, CASE WHEN registry.chance(patientid, 'cwt resubmitted') < resubmitted THEN 2 ELSE 1 END) AS sent;

-- ---- systemic therapy and radiotherapy ----

CREATE UNLOGGED TABLE registry.sim_sact_patient AS
SELECT 3000000000 + patientid AS merged_patient_id, linknumber AS link_number FROM registry.sim_av_patient WHERE registry.chance(patientid, 'sact') < 0.6;
CREATE UNLOGGED TABLE registry.sim_sact_tumour AS
SELECT 4000000000 + t.patientid AS merged_tumour_id, 3000000000 + t.patientid AS merged_patient_id, '800'::text AS consultant_speciality_code,
	CASE WHEN registry.chance(t.patientid, 'sact site') < 10 * site_differs THEN 'C80' ELSE t.site4 END AS primary_diagnosis, NULL::text AS morphology_clean
FROM registry.truth AS t, registry.noise WHERE registry.chance(t.patientid, 'sact') < 0.6;
CREATE UNLOGGED TABLE registry.sim_sact_regimen AS
SELECT 10 * (5000000000 + patientid) + line AS merged_regimen_id, 4000000000 + patientid AS merged_tumour_id,
	CASE WHEN registry.chance(patientid, 'height') < spoilt THEN -1 ELSE 1.5 + 0.4 * registry.chance(patientid, 'height, again') END AS height_at_start_of_regimen,
	CASE WHEN registry.chance(patientid, 'weight') < spoilt THEN -1 ELSE 50 + 50 * registry.chance(patientid, 'weight, again') END AS weight_at_start_of_regimen,
	CASE WHEN line = 1 THEN (ARRAY['A', 'N', 'C', '1'])[1 + registry.pick(patientid, 'sact intent', 4)]
		ELSE (ARRAY['P', '2', 'D', '3'])[1 + registry.pick(patientid, 'sact intent', 4)] END AS intent_of_treatment,
	start AS date_decision_to_treat, start AS start_date_of_regimen, 'NOT CHEMO'::text AS mapped_regimen, '02'::text AS clinical_trial,
	'N'::text AS chemo_radiation, 'OTHER'::text AS benchmark_group
FROM registry.truth, registry.noise, generate_series(1, 2) AS line,
	LATERAL (SELECT CASE line WHEN 1 THEN diagnosis + 30 ELSE registry.later(patientid, 'sact date', spread, death, 60) END AS start) AS s
WHERE registry.chance(patientid, 'sact') < 0.6 AND CASE line WHEN 1 THEN class <> 'de_novo' ELSE distant END;

CREATE UNLOGGED TABLE registry.sim_rtds_combined AS
SELECT patientid, 10 * patientid + course AS prescriptionid, '05'::text AS rttreatmentmodality, 'R'::text AS radiotherapypriority,
	CASE course WHEN 1 THEN '02' ELSE '01' END AS radiotherapyintent, CASE course WHEN 1 THEN 40 ELSE 8 END::float8 AS rtprescribeddose,
	CASE course WHEN 1 THEN 15 ELSE 1 END AS rtprescribedfractions, CASE course WHEN 1 THEN 40 ELSE 8 END::float8 AS rtactualdose,
	CASE course WHEN 1 THEN 15 ELSE 1 END AS rtactualfractions, CASE course WHEN 1 THEN 'P' ELSE 'M' END AS rttreatmentregion,
	CASE course WHEN 2 THEN 'Z921' END AS rttreatmentanatomicalsite, appointment AS decisiontotreatdate, appointment AS earliestclinappropdate,
	10 * patientid + course AS radiotherapyepisodeid, 7 * patientid + 100000000 AS linkcode, NULL::text AS radioisotope, '1'::text AS radiotherapybeamtype,
	6::float8 AS radiotherapybeamenergy, NULL::float8 AS timeofexposure, appointment AS apptdate, 10 * patientid + course AS attendid
FROM registry.truth, registry.noise, generate_series(1, 2) AS course,
	LATERAL (SELECT CASE course WHEN 1 THEN diagnosis + 90 ELSE registry.later(patientid, 'rtds date', spread, death, 60) END AS appointment) AS a
WHERE CASE course WHEN 1 THEN class <> 'de_novo' AND registry.chance(patientid, 'radical') < 0.4
	ELSE distant AND irradiated AND registry.chance(patientid, 'rtds') >= rtds_missed END;

-- ---- hospital admissions ----

-- A row for each diagnosis of an admission.
CREATE UNLOGGED TABLE registry.hes AS
SELECT patientid, CASE WHEN registry.chance(patientid, 'hes date wrong ' || admission) < date_wrong THEN admidate - 365 * (1 + registry.pick(patientid, 'years', 4)) ELSE admidate END AS admidate, diag
FROM (
	SELECT patientid, i AS admission, diagnosis + 20 * i + registry.pick(patientid, 'hes first', 20) AS admidate, CASE i % 2 WHEN 0 THEN 'Z511' ELSE site4 END AS diag
	FROM registry.truth, LATERAL generate_series(1, registry.pick(patientid, 'admissions', 4)) AS i
	UNION ALL -- distant disease, and again and again
	SELECT patientid, 10 + i, admidate, (ARRAY['C780', 'C787', 'C793', 'C795', 'C798', 'C79.5', 'C787D'])[1 + registry.pick(10 * patientid + i, 'hes code', 7)]
	FROM registry.truth, registry.noise, generate_series(0, 3) AS i, LATERAL (SELECT registry.later(patientid, 'hes date', spread, death, 60) + 45 * i AS admidate) AS a
	WHERE distant AND registry.chance(patientid, 'hes') >= hes_missed AND (i = 0 OR admidate <= coalesce(death, date '2022-12-31'))
	UNION ALL -- nodes of the armpit are regional for a breast
	SELECT patientid, 20, diagnosis + 15, 'C773' FROM registry.truth WHERE site = 'C50' AND registry.chance(patientid, 'nodes') < 0.2
	UNION ALL
	SELECT patientid, 21, diagnosis + 30 + registry.pick(patientid, 'hes false date', 1500), (ARRAY['C771', 'C780', 'C787', 'C795'])[1 + registry.pick(patientid, 'hes code', 4)]
	FROM registry.truth, registry.noise WHERE NOT distant AND registry.chance(patientid, 'hes false') < hes_false
) AS admission, registry.noise;

-- ---- the patient survey ----

-- Once, one to four years after diagnosis; q61: had spread when first told (1 yes, 2 no, 3 do not know); q62: state now
-- (1 no sign of further problem, 2 come back or spread, 3 none applies, 5 do not know).
CREATE UNLOGGED TABLE registry.cpes AS
SELECT patientid, asked, CASE WHEN registry.chance(patientid, 'survey') < 0.08 THEN '3' WHEN class = 'de_novo' OR NOT distant AND registry.chance(patientid, 'survey false') < survey_false THEN '1' ELSE '2' END AS q61,
	CASE WHEN registry.chance(patientid, 'survey, again') < 0.08 THEN '5' WHEN class IN ('de_novo', 'progressed') THEN '3' WHEN spread < asked THEN '2' ELSE '1' END AS q62
FROM registry.truth, registry.noise, LATERAL (SELECT diagnosis + 365 + registry.pick(patientid, 'asked', 1100) AS asked) AS a
WHERE registry.chance(patientid, 'answers') < 0.3 AND asked <= coalesce(death, date '2022-12-31');

-- ---- assessments and plans ----

-- event_type 20: holistic needs assessment, 24: care plan; event_property: pathway:offer:staff.  Trusts T19 and T20 send hardly any.
CREATE UNLOGGED TABLE registry.care_event AS
SELECT patientid, event_type, event_date, trust, pathway || ':' || offer || ':' || staff AS event_property
FROM (
	SELECT t.patientid, kind AS event_type, d.trust,
		CASE WHEN registry.chance(person, 'event date') < spoilt / 4 THEN diagnosis - 1 - registry.pick(person, 'days before', 60)
			WHEN registry.chance(person, 'event date') < spoilt / 2 AND death IS NOT NULL THEN death + 1 + registry.pick(person, 'days after', 30)
			ELSE diagnosis + registry.pick(person, 'days', 900) END AS event_date,
		CASE WHEN registry.chance(person, 'pathway spoilt') < spoilt THEN (ARRAY['', '99'])[1 + registry.pick(person, 'pathway code', 2)] ELSE '0' || 1 + registry.pick(person, 'pathway', 7) END AS pathway,
		CASE WHEN registry.chance(person, 'offer spoilt') < spoilt THEN (ARRAY['003', '', '0003'])[1 + registry.pick(person, 'offer code', 3)]
			ELSE (ARRAY['03', '03', '03', '02', '01', '04', '05', '06'])[1 + registry.pick(person, 'offer', CASE kind WHEN 20 THEN 7 ELSE 8 END)] END AS offer,
		CASE WHEN registry.chance(person, 'staff spoilt') < spoilt THEN (ARRAY['', 'EH'])[1 + registry.pick(person, 'staff code', 2)] ELSE '0' || 1 + registry.pick(person, 'staff', 6) END AS staff,
		CASE WHEN registry.chance(person, 'event resubmitted') < resubmitted THEN 2 ELSE 1 END AS times
	FROM registry.truth AS t
	JOIN registry.diagnosis_trust AS d USING (patientid)
	CROSS JOIN registry.noise
	CROSS JOIN (VALUES (20), (24)) AS k(kind)
	CROSS JOIN generate_series(1, 2) AS i
	CROSS JOIN LATERAL (SELECT 100 * t.patientid + 10 * i + kind AS person) AS p
	WHERE registry.chance(person, 'event') < CASE i WHEN 1 THEN 0.3 ELSE 0.04 END * CASE WHEN d.trust IN ('T19', 'T20') THEN 0.02 ELSE 1 END
) AS e, LATERAL generate_series(1, times) AS sent;

ANALYZE registry.sim_av_patient, registry.sim_av_tumour, registry.diagnosis_trust, registry.cosd, registry.cwt, registry.sim_sact_patient, registry.sim_sact_tumour,
	registry.sim_sact_regimen, registry.sim_rtds_combined, registry.hes, registry.cpes, registry.care_event;

-- ---- events for secondary_status ----

-- The extract as event rows, one for whatever a source says of a patient; site and diagnosis are those of the first tumour.
CREATE VIEW registry.event AS
WITH said AS (
	SELECT patientid, 'REGISTRY_M' AS source, m_best AS code, diagnosisdatebest AS event FROM registry.sim_av_tumour WHERE tumourid % 10 = 0
	UNION ALL
	SELECT patientid, 'REGISTRY_STAGE', stage_best || coalesce('/' || stage_best_system, ''), diagnosisdatebest FROM registry.sim_av_tumour WHERE tumourid % 10 = 0
	UNION ALL
	SELECT patientid, 'OTHERPRIMARY', site_icd10_o2, diagnosisdatebest FROM registry.sim_av_tumour WHERE tumourid % 10 > 0
	UNION ALL
	SELECT patientid, 'COSD_' || upper(record) || CASE WHEN metastatic_disease_type IS NULL THEN '_SITE' ELSE '' END, coalesce(metastatic_disease_type, metastatic_site), event_date FROM registry.cosd
	UNION ALL
	SELECT patientid, 'CWT', cte_type, treat_start FROM registry.cwt
	UNION ALL
	SELECT patientid, 'RTDS', radiotherapyintent || '/' || rttreatmentregion, apptdate FROM registry.sim_rtds_combined
	UNION ALL
	-- a regimen has no region: that of the radiotherapy before it
	SELECT p.patientid, 'SACT', r.intent_of_treatment || '/' || x.rttreatmentregion, r.start_date_of_regimen
	FROM registry.sim_sact_regimen AS r
	JOIN registry.sim_sact_tumour AS s USING (merged_tumour_id)
	JOIN registry.sim_sact_patient AS m USING (merged_patient_id)
	JOIN registry.sim_av_patient AS p ON p.linknumber = m.link_number
	JOIN registry.sim_rtds_combined AS x ON x.patientid = p.patientid AND x.rttreatmentregion = 'M' AND x.apptdate <= r.start_date_of_regimen
	UNION ALL
	SELECT patientid, 'HES', diag, admidate FROM registry.hes
	UNION ALL
	SELECT patientid, 'DEATH', cause, vitalstatusdate
	FROM registry.sim_av_patient, LATERAL (VALUES (deathcausecode_1a), (deathcausecode_1b), (deathcausecode_2)) AS c(cause) WHERE cause IS NOT NULL
	UNION ALL
	SELECT patientid, 'CPES', CASE q61 WHEN '1' THEN 'yes' WHEN '2' THEN 'no' ELSE 'other' END, asked FROM registry.cpes
	UNION ALL
	SELECT patientid, 'DISEASE_FREE', 'yes', asked FROM registry.cpes WHERE q62 = '1'
)
SELECT s.patientid, s.source, s.code, s.event, t.site_icd10_o2 AS site, t.diagnosisdatebest AS diagnosis
FROM said AS s
JOIN registry.sim_av_tumour AS t ON t.tumourid = 10 * s.patientid;
