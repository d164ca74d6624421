-- ---- releases, and the ledger of what was released ----

CREATE TABLE release (
	release text NOT NULL,
	version integer NOT NULL,
	base text NOT NULL,
	filter text NOT NULL,
	period text NOT NULL,
	rule text NOT NULL,
	options jsonb NOT NULL,
	dimensions text[] NOT NULL,
	definition jsonb NOT NULL,
	schema_name text NOT NULL,
	published date NOT NULL,
	published_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	published_by text NOT NULL DEFAULT CURRENT_USER,
	logged_in_as text NOT NULL DEFAULT SESSION_USER,
	extension text NOT NULL,
	server text NOT NULL,
	cells bigint NOT NULL,
	shown bigint NOT NULL,
	hidden bigint NOT NULL,
	proof text NOT NULL,
	correction text,
	checksum text NOT NULL,
	CONSTRAINT release_pkey PRIMARY KEY (release, version),
	CONSTRAINT release_version_counted CHECK (version > 0),
	CONSTRAINT release_proof_known CHECK (proof IN ('proven', 'not proven')),
	CONSTRAINT release_correction_reasoned CHECK ((version = 1) = (correction IS NULL))
);
COMMENT ON TABLE release IS 'The ledger of releases: what was published, of whom, by which rule, when and by whom. Added to by publish; rows never change or go. In confidence, as all tables of the ledger: a reader of a release needs none of them.';
COMMENT ON COLUMN release.release IS 'Name of the release.';
COMMENT ON COLUMN release.version IS '1, or one more with each correction.';
COMMENT ON COLUMN release.base IS 'Whose answers or records it is made of; releases of one base may tell of each other.';
COMMENT ON COLUMN release.filter IS 'Which of them are counted; empty where nothing was said.';
COMMENT ON COLUMN release.period IS 'When; empty where nothing was said.';
COMMENT ON COLUMN release.rule IS 'The rule of suppression.';
COMMENT ON COLUMN release.options IS 'Its options as they were given to suppress, parents and parts of the dimensions among them.';
COMMENT ON COLUMN release.dimensions IS 'Names of the dimensions, in the order in which the tables of the definition name them; labels in release_cell are in this order, and options of the rule count from 1 in it. By the names that they had first, where the definition says what they were (was).';
COMMENT ON COLUMN release.definition IS 'The definition as it was given to publish.';
COMMENT ON COLUMN release.schema_name IS 'The schema that the tables were written to.';
COMMENT ON COLUMN release.published IS 'The day of publication as the definition has it, or that of the transaction.';
COMMENT ON COLUMN release.published_at IS 'When it was published: the order in which releases of a base came.';
COMMENT ON COLUMN release.published_by IS 'The role that published.';
COMMENT ON COLUMN release.logged_in_as IS 'The role of the session.';
COMMENT ON COLUMN release.extension IS 'Version of the extension.';
COMMENT ON COLUMN release.server IS 'Version of PostgreSQL.';
COMMENT ON COLUMN release.cells IS 'Number of cells that were decided on.';
COMMENT ON COLUMN release.shown IS 'Of these shown.';
COMMENT ON COLUMN release.hidden IS 'Of these with a status in the place of their figures.';
COMMENT ON COLUMN release.proof IS 'proven: each part has a certificate in release_proof; not proven: the definition said so, and the notes of the release do.';
COMMENT ON COLUMN release.correction IS 'Why this version replaces the one before; NULL for the first.';
COMMENT ON COLUMN release.checksum IS 'SHA-256 (hexadecimal) of the lines "checksum  table" of the release''s tables and of its table of columns, in the order of the bytes of the tables'' names, each with a line feed: the same for the same content, whenever published.';
@improve/appended.sql release@

CREATE TABLE release_relation (
	release text NOT NULL,
	version integer NOT NULL,
	earlier text NOT NULL,
	earlier_version integer NOT NULL,
	relation text NOT NULL,
	CONSTRAINT release_relation_pkey PRIMARY KEY (release, version, earlier, earlier_version)
);
COMMENT ON TABLE release_relation IS 'How the people of a release are related to those of each earlier one of the same base.';
COMMENT ON COLUMN release_relation.release IS 'The release.';
COMMENT ON COLUMN release_relation.version IS 'Its version.';
COMMENT ON COLUMN release_relation.earlier IS 'The earlier release.';
COMMENT ON COLUMN release_relation.earlier_version IS 'Its version.';
COMMENT ON COLUMN release_relation.relation IS 'same, contains (the people of the earlier one and more), within, disjoint; revised (the same people in figures that were corrected); apart (figures that a revision has taken the place of).';
@improve/appended.sql release_relation@

