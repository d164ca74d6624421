-- Norms of the general population, and values against them.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR
SELECT name, instrument, measure, count(*) AS rows, min(age_from) AS youngest, count(*) FILTER (WHERE age_to IS NULL) AS open, sum(n) AS n, count(sd) + count(low) + count(high) AS spread, bool_and(builtin) AS builtin, count(DISTINCT source || note) AS words
FROM norm GROUP BY 1, 2, 3 ORDER BY name COLLATE "C";
-- the means at full precision round to the table printed for readers, and n is the same
CREATE TEMP TABLE printed (sex text, band text, crosswalk numeric, eepru numeric, n int);
\set file :here '/test/data/interpretation/hse_2017_18_rounded.csv'
COPY printed FROM :'file' (FORMAT csv, HEADER);
SELECT count(*) AS bands, count(*) FILTER (WHERE round(c.mean::numeric, 3) = p.crosswalk) AS crosswalk, count(*) FILTER (WHERE round(e.mean::numeric, 3) = p.eepru) AS eepru, count(*) FILTER (WHERE c.n = p.n AND e.n = p.n) AS n
FROM printed AS p JOIN norm AS c ON c.name = 'HSE 2017-18 crosswalk' AND c.sex = p.sex AND c.age_from || coalesce('-' || c.age_to, '+') = p.band
	JOIN norm AS e ON e.name = 'HSE 2017-18 EEPRU' AND e.sex = p.sex AND e.age_from = c.age_from AND e.age_to IS NOT DISTINCT FROM c.age_to;
-- Kind and others 1999
SELECT sex, array_agg(mean ORDER BY age_from) = CASE sex WHEN 'female' THEN '{0.94,0.93,0.91,0.85,0.81,0.78,0.71}' ELSE '{0.94,0.93,0.91,0.84,0.78,0.78,0.75}' END::float8[] AS mvh FROM norm WHERE name = 'MVH 1993' GROUP BY sex ORDER BY sex;
-- every norm, age and sex: the function against a join
SELECT count(*) AS persons, count(f) AS found, count(*) FILTER (WHERE f IS DISTINCT FROM mean) AS different, max(abs(d - (0.5 - mean))) < 1e-16 AS difference, count(z) + count(t) AS without_sd
FROM (SELECT w.mean, norm_mean(name, age, p.sex, strict => false) AS f, norm_difference(0.5, name, age, p.sex, strict => false) AS d, norm_z(0.5, name, age, p.sex, strict => false) AS z, norm_t(0.5, name, age, p.sex, strict => false) AS t
	FROM (SELECT DISTINCT name FROM norm) AS s CROSS JOIN generate_series(-1, 151) AS age CROSS JOIN unnest('{female,male}'::text[]) AS p(sex)
		LEFT JOIN norm AS w USING (name) WHERE w.sex = p.sex AND age BETWEEN w.age_from AND coalesce(w.age_to, 150)
	UNION ALL SELECT NULL, norm_mean(name, age, 'male', strict => false), NULL, NULL, NULL FROM (SELECT DISTINCT name FROM norm) AS s, unnest('{-1,0,15,151,-2147483648,2147483647}'::int[]) AS age) AS v;
SELECT norm_mean('MVH 1993', NULL, 'male') AS no_age, norm_mean('MVH 1993', 50, NULL) AS no_sex, norm_difference(NULL, 'MVH 1993', 50, 'male') AS no_value, norm_mean('MVH 1993', 17, 'male', strict => false) AS too_young, norm_mean('MVH 1993', 18, 'male') AS just;
-- the formula of Ara and Brazier: at birth its constants, and by hand at 60
SELECT ara_brazier_2010(0, 'female') = 0.9508566 AS female, abs(ara_brazier_2010(0, 'male') - 0.9720692) < 1e-15 AS male, abs(ara_brazier_2010(60, 'male') - (0.9508566 + 0.0212126 - 0.015522 - 0.11952)) < 1e-15 AS at_60, ara_brazier_2010(NULL, 'male'), ara_brazier_2010(60, NULL);

-- "75 against 82 in the general population" is one query: synthetic respondents, by cancer
CREATE TEMP TABLE respondent AS
	SELECT i, (ARRAY['breast', 'bowel', 'prostate'])[1 + i % 3] AS cancer, CASE WHEN i % 3 = 0 OR (i % 3 = 1 AND i % 2 = 0) THEN 'female' ELSE 'male' END AS sex, 45 + i * 7 % 46 AS age, 0.0::float8 AS index
	FROM generate_series(1, 6000) AS i;
UPDATE respondent SET index = norm_mean('HSE 2017-18 crosswalk', age, sex) - 0.05 + 0.001 * (i % 41) WHERE i % 50 > 0;
UPDATE respondent SET index = NULL WHERE i % 50 = 0;
SELECT cancer, count(*), round(mean(moments(100 * index))::numeric, 1) AS overall_health, round(mean(moments(100 * norm_mean('HSE 2017-18 crosswalk', age, sex)) FILTER (WHERE index IS NOT NULL))::numeric, 1) AS general_population,
	round(mean(moments(100 * norm_difference(index, 'HSE 2017-18 crosswalk', age, sex)))::numeric, 2) AS difference, missing(moments(index))
