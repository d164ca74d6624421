#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/adjust_levels.h"
#include "adjust/outcome_rule.h"
#include "adjust/patterns_sheet.h"
#include "base/base_plan.h"
#include "base/bytes.h"
#include "survey/survey.h"
#include "tally/sheet.h"
#include "tally/tally_answers.h"

/* ---- what a call site collects ---- */

/* What the answers of a question add to counters: two bytes, and one where there is no outcome. */
struct target
{
	uint32 add;
	uint32 none;
};

/* A rating's bytes say which of its values it is: twice its place, and 1. */
struct rating
{
	int question; /* of the plan */
	int counter;  /* the first of three: respondents, sum, sum of squares */
	const int32 *value;
};
#define RATING_MOST 1000000
#define RATING_IN_BYTES 11 /* whose square one byte of an addition takes */

/* A plan made ready for collecting; it lives as long as the call site remembers the plan. */
struct collector
{
	struct cpe_answers answers; /* meanings are bytes to be added, the first one the lower */
	struct cpe_patterns_question *question;
	int questions;
	int counters;
	struct target *target; /* by question of the plan */
	struct rating *rating;
	int ratings;
	unsigned char *add;  /* by counter; then two bytes for each rating; then for the others */
	unsigned char *none; /* by question, and one for the others */

	/* of the names last given */
	MemoryContext names_context;
	struct varlena *names; /* as they were given; NULL: none yet */
	const char **name;
	struct cpe_patterns_shape shape;
	uint64 serial; /* states have it that were seen to have this shape */
	struct cpe_level_column *column;
	int32_t *code; /* of a row's covariates */
};
#define NO_OUTCOME 0
#define NEGATIVE 0x0001
#define POSITIVE 0x0101

/* How a plan's question is modelled. */
enum modelled
{
	MODELLED_NOT, /* no answer to it is an outcome */
	MODELLED_AS_POSITIVE,
	MODELLED_AS_RATING
};

static enum modelled
modelled(const struct cpe_wave *wave, const struct cpe_question *question)
{
	if (question->kind == CPE_KIND_RATING)
		return MODELLED_AS_RATING;
	for (int k = 0; k < question->options; k++)
		if (cpe_sheet_is_scored(&question->option[k], wave->neutral_scored))
			return MODELLED_AS_POSITIVE;
	return MODELLED_NOT;
}

/* The number that a rating's option stands for. */
static int32
rating_value(const struct cpe_wave *wave, const struct cpe_question *question, int k)
{
	double value = question->option[k].value;

	if (value < -RATING_MOST || value > RATING_MOST || value != (int32) value)
		cpe_refuse(CPE_INVALID,
		           psprintf("Option %d of question %s of wave %s stands for %.15g.",
		                    question->option[k].code, question->code, wave->code, value),
		           "casemix(names, outcome, organisation, covariates) takes any numbers.",
		           "a rating of casemix_sheet is no whole number from %d to %d", -RATING_MOST,
		           RATING_MOST);
	return (int32) value;
}

/* Says what the options of a rating stand for: their places, those without a value being none. */
static void
open_rating(struct collector *collector, int i, struct rating *rating)
{
	const struct cpe_wave *wave = collector->answers.wave;
	const struct cpe_question *question = &wave->question[i];
	uint32 *option = palloc(question->options * sizeof(*option));
	int32 *value = palloc0(question->options * sizeof(*value));

	for (int k = 0; k < question->options; k++)
	{
		option[k] = NO_OUTCOME;
		if (!question->option[k].valued)
			continue;
		value[k] = rating_value(wave, question, k);
		option[k] = 2 * (uint32) k + 1;
	}
	cpe_answers_mean(&collector->answers, i, option, NO_OUTCOME, NO_OUTCOME);
	pfree(option);
	rating->question = i;
	rating->counter = collector->counters;
	rating->value = value;
}

/* Says of each option of a question whether it is positive, negative or no outcome. */
static void
open_positive(struct collector *collector, int i)
{
	const struct cpe_wave *wave = collector->answers.wave;
	const struct cpe_question *question = &wave->question[i];
	uint32 *option = palloc(question->options * sizeof(*option));

	for (int k = 0; k < question->options; k++)
	{
		const struct cpe_option *answer = &question->option[k];

		option[k] = NO_OUTCOME;
		if (cpe_sheet_is_scored(answer, wave->neutral_scored))
			option[k] = answer->class == CPE_POSITIVE ? POSITIVE : NEGATIVE;
	}
	cpe_answers_mean(&collector->answers, i, option, NO_OUTCOME, NO_OUTCOME);
	pfree(option);
}

