-- How many cells of the National Cancer Patient Experience Survey 2018 each rule flags, by trust and question.
-- Cells: the 7,197 with a known whole number of positive answers k among unadj_n (51 items, 144 trusts), unless said otherwise.
-- Input: unadjusted k / n; centre: sum k / sum n of the question's cells; one partition a question.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\set ECHO none
\i :load
\set ECHO all
CREATE TEMP TABLE cell AS SELECT question, trust, unadj_n::bigint AS n, k, k::float8 / unadj_n AS score FROM trust_score JOIN question USING (question) WHERE k IS NOT NULL;
SELECT count(*) AS cells, count(DISTINCT question) AS questions, count(DISTINCT trust) AS trusts, min(n) AS smallest_n FROM cell;
CREATE TEMP TABLE judged AS
	SELECT *, expected_range(score, n, NULL, 'phe') OVER w AS score_limits, expected_range(score, n, NULL, 'phe', '{"z": 1.96}') OVER w AS score_limits_196, expected_range(score, n, NULL, 'spiegelhalter') OVER w AS exact,
		expected_range(score, n, NULL, 'funnelplotr') OVER w AS funnelplotr, expected_range(score, n, NULL, 'ncpes2018') OVER w AS ncpes2018, expected_range(score, n, NULL, 'ncpes2018', '{"z": 1.959964}') OVER w AS ncpes2018_1959964
	FROM cell WINDOW w AS (PARTITION BY question);
-- outside 95 % and 99.8 % score limits: z 1.959964 and 3.090232 (1.96 gives the same cells)
SELECT count(*) FILTER (WHERE (score_limits).band <> 'within') AS outside_95, count(*) FILTER (WHERE (score_limits_196).band <> 'within') AS outside_196, count(*) FILTER (WHERE (score_limits).band LIKE 'far%') AS outside_998,
	count(*) FILTER (WHERE ((score_limits).band <> 'within') <> (abs((score_limits).z) > 1.9599639845400545)) AS z_disagrees FROM judged;
-- exact limits of the same levels
SELECT count(*) FILTER (WHERE (exact).band <> 'within') AS exact_95, count(*) FILTER (WHERE (exact).band LIKE 'far%') AS exact_998 FROM judged;
-- over-dispersed limits on the arcsine scale, 10 % winsorised: z 1.959964 and 3.090232
SELECT count(*) FILTER (WHERE (funnelplotr).band <> 'within') AS funnelplotr_95, count(*) FILTER (WHERE (funnelplotr).band LIKE 'far%') AS funnelplotr_998,
	count(*) FILTER (WHERE ((funnelplotr).band <> 'within') <> (abs((funnelplotr).z) > 1.959964)) AS z_disagrees FROM judged;
-- the published rule (raw scale, 20 % winsorised, z 1.96): 1,325 of the 7,203 adjusted percentages, 1,360 with the rating, as printed; of these unadjusted cells, about their own centre, it flags more
SELECT measure, count(*) AS cells, count(*) FILTER (WHERE band <> 'within') AS flagged FROM trust_score JOIN question USING (question) WHERE band IS NOT NULL GROUP BY ROLLUP (measure) ORDER BY 1;
SELECT count(*) FILTER (WHERE (ncpes2018).band <> 'within') AS unadjusted, count(*) FILTER (WHERE (ncpes2018_1959964).band <> 'within') AS unadjusted_1959964 FROM judged;
-- adjusted p values of the score limits' z, two-sided, by question, flagged at 5 %; over all cells at once, for comparison
CREATE TEMP TABLE p_of AS SELECT question, (score_limits).z AS z, p_value((score_limits).z) AS p FROM judged;
-- 2 Phi(-|z|) once more, by Simpson's rule, whose error is below 1e-8 here
SELECT max(abs(p - simpson)) < 1e-8 AS as_integrated FROM p_of, LATERAL (SELECT 1 - 2 * sum(CASE WHEN i IN (0, 200) THEN 1 WHEN i % 2 = 1 THEN 4 ELSE 2 END * exp(-0.5 * (x * i / 200) ^ 2)) * x / 600 / sqrt(2 * pi()) AS simpson
	FROM (SELECT least(abs(z), 7) AS x) AS s, generate_series(0, 200) AS i GROUP BY x) AS integrated;
SELECT count(*) FILTER (WHERE bh < 0.05) AS bh_by_question, count(*) FILTER (WHERE holm < 0.05) AS holm_by_question, count(*) FILTER (WHERE bh_all < 0.05) AS bh_over_all, count(*) FILTER (WHERE holm_all < 0.05) AS holm_over_all
FROM (SELECT adjust_p(p, 'bh') OVER w AS bh, adjust_p(p, 'holm') OVER w AS holm, adjust_p(p, 'bh') OVER () AS bh_all, adjust_p(p, 'holm') OVER () AS holm_all FROM p_of WINDOW w AS (PARTITION BY question)) AS s;
