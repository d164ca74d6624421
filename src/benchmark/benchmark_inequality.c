#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "base/base_window.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/inequality.h"
#include "tally/rate_stats.h"

/* ---- the state of slope_index: a float8[] of the options, then four numbers a quantile ---- */

enum
{
	RULE_SCALE,
	RULE_TRANSFORM,
	RULE_DESCENDING,
	RULE_FIELLER,
	RULE_MULTIPLIER,
	RULE_Z,
	RULE_LIMITS_Z, /* of the limits that values were given with */
	RULE_NUMBERS
};
#define GROUP_NUMBERS 4 /* quantile, population, value, se; NaN: there is none */
#define MOST_QUANTILES 1000

static const char *const option_keys[] = {"scale",        "transform", "direction", "ratio",
                                          "multiplier",   "z",         "level",     "limits_z",
                                          "limits_level", NULL};
static const char *const scale_words[] = {"raw", "log", "logit", NULL};
static const char *const direction_words[] = {"ascending", "descending", NULL};
static const char *const ratio_words[] = {"log", "fieller", NULL};

/* Reads the options, or what stands where there are none (NULL). */
static void
read_rule(Jsonb *given, double *rule)
{
	struct cpe_options options = {"slope_index", {given, NULL}};
	double multiplier;

	cpe_options_check(&options, option_keys);
	rule[RULE_SCALE] = cpe_word_option(&options, "scale", scale_words, 0);
	rule[RULE_TRANSFORM] = cpe_option_boolean(&options, "transform") == 1;
	rule[RULE_DESCENDING] = cpe_word_option(&options, "direction", direction_words, 0);
	rule[RULE_FIELLER] = cpe_word_option(&options, "ratio", ratio_words, 0);
	multiplier = cpe_option_number(&options, "multiplier");
	rule[RULE_MULTIPLIER] = isnan(multiplier) ? 1 : multiplier;
	if (!(rule[RULE_MULTIPLIER] >= 1 / CPE_FIGURE_LARGEST &&
	      rule[RULE_MULTIPLIER] <= CPE_FIGURE_LARGEST))
		cpe_refuse(CPE_INVALID, "It is a positive number, as 100 for percentages.",
		           "To turn the slope round, set \"direction\".",
		           "option \"multiplier\" of slope_index is out of range");
	if (rule[RULE_TRANSFORM] && rule[RULE_SCALE] == CPE_SLOPE_RAW)
		cpe_refuse(CPE_INVALID, NULL, "Set \"scale\" to \"log\" or \"logit\".",
		           "slope_index has no scale to transform to");
	rule[RULE_Z] = cpe_usual_confidence_option(&options, "z", "level").z;
	rule[RULE_LIMITS_Z] = cpe_usual_confidence_option(&options, "limits_z", "limits_level").z;
}

struct rule_memo
{
	bool ready;
	struct cpe_rule_memo last;
	double rule[RULE_NUMBERS];
};

/* The rule in the argument of that place, read once for equal options; -1: there is no such. */
static const double *
rule_of(FunctionCallInfo fcinfo, int argument)
{
	struct rule_memo *memo = fcinfo->flinfo->fn_extra;
	Jsonb *options = NULL;

	if (memo == NULL)
		fcinfo->flinfo->fn_extra = memo =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
	if (argument < 0)
	{
		if (!memo->ready)
			read_rule(NULL, memo->rule);
		memo->ready = true;
		return memo->rule;
	}
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options = PG_GETARG_JSONB_P(argument);
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, "", options))
		read_rule(options, memo->rule);
	return memo->rule;
}

static bool
whole_between(double number, double low, double high)
{
	return number >= low && number <= high && rint(number) == number;
}

/* Whether a state's numbers can be one: anybody may call its functions. */
static bool
possible_state(const double *number, int numbers)
{
	if (numbers < RULE_NUMBERS || (numbers - RULE_NUMBERS) % GROUP_NUMBERS != 0 ||
	    (numbers - RULE_NUMBERS) / GROUP_NUMBERS > MOST_QUANTILES ||
	    !whole_between(number[RULE_SCALE], CPE_SLOPE_RAW, CPE_SLOPE_LOGIT) ||
	    !whole_between(number[RULE_TRANSFORM], 0, number[RULE_SCALE] != CPE_SLOPE_RAW) ||
	    !whole_between(number[RULE_DESCENDING], 0, 1) ||
	    !whole_between(number[RULE_FIELLER], 0, 1) ||
	    !(number[RULE_MULTIPLIER] >= 1 / CPE_FIGURE_LARGEST &&
	      number[RULE_MULTIPLIER] <= CPE_FIGURE_LARGEST) ||
	    !(number[RULE_Z] > 0 && number[RULE_Z] < 40) ||
	    !(number[RULE_LIMITS_Z] > 0 && number[RULE_LIMITS_Z] < 40))
		return false;
	for (const double *group = number + RULE_NUMBERS; group < number + numbers;
	     group += GROUP_NUMBERS)
		if (!whole_between(group[0], PG_INT32_MIN, PG_INT32_MAX) ||
		    !(group[1] > 0 ? group[1] <= CPE_FIGURE_LARGEST && group[1] >= 1 / CPE_FIGURE_LARGEST
		                   : group[1] == 0 && isnan(group[2])) ||
		    isinf(group[2]) || isinf(group[3]) || group[3] < 0)
			return false;
	return true;
}