/* The fingerprint of how the answers to a question become outcomes. */
static uint64
rule_of(const struct cpe_wave *wave, int i)
{
	unsigned char fingerprint[CPE_FINGERPRINT];
	struct cpe_problem problem;
	struct cpe_arena arena;
	MemoryContext context, before;
	char *text;
	size_t length;
	uint64 rule;

	CHECK_FOR_INTERRUPTS(); /* a plan may have thousands of questions that depend on one another */
	context = AllocSetContextCreate(CurrentMemoryContext, "casemix rule", ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(context);
	cpe_arena_open(&arena, context);
	text = cpe_outcome_rule(&arena, wave, i, &length, &problem);
	if (text == NULL)
		cpe_raise(&problem);
	cpe_plan_fingerprint(text, length, fingerprint);
	rule = cpe_bytes_read(fingerprint, sizeof(rule));
	MemoryContextSwitchTo(before);
	MemoryContextDelete(context);
	return Max(rule, 1); /* 0 is none */
}

/* Prepares collecting by a plan's questions. */
static struct collector *
open_collector(const struct cpe_wave *wave, MemoryContext context)
{
	struct cpe_answers answers;
	MemoryContext before;
	struct collector *collector;
	int all = wave->questions, scratch = 0;

	cpe_answers_open(&answers, wave, context);
	before = MemoryContextSwitchTo(context);
	collector = palloc0(sizeof(*collector));
	collector->answers = answers;
	collector->question = palloc0(all * sizeof(*collector->question));
	collector->target = palloc0(all * sizeof(*collector->target));
	collector->rating = palloc0(all * sizeof(*collector->rating));
	for (int i = 0; i < all; i++)
	{
		enum modelled how = modelled(wave, &wave->question[i]);
		struct cpe_patterns_question *question = &collector->question[collector->questions];

		if (how == MODELLED_NOT)
		{
			open_positive(collector, i);
			continue;
		}
		question->name = wave->question[i].code;
		question->rated = how == MODELLED_AS_RATING;
		question->rule = rule_of(wave, i);
		collector->target[i].none = collector->questions++;
		collector->target[i].add = collector->counters;
		if (how == MODELLED_AS_RATING)
			open_rating(collector, i, &collector->rating[collector->ratings++]);
		else
			open_positive(collector, i);
		collector->counters += question->rated ? 3 : 2;
	}
	if (collector->questions == 0)
		cpe_refuse(CPE_INVALID, "Outcomes are those of scored questions and of ratings.", NULL,
		           "no question of the plan of wave \"%s\" has an outcome", wave->code);
	/* behind the counters: ratings are read from there, what is no outcome is left there */
	for (int i = 0; i < collector->ratings; i++, scratch += 2)
		collector->target[collector->rating[i].question].add = collector->counters + scratch;
	for (int i = 0; i < all; i++)
		if (modelled(wave, &wave->question[i]) == MODELLED_NOT)
			collector->target[i] =
				(struct target){collector->counters + scratch, collector->questions};
	collector->add = palloc0(collector->counters + scratch + 2);
	collector->none = palloc0(collector->questions + 1);
	collector->shape.questions = collector->questions;
	collector->shape.question = collector->question;
	MemoryContextSwitchTo(before);
	return collector;
}

/* ---- a respondent's outcomes ---- */

/* Puts what the answer to a question of the plan stands for among the bytes to be added. */
static inline uint32
take(const struct collector *collector, int i, uint32 meaning)
{
	const struct target *target = &collector->target[i];

	collector->add[target->add] = (unsigned char) meaning;
	collector->add[target->add + 1] = (unsigned char) (meaning >> 8);
	collector->none[target->none] = (unsigned char) (~meaning & 1);
	return meaning;
}

/* Takes the answers that have been read; returns whether one of them is an outcome. */
static bool
take_read(const struct collector *collector)
{
	const struct cpe_answers *answers = &collector->answers;
	uint32 any = 0;

	for (int i = 0; i < answers->wave->questions; i++)
		any |= take(collector, i,
		            cpe_answers_meaning(answers, i, answers->answer[i], answers->given[i]));
	return any != 0;
}

/* The same of a call's columns, each as it is read where no answer depends on others. */
static bool
take_columns(struct collector *collector, const NullableDatum *argument)
{
	struct cpe_answers *answers = &collector->answers;
	uint32 any = 0;

	if (answers->wave->clean)
	{
		cpe_answers_read_columns(answers, argument);
		return take_read(collector);
	}
	for (int i = 0; i < answers->columns; i++)
	{
		bool given;
		int32 answer = cpe_answers_argument(answers, i, argument[i], &given);

		any |= take(collector, i, cpe_answers_meaning(answers, i, answer, given));
	}
	return any != 0;
}

/* Adds the outcomes taken to a cell. */
static void
count_outcomes(const struct collector *collector, struct cpe_patterns *patterns, int32_t cell)
{
	struct cpe_problem problem;

	for (int i = 0; i < collector->ratings; i++)
	{
		const struct rating *rating = &collector->rating[i];
		const unsigned char *bytes = &collector->add[collector->target[rating->question].add];
		unsigned char *add = &collector->add[rating->counter];
		uint32 meaning = bytes[0] | (uint32) bytes[1] << 8;
		int64 value = meaning == NO_OUTCOME ? 0 : rating->value[meaning >> 1];
		bool in_bytes = value >= 0 && value <= RATING_IN_BYTES;

		add[0] = meaning & 1;
		add[1] = in_bytes ? (unsigned char) value : 0;
		add[2] = in_bytes ? (unsigned char) (value * value) : 0;
		if (!in_bytes &&
		    (!cpe_patterns_count(patterns, cell, rating->counter + 1, value, &problem) ||
		     !cpe_patterns_count(patterns, cell, rating->counter + 2, value * value, &problem)))
			cpe_raise(&problem);
	}
	if (!cpe_counts_add_bytes(&patterns->count, &cpe_patterns_cell_at(patterns, cell)->place,
	                          collector->add, patterns->arena, &problem))
		cpe_raise(&problem);
}

/* ---- the aggregates ---- */

#define PLAN_ARGUMENT 1
#define NAMES_ARGUMENT 2
#define ORGANISATION_ARGUMENT 3
#define COVARIATES_ARGUMENT 4
#define ANSWERS_ARGUMENT 5
#define FIRST_COLUMN 4

/* PostgreSQL passes 100 arguments at most: the state, the plan, the names, the organisation, the
 * rest are columns. */
#define MOST_COLUMNS (FUNC_MAX_ARGS - FIRST_COLUMN)

/* The forms in which a respondent comes. */
enum form
{
	FORM_ROW, /* covariates an array, answers a row */
	FORM_ARRAY,
	FORM_COLUMNS
};

/* Learns the types of the columns of a call site, and which of them are covariates. */
static void
open_columns(FunctionCallInfo fcinfo, struct collector *collector)
{
	int covariates = collector->shape.covariates;
	int most = MOST_COLUMNS - covariates;
	MemoryContext before;

	if (get_fn_expr_variadic(fcinfo->flinfo))
		cpe_refuse(CPE_INVALID, NULL,
		           "casemix_sheet(plan, names, organisation, covariates, answers) takes arrays.",
		           "the columns of casemix_sheet_columns must be given one by one");
	if (collector->answers.wave->questions > most)
		cpe_refuse(
			CPE_INVALID,
			psprintf("PostgreSQL passes %d arguments at most, so there can be %d columns.",
		             FUNC_MAX_ARGS, MOST_COLUMNS),
			"casemix_sheet(plan, names, organisation, covariates, row) takes as many as there are.",
			"%d covariates and %d questions are too many for casemix_sheet_columns", covariates,
			collector->answers.wave->questions);
	if (PG_NARGS() - FIRST_COLUMN < covariates)
		cpe_refuse(CPE_INVALID, "The covariates come first, as many as names, then the answers.",
		           "casemix_sheet_sql writes the query.", "%d columns, and %d names of covariates",
		           PG_NARGS() - FIRST_COLUMN, covariates);
	cpe_answers_open_columns(&collector->answers, fcinfo, FIRST_COLUMN + covariates,
	                         "casemix_sheet_sql");
	before = MemoryContextSwitchTo(collector->names_context);
	collector->column = cpe_level_columns(fcinfo, FIRST_COLUMN, covariates);
	MemoryContextSwitchTo(before);
}

/* Prepares a collector for other names of covariates. */
static void
open_names(FunctionCallInfo fcinfo, struct collector *collector, ArrayType *names, enum form form)
{
	MemoryContext before;

	collector->names = NULL; /* until all is well */
	if (collector->names_context == NULL)
		collector->names_context = AllocSetContextCreate(collector->answers.context,
		                                                 "casemix names", ALLOCSET_SMALL_SIZES);
	MemoryContextReset(collector->names_context);
	before = MemoryContextSwitchTo(collector->names_context);
	collector->shape.covariates = cpe_covariate_names(names, &collector->name);
	collector->shape.covariate = collector->name;
	collector->code = palloc0(Max(collector->shape.covariates, 1) * sizeof(*collector->code));
	MemoryContextSwitchTo(before);
	if (form == FORM_COLUMNS)
		open_columns(fcinfo, collector);
	collector->serial = cpe_casemix_serial();
	collector->names = MemoryContextAlloc(collector->names_context, VARSIZE(names));
	memcpy(collector->names, names, VARSIZE(names));
}

/* The collector of a row: of its plan and its names. */
static struct collector *
collector_of(FunctionCallInfo fcinfo, enum form form)
{
	struct cpe_plan_memo_entry *entry = cpe_plan_value_entry(
		fcinfo, PLAN_ARGUMENT, cpe_plan_call_memo(fcinfo), &cpe_survey_plan_kind);
	struct collector *collector;
	ArrayType *names;

	if (unlikely(entry->kept == NULL))
		entry->kept = open_collector(entry->definition, entry->context);
	collector = entry->kept;
	if (PG_ARGISNULL(NAMES_ARGUMENT))
		cpe_refuse(CPE_NULL, NULL, NULL, "names must not be null");
	names = PG_GETARG_ARRAYTYPE_P(NAMES_ARGUMENT);
	if (unlikely(collector->names == NULL || VARSIZE(collector->names) != VARSIZE(names) ||
	             memcmp(collector->names, names, VARSIZE(names)) != 0))
		open_names(fcinfo, collector, names, form);
	return collector;
}

/* The state of a call, of the collector's shape. */
static struct cpe_patterns *
state_of(FunctionCallInfo fcinfo, const struct collector *collector)
{
	struct cpe_patterns *state = cpe_casemix_state(fcinfo, NULL);
	struct cpe_problem problem;

	if (unlikely(state->agreed != collector->serial))
	{
		if (!cpe_patterns_take(state, &collector->shape, &problem))
			cpe_raise(&problem);
		state->agreed = collector->serial;
	}
	return state;
}

/* Reads the covariates of a row to the collector's codes. */
static void
read_covariates(FunctionCallInfo fcinfo, const struct collector *collector,
                struct cpe_patterns *state, enum form form)
{
	int covariates = collector->shape.covariates;
	ArrayType *array;

	if (form == FORM_COLUMNS)
	{
		cpe_read_level_columns(state, covariates, collector->column, &fcinfo->args[FIRST_COLUMN],
		                       collector->code);
		return;
	}
	if (PG_ARGISNULL(COVARIATES_ARGUMENT))
		cpe_refuse(CPE_NULL, NULL, "A covariate that is missing is a NULL in the array.",
		           "covariates must not be null");
	array = PG_GETARG_ARRAYTYPE_P(COVARIATES_ARGUMENT);
	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "covariates must be an array of one dimension");
	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) != covariates)
		cpe_refuse(CPE_INVALID, "Each covariate has a name.", NULL,
		           "casemix_sheet has %d names and %d covariates", covariates,
		           ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)));
	cpe_read_level_array(state, covariates, array, collector->code);
}

