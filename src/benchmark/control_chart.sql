-- ---- control charts and run charts ----

CREATE TYPE control_point AS (
	value double precision,
	centre double precision,
	low double precision,
	high double precision,
	near_low double precision,
	near_high double precision,
	sigma double precision,
	rule text,
	direction text,
	phase integer,
	points integer,
	longest_run integer,
	longest_run_limit integer,
	crossings integer,
	crossings_limit integer,
	runs_signal boolean,
	assurance text,
	status text
);
COMMENT ON TYPE control_point IS 'What the window function spc returns for a point of a chart; expand it with (r).* over a subquery.';
COMMENT ON COLUMN control_point.value IS 'The value charted, in its own unit; NULL where the row takes no part (status no value, no denominator).';
COMMENT ON COLUMN control_point.centre IS 'Centre line of the phase: the mean (p, u and their primes: all events together by all denominators; run: the median); NULL when the phase has no value.';
COMMENT ON COLUMN control_point.low IS 'Lower control limit, centre - sigmas x sigma, not below the option minimum; NULL on a run chart, and where status says why.';
COMMENT ON COLUMN control_point.high IS 'Upper control limit, centre + sigmas x sigma, not above the option maximum; NULL on a run chart, and where status says why.';
COMMENT ON COLUMN control_point.near_low IS 'Lower warning limit, centre - near x sigma, not below the option minimum: between it and low a point is close to the limit. NULL as low.';
COMMENT ON COLUMN control_point.near_high IS 'Upper warning limit, centre + near x sigma, not above the option maximum: between it and high a point is close to the limit. NULL as high.';
COMMENT ON COLUMN control_point.sigma IS 'Standard deviation of this point by chance (common cause), in the value''s unit; 0 or more; NULL as low.';
COMMENT ON COLUMN control_point.rule IS 'The first of these that holds: beyond limits, trend, two of three, shift, common cause; NULL where there is nothing to judge (status).';
COMMENT ON COLUMN control_point.direction IS 'improvement or concern, by the option improvement; with neutral: high or low (a trend: high rises, low falls). NULL for common cause and where rule is NULL.';
COMMENT ON COLUMN control_point.phase IS 'Number of the phase, from 1; a row with rebase starts the next one.';
COMMENT ON COLUMN control_point.points IS 'How many values the centre and the limits of the phase were computed from; below about 12 they are provisional.';
COMMENT ON COLUMN control_point.longest_run IS 'Most values of the phase in a row on the same side of the centre; values on it are skipped.';
COMMENT ON COLUMN control_point.longest_run_limit IS 'The longest run still expected by chance: log2 of the values not on the centre, rounded, and 3 (Anhoej and Olesen 2014).';
COMMENT ON COLUMN control_point.crossings IS 'How often the values of the phase cross the centre; values on it are skipped.';
COMMENT ON COLUMN control_point.crossings_limit IS 'The fewest crossings still expected by chance: the 5 % point of a binomial distribution with probability 1/2 of one trial fewer than values not on the centre (Anhoej and Olesen 2014).';
COMMENT ON COLUMN control_point.runs_signal IS 'Whether the phase has a longer run, or fewer crossings, than expected by chance; NULL when it has no value.';
COMMENT ON COLUMN control_point.assurance IS 'Whether the process will meet its target if nothing changes, from the last limits and the last target of the phase: consistently met, consistently missed, not consistent; NULL without target or limits and with the improvement neutral. The last row''s is that of the series.';
COMMENT ON COLUMN control_point.status IS 'NULL, or why something is missing: no value, no denominator (n is NULL or 0), too few points (no moving range), out of range.';

CREATE FUNCTION spc(value double precision, chart text, options jsonb DEFAULT '{}', n double precision DEFAULT NULL,
		rebase boolean DEFAULT NULL, target double precision DEFAULT NULL)
	RETURNS control_point AS 'MODULE_PATHNAME', 'cpe_spc'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION spc(double precision, text, jsonb, double precision, boolean, double precision) IS
'Window function: control chart of a series, over (PARTITION BY series ORDER BY date): each point with its limits, and which rule it breaks. chart: xmr (individual values, moving range), p and p_prime (value a proportion from 0 to 1 of n), u and u_prime (value a rate per unit of n), c (value a count), run (median, runs only); the primes are Laney''s, for large n. A row without value (or, where the chart needs it, n) leaves the others as they would be without it. rebase true starts a new phase at that row, judged on its own; target is what assurance compares with. options: improvement (increase, decrease, neutral; default increase), screen (true: moving ranges above 3.267 times their mean are left out, once), trend (7 points rising or falling, each strictly; 0: without this rule; run charts: 0), two_of_three (true: of three points in a row on one side two close to the limit, these two; counts only points within the limits), shift (7 points on one side of the centre; 0: without; run charts: one more than longest_run_limit), fix_after (limits of a phase from its first so many values, 2 or more), sigmas (3), near (2), d2 (mean moving range of values with standard deviation 1: xmr 3/2.66, primes 1.128), minimum and maximum (limits are cut there: p 0 and 1, u and c 0, others not). Errors: 22023 unknown chart or option, values out of range, rows of a partition that differ in chart or options or that ORDER BY does not tell apart; 22004 chart or options NULL. Sources: rules as in the R package NHSRplotthedots 0.2.2 (NHS England, Making Data Count); Laney 2002 (doi 10.1081/QEN-120003555); Anhoej and Olesen 2014 (doi 10.1371/journal.pone.0113825).';
