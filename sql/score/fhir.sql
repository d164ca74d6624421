-- FHIR QuestionnaireResponses: samples with known scores, text against jsonb, and a query in plain SQL as the oracle.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/fhir'
CREATE TEMPORARY TABLE sample (k int GENERATED ALWAYS AS IDENTITY, doc text);
\set file :data '/c30_bundle20.ndjson'
COPY sample (doc) FROM :'file' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01');
\set file :data '/mii_examples.ndjson'
COPY sample (doc) FROM :'file' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01');
\set file :data '/eq5d5l_responses.ndjson'
COPY sample (doc) FROM :'file' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01');
CREATE TEMPORARY TABLE c30 (k int, style text, missing_style text, ql float8, pf float8, rf float8, ef float8, cf float8, sf float8,
	fa float8, nv float8, pa float8, dy float8, sl float8, ap float8, co float8, di float8, fi float8, summary float8);
\set file :data '/c30_bundle20_expected.csv'
COPY c30 FROM :'file' WITH (FORMAT csv, HEADER);
CREATE TEMPORARY TABLE eq5d (id text, profile text, england_2018 float8, uk_2026 float8, crosswalk_uk float8);
\set file :data '/eq5d5l_expected.csv'
COPY eq5d FROM :'file' WITH (FORMAT csv, HEADER);

-- twenty responses, three ways of coding by three of leaving out, against PROscorer
SELECT source, count(*) AS scores, count(want) AS scored, count(*) FILTER (WHERE (got IS NULL) <> (want IS NULL)) AS null_differs,
	max(abs(got - want)) <= 1e-9 AS to_1e_9
FROM (SELECT k + 1 AS k, ARRAY[ql, pf, rf, ef, cf, sf, fa, nv, pa, dy, sl, ap, co, di, fi, summary] AS wants FROM c30) AS c
JOIN (SELECT k, 'text' AS source, fhir_scores(doc, 'QLQ-C30') AS gots FROM sample WHERE k <= 20
	UNION ALL SELECT k, 'jsonb', fhir_scores(doc::jsonb, 'QLQ-C30') FROM sample WHERE k <= 20) AS s USING (k),
	LATERAL unnest(wants, gots) AS u(want, got)
GROUP BY source ORDER BY source;
-- the example of the German guide; the Observations published with it are wrong (RF 83.33, EF 87.5, SF 91.67, FA 22.22)
SELECT u.scale, round(u.score::numeric, 2) AS score
FROM sample, unnest(ARRAY['QL', 'PF', 'RF', 'EF', 'CF', 'SF', 'FA', 'NV', 'PA', 'DY', 'SL', 'AP', 'CO', 'DI', 'FI', 'SUMMARY'], fhir_scores(doc, 'QLQ-C30'))
	WITH ORDINALITY AS u(scale, score, n)
WHERE k = 21 ORDER BY n;
SELECT bool_or(abs(s[3] - 83.33) < 0.01 OR abs(s[4] - 87.5) < 0.01 OR abs(s[6] - 91.67) < 0.01 OR abs(s[7] - 22.22) < 0.01) AS published_errors_reproduced
FROM (SELECT fhir_scores(doc, 'QLQ-C30') AS s FROM sample WHERE k = 21) AS s;
-- EQ-5D-5L: the guide's codes, and ten responses whose links are told in the map
SELECT fhir_answer_array(doc, 'EQ-5D-5L') AS answers, fhir_answer_array(doc::jsonb, 'EQ-5D-5L') AS from_jsonb FROM sample WHERE k = 22;
INSERT INTO link_map (instrument, questionnaire, link_id, item, source)
SELECT 'EQ-5D-5L', 'urn:example:eq-5d-5l', 'EQ5D5L.' || item, item, 'test' FROM unnest(ARRAY['MO', 'SC', 'UA', 'PD', 'AD', 'VAS']) AS item;
SELECT count(*) AS responses, count(*) FILTER (WHERE array_to_string((fhir_answer_array(doc, 'EQ-5D-5L'))[1:5], '') = profile) AS profiles,
	count(*) FILTER (WHERE fhir_answer_array(doc, 'EQ-5D-5L') = fhir_answer_array(doc::jsonb, 'EQ-5D-5L')) AS from_jsonb
