
-- ---------------------------------------------------------------------------------------------
-- Room suppress: which cells of a table may be shown.
-- ---------------------------------------------------------------------------------------------

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'suppress', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
@suppress/presets.json@
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);

CREATE FUNCTION suppress(value bigint, dims text[], rule text, options jsonb DEFAULT '{}',
		numerator bigint DEFAULT NULL, given text DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_suppress'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION suppress(bigint, text[], text, jsonb, bigint, text) IS
'Window function: the status of each cell of a table (its partition). NULL: may be shown; c: hidden, for whatever reason; w: no answers, nothing to show. value is the count that decides (answers behind a score), dims the cell''s place; a NULL dimension means total. Everything derived from a hidden cell is to be hidden with it. rule names a preset (table preset, kind suppress); options override it: threshold, comparator (<= or <), secondary (none, next_smallest: if exactly one cell of a family is hidden, the smallest shown one too, ties by label in byte order; a family differs in the last dimension only, its total takes no part), zeros (shown, no_answers). numerator, when given, must lie between 0 and value; these rules do not look at it further. given is the status published before: c keeps a cell hidden. Such rules reproduce published tables and prove nothing. Errors: 22004 value, dims or rule NULL; 22023 negative, numerator outside 0 to value, a cell twice, dims of different lengths, unknown rule, option or status.';

CREATE FUNCTION display(value double precision, status text DEFAULT NULL, decimals integer DEFAULT 0, mark text DEFAULT NULL)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_display'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION display(double precision, text, integer, text) IS 'A published cell as text: the value, rounded half up to 0 to 10 decimals, when status is NULL; else the status in square brackets as the Government Analysis Function writes it ([c] confidential, [w] none recorded, [x] not available, [u] low reliability, [z] not applicable), or mark in its place. The value of a cell with a status is never part of the text. No value and no status is [x]. Errors: 22023 value not finite, decimals.';

@suppress/sensitive.sql@

@suppress/audit.sql@

@suppress/certificate.sql@

@suppress/rounding.sql@

@suppress/cell_key.sql@
