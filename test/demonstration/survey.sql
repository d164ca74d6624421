-- The survey, of synthetic respondents: from a wide table of answers to scores of trusts, Alliances and
-- England, sub-groups, validation, weights, response and a comparison of waves, by SQL alone; and how far the
-- counts agree with those published.  Runs within demo.sql after quality_of_life.sql, some functions of which it
-- uses, with its settings, variables and search path.

-- The choices of this page: the questions it shows in full, the Alliance whose sub-groups it shows, and the day
-- by which trusts belong to Alliances, the end of the wave's discharges.
\set shown '''{Q16,Q17,Q55,Q59}'''
\set alliance 'E56000004'
\set day '2018-06-30'
\set rule 'ncpes2018'

-- ---- 1. One pass over the answers ------------------------------------------------------------

-- As many invented respondents as the survey had, a row each.  For each trust and question the numbers of
-- scored and positive answers are those published; everything else is made up.
CREATE TABLE surveyed AS SELECT (r).* FROM (SELECT sample_responses(NULL, 2018) AS r) AS s;
ANALYZE surveyed;

-- All questions of all trusts are counted in one pass; what is wider is made of these sheets.
CREATE TABLE trust_sheet AS
SELECT trust, parent_area(trust, 'alliance', :'day') AS alliance, tally_sheet((SELECT sheet_plan('2018')), r) AS sheet
FROM surveyed AS r
GROUP BY trust;

-- A NULL trust is all trusts of the Alliance, a NULL Alliance is England.
CREATE TABLE area_sheet AS
SELECT alliance, trust, rollup(sheet) AS sheet
FROM trust_sheet
GROUP BY ROLLUP (alliance, trust);

-- The same sheet of England counted from rows, from columns, and added up.
SELECT format('CREATE TABLE by_column AS %s', tally_columns_sql(sheet_plan('2018'), 'surveyed')) \gexec
CREATE TABLE same_sheet AS
SELECT way, sheet = (SELECT sheet FROM area_sheet WHERE alliance IS NULL) AS same
FROM (
	SELECT 'columns' AS way, sheet FROM by_column
	UNION ALL
	SELECT 'rows', tally_sheet((SELECT sheet_plan('2018')), r) FROM surveyed AS r
) AS england;

-- Scores, rounded as the survey did, and exact ones.  A sheet reads as tallies and moments, which know their rates,
-- rounding and intervals.  The Alliances are
-- in the same table, so where one trust of an Alliance is hidden, the smallest other one is too.
CREATE TABLE area_score AS
SELECT a.alliance, a.trust, s.question, CASE s.kind WHEN 'rating' THEN n(s.rating) ELSE s.n_scored END AS n, s.positive,
	CASE s.kind WHEN 'rating' THEN s.mean ELSE percent(s.answers, 0, 'twice') END AS score,
	CASE s.kind WHEN 'rating' THEN s.mean ELSE 100 * s.rate END AS exact,
	CASE s.kind WHEN 'rating' THEN m.low ELSE 100 * p.low END AS low,
	CASE s.kind WHEN 'rating' THEN m.high ELSE 100 * p.high END AS high,
	suppress(s.n_base, ARRAY[a.alliance, a.trust], :'rule') OVER (PARTITION BY s.question) AS status
FROM area_sheet AS a, LATERAL sheet_rows(a.sheet) AS s, LATERAL rate_ci(s.answers) AS p, LATERAL mean_ci(s.rating) AS m;

-- Against the published figures: numbers of trusts, numbers and scores of England.
CREATE TABLE agreement_of_survey AS
SELECT count(*) AS cells, count(*) FILTER (WHERE a.n = s.unadj_n) AS n_equal,
	count(s.k) AS known, count(*) FILTER (WHERE a.positive = s.k) AS positive_equal
FROM area_score AS a
JOIN trust_score AS s USING (question, trust);

CREATE TABLE england AS
SELECT q.*, a.n, a.score, a.low, a.high,
	a.n = q.national_n AS n_equal, round_half_up(a.score, d.decimals) = q.national_score AS score_equal,
	round_half_up(a.low, d.decimals + 1) = q.national_low AND round_half_up(a.high, d.decimals + 1) = q.national_high AS interval_equal,
	d.decimals
