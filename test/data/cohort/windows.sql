-- What secondary_status tells by rule 'nhs', said again with window functions: the view registry.by_windows.
-- psql variable events: a relation with the columns of registry.event (registry.event); a window of 90 days.
\if :{?events}
\else
	\set events registry.event
\endif

-- What a code says, with the rank of its source; sources of one rank in the order of place.  HES, deaths and other primaries
-- are looked up by three characters, for a few codes cannot be listed otherwise.
CREATE TABLE registry.says (source text, key text, meaning text, rank integer, place integer, guarded boolean, at_diagnosis boolean);
INSERT INTO registry.says
SELECT source, key, meaning, 1, place, false, source LIKE 'COSD_DX%'
FROM (VALUES ('COSD_REC', 1), ('COSD_PROG', 3), ('COSD_DX', 5)) AS s(source, place), (VALUES ('01', 'local'), ('02', 'local'), ('03', 'distant')) AS c(key, meaning)
WHERE source <> 'COSD_DX' OR key = '03'
UNION ALL
SELECT source, key, CASE key WHEN '12' THEN 'local' ELSE 'distant' END, 1, place, false, source LIKE 'COSD_DX%'
FROM (VALUES ('COSD_REC_SITE', 2), ('COSD_PROG_SITE', 4), ('COSD_DX_SITE', 6)) AS s(source, place), unnest('{02,03,04,08,09,10,11,12,98}'::text[]) AS key
WHERE source <> 'COSD_DX_SITE' OR key <> '12'
UNION ALL
SELECT 'REGISTRY_M', key, 'distant', 2, 7, false, true FROM (VALUES ('1'), ('1a'), ('1b')) AS c(key)
UNION ALL
SELECT 'REGISTRY_STAGE', key, 'distant', 2, 8, false, true FROM (VALUES ('4/TNM'), ('4A/TNM'), ('4B/TNM'), ('4/UICC7'), ('4A/UICC7'), ('4B/UICC7')) AS c(key)
UNION ALL
SELECT 'CWT', key, meaning, 3, 9, false, false
FROM (VALUES ('03', 'local'), ('04', 'local'), ('05', 'distant'), ('06', 'multiple'), ('07', 'distant'), ('08', 'distant'), ('12', 'distant')) AS c(key, meaning)
UNION ALL
SELECT source, key, 'distant', 4, place, true, false FROM (VALUES ('SACT', 10, 'P/M'), ('SACT', 10, '2/M'), ('RTDS', 11, '01/M')) AS c(source, place, key)
UNION ALL
SELECT source, key, 'distant', rank, place, true, false FROM (VALUES ('HES', 5, 12), ('DEATH', 6, 13)) AS s(source, rank, place), (VALUES ('C77'), ('C78'), ('C79')) AS c(key)
UNION ALL
SELECT 'CPES', 'yes', 'reported', 7, 14, false, false
UNION ALL
SELECT 'OTHERPRIMARY', 'C' || lpad(i::text, 2, '0'), 'other_primary', 0, 15, false, false FROM generate_series(0, 97) AS i WHERE i NOT IN (44, 77, 78, 79);
ALTER TABLE registry.says ADD PRIMARY KEY (source, key);
ANALYZE registry.says;

CREATE VIEW registry.by_windows AS
WITH said AS ( -- what each event says, and how many there are
	SELECT e.patientid, e.source, e.event, e.diagnosis, s.rank, s.place, s.guarded, s.at_diagnosis, u.meaning,
		s.meaning IN ('distant', 'multiple', 'local', 'reported') AND e.event < e.diagnosis AND NOT s.at_diagnosis AS before, -- whatever the site
		count(*) OVER patient AS n_events, min(e.event) FILTER (WHERE u.meaning = 'other_primary') OVER patient AS other_primary
	FROM :events AS e
	LEFT JOIN registry.says AS s ON s.source = e.source AND s.key = CASE WHEN e.source IN ('HES', 'DEATH', 'OTHERPRIMARY') THEN left(e.code, 3) ELSE e.code END,
		LATERAL (SELECT CASE WHEN s.key = 'C77' AND e.source = 'HES' AND left(replace(e.code, '.', ''), 4) = 'C773' AND left(e.site, 3) IN ('C50', 'D05') THEN NULL ELSE s.meaning END AS meaning) AS u
	WINDOW patient AS (PARTITION BY e.patientid)
), evidence AS ( -- 1 at diagnosis, 2 distant, 3 perhaps of another primary, 4 local or regional, 5 the patient's word, 6 nothing
	SELECT *, CASE
			WHEN before OR meaning IS NULL OR meaning = 'other_primary' THEN 6
			WHEN meaning = 'reported' THEN 5
			WHEN meaning = 'local' THEN 4
			WHEN guarded AND other_primary < event THEN 3
			WHEN at_diagnosis AND event - diagnosis <= 90 THEN 1
			ELSE 2 END AS kind
	FROM said
), ranked AS (
	SELECT *, row_number() OVER (PARTITION BY patientid ORDER BY kind, rank, event, meaning, place) AS place_of_event,
		count(*) FILTER (WHERE before) OVER patient AS before_diagnosis, count(*) FILTER (WHERE kind <= 3) OVER patient AS distant_events,
		count(*) FILTER (WHERE kind <= 2 AND source <> 'DEATH') OVER patient > 0 AS prevalent
	FROM evidence
	WINDOW patient AS (PARTITION BY patientid)
)
SELECT patientid,
	CASE kind WHEN 1 THEN 'de_novo'
		WHEN 2 THEN CASE WHEN event - diagnosis <= 90 THEN 'de_novo' WHEN source LIKE 'COSD_PROG%' THEN 'progressed' ELSE 'recurrent' END
		WHEN 3 THEN 'ambiguous_other_primary' WHEN 4 THEN 'local_regional' WHEN 5 THEN 'self_report' ELSE 'none' END AS class,
	CASE WHEN kind < 6 THEN source END AS source, CASE WHEN kind < 6 THEN rank END AS rank, CASE WHEN kind < 6 THEN event END AS event,
	CASE WHEN kind < 6 THEN event - diagnosis END AS days, prevalent, n_events, distant_events, before_diagnosis
FROM ranked
WHERE place_of_event = 1;
