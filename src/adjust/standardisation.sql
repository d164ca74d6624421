-- ---- direct and indirect standardisation of rates of events ----

CREATE TYPE direct_standardisation;

CREATE FUNCTION direct_standardisation_in(cstring) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_in(cstring) IS 'Reads the state of direct standardisation from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION direct_standardisation_out(direct_standardisation) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_out(direct_standardisation) IS 'Writes the state of direct standardisation as exact text, which no setting can change.';
CREATE FUNCTION direct_standardisation_recv(internal) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_recv(internal) IS 'Reads the state of direct standardisation from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION direct_standardisation_send(direct_standardisation) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_send(direct_standardisation) IS 'Writes the state of direct standardisation in binary: version, count, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE direct_standardisation (
	INPUT = direct_standardisation_in, OUTPUT = direct_standardisation_out, RECEIVE = direct_standardisation_recv, SEND = direct_standardisation_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE direct_standardisation IS 'Direct standardisation of a rate of events over strata (age bands of both sexes, say), as dsr reads it: how many strata, and the exact sums of events x, population n and standard population w, of w * (x/n) (wr) and of w^2 * (v/n) * (1/n) (wwv), v being x or the events squared. The quotients x/n, v/n and 1/n are rounded to double precision once, in each stratum; their sums are not, so order, split and workers change no bit. Text: strata=1 events=5p0 population=1p6 w=1p0 wr=5p-6 wwv=5p-12 (the sums hexadecimal, times a power of two).';

@base/ordered_type.sql direct_standardisation cpe_direct_standardisation strata, then the sums@

CREATE FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision)
	RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, standard population. A NULL state is one without strata. The transition of the aggregate direct_standardisation; errors as there.';
