-- Quality of life, of a synthetic cohort: from answers to EQ-5D-5L and QLQ-C30, a row for each item, to scores,
-- means beside the general population, standardised tables by alliance and suppressed tables, by SQL alone.
-- Runs within demo.sql, with its settings, variables and search path.

\ir cohort.sql

-- The choices of this page.  The value set of EQ-5D and the norm are named, as neither has a default; the norm
-- was measured with the same value set.  Fewer than 10 respondents are hidden, by the one rule shipped so far
-- with a threshold of its own.
\set value_set 'UK crosswalk 2012'
\set norm 'HSE 2017-18 crosswalk'
\set rule 'ncpes2018'
\set rule_options '{"threshold": 10, "comparator": "<"}'

-- ---- 1. Scores of persons --------------------------------------------------------------------

-- The answers of a person and instrument, gathered.  Not strict: an answer that is no code counts as missing.
CREATE TABLE answered AS
SELECT respondent, instrument, answers(answer_sheet(instrument, item, answer, false)) AS answers
FROM answer
GROUP BY respondent, instrument;

-- A row for each scale: the score, or why there is none.
CREATE TABLE scored AS
SELECT a.respondent, a.instrument, s.scale, s.score, s.invalid, s.status
FROM answered AS a, LATERAL score(a.instrument, a.answers, strict => false) AS s;
ANALYZE answered, scored;

-- One row a person, the index and the norm times 100.
CREATE TABLE person AS
SELECT r.respondent, r.alliance, r.cancer_type, r.sex, r.age, width_bucket(r.age, ARRAY[0, 55, 65, 75]) AS age_band,
	e.state, 100 * i.index AS index, 100 * norm_mean(:'norm', r.age, r.sex) AS norm,
	100 * norm_difference(i.index, :'norm', r.age, r.sex) AS difference, s.score AS summary
FROM respondent AS r
JOIN scored AS s ON s.respondent = r.respondent AND s.instrument = 'QLQ-C30' AND s.scale = 'SUMMARY'
JOIN answered AS a ON a.respondent = r.respondent AND a.instrument = 'EQ-5D-5L',
	LATERAL (SELECT eq5d(a.answers[1:5], strict => false) AS state) AS e,
	LATERAL (SELECT eq5d_index(e.state, :'value_set') AS index) AS i;
ANALYZE person;

-- ---- 2. Summaries of groups ------------------------------------------------------------------

-- Both headline measures; the general population is that of the respondents who have an index.
CREATE TABLE headline AS
SELECT moments(index) AS index, moments(norm) FILTER (WHERE index IS NOT NULL) AS norm, moments(difference) AS difference,
	moments(summary) AS summary, count(*) AS respondents
FROM person;

-- Scales of the QLQ-C30 by cancer type; cancer_type NULL is everybody.
CREATE TABLE profile AS
SELECT cancer_type, scale, m AS scores, mean(m) AS mean, ci.low, ci.high,
	suppress(n(m), ARRAY[scale, cancer_type], :'rule', :'rule_options') OVER () AS status
FROM (
	SELECT p.cancer_type, s.scale, moments(s.score) AS m
	FROM scored AS s
	JOIN person AS p USING (respondent)
	WHERE s.instrument = 'QLQ-C30'
	GROUP BY GROUPING SETS ((p.cancer_type, s.scale), (s.scale))
) AS counted, LATERAL mean_ci(m) AS ci;

-- Any problem, level 2 to 5 of a dimension, among those with a complete state.
CREATE TABLE problem AS
SELECT cancer_type, dimension, t AS answers, rate(t) AS rate, ci.low, ci.high,
	suppress(n(t), ARRAY[dimension, cancer_type], :'rule', :'rule_options', numerator => positives(t)) OVER () AS status
FROM (
	SELECT p.cancer_type, d.dimension, tally(level(p.state, d.dimension) > 1) AS t
	FROM person AS p, unnest(ARRAY['MO', 'SC', 'UA', 'PD', 'AD']) AS d(dimension)
	GROUP BY GROUPING SETS ((p.cancer_type, d.dimension), (d.dimension))
) AS counted, LATERAL rate_ci(t) AS ci;

