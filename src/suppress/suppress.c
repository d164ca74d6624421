#include "cancer_pe.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "base/decimal.h"
#include "base/text.h"
#include "suppress/suppress_rule.h"

enum
{
	ARG_VALUE,
	ARG_DIMS,
	ARG_RULE,
	ARG_OPTIONS,
	ARG_NUMERATOR,
	ARG_GIVEN,
	ARG_WEIGHT,
	ARGS
};

/* What hiding a cell costs that is to be hidden rather than another. */
#define PREFERRED_COST 0.001

/* The status of a row as it is kept. */
enum row_status
{
	ROW_UNDECIDED,
	ROW_SHOWN,
	ROW_HIDDEN,
	ROW_NO_ANSWERS,
	ROW_UNPUBLISHED,
	ROW_HIDDEN_PRIMARY, /* with distinct marks */
	ROW_HIDDEN_COMPLEMENT
};
static const char *const status_words[] = {NULL, NULL, "c", "w", "x", "c1", "c2"};

static const char *const reason_words[] = {[CPE_REASON_NONE] = NULL,
                                           [CPE_REASON_COUNT] = "threshold",
                                           [CPE_REASON_NUMERATOR] = "numerator",
                                           [CPE_REASON_REST] = "rest",
                                           [CPE_REASON_ZERO] = "zero",
                                           [CPE_REASON_RULE] = "rule",
                                           [CPE_REASON_GIVEN] = "given",
                                           [CPE_REASON_COMPLEMENT] = "complement",
                                           [CPE_REASON_UNPUBLISHED] = "unpublished"};

/* The rule last read, and where it is kept. */
struct rule_memo
{
	MemoryContext context;
	struct cpe_suppression suppression;
};

/* A table that is being decided, and what was found; all of it in one memory context. */
struct decided
{
	MemoryContext context;
	const struct cpe_suppression *suppression;
	struct cpe_cells cells;
	enum cpe_cell_given *given; /* by cell as given, as all that follows */
	double *weight;             /* NAN: none given */
	uint8 *status;
	uint8 *reason;
	/* of complementary suppression only */
	struct cpe_table table;
	struct cpe_primary primary;
	struct cpe_protection protection;
	int64 *seen_low, *seen_high; /* by figure */
};

/* ---- reading ---- */

static const struct cpe_suppression *
rule_of(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
        const struct cpe_window_column *column)
{
	struct rule_memo *rule = memo->rule;
	MemoryContext before;

	if (!column[ARG_RULE].given)
		cpe_refuse(CPE_NULL, NULL, "Name one; there is no default.", "rule must not be null");
	if (cpe_window_rule_same(fcinfo, memo, &column[ARG_RULE], &column[ARG_OPTIONS]))
		return &rule->suppression;
	if (rule->context == NULL)
		rule->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "cancer_pe suppress rule",
		                                      ALLOCSET_SMALL_SIZES);
	MemoryContextReset(rule->context);
	before = MemoryContextSwitchTo(rule->context);
	cpe_suppression_read(&rule->suppression, memo->last.name, memo->last.options);
	MemoryContextSwitchTo(before);
	return &rule->suppression;
}

static void
check_numerator(const struct cpe_table_cell *cell)
{
	if (cell->numbered &&
	    (cell->numerator < 0 || (cell->value >= 0 && cell->numerator > cell->value)))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "numerator out of range: " INT64_FORMAT " of " INT64_FORMAT,
		           (int64) cell->numerator, (int64) cell->value);
}

/* Whether a reader may not know a cell to be a zero, by what the rule does with zeros. */
static bool
is_open_zero(const struct cpe_suppression *suppression, const struct cpe_table_cell *cell,
             enum cpe_cell_given given)
{
	return cell->value == 0 &&
	       (suppression->rule.zeros != CPE_ZERO_SHOWN || given == CPE_GIVEN_HIDDEN ||
	        given == CPE_GIVEN_PROTECT || given == CPE_GIVEN_UNPUBLISHED);
}

