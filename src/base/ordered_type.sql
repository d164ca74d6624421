-- Order, equality and hashing of a base type: six operators and their classes for btree and hash.
-- Parameters: the type, the prefix of its functions in the library, and what it is sorted by.

CREATE FUNCTION %1%_lt(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_lt(%1%, %1%) IS 'Whether the first %1% comes before the second, in the order of %3%; behind the operator <.';
CREATE OPERATOR < (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (%1%, %1%) IS 'The first %1% comes before the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_le(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_le(%1%, %1%) IS 'Whether the first %1% comes before or equals the second, in the order of %3%; behind the operator <=.';
CREATE OPERATOR <= (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (%1%, %1%) IS 'The first %1% comes before or equals the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_eq(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_eq(%1%, %1%) IS 'Whether the first %1% equals the second, in the order of %3%; behind the operator =.';
CREATE OPERATOR = (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (%1%, %1%) IS 'The first %1% equals the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_ne(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_ne(%1%, %1%) IS 'Whether the first %1% differs from the second, in the order of %3%; behind the operator <>.';
CREATE OPERATOR <> (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (%1%, %1%) IS 'The first %1% differs from the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_ge(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_ge(%1%, %1%) IS 'Whether the first %1% comes after or equals the second, in the order of %3%; behind the operator >=.';
CREATE OPERATOR >= (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (%1%, %1%) IS 'The first %1% comes after or equals the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_gt(%1%, %1%) RETURNS boolean AS 'MODULE_PATHNAME', '%2%_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_gt(%1%, %1%) IS 'Whether the first %1% comes after the second, in the order of %3%; behind the operator >.';
CREATE OPERATOR > (LEFTARG = %1%, RIGHTARG = %1%, FUNCTION = %1%_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (%1%, %1%) IS 'The first %1% comes after the second; the order has no statistical meaning.';

CREATE FUNCTION %1%_cmp(%1%, %1%) RETURNS integer AS 'MODULE_PATHNAME', '%2%_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_cmp(%1%, %1%) IS 'Negative, zero or positive, as the first %1% comes before, equals or comes after the second.';
CREATE FUNCTION %1%_hash(%1%) RETURNS integer AS 'MODULE_PATHNAME', '%2%_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_hash(%1%) IS 'Hash of type %1%: equal ones have equal hashes.';
CREATE FUNCTION %1%_hash_extended(%1%, bigint) RETURNS bigint AS 'MODULE_PATHNAME', '%2%_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION %1%_hash_extended(%1%, bigint) IS 'Hash of type %1% with a seed, 64 bits, for hash partitioning.';
CREATE OPERATOR CLASS %1%_ops DEFAULT FOR TYPE %1% USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 %1%_cmp(%1%, %1%);
COMMENT ON OPERATOR CLASS %1%_ops USING btree IS 'Sorting and distinct values of %1%: %3%.';
COMMENT ON OPERATOR FAMILY %1%_ops USING btree IS 'Sorting and distinct values of %1%.';
CREATE OPERATOR CLASS %1%_ops DEFAULT FOR TYPE %1% USING hash AS
	OPERATOR 1 =, FUNCTION 1 %1%_hash(%1%), FUNCTION 2 %1%_hash_extended(%1%, bigint);
COMMENT ON OPERATOR CLASS %1%_ops USING hash IS 'Grouping and hash joins of %1%.';
COMMENT ON OPERATOR FAMILY %1%_ops USING hash IS 'Grouping and hash joins of %1%.';
