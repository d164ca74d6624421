#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_window.h"
#include "base/decimal.h"
#include "base/text.h"
#include "suppress/rule.h"

enum
{
	ARG_VALUE,
	ARG_DIMS,
	ARG_RULE,
	ARG_OPTIONS,
	ARG_NUMERATOR,
	ARG_GIVEN,
	ARGS
};

static const char *const rule_keys[] = {"threshold", "comparator", "secondary", "zeros", NULL};
static const char *const comparator_words[] = {"<", "<=", NULL};
static const char *const secondary_words[] = {"none", "next_smallest", NULL};
static const char *const zeros_words[] = {"shown", "no_answers", NULL};

static struct cpe_suppress_rule
read_rule(const char *name, Jsonb *given)
{
	struct cpe_options options = {"suppress", {given, NULL}};
	struct cpe_suppress_rule rule;
	double threshold;

	cpe_options_check(&options, rule_keys);
	options.layer[1] = cpe_preset_options("suppress", name);
	cpe_options_check(&options, rule_keys);
	threshold = cpe_option_number(&options, "threshold");
	if (!(threshold >= 0 && threshold <= 1e15 && rint(threshold) == threshold))
		cpe_refuse(CPE_INVALID, "It is a whole number, zero or positive.", NULL,
		           "option \"threshold\" of suppress is missing or out of range");
	rule.threshold = (int64_t) threshold;
	rule.inclusive = cpe_option_word(&options, "comparator", comparator_words) == 1;
	rule.secondary = cpe_option_word(&options, "secondary", secondary_words);
	rule.zeros = cpe_option_word(&options, "zeros", zeros_words);
	return rule;
}

/* The labels of a cell; NULL elements are totals. */
static const char *const *
labels_of(const struct cpe_window_column *dims, int64 row, int *count)
{
	ArrayType *array;
	Datum *element;
	bool *null;
	const char **label;
	bool none;
	Datum value = cpe_window_value(dims, row, &none);

	if (none)
		cpe_refuse(CPE_NULL, "A total is a NULL element, not a NULL array.", NULL,
		           "dims must not be null");
	array = DatumGetArrayTypeP(value);
	if (ARR_NDIM(array) != 1)
		cpe_refuse(CPE_INVALID, "It holds one label for each dimension of the table.", NULL,
		           "dims must be an array with one label or more");
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, count);
	label = palloc(sizeof(char *) * *count);
	for (int i = 0; i < *count; i++)
		label[i] = null[i] ? NULL : TextDatumGetCString(element[i]);
	return label;
}

/* One row's arguments as a cell, checked as far as one row shows. */
static void
read_cell(struct cpe_cell *cell, const struct cpe_window_column *column, int64 row)
{
	bool null;
	Datum value = cpe_window_value(&column[ARG_VALUE], row, &null);

	if (null)
		cpe_refuse(CPE_NULL, NULL, "A cell that nobody is in has the value 0.",
		           "value must not be null");
	cell->value = DatumGetInt64(value);
	value = cpe_window_value(&column[ARG_NUMERATOR], row, &null);
	if (!null)
	{
		int64 part = DatumGetInt64(value);

		if (part < 0 || (cell->value >= 0 && part > cell->value))
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "numerator out of range: " INT64_FORMAT " of " INT64_FORMAT, part,
			           (int64) cell->value);
	}
	value = cpe_window_value(&column[ARG_GIVEN], row, &null);
	cell->hidden_before = false;
	if (!null)
	{
		char *status = TextDatumGetCString(value);

		if (strcmp(status, "c") == 0)
			cell->hidden_before = true;
		else if (strcmp(status, "w") != 0)
			cpe_refuse(CPE_INVALID, NULL, "Statuses: c, w, or NULL.",
			           "unknown status given: \"%s\"", status);
	}
}

