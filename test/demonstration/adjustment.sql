-- Case-mix adjustment, of the synthetic respondents of the survey: all questions collapsed in one pass and fitted in one
-- statement; scores and bands before and after; trusts whose answers were all positive; and, in an altered copy, an
-- effect of age that adjustment has to find.  Runs within demo.sql after survey.sql, whose tables and functions it
-- uses, with its settings, variables and search path.

-- The choices of this page: the question shown trust by trust and its column, the trust that the published model had as its
-- reference, and the rank by size of the three trusts of the altered copy.
\set one_question 'Q55'
\set answer q55
\set reference 'R0A'
\set older 10
\set younger 20
\set worse 30

-- ---- 1. One pass, one statement --------------------------------------------------------------

-- Whose ethnic group is not known makes a level: nobody is lost, so that the numbers are those of the survey's page.
CREATE VIEW patient AS SELECT s.*, coalesce(ethnicity, 'Not given') AS ethnic_group FROM surveyed AS s;

-- All questions of all trusts, collapsed to combinations of five covariates.
SELECT format('CREATE TABLE collected AS %s', casemix_sheet_sql(sheet_plan('2018'), 'patient', 'trust', '{age_band,sex,ethnic_group,deprivation,tumour_group}')) \gexec

-- A model a question: logistic, of Q59 by least squares, with a parameter for each trust.
CREATE TABLE fitted AS
SELECT f.* FROM collected, fit_sheet(casemix, '{"preset": "ncpes2018"}') AS f;

CREATE TABLE model_report AS
SELECT q.position, q.label, q.measure, f.question, r.n, r.n_missing, r.patterns, r.cells, r.columns, r.rank, r.iterations, r.mean, r.auc, r.reference_organisation
FROM fitted AS f
JOIN question AS q USING (question), LATERAL fit_report(f.model) AS r;

-- One question from the rows, alone: the same coefficients to the last bit.
CREATE TABLE fitted_alone AS
SELECT c.* FROM (
	SELECT fit(casemix_columns('{age_band,sex,ethnic_group,deprivation,tumour_group}', CASE classify((SELECT sheet_plan('2018')), :'one_question', :answer) WHEN 'positive' THEN true WHEN 'negative' THEN false END,
		trust, age_band, sex, ethnic_group, deprivation, tumour_group), '{"preset": "ncpes2018"}') AS model
	FROM patient) AS m, LATERAL coefficients(m.model) AS c;

-- Scores before and after, in percent (Q59: points), with the band of each among the trusts.  What may be shown is what the
-- survey's tables show: they hold the same trusts and numbers, and nothing may be worked out from one with the other.
CREATE TABLE adjusted_score AS
SELECT question, trust, measure, n, unit_factor * observed AS unadjusted, unit_factor * adjusted AS score, unit_factor * se AS se,
	unit_factor * low AS low, unit_factor * high AS high, unit_factor * (adjusted - observed) AS change,
	(before).band AS band_before, (after).band AS band, unit_factor * (after).low AS expected_low, unit_factor * (after).high AS expected_high,
	model_status, status
FROM (
	SELECT *, expected_range(observed, n, centre, 'ncpes2018', rule, se => rating_se) OVER (PARTITION BY question) AS before,
		expected_range(adjusted, n, centre, 'ncpes2018', rule, se => rating_se) OVER (PARTITION BY question) AS after
	FROM (
		SELECT a.question, a.trust, r.measure, a.n, m.observed, m.adjusted, m.se, m.low, m.high, r.mean AS centre, m.status AS model_status, a.status,
			CASE r.measure WHEN 'rating' THEN 1 ELSE 100 END AS unit_factor, CASE r.measure WHEN 'rating' THEN m.se END AS rating_se,
			CASE r.measure WHEN 'rating' THEN '{"measure": "score", "minimum": 0, "maximum": 10}' ELSE '{"measure": "proportion"}' END::jsonb AS rule
		FROM area_score AS a
		JOIN model_report AS r USING (question)
		LEFT JOIN (SELECT f.question, o.* FROM fitted AS f, LATERAL margins(f.model) AS o) AS m ON m.question = a.question AND m.organisation = a.trust
		WHERE a.trust IS NOT NULL
	) AS unit
) AS judged;

