-- Suppression with proof: which small counts a published table gives away although they are hidden, and a table that
-- gives none away and can prove it.  Tables of numbers that were drawn at random (test/data/sdc), some of them under the rule of the survey
-- of 2018; a table made by hand; the certificate of a release; range against value; rounding and cell keys; and the
-- tumour tables of 2018 as they were published, of which counts are told and no recovered value.  Runs within demo.sql after
-- benchmarking.sql, whose tables and functions it uses, with its settings, variables and search path.

-- ---- 1. Three synthetic tables, two rules ------------------------------------------------------

\set data_2018 :data
\set data :data_2018 '/../sdc'
\ir ../data/sdc/load.sql
\set data :data_2018
CREATE TABLE drawn AS
SELECT 'F01' AS name, dims, n FROM f01
UNION ALL
SELECT 'F03', dims, n FROM f03
UNION ALL
SELECT 'F04', dims, n FROM f04;

-- Small is 1 to 4 in all of them and zeros are shown.  The rule of the survey hides, where exactly one cell of a family is hidden, the next
-- smallest too, and looks no further; range is asked of F01 and F04.
CREATE TABLE pattern AS
SELECT name, 'next_smallest' AS rule, dims, n, suppress(n, dims, 'ncpes2018', '{"threshold": 4}') OVER (PARTITION BY name) AS status FROM drawn
UNION ALL
SELECT name, 'value', dims, n, suppress(n, dims, 'cancer_lt5') OVER (PARTITION BY name) FROM drawn
UNION ALL
SELECT name, 'range', dims, n, suppress(n, dims, 'cancer_lt5', '{"protect": "range"}') OVER (PARTITION BY name) FROM drawn WHERE name <> 'F03';

-- Audited as published: the attacker sees what is shown, that zeros are, and that people are whole.
CREATE TABLE pattern_audit AS
SELECT name, rule, dims, n, status, (a).verdict, (a).low, (a).high
FROM (
	SELECT *, audit(CASE WHEN status IS DISTINCT FROM 'c' THEN n END, nullif(status, 'w'), dims, '{"bounds": false}') OVER (PARTITION BY name, rule) AS a
	FROM pattern
	WHERE rule <> 'range'
) AS audited;

-- People in the cells that are hidden for others' sake.  Known: the optimum proven by others' means, and the best of the
-- peers that were measured (R package GaussSuppression 1.2.3); test/data/sdc/README.md.
CREATE TABLE pattern_summary AS
SELECT p.*, e.exact, e.open, k.peer_cells, k.peer_people, k.optimum_cells, k.optimum_people
FROM (
	SELECT name, rule, count(*) AS cells, count(*) FILTER (WHERE n BETWEEN 1 AND 4) AS small, count(*) FILTER (WHERE n BETWEEN 1 AND 4 AND status IS DISTINCT FROM 'c') AS small_shown,
		count(*) FILTER (WHERE status = 'c' AND n > 4) AS beside, coalesce(sum(n) FILTER (WHERE status = 'c' AND n > 4), 0)::bigint AS people
	FROM pattern
	GROUP BY name, rule
) AS p
LEFT JOIN (
	SELECT name, rule, count(*) FILTER (WHERE verdict = 'exact' AND n BETWEEN 1 AND 4) AS exact, count(*) FILTER (WHERE verdict = 'open') AS open FROM pattern_audit GROUP BY name, rule
) AS e USING (name, rule)
LEFT JOIN (VALUES ('F01', 'value', 8, 64, 8, 64), ('F03', 'value', 66, 487, 63, 479), ('F04', 'value', 90, 804, 80, 768), ('F01', 'range', NULL, NULL, 8, 69), ('F04', 'range', NULL, NULL, 116, 1050))
	AS k(name, rule, peer_cells, peer_people, optimum_cells, optimum_people) USING (name, rule);

-- ---- 2. A table made by hand -------------------------------------------------------------------

