-- Events of secondary disease: a million people with five events each, and their status by the
-- aggregate and by window functions, which give the same.
SET search_path = public, cancer_pe;
SET client_min_messages = warning;

CREATE UNLOGGED TABLE status_event AS
SELECT id, (ARRAY['REGISTRY_M', 'REGISTRY_STAGE', 'HES', 'HES', 'HES', 'COSD_REC', 'CWT', 'HES', 'RTDS', 'DEATH', 'OTHERPRIMARY'])[k] AS source,
	CASE k WHEN 1 THEN CASE WHEN id % 20 = 0 THEN '1' ELSE '0' END WHEN 2 THEN (ARRAY['1', '2A', '3B', '?', '4'])[1 + id % 5]
		WHEN 6 THEN (ARRAY['01', '02', '03'])[1 + h % 3] WHEN 7 THEN (ARRAY['01', '02', '05', '06', '12', '03'])[1 + h % 6]
		WHEN 9 THEN (ARRAY['01/M', '02/P', '02/PR'])[1 + h % 3] WHEN 10 THEN (ARRAY['C509', 'C793', 'I219', 'C787'])[1 + h % 4]
		WHEN 11 THEN (ARRAY['C341', 'C443', 'C189'])[1 + h % 3]
		ELSE (ARRAY['C509', 'C504', 'C501', 'Z511', 'C773', 'C795', 'C787', 'C780', 'E119', 'I10X'])[1 + h % 10] END AS code,
	diagnosis + CASE WHEN k <= 2 THEN 0 ELSE h % 2500 - 100 END AS event, site, diagnosis
FROM (SELECT id, DATE '2013-01-01' + (id::bigint * 7919 % 2500)::int AS diagnosis, (ARRAY['C504', 'C509', 'C501', 'D051'])[1 + id % 4] AS site FROM generate_series(1, :people) AS id) AS p,
	LATERAL (SELECT k, ('x' || substr(md5(id::text || ':' || k), 1, 7))::bit(28)::int AS h FROM generate_series(1, 11) AS k) AS e
WHERE k <= 2 OR h % 9 < 3;
CREATE INDEX ON status_event (id);
ALTER TABLE status_event SET (parallel_workers = 2);
VACUUM ANALYZE status_event;

CREATE VIEW status_by_aggregate AS
SELECT id, (s).class, (s).source, (s).rank, (s).event, (s).n_events, (s).distant_events, (s).before_diagnosis, (s).prevalent, coalesce((s).conflicts ~ 'says local', false) AS stronger_local
FROM (SELECT id, secondary_status((SELECT secondary_rule()), source, code, event, site, diagnosis) AS s FROM status_event GROUP BY id) AS x;

CREATE VIEW status_by_windows AS
WITH said AS (
	SELECT id, diagnosis, event, source, source IN ('RTDS', 'HES', 'DEATH') AS guarded, source ~ '^REGISTRY' AS about,
		CASE source WHEN 'COSD_REC' THEN 1 WHEN 'REGISTRY_M' THEN 2 WHEN 'REGISTRY_STAGE' THEN 2 WHEN 'CWT' THEN 3 WHEN 'RTDS' THEN 4 WHEN 'HES' THEN 5 WHEN 'DEATH' THEN 6 END AS rank,
		CASE source WHEN 'COSD_REC' THEN CASE code WHEN '03' THEN 'distant' ELSE 'local' END
			WHEN 'REGISTRY_M' THEN CASE WHEN code LIKE '1%' THEN 'distant' END
			WHEN 'REGISTRY_STAGE' THEN CASE WHEN code LIKE '4%' THEN 'distant' END
			WHEN 'CWT' THEN CASE WHEN code IN ('05', '06', '07', '08', '12') THEN 'distant' WHEN code IN ('03', '04') THEN 'local' END
			WHEN 'RTDS' THEN CASE WHEN code = '01/M' THEN 'distant' END
			WHEN 'HES' THEN CASE WHEN code LIKE 'C78%' OR code LIKE 'C79%' OR code LIKE 'C77%' AND NOT (code = 'C773' AND (site LIKE 'C50%' OR site LIKE 'D05%')) THEN 'distant' WHEN code = 'C773' THEN 'regional' END
			WHEN 'DEATH' THEN CASE WHEN left(code, 3) BETWEEN 'C77' AND 'C79' THEN 'distant' END
			WHEN 'OTHERPRIMARY' THEN CASE WHEN code NOT LIKE 'C44%' THEN 'other' END END AS says
	FROM status_event
), known AS (
	SELECT *, min(event) FILTER (WHERE says = 'other') OVER (PARTITION BY id) AS other FROM said
), kinds AS (
	SELECT *, CASE WHEN says = 'distant' AND (event >= diagnosis OR about) THEN CASE WHEN about AND event - diagnosis <= 90 THEN 1 WHEN guarded AND other < event THEN 3 ELSE 2 END
		WHEN says = 'local' AND event >= diagnosis THEN 4 ELSE 5 END AS kind FROM known
), judged AS (
	SELECT *, row_number() OVER (PARTITION BY id ORDER BY kind, rank, event, source) AS place, count(*) OVER person AS n_events,
		count(*) FILTER (WHERE kind <= 3) OVER person AS distant_events, count(*) FILTER (WHERE says IN ('distant', 'local', 'regional') AND event < diagnosis AND NOT about) OVER person AS before_diagnosis,
		coalesce(bool_or(kind <= 2 AND source <> 'DEATH') OVER person, false) AS prevalent, coalesce(bool_or(kind = 4 AND rank = 1) OVER person, false) AS local_1, coalesce(bool_or(kind = 4 AND rank = 3) OVER person, false) AS local_3,
		coalesce(bool_or(kind <= 2 AND rank = 1) OVER person, false) AS distant_1, coalesce(bool_or(kind <= 2 AND rank = 3) OVER person, false) AS distant_3
	FROM kinds WINDOW person AS (PARTITION BY id)
)
SELECT id, CASE kind WHEN 1 THEN 'de_novo' WHEN 2 THEN CASE WHEN event - diagnosis <= 90 THEN 'de_novo' ELSE 'recurrent' END WHEN 3 THEN 'ambiguous_other_primary' WHEN 4 THEN 'local_regional' ELSE 'none' END AS class,
	CASE WHEN kind < 5 THEN source END AS source, CASE WHEN kind < 5 THEN rank END AS rank, CASE WHEN kind < 5 THEN event END AS event, n_events, distant_events, before_diagnosis, prevalent,
	kind <= 3 AND (local_1 AND rank > 1 AND NOT distant_1 OR local_3 AND rank > 3 AND NOT distant_3) AS stronger_local
FROM judged WHERE place = 1;

CREATE VIEW status_ours AS SELECT count(class) AS classes, count(source) AS sources, sum(event - DATE '2000-01-01') AS days, sum(n_events) AS events FROM status_by_aggregate;
CREATE VIEW status_windows AS SELECT count(class) AS classes, count(source) AS sources, sum(event - DATE '2000-01-01') AS days, sum(n_events) AS events FROM status_by_windows;
CREATE VIEW status_difference AS SELECT count(*) AS people, count(*) FILTER (WHERE a IS DISTINCT FROM w) AS different FROM status_by_aggregate AS a FULL JOIN status_by_windows AS w USING (id);
