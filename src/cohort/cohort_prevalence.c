#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "cohort/capture.h"
#include "cohort/prevalence.h"
#include "tally/rate_stats.h"
#include "tally/tally.h"

/* ---- prevalence ---- */

/* The positives and the number of a tally; of a weighted one, those of its effective number. */
static void
effective_counts(const struct cpe_summary *tally, double *x, double *n)
{
	if (!tally->weighted || tally->count[CPE_TALLY_N] == 0)
	{
		*x = (double) tally->count[CPE_TALLY_POSITIVE];
		*n = (double) tally->count[CPE_TALLY_N];
		return;
	}
	*n = cpe_tally_effective(tally);
	*x = cpe_tally_rate(tally) * *n;
}

static void
check_accuracy(double sensitivity, double specificity)
{
	if (!(sensitivity >= 0 && sensitivity <= 1))
		cpe_refuse(CPE_INVALID, "It lies between 0 and 1.", "Divide a percentage by 100.",
		           "sensitivity out of range: %g", sensitivity);
	if (!(specificity >= 0 && specificity <= 1))
		cpe_refuse(CPE_INVALID, "It lies between 0 and 1.", "Divide a percentage by 100.",
		           "specificity out of range: %g", specificity);
	if (!cpe_accuracy_usable(sensitivity, specificity))
		cpe_refuse(CPE_INVALID,
		           "An algorithm that finds the disease no more often with it than without says "
		           "nothing of how many have it.",
		           NULL, "sensitivity and specificity must add up to more than 1: %g and %g",
		           sensitivity, specificity);
}

/* The row (apparent, estimate, raw, low, high, clamped, status). */
static Datum
prevalence_row(FunctionCallInfo fcinfo, const struct cpe_prevalence *prevalence)
{
	struct cpe_row row = {0};

	cpe_put_finite(&row, prevalence->apparent);
	cpe_put_finite(&row, prevalence->estimate);
	cpe_put_finite(&row, prevalence->raw);
	cpe_put_finite(&row, prevalence->low);
	cpe_put_finite(&row, prevalence->high);
	cpe_put(&row, BoolGetDatum(prevalence->raw != prevalence->estimate),
	        !isfinite(prevalence->raw));
	cpe_put_text(&row, prevalence->status);
	return cpe_row_datum(fcinfo, &row);
}

static Datum
no_prevalence(FunctionCallInfo fcinfo, const char *status)
{
	const struct cpe_prevalence none = {NAN, NAN, NAN, NAN, NAN, status};

	return prevalence_row(fcinfo, &none);
}

PG_FUNCTION_INFO_V1(cpe_adjusted_prevalence);
Datum
cpe_adjusted_prevalence(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 4, 5);
	char *method = cpe_word_arg(fcinfo, 3, "method");
	const struct cpe_summary *tally;
	struct cpe_prevalence prevalence;
	double x;
	double n;

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		check_accuracy(PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2));
	if (PG_ARGISNULL(0))
		return no_prevalence(fcinfo, "no estimate");
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return no_prevalence(fcinfo, "no accuracy");
	tally = cpe_summary_arg(fcinfo, 0);
	if (tally->weighted && cpe_prevalence_method_needs_counts(method))
		cpe_refuse(CPE_INVALID, "It is defined for whole numbers, not for weighted ones.", NULL,
		           "interval method \"%s\" needs counts", method);
	effective_counts(tally, &x, &n);
	if (!cpe_prevalence_known(method, x, n, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), &confidence,
	                          &prevalence))
		cpe_refuse(CPE_INVALID, psprintf("Methods: %s.", cpe_prevalence_method_names), NULL,
		           "unknown interval method: \"%s\"", method);
	return prevalence_row(fcinfo, &prevalence);
}

/* The counts of a validation, which are not weighted. */
static struct cpe_validation
validation_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	const struct cpe_summary *tally = cpe_summary_arg(fcinfo, argument);
	struct cpe_validation validation;

	if (tally->weighted)
		cpe_refuse(CPE_INVALID, "It is a tally of people who were checked, without weights.", NULL,
		           "%s must not be weighted", name);
	validation.right = (double) tally->count[CPE_TALLY_POSITIVE];
	validation.n = (double) tally->count[CPE_TALLY_N];
	return validation;
}

