-- tally_sheet: every question of a wave in one pass; against a count by hand, GROUP BY, and the summaries of each question.
SET search_path = cancer_pe, public;
SET extra_float_digits = 0;
\set SHOW_CONTEXT never
SELECT register_wave('{"wave": "sheet test", "survey": "Test", "title": "Wave of a test", "source": "this test", "certainty": "sourced", "missing": [999],
	"questions": [
	{"question": "Q1", "kind": "filter", "options": [{"code": 1, "class": "excluded"}, {"code": 2, "class": "excluded"}]},
	{"question": "Q2", "kind": "scored", "asked_if": {"question": "Q1", "answers": [1]}, "options": [{"code": 1, "class": "positive"},
		{"code": 2, "class": "neutral"}, {"code": 3, "class": "negative"}, {"code": 4, "class": "excluded"}]},
	{"question": "Q3", "kind": "rating", "rating": {"from": 0, "to": 10}},
	{"question": "Q4", "kind": "scored", "column": "care", "options": [{"code": 5, "class": "negative", "value": 0},
		{"code": 7, "class": "positive", "value": 33.3}]}]}'::json);
-- ---- by hand ----
CREATE TABLE sheet_hand (id int, q01 int, "Q2" smallint, q3 text, "CARE" numeric);
INSERT INTO sheet_hand VALUES (1, 1, 1, '10', 7), (2, 1, 1, '9', 7), (3, 1, 3, '', 5), (4, 1, 2, '10', 999), (5, 1, 4, NULL, NULL), (6, 2, NULL, '0', 7), (7, NULL, 999, ' 8 ', 5);
-- Q2: positive 1 and 2; negative 3; neutral 4; excluded 5; missing 6 (NULL) and 7 (999).  Q3: 10, 9, 10, 0, 8, mean 7.4; missing 3 (empty) and 5.
-- Q4: 7 three times, 5 twice, mean 3 * 33.3 / 5 = 19.98; missing 4 (999) and 5.  Q1 is a filter and not in the plan.
SELECT "position", question, kind, n_base, n_scored, positive, neutral_answers, negative, excluded, missing, invalid, round(rate::numeric, 6) AS rate, mean
FROM sheet_rows((SELECT tally_sheet((SELECT sheet_plan('sheet test')), h) FROM sheet_hand AS h));
-- neutral in the denominator: 2 of 4; answers and rating as summaries
SELECT question, n_scored, rate, answers, rating FROM sheet_rows((SELECT tally_sheet('sheet test', h) FROM sheet_hand AS h), true);
SELECT question, n_scored, rate FROM sheet_rows((SELECT tally_sheet((SELECT sheet_plan('sheet test', '{"neutral": "scored"}')), h) FROM sheet_hand AS h)) WHERE question = 'Q2';
SELECT question, n_scored, rate FROM sheet_rows((SELECT tally_sheet((SELECT sheet_plan('sheet test', '{"neutral": "scored"}')), h) FROM sheet_hand AS h), false) WHERE question = 'Q2';
SELECT * FROM sheet_frequencies((SELECT tally_sheet('sheet test', h) FROM sheet_hand AS h)) WHERE n > 0;
SELECT n(s), sheet_wave(s), sheet_tally(s, 'Q2'), sheet_tally(s, 'Q2', true), sheet_moments(s, 'Q4'), s FROM (SELECT tally_sheet('sheet test', h) AS s FROM sheet_hand AS h) AS x;
-- with weights 1, 2, ... 7: of Q2 positive 1 + 2 of 1 + 2 + 3; of Q3 (10 + 18 + 40 + 0 + 56) / (1 + 2 + 4 + 6 + 7)
SELECT question, n_scored, rate, mean, answers, rating FROM sheet_rows((SELECT tally_sheet('sheet test', h, id) FROM sheet_hand AS h));
SELECT * FROM sheet_frequencies((SELECT tally_sheet('sheet test', h, id) FROM sheet_hand AS h)) WHERE n > 0 AND question = 'Q2';
SELECT tally_sheet('sheet test', h, id) FROM sheet_hand AS h;
-- all forms count the same
SELECT count(DISTINCT s) AS sheets, count(s) AS forms, count(DISTINCT s::text) AS texts FROM (
	SELECT tally_sheet((SELECT sheet_plan('sheet test')), h) AS s FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet('sheet test', h) FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet((SELECT sheet_plan('sheet test')), ARRAY["Q2", nullif(q3, '')::int, "CARE"::int]) FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet('sheet test', ARRAY["Q2", nullif(q3, '')::int, "CARE"::int]) FROM sheet_hand AS h
	UNION ALL SELECT tally_columns((SELECT sheet_plan('sheet test')), "Q2", q3, "CARE") FROM sheet_hand AS h) AS x;
