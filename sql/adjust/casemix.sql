-- The type casemix: what it keeps, against GROUP BY; its laws, its texts, and what it refuses.
SET search_path = cancer_pe, public;
SET jit = off; -- compiling what is run once takes longer than running it
-- by hand: NULLs of every kind
CREATE TEMP TABLE small (y boolean, org text, age text, sex text);
INSERT INTO small VALUES (true, 'R1K', '75-84', 'F'), (true, 'R1K', '75-84', 'F'), (false, 'R1K', '75-84', 'F'), (true, 'RAL', '75-84', 'F'),
	(false, 'R1K', '75-84', NULL), (NULL, 'R1K', '16-24', 'M'), (NULL, 'RXX', NULL, NULL), (true, NULL, '16-24', 'say "hi", ok'), (NULL, NULL, '', 'F'), (true, 'R1K', '', NULL);
SELECT casemix(y, org, ARRAY[age, sex]) FROM small;
SELECT casemix(ARRAY['age', 'sex'], y, org, ARRAY[age, sex]) FROM small;
SELECT casemix(ARRAY['age', 'sex'], y, org, ARRAY[age, sex]) = casemix_columns(ARRAY['age', 'sex'], y, org, age, sex) AS same FROM small;
SELECT casemix(y::int::float8 * 3 - 1, org, ARRAY[age, sex]) FROM small;
SELECT casemix('{age}', y, org, ARRAY[age], 0.5) FROM small;
SELECT casemix('{age}', y::int::float8, org, ARRAY[age], 2) FROM small;
SELECT casemix('{age}', y, org, ARRAY[age], 1, length(age)) FROM small WHERE age IS NOT NULL;
SELECT casemix('{age}', y::int::float8, org, ARRAY[age], 1, -0.0) FROM small;
SELECT casemix(y, org, '{}') AS no_covariates FROM small;
SELECT r.* FROM (SELECT casemix('{age,sex}', y, org, ARRAY[age, sex]) AS c FROM small) AS s, casemix_cells(c) AS r;
SELECT r.* FROM (SELECT casemix('{age,sex}', y, org, ARRAY[age, sex], 0.25, -1.5) AS c FROM small) AS s, casemix_cells(c) AS r LIMIT 3;
SELECT l.* FROM (SELECT casemix('{age,sex}', y, org, ARRAY[age, sex]) AS c FROM small) AS s, casemix_lost(c) AS l;
-- without rows: never NULL, and it goes with everything
SELECT casemix(y, org, ARRAY[age]), casemix_columns('{a}', y, org, age), rollup(NULL::casemix) FROM small WHERE false;
SELECT questions('none'), question_casemix(NULL, 'Q'), (SELECT count(*) FROM casemix_cells('none')), (SELECT count(*) FROM casemix_lost('none'));
SELECT rollup(c) FROM (SELECT 'none'::casemix UNION ALL SELECT casemix(y, org, ARRAY[age]) FROM small WHERE sex IS NULL UNION ALL SELECT NULL) AS v(c);
-- columns of other types are what value::text gives
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN year AS int;
SELECT casemix_columns('{i2,i4,i8,b,v,c,n,e,d,f,u,y,x}', true, 'R', (-3)::smallint, 7, 9223372036854775807, true, 'v'::varchar(5), 'ab '::char(5), 1.50::numeric, 'sad'::mood, date '2018-01-31', 0.1::float8, 'literal', 2018::year, NULL::int);
SELECT casemix_columns('{i2,i4,i8,b,v,c,n,e,d,f,u,y}', i % 3 > 0, (i % 5)::text, (i % 7)::smallint, i % 11, i::bigint * 1000000007 % 13, i % 2 = 0, (i % 3)::text::varchar(5), (i % 4)::text::char(5), i % 6 / 4.0, (ARRAY['sad', 'ok'])[1 + i % 2]::mood, date '2018-01-31' + i % 5, (i % 9)::float8 / 3, 'literal', (2000 + i % 2)::year)
	= casemix('{i2,i4,i8,b,v,c,n,e,d,f,u,y}', i % 3 > 0, (i % 5)::text, ARRAY[(i % 7)::smallint::text, (i % 11)::text, (i::bigint * 1000000007 % 13)::text, (i % 2 = 0)::text, (i % 3)::text::varchar(5)::text, (i % 4)::text::char(5)::text, (i % 6 / 4.0)::text, (ARRAY['sad', 'ok'])[1 + i % 2], (date '2018-01-31' + i % 5)::text, ((i % 9)::float8 / 3)::text, 'literal', (2000 + i % 2)::text]) AS same
FROM generate_series(1, 3000) AS i;

