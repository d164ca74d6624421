#ifndef CPE_BASE_BASE_WINDOW_H
#define CPE_BASE_BASE_WINDOW_H

/* PostgreSQL side: what window functions that judge a whole partition have alike. */

#include "cancer_pe.h"

#include <math.h>

#include "access/tupdesc.h"
#include "windowapi.h"

#include "base/base.h"

enum cpe_window_kind
{
	CPE_WINDOW_NUMBER,   /* int, bigint, float8 or boolean (1 and 0): a finite number by row */
	CPE_WINDOW_VALUE,    /* of any type, by row: copied, detoasted */
	CPE_WINDOW_CONSTANT, /* the same in all rows of the partition */
};

/* One argument over the partition: kind and name are given, the rest is read. */
struct cpe_window_column
{
	enum cpe_window_kind kind;
	const char *name;
	bool fixed;     /* the same in the whole query: a constant, a parameter, or left out */
	double *number; /* by row, only one when fixed; NAN: NULL */
	Datum *datum;   /* the same of values; where null is set: NULL */
	bool *null;
	Datum value; /* of a constant, detoasted */
	bool given;  /* a constant that is not NULL */
};

/*
 * Reads the arguments from the first on, as many as there are columns, in one pass over the
 * partition, into the current memory context.  Refuses numbers that are not finite and constants
 * that differ.
 */
extern void cpe_window_read(FunctionCallInfo fcinfo, int64 rows, struct cpe_window_column *column,
                            int columns);

static inline double
cpe_window_number(const struct cpe_window_column *column, int64 row)
{
	return column->number[column->fixed ? 0 : row];
}

/* A row's value; *null: it has none. */
static inline Datum
cpe_window_value(const struct cpe_window_column *column, int64 row, bool *null)
{
	int64 at = column->fixed ? 0 : row;

	*null = column->null[at];
	return column->datum[at];
}

/* A column's numbers by row, spread where it is fixed. */
extern const double *cpe_window_numbers(const struct cpe_window_column *column, int64 rows);

/* Whether the query has the argument at all: not left out, nor NULL as a constant or parameter. */
static inline bool
cpe_window_has(const struct cpe_window_column *column)
{
	if (!column->fixed)
		return true;
	if (column->kind == CPE_WINDOW_CONSTANT)
		return column->given;
	return column->kind == CPE_WINDOW_VALUE ? !column->null[0] : !isnan(column->number[0]);
}

/* Whether a column has a number in any row: a query for all questions may have it for some. */
extern bool cpe_window_any(const struct cpe_window_column *column, int64 rows);

/* Kept over the partitions of a query: the result's row type, and the rule last read. */
struct cpe_window_memo
{
	TupleDesc row;
	struct cpe_rule_memo last;
	void *rule; /* zeroed at first, of the size asked for */
};
extern struct cpe_window_memo *cpe_window_memo(FunctionCallInfo fcinfo, size_t rule_size);

/*
 * Whether name and options, two constants that must be there, are those last read; memo->last has
 * them afterwards.
 */
extern bool cpe_window_rule_same(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                                 const struct cpe_window_column *name,
                                 const struct cpe_window_column *options);

/*
 * Room for a partition's results, kept over its rows and zeroed at the first: head bytes and so
 * many for each row.  Refuses what would pass the server's largest allocation.
 */
extern void *cpe_window_results(FunctionCallInfo fcinfo, const char *function, size_t head,
                                size_t each, int64 rows);

#endif