CREATE TABLE release_table (
	release text NOT NULL,
	version integer NOT NULL,
	table_name text NOT NULL,
	kind text NOT NULL,
	row_count bigint NOT NULL,
	shown bigint NOT NULL,
	hidden bigint NOT NULL,
	checksum text NOT NULL,
	CONSTRAINT release_table_pkey PRIMARY KEY (release, version, table_name),
	CONSTRAINT release_table_kind_known CHECK (kind IN ('table', 'columns', 'notes'))
);
COMMENT ON TABLE release_table IS 'The tables of each release, as published.';
COMMENT ON COLUMN release_table.release IS 'The release.';
COMMENT ON COLUMN release_table.version IS 'Its version.';
COMMENT ON COLUMN release_table.table_name IS 'Name of the table without the version; in the database that of version 2 and later ends in _v2 and so on.';
COMMENT ON COLUMN release_table.kind IS 'table, columns (what each column is) or notes.';
COMMENT ON COLUMN release_table.row_count IS 'Number of rows.';
COMMENT ON COLUMN release_table.shown IS 'Rows whose counts are shown.';
COMMENT ON COLUMN release_table.hidden IS 'Rows that have a status in the place of their figures.';
COMMENT ON COLUMN release_table.checksum IS 'SHA-256 (hexadecimal) of the table as text: see publish.';
@improve/appended.sql release_table@

CREATE TABLE release_cell (
	release text NOT NULL,
	version integer NOT NULL,
	part jsonb NOT NULL,
	dims text[] NOT NULL,
	value bigint NOT NULL,
	numerator bigint,
	status text
);
COMMENT ON TABLE release_cell IS 'The cells of each release with their true figures, hidden ones too: what later releases are judged by. In strict confidence.';
COMMENT ON COLUMN release_cell.release IS 'The release.';
COMMENT ON COLUMN release_cell.version IS 'Its version.';
COMMENT ON COLUMN release_cell.part IS 'The partition: an object of the columns of the kinds time and separate, by the names that they had first, and their values as text.';
COMMENT ON COLUMN release_cell.dims IS 'The labels, in the order of release.dimensions; NULL: total.';
COMMENT ON COLUMN release_cell.value IS 'The count.';
COMMENT ON COLUMN release_cell.numerator IS 'The numerator; NULL: none.';
COMMENT ON COLUMN release_cell.status IS 'As published: NULL shown, c hidden, w no answers.';
CREATE INDEX release_cell_release ON release_cell (release, version);
COMMENT ON INDEX release_cell_release IS 'The cells of a release.';
@improve/appended.sql release_cell@

CREATE TABLE release_proof (
	release text NOT NULL,
	version integer NOT NULL,
	part jsonb NOT NULL,
	certificate jsonb NOT NULL,
	digest text NOT NULL,
	CONSTRAINT release_proof_pkey PRIMARY KEY (release, version, part)
);
COMMENT ON TABLE release_proof IS 'The certificate of each part of a release, in which earlier releases take part as far as they are linked. In strict confidence: it holds hidden figures.';
COMMENT ON COLUMN release_proof.release IS 'The release.';
COMMENT ON COLUMN release_proof.version IS 'Its version.';
COMMENT ON COLUMN release_proof.part IS 'The part, as in release_cell.';
COMMENT ON COLUMN release_proof.certificate IS 'As the aggregate certificate made it.';
COMMENT ON COLUMN release_proof.digest IS 'Digest of the published cells it is of.';
@improve/appended.sql release_proof@

CREATE FUNCTION publish(release text, definition jsonb)
	RETURNS TABLE(version integer, table_name text, row_count bigint, shown bigint, hidden bigint, checksum text, outcome text)
	AS 'MODULE_PATHNAME', 'cpe_publish'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 100000 ROWS 10;