-- What leaves the database, without what is hidden.
CREATE TABLE adjusted_published AS
SELECT question, trust, measure, n, status, CASE WHEN status IS NULL THEN unadjusted END AS unadjusted, CASE WHEN status IS NULL THEN score END AS score,
	CASE WHEN status IS NULL THEN low END AS low, CASE WHEN status IS NULL THEN high END AS high, CASE WHEN status IS NULL THEN change END AS change,
	CASE WHEN status IS NULL THEN band_before END AS band_before, CASE WHEN status IS NULL THEN band END AS band,
	CASE WHEN status IS NULL THEN expected_low END AS expected_low, CASE WHEN status IS NULL THEN expected_high END AS expected_high,
	CASE WHEN status IS NULL THEN model_status END AS model_status
FROM adjusted_score;

-- How far adjustment moved the published percentages, where counts behind the unadjusted ones are known.
CREATE TABLE published_change AS
SELECT s.question, s.trust, s.score_recovered - 100.0 * s.k / s.unadj_n AS change
FROM trust_score AS s
JOIN question AS q USING (question)
WHERE q.measure = 'percent' AND s.score_recovered IS NOT NULL AND s.k_unique = 1;

-- ---- 2. Trusts whose answers were all positive -----------------------------------------------

-- Those that were published, beside them the adjusted score that was, and that of the reference trust.  The survey's own rule
-- hid fewer trusts than this page does.
CREATE TABLE all_positive AS
SELECT a.question, a.trust, a.n, a.unadjusted, a.score, a.se, a.model_status, a.status, s.unadj_n, s.k, s.score_recovered AS published, r.score_recovered AS published_reference,
	abs(s.score_recovered - r.score_recovered) < 1e-5 AS same, o.score AS reference_score
FROM adjusted_score AS a
JOIN trust_score AS s USING (question, trust)
JOIN trust_score AS r ON r.question = a.question AND r.trust = :'reference'
JOIN adjusted_published AS o ON o.question = a.question AND o.trust = :'reference'
WHERE a.model_status = 'separated: all positive' AND s.score_recovered IS NOT NULL;

-- ---- 3. An effect that is planted ------------------------------------------------------------

-- An altered copy, in which trusts have numbers for names.  Whether an answer is positive depends on age, by these log odds
-- beside the band from 65 to 74, and in all trusts alike; but trust C is worse.  In trust A 6 of 10 who were younger are 75 to 84
-- now, in trust B 6 of 10 who were older are 45 to 54.
CREATE TABLE planted_effect (age_band text PRIMARY KEY, effect float8);
INSERT INTO planted_effect VALUES ('16-24', -1.2), ('25-34', -1.0), ('35-44', -0.8), ('45-54', -0.6), ('55-64', -0.3), ('65-74', 0), ('75-84', 0.5), ('85+', 0.7);

CREATE TABLE altered AS
WITH size AS (
	SELECT trust, row_number() OVER (ORDER BY count(*) DESC, trust COLLATE "C") AS place FROM surveyed GROUP BY trust
), person AS (
	SELECT s.respondent, z.trust AS real_trust, CASE z.place WHEN :older THEN 'A' WHEN :younger THEN 'B' WHEN :worse THEN 'C' ELSE 'Trust ' || z.place END AS trust, s.sex, s.tumour_group,
		CASE WHEN z.place = :older AND s.age_band < '75-84' AND uniform(s.respondent::integer, 'older') < 0.6 THEN '75-84'
			WHEN z.place = :younger AND s.age_band > '45-54' AND uniform(s.respondent::integer, 'younger') < 0.6 THEN '45-54'
			ELSE s.age_band END AS age_band
	FROM surveyed AS s
	JOIN size AS z USING (trust)
	WHERE classify((SELECT sheet_plan('2018')), :'one_question', s.:answer) IN ('positive', 'negative')
)
SELECT p.*, uniform(p.respondent::integer, 'planted answer') < 1 / (1 + exp(-0.4 - e.effect - CASE p.trust WHEN 'C' THEN -0.6 ELSE 0 END)) AS positive
FROM person AS p
JOIN planted_effect AS e USING (age_band);
ANALYZE altered;

CREATE TABLE altered_model AS
SELECT fit(casemix_columns('{age_band,sex,tumour_group}', positive, trust, age_band, sex, tumour_group), '{"preset": "ncpes2018", "reference": {"age_band": "65-74"}}') AS model
FROM altered;

