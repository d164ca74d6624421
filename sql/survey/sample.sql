-- The synthetic survey: its tables against the published figures of 2018, its respondents against both.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
-- ---- the margins are those published ----
CREATE TEMP VIEW margin AS
	SELECT m.trust, q.question, q.kind, m.scored[q.position] AS scored, m.positive[q.position] AS positive, m.rating
	FROM sample_margin AS m, sample_question AS q WHERE q.position IS NOT NULL;
SELECT count(*) AS cells, count(*) FILTER (WHERE scored = unadj_n) AS scored_as_published,
	count(k) AS k, count(*) FILTER (WHERE positive = k) AS positive_as_derived,
	count(*) FILTER (WHERE k IS NULL AND positive IS NOT NULL) AS found_since,
	count(*) FILTER (WHERE positive IS NULL AND unadj_score IS NOT NULL AND kind = 'percent') AS missed,
	count(*) FILTER (WHERE kind = 'rating' AND rating IS DISTINCT FROM unadj_score) AS other_ratings
FROM margin JOIN trust_score USING (trust, question);
-- the eleven found since: with the exact quantile, one number of positive answers alone gives the published interval
SELECT question, trust, scored, positive, (SELECT array_agg(k) FROM generate_series(0, scored) AS k, rate_ci(make_tally(scored, k)) AS ci
	WHERE abs(100 * ci.low - unadj_low) <= 0.0500001 AND abs(100 * ci.high - unadj_high) <= 0.0500001) AS fit
FROM margin JOIN trust_score USING (trust, question) WHERE k IS NULL AND positive IS NOT NULL ORDER BY question COLLATE "C", trust;
SELECT count(*) AS trusts, count(*) FILTER (WHERE m.tumour = t.most) AS groups_as_published
FROM sample_margin AS m JOIN (
	SELECT trust, array_agg(most ORDER BY g)::int[] AS most
	FROM (SELECT trust, g, max(people) AS most FROM tumour, unnest(n) WITH ORDINALITY AS u (people, g) GROUP BY trust, g) AS s GROUP BY trust) AS t USING (trust);
-- ---- the classes give the published scores ----
-- (of England, from counts, suppressed cells aside; rounded twice, as unadjusted scores were)
SELECT count(*) AS questions, count(*) FILTER (WHERE percent(make_tally(n::bigint, k::bigint), 0, 'twice') = national_score) AS as_published
FROM (SELECT question, sum(scored) AS n, sum(positive) AS k FROM margin WHERE positive IS NOT NULL GROUP BY question) AS s JOIN question USING (question);
-- ---- the real number of respondents ----
SELECT string_agg(lower(question), ',' ORDER BY item) AS columns FROM sample_question \gset
CREATE TEMP TABLE respondents AS SELECT * FROM sample_responses(NULL, 2018);
SELECT count(*) AS respondents, min(respondent) AS first, max(respondent) AS last, count(DISTINCT respondent) AS numbers, count(DISTINCT trust) AS trusts FROM respondents;
CREATE TEMP TABLE answers AS
	SELECT trust, item, answer, count(*) AS people
	FROM respondents, unnest(ARRAY[:columns]) WITH ORDINALITY AS u (answer, item)
	GROUP BY trust, item, answer;
-- trusts are as large as the most answered question
SELECT count(*) AS trusts, max(abs(r.people - m.people)) AS largest_difference
FROM (SELECT trust, count(*) AS people FROM respondents GROUP BY trust) AS r
	JOIN (SELECT trust, max(scored) AS people FROM margin GROUP BY trust) AS m USING (trust);
-- every option of every question is taken, and nothing else
SELECT count(*) AS options, count(*) FILTER (WHERE people IS NULL) AS never_taken, count(*) FILTER (WHERE option IS NULL) AS no_option
FROM (SELECT item, o - CASE kind WHEN 'rating' THEN 1 ELSE 0 END AS option FROM sample_question, generate_series(1, cardinality(share)) AS o) AS o
	FULL JOIN (SELECT item, answer, sum(people) AS people FROM answers WHERE answer IS NOT NULL GROUP BY item, answer) AS a ON a.item = o.item AND a.answer = o.option;
