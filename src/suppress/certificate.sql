-- Room suppress: proofs that are kept, and verified by whoever has the published table.

CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb, numerator bigint)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_step(state internal, value bigint, dims text[], status text, rule text, options jsonb, numerator bigint, given text)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_certificate_step'
	LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION certificate_done(state internal)
	RETURNS jsonb AS 'MODULE_PATHNAME', 'cpe_certificate_done'
	LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb, bigint) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_step(internal, bigint, text[], text, text, jsonb, bigint, text) IS 'Transition of the aggregate certificate: takes a cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION certificate_done(internal) IS 'Final function of the aggregate certificate. Not for calls of one''s own.';

CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb) IS
'The proof that a table may be published as it is going to be, to be kept with the release in confidence: it holds the hidden values. One row a cell, all cells of the table with linked ones and unpublished ones: value is the true count, dims the place (NULL: total), status what is going to be published: NULL shown, c hidden (c1 and c2 with distinct marks), w no answers, x latent and never published. rule and options as suppress takes them, the same in all rows.
Returns an object: format (1), extension (version), rule, options, claim (what is proven against which attacker: threshold, the largest small count; zeros; numerator; protect, value or range; marks; national), dims (their number), parts, digest (SHA-256 of the published table, hexadecimal), seal (SHA-256 of all the rest), hidden and unpublished (arrays of [labels, value, numerator, protect], the last two where there are any), exempt (arrays of labels), moves (each an array figure, change, figure, change, ...; figure c from 0 is the count of the c-th of hidden followed by unpublished, and as many more as these are its numerator) and counts. Together the moves show other tables that agree with all that is published, such that each small figure keeps what must stay possible. The same input gives the same bytes, whatever the order of rows; NULL without rows.
The digest can be recomputed by anyone from the published table. It is of a text in UTF-8: a line "cancer_pe table 1", the number of dimensions and of cells; then a line for each published cell (not x), in the order of the labels'' bytes, dimension by dimension, a total before all labels: labels, value, numerator, status, apart by one blank; a label or status as its number of bytes, a colon and itself, a number in decimal; - for a total, for what there is not, and for value and numerator of a cell with a status. Each line ends with a line feed.
Not to be published, nor is anything computed from it but certificate_summary. Checked by verify before it is returned. Errors: 22004 dims, rule, options or a value NULL; 22023 small cells that are shown, or for which no proof is found (the first are named), a table that does not add up, unknown status, rule or option, rule or options that differ; 54000 more cells than cancer_pe.max_cells. Source: the method note on suppression, section 4.';

CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb, numerator bigint) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb, bigint) IS
'The same for a table whose cells have numerators, published and hidden with their counts; NULL: the cell has none. Errors: as there, and 22023 numerator outside 0 to value.';

