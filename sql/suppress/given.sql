-- What a cell is before the decision (given), and suppression on top of what was published before.
SET search_path = cancer_pe, public;
SET jit = off;
CREATE FUNCTION pg_temp.decide(cells jsonb, options jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format('%s %s%s', coalesce(g, 'total'), n, coalesce('[' || s || ']', '')), ', ' ORDER BY place)
	FROM (SELECT place, c->>0 AS g, c->>1 AS n, suppress((c->>1)::bigint, ARRAY[c->>0], 'cancer_lt5', options, NULL, c->>2) OVER () AS s FROM jsonb_array_elements(cells) WITH ORDINALITY AS t(c, place)) AS x
$$;
\pset tuples_only on
-- nothing given: the small cell and the next smallest, here the cheapest that protects it
SELECT pg_temp.decide('[["a", 2], ["b", 9], ["c", 30], [null, 41]]');
-- c: stays hidden, so it protects for nothing; w says nothing
SELECT pg_temp.decide('[["a", 2], ["b", 9], ["c", 30, "c"], [null, 41]]');
SELECT pg_temp.decide('[["a", 20], ["b", 9], ["c", 30, "c"], [null, 59, "w"]]');
-- show: another has to do it
SELECT pg_temp.decide('[["a", 2], ["b", 9, "show"], ["c", 30], [null, 41]]');
SELECT pg_temp.decide('[["a", 2], ["b", 9, "show"], ["c", 30, "show"], [null, 41]]');
-- protect: hidden whatever its count, and with another, so that it cannot be worked out
SELECT pg_temp.decide('[["a", 20, "protect"], ["b", 9], ["c", 30], [null, 59]]');
SELECT pg_temp.decide('[["a", 20, "protect"], ["b", 9], ["c", 30], [null, 59]]', '{"protect": "range"}');
-- exempt: not tested, but may have to protect another
SELECT pg_temp.decide('[["a", 2, "exempt"], ["b", 9], ["c", 30], [null, 41]]');
SELECT pg_temp.decide('[["a", 2, "exempt"], ["b", 3], ["c", 30], [null, 35]]');
-- prefer: rather than another
SELECT pg_temp.decide('[["a", 2], ["b", 9], ["c", 30, "prefer"], [null, 41]]');
-- x: exists, never published: those left out of a table are its own protection, unless nobody is
SELECT pg_temp.decide('[["a", 2], ["b", 9], ["rest", 30, "x"], [null, 41]]');
SELECT pg_temp.decide('[["a", 2], ["b", 9], ["rest", 0, "x"], [null, 11]]');
-- a small latent one must not follow from what is shown
SELECT pg_temp.decide('[["a", 12], ["b", 9], ["rest", 3, "x"], [null, 24]]');
-- the attacker knows nothing of it: its lower bound is 0, while a hidden count is 1 at least
SELECT g, n, (d).status, (d).reason, (d).proof, (d).low FROM (SELECT g, n, suppress_detail(n, ARRAY[g], 'cancer_lt5', '{"protect": "range"}', NULL, s) OVER () AS d FROM (VALUES ('a', 12, NULL), ('rest', 3, 'x'), (NULL, 15, NULL)) AS t(g, n, s)) AS x ORDER BY n;
\pset tuples_only off

-- a. A later table of the same people. The first release had trusts, with T2 and T3 hidden; the second
-- adds sex. What was published is given as show or c, the rest is decided on top.
CREATE TEMP TABLE people AS SELECT trust, sex, n FROM (VALUES ('T1', 'f', 40), ('T1', 'm', 31), ('T2', 'f', 2), ('T2', 'm', 1), ('T3', 'f', 4), ('T3', 'm', 6), ('T4', 'f', 22), ('T4', 'm', 3)) AS t(trust, sex, n);
CREATE TEMP TABLE first_release AS SELECT trust, n, suppress(n, ARRAY[trust], 'cancer_lt5') OVER () AS status FROM (SELECT trust, sum(n)::bigint AS n FROM people GROUP BY ROLLUP (trust)) AS t;
SELECT * FROM first_release ORDER BY trust;
CREATE TEMP TABLE second AS SELECT trust, sex, sum(n)::bigint AS n FROM people GROUP BY CUBE (trust, sex);
SELECT trust, sex, n, status AS before, (d).status, (d).proof FROM (SELECT s.*, f.status, suppress_detail(s.n, ARRAY[s.trust, s.sex], 'cancer_lt5', '{}', NULL, CASE WHEN f.n IS NOT NULL THEN coalesce(f.status, 'show') END) OVER () AS d
	FROM second AS s LEFT JOIN first_release AS f ON s.sex IS NULL AND f.trust IS NOT DISTINCT FROM s.trust) AS x WHERE sex IS NULL ORDER BY trust;
