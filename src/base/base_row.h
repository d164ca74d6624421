#ifndef CPE_BASE_BASE_ROW_H
#define CPE_BASE_BASE_ROW_H

/* PostgreSQL side: a result row that is filled from left to right. */

#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/base.h"

#define CPE_ROW_COLUMNS 48

struct cpe_row
{
	int columns;
	Datum value[CPE_ROW_COLUMNS];
	bool null[CPE_ROW_COLUMNS];
};

static inline void
cpe_put(struct cpe_row *row, Datum value, bool null)
{
	Assert(row->columns < CPE_ROW_COLUMNS);
	row->value[row->columns] = value;
	row->null[row->columns++] = null;
}

static inline void
cpe_put_null(struct cpe_row *row)
{
	cpe_put(row, (Datum) 0, true);
}

static inline void
cpe_put_count(struct cpe_row *row, int64 count)
{
	cpe_put(row, Int64GetDatum(count), false);
}

/* A number; NAN is NULL, and an infinite one an error. */
static inline void
cpe_put_number(struct cpe_row *row, double number)
{
	if (isinf(number))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	cpe_put(row, Float8GetDatum(number + 0.0), isnan(number));
}

/* A number where it is finite, else NULL; a column of its own says why. */
static inline void
cpe_put_finite(struct cpe_row *row, double number)
{
	cpe_put(row, Float8GetDatum(number), !isfinite(number));
}

static inline void
cpe_put_text(struct cpe_row *row, const char *text)
{
	cpe_put(row, text ? CStringGetTextDatum(text) : (Datum) 0, text == NULL);
}

/* The row as a value of its type. */
static inline Datum
cpe_row_of(TupleDesc type, struct cpe_row *row)
{
	Assert(row->columns == type->natts);
	return HeapTupleGetDatum(heap_form_tuple(type, row->value, row->null));
}

/* The row as the result of a function that returns one. */
static inline Datum
cpe_row_datum(FunctionCallInfo fcinfo, struct cpe_row *row)
{
	return cpe_row_of(cpe_result_row(fcinfo), row);
}

/* The row as one of those of a function that returns a set; the next can be filled. */
static inline void
cpe_row_store(ReturnSetInfo *result, struct cpe_row *row)
{
	Assert(row->columns == result->setDesc->natts);
	tuplestore_putvalues(result->setResult, result->setDesc, row->value, row->null);
	row->columns = 0;
}

#endif
