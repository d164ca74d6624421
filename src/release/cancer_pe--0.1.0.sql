\echo Use "CREATE EXTENSION cancer_pe" to load this file. \quit

-- ---------------------------------------------------------------------------------------------
-- Room base: versions, and the registry of named presets that later rooms fill and read.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION library_version() RETURNS text AS 'MODULE_PATHNAME', 'cpe_library_version'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION library_version() IS 'Version of the loaded library.';

CREATE FUNCTION cancer_pe_version(OUT library text, OUT catalog text, OUT status text)
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT l.version, e.extversion,
		CASE WHEN l.version OPERATOR(pg_catalog.<>) e.extversion
			THEN 'library and catalog differ: reconnect, then ALTER EXTENSION cancer_pe UPDATE' END
	FROM (SELECT library_version() AS version) AS l, pg_catalog.pg_extension AS e
	WHERE e.extname OPERATOR(pg_catalog.=) 'cancer_pe'::pg_catalog.name;
END;
COMMENT ON FUNCTION cancer_pe_version() IS 'Version of the loaded library and of the SQL objects in this database. status: NULL when they agree, else what to do.';

CREATE FUNCTION protect_builtin() RETURNS trigger AS 'MODULE_PATHNAME', 'cpe_protect_builtin'
	LANGUAGE C;
COMMENT ON FUNCTION protect_builtin() IS 'Trigger of registries, before each row and before TRUNCATE: shipped rows (builtin) change only in scripts of this extension, and nobody else adds one. Errors: 42501.';

CREATE TABLE preset (
	kind text NOT NULL,
	name text NOT NULL,
	options jsonb NOT NULL,
	source text NOT NULL,
	builtin boolean NOT NULL DEFAULT false,
	CONSTRAINT preset_pkey PRIMARY KEY (kind, name),
	CONSTRAINT preset_kind_known CHECK (kind IN ('expected_range', 'suppress')),
	CONSTRAINT preset_options_object CHECK (pg_catalog.jsonb_typeof(options) = 'object')
);
COMMENT ON TABLE preset IS 'Named sets of options: the conventions of publishers as data. A function takes the name, and its own options argument overrides single ones. Shipped rows are builtin; add your own with INSERT, they survive dump and upgrade.';
COMMENT ON COLUMN preset.kind IS 'Whose options these are: expected_range or suppress.';
COMMENT ON COLUMN preset.name IS 'The name to give as method or rule; case matters.';
COMMENT ON COLUMN preset.options IS 'The options, an object; the keys are those of the function''s options argument.';
COMMENT ON COLUMN preset.source IS 'Where the rule comes from and how certain that is.';
COMMENT ON COLUMN preset.builtin IS 'Whether the row was shipped; such rows are replaced by extension updates and not dumped.';
CREATE TRIGGER preset_protect_builtin BEFORE INSERT OR UPDATE OR DELETE ON preset
	FOR EACH ROW EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER preset_protect_builtin ON preset IS 'Keeps the shipped rows as shipped.';
CREATE TRIGGER preset_protect_truncate BEFORE TRUNCATE ON preset
	FOR EACH STATEMENT EXECUTE FUNCTION protect_builtin();
COMMENT ON TRIGGER preset_protect_truncate ON preset IS 'Keeps the shipped rows from being emptied out.';
SELECT pg_catalog.pg_extension_config_dump('preset', 'WHERE NOT builtin');

-- What is no secret is readable by all who may use the schema; writing is the installer's to grant.
GRANT SELECT ON preset TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON preset TO @extowner@ WITH GRANT OPTION;
-- ---------------------------------------------------------------------------------------------
-- Room tally: small mergeable summaries of answers and of measured values, and their intervals.
-- ---------------------------------------------------------------------------------------------

-- ---- tally ----

CREATE TYPE tally;

