-- benchmark: from respondents of all questions to a judged table, against the same made step by step.
SET search_path = cancer_pe, public;
SET jit = off;
CREATE TEMP TABLE collected AS
SELECT casemix_sheet((SELECT sheet_plan('2018')), '{age,sex}', trust, ARRAY[age_band, sex], r) AS c
FROM sample_responses(NULL, 2018) AS r WHERE tumour_group IN ('Lung', 'Breast');
CREATE TEMP TABLE judged AS SELECT row_number() OVER () AS place, b.* FROM collected, benchmark(c, 'ncpes2018') AS b;
SELECT count(*) AS cells, count(DISTINCT question) AS questions, count(band) AS bands, count(q), count(*) FILTER (WHERE status IS NULL) AS nothing_to_say FROM judged;
SELECT status, count(*), count(adjusted) AS adjusted, count(band) AS band, count(reliability) AS reliability FROM judged GROUP BY status ORDER BY status;
-- step by step, a rate and the rating
CREATE TEMP TABLE score AS
SELECT f.question, m.*, r.family, r.mean FROM collected, fit_sheet(c, '{"preset": "ncpes2018"}') AS f, fit_report(f.model) AS r, margins(f.model) AS m;
CREATE TEMP TABLE step AS
SELECT *, p_value((r).z) AS p FROM (
	SELECT *, expected_range(adjusted, n, mean, 'ncpes2018') OVER (PARTITION BY question) AS r,
		reliability(observed, n, 'log_odds') OVER (PARTITION BY question) AS sure
	FROM score WHERE family = 'binomial'
	UNION ALL
	SELECT *, expected_range(adjusted, n, mean, 'ncpes2018', '{}', se) OVER (PARTITION BY question),
		reliability(observed, n, 'additive_reml', '{}', se) OVER (PARTITION BY question)
	FROM score WHERE family = 'gaussian') AS s;
SELECT count(*) AS same
FROM judged AS j JOIN (SELECT *, adjust_p(p, 'bh') OVER (PARTITION BY question) AS q FROM step) AS s USING (question, organisation)
WHERE (j.n, j.missing, j.observed, j.adjusted, j.se, j.centre, j.low, j.high, j.outer_low, j.tau2, j.z, j.band, j.p, j.q, j.reliability, j.n_needed)
	IS NOT DISTINCT FROM (s.n, s.missing, s.observed, s.adjusted, s.se, s.mean, (s.r).low, (s.r).high, (s.r).outer_low, (s.r).tau2, (s.r).z, (s.r).band, s.p, s.q, (s.sure).reliability, (s.sure).n_needed);
-- in the order of questions, then organisations
SELECT bool_and(place = wanted) AS in_order FROM (
	SELECT j.place, row_number() OVER (ORDER BY k.place, j.organisation COLLATE "C") AS wanted
	FROM judged AS j JOIN (SELECT q.place, q.question FROM collected, unnest(questions(c)) WITH ORDINALITY AS q(question, place)) AS k USING (question)) AS s;
-- other rules: a target, Holm, limits of another body, models without organisations
SELECT count(*) FILTER (WHERE b.q >= j.q) = count(b.q) AS holm_above_bh, count(*) FILTER (WHERE b.q > j.q) > 1000 AS mostly, max(abs(b.n_needed / j.n_needed - 4 / (7.0 / 3))) < 1e-12 AS target, bool_and(b.outer_low < b.low OR b.outer_low = 0) AS outer
FROM collected, benchmark(c, 'ncpes2018', range_options => '{"outer_level": 0.998}', p_method => 'holm', target => 0.8) AS b JOIN judged AS j USING (question, organisation);
SELECT count(*) AS cells, max(abs(b.adjusted - i.difference_adjusted)) AS difference, max(abs(b.se - i.difference_se)) AS se, max(abs(b.observed - i.observed / i.n)) < 1e-15 AS observed
FROM collected, benchmark(c, 'ncpes2018', '{"organisation": "none"}') AS b,
	LATERAL (SELECT i.* FROM fit_sheet(c, '{"organisation": "none"}') AS f, indirect(f.model) AS i WHERE f.question = 'Q17' AND i.organisation = b.organisation) AS i
WHERE b.question = 'Q17';
-- one question of plain rows; a question that cannot be fitted says so; nothing
SELECT organisation, n, missing, round(observed::numeric, 3) AS observed, round(adjusted::numeric, 3) AS adjusted, band, round(q::numeric, 3) AS q, status
FROM (SELECT casemix('{age}', i % 7 > 2 OR (i % 4 = 1 AND i % 3 > 0), 'T' || i % 4, ARRAY[CASE WHEN i % 50 > 0 THEN (i % 3)::text END]) AS c FROM generate_series(1, 1200) AS i) AS x,
	benchmark(c, 'ncpes2018', range_options => '{"between": "none"}');
SELECT organisation, n, adjusted, band, status FROM (SELECT casemix('{age}', true, 'T' || i % 3, ARRAY[(i % 2)::text]) AS c FROM generate_series(1, 60) AS i) AS x, benchmark(c, 'ncpes2018');
SELECT question, organisation, n, status FROM (SELECT casemix('{age}', NULL::boolean, 'T1', '{a}') AS c) AS x, benchmark(c, 'ncpes2018');
SELECT count(*) FROM benchmark(NULL, 'ncpes2018');
-- a rule of rates is refused where there is a rating; the other questions one by one
SELECT count(b.band) FROM collected, benchmark(c, 'funnelplotr') AS b;
SELECT count(DISTINCT b.question) AS questions, count(b.outer_low) > 1000 AS judged, count(*) = (SELECT count(*) FROM judged WHERE question <> 'Q59') AS cells
FROM collected, unnest(questions(c)) AS item, benchmark(question_casemix(c, item), 'funnelplotr') AS b WHERE item <> 'Q59';
-- refused
SELECT count(b.band) FROM collected, benchmark(c, 'NCPES') AS b;
SELECT count(*) FROM collected, benchmark(c, 'ncpes2018', '{"zz": 1}');
SELECT count(b.band) FROM collected, benchmark(c, 'ncpes2018', range_options => '{"zz": 1}') AS b;
SELECT count(b.q) FROM collected, benchmark(c, 'ncpes2018', p_method => 'none') AS b;
SELECT count(b.n_needed) FROM collected, benchmark(c, 'ncpes2018', target => 1) AS b;
DROP TABLE step, score, judged, collected;
