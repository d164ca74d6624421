#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/cahps.h"

static const char *const cahps_keys[] = {"terms", "linear", "reference", "missing", "weights",
                                         "alpha", "change", "meandiff",  "lowest",  "highest",
                                         "floor", "z",      "minimum",   "overall", NULL};
static const char *const weight_words[] = {"respondents", "equal", "weights", NULL};

/* A number from least to most, or its default. */
static double
number_option(const struct cpe_options *options, const char *key, double least, double most,
              double otherwise)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return otherwise;
	if (!(number >= least && number <= most))
		cpe_refuse(CPE_INVALID,
		           isinf(most) ? psprintf("It is %g at least.", least)
		                       : psprintf("It is a number from %g to %g.", least, most),
		           NULL, "option \"%s\" of %s is out of range", key, options->what);
	return number;
}

static enum cpe_cahps_weights
weights_option(const struct cpe_options *options, const char *key, enum cpe_cahps_weights otherwise)
{
	JsonbValue value;

	return cpe_option_value(options, key, &value)
	           ? (enum cpe_cahps_weights) cpe_option_word(options, key, weight_words)
	           : otherwise;
}

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

static struct cpe_cahps_options
read_options(const struct cpe_options *options, const struct cpe_cells *cells)
{
	struct cpe_cahps_options cahps = {0};
	double minimum = number_option(options, "minimum", 2, 1e9, 2);

	cahps.weights = weights_option(options, "weights", CPE_CAHPS_RESPONDENTS);
	cahps.overall = weights_option(options, "overall", CPE_CAHPS_EQUAL);
	cahps.alpha = number_option(options, "alpha", 0, 1, 0.05);
	cahps.change = number_option(options, "change", 0, 1, 0);
	cahps.meandiff = number_option(options, "meandiff", 0, INFINITY, 0);
	cahps.floor = number_option(options, "floor", 0, 1, 0);
	cahps.z = number_option(options, "z", 0, 37, 1.96);
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
	const struct cpe_cells *cells;
	struct cpe_arena arena;
	struct cpe_problem problem;
	int questions;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, cahps_keys);
	questions = cpe_casemix_questions(fcinfo, 0);
	if (questions != 1)
		cpe_refuse(CPE_INVALID, NULL, "question_casemix takes out one.",
		           "the casemix has %d questions, %s is for one", questions, what);
	cells = cpe_casemix_arg(fcinfo, 0, 0);
	cahps = read_options(&options, cells);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_cahps(result, cells, &cahps, &arena, &problem))
		cpe_raise(&problem);
}

/* A column that is a number: NULL where there is none. */
static void
put_number(Datum *value, bool *null, int column, double number)
{
	if (isinf(number))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	null[column] = isnan(number);
	value[column] = Float8GetDatum(number);
}

static void
put_text(Datum *value, bool *null, int column, const char *text)
{
	null[column] = text == NULL;
	if (text != NULL)
		value[column] = CStringGetTextDatum(text);
}

#define CAHPS_COLUMNS 15
static void
put_organisation(ReturnSetInfo *result, const struct cpe_cahps_organisation *organisation)
{
	Datum value[CAHPS_COLUMNS] = {0};
	bool null[CAHPS_COLUMNS] = {false};

	put_text(value, null, 0, organisation->name);
	value[1] = Int64GetDatum(organisation->n);
	put_number(value, null, 2, organisation->unadjusted);
	put_number(value, null, 3, organisation->adjusted);
	put_number(value, null, 4, organisation->variance);
	put_number(value, null, 5, organisation->difference);
	put_number(value, null, 6, organisation->se);
	put_number(value, null, 7, organisation->low);
	put_number(value, null, 8, organisation->high);
	put_number(value, null, 9, organisation->t);
	put_number(value, null, 10, organisation->p);
	value[11] = Int32GetDatum(organisation->stars);
	null[11] = organisation->stars == 0;
	value[12] = Int64GetDatum(organisation->missing);
	value[13] = Int64GetDatum(organisation->unanswered);
	put_text(value, null, 14, organisation->status);
	tuplestore_putvalues(result->setResult, result->setDesc, value, null);
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
		put_organisation(result, &cahps.organisation[j]);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return (Datum) 0;
}

#define TEST_COLUMNS 15
/* (casemix, options): one row about all organisations */
PG_FUNCTION_INFO_V1(cpe_cahps_test);
Datum
cpe_cahps_test(PG_FUNCTION_ARGS)
{
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	Datum value[TEST_COLUMNS] = {0};
	bool null[TEST_COLUMNS] = {false};
	TupleDesc row;
	struct cpe_cahps cahps;
	Datum result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	row = cpe_result_row(fcinfo);
	work = AllocSetContextCreate(before, "cahps_test", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	run(fcinfo, "cahps_test", &cahps);
	put_number(value, null, 0, cahps.f);
	value[1] = Int64GetDatum(cahps.df1);
	null[1] = isnan(cahps.f);
	value[2] = Int64GetDatum(cahps.df2);
	null[2] = cahps.df2 <= 0;
	put_number(value, null, 3, cahps.p);
	put_number(value, null, 4, cahps.overall_mean);
	put_number(value, null, 5, cahps.grand_mean);
	value[6] = Int32GetDatum(cahps.organisations);
	value[7] = Int32GetDatum(cahps.used);
	value[8] = Int64GetDatum(cahps.n);
	value[9] = Int64GetDatum(cahps.missing);
	value[10] = Int64GetDatum(cahps.nameless);
	value[11] = Int64GetDatum(cahps.unanswered);
	value[12] = Int32GetDatum(cahps.adjusters);
	value[13] = Int32GetDatum(cahps.aliased);
	put_text(value, null, 14, cahps.status);
	MemoryContextSwitchTo(before);
	result = HeapTupleGetDatum(heap_form_tuple(row, value, null));
	MemoryContextDelete(work);
	PG_RETURN_DATUM(result);
}