COMMENT ON FUNCTION publish(text, jsonb) IS
'Publishes tables in one transaction: runs their queries under one snapshot, decides suppression over all of them together and over what earlier releases of the base have shown, and writes plain tables that are masked already, with notes, comments and a record in the ledger. Runs as the caller, who needs SELECT on what the queries read, CREATE on the schema, and SELECT and INSERT on the tables release, release_relation, release_table, release_cell and release_proof. Returns a row for each table written (the tables of the definition, then release_columns and release_notes): version, table_name (without the version: version 2 of table t is t_v2), row_count, shown and hidden (rows with their figures, and with a status in their place), checksum, outcome: published; corrected; unchanged (it was published before with the same content, and its tables are as they were; nothing was written).
Names of releases, tables and columns are of lower-case letters, digits and underscores; those of releases and tables do not end in _notes, _columns, or _v and a number.
definition, an object. title, description; schema, which must exist and be nobody else''s (not of the system, the session or the extension); population {"base", "filter", "period"}: whose records, which of them, and when (a daterange like [2018-04-01,2018-07-01), or any text); rule and options as suppress takes them, but for parts, parents, round and marks (search is fast, where it is not said, beyond 20,000 cells together; dimensions are numbered in the order in which tables name them); dimensions, an object with each dimension of any table (left out where no table has one: figures of all people together): {"title", "description", "role": dimension or geography, "total": what its total is called (All), "map": name of the grouping, "nested_in": that of an earlier one whose groups these divide or gather, "parents", "parts": as in the options of suppress}; tables, an array of {"name", "title", "description", "query": a SELECT, "time", "dimensions", "separate", "labels": arrays of columns, "count", "numerator": columns, "publish_numerator" (true), "values", "columns": {"column": {"title", "description"}}}; relations {"earlier release": same, contains (they are among those of this one), within or disjoint}: the people of this release and of each earlier one of the base as far as it does not follow from filter, period and other relations; the name is that of the latest version, or with _v2 that of another; a version that corrects says it of the one before, with revised where the same people have other figures now; notes, an array of texts or {"kind": note, caveat or method, "topic", "note"}; readers, roles that are granted SELECT (public: all); published, a day; correction: why a version replaces the one before; unproven (false): publish by a rule that proves nothing, and say so; was {"item": "question"}: under which name a column of the kinds time or separate, or a dimension, was published first; unlinked ["measure"]: columns of another measure, see below. '
'Cells are linked by names and labels: the columns time and separate of each table are to be those of every other table of the release, and of every earlier release whose people are the same, contain these, or are within them; and a dimension that is new to these is refused if more than half of the labels of it, or of an earlier dimension that this release does not use (of the one with fewer labels), are labels of both. was says that it is the same under another name (the ledger keeps the first); unlinked that figures are of another measure, which is the publisher''s word: it is in the definition in the ledger, and the notes repeat it. Not found, and so not protected against: values that have other names in a column of the same name, groups with other labels in a dimension of another name, one base under two names, and a measure that was said to be another and is not. '
'Each column of a query is named once: time (kept apart), dimensions (NULL is the total), separate (like a question: cells of different values are not parts of each other, so no published figure may be their sum), labels (go with what is beside them), count (the number that decides), numerator (0 to count; also where only its percentage is published), and values: "column", or {"column", "unit", "decimals": to which it is rounded, half up, "with": {"low", "high", "expected_low", "expected_high", "band", "number": columns that are hidden with it}, "status": a column that says why it is NULL}. Types: text, integers, real numbers and numeric (as double precision), boolean, date. A row with a status has no figure at all. A value that is NULL for no stated reason has status w where the count is 0, else x. Cells that occur in several tables are one, and must have one count. '
'Tables are in the order time, geography, other dimensions, separate, labels, values with status, display and what goes with them, numerator, count; their rows in the order of these columns, texts by bytes. release_notes (position, kind, topic, note) and release_columns (table_name, position, column_name, role, datatype, unit, decimals, belongs_to, title, description) tell all that is to be known beside. checksum is the SHA-256 of a table''s text as COPY table TO STDOUT (HEADER) writes it in UTF-8 with ISO dates, its lines sorted by bytes: psql -qc "COPY s.t TO STDOUT (HEADER)" | LC_ALL=C sort | sha256sum. The same data and definition give the same bytes. '
'Setting cancer_pe.progress: notices of what is done. Waits for another that publishes of the same base. Errors: 22023 unknown keys and words, columns that are not named, types, values that are not finite, cells that differ or do not add up, cells for which there is no proof (named) where unproven was not said, earlier releases whose relation is not declared or cannot be true, columns (named) that are not those of linked tables; 22003 a count that is no integer; 22004 a count, time or separate that is NULL; 23505 the release is there with other content, and no correction was given; 3F000 no such schema; 42P07 a table is there; 42501 privileges; 54000 more cells than cancer_pe.max_cells; 55000 the transaction is not read committed, a query calls publish, tables of the same content were published and are lost or altered; 22008 no day. Source: the method note on delivery, sections 5, 6 and 12.';

CREATE FUNCTION verify_release(release text, version integer DEFAULT NULL)
	RETURNS TABLE(table_name text, verdict text)
	AS 'MODULE_PATHNAME', 'cpe_verify_release'
	LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10;
COMMENT ON FUNCTION verify_release(text, integer) IS
'Whether a release is as it was published and its proof holds, for the publisher, who may read the ledger. version NULL: the latest. A row for each table of the release: verdict verified (its checksum is that of the ledger, and each row shows and hides what the ledger says), or what is wrong first; and in a last row with table_name NULL that of the certificates of all parts, earlier releases among them as far as they are linked: verified, the first thing that is wrong in the words of verification, or not proven where the release said so. Setting cancer_pe.progress: notices of what is done. Errors: 22004 release NULL; 22023 no such release or version; 42501 privileges.';
