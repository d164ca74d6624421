-- What suppress decides, why, and its proof: every move checked here by SQL alone, in whole numbers.
SET search_path = cancer_pe, public;
SET jit = off;
-- tables of three dimensions with numerators, and all their margins
CREATE TEMP TABLE answers AS SELECT t, area, grp, age, n, CASE WHEN n > 0 THEN (hash / 97) % (n + 1) ELSE 0 END AS yes
FROM (SELECT t, format('A%s', a) AS area, format('G%s', g) AS grp, format('%s0s', b) AS age, h.hash, (ARRAY[0, 1, 2, 3, 4, 7, 12, 30, 55])[1 + h.hash % 9] AS n
	FROM generate_series(1, 2) AS t, generate_series(1, 4) AS a, generate_series(1, 3) AS g, generate_series(5, 7) AS b, LATERAL (SELECT (a * 7919 + g * 104729 + b * 1299709 + t * 15485863) % 1000003 AS hash) AS h) AS x;
CREATE TEMP TABLE cells AS SELECT t, ARRAY[area, grp, age] AS dims, sum(n)::bigint AS n, sum(yes)::bigint AS yes FROM answers GROUP BY t, CUBE (area, grp, age);
CREATE TEMP TABLE cases AS SELECT * FROM (VALUES ('counts', '{}'::jsonb, false), ('numerators', '{}', true), ('range', '{"protect": "range"}', false), ('range of both', '{"protect": "range", "search": "fast"}', true),
	('zeros hidden', '{"zeros": "hidden"}', true), ('zeros protected', '{"zeros": "protected", "search": "fast"}', true), ('marks', '{"marks": "distinct"}', false)) AS c(name, options, numbered);
CREATE TEMP TABLE decided AS SELECT name, options, numbered, t, dims, n, yes, (d).*
FROM (SELECT name, options, numbered, t, dims, n, yes, suppress_detail(n, dims, 'cancer_lt5', options, CASE WHEN numbered THEN yes END) OVER (PARTITION BY name, t) AS d FROM cells, cases) AS s;
SELECT name, count(*) AS cells, count(*) FILTER (WHERE proof = 'proven') AS proven, count(*) FILTER (WHERE proof <> 'proven') AS not_proven,
	count(*) FILTER (WHERE (proof IS NULL) <> (moves IS NULL) OR proof IS NULL AND reason IN ('threshold', 'numerator', 'rest', 'zero') OR status IS NULL AND proof IS NOT NULL) AS wrong,
	count(*) FILTER (WHERE cost <> (SELECT sum(greatest(n, 1)) FROM decided AS o WHERE o.name = d.name AND o.t = d.t AND o.reason = 'complement')) AS wrong_cost, count(*) FILTER (WHERE lower_bound > cost) AS wrong_bound
