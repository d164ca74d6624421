#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_summary.h"
#include "survey/plan.h"
#include "survey/survey.h"
#include "tally/moments_stats.h"
#include "tally/rate_stats.h"
#include "tally/sheet.h"
#include "tally/tally.h"
#include "tally/tally_answers.h"
#include "tally/weighted.h"

/* ---- sheets as datums ---- */

/* A sheet of the current memory context; the fingerprint is that of its layout. */
static struct cpe_sheet *
finish_sheet(struct cpe_sheet *sheet)
{
	bytea *layout = palloc(VARHDRSZ + sheet->layout_size);
	bytea *digest;

	SET_VARSIZE(layout, VARHDRSZ + sheet->layout_size);
	memcpy(VARDATA(layout), cpe_sheet_layout(sheet), sheet->layout_size);
	digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, PointerGetDatum(layout)));
	memcpy(sheet->fingerprint, VARDATA_ANY(digest), CPE_SHEET_FINGERPRINT);
	SET_VARSIZE(sheet, cpe_sheet_size(sheet));
	pfree(digest);
	pfree(layout);
	return sheet;
}

static Datum
sheet_datum(const void *sheet)
{
	return PointerGetDatum(finish_sheet((struct cpe_sheet *) sheet));
}

static const void *
parse_sheet(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_sheet_parse(arena, text, problem);
}

static const void *
read_sheet(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	return cpe_sheet_read(arena, bytes, size, problem);
}

static char *
print_sheet(const void *sheet, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_sheet_print(arena, sheet, problem);
}

static unsigned char *
write_sheet(const void *sheet, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_sheet_write(arena, sheet, size, problem);
}

static const struct cpe_flat_kind sheet_kind = {.stored = "a stored tally_sheet",
                                                .version = CPE_SHEET_VERSION,
                                                .parse = parse_sheet,
                                                .read = read_sheet,
                                                .print = print_sheet,
                                                .write = write_sheet,
                                                .datum = sheet_datum};

CPE_FLAT_TYPE(tally_sheet, &sheet_kind)

static const struct cpe_sheet *
sheet_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_arg(fcinfo, argument, &sheet_kind);
}

static struct cpe_sheet *
new_sheet(bool weighted, uint32_t cells, const struct cpe_window *window,
          const unsigned char *layout, size_t layout_size)
{
	struct cpe_problem problem;
	struct cpe_sheet *sheet;

	if (!cpe_sheet_size_allowed(cells, window, layout_size, &problem))
		cpe_raise(&problem);
	sheet = palloc0(cpe_sheet_size_with(cells, window, layout_size));
	cpe_sheet_open(sheet, weighted, cells, window, layout, layout_size);
	SET_VARSIZE(sheet, cpe_sheet_size(sheet));
	return sheet;
}

/* The sheet in other windows. */
static struct cpe_sheet *
widened(const struct cpe_sheet *sheet, const struct cpe_window *window)
{
	struct cpe_sheet *wider = new_sheet(sheet->weighted, sheet->cells, window,
	                                    cpe_sheet_layout(sheet), sheet->layout_size);

	cpe_sheet_copy(wider, window, sheet);
	return wider;
}

/* ---- what a call site counts ---- */

/* A plan made ready for counting: what answers stand for are cells. */
struct counter
{
	struct cpe_answers answers;
	unsigned char *layout;
	size_t layout_size;
	uint32_t cells;
	unsigned char fingerprint[CPE_SHEET_FINGERPRINT];
};

/* Says the cells of a question's answers, its first one given. */
static void
open_cells(struct cpe_answers *answers, int question, uint32 first)
{
	int options = answers->wave->question[question].options;
	uint32 *option = palloc(options * sizeof(*option));

	for (int k = 0; k < options; k++)
		option[k] = first + CPE_CELL_OPTION + k;
	cpe_answers_mean(answers, question, option, first + CPE_CELL_MISSING, first + CPE_CELL_INVALID);
	pfree(option);
}