-- Alliances as if each had the age and sex of the whole cohort: direct standardisation over eight strata.
CREATE TABLE standard AS
SELECT age_band, sex, count(*) AS weight FROM person GROUP BY age_band, sex;
CREATE TABLE by_alliance AS
SELECT alliance, index, difference, summary,
	suppress(least(n(index), n(summary)), ARRAY[alliance], :'rule', :'rule_options') OVER () AS status
FROM (
	SELECT a.alliance, standardised_mean(p.index, s.weight) AS index, standardised_mean(p.difference, s.weight) AS difference,
		standardised_mean(p.summary, s.weight) AS summary
	FROM alliance AS a
	CROSS JOIN standard AS s
	LEFT JOIN (
		SELECT alliance, age_band, sex, moments(index) AS index, moments(difference) AS difference, moments(summary) AS summary
		FROM person
		GROUP BY alliance, age_band, sex
	) AS p USING (alliance, age_band, sex)
	GROUP BY a.alliance
) AS standardised;

-- ---- 3. Alliance by cancer type, suppressed --------------------------------------------------

-- Every cell, also the empty ones, and all totals: a NULL dimension is one.  Both measures are hidden together,
-- as their numbers of respondents are nearly the same; the smaller number decides.
CREATE TABLE cell AS
SELECT alliance, cancer_type, moments(p.index) AS index, moments(p.summary) AS summary, NULL::text AS status, NULL::text AS status_primary
FROM alliance
CROSS JOIN cancer_type
LEFT JOIN person AS p USING (alliance, cancer_type)
GROUP BY CUBE (alliance, cancer_type);

CREATE VIEW decision AS
SELECT alliance, cancer_type,
	suppress(n, ARRAY[alliance, cancer_type], :'rule', :'rule_options', given => before) OVER () AS within_alliance,
	suppress(n, ARRAY[cancer_type, alliance], :'rule', :'rule_options', given => before) OVER () AS within_cancer_type,
	suppress(n, ARRAY[alliance, cancer_type], :'rule', :'rule_options'::jsonb || '{"secondary": "none"}') OVER () AS for_its_own_n
FROM (
	SELECT alliance, cancer_type, least(n(index), n(summary)) AS n, CASE status WHEN 'c' THEN 'c' END AS before
	FROM cell
) AS c;

-- The rule protects cells from subtraction along the last dimension.  Here totals are published along both, so it
-- is applied along each in turn until nothing more is hidden.
DO $$
DECLARE
	hidden bigint := -1;
	hidden_before bigint;
BEGIN
	WHILE hidden IS DISTINCT FROM hidden_before LOOP
		hidden_before := hidden;
		UPDATE cell SET status = coalesce(d.within_alliance, d.within_cancer_type), status_primary = d.for_its_own_n
		FROM decision AS d
		WHERE d.alliance IS NOT DISTINCT FROM cell.alliance AND d.cancer_type IS NOT DISTINCT FROM cell.cancer_type;
		SELECT count(*) FILTER (WHERE status = 'c') INTO hidden FROM cell;
	END LOOP;
END;
$$;

-- What leaves the database.  What is hidden is not even in this table, so that nothing made from it can show it.
CREATE TABLE published AS
SELECT c.alliance, c.cancer_type, m.measure, m.name, CASE WHEN c.status IS NULL THEN n(m.scores) END AS n,
	CASE WHEN c.status IS NULL THEN mean(m.scores) END AS mean,
	CASE WHEN c.status IS NULL THEN ci.low END AS low, CASE WHEN c.status IS NULL THEN ci.high END AS high, c.status
FROM cell AS c,
	LATERAL (VALUES ('index', 'EQ-5D index x 100', c.index), ('summary', 'QLQ-C30 summary score', c.summary)) AS m(measure, name, scores),
	LATERAL mean_ci(m.scores) AS ci;