CREATE FUNCTION tally_in(cstring) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_in(cstring) IS 'Reads a tally from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION tally_out(tally) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_tally_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_out(tally) IS 'Writes a tally as exact text, which no setting can change.';
CREATE FUNCTION tally_recv(internal) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_recv(internal) IS 'Reads a tally from its binary form. Errors: 22P03 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION tally_send(tally) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_tally_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_send(tally) IS 'Writes a tally in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE tally (
	INPUT = tally_in, OUTPUT = tally_out, RECEIVE = tally_recv, SEND = tally_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE tally IS 'Counts of answers: n scored, positive among them, missing, invalid; with weights also the exact sums of w, w*y, w^2 and w^2*y over the scored answers. Exact under any split: merging the tallies of parts gives the tally of the whole, to the bit. Text: n=3 positive=2 missing=0 invalid=0.';

CREATE FUNCTION tally_lt(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_lt(tally, tally) IS 'Whether the first tally comes before the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (tally, tally) IS 'The first tally comes before the second; the order has no statistical meaning.';

CREATE FUNCTION tally_le(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_le(tally, tally) IS 'Whether the first tally comes before or equals the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (tally, tally) IS 'The first tally comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION tally_eq(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_eq(tally, tally) IS 'Whether the first tally holds the same numbers as the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (tally, tally) IS 'The first tally holds the same numbers as the second; the order has no statistical meaning.';

CREATE FUNCTION tally_ne(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_ne(tally, tally) IS 'Whether the first tally holds other numbers than the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (tally, tally) IS 'The first tally holds other numbers than the second; the order has no statistical meaning.';

CREATE FUNCTION tally_ge(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_ge(tally, tally) IS 'Whether the first tally comes after or equals the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (tally, tally) IS 'The first tally comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION tally_gt(tally, tally) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_tally_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_gt(tally, tally) IS 'Whether the first tally comes after the second, in the order of n, positive, missing, invalid, then the weights'' sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = tally, RIGHTARG = tally, FUNCTION = tally_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (tally, tally) IS 'The first tally comes after the second; the order has no statistical meaning.';

CREATE FUNCTION tally_cmp(tally, tally) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_tally_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_cmp(tally, tally) IS 'Negative, zero or positive, as the first tally comes before, equals or comes after the second.';
CREATE FUNCTION tally_hash(tally) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_tally_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_hash(tally) IS 'Hash of a tally: equal ones have equal hashes.';
CREATE FUNCTION tally_hash_extended(tally, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_hash_extended(tally, bigint) IS 'Hash of a tally with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS tally_ops DEFAULT FOR TYPE tally USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 tally_cmp(tally, tally);
COMMENT ON OPERATOR CLASS tally_ops USING btree IS 'Sorting and distinct values of tally: n, positive, missing, invalid, then the weights'' sums.';
COMMENT ON OPERATOR FAMILY tally_ops USING btree IS 'Sorting and distinct values of tally.';
CREATE OPERATOR CLASS tally_ops DEFAULT FOR TYPE tally USING hash AS
	OPERATOR 1 =, FUNCTION 1 tally_hash(tally), FUNCTION 2 tally_hash_extended(tally, bigint);
COMMENT ON OPERATOR CLASS tally_ops USING hash IS 'Grouping and hash joins of tally.';
COMMENT ON OPERATOR FAMILY tally_ops USING hash IS 'Grouping and hash joins of tally.';

CREATE FUNCTION tally_accum(tally, boolean) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_accum(tally, boolean) IS 'A tally with one more answer: true positive, false not, NULL missing. A NULL tally is an empty one. The transition of the aggregate tally(boolean).';
CREATE FUNCTION tally_accum(tally, boolean, double precision) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_accum_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION tally_accum(tally, boolean, double precision) IS 'A tally with one more weighted answer. Errors: 22004 weight NULL, 22023 weight not positive and finite, or the tally is unweighted. The transition of the aggregate tally(boolean, double precision).';
CREATE FUNCTION tally_combine(tally, tally) RETURNS tally AS 'MODULE_PATHNAME', 'cpe_tally_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_combine(tally, tally) IS 'The tally of the answers of both. Errors: 22023 one is weighted and the other is not, 22003 a count passes 2^63.';
CREATE AGGREGATE tally(boolean) (
	SFUNC = tally_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally(boolean) IS 'Counts answers: true positive, false not, NULL missing. Without rows a tally of zeros, never NULL.';
CREATE AGGREGATE tally(boolean, double precision) (
	SFUNC = tally_accum, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tally(boolean, double precision) IS 'Counts weighted answers: true positive, false not, NULL missing; weights must be positive and finite (22023) and not NULL (22004), also for missing answers. Sums are exact: the digits do not depend on row order, plan or workers.';
CREATE AGGREGATE rollup(tally) (
	SFUNC = tally_combine, STYPE = tally, INITCOND = 'n=0 positive=0 missing=0 invalid=0',
	COMBINEFUNC = tally_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(tally) IS 'The tally of all answers in the tallies of parts; NULLs are passed over. Errors: 22023 weighted and unweighted mixed, 22003 a count passes 2^63.';

CREATE FUNCTION make_tally(n bigint, positive bigint, missing bigint DEFAULT 0, invalid bigint DEFAULT 0)
	RETURNS tally AS 'MODULE_PATHNAME', 'cpe_make_tally'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_tally(bigint, bigint, bigint, bigint) IS 'The tally with these counts, as from a published table. NULL if one is NULL. Errors: 22023 a count is negative, or positive > n.';
CREATE FUNCTION n(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(tally) IS 'Scored answers: the denominator of the rate, without missing and invalid ones.';
CREATE FUNCTION positives(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_positives'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION positives(tally) IS 'Positive answers among the n scored ones.';
CREATE FUNCTION missing(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(tally) IS 'Answers that were NULL; not part of n.';
CREATE FUNCTION invalid(tally) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_tally_invalid'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION invalid(tally) IS 'Answers outside the question''s codes; not part of n.';
CREATE FUNCTION rate(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_rate_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate(tally) IS 'Proportion positive, 0 to 1: positives / n; of a weighted tally sum(w*y) / sum(w). NULL when n = 0.';
CREATE FUNCTION rate_se(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_rate_se'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rate_se(tally) IS 'Standard error of the rate: sqrt(p(1-p)/n); of a weighted tally by Taylor linearisation with every answer its own unit, sqrt(n/(n-1) * sum(w^2 (y-p)^2)) / sum(w). NULL when n = 0, weighted also when n = 1.';
CREATE FUNCTION n_eff(tally) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_n_eff'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_eff(tally) IS 'Effective number of answers: n; of a weighted tally sum(w)^2 / sum(w^2) (Kish). 0 when n = 0.';
CREATE FUNCTION percent(t tally, decimals integer DEFAULT 0, mode text DEFAULT 'once')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_tally_percent'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION percent(tally, integer, text) IS 'The rate in percent, rounded half up from the exact fraction (a weighted one from its nearest double) to 0 to 10 decimals: mode once, or twice (first to one decimal more, as the National Cancer Patient Experience Survey 2018 rounded its unadjusted scores). NULL when n = 0. Errors: 22023 decimals or mode.';
CREATE FUNCTION round_half_up(value double precision, decimals integer DEFAULT 0, mode text DEFAULT 'once')
	RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_round_half_up_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION round_half_up(double precision, integer, text) IS 'The number as it prints (its shortest decimal text), rounded half away from zero to 0 to 10 decimals: mode once, or twice (first to one decimal more). Errors: 22023 value not finite, decimals or mode.';

CREATE FUNCTION rate_ci(t tally, method text DEFAULT 'wilson', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_tally_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(tally, text, double precision, double precision) IS 'Confidence interval of the rate, on the scale 0 to 1. Methods: wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit; wald and agresti_coull are not clipped to 0 and 1. z, when given, takes the place of level. A weighted tally puts its effective number (Kish) in the place of n, which wilson_cc and mid_p do not allow. status: NULL, or why a limit is NULL (no responses; undefined). Errors: 22023 method, level, z. Formulas: PHEindicatormethods, R binom.test and the sources named in its method note.';
CREATE FUNCTION rate_ci(rate double precision, n double precision, method text DEFAULT 'wilson', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_rate_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rate_ci(double precision, double precision, text, double precision, double precision) IS 'Confidence interval of a proportion given as a number (an adjusted score, say) with n answers, on the scale 0 to 1; methods as for a tally, without wilson_cc and mid_p unless rate * n is a whole number. status: NULL, or why a limit is NULL. Errors: 22023 rate outside 0 to 1, n negative, method, level, z.';
CREATE FUNCTION count_ci(events double precision, method text DEFAULT 'exact', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_count_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION count_ci(double precision, text, double precision, double precision) IS 'Confidence interval of the expected number of events when this many were seen (Poisson). Methods: exact (Garwood), byar (Byar''s approximation; no lower limit at 0), phe (exact below 10 events, else byar). z, when given, takes the place of level. status: NULL, or why a limit is NULL. Errors: 22023 events negative or not finite, method, level, z.';

-- ---- moments ----

CREATE TYPE moments;

CREATE FUNCTION moments_in(cstring) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_in(cstring) IS 'Reads a moments from its exact text. Errors: 22P02 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION moments_out(moments) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_moments_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_out(moments) IS 'Writes a moments as exact text, which no setting can change.';
CREATE FUNCTION moments_recv(internal) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_recv(internal) IS 'Reads a moments from its binary form. Errors: 22P03 not of the form, 22023 no rows can have these numbers.';
CREATE FUNCTION moments_send(moments) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_moments_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_send(moments) IS 'Writes a moments in binary: version, counts, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE moments (
	INPUT = moments_in, OUTPUT = moments_out, RECEIVE = moments_recv, SEND = moments_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE moments IS 'Summary of measured values: n, missing, and the exact sums of x and x^2; with weights those of w, wx, wx^2, w^2, w^2 x and w^2 x^2. Exact under any split and in any order, to the bit. Text: n=2 missing=0 x=11p0 xx=91p0 (the sums hexadecimal, times a power of two).';

CREATE FUNCTION moments_lt(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_lt(moments, moments) IS 'Whether the first moments comes before the second, in the order of n, missing, then the sums; behind the operator <.';
CREATE OPERATOR < (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (moments, moments) IS 'The first moments comes before the second; the order has no statistical meaning.';

CREATE FUNCTION moments_le(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_le(moments, moments) IS 'Whether the first moments comes before or equals the second, in the order of n, missing, then the sums; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (moments, moments) IS 'The first moments comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION moments_eq(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_eq(moments, moments) IS 'Whether the first moments holds the same numbers as the second, in the order of n, missing, then the sums; behind the operator =.';
CREATE OPERATOR = (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (moments, moments) IS 'The first moments holds the same numbers as the second; the order has no statistical meaning.';

CREATE FUNCTION moments_ne(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_ne(moments, moments) IS 'Whether the first moments holds other numbers than the second, in the order of n, missing, then the sums; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (moments, moments) IS 'The first moments holds other numbers than the second; the order has no statistical meaning.';

CREATE FUNCTION moments_ge(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_ge(moments, moments) IS 'Whether the first moments comes after or equals the second, in the order of n, missing, then the sums; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (moments, moments) IS 'The first moments comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION moments_gt(moments, moments) RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_moments_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_gt(moments, moments) IS 'Whether the first moments comes after the second, in the order of n, missing, then the sums; behind the operator >.';
CREATE OPERATOR > (LEFTARG = moments, RIGHTARG = moments, FUNCTION = moments_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (moments, moments) IS 'The first moments comes after the second; the order has no statistical meaning.';

CREATE FUNCTION moments_cmp(moments, moments) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_moments_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_cmp(moments, moments) IS 'Negative, zero or positive, as the first moments comes before, equals or comes after the second.';
CREATE FUNCTION moments_hash(moments) RETURNS integer AS 'MODULE_PATHNAME', 'cpe_moments_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_hash(moments) IS 'Hash of a moments: equal ones have equal hashes.';
CREATE FUNCTION moments_hash_extended(moments, bigint) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_moments_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_hash_extended(moments, bigint) IS 'Hash of a moments with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS moments_ops DEFAULT FOR TYPE moments USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 moments_cmp(moments, moments);
COMMENT ON OPERATOR CLASS moments_ops USING btree IS 'Sorting and distinct values of moments: n, missing, then the sums.';
COMMENT ON OPERATOR FAMILY moments_ops USING btree IS 'Sorting and distinct values of moments.';
CREATE OPERATOR CLASS moments_ops DEFAULT FOR TYPE moments USING hash AS
	OPERATOR 1 =, FUNCTION 1 moments_hash(moments), FUNCTION 2 moments_hash_extended(moments, bigint);
COMMENT ON OPERATOR CLASS moments_ops USING hash IS 'Grouping and hash joins of moments.';
COMMENT ON OPERATOR FAMILY moments_ops USING hash IS 'Grouping and hash joins of moments.';

CREATE FUNCTION moments_accum(moments, double precision) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION moments_accum(moments, double precision) IS 'Moments with one more value; NULL counts as missing. NULL moments are empty ones. Errors: 22023 value not finite. The transition of the aggregate moments(double precision).';
CREATE FUNCTION moments_accum(moments, double precision, double precision) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_accum_weighted'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION moments_accum(moments, double precision, double precision) IS 'Moments with one more weighted value. Errors: 22004 weight NULL, 22023 value not finite, weight not positive and finite, or the moments are unweighted. The transition of the aggregate moments(double precision, double precision).';
CREATE FUNCTION moments_combine(moments, moments) RETURNS moments AS 'MODULE_PATHNAME', 'cpe_moments_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION moments_combine(moments, moments) IS 'The moments of the values of both. Errors: 22023 one is weighted and the other is not, 22003 a count passes 2^63.';
CREATE AGGREGATE moments(double precision) (
	SFUNC = moments_accum, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE moments(double precision) IS 'Summarises measured values (a 0 to 10 rating, a scale score) with exact sums; NULL counts as missing. Without rows empty moments, never NULL. Errors: 22023 value not finite.';
CREATE AGGREGATE moments(double precision, double precision) (
	SFUNC = moments_accum, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE moments(double precision, double precision) IS 'Summarises weighted values (value, weight) with exact sums; weights must be positive and finite (22023) and not NULL (22004), also for missing values.';
CREATE AGGREGATE rollup(moments) (
	SFUNC = moments_combine, STYPE = moments, INITCOND = 'n=0 missing=0',
	COMBINEFUNC = moments_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(moments) IS 'The moments of all values in the moments of parts; NULLs are passed over. Errors: 22023 weighted and unweighted mixed, 22003 a count passes 2^63.';

CREATE FUNCTION make_moments(n bigint, mean double precision, sd double precision, missing bigint DEFAULT 0)
	RETURNS moments AS 'MODULE_PATHNAME', 'cpe_make_moments'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION make_moments(bigint, double precision, double precision, bigint) IS 'Moments with this number, mean and standard deviation (divisor n-1), as from a published table. NULL if one is NULL. Errors: 22023 a count is negative or n above 2^53, mean or sd not finite, sd negative, or not 0 with n < 2, mean not 0 with n = 0.';
CREATE FUNCTION n(moments) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_moments_n'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n(moments) IS 'Values summarised, without missing ones.';
CREATE FUNCTION missing(moments) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_moments_missing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION missing(moments) IS 'Values that were NULL; not part of n.';
CREATE FUNCTION mean(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_mean_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean(moments) IS 'Arithmetic mean, with weights sum(wx) / sum(w), in the unit of the values; from exact sums. NULL when n = 0.';
CREATE FUNCTION sd(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_sd_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sd(moments) IS 'Standard deviation with divisor n-1; with weights sqrt(n/(n-1) * sum(w (x-m)^2) / sum(w)). From exact sums, so nothing cancels. NULL when n < 2. Errors: 22003 out of range.';
CREATE FUNCTION mean_se(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_mean_se'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_se(moments) IS 'Standard error of the mean: sd / sqrt(n); with weights by Taylor linearisation with every value its own unit, sqrt(n/(n-1) * sum(w^2 (x-m)^2)) / sum(w). NULL when n < 2. Errors: 22003 out of range.';
CREATE FUNCTION n_eff(moments) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_moments_n_eff'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_eff(moments) IS 'Effective number of values: n; with weights sum(w)^2 / sum(w^2) (Kish). 0 when n = 0.';
CREATE FUNCTION mean_ci(m moments, method text DEFAULT 't', level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_moments_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(moments, text, double precision, double precision) IS 'Confidence interval of the mean, in the unit of the values. Methods: t (mean +- t * mean_se with n-1 degrees of freedom), normal (mean +- z * mean_se). z, when given, takes the place of level. status: NULL, or why the limits are NULL (no responses; needs at least two values). Errors: 22023 method, level, z.';
CREATE FUNCTION mean_ci(mean double precision, se double precision, df double precision DEFAULT NULL, level double precision DEFAULT 0.95,
		z double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_mean_ci'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION mean_ci(double precision, double precision, double precision, double precision, double precision) IS 'Confidence interval of a mean whose standard error is given: mean +- z * se, or with df degrees of freedom mean +- t * se. NULL mean or se gives NULL limits and status no estimate. Errors: 22023 not finite, se negative, df not positive, level, z.';

-- ---------------------------------------------------------------------------------------------
-- Room benchmark: how units compare with what is expected of them.
-- ---------------------------------------------------------------------------------------------

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'expected_range', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
[
{"name": "ncpes2018",
 "options": {"scale": "raw", "centre": "pooled", "extremes": "winsorise", "share": 0.2, "percentile": 2,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.96, "outer_z": null},
 "source": "National Cancer Patient Experience Survey 2018, England: derived from the published trust tables, whose limits it gives to their published precision. The centre there is the national proportion of respondents with complete case-mix: give it."},
{"name": "spiegelhalter",
 "options": {"scale": "raw", "centre": "pooled", "extremes": "keep", "share": 0, "percentile": 7,
             "between": "none", "unscored": "omit", "limits": "exact", "level": 0.95, "outer_level": 0.998},
 "source": "Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 2005, appendix: exact limits, interpolated, without allowance for over-dispersion."},
{"name": "funnelplotr",
 "options": {"scale": "arcsine", "centre": "pooled", "extremes": "winsorise", "share": 0.1, "percentile": 7,
             "between": "dersimonian_laird", "unscored": "omit", "limits": "normal", "z": 1.959964, "outer_z": 3.090232},
 "source": "R package FunnelPlotR 0.6.0, proportions, corrected: angles stop at 0 and 90 degrees instead of folding back, so that a unit's limits do not depend on which others are present."}
]
$presets$::pg_catalog.jsonb) AS r(name text, options jsonb, source text);

CREATE TYPE expected_range AS (
	low double precision,
	high double precision,
	outer_low double precision,
	outer_high double precision,
	centre double precision,
	se double precision,
	z double precision,
	z_naive double precision,
	phi double precision,
	tau2 double precision,
	units integer,
	band text,
	status text
);
COMMENT ON TYPE expected_range IS 'What the window function expected_range returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN expected_range.low IS 'Lower limit of the expected range, in the unit of the score.';
COMMENT ON COLUMN expected_range.high IS 'Upper limit of the expected range, in the unit of the score.';
COMMENT ON COLUMN expected_range.outer_low IS 'Lower limit of the wider range; NULL when the rule has one level.';
COMMENT ON COLUMN expected_range.outer_high IS 'Upper limit of the wider range; NULL when the rule has one level.';
COMMENT ON COLUMN expected_range.centre IS 'The centre used, given or found.';
COMMENT ON COLUMN expected_range.se IS 'The unit''s own standard error s on the rule''s scale, without the spread between units.';
COMMENT ON COLUMN expected_range.z IS '(score - centre) / sqrt(s^2 + tau2) on the rule''s scale.';
COMMENT ON COLUMN expected_range.z_naive IS '(score - centre) / s on the rule''s scale: as if units differed by chance alone.';
COMMENT ON COLUMN expected_range.phi IS 'Over-dispersion: mean of the squared z_naive after winsorising; about 1 when units differ by chance alone.';
COMMENT ON COLUMN expected_range.tau2 IS 'Variance between units used, on the rule''s scale, given or found.';
COMMENT ON COLUMN expected_range.units IS 'How many units took part in phi and tau2.';
COMMENT ON COLUMN expected_range.band IS 'far below, below, within, above or far above the range, by strict comparison of the unrounded score; NULL when there is none to judge.';
COMMENT ON COLUMN expected_range.status IS 'NULL, or why there is no band: no responses, no score (NULL, as when suppressed), no centre, no standard error, standard error is zero, no expected events, no variance at this centre (0 or 100 %, or none on the scale), tau2 needs at least two units, centre outside minimum and maximum, tau2 out of range, out of range.';

CREATE FUNCTION expected_range(score double precision, n bigint, centre double precision, method text,
		options jsonb DEFAULT '{}', se double precision DEFAULT NULL, expected double precision DEFAULT NULL,
		tau2 double precision DEFAULT NULL)
	RETURNS expected_range AS 'MODULE_PATHNAME', 'cpe_expected_range_sql'
	LANGUAGE C WINDOW STABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION expected_range(double precision, bigint, double precision, text, jsonb, double precision, double precision, double precision) IS
'Window function: the expected range and band of each unit among the units of its partition (one question, one level). score is a proportion from 0 to 1 of n answers; with se a score of any kind; with expected the ratio of observed to expected events. A NULL score (suppressed) never gets a band. centre and tau2, when given, must be the same in the partition; else the rule finds them, whatever the order of the rows. method names a preset (table preset, kind expected_range); options override it: measure (proportion, ratio, score; else the arguments tell it: score where the query has se, ratio where it has expected; one left out, or NULL as a constant or parameter, counts as not there), scale (raw, arcsine, logit for proportions, log, sqrt for ratios), centre (pooled, mean), extremes (keep, winsorise) with share at each end and percentile (type 2 or 7), between (none, dersimonian_laird), unscored (omit, centre: units with answers but no score take part in tau2 as if at the centre), limits (normal, exact: interpolated binomial or Poisson, with between none), z or level, outer_z or outer_level, minimum, maximum (default the proportion''s 0 and 1, the ratio''s 0). Errors: 22023 values out of range, rows that differ, unknown options. Sources: Spiegelhalter 2005 (doi 10.1002/sim.1970), and column source of the presets.';

CREATE FUNCTION expected_range_rule(method text, options jsonb DEFAULT '{}') RETURNS jsonb
	AS 'MODULE_PATHNAME', 'cpe_expected_range_rule'
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 250;
COMMENT ON FUNCTION expected_range_rule(text, jsonb) IS 'Every option that expected_range uses for this method and these options, to be kept beside its results. Errors: 22023 as there.';

CREATE FUNCTION funnel_limits(centre double precision, n double precision, method text DEFAULT 'normal',
		level double precision DEFAULT 0.95, measure text DEFAULT 'proportion', z double precision DEFAULT NULL,
		sd double precision DEFAULT NULL, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_funnel_limits_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION funnel_limits(double precision, double precision, text, double precision, text, double precision, double precision) IS
'Limits around a centre within which a unit of size n is expected by chance alone, without over-dispersion. measure proportion (n answers): methods normal (centre +- z sqrt(centre(1-centre)/n)), exact (interpolated binomial, Spiegelhalter 2005), wilson_inverse (where Wilson''s interval just excludes the centre; algebraically the same as normal). measure ratio (n expected events): normal, exact (chi-square, as FunnelPlotR), exact_interpolated (Poisson), and observed (n observed events, as PHEindicatormethods). measure mean (n values of standard deviation sd): normal. z, when given, takes the place of level. Limits stop at 0 and, for a proportion, at 1. status: NULL, or why they are NULL. Errors: 22023 out of range, unknown method or measure.';

CREATE FUNCTION funnel_curve(centre double precision, n_from double precision, n_to double precision, method text,
		options jsonb DEFAULT '{}', tau2 double precision DEFAULT 0, sd double precision DEFAULT NULL,
		OUT n double precision, OUT low double precision, OUT high double precision,
		OUT outer_low double precision, OUT outer_high double precision)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_funnel_curve'
	LANGUAGE C STABLE PARALLEL SAFE COST 250 ROWS 100;
COMMENT ON FUNCTION funnel_curve(double precision, double precision, double precision, text, jsonb, double precision, double precision) IS
'The limits that expected_range gives with this centre and tau2, at 100 sizes from n_from to n_to in equal ratios: the curves of a funnel plot as plain rows. Sizes are whole, 1 or more, where the exact limits of a proportion need it. With sd the score is a mean and its standard error sd / sqrt(n); with the option measure ratio, n is the number of expected events. No row when an argument but sd is NULL. Errors: 22023 as expected_range, n_from not positive, n_to below n_from.';

-- ---------------------------------------------------------------------------------------------
-- Room suppress: which cells of a table may be shown.
-- ---------------------------------------------------------------------------------------------

INSERT INTO preset (kind, name, options, source, builtin)
SELECT 'suppress', r.name, r.options, r.source, true
FROM pg_catalog.jsonb_to_recordset($presets$
[
{"name": "ncpes2018",
 "options": {"threshold": 20, "comparator": "<=", "secondary": "next_smallest", "zeros": "no_answers"},
 "source": "National Cancer Patient Experience Survey 2018, England: derived from the published trust tables by tumour group, which it reproduces without exception. It is no proof of safety: it guards only against subtraction within one organisation and question."}
]
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

-- ---------------------------------------------------------------------------------------------
-- Room publish: what leaves the database.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_funnel_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate funnel_svg with one pair of limits.';
CREATE FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_funnel_svg_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_svg_accum(internal, text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS 'Transition of the aggregate funnel_svg with inner and outer limits.';
CREATE FUNCTION funnel_svg_final(internal) RETURNS text AS 'MODULE_PATHNAME', 'cpe_funnel_svg_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000;
COMMENT ON FUNCTION funnel_svg_final(internal) IS 'Final step of the aggregate funnel_svg.';

CREATE AGGREGATE funnel_svg(label text, n double precision, score double precision, low double precision, high double precision, band text, options jsonb) (
	SFUNC = funnel_svg_accum, STYPE = internal, FINALFUNC = funnel_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_svg(text, double precision, double precision, double precision, double precision, text, jsonb) IS
'A funnel plot as one SVG element, from rows that any other tool could draw too: a row with a label is a unit (n, score, its limits, its band as expected_range gives it), a row without label only shapes the curves (see funnel_curve). A unit whose score is NULL (suppressed) is not drawn and leaves no trace but the number of units not shown. Row order does not matter. Readable without colour, with title and description, no scripts, no references. options: title, description, x_label, y_label, unit (as "%"), noun (what the units are, plural), centre_name, inner_name, outer_name, width, height, centre, score_factor (100 for proportions as percentages), y_min, y_max, y_fixed, x_scale (linear, log), max_labels, decimals; the same in every row. Errors: 22004 n NULL of a unit with a score, options NULL; 22023 out of range, unknown band or option; 54000 more than a million rows. Not combinable: it draws, on judged rows, in one process.';
CREATE AGGREGATE funnel_svg(label text, n double precision, score double precision, low double precision, high double precision, outer_low double precision, outer_high double precision, band text, options jsonb) (
	SFUNC = funnel_svg_accum, STYPE = internal, FINALFUNC = funnel_svg_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_svg(text, double precision, double precision, double precision, double precision, double precision, double precision, text, jsonb) IS
'The same funnel plot with inner and outer limits.';