-- scored and positive answers of each trust and question, to the person; where the score is suppressed, the national rate rounded
CREATE TEMP TABLE counted AS
	SELECT trust, q.question, q.kind, coalesce(sum(people) FILTER (WHERE q.class[answer] IN ('positive', 'negative') OR (q.kind = 'rating' AND answer IS NOT NULL)), 0) AS scored,
		coalesce(sum(people) FILTER (WHERE q.class[answer] = 'positive'), 0) AS positive, coalesce(sum(answer * people) FILTER (WHERE q.kind = 'rating'), 0) AS points
	FROM answers JOIN sample_question AS q USING (item) WHERE position IS NOT NULL GROUP BY trust, q.question, q.kind;
SELECT kind, m.positive IS NOT NULL AS published, count(*) AS cells, max(abs(c.scored - m.scored)) AS scored_difference,
	max(abs(c.positive - coalesce(m.positive, round(m.scored * n.rate)))) FILTER (WHERE kind = 'percent') AS positive_difference
FROM counted AS c JOIN margin AS m USING (trust, question, kind) LEFT JOIN (
	SELECT question, sum(positive) / sum(scored)::numeric AS rate FROM margin WHERE positive IS NOT NULL GROUP BY question) AS n USING (question)
GROUP BY 1, 2 ORDER BY 1, 2;
-- against the files: numbers by trust, numbers and scores of England
SELECT count(*) AS cells, max(abs(scored - unadj_n)) AS scored_difference, max(abs(positive - k)) AS positive_difference FROM counted JOIN trust_score USING (trust, question);
SELECT count(*) AS questions, max(abs(scored - national_n)) AS scored_difference,
	count(*) FILTER (WHERE kind = 'percent') AS percents, count(*) FILTER (WHERE kind = 'percent' AND percent(make_tally(scored::bigint, positive::bigint), 0, 'twice') = national_score) AS as_published
FROM (SELECT question, kind, sum(scored) AS scored, sum(positive) AS positive FROM counted GROUP BY question, kind) AS s JOIN question USING (question);
-- the rating: the sum nearest to the published mean; in England near what was published of 2015 to 2018 (38.25 % give 10, 87.12 % give 8 to 10, standard deviation 1.39)
SELECT count(*) AS trusts, max(abs(points - coalesce(unadj_score, 8.80) * scored)) <= 0.5 AS nearest_whole_numbers
FROM counted JOIN trust_score USING (trust, question) WHERE question = 'Q59';
SELECT count(q59) AS n, round(avg(q59), 2) AS mean, abs(100.0 * count(*) FILTER (WHERE q59 = 10) / count(q59) - 38.25) < 1 AS tens,
	abs(100.0 * count(*) FILTER (WHERE q59 >= 8) / count(q59) - 87.12) < 1 AS eights, abs(stddev(q59) - 1.39) < 0.05 AS spread
FROM respondents;
-- tumour groups by trust in the published proportions, less than one person off
SELECT count(*) AS cells, max(abs(coalesce(people, 0) - size * tumour[position] / total)) < 1 AS in_proportion
FROM (SELECT trust, tumour, (SELECT sum(n) FROM unnest(tumour) AS n) AS total, (SELECT max(n)::numeric FROM unnest(scored) AS n) AS size FROM sample_margin) AS m
	CROSS JOIN tumour_group AS g LEFT JOIN (SELECT trust, tumour_group, count(*) AS people FROM respondents GROUP BY 1, 2) AS r ON r.trust = m.trust AND r.tumour_group = g.name;
-- people: sexes that go with tumours, bands, quintiles
SELECT count(*) FILTER (WHERE tumour_group = 'Prostate' AND sex = 'Female') AS prostate_female, count(*) FILTER (WHERE tumour_group = 'Gynaecological' AND sex = 'Male') AS gynaecological_male,
	count(*) FILTER (WHERE tumour_group = 'Prostate') > 7000 AS prostate, count(*) FILTER (WHERE tumour_group = 'Breast' AND sex = 'Male') BETWEEN 50 AND 250 AS breast_male FROM respondents;
