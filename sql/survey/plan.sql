-- Plans of waves: what sheet_plan chooses and writes; the type as a value, and broken.
SET search_path = cancer_pe, public;
SET client_min_messages = warning;
-- a chain A > B > C with a back code, E > F without; boxes; a question whose options are not known
CREATE FUNCTION pg_temp.document(change text DEFAULT '', into_what text DEFAULT '') RETURNS json LANGUAGE sql
RETURN replace('{"wave": "P", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "state": "partial", "missing": [999, -1], "questions": [
	{"question": "A", "kind": "filter", "back_code": 1, "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "B", "kind": "filter", "asked_if": {"question": "A", "answers": [1]}, "options": [{"code": 1, "class": "excluded", "label": "l"}, {"code": 2, "class": "excluded"}]},
	{"question": "C", "kind": "scored", "label": "l", "asked_if": {"question": "B", "answers": [1]}, "options": [{"code": 1, "class": "positive", "value": 100}, {"code": 2, "class": "negative", "value": 33.333333333333336}]},
	{"question": "D", "kind": "rating", "rating": {"from": 0, "to": 2}},
	{"question": "E", "kind": "filter", "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "F", "kind": "scored", "column": "item é", "asked_if": {"question": "E", "answers": [2, 1]}, "options": [{"code": 1, "class": "positive"}, {"code": 2, "class": "neutral"}]},
	{"question": "G1", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "G2", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "G3", "kind": "box", "options": [{"code": 0, "class": "negative"}, {"code": 1, "class": "positive"}]},
	{"question": "open", "kind": "scored"},
	{"question": "behind", "kind": "other", "asked_if": {"question": "open", "answers": [1]}, "options": [{"code": 1, "class": "positive"}]}],
	"rules": [{"rule": "r1", "kind": "contradiction", "boxes": ["G1", "G2"]}, {"rule": "r2", "kind": "tick_all", "boxes": ["G2", "G3"], "unticked": 0}],
	"comparable": [{"question": "C", "wave": "2018", "with": "Q1"}]}', $1, $2)::json;
SELECT register_wave(pg_temp.document());
-- ---- which questions ----
SELECT o.options, (SELECT string_agg(question, ' ' ORDER BY "position") FROM plan_questions(sheet_plan('P', o.options))) AS questions FROM unnest(ARRAY['{}', '{"questions": null}', '{"questions": ["D"]}', '{"questions": ["F", "C", "F"]}',
	'{"clean": true}', '{"questions": ["D"], "clean": true}', '{"questions": ["C"], "clean": true}', '{"questions": ["A"], "clean": true}', '{"questions": ["F"], "clean": true}', '{"questions": ["E"], "clean": true}', '{"questions": ["G1"], "clean": true}', '{"questions": ["G3"], "clean": true}', '{"questions": ["G1"], "clean": false}']::jsonb[]) AS o (options);
-- the text: only what counting needs
SELECT sheet_plan('P');
SELECT sheet_plan('P', '{"questions": ["G1", "C"], "clean": true, "strict": false, "neutral": "scored"}');
SELECT * FROM plan_questions(sheet_plan('P', '{"questions": ["G1", "C", "F"], "clean": true}'));
SELECT plan_wave(sheet_plan('P')), plan_wave(NULL) IS NULL AS no_wave, count(q) AS no_questions FROM plan_questions(NULL) AS q;
-- the same count, the same text: options that change nothing, another label, section, note, comparison
SELECT bool_and(sheet_plan('P', o) = sheet_plan('P')) AS same FROM unnest(ARRAY['{"clean": false}', '{"strict": true}', '{"neutral": "excluded"}', '{"neutral": null, "strict": null}', '{"questions": ["F", "D", "C"]}']::jsonb[]) AS o;
SELECT sheet_plan('P', '{"clean": true}') AS clean, sheet_plan('P') AS plain \gset
SELECT register_wave(pg_temp.document('"kind": "scored", "label": "l"', '"kind": "scored", "label": "other", "note": "n", "section": "s", "concept": "c"'));
SELECT sheet_plan('P') = :'plain' AS plain, sheet_plan('P', '{"clean": true}') = :'clean' AS clean;
SELECT register_wave(pg_temp.document('"comparable": [{"question": "C"', '"comparable": [{"question": "A"'));
SELECT sheet_plan('P') = :'plain' AS plain, sheet_plan('P', '{"clean": true}') = :'clean' AS clean;
-- what is cleaned differs where routing does; what is not cleaned does not
SELECT register_wave(pg_temp.document('"answers": [2, 1]', '"answers": [2]'));
SELECT sheet_plan('P') = :'plain' AS plain, sheet_plan('P', '{"clean": true}') = :'clean' AS clean;
SELECT register_wave(pg_temp.document('"class": "neutral"', '"class": "negative"'));
SELECT sheet_plan('P') = :'plain' AS plain, sheet_plan('P', '{"clean": true}') = :'clean' AS clean;
SELECT register_wave(pg_temp.document());
-- read and written again it is the same, for every shipped wave
SELECT count(*) AS plans, count(*) FILTER (WHERE plan::text::survey_plan = plan AND plan::text::survey_plan::text = plan::text) AS same, count(*) FILTER (WHERE plan_wave(plan) = wave) AS waves,
	sum((SELECT count(*) FROM plan_questions(plan))) AS questions
FROM survey_wave, unnest(ARRAY['{}', '{"questions": "all"}', '{"clean": true}', '{"questions": "all", "clean": true, "strict": false}']::jsonb[]) AS o, LATERAL (SELECT sheet_plan(wave, o) AS plan OFFSET 0) AS p WHERE builtin AND state = 'complete';
SELECT wave, (SELECT count(*) FROM plan_questions(sheet_plan(wave))) AS scored, (SELECT count(*) FROM plan_questions(sheet_plan(wave, '{"clean": true}'))) AS with_filters FROM survey_wave WHERE builtin AND state <> 'skeleton' ORDER BY wave;
-- cleaning does not depend on which questions are chosen
CREATE TEMPORARY TABLE random_row AS SELECT n, jsonb_strip_nulls(jsonb_build_object('A', a[1], 'B', a[2], 'C', a[3], 'D', a[4], 'E', a[5], 'F', a[6], 'G1', a[7], 'G2', a[8], 'G3', a[9])) AS answers
	FROM generate_series(1, 1500) AS n, LATERAL (SELECT array_agg((ARRAY[1, 2, NULL, 0, 1, 999])[1 + (hashint8(n * 16 + i) & 1048575) % 6]) AS a FROM generate_series(1, 9) AS i) AS a;
SELECT o.questions, count(*) AS rows, count(*) FILTER (WHERE clean_response(p.plan, answers) -> o.questions <> clean_response('P', answers) -> o.questions) AS differ FROM random_row, (SELECT q AS questions, sheet_plan('P', jsonb_build_object('questions', jsonb_build_array(q), 'clean', true)) AS plan FROM unnest('{A,B,C,D,E,F,G1,G2,G3}'::text[]) AS q OFFSET 0) AS p, LATERAL (SELECT p.questions) AS o GROUP BY 1 ORDER BY 1;
-- ---- refused ----
SELECT sheet_plan('P', '{"questions": "all", "clean": true}');
SELECT sheet_plan('P', '{"questions": ["behind"], "clean": true}');
SELECT (SELECT string_agg(question, ' ') FROM plan_questions(sheet_plan('P', '{"questions": "all"}')));
SELECT sheet_plan('P', '{"questions": ["open"]}');
SELECT sheet_plan('P', '{"questions": ["a"]}');
SELECT sheet_plan('P', '{"questions": []}');
SELECT sheet_plan('P', '{"questions": "some"}');
SELECT sheet_plan('P', '{"questions": "A"}');
SELECT sheet_plan('P', '{"questions": 1}');
SELECT sheet_plan('P', '{"questions": {"A": 1}}');
SELECT sheet_plan('P', '{"questions": ["A", 1]}');
SELECT sheet_plan('P', '{"questions": [["A"]]}');
SELECT sheet_plan('P', '{"question": ["A"]}');
SELECT sheet_plan('P', '{"clean": 1}');
SELECT sheet_plan('P', '{"strict": "no"}');
SELECT sheet_plan('P', '{"neutral": "in"}');
SELECT sheet_plan('P', '{"neutral": true}');
SELECT sheet_plan('P', '[]');
SELECT sheet_plan('p');
SELECT sheet_plan('2024');
SELECT sheet_plan('2021', '{"questions": "all"}');
SELECT sheet_plan(NULL) IS NULL AS no_wave, sheet_plan('P', NULL) IS NULL AS no_options;
\set VERBOSITY sqlstate
SELECT sheet_plan('P', '{"questions": ["open"]}');
SELECT sheet_plan('P', '{"questions": ["a"]}');
SELECT sheet_plan('P', '{"clean": 1}');
SELECT sheet_plan('2024');
\set VERBOSITY default
-- a wave whose rows do not fit together gives no plan
UPDATE question SET asked_if_answers = '{7}' WHERE wave = 'P' AND question = 'F';
SELECT sheet_plan('P');
SELECT classify('P', 'A', 1);
DELETE FROM survey_wave WHERE wave = 'P';
-- ---- the type ----
CREATE FUNCTION pg_temp.small(n integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"wave":"S","questions":[{"question":"Q","kind":"scored","options":[{"code":1,"class":"positive"},{"code":2,"class":"negative"}]}%s]}', repeat(' ', n))
$$;
-- hostile texts, with the SQLSTATE
CREATE FUNCTION pg_temp.try(plan text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN 'read: ' || left((plan::survey_plan)::text, 20);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT left(replace(t, E'\uFEFF', '(mark)'), 60) AS text, pg_temp.try(t) FROM unnest(ARRAY['', ' ', '{', '{}', '[]', 'null', '1', '"x"', '{"wave": 1}', '{"wave": "x"}', '{"wave": "x", "questions": []}', '{"wave": "x", "questions": [1]}', '{"wave": "x", "questions": {}}',
	pg_temp.small(0), pg_temp.small(3), pg_temp.small(0) || 'x', pg_temp.small(0) || ' ', ' ' || pg_temp.small(0), E'\uFEFF' || pg_temp.small(0), replace(pg_temp.small(0), '"S"', '"S\u0000"'), replace(pg_temp.small(0), '"S"', '"S\ud800"'), replace(pg_temp.small(0), '"code":1,', '"code":1e309,'), replace(pg_temp.small(0), '"code":1,', '"code":01,'),
	replace(pg_temp.small(0), '"code":1,', '"code":2147483648,'), replace(pg_temp.small(0), '"code":1,', '"code":-2147483648,'), replace(pg_temp.small(0), '"code":1,', '"code":2,'), replace(pg_temp.small(0), '"code":1,', '"code":1,"code":1,'), replace(pg_temp.small(0), '"wave"', '"Wave"'), repeat('[', 100000), repeat('{"wave":', 13), pg_temp.small(9000000)]) AS t;
SELECT left(pg_temp.small(8388608 - length(pg_temp.small(0)))::survey_plan::text, 20) AS largest;
-- equality, order, hashes: by their texts
CREATE TEMPORARY TABLE plan AS SELECT n, n % 40 AS k, pg_temp.small(n % 40)::survey_plan AS plan FROM generate_series(1, 400) AS n;
SET enable_hashagg = off;
SELECT count(*) AS sorted FROM (SELECT plan FROM plan GROUP BY plan) AS p;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) AS hashed FROM (SELECT plan FROM plan GROUP BY plan) AS p;
RESET enable_sort;
SELECT count(*) FILTER (WHERE (a.plan = b.plan) <> (a.k = b.k)) AS equal, count(*) FILTER (WHERE (a.plan <> b.plan) <> (a.k <> b.k)) AS unequal, count(*) FILTER (WHERE (a.plan < b.plan) = (a.plan >= b.plan) OR (a.plan > b.plan) <> (b.plan < a.plan) OR (a.plan <= b.plan) <> (NOT b.plan < a.plan)) AS orders,
	count(*) FILTER (WHERE a.k = b.k AND survey_plan_hash(a.plan) <> survey_plan_hash(b.plan)) AS hashes, count(*) FILTER (WHERE a.k <> b.k AND survey_plan_hash_extended(a.plan, 7) = survey_plan_hash_extended(b.plan, 7)) AS alike
FROM (SELECT * FROM plan WHERE n % 5 = 0) AS a, (SELECT * FROM plan WHERE n % 5 < 2) AS b;
CREATE INDEX ON plan (plan);
CREATE INDEX ON plan USING hash (plan);
SET enable_seqscan = off;
SELECT count(*) FROM plan WHERE plan = pg_temp.small(7)::survey_plan;
RESET enable_seqscan;
-- copies, in text and binary
CREATE TEMPORARY TABLE copied (n integer, k integer, plan survey_plan);
INSERT INTO plan SELECT 1000, 1000, sheet_plan('2018', '{"questions": "all", "clean": true}');
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/survey_plan.data'
COPY plan TO :'file' WITH (FORMAT binary);
COPY copied FROM :'file' WITH (FORMAT binary);
COPY plan TO :'file';
COPY copied FROM :'file';
SELECT count(*), count(*) FILTER (WHERE c.plan = p.plan AND c.plan::text = p.plan::text) AS same FROM (SELECT DISTINCT ON (k) k, plan FROM plan) AS p JOIN copied AS c USING (k);
-- bytes that are no plan
CREATE TEMPORARY TABLE bytes (plan bytea);
INSERT INTO bytes VALUES (convert_to(pg_temp.small(0) || '}', 'UTF8')), (''), ('\x00'), (convert_to(pg_temp.small(0), 'UTF8') || '\x00'), (convert_to(pg_temp.small(0), 'UTF8') || '\xff'), (convert_to(replace(pg_temp.small(0), 'scored', 'score'), 'UTF8'));
CREATE TEMPORARY TABLE received (plan survey_plan);
CREATE FUNCTION pg_temp.receive(file text, place tid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('COPY (SELECT * FROM pg_temp.bytes WHERE ctid = %L) TO %L WITH (FORMAT binary)', place, file);
	EXECUTE format('COPY pg_temp.received FROM %L WITH (FORMAT binary)', file);
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
SELECT string_agg(pg_temp.receive(:'file', ctid), ' ' ORDER BY ctid) AS states FROM bytes;