SELECT count(DISTINCT s) AS sheets, count(s) AS forms FROM (
	SELECT tally_sheet((SELECT sheet_plan('sheet test')), h, id) AS s FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet('sheet test', h, id) FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet((SELECT sheet_plan('sheet test')), ARRAY["Q2", nullif(q3, '')::int, "CARE"::int], id) FROM sheet_hand AS h
	UNION ALL SELECT tally_sheet('sheet test', ARRAY["Q2", nullif(q3, '')::int, "CARE"::int], id) FROM sheet_hand AS h) AS x;
SELECT tally_columns_sql(sheet_plan('sheet test'), 'sheet_hand'), tally_columns_sql(sheet_plan('sheet test', '{"questions": ["Q2"]}'), 'sheet_hand', '{q01,CARE}') \gx
SELECT tally_columns_sql(sheet_plan('sheet test', '{"questions": ["Q2"]}'), 'sheet_hand', '{q01,CARE}') || ' ORDER BY 1, 2' \gexec
-- a lenient plan counts what is no answer as invalid; the strict one has none of it
SELECT question, n_base, n_scored, missing, invalid, answers, rating FROM sheet_rows((SELECT tally_sheet((SELECT sheet_plan('sheet test', '{"strict": false}')), x)
	FROM (SELECT '1' AS q2, '7' AS q3, 5 AS care UNION ALL SELECT '5', 'seven', 6 UNION ALL SELECT '1.5', '-1', NULL UNION ALL SELECT 'n/a', '99999999999', 999) AS x));
-- no rows: no sheet; nor rows without one
SELECT tally_sheet('sheet test', h), rollup(NULL::tally_sheet), n(NULL::tally_sheet), sheet_tally(NULL, 'Q2') FROM sheet_hand AS h WHERE false;
SELECT count(*) FROM sheet_rows(NULL);
SELECT count(*) FROM sheet_frequencies(NULL);
SELECT sheet_tally(s, NULL), sheet_moments(s, NULL) FROM (SELECT tally_sheet('sheet test', h) AS s FROM sheet_hand AS h) AS x;
SELECT question, n_scored, rate, mean FROM sheet_rows('rows=0 wave="w" neutral=excluded clean=f weighted=t "Q1" scored missing=0 invalid=0 1+=0 2@3-=0');
-- ---- the survey of 2018, 3,000 invented respondents with mistakes ----
CREATE TABLE sheet_people AS SELECT r.*, CASE respondent % 13 WHEN 0 THEN 999 ELSE r.q59 END AS rating, exp(sin(respondent)) AS weight FROM sample_responses(3000, 11, 0.2) AS r;
ALTER TABLE sheet_people DROP COLUMN q59;
ALTER TABLE sheet_people RENAME rating TO q59;
ANALYZE sheet_people;
CREATE TEMP TABLE plan AS SELECT sheet_plan('2018', '{"strict": false}') AS plan;
CREATE TEMP TABLE sheet AS SELECT tally_sheet((SELECT plan FROM plan), p) AS plain, tally_sheet((SELECT plan FROM plan), p, weight) AS weighted FROM sheet_people AS p;
-- long: respondent, question, code
CREATE TEMP TABLE answer AS SELECT p.respondent, p.weight, q.question, (p.answers ->> lower(q.question))::int AS code
	FROM (SELECT respondent, weight, to_jsonb(p) AS answers FROM sheet_people AS p OFFSET 0) AS p, plan_questions((SELECT plan FROM plan)) AS q;
CREATE TEMP TABLE classed AS SELECT a.*, classify('2018', a.question, a.code, false) AS class, o.value FROM answer AS a
	LEFT JOIN answer_option AS o ON o.wave = '2018' AND o.question = a.question AND o.code = a.code;
-- frequencies are those of GROUP BY, with nothing more on either side
SELECT count(*) AS options, sum(f.n) AS given, count(*) FILTER (WHERE f.n IS DISTINCT FROM coalesce(g.n, 0)) AS different, count(*) FILTER (WHERE f.code IS NULL) AS lost
FROM (SELECT f.* FROM sheet, sheet_frequencies(plain) AS f) AS f
	FULL JOIN (SELECT question, code, count(*) AS n FROM classed WHERE class NOT IN ('missing', 'invalid') GROUP BY 1, 2) AS g USING (question, code);
