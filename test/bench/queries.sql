-- What is measured: one view a query.
\set ON_ERROR_STOP on
\set QUIET on

-- ---- over all answers ----

CREATE VIEW all_count AS SELECT count(*) FROM answer;
CREATE VIEW all_tally AS SELECT tally(positive) FROM answer;
CREATE VIEW all_filter AS SELECT count(*) FILTER (WHERE positive) FROM answer;
CREATE VIEW all_weighted_tally AS SELECT tally(positive, weight) FROM answer;
CREATE VIEW all_weighted_sums AS
SELECT sum(weight) FILTER (WHERE positive) AS wy, sum(weight) AS w, sum(weight * weight) AS ww FROM answer;
CREATE VIEW all_moments AS SELECT moments(score) FROM answer;
CREATE VIEW all_stddev AS SELECT avg(score), stddev(score) FROM answer;
CREATE VIEW all_weighted_moments AS SELECT moments(score, weight) FROM answer;
CREATE VIEW all_six_sums AS
SELECT sum(weight) AS w, sum(weight * score) AS wx, sum(weight * score * score) AS wxx, sum(weight * weight) AS ww,
	sum(weight * weight * score) AS wwx, sum(weight * weight * score * score) AS wwxx
FROM answer;

-- ---- by organisation, and by ward ----

CREATE VIEW organisation_tally AS SELECT organisation, tally(positive) FROM answer GROUP BY organisation;
CREATE VIEW organisation_counts AS
SELECT organisation, count(*) FILTER (WHERE positive) AS positives, count(*) AS n FROM answer GROUP BY organisation;
CREATE VIEW organisation_weighted_tally AS SELECT organisation, tally(positive, weight) FROM answer GROUP BY organisation;
CREATE VIEW organisation_weighted_sums AS
SELECT organisation, sum(weight) FILTER (WHERE positive) AS wy, sum(weight) AS w, sum(weight * weight) AS ww
FROM answer GROUP BY organisation;

-- Counted on the server, so that the states are held but not sent.
CREATE VIEW ward_count AS SELECT count(c) FROM (SELECT count(*) AS c FROM answer GROUP BY ward) AS g;
CREATE VIEW ward_weighted_tally AS SELECT count(t) FROM (SELECT tally(positive, weight) AS t FROM answer GROUP BY ward) AS g;
CREATE VIEW ward_weighted_sums AS
SELECT count(wy) + count(w) + count(ww)
FROM (
	SELECT sum(weight) FILTER (WHERE positive) AS wy, sum(weight) AS w, sum(weight * weight) AS ww FROM answer GROUP BY ward
) AS g;

-- ---- parallel: every digit of every kind of summary, and of core's sum ----

CREATE VIEW digits AS
SELECT md5(string_agg(organisation || t::text || w::text || m::text || v::text, ',' ORDER BY organisation)) AS ours,
	md5(string_agg(organisation || s::text, ',' ORDER BY organisation)) AS core
FROM (
	SELECT organisation, tally(positive) AS t, tally(positive, weight) AS w, moments(score) AS m, moments(score, weight) AS v,
		sum(weight) AS s
	FROM answer GROUP BY organisation
) AS o;

-- ---- expected ranges ----

