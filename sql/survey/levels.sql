-- Levels: what an area belongs to at a date, over steps, without a tree; codes that were replaced.
SET search_path = cancer_pe, public;
-- what is shipped
SELECT l.level, l.position, count(DISTINCT a.code) FILTER (WHERE a.valid @> date '2018-06-30') AS "2018", count(DISTINCT a.code) FILTER (WHERE a.valid @> date '2022-06-30') AS "2022", count(DISTINCT a.code) FILTER (WHERE a.valid @> date '2024-06-30') AS "2024"
FROM area_level AS l LEFT JOIN area AS a USING (level) GROUP BY l.level, l.position ORDER BY l.position;
SELECT level, lower(valid) AS since, certainty, count(*), count(*) FILTER (WHERE whole) AS whole FROM area_parent GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT count(*) FILTER (WHERE certainty = 'unconfirmed') AS unconfirmed, count(*) FILTER (WHERE source ~ 'partial') AS partial, count(DISTINCT code) FILTER (WHERE source ~ 'partial') AS trusts FROM area_parent;
-- every parent is an area of that level as long as it is one
SELECT p.* FROM area_parent AS p WHERE NOT p.valid <@ (SELECT range_agg(a.valid) FROM area AS a WHERE a.code = p.parent AND a.level = p.level);
-- 145 trusts and 195 CCGs in 19 Alliances in 2018, RXQ among those of the Thames Valley; 106 sub-ICBs, 42 ICBs, 21 Alliances in 2022
SELECT a.level, count(*), count(DISTINCT parent_area(a.code, 'alliance', date '2018-06-30')) AS alliances FROM area AS a WHERE level IN ('trust', 'ccg') AND valid @> date '2018-06-30' GROUP BY 1 ORDER BY 1;
SELECT t.code, t.title FROM areas_at('alliance', '2018-06-30') AS t WHERE code = parent_area('RXQ', 'alliance', '2018-06-30');
\getenv here PG_ABS_SRCDIR
\set file :here '/test/data/ncpes2018/trust.csv'
CREATE TEMP TABLE published (code text, name text, alliance text);
COPY published FROM :'file' (FORMAT csv, HEADER);
SELECT count(*), count(*) FILTER (WHERE a.title IN (p.alliance, 'National Cancer Vanguard: ' || p.alliance)) AS same_alliance, count(*) FILTER (WHERE t.title = p.name) AS same_name
FROM published AS p LEFT JOIN areas_at('trust', '2018-06-30') AS t USING (code) LEFT JOIN areas_at('alliance', '2018-06-30') AS a ON a.code = parent_area(p.code, 'alliance', '2018-06-30');
SELECT count(*), count(DISTINCT parent_area(code, 'icb', date '2022-06-30')) AS icbs, count(DISTINCT parent_area(code, 'alliance', date '2022-06-30')) AS alliances,
	count(*) FILTER (WHERE parent_area(code, 'alliance', date '2022-06-30') <> parent_area(parent_area(code, 'icb', date '2022-06-30'), 'alliance', date '2022-06-30')) AS differ FROM areas_at('sub_icb', '2022-06-30');
-- Harrogate is in one Alliance, and its ICB in another: no Alliance is made up from the ICB
SELECT d::date AS date, parent_area('RCD', 'alliance', d::date) AS alliance, parent_area('RCD', 'icb', d::date) AS icb, parent_area(parent_area('RCD', 'icb', d::date), 'alliance', d::date) AS of_the_icb,
	parent_area('RCD', 'region', d::date) AS region, parent_area('RCD', 'national', d::date) AS national FROM unnest('{2018-03-31,2018-04-01,2022-06-25,2022-06-26,2024-03-31,2024-04-01}'::date[]) AS d;
SELECT parent_area('RDU', 'alliance', '2024-06-30') AS alliance, (SELECT title FROM areas_at('icb', '2024-06-30') WHERE code = parent_area('RDU', 'icb', '2024-06-30')) AS icb;
-- steps: sub-ICB, ICB, commissioning region, England; the area itself; nothing known
SELECT parent_area('E38000006', 'icb', d) AS icb, parent_area('E38000006', 'commissioning_region', d) AS commissioning_region, parent_area('E38000006', 'national', d) AS national, parent_area('E38000006', 'sub_icb', d) AS itself, parent_area('E38000006', 'trust', d) AS below,
	parent_area('XXX', 'national', d) AS unknown, parent_area(NULL, 'national', d) AS null_code, parent_area('E38000006', 'national', NULL) AS null_date FROM (SELECT date '2022-07-01') AS v(d);
