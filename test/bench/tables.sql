-- The benchmark's data, the same on every run.  psql variables: rows, data (test/data/ncpes2018).
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;

CREATE EXTENSION cancer_pe CASCADE;
CREATE EXTENSION pg_prewarm;
CREATE SCHEMA bench;
ALTER DATABASE postgres SET search_path = bench, cancer_pe, public;
SET search_path = bench, cancer_pe, public;
SELECT setseed(0.2018) \g /dev/null

-- Answers of respondents: 1 in 20 missing, 500 organisations of 200 wards, a scale of 13 steps from 0 to 100
-- and weights of full precision.  The answer comes first, so that reading the others does not hide its cost.
CREATE UNLOGGED TABLE answer (positive boolean, organisation int, ward int, score float8, weight float8)
	WITH (parallel_workers = 2); -- of whatever size
INSERT INTO answer
SELECT CASE WHEN u < 0.95 THEN u < 0.75 END, ward % 500, ward, floor(random() * 13) / 12 * 100, 0.3 + 2 * random()
FROM (
	SELECT random() AS u, floor(random() * 100000)::int AS ward FROM generate_series(1, :rows)
) AS r;

-- Scores of units, in no useful order: sizes 10 to 500, true spread between units, 1 in 50 without a score.
CREATE UNLOGGED TABLE unit_score (set text, question int, unit int, n bigint, score float8);
INSERT INTO unit_score
SELECT set, question, unit, n, CASE WHEN random() < 0.98 THEN least(greatest(rate, 0), 1) END
FROM (
	SELECT s.set, question, unit, n, p + (random() + random() + random() - 1.5) * (0.06 + 2 * sqrt(p * (1 - p) / n)) AS rate
	FROM (VALUES ('10000x60', 10000, 60), ('1000x6', 1000, 6), ('10000x6', 10000, 6), ('100000x6', 100000, 6)) AS s(set, units, questions),
		generate_series(1, s.units) AS unit,
		generate_series(1, s.questions) AS question,
		LATERAL (SELECT 0.5 + 0.007 * question AS p, (10 * 50 ^ random())::bigint AS n WHERE unit > 0) AS draw
	ORDER BY random()
) AS r;
CREATE UNLOGGED TABLE unit_10000x60 AS SELECT question, unit, n, score FROM unit_score WHERE set = '10000x60';
CREATE UNLOGGED TABLE unit_1000x6 AS SELECT question, unit, n, score FROM unit_score WHERE set = '1000x6';
CREATE UNLOGGED TABLE unit_10000x6 AS SELECT question, unit, n, score FROM unit_score WHERE set = '10000x6';
CREATE UNLOGGED TABLE unit_100000x6 AS SELECT question, unit, n, score FROM unit_score WHERE set = '100000x6';
DROP TABLE unit_score;
-- A hundred thousand units on each of 60 questions, one after the other: the first six are those above.
CREATE UNLOGGED TABLE unit_100000x60 AS
SELECT 6 * i + question AS question, unit, n, score FROM generate_series(0, 9) AS i, unit_100000x6;

-- The published tables by tumour group of 2018, one row a cell.
\set temporary ''
\ir ../data/ncpes2018/load.sql
CREATE TABLE cell AS
SELECT t.question, t.trust, g.name AS tumour_group, u.n::bigint AS n
FROM tumour AS t, unnest(t.n) WITH ORDINALITY AS u(n, position)
JOIN tumour_group AS g USING (position);

-- The published scores whose whole number of positive answers is known: 7,197 cells of 51 questions.
CREATE TABLE published_cell AS
SELECT question, trust AS unit, unadj_n::bigint AS n, k::float8 / unadj_n AS score FROM trust_score WHERE k IS NOT NULL;

-- What a funnel plot of one question draws: its trusts, and rows without label that shape the limits.
CREATE TABLE funnel_row AS
WITH unit AS (
	SELECT name, n, score, (r).low, (r).high, (r).band, (r).centre, (r).tau2
	FROM (
		SELECT t.name, s.n, s.score_recovered / 100 AS score,
			expected_range(s.score_recovered / 100, s.n, NULL, 'ncpes2018') OVER () AS r
		FROM trust_score AS s
		JOIN trust AS t ON t.code = s.trust
		WHERE s.question = 'Q5'
	) AS judged
)
SELECT name AS label, n::float8 AS n, score, low, high, band FROM unit
UNION ALL
SELECT NULL, c.n, NULL, c.low, c.high, NULL
FROM (SELECT min(n) AS n_from, max(n) AS n_to, min(centre) AS centre, min(tau2) AS tau2 FROM unit WHERE score IS NOT NULL) AS s,
	LATERAL funnel_curve(s.centre, s.n_from, s.n_to, 'ncpes2018', tau2 => s.tau2) AS c;

-- Quality of life: a respondent a row, one answer in 33 missing; a tenth as many respondents as answers.
SELECT 'CREATE UNLOGGED TABLE c30 AS SELECT '
	|| string_agg(format('CASE WHEN random() < 0.97 THEN 1 + floor(random() * %s)::int END AS q%s',
		CASE WHEN i <= 28 THEN 4 ELSE 7 END, i), ', ' ORDER BY i)
	|| format(' FROM generate_series(1, %s)', greatest(:rows / 10, 1)) FROM generate_series(1, 30) AS i \gexec
CREATE UNLOGGED TABLE eq AS
SELECT 1 + floor(5 * random() ^ 2)::int AS mo, 1 + floor(5 * random() ^ 3)::int AS sc, 1 + floor(5 * random() ^ 2)::int AS ua,
	1 + floor(5 * random() ^ 2)::int AS pd, 1 + floor(5 * random() ^ 2)::int AS ad
