-- Releases: plain tables that are masked, their notes, the ledger, corrections, and what is refused.
SET search_path = public, cancer_pe;
SET jit = off;
SET datestyle = iso;
\set SHOW_CONTEXT never
CREATE SCHEMA released;
CREATE SCHEMA source;
-- 2 questions x 4 trusts in 2 alliances x 3 groups, counts of 0 to 22
CREATE TABLE source.answer AS
SELECT 2018 AS year, 'Q' || q AS question, CASE q WHEN 1 THEN 'Told "soon", and well' ELSE E'Second\tline' END AS label, 'A' || (t + 1) / 2 AS alliance, 'T' || t AS trust, 'G' || g AS tumour_group,
	(7 * q + 5 * t * t + 11 * g + t * g) % 23 AS n, (7 * q + 5 * t * t + 11 * g + t * g) % 23 / (1 + t % 2) AS positive
FROM generate_series(1, 2) AS q, generate_series(1, 4) AS t, generate_series(1, 3) AS g;
CREATE FUNCTION pg_temp.definition(more jsonb DEFAULT '{}', of_table jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
	SELECT '{"title": "Answers of 2018", "schema": "released", "population": {"base": "sheet", "filter": "all", "period": "[2018-04-01,2018-07-01)"}, "rule": "cancer_lt5", "published": "2019-09-01",
		"dimensions": {"alliance": {"role": "geography", "title": "Cancer Alliance", "total": "England"}, "trust": {"role": "geography"}, "tumour_group": {"title": "Tumour group", "description": "As coded by hospitals"}},
		"notes": ["Answers are unweighted.", {"kind": "method", "topic": "rate", "note": "Share of positive answers."}]}'::jsonb
		|| jsonb_build_object('tables', jsonb_build_array('{"name": "by_trust", "title": "Answers by trust", "time": ["year"], "dimensions": ["alliance", "trust", "tumour_group"], "separate": ["question"], "labels": ["label"],
			"count": "n", "numerator": "positive", "values": [{"column": "rate", "unit": "percent", "decimals": 1, "with": {"low": "low", "band": "band"}, "status": "why"}], "columns": {"n": {"title": "Answers", "description": "All that count"}},
			"query": "SELECT year, question, label, alliance, trust, tumour_group, sum(n) AS n, sum(positive) AS positive, CASE WHEN alliance = ''A2'' AND trust IS NULL AND tumour_group = ''G3'' THEN NULL ELSE 100.0 * sum(positive) / nullif(sum(n), 0) END AS rate, 90.0 * sum(positive) / nullif(sum(n), 0) AS low, CASE WHEN sum(n) > 40 THEN ''above'' END AS band, CASE WHEN sum(n) BETWEEN 30 AND 33 THEN ''u'' END AS why FROM source.answer GROUP BY year, question, label, ROLLUP (alliance, trust), ROLLUP (tumour_group)"}'::jsonb || of_table)) || more
$$;
SELECT * FROM publish('answers', pg_temp.definition());
SELECT * FROM released.by_trust WHERE question = 'Q1';
SELECT * FROM released.answers_notes;
SELECT * FROM released.answers_columns;
SELECT column_name, data_type, is_nullable, col_description('released.by_trust'::regclass, ordinal_position) AS comment FROM information_schema.columns WHERE table_schema = 'released' AND table_name = 'by_trust' ORDER BY ordinal_position;
SELECT obj_description('released.by_trust'::regclass), pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'released.by_trust'::regclass AND contype = 'p';

-- the status of each cell is what suppress says of the whole question, and the figures are those of the query
CREATE TEMP VIEW by_hand AS
SELECT question, alliance, trust, tumour_group, n, positive, suppress(n, ARRAY[alliance, trust, tumour_group], 'cancer_lt5', '{}', positive) OVER (PARTITION BY question) AS status
FROM (SELECT question, alliance, trust, tumour_group, sum(n)::bigint AS n, sum(positive)::bigint AS positive FROM source.answer GROUP BY question, ROLLUP (alliance, trust), ROLLUP (tumour_group)) AS t;
SELECT count(*) AS cells, count(*) FILTER (WHERE p.n_status IS NOT DISTINCT FROM h.status AND p.positive_status IS NOT DISTINCT FROM h.status) AS same_status,
	count(*) FILTER (WHERE (p.n, p.positive) IS NOT DISTINCT FROM CASE WHEN h.status IS NULL THEN (h.n::int, h.positive::int) ELSE (NULL::int, NULL::int) END) AS same_figures,
	count(*) FILTER (WHERE p.rate = round(100.0 * h.positive / nullif(h.n, 0), 1) AND p.low = round(90.0 * h.positive / nullif(h.n, 0), 1)) AS same_rates, count(p.rate) AS rates,
	count(*) FILTER (WHERE h.status IS NOT NULL AND (p.n, p.positive, p.rate, p.low, p.band) IS DISTINCT FROM (NULL, NULL, NULL, NULL, NULL)) AS leaks,
	count(*) FILTER (WHERE (p.n IS NULL) <> (p.n_status IS NOT NULL) OR (p.rate IS NULL) <> (p.rate_status IS NOT NULL)) AS without_reason,
	count(*) FILTER (WHERE (p.n_display, p.rate_display) <> (display(p.n, p.n_status), display(p.rate, p.rate_status, 1))) AS displays
FROM by_hand AS h JOIN released.by_trust AS p ON p.question = h.question AND p.alliance = coalesce(h.alliance, 'England') AND p.trust = coalesce(h.trust, 'All') AND p.tumour_group = coalesce(h.tumour_group, 'All');
-- the certificates prove what the reader has
SELECT part, verification(CASE WHEN n_status IS NULL THEN n END, ARRAY[nullif(alliance, 'England'), nullif(trust, 'All'), nullif(tumour_group, 'All')], n_status, certificate, positive)
FROM cancer_pe.release_proof JOIN released.by_trust ON question = part ->> 'question' WHERE release = 'answers' GROUP BY part ORDER BY part;
-- each row was written once, as it is: no row versions that were masked afterwards lie in the pages
SELECT count(*) AS rows, max((ctid::text::point)[1]) AS line_pointers, bool_and(xmax = '0') AS final FROM released.by_trust;
-- checksums, by the tools of others
\pset tuples_only on
SELECT table_name, checksum FROM release_table WHERE release = 'answers' ORDER BY table_name COLLATE "C";
\copy released.answers_columns TO PROGRAM 'LC_ALL=C sort | sha256sum' (HEADER)
\copy released.answers_notes TO PROGRAM 'LC_ALL=C sort | sha256sum' (HEADER)
\copy released.by_trust TO PROGRAM 'LC_ALL=C sort | sha256sum' (HEADER)
SELECT checksum = encode(sha256(convert_to((SELECT string_agg(checksum || '  ' || table_name || E'\n', '' ORDER BY table_name COLLATE "C") FROM release_table AS t WHERE t.release = r.release AND kind <> 'notes'), 'UTF8')), 'hex') FROM release AS r;
\pset tuples_only off
-- the ledger
SELECT release, version, base, filter, period, rule, options, dimensions, schema_name, published, cells, shown, hidden, proof, correction, definition = pg_temp.definition() AS definition FROM release;
SELECT part, dims, value, numerator, status FROM release_cell WHERE status IS NULL AND dims[1] IS NULL ORDER BY part, dims;
UPDATE release SET base = 'x';
DELETE FROM release_cell;
TRUNCATE release_proof;
SELECT v.* FROM verify_release('answers') AS v;

-- again: nothing happens, whatever the order of rows, the day and the settings
CREATE TABLE source.other_order AS SELECT * FROM source.answer ORDER BY md5(answer::text);
TRUNCATE source.answer;
INSERT INTO source.answer TABLE source.other_order;
SET datestyle = 'SQL, DMY';
SET extra_float_digits = 0;
SELECT * FROM publish('answers', pg_temp.definition('{"published": "2019-09-02"}'));
SET datestyle = iso;
RESET extra_float_digits;
-- the same under another name and base has the same bytes
SELECT table_name, checksum = (SELECT t.checksum FROM release_table AS t WHERE t.release = 'answers' AND t.table_name = p.table_name) AS same, outcome
FROM publish('elsewhere', pg_temp.definition('{"schema": "source", "population": {"base": "other"}}')) AS p ORDER BY table_name COLLATE "C";
-- other content under the name is refused, by what differs
SELECT * FROM publish('answers', pg_temp.definition('{"title": "Other title"}'));
SELECT * FROM publish('answers', pg_temp.definition('{}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
SELECT * FROM publish('answers', pg_temp.definition('{"population": {"base": "third"}}'));
-- and published as a correction, beside the version before
SELECT version, table_name, row_count, outcome FROM publish('answers', pg_temp.definition('{"correction": "One decimal was too few."}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
SELECT version, table_name, row_count, outcome FROM publish('answers', pg_temp.definition('{"correction": "One decimal was too few."}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
SELECT a.n_status, a.rate AS before, b.rate AS after FROM released.by_trust AS a JOIN released.by_trust_v2 AS b USING (year, alliance, trust, tumour_group, question) WHERE trust = 'All' AND tumour_group = 'All' AND question = 'Q1' ORDER BY alliance COLLATE "C";
SELECT count(*) AS cells, count(*) FILTER (WHERE a.n_status IS DISTINCT FROM b.n_status) AS changed FROM released.by_trust AS a JOIN released.by_trust_v2 AS b USING (year, alliance, trust, tumour_group, question);
SELECT topic, note FROM released.answers_notes_v2 WHERE topic IN ('version', 'corrects') ORDER BY position;
SELECT release, version, earlier, earlier_version, relation FROM release_relation;
SELECT v.* FROM verify_release('answers', 1) AS v UNION ALL SELECT v.* FROM verify_release('answers') AS v;
-- unchanged is not said of tables that are lost; nor is anything written over them
BEGIN;
DROP TABLE released.answers_notes_v2;
SAVEPOINT lost;
SELECT version, outcome FROM publish('answers', pg_temp.definition('{}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
ROLLBACK TO lost;
SELECT DISTINCT version, outcome FROM publish('answers', pg_temp.definition('{"correction": "It was lost."}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
UPDATE released.by_trust_v3 SET rate = rate + 1;
SELECT version, outcome FROM publish('answers', pg_temp.definition('{}', '{"values": [{"column": "rate", "decimals": 2, "with": {"low": "low", "band": "band"}, "status": "why"}]}'));
ROLLBACK;
-- what is wrong is found
BEGIN;
UPDATE released.by_trust SET n = n + 1 WHERE n = 48;
DROP TABLE released.answers_notes;
SELECT v.* FROM verify_release('answers', 1) AS v;
ROLLBACK;
BEGIN;
SET LOCAL check_function_bodies = off;
DELETE FROM release_proof WHERE part ->> 'question' = 'Q2';
UPDATE release_cell SET value = value + 1 WHERE version = 1 AND dims = ARRAY['A1', NULL, NULL];
SELECT v.* FROM verify_release('answers', 1) AS v;
ROLLBACK;
SELECT * FROM verify_release('answers', 3);
SELECT * FROM verify_release('nobody');

-- a small table to say wrong things of
CREATE FUNCTION pg_temp.small(query text, more jsonb DEFAULT '{}', of_table jsonb DEFAULT '{}', release text DEFAULT 'small') RETURNS TABLE(table_name text, row_count bigint, hidden bigint) LANGUAGE sql AS $$
	SELECT p.table_name, p.row_count, p.hidden FROM publish(release, '{"title": "Small", "schema": "released", "population": {"base": "small"}, "rule": "cancer_lt5", "dimensions": {"trust": {}}}'::jsonb
		|| jsonb_build_object('tables', jsonb_build_array('{"name": "t", "title": "T", "dimensions": ["trust"], "count": "n"}'::jsonb || jsonb_build_object('query', query) || of_table)) || more) AS p
$$;
SELECT * FROM pg_temp.small('VALUES (1)', '{"sheme": "x"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"vals": []}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"values": [{"column": "x", "digits": 1}]}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"schema": "nowhere"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"dimensions": {}}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"tables": []}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"population": {"filter": "all"}}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"published": "1 May"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{"published": "2018-02-30"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"name": "T 1"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"dimensions": ["trust", "age"]}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{}', 'Small');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"name": "small_notes"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"name": "other_columns_v2"}');
SELECT * FROM pg_temp.small('VALUES (1)', '{}', '{"name": "small_v3"}');
SELECT * FROM publish('ours_v2', '{}');
SELECT * FROM pg_temp.small('SELECT 1 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, 1 AS more');
SELECT * FROM pg_temp.small('DELETE FROM source.answer');
SELECT * FROM pg_temp.small('DELETE FROM source.answer RETURNING trust, n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n; SELECT 2');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n UNION ALL SELECT ''a'', 11');
SELECT * FROM pg_temp.small('SELECT ''All'' AS trust, 10 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, NULL::int AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, -1 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 1.5 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 3000000000 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, ''10'' AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, now() AS rate', '{}', '{"values": ["rate"]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, ''NaN''::float8 AS rate', '{}', '{"values": [{"column": "rate", "decimals": 1}]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, 1.5 AS rate', '{}', '{"values": ["rate"]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, NULL::float8 AS rate, ''gone'' AS why', '{}', '{"values": [{"column": "rate", "decimals": 1, "status": "why"}]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, 1 AS n_status', '{}', '{"values": ["n_status"]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, NULL::text AS question', '{}', '{"separate": ["question"]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n UNION ALL SELECT NULL, 11');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"tables": [{"name": "t", "title": "T", "dimensions": ["trust"], "count": "n", "query": "SELECT ''a'' AS trust, 10 AS n"}, {"name": "u", "title": "U", "dimensions": ["trust"], "count": "n", "query": "SELECT ''a'' AS trust, 11 AS n"}]}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"rule": "hes", "unproven": true}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"options": {"marks": "distinct"}}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"options": {"parents": {"1": {"a": "b"}}}}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"rule": "no rule"}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"relations": {"before": "same"}}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"readers": ["regress_nobody"]}');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n');
ROLLBACK;
SET cancer_pe.max_cells = 1;
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n UNION ALL SELECT NULL, 10');
RESET cancer_pe.max_cells;
-- what is named twice would be shown beside its mask; labels of other types are the same label, or none
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, 2 AS positive', '{}', '{"numerator": "positive", "publish_numerator": false, "labels": ["positive"]}');
SELECT * FROM pg_temp.small('SELECT 1.10 AS trust, 10 AS n UNION ALL SELECT 1.1, 11');
SELECT * FROM pg_temp.small('SELECT ''a''::char(3) AS trust, 10 AS n UNION ALL SELECT ''a'', 11');
SELECT * FROM pg_temp.small('SELECT now() AS trust, 10 AS n');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"population": {"base": "small", "period": "[2018-02-30,2018-04-01)"}}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"population": {"base": "small", "period": "[2018-05-01,2018-04-01)"}}');
-- schemas of others, and of the session
DO $$
BEGIN
	PERFORM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', jsonb_build_object('schema', nspname)) FROM pg_namespace WHERE oid = pg_my_temp_schema();