/* Decides all cells of the partition; one byte of status for each row. */
static void
decide_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo, char *status, int64 rows)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe suppress", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[ARGS] = {
		[ARG_VALUE] = {.kind = CPE_WINDOW_VALUE, .name = "value"},
		[ARG_DIMS] = {.kind = CPE_WINDOW_VALUE, .name = "dims"},
		[ARG_RULE] = {.kind = CPE_WINDOW_CONSTANT, .name = "rule"},
		[ARG_OPTIONS] = {.kind = CPE_WINDOW_CONSTANT, .name = "options"},
		[ARG_NUMERATOR] = {.kind = CPE_WINDOW_VALUE, .name = "numerator"},
		[ARG_GIVEN] = {.kind = CPE_WINDOW_VALUE, .name = "given"}};
	struct cpe_suppress_rule *rule = memo->rule;
	struct cpe_cell *cell = MemoryContextAllocHuge(work, sizeof(struct cpe_cell) * rows);
	struct cpe_arena arena;
	struct cpe_problem problem;
	int dimensions = 0;

	cpe_window_read(fcinfo, rows, column, ARGS);
	if (!column[ARG_RULE].given)
		cpe_refuse(CPE_NULL, NULL, "Name one; there is no default.", "rule must not be null");
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_RULE], &column[ARG_OPTIONS]))
		*rule = read_rule(memo->last.name, memo->last.options);
	for (int64 row = 0; row < rows; row++)
	{
		int count;

		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		read_cell(&cell[row], column, row);
		cell[row].dim = labels_of(&column[ARG_DIMS], row, &count);
		if (row > 0 && count != dimensions)
			cpe_refuse(CPE_INVALID, "All cells of a table have the same dimensions.", NULL,
			           "dims has %d labels in one row and %d in another", dimensions, count);
		dimensions = count;
	}
	cpe_arena_open(&arena, work);
	if (!cpe_suppress_by_rule(&arena, rule, cell, rows, dimensions, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
		status[row] = cell[row].status == CPE_CELL_CONFIDENTIAL ? 'c'
		              : cell[row].status == CPE_CELL_NO_ANSWERS ? 'w'
		                                                        : 's';
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
}

PG_FUNCTION_INFO_V1(cpe_suppress);
Datum
cpe_suppress(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_suppress_rule));
	char *status = cpe_window_results(fcinfo, "suppress", 0, 1, rows);
	char mine;

	if (status[0] == '\0')
		decide_partition(fcinfo, memo, status, rows);
	mine = status[WinGetCurrentPosition(window)];
	if (mine == 's')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(&mine, 1));
}

PG_FUNCTION_INFO_V1(cpe_display);
Datum
cpe_display(PG_FUNCTION_ARGS)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_text shown;
	double value;
	int decimals;

	if (!PG_ARGISNULL(1) || PG_ARGISNULL(0))
	{
		if (!PG_ARGISNULL(3))
			PG_RETURN_DATUM(PG_GETARG_DATUM(3));
		PG_RETURN_TEXT_P(cstring_to_text(
			psprintf("[%s]", PG_ARGISNULL(1) ? "x" : text_to_cstring(PG_GETARG_TEXT_PP(1)))));
	}
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "decimals must not be null");
	value = PG_GETARG_FLOAT8(0);
	decimals = PG_GETARG_INT32(2);
	if (!isfinite(value))
		cpe_refuse(CPE_INVALID, NULL, NULL, "cannot display %g", value);
	if (decimals < 0 || decimals > CPE_DECIMALS_MAX)
		cpe_refuse(CPE_INVALID, "There are 0 to 10 decimals.", NULL, "decimals out of range: %d",
		           decimals);
	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&shown, &arena, &problem);
	cpe_text_fixed(&shown, cpe_round_half_up(value, decimals, CPE_ROUND_ONCE), decimals);
	if (cpe_text_close(&shown, NULL) == NULL)
		cpe_raise(&problem);
	PG_RETURN_TEXT_P(cstring_to_text(shown.data));
}