CREATE AGGREGATE certificate(value bigint, dims text[], status text, rule text, options jsonb, numerator bigint, given text) (
	SFUNC = certificate_step, STYPE = internal, FINALFUNC = certificate_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE certificate(bigint, text[], text, text, jsonb, bigint, text) IS
'The same with what suppress was given: exempt cells are not tested, protect cells must be hidden and protected whatever their count; other words matter no more once the status is there. Errors: as there, and 22023 unknown given.';

CREATE FUNCTION verify_step(state internal, value bigint, dims text[], status text, certificate jsonb)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_verify_step'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verify_step(state internal, value bigint, dims text[], status text, certificate jsonb, numerator bigint)
	RETURNS internal AS 'MODULE_PATHNAME', 'cpe_verify_step'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verify_done(state internal)
	RETURNS boolean AS 'MODULE_PATHNAME', 'cpe_verify_done'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION verification_done(state internal)
	RETURNS text AS 'MODULE_PATHNAME', 'cpe_verification_done'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION verify_step(internal, bigint, text[], text, jsonb) IS 'Transition of the aggregates verify and verification: takes a published cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION verify_step(internal, bigint, text[], text, jsonb, bigint) IS 'Transition of the aggregates verify and verification: takes a published cell up. Not for calls of one''s own.';
COMMENT ON FUNCTION verify_done(internal) IS 'Final function of the aggregate verify. Not for calls of one''s own.';
COMMENT ON FUNCTION verification_done(internal) IS 'Final function of the aggregate verification. Not for calls of one''s own.';

CREATE AGGREGATE verify(value bigint, dims text[], status text, certificate jsonb) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verify_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verify(bigint, text[], text, jsonb) IS
'Whether a certificate proves a table as published: true, or false for whatever reason (see verification); never NULL, false without rows. One row a published cell, value NULL where it is hidden; rows with status x are not looked at. A value that is given for a hidden cell must be that of the certificate. The check adds whole numbers, and shares no code with what made the certificate: it derives the relations of the table from its labels, and checks the digest of the table, that the table completed by the certificate adds up, that the cells hidden are those of the certificate, that every figure that is small by its rule is hidden or exempt, that each move touches hidden cells only, keeps every sum and every bound that the attacker knows, and that the moves leave every small figure what the claim says. It tells what is claimed, not that the claim is the one wanted, nor that the hidden values are the true ones: compare certificate_summary. The certificate may hold anything and must be the same in all rows. Errors: 22004 dims NULL; 22023 unknown status, certificates that differ; 54000 more cells than cancer_pe.max_cells.';

CREATE AGGREGATE verify(value bigint, dims text[], status text, certificate jsonb, numerator bigint) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verify_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verify(bigint, text[], text, jsonb, bigint) IS
'The same for a table with numerators, NULL where they are hidden or the cell has none.';

CREATE AGGREGATE verification(value bigint, dims text[], status text, certificate jsonb) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verification_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verification(bigint, text[], text, jsonb) IS
'What verify found: verified, or the first thing that is wrong, in words that name cells and tell no hidden value. Never NULL. Errors: as verify.';

CREATE AGGREGATE verification(value bigint, dims text[], status text, certificate jsonb, numerator bigint) (
	SFUNC = verify_step, STYPE = internal, FINALFUNC = verification_done, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE);
COMMENT ON AGGREGATE verification(bigint, text[], text, jsonb, bigint) IS
'The same for a table with numerators, NULL where they are hidden or the cell has none.';

CREATE FUNCTION certificate_summary(certificate jsonb,
		OUT format integer, OUT extension text, OUT rule text, OUT options jsonb,
		OUT threshold bigint, OUT zeros text, OUT numerator boolean, OUT protect text, OUT marks text, OUT exempt_totals jsonb,
		OUT dims integer, OUT cells bigint, OUT hidden bigint, OUT digest text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT (certificate ->> 'format')::integer, certificate ->> 'extension', certificate ->> 'rule', certificate -> 'options',
			(certificate #>> '{claim,threshold}')::bigint, certificate #>> '{claim,zeros}', (certificate #>> '{claim,numerator}')::boolean,
			certificate #>> '{claim,protect}', certificate #>> '{claim,marks}', certificate #> '{claim,national}',
			(certificate ->> 'dims')::integer, (certificate #>> '{counts,cells}')::bigint, (certificate #>> '{counts,hidden}')::bigint,
			certificate ->> 'digest';
	END;
COMMENT ON FUNCTION certificate_summary(jsonb) IS
'What may be published of a certificate: format, extension (version that made it), rule and options as given, threshold (the largest small count), zeros, numerator, protect (what stays possible for each small figure: value, at least two values; range, the floor and what is not small), marks, exempt_totals (numbers of dimensions from 1: a total over all of them is exempt), dims (number of dimensions), cells (published), hidden (of these; a reader can count both), digest (SHA-256 of the published table). It leaves out how many hidden cells are small, what hiding the others cost, what is unpublished and the seal: each of them narrows what a reader can work out of the hidden values. A field that the certificate lacks is NULL. Errors: 22P02 or 22003 a number in it is none. It checks nothing: that is what verify does.';