CREATE TABLE by_hand AS
SELECT hospital, answer, sum(n)::bigint AS n
FROM (VALUES ('P', 'Often', 1), ('P', 'Seldom', 1), ('P', 'Never', 12), ('Q', 'Often', 6), ('Q', 'Seldom', 9), ('Q', 'Never', 7), ('R', 'Often', 15), ('R', 'Seldom', 21), ('R', 'Never', 40)) AS v(hospital, answer, n)
GROUP BY CUBE (hospital, answer);
CREATE TABLE by_hand_decided AS
SELECT hospital, answer, n, next_smallest, (d).status, (d).reason, (d).moves, (d).optimal
FROM (
	SELECT *, suppress(n, ARRAY[hospital, answer], 'ncpes2018', '{"threshold": 4}') OVER () AS next_smallest, suppress_detail(n, ARRAY[hospital, answer], 'cancer_lt5') OVER () AS d FROM by_hand
) AS decided;
-- The first attacker sees one hospital, the second all of them.
CREATE TABLE by_hand_audit AS
SELECT hospital, answer, n, (alone).attack AS attack_alone, (next).verdict AS next_verdict, (next).attack, (ours).verdict AS our_verdict
FROM (
	SELECT d.*, CASE WHEN hospital = 'P' THEN audit(CASE WHEN next_smallest IS NULL THEN n END, next_smallest, ARRAY[answer]) OVER (PARTITION BY hospital) END AS alone,
		audit(CASE WHEN next_smallest IS NULL THEN n END, next_smallest, ARRAY[hospital, answer]) OVER () AS next, audit(CASE WHEN status IS NULL THEN n END, status, ARRAY[hospital, answer]) OVER () AS ours
	FROM by_hand_decided AS d
) AS audited;

-- ---- 3. A certificate ---------------------------------------------------------------------------

-- What is published of F01, and what is kept in confidence; then the table as published, and with one figure changed.
CREATE TABLE released AS SELECT dims, CASE WHEN status IS NULL THEN n END AS n, status FROM pattern WHERE (name, rule) = ('F01', 'value');
CREATE TABLE kept AS SELECT certificate(n, dims, status, 'cancer_lt5', '{}') AS certificate FROM pattern WHERE (name, rule) = ('F01', 'value');
CREATE TABLE all_verified AS
SELECT name, rule, (SELECT verification(CASE WHEN p.status IS NULL THEN p.n END, p.dims, p.status, c.certificate) FROM pattern AS p WHERE (p.name, p.rule) = (c.name, c.rule)) AS verification
FROM (
	SELECT name, rule, certificate(n, dims, status, 'cancer_lt5', CASE rule WHEN 'range' THEN '{"protect": "range"}' ELSE '{}' END::jsonb) AS certificate FROM pattern WHERE rule <> 'next_smallest' GROUP BY name, rule
) AS c;
CREATE TABLE verified AS
SELECT verify(n, dims, status, certificate) AS verifies, verification(n, dims, status, certificate) AS as_published,
	verification(n + CASE WHEN dims = '{T002,Breast}' THEN 1 ELSE 0 END, dims, status, certificate) AS figure_changed,
	verification(n, dims, status, certificate) FILTER (WHERE dims <> '{T002,Breast}') AS row_lost,
	verification(n, dims, status, jsonb_set(certificate, '{moves,0,1}', '7')) AS move_changed
FROM released, kept;
CREATE TABLE summarised AS SELECT s.* FROM kept, certificate_summary(certificate) AS s;

-- ---- 4. Rounding ---------------------------------------------------------------------------------

CREATE TABLE rounded AS
SELECT dims, n, status AS hes_status, CASE WHEN status IS NULL THEN round_to(n, 5) END AS hes, (c).rounded AS controlled, (c).steps, (c).optimal, small
FROM (
	SELECT dims, n, suppress(n, dims, 'hes') OVER () AS status, round_controlled_detail(n, dims, 5) OVER () AS c, round_small(n, dims, 5) OVER () AS small FROM f01
) AS decided;
-- Sums of parts against totals, along each dimension.
CREATE TABLE additive AS
SELECT count(*) AS sums, count(*) FILTER (WHERE t.n = p.n) AS plain, count(*) FILTER (WHERE round_to(t.n, 5) = p.nearest) AS nearest, count(*) FILTER (WHERE t.controlled = p.controlled) AS controlled, count(*) FILTER (WHERE t.small = p.small) AS small
FROM rounded AS t, generate_series(1, 2) AS axis, LATERAL (
	SELECT sum(r.n) AS n, sum(round_to(r.n, 5)) AS nearest, sum(r.controlled) AS controlled, sum(r.small) AS small
	FROM rounded AS r
	WHERE r.dims[axis] IS NOT NULL AND r.dims[3 - axis] IS NOT DISTINCT FROM t.dims[3 - axis]
) AS p
WHERE t.dims[axis] IS NULL;
-- The hidden counts of the table that is redacted and rounded: 1 to 7, and how many are narrower still.
CREATE TABLE hes_audit AS
SELECT count(*) AS hidden, count(*) FILTER (WHERE (a).low > 1 OR (a).high < 7) AS narrower, count(*) FILTER (WHERE (a).verdict = 'exact') AS exact
FROM (SELECT hes_status, audit(hes, hes_status, dims, '{"round": 5, "rounding": "nearest", "threshold": 7, "marks": "small"}') OVER () AS a FROM rounded) AS audited
WHERE hes_status = 'c';

