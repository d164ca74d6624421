-- Answers in rows: sheets, their text and binary, merging, and the same scores however the rows come.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.own(value integer) RETURNS json LANGUAGE sql AS $$
	SELECT format('{"instrument": "Own-4", "version": "%s", "title": "t", "source": "s", "certainty": "computed", "items": [{"ids": ["1..4"], "min": 1, "max": 4, "missing": [9]}], "scales": [{"scale": "A", "label": "l", "higher": "worse", "items": ["1..4"], "transform": "symptom", "missing": "half"}]}', value)::json
$$;
SELECT register_instrument(pg_temp.own(1));
CREATE FUNCTION pg_temp.try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE command INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
-- ---- one person's rows, strict and lenient ----
SELECT d.rows, pg_temp.try(format('SELECT scores(%s, item, answer) FROM (VALUES %s) AS r (item, answer)', q.name, d.rows)) AS strict, pg_temp.try(format('SELECT concat(answers(s), '' unknown '', unknown(s), '' '', scores(s)) FROM (SELECT answer_sheet(%s, item, answer, false) AS s FROM (VALUES %s) AS r (item, answer)) AS s', q.name, d.rows)) AS lenient
FROM (SELECT quote_literal('Own-4') AS name) AS q, (VALUES ('(''1'', 1), (''2'', 2), (''3'', 3), (''4'', 4)'), ('(''4'', 4), (''2'', 2), (''1'', 1)'), ('(''1'', 1), (''2'', NULL)'), ('(''1'', 9), (''2'', 3), (''4'', 3)'), ('(''1'', 1), (''1'', 1), (''2'', 2)'), ('(''1'', 1), (''1'', 3), (''2'', 2), (''3'', 2)'),
	('(''1'', 1), (''1'', NULL), (''2'', 2)'), ('(''1'', 1), (''1'', 2), (''1'', 1), (''2'', 4), (''3'', 4)'), ('(''1'', 1), (''5'', 2), (''x'', NULL), ('''', 1)'), ('(''1'', 1), (NULL, 2), (''2'', 2)'), ('(''1'', 7), (''2'', 2), (''3'', 2)'), ('(''1'', NULL::integer)'), ('(NULL::text, NULL::integer)')) AS d (rows);
SELECT answer_sheet('Own-4', item, answer) IS NULL AS no_rows, scores(NULL::answer_sheet) IS NULL AS no_sheet FROM (SELECT '1' AS item, 1 AS answer WHERE false) AS r;
SELECT pg_temp.try('SELECT answer_sheet(i, ''1'', 1) FROM (VALUES (''Own-4''), (''HADS'')) AS i (i)') AS two_instruments, pg_temp.try('SELECT answer_sheet(''HADS'', n::text, 1, n > 1) FROM generate_series(1, 2) AS n') AS two_modes, pg_temp.try('SELECT answer_sheet(NULL::text, ''1'', 1)') AS null_instrument;

-- ---- a long table of everything ----
CREATE TABLE score_row (instrument text, person integer, part integer, item text, position integer, answer integer);
INSERT INTO score_row
SELECT i.instrument, p, h % 4, i.item, i.position, CASE WHEN h % 11 = 0 THEN NULL WHEN h % 13 = 0 THEN i.missing[1] WHEN h % 97 = 0 THEN 99999 ELSE i.min + (h / 200) % (i.max - i.min + 1) END
FROM items AS i JOIN instrument AS b ON b.code = i.instrument AND b.builtin, generate_series(1, 60) AS p, LATERAL (SELECT (hashtext(i.instrument || p || ' ' || i.item) & 1048575) AS h) AS h WHERE h % 5 > 0;
-- in lenient mode: some answers twice, some of them different, and items of others
INSERT INTO score_row SELECT instrument, person, 3, item, position, CASE WHEN position % 2 = 0 THEN answer ELSE answer + 1 END FROM score_row WHERE person > 50 AND (position + person) % 9 = 0 AND answer IS NOT NULL;
INSERT INTO score_row SELECT instrument, person, 2, 'not ' || item, position, answer FROM score_row WHERE person > 50 AND position % 10 = 0;
ANALYZE score_row;
CREATE TEMPORARY TABLE want AS
SELECT r.instrument, r.person, scores(r.instrument, array_agg(r.answer ORDER BY r.position), false) AS scores, count(*) FILTER (WHERE r.times > 0 AND r.differ) AS clashes
FROM (SELECT b.instrument, p.person, b.position, count(s.answer) AS times, count(DISTINCT s.answer) > 1 AS differ, CASE WHEN count(DISTINCT s.answer) > 1 THEN -2147483648 ELSE min(s.answer) END AS answer
	FROM items AS b JOIN instrument AS i ON i.code = b.instrument AND i.builtin CROSS JOIN generate_series(1, 60) AS p (person) LEFT JOIN score_row AS s ON s.instrument = b.instrument AND s.person = p.person AND s.item = b.item GROUP BY 1, 2, 3) AS r GROUP BY 1, 2;
SELECT count(*) > 1000 AS people, sum(clashes) > 200 AS clashes, count(*) FILTER (WHERE scores IS NULL) AS none FROM want;
CREATE FUNCTION pg_temp.differing() RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FILTER (WHERE w.scores IS DISTINCT FROM g.scores) + count(*) FILTER (WHERE g.scores IS NULL AND EXISTS (SELECT FROM score_row AS s WHERE (s.instrument, s.person) = (w.instrument, w.person)))
	FROM want AS w LEFT JOIN (SELECT instrument, person, scores(instrument, item, answer, false) AS scores FROM score_row GROUP BY instrument, person) AS g USING (instrument, person)
	WHERE EXISTS (SELECT FROM score_row AS s WHERE (s.instrument, s.person) = (w.instrument, w.person))
$$;
SET enable_sort = off;
SELECT pg_temp.differing() AS hashed;
RESET enable_sort;
SET enable_hashagg = off;
SELECT pg_temp.differing() AS sorted;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 4;
CREATE FUNCTION pg_temp.is_parallel() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	found boolean := false;
BEGIN
	FOR line IN EXPLAIN (COSTS OFF) SELECT instrument, person, scores(instrument, item, answer, false) FROM score_row GROUP BY instrument, person LOOP
		found := found OR line LIKE '%Partial%Aggregate%';
	END LOOP;
	RETURN found;
END
$$;
SELECT pg_temp.differing() AS sorted_in_parts, pg_temp.is_parallel();
RESET enable_hashagg;
SET enable_sort = off;
SELECT pg_temp.differing() AS hashed_in_parts, pg_temp.is_parallel();
RESET enable_sort;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
-- the order of rows, and parts of them stored and rolled up, give the same sheet
CREATE TEMPORARY TABLE whole AS SELECT instrument, person, answer_sheet(instrument, item, answer, false) AS sheet FROM score_row GROUP BY instrument, person;
SELECT count(*) > 4000 AS orders, count(*) FILTER (WHERE sheet <> again) AS differ FROM whole JOIN (SELECT seed, instrument, person, answer_sheet(instrument, item, answer, false ORDER BY hashint4extended(position + coalesce(answer, 0), seed)) AS again FROM score_row, generate_series(1, 20) AS seed WHERE person % 10 < 2 GROUP BY seed, instrument, person) AS r USING (instrument, person);
CREATE TEMPORARY TABLE part AS SELECT instrument, person, part, answer_sheet(instrument, item, answer, false) AS sheet FROM score_row GROUP BY instrument, person, part;
INSERT INTO part SELECT instrument, person, 9, NULL FROM whole;
SELECT count(*) > 1000 AS people, count(*) FILTER (WHERE w.sheet <> p.sheet) AS merged_differs, count(*) FILTER (WHERE scores(w.sheet) IS DISTINCT FROM want.scores) AS stored_differs, count(*) FILTER (WHERE answers(w.sheet) IS DISTINCT FROM answers(w.sheet::text::answer_sheet)) AS text_differs
FROM whole AS w JOIN (SELECT instrument, person, rollup(sheet) AS sheet FROM part GROUP BY instrument, person) AS p USING (instrument, person) JOIN want USING (instrument, person);

-- ---- text, binary, equality, hashes ----
SELECT replace(s::text, substring(s::text from 'fingerprint=([0-9a-f]{32})'), '(32)') FROM (SELECT answer_sheet('Own-4', item, answer, false) AS s FROM (VALUES ('1', 2), ('2', -7), ('3', 1), ('3', 4), ('y', 1)) AS r (item, answer)) AS s;
CREATE TEMPORARY TABLE copied (LIKE whole);
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/score_sheet.data'
COPY whole TO :'file' WITH (FORMAT binary);
COPY copied FROM :'file' WITH (FORMAT binary);
COPY whole TO :'file';
COPY copied FROM :'file';
SELECT count(*) = 2 * (SELECT count(*) FROM whole) AS all, count(*) FILTER (WHERE c.sheet = w.sheet AND c.sheet::text = w.sheet::text AND answer_sheet_hash(c.sheet) = answer_sheet_hash(w.sheet) AND NOT c.sheet < w.sheet AND c.sheet >= w.sheet) = count(*) AS same FROM whole AS w JOIN copied AS c USING (instrument, person);
SELECT (SELECT count(*) FROM (SELECT sheet FROM copied GROUP BY sheet) AS g) = (SELECT count(DISTINCT sheet::text) FROM copied) AS grouped, (SELECT count(DISTINCT sheet) FROM copied) = (SELECT count(DISTINCT sheet::text) FROM copied) AS distincts;
-- texts that are none
SELECT string_agg(coalesce(pg_temp.try(format('SELECT %L::answer_sheet', regexp_replace(s.t, f, r))), 'x') || '', E'\n' ORDER BY n) AS refused
FROM (SELECT answer_sheet('Own-4', '1', 2)::text AS t) AS s, (VALUES (1, '^', ' '), (2, '$', ' '), (3, 'strict=t', 'strict=x'), (4, 'unknown=0', 'unknown=00'), (5, 'unknown=0', 'unknown=-1'), (6, 'unknown=0', 'unknown=9223372036854775808'), (7, 'fingerprint=.', 'fingerprint=X'), (8, 'fingerprint=.', 'fingerprint='), (9, '"Own-4"', '"Ow\\n"'),
	(10, '"Own-4"', '""'), (11, '\{2,', '{02,'), (12, '\{2,', '{+2,'), (13, '\{2,', '{2.0,'), (14, '\{2,', '{2147483648,'), (15, '\{2,', '{!,'), (16, '\}', ''), (17, '\}', ',' || repeat(',', 600) || '}'), (18, '$', ' plan='), (19, '$', ' plan={}'), (20, '.*', '')) AS m (n, f, r) WHERE pg_temp.try(format('SELECT %L::answer_sheet', regexp_replace(s.t, f, r))) NOT LIKE '22P02 invalid input for type answer_sheet';
SELECT 'strict=t'::answer_sheet;
-- a sheet that claims to be of an instrument and is shorter or longer
CREATE TEMPORARY TABLE forged AS SELECT replace(t, '{2,,,}', c)::answer_sheet AS sheet FROM (SELECT answer_sheet('Own-4', '1', 2)::text AS t) AS s, (VALUES ('{2}'), ('{2,,,,}')) AS c (c);
SELECT pg_temp.try(format('SELECT scores(%L::answer_sheet)', sheet)) AS scores, pg_temp.try(format('SELECT answer_sheet_accum(%L::answer_sheet, ''Own-4'', ''4'', 3)', sheet)) AS accum, pg_temp.try(format('SELECT answer_sheet_combine(%L::answer_sheet, answer_sheet(''Own-4'', ''4'', 3))', sheet)) AS combine FROM forged;
SELECT pg_temp.try(format('SELECT answer_sheet_accum(%L::answer_sheet, ''Own-4'', ''x'', 3, false)', replace(answer_sheet('Own-4', '1', 2, false)::text, 'unknown=0', 'unknown=9223372036854775807'))) AS unknown;
-- bytes that are none: each byte set to 255, each length, and too much
CREATE TEMPORARY TABLE bytes (kind text, at integer, bytes bytea);
INSERT INTO bytes SELECT 'changed', k, set_byte(b, k, 255) FROM (SELECT answer_sheet_send(answer_sheet('Own-4', '1', 2)) AS b) AS s, generate_series(0, length(b) - 1) AS k;
INSERT INTO bytes SELECT 'short', k, substr(b, 1, k) FROM (SELECT answer_sheet_send(answer_sheet('Own-4', '1', 2)) AS b) AS s, generate_series(0, length(b) - 1) AS k;
INSERT INTO bytes SELECT 'long', 1, answer_sheet_send(answer_sheet('Own-4', '1', 2)) || '{}';
CREATE TEMPORARY TABLE received (sheet answer_sheet);
CREATE FUNCTION pg_temp.receive(file text, place tid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('COPY (SELECT bytes FROM pg_temp.bytes WHERE ctid = %L) TO %L WITH (FORMAT binary)', place, file);
	EXECUTE format('COPY pg_temp.received FROM %L WITH (FORMAT binary)', file);
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
-- what is taken: other digits of the fingerprint, another answer
SELECT kind, state, count(*), CASE WHEN state = 'taken' THEN array_agg(at ORDER BY at) END AS places FROM (SELECT kind, at, pg_temp.receive(:'file', ctid) AS state FROM bytes) AS b GROUP BY kind, state ORDER BY kind COLLATE "C", state COLLATE "C";
SELECT count(*) FILTER (WHERE sheet::text::answer_sheet <> sheet) FROM received;

-- ---- definitions that change, and plans that are not registered ----
CREATE TEMPORARY TABLE kept AS SELECT answer_sheet('Own-4', n::text, 2) AS by_name, answer_sheet(instrument_plan('Own-4'), n::text, 2) AS by_plan, answer_sheet(pg_temp.own(2)::text::scoring_plan, n::text, 2) AS by_other FROM generate_series(1, 4) AS n;
SELECT by_name = by_plan AS registered_is_not_carried, scores(by_other), length(by_other::text) > length(by_name::text) AS carried, by_other::text::answer_sheet = by_other AS reads, pg_temp.try(format('SELECT %L::answer_sheet', replace(by_other::text, '"version": "2"', '"version": "3"'))) AS tampered FROM kept;
-- more plans of one's own than a call site keeps, their rows interleaved: each sheet carries its own
SELECT count(*) AS sheets, count(*) FILTER (WHERE s::text LIKE '%"version": "' || v || '"%' AND s::text::answer_sheet = s) AS own, count(DISTINCT scores(s)) AS scores
FROM (SELECT v, answer_sheet(pg_temp.own(v)::text::scoring_plan, n::text, 2) AS s FROM (SELECT v, n FROM generate_series(1, 2) AS n, generate_series(101, 180) AS v) AS r GROUP BY v) AS g;
SELECT register_instrument(pg_temp.own(3));
SELECT scores(by_name) FROM kept;
SELECT scores(by_other) FROM kept;
SELECT answer_sheet_accum(by_name, 'Own-4', '1', 1) FROM kept;
DELETE FROM instrument WHERE code = 'Own-4';
\set VERBOSITY terse
SELECT scores(by_name) FROM kept;
SELECT scores(by_other) FROM kept;
SELECT register_instrument(pg_temp.own(1));
SELECT scores(by_name) FROM kept;
DELETE FROM instrument WHERE code = 'Own-4';
DROP TABLE score_row;