FROM sample JOIN eq5d ON doc::jsonb ->> 'id' = id;
SELECT v.name, count(*) AS states, count(*) FILTER (WHERE abs(eq5d_index(eq5d((fhir_answer_array(doc, 'EQ-5D-5L'))[1:5]), v.name) - v.want) <= 1e-9) AS to_1e_9
FROM sample JOIN eq5d ON doc::jsonb ->> 'id' = id, LATERAL (VALUES ('England 2018', england_2018), ('UK 2026', uk_2026), ('UK crosswalk 2012', crosswalk_uk)) AS v(name, want)
GROUP BY v.name ORDER BY v.name;
SELECT * FROM fhir_answers((SELECT doc FROM sample WHERE k = 25), 'EQ-5D-5L');
-- KL's EQ-5D has three levels, and the level in no place but the code
SELECT fhir_answer_array('{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "http://fhir.kl.dk/ffinst/Questionnaire/KLToolsCareEQ5D", "item": [
	{"linkId": "mobility", "answer": [{"valueCoding": {"code": "95be0ff6-ab05-4918-be8e-6dbb820366bb"}}]}, {"linkId": "hygiene", "answer": [{"valueCoding": {"code": "0f33b1ee-a26b-47b0-ab99-0a67494656e3"}}]},
	{"linkId": "activity", "answer": [{"valueCoding": {"code": "815b8b40-e2f6-4f55-a328-17c886e41490"}}]}, {"linkId": "pain", "answer": [{"valueCoding": {"code": "3616b50a-440a-4268-9c8a-660123526540"}}]},
	{"linkId": "anxiety", "answer": [{"valueCoding": {"code": "841deb88-b0b1-4f3b-9101-98da06870088"}}]}, {"linkId": "vas", "answer": [{"valueInteger": 70}]}]}', 'EQ-5D-3L');
-- the guide's PROMIS-29 example: what is known of its codes; the direction of the items on sleep and social roles is not
SELECT fhir_answer_array(format('{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [%s, {"linkId": "promis-global07", "answer": [{"valueInteger": 5}]}]}',
	string_agg(format('{"linkId": "promis-%s", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "%s"}}]}', link, code), ',' ORDER BY n)), 'PROMIS-29', false) AS answers
FROM unnest('{pfa11,pfa21,pfa23,pfa53,edanx01,edanx40,edanx41,edanx53,eddep04,eddep06,eddep29,eddep41,hi7,an3,fatexp41,fatexp40,sleep109,painin9,painin22,painin31,painin34}'::text[],
	'{LA13920-6,LA13920-6,LA13918-0,LA13920-6,LA10066-1,LA10082-8,LA10066-1,LA10066-1,LA10082-8,LA10082-8,LA10044-8,LA10082-8,LA10044-8,LA10044-8,LA13909-9,LA13902-4,LA8968-5,LA13909-9,LA13909-9,LA13863-8,LA13909-9}'::text[])
	WITH ORDINALITY AS u(link, code, n);
-- every shipped row is of an item and within its range: each link with 2, each code where it may stand
SELECT instrument, count(*) AS links, count(*) FILTER (WHERE a = ARRAY[2]) AS read
FROM (SELECT instrument, array_remove(fhir_answer_array(format('{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": %s, "item": [{"linkId": %s, "answer": [{"valueInteger": 2}]}]}',
		coalesce(to_json(questionnaire)::text, 'null'), to_json(link_id)), instrument), NULL) AS a FROM link_map WHERE builtin AND code IS NULL) AS s
GROUP BY instrument ORDER BY instrument;
SELECT instrument, count(*) AS codes, count(*) FILTER (WHERE a = ARRAY[value]) AS read
FROM (SELECT c.instrument, c.value, array_remove(fhir_answer_array(format('{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": %s, "item": [{"linkId": %s, "answer": [{"valueCoding": {"code": %s}}]}]}',
		coalesce(to_json(l.questionnaire)::text, 'null'), to_json(l.link_id), to_json(c.code)), c.instrument), NULL) AS a
	FROM link_map AS c JOIN link_map AS l ON l.instrument = c.instrument AND l.code IS NULL AND (c.item IS NULL OR l.item = c.item) WHERE c.builtin AND l.builtin AND c.code IS NOT NULL) AS s
GROUP BY instrument ORDER BY instrument;
SELECT * FROM fhir_header((SELECT doc FROM sample WHERE k = 1));
SELECT count(*) AS samples, count(*) FILTER (WHERE t = j) AS headers_alike
FROM (SELECT (SELECT t FROM fhir_header(doc) AS t)::text AS t, (SELECT j FROM fhir_header(doc::jsonb) AS j)::text AS j FROM sample) AS s;

