#include "cancer_pe.h"

#include <math.h>

#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "base/distribution.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/between.h"
#include "benchmark/log_odds.h"
#include "benchmark/proportion_scale.h"
#include "benchmark/shrink.h"

/* ---- heterogeneity ---- */

PG_FUNCTION_INFO_V1(cpe_heterogeneity_sql);
Datum
cpe_heterogeneity_sql(PG_FUNCTION_ARGS)
{
	int method = cpe_word_in(cpe_between_words, cpe_word_arg(fcinfo, 2, "method"),
	                         "method of heterogeneity");
	struct cpe_heterogeneity found;
	struct cpe_row row = {0};
	struct cpe_problem problem;
	struct cpe_arena arena;
	double *estimate;
	double *variance;
	int count;
	int variances;
	int units = 0;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
	{
		for (int i = 0; i < 10; i++)
			cpe_put_null(&row);
		cpe_put_text(&row, "no estimates");
		PG_RETURN_DATUM(cpe_row_datum(fcinfo, &row));
	}
	estimate = cpe_number_array(PG_GETARG_ARRAYTYPE_P(0), "estimate", &count);
	variance = cpe_number_array(PG_GETARG_ARRAYTYPE_P(1), "se", &variances);
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
	cpe_put_finite(&row, found.mean);
	cpe_put_finite(&row, found.mean_se);
	cpe_put_finite(&row, found.tau2);
	cpe_put_finite(&row, found.i2);
	cpe_put_finite(&row, found.h2);
	cpe_put_finite(&row, found.q);
	cpe_put(&row, Int32GetDatum(units - 1), units < 2);
	cpe_put_finite(&row, units < 2 ? NAN : isinf(found.q) ? 0 : cpe_chi2_upper(found.q, units - 1));
	cpe_put(&row, Int32GetDatum(units), false);
	cpe_put(&row, Int32GetDatum(count - units), false);
	cpe_put_text(&row,
	             units == 0   ? "no estimates"
	             : units == 1 ? "tau2 needs at least two units"
	             : isinf(found.tau2) || isinf(found.q) || isinf(found.mean_se) || isinf(found.h2)
	                 ? "out of range"
	                 : NULL);
	PG_RETURN_DATUM(cpe_row_datum(fcinfo, &row));
}

PG_FUNCTION_INFO_V1(cpe_proportion_scale_sql);
Datum
cpe_proportion_scale_sql(PG_FUNCTION_ARGS)
{
	int scale = cpe_word_in(cpe_proportion_scale_words, cpe_word_arg(fcinfo, 2, "scale"), "scale");
	const char *status = NULL;
	struct cpe_row row = {0};
	double on_scale = NAN;
	double se = NAN;

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
			cpe_proportion_on_scale(scale, (double) positive, (double) n, &on_scale, &se);
	}
	cpe_put_finite(&row, on_scale);
	cpe_put_finite(&row, se);
	cpe_put_text(&row, status);
	PG_RETURN_DATUM(cpe_row_datum(fcinfo, &row));
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
	JsonbValue value;

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
	if (!rule.log_odds && cpe_option_value(&options, "nodes", &value))
		cpe_refuse(CPE_INVALID, NULL, NULL, "nodes go with the method \"log_odds\" only");
	rule.nodes = cpe_nodes_option(&options);
	rule.confidence = cpe_usual_confidence_option(&options, "z", "level");
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
	cpe_check_answers(unit->n);
	if (rule->log_odds)
		cpe_check_proportion(unit->score, "Divide a percentage by 100.");
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

	cpe_window_read(fcinfo, rows, column, SHRINK_ARGS);
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_METHOD], &column[ARG_OPTIONS]))
		*rule = read_shrink_rule(memo->last.name, memo->last.options);
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
	struct cpe_row row = {0};

	if (!partition->ready)
		shrink_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	cpe_put_finite(&row, unit->shrunken);
	cpe_put_finite(&row, unit->se);
	cpe_put_finite(&row, unit->low);
	cpe_put_finite(&row, unit->high);
	cpe_put_finite(&row, unit->shrinkage);
	cpe_put_finite(&row, partition->all.mean);
	cpe_put_finite(&row, partition->all.mean_se);
	cpe_put_finite(&row, partition->all.tau2);
	cpe_put(&row, Int32GetDatum(partition->all.units), false);
	cpe_put_text(&row, unit->status);
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}
