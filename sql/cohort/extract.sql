-- Status of secondary disease from a synthetic extract whose truth is known: what is found of it without errors, and with errors of stated sizes.
SET search_path = public, cancer_pe;
SET client_min_messages = warning;
\getenv here PG_ABS_SRCDIR
\set extract :here '/test/data/cohort/extract.sql'
\set windows :here '/test/data/cohort/windows.sql'
\set status 'CREATE TABLE registry.status AS SELECT patientid, (s).* FROM (SELECT patientid, secondary_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS s FROM registry.event GROUP BY patientid) AS p;'
-- the same as by window functions, in every column that both have, and each patient once
\set differences 'SELECT (SELECT count(*) FROM registry.status) AS patients, count(*) AS differ FROM registry.status AS s FULL JOIN registry.by_windows AS w USING (patientid) WHERE (s.class, s.source, s.rank, s.event, s.days, s.prevalent, s.n_events, s.distant_events, s.before_diagnosis) IS DISTINCT FROM (w.class, w.source, w.rank, w.event, w.days, w.prevalent, w.n_events, w.distant_events, w.before_diagnosis);'
-- ---- without errors: the truth, of everyone ----
\set patients 1500
\set noise 0
\set ECHO none
\i :extract
\i :windows
\set ECHO all
:status
SELECT t.class AS truth, s.class, count(*) AS patients, count(*) FILTER (WHERE t.second_site IS NOT NULL) AS with_second_primary FROM registry.truth AS t LEFT JOIN registry.status AS s USING (patientid) GROUP BY t.class, s.class ORDER BY t.class, s.class;
:differences
-- the disease is dated within the source's delay, never before it spread
SELECT bool_and(s.event BETWEEN t.spread AND t.spread + 30) AS dated FROM registry.truth AS t JOIN registry.status AS s USING (patientid) WHERE t.distant;
DROP SCHEMA registry CASCADE;
-- ---- with the usual errors ----
\set patients 3000
\set noise 1
\set ECHO none
\i :extract
\i :windows
\set ECHO all
:status
:differences
-- true classes across, found classes down
SELECT s.class, count(*) FILTER (WHERE t.class = 'de_novo') AS de_novo, count(*) FILTER (WHERE t.class = 'recurrent') AS recurrent, count(*) FILTER (WHERE t.class = 'progressed') AS progressed,
	count(*) FILTER (WHERE t.class = 'local_regional') AS local_regional, count(*) FILTER (WHERE t.class = 'none') AS none
FROM registry.truth AS t LEFT JOIN registry.status AS s USING (patientid) GROUP BY s.class ORDER BY s.class;
-- sensitivity and specificity of each class and of distant disease at all, with exact intervals
CREATE TABLE registry.accuracy AS
SELECT c.class, tally(c.class = s.class OR c.class = 'distant' AND s.class IN ('de_novo', 'recurrent', 'progressed')) FILTER (WHERE is_so) AS found,
	tally(NOT (c.class = s.class OR c.class = 'distant' AND s.class IN ('de_novo', 'recurrent', 'progressed'))) FILTER (WHERE NOT is_so) AS spared
FROM registry.truth AS t
LEFT JOIN registry.status AS s USING (patientid)
CROSS JOIN (VALUES ('distant'), ('de_novo'), ('recurrent'), ('progressed'), ('local_regional'), ('none')) AS c(class)
CROSS JOIN LATERAL (SELECT c.class = t.class OR c.class = 'distant' AND t.distant AS is_so) AS i
GROUP BY c.class;
SELECT class, found, round(rate(found)::numeric, 4) AS sensitivity, round((f).low::numeric, 4) AS low, round((f).high::numeric, 4) AS high,
	spared, round(rate(spared)::numeric, 4) AS specificity, round((s).low::numeric, 4) AS low, round((s).high::numeric, 4) AS high
FROM registry.accuracy, LATERAL (SELECT rate_ci(found, 'clopper_pearson') AS f, rate_ci(spared, 'clopper_pearson') AS s) AS ci ORDER BY class;
-- what was planted is there
SELECT count(*) FILTER (WHERE site_icd10_o2_3char <> left(site_icd10_o2, 3)) AS sites_differ, count(*) FILTER (WHERE sex = '1' AND site_icd10_o2 LIKE 'C56%' OR sex = '2' AND site_icd10_o2 LIKE 'C61%') AS sex_excluded,
	count(*) FILTER (WHERE cns = '99') AS cns_99, count(*) FILTER (WHERE cns IS NULL) AS cns_null, count(*) FILTER (WHERE stage_best IN ('?', 'U', 'X', '6')) AS unstaged,
	count(*) FILTER (WHERE quintile_2015 = '1 - least deprived') AS least_deprived FROM registry.sim_av_tumour;