/* Prepares counting by a plan's questions. */
static struct counter *
open_counter(const struct cpe_wave *wave, MemoryContext context)
{
	MemoryContext before;
	struct cpe_answers answers;
	struct counter *counter;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_sheet *sheet;
	uint32 cell = 0;
	struct cpe_window none[2] = {{0, 0}, {0, 0}};

	cpe_answers_open(&answers, wave, context);
	before = MemoryContextSwitchTo(context);
	counter = palloc0(sizeof(*counter));
	counter->answers = answers;
	cpe_arena_open(&arena, context);
	counter->layout =
		cpe_layout_write(&arena, wave, &counter->layout_size, &counter->cells, &problem);
	if (counter->layout == NULL)
		cpe_raise(&problem);
	sheet =
		finish_sheet(new_sheet(false, counter->cells, none, counter->layout, counter->layout_size));
	memcpy(counter->fingerprint, sheet->fingerprint, CPE_SHEET_FINGERPRINT);
	pfree(sheet);
	for (int i = 0; i < wave->questions; i++)
	{
		open_cells(&counter->answers, i, cell);
		cell += wave->question[i].options + CPE_CELL_OPTION;
	}
	MemoryContextSwitchTo(before);
	return counter;
}

/* The counter of the plan that an argument is, or that the wave it names has. */
static struct counter *
counter_arg(FunctionCallInfo fcinfo, int argument, bool by_plan)
{
	struct cpe_plan_memo *plans = cpe_plan_call_memo(fcinfo);
	struct cpe_plan_memo_entry *entry =
		by_plan ? cpe_plan_value_entry(fcinfo, argument, plans, &cpe_survey_plan_kind)
				: cpe_plan_name_entry(fcinfo, argument, plans, &cpe_default_plan_kind);

	if (unlikely(entry->kept == NULL))
		entry->kept = open_counter(entry->definition, entry->context);
	return entry->kept;
}

/* ---- counting ---- */

/* The sheet of a call: a new one, or the first argument, which has to be of the same plan. */
static struct cpe_sheet *
state_arg(FunctionCallInfo fcinfo, const struct counter *counter, bool weighted)
{
	struct cpe_window none[2] = {{0, 0}, {0, 0}};
	struct cpe_sheet *sheet;

	if (PG_ARGISNULL(0))
	{
		/* the executor copies a new state into the aggregate's memory */
		sheet = new_sheet(weighted, counter->cells, none, counter->layout, counter->layout_size);
		memcpy(sheet->fingerprint, counter->fingerprint, CPE_SHEET_FINGERPRINT);
		return sheet;
	}
	sheet = cpe_flat_state_arg(fcinfo, &sheet_kind);
	if (unlikely(memcmp(sheet->fingerprint, counter->fingerprint, CPE_SHEET_FINGERPRINT) != 0 ||
	             sheet->cells != counter->cells))
		cpe_refuse(CPE_INVALID, "All respondents of a sheet are counted by one plan.",
		           "Group by what decides on the plan.",
		           "cannot add a respondent to a tally_sheet of another plan");
	if (unlikely(sheet->weighted != weighted))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "cannot add a respondent %s weight to a tally_sheet %s one",
		           weighted ? "with" : "without", weighted ? "without" : "with");
	if (unlikely(sheet->rows == PG_INT64_MAX))
		cpe_refuse(CPE_RANGE, NULL, NULL, "rows of tally_sheet is out of range");
	return sheet;
}

/* The cell of the answer to a question that has been read. */
static inline uint32
cell_of(const struct cpe_answers *answers, int question)
{
	return cpe_answers_meaning(answers, question, answers->answer[question],
	                           answers->given[question]);
}

