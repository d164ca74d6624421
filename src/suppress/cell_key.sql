-- ---- perturbation by cell keys ----

CREATE TYPE cell_key;

CREATE FUNCTION cell_key_in(cstring) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_in(cstring) IS 'Reads a cell key from its 16 hexadecimal digits. Errors: 22P02 anything else.';
CREATE FUNCTION cell_key_out(cell_key) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_cell_key_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_out(cell_key) IS 'Writes a cell key as 16 hexadecimal digits, lower case.';
CREATE FUNCTION cell_key_recv(internal) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_recv(internal) IS 'Reads a cell key from its binary form, eight bytes, of which every value is one. Errors: 22P03 another length.';
CREATE FUNCTION cell_key_send(cell_key) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_cell_key_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_send(cell_key) IS 'Writes a cell key in binary: a whole number without sign of eight bytes, most significant first.';

CREATE TYPE cell_key (
	INPUT = cell_key_in, OUTPUT = cell_key_out, RECEIVE = cell_key_recv, SEND = cell_key_send, LIKE = pg_catalog.int8
);

COMMENT ON TYPE cell_key IS 'The key of a cell of a table: the sum, modulo 2^64, of the record keys of the people it counts, in eight bytes. The same people have the same key in whatever table they are counted, so perturb gives the same noise to the same cell everywhere; of one person more or less it tells nothing to those who see no keys. Exact under any split and order. Text: 16 hexadecimal digits. A reader of cell keys, or of record keys, undoes the noise: grant analysts neither. Sorted as numbers.';

@base/ordered_type.sql cell_key cpe_cell_key the number@
ALTER OPERATOR FAMILY cell_key_ops USING btree ADD FUNCTION 4 (cell_key, cell_key) pg_catalog.btequalimage(oid);

CREATE FUNCTION record_key(secret bytea, person text) RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_record_key'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION record_key(bytea, text) IS 'The record key of a person: the first eight bytes, most significant first, of HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the person''s identifier in UTF-8 under the secret, as a bigint over its whole range. The data owner computes record keys once, into a column that analysts cannot read, and never again with another secret: who sees the same table under two sets of keys can average the noise away. One person has one key, in all rows; count people, not rows. Keep the secret (16 random bytes or more) outside the database or in a table that only the owner reads, and pass it from there: a literal stands in logs and statistics. NULL when an argument is NULL. Errors: 22023 secret shorter than 16 bytes, empty identifier.';

CREATE FUNCTION cell_key_accum(cell_key, record_key bigint) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_accum(cell_key, bigint) IS 'The key of a cell with one more person, modulo 2^64. A NULL key is that of an empty cell. Errors: 22004 record_key NULL. The transition of the aggregate cell_key(bigint).';
CREATE FUNCTION cell_key_combine(cell_key, cell_key) RETURNS cell_key AS 'MODULE_PATHNAME', 'cpe_cell_key_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cell_key_combine(cell_key, cell_key) IS 'The key of the people of two cells that share none: the sum modulo 2^64.';
CREATE AGGREGATE cell_key(record_key bigint) (
	SFUNC = cell_key_accum, STYPE = cell_key, COMBINEFUNC = cell_key_combine, PARALLEL = SAFE, INITCOND = '0000000000000000'
);
COMMENT ON AGGREGATE cell_key(bigint) IS 'The cell key of the people counted, a row each: beside count(*), with the same FILTER and grouping. The same whatever the order, plan or workers. Without rows the key 0, never NULL. Errors: 22004 a record key is NULL (a person left out would change the noise of every cell it is in).';
CREATE AGGREGATE rollup(cell_key) (
	SFUNC = cell_key_combine, STYPE = cell_key, COMBINEFUNC = cell_key_combine, PARALLEL = SAFE, INITCOND = '0000000000000000'
);
COMMENT ON AGGREGATE rollup(cell_key) IS 'The cell key of all people in cells that share none; NULLs are passed over. Without rows the key 0.';

CREATE FUNCTION perturb(n bigint, key cell_key, noise integer, variance double precision, forbidden integer DEFAULT 0)
	RETURNS bigint AS 'MODULE_PATHNAME', 'cpe_perturb'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION perturb(bigint, cell_key, integer, double precision, integer) IS 'The count to publish for a count n of people under their cell key: n with noise of mean 0, at most noise up or down, never negative nor 1 to forbidden; see perturbation_table for the probabilities. 0 stays 0. The same n and key give the same result in every table, so a cell cannot be averaged out by asking again; totals have their own keys and noise, so published parts do not add up to published totals, by up to noise in each. noise, variance and forbidden are the same for all tables of the same people, and are not secret; keys are. A reader still knows that the count is within noise of the result, and that it is above 0 where the result is. NULL when n or key is NULL. Errors: 22023 n negative, and as perturbation_table; 22003 n within noise of 2^63; 22004 noise, variance or forbidden NULL.';

CREATE FUNCTION perturbation_table(noise integer, variance double precision, forbidden integer DEFAULT 0,
		OUT n integer, OUT result integer, OUT change integer, OUT probability double precision, OUT low bigint, OUT high bigint)
	RETURNS SETOF record AS 'MODULE_PATHNAME', 'cpe_perturbation_table'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 100;
COMMENT ON FUNCTION perturbation_table(integer, double precision, integer, OUT integer, OUT integer, OUT integer, OUT double precision, OUT bigint, OUT bigint) IS 'The probabilities behind perturb, a row for each count n and result: change is result less n. The rows of the largest n serve all larger counts. noise (1 to 100) is the largest change, forbidden (0 to noise - 1; 0: none) the largest of the results 1, 2, ... that never occur, so that no small count is published. For each n, of all probabilities whose mean change is 0, whose variance is at most variance, where for n above forbidden no larger decrease is likelier than a smaller one or none, those of largest entropy; small n whose row of largest entropy varies less have a smaller variance. low and high: the result is chosen when the highest 40 bits of the cell key, as a number, are low or more and below high; probability is their share, to 1e-12. Method: Fraser and Wooton 2006, Giessing 2016; agrees with create_cnt_ptable of R''s ptable 1.0.0 (D = noise, V = variance, js = forbidden) to 3e-8, where that program stops. Errors: 22023 noise or forbidden out of range, variance not above 0, above the square of noise, or below n * (forbidden + 1 - n) for some forbidden n; 22004 an argument is NULL.';
