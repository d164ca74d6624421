-- ---- organisations and levels ----

-- A type for constraints: core PostgreSQL can exclude overlaps of ranges, and a text that must be the
-- same is a range of one text.  So that needs no other extension.
CREATE TYPE text_range AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = text_multirange);
COMMENT ON TYPE text_range IS 'A range of texts in the order of their bytes. Constraints use it to keep dated rows and ranges of codes from overlapping.';
COMMENT ON TYPE text_multirange IS 'Several ranges of texts; comes with the type text_range.';
COMMENT ON CAST (text_range AS text_multirange) IS 'One range of texts as several.';
COMMENT ON FUNCTION text_range(text, text) IS 'The texts from the first up to, and without, the second.';
COMMENT ON FUNCTION text_range(text, text, text) IS 'The texts between the first and the second; the third, one of [] [) (] (), says which of them is inside.';
COMMENT ON FUNCTION text_multirange() IS 'No range of texts.';
COMMENT ON FUNCTION text_multirange(text_range) IS 'One range of texts as several.';
COMMENT ON FUNCTION text_multirange(text_range[]) IS 'Ranges of texts, joined where they touch.';

CREATE TABLE area_level (
	level text NOT NULL,
	position integer NOT NULL,
	title text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_level_pkey PRIMARY KEY (level)
);
COMMENT ON TABLE area_level IS 'The levels at which results are given: national, Cancer Alliance, trust and so on. They are no tree: an area has one parent of each level, and those need not lie in one another. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN area_level.level IS 'The level''s word, as in parent_area; case matters.';
COMMENT ON COLUMN area_level.position IS 'Order of levels in tables, the widest first. It does not say that one lies in another.';
COMMENT ON COLUMN area_level.title IS 'What a heading says.';
COMMENT ON COLUMN area_level.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql area_level@