/* Takes the outcomes of a row. */
static bool
take_outcomes(FunctionCallInfo fcinfo, struct collector *collector, enum form form)
{
	if (form == FORM_COLUMNS)
		return take_columns(collector, &fcinfo->args[FIRST_COLUMN + collector->shape.covariates]);
	if (PG_ARGISNULL(ANSWERS_ARGUMENT))
		cpe_refuse(CPE_NULL, "A row of answers may have NULLs, but has to be there.",
		           "Leave other rows out with FILTER (WHERE ...).", "answers must not be null");
	if (form == FORM_ROW)
		cpe_answers_read_row(&collector->answers, PG_GETARG_HEAPTUPLEHEADER(ANSWERS_ARGUMENT));
	else
		cpe_answers_read_array(&collector->answers, PG_GETARG_ARRAYTYPE_P(ANSWERS_ARGUMENT));
	return take_read(collector);
}

/*
 * Counts a row.  Its cell is looked for first, so that it comes near while answers are read; that
 * of a row without any outcome stays empty, which is as if it were not there.
 */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, enum form form)
{
	struct collector *collector = collector_of(fcinfo, form);
	struct cpe_patterns *state = state_of(fcinfo, collector);
	struct cpe_problem problem;
	int32_t organisation = CPE_LEVEL_MISSING, cell;

	if (!PG_ARGISNULL(ORGANISATION_ARGUMENT) &&
	    !cpe_text_level(state, state->organisation, PG_GETARG_DATUM(ORGANISATION_ARGUMENT), false,
	                    &organisation, &problem))
		cpe_raise(&problem);
	read_covariates(fcinfo, collector, state, form);
	if (!cpe_patterns_cell(state, organisation, collector->code, &cell, &problem))
		cpe_raise(&problem);
	cpe_counts_prefetch(&state->count, cpe_patterns_cell_at(state, cell)->place);
	if (take_outcomes(fcinfo, collector, form))
		count_outcomes(collector, state, cell);
	if (!cpe_patterns_unanswered_bytes(state, organisation, collector->none, &problem))
		cpe_raise(&problem);
	return cpe_casemix_state_datum(fcinfo, state);
}