CREATE FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision, double precision)
	RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_accum(direct_standardisation, double precision, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, standard population, and the events squared. A NULL state is one without strata. The transition of the aggregate direct_standardisation; errors as there.';
CREATE FUNCTION direct_standardisation_combine(direct_standardisation, direct_standardisation) RETURNS direct_standardisation AS 'MODULE_PATHNAME', 'cpe_direct_standardisation_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION direct_standardisation_combine(direct_standardisation, direct_standardisation) IS 'The state over the strata of both, no stratum being in both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE direct_standardisation(double precision, double precision, double precision) (
	SFUNC = direct_standardisation_accum, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE direct_standardisation(double precision, double precision, double precision) IS 'Direct standardisation of a rate of events over rows that are strata: events in the stratum, its population (persons or person-years) and its standard population (a count or a share, such as the European Standard Population 2013). Join the standard by its key and give each stratum once; dsr shows how many there were. An event is one of a person: otherwise use the form with events_squared. Errors: 22004 one is NULL (where a missing number of events means none, say coalesce(events, 0)), 22023 one is negative or not finite, population or standard_population is 0, 22003 the rate of a stratum is out of range.';
CREATE AGGREGATE direct_standardisation(double precision, double precision, double precision, double precision) (
	SFUNC = direct_standardisation_accum, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE direct_standardisation(double precision, double precision, double precision, double precision) IS 'The same where one person can have several events, which are then not independent: events (sum of f * persons with f events), population, standard_population and events_squared (sum of f^2 * persons with f events) of the stratum. The variance of a stratum''s events is then the latter. Errors: as for the form with three arguments, and 22023 events_squared is below events.';
CREATE AGGREGATE rollup(direct_standardisation) (
	SFUNC = direct_standardisation_combine, STYPE = direct_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = direct_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(direct_standardisation) IS 'The state of all strata in the states of parts, no stratum being in two parts; NULLs are passed over. Not the rate of several areas together: add up events and population by stratum for that. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION dsr(d direct_standardisation, multiplier double precision DEFAULT 100000, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		minimum double precision DEFAULT 10, OUT observed double precision, OUT population double precision, OUT strata bigint,
		OUT standard_population double precision, OUT rate double precision, OUT se double precision, OUT low double precision, OUT high double precision,
		OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_dsr'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dsr(direct_standardisation, double precision, double precision, double precision, double precision) IS 'Directly standardised rate: multiplier * sum(w * x/n) / sum(w) with its standard error sqrt(sum(w^2 * x/n^2)) / sum(w) * multiplier and the limits of Dobson and others 1991, rate + sqrt(variance / observed) * (Byar''s limit of observed - observed); z, when given, takes the place of level; low is not clipped at 0. As PHEindicatormethods calculates it. observed: events; population; strata and standard_population: what there was of the standard, the same for areas that are to be compared. Rate, se and limits are NULL below a minimum of observed events. status: NULL, or why something is NULL (no strata; fewer than 10 events; no events). A NULL d is one without strata. Errors: 22004 multiplier, minimum; 22023 multiplier, level, z, minimum; 22003 out of range.';

CREATE TYPE indirect_standardisation;

CREATE FUNCTION indirect_standardisation_in(cstring) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_in(cstring) IS 'Reads the state of indirect standardisation from its exact text. Errors: 22P02 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION indirect_standardisation_out(indirect_standardisation) RETURNS cstring AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_out(indirect_standardisation) IS 'Writes the state of indirect standardisation as exact text, which no setting can change.';
CREATE FUNCTION indirect_standardisation_recv(internal) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_recv(internal) IS 'Reads the state of indirect standardisation from its binary form. Errors: 22P03 not of the form, 22023 no strata can have these numbers, 22003 a sum is out of range.';
CREATE FUNCTION indirect_standardisation_send(indirect_standardisation) RETURNS bytea AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_send(indirect_standardisation) IS 'Writes the state of indirect standardisation in binary: version, count, exact sums, most significant byte first; equal values give equal bytes.';

CREATE TYPE indirect_standardisation (
	INPUT = indirect_standardisation_in, OUTPUT = indirect_standardisation_out, RECEIVE = indirect_standardisation_recv, SEND = indirect_standardisation_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE indirect_standardisation IS 'Indirect standardisation of a rate of events over strata, as isr reads it: how many strata, and the exact sums of events, of population n, of expected events n * (reference events / reference population), of reference events and of reference population. The quotient is rounded to double precision once, in each stratum; the sums are not, so order, split and workers change no bit. Text: strata=1 events=5p0 population=1p6 expected=1p2 reference_events=1p4 reference_population=1p8 (the sums hexadecimal, times a power of two).';

@base/ordered_type.sql indirect_standardisation cpe_indirect_standardisation strata, then the sums@

CREATE FUNCTION indirect_standardisation_accum(indirect_standardisation, double precision, double precision, double precision, double precision)
	RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_accum(indirect_standardisation, double precision, double precision, double precision, double precision) IS 'The state with one more stratum: events, population, reference events, reference population. A NULL state is one without strata. The transition of the aggregate indirect_standardisation; errors as there.';
CREATE FUNCTION indirect_standardisation_combine(indirect_standardisation, indirect_standardisation) RETURNS indirect_standardisation AS 'MODULE_PATHNAME', 'cpe_indirect_standardisation_combine'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION indirect_standardisation_combine(indirect_standardisation, indirect_standardisation) IS 'The state over the strata of both, no stratum of one area being in both. Errors: 22003 a count passes 2^63.';
CREATE AGGREGATE indirect_standardisation(double precision, double precision, double precision, double precision) (
	SFUNC = indirect_standardisation_accum, STYPE = indirect_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = indirect_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE indirect_standardisation(double precision, double precision, double precision, double precision) IS 'Indirect standardisation of a rate of events over rows that are strata of one area: events in the stratum, its population, and events and population of the reference there. Join the reference by its key and give each of its strata once, also those in which the area has nobody (population 0): the reference''s crude rate, which isr multiplies the ratio with, is over the strata given. Errors: 22004 one is NULL (where a missing number of events means none, say coalesce(events, 0)), 22023 one is negative or not finite, events without population, reference_population is 0, 22003 the reference rate of a stratum is out of range.';
CREATE AGGREGATE rollup(indirect_standardisation) (
	SFUNC = indirect_standardisation_combine, STYPE = indirect_standardisation, INITCOND = 'strata=0',
	COMBINEFUNC = indirect_standardisation_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(indirect_standardisation) IS 'The state of all strata in the states of parts; NULLs are passed over. Of several areas, each with every stratum of the same reference, it is that of the areas together. Errors: 22003 a count passes 2^63.';
CREATE FUNCTION isr(i indirect_standardisation, multiplier double precision DEFAULT 100000, level double precision DEFAULT 0.95, z double precision DEFAULT NULL,
		OUT observed double precision, OUT population double precision, OUT strata bigint, OUT expected double precision,
		OUT ratio double precision, OUT ratio_low double precision, OUT ratio_high double precision, OUT reference_rate double precision,
		OUT rate double precision, OUT rate_low double precision, OUT rate_high double precision, OUT status text)
	AS 'MODULE_PATHNAME', 'cpe_isr'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION isr(indirect_standardisation, double precision, double precision, double precision) IS 'Indirectly standardised ratio and rate: ratio is observed / expected (1: as the reference; the standardised mortality ratio where events are deaths), its limits those of observed (Garwood''s exact ones below 10, else Byar''s) / expected; reference_rate is multiplier * sum(reference events) / sum(reference population), and rate, rate_low and rate_high are the ratio and its limits times that. z, when given, takes the place of level. As PHEindicatormethods calculates them. status: NULL, or why something is NULL (no strata; no expected events). A NULL i is one without strata. Errors: 22004 multiplier; 22023 multiplier, level, z; 22003 out of range.';