-- against GROUP BY: every cell, every sum
CREATE TABLE casemix_row AS
	SELECT i, CASE WHEN i % 17 > 0 THEN 'R' || (i::bigint * 7919 % 29)::text END AS org, CASE WHEN i % 11 > 0 THEN (sin(i) > -0.5) END AS y,
		CASE WHEN i % 11 > 0 THEN round((5 + 5 * sin(i::float8 * i)) * 8) / 8 END AS rating,
		CASE WHEN i % 13 > 0 THEN (ARRAY['16-24', '25-34', '35-44', '45-54', '55-64', '65-74', '75-84', '85+', 'a level that is longer than sixteen bytes'])[1 + (i::bigint * 31 / 7) % 9] END AS age,
		CASE WHEN i % 7 > 0 THEN 1 + i / 3 % 2 END AS sex, (i::bigint * 104729 / 11 % 6)::int AS tumour, (i % 5 + 1) / 4.0::float8 AS weight, i % 3 / 2.0::float8 AS base
	FROM generate_series(1, 20000) AS i;
CREATE TEMP VIEW counted AS SELECT casemix_columns('{age,sex,tumour}', y, org, age, sex, tumour) AS c FROM casemix_row;
CREATE TEMP VIEW grouped AS SELECT org, ARRAY[age, sex::text, tumour::text] AS covariates, count(*) AS n, count(*) FILTER (WHERE y) AS positive FROM casemix_row WHERE y IS NOT NULL GROUP BY 1, 2;
SELECT (SELECT count(*) FROM grouped) AS cells, (SELECT sum(n) FROM grouped) AS n,
	(SELECT count(*) FROM (SELECT organisation, covariates, n, positive, weight::bigint, sum::bigint, squares::bigint FROM counted, casemix_cells(c) EXCEPT ALL SELECT *, n, positive, positive FROM grouped) AS d) AS not_there,
	(SELECT count(*) FROM (SELECT * FROM grouped EXCEPT ALL SELECT organisation, covariates, n, positive FROM counted, casemix_cells(c)) AS d) AS left_out;
-- in canonical order: levels by bytes, missing last
SELECT bool_and(coalesce((covariates, organisation) > before, true)) AS ascending FROM (
	SELECT covariates COLLATE "C" AS covariates, coalesce(organisation, '~') COLLATE "C" AS organisation, lag((covariates COLLATE "C", coalesce(organisation, '~') COLLATE "C")) OVER (ORDER BY place) AS before
	FROM (SELECT ARRAY(SELECT coalesce(l, '~') FROM unnest(covariates) WITH ORDINALITY AS u(l, o) ORDER BY o) AS covariates, organisation, place FROM counted, casemix_cells(c) WITH ORDINALITY AS r(question, organisation, covariates, "offset", n, positive, weight, sum, squares, place)) AS s) AS t;
SELECT (SELECT count(*) FROM (SELECT l.organisation, l.n, l.missing_covariates, l.unanswered FROM counted, casemix_lost(c) AS l EXCEPT ALL
	SELECT org, count(y), count(*) FILTER (WHERE y IS NOT NULL AND (age IS NULL OR sex IS NULL)), count(*) FILTER (WHERE y IS NULL) FROM casemix_row GROUP BY org) AS d) AS lost_differs, (SELECT count(*) FROM counted, casemix_lost(c)) AS organisations;
-- numbers, weights and offsets: all values are multiples of powers of two, so that sums in SQL are exact too
CREATE TEMP TABLE kinds AS SELECT casemix('{age,sex}', rating, org, ARRAY[age, sex::text]) AS numeric, casemix('{age,sex}', y, org, ARRAY[age, sex::text], weight) AS weighted,
	casemix('{age,sex}', rating, org, ARRAY[age, sex::text], weight) AS "both", casemix('{age,sex}', y, org, ARRAY[age, sex::text], weight, base) AS offsets, casemix('{age,sex}', rating, org, ARRAY[age, sex::text], weight, base) AS all FROM casemix_row;
CREATE TEMP TABLE sums AS SELECT org, ARRAY[age, sex::text] AS covariates, base, y::int AS y, rating, weight FROM casemix_row WHERE y IS NOT NULL;
SELECT k, (SELECT count(*) FROM (SELECT organisation, covariates, "offset", n, positive, weight, sum, squares FROM kinds, LATERAL (VALUES ('numeric', numeric), ('weighted', weighted), ('both', "both"), ('offsets', offsets), ('all', "all")) AS v(name, c), casemix_cells(c) WHERE name = k
	EXCEPT ALL SELECT org, covariates, CASE WHEN k IN ('offsets', 'all') THEN base END, count(*), NULL::bigint, sum(w), sum(w * v), sum(w * v * v)
		FROM (SELECT *, CASE WHEN k = 'numeric' THEN 1 ELSE weight END AS w, CASE WHEN k IN ('weighted', 'offsets') THEN y ELSE rating END AS v FROM sums) AS s GROUP BY 1, 2, 3) AS d) AS differ