-- Hidden cells that subtraction would still give away: with all totals known, a cell is determined when no closed
-- path of hidden cells, along alliances and cancer types in turn, leads through it.
CREATE VIEW given_away AS
WITH RECURSIVE hidden AS (
	SELECT alliance, cancer_type FROM cell WHERE status = 'c'
), reached(alliance, cancer_type, at) AS (
	SELECT alliance, cancer_type, cancer_type FROM hidden
	UNION
	SELECT r.alliance, r.cancer_type, s.at
	FROM reached AS r
	JOIN hidden AS h ON r.at IN (h.alliance, h.cancer_type) AND (h.alliance, h.cancer_type) <> (r.alliance, r.cancer_type),
		LATERAL (VALUES (h.alliance), (h.cancer_type)) AS s(at)
)
SELECT alliance, cancer_type FROM hidden
EXCEPT
SELECT alliance, cancer_type FROM reached WHERE at = alliance;

-- ---- 4. Scores that could not be made --------------------------------------------------------

CREATE TABLE outcome AS
SELECT instrument, scale, status AS outcome, n, suppress(n, ARRAY[scale, status], :'rule', :'rule_options') OVER (PARTITION BY instrument) AS status
FROM (
	SELECT instrument, scale, status, count(*) AS n FROM scored GROUP BY GROUPING SETS ((instrument, scale, status), (instrument, scale))
) AS counted;

-- Answers that are no code of their item; a scale that is made of scales would count its items' twice.
CREATE TABLE no_code AS
SELECT instrument, sum(invalid)::bigint AS answers, count(DISTINCT respondent) FILTER (WHERE invalid > 0) AS respondents
FROM scored
WHERE scale <> 'SUMMARY'
GROUP BY instrument;

-- ---- 5. Files --------------------------------------------------------------------------------

CREATE FUNCTION range_text(low float8, high float8, status text DEFAULT NULL) RETURNS text IMMUTABLE
RETURN CASE WHEN status IS NULL THEN display(low, NULL, 1) || ' to ' || display(high, NULL, 1) ELSE display(NULL, status) END;

