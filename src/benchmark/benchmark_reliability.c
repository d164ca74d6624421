#include "cancer_pe.h"

#include <math.h>

#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/reliability.h"
#include "benchmark/variance_components.h"

/* ---- reliability as a window function ---- */

static const char *const rule_keys[] = {"target", "between", "nodes", "p", NULL};
static const char *const p_words[] = {"own", "centre", NULL};

/* An option that other methods than log_odds do not have. */
static void
check_log_odds_only(const struct cpe_options *options, const struct cpe_reliability_rule *rule,
                    const char *key)
{
	JsonbValue value;

	if (rule->method != CPE_RELIABILITY_LOG_ODDS && cpe_option_value(options, key, &value))
		cpe_refuse(CPE_INVALID, "It goes with log_odds.", NULL,
		           "option \"%s\" of reliability does not go with the method \"%s\"", key,
		           cpe_reliability_words[rule->method]);
}

static struct cpe_reliability_rule
read_rule(const char *method, Jsonb *given)
{
	struct cpe_options options = {"reliability", {given, NULL}};
	struct cpe_reliability_rule rule = {.target = 0.7};

	rule.method = cpe_word_in(cpe_reliability_words, method, "method of reliability");
	cpe_options_check(&options, rule_keys);
	check_log_odds_only(&options, &rule, "nodes");
	check_log_odds_only(&options, &rule, "p");
	if (!isnan(cpe_option_number(&options, "target")))
		rule.target = cpe_option_number(&options, "target");
	if (!(rule.target > 0 && rule.target < 1))
		cpe_refuse(CPE_INVALID, "It lies between 0 and 1.", NULL,
		           "option \"target\" of reliability out of range: %g", rule.target);
	rule.between = cpe_option_number(&options, "between");
	if (!isnan(rule.between) && !(rule.between >= 0 && rule.between <= 1e6))
		cpe_refuse(CPE_INVALID, "A variance from 0 to 1e6.", NULL,
		           "option \"between\" of reliability out of range: %g", rule.between);
	rule.nodes = cpe_nodes_option(&options);
	rule.own = cpe_word_option(&options, "p", p_words, 0) == 0;
	return rule;
}

enum
{
	ARG_SCORE,
	ARG_N,
	ARG_METHOD,
	ARG_OPTIONS,
	ARG_SE,
	ARGS
};

/* Kept over the rows of a partition. */
struct reliability_partition
{
	bool ready;
	struct cpe_reliability found;
	struct cpe_reliability_unit unit[FLEXIBLE_ARRAY_MEMBER];
};

/* One row's arguments, checked. */
static void
read_unit(struct cpe_reliability_unit *unit, const struct cpe_window_column *column, int64 row,
          bool scores)
{
	unit->score = cpe_window_number(&column[ARG_SCORE], row);
	unit->n = cpe_window_number(&column[ARG_N], row);
	unit->se = cpe_window_number(&column[ARG_SE], row);
	cpe_check_answers(unit->n);
	cpe_check_score(unit->score, "score");
	if (!scores)
		cpe_check_proportion(unit->score,
		                     "Divide a percentage by 100; give se for a score of another kind.");
	cpe_check_se(unit->se);
}

/* Reads all rows of the partition and judges them. */
static void
judge_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                struct reliability_partition *partition, int64 rows)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe reliability",
	                                           ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[ARGS] = {
		[ARG_SCORE] = {.kind = CPE_WINDOW_NUMBER, .name = "score"},
		[ARG_N] = {.kind = CPE_WINDOW_NUMBER, .name = "n"},
		[ARG_METHOD] = {.kind = CPE_WINDOW_CONSTANT, .name = "method"},
		[ARG_OPTIONS] = {.kind = CPE_WINDOW_CONSTANT, .name = "options"},
		[ARG_SE] = {.kind = CPE_WINDOW_NUMBER, .name = "se"}};
	struct cpe_reliability_rule *rule = memo->rule;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_window_read(fcinfo, rows, column, ARGS);
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_METHOD], &column[ARG_OPTIONS]))
		*rule = read_rule(memo->last.name, memo->last.options);
	rule->scores = cpe_window_has(&column[ARG_SE]) && !cpe_reliability_of_counts(rule->method);
	if (cpe_reliability_of_counts(rule->method) && cpe_window_any(&column[ARG_SE], rows))
		cpe_refuse(CPE_INVALID, "It is a method of proportions, which have none.", NULL,
		           "se does not go with the method \"%s\"", memo->last.name);
	for (int64 row = 0; row < rows; row++)
		read_unit(&partition->unit[row], column, row, rule->scores);
	cpe_arena_open(&arena, work);
	if (!cpe_reliability(&arena, rule, partition->unit, rows, &partition->found, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_reliability_sql);
Datum
cpe_reliability_sql(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_reliability_rule));
	struct reliability_partition *partition =
		cpe_window_results(fcinfo, "reliability", offsetof(struct reliability_partition, unit),
	                       sizeof(struct cpe_reliability_unit), rows);
	const struct cpe_reliability_unit *unit;
	struct cpe_row row = {0};

	if (!partition->ready)
		judge_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	cpe_put_finite(&row, unit->reliability);
	cpe_put_finite(&row, unit->n_needed);
	cpe_put_finite(&row, partition->found.between);
	cpe_put_finite(&row, unit->within);
	cpe_put_finite(&row, unit->icc);
	cpe_put(&row, Int32GetDatum((int32) partition->found.units), false);
	cpe_put_text(&row, unit->status);
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}

