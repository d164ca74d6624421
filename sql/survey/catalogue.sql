-- The catalogue of waves: what is shipped, against what was published; waves of one's own.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
-- ---- shipped ----
SELECT w.wave, w.state, w.year, w.neutral, w.missing_codes, w.certainty,
	count(q) AS questions, count(q) FILTER (WHERE q.kind = 'scored') AS scored, count(q) FILTER (WHERE q.kind = 'rating') AS ratings, count(q) FILTER (WHERE q.kind = 'filter') AS filters,
	count(q) FILTER (WHERE q.kind = 'box') AS boxes, count(q.asked_if_question) AS routed, (SELECT count(*) FROM answer_option AS o WHERE o.wave = w.wave) AS options,
	(SELECT count(*) FROM box_rule AS r WHERE r.wave = w.wave) AS rules, (SELECT count(*) FROM comparable_question AS c WHERE c.wave = w.wave) AS comparisons
FROM survey_wave AS w LEFT JOIN question AS q USING (wave) GROUP BY w.wave ORDER BY w.wave;
SELECT count(*) AS waves, count(wave_problem(wave)) AS problems, bool_and(builtin) AS shipped FROM survey_wave;
SELECT count(*) AS rows, bool_and(builtin) AS shipped FROM (SELECT builtin FROM question UNION ALL SELECT builtin FROM answer_option UNION ALL SELECT builtin FROM box_rule UNION ALL SELECT builtin FROM comparable_question) AS r;
-- what is known is marked, and nothing is shipped of which the source says nothing
SELECT wave, count(*) FILTER (WHERE n = 0) AS no_options, count(*) AS questions FROM (SELECT q.wave, count(o) AS n FROM question AS q LEFT JOIN answer_option AS o USING (wave, question) GROUP BY q.wave, q.question) AS q GROUP BY wave HAVING count(*) FILTER (WHERE n = 0) > 0 ORDER BY wave;
SELECT certainty, count(*) AS questions FROM question WHERE wave = '2018' GROUP BY certainty ORDER BY certainty;
-- ---- 2018 against the published list of 52 questions ----
CREATE TEMPORARY TABLE published (question text PRIMARY KEY, position int, section text, label text, measure text, national_n int, national_score numeric, national_low numeric, national_high numeric);
\getenv source PG_ABS_SRCDIR
\set file :source '/test/data/ncpes2018/question.csv'
COPY published FROM :'file' (FORMAT csv, HEADER);
SELECT count(*) AS questions, count(p) AS published, count(q) AS in_catalogue, count(*) FILTER (WHERE (p.measure = 'percent') = (q.kind = 'scored')) AS kinds_agree
FROM published AS p FULL JOIN (SELECT * FROM question WHERE wave = '2018' AND kind IN ('scored', 'rating')) AS q USING (question);
-- the same order
SELECT count(*) FILTER (WHERE (before.position < after.position) <> (b.position < a.position)) AS out_of_order FROM published AS b JOIN published AS a ON a.question <> b.question
	JOIN question AS before ON before.wave = '2018' AND before.question = b.question JOIN question AS after ON after.wave = '2018' AND after.question = a.question;
-- classes of the synthetic survey, made from the methods by another hand: the same in every option
SELECT count(*) AS options, count(*) FILTER (WHERE o.class = s.class) AS same, string_agg(coalesce(s.question, o.question) || ' ' || coalesce(s.code, o.code), ', ' ORDER BY 1) FILTER (WHERE o.class IS DISTINCT FROM s.class) AS differ
FROM (SELECT q.question, c.code, c.class FROM sample_question AS q, unnest(q.class) WITH ORDINALITY AS c (class, code) WHERE q.kind = 'percent') AS s
	FULL JOIN (SELECT o.* FROM answer_option AS o JOIN question AS q USING (wave, question) WHERE wave = '2018' AND q.kind = 'scored') AS o ON o.question = s.question AND o.code = s.code;
