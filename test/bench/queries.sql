-- What is measured: one view a query.  psql variable: rows.
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

-- ---- benchmarking: every statistic of a unit among those of its question ----

CREATE FUNCTION make_statistic_views(source regclass, suffix text) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
	-- a name, and what is counted of it
	part text[] := ARRAY[
		['range', $$(expected_range(score, n, NULL, 'ncpes2018') OVER w).band$$],
		['reml', $$(expected_range(score, n, NULL, 'ncpes2018', '{"between": "reml"}') OVER w).band$$],
		['exact', $$(expected_range(score, n, NULL, 'spiegelhalter') OVER w).band$$],
		['reliable', $$(reliability(score, n, 'log_odds') OVER w).reliability$$],
		['shrunken', $$(shrink(score, se, 'dersimonian_laird') OVER w).score$$],
		['rank', $$(rank_interval(score, se) OVER w).low$$],
		['marginal', $$(rank_interval(score, se, 'marginal') OVER w).low$$],
		['holm', $$adjust_p(p, 'holm') OVER w$$],
		['bh', $$adjust_p(p, 'bh') OVER w$$]];
	cells text := format($$(SELECT question, unit, n, score, nullif(sqrt(score * (1 - score) / n), 0) AS se, 1 - score / 2 AS p FROM %s) AS c$$, source);
BEGIN
	FOR i IN 1 .. array_length(part, 1) LOOP
		EXECUTE format('CREATE VIEW %s_%s AS SELECT count(x) FROM (SELECT %s AS x FROM %s WINDOW w AS (PARTITION BY question)) AS s',
			part[i][1], suffix, part[i][2], cells);
	END LOOP;
	EXECUTE format($view$
		CREATE VIEW every_%s AS SELECT %s FROM (
			SELECT %s, grade((r).z, '{1.6, 2, 3}') AS g, adjust_p(p_value((r).z), 'bh') OVER (PARTITION BY question) AS q,
				adjust_p(p_value((r).z_naive), 'holm') OVER (PARTITION BY question) AS h
			FROM (SELECT *, expected_range(score, n, NULL, 'ncpes2018') OVER w AS r, reliability(score, n, 'log_odds') OVER w AS sure,
				shrink(score, se, 'dersimonian_laird') OVER w AS shrunken, rank_interval(score, se) OVER w AS place FROM %s
				WINDOW w AS (PARTITION BY question)) AS judged) AS told
	$view$, suffix, 'count(low) AS low, count(band) AS band, count(reliability) AS reliability, count(score) AS score, count(rank) AS rank, count(g) AS grade, count(q) AS q, count(h) AS holm',
		'(r).low, (r).band, (sure).reliability, (shrunken).score, (place).rank', cells);
END;
$function$;
SELECT make_statistic_views('published_cell', '2018'), make_statistic_views('unit_1000x6', '1000x6'),
	make_statistic_views('unit_10000x6', '10000x6'), make_statistic_views('unit_100000x6', '100000x6') \g /dev/null
CREATE VIEW sort_2018 AS SELECT sum(place) FROM (SELECT row_number() OVER (PARTITION BY question) AS place FROM published_cell) AS p;
CREATE VIEW range_100000x60 AS
SELECT count((r).band) FROM (SELECT expected_range(score, n, NULL, 'ncpes2018') OVER (PARTITION BY question) AS r FROM unit_100000x60) AS judged;
CREATE VIEW sort_100000x60 AS SELECT sum(place) AS places, max(n) AS n, max(score) AS score FROM (SELECT n, score, row_number() OVER (PARTITION BY question) AS place FROM unit_100000x60) AS p;

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

-- ---- quality of life ----

SELECT string_agg('q' || i, ', ' ORDER BY i) AS columns FROM generate_series(1, 30) AS i \gset
CREATE VIEW c30_columns AS SELECT score_columns('QLQ-C30', true, :columns) AS s FROM c30;
CREATE VIEW c30_array AS SELECT scores('QLQ-C30', ARRAY[:columns]) AS s FROM c30;
CREATE VIEW c30_plan AS SELECT scores((SELECT instrument_plan('QLQ-C30')), ARRAY[:columns]) AS s FROM c30;
CREATE VIEW c30_bare_array AS SELECT ARRAY[:columns] AS a FROM c30;
CREATE VIEW c30_bare AS TABLE c30;

