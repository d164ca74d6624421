-- FHIR QuestionnaireResponses that are not as they should be: what is an error, and what not strict reading makes of it.
SET search_path = cancer_pe, public;
-- what strict reading says, and not strict: the answers of the first five items, of which those named in lower case are invalid
CREATE FUNCTION pg_temp.strict_says(doc text, by_jsonb boolean DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	IF by_jsonb THEN PERFORM fhir_scores(doc::jsonb, 'QLQ-C30'); ELSE PERFORM fhir_scores(doc, 'QLQ-C30'); END IF;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' ', SQLSTATE, SQLERRM, nullif('(' || detail || ')', '()'));
END;
$$;
CREATE FUNCTION pg_temp.lenient_says(doc text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT coalesce(string_agg(item || CASE status WHEN 'answered' THEN '=' ELSE '?' END || coalesce(value::text, ''), ' ' ORDER BY n), 'no answers')
		FROM fhir_answers(doc, 'QLQ-C30', false) WITH ORDINALITY AS f(item, value, status, link_id, n) WHERE status <> 'missing');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END;
$$;
CREATE TEMPORARY TABLE matrix (n int GENERATED ALWAYS AS IDENTITY, what text, doc text);
INSERT INTO matrix (what, doc)
SELECT what, format('{"resourceType": "QuestionnaireResponse", "status": %s, "item": [%s]}', coalesce(to_json(status)::text, 'null'), items) FROM (VALUES
	('good', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('amended', 'amended', '{"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('status in-progress', 'in-progress', '{"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('status entered-in-error', 'entered-in-error', '{"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('no status', NULL, '{"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('no item at all', 'completed', ''),
	('unknown links only', 'completed', '{"linkId": "x", "answer": [{"valueInteger": 2}]}, {"linkId": "y"}'),
	('unknown links besides', 'completed', '{"linkId": "x", "answer": [{"valueInteger": 77}]}, {"linkId": "2", "answer": [{"valueInteger": 2}]}'),
	('value 9', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 9}]}'),
	('value 0', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 0}]}'),
	('value -2147483648', 'completed', '{"linkId": "1", "answer": [{"valueInteger": -2147483648}]}'),
	('value 1e999', 'completed', '{"linkId": "1", "answer": [{"valueDecimal": 1e999}]}'),
	('whole decimal', 'completed', '{"linkId": "1", "answer": [{"valueDecimal": 3.00}]}'),
	('fraction', 'completed', '{"linkId": "1", "answer": [{"valueDecimal": 2.5}]}'),
	('quantity', 'completed', '{"linkId": "1", "answer": [{"valueQuantity": {"value": 4, "code": "1"}}]}'),
	('digits in a string', 'completed', '{"linkId": "1", "answer": [{"valueString": "3"}]}'),
	('words in a string', 'completed', '{"linkId": "1", "answer": [{"valueString": "three"}]}'),
	('digits as code', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "4"}}]}'),
	('mapped code', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "quite-a-bit"}}]}'),
	('mapped string', 'completed', '{"linkId": "1", "answer": [{"valueString": "quite-a-bit"}]}'),
	('mapped code of another item', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "5-very-good"}}]}'),
	('mapped code before weight', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "a-little", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 4}]}}]}'),
	('weight before ordinal before digits', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "1", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}, {"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 3}]}}]}'),
	('weight with a fraction', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "1", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 0.042}]}}]}'),
	('unknown code', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"code": "opt2"}}]}'),
	('coding without code', 'completed', '{"linkId": "1", "answer": [{"valueCoding": {"display": "2"}}]}'),
	('boolean', 'completed', '{"linkId": "1", "answer": [{"valueBoolean": true}]}'),
	('two values in one answer', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2, "valueString": "2"}]}'),
	('item omitted, without answer, empty, absent', 'completed', '{"linkId": "2"}, {"linkId": "3", "answer": []}, {"linkId": "4", "answer": [{}]}, {"linkId": "5", "answer": [{"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}]}'),
	('duplicate linkId, same value', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2}]}, {"linkId": "1", "answer": [{"valueInteger": 2}]}'),
	('duplicate linkId, other value', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2}]}, {"linkId": "1", "answer": [{"valueInteger": 3}]}'),
	('duplicate linkId, one without answer', 'completed', '{"linkId": "1"}, {"linkId": "1", "answer": [{"valueInteger": 3}]}'),
	('two links of one item', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2}]}, {"linkId": "qlq-c30-q01", "answer": [{"valueInteger": 2}]}'),
	('two answers', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2}, {"valueInteger": 3}]}'),
	('repeated group', 'completed', '{"linkId": "g", "item": [{"linkId": "1", "answer": [{"valueInteger": 2}]}]}, {"linkId": "g", "item": [{"linkId": "1", "answer": [{"valueInteger": 4}]}]}'),
	('nested groups', 'completed', '{"linkId": "g", "item": [{"linkId": "h", "item": [{"linkId": "1", "answer": [{"valueInteger": 2}]}]}, {"linkId": "2", "answer": [{"valueInteger": 3}]}]}'),
	('below an answer', 'completed', '{"linkId": "1", "answer": [{"valueInteger": 2, "item": [{"linkId": "2", "answer": [{"valueInteger": 3}]}]}]}'),
	('no linkId', 'completed', '{"answer": [{"valueInteger": 2}]}, {"linkId": "2", "answer": [{"valueInteger": 3}]}'),
	('answer no array', 'completed', '{"linkId": "1", "answer": {"valueInteger": 2}}'),
	('item no object', 'completed', '[]'),
	('odd linkId', 'completed', '{"linkId": "\u00fc\ud83d\ude00"}'),
	('duplicate names', 'completed', '{"linkId": "1", "linkId": "2", "answer": [{"valueInteger": 2}]}'),
	('NUL', 'completed', '{"linkId": "1\u0000", "answer": [{"valueInteger": 2}]}'),
	('lone surrogate', 'completed', '{"linkId": "1\ud800", "answer": [{"valueInteger": 2}]}'),
	('raw control character', 'completed', E'{"linkId": "1\t", "answer": [{"valueInteger": 2}]}')
) AS v(what, status, items);
INSERT INTO matrix (what, doc) VALUES
	('truncated', '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "1", "ans'),
	('text behind', '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": []} x'),
	('empty', ''), ('null', 'null'), ('a number', '1'), ('an array', '[]'), ('no type', '{}'),
	('another resource', '{"resourceType": "Observation"}'),
	('a Bundle', '{"resourceType": "Bundle", "entry": []}'),
	('1,000 deep', '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": ' || repeat('[{"item": ', 500) || '[]' || repeat('}]', 500) || '}'),
	('1,000 deep elsewhere', '{"resourceType": "QuestionnaireResponse", "status": "completed", "x": ' || repeat('[', 1000) || repeat(']', 1000) || '}'),
	('25 deep', '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": ' || repeat('[{"linkId": "g", "item": ', 25) || '[{"linkId": "1", "answer": [{"valueInteger": 4}]}]' || repeat('}]', 25) || '}');