FROM unnest('{numeric,weighted,both,offsets,all}'::text[]) AS k;
-- a hostile sum: what float addition loses
SELECT sum, squares FROM (SELECT casemix(v, 'R', '{}') AS c FROM unnest('{1e16,1,-1e16,1e-20}'::float8[]) AS v) AS s, casemix_cells(c);
SELECT sum FROM (SELECT casemix(v, 'R', '{}') AS c FROM unnest('{1e200}'::float8[]) AS v) AS s, casemix_cells(c);

-- text, bytes, order, hash
CREATE TEMP TABLE value AS SELECT numeric AS c FROM kinds UNION ALL SELECT weighted FROM kinds UNION ALL SELECT "both" FROM kinds UNION ALL SELECT offsets FROM kinds UNION ALL SELECT "all" FROM kinds UNION ALL SELECT c FROM counted UNION ALL SELECT 'none'
	UNION ALL SELECT casemix(y, org, ARRAY[age, sex]) FROM small;
SELECT bool_and(c::text::casemix = c AND c::text::casemix::text = c::text AND casemix_send(c::text::casemix) = casemix_send(c) AND casemix_hash(c::text::casemix) = casemix_hash(c)
	AND casemix_hash_extended(c::text::casemix, 3) = casemix_hash_extended(c, 3) AND casemix_cmp(c, c) = 0) AS round_trip, count(DISTINCT c), count(*) FROM value;
SELECT count(*) FILTER (WHERE a.c < b.c), count(*) FILTER (WHERE a.c > b.c), count(*) FILTER (WHERE a.c = b.c), count(*) FILTER (WHERE (a.c <= b.c) <> (a.c < b.c OR a.c = b.c)) AS contradictions FROM value AS a, value AS b;
-- a sheet, by its text: one question of it is as if it had been collected alone
CREATE TEMP TABLE sheet AS SELECT 'covariates=("age") questions=("Q1" binary,"Q2" binary,"Q5" rated) pattern=("a") organisation="R" 3:2 0:0 2:9:41 organisation="S" 0:0 1:1 0:0:0 pattern=(-) organisation=- 1:0 0:0 1:-3:9 unanswered="S" 1 0 1 unanswered=- 0 2 0'::casemix AS c;
SELECT c, questions(c) FROM sheet;
SELECT q, question_casemix(c, q) FROM sheet, unnest(questions(c)) AS q;
SELECT r.* FROM sheet, casemix_cells(c) AS r;
SELECT l.* FROM sheet, casemix_lost(c) AS l;
SELECT casemix_combine(c, c) FROM sheet;
SELECT question_casemix(c, 'Q9') FROM sheet;
SELECT question_casemix(casemix(y, org, '{}'), 'Q1') FROM small;
-- hand-written texts come in order
SELECT 'covariates=("a") questions=(binary) pattern=(-) organisation=- 1:0 organisation="R" 1:1 pattern=("b") organisation="R" 2:0 pattern=("B") organisation="R" 2:0 unanswered="A" 3'::casemix;