SELECT count(*) FILTER (WHERE height_at_start_of_regimen = -1) AS heights, (SELECT count(*) - count(DISTINCT c) FROM registry.cosd AS c) AS cosd_twice, (SELECT count(*) - count(DISTINCT c) FROM registry.cwt AS c) AS cwt_twice,
	(SELECT count(*) - count(DISTINCT e) FROM registry.care_event AS e) AS care_twice, (SELECT count(*) FROM registry.care_event WHERE event_property ~ ':0?003:') AS offers_spoilt,
	(SELECT count(*) FROM registry.care_event WHERE event_property LIKE '%::%') AS offers_blank, (SELECT count(*) FROM registry.care_event JOIN registry.truth USING (patientid) WHERE event_date > death) AS after_death FROM registry.sim_sact_regimen;
DROP SCHEMA registry CASCADE;
-- ---- what is found follows from the stated errors ----
-- Chances of errors are independent, so those of finding distant disease have a closed form for each patient.  Patients with a
-- second primary are left out, whose weaker evidence is ambiguous; no date is wrong.  The exact interval is of 99.9 %.
\set patients 6000
\set stage_missing 0.5
\set cosd_missed 0.7
\set cwt_missed 0.6
\set rtds_missed 0.5
\set hes_missed 0.6
\set death_missed 0.7
\set registry_false 0.02
\set cwt_multiple 0.3
\set hes_false 0.08
\set death_false 0.1
\set date_wrong 0
\set ECHO none
\i :extract
\i :windows
\set ECHO all
:status
:differences
SELECT t.class, found, round(expected::numeric, 4) AS expected, round(rate(found)::numeric, 4) AS share, expected BETWEEN (ci).low AND (ci).high AS as_stated
FROM (
	SELECT t.class, tally(coalesce(s.class IN ('de_novo', 'recurrent', 'progressed'), false)) AS found, avg(1 - CASE WHEN distant
		THEN cosd_missed * CASE WHEN t.class = 'de_novo' THEN stage_missing ELSE 1 END * CASE WHEN treated THEN cwt_missed ELSE 1 END * CASE WHEN irradiated THEN rtds_missed ELSE 1 END * hes_missed * CASE WHEN died_of_it THEN death_missed ELSE 1 END
		ELSE (1 - registry_false * (1 - stage_missing)) * (1 - hes_false) * CASE WHEN t.class = 'local_regional' AND treated THEN 1 - (1 - cwt_missed) * cwt_multiple ELSE 1 END * CASE WHEN death IS NOT NULL THEN 1 - death_false ELSE 1 END END) AS expected
	FROM registry.truth AS t
	LEFT JOIN registry.status AS s USING (patientid)
	CROSS JOIN registry.noise
	WHERE t.second_site IS NULL OR t.second_site LIKE 'C44%'
	GROUP BY t.class
) AS t, LATERAL (SELECT rate_ci(found, 'clopper_pearson', 0.999) AS ci) AS i ORDER BY t.class;
-- source by source: what each finds alone, of those whom it can know of
SELECT source, found, round(stated::numeric, 4) AS stated, round(rate(found)::numeric, 4) AS share, stated BETWEEN (ci).low AND (ci).high AS as_stated
FROM (
	SELECT k.source, tally(coalesce(s.class IN ('de_novo', 'recurrent', 'progressed'), false)) AS found, 1 - min(k.missed) AS stated
	FROM registry.truth AS t
	CROSS JOIN registry.noise
	CROSS JOIN LATERAL (VALUES ('REGISTRY', t.class = 'de_novo', stage_missing), ('COSD', true, cosd_missed), ('CWT', treated, cwt_missed), ('RTDS', irradiated, rtds_missed),
		('HES', true, hes_missed), ('DEATH', died_of_it, death_missed)) AS k(source, can, missed)
	LEFT JOIN (
		SELECT patientid, split_part(source, '_', 1) AS source, (secondary_status((SELECT secondary_rule()), source, code, event, site, diagnosis)).class FROM registry.event GROUP BY patientid, split_part(source, '_', 1)
	) AS s ON s.patientid = t.patientid AND s.source = k.source
	WHERE t.distant AND k.can
	GROUP BY k.source
) AS t, LATERAL (SELECT rate_ci(found, 'clopper_pearson', 0.999) AS ci) AS i ORDER BY source;
DROP SCHEMA registry CASCADE;