CREATE TABLE area (
	code text NOT NULL,
	level text NOT NULL,
	title text NOT NULL,
	ods_code text,
	valid daterange NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_pkey PRIMARY KEY (code, valid, builtin),
	CONSTRAINT area_one_at_a_date EXCLUDE USING gist (text_range(code, code, '[]') WITH &&, valid WITH &&, pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT area_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT area_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area IS 'Organisations and areas by their codes, with the time in which the code meant that. At one date a code is one area (constraint area_one_at_a_date, for shipped rows and for those of users). Shipped rows say what public files of 2018, 2022 and 2024 support: dates are those of the files, not of law, and begin 2018-04-01, 2022-06-26 or 2024-04-01. Take one date for all respondents of a wave, the end of its discharges (30 June), not a date for each. Add your own with INSERT; they survive dump and upgrade, and where one is in force it goes before the shipped row of the same code.';
COMMENT ON COLUMN area.code IS 'The code: of ONS for Alliances, ICBs, sub-ICBs and regions (E56000030), of ODS for trusts, other providers and CCGs (R0A), the name for commissioning regions and England.';
COMMENT ON COLUMN area.level IS 'Level of the area.';
COMMENT ON COLUMN area.title IS 'Name of the area, as in the source.';
COMMENT ON COLUMN area.ods_code IS 'For ICBs and sub-ICBs the code of ODS beside that of ONS; elsewhere NULL. Old CCGs have the same ones as sub-ICBs.';
COMMENT ON COLUMN area.valid IS 'When the code means this area; without an end: no file says that it ended.';
COMMENT ON COLUMN area.source IS 'Where that is said.';
COMMENT ON COLUMN area.certainty IS 'sourced (read in a published file), computed (worked out from such files), inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN area.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql area@
@base/reference.sql area area_level refuse level@

CREATE TABLE area_parent (
	code text NOT NULL,
	level text NOT NULL,
	parent text,
	whole boolean NOT NULL,
	valid daterange NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_parent_pkey PRIMARY KEY (code, level, valid, builtin),
	CONSTRAINT area_parent_not_itself CHECK (code <> parent),
	CONSTRAINT area_parent_one_at_a_date EXCLUDE USING gist (text_range(code, code, '[]') WITH &&, text_range(level, level, '[]') WITH &&, valid WITH &&,
		pg_catalog.int4range(builtin::integer, builtin::integer, '[]') WITH &&),
	CONSTRAINT area_parent_valid_some_time CHECK (NOT pg_catalog.isempty(valid)),
	CONSTRAINT area_parent_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area_parent IS 'What an area belongs to: one parent of each level at one date (constraint area_parent_one_at_a_date). This is not a tree: Harrogate (RCD) is in the Alliance West Yorkshire and in the ICB Humber and North Yorkshire, which belongs to another Alliance. Shipped rows as for area. Add your own with INSERT, for a later map or a better one: they survive dump and upgrade, and where one is in force it goes before the shipped row of the same code and level.';
COMMENT ON COLUMN area_parent.code IS 'The area.';
COMMENT ON COLUMN area_parent.level IS 'Level of the parent.';
COMMENT ON COLUMN area_parent.parent IS 'Code of the parent; NULL in a row of your own: it has none that is known, whatever a shipped row says.';
COMMENT ON COLUMN area_parent.whole IS 'Whether all of the area lies in the parent, so that it also belongs to what the parent belongs to: parent_area goes on from such a parent, and not from others. An ICB that a trust is merely attributed to is not whole.';
COMMENT ON COLUMN area_parent.valid IS 'When it belongs there.';
COMMENT ON COLUMN area_parent.source IS 'Where that is said.';
COMMENT ON COLUMN area_parent.certainty IS 'As in area.';
COMMENT ON COLUMN area_parent.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql area_parent@
@base/reference.sql area_parent area_level refuse level@

CREATE TABLE area_successor (
	code text NOT NULL,
	successor text,
	since date NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT area_successor_pkey PRIMARY KEY (code, builtin),
	CONSTRAINT area_successor_not_itself CHECK (code <> successor),
	CONSTRAINT area_successor_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE area_successor IS 'Codes that another one replaced: the area got a new code, or was merged into another. Mergers of trusts are not shipped: no file with them was found. Add your own with INSERT; they survive dump and upgrade, and go before a shipped row of the same code.';
COMMENT ON COLUMN area_successor.code IS 'The old code.';
COMMENT ON COLUMN area_successor.successor IS 'The code in its place; NULL in a row of your own: none, whatever a shipped row says.';
COMMENT ON COLUMN area_successor.since IS 'First date of the new code; in shipped rows that of the first file that has it, so the change may be earlier.';
COMMENT ON COLUMN area_successor.source IS 'Where that is said.';
COMMENT ON COLUMN area_successor.certainty IS 'As in area.';
COMMENT ON COLUMN area_successor.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql area_successor@

INSERT INTO area_level (level, position, title, builtin)
SELECT f[1], f[2]::integer, f[3], true
FROM string_to_table($levels$
@survey/areas/levels.csv@
$levels$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'level;%';

-- Rows name their source by a key of areas/sources.csv.
WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
@survey/areas/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area (level, code, valid, ods_code, title, source, certainty, builtin)
SELECT f[1], f[2], daterange(nullif(f[3], '')::date, nullif(f[4], '')::date), nullif(f[5], ''), f[7], s.source, s.certainty, true
FROM string_to_table($areas$
@survey/areas/areas.csv@
$areas$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[6]
WHERE line <> '' AND line NOT LIKE 'level;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
@survey/areas/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area_parent (code, level, parent, valid, whole, source, certainty, builtin)
SELECT f[1], f[2], f[3], daterange(nullif(f[4], '')::date, nullif(f[5], '')::date), f[6]::boolean, s.source, s.certainty, true
FROM string_to_table($parents$
@survey/areas/parents.csv@
$parents$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[7]
WHERE line <> '' AND line NOT LIKE 'code;%';

WITH source AS (
	SELECT f[1] AS key, f[2] AS certainty, f[3] AS source
	FROM string_to_table($sources$
@survey/areas/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
	WHERE line <> '' AND line NOT LIKE 'key;%'
)
INSERT INTO area_successor (code, successor, since, source, certainty, builtin)
SELECT f[1], f[2], f[3]::date, s.source, s.certainty, true
FROM string_to_table($successors$
@survey/areas/successors.csv@
$successors$, E'\n') AS line, string_to_array(line, ';') AS f LEFT JOIN source AS s ON s.key = f[4]
WHERE line <> '' AND line NOT LIKE 'code;%';

CREATE FUNCTION parent_area(code text, level text, at date) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_parent_area'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION parent_area(text, text, date) IS 'The area of that level that the area belonged to at that date, by area_parent: the parent registered for the area itself, else the one reached over parents in which it lies wholly, over any number of steps (sub-ICB, ICB, Alliance). The area itself where it is of that level. NULL when that is not known (nothing registered, or not at that date), or an argument is. Rows that go round in a circle do no harm. Each code is read once a call site. Errors: 22023 unknown level; several parents reached that differ.';
CREATE FUNCTION successor_area(code text, at date) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_successor_area'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION successor_area(text, date) IS 'The code that stands for this area at that date, by area_successor, over any number of replacements; the code itself where none has replaced it by then, or it is not known. To compare waves, turn the codes of both into those of one date. NULL if one is NULL. Each code is read once a call site. Errors: 22023 the successors go round in a circle.';
CREATE FUNCTION areas_at(level text, at date)
	RETURNS TABLE(code text, title text, ods_code text, since date, until date, source text, certainty text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT a.code, a.title, a.ods_code, pg_catalog.lower(a.valid), pg_catalog.upper(a.valid), a.source, a.certainty
	FROM area AS a
	WHERE a.level OPERATOR(pg_catalog.=) areas_at.level AND a.valid OPERATOR(pg_catalog.@>) areas_at.at
		AND NOT (a.builtin AND EXISTS (SELECT FROM area AS o
			WHERE o.code OPERATOR(pg_catalog.=) a.code AND o.valid OPERATOR(pg_catalog.@>) areas_at.at AND NOT o.builtin))
	ORDER BY a.code COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION areas_at(text, date) IS 'The areas of a level that are registered for a date, in the order of their codes; columns as in area, the time as its first day (since) and the first day after it (until), NULL where it has none. A user''s row goes before the shipped one of the same code. No rows for an unknown level or a NULL.';
