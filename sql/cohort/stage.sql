-- Stage at diagnosis by the system that it is told in.
SET search_path = public, cancer_pe;
SELECT reading, string_agg(system, ' ' ORDER BY system COLLATE "C") AS systems FROM stage_system GROUP BY 1 ORDER BY 1;
SELECT system FROM stage_system AS s WHERE NOT EXISTS (SELECT FROM stage_reading AS r WHERE r.reading = s.reading);
SELECT stage, system, flag, g.*, metastatic_stage(stage, system) FROM (VALUES ('4', 'UICC8', 'Y'), ('3B', 'UICC 8', 'Y'), ('0IS', '8th', 'Y'), ('1A2', NULL, NULL), ('2', '', ''), ('3', 'ISS', 'Y'), ('C', 'Binet', 'Y'), ('A', 'RaiBinet', NULL), ('4', 'RaiBinet', 'Y'), ('M0', 'Chang', 'Y'), ('M3', 'Chang', 'Y'), ('L2', 'INRG', 'Y'), ('MS', 'INRG', 'Y'), ('5', 'Wilms', 'Y'), ('4', 'Wilms', 'Y'), ('5', 'AJCC8', 'Y'), ('4S', 'Ann Arbor', 'Y'), ('4b', 'figo', NULL),
	('?', 'UICC7', NULL), ('?', 'UICC7', 'Y'), ('U', 'UICC7', NULL), ('U', 'UICC7', 'Y'), ('6', 'UICC7', 'U'), ('6', 'UICC7', NULL), ('X', 'UICC7', NULL), ('X', 'UICC7', 'N'), ('2', 'UICC7', 'N'), ('2', 'UICC7', 'NA'), (NULL, 'UICC7', 'Y'), (' ', 'UICC7', NULL), (NULL, NULL, NULL)) AS v (stage, system, flag), LATERAL stage_group(stage, system, flag) AS g;
-- the published rule, written again, for every stage of the registry's dictionary in every system
CREATE TEMP TABLE registry AS SELECT stage FROM unnest(string_to_array('0 0A 0B 0C 0IS 1 1A 1A1 1A2 1A3 1AE 1AES 1AEX 1AEXS 1AS 1AX 1B 1B1 1B2 1BE 1BES 1BEX 1BS 1BX 1C 1C1 1C2 1C3 1E 1ES 1EX 1S 1X 1XS 2 2A 2A1 2A2 2AE 2AES 2AEX 2AS 2AX 2B 2BE 2BEX 2BS 2BX 2C 2E 2ES 2EX 2S 2X 3 3A 3A1 3A1i 3A1ii 3A2 3AE 3AES 3AEX 3AS 3AX 3B 3BE 3BES 3BEX 3BEXS 3BS 3BX 3BXS 3C 3C1 3C2 3D 3E 3ES 3EX 3S 3X 3XS 4 4A 4AE 4AES 4AEX 4AEXS 4AS 4AX 4AXS 4B 4BE 4BES 4BEX 4BEXS 4BS 4BX 4BXS 4C 4E 4ES 4EX 4EXS 4S 4X 5 6 ? U X A B C L1 L2 M MS M0 M1 M2 M3 M4', ' ')) AS stage;
WITH published AS (
	SELECT stage, system, flag, CASE
		WHEN flag = 'Y' AND system = 'Binet' AND left(stage, 1) IN ('A', 'B') THEN 'other early'
		WHEN flag = 'Y' AND system = 'Binet' AND left(stage, 1) = 'C' THEN 'other advanced'
		WHEN flag = 'Y' AND system = 'Chang' AND left(stage, 2) = 'M0' THEN 'other early'
		WHEN flag = 'Y' AND system = 'Chang' AND left(stage, 2) IN ('M1', 'M2', 'M3', 'M4') THEN 'other advanced'
		WHEN flag = 'Y' AND system = 'INRG' AND left(stage, 1) = 'L' THEN 'other early'
		WHEN flag = 'Y' AND system = 'INRG' AND left(stage, 1) = 'M' THEN 'other advanced'
		WHEN flag = 'Y' AND system = 'ISS' AND left(stage, 1) IN ('1', '2') THEN 'other early'
		WHEN flag = 'Y' AND system = 'ISS' AND left(stage, 1) = '3' THEN 'other advanced'
		WHEN flag = 'Y' AND system = 'Wilms' AND left(stage, 1) = '5' THEN '4 advanced'
		WHEN flag = 'Y' AND left(stage, 1) IN ('1', '2') THEN left(stage, 1) || ' early'
		WHEN flag = 'Y' AND left(stage, 1) IN ('3', '4') THEN left(stage, 1) || ' advanced'
		WHEN flag IN ('Y', 'N') THEN 'missing' ELSE 'unstageable' END AS result
	FROM registry, unnest('{UICC8,Binet,Chang,INRG,ISS,Wilms,FIGO,UNKNOWN,Ann Arbor}'::text[]) AS system, unnest('{Y,N,U,NA}'::text[]) AS flag)
