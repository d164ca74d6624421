-- Completeness of items: one value, whole rows by column name, change between periods; against counting in SQL.
SET search_path = public, cancer_pe;
SET jit = off;
-- one item: NULL, blanks and codes
SELECT completeness(v, '{}') AS only_null, completeness(v, '{""}') AS and_blank, completeness(v, '{"",99,?}') AS and_codes, completeness(v, '{99,NULL}') AS list_with_null, completeness(v) AS any_type, completeness(v, '{99}') FILTER (WHERE v <> 'Y1') AS eligible
FROM (VALUES ('Y1'), ('99'), (''), (NULL), ('?'), ('99 ')) AS t(v);
SELECT completeness(h, '{-1}') AS numbers, completeness(h::float8, '{-1,0}') AS floats, completeness(d, '{1900-01-01}') AS dates, completeness(d) AS dates_null, completeness(b, '{false}') AS booleans, completeness(c, '{99}') AS padded, completeness(a) AS arrays
FROM (VALUES (-1.00, date '1900-01-01', true, '99'::char(4), '{1}'::int[]), (170.5, '2020-02-29', false, 'Y1', NULL), (0, NULL, NULL, NULL, '{}')) AS t(h, d, b, c, a);
SELECT completeness(v, '{}'), completeness(v) FROM (VALUES ('x')) AS t(v) WHERE false;
SELECT completeness(v, NULL::text[]) FROM (VALUES ('x')) AS t(v);
SELECT completeness(v, NULL::int[]) FROM (VALUES (1)) AS t(v);
SELECT completeness(point(1, v), ARRAY[point(1, 2)]) FROM (VALUES (1)) AS t(v);
SELECT completeness_accum(tally(true, 2), 'x'::text, '{}');
-- a tally it is: rates, intervals, sums
SELECT rate(t), round(low::numeric, 6) AS low, round(high::numeric, 6) AS high, rate(rollup) FROM (SELECT rollup(t) AS rollup, rollup(t) AS t FROM (SELECT completeness(nullif(i % 5, 0)) AS t FROM generate_series(1, 100) AS i GROUP BY i % 3) AS p) AS s, rate_ci(t);

-- a table: every kind of column, a dropped one, one that came later
CREATE TYPE mood AS ENUM ('good', 'unknown');
CREATE DOMAIN site_code AS text;
CREATE TABLE tumour_row (id int, stage text, gone int, cns varchar(3), grade char(4), height numeric, weight float8, visits smallint, seen date, alive boolean, feeling mood, site site_code, more jsonb, "Odd ""name""" text);
ALTER TABLE tumour_row DROP COLUMN gone;
INSERT INTO tumour_row SELECT i, (ARRAY['1', '2', '?', '', NULL, '6', 'X'])[1 + i % 7], (ARRAY['Y1', '99', NULL])[1 + i * 3 % 3 + i / 7 % 2], CASE WHEN i % 4 > 0 THEN (ARRAY['G1', '9'])[1 + i % 2] END, (ARRAY[-1, 170.5, NULL, -1.0])[1 + i % 4], (ARRAY[-1, 70.25, 'NaN'])[1 + i % 3],
	(ARRAY[99, 3])[1 + i % 2], (ARRAY['1900-01-01', '2020-02-29', NULL]::date[])[1 + i % 3], (ARRAY[true, false, NULL])[1 + i % 3], (ARRAY['good', 'unknown']::mood[])[1 + i % 2], (ARRAY['C50', ''])[1 + i % 2], CASE WHEN i % 2 = 0 THEN '{}'::jsonb END,
	CASE WHEN i % 9 > 0 THEN repeat('long ', 2000) END FROM generate_series(1, 2000) AS i;
ALTER TABLE tumour_row ADD late text, ADD later text DEFAULT '99';
CREATE TEMP TABLE p AS SELECT id % 3 AS part, completeness_profile(r, '{"*": ["", "99"], "stage": ["", "?", "X"], "grade": ["9"], "height": ["-1"], "visits": ["99"], "weight": ["-1.0"], "seen": ["1900-01-01"], "alive": ["false"], "feeling": ["unknown"]}', '{"stage": ["6"]}') AS p FROM tumour_row AS r GROUP BY 1;
SELECT item, eligible, known, null_count, coded_unknown, not_applicable, t FROM (SELECT rollup(p) AS p FROM p) AS s, profile_items(p);
-- the same by counting
CREATE TEMP VIEW counted AS SELECT part, item, eligible, known, null_count, coded_unknown, not_applicable FROM p, profile_items(p);
CREATE TEMP VIEW plain(part, item, eligible, known, null_count, coded_unknown, not_applicable) AS
	SELECT id % 3 AS part, item, count(*) FILTER (WHERE (value = ANY (na)) IS NOT TRUE), count(value) FILTER (WHERE NOT value = ANY (codes || na)), count(*) FILTER (WHERE value IS NULL), count(*) FILTER (WHERE value = ANY (codes)), count(*) FILTER (WHERE value = ANY (na))
	FROM tumour_row AS r, LATERAL (VALUES ('id', id::text, '{}'::text[], '{}'::text[]), ('stage', stage, '{"",?,X}', '{6}'), ('cns', cns, '{"",99}', '{}'), ('grade', rtrim(grade), '{9}', '{}'), ('height', trim_scale(height)::text, '{-1}', '{}'), ('weight', weight::text, '{-1}', '{}'), ('visits', visits::text, '{99}', '{}'),
		('seen', to_char(seen, 'YYYY-MM-DD'), '{1900-01-01}', '{}'), ('alive', alive::text, '{false}', '{}'), ('feeling', feeling::text, '{unknown}', '{}'), ('site', site::text, '{""}', '{}'), ('more', more::text, '{}', '{}'), ('Odd "name"', "Odd ""name""", '{}', '{}'), ('late', late, '{}', '{}'), ('later', later, '{99}', '{}')) AS v(item, value, codes, na)
	GROUP BY 1, 2;
