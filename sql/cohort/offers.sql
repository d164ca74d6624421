-- First offers and timed coverage by hand: windows, ties, codes, dates, texts, and what is refused.
SET search_path = public, cancer_pe;
SET jit = off;
-- one patient diagnosed on 1 March 2021
CREATE TEMP TABLE e (who int, d date, o text, p text, s text, t text);
INSERT INTO e VALUES
	(1, '2021-02-28', '01', '02', 'NS', 'R1K'), -- before
	(1, '2023-03-02', '01', '02', 'NS', 'R1K'), -- day 731
	(2, '2021-03-01', '01', '02', 'NS', 'R1K'), -- day 0
	(3, '2023-03-01', '01', '02', 'NS', 'R1K'), -- day 730
	(4, '2021-04-01', '04', '02', 'NS', 'R1K'), (4, '2021-05-01', '', '02', 'NS', 'R1K'), (4, '2021-06-01', '03', '02', 'NS', 'R1K'), -- not offered; empty counts
	(5, '2021-04-01', NULL, '02', 'NS', 'R1K'), (5, '2021-05-01', '05', '99', 'NS', 'R1K'), -- missing
	(6, '2021-04-01', '01', '', 'NS', 'R1K'), (6, '2021-04-01', '03', '01', 'NS', 'RAL'), (6, '2021-04-01', '02', '01', 'AH', 'RXX'), (6, '2021-04-01', '01', '01', 'EH', 'R1K'), -- a tie: complete, then code
	(7, '2021-04-01', '02', '01', 'NS', 'R1K'), (7, '2021-04-01', '02', '01', 'NS', 'R1K'), (7, '2021-04-01', '02', '01', 'NS', 'R1K'), (7, '2021-04-02', '02', '01', 'NS', 'R1K'), -- sent thrice
	(8, NULL, NULL, NULL, NULL, NULL), -- nobody's event
	(9, NULL, '01', NULL, NULL, 'R1K'), (9, '2021-08-01', '01', '01', 'NS', 'R1K'); -- undated; after death
SELECT who, (first_offer(d, o, p, s, t, '2021-03-01', CASE who WHEN 9 THEN date '2021-07-01' END, 'hna', 730)).* FROM e GROUP BY who ORDER BY who;
-- each choice of its own
SELECT who, options, (o).event, (o).code, (o).repaired, (o).offers, (o).not_offered, (o).dropped, (o).invalid, (o).status FROM (
	SELECT who, options, first_offer(d, o, p, s, t, '2021-03-01', '2021-07-01', 'hna', 730, options) AS o FROM e, (VALUES
		(4, '{"blank": "dropped"}'::jsonb), (4, '{"not_offered": []}'), (5, '{"missing": "offered"}'), (9, '{"after_death": "dropped"}')) AS v(w, options) WHERE who = w GROUP BY 1, 2) AS s ORDER BY who, options;
SELECT kind, options, (o).code, (o).repaired, (o).not_offered, (o).invalid FROM (
	SELECT kind, options, first_offer('2021-04-01', code, '01', 'NS', 'R1K', '2021-03-01', NULL, kind, 730, options) AS o FROM (VALUES
		('hna', '003', '{"repair": true}'::jsonb), ('hna', '003', '{"strict": false}'), ('hna', '06', '{"strict": false}'), ('pcsp', '06', '{}'), ('pcsp', '06', '{"not_offered": ["04", "06"]}'),
		('hna', 'ZZ', '{"codes": ["ZZ"]}'), ('hna', '1003', '{"repair": true, "strict": false}')) AS v(kind, code, options) GROUP BY code, 1, 2) AS s ORDER BY 1, 2;
SELECT first_offer('2021-04-01', '003', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730);
SELECT first_offer('2021-04-01', '06', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730);
-- diagnosis: in any row, in none
SELECT (first_offer(d, o, p, s, t, CASE WHEN d = '2021-04-02' THEN date '2021-03-01' END, NULL, 'hna', 31)).* FROM e WHERE who = 7;
SELECT (first_offer(d, o, p, s, t, NULL, NULL, 'hna', 730)).* FROM e WHERE who = 7;
SELECT first_offer(d, o, p, s, t, NULL, NULL, 'hna', 730) IS NULL AS no_rows FROM e WHERE false;
-- the codes that are listed, and of those the ones that are no offer, are those of the code lists
SELECT kind, count(*) AS codes, count(*) FILTER (WHERE (o).invalid = 0) AS listed, count(*) FILTER (WHERE ((o).invalid = 0) <> (c.code IS NOT NULL) OR ((o).not_offered = 1) <> (c.class IS NOT DISTINCT FROM 'not_offered')) AS differ,
	string_agg(v.code, ',') FILTER (WHERE c.class = 'accepted') AS accepted
