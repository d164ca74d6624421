/* PostgreSQL side of the audit of a published table. */
#include "cancer_pe.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "suppress/attacker.h"
#include "suppress/published_rate.h"
#include "suppress/suppress_cells.h"

#define AUDIT_THRESHOLD_MAX 1e15
#define AUDIT_TERMS_SHOWN 60 /* of a sum as text; as jsonb it has all */

enum
{
	ARG_VALUE,
	ARG_STATUS,
	ARG_DIMS,
	ARG_OPTIONS,
	ARG_LOW,
	ARG_HIGH,
	AUDIT_ARGS
};

/* ---- options ---- */

struct audit_rule
{
	struct cpe_attacker attacker;
	struct cpe_audit_options options;
	struct cpe_cells_options cells;
};

static const char *const audit_keys[] = {"lower",     "whole",      "round",   "rounding", "marks",
                                         "threshold", "comparator", "protect", "known",    "bounds",
                                         "targets",   "work",       "parts",   "parents",  NULL};
static const char *const comparator_words[] = {"<", "<=", NULL};
static const char *const marks_words[] = {"one", "distinct", "small", NULL};
static const char *const protect_words[] = {"value", "range", NULL};
static const char *const known_words[] = {"none", "member", "count", NULL};
static const char *const targets_words[] = {"all", "small", NULL};
static const char *const rounding_words[] = {"nearest", "midpoint", "random", "controlled",
                                             "floor",   "ceiling",  NULL};

/* The highest count that is small; 0 where no threshold is given. */
static int64
read_threshold(const struct cpe_options *options)
{
	double threshold = cpe_number_option(options, "threshold", 0, AUDIT_THRESHOLD_MAX, 0);
	bool strict = cpe_word_option(options, "comparator", comparator_words, 1) == 0;

	if (threshold != floor(threshold))
		cpe_refuse(CPE_INVALID, "It is a whole number, zero or positive.", NULL,
		           "option \"threshold\" of audit is out of range");
	return Max((int64) threshold - (strict ? 1 : 0), 0);
}

/* What needs a threshold to mean anything. */
static void
need_threshold(const struct cpe_attacker *attacker, bool needed, const char *option,
               const char *word)
{
	if (needed && attacker->threshold == 0)
		cpe_refuse(CPE_INVALID, NULL, "Give the option \"threshold\" as the rule has it.",
		           "option \"%s\" of audit is \"%s\" without a threshold", option, word);
}

static void
read_rule(struct audit_rule *rule, Jsonb *given)
{
	struct cpe_options options = {"audit", {given, NULL}};
	struct cpe_attacker *attacker = &rule->attacker;
	const char *rounding;

	cpe_options_check(&options, audit_keys);
	attacker->lower = cpe_whole_option(&options, "lower", 0, INT_MAX, 1);
	attacker->whole = cpe_option_boolean(&options, "whole") != 0;
	attacker->threshold = read_threshold(&options);
	attacker->marks = cpe_word_option(&options, "marks", marks_words, CPE_MARKS_ONE);
	attacker->requirement = cpe_word_option(&options, "protect", protect_words, CPE_REQUIRE_VALUE);
	attacker->insider = cpe_word_option(&options, "known", known_words, CPE_INSIDER_NONE);
	attacker->small_only = cpe_word_option(&options, "targets", targets_words, 0) == 1;
	attacker->base = cpe_whole_option(&options, "round", 1, INT_MAX, 1);
	rounding = cpe_option_text(&options, "rounding");
	if (rounding != NULL && attacker->base == 1)
		cpe_refuse(CPE_INVALID, NULL, "Give the base as option \"round\".",
		           "option \"rounding\" of audit is given without a base");
	attacker->rounding = rounding_words[cpe_word_option(&options, "rounding", rounding_words, 0)];
	need_threshold(attacker, attacker->marks != CPE_MARKS_ONE, "marks",
	               marks_words[attacker->marks]);
	need_threshold(attacker, attacker->requirement == CPE_REQUIRE_RANGE, "protect", "range");
	need_threshold(attacker, attacker->small_only, "targets", "small");
	rule->options.bounds = cpe_option_boolean(&options, "bounds") != 0;
	rule->options.work = (int64) cpe_number_option(&options, "work", 0, 1e15, 0);
	cpe_cells_options_read(&options, &rule->cells);
}

