-- What is wrong with a respondent's answers, and the answers put right.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
-- filters in filters (A over B over C), back-coded; D asked whatever; boxes G1 to G4 and the yes, no and don't know of methods 1.6
SELECT register_wave('{"wave": "V", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "missing": [999], "questions": [
	{"question": "A", "kind": "filter", "back_code": 1, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}, {"code": 3, "class": "excluded"}]},
	{"question": "B", "kind": "filter", "back_code": 1, "asked_if": {"question": "A", "answers": [1, 3]}, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "C", "kind": "scored", "asked_if": {"question": "B", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}, {"code": 3, "class": "excluded"}]},
	{"question": "D", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "E", "kind": "filter", "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "F", "kind": "scored", "column": "Item 007b", "asked_if": {"question": "E", "answers": [2]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "Yes", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "No", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "DK", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "G1", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "G2", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "None", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]}],
	"rules": [
	{"rule": "one of three", "kind": "contradiction", "boxes": ["Yes", "No", "DK"]},
	{"rule": "difficulty", "kind": "exclusive", "boxes": ["None", "G1", "G2"], "unticked": 0},
	{"rule": "all", "kind": "tick_all", "boxes": ["G1", "G2", "None"], "unticked": 0}]}');
CREATE FUNCTION pg_temp.found(answers jsonb, also text[] DEFAULT '{}') RETURNS text LANGUAGE sql
RETURN (SELECT string_agg(concat_ws(' ', question, problem, '"' || answer || '"', '-> ' || becomes, 'because ' || because), '; ') FROM validate_response('V', $1, $2));
CREATE FUNCTION pg_temp.clean(answers jsonb) RETURNS jsonb LANGUAGE sql
RETURN jsonb_strip_nulls(clean_response('V', $1));
\pset format unaligned
SELECT a.answers, pg_temp.found(a.answers), pg_temp.clean(a.answers) FROM (VALUES
	-- nothing wrong
	('{}'::jsonb), ('{"A": null, "D": 1}'), ('{"A": 1, "B": 1, "C": 2, "D": 1, "E": 2, "F": 1, "Yes": 1, "G1": 1, "G2": 0, "None": 0}'), ('{"A": 999, "D": "999", "C": 999}'),
	-- not asked
	('{"A": 2, "B": 1, "C": 1}'), ('{"A": 1, "B": 2, "C": 3}'), ('{"E": 1, "F": 1}'), ('{"E": 2, "F": 1}'), ('{"A": 3, "B": 2, "C": 1}'),
	-- filters missing, with and without a code for it; an answer that counts, and one that does not
	('{"F": 1}'), ('{"E": 999, "F": 1}'), ('{"E": 7, "F": 1}'), ('{"C": 1}'), ('{"C": 3}'), ('{"B": 1}'), ('{"B": 2}'), ('{"B": 1, "C": 1}'), ('{"B": 1, "C": 3}'), ('{"B": 2, "C": 1}'), ('{"A": 3, "C": 1}'), ('{"A": 2, "C": 1}'), ('{"A": 7, "B": 9, "C": 1}'),
	-- both halves of yes and no, and all three (methods 1.6: one rule, so that no half survives the other)
	('{"Yes": 1, "No": 1}'), ('{"Yes": 1, "No": 1, "DK": 1}'), ('{"Yes": 1, "DK": 1, "No": 0}'), ('{"Yes": 0, "No": 1}'), ('{"Yes": 1, "No": 0}'),
	-- exclusive before tick all
	('{"None": 1, "G1": 1}'), ('{"None": 1, "G1": 0, "G2": 0}'), ('{"None": 1}'), ('{"G1": 1}'), ('{"G1": 0, "G2": 0, "None": 0}'), ('{"G1": 0}'), ('{"G1": 7, "G2": 1}'), ('{"G1": 7, "G2": 0}'),
	-- out of range, not numbers, several
	('{"D": 3}'), ('{"D": 0}'), ('{"D": -1}'), ('{"D": 1.5}'), ('{"D": 1.0}'), ('{"D": 1.00000000000000000000001}'), ('{"D": 1e0}'), ('{"D": 1e400}'), ('{"D": -1e400}'), ('{"D": 2147483648}'), ('{"D": -2147483648}'), ('{"D": -2147483647}'), ('{"D": 4294967297}'), ('{"D": 18446744073709551617}'),
	('{"D": "1"}'), ('{"D": " 2 "}'), ('{"D": "+1"}'), ('{"D": "1."}'), ('{"D": "1.000"}'), ('{"D": "01"}'), ('{"D": ""}'), ('{"D": "  "}'), ('{"D": "1 2"}'), ('{"D": "."}'), ('{"D": "-"}'), ('{"D": "1e0"}'), ('{"D": "0x1"}'), ('{"D": "NaN"}'), ('{"D": "yes"}'), ('{"D": "1.5"}'), ('{"D": "99999999999999999999"}'), ('{"D": "1\t"}'), ('{"D": "\u0661"}'),
	('{"D": true}'), ('{"D": {"code": 1}}'), ('{"D": [1, 2]}'), ('{"D": [1]}'), ('{"D": ["2"]}'), ('{"D": []}'), ('{"D": [null]}'), ('{"D": [[1]]}'), ('{"D": [{}]}'), ('{"D": [1, 1]}'),
	-- columns: other case, zeros, two that mean one question
	('{"a": 2, "c": 1}'), ('{"item 7B": 1, "e": 2}'), ('{"ITEM 00007B": 1, "e": 2}'), ('{"F": 1, "E": 2}'), ('{"item 70b": 1}'), ('{"D": 1, "d": 1}'), ('{"D": 1, "d": 2}'), ('{"D": 1, "d": null}'), ('{"D": null, "d": 1}'), ('{"D": "x", "d": 1}'), ('{"F": 2, "Item 7b": 1, "item 07b": 2, "E": 2}'),
	-- what is no question
	('{"Q": 1, "D": 1}'), ('{"": 1}'), ('{"Q": null}'), ('{"Q": {"a": [1]}}'), ('{"D ": 1}')) AS a (answers);
