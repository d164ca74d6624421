-- ---- standards in versions ----

CREATE TABLE standard_set (
	standard_set text NOT NULL,
	version text NOT NULL,
	title text NOT NULL,
	statements integer,
	source text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT standard_set_pkey PRIMARY KEY (standard_set, version),
	CONSTRAINT standard_set_statements_some CHECK (statements > 0),
	CONSTRAINT standard_set_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE standard_set IS 'Lists of standards that services are scored against, each in its versions. A result names the version, so that a new one changes nothing that was measured. Shipped rows are builtin; add lists of your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN standard_set.standard_set IS 'Name of the list; case matters.';
COMMENT ON COLUMN standard_set.version IS 'Its version.';
COMMENT ON COLUMN standard_set.title IS 'What a heading says.';
COMMENT ON COLUMN standard_set.statements IS 'How many standards the list has; NULL: not known. The table standard may hold fewer, where not all could be read.';
COMMENT ON COLUMN standard_set.source IS 'Where the list comes from.';
COMMENT ON COLUMN standard_set.certainty IS 'sourced (read in a published text), computed, inferred, or unconfirmed (confirm before use).';
COMMENT ON COLUMN standard_set.note IS 'What a user must know of it.';
COMMENT ON COLUMN standard_set.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';

CREATE TABLE standard (
	standard_set text NOT NULL,
	version text NOT NULL,
	standard integer NOT NULL,
	section text,
	label text NOT NULL,
	certainty text NOT NULL,
	note text,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT standard_pkey PRIMARY KEY (standard_set, version, standard),
	CONSTRAINT standard_numbered CHECK (standard > 0),
	CONSTRAINT standard_certainty_known CHECK (certainty IN ('sourced', 'computed', 'inferred', 'unconfirmed'))
);
COMMENT ON TABLE standard IS 'The standards of each list and version: what a service promises. A shipped list takes no standards of others: copy it under another version.';
COMMENT ON COLUMN standard.standard_set IS 'The list.';
COMMENT ON COLUMN standard.version IS 'Its version.';
COMMENT ON COLUMN standard.standard IS 'The number of the standard in the list, from 1.';
COMMENT ON COLUMN standard.section IS 'The part of the list that it stands in; NULL: the list has none, or it is not known.';
COMMENT ON COLUMN standard.label IS 'Our own short words for what it asks for.';
COMMENT ON COLUMN standard.certainty IS 'How certain that is, in the words of standard_set.';
COMMENT ON COLUMN standard.note IS 'What a user must know of it.';
COMMENT ON COLUMN standard.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
@base/registry.sql standard_set@
@base/registry.sql standard@
@base/reference.sql standard standard_set refuse standard_set version builtin@

INSERT INTO standard_set (standard_set, version, title, statements, certainty, source, note, builtin)
SELECT f[1], f[2], f[3], nullif(f[4], '')::integer, f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($sets$
@improve/standards/sets.csv@
$sets$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'standard_set;%';

INSERT INTO standard (standard_set, version, standard, section, label, certainty, note, builtin)
SELECT f[1], f[2], f[3]::integer, nullif(f[4], ''), f[5], f[6], nullif(f[7], ''), true
FROM string_to_table($standards$
@improve/standards/standards.csv@
$standards$, E'\n') AS line, string_to_array(line, ';') AS f
WHERE line <> '' AND line NOT LIKE 'standard_set;%';