/* ---- what is published ---- */

static enum cpe_seen_mark
mark_of(const char *status)
{
	static const struct
	{
		const char *word;
		enum cpe_seen_mark mark;
	} known[] = {
		{"c", CPE_SEEN_HIDDEN},      {"c1", CPE_SEEN_HIDDEN_SMALL}, {"c2", CPE_SEEN_HIDDEN_OTHER},
		{"x", CPE_SEEN_UNPUBLISHED}, {"w", CPE_SEEN_ZERO},
	};

	for (int i = 0; i < lengthof(known); i++)
		if (strcmp(status, known[i].word) == 0)
			return known[i].mark;
	cpe_refuse(CPE_INVALID, NULL, "Statuses: c, c1, c2, w, x, or NULL.",
	           "unknown status of a published cell: \"%s\"", status);
}

/* A bound from its column. */
static bool
read_bound(const struct cpe_window_column *column, int64 row, int64 *bound)
{
	bool null;
	Datum value = cpe_window_value(column, row, &null);

	if (null)
		return false;
	*bound = DatumGetInt64(value);
	if (*bound < 0)
		cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
		           "%s out of range: " INT64_FORMAT, column->name, *bound);
	return true;
}

/*
 * What is seen of a row's cell.  A cell without a status is shown: with its count, or as an
 * interval where both bounds stand in its place; with neither it is hidden.
 */
static struct cpe_seen
read_seen(const struct audit_rule *rule, const struct cpe_cells *cells,
          const struct cpe_window_column *column, int64 row)
{
	const char *status = cells->status[row];
	bool known = cells->cell[row].known;
	struct cpe_seen seen = {0};

	seen.has_low = read_bound(&column[ARG_LOW], row, &seen.low);
	seen.has_high = read_bound(&column[ARG_HIGH], row, &seen.high);
	if (status != NULL)
		seen.mark = mark_of(status);
	else if (!known && !(seen.has_low && seen.has_high))
		seen.mark = CPE_SEEN_HIDDEN;
	if (seen.mark == CPE_SEEN_ZERO && known && cells->cell[row].value != 0)
		cpe_refuse(CPE_INVALID, "Nobody answered where the status is w.", NULL,
		           "value of a cell with status w is not zero");
	if (rule->attacker.small_only && !known && seen.mark > CPE_SEEN_ZERO)
		cpe_refuse(CPE_NULL, "Which cells are small is known from their counts.",
		           "Ask for all hidden cells (option \"targets\"), or give the counts.",
		           "value of a hidden cell must not be null");
	return seen;
}

/* Shown counts that are rounded or said to be something else do not have to add up. */
static struct cpe_table_cell *
cells_to_relate(const struct audit_rule *rule, const struct cpe_cells *cells,
                const struct cpe_seen *seen)
{
	Size size = sizeof(struct cpe_table_cell) * Max(cells->count, 1);
	struct cpe_table_cell *cell = MemoryContextAllocHuge(CurrentMemoryContext, size);

	memcpy(cell, cells->cell, sizeof(*cell) * cells->count);
	for (int64 row = 0; row < cells->count; row++)
	{
		if (seen[row].mark == CPE_SEEN_SHOWN &&
		    (rule->attacker.base > 1 || seen[row].has_low || seen[row].has_high))
			cell[row].known = false;
		cell[row].open = seen[row].mark != CPE_SEEN_SHOWN && seen[row].mark != CPE_SEEN_ZERO;
	}
	return cell;
}

/* ---- what is said of it ---- */

/* One row's result, kept while its partition is. */
struct audit_cell
{
	const char *verdict;
	int64 low;
	int64 high; /* CPE_UNBOUNDED: none */
	const char *status;
	text *attack;
	Jsonb *attack_cells;
};

struct audit_partition
{
	bool ready;
	struct audit_cell cell[FLEXIBLE_ARRAY_MEMBER];
};

/* A sum as it is written down. */
struct writer
{
	const struct cpe_sight *sight;
	bool secret; /* the sum uses a count that only somebody in the cell knows: no figures of it */
	const struct cpe_finding *finding;
	uint32 figure;
	StringInfoData text;
};

static const struct cpe_table_cell *
cell_at(const struct writer *writer, uint32 place)
{
	return &writer->sight->cell[writer->sight->table->order[place]];
}