FROM respondent GROUP BY cancer ORDER BY cancer;
SELECT abs(mean(moments(norm_mean('HSE 2017-18 crosswalk', age, sex))) - (SELECT avg(mean) FROM respondent AS r JOIN norm AS n ON n.name = 'HSE 2017-18 crosswalk' AND n.sex = r.sex AND r.age >= n.age_from AND r.age <= coalesce(n.age_to, 150))) < 1e-13 AS as_a_join FROM respondent;
-- the same on parallel workers
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE TABLE norms_respondent AS SELECT * FROM respondent;
ALTER TABLE norms_respondent SET (parallel_workers = 2);
EXPLAIN (COSTS OFF) SELECT moments(norm_difference(index, 'HSE 2017-18 crosswalk', age, sex)) FROM norms_respondent;
SELECT moments(norm_difference(index, 'HSE 2017-18 crosswalk', age, sex)) = (SELECT moments(norm_difference(index, 'HSE 2017-18 crosswalk', age, sex)) FROM respondent) AS same FROM norms_respondent;
DROP TABLE norms_respondent;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
-- directly standardised to the population of the norm's survey
WITH stratum AS (SELECT n.sex, n.age_from, n.n AS people, moments(r.index) FILTER (WHERE r.cancer = 'bowel') AS m
	FROM norm AS n LEFT JOIN respondent AS r ON n.sex = r.sex AND r.age BETWEEN n.age_from AND coalesce(n.age_to, 150) WHERE n.name = 'HSE 2017-18 crosswalk' GROUP BY n.sex, n.age_from, n.n)
SELECT strata(s), coverage(s)::numeric(5,4), mean(s) AS mean, mean(s, true)::numeric(8,6) AS present, (mean_ci(s)).status FROM (SELECT standardised_mean(m, people) AS s FROM stratum) AS v;

-- norms of one's own, with sd, several measures, both sexes together
INSERT INTO norm (name, instrument, measure, sex, age_from, age_to, mean, sd, n, low, high, source, certainty)
	VALUES ('ours', 'QLQ-C30', 'PF', 'all', 18, 59, 90, 12.5, 500, 89, 91, 'a test', 'unconfirmed'), ('ours', 'QLQ-C30', 'PF', 'all', 60, NULL, 80, 20, 500, 79, 81, 'a test', 'unconfirmed'),
		('ours', 'QLQ-C30', 'FA', 'female', 18, NULL, 25, 10, NULL, NULL, NULL, 'a test', 'unconfirmed');
SELECT norm_mean('ours', 59, 'male', 'PF'), norm_mean('ours', 60, 'female', 'PF'), norm_mean('ours', 60, 'all', 'PF'), norm_difference(70, 'ours', 60, 'all', 'PF'), norm_z(70, 'ours', 60, 'female', 'PF'), norm_t(70, 'ours', 60, 'male', 'PF'), norm_z(NULL, 'ours', 60, 'all', 'PF'), norm_t(45, 'ours', 30, 'female', 'FA');
-- a call site sees the registry as its query does
DO $$
DECLARE seen float8[];
BEGIN
	FOR i IN 1 .. 3 LOOP
		seen := seen || norm_mean('ours', 30, 'all', 'PF');
		UPDATE norm SET mean = mean + 1 WHERE name = 'ours' AND measure = 'PF';
	END LOOP;
	RAISE NOTICE '%', seen;
END $$;
-- a column of names, as when norms are compared
SELECT count(*), count(DISTINCT v) FROM (SELECT norm_mean(name, age, sex, measure) AS v FROM (SELECT DISTINCT name, measure FROM norm WHERE measure <> 'FA') AS n, generate_series(20, 90) AS age, unnest('{female,male}'::text[]) AS sex) AS w;

-- what is refused
SELECT norm_mean('ours', 30, 'male');
SELECT norm_mean('ours', 30, 'male', 'XX');
SELECT norm_mean('ours', 30, 'male', 'FA');
SELECT norm_mean('ours', 17, 'male', 'PF');
SELECT norm_mean('MVH', 30, 'male');
SELECT norm_mean(NULL, 30, 'male');
SELECT norm_mean('MVH 1993', 30, 'M');
SELECT norm_mean('MVH 1993', 30, 'all');
SELECT norm_mean('MVH 1993', 17, 'female');
SELECT norm_mean('MVH 1993', 50, 'female', strict => NULL);
SELECT norm_difference('NaN', 'MVH 1993', 50, 'female');
SELECT ara_brazier_2010(-1, 'male');
SELECT ara_brazier_2010(50, 'all');
INSERT INTO norm (name, instrument, measure, sex, age_from, mean, source, certainty) VALUES ('ours', 'QLQ-C30', 'PF', 'all', 50, 1, 'a test', 'unconfirmed');
SELECT norm_mean('ours', 20, 'all', 'PF');
INSERT INTO norm (name, instrument, measure, sex, age_from, mean, source, certainty) VALUES ('x', 'x', 'x', 'M', 50, 1, 'a test', 'unconfirmed');
INSERT INTO norm (name, instrument, measure, sex, age_from, mean, source, certainty) VALUES ('x', 'x', 'x', 'male', 50, 'NaN', 'a test', 'unconfirmed');
INSERT INTO norm (name, instrument, measure, sex, age_from, age_to, mean, source, certainty) VALUES ('x', 'x', 'x', 'male', 50, 49, 1, 'a test', 'unconfirmed');
INSERT INTO norm (name, instrument, measure, sex, age_from, mean, source, certainty) VALUES ('x', 'x', 'x', 'male', 50, 1, 'a test', 'well known');
UPDATE norm SET mean = 1 WHERE name = 'MVH 1993';
DELETE FROM norm WHERE name = 'ours';