FROM decided AS d GROUP BY name ORDER BY name;
-- suppress says the same of each cell
SELECT name, count(*) FILTER (WHERE s IS DISTINCT FROM status) AS different FROM (SELECT d.*, suppress(n, dims, 'cancer_lt5', options, CASE WHEN numbered THEN yes END) OVER (PARTITION BY name, t) AS s FROM decided AS d) AS x GROUP BY name ORDER BY name;
-- in any order of the rows
SELECT count(*) FILTER (WHERE (d).status IS DISTINCT FROM status OR (d).moves IS DISTINCT FROM moves) AS different FROM (SELECT d.*, suppress_detail(n, dims, 'cancer_lt5', options, CASE WHEN numbered THEN yes END) OVER (PARTITION BY name, t ORDER BY md5(dims::text) ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS d FROM decided AS d) AS x;

-- each move, and the table that it leads to
CREATE TEMP TABLE moves AS SELECT name, t, dims, row_number() OVER () AS move, m->>'figure' AS figure, m->>'direction' AS direction, m->'steps' AS steps FROM decided, jsonb_array_elements(moves) AS m;
CREATE TEMP TABLE steps AS SELECT move, name, t, moves.dims AS target, (SELECT array_agg(CASE WHEN jsonb_typeof(e) = 'string' THEN e #>> '{}' END ORDER BY i) FROM jsonb_array_elements(s->'dims') WITH ORDINALITY AS l(e, i)) AS dims, s->>'figure' AS figure, (s->>'change')::bigint AS change FROM moves, jsonb_array_elements(steps) AS s;
CREATE TEMP TABLE changes AS SELECT move, name, t, target, dims, coalesce(sum(change) FILTER (WHERE figure = 'count'), 0) AS n, coalesce(sum(change) FILTER (WHERE figure = 'numerator'), 0) AS yes FROM steps GROUP BY move, name, t, target, dims;
-- it touches hidden cells only, and leaves counts that the rule allows and numerators within them
SELECT count(*) > 200 AS many, count(*) FILTER (WHERE d.status IS NULL) AS shown, count(*) FILTER (WHERE d.n + c.n < CASE WHEN options->>'zeros' IN ('hidden', 'protected') THEN 0 ELSE 1 END) AS too_low,
	count(*) FILTER (WHERE numbered AND NOT d.yes + c.yes BETWEEN 0 AND d.n + c.n) AS numerator, count(*) FILTER (WHERE NOT numbered AND c.yes <> 0) AS not_numbered,
	count(*) FILTER (WHERE name = 'marks' AND (d.status = 'c1') <> (d.n + c.n < 5)) AS marks,
	count(*) FILTER (WHERE d.n + c.n NOT BETWEEN d.low AND d.high OR numbered AND d.yes + c.yes NOT BETWEEN d.numerator_low AND d.numerator_high) AS beyond
FROM changes AS c JOIN decided AS d USING (name, t, dims);
-- it keeps every sum: the change of each cell with a total is that of its parts together
SELECT count(*) > 200 AS many, count(*) FILTER (WHERE (coalesce(c.n, 0), coalesce(c.yes, 0)) <> (total.n, total.yes)) AS broken
FROM (SELECT move, axis, CASE WHEN axis <> 1 THEN dims[1] END AS area, CASE WHEN axis <> 2 THEN dims[2] END AS grp, CASE WHEN axis <> 3 THEN dims[3] END AS age, sum(n) AS n, sum(yes) AS yes
	FROM changes, generate_series(1, 3) AS axis WHERE dims[axis] IS NOT NULL GROUP BY 1, 2, 3, 4, 5) AS total
LEFT JOIN changes AS c ON c.move = total.move AND c.dims = ARRAY[area, grp, age];
SELECT count(*) AS totals_alone FROM changes AS c, generate_series(1, 3) AS axis WHERE c.dims[axis] IS NULL AND (c.n, c.yes) <> (0, 0)
	AND NOT EXISTS (SELECT FROM changes AS p WHERE p.move = c.move AND p.dims[axis] IS NOT NULL AND (axis = 1 OR p.dims[1] IS NOT DISTINCT FROM c.dims[1]) AND (axis = 2 OR p.dims[2] IS NOT DISTINCT FROM c.dims[2]) AND (axis = 3 OR p.dims[3] IS NOT DISTINCT FROM c.dims[3]));
-- it changes what it is for: value by one either way, range to the floor and to the first value that is not small
CREATE TEMP TABLE reached AS SELECT d.name, d.options->>'protect' = 'range' AS range, d.t, d.dims, m.figure, m.direction, CASE m.figure WHEN 'count' THEN d.n WHEN 'numerator' THEN d.yes ELSE d.n - d.yes END AS value,
	CASE m.figure WHEN 'count' THEN d.n + c.n WHEN 'numerator' THEN d.yes + c.yes ELSE d.n - d.yes + c.n - c.yes END AS reached,
	CASE m.figure WHEN 'count' THEN CASE WHEN options->>'zeros' IN ('hidden', 'protected') THEN 0 ELSE (SELECT count(*) FROM answers AS a WHERE a.t = d.t AND a.n > 0 AND a.area = coalesce(d.dims[1], a.area) AND a.grp = coalesce(d.dims[2], a.grp) AND a.age = coalesce(d.dims[3], a.age)) END ELSE 0 END AS floor
FROM moves AS m JOIN decided AS d USING (name, t, dims) JOIN changes AS c USING (move, dims);
SELECT name, count(*) > 20 AS many, count(*) FILTER (WHERE NOT coalesce(range, false) AND CASE direction WHEN 'up' THEN reached <= value ELSE reached >= value END) AS wrong_value,
	count(*) FILTER (WHERE range AND CASE direction WHEN 'up' THEN reached < 5 ELSE reached > floor END) AS wrong_range, count(*) FILTER (WHERE reached < floor) AS below_floor
FROM reached GROUP BY name ORDER BY name;
-- and no small figure is without one
SELECT name, count(*) AS small_figures, count(*) FILTER (WHERE up = 0 AND down = 0) AS bare, count(*) FILTER (WHERE range AND (up = 0 OR down = 0 AND value > floor)) AS half FROM (
	SELECT f.name, f.range, f.value, coalesce(min(r.floor), f.value) AS floor, count(*) FILTER (WHERE direction = 'up') AS up, count(*) FILTER (WHERE direction = 'down') AS down
	FROM (SELECT name, t, dims, coalesce(options->>'protect' = 'range', false) AS range, figure, value FROM decided, LATERAL (VALUES ('count', n), ('numerator', CASE WHEN numbered AND n > 0 THEN yes END), ('rest', CASE WHEN numbered AND n > 0 THEN n - yes END)) AS v(figure, value)
		WHERE value BETWEEN 1 AND 4 OR value = 0 AND options->>'zeros' = 'protected') AS f
	LEFT JOIN reached AS r USING (name, t, dims, figure) GROUP BY f.name, t, dims, figure, f.range, f.value) AS s GROUP BY name ORDER BY name;

-- what cannot be proven: suppress refuses the table and names cells, suppress_detail shows it
SELECT g, v, suppress(v, ARRAY[g], 'cancer_lt5', '{}', NULL, s) OVER () FROM (VALUES ('a', 2, NULL), ('b', 9, 'show'), ('c', 0, NULL), (NULL, 11, 'show')) AS t(g, v, s);
SELECT g, v, (d).status, (d).reason, (d).low, (d).high, (d).proof, (d).moves FROM (SELECT g, v, suppress_detail(v, ARRAY[g], 'cancer_lt5', '{}', NULL, s) OVER () AS d FROM (VALUES ('a', 2, NULL), ('b', 9, 'show'), ('c', 0, NULL), (NULL, 11, 'show')) AS t(g, v, s)) AS x ORDER BY v;
-- no more than three names; zeros may help; so may one mark, or asking for less
SELECT suppress(v, ARRAY[g, h], 'cancer_lt5', '{"protect": "range", "marks": "distinct"}', NULL, CASE WHEN v >= 10 THEN 'show' END) OVER () FROM (SELECT g, h, sum(v)::bigint AS v FROM (VALUES ('a', 'x', 1), ('b', 'x', 2), ('c', 'x', 3), ('d', 'x', 4), ('a', 'y', 40), ('b', 'y', 40), ('c', 'y', 40), ('d', 'y', 40), ('d', 'z', 0)) AS t(g, h, v) GROUP BY CUBE (g, h)) AS t;
SELECT g, v, suppress(v, ARRAY[g], 'cancer_lt5', '{"zeros": "hidden"}', NULL, s) OVER () FROM (VALUES ('a', 2, NULL), ('b', 9, 'show'), ('c', 0, NULL), (NULL, 11, 'show')) AS t(g, v, s) ORDER BY v;
-- a mark that says what the value is cannot be defended
SELECT (d).status, (d).proof FROM (SELECT suppress_detail(1, ARRAY['a'], 'cancer_lt5', '{"threshold": 1, "comparator": "<=", "marks": "distinct"}') OVER () AS d) AS x;
-- two ones with a shown total: each is at least 1, so both are known; the search must hide more (methods note, trust T024)
SELECT g, v, (d).status, (d).proof, (d).low < (d).high AS open FROM (SELECT g, v, suppress_detail(v, ARRAY[g], 'cancer_lt5') OVER () AS d FROM (VALUES ('Brain', 1), ('Sarcoma', 1), ('Breast', 120), ('Lung', 157), (NULL, 279)) AS t(g, v)) AS x ORDER BY v, g;

-- rules without a search prove nothing, and say so
SELECT g, v, (d).* FROM (SELECT g, v, suppress_detail(v, ARRAY[g], 'ncpes2018', '{}', NULL, s) OVER () AS d FROM (VALUES ('a', 5, NULL), ('b', 30, NULL), ('c', 25, 'c'), ('d', 0, NULL), ('e', 90, 'protect'), ('f', 3, 'exempt')) AS t(g, v, s)) AS x ORDER BY g;
SELECT g, v, (d).status, (d).reason, (d).proof FROM (SELECT g, v, suppress_detail(v, ARRAY[g], 'ncpes2018') OVER () AS d FROM (VALUES ('a', 5), ('b', 30), ('c', 25)) AS t(g, v)) AS x ORDER BY g;
-- one row, all primary, two partitions
SELECT p, g, v, (d).status, (d).reason, (d).low < (d).high AS open, (d).proof, (d).cost FROM (SELECT p, g, v, suppress_detail(v, ARRAY[g], 'cancer_lt5') OVER (PARTITION BY p) AS d FROM (VALUES (1, NULL, 3), (2, 'a', 1), (2, 'b', 1), (2, NULL, 2), (3, 'a', 50)) AS t(p, g, v)) AS x ORDER BY p, g;
SELECT count(*) FROM (SELECT suppress_detail(1, ARRAY['a'], 'cancer_lt5') OVER () WHERE false) AS s;
DROP TABLE answers, cells, cases, decided, moves, steps, changes, reached;