static void
write_name(struct writer *writer, uint32 place)
{
	char name[300];

	cpe_table_describe(cell_at(writer, place), writer->sight->table->dims, name, sizeof(name));
	appendStringInfoString(&writer->text, cpe_whole_characters(name));
}

/* One term: its sign, its weight, its cell, and what is seen of that. */
static void
write_term(struct writer *writer, const struct cpe_recipe_term *term, bool first, bool most)
{
	int64 times = term->weight < 0 ? -term->weight : term->weight;
	bool sure = writer->sight->low[term->figure] == writer->sight->high[term->figure];

	if (term->weight < 0)
		appendStringInfoString(&writer->text, first ? "-" : " - ");
	else if (!first)
		appendStringInfoString(&writer->text, " + ");
	if (times != 1)
		appendStringInfo(&writer->text, INT64_FORMAT " x ", times);
	write_name(writer, term->figure);
	if (writer->secret && term->figure == writer->finding->insider)
	{
		appendStringInfoString(&writer->text, " as he knows it");
		return;
	}
	appendStringInfo(&writer->text, "%s " INT64_FORMAT,
	                 sure                         ? ""
	                 : (term->weight > 0) == most ? " at most"
	                                              : " at least",
	                 (int64) term->at);
}

/* "(T024, Brain) is at most (T024, total) 279 - (T024, Sarcoma) at least 1 = ..." */
static void
write_sum(struct writer *writer, const struct cpe_recipe *recipe, const char *is, bool most)
{
	size_t shown = Min(recipe->terms, AUDIT_TERMS_SHOWN);

	write_name(writer, writer->figure);
	appendStringInfo(&writer->text, " %s ", is);
	if (recipe->divisor != 1)
		appendStringInfoChar(&writer->text, '(');
	/* positive terms first: a total, then what is taken from it */
	for (int pass = 0, written = 0; pass < 2; pass++)
		for (size_t i = 0; i < recipe->terms; i++)
			if ((recipe->term[i].weight > 0) == (pass == 0) && written < (int) shown)
				write_term(writer, &recipe->term[i], written++ == 0, most);
	if (shown < recipe->terms)
		appendStringInfo(&writer->text, " and %zu cells more", recipe->terms - shown);
	if (recipe->terms == 0)
		appendStringInfoString(&writer->text, "0");
	if (recipe->divisor != 1)
		appendStringInfo(&writer->text, ") / " INT64_FORMAT, (int64) recipe->divisor);
	if (!writer->secret)
		appendStringInfo(&writer->text, " = " INT64_FORMAT, (int64) recipe->bound);
}

/* Whether the sum is the cell's own bound, which needs no sum. */
static bool
is_own_bound(const struct writer *writer, const struct cpe_recipe *recipe)
{
	return recipe->divisor == 0 || (recipe->terms == 1 && recipe->term[0].figure == writer->figure);
}

static text *
write_attack(struct writer *writer, const struct cpe_recipe *least, const struct cpe_recipe *most)
{
	bool own_least = is_own_bound(writer, least);
	bool own_most = is_own_bound(writer, most);
	text *result;

	initStringInfo(&writer->text);
	if (writer->finding->insider != UINT32_MAX)
	{
		appendStringInfoString(&writer->text, "to somebody in ");
		write_name(writer, writer->finding->insider);
		appendStringInfoString(&writer->text, ": ");
	}
	if (!own_most && most->sure)
		write_sum(writer, most, "is", true);
	else if (!own_least && least->sure)
		write_sum(writer, least, "is", false);
	else
	{
		if (!own_most)
			write_sum(writer, most, "is at most", true);
		if (!own_most && !own_least)
			appendStringInfoString(&writer->text, "; ");
		if (!own_least)
			write_sum(writer, least, "is at least", false);
		else if (writer->finding->audit.low > 0)
			appendStringInfo(&writer->text, "; it is at least " INT64_FORMAT " anyhow",
			                 (int64) writer->finding->audit.low);
		if (own_most && writer->finding->audit.high != CPE_UNBOUNDED)
			appendStringInfo(&writer->text, "; it is at most " INT64_FORMAT " anyhow",
			                 (int64) writer->finding->audit.high);
	}
	result = cstring_to_text_with_len(writer->text.data, writer->text.len);
	pfree(writer->text.data);
	return result;
}