/* Adds the respondent whose answers have been read. */
static Datum
count_respondent(const struct cpe_answers *answers, struct cpe_sheet *sheet, const double *weight)
{
	int questions = answers->wave->questions;

	if (weight == NULL)
		for (int i = 0; i < questions; i++)
			sheet->count[cell_of(answers, i)]++;
	else
	{
		struct cpe_window window[2];
		struct cpe_sheet_weight terms;

		cpe_sheet_weight_open(&terms, *weight);
		if (!cpe_sheet_takes(sheet, &terms, window))
			sheet = widened(sheet, window);
		for (int i = 0; i < questions; i++)
		{
			uint32 cell = cell_of(answers, i);

			sheet->count[cell]++;
			cpe_sheet_add_weight(sheet, cell, &terms);
		}
	}
	sheet->rows++;
	PG_RETURN_POINTER(sheet);
}

/* (sheet, plan or wave, array or row [, weight]) */
static Datum
accumulate(FunctionCallInfo fcinfo, bool by_plan, bool rows, bool weighted)
{
	struct counter *counter = counter_arg(fcinfo, 1, by_plan);
	struct cpe_sheet *sheet;
	double weight = 0;

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, "A row of answers may have NULLs, but has to be there.",
		           "Leave other rows out with FILTER (WHERE ...).", "answers must not be null");
	if (weighted)
		weight = cpe_weight_arg(fcinfo, 3);
	sheet = state_arg(fcinfo, counter, weighted);
	if (rows)
		cpe_answers_read_row(&counter->answers, PG_GETARG_HEAPTUPLEHEADER(2));
	else
		cpe_answers_read_array(&counter->answers, PG_GETARG_ARRAYTYPE_P(2));
	return count_respondent(&counter->answers, sheet, weighted ? &weight : NULL);
}

#define ACCUMULATE(name, by_plan, rows, weighted)                                                  \
	CPE_FUNCTION(name, return accumulate(fcinfo, by_plan, rows, weighted))
ACCUMULATE(cpe_tally_sheet_accum_plan_array, true, false, false)
ACCUMULATE(cpe_tally_sheet_accum_plan_row, true, true, false)
ACCUMULATE(cpe_tally_sheet_accum_plan_array_weighted, true, false, true)
ACCUMULATE(cpe_tally_sheet_accum_plan_row_weighted, true, true, true)
ACCUMULATE(cpe_tally_sheet_accum_wave_array, false, false, false)
ACCUMULATE(cpe_tally_sheet_accum_wave_row, false, true, false)
ACCUMULATE(cpe_tally_sheet_accum_wave_array_weighted, false, false, true)
ACCUMULATE(cpe_tally_sheet_accum_wave_row_weighted, false, true, true)

/* Learns the types of the columns of a call site. */
static void
open_arguments(FunctionCallInfo fcinfo, struct counter *counter)
{
	if (get_fn_expr_variadic(fcinfo->flinfo))
		cpe_refuse(CPE_INVALID, NULL, "tally_sheet(plan, array) counts arrays.",
		           "the columns of tally_columns must be given one by one");
	cpe_answers_open_columns(&counter->answers, fcinfo, 2, "tally_columns_sql");
}

/* PostgreSQL passes 100 arguments at most: the state, the plan, the rest are columns. */
#define MOST_COLUMNS (FUNC_MAX_ARGS - 2)

/*
 * (sheet, plan, answers ...): neither an array nor a row is made on the way, and where no answer
 * depends on others each is counted as it is read.
 */
PG_FUNCTION_INFO_V1(cpe_tally_columns_accum);
Datum
cpe_tally_columns_accum(PG_FUNCTION_ARGS)
{
	struct counter *counter = counter_arg(fcinfo, 1, true);
	struct cpe_answers *answers = &counter->answers;
	const NullableDatum *argument = &fcinfo->args[2];
	struct cpe_sheet *sheet;
	int columns;

	if (unlikely(answers->columns == 0))
		open_arguments(fcinfo, counter);
	sheet = state_arg(fcinfo, counter, false);
	columns = answers->columns;
	if (answers->wave->clean)
	{
		cpe_answers_read_columns(answers, argument);
		return count_respondent(answers, sheet, NULL);
	}
	for (int i = 0; i < columns; i++)
	{
		bool given;
		int32 answer = cpe_answers_argument(answers, i, argument[i], &given);

		sheet->count[cpe_answers_meaning(answers, i, answer, given)]++;
	}
	sheet->rows++;
	PG_RETURN_POINTER(sheet);
}

