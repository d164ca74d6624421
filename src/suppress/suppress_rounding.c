#include "cancer_pe.h"

#include <math.h>

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "suppress/controlled.h"
#include "suppress/rounding.h"
#include "suppress/small_rounding.h"
#include "suppress/suppress_cells.h"

/* ---- one count ---- */

static int32
base_of(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, "Counts are rounded to multiples of it.", NULL,
		           "base must not be null");
	return PG_GETARG_INT32(argument);
}

PG_FUNCTION_INFO_V1(cpe_round_to);
Datum
cpe_round_to(PG_FUNCTION_ARGS)
{
	int32 base = base_of(fcinfo, 1);
	struct cpe_problem problem;
	int64_t rounded;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (!cpe_round_nearest(PG_GETARG_INT64(0), base, &rounded, &problem))
		cpe_raise(&problem);
	PG_RETURN_INT64(rounded);
}

PG_FUNCTION_INFO_V1(cpe_round_to_midpoint);
Datum
cpe_round_to_midpoint(PG_FUNCTION_ARGS)
{
	int32 base = base_of(fcinfo, 1);
	struct cpe_problem problem;
	int64_t rounded;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (!cpe_round_midpoint(PG_GETARG_INT64(0), base, &rounded, &problem))
		cpe_raise(&problem);
	PG_RETURN_INT64(rounded);
}

PG_FUNCTION_INFO_V1(cpe_round_at_random);
Datum
cpe_round_at_random(PG_FUNCTION_ARGS)
{
	int32 base = base_of(fcinfo, 1);
	struct cpe_problem problem;
	int64_t rounded;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, "It says whether the count goes up or down, the same each time.", NULL,
		           "key must not be null");
	if (!cpe_round_random(PG_GETARG_INT64(0), base, PG_GETARG_INT64(2), &rounded, &problem))
		cpe_raise(&problem);
	PG_RETURN_INT64(rounded);
}

PG_FUNCTION_INFO_V1(cpe_round_interval);
Datum
cpe_round_interval(PG_FUNCTION_ARGS)
{
	TupleDesc row = cpe_result_row(fcinfo);
	int32 base = base_of(fcinfo, 1);
	char *word = cpe_word_arg(fcinfo, 2, "kind");
	enum cpe_rounding_kind kind;
	struct cpe_problem problem;
	int64_t low;
	int64_t high;
	Datum value[2] = {0};
	bool null[2] = {true, true};

	if (!cpe_rounding_word(word, &kind, &problem))
		cpe_raise(&problem);
	if (!PG_ARGISNULL(0))
	{
		if (!cpe_rounding_interval(PG_GETARG_INT64(0), base, kind, &low, &high, &problem))
			cpe_raise(&problem);
		value[0] = Int64GetDatum(low);
		value[1] = Int64GetDatum(high);
		null[0] = null[1] = false;
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(row, value, null)));
}

PG_FUNCTION_INFO_V1(cpe_rate_of_rounded);
Datum
cpe_rate_of_rounded(PG_FUNCTION_ARGS)
{
	int32 base = base_of(fcinfo, 2);
	struct cpe_problem problem;
	bool none;
	double rate;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (!cpe_rounded_rate(PG_GETARG_INT64(0), PG_GETARG_INT64(1), base, &none, &rate, &problem))
		cpe_raise(&problem);
	if (none)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(rate);
}

/* ---- a whole table ---- */

enum
{
	ARG_VALUE,
	ARG_DIMS,
	ARG_BASE,
	ARG_OPTIONS,
	ARG_LAST, /* the weight, or what is given */
	ARGS
};

/* A partition's table as it is rounded: head, then the results of each row. */
struct rounded_row
{
	int64_t rounded;
	int32_t steps;
};
struct rounded_table
{
	bool done;
	bool optimal;
	double cost;
	double lower_bound;
	struct rounded_row row[FLEXIBLE_ARRAY_MEMBER];
};

/* What both functions read of a partition. */
struct input
{
	struct cpe_window_column column[ARGS];
	struct cpe_cells cells;
	struct cpe_table table;
	struct cpe_options options;
	int32 base;
	struct cpe_arena arena;
};

static void
read_input(FunctionCallInfo fcinfo, struct input *input, const char *function,
           const char *const *keys, struct cpe_window_column last, int64 rows)
{
	struct cpe_cells_options relations = {0};

	input->column[ARG_VALUE] =
		(struct cpe_window_column){.kind = CPE_WINDOW_VALUE, .name = "value"};
	input->column[ARG_DIMS] = (struct cpe_window_column){.kind = CPE_WINDOW_VALUE, .name = "dims"};
	input->column[ARG_BASE] =
		(struct cpe_window_column){.kind = CPE_WINDOW_CONSTANT, .name = "base"};
	input->column[ARG_OPTIONS] =
		(struct cpe_window_column){.kind = CPE_WINDOW_CONSTANT, .name = "options"};
	input->column[ARG_LAST] = last;
	cpe_window_read(fcinfo, rows, input->column, ARGS);
	if (!input->column[ARG_BASE].given)
		cpe_refuse(CPE_NULL, "Counts are rounded to multiples of it.", NULL,
		           "base must not be null");
	if (!input->column[ARG_OPTIONS].given)
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	input->base = DatumGetInt32(input->column[ARG_BASE].value);
	input->options =
		(struct cpe_options){function, {DatumGetJsonbP(input->column[ARG_OPTIONS].value), NULL}};
	cpe_options_check(&input->options, keys);
	cpe_cells_options_read(&input->options, &relations);
	cpe_cells_of_columns(&input->cells, rows, &input->column[ARG_VALUE], &input->column[ARG_DIMS],
	                     NULL, NULL, true);
	cpe_arena_open(&input->arena, CurrentMemoryContext);
	cpe_cells_table(&input->arena, &input->cells, &relations, &input->table);
}

