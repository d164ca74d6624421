-- The other kinds of programmes against figures made by hand: scores, metrics, the Pledge.
SET search_path = public, cancer_pe;
SET jit = off;

-- ---- scores ----

CREATE TABLE asked AS
SELECT i AS respondent, 'Alliance ' || chr(65 + (i * 7919 % 97) % 9) AS alliance, (ARRAY['Breast', 'Lung', 'Prostate', 'Brain'])[1 + (i * 31 % 41) % (CASE WHEN i % 29 = 0 THEN 4 ELSE 3 END)] AS cancer_type,
	(ARRAY['under 55', '55-64', '65+'])[1 + i * 13 % 3] AS age_band, CASE WHEN i % 5 < 3 THEN 'female' WHEN i % 41 > 0 THEN 'male' END AS sex, 1 + i * 3 % 5 AS mo, 1 + i * 7 % 4 AS sc, 1 + i * 11 % 5 AS ua, 1 + i * 17 % 5 AS pd, nullif(1 + i * 19 % 6, 6) AS ad
FROM generate_series(1, 1500) AS i;
\set ECHO none
SELECT format('ALTER TABLE asked %s', string_agg(format('ADD q%s integer', i), ', ' ORDER BY i)) FROM generate_series(1, 30) AS i \gexec
SELECT format('UPDATE asked SET %s', string_agg(format('q%s = CASE WHEN (respondent + %s) %% 23 > 0 THEN 1 + (respondent * %s + respondent / 7) %% %s END', i, i, 2 * i + 1, CASE WHEN i < 29 THEN 4 ELSE 7 END), ', ')) FROM generate_series(1, 30) AS i \gexec
\set ECHO all
CREATE TEMP TABLE quality AS SELECT * FROM survey_report('asked', 'cancer_qol');
SELECT level, breakdown, count(*), count(value) AS values, count(band) AS bands, count(status) AS statuses FROM quality GROUP BY 1, 2 ORDER BY 1, 2;
SELECT DISTINCT measure, label, unit FROM quality WHERE measure ~ 'INDEX|SUMMARY| QL' ORDER BY 1;
-- by hand, from answers as an array
CREATE TEMP TABLE scored AS
SELECT a.respondent, a.alliance, a.cancer_type, a.age_band, a.sex, 'QLQ-C30 ' || s.scale AS measure, s.score
FROM asked AS a, LATERAL score('QLQ-C30', ARRAY[q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19, q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30]) AS s
UNION ALL
SELECT respondent, alliance, cancer_type, age_band, sex, 'EQ-5D-5L INDEX', 100 * eq5d_index(eq5d(ARRAY[mo, sc, ua, pd, ad]), 'UK crosswalk 2012') FROM asked;
SELECT count(*) AS cells, max(abs(q.value - s.mean)) < 1e-12 AS mean, bool_and(q.n = s.n) AS n, max(abs(q.low - s.low)) < 1e-12 AS low FROM quality AS q JOIN (
	SELECT measure, coalesce(alliance, 'England') AS area, coalesce(cancer_type, 'All') AS category, avg(score) AS mean, count(score) AS n, (mean_ci(moments(score))).low FROM scored GROUP BY measure, CUBE (alliance, cancer_type)) AS s
	USING (measure, area, category) WHERE q.status IS NULL AND q.breakdown IN ('All', 'cancer_type');
SELECT count(*) AS areas, count(*) FILTER (WHERE (q.adjusted, q.expected_low, q.band, q.q, q.reliability) IS NOT DISTINCT FROM (b.adjusted, b.low, b.band, b.q, b.reliability)) AS equal FROM quality AS q JOIN (
	SELECT s.measure, b.* FROM (SELECT measure, casemix('{age,sex}', score, alliance, ARRAY[age_band, sex]) AS c FROM scored GROUP BY measure) AS s,
		benchmark(s.c, 'ncpes2018', '{"organisation": "fixed", "missing": "drop"}') AS b) AS b ON (b.measure, b.organisation) = (q.measure, q.area) AND q.breakdown = 'All';
