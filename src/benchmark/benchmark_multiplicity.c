#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_window.h"
#include "base/distribution.h"
#include "benchmark/multiplicity.h"

/* ---- adjusted p values of a partition ---- */

/* Kept over the rows of a partition. */
struct adjusted_partition
{
	bool ready;
	double adjusted[FLEXIBLE_ARRAY_MEMBER];
};

static void
adjust_partition(FunctionCallInfo fcinfo, struct adjusted_partition *partition, int64 rows)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe adjust_p", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[2] = {{.kind = CPE_WINDOW_NUMBER, .name = "p"},
	                                      {.kind = CPE_WINDOW_CONSTANT, .name = "method"}};
	enum cpe_adjustment method;
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *name;

	cpe_window_read(fcinfo, rows, column, 2);
	if (!column[1].given)
		cpe_refuse(CPE_NULL, "Name one; there is no default.", NULL, "method must not be null");
	name = TextDatumGetCString(column[1].value);
	if (!cpe_adjustment_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_adjustment_names),
		           "unknown method of adjust_p: \"%s\"", name);
	cpe_arena_open(&arena, work);
	if (!cpe_adjust_p(&arena, method, cpe_window_numbers(&column[0], rows), rows,
	                  partition->adjusted, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_adjust_p_sql);
Datum
cpe_adjust_p_sql(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct adjusted_partition *partition = cpe_window_results(
		fcinfo, "adjust_p", offsetof(struct adjusted_partition, adjusted), sizeof(double), rows);
	double mine;

	if (!partition->ready)
		adjust_partition(fcinfo, partition, rows);
	mine = partition->adjusted[WinGetCurrentPosition(window)];
	if (isnan(mine))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mine);
}

/* ---- one z ---- */

static double
finite_z(double z)
{
	if (!isfinite(z))
		cpe_refuse(CPE_INVALID, "It is a finite number.", NULL, "z out of range: %g", z);
	return z;
}

PG_FUNCTION_INFO_V1(cpe_p_value);
Datum
cpe_p_value(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(2 * cpe_normal_upper(fabs(finite_z(PG_GETARG_FLOAT8(0)))));
}

/* The cut points of an array: 1 to CPE_GRADE_CUTS of them, positive, ascending. */
static int
read_cuts(ArrayType *array, double *cut)
{
	static const char rule[] =
		"They are one to three positive finite numbers, each above the one before.";
	Datum *element;
	bool *null;
	int cuts;

	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &element,
	                  &null, &cuts);
	if (ARR_NDIM(array) != 1 || cuts > CPE_GRADE_CUTS)
		cpe_refuse(CPE_INVALID, rule, NULL, "cuts out of range: %d of them", cuts);
	for (int i = 0; i < cuts; i++)
	{
		if (null[i])
			cpe_refuse(CPE_NULL, rule, NULL, "a cut point must not be null");
		cut[i] = DatumGetFloat8(element[i]);
		if (!(isfinite(cut[i]) && cut[i] > (i > 0 ? cut[i - 1] : 0)))
			cpe_refuse(CPE_INVALID, rule, NULL, "cut point out of range: %g", cut[i]);
	}
	return cuts;
}

PG_FUNCTION_INFO_V1(cpe_grade_sql);
Datum
cpe_grade_sql(PG_FUNCTION_ARGS)
{
	double cut[CPE_GRADE_CUTS];
	int cuts = read_cuts(PG_GETARG_ARRAYTYPE_P(1), cut);

	PG_RETURN_INT32(cpe_grade(finite_z(PG_GETARG_FLOAT8(0)), cut, cuts));
}

PG_FUNCTION_INFO_V1(cpe_grade_name_sql);
Datum
cpe_grade_name_sql(PG_FUNCTION_ARGS)
{
	int grade = PG_GETARG_INT32(0);
	int cuts = PG_GETARG_INT32(1);

	if (cuts < 1 || cuts > CPE_GRADE_CUTS)
		cpe_refuse(CPE_INVALID, "There are one to three cut points.", NULL, "cuts out of range: %d",
		           cuts);
	if (grade < -cuts || grade > cuts)
		cpe_refuse(CPE_INVALID, psprintf("It lies between -%d and %d.", cuts, cuts), NULL,
		           "grade out of range: %d", grade);
	PG_RETURN_TEXT_P(cstring_to_text(cpe_grade_name(grade, cuts)));
}
