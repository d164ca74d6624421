-- What other software gets wrong is not imitated: its figure, ours, and what the written rule gives.
SET search_path = cancer_pe, public;
-- everybody's answer is the second argument, except for the items named in the third (null: not answered)
CREATE FUNCTION pg_temp.answers(instrument text, everywhere integer, others jsonb) RETURNS integer[] LANGUAGE sql AS
	$$SELECT array_agg(CASE WHEN others ? i.item THEN (others ->> i.item)::integer ELSE everywhere END ORDER BY i.position) FROM cancer_pe.items(instrument) AS i$$;
CREATE FUNCTION pg_temp.one(instrument text, answers integer[], scale text) RETURNS double precision LANGUAGE sql AS
	$$SELECT s.score FROM cancer_pe.score(instrument, answers) AS s WHERE s.scale = $3$$;
CREATE TEMPORARY TABLE peer (peer text, scale text, theirs double precision, ours double precision, rule double precision);

-- MII, example Observations of its QLQ-C30 response: four of them do not follow from its own answers; 91.67 is not even attainable
INSERT INTO peer SELECT 'MII QLQ-C30 example Observation', scale, theirs, pg_temp.one('QLQ-C30', '{2,3,2,1,1,2,2,1,2,3,2,2,1,1,1,1,1,2,1,1,2,2,1,1,1,1,2,1,5,5}', scale), rule
FROM (VALUES ('RF', 83.33, 100 - 100 / 3.0), ('EF', 87.5, 100 - 100 / 6.0), ('SF', 91.67, 100 - 100 / 6.0), ('FA', 22.22, 400 / 9.0)) AS p (scale, theirs, rule);
-- (the others are right: nothing else of that example differs)
SELECT string_agg(scale || ' ' || round(score::numeric, 2), ', ') FROM score('QLQ-C30', '{2,3,2,1,1,2,2,1,2,3,2,2,1,1,1,1,1,2,1,1,2,2,1,1,1,1,2,1,5,5}');

-- MII, FHIRPath examples: the sum over the number of items asked, not of those answered
WITH person AS (SELECT pg_temp.answers('QLQ-C30', 2, '{"1": 3, "4": null, "5": null}') AS a)
INSERT INTO peer SELECT 'MII FHIRPath sum()/n', 'PF', (1 - ((a[1] + a[2] + a[3]) / 5.0 - 1) / 3) * 100, pg_temp.one('QLQ-C30', a, 'PF'), (1 - (7 / 3.0 - 1) / 3) * 100 FROM person;

-- QoLMiss: missing becomes the column's least answer, the range is that of the answers seen: the same person scores differently in another cohort
WITH cohort AS (SELECT * FROM (VALUES (1, 2, NULL::integer, 2), (1, 3, 3, 3), (2, 2, NULL, 2), (2, 4, 4, 4), (2, 1, 1, 1)) AS c (cohort, q10, q12, q18)),
	imputed AS (SELECT cohort, q10, q12, coalesce(q12, min(q12) OVER w) AS filled, q18, least(min(q10) OVER w, min(q12) OVER w, min(q18) OVER w) AS low, greatest(max(q10) OVER w, max(q12) OVER w, max(q18) OVER w) AS high FROM cohort WINDOW w AS (PARTITION BY cohort))
INSERT INTO peer SELECT 'QoLMiss, cohort ' || cohort, 'FA', ((q10 + filled + q18) / 3.0 - 1) / (high - low) * 100,
	pg_temp.one('QLQ-C30', pg_temp.answers('QLQ-C30', 1, jsonb_build_object('10', q10, '12', q12, '18', q18)), 'FA'), 100 / 3.0 FROM imputed WHERE q12 IS NULL;