-- The least that plain SQL needs for it.  Of two items 2 * mean is coalesce(a + b, 2 * a, 2 * b); of more, all
-- answered come first and the rule for gaps behind them; means come out of whole numbers with one
-- multiplication.  Where a gap is allowed the half rule is num_nonnulls().  Tried and slower: CASE for every
-- scale (below), the summary from the same expressions again, LATERAL, unnest() and a join to a table of scales.
CREATE VIEW c30_plain AS
SELECT *, (pf + rf + ef + cf + sf + 800 - (fa + nv + pa + dy + sl + ap + co + di)) / 13 AS summary
FROM (
	SELECT (coalesce(q29 + q30, 2 * q29, 2 * q30) - 2) * (100 / 12.0::float8) AS ql,
		coalesce((20 - (q1 + q2 + q3 + q4 + q5)) * (100 / 15.0::float8),
			CASE WHEN num_nonnulls(q1, q2, q3, q4, q5) >= 3
				THEN (4 * num_nonnulls(q1, q2, q3, q4, q5)
					- (coalesce(q1, 0) + coalesce(q2, 0) + coalesce(q3, 0) + coalesce(q4, 0) + coalesce(q5, 0)))
					* (100 / 3.0::float8) / num_nonnulls(q1, q2, q3, q4, q5) END) AS pf,
		(8 - coalesce(q6 + q7, 2 * q6, 2 * q7)) * (100 / 6.0::float8) AS rf,
		coalesce((16 - (q21 + q22 + q23 + q24)) * (100 / 12.0::float8),
			CASE WHEN num_nonnulls(q21, q22, q23, q24) >= 2
				THEN (4 * num_nonnulls(q21, q22, q23, q24)
					- (coalesce(q21, 0) + coalesce(q22, 0) + coalesce(q23, 0) + coalesce(q24, 0)))
					* (100 / 3.0::float8) / num_nonnulls(q21, q22, q23, q24) END) AS ef,
		(8 - coalesce(q20 + q25, 2 * q20, 2 * q25)) * (100 / 6.0::float8) AS cf,
		(8 - coalesce(q26 + q27, 2 * q26, 2 * q27)) * (100 / 6.0::float8) AS sf,
		(coalesce(2 * (q10 + q12 + q18), 3 * (q10 + q12), 3 * (q10 + q18), 3 * (q12 + q18)) - 6) * (100 / 18.0::float8) AS fa,
		(coalesce(q14 + q15, 2 * q14, 2 * q15) - 2) * (100 / 6.0::float8) AS nv,
		(coalesce(q9 + q19, 2 * q9, 2 * q19) - 2) * (100 / 6.0::float8) AS pa,
		(q8 - 1) * (100 / 3.0::float8) AS dy,
		(q11 - 1) * (100 / 3.0::float8) AS sl,
		(q13 - 1) * (100 / 3.0::float8) AS ap,
		(q16 - 1) * (100 / 3.0::float8) AS co,
		(q17 - 1) * (100 / 3.0::float8) AS di,
		(q28 - 1) * (100 / 3.0::float8) AS fi
	FROM c30
	OFFSET 0 -- or each scale of the summary would be computed twice
) AS scored;

-- As one writes it: CASE, num_nonnulls() and coalesce() for every scale.
SELECT string_agg(format('CASE WHEN num_nonnulls(%1$s) >= %2$s THEN 100 * (%3$s)::float8 / (%4$s * num_nonnulls(%1$s)) END AS %5$s',
		items, least, CASE WHEN functional THEN format('4 * num_nonnulls(%s) - (%s)', items, sum) ELSE format('%s - num_nonnulls(%s)', sum, items) END,
		spread, scale), ', ' ORDER BY place) AS scales
FROM (
	SELECT scale, place, functional, CASE WHEN scale = 'ql' THEN 6 ELSE 3 END AS spread, (cardinality(item) + 1) / 2 AS least,
		(SELECT string_agg('q' || i, ', ') FROM unnest(item) AS i) AS items,
		(SELECT string_agg(format('coalesce(q%s, 0)', i), ' + ') FROM unnest(item) AS i) AS sum
	FROM (VALUES (1, 'ql', false, '{29,30}'::int[]), (2, 'pf', true, '{1,2,3,4,5}'), (3, 'rf', true, '{6,7}'), (4, 'ef', true, '{21,22,23,24}'), (5, 'cf', true, '{20,25}'),
			(6, 'sf', true, '{26,27}'), (7, 'fa', false, '{10,12,18}'), (8, 'nv', false, '{14,15}'), (9, 'pa', false, '{9,19}'), (10, 'dy', false, '{8}'), (11, 'sl', false, '{11}'),
			(12, 'ap', false, '{13}'), (13, 'co', false, '{16}'), (14, 'di', false, '{17}'), (15, 'fi', false, '{28}'))
		AS v(place, scale, functional, item)
) AS s \gset
CREATE VIEW c30_case AS
SELECT *, (pf + rf + ef + cf + sf + 800 - (fa + nv + pa + dy + sl + ap + co + di)) / 13 AS summary
FROM (SELECT :scales FROM c30 OFFSET 0) AS scored;