-- ---- 5. Cell keys --------------------------------------------------------------------------------

-- A row a person of F01, who does not exist; the secret of a real table is random and never in a script.
CREATE TABLE keyed AS
SELECT trust, tumour, count(*) AS n, cell_key(record_key('\x64656d6f6e7374726174696f6e206f6e6c79', concat_ws(' ', trust, tumour, person))) AS key
FROM (SELECT dims[1] AS trust, dims[2] AS tumour, person FROM f01, LATERAL generate_series(1, n) AS person WHERE array_position(dims, NULL) IS NULL) AS people
GROUP BY CUBE (trust, tumour);
CREATE TABLE perturbed AS SELECT trust, tumour, n, perturb(n, key, 2, 1) AS published FROM keyed;

-- ---- 6. The tumour tables of 2018 ----------------------------------------------------------------

-- n is shown and scores of few answers are hidden; an attacker looks for how many of n answered positively.  A published
-- percentage leaves an interval for it; the trust's own score or, for who knows more, the interval that was published of it bounds the sum.
CREATE TABLE tumour_bound AS
SELECT question, trust, tumour_group, n, hidden, CASE n WHEN 0 THEN 0 ELSE coalesce(b.low, 0) END AS low, CASE n WHEN 0 THEN 0 ELSE coalesce(b.high, n) END AS high
FROM (
	SELECT question, trust, position AS tumour_group, u.n, u.score, u.n > 0 AND u.score IS NULL AS hidden FROM tumour, unnest(n, score) WITH ORDINALITY AS u(n, score, position)
	UNION ALL
	SELECT question, trust, NULL, unadj_n, unadj_score, false FROM trust_score
) AS s
JOIN question AS q USING (question), LATERAL numerator_bounds(s.score::float8, s.n, 0, 'twice') AS b
WHERE q.measure = 'percent';
CREATE TABLE tumour_audit AS
SELECT attacker, n, hidden, (a).verdict
FROM (
	SELECT attacker, n, hidden, audit(CASE WHEN low = high AND NOT hidden THEN low END, CASE WHEN hidden THEN 'c' END, ARRAY[tumour_group::text], '{"lower": 0, "bounds": false}', low, high) OVER (PARTITION BY attacker, question, trust) AS a
	FROM (
		SELECT v.attacker, b.question, b.trust, tumour_group, b.n, hidden, CASE WHEN v.attacker = 'intervals' AND tumour_group IS NULL THEN coalesce(t.k, b.low) ELSE b.low END AS low,
			CASE WHEN v.attacker = 'intervals' AND tumour_group IS NULL THEN coalesce(t.k, b.high) ELSE b.high END AS high
		FROM unnest('{scores,intervals}'::text[]) AS v(attacker), tumour_bound AS b
		LEFT JOIN trust_score AS t ON (t.question, t.trust, t.k_unique) = (b.question, b.trust, 1)
	) AS seen
) AS audited;
CREATE TABLE tumour_found AS
SELECT attacker, count(*) AS hidden, count(*) FILTER (WHERE verdict = 'exact') AS exact, count(*) FILTER (WHERE verdict = 'exact' AND n = 1) AS of_one_person, count(*) FILTER (WHERE verdict = 'open') AS open
FROM tumour_audit
WHERE hidden
GROUP BY attacker;
DROP TABLE tumour_audit, tumour_bound;

-- ---- 7. What it comes to -------------------------------------------------------------------------

