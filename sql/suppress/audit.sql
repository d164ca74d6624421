-- What an attacker works out of a published table: by hand, by whom, and what is refused. Every sum it reports is done again here.
SET search_path = cancer_pe, public;
SET jit = off;
-- truth: the table as it is; status: what is published of a cell
CREATE TEMP TABLE sheet (name text, dims text[], truth bigint, status text, low bigint, high bigint);
-- a table from rows of labels: the totals are worked out, cells named are hidden
CREATE FUNCTION pg_temp.add(name text, cells jsonb, hidden text[]) RETURNS void LANGUAGE sql AS $$
	INSERT INTO sheet SELECT name, ARRAY[r, c], n, CASE WHEN concat_ws('/', coalesce(r, '*'), coalesce(c, '*')) = ANY (hidden) THEN 'c' END, NULL, NULL
	FROM (SELECT r.key AS r, c.key AS c, sum(c.value::bigint)::bigint AS n FROM jsonb_each(cells) AS r, jsonb_each_text(r.value) AS c GROUP BY CUBE (r.key, c.key)) AS t
$$;
-- the audit of a sheet from what is published alone
CREATE FUNCTION pg_temp.look(sheet_name text, options jsonb DEFAULT '{}') RETURNS TABLE (dims text[], truth bigint, published bigint, mark text, verdict text, low bigint, high bigint, attack text, cells jsonb, status text) LANGUAGE sql AS $$
	SELECT dims, truth, published, mark, (a).verdict, (a).low, (a).high, (a).attack, (a).attack_cells, (a).status
	FROM (SELECT dims, truth, CASE WHEN status IS NULL THEN truth END AS published, status AS mark,
			audit(CASE WHEN status IS NULL THEN truth END, status, dims, options, low, high) OVER () AS a FROM sheet WHERE name = sheet_name) AS s
$$;
-- The attacks of a sheet done again: the bound is the sum that it says, the terms are what is published or at a bound of the hidden cell, the sum is right for the true table.
CREATE FUNCTION pg_temp.attacks(sheet_name text, options jsonb DEFAULT '{}') RETURNS TABLE (unsafe bigint, sums bigint, bound_wrong bigint, term_wrong bigint, identity_wrong bigint, truth_outside bigint) LANGUAGE sql AS $$
	WITH seen AS MATERIALIZED (SELECT * FROM pg_temp.look(sheet_name, options)),
	side AS (SELECT s.dims, s.truth, s.low, s.high, e.key AS side, (e.value->>'bound')::bigint AS bound, (e.value->>'divisor')::bigint AS divisor, e.value->'terms' AS terms FROM seen AS s, jsonb_each(s.cells) AS e),
	term AS (SELECT d.*, (t->>'weight')::numeric AS weight, (t->>'at')::numeric AS at, p.published, p.truth AS term_truth
		FROM side AS d, jsonb_array_elements(d.terms) AS t JOIN seen AS p ON to_jsonb(p.dims) = t->'dims'),
	total AS (SELECT dims, side, truth, low, high, bound, divisor, sum(weight * at) AS sum, sum(weight * term_truth) AS true_sum, count(*) AS terms,
			count(*) FILTER (WHERE at <> published OR (published IS NULL AND (weight > 0) = (side = 'high') AND at < term_truth) OR (published IS NULL AND (weight > 0) = (side = 'low') AND at > term_truth)) AS wrong
		FROM term GROUP BY dims, side, truth, low, high, bound, divisor)
	SELECT (SELECT count(*) FROM seen WHERE seen.verdict IN ('exact', 'narrow')), count(*),
		count(*) FILTER (WHERE bound <> CASE side WHEN 'high' THEN floor(sum / divisor) ELSE ceil(sum / divisor) END OR bound <> CASE side WHEN 'high' THEN high ELSE low END),
		coalesce(sum(wrong), 0)::bigint, count(*) FILTER (WHERE true_sum <> divisor * truth),
		(SELECT count(*) FROM seen WHERE seen.truth < seen.low OR seen.truth > seen.high) FROM total
