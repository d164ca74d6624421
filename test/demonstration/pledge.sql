-- The Pledge: services that score themselves against standards of care for people with secondary breast cancer, agree on actions, and
-- ask again.  Eight invented services of tens of patients, twelve standards, waves before and after; one report, the view of all services,
-- actions with their history, themes of focus groups, and a release that is final.  Runs within demo.sql after secondary.sql, whose
-- functions it uses, with its settings, variables and search path.

-- The tables of the Pledge forget nothing, not even a demonstration: what is entered here is taken back at the end, page and file stay.
BEGIN;

-- ---- 1. Services, answers, actions, themes ----------------------------------------------------------

-- Chance without chance: a number from 0 to 1, always the same for a text.
CREATE FUNCTION pledge_chance(text) RETURNS float8 IMMUTABLE
RETURN ((hashtextextended($1 COLLATE "C", 2024) & 9007199254740991) + 0.5) / 9007199254740992;

-- How many answered in which wave.  Of Dunstead the same people answered twice, and everything.
CREATE TABLE wave_size (service text, wave text, opened date, size integer);
INSERT INTO wave_size VALUES ('Aldermoor', 'first', '2023-02-01', 46), ('Aldermoor', 'second', '2024-02-01', 44), ('Aldermoor', 'third', '2025-02-01', 45), ('Brackwell', 'first', '2023-02-01', 52), ('Brackwell', 'second', '2024-03-01', 50),
	('Carrowby', 'first', '2023-03-01', 38), ('Carrowby', 'second', '2024-03-01', 41), ('Dunstead', 'first', '2023-03-01', 34), ('Dunstead', 'second', '2024-04-01', 34), ('Elverton', 'first', '2023-05-01', 61), ('Elverton', 'second', '2024-05-01', 57),
	('Farnhope', 'first', '2023-04-01', 7), ('Farnhope', 'second', '2024-04-01', 8), ('Garside', 'first', '2023-04-01', 29), ('Garside', 'second', '2024-05-01', 31), ('Hollinwell', 'first', '2023-05-01', 44), ('Hollinwell', 'second', '2024-06-01', 14);
-- Planted: at one service two standards are met far more often from the second wave on, at another one; nothing else changes but by chance.
CREATE TABLE planted_change (service text, standard integer, before float8, after float8);
INSERT INTO planted_change VALUES ('Aldermoor', 1, 0.40, 0.85), ('Aldermoor', 3, 0.35, 0.80), ('Dunstead', 6, 0.45, 0.85);
-- A row for each person, standard and wave.  The same person of Dunstead has the same luck twice, but for one in ten.
CREATE TABLE pledge_answer AS
SELECT w.service, w.wave, p AS person, s AS standard,
	CASE WHEN w.service = 'Dunstead' OR pledge_chance(concat_ws(' ', 'silent', w.service, w.wave, p, s)) >= 0.04 THEN
		pledge_chance(CASE WHEN w.service = 'Dunstead' AND pledge_chance(concat_ws(' ', 'luck', w.wave, p, s)) < 0.9 THEN concat_ws(' ', w.service, p, s) ELSE concat_ws(' ', w.service, w.wave, p, s) END)
			< coalesce(CASE w.wave WHEN 'first' THEN c.before ELSE c.after END, 0.45 + 0.35 * pledge_chance(concat_ws(' ', w.service, s))) END AS met
FROM wave_size AS w
CROSS JOIN generate_series(1, 12) AS s
CROSS JOIN LATERAL generate_series(1, w.size) AS p
LEFT JOIN planted_change AS c ON (c.service, c.standard) = (w.service, s);

INSERT INTO pledge_service (service, title, pathway, joined) SELECT DISTINCT service, service || ' Hospital, breast service', 'secondary', date '2022-11-01' FROM wave_size;
INSERT INTO pledge_wave (service, wave, opened, closed, invited, answered) SELECT service, wave, opened, opened + 60, 2 * size, size FROM wave_size;
INSERT INTO pledge_result (service, wave, standard_set, version, standard, result)
SELECT service, wave, 'secondary_breast', '2', standard, tally(met) FROM pledge_answer GROUP BY service, wave, standard;
INSERT INTO pledge_paired_result (service, before_wave, wave, standard_set, version, standard, pairs)
SELECT 'Dunstead', 'first', 'second', 'secondary_breast', '2', standard, paired(b.met, a.met)
FROM pledge_answer AS b
JOIN pledge_answer AS a USING (service, person, standard)
WHERE service = 'Dunstead' AND b.wave = 'first' AND a.wave = 'second'
GROUP BY standard;