FROM area_score AS a
JOIN question AS q USING (question),
	LATERAL (SELECT CASE q.measure WHEN 'rating' THEN 1 ELSE 0 END AS decimals) AS d
WHERE a.alliance IS NULL;

-- ---- 2. Alliances ----------------------------------------------------------------------------

CREATE TABLE alliance_name AS
SELECT code AS alliance, regexp_replace(title, '^National Cancer Vanguard: ', '') AS name
FROM areas_at('alliance', :'day');

-- The names of the published list are spelt otherwise: a trust is where it was published to be if its Alliance and
-- the published one have each other alone.
CREATE TABLE alliance_match AS
SELECT t.code AS trust, count(*) OVER (PARTITION BY s.alliance) = count(*) OVER (PARTITION BY s.alliance, t.alliance)
	AND count(*) OVER (PARTITION BY t.alliance) = count(*) OVER (PARTITION BY s.alliance, t.alliance) AS same
FROM trust AS t
LEFT JOIN trust_sheet AS s ON s.trust = t.code;

-- ---- 3. Sub-groups: tumour group and sex -----------------------------------------------------

-- One pass for all: one breakdown, the other, both, in England and in each Alliance.
CREATE TABLE group_sheet AS
SELECT coalesce(alliance, 'England') AS area, coalesce(tumour_group, 'All') AS tumour_group, coalesce(sex, 'All') AS sex,
	tally_sheet((SELECT sheet_plan('2018')), r) AS sheet
FROM (SELECT r, r.tumour_group, r.sex, parent_area(r.trust, 'alliance', :'day') AS alliance FROM surveyed AS r) AS s
GROUP BY GROUPING SETS ((), (alliance)), CUBE (tumour_group, sex);

-- The tables to be published, one for each question, in England and in the Alliance; also cells without anybody.
CREATE TABLE group_cell AS
SELECT a.area, q.question, g.name AS tumour_group, x.sex, c.answers, coalesce(c.n_base, 0) AS n_base,
	CASE q.measure WHEN 'rating' THEN c.mean ELSE percent(c.answers, 0, 'twice') END AS score,
	CASE q.measure WHEN 'rating' THEN c.mean ELSE 100 * c.rate END AS exact,
	CASE q.measure WHEN 'rating' THEN m.low ELSE 100 * p.low END AS low,
	CASE q.measure WHEN 'rating' THEN m.high ELSE 100 * p.high END AS high,
	NULL::text AS status, NULL::text AS status_primary
FROM (VALUES ('England'), (:'alliance')) AS a(area)
CROSS JOIN question AS q
CROSS JOIN (SELECT name FROM tumour_group UNION ALL SELECT 'All') AS g
CROSS JOIN (VALUES ('Female'), ('Male'), ('All')) AS x(sex)
LEFT JOIN (
	SELECT s.area, s.tumour_group, s.sex, r.*
	FROM group_sheet AS s, LATERAL sheet_rows(s.sheet) AS r
	WHERE s.area IN ('England', :'alliance')
) AS c ON (c.area, c.question, c.tumour_group, c.sex) = (a.area, q.question, g.name, x.sex)
LEFT JOIN LATERAL rate_ci(c.answers) AS p ON true
LEFT JOIN LATERAL mean_ci(c.rating) AS m ON true;
ANALYZE group_cell;

-- As for quality of life: the survey's rule along tumour groups and along sexes in turn, until no more is hidden.
CREATE VIEW group_decision AS
SELECT area, question, tumour_group, sex,
	suppress(n_base, ARRAY[nullif(tumour_group, 'All'), nullif(sex, 'All')], :'rule', given => before) OVER one_table AS within_tumour_group,
	suppress(n_base, ARRAY[nullif(sex, 'All'), nullif(tumour_group, 'All')], :'rule', given => before) OVER one_table AS within_sex,
	suppress(n_base, ARRAY[nullif(tumour_group, 'All'), nullif(sex, 'All')], :'rule', '{"secondary": "none"}') OVER one_table AS for_its_own_n
FROM (SELECT *, CASE status WHEN 'c' THEN 'c' END AS before FROM group_cell) AS c
WINDOW one_table AS (PARTITION BY area, question);

