-- What a score means: thresholds, changes that matter, reliable change, time to deterioration.
SET search_path = cancer_pe, public;
\getenv here PG_ABS_SRCDIR

-- ---- thresholds ----
-- none is shipped in the table; these cuts are test data
SELECT count(*) FROM threshold;
INSERT INTO threshold (instrument, scale, name, problem, cut, source, certainty)
	VALUES ('QLQ-C30', 'PF', 'test a', 'below', 70, 'test data', 'unconfirmed'), ('QLQ-C30', 'FA', 'test a', 'above', 30, 'test data', 'unconfirmed'), ('QLQ-C30', 'FA', 'test b', 'at_least', 30, 'test data', 'unconfirmed'), ('Test', 'S', 'test a', 'at_most', 0.3, 'test data', 'unconfirmed');
SELECT score, clinically_important('QLQ-C30', 'PF', score) AS below_70, clinically_important('QLQ-C30', 'FA', score, 'test a') AS above_30, clinically_important('QLQ-C30', 'FA', score, 'test b') AS at_least_30
FROM unnest('{NULL,0,29.999999,30,30.000001,69.999999,70,70.000001}'::float8[]) AS score;
-- the last binary digit does not decide: 0.1 + 0.2 is at most 0.3
SELECT 0.1::float8 + 0.2 > 0.3 AS above_as_stored, clinically_important('Test', 'S', 0.1::float8 + 0.2) AS at_most, clinically_important('Test', 'S', 0.3000001) AS above;
-- names that vary by row
SELECT count(*) AS scores, count(*) FILTER (WHERE clinically_important('QLQ-C30', scale, score, 'test a') IS DISTINCT FROM CASE scale WHEN 'PF' THEN score < 70 ELSE score > 30 END) AS different
FROM (SELECT (ARRAY['PF', 'FA'])[1 + i % 2] AS scale, i % 101 AS score FROM generate_series(1, 1000) AS i) AS v;
-- those of definitions; a row of the table goes before one of the same name
SELECT register_instrument('{"instrument": "Test", "version": "1", "title": "Test", "source": "test data", "certainty": "unconfirmed", "items": [{"ids": ["1..2"], "min": 0, "max": 3}],
	"scales": [{"scale": "S", "label": "Sum", "higher": "worse", "items": ["1", "2"], "transform": "sum", "missing": "all"}, {"scale": "U", "label": "Unclear", "higher": "unconfirmed", "items": ["1"], "transform": "sum", "missing": "all"}],
	"thresholds": [{"scale": "S", "name": "test a", "problem": "at_least", "cut": 4, "source": "test data"}, {"scale": "U", "name": "test a", "problem": "at_least", "cut": 2, "source": "test data"}]}');
SELECT scale, name, problem, cut, source, certainty, builtin FROM thresholds WHERE instrument = 'Test' ORDER BY scale;
SELECT clinically_important('Test', 'S', 4) AS of_the_table, clinically_important('Test', 'U', 2) AS of_the_definition;
-- a call site sees the registry as its query does
DO $$
DECLARE seen boolean[];
BEGIN
	FOR i IN 1 .. 3 LOOP
		seen := seen || clinically_important('QLQ-C30', 'PF', 69);
		UPDATE threshold SET cut = cut - 1 WHERE scale = 'PF';
	END LOOP;
	RAISE NOTICE '%', seen;
END $$;
SELECT clinically_important('QLQ-C30', 'FA', 50);
SELECT clinically_important('QLQ-C30', 'FA', 50, 'test c');
SELECT clinically_important('QLQ-C30', 'EF', NULL);
SELECT clinically_important('QLQ-C31', 'EF', 50);
SELECT clinically_important('qlq-c30', 'PF', 50);
SELECT clinically_important('QLQ-C30', NULL, 50);
SELECT clinically_important('QLQ-C30', 'PF', 'Infinity');
INSERT INTO threshold (instrument, scale, name, problem, cut, source, certainty) VALUES ('Test', 'S', 'x', 'over', 1, 'test data', 'unconfirmed');
INSERT INTO threshold (instrument, scale, name, problem, cut, source, certainty) VALUES ('Test', 'S', 'x', 'above', 'NaN', 'test data', 'unconfirmed');
INSERT INTO threshold (instrument, scale, name, problem, cut, source, certainty, builtin) VALUES ('Test', 'S', 'x', 'above', 1, 'test data', 'unconfirmed', true);