INSERT INTO pledge_action (service, action, goal, standard_set, version, standard, metric, baseline, target, owner, agreed, due, status, done) VALUES
	('Aldermoor', 'nurse', 'A nurse specialist for everybody with secondary disease', 'secondary_breast', '2', 1, 'cns_contact_secondary', make_tally(61, 27), 0.9, 'lead nurse', NULL, NULL, 'proposed', NULL),
	('Aldermoor', 'assessment', 'A needs assessment at diagnosis and at each progression', 'secondary_breast', '2', 3, 'hna_coverage', make_tally(58, 19), 0.8, 'lead nurse', NULL, NULL, 'proposed', NULL),
	('Aldermoor', 'money', 'A benefits adviser in the clinic on one day a week', 'secondary_breast', '2', 5, NULL, NULL, NULL, 'service manager', '2023-06-15', '2024-09-30', 'agreed', NULL),
	('Aldermoor', 'letters', 'Letters to the GP within a week of each change of treatment', 'secondary_breast', '2', 8, NULL, NULL, 0.95, 'oncologist', '2023-06-15', '2025-03-31', 'under_way', NULL),
	('Brackwell', 'nurse', 'A second nurse specialist', 'secondary_breast', '2', 1, 'cns_contact_secondary', NULL, NULL, 'lead nurse', '2023-07-01', '2024-06-30', 'under_way', NULL),
	('Dunstead', 'plan', 'A written plan for every patient', 'secondary_breast', '2', 6, NULL, NULL, NULL, 'oncologist', '2023-07-01', '2024-01-31', 'done', '2024-01-15'),
	('Elverton', 'trials', 'A list of trials in the clinic', 'secondary_breast', '2', 9, NULL, NULL, NULL, 'research nurse', '2023-09-01', '2024-09-01', 'agreed', NULL);
-- What became of them; each row as it was is in the history.
UPDATE pledge_action SET status = 'agreed', agreed = '2023-06-15', due = '2023-12-31' WHERE service = 'Aldermoor' AND action IN ('nurse', 'assessment');
UPDATE pledge_action SET status = 'under_way' WHERE service = 'Aldermoor' AND action IN ('nurse', 'assessment');
UPDATE pledge_action SET due = '2024-03-31', owner = 'matron' WHERE service = 'Aldermoor' AND action = 'assessment';
UPDATE pledge_action SET status = 'done', done = '2023-12-18' WHERE service = 'Aldermoor' AND action = 'nurse';
UPDATE pledge_action SET status = 'done', done = '2024-04-22' WHERE service = 'Aldermoor' AND action = 'assessment';
UPDATE pledge_action SET status = 'dropped', reason = 'no post' WHERE service = 'Elverton' AND action = 'trials';

INSERT INTO pledge_theme (service, wave, theme, kind, standard_set, version, standard, raised, groups) VALUES
	('Aldermoor', 'second', 'named nurse', 'good', 'secondary_breast', '2', 1, make_tally(19, 13), 3), ('Aldermoor', 'second', 'waiting for scan results', 'concern', NULL, NULL, NULL, make_tally(19, 11), 3),
	('Aldermoor', 'second', 'work and benefits', 'concern', 'secondary_breast', '2', 5, make_tally(19, 8), 2), ('Aldermoor', 'second', 'news by telephone', 'concern', NULL, NULL, NULL, make_tally(19, 3), 1),
	('Aldermoor', 'second', 'a group to meet others', 'suggestion', 'secondary_breast', '2', 4, make_tally(19, 17), 3), ('Aldermoor', 'second', 'car park', 'concern', NULL, NULL, NULL, make_tally(19, 6), 2);

-- ---- 2. The rule, and the release -------------------------------------------------------------------

