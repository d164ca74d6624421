#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_window.h"
#include "base/distribution.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/between.h"
#include "benchmark/log_odds.h"
#include "benchmark/proportion_scale.h"
#include "benchmark/shrink.h"

/* ---- heterogeneity ---- */

/* The elements of a float8[] of one dimension, NAN where NULL; NaN itself is refused. */
static double *
numbers_of(ArrayType *array, const char *name, int *count)
{
	Datum *value;
	bool *null;
	double *number;

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must have one dimension", name);
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &value,
	                  &null, count);
	number = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * Max(*count, 1));
	for (int i = 0; i < *count; i++)
	{
		number[i] = null[i] ? NAN : DatumGetFloat8(value[i]);
		if (!null[i] && isnan(number[i]))
			cpe_refuse(CPE_INVALID,
			           "It is a finite number up to 1e150, or NULL where there is none.", NULL,
			           "%s out of range: NaN", name);
	}
	return number;
}

PG_FUNCTION_INFO_V1(cpe_heterogeneity_sql);
Datum
cpe_heterogeneity_sql(PG_FUNCTION_ARGS)
{
	int method = cpe_word_in(cpe_between_words, cpe_word_arg(fcinfo, 2, "method"),
	                         "method of heterogeneity");
	TupleDesc row = cpe_result_row(fcinfo);
	struct cpe_heterogeneity found;
	struct cpe_problem problem;
	struct cpe_arena arena;
	Datum value[11] = {0};
	bool null[11];
	double *estimate;
	double *variance;
	int count;
	int variances;
	int units = 0;

	memset(null, true, sizeof(null));
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		cpe_set_text(&value[10], &null[10], "no estimates");
		PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(row, value, null)));
	}
	estimate = numbers_of(PG_GETARG_ARRAYTYPE_P(0), "estimate", &count);
	variance = numbers_of(PG_GETARG_ARRAYTYPE_P(1), "se", &variances);
	if (count != variances)
		cpe_refuse(CPE_INVALID, NULL, NULL, "arrays of %d and %d elements: estimate, se", count,
		           variances);
	for (int i = 0; i < count; i++)
	{
		cpe_check_score(estimate[i], "estimate");
		cpe_check_se(variance[i]);
		if (isnan(estimate[i]) || isnan(variance[i]))
			continue;
		if (variance[i] == 0)
			cpe_refuse(CPE_INVALID, "An estimate without error would outweigh all others.",
			           "Leave such units out, or use proportion_scale.", "standard error is zero");
		estimate[units] = estimate[i];
		variance[units++] = variance[i] * variance[i];
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_heterogeneity(&arena, method, estimate, variance, units, NAN, &found, &problem))
		cpe_raise(&problem);
	cpe_set_number(&value[0], &null[0], found.mean);
	cpe_set_number(&value[1], &null[1], found.mean_se);
	cpe_set_number(&value[2], &null[2], found.tau2);
	cpe_set_number(&value[3], &null[3], found.i2);
	cpe_set_number(&value[4], &null[4], found.h2);
	cpe_set_number(&value[5], &null[5], found.q);
	value[6] = Int32GetDatum(units - 1);
	null[6] = units < 2;
	cpe_set_number(&value[7], &null[7],
	               units < 2        ? NAN
	               : isinf(found.q) ? 0
	                                : cpe_chi2_upper(found.q, units - 1));
	value[8] = Int32GetDatum(units);
	value[9] = Int32GetDatum(count - units);
	null[8] = null[9] = false;
	cpe_set_text(&value[10], &null[10],
	             units == 0   ? "no estimates"
	             : units == 1 ? "tau2 needs at least two units"
	             : isinf(found.tau2) || isinf(found.q) || isinf(found.mean_se) || isinf(found.h2)
	                 ? "out of range"
	                 : NULL);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(row, value, null)));
}