CPE_FUNCTION(cpe_casemix_sheet_accum_row, return accumulate(fcinfo, FORM_ROW))
CPE_FUNCTION(cpe_casemix_sheet_accum_array, return accumulate(fcinfo, FORM_ARRAY))
CPE_FUNCTION(cpe_casemix_sheet_columns_accum, return accumulate(fcinfo, FORM_COLUMNS))

/* ---- the query written ---- */

/* Fails unless a relation has a column of that name. */
static const char *
column_of(Oid relation, const char *what, const char *name)
{
	if (get_attnum(relation, name) <= 0)
		cpe_refuse(CPE_INVALID, NULL, "Case is as written.",
		           "there is no column \"%s\" in \"%s\", to be %s", name, get_rel_name(relation),
		           what);
	return quote_identifier(name);
}

/* The covariates as an array of their names, and as columns, each followed by what comes between.
 */
static void
write_covariates(Oid relation, ArrayType *names, StringInfo array, StringInfo columns,
                 const char *after)
{
	Datum *name;
	bool *null;
	int count;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &name, &null, &count);
	for (int i = 0; i < count; i++)
	{
		char *column = null[i] ? NULL : TextDatumGetCString(name[i]);

		if (column == NULL)
			cpe_refuse(CPE_NULL, NULL, NULL, "the name of a covariate must not be null");
		appendStringInfo(columns, "%sr.%s%s", i > 0 ? ", " : "",
		                 column_of(relation, "a covariate", column), after);
		appendStringInfo(array, "%s%s", i > 0 ? ", " : "", quote_literal_cstr(column));
	}
}