EXCEPTION WHEN invalid_parameter_value THEN
	RAISE NOTICE '%', regexp_replace(SQLERRM, '[0-9]+', 'N');
END
$$;
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"schema": "cancer_pe"}');
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"schema": "information_schema"}');
-- a query that publishes what the release would not know of
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n FROM pg_temp.small(''SELECT 1'')');
-- of all that nothing is left
SELECT count(*) FROM pg_class WHERE relnamespace = 'released'::regnamespace AND relname IN ('t', 'u', 'small_notes');
SELECT count(*) FROM release WHERE base = 'small';

-- a rule that proves nothing is refused, unless the release says so
SELECT * FROM pg_temp.small('SELECT trust, n FROM (VALUES (''a'', 30), (''b'', 31), (''c'', 10), (NULL, 71)) AS t(trust, n)', '{"rule": "ncpes2018", "options": {"secondary": "none"}}');
SELECT * FROM pg_temp.small('SELECT trust, n FROM (VALUES (''a'', 30), (''b'', 31), (''c'', 10), (NULL, 71)) AS t(trust, n)', '{"rule": "ncpes2018", "options": {"secondary": "none"}, "unproven": true}');
SELECT * FROM released.t;
SELECT topic, note FROM released.small_notes WHERE topic IN ('rule', 'protection', 'proof') ORDER BY position;
SELECT proof FROM release WHERE base = 'small';
SELECT v.* FROM verify_release('small') AS v;
-- a table that is in the way
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"population": {"base": "again"}}', '{}', 'again');
-- zeros, values of all types, labels of no consequence, and hostile names
SELECT * FROM publish('types', '{"title": "It''s ''quoted''; DROP TABLE x --", "schema": "released", "population": {"base": "types"}, "rule": "cancer_lt5", "options": {"zeros": "shown"}, "dimensions": {"select": {"total": "Everyone''s"}},
	"tables": [{"name": "order", "title": "A \"table\"", "dimensions": ["select"], "time": ["day"], "labels": ["user"], "count": "count", "values": [{"column": "ok"}, {"column": "since"}, {"column": "small"}, {"column": "real", "decimals": 3}, {"column": "word"}],
		"query": "SELECT date ''2018-04-01'' AS day, d AS \"select\", d || E''\\t\\n\\\\'' AS \"user\", n AS count, n > 5 AS ok, date ''2018-04-01'' + n AS since, n::smallint AS small, 0.1::float4 AS real, nullif(d, ''b'')::varchar AS word FROM (VALUES (E''é '''' \\\\'', 20), (''b'', 0), (NULL, 20)) AS t(d, n)"}]}');