-- ---- changes that matter ----
SELECT instrument, scale, name, improvement, deterioration, applies_to, higher, certainty, builtin, source ~ 'doi' AS doi FROM important_difference ORDER BY instrument COLLATE "C";
INSERT INTO important_difference (instrument, scale, name, improvement, deterioration, applies_to, higher, source, certainty)
	VALUES ('QLQ-C30', 'FA', 'test a', 4, 8, 'change', NULL, 'test data', 'unconfirmed'), ('QLQ-C30', NULL, 'test a', 10, 20, 'change', NULL, 'test data', 'unconfirmed'), ('QLQ-C30', 'FA', 'test g', 1, 1, 'groups', NULL, 'test data', 'unconfirmed'),
		('Test', 'U', 'test a', 1, 1, 'change', NULL, 'test data', 'unconfirmed'), ('Test', 'S', 'test a', 1, 2, 'change', NULL, 'test data', 'unconfirmed'), ('None', 'X', 'test a', 1, 2, 'change', 'worse', 'test data', 'unconfirmed');
-- the whole grid of scores in steps of 1, every scale's direction, against plain arithmetic; and the explicit form
SELECT count(*) AS changes, count(*) FILTER (WHERE named IS DISTINCT FROM oracle) AS different, count(*) FILTER (WHERE given IS DISTINCT FROM oracle) AS given_different,
	count(*) FILTER (WHERE oracle = 'improved') AS improved, count(*) FILTER (WHERE oracle = 'deteriorated') AS deteriorated
FROM (SELECT important_change('QLQ-C30', scale, b, a, 'test a') AS named, important_change(b, a, up, down, higher = 'better') AS given,
		CASE WHEN gain >= up THEN 'improved' WHEN gain <= -down THEN 'deteriorated' ELSE 'stable' END AS oracle
	FROM (SELECT scale, higher, b, a, CASE higher WHEN 'better' THEN a - b ELSE b - a END AS gain, CASE scale WHEN 'FA' THEN 4 ELSE 10 END AS up, CASE scale WHEN 'FA' THEN 8 ELSE 20 END AS down
		FROM scales('QLQ-C30') AS s, generate_series(0, 100, 2) AS b, generate_series(0, 100) AS a) AS v) AS w;
SELECT important_change('QLQ-C30', 'PF', 200.0 / 3, 185.0 / 3, 'Vrancken Peeters 2024') AS five_less, important_change('EQ-5D-5L', 'INDEX', 0.80, 0.88, 'Vrancken Peeters 2024') AS index_more, 0.88::float8 - 0.80 >= 0.08 AS as_stored,
	important_change('EQ-5D-5L', 'INDEX', 0.80, 0.8799, 'Vrancken Peeters 2024') AS nearly, important_change('None', 'X', 3, 5, 'test a') AS of_the_row, important_change('Test', 'S', 3, 2, 'test a') AS of_the_definition,
	important_change('QLQ-C30', 'PF', NULL, 50, 'test a') AS no_before, important_change('QLQ-C30', 'PF', 50, NULL, 'test a') AS no_after, important_change(50, 60, 5, 5, NULL::boolean) AS no_direction;
SELECT important_change('QLQ-C30', 'PF', 50, 60, NULL);
SELECT important_change('QLQ-C30', 'PF', 50, 60, 'test g');
SELECT important_change('QLQ-C30', 'XX', 50, 60, 'test a');
SELECT important_change('EQ-5D-5L', 'VAS', 50, 60, 'test a');
SELECT important_change('qlq-c30', 'PF', 50, 60, 'test a');
SELECT important_change('Test', 'U', 1, 2, 'test a');
SELECT important_change(NULL, 'PF', 50, 60, 'test a');
SELECT important_change('QLQ-C30', 'PF', 50, 'NaN', 'test a');
SELECT important_change(50, 60, 0, 5, true);
INSERT INTO important_difference (instrument, scale, name, improvement, deterioration, applies_to, source, certainty) VALUES ('QLQ-C30', NULL, 'test a', 1, 1, 'change', 'test data', 'unconfirmed');
INSERT INTO important_difference (instrument, scale, name, improvement, deterioration, applies_to, source, certainty) VALUES ('QLQ-C30', NULL, 'x', 1, -1, 'change', 'test data', 'unconfirmed');
DELETE FROM important_difference WHERE builtin;
TRUNCATE important_difference;

-- ---- reliable change ----
-- sd 10, reliability 0.8: error 10 * sqrt(0.4), least change 1.96 times that; reliability 0.5: the error is sd
SELECT r.difference::numeric(12,9), r.index::numeric(12,9), r.changed FROM (VALUES (50, 63), (50, 62), (63, 50), (50, NULL)) AS v(b, a), reliable_change(b, a, 10, 0.8) AS r;
SELECT count(*) AS changes, max(abs(r.difference / (1.959963984540054 * sd * sqrt(2 * (1 - rel))) - 1)) < 1e-15 AS difference, max(abs(r.index - (a - 50) / (sd * sqrt(2) * sqrt(1 - rel)))) < 1e-12 AS index,
	count(*) FILTER (WHERE r.changed <> (abs(a - 50) > r.difference)) AS different, count(*) FILTER (WHERE r.changed) AS changed