DO $$
DECLARE
	hidden bigint := -1;
	hidden_before bigint;
BEGIN
	WHILE hidden IS DISTINCT FROM hidden_before LOOP
		hidden_before := hidden;
		UPDATE group_cell AS c SET status = coalesce(d.within_tumour_group, d.within_sex), status_primary = d.for_its_own_n
		FROM group_decision AS d
		WHERE (d.area, d.question, d.tumour_group, d.sex) = (c.area, c.question, c.tumour_group, c.sex);
		SELECT count(*) FILTER (WHERE status = 'c') INTO hidden FROM group_cell;
	END LOOP;
END;
$$;

-- What leaves the database, without what is hidden.
CREATE TABLE group_published AS
SELECT area, question, tumour_group, sex, status,
	CASE WHEN status IS NULL THEN n_base END AS n, CASE WHEN status IS NULL THEN score END AS score,
	CASE WHEN status IS NULL THEN exact END AS exact, CASE WHEN status IS NULL THEN low END AS low, CASE WHEN status IS NULL THEN high END AS high,
	CASE WHEN status IS NULL THEN answers END AS answers
FROM group_cell;

-- Hidden numbers that subtraction would still give away.  Totals that are hidden are cells like others here: each
-- number belongs to a row and to a column that add up, and is determined unless a closed path of hidden ones leads through it.
CREATE VIEW group_given_away AS
WITH RECURSIVE hidden AS (
	SELECT area, question, tumour_group, sex, 'tumour ' || tumour_group AS one_end, 'sex ' || sex AS other_end
	FROM group_cell WHERE status = 'c'
), reached(area, question, tumour_group, sex, one_end, at) AS (
	SELECT area, question, tumour_group, sex, one_end, other_end FROM hidden
	UNION
	SELECT r.area, r.question, r.tumour_group, r.sex, r.one_end, s.at
	FROM reached AS r
	JOIN hidden AS h ON h.area = r.area AND h.question = r.question AND r.at IN (h.one_end, h.other_end)
		AND (h.tumour_group, h.sex) <> (r.tumour_group, r.sex),
		LATERAL (VALUES (h.one_end), (h.other_end)) AS s(at)
)
SELECT area, question, tumour_group, sex FROM hidden
EXCEPT
SELECT area, question, tumour_group, sex FROM reached WHERE at = one_end;

-- Women against men, all tumour groups together and each; a gap needs both numbers.
CREATE TABLE sex_gap AS
SELECT f.area, f.question, f.tumour_group, g.*
FROM group_published AS f
JOIN group_published AS m USING (area, question, tumour_group)
JOIN question AS q USING (question),
	LATERAL gap(f.answers, m.answers) AS g
WHERE f.sex = 'Female' AND m.sex = 'Male' AND q.measure = 'percent';

-- ---- 4. Answers with mistakes ----------------------------------------------------------------

-- The same 5,000 people without mistakes, and with one each in 5 of 100.
CREATE TABLE faultless AS SELECT (r).* FROM (SELECT sample_responses(5000, 7) AS r) AS s;
CREATE TABLE faulty AS SELECT (r).* FROM (SELECT sample_responses(5000, 7, 0.05) AS r) AS s;

-- Columns of the table that are no questions are named, so that any other would be found.
CREATE TABLE found AS
SELECT f.respondent, v.*
FROM faulty AS f, LATERAL validate_response('2018', to_jsonb(f), '{respondent,trust,tumour_group,age_band,sex,ethnicity,deprivation}') AS v;

-- Which mistakes were planted, and which found: 999 for no answer is told apart, as it is in the catalogue.
CREATE TABLE planted AS
SELECT respondent, EXISTS (SELECT FROM found AS v WHERE v.respondent = f.respondent) AS found,
	EXISTS (SELECT FROM jsonb_each_text(to_jsonb(f)) AS a WHERE a.key ~ '^q\d' AND a.value = '999') AS stands_for_missing
FROM faulty AS f
JOIN faultless AS t USING (respondent)
WHERE to_jsonb(f) <> to_jsonb(t);