-- and the same routing
SELECT count(*) AS routed, count(*) FILTER (WHERE q.asked_if_question = s.parent AND q.asked_if_answers = '{1}') AS same FROM sample_question AS s FULL JOIN (SELECT * FROM question WHERE wave = '2018' AND asked_if_question IS NOT NULL) AS q USING (question) WHERE s.parent IS NOT NULL OR q.asked_if_question IS NOT NULL;
-- the scores that those respondents get by the catalogue are the published ones
CREATE TEMPORARY TABLE answer AS SELECT upper(j.key) AS question, j.value::int AS code, count(*) AS people FROM sample_responses(NULL, 2018) AS r, jsonb_each_text(to_jsonb(r)) AS j WHERE j.key ~ '^q\d' AND j.value IS NOT NULL GROUP BY 1, 2;
SELECT count(*) AS questions, count(*) FILTER (WHERE n = national_n) AS same_n, count(*) FILTER (WHERE percent(make_tally(n::bigint, positive::bigint), 0, 'twice') = national_score) AS same_score
FROM (SELECT question, sum(people) FILTER (WHERE class IN ('positive', 'negative', 'neutral')) AS n, sum(people) FILTER (WHERE class = 'positive') AS positive
	FROM (SELECT a.*, classify('2018', a.question, a.code) AS class FROM answer AS a) AS a GROUP BY question) AS s JOIN published USING (question) WHERE measure = 'percent';
-- ---- classes by hand, from the methods (section 1.2): p positive, n negative, x excluded ----
CREATE TEMPORARY TABLE form (question text, classes text);
INSERT INTO form VALUES ('Q1', 'xxppnnx'), ('Q2', 'pnn'), ('Q5', 'pnx'), ('Q6', 'pnnx'), ('Q7', 'pnnnxx'), ('Q8', 'pnxxx'), ('Q9', 'pnn'), ('Q10', 'pnnx'), ('Q11', 'pnnxx'),
	('Q17', 'pnx'), ('Q18', 'ppnnnx'), ('Q19', 'pnnx'), ('Q20', 'pnxx'), ('Q25', 'pnx'), ('Q26', 'pnnx'), ('Q28', 'nnp'), ('Q29', 'pnn'), ('Q32', 'pnn'), ('Q33', 'pnn'), ('Q34', 'pnn'), ('Q37', 'pnn'),
	('Q38', 'pnx'), ('Q42', 'pnxx'), ('Q54', 'pnnnx'), ('Q55', 'pnxx'), ('Q56', 'ppnnnx'), ('Q57', 'nnpx'), ('Q58', 'pnnx');
