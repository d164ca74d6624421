-- ---- sub-groups as named schemes ----

CREATE TABLE scheme (
	scheme text NOT NULL,
	groups_by text NOT NULL,
	codes text NOT NULL,
	orientation text,
	unmapped text NOT NULL,
	unmapped_group text,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_pkey PRIMARY KEY (scheme),
	CONSTRAINT scheme_codes_known CHECK (codes IN ('word', 'icd10', 'number', 'quintile')),
	CONSTRAINT scheme_orientation_known CHECK (orientation IN ('most_first', 'least_first')),
	CONSTRAINT scheme_orientation_of_quintiles CHECK ((orientation IS NOT NULL) = (codes = 'quintile')),
	CONSTRAINT scheme_unmapped_known CHECK (unmapped IN ('error', 'null', 'group')),
	CONSTRAINT scheme_unmapped_group_named CHECK ((unmapped_group IS NOT NULL) = (unmapped = 'group')),
	CONSTRAINT scheme_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE scheme IS 'Groupings of patients by tumour, age, sex, ethnicity or deprivation, each under a name. Publishers group the same codes differently, so there is no default: a table of results says which scheme it is by. Shipped rows are builtin; add schemes of your own with INSERT, they survive dump and upgrade. A shipped scheme cannot be added to: copy it under another name.';
COMMENT ON COLUMN scheme.scheme IS 'Name of the scheme, as in group_of; case matters.';
COMMENT ON COLUMN scheme.groups_by IS 'What it groups by: tumour, age, sex, ethnicity, deprivation, or another word.';
COMMENT ON COLUMN scheme.codes IS 'What its codes are: word (compared as they are), icd10 (in any spelling), number (by bands), quintile (fifths of deprivation, which need no rows in scheme_code).';
COMMENT ON COLUMN scheme.orientation IS 'For quintiles, which way the files number them: most_first (1 is the most deprived) or least_first. Else NULL.';
COMMENT ON COLUMN scheme.unmapped IS 'What group_of does with a code in no group: error, null, or group (it goes to unmapped_group).';
COMMENT ON COLUMN scheme.unmapped_group IS 'The group of codes that are in no other; NULL unless unmapped is group.';
COMMENT ON COLUMN scheme.source IS 'Where the grouping comes from.';
COMMENT ON COLUMN scheme.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN scheme.note IS 'What a user must know of it.';
COMMENT ON COLUMN scheme.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql scheme@

CREATE TABLE scheme_group (
	scheme text NOT NULL,
	group_name text NOT NULL,
	position integer NOT NULL,
	label text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_group_pkey PRIMARY KEY (scheme, group_name),
	CONSTRAINT scheme_group_position_key UNIQUE (scheme, position)
);
COMMENT ON TABLE scheme_group IS 'The groups of each scheme in their order; for quintiles 1 (the most deprived) to 5, whichever way the files number them.';
COMMENT ON COLUMN scheme_group.scheme IS 'The scheme.';
COMMENT ON COLUMN scheme_group.group_name IS 'Name of the group, as group_of gives it.';
COMMENT ON COLUMN scheme_group.position IS 'Its place among the groups of the scheme, in tables.';
COMMENT ON COLUMN scheme_group.label IS 'What a heading says.';
COMMENT ON COLUMN scheme_group.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql scheme_group@
@base/reference.sql scheme_group scheme refuse scheme builtin@

CREATE TABLE scheme_code (
	scheme text NOT NULL,
	group_name text NOT NULL,
	code text,
	last_code text,
	band numrange,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT scheme_code_or_band CHECK ((code IS NULL) = (last_code IS NULL) AND (code IS NULL) <> (band IS NULL)),
	CONSTRAINT scheme_code_range_order CHECK (pg_catalog.octet_length(code) = pg_catalog.octet_length(last_code) AND code COLLATE "C" <= last_code COLLATE "C"),
	CONSTRAINT scheme_code_band_some CHECK (NOT pg_catalog.isempty(band)),
	CONSTRAINT scheme_code_in_one_group EXCLUDE USING gist (text_range(scheme, scheme, '[]') WITH &&,
		text_range(code, last_code, '[]') WITH &&, pg_catalog.int4range(pg_catalog.octet_length(code), pg_catalog.octet_length(code), '[]') WITH &&)
		WHERE (code IS NOT NULL),
	CONSTRAINT scheme_number_in_one_group EXCLUDE USING gist (text_range(scheme, scheme, '[]') WITH &&, band WITH &&) WHERE (band IS NOT NULL)
);
COMMENT ON TABLE scheme_code IS 'Which codes or numbers are in which group of a scheme: a code, a range of codes of the same length, or a band of numbers. A code is in one group only (constraints); of an ICD-10 code, a row of four characters goes before one of three.';
COMMENT ON COLUMN scheme_code.scheme IS 'The scheme.';
COMMENT ON COLUMN scheme_code.group_name IS 'The group.';
COMMENT ON COLUMN scheme_code.code IS 'The code, or the first of a range; ICD-10 codes in capitals without the dot, three characters (C69: all of it) or four (C504).';
COMMENT ON COLUMN scheme_code.last_code IS 'The last code of the range, as long as the first, in the order of bytes; the code itself where it is but one.';
COMMENT ON COLUMN scheme_code.band IS 'For numbers the band, as a range says which ends are in it: [16,25) is 16 up to, and without, 25.';
COMMENT ON COLUMN scheme_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql scheme_code@
@base/reference.sql scheme_code scheme_group refuse scheme group_name builtin@

INSERT INTO scheme (scheme, groups_by, codes, orientation, unmapped, unmapped_group, certainty, source, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], ''), f[5], nullif(f[6], ''), f[7], f[8], f[9], true
FROM string_to_table($schemes$
@survey/schemes/schemes.csv@
$schemes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

INSERT INTO scheme_group (scheme, position, group_name, label, builtin)
SELECT f[1], f[2]::integer, f[3], f[4], true
FROM string_to_table($groups$
@survey/schemes/groups.csv@
$groups$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

INSERT INTO scheme_code (scheme, group_name, code, last_code, band, builtin)
SELECT f[1], f[2], nullif(f[3], ''), nullif(f[4], ''), nullif(f[5], '')::numrange, true
FROM string_to_table($codes$
@survey/schemes/codes.csv@
$codes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

CREATE FUNCTION group_of(scheme text, code text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_group_of_code'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION group_of(text, text, boolean) IS 'The group of a code by a scheme. ICD-10 codes are taken in any spelling (C50.4, c504, C50X, C50.4D), words exactly as they are, fifths of deprivation as deprivation_quintile takes them with the scheme''s orientation (1 is then always the most deprived). NULL code gives NULL. A code in no group: an error, NULL or a group, as the scheme says in unmapped. Not strict, what would be an error for the code is NULL. Read once a call site. Errors: 22004 scheme or strict NULL; 22023 unknown scheme, one of numbers, a code that is none or in no group.';
CREATE FUNCTION group_of(scheme text, value double precision, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_group_of_number'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION group_of(text, double precision, boolean) IS 'The group of a number (an age in years) by a scheme of bands. NULL value gives NULL; a number in no band: as for a code in no group. Errors: 22004 scheme or strict NULL; 22023 unknown scheme, one of codes, value not finite, in no band.';
CREATE FUNCTION groups(scheme text)
	RETURNS TABLE(group_name text, "position" integer, label text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
	SELECT g.group_name, g.position, g.label
	FROM scheme_group AS g
	WHERE g.scheme OPERATOR(pg_catalog.=) groups.scheme
	ORDER BY g.position;
END;
COMMENT ON FUNCTION groups(text) IS 'The groups of a scheme in their order, also those that a survey has nobody in. No rows for an unknown scheme or NULL.';

CREATE FUNCTION deprivation_quintile(value text, orientation text) RETURNS integer
	AS 'MODULE_PATHNAME', 'cpe_deprivation_quintile_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION deprivation_quintile(text, text) IS 'Fifth of deprivation, always 1 the most deprived to 5 the least, from a value in a file. Text that says it at the ends (1 - most deprived, 5 - least deprived, 1 - least deprived) is taken at its word; a bare number needs orientation: most_first where 1 is the most deprived, least_first where it is the least. NULL value gives NULL. Errors: 22023 unknown orientation, a value of another form, a bare number without orientation, text that contradicts the orientation.';
