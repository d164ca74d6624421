-- The shipped instruments through SQL: scores of other software, scale by scale, and what the registry says.
SET search_path = cancer_pe, public;
SELECT instrument, items, scales, certainty, function_name, column_pattern FROM instruments WHERE builtin ORDER BY instrument COLLATE "C";
SELECT count(*) FILTER (WHERE source IS NULL OR licence IS NULL) AS without_source, count(*) FILTER (WHERE certainty <> 'sourced' AND note IS NULL) AS unsure_without_note
FROM instruments WHERE builtin;
-- what is not known: the scales whose rules are not sourced, and the directions that are not confirmed
SELECT i.instrument, s.certainty, s.higher, string_agg(s.scale, ' ' ORDER BY s.position) AS scales
FROM instruments AS i, LATERAL scales(i.instrument) AS s
WHERE i.builtin AND (s.certainty <> 'sourced' OR s.higher = 'unconfirmed') GROUP BY i.instrument, s.certainty, s.higher ORDER BY i.instrument COLLATE "C", s.certainty COLLATE "C", s.higher COLLATE "C";
-- only cut points with a readable source
SELECT i.code, t.scale, t.problem, t.cut FROM instrument AS i, LATERAL thresholds(i.plan) AS t WHERE i.builtin;

-- ---- fixtures ----
\getenv here PG_ABS_SRCDIR
CREATE TEMPORARY TABLE line (number integer GENERATED ALWAYS AS IDENTITY, file text, line text);
\set file :here '/test/data/qol/qlq_c30.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_c30';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_c30_dataqol.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_c30_dataqol';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_br23.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_br23';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_c15_pal.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_c15_pal';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/inpatsat32.csv'
ALTER TABLE line ALTER file SET DEFAULT 'inpatsat32';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_info25.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_info25';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_eld14.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_eld14';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/qlq_br42.csv'
ALTER TABLE line ALTER file SET DEFAULT 'qlq_br42';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/fact.csv'
ALTER TABLE line ALTER file SET DEFAULT 'fact';
COPY line (line) FROM :'file';
\set file :here '/test/data/qol/fact_missing.csv'
ALTER TABLE line ALTER file SET DEFAULT 'fact_missing';
COPY line (line) FROM :'file';
CREATE TEMPORARY TABLE field AS
SELECT f.file, f.row, h.name, nullif(f.cell[h.n], '') AS value
FROM (SELECT file, row_number() OVER (PARTITION BY file ORDER BY number) - 1 AS row, string_to_array(line, ',') AS cell FROM line) AS f
	JOIN (SELECT DISTINCT ON (file) file, string_to_array(line, ',') AS cell FROM line ORDER BY file, number) AS head USING (file),
	LATERAL unnest(head.cell) WITH ORDINALITY AS h (name, n)
WHERE f.row > 0;
CREATE INDEX ON field (file, row);
-- prefix: which columns of the file; conditional: whether items that do not apply are left out; br42 is our own computation
CREATE TEMPORARY TABLE comparison (file text, instrument text, conditional boolean, prefix text, tolerance double precision);
INSERT INTO comparison VALUES ('qlq_c30', 'QLQ-C30', true, '', 1e-9), ('qlq_c30', 'QLQ-C30', true, 'qolr_', 1e-9), ('qlq_c30_dataqol', 'QLQ-C30', true, '', 1e-9),
	('qlq_br23', 'QLQ-BR23', true, '', 1e-9), ('qlq_br23', 'QLQ-BR23', false, 'plain_', 1e-9), ('qlq_c15_pal', 'QLQ-C15-PAL', true, '', 1e-9),
	('inpatsat32', 'IN-PATSAT32', true, '', 1e-9), ('qlq_info25', 'QLQ-INFO25', true, '', 1e-9), ('qlq_eld14', 'QLQ-ELD14', true, '', 1e-9),
	('qlq_br42', 'QLQ-BR42', true, '', 1e-9), ('qlq_br42', 'QLQ-BR42', false, 'plain_', 1e-9), ('qlq_br42', 'QLQ-BR42-MII', true, '', 1e-9),
	('qlq_br42', 'QLQ-BR42-MII', false, 'plain_', 1e-9), ('qlq_br42', 'QLQ-BR23', true, '', 1e-9),
	('fact', 'FACT-G', true, '', 2.5e-3), ('fact', 'FACT-B', true, '', 2.5e-3), ('fact', 'FACT-ES', true, '', 2.5e-3), ('fact', 'FACIT-F', true, '', 2.5e-3), ('fact', 'FACT-G7', true, '', 2.5e-3),
	('fact_missing', 'FACT-G', true, '', 2.5e-3), ('fact_missing', 'FACT-B', true, '', 2.5e-3), ('fact_missing', 'FACT-ES', true, '', 2.5e-3), ('fact_missing', 'FACIT-F', true, '', 2.5e-3), ('fact_missing', 'FACT-G7', true, '', 2.5e-3);
CREATE TEMPORARY TABLE person AS
SELECT c.*, f.row, array_agg(f.value::integer ORDER BY i.position) AS answers
FROM comparison AS c JOIN instruments AS about USING (instrument) CROSS JOIN LATERAL items(c.instrument) AS i
	JOIN field AS f ON f.file = c.file AND f.name = replace(about.column_pattern, '{item}', i.item)
