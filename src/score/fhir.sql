-- ---- questionnaires that arrive as FHIR, and codebooks ----

CREATE TABLE link_map (
	instrument text NOT NULL,
	questionnaire text,
	link_id text,
	code text,
	item text,
	value int,
	source text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT link_map_names_something CHECK (link_id IS NOT NULL OR code IS NOT NULL),
	CONSTRAINT link_map_value_needs_code CHECK (value IS NULL OR code IS NOT NULL)
);
CREATE UNIQUE INDEX link_map_key ON link_map (instrument, questionnaire, link_id, code,
	(CASE WHEN link_id IS NULL THEN item END)) NULLS NOT DISTINCT;
COMMENT ON TABLE link_map IS 'What linkIds and answer codes of FHIR QuestionnaireResponses mean: (questionnaire, linkId, code) to (item, value). A row without a code says which item of the instrument a linkId is. A row with a code says what value it stands for: for one linkId, or for one item, or for all items of the instrument; with both link_id and item it also says which item the linkId is. Matching is exact. Where several rows fit, the one that names the linkId goes first, then the item, then the questionnaire with its version, then the questionnaire. Shipped rows are builtin; add your own with INSERT: a row for your questionnaire goes before a shipped one for any.';
COMMENT ON COLUMN link_map.instrument IS 'The instrument, as in scores(instrument, ...).';
COMMENT ON COLUMN link_map.questionnaire IS 'The canonical URL of the questionnaire, with |version or without; NULL: any.';
COMMENT ON COLUMN link_map.link_id IS 'The linkId; NULL, in rows with a code: any that is an item.';
COMMENT ON COLUMN link_map.code IS 'The code of a Coding; also a valueString, a boolean as true or false, a number as its digits. The code system is not compared. NULL: the row is about the linkId itself.';
COMMENT ON COLUMN link_map.item IS 'The item of the instrument. NULL without a code: the linkId is no item, whatever other rows say. NULL with a code: any item.';
COMMENT ON COLUMN link_map.value IS 'What the code stands for; NULL: no answer.';
COMMENT ON COLUMN link_map.source IS 'Where that is said.';
COMMENT ON COLUMN link_map.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql link_map@

INSERT INTO link_map (instrument, questionnaire, link_id, item, source, builtin)
SELECT f[1], nullif(f[2], ''), f[3] || CASE WHEN length(n::text) < f[4]::int THEN lpad(n::text, f[4]::int, '0') ELSE n::text END,
	(n + f[7]::int)::text, f[8], true
FROM string_to_table($links$
@score/link_maps/links.csv@
$links$, E'\n') AS line, string_to_array(line, ',') AS f,
	generate_series(CASE WHEN f[5] ~ '^\d+$' THEN f[5]::int END, CASE WHEN f[6] ~ '^\d+$' THEN f[6]::int END) AS n
WHERE line <> '' AND line NOT LIKE 'instrument,%';

INSERT INTO link_map (instrument, questionnaire, link_id, item, source, builtin)
SELECT f[1], nullif(f[2], ''), f[3], f[4], f[5], true
FROM string_to_table($items$
@score/link_maps/items.csv@
$items$, E'\n') AS line, string_to_array(line, ',') AS f
WHERE line <> '' AND line NOT LIKE 'instrument,%';

INSERT INTO link_map (instrument, questionnaire, code, item, value, source, builtin)
SELECT f[1], nullif(f[2], ''), f[5], item, f[6]::int, f[7], true
FROM string_to_table($codes$
@score/link_maps/codes.csv@
$codes$, E'\n') AS line, string_to_array(line, ',') AS f,
	LATERAL (
		SELECT n::text AS item FROM generate_series(f[3]::int, f[4]::int) AS n WHERE f[3] ~ '^\d+$'
		UNION ALL SELECT nullif(f[3], '') WHERE f[3] !~ '^\d+$'
	) AS items
WHERE line <> '' AND line NOT LIKE 'instrument,%';

