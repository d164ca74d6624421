-- EQ-5D value sets, crosswalks and mappings against R eq5d, published tables and their own definitions.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/qol/eq5d_states_5l.csv'
CREATE TEMP TABLE want_5l (state eq5d, england float8, uk float8, crosswalk float8);
COPY want_5l FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/qol/eq5d_states_3l.csv'
CREATE TEMP TABLE want_3l (state eq5d, tto float8, vas float8, england_2019 float8, england_2021 float8, uk_2021 float8, lss int, lfs text);
COPY want_3l FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/qol/eq5d_set_sums.csv'
CREATE TEMP TABLE want_set (name text, states int, sum float8, weighted float8, least float8, greatest float8, worst float8, negative int);
COPY want_set FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/qol/eq5d_dsu_sample.csv'
CREATE TEMP TABLE sample_wide (state eq5d, v1 float8, v2 float8, v3 float8, v4 float8, v5 float8, v6 float8, v7 float8, v8 float8, v9 float8, v10 float8);
COPY sample_wide FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/qol/eq5d_dsu_sums.csv'
CREATE TEMP TABLE want_dsu (name text, sex text, age_from int, age_to int, sum numeric, weighted numeric);
COPY want_dsu FROM :'file' (FORMAT csv, HEADER);
\set file :here '/test/data/qol/eq5d_crosswalk_probabilities.csv'
CREATE TEMP TABLE probability (dimension text, level5 int, level3 int, p float8);
COPY probability FROM :'file' (FORMAT csv, HEADER);

-- what is shipped, and with what provenance
SELECT instrument, kind, count(DISTINCT name) AS sets, count(*) AS rows, count(*) FILTER (WHERE year IS NULL) AS no_year, count(*) FILTER (WHERE doi IS NULL AND isbn IS NULL AND url IS NULL) AS no_reference,
	count(*) FILTER (WHERE licence IS NULL) AS no_licence, count(*) FILTER (WHERE note LIKE 'Deprecated%') AS deprecated FROM value_set GROUP BY 1, 2 ORDER BY 1, 2;
SELECT name FROM value_set WHERE doi IS NULL AND isbn IS NULL AND url IS NULL;
SELECT count(*) AS name_is_not_country_and_year FROM value_set WHERE right(name, 4) <> year::text OR NOT starts_with(name, coalesce(country, ''));
SELECT form, string_agg(DISTINCT name, ', ' ORDER BY name) FROM value_set WHERE form NOT IN ('additive', 'table') OR fixed IS NOT NULL GROUP BY form ORDER BY form;
-- every five-level state
SELECT count(*), count(*) FILTER (WHERE abs(eq5d_index(state, 'England 2018') - england) > 1e-9) AS england_wrong, count(*) FILTER (WHERE abs(eq5d_index(state, 'UK 2026') - uk) > 1e-9) AS uk_wrong,
	count(*) FILTER (WHERE eq5d_index(state, 'England 2018') <> england) AS england_other_digits, count(*) FILTER (WHERE eq5d_index(state, 'UK 2026') <> uk) AS uk_other_digits,
	count(*) FILTER (WHERE eq5d_index(state, 'UK crosswalk 2012') <> crosswalk) AS crosswalk_wrong,
	count(*) FILTER (WHERE england < 0) AS england_negative, count(*) FILTER (WHERE uk < 0) AS uk_negative, count(*) FILTER (WHERE crosswalk < 0) AS crosswalk_negative FROM want_5l;
-- every three-level state
SELECT count(*), count(*) FILTER (WHERE abs(eq5d_index(state, 'UK TTO 1997') - tto) > 1e-9) AS tto, count(*) FILTER (WHERE abs(eq5d_index(state, 'UK VAS 1995') - vas) > 1e-9) AS vas,
	count(*) FILTER (WHERE abs(eq5d_index(state, 'England reverse crosswalk 2019') - england_2019) > 1e-9) AS england_2019,
	count(*) FILTER (WHERE abs(eq5d_index(state, 'England reverse crosswalk 2021') - england_2021) > 1e-9) AS england_2021, count(*) FILTER (WHERE abs(eq5d_index(state, 'UK reverse crosswalk 2021') - uk_2021) > 1e-9) AS uk_2021,
	count(*) FILTER (WHERE eq5d_lss(state) <> lss) AS lss, count(*) FILTER (WHERE eq5d_lfs(state, 3) <> lfs) AS lfs, count(*) FILTER (WHERE tto < 0) AS tto_negative FROM want_3l;