CREATE TABLE proof_summary AS
SELECT
	(SELECT string_agg(format('%s of %s', exact, small), ', ' ORDER BY name) FROM pattern_summary WHERE rule = 'next_smallest') AS next_exact,
	(SELECT string_agg(format('%s of %s', exact, small), ', ' ORDER BY name) FROM pattern_summary WHERE rule = 'value') AS our_exact,
	(SELECT count(*) FROM by_hand_audit WHERE next_verdict = 'exact') AS hand_exact, (SELECT count(*) FROM by_hand_audit WHERE our_verdict = 'exact') AS hand_ours,
	(SELECT count(*) FROM rounded WHERE hes_status = 'c') AS hes_hidden, (SELECT max(steps) FROM rounded) AS steps, (SELECT bool_and(optimal) FROM rounded) AS optimal,
	(SELECT count(*) FROM rounded WHERE small BETWEEN 1 AND 4) AS small_left, (SELECT count(*) FROM rounded WHERE small <> n) AS small_changed,
	(SELECT max(abs(published - n)) FROM perturbed) AS most_noise, (SELECT count(*) FROM perturbed WHERE published <> n) AS noisy, (SELECT count(*) FROM perturbed) AS keyed;

-- ---- 8. The file, and the page -------------------------------------------------------------------

\o :out/suppressed_f04.csv
COPY (
	SELECT 'synthetic' AS data, dims[1] AS alliance, dims[2] AS trust, dims[3] AS tumour_group, CASE WHEN status IS NULL THEN n END AS n, status
	FROM pattern
	WHERE (name, rule) = ('F04', 'value')
	ORDER BY dims[1] COLLATE "C" NULLS FIRST, dims[2] COLLATE "C" NULLS FIRST, dims[3] COLLATE "C" NULLS FIRST
) TO STDOUT (FORMAT csv, HEADER);
\ir suppression_page.sql
\o

-- The file and the page as they lie on the disk, searched for what was to be hidden: rows of the file, rows of the page with
-- their values, and the certificate, of which only the summary is published.
CREATE TABLE file_f04 (data text, alliance text, trust text, tumour_group text, n text, status text);
\set file :out '/suppressed_f04.csv'
COPY file_f04 FROM :'file' (FORMAT csv, HEADER);
CREATE TABLE proof_searched AS
SELECT 'suppressed_f04.csv' AS file, p.dims::text AS cell, 'row' AS form, p.status, f.n IS NOT NULL AS found
FROM pattern AS p
JOIN file_f04 AS f ON (f.alliance, f.trust, f.tumour_group) IS NOT DISTINCT FROM (p.dims[1], p.dims[2], p.dims[3])
WHERE (p.name, p.rule) = ('F04', 'value')
UNION ALL
SELECT 'suppression.html', format('%s %s', name, label), 'row', CASE WHEN hidden > 0 THEN 'c' END, strpos(page.text, with_values) > 0
FROM drawn_row, (SELECT pg_read_file(:'out' || '/suppression.html') AS text) AS page
UNION ALL
SELECT 'suppression.html', 'certificate', 'seal', 'c', strpos(pg_read_file(:'out' || '/suppression.html'), certificate ->> 'seal') > 0 FROM kept
UNION ALL
SELECT 'suppression.html', 'certificate', 'digest', NULL, strpos(pg_read_file(:'out' || '/suppression.html'), certificate ->> 'digest') > 0 FROM kept;
CREATE VIEW proof_leak AS SELECT file, cell, form FROM proof_searched WHERE status IS NOT NULL AND found;

-- ---- 9. The report, and what must hold on any machine --------------------------------------------

