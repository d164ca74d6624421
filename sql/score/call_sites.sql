-- What a call site keeps of the registries ends with the statement, also in PL/pgSQL, whose expressions live on.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS cancer_pe;
SET search_path = cancer_pe, public;
SET client_min_messages = notice;
INSERT INTO value_set (name, instrument, terms) VALUES ('Test 1', 'EQ-5D-5L', '{"FullHealth": 1, "MO2": -0.1}');
CREATE FUNCTION definition(transform text) RETURNS json LANGUAGE sql
RETURN format('{"instrument": "TEST", "version": "1", "title": "t", "source": "s", "certainty": "sourced", "items": [{"ids": ["1..2"], "min": 0, "max": 9}], "scales": [{"scale": "A", "label": "a", "higher": "better", "items": ["1..2"], "transform": "%s", "missing": "all"}]}', transform)::json;
SELECT register_instrument(definition('sum'));
INSERT INTO link_map (instrument, link_id, item, source) VALUES ('TEST', 'a', '1', 'test'), ('TEST', 'b', '2', 'test');
DO $$
DECLARE
	document text = '{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "a", "answer": [{"valueInteger": 1}]}, {"linkId": "b", "answer": [{"valueInteger": 2}]}]}';
	value float8;
	answers int[];
BEGIN
	FOR i IN 1..2 LOOP
		value = eq5d_index('21111', 'Test 1');
		answers = fhir_answer_array(document, 'TEST');
		RAISE NOTICE 'round %: index %, answers %', i, value, answers;
		UPDATE value_set SET terms = '{"FullHealth": 1, "MO2": -0.5}' WHERE name = 'Test 1';
		UPDATE link_map SET item = CASE item WHEN '1' THEN '2' ELSE '1' END WHERE instrument = 'TEST';
	END LOOP;
END $$;
-- nor does it outlive what a rolled back part of the transaction saw
DO $$
DECLARE
	value float8;
	answers int[];
	score float8[];
BEGIN
	FOR i IN 1..3 LOOP
		BEGIN
			IF i = 2 THEN
				PERFORM register_instrument(definition('mean'));
				UPDATE value_set SET terms = '{"FullHealth": 1, "MO2": -0.2}' WHERE name = 'Test 1';
				UPDATE link_map SET item = CASE item WHEN '1' THEN '2' ELSE '1' END WHERE instrument = 'TEST';
			END IF;
			value = eq5d_index('21111', 'Test 1');
			answers = fhir_answer_array('{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "a", "answer": [{"valueInteger": 1}]}, {"linkId": "b", "answer": [{"valueInteger": 2}]}]}'::text, 'TEST');
			score = scores('TEST', ARRAY[2, 4]);
			RAISE NOTICE 'round %: index %, answers %, scores %', i, value, answers, score;
			IF i = 2 THEN
				RAISE division_by_zero;
			END IF;
		EXCEPTION WHEN division_by_zero THEN
			NULL;
		END;
	END LOOP;
END $$;
-- Names that change from row to row are each read once.
SET statement_timeout = '10s';
SELECT count(*), count(DISTINCT cardinality(fhir_scores('{"resourceType": "QuestionnaireResponse", "status": "completed", "item": []}', (ARRAY['QLQ-C30', 'HADS', 'FACT-G'])[1 + i % 3], false))) AS sizes FROM generate_series(1, 60000) AS i;
SELECT count(scores(code, NULL)) FROM (SELECT code FROM generate_series(1, 3000) AS i, instrument ORDER BY i, code OFFSET 0) AS rows;
RESET statement_timeout;
-- A state of an aggregate is held once: the memory of many groups is that of their sheets.
SELECT register_instrument(definition('sum'));
CREATE TEMP TABLE use (bytes bigint);
DO $$
DECLARE
	line text;
BEGIN
	SET LOCAL max_parallel_workers_per_gather = 0;
	SET LOCAL enable_sort = off;
	SET LOCAL work_mem = '1GB';
	FOR line IN EXPLAIN ANALYZE SELECT i, answer_sheet((SELECT (replace(definition('mean')::text, '"s"', '"' || repeat('s', 1500) || '"'))::scoring_plan), '1', 1) FROM generate_series(1, 20000) AS i GROUP BY i LOOP
		INSERT INTO use SELECT substring(line FROM 'Memory Usage: (\d+)kB')::bigint * 1024 WHERE line ~ 'Batches';
	END LOOP;
END $$;
SELECT bytes / 20000 / 1024 AS kilobytes_a_group FROM use;
-- Long work with codebooks ends when it is told to.
SET statement_timeout = '1s';
SELECT count(*) FROM codebook((SELECT format('{"variables": [{"name": "a", "type": "NUMERIC", "categories": [%s], "missing": {"type": "DISCRETE", "values": [%s]}}]}',
	string_agg(format('{"code":%s}', i), ','), string_agg((i + 300000)::text, ',')) FROM generate_series(1, 280000) AS i));
RESET statement_timeout;
SELECT count(*), count(*) FILTER (WHERE missing) AS missing FROM codebook((SELECT format('{"variables": [{"name": "a", "type": "NUMERIC", "categories": [%s], "missing": {"type": "RANGE", "low": 5, "high": 7, "discrete-value": 9}}]}',
	string_agg(format('{"code":%s}', i % 10), ',')) FROM generate_series(1, 500000) AS i));
-- No result is infinite.
SELECT reliable_change(NULL, NULL, 1.7e308, 0);
-- A value array that once held a NULL is whole when it does no more.
DO $$
DECLARE
	value float8[] = eq5d_values('England 2018');
BEGIN
	value[5] = NULL;
	value[5] = 0.25;
	RAISE NOTICE '%', eq5d_index('11115', value);
END $$;
DELETE FROM link_map WHERE NOT builtin;
DELETE FROM value_set WHERE NOT builtin;
DELETE FROM instrument WHERE NOT builtin;
DROP FUNCTION definition(text);
