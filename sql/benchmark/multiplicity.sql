-- Many tests at once: adjusted p values as a window function, grades by cut points, seven-band tables.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/benchmark/p_adjust.csv'
CREATE TEMP TABLE test (set text, p float8, bonferroni float8, holm float8, hochberg float8, hommel float8, bh float8, by float8);
COPY test FROM :'file' (FORMAT csv, HEADER);
-- against R's p.adjust: 60 p values, 13 with two missing, six equal
SELECT set, count(*) AS rows, count(a) AS adjusted, max(abs(a - bonferroni)) < 1e-14 AS bonferroni, max(abs(b - holm)) < 1e-14 AS holm, max(abs(c - hochberg)) < 1e-14 AS hochberg,
	max(abs(d - hommel)) < 1e-14 AS hommel, max(abs(e - bh)) < 1e-14 AS bh, max(abs(f - by)) < 1e-14 AS by
FROM (SELECT *, adjust_p(p, 'bonferroni') OVER s AS a, adjust_p(p, 'holm') OVER s AS b, adjust_p(p, 'hochberg') OVER s AS c, adjust_p(p, 'hommel') OVER s AS d, adjust_p(p, 'bh') OVER s AS e, adjust_p(p, 'by') OVER s AS f
	FROM test WINDOW s AS (PARTITION BY set)) AS v GROUP BY set ORDER BY set;
-- missing p values are not among the tests: a table without them gives the same, row by row
SELECT count(*) AS rows, bool_and(whole = part) AS same FROM (SELECT p, adjust_p(p, 'hommel') OVER () AS whole FROM test WHERE set = 'd') AS w
JOIN (SELECT p, adjust_p(p, 'hommel') OVER () AS part FROM test WHERE set = 'd' AND p IS NOT NULL) AS v USING (p);
-- by hand: Holm 3p, 2p, p; Benjamini and Hochberg 3p, 3p/2, p; a partition of one
SELECT p, adjust_p(p, 'holm') OVER w AS holm, adjust_p(p, 'bh') OVER w AS bh, adjust_p(p, 'holm') OVER (PARTITION BY p) AS alone FROM unnest('{0.125, 0.25, 0.75, NULL}'::float8[]) AS p WINDOW w AS () ORDER BY p;
-- one p for all rows, constant or not, and none at all
SELECT DISTINCT adjust_p(0.04, 'bonferroni') OVER () AS constant, adjust_p(0.04 + 0 * i, 'bonferroni') OVER () AS column, adjust_p(NULL, 'bh') OVER () AS missing FROM generate_series(1, 6) AS i;
-- the same bits in any order of the rows, frames do not matter
SELECT m, count(DISTINCT h) AS values, bool_and(a = b AND b = c) AS same FROM (SELECT m, i, adjust_p(p, m) OVER (PARTITION BY m ORDER BY i) AS a, adjust_p(p, m) OVER (PARTITION BY m ORDER BY p, i DESC) AS b,
	adjust_p(p, m) OVER (PARTITION BY m ORDER BY md5(i::text) ROWS 1 PRECEDING) AS c, adjust_p(p, m) OVER (PARTITION BY m) AS h
	FROM (SELECT i, p_value(sin(i) * 4) AS p FROM generate_series(1, 2000) AS i) AS s, unnest('{bonferroni,holm,hochberg,hommel,bh,by}'::text[]) AS m) AS v GROUP BY m ORDER BY m;
-- 200,000 tests in one partition
SELECT count(*) AS tests, bool_and(q >= p AND q <= 1) AS bounds, count(*) FILTER (WHERE q <= 0.05) AS found FROM (SELECT p, adjust_p(p, 'hommel') OVER () AS q FROM (SELECT p_value(sin(i) * 6) AS p FROM generate_series(1, 200000) AS i) AS s) AS v;
-- two-sided p of z
SELECT z, round(p_value(z)::numeric, 12) AS p, p_value(-z) = p_value(z) AS symmetric FROM unnest('{0, 1.959963984540054, 3.090232306167813, 38, NULL}'::float8[]) AS z;

-- the published table of 2018, 7,197 unadjusted percentages: z about the question's pooled proportion, sqrt(p(1-p)/n)
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
CREATE TEMP TABLE cell AS SELECT question, trust, (k::float8 / unadj_n - centre) / sqrt(centre * (1 - centre) / unadj_n) AS z
	FROM (SELECT *, sum(k) OVER w::float8 / sum(unadj_n) OVER w AS centre FROM trust_score JOIN question USING (question) WHERE measure = 'percent' AND k IS NOT NULL WINDOW w AS (PARTITION BY question)) AS s;
