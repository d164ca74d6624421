-- Changes and distributions of EQ-5D states: worked values, merging, order, workers, text and binary.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\getenv build PG_ABS_BUILDDIR
\set file :here '/test/data/qol/eq5d_pairs.csv'
CREATE TEMP TABLE pair (row int, before eq5d, after eq5d, class text, class_unsplit text, lss_before int, lss_after int, lfs_before text);
COPY pair FROM :'file' (FORMAT csv, HEADER);
SELECT count(*), count(*) FILTER (WHERE eq5d_change(before, after) <> class OR eq5d_change(before, after, false) <> class_unsplit) AS class, count(*) FILTER (WHERE eq5d_lss(before) <> lss_before OR eq5d_lss(after) <> lss_after OR eq5d_lfs(before) <> lfs_before) AS lss_lfs FROM pair;
-- the worked values of the hundred pairs
SELECT class, n, round(percent::numeric, 1) AS percent FROM pchc((SELECT eq5d_changes(before, after) FROM pair));
SELECT class, n, round(percent::numeric, 1) AS percent FROM pchc((SELECT eq5d_changes(before, after) FROM pair), false);
SELECT * FROM superiority((SELECT eq5d_changes(before, after) FROM pair));
SELECT d.dimension, round(h::numeric, 6) AS h, round(h_max::numeric, 6) AS h_max, abs(j - h / h_max) < 1e-15 AS j, status FROM unnest('{MO,SC,UA,PD,AD}'::text[]) AS d(dimension), shannon((SELECT eq5d_distribution(before) FROM pair), d.dimension);
SELECT convention, round(h::numeric, 6) AS h, round(h_max::numeric, 6) AS h_max, round(j::numeric, 6) AS j FROM unnest('{possible,observed}'::text[]) AS convention, shannon((SELECT eq5d_distribution(before) FROM pair), convention => convention);
SELECT round(hsdi(eq5d_distribution(before))::numeric, 6) AS hsdi, n(eq5d_distribution(before)), avg(eq5d_lss(before))::float8 AS lss, round(avg(eq5d_index(before, 'UK 2026'))::numeric, 5) AS uk, round(avg(eq5d_index(before, 'England 2018'))::numeric, 5) AS england,
	round(avg(eq5d_index(before, 'UK crosswalk 2012'))::numeric, 5) AS crosswalk FROM pair;
-- each dimension, against counting
SELECT d.dimension, count(*) FILTER (WHERE c.n IS DISTINCT FROM w.n) AS wrong, bool_and(abs(c.percent - 100.0 * c.n / CASE WHEN c.class IN ('No problems', 'Total with problems') THEN 100 ELSE (SELECT count(*) FROM pair WHERE eq5d_change(before, after, d.dimension) <> 'No problems') END) < 1e-9) AS percent
FROM unnest('{MO,SC,UA,PD,AD}'::text[]) AS d(dimension), LATERAL pchc((SELECT eq5d_changes(before, after) FROM pair), true, d.dimension) AS c,
	LATERAL (SELECT count(*) FROM pair WHERE eq5d_change(before, after, d.dimension) = c.class OR c.class = 'Total with problems' AND eq5d_change(before, after, d.dimension) <> 'No problems') AS w(n) GROUP BY d.dimension ORDER BY 1;
