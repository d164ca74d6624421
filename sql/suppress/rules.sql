-- Suppression by published rules: thresholds, the one cell more, ties, totals, what was given; and what is refused.
SET search_path = cancer_pe, public;
CREATE FUNCTION pg_temp.show(cells jsonb, rule text DEFAULT 'ncpes2018', options jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format('%s %s%s', name, n, coalesce('[' || status || ']', '')), ', ' ORDER BY name COLLATE "C" NULLS FIRST)
	FROM (SELECT key AS name, value::bigint AS n, suppress(value::bigint, ARRAY[key], rule, options) OVER () AS status FROM jsonb_each_text(cells)) AS s
$$;
\pset tuples_only on
-- 20 is low, 21 is not; exactly one low group takes the smallest shown one with it
SELECT pg_temp.show('{"a": 20, "b": 21, "c": 22, "d": 40}');
SELECT pg_temp.show('{"a": 21, "b": 21, "c": 22}');
-- two low groups take none; zeros are neither low nor chosen; no candidate, none more
SELECT pg_temp.show('{"a": 20, "b": 5, "c": 22}');
SELECT pg_temp.show('{"a": 10, "b": 0, "c": 45}');
SELECT pg_temp.show('{"a": 10, "b": 0, "c": 0}');
SELECT pg_temp.show('{"a": 0, "b": 0}');
-- ties: the first name in byte order, so capitals before small letters, whatever the row order
SELECT pg_temp.show('{"x": 9, "Upper Gastro": 23, "Sarcoma": 23, "éclair": 23}');
SELECT pg_temp.show('{"x": 9, "b": 23, "B": 23}');
-- options over the preset
SELECT pg_temp.show('{"a": 9, "b": 10, "c": 0}', 'ncpes2018', '{"threshold": 10, "comparator": "<", "secondary": "none", "zeros": "shown"}');
SELECT pg_temp.show('{"a": 9223372036854775807, "b": 1}');
SELECT pg_temp.show('{"a": 1}', 'ncpes2018', '{"threshold": 0}');
\pset tuples_only off
-- families differ in the last dimension; their totals take no part but obey the threshold
SELECT trust, grp, n, suppress(n, ARRAY[trust, grp], 'ncpes2018') OVER ()
FROM (VALUES ('R1', 'a', 5), ('R1', 'b', 30), ('R1', 'c', 25), ('R1', NULL, 60), ('R2', 'a', 30), ('R2', 'b', 31), ('R2', NULL, 61), ('R3', 'a', 9), ('R3', NULL, 9), (NULL, 'a', 44), (NULL, NULL, 130)) AS v(trust, grp, n) ORDER BY trust NULLS LAST, grp NULLS LAST;
-- what was hidden stays hidden, and counts as hidden
SELECT grp, n, suppress(n, ARRAY[grp], 'ncpes2018', given => g) OVER () FROM (VALUES ('a', 50, 'c'), ('b', 30, NULL), ('c', 25, NULL), ('d', 0, 'w')) AS v(grp, n, g) ORDER BY grp;
SELECT count(*) FROM (SELECT suppress(1, ARRAY['a'], 'ncpes2018') OVER () WHERE false) AS s;
-- any order of the rows, the same decisions
SELECT count(DISTINCT d) AS different FROM (SELECT turn, string_agg(format('%s %s %s', p, g, s), '|' ORDER BY p, g) AS d FROM generate_series(1, 5) AS turn,
	LATERAL (SELECT p, g, suppress(n, ARRAY[g::text], 'ncpes2018') OVER (PARTITION BY p) AS s FROM (SELECT p, g, (p * 31 + g * 17) % 60 AS n FROM generate_series(1, 40) AS p, generate_series(1, 9) AS g ORDER BY md5(format('%s %s %s', turn, p, g))) AS r) AS x GROUP BY turn) AS t;
-- refused
SELECT suppress(NULL, ARRAY['a'], 'ncpes2018') OVER ();
SELECT suppress(-1, ARRAY['a', NULL], 'ncpes2018') OVER ();
SELECT suppress(1, NULL, 'ncpes2018') OVER ();
SELECT suppress(1, '{}', 'ncpes2018') OVER ();
SELECT suppress(1, '{{a},{b}}', 'ncpes2018') OVER ();
SELECT suppress(1, ARRAY['a'], NULL) OVER ();
SELECT suppress(1, ARRAY['a'], 'nobody') OVER ();
SELECT suppress(1, ARRAY['a'], 'ncpes2018', '{"threshold": -1}') OVER ();
SELECT suppress(1, ARRAY['a'], 'ncpes2018', '{"threshold": 2.5}') OVER ();
SELECT suppress(1, ARRAY['a'], 'ncpes2018', '{"comparator": ">"}') OVER ();
SELECT suppress(1, ARRAY['a'], 'ncpes2018', '{"protects": "value"}') OVER ();
SELECT suppress(1, ARRAY['a'], 'ncpes2018', NULL) OVER ();
SELECT suppress(5, ARRAY['a'], 'ncpes2018', numerator => 6) OVER ();
SELECT suppress(5, ARRAY['a'], 'ncpes2018', numerator => -1) OVER ();
SELECT suppress(5, ARRAY['a'], 'ncpes2018', given => 'hidden') OVER ();
SELECT suppress(n, d, 'ncpes2018') OVER () FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['a', 'b'])) AS v(n, d);
SELECT suppress(n, d, 'ncpes2018') OVER () FROM (VALUES (1, ARRAY['a', NULL]), (2, ARRAY['a', NULL])) AS v(n, d);
SELECT suppress(n, d, 'ncpes2018') OVER () FROM (VALUES (1, ARRAY['a', 'b']), (2, ARRAY['a'])) AS v(n, d);
-- the cell in words: never its value
SELECT display(93.481), display(93.481, NULL, 1), display(7, 'c'), display(NULL, 'w'), display(NULL), display(7, 'c', 0, '*'), display(8.805, NULL, 2), display(-0.04, NULL, 1), display(9007199254740991, NULL, 0);
SELECT display('NaN');
SELECT display(1, NULL, 11);
SELECT display(1, NULL, NULL);
