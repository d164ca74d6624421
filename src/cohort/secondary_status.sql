-- ---- secondary cancer: status of a patient from the events of all sources ----

CREATE TABLE secondary_definition (
	rule text NOT NULL,
	window_days integer NOT NULL,
	certainty text NOT NULL,
	reference text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT secondary_definition_pkey PRIMARY KEY (rule),
	CONSTRAINT secondary_definition_window CHECK (window_days BETWEEN 0 AND 36500),
	CONSTRAINT secondary_definition_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE secondary_definition IS 'Rules that tell secondary cancer from events: which sources there are (status_source) and what their codes say (status_code). Shipped rows are builtin; add a rule of your own with INSERT into the three tables, it survives dump and upgrade. A shipped rule cannot be added to: copy it under another name.';
COMMENT ON COLUMN secondary_definition.rule IS 'Name of the rule, as in secondary_rule; case matters.';
COMMENT ON COLUMN secondary_definition.window_days IS 'Days after the diagnosis up to which distant disease was there from the beginning (de novo). Published choices run from three to six months (recalled, not confirmed), so it is an option and comes back with every result.';
COMMENT ON COLUMN secondary_definition.certainty IS 'sourced (read in a published text), computed, inferred (a conclusion of this extension or its user), or unconfirmed.';
COMMENT ON COLUMN secondary_definition.reference IS 'Where the rule comes from.';
COMMENT ON COLUMN secondary_definition.note IS 'What a user must know of it.';
COMMENT ON COLUMN secondary_definition.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql secondary_definition@

CREATE TABLE status_source (
	rule text NOT NULL,
	source text NOT NULL,
	position integer NOT NULL,
	rank integer,
	reads text NOT NULL,
	list text,
	second_list text,
	early boolean NOT NULL DEFAULT false,
	at_diagnosis boolean NOT NULL DEFAULT false,
	guarded boolean NOT NULL DEFAULT false,
	course text,
	death boolean NOT NULL DEFAULT false,
	certainty text NOT NULL,
	reference text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT status_source_pkey PRIMARY KEY (rule, source),
	CONSTRAINT status_source_position_key UNIQUE (rule, position),
	CONSTRAINT status_source_name CHECK (source ~ '^[A-Z0-9_]{1,16}$'),
	CONSTRAINT status_source_rank CHECK (rank BETWEEN 1 AND 15),
	CONSTRAINT status_source_reads_known CHECK (reads IN ('code', 'pair', 'icd10')),
	CONSTRAINT status_source_lists CHECK (reads <> 'icd10' AND second_list IS NULL OR reads = 'pair' OR list IS NULL AND second_list IS NULL),
	CONSTRAINT status_source_course_known CHECK (course IN ('recurrence', 'progression')),
	CONSTRAINT status_source_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE status_source IS 'The sources of a rule and how they stand to one another: the precedence as data.';
COMMENT ON COLUMN status_source.rule IS 'The rule.';
COMMENT ON COLUMN status_source.source IS 'Name of the source, as event rows have it: capitals, digits and _, at most 16.';
COMMENT ON COLUMN status_source.position IS 'Its place in the rule; of two events alike in all else the one of the earlier source is named.';
COMMENT ON COLUMN status_source.rank IS 'How strong its evidence is: 1 the strongest, to 15. NULL: no evidence of the disease, but of other primaries or of freedom from disease.';
COMMENT ON COLUMN status_source.reads IS 'What its codes are: code (a word of a list or of status_code), pair (two such with a slash between: 01/M; without slash the second is missing), icd10 (in any spelling; codes in no range say nothing).';
COMMENT ON COLUMN status_source.list IS 'Code list of its codes, of a pair the first; what each class of the list says is in status_code, other classes say nothing.';
COMMENT ON COLUMN status_source.second_list IS 'Code list of the second of a pair.';
COMMENT ON COLUMN status_source.early IS 'Whether events before the diagnosis count too.';
COMMENT ON COLUMN status_source.at_diagnosis IS 'Whether it says what there was at the diagnosis. Distant disease by such a source, dated up to the end of the window or without date, is de novo whatever stronger sources say of later days.';
COMMENT ON COLUMN status_source.guarded IS 'Whether its codes do not tell which primary has spread: after another primary its events are ambiguous.';
COMMENT ON COLUMN status_source.course IS 'recurrence: it records those informed that they are free of disease; progression: those never informed so. NULL: neither.';
COMMENT ON COLUMN status_source.death IS 'Whether it is of the dead: it alone makes no prevalent case.';
COMMENT ON COLUMN status_source.certainty IS 'As in secondary_definition.';
COMMENT ON COLUMN status_source.reference IS 'Where its codes and its place come from.';
COMMENT ON COLUMN status_source.note IS 'What a user must know of it.';
COMMENT ON COLUMN status_source.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql status_source@
@base/reference.sql status_source secondary_definition refuse rule builtin@

CREATE TABLE status_code (
	rule text NOT NULL,
	source text NOT NULL,
	part integer NOT NULL DEFAULT 1,
	kind text NOT NULL,
	value text NOT NULL,
	meaning text NOT NULL,
	unless text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT status_code_pkey PRIMARY KEY (rule, source, part, kind, value),
	CONSTRAINT status_code_part CHECK (part IN (1, 2)),
	CONSTRAINT status_code_kind_known CHECK (kind IN ('class', 'code')),
	CONSTRAINT status_code_meaning_known CHECK (meaning IN ('nothing', 'distant', 'multiple', 'local', 'absent', 'reported', 'free', 'not_free', 'other_primary', 'applies')),
	CONSTRAINT status_code_unless_of_distant CHECK (unless IS NULL OR meaning = 'distant')
);
COMMENT ON TABLE status_code IS 'What the codes of a source say, by the class that they have in the source''s code list, or one by one.';
COMMENT ON COLUMN status_code.rule IS 'The rule.';
COMMENT ON COLUMN status_code.source IS 'The source.';
COMMENT ON COLUMN status_code.part IS 'Of a pair, which of its two codes; else 1.';
COMMENT ON COLUMN status_code.kind IS 'class: value is a class of the source''s code list; code: value is a code itself.';
COMMENT ON COLUMN status_code.value IS 'The class or the code. A code that ends in * stands for all that begin so, the longer before the shorter; an ICD-10 code can be a range of one length (C78-C79), and one of four characters goes before one of three; the case of letters does not matter; an empty second code of a pair stands for a missing one.';
COMMENT ON COLUMN status_code.meaning IS 'distant; multiple (maybe distant); local (or regional); absent (no distant disease at the diagnosis); reported (the patient says so); free or not_free (informed, or never, that there is no disease or none can be found); other_primary; nothing. Of the second part of a pair applies (the first counts) or nothing.';
COMMENT ON COLUMN status_code.unless IS 'ICD-10 codes and ranges, with commas between: for a primary tumour of these sites it is regional and says nothing. While the site is not known it is neither.';
COMMENT ON COLUMN status_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql status_code@
@base/reference.sql status_code status_source refuse rule source builtin@

INSERT INTO secondary_definition (rule, window_days, certainty, reference, note, builtin)
VALUES ('nhs', 90, 'inferred', 'Rule of this extension, on data sets of the NHS in England', 'No published rule for all these sources was found; the published algorithm of England (10.1038/s44276-025-00154-1) gives its accuracy, not its rule. The date is that of a record, not of the disease: 64.5 % of dates by such algorithms were within three months of the patient''s notes (10.1186/s12885-022-09333-6). It sees only what was recorded: disease treated outside these sources is missed, and of those who died early less was recorded.', true);

INSERT INTO status_source (rule, position, source, rank, reads, list, second_list, early, at_diagnosis, guarded, course, death, certainty, reference, note, builtin)
SELECT f[1], f[2]::integer, f[3], nullif(f[4], '')::integer, f[5], nullif(f[6], ''), nullif(f[7], ''), f[8]::boolean, f[9]::boolean, f[10]::boolean, nullif(f[11], ''), f[12]::boolean, f[13], f[14], f[15], true
FROM string_to_table($sources$
@cohort/status/sources.csv@
$sources$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'rule;%';

INSERT INTO status_code (rule, source, part, kind, value, meaning, unless, builtin)
SELECT f[1], f[2], f[3]::integer, f[4], f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($codes$
@cohort/status/codes.csv@
$codes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'rule;%';

-- ---- status_rule: such a rule as a value ----

CREATE TYPE status_rule;

CREATE FUNCTION status_rule_in(cstring) RETURNS status_rule AS 'MODULE_PATHNAME', 'cpe_status_rule_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_in(cstring) IS 'Reads and checks a rule from its text. Errors: 22P02 not of the form, with the line; 22023 a code with two meanings, a source without codes; 54000 too many codes.';
CREATE FUNCTION status_rule_out(status_rule) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_status_rule_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_out(status_rule) IS 'Writes a rule as it was read.';
CREATE FUNCTION status_rule_recv(internal) RETURNS status_rule AS 'MODULE_PATHNAME', 'cpe_status_rule_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_recv(internal) IS 'Reads a rule from its text, with the same checks.';
CREATE FUNCTION status_rule_send(status_rule) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_status_rule_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status_rule_send(status_rule) IS 'Writes a rule as text.';

CREATE TYPE status_rule (
	INPUT = status_rule_in, OUTPUT = status_rule_out, RECEIVE = status_rule_recv, SEND = status_rule_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE status_rule IS 'A rule for secondary disease with all its codes, as secondary_rule makes it: aggregates that are given one look nothing up. Text: a first line window=90 strict=yes as_of=-, then the sources (source HES rank=5 reads=icd10 guarded), behind each its codes (distant unless=C50,D05: C77.3; distant until=2018-04-01: 06).';

@base/ordered_type.sql status_rule cpe_bytes its bytes@

CREATE FUNCTION secondary_rule(rule text DEFAULT 'nhs', options jsonb DEFAULT '{}') RETURNS status_rule
	AS 'MODULE_PATHNAME', 'cpe_secondary_rule' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION secondary_rule(text, jsonb) IS 'The rule of that name with all codes of its code lists, of any date, as a value for disease_status and secondary_status; of the meanings of a code in force on a date a user''s goes before the shipped one. It is made once a call site for each rule and options, so that a query may ask for it in every row. Options: window_days (default: as the rule has it), multiple (whether a multiple recurrence, code 06 of the waiting times, counts as distant; default true, and it is a conflict then), as_of (the last day of the data, a date like 2024-12-31: later events are an error, or counted and left out; default: no limit), order (an array of the names of all sources with a rank, strongest first, those of equal rank in one text with commas between; default: the ranks of the rule), strict (default true: unknown sources and codes, dates out of range, events after as_of, and groups of several diagnoses are errors; false: they are counted). Errors: 22004 rule NULL; 22023 unknown rule or option, a rule whose tables do not fit together.';

-- ---- disease_status: what the events of a patient tell, as a state ----

CREATE TYPE disease_status;

CREATE FUNCTION disease_status_in(cstring) RETURNS disease_status AS 'MODULE_PATHNAME', 'cpe_disease_status_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_in(cstring) IS 'Reads a disease status from its exact text. Errors: 22P02 not of the form, with the byte, 22003 a number too large, 22023 no events can tell this.';
CREATE FUNCTION disease_status_out(disease_status) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_disease_status_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_out(disease_status) IS 'Writes a disease status as exact text, which no setting can change.';
CREATE FUNCTION disease_status_recv(internal) RETURNS disease_status AS 'MODULE_PATHNAME', 'cpe_disease_status_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_recv(internal) IS 'Reads a disease status from its binary form. Errors: 22P03 not of the form, 22023 no events can tell this.';
CREATE FUNCTION disease_status_send(disease_status) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_disease_status_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_send(disease_status) IS 'Writes a disease status in binary: version, flags, the rule''s fingerprint, dates, counts, evidence, most significant byte first; equal values give equal bytes.';

CREATE TYPE disease_status (
	INPUT = disease_status_in, OUTPUT = disease_status_out, RECEIVE = disease_status_recv, SEND = disease_status_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE disease_status IS 'What the events of one patient''s tumour tell of secondary disease, small however many they are: of each source and meaning the earliest date that counts and how many events there are. secondary_of judges it; it says itself how strong each source is. While no row has given the diagnosis each date is kept, at most 1000. Exact under any split and in any order, to the bit. Text: the fingerprint of the rule, window, diagnosis, site (which conditions of the rule it meets), first other primary, when first free of disease, ranks that say absent, counts, then evidence as {place source rank flags meaning date events}; the flags are early 1, at_diagnosis 2, guarded 4, recurrence 8, progression 16, death 32.';

@base/ordered_type.sql disease_status cpe_disease_status their binary form@

CREATE FUNCTION disease_status_accum(disease_status, status_rule, text, text, date, text, date) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_accum(disease_status, status_rule, text, text, date, text, date) IS 'A disease status with one more row; NULL for the first. The transition of the aggregate disease_status, with its errors, and 22023 the status is of another rule.';
CREATE FUNCTION disease_status_accum(disease_status, text, text, date, text, date, integer) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_accum_nhs' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_accum(disease_status, text, text, date, text, date, integer) IS 'The same by the rule nhs with that window; the transition of secondary_status(text, text, date, text, date, integer).';
CREATE FUNCTION disease_status_combine(disease_status, disease_status) RETURNS disease_status
	AS 'MODULE_PATHNAME', 'cpe_disease_status_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disease_status_combine(disease_status, disease_status) IS 'The disease status of the events of both. Errors: 22023 of different rules, or different diagnoses under a strict rule; 22003 a count passes 2^32; 54000 more than 1000 dates without a diagnosis.';

CREATE AGGREGATE disease_status(status_rule, text, text, date, text, date) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE disease_status(status_rule, text, text, date, text, date) IS 'The state behind secondary_status, with the same arguments and errors, to be stored, merged (rollup) and judged later (secondary_of). Without rows NULL.';
CREATE AGGREGATE rollup(disease_status) (
	SFUNC = disease_status_combine, STYPE = disease_status, COMBINEFUNC = disease_status_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(disease_status) IS 'The disease status of all events in those of parts, of one patient; NULLs are passed over, without any NULL. Errors: as disease_status_combine.';

-- ---- secondary: the judgement ----

CREATE TYPE secondary AS (
	class text, source text, rank integer, event date, days integer, conflict boolean, conflicts text, prevalent boolean,
	n_events bigint, distant_events bigint, before_diagnosis bigint, ignored bigint, retired bigint, invalid bigint, undated bigint, late bigint,
	diagnosis date, window_days integer, status text
);
COMMENT ON TYPE secondary IS 'Whether a patient has secondary disease, and by which evidence. class, by the first that there is: de_novo (distant disease by a source about the diagnosis, dated up to the end of the window whatever stronger sources say of later days; or by the winning source, within the window); recurrent or progressed (by the winning source, after the window); ambiguous_other_primary (distant disease only by sources that cannot tell which primary spread, after another one); local_regional; self_report; none. progressed: the winning source records progressions, or the patient was never informed of being free of disease (not_free, and no free on or before the date); else recurrent, also where nothing is known of it. The winner is the strongest source, then its earliest date; evidence without ambiguity goes before such with it.';
COMMENT ON COLUMN secondary.class IS 'The class; NULL: it cannot be told, and status says why.';
COMMENT ON COLUMN secondary.source IS 'The source that won; NULL for none.';
COMMENT ON COLUMN secondary.rank IS 'Its rank, 1 the strongest.';
COMMENT ON COLUMN secondary.event IS 'Date of its earliest event that counts; an undated one about the diagnosis has the date of that. It is the date of a record: never exact for the disease.';
COMMENT ON COLUMN secondary.days IS 'Days from the diagnosis to that date; negative where a source about the diagnosis has an earlier one.';
COMMENT ON COLUMN secondary.conflict IS 'Whether sources contradict each other.';
COMMENT ON COLUMN secondary.conflicts IS 'How, with semicolons between; NULL: they do not. stronger source says local or regional only; stronger source, or source of equal rank, says not at diagnosis (of a class within the window); multiple recurrence, maybe without distant; stronger source dates it later; weaker source dates it at diagnosis; progression after being free of disease; recurrence without being free of disease; regional or distant depends on the unknown site.';
COMMENT ON COLUMN secondary.prevalent IS 'Whether there is evidence of distant disease while the patient lived: of class de_novo, recurrent or progressed, not by death certificates alone. Who has died since is not looked at: leave the dead of a day out yourself.';
COMMENT ON COLUMN secondary.n_events IS 'Rows with an event.';
COMMENT ON COLUMN secondary.distant_events IS 'Those that count as distant disease, ambiguous ones too.';
COMMENT ON COLUMN secondary.before_diagnosis IS 'Those left out because they are before the diagnosis, whatever the site.';
COMMENT ON COLUMN secondary.ignored IS 'Those that say nothing: other diagnoses, blank codes, regional nodes of a guarded source, codes whose meaning depends on a site that is not known.';
COMMENT ON COLUMN secondary.retired IS 'Those with a code that was not valid on their date. They count all the same.';
COMMENT ON COLUMN secondary.invalid IS 'Those whose source, code or date is none, under a rule that is not strict.';
COMMENT ON COLUMN secondary.undated IS 'Those left out because they have no date.';
COMMENT ON COLUMN secondary.late IS 'Those left out because they are after as_of, under a rule that is not strict.';
COMMENT ON COLUMN secondary.diagnosis IS 'Date of the diagnosis.';
COMMENT ON COLUMN secondary.window_days IS 'The window that was used, in days.';
COMMENT ON COLUMN secondary.status IS 'NULL, or why there is no class: no diagnosis date; diagnosis dates differ, sites differ (under a rule that is not strict).';

CREATE FUNCTION secondary_of(disease_status) RETURNS secondary
	AS 'MODULE_PATHNAME', 'cpe_secondary_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION secondary_of(disease_status) IS 'The judgement on a disease status, by the rule that it was made with.';

CREATE AGGREGATE secondary_status(status_rule, text, text, date, text, date) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, FINALFUNC = secondary_of, PARALLEL = SAFE
);
COMMENT ON AGGREGATE secondary_status(status_rule, text, text, date, text, date) IS 'Status of secondary disease from the events of one patient''s tumour, grouped by it: rule, source, code, date of the event, ICD-10 site of the primary tumour, date of its diagnosis. A row with source, code and date NULL (of an outer join) has no event; diagnosis and site may be NULL in some rows, but are one in a group. A NULL or blank code says nothing; the date can be NULL for sources about the diagnosis. The order of the rows does not matter. Without rows NULL. Errors: 22004 rule NULL, source NULL with a code or date; 22023 unknown source or code, no ICD-10 code, date out of range or after as_of, different diagnoses or sites (all but the rule itself and dates of diagnosis out of range are counted where the rule is not strict); 54000 more than 1000 different events without a diagnosis.';
CREATE AGGREGATE secondary_status(text, text, date, text, date, integer) (
	SFUNC = disease_status_accum, STYPE = disease_status, COMBINEFUNC = disease_status_combine, FINALFUNC = secondary_of, PARALLEL = SAFE
);
COMMENT ON AGGREGATE secondary_status(text, text, date, text, date, integer) IS 'The same by the rule nhs, strict: source, code, date of the event, ICD-10 site of the primary tumour, date of its diagnosis, window in days (NULL: that of the rule, 90). The rule is read once a call site. On a distributed server hand over a rule as a value. Errors: the same, and 22023 window out of range.';