SELECT array_agg(DISTINCT age_band ORDER BY age_band) AS ages, array_agg(DISTINCT sex ORDER BY sex) AS sexes, array_agg(DISTINCT ethnicity ORDER BY ethnicity) AS ethnicities, array_agg(DISTINCT deprivation ORDER BY deprivation) AS quintiles FROM respondents;
SELECT count(*) - count(age_band) AS no_age, count(*) - count(sex) AS no_sex, count(*) - count(deprivation) AS no_quintile, round(100.0 * (count(*) - count(ethnicity)) / count(*)) AS no_ethnicity_percent FROM respondents;
-- nobody answers what was not asked, and whoever is led on by a filter has somewhere to go
SELECT string_agg(format('(%s IS NOT NULL AND %s IS DISTINCT FROM 1)', lower(question), lower(parent)), ' OR ' ORDER BY item) AS misrouted FROM sample_question WHERE parent IS NOT NULL \gset
SELECT count(*) FILTER (WHERE :misrouted) AS misrouted, count(q4) AS q4, count(*) FILTER (WHERE q4 = 1) AS tests, count(q5) AS q5, count(*) FILTER (WHERE q17 = 1) AS nurse, count(q18) AS q18, count(*) FILTER (WHERE q43 = 1) AS radiotherapy, count(q44) AS q44 FROM respondents;
-- ---- the same respondents from the same seed ----
-- the digits are fixed: another platform, version or compiler has them too
SELECT md5(string_agg(r::text, E'\n' ORDER BY respondent)) AS checksum FROM sample_responses(10000, 1) AS r;
SELECT count(*) AS rows, bool_and(a = b) AS same FROM sample_responses(10000, 1) AS a FULL JOIN (SELECT (r).* FROM (SELECT sample_responses(10000, 1) AS r) AS s) AS b USING (respondent);
-- any part is as in the whole
SELECT count(*) AS rows, bool_and(a = b) AS same FROM respondents AS a JOIN (
	SELECT (r).* FROM (SELECT sample_responses(NULL, 2018, 0, x, x + 6) AS r FROM unnest(ARRAY[1, 795, 796, 40000, 72680]) AS x) AS s) AS b USING (respondent);
SELECT array_agg(respondent) AS none FROM sample_responses(NULL, 2018, 0, 72684);
SELECT array_agg(respondent) AS from_five_on FROM sample_responses(7, 2018, 0, 5, 1000);
SELECT respondent, trust, q17 FROM sample_responses(1000000000, 2018, 0, 999999999);
-- another seed, other people; any bigint is one
SELECT count(*) AS rows, count(*) FILTER (WHERE (a.q1, a.q2, a.q10, a.q16, a.q56, a.q59, a.age_band) IS NOT DISTINCT FROM (b.q1, b.q2, b.q10, b.q16, b.q56, b.q59, b.age_band)) < 300 AS others
FROM respondents AS a JOIN sample_responses(NULL, 2019) AS b USING (respondent);
SELECT count(DISTINCT md5) AS different FROM (SELECT md5(string_agg(r::text, ',')) FROM unnest(ARRAY[0, 1, -1, 9223372036854775807, -9223372036854775808]) AS seed, LATERAL sample_responses(50, seed) AS r GROUP BY seed) AS s;
-- the same in parallel workers
CREATE TABLE sample_seed AS SELECT g AS seed FROM generate_series(1, 40) AS g;
ANALYZE sample_seed;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE sample_seed SET (parallel_workers = 2);
SET parallel_leader_participation = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM sample_seed, LATERAL sample_responses(200, seed) AS r;
SELECT count(*) AS rows, sum(hashtextextended(r::text, 0)) AS parallel FROM sample_seed, LATERAL sample_responses(200, seed) AS r;
SET max_parallel_workers_per_gather = 0;
SELECT count(*) AS rows, sum(hashtextextended(r::text, 0)) AS serial FROM sample_seed, LATERAL sample_responses(200, seed) AS r;
DROP TABLE sample_seed;
-- ---- other numbers of respondents ----
SELECT n, count(r.respondent) AS rows, count(DISTINCT r.trust) AS trusts, max(r.respondent) AS last FROM unnest(ARRAY[0, 1, 144, 1000]) AS n LEFT JOIN LATERAL sample_responses(n, 5) AS r ON true GROUP BY n ORDER BY n;
-- in proportion in each trust, less than one person off; so England keeps its rates, with few people too
CREATE TEMP TABLE scaled AS
	SELECT n, trust, item, answer, count(*) AS people
	FROM unnest(ARRAY[1000, 30000]) AS n, LATERAL sample_responses(n, 6) AS r, unnest(ARRAY[:columns]) WITH ORDINALITY AS u (answer, item)
	GROUP BY n, trust, item, answer;
