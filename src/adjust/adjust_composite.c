#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/adjust_cahps.h"
#include "adjust/adjust_levels.h"
#include "adjust/composite.h"
#include "base/decimal.h"

/* PostgreSQL side: respondents' answers to the items of a composite, and what comes of them. */

/* ---- collecting ---- */

#define NAMES_ARGUMENT 1
#define ITEMS_ARGUMENT 2
#define ORGANISATION_ARGUMENT 3
#define COVARIATES_ARGUMENT 4
#define ANSWERS_ARGUMENT 5
#define WEIGHT_ARGUMENT 6

/* What a call site collects: kept in fn_extra, made anew when names or items are others. */
struct site
{
	MemoryContext context; /* of all but itself */
	uint64 serial;         /* states have it that were seen to have this shape */
	ArrayType *names;      /* as they were given; NULL: none yet */
	ArrayType *item_names;
	int adjusters;
	int items;
	struct cpe_patterns_shape shape;
	struct cpe_patterns_question question;
	int32_t *code; /* a row's */
};

static ArrayType *
copy_array(const ArrayType *array)
{
	ArrayType *copy = palloc(VARSIZE(array));

	memcpy(copy, array, VARSIZE(array));
	return copy;
}

static bool
same_array(const ArrayType *one, const ArrayType *other)
{
	return one != NULL && VARSIZE(one) == VARSIZE(other) && memcmp(one, other, VARSIZE(other)) == 0;
}

/* Prepares the call site for names and items. */
static void
open_site(struct site *site, ArrayType *names, ArrayType *items, bool weighted)
{
	MemoryContext before;
	const char **adjuster;
	const char **item;
	const char **name;

	site->names = NULL; /* until all is well */
	MemoryContextReset(site->context);
	before = MemoryContextSwitchTo(site->context);
	site->adjusters = cpe_covariate_names(names, &adjuster);
	site->items = cpe_covariate_names(items, &item);
	if (site->items == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "casemix_items needs an item at least");
	name = palloc((site->adjusters + site->items) * sizeof(*name));
	for (int i = 0; i < site->adjusters; i++)
		name[i] = adjuster[i];
	for (int i = 0; i < site->items; i++)
		name[site->adjusters + i] = item[i];
	site->question = (struct cpe_patterns_question){.rule = CPE_COMPOSITE_RULE | site->items};
	site->shape = (struct cpe_patterns_shape){.covariates = site->adjusters + site->items,
	                                          .covariate = name,
	                                          .questions = 1,
	                                          .question = &site->question,
	                                          .weighted = weighted};
	site->code = palloc0(site->shape.covariates * sizeof(*site->code));
	site->item_names = copy_array(items);
	site->names = copy_array(names);
	MemoryContextSwitchTo(before);
	site->serial = cpe_casemix_serial();
}

/* An array argument that must be there. */
static ArrayType *
array_arg(FunctionCallInfo fcinfo, int argument, const char *name, const char *hint)
{
	ArrayType *array;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, hint, "%s must not be null", name);
	array = PG_GETARG_ARRAYTYPE_P(argument);
	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must be an array of one dimension", name);
	return array;
}

/* The call site for the names and items that a row has. */
static struct site *
site_of(FunctionCallInfo fcinfo, bool weighted)
{
	struct site *site = fcinfo->flinfo->fn_extra;
	ArrayType *names = array_arg(fcinfo, NAMES_ARGUMENT, "names", NULL);
	ArrayType *items = array_arg(fcinfo, ITEMS_ARGUMENT, "items", NULL);

	if (site == NULL)
	{
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*site));
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "casemix items",
		                                      ALLOCSET_START_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = site;
	}
	if (!same_array(site->names, names) || !same_array(site->item_names, items))
		open_site(site, names, items, weighted);
	return site;
}

/* The code of an answer: its shortest decimal text is the level. */
static bool
answer_level(struct cpe_patterns *state, int dimension, double answer, int32_t *code,
             struct cpe_problem *problem)
{
	char text[CPE_DECIMAL_TEXT];