SELECT (SELECT count(*) FROM counted) AS items, (SELECT count(*) FROM (SELECT * FROM counted EXCEPT ALL SELECT * FROM plain) AS d) AS only_ours, (SELECT count(*) FROM (SELECT * FROM plain EXCEPT ALL SELECT * FROM counted) AS d) AS only_plain;
-- the list for all is no list for numbers: the id 99 is known
SELECT known FROM (SELECT completeness_profile(r, '{"*": ["99"]}') AS p FROM tumour_row AS r) AS s, profile_items(p) WHERE item = 'id';
-- the laws: order, split, text, binary order and hash
SELECT w = r AND w::text = r::text AND item_profile_send(w) = item_profile_send(r) AND w::text::item_profile = w AS same FROM
	(SELECT completeness_profile(r, '{"*": ["99", ""]}') AS w FROM tumour_row AS r) AS a, (SELECT rollup(p ORDER BY part DESC) AS r FROM (SELECT id % 5 AS part, completeness_profile(r, '{"*": ["", "99", ""]}') AS p FROM (SELECT * FROM tumour_row ORDER BY id DESC) AS r GROUP BY 1) AS p) AS b;
SELECT count(*), count(DISTINCT p), sum(n(p)) FROM (SELECT p FROM p UNION ALL SELECT p FROM p) AS s;
ALTER TABLE tumour_row SET (parallel_workers = 2);
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT completeness_profile(r, '{"*": ["99"]}') FROM tumour_row AS r;
SELECT p = (SELECT completeness_profile(r, '{"*": ["99"]}') FROM (TABLE tumour_row OFFSET 0) AS r) AS same FROM (SELECT completeness_profile(r, '{"*": ["99"]}') AS p FROM tumour_row AS r) AS s;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
SELECT completeness_profile(r) FROM (VALUES (1, 'a'), (NULL, NULL)) AS r(n, "x y");
SELECT completeness_profile(r) IS NULL AS none, rollup(NULL::item_profile) IS NULL AS none_either FROM (SELECT 1 AS n) AS r WHERE false;
SELECT (SELECT count(*) FROM profile_items(NULL)) AS null_rows, (SELECT count(*) FROM profile_items('rows=3')) AS no_items;
-- codes are read as values of the column: 99.9 of four bytes is not that of eight
SELECT i.item, i.known, i.coded_unknown FROM profile_items((SELECT completeness_profile(r, '{"narrow": ["99.9"], "wide": ["99.9"], "exact": ["99.9"]}')
	FROM (VALUES (99.9::real, 99.9::float8, 99.9::numeric), (0.1, 0.1, 0.1)) AS r (narrow, wide, exact))) AS i;
SELECT completeness_profile(r, '{"n": ["1e39"]}') FROM (SELECT 1::real AS n) AS r;
-- how it moves
SELECT item, t, t_before, round(difference::numeric, 6) AS difference, round(low::numeric, 6) AS low, round(high::numeric, 6) AS high, status FROM completeness_change('rows=100 "stage" unknown() not_applicable() 10 10 0 "new" unknown() not_applicable() 1 0 0 "none" unknown() not_applicable("6") 0 0 100', 'rows=50 "gone" unknown() not_applicable() 0 0 0 "none" unknown() not_applicable() 0 0 0 "stage" unknown("X") not_applicable() 10 10 0');
SELECT round(difference::numeric, 6) AS difference, round(low::numeric, 6) AS low, round(high::numeric, 6) AS high FROM gap(make_tally(100, 80), make_tally(50, 30));
SELECT count(*) FROM completeness_change('rows=1', NULL);
SELECT * FROM completeness_change('rows=1', 'rows=1', 'by hand');
SELECT * FROM completeness_change('rows=1 "a" unknown() not_applicable() 0 0 0', 'rows=1 "a" unknown() not_applicable() 0 0 0', 'by hand');
-- what is refused
SELECT completeness_profile(r, '{"Stage": ["X"]}') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, '{"n": ["X"]}') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, '{"more": ["X"]}') FROM tumour_row AS r;
SELECT completeness_profile(r, '{"n": "1"}') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, '{"n": [1]}') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, '{"stage": null, "m": [], "*": ["1"]}') FROM (SELECT 'X' AS stage, '1' AS m, 1 AS n) AS r;
SELECT completeness_profile(r, '["n"]') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, '{"stage": ["X"]}', '{"stage": ["6", "X"]}') FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(r, NULL) FROM (SELECT 'X' AS stage, 1 AS n) AS r;
SELECT completeness_profile(NULL::tumour_row);
SELECT completeness_profile(r) FROM (SELECT 1 AS a, 2 AS a) AS r;
SELECT item_profile_combine('rows=1 "a" unknown() not_applicable() 0 0 0', 'rows=1 "a" unknown("X") not_applicable() 0 0 0');
SELECT item_profile_combine('rows=1 "a" unknown() not_applicable() 0 0 0', 'rows=1');
SELECT item_profile_combine('rows=9223372036854775807', 'rows=1');
SELECT 'rows=1 "a" unknown() not_applicable() 1 1 0'::item_profile;
SELECT 'rows=1 "a" unknown() not_applicable() 0 0 0 "a" unknown() not_applicable() 0 0 0'::item_profile;
SELECT 'rows=1 a'::item_profile;
SELECT 'rows=1 "a" unknown("x"'::item_profile;
SELECT 'rows=99999999999999999999'::item_profile;
DROP VIEW counted, plain;
DROP TABLE p, tumour_row;
DROP TYPE mood;
DROP DOMAIN site_code;