/* One side's sum with all its terms. */
static void
write_json_sum(struct writer *writer, const char *side, const struct cpe_recipe *recipe)
{
	if (recipe->divisor == 0)
		return;
	appendStringInfo(
		&writer->text,
		"%s\"%s\": {\"bound\": " INT64_FORMAT ", \"divisor\": " INT64_FORMAT ", \"terms\": [",
		writer->text.len > 1 ? ", " : "", side, (int64) recipe->bound, (int64) recipe->divisor);
	for (size_t i = 0; i < recipe->terms; i++)
	{
		const struct cpe_table_cell *cell = cell_at(writer, recipe->term[i].figure);

		appendStringInfo(&writer->text, "%s{\"dims\": [", i ? ", " : "");
		for (int d = 0; d < writer->sight->table->dims; d++)
		{
			if (d > 0)
				appendStringInfoString(&writer->text, ", ");
			if (cell->dim[d] == NULL)
				appendStringInfoString(&writer->text, "null");
			else
				escape_json(&writer->text, cell->dim[d]);
		}
		appendStringInfo(&writer->text,
		                 "], \"weight\": " INT64_FORMAT ", \"at\": " INT64_FORMAT "}",
		                 (int64) recipe->term[i].weight, (int64) recipe->term[i].at);
	}
	appendStringInfoString(&writer->text, "]}");
}

static Jsonb *
write_json(struct writer *writer, const struct cpe_recipe *least, const struct cpe_recipe *most)
{
	Jsonb *result;

	initStringInfo(&writer->text);
	appendStringInfoChar(&writer->text, '{');
	write_json_sum(writer, "low", least);
	write_json_sum(writer, "high", most);
	appendStringInfoChar(&writer->text, '}');
	result = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(writer->text.data)));
	pfree(writer->text.data);
	return result;
}

static const char *
verdict_of(const struct cpe_sight *sight, const struct cpe_finding *finding, size_t place)
{
	if (!sight->hidden[place])
		return "shown";
	if (!finding->asked)
		return NULL;
	return finding->audit.verdict == CPE_AUDIT_SAFE     ? "safe"
	       : finding->audit.verdict == CPE_AUDIT_EXACT  ? "exact"
	       : finding->audit.verdict == CPE_AUDIT_NARROW ? "narrow"
	                                                    : "open";
}

/* One cell's result; what is kept goes into that context. */
static void
tell_cell(struct cpe_arena *arena, const struct audit_rule *rule, const struct cpe_sight *sight,
          const struct cpe_finding *finding, size_t place, struct audit_cell *result,
          MemoryContext keep)
{
	const struct cpe_audit *audit = &finding->audit;
	struct writer writer = {.sight = sight, .finding = finding, .figure = (uint32) place};
	struct cpe_recipe least;
	struct cpe_recipe most;
	struct cpe_problem problem;
	MemoryContext before;

	result->verdict = verdict_of(sight, finding, place);
	result->low = finding->asked ? audit->low : sight->low[place];
	result->high = finding->asked ? audit->high : sight->high[place];
	if (!finding->asked)
	{
		result->status = sight->hidden[place] ? "not asked" : NULL;
		return;
	}
	result->status = finding->insider != UINT32_MAX ? "to somebody in a hidden cell"
	                 : audit->high == CPE_UNBOUNDED ? "no upper bound"
	                 : audit->low < audit->seen_low || audit->high > audit->seen_high
	                     ? "bounds not tight"
	                     : NULL;
	if (audit->verdict != CPE_AUDIT_EXACT && audit->verdict != CPE_AUDIT_NARROW)
		return;
	if (!cpe_attack_recipe(arena, sight, &rule->attacker, (uint32) place, finding, false, &least,
	                       &problem) ||
	    !cpe_attack_recipe(arena, sight, &rule->attacker, (uint32) place, finding, true, &most,
	                       &problem))
		cpe_raise(&problem);
	writer.secret = finding->insider != UINT32_MAX && rule->attacker.insider == CPE_INSIDER_COUNT;
	before = MemoryContextSwitchTo(keep);
	result->attack = write_attack(&writer, &least, &most);
	if (!writer.secret)
		result->attack_cells = write_json(&writer, &least, &most);
	MemoryContextSwitchTo(before);
}

