-- Before and after: the figures against closed forms and brute force, and what a reader can work out of them.
SET search_path = public, cancer_pe;
SET jit = off;
-- five services of tens of patients, one of them small in one wave and one in both; two ask the same people twice
INSERT INTO pledge_service (service, title) SELECT s, 'Service ' || s FROM unnest('{A,B,C,D,E,F}'::text[]) AS s;
INSERT INTO pledge_wave (service, wave, opened) SELECT service, w, d FROM pledge_service, (VALUES ('before', '2023-01-01'::date), ('after', '2024-01-01'), ('later', '2025-01-01')) AS v(w, d);
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT service, wave, 'secondary_breast', '2', s, make_tally(n, n * share / 100, 2)
FROM (SELECT service, wave, s, size - (s + ascii(service)) % 3 AS n, 45 + (s * 17 + ascii(service) * 7) % 31 + CASE wave WHEN 'before' THEN 0 ELSE (s * 5) % 26 END AS share
	FROM (VALUES ('A', 'before', 44), ('A', 'after', 41), ('A', 'later', 60), ('B', 'before', 38), ('B', 'after', 36), ('C', 'before', 31), ('C', 'after', 29),
		('D', 'before', 7), ('D', 'after', 8), ('E', 'before', 50), ('E', 'after', 9)) AS v(service, wave, size), generate_series(1, 12) AS s) AS x;
-- F: 24 people, all of them twice; in standard 3 it has no after, in 4 nobody answered
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT 'F', 'before', 'secondary_breast', '2', s, make_tally(24, 11) FROM generate_series(1, 3) AS s UNION ALL
SELECT 'F', 'after', 'secondary_breast', '2', s, make_tally(24, 18) FROM generate_series(1, 2) AS s UNION ALL
SELECT 'F', w, 'secondary_breast', '2', 4, make_tally(0, 0, 24) FROM unnest('{before,after}'::text[]) AS w;
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES
	('F', 'before', 'after', 'secondary_breast', '2', 1, make_paired(10, 1, 8, 5)), ('F', 'before', 'after', 'secondary_breast', '2', 2, make_paired(11, 0, 7, 6)),
	-- B: some of its people were the same
	('B', 'before', 'after', 'secondary_breast', '2', 1, make_paired(9, 2, 6, 3)), ('B', 'before', 'after', 'secondary_breast', '2', 2, make_paired(10, 4, 8, 11));
INSERT INTO pledge_action (service, action, goal, owner, standard_set, version, standard, agreed, due, status, done, reason) VALUES
	('A', 'a1', 'g', 'o', 'secondary_breast', '2', 1, '2023-06-01', '2024-01-01', 'done', '2023-12-01', NULL), ('A', 'a2', 'g', 'o', 'secondary_breast', '2', 1, '2023-06-01', '2024-01-01', 'under_way', NULL, NULL),
	('A', 'a3', 'g', 'o', 'secondary_breast', '2', 1, '2023-06-01', '2024-01-01', 'dropped', NULL, 'r'), ('B', 'b1', 'g', 'o', 'secondary_breast', '2', 1, '2023-06-01', '2025-01-01', 'agreed', NULL, NULL);

-- the report that the tests are about: numbers of respondents from 10 on, as surveys publish them
CREATE TEMP TABLE report AS SELECT * FROM pledge_comparison('before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01');
SELECT service, count(*), count(before_n) AS before, count(after_n) AS after, count(difference) AS differences, count(p_adjusted) AS tests,
	array_agg(DISTINCT concat_ws(' ', before_status, after_status, status)) AS statuses, array_agg(DISTINCT design) AS designs
FROM report GROUP BY 1 ORDER BY 1 NULLS FIRST;
-- a cell with a status has no figure at all
SELECT count(*) FROM report WHERE before_status IS NOT NULL AND num_nonnulls(before_n, before_rate, before_low, before_high) > 0
	OR after_status IS NOT NULL AND num_nonnulls(after_n, after_rate, after_low, after_high) > 0 OR service IS NOT NULL AND (before_status IS NOT NULL OR after_status IS NOT NULL) AND num_nonnulls(difference, low, high, p, p_adjusted) > 0;
