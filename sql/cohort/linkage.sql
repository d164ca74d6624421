-- link_tumour: each case by hand, the stated rule in plain SQL over a made-up registry, order, partitions, options, refusals.
SET search_path = public, cancer_pe;
SET jit = off;

-- every reason, and each match of a person
CREATE TEMP TABLE cases (person text, survey_code text, discharge date, tumour text, tumour_code text, diagnosis date, what text);
INSERT INTO cases VALUES
	('a', 'C50.4', '2010-06-01', 't1', 'C504', '2010-05-02', 'four characters'),
	('b', 'C504', '2010-06-01', 't1', 'C50.9', '2010-04-02', 'three characters, the later one'),
	('b', 'C504', '2010-06-01', 't2', 'c50.4', '2009-04-02', 'four characters, before'),
	('c', 'C504', '2010-06-01', 't1', 'C504', '2010-07-01', 'thirty days after discharge'),
	('c', 'C504', '2010-06-01', 't2', 'C504', '2010-06-01', 'on its day'),
	('d', 'C504', '2010-06-01', 't1', 'C504', '2010-07-02', 'thirty-one days after'),
	('e', 'C504', '2010-06-01', 't1', 'C504', '2010-05-05', 'the same day'),
	('e', 'C504', '2010-06-01', 't2', 'C503', '2010-05-05', 'as another'),
	('e', 'C504', '2010-06-01', 't3', 'D051', '2010-05-20', 'related, but one matches by site'),
	('f', 'C504', '2010-06-01', 't1', 'D05', '2010-05-20', 'related, within the mean'),
	('f', 'C504', '2010-06-01', 't2', 'D05', '2009-05-20', 'related, beyond it'),
	('f', 'C504', '2010-06-01', 't3', 'C34', '2010-05-20', 'another site'),
	('g', 'D05.1', '2010-06-01', 't1', 'C50', '2010-05-02', 'related, the other way round'),
	('g', 'D05.1', '2010-06-01', 't2', 'C50', '2010-05-02', 'tied'),
	('h', 'C67', '2010-06-01', 't1', 'D41', '2010-05-02', 'no limit of bladder'),
	('i', 'C67', '2010-06-01', NULL, NULL, NULL, 'not registered'),
	('j', ' ', '2010-06-01', 't1', 'C67', '2010-05-02', 'nothing in the survey'),
	('k', 'C67', '2010-06-01', 't1', NULL, '2010-05-02', 'nothing in the registry'),
	('l', 'C67', NULL, 't1', 'C67', '2010-05-02', 'no discharge'),
	('m', 'C67', '2010-06-01', 't1', 'C67', NULL, 'no diagnosis'),
	('n', 'C50', '2010-06-01', 't1', 'C50', '2010-05-01', 'three characters in both');
