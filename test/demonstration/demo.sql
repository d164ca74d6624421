-- The demonstration.  From the published figures of the National Cancer Patient Experience Survey 2018 (145 trusts, 52 questions) to scores
-- with intervals, expected ranges and bands, suppressed tables and a web page, by SQL alone; and how far the results agree with what was
-- published.  Then, in release.sql, the whole pipeline: synthetic respondents of the survey to a release with proof, its files and a report.
--
-- With all set to true there is more: in quality_of_life.sql, a synthetic cohort and the answers to EQ-5D and QLQ-C30; in survey.sql, synthetic
-- respondents of the survey itself; in adjustment.sql, the case-mix adjustment of these; in benchmarking.sql, which trusts differ and how sure
-- that is; in suppression.sql, what hidden numbers give away, and a table that does not; in secondary.sql, secondary breast cancer in records
-- whose truth is known; and, in pledge.sql, services before and after.
--
-- psql variables: data, the directory test/data/ncpes2018 as the server sees it; out, where the pages and the files go, as the server sees
-- it; all, whether the other pages are made (default false).  Everything is made in the schema demo, which is dropped first, but the release,
-- which is in cpes_2018.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?all}
\else
	\set all false
\endif
\pset pager off
SET client_min_messages = warning;
SELECT clock_timestamp() AS started \gset

CREATE EXTENSION IF NOT EXISTS cancer_pe;
DROP SCHEMA IF EXISTS demo CASCADE;
CREATE SCHEMA demo;
SET search_path = demo, cancer_pe;

\set temporary ''
\ir ../data/ncpes2018/load.sql

-- ---- 1. Scores with intervals ----------------------------------------------------------------

-- Unadjusted: k positive answers of unadj_n.  A tally knows its rate, its percentage under the survey's
-- double rounding, and its interval; the survey used z = 1.959964 here, which is the default.
CREATE TABLE unadjusted AS
SELECT s.question, s.trust, s.unadj_n AS n, t.tally, percent(t.tally, 0, 'twice') AS score,
	100 * ci.low AS low, 100 * ci.high AS high,
	CASE suppress(s.unadj_n, ARRAY[s.question, s.trust], 'ncpes2018', '{"secondary": "none"}') OVER ()
		WHEN 'c' THEN 'c'
		WHEN 'w' THEN 'w'
		ELSE CASE WHEN s.k IS NULL THEN 'x' END -- no count could be read back from the published interval
	END AS status
FROM trust_score AS s,
	LATERAL (SELECT make_tally(s.unadj_n, s.k) AS tally) AS t,
	LATERAL rate_ci(t.tally) AS ci;

-- Adjusted: the score is an input, read back by others from the published interval; this project has no
-- respondents to adjust.  Proportions run from 0 to 1; Q59 is a mean rating from 0 to 10 with its own standard
-- error, which for a suppressed trust is the one its n would have at the question's pooled variance.
CREATE TABLE adjusted AS
SELECT s.question, s.trust, q.measure, s.n, s.score_recovered / u.factor AS score, u.factor,
	CASE q.measure WHEN 'rating' THEN
		coalesce(own.se, sqrt(avg(own.se ^ 2 * s.n) OVER (PARTITION BY s.question) / nullif(s.n, 0)))
	END AS se,
	u.factor * coalesce(wilson.low, normal.low) AS low,
	u.factor * coalesce(wilson.high, normal.high) AS high,
	suppress(s.n, ARRAY[s.question, s.trust], 'ncpes2018', '{"secondary": "none"}') OVER () AS status
FROM trust_score AS s
JOIN question AS q USING (question),
	LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 100 ELSE 1 END AS factor) AS u,
	LATERAL (SELECT CASE q.measure WHEN 'rating' THEN (s.high - s.low) / 2 / 1.96 END AS se) AS own,
	LATERAL rate_ci(CASE q.measure WHEN 'percent' THEN s.score_recovered / 100 END, s.n, z => 1.96) AS wilson,
	LATERAL mean_ci(s.score_recovered, own.se, z => 1.96) AS normal;

-- ---- 2. Expected ranges and bands ------------------------------------------------------------

