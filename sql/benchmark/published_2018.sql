-- Expected ranges and bands of the National Cancer Patient Experience Survey 2018, trust tables.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
CREATE TEMP TABLE cell AS
	SELECT s.*, measure, CASE measure WHEN 'percent' THEN 100 ELSE 1 END AS whole, score_recovered / CASE measure WHEN 'percent' THEN 100 ELSE 1 END AS score,
		CASE measure WHEN 'rating' THEN (high - low) / 2 / 1.96 END AS se, CASE measure WHEN 'rating' THEN '{"measure": "score"}' ELSE '{"measure": "proportion"}' END::jsonb AS kind
	FROM trust_score AS s JOIN question USING (question);
-- (a) published limits to bands, and what rounding before banding would do
SELECT count(*) AS cells, count(*) FILTER (WHERE band = b) AS equal, count(*) FILTER (WHERE b = 'above') AS above, count(*) FILTER (WHERE b = 'within') AS within,
	count(*) FILTER (WHERE b = 'below') AS below, count(*) FILTER (WHERE band <> rounded) AS rounded_first_differ
FROM (SELECT band, CASE WHEN score_recovered > expected_high THEN 'above' WHEN score_recovered < expected_low THEN 'below' ELSE 'within' END AS b,
		CASE WHEN score_rounded > expected_high THEN 'above' WHEN score_rounded < expected_low THEN 'below' ELSE 'within' END AS rounded
	FROM cell WHERE band IS NOT NULL) AS s;
-- (b) limits and bands where centre and tau2 are given: 26 percentages and the rating
WITH judged AS (
	SELECT measure, whole, expected_low, expected_high, band, expected_range(score, n, centre, 'ncpes2018', kind, se, NULL, tau2) OVER (PARTITION BY question) AS r
	FROM cell JOIN expected_range_parameter USING (question))
SELECT measure, count(*) AS cells, count(band) AS published, max(abs((r).low * whole - expected_low)) < 1.2e-5 AS low, max(abs((r).high * whole - expected_high)) < 1.2e-5 AS high,
	count(*) FILTER (WHERE (r).band = band) AS bands_equal, count(*) FILTER (WHERE ((r).band IS NULL) <> (band IS NULL)) AS bands_without_score
FROM judged GROUP BY measure ORDER BY measure;
-- limits of suppressed trusts are there, their bands are not
SELECT count(*) AS suppressed, count((r).low) AS with_limits, count((r).band) AS with_band, string_agg(DISTINCT (r).status, ', ') AS status
FROM (SELECT score, expected_range(score, n, 0.8, 'ncpes2018', '{}', NULL, NULL, 0) OVER (PARTITION BY question) AS r FROM cell WHERE measure = 'percent') AS s WHERE score IS NULL;
-- tau2 of our own: suppressed trusts at the centre, and left out; the reference was computed with other software
WITH judged AS (
	SELECT question, trust, tau2_at_centre, tau2_omit, expected_range(score, n, centre, 'ncpes2018', '{"unscored": "centre"}') OVER w AS kept, expected_range(score, n, centre, 'ncpes2018') OVER w AS omitted
	FROM cell JOIN expected_range_parameter USING (question) WHERE measure = 'percent' WINDOW w AS (PARTITION BY question))
SELECT question, (kept).tau2::numeric(12,8) AS tau2, (kept).phi::numeric(8,4) AS phi, (kept).units, (omitted).tau2::numeric(12,8) AS tau2_omitted, (omitted).units AS units_omitted
FROM judged WHERE trust = 'R0A' AND ((kept).tau2 > 0 OR (omitted).tau2 > 0) ORDER BY 2 DESC, 1;
WITH judged AS (
	SELECT question, trust, tau2_at_centre, tau2_omit, expected_range(score, n, centre, 'ncpes2018', '{"unscored": "centre"}') OVER w AS kept, expected_range(score, n, centre, 'ncpes2018') OVER w AS omitted
	FROM cell JOIN expected_range_parameter USING (question) WHERE measure = 'percent' WINDOW w AS (PARTITION BY question))
SELECT count(*) AS questions, bool_and(abs((kept).tau2 - tau2_at_centre) <= 0.0005 * tau2_at_centre) AS kept, bool_and(abs((omitted).tau2 - tau2_omit) <= 0.0005 * tau2_omit) AS omitted
FROM judged WHERE trust = 'R0A';
-- single published limits: R0A Q1; R0A and R1F Q33; RQX Q5 capped at 100 %; R0A Q59
SELECT question, trust, ((r).low * whole)::numeric(10,5) AS low, ((r).high * whole)::numeric(10,5) AS high, (r).band
FROM (SELECT question, trust, whole, expected_range(score, n, centre, 'ncpes2018', kind, se, NULL, tau2) OVER (PARTITION BY question) AS r FROM cell JOIN expected_range_parameter USING (question)) AS s
WHERE (question, trust) IN (('Q1', 'R0A'), ('Q33', 'R0A'), ('Q33', 'R1F'), ('Q5', 'RQX'), ('Q59', 'R0A')) ORDER BY 1, 2;
