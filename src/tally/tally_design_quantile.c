#include "cancer_pe.h"

#include <math.h>

#include "base/base_flat.h"
#include "tally/design_quantile.h"

/* What a kernel made, as a datum. */
static Datum
weighted_datum(const void *value)
{
	const struct cpe_weighted *weighted = value;

	SET_VARSIZE((void *) weighted, CPE_WEIGHTED_SIZE(weighted->room));
	return PointerGetDatum(weighted);
}

static const void *
parse_weighted(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_weighted_parse(text, arena, problem);
}

static const void *
read_weighted(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
              struct cpe_problem *problem)
{
	return cpe_weighted_read(bytes, size, arena, problem);
}

static const void *
close_weighted(const void *weighted, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_weighted_close(weighted, arena, problem);
}

static char *
print_weighted(const void *weighted, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_weighted_print(weighted, arena, problem);
}

static unsigned char *
write_weighted(const void *weighted, size_t *size, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	return cpe_weighted_write(weighted, size, arena, problem);
}

static const struct cpe_flat_kind weighted_kind = {.stored = "stored weighted_values",
                                                   .version = CPE_WEIGHTED_VERSION,
                                                   .quotes = true,
                                                   .parse = parse_weighted,
                                                   .read = read_weighted,
                                                   .close = close_weighted,
                                                   .print = print_weighted,
                                                   .write = write_weighted,
                                                   .datum = weighted_datum};

CPE_FLAT_TYPE(weighted_values, &weighted_kind)

static const struct cpe_weighted *
weighted_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_arg(fcinfo, argument, &weighted_kind);
}

static const struct cpe_weighted *
closed_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_closed_arg(fcinfo, argument, &weighted_kind);
}

/* The first argument for writing; none is no values. */
static struct cpe_weighted *
state_arg(FunctionCallInfo fcinfo)
{
	struct cpe_weighted *state;

	if (!PG_ARGISNULL(0))
		return cpe_flat_state_arg(fcinfo, &weighted_kind);
	state = palloc0(sizeof(*state));
	cpe_weighted_empty(state);
	(void) weighted_datum(state);
	return state;
}

/* (state, value, weight) */
PG_FUNCTION_INFO_V1(cpe_weighted_values_accum);
Datum
cpe_weighted_values_accum(PG_FUNCTION_ARGS)
{
	struct cpe_weighted *state = state_arg(fcinfo);
	struct cpe_arena arena;
	struct cpe_problem problem;
	double weight;
	bool done;

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL,
		           "Leave such rows out with FILTER (WHERE ...), or give them a weight.",
		           "weight must not be null");
	weight = PG_GETARG_FLOAT8(2);
	if (!(weight > 0) || isinf(weight))
		cpe_refuse(CPE_INVALID, "A weight is a positive, finite number.", NULL,
		           "weight out of range: %g", weight);
	if (PG_ARGISNULL(1))
		done = cpe_weighted_add_missing(state, &problem);
	else
	{
		double value = PG_GETARG_FLOAT8(1);

		if (!isfinite(value))
			cpe_refuse(CPE_INVALID, "A value is a finite number, or NULL for missing.", NULL,
			           "value out of range: %g", value);
		cpe_arena_open(&arena, CurrentMemoryContext);
		done = cpe_weighted_add(&state, value, weight, &arena, &problem);
	}
	if (!done)
		cpe_raise(&problem);
	return weighted_datum(state);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_combine);
Datum
cpe_weighted_values_combine(PG_FUNCTION_ARGS)
{
	struct cpe_weighted *state = state_arg(fcinfo);
	const struct cpe_weighted *other = weighted_arg(fcinfo, 1);
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_weighted_merge(&state, other, &arena, &problem))
		cpe_raise(&problem);
	return weighted_datum(state);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_final);
Datum
cpe_weighted_values_final(PG_FUNCTION_ARGS)
{
	return PointerGetDatum(closed_arg(fcinfo, 0));
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_n);
Datum
cpe_weighted_values_n(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(weighted_arg(fcinfo, 0)->n);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_missing);
Datum
cpe_weighted_values_missing(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(weighted_arg(fcinfo, 0)->missing);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_quantile);
Datum
cpe_weighted_values_quantile(PG_FUNCTION_ARGS)
{
	const struct cpe_weighted *weighted = closed_arg(fcinfo, 0);
	double p = PG_GETARG_FLOAT8(1);
	struct cpe_arena arena;
	struct cpe_problem problem;
	double quantile;

	if (!(p >= 0 && p <= 1))
		cpe_refuse(CPE_INVALID, "It lies between 0 and 1; the median is 0.5.", NULL,
		           "p out of range: %g", p);
	if (weighted->n == 0)
		PG_RETURN_NULL();
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_weighted_quantile(weighted, p, &arena, &quantile, &problem))
		cpe_raise(&problem);
	PG_RETURN_FLOAT8(quantile);
}