FROM (SELECT kind, code, first_offer('2021-04-01', code, '01', '01', 'R1K', '2021-03-01', NULL, kind, 730, '{"strict": false}') AS o FROM unnest('{hna,pcsp}'::text[]) AS kind, (SELECT lpad(i::text, 2, '0') FROM generate_series(0, 99) AS i) AS v(code) GROUP BY 1, 2) AS v
LEFT JOIN (SELECT split_part(list, '_', 1) AS kind, a.* FROM unnest('{hna_offer_status,pcsp_offer_status}'::text[]) AS list, codes_at(list) AS a) AS c USING (kind, code) GROUP BY kind ORDER BY kind;
-- any order, any split, stored and read again; the accumulated state is the final one but for its order
CREATE TEMP TABLE o AS SELECT who, offer_events(d, o, p, s, t, '2021-03-01', NULL, 'hna', 730) AS o FROM e GROUP BY who;
SELECT o FROM o WHERE who = 6;
SELECT bool_and(o.o = r.o AND o.o::text = r.o::text AND offer_events_send(o.o) = offer_events_send(r.o) AND hashtext(o.o::text) = hashtext(r.o::text) AND first_offer(o.o) = first_offer(r.o)) AS same
FROM o JOIN (SELECT who, offer_events(d, o, p, s, t, '2021-03-01', NULL, 'hna', 730 ORDER BY d DESC, o DESC, s, t) AS o FROM e GROUP BY who) AS r USING (who);
SELECT bool_and(o = o::text::offer_events) AS same FROM o;
SELECT count(*) AS sorted, count(DISTINCT o) AS different FROM o;
SELECT (first_offer(rollup(o))).offers FROM o WHERE who IN (2, 7);
-- a parallel plan gives the same
CREATE TABLE offer_row AS SELECT i % 500 AS who, date '2021-03-01' + (i * 7919 % 900 - 50) AS d, '0' || 1 + i * 31 % 5 AS o, '0' || i % 3 AS p, CASE WHEN i % 4 > 0 THEN 'NS' END AS s, 'R' || i % 7 AS t FROM generate_series(1, 20000) AS i;
ALTER TABLE offer_row SET (parallel_workers = 2);
CREATE TEMP TABLE alone AS SELECT who, first_offer(d, o, p, s, t, '2021-03-01', NULL, 'hna', 730) AS o FROM offer_row GROUP BY who;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT who, first_offer(d, o, p, s, t, '2021-03-01', NULL, 'hna', 730) AS o FROM offer_row GROUP BY who;
CREATE TEMP TABLE together AS SELECT who, first_offer(d, o, p, s, t, '2021-03-01', NULL, 'hna', 730) AS o FROM offer_row GROUP BY who;
SELECT count(*) AS patients, (SELECT count(*) FROM (TABLE alone EXCEPT TABLE together) AS d) AS differ FROM together;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
DROP TABLE alone, together, offer_row;
-- what is refused
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'eHNA', 730);
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, NULL, 730);
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', -1);
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', NULL);
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730, '{"mising": "offered"}');
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730, '{"missing": "counted"}');
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730, '{"codes": ["01", "01"]}');
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730, '{"codes": [""]}');
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730, NULL);
SELECT first_offer('infinity', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730);
SELECT first_offer('2021-04-01', '01', '01', 'NS', repeat('R', 201), '2021-03-01', NULL, 'hna', 730);
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', d, NULL, 'hna', 730) FROM e WHERE who = 1;
SELECT first_offer('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', d, 'hna', 730) FROM e WHERE who = 1;
SELECT first_offer(d, '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', CASE WHEN d > '2022-01-01' THEN 730 ELSE 700 END) FROM e WHERE who = 1;
SELECT rollup(offer_events) FROM (SELECT offer_events('2021-04-01', '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', g) FROM generate_series(729, 730) AS g GROUP BY g) AS s;
SELECT first_offer(date '2021-01-01' + g, '01', '01', 'NS', 'R1K', '2021-03-01', NULL, 'hna', 730) FROM generate_series(1, 5001) AS g;
-- texts that are none
SELECT 'eHNA'::offer_events;
SELECT 'hna max_days=730 codes("01") not_offered() diagnosis=2021-02-29 death=- undated=0'::offer_events;
SELECT 'hna max_days=730 codes("01") not_offered() diagnosis=- death=- undated=0 event 2021-02-28 "R1K" - "01" - 0'::offer_events;
SELECT 'hna max_days=3000000000 codes("01") not_offered() diagnosis=- death=- undated=0'::offer_events;
SELECT 'pcsp max_days=9 repair codes("a""b","01") not_offered("04") diagnosis=0001-01-01 death=9999-12-31 undated=7 event 2024-02-29 - "" "x" - 2 event 2000-12-31 "y" - - - 1'::offer_events;
-- a rule that changes with every row leaves nothing behind
SET enable_sort = off;
SELECT count(o), (SELECT sum(total_bytes) < 15e6 FROM pg_backend_memory_contexts) AS memory_flat
FROM (SELECT offer_events('2020-01-01', '03', '01', '01', 'RAA', '2020-01-01', NULL, (ARRAY['hna', 'pcsp'])[1 + i % 2], 730) AS o FROM generate_series(1, 100000) AS i GROUP BY i % 2) AS s;
RESET enable_sort;
-- submitting: both versions at their edges
SELECT events, patients, submitting(events, patients) AS coded, submitting(events, patients, 'written') AS written FROM (VALUES (9, 99), (10, 99), (10, 100), (19, 100), (19, 101), (20, 101), (0, 0)) AS v(events, patients);
SELECT submitting(9, NULL), submitting(10, 100, 'as coded');
SELECT submitting(-1, 100);