$$;
-- subtraction: one hidden cell of a row
SELECT pg_temp.add('one', '{"R1": {"a": 3, "b": 10, "c": 12}}', '{R1/a}');
DELETE FROM sheet WHERE name = 'one' AND dims[1] IS NULL;
SELECT dims, verdict, low, high, attack FROM pg_temp.look('one') ORDER BY dims;
-- two ones: both are hidden, zeros are shown, so each is one at least (T024 of the methods' linked tables)
SELECT pg_temp.add('T024', '{"T024": {"Brain": 1, "Sarcoma": 1, "Breast": 150, "Lung": 127}}', '{T024/Brain,T024/Sarcoma}');
DELETE FROM sheet WHERE name = 'T024' AND dims[1] IS NULL;
SELECT dims, verdict, low, high, attack FROM pg_temp.look('T024') ORDER BY dims;
SELECT cells FROM pg_temp.look('T024') WHERE dims[2] = 'Brain';
-- the same where the mark may stand for a zero: three tables fit
SELECT dims[2], verdict, low, high, attack FROM pg_temp.look('T024', '{"lower": 0}') WHERE mark = 'c' ORDER BY dims;
-- somebody who is in one of them knows that it is not empty: nothing follows from that here, but all where one of the two is one and the other none
SELECT dims[2], verdict, low, high, attack, status FROM pg_temp.look('T024', '{"lower": 0, "known": "member"}') WHERE mark = 'c' ORDER BY dims;
INSERT INTO sheet VALUES ('alone', '{a}', 1, 'c', NULL, NULL), ('alone', '{b}', 0, 'c', NULL, NULL), ('alone', '{c}', 8, NULL, NULL, NULL), ('alone', '{NULL}', 9, NULL, NULL, NULL);
SELECT o, dims, verdict, low, high, attack, status FROM (VALUES (1, '{"lower": 0}'::jsonb), (2, '{"lower": 0, "known": "member"}')) AS v(n, o), pg_temp.look('alone', o) WHERE mark = 'c' ORDER BY n, dims;
-- four hidden in a square: safe; the same without one corner is not
SELECT pg_temp.add('square', '{"R1": {"a": 3, "b": 4, "c": 20}, "R2": {"a": 5, "b": 7, "c": 30}, "R3": {"a": 9, "b": 8, "c": 40}}', '{R1/a,R1/b,R2/a,R2/b}');
SELECT dims, verdict, low, high, attack, status FROM pg_temp.look('square') WHERE mark = 'c' ORDER BY dims;
SELECT pg_temp.add('corner', '{"R1": {"a": 3, "b": 4, "c": 20}, "R2": {"a": 5, "b": 7, "c": 30}, "R3": {"a": 9, "b": 8, "c": 40}}', '{R1/a,R1/b,R2/a}');
SELECT dims, verdict, low, high, attack FROM pg_temp.look('corner') WHERE mark = 'c' ORDER BY dims;
-- range: both ends of the rule must stay possible; a column of hidden totals has its floor, the parts that are not zero
SELECT dims, verdict, low, high, attack FROM pg_temp.look('square', '{"protect": "range", "threshold": 5, "comparator": "<"}') WHERE mark = 'c' ORDER BY dims;
SELECT dims, verdict, low, high, attack FROM pg_temp.look('square', '{"protect": "range", "threshold": 7}') WHERE mark = 'c' ORDER BY dims;
-- marks of their own: small is at most the threshold, and what protects it is not
INSERT INTO sheet VALUES ('marks', '{a}', 4, 'c1', NULL, NULL), ('marks', '{b}', 5, 'c2', NULL, NULL), ('marks', '{c}', 40, NULL, NULL, NULL), ('marks', '{NULL}', 49, NULL, NULL, NULL);
SELECT o, dims, verdict, low, high, attack FROM (VALUES (1, '{}'::jsonb), (2, '{"marks": "distinct", "threshold": 4}'), (3, '{"marks": "distinct", "threshold": 5, "comparator": "<"}'), (4, '{"marks": "small", "threshold": 7}')) AS v(n, o), pg_temp.look('marks', o) WHERE mark IS NOT NULL ORDER BY n, dims;
-- who knows the count of his own cell (counts must be given) works out the other: told without the figures that only he has
SELECT dims, (a).* FROM (SELECT dims, status, audit(truth, status, dims, '{"known": "count"}') OVER () AS a FROM sheet WHERE name = 'marks') AS s WHERE status IS NOT NULL ORDER BY dims;
-- rounded to the nearest 5 after counts of 1 to 7 were hidden: 20 is 18 to 22, a shown 0 is nobody, and nothing is left but the least for the hidden one
SELECT dims, (a).verdict, (a).low, (a).high, (a).attack, (a).status
FROM (SELECT dims, audit(shown, mark, dims, '{"round": 5, "threshold": 7, "marks": "small"}') OVER () AS a FROM (VALUES ('{a}'::text[], NULL::bigint, 'c'), ('{b}', 10, NULL), ('{c}', 20, NULL), ('{d}', 0, NULL), ('{NULL}', 25, NULL)) AS v(dims, shown, mark)) AS s ORDER BY dims;
SELECT kind, (a).low, (a).high FROM (VALUES (1, 'nearest', 25), (2, 'random', 25), (3, 'controlled', 25), (4, 'ceiling', 25), (5, 'floor', 25), (6, 'midpoint', 23)) AS k(n, kind, shown), LATERAL (SELECT audit(shown, NULL, ARRAY[NULL::text], jsonb_build_object('round', 5, 'rounding', kind)) OVER () AS a) AS s ORDER BY k.n;
-- percentages and intervals in place of counts: the total is 40 to 42, b is shown as 38 to 39
SELECT dims, (a).verdict, (a).low, (a).high, (a).attack, (a).status
FROM (SELECT dims, audit(shown, mark, dims, '{}', low, high) OVER () AS a FROM (VALUES ('{a}'::text[], NULL::bigint, 'c', NULL::bigint, 9::bigint), ('{b}', NULL, NULL, 38, 39), ('{NULL}', NULL, NULL, 40, 42)) AS v(dims, shown, mark, low, high)) AS s ORDER BY dims;
-- nothing bounds a hidden total of hidden parts; cells not published; nobody in a cell
SELECT dims, (a).verdict, (a).low, (a).high, (a).attack, (a).status
FROM (SELECT dims, audit(shown, mark, dims) OVER () AS a FROM (VALUES ('{a}'::text[], NULL::bigint, 'c'), ('{b}', NULL, 'x'), ('{c}', NULL, 'w'), ('{d}', 0, NULL), ('{NULL}', NULL, NULL)) AS v(dims, shown, mark)) AS s ORDER BY dims;
-- counts that are given are never shown, and ask of small ones only
SELECT dims, (a).verdict, (a).low, (a).high, (a).status FROM (SELECT dims, status, audit(truth, status, dims, '{"targets": "small", "threshold": 4}') OVER () AS a FROM sheet WHERE name = 'square') AS s WHERE status = 'c' ORDER BY dims;
-- whole numbers: a + b and b + c are 3, so a + c is twice a; known to be 2 or 3, it can only be 2
SELECT o, dims, (a).verdict, (a).low, (a).high, (a).attack FROM (VALUES (1, '{"lower": 0}'::jsonb), (2, '{"lower": 0, "whole": false}')) AS o(n, o), LATERAL (SELECT dims, audit(v, NULL, dims, o || '{"parts": {"1": {"ab": [["a", "b"]], "bc": [["b", "c"]], "ca": [["c", "a"]], "": []}}}', low, high) OVER () AS a
	FROM (VALUES ('{a}'::text[], NULL::bigint, NULL::bigint, NULL::bigint), ('{b}', NULL, NULL, NULL), ('{c}', NULL, NULL, NULL), ('{ab}', 3, NULL, NULL), ('{bc}', 3, NULL, NULL), ('{ca}', NULL, 2, 3)) AS t(dims, v, low, high)) AS s WHERE (a).verdict <> 'shown' ORDER BY n, dims;
-- linked tables: trust by group and alliance by group, joined by their totals
INSERT INTO sheet SELECT 'linked', dims, n, mark, NULL, NULL FROM (VALUES ('{A,T1,x}'::text[], 3, 'c'), ('{A,T2,x}', 20, NULL), ('{A,NULL,x}', 23, 'c'), ('{A,T1,y}', 30, 'c'), ('{A,T2,y}', 40, NULL), ('{A,NULL,y}', 70, 'c'), ('{A,T1,NULL}', 33, NULL), ('{A,T2,NULL}', 60, NULL), ('{A,NULL,NULL}', 93, NULL),
	('{B,T3,x}', 11, NULL), ('{B,NULL,x}', 11, NULL), ('{B,T3,y}', 12, NULL), ('{B,NULL,y}', 12, NULL), ('{B,T3,NULL}', 23, NULL), ('{B,NULL,NULL}', 23, NULL), ('{NULL,NULL,x}', 34, NULL), ('{NULL,NULL,y}', 82, NULL), ('{NULL,NULL,NULL}', 116, NULL)) AS v(dims, n, mark);
SELECT count(*) FILTER (WHERE verdict = 'exact') AS exact, count(*) FILTER (WHERE verdict = 'safe') AS safe FROM pg_temp.look('linked');
SELECT (a).verdict FROM (SELECT status, audit(CASE WHEN status IS NULL THEN truth END, status, dims) OVER () AS a FROM sheet WHERE name = 'linked' AND dims[1] = 'A') AS s WHERE status IS NOT NULL;
-- every sum above, done again
SELECT name, o, t.* FROM (VALUES ('one', '{}'::jsonb), ('T024', '{}'), ('corner', '{}'), ('square', '{"protect": "range", "threshold": 7}'), ('linked', '{}')) AS v(name, o), pg_temp.attacks(name, o) AS t ORDER BY 1;
-- The rule of 2018, one cell more where exactly one is low, on tables of two dimensions with their totals: what it leaks, all sums done again, nothing said of other cells.
CREATE TEMP TABLE leak AS SELECT seed, t.* FROM generate_series(1, 12) AS seed, LATERAL (SELECT count(*) FILTER (WHERE s.status = 'c') AS hidden, count(*) FILTER (WHERE (s.a).verdict = 'exact') AS exact, count(*) FILTER (WHERE (s.a).verdict = 'open') AS open,
		count(*) FILTER (WHERE n < (s.a).low OR n > (s.a).high) AS wrong, count(*) FILTER (WHERE (s.a).verdict = 'exact' AND (s.a).attack IS NULL) AS no_attack
	FROM (SELECT n, status, audit(CASE WHEN status IS NULL THEN n END, status, dims) OVER () AS a
		FROM (SELECT n, dims, nullif(suppress(n, dims, 'ncpes2018', '{"threshold": 4}') OVER (), 'w') AS status
			FROM (SELECT ARRAY[r, c] AS dims, sum(n)::bigint AS n FROM (SELECT 'R' || r AS r, 'C' || c AS c, hashint4(seed * 10007 + r * 101 + c) & 15 AS n FROM generate_series(1, 6) AS r, generate_series(1, 5) AS c) AS x GROUP BY CUBE (r, c)) AS y) AS z) AS s) AS t;
SELECT sum(hidden) AS hidden, sum(exact) AS exact, sum(open) AS open, sum(wrong) AS wrong, sum(no_attack) AS no_attack FROM leak;
INSERT INTO sheet SELECT 'rule' || seed, dims, n, nullif(suppress(n, dims, 'ncpes2018', '{"threshold": 4}') OVER (PARTITION BY seed), 'w'), NULL, NULL
FROM (SELECT seed, ARRAY[r, c] AS dims, sum(n)::bigint AS n FROM (SELECT seed, 'R' || r AS r, 'C' || c AS c, hashint4(seed * 10007 + r * 101 + c) & 15 AS n FROM generate_series(1, 12) AS seed, generate_series(1, 6) AS r, generate_series(1, 5) AS c) AS x GROUP BY seed, CUBE (r, c)) AS y;
SELECT sum(unsafe) AS unsafe, sum(sums) AS sums, sum(bound_wrong) AS bound_wrong, sum(term_wrong) AS term_wrong, sum(identity_wrong) AS identity_wrong, sum(truth_outside) AS truth_outside FROM generate_series(1, 12) AS seed, pg_temp.attacks('rule' || seed);
-- any order of the rows, the same findings; hiding everything tells nothing, hiding nothing has nothing to tell
SELECT count(DISTINCT d) AS different FROM (SELECT turn, string_agg(format('%s %s', dims, a), '|' ORDER BY dims) AS d FROM generate_series(1, 4) AS turn,
	LATERAL (SELECT dims, audit(CASE WHEN status IS NULL THEN truth END, status, dims) OVER () AS a FROM (SELECT * FROM sheet WHERE name = 'rule3' ORDER BY md5(turn || dims::text)) AS r) AS x GROUP BY turn) AS t;
SELECT (a).verdict, count(*) FROM (SELECT audit(NULL, 'c', dims) OVER () AS a FROM sheet WHERE name = 'rule1') AS s GROUP BY 1;
SELECT (a).verdict, count(*) FROM (SELECT audit(truth, NULL, dims) OVER () AS a FROM sheet WHERE name = 'rule1') AS s GROUP BY 1;
-- no rows, one row
SELECT count(*) FROM (SELECT audit(1, NULL, ARRAY['a']) OVER () WHERE false) AS s;
SELECT audit(1, NULL, ARRAY['a']) OVER (), audit(NULL, NULL, ARRAY['a']) OVER (), audit(NULL, 'c', ARRAY[NULL::text]) OVER ();
-- what is published contradicts itself
SELECT audit(v, s, d) OVER () FROM (VALUES ('{a}'::text[], 10, NULL), ('{b}', NULL, 'c'), ('{NULL}', 10, NULL)) AS t(d, v, s);
SELECT audit(v, s, d) OVER () FROM (VALUES ('{a}'::text[], 10, NULL), ('{b}', 2, NULL), ('{NULL}', 11, NULL)) AS t(d, v, s);
SELECT audit(NULL, 'c', ARRAY['a', NULL], '{}', 5, 4) OVER ();
SELECT audit(9, 'c', ARRAY['a'], '{"threshold": 7, "marks": "small"}') OVER ();
SELECT audit(12, NULL, ARRAY['a'], '{"round": 5}') OVER ();
SELECT audit(5, NULL, ARRAY['a'], '{"round": 5, "threshold": 7}') OVER ();
-- refused
SELECT audit(1, NULL, NULL) OVER ();
SELECT audit(1, NULL, ARRAY['a'], NULL) OVER ();
SELECT audit(-1, NULL, ARRAY['a']) OVER ();
SELECT audit(NULL, 'c', ARRAY['a'], '{}', -1) OVER ();
SELECT audit(1, 'hidden', ARRAY['a']) OVER ();
SELECT audit(1, 'w', ARRAY['a']) OVER ();
SELECT audit(v, NULL, d) OVER () FROM (VALUES ('{a}'::text[], 1), ('{a}', 2)) AS t(d, v);
SELECT audit(v, NULL, d) OVER () FROM (VALUES ('{a}'::text[], 1), ('{a,b}', 2)) AS t(d, v);
SELECT audit(1, NULL, ARRAY['a'], '{"upper": 1}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"lower": -1}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"round": 0}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"rounding": "nearest"}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"round": 5, "rounding": "bankers"}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"threshold": 2.5}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"marks": "distinct"}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"protect": "range"}') OVER ();
SELECT audit(1, NULL, ARRAY['a'], '{"targets": "small"}') OVER ();
SELECT audit(NULL, 'c', ARRAY['a'], '{"targets": "small", "threshold": 4}') OVER ();
SELECT audit(NULL, 'c', ARRAY['a'], '{"known": "count"}') OVER ();
SELECT audit(1, NULL, d, o) OVER () FROM (VALUES ('{a}'::text[], '{}'::jsonb), ('{b}', '{"lower": 0}')) AS t(d, o);
-- numerators from percentages: all that round to it, against all of them tried
SELECT w, n, count(*) FILTER (WHERE b IS NOT NULL AND (b.low, b.high) IS DISTINCT FROM (t.low, t.high)) AS different, count(*) AS percentages FROM (SELECT w, n, p, min(r) AS low, max(r) AS high
	FROM unnest('{half_up,twice}'::text[]) AS w, (VALUES (1), (7), (40), (199), (200), (767)) AS v(n), generate_series(0, n) AS r, round_half_up(100.0 * r / n, 0, CASE w WHEN 'twice' THEN 'twice' ELSE 'once' END) AS p GROUP BY w, n, p) AS t, numerator_bounds(p, n, 0, w) AS b GROUP BY w, n ORDER BY w, n;
SELECT w, numerator_bounds(50.5, 1000, 1, w) AS tie_none, numerator_bounds(1, 200, 0, w) AS ties, numerator_bounds(2, 200, 0, w) AS even FROM unnest('{either,half_up,half_even,twice}'::text[]) AS w;
SELECT numerator_bounds(94, 767, 0, 'twice'), numerator_bounds(0, 9223372036854775807, 10), numerator_bounds(100, 9223372036854775807, 0), numerator_bounds(NULL, 5);
SELECT numerator_bounds(50, 1, 0);
SELECT numerator_bounds(50.5, 10, 0);
SELECT numerator_bounds(101, 10, 0);
SELECT numerator_bounds('NaN', 10, 0);
SELECT numerator_bounds(50, 0, 0);
SELECT numerator_bounds(50, 10, 11);
SELECT numerator_bounds(33, 10, 0);
SELECT numerator_bounds(50, 10, 0, 'bankers');
DROP TABLE leak, sheet;
