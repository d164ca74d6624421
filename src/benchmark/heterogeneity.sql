-- ---- units that differ: variance between them, shrunken scores ----

CREATE FUNCTION heterogeneity(estimate double precision[], se double precision[], method text DEFAULT 'dersimonian_laird',
		OUT mean double precision, OUT mean_se double precision, OUT tau2 double precision, OUT i2 double precision, OUT h2 double precision,
		OUT q double precision, OUT df integer, OUT p double precision, OUT units integer, OUT missing integer, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_heterogeneity_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 250;
COMMENT ON FUNCTION heterogeneity(double precision[], double precision[], text) IS
'How much units differ beyond chance, from their estimates and standard errors (element by element): mean weighted by 1/(se^2 + tau2) and its standard error; tau2, the variance between units, in the square of the unit of the estimates; q = sum((estimate - m)^2 / se^2) about the mean m weighted by 1/se^2, its degrees of freedom and p of the chi-square distribution; h2 = (tau2 + s2)/s2 and i2 = tau2/(tau2 + s2), 0 to 1, with s2 the typical sampling variance (Higgins and Thompson 2002); for the method none i2 = max(0, 1 - df/q), h2 = q/df. Methods: dersimonian_laird, hedges, paule_mandel (the tau2 at which q equals df, as empirical Bayes), reml, ml (the highest maximum of the likelihood), none (tau2 0). Pairs with a NULL are left out and counted in missing; proportion_scale makes estimates of proportions. The same digits whatever the order of the elements. status: NULL, or why tau2 is NULL: no estimates, tau2 needs at least two units, out of range. Errors: 22004 method NULL; 22023 unknown method, arrays of different length or of more dimensions, estimates not finite or beyond 1e150, standard errors zero, negative or outside 1e-150 to 1e150.';

CREATE FUNCTION proportion_scale(positive bigint, n bigint, scale text, OUT value double precision, OUT se double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_proportion_scale_sql'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_scale(bigint, bigint, text) IS
'A proportion as an estimate with its own standard error, as meta-analysis takes them: scale raw (p, sqrt(p(1-p)/n)), arcsine (asin(sqrt p), 1/(2 sqrt n)), logit (ln(x/(n-x)), sqrt(1/x + 1/(n-x))), freeman_tukey (mean of asin(sqrt(x/(n+1))) and asin(sqrt((x+1)/(n+1))), 1/sqrt(4n+2); Freeman and Tukey 1950). Where positive is 0 or n, 1/2 is added to both counts first, on each scale (as R package metafor does): so the standard error is never zero. status: NULL, or no responses (n is 0, or a count is NULL). Errors: 22004 scale NULL; 22023 unknown scale, positive negative or above n.';

CREATE TYPE shrunken AS (
	score double precision,
	se double precision,
	low double precision,
	high double precision,
	shrinkage double precision,
	mean double precision,
	mean_se double precision,
	tau2 double precision,
	units integer,
	status text
);
COMMENT ON TYPE shrunken IS 'What the window function shrink returns for a unit; expand it with (r).* over a subquery.';
COMMENT ON COLUMN shrunken.score IS 'The score drawn towards the mean, in the unit of the score.';
COMMENT ON COLUMN shrunken.se IS 'Its standard error; the error of the mean is in it, that of tau2 is not.';
COMMENT ON COLUMN shrunken.low IS 'Lower limit of its interval.';
COMMENT ON COLUMN shrunken.high IS 'Upper limit of its interval.';
COMMENT ON COLUMN shrunken.shrinkage IS 'B, the weight of the unit''s own score, from 0 (the mean alone) to 1 (its score as it is): its reliability.';
COMMENT ON COLUMN shrunken.mean IS 'The mean towards which scores are drawn, given or found; for log_odds the proportion of a unit without deviation.';
COMMENT ON COLUMN shrunken.mean_se IS 'Standard error of the mean, 0 when it was given.';
COMMENT ON COLUMN shrunken.tau2 IS 'Variance between units used, given or found; for log_odds on the log-odds scale.';
COMMENT ON COLUMN shrunken.units IS 'How many units took part.';
COMMENT ON COLUMN shrunken.status IS 'NULL, or why there is no shrunken score: no score, no standard error, standard error is zero, no responses, tau2 needs at least two units, for log_odds also what its fit says (as all answers alike), out of range.';

CREATE FUNCTION shrink(score double precision, se double precision, method text, options jsonb DEFAULT '{}', n bigint DEFAULT NULL)
	RETURNS shrunken AS 'MODULE_PATHNAME', 'cpe_shrink_sql'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION shrink(double precision, double precision, text, jsonb, bigint) IS
'Window function: empirical Bayes (best linear unbiased) estimates of the units of a partition: mean + B (score - mean) with B = tau2/(tau2 + se^2), variance B se^2 + (1 - B)^2 mean_se^2, interval +- z standard errors. method: how tau2 is found, as in heterogeneity (dersimonian_laird, hedges, paule_mandel, reml, ml, none); or log_odds for proportions, with score = x/n, n and no se: x, rounded to a whole number, of n answers under a random intercept on the log-odds scale (maximum likelihood by adaptive quadrature): score is expit(intercept + u), u the mode of the unit''s deviation, its interval back-transformed, its se by the delta method; B = 1 - var(u)/tau2. Scores on the raw scale of proportions may leave 0 to 1; log_odds never does. Options: mean (given; not with log_odds), tau2 (given; found about the units'' own mean even when mean is given), z or level (default level 0.95), nodes (log_odds: 1 to 64, default 10). A unit without a score or an error above zero takes no part and has a status. The same digits whatever the order of the rows. Errors: 22004 method or options NULL; 22023 values out of range, unknown method or options, arguments that do not go with the method, method or options that differ within the partition; 54000 too many rows. Source: Efron and Morris 1975; variance as R package metafor''s blup.';
