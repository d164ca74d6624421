-- rank_interval: definitions in plain SQL, a simulation, order, degenerate partitions, refusals; many units.
SET search_path = cancer_pe, public;
SET jit = off;
-- made up: 60 units of very different size in three partitions
CREATE TEMP TABLE made AS SELECT part, unit, 0.8 + 0.06 * sin(unit * part) AS score, 0.004 + 0.02 * (unit * 7 % 11) / 11 AS se FROM generate_series(1, 3) AS part, generate_series(1, 60) AS unit;

-- joint and pairwise: who is surely better or worse, by all pairs; z of 60 intervals and of 1770 tests (Sidak, Bonferroni) from R 4.2.2 qnorm
\set z_sidak 3.3345019780103065
\set z_bonferroni 3.3414789560386255
\set z_pairs 4.1813460543511898
CREATE TEMP TABLE ranked AS
	SELECT part, unit, score, se, rank_interval(score, se) OVER w AS j, rank_interval(score, se, 'joint', '{"adjust": "bonferroni", "best": "low"}') OVER w AS l, rank_interval(score, se, 'joint', '{"adjust": "none", "z": 1.5}') OVER w AS n,
		rank_interval(score, se, 'pairwise') OVER w AS p, rank_interval(score, se, 'pairwise', '{"adjust": "none", "level": 0.9}') OVER w AS q FROM made WINDOW w AS (PARTITION BY part);
WITH counted AS (
	SELECT a.part, a.unit, a.j, a.l, a.n, a.p, a.q, count(*) FILTER (WHERE b.score > a.score) AS above, count(*) FILTER (WHERE b.score < a.score) AS under,
		count(*) FILTER (WHERE b.score - a.score > :z_sidak * (a.se + b.se)) AS j_better, count(*) FILTER (WHERE a.score - b.score > :z_sidak * (a.se + b.se)) AS j_worse,
		count(*) FILTER (WHERE a.score - b.score > :z_bonferroni * (a.se + b.se)) AS l_better, count(*) FILTER (WHERE b.score - a.score > :z_bonferroni * (a.se + b.se)) AS l_worse,
		count(*) FILTER (WHERE b.score - a.score > 1.5 * (a.se + b.se)) AS n_better, count(*) FILTER (WHERE a.score - b.score > 1.5 * (a.se + b.se)) AS n_worse,
		count(*) FILTER (WHERE b.score - a.score > :z_pairs * sqrt(a.se ^ 2 + b.se ^ 2)) AS p_better, count(*) FILTER (WHERE a.score - b.score > :z_pairs * sqrt(a.se ^ 2 + b.se ^ 2)) AS p_worse,
		count(*) FILTER (WHERE b.score - a.score > 1.6448536269514722 * sqrt(a.se ^ 2 + b.se ^ 2)) AS q_better, count(*) FILTER (WHERE a.score - b.score > 1.6448536269514722 * sqrt(a.se ^ 2 + b.se ^ 2)) AS q_worse
	FROM ranked AS a JOIN ranked AS b USING (part) GROUP BY a.part, a.unit, a.j, a.l, a.n, a.p, a.q)
SELECT count(*), bool_and((j).rank = above + 1 AND (l).rank = under + 1 AND (j).units = 60) AS rank, bool_and((j).low = j_better + 1 AND (j).high = 60 - j_worse) AS joint, bool_and((l).low = l_better + 1 AND (l).high = 60 - l_worse) AS lowest_first,
	bool_and((n).low = n_better + 1 AND (n).high = 60 - n_worse) AS unadjusted, bool_and((p).low = p_better + 1 AND (p).high = 60 - p_worse) AS pairwise, bool_and((q).low = q_better + 1 AND (q).high = 60 - q_worse) AS pairwise_unadjusted,
	sum((j).high - (j).low) AS joint_width, sum((p).high - (p).low) AS pairwise_width, sum((n).high - (n).low) AS narrow, count((j).expected) AS expected, count((j).status) AS statuses FROM counted;

-- marginal: a simulation of true ranks, 4000 draws a unit with a fixed seed; mean ranks within five standard errors, no more than alpha / 2 at either end
SELECT setseed(0.42);
CREATE TEMP TABLE small AS SELECT * FROM made WHERE part = 1 AND unit <= 12;
CREATE TEMP TABLE drawn AS SELECT draw, unit, rank() OVER (PARTITION BY draw ORDER BY score + se * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) DESC) AS rank FROM small, generate_series(1, 4000) AS draw;
CREATE TEMP TABLE marginal AS SELECT unit, rank_interval(score, se, 'marginal', '{"level": 0.8}') OVER () AS r FROM small;
SELECT count(*), bool_and(abs((r).expected - mean) < 5 * sd / sqrt(4000)) AS expected, bool_and(lower < 0.1 + 0.02 AND upper < 0.1 + 0.02) AS cut, bool_and(lower_next > 0.1 - 0.02 AND upper_next > 0.1 - 0.02) AS no_less
FROM (SELECT unit, r, avg(rank) AS mean, stddev(rank) AS sd, avg((rank < (r).low)::int) AS lower, avg((rank > (r).high)::int) AS upper, avg((rank <= (r).low)::int) AS lower_next, avg((rank >= (r).high)::int) AS upper_next FROM drawn JOIN marginal USING (unit) GROUP BY unit, r) AS s;
-- the sum over pairs of P(another is better), each by Simpson's rule over the density
SELECT max(abs((r).expected - 1 - better)) < 1e-8 AS expected FROM (
	SELECT a.unit, sum(CASE WHEN a.unit <> b.unit THEN (SELECT 0.5 + sum(CASE WHEN i IN (0, 400) THEN 1 WHEN i % 2 = 1 THEN 4 ELSE 2 END * exp(-0.5 * (d * i / 400) ^ 2)) * d / 1200 / sqrt(2 * pi()) FROM generate_series(0, 400) AS i) ELSE 0 END) AS better
	FROM small AS a, small AS b, LATERAL (SELECT (b.score - a.score) / sqrt(a.se ^ 2 + b.se ^ 2) AS d) AS x GROUP BY a.unit) AS s JOIN marginal USING (unit);