FROM generate_series(1, greatest(:rows / 10, 1));
CREATE TABLE eq_value AS
SELECT mo, sc, ua, pd, ad, mo * 10000 + sc * 1000 + ua * 100 + pd * 10 + ad AS state, eq5d_index(eq5d(mo, sc, ua, pd, ad), 'UK 2026') AS value
FROM generate_series(1, 5) AS mo, generate_series(1, 5) AS sc, generate_series(1, 5) AS ua, generate_series(1, 5) AS pd,
	generate_series(1, 5) AS ad;

-- The same answers as FHIR responses: groups of items, codes for the first 28, numbers for the others.
CREATE TABLE fhir AS
WITH answer AS (
	SELECT id, i, CASE WHEN value IS NULL THEN NULL
			WHEN i <= 28
			THEN jsonb_build_object('valueCoding', jsonb_build_object('system', 'urn:example:c30', 'code',
				('{not-at-all,a-little,quite-a-bit,very-much}'::text[])[value], 'display', 'answer ' || value))
			ELSE jsonb_build_object('valueInteger', value) END AS answer
	FROM (SELECT row_number() OVER () AS id, to_jsonb(c30) AS answers FROM c30 LIMIT 5000) AS r,
		generate_series(1, 30) AS i,
		LATERAL (SELECT (answers->>('q' || i))::int AS value) AS v
), section AS (
	SELECT id, i / 10 AS section, jsonb_agg(CASE WHEN answer IS NULL THEN jsonb_build_object('linkId', 'qlq-c30-q' || lpad(i::text, 2, '0'))
			ELSE jsonb_build_object('linkId', 'qlq-c30-q' || lpad(i::text, 2, '0'), 'answer', jsonb_build_array(answer)) END ORDER BY i) AS items
	FROM answer
	GROUP BY id, section
)
SELECT id, jsonb_build_object('resourceType', 'QuestionnaireResponse', 'id', 'r' || id, 'questionnaire', 'urn:example:eortc-qlq-c30',
	'status', 'completed', 'subject', jsonb_build_object('reference', 'Patient/p' || id), 'authored', '2026-03-01T09:00:00Z',
	'item', jsonb_agg(jsonb_build_object('linkId', 'section' || section, 'item', items) ORDER BY section))::text AS document
FROM section
GROUP BY id;

-- A survey: a tenth as many respondents as answers, 61 answers each.  Its wave is that of 2018 with 60 questions that
-- all are scored: a filter's yes, the first option of others and a rating of 9 or 10 are positive.
CREATE UNLOGGED TABLE response WITH (parallel_workers = 2) AS
SELECT r.*, 0.3 + 2 * random() AS weight FROM sample_responses(greatest(:rows / 10, 1), 1) AS r;
SELECT register_wave((document - 'comparable' || jsonb_build_object('wave', 'bench', 'questions', questions))::json)
FROM (SELECT wave_document('2018')::jsonb AS document) AS w,
	LATERAL (
		SELECT jsonb_agg(question - 'rating' || jsonb_build_object('kind', 'scored', 'options', CASE question->>'kind'
			WHEN 'scored' THEN question->'options'
			WHEN 'rating' THEN (
				SELECT jsonb_agg(jsonb_build_object('code', code, 'class', CASE WHEN code >= 9 THEN 'positive' ELSE 'negative' END))
				FROM generate_series(0, 10) AS code)
			ELSE (
				SELECT jsonb_agg(option || jsonb_build_object('class', CASE option->>'code' WHEN '1' THEN 'positive' ELSE 'negative' END))
				FROM jsonb_array_elements(question->'options') AS option)
			END)) AS questions
		FROM jsonb_array_elements(document->'questions') AS question
		WHERE question->>'question' ~ '^Q([1-9]|[1-5][0-9]|61)$'
	) AS q \g /dev/null
CREATE TABLE survey_question AS
SELECT "position", lower(question) AS answer, codes, classes FROM plan_questions(sheet_plan('bench'));
CREATE TABLE survey_code AS
SELECT "position", code, class = 'positive' AS positive
FROM survey_question, unnest(codes, classes) AS u(code, class)
WHERE class IN ('positive', 'negative');
-- The same people, all with one outcome that depends on six factors of 20 dummies: 8 ages, 2 sexes, 6 ethnic groups, 5 quintiles, 3 and 2.
CREATE UNLOGGED TABLE patient WITH (parallel_workers = 2) AS
SELECT random() < 1 / (1 + exp(-(0.8 + 0.06 * left(age_band, 1)::int - 0.3 * (sex = 'Female')::int + 0.2 * (length(ethnicity) % 3) - 0.1 * deprivation + 0.4 * (conditions = 'none')::int
	- 0.2 * (mode = 'online')::int))) AS positive, p.*
FROM (
	SELECT trust, age_band, sex, coalesce(ethnicity, 'Not stated') AS ethnicity, deprivation, ('{none,one,several}'::text[])[1 + floor(3 * random() ^ 2)::int] AS conditions,
		CASE WHEN random() < 0.4 THEN 'online' ELSE 'post' END AS mode
	FROM response
) AS p;
CREATE TABLE sheet AS
SELECT trust, tally_sheet((SELECT sheet_plan('bench')), r) AS sheet FROM response AS r GROUP BY trust;

VACUUM (FREEZE, ANALYZE);
SELECT count(pg_prewarm(oid)) FROM pg_class WHERE relnamespace = 'bench'::regnamespace AND relkind = 'r' \g /dev/null