/* Reads the partition into the current memory context. */
static void
read_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo, int64 rows,
               struct decided *decided)
{
	struct cpe_window_column column[ARGS] = {
		[ARG_VALUE] = {.kind = CPE_WINDOW_VALUE, .name = "value"},
		[ARG_DIMS] = {.kind = CPE_WINDOW_VALUE, .name = "dims"},
		[ARG_RULE] = {.kind = CPE_WINDOW_CONSTANT, .name = "rule"},
		[ARG_OPTIONS] = {.kind = CPE_WINDOW_CONSTANT, .name = "options"},
		[ARG_NUMERATOR] = {.kind = CPE_WINDOW_VALUE, .name = "numerator"},
		[ARG_GIVEN] = {.kind = CPE_WINDOW_VALUE, .name = "given"},
		[ARG_WEIGHT] = {.kind = CPE_WINDOW_NUMBER, .name = "weight"}};

	cpe_window_read(fcinfo, rows, column, PG_NARGS());
	decided->suppression = rule_of(fcinfo, memo, column);
	cpe_cells_of_columns(&decided->cells, rows, &column[ARG_VALUE], &column[ARG_DIMS],
	                     &column[ARG_NUMERATOR], &column[ARG_GIVEN], true);
	decided->given = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*decided->given) * rows);
	decided->weight = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * rows);
	decided->status = palloc0(rows);
	decided->reason = palloc0(rows);
	for (int64 row = 0; row < rows; row++)
	{
		check_numerator(&decided->cells.cell[row]);
		decided->given[row] = cpe_cell_given_of(decided->cells.status[row]);
		decided->cells.cell[row].open =
			is_open_zero(decided->suppression, &decided->cells.cell[row], decided->given[row]);
		decided->weight[row] =
			PG_NARGS() > ARG_WEIGHT ? cpe_window_number(&column[ARG_WEIGHT], row) : NAN;
		if (decided->weight[row] < 0)
			cpe_refuse(CPE_INVALID, "It is what hiding the cell costs, zero or positive.", NULL,
			           "weight out of range: %g", decided->weight[row]);
	}
}

/* ---- rules without a search ---- */

/* Why such a rule hides a cell by itself. */
static enum cpe_cell_reason
simple_reason(const struct cpe_primary_rule *rule, const struct cpe_table_cell *cell,
              enum cpe_cell_given given, bool exempt)
{
	bool numbered = rule->numerator && cell->numbered && cell->value > 0;
	bool zeros = rule->zeros == CPE_ZERO_PROTECTED;
	int64 rest = cell->value - cell->numerator;

	if (given == CPE_GIVEN_PROTECT)
		return CPE_REASON_RULE;
	if (!exempt)
	{
		if (cell->value > 0 && cell->value <= rule->threshold)
			return CPE_REASON_COUNT;
		if (numbered && cell->numerator > 0 && cell->numerator <= rule->threshold)
			return CPE_REASON_NUMERATOR;
		if (numbered && rest > 0 && rest <= rule->threshold)
			return CPE_REASON_REST;
		if (zeros && (cell->value == 0 || (numbered && (cell->numerator == 0 || rest == 0))))
			return CPE_REASON_ZERO;
	}
	return given == CPE_GIVEN_HIDDEN ? CPE_REASON_GIVEN : CPE_REASON_NONE;
}

/* A cell that is the total over all of the dimensions named. */
static bool
is_national(const struct cpe_primary_rule *rule, const struct cpe_table_cell *cell, int dims)
{
	for (int d = 0; d < dims && d < 64; d++)
		if (rule->national >> d & 1 && cell->dim[d] != NULL)
			return false;
	return rule->national != 0;
}

