-- ---- reliability of scores, and the answers needed for it ----

CREATE TYPE reliability AS (
	reliability double precision,
	n_needed double precision,
	between_units double precision,
	within_units double precision,
	icc double precision,
	units integer,
	status text);
COMMENT ON TYPE reliability IS 'How reliable the score of one unit is: the result of the window function reliability.';
COMMENT ON COLUMN reliability.reliability IS 'Share of the variance of such scores that is real difference between units, 0 to 1: between_units / (between_units + within_units / n).';
COMMENT ON COLUMN reliability.n_needed IS 'Answers that a unit like this needs for the reliability aimed at: target / (1 - target) * within_units / between_units, not rounded (round up). NULL when units do not differ.';
COMMENT ON COLUMN reliability.between_units IS 'Variance between units, given or found, on the method''s scale: log odds squared for log_odds, else the square of the score''s unit.';
COMMENT ON COLUMN reliability.within_units IS 'Variance of one answer within a unit, on the same scale: n times the sampling variance of the score. NULL where n is not known.';
COMMENT ON COLUMN reliability.icc IS 'Reliability of one answer, between_units / (between_units + within_units): the intraclass correlation.';
COMMENT ON COLUMN reliability.units IS 'How many units of the partition took part.';
COMMENT ON COLUMN reliability.status IS 'NULL, or why something is missing. Of the unit: no responses, no score, no standard error, standard error is zero, no variance at 0 or 100 %, out of range. Of the partition: all answers are alike, needs at least two units, no unit has two answers, each unit''s answers are alike, no variance between units (reliability 0), no maximum found, between is more than the mean allows.';

CREATE FUNCTION reliability(score double precision, n bigint, method text, options jsonb DEFAULT '{}', se double precision DEFAULT NULL)
	RETURNS reliability AS 'MODULE_PATHNAME', 'cpe_reliability_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION reliability(double precision, bigint, text, jsonb, double precision) IS
'Window function: how reliable each unit''s score is among the units of its partition (one question, one level). score is a proportion from 0 to 1 of n answers, or with se a score of any kind. Methods: log_odds, of proportions (random intercept logit by maximum likelihood, adaptive Gauss-Hermite quadrature; within_units is 1 / (p (1 - p)); Abel et al. 2019, BMJ Open 9:e029037); anova, reml, ml (one-way layout of answers: within_units is pooled over units; se is taken for sd / sqrt(n)); beta_binomial, of proportions (maximum likelihood; n / (alpha + beta + n)); dersimonian_laird, hedges, paule_mandel, additive_reml, additive_ml (scores and their own sampling variances, se squared, or of proportions p (1 - p) / n at the share p of all answers; tau2 / (tau2 + s^2); n may be NULL with se, and then n_needed is). Counts are score * n to the nearest whole number. Options: target (reliability that n_needed aims at, above 0 and below 1, default 0.7), between (variance between units given instead of found); of log_odds nodes (1 to 64, default 10; 1 is Laplace''s approximation) and p (own: variance at the unit''s own share, the default; centre: at the intercept''s, which also serves units at 0 or 100 %). The same whatever the order of the rows. NULL with a status where there is none. Errors: 22023 values out of range, unknown method or options, se with log_odds or beta_binomial, method or options that differ in the partition; 22004 method or options NULL.';

CREATE FUNCTION spearman_brown(icc double precision, n double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_spearman_brown_sql'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spearman_brown(double precision, double precision) IS 'Reliability of the mean of n answers, 0 to 1, when that of one is icc: n icc / (1 + (n - 1) icc), by Spearman and Brown. With the reliability of some number of answers for icc, n is how many times as many there are to be. NULL when an argument is NULL. Errors: 22023 icc outside 0 to 1, n not positive and finite.';

CREATE FUNCTION n_needed(n double precision, reliability double precision, target double precision) RETURNS double precision AS 'MODULE_PATHNAME', 'cpe_n_needed'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION n_needed(double precision, double precision, double precision) IS 'Answers needed for the target reliability when n of them have this one: n target (1 - reliability) / ((1 - target) reliability), by Spearman and Brown; not rounded (round up). NULL when an argument is NULL, or reliability is 0: no number suffices. Errors: 22023 n not positive and finite, reliability outside 0 to 1, target not between 0 and 1; 22003 result out of range.';

CREATE FUNCTION variance_components(n bigint[], unit_mean double precision[], unit_sd double precision[], method text DEFAULT 'reml',
		OUT mean double precision, OUT between_units double precision, OUT within_units double precision, OUT icc double precision,
		OUT log_likelihood double precision, OUT f double precision, OUT p double precision, OUT n0 double precision,
		OUT units integer, OUT missing integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_variance_components_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 250;
COMMENT ON FUNCTION variance_components(bigint[], double precision[], double precision[], text) IS
'Variance between and within units of a one-way layout, from each unit''s number of answers, mean and standard deviation (n - 1 in the denominator; NULL where n is 1): arrays of one length. Methods: anova (from the mean squares; between_units is not below 0), reml, ml (profile likelihood). mean: of all answers for anova, else the estimate of the likelihood. icc: between_units / (between_units + within_units). log_likelihood: restricted for reml, NULL for anova and where nothing varies within units. f and p: test that units differ by chance alone, by analysis of variance, whatever the method; n0: answers of a unit as the mean square between counts them, (N - sum n^2 / N) / (units - 1). units: how many have answers; missing: how many were left out because n, mean or standard deviation is NULL. status: NULL, or why something is missing (no responses, needs at least two units, no unit has two answers, all answers are alike, out of range). Errors: 22004 an array or method NULL; 22023 lengths that differ, values out of range, unknown method.';