-- Everything ncpes2018 does, in plain SQL.  Type 2 percentiles: the mean of the values ranked from share * units to
-- share * units + 1, in whole numbers because a fifth is no binary fraction.
CREATE FUNCTION make_range_views(source regclass, suffix text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
	EXECUTE format($view$
		CREATE VIEW range_ours_%2$s AS
		SELECT question, unit, (r).low, (r).high, (r).z, (r).tau2, (r).band
		FROM (
			SELECT question, unit, expected_range(score, n, NULL, 'ncpes2018') OVER (PARTITION BY question) AS r
			FROM %1$s
		) AS judged
	$view$, source, suffix);
	EXECUTE format($view$
		CREATE VIEW range_plain_%2$s AS
		WITH centred AS (
			SELECT question, unit, n, score,
				sum(score * n) OVER q / sum(n) FILTER (WHERE score IS NOT NULL) OVER q AS centre
			FROM %1$s
			WINDOW q AS (PARTITION BY question)
		), standard AS (
			SELECT *, centre * (1 - centre) / n AS variance, (score - centre) / sqrt(centre * (1 - centre) / n) AS naive
			FROM centred
		), ranked AS (
			SELECT *, row_number() OVER (PARTITION BY question ORDER BY naive) AS rank,
				count(naive) OVER (PARTITION BY question) AS units
			FROM standard
		), ends AS (
			SELECT question, avg(naive) FILTER (WHERE 5 * rank BETWEEN units AND units + 5) AS lowest,
				avg(naive) FILTER (WHERE 5 * rank BETWEEN 4 * units AND 4 * units + 5) AS highest
			FROM ranked
			WHERE naive IS NOT NULL
			GROUP BY question
		), spread AS (
			SELECT question, greatest(0, (sum(least(greatest(naive, lowest), highest) ^ 2) - (count(*) - 1))
				/ (sum(1 / variance) - sum(1 / variance ^ 2) / sum(1 / variance))) AS tau2
			FROM ranked
			JOIN ends USING (question)
			WHERE naive IS NOT NULL
			GROUP BY question
		), limits AS (
			SELECT question, unit, score, tau2, (score - centre) / sqrt(variance + tau2) AS z,
				greatest(0, centre - 1.96 * sqrt(variance + tau2)) AS low,
				least(1, centre + 1.96 * sqrt(variance + tau2)) AS high
			FROM ranked
			JOIN spread USING (question)
		)
		SELECT question, unit, low, high, z, tau2,
			CASE WHEN score < low THEN 'below' WHEN score > high THEN 'above' WHEN score IS NOT NULL THEN 'within' END AS band
		FROM limits
	$view$, source, suffix);
	-- The least that any window function over the same partitions costs: reading and sorting.
	EXECUTE format($view$
		CREATE VIEW sort_%2$s AS
		SELECT sum(place) FROM (SELECT row_number() OVER (PARTITION BY question) AS place FROM %1$s) AS p
	$view$, source, suffix);
	EXECUTE format($view$
		CREATE VIEW ours_%1$s AS SELECT sum(low) AS low, sum(high) AS high, sum(z) AS z, sum(tau2) AS tau2, count(band) AS bands FROM range_ours_%1$s
	$view$, suffix);
	EXECUTE format($view$
		CREATE VIEW plain_%1$s AS SELECT sum(low) AS low, sum(high) AS high, sum(z) AS z, sum(tau2) AS tau2, count(band) AS bands FROM range_plain_%1$s
	$view$, suffix);
END;
$function$;
SELECT make_range_views('unit_10000x60', '10000x60'), make_range_views('unit_1000x6', '1000x6'),
	make_range_views('unit_10000x6', '10000x6'), make_range_views('unit_100000x6', '100000x6') \g /dev/null
CREATE VIEW range_agreement AS
SELECT count(*) AS units, count(*) FILTER (WHERE o.band IS DISTINCT FROM p.band) AS bands,
	max(greatest(abs(o.low - p.low), abs(o.high - p.high))) AS limits
FROM range_ours_10000x60 AS o
FULL JOIN range_plain_10000x60 AS p USING (question, unit);

-- ---- suppression ----

CREATE VIEW cell_ours AS
SELECT question, trust, tumour_group,
	suppress(n, ARRAY[tumour_group], 'ncpes2018') OVER (PARTITION BY question, trust) AS status
FROM cell;
CREATE VIEW cell_plain AS
SELECT question, trust, tumour_group,
	CASE WHEN n = 0 THEN 'w' WHEN n <= 20 OR (low = 1 AND place = 1) THEN 'c' END AS status
FROM (
	SELECT question, trust, tumour_group, n,
		count(*) FILTER (WHERE n BETWEEN 1 AND 20) OVER (PARTITION BY question, trust) AS low,
		row_number() OVER (PARTITION BY question, trust ORDER BY n <= 20, n, tumour_group COLLATE "C") AS place
	FROM cell
) AS c;
CREATE VIEW suppress_ours AS SELECT count(*) AS cells, count(status) AS statuses FROM cell_ours;
CREATE VIEW suppress_plain AS SELECT count(*) AS cells, count(status) AS statuses FROM cell_plain;
CREATE VIEW suppress_sort AS
SELECT sum(place) FROM (SELECT row_number() OVER (PARTITION BY question, trust) AS place FROM cell) AS p;
CREATE VIEW suppress_agreement AS
SELECT count(*) AS cells, count(*) FILTER (WHERE o.status IS DISTINCT FROM p.status) AS different
FROM cell_ours AS o
FULL JOIN cell_plain AS p USING (question, trust, tumour_group);

-- ---- the funnel plot ----

CREATE VIEW svg_ours AS
SELECT funnel_svg(label, n, score, low, high, band, '{"title": "Q5, 2018", "unit": "%", "score_factor": 100, "noun": "trusts"}') AS svg
FROM funnel_row;
-- The least that any picture of them costs: a circle a trust and a point a limit, without axes, labels or text.
CREATE VIEW svg_plain AS
SELECT '<svg>' || string_agg(format('<circle cx="%s" cy="%s" r="3"><title>%s</title></circle>', round((n / 10)::numeric, 2),
		round((400 * (1 - score))::numeric, 2), label), '' ORDER BY label) FILTER (WHERE label IS NOT NULL AND score IS NOT NULL)
	|| format('<polyline points="%s"/>', string_agg(format('%s,%s', round((n / 10)::numeric, 2),
		round((400 * (1 - low))::numeric, 2)), ' ' ORDER BY n) FILTER (WHERE label IS NULL))
	|| format('<polyline points="%s"/></svg>', string_agg(format('%s,%s', round((n / 10)::numeric, 2),
		round((400 * (1 - high))::numeric, 2)), ' ' ORDER BY n) FILTER (WHERE label IS NULL)) AS svg
FROM funnel_row;

-- ---- sizes ----

CREATE VIEW state_size AS
SELECT *
FROM (
	SELECT organisation, pg_column_size(tally(positive)) AS tally, pg_column_size(tally(positive, weight)) AS weighted_tally,
		pg_column_size(moments(score)) AS moments, pg_column_size(moments(score, weight)) AS weighted_moments,
		pg_column_size(moments(floor(score))) AS whole_moments,
		pg_column_size(moments(floor(score), ceil(weight))) AS whole_weighted_moments,
		pg_column_size(tally(positive, ceil(weight))) AS whole_weighted_tally
	FROM answer
	WHERE organisation < 5
	GROUP BY organisation
) AS o;