SELECT what, pg_temp.strict_says(doc) AS strict, pg_temp.lenient_says(doc) AS lenient FROM matrix ORDER BY n;
-- jsonb says the same, but for what cannot be in jsonb
SELECT what, left(pg_temp.strict_says(doc, true), 5) AS strict FROM matrix WHERE pg_temp.strict_says(doc, true) <> pg_temp.strict_says(doc) ORDER BY n;
-- and fhir_problem, without an error
SELECT count(*) AS cases, count(*) FILTER (WHERE (fhir_problem(doc, 'QLQ-C30') IS NULL) <> (pg_temp.strict_says(doc) = 'taken')) AS differ FROM matrix;
SELECT fhir_problem(doc, 'QLQ-C30') AS text, fhir_problem(doc::jsonb, 'QLQ-C30') AS jsonb FROM matrix WHERE what IN ('good', 'value 9', '1,000 deep') ORDER BY n;
-- errors with their hints
SELECT fhir_scores(doc, 'QLQ-C30') FROM matrix WHERE what = 'unknown code';
SELECT fhir_scores(doc, 'QLQ-C30') FROM matrix WHERE what = 'value 9';
SELECT fhir_scores(doc, 'QLQ-C30') FROM matrix WHERE what = 'two links of one item';
SELECT fhir_scores(doc, 'QLQ-C30') FROM matrix WHERE what = 'unknown links only';
SELECT * FROM fhir_items('{"resourceType": "Bundle"}');
SELECT fhir_scores(NULL::text, 'QLQ-C30'), fhir_scores('{}'::jsonb, NULL);
-- an answer that could not be read counts as invalid: PF has four answers left of five, then two
SELECT fhir_answer_array(doc, 'QLQ-C30', false) AS answers, round((fhir_scores(doc, 'QLQ-C30', false))[2]::numeric, 2) AS pf
FROM (VALUES ('{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "1", "answer": [{"valueString": "?"}]}, {"linkId": "2", "answer": [{"valueInteger": 2}]},
	{"linkId": "3", "answer": [{"valueInteger": 2}]}, {"linkId": "4", "answer": [{"valueInteger": 9}]}, {"linkId": "5", "answer": [{"valueInteger": 2}]}]}')) AS v(doc);
