-- ---- response, and what a survey does not cover ----

CREATE TYPE response;

CREATE FUNCTION response_in(cstring) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_in(cstring) IS 'Reads a response from its exact text. Errors: 22P02 not of the form, 22023 a count is negative.';
CREATE FUNCTION response_out(response) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_response_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_out(response) IS 'Writes a response as exact text, which no setting can change.';
CREATE FUNCTION response_recv(internal) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_recv(internal) IS 'Reads a response from its binary form. Errors: 22P03 not of the form, 22023 a count is negative.';
CREATE FUNCTION response_send(response) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_response_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_send(response) IS 'Writes a response in binary: version and counts, most significant byte first; equal values give equal bytes.';

CREATE TYPE response (
	INPUT = response_in, OUTPUT = response_out, RECEIVE = response_recv, SEND = response_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE response IS 'What became of the questionnaires that were mailed: how many responded, did not respond (not_responded), were deceased, undeliverable (moved, too), ineligible, opted_out (said no), excluded (taken out of the sample by a rule of the survey that its code does not tell apart from those), and of how many it is unknown. Exact under any split: merging the responses of parts gives that of the whole. Text: responded=2 not_responded=1 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0.';

@base/ordered_type.sql response cpe_response its counts, in the order of the text@

CREATE FUNCTION response_accum(response, text) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION response_accum(response, text) IS 'A response with one more person mailed: the outcome, NULL for unknown. A NULL response is an empty one. Errors: 22023 unknown outcome, 22003 a count passes 2^63. The transition of the aggregate response(text).';
CREATE FUNCTION response_combine(response, response) RETURNS response AS 'MODULE_PATHNAME', 'cpe_response_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_combine(response, response) IS 'The response of the people of both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE response(text) (
	SFUNC = response_accum, STYPE = response, INITCOND = 'responded=0 not_responded=0 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0',
	COMBINEFUNC = response_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE response(text) IS 'Counts the outcomes of a mailing, one row a person of the sample: responded, not_responded, deceased, undeliverable, ineligible, opted_out, excluded, unknown; NULL counts as unknown. Group by a sub-group to see non-response in it. Without rows a response of zeros, never NULL. Errors: 22023 another word.';
CREATE AGGREGATE rollup(response) (
	SFUNC = response_combine, STYPE = response, INITCOND = 'responded=0 not_responded=0 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0',
	COMBINEFUNC = response_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(response) IS 'The response of all people in the responses of parts; NULLs are passed over. Errors: 22003 a count passes 2^63.';

CREATE FUNCTION make_response(responded bigint, not_responded bigint, deceased bigint DEFAULT 0, undeliverable bigint DEFAULT 0,
		ineligible bigint DEFAULT 0, opted_out bigint DEFAULT 0, excluded bigint DEFAULT 0, unknown bigint DEFAULT 0)
	RETURNS response AS 'MODULE_PATHNAME', 'cpe_make_response'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_response(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint) IS 'The response with these counts, as from a published table. NULL if one is NULL. Errors: 22023 a count is negative, 22003 they add up to more than a bigint.';
CREATE FUNCTION mailed(response) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_mailed'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mailed(response) IS 'Everybody in it, whatever the outcome. Errors: 22003 out of range.';
CREATE FUNCTION responded(response) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_responded'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION responded(response) IS 'Those who responded: the numerator of response_rate.';
CREATE FUNCTION outcome_n(response, outcome text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_outcome_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION outcome_n(response, text) IS 'Those with this outcome. Errors: 22023 unknown outcome.';
CREATE FUNCTION eligible(response, basis text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_response_eligible_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eligible(response, text) IS 'The denominator of response_rate on this basis. raw: everybody mailed. adjusted: without the deceased, undeliverable, ineligible and excluded; those who said no and those of whom nothing is known stay. Errors: 22023 unknown basis, 22003 out of range.';
CREATE FUNCTION response_rate(response, basis text) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_response_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate(response, text) IS 'responded / eligible on this basis, 0 to 1; NULL when nobody is eligible. raw and adjusted differ, so there is no default. That the English survey publishes the adjusted one is recalled, not read in its documents; the published counts of 2021 and 2022 fit it. Errors: as eligible.';

-- ---- what a survey's codes for outcomes mean ----

CREATE TABLE outcome_code (
	scheme text NOT NULL,
	code text NOT NULL,
	outcome text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT outcome_code_pkey PRIMARY KEY (scheme, code),
	CONSTRAINT outcome_code_outcome_known CHECK (outcome IN ('responded', 'not_responded', 'deceased', 'undeliverable', 'ineligible', 'opted_out', 'excluded', 'unknown')),
	CONSTRAINT outcome_code_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE outcome_code IS 'What the outcome codes of a survey''s contractor mean, as words that the aggregate response(text) counts. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN outcome_code.scheme IS 'Name of the list of codes, as in outcome_of; case matters.';
COMMENT ON COLUMN outcome_code.code IS 'The code, exactly; empty: a blank or NULL.';
COMMENT ON COLUMN outcome_code.outcome IS 'responded, not_responded, deceased, undeliverable (moved, too), ineligible, opted_out, excluded or unknown. Somebody who responded and died later has responded.';
COMMENT ON COLUMN outcome_code.source IS 'Where that is said.';
COMMENT ON COLUMN outcome_code.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (not checked against the source).';
COMMENT ON COLUMN outcome_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql outcome_code@

INSERT INTO outcome_code (scheme, code, outcome, certainty, source, builtin)
SELECT f[1], f[2], f[3], f[4], f[5], true
FROM string_to_table($outcomes$
@survey/response/outcomes.csv@
$outcomes$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'scheme;%';

CREATE FUNCTION outcome_of(scheme text, code text, strict boolean DEFAULT true) RETURNS text
	AS 'MODULE_PATHNAME', 'cpe_outcome_of'
	LANGUAGE C STABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION outcome_of(text, text, boolean) IS 'The outcome that a survey''s code stands for, by outcome_code; a NULL code is what the scheme has for a blank, else NULL. A code that the scheme does not have is an error, or NULL with strict off. Read once a call site for each code. Errors: 22004 scheme or strict NULL; 22023 unknown scheme or code.';

-- ---- caveats ----

CREATE TABLE caveat (
	code text NOT NULL,
	survey text NOT NULL,
	waves text[],
	subgroup text,
	statement text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT caveat_pkey PRIMARY KEY (code),
	CONSTRAINT caveat_waves_some CHECK (pg_catalog.cardinality(waves) > 0 AND pg_catalog.array_position(waves, NULL) IS NULL),
	CONSTRAINT caveat_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE caveat IS 'What results of a survey do not cover or are not for, to be printed with them. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN caveat.code IS 'Name of the caveat.';
COMMENT ON COLUMN caveat.survey IS 'The survey, as in survey_wave: NCPES (National Cancer Patient Experience Survey, England); cancer_qol (cancer quality of life survey); or another word.';
COMMENT ON COLUMN caveat.waves IS 'The waves that it is about, by their keys (2018, 2011-12); NULL: all.';
COMMENT ON COLUMN caveat.subgroup IS 'The sub-group or concept that it is about (secondary, deprivation, lung); NULL: every result.';
COMMENT ON COLUMN caveat.statement IS 'What a reader of results should know, in our words.';
COMMENT ON COLUMN caveat.source IS 'Where it was read, or what it is inferred from.';
COMMENT ON COLUMN caveat.certainty IS 'sourced (read in a published text), computed, inferred (a conclusion of this extension or its user), or unconfirmed.';
COMMENT ON COLUMN caveat.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql caveat@

INSERT INTO caveat (code, survey, waves, subgroup, certainty, statement, source, builtin)
SELECT f[1], f[2], string_to_array(nullif(f[3], ''), ','), nullif(f[4], ''), f[5], f[6], f[7], true
FROM string_to_table($caveats$
@survey/response/caveats.csv@
$caveats$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'code;%';

CREATE FUNCTION caveats(wave text, subgroup text DEFAULT NULL, survey text DEFAULT 'NCPES')
	RETURNS TABLE(code text, subgroup_of text, statement text, source text, certainty text)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
	SELECT c.code, c.subgroup, c.statement, c.source, c.certainty
	FROM caveat AS c
	WHERE c.survey OPERATOR(pg_catalog.=) caveats.survey
		AND (c.waves IS NULL OR caveats.wave OPERATOR(pg_catalog.=) ANY (c.waves))
		AND (c.subgroup IS NULL OR caveats.subgroup IS NULL OR c.subgroup OPERATOR(pg_catalog.=) caveats.subgroup)
	ORDER BY c.subgroup COLLATE pg_catalog."C" NULLS FIRST, c.code COLLATE pg_catalog."C";
END;
COMMENT ON FUNCTION caveats(text, text, text) IS 'The caveats to print with results of a wave: those about every result and those about the sub-group (NULL: about any), subgroup_of saying which. secondary goes with results by the concepts disease_spread and disease_status. Of a wave or sub-group that no row names, those of all waves or about every result; case matters. survey: as in caveat; NCPES where it is left out.';