SELECT count(*) AS options, count(*) FILTER (WHERE abs(f.weight - coalesce(g.w, 0)) > 1e-9 * coalesce(g.w, 1)) AS different, count(*) FILTER (WHERE abs(f.share - coalesce(g.w, 0) / g.all) > 1e-12) AS other_shares
FROM (SELECT f.* FROM sheet, sheet_frequencies(weighted) AS f) AS f
	LEFT JOIN (SELECT question, code, sum(weight) AS w, sum(sum(weight)) OVER (PARTITION BY question) AS all FROM classed WHERE class NOT IN ('missing', 'invalid') GROUP BY 1, 2) AS g USING (question, code);
-- numbers by class
SELECT count(*) AS questions, sum(r.invalid) AS invalid, sum(r.missing) AS missing, count(*) FILTER (WHERE (r.n_base, r.n_scored, r.positive, r.neutral_answers, r.negative, r.excluded, r.missing, r.invalid)
	IS DISTINCT FROM (g.n_base, g.n_scored, g.positive, g.neutral, g.negative, g.excluded, g.missing, g.invalid)) AS different
FROM sheet, sheet_rows(plain) AS r JOIN (SELECT question, count(*) FILTER (WHERE class IN ('positive', 'neutral', 'negative', 'rated')) AS n_base,
	count(*) FILTER (WHERE class IN ('positive', 'negative')) AS n_scored, count(*) FILTER (WHERE class = 'positive') AS positive, count(*) FILTER (WHERE class = 'neutral') AS neutral,
	count(*) FILTER (WHERE class = 'negative') AS negative, count(*) FILTER (WHERE class = 'excluded') AS excluded, count(*) FILTER (WHERE class = 'missing') AS missing,
	count(*) FILTER (WHERE class = 'invalid') AS invalid FROM classed GROUP BY question) AS g USING (question);
-- each question's tally and moments are those of the aggregates, to the bit, plain and weighted
-- (an answer without a score or value is missing in them; an invalid one is invalid in a tally, which the aggregate cannot say)
CREATE TEMP TABLE of_question AS
	SELECT question, tally(y) FILTER (WHERE valid) AS t, tally(y, weight) FILTER (WHERE valid) AS tw, tally(yn) FILTER (WHERE valid) AS tn, tally(yn, weight) FILTER (WHERE valid) AS tnw,
		moments(value) AS m, moments(value, weight) AS mw
	FROM (SELECT *, class <> 'invalid' AS valid, CASE WHEN class IN ('positive', 'negative') THEN class = 'positive' END AS y,
		CASE WHEN class IN ('positive', 'negative', 'neutral') THEN class = 'positive' END AS yn FROM classed) AS c GROUP BY question;
CREATE FUNCTION pg_temp.valid(tally) RETURNS tally IMMUTABLE LANGUAGE sql RETURN regexp_replace($1::text, 'invalid=\d+', 'invalid=0')::tally;
SELECT count(*) AS questions, count(*) FILTER (WHERE pg_temp.valid(r.answers) = t) AS t, count(*) FILTER (WHERE pg_temp.valid(w.answers) = tw AND w.answers::text LIKE '% w=%') AS tw,
	count(*) FILTER (WHERE r.rating = m) AS m, count(*) FILTER (WHERE w.rating = mw AND w.rating::text LIKE '% w=%') AS mw,
	count(*) FILTER (WHERE pg_temp.valid(sheet_tally(plain, question, true)) = tn) AS tn, count(*) FILTER (WHERE pg_temp.valid(sheet_tally(weighted, question, true)) = tnw) AS tnw,
	count(*) FILTER (WHERE n(r.answers) + missing(r.answers) + invalid(r.answers) = 3000 AND n(w.rating) + missing(w.rating) = 3000) AS add_up,
	count(*) FILTER (WHERE w.rate = rate(tw) AND r.rate = rate(t)) AS rates, count(*) FILTER (WHERE w.mean = mean(mw) AND r.mean = mean(m)) AS means