	if (!isfinite(answer))
		return cpe_problem_set(problem, CPE_INVALID, NULL,
		                       "An item without an answer is a NULL in the array.",
		                       "answers must be finite, not %g", answer);
	if (answer == rint(answer) && fabs(answer) < 1e15)
		return cpe_patterns_level_integer(state, dimension, (int64_t) answer, code, problem);
	return cpe_patterns_level(state, dimension, text, cpe_decimal_print(answer, text), code,
	                          problem);
}

/* The codes of the answers; returns how many there are. */
static int
read_answers(struct cpe_patterns *state, const struct site *site, ArrayType *answers)
{
	const float8 *at = (const float8 *) ARR_DATA_PTR(answers);
	const bits8 *nulls = ARR_NULLBITMAP(answers);
	struct cpe_problem problem;
	int answered = 0;

	for (int i = 0; i < site->items; i++)
	{
		int32_t *code = &site->code[site->adjusters + i];

		*code = CPE_LEVEL_MISSING;
		if (nulls != NULL && (nulls[i / 8] & (1 << i % 8)) == 0)
			continue;
		if (!answer_level(state, site->adjusters + i, *at++, code, &problem))
			cpe_raise(&problem);
		answered++;
	}
	return answered;
}

static void
check_count(ArrayType *array, int count, const char *names, const char *name)
{
	int elements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));

	if (elements != count)
		cpe_refuse(CPE_INVALID, NULL, NULL, "casemix_items has %d %s and %d %s", count, names,
		           elements, name);
}

static double
weight_arg(FunctionCallInfo fcinfo)
{
	double weight;

	if (PG_ARGISNULL(WEIGHT_ARGUMENT))
		cpe_refuse(CPE_NULL, NULL, NULL, "weight must not be null");
	weight = PG_GETARG_FLOAT8(WEIGHT_ARGUMENT);
	if (!isfinite(weight) || weight <= 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "weight must be positive and finite, not %g", weight);
	return weight;
}

/* Counts a respondent: complete, or not, or without any answer. */
static Datum
accumulate(FunctionCallInfo fcinfo, bool weighted)
{
	struct cpe_patterns *state = cpe_casemix_state(fcinfo, NULL);
	struct site *site = site_of(fcinfo, weighted);
	ArrayType *covariates = array_arg(fcinfo, COVARIATES_ARGUMENT, "covariates",
	                                  "A covariate that is missing is a NULL in the array.");
	ArrayType *answers = array_arg(fcinfo, ANSWERS_ARGUMENT, "answers",
	                               "An item without an answer is a NULL in the array.");
	double weight = weighted ? weight_arg(fcinfo) : 1;
	int32_t organisation = CPE_LEVEL_MISSING;
	struct cpe_problem problem;
	int32_t cell;
	int answered;
	bool good;

	check_count(covariates, site->adjusters, "names", "covariates");
	check_count(answers, site->items, "items", "answers");
	if (state->agreed != site->serial)
	{
		if (!cpe_patterns_take(state, &site->shape, &problem))
			cpe_raise(&problem);
		state->agreed = site->serial;
	}
	if (!PG_ARGISNULL(ORGANISATION_ARGUMENT) &&
	    !cpe_text_level(state, state->organisation, PG_GETARG_DATUM(ORGANISATION_ARGUMENT), false,
	                    &organisation, &problem))
		cpe_raise(&problem);
	answered = read_answers(state, site, answers);
	if (answered == 0)
		good = cpe_patterns_unanswered(state, organisation, 0, 1, &problem);
	else
	{
		bool complete = answered == site->items;

		cpe_read_level_array(state, site->adjusters, covariates, site->code);
		good = cpe_patterns_cell(state, organisation, site->code, &cell, &problem);
		if (good && weighted)
			good = cpe_patterns_add(state, cell, complete, weight, &problem);
		else if (good)
			good = cpe_patterns_count(state, cell, 0, 1, &problem) &&
			       (!complete || cpe_patterns_count(state, cell, 1, 1, &problem));
	}
	if (!good)
		cpe_raise(&problem);
	return cpe_casemix_state_datum(fcinfo, state);
}

CPE_FUNCTION(cpe_casemix_items_accum, return accumulate(fcinfo, false))
CPE_FUNCTION(cpe_casemix_items_weighted_accum, return accumulate(fcinfo, true))

/* ---- judging ---- */