SELECT count(*) FILTER (WHERE (d).proof = 'not proven') AS not_proven, count(*) FILTER (WHERE n BETWEEN 1 AND 4 AND (d).proof = 'proven') AS proven, count(*) FILTER (WHERE (d).status IS NULL AND n BETWEEN 1 AND 4) AS small_shown,
	count(*) FILTER (WHERE before AND (d).status IS DISTINCT FROM status) AS changed
FROM (SELECT s.*, f.n IS NOT NULL AS before, f.status, suppress_detail(s.n, ARRAY[s.trust, s.sex], 'cancer_lt5', '{}', NULL, CASE WHEN f.n IS NOT NULL THEN coalesce(f.status, 'show') END) OVER () AS d
	FROM second AS s LEFT JOIN first_release AS f ON s.sex IS NULL AND f.trust IS NOT DISTINCT FROM s.trust) AS x;

-- b. A later table of more people: one dimension more, whose parts are those of the first release and
-- those who came later, who are published only together with them. Their number is a difference:
-- 3 people came to T1, so T1 cannot be shown twice.
SELECT trust, wave, n, given, suppress(n, ARRAY[trust, wave], 'cancer_lt5', '{}', NULL, given) OVER () AS status FROM (VALUES
	('T1', 'first', 40, 'show'), ('T1', 'later', 3, 'x'), ('T1', NULL, 43, NULL), ('T2', 'first', 50, 'show'), ('T2', 'later', 20, 'x'), ('T2', NULL, 70, NULL),
	('T3', 'first', 60, 'show'), ('T3', 'later', 9, 'x'), ('T3', NULL, 69, NULL), (NULL, 'first', 150, 'show'), (NULL, 'later', 32, 'x'), (NULL, NULL, 182, NULL)) AS t(trust, wave, n, given) ORDER BY trust, wave;

-- c. A changed grouping of the same people: the old groups and the new ones are two dimensions, and who
-- is in both is latent. Old A (30) and B (20) were shown; new X (28) is A without 2 people, who moved to Y.
SELECT old, new, n, given, suppress(n, ARRAY[old, new], 'cancer_lt5', '{}', NULL, given) OVER () AS status FROM (VALUES
	('A', 'X', 28, 'x'), ('A', 'Y', 2, 'x'), ('B', 'X', 0, 'show'), ('B', 'Y', 20, 'x'), ('A', NULL, 30, 'show'), ('B', NULL, 20, 'show'), (NULL, 'X', 28, NULL), (NULL, 'Y', 22, NULL), (NULL, NULL, 50, 'show')) AS t(old, new, n, given) ORDER BY old, new;
-- that nobody of B is in X is known from the groups' definition (a zero shown); were it not, X and Y could stay
SELECT old, new, n, given, suppress(n, ARRAY[old, new], 'cancer_lt5', '{}', NULL, given) OVER () AS status FROM (VALUES
	('A', 'X', 28, 'x'), ('A', 'Y', 2, 'x'), ('B', 'X', 0, 'x'), ('B', 'Y', 20, 'x'), ('A', NULL, 30, 'show'), ('B', NULL, 20, 'show'), (NULL, 'X', 28, NULL), (NULL, 'Y', 22, NULL), (NULL, NULL, 50, 'show')) AS t(old, new, n, given) ORDER BY old, new;

-- refused: a small cell that was published, unless it is exempt; figures that protect is needed for too late
SELECT pg_temp.decide('[["a", 2, "show"], ["b", 9], [null, 11]]');
SELECT suppress(20, ARRAY['a'], 'cancer_lt5', '{}', 3, 'show') OVER ();
SELECT suppress(20, ARRAY['a'], 'cancer_lt5', '{"numerator": false}', 3, 'show') OVER ();
SELECT pg_temp.decide('[["a", 2, "show"], ["b", 9], [null, 11]]', '{"threshold": 2}');
SELECT pg_temp.decide('[["a", 2], ["b", 9, "show"], [null, 11, "show"]]');
SELECT pg_temp.decide('[["a", 2, "hide"], ["b", 9], [null, 11]]');
DROP TABLE people, first_release, second;
