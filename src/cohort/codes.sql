-- ---- code lists by date ----

CREATE TABLE code_list (
	list text NOT NULL,
	title text NOT NULL,
	classes text[] NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT code_list_pkey PRIMARY KEY (list),
	CONSTRAINT code_list_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE code_list IS 'The code lists of cancer data sets, each under a name, with the classes that its codes come to. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN code_list.list IS 'Name of the list, as in code_class; case matters.';
COMMENT ON COLUMN code_list.title IS 'What a heading says.';
COMMENT ON COLUMN code_list.classes IS 'The words that code.class may be. By convention not_recorded and not_known are those that a decoder takes as missing.';
COMMENT ON COLUMN code_list.source IS 'Where the codes were read.';
COMMENT ON COLUMN code_list.certainty IS 'Of the codes: sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN code_list.note IS 'What a user must know of it.';
COMMENT ON COLUMN code_list.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql code_list@

CREATE TABLE code (
	list text NOT NULL,
	code text NOT NULL,
	valid daterange NOT NULL,
	label text NOT NULL,
	class text,
	source text,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT code_pkey PRIMARY KEY (list, code, valid, builtin),
	CONSTRAINT code_one_meaning_at_a_date EXCLUDE USING gist (text_range(list, list, '[]') WITH &&, text_range(code, code, '[]') WITH &&, valid WITH &&,
		pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT code_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT code_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE code IS 'What each code of a list means, and when: one meaning at one date (constraint code_one_meaning_at_a_date). A code that was retired stays, for old records have it: its time has an end. Add codes to a shipped list, or a new meaning of a shipped code, with INSERT: your rows survive dump and upgrade, and at the dates at which one is in force it goes before the shipped row of the same code.';
COMMENT ON COLUMN code.list IS 'The list.';
COMMENT ON COLUMN code.code IS 'The code as records have it; case and leading zeros matter.';
COMMENT ON COLUMN code.valid IS 'The dates at which it has this meaning; without a first date where that is not known, without a last while it is in use.';
COMMENT ON COLUMN code.label IS 'Its meaning in short words of this project; the dictionary has the full text.';
COMMENT ON COLUMN code.class IS 'What it counts as: one word of code_list.classes. NULL: nothing.';
COMMENT ON COLUMN code.source IS 'Where this meaning was read, if not where the list was; else NULL.';
COMMENT ON COLUMN code.certainty IS 'Of the meaning and its dates, as in code_list. What a class makes of a code is this project''s reading of its meaning.';
COMMENT ON COLUMN code.note IS 'What a user must know of it.';
COMMENT ON COLUMN code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql code@
@base/reference.sql code code_list refuse list@

-- Rows name their source by a key of codes/sources.csv.
WITH source AS (
	SELECT f[1] AS key, f[2] AS source
	FROM string_to_table($sources$
@cohort/codes/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO code_list (list, title, classes, source, certainty, note, builtin)
SELECT f[1], f[2], string_to_array(f[3], ','), s.source, f[5], nullif(f[6], ''), true
FROM string_to_table($lists$
@cohort/codes/lists.csv@
$lists$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[4]
WHERE line <> '' AND line NOT LIKE 'list;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS source
	FROM string_to_table($sources$
@cohort/codes/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO code (list, code, valid, label, class, source, certainty, note, builtin)
SELECT f[1], f[2], daterange(nullif(f[3], '')::date, nullif(f[4], '')::date), f[5], nullif(f[6], ''), s.source, f[8], nullif(f[9], ''), true
FROM string_to_table($codes$
@cohort/codes/codes.csv@
$codes$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[7]
WHERE line <> '' AND line NOT LIKE 'list;%';