CREATE VIEW c30_agreement AS
SELECT count(*) AS scores, count(*) FILTER (WHERE (ours IS NULL) <> (plain IS NULL) OR (ours IS NULL) <> (usual IS NULL)) AS nulls,
	max(greatest(abs(ours - plain), abs(ours - usual))) AS largest
FROM (SELECT row_number() OVER () AS id, s FROM c30_columns) AS o
JOIN (SELECT row_number() OVER () AS id, ARRAY[ql, pf, rf, ef, cf, sf, fa, nv, pa, dy, sl, ap, co, di, fi, summary] AS p FROM c30_plain) AS p USING (id)
JOIN (SELECT row_number() OVER () AS id, ARRAY[ql, pf, rf, ef, cf, sf, fa, nv, pa, dy, sl, ap, co, di, fi, summary] AS c FROM c30_case) AS c USING (id),
	LATERAL unnest(s, p, c) AS v(ours, plain, usual);
CREATE VIEW c30_means AS
SELECT string_agg(round(mean::numeric, 6)::text, ' ' ORDER BY place)
FROM (SELECT place, avg(v) AS mean FROM (SELECT score_columns('QLQ-C30', true, :columns) AS s FROM (SELECT * FROM c30 LIMIT 20000) AS c30) AS o,
		unnest(s) WITH ORDINALITY AS u(v, place) GROUP BY place) AS m;

CREATE VIEW eq_ours AS SELECT sum(eq5d_index(eq5d(mo, sc, ua, pd, ad), 'UK 2026')) FROM eq;
CREATE VIEW eq_join AS SELECT sum(value) FROM eq JOIN eq_value USING (mo, sc, ua, pd, ad);
CREATE VIEW eq_join_state AS SELECT sum(value) FROM eq JOIN eq_value ON state = eq.mo * 10000 + eq.sc * 1000 + eq.ua * 100 + eq.pd * 10 + eq.ad;
CREATE VIEW eq_agreement AS
SELECT count(*) AS rows, count(*) FILTER (WHERE eq5d_index(eq5d(mo, sc, ua, pd, ad), 'UK 2026') IS DISTINCT FROM value) AS different
FROM eq LEFT JOIN eq_value USING (mo, sc, ua, pd, ad);

CREATE VIEW fhir_text AS SELECT id, fhir_scores(document, 'QLQ-C30') AS s FROM fhir;
-- Items at any depth, those below answers too, to one row a response, scored as above.
SELECT string_agg(format('max(value) FILTER (WHERE item = %s) AS q%s', i, i), ', ' ORDER BY i) AS pivot FROM generate_series(1, 30) AS i \gset
CREATE VIEW fhir_c30 AS
WITH RECURSIVE tree AS (
	SELECT id, item FROM fhir, jsonb_array_elements(document::jsonb->'item') AS item
	UNION ALL
	SELECT id, below.item
	FROM tree, LATERAL (
		SELECT jsonb_array_elements(tree.item->'item') AS item
		UNION ALL
		SELECT jsonb_array_elements(answer->'item') FROM jsonb_array_elements(tree.item->'answer') AS answer
	) AS below
), answer AS (
	SELECT id, substring(item->>'linkId' FROM 10)::int AS item,
		coalesce((item->'answer'->0->>'valueInteger')::int, CASE item->'answer'->0->'valueCoding'->>'code'
			WHEN 'not-at-all' THEN 1 WHEN 'a-little' THEN 2 WHEN 'quite-a-bit' THEN 3 WHEN 'very-much' THEN 4 END) AS value
	FROM tree
	WHERE item->>'linkId' LIKE 'qlq-c30-q__'
)
SELECT id, :pivot FROM answer GROUP BY id;
SELECT replace(pg_get_viewdef('c30_plain'), 'FROM c30', 'FROM fhir_c30 AS c30') AS scored \gset
CREATE VIEW fhir_plain AS :scored
CREATE VIEW fhir_agreement AS
WITH ours AS (
	SELECT array(SELECT round(v::numeric, 9) FROM unnest(s) WITH ORDINALITY AS u(v, i) ORDER BY i) FROM fhir_text
), plain AS (
	SELECT array(SELECT round(v::numeric, 9) FROM unnest(ARRAY[ql, pf, rf, ef, cf, sf, fa, nv, pa, dy, sl, ap, co, di, fi, summary])
		WITH ORDINALITY AS u(v, i) ORDER BY i) FROM fhir_plain
)
SELECT (SELECT count(*) FROM ours) AS documents, (SELECT count(*) FROM (TABLE ours EXCEPT ALL TABLE plain) AS d) AS different;

