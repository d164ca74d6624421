-- Response: outcomes counted, rates on two bases, codes of surveys; and what a survey does not cover.
SET search_path = cancer_pe, public;
-- published rates: 2021 and 2022
SELECT wave, r, round(100 * response_rate(r, 'adjusted')::numeric, 2) AS adjusted, responded(r), eligible(r, 'adjusted') AS eligible
FROM (VALUES ('2021', make_response(59352, 107412 - 59352)), ('2022', make_response(61268, 115662 - 61268))) AS v(wave, r);
-- 2011-12: of 109,477 sampled 6,273 had died; 67,713 respondents, 67 % of 101,771: 1,433 more were not eligible
SELECT mailed(r), eligible(r, 'adjusted') AS eligible, round(100 * response_rate(r, 'adjusted')::numeric, 1) AS adjusted, round(100 * response_rate(r, 'raw')::numeric, 1) AS raw
FROM (SELECT make_response(67713, 101771 - 67713, deceased => 6273, ineligible => 109477 - 6273 - 101771) AS r) AS v;
-- each outcome on each basis, counted one by one
CREATE TEMP TABLE sample AS SELECT i, CASE WHEN i * 31 % 97 < 20 + age / 2 THEN 'responded' ELSE (ARRAY['not_responded', 'not_responded', 'deceased', 'undeliverable', 'ineligible', 'opted_out', 'excluded', 'unknown', NULL])[1 + i % 9] END AS outcome, age, i % 3 AS trust
	FROM generate_series(1, 9000) AS i, LATERAL (SELECT 16 + i * 7 % 80 AS age) AS a;
SELECT s.response, mailed(s.response), n.mailed = mailed(s.response) AS same_mailed, n.responded = responded(s.response) AS same_responded, n.eligible = eligible(s.response, 'adjusted') AS same_eligible, mailed(s.response) = eligible(s.response, 'raw') AS raw,
	response_rate(s.response, 'adjusted') = n.responded / n.eligible::float8 AS adjusted, response_rate(s.response, 'raw') = n.responded / n.mailed::float8 AS raw_rate
FROM (SELECT response(outcome) FROM sample) AS s, (SELECT count(*) AS mailed, count(*) FILTER (WHERE outcome = 'responded') AS responded, count(*) FILTER (WHERE outcome IN ('responded', 'not_responded', 'opted_out', 'unknown') OR outcome IS NULL) AS eligible FROM sample) AS n;
SELECT o AS outcome, outcome_n(r, o) AS n, (SELECT count(*) FROM sample WHERE coalesce(outcome, 'unknown') = o) AS counted FROM (SELECT response(outcome) AS r FROM sample) AS v, unnest('{responded,not_responded,deceased,undeliverable,ineligible,opted_out,excluded,unknown}'::text[]) AS o;
-- non-response by age band
SELECT g.group_name AS age, mailed(r), round(100 * response_rate(r, 'adjusted')::numeric, 1) AS adjusted, outcome_n(r, 'not_responded') AS not_responded, outcome_n(r, 'opted_out') AS opted_out, outcome_n(r, 'unknown') AS unknown
FROM groups('cpes_age') AS g LEFT JOIN (SELECT group_of('cpes_age', age) AS band, response(outcome) AS r FROM sample GROUP BY 1) AS v ON v.band = g.group_name ORDER BY g.position;
-- parts make the whole, in any order and split, on workers
SELECT rollup(r) = (SELECT response(outcome) FROM sample) AS parts, rollup(r)::text = (SELECT response(outcome ORDER BY md5(i::text))::text FROM sample) AS any_order FROM (SELECT response(outcome) AS r FROM sample GROUP BY trust, age) AS v;
CREATE TABLE response_sample AS SELECT * FROM sample;
ALTER TABLE response_sample SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT response(outcome) FROM response_sample;
SELECT response(outcome) = (SELECT response(outcome) FROM sample) AS workers FROM response_sample;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
DROP TABLE response_sample;
-- nobody, NULL, only people who are not eligible
SELECT response(outcome), rollup(NULL::response), response_rate(response(outcome), 'raw') FROM sample WHERE false;
SELECT response_rate(make_response(0, 0, 5), 'adjusted') AS only_deceased, response_rate(make_response(0, 0, 5), 'raw') AS raw, response_rate(NULL, 'raw') AS null_response, make_response(NULL, 1) AS null_count;
-- text, binary, order, hash
SELECT bool_and(r::text::response = r AND r <= r AND r >= r AND NOT r < r AND NOT r > r AND NOT r <> r AND response_cmp(r, r) = 0) AS text_and_order, count(DISTINCT r) AS different, count(DISTINCT response_hash(r)) AS hash, count(DISTINCT response_hash_extended(r, 7)) AS extended
FROM (SELECT response(outcome) AS r FROM sample GROUP BY age) AS v;
\getenv build PG_ABS_BUILDDIR
\set file :build '/results/response.bin'
CREATE TEMP TABLE stored AS SELECT age, response(outcome) AS r FROM sample GROUP BY age;
COPY stored TO :'file' (FORMAT binary);
CREATE TEMP TABLE copied (LIKE stored);
COPY copied FROM :'file' (FORMAT binary);
SELECT count(*), count(*) FILTER (WHERE a.r = b.r AND response_send(a.r) = response_send(b.r)) AS same FROM stored AS a JOIN copied AS b USING (age);
-- what is refused
SELECT response(o) FROM (VALUES ('answered')) AS v(o);
SELECT response(o) FROM (VALUES ('Responded')) AS v(o);
SELECT make_response(-1, 2);
SELECT make_response(9223372036854775807, 1);
SELECT response_rate('responded=9223372036854775807 not_responded=1 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0', 'raw');
SELECT mailed(response_combine(make_response(9223372036854775807, 0), make_response(0, 1)));
SELECT response_combine(make_response(9223372036854775807, 0), make_response(1, 0));
SELECT 'responded=1'::response;
SELECT 'responded=-1 not_responded=1 deceased=0 undeliverable=0 ineligible=0 opted_out=0 excluded=0 unknown=0'::response;
SELECT response_rate(make_response(1, 1), 'net');
SELECT outcome_n(make_response(1, 1), 'moved');

