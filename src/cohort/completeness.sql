-- ---- completeness of items ----

CREATE FUNCTION completeness_accum(tally, text, text[]) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_text'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, text, text[]) IS 'A tally with one eligible row more, positive where the value is known. A NULL tally is an empty one. Errors: 22004 the list is NULL, 22023 the tally is weighted. The transition of the aggregate completeness(text, text[]).';
CREATE FUNCTION completeness_accum(tally, anyelement, anyarray) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_array'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, anyelement, anyarray) IS 'The same for values of any type with an equality. Errors: also 22023 the type has none. The transition of the aggregate completeness(anyelement, anyarray).';
CREATE FUNCTION completeness_accum(tally, anyelement) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_completeness_accum_any'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(tally, anyelement) IS 'The same where only NULL is not known. The transition of the aggregate completeness(anyelement).';
CREATE AGGREGATE completeness(value text, unknown text[]) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(text, text[]) IS 'How often an item is recorded: n counts the rows, positive those in which the value is known, so that rate is the completeness, 0 to 1, and rate_ci its interval. NULL is not known, nor is a value in the list, byte by byte: an empty text only where the list has it. FILTER (WHERE ...) chooses the rows in which the item ought to be there. Without rows a tally of zeros, never NULL. Errors: 22004 the list is NULL (it may be empty).';
CREATE AGGREGATE completeness(value anyelement, unknown anyarray) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(anyelement, anyarray) IS 'The same for values of any type, compared by its operator =: completeness(height, ''{-1}''). Errors: 22004 the list is NULL, 22023 the type has no equality.';
CREATE AGGREGATE completeness(value anyelement) (
	SFUNC = completeness_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness(anyelement) IS 'The same for values of any type of which only NULL is not known.';

CREATE TYPE item_profile;

CREATE FUNCTION item_profile_in(cstring) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_in(cstring) IS 'Reads an item_profile from its exact text. Errors: 22P02 not of the form, 22003 a number too large, 22023 no rows can have these counts, or two items one name, 54000 more than 1664 items, or 1000 codes of one.';
CREATE FUNCTION item_profile_out(item_profile) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_item_profile_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_out(item_profile) IS 'Writes an item_profile as exact text, which no setting can change.';
CREATE FUNCTION item_profile_recv(internal) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_recv(internal) IS 'Reads an item_profile from its binary form. Errors: 22P03 not of the form, 22021 a text is not of the database''s encoding, others as item_profile_in.';
CREATE FUNCTION item_profile_send(item_profile) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_item_profile_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_send(item_profile) IS 'Writes an item_profile in binary: version, rows, counts, names and codes, most significant byte first; equal values give equal bytes.';

CREATE TYPE item_profile (
	INPUT = item_profile_in, OUTPUT = item_profile_out, RECEIVE = item_profile_recv, SEND = item_profile_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE item_profile IS 'How complete the columns of some rows are: the number of rows, and for each column those in which it is NULL, has a code for not known, or one for not applicable. Exact under any split: merging the profiles of parts gives that of the whole. Text: rows=3 "stage" unknown("","X") not_applicable("6") 1 0 1, the three counts in that order.';

@base/ordered_type.sql item_profile cpe_item_profile rows, counts, names and codes@

CREATE FUNCTION item_profile_accum(item_profile, record) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record) IS 'A profile with one row more; a NULL profile is an empty one. The transition of the aggregate completeness_profile(record), with its errors, and 22023 the profile is of other columns or codes.';
CREATE FUNCTION item_profile_accum(item_profile, record, jsonb) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record, jsonb) IS 'The same with codes for not known. The transition of the aggregate completeness_profile(record, jsonb).';
CREATE FUNCTION item_profile_accum(item_profile, record, jsonb, jsonb) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_accum(item_profile, record, jsonb, jsonb) IS 'The same with codes for not known and not applicable. The transition of the aggregate completeness_profile(record, jsonb, jsonb).';
CREATE FUNCTION item_profile_combine(item_profile, item_profile) RETURNS item_profile AS 'MODULE_PATHNAME', 'cpe_item_profile_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION item_profile_combine(item_profile, item_profile) IS 'The profile of the rows of both. Errors: 22023 they are of other columns or codes (the first difference is named), 22003 their rows pass 2^63.';
CREATE AGGREGATE completeness_profile(patient record) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record) IS 'The completeness of every column of a table in one pass: completeness_profile(r) FROM tumour AS r; only NULL is not known. Without rows NULL. Errors: 22004 the row is NULL, 22023 two columns have one name.';
CREATE AGGREGATE completeness_profile(patient record, unknown jsonb) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record, jsonb) IS 'The same with codes for not known beside NULL: {"*": ["", "99"], "stage_best": ["", "?", "X", "U"], "height": ["-1"]}. A column''s own list takes the place of the one for all ("*"), which goes for columns of text and enums only: an age of 99 is no code. Codes are compared by bytes with text, as values with whole numbers, numbers, dates ("1900-01-01") and booleans; of other types only NULL is not known. Errors: 22004 row or list NULL; 22023 a name that is no column, an own code that is no value of the column''s type, two columns of one name; 54000 more than 1000 codes of a column, or one longer than 1000 bytes.';
CREATE AGGREGATE completeness_profile(patient record, unknown jsonb, not_applicable jsonb) (
	SFUNC = item_profile_accum, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE completeness_profile(record, jsonb, jsonb) IS 'The same with codes that say that the item does not apply to the patient, written likewise ({"stage_best": ["6"]}): such rows are not eligible for that column. Errors: also 22023 a code of a column is in both lists.';
CREATE AGGREGATE rollup(item_profile) (
	SFUNC = item_profile_combine, STYPE = item_profile, COMBINEFUNC = item_profile_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(item_profile) IS 'The profile of all rows in the profiles of parts; NULLs are passed over, without profiles NULL. Errors: as item_profile_combine.';
CREATE FUNCTION n(item_profile) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_item_profile_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(item_profile) IS 'Rows counted.';
CREATE FUNCTION profile_items(profile item_profile)
	RETURNS TABLE ("position" integer, item text, eligible bigint, known bigint, null_count bigint, coded_unknown bigint, not_applicable bigint, t tally)
	AS 'MODULE_PATHNAME', 'cpe_profile_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 40;
COMMENT ON FUNCTION profile_items(item_profile) IS 'The items of a profile, a row a column in the table''s order: rows in which it ought to be there (eligible: all but not applicable ones), in which it is known, is NULL, has a code for not known, is not applicable; t: known of eligible as a tally, for rate, rate_ci, rollup and comparisons. A NULL profile has no rows.';

CREATE FUNCTION completeness_change(profile item_profile, before item_profile, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95)
	RETURNS TABLE (item text, t tally, t_before tally, difference double precision, low double precision, high double precision, status text)
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 40
BEGIN ATOMIC
	SELECT coalesce(i.item, b.item), i.t, b.t, g.difference, g.low, g.high,
		CASE WHEN b.item IS NULL THEN 'not in the earlier profile' WHEN i.item IS NULL THEN 'not in the later profile' ELSE g.status END
	FROM profile_items($1) AS i
	FULL JOIN profile_items($2) AS b ON b.item = i.item
	CROSS JOIN LATERAL gap(i.t, b.t, $3, $4) AS g
	ORDER BY i."position", b."position";
END;
COMMENT ON FUNCTION completeness_change(item_profile, item_profile, text, double precision) IS 'How the completeness of each item moved between two periods, profile minus before, -1 to 1, with the interval of gap(tally, tally) by the same methods. Items are matched by name, whatever their codes: what counts as not known is the caller''s care. Their rows must be different ones. status: NULL, or why there is no difference (not in the earlier profile; not in the later profile; no responses: no eligible row). No rows for NULL. Errors: 22023 method or level.';