-- refused
SELECT casemix(y, org, NULL) FROM small;
SELECT casemix(y, org, CASE WHEN y THEN ARRAY[age] ELSE ARRAY[age, sex] END) FROM small;
SELECT casemix('{a,b}', y, org, ARRAY[age]) FROM small;
SELECT casemix('{a,a}', y, org, ARRAY[age, sex]) FROM small;
SELECT casemix('{a,NULL}', y, org, ARRAY[age, sex]) FROM small;
SELECT casemix(NULL, y, org, ARRAY[age, sex]) FROM small;
SELECT casemix(ARRAY['a', coalesce(sex, 'none')], y, org, ARRAY[age, sex]) FROM small;
SELECT casemix('{{a},{b}}', y, org, ARRAY[age, sex]) FROM small;
SELECT casemix(y, org, '{{a},{b}}') FROM small;
SELECT casemix_columns('{a,b}', y, org, age) FROM small;
SELECT casemix_columns('{a,b}', y, org, VARIADIC ARRAY[age, sex]) FROM small;
SELECT casemix('NaN'::float8, org, '{}') FROM small;
SELECT casemix('{}', y, org, '{}', NULL) FROM small;
SELECT casemix('{}', y, org, '{}', 0) FROM small;
SELECT casemix('{}', y, org, '{}', 'Infinity') FROM small;
SELECT casemix('{}', y, org, '{}', 1, NULL) FROM small;
SELECT casemix('{}', y, org, '{}', 1, '-Infinity') FROM small;
SELECT rollup(c) FROM (SELECT casemix(y, org, ARRAY[age]) FROM small UNION ALL SELECT casemix(y, org, ARRAY[age, sex]) FROM small) AS v(c);
SELECT rollup(c) FROM (SELECT casemix('{a}', y, org, ARRAY[age]) FROM small UNION ALL SELECT casemix('{b}', y, org, ARRAY[age]) FROM small) AS v(c);
SELECT rollup(c) FROM (SELECT casemix('{a}', y, org, ARRAY[age]) FROM small UNION ALL SELECT casemix('{a}', y, org, ARRAY[age], 1) FROM small) AS v(c);
SELECT rollup(c) FROM (SELECT casemix('{a}', y, org, ARRAY[age]) FROM small UNION ALL SELECT casemix('{a}', y::int::float8, org, ARRAY[age]) FROM small) AS v(c);
SELECT 'covariates=("a") questions=(binary) pattern=("x") organisation="R" 1:2'::casemix;
SELECT 'covariates=("a") questions=(binary) pattern=("x") organisation="R" 1;1'::casemix;
-- a rule has 16 digits, not all 0; values of other rules are not merged, and a question keeps its own
SELECT 'covariates=() questions=("Q1" binary rule=0000000000000000)'::casemix;
SELECT 'covariates=() questions=("Q1" binary rule=00A1B2C3D4E5F607)'::casemix;
SELECT c, c::text::casemix = c AS round_trip, question_casemix(c, 'Q1'), question_casemix(c, 'Q2')
FROM (SELECT 'covariates=() questions=("Q1" binary rule=00a1b2c3d4e5f607,"Q2" rated rule=f000000000000000) pattern=() organisation="R" 3:2 1:4:16 unanswered="S" 1 0'::casemix) AS v(c);
SELECT casemix_combine('covariates=() questions=("Q1" binary rule=0000000000000001)', 'covariates=() questions=("Q1" binary rule=0000000000000001) pattern=() organisation="R" 3:2');
SELECT casemix_combine('covariates=() questions=("Q1" binary rule=0000000000000001,"Q2" binary)', 'covariates=() questions=("Q1" binary rule=0000000000000001,"Q2" binary rule=0000000000000001)');
SELECT 'covariates=("a") questions=(binary) pattern=("x") organisation="R" 9223372036854775807:0'::casemix AS c \gset
SELECT rollup(:'c'::casemix) FROM generate_series(1, 2);
SELECT count(*) FROM casemix_lost('covariates=("a") questions=(binary) pattern=("x") organisation="R" 9223372036854775807:0 pattern=("y") organisation="R" 9223372036854775807:0');
-- the limit of cells: what fits, fits
SET cancer_pe.max_patterns = 100;
SELECT casemix_columns('{i}', true, 'R', i) IS NOT NULL AS fits FROM generate_series(1, 100) AS i;
SELECT casemix_columns('{i}', true, 'R', i) FROM generate_series(1, 101) AS i;
SELECT casemix(true, i::text, '{}') FROM generate_series(1, 101) AS i;
SELECT casemix(NULL::boolean, i::text, '{}') FROM generate_series(1, 101) AS i;
SELECT rollup(c) FROM (SELECT casemix_columns('{i}', true, 'R', i) AS c FROM generate_series(1, 101) AS i GROUP BY i % 2) AS s;
RESET cancer_pe.max_patterns;
DROP TABLE casemix_row CASCADE;
DROP TYPE mood;
DROP DOMAIN year;
-- counts that no bigint holds
SELECT casemix_lost('covariates=() questions=(binary) pattern=() organisation="a" 9223372036854775807:1 organisation="b" 1:1');
SELECT casemix_lost('covariates=() questions=(binary) pattern=() organisation="a" 1:1 unanswered="b" 9223372036854775807');
SELECT casemix_cells('covariates=() questions=(binary) pattern=() organisation="a" 9223372036854775807:9223372036854775807');
SELECT fit('covariates=() questions=(binary) pattern=() organisation="a" 9223372036854775807:1 organisation="b" 9223372036854775807:1 organisation="c" 9:2', '{"organisation": "none"}');
SELECT cahps('covariates=() questions=(binary) pattern=() organisation="a" 9223372036854775807:1 organisation="b" 9223372036854775807:1 organisation="c" 9:2');
