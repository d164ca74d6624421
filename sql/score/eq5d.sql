-- The type eq5d: text, binary, order, indexes; states from answers; scores of states and of pairs.
SET search_path = cancer_pe, public;
CREATE TEMP TABLE state AS
	SELECT mo, sc, ua, pd, ad, eq5d(mo, sc, ua, pd, ad) AS state, format('%s%s%s%s%s', mo, sc, ua, pd, ad) AS digits
	FROM generate_series(1, 5) AS mo, generate_series(1, 5) AS sc, generate_series(1, 5) AS ua, generate_series(1, 5) AS pd, generate_series(1, 5) AS ad;
SELECT count(*), count(DISTINCT state), pg_column_size('21345'::eq5d) AS bytes, typlen, typbyval FROM state, pg_type WHERE typname = 'eq5d' GROUP BY typlen, typbyval;
-- text, constructors, accessor, order, hashes: all states
SELECT count(*) FILTER (WHERE state::text <> digits OR digits::eq5d <> state) AS text,
	count(*) FILTER (WHERE state IS DISTINCT FROM eq5d(ARRAY[mo, sc, ua, pd, ad])) AS array,
	count(*) FILTER (WHERE (level(state, 'MO'), level(state, 'SC'), level(state, 'UA'), level(state, 'PD'), level(state, 'AD')) <> (mo, sc, ua, pd, ad)) AS level,
	count(*) FILTER (WHERE eq5d_send(state) <> int2send((digits::int - CASE WHEN digits::int > 32767 THEN 65536 ELSE 0 END)::int2)) AS binary,
	count(*) FILTER (WHERE eq5d_lss(state) <> mo + sc + ua + pd + ad) AS lss,
	count(*) FILTER (WHERE eq5d_lfs(state) <> (SELECT string_agg((SELECT count(*) FROM unnest(ARRAY[mo, sc, ua, pd, ad]) AS l WHERE l = i)::text, '' ORDER BY i) FROM generate_series(1, 5) AS i)) AS lfs,
	count(DISTINCT eq5d_hash_extended(state, 7)) AS hashes
FROM state;
SELECT count(*) AS out_of_order FROM (SELECT state, lead(state) OVER (ORDER BY digits) AS next FROM state) AS s WHERE NOT (state < next AND state <= next AND next > state AND next >= state AND state <> next AND eq5d_cmp(state, next) < 0);
-- grouping, joining, b-tree and hash indexes, hash partitions
SELECT count(*), min(n), max(n) FROM (SELECT state, count(*) AS n FROM (TABLE state UNION ALL TABLE state) AS s GROUP BY state) AS g;
SELECT count(*) FROM state AS a JOIN state AS b USING (state);
CREATE TEMP TABLE indexed (state eq5d) PARTITION BY HASH (state);
CREATE TEMP TABLE indexed_0 PARTITION OF indexed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE indexed_1 PARTITION OF indexed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO indexed SELECT state FROM state;
CREATE UNIQUE INDEX ON indexed USING btree (state);
CREATE INDEX ON indexed_0 USING hash (state);
CREATE INDEX ON indexed_1 USING hash (state);
SET enable_seqscan = off;
SELECT count(*) AS at_least FROM indexed WHERE state >= '55551';
SELECT * FROM indexed WHERE state = '21345';
RESET enable_seqscan;
-- binary copy there and back
\getenv here PG_ABS_BUILDDIR
\set file :here '/results/eq5d.bin'
COPY (SELECT state FROM state ORDER BY state DESC) TO :'file' (FORMAT binary);
CREATE TEMP TABLE copied (state eq5d);
COPY copied FROM :'file' (FORMAT binary);
SELECT count(*), count(*) FILTER (WHERE s.state IS NOT NULL) AS found FROM copied LEFT JOIN state AS s USING (state);
-- bytes that are no state: zero, 11110, 11116, 16111, 65535
CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text; state text; message text; detail text; hint text;
BEGIN
	EXECUTE query INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', state, message, nullif(detail, ''), nullif(hint, ''));
END $$;
SELECT lpad(to_hex(bad), 4, '0') AS bytes, pg_temp.try(format($$COPY copied FROM PROGRAM 'printf "PGCOPY\\n\\377\\r\\n\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\001\\000\\000\\000\\002\\%s\\%s\\377\\377"' (FORMAT binary)$$,
	lpad((bad / 256 / 64)::text || (bad / 256 / 8 % 8)::text || (bad / 256 % 8)::text, 3, '0'), lpad((bad % 256 / 64)::text || (bad % 256 / 8 % 8)::text || (bad % 8)::text, 3, '0'))) AS told