-- CamCOPS: FACT-G is 0 when nothing is answered, and one answer is prorated to a subscale; HADS adds up whatever is there
INSERT INTO peer SELECT 'CamCOPS, nothing answered', 'FACT_G', 0, pg_temp.one('FACT-G', pg_temp.answers('FACT-G', NULL, '{}'), 'FACT_G'), NULL;
INSERT INTO peer SELECT 'CamCOPS, one answer', 'FACT_G', 4 * 7 / 1, pg_temp.one('FACT-G', pg_temp.answers('FACT-G', NULL, '{"GF1": 4}'), 'FACT_G'), NULL;
INSERT INTO peer SELECT 'CamCOPS, six of seven items', 'HADS_A', 6 * 3, pg_temp.one('HADS', pg_temp.answers('HADS', 3, '{"7": null}'), 'HADS_A'), NULL;

-- FACTscorer: FACT_ES_BCS and FACT_Bplus4 have a breast subscale of nine items, without P2
WITH person AS (SELECT pg_temp.answers('FACT-B', 1, '{"P2": 0}') AS a)
INSERT INTO peer SELECT 'FACTscorer, nine-item BCS', 'BCS', 7 * 3 + 2 * 1, pg_temp.one('FACT-B', a, 'BCS'), 7 * 3 + 2 * 1 + 4 FROM person;
-- and totals are sums of rounded subscales: here 2/3 of a point four times
WITH person AS (SELECT pg_temp.answers('FACT-G', 1, '{"GP7": null, "GS7": null, "GE6": null, "GF7": null, "GP1": 0, "GS1": 0, "GE1": 0, "GF1": 0}') AS a)
INSERT INTO peer SELECT 'FACTscorer, rounded parts', 'FACT_G', round(19 * 7 / 6.0, 3) + round(5 * 7 / 6.0, 3) + round(14 * 6 / 5.0, 3) + round(5 * 7 / 6.0, 3), pg_temp.one('FACT-G', a, 'FACT_G'),
	19 * 7 / 6.0 + 5 * 7 / 6.0 + 14 * 6 / 5.0 + 5 * 7 / 6.0 FROM person;

-- MII, PROMIS-29 example T scores against the tables
WITH person AS (SELECT pg_temp.answers('PROMIS-29', 3, '{"1": 4, "5": 2, "6": 2, "7": 2, "13": 4, "14": 4, "15": 4, "17": 2, "21": 2, "25": 2}') AS a)
INSERT INTO peer SELECT 'MII PROMIS-29 example', scale, theirs, pg_temp.one('PROMIS-29', a, scale), rule
FROM person, (VALUES ('PF', 42.6, 37.9), ('ANX', 56.8, 57.7), ('FAT', 64.9, 62.7), ('SLEEP', 53.6, 52.4), ('SOCIAL', 39.7, 42.3), ('PAIN', 60.9, 59.9)) AS p (scale, theirs, rule);

-- MII, EndocrineTherapy_BR45: nine items, without 68; EndocrineSexual_BR45: items by the numbers of the QLQ-BR42
WITH person AS (SELECT pg_temp.answers('QLQ-BR45', 2, '{"68": 4, "69": 1, "70": 4, "72": 4}') AS a)
INSERT INTO peer SELECT 'MII EndocrineTherapy_BR45', 'ET', (((7 + 1) * 2 + 1) / 9.0 - 1) / 3 * 100, pg_temp.one('QLQ-BR45', a, 'ET'), ((8 * 2 + 4 + 1) / 10.0 - 1) / 3 * 100 FROM person
UNION ALL SELECT 'MII EndocrineSexual_BR45', 'ES', ((4 + 1 + 4 + 2) / 4.0 - 1) / 3 * 100, pg_temp.one('QLQ-BR45', a, 'ES'), ((4 + 2 + 4 + 2) / 4.0 - 1) / 3 * 100 FROM person;