SELECT wave, count(*) AS questions, string_agg(question || ' ' || got, ', ' ORDER BY question) FILTER (WHERE got <> classes) AS differ
FROM (SELECT w.wave, f.*, string_agg(CASE o.class WHEN 'excluded' THEN 'x' ELSE left(o.class, 1) END, '' ORDER BY o.code) AS got FROM unnest('{2016,2017,2018}'::text[]) AS w (wave), form AS f, answer_option AS o WHERE o.wave = w.wave AND o.question = f.question GROUP BY w.wave, f.question, f.classes) AS g GROUP BY wave ORDER BY wave;
SELECT wave, question, label FROM answer_option WHERE (wave, question, class) = ('2018', 'Q28', 'positive') OR (wave, question, class) = ('2018', 'Q57', 'positive') OR (wave, question, class) = ('2018', 'Q1', 'positive') ORDER BY question, code;
SELECT min(code), max(code), count(*), bool_and(value = code AND class = 'rated') AS rated FROM answer_option WHERE wave = '2018' AND question = 'Q59';
-- ---- what was said of the disease, by wave ----
SELECT q.wave, q.question, q.concept, array_agg(o.code ORDER BY o.code) FILTER (WHERE o.state = 'yes') AS yes, array_agg(o.code ORDER BY o.code) FILTER (WHERE o.state = 'no') AS no, array_agg(o.code ORDER BY o.code) FILTER (WHERE o.state = 'unknown') AS unknown
FROM question AS q JOIN answer_option AS o USING (wave, question) WHERE o.state IS NOT NULL GROUP BY q.wave, q.question, q.concept ORDER BY q.wave, q.question;
SELECT w.wave, c.concept, string_agg(coalesce(a.code::text, 'NULL') || ' ' || concept_state(w.wave, c.concept, a.code), ', ' ORDER BY a.code) AS states
FROM unnest('{2010,2013,2014,2015,2018,2024}'::text[]) AS w (wave), unnest('{disease_spread,disease_status}'::text[]) AS c (concept), unnest('{1,2,3,4,5,6,999,NULL}'::int[]) AS a (code)
WHERE a.code IS NULL OR a.code = 999 AND w.wave BETWEEN '2013' AND '2018' OR EXISTS (SELECT FROM question AS q JOIN answer_option AS o USING (wave, question) WHERE q.wave = w.wave AND q.concept = c.concept AND o.code = a.code)
GROUP BY w.wave, c.concept ORDER BY w.wave, c.concept;
-- a wave without the question says nothing, whatever is given
SELECT concept_state('2010', 'disease_spread', 77);
SELECT concept_state('2018', 'disease_spread', 5);
SELECT concept_state('2018', 'disease_spreads', 1);
SELECT concept_state('2018', 'cns_named', 1);
SELECT concept_state('2019', 'disease_spread', 1);
SELECT concept_state(NULL, 'disease_spread', 1);
SELECT concept_state('2018', NULL, 1);
-- a concept that the registry has no more is noticed in the same statement's loop
DO $$
BEGIN
	PERFORM register_wave('{"wave": "Fact", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "questions": [{"question": "A", "kind": "about", "concept": "fact", "options": [{"code": 1, "class": "excluded", "state": "yes"}, {"code": 2, "class": "excluded"}]}]}');
	FOR i IN 1..3 LOOP
		BEGIN
			RAISE WARNING '%: % % %', i, concept_state('2018', 'fact', 1), concept_state('Fact', 'fact', 1), concept_state('Fact', 'fact', 2);
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING '%: %', i, SQLERRM;
		END;
		IF i = 2 THEN
			DELETE FROM survey_wave WHERE wave = 'Fact';
		END IF;
	END LOOP;
END
$$;
-- ---- from wave to wave ----
SELECT a.wave, b.wave AS other_wave, count(c) AS questions, count(c.codes) AS with_pairs FROM survey_wave AS a CROSS JOIN survey_wave AS b LEFT JOIN LATERAL comparable_questions(a.wave, b.wave) AS c ON true WHERE a.wave < b.wave GROUP BY a.wave, b.wave HAVING count(c) > 0 ORDER BY 1, 2;
-- where the codes are said to be the same, they are: same codes and classes
SELECT count(*) AS comparisons, count(*) FILTER (WHERE same) AS same, count(*) FILTER (WHERE NOT same) AS differ FROM (
	SELECT array_agg(o.code || o.class ORDER BY o.code) IS NOT DISTINCT FROM (SELECT array_agg(p.code || p.class ORDER BY p.code) FROM answer_option AS p WHERE p.wave = c.other_wave AND p.question = c.other_question) AS same
	FROM comparable_question AS c LEFT JOIN answer_option AS o USING (wave, question) WHERE c.codes IS NULL GROUP BY c.wave, c.question, c.other_wave, c.other_question) AS s;
SELECT question, other_question, concept, codes, other_codes FROM comparable_questions('2018', '2016') WHERE question IN ('Q1', 'Q61', 'Q62', 'Q17') OR codes IS NOT NULL ORDER BY question;
-- none across the break of 2015 nor across 2021, none where nobody said so
SELECT count(*) AS across FROM survey_wave AS v CROSS JOIN survey_wave AS w CROSS JOIN LATERAL comparable_questions(v.wave, w.wave) AS c WHERE v.year < 2015 AND w.year >= 2015 OR v.year < 2021 AND w.year >= 2021;
SELECT count(*) AS itself FROM comparable_questions('2018', '2018');
SELECT * FROM comparable_questions('2018', '2019');
SELECT * FROM comparable_questions('2020', '2018');
SELECT count(*) AS nothing FROM comparable_questions(NULL, '2018') UNION ALL SELECT count(*) FROM comparable_questions('2018', NULL);
-- pairs through waves between: A to B and B to C give A to C; codes that end on the way are left out, many to one stay
CREATE FUNCTION pg_temp.wave(wave text, comparable text) RETURNS text LANGUAGE sql
RETURN register_wave(format('{"wave": "%s", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "questions": [%s]%s}', wave,
	(SELECT string_agg(format('{"question": "Q%s", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}, {"code": 3, "class": "negative"}, {"code": 4, "class": "excluded"}]}', i), ',') FROM generate_series(1, 4) AS i), ', "comparable": [' || nullif(comparable, '') || ']')::json);
