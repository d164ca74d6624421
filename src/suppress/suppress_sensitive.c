#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "suppress/sensitive.h"
#include "suppress/suppress_rule.h"

/* ---- the largest contributions ---- */

/* The state of the aggregate: how many are wanted, then the largest so far. */
struct largest
{
	int limit;
	size_t count;
	double value[CPE_LARGEST_MAX];
};

/* A number of the state or of an argument: zero or positive, and finite. */
static double
contribution(double value)
{
	if (!isfinite(value) || value < 0)
		cpe_refuse(CPE_INVALID, "A contribution is zero or positive.", NULL,
		           "contribution out of range: %g", value);
	return value + 0.0;
}

static int
limit_of(double count)
{
	if (!(count >= 1 && count <= CPE_LARGEST_MAX && rint(count) == count))
		cpe_refuse(CPE_INVALID, psprintf("From 1 to %d can be kept.", CPE_LARGEST_MAX), NULL,
		           "number of largest contributions out of range: %g", count);
	return (int) count;
}

/* Numbers of an array from a place on, the largest first. */
static size_t
numbers_from(ArrayType *array, int from, double *value, size_t room, const char *name)
{
	int count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	const double *number = (const double *) ARR_DATA_PTR(array);

	if (ARR_NDIM(array) > 1 || array_contains_nulls(array) || count < from ||
	    (size_t) (count - from) > room)
		cpe_refuse(CPE_INVALID,
		           psprintf("It has one dimension, no NULLs and at most %zu numbers.", room + from),
		           NULL, "%s is malformed", name);
	for (int i = from; i < count; i++)
	{
		value[i - from] = contribution(number[i]);
		if (i > from && number[i] > number[i - 1])
			cpe_refuse(CPE_INVALID, "The largest stands first.", NULL, "%s is not in order", name);
	}
	return count - from;
}

/* Reads a state, which anybody can write. */
static void
read_state(struct largest *state, ArrayType *array)
{
	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) < 1 || array_contains_nulls(array))
		cpe_refuse(CPE_INVALID, NULL, NULL, "state of largest is malformed");
	state->limit = limit_of(*(const double *) ARR_DATA_PTR(array));
	state->count = numbers_from(array, 1, state->value, state->limit, "state of largest");
}

