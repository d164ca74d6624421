-- ---- programmes: the choices of a survey or register as data ----

CREATE TABLE programme (
	programme text NOT NULL,
	title text NOT NULL,
	definition jsonb NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT programme_pkey PRIMARY KEY (programme),
	CONSTRAINT programme_definition_object CHECK (pg_catalog.jsonb_typeof(definition) = 'object'),
	CONSTRAINT programme_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE programme IS 'Programmes: how a survey or register is reported, as data. survey_report runs one over a table, report_definition makes a release of it. Shipped rows are builtin; add your own with INSERT (programme_check tells whether a definition holds together), they survive dump and upgrade. The keys of a definition are told in the row template and beside the shipped programmes (src/publish/programmes/README.md).';
COMMENT ON COLUMN programme.programme IS 'Name, to be given to survey_report; case matters.';
COMMENT ON COLUMN programme.title IS 'What a heading says.';
COMMENT ON COLUMN programme.definition IS 'The choices, an object.';
COMMENT ON COLUMN programme.source IS 'Where the choices come from.';
COMMENT ON COLUMN programme.certainty IS 'How certain they are: sourced, computed (worked out from published figures), inferred (a choice of this extension) or unconfirmed.';
COMMENT ON COLUMN programme.note IS 'What a user must know of them.';
COMMENT ON COLUMN programme.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql programme@

INSERT INTO programme (programme, title, definition, source, certainty, note, builtin)
SELECT p.programme, p.title, p.definition, p.source, p.certainty, p.note, true
FROM pg_catalog.jsonb_to_recordset(pg_catalog.jsonb_build_array($programme$
@publish/programmes/ncpes2018.json@
$programme$::pg_catalog.jsonb, $programme$
@publish/programmes/cancer_qol.json@
$programme$::pg_catalog.jsonb, $programme$
@publish/programmes/secondary_breast.json@
$programme$::pg_catalog.jsonb, $programme$
@publish/programmes/pledge.json@
$programme$::pg_catalog.jsonb, $programme$
@publish/programmes/template.json@
$programme$::pg_catalog.jsonb)) AS p(programme text, title text, definition jsonb, source text, certainty text, note text);

CREATE FUNCTION programme_check(definition jsonb) RETURNS TABLE(path text, problem text)
	AS 'MODULE_PATHNAME', 'cpe_programme_check' LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION programme_check(jsonb) IS 'What is wrong with the definition of a programme, a row for each problem; none when all is well. path: where, as a JSON path. Unknown keys and words, missing choices, names that cannot be columns, and waves, instruments, metrics, presets and levels that are not registered in this database; not the columns of a table, which survey_report looks for. No rows for NULL.';