-- The four sheets: as they came, put right as the catalogue says, the same with missing filters filled in from the
-- answers behind them (which the catalogue leaves open, so the plan is given that), and without the mistakes.
CREATE TABLE mistake_sheet AS
SELECT 1 AS position, 'raw' AS way, tally_sheet((SELECT sheet_plan('2018', '{"strict": false}')), r) AS sheet FROM faulty AS r
UNION ALL
SELECT 2, 'cleaned', tally_sheet((SELECT sheet_plan('2018', '{"strict": false, "clean": true}')), r) FROM faulty AS r
UNION ALL
SELECT 3, 'filled', tally_sheet((
	SELECT jsonb_set(p, '{questions}', (
			SELECT jsonb_agg(q || CASE q ->> 'kind' WHEN 'filter' THEN '{"back_code": 1}' ELSE '{}' END::jsonb ORDER BY place)
			FROM jsonb_array_elements(p -> 'questions') WITH ORDINALITY AS e(q, place)))::text::survey_plan
	FROM (SELECT sheet_plan('2018', '{"strict": false, "clean": true}')::text::jsonb) AS v(p)), r) FROM faulty AS r
UNION ALL
SELECT 4, 'true', tally_sheet((SELECT sheet_plan('2018')), r) FROM faultless AS r;

-- Cleaned while counting, and row by row before: the same numbers.
CREATE TABLE cleaned_twice AS
SELECT question, (c.n_scored, c.positive, c.negative, c.rating) = (r.n_scored, r.positive, r.negative, r.rating) AS same
FROM mistake_sheet AS s, LATERAL sheet_rows(s.sheet) AS c
JOIN sheet_rows((
	SELECT tally_sheet((SELECT sheet_plan('2018')), jsonb_populate_record(NULL::faulty, (
		SELECT jsonb_object_agg(lower(key), value) FROM jsonb_each(clean_response('2018', to_jsonb(f))))))
	FROM faulty AS f)) AS r USING (question)
WHERE s.way = 'cleaned';

-- ---- 5. Weights ------------------------------------------------------------------------------

-- An invented population, from which the respondents were not drawn.
CREATE TABLE population AS
SELECT p.age_band, s.sex, s.people
FROM (VALUES ('16-24', 1100, 900), ('25-34', 4000, 1800), ('35-44', 9000, 4200), ('45-54', 20000, 12000), ('55-64', 30000, 27000),
	('65-74', 37000, 42000), ('75-84', 29000, 36000), ('85+', 8500, 9500)) AS p(age_band, female, male),
	LATERAL (VALUES ('Female', p.female), ('Male', p.male)) AS s(sex, people);

-- The margins to rake to: its age bands and sexes, and five equal fifths of deprivation.
CREATE TABLE margin AS
SELECT 'age' AS margin, age_band AS category, sum(people)::float8 AS total FROM population GROUP BY age_band
UNION ALL
SELECT 'sex', sex, sum(people) FROM population GROUP BY sex
UNION ALL
SELECT 'deprivation', fifth::text, (SELECT sum(people) FROM population) / 5.0 FROM generate_series(1, 5) AS fifth;

CREATE TABLE weight AS
SELECT respondent, cell, cap_weight(cell) OVER () AS capped, raked
FROM (
	SELECT r.respondent, cell_weight(p.people, concat_ws(', ', r.age_band, r.sex)) OVER () AS cell,
		rake(1, ARRAY[a.category, s.category, d.category], ARRAY[a.total, s.total, d.total]) OVER () AS raked
	FROM surveyed AS r
	JOIN population AS p USING (age_band, sex)
	JOIN margin AS a ON a.margin = 'age' AND a.category = r.age_band
	JOIN margin AS s ON s.margin = 'sex' AND s.category = r.sex
	JOIN margin AS d ON d.margin = 'deprivation' AND d.category = r.deprivation::text
) AS given;
ANALYZE weight;

CREATE TABLE weighted_sheet AS
WITH row_weight AS (SELECT r, w.cell, w.capped, w.raked FROM surveyed AS r JOIN weight AS w USING (respondent))
SELECT 1 AS position, 'unweighted' AS way, sheet FROM area_sheet WHERE alliance IS NULL
UNION ALL
SELECT 2, 'cell', tally_sheet((SELECT sheet_plan('2018')), r, cell) FROM row_weight
UNION ALL
SELECT 3, 'capped', tally_sheet((SELECT sheet_plan('2018')), r, capped) FROM row_weight
UNION ALL
SELECT 4, 'raked', tally_sheet((SELECT sheet_plan('2018')), r, raked) FROM row_weight;