\pset format aligned
SELECT pg_temp.found('{"Q": 1, "q": 2, "D": 5, "id": 7, "é": "x"}', '{Q,id,D,NULL}'), pg_temp.found('{"Q": 1}', '{q}'), pg_temp.found('{"Q": 1}', '{{Q},{R}}');
SELECT * FROM validate_response('V', '{"A": 2, "B": 1, "D": 7, "Z": "w"}');
SELECT count(*) AS no_rows FROM validate_response('V', NULL);
SELECT clean_response('V', NULL) IS NULL AS no_answers, clean_response('V', '{"C": 1, "Z": 1}');
-- by plan the same
SELECT sheet_plan('V', '{"questions": "all", "clean": true}') AS plan \gset
SELECT count(*) AS findings FROM validate_response(:'plan'::survey_plan, '{"A": 2, "B": 1, "C": 1}') AS p JOIN validate_response('V', '{"A": 2, "B": 1, "C": 1}') AS v ON p = v;
SELECT clean_response(:'plan'::survey_plan, '{"C": 1}') = clean_response('V', '{"C": 1}') AS same, clean_answers(:'plan', '{NULL,NULL,1,NULL,1,1,1,1,NULL,1,NULL,1}');
SELECT clean_answers(:'plan', '[5:16]={NULL,NULL,NULL,7,999,-2147483648,0,0,NULL,0,0,0}'), clean_answers(:'plan', NULL) IS NULL AS no_answers;
-- refused
SELECT clean_answers(:'plan', '{1,2}');
SELECT clean_answers(:'plan', '{}');
SELECT clean_answers(:'plan', '{{1,2,1,1,1,1,1,1,1,1,1,1}}');
SELECT clean_answers(NULL, '{1}');
SELECT * FROM validate_response('V', '[1]');
SELECT * FROM validate_response('V', '1');
SELECT * FROM validate_response('V', '"A"');
SELECT * FROM validate_response('V', 'null');
SELECT * FROM validate_response('v', '{}');
SELECT * FROM validate_response(NULL::text, '{}');
SELECT * FROM validate_response(NULL::survey_plan, '{}');
SELECT * FROM validate_response('V', '{}', NULL);
SELECT clean_response('V', '[]');
SELECT clean_response('v', '{}');
\set VERBOSITY sqlstate
SELECT clean_answers(:'plan', '{1,2}');
SELECT * FROM validate_response('V', '[1]');
SELECT * FROM validate_response(NULL::text, '{}');
SELECT * FROM validate_response('V', '{}', NULL);
\set VERBOSITY default
-- an object with many keys and long ones
SELECT problem, count(*) FROM (SELECT jsonb_object_agg(repeat('0', n % 300) || 'k' || n, n) AS j FROM generate_series(1, 20000) AS n) AS o, validate_response('V', o.j) GROUP BY problem;

