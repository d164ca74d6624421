-- Events of synthetic patients for secondary_status, in the schema bench.  psql variable: patients.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
\ir ../data/cohort/extract.sql

-- What tells something, and admissions for the tumour itself, which tell nothing: five to six events a patient, in the
-- order in which they happened, not that of patients; partitioned by patient, so that each worker has whole patients.
CREATE TABLE bench.event (LIKE registry.event) PARTITION BY HASH (patientid);
SELECT format('CREATE UNLOGGED TABLE bench.event_%s PARTITION OF bench.event FOR VALUES WITH (MODULUS 16, REMAINDER %s) WITH (parallel_workers = 2)', i, i)
FROM generate_series(0, 15) AS i \gexec
INSERT INTO bench.event
SELECT * FROM registry.event
WHERE NOT (source = 'REGISTRY_STAGE' OR source = 'CWT' AND code IN ('01', '02') OR source = 'HES' AND code = 'Z511')
ORDER BY event, patientid, source;
VACUUM ANALYZE bench.event;
\set events bench.event
\ir ../data/cohort/windows.sql

-- The rule is no sub-select here: that would keep what is above it out of the workers.
-- A query's answer is short, so that sending it costs nothing, and depends on what is found of every patient.
CREATE VIEW bench.cohort_status AS
SELECT patientid, (s).class, (s).source, (s).rank, (s).event, (s).days, (s).prevalent, (s).n_events, (s).distant_events, (s).before_diagnosis
FROM (SELECT patientid, secondary_status(secondary_rule(), source, code, event, site, diagnosis) AS s FROM bench.event GROUP BY patientid) AS p;
CREATE VIEW bench.cohort_ours AS
SELECT class, count(*) AS patients, sum(days) AS days, sum(rank) AS ranks, count(*) FILTER (WHERE prevalent) AS prevalent, sum(n_events) AS events,
	sum(distant_events) AS distant, sum(before_diagnosis) AS before
FROM bench.cohort_status GROUP BY class ORDER BY class COLLATE "C";
CREATE VIEW bench.cohort_windows AS
SELECT class, count(*) AS patients, sum(days) AS days, sum(rank) AS ranks, count(*) FILTER (WHERE prevalent) AS prevalent, sum(n_events) AS events,
	sum(distant_events) AS distant, sum(before_diagnosis) AS before
FROM registry.by_windows GROUP BY class ORDER BY class COLLATE "C";
-- The least that a pass by patient costs.
CREATE VIEW bench.cohort_least AS
SELECT count(n) FROM (SELECT count(*) AS n, min(event) FROM bench.event GROUP BY patientid) AS p;
CREATE VIEW bench.cohort_differ AS
SELECT count(*)
FROM bench.cohort_status AS s
FULL JOIN registry.by_windows AS w USING (patientid)
WHERE (s.class, s.source, s.rank, s.event, s.days, s.prevalent, s.n_events, s.distant_events, s.before_diagnosis)
	IS DISTINCT FROM (w.class, w.source, w.rank, w.event, w.days, w.prevalent, w.n_events, w.distant_events, w.before_diagnosis);