-- The survey's limits are centre +- 1.96 sqrt(s^2 + tau2).  Each trust's pair of limits gives the centre, their
-- middle (unless the upper one is capped), and tau2, what its half-width leaves once s^2 is taken off.
CREATE TABLE read_back AS
WITH uncapped AS (
	SELECT a.question, a.measure, a.n, a.se, (s.expected_low + s.expected_high) / 2 / a.factor AS middle,
		(s.expected_high - s.expected_low) / 2 / 1.96 / a.factor AS spread
	FROM trust_score AS s
	JOIN adjusted AS a USING (question, trust)
	WHERE s.expected_high < CASE a.measure WHEN 'percent' THEN 100 ELSE 10 END
), centre AS (
	SELECT question, avg(middle) AS centre FROM uncapped GROUP BY question
)
SELECT c.question, c.centre, CASE WHEN t.tau2 < 1e-8 THEN 0 ELSE t.tau2 END AS tau2
FROM centre AS c, LATERAL (
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY u.spread ^ 2 - coalesce(u.se ^ 2, c.centre * (1 - c.centre) / u.n)) AS tau2
	FROM uncapped AS u
	WHERE u.question = c.question
) AS t;

-- For 27 questions the data set itself gives both numbers; the other 25 are read back above.
CREATE TABLE parameter AS
SELECT question, coalesce(e.centre, r.centre) AS centre, coalesce(e.tau2, r.tau2) AS tau2,
	CASE WHEN e.question IS NULL THEN 'derived' ELSE 'given' END AS source
FROM read_back AS r
LEFT JOIN expected_range_parameter AS e USING (question);
ALTER TABLE parameter ADD PRIMARY KEY (question);

-- Five ways to the same bands, from given the most to given the least.
CREATE TABLE variant (variant text PRIMARY KEY, give_centre boolean, give_tau2 boolean, options jsonb);
INSERT INTO variant VALUES
	('published', true, true, '{}'),
	('tau2_omit', true, false, '{"unscored": "omit"}'),
	('tau2_centre', true, false, '{"unscored": "centre"}'),
	('both_omit', false, false, '{"unscored": "omit"}'),
	('both_centre', false, false, '{"unscored": "centre"}');

CREATE TABLE judged AS
SELECT variant, question, trust, factor, (r).*
FROM (
	SELECT v.variant, a.question, a.trust, a.factor,
		expected_range(a.score, a.n, CASE WHEN v.give_centre THEN p.centre END, 'ncpes2018',
			v.options || CASE a.measure WHEN 'rating' THEN '{"measure": "score", "minimum": 0, "maximum": 10}' ELSE '{"measure": "proportion"}' END::jsonb,
			se => a.se, tau2 => CASE WHEN v.give_tau2 THEN p.tau2 END) OVER (PARTITION BY v.variant, a.question) AS r
	FROM adjusted AS a
	JOIN parameter AS p USING (question)
	CROSS JOIN variant AS v
) AS unit;

-- ---- 3. Tables by tumour group, suppressed ---------------------------------------------------

-- One table for each trust and question; its cells are the 13 groups.  The second, weaker run tells which
-- cells are hidden for their own n (primary); no published file tells the two apart.
CREATE TABLE tumour_cell AS
SELECT t.question, t.trust, g.position, g.name AS tumour_group, u.n, u.score AS published,
	suppress(u.n, ARRAY[g.name], 'ncpes2018') OVER published_table AS status,
	suppress(u.n, ARRAY[g.name], 'ncpes2018', '{"secondary": "none"}') OVER published_table AS status_primary
FROM tumour AS t,
	unnest(t.n, t.score) WITH ORDINALITY AS u(n, score, position)
JOIN tumour_group AS g USING (position)
WINDOW published_table AS (PARTITION BY t.question, t.trust);

-- ---- 4. How far the results agree with what was published ------------------------------------

CREATE TABLE finding (
	position int GENERATED ALWAYS AS IDENTITY, section text, claim text, result text);

CREATE FUNCTION whole(bigint) RETURNS text IMMUTABLE
RETURN to_char($1, 'FM999,999,990');
CREATE FUNCTION of_all(bigint, bigint) RETURNS text IMMUTABLE
RETURN whole($1) || ' of ' || whole($2);