-- ---- a second implementation of cleaning, on thousands of random rows ----
-- It reads the tables and takes the steps as they are told in the comments: codes, rules, back codes (to a fixed point), routing.
CREATE FUNCTION pg_temp.oracle(wave text, given jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	answer jsonb = given;
	r box_rule;
	ticked text[];
	box text;
	more boolean = true;
	f record;
	kept jsonb;
BEGIN
	-- a code that is none of the question's, or stands for no answer, is no answer
	FOR box IN SELECT jsonb_object_keys(given) LOOP
		IF NOT EXISTS (SELECT FROM answer_option AS o WHERE o.wave = $1 AND o.question = box AND o.code::text = given ->> box) THEN
			answer = answer - box;
		END IF;
	END LOOP;
	FOR r IN SELECT * FROM box_rule AS b WHERE b.wave = $1 ORDER BY b."position" LOOP
		ticked = coalesce((SELECT array_agg(b ORDER BY n) FROM unnest(r.boxes) WITH ORDINALITY AS u (b, n) WHERE (answer ->> b)::int = r.ticked), '{}');
		IF r.kind = 'contradiction' AND cardinality(ticked) > 1 THEN
			answer = answer - ticked;
		ELSIF r.kind = 'exclusive' AND cardinality(ticked) > 1 AND ticked[1] = r.boxes[1] THEN
			answer = answer - r.boxes[1] || CASE WHEN r.unticked IS NULL THEN '{}' ELSE jsonb_build_object(r.boxes[1], r.unticked) END;
		ELSIF r.kind = 'tick_all' THEN
			FOREACH box IN ARRAY r.boxes LOOP
				IF cardinality(ticked) > 0 AND answer -> box IS NULL THEN
					answer = answer || jsonb_build_object(box, r.unticked);
				ELSIF cardinality(ticked) = 0 AND (answer ->> box)::int = r.unticked THEN
					answer = answer - box;
				END IF;
			END LOOP;
		END IF;
	END LOOP;
	-- every missing filter whose back code leads on, over filters that lead on, to an answer that counts
	WHILE more LOOP
		more = false;
		FOR f IN
			WITH RECURSIVE step AS (
				SELECT p.question AS filter, c.question AS at FROM question AS p JOIN question AS c ON c.wave = p.wave AND c.asked_if_question = p.question AND p.back_code = ANY (c.asked_if_answers)
				WHERE p.wave = $1 AND answer -> p.question IS NULL AND p.back_code IS NOT NULL
				UNION ALL
				SELECT s.filter, c.question FROM step AS s JOIN question AS c ON c.wave = $1 AND c.asked_if_question = s.at AND (answer ->> s.at)::int = ANY (c.asked_if_answers))
			SELECT q.question, q.back_code FROM question AS q WHERE q.wave = $1 AND q.question IN (
				SELECT s.filter FROM step AS s JOIN answer_option AS o ON o.wave = $1 AND o.question = s.at AND o.code = (answer ->> s.at)::int AND o.class <> 'excluded')
		LOOP
			answer = answer || jsonb_build_object(f.question, f.back_code);
			more = true;
		END LOOP;
	END LOOP;
	-- who was not asked has no answer
	FOR f IN SELECT q.question, q.asked_if_question AS filter, q.asked_if_answers AS leads FROM question AS q WHERE q.wave = $1 AND q.asked_if_question IS NOT NULL ORDER BY q."position" LOOP
		IF NOT coalesce((answer ->> f.filter)::int = ANY (f.leads), false) THEN
			answer = answer - f.question;
		END IF;
	END LOOP;
	RETURN answer;
END
$$;
-- a wave with all of it: three filters in one another, the middle one without a back code, two children on other answers, a box that leads on
SELECT register_wave('{"wave": "R", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "missing": [9], "questions": [
	{"question": "f1", "kind": "filter", "back_code": 1, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "f2", "kind": "filter", "asked_if": {"question": "f1", "answers": [1]}, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "f3", "kind": "scored", "back_code": 2, "asked_if": {"question": "f2", "answers": [2]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "excluded"}, {"code": 3, "class": "neutral"}]},
	{"question": "q1", "kind": "scored", "asked_if": {"question": "f3", "answers": [2, 3]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}, {"code": 3, "class": "excluded"}]},
	{"question": "q2", "kind": "scored", "asked_if": {"question": "f3", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "q3", "kind": "rating", "asked_if": {"question": "f1", "answers": [2]}, "rating": {"from": 1, "to": 2}},
	{"question": "b1", "kind": "box", "asked_if": {"question": "f1", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "b2", "kind": "box", "asked_if": {"question": "f1", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]},
	{"question": "b3", "kind": "box", "asked_if": {"question": "f1", "answers": [1]}, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}, {"code": 3, "class": "excluded"}]},
	{"question": "q4", "kind": "scored", "asked_if": {"question": "b3", "answers": [1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}],
	"rules": [{"rule": "c", "kind": "contradiction", "boxes": ["b1", "b3"]}, {"rule": "e", "kind": "exclusive", "boxes": ["b2", "b1"]}, {"rule": "t", "kind": "tick_all", "boxes": ["b1", "b2", "b3"], "unticked": 2}]}');
