#include "cancer_pe.h"

#include <math.h>

#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/adjust_cahps.h"
#include "base/base_row.h"

static const char *const cahps_keys[] = {CPE_CAHPS_KEYS, NULL};
static const char *const weight_words[] = {"respondents", "equal", "weights", NULL};

/* The ends of the item's scale, which the gate "change" asks for: 0 and 1 of a positive outcome. */
static void
read_scale(const struct cpe_options *options, const struct cpe_cells *cells,
           struct cpe_cahps_options *cahps)
{
	cahps->lowest = cpe_option_number(options, "lowest");
	cahps->highest = cpe_option_number(options, "highest");
	if (!cells->numeric && isnan(cahps->lowest))
		cahps->lowest = 0;
	if (!cells->numeric && isnan(cahps->highest))
		cahps->highest = 1;
	if (cahps->change > 0 && (isnan(cahps->lowest) || isnan(cahps->highest)))
		cpe_refuse(CPE_INVALID,
		           "The change is a share of the distance from the overall mean to the nearer end "
		           "of the item's scale.",
		           "Give them, as in {\"change\": 0.05, \"lowest\": 0, \"highest\": 10}.",
		           "option \"change\" of %s needs \"lowest\" and \"highest\"", options->what);
	if (cahps->lowest >= cahps->highest)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"lowest\" of %s must be below \"highest\"",
		           options->what);
}

struct cpe_cahps_options
cpe_cahps_read_options(const struct cpe_options *options, const struct cpe_cells *cells)
{
	struct cpe_cahps_options cahps = {0};
	double minimum = cpe_number_option(options, "minimum", 2, 1e9, 2);

	cahps.weights = (enum cpe_cahps_weights) cpe_word_option(options, "weights", weight_words,
	                                                         CPE_CAHPS_RESPONDENTS);
	cahps.overall =
		(enum cpe_cahps_weights) cpe_word_option(options, "overall", weight_words, CPE_CAHPS_EQUAL);
	cahps.alpha = cpe_number_option(options, "alpha", 0, 1, 0.05);
	cahps.change = cpe_number_option(options, "change", 0, 1, 0);
	cahps.meandiff = cpe_number_option(options, "meandiff", 0, INFINITY, 0);
	cahps.floor = cpe_number_option(options, "floor", 0, 1, 0);
	cahps.z = cpe_number_option(options, "z", 0, 37, 1.96);
	if (minimum != floor(minimum))
		cpe_refuse(CPE_INVALID, "It is a number of respondents.", NULL,
		           "option \"minimum\" of %s must be whole", options->what);
	cahps.minimum = (int64) minimum;
	read_scale(options, cells, &cahps);
	cpe_covariate_options(options, cells, &cahps.fit);
	return cahps;
}

/* The result for the casemix and options that are the arguments, in the current memory context. */
static void
run(FunctionCallInfo fcinfo, const char *what, struct cpe_cahps *result)
{
	struct cpe_options options = {what, {NULL, NULL}};
	struct cpe_cahps_options cahps;
	const struct cpe_patterns *patterns;
	const struct cpe_cells *cells;
	struct cpe_arena arena;
	struct cpe_problem problem;
	int questions;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, cahps_keys);
	patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	questions = patterns->shape.questions;
	if (questions != 1)
		cpe_refuse(CPE_INVALID, NULL, "question_casemix takes out one.",
		           "the casemix has %d questions, %s is for one", questions, what);
	cells = cpe_casemix_cells_of(patterns, 0);
	cahps = cpe_cahps_read_options(&options, cells);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_cahps(result, cells, &cahps, &arena, &problem))
		cpe_raise(&problem);
}

void
cpe_cahps_put(struct cpe_row *to, const struct cpe_cahps_organisation *organisation)
{
	cpe_put_text(to, organisation->name);
	cpe_put_count(to, organisation->n);
	cpe_put_number(to, organisation->unadjusted);
	cpe_put_number(to, organisation->adjusted);
	cpe_put_number(to, organisation->variance);
	cpe_put_number(to, organisation->difference);
	cpe_put_number(to, organisation->se);
	cpe_put_number(to, organisation->low);
	cpe_put_number(to, organisation->high);
	cpe_put_number(to, organisation->t);
	cpe_put_number(to, organisation->p);
	cpe_put(to, Int32GetDatum(organisation->stars), organisation->stars == 0);
	cpe_put_count(to, organisation->missing);
	cpe_put_count(to, organisation->unanswered);
}

/* (casemix, options): a row for each organisation */
PG_FUNCTION_INFO_V1(cpe_cahps_sql);
Datum
cpe_cahps_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	struct cpe_cahps cahps;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	work = AllocSetContextCreate(before, "cahps", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	run(fcinfo, "cahps", &cahps);
	for (int32 j = 0; j < cahps.organisations; j++)
	{
		struct cpe_row row = {0};

		cpe_cahps_put(&row, &cahps.organisation[j]);
		cpe_put_text(&row, cahps.organisation[j].status);
		cpe_row_store(result, &row);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return (Datum) 0;
}

void
cpe_cahps_put_test(struct cpe_row *to, const struct cpe_cahps *cahps)
{
	cpe_put_number(to, cahps->f);
	cpe_put(to, Int64GetDatum(cahps->df1), isnan(cahps->f));
	cpe_put(to, Int64GetDatum(cahps->df2), cahps->df2 <= 0);
	cpe_put_number(to, cahps->p);
	cpe_put_number(to, cahps->overall_mean);
	cpe_put_number(to, cahps->grand_mean);
	cpe_put(to, Int32GetDatum(cahps->organisations), false);
	cpe_put(to, Int32GetDatum(cahps->used), false);
	cpe_put_count(to, cahps->n);
	cpe_put_count(to, cahps->missing);
	cpe_put_count(to, cahps->nameless);
	cpe_put_count(to, cahps->unanswered);
	cpe_put(to, Int32GetDatum(cahps->adjusters), false);
	cpe_put(to, Int32GetDatum(cahps->aliased), false);
}

/* (casemix, options): one row about all organisations */
PG_FUNCTION_INFO_V1(cpe_cahps_test);
Datum
cpe_cahps_test(PG_FUNCTION_ARGS)
{
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	struct cpe_row row = {0};
	struct cpe_cahps cahps;
	Datum result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	work = AllocSetContextCreate(before, "cahps_test", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	run(fcinfo, "cahps_test", &cahps);
	cpe_cahps_put_test(&row, &cahps);
	cpe_put_text(&row, cahps.status);
	MemoryContextSwitchTo(before);
	result = cpe_row_datum(fcinfo, &row);
	MemoryContextDelete(work);
	return result;
}