SELECT count(*), count(*) FILTER (WHERE g.status = 'staged') AS staged, count(*) FILTER (WHERE g.status = 'stage_0') AS stage_0,
	count(*) FILTER (WHERE result IS DISTINCT FROM CASE g.status WHEN 'staged' THEN g.stage_group || ' ' || g.extent WHEN 'stage_0' THEN 'missing' ELSE g.status END) AS differ
FROM published AS p, LATERAL stage_group(stage, system, flag, false) AS g;
-- metastatic by stage: which prefixes, in which system
SELECT system, string_agg(DISTINCT left(stage, 2), ' ' ORDER BY left(stage, 2)) FILTER (WHERE d) AS distant, count(*) FILTER (WHERE d) AS stages, count(*) FILTER (WHERE NOT d) AS not_distant, count(*) FILTER (WHERE d IS NULL) AS no_word
FROM registry, unnest('{UICC8,FIGO,UNKNOWN,Ann Arbor,RaiBinet,ISS,Chang,INRG,Wilms}'::text[]) AS system, LATERAL (SELECT metastatic_stage(stage, system, NULL, false) AS d) AS v GROUP BY 1 ORDER BY 1;
-- and by M category
SELECT m, metastatic_stage(NULL, NULL, m, false) AS alone, metastatic_stage('2', 'UICC8', m, false) AS stage_2, metastatic_stage('4', 'UICC8', m, false) AS stage_4, metastatic_stage('3', 'ISS', m, false) AS iss_3 FROM unnest('{0,1,1a,1b,1c,1e,X,M0,M1,cM1a,pM0,"0(i+)",c1,"",?,10,2,M,NULL}'::text[]) AS m;
SELECT metastatic_stage('2', 'UICC8', '2');
SELECT metastatic_stage('Q', 'UICC8');
SELECT metastatic_stage('2', 'UICC99');
SELECT (stage_group('Q', 'Binet')).status;
SELECT (stage_group('2', 'Dukes')).status;
SELECT (stage_group('2', repeat('x', 100))).status;
SELECT (stage_group('2', 'UICC8', 'yes')).status;
SELECT (stage_group('2', 'UICC8', 'Y', NULL)).status;
SELECT (stage_group('Q', 'Dukes', 'yes', false)).*;
-- a system of one's own
INSERT INTO stage_system (system, reading, source, certainty) VALUES ('DUKES', 'dukes', 'test', 'inferred');
INSERT INTO stage_reading (reading, prefix, status, stage_group, extent, distant, source, certainty) VALUES ('dukes', 'A', 'staged', '1', 'early', false, 'test', 'inferred'), ('dukes', 'D', 'staged', '4', 'advanced', true, 'test', 'inferred'), ('dukes', 'X', 'unstageable', NULL, NULL, NULL, 'test', 'inferred');
SELECT stage, g.*, metastatic_stage(stage, 'dukes') FROM unnest('{A,d2,x,3}'::text[]) AS stage, LATERAL stage_group(stage, 'Dukes') AS g;
INSERT INTO stage_system (system, reading, source, certainty) VALUES ('uicc 9', 'tnm', 'test', 'inferred');
INSERT INTO stage_reading (reading, prefix, status, source, certainty) VALUES ('dukes', 'B', 'staged', 'test', 'inferred');
UPDATE stage_reading SET distant = true WHERE reading = 'iss';
DELETE FROM stage_system WHERE NOT builtin;
DELETE FROM stage_reading WHERE NOT builtin;