-- every set, crosswalk and reverse crosswalk, over all its states: sums, extremes, the worst state
CREATE TEMP TABLE got AS SELECT name, i::int, x FROM (SELECT DISTINCT name FROM value_set WHERE kind <> 'mapping') AS s, unnest(eq5d_values(name)) WITH ORDINALITY AS u(x, i);
SELECT count(*) AS sets, sum(states) AS values, count(*) FILTER (WHERE g.states IS DISTINCT FROM w.states OR abs(g.sum - w.sum) > 1e-7 OR abs(g.weighted - w.weighted) > 1e-4 OR abs(g.least - w.least) > 1e-8 OR abs(g.greatest - w.greatest) > 1e-8
		OR abs(g.worst - w.worst) > 1e-8 OR g.negative <> w.negative) AS wrong
FROM want_set AS w FULL JOIN (SELECT name, count(*) AS states, sum(x), sum(i * x) AS weighted, min(x) AS least, max(x) AS greatest, (array_agg(x ORDER BY i DESC))[1] AS worst, count(*) FILTER (WHERE x < -1e-12) AS negative
	FROM got GROUP BY name) AS g USING (name, states);
-- the same sets evaluated in SQL, term by term, from their definitions
CREATE TEMP TABLE s AS SELECT levels, row_number() OVER (PARTITION BY levels ORDER BY state) AS i, state, l,
		cardinality(array_positions(l, 1)) AS n1, cardinality(array_positions(l, 2)) AS n2, cardinality(array_positions(l, 3)) AS n3, cardinality(array_positions(l, 4)) + cardinality(array_positions(l, 5)) AS n45, cardinality(array_positions(l, 5)) AS n5
	FROM (SELECT 5 AS levels, state FROM want_5l UNION ALL SELECT 3, state FROM want_3l) AS u, LATERAL (SELECT string_to_array(state::text, NULL)::int[]) AS a(l);
CREATE TEMP TABLE applies AS SELECT t.term, levels, i, times FROM s,
	LATERAL (SELECT * FROM (VALUES ('StartValue', 1), ('FullHealth', 1), ('Intercept', (n1 < 5)::int), ('AtLeastOne2Or3', (n1 < 5)::int), ('AtLeastOne3', (n3 > 0)::int), ('A3', (n3 = 5)::int), ('D1', greatest(0, n2 + n3 - 1)),
		('I2', greatest(0, n2 - 1)), ('I2square', greatest(0, n2 - 1) ^ 2), ('I3', greatest(0, n3 - 1)), ('I3square', greatest(0, n3 - 1) ^ 2), ('C2square', n2 ^ 2), ('C3square', n3 ^ 2), ('O2', (n3 = 0 AND n2 > 0)::int), ('O3', (n2 = 0 AND n3 > 0)::int),
		('X5', (n1 = 0)::int), ('Z2', (n2 > 0 AND n3 > 0)::int), ('Z3', CASE WHEN n3 > 0 THEN n2 ELSE 0 END), ('N4', (n45 > 0)::int), ('N5', (n5 > 0)::int), ('Num45sq', CASE WHEN n45 > 0 THEN (n45 - 1) ^ 2 ELSE 0 END),
		('MOAD', (l[1] - 1) * (l[5] - 1)), ('PDAD', (l[4] - 1) * (l[5] - 1))) AS v(term, times)
		UNION ALL SELECT d || l[k], 1 FROM unnest('{MO,SC,UA,PD,AD}'::text[]) WITH ORDINALITY AS u(d, k)
		UNION ALL SELECT d || '45', 1 FROM unnest('{MO,SC,UA,PD,AD}'::text[]) WITH ORDINALITY AS u(d, k) WHERE l[k] >= 4
		UNION ALL SELECT a || l[j] || b || l[k], 1 FROM unnest('{MO,SC,UA,PD,AD}'::text[]) WITH ORDINALITY AS u(a, j), unnest('{MO,SC,UA,PD,AD}'::text[]) WITH ORDINALITY AS w(b, k) WHERE j < k AND levels = 3) AS t(term, times)
	WHERE times <> 0;