-- What weights cost: the effective number of respondents.
CREATE TABLE weight_cost AS
SELECT v.way, n_eff(tally(true, v.weight)) AS n_eff, min(v.weight) AS lowest, max(v.weight) AS highest
FROM weight AS w, LATERAL (VALUES ('unweighted', 1::float8), ('cell', w.cell), ('capped', w.capped), ('raked', w.raked)) AS v(way, weight)
GROUP BY v.way;

-- Do the raked weights add up to the margins?  Sums in double precision, so a digit or two at the end are spared.
CREATE TABLE margin_met AS
SELECT m.margin, m.category, m.total, sum(w.raked) AS raked, abs(sum(w.raked) / m.total - 1) < 1e-10 AS met
FROM surveyed AS r
JOIN weight AS w USING (respondent)
JOIN margin AS m ON m.category = CASE m.margin WHEN 'age' THEN r.age_band WHEN 'sex' THEN r.sex ELSE r.deprivation::text END
GROUP BY m.margin, m.category, m.total;

-- ---- 6. Response -----------------------------------------------------------------------------

-- The codes of an invented contractor, entered in the registry as those of a real one would be, and taken out again.
-- Those who did not respond are invented too, more of them among the young.
BEGIN;
INSERT INTO outcome_code (scheme, code, outcome, source, certainty) VALUES
	('demonstration', '10', 'responded', 'invented', 'unconfirmed'), ('demonstration', '21', 'opted_out', 'invented', 'unconfirmed'),
	('demonstration', '31', 'deceased', 'invented', 'unconfirmed'), ('demonstration', '32', 'undeliverable', 'invented', 'unconfirmed'),
	('demonstration', '33', 'ineligible', 'invented', 'unconfirmed'), ('demonstration', '90', 'unknown', 'invented', 'unconfirmed'),
	('demonstration', '', 'not_responded', 'invented', 'unconfirmed');
CREATE TABLE mailed AS
SELECT CASE WHEN age_band < '55' THEN 'Under 55' WHEN age_band < '75' THEN age_band ELSE '75 and over' END AS age, sex, deprivation,
	outcome_of('demonstration', code) AS outcome
FROM (
	SELECT age_band, sex, deprivation, '10' AS code FROM surveyed
	UNION ALL
	SELECT age_band, sex, deprivation, CASE
			WHEN u < CASE WHEN age_band < '65' THEN 0.03 ELSE 0.09 END THEN '31'
			WHEN u < 0.13 THEN '32'
			WHEN u < 0.15 THEN '33'
			WHEN u < 0.23 THEN '21'
			WHEN u < 0.25 THEN '90'
		END
	FROM sample_responses(60000, 99) AS r, LATERAL (SELECT uniform(r.respondent::integer, 'outcome') AS u) AS o
	WHERE uniform(r.respondent::integer, 'no response') < 1 - 0.05 * r.deprivation - CASE WHEN r.age_band < '55' THEN 0 ELSE 0.2 END
) AS sent;
DELETE FROM outcome_code WHERE scheme = 'demonstration' AND NOT builtin;
COMMIT;

CREATE TABLE response_group AS
SELECT CASE WHEN age IS NOT NULL THEN 'Age' WHEN sex IS NOT NULL THEN 'Sex' WHEN deprivation IS NOT NULL THEN 'Deprivation' ELSE 'All' END AS breakdown,
	coalesce(age, sex, CASE deprivation WHEN 1 THEN '1, most deprived' WHEN 5 THEN '5, least deprived' ELSE deprivation::text END, 'All') AS sub_group,
	response(outcome) AS response
FROM mailed
GROUP BY GROUPING SETS ((), (age), (sex), (deprivation));

-- ---- 7. From wave to wave --------------------------------------------------------------------