/* The numbers of the state in that argument, which is not NULL. */
static const double *
state_arg(FunctionCallInfo fcinfo, int argument, int *numbers)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argument);

	*numbers = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	if (ARR_HASNULL(array) || !possible_state((const double *) ARR_DATA_PTR(array), *numbers))
		cpe_refuse(CPE_INVALID, "It is made by the aggregate slope_index, and by nothing else.",
		           NULL, "the array is no state of slope_index");
	return (const double *) ARR_DATA_PTR(array);
}

/* A float8[] of two parts. */
static Datum
joined(const double *head, int heads, const double *tail, int tails)
{
	Size size = ARR_OVERHEAD_NONULLS(1) + sizeof(double) * (heads + tails);
	ArrayType *array = palloc0(size);

	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->elemtype = FLOAT8OID;
	ARR_DIMS(array)[0] = heads + tails;
	ARR_LBOUND(array)[0] = 1;
	memcpy(ARR_DATA_PTR(array), head, sizeof(double) * heads);
	memcpy(ARR_DATA_PTR(array) + sizeof(double) * heads, tail, sizeof(double) * tails);
	return PointerGetDatum(array);
}

static void
check_room(int numbers)
{
	if (numbers > RULE_NUMBERS + MOST_QUANTILES * GROUP_NUMBERS)
		cpe_refuse(CPE_LIMIT, NULL,
		           "Group the rows: one slope is of one question and organisation.",
		           "slope_index takes at most %d quantiles", MOST_QUANTILES);
}

/* The state with one more quantile. */
static Datum
add_quantile(FunctionCallInfo fcinfo, const double *rule, double population, double value,
             double se)
{
	double group[GROUP_NUMBERS] = {0, population, value, se};
	const double *state = rule;
	int numbers = RULE_NUMBERS;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, "It says where the group stands in the order.", NULL,
		           "quantile must not be null");
	group[0] = PG_GETARG_INT32(1);
	if (!PG_ARGISNULL(0))
	{
		state = state_arg(fcinfo, 0, &numbers);
		if (memcmp(state, rule, sizeof(double) * RULE_NUMBERS) != 0)
			cpe_refuse(CPE_INVALID, "They must be the same in all rows of a group.", NULL,
			           "options of slope_index differ");
	}
	check_room(numbers + GROUP_NUMBERS);
	return joined(state, numbers, group, GROUP_NUMBERS);
}

/* A number argument, NAN where NULL; refused when not finite. */
static double
number_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double number = PG_ARGISNULL(argument) ? NAN : PG_GETARG_FLOAT8(argument);

	if (!PG_ARGISNULL(argument) && !isfinite(number))
		cpe_refuse(CPE_INVALID, "It is a finite number, or NULL where there is none.", NULL,
		           "%s out of range: %g", name, number);
	return number;
}

static double
population_arg(FunctionCallInfo fcinfo, int argument)
{
	double population = number_arg(fcinfo, argument, "population");

	if (isnan(population))
		cpe_refuse(CPE_NULL, "It is the size of the quantile, or its share of the whole.", NULL,
		           "population must not be null");
	if (!(population >= 1 / CPE_FIGURE_LARGEST && population <= CPE_FIGURE_LARGEST))
		cpe_refuse(CPE_INVALID, "It is a positive number.", NULL, "population out of range: %g",
		           population);
	return population;
}

/* A value, or a limit of one, where the scale has it or ends. */
static double
value_arg(FunctionCallInfo fcinfo, int argument, const double *rule, const char *name)
{
	double value = number_arg(fcinfo, argument, name);

	if ((rule[RULE_SCALE] != CPE_SLOPE_RAW && value < 0) ||
	    (rule[RULE_SCALE] == CPE_SLOPE_LOGIT && value > 1))
		cpe_refuse(CPE_INVALID,
		           rule[RULE_SCALE] == CPE_SLOPE_LOGIT
		               ? "On the scale \"logit\" it lies between 0 and 1."
		               : "On the scale \"log\" it is not negative.",
		           NULL, "%s out of range: %g", name, value);
	return value;
}