-- What each trust would have, were all respondents its own: known here, as the effects are.
CREATE TABLE altered_truth AS
SELECT avg(1 / (1 + exp(-0.4 - e.effect))) AS alike, avg(1 / (1 + exp(0.2 - e.effect))) AS worse
FROM altered
JOIN planted_effect AS e USING (age_band);

-- The trusts are real ones by their numbers of respondents, so what the survey's tables hide of them is hidden.
CREATE TABLE altered_score AS
SELECT trust, n, observed, adjusted, se, low, high, old_share, truth, status,
	(before).band AS band_before, (before).low AS before_low, (before).high AS before_high, (before).centre, (before).tau2 AS tau2_before,
	(after).band AS band, (after).low AS after_low, (after).high AS after_high, (after).tau2
FROM (
	SELECT m.organisation AS trust, m.n, m.observed, m.adjusted, m.se, m.low, m.high, p.old_share, CASE m.organisation WHEN 'C' THEN t.worse ELSE t.alike END AS truth, a.status,
		expected_range(m.observed, m.n, r.mean, 'ncpes2018') OVER () AS before, expected_range(m.adjusted, m.n, r.mean, 'ncpes2018') OVER () AS after
	FROM altered_model AS f, altered_truth AS t, LATERAL fit_report(f.model) AS r, LATERAL margins(f.model) AS m
	JOIN (SELECT trust, min(real_trust) AS real_trust, avg((age_band >= '75-84')::integer) AS old_share FROM altered GROUP BY trust) AS p ON p.trust = m.organisation
	JOIN area_score AS a ON a.trust = p.real_trust AND a.question = :'one_question'
) AS judged;

-- A score in words, for the report.
CREATE FUNCTION score_in_band(score float8, band text) RETURNS text IMMUTABLE
RETURN format('%s %s', display(100 * score, NULL, 1), band);

-- ---- 4. What it comes to --------------------------------------------------------------------

-- Over what may be shown; of the trusts with positive answers only, all that were published.
CREATE TABLE adjusted_summary AS
SELECT (SELECT count(model) FROM fitted) AS fitted, (SELECT count(*) FROM fitted) AS questions,
	o.cells, o.equal, alone.coefficients, alone.same AS coefficients_equal, e.difference AS expected_difference,
	a.*, p.published, p.published_point, p.published_median, x.all_positive, x.flagged, x.as_reference
FROM (
	SELECT count(*) AS cells, count(*) FILTER (WHERE s.n = a.n AND (abs(a.unadjusted - s.exact) < 1e-9 OR a.n = 0)) AS equal
	FROM adjusted_score AS a
	JOIN area_score AS s USING (question, trust)
) AS o, (
	SELECT count(*) AS coefficients, count(*) FILTER (WHERE a.coefficient IS NOT DISTINCT FROM c.coefficient AND a.se IS NOT DISTINCT FROM c.se) AS same
	FROM fitted AS f, LATERAL coefficients(f.model) AS c
	LEFT JOIN fitted_alone AS a USING (term, level)
	WHERE f.question = :'one_question'
) AS alone, (
	SELECT max(abs(expected - observed)) AS difference
	FROM (SELECT f.question, sum(i.expected) AS expected, sum(i.observed) AS observed FROM fitted AS f, LATERAL indirect(f.model) AS i GROUP BY f.question) AS totals
) AS e, (
	SELECT count(*) FILTER (WHERE measure = 'percent') AS shown, count(*) FILTER (WHERE measure = 'percent' AND abs(change) >= 1) AS point,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE measure WHEN 'percent' THEN abs(change) END) AS median,
		count(band) AS judged, count(*) FILTER (WHERE band <> band_before) AS banded
	FROM adjusted_published
	WHERE status IS NULL
) AS a, (
	SELECT count(*) AS published, count(*) FILTER (WHERE abs(change) >= 1) AS published_point, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(change)) AS published_median
	FROM published_change
) AS p, (
	SELECT count(*) AS all_positive, count(*) FILTER (WHERE score = 100 AND se IS NULL) AS flagged, count(*) FILTER (WHERE same) AS as_reference FROM all_positive
) AS x;

