-- Benchmarking: which trusts differ, by how much, and how sure that is.  The published counts of 2018 under seven rules;
-- one question as a funnel, a caterpillar and a league of ranks; how reliable the scores are; then, of people who do not
-- exist, change, a control chart and inequality, each with something planted that has to be found; and at last the
-- synthetic survey, from respondents to a judged table in one statement.  Runs within demo.sql after adjustment.sql,
-- whose tables and functions it uses, with its settings, variables and search path.

-- The choices of this page: the question that is shown trust by trust, cut points for its seven bands (an example, not
-- anybody's rule), and the trust whose questions are shown together.
\set league_question 'Q22'
\set cuts '{1,1.96,3.09}'
\set cuts_json '{"cuts": [1, 1.96, 3.09]}'
\set one_trust 'RJ6'

-- ---- 1. One table, seven rules ---------------------------------------------------------------

-- Published figures: the positive answers k among n, where a whole number of them is known.  What is not known or may not be
-- shown has its status in table unadjusted.
CREATE TABLE counted AS
SELECT s.question, s.trust, s.unadj_n::bigint AS n, s.k::bigint AS positive, s.k::float8 / s.unadj_n AS score
FROM trust_score AS s
JOIN question AS q USING (question)
WHERE s.k IS NOT NULL;

-- Every rule finds the centre of a question in the same way, positive answers by all answers; p values are of the z that
-- chance alone gives, and are adjusted among the trusts of a question.
CREATE TABLE ruled AS
SELECT *, adjust_p(p_value(chance_z), 'bh') OVER question < 0.05 AS bh, adjust_p(p_value(chance_z), 'holm') OVER question < 0.05 AS holm
FROM (
	SELECT question, trust, n, score, (chance).z AS chance_z, (chance).band AS chance, (chance).centre, (spread).z AS spread_z, (spread).band AS spread,
		(survey).z AS survey_z, (survey).band AS survey
	FROM (
		SELECT *, expected_range(score, n, NULL, 'phe') OVER question AS chance, expected_range(score, n, NULL, 'funnelplotr') OVER question AS spread,
			expected_range(score, n, NULL, 'ncpes2018') OVER question AS survey
		FROM counted
		WINDOW question AS (PARTITION BY question)
	) AS judged_by_each
) AS unit
WINDOW question AS (PARTITION BY question);

-- How many each flags, and how many were found to be flagged beforehand, outside of this project's code.
CREATE TABLE flag_count AS
SELECT r.place, r.rule, r.input, r.scale, r.z, r.flagged, r.cells, r.known
FROM (
	SELECT count(*) AS cells, count(*) FILTER (WHERE chance <> 'within') AS chance_95, count(*) FILTER (WHERE chance LIKE 'far %') AS chance_998,
		count(*) FILTER (WHERE spread <> 'within') AS spread_95, count(*) FILTER (WHERE spread LIKE 'far %') AS spread_998, count(*) FILTER (WHERE survey <> 'within') AS survey,
		count(*) FILTER (WHERE bh) AS bh, count(*) FILTER (WHERE holm) AS holm
	FROM ruled
) AS c, (
	SELECT count(*) AS cells, count(*) FILTER (WHERE j.band <> 'within') AS flagged, count(*) FILTER (WHERE s.band <> 'within') AS published
	FROM judged AS j
	JOIN trust_score AS s USING (question, trust)
	JOIN question AS q USING (question)
	WHERE j.variant = 'published' AND s.band IS NOT NULL AND q.measure = 'percent'
) AS a, LATERAL (VALUES
	(1, '95 % limits, chance alone', 'unadjusted', 'raw, no spread between trusts', '1.959964', c.chance_95, c.cells, 1758::bigint),
	(2, '99.8 % limits, chance alone', 'unadjusted', 'raw, no spread between trusts', '3.090232', c.chance_998, c.cells, 673),
	(3, 'Over-dispersed 95 % limits, FunnelPlotR', 'unadjusted', 'arcsine, 10 % winsorised, additive spread', '1.959964', c.spread_95, c.cells, 822),
	(4, 'Over-dispersed 99.8 % limits, FunnelPlotR', 'unadjusted', 'arcsine, 10 % winsorised, additive spread', '3.090232', c.spread_998, c.cells, 101),
	(5, 'Rule of the survey of 2018, on the same cells', 'unadjusted', 'raw, 20 % winsorised, additive spread', '1.96', c.survey, c.cells, NULL),
	(6, 'False discovery rate 5 %, Benjamini and Hochberg', 'unadjusted', 'by question, z of chance alone', 'p adjusted', c.bh, c.cells, 907),
	(7, 'Any false finding 5 %, Holm', 'unadjusted', 'by question, z of chance alone', 'p adjusted', c.holm, c.cells, 453),
	(8, 'Rule of the survey of 2018, as it was published', 'adjusted', 'raw, 20 % winsorised, additive spread', '1.96', a.flagged, a.cells, a.published)
) AS r(place, rule, input, scale, z, flagged, cells, known);

-- Where rules agree: of those at 95 % or 5 %, how many flag a cell.
CREATE TABLE rule_agreement AS
SELECT rules, count(*) AS cells
FROM (SELECT (chance <> 'within')::integer + (spread <> 'within')::integer + (survey <> 'within')::integer + bh::integer + holm::integer AS rules FROM ruled) AS r
GROUP BY rules;

-- ---- 2. One question, every trust ------------------------------------------------------------

-- Limits of three cut points; scores drawn towards the mean; ranks by the log odds, with the ranks that each trust may have:
-- each by itself, when its score is drawn towards the mean, and all of them together.  A trust that is hidden has no score and takes no part.
CREATE TABLE league AS
SELECT trust, n, status, score, (r).low, (r).high, (r).outer_low, (r).outer_high, (r).centre, (r).tau2, (r).z, (r).band, grade((r).z, :'cuts') AS grade,
	(eb).score AS shrunken, (eb).low AS shrunken_low, (eb).high AS shrunken_high, (eb).shrinkage, (eb).mean, (joint).rank, (joint).low AS joint_low, (joint).high AS joint_high,
	(marginal).low AS rank_low, (marginal).high AS rank_high
FROM (
	SELECT *, expected_range(score, n, NULL, 'ncpes2018', :'cuts_json') OVER () AS r, shrink(score, NULL, 'log_odds', '{}', n) OVER () AS eb,
		rank_interval(value, se, 'joint') OVER () AS joint, rank_interval((drawn).score, (drawn).se, 'marginal') OVER () AS marginal
	FROM (
		SELECT u.trust, u.n::bigint AS n, u.status, c.score, l.value, l.se, shrink(l.value, l.se, 'reml') OVER () AS drawn
		FROM unadjusted AS u
		LEFT JOIN counted AS c ON (c.question, c.trust) = (u.question, u.trust) AND u.status IS NULL
		LEFT JOIN LATERAL proportion_scale(c.positive, c.n, 'logit') AS l ON true
		WHERE u.question = :'league_question'
	) AS unit
) AS judged;

-- ---- 3. Reliability --------------------------------------------------------------------------

CREATE TABLE trust_reliability AS
SELECT question, trust, n, (r).reliability, (r).n_needed, (r).between_units, (r).status
FROM (SELECT *, reliability(score, n, 'log_odds') OVER (PARTITION BY question) AS r FROM counted) AS unit;

CREATE TABLE question_reliability AS
SELECT q.position, question, q.label, count(*) AS trusts, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.n) AS n, max(r.between_units) AS between_units,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY r.reliability) AS reliability, count(*) FILTER (WHERE r.reliability >= 0.7) AS reached,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY r.n_needed) AS n_needed
FROM trust_reliability AS r
JOIN question AS q USING (question)
GROUP BY q.position, question, q.label;