/* ---- Spearman and Brown ---- */

/* Refuses a share that is not between 0 and 1; inside: nor 0 or 1. */
static double
share_arg(FunctionCallInfo fcinfo, int argument, const char *name, bool inside)
{
	double share = PG_GETARG_FLOAT8(argument);

	if (!(share >= 0 && share <= 1) || (inside && (share == 0 || share == 1)))
		cpe_refuse(CPE_INVALID, inside ? "It lies between 0 and 1." : "It is from 0 to 1.", NULL,
		           "%s out of range: %g", name, share);
	return share;
}

static double
answers_arg(FunctionCallInfo fcinfo, int argument)
{
	double n = PG_GETARG_FLOAT8(argument);

	if (!(n > 0) || isinf(n))
		cpe_refuse(CPE_INVALID, "It is a positive finite number.", NULL, "n out of range: %g", n);
	return n;
}

PG_FUNCTION_INFO_V1(cpe_spearman_brown_sql);
Datum
cpe_spearman_brown_sql(PG_FUNCTION_ARGS)
{
	double icc = share_arg(fcinfo, 0, "icc", false);

	PG_RETURN_FLOAT8(cpe_spearman_brown(icc, answers_arg(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(cpe_n_needed);
Datum
cpe_n_needed(PG_FUNCTION_ARGS)
{
	double n = answers_arg(fcinfo, 0);
	double reliability = share_arg(fcinfo, 1, "reliability", false);
	double target = share_arg(fcinfo, 2, "target", true);
	double needed = cpe_answers_needed(n, reliability, target);

	if (reliability == 0)
		PG_RETURN_NULL();
	if (isinf(needed))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	PG_RETURN_FLOAT8(needed);
}

/* ---- variance components ---- */

/* A unit from its number of answers, mean and standard deviation. */
static struct cpe_component_unit
unit_of(double n, double mean, double sd)
{
	cpe_check_answers(n);
	cpe_check_score(mean, "mean");
	if (!(sd >= 0 && sd <= 1e130))
		cpe_refuse(CPE_INVALID, "It is from 0 to 1e130.", NULL,
		           "standard deviation out of range: %g", sd);
	return (struct cpe_component_unit){n, mean, n > 1 ? sd * sd * (n - 1) : 0};
}

PG_FUNCTION_INFO_V1(cpe_variance_components_sql);
Datum
cpe_variance_components_sql(PG_FUNCTION_ARGS)
{
	static const char *const name[] = {"n", "mean", "sd"};
	enum cpe_components method;
	int count[3];
	double *number[3];
	struct cpe_component_unit *unit;
	size_t units = 0;
	struct cpe_variance_components found;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_row row = {0};

	for (int i = 0; i < 3; i++)
		if (PG_ARGISNULL(i))
			cpe_refuse(CPE_NULL, NULL, NULL, "arrays of variance_components must not be null");
	method = cpe_word_in(cpe_components_words, cpe_word_arg(fcinfo, 3, "method"),
	                     "method of variance_components");
	for (int i = 0; i < 3; i++)
		number[i] = cpe_number_array(PG_GETARG_ARRAYTYPE_P(i), name[i], &count[i]);
	for (int i = 1; i < 3; i++)
		if (count[i] != count[0])
			cpe_refuse(CPE_INVALID, "Each has one element for each unit.", NULL,
			           "arrays of variance_components differ in length: %d and %d", count[0],
			           count[i]);
	unit = palloc(sizeof(*unit) * (count[0] + 1));
	for (int i = 0; i < count[0]; i++)
	{
		double n = number[0][i];
		double mean = number[1][i];
		double sd = number[2][i];

		/* a unit of one answer has no standard deviation, one without answers no mean either */
		if (isnan(n) || (n != 0 && (isnan(mean) || (isnan(sd) && n != 1))))
			continue;
		unit[units++] = unit_of(n, isnan(mean) ? 0 : mean, isnan(sd) ? 0 : sd);
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_variance_components(&arena, method, unit, units, NAN, &found, &problem))
		cpe_raise(&problem);
	cpe_put_number(&row, found.mean);
	cpe_put_number(&row, found.between);
	cpe_put_number(&row, found.within);
	cpe_put_number(&row, found.icc);
	cpe_put_number(&row, found.log_likelihood);
	cpe_put_finite(&row, found.f);
	cpe_put_number(&row, found.p);
	cpe_put_number(&row, found.n0);
	cpe_put(&row, Int32GetDatum((int32) found.units), false);
	cpe_put(&row, Int32GetDatum(count[0] - (int32) units), false);
	cpe_put_text(&row, found.reason);
	return cpe_row_datum(fcinfo, &row);
}
