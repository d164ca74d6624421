-- ---- gaps between sub-groups ----

CREATE FUNCTION gap(t tally, reference tally, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_tally_gap'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION gap(tally, tally, text, double precision, double precision) IS 'Difference of two rates, t minus reference, -1 to 1, and its confidence interval: how far a sub-group is from another. The two must not share respondents: compare with the rest, not with the whole. Methods: newcombe (hybrid score interval from the Wilson limits of both, Newcombe 1998, method 10), wald (normal approximation without pooling, not clipped), mee (score interval, Mee 1984), miettinen_nurminen (the same with the variance times N/(N-1), 1985), agresti_caffo (wald after one positive and one other answer are added to each, 2000; not clipped). Weighted tallies enter with their rates and effective numbers. z, when given, takes the place of level. status: NULL, or why there is no difference (no estimate: a tally is NULL; no responses). Errors: 22004 method NULL; 22023 method, level, z.';

CREATE FUNCTION gap(m moments, reference moments, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_moments_gap'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION gap(moments, moments, double precision, double precision) IS 'Difference of two means, m minus reference, in the unit of the values, and its confidence interval: difference +- t * sqrt(se1^2 + se2^2), t with the degrees of freedom of Welch (1947) and Satterthwaite, as R t.test. The two must not share respondents. Of weighted moments the standard errors are those of mean_se, on n - 1 degrees of freedom each. z, when given, takes the place of level: t at the normal distribution''s two tails beyond it. status: NULL, or why a figure is NULL (no estimate: a moments is NULL; no responses; needs at least two values: then the difference is there without its interval; out of range). Errors: 22023 level, z.';