-- ---- 4. Change, in an invented hospital ------------------------------------------------------

-- Few patients.  Before, the chance of a positive answer is 0.55; after, it is 0.82.  The first two groups are different
-- people; those of the third answer twice, and a person who was positive mostly stays so.
CREATE TABLE small_hospital AS
SELECT tally(uniform(person, 'small hospital') < 0.55) FILTER (WHERE NOT later) AS before,
	tally(uniform(person, 'small hospital') < 0.82) FILTER (WHERE later) AS after
FROM (SELECT person, person > 38 AS later FROM generate_series(1, 82) AS person) AS patient;

CREATE TABLE asked_twice AS
SELECT paired(before, CASE WHEN before THEN uniform(person, 'second answer') < 0.94 ELSE uniform(person, 'second answer') < 0.55 END) AS pairs
FROM (SELECT person, uniform(person, 'first answer') < 0.55 AS before FROM generate_series(1, 64) AS person) AS patient;

-- Many patients, of other kinds in the second wave than in the first: every tumour group gets better by the same odds
-- ratio, and the hospital as a whole hardly does, as groups with lower scores have grown.
\set planted_ratio 1.8
CREATE TABLE mixed_group (tumour_group text PRIMARY KEY, n_before integer, n_after integer, log_odds float8);
INSERT INTO mixed_group VALUES ('Breast', 310, 150, 1.3), ('Prostate', 210, 100, 1.1), ('Colorectal', 130, 180, 0.4), ('Haematological', 80, 210, -0.3),
	('Lung', 70, 240, -0.5), ('Head and neck', 24, 61, -0.2), ('Sarcoma', 12, 17, 0.2), ('Brain', 9, 14, -0.1);

