-- ICD-10 codes, their ranges, and NHS numbers.
SET search_path = public, cancer_pe;
SELECT c AS code, icd10(c, false) FROM unnest('{C50.4,c504,C50X,C50.-,C50.4D,C50.41," c50 ",D05.1,C5,C5O,"",NULL,C50.4.1}'::text[]) AS c;
SELECT icd10('C5O.4');
SELECT icd10('C5');
SELECT icd10('C50.4.1');
SELECT icd10('breast');
SELECT icd10('C50', NULL);
SELECT icd10('') IS NULL AS blank, icd10(NULL) IS NULL AS nothing;
-- ranges
SELECT c AS code, r AS ranges, icd10_in(c, r) FROM (VALUES ('C50.4', 'C50'), ('C50', 'C50.4'), ('C16.9', 'C15-C17,C22'), ('C18', 'C15-C17,C22'), ('C22.0', 'C15-C17,C22'), ('C78.8', 'C78.0-C78.7'), ('C78.7', 'c780 - c787'), ('C78', 'C78.0-C78.7'), ('C78', 'C78.0-C78.9'),
	('C44.3', 'C00-C97, !C44'), ('C43', '!C44, C00-C97'), ('C77.3', 'C77,!C77.3'), ('C77', 'C77,!C77.3'), ('C77.2', 'C77.-,!C77.3'), ('D05.1', 'C50, D05.X'), ('C99', 'A00-Z99'), (NULL, 'C50'), (' ', 'C50'), ('C50', NULL), ('C509', 'C50.0-C50,!C50.8')) AS v (c, r);
SELECT icd10_in('C50', 'C50-');
SELECT icd10_in('C50', 'C17-C15');
SELECT icd10_in('C50', 'C15 C17');
SELECT icd10_in('C50', '');
SELECT icd10_in('C50', 'C50,');
SELECT icd10_in('C50', 'C50,5O');
SELECT icd10_in('C50', 'C5');
SELECT icd10_in('C50', 'C50.');
SELECT icd10_in('C50', 'C50.41');
SELECT icd10_in('C5', 'C50');
SELECT icd10_in('C5', 'C50', false) AS no_code, icd10_in('C5', NULL) AS no_ranges;
SELECT icd10_in('C50', 'C50', NULL);
-- by brute force: every code against ranges as texts
CREATE TEMP TABLE site AS SELECT chr(64 + l) || lpad(n::text, 2, '0') || f AS code FROM generate_series(1, 26) AS l, generate_series(0, 99) AS n, unnest('{"",0,3,9}'::text[]) AS f;
SELECT count(*), count(*) FILTER (WHERE icd10_in(code, 'C00-C97,!C44')) AS inside,
	count(*) FILTER (WHERE icd10_in(code, 'C00-C97,!C44') <> (left(code, 3) COLLATE "C" BETWEEN 'C00' AND 'C97' AND left(code, 3) <> 'C44')) AS wrong,
	count(*) FILTER (WHERE icd10_in(code, 'B99.3-C02.3, D48') <> (rpad(code, 4, '0') COLLATE "C" >= 'B993' AND rpad(code, 4, '9') COLLATE "C" <= 'C023' OR left(code, 3) = 'D48')) AS wrong_at_ends,
	count(*) FILTER (WHERE icd10(code) <> code OR icd10(left(code, 3) || '.' || coalesce(nullif(substr(code, 4), ''), '-')) <> code) AS not_normal FROM site;
-- ranges that change from row to row
SELECT string_agg(icd10_in(c, r)::text, ' ') FROM (VALUES ('C50', 'C50'), ('C50', 'C51'), ('C51', 'C51'), ('C50', 'C50'), ('C61', 'C60-C63, C64-C68, C50, C51')) AS v (c, r);
-- distant disease
SELECT c AS code, icd10_distant(c, 'C50.9') AS breast, icd10_distant(c, 'D051') AS in_situ, icd10_distant(c, 'C61') AS prostate, icd10_distant(c, NULL) AS not_known FROM unnest('{C77,C77.2,C77.3,C78.0,C79,C50.9,C80,NULL}'::text[]) AS c;
SELECT icd10_distant('C77.3', 'breast');
SELECT icd10_distant('C77.3', 'breast', false) AS not_known;
-- NHS numbers: the check digit worked out by another way, for all of a thousand first nines
SELECT n AS number, nhs_number(n, false) FROM unnest('{"943 476 5919",943-476-5919,9434765919,9434765918,943476591,94347659190,"943 476 591O",0000000000,"",NULL,4444444444}'::text[]) AS n;
SELECT count(*), count(valid) AS valid, count(*) FILTER (WHERE valid IS DISTINCT FROM expected) AS wrong FROM (
	SELECT nhs_number(nine || d, false) AS valid, CASE WHEN (SELECT sum(substr(nine || d, i, 1)::int * (11 - i)) FROM generate_series(1, 10) AS i) % 11 = 0 THEN nine || d END AS expected
	FROM (SELECT lpad((g * 999983 % 1000000000)::text, 9, '0') AS nine FROM generate_series(1, 1000) AS g) AS a, generate_series(0, 9) AS d) AS v;
SELECT nhs_number('9434765918');
SELECT nhs_number('943476591');
SELECT nhs_number('943476591O');
SELECT nhs_number('0000000000');
SELECT nhs_number('9434765919', NULL);