-- Many rows that no table has to hold; answers of 1 to 4 all through.
SELECT string_agg(format('1 + (i + %s) %% 4', i), ', ' ORDER BY i) AS made FROM generate_series(1, 30) AS i \gset
CREATE VIEW memory_scores_few AS SELECT count(scores('QLQ-C30', ARRAY[:made])) FROM (SELECT generate_series(1, :rows / 10) AS i OFFSET 0) AS r;
CREATE VIEW memory_scores_all AS SELECT count(scores('QLQ-C30', ARRAY[:made])) FROM (SELECT generate_series(1, :rows) AS i OFFSET 0) AS r;
CREATE VIEW memory_columns_few AS SELECT count(score_columns('QLQ-C30', true, :made)) FROM (SELECT generate_series(1, :rows / 10) AS i OFFSET 0) AS r;
CREATE VIEW memory_columns_all AS SELECT count(score_columns('QLQ-C30', true, :made)) FROM (SELECT generate_series(1, :rows) AS i OFFSET 0) AS r;
CREATE VIEW memory_index_few AS
SELECT sum(eq5d_index(eq5d(1 + i % 5, 1 + i / 5 % 5, 1, 3, 5), 'UK 2026')) FROM (SELECT generate_series(1, :rows / 10) AS i OFFSET 0) AS r;
CREATE VIEW memory_index_all AS
SELECT sum(eq5d_index(eq5d(1 + i % 5, 1 + i / 5 % 5, 1, 3, 5), 'UK 2026')) FROM (SELECT generate_series(1, :rows) AS i OFFSET 0) AS r;
CREATE VIEW memory_fhir_few AS SELECT count(fhir_scores(document, 'QLQ-C30')) FROM fhir WHERE id <= 500;
CREATE VIEW memory_fhir_all AS SELECT count(fhir_scores(document, 'QLQ-C30')) FROM fhir;

-- ---- the survey ----

SELECT string_agg(answer, ', ' ORDER BY "position") AS answers,
	string_agg(format('count(*) FILTER (WHERE %s IN (%s)), count(*) FILTER (WHERE %1$s IN (%3$s))', answer, scored, positive), ', '
		ORDER BY "position") AS pairs,
	string_agg(format('sum(weight) FILTER (WHERE %s IN (%s)), sum(weight) FILTER (WHERE %1$s IN (%3$s))', answer, scored, positive), ', '
		ORDER BY "position") AS weighted_pairs,
	string_agg(format('(%s, c%s, c%s)', "position", 2 * "position" - 1, 2 * "position"), ', ' ORDER BY "position") AS pair_values,
	string_agg(format('c%s, c%s', 2 * "position" - 1, 2 * "position"), ', ' ORDER BY "position") AS pair_names,
	string_agg(format('(%s, %s)', "position", answer), ', ' ORDER BY "position") AS answer_values
FROM survey_question,
	LATERAL (
		SELECT string_agg(code::text, ', ' ORDER BY code) FILTER (WHERE class IN ('positive', 'negative')) AS scored,
			string_agg(code::text, ', ' ORDER BY code) FILTER (WHERE class = 'positive') AS positive
		FROM unnest(codes, classes) AS u(code, class)
	) AS codes \gset

-- Sheets of 145 trusts, from rows, from arrays and from columns.
CREATE VIEW sheet_rows_form AS
SELECT trust, tally_sheet((SELECT sheet_plan('bench')), r) AS sheet FROM response AS r GROUP BY trust;
CREATE VIEW sheet_array_form AS
SELECT trust, tally_sheet((SELECT sheet_plan('bench')), ARRAY[:answers]) AS sheet FROM response GROUP BY trust;
SELECT 'CREATE VIEW sheet_columns_form AS ' || tally_columns_sql(sheet_plan('bench'), 'response', '{trust}') AS create \gset
:create;
SELECT 'CREATE VIEW sheet_clean_form AS ' || tally_columns_sql(sheet_plan('bench', '{"clean": true}'), 'response', '{trust}') AS create \gset
:create;