-- A wave of 2017 made of the same margins with another seed.  One change is planted: about 1 respondent in 10 is left
-- out, and 1 in 5 of those with a positive answer to Q55, so that 2018 should show more of these.
CREATE TABLE wave_sheet AS
SELECT '2017' AS wave, tally_sheet((SELECT sheet_plan('2017')), r) AS sheet
FROM (SELECT sample_responses(NULL, 2017) AS r) AS s
WHERE uniform((r).respondent::integer, 'wave 2017') > CASE classify((SELECT sheet_plan('2017')), 'Q55', (r).q55) WHEN 'positive' THEN 0.2 ELSE 0.1 END
UNION ALL
SELECT '2018', sheet FROM area_sheet WHERE alliance IS NULL;

CREATE TABLE change AS
SELECT c.question, c.concept, c.basis, c.answers, c.answers_before, g.*, g.low > 0 OR g.high < 0 AS beyond_chance
FROM wave_sheet AS now
JOIN wave_sheet AS before ON before.wave = '2017',
	LATERAL compare_waves(now.sheet, before.sheet) AS c,
	LATERAL gap(c.answers, c.answers_before) AS g
WHERE now.wave = '2018';

-- Which scored questions of 2018 may be compared with which wave at all.
CREATE TABLE comparable_wave AS
SELECT w.wave, w.year, count(q.question) AS questions
FROM survey_wave AS w
LEFT JOIN LATERAL comparable_questions('2018', w.wave) AS c ON true
LEFT JOIN question AS q ON q.question = c.question
WHERE w.wave <> '2018'
GROUP BY w.wave, w.year;

-- ---- 8. Files --------------------------------------------------------------------------------

\o :out/survey_scores.csv
COPY (
	SELECT 'synthetic' AS data, CASE WHEN s.trust IS NOT NULL THEN 'trust' WHEN s.alliance IS NOT NULL THEN 'alliance' ELSE 'national' END AS level,
		coalesce(s.trust, s.alliance, 'England') AS code, coalesce(t.name, a.name, 'England') AS name, s.question, q.label AS question_label,
		CASE q.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit,
		CASE WHEN s.status IS NULL THEN display(s.score, NULL, d.decimals) END AS score,
		CASE WHEN s.status IS NULL THEN display(s.low, NULL, d.decimals + d.more) END AS ci_low,
		CASE WHEN s.status IS NULL THEN display(s.high, NULL, d.decimals + d.more) END AS ci_high,
		s.n, s.status AS score_status, display(s.score, s.status, d.decimals) AS score_display
	FROM area_score AS s
	JOIN question AS q USING (question)
	LEFT JOIN trust AS t ON t.code = s.trust
	LEFT JOIN alliance_name AS a ON a.alliance = s.alliance,
		LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END AS decimals, CASE q.measure WHEN 'percent' THEN 1 ELSE 0 END AS more) AS d
	ORDER BY s.alliance IS NOT NULL, s.trust IS NOT NULL, coalesce(s.trust, s.alliance) COLLATE "C", q.position
) TO STDOUT (FORMAT csv, HEADER);

\o :out/survey_subgroups.csv
COPY (
	SELECT 'synthetic' AS data, p.area, coalesce(a.name, p.area) AS area_name, p.question, q.label AS question_label, p.tumour_group, p.sex,
		CASE q.measure WHEN 'percent' THEN 'percent' ELSE 'points, 0 to 10' END AS unit,
		CASE WHEN p.status IS NULL THEN display(p.score, NULL, d.decimals) END AS score,
		CASE WHEN p.status IS NULL THEN display(p.low, NULL, d.decimals + d.more) END AS ci_low,
		CASE WHEN p.status IS NULL THEN display(p.high, NULL, d.decimals + d.more) END AS ci_high,
		p.n, p.status AS score_status, display(p.score, p.status, d.decimals) AS score_display
	FROM group_published AS p
	JOIN question AS q USING (question)
	LEFT JOIN alliance_name AS a ON a.alliance = p.area,
		LATERAL (SELECT CASE q.measure WHEN 'percent' THEN 0 ELSE 2 END AS decimals, CASE q.measure WHEN 'percent' THEN 1 ELSE 0 END AS more) AS d
	ORDER BY p.area <> 'England', q.position, p.tumour_group <> 'All', p.tumour_group COLLATE "C", p.sex COLLATE "C"
) TO STDOUT (FORMAT csv, HEADER);