SELECT person, survey_code, tumour, tumour_code, what, (l).* FROM (SELECT *, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis) OVER () AS l FROM cases) AS s ORDER BY person, tumour;
-- options: the fewest days either way, or four characters first; ties; the earliest day; a limit given
SELECT o.options, string_agg(person || tumour, ' ' ORDER BY person, tumour) FILTER (WHERE (l).chosen) AS chosen, string_agg(DISTINCT person, ' ') FILTER (WHERE (l).match ~ 'tied') AS tied
FROM (VALUES ('{}'::jsonb), ('{"prefer": "nearest"}'), ('{"prefer": "level"}'), ('{"ties": "all"}'), ('{"ties": "level"}'), ('{"ties": "tumour"}'), ('{"earliest_days": -31}'), ('{"earliest_days": 0}'), ('{"limits": {"C67": 30}}'), ('{"limits": {"C67": 29.5, "C50": 400}}')) AS o(options),
	LATERAL (SELECT person, tumour, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', o.options) OVER () AS l FROM cases) AS s GROUP BY o.options ORDER BY o.options::text COLLATE "C";
-- the columns of two code revisions
SELECT registered_site('2012-12-31', 'C50', 'C51'), registered_site('2013-01-01', 'C50', 'C51'), registered_site(NULL, 'C50', 'C51') AS no_date;

-- made up: four surveys of 1500 people, related sites and others, none to four tumours each
CREATE TEMP TABLE pairs AS
SELECT wave, p % 3 > 0 AS responded, 'p' || p AS person, CASE WHEN p % 97 > 0 THEN site[1 + h % 10] || CASE WHEN h % 7 > 0 THEN (h / 10 % 4)::text ELSE '' END END AS survey_code, CASE WHEN p % 89 > 0 THEN date '2012-04-01' + wave * 365 + h / 40 % 90 END AS discharge,
	't' || p || '/' || t AS tumour, CASE WHEN g % 61 > 0 THEN CASE WHEN g % 5 < 2 THEN site[1 + h % 10] ELSE site[1 + g / 5 % 10] END || CASE WHEN g % 3 > 0 THEN (g / 50 % 4)::text ELSE '' END END AS tumour_code,
	CASE WHEN g % 59 > 0 THEN date '2012-04-01' + wave * 365 + h / 40 % 90 + 45 - (g / 7 % 300) * CASE WHEN g % 4 = 0 THEN 4 ELSE 1 END END AS diagnosis
FROM generate_series(0, 3) AS wave, generate_series(1, 1500) AS p, LATERAL (SELECT (hashint4(p * 4 + wave) & 2147483647) / 3 AS h) AS x,
	generate_series(1, h / 11 % 5) AS t, LATERAL (SELECT (hashint4(p * 64 + t * 8 + wave) & 2147483647) / 3 AS g) AS y,
	LATERAL (SELECT '{C50,D05,C67,D41,D09,C18,C19,C20,C82,C83,C85,C34}'::text[] AS site) AS z;
INSERT INTO pairs SELECT w, p % 3 > 0, 'p' || p, 'C509', '2012-06-01' FROM generate_series(0, 3) AS w, generate_series(1, 1500) AS p WHERE p % 2 = 0 AND (w, 'p' || p) NOT IN (SELECT wave, person FROM pairs);
-- days that two tumours of a person share, and codes in another spelling
UPDATE pairs SET diagnosis = discharge - 40 WHERE substr(tumour, 2, 1) IN ('3', '7');
SELECT count(*), count(DISTINCT (wave, person)) AS people, count(*) FILTER (WHERE tumour IS NULL) AS not_registered FROM pairs;
CREATE TEMP TABLE linked AS SELECT wave, responded, person, tumour, (l).* FROM (SELECT *, link_tumour(person, lower(survey_code), discharge, tumour, left(tumour_code, 3) || '.' || substr(tumour_code, 4), diagnosis) OVER (PARTITION BY wave, responded) AS l
	FROM (SELECT wave, responded, person, survey_code, discharge, tumour, rpad(tumour_code, 4, 'X') AS tumour_code, diagnosis FROM pairs) AS p) AS s;
SELECT match, count(DISTINCT (wave, person)) AS people, count(*) FILTER (WHERE chosen) AS chosen FROM linked GROUP BY match ORDER BY match;
SELECT level, reason, count(*) FROM linked GROUP BY level, reason ORDER BY level, reason;

-- the rule step by step, without the function: rank() where the function chooses, the limits by joins
CREATE TEMP TABLE sites AS SELECT least(one, other) AS one, greatest(one, other) AS other, codes FROM (VALUES ('C50', 'D05', 'C50'), ('C67', 'D41', 'C67'), ('C67', 'D09', 'C67'), ('C18', 'C19', 'C18,C19,C20'), ('C18', 'C20', 'C18,C19,C20'), ('C19', 'C20', 'C18,C19,C20'), ('C82', 'C83', 'C83'), ('C83', 'C85', 'C83'), ('C82', 'C85', 'C82')) AS v(one, other, codes);
CREATE TEMP TABLE flagged AS
	SELECT p.*, discharge - diagnosis AS days, left(survey_code, 3) = left(tumour_code, 3) AS by_site, survey_code = tumour_code AND length(survey_code) = 4 AS four, codes
	FROM pairs AS p LEFT JOIN sites ON one = least(left(survey_code, 3), left(tumour_code, 3)) AND other = greatest(left(survey_code, 3), left(tumour_code, 3)) AND survey_code IS NOT NULL AND tumour_code IS NOT NULL;
CREATE TEMP TABLE firsts AS
	SELECT *, count(*) FILTER (WHERE place = 1) OVER (PARTITION BY wave, person) AS alike FROM (
		SELECT *, rank() OVER (PARTITION BY wave, person ORDER BY days) AS place, count(*) OVER (PARTITION BY wave, person) AS candidates FROM flagged WHERE by_site AND days >= -30) AS t;
CREATE TEMP TABLE mean AS
	SELECT wave, responded, codes, avg(days) AS limit_days FROM (SELECT wave, responded, tumour_code, days FROM firsts WHERE place = 1 AND alike = 1 AND days >= 0) AS f JOIN (SELECT DISTINCT codes FROM sites) AS s ON left(tumour_code, 3) = ANY (string_to_array(codes, ',')) GROUP BY wave, responded, codes;
CREATE TEMP TABLE related AS
	SELECT f.*, limit_days FROM flagged AS f LEFT JOIN mean USING (wave, responded, codes) WHERE f.codes IS NOT NULL AND (f.wave, f.person) NOT IN (SELECT wave, person FROM firsts);
CREATE TEMP TABLE seconds AS
	SELECT *, count(*) FILTER (WHERE place = 1) OVER (PARTITION BY wave, person) AS alike FROM (
		SELECT *, rank() OVER (PARTITION BY wave, person ORDER BY days) AS place, count(*) OVER (PARTITION BY wave, person) AS candidates FROM related WHERE days >= -30 AND days <= limit_days) AS t;
CREATE TEMP TABLE oracle AS
	SELECT f.wave, f.person, f.tumour, CASE WHEN f.four THEN 'icd4' WHEN f.by_site THEN 'icd3' WHEN f.codes IS NOT NULL THEN 'related' END AS level, f.days, r.limit_days,
		coalesce(a.place = 1 AND a.alike = 1, b.place = 1 AND b.alike = 1, false) AS chosen,
		coalesce(max(a.candidates) OVER p, max(b.candidates) OVER p, 0) AS candidates,
		CASE WHEN max(a.alike) OVER p = 1 THEN 'unique' WHEN max(a.alike) OVER p > 1 THEN 'tied' WHEN max(b.alike) OVER p = 1 THEN 'related' WHEN max(b.alike) OVER p > 1 THEN 'related tied' WHEN f.tumour IS NULL THEN 'not found' ELSE 'none' END AS match
	FROM flagged AS f LEFT JOIN firsts AS a USING (wave, person, tumour) LEFT JOIN seconds AS b USING (wave, person, tumour) LEFT JOIN related AS r USING (wave, person, tumour) WINDOW p AS (PARTITION BY f.wave, f.person);
SELECT count(*), count(*) FILTER (WHERE l.match = o.match) AS match, count(*) FILTER (WHERE l.level IS NOT DISTINCT FROM o.level) AS level, count(*) FILTER (WHERE l.chosen = o.chosen) AS chosen, count(*) FILTER (WHERE l.days IS NOT DISTINCT FROM o.days) AS days,
	count(*) FILTER (WHERE l.candidates = o.candidates) AS candidates, count(*) FILTER (WHERE abs(l.limit_days - o.limit_days) < 1e-9 OR (l.limit_days IS NULL AND o.limit_days IS NULL)) AS limit_days
FROM linked AS l JOIN oracle AS o ON (l.wave, l.person, coalesce(l.tumour, '')) = (o.wave, o.person, coalesce(o.tumour, ''));
-- chosen says what reason and match say
SELECT count(*) FILTER (WHERE chosen <> (reason = 'chosen')) AS reason, count(*) FILTER (WHERE chosen AND match NOT IN ('unique', 'related')) AS match, count(*) FILTER (WHERE chosen AND (match = 'related') <> (level = 'related')) AS level,
	(SELECT count(*) FROM (SELECT FROM linked GROUP BY wave, person HAVING count(*) FILTER (WHERE chosen) > 1 OR count(DISTINCT match) > 1) AS twice) AS twice FROM linked;
-- the same in any order of rows; each partition by itself
CREATE TEMP TABLE again AS SELECT wave, responded, person, tumour, (l).* FROM (SELECT *, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis) OVER (PARTITION BY wave, responded) AS l FROM (SELECT * FROM pairs ORDER BY md5(coalesce(tumour, person))) AS shuffled) AS s;
SELECT count(*) AS differ FROM ((TABLE linked EXCEPT TABLE again) UNION ALL (TABLE again EXCEPT TABLE linked)) AS d;
SELECT count(*) AS differ FROM (SELECT person, tumour, level, match, days, limit_days, candidates, chosen, reason FROM linked WHERE wave = 2 AND responded EXCEPT
	SELECT person, tumour, (l).* FROM (SELECT *, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis) OVER () AS l FROM pairs WHERE wave = 2 AND responded) AS s) AS d;
