#include "base/base_window.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* A value of one of the types that a column of numbers may have. */
static double
number_of(Datum value, Oid type)
{
	switch (type)
	{
		case BOOLOID:
			return DatumGetBool(value) ? 1 : 0;
		case INT4OID:
			return DatumGetInt32(value);
		case INT8OID:
			return (double) DatumGetInt64(value);
		default:
			Assert(type == FLOAT8OID);
			return DatumGetFloat8(value);
	}
}

/* The type of an argument. */
struct kind_of_value
{
	Oid type;
	int16 length;
	bool by_value;
};

/* A value as it stands in a row, detoasted, in the current memory context. */
static Datum
copy_of(Datum value, const struct kind_of_value *kind)
{
	if (kind->length == -1)
		return PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
	return datumCopy(value, kind->by_value, kind->length);
}

/* Whether the row's value of a constant is that of the first row. */
static bool
same_constant(const struct cpe_window_column *column, Datum value, bool null,
              const struct kind_of_value *kind)
{
	Datum plain = value;
	bool same;

	if (null || !column->given)
		return null == !column->given;
	if (kind->length == -1)
		plain = PointerGetDatum(PG_DETOAST_DATUM(value));
	same = datumIsEqual(plain, column->value, kind->by_value, kind->length);
	if (!kind->by_value && plain != value)
		pfree(DatumGetPointer(plain));
	return same;
}

/* Takes one row's number. */
static void
take_number(struct cpe_window_column *column, int64 row, Datum value, bool null, Oid type)
{
	double number = null ? NAN : number_of(value, type);

	if (!null && !isfinite(number))
		cpe_refuse(CPE_INVALID, "It is a finite number, or NULL where there is none.", NULL,
		           "%s out of range: %g", column->name, number);
	column->number[row] = number;
}

/* Takes one row's value of an argument. */
static void
take_value(struct cpe_window_column *column, int64 row, Datum value, bool null,
           const struct kind_of_value *kind)
{
	if (column->kind == CPE_WINDOW_NUMBER)
		take_number(column, row, value, null, kind->type);
	else if (column->kind == CPE_WINDOW_VALUE)
	{
		column->null[row] = null;
		column->datum[row] = null ? (Datum) 0 : copy_of(value, kind);
	}
	else if (row == 0)
	{
		column->given = !null;
		column->value = null ? (Datum) 0 : copy_of(value, kind);
	}
	else if (!same_constant(column, value, null, kind))
		cpe_refuse(CPE_INVALID, "It must be the same in all rows of a partition.", NULL,
		           "%s differs within the partition", column->name);
}

/* Makes a column ready for so many rows. */
static void
open_column(struct cpe_window_column *column, bool fixed, int64 rows)
{
	Size places = fixed ? 1 : Max(rows, 1);

	column->fixed = fixed;
	column->given = false;
	column->number = NULL;
	column->datum = NULL;
	column->null = NULL;
	if (column->kind == CPE_WINDOW_NUMBER)
		column->number = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * places);
	else if (column->kind == CPE_WINDOW_VALUE)
	{
		column->datum = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Datum) * places);
		column->null = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(bool) * places);
	}
}

void
cpe_window_read(FunctionCallInfo fcinfo, int64 rows, struct cpe_window_column *column, int columns)
{
	WindowObject window = PG_WINDOW_OBJECT();
	struct kind_of_value kind[FUNC_MAX_ARGS];

	for (int i = 0; i < columns; i++)
	{
		kind[i].type = get_fn_expr_argtype(fcinfo->flinfo, i);
		get_typlenbyval(kind[i].type, &kind[i].length, &kind[i].by_value);
		open_column(&column[i], get_fn_expr_arg_stable(fcinfo->flinfo, i), rows);
	}
	for (int64 row = 0; row < rows; row++)
	{
		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < columns; i++)
		{
			bool outside;
			bool null;
			Datum value;

			if (column[i].fixed && row > 0)
				continue;
			if (column[i].fixed)
				value = WinGetFuncArgCurrent(window, i, &null);
			else
				value = WinGetFuncArgInPartition(window, i, (int) row, WINDOW_SEEK_HEAD, false,
				                                 &null, &outside);
			take_value(&column[i], row, value, null, &kind[i]);
		}
	}
}

const double *
cpe_window_numbers(const struct cpe_window_column *column, int64 rows)
{
	double *number;

	if (!column->fixed)
		return column->number;
	number = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * Max(rows, 1));
	for (int64 row = 0; row < rows; row++)
		number[row] = column->number[0];
	return number;
}

bool
cpe_window_any(const struct cpe_window_column *column, int64 rows)
{
	for (int64 row = 0; row < (column->fixed ? 1 : rows); row++)
		if (!isnan(column->number[row]))
			return true;
	return false;
}

struct cpe_window_memo *
cpe_window_memo(FunctionCallInfo fcinfo, size_t rule_size)
{
	struct cpe_window_memo *memo = fcinfo->flinfo->fn_extra;

	if (memo == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc row;

		memo = palloc0(sizeof(*memo));
		memo->rule = palloc0(Max(rule_size, 1));
		if (get_call_result_type(fcinfo, NULL, &row) == TYPEFUNC_COMPOSITE)
			memo->row = BlessTupleDesc(CreateTupleDescCopy(row));
		fcinfo->flinfo->fn_extra = memo;
		MemoryContextSwitchTo(before);
	}
	return memo;
}

bool
cpe_window_rule_same(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                     const struct cpe_window_column *name, const struct cpe_window_column *options)
{
	if (!name->given)
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", name->name);
	if (!options->given)
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "%s must not be null",
		           options->name);
	return cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, TextDatumGetCString(name->value),
	                     DatumGetJsonbP(options->value));
}

void *
cpe_window_results(FunctionCallInfo fcinfo, const char *function, size_t head, size_t each,
                   int64 rows)
{
	if (rows > (int64) ((MaxAllocSize - head) / each))
		cpe_refuse(CPE_LIMIT, NULL, "Use PARTITION BY, one partition a question and level.",
		           "too many rows in a partition of %s: " INT64_FORMAT, function, rows);
	return WinGetPartitionLocalMemory(PG_WINDOW_OBJECT(), head + each * rows);
}