/* Decides family by family, as published rules do. */
static void
decide_simply(struct decided *decided)
{
	const struct cpe_suppression *suppression = decided->suppression;
	const struct cpe_primary_rule *rule = &suppression->rule;
	int64 rows = decided->cells.count;
	struct cpe_cell *cell =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(struct cpe_cell) * rows);
	struct cpe_arena arena;
	struct cpe_problem problem;

	for (int64 i = 0; i < rows; i++)
	{
		const struct cpe_table_cell *of = &decided->cells.cell[i];
		enum cpe_cell_given given = decided->given[i];
		bool exempt = given == CPE_GIVEN_EXEMPT || is_national(rule, of, decided->cells.dims);

		if (given == CPE_GIVEN_SHOWN || given == CPE_GIVEN_UNPUBLISHED || given == CPE_GIVEN_PREFER)
			cpe_refuse(CPE_INVALID, "A rule without a search looks at no more than c and protect.",
			           "Give {\"secondary\": \"complementary\"} with it.",
			           "status given needs complementary suppression: \"%s\"",
			           decided->cells.status[i]);
		decided->reason[i] = simple_reason(rule, of, given, exempt);
		cell[i].value = of->value;
		cell[i].dim = of->dim;
		cell[i].exempt = exempt;
		cell[i].hidden_before =
			decided->reason[i] != CPE_REASON_NONE && decided->reason[i] != CPE_REASON_COUNT;
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_suppress_by_rule(&arena, &suppression->table, cell, rows, decided->cells.dims,
	                          &problem))
		cpe_raise(&problem);
	for (int64 i = 0; i < rows; i++)
	{
		bool hidden = cell[i].status == CPE_CELL_CONFIDENTIAL;

		decided->status[i] = hidden                                  ? ROW_HIDDEN
		                     : cell[i].status == CPE_CELL_NO_ANSWERS ? ROW_NO_ANSWERS
		                                                             : ROW_SHOWN;
		if (hidden && decided->reason[i] == CPE_REASON_NONE)
			decided->reason[i] = CPE_REASON_COMPLEMENT;
	}
}

/* ---- complementary suppression ---- */

/* What hiding costs, by place in canonical order. */
static double *
costs_of(const struct decided *decided)
{
	int64 rows = decided->cells.count;
	double *cost = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * Max(rows, 1));

	for (int64 place = 0; place < rows; place++)
	{
		uint32_t i = decided->table.order[place];

		if (!isnan(decided->weight[i]))
			cost[place] = decided->weight[i];
		else if (decided->given[i] == CPE_GIVEN_PREFER)
			cost[place] = PREFERRED_COST;
		else if (decided->suppression->cost == CPE_COST_ONE || decided->cells.cell[i].value < 1)
			cost[place] = 1;
		else
			cost[place] = (double) decided->cells.cell[i].value;
	}
	return cost;
}

/* The status of a cell of a table that was decided. */
static enum row_status
status_at(const struct decided *decided, uint32_t place)
{
	enum cpe_cell_leave leave = decided->primary.leave[place];

	if (leave == CPE_UNPUBLISHED)
		return ROW_UNPUBLISHED;
	if (!decided->protection.hidden[place])
		return decided->suppression->no_answers && decided->primary.system.value[place] == 0
		           ? ROW_NO_ANSWERS
		           : ROW_SHOWN;
	if (!decided->suppression->rule.distinct_marks)
		return ROW_HIDDEN;
	switch (decided->primary.reason[place])
	{
		case CPE_REASON_NONE:
		case CPE_REASON_GIVEN:
			return ROW_HIDDEN_COMPLEMENT;
		default:
			return ROW_HIDDEN_PRIMARY;
	}
}

/* Widens what the moves show to be possible by one of them. */
static void
widen(struct decided *decided, const struct cpe_move *move)
{
	const int64_t *value = decided->primary.system.value;

	for (size_t s = 0; s < move->steps; s++)
	{
		uint32_t figure = move->step[s].figure;
		int64 reached = value[figure] + move->step[s].change;

		decided->seen_low[figure] = Min(decided->seen_low[figure], reached);
		decided->seen_high[figure] = Max(decided->seen_high[figure], reached);
	}
}

/* Searches for the cells to hide, with proof. */
static void
decide_complementary(struct decided *decided)
{
	const struct cpe_suppression *suppression = decided->suppression;
	struct cpe_primary *primary = &decided->primary;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_cells_table(&arena, &decided->cells, &suppression->cells, &decided->table);
	if (!cpe_primary_decide(&arena, &decided->table, decided->cells.cell, decided->given,
	                        &suppression->rule, primary, &problem) ||
	    !cpe_protect(&arena, &primary->system, primary->target, primary->targets, primary->leave,
	                 costs_of(decided), &suppression->search, &decided->protection, &problem))
		cpe_raise(&problem);
	for (size_t place = 0; place < decided->table.cells; place++)
	{
		uint32_t i = decided->table.order[place];
		bool complement =
			primary->reason[place] == CPE_REASON_NONE && decided->protection.hidden[place];

		decided->status[i] = status_at(decided, place);
		decided->reason[i] = complement ? CPE_REASON_COMPLEMENT : primary->reason[place];
	}
}