-- timed coverage
CREATE TEMP TABLE d AS SELECT i, CASE WHEN i % 3 > 0 THEN i * 7919 % 740 - 10 END AS days FROM generate_series(1, 3000) AS i;
SELECT n(c), reached(c), before_diagnosis(c), n(c) + before_diagnosis(c) = (SELECT count(*) FROM d) AS all_counted FROM (SELECT timed_coverage(days) AS c FROM d) AS s;
SELECT bool_and(days_to_reach(c, p) = q) AS as_percentile_disc, bool_and((SELECT min(day) FROM (SELECT days AS day, (count(*) OVER (ORDER BY days))::float8 / (SELECT count(*) FROM d WHERE days >= 0 OR days IS NULL) AS share FROM d WHERE days >= 0) AS x WHERE share >= p) IS NOT DISTINCT FROM days_to_reach(c, p, 'all')) AS as_counted
FROM (SELECT timed_coverage(days) AS c FROM d) AS s, (SELECT unnest(ps) AS p, unnest(percentile_disc(ps) WITHIN GROUP (ORDER BY days)) AS q FROM d, (VALUES ('{0.001,0.013,0.1,0.25,0.5,0.75,0.9,0.987,1}'::float8[])) AS v(ps) WHERE days >= 0 GROUP BY ps) AS q;
SELECT count(*) AS steps, bool_and(people_by = (SELECT count(*) FROM d WHERE d.days BETWEEN 0 AND c.days) AND t = coverage_at(o, c.days) AND share_of_all = rate(t) AND share_of_reached = people_by / reached(o)::float8) AS as_counted, max(share_of_reached) FROM (SELECT timed_coverage(days) AS o FROM d) AS s, coverage_curve(o) AS c;
SELECT days_to_reach('never=0 before=0 1:7 2:93', 0.07), days_to_reach('never=0 before=0 1:7 2:93', 0.07000001), days_to_reach('never=8 before=0 1:2', 0.5, 'all'), days_to_reach('never=8 before=2', 0.5), coverage_at('never=8 before=2 5:2', 4), coverage_at('never=8 before=2 5:2', 5);
-- the laws: any split and order, and back from text
SELECT bool_and(w = c AND w::text::timed_coverage = w) AS same FROM (SELECT timed_coverage(days) AS w FROM d) AS s, (SELECT rollup(c ORDER BY part DESC) AS c FROM (SELECT i % 7 AS part, timed_coverage(days ORDER BY i DESC) AS c FROM d GROUP BY 1) AS p) AS q;
SELECT timed_coverage(days), rollup(NULL::timed_coverage), (SELECT count(*) FROM coverage_curve('never=3 before=0')) FROM d WHERE false;
SELECT timed_coverage_accum('never=0 before=0 5:9223372036854775806', 5), timed_coverage_accum(NULL, 3), timed_coverage_accum('never=0 before=0 5:1', NULL);
SELECT days_to_reach('never=0 before=0 5:4611686018427387904 6:1', 1) AS all_of_many;
SELECT timed_coverage_accum('never=0 before=0 5:9223372036854775807', 6);
SELECT timed_coverage_combine('never=9223372036854775806 before=0', 'never=0 before=1 0:1');
SELECT 'never=0 before=0 5:1 5:1'::timed_coverage;
SELECT 'never=0 before=0 5:0'::timed_coverage;
SELECT 'never=-1 before=0'::timed_coverage;
SELECT 'never=0 before=0 2147483648:1'::timed_coverage;
SELECT coverage_at('never=0 before=0', -1);
SELECT days_to_reach('never=0 before=0 1:1', 1.5);
SELECT days_to_reach('never=0 before=0 1:1', 0.5, 'everybody');
SELECT timed_coverage(i) FROM generate_series(1, 100001) AS i;
DROP TABLE o;