SELECT standard, before_n, round(before_rate::numeric, 3) AS before, after_n, round(after_rate::numeric, 3) AS after, round(difference::numeric, 3) AS difference, round(p::numeric, 4) AS p, round(p_adjusted::numeric, 4) AS adjusted, actions, actions_done AS done, actions_overdue AS overdue, status
FROM pledge_progress('A', 'before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01');
-- a service's report is its part of the whole, whatever the order of rows
SELECT count(*) FROM (SELECT standard, before_n, after_n, difference, p_adjusted FROM pledge_progress('C', 'before', 'after', 'survey_lt10', '{"numerator": false}') EXCEPT SELECT standard, before_n, after_n, difference, p_adjusted FROM report WHERE service = 'C') AS x;

-- Fisher's p: all tables with the margins, counted in whole numbers
CREATE FUNCTION pg_temp.choose(n bigint, k bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT factorial(n) / (factorial(k) * factorial(n - k))';
CREATE FUNCTION pg_temp.fisher(n bigint, x bigint, m bigint, y bigint) RETURNS numeric LANGUAGE sql AS $$
	SELECT sum(w) FILTER (WHERE w <= seen) / sum(w) FROM (SELECT pg_temp.choose(n, i) * pg_temp.choose(m, x + y - i) AS w, pg_temp.choose(n, x) * pg_temp.choose(m, y) AS seen FROM generate_series(greatest(0, x + y - m), least(n, x + y)) AS i) AS t $$;
CREATE FUNCTION pg_temp.wilson(n numeric, x numeric, side int) RETURNS numeric LANGUAGE sql AS $$
	SELECT (2 * x + z * z + side * z * sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z)) FROM (VALUES (1.959963984540054::numeric)) AS v(z) $$;
CREATE FUNCTION pg_temp.tail(n bigint, x bigint, p float8) RETURNS float8 LANGUAGE sql AS 'SELECT sum(pg_temp.choose(n, i)::float8 * p ^ i * (1 - p) ^ (n - i)) FROM generate_series(x, n) AS i';
CREATE TEMP TABLE known AS SELECT r.*, b.result AS b, a.result AS a FROM report AS r
	LEFT JOIN pledge_result AS b ON (b.service, b.standard, b.wave) = (r.service, r.standard, 'before') LEFT JOIN pledge_result AS a ON (a.service, a.standard, a.wave) = (r.service, r.standard, 'after');
SELECT count(*), max(abs(p - pg_temp.fisher(n(b), positives(b), n(a), positives(a)))) < 1e-12 AS fisher,
	max(abs(difference - (rate(a) - rate(b)))) < 1e-15 AS difference,
	max(abs(low - (rate(a) - rate(b) - sqrt((rate(a) - pg_temp.wilson(n(a), positives(a), -1)) ^ 2 + (pg_temp.wilson(n(b), positives(b), 1) - rate(b)) ^ 2)))) < 1e-12 AS low,
	max(abs(high - (rate(a) - rate(b) + sqrt((rate(b) - pg_temp.wilson(n(b), positives(b), -1)) ^ 2 + (pg_temp.wilson(n(a), positives(a), 1) - rate(a)) ^ 2)))) < 1e-12 AS high