-- of some scales only; other columns; without adjustment
SELECT DISTINCT measure, count(adjusted) AS adjusted, count(band) AS bands FROM survey_report('asked', 'cancer_qol', '{"case_mix": null, "breakdowns": [], "scores": [{"instrument": "QLQ-C30", "scales": ["SUMMARY", "FA"]}]}') GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM survey_report('asked', 'cancer_qol', '{"scores": [{"instrument": "QLQ-C30", "scales": ["SUMMARY", "XX"]}]}');
SELECT count(*) FROM survey_report('asked', 'cancer_qol', '{"scores": [{"instrument": "QLQ-C30", "scales": []}]}');
SELECT count(*) FROM survey_report('asked', 'cancer_qol', '{"scores": [{"instrument": "QLQ-C30"}, {"instrument": "QLQ-C30", "scales": ["FA"]}]}');
SELECT count(*) FROM survey_report('asked', 'cancer_qol', '{"scores": [{"instrument": "QLQ-C30", "columns": "c30_{item}"}]}');
SELECT count(*) FROM survey_report('asked', 'cancer_qol', '{"scores": [{"instrument": "QLQ-C30", "columns": "c30"}]}');

-- ---- metrics ----

CREATE TABLE care AS
SELECT 'T' || i % 8 AS trust, 'C50' AS site, CASE i % 3 WHEN 0 THEN 'de_novo' WHEN 1 THEN 'recurrent' ELSE 'none' END AS status, CASE WHEN i % 8 = 7 THEN 'Y1' ELSE (ARRAY['Y1', 'Y3', 'NI', '99'])[1 + i / 8 % 4] END AS cns,
	CASE WHEN i % 5 > 0 THEN '2' END AS mdt_discussion_type, CASE WHEN i % 5 = 0 THEN '1' END AS mdt_not_discussed, date '2020-01-01' + i AS diagnosis_date, NULL::date AS death_date, '4' AS stage,
	i % 8 > 1 AS hna_submitting, 0 AS r, CASE WHEN i % 3 > 0 THEN date '2020-01-01' + i + i % 900 END AS hna_offer_date, true AS pcsp_submitting, CASE WHEN i % 7 < 4 THEN date '2020-01-11' + i END AS pcsp_offer_date
FROM generate_series(1, 900) AS i;
CREATE TEMP TABLE managed AS SELECT * FROM survey_report('care', 'secondary_breast');
SELECT measure, area, round(value::numeric, 2) AS value, n, band, status, display FROM managed WHERE measure = 'cns_contact_secondary' ORDER BY area;
CREATE TEMP TABLE care_by_hand AS
SELECT coalesce(trust, 'All trusts') AS area, m.measure, count(*) AS n, count(*) FILTER (WHERE m.positive) AS positive FROM care, LATERAL (VALUES
	('cns_contact_secondary', CASE WHEN status <> 'none' AND cns <> '99' THEN cns LIKE 'Y%' END), ('mdt_metastatic', CASE WHEN status <> 'none' THEN mdt_discussion_type IS NOT NULL END),
	('hna_coverage', CASE WHEN hna_submitting THEN coalesce(hna_offer_date - diagnosis_date <= 730, false) END), ('pcsp_coverage', coalesce(pcsp_offer_date - diagnosis_date <= 730, false))) AS m(measure, positive)
WHERE m.positive IS NOT NULL GROUP BY m.measure, ROLLUP (trust);
SELECT count(*) AS cells, count(m.n) AS shown, count(*) FILTER (WHERE m.n = h.n AND abs(m.value - 100.0 * h.positive / h.n) < 1e-12) AS equal FROM managed AS m LEFT JOIN care_by_hand AS h USING (area, measure);
SELECT count(*) AS trusts, count(*) FILTER (WHERE (m.expected_low, m.expected_high, m.band, m.p, m.reliability) IS NOT DISTINCT FROM (100 * (h.r).low, 100 * (h.r).high, (h.r).band, p_value((h.r).z), (h.sure).reliability)) AS equal
FROM managed AS m JOIN (SELECT area, measure, expected_range(positive::float8 / n, n, NULL, 'spiegelhalter') OVER w AS r, reliability(positive::float8 / n, n, 'log_odds') OVER w AS sure FROM care_by_hand WHERE area <> 'All trusts' WINDOW w AS (PARTITION BY measure)) AS h USING (area, measure)
WHERE m.status IS NULL;
-- what a column is called, and another number, for the metrics that have them
ALTER TABLE care RENAME cns TO indication;
SELECT measure, n, round(value::numeric, 2) AS value FROM survey_report('care', 'secondary_breast', '{"levels": [{"level": "everybody"}], "columns": {"cns": "indication"}, "parameters": {"max_days": 100}}');
SELECT count(*) FILTER (WHERE hna_submitting) AS n, round(100.0 * count(*) FILTER (WHERE hna_submitting AND hna_offer_date - diagnosis_date <= 100) / count(*) FILTER (WHERE hna_submitting), 2) AS value FROM care;