PG_FUNCTION_INFO_V1(cpe_adjusted_prevalence_validated);
Datum
cpe_adjusted_prevalence_validated(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	struct cpe_validation sensitivity;
	struct cpe_validation specificity;
	struct cpe_prevalence prevalence;
	double x;
	double n;

	if (PG_ARGISNULL(0))
		return no_prevalence(fcinfo, "no estimate");
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return no_prevalence(fcinfo, "no accuracy");
	sensitivity = validation_arg(fcinfo, 1, "sensitivity");
	specificity = validation_arg(fcinfo, 2, "specificity");
	if (sensitivity.n == 0 || specificity.n == 0)
		return no_prevalence(fcinfo, "no accuracy");
	check_accuracy(sensitivity.right / sensitivity.n, specificity.right / specificity.n);
	effective_counts(cpe_summary_arg(fcinfo, 0), &x, &n);
	cpe_prevalence_estimated(x, n, &sensitivity, &specificity, &confidence, &prevalence);
	return prevalence_row(fcinfo, &prevalence);
}

/* A share between 0 and 1. */
static double
share_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double share = PG_GETARG_FLOAT8(argument);

	if (!(share >= 0 && share <= 1))
		cpe_refuse(CPE_INVALID, "It lies between 0 and 1.", "Divide a percentage by 100.",
		           "%s out of range: %g", name, share);
	return share;
}

PG_FUNCTION_INFO_V1(cpe_predictive_values_sql);
Datum
cpe_predictive_values_sql(PG_FUNCTION_ARGS)
{
	struct cpe_row row = {0};
	double ppv;
	double npv;

	cpe_predictive_values(share_arg(fcinfo, 0, "prevalence"), share_arg(fcinfo, 1, "sensitivity"),
	                      share_arg(fcinfo, 2, "specificity"), &ppv, &npv);
	cpe_put_finite(&row, ppv);
	cpe_put_finite(&row, npv);
	cpe_put_text(&row, isnan(ppv)   ? "nobody is positive"
	                   : isnan(npv) ? "nobody is negative"
	                                : NULL);
	return cpe_row_datum(fcinfo, &row);
}

/* ---- captures ---- */

/* A kernel's captures as a datum: the memory they lie in, with its length. */
static Datum
captures_datum(const void *value)
{
	struct cpe_captures *captures = (struct cpe_captures *) value;

	SET_VARSIZE(captures, cpe_captures_size(captures->sources));
	return PointerGetDatum(captures);
}

static const void *
parse_captures(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_captures_parse(text, arena, problem);
}

static const void *
read_captures(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
              struct cpe_problem *problem)
{
	return cpe_captures_read(bytes, size, arena, problem);
}

static char *
print_captures(const void *captures, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_captures_print(captures, arena, problem);
}

static unsigned char *
write_captures(const void *captures, size_t *size, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	return cpe_captures_write(captures, size, arena, problem);
}

static const struct cpe_flat_kind captures_kind = {.stored = "stored captures",
                                                   .version = CPE_CAPTURES_VERSION,
                                                   .quotes = true,
                                                   .parse = parse_captures,
                                                   .read = read_captures,
                                                   .print = print_captures,
                                                   .write = write_captures,
                                                   .datum = captures_datum};

CPE_FLAT_TYPE(captures, &captures_kind)

static const struct cpe_captures *
captures_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_arg(fcinfo, argument, &captures_kind);
}

/* Captures of nobody as a datum. */
static struct cpe_captures *
new_captures(int sources)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_captures *captures;

	cpe_arena_open(&arena, CurrentMemoryContext);
	captures = cpe_captures_new(sources, &arena, &problem);
	if (captures == NULL)
		cpe_raise(&problem);
	SET_VARSIZE(captures, cpe_captures_size(sources));
	return captures;
}

/* The aggregate's state for writing, with room for that many sources; 0: as many as it has. */
static struct cpe_captures *
state_with(FunctionCallInfo fcinfo, int sources)
{
	struct cpe_captures *state =
		PG_ARGISNULL(0) ? new_captures(0) : cpe_flat_state_arg(fcinfo, &captures_kind);
	struct cpe_captures *wider;

	if (sources == 0 || state->sources == sources)
		return state;
	if (state->sources != 0)
		cpe_refuse(CPE_INVALID, "All rows have the same sources in the same order.", NULL,
		           "cannot count captures by %d sources with those by %d", sources, state->sources);
	wider = new_captures(sources);
	wider->missing = state->missing;
	return wider;
}

