-- ---- survey respondents and registered tumours ----

CREATE TABLE linkage_rule (
	rule text NOT NULL,
	title text NOT NULL,
	earliest_days integer NOT NULL,
	prefer text NOT NULL,
	ties text NOT NULL,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT linkage_rule_pkey PRIMARY KEY (rule),
	CONSTRAINT linkage_rule_earliest_days_range CHECK (earliest_days BETWEEN -100000 AND 100000),
	CONSTRAINT linkage_rule_prefer_known CHECK (prefer IN ('latest', 'nearest', 'level')),
	CONSTRAINT linkage_rule_ties_known CHECK (ties IN ('none', 'all', 'level', 'tumour')),
	CONSTRAINT linkage_rule_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE linkage_rule IS 'Rules by which link_tumour says which registered tumour a survey''s respondent was asked about. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade. A shipped rule cannot be added to: copy it, with its rows of related_code, under another name.';
COMMENT ON COLUMN linkage_rule.rule IS 'Name of the rule, as in link_tumour; case matters.';
COMMENT ON COLUMN linkage_rule.title IS 'What a heading says.';
COMMENT ON COLUMN linkage_rule.earliest_days IS 'The least days from diagnosis to discharge that a match may have; negative: a diagnosis may be that many days after discharge.';
COMMENT ON COLUMN linkage_rule.prefer IS 'Which of a person''s tumours in time goes first: latest (the fewest days from diagnosis to discharge, a diagnosis after discharge before one before it), nearest (the fewest days either way), level (a match of four characters before one of three, then the latest).';
COMMENT ON COLUMN linkage_rule.ties IS 'What becomes of tumours that are first alike: none (none is chosen), all (all are), level (a match of four characters before one of three; what is alike still, not), tumour (the same, and then the first by the bytes of its key).';
COMMENT ON COLUMN linkage_rule.source IS 'Where the rule comes from.';
COMMENT ON COLUMN linkage_rule.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed.';
COMMENT ON COLUMN linkage_rule.note IS 'What a user must know of it.';
COMMENT ON COLUMN linkage_rule.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql linkage_rule@

CREATE TABLE related_code (
	rule text NOT NULL,
	survey_code text NOT NULL,
	tumour_code text NOT NULL,
	limit_codes text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT related_code_pkey PRIMARY KEY (rule, survey_code, tumour_code),
	CONSTRAINT related_code_of_three_characters CHECK (survey_code ~ '^[A-Z][0-9]{2}$' AND tumour_code ~ '^[A-Z][0-9]{2}$'),
	CONSTRAINT related_code_differs CHECK (survey_code <> tumour_code),
	CONSTRAINT related_code_limit_codes_listed CHECK (limit_codes ~ '^[A-Z][0-9]{2}(,[A-Z][0-9]{2})*$')
);
COMMENT ON TABLE related_code IS 'Sites that may stand for each other in a linkage rule: a respondent of the one with no registered tumour of the same site, and a tumour of the other. Shipped rows are builtin; add your own, for rules of your own, with INSERT.';
COMMENT ON COLUMN related_code.rule IS 'The rule, as in linkage_rule.';
COMMENT ON COLUMN related_code.survey_code IS 'The survey''s site, three characters of ICD-10 in capitals.';
COMMENT ON COLUMN related_code.tumour_code IS 'The registered site, three characters; the other way round is another row.';
COMMENT ON COLUMN related_code.limit_codes IS 'The sites, three characters, with commas and nothing else between them, whose unique matches limit how long before discharge a related tumour may have been diagnosed: the mean days from diagnosis to discharge of those matches of the partition that were diagnosed by the day of discharge. Also the name of that limit in the option limits.';
COMMENT ON COLUMN related_code.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql related_code@
@base/reference.sql related_code linkage_rule refuse rule builtin@

INSERT INTO linkage_rule (rule, title, earliest_days, prefer, ties, certainty, source, note, builtin) VALUES
	('ncpes', 'National Cancer Patient Experience Survey to the cancer registry', -30, 'latest', 'none', 'sourced',
		'LizzieAugarde/NCPES_linkage, README and scripts, commit 5064916 (MIT)',
		'The rule as stated there. Its scripts number the rows of a person in the order they lie in, so that a match of theirs can be another tumour where somebody has several, and leave tied tumours as duplicates; here tied ones are not chosen. Link respondents and non-respondents, and each year, in partitions of their own: their limits differ.', true);

INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes, builtin)
SELECT 'ncpes', d.survey_code, d.tumour_code, p.limit_codes, true
FROM (VALUES ('C50', 'D05', 'C50'), ('C67', 'D41', 'C67'), ('C67', 'D09', 'C67'),
		('C18', 'C19', 'C18,C19,C20'), ('C18', 'C20', 'C18,C19,C20'), ('C19', 'C20', 'C18,C19,C20'),
		('C82', 'C83', 'C83'), ('C83', 'C85', 'C83'), ('C82', 'C85', 'C82')) AS p(one, other, limit_codes),
	LATERAL (VALUES (p.one, p.other), (p.other, p.one)) AS d(survey_code, tumour_code);

