-- Intervals and rounding of the National Cancer Patient Experience Survey 2018, trust tables.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
-- adjusted percentages: Wilson on the recovered score, z = 1.96; the published limits are single precision, whose step there is up to 7.6e-6
SELECT count(*) AS cells, count(*) FILTER (WHERE error < 1e-5) AS within_1e_5, max(error) < 1.05e-5 AS all_within_1_05e_5
FROM (SELECT greatest(abs(100 * (ci).low - low), abs(100 * (ci).high - high)) AS error
	FROM (SELECT low, high, rate_ci(score_recovered / 100, n, z => 1.96) AS ci
		FROM trust_score JOIN question USING (question) WHERE measure = 'percent' AND band IS NOT NULL) AS s) AS e;
-- the rating: mean +- 1.96 se gives the published limits back
SELECT count(*) AS cells, max(greatest(abs((ci).low - low), abs((ci).high - high))) < 1e-6 AS same
FROM (SELECT low, high, mean_ci(score_recovered, (high - low) / 2 / 1.96, z => 1.96) AS ci
	FROM trust_score JOIN question USING (question) WHERE measure = 'rating' AND band IS NOT NULL) AS s;
-- unadjusted percentages: Wilson to the published decimal, which took the exact quantile
SELECT count(*) AS cells,
	count(*) FILTER (WHERE round_half_up(100 * (ci).low, 1) = unadj_low AND round_half_up(100 * (ci).high, 1) = unadj_high) AS to_the_decimal,
	count(*) FILTER (WHERE abs(100 * (ci).low - unadj_low) <= 0.0500001 AND abs(100 * (ci).high - unadj_high) <= 0.0500001) AS within_rounding
FROM (SELECT unadj_low, unadj_high, rate_ci(make_tally(unadj_n, k)) AS ci FROM trust_score WHERE k_unique = 1) AS s;
SELECT question, trust, unadj_n, k, unadj_low, unadj_high, round((100 * (ci).low)::numeric, 5) AS low, round((100 * (ci).high)::numeric, 5) AS high
FROM (SELECT *, rate_ci(make_tally(unadj_n, k)) AS ci FROM trust_score WHERE k_unique = 1) AS s
WHERE round_half_up(100 * (ci).low, 1) <> unadj_low OR round_half_up(100 * (ci).high, 1) <> unadj_high;
-- rounding: unadjusted twice, adjusted once
SELECT count(*) AS cells, count(*) FILTER (WHERE percent(make_tally(unadj_n, k), 0, 'twice') = unadj_score) AS twice,
	count(*) FILTER (WHERE percent(make_tally(unadj_n, k)) = unadj_score) AS once FROM trust_score WHERE k_unique = 1;
SELECT measure, count(*) AS cells, count(*) FILTER (WHERE round_half_up(score_recovered, CASE measure WHEN 'percent' THEN 0 ELSE 2 END) = score_rounded) AS once
FROM trust_score JOIN question USING (question) WHERE band IS NOT NULL GROUP BY measure ORDER BY measure;