CREATE TABLE mixed_wave AS
SELECT g.tumour_group, w.later, tally(uniform(1000 * (position * 2 + w.later::integer) + person, 'mixed hospital') < 1 / (1 + exp(-g.log_odds - CASE WHEN w.later THEN ln(:planted_ratio) ELSE 0 END))) AS answers
FROM (SELECT *, row_number() OVER (ORDER BY tumour_group COLLATE "C")::integer AS position FROM mixed_group) AS g,
	(VALUES (false), (true)) AS w(later), LATERAL generate_series(1, CASE WHEN w.later THEN g.n_after ELSE g.n_before END) AS person
GROUP BY g.tumour_group, w.later;

-- Both waves are in the table, with their totals: a tumour group that one of them hides is hidden in both.
CREATE TABLE stratum AS
SELECT tumour_group, n_before, n_after, before, after, coalesce(hidden_before, hidden_after) AS status
FROM (
	SELECT *, suppress(n_before, ARRAY[tumour_group], 'ncpes2018') OVER () AS hidden_before, suppress(n_after, ARRAY[tumour_group], 'ncpes2018') OVER () AS hidden_after
	FROM (
		SELECT tumour_group, rollup(answers) FILTER (WHERE NOT later) AS before, rollup(answers) FILTER (WHERE later) AS after,
			n(rollup(answers) FILTER (WHERE NOT later)) AS n_before, n(rollup(answers) FILTER (WHERE later)) AS n_after
		FROM mixed_wave
		GROUP BY ROLLUP (tumour_group)
	) AS counts
) AS decided;

CREATE TABLE mixed_result AS
SELECT m.*, c.difference, c.low AS difference_low, c.high AS difference_high, c.p AS difference_p, c.odds_ratio AS crude_odds_ratio
FROM (SELECT stratified(after, before) AS strata FROM stratum WHERE tumour_group IS NOT NULL) AS s, LATERAL mantel_haenszel(s.strata) AS m,
	stratum AS t, LATERAL compare(t.before, t.after) AS c
WHERE t.tumour_group IS NULL;

-- ---- 5. A control chart of invented months ---------------------------------------------------

-- Positive answers of 36 months.  Months differ a little beyond chance all along; from the 25th on, after an invented change
-- of the service, log odds are 0.3 higher.  In one month the survey reached almost nobody: it is hidden before anything is computed.
\set change_month 25
\set hidden_month 16
CREATE TABLE monthly AS
SELECT place, ('2021-01-01'::date + make_interval(months => place - 1))::date AS month, n, positive, suppress(n, ARRAY[place::text], 'ncpes2018', '{"secondary": "none"}') OVER () AS status
FROM (
	SELECT place, n, least(n, greatest(0, round(n * rate + normal(place, 'monthly answers') * sqrt(n * rate * (1 - rate)))))::bigint AS positive
	FROM (
		SELECT place, CASE place WHEN :hidden_month THEN 17 ELSE round(2000 + 2500 * uniform(place, 'monthly number')) END::bigint AS n,
			1 / (1 + exp(-0.85 - 0.06 * normal(place, 'monthly level') - CASE WHEN place >= :change_month THEN 0.3 ELSE 0 END)) AS rate
		FROM generate_series(1, 36) AS place
	) AS planned
) AS drawn;

