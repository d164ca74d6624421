\echo Use "ALTER EXTENSION cancer_pe UPDATE TO '0.8.0'" to load this file. \quit

COMMENT ON FUNCTION refuse_change() IS 'Trigger of the Pledge''s tables and of the ledger of releases: refuses the change (rows of the history and of what is published stay as they are, no table is emptied). While a dump is restored (check_function_bodies is off) nothing is refused. Errors: 42501.';
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
SELECT pg_catalog.pg_extension_config_dump('release', '');
GRANT SELECT, INSERT ON release TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER release_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER release_keep ON release IS 'Keeps its rows as they are.';
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
SELECT pg_catalog.pg_extension_config_dump('release_relation', '');
GRANT SELECT, INSERT ON release_relation TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER release_relation_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release_relation
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER release_relation_keep ON release_relation IS 'Keeps its rows as they are.';
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
SELECT pg_catalog.pg_extension_config_dump('release_table', '');
GRANT SELECT, INSERT ON release_table TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER release_table_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release_table
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER release_table_keep ON release_table IS 'Keeps its rows as they are.';
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
SELECT pg_catalog.pg_extension_config_dump('release_cell', '');
GRANT SELECT, INSERT ON release_cell TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER release_cell_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release_cell
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER release_cell_keep ON release_cell IS 'Keeps its rows as they are.';
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
SELECT pg_catalog.pg_extension_config_dump('release_proof', '');
GRANT SELECT, INSERT ON release_proof TO @extowner@ WITH GRANT OPTION;
CREATE TRIGGER release_proof_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release_proof
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER release_proof_keep ON release_proof IS 'Keeps its rows as they are.';
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
CREATE TRIGGER programme_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON programme
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER programme_protect_builtin ON programme IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER programme_protect_truncate BEFORE TRUNCATE ON programme
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER programme_protect_truncate ON programme IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('programme', 'WHERE NOT builtin');
GRANT SELECT ON programme TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON programme TO @extowner@ WITH GRANT OPTION;
INSERT INTO programme (programme, title, definition, source, certainty, note, builtin)
SELECT p.programme, p.title, p.definition, p.source, p.certainty, p.note, true
FROM pg_catalog.jsonb_to_recordset(pg_catalog.jsonb_build_array($programme$
{"programme": "ncpes2018",
 "title": "National Cancer Patient Experience Survey 2018",
 "source": "Levels, tumour groups, the form of the case-mix model, expected ranges and the threshold of 20 as derived from the published trust tables of the survey; see presets casemix, expected_range and suppress of the same name. Columns are those of sample_responses.",
 "certainty": "computed",
 "note": "Covariates: age, sex, ethnic group, deprivation and tumour group are recalled, not confirmed by a source read; how the survey coded them was not found. Small numbers: the survey's threshold of 20, with the proof of this extension in the place of its rule of the next smallest, which proves nothing. Numerators are not tested: that all or none of 21 people or more were positive is shown, as the survey did. False discovery rate and reliability are additions. Expected ranges and adjusted scores are those of all trusts, hidden ones too, as in the survey.",
 "definition": {
  "kind": "survey", "title": "National Cancer Patient Experience Survey 2018", "wave": "2018", "period": "2018",
  "population": {"base": "CPES", "filter": "all respondents"},
  "levels": [
   {"level": "national", "title": "England", "label": "England"},
   {"level": "alliance", "title": "Cancer Alliance", "of": "trust", "register": "alliance", "at": "2018-06-30", "judged": true},
   {"level": "trust", "title": "Trust", "column": "trust", "judged": true}],
  "breakdowns": [
   {"breakdown": "tumour_group", "title": "Tumour group", "column": "tumour_group"},
   {"breakdown": "age", "title": "Age", "column": "age_band", "levels": ["national"]},
   {"breakdown": "sex", "title": "Sex", "column": "sex", "levels": ["national"]},
   {"breakdown": "ethnic_group", "title": "Ethnic group", "column": "ethnicity", "levels": ["national"], "missing": "Not given"},
   {"breakdown": "deprivation", "title": "Deprivation (quintile; 1 is the most deprived)", "column": "deprivation", "levels": ["national"]}],
  "case_mix": {
   "covariates": [
    {"covariate": "age", "column": "age_band"},
    {"covariate": "sex", "column": "sex"},
    {"covariate": "ethnic_group", "column": "ethnicity", "missing": "Not given"},
    {"covariate": "deprivation", "column": "deprivation"},
    {"covariate": "tumour_group", "column": "tumour_group"}],
   "options": {"preset": "ncpes2018"}},
  "interval": {"rate": "wilson", "mean": "normal", "level": 0.95},
  "expected_range": {"method": "ncpes2018"},
  "p_method": "bh", "reliability": 0.7,
  "suppression": {"rule": "ncpes2018", "options": {"secondary": "complementary", "numerator": false, "search": "fast"}},
  "decimals": 1}}
$programme$::pg_catalog.jsonb, $programme$
{"programme": "cancer_qol",
 "title": "Quality of life of people who had cancer",
 "source": "Instruments, ages and time since diagnosis of the Cancer Quality of Life Survey, England, as public texts describe it; scoring as the registered instruments have it.",
 "certainty": "inferred",
 "note": "No method document of the survey was found: neither its value set, nor its adjustment, nor its threshold of suppression is known. Chosen here: the index of EQ-5D times 100 by the crosswalk of 2012, means adjusted for age and sex by least squares, and fewer than 10 people hidden. Columns are this extension's: q1 to q30 (QLQ-C30), mo, sc, ua, pd and ad (EQ-5D-5L).",
 "definition": {
  "kind": "scores", "title": "Quality of life of people who had cancer", "period": "all waves",
  "population": {"base": "cancer quality of life", "filter": "all respondents"},
  "levels": [
   {"level": "national", "title": "England", "label": "England"},
   {"level": "alliance", "title": "Cancer Alliance", "column": "alliance", "judged": true}],
  "breakdowns": [
   {"breakdown": "cancer_type", "title": "Cancer type", "column": "cancer_type"},
   {"breakdown": "age", "title": "Age", "column": "age_band", "levels": ["national"]},
   {"breakdown": "sex", "title": "Sex", "column": "sex", "levels": ["national"]}],
  "scores": [
   {"instrument": "EQ-5D-5L", "columns": ["mo", "sc", "ua", "pd", "ad"], "value_set": "UK crosswalk 2012", "times": 100, "strict": false},
   {"instrument": "QLQ-C30", "columns": "q{item}", "strict": false}],
  "case_mix": {
   "covariates": [{"covariate": "age", "column": "age_band"}, {"covariate": "sex", "column": "sex"}],
   "options": {"organisation": "fixed", "missing": "drop"}},
  "interval": {"mean": "t", "level": 0.95},
  "expected_range": {"method": "ncpes2018"},
  "p_method": "bh", "reliability": 0.7,
  "suppression": {"rule": "survey_lt10", "options": {"search": "fast"}},
  "decimals": 1}}
$programme$::pg_catalog.jsonb, $programme$
{"programme": "secondary_breast",
 "title": "Care of people with secondary breast cancer",
 "source": "Metrics of the table metric, each with its own source. The threshold is that of the English cancer registries (preset cancer_lt5).",
 "certainty": "inferred",
 "note": "Which metrics stand here, limits by exact binomial tails of unadjusted rates, and the false discovery rate are choices of this extension; no public method of a body that compares trusts on them was read. Numerators are tested too, as care that somebody did not get is told by them.",
 "definition": {
  "kind": "metrics", "title": "Care of people with secondary breast cancer", "period": "all years",
  "population": {"base": "secondary breast cancer", "filter": "all patients"},
  "levels": [
   {"level": "national", "title": "All trusts", "label": "All trusts"},
   {"level": "trust", "title": "Trust", "column": "trust", "judged": true}],
  "metrics": ["cns_contact_secondary", "mdt_metastatic", "hna_coverage", "pcsp_coverage"],
  "interval": {"rate": "wilson", "level": 0.95},
  "expected_range": {"method": "spiegelhalter"},
  "p_method": "bh", "reliability": 0.7,
  "suppression": {"rule": "cancer_lt5"},
  "decimals": 1}}
$programme$::pg_catalog.jsonb, $programme$
{"programme": "pledge",
 "title": "The Secondary Breast Cancer Pledge: services before and after",
 "source": "Standards, waves and results as the tables of the Pledge hold them (pledge_standard, pledge_result).",
 "certainty": "inferred",
 "note": "Tests and limits that are right for tens of answers: Fisher's exact test, the exact binomial for the same people, exact limits, Holm over the standards of a service. Fewer than 10 people are hidden; numerators are not tested, as hiding them would hide most of a small service. Waves are named before and after here: name yours as options.",
 "definition": {
  "kind": "pledge", "title": "The Secondary Breast Cancer Pledge: services before and after", "before": "before", "after": "after",
  "population": {"base": "Pledge", "filter": "all services"},
  "test": "fisher", "paired_test": "exact",
  "interval": {"rate": "clopper_pearson", "level": 0.95},
  "p_method": "holm",
  "suppression": {"rule": "survey_lt10", "options": {"numerator": false}},
  "decimals": 0}}
$programme$::pg_catalog.jsonb, $programme$
{"programme": "template",
 "title": "A programme with every choice explained, to be copied",
 "source": "Written for this extension.",
 "certainty": "inferred",
 "note": "Runs as it stands on rows like those of sample_responses. Copy the row under a name of your own, change what differs, and look at programme_check(definition); the texts under explain may stay or go.",
 "definition": {
  "kind": "survey",
  "title": "A survey of your own",
  "wave": "2018",
  "questions": ["Q16", "Q17", "Q18", "Q55", "Q59"],
  "plan": {"strict": true, "clean": false, "neutral": "excluded"},
  "period": "2018",
  "population": {"base": "survey of your own", "filter": "all respondents",
   "explain": {"base": "Whose answers these are; releases of one base may tell of each other, so it must stay the same from release to release.", "filter": "Which of them are counted, in words."}},
  "levels": [
   {"level": "national", "title": "England", "label": "England",
    "explain": {"level": "The word in the report's column level; the first level is that of all people, and there is one.", "title": "What a heading says.", "label": "The area's name."}},
   {"level": "alliance", "title": "Cancer Alliance", "of": "trust", "register": "alliance", "at": "2018-06-30", "missing": "Not known", "judged": true,
    "explain": {"of": "The level whose areas lie in this one's, by the table area_parent; or a column in its place.", "register": "The level in that table, by default the level's own word.", "at": "The day by which areas belong together: the end of the wave's discharges.", "missing": "The area of respondents who have none; it is counted, and not compared.", "judged": "Whether its areas are compared with one another: case-mix, expected range, band, p and q, reliability."}},
   {"level": "trust", "title": "Trust", "column": "trust", "missing": "Not known", "judged": true,
    "explain": {"column": "The column of the rows, of any type. Levels go from wide to narrow: an area of a narrow level lies in one area of each wider level."}}],
  "breakdowns": [
   {"breakdown": "tumour_group", "title": "Tumour group", "column": "tumour_group", "levels": ["national", "alliance"], "missing": "Not known",
    "explain": {"breakdown": "The word in the report's column breakdown; each breakdown is given by itself, never two at once.", "column": "The column of the rows, by default of that name.", "levels": "Where it is given, by default everywhere; each costs hidden cells.", "missing": "The category of respondents who have none; a category like others, so that totals add up."}}],
  "case_mix": {
   "covariates": [
    {"covariate": "age", "column": "age_band"},
    {"covariate": "ethnic_group", "column": "ethnicity", "missing": "Not given",
     "explain": {"covariate": "Its name in the model.", "column": "The column of the rows, by default of that name.", "missing": "A level for those who have none; without it they are left out of the model, though not of the unadjusted figures."}}],
   "options": {"preset": "ncpes2018"},
   "explain": {"covariates": "None: adjusted scores are unadjusted ones under a model of organisations alone.", "options": "As fit takes them: organisation, missing, terms, method, separation, variance and others."}},
  "interval": {"rate": "wilson", "mean": "t", "level": 0.95,
   "explain": {"rate": "As rate_ci takes it: wilson, clopper_pearson and others.", "mean": "t or normal.", "level": "Of limits low and high, between 0 and 1."}},
  "expected_range": {"method": "ncpes2018", "options": {},
   "explain": {"method": "A row of table preset, kind expected_range.", "options": "What goes before it: z, cuts, between and others, as expected_range takes them."}},
  "p_method": "bh",
  "reliability": 0.7,
  "suppression": {"rule": "survey_lt10", "options": {"numerator": false, "search": "fast"},
   "explain": {"rule": "A row of table preset, kind suppress. Everything that is reported of a measure is one table to it: all levels and all breakdowns.", "options": "What goes before it, as suppress takes them: threshold, comparator, numerator and others. Rules without a search prove nothing."}},
  "decimals": 1,
  "explain": {
   "kind": "survey (answers by a registered wave), scores (instruments), metrics (of table metric) or pledge.",
   "title": "The title of a release.",
   "wave": "A row of table survey_wave, which says what each code counts as.",
   "questions": "Which ones, by default all that are scored or rated.",
   "plan": "As sheet_plan takes it: strict false counts wrong codes as invalid, clean true applies routing, neutral scored puts neutral answers into the denominator.",
   "period": "What the report's column period says; by default the wave.",
   "levels": "Where figures are given.", "breakdowns": "And for whom.",
   "p_method": "How p is adjusted among the areas of a level and measure to q, as adjust_p takes it: bh, holm and others.",
   "reliability": "The target of reliability, which the report's figure is to be held against.",
   "decimals": "Of the column display, 0 to 10; value itself is not rounded.",
   "scores": "Of kind scores, in the place of wave, questions and plan: instrument, scales (by default all), columns (a pattern as q{item}), strict; or an index: instrument, columns (five), value_set, times.",
   "metrics": "Of kind metrics, in the place of wave, questions and plan: names of table metric; at: the day whose code lists count; columns: what a metric's column is called in the rows; parameters: numbers. Without case_mix.",
   "before": "Of kind pledge, in the place of levels and all that goes with them: the earlier wave.",
   "after": "And the later one.", "test": "Of different people, as compare takes it: fisher, mid_p and others.", "paired_test": "Of the same people, as mcnemar takes it: exact, mid_p and others.",
   "as_of": "The day by which actions are overdue; by default today."}}}
$programme$::pg_catalog.jsonb)) AS p(programme text, title text, definition jsonb, source text, certainty text, note text);
CREATE FUNCTION programme_check(definition jsonb) RETURNS TABLE(path text, problem text)
	AS 'MODULE_PATHNAME', 'cpe_programme_check' LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION programme_check(jsonb) IS 'What is wrong with the definition of a programme, a row for each problem; none when all is well. path: where, as a JSON path. Unknown keys and words, missing choices, names that cannot be columns, and waves, instruments, metrics, presets and levels that are not registered in this database; not the columns of a table, which survey_report looks for. No rows for NULL.';