/* Reads and decides the partition in a memory context of its own below parent. */
static void
decide_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo, int64 rows,
                 MemoryContext parent, struct decided *decided)
{
	MemoryContext before;

	decided->context = AllocSetContextCreate(parent, "cancer_pe suppress", ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(decided->context);
	read_partition(fcinfo, memo, rows, decided);
	if (decided->suppression->secondary == CPE_RULE_COMPLEMENTARY)
		decide_complementary(decided);
	else
		decide_simply(decided);
	MemoryContextSwitchTo(before);
}

/* ---- what cannot be proven ---- */

/* What the caller may change so that a proof can be found. */
static const char *
advice(const struct decided *decided)
{
	const struct cpe_primary_rule *rule = &decided->suppression->rule;
	StringInfoData text;
	bool show = false;
	bool zero = false;

	for (int64 i = 0; i < decided->cells.count; i++)
	{
		show = show || decided->given[i] == CPE_GIVEN_SHOWN;
		zero = zero || decided->cells.cell[i].value == 0;
	}
	initStringInfo(&text);
	appendStringInfoString(&text, "suppress_detail names them all.");
	if (show)
		appendStringInfoString(&text, " Cells given as show cannot protect others.");
	if (zero && rule->zeros == CPE_ZERO_SHOWN)
		appendStringInfoString(&text, " Zeros can protect others where option zeros is hidden.");
	if (rule->distinct_marks)
		appendStringInfoString(&text, " One mark for all tells less than distinct ones.");
	if (rule->range)
		appendStringInfoString(&text, " Option protect asks for less with value.");
	if (decided->suppression->search.seconds > 0 || decided->suppression->search.work > 0)
		appendStringInfoString(&text, " Options seconds and work limit the search.");
	return text.data;
}

/* An error that names cells without proof, up to three. */
pg_noreturn static void
refuse_unproven(const struct decided *decided)
{
	const struct cpe_primary *primary = &decided->primary;
	StringInfoData named;
	uint32_t last = UINT32_MAX;
	int names = 0;

	initStringInfo(&named);
	for (size_t t = 0; t < primary->targets && names < 4; t++)
	{
		uint32_t place = primary->system.cell[primary->target[t].figure];
		char where[90];

		if (decided->protection.proof[t].safe || place == last)
			continue;
		last = place;
		if (++names == 4)
		{
			appendStringInfoString(&named, " and more");
			break;
		}
		cpe_table_describe(&decided->cells.cell[decided->table.order[place]], decided->cells.dims,
		                   where, sizeof(where));
		appendStringInfo(&named, "%s%s", names > 1 ? ", " : "", where);
	}
	cpe_refuse(CPE_INVALID, psprintf("No proof was found for %s.", named.data), advice(decided),
	           "the table cannot be shown to be safe");
}

/* ---- suppress ---- */

/* A table of fewer cells is decided before anybody asks how far it is. */
#define PROGRESS_CELLS 1000

PG_FUNCTION_INFO_V1(cpe_suppress);
Datum
cpe_suppress(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct rule_memo));
	uint8 *status = cpe_window_results(fcinfo, "suppress", 0, 1, rows);
	const char *word;

	if (status[0] == ROW_UNDECIDED)
	{
		struct decided decided = {0};

		decide_partition(fcinfo, memo, rows, CurrentMemoryContext, &decided);
		if (decided.protection.not_safe > 0)
			refuse_unproven(&decided);
		memcpy(status, decided.status, rows);
		MemoryContextDelete(decided.context);
		if (rows >= PROGRESS_CELLS)
			cpe_progress("suppress: a table of " INT64_FORMAT " cells is decided", rows);
	}
	word = status_words[status[WinGetCurrentPosition(window)]];
	if (word == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(word));
}