CREATE TABLE month_shown AS
SELECT place, month, CASE WHEN status IS NULL THEN n END AS n, CASE WHEN status IS NULL THEN positive::float8 / n END AS rate, status FROM monthly;

-- The limits of the first two years carried on; the same with limits anew at the change; as if months differed by chance alone;
-- and a run chart.
CREATE TABLE charted AS
SELECT chart, place, month, n, status AS month_status, (r).*
FROM (
	SELECT 'fixed' AS chart, *, spc(rate, 'p_prime', '{"fix_after": 24}', n::float8, target => 0.75) OVER (ORDER BY month) AS r FROM month_shown
	UNION ALL
	SELECT 'rebased', *, spc(rate, 'p_prime', '{}', n::float8, place = :change_month, 0.75) OVER (ORDER BY month) FROM month_shown
	UNION ALL
	SELECT 'chance', *, spc(rate, 'p', '{"fix_after": 24}', n::float8) OVER (ORDER BY month) FROM month_shown
	UNION ALL
	SELECT 'run', *, spc(rate, 'run') OVER (ORDER BY month) FROM month_shown
) AS points;

-- ---- 6. Inequality, planted and not ----------------------------------------------------------

-- Q55 of the synthetic survey, whose answers know nothing of deprivation; and answers invented anew, of which 0.28 are positive in
-- the most deprived fifth (1) and 0.04 more in each that follows.
CREATE TABLE fifth AS
WITH counts AS (
	SELECT deprivation, tally(positive) AS survey, tally(uniform(respondent::integer, 'gradient') < 0.24 + 0.04 * deprivation) FILTER (WHERE positive IS NOT NULL) AS planted
	FROM (
		SELECT respondent, deprivation, CASE classify((SELECT sheet_plan('2018')), :'one_question', :answer) WHEN 'positive' THEN true WHEN 'negative' THEN false END AS positive
		FROM surveyed
		WHERE deprivation IS NOT NULL
	) AS answer
	GROUP BY deprivation
)
SELECT 'survey' AS data, deprivation, survey AS answers FROM counts
UNION ALL
SELECT 'planted', deprivation, planted FROM counts;

CREATE TABLE inequality AS
SELECT data, (r).sii, (r).sii_low, (r).sii_high, (r).rii, (r).rii_low, (r).rii_high, t.slope, t.p AS trend_p, t.departure_p,
	g.difference, g.low AS gap_low, g.high AS gap_high
FROM (
	SELECT data, slope_index(deprivation, answers, '{"multiplier": 100}') AS r, trend(deprivation, answers) AS points,
		rollup(answers) FILTER (WHERE deprivation = 1) AS most, rollup(answers) FILTER (WHERE deprivation = 5) AS least
	FROM fifth
	GROUP BY data
) AS f, LATERAL trend_test(f.points) AS t, LATERAL gap(f.least, f.most) AS g;

-- What the planted rates have without chance: the line through them, with the populations of the fifths.
CREATE TABLE inequality_planted AS
SELECT (r).sii, (r).rii FROM (SELECT slope_index(deprivation, n(answers)::float8, 0.24 + 0.04 * deprivation, NULL, '{"multiplier": 100}') AS r FROM fifth WHERE data = 'planted') AS line;

-- ---- 7. One statement ------------------------------------------------------------------------

-- From the respondents of all questions, collected in one pass for the page on adjustment, to the judged table.
CREATE TABLE benchmarked AS
SELECT b.* FROM collected, benchmark(casemix, 'ncpes2018') AS b;

-- In percent, Q59 in points.  What may be shown is what the pages of the survey and of adjustment show.
CREATE TABLE benchmark_score AS
SELECT b.question, b.organisation AS trust, a.measure, b.n, f.factor * b.adjusted AS score, f.factor * b.se AS se, f.factor * b.low AS expected_low, f.factor * b.high AS expected_high,
	b.z, b.band, b.p, b.q, b.reliability, b.n_needed, b.status AS note, a.status