static void
check_sources(int sources)
{
	if (sources < 2 || sources > CPE_CAPTURE_SOURCES)
		cpe_refuse(CPE_INVALID, psprintf("There are 2 to %d sources.", CPE_CAPTURE_SOURCES), NULL,
		           "number of sources out of range: %d", sources);
}

static void
count_one(int64 *count)
{
	if (*count == PG_INT64_MAX)
		cpe_refuse(CPE_RANGE, NULL, NULL, "a count of captures is out of range");
	(*count)++;
}

/* The sources and pattern of a row's array; -1: it is not known of one whether it knows him. */
static int
pattern_of(ArrayType *array, int *sources)
{
	Datum *element;
	bool *null;
	int pattern = 0;

	if (ARR_NDIM(array) != 1)
		cpe_refuse(CPE_INVALID, "It is an array of one dimension, a boolean a source.", NULL,
		           "sources have %d dimensions", ARR_NDIM(array));
	deconstruct_array(array, BOOLOID, 1, true, TYPALIGN_CHAR, &element, &null, sources);
	check_sources(*sources);
	for (int i = 0; i < *sources; i++)
	{
		if (null[i])
			pattern = -1;
		else if (pattern >= 0)
			pattern = pattern * 2 + DatumGetBool(element[i]);
	}
	pfree(element);
	pfree(null);
	return pattern;
}

PG_FUNCTION_INFO_V1(cpe_captures_accum);
Datum
cpe_captures_accum(PG_FUNCTION_ARGS)
{
	struct cpe_captures *state;
	int sources = 0;
	int pattern = PG_ARGISNULL(1) ? -1 : pattern_of(PG_GETARG_ARRAYTYPE_P(1), &sources);

	state = state_with(fcinfo, sources);
	count_one(pattern < 0 ? &state->missing : &state->count[pattern]);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_captures_combine);
Datum
cpe_captures_combine(PG_FUNCTION_ARGS)
{
	const struct cpe_captures *other = captures_arg(fcinfo, 1);
	struct cpe_captures *state = state_with(fcinfo, other->sources);
	struct cpe_problem problem;

	if (!cpe_captures_add(state, other, &problem))
		cpe_raise(&problem);
	PG_RETURN_POINTER(state);
}

/* A count given, zero or positive. */
static int64
count_of(int64 count, const char *name)
{
	if (count < 0)
		cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
		           "%s must not be negative: " INT64_FORMAT, name, count);
	return count;
}

PG_FUNCTION_INFO_V1(cpe_make_captures);
Datum
cpe_make_captures(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"both", "only_a", "only_b", "neither"};
	struct cpe_captures *captures = new_captures(2);

	for (int i = 0; i < 4; i++)
		captures->count[3 - i] = count_of(PG_GETARG_INT64(i), names[i]);
	PG_RETURN_POINTER(captures);
}

static int64
observed_of(const struct cpe_captures *captures)
{
	int64 observed = cpe_captures_observed(captures);

	if (observed < 0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "the number of people in captures is out of range");
	return observed;
}

CPE_FUNCTION(cpe_captures_observed_sql, PG_RETURN_INT64(observed_of(captures_arg(fcinfo, 0))))
CPE_FUNCTION(cpe_captures_missing, PG_RETURN_INT64(captures_arg(fcinfo, 0)->missing))

/* Which sources a pattern has, as an array. */
static Datum
pattern_array(const struct cpe_captures *captures, int pattern)
{
	Datum known[CPE_CAPTURE_SOURCES];

	for (int i = 0; i < captures->sources; i++)
		known[i] = BoolGetDatum(cpe_captured_by(captures->sources, pattern, i));
	return PointerGetDatum(
		construct_array(known, captures->sources, BOOLOID, 1, true, TYPALIGN_CHAR));
}

PG_FUNCTION_INFO_V1(cpe_capture_patterns);
Datum
cpe_capture_patterns(PG_FUNCTION_ARGS)
{
	const struct cpe_captures *captures = captures_arg(fcinfo, 0);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_row row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < cpe_captures_patterns(captures->sources); i++)
	{
		int known = 0;

		for (int source = 0; source < captures->sources; source++)
			known += cpe_captured_by(captures->sources, i, source);
		cpe_put(&row, pattern_array(captures, i), false);
		cpe_put(&row, Int32GetDatum(known), false);
		cpe_put_count(&row, captures->count[i]);
		cpe_row_store(result, &row);
	}
	return (Datum) 0;
}

/* ---- estimates of captures ---- */