CREATE FUNCTION fhir_items(response jsonb)
	RETURNS TABLE(path text, depth int, link_id text, item_text text, answer_no int, value_type text,
		value_text text, value_num float8, value_code text, value_system text, ordinal float8,
		absent_reason text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_items_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 40;
COMMENT ON FUNCTION fhir_items(jsonb) IS 'The items and answers of a FHIR R4 QuestionnaireResponse, one row an answer, in the order of the document; an item without an answer (a group, an item left empty) is a row without one. path: the place, as FHIRPath writes it. depth: 1 for the items of the response, one more for each level, below items and below answers alike. answer_no: from 1, NULL without an answer. value_type: coding, integer, decimal, string, boolean, date, dateTime, time, uri, quantity, reference, attachment; other for types that R4 does not have there, several where an answer holds more than one value. value_text: a coding''s display, the string, date, time or URI, true or false, a quantity''s unit, a reference, an attachment''s URL. value_num: integer, decimal, a quantity''s value. value_code, value_system: of a coding or a quantity. ordinal: the extension itemWeight, else ordinalValue, on the coding, else on the answer. absent_reason: the extension data-absent-reason of the answer, its value or its item. Whatever is not there is NULL. Errors: 22023 for a document that is no QuestionnaireResponse, 54000 for one larger than cancer_pe.max_document or nested deeper than 64. After the view questionnaire_response_items of HL7 SQL on FHIR v2.';

CREATE FUNCTION fhir_items(response text)
	RETURNS TABLE(path text, depth int, link_id text, item_text text, answer_no int, value_type text,
		value_text text, value_num float8, value_code text, value_system text, ordinal float8,
		absent_reason text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_items_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 40;
COMMENT ON FUNCTION fhir_items(text) IS 'As fhir_items(jsonb), from the text of the document, without making jsonb of it. The text must be JSON as RFC 8259 has it, without duplicate names and with no number longer than 60 characters (22P02).';

CREATE FUNCTION fhir_header(response jsonb)
	RETURNS TABLE(id text, questionnaire text, version text, status text, subject text, authored text, author text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_header_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 1;
COMMENT ON FUNCTION fhir_header(jsonb) IS 'What a FHIR R4 QuestionnaireResponse says about itself, one row: its id, the questionnaire''s canonical URL and, apart, the version behind its |, the status, the subject and author (reference, else the value of the identifier), and when it was authored, as written. What is not there is NULL. Errors as fhir_items.';

CREATE FUNCTION fhir_header(response text)
	RETURNS TABLE(id text, questionnaire text, version text, status text, subject text, authored text, author text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_header_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 1;
COMMENT ON FUNCTION fhir_header(text) IS 'As fhir_header(jsonb), from the text of the document.';

CREATE FUNCTION fhir_answers(response jsonb, instrument text, strict boolean DEFAULT true)
	RETURNS TABLE(item text, value int, status text, link_id text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_answers_jsonb' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200 ROWS 30;
COMMENT ON FUNCTION fhir_answers(jsonb, text, boolean) IS 'The answers that a FHIR R4 QuestionnaireResponse gives to the items of an instrument: one row for each item of the instrument, in its order. Which linkId is which item is in the table link_map; other linkIds are passed over. The value of an answer is the first of these that is there: what link_map says of its code, itemWeight, ordinalValue, an integer, a decimal or quantity, a code or string of digits; it must be whole. status: answered; missing (no such item, no answer, a data-absent-reason, a code that stands for no answer); invalid (out of range; value NULL where it was not readable). link_id: where the answer stands. Strict, these are errors (22023): a status other than completed and amended, an invalid answer, an item met more than once, and a response none of whose linkIds is known. Not strict: a response of another status, or one with unknown linkIds only, has no answers; an item that is answered twice counts once if the answers are equal, and is invalid if not. A document that is not JSON, or no QuestionnaireResponse, is an error either way.';

CREATE FUNCTION fhir_answers(response text, instrument text, strict boolean DEFAULT true)
	RETURNS TABLE(item text, value int, status text, link_id text)
	AS 'MODULE_PATHNAME', 'cpe_fhir_answers_text' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 300 ROWS 30;
COMMENT ON FUNCTION fhir_answers(text, text, boolean) IS 'As fhir_answers(jsonb, text, boolean), from the text of the document.';

CREATE FUNCTION fhir_answer_array(response jsonb, instrument text, strict boolean DEFAULT true) RETURNS int[]
	AS 'MODULE_PATHNAME', 'cpe_fhir_answer_array_jsonb' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION fhir_answer_array(jsonb, text, boolean) IS 'The answers of fhir_answers(response, instrument, strict) as an array in the order of the instrument''s items, to be scored; NULL: missing. Not strict, an answer that could not be read is -2147483648, which is in no item''s range.';

CREATE FUNCTION fhir_answer_array(response text, instrument text, strict boolean DEFAULT true) RETURNS int[]
	AS 'MODULE_PATHNAME', 'cpe_fhir_answer_array_text' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 300;
COMMENT ON FUNCTION fhir_answer_array(text, text, boolean) IS 'As fhir_answer_array(jsonb, text, boolean), from the text of the document.';

CREATE FUNCTION fhir_scores(response jsonb, instrument text, strict boolean DEFAULT true) RETURNS float8[]
	AS 'MODULE_PATHNAME', 'cpe_fhir_scores_jsonb' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION fhir_scores(jsonb, text, boolean) IS 'The scores of all scales of an instrument from a FHIR R4 QuestionnaireResponse, in the order of the instrument''s scales; NULL where there is none. The same as scoring fhir_answer_array(response, instrument, strict), in one step.';

CREATE FUNCTION fhir_scores(response text, instrument text, strict boolean DEFAULT true) RETURNS float8[]
	AS 'MODULE_PATHNAME', 'cpe_fhir_scores_text' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 300;
COMMENT ON FUNCTION fhir_scores(text, text, boolean) IS 'As fhir_scores(jsonb, text, boolean), from the text of the document: the fastest way from stored text to scores.';

CREATE FUNCTION fhir_problem(response jsonb, instrument text) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_fhir_problem_jsonb' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION fhir_problem(jsonb, text) IS 'Why fhir_answers(response, instrument) would refuse a response: the error''s message and detail; NULL when it would not. For finding the few responses of a load that need a look.';

CREATE FUNCTION fhir_problem(response text, instrument text) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_fhir_problem_text' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 300;
COMMENT ON FUNCTION fhir_problem(text, text) IS 'As fhir_problem(jsonb, text), from the text of the document; texts that are not JSON are told too.';

CREATE FUNCTION codebook(document text)
	RETURNS TABLE("position" int, variable text, label text, kind text, format text, code float8,
		code_text text, code_label text, missing boolean, missing_low float8, missing_high float8)
	AS 'MODULE_PATHNAME', 'cpe_codebook_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 200;
COMMENT ON FUNCTION codebook(text) IS 'The codebook of an SPSS or Stata file, as ReadStat''s extract_metadata writes it (JSON): one row for each variable and labelled code, one for each code without a label that means missing, one for a range of such codes; a variable that has none of them is one row. position: of the variable in the file, from 1. kind: numeric or string. format: NUMBER, DATE, ... code: a number; code_text: a code that is text (of string variables, dates, Stata''s . and .a to .z). missing: whether the code means that there is no answer (declared so in SPSS; . and .a to .z in Stata); NULL without a code. missing_low, missing_high: the ends of a range of missing codes, both included; NULL: open; a range of dates is not told. inf and control characters, which that program writes although JSON does not have them, are understood. Errors: 22P02 for text that is not JSON, 22023 for JSON that is no codebook, 54000 for more than cancer_pe.max_document.';

CREATE FUNCTION codebook_missing(document text, variable text) RETURNS float8[]
	AS 'MODULE_PATHNAME', 'cpe_codebook_missing_codes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION codebook_missing(text, text) IS 'The numbers that stand for no answer in a variable of a codebook, ascending: single missing codes, and the whole numbers within a range of them. Empty when there are none. Errors as codebook; 22023 for a variable that is not there, 54000 for a range that is open or holds more than 1,000 whole numbers.';