-- From all ways the same: scored and positive answers of each question in each trust, as a digest.
CREATE FUNCTION make_survey_view(name text, counts text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
	EXECUTE format($view$
		CREATE VIEW count_%1$s AS %2$s
	$view$, name, counts);
	EXECUTE format($view$
		CREATE VIEW survey_%1$s AS
		SELECT md5(string_agg(format('%%s,%%s,%%s,%%s', trust, question, n, positive), ';' ORDER BY trust COLLATE "C", question))
		FROM count_%1$s
		WHERE n > 0 -- what unpivoting has
	$view$, name);
END;
$function$;
SELECT make_survey_view(form, format('SELECT trust, "position" AS question, n_scored AS n, positive FROM sheet_%s_form, sheet_rows(sheet)', form))
FROM unnest('{rows,array,columns,clean}'::text[]) AS form \g /dev/null
SELECT make_survey_view('pairs', format('SELECT trust, v.* FROM (SELECT trust, %s FROM response GROUP BY trust) AS r(trust, %s),
	LATERAL (VALUES %s) AS v(question, n, positive)', :'pairs', :'pair_names', :'pair_values')) \g /dev/null
-- Of the ways to unpivot the fastest: each answer is counted first, and what it means is looked up once.  Joining all answers
-- takes three times as long, CASE and FILTER on each twice.
SELECT make_survey_view('unpivot', format('SELECT trust, question, sum(g.n) AS n, coalesce(sum(g.n) FILTER (WHERE c.positive), 0) AS positive
	FROM (
		SELECT trust, question, answer, count(*) AS n
		FROM response, LATERAL (VALUES %s) AS v(question, answer)
		GROUP BY trust, question, answer
	) AS g
	JOIN survey_code AS c ON c."position" = question AND c.code = answer
	GROUP BY trust, question', :'answer_values')) \g /dev/null
CREATE VIEW survey_bare AS -- what all do at least: rows are taken apart and grouped
SELECT sum(last) + sum(weights) AS read FROM (SELECT trust, max(q61) AS last, count(weight) AS weights FROM response GROUP BY trust) AS r;

-- The same with weights: the sum of all 8,700 proportions.
CREATE VIEW weighted_rows AS
SELECT round(sum(rate)::numeric, 6)
FROM (SELECT tally_sheet((SELECT sheet_plan('bench')), r, weight) AS sheet FROM response AS r GROUP BY trust) AS s, sheet_rows(sheet);
CREATE VIEW weighted_array AS
SELECT round(sum(rate)::numeric, 6)
FROM (SELECT tally_sheet((SELECT sheet_plan('bench')), ARRAY[:answers], weight) AS sheet FROM response GROUP BY trust) AS s, sheet_rows(sheet);
CREATE VIEW weighted_pairs AS
SELECT round(sum(coalesce(positive, 0) / n)::numeric, 6)
FROM (SELECT trust, :weighted_pairs FROM response GROUP BY trust) AS r(trust, :pair_names), LATERAL (VALUES :pair_values) AS v(question, n, positive);

-- What an answer means, respondent by respondent.
CREATE VIEW classify_ours AS SELECT count(*) FILTER (WHERE classify((SELECT sheet_plan('bench')), 'Q1', q1) = 'positive') FROM response;
SELECT string_agg(format('WHEN %s THEN %L', code, class), ' ' ORDER BY code) AS cases
FROM survey_question, unnest(codes, classes) AS u(code, class) WHERE answer = 'q1' \gset
CREATE VIEW classify_case AS SELECT count(*) FILTER (WHERE CASE q1 :cases ELSE 'missing' END = 'positive') FROM response;
CREATE VIEW classify_bare AS SELECT count(q1) FROM response;

-- What is done with sheets, and their sizes.
CREATE VIEW sheet_rollup AS SELECT n(rollup(sheet)) FROM sheet;
CREATE VIEW sheet_read AS SELECT count(*), sum(positive) FROM sheet, sheet_rows(sheet);
CREATE VIEW sheet_size AS
SELECT max(pg_column_size(sheet)) AS sheet, max(pg_column_size(weighted)) AS weighted
FROM (
	SELECT tally_sheet((SELECT sheet_plan('bench')), r) AS sheet, tally_sheet((SELECT sheet_plan('bench')), r, weight) AS weighted
	FROM response AS r
	WHERE respondent <= 1000
) AS s;

CREATE VIEW sample_all AS SELECT count(trust) FROM sample_responses(greatest(:rows / 10, 1), 1);

-- For another program: the columns that it needs, and which codes count.
CREATE VIEW survey_export AS SELECT trust, :answers FROM response;
CREATE VIEW survey_codes AS
SELECT jsonb_agg(jsonb_build_object('answer', answer, 'scored', scored, 'positive', positive) ORDER BY "position")
FROM survey_question,
	LATERAL (
		SELECT jsonb_agg(code) FILTER (WHERE class IN ('positive', 'negative')) AS scored, jsonb_agg(code) FILTER (WHERE class = 'positive') AS positive
		FROM unnest(codes, classes) AS u(code, class)
	) AS codes;

-- ---- weights ----

-- A population whose margins are not the sample's: age, sex and deprivation, each with the same total.
CREATE TABLE margin AS
SELECT margin, category, 5 * sum(n) OVER (PARTITION BY margin) * (n * (0.8 + 0.1 * place)) / sum(n * (0.8 + 0.1 * place)) OVER (PARTITION BY margin) AS total
FROM (
	SELECT margin, category, count(*)::float8 AS n, row_number() OVER (PARTITION BY margin ORDER BY category)::float8 AS place
	FROM response, LATERAL (VALUES ('age', age_band), ('sex', sex), ('deprivation', deprivation::text)) AS v(margin, category)
	GROUP BY margin, category
) AS counted;
CREATE VIEW raked AS
SELECT age_band, sex, deprivation::text, rake(weight, ARRAY[age_band, sex, deprivation::text], ARRAY[a.total, s.total, d.total]) OVER () AS weight
FROM response
JOIN margin AS a ON a.margin = 'age' AND a.category = age_band
JOIN margin AS s ON s.margin = 'sex' AND s.category = sex
JOIN margin AS d ON d.margin = 'deprivation' AND d.category = deprivation::text;
CREATE VIEW rake_ours AS SELECT sum(weight) FROM raked;
CREATE VIEW rake_agreement AS
SELECT max(abs(sum / total - 1))
FROM (
	SELECT margin, category, sum(weight)
	FROM raked, LATERAL (VALUES ('age', age_band), ('sex', sex), ('deprivation', deprivation)) AS v(margin, category)
	GROUP BY margin, category
) AS r
JOIN margin USING (margin, category);
-- The least that any window function over all of them costs.
CREATE VIEW rake_bare AS
SELECT sum(weight)
FROM (
	SELECT sum(weight * (a.total + s.total + d.total)) OVER () AS weight
	FROM response
	JOIN margin AS a ON a.margin = 'age' AND a.category = age_band
	JOIN margin AS s ON s.margin = 'sex' AND s.category = sex
	JOIN margin AS d ON d.margin = 'deprivation' AND d.category = deprivation::text
) AS r;

-- ---- estimates from a design ----

-- Trusts are strata: the share of positive answers to Q1, with 50 PSUs in each trust and with none.  In a small sample a trust
-- can have one PSU only; it then adds nothing to the variance.
CREATE VIEW design_row AS
SELECT CASE WHEN q1 BETWEEN 3 AND 6 THEN (q1 <= 4)::int::float8 END AS value, weight, trust, respondent % 50 AS psu, age_band AS age, sex, deprivation
FROM response;
CREATE VIEW design_ours AS
SELECT round(mean(d)::numeric, 6) AS mean, round(mean_se(d, 'remove')::numeric, 6) AS se FROM (SELECT design(value, weight, trust, NULL) AS d FROM design_row) AS s;
CREATE VIEW design_tally AS SELECT round(rate(t)::numeric, 6) AS mean FROM (SELECT tally(value = 1, weight) AS t FROM design_row) AS s;
CREATE VIEW design_sums AS
WITH stratum AS (
	SELECT trust, count(*) AS n, sum(weight) FILTER (WHERE value IS NOT NULL) AS w, sum(weight * value) AS wy,
		sum(weight * weight) FILTER (WHERE value IS NOT NULL) AS ww, sum(weight * weight * value) AS wwy, sum(weight * weight * value * value) AS wwyy
	FROM design_row
	GROUP BY trust
), sample AS (
	SELECT sum(w) AS w, sum(wy) / sum(w) AS mean FROM stratum
)
SELECT round(mean::numeric, 6) AS mean,
	round((sqrt(sum(n / nullif(n - 1.0::float8, 0) * (wwyy - 2 * mean * wwy + mean * mean * ww - (wy - mean * s.w) ^ 2 / n))) / max(sample.w))::numeric, 6) AS se
FROM stratum AS s, sample
GROUP BY mean;
CREATE VIEW design_psu_ours AS
SELECT round(mean(d)::numeric, 6) AS mean, round(mean_se(d, 'remove')::numeric, 6) AS se FROM (SELECT design(value, weight, trust, psu::text) AS d FROM design_row) AS s;
CREATE VIEW design_psu_sums AS
WITH unit AS (
	SELECT trust, psu, coalesce(sum(weight) FILTER (WHERE value IS NOT NULL), 0) AS w, coalesce(sum(weight * value), 0) AS wy
	FROM design_row
	GROUP BY trust, psu
), sample AS (
	SELECT sum(w) AS w, sum(wy) / sum(w) AS mean FROM unit
)
SELECT round(mean::numeric, 6) AS mean, round(sqrt(sum(variance))::numeric, 6) AS se
FROM (
	SELECT mean, count(*) * var_samp((wy - mean * unit.w) / sample.w) AS variance FROM unit, sample GROUP BY trust, mean
) AS s
GROUP BY mean;
CREATE VIEW rake_squares AS SELECT round((sum(weight * weight) / sum(weight))::numeric, 6) FROM raked;

-- ---- case-mix adjustment ----

-- A logistic regression on 20 dummies, from the rows in one statement; and what reading, grouping and collapsing them takes.
\set factors 'age_band, sex, ethnicity, deprivation, conditions, mode'
CREATE VIEW patient_casemix AS SELECT casemix_columns('{age_band,sex,ethnicity,deprivation,conditions,mode}', positive, 'all', :factors) AS casemix FROM patient;
CREATE VIEW patient_model AS SELECT fit(casemix, '{"organisation": "none"}') AS model FROM patient_casemix;
CREATE VIEW adjust_fit AS SELECT round(deviance::numeric, 3) AS deviance FROM patient_model, fit_report(model);
CREATE VIEW adjust_collapse AS SELECT sum(n) AS n, count(*) AS cells FROM patient_casemix, casemix_cells(casemix);
CREATE VIEW adjust_group AS
SELECT sum(n) AS n, count(*) AS cells
FROM (SELECT :factors, count(*) AS n, count(*) FILTER (WHERE positive) AS positives FROM patient GROUP BY :factors) AS g;
CREATE VIEW adjust_coefficients AS
SELECT string_agg(round(c.coefficient::numeric, 6)::text, ' ' ORDER BY c.place)
FROM patient_model, LATERAL (
	SELECT row_number() OVER () AS place, coefficient FROM coefficients(model) AS c WHERE c.coefficient IS NOT NULL AND c.status IS DISTINCT FROM 'reference'
) AS c;

-- One step of the same fit as a database does it that does not collapse: the 231 sums of the information and the 21 of the score over
-- all rows, here in plain SQL, a step's coefficients being all 0.1.
SELECT string_agg(format('(%s = %L)::int::float8 AS x%s', factor, level, place), ', ' ORDER BY place) AS dummies,
	string_agg(format('0.1::float8 * x%s', place), ' + ' ORDER BY place) AS predictor, max(place) AS last_dummy
FROM (
	SELECT factor, level, row_number() OVER (ORDER BY factor, level COLLATE "C") AS place
	FROM (
		SELECT factor, level, row_number() OVER (PARTITION BY factor ORDER BY level COLLATE "C") AS number
		FROM (
			SELECT DISTINCT factor, level FROM patient,
				LATERAL (VALUES ('age_band', age_band), ('sex', sex), ('ethnicity', ethnicity), ('deprivation::text', deprivation::text), ('conditions', conditions), ('mode', mode)) AS v(factor, level)
		) AS met
	) AS numbered
	WHERE number > 1
) AS dummy \gset
SELECT string_agg(format('sum(w * x%s * x%s)', i, j), ', ' ORDER BY i, j) AS information FROM generate_series(0, :last_dummy) AS i, generate_series(i, :last_dummy) AS j \gset
SELECT string_agg(format('sum(r * x%s)', i), ', ' ORDER BY i) AS score FROM generate_series(0, :last_dummy) AS i \gset
CREATE VIEW adjust_dense AS
SELECT to_jsonb(s) IS NOT NULL AS done
FROM (
	SELECT ARRAY[:information] AS information, ARRAY[:score] AS score
	FROM (
		SELECT *, p * (1 - p) AS w, y - p AS r
		FROM (SELECT *, 1 / (1 + exp(-(0.1::float8 + :predictor))) AS p FROM (SELECT positive::int::float8 AS y, 1::float8 AS x0, :dummies FROM patient OFFSET 0) AS x OFFSET 0) AS e
		OFFSET 0
	) AS weighed
) AS s;
CREATE VIEW patient_export AS SELECT positive::int AS positive, :factors FROM patient;

-- 60 questions, adjusted for the survey's five factors, by 145 trusts: from one pass, and each from its own.
\set factors 'age_band, sex, ethnicity, deprivation, tumour_group'
SELECT casemix_sheet_sql(sheet_plan('bench'), 'response', 'trust', '{age_band,sex,ethnicity,deprivation,tumour_group}') AS collapse \gset
CREATE VIEW sheet_casemix AS :collapse;
CREATE VIEW adjust_sheet_collapse AS SELECT casemix IS NOT NULL AS done FROM sheet_casemix;
CREATE VIEW sheet_margin AS
SELECT f.question, m.organisation, m.n, m.adjusted, m.se FROM sheet_casemix, fit_sheet(casemix) AS f, margins(f.model) AS m;
SELECT string_agg(format('SELECT %L AS question, m.organisation, m.n, m.adjusted, m.se FROM (
		SELECT fit(casemix_columns(''{age_band,sex,ethnicity,deprivation,tumour_group}'', CASE WHEN %s IN (%s) THEN %2$s IN (%4$s) END, trust, %5$s)) AS model FROM response
	) AS f, margins(f.model) AS m', upper(answer), answer, scored, positive, :'factors'), ' UNION ALL ' ORDER BY "position") AS fits,
	string_agg(format('CASE WHEN %s IN (%s) THEN (%1$s IN (%s))::int END AS %1$s', answer, scored, positive), ', ' ORDER BY "position") FILTER (WHERE "position" IN (1, 20, 40)) AS three
FROM survey_question,
	LATERAL (
		SELECT string_agg(code::text, ', ' ORDER BY code) FILTER (WHERE class IN ('positive', 'negative')) AS scored,
			string_agg(code::text, ', ' ORDER BY code) FILTER (WHERE class = 'positive') AS positive
		FROM unnest(codes, classes) AS u(code, class)
	) AS codes \gset
CREATE VIEW single_margin AS :fits;
SELECT format('CREATE VIEW adjust_%1$s AS SELECT md5(string_agg(format(''%%s,%%s,%%s,%%s,%%s'', question, organisation, n, adjusted, se), '';'' ORDER BY question COLLATE "C", organisation COLLATE "C")) FROM %1$s_margin', form)
FROM unnest('{sheet,single}'::text[]) AS form \gexec
CREATE VIEW adjust_tally AS SELECT sheet IS NOT NULL AS done FROM (SELECT rollup(sheet) AS sheet FROM sheet_columns_form) AS s;
CREATE VIEW adjust_pass AS -- of the columns alone, in one group
SELECT max(q61) AS last, count(weight) AS weights FROM response;
CREATE VIEW adjust_sample AS SELECT :three, trust, :factors FROM response WHERE respondent % greatest(:rows / 1000000, 1) = 0;
CREATE VIEW patient_by_trust AS SELECT casemix_columns('{age_band,sex,ethnicity,deprivation,conditions,mode}', positive, trust, age_band, sex, ethnicity, deprivation, conditions, mode) AS casemix FROM patient;
CREATE VIEW casemix_size AS
SELECT (SELECT count(*) FROM patient_by_trust, casemix_cells(casemix)) AS cells, (SELECT pg_column_size(casemix) FROM patient_by_trust) AS bytes,
	(SELECT count(*) FROM (SELECT DISTINCT trust, :factors FROM response) AS c) AS sheet_cells, pg_column_size(casemix) AS sheet_bytes
FROM sheet_casemix;
-- Held, not sent.
CREATE VIEW adjust_patient_held AS SELECT count(casemix) FROM patient_by_trust;
CREATE VIEW adjust_sheet_held AS SELECT count(casemix) FROM sheet_casemix;
CREATE VIEW adjust_patient_read AS SELECT max(mode) FROM patient;
CREATE VIEW adjust_sheet_read AS SELECT max(q61) FROM response;