FROM benchmarked AS b
JOIN adjusted_score AS a ON (a.question, a.trust) = (b.question, b.organisation), LATERAL (SELECT CASE a.measure WHEN 'rating' THEN 1 ELSE 100 END AS factor) AS f;

CREATE TABLE benchmark_published AS
SELECT question, trust, measure, n, status, CASE WHEN status IS NULL THEN score END AS score, CASE WHEN status IS NULL THEN expected_low END AS expected_low,
	CASE WHEN status IS NULL THEN expected_high END AS expected_high, CASE WHEN status IS NULL THEN z END AS z, CASE WHEN status IS NULL THEN band END AS band,
	CASE WHEN status IS NULL THEN p END AS p, CASE WHEN status IS NULL THEN q END AS q, CASE WHEN status IS NULL THEN reliability END AS reliability,
	CASE WHEN status IS NULL THEN n_needed END AS n_needed, CASE WHEN status IS NULL THEN note END AS note
FROM benchmark_score;

-- ---- 8. What it comes to ---------------------------------------------------------------------

CREATE TABLE benchmark_summary AS
SELECT f.*, l.*, r.*, s.*, b.*, same.bands_equal
FROM (
	SELECT count(*) FILTER (WHERE flagged = known) AS counts_equal, count(known) AS counts_known FROM flag_count
) AS f, (
	SELECT count(rank) AS ranked, count(*) FILTER (WHERE rank <= 10) AS first_ten, count(*) FILTER (WHERE rank_low <= 10) AS may_be_first_ten,
		count(*) FILTER (WHERE rank_high <= 10) AS surely_first_ten, count(*) FILTER (WHERE joint_low <= 10) AS may_be_jointly,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY rank_high - rank_low + 1) AS rank_width, percentile_cont(0.5) WITHIN GROUP (ORDER BY joint_high - joint_low + 1) AS joint_width,
		count(*) FILTER (WHERE joint_low > 1) AS not_first,
		count(*) FILTER (WHERE (grade > 0) <> (band LIKE '%above') OR (grade < 0) <> (band LIKE '%below')) AS grades_unlike
	FROM league
) AS l, (
	SELECT count(*) AS scores, count(*) FILTER (WHERE reliability >= 0.7) AS reliable, percentile_cont(0.5) WITHIN GROUP (ORDER BY n_needed) AS n_needed FROM trust_reliability
) AS r, (
	SELECT count(*) FILTER (WHERE chart = 'fixed' AND rule IS NOT NULL AND rule <> 'common cause' AND place >= :change_month) AS signals_after,
		count(*) FILTER (WHERE chart = 'fixed' AND rule IS NOT NULL AND rule <> 'common cause' AND place < :change_month) AS signals_before,
		count(*) FILTER (WHERE chart = 'rebased' AND rule <> 'common cause') AS signals_rebased,
		count(*) FILTER (WHERE chart = 'chance' AND rule = 'beyond limits' AND place < :change_month) AS beyond_chance,
		count(*) FILTER (WHERE chart = 'fixed' AND rule = 'beyond limits' AND place < :change_month) AS beyond_fixed,
		bool_or(runs_signal) FILTER (WHERE chart = 'run') AS runs_signal,
		count(value) FILTER (WHERE chart = 'fixed' AND place < :change_month) AS months_before, count(value) FILTER (WHERE chart = 'fixed' AND place >= :change_month) AS months_after
	FROM charted
) AS s, (
	SELECT count(*) AS cells, count(*) FILTER (WHERE status IS NULL) AS shown, count(*) FILTER (WHERE band = 'above') AS above, count(*) FILTER (WHERE band = 'below') AS below,
		count(*) FILTER (WHERE q < 0.05) AS discoveries, count(*) FILTER (WHERE reliability >= 0.7) AS reliable_shown, count(*) FILTER (WHERE status = 'c') AS confidential
	FROM benchmark_published
) AS b, (
	SELECT count(*) FILTER (WHERE b.band IS NOT DISTINCT FROM a.band AND (b.score = a.score OR a.score IS NULL)) AS bands_equal
	FROM benchmark_score AS b
	JOIN adjusted_score AS a USING (question, trust)
) AS same;