-- ---- 5. Files --------------------------------------------------------------------------------

\o :out/adjusted_scores.csv
COPY (
	SELECT 'synthetic' AS data, a.trust AS trust_code, t.name AS trust_name, a.question, q.label AS question_label,
		CASE a.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit, a.n,
		CASE WHEN a.status IS NULL THEN display(a.unadjusted, NULL, 2) END AS unadjusted_score, CASE WHEN a.status IS NULL THEN display(a.score, NULL, 2) END AS score,
		CASE WHEN a.status IS NULL THEN display(a.low, NULL, 2) END AS ci_low, CASE WHEN a.status IS NULL THEN display(a.high, NULL, 2) END AS ci_high,
		CASE WHEN a.status IS NULL THEN display(a.expected_low, NULL, 2) END AS expected_low, CASE WHEN a.status IS NULL THEN display(a.expected_high, NULL, 2) END AS expected_high,
		a.band_before AS unadjusted_band, a.band, a.model_status, a.status AS score_status, display(a.score, a.status, 2) AS score_display
	FROM adjusted_published AS a
	JOIN question AS q USING (question)
	JOIN trust AS t ON t.code = a.trust
	ORDER BY a.trust COLLATE "C", q.position
) TO STDOUT (FORMAT csv, HEADER);

\ir adjustment_page.sql
\o

-- The files as they lie on the disk, searched for what was to be hidden, as those of the survey are.
CREATE TABLE file_adjusted (data text, trust_code text, trust_name text, question text, question_label text, unit text, n text, unadjusted_score text, score text, ci_low text,
	ci_high text, expected_low text, expected_high text, unadjusted_band text, band text, model_status text, score_status text, score_display text);
\set file :out '/adjusted_scores.csv'
COPY file_adjusted FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE adjusted_file AS
SELECT file, pg_read_file(:'out' || '/' || file) AS text FROM unnest(ARRAY['adjustment.html', 'adjusted_scores.csv']) AS file;

CREATE TABLE adjusted_searched AS
SELECT 'adjusted_scores.csv' AS file, concat_ws(' ', f.trust_code, f.question) AS cell, 'row' AS form, a.status,
	concat(f.unadjusted_score, f.score, f.ci_low, f.ci_high, f.expected_low, f.expected_high, f.unadjusted_band, f.band, f.model_status) <> '' OR f.score_display NOT LIKE '[_]' AS found
FROM adjusted_score AS a
JOIN file_adjusted AS f ON (f.trust_code, f.question) = (a.trust, a.question)
UNION ALL
SELECT f.file, concat_ws(' ', a.trust, a.question), 'cell', a.status, strpos(f.text, adjusted_cells(a.unadjusted, a.score, a.low, a.high, a.change, a.band_before, a.band, NULL)) > 0
FROM adjusted_score AS a
JOIN adjusted_file AS f ON f.file = 'adjustment.html'
WHERE a.question = :'one_question' AND a.n > 0
UNION ALL
SELECT f.file, a.trust, 'mark', a.status, strpos(f.text, format(E'<title>%s\nn ', a.trust)) > 0
FROM altered_score AS a
JOIN adjusted_file AS f ON f.file = 'adjustment.html'
UNION ALL
SELECT f.file, h.cell, 'digits', 'c', true
FROM (SELECT concat_ws(' ', trust, question) AS cell, v.number FROM adjusted_score, LATERAL (VALUES (unadjusted), (score), (low), (high)) AS v(number) WHERE status = 'c') AS h
JOIN (SELECT DISTINCT f.file, m[1] AS number FROM adjusted_file AS f, LATERAL regexp_matches(f.text, '\d+\.\d{4}', 'g') AS m) AS f
	ON f.number = substring(h.number::text FROM '\d+\.\d{4}');
CREATE VIEW adjusted_leak AS SELECT file, cell, form FROM adjusted_searched WHERE status = 'c' AND found;

-- ---- 6. The report, and what must hold on any machine ----------------------------------------

