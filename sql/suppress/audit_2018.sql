-- The tumour tables of the National Cancer Patient Experience Survey 2018 as published: the answers n are shown and scores of low groups hidden, so what an attacker looks for is the number of positive answers of a hidden group, 0 to n. Counts of what he finds only.
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\set data :here '/test/data/ncpes2018'
\set temporary TEMPORARY
\set load :data '/load.sql'
\i :load
-- Scores are whole percentages, rounded twice; the rating is a mean of 0 to 10 with two decimals: a percentage of 10 n with one.
CREATE TEMP TABLE figure AS SELECT question, trust, name, n, score, measure, CASE measure WHEN 'percent' THEN 1 ELSE 10 END * n AS most
	FROM (SELECT question, trust, g.name, u.n, u.score FROM tumour, unnest(n, score) WITH ORDINALITY AS u(n, score, position) JOIN tumour_group AS g USING (position)
		UNION ALL SELECT question, trust, NULL, unadj_n, unadj_score FROM trust_score) AS s JOIN question USING (question);
-- the groups' answers add up to the trust's, so no rest is unseen
SELECT count(*) AS tables, count(*) FILTER (WHERE groups <> total) AS not_adding_up FROM (SELECT sum(n) FILTER (WHERE name IS NOT NULL) AS groups, sum(n) FILTER (WHERE name IS NULL) AS total FROM figure GROUP BY question, trust) AS t;
-- the interval of the numerator that each published score leaves; the derived numerators of trusts lie in theirs
CREATE TEMP TABLE bounded AS SELECT f.*, CASE WHEN n = 0 THEN 0 ELSE coalesce(b.low, 0) END AS low, CASE WHEN n = 0 THEN 0 ELSE coalesce(b.high, most) END AS high
	FROM figure AS f, LATERAL numerator_bounds(CASE measure WHEN 'percent' THEN score ELSE 10 * score END::float8, most, CASE measure WHEN 'percent' THEN 0 ELSE 1 END, CASE measure WHEN 'percent' THEN 'twice' ELSE 'either' END) AS b;
SELECT count(*) AS derived, count(*) FILTER (WHERE k BETWEEN b.low AND b.high) AS within, count(*) FILTER (WHERE b.low = b.high) AS known FROM trust_score JOIN bounded AS b USING (question, trust) WHERE b.name IS NULL AND k_unique = 1;
-- The attacker who has scores; and one who has the trust's published interval too, which gives the numerator of most trusts.
CREATE TEMP TABLE audited_2018 AS SELECT attacker, question, trust, name, n, most, measure, score, low, high, hidden,
		audit(CASE WHEN low = high AND NOT hidden THEN low END, CASE WHEN hidden THEN 'c' END, ARRAY[name], '{"lower": 0}', low, high) OVER (PARTITION BY attacker, question, trust) AS a
	FROM (SELECT attacker, b.question, b.trust, b.name, n, most, measure, score, n > 0 AND score IS NULL AND b.name IS NOT NULL AS hidden,
			CASE WHEN b.name IS NULL AND attacker = 'intervals' AND k IS NOT NULL THEN k ELSE b.low END AS low, CASE WHEN b.name IS NULL AND attacker = 'intervals' AND k IS NOT NULL THEN k ELSE b.high END AS high
		FROM unnest('{scores,intervals}'::text[]) AS attacker, bounded AS b LEFT JOIN (SELECT question, trust, k FROM trust_score WHERE k_unique = 1) AS t ON t.question = b.question AND t.trust = b.trust) AS s;
-- Hidden groups; those of which one numerator is possible; one rounded score (possible numerators that all round to the same). None is open, and each has its sum.
SELECT attacker, measure, count(*) FILTER (WHERE hidden) AS hidden, count(*) FILTER (WHERE hidden AND (a).low = (a).high) AS one_numerator, count(*) FILTER (WHERE hidden AND (a).verdict = 'exact') AS exact,
	count(*) FILTER (WHERE hidden AND CASE measure WHEN 'percent' THEN percent(make_tally(n, (a).low), 0, 'twice') = percent(make_tally(n, (a).high), 0, 'twice') ELSE round((a).low::numeric / n, 2) = round((a).high::numeric / n, 2) END) AS one_score,
	count(*) FILTER (WHERE hidden AND (a).low = (a).high AND n = 1) AS of_one_person, count(*) FILTER (WHERE (a).verdict = 'open') AS open, count(*) FILTER (WHERE (a).verdict = 'exact' AND (a).attack_cells IS NULL) AS no_attack