FROM sheet, sheet_rows(plain) AS r JOIN sheet_rows((SELECT weighted FROM sheet)) AS w USING (question) JOIN of_question USING (question);
SELECT sheet_moments(plain, 'Q59') = (SELECT moments(CASE WHEN q59 BETWEEN 0 AND 10 THEN q59 END) FROM sheet_people) AS rating, sheet_moments(weighted, 'Q59') = (SELECT moments(CASE WHEN q59 BETWEEN 0 AND 10 THEN q59 END, weight) FROM sheet_people) AS weighted,
	mean(sheet_moments(plain, 'Q59')) = (SELECT avg(q59)::float8 FROM sheet_people WHERE q59 BETWEEN 0 AND 10) AS mean FROM sheet;
-- summaries of a weighted sheet go together, also where nobody answered
SELECT rollup(sheet_tally(s, 'Q2')), rollup(sheet_moments(s, 'Q3')) FROM (SELECT tally_sheet('sheet test', h, id) AS s FROM sheet_hand AS h GROUP BY id) AS x;
-- with all weights alike the rates are those without
SELECT count(*) AS questions, count(*) FILTER (WHERE a.rate <> b.rate OR a.mean <> b.mean OR n_eff(b.answers) <> b.n_scored) AS different
FROM sheet, sheet_rows(plain) AS a JOIN sheet_rows((SELECT tally_sheet(plan, p, 0.125) FROM plan, sheet_people AS p)) AS b USING (question);
-- ---- cleaned ----
-- a clean plan counts what counting the rows cleaned by the other functions counts
CREATE TEMP TABLE clean_plan AS SELECT sheet_plan('2018', '{"strict": false, "clean": true}') AS plan;
SELECT string_agg('q' || substr(question, 2), ', ' ORDER BY "position") AS columns, count(*) AS questions FROM clean_plan, plan_questions(plan) \gset
SELECT :questions > 52 AS filters_as_well;
CREATE TEMP TABLE by_cleaning AS SELECT clean_answers((SELECT plan FROM clean_plan), ARRAY[:columns]) AS cleaned, ARRAY[:columns] AS raw, weight FROM sheet_people;
SELECT count(*) FILTER (WHERE cleaned IS DISTINCT FROM raw) > 200 AS something_to_clean FROM by_cleaning;
SELECT (SELECT tally_sheet((SELECT plan FROM clean_plan), p) FROM sheet_people AS p) AS by_row, (SELECT tally_sheet((SELECT plan FROM clean_plan), raw) FROM by_cleaning) AS by_array,
	(SELECT tally_columns((SELECT plan FROM clean_plan), :columns) FROM sheet_people) AS by_columns,
	(SELECT tally_sheet((SELECT plan FROM clean_plan), cleaned) FROM by_cleaning) AS cleaned_again \gset
SELECT :'by_row'::tally_sheet = :'by_array' AS row_array, :'by_row'::tally_sheet = :'by_columns' AS row_columns;
-- invalid codes stay invalid in a sheet, and are missing in a cleaned row: those apart, the same
SELECT count(*) AS questions, sum(a.invalid) AS invalid, count(*) FILTER (WHERE (a.n_base, a.positive, a.excluded, a.missing + a.invalid) IS DISTINCT FROM (b.n_base, b.positive, b.excluded, b.missing) OR b.invalid > 0 OR a.rating <> b.rating) AS different
FROM sheet_rows(:'by_row') AS a JOIN sheet_rows(:'cleaned_again') AS b USING (question);
SELECT count(*) AS questions, count(*) FILTER (WHERE (a.n_base, a.positive, a.excluded, a.missing + a.invalid) IS DISTINCT FROM (b.n_base, b.positive, b.excluded, b.missing)) AS different
FROM sheet_rows(:'by_row') AS a JOIN (SELECT question, count(*) FILTER (WHERE class IN ('positive', 'neutral', 'negative', 'rated')) AS n_base, count(*) FILTER (WHERE class = 'positive') AS positive,
		count(*) FILTER (WHERE class = 'excluded') AS excluded, count(*) FILTER (WHERE class = 'missing') AS missing
	FROM (SELECT key AS question, classify('2018', key, value::int) AS class FROM sheet_people AS p, jsonb_each_text(clean_response((SELECT plan FROM clean_plan),
		(SELECT jsonb_object_agg('Q' || substr(k, 2), v) FROM jsonb_each(to_jsonb(p)) AS e (k, v) WHERE k ~ '^q\d'))) AS c) AS c GROUP BY question) AS b USING (question);