CREATE TEMP TABLE term AS SELECT name, form, CASE instrument WHEN 'EQ-5D-5L' THEN 5 ELSE 3 END AS levels, e.key AS term, e.value::float8 AS coefficient FROM value_set AS v, jsonb_each_text(terms) AS e;
ANALYZE applies; ANALYZE term;
CREATE TEMP TABLE evaluated AS SELECT name, levels, i, sum(times * coefficient) AS sum, exp(sum(ln(coefficient)) FILTER (WHERE form = 'multiplicative')) AS product, -coalesce(sum(coefficient) FILTER (WHERE term <> 'FullHealth'), 0) AS decrements
FROM term JOIN applies USING (term, levels) GROUP BY name, levels, i;
SELECT count(DISTINCT name) AS sets, count(*) AS values, count(*) FILTER (WHERE abs(x - coalesce((fixed ->> state::text)::float8, CASE form WHEN 'additive' THEN e.sum WHEN 'multiplicative' THEN product ELSE 1 - power(decrements, (terms ->> 'Power')::float8) END)) < 1e-12) AS within_1e_12
FROM got JOIN evaluated AS e USING (name, i) JOIN value_set USING (name) JOIN s USING (levels, i);
SELECT count(*) AS terms_never_applied FROM term AS t WHERE term <> 'Power' AND NOT EXISTS (SELECT FROM applies AS a WHERE a.term = t.term AND a.levels = t.levels);
-- facts that publications and methods quote
SELECT name, state, eq5d_index(state::eq5d, name) AS index FROM (VALUES ('England 2018', '11111'), ('England 2018', '21111'), ('England 2018', '11211'), ('England 2018', '55555'), ('UK 2026', '55555'), ('UK 2026', '22222'), ('UK 2026', '33333'), ('UK 2026', '12345'),
	('UK TTO 1997', '33333'), ('UK TTO 1997', '11223'), ('UK TTO 1997', '22222'), ('UK VAS 1995', '33333'), ('UK crosswalk 2012', '55555'), ('UK crosswalk 2012', '33333'), ('UK crosswalk 2012', '22222'), ('UK crosswalk 2012', '11112'), ('UK crosswalk 2012', '21111'),
	('Zimbabwe crosswalk 2012', '11111'), ('UK reverse crosswalk 2021', '11111'), ('UK reverse crosswalk 2021', '33333'), ('England reverse crosswalk 2021', '11111'), ('England reverse crosswalk 2021', '33333'),
	('Canada 2016', '11111'), ('Netherlands 2016', '11111'), ('Australia TTO 2011', '33333'), ('Australia TTO 2011', '12133'), ('Germany VAS 1999', '22222'), ('Indonesia Y-3L 2022', '33333'), ('China Y-3L 2022', '33333')) AS f(name, state);
-- a misprint that is not followed: below 1 the largest England values are those of 11211 and 12111, and 21111 is .942
SELECT string_agg(state::text, ' ' ORDER BY state), index FROM (SELECT state, eq5d_index(state, 'England 2018') AS index, rank() OVER (ORDER BY eq5d_index(state, 'England 2018') DESC) AS r FROM want_5l) AS t WHERE r = 2 GROUP BY index;
-- van Hout 2012 worked out from its 75 probabilities: the published table within 0.00055, other third decimals in 192 states; the table counts
CREATE TEMP TABLE worked_out AS SELECT w.state, w.crosswalk, sum(a.p * b.p * c.p * d.p * e.p * eq5d_index(eq5d(a.level3, b.level3, c.level3, d.level3, e.level3), 'UK TTO 1997')) AS index
FROM want_5l AS w JOIN probability AS a ON a.dimension = 'MO' AND a.level5 = level(w.state, 'MO') AND a.p > 0 JOIN probability AS b ON b.dimension = 'SC' AND b.level5 = level(w.state, 'SC') AND b.p > 0 JOIN probability AS c ON c.dimension = 'UA' AND c.level5 = level(w.state, 'UA') AND c.p > 0
	JOIN probability AS d ON d.dimension = 'PD' AND d.level5 = level(w.state, 'PD') AND d.p > 0 JOIN probability AS e ON e.dimension = 'AD' AND e.level5 = level(w.state, 'AD') AND e.p > 0
GROUP BY w.state, w.crosswalk;
SELECT count(*), max(abs(index - crosswalk)) < 0.00055 AS within, count(*) FILTER (WHERE round(index::numeric, 3) <> crosswalk::numeric) AS other_decimals, count(*) FILTER (WHERE index < 0) AS negative FROM worked_out;
-- NICE DSU: a sample of states, and sums over all states, by age group and sex
CREATE TEMP TABLE sample AS SELECT state, '{female,male}'::text[] AS x, '{25,40,50,60,80}'::int[] AS ages, ARRAY[v1, v2, v3, v4, v5, v6, v7, v8, v9, v10] AS v FROM sample_wide;
SELECT count(*), max(abs(eq5d_index(state, 'UK DSU 5L to 3L 2023', ages[(k + 1) / 2], x[1 + k % 2]) - v[k])) < 1e-12 AS within FROM sample, generate_series(1, 10) AS k;
SELECT count(*) AS strata, count(*) FILTER (WHERE g.sum <> w.sum OR g.weighted <> w.weighted) AS wrong FROM want_dsu AS w LEFT JOIN LATERAL (
	SELECT sum(x::text::numeric), sum(i * x::text::numeric) AS weighted FROM unnest(eq5d_values(name, age_from, sex)) WITH ORDINALITY AS u(x, i)) AS g ON true;