-- the link map: the row that says more goes first
INSERT INTO link_map (instrument, questionnaire, link_id, code, item, value, source) VALUES
	('QLQ-C30', 'urn:q', '1', NULL, '2', NULL, 'test'), ('QLQ-C30', 'urn:q|2', '1', NULL, '3', NULL, 'test'), ('QLQ-C30', 'urn:none', '1', NULL, NULL, NULL, 'test'),
	('QLQ-C30', 'urn:q', 'both', 'yes', '5', 4, 'test'), ('QLQ-C30', NULL, NULL, 'yes', NULL, 1, 'test'), ('QLQ-C30', NULL, NULL, 'yes', '2', 2, 'test'),
	('QLQ-C30', 'urn:q', NULL, 'yes', NULL, 3, 'test'), ('QLQ-C30', NULL, 'qlq30-q04', 'yes', NULL, 4, 'test'), ('QLQ-C30', NULL, NULL, 'refused', NULL, NULL, 'test'),
	('QLQ-C30', 'urn:zero', NULL, '0', NULL, 1, 'test'), ('QLQ-C30', 'urn:zero', NULL, 'true', '5', 2, 'test');
SELECT q, link, value, (SELECT string_agg(item || '=' || coalesce(value::text, status), ' ') FROM fhir_answers(format('{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": %s, "item": [{"linkId": %s, "answer": [{%s}]}]}',
	to_json(q), to_json(link), value), 'QLQ-C30', false) WHERE link_id IS NOT NULL) AS read
FROM (VALUES ('urn:p', '1', '"valueInteger": 4'), ('urn:q', '1', '"valueInteger": 4'), ('urn:q|1', '1', '"valueInteger": 4'), ('urn:q|2', '1', '"valueInteger": 4'), ('urn:none|5', '1', '"valueInteger": 4'),
	('urn:q', 'both', '"valueString": "yes"'), ('urn:p', 'both', '"valueString": "yes"'), ('urn:p', '3', '"valueString": "yes"'), ('urn:q', '3', '"valueString": "yes"'),
	('urn:q', '2', '"valueString": "yes"'), ('urn:q', 'qlq30-q04', '"valueCoding": {"code": "yes"}'), ('urn:p', '4', '"valueCoding": {"code": "refused"}'),
	('urn:zero', '4', '"valueInteger": 0'), ('urn:zero', '4', '"valueDecimal": 0.0'), ('urn:p', '4', '"valueInteger": 0'), ('urn:zero', '5', '"valueBoolean": true'), ('urn:zero', '5', '"valueBoolean": false')) AS v(q, link, value);
INSERT INTO link_map (instrument, link_id, code, item, value, source) VALUES ('QLQ-C30', '1', 'x', '2', 1, 'test');
SELECT fhir_scores('{"resourceType": "QuestionnaireResponse"}', 'QLQ-C30');
UPDATE link_map SET item = '31' WHERE code = 'x';
SELECT fhir_scores('{"resourceType": "QuestionnaireResponse"}', 'QLQ-C30');
DELETE FROM link_map WHERE NOT builtin;
-- size: just within the limit, beyond it, and a tree that would be too large
SELECT what, pg_temp.strict_says(doc) AS text, pg_temp.strict_says(doc, true) AS jsonb FROM (VALUES
	('8 MB less a little', '{"resourceType": "QuestionnaireResponse", "status": "completed", "x": "' || repeat('x', 8 * 1024 * 1024 - 100) || '"}'),
	('more than 8 MB', '{"resourceType": "QuestionnaireResponse", "status": "completed", "x": "' || repeat('x', 8 * 1024 * 1024) || '"}'),
	('two million numbers', '{"resourceType": "QuestionnaireResponse", "status": "completed", "x": [' || repeat('1,', 2000000) || '1]}')) AS v(what, doc);
SET cancer_pe.max_document = '1kB';
SELECT fhir_items('{"resourceType": "QuestionnaireResponse", "x": "' || repeat('x', 1024) || '"}');
SELECT fhir_items(('{"resourceType": "QuestionnaireResponse", "x": "' || repeat('x', 1024) || '"}')::jsonb);
RESET cancer_pe.max_document;
-- an error does not leave its memory behind
DO $$
BEGIN
	FOR i IN 1 .. 40 LOOP
		BEGIN
			PERFORM fhir_scores('{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [' || repeat('{"linkId": "x"},', 50000) || '{]}', 'QLQ-C30');
		EXCEPTION WHEN OTHERS THEN NULL;
		END;
	END LOOP;
END;
$$;
SELECT sum(total_bytes) < 30e6 AS memory_flat FROM pg_backend_memory_contexts;