/* ---- its transition functions ---- */

/* (state, quantile, population, value, se [, options]) */
PG_FUNCTION_INFO_V1(cpe_slope_accum_se);
Datum
cpe_slope_accum_se(PG_FUNCTION_ARGS)
{
	const double *rule = rule_of(fcinfo, PG_NARGS() > 5 ? 5 : -1);
	double population = population_arg(fcinfo, 2);
	double value = value_arg(fcinfo, 3, rule, "value");
	double se = number_arg(fcinfo, 4, "se");

	if (se < 0)
		cpe_refuse(CPE_INVALID, "A standard error is not negative.", NULL, "se out of range: %g",
		           se);
	PG_RETURN_DATUM(add_quantile(fcinfo, rule, population, value, se));
}

/* (state, quantile, population, value, low, high, options) */
PG_FUNCTION_INFO_V1(cpe_slope_accum_limits);
Datum
cpe_slope_accum_limits(PG_FUNCTION_ARGS)
{
	const double *rule = rule_of(fcinfo, 6);
	double population = population_arg(fcinfo, 2);
	double value = value_arg(fcinfo, 3, rule, "value");
	double low = value_arg(fcinfo, 4, rule, "low");
	double high = value_arg(fcinfo, 5, rule, "high");

	if (low > value || high < value || low > high)
		cpe_refuse(CPE_INVALID, NULL, NULL, "limits %g and %g do not hold the value %g", low, high,
		           value);
	PG_RETURN_DATUM(add_quantile(fcinfo, rule, population, value,
	                             cpe_slope_se((enum cpe_slope_scale) rule[RULE_SCALE], value, low,
	                                          high, rule[RULE_LIMITS_Z])));
}

/*
 * The rate of a tally and its standard error.  Where all or none are positive, the error would be
 * 0: there it is that of half a positive and half another answer more.
 */
static double
tally_rate(const struct cpe_summary *tally, double *se)
{
	double n = cpe_tally_effective(tally);
	double rate = cpe_tally_rate(tally);

	if (rate > 0 && rate < 1)
		*se = cpe_tally_se(tally);
	else
	{
		double near = (rate * n + 0.5) / (n + 1);

		*se = sqrt(near * (1 - near) / n);
	}
	return rate;
}

/* Answers, or the sum of their weights. */
static double
tally_population(const struct cpe_summary *tally)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, tally);

	return tally->weighted ? cpe_exact_value(cpe_sums_get(&sums, CPE_TALLY_W))
	                       : (double) tally->count[CPE_TALLY_N];
}

/* One quantile's tally in that argument; population NAN: that of the tally. */
static Datum
accum_tally(FunctionCallInfo fcinfo, const double *rule, int argument, double population)
{
	double value = NAN;
	double se = NAN;

	if (!PG_ARGISNULL(argument))
	{
		const struct cpe_summary *tally = cpe_summary_arg(fcinfo, argument);

		if (tally->count[CPE_TALLY_N] > 0)
		{
			value = tally_rate(tally, &se);
			if (isnan(population))
				population = tally_population(tally);
		}
		cpe_summary_release_arg(fcinfo, argument, tally);
	}
	if (population < 1 / CPE_FIGURE_LARGEST || population > CPE_FIGURE_LARGEST)
		cpe_refuse(CPE_INVALID, NULL, NULL, "population out of range: %g", population);
	return add_quantile(fcinfo, rule, isnan(population) ? 0 : population, value, se);
}

/* (state, quantile, tally [, options]) */
PG_FUNCTION_INFO_V1(cpe_slope_accum_tally);
Datum
cpe_slope_accum_tally(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(accum_tally(fcinfo, rule_of(fcinfo, PG_NARGS() > 3 ? 3 : -1), 2, NAN));
}

/* (state, quantile, population, tally, options) */
PG_FUNCTION_INFO_V1(cpe_slope_accum_tally_of);
Datum
cpe_slope_accum_tally_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(accum_tally(fcinfo, rule_of(fcinfo, 4), 3, population_arg(fcinfo, 2)));
}