\ir survey_page.sql
\o

-- The files as they lie on the disk, read back and searched for what was to be hidden: the fields of its rows, the
-- cell as the page writes it, and its interval with more digits than anything here is written with.  What may be
-- shown is searched for in the same way and has to be found, so that the search is known to work.
CREATE TABLE file_score (data text, level text, code text, name text, question text, question_label text, unit text, score text, ci_low text, ci_high text,
	n text, score_status text, score_display text);
CREATE TABLE file_group (data text, area text, area_name text, question text, question_label text, tumour_group text, sex text, unit text, score text,
	ci_low text, ci_high text, n text, score_status text, score_display text);
\set file :out '/survey_scores.csv'
COPY file_score FROM :'file' (FORMAT csv, HEADER);
\set file :out '/survey_subgroups.csv'
COPY file_group FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE file_text AS
SELECT file, pg_read_file(:'out' || '/' || file) AS text FROM unnest(ARRAY['survey.html', 'survey_scores.csv', 'survey_subgroups.csv']) AS file;

CREATE TABLE survey_searched AS
SELECT 'survey_scores.csv' AS file, concat_ws(' ', f.code, f.question) AS cell, 'row' AS form, s.status,
	concat(f.score, f.ci_low, f.ci_high) <> '' OR f.score_display NOT LIKE '[_]' AS found
FROM area_score AS s
JOIN file_score AS f ON (f.level, f.code, f.question) = ('trust', s.trust, s.question)
UNION ALL
SELECT 'survey_subgroups.csv', concat_ws(' ', f.area, f.question, f.tumour_group, f.sex), 'row', c.status,
	concat(f.score, f.ci_low, f.ci_high, f.n) <> '' OR f.score_display NOT LIKE '[_]'
FROM group_cell AS c
JOIN file_group AS f USING (area, question, tumour_group, sex)
UNION ALL
SELECT t.file, concat_ws(' ', c.area, c.question, c.tumour_group, c.sex), 'cell', c.status,
	strpos(t.text, score_cell(c.exact, c.low, c.high, NULL, q.measure, c.n_base)) > 0
FROM group_cell AS c
JOIN question AS q USING (question)
JOIN file_text AS t ON t.file = 'survey.html'
WHERE c.area = :'alliance' AND c.question = ANY (:shown) AND c.n_base > 0
UNION ALL
SELECT t.file, h.cell, 'digits', 'c', true
FROM (
	SELECT concat_ws(' ', trust, question) AS cell, low FROM area_score WHERE status = 'c'
	UNION ALL
	SELECT concat_ws(' ', area, question, tumour_group, sex), low FROM group_cell WHERE status = 'c'
) AS h
JOIN (SELECT DISTINCT t.file, m[1] AS number FROM file_text AS t, LATERAL regexp_matches(t.text, '\d+\.\d{4}', 'g') AS m) AS t
	ON t.number = substring(h.low::text FROM '\d+\.\d{4}');
CREATE VIEW survey_leak AS SELECT file, cell, form FROM survey_searched WHERE status = 'c' AND found;

-- ---- 9. The report, and what must hold on any machine ----------------------------------------