SELECT n, count(*) AS cells, max(abs(s.scored - m.scored * size / whole)) < 1 AS scored, max(abs(s.positive - m.positive * size / whole)) < 1 AS positive
FROM (SELECT n, trust, q.question, sum(people) FILTER (WHERE class[answer] IN ('positive', 'negative')) AS scored, coalesce(sum(people) FILTER (WHERE class[answer] = 'positive'), 0) AS positive,
		sum(people)::numeric AS size FROM scaled JOIN sample_question AS q USING (item) WHERE kind = 'percent' GROUP BY n, trust, q.question) AS s
	JOIN margin AS m USING (trust, question) JOIN (SELECT trust, max(scored) AS whole FROM margin GROUP BY trust) AS w USING (trust)
GROUP BY n ORDER BY n;
SELECT n, max(abs(100.0 * positive / scored - national_score)) < CASE n WHEN 1000 THEN 8 ELSE 1 END AS rates_kept
FROM (SELECT n, question, sum(people) FILTER (WHERE class[answer] IN ('positive', 'negative')) AS scored, sum(people) FILTER (WHERE class[answer] = 'positive') AS positive
	FROM scaled JOIN sample_question USING (item) WHERE kind = 'percent' GROUP BY n, question) AS s JOIN question USING (question) GROUP BY n ORDER BY n;
-- ---- it streams, and stops ----
SELECT (r).respondent, (r).trust FROM (SELECT sample_responses(1000000000, 1) AS r LIMIT 2) AS s;
SET statement_timeout = '300ms';
SELECT count(r) FROM (SELECT sample_responses(1000000000, 1) AS r) AS s;
SELECT count(*) FROM sample_responses(1000000000, 1);
RESET statement_timeout;
-- a table of them
CREATE TEMP TABLE demo OF sample_response (PRIMARY KEY (respondent));
INSERT INTO demo SELECT * FROM sample_responses(3, 1);
SELECT respondent, trust, tumour_group, age_band, sex, ethnicity, deprivation, q1, q2, q59, q61, q62 FROM demo;
-- ---- what is refused ----
SELECT sample_responses(-1, 1);
SELECT sample_responses(1000000001, 1);
SELECT sample_responses(10, NULL);
SELECT sample_responses(10, 1, NULL);
SELECT sample_responses(10, 1, 'NaN');
SELECT sample_responses(10, 1, -0.01);
SELECT sample_responses(10, 1, 1.01);
SELECT sample_responses(10, 1, 0, 0);
SELECT sample_responses(10, 1, 0, NULL);
\set VERBOSITY sqlstate
SELECT sample_responses(-1, 1);
SELECT sample_responses(10, NULL);
SELECT sample_responses(10, 1, NULL);
SELECT sample_responses(10, 1, 2);
SELECT sample_responses(10, 1, 0, -1);
-- shipped rows stay, and nobody adds any
UPDATE sample_margin SET rating = 10;
DELETE FROM sample_question;
TRUNCATE sample_margin;
INSERT INTO sample_margin VALUES ('MINE', 9, '{1}', '{1}', '{1}');
INSERT INTO sample_margin VALUES ('MINE', 9, '{1}', '{1}', '{1}', true);
\set VERBOSITY default
-- nor is any dumped
SELECT count(*) AS dumped FROM pg_extension, unnest(extconfig) AS t WHERE extname = 'cancer_pe' AND t::regclass::text IN ('sample_margin', 'sample_question');
