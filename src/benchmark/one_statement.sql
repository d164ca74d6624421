-- ---- everything at once: from what was collected to a judged table ----

CREATE FUNCTION benchmark(casemix, method text, model_options jsonb DEFAULT '{"preset": "ncpes2018"}', range_options jsonb DEFAULT '{}',
		p_method text DEFAULT 'bh', target double precision DEFAULT 0.7,
		OUT question text, OUT organisation text, OUT n bigint, OUT missing bigint, OUT observed double precision,
		OUT adjusted double precision, OUT se double precision, OUT centre double precision,
		OUT low double precision, OUT high double precision, OUT outer_low double precision, OUT outer_high double precision,
		OUT tau2 double precision, OUT z double precision, OUT band text, OUT p double precision, OUT q double precision,
		OUT reliability double precision, OUT n_needed double precision, OUT status text)
	RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 7500
BEGIN ATOMIC
	WITH fitted AS MATERIALIZED (
		SELECT f.place, f.question, f.model, f.status, r.family, r.organisation AS effects, r.mean, r.weighted
		FROM ROWS FROM (fit_sheet($1, model_options)) WITH ORDINALITY AS f(question, model, status, place)
		LEFT JOIN LATERAL fit_report(f.model) AS r ON true
	), scored AS (
		SELECT f.place, f.question, f.family, f.mean, s.organisation, s.n, s.missing, s.observed, s.adjusted, s.se, coalesce(f.status, s.status) AS status,
			CASE WHEN f.family OPERATOR(pg_catalog.=) 'gaussian' THEN 'score' ELSE 'proportion' END AS measure
		FROM fitted AS f LEFT JOIN LATERAL (
			SELECT m.organisation, m.n, m.missing, m.observed, m.adjusted, m.se, m.status
			FROM margins(CASE WHEN f.effects OPERATOR(pg_catalog.<>) 'none' THEN f.model END) AS m
			UNION ALL
			SELECT i.organisation, i.n, i.missing, CASE WHEN NOT f.weighted AND i.n OPERATOR(pg_catalog.>) 0 THEN i.observed OPERATOR(pg_catalog./) i.n::double precision END,
				i.difference_adjusted, i.difference_se, i.status
			FROM indirect(CASE WHEN f.effects OPERATOR(pg_catalog.=) 'none' THEN f.model END) AS i
		) AS s ON true
	), judged AS (
		SELECT s.*,
			expected_range(CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.adjusted
					ELSE greatest(0::double precision, least(1::double precision, s.adjusted)) END, s.n, s.mean, method,
				pg_catalog.jsonb_build_object('measure', s.measure) OPERATOR(pg_catalog.||) range_options,
				CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.se END) OVER question AS r,
			reliability(s.observed, s.n, CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN 'additive_reml' ELSE 'log_odds' END,
				pg_catalog.jsonb_build_object('target', target),
				CASE WHEN s.measure OPERATOR(pg_catalog.=) 'score' THEN s.se END) OVER question AS sure
		FROM scored AS s WINDOW question AS (PARTITION BY s.place)
	), told AS (
		SELECT j.*, (j.r).z AS z_found, p_value((j.r).z) AS p_found FROM judged AS j
	)
	SELECT t.question, t.organisation, t.n, t.missing, t.observed, t.adjusted, t.se, (t.r).centre, (t.r).low, (t.r).high, (t.r).outer_low, (t.r).outer_high,
		(t.r).tau2, t.z_found, (t.r).band, t.p_found, adjust_p(t.p_found, p_method) OVER (PARTITION BY t.place),
		(t.sure).reliability, (t.sure).n_needed, coalesce(t.status, (t.r).status, (t.sure).status)
	FROM told AS t ORDER BY t.place, t.organisation COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION benchmark(casemix, text, jsonb, jsonb, text, double precision) IS
'From the respondents of all questions, collected in one pass (casemix, casemix_sheet), to a judged table in one statement: a model for each question (fit_sheet with model_options), the adjusted score of each organisation, and how it compares with the others of its question. method and range_options: as expected_range. n: respondents used; missing: those lost for a missing covariate; observed: their rate or mean; adjusted: predictive margin, 0 to 1 or in the outcome''s unit, or with organisation none (O - E) / n + P; se: its standard error, with the coefficients'' uncertainty. centre: mean of all respondents used; low, high, outer_low, outer_high, tau2, z, band: as expected_range gives them for the adjusted score (a rate by its n, a number by its se; a rate that adjustment puts beyond 0 or 1 is judged there). The n of weighted respondents is their number: limits and reliability leave out what weights add to the sampling error. A rule of rates only (funnelplotr, spiegelhalter) is refused where a question is a number, as a rating is; the others are then judged one by one: FROM unnest(questions(c)) AS item, benchmark(question_casemix(c, item), ...). p: two-sided, of z; q: p adjusted by p_method among the organisations of the question (adjust_p). reliability, n_needed: of the observed rate by log_odds, of a mean by additive_reml, for the reliability target (function reliability). status: why something is missing, or what to know of the score: of fit_sheet, margins or indirect, else of expected_range, else of reliability. In the order of questions, then organisations (bytes). Suppression comes after: every figure is here. Errors: as fit_sheet, expected_range, adjust_p and reliability.';
