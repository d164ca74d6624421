#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
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
	struct cpe_confidence confidence;
	struct cpe_rank_rule rule;
	int exact;

	cpe_options_check(&options, rank_keys);
	rule.method = cpe_word_in(cpe_rank_method_words, method, "method of rank_interval");
	rule.lowest_first = cpe_option_text(&options, "best") != NULL &&
	                    cpe_option_word(&options, "best", best_words) == 1;
	rule.adjust = CPE_RANK_ADJUST_INDEPENDENT;
	if (cpe_option_text(&options, "adjust") != NULL)
	{
		rule.adjust = cpe_option_word(&options, "adjust", cpe_rank_adjust_words);
		if (rule.method == CPE_RANK_MARGINAL && rule.adjust != CPE_RANK_ADJUST_NONE)
			cpe_refuse(CPE_INVALID, "Its intervals are each unit's own.", NULL,
			           "adjust does not go with the method \"marginal\"");
	}
	exact = cpe_option_boolean(&options, "exact");
	rule.exact = exact > 0;
	if (exact >= 0 && rule.method != CPE_RANK_MARGINAL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "exact goes with the method \"marginal\" only");
	confidence = cpe_confidence_option(&options, "z", "level");
	if (isnan(confidence.z))
		cpe_confidence_from_level(0.95, &confidence);
	rule.alpha = confidence.alpha;
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
	char *method;
	int next = 0;

	cpe_window_read(fcinfo, rows, column, RANK_ARGS);
	for (int i = ARG_METHOD; i <= ARG_OPTIONS; i++)
		if (!column[i].given)
			cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", column[i].name);
	method = TextDatumGetCString(column[ARG_METHOD].value);
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, method,
	                   DatumGetJsonbP(column[ARG_OPTIONS].value)))
		*rule = read_rule(method, DatumGetJsonbP(column[ARG_OPTIONS].value));
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
	Datum value[6] = {0};
	bool null[6];

	if (!partition->ready)
		rank_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	null[0] = null[1] = null[2] = unit->status != NULL;
	null[3] = true;
	if (unit->status == NULL)
	{
		value[0] = Int32GetDatum((int32) unit->ranked.rank);
		value[1] = Int32GetDatum((int32) unit->ranked.low);
		value[2] = Int32GetDatum((int32) unit->ranked.high);
		cpe_set_number(&value[3], &null[3], unit->ranked.expected);
	}
	value[4] = Int32GetDatum(partition->units);
	null[4] = false;
	cpe_set_text(&value[5], &null[5], unit->status);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(memo->row, value, null)));
}
