-- ---- services, survey waves, results and themes ----

CREATE FUNCTION record_change() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_record_change'
	LANGUAGE C;
COMMENT ON FUNCTION record_change() IS 'Trigger of the Pledge''s tables, after the update or delete of a row: writes the row as it was into pledge_history, with who changed it and when. Errors: 39P01 another kind of trigger, or of another table.';
CREATE FUNCTION refuse_change() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_refuse_change'
	LANGUAGE C;
COMMENT ON FUNCTION refuse_change() IS 'Trigger of the Pledge''s tables and of the ledger of releases: refuses the change (rows of the history and of what is published stay as they are, no table is emptied). While a dump is restored (check_function_bodies is off) nothing is refused. Errors: 42501.';
CREATE FUNCTION keep_published() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_keep_published'
	LANGUAGE C;
COMMENT ON FUNCTION keep_published() IS 'Trigger of results, before each row: a wave that is published takes no results and loses none, since the differences between two releases of it would give hidden figures away. Of results of the same people both waves have to be published before that holds. While a dump is restored nothing is refused. Errors: 55000.';

CREATE TABLE pledge_history (
	entry bigint GENERATED ALWAYS AS IDENTITY,
	table_name text NOT NULL,
	operation text NOT NULL,
	was jsonb NOT NULL,
	changed_by text NOT NULL,
	logged_in_as text NOT NULL,
	changed_at timestamp with time zone NOT NULL,
	CONSTRAINT pledge_history_pkey PRIMARY KEY (entry),
	CONSTRAINT pledge_history_operation_known CHECK (operation IN ('update', 'delete'))
);
COMMENT ON TABLE pledge_history IS 'Every row of the Pledge''s tables as it was before it was changed or removed, written by their triggers and by nothing else. Rows are never changed or removed. It is a record among honest keepers: who may drop the extension, or says that a dump is being restored, can get around it. Whoever changes a table of the Pledge needs INSERT here.';
COMMENT ON COLUMN pledge_history.entry IS 'Number of the entry, ascending in time within a row''s changes; numbers of transactions rolled back are left out.';
COMMENT ON COLUMN pledge_history.table_name IS 'The table.';
COMMENT ON COLUMN pledge_history.operation IS 'What was done: update or delete.';
COMMENT ON COLUMN pledge_history.was IS 'The row before, an object with its columns; a tally or paired in its exact text.';
COMMENT ON COLUMN pledge_history.changed_by IS 'The role that did it.';
COMMENT ON COLUMN pledge_history.logged_in_as IS 'The role that had logged in, where it acted as another one.';
COMMENT ON COLUMN pledge_history.changed_at IS 'When.';
COMMENT ON SEQUENCE pledge_history_entry_seq IS 'Numbers of entries.';
SELECT pg_catalog.pg_extension_config_dump('pledge_history_entry_seq', '');
-- as much as dumping and restoring its number takes
GRANT SELECT, UPDATE ON SEQUENCE pledge_history_entry_seq TO @extowner@;
@improve/appended.sql pledge_history@
CREATE TRIGGER pledge_history_write BEFORE INSERT ON pledge_history
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TRIGGER pledge_history_write ON pledge_history IS 'Entries are written by the triggers of the tables only.';
CREATE INDEX pledge_history_table ON pledge_history (table_name, entry);
COMMENT ON INDEX pledge_history_table IS 'Finds the entries of a table.';

CREATE TABLE pledge_service (
	service text NOT NULL,
	title text NOT NULL,
	organisation text,
	pathway text NOT NULL DEFAULT 'secondary',
	joined date,
	"left" date,
	note text,
	CONSTRAINT pledge_service_pkey PRIMARY KEY (service),
	CONSTRAINT pledge_service_named CHECK (service <> ''),
	CONSTRAINT pledge_service_pathway_known CHECK (pathway IN ('primary', 'secondary', 'both')),
	CONSTRAINT pledge_service_left_later CHECK ("left" >= joined)
);
COMMENT ON TABLE pledge_service IS 'The services that take part in the Pledge. A service that results, waves or actions name stays.';
COMMENT ON COLUMN pledge_service.service IS 'Key of the service; case matters.';
COMMENT ON COLUMN pledge_service.title IS 'What a heading says.';
COMMENT ON COLUMN pledge_service.organisation IS 'Code (ODS) of the organisation that it belongs to; NULL: none.';
COMMENT ON COLUMN pledge_service.pathway IS 'Whose care it is: primary or secondary breast cancer, or both.';
COMMENT ON COLUMN pledge_service.joined IS 'The day it joined; NULL: not known.';
COMMENT ON COLUMN pledge_service."left" IS 'The day it left; NULL: it has not.';
COMMENT ON COLUMN pledge_service.note IS 'What is to be known of it.';
@improve/kept.sql pledge_service@

