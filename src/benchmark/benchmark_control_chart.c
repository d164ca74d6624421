/* PostgreSQL side of control charts: the window function spc. */

#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_window.h"
#include "benchmark/control_chart.h"

#define LARGEST_COUNT 100000
#define LARGEST_LIMIT 1e150

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

static enum cpe_chart
chart_by_name(const char *name)
{
	for (int i = 0; cpe_chart_words[i]; i++)
		if (strcmp(cpe_chart_words[i], name) == 0)
			return (enum cpe_chart) i;
	cpe_refuse(CPE_INVALID, NULL, "Charts: xmr, p, p_prime, u, u_prime, c, run.",
	           "unknown chart of spc: \"%s\"", name);
}

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

static void
read_positive(const struct cpe_options *options, const char *key, double *number)
{
	double given = cpe_option_number(options, key);

	if (isnan(given))
		return;
	if (!(given >= 1e-6 && given <= 1e6))
		cpe_refuse(CPE_INVALID, "It is a number from 1e-6 to 1e6.", NULL,
		           "option \"%s\" of spc is out of range", key);
	*number = given;
}

/* A bound of the values, which can only narrow what the chart's values allow. */
static void
read_bound(const struct cpe_options *options, const char *key, const struct cpe_chart_rule *chart,
           double *bound)
{
	double given = cpe_option_number(options, key);

	if (isnan(given))
		return;
	if (fabs(given) > LARGEST_LIMIT || given < chart->minimum || given > chart->maximum)
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
	struct cpe_chart_rule usual = cpe_chart_rule_of(chart_by_name(chart));
	struct cpe_chart_rule rule = usual;

	cpe_options_check(&options, rule_keys);
	if (cpe_option_text(&options, "improvement"))
		rule.improvement = cpe_option_word(&options, "improvement", cpe_improvement_words);
	read_flag(&options, "screen", &rule.screen);
	read_flag(&options, "two_of_three", &rule.two_of_three);
	read_count(&options, "trend", 3, true, &rule.trend);
	read_count(&options, "shift", 2, true, &rule.shift);
	read_count(&options, "fix_after", 2, false, &rule.fix_after);
	read_positive(&options, "sigmas", &rule.sigmas);
	read_positive(&options, "near", &rule.near);
	read_positive(&options, "d2", &rule.d2);
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
	char *chart;

	check_order(PG_WINDOW_OBJECT(), rows);
	cpe_window_read(fcinfo, rows, column, ARGS);
	if (!column[ARG_CHART].given)
		cpe_refuse(CPE_NULL, NULL, NULL, "chart must not be null");
	if (!column[ARG_OPTIONS].given)
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	chart = TextDatumGetCString(column[ARG_CHART].value);
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, chart,
	                   DatumGetJsonbP(column[ARG_OPTIONS].value)))
		*rule = read_rule(chart, DatumGetJsonbP(column[ARG_OPTIONS].value));
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

/* The columns of a result row, filled from the first on. */
struct row_writer
{
	int next;
	Datum value[18];
	bool null[18];
};

static void
put_number(struct row_writer *row, double number)
{
	row->value[row->next] = Float8GetDatum(number);
	row->null[row->next++] = !isfinite(number);
}

static void
put_word(struct row_writer *row, const char *word)
{
	row->value[row->next] = word ? CStringGetTextDatum(word) : (Datum) 0;
	row->null[row->next++] = word == NULL;
}

static void
put_count(struct row_writer *row, int count, bool null)
{
	row->value[row->next] = Int32GetDatum(count);
	row->null[row->next++] = null;
}

static void
put_runs(struct row_writer *row, const struct cpe_chart_runs *runs)
{
	bool none = runs->points == 0;

	put_count(row, runs->points, false);
	put_count(row, runs->longest_run, none);
	put_count(row, runs->longest_run_limit, none);
	put_count(row, runs->crossings, none);
	put_count(row, runs->crossings_limit, none);
	row->value[row->next] = BoolGetDatum(runs->signal);
	row->null[row->next++] = none;
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
	struct row_writer row = {0};

	if (!partition->ready)
		judge_partition(fcinfo, memo, partition, rows);
	point = &partition->point[WinGetCurrentPosition(window)];
	put_number(&row, point->value);
	put_number(&row, point->centre);
	put_number(&row, point->low);
	put_number(&row, point->high);
	put_number(&row, point->near_low);
	put_number(&row, point->near_high);
	put_number(&row, point->sigma);
	put_word(&row, cpe_signal_words[point->signal]);
	put_word(&row, cpe_direction_words[point->direction]);
	put_count(&row, point->phase, false);
	put_runs(&row, &point->runs);
	put_word(&row, cpe_assurance_words[point->assurance]);
	put_word(&row, point->status);
	Assert(row.next == lengthof(row.value));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(memo->row, row.value, row.null)));
}