SELECT count(*) AS strata, bool_and(eq5d_values(name, age_from, sex) = eq5d_values(name, age_to, sex)) AS bands FROM want_dsu;
SELECT min(least), max(greatest) FROM (SELECT min(x) AS least, max(x) AS greatest FROM want_dsu, unnest(eq5d_values(name, age_from, sex)) AS x WHERE name = 'UK DSU 3L to 5L 2023' GROUP BY age_from, sex) AS t;
-- from an index: the worked examples
SELECT index, age, sex, bandwidth, abs(eq5d_map_utility(index, 'UK DSU 5L to 3L 2023', age, sex, bandwidth) - want) < 1e-12 AS as_worked
FROM (VALUES (0.922, 20, 'male', 0, 0.893071147265691), (0.715, 50, 'male', 0.0001, 0.670172656668573), (0.715, 50, 'male', 0.2, 0.596448509056170), (0.85, 65, 'female', 0.1, 0.739059411872293)) AS t(index, age, sex, bandwidth, want);
SELECT eq5d_map_utility(0.9219, 'UK DSU 5L to 3L 2023', 20, 'male', 0) AS no_such_state, eq5d_map_utility(0.97, 'UK DSU 5L to 3L 2023', 20, 'male', 0.01) AS too_narrow, eq5d_map_utility(0.97, 'UK DSU 5L to 3L 2023', 20, 'male', 0.031) IS NOT NULL AS reaches_1,
	abs(eq5d_map_utility(0.848, 'UK DSU 3L to 5L 2023', 30, 'female', 0) - (SELECT avg(eq5d_index(state, 'UK DSU 3L to 5L 2023', 30, 'female')) FROM want_3l WHERE tto = 0.848)) < 1e-12 AS three_level;
-- by name, by values, in an index and a generated column
CREATE TABLE eq5d_visit (state eq5d, utility float8);
INSERT INTO eq5d_visit (state) SELECT state FROM want_5l UNION ALL SELECT NULL;
SELECT count(*), count(*) FILTER (WHERE eq5d_index(state, v) IS DISTINCT FROM eq5d_index(state, 'UK 2026')) AS different FROM eq5d_visit, (SELECT eq5d_values('UK 2026') AS v OFFSET 0) AS s;
DO $$ BEGIN EXECUTE format('CREATE TABLE eq5d_stored (state cancer_pe.eq5d, utility float8 GENERATED ALWAYS AS (cancer_pe.eq5d_index(state, %L::float8[])) STORED)', cancer_pe.eq5d_values('UK TTO 1997')); END $$;
INSERT INTO eq5d_stored SELECT state FROM want_3l;
SELECT count(*), count(*) FILTER (WHERE abs(utility - tto) > 1e-9) AS wrong FROM eq5d_stored JOIN want_3l USING (state);
-- a different set in each row; and the sets in turn
SELECT count(*), count(DISTINCT name) AS names, count(*) FILTER (WHERE eq5d_index(state, name) IS DISTINCT FROM x) AS wrong
FROM (SELECT s.state, g.name, g.x FROM want_set AS w JOIN got AS g USING (name) JOIN s ON s.i = g.i AND s.levels = CASE states WHEN 3125 THEN 5 ELSE 3 END WHERE g.i % 40 = 3 ORDER BY s.state, g.name) AS t;
-- a set of one's own
INSERT INTO value_set (name, instrument, form, terms) VALUES ('Ours', 'EQ-5D-3L', 'additive', '{"FullHealth": 1, "MO2": -0.1, "MO3": -0.2}');
SELECT eq5d_index('21311', 'Ours'), eq5d_index('31311', 'Ours', 5, 'male');
INSERT INTO value_set (name, sex, age_from, instrument, form, terms) VALUES ('Ours', 'female', 40, 'EQ-5D-3L', 'additive', '{"FullHealth": 0.9}');
CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text; state text; message text; detail text; hint text;
BEGIN
	EXECUTE query INTO result;
	RETURN coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', state, message, nullif(detail, ''), nullif(hint, ''));