CREATE TABLE pledge_wave (
	service text NOT NULL,
	wave text NOT NULL,
	audience text NOT NULL DEFAULT 'patients',
	opened date NOT NULL,
	closed date,
	invited bigint,
	answered bigint,
	note text,
	CONSTRAINT pledge_wave_pkey PRIMARY KEY (service, wave),
	CONSTRAINT pledge_wave_named CHECK (wave <> ''),
	CONSTRAINT pledge_wave_audience_known CHECK (audience IN ('patients', 'staff', 'carers')),
	CONSTRAINT pledge_wave_closed_later CHECK (closed >= opened),
	CONSTRAINT pledge_wave_counts_known CHECK (invited >= 0 AND answered >= 0 AND answered <= invited)
);
COMMENT ON TABLE pledge_wave IS 'The surveys and groups that services held: a wave''s name is that of the programme (before, after, 2016), the same for all services that took part in it, its days are each service''s own.';
COMMENT ON COLUMN pledge_wave.service IS 'The service.';
COMMENT ON COLUMN pledge_wave.wave IS 'Name of the wave; results of all services in a wave of one name are added up to its total.';
COMMENT ON COLUMN pledge_wave.audience IS 'Who was asked: patients, staff or carers.';
COMMENT ON COLUMN pledge_wave.opened IS 'The day on which it began; waves of a service are in this order.';
COMMENT ON COLUMN pledge_wave.closed IS 'The day on which it ended; NULL: it has not.';
COMMENT ON COLUMN pledge_wave.invited IS 'How many were invited; NULL: not known.';
COMMENT ON COLUMN pledge_wave.answered IS 'How many answered anything; NULL: not known. Not in any report: beside the answers to a standard it would tell how many did not answer that.';
COMMENT ON COLUMN pledge_wave.note IS 'What is to be known of it.';
@improve/kept.sql pledge_wave@
@improve/reference.sql pledge_wave pledge_service hold service@

CREATE TABLE pledge_result (
	service text NOT NULL,
	wave text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	result tally NOT NULL,
	note text,
	CONSTRAINT pledge_result_pkey PRIMARY KEY (service, wave, standard_set, version, standard),
	CONSTRAINT pledge_result_counts CHECK (result OPERATOR(=) make_tally(n(result), positives(result), missing(result), invalid(result)))
);
COMMENT ON TABLE pledge_result IS 'What a wave of a service found of a standard: for how many of those who answered it was met. In confidence: the figures are not suppressed. Fixed once the wave is published (pledge_release).';
COMMENT ON COLUMN pledge_result.service IS 'The service.';
COMMENT ON COLUMN pledge_result.wave IS 'Its wave.';
COMMENT ON COLUMN pledge_result.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_result.version IS 'Its version.';
COMMENT ON COLUMN pledge_result.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_result.result IS 'n people answered, for positive of them the standard was met; missing did not answer. Without weights: tally(boolean), or make_tally from counts.';
COMMENT ON COLUMN pledge_result.note IS 'What is to be known of it, as the question that was asked.';
@improve/kept.sql pledge_result@
@improve/reference.sql pledge_result pledge_wave hold service wave@
@improve/registry_reference.sql pledge_result standard hold standard_set version standard@
CREATE INDEX pledge_result_wave ON pledge_result (standard_set, version, wave, standard);
COMMENT ON INDEX pledge_result_wave IS 'Finds the results of a wave, of all services.';