GROUP BY c.file, c.instrument, c.conditional, c.prefix, c.tolerance, f.row;
CREATE TEMPORARY TABLE result AS
SELECT p.file, p.instrument, p.conditional, p.prefix, p.row, s.scale, s.score AS got, s.answered, s.status, p.tolerance * CASE WHEN p.tolerance > 1e-9 AND NOT scale.of_scales THEN 0.2 ELSE 1 END AS tolerance,
	coalesce(prefixed.name, plain.name) AS column, CASE WHEN prefixed.name IS NOT NULL THEN prefixed.value ELSE plain.value END::double precision AS want, n.value::integer AS want_answered
FROM person AS p CROSS JOIN LATERAL score(instrument_plan(p.instrument, jsonb_build_object('conditional', p.conditional)), p.answers) AS s
	JOIN LATERAL scales(p.instrument) AS scale ON scale.scale = s.scale
	LEFT JOIN field AS prefixed ON prefixed.file = p.file AND prefixed.row = p.row AND prefixed.name = p.prefix || CASE s.scale WHEN 'TOI' THEN replace(p.instrument, '-', '_') || '_TOI' ELSE s.scale END
	LEFT JOIN field AS plain ON plain.file = p.file AND plain.row = p.row AND plain.name = s.scale
	LEFT JOIN field AS n ON n.file = p.file AND n.row = p.row AND n.name = s.scale || '_N';
-- FACTscorer rounds: subscales within 5e-4, totals within 2.5e-3; everything else to the last digits
SELECT file, instrument, conditional, prefix, count(DISTINCT row) AS rows, count(DISTINCT scale) AS scales, count(*) FILTER (WHERE "column" IS NULL) AS not_there,
	count(want) AS scored, count(*) FILTER (WHERE (got IS NULL) <> (want IS NULL) AND "column" IS NOT NULL) AS null_differs, count(*) FILTER (WHERE abs(got - want) > tolerance) AS differs,
	max(abs(got - want)) < 1e-13 AS within_1e_13, count(want_answered) AS counts, count(*) FILTER (WHERE answered <> want_answered) AS counts_differ
FROM result GROUP BY file, instrument, conditional, prefix ORDER BY file COLLATE "C", instrument COLLATE "C", prefix COLLATE "C";
-- why there is no score
SELECT status, count(*), count(got) AS scores, count(*) FILTER (WHERE answered = 0) AS nothing_answered FROM result GROUP BY status ORDER BY status COLLATE "C";

-- ---- every shape gives the same scores ----
-- 60 people of made-up answers for every instrument: complete, with gaps, with a missing code, empty
CREATE TEMPORARY TABLE sample AS
SELECT a.instrument, p.person, array_agg(CASE WHEN p.person = 60 OR (p.person > 20 AND (h.hash >> 8) % 7 = 0) THEN CASE WHEN p.person % 2 = 0 THEN i.missing[1] END
	ELSE i.min + h.hash % (i.max - i.min + 1) END ORDER BY i.position) AS answers
FROM instruments AS a, LATERAL items(a.instrument) AS i, generate_series(1, 60) AS p (person), LATERAL (SELECT hashint4(p.person * 1000 + i.position) & 1048575 AS hash) AS h
WHERE a.builtin GROUP BY a.instrument, p.person;
-- a row function for each, whose columns are the scales in their order
CREATE TEMPORARY TABLE by_function (instrument text, person integer, row json);
DO $$
DECLARE
	i record;
BEGIN
	FOR i IN SELECT instrument, function_name FROM instruments WHERE builtin LOOP
		EXECUTE format('INSERT INTO by_function SELECT instrument, person, row_to_json(f) FROM sample, LATERAL (SELECT * FROM %I(answers)) AS f WHERE instrument = %L', i.function_name, i.instrument);
	END LOOP;
END
$$;
SELECT instrument, count(*) AS people, count(*) FILTER (WHERE f.scores IS DISTINCT FROM scores(instrument, answers)) AS row_function_differs,
	bool_and(f.columns = (SELECT array_agg(lower(scale) ORDER BY position) FROM scales(instrument))) AS columns,
	count(*) FILTER (WHERE scores(instrument, answers) IS DISTINCT FROM scores(instrument_plan(instrument), answers)) AS plan_differs,
	count(*) FILTER (WHERE scores(instrument, answers) IS DISTINCT FROM (SELECT array_agg(s.score ORDER BY n) FROM score(instrument, answers) WITH ORDINALITY AS s (scale, score, answered, items, invalid, not_asked, status, n))) AS score_differs
FROM sample JOIN by_function USING (instrument, person),
	LATERAL (SELECT array_agg(key ORDER BY n) AS columns, array_agg(value::double precision ORDER BY n) AS scores FROM json_each_text(row) WITH ORDINALITY AS e (key, value, n)) AS f
GROUP BY instrument ORDER BY instrument COLLATE "C";
-- the long table
SELECT count(*) AS people, count(*) FILTER (WHERE l.scores IS DISTINCT FROM scores(s.instrument, s.answers)) AS long_table_differs
FROM sample AS s JOIN (SELECT a.instrument, a.person, scores(a.instrument, i.item, a.answers[i.position]) AS scores FROM sample AS a, LATERAL items(a.instrument) AS i GROUP BY a.instrument, a.person) AS l USING (instrument, person);