FROM known WHERE service IS NOT NULL AND design = 'different people' AND status IS NULL;
-- and the mid-P: less half of all that is as likely; tables with ties, at the mode and of one form only
SELECT count(*), max(abs(m.p - mid)) < 1e-12 AS mid_p, count(*) FILTER (WHERE ties > 1) > 0 AS with_ties
FROM (SELECT n, x, m, y, CASE WHEN count(*) = 1 THEN 1 ELSE (sum(w) FILTER (WHERE w <= seen) - sum(w) FILTER (WHERE w = seen) / 2) / sum(w) END AS mid, count(*) FILTER (WHERE w = seen) AS ties
	FROM generate_series(1, 9) AS n, generate_series(0, n) AS x, generate_series(1, 9, 2) AS m, generate_series(0, m) AS y,
		LATERAL (SELECT pg_temp.choose(n, i) * pg_temp.choose(m, x + y - i) AS w, pg_temp.choose(n, x) * pg_temp.choose(m, y) AS seen FROM generate_series(greatest(0, x + y - m), least(n, x + y)) AS i) AS t GROUP BY 1, 2, 3, 4) AS b,
	compare(make_tally(m, y), make_tally(n, x), 'mid_p') AS m;
SELECT count(*), bool_and(m.p < r.p) AS less FROM report AS r JOIN pledge_comparison('before', 'after', 'survey_lt10', '{"numerator": false}', test => 'mid_p') AS m USING (service, standard) WHERE r.design = 'different people' AND r.p < 1;
-- the exact limits: where each tail has 2.5 %
SELECT count(*), max(abs(pg_temp.tail(n(b), positives(b), before_low) - 0.025)) < 1e-10 AS low, max(abs(1 - pg_temp.tail(n(b), positives(b) + 1, before_high) - 0.025)) < 1e-10 AS high
FROM known WHERE service IS NOT NULL AND before_n > 0;
-- the same people: the binomial among those who changed
SELECT service, standard, before_n, after_n, round(difference::numeric, 12) AS difference, abs(p - 2 * (1 + 8 + 28) / 256.0) < 1e-14 AS two_of_eight, abs(p - 2 * (1 + 9) / 512.0) < 1e-14 AS one_of_nine, status FROM report WHERE service IS NOT NULL AND design = 'same people' ORDER BY 1, 2;
-- mid-P is less by half of what is as likely as what was seen
SELECT standard, abs(p - (2 * (1 + 8 + 28) - 28) / 256.0) < 1e-14 AS two_of_eight FROM pledge_progress('B', 'before', 'after', 'survey_lt10', '{"numerator": false}', paired_test => 'mid_p') WHERE standard = 1;
-- Holm over what a service's report shows, by its definition
SELECT count(*), max(abs(p_adjusted - holm)) < 1e-15 AS holm FROM (SELECT r.p_adjusted, (SELECT least(1, max(f)) FROM (SELECT o.p * (count(*) OVER () + 1 - row_number() OVER (ORDER BY o.p)) AS f, o.p FROM report AS o WHERE o.service IS NOT DISTINCT FROM r.service AND o.p IS NOT NULL) AS x WHERE x.p <= r.p) AS holm FROM report AS r WHERE r.p IS NOT NULL) AS x;
SELECT count(*) AS more_adjusted FROM report AS r JOIN pledge_comparison('before', 'after', 'survey_lt10', '{"numerator": false}', p_method => 'bonferroni') AS b ON (b.standard, coalesce(b.service, '')) = (r.standard, coalesce(r.service, '')) WHERE b.p_adjusted > r.p_adjusted AND b.p = r.p;

-- all services: the totals of all that there are, the difference of those that are shown
SELECT standard, before_n, round(before_rate::numeric, 4) AS before, after_n, services, services_hidden AS hidden, services_better AS better, services_worse AS worse, round(difference::numeric, 4) AS difference, round(p::numeric, 5) AS p, actions, actions_done AS done, actions_overdue AS overdue
FROM pledge_overview('before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01') WHERE standard IN (1, 2, 3, 4, 12);
SELECT count(*), bool_and(before_n = n AND abs(before_rate - x::float8 / n) < 1e-15) AS totals FROM report JOIN (SELECT standard, sum(n(result)) AS n, sum(positives(result)) AS x FROM pledge_result WHERE wave = 'before' GROUP BY 1) AS t USING (standard) WHERE service IS NULL;
SELECT count(*), max(abs(r.difference - mh)) < 1e-14 AS mantel_haenszel FROM report AS r JOIN (SELECT standard, sum((after_rate - before_rate) * w) / sum(w) AS mh FROM (SELECT *, after_n * before_n / (after_n + before_n)::float8 AS w FROM report WHERE service IS NOT NULL AND design = 'different people' AND status IS NULL) AS x GROUP BY 1) AS m USING (standard) WHERE service IS NULL;

