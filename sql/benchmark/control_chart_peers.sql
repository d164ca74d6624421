-- Control charts against other software: NHSRplotthedots 0.2.2 (limits and labels), qicharts2 0.8.1 (p, Laney's p', runs).
SET search_path = cancer_pe, public;
SET jit = off;
\getenv here PG_ABS_SRCDIR
\pset null '-'
CREATE TEMP TABLE series (series text, t int, y float8);
CREATE TEMP TABLE ae (org text, t int, day int, attendances int, breaches int);
CREATE TEMP TABLE peer (cfg text, series text, phase int, first int, points int, mean float8, low float8, high float8, labels text, places text, types text);
CREATE TEMP TABLE peer_assurance (series text, improvement text, target float8, assurance text);
CREATE TEMP TABLE peer_runs (org text, chart text, screened boolean, centre float8, low float8, high float8, near_low float8, near_high float8, longest_run int, crossings int, runs_signal boolean);
CREATE TEMP TABLE peer_limits (org text, chart text, screened boolean, t int, low float8, high float8, near_low float8, near_high float8);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_series.csv'
COPY series FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_ae.csv'
COPY ae FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_plotthedots.csv'
COPY peer FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_assurance.csv'
COPY peer_assurance FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_qicharts2.csv'
COPY peer_runs FROM PROGRAM :'command' (FORMAT csv, HEADER);
\set command 'grep -v ^# ' :here '/test/data/benchmark/spc_qicharts2_limits.csv'
COPY peer_limits FROM PROGRAM :'command' (FORMAT csv, HEADER);

-- each setting of the peer, in our options; rebase13 starts a second phase at point 13
CREATE TEMP TABLE setting AS SELECT * FROM (VALUES
	('default', '{}'::jsonb), ('no_screen', '{"screen": false}'), ('decrease', '{"improvement": "decrease"}'), ('neutral', '{"improvement": "neutral"}'),
	('fix12', '{"fix_after": 12}'), ('rebase13', '{}')) AS v(cfg, options);
CREATE TEMP TABLE ours AS
	SELECT cfg, series, t, (r).* FROM (
		SELECT cfg, series, t, spc(y, 'xmr', options, rebase => cfg = 'rebase13' AND t = 13) OVER (PARTITION BY cfg, series ORDER BY t) AS r FROM series, setting) AS s
	UNION ALL SELECT 'ae_prop', org, t, (r).* FROM (SELECT org, t, spc(breaches / attendances::float8, 'xmr', '{"improvement": "increase"}') OVER (PARTITION BY org ORDER BY t) AS r FROM ae) AS s;
CREATE TEMP TABLE compared AS
	SELECT o.*, p.mean, p.low AS peer_low, p.high AS peer_high, substr(labels, t - first + 1, 1) AS label, substr(places, t - first + 1, 1) AS place, substr(types, t - first + 1, 1) AS type,
		CASE WHEN value = centre THEN '0' WHEN value > o.high THEN '^' WHEN value < o.low THEN 'v' WHEN value > near_high THEN 'U' WHEN value < near_low THEN 'D' WHEN value > centre THEN 'u' ELSE 'd' END AS our_place,
		CASE rule WHEN 'common cause' THEN '.' WHEN 'beyond limits' THEN CASE WHEN value > centre THEN 'A' ELSE 'B' END WHEN 'two of three' THEN CASE WHEN value > centre THEN 'a' ELSE 'b' END
			WHEN 'shift' THEN CASE WHEN value > centre THEN 'S' ELSE 's' END WHEN 'trend' THEN CASE direction WHEN CASE cfg WHEN 'decrease' THEN 'concern' WHEN 'neutral' THEN 'high' ELSE 'improvement' END THEN 'R' ELSE 'F' END END AS our_label,
		CASE direction WHEN 'improvement' THEN 'i' WHEN 'concern' THEN 'c' WHEN 'high' THEN 'h' WHEN 'low' THEN 'l' ELSE '.' END AS our_type
	FROM ours AS o JOIN peer AS p USING (cfg, series, phase);
-- limits 1e-10 relative; places, labels and types exact
SELECT cfg, count(*) AS points, count(DISTINCT (series, phase)) AS phases, max(abs(centre - mean)) < 1e-10 AS centre, count(low) AS with_limits, max(greatest(abs(low - peer_low), abs(high - peer_high)) / centre) < 1e-10 AS limits,
	count(*) FILTER (WHERE peer_low IS NULL) AS peer_without_limits, count(*) FILTER (WHERE our_place IS DISTINCT FROM place) AS place_differs, count(*) FILTER (WHERE our_label IS DISTINCT FROM label) AS label_differs, count(*) FILTER (WHERE our_type IS DISTINCT FROM type) AS type_differs
FROM compared GROUP BY cfg ORDER BY cfg;
SELECT rule, direction, count(*) FROM compared GROUP BY 1, 2 ORDER BY 1, 2;
-- the constant series: the peer has no limits and no label; ours are m +- 0 and common cause
SELECT DISTINCT centre, low, high, sigma, rule, direction, status FROM ours WHERE series = 's06_const';
-- two phases: the second knows nothing of the first
SELECT count(*) AS points, bool_and(o.centre = a.centre AND o.low = a.low AND o.high = a.high AND o.rule = a.rule AND o.direction IS NOT DISTINCT FROM a.direction AND o.longest_run = a.longest_run) AS same
FROM ours AS o JOIN (SELECT series, t, (r).* FROM (SELECT series, t, spc(y, 'xmr') OVER (PARTITION BY series ORDER BY t) AS r FROM series WHERE t >= 13) AS s) AS a USING (series, t) WHERE cfg = 'rebase13' AND o.phase = 2;

