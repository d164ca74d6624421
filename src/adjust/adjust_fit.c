#include "cancer_pe.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/adjusted.h"
#include "adjust/fit.h"
#include "base/base.h"

static Jsonb *
options_arg(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	return PG_GETARG_JSONB_P(argument);
}

/* One fit in the current memory context; NULL and the problem where there is none. */
static struct cpe_model *
fit_cells(const struct cpe_options *options, const struct cpe_cells *cells,
          struct cpe_problem *problem)
{
	struct cpe_fit_options fit;
	struct cpe_arena arena;

	if (!cpe_read_fit_options(options, cells, &fit, problem))
		return NULL;
	cpe_arena_open(&arena, CurrentMemoryContext);
	return cpe_fit(cells, &fit, &arena, problem);
}

/* (casemix, options) */
PG_FUNCTION_INFO_V1(cpe_fit_sql);
Datum
cpe_fit_sql(PG_FUNCTION_ARGS)
{
	MemoryContext outside = CurrentMemoryContext;
	MemoryContext work;
	struct cpe_options options;
	struct cpe_problem problem;
	const struct cpe_patterns *patterns;
	const struct cpe_model *model;
	Datum result;
	int questions;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cpe_fit_layers(&options, "fit", options_arg(fcinfo, 1));
	work = AllocSetContextCreate(outside, "fit", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	questions = patterns->shape.questions;
	if (questions == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the casemix has no respondents to fit a model to");
	if (questions != 1)
		cpe_refuse(CPE_INVALID, NULL,
		           "fit_sheet fits each of them; question_casemix takes out one.",
		           "the casemix has %d questions, fit is for one", questions);
	model = fit_cells(&options, cpe_casemix_cells_of(patterns, 0), &problem);
	if (model == NULL)
		cpe_raise(&problem);
	MemoryContextSwitchTo(outside);
	result = cpe_model_datum(model);
	MemoryContextDelete(work);
	return result;
}

/* What a problem says, as a status; those that are no question's own end the statement. */
static char *
status_of(const struct cpe_problem *problem)
{
	if (problem->code == CPE_CANCELLED || problem->code == CPE_NO_MEMORY)
		cpe_raise(problem);
	return cpe_whole_characters(problem->detail[0]
	                                ? psprintf("%s: %s", problem->message, problem->detail)
	                                : problem->message);
}

/* (casemix, options): question, model, status */
PG_FUNCTION_INFO_V1(cpe_fit_sheet);
Datum
cpe_fit_sheet(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext work;
	struct cpe_options options;
	const struct cpe_patterns *patterns;
	int questions;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	cpe_fit_layers(&options, "fit_sheet", options_arg(fcinfo, 1));
	patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	questions = patterns->shape.questions;
	work = AllocSetContextCreate(CurrentMemoryContext, "fit_sheet", ALLOCSET_DEFAULT_SIZES);
	for (int i = 0; i < questions; i++)
	{
		MemoryContext before = MemoryContextSwitchTo(work);
		const struct cpe_cells *cells = cpe_casemix_cells_of(patterns, i);
		struct cpe_problem problem;
		const struct cpe_model *model = fit_cells(&options, cells, &problem);
		Datum value[3] = {0};
		bool null[3] = {cells->question == NULL, model == NULL, model != NULL};

		CHECK_FOR_INTERRUPTS();
		if (!null[0])
			value[0] = CStringGetTextDatum(cells->question);
		if (model != NULL)
			value[1] = cpe_model_datum(model);
		else
			value[2] = CStringGetTextDatum(status_of(&problem));
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
		cpe_progress("fit_sheet: question %d of %d", i + 1, questions);
		MemoryContextSwitchTo(before);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
	return (Datum) 0;
}

/* (model, casemix): the organisations of the casemix under a model of others */
PG_FUNCTION_INFO_V1(cpe_indirect_casemix);
Datum
cpe_indirect_casemix(PG_FUNCTION_ARGS)
{
	struct cpe_model_organisation *organisation;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int32_t organisations;
	const struct cpe_patterns *patterns;
	double mean;
	int questions;

	patterns = cpe_casemix_patterns_arg(fcinfo, 1);
	questions = patterns->shape.questions;
	if (questions != 1)
		cpe_refuse(CPE_INVALID, NULL, "question_casemix takes out one.",
		           "the casemix has %d questions, a model is of one", questions);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_adjusted_indirect(cpe_model_arg(fcinfo, 0), cpe_casemix_cells_of(patterns, 0),
	                           &organisation, &organisations, &mean, NULL, &arena, &problem))
		cpe_raise(&problem);
	return cpe_indirect_rows(fcinfo, organisation, organisations, mean);
}