static const char *const composite_keys[] = {CPE_CAHPS_KEYS, "item_weights", "item_target", NULL};
static const char *const item_weight_words[] = {"equal", "respondents", "weights", NULL};

/* How many of the covariates, the last ones, are items. */
static int
items_of(const struct cpe_patterns *patterns, const char *what)
{
	uint64 rule;
	int items;

	if (patterns->shape.questions != 1)
		cpe_refuse(CPE_INVALID, NULL, "question_casemix takes out one.",
		           "the casemix has %d questions, %s is for one", patterns->shape.questions, what);
	rule = patterns->shape.question[0].rule;
	items = (int) (rule & 0xffffff);
	if ((rule & ~UINT64CONST(0xffffff)) != CPE_COMPOSITE_RULE || items < 1 ||
	    items > patterns->shape.covariates || patterns->shape.question[0].rated ||
	    patterns->shape.numeric || patterns->shape.offset)
		cpe_refuse(CPE_INVALID, "It does not tell respondents' answers to several items.",
		           "The aggregate casemix_items makes one that does.",
		           "the casemix has no items for %s", what);
	return items;
}

static void
read_item_options(const struct cpe_options *options, struct cpe_composite_options *composite)
{
	double target = cpe_number_option(options, "item_target", 1, 1e9, 1);

	composite->weights = (enum cpe_composite_weights) cpe_word_option(
		options, "item_weights", item_weight_words, CPE_COMPOSITE_EQUAL);
	if (target != floor(target))
		cpe_refuse(CPE_INVALID, "It is a number of respondents.", NULL,
		           "option \"item_target\" of %s must be whole", options->what);
	if (target > 1 && composite->weights != CPE_COMPOSITE_EQUAL)
		cpe_refuse(CPE_INVALID, "Other weights do not depend on the organisation.", NULL,
		           "option \"item_target\" of %s is for \"item_weights\": \"equal\"",
		           options->what);
	composite->target = (int64) target;
}

/* The result for the casemix and options that are the arguments, in the current memory context. */
static void
run(FunctionCallInfo fcinfo, const char *what, struct cpe_cahps *result, int **items)
{
	struct cpe_options options = {what, {NULL, NULL}};
	struct cpe_composite_options composite = {0};
	struct cpe_cahps_options cahps;
	const struct cpe_patterns *patterns;
	const struct cpe_cells *cells;
	struct cpe_cells adjusters;
	struct cpe_arena arena;
	struct cpe_problem problem;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, composite_keys);
	patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	composite.items = items_of(patterns, what);
	cells = cpe_casemix_cells_of(patterns, 0);
	adjusters = cpe_composite_adjusters(cells, composite.items);
	cahps = cpe_cahps_read_options(&options, &adjusters);
	composite.cahps = &cahps;
	read_item_options(&options, &composite);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_composite(result, items, cells, &composite, &arena, &problem))
		cpe_raise(&problem);
}

/* (casemix, options): a row for each organisation */
PG_FUNCTION_INFO_V1(cpe_cahps_composite_sql);
Datum
cpe_cahps_composite_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	struct cpe_cahps cahps;
	int *items;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	work = AllocSetContextCreate(before, "cahps_composite", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	run(fcinfo, "cahps_composite", &cahps, &items);
	for (int32_t j = 0; j < cahps.organisations; j++)
	{
		struct cpe_row row = {0};

		cpe_cahps_put(&row, &cahps.organisation[j]);
		cpe_put(&row, Int32GetDatum(items[j]), false);
		cpe_put_text(&row, cahps.organisation[j].status);
		cpe_row_store(result, &row);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return (Datum) 0;
}

/* (casemix, options): one row about all organisations */
PG_FUNCTION_INFO_V1(cpe_cahps_composite_test);
Datum
cpe_cahps_composite_test(PG_FUNCTION_ARGS)
{
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	struct cpe_row row = {0};
	struct cpe_cahps cahps;
	Datum result;
	int *items;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	work = AllocSetContextCreate(before, "cahps_composite_test", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	run(fcinfo, "cahps_composite_test", &cahps, &items);
	cpe_cahps_put_test(&row, &cahps);
	cpe_put_text(&row, cahps.status);
	MemoryContextSwitchTo(before);
	result = cpe_row_datum(fcinfo, &row);
	MemoryContextDelete(work);
	return result;
}