/* ---- suppress_detail ---- */

/* The targets of a figure: there is one at most. */
static bool
find_target(const struct decided *decided, uint32_t figure, size_t *target)
{
	size_t from = 0;
	size_t to = decided->primary.targets;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (decided->primary.target[middle].figure < figure)
			from = middle + 1;
		else
			to = middle;
	}
	*target = from;
	return from < decided->primary.targets && decided->primary.target[from].figure == figure;
}

static void
put_word(JsonbParseState **state, JsonbIteratorToken token, const char *word)
{
	JsonbValue value;

	value.type = word ? jbvString : jbvNull;
	if (word)
	{
		value.val.string.val = (char *) word;
		value.val.string.len = (int) strlen(word);
	}
	pushJsonbValue(state, token, &value);
}

static void
put_key(JsonbParseState **state, const char *key, const char *word)
{
	put_word(state, WJB_KEY, key);
	if (word)
		put_word(state, WJB_VALUE, word);
}

/* One step: the cell, the figure and by how much it changes.  Rests follow from the others. */
static void
put_step(JsonbParseState **state, const struct decided *decided, const struct cpe_step *step)
{
	const struct cpe_primary *primary = &decided->primary;
	uint32_t place = primary->system.cell[step->figure];
	const char *const *dim = decided->cells.cell[decided->table.order[place]].dim;
	JsonbValue change;

	if (step->figure == primary->rest_figure[place])
		return;
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	put_key(state, "dims", NULL);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int d = 0; d < decided->cells.dims; d++)
		put_word(state, WJB_ELEM, dim[d]);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	put_key(state, "figure", step->figure == place ? "count" : "numerator");
	put_key(state, "change", NULL);
	change.type = jbvNumeric;
	change.val.numeric =
		DatumGetNumeric(DirectFunctionCall1(int8_numeric, Int64GetDatum(step->change)));
	pushJsonbValue(state, WJB_VALUE, &change);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

static void
put_move(JsonbParseState **state, const struct decided *decided, const char *figure,
         const char *direction, const struct cpe_move *move)
{
	if (move->steps == 0)
		return;
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	put_key(state, "figure", figure);
	put_key(state, "direction", direction);
	put_key(state, "steps", NULL);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t s = 0; s < move->steps; s++)
		put_step(state, decided, &move->step[s]);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/* Of one cell: whether it needs a proof, and has one for all of its figures; the moves. */
static void
put_proof(struct cpe_row *row, const struct decided *decided, uint32_t place)
{
	static const char *const names[] = {"count", "numerator", "rest"};
	const struct cpe_primary *primary = &decided->primary;
	uint32_t figure[] = {place, primary->numerator_figure[place], primary->rest_figure[place]};
	JsonbParseState *state = NULL;
	bool needed = false;
	bool safe = true;
	JsonbValue *moves;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int f = 0; f < lengthof(figure); f++)
	{
		size_t target;

		if (figure[f] == UINT32_MAX || !find_target(decided, figure[f], &target))
			continue;
		needed = true;
		safe = safe && decided->protection.proof[target].safe;
		put_move(&state, decided, names[f], "up", &decided->protection.proof[target].up);
		put_move(&state, decided, names[f], "down", &decided->protection.proof[target].down);
	}
	moves = pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	cpe_put_text(row, !needed ? NULL : safe ? "proven" : "not proven");
	cpe_put(row, needed ? JsonbPGetDatum(JsonbValueToJsonb(moves)) : (Datum) 0, !needed);
}

static void
put_range(struct cpe_row *row, const struct decided *decided, uint32_t figure)
{
	if (figure == UINT32_MAX)
	{
		cpe_put_null(row);
		cpe_put_null(row);
		return;
	}
	cpe_put_count(row, decided->seen_low[figure]);
	cpe_put_count(row, decided->seen_high[figure]);
}