-- ---- groups in one pass, and the rollup of the finest ----
CREATE TEMP TABLE grouped AS SELECT grouping(trust, tumour_group) AS level, trust, tumour_group, tally_sheet((SELECT plan FROM plan), p) AS s, tally_sheet((SELECT plan FROM plan), p, weight) AS w
	FROM sheet_people AS p GROUP BY GROUPING SETS ((trust, tumour_group), (trust), (tumour_group), ());
SELECT level, count(*) AS groups, sum(n(s)) AS respondents FROM grouped GROUP BY level ORDER BY level;
CREATE TEMP TABLE rolled AS SELECT grouping(trust, tumour_group) AS level, trust, tumour_group, rollup(s) AS s, rollup(w) AS w
	FROM grouped WHERE level = 0 GROUP BY GROUPING SETS ((trust, tumour_group), (trust), (tumour_group), ());
SELECT count(*) AS groups, count(*) FILTER (WHERE g.s = r.s AND g.w = r.w AND g.s::text = r.s::text AND g.w::text = r.w::text) AS same
FROM grouped AS g FULL JOIN rolled AS r ON g.level = r.level AND coalesce(g.trust, '') = coalesce(r.trust, '') AND coalesce(g.tumour_group, '') = coalesce(r.tumour_group, '');
SELECT g.s = sheet.plain AS total, g.w = sheet.weighted AS weighted_total FROM grouped AS g, sheet WHERE level = 3;
-- random splits, rolled up twice
SELECT count(*) AS splits, count(*) FILTER (WHERE s = plain AND w = weighted AND s::text = plain::text) AS same FROM sheet, (
	SELECT seed, rollup(s) AS s, rollup(w) AS w FROM (
		SELECT seed, piece % 3, rollup(s) AS s, rollup(w) AS w FROM (
			SELECT seed, hashint8extended(respondent, seed) % 17 AS piece, tally_sheet((SELECT plan FROM plan), p) AS s, tally_sheet((SELECT plan FROM plan), p, weight) AS w
			FROM sheet_people AS p, generate_series(1, 5) AS seed GROUP BY 1, 2) AS x GROUP BY 1, 2) AS y GROUP BY seed) AS z;
-- weights of every size, in any order
SELECT count(DISTINCT s) AS sheets, min(n(s)) AS n FROM (
	SELECT o, tally_sheet((SELECT plan FROM plan), p, 2.0::float8 ^ ((respondent * 37 % 1900)::int - 900) ORDER BY hashint8extended(respondent, o)) AS s FROM sheet_people AS p, generate_series(1, 4) AS o GROUP BY o) AS x;
