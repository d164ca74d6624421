-- Control charts: each chart against its formula, gaps, phases, degenerate series, order, refusals.
SET search_path = cancer_pe, public;
SET jit = off;
SET work_mem = '64MB'; -- partitions of 100,000 rows stay in memory
\pset null '-'
CREATE TEMP TABLE made AS
	SELECT s AS series, t, 20 + (t * t * 37 + s * 11) % 300 AS n, round((0.7 + 0.1 * sin(t * 1.7 + s) + 0.05 * cos(t * t * 0.3))::numeric, 3)::float8 AS p FROM generate_series(1, 5) AS s, generate_series(1, 30 + s) AS t;

-- brute force in plain SQL: centre and limits of u, u', c and run; p, p' and xmr are compared with other software in control_chart_peers
WITH oracle AS (
	SELECT series, sum(p * n) / sum(n) AS u, avg(n) AS c, percentile_cont(0.5) WITHIN GROUP (ORDER BY p) AS median FROM made GROUP BY series),
z AS (SELECT series, t, (p - u) / sqrt(u / n) AS z FROM made JOIN oracle USING (series)),
ranges AS (SELECT series, abs(z - lag(z) OVER (PARTITION BY series ORDER BY t)) AS mr FROM z),
mean_range AS (SELECT series, avg(mr) AS mr FROM ranges GROUP BY series),
screened AS (SELECT series, avg(r.mr) / 1.128 AS spread FROM ranges AS r JOIN mean_range AS m USING (series) WHERE r.mr < 3.267 * m.mr GROUP BY series),
charts AS (
	SELECT series, n, spc(p, 'u', '{}', n) OVER w AS u, spc(p, 'u_prime', '{}', n) OVER w AS up, spc(n, 'c') OVER w AS c, spc(p, 'run') OVER w AS run
	FROM made WINDOW w AS (PARTITION BY series ORDER BY t))
SELECT count(*) AS points, max(abs((h.u).centre - o.u)) < 1e-14 AS u_centre, max(abs((h.u).low - greatest(0, o.u - 3 * sqrt(o.u / n)))) < 1e-14 AS u_low, max(abs((h.u).near_high - (o.u + 2 * sqrt(o.u / n)))) < 1e-14 AS u_near,
	max(abs((h.up).high - (o.u + 3 * spread * sqrt(o.u / n)))) < 1e-13 AS u_prime, max(abs((h.c).low - greatest(0, o.c - 3 * sqrt(o.c)))) < 1e-12 AS c_low, max(abs((h.c).high - (o.c + 3 * sqrt(o.c)))) < 1e-12 AS c_high,
	max(abs((h.run).centre - median)) < 1e-15 AS median, count((h.run).low) AS run_limits
FROM charts AS h JOIN oracle AS o USING (series) JOIN screened USING (series);

-- gaps: a row without value (or denominator) leaves the others as they would be without it, and has limits where they do not hang on it
CREATE TEMP TABLE gapped AS SELECT series, t, CASE WHEN (t + series) % 5 <> 2 THEN p END AS p, CASE WHEN t % 7 <> 3 THEN n ELSE 0 END AS n FROM made;
WITH whole AS (
	SELECT series, t, spc(p, 'xmr') OVER w AS x, spc(p, 'p_prime', '{}', n) OVER w AS p, spc(p, 'run') OVER w AS r FROM gapped WINDOW w AS (PARTITION BY series ORDER BY t)),
kept AS (SELECT series, t, spc(p, 'xmr') OVER w AS x, spc(p, 'run') OVER w AS r FROM gapped WHERE p IS NOT NULL WINDOW w AS (PARTITION BY series ORDER BY t)),
counted AS (SELECT series, t, spc(p, 'p_prime', '{}', n) OVER w AS p FROM gapped WHERE p IS NOT NULL AND n > 0 WINDOW w AS (PARTITION BY series ORDER BY t))
SELECT count(*) AS rows, count(k.x) AS kept, bool_and(k.x IS NOT DISTINCT FROM w.x) FILTER (WHERE k.t IS NOT NULL) AS xmr, bool_and(k.r IS NOT DISTINCT FROM w.r) FILTER (WHERE k.t IS NOT NULL) AS run,
	count(c.p) AS counted, bool_and(c.p IS NOT DISTINCT FROM w.p) FILTER (WHERE c.t IS NOT NULL) AS p_prime