PG_FUNCTION_INFO_V1(cpe_proportion_scale_sql);
Datum
cpe_proportion_scale_sql(PG_FUNCTION_ARGS)
{
	int scale = cpe_word_in(cpe_proportion_scale_words, cpe_word_arg(fcinfo, 2, "scale"), "scale");
	Datum value[3] = {0};
	bool null[3] = {true, true, true};
	const char *status = NULL;
	double on_scale;
	double se;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		status = "no responses";
	else
	{
		int64 positive = PG_GETARG_INT64(0);
		int64 n = PG_GETARG_INT64(1);

		if (positive < 0 || positive > n)
			cpe_refuse(CPE_INVALID, "positive is a number among n, from 0 to n.", NULL,
			           "positive and n out of range: " INT64_FORMAT " of " INT64_FORMAT, positive,
			           n);
		if (n == 0)
			status = "no responses";
		else
		{
			cpe_proportion_on_scale(scale, (double) positive, (double) n, &on_scale, &se);
			cpe_set_number(&value[0], &null[0], on_scale);
			cpe_set_number(&value[1], &null[1], se);
		}
	}
	cpe_set_text(&value[2], &null[2], status);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(cpe_result_row(fcinfo), value, null)));
}

/* ---- shrink ---- */

enum
{
	ARG_SCORE,
	ARG_SE,
	ARG_METHOD,
	ARG_OPTIONS,
	ARG_N,
	SHRINK_ARGS
};

/* Kept over the rows of a partition. */
struct shrink_partition
{
	bool ready;
	struct cpe_shrinkage all;
	struct cpe_shrunken unit[FLEXIBLE_ARRAY_MEMBER];
};

static const char *const shrink_keys[] = {"mean", "tau2", "z", "level", "nodes", NULL};

/* The method's name and its options as a rule. */
static struct cpe_shrink_rule
read_shrink_rule(const char *method, Jsonb *given)
{
	struct cpe_options options = {"shrink", {given, NULL}};
	struct cpe_shrink_rule rule;
	double nodes;

	cpe_options_check(&options, shrink_keys);
	rule.log_odds = strcmp(method, "log_odds") == 0;
	rule.between = CPE_BETWEEN_NONE;
	if (!rule.log_odds)
	{
		const char *words[16];
		int count = 0;

		for (; cpe_between_words[count]; count++)
			words[count] = cpe_between_words[count];
		words[count] = "log_odds";
		words[count + 1] = NULL;
		rule.between = cpe_word_in(words, method, "method of shrink");
	}
	rule.mean = cpe_option_number(&options, "mean");
	cpe_check_score(rule.mean, "mean");
	rule.tau2 = cpe_option_number(&options, "tau2");
	if (!isnan(rule.tau2) && !(rule.tau2 >= 0 && rule.tau2 <= 1e300))
		cpe_refuse(CPE_INVALID, "A variance is zero or positive, at most 1e300.", NULL,
		           "tau2 out of range: %g", rule.tau2);
	if (!isnan(rule.tau2) && rule.between == CPE_BETWEEN_NONE && !rule.log_odds)
		cpe_refuse(CPE_INVALID, NULL, NULL, "tau2 does not go with the method \"none\"");
	if (rule.log_odds && !isnan(rule.mean))
		cpe_refuse(CPE_INVALID, NULL, NULL, "mean does not go with the method \"log_odds\"");
	nodes = cpe_option_number(&options, "nodes");
	if (!isnan(nodes) && !rule.log_odds)
		cpe_refuse(CPE_INVALID, NULL, NULL, "nodes go with the method \"log_odds\" only");
	if (!isnan(nodes) && !(nodes >= 1 && nodes <= 64 && nodes == rint(nodes)))
		cpe_refuse(CPE_INVALID, "A whole number from 1 to 64.", NULL,
		           "option \"nodes\" of shrink is out of range");
	rule.nodes = isnan(nodes) ? 10 : (int) nodes;
	rule.confidence = cpe_confidence_option(&options, "z", "level");
	if (isnan(rule.confidence.z))
		cpe_confidence_from_level(0.95, &rule.confidence);
	return rule;
}

