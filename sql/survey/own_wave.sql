-- Waves of one's own: registered from a document or entered row by row, replaced, refused, removed, granted.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
\set SHOW_CONTEXT never
-- ---- a document with everything, and back ----
\set everything '''{"wave": "Ours 1", "survey": "Ours", "title": "Title", "year": 2026, "state": "partial", "neutral": "scored", "missing": [999, -1], "source": "us", "certainty": "sourced", "note": "n", "questions": [{"question": "A", "kind": "filter", "label": "la", "section": "s", "column": "cola", "concept": "ca", "source": "qs", "certainty": "computed", "note": "qn", "back_code": 1, "options": [{"code": 1, "class": "excluded", "label": "yes", "state": "yes", "certainty": "inferred"}, {"code": 2, "class": "excluded", "label": "no", "state": "no"}]}, {"question": "B", "kind": "scored", "asked_if": {"question": "A", "answers": [1]}, "options": [{"code": -3, "class": "positive", "value": 100}, {"code": 2, "class": "neutral", "value": 33.33333333333333}, {"code": 1, "class": "negative", "value": 0.1}, {"code": 4, "class": "excluded"}]}, {"question": "C", "kind": "rating", "rating": {"from": 0, "to": 3}}, {"question": "D", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]}, {"question": "E", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]}, {"question": "F", "kind": "about"}], "rules": [{"rule": "one", "kind": "exclusive", "boxes": ["E", "D"], "ticked": 1, "unticked": 0}, {"rule": "a rule", "kind": "contradiction", "boxes": ["D", "E"]}, {"rule": "all", "kind": "tick_all", "boxes": ["D", "E"], "ticked": 1, "unticked": 0}], "comparable": [{"question": "B", "wave": "2018", "with": "Q1", "options": [[-3, 3], [-3, 4], [1, 5]], "basis": "x", "certainty": "inferred"}, {"question": "D", "wave": "Never", "with": "Z"}]}'''
SELECT register_wave(:everything);
SELECT wave_problem('Ours 1');
-- what comes back says the same; what was left out is filled in: ticked, and the rating's options
CREATE FUNCTION pg_temp.told(document jsonb) RETURNS jsonb LANGUAGE sql
RETURN jsonb_set(document, '{questions,2}'::text[], (document #> '{questions,2}'::text[]) - 'rating'::text || jsonb_build_object('options', (SELECT jsonb_agg(jsonb_build_object('code', i, 'class', 'rated', 'value', i)) FROM generate_series(0, 3) AS i))) #- '{rules,1,ticked}'::text[];
SELECT pg_temp.told(wave_document('Ours 1')::jsonb) = pg_temp.told(:everything::jsonb) AS same, wave_document('Ours 1') -> 'rules' -> 1 ->> 'ticked' AS ticked;
SELECT register_wave(wave_document('Ours 1')), register_wave(replace(wave_document('Ours 1')::text, 'Ours 1', 'Ours 2')::json);
SELECT replace(wave_document('Ours 2')::text, 'Ours 2', 'Ours 1') = wave_document('Ours 1')::text AS same;
-- every shipped wave registers again under another key, with the same rows
SELECT count(*) AS waves, count(*) FILTER (WHERE register_wave(replace(wave_document(wave)::text, format('{"wave":"%s"', wave), format('{"wave":"copy of %s"', wave))::json) = 'copy of ' || wave) AS copied FROM survey_wave WHERE builtin;
SELECT count(*) AS waves, count(*) FILTER (WHERE replace(wave_document(c.wave)::text, 'copy of ', '') = wave_document(w.wave)::text) AS same, count(*) FILTER (WHERE NOT c.builtin) AS own FROM survey_wave AS w JOIN survey_wave AS c ON c.wave = 'copy of ' || w.wave;
DELETE FROM survey_wave WHERE wave LIKE 'copy of %' OR wave = 'Ours 2';
-- values are whole in every session
SET extra_float_digits = 0;
SELECT wave_document('Ours 1') #>> '{questions,1,options,1,value}' AS value;
SET extra_float_digits = -15;
SELECT wave_document('Ours 1') #>> '{questions,1,options,1,value}' AS value, sheet_plan('Ours 1')::text LIKE '%"value":33.33333333333333}%' AS plan;
SELECT string_agg(json_number(v)::text, ' ') AS numbers, bool_and(json_number(v)::text::float8 = v) AS exact FROM unnest('{0,-0,1,-1.5,1e15,0.1,33.333333333333336,5e-324,1.7976931348623157e308,123456789012345678}'::float8[]) AS v;
RESET extra_float_digits;
SELECT json_number(NULL) IS NULL AS null_for_null;
SELECT json_number('NaN');
SELECT json_number('-infinity');
-- ---- replaced ----
SELECT register_wave('{"wave": "Ours 1", "survey": "Ours", "title": "Title", "source": "us", "certainty": "sourced", "questions": [{"question": "A", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}]}');
SELECT w.*, q.question, o.code, o.class FROM survey_wave AS w JOIN question AS q USING (wave) JOIN answer_option AS o USING (wave, question) WHERE wave = 'Ours 1' ORDER BY code;
SELECT count(*) AS rows_left FROM (SELECT wave FROM box_rule UNION ALL SELECT wave FROM comparable_question) AS r WHERE wave = 'Ours 1';
-- a document that is wrong leaves it as it is
SELECT register_wave('{"wave": "Ours 1", "survey": "Ours", "title": "Title", "source": "us", "certainty": "sourced", "questions": []}');
SELECT count(*) FROM question WHERE wave = 'Ours 1';
-- ---- refused ----
SELECT register_wave(replace(wave_document('Ours 1')::text, 'Ours 1', '2018')::json);
SELECT register_wave('{"wave": "x", "title": "t", "source": "s", "certainty": "sourced", "questions": [{"question": "A", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}]}');
SELECT register_wave('{"wave": "x", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "clean": false, "questions": [{"question": "A", "kind": "scored", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}]}');
SELECT register_wave('{"wave": "x", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "questions": [{"question": "A", "kind": "scored"}]}');
SELECT register_wave('{"wave": "x", "wave": "y"}');
SELECT register_wave('[1]');
SELECT register_wave('"x"');
SELECT register_wave(NULL) IS NULL AS null_for_null, wave_document('nothing') IS NULL AS no_document;
SELECT wave_problem('nothing');
-- ---- row by row ----
BEGIN;
INSERT INTO survey_wave (wave, survey, title, source, certainty) VALUES ('Rows', 'Ours', 'By rows', 'us', 'sourced');
SELECT wave_problem('Rows');
-- in any order
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'B', 2, 'scored', 'A', '{1}'), ('Rows', 'A', 1, 'filter', NULL, NULL);
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'A', 1, 1, 'excluded'), ('Rows', 'A', 2, 2, 'excluded'), ('Rows', 'B', 1, 1, 'positive');
SELECT wave_problem('Rows');
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'B', 2, 2, 'negative');
COMMIT;
SELECT wave_problem('Rows'), validate_response('Rows', '{"A": 2, "B": 1}');
-- routing backwards is refused at the end
BEGIN;
UPDATE question SET "position" = 3 WHERE wave = 'Rows' AND question = 'A';
COMMIT;
BEGIN;
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'C', 0, 'other', 'A', '{1}');
COMMIT;
BEGIN;
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'C', 5, 'other', 'C', '{1}');
COMMIT;
-- two that wait for each other
BEGIN;
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'C', 5, 'other', 'D', '{1}'), ('Rows', 'D', 6, 'other', 'C', '{1}');
COMMIT;
-- turned round and back in one transaction is no fault
BEGIN;
UPDATE question SET "position" = 3 WHERE wave = 'Rows' AND question = 'A';
UPDATE question SET "position" = 4 WHERE wave = 'Rows' AND question = 'B';
COMMIT;
SELECT question, "position" FROM question WHERE wave = 'Rows' ORDER BY "position";
-- orphans, unknown words, halves
\set VERBOSITY terse
INSERT INTO question (wave, question, "position", kind) VALUES ('Nothing', 'A', 1, 'other');
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'Z', 9, 'other', 'Y', '{1}');
INSERT INTO question (wave, question, "position", kind, asked_if_question) VALUES ('Rows', 'Z', 9, 'other', 'A');
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'Z', 9, 'other', 'A', '{}');
INSERT INTO question (wave, question, "position", kind, asked_if_question, asked_if_answers) VALUES ('Rows', 'Z', 9, 'other', 'A', '{1,NULL}');
INSERT INTO question (wave, question, "position", kind) VALUES ('Rows', 'Z', 3, 'other');
INSERT INTO question (wave, question, "position", kind) VALUES ('Rows', 'Z', 9, 'scoring');
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'Z', 1, 1, 'positive');
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'A', 3, 1, NULL);
INSERT INTO answer_option (wave, question, code, "position") VALUES ('Rows', 'A', 3, 1);
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'A', 3, 1, 'good');
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('Rows', 'A', 3, 1, 'rated');
INSERT INTO answer_option (wave, question, code, "position", class, value) VALUES ('Rows', 'A', 3, 1, 'rated', 'NaN');
INSERT INTO answer_option (wave, question, code, "position", class, value) VALUES ('Rows', 'A', 3, 1, 'rated', 'infinity');
INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES ('Rows', 'r', 1, 'tick_all', '{A,B}');
INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES ('Rows', 'r', 1, 'any', '{A,B}');
INSERT INTO comparable_question (wave, question, other_wave, other_question) VALUES ('Rows', 'Z', '2018', 'Q1');
INSERT INTO comparable_question (wave, question, other_wave, other_question) VALUES ('Rows', 'A', 'Rows', 'B');
INSERT INTO comparable_question (wave, question, other_wave, other_question, codes) VALUES ('Rows', 'A', '2018', 'Q1', '{1}');
INSERT INTO comparable_question (wave, question, other_wave, other_question, codes, other_codes) VALUES ('Rows', 'A', '2018', 'Q1', '{1}', '{1,2}');
INSERT INTO comparable_question (wave, question, other_wave, other_question, codes, other_codes) VALUES ('Rows', 'A', '2018', 'Q1', '{}', '{}');
INSERT INTO comparable_question (wave, question, other_wave, other_question, codes, other_codes) VALUES ('Rows', 'A', '2018', 'Q1', '{1,NULL}', '{1,2}');
-- what one row cannot tell, wave_problem does
CREATE FUNCTION pg_temp.problem(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	told text;
BEGIN
	EXECUTE statement;
	told = wave_problem('Rows');
	RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = coalesce(told, 'nothing');
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
	RETURN SQLERRM;
END
$$;
SELECT s.statement, pg_temp.problem(s.statement) FROM (VALUES
	('UPDATE survey_wave SET missing_codes = ''{2}'' WHERE wave = ''Rows'''),
	('UPDATE survey_wave SET year = 5 WHERE wave = ''Rows'''),
	('UPDATE survey_wave SET note = E''\t'' WHERE wave = ''Rows'''),
	('UPDATE question SET asked_if_answers = ''{7}'' WHERE (wave, question) = (''Rows'', ''B'')'),
	('UPDATE question SET back_code = 2 WHERE (wave, question) = (''Rows'', ''A'')'),
	('UPDATE question SET back_code = 1 WHERE (wave, question) = (''Rows'', ''A'')'),
	('UPDATE question SET column_name = ''b'' WHERE (wave, question) = (''Rows'', ''A'')'),
	('UPDATE question SET column_name = ''x'' WHERE wave = ''Rows'''),
	('UPDATE question SET kind = ''rating'' WHERE (wave, question) = (''Rows'', ''B'')'),
	('DELETE FROM answer_option WHERE (wave, question) = (''Rows'', ''B'')'),
	('INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES (''Rows'', ''r'', 1, ''exclusive'', ''{A,Z}'')'),
	('INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES (''Rows'', ''r'', 1, ''exclusive'', ''{A,A}'')'),
	('INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES (''Rows'', ''r'', 1, ''exclusive'', ''{A}'')'),
	('INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES (''Rows'', ''r'', 1, ''exclusive'', ''{A,NULL}'')'),
	('INSERT INTO box_rule (wave, rule, "position", kind, boxes, ticked) VALUES (''Rows'', ''r'', 1, ''exclusive'', ''{A,B}'', 9)'),
	('INSERT INTO comparable_question (wave, question, other_wave, other_question, codes, other_codes) VALUES (''Rows'', ''A'', ''2018'', ''Q1'', ''{9}'', ''{1}'')')) AS s (statement);
-- a comparison with what a registered wave does not have; a wave that is not there, and options that are not known, are not looked into
CREATE FUNCTION pg_temp.compared(comparison text) RETURNS json LANGUAGE sql
RETURN format('{"wave": "Compared", "survey": "s", "title": "t", "source": "s", "certainty": "computed", "questions": [{"question": "A", "kind": "scored", "options": [
	{"code": 1, "class": "positive"}, {"code": 2, "class": "negative"}]}], "comparable": [{"question": "A", %s}]}', comparison)::json;
