-- A release by a rule that rounds, from the counts to what a reader works out of it: suppress, round_to, audit with option round.
SET search_path = cancer_pe, public;
SET jit = off;
-- the reader of such a release knows the rule: small counts are hidden, all others rounded; nothing in it is written here again
CREATE TEMP TABLE reader AS SELECT name AS rule, (options - '{secondary,zeros}'::text[]) || '{"marks": "small"}' AS options FROM preset WHERE kind = 'suppress' AND name IN ('hes', 'opensafely');
SELECT * FROM reader ORDER BY rule;

-- By hand. T1 has 8, T2 has 1, T3 has 0, England 9. Published: T1 10 (8 to 12, as 1 to 7 are hidden), T2 hidden, T3 0.
CREATE TEMP TABLE few AS SELECT * FROM (VALUES ('T1', 8::bigint), ('T2', 1), ('T3', 0), (NULL, 9)) AS t(trust, n);
-- hes: the national figure is neither hidden nor rounded: given to the audit as the interval 9 to 9. T1 is 8 at least, so T2 is 1
SELECT trust, shown, status, (a).verdict, (a).low, (a).high, (a).attack FROM (SELECT *, audit(CASE WHEN trust IS NOT NULL THEN shown END, status, ARRAY[trust], (SELECT options FROM reader WHERE rule = 'hes'),
		CASE WHEN trust IS NULL THEN shown END, CASE WHEN trust IS NULL THEN shown END) OVER () AS a
	FROM (SELECT trust, status, CASE WHEN status IS NULL THEN CASE WHEN trust IS NULL THEN n ELSE round_to(n, 5) END END AS shown
		FROM (SELECT *, suppress(n, ARRAY[trust], 'hes', '{"national": [1]}') OVER () AS status FROM few) AS d) AS p) AS x ORDER BY trust;
-- the same with the total rounded as well, 10: 8 to 12, so T2 is 1 to 4
SELECT trust, shown, status, (a).verdict, (a).low, (a).high FROM (SELECT *, audit(shown, status, ARRAY[trust], (SELECT options FROM reader WHERE rule = 'hes')) OVER () AS a
	FROM (SELECT trust, status, CASE WHEN status IS NULL THEN round_to(n, 5) END AS shown FROM (SELECT *, suppress(n, ARRAY[trust], 'hes') OVER () AS status FROM few) AS d) AS p) AS x ORDER BY trust;
-- opensafely: the total is made of the figures shown and tells no more than they, so the true one is not published (x): T2 is 1 to 7, all that the rule leaves
SELECT trust, shown, total, status, (a).verdict, (a).low, (a).high FROM (SELECT *, audit(shown, status, ARRAY[trust], (SELECT options FROM reader WHERE rule = 'opensafely')) OVER () AS a
	FROM (SELECT trust, CASE WHEN trust IS NULL THEN 'x' ELSE status END AS status, CASE WHEN trust IS NOT NULL AND status IS NULL THEN round_to(n, 5) END AS shown,
			CASE WHEN trust IS NULL THEN sum(CASE WHEN trust IS NOT NULL AND status IS NULL THEN round_to(n, 5) END) OVER () END AS total
		FROM (SELECT *, suppress(n, ARRAY[trust], 'opensafely') OVER () AS status FROM few) AS d) AS p) AS x ORDER BY trust;
-- a rate is of the rounded counts, and hidden with either of them
SELECT rounded_rate(CASE WHEN s IS NULL THEN yes END, CASE WHEN s IS NULL THEN n END, 5), s FROM (SELECT n, yes, suppress(n, ARRAY[g], 'hes', '{"numerator": true}', yes) OVER () AS s FROM (VALUES ('a', 41, 12), ('b', 41, 7), ('c', 41, 34)) AS t(g, n, yes)) AS x ORDER BY s NULLS FIRST;