static Datum
number_array(const double *first, const double *value, size_t count)
{
	Datum element[CPE_LARGEST_MAX + 1];
	int n = 0;

	if (first)
		element[n++] = Float8GetDatum(*first);
	for (size_t i = 0; i < count; i++)
		element[n++] = Float8GetDatum(value[i]);
	return PointerGetDatum(
		construct_array(element, n, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

static Datum
state_datum(const struct largest *state)
{
	double limit = state->limit;

	return number_array(&limit, state->value, state->count);
}

PG_FUNCTION_INFO_V1(cpe_largest_add);
Datum
cpe_largest_add(PG_FUNCTION_ARGS)
{
	struct largest state = {0};
	int limit;

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "count must not be null");
	limit = limit_of(PG_GETARG_INT32(2));
	if (PG_ARGISNULL(0))
		state.limit = limit;
	else
		read_state(&state, PG_GETARG_ARRAYTYPE_P(0));
	if (state.limit != limit)
		cpe_refuse(CPE_INVALID, "It must be the same for all rows of a group.", NULL,
		           "count differs: %d and %d", state.limit, limit);
	if (!PG_ARGISNULL(1))
	{
		double amount = contribution(PG_GETARG_FLOAT8(1));

		if (!PG_ARGISNULL(0) && state.count == (size_t) limit && amount <= state.value[limit - 1])
			PG_RETURN_DATUM(PG_GETARG_DATUM(0));
		state.count = cpe_largest_put(state.value, state.count, limit, amount);
	}
	PG_RETURN_DATUM(state_datum(&state));
}

PG_FUNCTION_INFO_V1(cpe_largest_combine);
Datum
cpe_largest_combine(PG_FUNCTION_ARGS)
{
	struct largest state;
	struct largest other;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		read_state(&state, PG_GETARG_ARRAYTYPE_P(PG_ARGISNULL(0) ? 1 : 0));
		PG_RETURN_DATUM(state_datum(&state));
	}
	read_state(&state, PG_GETARG_ARRAYTYPE_P(0));
	read_state(&other, PG_GETARG_ARRAYTYPE_P(1));
	if (state.limit != other.limit)
		cpe_refuse(CPE_INVALID, "It must be the same for all rows of a group.", NULL,
		           "count differs: %d and %d", state.limit, other.limit);
	for (size_t i = 0; i < other.count; i++)
		state.count = cpe_largest_put(state.value, state.count, state.limit, other.value[i]);
	PG_RETURN_DATUM(state_datum(&state));
}

PG_FUNCTION_INFO_V1(cpe_largest_final);
Datum
cpe_largest_final(PG_FUNCTION_ARGS)
{
	struct largest state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	read_state(&state, PG_GETARG_ARRAYTYPE_P(0));
	PG_RETURN_DATUM(number_array(NULL, state.value, state.count));
}

/* ---- rules ---- */

/* What a cell's contributors gave: the largest, and all together. */
struct contributions
{
	double largest[CPE_LARGEST_MAX];
	size_t count;
	double total;
};

static void
read_contributions(FunctionCallInfo fcinfo, int largest, int total, struct contributions *result)
{
	double sum = 0;

	result->count = numbers_from(PG_GETARG_ARRAYTYPE_P(largest), 0, result->largest,
	                             CPE_LARGEST_MAX, "largest");
	result->total = PG_GETARG_FLOAT8(total);
	if (!isfinite(result->total) || result->total < 0)
		cpe_refuse(CPE_INVALID, "It is the sum of contributions, zero or positive.", NULL,
		           "total out of range: %g", result->total);
	for (size_t i = 0; i < result->count; i++)
		sum += result->largest[i];
	/* a sum of doubles may be a little off; more is another cell's total */
	if (sum > result->total * (1 + 1e-9))
		cpe_refuse(CPE_INVALID, "The total is that of all contributions of the cell.", NULL,
		           "total is less than the largest contributions: %g of %g", result->total, sum);
}

static double
percentage(double value, const char *name)
{
	if (!(value >= 0 && value <= 100))
		cpe_refuse(CPE_INVALID, "It is a percentage, from 0 to 100.", NULL, "%s out of range: %g",
		           name, value);
	return value;
}

/* Whether there are enough of the largest to judge by n of them. */
static void
check_enough(const struct contributions *all, int n)
{
	double sum = 0;

	for (size_t i = 0; i < all->count; i++)
		sum += all->largest[i];
	if (all->count < (size_t) n && sum < all->total * (1 - 1e-9))
		cpe_refuse(CPE_INVALID, "The cell has more contributions than are given.",
		           psprintf("Give the %d largest.", n),
		           "only %zu largest contributions where %d are needed", all->count, n);
}

PG_FUNCTION_INFO_V1(cpe_dominance_sql);
Datum
cpe_dominance_sql(PG_FUNCTION_ARGS)
{
	struct contributions all;
	int n = limit_of(PG_GETARG_INT32(2));
	double k = percentage(PG_GETARG_FLOAT8(3), "k");

	read_contributions(fcinfo, 0, 1, &all);
	check_enough(&all, n);
	PG_RETURN_BOOL(cpe_dominance(all.largest, all.count, all.total, n, k));
}

PG_FUNCTION_INFO_V1(cpe_p_percent_sql);
Datum
cpe_p_percent_sql(PG_FUNCTION_ARGS)
{
	struct contributions all;
	double p = percentage(PG_GETARG_FLOAT8(2), "p");

	read_contributions(fcinfo, 0, 1, &all);
	check_enough(&all, 2);
	PG_RETURN_BOOL(cpe_p_percent(all.largest, all.count, all.total, p));
}

/* Whether a number of contributors, whole or effective, is small by the rule. */
static bool
few(const struct cpe_magnitude_rule *rule, double n)
{
	if (n == 0)
		return rule->zeros;
	return rule->inclusive ? n <= rule->threshold : n < rule->threshold;
}

PG_FUNCTION_INFO_V1(cpe_sensitive_cell);
Datum
cpe_sensitive_cell(PG_FUNCTION_ARGS)
{
	struct cpe_magnitude_rule rule;
	struct contributions all;
	bool sensitive = false;

	if (PG_ARGISNULL(5))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	cpe_magnitude_rule_read(&rule, cpe_word_arg(fcinfo, 0, "rule"), PG_GETARG_JSONB_P(5));
	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, "The number of contributors is what every rule tests.", NULL,
		           "n must not be null");
	if (PG_GETARG_INT64(1) < 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "n out of range: " INT64_FORMAT,
		           (int64) PG_GETARG_INT64(1));
	sensitive = few(&rule, (double) PG_GETARG_INT64(1));
	if (!PG_ARGISNULL(4))
	{
		double effective = PG_GETARG_FLOAT8(4);

		if (!isfinite(effective) || effective < 0)
			cpe_refuse(CPE_INVALID, "It is zero or positive.", NULL, "effective out of range: %g",
			           effective);
		sensitive = few(&rule, effective) || sensitive;
	}
	if (PG_ARGISNULL(2) != PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, "A magnitude needs both; a count neither.", NULL,
		           "%s must not be null where %s is given", PG_ARGISNULL(2) ? "largest" : "total",
		           PG_ARGISNULL(2) ? "total" : "largest");
	if (!PG_ARGISNULL(2))
	{
		read_contributions(fcinfo, 2, 3, &all);
		check_enough(&all, Max(rule.n, rule.p > 0 ? 2 : 0));
		sensitive =
			sensitive || (rule.zeros && all.total == 0) ||
			(rule.n > 0 && cpe_dominance(all.largest, all.count, all.total, rule.n, rule.k)) ||
			(rule.p > 0 && cpe_p_percent(all.largest, all.count, all.total, rule.p));
	}
	if (!sensitive)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text("protect"));
}
