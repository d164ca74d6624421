-- Waves in a database of another encoding: texts that it does not have are refused where they come in, shipped waves are
-- the same, and so are plans, byte by byte as UTF-8.
SELECT current_database() AS here \gset
\set wave '''{"wave": "TEST", "survey": "s", "title": "'' || U&''\\00E4'' || ''", "source": "s", "certainty": "sourced", "questions": [{"question": "A", "kind": "scored", "label": "LABEL", "concept": "\\u00e4", "column": "\\u00e4 7", "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "negative", "state": "yes"}]}]}'''
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS cancer_pe;
SET search_path = cancer_pe, public;
SELECT register_wave(replace(:wave, 'LABEL', '\u00e4')::json);
SELECT md5(convert_to(string_agg(wave_document(wave)::text, '' ORDER BY wave COLLATE "C"), 'UTF8')) AS shipped, md5(convert_to(sheet_plan('TEST')::text, 'UTF8')) AS plan, md5(convert_to(wave_document('TEST')::text, 'UTF8')) AS own FROM survey_wave WHERE builtin \gset
DELETE FROM survey_wave WHERE NOT builtin;
CREATE DATABASE regress_cpe_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_latin1
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET client_encoding = 'UTF8';
SET search_path = cancer_pe, public;
\set SHOW_CONTEXT never
-- (the server's own reader says it differently from version 16 on)
\set VERBOSITY sqlstate
SELECT register_wave(replace(:wave, 'LABEL', '\u4e2d')::json);
SELECT register_wave(replace(:wave, '\u00e4', '\u4e2d')::json);
\set VERBOSITY default
SELECT ('{"wave": "TEST", "questions": [{"question": "A", "kind": "other", "column": "\u4e2d", "options": [{"code": 1, "class": "excluded"}]}]}')::survey_plan;
SELECT register_wave(replace(:wave, 'LABEL', '\u00e4')::json);
SELECT w.title = U&'\00E4' AS title, q.label = U&'\00E4' AS label, q.column_name = U&'\00E4 7' AS "column" FROM survey_wave AS w JOIN question AS q USING (wave) WHERE wave = 'TEST';
SELECT md5(convert_to(string_agg(wave_document(wave)::text, '' ORDER BY wave COLLATE "C"), 'UTF8')) = :'shipped' AS shipped, md5(convert_to(sheet_plan('TEST')::text, 'UTF8')) = :'plan' AS plan, md5(convert_to(wave_document('TEST')::text, 'UTF8')) = :'own' AS own FROM survey_wave WHERE builtin;
SELECT column_name = U&'\00E4 7' AS "column" FROM plan_questions(sheet_plan('TEST'));
SELECT concept_state('TEST', U&'\00E4', 2), concept_state('2018', U&'\00E4', 2);
-- an answer is found by the column's name in the server's encoding
SELECT clean_response('TEST', jsonb_build_object(U&'\00E4 07', 2)), question = U&'\00E4' AS question, problem FROM validate_response('TEST', jsonb_build_object(U&'\00E4 07', 2, U&'\00E4', 1));
SELECT question, problem FROM validate_response(sheet_plan('TEST'), jsonb_build_object(U&'\00E4 07', 7));
\connect :here
DROP DATABASE regress_cpe_latin1;