-- assurance, exact; but the peer calls the constant series inconsistent whatever the target
SELECT p.improvement, p.assurance AS peer, s.assurance AS ours, count(*) FROM peer_assurance AS p
	JOIN (SELECT DISTINCT s.series, improvement, p.target, (r).assurance FROM peer_assurance AS p, LATERAL (SELECT s.series, spc(y, 'xmr', jsonb_build_object('improvement', p.improvement), target => p.target) OVER (ORDER BY t) AS r FROM series AS s WHERE s.series = p.series) AS s) AS s
	USING (series, improvement, target) WHERE p.series <> 's06_const' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT p.improvement, target, p.assurance AS peer, (r).assurance AS ours FROM peer_assurance AS p, LATERAL (SELECT spc(y, 'xmr', jsonb_build_object('improvement', p.improvement), target => p.target) OVER (ORDER BY t) AS r FROM series AS s WHERE s.series = p.series ORDER BY t DESC LIMIT 1) AS s WHERE p.series = 's06_const' ORDER BY 1, 2;

-- what users of NHSRplotthedots reported, by issue; after a baseline of 9 and 11 (10 +- 5.32, close beyond 10 +- 3.55)
SELECT issue, improvement, string_agg(concat_ws(' ', v, (r).rule, (r).direction), ', ' ORDER BY t) AS ours
FROM (SELECT issue, improvement, t, v, spc(v, 'xmr', jsonb_build_object('fix_after', 12, 'improvement', improvement, 'trend', trend)) OVER (PARTITION BY issue, improvement ORDER BY t) AS r
	FROM (VALUES ('143: close to opposite limits', 'increase', 7, ARRAY[14, 6, 10.5]), ('143: close to the same limit', 'increase', 7, ARRAY[14, 10.5, 14]), ('153: beyond, beyond, close', 'increase', 7, ARRAY[16, 16, 14.5]), ('153: beyond, close, close', 'increase', 7, ARRAY[16, 14.5, 14.5]),
		('167, 171: falling through the mean', 'increase', 7, ARRAY[13, 12, 11.5, 11, 9.5, 9, 8]), ('167, 171: falling through the mean', 'decrease', 7, ARRAY[13, 12, 11.5, 11, 9.5, 9, 8]), ('202: six points, rule of 7', 'increase', 7, ARRAY[8, 9, 9.5, 10.5, 11, 12, 11.5]), ('202: six points, rule of 6', 'increase', 6, ARRAY[8, 9, 9.5, 10.5, 11, 12, 11.5]),
		('pull 24: a repeated value ends a trend', 'increase', 6, ARRAY[8, 9, 9.5, 9.5, 10.5, 11, 12])) AS v(issue, improvement, trend, tail),
	LATERAL unnest(ARRAY[9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11] || tail) WITH ORDINALITY AS u(v, t)) AS s WHERE t > 12 GROUP BY 1, 2 ORDER BY 1, 2;

-- qicharts2: p, Laney's p' with and without screening, limits 1e-12 absolute; i with d2 = 1.128, of the breaches, 1e-9; runs about the mean, exact
CREATE TEMP TABLE charted AS
	SELECT org, chart, screened, t, (r).* FROM (
		SELECT org, 'p' AS chart, false AS screened, t, spc(breaches / attendances::float8, 'p', '{}', attendances) OVER w AS r FROM ae WINDOW w AS (PARTITION BY org ORDER BY t)
		UNION ALL SELECT org, 'pp', s, t, spc(breaches / attendances::float8, 'p_prime', jsonb_build_object('screen', s), attendances) OVER (PARTITION BY org, s ORDER BY t) FROM ae, (VALUES (true), (false)) AS v(s)
		UNION ALL SELECT org, 'i', s, t, spc(breaches, 'xmr', jsonb_build_object('screen', s, 'd2', 1.128)) OVER (PARTITION BY org, s ORDER BY t) FROM ae, (VALUES (true), (false)) AS v(s)) AS s;
SELECT chart, screened, count(o.low) AS points, max(abs(o.centre / p.centre - 1)) < 1e-12 AS centre, max(greatest(abs(o.low / p.low - 1), abs(o.high / p.high - 1), abs(o.near_low / p.near_low - 1), abs(o.near_high / p.near_high - 1))) < 1e-9 AS limits,
	bool_and(o.longest_run = p.longest_run AND o.crossings = p.crossings AND o.runs_signal = p.runs_signal) AS runs, count(*) FILTER (WHERE o.runs_signal) AS with_signal
FROM charted AS o JOIN peer_runs AS p USING (org, chart, screened) GROUP BY 1, 2 ORDER BY 1, 2;
SELECT chart, screened, count(o.low) AS points, max(greatest(abs(o.low - p.low), abs(o.high - p.high), abs(o.near_low - p.near_low), abs(o.near_high - p.near_high))) < 1e-12 AS limits
FROM charted AS o JOIN peer_limits AS p USING (org, chart, screened, t) GROUP BY 1, 2 ORDER BY 1, 2;
DROP TABLE compared, ours, charted;