-- a Shiny scorer has no half rule (and rounds to 2 decimals): one answer of five is enough for it
INSERT INTO peer SELECT 'Shiny scorer, no half rule', 'PF', round((1 - (2 - 1) / 3.0) * 100, 2), pg_temp.one('QLQ-C30', pg_temp.answers('QLQ-C30', 1, '{"1": 2, "2": null, "3": null, "4": null, "5": null}'), 'PF'), NULL;
INSERT INTO peer SELECT 'Shiny scorer, two decimals', 'PF', round((1 - (2 - 1) / 3.0) * 100, 2), pg_temp.one('QLQ-C30', pg_temp.answers('QLQ-C30', 2, '{}'), 'PF'), (1 - (2 - 1) / 3.0) * 100;
-- a registry let one of three through
INSERT INTO peer SELECT 'a registry, one of three', 'FA', 100, pg_temp.one('QLQ-C30', pg_temp.answers('QLQ-C30', 4, '{"12": null, "18": null}'), 'FA'), NULL;

-- a FACIT scorer takes half for more than half: three of six
INSERT INTO peer SELECT 'FACIT scorer, three of six', 'EWB', 2 * 6, pg_temp.one('FACT-G', pg_temp.answers('FACT-G', 2, '{"GE1": null, "GE2": null, "GE3": null}'), 'EWB'), NULL;

-- QoLR scores items 46 and 35 of people to whom they do not apply
WITH person AS (SELECT pg_temp.answers('QLQ-BR23', 3, '{"34": 1, "45": 1}') AS a)
INSERT INTO peer SELECT 'QoLR without conditions', scale, 200 / 3.0, pg_temp.one('QLQ-BR23', a, scale), NULL FROM person, (VALUES ('BRSEE'), ('BRHL')) AS s (scale);
-- it can be had, by name; without an answer to the deciding item the answer counts in any case
SELECT s.scale, s.score, s.status, p.score AS without_conditions, m.score AS gate_missing
FROM (SELECT pg_temp.answers('QLQ-BR23', 3, '{"34": 1, "45": 1}') AS a, pg_temp.answers('QLQ-BR23', 3, '{"34": null, "45": null}') AS b) AS person,
	LATERAL score('QLQ-BR23', a) AS s, LATERAL score(instrument_plan('QLQ-BR23', '{"conditional": false}'), a) AS p, LATERAL score('QLQ-BR23', b) AS m
WHERE s.scale IN ('BRSEE', 'BRHL') AND p.scale = s.scale AND m.scale = s.scale;

-- a public scorer of the SDI-21 prorates one missing item and does not recode items 3, 4, 8 and 9
INSERT INTO peer SELECT 'SDI-21 scorer, not recoded', 'MONEY', 5 * 3, pg_temp.one('SDI-21', pg_temp.answers('SDI-21', 3, '{}'), 'MONEY'), 3 * 3 + 2 * 2;
INSERT INTO peer SELECT 'SDI-21 scorer, prorated', 'MONEY', 5 * 1, pg_temp.one('SDI-21', pg_temp.answers('SDI-21', 1, '{"7": null}'), 'MONEY'), NULL;

SELECT peer, scale, round(theirs::numeric, 4) AS theirs, round(ours::numeric, 4) AS ours, round(rule::numeric, 4) AS rule,
	ours IS DISTINCT FROM theirs AND coalesce(abs(ours - theirs) > 1e-4, true) AS not_imitated, ours IS NULL = (rule IS NULL) AND coalesce(abs(ours - rule) < 1e-9, true) AS by_the_rule
FROM peer;

-- PROscorer, QoLR and FACTscorer stop at an answer out of range; the EORTC program takes it as missing: strict and lenient
SELECT scores('QLQ-C30', pg_temp.answers('QLQ-C30', 2, '{"8": 5}'));
SELECT scale, score, answered, invalid, status FROM score('QLQ-C30', pg_temp.answers('QLQ-C30', 2, '{"8": 5, "10": 9}'), false) WHERE scale IN ('DY', 'FA', 'SUMMARY');
-- nothing answered: no score at all, of any instrument
SELECT count(DISTINCT instrument) AS instruments, count(*) AS scales, count(s.score) AS scored, string_agg(DISTINCT s.status, ' ') AS status
FROM instruments, LATERAL score(instrument, pg_temp.answers(instrument, NULL, '{}')) AS s WHERE builtin;