CREATE FUNCTION table_html(relation regclass, options jsonb DEFAULT '{}')
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_table_html'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION table_html(regclass, jsonb) IS
'A table or view as one HTML table element that people with and without eyes can read: a caption, a heading of each column and each row with its scope, numbers on the right, every text escaped; no script, no reference, nothing merged. A column x with x_status and x_display beside it is one column: the text x_display. A number that is NULL, or whose status is not, shows the status in square brackets, what has none of its own (the ends of an interval, a band) that of the number before it; a number without any is [x], a text without any an empty cell. Rows stand in the order of the columns shown, texts by their bytes; a number that its status hides has no place in it, nor have its limits. options: title (the caption; else the COMMENT of the relation, else its name), columns (names, in order; default all), headings ({"n": "Respondents"}; default the name in words), row_headings (names of the columns that say what a row is about; default those left of the first number with a status), only ({"trust": "RTE"}: rows where columns have that value), rows (most rows, 1 to 1000000, default 1000; behind the caption a sentence says how many there are when these are not all), decimals ({"low": 1}, 0 to 10; for numbers without a text of their own), id, class (of the table), align (style: each cell carries its alignment; class: numbers have class="number" and the page says what that is). It reads as the caller, under the snapshot of the statement. Errors: 22004 NULL; 22023 unknown option or column, a number that is not finite, not a table or view; 42501 not allowed to read; 54000 over 1 GB.';
CREATE FUNCTION release_notes(schema_name text, release text, version integer DEFAULT NULL)
	RETURNS TABLE("position" integer, kind text, topic text, note text) AS 'MODULE_PATHNAME', 'cpe_release_notes_sql'
	LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 30 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_notes(text, text, integer) IS