\set VERBOSITY default
SELECT register_wave(pg_temp.compared('"wave": "2018", "with": "Q71"'));
SELECT register_wave(pg_temp.compared('"wave": "2018", "with": "Q17", "options": [[1, 1], [2, 88]]'));
\set VERBOSITY terse
SELECT register_wave(pg_temp.compared('"wave": "2021", "with": "Q17", "options": [[1, 1], [2, 88]]'));
SELECT wave_problem('Compared');
SELECT register_wave(pg_temp.compared('"wave": "2019", "with": "Q71"'));
SELECT wave_problem('Compared');
INSERT INTO comparable_question (wave, question, other_wave, other_question, codes, other_codes) VALUES ('Compared', 'A', '2018', 'Q17', '{1,2}', '{1,7}');
SELECT wave_problem('Compared');
UPDATE comparable_question SET other_question = 'Q170' WHERE wave = 'Compared' AND other_wave = '2018';
SELECT wave_problem('Compared');
DELETE FROM survey_wave WHERE wave = 'Compared';
-- ---- shipped waves stay as shipped ----
INSERT INTO survey_wave (wave, survey, title, source, certainty) VALUES ('2018', 'Ours', 'x', 'x', 'sourced');
INSERT INTO survey_wave (wave, survey, title, source, certainty, builtin) VALUES ('2019', 'Ours', 'x', 'x', 'sourced', true);
INSERT INTO question (wave, question, "position", kind) VALUES ('2018', 'Q100', 100, 'other');
INSERT INTO answer_option (wave, question, code, "position", class) VALUES ('2018', 'Q1', 100, 100, 'positive');
INSERT INTO box_rule (wave, rule, "position", kind, boxes) VALUES ('2018', 'r', 1, 'exclusive', '{Q1,Q2}');
INSERT INTO comparable_question (wave, question, other_wave, other_question) VALUES ('2018', 'Q1', 'Rows', 'B');
UPDATE survey_wave SET neutral = 'scored' WHERE wave = '2018';
UPDATE answer_option SET class = 'positive' WHERE wave = '2018' AND question = 'Q54' AND code = 2;
UPDATE answer_option SET wave = '2018', question = 'Q1', code = 8 WHERE wave = 'Rows' AND question = 'B' AND code = 2;
DELETE FROM survey_wave WHERE wave = '2018';
DELETE FROM comparable_question WHERE wave = '2018';
TRUNCATE box_rule;
TRUNCATE survey_wave CASCADE;
-- comparisons from one's own side, with shipped waves too, are one's own; a wave's end is theirs
INSERT INTO comparable_question (wave, question, other_wave, other_question) VALUES ('Rows', 'B', '2018', 'Q17');
SELECT question, other_question FROM comparable_questions('2016', 'Rows');
DELETE FROM question WHERE wave = 'Rows' AND question = 'A';
DELETE FROM answer_option WHERE wave = 'Rows' AND question = 'A';
UPDATE question SET question = 'A1' WHERE wave = 'Rows' AND question = 'A';
DELETE FROM question WHERE wave = 'Rows' AND question = 'B';
SELECT question FROM question WHERE wave = 'Rows';
DELETE FROM survey_wave WHERE wave IN ('Rows', 'Ours 1') RETURNING wave;
SELECT count(*) AS left_over FROM (SELECT builtin FROM question UNION ALL SELECT builtin FROM answer_option UNION ALL SELECT builtin FROM box_rule UNION ALL SELECT builtin FROM comparable_question) AS r WHERE NOT builtin;
\set VERBOSITY default
-- ---- a keeper of waves who is no superuser ----
CREATE ROLE regress_cpe_wave_keeper;
CREATE ROLE regress_cpe_wave_reader;
GRANT USAGE ON SCHEMA cancer_pe TO regress_cpe_wave_keeper, regress_cpe_wave_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON survey_wave, question, answer_option, box_rule, comparable_question TO regress_cpe_wave_keeper;
SET ROLE regress_cpe_wave_keeper;
SELECT register_wave(:everything);
SELECT register_wave(:everything);
UPDATE question SET label = 'changed' WHERE wave = 'Ours 1' AND question = 'B';
SELECT register_wave(replace(:everything, 'Ours 1', '2017')::json);
UPDATE survey_wave SET builtin = true WHERE wave = 'Ours 1';
SET ROLE regress_cpe_wave_reader;
SELECT classify('Ours 1', 'B', 2), (SELECT count(*) FROM validate_response('Ours 1', '{"A": 2, "B": 1}')) AS findings, sheet_plan('Ours 1') IS NOT NULL AS plan, wave_problem('Ours 1') IS NULL AS good, wave_document('Ours 1') IS NOT NULL AS document;
SELECT register_wave(replace(:everything, 'Ours 1', 'Ours 2')::json);
DELETE FROM survey_wave WHERE wave = 'Ours 1';
SET ROLE regress_cpe_wave_keeper;
DELETE FROM survey_wave WHERE wave = 'Ours 1';
RESET ROLE;
DROP OWNED BY regress_cpe_wave_keeper, regress_cpe_wave_reader;
DROP ROLE regress_cpe_wave_keeper, regress_cpe_wave_reader;
-- the check of routing is a trigger only
SELECT check_routing();
-- at once too, where it is not left to the end of the transaction
SELECT register_wave(replace(:everything, 'Ours 1', 'Ours at once')::json);
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT register_wave(replace(:everything, 'Ours 1', 'Ours at once')::json);
SAVEPOINT before;
INSERT INTO question (wave, question, position, kind, asked_if_question, asked_if_answers) VALUES ('Ours at once', 'Z', 1000, 'about', 'nothing', '{1}');
ROLLBACK TO before;
DELETE FROM question WHERE wave = 'Ours at once' AND question = (SELECT asked_if_question FROM question WHERE wave = 'Ours at once' AND asked_if_question IS NOT NULL ORDER BY position LIMIT 1);
ROLLBACK TO before;
DELETE FROM survey_wave WHERE wave = 'Ours at once';
COMMIT;
-- created and dropped in one transaction
\c
SET client_min_messages = warning;
BEGIN;
DROP EXTENSION cancer_pe;
CREATE EXTENSION cancer_pe;
DROP EXTENSION cancer_pe;
CREATE EXTENSION cancer_pe;
COMMIT;