FROM whole AS w LEFT JOIN kept AS k USING (series, t) LEFT JOIN counted AS c USING (series, t);
SELECT t, p, n, (x).value, (x).low::numeric(5,3), (x).rule, (x).status, (c).value AS p_value, (c).centre::numeric(5,3) AS p_centre, (c).low::numeric(5,3) AS p_low, (c).rule AS p_rule, (c).status AS p_status
FROM (SELECT t, p, n, spc(p, 'xmr') OVER w AS x, spc(p, 'p', '{}', n) OVER w AS c FROM (SELECT t, p, CASE t WHEN 4 THEN NULL ELSE n END AS n FROM gapped WHERE series = 1) AS g WINDOW w AS (ORDER BY t)) AS s WHERE t <= 6;

-- the order is the window's, whatever order the rows come in
SELECT count(DISTINCT digits) AS different FROM (
	SELECT md5(string_agg(format('%s %s %s', series, t, r), '|' ORDER BY series, t)) AS digits
	FROM generate_series(1, 4) AS turn, LATERAL (SELECT series, t, spc(p, 'p_prime', '{}', n) OVER (PARTITION BY series ORDER BY t) AS r FROM (SELECT * FROM made ORDER BY md5(format('%s %s %s', turn, series, t))) AS m) AS s GROUP BY turn) AS d;