/* The columns to group by, each followed by a comma. */
static char *
grouping_columns(Oid relation, ArrayType *names)
{
	StringInfoData list;
	Datum *name;
	bool *null;
	int count;

	initStringInfo(&list);
	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &name, &null, &count);
	for (int i = 0; i < count; i++)
	{
		char *column = null[i] ? NULL : TextDatumGetCString(name[i]);

		if (column == NULL)
			cpe_refuse(CPE_NULL, NULL, NULL, "a column to group by must not be null");
		if (get_attnum(relation, column) <= 0)
			cpe_refuse(CPE_INVALID, NULL, "Case is as written.",
			           "there is no column \"%s\" in \"%s\"", column, get_rel_name(relation));
		appendStringInfo(&list, "r.%s, ", quote_identifier(column));
	}
	return list.data;
}

PG_FUNCTION_INFO_V1(cpe_tally_columns_sql);
Datum
cpe_tally_columns_sql(PG_FUNCTION_ARGS)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);
	Oid relation = PG_GETARG_OID(1);
	const struct cpe_wave *wave = cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	StringInfoData sql;
	const char **column;
	char *by;

	if (get_rel_name(relation) == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", relation);
	by = grouping_columns(relation, PG_GETARG_ARRAYTYPE_P(2));
	column = cpe_answers_columns_of(wave, relation);
	initStringInfo(&sql);
	appendStringInfo(&sql, "SELECT %scancer_pe.%s(%s::cancer_pe.survey_plan", by,
	                 wave->questions <= MOST_COLUMNS ? "tally_columns" : "tally_sheet",
	                 quote_literal_cstr(pnstrdup(plan->text, CPE_PLAN_TEXT_SIZE(plan))));
	if (wave->questions > MOST_COLUMNS)
		appendStringInfoString(&sql, ", r");
	for (int i = 0; wave->questions <= MOST_COLUMNS && i < wave->questions; i++)
		appendStringInfo(&sql, ", r.%s", quote_identifier(column[i]));
	appendStringInfo(&sql, ") AS sheet\nFROM %s AS r",
	                 quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
	                                            get_rel_name(relation)));
	if (by[0] != '\0')
		appendStringInfo(&sql, "\nGROUP BY %.*s", (int) strlen(by) - 2, by);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(sql.data, sql.len));
}

PG_FUNCTION_INFO_V1(cpe_tally_sheet_combine);
Datum
cpe_tally_sheet_combine(PG_FUNCTION_ARGS)
{
	struct cpe_sheet *sheet = cpe_flat_state_arg(fcinfo, &sheet_kind);
	const struct cpe_sheet *other = sheet_arg(fcinfo, 1);
	struct cpe_window window[2];
	struct cpe_problem problem;
	struct cpe_arena arena;
	enum cpe_sheet_merge done;

	cpe_arena_open(&arena, CurrentMemoryContext);
	done = cpe_sheet_merge(&arena, sheet, other, window, &problem);
	if (done == CPE_SHEET_ROOM)
	{
		sheet = widened(sheet, window);
		done = cpe_sheet_merge(&arena, sheet, other, window, &problem);
	}
	if (done == CPE_SHEET_PROBLEM)
		cpe_raise(&problem);
	PG_RETURN_POINTER(sheet);
}

/* ---- reading a sheet ---- */

static struct cpe_layout *
layout_of(const struct cpe_sheet *sheet)
{
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_layout *layout;

	cpe_arena_open(&arena, CurrentMemoryContext);
	layout = cpe_layout_read(&arena, cpe_sheet_layout(sheet), sheet->layout_size, &problem);
	if (layout == NULL)
		cpe_raise(&problem);
	return layout;
}

