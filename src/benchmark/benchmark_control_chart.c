/* PostgreSQL side of control charts: the window function spc. */

#include "cancer_pe.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/control_chart.h"

#define LARGEST_COUNT 100000

static const char *const rule_keys[] = {"improvement", "screen",  "two_of_three", "trend",
                                        "shift",       "sigmas",  "near",         "fix_after",
                                        "d2",          "minimum", "maximum",      NULL};

enum
{
	ARG_VALUE,
	ARG_CHART,
	ARG_OPTIONS,
	ARG_N,
	ARG_REBASE,
	ARG_TARGET,
	ARGS
};

/* ---- the rule ---- */

/* A whole number of points, at least so many, or 0 where that switches a rule off. */
static void
read_count(const struct cpe_options *options, const char *key, int least, bool zero, int *count)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return;
	if (number != rint(number) || number > LARGEST_COUNT ||
	    (number < least && !(zero && number == 0)))
		cpe_refuse(CPE_INVALID,
		           psprintf("It is a whole number from %d to %d%s.", least, LARGEST_COUNT,
		                    zero ? ", or 0 to do without the rule" : ""),
		           NULL, "option \"%s\" of spc is out of range", key);
	*count = (int) number;
}

static void
read_flag(const struct cpe_options *options, const char *key, bool *flag)
{
	int given = cpe_option_boolean(options, key);

	if (given >= 0)
		*flag = given;
}

/* A bound of the values, which can only narrow what the chart's values allow. */
static void
read_bound(const struct cpe_options *options, const char *key, const struct cpe_chart_rule *chart,
           double *bound)
{
	double given = cpe_option_number(options, key);

	if (isnan(given))
		return;
	if (fabs(given) > CPE_FIGURE_LARGEST || given < chart->minimum || given > chart->maximum)
		cpe_refuse(CPE_INVALID,
		           "It lies where values of the chart lie: p and p_prime 0 to 1, u, u_prime and "
		           "c 0 or more, others from -1e150 to 1e150.",
		           NULL, "option \"%s\" of spc is out of range", key);
	*bound = given;
}

static struct cpe_chart_rule
read_rule(const char *chart, Jsonb *given)
{
	struct cpe_options options = {"spc", {given, NULL}};
	struct cpe_chart_rule usual =
		cpe_chart_rule_of((enum cpe_chart) cpe_word_in(cpe_chart_words, chart, "chart of spc"));
	struct cpe_chart_rule rule = usual;

	cpe_options_check(&options, rule_keys);
	rule.improvement = (enum cpe_improvement) cpe_word_option(
		&options, "improvement", cpe_improvement_words, rule.improvement);
	read_flag(&options, "screen", &rule.screen);
	read_flag(&options, "two_of_three", &rule.two_of_three);
	read_count(&options, "trend", 3, true, &rule.trend);
	read_count(&options, "shift", 2, true, &rule.shift);
	read_count(&options, "fix_after", 2, false, &rule.fix_after);
	rule.sigmas = cpe_number_option(&options, "sigmas", 1e-6, 1e6, rule.sigmas);
	rule.near = cpe_number_option(&options, "near", 1e-6, 1e6, rule.near);
	rule.d2 = cpe_number_option(&options, "d2", 1e-6, 1e6, rule.d2);
	if (rule.near >= rule.sigmas)
		cpe_refuse(CPE_INVALID, NULL, "Give both, the smaller as \"near\".",
		           "option \"near\" of spc must be smaller than \"sigmas\"");
	read_bound(&options, "minimum", &usual, &rule.minimum);
	read_bound(&options, "maximum", &usual, &rule.maximum);
	if (rule.minimum > rule.maximum)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "option \"minimum\" of spc is greater than \"maximum\"");
	return rule;
}

/* ---- spc as a window function ---- */

/* Kept over the rows of a partition. */
struct chart_partition
{
	bool ready;
	struct cpe_chart_point point[FLEXIBLE_ARRAY_MEMBER];
};

/*
 * A chart is of points in time: rows that the window's ORDER BY does not tell apart could come in
 * any order.  Without ORDER BY all rows are alike.
 */