\o :out/quality_of_life_profile.csv
COPY (
	SELECT 'synthetic' AS data, coalesce(p.cancer_type, 'All') AS cancer_type, p.scale, s.label AS scale_label, s.higher AS high_score_is,
		'mean score' AS measure, 'points, 0 to 100' AS unit,
		CASE WHEN p.status IS NULL THEN display(p.mean, NULL, 1) END AS mean,
		CASE WHEN p.status IS NULL THEN display(p.low, NULL, 1) END AS ci_low,
		CASE WHEN p.status IS NULL THEN display(p.high, NULL, 1) END AS ci_high,
		CASE WHEN p.status IS NULL THEN n(p.scores) END AS n, p.status AS mean_status, display(p.mean, p.status, 1) AS mean_display
	FROM profile AS p
	JOIN scales('QLQ-C30') AS s USING (scale)
	LEFT JOIN cancer_type AS c USING (cancer_type)
	ORDER BY c.position NULLS FIRST, s.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/quality_of_life_cells.csv
COPY (
	SELECT 'synthetic' AS data, coalesce(p.alliance, 'All') AS alliance, coalesce(p.cancer_type, 'All') AS cancer_type, p.name AS measure,
		'points, 100 is best' AS unit,
		CASE WHEN p.status IS NULL THEN display(p.mean, NULL, 1) END AS mean,
		CASE WHEN p.status IS NULL THEN display(p.low, NULL, 1) END AS ci_low,
		CASE WHEN p.status IS NULL THEN display(p.high, NULL, 1) END AS ci_high,
		p.n, p.status AS mean_status, display(p.mean, p.status, 1) AS mean_display
	FROM published AS p
	LEFT JOIN cancer_type AS c USING (cancer_type)
	ORDER BY p.measure, p.alliance NULLS FIRST, c.position NULLS FIRST
) TO STDOUT (FORMAT csv, HEADER);

\ir quality_of_life_page.sql
\o

-- The files as they lie on the disk, searched for what was to be hidden: the interval as the page writes it, the
-- figures as the file writes them, and the mean with more digits than anything here is written with.
CREATE TABLE leak AS
SELECT f.file, c.alliance, c.cancer_type, m.measure, t.form
FROM cell AS c,
	LATERAL (VALUES ('index', c.index), ('summary', c.summary)) AS m(measure, scores),
	LATERAL (SELECT mean(m.scores) AS mean, ci.low, ci.high FROM mean_ci(m.scores) AS ci) AS h,
	LATERAL (VALUES ('interval', CASE WHEN h.low IS NOT NULL THEN range_text(h.low, h.high) END),
		('row', concat_ws(',', display(h.mean, NULL, 1), display(h.low, NULL, 1), display(h.high, NULL, 1), n(m.scores))),
		('digits', substring(h.mean::text FROM '^-?\d+\.\d{3}'))) AS t(form, shown),
	unnest(ARRAY['quality_of_life.html', 'quality_of_life_cells.csv', 'quality_of_life_profile.csv']) AS f(file)
WHERE c.status = 'c' AND n(m.scores) > 0 AND strpos(pg_read_file(:'out' || '/' || f.file), t.shown) > 0;

-- ---- 6. The report, and what must hold on any machine ----------------------------------------

CREATE TABLE report (position int GENERATED ALWAYS AS IDENTITY, line text);
INSERT INTO report (line)
SELECT format('Quality of life: %s synthetic respondents, EQ-5D-5L and QLQ-C30 answered item by item', whole(respondents)) FROM headline
UNION ALL
SELECT rtrim(format('  %-60s %30s', f.claim, f.result))
FROM headline AS h, mean_ci(h.index) AS i, mean_ci(h.difference) AS d, mean_ci(h.summary) AS s,
	(SELECT min(mean(index)) AS low, max(mean(index)) AS high FROM by_alliance) AS a,
	(SELECT count(*) AS cells, count(*) FILTER (WHERE status = 'c' AND status_primary = 'c') AS primary_cells,
		count(*) FILTER (WHERE status = 'c' AND status_primary IS NULL) AS secondary_cells FROM cell WHERE alliance IS NOT NULL AND cancer_type IS NOT NULL) AS c,
	(SELECT sum(n) FILTER (WHERE scale = 'LSS') AS index, sum(n) FILTER (WHERE scale = 'SUMMARY') AS summary FROM outcome WHERE outcome <> 'scored') AS o,
	(SELECT sum(answers)::bigint AS answers FROM no_code) AS x, LATERAL (VALUES
	(format('Mean EQ-5D index x 100 (%s)', :'value_set'), format('%s (%s), n = %s', display(mean(h.index), NULL, 1), range_text(i.low, i.high), whole(n(h.index)))),
	('  general population of the same age and sex', display(mean(h.norm), NULL, 1)),
	('  difference', format('%s (%s)', display(mean(h.difference), NULL, 1), range_text(d.low, d.high))),
	('Mean QLQ-C30 summary score (there is no norm)', format('%s (%s), n = %s', display(mean(h.summary), NULL, 1), range_text(s.low, s.high), whole(n(h.summary)))),
	('Alliances, standardised by age and sex: mean EQ-5D index', range_text(a.low, a.high)),
	('Alliance by cancer type: cells hidden, for their n + to protect', format('%s + %s of %s', c.primary_cells, c.secondary_cells, c.cells)),
	('  hidden, yet to be had by subtraction from totals', (SELECT count(*) FROM given_away)::text),
	('  hidden, yet found in the bytes of the page or the files', (SELECT count(*) FROM leak)::text),
	('Respondents without EQ-5D index', whole(o.index::bigint)),
	('Respondents without summary score', whole(o.summary::bigint)),
	('Answers that are no code of their item, taken as missing', whole(x.answers))
) AS f(claim, result);
SELECT line FROM report ORDER BY position;

DO $$
BEGIN
	IF (SELECT count(*) FROM cell WHERE status = 'c' AND status_primary = 'c') = 0
		OR (SELECT count(*) FROM cell WHERE least(n(index), n(summary)) BETWEEN 1 AND 9 AND status IS DISTINCT FROM 'c') > 0
		OR (SELECT count(*) FROM given_away) > 0
		OR (SELECT count(*) FROM leak) > 0
	THEN
		RAISE EXCEPTION 'the tables on quality of life show what they were to hide'
			USING HINT = 'Look at demo.cell, demo.given_away and demo.leak.';
	END IF;
END;
$$;
