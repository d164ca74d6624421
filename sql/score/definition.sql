-- Definitions: JSON as the server's own parser takes it, and the registry's own instruments.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
CREATE TEMPORARY TABLE definition (name text, text text);
INSERT INTO definition VALUES ('own', '{"instrument": "Own-3", "version": "1", "title": "Own: \"three\" items \u00e9 ☃", "source": "s", "certainty": "computed", "note": "\ud83d\ude00",
	"items": [{"ids": ["1..3"], "min": 0, "max": 3, "missing": [9]}], "conditions": [{"items": ["3"], "unless": {"item": "1", "is": [0]}}],
	"scales": [{"scale": "S", "label": "l", "higher": "worse", "items": ["1..3"], "transform": "symptom", "missing": "half"}, {"scale": "X", "label": "x", "higher": "better", "items": ["2"], "transform": "mean", "missing": {"at_least_percent": 50}}]}');

-- ---- JSON: what one parser takes and the other refuses ----
CREATE FUNCTION pg_temp.state_of(command text, argument text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	EXECUTE command USING argument;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN SQLSTATE || CASE WHEN SQLERRM LIKE '%two members%' THEN ' twice' WHEN detail LIKE '%longer than 60%' THEN ' number' ELSE '' END;
END
$$;
-- 4000 documents: a shipped definition and a small one, with up to four places changed
SELECT setseed(0.30) IS NULL AS no;
CREATE TEMPORARY TABLE mutated AS
WITH RECURSIVE piece AS MATERIALIZED (
	SELECT ARRAY['{', '}', '[', ']', ':', ',', '"', '\', '\u0041', '\ud800', '\udc00', '\u00', '0', '1', '-', '+', '.', 'e', 'E9', '/', ' ', E'\t', E'\n', E'\x01', 'é', '☃', 'true', 'nul', '"a":1,', '[]', '{}', '00', '1.5e3', '"\n"', E'\r', ''''] AS pieces
), changed AS (
	SELECT n, CASE WHEN n % 4 = 0 THEN (SELECT plan::text FROM instrument WHERE code = 'QLQ-C15-PAL') ELSE (SELECT text FROM definition) END AS text, 1 + floor(random() * 4)::integer AS todo
	FROM generate_series(1, 4000) AS n
	UNION ALL
	SELECT n, left(text, at) || CASE WHEN kind < 0.6 THEN pieces[1 + floor(which * cardinality(pieces))::integer] ELSE '' END || substr(text, at + 1 + CASE WHEN kind < 0.3 THEN 0 ELSE ceil(which * 3)::integer END), todo - 1
	FROM (SELECT n, text, todo, floor(random() * length(text))::integer AS at, random() AS kind, random() AS which FROM changed) AS c, piece WHERE todo > 0
) SELECT n, text FROM changed WHERE todo = 0;
CREATE TEMPORARY TABLE verdict AS
SELECT n, text, pg_temp.state_of('SELECT $1::scoring_plan', text) AS ours, pg_temp.state_of('SELECT $1::jsonb', text) AS theirs FROM mutated;
SELECT count(*) AS documents, count(*) FILTER (WHERE theirs = 'taken') > 500 AS many_taken, count(*) FILTER (WHERE theirs <> 'taken') > 500 AS many_refused,
	count(*) FILTER (WHERE ours = 'taken') > 50 AS some_are_instruments FROM verdict;
-- names that are there twice are ours alone to refuse, and a number of more than 60 characters
SELECT ours, theirs, text FROM verdict
WHERE (ours IN ('taken', '22023')) <> (theirs = 'taken') AND ours NOT IN ('22P02 twice', '22P02 number');
SELECT name, pg_temp.state_of('SELECT $1::scoring_plan', text) AS ours, pg_temp.state_of('SELECT $1::jsonb', text) AS theirs
FROM (VALUES ('empty', ''), ('space', ' '), ('lone surrogate', '{"a": "\ud800"}'), ('nul', '{"a": "\u0000"}'), ('twice', '{"a": 1, "a": 1}'), ('deep', repeat('[', 17) || repeat(']', 17)), ('1000 deep', repeat('[', 1000) || repeat(']', 1000)),
	('a million deep', repeat('[', 1000000)), ('long number', '[0.' || repeat('1', 60) || ']'), ('huge exponent', '[1e999999]'), ('9 MB', '"' || repeat('x', 9000000) || '"'), ('behind', '{} {}'), ('no definition', '{}')) AS d (name, text);
SELECT E'{"instrument": "x",\n "é☃": 1,\n  }'::scoring_plan;
SELECT '{"instrument": "x", "versoin": "1"}'::scoring_plan;
SELECT text::scoring_plan::text = text AS as_written, octet_length(scoring_plan_send(text::scoring_plan)) = octet_length(text) AS binary_too, instrument_code(text::scoring_plan), (about(text::scoring_plan)).note, (about(text::scoring_plan)).title FROM definition;
SELECT s.position, s.scale, s.parts, s.needed, s.low, s.high FROM definition, scales(text::scoring_plan) AS s;
SELECT i.item, i.min, i.max, i.missing, i.counts_as, i.scales, i.depends_on, i.not_asked_if FROM definition, items(text::scoring_plan) AS i;

-- ---- the registry ----
SELECT register_instrument(text::json) FROM definition;
SELECT i.instrument, i.items, i.scales, i.function_name, i.column_pattern, i.certainty, i.builtin FROM instruments AS i WHERE i.instrument = 'Own-3';
SELECT scores('Own-3', '{3,2,1}');
-- the same key again replaces it; any white space is kept
SELECT register_instrument(replace(text, '"symptom"', E'\n\t"functional"')::json) FROM definition;
SELECT scores('Own-3', '{3,2,1}'), (SELECT count(*) FROM instrument WHERE code = 'Own-3') AS rows;
-- shipped ones stay, whoever asks
\set VERBOSITY sqlstate
SELECT register_instrument(plan::text::json) FROM instrument WHERE code = 'QLQ-C30';
UPDATE instrument SET plan = (SELECT text FROM definition)::scoring_plan WHERE code = 'FACT-G';
DELETE FROM instrument WHERE code = 'FACT-G';
INSERT INTO instrument (plan, builtin) SELECT replace(text, 'Own-3', 'Other')::scoring_plan, true FROM definition;
UPDATE instrument SET builtin = true WHERE code = 'Own-3';
TRUNCATE instrument;
-- a wrong definition leaves nothing behind
SELECT register_instrument(replace(text, '"half"', '"most"')::json) FROM definition;
SELECT register_instrument('{}');
SELECT register_instrument(NULL) IS NULL AS null_for_null;
-- roles: everyone reads, and registers with the privileges on the table alone
CREATE ROLE regress_score_reader;
CREATE ROLE regress_score_writer;
GRANT USAGE ON SCHEMA cancer_pe TO regress_score_reader, regress_score_writer;
GRANT SELECT, INSERT, UPDATE ON cancer_pe.instrument TO regress_score_writer;
GRANT SELECT ON definition TO regress_score_reader, regress_score_writer;
SET ROLE regress_score_reader;
SELECT scores('Own-3', '{3,2,1}'), (SELECT count(*) > 20 FROM instruments) AS reads;
SELECT register_instrument(text::json) FROM definition;
SET ROLE regress_score_writer;
SELECT register_instrument(text::json) FROM definition;
SELECT register_instrument(plan::text::json) FROM instrument WHERE code = 'QLQ-C30';
RESET ROLE;
DELETE FROM instrument WHERE code = 'Own-3';
SELECT count(*) FROM instrument WHERE NOT builtin;
DROP OWNED BY regress_score_reader, regress_score_writer;
DROP ROLE regress_score_reader, regress_score_writer;