/* Adds the limbs of a cell's sum, times up to two factors, to one sum of a summary. */
static struct cpe_summary *
add_limbs(const struct cpe_summary_kind *kind, struct cpe_summary *summary, int which,
          struct cpe_exact sum, double factor, int factors)
{
	for (int32_t i = 0; i < sum.window.count; i++)
		for (int half = 0; half < 2; half++)
		{
			struct cpe_term term[CPE_SUMMARY_MAX_SUMS];
			double product[3] = {(double) (uint32) (sum.limb[i] >> (32 * half)), factor, factor};

			if (product[0] == 0)
				continue;
			memset(term, 0, sizeof(term));
			product[0] = half ? product[0] * 4294967296.0 : product[0];
			cpe_term_product(&term[which], product, 1 + factors);
			if (term[which].count == 0)
				continue; /* a factor of zero */
			term[which].low += sum.window.low + i;
			summary = cpe_summary_add(kind, summary, true, term);
		}
	return summary;
}

/* A summary to be filled from a sheet: with weights as that is, even where nothing is added. */
static struct cpe_summary *
new_summary(const struct cpe_summary_kind *kind, const struct cpe_sheet *sheet)
{
	struct cpe_summary *summary = cpe_summary_new_empty(kind);
	struct cpe_term nothing[CPE_SUMMARY_MAX_SUMS];

	memset(nothing, 0, sizeof(nothing));
	return sheet->weighted ? cpe_summary_add(kind, summary, true, nothing) : summary;
}

/* The answers of a question as a tally. */
static struct cpe_summary *
tally_of(const struct cpe_sheet *sheet, const struct cpe_layout_question *question, bool neutral)
{
	struct cpe_summary *tally = new_summary(&cpe_tally_kind, sheet);
	int64 n = 0, positive = 0;

	for (int i = 0; i < question->options; i++)
	{
		const struct cpe_option *option = &question->option[i];
		uint32 cell = question->cell + CPE_CELL_OPTION + i;
		bool is_positive = option->class == CPE_POSITIVE;

		if (sheet->count[cell] == 0 || !cpe_sheet_is_scored(option, neutral))
			continue;
		n += sheet->count[cell];
		positive += is_positive ? sheet->count[cell] : 0;
		for (int which = 0; sheet->weighted && which < 2; which++)
		{
			struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);

			tally =
				add_limbs(&cpe_tally_kind, tally, which ? CPE_TALLY_WW : CPE_TALLY_W, sum, 1, 0);
			if (is_positive)
				tally = add_limbs(&cpe_tally_kind, tally, which ? CPE_TALLY_WWY : CPE_TALLY_WY, sum,
				                  1, 0);
		}
	}
	tally->count[CPE_TALLY_N] = n;
	tally->count[CPE_TALLY_POSITIVE] = positive;
	/* an answer without score, excluded or rated only, is missing in a score */
	tally->count[CPE_TALLY_MISSING] =
		sheet->rows - n - sheet->count[question->cell + CPE_CELL_INVALID];
	tally->count[CPE_TALLY_INVALID] = sheet->count[question->cell + CPE_CELL_INVALID];
	return tally;
}