-- a rule of one's own, with one related site
INSERT INTO linkage_rule (rule, title, earliest_days, prefer, ties, source, certainty) VALUES ('ours', 'Ours', 0, 'nearest', 'tumour', 'test', 'inferred');
INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes) VALUES ('ours', 'C50', 'C34', 'C50');
SELECT person || tumour AS pair, (l).* FROM (SELECT person, tumour, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ours') OVER () AS l FROM cases) AS s WHERE (l).chosen ORDER BY 1;
SELECT (l).limit_days FROM (SELECT person, tumour, link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ours', '{"limits": {"C50": 7}}') OVER () AS l FROM cases) AS s WHERE (l).limit_days IS NOT NULL;
-- what is refused
INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes) VALUES ('theirs', 'C50', 'C34', 'C50');
INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes) VALUES ('ours', 'C50.1', 'C34', 'C50');
INSERT INTO related_code (rule, survey_code, tumour_code, limit_codes) VALUES ('ours', 'C51', 'C34', 'C50, C51');
DELETE FROM linkage_rule WHERE rule = 'ncpes';
DELETE FROM linkage_rule WHERE rule = 'ours';
DELETE FROM related_code WHERE NOT builtin;
DELETE FROM linkage_rule WHERE NOT builtin;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ours') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, NULL) OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"earliest": 1}') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"earliest_days": 0.5}') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"ties": "first"}') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"limits": {"C51": 5}}') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"limits": {"C50": -5}}') OVER () FROM cases;
SELECT link_tumour(person, survey_code, discharge, tumour, tumour_code, diagnosis, 'ncpes', '{"limits": 5}') OVER () FROM cases;
SELECT link_tumour(NULL, survey_code, discharge, tumour, tumour_code, diagnosis) OVER () FROM cases;
SELECT link_tumour('same', survey_code, discharge, tumour, tumour_code, diagnosis) OVER () FROM cases;
SELECT link_tumour(person, 'C50', '2020-01-01', 't', tumour_code, diagnosis) OVER () FROM cases WHERE person = 'b';
SELECT link_tumour('x', 'C50', '2020-01-01', NULL, NULL, NULL) OVER () FROM generate_series(1, 2);
SELECT link_tumour('x', 'C5O', '2020-01-01', 't', 'C50', '2020-01-01') OVER ();
SELECT (l).* FROM (SELECT link_tumour('x', 'C5O', '2020-01-01', 't', 'C50', '2020-01-01', 'ncpes', '{"strict": false}') OVER () AS l) AS s;
SELECT link_tumour('x', 'C50', 'infinity', 't', 'C50', '2020-01-01') OVER ();
SELECT link_tumour('x', 'C50', '2020-01-01', 't', 'C50', '2020-01-01');