SELECT count(*) AS cells, count(DISTINCT question) AS questions, count(*) FILTER (WHERE abs(z) > 1.96) AS outside_95, count(*) FILTER (WHERE p_value(z) < 0.002) AS outside_99_8 FROM cell;
-- flagged at 5 %: one question's trusts tested together, or all cells of the table
SELECT m, count(*) FILTER (WHERE by_question <= 0.05) AS by_question, count(*) FILTER (WHERE whole <= 0.05) AS whole_table
FROM (SELECT m, adjust_p(p_value(z), m) OVER (PARTITION BY m, question) AS by_question, adjust_p(p_value(z), m) OVER (PARTITION BY m) AS whole FROM cell, unnest('{bonferroni,holm,hochberg,hommel,bh,by}'::text[]) AS m) AS s GROUP BY m ORDER BY 2, 1;
-- a seven-band table: trusts by band and question
SELECT question, count(*) FILTER (WHERE g = -3) AS much_worse, count(*) FILTER (WHERE g = -2) AS worse, count(*) FILTER (WHERE g = -1) AS somewhat_worse, count(*) FILTER (WHERE g = 0) AS as_expected,
	count(*) FILTER (WHERE g = 1) AS somewhat_better, count(*) FILTER (WHERE g = 2) AS better, count(*) FILTER (WHERE g = 3) AS much_better
FROM (SELECT question, grade(z, '{1.645,1.96,3.09}') AS g FROM cell) AS s WHERE question IN ('Q5', 'Q18', 'Q55') GROUP BY question ORDER BY question;
SELECT grade_name(g) AS band, count(*) AS cells FROM (SELECT grade(z, '{1.645,1.96,3.09}') AS g FROM cell) AS s GROUP BY g ORDER BY g;
-- the bands of expected_range by the same cut points are the grades of its z, over-dispersed limits included
WITH judged AS (SELECT expected_range(k::float8 / unadj_n, unadj_n, NULL, 'spiegelhalter', '{"limits": "normal", "between": "dersimonian_laird", "extremes": "winsorise", "cuts": [1.645, 1.96, 3.09]}') OVER (PARTITION BY question) AS r
	FROM trust_score JOIN question USING (question) WHERE measure = 'percent' AND k IS NOT NULL)
SELECT (r).band, grade_name(grade((r).z, '{1.645,1.96,3.09}')), count(*) AS cells FROM judged GROUP BY (r).band, grade((r).z, '{1.645,1.96,3.09}') ORDER BY grade((r).z, '{1.645,1.96,3.09}');
-- grades: strictly beyond the cut point, on both sides
SELECT z, grade(z, '{1.96}') AS one, grade_name(grade(z, '{1.96}'), 1) AS name_1, grade(z, '{1.96,3.09}') AS two, grade_name(grade(z, '{1.96,3.09}'), 2) AS name_2, grade(z, '{1.645,1.96,3.09}') AS three
FROM unnest('{-3.1,-3.09,-1.96,0,1.645,1.9600001,5}'::float8[]) AS z;
SELECT grade(NULL, '{1.96}'), grade(1, NULL), grade_name(NULL), grade_name(1, NULL);

-- what is refused
SELECT adjust_p(p, 'bh') OVER () FROM unnest('{0.5,1.5}'::float8[]) AS p;
SELECT adjust_p(p, 'bh') OVER () FROM unnest('{0.5,-1e-9}'::float8[]) AS p;
SELECT adjust_p(p, 'bh') OVER () FROM unnest('{0.5,NaN}'::float8[]) AS p;
SELECT adjust_p(p, 'BH') OVER () FROM unnest('{0.5}'::float8[]) AS p;
SELECT adjust_p(p, NULL) OVER () FROM unnest('{0.5}'::float8[]) AS p;
SELECT adjust_p(p, CASE WHEN p > 0.5 THEN 'bh' ELSE 'by' END) OVER () FROM unnest('{0.5,0.6}'::float8[]) AS p;
SELECT p_value('NaN');
SELECT p_value('Infinity');
SELECT grade('-Infinity', '{1.96}');
SELECT grade(1, '{}');
SELECT grade(1, '{1,2,3,4}');
SELECT grade(1, '{{1,2}}');
SELECT grade(1, '{1.96,NULL}');
SELECT grade(1, '{1.96,1.96}');
SELECT grade(1, '{0}');
SELECT grade(1, '{Infinity}');
SELECT grade_name(2, 1);
SELECT grade_name(-2147483648, 3);
SELECT grade_name(0, 4);
SELECT grade_name(0, 0);