SELECT count(*), count(*) FILTER (WHERE l.n <> w.n OR abs(l.share - w.n / 100.0) > 1e-15) AS wrong FROM levels((SELECT eq5d_distribution(before) FROM pair)) AS l, LATERAL (SELECT count(*) FROM pair WHERE level(before, l.dimension) = l.level) AS w(n);
SELECT count(*), sum(n), round(sum(share)::numeric, 12) AS share FROM states((SELECT eq5d_distribution(before) FROM pair));
SELECT abs(sum(share * eq5d_index(state, 'UK 2026')) - (SELECT avg(eq5d_index(before, 'UK 2026')) FROM pair)) < 1e-12 AS mean_index FROM states((SELECT eq5d_distribution(before) FROM pair));
-- nothing, only missing, one state, all states
SELECT eq5d_changes(before, after), eq5d_distribution(before), n(eq5d_changes(before, after)), hsdi(eq5d_distribution(before)) FROM pair WHERE false;
SELECT eq5d_changes(before, NULL), missing(eq5d_changes(NULL, after)), eq5d_distribution(NULL::eq5d), missing(eq5d_distribution(NULL::eq5d)) FROM pair;
SELECT * FROM pchc((SELECT eq5d_changes(before, after) FROM pair WHERE false));
SELECT * FROM superiority((SELECT eq5d_changes(before, after) FROM pair WHERE false));
SELECT t.d, s.*, hsdi(t.d) FROM (VALUES ('missing=3'::eq5d_distribution), ('missing=0 21345=7'), ('missing=0 11111=5 55555=5')) AS t(d), shannon(d) AS s;
SELECT count(*), min(n), max(share) FROM levels('missing=2', 3);
SELECT n(d), hsdi(d), (shannon(d)).j, (shannon(d, 'MO')).j AS mo FROM (SELECT eq5d_distribution(eq5d(a, b, c, d, e)) FROM generate_series(1, 5) AS a, generate_series(1, 5) AS b, generate_series(1, 5) AS c, generate_series(1, 5) AS d, generate_series(1, 5) AS e) AS t(d);
SELECT (shannon(d, 'MO', 3)).h_max AS three, (shannon(d, 'MO', 3, 'observed')).* FROM (SELECT 'missing=0 11111=1 21111=1'::eq5d_distribution) AS t(d);
-- parts merge to the whole, in any order and split, whatever the plan; stored and read back
CREATE TABLE eq5d_rows AS SELECT i, CASE WHEN i % 17 > 0 THEN eq5d(b / 625 % 5 + 1, b / 125 % 5 + 1, b / 25 % 5 + 1, b / 5 % 5 + 1, b % 5 + 1) END AS before,
	CASE WHEN i % 13 > 0 THEN eq5d(a / 625 % 5 + 1, a / 125 % 5 + 1, a / 25 % 5 + 1, a / 5 % 5 + 1, a % 5 + 1) END AS after
FROM (SELECT i, i * 1237 % 3125 * (i % 3) / 2 AS b, (i * 1237 % 3125 * (i % 3) / 2 + i / 700 % 4 * 131) % 3125 AS a FROM generate_series(1, 40000) AS i) AS g;
ANALYZE eq5d_rows;
CREATE TABLE eq5d_whole AS SELECT eq5d_changes(before, after) AS c, eq5d_distribution(before) AS d FROM eq5d_rows;
SELECT n(c), missing(c), n(d), missing(d), (SELECT count(*) FROM states(d)) AS states, md5(c::text || d::text) = md5((SELECT eq5d_changes(before, after)::text || eq5d_distribution(before)::text FROM (SELECT * FROM eq5d_rows ORDER BY md5(i::text)) AS s)) AS any_order FROM eq5d_whole;
SELECT count(*), count(*) FILTER (WHERE s.n <> w.n) AS wrong FROM eq5d_whole, states(d) AS s, LATERAL (SELECT count(*) FROM eq5d_rows WHERE before = s.state) AS w(n) WHERE s.n % 10 = 4;
SELECT parts, rollup(c) = (SELECT c FROM eq5d_whole) AS changes, rollup(d) = (SELECT d FROM eq5d_whole) AS distribution, max(pg_column_size(d)) = max(16 + 8 * k) AS no_room_left
FROM unnest('{1,2,7,1000}'::int[]) AS parts, LATERAL (SELECT eq5d_changes(before, after) AS c, eq5d_distribution(before) AS d, count(DISTINCT before) AS k FROM eq5d_rows GROUP BY i % parts) AS p GROUP BY parts ORDER BY parts;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT eq5d_changes(before, after), eq5d_distribution(before) FROM eq5d_rows;
SELECT eq5d_changes(before, after) = (SELECT c FROM eq5d_whole) AS changes, eq5d_distribution(before) = (SELECT d FROM eq5d_whole) AS distribution FROM eq5d_rows;
SELECT sum(eq5d_index(before, 'UK 2026')::numeric) AS with_workers FROM eq5d_rows;
SET max_parallel_workers_per_gather = 0;
SELECT sum(eq5d_index(before, 'UK 2026')::numeric) AS without FROM eq5d_rows;
RESET max_parallel_workers_per_gather;
CREATE TABLE eq5d_stored AS SELECT i % 50 AS part, eq5d_changes(before, after) AS c, eq5d_distribution(before) AS d FROM eq5d_rows GROUP BY 1;
CREATE INDEX ON eq5d_stored (c);
CREATE INDEX ON eq5d_stored USING hash (d);
\set file :build '/results/eq5d_summary.bin'
COPY eq5d_stored TO :'file' (FORMAT binary);
CREATE TEMP TABLE copied (LIKE eq5d_stored);
COPY copied FROM :'file' (FORMAT binary);
SELECT count(*) AS rows, count(*) FILTER (WHERE a.c = b.c AND a.d = b.d AND a.c::text::eq5d_changes = b.c AND a.d::text::eq5d_distribution = b.d AND eq5d_distribution_hash(a.d) = eq5d_distribution_hash(b.d) AND eq5d_changes_send(a.c) = eq5d_changes_send(b.c)) AS same FROM eq5d_stored AS a JOIN copied AS b USING (part);
SELECT rollup(c) = (SELECT c FROM eq5d_whole) AS changes, rollup(d) = (SELECT d FROM eq5d_whole) AS distribution FROM copied;
SELECT count(DISTINCT c) AS c, count(DISTINCT d) AS d, count(*) FILTER (WHERE d < (SELECT d FROM eq5d_whole)) + count(*) FILTER (WHERE d >= (SELECT d FROM eq5d_whole)) AS ordered FROM eq5d_stored;
-- as window functions, and the same state read twice
SELECT i, eq5d_distribution(before) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS d, n(eq5d_changes(before, after) OVER (ORDER BY i)) AS n FROM eq5d_rows WHERE i BETWEEN 15 AND 20 ORDER BY i;
SELECT eq5d_distribution_accum(eq5d_distribution_accum(d, '11111'), NULL) AS more, d FROM (VALUES ('missing=0 55555=1'::eq5d_distribution)) AS t(d);
-- what is refused
CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text; state text; message text; detail text;
BEGIN
	EXECUTE query INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' | ', state, message, nullif(detail, ''));