PG_FUNCTION_INFO_V1(cpe_casemix_sheet_sql);
Datum
cpe_casemix_sheet_sql(PG_FUNCTION_ARGS)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);
	Oid relation = PG_GETARG_OID(1);
	char *organisation = text_to_cstring(PG_GETARG_TEXT_PP(2));
	const struct cpe_wave *wave = cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	StringInfoData sql, array, columns;
	const char **column;
	bool rows;

	if (get_rel_name(relation) == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", relation);
	rows = wave->questions + ArrayGetNItems(ARR_NDIM(PG_GETARG_ARRAYTYPE_P(3)),
	                                        ARR_DIMS(PG_GETARG_ARRAYTYPE_P(3))) >
	       MOST_COLUMNS;
	initStringInfo(&sql);
	initStringInfo(&array);
	initStringInfo(&columns);
	write_covariates(relation, PG_GETARG_ARRAYTYPE_P(3), &array, &columns,
	                 rows ? "::pg_catalog.text" : "");
	column = cpe_answers_columns_of(wave, relation);
	appendStringInfo(&sql,
	                 "SELECT cancer_pe.%s(%s::cancer_pe.survey_plan, "
	                 "ARRAY[%s]::pg_catalog.text[], r.%s::pg_catalog.text",
	                 rows ? "casemix_sheet" : "casemix_sheet_columns",
	                 quote_literal_cstr(pnstrdup(plan->text, CPE_PLAN_TEXT_SIZE(plan))), array.data,
	                 column_of(relation, "the organisation", organisation));
	if (rows)
		appendStringInfo(&sql, ", ARRAY[%s]::pg_catalog.text[], r.*", columns.data);
	else if (columns.len > 0)
		appendStringInfo(&sql, ", %s", columns.data);
	for (int i = 0; !rows && i < wave->questions; i++)
		appendStringInfo(&sql, ", r.%s", quote_identifier(column[i]));
	appendStringInfo(&sql, ") AS casemix\nFROM %s AS r",
	                 quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
	                                            get_rel_name(relation)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(sql.data, sql.len));
}
