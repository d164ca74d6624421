-- ---- ranks, with how sure they are ----

CREATE TYPE rank_interval AS (
	rank integer,
	low integer,
	high integer,
	expected double precision,
	units integer,
	status text
);
COMMENT ON TYPE rank_interval IS 'What the window function rank_interval returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN rank_interval.rank IS 'Rank of the score: 1 and the number of better scores; equal scores have the same rank.';
COMMENT ON COLUMN rank_interval.low IS 'The best rank that the unit may have, from 1.';
COMMENT ON COLUMN rank_interval.high IS 'The worst rank that the unit may have, up to the number of units.';
COMMENT ON COLUMN rank_interval.expected IS 'Method marginal: the mean of the unit''s rank given the errors; else NULL.';
COMMENT ON COLUMN rank_interval.units IS 'How many units were ranked.';
COMMENT ON COLUMN rank_interval.status IS 'NULL, or why the unit was not ranked: no score, no standard error, standard error is zero.';

CREATE FUNCTION rank_interval(score double precision, se double precision, method text DEFAULT 'joint', options jsonb DEFAULT '{}')
	RETURNS rank_interval AS 'MODULE_PATHNAME', 'cpe_rank_interval'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION rank_interval(double precision, double precision, text, jsonb) IS
'Window function: the rank of each unit of the partition, and the ranks it may have given the standard errors of all scores, which are independent. Methods: joint (intervals of the scores that hold together: low is 1 and the units whose interval lies wholly above, high leaves out those wholly below; Klein, Wright and Wieczorek 2020), pairwise (the same from z tests of all pairs of units: narrower where errors are alike; up to 20,000 units), marginal (each unit''s own distribution of its rank when true scores are independent normals about the scores: equal-tailed quantiles, and expected rank 1 + sum of P(another is better); for shrunken scores the empirical Bayes ranks). joint and pairwise hold for all units at once at the level, with the option adjust: independent (Sidak; the default), bonferroni; none lets each interval or test be at the level, and then they do not hold together. marginal is exact up to 50 units (Poisson-binomial distributions by quadrature, to 1e-9), with the option exact true up to 500; beyond, the number of units above counts as a gamma variable of the same three moments: a limit may be one rank off (about one in twenty is); expected, a sum over pairs up to 2,000 units, comes from a grid beyond. Options: best (high: rank 1 is the highest score, the default; low), adjust, exact, z or level (default level 0.95). Units without a score or with no or a zero standard error are left out, with a status. The same whatever the order of the rows. Errors: 22004 method or options NULL; 22023 values out of range, unknown method or options, or that differ within the partition; 54000 too many units.';