END $$;
SELECT text, pg_temp.try(format('SELECT %L::cancer_pe.eq5d_distribution', text)) AS told FROM unnest(ARRAY['', 'missing=', 'missing=-1', 'missing=0 11111=0', 'missing=0 11111', 'missing=0 11111=1 11111=2', 'missing=0 21111=1 11111=1', 'missing=0 11116=1', 'missing=011111=1', 'missing=0 11111=2251799813685248',
	'missing=0 11111=2251799813685247', 'missing=9223372036854775808', E'  missing=1\t11111=1\n55555=02  ', 'missing=0 11111=1x']) AS text;
SELECT change, pg_temp.try(format('SELECT regexp_replace(%L, %L, %L)::cancer_pe.eq5d_changes', c, split_part(change, '>', 1), split_part(change, '>', 2))) AS told
FROM eq5d_whole, unnest(ARRAY['mo_up=\d+>mo_up=99999', 'sc_none=\d+>sc_none=99999', 'worsen=\d+>worsen=-1', 'mixed=>mix=', 'no_change=\d+>no_change=9223372036854775807', 'ad_none=\d+>ad_none=0']) AS change;
SELECT query, pg_temp.try('SELECT ' || query) AS told FROM unnest(ARRAY[$$cancer_pe.shannon('missing=0 11114=1', levels => 3)$$, $$cancer_pe.shannon('missing=0 11114=1', 'MOO')$$, $$cancer_pe.shannon('missing=0 11114=1', convention => 'x')$$, $$cancer_pe.shannon('missing=0 11114=1', convention => NULL)$$, $$cancer_pe.shannon(NULL)$$,
	$$count(*) FROM cancer_pe.levels('missing=0 11114=1', 3)$$, $$count(*) FROM cancer_pe.levels('missing=0', 4)$$, $$count(*) FROM cancer_pe.pchc(NULL)$$, $$count(*) FROM cancer_pe.superiority(NULL)$$, $$cancer_pe.eq5d_distribution_accum('missing=0 11111=2251799813685247', '11111')$$,
	$$cancer_pe.eq5d_distribution_combine('missing=0 11111=2251799813685247', 'missing=0 11111=1')$$, $$cancer_pe.eq5d_distribution_combine('missing=9223372036854775807', 'missing=1')$$]) AS query;
DROP TABLE eq5d_rows, eq5d_whole, eq5d_stored;