-- ---- as a value ----
-- through a table, compressed and out of line; text and binary; one of text is equal to the one it was written from
CREATE TABLE sheet_kept (trust text, s tally_sheet, w tally_sheet);
INSERT INTO sheet_kept SELECT trust, s, w FROM grouped WHERE level = 1;
INSERT INTO sheet_kept SELECT NULL, s, w FROM grouped WHERE level = 3;
SELECT max(pg_column_size(k.w)) > 2000 AS out_of_line, count(*) = count(*) FILTER (WHERE k.s = g.s AND k.w = g.w) AS same, count(*) FILTER (WHERE k.s::text::tally_sheet = k.s AND k.w::text::tally_sheet = k.w AND k.w::text::tally_sheet::text = k.w::text) = count(*) AS through_text
FROM sheet_kept AS k JOIN grouped AS g ON k.trust IS NOT DISTINCT FROM g.trust AND g.level = CASE WHEN k.trust IS NULL THEN 3 ELSE 1 END;
SELECT rollup(s) = (SELECT s FROM sheet_kept WHERE trust IS NULL) AS rolled_up, rollup(w) = (SELECT w FROM sheet_kept WHERE trust IS NULL) AS weighted FROM sheet_kept WHERE trust IS NOT NULL;
ALTER TABLE sheet_kept ALTER w SET STORAGE EXTERNAL;
UPDATE sheet_kept SET w = tally_sheet_combine(w, w);
SELECT count(*) FILTER (WHERE n(k.w) = 2 * n(g.w) AND k.w = tally_sheet_combine(g.w, g.w)) = count(*) AS combined FROM sheet_kept AS k JOIN grouped AS g ON k.trust = g.trust AND g.level = 1;
\getenv results PG_ABS_BUILDDIR
\set file :results '/results/sheet.binary'
CREATE TEMP TABLE sheet_back (LIKE sheet_kept);
COPY sheet_kept TO :'file' (FORMAT binary);
COPY sheet_back FROM :'file' (FORMAT binary);
SELECT count(*) = count(*) FILTER (WHERE k.s = b.s AND k.w = b.w AND k.w::text = b.w::text) AS through_binary, count(*) = (SELECT count(*) FROM sheet_kept) AS all FROM sheet_kept AS k JOIN sheet_back AS b ON k.trust IS NOT DISTINCT FROM b.trust;
-- ordered by the binary form; groups are the same whichever way they are found
SELECT bool_and(before IS NULL OR before < tally_sheet_send(w)) AS in_order FROM (SELECT w, lag(tally_sheet_send(w)) OVER (ORDER BY w) AS before FROM (SELECT DISTINCT w FROM sheet_kept) AS d) AS x;
SET enable_hashagg = off;
SELECT count(*) AS sorted FROM (SELECT w FROM (SELECT w FROM sheet_kept UNION ALL SELECT w FROM sheet_back) AS x GROUP BY w) AS g;
SET enable_hashagg = on;
SET enable_sort = off;
SELECT count(*) AS hashed FROM (SELECT w FROM (SELECT w FROM sheet_kept UNION ALL SELECT w FROM sheet_back) AS x GROUP BY w) AS g;
RESET enable_sort;
SELECT count(DISTINCT w) AS distinct FROM sheet_kept;
CREATE INDEX ON sheet_kept (tally_sheet_hash(w));
SELECT bool_and((a.s < b.s) <> (a.s >= b.s) AND (a.s > b.s) = (b.s < a.s) AND (a.s <> b.s) = (tally_sheet_cmp(a.s, b.s) <> 0)) AS an_order FROM sheet_kept AS a, sheet_kept AS b WHERE a.trust < 'RC' AND b.trust < 'RC';
-- ---- windows: the state of one frame is not that of another ----
CREATE TEMP TABLE in_window AS SELECT id, tally_sheet('sheet test', h) OVER (ORDER BY id) AS so_far, tally_sheet('sheet test', h) OVER (ORDER BY id ROWS 1 PRECEDING) AS two,
	rollup(tally_sheet('sheet test', h)) OVER () AS all FROM sheet_hand AS h GROUP BY id, h;
SELECT count(*) AS rows, count(*) FILTER (WHERE n(so_far) = id AND so_far = (SELECT tally_sheet('sheet test', h) FROM sheet_hand AS h WHERE h.id <= w.id)) AS so_far,
	count(*) FILTER (WHERE two = (SELECT tally_sheet('sheet test', h) FROM sheet_hand AS h WHERE h.id BETWEEN w.id - 1 AND w.id)) AS two, count(*) FILTER (WHERE n(w.all) = 7) AS all FROM in_window AS w;