-- Chosen: the number of those who answered decides, fewer than 10 are hidden.  The preset would protect the numerators too, so that no
-- number of people satisfied, or not, below 10 could be told: of services of tens of patients that hides half as much again and more.  Of themes, where
-- a handful of people say something of their own, counts of 1 to 4 and all but 1 to 4 are hidden.
\set pledge_rule 'survey_lt10'
\set pledge_options '{"numerator": false}'
\set theme_rule 'cancer_lt5'
CREATE TABLE pledge_choice AS
SELECT count(*) AS cells, count(*) FILTER (WHERE c.status = 'c' AND n(c.result) < 10) AS small, count(*) FILTER (WHERE c.status = 'c' AND n(c.result) >= 10) AS beside, count(*) FILTER (WHERE p.status = 'c') AS by_preset
FROM pledge_cells('{first,second}', :'pledge_rule', :'pledge_options') AS c
JOIN pledge_cells('{first,second}', :'pledge_rule') AS p ON (p.wave, p.standard) = (c.wave, c.standard) AND p.service IS NOT DISTINCT FROM c.service;
SELECT publish_pledge('2024', 'secondary_breast', '2', 'first', 'second', :'pledge_rule', :'pledge_options', as_of => '2024-12-31') AS published_rows \gset
CREATE TABLE pledge_published AS SELECT * FROM pledge_report WHERE release = '2024';

-- A change of what is published.
CREATE TABLE refused (what text, error text);
DO $$
BEGIN
	UPDATE pledge_result SET result = make_tally(40, 39) WHERE service = 'Carrowby' AND wave = 'second' AND standard = 1;
	INSERT INTO refused VALUES ('result', 'not refused');
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	INSERT INTO refused VALUES ('result', 'refused');
END;
$$;

-- ---- 3. The same by hand ----------------------------------------------------------------------------

CREATE FUNCTION choose(n bigint, k bigint) RETURNS numeric IMMUTABLE
RETURN factorial(n) / (factorial(k) * factorial(n - k));
-- All tables with the margins of two rates, as likely as the one that was seen, or less.
CREATE FUNCTION fisher_by_hand(n bigint, x bigint, m bigint, y bigint) RETURNS float8 IMMUTABLE
BEGIN ATOMIC
	SELECT (sum(w) FILTER (WHERE w <= seen) / sum(w))::float8
	FROM (SELECT choose(n, i) * choose(m, x + y - i) AS w, choose(n, x) * choose(m, y) AS seen FROM generate_series(greatest(0, x + y - m), least(n, x + y)) AS i) AS t;
END;
-- Twice the smaller tail of a fair coin, over those who changed.
CREATE FUNCTION coin_by_hand(lost bigint, gained bigint) RETURNS float8 IMMUTABLE
BEGIN ATOMIC
	SELECT least(1, 2 * sum(choose(lost + gained, i)) / 2::numeric ^ (lost + gained))::float8 FROM generate_series(0, least(lost, gained)) AS i;
END;
-- The chance of x or more of n at a rate.
CREATE FUNCTION tail_by_hand(n bigint, x bigint, rate float8) RETURNS float8 IMMUTABLE
BEGIN ATOMIC
	SELECT sum(choose(n, i)::float8 * rate ^ i * (1 - rate) ^ (n - i)) FROM generate_series(x, n) AS i;
END;
CREATE TABLE by_hand_p AS
SELECT r.service, r.standard, r.design, r.p, r.p_adjusted, CASE r.design WHEN 'same people' THEN coin_by_hand(lost(q.pairs), gained(q.pairs)) ELSE fisher_by_hand(n(b.result), positives(b.result), n(a.result), positives(a.result)) END AS p_by_hand,
	abs(tail_by_hand(n(a.result), positives(a.result), r.after_low) - 0.025) < 1e-9 AND abs(1 - tail_by_hand(n(a.result), positives(a.result) + 1, r.after_high) - 0.025) < 1e-9 AS limits_hold