-- ---- the Pledge ----

BEGIN;
INSERT INTO pledge_service (service, title) SELECT s, 'Service ' || s FROM unnest('{A,B,C,D}'::text[]) AS s;
INSERT INTO pledge_wave (service, wave, opened) SELECT service, w, d FROM pledge_service, (VALUES ('before', '2023-01-01'::date), ('after', '2024-01-01')) AS v(w, d);
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT service, wave, 'secondary_breast', '2', s, make_tally(n, n * share / 100, 2)
FROM (SELECT service, wave, s, size - (s + ascii(service)) % 3 AS n, 45 + (s * 17 + ascii(service) * 7) % 31 + CASE wave WHEN 'before' THEN 0 ELSE (s * 5) % 26 END AS share
	FROM (VALUES ('A', 'before', 44), ('A', 'after', 41), ('B', 'before', 38), ('B', 'after', 36), ('C', 'before', 31), ('C', 'after', 29), ('D', 'before', 7), ('D', 'after', 8)) AS v(service, wave, size), generate_series(1, 12) AS s) AS x;
CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM survey_report('pledge_result', 'pledge', '{"as_of": "2024-06-01"}');
SELECT period, level, count(*), count(value) AS values, count(q) AS q, count(status) FILTER (WHERE status = 'c') AS hidden FROM kept GROUP BY 1, 2 ORDER BY 2, 1;
SELECT count(*) AS rows, count(*) FILTER (WHERE k.label = c.label AND CASE k.period
	WHEN 'before' THEN (k.value, k.low, k.high, k.n, k.status) IS NOT DISTINCT FROM (100 * c.before_rate, 100 * c.before_low, 100 * c.before_high, c.before_n, c.before_status)
	WHEN 'after' THEN (k.value, k.low, k.high, k.n, k.status) IS NOT DISTINCT FROM (100 * c.after_rate, 100 * c.after_low, 100 * c.after_high, c.after_n, c.after_status)
	ELSE (k.value, k.low, k.high, k.p, k.q) IS NOT DISTINCT FROM (100 * c.difference, 100 * c.low, 100 * c.high, c.p, c.p_adjusted) AND (k.status IS NULL) = (c.difference IS NOT NULL) END) AS equal
FROM kept AS k JOIN pledge_comparison('before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01') AS c ON k.measure = 'secondary_breast 2 ' || c.standard AND k.area = coalesce(c.service, 'All services');
CREATE SCHEMA report_release;
SELECT table_name, row_count, hidden, outcome FROM publish('pledge', report_definition('pledge_result', 'pledge') || '{"schema": "report_release"}') WHERE table_name = 'measures';
SELECT count(*) AS shown, count(*) FILTER (WHERE (m.n, m.value) = (k.n, round_half_up(k.value, 0))) AS equal FROM report_release.measures AS m JOIN kept AS k ON (k.period, k.measure) = (m.period, m.measure) AND k.area = m.service WHERE m.n IS NOT NULL AND k.n IS NOT NULL;
-- more than an integer holds
UPDATE pledge_result SET result = make_tally(3000000000, 2000000000, 2) WHERE (service, wave, standard) = ('A', 'before', 1);
\set VERBOSITY sqlstate
SELECT count(*) FROM survey_report('pledge_result', 'pledge');
ROLLBACK;
\set VERBOSITY default
DROP TABLE asked, care, quality, scored, managed, care_by_hand;