SELECT * FROM released."order";
SELECT table_name, checksum FROM release_table WHERE table_name = 'order';
\copy released."order" TO PROGRAM 'LC_ALL=C sort | sha256sum' (HEADER)
SELECT v.* FROM verify_release('types') AS v;

-- tables that share cells: decided on together, so that what one shows protects nobody less in the other; a numerator that is
-- tested and not published; a table without rows
SELECT table_name, row_count, hidden FROM publish('shared', '{"title": "Shared", "schema": "released", "population": {"base": "shared"}, "rule": "cancer_lt5", "dimensions": {"trust": {}, "tumour_group": {}},
	"tables": [{"name": "by_group", "title": "By group", "dimensions": ["tumour_group"], "count": "n", "numerator": "positive", "publish_numerator": false, "query": "SELECT tumour_group, sum(n) AS n, sum(positive) AS positive FROM source.answer WHERE question = ''Q1'' GROUP BY ROLLUP (tumour_group)"},
		{"name": "by_trust_and_group", "title": "By trust and group", "dimensions": ["trust", "tumour_group"], "count": "n", "numerator": "positive", "query": "SELECT trust, tumour_group, sum(n) AS n, sum(positive) AS positive FROM source.answer WHERE question = ''Q1'' GROUP BY trust, ROLLUP (tumour_group)"},
		{"name": "none", "title": "None", "dimensions": ["trust"], "count": "n", "query": "SELECT trust, n FROM source.answer WHERE false"}]}');
