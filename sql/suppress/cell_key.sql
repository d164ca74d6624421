-- Cell keys: record keys, their sums, perturbation tables and perturbed counts, and who may see what.
SET search_path = cancer_pe, public;
SET jit = off;
-- record keys: the first 64 bits of RFC 4231, test cases 1, 6 and 7
SELECT to_hex(record_key(decode(repeat('0b', 20), 'hex'), 'Hi There')) = 'b0344c61d8db3853' AS case_1,
	to_hex(record_key(decode(repeat('aa', 131), 'hex'), 'Test Using Larger Than Block-Size Key - Hash Key First')) = '60e431591ee0b67f' AS case_6,
	to_hex(record_key(decode(repeat('aa', 131), 'hex'), 'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.')) = '9b09ffa71b942fcb' AS case_7;
-- and HMAC written out with sha256
CREATE FUNCTION pg_temp.pad(secret bytea, with_byte int) RETURNS bytea LANGUAGE sql AS $$
	SELECT decode(string_agg(lpad(to_hex(CASE WHEN i < length(secret) THEN get_byte(secret, i) ELSE 0 END # with_byte), 2, '0'), '' ORDER BY i), 'hex') FROM generate_series(0, 63) AS i $$;
SELECT count(*) AS people, count(*) FILTER (WHERE to_hex(record_key(secret, person)) IS DISTINCT FROM
	ltrim(substr(encode(sha256(pg_temp.pad(secret, 92) || sha256(pg_temp.pad(secret, 54) || convert_to(person, 'UTF8'))), 'hex'), 1, 16), '0')) AS otherwise
FROM (SELECT substr(sha256(i::text::bytea) || sha256(i::text::bytea), 1, 16 + i % 40) AS secret, 'NHS ' || i * 7919 AS person FROM generate_series(1, 200) AS i) AS p;
SELECT record_key(NULL, 'a') AS no_secret, record_key(decode(repeat('0b', 20), 'hex'), NULL) AS nobody;
SELECT record_key('\x0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 'Hi There');
SELECT record_key(decode(repeat('0b', 20), 'hex'), '');
-- the type
SELECT 'FFFFFFFFFFFFFFFF'::cell_key AS key, cell_key_send('0123456789abcdef') AS bytes, '8000000000000000'::cell_key > '7fffffffffffffff' AS without_sign;
SELECT '0123'::cell_key;
SELECT '0123456789abcdeg'::cell_key;
SELECT k FROM (VALUES ('ff00000000000000'::cell_key), ('0000000000000001'), ('ff00000000000000')) AS v(k) GROUP BY k ORDER BY k;
SET enable_hashagg = off;
SELECT count(DISTINCT k), count(*) FROM (SELECT cell_key(i % 7) AS k FROM generate_series(1, 20) AS i GROUP BY i) AS v;
RESET enable_hashagg;
-- sums modulo 2^64, of any split
SELECT cell_key(r) AS wraps FROM (VALUES (-1::bigint), (3)) AS v(r);
SELECT cell_key(r) AS none, rollup(k) AS no_parts FROM (SELECT NULL::bigint AS r, NULL::cell_key AS k) AS v WHERE false;
SELECT cell_key(r) FROM (VALUES (1::bigint), (NULL)) AS v(r);
SELECT rollup(k) FROM (VALUES ('ffffffffffffffff'::cell_key), (NULL), ('0000000000000002')) AS v(k);
CREATE TABLE person AS
	SELECT i AS id, record_key(decode(repeat('17', 32), 'hex'), 'person ' || i) AS record_key, 'T' || i % 13 AS trust, CASE WHEN i % 97 = 0 THEN 'Brain' WHEN i % 5 < 3 THEN 'Breast' ELSE 'Lung' END AS tumour
	FROM generate_series(1, 20000) AS i;
ALTER TABLE person SET (parallel_workers = 2);
ANALYZE person;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE one AS SELECT trust, tumour, count(*) AS n, cell_key(record_key) AS key FROM person GROUP BY CUBE (trust, tumour);
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
EXPLAIN (COSTS OFF) SELECT trust, cell_key(record_key) FROM person GROUP BY trust;
SELECT count(*) AS trusts, count(*) FILTER (WHERE key IS DISTINCT FROM (SELECT o.key FROM one AS o WHERE o.trust = p.trust AND o.tumour IS NULL)) AS otherwise
FROM (SELECT trust, cell_key(record_key) AS key FROM person GROUP BY trust) AS p;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
-- totals from parts
SELECT count(*) AS totals, count(*) FILTER (WHERE t.key IS DISTINCT FROM (SELECT rollup(i.key) FROM one AS i WHERE i.trust = t.trust AND i.tumour IS NOT NULL)) AS otherwise FROM one AS t WHERE trust IS NOT NULL AND tumour IS NULL;
-- the table of methods: noise 5, variance 3, no result 1 or 2
SELECT n, result, change, round(probability::numeric, 4) AS probability, low, high FROM perturbation_table(5, 3, 2) WHERE n <= 1;
SELECT count(*) AS rows, max(n) AS last, count(*) FILTER (WHERE result BETWEEN 1 AND 2 OR result < 0 OR abs(change) > 5) AS impossible, count(*) FILTER (WHERE abs((high - low) / 2 ^ 40 - probability) > 2e-12) AS off FROM perturbation_table(5, 3, 2);
SELECT count(*) AS counts, max(abs(mean)) < 1e-11 AS unbiased, max(square) <= 3.0000000001 AS within_variance, bool_and(complete) AS complete FROM (SELECT n, sum(probability * change) AS mean, sum(probability * change ^ 2) AS square, min(low) = 0 AND max(high) = 2 ^ 40 AND count(*) = count(DISTINCT low) AS complete
	FROM (SELECT * FROM perturbation_table(5, 3, 2) UNION ALL SELECT n + 100, result, change, probability, low, high FROM perturbation_table(8, 5.5)) AS p GROUP BY n) AS m WHERE n < 9;
-- the first and the last key of each result; 1000 is in the last row
CREATE FUNCTION pg_temp.key(share bigint, rest text) RETURNS cell_key LANGUAGE sql AS $$ SELECT (lpad(to_hex(share), 10, '0') || rest)::cell_key $$;
SELECT count(*) AS results, count(*) FILTER (WHERE perturb(n, pg_temp.key(low, '000000'), 5, 3, 2) = result AND perturb(n, pg_temp.key(high - 1, 'ffffff'), 5, 3, 2) = result) AS as_said,
	count(*) FILTER (WHERE n = 8 AND perturb(1000, pg_temp.key(low, '000000'), 5, 3, 2) = 1000 + change) AS of_larger FROM perturbation_table(5, 3, 2);
-- noise of 20,000 people's keys: every result within 4.5 standard errors of its probability, mean and variance too
SELECT count(*) AS results, max(abs(k - 20000 * probability) / sqrt(20000 * probability * (1 - probability))) < 4.5 AS as_likely,
	abs(sum(k * change)) / 20000 < 4.5 * sqrt(3 / 20000.0) AS unbiased, abs(sum(k * change ^ 2) / 20000 - 3) < 0.2 AS variance
FROM perturbation_table(5, 3, 2) AS t JOIN (SELECT shown - 500 AS change, count(*) AS k FROM (SELECT perturb(500, cell_key(record_key), 5, 3, 2) AS shown FROM person GROUP BY id) AS e GROUP BY 1) AS e USING (change) WHERE n = 8;
-- zeros stay; the same people have the same noise in another table; NULLs
SELECT perturb(0, 'ffffffffffffffff', 5, 3, 2) AS zero, perturb(NULL, 'ffffffffffffffff', 5, 3) AS hidden, perturb(7, NULL, 5, 3) AS without_key;
SELECT count(*) AS cells, count(*) FILTER (WHERE perturb(o.n, o.key, 5, 3, 2) IS DISTINCT FROM perturb(p.n, p.key, 5, 3, 2)) AS otherwise
FROM one AS o JOIN (SELECT trust, tumour, count(*) AS n, cell_key(record_key) AS key FROM (SELECT * FROM person ORDER BY record_key) AS s GROUP BY trust, tumour) AS p USING (trust, tumour);
-- one call site, tables that change from row to row
SELECT noise, variance, forbidden, perturb(3, 'fe00000000000000', noise, variance, forbidden) AS shown FROM (VALUES (5, 3.0::float8, 2), (2, 1, 0), (5, 3, 0), (5, 3, 2), (5, 2, 0)) AS v(noise, variance, forbidden);
SELECT perturb(-1, '0000000000000000', 5, 3);
SELECT perturb(9223372036854775807, '0000000000000000', 5, 3);
SELECT perturb(1, '0000000000000000', 0, 3);
SELECT perturb(1, '0000000000000000', 101, 3);
SELECT perturb(1, '0000000000000000', 5, 0);
SELECT perturb(1, '0000000000000000', 5, 'NaN');
SELECT perturb(1, '0000000000000000', 5, 26);
SELECT perturb(1, '0000000000000000', 5, 3, 5);
SELECT perturb(1, '0000000000000000', 5, 3, -1);
SELECT perturb(1, '0000000000000000', 5, 3.9, 3);
SELECT perturb(1, '0000000000000000', 5, NULL, 3);
SELECT * FROM perturbation_table(NULL, 3);
-- The data owner makes the keys once.  The analyst reads perturbed counts, in a table or through a view that leaks nothing else, and neither patients, record keys, cell keys nor the secret.
CREATE ROLE regress_cpe_owner;
CREATE ROLE regress_cpe_analyst;
CREATE SCHEMA owned AUTHORIZATION regress_cpe_owner;
GRANT USAGE ON SCHEMA cancer_pe TO regress_cpe_owner, regress_cpe_analyst;
GRANT SELECT ON person TO regress_cpe_owner;
SET ROLE regress_cpe_owner;
CREATE TABLE owned.secret AS SELECT decode(repeat('5c', 32), 'hex') AS secret;
CREATE TABLE owned.patient AS SELECT id, trust, tumour, cancer_pe.record_key(secret, id::text) AS key FROM person, owned.secret;
CREATE VIEW owned.cell AS SELECT trust, tumour, count(*) AS n, cancer_pe.cell_key(key) AS key FROM owned.patient GROUP BY CUBE (trust, tumour);
CREATE TABLE owned.published AS SELECT trust, tumour, cancer_pe.perturb(n, key, 5, 3, 2) AS n FROM owned.cell;
CREATE VIEW owned.counts WITH (security_barrier) AS SELECT trust, tumour, cancer_pe.perturb(n, key, 5, 3, 2) AS n FROM owned.cell;
GRANT USAGE ON SCHEMA owned TO regress_cpe_analyst;
GRANT SELECT ON owned.published, owned.counts TO regress_cpe_analyst;
SET ROLE regress_cpe_analyst;
SELECT count(*) AS cells, count(*) FILTER (WHERE n BETWEEN 1 AND 2) AS small, max(n) BETWEEN 19995 AND 20005 AS total FROM owned.published;
SELECT count(*) AS cells, count(*) FILTER (WHERE p.n IS DISTINCT FROM c.n) AS otherwise FROM owned.counts AS c JOIN owned.published AS p ON (p.trust, p.tumour) IS NOT DISTINCT FROM (c.trust, c.tumour);
SELECT key FROM owned.counts;
SELECT count(*) FROM owned.patient;
SELECT cancer_pe.cell_key(key) FROM owned.patient;
SELECT * FROM owned.cell;
SELECT secret FROM owned.secret;
RESET ROLE;
-- a reader of keys undoes the noise: every count follows from its result and its key
SELECT count(*) AS cells, count(*) FILTER (WHERE guesses = 1 AND right_one) AS undone FROM (
	SELECT count(g) AS guesses, bool_or(g = c.n) AS right_one FROM owned.cell AS c JOIN owned.published AS p ON (p.trust, p.tumour) IS NOT DISTINCT FROM (c.trust, c.tumour), generate_series(p.n - 5, p.n + 5) AS g
	WHERE g > 8 AND cancer_pe.perturb(g, c.key, 5, 3, 2) = p.n GROUP BY c.trust, c.tumour) AS u;
SET client_min_messages = warning;
DROP SCHEMA owned CASCADE;
RESET client_min_messages;
REVOKE USAGE ON SCHEMA cancer_pe FROM regress_cpe_owner, regress_cpe_analyst;
DROP TABLE one, person;
DROP FUNCTION pg_temp.key, pg_temp.pad;
DROP ROLE regress_cpe_owner, regress_cpe_analyst;
