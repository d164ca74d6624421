-- What suppress hides, judged by audit from what is published alone: two programs that share no search, each with what the options say that a reader knows.
SET search_path = cancer_pe, public;
SET jit = off;
CREATE TEMP TABLE answers AS SELECT t, 'A' || a AS area, 'G' || g AS grp, n, CASE WHEN n > 0 THEN (hash / 97) % (n + 1) ELSE 0 END AS yes
FROM (SELECT t, a, g, h.hash, (ARRAY[0, 0, 1, 2, 3, 4, 7, 12, 30, 55])[1 + h.hash % 10] AS n
	FROM generate_series(1, 6) AS t, generate_series(1, 6) AS a, generate_series(1, 5) AS g, LATERAL (SELECT (a * 7919 + g * 104729 + t * 15485863) % 1000003 AS hash) AS h) AS x;
CREATE TEMP TABLE cells AS SELECT t, area, grp, sum(n)::bigint AS n, sum(yes)::bigint AS yes FROM answers GROUP BY t, CUBE (area, grp);
-- the options of suppress, and those of audit for the reader who knows them
CREATE TEMP TABLE cases AS SELECT * FROM (VALUES ('value', '{}'::jsonb, '{}'::jsonb), ('range', '{"protect": "range"}', '{"protect": "range"}'),
	('zeros hidden', '{"zeros": "hidden"}', '{"lower": 0}'), ('zeros protected', '{"zeros": "protected"}', '{"lower": 0}'), ('zeros hidden, range', '{"zeros": "hidden", "protect": "range"}', '{"lower": 0, "protect": "range"}'),
	('marks', '{"marks": "distinct"}', '{"marks": "distinct"}'), ('no search', '{"secondary": "next_smallest"}', '{}')) AS c(name, decide, reader);
CREATE TEMP TABLE counts AS SELECT name, t, n, (d).status, (d).reason, audit(CASE WHEN (d).status IS NULL THEN n END, (d).status, ARRAY[area, grp], reader || '{"threshold": 5, "comparator": "<"}') OVER (PARTITION BY name, t) AS a
FROM (SELECT *, suppress_detail(n, ARRAY[area, grp], 'cancer_lt5', decide) OVER (PARTITION BY name, t) AS d FROM cells, cases) AS d;
SELECT name, count(*) FILTER (WHERE status IS NOT NULL) AS hidden, count(*) FILTER (WHERE reason IN ('threshold', 'zero')) AS small, count(*) FILTER (WHERE reason IN ('threshold', 'zero') AND (a).verdict = 'safe') AS safe,
	count(*) FILTER (WHERE (a).low > n OR (a).high < n) AS wrong FROM counts GROUP BY name ORDER BY name COLLATE "C";
-- what the options do not defend is found: a table proven for one mark, published with two
SELECT count(*) FILTER (WHERE reason = 'threshold') AS small, count(*) FILTER (WHERE reason = 'threshold' AND (a).verdict = 'exact') > 0 AS some_exact
FROM (SELECT reason, audit(CASE WHEN mark IS NULL THEN n END, mark, ARRAY[area, grp], '{"marks": "distinct", "threshold": 4}') OVER (PARTITION BY t) AS a
	FROM (SELECT t, area, grp, n, (d).reason, CASE WHEN (d).reason = 'threshold' THEN 'c1' WHEN (d).reason IS NOT NULL THEN 'c2' END AS mark
		FROM (SELECT *, suppress_detail(n, ARRAY[area, grp], 'cancer_lt5') OVER (PARTITION BY t) AS d FROM cells) AS s) AS m) AS x;
-- Numerators: yes and no are labels of one more dimension. A hidden cell has somebody in it, but perhaps nobody who said yes
CREATE TEMP TABLE figures AS SELECT name, t, area, grp, answer, (d).status, v, CASE WHEN answer IS NULL AND lower = 1 AND (d).status = 'c' THEN 1 END AS low, zeros
FROM (SELECT *, suppress_detail(n, ARRAY[area, grp], 'cancer_lt5', decide, yes) OVER (PARTITION BY name, t) AS d FROM cells, (VALUES ('numerators', '{}'::jsonb, 1, false), ('numerators, zeros hidden', '{"zeros": "hidden"}', 0, false), ('numerators, zeros protected', '{"zeros": "protected"}', 0, true)) AS c(name, decide, lower, zeros)) AS s,
	LATERAL (VALUES (NULL, n), ('yes', yes), ('no', n - yes)) AS f(answer, v);
SELECT name, count(*) FILTER (WHERE status IS NULL AND (v BETWEEN 1 AND 4 OR zeros AND v = 0)) AS small_shown, count(*) FILTER (WHERE small) AS small, count(*) FILTER (WHERE small AND (a).verdict = 'safe') AS safe, count(*) FILTER (WHERE (a).low > v OR (a).high < v) AS wrong
FROM (SELECT *, status = 'c' AND (v BETWEEN 1 AND 4 OR zeros AND v = 0) AS small, audit(CASE WHEN status IS NULL THEN v END, status, ARRAY[area, grp, answer], '{"lower": 0}', low) OVER (PARTITION BY name, t) AS a FROM figures) AS x GROUP BY name ORDER BY name COLLATE "C";
DROP TABLE answers, cells, cases, counts, figures;