END $$;
SELECT query, pg_temp.try('SELECT cancer_pe.' || query) AS told FROM unnest(ARRAY[$$eq5d_index('11111', 'Ours')$$, $$eq5d_index('11111', 'uk')$$, $$eq5d_index('11111', 'Atlantis 2020')$$, $$eq5d_index('11114', 'UK TTO 1997')$$, $$eq5d_index('11111', 'UK DSU 5L to 3L 2023')$$,
	$$eq5d_index('11111', 'UK DSU 5L to 3L 2023', 17, 'male')$$, $$eq5d_index('11111', 'UK DSU 5L to 3L 2023', 101, 'female')$$, $$eq5d_index('11111', 'UK DSU 5L to 3L 2023', 30, 'M')$$, $$eq5d_index('11114', 'UK DSU 3L to 5L 2023', 30, 'male')$$, $$eq5d_index('11111', 'UK 2026', NULL, 'male')$$,
	$$eq5d_index(NULL, 'UK 2026')$$, $$eq5d_index('11111', NULL::text)$$, $$eq5d_index('11111', '{1,2}'::float8[])$$, $$eq5d_index('11111', array_fill(NULL::float8, '{243}'))$$, $$eq5d_index('11111', array_fill('NaN'::float8, '{243}'))$$, $$eq5d_index('11114', array_fill(1::float8, '{243}'))$$,
	$$eq5d_map_utility(0.9, 'UK 2026', 30, 'male', 0.1)$$, $$eq5d_map_utility(1.01, 'UK DSU 5L to 3L 2023', 30, 'male', 0.1)$$, $$eq5d_map_utility('NaN', 'UK DSU 5L to 3L 2023', 30, 'male', 0.1)$$, $$eq5d_map_utility(0.9, 'UK DSU 5L to 3L 2023', 30, 'male', -1)$$, $$eq5d_map_utility(0.9, 'UK DSU 5L to 3L 2023', 30, 'male', NULL)$$,
	$$eq5d_values('UK DSU 5L to 3L 2023')$$, $$eq5d_values('UK 2099')$$]) AS query;
-- rows that are refused, each for its reason
SELECT columns, given, pg_temp.try(format('INSERT INTO cancer_pe.value_set (name, %s) VALUES (''Bad'', %s) RETURNING name', columns, given)) AS told FROM (VALUES
	('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "M02": -0.1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "MO4": -0.1}'$$), ('instrument, terms', $$'EQ-5D-5L', '{"FullHealth": 1, "D1": -0.1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"MO2": -0.1}'$$),
	('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "StartValue": 1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": "1"}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1e4}'$$), ('instrument, terms', $$'EQ-5D-3L', '[1]'$$), ('instrument, terms', $$'EQ-5D-9L', '{"FullHealth": 1}'$$),
	('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "SC3MO3": 1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "MO2SC": 1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "MO": 1}'$$), ('instrument, terms', $$'EQ-5D-3L', '{"FullHealth": 1, "Power": 2}'$$), ('instrument, terms', $$'EQ-5D-3L', NULL$$),
	('instrument, terms, form', $$'EQ-5D-3L', '{"FullHealth": 1}', 'guess'$$), ('instrument, terms, form', $$'EQ-5D-3L', '{"FullHealth": 1, "D1": 2}', 'multiplicative'$$), ('instrument, terms, form', $$'EQ-5D-3L', '{"FullHealth": 1, "MO2": -1}', 'power'$$), ('instrument, terms, form', $$'EQ-5D-3L', '{"FullHealth": 1, "MO2": 1, "Power": 2}', 'power'$$),
	('instrument, form, state_values', $$'EQ-5D-3L', 'table', '{1,2,3}'$$), ('instrument, form, state_values', $$'EQ-5D-5L', 'table', array_fill(1, '{243}')$$), ('instrument, form, state_values', $$'EQ-5D-3L', 'table', array_fill('Infinity'::float8, '{243}')$$), ('instrument, terms, fixed', $$'EQ-5D-3L', '{"FullHealth": 1}', '{"11114": 1}'$$), ('instrument, terms, fixed', $$'EQ-5D-3L', '{"FullHealth": 1}', '{"1111": 1}'$$),
	('instrument, terms, sex', $$'EQ-5D-3L', '{"FullHealth": 1}', 'F'$$), ('instrument, terms, age_from, age_to', $$'EQ-5D-3L', '{"FullHealth": 1}', 50, 40$$), ('instrument, terms, kind', $$'EQ-5D-3L', '{"FullHealth": 1}', 'x'$$), ('instrument, terms, builtin', $$'EQ-5D-3L', '{"FullHealth": 1}', true$$)) AS b(columns, given);
SELECT pg_temp.try($$UPDATE cancer_pe.value_set SET name = 'UK 2027' WHERE name = 'UK 2026'$$) AS shipped;
DELETE FROM value_set WHERE NOT builtin;
DROP TABLE eq5d_visit, eq5d_stored;
