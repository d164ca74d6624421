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
COMMENT ON COLUMN code.certainty IS 'Of the meaning and its dates, as in code_list. What a class makes of a code, and which code took the place of a retired one (note), are this project''s reading of the meanings.';
COMMENT ON COLUMN code.note IS 'What a user must know of it.';
COMMENT ON COLUMN code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql code@
@base/reference.sql code code_list refuse list@

CREATE FUNCTION check_code_class() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_check_code_class'
	LANGUAGE C;
COMMENT ON FUNCTION check_code_class() IS 'Trigger of table code, after a row was added or changed: its class is one of its list''s. While a dump is restored (check_function_bodies is off) nothing is checked. Errors: 23514.';
CREATE CONSTRAINT TRIGGER code_class_of_list AFTER INSERT OR UPDATE ON code
	DEFERRABLE FOR EACH ROW WHEN (NOT NEW.builtin AND NEW.class IS NOT NULL) EXECUTE FUNCTION check_code_class();
COMMENT ON TRIGGER code_class_of_list ON code IS 'A class is one of its list''s: a word misspelt would count as nothing.';

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

CREATE FUNCTION code_class(list text, code text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_code_class'
	LANGUAGE C STABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION code_class(text, text, date, boolean) IS 'What a code of a list counts as (code.class), as code_meaning finds it; NULL where the code is missing or counts as nothing, or, not strict, is not in the list. Each list is read once a call site. Errors: as code_meaning.';
CREATE FUNCTION code_meaning(list text, code text, at date DEFAULT NULL, strict boolean DEFAULT true,
	OUT label text, OUT class text, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_code_meaning'
	LANGUAGE C STABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION code_meaning(text, text, date, boolean) IS 'What a code of a list means at a date: label and class as in table code, and status: current; retired (not in use at the date any more: its last meaning before; such codes are taken, and are counted by this status); not_yet (in use only after the date: its first meaning then); missing (NULL or blanks); unknown (not in the list). Without a date it is the last meaning, retired where that has an end. Of the meanings in force a user''s row goes before a shipped one. Blanks around a code are nothing, case and leading zeros matter. Label and class are NULL where there is no meaning. Each list is read once a call site. Errors: 22004 list or strict NULL; 22023 unknown list, unknown code while strict.';
CREATE FUNCTION codes_at(list text, at date DEFAULT NULL)
	RETURNS TABLE(code text, label text, class text, status text, since date, until date)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
	SELECT DISTINCT ON (c.code COLLATE pg_catalog."C") c.code, c.label, c.class,
		CASE s.standing WHEN 1 THEN 'current' WHEN 2 THEN 'retired' ELSE 'not_yet' END, pg_catalog.lower(c.valid), pg_catalog.upper(c.valid)
	FROM code AS c, LATERAL (SELECT CASE
			WHEN codes_at.at IS NULL THEN CASE WHEN coalesce(pg_catalog.isfinite(pg_catalog.upper(c.valid)), false) THEN 2 ELSE 1 END
			WHEN c.valid OPERATOR(pg_catalog.@>) codes_at.at THEN 1
			WHEN pg_catalog.upper(c.valid) OPERATOR(pg_catalog.<=) codes_at.at THEN 2
			ELSE 3 END AS standing) AS s
	WHERE c.list OPERATOR(pg_catalog.=) codes_at.list
	ORDER BY c.code COLLATE pg_catalog."C", s.standing,
		CASE WHEN s.standing OPERATOR(pg_catalog.=) 3 THEN pg_catalog.lower(c.valid) END,
		CASE WHEN s.standing OPERATOR(pg_catalog.=) 2 OR codes_at.at IS NULL THEN coalesce(pg_catalog.upper(c.valid), 'infinity') END DESC NULLS LAST,
		c.builtin, coalesce(pg_catalog.lower(c.valid), '-infinity') DESC;
END;
COMMENT ON FUNCTION codes_at(text, date) IS 'All codes of a list in the order of their bytes, each with its meaning at a date (NULL: its last) and the status that code_meaning gives it; since and until are the first day of that meaning and the first day after it, NULL where it has none. For rules that are made of codes. No rows for an unknown list or NULL.';

-- ---- decoders: true, false, or NULL for missing ----

CREATE FUNCTION metastatic_distant(disease_type text, site text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE
		WHEN 'distant' OPERATOR(pg_catalog.=) ANY (ARRAY[code_class('metastatic_disease_type', disease_type, at, strict), code_class('metastatic_site', site, at, strict)]) THEN true
		WHEN code_class('metastatic_disease_type', disease_type, at, strict) IS NOT NULL
			OR code_class('metastatic_site', site, at, strict) OPERATOR(pg_catalog.=) 'regional' THEN false
	END;
COMMENT ON FUNCTION metastatic_distant(text, text, date, boolean) IS 'Whether COSD metastatic disease type (CR6520) or metastatic site (CR1590), one row of the repeating group, says distant disease: true where either does; else false where the type is local or regional or the site regional nodes; else NULL (nothing, or unknown site without a type). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION treatment_event_distant(event_type text, multiple boolean DEFAULT true, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('cancer_treatment_event_type', event_type, at, strict)
		WHEN 'distant' THEN true WHEN 'multiple' THEN multiple WHEN 'primary' THEN false WHEN 'local' THEN false
		WHEN 'regional' THEN false WHEN 'relapse' THEN false WHEN 'progression' THEN false WHEN 'transformation' THEN false
	END;
COMMENT ON FUNCTION treatment_event_distant(text, boolean, date, boolean) IS 'Whether a cancer treatment event type of waiting times (CTE_TYPE) says distant disease: true for 05, 07, 08 and 12; for 06, local, regional or distant recurrences together, what multiple says (NULL: not known); else false. NULL if missing. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION cns_contact(indication text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('clinical_nurse_specialist_indication', indication, at, strict) WHEN 'contact' THEN true WHEN 'no_contact' THEN false END;
COMMENT ON FUNCTION cns_contact(text, date, boolean) IS 'Whether the patient saw a clinical nurse specialist or a member of the team: true for Y1, Y3, Y4, Y5 and the retired Y2, false for NI and NN, NULL for 99 and blanks. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION cns_at_diagnosis(indication text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('clinical_nurse_specialist_at_diagnosis', indication, at, strict) WHEN 'present' THEN true WHEN 'absent' THEN false END;
COMMENT ON FUNCTION cns_at_diagnosis(text, date, boolean) IS 'Whether a clinical nurse specialist was present when the diagnosis was given: true for Y1, false for every other code, NULL for 99 and blanks. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION hna_offered(offer text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('hna_offer_status', offer, at, strict)
		WHEN 'undecided' THEN true WHEN 'declined' THEN true WHEN 'accepted' THEN true WHEN 'unable' THEN true WHEN 'not_offered' THEN false
	END;
COMMENT ON FUNCTION hna_offered(text, date, boolean) IS 'Whether a holistic needs assessment was offered: true for 01, 02, 03 and 05, false for 04, NULL for blanks. The coverage analysis of 2024 counts an empty code as offered: that is coalesce(hna_offered(…), true), said where it is done. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION hna_accepted(offer text, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('hna_offer_status', offer, at, strict)
		WHEN 'accepted' THEN true WHEN 'undecided' THEN false WHEN 'declined' THEN false WHEN 'unable' THEN false WHEN 'not_offered' THEN false
	END;
COMMENT ON FUNCTION hna_accepted(text, date, boolean) IS 'Whether an offer of a holistic needs assessment was accepted: true for 03, false for every other code, also where none was made, NULL for blanks. For the share of offers, FILTER (WHERE hna_offered(…)). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION pcsp_offered(offer text, at date, not_required boolean DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('pcsp_offer_status', offer, at, strict)
		WHEN 'undecided' THEN true WHEN 'declined' THEN true WHEN 'accepted' THEN true WHEN 'unable' THEN true
		WHEN 'not_offered' THEN false WHEN 'not_offered_other' THEN false WHEN 'not_required' THEN not_required
	END;
COMMENT ON FUNCTION pcsp_offered(text, date, boolean, boolean) IS 'Whether personalised care and support planning was offered, by the meaning of the code at the date of the record: true for 01, 02, 03 and 05, false for 04. Code 06 changed: not required before 19 May 2026 (or the earlier day of the change, which is not known), then it counts as what not_required says (NULL: neither; the coverage analysis of 2024 keeps it: true); from then on not offered for another reason: false. NULL for blanks. A NULL date takes the last meaning. Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION pcsp_accepted(offer text, at date, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE code_class('pcsp_offer_status', offer, at, strict)
		WHEN 'accepted' THEN true WHEN 'undecided' THEN false WHEN 'declined' THEN false WHEN 'unable' THEN false
		WHEN 'not_offered' THEN false WHEN 'not_offered_other' THEN false WHEN 'not_required' THEN false
	END;
COMMENT ON FUNCTION pcsp_accepted(text, date, boolean) IS 'Whether an offer of personalised care and support planning was accepted: true for 03, false for every other code, NULL for blanks. For the share of offers, FILTER (WHERE pcsp_offered(…)). Errors: 22004 strict NULL; 22023 unknown code while strict.';
CREATE FUNCTION repair_offer_code(offer text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.strpos(offer, '00') OPERATOR(pg_catalog.>) 0
		THEN pg_catalog.overlay(offer, '0', pg_catalog.strpos(offer, '00'), 2) ELSE offer END;
COMMENT ON FUNCTION repair_offer_code(text) IS 'An offer code with its first 00 made 0, the repair of the coverage analysis of 2024 for codes such as 003: 03. Other codes as they are. No decoder does this by itself. NULL for NULL.';
CREATE FUNCTION mdt_discussed(discussion_type text, not_discussed text, standard_counts boolean DEFAULT true, at date DEFAULT NULL, strict boolean DEFAULT true) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE (pg_catalog.array_remove(ARRAY[code_class('mdt_discussion_type', discussion_type, at, strict), code_class('mdt_not_discussed', not_discussed, at, strict)], NULL))[1]
		WHEN 'discussed' THEN true WHEN 'discussed_elsewhere' THEN true WHEN 'standard_of_care' THEN standard_counts WHEN 'not_discussed' THEN false
	END;
COMMENT ON FUNCTION mdt_discussed(text, text, boolean, date, boolean) IS 'Whether the care plan was discussed at a multidisciplinary team meeting, from the two choices of the item: true for discussion type 1 (here) and 3 (elsewhere), for 2 (predefined standard of care) what standard_counts says (NULL: not known); without a type false where the code of the other choice is 1; NULL where neither is there. Where both are, the type goes before. Errors: 22004 strict NULL; 22023 unknown code while strict.';

@cohort/stage.sql@