-- ---- the same bytes whatever the plan: workers, hash and sort, partitioned and not ----
CREATE TABLE sheet_part (LIKE sheet_people) PARTITION BY HASH (respondent);
CREATE TABLE sheet_part_0 PARTITION OF sheet_part FOR VALUES WITH (MODULUS 3, REMAINDER 0);
-- columns of a child in another order, with one that was dropped and one that was added
SELECT format('CREATE TABLE sheet_part_1 (gone text, %s)', string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum DESC))
FROM pg_attribute WHERE attrelid = 'sheet_people'::regclass AND attnum > 0 AND NOT attisdropped \gexec
ALTER TABLE sheet_part_1 DROP COLUMN gone;
ALTER TABLE sheet_part ATTACH PARTITION sheet_part_1 FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE sheet_part_2 PARTITION OF sheet_part FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO sheet_part SELECT * FROM sheet_people;
ANALYZE sheet_part;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_has(query text, what text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text; found boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP found := found OR line LIKE '%' || what || '%'; END LOOP;
	RETURN found;
END $$;
SELECT pg_temp.plan_has(q, 'Partial') AS partial, pg_temp.plan_has(q, 'Gather') AS gather, q FROM unnest(ARRAY['SELECT cancer_pe.tally_sheet((SELECT plan FROM plan), p) FROM sheet_people AS p',
	'SELECT cancer_pe.tally_sheet(''2018'', p, weight) FROM sheet_people AS p', 'SELECT cancer_pe.rollup(s) FROM sheet_kept']) AS q;
CREATE TEMP TABLE result (setting text, digits text);
DO $$
DECLARE workers int; hash boolean; wise boolean; source text;
BEGIN
	FOREACH workers IN ARRAY '{0,1,2}'::int[] LOOP
		FOREACH hash IN ARRAY '{true,false}'::boolean[] LOOP
			FOREACH wise IN ARRAY '{true,false}'::boolean[] LOOP
				FOREACH source IN ARRAY '{sheet_people,sheet_part}'::text[] LOOP
					PERFORM set_config('max_parallel_workers_per_gather', workers::text, true), set_config('enable_hashagg', hash::text, true),
						set_config('enable_partitionwise_aggregate', wise::text, true);
					EXECUTE format('INSERT INTO result SELECT %L, md5(string_agg(concat(trust, tally_sheet_send(s), tally_sheet_send(w), tally_sheet_send(a)), ''|'' ORDER BY trust))
						FROM (SELECT trust, tally_sheet((SELECT plan FROM plan), p) AS s, tally_sheet((SELECT plan FROM plan), p, weight) AS w, tally_columns((SELECT sheet_plan(''2018'', ''{"questions": ["Q1", "Q59"], "strict": false}'')), q1, q59) AS a FROM %I AS p GROUP BY trust) AS x', 'groups', source);
					EXECUTE format('INSERT INTO result SELECT %L, md5(concat(tally_sheet_send(tally_sheet((SELECT plan FROM plan), p)), tally_sheet_send(tally_sheet((SELECT plan FROM plan), p, weight)))) FROM %I AS p', 'total', source);
				END LOOP;
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
SELECT setting, count(*) AS plans, count(DISTINCT digits) AS different FROM result GROUP BY 1 ORDER BY 1;
SELECT plain = (SELECT tally_sheet((SELECT plan FROM plan), p) FROM sheet_part AS p) AS partitioned FROM sheet;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
-- ---- from wave to wave ----
-- (the invented answers of 2018 serve 2017 and 2015, too, as far as questions are called the same)
CREATE TEMP TABLE wave_plan AS SELECT w AS wave, sheet_plan(w, jsonb_build_object('strict', false, 'questions', (SELECT jsonb_agg(question) FROM question WHERE wave = w AND 'q' || substr(question, 2) IN (
	SELECT attname FROM pg_attribute WHERE attrelid = 'sample_response'::regclass)))) AS plan FROM unnest(ARRAY['2015', '2017', '2018']) AS w;
CREATE TEMP TABLE waves AS SELECT wave, tally_sheet(plan, p, 1 + respondent % 3) AS s FROM wave_plan, sample_responses(2000, 5) AS p GROUP BY wave;
CREATE TEMP TABLE compared AS SELECT b.wave AS before, c.* FROM waves AS a, waves AS b, compare_waves(a.s, b.s) AS c WHERE a.wave = '2018' AND b.wave < '2018';
-- each pair once, with the answers of both sheets
SELECT before, count(*) AS pairs, count(DISTINCT question) AS questions, count(DISTINCT question_before) AS questions_before, count(*) FILTER (WHERE question <> question_before) AS other_names,
	count(*) FILTER (WHERE answers <> sheet_tally(a.s, question) OR answers_before <> sheet_tally(b.s, question_before)
		OR rating <> sheet_moments(a.s, question) OR rating_before <> sheet_moments(b.s, question_before)) AS other_answers, count(DISTINCT basis) AS bases
FROM compared AS c JOIN waves AS a ON a.wave = '2018' JOIN waves AS b ON b.wave = before GROUP BY before ORDER BY before;
-- only what is marked as comparable comes out, and all of it that is in both sheets
SELECT count(*) FROM compared AS c WHERE (question, question_before) NOT IN (SELECT k.question, k.other_question FROM comparable_questions('2018', before) AS k);
SELECT b.wave, count(*) AS comparable, count(*) FILTER (WHERE c.question IS NULL) AS lost FROM waves AS a, waves AS b, comparable_questions(a.wave, b.wave) AS k
	JOIN sheet_rows((SELECT s FROM waves WHERE wave = '2018')) AS r USING (question) LEFT JOIN compared AS c USING (question)
WHERE a.wave = '2018' AND b.wave < '2018' AND c.before = b.wave GROUP BY b.wave ORDER BY b.wave;
SELECT r.question AS not_comparable_with_2015 FROM waves, sheet_rows(s) AS r WHERE wave = '2018' AND question NOT IN (SELECT question FROM compared WHERE before = '2015') ORDER BY r."position";
SELECT count(*) FROM waves AS a, waves AS b, compare_waves(a.s, b.s) WHERE a.wave = b.wave;
SELECT compare_waves(s, 'rows=0 wave="w" neutral=excluded clean=f weighted=f "Q1" scored missing=0 invalid=0 1+=0 2-=0') FROM waves WHERE wave = '2018';
SELECT count(*) AS pairs, count(status) AS not_compared FROM compared;
-- option by option: a pair is compared only where all that counts in one wave counts alike in the other
CREATE FUNCTION pg_temp.wave(wave text, options text, comparable text DEFAULT '', neutral text DEFAULT 'excluded') RETURNS text LANGUAGE sql
RETURN register_wave(format('{"wave": "%s", "survey": "s", "title": "t", "source": "s", "certainty": "sourced", "neutral": "%s",
	"questions": [{"question": "A", "kind": "scored", "options": [%s]}]%s}', wave, neutral, options, comparable)::json);
CREATE TEMP TABLE before AS SELECT pg_temp.wave('sheet before', '{"code": 1, "class": "positive"}, {"code": 2, "class": "neutral"}, {"code": 3, "class": "negative"}, {"code": 4, "class": "excluded"}') AS wave;
CREATE TEMP TABLE before_sheet AS SELECT tally_sheet((SELECT sheet_plan('sheet before')), ARRAY[1 + i % 4]) AS s FROM generate_series(1, 40) AS i;
DO $$
DECLARE
	round record;
	found record;
BEGIN
	FOR round IN SELECT * FROM (VALUES
		('the same', '1+ 2~ 3- 4x', NULL, 'excluded'),
		('another excluded option', '1+ 2~ 3- 4x 5x', NULL, 'excluded'),
		('another negative option', '1+ 2~ 3- 4- 5x', NULL, 'excluded'),
		('an option taken away', '1+ 2~ 4x', NULL, 'excluded'),
		('an option of another class', '1+ 2+ 3- 4x', NULL, 'excluded'),
		('a value', '1+@100 2~ 3-@0 4x', NULL, 'excluded'),
		('other numbers, not said', '1- 2~ 3+ 4x', NULL, 'excluded'),
		('other numbers, said', '1- 2~ 3+ 4x', '[3, 1], [1, 3]', 'excluded'),
		('part of the options said', '1- 2~ 3+ 4x', '[3, 1]', 'excluded'),
		('one option made two', '1+ 2~ 3- 4x 5-', '[1, 1], [3, 3], [5, 3]', 'excluded'),
		('neutral answers scored', '1+ 2~ 3- 4x', NULL, 'scored'),
		('neutral scored, not there before', '1+ 2x 3- 4~', NULL, 'scored')) AS v(what, options, said, neutral)
	LOOP
		PERFORM pg_temp.wave('sheet after', (SELECT string_agg(format('{"code": %s, "class": "%s"%s}', m[1],
				(ARRAY['positive', 'neutral', 'negative', 'excluded'])[position(m[2] IN '+~-x')], ', "value": ' || m[3]), ', ' ORDER BY m[1])
			FROM regexp_matches(round.options, '(\d)([+~x-])(?:@(\d+))?', 'g') AS m),
			format(', "comparable": [{"question": "A", "wave": "sheet before", "with": "A"%s}]', ', "options": [' || round.said || ']'), round.neutral);
		SELECT c.answers, c.answers_before, c.status, d.answers AS answers_back, d.status AS status_back INTO STRICT found
		FROM before_sheet AS b, (SELECT tally_sheet((SELECT sheet_plan('sheet after')), ARRAY[1 + i % 4]) AS s FROM generate_series(1, 20) AS i WHERE 1 + i % 4 <> 3 OR round.options ~ '3') AS a,
			compare_waves(a.s, b.s) AS c, compare_waves(b.s, a.s) AS d;
		RAISE NOTICE '%: % | % | % | back: % | %', round.what, found.answers, found.answers_before, found.status, found.answers_back, found.status_back;
	END LOOP;
END $$;
DELETE FROM survey_wave WHERE wave IN ('sheet before', 'sheet after');
DROP TABLE sheet_hand, sheet_people, sheet_kept, sheet_part;
DELETE FROM survey_wave WHERE wave = 'sheet test';