/* The valued answers of a question as moments. */
static struct cpe_summary *
moments_of(const struct cpe_sheet *sheet, const struct cpe_layout_question *question)
{
	struct cpe_summary *moments = new_summary(&cpe_moments_kind, sheet);
	int64 n = 0;

	for (int i = 0; i < question->options; i++)
	{
		const struct cpe_option *option = &question->option[i];
		uint32 cell = question->cell + CPE_CELL_OPTION + i;
		int64 count = sheet->count[cell];

		if (count == 0 || !option->valued)
			continue;
		n += count;
		for (int which = 0; sheet->weighted && which < 2; which++)
		{
			struct cpe_exact sum = cpe_sheet_sum(sheet, cell, which);
			int first = which ? CPE_MOMENTS_WW : CPE_MOMENTS_W;

			for (int factors = 0; factors <= 2; factors++)
				moments = add_limbs(&cpe_moments_kind, moments, first + factors, sum, option->value,
				                    factors);
		}
		/* in two parts, that a double holds each */
		for (int part = 0; !sheet->weighted && part < 2; part++)
		{
			double number = part ? (double) (count >> 32) * 4294967296.0 : (double) (uint32) count;
			double product[3] = {number, option->value, option->value};
			struct cpe_term term[CPE_SUMMARY_MAX_SUMS];

			memset(term, 0, sizeof(term));
			cpe_term_product(&term[CPE_MOMENTS_X], product, 2);
			cpe_term_product(&term[CPE_MOMENTS_XX], product, 3);
			moments = cpe_summary_add(&cpe_moments_kind, moments, false, term);
		}
	}
	moments->count[CPE_MOMENTS_N] = n;
	moments->count[CPE_MOMENTS_MISSING] = sheet->rows - n;
	return moments;
}

/* Whether neutral answers are scored: as said, else as the plan says. */
static bool
neutral_arg(FunctionCallInfo fcinfo, int argument, const struct cpe_layout *layout)
{
	return PG_ARGISNULL(argument) ? layout->neutral_scored : PG_GETARG_BOOL(argument);
}

PG_FUNCTION_INFO_V1(cpe_sheet_rows);
Datum
cpe_sheet_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_sheet *sheet;
	const struct cpe_layout *layout;
	MemoryContext work;
	bool neutral;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	sheet = sheet_arg(fcinfo, 0);
	layout = layout_of(sheet);
	neutral = neutral_arg(fcinfo, 1, layout);
	work = AllocSetContextCreate(CurrentMemoryContext, "sheet_rows", ALLOCSET_SMALL_SIZES);
	for (int i = 0; i < layout->questions; i++)
	{
		const struct cpe_layout_question *question = &layout->question[i];
		MemoryContext before = MemoryContextSwitchTo(work);
		struct cpe_summary *tally, *moments;
		struct cpe_sheet_row row;
		Datum value[15];
		bool null[15] = {false};

		CHECK_FOR_INTERRUPTS();
		cpe_sheet_row(sheet, question, &row);
		tally = tally_of(sheet, question, neutral);
		moments = moments_of(sheet, question);
		value[0] = Int32GetDatum(i + 1);
		value[1] = CStringGetTextDatum(question->code);
		value[2] = CStringGetTextDatum(cpe_question_kind_word[question->kind]);
		value[3] = Int64GetDatum(row.positive + row.neutral + row.negative + row.rated);
		value[4] = Int64GetDatum(tally->count[CPE_TALLY_N]);
		value[5] = Int64GetDatum(row.positive);
		value[6] = Int64GetDatum(row.neutral);
		value[7] = Int64GetDatum(row.negative);
		value[8] = Int64GetDatum(row.excluded);
		value[9] = Int64GetDatum(row.missing);
		value[10] = Int64GetDatum(row.invalid);
		null[11] = tally->count[CPE_TALLY_N] == 0;
		value[11] = null[11] ? (Datum) 0 : Float8GetDatum(cpe_tally_rate(tally));
		null[12] = moments->count[CPE_MOMENTS_N] == 0;
		value[12] = null[12] ? (Datum) 0 : Float8GetDatum(cpe_moments_mean(moments));
		value[13] = PointerGetDatum(tally);
		value[14] = PointerGetDatum(moments);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
		MemoryContextSwitchTo(before);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_sheet_frequencies);