SELECT pg_temp.wave('A', ''), pg_temp.wave('B', '{"question": "Q1", "wave": "A", "with": "Q2", "options": [[1, 2], [2, 1], [3, 1]], "basis": "b"}, {"question": "Q2", "wave": "A", "with": "Q1"}, {"question": "Q3", "wave": "A", "with": "Q3", "options": [[1, 1]]}'),
	pg_temp.wave('C', '{"question": "Q4", "wave": "B", "with": "Q1", "options": [[4, 3], [3, 2], [1, 4]], "basis": "c"}, {"question": "Q2", "wave": "B", "with": "Q2", "options": [[1, 1], [2, 3]]}, {"question": "Q3", "wave": "B", "with": "Q3", "options": [[2, 2]]}, {"question": "Q1", "wave": "Elsewhere", "with": "X"}'),
	pg_temp.wave('D', '{"question": "Q1", "wave": "C", "with": "Q4"}, {"question": "Q1", "wave": "A", "with": "Q2", "options": [[1, 1]], "basis": "at once"}');
SELECT * FROM comparable_questions('C', 'A') ORDER BY 1;
SELECT * FROM comparable_questions('A', 'C') ORDER BY 1;
-- the shortest way is taken
SELECT * FROM comparable_questions('D', 'A') ORDER BY 1;
SELECT * FROM comparable_questions('D', 'B') ORDER BY 1;
-- both ways the same, the pairs turned round
SELECT count(*) AS pairs, count(*) FILTER (WHERE b.question IS NULL) AS one_way FROM survey_wave AS v CROSS JOIN survey_wave AS w CROSS JOIN LATERAL comparable_questions(v.wave, w.wave) AS a
	LEFT JOIN LATERAL comparable_questions(w.wave, v.wave) AS b ON b.question = a.other_question AND b.other_question = a.question AND b.codes IS NOT DISTINCT FROM a.other_codes AND b.other_codes IS NOT DISTINCT FROM a.codes;
-- no pair has a code that is none of its question's
SELECT count(*) AS pairs, count(*) FILTER (WHERE a.code IS NULL) AS no_code, count(*) FILTER (WHERE b.code IS NULL) AS no_other_code FROM survey_wave AS v CROSS JOIN survey_wave AS w CROSS JOIN LATERAL comparable_questions(v.wave, w.wave) AS c
	CROSS JOIN ROWS FROM (unnest(c.codes), unnest(c.other_codes)) AS p (code, other_code) LEFT JOIN answer_option AS a ON a.wave = v.wave AND a.question = c.question AND a.code = p.code LEFT JOIN answer_option AS b ON b.wave = w.wave AND b.question = c.other_question AND b.code = p.other_code;
-- many waves, each compared with all before: ways do not multiply
SELECT count(pg_temp.wave('W' || n, (SELECT string_agg(format('{"question": "Q%s", "wave": "W%s", "with": "Q%1$s"}', q, w), ',') FROM generate_series(0, n - 1) AS w, generate_series(1, 4) AS q))) AS waves FROM generate_series(0, 30) AS n;
SET statement_timeout = '20s';
SELECT count(*) FROM comparable_questions('W30', 'W0');
DELETE FROM comparable_question WHERE wave = 'W30' AND other_wave = 'W0';
SELECT count(*), count(codes) AS codes FROM comparable_questions('W30', 'W0');
RESET statement_timeout;
DELETE FROM survey_wave WHERE NOT builtin;
SELECT count(*) AS left_over FROM (SELECT builtin FROM question UNION ALL SELECT builtin FROM answer_option UNION ALL SELECT builtin FROM box_rule UNION ALL SELECT builtin FROM comparable_question) AS r WHERE NOT builtin;