-- what a reader who has all that is shown can work out: no hidden number of respondents, and where numerators are protected no hidden numerator
CREATE TEMP VIEW seen AS
	SELECT o.rule, r.standard, w.wave, r.service, w.n, w.rate, w.status
	FROM (VALUES ('{"numerator": false}'::jsonb), ('{}')) AS o(rule), pledge_comparison('before', 'after', 'survey_lt10', o.rule) AS r,
		LATERAL (VALUES ('before', before_n, before_rate, before_status), ('after', after_n, after_rate, after_status)) AS w(wave, n, rate, status) WHERE w.status IS DISTINCT FROM 'x';
SELECT rule, (a).verdict, count(*) FROM (SELECT rule, audit(n, status, ARRAY[service]) OVER (PARTITION BY rule, standard, wave) AS a FROM seen) AS x GROUP BY 1, 2 ORDER BY 1, 2;
SELECT (a).verdict, count(*) FROM (SELECT rule, audit(round(n * rate)::bigint, status, ARRAY[service], '{"lower": 0}') OVER (PARTITION BY standard, wave) AS a FROM seen WHERE rule = '{}') AS x GROUP BY 1 ORDER BY 1;
-- the small ones are hidden, and the totals alone would have given each of them away
SELECT count(*) AS small, count(*) FILTER (WHERE shown) AS shown, count(*) FILTER (WHERE alone) AS alone FROM (SELECT n(result) AS n, EXISTS (SELECT FROM report AS r WHERE (r.service, r.standard) = (c.service, c.standard) AND CASE c.wave WHEN 'before' THEN before_n ELSE after_n END IS NOT NULL) AS shown,
	(SELECT count(*) FROM pledge_cells('{before,after}', 'survey_lt10', '{"numerator": false}') AS o WHERE (o.standard, o.wave) = (c.standard, c.wave) AND o.status = 'c') < 2 AS alone FROM pledge_result AS c WHERE wave <> 'later' AND n(result) BETWEEN 1 AND 9) AS x;
-- pairs: shown where all that could be taken from each other is large enough
SELECT service, standard, pairs, shown FROM pledge_pairs_shown('before', 'after', 'survey_lt10', '{"numerator": false}') ORDER BY 1, 2;
SELECT service, standard, shown FROM pledge_pairs_shown('before', 'after', 'cancer_lt5', '{}') ORDER BY 1, 2;
SELECT service, standard, shown FROM pledge_pairs_shown('before', 'after', 'cancer_lt5', '{"threshold": 2}') ORDER BY 1, 2;
SELECT t AS threshold, service, standard, shown FROM generate_series(15, 16) AS t, pledge_pairs_shown('before', 'after', 'survey_lt10', jsonb_build_object('threshold', t, 'numerator', false)) WHERE (service, standard) = ('B', 1) ORDER BY 1;
-- more pairs than people
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES ('C', 'before', 'after', 'secondary_breast', '2', 1, make_paired(20, 10, 10, 20));
SELECT count(*) FROM pledge_comparison('before', 'after', 'survey_lt10', '{}');
DELETE FROM pledge_paired_result WHERE service = 'C';