SELECT parent_area('02P', 'alliance', '2018-06-30') AS ccg, (SELECT code FROM area WHERE level = 'sub_icb' AND ods_code = '02P') AS sub_icb;
-- codes that were replaced
SELECT code, successor_area(code, '2022-06-30') AS "2022", successor_area(code, '2024-06-30') AS "2024", certainty FROM area_successor ORDER BY code;
SELECT successor_area('R0A', '2024-06-30') AS same, successor_area('none', '2024-06-30') AS unknown, successor_area(NULL, '2024-06-30') AS null_code;
SELECT count(*) AS east_of_england, count(DISTINCT parent_area(code, 'alliance', '2024-06-30')) AS alliances FROM areas_at('sub_icb', '2022-06-30') WHERE parent_area(code, 'alliance', '2022-06-30') IN ('E56000022', 'E56000023');
SELECT code, title, ods_code, since, until, certainty FROM areas_at('icb', '2024-06-30') WHERE title ~ 'Surrey|Sussex';
SELECT count(*) AS none FROM areas_at('planet', '2024-06-30');

-- rows of one's own: merged trusts, several steps, a chain that ends
INSERT INTO area (code, level, title, valid, source, certainty) VALUES ('T1', 'trust', 'One', '[2019-01-01,2021-04-01)', 'test', 'inferred'), ('T2', 'trust', 'Two', '[2019-01-01,2023-04-01)', 'test', 'inferred'), ('T3', 'trust', 'Three', '[2019-01-01,)', 'test', 'inferred');
INSERT INTO area_successor (code, successor, since, source, certainty) VALUES ('T1', 'T2', '2021-04-01', 'test', 'inferred'), ('T2', 'T3', '2023-04-01', 'test', 'inferred');
SELECT d::date AS date, successor_area('T1', d::date), successor_area('T2', d::date), successor_area('T3', d::date) FROM unnest('{2021-03-31,2021-04-01,2023-03-31,2023-04-01}'::date[]) AS d;
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('S1', 'trust', 'T1', true, '[2019-01-01,2021-04-01)', 'test', 'inferred'), ('S1', 'trust', 'T2', true, '[2021-04-01,2023-04-01)', 'test', 'inferred'),
	('T1', 'alliance', 'E56000003', true, '(,2022-01-01)', 'test', 'inferred'), ('T2', 'icb', 'E54000061', false, '(,)', 'test', 'inferred');
SELECT d::date AS date, parent_area('S1', 'trust', d::date) AS trust, parent_area('S1', 'alliance', d::date) AS alliance, parent_area('S1', 'icb', d::date) AS icb, parent_area('T2', 'alliance', d::date) AS not_by_icb FROM unnest('{2018-12-31,2019-01-01,2021-03-31,2021-04-01,2023-04-01}'::date[]) AS d;
-- one parent of a level at a date, one area of a code at a date
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('S1', 'trust', 'T3', true, '[2021-03-31,2021-04-01)', 'test', 'inferred');
INSERT INTO area (code, level, title, valid, source, certainty) VALUES ('T1', 'provider', 'Uno', '[2021-03-31,)', 'test', 'inferred');
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('S1', 'trust', 'T3', true, '[2021-03-31,2021-03-31)', 'test', 'inferred');
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('S1', 'planet', 'T3', true, '[2030-03-31,)', 'test', 'inferred');
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('S1', 'trust', 'T3', true, '[2023-04-01,)', 'test', 'inferred');
-- rows of users go before shipped ones, for as long as they say, and can say that nothing is known
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('RCD', 'alliance', 'E56000026', true, '[2025-04-01,2026-04-01)', 'test', 'inferred'), ('RCD', 'icb', NULL, false, '[2025-04-01,)', 'test', 'inferred'),
	('E54000051', 'alliance', NULL, true, '[2025-04-01,)', 'test', 'inferred');
