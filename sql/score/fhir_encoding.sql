-- FHIR in a database of another encoding: texts come out as they went in, from text and from jsonb, and links are found.
SELECT current_database() AS here \gset
CREATE DATABASE regress_cpe_fhir_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\connect regress_cpe_fhir_latin1
SET client_min_messages = warning;
CREATE EXTENSION cancer_pe;
SET client_encoding = 'UTF8';
SET search_path = cancer_pe, public;
CREATE TABLE doc AS SELECT U&'{"resourceType": "QuestionnaireResponse", "status": "completed", "id": "\00FC", "item": [{"linkId": "Gr\00FC\00DFe", "text": "\\u00e4", "answer": [{"valueCoding": {"code": "m\00E4\00DFig"}}]}]}' AS doc;
SELECT link_id = U&'Gr\00FC\00DFe' AS link, item_text = U&'\00E4' AS text, value_code = U&'m\00E4\00DFig' AS code, length(link_id) FROM doc, fhir_items(doc);
SELECT count(*) AS alike FROM doc, fhir_items(doc) AS t, fhir_items(doc::jsonb) AS j WHERE t = j;
SELECT t.id = U&'\00FC' AS text, j.id = U&'\00FC' AS jsonb FROM doc, fhir_header(doc) AS t, fhir_header(doc::jsonb) AS j;
INSERT INTO link_map (instrument, link_id, code, item, value, source) VALUES ('QLQ-C30', U&'Gr\00FC\00DFe', U&'m\00E4\00DFig', '3', 2, 'test');
SELECT (fhir_answer_array(doc, 'QLQ-C30'))[1:4] AS text, (fhir_answer_array(doc::jsonb, 'QLQ-C30'))[1:4] AS jsonb FROM doc;
SELECT link_id = U&'Gr\00FC\00DFe' AS link FROM doc, fhir_answers(doc, 'QLQ-C30') WHERE item = '3';
SELECT variable = U&'\00E4' AS variable, codebook_missing(d, U&'\00E4') FROM (VALUES (U&'{"variables": [{"type": "NUMERIC", "name": "\00E4", "missing": {"type": "DISCRETE", "values": [9]}}]}')) AS v(d), codebook(d);
-- what LATIN1 does not have
SELECT * FROM fhir_items('{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "\u20ac"}]}');
\connect :here
DROP DATABASE regress_cpe_fhir_latin1;