-- twenty-six services of all sizes from nobody to some forty: no hidden figure follows, and what is shown is true
BEGIN;
INSERT INTO pledge_service (service, title) SELECT 'S' || i, 'S' FROM generate_series(1, 26) AS i;
INSERT INTO pledge_wave (service, wave, opened) SELECT 'S' || i, w, '2024-01-01' FROM generate_series(1, 26) AS i, unnest('{first,second}'::text[]) AS w;
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT 'S' || i, w, 'secondary_breast', '1', s, make_tally(n, n * ((i * 37 + s * 11 + length(w)) % 101) / 100) FROM generate_series(1, 26) AS i, unnest('{first,second}'::text[]) AS w, generate_series(1, 4) AS s,
	LATERAL (SELECT greatest(0, (i * 29 + length(w) * 17) % 43 - s % 3) AS n) AS x;
CREATE TEMP TABLE many AS SELECT o.rule, r.standard, w.* FROM (VALUES ('{"numerator": false}'::jsonb), ('{}')) AS o(rule), pledge_comparison('first', 'second', 'survey_lt10', o.rule) AS r,
	LATERAL (VALUES ('first', service, before_n, round(before_n * before_rate)::bigint, before_status), ('second', service, after_n, round(after_n * after_rate)::bigint, after_status)) AS w(wave, service, n, positive, status);
SELECT rule, (a).verdict, count(*) FROM (SELECT rule, audit(n, status, ARRAY[service]) OVER (PARTITION BY rule, standard, wave) AS a FROM many) AS x GROUP BY 1, 2 ORDER BY 1, 2;
SELECT (a).verdict, count(*) FROM (SELECT rule, audit(positive, status, ARRAY[service], '{"lower": 0}') OVER (PARTITION BY standard, wave) AS a FROM many WHERE rule = '{}') AS x GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE m.n IS NOT NULL) AS shown, bool_and(m.n = n(r.result) AND m.positive = positives(r.result)) AS true_figures, count(*) FILTER (WHERE m.n BETWEEN 1 AND 9) AS small FROM many AS m JOIN pledge_result AS r USING (service, wave, standard) WHERE r.version = '1';
ROLLBACK;

-- several waves: exact limits about the rate of all that are shown
SELECT wave, n, rate, centre = (SELECT sum(positives(result)) / sum(n(result))::float8 FROM pledge_result WHERE service = 'A' AND standard = 2) AS centred, round(low::numeric, 10) AS low, round(high::numeric, 10) AS high, beyond, status FROM pledge_series('A', 'survey_lt10', '{"numerator": false}') WHERE standard = 2;
SELECT wave, n, rate, centre, low IS NOT NULL AS limits, status FROM pledge_series('E', 'survey_lt10', '{"numerator": false}') WHERE standard = 2;
SELECT bool_or(beyond = 'above') AS above FROM pledge_series('A', 'survey_lt10', '{"numerator": false}', limits => 0.3);
-- unknown services and waves have no rows; unknown rules are errors
SELECT count(*) FROM pledge_progress('Z', 'before', 'after', 'survey_lt10');
SELECT count(*) FROM pledge_comparison('x', 'y', 'survey_lt10');
SELECT count(*) FROM pledge_comparison('before', 'after', 'no rule');
SELECT count(*) FROM pledge_comparison('before', 'after', 'survey_lt10', test => 'no test');

-- a release: the rows of the comparison, for everybody; its waves are final
SELECT publish_pledge('R1', 'secondary_breast', '2', 'before', 'after', 'survey_lt10', '{"numerator": false}', as_of => '2024-06-01');
SELECT count(*) FROM (TABLE report EXCEPT SELECT standard_set, version, standard, label, service, before_status, before_n, before_rate, before_low, before_high, after_status, after_n, after_rate, after_low, after_high,
	design, services, services_hidden, difference, low, high, p, p_adjusted, actions, actions_done, actions_overdue, status FROM pledge_report WHERE release = 'R1') AS x;