/* One row's arguments, checked; a proportion and its n become counts. */
static void
read_shrunken(struct cpe_shrunken *unit, const struct cpe_shrink_rule *rule,
              const struct cpe_window_column *column, int64 row)
{
	unit->score = cpe_window_number(&column[ARG_SCORE], row);
	unit->own_se = cpe_window_number(&column[ARG_SE], row);
	unit->n = cpe_window_number(&column[ARG_N], row);
	cpe_check_score(unit->score, "score");
	cpe_check_se(unit->own_se);
	if (unit->n < 0)
		cpe_refuse(CPE_INVALID, "n is zero or positive.", NULL, "n must not be negative: %.0f",
		           unit->n);
	if (rule->log_odds && (unit->score < 0 || unit->score > 1))
		cpe_refuse(CPE_INVALID, "A proportion lies between 0 and 1.", "Divide a percentage by 100.",
		           "score out of range: %g", unit->score);
	if (rule->log_odds && !isnan(unit->own_se))
		cpe_refuse(CPE_INVALID, "Its standard errors follow from n.", NULL,
		           "se does not go with the method \"log_odds\"");
	if (!rule->log_odds && !isnan(unit->n))
		cpe_refuse(CPE_INVALID, NULL, "Give se.", "n goes with the method \"log_odds\" only");
}

/* Shrinks all units of the partition; work memory is gone afterwards. */
static void
shrink_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                 struct shrink_partition *partition, int64 rows)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe shrink", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[SHRINK_ARGS] = {
		{.kind = CPE_WINDOW_NUMBER, .name = "score"},
		{.kind = CPE_WINDOW_NUMBER, .name = "se"},
		{.kind = CPE_WINDOW_CONSTANT, .name = "method"},
		{.kind = CPE_WINDOW_CONSTANT, .name = "options"},
		{.kind = CPE_WINDOW_NUMBER, .name = "n"}};
	struct cpe_shrink_rule *rule = memo->rule;
	struct cpe_problem problem;
	struct cpe_arena arena;
	char *method;

	cpe_window_read(fcinfo, rows, column, SHRINK_ARGS);
	for (int i = ARG_METHOD; i <= ARG_OPTIONS; i++)
		if (!column[i].given)
			cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", column[i].name);
	method = TextDatumGetCString(column[ARG_METHOD].value);
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, method,
	                   DatumGetJsonbP(column[ARG_OPTIONS].value)))
		*rule = read_shrink_rule(method, DatumGetJsonbP(column[ARG_OPTIONS].value));
	for (int64 row = 0; row < rows; row++)
		read_shrunken(&partition->unit[row], rule, column, row);
	cpe_arena_open(&arena, work);
	if (!cpe_shrink(&arena, rule, &partition->all, partition->unit, rows, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_shrink_sql);
Datum
cpe_shrink_sql(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_shrink_rule));
	struct shrink_partition *partition =
		cpe_window_results(fcinfo, "shrink", offsetof(struct shrink_partition, unit),
	                       sizeof(struct cpe_shrunken), rows);
	const struct cpe_shrunken *unit;
	Datum value[10];
	bool null[10];

	if (!partition->ready)
		shrink_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	cpe_set_number(&value[0], &null[0], unit->shrunken);
	cpe_set_number(&value[1], &null[1], unit->se);
	cpe_set_number(&value[2], &null[2], unit->low);
	cpe_set_number(&value[3], &null[3], unit->high);
	cpe_set_number(&value[4], &null[4], unit->shrinkage);
	cpe_set_number(&value[5], &null[5], partition->all.mean);
	cpe_set_number(&value[6], &null[6], partition->all.mean_se);
	cpe_set_number(&value[7], &null[7], partition->all.tau2);
	value[8] = Int32GetDatum(partition->all.units);
	null[8] = false;
	cpe_set_text(&value[9], &null[9], unit->status);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(memo->row, value, null)));
}