SELECT * FROM released.by_group;
SELECT cells, shown, hidden, dimensions FROM release WHERE release = 'shared';
SELECT count(*) AS cells, count(*) FILTER (WHERE p.status IS DISTINCT FROM s.status) AS otherwise FROM cancer_pe.release_cell AS p JOIN (
	SELECT ARRAY[tumour_group, trust] AS dims, suppress(sum(n)::bigint, ARRAY[tumour_group, trust], 'cancer_lt5', '{}', sum(positive)::bigint) OVER () AS status FROM source.answer WHERE question = 'Q1' GROUP BY CUBE (tumour_group, trust)) AS s USING (dims)
WHERE release = 'shared';
SELECT v.* FROM verify_release('shared') AS v;

-- who may: a publisher with these grants, a reader with none of his own
CREATE ROLE regress_publisher;
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA cancer_pe, source TO regress_publisher;
GRANT SELECT ON source.answer TO regress_publisher;
CREATE SCHEMA ours AUTHORIZATION regress_publisher;
SET ROLE regress_publisher;
SELECT table_name, outcome FROM publish('answers2', pg_temp.definition('{"schema": "ours", "population": {"base": "ours"}, "readers": ["regress_reader"]}'));
RESET ROLE;
GRANT SELECT, INSERT ON release, release_relation, release_table, release_cell, release_proof TO regress_publisher;
SET ROLE regress_publisher;
SELECT table_name, outcome FROM publish('answers2', pg_temp.definition('{"schema": "released", "population": {"base": "ours"}}'));
SELECT table_name, outcome FROM publish('answers2', pg_temp.definition('{"schema": "ours", "population": {"base": "ours"}, "readers": ["regress_reader"]}'));
SELECT published_by, logged_in_as = session_user AS session FROM release WHERE release = 'answers2';
SELECT DISTINCT v.verdict FROM verify_release('answers2') AS v;
SET ROLE regress_reader;
SELECT count(*) FROM ours.by_trust;
SELECT count(*) FROM source.answer;
SELECT count(*) FROM cancer_pe.release_cell;
INSERT INTO ours.by_trust SELECT * FROM ours.by_trust;
RESET ROLE;
SELECT relname, privilege, has_table_privilege('regress_reader', oid, privilege) AS may FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
WHERE relnamespace = 'ours'::regnamespace AND relkind = 'r' AND has_table_privilege('regress_reader', oid, privilege) ORDER BY relname COLLATE "C", privilege;

