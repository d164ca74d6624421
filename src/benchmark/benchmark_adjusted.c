#include "cancer_pe.h"

#include <math.h>

#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "base/base_row.h"
#include "benchmark/adjusted_change.h"

/* PostgreSQL side: change between waves, adjusted for case-mix. */

/* The cells of a casemix argument, which has one question. */
static const struct cpe_cells *
cells_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	const struct cpe_patterns *patterns = cpe_casemix_patterns_arg(fcinfo, argument);

	if (patterns->shape.questions != 1)
		cpe_refuse(CPE_INVALID, NULL, "question_casemix takes out one.",
		           "%s has %d questions, a model is of one", name, patterns->shape.questions);
	return cpe_casemix_cells_of(patterns, 0);
}

static void
put_wave(struct cpe_row *row, const struct cpe_adjusted_wave *wave)
{
	cpe_put_count(row, wave->n);
	cpe_put_number(row, wave->n > 0 ? wave->observed : NAN);
	cpe_put_number(row, wave->expected);
}

static void
put_change(ReturnSetInfo *result, const struct cpe_adjusted_change *change, double quantile)
{
	struct cpe_row row = {0};

	cpe_put_text(&row, change->name);
	put_wave(&row, &change->before);
	put_wave(&row, &change->after);
	cpe_put_number(&row, change->difference);
	cpe_put_number(&row, change->se);
	cpe_put_number(&row, change->difference - quantile * change->se);
	cpe_put_number(&row, change->difference + quantile * change->se);
	cpe_put_number(&row, change->z);
	cpe_put_number(&row, change->p);
	cpe_put_number(&row, change->log_odds_ratio);
	cpe_put_number(&row, change->log_odds_ratio_se);
	cpe_put_number(&row, change->log_odds_ratio_p);
	cpe_put_count(&row, change->before.missing);
	cpe_put_count(&row, change->after.missing);
	cpe_put_count(&row, change->before.unanswered);
	cpe_put_count(&row, change->after.unanswered);
	cpe_put_text(&row, change->status);
	cpe_row_store(result, &row);
}

/* (model, before, after, level, z): a row for each organisation */
PG_FUNCTION_INFO_V1(cpe_adjusted_change_sql);
Datum
cpe_adjusted_change_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext before = CurrentMemoryContext;
	struct cpe_confidence confidence;
	struct cpe_adjusted_change *change;
	const struct cpe_model *model;
	struct cpe_problem problem;
	struct cpe_arena arena;
	MemoryContext work;
	int32_t changes;
	double quantile;

	InitMaterializedSRF(fcinfo, 0);
	confidence = cpe_confidence_args(fcinfo, 3, 4);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return (Datum) 0;
	work = AllocSetContextCreate(before, "adjusted_change", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	model = cpe_model_arg(fcinfo, 0);
	quantile = PG_ARGISNULL(4) ? cpe_model_central(model, PG_GETARG_FLOAT8(3)) : confidence.z;
	cpe_arena_open(&arena, work);
	if (!cpe_adjusted_changes(model, cells_arg(fcinfo, 1, "before"), cells_arg(fcinfo, 2, "after"),
	                          &change, &changes, &arena, &problem))
		cpe_raise(&problem);
	for (int32_t i = 0; i < changes; i++)
		put_change(result, &change[i], quantile);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return (Datum) 0;
}