-- documents made at random: every type of value, nested below items and answers
CREATE FUNCTION pg_temp.random_items(depth int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	items jsonb := '[]';
	item jsonb;
	answers jsonb;
	answer jsonb;
BEGIN
	FOR i IN 1 .. 1 + (random() * 3)::int LOOP
		item := jsonb_build_object('linkId', 'q' || (random() * 99)::int);
		IF random() < 0.3 THEN item := item || '{"text": "Wie geht\u00e9s? \ud83d\ude00 \"quoted\" \\ back"}'; END IF;
		IF random() < 0.1 THEN item := item || '{"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}'; END IF;
		IF random() < 0.7 THEN
			answers := '[]';
			FOR a IN 1 .. (random() * 2.4)::int LOOP
				answer := (ARRAY['{}', '{"valueInteger": 7}', '{"valueInteger": -0}', '{"valueDecimal": 12.50}', '{"valueDecimal": 1e30}', '{"valueDecimal": 0.1e-20}',
					'{"valueString": "a \u0001 b\tc"}', '{"valueBoolean": true}', '{"valueBoolean": false}', '{"valueDate": "2024-02"}', '{"valueDateTime": "2024-02-01T10:00:00Z"}',
					'{"valueTime": "10:00:00"}', '{"valueUri": "urn:x"}', '{"valueQuantity": {"value": 3.25, "unit": "kg", "code": "kg", "system": "http://unitsofmeasure.org"}}',
					'{"valueReference": {"reference": "Patient/1"}}', '{"valueAttachment": {"url": "http://x/y.png", "title": "y"}}', '{"valueCoding": {"system": "s", "code": "c", "display": "d"}}',
					'{"valueCoding": {"code": "c", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 4}]}}',
					'{"valueCoding": {"code": "c", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 4}, {"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 2.5}]}}',
					'{"valueString": "e", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}]}',
					'{"valueCodeableConcept": {"text": "t"}}', '{"valueInteger": 1, "valueString": "2"}', '{"valueString": null}',
					'{"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]}',
					'{"_valueString": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "error"}]}}'])[1 + (random() * 24)::int];
				IF depth < 5 AND random() < 0.25 THEN answer := answer || jsonb_build_object('item', pg_temp.random_items(depth + 1)); END IF;
				answers := answers || jsonb_build_array(answer);
			END LOOP;
			item := item || jsonb_build_object('answer', answers);
		END IF;
		IF depth < 5 AND random() < 0.25 THEN item := item || jsonb_build_object('item', pg_temp.random_items(depth + 1)); END IF;
		items := items || jsonb_build_array(item);
	END LOOP;
	RETURN items;
END;
$$;
SELECT setseed(0.25);
INSERT INTO sample (doc)
SELECT '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": ' || pg_temp.random_items(1)::text || '}' FROM generate_series(1, 400);
-- the same rows from text and from jsonb, in the same order
SELECT count(*) > 4000 AS many_rows, count(*) FILTER (WHERE t IS DISTINCT FROM j) AS differ
FROM (SELECT k, row_number() OVER (PARTITION BY k) AS n, f::text AS t FROM sample, fhir_items(doc) AS f) AS t
FULL JOIN (SELECT k, row_number() OVER (PARTITION BY k) AS n, f::text AS j FROM sample, fhir_items(doc::jsonb) AS f) AS j USING (k, n);
-- numbers beyond float8 are none; the text's digits do not matter
SELECT t.*, j.* FROM (VALUES ('{"resourceType": "QuestionnaireResponse", "item": [{"answer": [{"valueDecimal": 1e400}, {"valueDecimal": -1e-400}, {"valueDecimal": 2.50}, {"valueInteger": -0}]}]}')) AS v(doc),
	LATERAL (SELECT array_agg(value_num) AS from_text FROM fhir_items(doc)) AS t, LATERAL (SELECT array_agg(value_num) AS from_jsonb FROM fhir_items(doc::jsonb)) AS j;
-- against a recursive query
CREATE TEMPORARY TABLE oracle AS
WITH RECURSIVE walk AS (
	SELECT k, e.item, format('item[%s]', e.n - 1) AS path, 1 AS depth
	FROM sample, jsonb_array_elements(doc::jsonb -> 'item') WITH ORDINALITY AS e(item, n)
	UNION ALL
	SELECT w.k, i.item, w.path || i.step, w.depth + 1
	FROM walk AS w, LATERAL (
		SELECT e.item, format('.item[%s]', e.n - 1) AS step FROM jsonb_array_elements(w.item -> 'item') WITH ORDINALITY AS e(item, n)
		UNION ALL
		SELECT e.item, format('.answer[%s].item[%s]', a.n - 1, e.n - 1)
		FROM jsonb_array_elements(w.item -> 'answer') WITH ORDINALITY AS a(answer, n), jsonb_array_elements(a.answer -> 'item') WITH ORDINALITY AS e(item, n)
	) AS i
)
SELECT k, path || CASE WHEN n IS NULL THEN '' ELSE format('.answer[%s]', n - 1) END AS path, depth, item ->> 'linkId' AS link_id, item ->> 'text' AS item_text, n::int AS answer_no, type AS value_type,
	CASE WHEN type = 'coding' THEN value ->> 'display' WHEN type = 'quantity' THEN value ->> 'unit' WHEN type = 'reference' THEN value ->> 'reference'
		WHEN type = 'attachment' THEN value ->> 'url' WHEN jsonb_typeof(value) IN ('string', 'boolean') AND type <> 'several' THEN value #>> '{}' END AS value_text,
	CASE WHEN type <> 'several' THEN number::float8 END AS value_num,
	CASE WHEN type IN ('coding', 'quantity') THEN value ->> 'code' END AS value_code, CASE WHEN type IN ('coding', 'quantity') THEN value ->> 'system' END AS value_system,
	coalesce((jsonb_path_query_first(value, '$.extension[*] ? (@.url like_regex "itemWeight$").valueDecimal'))::float8,
		(jsonb_path_query_first(value, '$.extension[*] ? (@.url like_regex "ordinalValue$").valueDecimal'))::float8,
		(jsonb_path_query_first(answer, '$.extension[*] ? (@.url like_regex "ordinalValue$").valueDecimal'))::float8) AS ordinal,
	coalesce(jsonb_path_query_first(answer, '$.extension[*] ? (@.url like_regex "absent-reason$").valueCode') #>> '{}',
		jsonb_path_query_first(answer, '$._valueString.extension[*] ? (@.url like_regex "absent-reason$").valueCode') #>> '{}',
		jsonb_path_query_first(item, '$.extension[*] ? (@.url like_regex "absent-reason$").valueCode') #>> '{}') AS absent_reason
FROM walk LEFT JOIN LATERAL jsonb_array_elements(item -> 'answer') WITH ORDINALITY AS a(answer, n) ON true
LEFT JOIN LATERAL (
	SELECT CASE WHEN count(*) > 1 THEN 'several' WHEN min(key) = 'valueCodeableConcept' THEN 'other' ELSE lower(substr(min(key), 6, 1)) || substr(min(key), 7) END AS type,
		(array_agg(v))[1] AS value, (array_agg(CASE jsonb_typeof(v) WHEN 'number' THEN v::numeric ELSE (v ->> 'value')::numeric END))[1] AS number
	FROM jsonb_each(answer) AS e(key, v) WHERE key LIKE 'value%' AND jsonb_typeof(v) <> 'null'
) AS t ON true;
SELECT (SELECT count(*) FROM oracle) = (SELECT count(*) FROM sample, fhir_items(doc)) AS as_many,
	(SELECT count(*) FROM (SELECT * FROM oracle EXCEPT SELECT k, f.* FROM sample, fhir_items(doc) AS f) AS d) AS only_oracle,
	(SELECT count(*) FROM (SELECT k, f.* FROM sample, fhir_items(doc) AS f EXCEPT SELECT * FROM oracle) AS d) AS only_fhir_items;
SELECT count(DISTINCT value_type) AS types, max(depth) AS deepest FROM oracle;
-- answers and scores, too, are those of the array
SELECT count(*) FILTER (WHERE a <> b) AS differ FROM (
	SELECT fhir_answer_array(doc, 'QLQ-C30', false) AS a, (SELECT array_agg(value ORDER BY n) FROM fhir_answers(doc, 'QLQ-C30', false) WITH ORDINALITY AS f(item, value, status, link_id, n)) AS b
	FROM sample WHERE k <= 21) AS s;
-- instruments may change from row to row
SELECT k, instrument, (fhir_answer_array(doc, instrument, false))[1:6] AS answers FROM sample, unnest(ARRAY['QLQ-C30', 'EQ-5D-5L']) AS instrument WHERE k IN (21, 22) ORDER BY k, instrument;
-- nothing is kept from one document to the next
SELECT count(s) AS documents, (SELECT sum(total_bytes) < 20e6 FROM pg_backend_memory_contexts) AS memory_flat
FROM (SELECT fhir_scores(doc, 'QLQ-C30') AS s FROM sample, generate_series(1, 500) WHERE k <= 20
	UNION ALL SELECT fhir_scores(doc::jsonb, 'QLQ-C30') FROM sample, generate_series(1, 500) WHERE k <= 20) AS s;
-- shipped rows stay as shipped, and cannot be had twice
\set VERBOSITY terse
DELETE FROM link_map WHERE builtin;
INSERT INTO link_map (instrument, link_id, item, source) VALUES ('QLQ-C30', 'qlq-c30-q01', '2', 'test');
INSERT INTO link_map (instrument, source) VALUES ('QLQ-C30', 'test');
\set VERBOSITY default
SELECT instrument, count(*) AS shipped, count(code) AS codes, count(DISTINCT source) AS sources FROM link_map WHERE builtin GROUP BY instrument ORDER BY instrument;
DELETE FROM link_map WHERE NOT builtin;