/* The moves of all cells widen the ranges of each: all are taken before the first row is told. */
static void
fill_ranges(struct decided *decided)
{
	const struct cpe_primary *primary = &decided->primary;
	size_t figures = primary->system.figures;

	decided->seen_low = MemoryContextAllocHuge(decided->context, sizeof(int64) * Max(figures, 1));
	decided->seen_high = MemoryContextAllocHuge(decided->context, sizeof(int64) * Max(figures, 1));
	memcpy(decided->seen_low, primary->system.value, sizeof(int64) * figures);
	memcpy(decided->seen_high, primary->system.value, sizeof(int64) * figures);
	for (size_t t = 0; t < primary->targets; t++)
	{
		widen(decided, &decided->protection.proof[t].up);
		widen(decided, &decided->protection.proof[t].down);
	}
}

/* The row of a cell that was decided without a search: nothing is proven. */
static void
put_simple_row(struct cpe_row *row, enum cpe_cell_reason reason)
{
	bool primary =
		reason != CPE_REASON_NONE && reason != CPE_REASON_GIVEN && reason != CPE_REASON_COMPLEMENT;

	for (int i = 0; i < 4; i++)
		cpe_put_null(row);
	cpe_put_text(row, primary ? "not proven" : NULL);
	for (int i = 0; i < 4; i++)
		cpe_put_null(row);
}

static Datum
detail_row(const struct decided *decided, int64 at, TupleDesc type)
{
	struct cpe_row row = {0};
	uint32_t place;

	cpe_put_text(&row, status_words[decided->status[at]]);
	cpe_put_text(&row, reason_words[decided->reason[at]]);
	if (decided->suppression->secondary != CPE_RULE_COMPLEMENTARY)
	{
		put_simple_row(&row, decided->reason[at]);
		return cpe_row_of(type, &row);
	}
	place = decided->table.place[at];
	put_range(&row, decided, place);
	put_range(&row, decided, decided->primary.numerator_figure[place]);
	put_proof(&row, decided, place);
	cpe_put_number(&row, decided->protection.cost);
	cpe_put_finite(&row, decided->protection.lower_bound);
	cpe_put(&row, BoolGetDatum(decided->protection.optimal), false);
	return cpe_row_of(type, &row);
}

PG_FUNCTION_INFO_V1(cpe_suppress_detail);
Datum
cpe_suppress_detail(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct rule_memo));
	struct decided *decided =
		cpe_window_results(fcinfo, "suppress_detail", sizeof(struct decided), 1, rows);

	if (decided->context == NULL)
	{
		/* lives as long as the partition's results do */
		decide_partition(fcinfo, memo, rows, GetMemoryChunkContext(decided), decided);
		if (decided->suppression->secondary == CPE_RULE_COMPLEMENTARY)
			fill_ranges(decided);
	}
	PG_RETURN_DATUM(detail_row(decided, WinGetCurrentPosition(window), memo->row));
}

PG_FUNCTION_INFO_V1(cpe_display);
Datum
cpe_display(PG_FUNCTION_ARGS)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_text shown;
	double value;
	int decimals;

	if (!PG_ARGISNULL(1) || PG_ARGISNULL(0))
	{
		if (!PG_ARGISNULL(3))
			PG_RETURN_DATUM(PG_GETARG_DATUM(3));
		PG_RETURN_TEXT_P(cstring_to_text(
			psprintf("[%s]", PG_ARGISNULL(1) ? "x" : text_to_cstring(PG_GETARG_TEXT_PP(1)))));
	}
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "decimals must not be null");
	value = PG_GETARG_FLOAT8(0);
	decimals = PG_GETARG_INT32(2);
	if (!isfinite(value))
		cpe_refuse(CPE_INVALID, NULL, NULL, "cannot display %g", value);
	if (decimals < 0 || decimals > CPE_DECIMALS_MAX)
		cpe_refuse(CPE_INVALID, "There are 0 to 10 decimals.", NULL, "decimals out of range: %d",
		           decimals);
	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&shown, &arena, &problem);
	cpe_text_fixed(&shown, cpe_round_half_up(value, decimals, CPE_ROUND_ONCE), decimals);
	if (cpe_text_close(&shown, NULL) == NULL)
		cpe_raise(&problem);
	PG_RETURN_TEXT_P(cstring_to_text(shown.data));
}
