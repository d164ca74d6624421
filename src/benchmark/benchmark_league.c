#include "cancer_pe.h"

#include <math.h>

#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "benchmark/benchmark_unit.h"
#include "benchmark/league.h"

/* ---- rank_interval as a window function ---- */

enum
{
	ARG_SCORE,
	ARG_SE,
	ARG_METHOD,
	ARG_OPTIONS,
	RANK_ARGS
};

/* Kept over the rows of a partition. */
struct rank_unit
{
	struct cpe_ranked ranked;
	const char *status; /* NULL: it was ranked */
};

struct rank_partition
{
	bool ready;
	int units;
	struct rank_unit unit[FLEXIBLE_ARRAY_MEMBER];
};

static const char *const rank_keys[] = {"best", "adjust", "exact", "z", "level", NULL};
static const char *const best_words[] = {"high", "low", NULL};

/* The method's name and its options as a rule. */
static struct cpe_rank_rule
read_rule(const char *method, Jsonb *given)
{
	struct cpe_options options = {"rank_interval", {given, NULL}};
	struct cpe_rank_rule rule;
	int exact;

	cpe_options_check(&options, rank_keys);
	rule.method = cpe_word_in(cpe_rank_method_words, method, "method of rank_interval");
	rule.lowest_first = cpe_word_option(&options, "best", best_words, 0) == 1;
	rule.adjust = cpe_word_option(&options, "adjust", cpe_rank_adjust_words,
	                              rule.method == CPE_RANK_MARGINAL ? CPE_RANK_ADJUST_NONE
	                                                               : CPE_RANK_ADJUST_INDEPENDENT);
	if (rule.method == CPE_RANK_MARGINAL && rule.adjust != CPE_RANK_ADJUST_NONE)
		cpe_refuse(CPE_INVALID, "Its intervals are each unit's own.", NULL,
		           "adjust does not go with the method \"marginal\"");
	exact = cpe_option_boolean(&options, "exact");
	rule.exact = exact > 0;
	if (exact >= 0 && rule.method != CPE_RANK_MARGINAL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "exact goes with the method \"marginal\" only");
	rule.alpha = cpe_usual_confidence_option(&options, "z", "level").alpha;
	return rule;
}

/* The units that can be ranked, and why the others cannot. */
static struct cpe_ranked *
read_units(struct rank_partition *partition, const struct cpe_window_column *column, int64 rows)
{
	struct cpe_ranked *ranked =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*ranked) * Max(rows, 1));

	partition->units = 0;
	for (int64 row = 0; row < rows; row++)
	{
		struct rank_unit *unit = &partition->unit[row];
		double score = cpe_window_number(&column[ARG_SCORE], row);
		double se = cpe_window_number(&column[ARG_SE], row);

		cpe_check_score(score, "score");
		cpe_check_se(se);
		unit->status = isnan(score) ? "no score"
		               : isnan(se)  ? "no standard error"
		               : se == 0    ? "standard error is zero"
		                            : NULL;
		if (unit->status != NULL)
			continue;
		ranked[partition->units].score = score;
		ranked[partition->units++].se = se;
	}
	return ranked;
}

/* Ranks all units of the partition; work memory is gone afterwards. */
static void
rank_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
               struct rank_partition *partition, int64 rows)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe ranks", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[RANK_ARGS] = {{.kind = CPE_WINDOW_NUMBER, .name = "score"},
	                                              {.kind = CPE_WINDOW_NUMBER, .name = "se"},
	                                              {.kind = CPE_WINDOW_CONSTANT, .name = "method"},
	                                              {.kind = CPE_WINDOW_CONSTANT, .name = "options"}};
	struct cpe_rank_rule *rule = memo->rule;
	struct cpe_ranked *ranked;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int next = 0;

	cpe_window_read(fcinfo, rows, column, RANK_ARGS);
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_METHOD], &column[ARG_OPTIONS]))
		*rule = read_rule(memo->last.name, memo->last.options);
	ranked = read_units(partition, column, rows);
	cpe_arena_open(&arena, work);
	if (!cpe_rank(&arena, rule, ranked, partition->units, &problem))
		cpe_raise(&problem);
	for (int64 row = 0; row < rows; row++)
		if (partition->unit[row].status == NULL)
			partition->unit[row].ranked = ranked[next++];
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_rank_interval);
Datum
cpe_rank_interval(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_rank_rule));
	struct rank_partition *partition =
		cpe_window_results(fcinfo, "rank_interval", offsetof(struct rank_partition, unit),
	                       sizeof(struct rank_unit), rows);
	const struct rank_unit *unit;
	struct cpe_row row = {0};
	bool none;

	if (!partition->ready)
		rank_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	none = unit->status != NULL;
	cpe_put(&row, Int32GetDatum(none ? 0 : (int32) unit->ranked.rank), none);
	cpe_put(&row, Int32GetDatum(none ? 0 : (int32) unit->ranked.low), none);
	cpe_put(&row, Int32GetDatum(none ? 0 : (int32) unit->ranked.high), none);
	cpe_put_finite(&row, none ? NAN : unit->ranked.expected);
	cpe_put(&row, Int32GetDatum(partition->units), false);
	cpe_put_text(&row, unit->status);
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}