-- ---- 9. Files --------------------------------------------------------------------------------

CREATE FUNCTION number_in_file(value float8, decimals integer) RETURNS text IMMUTABLE
RETURN CASE WHEN value IS NOT NULL THEN display(value, NULL, decimals) END;

\o :out/rules.csv
COPY (
	SELECT 2018 AS year, u.trust AS trust_code, t.name AS trust_name, u.question, q.label AS question_label, u.n,
		number_in_file(100 * r.score, 2) AS score, number_in_file(100 * r.centre, 2) AS centre, number_in_file(r.chance_z, 4) AS z_chance_alone, r.chance AS band_chance_alone,
		number_in_file(r.spread_z, 4) AS z_funnelplotr, r.spread AS band_funnelplotr, number_in_file(r.survey_z, 4) AS z_ncpes2018, r.survey AS band_ncpes2018, r.bh AS flagged_bh, r.holm AS flagged_holm,
		u.status AS score_status
	FROM unadjusted AS u
	JOIN question AS q USING (question)
	JOIN trust AS t ON t.code = u.trust
	LEFT JOIN ruled AS r ON (r.question, r.trust) = (u.question, u.trust) AND u.status IS NULL
	WHERE q.measure = 'percent'
	ORDER BY u.trust COLLATE "C", q.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/benchmark.csv
COPY (
	SELECT 'synthetic' AS data, b.trust AS trust_code, t.name AS trust_name, b.question, q.label AS question_label,
		CASE b.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit, b.n, number_in_file(b.score, 2) AS score, number_in_file(b.expected_low, 2) AS expected_low,
		number_in_file(b.expected_high, 2) AS expected_high, number_in_file(b.z, 3) AS z, b.band, number_in_file(b.p, 4) AS p, number_in_file(b.q, 4) AS q, number_in_file(b.reliability, 3) AS reliability,
		number_in_file(ceil(b.n_needed), 0) AS n_needed, b.note AS score_note, b.status AS score_status, display(b.score, b.status, 2) AS score_display
	FROM benchmark_published AS b
	JOIN question AS q USING (question)
	JOIN trust AS t ON t.code = b.trust
	ORDER BY b.trust COLLATE "C", q.position
) TO STDOUT (FORMAT csv, HEADER);

\ir benchmarking_page.sql
\o

-- The files as they lie on the disk, searched for what was to be hidden, as those of the survey are.
CREATE TABLE file_rules (year text, trust_code text, trust_name text, question text, question_label text, n text, score text, centre text, z_chance_alone text, band_chance_alone text, z_funnelplotr text,
	band_funnelplotr text, z_ncpes2018 text, band_ncpes2018 text, flagged_bh text, flagged_holm text, score_status text);
\set file :out '/rules.csv'
COPY file_rules FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE file_benchmark (data text, trust_code text, trust_name text, question text, question_label text, unit text, n text, score text, expected_low text, expected_high text, z text, band text, p text, q text,
	reliability text, n_needed text, score_note text, score_status text, score_display text);
\set file :out '/benchmark.csv'
COPY file_benchmark FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE benchmark_file AS
SELECT file, pg_read_file(:'out' || '/' || file) AS text FROM unnest(ARRAY['benchmarking.html', 'rules.csv', 'benchmark.csv']) AS file;

CREATE TABLE benchmark_searched AS
SELECT 'benchmark.csv' AS file, concat_ws(' ', f.trust_code, f.question) AS cell, 'row' AS form, b.status,
	concat(f.score, f.expected_low, f.expected_high, f.z, f.band, f.p, f.q, f.reliability, f.n_needed, f.score_note) <> '' OR f.score_display NOT LIKE '[_]' AS found
FROM benchmark_score AS b
JOIN file_benchmark AS f ON (f.trust_code, f.question) = (b.trust, b.question)
UNION ALL
SELECT 'rules.csv', concat_ws(' ', f.trust_code, f.question), 'row', u.status,
	concat(f.score, f.centre, f.z_chance_alone, f.band_chance_alone, f.z_funnelplotr, f.band_funnelplotr, f.z_ncpes2018, f.band_ncpes2018, f.flagged_bh, f.flagged_holm) <> ''
FROM unadjusted AS u
JOIN file_rules AS f ON (f.trust_code, f.question) = (u.trust, u.question)
UNION ALL
SELECT f.file, concat_ws(' ', b.trust, b.question), 'cell', b.status, strpos(f.text, benchmark_cells(b.score, b.expected_low, b.expected_high, b.z, b.band, b.q, b.reliability, b.n_needed, b.measure, NULL)) > 0
FROM benchmark_score AS b
JOIN benchmark_file AS f ON f.file = 'benchmarking.html'
WHERE b.trust = :'one_trust' AND b.n > 0
UNION ALL
SELECT f.file, l.trust, 'mark', l.status, strpos(f.text, format(E'<title>%s\nn ', replace(html(regexp_replace(t.name, ' NHS (Foundation )?Trust$', '')), '''', '&#39;'))) > 0
FROM league AS l
JOIN trust AS t ON t.code = l.trust
JOIN benchmark_file AS f ON f.file = 'benchmarking.html'
UNION ALL
SELECT f.file, coalesce(s.tumour_group, 'All'), 'stratum', s.status, strpos(f.text, stratum_cells(s.before, s.after, NULL)) > 0
FROM stratum AS s
JOIN benchmark_file AS f ON f.file = 'benchmarking.html'
UNION ALL
SELECT f.file, m.month::text, 'month', m.status, strpos(f.text, format('<title>%s', to_char(m.month, 'YYYY-MM'))) > 0
FROM monthly AS m
JOIN benchmark_file AS f ON f.file = 'benchmarking.html'
UNION ALL
SELECT f.file, h.cell, 'digits', 'c', true
FROM (SELECT concat_ws(' ', trust, question) AS cell, v.number FROM benchmark_score, LATERAL (VALUES (score), (z), (reliability), (expected_low), (expected_high)) AS v(number) WHERE status = 'c') AS h
JOIN (SELECT DISTINCT f.file, m[1] AS number FROM benchmark_file AS f, LATERAL regexp_matches(f.text, '\d+\.\d{5}', 'g') AS m) AS f
	ON f.number = substring(h.number::text FROM '\d+\.\d{5}');
CREATE VIEW benchmark_leak AS SELECT file, cell, form FROM benchmark_searched WHERE status IS NOT NULL AND found;

-- ---- 10. The report, and what must hold on any machine ---------------------------------------

CREATE TABLE benchmark_report (position int GENERATED ALWAYS AS IDENTITY, line text);
INSERT INTO benchmark_report (line)
SELECT format('Benchmarking: %s unadjusted percentages of 2018, by trust and question; then invented data', whole(scores)) FROM benchmark_summary
UNION ALL
SELECT rtrim(format('  %-66s %24s', f.claim, f.result))
FROM benchmark_summary AS s,
	(SELECT min(flagged) FILTER (WHERE place = 1) AS chance_95, min(flagged) FILTER (WHERE place = 2) AS chance_998, min(flagged) FILTER (WHERE place = 3) AS spread_95, min(flagged) FILTER (WHERE place = 4) AS spread_998,
		min(flagged) FILTER (WHERE place = 5) AS survey, min(flagged) FILTER (WHERE place = 6) AS bh, min(flagged) FILTER (WHERE place = 7) AS holm, min(flagged) FILTER (WHERE place = 8) AS published,
		min(cells) FILTER (WHERE place = 8) AS published_cells FROM flag_count) AS c,
	small_hospital AS h, LATERAL compare(h.before, h.after, 'fisher') AS f1,
	asked_twice AS a, LATERAL mcnemar(a.pairs) AS f2,
	mixed_result AS m, inequality AS i, inequality_planted AS t, LATERAL (VALUES
	('Outside limits of chance alone, 95 % and 99.8 %', concat_ws(' and ', whole(c.chance_95), whole(c.chance_998))),
	('  over-dispersed limits (FunnelPlotR), 95 % and 99.8 %', concat_ws(' and ', whole(c.spread_95), whole(c.spread_998))),
	('  p adjusted, 5 %: Benjamini-Hochberg and Holm', concat_ws(' and ', whole(c.bh), whole(c.holm))),
	('  rule of the survey; on adjusted percentages, as published', format('%s; %s of %s', whole(c.survey), whole(c.published), whole(c.published_cells))),
	('  counts equal to those known beforehand', of_all(s.counts_equal, s.counts_known)),
	('Reliability 0.7 or more', format('%s (%s %%)', of_all(s.reliable, s.scores), display(100.0 * s.reliable / s.scores, NULL, 1))),
	(format('%s: trusts that may be among the first ten, alone and jointly', :'league_question'), format('%s and %s of %s', s.may_be_first_ten, s.may_be_jointly, s.ranked)),
	('Planted, 55 to 82 %: exact p, other patients; the same ones twice', concat_ws('; ', display(f1.p, NULL, 3), display(f2.p, NULL, 3))),
	(format('  odds ratio planted in strata: %s; found, with its interval', display(:planted_ratio, NULL, 2)), format('%s (%s to %s)', display(m.odds_ratio, NULL, 2), display(m.low, NULL, 2), display(m.high, NULL, 2))),
	('  months with a signal, before and after a planted change', format('%s of %s, %s', s.signals_before, s.months_before, of_all(s.signals_after, s.months_after))),
	(format('  slope index planted: %s; found, with its interval', display(t.sii, NULL, 1)), format('%s (%s to %s)', display(i.sii, NULL, 1), display(i.sii_low, NULL, 1), display(i.sii_high, NULL, 1))),
	('One statement, 52 questions: bands as the page on adjustment has', of_all(s.bands_equal, s.cells)),
	('  above or below their expected range, of those shown', of_all(s.above + s.below, s.shown)),
	('  q < 0.05; reliability 0.7 or more', format('%s; %s', whole(s.discoveries), whole(s.reliable_shown))),
	('  hidden, yet found in the bytes of the page or the files', (SELECT count(*) FROM benchmark_leak)::text)
) AS f(claim, result)
WHERE i.data = 'planted';
SELECT line FROM benchmark_report ORDER BY position;

DO $$
BEGIN
	IF EXISTS (SELECT FROM benchmark_summary WHERE counts_equal <> 7 OR counts_known <> 7 OR grades_unlike <> 0 OR cells <> 7540 OR bands_equal <> 7540 OR round(1000.0 * reliable / scores) <> 332
			OR signals_before <> 0 OR signals_after <> months_after OR months_after <> 12 OR signals_rebased <> 0 OR runs_signal IS NOT TRUE)
		OR EXISTS (SELECT FROM mixed_result WHERE 1.8 NOT BETWEEN low AND high OR NOT (difference_low < 0 AND difference_high > 0))
		OR EXISTS (SELECT FROM inequality AS i, inequality_planted AS t WHERE CASE i.data WHEN 'planted' THEN t.sii NOT BETWEEN i.sii_low AND i.sii_high OR t.rii NOT BETWEEN i.rii_low AND i.rii_high
			ELSE 0 NOT BETWEEN i.sii_low AND i.sii_high END)
	THEN
		RAISE EXCEPTION 'benchmarking no longer gives what it was made to give'
			USING HINT = 'Look at demo.flag_count, benchmark_summary, mixed_result and inequality.';
	END IF;
	IF (SELECT count(*) FROM benchmark_score WHERE n BETWEEN 1 AND 20 AND status IS DISTINCT FROM 'c') > 0
		OR EXISTS (SELECT FROM benchmark_leak)
		OR (SELECT count(*) FROM benchmark_searched AS s WHERE s.status IS NULL AND NOT s.found) > 0
		OR (SELECT count(DISTINCT form) FROM benchmark_searched WHERE status = 'c') < 5
	THEN
		RAISE EXCEPTION 'the benchmarks show what they were to hide'
			USING HINT = 'Look at demo.benchmark_score and demo.benchmark_searched.';
	END IF;
END;
$$;