CREATE TABLE adjusted_report (position int GENERATED ALWAYS AS IDENTITY, line text);
INSERT INTO adjusted_report (line)
SELECT format('Case-mix: %s synthetic respondents, five covariates that their answers do not depend on', whole(count(*))) FROM surveyed
UNION ALL
SELECT rtrim(format('  %-66s %24s', f.claim, f.result))
FROM adjusted_summary AS s,
	(SELECT max(score_in_band(observed, band_before)) FILTER (WHERE trust = 'A') AS a_before, max(score_in_band(adjusted, band)) FILTER (WHERE trust = 'A') AS a_after,
		max(score_in_band(observed, band_before)) FILTER (WHERE trust = 'C') AS c_before, max(score_in_band(adjusted, band)) FILTER (WHERE trust = 'C') AS c_after,
		max(truth) FILTER (WHERE trust = 'A') AS a_truth, max(truth) FILTER (WHERE trust = 'C') AS c_truth FROM altered_score) AS p,
	(SELECT c.odds_ratio, exp(c.low) AS low, exp(c.high) AS high, exp(e.effect) AS planted FROM altered_model AS m, LATERAL coefficients(m.model) AS c
		JOIN planted_effect AS e ON e.age_band = c.level WHERE c.term = 'age_band' AND c.level = '75-84') AS o, LATERAL (VALUES
	('One statement, preset ncpes2018: questions fitted', of_all(s.fitted, s.questions)),
	('  unadjusted scores equal to the counts of the survey', of_all(s.equal, s.cells)),
	('Percentages that adjustment moves by 1 point or more', of_all(s.point, s.shown)),
	('  in the publication of 2018, of real patients', of_all(s.published_point, s.published)),
	('Bands that adjustment changes', of_all(s.banded, s.judged)),
	('Trusts with positive answers only: score 100, and flagged', of_all(s.flagged, s.all_positive)),
	('  published in 2018 with the score of the reference trust R0A', of_all(s.as_reference, s.all_positive)),
	('Planted: odds ratio of ages 75 to 84; found, with its interval', format('%s; %s (%s to %s)', display(o.planted, NULL, 2), display(o.odds_ratio, NULL, 2), display(o.low, NULL, 2), display(o.high, NULL, 2))),
	(format('  trust made old, as good as others (%s %%): before, after', display(100 * p.a_truth, NULL, 1)), concat_ws(', ', p.a_before, p.a_after)),
	(format('  trust made worse (%s %%): before, after', display(100 * p.c_truth, NULL, 1)), concat_ws(', ', p.c_before, p.c_after)),
	('  hidden, yet found in the bytes of the page or the file', (SELECT count(*) FROM adjusted_leak)::text)
) AS f(claim, result);
SELECT line FROM adjusted_report ORDER BY position;

DO $$
BEGIN
	IF EXISTS (SELECT FROM adjusted_summary WHERE fitted <> 52 OR cells <> 7540 OR equal < cells OR coefficients_equal < coefficients OR expected_difference > 1e-6
			OR all_positive <> 10 OR flagged <> 10 OR as_reference <> 10)
		OR (SELECT array_agg(band_before || ' ' || band ORDER BY trust) FROM altered_score WHERE trust IN ('A', 'B', 'C')) IS DISTINCT FROM '{above within,below within,below below}'
		OR EXISTS (SELECT FROM altered_score WHERE trust IN ('A', 'B', 'C') AND (status IS NOT NULL OR truth NOT BETWEEN low AND high))
		OR (SELECT count(*) FILTER (WHERE e.effect BETWEEN c.low AND c.high) FROM altered_model AS m, LATERAL coefficients(m.model) AS c
			JOIN planted_effect AS e ON e.age_band = c.level WHERE c.term = 'age_band') <> 7
	THEN
		RAISE EXCEPTION 'adjustment no longer gives what it was made to give'
			USING HINT = 'Look at demo.adjusted_summary, altered_score and altered_model.';
	END IF;
	IF (SELECT count(*) FROM adjusted_score WHERE n BETWEEN 1 AND 20 AND status IS DISTINCT FROM 'c') > 0
		OR EXISTS (SELECT FROM adjusted_leak)
		OR (SELECT count(*) FROM adjusted_searched AS s WHERE s.status IS NULL AND NOT s.found) > 0
		OR (SELECT count(DISTINCT form) FROM adjusted_searched WHERE status = 'c') < 3
	THEN
		RAISE EXCEPTION 'the scores after adjustment show what they were to hide'
			USING HINT = 'Look at demo.adjusted_score and demo.adjusted_searched.';
	END IF;
END;
$$;