SELECT setseed(0.25);
CREATE TEMPORARY TABLE random_row AS SELECT n, (SELECT jsonb_object_agg(q, code) FROM (SELECT q, (ARRAY[1, 2, 3, 9, NULL, NULL, 1, 2])[1 + floor(random() * 8 + n * 0)::int] AS code FROM unnest('{f1,f2,f3,q1,q2,q3,b1,b2,b3,q4}'::text[]) AS q) AS a WHERE code IS NOT NULL) AS answers FROM generate_series(1, 4000) AS n;
SELECT count(*) AS rows, count(DISTINCT answers) > 3500 AS many, count(*) FILTER (WHERE jsonb_strip_nulls(clean_response('R', coalesce(answers, '{}'))) <> pg_temp.oracle('R', coalesce(answers, '{}'))) AS differ FROM random_row;
SELECT n, answers, jsonb_strip_nulls(clean_response('R', answers)) AS got, pg_temp.oracle('R', answers) AS want FROM random_row WHERE jsonb_strip_nulls(clean_response('R', answers)) <> pg_temp.oracle('R', answers) ORDER BY n LIMIT 5;
-- what is clean stays as it is
SELECT count(*) FILTER (WHERE clean_response('R', clean_response('R', answers)) <> clean_response('R', answers)) AS changed_again FROM random_row;
-- the findings tell exactly what changes: each answer that becomes another has one last finding that says so, nothing else has
SELECT count(*) AS rows, count(*) FILTER (WHERE told IS DISTINCT FROM changed) AS differ FROM (
	SELECT n, (SELECT jsonb_object_agg(question, becomes ORDER BY place) FROM validate_response('R', answers) WITH ORDINALITY AS v (question, problem, answer, becomes, because, allowed, place)) AS told,
		(SELECT jsonb_object_agg(c.key, c.value) FROM jsonb_each(clean_response('R', answers)) AS c WHERE c.value <> coalesce(nullif(answers -> c.key, '9'), 'null')
			OR EXISTS (SELECT FROM validate_response('R', answers) AS v WHERE v.question = c.key AND v.becomes::text IS NOT DISTINCT FROM nullif(c.value::text, 'null'))) AS changed
	FROM random_row WHERE answers IS NOT NULL) AS s;