SELECT d::date AS date, parent_area('RCD', 'alliance', d::date) AS alliance, parent_area('RCD', 'icb', d::date) AS icb, parent_area('RCD', 'region', d::date) AS region, parent_area('E54000051', 'alliance', d::date) AS of_the_icb, parent_area('E54000051', 'national', d::date) AS national
FROM unnest('{2025-03-31,2025-04-01,2026-04-01}'::date[]) AS d;
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('RCD', 'alliance', 'E56000029', true, '[2026-03-31,)', 'test', 'inferred');
INSERT INTO area (code, level, title, valid, source, certainty) VALUES ('RCD', 'provider', 'Renamed', '[2025-04-01,)', 'test', 'inferred');
SELECT d::date AS date, t.title AS trust, p.title AS provider, parent_area('RCD', 'trust', d::date) AS as_trust, parent_area('RCD', 'provider', d::date) AS as_provider
FROM unnest('{2025-03-31,2025-04-01}'::date[]) AS d LEFT JOIN LATERAL areas_at('trust', d::date) AS t ON t.code = 'RCD' LEFT JOIN LATERAL areas_at('provider', d::date) AS p ON p.code = 'RCD';
INSERT INTO area_successor (code, successor, since, source, certainty) VALUES ('E56000019', NULL, '2024-01-01', 'test', 'inferred'), ('E56000024', 'E56000031', '2023-01-01', 'test', 'inferred');
SELECT successor_area('E56000019', '2024-06-30') AS none, successor_area('E56000024', '2023-06-30') AS earlier;
-- shipped rows stay
UPDATE area_parent SET parent = 'E56000026' WHERE code = 'RCD' AND level = 'alliance';
DELETE FROM area_level WHERE level = 'ccg';
TRUNCATE area_successor;
-- rows in a circle end with what is known
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty)
	SELECT 'C' || i, 'provider', 'C' || (i + 1) % 500, true, '(,)', 'test', 'inferred' FROM generate_series(0, 499) AS i;
SELECT parent_area('C0', 'provider', now()::date) AS next, parent_area('C0', 'alliance', now()::date) AS none;
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('C250', 'alliance', 'E56000005', true, '(,)', 'test', 'inferred');
SELECT count(*), count(*) FILTER (WHERE parent_area('C' || i, 'alliance', now()::date) = 'E56000005') AS found FROM generate_series(0, 499) AS i;
INSERT INTO area_successor (code, successor, since, source, certainty) VALUES ('T3', 'T1', '2024-04-01', 'test', 'inferred');
SELECT successor_area('T2', '2023-06-30');
SELECT successor_area('T2', '2024-06-30');
-- two ways up that differ are an error, and a row of one's own decides
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('D', 'trust', 'C1', true, '(,)', 'test', 'inferred'), ('D', 'provider', 'R0A', true, '(,)', 'test', 'inferred');
SELECT parent_area('D', 'alliance', '2024-06-30');
SELECT parent_area('D', 'national', '2024-06-30') AS national;
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty) VALUES ('D', 'alliance', 'E56000032', true, '(,)', 'test', 'inferred');
SELECT parent_area('D', 'alliance', '2024-06-30');
SELECT parent_area('RCD', 'planet', '2024-06-30');
-- a long chain is climbed, and a statement ended when it is told to
INSERT INTO area_parent (code, level, parent, whole, valid, source, certainty)
	SELECT 'L' || i, CASE WHEN i < 3000 THEN 'provider' ELSE 'region' END, 'L' || i + 1, true, '(,)', 'test', 'inferred' FROM generate_series(1, 3000) AS i;
SELECT parent_area('L1', 'region', '2024-06-30');
-- in an aggregate with workers; one look at the registry for each code
CREATE TABLE level_respondent AS SELECT (ARRAY['R0A', 'RCD', 'RXQ', 'REM', 'none'])[1 + i % 5] AS trust, date '2018-04-01' + i % 91 AS discharged FROM generate_series(1, 50000) AS i;
ALTER TABLE level_respondent SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET statement_timeout = '20s';
EXPLAIN (COSTS OFF) SELECT count(parent_area(trust, 'alliance', discharged)) FROM level_respondent;
SELECT parent_area(trust, 'alliance', discharged) AS alliance, count(*) FROM level_respondent GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE p IS DISTINCT FROM s) AS differ FROM (SELECT parent_area(trust, 'alliance', discharged) AS p, (SELECT parent FROM area_parent AS r WHERE r.code = trust AND r.level = 'alliance' AND r.valid @> discharged) AS s FROM level_respondent) AS v;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET statement_timeout;
DROP TABLE level_respondent;
-- what a call site has looked up ends with the statement
DO $$
DECLARE
	alliance text;
BEGIN
	FOR i IN 1..2 LOOP
		alliance = parent_area('D', 'alliance', '2024-06-30');
		RAISE NOTICE 'round %: %', i, alliance;
		UPDATE area_parent SET parent = 'E56000005' WHERE code = 'D' AND level = 'alliance';
	END LOOP;
END $$;
DELETE FROM area_parent WHERE NOT builtin;
DELETE FROM area_successor WHERE NOT builtin;
DELETE FROM area WHERE NOT builtin;