-- codes of surveys
SELECT code, outcome, certainty FROM outcome_code WHERE scheme = 'scotland_2024' ORDER BY code COLLATE "C";
SELECT r, response_rate(r, 'adjusted') AS adjusted FROM (SELECT response(outcome_of('scotland_2024', code)) AS r FROM unnest('{1,1,1,2,3,4,5,6,7,NULL,""}'::text[]) AS code) AS v;
SELECT outcome_of('scotland_2024', '8');
SELECT outcome_of('scotland_2024', '8', false) AS not_strict;
SELECT outcome_of('england', '1');
SELECT outcome_of(NULL, '1');
INSERT INTO outcome_code (scheme, code, outcome, source, certainty) VALUES ('mine', '1', 'responded', 'test', 'inferred');
SELECT outcome_of('mine', '1'), outcome_of('mine', NULL) AS nothing_for_a_blank;
INSERT INTO outcome_code (scheme, code, outcome, source, certainty) VALUES ('mine', '2', 'moved', 'test', 'inferred');
UPDATE outcome_code SET outcome = 'deceased' WHERE scheme = 'scotland_2024' AND code = '3';
DELETE FROM outcome_code WHERE NOT builtin;

-- caveats
SELECT wave, (SELECT string_agg(code, ' ') FROM caveats(wave)) AS any_group, (SELECT string_agg(code, ' ') FROM caveats(wave, 'secondary') WHERE subgroup_of IS NOT NULL) AS secondary
FROM unnest('{2010,2011-12,2013,2014,2015,2016,2017,2018,2021,2022,2023,2024,2099}'::text[]) AS wave;
SELECT code, subgroup_of, certainty, statement FROM caveats('2022', 'secondary');
SELECT code, certainty, statement FROM caveats('any', survey => 'cancer_qol');
SELECT count(*) FILTER (WHERE certainty = 'unconfirmed') AS recalled, count(*) FILTER (WHERE statement ~ '\S{40}' OR source = '') AS odd FROM caveat;
INSERT INTO caveat (code, survey, waves, subgroup, statement, source, certainty) VALUES ('mine', 'NCPES', '{2024}', 'trust', 'One trust sent its sample late.', 'test', 'inferred');
SELECT code FROM caveats('2024', 'trust') WHERE subgroup_of IS NOT NULL;
INSERT INTO caveat (code, survey, waves, statement, source, certainty) VALUES ('empty', 'NCPES', '{}', 'x', 'test', 'inferred');
DELETE FROM caveat WHERE NOT builtin;