PG_FUNCTION_INFO_V1(cpe_slope_combine);
Datum
cpe_slope_combine(PG_FUNCTION_ARGS)
{
	const double *state;
	const double *other;
	int numbers;
	int others;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		state = state_arg(fcinfo, PG_ARGISNULL(0) ? 1 : 0, &numbers);
		PG_RETURN_DATUM(joined(state, numbers, state, 0));
	}
	state = state_arg(fcinfo, 0, &numbers);
	other = state_arg(fcinfo, 1, &others);
	if (memcmp(state, other, sizeof(double) * RULE_NUMBERS) != 0)
		cpe_refuse(CPE_INVALID, "They must be the same in all rows of a group.", NULL,
		           "options of slope_index differ");
	check_room(numbers + others - RULE_NUMBERS);
	PG_RETURN_DATUM(joined(state, numbers, other + RULE_NUMBERS, others - RULE_NUMBERS));
}

/* ---- its result ---- */

static Datum
slope_row(FunctionCallInfo fcinfo, const struct cpe_slope *slope, int quantiles)
{
	struct cpe_row row = {0};

	cpe_put_finite(&row, slope->sii);
	cpe_put_finite(&row, slope->sii_low);
	cpe_put_finite(&row, slope->sii_high);
	cpe_put_finite(&row, slope->sii_se);
	cpe_put_finite(&row, slope->rii);
	cpe_put_finite(&row, slope->rii_low);
	cpe_put_finite(&row, slope->rii_high);
	cpe_put_finite(&row, slope->intercept);
	cpe_put(&row, Int32GetDatum(quantiles), false);
	cpe_put_text(&row, slope->status);
	return cpe_row_datum(fcinfo, &row);
}

PG_FUNCTION_INFO_V1(cpe_slope_final);
Datum
cpe_slope_final(PG_FUNCTION_ARGS)
{
	struct cpe_slope_rule rule = {CPE_SLOPE_RAW, false, false, false, 1, 1};
	struct cpe_slope_group *group = NULL;
	struct cpe_slope slope;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int groups = 0;

	if (!PG_ARGISNULL(0))
	{
		int numbers;
		const double *state = state_arg(fcinfo, 0, &numbers);

		rule.scale = (enum cpe_slope_scale) state[RULE_SCALE];
		rule.transform = state[RULE_TRANSFORM] != 0;
		rule.descending = state[RULE_DESCENDING] != 0;
		rule.fieller = state[RULE_FIELLER] != 0;
		rule.multiplier = state[RULE_MULTIPLIER];
		rule.z = state[RULE_Z];
		groups = (numbers - RULE_NUMBERS) / GROUP_NUMBERS;
		group = palloc(sizeof(*group) * Max(groups, 1));
		for (int i = 0; i < groups; i++)
		{
			const double *from = state + RULE_NUMBERS + i * GROUP_NUMBERS;

			group[i] = (struct cpe_slope_group){from[0], from[1], from[2], from[3]};
		}
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_slope_index(&arena, &rule, group, groups, &slope, &problem))
		cpe_raise(&problem);
	PG_RETURN_DATUM(slope_row(fcinfo, &slope, groups));
}

/* ---- quantile groups of a partition ---- */

/* Kept over the rows of a partition. */
struct quantile_partition
{
	bool ready;
	int32 group[FLEXIBLE_ARRAY_MEMBER];
};

static void
group_partition(FunctionCallInfo fcinfo, struct quantile_partition *partition, int64 rows)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe quantile_group",
	                                           ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[3] = {{.kind = CPE_WINDOW_NUMBER, .name = "value"},
	                                      {.kind = CPE_WINDOW_CONSTANT, .name = "groups"},
	                                      {.kind = CPE_WINDOW_CONSTANT, .name = "direction"}};
	struct cpe_arena arena;
	struct cpe_problem problem;
	int32 groups;
	bool descending;

	cpe_window_read(fcinfo, rows, column, 3);
	if (!column[1].given || !column[2].given)
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null",
		           column[column[1].given ? 2 : 1].name);
	groups = DatumGetInt32(column[1].value);
	if (groups < 1)
		cpe_refuse(CPE_INVALID, "There are one or more: five for quintiles.", NULL,
		           "groups out of range: %d", groups);
	descending = cpe_word_in(direction_words, TextDatumGetCString(column[2].value),
	                         "direction of quantile_group") == 1;
	cpe_arena_open(&arena, work);
	if (!cpe_quantile_group(&arena, cpe_window_numbers(&column[0], rows), rows, groups, descending,
	                        partition->group, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_quantile_group_sql);
Datum
cpe_quantile_group_sql(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct quantile_partition *partition = cpe_window_results(
		fcinfo, "quantile_group", offsetof(struct quantile_partition, group), sizeof(int32), rows);
	int32 mine;

	if (!partition->ready)
		group_partition(fcinfo, partition, rows);
	mine = partition->group[WinGetCurrentPosition(window)];
	if (mine == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(mine);
}