FROM pledge_published AS r
JOIN pledge_result AS b ON (b.service, b.standard, b.wave) = (r.service, r.standard, 'first')
JOIN pledge_result AS a ON (a.service, a.standard, a.wave) = (r.service, r.standard, 'second')
LEFT JOIN pledge_paired_result AS q ON (q.service, q.standard) = (r.service, r.standard)
WHERE r.status IS NULL;
CREATE TABLE by_hand_holm AS
SELECT h.*, least(1, max(p_by_hand * (tests + 1 - place)) OVER (PARTITION BY service ORDER BY place)) AS holm
FROM (SELECT *, row_number() OVER (PARTITION BY service ORDER BY p_by_hand, standard) AS place, count(*) OVER (PARTITION BY service) AS tests FROM by_hand_p) AS h;

-- What a reader of the release can work out of hidden numbers of respondents.
CREATE TABLE pledge_audit AS
SELECT service, standard, wave, status, (a).verdict
FROM (
	SELECT r.service, r.standard, w.wave, w.status, audit(w.n, w.status, ARRAY[r.service]) OVER (PARTITION BY r.standard, w.wave) AS a
	FROM pledge_published AS r, LATERAL (VALUES ('first', r.before_n, r.before_status), ('second', r.after_n, r.after_status)) AS w(wave, n, status)
) AS audited;
CREATE TABLE pledge_summary AS
SELECT (SELECT count(DISTINCT service) FROM wave_size) AS services, (SELECT sum(size) FROM wave_size WHERE wave <> 'third') AS answered, count(*) AS tests, count(*) FILTER (WHERE abs(p - p_by_hand) < 1e-12) AS p_equal,
	count(*) FILTER (WHERE abs(p_adjusted - holm) < 1e-12) AS holm_equal, count(*) FILTER (WHERE limits_hold) AS limits_hold, count(*) FILTER (WHERE p < 0.05) AS unadjusted, count(*) FILTER (WHERE p_adjusted < 0.05) AS beyond,
	count(*) FILTER (WHERE p_adjusted < 0.05 AND EXISTS (SELECT FROM planted_change AS c WHERE (c.service, c.standard) = (h.service, h.standard))) AS planted_found,
	(SELECT count(*) FROM pledge_audit WHERE verdict NOT IN ('safe', 'shown')) AS open, (SELECT count(*) FROM pledge_history WHERE table_name = 'pledge_action' AND was ->> 'service' IN (SELECT service FROM wave_size)) AS history
FROM by_hand_holm AS h;

-- ---- 4. File and page -------------------------------------------------------------------------------

\o :out/pledge.csv
COPY (
	SELECT release, standard_set, version, standard, label, coalesce(service, 'all services') AS service, before_status, before_n, CASE WHEN before_rate IS NOT NULL THEN display(100 * before_rate, NULL, 1) END AS before_percent, CASE WHEN before_low IS NOT NULL THEN display(100 * before_low, NULL, 1) END AS before_low, CASE WHEN before_high IS NOT NULL THEN display(100 * before_high, NULL, 1) END AS before_high,
		after_status, after_n, CASE WHEN after_rate IS NOT NULL THEN display(100 * after_rate, NULL, 1) END AS after_percent, CASE WHEN after_low IS NOT NULL THEN display(100 * after_low, NULL, 1) END AS after_low, CASE WHEN after_high IS NOT NULL THEN display(100 * after_high, NULL, 1) END AS after_high, design, CASE WHEN difference IS NOT NULL THEN display(100 * difference, NULL, 1) END AS difference_points,
		CASE WHEN low IS NOT NULL THEN display(100 * low, NULL, 1) END AS difference_low, CASE WHEN high IS NOT NULL THEN display(100 * high, NULL, 1) END AS difference_high, CASE WHEN p IS NOT NULL THEN display(p, NULL, 4) END AS p, CASE WHEN p_adjusted IS NOT NULL THEN display(p_adjusted, NULL, 4) END AS p_holm, status
	FROM pledge_published AS r
	ORDER BY service COLLATE "C" NULLS FIRST, r.standard
) TO STDOUT (FORMAT csv, HEADER);
\ir pledge_page.sql
\o

-- The page and the file as they lie on the disk, searched for what was to be hidden: rows of the page with their values, and
-- the columns of the file.
CREATE TABLE file_pledge (release text, standard_set text, version text, standard integer, label text, service text, before_status text, before_n text, before_percent text, before_low text, before_high text,
	after_status text, after_n text, after_percent text, after_low text, after_high text, design text, difference text, difference_low text, difference_high text, p text, p_holm text, status text);