-- By trying everything: tables of 2 trusts and 2 groups with totals, by each way to publish the grand total. All tables of which the same would be published
-- are made, and the audit's bounds are the least and the greatest count in them.
CREATE TEMP TABLE corner AS SELECT seed, 'T' || t AS trust, 'G' || g AS grp, (ARRAY[0, 1, 2, 4, 7, 8, 9, 12, 13, 21])[1 + (hashint4(seed * 1009 + t * 31 + g) & 1023) % 10]::bigint AS n FROM generate_series(1, 24) AS seed, generate_series(1, 2) AS t, generate_series(1, 2) AS g;
CREATE TEMP TABLE released AS SELECT way, seed, trust, grp, n, trust IS NULL AND grp IS NULL AS grand, suppress(n, ARRAY[trust, grp], 'hes', CASE way WHEN 'exact' THEN '{"national": [1, 2]}'::jsonb ELSE '{}' END) OVER (PARTITION BY way, seed) AS status
FROM (SELECT seed, trust, grp, sum(n)::bigint AS n FROM corner GROUP BY seed, CUBE (trust, grp)) AS t, unnest(ARRAY['exact', 'rounded']) AS way;
CREATE TEMP TABLE seen AS SELECT way, seed, trust, grp, n, grand, status, shown, (a).verdict, (a).low, (a).high, (a).status AS note
FROM (SELECT *, audit(CASE WHEN NOT (grand AND way = 'exact') THEN shown END, status, ARRAY[trust, grp], (SELECT options FROM reader WHERE rule = 'hes'),
		CASE WHEN grand AND way = 'exact' THEN shown END, CASE WHEN grand AND way = 'exact' THEN shown END) OVER (PARTITION BY way, seed) AS a
	FROM (SELECT *, CASE WHEN status IS NULL THEN CASE WHEN grand AND way = 'exact' THEN n ELSE round_to(n, 5) END END AS shown FROM released) AS r) AS x;
-- every count of a corner that agrees with what is published of it: hidden 1 to 7, shown what rounds to it and is not small
CREATE TEMP TABLE possible AS SELECT way, seed, trust || grp AS place, v FROM seen, generate_series(0, 30) AS v
	WHERE trust IS NOT NULL AND grp IS NOT NULL AND CASE WHEN status = 'c' THEN v BETWEEN 1 AND 7 ELSE v NOT BETWEEN 1 AND 7 AND round_to(v, 5) = shown END;
CREATE TEMP TABLE tables AS SELECT way, seed, ARRAY[a.v, b.v, c.v, d.v, a.v + b.v, c.v + d.v, a.v + c.v, b.v + d.v, a.v + b.v + c.v + d.v] AS n
FROM possible AS a JOIN possible AS b USING (way, seed) JOIN possible AS c USING (way, seed) JOIN possible AS d USING (way, seed) WHERE (a.place, b.place, c.place, d.place) = ('T1G1', 'T1G2', 'T2G1', 'T2G2');
CREATE TEMP TABLE place AS SELECT way, seed, CASE concat_ws('', trust, grp) WHEN 'T1G1' THEN 1 WHEN 'T1G2' THEN 2 WHEN 'T2G1' THEN 3 WHEN 'T2G2' THEN 4 WHEN 'T1' THEN 5 WHEN 'T2' THEN 6 WHEN 'G1' THEN 7 WHEN 'G2' THEN 8 ELSE 9 END AS i,
	status, shown, grand AND way = 'exact' AS exact, verdict, low, high, note, n FROM seen;
CREATE TEMP TABLE fit AS SELECT t.* FROM tables AS t WHERE NOT EXISTS (SELECT FROM place AS p WHERE p.way = t.way AND p.seed = t.seed AND NOT CASE WHEN exact THEN t.n[i] = shown WHEN status = 'c' THEN t.n[i] BETWEEN 1 AND 7
	ELSE t.n[i] NOT BETWEEN 1 AND 7 AND round_to(t.n[i], 5) = shown END);
SELECT way, count(*) AS hidden, count(*) FILTER (WHERE verdict = 'exact') AS exact, count(*) FILTER (WHERE verdict = 'open') AS open, count(*) FILTER (WHERE note IS NOT NULL) AS not_tight,
	count(*) FILTER (WHERE (low, high) IS DISTINCT FROM (least, greatest)) AS different, count(*) FILTER (WHERE (verdict = 'exact') <> (least = greatest)) AS wrong
FROM (SELECT p.*, min(f.n[i]) AS least, max(f.n[i]) AS greatest FROM place AS p JOIN fit AS f USING (way, seed) WHERE status = 'c' GROUP BY p.way, p.seed, i, status, shown, exact, verdict, low, high, note, p.n) AS x GROUP BY way ORDER BY way;
DROP TABLE reader, few, corner, released, seen, possible, tables, place, fit;