SELECT release, rule, options, settings FROM pledge_release;
UPDATE pledge_result SET result = make_tally(30, 29) WHERE service = 'E' AND wave = 'after';
UPDATE pledge_result SET wave = 'after' WHERE service = 'A' AND wave = 'later';
DELETE FROM pledge_result WHERE service = 'E' AND wave = 'after';
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result) VALUES ('F', 'after', 'secondary_breast', '2', 5, make_tally(20, 10));
DELETE FROM pledge_paired_result WHERE service = 'F';
UPDATE pledge_report SET p = 0;
DELETE FROM pledge_release;
DELETE FROM pledge_cell_status;
SELECT publish_pledge('R1', 'secondary_breast', '2', 'before', 'later', 'survey_lt10');
-- another rule shows no more of a wave that is published, and no less
SELECT publish_pledge('R2', 'secondary_breast', '2', 'after', 'later', 'cancer_lt5', '{"threshold": 2, "numerator": false}');
SELECT r1.after_n IS NOT DISTINCT FROM r2.before_n AS same, count(*) FROM pledge_report AS r1 JOIN pledge_report AS r2 ON (r1.standard, coalesce(r1.service, '')) = (r2.standard, coalesce(r2.service, '')) WHERE r1.release = 'R1' AND r2.release = 'R2' GROUP BY 1;
-- a wave that is not published takes results; pairs with it too
INSERT INTO pledge_wave (service, wave, opened) VALUES ('C', 'next', '2026-01-01');
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result) VALUES ('C', 'next', 'secondary_breast', '2', 5, make_tally(20, 10));
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs) VALUES ('C', 'after', 'next', 'secondary_breast', '2', 5, make_paired(8, 6, 1, 0));
-- a release holds the results of others' transactions only if it can see them
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT publish_pledge('R3', 'secondary_breast', '2', 'after', 'next', 'survey_lt10');
ROLLBACK;

-- who may: the keeper all, the reader what is published
CREATE ROLE regress_cpe_pledge_keeper;
CREATE ROLE regress_cpe_pledge_reader;
GRANT USAGE ON SCHEMA cancer_pe TO regress_cpe_pledge_keeper, regress_cpe_pledge_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON pledge_service, pledge_wave, pledge_result, pledge_paired_result, pledge_theme, pledge_action TO regress_cpe_pledge_keeper;
GRANT SELECT, INSERT ON pledge_history, pledge_release, pledge_cell_status, pledge_report TO regress_cpe_pledge_keeper;
SET ROLE regress_cpe_pledge_reader;
SELECT count(*), count(before_n) < count(*) AS some_hidden FROM pledge_report WHERE release = 'R1';
SELECT count(*) FROM pledge_release;
SELECT count(*) FROM pledge_result;
SELECT count(*) FROM pledge_progress('A', 'before', 'after', 'survey_lt10');
SELECT count(*) FROM pledge_history;
SELECT count(*) FROM pledge_action;
SET ROLE regress_cpe_pledge_keeper;
UPDATE pledge_action SET note = 'by the keeper' WHERE action = 'a2';
SELECT changed_by, was ->> 'action' AS action FROM pledge_history ORDER BY entry DESC LIMIT 1;
SELECT publish_pledge('R4', 'secondary_breast', '2', 'after', 'next', 'survey_lt10', '{"numerator": false}') > 0 AS published;
DELETE FROM standard;
RESET ROLE;
DROP OWNED BY regress_cpe_pledge_keeper, regress_cpe_pledge_reader;
DROP ROLE regress_cpe_pledge_keeper, regress_cpe_pledge_reader;
-- leave nothing behind: as while a dump is restored
SET check_function_bodies = off;
DELETE FROM pledge_report;
DELETE FROM pledge_cell_status;
DELETE FROM pledge_release;
DELETE FROM pledge_paired_result;
DELETE FROM pledge_result;
DELETE FROM pledge_action;
DELETE FROM pledge_wave;
DELETE FROM pledge_service;
DELETE FROM pledge_history;
DROP VIEW seen;
DROP TABLE known, report;