INSERT INTO finding (section, claim, result)
SELECT 'Scores and intervals', f.claim, f.result
FROM (
	SELECT count(*) FILTER (WHERE u.score = s.unadj_score) AS twice,
		count(*) FILTER (WHERE percent(u.tally) = s.unadj_score) AS once,
		count(*) FILTER (WHERE round_half_up(u.low, 1) = s.unadj_low AND round_half_up(u.high, 1) = s.unadj_high) AS intervals,
		count(*) AS cells
	FROM unadjusted AS u
	JOIN trust_score AS s USING (question, trust)
	WHERE s.k_unique = 1
) AS u, (
	SELECT count(*) FILTER (WHERE round_half_up(a.factor * a.score) = s.score_rounded) AS once,
		max(greatest(abs(a.low - s.low), abs(a.high - s.high))) AS furthest,
		count(*) AS cells
	FROM adjusted AS a
	JOIN trust_score AS s USING (question, trust)
	WHERE a.measure = 'percent' AND a.score IS NOT NULL
) AS a, LATERAL (VALUES
	('Unadjusted scores, rounded twice, equal to the published', of_all(u.twice, u.cells)),
	('  rounded once, equal', of_all(u.once, u.cells)),
	('Unadjusted intervals (Wilson, z = 1.959964), equal to the published decimal', of_all(u.intervals, u.cells)),
	('Adjusted scores, rounded once, equal to the published', of_all(a.once, a.cells)),
	('Adjusted intervals (Wilson, z = 1.96), largest difference in points', round(a.furthest::numeric, 6)::text)
) AS f(claim, result);

INSERT INTO finding (section, claim, result)
SELECT 'Suppression', f.claim, f.result
FROM (
	SELECT count(*) AS cells,
		count(*) FILTER (WHERE status IS NULL) AS shown,
		count(*) FILTER (WHERE status = 'c' AND status_primary = 'c') AS primary_cells,
		count(*) FILTER (WHERE status = 'c' AND status_primary IS NULL) AS secondary_cells,
		count(*) FILTER (WHERE status = 'w') AS empty,
		count(*) FILTER (WHERE (status IS NULL) <> (published IS NOT NULL)) AS different
	FROM tumour_cell
) AS t, (
	SELECT count(*) FILTER (WHERE (a.status IS NULL) = (s.score_rounded IS NOT NULL)) AS adjusted,
		count(*) FILTER (WHERE (coalesce(u.status, 'x') = 'x') = (s.unadj_score IS NOT NULL)) AS unadjusted,
		count(*) FILTER (WHERE (coalesce(u.status, 'x') = 'x') <> (s.unadj_score IS NOT NULL)
			AND NOT (s.trust = 'RET' AND s.unadj_n IN (21, 22))) AS unexplained,
		count(*) AS cells
	FROM trust_score AS s
	JOIN adjusted AS a USING (question, trust)
	JOIN unadjusted AS u USING (question, trust)
) AS s, LATERAL (VALUES
	('Cells by tumour group', whole(t.cells)),
	('  shown', whole(t.shown)),
	('  hidden for their own n (primary)', whole(t.primary_cells)),
	('  hidden to protect another (secondary)', whole(t.secondary_cells)),
	('  without answers', whole(t.empty)),
	('  shown here but blank in the published table, or the reverse', whole(t.different)),
	('Adjusted scores by trust, shown or hidden as published', of_all(s.adjusted, s.cells)),
	('Unadjusted scores by trust, shown or hidden as published', of_all(s.unadjusted, s.cells)),
	('  exceptions that are not trust RET with 21 or 22 respondents', whole(s.unexplained))
) AS f(claim, result);

-- Only a trust whose band was published can agree or not.
CREATE VIEW compared AS
SELECT j.variant, j.question, p.source, a.measure, s.band AS published, j.band,
	greatest(abs(j.factor * j.low - s.expected_low), abs(j.factor * j.high - s.expected_high)) AS difference
FROM judged AS j
JOIN trust_score AS s USING (question, trust)
JOIN adjusted AS a USING (question, trust)
JOIN parameter AS p USING (question)
WHERE s.band IS NOT NULL;

CREATE VIEW agreement AS
SELECT variant, sum(equal)::bigint AS equal, sum(cells)::bigint AS cells,
	string_agg(question || CASE WHEN cells - equal > 1 THEN format(' (%s)', cells - equal) ELSE '' END, ', ' ORDER BY cells - equal DESC, length(question), question)
		FILTER (WHERE equal < cells) AS unequal
FROM (
	SELECT variant, question, count(*) AS cells, count(*) FILTER (WHERE band = published) AS equal
	FROM compared
	GROUP BY variant, question
) AS q
GROUP BY variant;

INSERT INTO finding (section, claim, result)
SELECT '(a) Bands from the published limits', 'Unrounded score against them: bands equal to the published table',
	of_all(count(*) FILTER (WHERE s.band = CASE
			WHEN a.factor * a.score > s.expected_high THEN 'above'
			WHEN a.factor * a.score < s.expected_low THEN 'below'
			ELSE 'within'
		END), count(*))
FROM trust_score AS s
JOIN adjusted AS a USING (question, trust)
WHERE s.band IS NOT NULL;