\set file :out '/pledge.csv'
COPY file_pledge FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE pledge_searched AS
SELECT 'pledge.html' AS file, format('%s %s', section, label) AS cell, html <> with_values AS hidden, strpos(page.text, with_values) > 0 AS seen
FROM pledge_line, (SELECT pg_read_file(:'out' || '/pledge.html') AS text) AS page
UNION ALL
SELECT 'pledge.csv', format('%s %s %s', w.wave, f.service, f.standard), c.status IS NOT NULL, num_nonnulls(w.n, w.percent, w.low, w.high) > 0
FROM file_pledge AS f, LATERAL (VALUES ('first', before_n, before_percent, before_low, before_high), ('second', after_n, after_percent, after_low, after_high)) AS w(wave, n, percent, low, high)
JOIN pledge_cell_status AS c USING (wave)
WHERE c.release = '2024' AND c.standard = f.standard AND coalesce(c.service, 'all services') = f.service;

-- ---- 5. The report, and what must hold on any machine -----------------------------------------------

CREATE VIEW pledge_lines AS
SELECT 1 AS place, format('The Pledge: %s invented services, %s answers of people in two waves, 12 standards', services, whole(answered)) AS line FROM pledge_summary
UNION ALL
SELECT f.place, rtrim(format('  %-58s %32s', f.claim, f.result))
FROM pledge_summary AS s, pledge_choice AS c, LATERAL (VALUES
	(2, 'p of Fisher and McNemar, summed over all tables by hand', of_all(s.p_equal, s.tests)),
	(3, '  adjusted by Holm, by its definition', of_all(s.holm_equal, s.tests)),
	(4, '  exact limits leave 2.5 % at each end', of_all(s.limits_hold, s.tests)),
	(5, 'Changes with p below 0.05, unadjusted; by Holm', format('%s; %s', s.unadjusted, s.beyond)),
	(6, '  planted, and found by Holm', of_all(s.planted_found, (SELECT count(*) FROM planted_change))),
	(7, 'Figures hidden for their n + to protect', format('%s + %s of %s', c.small, c.beside, c.cells)),
	(8, '  by the preset, which protects numerators too', of_all(c.by_preset, c.cells)),
	(9, '  hidden, yet to be worked out from all that is shown', s.open::text),
	(10, '  hidden, yet found in the bytes of the page or the file', (SELECT count(*) FROM pledge_searched WHERE hidden AND seen)::text),
	(11, 'Earlier states of actions, kept', s.history::text),
	(12, 'A change of a published result', (SELECT error FROM refused))
) AS f(place, claim, result);
SELECT line FROM pledge_lines ORDER BY place;

DO $$
BEGIN
	IF EXISTS (SELECT FROM pledge_summary WHERE tests < 50 OR p_equal <> tests OR holm_equal <> tests OR limits_hold <> tests OR open <> 0 OR beyond > planted_found OR history <> 8)
		OR EXISTS (SELECT FROM pledge_summary WHERE planted_found <> (SELECT count(*) FROM planted_change)) OR EXISTS (SELECT FROM pledge_choice WHERE small <> 24 OR by_preset <= small + beside)
		OR EXISTS (SELECT FROM refused WHERE error <> 'refused') OR EXISTS (SELECT FROM pledge_published WHERE service = 'Farnhope' AND num_nonnulls(before_n, before_rate, after_n, after_rate, difference, p) > 0)
	THEN
		RAISE EXCEPTION 'the Pledge no longer finds what was planted'
			USING HINT = 'Look at demo.pledge_summary, by_hand_holm and pledge_choice before the transaction ends.';
	END IF;
	IF EXISTS (SELECT FROM pledge_searched AS s WHERE s.hidden AND s.seen) OR EXISTS (SELECT FROM pledge_searched AS s WHERE NOT s.hidden AND NOT s.seen)
		OR (SELECT count(*) FROM pledge_searched AS s WHERE s.hidden) < 24
	THEN
		RAISE EXCEPTION 'the page on the Pledge shows what it was to hide'
			USING HINT = 'Look at demo.pledge_searched before the transaction ends.';
	END IF;
END;
$$;
ROLLBACK;