-- without dimensions: all people together, linked like others; three people more or fewer are not told
CREATE FUNCTION pg_temp.whole(release text, n integer, more jsonb DEFAULT '{}') RETURNS TABLE(table_name text, row_count bigint, hidden bigint) LANGUAGE sql AS $$
	SELECT table_name, row_count, hidden FROM publish(release, '{"title": "All", "schema": "released", "population": {"base": "whole", "period": "2018"}, "rule": "cancer_lt5"}'::jsonb || more
		|| jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('name', release || '_t', 'title', 'All', 'separate', '["question"]'::jsonb, 'count', 'n', 'query', format('SELECT ''Q1'' AS question, %s AS n UNION ALL SELECT ''Q2'', 3', n))))) LIMIT 1
$$;
SELECT * FROM pg_temp.whole('everybody', 100);
SELECT * FROM released.everybody_t;
SELECT v.* FROM verify_release('everybody') AS v;
SELECT * FROM pg_temp.whole('fewer', 97, '{"relations": {"everybody": "within"}}');
SELECT * FROM released.fewer_t;
SELECT * FROM pg_temp.whole('half', 50, '{"relations": {"everybody": "within", "fewer": "within"}}');
SELECT * FROM released.half_t;
SELECT v.* FROM verify_release('half') AS v;

-- progress on demand; a cancel leaves nothing
SET cancer_pe.progress = on;
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n', '{"population": {"base": "again"}}', '{"name": "again_t"}', 'again');
SELECT v.* FROM verify_release('again') AS v;
RESET cancer_pe.progress;
SET statement_timeout = '50ms';
SELECT * FROM pg_temp.small('SELECT ''a'' AS trust, 10 AS n, pg_sleep(10)::text AS question', '{"population": {"base": "slow"}}', '{"name": "slow_t", "separate": ["question"]}', 'slow');
RESET statement_timeout;
SELECT to_regclass('released.slow_t'), (SELECT count(*) FROM release WHERE release = 'slow');

SET check_function_bodies = off;
SET client_min_messages = warning;
DELETE FROM release;
DELETE FROM release_relation;
DELETE FROM release_table;
DELETE FROM release_cell;
DELETE FROM release_proof;
DROP SCHEMA released, source, ours CASCADE;
DROP OWNED BY regress_publisher, regress_reader;
DROP ROLE regress_publisher, regress_reader;