CREATE TABLE proof_report (position int GENERATED ALWAYS AS IDENTITY, line text);
INSERT INTO proof_report (line)
SELECT 'Suppression: synthetic tables F01, F03, F04, counts of 1 to 4 small; and the tables of 2018'
UNION ALL
SELECT rtrim(format('  %-58s %32s', f.claim, f.result))
FROM proof_summary AS s, verified AS v, additive AS a, (
	SELECT min(people) FILTER (WHERE (name, rule) = ('F01', 'value')) AS f01, CASE WHEN min(people) FILTER (WHERE (name, rule) = ('F03', 'value')) <= 487 THEN 'at most 487' ELSE 'more than 487' END AS f03,
		min(people) FILTER (WHERE (name, rule) = ('F04', 'value')) AS f04, min(people) FILTER (WHERE (name, rule) = ('F01', 'range')) AS r01,
		CASE WHEN min(people) FILTER (WHERE (name, rule) = ('F04', 'range')) <= 1.15 * 1050 THEN 'at most 15 % more' ELSE 'more than that' END AS r04
	FROM pattern_summary
) AS p, (
	SELECT max(hidden) AS hidden, max(exact) FILTER (WHERE attacker = 'scores') AS by_scores, max(exact) FILTER (WHERE attacker = 'intervals') AS by_intervals FROM tumour_found
) AS t, LATERAL (VALUES
	('Next smallest: small counts that follow exactly', s.next_exact),
	('  hidden here, audited', s.our_exact),
	('People hidden for others'' sake: F01, F03, F04', format('%s, %s, %s', p.f01, p.f03, p.f04)),
	('  best peer; optimum proven elsewhere', '64, 487, 804; 64, 479, 768'),
	('  range, F01 and F04; optimum 69 and 1,050', format('%s, %s', p.r01, p.r04)),
	('By hand, two ones in a row: exact before, and here', format('%s, %s', s.hand_exact, s.hand_ours)),
	('Certificates of these five patterns, tables as published', (SELECT string_agg(DISTINCT verification, '; ') FROM all_verified)),
	('  of F01, with one figure changed', CASE WHEN v.figure_changed LIKE '%digest differs' THEN 'its digest differs' ELSE v.figure_changed END),
	('Rounded to 5, F01: sums that hold, nearest; controlled', format('%s of %s; %s of %s', a.nearest, a.sums, a.controlled, a.sums)),
	('  small counts rounded: sums that hold; 1 to 4 left', format('%s of %s; %s', a.small, a.sums, s.small_left)),
	('Cell keys, noise 2: largest change of a count', s.most_noise::text),
	('2018 as published: hidden scores that follow exactly', of_all(t.by_scores, t.hidden)),
	('  to who has the trusts'' published intervals too', of_all(t.by_intervals, t.hidden)),
	('Hidden, yet found in the bytes of the page or the file', (SELECT count(*) FROM proof_leak)::text)
) AS f(claim, result);
SELECT line FROM proof_report ORDER BY position;

DO $$
BEGIN
	IF EXISTS (SELECT FROM pattern_summary WHERE small_shown <> 0 OR open <> 0 OR rule = 'value' AND (exact <> 0 OR people > peer_people) OR rule = 'range' AND people > 1.15 * optimum_people)
		OR NOT EXISTS (SELECT FROM pattern_summary WHERE rule = 'next_smallest' AND exact > 0)
		OR EXISTS (SELECT FROM proof_summary, additive WHERE hand_exact <> 2 OR hand_ours <> 0 OR controlled <> sums OR additive.small <> sums OR plain <> sums OR small_left <> 0 OR most_noise > 2)
		OR EXISTS (SELECT FROM verified WHERE NOT verifies OR as_published <> 'verified' OR figure_changed = 'verified' OR row_lost = 'verified' OR move_changed = 'verified')
		OR EXISTS (SELECT FROM all_verified WHERE verification <> 'verified') OR (SELECT count(*) FROM all_verified) <> 5
		OR EXISTS (SELECT FROM pattern_audit WHERE verdict = 'exact' AND (low <> n OR high <> n)) -- what the attacker finds is the truth
		OR EXISTS (SELECT FROM tumour_found WHERE open <> 0)
	THEN
		RAISE EXCEPTION 'suppression no longer gives what it was made to give'
			USING HINT = 'Look at demo.pattern_summary, proof_summary, additive, verified, all_verified and tumour_found.';
	END IF;
	IF EXISTS (SELECT FROM proof_leak) OR (SELECT count(*) FROM proof_searched AS s WHERE s.status IS NULL AND NOT s.found) > 0
		OR (SELECT count(*) FROM proof_searched WHERE status = 'c') < 200
	THEN
		RAISE EXCEPTION 'the page on suppression shows what it was to hide'
			USING HINT = 'Look at demo.proof_searched.';
	END IF;
END;
$$;