-- phases: each on its own, assurance too (NHSRplotthedots issue 172: the icon after a rebase is the last phase's); fix_after counts from the start of each
SELECT DISTINCT (r).phase, (r).points, (r).centre, (r).low::numeric(6,3), (r).high::numeric(6,3), (r).runs_signal, (r).assurance
FROM (SELECT spc(t % 3 + CASE WHEN t > 12 THEN 10 ELSE 0 END, 'xmr', '{"fix_after": 6}', rebase => t = 13, target => 6) OVER (ORDER BY t) AS r FROM generate_series(1, 24) AS t) AS s ORDER BY 1;
-- rebase in the first row starts nothing; a phase begins with a row that has no value, too; a target that changes: the phase's last
SELECT t, (r).phase, (r).points, (r).centre, (r).status, (r).assurance FROM (SELECT t, spc(CASE WHEN t NOT IN (4, 7) THEN t % 2 END, 'xmr', '{}', NULL, t IN (1, 4, 7), CASE t WHEN 2 THEN 9 WHEN 5 THEN -9 WHEN 6 THEN NULL END) OVER (ORDER BY t) AS r FROM generate_series(1, 7) AS t) AS s;

-- assurance on the line: a value at the target meets it
SELECT improvement, target, (r).assurance FROM (SELECT improvement, target, t, spc(5, 'xmr', jsonb_build_object('improvement', improvement), target => target) OVER (PARTITION BY improvement, target ORDER BY t) AS r
	FROM generate_series(1, 3) AS t, (VALUES ('increase'), ('decrease'), ('neutral')) AS i(improvement), (VALUES (4.9::float8), (5), (5.1)) AS g(target)) AS s WHERE t = 3 ORDER BY 1 DESC, 2;

-- a run chart: 12 points below and 12 above the median cross it once, in runs of 12
SELECT (r).rule, (r).direction, count(*), min((r).centre) AS centre, min((r).longest_run) AS longest, min((r).longest_run_limit) AS longest_limit, min((r).crossings) AS crossings, min((r).crossings_limit) AS crossings_limit, bool_and((r).runs_signal) AS signal
FROM (SELECT spc(t, 'run') OVER (ORDER BY t) AS r FROM generate_series(1, 24) AS t) AS s GROUP BY 1, 2;
-- alternating values: neither; a run chart with lengths of one's own
SELECT (r).rule, (r).direction, count(*), min((r).crossings) AS crossings, bool_or((r).runs_signal) AS signal FROM (SELECT spc(t % 2, 'run') OVER (ORDER BY t) AS r FROM generate_series(1, 24) AS t) AS s GROUP BY 1, 2;
SELECT string_agg(format('%s %s', (r).rule, (r).direction), ', ' ORDER BY t) FROM (SELECT t, spc(v, 'run', '{"trend": 5, "shift": 6, "improvement": "neutral"}') OVER (ORDER BY t) AS r FROM unnest(ARRAY[5, 5, 1, 2, 3, 4, 5, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 2, 1]) WITH ORDINALITY AS u(v, t)) AS s;

-- degenerate series: limits or a reason, never NaN
SELECT what, count(*) AS points, (r).centre, (r).low::numeric(8,5), (r).high::numeric(8,5), (r).sigma::numeric(8,5), (r).rule, (r).direction, (r).longest_run, (r).longest_run_limit, (r).crossings_limit, (r).runs_signal, (r).assurance, (r).status
FROM (
	SELECT what, spc(v, 'xmr', target => 1) OVER (PARTITION BY what ORDER BY t) AS r FROM (VALUES ('xmr: one point', 1, 3::float8), ('xmr: two points', 1, 3), ('xmr: two points', 2, 4), ('xmr: nothing', 1, NULL), ('xmr: tenths', 1, 0.1), ('xmr: tenths', 2, 0.1), ('xmr: tenths', 3, 0.1)) AS v(what, t, v)
	UNION ALL SELECT what, spc(v, 'p', '{}', n, target => 1) OVER (PARTITION BY what ORDER BY t) FROM (VALUES ('p: one point', 1, 0.5::float8, 30), ('p: all 0', 1, 0, 30), ('p: all 0', 2, 0, 50), ('p: all 100 %', 1, 1, 30), ('p: all 100 %', 2, 1, 50), ('p: n = 0', 1, NULL, 0), ('p: n is 1', 1, 1, 1), ('p: n is 1', 2, 0, 1), ('p: huge n', 1, 0.5, 2000000000), ('p: huge n', 2, 0.5000001, 2000000000)) AS v(what, t, v, n)
	UNION ALL SELECT what, spc(v, 'p_prime', '{}', n, target => 1) OVER (PARTITION BY what ORDER BY t) FROM (VALUES ('p_prime: one point', 1, 0.5::float8, 30), ('p_prime: equal', 1, 0.3, 10), ('p_prime: equal', 2, 0.3, 20), ('p_prime: equal', 3, 0.3, 30), ('p_prime: all 0', 1, 0, 30), ('p_prime: all 0', 2, 0, 50)) AS v(what, t, v, n)
	UNION ALL SELECT what, spc(v, 'u', '{}', n) OVER (PARTITION BY what ORDER BY t) FROM (VALUES ('u: all 0', 1, 0::float8, 30), ('u: all 0', 2, 0, 50)) AS v(what, t, v, n)
	UNION ALL SELECT what, spc(v, 'run') OVER (PARTITION BY what ORDER BY t) FROM (VALUES ('run: one point', 1, 3::float8), ('run: equal', 1, 3), ('run: equal', 2, 3)) AS v(what, t, v)) AS s
GROUP BY what, r ORDER BY what, r;
-- equal n: p is then xmr's layout with one pair of limits; p of proportions near the ends is cut at 0 and 1
SELECT count(DISTINCT ((r).low, (r).high)) AS limits, min((r).low) AS low, max((r).high)::numeric(6,4) AS high FROM (SELECT spc(t % 4 / 100.0, 'p', '{}', 50) OVER (ORDER BY t) AS r FROM generate_series(1, 12) AS t) AS s;
-- the largest numbers: limits, or a reason
SELECT d2, (r).centre, (r).low, (r).high, (r).rule, (r).status FROM (SELECT d2, t, spc(v, 'u_prime', jsonb_build_object('screen', false, 'sigmas', 1e6, 'd2', d2), n) OVER (PARTITION BY d2 ORDER BY t) AS r FROM (VALUES (1, 1e150::float8, 1e150::float8), (2, 0, 1e150), (3, 5, 1e-150)) AS v(t, v, n), (VALUES (1), (1e-6)) AS g(d2)) AS s ORDER BY d2, t;

-- 100,000 points in one partition, and 100,000 phases
SELECT count(*), count(DISTINCT (r).rule) AS rules, max((r).phase) AS phases FROM (SELECT spc(sin(t::bigint * t % 1009), 'xmr') OVER (ORDER BY t) AS r FROM generate_series(1, 100000) AS t) AS s;
SELECT count(*), max((r).phase) AS phases, max((r).points) AS points FROM (SELECT spc(0.5, 'p_prime', '{}', 7, true) OVER (ORDER BY t) AS r FROM generate_series(1, 100000) AS t) AS s;

-- charts of different kinds in one query: those that have no n have it NULL
SELECT chart, (r).centre::numeric(5,3), (r).status FROM (SELECT chart, t, spc(v, chart, '{}', n) OVER (PARTITION BY chart ORDER BY t) AS r FROM (VALUES ('p', 1, 0.5::float8, 10::float8), ('p', 2, 0.4, 20), ('xmr', 1, 7, NULL), ('xmr', 2, 8, NULL)) AS v(chart, t, v, n)) AS s ORDER BY chart, t;
SELECT spc(v, chart, '{}', n) OVER (PARTITION BY chart ORDER BY t) FROM (VALUES ('p', 1, 0.5::float8, 10::float8), ('xmr', 1, 7, 3)) AS v(chart, t, v, n);
-- refusals
SELECT spc(1, 'xmr');
SELECT spc(v, 'xmr') OVER () FROM (VALUES (1::float8), (2)) AS v(v);
SELECT spc(v, 'xmr') OVER (ORDER BY t) FROM (VALUES (1, 1::float8), (1, 2), (2, 3)) AS v(t, v);
SELECT (spc(1, 'xmr') OVER ()).centre;
SELECT spc(1, 'cusum') OVER ();
SELECT spc(1, NULL) OVER ();
SELECT spc(1, 'xmr', NULL) OVER ();
SELECT spc(1, c) OVER (ORDER BY c) FROM (VALUES ('xmr'), ('run')) AS v(c);
SELECT spc(1, 'xmr', '{"trends": 6}') OVER ();
SELECT spc(1, 'xmr', '[]') OVER ();
SELECT spc(1, 'xmr', '{"improvement": "better"}') OVER ();
SELECT spc(1, 'xmr', '{"trend": 2}') OVER ();
SELECT spc(1, 'xmr', '{"shift": 6.5}') OVER ();
SELECT spc(1, 'xmr', '{"fix_after": 1}') OVER ();
SELECT spc(1, 'xmr', '{"screen": "yes"}') OVER ();
SELECT spc(1, 'xmr', '{"sigmas": 2}') OVER ();
SELECT spc(1, 'xmr', '{"d2": 0}') OVER ();
SELECT spc(1, 'xmr', '{"minimum": 3, "maximum": 2}') OVER ();
SELECT spc(0.5, 'p', '{"maximum": 100}', 10) OVER ();
SELECT spc(50, 'p', '{}', 10) OVER ();
SELECT spc(0.5, 'p', '{}', 10, target => 90) OVER ();
SELECT spc(-1, 'c') OVER ();
SELECT spc(4, 'xmr', '{"maximum": 3}') OVER ();
SELECT spc('NaN', 'xmr') OVER ();
SELECT spc(1e151, 'xmr') OVER ();
SELECT spc(0.5, 'p', '{}', -1) OVER ();
SELECT spc(0.5, 'p') OVER ();
SELECT spc(0.5, 'xmr', '{}', 10) OVER ();
DROP TABLE made, gapped;
