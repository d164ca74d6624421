-- ---- stage at diagnosis, by the system that it is told in ----

CREATE TABLE stage_system (
	system text NOT NULL,
	reading text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT stage_system_pkey PRIMARY KEY (system),
	CONSTRAINT stage_system_name_normal CHECK (system OPERATOR(pg_catalog.~) '^[^[:space:]]{1,63}$' AND system OPERATOR(pg_catalog.=) pg_catalog.upper(system COLLATE "C")),
	CONSTRAINT stage_system_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE stage_system IS 'Systems that stages are told in, as registries write them, and how stages of each are read. The same letters and digits mean other things in other systems: stage 3 of ISS is no stage 3 of TNM. Add your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN stage_system.system IS 'Name of the system in capitals without blanks; stage_group takes it in any case and with blanks (Ann Arbor, UICC 8).';
COMMENT ON COLUMN stage_system.reading IS 'How its stages are read: the rows of stage_reading of this name, and where none of them fits those of the name any.';
COMMENT ON COLUMN stage_system.source IS 'Where the system is named.';
COMMENT ON COLUMN stage_system.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (recalled; confirm before use).';
COMMENT ON COLUMN stage_system.note IS 'What a user must know of it.';
COMMENT ON COLUMN stage_system.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql stage_system@

CREATE TABLE stage_reading (
	reading text NOT NULL,
	prefix text NOT NULL,
	status text NOT NULL,
	stage_group text,
	extent text,
	distant boolean,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT stage_reading_pkey PRIMARY KEY (reading, prefix),
	CONSTRAINT stage_reading_prefix_some CHECK (prefix <> ''),
	CONSTRAINT stage_reading_status_known CHECK (status IN ('staged', 'stage_0', 'missing', 'unstageable')),
	CONSTRAINT stage_reading_group_of_staged CHECK ((status = 'staged') = (stage_group IS NOT NULL) AND (status = 'staged') = (extent IS NOT NULL)),
	CONSTRAINT stage_reading_group_known CHECK (stage_group IN ('1', '2', '3', '4', 'other')),
	CONSTRAINT stage_reading_extent_known CHECK (extent IN ('early', 'advanced')),
	CONSTRAINT stage_reading_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE stage_reading IS 'How stages are read, by how they begin: the longest prefix that fits decides, and of one length that of the system''s own reading before that of the reading any. Add readings of your own with INSERT; they survive dump and upgrade.';
COMMENT ON COLUMN stage_reading.reading IS 'Name of the reading, as in stage_system.';
COMMENT ON COLUMN stage_reading.prefix IS 'What a stage begins with; case does not matter.';
COMMENT ON COLUMN stage_reading.status IS 'staged, stage_0, missing, or unstageable.';
COMMENT ON COLUMN stage_reading.stage_group IS '1 to 4, or other for a stage of a system that has no such four; NULL unless staged.';
COMMENT ON COLUMN stage_reading.extent IS 'early or advanced; NULL unless staged.';
COMMENT ON COLUMN stage_reading.distant IS 'Whether such a stage says distant metastases (true), none (false), or does not tell (NULL).';
COMMENT ON COLUMN stage_reading.source IS 'Where the reading comes from.';
COMMENT ON COLUMN stage_reading.certainty IS 'As in stage_system.';
COMMENT ON COLUMN stage_reading.note IS 'What a user must know of it.';
COMMENT ON COLUMN stage_reading.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql stage_reading@

INSERT INTO stage_system (system, reading, source, certainty, note, builtin)
SELECT f[1], f[2], 'NCRAS ODR data dictionary v8, STAGE_BEST_SYSTEM; stage functions of LizzieAugarde/HNA_PCSP_coverage @ab8346d', f[3], nullif(f[4], ''), true
FROM string_to_table($systems$
@cohort/stages/systems.csv@
$systems$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'system;%';

INSERT INTO stage_reading (reading, prefix, status, stage_group, extent, distant, source, certainty, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], ''), nullif(f[5], ''), nullif(f[6], '')::boolean,
	'LizzieAugarde/HNA_PCSP_coverage @ab8346d, stage_functions_tidy.R; NCRAS ODR data dictionary v8, STAGE_BEST', f[7], nullif(f[8], ''), true
FROM string_to_table($readings$
@cohort/stages/readings.csv@
$readings$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'reading;%';

CREATE FUNCTION stage_group(stage text, system text, stageable text DEFAULT NULL, strict boolean DEFAULT true,
	OUT stage_group text, OUT extent text, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_stage_group'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION stage_group(text, text, text, boolean) IS 'The group of a stage by the system that it is told in, by tables stage_system and stage_reading (rule of the national stage functions, stage_functions_tidy.R). stage_group: 1 to 4, other for a stage of a system without those four (ISS, Binet, Chang, INRG), else NULL; extent: early or advanced, else NULL; status: staged, stage_0 (the published rule counts it as missing), missing (nothing, ?, X, an outdated code), unstageable (U, 6). stageable is the registry''s flag: Y staged, then a stage that is none is missing; N missing; U or NA unstageable; NULL or empty: as the stage itself says. A system that is NULL or empty is read as UNKNOWN. Names of systems are taken in any case, with blanks. Errors: 22004 strict NULL; 22023 unknown system, a stage that its system has not, an unknown flag; not strict, these are missing.';
CREATE FUNCTION metastatic_stage(stage text, system text, m text DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	AS 'MODULE_PATHNAME', 'cpe_metastatic_stage'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION metastatic_stage(text, text, text, boolean) IS 'Whether the registry''s stage or M category says distant metastases at diagnosis: true where either does (M 1 with any letter, taken with prefixes c, p and M; stage 4 under TNM and its like, though of head and neck or thyroid 4A and 4B can be without, M of INRG, M1 to M4 of Chang), else false where either says that there are none (M 0; stages 0 to 3), else NULL (MX, no stage, a system that does not tell, such as ISS or Ann Arbor). Errors: 22004 strict NULL; 22023 unknown system, a stage that its system has not, an M category that is none; not strict, what is unknown does not tell.';