/* ---- the window function ---- */

/* Audits all cells of the partition; work memory is gone afterwards. */
static void
audit_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
                struct audit_partition *partition, int64 rows)
{
	MemoryContext keep = GetMemoryChunkContext(partition);
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe audit", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[AUDIT_ARGS] = {{.kind = CPE_WINDOW_VALUE, .name = "value"},
	                                               {.kind = CPE_WINDOW_VALUE, .name = "status"},
	                                               {.kind = CPE_WINDOW_VALUE, .name = "dims"},
	                                               {.kind = CPE_WINDOW_CONSTANT, .name = "options"},
	                                               {.kind = CPE_WINDOW_VALUE, .name = "low"},
	                                               {.kind = CPE_WINDOW_VALUE, .name = "high"}};
	struct audit_rule *rule = memo->rule;
	struct cpe_cells cells;
	struct cpe_cells related;
	struct cpe_seen *seen;
	struct cpe_finding *finding;
	struct cpe_table table;
	struct cpe_sight sight;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_window_read(fcinfo, rows, column, AUDIT_ARGS);
	if (!column[ARG_OPTIONS].given)
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, "",
	                   DatumGetJsonbP(column[ARG_OPTIONS].value)))
	{
		MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		read_rule(rule, memo->last.options);
		MemoryContextSwitchTo(work);
	}
	cpe_cells_of_columns(&cells, rows, &column[ARG_VALUE], &column[ARG_DIMS], NULL,
	                     &column[ARG_STATUS], false);
	seen = MemoryContextAllocHuge(work, sizeof(*seen) * Max(rows, 1));
	finding = MemoryContextAllocExtended(work, sizeof(*finding) * Max(rows, 1),
	                                     MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int64 row = 0; row < rows; row++)
		seen[row] = read_seen(rule, &cells, column, row);
	related = cells;
	related.cell = cells_to_relate(rule, &cells, seen);
	cpe_arena_open(&arena, work);
	cpe_cells_table(&arena, &related, &rule->cells, &table);
	if (!cpe_attacker_sight(&arena, &rule->attacker, &table, cells.cell, seen, &sight, &problem) ||
	    !cpe_attacker_audit(&arena, &rule->attacker, &sight, &rule->options, finding, &problem))
		cpe_raise(&problem);
	for (size_t place = 0; place < table.cells; place++)
	{
		CHECK_FOR_INTERRUPTS();
		tell_cell(&arena, rule, &sight, &finding[place], place,
		          &partition->cell[table.order[place]], keep);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_audit);
Datum
cpe_audit(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct audit_rule));
	struct audit_partition *partition = cpe_window_results(
		fcinfo, "audit", offsetof(struct audit_partition, cell), sizeof(struct audit_cell), rows);
	const struct audit_cell *cell;
	struct cpe_row row = {0};

	if (!partition->ready)
		audit_partition(fcinfo, memo, partition, rows);
	cell = &partition->cell[WinGetCurrentPosition(window)];
	cpe_put_text(&row, cell->verdict);
	cpe_put_count(&row, cell->low);
	cpe_put(&row, Int64GetDatum(cell->high), cell->high == CPE_UNBOUNDED);
	cpe_put(&row, PointerGetDatum(cell->attack), cell->attack == NULL);
	cpe_put(&row, JsonbPGetDatum(cell->attack_cells), cell->attack_cells == NULL);
	cpe_put_text(&row, cell->status);
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}

/* ---- published percentages ---- */

PG_FUNCTION_INFO_V1(cpe_numerator_bounds_of);
Datum
cpe_numerator_bounds_of(PG_FUNCTION_ARGS)
{
	char *word = text_to_cstring(PG_GETARG_TEXT_PP(3));
	struct cpe_problem problem;
	struct cpe_row row = {0};
	int64_t low;
	int64_t high;

	if (!cpe_numerator_bounds(PG_GETARG_FLOAT8(0), PG_GETARG_INT64(1), PG_GETARG_INT32(2),
	                          cpe_word_in(cpe_rate_rounding_words, word, "rounding"), &low, &high,
	                          &problem))
		cpe_raise(&problem);
	cpe_put_count(&row, low);
	cpe_put_count(&row, high);
	return cpe_row_datum(fcinfo, &row);
}
