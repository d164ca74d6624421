-- ---- gaps between sub-groups ----

CREATE FUNCTION gap(t tally, reference tally, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT difference double precision, OUT low double precision, OUT high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_tally_gap'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION gap(tally, tally, text, double precision, double precision) IS 'Difference of two rates, t minus reference, -1 to 1, and its confidence interval: how far a sub-group is from another. The two must not share respondents: compare with the rest, not with the whole. Methods: newcombe (hybrid score interval from the Wilson limits of both, Newcombe 1998, method 10), wald (normal approximation without pooling, not clipped). Weighted tallies enter with their rates and effective numbers. z, when given, takes the place of level. status: NULL, or why there is no difference (no estimate: a tally is NULL; no responses). Errors: 22004 method NULL; 22023 method, level, z.';