FROM unnest('{0,11110,11116,16111,65535}'::int[]) AS bad;
-- text that is no state
SELECT quote_literal(bad) AS text, pg_temp.try(format('SELECT %L::cancer_pe.eq5d', bad)) AS told
FROM unnest(ARRAY['', '1111', '111111', '11116', '01111', '1111 ', ' 11111', '1111a', '-1111', '11911', '1e111', E'1111\u0661', 'NULL']) AS bad;
-- answers: missing, out of range, strict and not
SELECT answers, pg_temp.try(format('SELECT cancer_pe.eq5d(%s)', answers)) AS strict, pg_temp.try(format('SELECT cancer_pe.eq5d(%s, strict => false)', answers)) AS lenient
FROM unnest(ARRAY['1,2,3,4,5', '1,2,3,4,9', '1,2,NULL,4,5', '1,2,0,4,5', '1,2,6,4,9', '-1,1,1,1,1', '1,1,1,1,2147483647',
	'ARRAY[1,2,3,4,5]', 'ARRAY[1,9,3,4,5]', 'ARRAY[NULL,2,3,4,5]', 'ARRAY[1,2,3,4,NULL]', 'ARRAY[1,2,7,NULL,9]', 'NULL::int[]', 'ARRAY[1,2,3,4]', 'ARRAY[1,2,3,4,5,80]', '''{}''::int[]', 'ARRAY[[1,2,3,4,5]]']) AS answers;
SELECT eq5d('[3:7]={1,2,3,4,5}'::int[]) AS any_bounds, eq5d(1, 1, 1, 1, 1, strict => NULL) AS no_strict, eq5d('21345') AS literal;
-- EQ-VAS
SELECT answer, pg_temp.try(format('SELECT cancer_pe.eq_vas(%s)', answer)) AS strict, pg_temp.try(format('SELECT cancer_pe.eq_vas(%s, false)', answer)) AS lenient FROM unnest('{0,75,100,101,-1,999,998,NULL}'::text[]) AS t(a), LATERAL (SELECT coalesce(a, 'NULL')) AS s(answer);
-- scores: fewer levels, unknown dimension
SELECT query, pg_temp.try('SELECT cancer_pe.' || query) AS told FROM unnest(ARRAY['eq5d_lfs(''55555'')', 'eq5d_lfs(''12345'')', 'eq5d_lfs(''11223'', 3)', 'eq5d_lfs(''11114'', 3)', 'eq5d_lfs(''11114'', 4)', 'level(''11114'', ''mo'')', 'eq5d_lss(''55555'')', 'eq5d_lss(NULL)']) AS query;
SELECT string_agg(eq5d_lfs(digits::eq5d, 3), ' ' ORDER BY digits) FROM state WHERE digits ~ '^111[123]{2}$';
-- change: all pairs of forty states against its definition
SELECT count(*) AS pairs, count(DISTINCT eq5d_change(a.state, b.state)) AS classes, count(*) FILTER (WHERE eq5d_change(a.state, b.state) <> CASE WHEN up AND down THEN 'Mixed change' WHEN up THEN 'Improve' WHEN down THEN 'Worsen' WHEN a.digits = '11111' THEN 'No problems' ELSE 'No change' END) AS wrong,
	count(*) FILTER (WHERE eq5d_change(a.state, b.state, false) <> replace(eq5d_change(a.state, b.state), 'No problems', 'No change')) AS wrong_unsplit,
	count(*) FILTER (WHERE eq5d_change(a.state, b.state, 'PD') <> CASE WHEN a.pd > b.pd THEN 'Improve' WHEN a.pd < b.pd THEN 'Worsen' WHEN a.pd = 1 THEN 'No problems' ELSE 'No change' END) AS wrong_in_dimension
FROM state AS a, state AS b, LATERAL (SELECT a.mo > b.mo OR a.sc > b.sc OR a.ua > b.ua OR a.pd > b.pd OR a.ad > b.ad, a.mo < b.mo OR a.sc < b.sc OR a.ua < b.ua OR a.pd < b.pd OR a.ad < b.ad) AS c(up, down)
WHERE a.digits::int % 79 = 51 AND b.digits::int % 79 = 51 OR a.digits IN ('11111', '55555') AND b.digits IN ('11111', '55555', '32123');
SELECT eq5d_change('12345', '12345', 'MO') AS mo, eq5d_change('12345', '12345', 'MO', false) AS unsplit, eq5d_change('12345', NULL) AS missing, pg_temp.try($$SELECT cancer_pe.eq5d_change('12345', '12345', 'XX')$$) AS unknown;