'What is to be known of a release, in order, from its plain notes table: kind (about, shorthand, method, caveat, note, table), topic (of shorthand the mark, of a table its name; NULL where there is none) and note. The cover, the contents and the notes sheet of a workbook are its rows: kind about, kind table, and the rest. version: NULL is the latest there is. Like all functions here that take a schema and a release, it reads the plain tables alone, as the caller, so that it works in any database the tables were copied to. Errors: 22004 schema_name, release NULL; 22023 no such release or version (the DETAIL lists what is there), a table that is not as the release describes it; 42501 not allowed to read.';
CREATE FUNCTION shorthand() RETURNS TABLE(mark text, status text, meaning text, source text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 16
BEGIN ATOMIC
	SELECT '[' || s.status || ']', s.status, s.meaning, s.source
	FROM (VALUES
		(1, 'b', 'break in a series', 'Analysis Function'),
		(2, 'c', 'confidential: suppressed, whether for itself or to protect another figure', 'Analysis Function'),
		(3, 'e', 'estimated', 'Analysis Function'),
		(4, 'er', 'earliest revision', 'Analysis Function'),
		(5, 'f', 'forecast', 'Analysis Function'),
		(6, 'low', 'low figure: rounds to zero, but is not zero', 'Analysis Function'),
		(7, 'ns', 'not statistically significant', 'Analysis Function'),
		(8, 'p', 'provisional', 'Analysis Function'),
		(9, 'r', 'revised', 'Analysis Function'),
		(10, 's', 'statistically significant at the 5 % level', 'Analysis Function'),
		(11, 'ss', 'statistically significant at the 1 % level', 'Analysis Function'),
		(12, 'sss', 'statistically significant at the 0.1 % level', 'Analysis Function'),
		(13, 'u', 'low reliability', 'Analysis Function'),
		(14, 'w', 'none recorded in the survey', 'Analysis Function'),
		(15, 'x', 'not available', 'Analysis Function'),
		(16, 'z', 'not applicable', 'Analysis Function')
	) AS s(place, status, meaning, source)
	ORDER BY s.place;
END;
COMMENT ON FUNCTION shorthand() IS
'The marks of the Government Analysis Function ("Using symbols and shorthand in tables", 11 January 2022): mark in square brackets, the status word that this extension keeps in columns that end in _status, what it means, and who says so. Published tables here use c, low, u, w, x and z; the notes of a release explain those that occur. A mark stands in the place of a number, never beside one, and 0 is a true zero only.';
CREATE FUNCTION release_csv(schema_name text, release text, table_name text, version integer DEFAULT NULL)
	RETURNS SETOF text AS 'MODULE_PATHNAME', 'cpe_release_csv'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_csv(text, text, text, integer) IS
'A table of a release as the lines of a CSV file (RFC 4180, in the client''s encoding: set client_encoding to UTF8), the header first; a line has no end of its own, and one whose text has line breaks has them. Columns in the order of the release, which is that of the ONS profile: time, geography, other dimensions, labels, then each number with its status and limits; without the columns of role display, which a number and its status make. Numbers have the decimals that the release states, always, rounded as display() does, or all their digits where it states none; a number that is hidden or missing is a blank field, and its status says why; an empty text is "". Texts are as they are: what begins with =, +, - or @ a spreadsheet takes for a formula, unless such a column is imported as text. Dates are 2018-04-01, truth is true or false. Rows are in the order of what they are about (time, geography, dimension, separate), texts by their bytes: the same table gives the same bytes, whatever the settings. psql -qtAX -o t.csv writes the file with LF ends; SELECT string_agg(line || E''\r\n'', '''') FROM release_csv(...) AS line is the whole with CRLF. version: NULL is the latest there is. csvw() describes the files. Errors: 22004 NULL; 22023 no such release, version or table, a number that is not finite or stands beside a status that hides it, a table that is not as the release describes it; 42501 not allowed to read. Sources: RFC 4180; ONS CSV application profile.';
CREATE FUNCTION csvw(schema_name text, release text, base_url text DEFAULT '', version integer DEFAULT NULL)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_csvw'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION csvw(text, text, text, integer) IS
'The description of the CSV files of a release in the words of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015): a TableGroup with a table for each (url: base_url, then the table''s name with its version, then .csv), its columns (name, titles of which the first is the header, datatype with the decimals as a format, whether a value is required, description, unit), the primary key, and the notes of the release. Save it as csv-metadata.json beside the files. What a publisher adds, as a licence, is a matter of csvw(...) || ''{"dc:license": "..."}''. version: NULL is the latest there is. Errors: 22004 schema_name, release, base_url NULL; 22023 no such release or version, a table that is not as the release describes it; 42501 not allowed to read.';
CREATE FUNCTION release_json(schema_name text, release text, version integer DEFAULT NULL)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_release_json'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_json(text, text, integer) IS
'A release as one JSON document for sites and apps, in a stable form that release_json_schema() describes: format, release, version, title; about, shorthand, methods, caveats and notes as arrays of {"topic", "note"}; tables, each with name, title, columns (name, role, type, unit, decimals, belongs_to, title, description) and rows, arrays of cells in the order of the columns and of release_csv(). A number is null exactly where its status is a word; the display column is what to print. Numbers have the decimals that the release states. version: NULL is the latest there is. Errors: 22004 schema_name, release NULL; 22023 no such release or version, a number that is not finite or stands beside a status that hides it, a table that is not as the release describes it; 42501 not allowed to read; 54000 over 1 GB.';
CREATE FUNCTION release_json_schema() RETURNS jsonb
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT $schema$
{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"title": "A release of cancer_pe, format 1",
	"description": "Everything of one version of a release. A number is null exactly where the status column that belongs to it holds a word; its display column then holds that word in square brackets, which shorthand explains.",
	"type": "object",
	"additionalProperties": false,
	"required": ["format", "release", "version", "title", "about", "shorthand", "methods", "caveats", "notes", "tables"],
	"properties": {
		"format": {"const": 1, "description": "Raised when a member is renamed, removed or means something else; members may be added within a format only with a new schema."},
		"release": {"type": "string", "description": "The name of the release, which its versions share."},
		"version": {"type": "integer", "minimum": 1, "description": "1, then one more with each correction."},
		"title": {"type": "string"},
		"about": {"$ref": "#/$defs/notes", "description": "What was published, of whom, for which time, under which rule: topics title, description, population, filter, period, rule, protection, version, published, corrects, proof."},
		"shorthand": {"$ref": "#/$defs/notes", "description": "The marks that occur, as \"[c]\", and what each means."},
		"methods": {"$ref": "#/$defs/notes"},
		"caveats": {"$ref": "#/$defs/notes"},
		"notes": {"$ref": "#/$defs/notes"},
		"tables": {"type": "array", "items": {"$ref": "#/$defs/table"}}
	},
	"$defs": {
		"text": {"type": ["string", "null"]},
		"notes": {
			"type": "array",
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": ["topic", "note"],
				"properties": {"topic": {"$ref": "#/$defs/text"}, "note": {"type": "string"}}
			}
		},
		"column": {
			"type": "object",
			"additionalProperties": false,
			"required": ["name", "role", "type", "unit", "decimals", "belongs_to", "title", "description"],
			"properties": {
				"name": {"type": "string"},
				"role": {"type": "string", "description": "time, geography, dimension and separate say what a row is about and are never null; label is the words of one; value, count, numerator, low, high, expected_low, expected_high, band, number hold figures; status says why one is missing; display is it as text."},
				"type": {"enum": ["text", "integer", "number", "boolean", "date"], "description": "Of the cells; a date is a string as 2018-04-01."},
				"unit": {"$ref": "#/$defs/text"},
				"decimals": {"type": ["integer", "null"], "minimum": 0, "maximum": 10},
				"belongs_to": {"$ref": "#/$defs/text", "description": "The column it belongs to."},
				"title": {"type": "string"},
				"description": {"$ref": "#/$defs/text"}
			}
		},
		"table": {
			"type": "object",
			"additionalProperties": false,
			"required": ["name", "title", "columns", "rows"],
			"properties": {
				"name": {"type": "string"},
				"title": {"type": "string"},
				"columns": {"type": "array", "items": {"$ref": "#/$defs/column"}},
				"rows": {
					"type": "array",
					"description": "Each row an array of cells in the order of the columns; the rows in the order of what they are about.",
					"items": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}
				}
			}
		}
	}
}
$schema$::jsonb;
END;
COMMENT ON FUNCTION release_json_schema() IS 'The JSON Schema (2020-12) of what release_json() gives.';
CREATE FUNCTION release_wide_sql(schema_name text, release text, table_name text, across text, value text DEFAULT NULL, version integer DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_release_wide_sql'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_wide_sql(text, text, text, text, text, integer) IS
'The text of a SELECT that turns a table of a release: a row for each combination of the other dimensions, a column for each label of the dimension across, in the order of their bytes. The cells are the text of the figure value (its display column: the number or its mark; [x] where the table has no such row); a column without such a text gives its own values, NULL where there is none. value: name of a column, NULL the first of role value or count. Columns of role label stand before the cells where they are the same in all of a row. Columns are called like the labels: "(empty)" for an empty one, cut to 63 bytes, with ~2, ~3 behind what would otherwise be the same name twice. For psql: SELECT release_wide_sql(...) \gexec; to keep it, put CREATE VIEW name AS before it. version: NULL is the latest there is. Errors: 22004 NULL in what has no default, a dimension that is NULL; 22023 no such release, version, table or column, across is no dimension, value is one, dimensions that do not tell the rows apart; 54000 more than 1600 columns; 42501 not allowed to read.';
CREATE FUNCTION release_wide_csv(schema_name text, release text, table_name text, across text, value text DEFAULT NULL, version integer DEFAULT NULL)
	RETURNS SETOF text AS 'MODULE_PATHNAME', 'cpe_release_wide_csv'
	LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 1000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION release_wide_csv(text, text, text, text, text, integer) IS
'The rows of release_wide_sql() as the lines of a CSV file, as release_csv() writes them; its header has the labels whole. A sheet of a workbook that has one table, a header of one row and no blank cell, as a11ytables and gptables make them, is this with the rows of release_notes() as its cover and notes. Arguments and errors are those of release_wide_sql().';
CREATE FUNCTION profile_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_profile_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION profile_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate profile_svg.';
CREATE FUNCTION profile_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_profile_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION profile_svg_final(internal) IS 'Final step of the aggregate profile_svg.';
CREATE AGGREGATE profile_svg(label text, "position" double precision, score double precision, low double precision, high double precision, reference double precision, higher text, options jsonb) (
	SFUNC = profile_svg_accum, STYPE = internal, FINALFUNC = profile_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE profile_svg(text, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS
'The profile of an instrument as one SVG element: each scale a row with its name, its score in words, its interval and the mark of what it is held against (a norm, an earlier wave), in the order of their positions (numbers of order; NULL: behind the others), then of their labels. higher: what a high score means, better (function, quality of life), worse (symptoms) or NULL (not said); scales that follow one another with the same stand together under words that say it, and have marks of their own shape. No line joins the scales: their scores are of different things. A scale whose score is NULL (suppressed) is not drawn and leaves no trace but the number of scales not shown. An interval of which an end is NULL is drawn from the score, one that goes on beyond the axis ends there without a cap. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label (the scores), y_label (the scales), unit, noun (what the rows are, plural), interval_name, reference_name, width, height (without it: as the rows need), score_factor, y_min, y_max, y_fixed (of the scores; without any of the three: 0 to 100), decimals (of scores in words); the same in every row. Result: text, NULL without rows. Errors: 22004 label or options NULL; 22023 score or position not finite, reference not finite, low above high, unknown higher or option, options out of range, no room for the rows; 54000 more than a million rows. Not combinable: it draws, on finished rows, in one process.';
CREATE FUNCTION answers_svg_accum(internal, text, double precision, text, double precision, text, double precision, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_answers_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION answers_svg_accum(internal, text, double precision, text, double precision, text, double precision, jsonb) IS 'Transition of the aggregate answers_svg.';
CREATE FUNCTION answers_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_answers_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION answers_svg_final(internal) IS 'Final step of the aggregate answers_svg.';
CREATE AGGREGATE answers_svg(label text, "position" double precision, answer text, answer_position double precision, class text, n double precision, options jsonb) (
	SFUNC = answers_svg_accum, STYPE = internal, FINALFUNC = answers_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE answers_svg(text, double precision, text, double precision, text, double precision, jsonb) IS
'How people answered as one SVG element: a bar of 100 % for each label (a question, a trust), stacked from its answers; a row of the input is one answer of one bar. n: how many gave it, or any number in proportion (a weighted count, a share); the picture shows shares of the bar''s sum only. Bars are in the order of their positions (numbers of order; NULL: behind the others), then of their labels, answers in that of theirs; of positions that differ for one label or answer the lowest counts. class, as classify gives it: positive, neutral, negative, excluded, rated, or NULL; answers of a class share a colour and are told apart by their patterns, as classes are, so that no colour is needed; shares stand in the bars where there is room, and all of them, unrounded no further than decimals, in what pointing at a bar shows. A bar of which any n is NULL (suppressed) is not drawn at all, as the rest of it would tell what is hidden: it leaves no trace but the number of bars not shown. A bar whose n are all 0 says that it has no answers. Row order does not matter. With title and description, no scripts, no references. options: title, description, x_label (the shares), y_label (the bars), noun (what the bars are, plural), order (position; or ascending, descending: by the share of the class positive), width, height (without it: as the bars need), decimals (of shares in percent, 0); the same in every row. Result: text, NULL without rows. Errors: 22004 label, answer or options NULL; 22023 n or position not finite, n negative, an answer twice in a bar, more than 20 different answers, unknown class or option, options out of range, no room for the bars; 54000 more than a million rows. Not combinable: it draws, on finished rows, in one process.';
CREATE FUNCTION suppression_map_svg_accum(internal, text, double precision, text, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_suppression_map_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION suppression_map_svg_accum(internal, text, double precision, text, double precision, text, jsonb) IS 'Transition of the aggregate suppression_map_svg.';
CREATE FUNCTION suppression_map_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_suppression_map_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION suppression_map_svg_final(internal) IS 'Final step of the aggregate suppression_map_svg.';
CREATE AGGREGATE suppression_map_svg(row_label text, row_position double precision, column_label text, column_position double precision, status text, options jsonb) (
	SFUNC = suppression_map_svg_accum, STYPE = internal, FINALFUNC = suppression_map_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE suppression_map_svg(text, double precision, text, double precision, text, jsonb) IS
'Which cells of a table are shown and which are not, as one SVG element: a rectangle of labels, each cell by its published status: NULL shown, c confidential, w none recorded, x not available, u low reliability, z not applicable, low rounds to zero; where a row and a column have no cell it is blank. It takes no values, and no status that would tell which cells are small and which only protect them. Rows and columns are in the order of their positions (numbers of order; NULL: behind the others), then of their labels; of positions that differ for one label the lowest counts. A status has a pattern of its own, and its mark in the cell where there is room, so that no colour is needed. Row order of the input does not matter. With title and description (the counts by status, and how much of the table is shown), no scripts, no references. options: title, description, x_label (the columns), y_label (the rows), noun (what the cells are, plural), width, height (without it: as the rows need); the same in every row. Result: text, NULL without rows. Errors: 22004 row_label, column_label or options NULL; 22023 a cell twice, position not finite, unknown status or option, options out of range, no room for the names of rows or columns; 54000 more than a million rows. Source of the marks: Government Analysis Function, Using symbols and shorthand in tables (2022). Not combinable: it draws, on published rows, in one process.';
CREATE FUNCTION vega_lite(picture text, rows jsonb, options jsonb DEFAULT '{}') RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_vega_lite'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION vega_lite(text, jsonb, jsonb) IS
'A picture as a Vega-Lite specification (written for version 6; its vocabulary is also that of version 5), for tools that draw by themselves. It holds its data, a title and a description, and no address but that of its own schema, which nothing fetches. Shapes, dashes and texts tell apart what colours do. rows: an array of objects, as jsonb_agg makes it of the rows that the SVG of the same picture takes. picture and its columns: funnel (label, n, score, low, high, outer_low, outer_high, band; without label a row only shapes the curves); caterpillar (label, score, low, high, band); trend (label, position: numbers, or dates like 2018-04-01, value, centre, low, high, rule, direction, as the window function spc gives them); profile (label, position, score, low, high, reference, higher: better or worse); answers (label and position of the bar, answer, answer_position, class: positive, neutral, negative, excluded, rated or null, n); suppression_map (row_label, row_position, column_label, column_position, status: null, c, w, x, u, z or low, never which is primary). Positions are numbers of order. A row whose score or value is null (suppressed) leaves no trace but the number of those not shown; nor does a bar of which an answer is null. Row order does not matter. options, as those of the SVG: title, description, width, height, noun (what is drawn, plural), x_label, y_label; but for answers and suppression_map also unit, score_factor (100 for proportions as percentages), y_min, y_max (of the scores; what lies beyond is drawn at the edge), decimals (answers: of the shares); funnel: centre, centre_name, inner_name, outer_name, x_scale (linear, log); caterpillar: centre, centre_name, layout (columns, rows), order (ascending, descending); trend: target, target_name; profile: reference_name. Errors: 22004 picture, rows, options or a needed column NULL; 22023 unknown picture, column, option or word, a value of another kind, two rows of one label; an answer twice in a bar, more than 20 different answers, a cell twice; 22003 a number out of range; 54000 more than 100000 rows; 22008 a day that no month has. Source: the vocabulary of Vega-Lite, checked by compiling each picture in the tests.';
CREATE FUNCTION report_html(schema_name text, release text, options jsonb DEFAULT '{}', version integer DEFAULT NULL) RETURNS text AS 'MODULE_PATHNAME', 'cpe_report_html'
	LANGUAGE C STABLE PARALLEL SAFE COST 100000
	SET search_path = pg_catalog, cancer_pe, pg_temp SET DateStyle = 'ISO, YMD' SET extra_float_digits = 1 SET quote_all_identifiers = off;
COMMENT ON FUNCTION report_html(text, text, jsonb, integer) IS
'A release as one HTML page that needs no script and loads nothing: title, what it is of, how to read it, the marks that occur, contents; for each table the pictures that its columns allow, and its rows; what the columns hold, notes, methods, caveats, protection and proof. It is made from the plain tables of the release alone, as the caller, so that it shows nothing else; the same tables give the same page. Pictures: where a value has an expected range and a count, a funnel of the areas (the last column of role geography); where it has an interval, a caterpillar plot; both at the latest time and at the totals of the other dimensions, one for each of the first questions (role separate), with the total as centre; and where cells are hidden, a map of what is shown, areas by the key with the most labels. The page stays under 300 kB: pictures over 150 kB together are left out, as are rows beyond what fits; it says how many rows there are and where all of them are. For reading on a screen of 360 pixels or more, on paper, and without eyes: language, landmarks, headings in order, captions and scopes, titles and descriptions of pictures, no meaning in colour alone. version: NULL for the latest. options: tables (names, default all), rows (most rows of a table, 0 to 100000, default 200), pictures (most pictures of values for a table, 0 to 100, default 2; 0: no map either), area (a label of a column of role geography: only its rows, the values of its questions or groups with their intervals as picture; tables without it are left out), links ([{"title": ..., "href": ...}], a page without href is this one), download ({table: address of its file}), totals (labels of totals, default All, England, Total, All areas). Addresses are relative or begin with http:// or https://. Result: text in the encoding of the database, to be kept as UTF-8. Errors: 22004 schema_name, release or options NULL; 22023 unknown release, version, table, area or option, an address of another kind, a column of an unknown role; 42501 a table that the caller may not read; what table_html and the pictures refuse.';
CREATE FUNCTION survey_report_sql(source regclass, programme text, options jsonb DEFAULT '{}', suppressed boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_survey_report_sql' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION survey_report_sql(regclass, text, jsonb, boolean) IS 'The SELECT that survey_report runs, to be read, changed, run (\\gexec in psql) or kept as a view of one''s own, which nobody else is to see: it shows what is hidden to whom EXPLAIN is allowed. Not suppressed, status and display are not there, but numerator (the positive among n; NULL of means) and dims (the place of the cell as suppress takes it: areas from the widest level, then the breakdowns; NULL: total): for the eyes of the keeper alone. NULL for NULL. Errors: as survey_report.';
CREATE FUNCTION survey_report(source regclass, programme text, options jsonb DEFAULT '{}')
	RETURNS TABLE(period text, level text, area text, breakdown text, category text, measure text, label text, unit text,
		value double precision, low double precision, high double precision, adjusted double precision, expected_low double precision, expected_high double precision,
		band text, p double precision, q double precision, reliability double precision, n integer, status text, display text)
	AS 'MODULE_PATHNAME', 'cpe_survey_report' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED COST 1000000 ROWS 10000;
COMMENT ON FUNCTION survey_report(regclass, text, jsonb) IS
'One statement from the rows of a table (or view), a respondent or patient each, to a table that is compared, adjusted and suppressed: SELECT * FROM survey_report(''responses'', ''ncpes2018''). programme: a row of table programme, which says what is counted, at which levels, in which breakdowns, adjusted for what, compared and suppressed how; options are put over its definition, objects key by key, anything else in the place of what was there, null taking a key away: ''{"breakdowns": [], "suppression": {"rule": "cancer_lt5"}}''. Of a programme of the Pledge the table is pledge_result.
period: as the programme says; of the Pledge the wave, and both for the change between them. level, area: as national and England; an area is the text of its column, or what parent_area says. breakdown, category: All for both where there is none. measure: a question, a score, a metric, a standard; label: what it is about, in short words; unit: of value: percent, points, or what a score is measured in. value: rate or mean, not adjusted; low, high: its interval. adjusted: adjusted for case-mix as benchmark does; expected_low, expected_high, band: as expected_range gives them for the adjusted figure (without case-mix for the unadjusted one) among the areas of the level; p: two-sided, of the distance from the centre, of the Pledge of the change; q: p adjusted among the areas of the level, of the Pledge among standards; reliability: 0 to 1, of the unadjusted figure. These are NULL in breakdowns, at levels that are not judged, and for people without an area, who are nobody to compare. n: people who count: the denominator of a rate, those with a value of a mean. status: NULL, c (hidden), w (nobody answered), and for the change of the Pledge x (there is none); with it every figure of the row is NULL. display: value to the programme''s decimals, or the status in brackets.
All levels and breakdowns of a measure are one table to suppress (of the Pledge: see pledge_cells), so what is hidden cannot be worked out from what is shown of it, as far as the rule defends. Not defended: that one measure tells of another that the same people answered; that models, centres and the spread between areas, and so adjusted figures, expected ranges, bands, p, q and reliability of areas that are shown, are of all areas, hidden ones too (as in published surveys); earlier reports: publish looks at those. People without an area or category are an area or category of their own (Not known), so that totals add up. Areas and categories without anybody have no row. The same rows whatever the order of the source''s rows and the number of workers. In the order of measures, levels, areas (bytes), breakdowns and categories (bytes).
Runs as the caller. Setting cancer_pe.progress: notices of what is done. NULL arguments give no rows. Errors: 22023 unknown programme, a definition with problems (see programme_check), a column that is not there, areas of a level that lie in several of the next wider one, another table than pledge_result for the Pledge; 22003 a count that is no integer; else as tally_columns, casemix_sheet, benchmark, score_columns, metric_rate, expected_range and suppress.';
CREATE FUNCTION report_definition(source regclass, programme text, options jsonb DEFAULT '{}') RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_report_definition' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION report_definition(regclass, text, jsonb) IS
'The definition of a release of a programme, as publish takes it; what is left to say is the schema: SELECT * FROM publish(''cpes_2018'', report_definition(''responses'', ''ncpes2018'') || ''{"schema": "cpes_2018"}''). Its tables: measures (all levels without breakdowns), compared_<level> for each judged level (adjusted figures, expected range, band, p, q, reliability), by_<breakdown> for each breakdown with its totals; of the Pledge measures alone, both waves (the change between them is what publish_pledge releases). Columns: period; areas, a dimension for each level but the first; the breakdown; measure (separate), measure_label and unit; value, low, high and the rest as in survey_report; n. Numerators are tested by the rule (see its option numerator), and not published. population, rule, options, dimensions and notes are the programme''s; anything can be put in their place with ||. publish decides what is hidden, over all tables together and over what earlier releases of the base have shown; nothing is suppressed here. options as of survey_report. NULL for NULL. Errors: as survey_report.';