CREATE TYPE tumour_link AS (
	level text,
	match text,
	days integer,
	limit_days double precision,
	candidates integer,
	chosen boolean,
	reason text
);
COMMENT ON TYPE tumour_link IS 'What the window function link_tumour returns for a pair of a respondent and a registered tumour; expand it with (l).* over a subquery.';
COMMENT ON COLUMN tumour_link.level IS 'How the sites go together: icd4 (four characters alike), icd3 (three; also where either code has only three), related (by related_code); NULL otherwise.';
COMMENT ON COLUMN tumour_link.match IS 'What came of the person, the same in all rows of his: unique (one tumour by site), tied (several that are first alike), related (one by a related site), related tied, none (tumours under the number, but no match), not found (no tumour under the number).';
COMMENT ON COLUMN tumour_link.days IS 'Days from diagnosis to discharge; negative: diagnosed after it. NULL without one of the dates.';
COMMENT ON COLUMN tumour_link.limit_days IS 'Where a related site was looked at: the most days from diagnosis to discharge, as given or the mean of the partition''s unique matches. NULL otherwise, and where there was none to take the mean of.';
COMMENT ON COLUMN tumour_link.candidates IS 'How many tumours of the person were in time and matched, by site or, where none did, by a related site.';
COMMENT ON COLUMN tumour_link.chosen IS 'Whether this tumour is the one: never NULL. Of tied ones none is, unless ties says so.';
COMMENT ON COLUMN tumour_link.reason IS 'Why: chosen; another is as near; another is nearer; diagnosed too long after discharge; diagnosed too long before discharge (a related site, beyond limit_days); no limit for a related site; another matches by site; other site; no survey code; no tumour code; no discharge date; no diagnosis date; not in the registry.';

CREATE FUNCTION link_tumour(person text, survey_code text, discharge date, tumour text, tumour_code text, diagnosis date,
		rule text DEFAULT 'ncpes', options jsonb DEFAULT '{}')
	RETURNS tumour_link AS 'MODULE_PATHNAME', 'cpe_link_tumour'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION link_tumour(text, text, date, text, text, date, text, jsonb) IS
'Window function: which registered tumour a respondent of a survey was asked about. The partition holds the pairs of one survey year and of respondents or of those who did not respond, and no others (OVER (PARTITION BY wave, responded)): their unique matches give the limits. A row is a respondent, left joined to the registry on the NHS number: person is the key of the survey''s record; survey_code its site in any spelling of ICD-10; discharge the end of the episode it was drawn from; tumour the key of a registered tumour (NULL: none under the number), tumour_code its site (see registered_site), diagnosis its date. By the rule ncpes: a site matches by four characters, or else three; tumours diagnosed more than 30 days after discharge are out; of the others of a person the one diagnosed last is the match, and where two share that day neither is. A person without a match by site in time may have a related one (related_code), diagnosed no longer before discharge than the mean of the limit''s sites. Options above the rule''s: earliest_days, prefer, ties (as in linkage_rule), limits ({"C50": 546}: days, in the place of a mean, by limit_codes), strict (true; false: a code that is no ICD-10 code counts as none). A blank text counts as NULL. The same whatever the order of the rows. Where the published file has FINAL_UNIQUE 1, match is unique and chosen true; 99: not found; 0: the rest. Errors: 22004 person, rule or options NULL; 22023 no ICD-10 code, unknown rule or options, a date that is infinite, a person with two survey codes or discharge dates, a tumour twice; 54000 too many rows in a partition.';

CREATE FUNCTION registered_site(diagnosis date, site_pre2013 text, site_from2013 text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN registered_site.diagnosis OPERATOR(pg_catalog.<) '2013-01-01'::date THEN registered_site.site_pre2013
		WHEN registered_site.diagnosis IS NOT NULL THEN registered_site.site_from2013 END;
END;
COMMENT ON FUNCTION registered_site(date, text, text) IS 'The site of a registered tumour from the two columns that the English registry has: site_pre2013 (SITE_ICD10_O2_PRE2013) of one diagnosed before 2013, else site_from2013 (SITE_ICD10R4_O2_FROM2013). Each is empty or by another revision for the other years. NULL without a date. Source: as of the linkage rule ncpes.';