static void
check_order(WindowObject window, int64 rows)
{
	for (int64 row = 1; row < rows; row++)
	{
		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (WinRowsArePeers(window, row - 1, row))
			cpe_refuse(CPE_INVALID, "A chart is of a series in time, one row at a time.",
			           "Use OVER (PARTITION BY series ORDER BY date), one row for each date.",
			           "spc needs an order in which no two rows of a partition are alike");
	}
}

/* Reads all rows of the partition and judges them. */
static void
judge_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                struct chart_partition *partition, int64 rows)
{
	struct cpe_window_column column[ARGS] = {[ARG_VALUE] = {CPE_WINDOW_NUMBER, "value"},
	                                         [ARG_CHART] = {CPE_WINDOW_CONSTANT, "chart"},
	                                         [ARG_OPTIONS] = {CPE_WINDOW_CONSTANT, "options"},
	                                         [ARG_N] = {CPE_WINDOW_NUMBER, "n"},
	                                         [ARG_REBASE] = {CPE_WINDOW_NUMBER, "rebase"},
	                                         [ARG_TARGET] = {CPE_WINDOW_NUMBER, "target"}};
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe spc", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_chart_rule *rule = memo->rule;
	struct cpe_arena arena;
	struct cpe_problem problem;
	const char *chart;

	check_order(PG_WINDOW_OBJECT(), rows);
	cpe_window_read(fcinfo, rows, column, ARGS);
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_CHART], &column[ARG_OPTIONS]))
		*rule = read_rule(memo->last.name, memo->last.options);
	chart = memo->last.name;
	if (cpe_chart_has_n(rule->chart) && !cpe_window_has(&column[ARG_N]))
		cpe_refuse(CPE_INVALID, "A proportion or rate needs the number it is of.",
		           "Give n, the number of answers or the exposure.", "the chart \"%s\" needs n",
		           chart);
	if (!cpe_chart_has_n(rule->chart) && cpe_window_any(&column[ARG_N], rows))
		cpe_refuse(CPE_INVALID, NULL, "Leave it out, or use p, p_prime, u or u_prime.",
		           "n does not go with the chart \"%s\"", chart);
	for (int64 row = 0; row < rows; row++)
	{
		struct cpe_chart_point *point = &partition->point[row];

		point->value = cpe_window_number(&column[ARG_VALUE], row);
		point->n = cpe_window_number(&column[ARG_N], row);
		point->target = cpe_window_number(&column[ARG_TARGET], row);
		point->rebase = cpe_window_number(&column[ARG_REBASE], row) == 1;
	}
	cpe_arena_open(&arena, work);
	if (!cpe_control_chart(&arena, rule, partition->point, rows, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

static void
put_runs(struct cpe_row *row, const struct cpe_chart_runs *runs)
{
	bool none = runs->points == 0;

	cpe_put(row, Int32GetDatum(runs->points), false);
	cpe_put(row, Int32GetDatum(runs->longest_run), none);
	cpe_put(row, Int32GetDatum(runs->longest_run_limit), none);
	cpe_put(row, Int32GetDatum(runs->crossings), none);
	cpe_put(row, Int32GetDatum(runs->crossings_limit), none);
	cpe_put(row, BoolGetDatum(runs->signal), none);
}

PG_FUNCTION_INFO_V1(cpe_spc);
Datum
cpe_spc(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_chart_rule));
	int64 rows = WinGetPartitionRowCount(window);
	struct chart_partition *partition =
		cpe_window_results(fcinfo, "spc", offsetof(struct chart_partition, point),
	                       sizeof(struct cpe_chart_point), rows);
	const struct cpe_chart_point *point;
	struct cpe_row row = {0};

	if (!partition->ready)
		judge_partition(fcinfo, memo, partition, rows);
	point = &partition->point[WinGetCurrentPosition(window)];
	cpe_put_finite(&row, point->value);
	cpe_put_finite(&row, point->centre);
	cpe_put_finite(&row, point->low);
	cpe_put_finite(&row, point->high);
	cpe_put_finite(&row, point->near_low);
	cpe_put_finite(&row, point->near_high);
	cpe_put_finite(&row, point->sigma);
	cpe_put_text(&row, cpe_signal_words[point->signal]);
	cpe_put_text(&row, cpe_direction_words[point->direction]);
	cpe_put(&row, Int32GetDatum(point->phase), false);
	put_runs(&row, &point->runs);
	cpe_put_text(&row, cpe_assurance_words[point->assurance]);
	cpe_put_text(&row, point->status);
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}