-- beyond 50 units: the approximation beside the exact distribution
SELECT count(*), max(abs((a).low - (e).low)) AS low, max(abs((a).high - (e).high)) AS high, count(*) FILTER (WHERE (a).low <> (e).low OR (a).high <> (e).high) AS differ, max(abs((a).expected - (e).expected)) < 1e-8 AS expected
FROM (SELECT rank_interval(score, se, 'marginal') OVER (PARTITION BY part) AS a, rank_interval(score, se, 'marginal', '{"exact": true}') OVER (PARTITION BY part) AS e FROM made) AS s;

-- any order of the rows; shrunken scores can be ranked
SELECT count(DISTINCT digits) AS different FROM (
	SELECT md5(string_agg(format('%s %s %s %s', unit, j, p, m), '|' ORDER BY part, unit)) AS digits
	FROM generate_series(1, 4) AS turn, LATERAL (SELECT part, unit, rank_interval(score, se) OVER w AS j, rank_interval(score, se, 'pairwise') OVER w AS p, rank_interval(score, se, 'marginal') OVER w AS m FROM (SELECT * FROM made ORDER BY md5(format('%s %s %s', turn, part, unit))) AS d WINDOW w AS (PARTITION BY part)) AS s GROUP BY turn) AS t;
SELECT unit, (s).score::numeric(6,4), (r).rank, (r).low, (r).high, (r).expected::numeric(8,6), (r).units, (r).status FROM (SELECT unit, s, rank_interval((s).score, (s).se, 'marginal', '{"level": 0.5}') OVER () AS r FROM (SELECT unit, shrink(score, se, 'reml') OVER () AS s FROM small WHERE unit <= 4) AS t) AS u ORDER BY unit;

-- degenerate partitions
\pset null '-'
SELECT what, method, (r).rank, (r).low, (r).high, (r).expected::numeric(8,6), (r).units, (r).status FROM (SELECT ord, what, method, rank_interval(score, se, method) OVER (PARTITION BY what, method) AS r FROM (VALUES (1, 'one', 0.7::float8, 0.1::float8), (2, 'equal', 0.7, 0.1), (2, 'equal', 0.7, 0.1), (3, 'gaps', NULL, 0.1), (3, 'gaps', 0.9, NULL), (3, 'gaps', 1, 0), (3, 'gaps', 0.6, 0.01), (3, 'gaps', 0.8, 0.01), (4, 'nothing', NULL, NULL)) AS v(ord, what, score, se), unnest('{joint,marginal}'::text[]) AS method) AS s ORDER BY ord, method, (r).rank, (r).status;
SELECT method, (r).rank, (r).low, (r).high, (r).expected::numeric(8,6), (r).units, (r).status FROM (SELECT method, rank_interval(score, se, method) OVER (PARTITION BY method) AS r FROM (VALUES (1e150::float8, 1e150::float8), (-1e150, 1e-150), (0, 1e-150)) AS v(score, se), unnest('{joint,pairwise,marginal}'::text[]) AS method) AS s ORDER BY method, (r).rank;
\pset null ''
SELECT count(*) FROM (SELECT rank_interval(score, se) OVER () FROM made WHERE false) AS s;
-- at a level of nothing intervals do not cross: two units in a dead heat
SELECT method, rank_interval(1, se, method, '{"level": 1e-300}') OVER (PARTITION BY method) FROM (VALUES (0.1), (1)) AS v(se), unnest('{joint,marginal}'::text[]) AS method ORDER BY method, se;
-- many units
SELECT method, count(*), bool_and((r).low BETWEEN 1 AND (r).high AND (r).high <= 10000) AS within, abs(sum((r).expected) / (10000 * 10001.0 / 2) - 1) < 1e-6 AS expected FROM (SELECT method, rank_interval(0.8 + 0.05 * sin(i), 0.01 + 0.03 * (i * 7 % 11) / 11, method) OVER (PARTITION BY method) AS r FROM generate_series(1, 10000) AS i, unnest('{joint,marginal}'::text[]) AS method) AS s GROUP BY method ORDER BY method;

-- refused
SELECT rank_interval(0.7, 0.1, 'bayes') OVER ();
SELECT rank_interval(0.7, 0.1, NULL) OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', NULL) OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"zz": 1}') OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"adjust": "holm"}') OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"best": "top"}') OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"best": 1}') OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"exact": true}') OVER ();
SELECT rank_interval(0.7, 0.1, 'marginal', '{"adjust": "independent"}') OVER ();
SELECT rank_interval(0.7, 0.1, 'marginal', '{"exact": 1}') OVER ();
SELECT rank_interval(0.7, 0.1, 'joint', '{"level": 1}') OVER ();
SELECT rank_interval(0.7, -0.1) OVER ();
SELECT rank_interval('NaN', 0.1) OVER ();
SELECT rank_interval(1e200, 0.1) OVER ();
SELECT rank_interval(0.7, 0.1, m) OVER () FROM (VALUES ('joint'), ('marginal')) AS v(m);
SELECT rank_interval(i, 0.1, 'pairwise') OVER () FROM generate_series(1, 20001) AS i;
SELECT rank_interval(i, 0.1, 'marginal', '{"exact": true}') OVER () FROM generate_series(1, 501) AS i;
SELECT rank_interval(0.7, 0.1);
DROP TABLE ranked, marginal;