/* The weights of the cells; NULL is 1. */
static double *
weights_of(const struct cpe_window_column *column, int64 rows)
{
	double *weight = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * Max(rows, 1));

	for (int64 row = 0; row < rows; row++)
	{
		weight[row] = cpe_window_number(column, row);
		if (isnan(weight[row]))
			weight[row] = 1;
	}
	return weight;
}

static void
round_table(FunctionCallInfo fcinfo, struct rounded_table *result, int64 rows)
{
	static const char *const keys[] = {"work", "parts", "parents", NULL};
	struct input input = {0};
	struct cpe_controlled rounded;
	struct cpe_problem problem;

	read_input(fcinfo, &input, "round_controlled", keys,
	           (struct cpe_window_column){.kind = CPE_WINDOW_NUMBER, .name = "weight"}, rows);
	rounded.work = cpe_whole_option(&input.options, "work", 1, PG_INT32_MAX, 0);
	rounded.rounded = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int64_t) * Max(rows, 1));
	rounded.steps = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int32_t) * Max(rows, 1));
	if (!cpe_round_controlled(&input.arena, &input.table, input.cells.cell,
	                          weights_of(&input.column[ARG_LAST], rows), input.base, &rounded,
	                          &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
	{
		result->row[row].rounded = rounded.rounded[row];
		result->row[row].steps = rounded.steps[row];
	}
	result->optimal = rounded.optimal;
	result->cost = rounded.cost;
	result->lower_bound = rounded.lower_bound;
}

/* Which cells are published: all but those given as x. */
static bool *
published_of(const struct cpe_window_column *column, int64 rows)
{
	bool *published = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(bool) * Max(rows, 1));

	for (int64 row = 0; row < rows; row++)
	{
		bool null;
		Datum status = cpe_window_value(column, row, &null);

		published[row] = null;
		if (!null && strcmp(TextDatumGetCString(status), "x") != 0)
			cpe_refuse(CPE_INVALID, NULL,
			           "Give x for a cell that is not published, NULL for the others.",
			           "unknown status given: \"%s\"", TextDatumGetCString(status));
	}
	return published;
}

static void
round_small_counts(FunctionCallInfo fcinfo, struct rounded_table *result, int64 rows)
{
	static const char *const keys[] = {"parts", "parents", NULL};
	struct input input = {0};
	struct cpe_problem problem;
	int64_t *rounded;

	read_input(fcinfo, &input, "round_small", keys,
	           (struct cpe_window_column){.kind = CPE_WINDOW_VALUE, .name = "given"}, rows);
	rounded = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(int64_t) * Max(rows, 1));
	if (!cpe_round_small(&input.arena, &input.table, input.cells.cell,
	                     published_of(&input.column[ARG_LAST], rows), input.base, rounded,
	                     &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
		result->row[row].rounded = rounded[row];
}

/* The partition's rounded table, made at its first row. */
static struct rounded_table *
rounded_table(FunctionCallInfo fcinfo, const char *function,
              void (*make)(FunctionCallInfo, struct rounded_table *, int64))
{
	int64 rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	struct rounded_table *table = cpe_window_results(
		fcinfo, function, offsetof(struct rounded_table, row), sizeof(struct rounded_row), rows);

	if (!table->done)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe rounding",
		                                           ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);

		make(fcinfo, table, rows);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		table->done = true;
	}
	return table;
}

static const struct rounded_row *
current_row(FunctionCallInfo fcinfo, const struct rounded_table *table)
{
	return &table->row[WinGetCurrentPosition(PG_WINDOW_OBJECT())];
}

PG_FUNCTION_INFO_V1(cpe_round_table);
Datum
cpe_round_table(PG_FUNCTION_ARGS)
{
	struct rounded_table *table = rounded_table(fcinfo, "round_controlled", round_table);

	PG_RETURN_INT64(current_row(fcinfo, table)->rounded);
}

PG_FUNCTION_INFO_V1(cpe_round_table_detail);
Datum
cpe_round_table_detail(PG_FUNCTION_ARGS)
{
	struct rounded_table *table = rounded_table(fcinfo, "round_controlled_detail", round_table);
	const struct rounded_row *row = current_row(fcinfo, table);
	Datum value[] = {Int64GetDatum(row->rounded), Int32GetDatum(row->steps),
	                 BoolGetDatum(table->optimal), Float8GetDatum(table->cost),
	                 Float8GetDatum(table->lower_bound)};
	bool null[] = {false, false, false, false, table->lower_bound < 0};

	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(cpe_window_memo(fcinfo, 0)->row, value, null)));
}

PG_FUNCTION_INFO_V1(cpe_round_small_counts);
Datum
cpe_round_small_counts(PG_FUNCTION_ARGS)
{
	struct rounded_table *table = rounded_table(fcinfo, "round_small", round_small_counts);

	PG_RETURN_INT64(current_row(fcinfo, table)->rounded);
}