FROM audited_2018 GROUP BY attacker, measure ORDER BY attacker DESC, measure;
-- A table of one row has its bounds in closed form: what the total leaves over the others' least and most.
SELECT count(*) AS hidden, count(*) FILTER (WHERE (a).low <> greatest(low, total_low - (sum_high - high)) OR (a).high <> least(high, total_high - (sum_low - low))) AS different
FROM (SELECT *, max(low) FILTER (WHERE name IS NULL) OVER w AS total_low, max(high) FILTER (WHERE name IS NULL) OVER w AS total_high, sum(low) FILTER (WHERE name IS NOT NULL) OVER w AS sum_low, sum(high) FILTER (WHERE name IS NOT NULL) OVER w AS sum_high FROM audited_2018 WINDOW w AS (PARTITION BY attacker, question, trust)) AS t WHERE hidden;
DROP TABLE audited_2018;
-- Our pattern on the same tables: the answers of a group are its positive ones and the others; n stays shown, so both are hidden where the group is low, and what else has to be. The true numerators of hidden groups are not known: they share what the shown ones leave of the trust's, which is as extreme as what is published.
CREATE TEMP TABLE filled AS SELECT question, trust, name, n, small,
		CASE WHEN small THEN floor(rest * upto / greatest(small_n, 1)) - floor(rest * (upto - n) / greatest(small_n, 1)) ELSE shown END::bigint AS r
	FROM (SELECT *, least(greatest(coalesce(k, round(small_n / 2) + shown_sum) - shown_sum, 0), small_n) AS rest
		FROM (SELECT f.question, f.trust, f.name, f.n, f.small, f.shown, t.k, sum(shown) OVER w AS shown_sum, coalesce(sum(f.n) FILTER (WHERE small) OVER w, 0) AS small_n, sum(f.n) FILTER (WHERE small) OVER (PARTITION BY f.question, f.trust ORDER BY f.name) AS upto
			FROM (SELECT question, trust, name, n, n BETWEEN 1 AND 20 AS small, CASE WHEN n BETWEEN 1 AND 20 THEN 0 ELSE round(n * coalesce(score, 80) / 100) END AS shown FROM figure WHERE measure = 'percent' AND name IS NOT NULL) AS f JOIN trust_score AS t USING (question, trust)
			WINDOW w AS (PARTITION BY f.question, f.trust)) AS s) AS x;
SELECT count(*) AS groups, count(*) FILTER (WHERE r < 0 OR r > n) AS impossible, count(*) FILTER (WHERE small AND r IN (0, n)) AS extreme FROM filled;
CREATE TEMP TABLE own AS SELECT *, suppress(v, ARRAY[name, answer], 'survey_lt10', '{"threshold": 0, "zeros": "hidden", "numerator": false}', NULL, CASE WHEN answer IS NULL THEN 'show' WHEN small THEN 'protect' END) OVER (PARTITION BY question, trust) AS status
	FROM (SELECT question, trust, name, answer, sum(v)::bigint AS v, bool_or(small) AND name IS NOT NULL AND answer IS NOT NULL AS small
		FROM (SELECT question, trust, name, 'yes' AS answer, r AS v, small FROM filled UNION ALL SELECT question, trust, name, 'no', n - r, small FROM filled) AS x GROUP BY question, trust, CUBE (name, answer)) AS y;
SELECT count(*) FILTER (WHERE small) AS small, count(*) FILTER (WHERE small AND status IS NULL) AS small_shown, count(*) FILTER (WHERE answer IS NULL AND status IS NOT NULL) AS n_hidden, count(*) FILTER (WHERE (a).verdict = 'exact') AS exact, count(*) FILTER (WHERE (a).verdict = 'open') AS open
FROM (SELECT *, audit(CASE WHEN status IS NULL THEN v END, status, ARRAY[name, answer], '{"lower": 0, "bounds": false}') OVER (PARTITION BY question, trust) AS a FROM own) AS x;