FROM generate_series(0, 100, 5) AS a, unnest('{1,7.5,25}'::float8[]) AS sd, unnest('{0,0.5,0.7,0.95}'::float8[]) AS rel, reliable_change(50, a, sd, rel) AS r;
SELECT (reliable_change(50, 60, 10, 0.5)).index, (reliable_change(50, 60, 10, 0.5, 0.6826894921370859)).difference::numeric(12,9), (reliable_change(50, 60, NULL, 0.5)).*;
SELECT reliable_change(50, 60, 0, 0.5);
SELECT reliable_change(50, 60, 10, 1);
SELECT reliable_change(50, 60, 10, 0.5, 1);
SELECT reliable_change(50, 'NaN', 10, 0.5);
SELECT reliable_change(1e308, -1e308, 10, 0.5);

-- ---- time to deterioration, in plain SQL over scores: 126 real visits ----
CREATE TEMP TABLE visit (id int, "time" int, day int, death int, ql float8, pf float8);
\set file :here '/test/data/interpretation/visits.csv'
COPY visit FROM :'file' (FORMAT csv, HEADER);
-- the recipe: baseline is the score of the first visit ("time" 0), the event the first later score that is worse by
-- the points that matter; without one the person is seen until the last score. Who died can count as an event, too.
CREATE TEMP VIEW deterioration AS
WITH scored AS (
	SELECT id, day, death, pf, min(pf) FILTER (WHERE "time" = 0) OVER person AS baseline, min(day) FILTER (WHERE "time" = 0) OVER person AS start
	FROM visit WHERE pf IS NOT NULL AND day IS NOT NULL WINDOW person AS (PARTITION BY id)
), person AS (
	SELECT id, start, max(day) AS last, min(death) AS death,
		min(day) FILTER (WHERE day > start AND important_change('QLQ-C30', 'PF', baseline, pf, 'Vrancken Peeters 2024') = 'deteriorated') AS worse
	FROM scored WHERE baseline IS NOT NULL GROUP BY id, start
)
SELECT id, coalesce(worse, last) - start AS days, worse IS NOT NULL AS event,
	coalesce(worse, death, last) - start AS days_or_death, coalesce(worse, death) IS NOT NULL AS event_or_death
FROM person;
SELECT count(*) AS persons, sum(days) AS days, count(*) FILTER (WHERE event) AS events, sum(days_or_death) AS days_or_death, count(*) FILTER (WHERE event_or_death) AS events_or_death,
	(SELECT count(DISTINCT id) FROM visit) AS in_the_data, min(days) AS least FROM deterioration;
-- the same one visit after another
CREATE TEMP TABLE walked (id int, days int, event boolean, days_or_death int, event_or_death boolean);
DO $$
DECLARE who int; v record; base float8; begun int; seen int; died int; fell int;
BEGIN
	FOR who IN SELECT DISTINCT id FROM visit LOOP
		base := NULL; begun := NULL; seen := NULL; died := NULL; fell := NULL;
		FOR v IN SELECT * FROM visit WHERE id = who ORDER BY "time" LOOP
			died := coalesce(v.death, died);
			CONTINUE WHEN v.pf IS NULL OR v.day IS NULL;
			IF v."time" = 0 THEN
				base := v.pf; begun := v.day;
			END IF;
			CONTINUE WHEN base IS NULL;
			seen := v.day;
			IF fell IS NULL AND base - v.pf > 4.999999 THEN
				fell := v.day;
			END IF;
		END LOOP;
		CONTINUE WHEN base IS NULL;
		IF fell IS NOT NULL THEN
			INSERT INTO walked VALUES (who, fell - begun, true, fell - begun, true);
		ELSIF died IS NOT NULL THEN
			INSERT INTO walked VALUES (who, seen - begun, false, died - begun, true);
		ELSE
			INSERT INTO walked VALUES (who, seen - begun, false, seen - begun, false);
		END IF;
	END LOOP;
END $$;
SELECT count(*) AS persons, count(*) FILTER (WHERE d IS NOT DISTINCT FROM w) AS same FROM deterioration AS d FULL JOIN walked AS w USING (id);
DELETE FROM threshold;
DELETE FROM important_difference WHERE NOT builtin;
DELETE FROM instrument WHERE NOT builtin;
