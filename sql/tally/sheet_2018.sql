-- The National Cancer Patient Experience Survey 2018: invented respondents with its real margins, counted in one pass, give the published numbers of every trust.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
CREATE TEMP TABLE respondents AS SELECT * FROM sample_responses(NULL, 2018);
CREATE TEMP TABLE sheets AS SELECT trust, tally_sheet((SELECT sheet_plan('2018')), r) AS sheet FROM respondents AS r GROUP BY trust;
CREATE TEMP TABLE counted AS SELECT s.trust, r.* FROM sheets AS s, sheet_rows(s.sheet) AS r;
SELECT count(*) AS trusts, sum(n(sheet)) AS respondents FROM sheets;
-- the catalogue of 2018 has the questions that were published, and no others
SELECT count(*) AS questions, count(*) FILTER (WHERE (measure = 'rating') = (kind = 'rating') AND c."position" = q.position) AS alike
FROM (SELECT DISTINCT question, "position", kind FROM counted) AS c FULL JOIN question AS q USING (question);
-- n of every trust and question; k wherever it is known
SELECT count(*) AS cells, count(*) FILTER (WHERE CASE c.kind WHEN 'rating' THEN n(c.rating) ELSE c.n_scored END = p.unadj_n) AS n_as_published,
	count(p.k) AS k, count(*) FILTER (WHERE c.positive = p.k) AS k_as_derived, count(*) FILTER (WHERE c.n_base < c.n_scored OR c.n_base <> n(c.answers) + n(c.rating) + c.neutral_answers) AS odd_bases
FROM counted AS c FULL JOIN trust_score AS p USING (trust, question);
-- their unadjusted scores: rounded twice, as published
SELECT count(*) AS scores, count(*) FILTER (WHERE percent(c.answers, 0, 'twice') = p.unadj_score) AS as_published FROM counted AS c JOIN trust_score AS p USING (trust, question) WHERE p.k IS NOT NULL;
-- the intervals of those cells whose k is unique, to the published decimal but for one at its edge (as published_2018)
SELECT count(*) AS intervals, count(*) FILTER (WHERE round_half_up(100 * ci.low, 1) = unadj_low AND round_half_up(100 * ci.high, 1) = unadj_high) AS as_published
FROM counted AS c JOIN trust_score AS p USING (trust, question), rate_ci(c.answers) AS ci WHERE p.k_unique = 1;
-- the rating of a trust: half a point over the number of answers at most
SELECT count(*) AS ratings, count(*) FILTER (WHERE abs(c.mean - p.unadj_score) <= 0.005 + 0.5 / n(c.rating)) AS within_half_a_point FROM counted AS c JOIN trust_score AS p USING (trust, question) WHERE c.kind = 'rating' AND p.unadj_score IS NOT NULL;
-- England: the rollup of the trusts is the sheet of all respondents, and has the published numbers and scores
CREATE TEMP TABLE england AS SELECT rollup(sheet) AS sheet FROM sheets;
SELECT n(sheet), sheet = (SELECT tally_sheet((SELECT sheet_plan('2018')), r) FROM respondents AS r) AS same FROM england;
SELECT count(*) AS questions, count(*) FILTER (WHERE CASE kind WHEN 'rating' THEN n(rating) ELSE n_scored END = national_n) AS n_as_published,
	count(*) FILTER (WHERE kind <> 'rating') AS percents, count(*) FILTER (WHERE kind <> 'rating' AND percent(answers, 0, 'twice') = national_score) AS as_published,
	count(*) FILTER (WHERE kind = 'rating' AND round_half_up(mean, 1) = national_score) AS rating_as_published
FROM england, sheet_rows(sheet) JOIN question USING (question);
-- Cancer Alliances and tumour groups in one pass with the trusts, by columns, and each the rollup of its parts
SELECT array_to_string(array_agg('q' || substr(question, 2) ORDER BY "position"), ', ') AS columns FROM plan_questions(sheet_plan('2018')) \gset
CREATE TEMP TABLE grouped AS SELECT grouping(alliance, r.trust, tumour_group) AS level, alliance, r.trust, tumour_group, tally_columns((SELECT sheet_plan('2018')), :columns) AS sheet
	FROM respondents AS r JOIN trust AS t ON t.code = r.trust GROUP BY GROUPING SETS ((alliance, r.trust, tumour_group), (alliance), (tumour_group), (r.trust), ());
SELECT level, count(*) AS groups, sum(n(sheet)) AS respondents FROM grouped GROUP BY level ORDER BY level;
SELECT count(*) AS trusts, count(*) FILTER (WHERE g.sheet = s.sheet) AS same FROM grouped AS g JOIN sheets AS s USING (trust) WHERE level = 5;
SELECT count(*) AS groups, count(*) FILTER (WHERE g.sheet = p.sheet) AS same FROM grouped AS g JOIN (
	SELECT grouping(alliance, trust, tumour_group) AS level, alliance, trust, tumour_group, rollup(sheet) AS sheet FROM grouped WHERE level = 0 GROUP BY GROUPING SETS ((alliance), (tumour_group), (trust), ())) AS p
	ON p.level = g.level AND concat_ws('|', p.alliance, p.trust, p.tumour_group) = concat_ws('|', g.alliance, g.trust, g.tumour_group);
-- what a sheet of 52 questions takes: without weights; with weights, of one size and of many
SELECT max(pg_column_size(sheet::text::tally_sheet)) AS plain,
	(SELECT pg_column_size(tally_sheet((SELECT sheet_plan('2018')), r, 1 + respondent % 7)::text::tally_sheet) FROM (SELECT * FROM respondents LIMIT 500) AS r) AS whole_weights,
	(SELECT pg_column_size(tally_sheet((SELECT sheet_plan('2018')), r, exp(sin(respondent)))::text::tally_sheet) FROM (SELECT * FROM respondents LIMIT 500) AS r) AS real_weights FROM england;