Datum
cpe_sheet_frequencies(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_sheet *sheet;
	const struct cpe_layout *layout;
	MemoryContext work;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	sheet = sheet_arg(fcinfo, 0);
	layout = layout_of(sheet);
	work = AllocSetContextCreate(CurrentMemoryContext, "sheet_frequencies", ALLOCSET_SMALL_SIZES);
	for (int i = 0; i < layout->questions; i++)
	{
		const struct cpe_layout_question *question = &layout->question[i];
		MemoryContext before = MemoryContextSwitchTo(work);
		uint32 first = question->cell + CPE_CELL_OPTION;
		struct cpe_summary *all = cpe_summary_new_empty(&cpe_tally_kind);
		int64 answers = 0;

		CHECK_FOR_INTERRUPTS();
		for (int k = 0; k < question->options; k++)
		{
			answers += sheet->count[first + k];
			if (sheet->weighted)
				all = add_limbs(&cpe_tally_kind, all, CPE_TALLY_W,
				                cpe_sheet_sum(sheet, first + k, 0), 1, 0);
		}
		for (int k = 0; k < question->options; k++)
		{
			const struct cpe_option *option = &question->option[k];
			int64 count = sheet->count[first + k];
			Datum value[8];
			bool null[8] = {false};

			value[0] = Int32GetDatum(i + 1);
			value[1] = CStringGetTextDatum(question->code);
			value[2] = Int32GetDatum(option->code);
			value[3] = CStringGetTextDatum(cpe_class_word[option->class]);
			value[4] = Float8GetDatum(option->value);
			null[4] = !option->valued;
			value[5] = Int64GetDatum(count);
			value[6] = (Datum) 0;
			null[6] = answers == 0;
			if (answers > 0 && !sheet->weighted)
				value[6] = Float8GetDatum((double) count / (double) answers);
			else if (answers > 0)
			{
				struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, all);

				value[6] =
					Float8GetDatum(count == 0 ? 0
				                              : cpe_exact_ratio(cpe_sheet_sum(sheet, first + k, 0),
				                                                cpe_sums_get(&sums, CPE_TALLY_W)));
			}
			null[7] = !sheet->weighted;
			value[7] = (Datum) 0;
			if (sheet->weighted)
			{
				double weight = cpe_exact_value(cpe_sheet_sum(sheet, first + k, 0));

				if (!isfinite(weight))
					cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
				value[7] = Float8GetDatum(weight);
			}
			tuplestore_putvalues(result->setResult, result->setDesc, value, null);
		}
		MemoryContextSwitchTo(before);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
	return (Datum) 0;
}

/* The question that an argument names; an unknown one is an error. */
static const struct cpe_layout_question *
layout_question_arg(FunctionCallInfo fcinfo, int argument, const struct cpe_layout *layout)
{
	text *name = PG_GETARG_TEXT_PP(argument);
	int question = cpe_layout_find(layout, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (question < 0)
		cpe_refuse(CPE_INVALID, NULL, "sheet_rows(sheet) lists them; case matters.",
		           "there is no question \"%s\" in a tally_sheet of wave \"%s\"",
		           text_to_cstring(name), layout->wave);
	return &layout->question[question];
}

PG_FUNCTION_INFO_V1(cpe_sheet_tally);
Datum
cpe_sheet_tally(PG_FUNCTION_ARGS)
{
	const struct cpe_sheet *sheet;
	const struct cpe_layout *layout;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	sheet = sheet_arg(fcinfo, 0);
	layout = layout_of(sheet);
	PG_RETURN_POINTER(
		tally_of(sheet, layout_question_arg(fcinfo, 1, layout), neutral_arg(fcinfo, 2, layout)));
}

PG_FUNCTION_INFO_V1(cpe_sheet_moments);
Datum
cpe_sheet_moments(PG_FUNCTION_ARGS)
{
	const struct cpe_sheet *sheet = sheet_arg(fcinfo, 0);

	PG_RETURN_POINTER(moments_of(sheet, layout_question_arg(fcinfo, 1, layout_of(sheet))));
}

PG_FUNCTION_INFO_V1(cpe_sheet_n);
Datum
cpe_sheet_n(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(sheet_arg(fcinfo, 0)->rows);
}

PG_FUNCTION_INFO_V1(cpe_sheet_wave);
Datum
cpe_sheet_wave(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(layout_of(sheet_arg(fcinfo, 0))->wave));
}

