\echo Use "CREATE EXTENSION cancer_pe" to load this file. \quit

-- ---------------------------------------------------------------------------------------------
-- Room base: versions, and the registry of named presets that later rooms fill and read.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION library_version() RETURNS text AS 'MODULE_PATHNAME', 'cpe_library_version'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION library_version() IS 'Version of the loaded library.';

CREATE FUNCTION cancer_pe_version(OUT library text, OUT catalog text, OUT status text)
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT l.version, e.extversion,
		CASE WHEN l.version OPERATOR(pg_catalog.<>) e.extversion
			THEN 'library and catalog differ: reconnect, then ALTER EXTENSION cancer_pe UPDATE' END
	FROM (SELECT library_version() AS version) AS l, pg_catalog.pg_extension AS e
	WHERE e.extname OPERATOR(pg_catalog.=) 'cancer_pe'::pg_catalog.name;
END;
COMMENT ON FUNCTION cancer_pe_version() IS 'Version of the loaded library and of the SQL objects in this database. status: NULL when they agree, else what to do.';

CREATE FUNCTION protect_builtin() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_protect_builtin'
	LANGUAGE C;
COMMENT ON FUNCTION protect_builtin() IS 'Trigger of registries, before each row and before TRUNCATE: shipped rows (builtin) change only in scripts of this extension, and nobody else adds one. Errors: 42501.';

CREATE FUNCTION check_reference() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_reference'
	LANGUAGE C;
COMMENT ON FUNCTION check_reference() IS 'Trigger of registries, after a row was added or changed: the row of another registry that it names has to be there. Arguments: that registry; an action and the columns that both have alike (or own:other). With action hold, sessions that add here and remove there wait for each other. As a foreign key, but while a dump is restored (check_function_bodies is off) nothing is checked, because a parallel restore loads an extension''s tables in any order. Errors: 23503.';
CREATE FUNCTION keep_reference() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_keep_reference'
	LANGUAGE C;
COMMENT ON FUNCTION keep_reference() IS 'Trigger of registries, after a row was deleted or its key changed: rows of another registry that name it go too (action cascade, when it was deleted), or it has to stay (refuse; hold: and sessions that add there wait). Arguments: that registry; the action and the columns as check_reference of the other has them. Errors: 23503.';

CREATE TABLE preset (
	kind text NOT NULL,
	name text NOT NULL,
	options jsonb NOT NULL,
	source text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT preset_pkey PRIMARY KEY (kind, name),
	CONSTRAINT preset_kind_known CHECK (kind IN ('expected_range', 'suppress', 'casemix')),
	CONSTRAINT preset_options_object CHECK (pg_catalog.jsonb_typeof(options) = 'object')
);
COMMENT ON TABLE preset IS 'Named sets of options: the conventions of publishers as data. A function takes the name, and its own options argument overrides single ones. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN preset.kind IS 'Whose options these are: expected_range, suppress or casemix (fit).';
COMMENT ON COLUMN preset.name IS 'The name to give as method or rule; case matters.';
COMMENT ON COLUMN preset.options IS 'The options, an object; the keys are those of the function''s options argument.';
COMMENT ON COLUMN preset.source IS 'Where the rule comes from and how certain that is.';
COMMENT ON COLUMN preset.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/protected.sql preset@
SELECT pg_catalog.pg_extension_config_dump('preset', 'WHERE NOT builtin');

-- What is no secret is readable by all who may use the schema; writing is the installer's to grant.
GRANT SELECT ON preset TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON preset TO @extowner@ WITH GRANT OPTION;
