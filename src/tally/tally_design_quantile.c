#include "cancer_pe.h"

#include <math.h>

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "tally/design_quantile.h"

/* An argument for reading, unpacked and aligned. */
static const struct cpe_weighted *
weighted_arg(FunctionCallInfo fcinfo, int argument)
{
	const struct cpe_weighted *weighted = (void *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));

	if (weighted->version != CPE_WEIGHTED_VERSION)
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of stored weighted_values", weighted->version);
	return weighted;
}

/* What a kernel made, as a datum. */
static Datum
weighted_datum(const struct cpe_weighted *weighted)
{
	SET_VARSIZE((void *) weighted, CPE_WEIGHTED_SIZE(weighted->room));
	return PointerGetDatum(weighted);
}

/* An argument in order; what that takes stays in the current memory context. */
static const struct cpe_weighted *
closed_arg(FunctionCallInfo fcinfo, int argument)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_weighted *given = weighted_arg(fcinfo, argument);
	const struct cpe_weighted *closed;

	cpe_arena_open(&arena, CurrentMemoryContext);
	closed = cpe_weighted_close(given, &arena, &problem);
	if (closed == NULL)
		cpe_raise(&problem);
	if (closed != given)
		(void) weighted_datum(closed);
	return closed;
}

/* The first argument for writing: an aggregate's own state as it is, anything else as a copy. */
static struct cpe_weighted *
state_arg(FunctionCallInfo fcinfo)
{
	struct varlena *datum;
	struct cpe_weighted *state;

	if (PG_ARGISNULL(0))
	{
		state = palloc0(sizeof(*state));
		cpe_weighted_empty(state);
		(void) weighted_datum(state);
		return state;
	}
	datum = (struct varlena *) PG_GETARG_POINTER(0);
	if (VARATT_IS_4B_U(datum) && AggCheckCallContext(fcinfo, NULL))
		return (struct cpe_weighted *) weighted_arg(fcinfo, 0);
	return (struct cpe_weighted *) PG_DETOAST_DATUM_COPY(PointerGetDatum(weighted_arg(fcinfo, 0)));
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_in);
Datum
cpe_weighted_values_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_weighted *weighted;

	cpe_arena_open(&arena, CurrentMemoryContext);
	weighted = cpe_weighted_parse(text, &arena, &problem);
	if (weighted != NULL)
		return weighted_datum(weighted);
	if (problem.code == CPE_SYNTAX)
	{
		/* the text can be long: its beginning says enough */
		int length = (int) strnlen(text, 200);
		int shown = pg_mbcliplen(text, length, 100);

		errsave(CPE_SOFT_ERRORS(fcinfo), (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
		                                  errmsg("%s: \"%.*s%s\"", problem.message, shown, text,
		                                         shown < length ? "..." : ""),
		                                  errdetail("%s", problem.detail)));
	}
	else
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_out);
Datum
cpe_weighted_values_out(PG_FUNCTION_ARGS)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *text;

	cpe_arena_open(&arena, CurrentMemoryContext);
	text = cpe_weighted_print(closed_arg(fcinfo, 0), &arena, &problem);
	if (text == NULL)
		cpe_raise(&problem);
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_recv);
Datum
cpe_weighted_values_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int length = message->len - message->cursor;
	const char *bytes = pq_getmsgbytes(message, length);
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_weighted *weighted;

	cpe_arena_open(&arena, CurrentMemoryContext);
	weighted = cpe_weighted_read((const unsigned char *) bytes, (size_t) length, &arena, &problem);
	if (weighted == NULL)
		cpe_raise(&problem);
	return weighted_datum(weighted);
}

/* The canonical bytes: what is sent, compared and hashed. */
static unsigned char *
weighted_bytes(FunctionCallInfo fcinfo, int argument, size_t *length)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	unsigned char *bytes;

	cpe_arena_open(&arena, CurrentMemoryContext);
	bytes = cpe_weighted_write(closed_arg(fcinfo, argument), length, &arena, &problem);
	if (bytes == NULL)
		cpe_raise(&problem);
	return bytes;
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_send);
Datum
cpe_weighted_values_send(PG_FUNCTION_ARGS)
{
	size_t length;
	unsigned char *bytes = weighted_bytes(fcinfo, 0, &length);
	bytea *result = palloc(VARHDRSZ + length);

	memcpy(VARDATA(result), bytes, length);
	SET_VARSIZE(result, VARHDRSZ + length);
	PG_RETURN_BYTEA_P(result);
}

/* A memory context for a support function, which sorting calls without end in one context. */
static MemoryContext
work_context(void)
{
	return AllocSetContextCreate(CurrentMemoryContext, "weighted_values", ALLOCSET_SMALL_SIZES);
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_hash);
Datum
cpe_weighted_values_hash(PG_FUNCTION_ARGS)
{
	MemoryContext work = work_context();
	MemoryContext before = MemoryContextSwitchTo(work);
	size_t length;
	unsigned char *bytes = weighted_bytes(fcinfo, 0, &length);
	Datum hash = hash_any(bytes, (int) length);

	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return hash;
}

PG_FUNCTION_INFO_V1(cpe_weighted_values_hash_extended);
Datum
cpe_weighted_values_hash_extended(PG_FUNCTION_ARGS)
{
	MemoryContext work = work_context();
	MemoryContext before = MemoryContextSwitchTo(work);
	size_t length;
	unsigned char *bytes = weighted_bytes(fcinfo, 0, &length);
	uint64 hash =
		DatumGetUInt64(hash_any_extended(bytes, (int) length, (uint64) PG_GETARG_INT64(1)));

	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return UInt64GetDatum(hash);
}

static int
compare_weighted(FunctionCallInfo fcinfo)
{
	MemoryContext work = work_context();
	MemoryContext before = MemoryContextSwitchTo(work);
	size_t a_length;
	size_t b_length;
	unsigned char *a = weighted_bytes(fcinfo, 0, &a_length);
	unsigned char *b = weighted_bytes(fcinfo, 1, &b_length);
	int order = memcmp(a, b, Min(a_length, b_length));

	if (order == 0)
		order = (a_length > b_length) - (a_length < b_length);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return order;
}

#define COMPARISON(name, test)                                                                     \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		PG_RETURN_BOOL(compare_weighted(fcinfo) test 0);                                           \
	}
COMPARISON(cpe_weighted_values_lt, <)
COMPARISON(cpe_weighted_values_le, <=)
COMPARISON(cpe_weighted_values_eq, ==)
COMPARISON(cpe_weighted_values_ne, !=)
COMPARISON(cpe_weighted_values_ge, >=)
COMPARISON(cpe_weighted_values_gt, >)

PG_FUNCTION_INFO_V1(cpe_weighted_values_cmp);
Datum
cpe_weighted_values_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_weighted(fcinfo));
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