/* Whether an interval is the plain one. */
static bool
normal_arg(FunctionCallInfo fcinfo, int argument)
{
	static const char *const words[] = {"log", "normal", NULL};

	return cpe_word_in(words, cpe_word_arg(fcinfo, argument, "limits"),
	                   "limits of capture_estimate") == 1;
}

PG_FUNCTION_INFO_V1(cpe_capture_estimate);
Datum
cpe_capture_estimate(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	char *name = cpe_word_arg(fcinfo, 1, "method");
	bool normal = normal_arg(fcinfo, 4);
	const struct cpe_captures *captures;
	enum cpe_capture_method method;
	struct cpe_capture_estimate estimate;
	struct cpe_row row = {0};
	int64 observed;

	if (!cpe_capture_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, psprintf("Methods: %s.", cpe_capture_method_names), NULL,
		           "unknown method of capture_estimate: \"%s\"", name);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	captures = captures_arg(fcinfo, 0);
	if (method == CPE_CAPTURE_CHAPMAN && captures->sources > 2)
		cpe_refuse(CPE_INVALID, "These captures have more.", "Take capture_pairs.",
		           "method \"chapman\" is of two sources");
	observed = observed_of(captures);
	cpe_capture(captures, method, &confidence, normal, &estimate);
	cpe_put_count(&row, observed);
	cpe_put_finite(&row, estimate.estimate);
	cpe_put_finite(&row, estimate.estimate - (double) observed);
	cpe_put_finite(&row, estimate.se);
	cpe_put_finite(&row, estimate.low);
	cpe_put_finite(&row, estimate.high);
	cpe_put_finite(&row, estimate.deviance);
	cpe_put(&row, Int32GetDatum(estimate.df), isnan(estimate.deviance));
	cpe_put_finite(&row, estimate.p);
	cpe_put_text(&row, estimate.status);
	return cpe_row_datum(fcinfo, &row);
}

/* People whom both of two sources know. */
static int64
by_both(const struct cpe_captures *captures, int a, int b)
{
	int64 people = cpe_captures_by(captures, a, b);

	if (people < 0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "the number of people in captures is out of range");
	return people;
}

/* One pair of sources: what they share, and the estimate by both alone. */
static void
put_pair(struct cpe_row *row, const struct cpe_captures *captures, int a, int b,
         const struct cpe_confidence *confidence)
{
	int64 n_a = by_both(captures, a, a);
	int64 n_b = by_both(captures, b, b);
	int64 both = by_both(captures, a, b);
	struct cpe_capture_estimate estimate;

	cpe_capture_chapman((double) n_a, (double) n_b, (double) both, confidence, false, &estimate);
	cpe_put(row, Int32GetDatum(a + 1), false);
	cpe_put(row, Int32GetDatum(b + 1), false);
	cpe_put_count(row, n_a);
	cpe_put_count(row, n_b);
	cpe_put_count(row, both);
	cpe_put_finite(row, n_b > 0 ? (double) both / (double) n_b : NAN);
	cpe_put_finite(row, n_a > 0 ? (double) both / (double) n_a : NAN);
	cpe_put_finite(row, estimate.estimate);
	cpe_put_finite(row, estimate.se);
	cpe_put_finite(row, estimate.low);
	cpe_put_finite(row, estimate.high);
}

PG_FUNCTION_INFO_V1(cpe_capture_pairs);
Datum
cpe_capture_pairs(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 1, 2);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_captures *captures;
	struct cpe_row row = {0};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	captures = captures_arg(fcinfo, 0);
	(void) observed_of(captures);
	for (int a = 0; a < captures->sources; a++)
		for (int b = a + 1; b < captures->sources; b++)
		{
			put_pair(&row, captures, a, b, &confidence);
			cpe_row_store(result, &row);
		}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_captured_by_both);
Datum
cpe_captured_by_both(PG_FUNCTION_ARGS)
{
	double a = PG_GETARG_FLOAT8(0);
	double b = PG_GETARG_FLOAT8(1);
	double either = PG_GETARG_FLOAT8(2);

	if (!(a >= 0 && b >= 0 && either >= Max(a, b) && either <= a + b) || isinf(either))
		cpe_refuse(
			CPE_INVALID, "Either is no less than each of the two and no more than their sum.",
			"Give all three as counts, or all as shares of the same people.",
			"these cannot be the sizes of two sources and of either: %g, %g, %g", a, b, either);
	PG_RETURN_FLOAT8(a + b - either);
}