CREATE TABLE survey_report (position int GENERATED ALWAYS AS IDENTITY, line text);
INSERT INTO survey_report (line)
SELECT format('Survey: %s synthetic respondents, every answer invented, margins of 2018', whole(count(*))) FROM surveyed
UNION ALL
SELECT rtrim(format('  %-66s %24s', f.claim, f.result))
FROM agreement_of_survey AS a,
	(SELECT count(*) AS questions, count(*) FILTER (WHERE score_equal AND n_equal) AS equal FROM england) AS e,
	(SELECT count(*) AS trusts, count(*) FILTER (WHERE same) AS same FROM alliance_match) AS l,
	(SELECT count(DISTINCT alliance) AS alliances FROM trust_sheet) AS la,
	(SELECT count(*) AS cells, count(*) FILTER (WHERE status = 'c' AND status_primary = 'c') AS primary_cells,
		count(*) FILTER (WHERE status = 'c' AND status_primary IS NULL) AS secondary_cells FROM group_cell) AS c,
	(SELECT count(*) FILTER (WHERE NOT stands_for_missing) AS planted, count(*) FILTER (WHERE found AND NOT stands_for_missing) AS found,
		count(*) FILTER (WHERE stands_for_missing) AS stands_for_missing FROM planted) AS p,
	(SELECT max(n_eff) FILTER (WHERE way = 'capped') AS capped, max(n_eff) FILTER (WHERE way = 'raked') AS raked FROM weight_cost) AS w,
	(SELECT response_rate(response, 'raw') AS raw, response_rate(response, 'adjusted') AS adjusted FROM response_group WHERE breakdown = 'All') AS r,
	(SELECT count(*) AS questions, count(*) FILTER (WHERE beyond_chance) AS beyond_chance FROM change WHERE status IS NULL) AS g, LATERAL (VALUES
	('One pass, 52 questions by 145 trusts: answers as many as published', of_all(a.n_equal, a.cells)),
	('  positive answers, where their number is known', of_all(a.positive_equal, a.known)),
	('England: numbers and scores as published', of_all(e.equal, e.questions)),
	(format('%s Alliances: trusts together as published', la.alliances), of_all(l.same, l.trusts)),
	('Tumour group by sex: cells hidden, for their n + to protect', format('%s + %s of %s', c.primary_cells, c.secondary_cells, whole(c.cells))),
	('  hidden, yet to be had by subtraction from totals', (SELECT count(*) FROM group_given_away)::text),
	('  hidden, yet found in the bytes of the page or the files', (SELECT count(*) FROM survey_leak)::text),
	('Respondents with a planted mistake, found', of_all(p.found, p.planted)),
	('Effective number of respondents, weights by cell capped, raked', format('%s, %s', whole(w.capped::bigint), whole(w.raked::bigint))),
	('Response, raw and adjusted', format('%s %%, %s %%', display(100 * r.raw, NULL, 1), display(100 * r.adjusted, NULL, 1))),
	('Change from an invented 2017 beyond chance (one is planted)', of_all(g.beyond_chance, g.questions))
) AS f(claim, result);
SELECT line FROM survey_report ORDER BY position;

DO $$
BEGIN
	IF EXISTS (SELECT FROM agreement_of_survey WHERE n_equal < cells OR positive_equal < known OR (cells, known) <> (7540, 7197))
		OR (SELECT count(*) FROM england WHERE n_equal AND score_equal) <> 52
		OR (SELECT bool_and(same) FROM same_sheet) IS DISTINCT FROM true
		OR (SELECT bool_and(same) FROM alliance_match) IS DISTINCT FROM true
		OR (SELECT bool_and(same) FROM cleaned_twice) IS DISTINCT FROM true
		OR (SELECT bool_and(met) FROM margin_met) IS DISTINCT FROM true
		OR EXISTS (SELECT FROM planted AS p WHERE p.found = p.stands_for_missing)
		OR (SELECT array_agg(question) FROM change WHERE beyond_chance) IS DISTINCT FROM '{Q55}'
	THEN
		RAISE EXCEPTION 'the survey no longer gives what it was made to give'
			USING HINT = 'Look at demo.agreement_of_survey, england, same_sheet, alliance_match, cleaned_twice, margin_met, planted and change.';
	END IF;
	IF (SELECT count(*) FROM group_cell WHERE status = 'c' AND status_primary = 'c') = 0
		OR (SELECT count(*) FROM group_cell WHERE n_base BETWEEN 1 AND 20 AND status IS DISTINCT FROM 'c') > 0
		OR (SELECT count(*) FROM area_score WHERE n BETWEEN 1 AND 20 AND status IS DISTINCT FROM 'c') > 0
		OR (SELECT count(*) FROM group_given_away) > 0
		OR (SELECT count(*) FROM survey_leak) > 0
		OR (SELECT count(*) FROM survey_searched AS s WHERE s.status IS NULL AND NOT s.found) > 0
		OR (SELECT count(*) FROM survey_searched WHERE form = 'cell' AND status = 'c') = 0
	THEN
		RAISE EXCEPTION 'the tables of the survey show what they were to hide'
			USING HINT = 'Look at demo.group_cell, demo.area_score, demo.group_given_away and demo.survey_searched.';
	END IF;
END;
$$;