-- every kind of problem was met
SELECT problem, count(*) > 50 AS often FROM random_row, validate_response('R', answers) GROUP BY problem ORDER BY problem;
-- an array of answers is cleaned as an object is
SELECT count(*) FILTER (WHERE clean_answers(plan, a.given) <> a.want) AS differ FROM random_row, (SELECT sheet_plan('R', '{"questions": "all", "clean": true}') AS plan OFFSET 0) AS p,
	LATERAL (SELECT array_agg((answers ->> q.question)::int ORDER BY q."position") AS given, array_agg((clean_response('R', answers) ->> q.question)::int ORDER BY q."position") AS want FROM question AS q WHERE q.wave = 'R') AS a WHERE answers IS NOT NULL;

-- ---- the synthetic survey: what was planted is found, and nothing else ----
SELECT count(*) AS respondents, count(v) AS findings FROM sample_responses(3000, 4) AS r LEFT JOIN LATERAL validate_response('2018', to_jsonb(r), '{respondent,trust,tumour_group,age_band,sex,ethnicity,deprivation}') AS v ON true;
SELECT count(*) AS rows, count(*) FILTER (WHERE jsonb_strip_nulls(clean_response('2018', j)) <> (SELECT jsonb_object_agg(upper(key), value) FROM jsonb_each(jsonb_strip_nulls(j)) WHERE key ~ '^q\d')) AS changed FROM sample_responses(1000, 4) AS r, to_jsonb(r) AS j;
-- a mistake in each of 2000: by respondent one in turn of four kinds. 999 is no mistake any more; a code out of range, a question not asked, and a missing filter (with all answers behind it) are
SELECT problems, count(*) AS respondents, sum(findings) FILTER (WHERE problems <> 'filter missing') AS findings FROM (
	SELECT respondent, coalesce(string_agg(DISTINCT v.problem, ', ' ORDER BY v.problem), 'none') AS problems, count(v) AS findings
	FROM sample_responses(2000, 9, 1) AS r LEFT JOIN LATERAL validate_response('2018', to_jsonb(r), '{respondent,trust,tumour_group,age_band,sex,ethnicity,deprivation}') AS v ON true GROUP BY respondent) AS s GROUP BY problems ORDER BY problems;
-- each finding against the same respondent without mistakes: the answer is another there, or the filter is
SELECT v.problem, count(*) AS findings, count(*) FILTER (WHERE good -> lower(v.question) IS DISTINCT FROM bad -> lower(v.question) OR v.because IS NOT NULL AND good -> lower(v.because) IS DISTINCT FROM bad -> lower(v.because)) AS planted
FROM (SELECT respondent, to_jsonb(r) AS good FROM sample_responses(2000, 9) AS r) AS g JOIN (SELECT respondent, to_jsonb(r) AS bad FROM sample_responses(2000, 9, 1) AS r) AS b USING (respondent),
	LATERAL validate_response('2018', bad, '{respondent,trust,tumour_group,age_band,sex,ethnicity,deprivation}') AS v GROUP BY v.problem ORDER BY v.problem;
DELETE FROM survey_wave WHERE NOT builtin;