INSERT INTO finding (section, claim, result)
SELECT '(b) Limits from two numbers a question, read back from the published limits', f.claim, f.result
FROM (
	SELECT max(difference) FILTER (WHERE source = 'given' AND measure = 'percent') AS given,
		max(difference) FILTER (WHERE source = 'derived') AS derived,
		max(difference) FILTER (WHERE measure = 'rating') AS rating
	FROM compared
	WHERE variant = 'published'
) AS d, agreement AS g, LATERAL (VALUES
	('26 percentages, numbers given with the data: largest difference in points', round(d.given::numeric, 6)::text),
	('25 percentages, numbers derived here: largest difference in points', round(d.derived::numeric, 6)::text),
	('Rating Q59, numbers given: largest difference in rating points', round(d.rating::numeric, 6)::text),
	('Bands equal to the published table', of_all(g.equal, g.cells))
) AS f(claim, result)
WHERE g.variant = 'published';

INSERT INTO finding (section, claim, result)
SELECT '(c) End to end, tau2 estimated here: bands equal to the published table', f.claim, f.result
FROM agreement AS g
JOIN (VALUES
	(1, 'tau2_omit', 'Centre as in (b), suppressed trusts left out'),
	(2, 'tau2_centre', 'Centre as in (b), suppressed trusts entered at the centre'),
	(3, 'both_omit', 'Centre estimated too, suppressed trusts left out'),
	(4, 'both_centre', 'Centre estimated too, suppressed trusts entered at the centre')
) AS w(position, variant, claim) USING (variant),
	LATERAL (VALUES (1, w.claim, of_all(g.equal, g.cells)), (2, '  not equal: ' || g.unequal, NULL)) AS f(line, claim, result)
ORDER BY w.position, f.line;

-- What the comparison can and cannot show.
CREATE TABLE note (position int GENERATED ALWAYS AS IDENTITY, note text);
INSERT INTO note (note) VALUES
	('Adjusted scores are inputs, recovered from the published intervals, not computed by case-mix adjustment here; of their intervals only the width is tested.'),
	('Counts behind the unadjusted scores were recovered in the same way. The one interval that differs, RRF Q5, ends at 97.049996 and was published as 97.1.'),
	('(b) tests the formula over up to 143 trusts with two numbers a question. Given or derived, the numbers come from the published limits: it is no test of an independent centre or tau2.'),
	('Derived: centre is the mean of (low + high) / 2 over trusts whose upper limit is not capped; tau2 is the median of (half-width / 1.96)^2 - centre (1 - centre) / n, set to 0 below 1e-8.'),
	('(c) The official tau2 was estimated with the scores of suppressed trusts as well. These are not public, so each estimate is made in two ways.');

-- What must hold on any machine; a demonstration that shows something else stops here.
DO $$
BEGIN
	IF (SELECT array_agg(result ORDER BY position) FROM finding WHERE result LIKE '% of %' AND section NOT LIKE '(c)%')
			IS DISTINCT FROM '{"7,177 of 7,177","6,838 of 7,177","7,176 of 7,177","7,203 of 7,203","7,540 of 7,540","7,528 of 7,540","7,346 of 7,346","7,346 of 7,346"}'
		OR (SELECT count(*) FROM tumour_cell WHERE (status IS NULL) = (published IS NOT NULL)) <> 98020
		OR (SELECT count(*) FROM compared WHERE variant = 'published' AND difference < 0.00002) <> 7346
	THEN
		RAISE EXCEPTION 'the results no longer agree with the published tables'
			USING HINT = 'Look at demo.finding.';
	END IF;
END;
$$;

-- ---- 5. Files --------------------------------------------------------------------------------

-- One row an observation; what is hidden is blank, its status says why, and decimals are constant.
-- COPY to standard output ends in the file of \o, whose name may hold psql variables.
\o :out/scores.csv
COPY (
	SELECT 2018 AS year, s.trust AS trust_code, t.name AS trust_name, s.question, q.label AS question_label, s.adjustment,
		q.measure, CASE q.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit,
		CASE WHEN s.status IS NULL THEN display(s.score, NULL, d.decimals) END AS score,
		CASE WHEN s.status IS NULL THEN display(s.low, NULL, d.decimals + d.more) END AS ci_low,
		CASE WHEN s.status IS NULL THEN display(s.high, NULL, d.decimals + d.more) END AS ci_high,
		s.n, s.status AS score_status, display(s.score, s.status, d.decimals) AS score_display
	FROM (
		SELECT 'adjusted' AS adjustment, question, trust, n, factor * score AS score, low, high, status FROM adjusted
		UNION ALL
		SELECT 'unadjusted', question, trust, n, score, low, high, status FROM unadjusted
	) AS s
	JOIN question AS q USING (question)
	JOIN trust AS t ON t.code = s.trust,
		LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END AS decimals, CASE q.measure WHEN 'percent' THEN 1 ELSE 0 END AS more) AS d
	ORDER BY s.adjustment, t.code, q.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/bands.csv