/* A row of sheet_changes; no question: of the wave. */
static void
put_change(ReturnSetInfo *result, const char *question, const char *change)
{
	Datum value[2] = {question ? CStringGetTextDatum(question) : (Datum) 0,
	                  CStringGetTextDatum(change)};
	bool null[2] = {question == NULL, false};

	tuplestore_putvalues(result->setResult, result->setDesc, value, null);
}

/* The changes of a question that both have. */
static void
put_question_changes(ReturnSetInfo *result, const struct cpe_layout_question *was,
                     const struct cpe_question *is)
{
	bool changed = false, moved = false;

	if (is->kind != was->kind)
		put_change(result, was->code,
		           psprintf("kind was %s, is %s", cpe_question_kind_word[was->kind],
		                    cpe_question_kind_word[is->kind]));
	for (int k = 0; k < was->options; k++)
	{
		const struct cpe_option *option = &was->option[k], *now;
		int place = cpe_question_option(is, option->code);

		now = place >= 0 ? &is->option[place] : NULL;
		moved = moved || place != k;
		changed = changed || now == NULL;
		if (now == NULL)
			put_change(result, was->code, psprintf("code %d is none any more", option->code));
		else if (now->class != option->class)
			put_change(result, was->code,
			           psprintf("code %d was %s, is %s", option->code,
			                    cpe_class_word[option->class], cpe_class_word[now->class]));
		else if (now->valued != option->valued || now->value != option->value)
			put_change(result, was->code, psprintf("code %d has another value", option->code));
	}
	for (int k = 0; k < is->options; k++)
	{
		bool known = false;

		for (int m = 0; m < was->options && !known; m++)
			known = was->option[m].code == is->option[k].code;
		if (!known)
			put_change(result, was->code, psprintf("code %d is new", is->option[k].code));
		changed = changed || !known;
	}
	if (moved && !changed)
		put_change(result, was->code, "codes are in another order");
}

/* In what the present catalogue differs from what a sheet was counted with. */
PG_FUNCTION_INFO_V1(cpe_sheet_changes);
Datum
cpe_sheet_changes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_layout *layout;
	const struct cpe_wave *wave;
	struct cpe_problem problem;
	char *text;
	bool *chosen, *there;
	int last = -1;

	InitMaterializedSRF(fcinfo, 0);
	layout = layout_of(sheet_arg(fcinfo, 0));
	text = cpe_survey_plan_kind.registered(layout->wave);
	if (text == NULL)
		cpe_survey_plan_kind.refuse_unknown(layout->wave);
	wave = cpe_plan_definition(&cpe_survey_plan_kind, text, strlen(text), CurrentMemoryContext,
	                           &problem);
	if (wave == NULL)
		cpe_raise(&problem);
	if (wave->neutral_scored != layout->neutral_scored)
		put_change(result, NULL,
		           psprintf("neutral answers were %s, are %s",
		                    cpe_neutral_word[layout->neutral_scored],
		                    cpe_neutral_word[wave->neutral_scored]));
	chosen = palloc0(wave->questions * sizeof(bool));
	there = palloc0(wave->questions * sizeof(bool));
	cpe_plan_default(wave, chosen);
	for (int i = 0; i < layout->questions; i++)
	{
		const struct cpe_layout_question *was = &layout->question[i];
		int number = cpe_wave_question(wave, was->code, strlen(was->code));

		CHECK_FOR_INTERRUPTS();
		if (number < 0)
		{
			put_change(result, was->code, "is not in the catalogue any more");
			continue;
		}
		there[number] = true;
		if (number < last)
			put_change(result, was->code, "is in another place");
		last = number;
		put_question_changes(result, was, &wave->question[number]);
	}
	for (int i = 0; i < wave->questions; i++)
		if (chosen[i] && !there[i])
			put_change(result, wave->question[i].code, "is not in the sheet");
	return (Datum) 0;
}
