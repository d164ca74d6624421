-- The relations that suppress reads off a table: totals, hierarchies, linked tables, what is latent; and every table that is refused.
SET search_path = cancer_pe, public;
SET jit = off;
-- cells as text: labels (nothing: total), count or ?, numerator, given status
CREATE FUNCTION pg_temp.cells(cells text) RETURNS TABLE (dims text[], n bigint, r bigint, given text) LANGUAGE sql AS $$
	SELECT ARRAY(SELECT nullif(label, '') FROM regexp_split_to_table(c[1], ',') WITH ORDINALITY AS l(label, i) ORDER BY i), nullif(c[2], '?')::bigint, c[3]::bigint, c[4]
	FROM regexp_split_to_table(cells, ' ') AS w, regexp_match(w, '^([^=]*)=([-0-9?]+)(?:/([-0-9]+))?(?::([a-z]+))?$') AS c
$$;
-- what is hidden of it, and that nothing depends on the order of the rows
CREATE FUNCTION pg_temp.hidden(cells text, options jsonb DEFAULT '{}') RETURNS TABLE (hidden text, not_proven bigint, same boolean) LANGUAGE sql AS $$
	SELECT string_agg(format('(%s)%s', array_to_string(dims, ',', '*'), CASE WHEN reason = 'complement' THEN '+' END), ' ' ORDER BY dims::text COLLATE "C") FILTER (WHERE status = 'c'),
		count(*) FILTER (WHERE proof <> 'proven'), bool_and(status IS NOT DISTINCT FROM backwards)
	FROM (SELECT dims, (d).*, backwards FROM (SELECT dims, suppress_detail(n, dims, 'cancer_lt5', options, r, given) OVER () AS d,
		suppress(n, dims, 'cancer_lt5', options, r, given) OVER (ORDER BY i DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS backwards FROM pg_temp.cells(cells) WITH ORDINALITY AS c(dims, n, r, given, i)) AS x) AS y
$$;
CREATE FUNCTION pg_temp.refused(cells text, options jsonb DEFAULT '{}') RETURNS bigint LANGUAGE sql AS $$
	SELECT count(d) FROM (SELECT suppress_detail(n, dims, 'cancer_lt5', options, r, given) OVER () AS d FROM pg_temp.cells(cells)) AS x
$$;
-- one dimension: with a total one more cell is needed, without one none
SELECT * FROM pg_temp.hidden('=37 a=2 b=15 c=20');
SELECT * FROM pg_temp.hidden('a=2 b=15 c=20');
SELECT * FROM pg_temp.hidden('a=2');
SELECT * FROM pg_temp.hidden('=2 a=2');
SELECT * FROM pg_temp.hidden('=0 a=0');
SELECT count(*) FROM (SELECT suppress_detail(1, ARRAY['a'], 'cancer_lt5') OVER () WHERE false) AS s;
-- ROLLUP of region and trust, and the same as one dimension of labels that are parts of others
SELECT * FROM pg_temp.hidden(',=61 N,=25 S,=36 N,a=2 N,b=23 S,c=17 S,d=19');
SELECT * FROM pg_temp.hidden('=61 N=25 S=36 a=2 b=23 c=17 d=19', '{"parents": {"1": {"a": "N", "b": "N", "c": "S", "d": "S"}}}');
SELECT * FROM pg_temp.hidden('=61 N=25 S=36 a=2 b=23 c=17 d=19', '{"parts": {"1": {"N": [["a", "b"]], "S": [["c", "d"]]}}}');
-- not a tree: a is a part of two wholes, which is told to the total
SELECT * FROM pg_temp.hidden('=61 N=25 S=36 U=19 V=42 a=2 b=23 c=17 d=19', '{"parts": {"1": {"N": [["a", "b"]], "S": [["c", "d"]], "U": [["a", "c"]], "V": [["b", "d"]], "": [["N", "S"], ["U", "V"]]}}}');
SELECT * FROM pg_temp.hidden('=61 N=25 S=36 U=19 V=42 a=2 b=23 c=17 d=19', '{"parents": {"1": {"a": ["N", "U"], "b": ["N", "V"], "c": ["S", "U"], "d": ["S", "V"], "N": "", "S": ""}}}');
-- linked tables of one partition: by group and by age, with the totals they have in common; with and without the crossing as latent cells
SELECT * FROM pg_temp.hidden('R1,,=60 R1,g,=2 R1,h,=58 R1,,y=25 R1,,o=35');
SELECT * FROM pg_temp.hidden('R1,,=60 R1,g,=2 R1,h,=58 R1,,y=25 R1,,o=35 R1,g,y=1:x R1,g,o=1:x R1,h,y=24:x R1,h,o=34:x');
-- zeros absent or present
SELECT * FROM pg_temp.hidden(',=43 a,=23 b,=20 ,x=17 ,y=26 a,x=2 a,y=21 b,x=15 b,y=5 c,x=0 c,y=0 c,=0');
SELECT * FROM pg_temp.hidden(',=43 a,=23 b,=20 ,x=17 ,y=26 a,x=2 a,y=21 b,x=15 b,y=5');
-- a hidden zero is not as good as absent: its total that is absent would tell it
SELECT * FROM pg_temp.hidden(',=36 a,=34 b,=2 ,x=36 a,x=34 b,x=2 c,x=0');
SELECT pg_temp.refused(',=36 a,=34 b,=2 ,x=36 a,x=34 b,x=2 c,x=0', '{"zeros": "hidden"}');
SELECT pg_temp.refused(',=36 a,=34 b,=2 ,x=36 a,x=34 b,x=2 c,x=0:x');
-- GROUP BY CUBE writes such tables
SELECT count(*) AS cells, count(status) BETWEEN 35 AND 45 AS hidden, count(*) FILTER (WHERE proof <> 'proven') AS not_proven FROM (SELECT (d).* FROM (SELECT suppress_detail(count(*), ARRAY[(i % 3)::text, (i * i % 7)::text, (i / 50)::text], 'cancer_lt5') OVER () AS d FROM generate_series(1, 200) AS i GROUP BY CUBE (i % 3, i * i % 7, i / 50)) AS x) AS y;
-- refused: cells
SELECT pg_temp.refused('=5 a=?');
SELECT pg_temp.refused('=-5 a=-5');
SELECT pg_temp.refused('a=5/6');
SELECT pg_temp.refused('a=5/-1');
SELECT pg_temp.refused('=10 a=5 a=5');
SELECT pg_temp.refused('=5 a,b=5');
SELECT pg_temp.refused('=5 a=5:shown');
SELECT count(d) FROM (SELECT suppress_detail(5, NULL, 'cancer_lt5') OVER () AS d) AS x;
SELECT count(d) FROM (SELECT suppress_detail(5, '{}', 'cancer_lt5') OVER () AS d) AS x;
SELECT count(d) FROM (SELECT suppress_detail(5, '{{a},{b}}', 'cancer_lt5') OVER () AS d) AS x;
SELECT count(d) FROM (SELECT suppress_detail(5, array_fill('a'::text, ARRAY[64]), 'cancer_lt5') OVER () AS d) AS x;
-- refused: sums
SELECT pg_temp.refused('q,=29 q,a=15 q,b=13');
SELECT pg_temp.refused('=27 a=15 b=13');
SELECT pg_temp.refused('=28/15 a=15/3 b=13/11');
SELECT pg_temp.refused('=9223372036854775807 a=9223372036854775806 b=2');
SELECT pg_temp.refused('=9223372036854775807 a=9223372036854775800 b=7') AS not_refused;
SELECT pg_temp.refused('=61 N=25 S=36 a=2 b=23 c=17 d=19');
SELECT pg_temp.refused('=61 N=25 S=36 a=2 b=22 c=17 d=19', '{"parents": {"1": {"a": "N", "b": "N", "c": "S", "d": "S"}}}');
-- refused: totals that several sums give, and parts that are lacking
SELECT pg_temp.refused('R1,g,=30 R1,h,=58 R1,,y=43 R1,,o=45');
SELECT pg_temp.refused(',=9 N,=5 S,=4 ,x=9 S,x=4 a,=5 a,x=5', '{"parents": {"1": {"a": "N"}}}');
-- refused: parts
SELECT pg_temp.refused('=5 a=5', '{"parts": {"1": {"N": [["a"]]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"2": {"N": [["a"]]}}}');
SELECT pg_temp.refused('=5 N=5 a=5', '{"parts": {"1": {"N": [["a", "a"]]}}}');
SELECT pg_temp.refused('=5 a=5 b=5', '{"parents": {"1": {"a": "b", "b": "a"}}}');
SELECT pg_temp.refused('=61 N=25 S=36 U=19 V=42 a=2 b=23 c=17 d=19', '{"parents": {"1": {"a": ["N", "U"], "b": ["N", "V"], "c": ["S", "U"], "d": ["S", "V"]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": []}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"first": {"N": [["a"]]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"0": {"N": [["a"]]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"1": ["a"]}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"1": {"": ["a"]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parts": {"1": {"": [[1]]}}}');
SELECT pg_temp.refused('=5 a=5', '{"parents": {"1": {"a": 5}}}');
SELECT pg_temp.refused('=5 a=5', '{"parents": {"1": {"a": [["N"]]}}}');
SELECT count(d) FROM (SELECT suppress_detail(5, ARRAY[label], 'cancer_lt5', '{"parts": {"1": {"": [["a"]]}}}') OVER () AS d FROM (VALUES (''), ('a')) AS v(label)) AS x;
-- refused: more than is allowed
SET cancer_pe.max_cells = 3;
SELECT * FROM pg_temp.hidden('=37 a=22 b=15');
SELECT pg_temp.refused('=37 a=2 b=15 c=20');
RESET cancer_pe.max_cells;
SET cancer_pe.max_cells = 0;
-- patterns of totals: 2,048
SELECT count(d) FROM (SELECT suppress_detail(1, array_agg(CASE WHEN i >> d & 1 = 1 THEN 'a' END ORDER BY d), 'cancer_lt5') OVER () AS d FROM generate_series(0, 2047) AS i, generate_series(0, 10) AS d GROUP BY i) AS x;
-- nothing is left behind
DROP FUNCTION pg_temp.cells(text), pg_temp.hidden(text, jsonb), pg_temp.refused(text, jsonb);