COPY (
	SELECT 2018 AS year, j.trust AS trust_code, t.name AS trust_name, j.question, q.label AS question_label,
		CASE q.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit, a.n,
		CASE WHEN a.status IS NULL THEN display(j.factor * a.score, NULL, 4) END AS score,
		CASE WHEN a.status IS NULL THEN display(j.factor * j.low, NULL, 4) END AS expected_low,
		CASE WHEN a.status IS NULL THEN display(j.factor * j.high, NULL, 4) END AS expected_high,
		CASE WHEN a.status IS NULL THEN j.band END AS band,
		CASE WHEN a.status IS NULL THEN display(j.z, NULL, 4) END AS z,
		display(j.factor * j.centre, NULL, 4) AS centre, display(j.tau2, NULL, 8) AS tau2, display(j.phi, NULL, 4) AS phi,
		'ncpes2018' AS method,
		CASE p.source WHEN 'given' THEN 'from the published limits, as given with the data' ELSE 'from the published limits, derived here' END AS tau2_used,
		a.status AS band_status
	FROM judged AS j
	JOIN adjusted AS a USING (question, trust)
	JOIN parameter AS p USING (question)
	JOIN question AS q USING (question)
	JOIN trust AS t ON t.code = j.trust
	WHERE j.variant = 'published'
	ORDER BY t.code, q.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/tau2.csv
COPY (
	SELECT 2018 AS year, q.question, q.label AS question_label, p.source AS published_source,
		display(p.centre, NULL, 8) AS published_centre, display(p.tau2, NULL, 8) AS published_tau2,
		display(max(j.tau2) FILTER (WHERE j.variant = 'tau2_omit'), NULL, 8) AS estimated_tau2_suppressed_omitted,
		display(max(j.tau2) FILTER (WHERE j.variant = 'tau2_centre'), NULL, 8) AS estimated_tau2_suppressed_at_centre,
		display(max(j.centre) FILTER (WHERE j.variant = 'both_omit'), NULL, 8) AS estimated_centre
	FROM judged AS j
	JOIN parameter AS p USING (question)
	JOIN question AS q USING (question)
	GROUP BY q.question, p.question
	ORDER BY q.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/tumour_suppressed.csv
COPY (
	SELECT 2018 AS year, c.question, c.trust AS trust_code, c.tumour_group, c.n,
		CASE WHEN c.status IS NULL THEN display(c.published::float8, NULL, d.decimals) END AS score,
		c.status AS score_status, display(c.published::float8, c.status, d.decimals) AS score_display
	FROM tumour_cell AS c
	JOIN question AS q USING (question),
		LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END AS decimals) AS d
	ORDER BY q.position, c.trust, c.position
) TO STDOUT (FORMAT csv, HEADER);

\pset format unaligned
\pset tuples_only on
\ir style.sql
\ir page.sql
\o

-- ---- The report ------------------------------------------------------------------------------

SELECT 'National Cancer Patient Experience Survey 2018, 145 trusts, 52 questions, against the published tables';
SELECT format('bands %s equal to the published table', result) FROM finding WHERE section LIKE '(a)%' AND result LIKE '% of %';
SELECT CASE line WHEN 1 THEN section ELSE rtrim(format('  %-76s %15s', claim, result)) END
FROM (
	SELECT line, position, section, claim, result, min(position) OVER (PARTITION BY section) AS first_position
	FROM finding, (VALUES (1), (2)) AS l(line)
) AS report
WHERE line = 2 OR position = first_position
ORDER BY position, line;
SELECT rtrim(regexp_replace('* ' || note, '(.{1,94})( |$)', E'\\1\n  ', 'g'), E'\n ') FROM note ORDER BY position;

\qecho
\ir release.sql
SELECT format('  %-76s %15s', 'Published tables and release, with what was checked: seconds', round(extract(epoch FROM clock_timestamp() - :'started')::numeric, 1));

\if :all
\qecho
\ir quality_of_life.sql

\qecho
\ir survey.sql

\qecho
\ir adjustment.sql

\qecho
\ir benchmarking.sql

\qecho
\ir suppression.sql

\qecho
\ir secondary.sql

\qecho
\ir pledge.sql
\endif