CREATE TABLE pledge_paired_result (
	service text NOT NULL,
	before_wave text NOT NULL,
	wave text NOT NULL,
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	pairs paired NOT NULL,
	note text,
	CONSTRAINT pledge_paired_result_pkey PRIMARY KEY (service, before_wave, wave, standard_set, version, standard),
	CONSTRAINT pledge_paired_result_waves_differ CHECK (before_wave <> wave)
);
COMMENT ON TABLE pledge_paired_result IS 'Answers of the same people in two waves of a service. They are part of pledge_result of both waves, which has to be there too. In confidence. Fixed once both waves are published.';
COMMENT ON COLUMN pledge_paired_result.service IS 'The service.';
COMMENT ON COLUMN pledge_paired_result.before_wave IS 'The earlier wave.';
COMMENT ON COLUMN pledge_paired_result.wave IS 'The later wave.';
COMMENT ON COLUMN pledge_paired_result.standard_set IS 'The list of standards.';
COMMENT ON COLUMN pledge_paired_result.version IS 'Its version.';
COMMENT ON COLUMN pledge_paired_result.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_paired_result.pairs IS 'Whether the standard was met before and after, one pair a person: paired(boolean, boolean).';
COMMENT ON COLUMN pledge_paired_result.note IS 'What is to be known of it.';
@improve/kept.sql pledge_paired_result@
@improve/reference.sql pledge_paired_result pledge_wave hold service wave@
@improve/registry_reference.sql pledge_paired_result standard hold standard_set version standard@
CREATE CONSTRAINT TRIGGER pledge_paired_result_before_wave AFTER INSERT OR UPDATE ON pledge_paired_result
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION check_reference('pledge_wave', 'hold service before_wave:wave');
COMMENT ON TRIGGER pledge_paired_result_before_wave ON pledge_paired_result IS 'The earlier wave that a row names is there.';
CREATE CONSTRAINT TRIGGER pledge_wave_pledge_paired_result_before AFTER DELETE OR UPDATE ON pledge_wave
	DEFERRABLE FOR EACH ROW EXECUTE FUNCTION keep_reference('pledge_paired_result', 'hold service before_wave:wave');
COMMENT ON TRIGGER pledge_wave_pledge_paired_result_before ON pledge_wave IS 'No row of pledge_paired_result loses its earlier wave.';

CREATE TABLE pledge_theme (
	service text NOT NULL,
	wave text NOT NULL,
	theme text NOT NULL,
	kind text NOT NULL,
	standard_set text,
	version text,
	standard integer,
	raised tally NOT NULL,
	groups integer,
	note text,
	CONSTRAINT pledge_theme_pkey PRIMARY KEY (service, wave, theme, kind),
	CONSTRAINT pledge_theme_kind_known CHECK (kind IN ('good', 'concern', 'suggestion')),
	CONSTRAINT pledge_theme_standard_whole CHECK ((standard_set IS NULL) = (version IS NULL) AND (version IS NULL) = (standard IS NULL)),
	CONSTRAINT pledge_theme_groups_some CHECK (groups > 0),
	CONSTRAINT pledge_theme_counts CHECK (raised OPERATOR(=) make_tally(n(raised), positives(raised), missing(raised), invalid(raised)))
);
COMMENT ON TABLE pledge_theme IS 'What was said in focus groups and workshops, as coded counts: of the people who took part, how many raised a theme. No words of theirs. In confidence.';
COMMENT ON COLUMN pledge_theme.service IS 'The service.';
COMMENT ON COLUMN pledge_theme.wave IS 'The wave that the groups belong to.';
COMMENT ON COLUMN pledge_theme.theme IS 'The code of the theme.';
COMMENT ON COLUMN pledge_theme.kind IS 'How it was raised: good, concern or suggestion.';
COMMENT ON COLUMN pledge_theme.standard_set IS 'The list of the standard that it is about; NULL: about none.';
COMMENT ON COLUMN pledge_theme.version IS 'Its version.';
COMMENT ON COLUMN pledge_theme.standard IS 'The number of the standard.';
COMMENT ON COLUMN pledge_theme.raised IS 'n people took part, positive of them raised it.';
COMMENT ON COLUMN pledge_theme.groups IS 'In how many groups it was raised; NULL: not counted. Not in the report.';
COMMENT ON COLUMN pledge_theme.note IS 'What is to be known of it; no quotation that tells who spoke.';
@improve/kept.sql pledge_theme@
@improve/reference.sql pledge_theme pledge_wave hold service wave@
@improve/registry_reference.sql pledge_theme standard hold standard_set version standard@
