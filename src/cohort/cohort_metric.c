#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "base/base.h"
#include "base/base_plan.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "base/calendar.h"
#include "cohort/metric_rule.h"
#include "tally/rate_stats.h"

/* ---- the type rate_plan ---- */

static void *
read_plan(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	struct cpe_metric_rule *rule = cpe_metric_parse(arena, text, size, problem);

	return rule != NULL && cpe_metric_is_plan(rule, problem) ? rule : NULL;
}

/* Rules are ASCII, which every encoding has. */
static void
check_texts(const void *definition)
{
}

static char *registered_plan(const char *metric);

pg_noreturn static void
refuse_unknown(const char *metric)
{
	cpe_refuse(CPE_INVALID, NULL,
	           "Table metric lists them; INSERT adds one of your own. Case matters.",
	           "there is no metric \"%s\"", metric);
}

static const struct cpe_plan_kind rate_plan_kind = {"metric", read_plan, check_texts,
                                                    registered_plan, refuse_unknown};

/* The plan of a rule's text, which is kept in its canonical form; NULL and the problem. */
static struct cpe_plan *
make_plan(const char *text, size_t size, struct cpe_problem *problem)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "rate_plan", ALLOCSET_DEFAULT_SIZES);
	struct cpe_metric_rule *rule;
	struct cpe_plan *plan = NULL;
	struct cpe_arena arena;
	char *canonical;
	size_t length;

	cpe_arena_open(&arena, work);
	rule = read_plan(&arena, text, size, problem);
	canonical = rule ? cpe_metric_print(&arena, rule, &length, problem) : NULL;
	if (canonical != NULL)
		plan = cpe_plan_make(&rate_plan_kind, canonical, length, problem);
	MemoryContextDelete(work);
	return plan;
}

PG_FUNCTION_INFO_V1(cpe_rate_plan_in);
Datum
cpe_rate_plan_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_problem problem;
	struct cpe_plan *plan = make_plan(text, strlen(text), &problem);

	if (plan == NULL)
	{
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(plan);
}

PG_FUNCTION_INFO_V1(cpe_rate_plan_recv);
Datum
cpe_rate_plan_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	struct cpe_problem problem;
	int size;
	char *text = pq_getmsgtext(message, message->len - message->cursor, &size);
	struct cpe_plan *plan = make_plan(text, (size_t) size, &problem);

	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}

CPE_FUNCTION(cpe_rate_plan_out, return cpe_plan_out(fcinfo))
CPE_FUNCTION(cpe_rate_plan_send, return cpe_plan_send(fcinfo))

/* ---- from a definition to a plan ---- */

/* A rule of the current memory context; a text that is none is an error. */
static struct cpe_metric_rule *
rule_of(struct cpe_arena *arena, const char *text, size_t size)
{
	struct cpe_problem problem;
	struct cpe_metric_rule *rule;

	cpe_arena_open(arena, CurrentMemoryContext);
	rule = cpe_metric_parse(arena, text, size, &problem);
	if (rule == NULL)
		cpe_raise(&problem);
	return rule;
}

/* The definition of a metric, or NULL where there is no such metric; one without is an error. */
static char *
definition_of(const char *metric)
{
	char *found = cpe_first_value("SELECT coalesce(definition, '') FROM cancer_pe.metric "
	                              "WHERE metric OPERATOR(pg_catalog.=) $1",
	                              1, metric, NULL);

	if (found != NULL && found[0] == '\0')
	{
		char *note = cpe_first_value("SELECT note FROM cancer_pe.metric "
		                             "WHERE metric OPERATOR(pg_catalog.=) $1",
		                             1, metric, NULL);

		cpe_refuse(CPE_INVALID, note, "INSERT a metric of your own with the definition you use.",
		           "metric \"%s\" is named, but not defined", metric);
	}
	return found;
}

/* Refuses a class that a code list does not have. */
static void
check_classes(const struct cpe_metric_condition *condition)
{
	char *list = pstrdup(condition->list);

	for (int i = 0; i < condition->words.count; i++)
	{
		char *has = cpe_first_value("SELECT $2 OPERATOR(pg_catalog.=) ANY (classes) "
		                            "FROM cancer_pe.code_list "
		                            "WHERE list OPERATOR(pg_catalog.=) $1",
		                            2, list, condition->words.word[i]);
		char *known;

		if (has != NULL && strcmp(has, "t") == 0)
			continue;
		if (has == NULL)
		{
			known = cpe_registry_list("SELECT list FROM cancer_pe.code_list "
			                          "ORDER BY list COLLATE pg_catalog.\"C\"",
			                          0, NULL);
			cpe_refuse(CPE_INVALID, known ? psprintf("Code lists: %s.", known) : NULL, NULL,
			           "there is no code list \"%s\"", list);
		}
		known = cpe_registry_list("SELECT pg_catalog.unnest(classes) FROM cancer_pe.code_list "
		                          "WHERE list OPERATOR(pg_catalog.=) $1",
		                          1, &list);
		cpe_refuse(CPE_INVALID, known ? psprintf("Its classes: %s.", known) : NULL, NULL,
		           "code list \"%s\" has no class \"%s\"", list, condition->words.word[i]);
	}
}

/*
 * Puts the codes of the list that a condition names in its place: of each its meaning on the day,
 * or, where it has none then, the last one before; without a day its latest; a user's first.
 */
static void
expand(struct cpe_arena *arena, struct cpe_metric_condition *condition, const char *at)
{
	MemoryContext outside = CurrentMemoryContext;
	char *parameter[2] = {pstrdup(condition->list), at ? pstrdup(at) : NULL};
	const char **code, **code_class;
	struct cpe_problem problem;
	int codes;

	check_classes(condition);
	cpe_registry_query(
		"SELECT code, class FROM cancer_pe.codes_at($1, $2::pg_catalog.date) "
		"WHERE status OPERATOR(pg_catalog.<>) 'not_yet' ORDER BY code COLLATE pg_catalog.\"C\"",
		2, parameter);
	codes = (int) SPI_processed;
	code = MemoryContextAlloc(outside, Max(codes, 1) * sizeof(*code));
	code_class = MemoryContextAlloc(outside, Max(codes, 1) * sizeof(*code_class));
	for (int i = 0; i < codes; i++)
	{
		char *class = cpe_row_text(i, 2);

		code[i] = MemoryContextStrdup(outside, cpe_row_text(i, 1));
		code_class[i] = class ? MemoryContextStrdup(outside, class) : NULL;
	}
	SPI_finish();
	if (!cpe_metric_expand(arena, condition, code, code_class, codes, &problem))
		cpe_raise(&problem);
}

/* Calls take for each key of an option that is an object. */
static void
each_of_option(const struct cpe_options *options, const char *key, struct cpe_arena *arena,
               struct cpe_metric_rule *rule,
               void (*take)(struct cpe_arena *, struct cpe_metric_rule *, const char *,
                            const JsonbValue *))
{
	JsonbValue value, member;
	JsonbIterator *iterator;
	JsonbIteratorToken token;

	if (!cpe_option_value(options, key, &value))
		return;
	if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an object", key,
		           options->what);
	iterator = JsonbIteratorInit(value.val.binary.data);
	(void) JsonbIteratorNext(&iterator, &member, true);
	while ((token = JsonbIteratorNext(&iterator, &member, true)) == WJB_KEY)
	{
		char *name = pnstrdup(member.val.string.val, member.val.string.len);

		(void) JsonbIteratorNext(&iterator, &member, true);
		take(arena, rule, name, &member);
	}
	Assert(token == WJB_END_OBJECT);
}

static void
take_column(struct cpe_arena *arena, struct cpe_metric_rule *rule, const char *name,
            const JsonbValue *value)
{
	struct cpe_problem problem;

	if (value->type != jbvString)
		cpe_refuse(CPE_INVALID, "Option columns is an object of names by names.", NULL,
		           "the name of column \"%s\" must be a text", name);
	if (!cpe_metric_rename(arena, rule, name,
	                       pnstrdup(value->val.string.val, value->val.string.len), &problem))
		cpe_raise(&problem);
}

static void
take_parameter(struct cpe_arena *arena, struct cpe_metric_rule *rule, const char *name,
               const JsonbValue *value)
{
	struct cpe_problem problem;
	double number;

	if (value->type != jbvNumeric)
		cpe_refuse(CPE_INVALID, "Option parameters is an object of numbers by names.", NULL,
		           "parameter \"%s\" must be a number", name);
	number = DatumGetFloat8(
		DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(value->val.numeric)));
	if (!isfinite(number))
		cpe_refuse(CPE_RANGE, NULL, NULL, "parameter \"%s\" is out of range", name);
	if (!cpe_metric_set_parameter(rule, name, number, &problem))
		cpe_raise(&problem);
}

/* The canonical text of the plan of a definition. */
static char *
plan_text(const char *definition, size_t size, const char *metric, const char *at,
          const struct cpe_options *options, size_t *length)
{
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_metric_rule *rule = rule_of(&arena, definition, size);
	char *text;

	if (metric != NULL)
	{
		if (!cpe_metric_word(metric, &problem))
			cpe_raise(&problem);
		rule->name = metric;
	}
	if (at != NULL)
		rule->at = at;
	if (options != NULL)
	{
		static const char *const known[] = {"columns", "parameters", "strict", NULL};
		int strict;

		cpe_options_check(options, known);
		each_of_option(options, "columns", &arena, rule, take_column);
		each_of_option(options, "parameters", &arena, rule, take_parameter);
		strict = cpe_option_boolean(options, "strict");
		if (strict >= 0)
			rule->lenient = !strict;
	}
	for (int i = 0; i < rule->conditions; i++)
		if (rule->condition[i].test == CPE_TEST_CLASS)
			expand(&arena, &rule->condition[i], at);
	if (!cpe_metric_settle(rule, &problem))
		cpe_raise(&problem);
	text = cpe_metric_print(&arena, rule, length, &problem);
	if (text == NULL)
		cpe_raise(&problem);
	return text;
}

/* The plan that a name stands for where a plan could be given: today's, without options. */
static char *
registered_plan(const char *metric)
{
	char *definition = definition_of(metric);
	size_t length;

	return definition ? plan_text(definition, strlen(definition), metric, NULL, NULL, &length)
	                  : NULL;
}

/* A date argument as ISO text, whatever the settings; NULL for NULL. */
static char *
date_argument(FunctionCallInfo fcinfo, int argument)
{
	DateADT date;
	char *text;

	if (PG_ARGISNULL(argument))
		return NULL;
	date = PG_GETARG_DATEADT(argument);
	if (DATE_NOT_FINITE(date))
		cpe_refuse(CPE_INVALID, NULL, "NULL stands for the latest meaning of each code.",
		           "the date of the code lists must be finite");
	if (!cpe_day_allowed(date))
		cpe_refuse(CPE_INVALID, NULL, NULL, "the date of the code lists is out of range");
	text = palloc(CPE_DATE_TEXT);
	cpe_date_print(date, text);
	return text;
}

/* The plan of (definition, at, options), the definition being that of a metric where one is named.
 */
static struct cpe_plan *
plan_of(FunctionCallInfo fcinfo, const char *definition, const char *metric)
{
	struct cpe_options options = {"metric_plan", {NULL, NULL}};
	struct cpe_problem problem;
	struct cpe_plan *plan;
	size_t length;
	char *text;

	if (!PG_ARGISNULL(2))
		options.layer[0] = PG_GETARG_JSONB_P(2);
	text = plan_text(definition, strlen(definition), metric, date_argument(fcinfo, 1), &options,
	                 &length);
	plan = make_plan(text, length, &problem);
	if (plan == NULL)
		cpe_raise(&problem);
	return plan;
}

/* Makes a plan by its words and leaves nothing else behind. */
static void *
make_once(FunctionCallInfo fcinfo, char **word, bool named)
{
	MemoryContext keep = CurrentMemoryContext;
	MemoryContext work = AllocSetContextCreate(keep, "metric_plan", ALLOCSET_DEFAULT_SIZES);
	const char *definition = word[0];
	struct cpe_plan *plan, *kept;

	MemoryContextSwitchTo(work);
	if (named)
	{
		definition = definition_of(word[0]);
		if (definition == NULL)
			refuse_unknown(word[0]);
	}
	plan = plan_of(fcinfo, definition, named ? word[0] : NULL);
	MemoryContextSwitchTo(keep);
	kept = cpe_plan_copy(plan);
	MemoryContextDelete(work);
	return kept;
}

static void *
make_named(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	return make_once(fcinfo, word, true);
}

static void *
make_defined(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	return make_once(fcinfo, word, false);
}

/* The plan of the arguments, made once a call site for each of them. */
static Datum
plan_datum(FunctionCallInfo fcinfo, const char *name, cpe_lookup_reader make)
{
	const char *word[CPE_LOOKUP_WORDS] = {cpe_word_arg(fcinfo, 0, name), date_argument(fcinfo, 1)};
	int size[CPE_LOOKUP_WORDS];

	if (!PG_ARGISNULL(2))
	{
		Jsonb *options = PG_GETARG_JSONB_P(2);

		word[2] = JsonbToCString(NULL, &options->root, VARSIZE(options));
	}
	for (int i = 0; i < CPE_LOOKUP_WORDS; i++)
		size[i] = word[i] ? (int) strlen(word[i]) : -1;
	PG_RETURN_POINTER(cpe_plan_copy(
		cpe_lookup_find(fcinfo, cpe_call_lookup(fcinfo), word, size, CPE_LOOKUP_WORDS, make)));
}

CPE_FUNCTION(cpe_metric_plan, return plan_datum(fcinfo, "metric", make_named))
CPE_FUNCTION(cpe_definition_plan, return plan_datum(fcinfo, "definition", make_defined))

PG_FUNCTION_INFO_V1(cpe_metric_rule_text);
Datum
cpe_metric_rule_text(PG_FUNCTION_ARGS)
{
	text *given = PG_GETARG_TEXT_PP(0);
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_metric_rule *rule = rule_of(&arena, VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
	size_t length;
	char *canonical = cpe_metric_print(&arena, rule, &length, &problem);

	if (canonical == NULL)
		cpe_raise(&problem);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(canonical, (int) length));
}

/* ---- the columns of a rule ---- */

static const char *const use_word[CPE_TESTS] = {"known", "code", "class", "icd10", "number"};

/* What is asked of a column, each use once; and the code lists it is read by. */
static void
put_uses(struct cpe_row *row, const struct cpe_metric_rule *rule, int column)
{
	const char *use[CPE_TESTS + 1];
	const char **list = palloc(Max(rule->conditions, 1) * sizeof(*list));
	bool used[CPE_TESTS] = {false}, difference = false;
	int uses = 0, lists = 0;

	for (int i = 0; i < rule->conditions; i++)
	{
		const struct cpe_metric_condition *condition = &rule->condition[i];
		bool again = condition->test != CPE_TEST_CLASS;

		if (condition->column != column && condition->other != column)
			continue;
		if (condition->other >= 0)
		{
			difference = true;
			continue;
		}
		used[condition->test] = true;
		for (int k = 0; k < lists; k++)
			again = again || strcmp(list[k], condition->list) == 0;
		if (!again)
			list[lists++] = condition->list;
	}
	for (int test = 0; test < CPE_TESTS; test++)
		if (used[test])
			use[uses++] = use_word[test];
	if (difference)
		use[uses++] = "difference";
	cpe_put(row, cpe_utf8_array_datum(use, uses), false);
	cpe_put(row, cpe_utf8_array_datum(list, lists), false);
}

static Datum
columns_of(FunctionCallInfo fcinfo, const struct cpe_metric_rule *rule)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_row row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < rule->columns; i++)
	{
		cpe_put_text(&row, rule->column[i].name);
		put_uses(&row, rule, i);
		cpe_row_store(result, &row);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_metric_columns);
Datum
cpe_metric_columns(PG_FUNCTION_ARGS)
{
	char *metric = cpe_word_arg(fcinfo, 0, "metric");
	char *definition = definition_of(metric);
	struct cpe_arena arena;

	if (definition == NULL)
		refuse_unknown(metric);
	return columns_of(fcinfo, rule_of(&arena, definition, strlen(definition)));
}

PG_FUNCTION_INFO_V1(cpe_rate_plan_columns);
Datum
cpe_rate_plan_columns(PG_FUNCTION_ARGS)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);
	struct cpe_arena arena;

	return columns_of(fcinfo, rule_of(&arena, plan->text, CPE_PLAN_TEXT_SIZE(plan)));
}

/* ---- rows ---- */

/* How a value of a column's type is read. */
enum form
{
	FORM_OTHER, /* only whether it is there */
	FORM_TEXT,
	FORM_NAME,
	FORM_CHAR,
	FORM_BOOLEAN,
	FORM_ENUM,
	FORM_INT2,
	FORM_INT4,
	FORM_INT8,
	FORM_FLOAT4,
	FORM_FLOAT8,
	FORM_NUMERIC,
	FORM_DATE,
	FORM_TIMESTAMP
};

#define NUMBER_TEXT 24

struct source
{
	int place; /* in the row, from 0 */
	enum form form;
	bool coded, numeric;
	char text[NUMBER_TEXT]; /* of a whole number */
};

/* A plan made ready for rows of the type met last. */
struct reader
{
	const struct cpe_metric_rule *plan;
	TupleDesc result;      /* of metric_value; NULL: not asked for yet */
	MemoryContext context; /* of what depends on the type */
	Oid row_type;          /* InvalidOid: none yet */
	int32 row_typmod;
	const TypeCacheEntry *row_cache; /* of a named type; and which of its forms this is about */
	uint64 row_form;
	TupleDesc desc;
	Datum *datum;
	bool *null;
	struct source *source; /* by column of the plan */
	struct cpe_metric_value *value;
};

static enum form
form_of(Oid type)
{
	switch (type)
	{
		case TEXTOID:
		case VARCHAROID:
		case BPCHAROID:
			return FORM_TEXT;
		case NAMEOID:
			return FORM_NAME;
		case CHAROID:
			return FORM_CHAR;
		case BOOLOID:
			return FORM_BOOLEAN;
		case INT2OID:
			return FORM_INT2;
		case INT4OID:
			return FORM_INT4;
		case INT8OID:
			return FORM_INT8;
		case FLOAT4OID:
			return FORM_FLOAT4;
		case FLOAT8OID:
			return FORM_FLOAT8;
		case NUMERICOID:
			return FORM_NUMERIC;
		case DATEOID:
			return FORM_DATE;
		case TIMESTAMPOID:
			return FORM_TIMESTAMP;
		default:
			return get_typtype(type) == TYPTYPE_ENUM ? FORM_ENUM : FORM_OTHER;
	}
}

static bool
is_day(enum form form)
{
	return form == FORM_DATE || form == FORM_TIMESTAMP;
}

/* The columns of rows of a type, for messages. */
static char *
columns_there(TupleDesc desc)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped && list.len < 200)
			appendStringInfo(&list, "%s%s", list.len ? ", " : "",
			                 NameStr(TupleDescAttr(desc, i)->attname));
	if (list.len >= 200)
		appendStringInfoString(&list, ", ...");
	return list.data;
}

/* The place of a column in rows; none or two of that name are an error. */
static int
find_column(TupleDesc desc, const char *name)
{
	int place = -1;

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (attribute->attisdropped || !cpe_metric_same_name(NameStr(attribute->attname), name))
			continue;
		if (place >= 0)
			cpe_refuse(CPE_INVALID, "Capital and small letters are alike in metrics.",
			           "Give the rows without one of them.",
			           "the rows have two columns that metrics call \"%s\"", name);
		place = i;
	}
	if (place < 0)
		cpe_refuse(CPE_INVALID,
		           desc->natts ? psprintf("Columns of the rows: %s.", columns_there(desc)) : NULL,
		           "The option {\"columns\": {...}} of metric_plan says what a column is called.",
		           "the rows have no column \"%s\", which the metric asks for", name);
	return place;
}

/* Refuses a column of a type that cannot be read as the plan asks. */
static void
check_form(const struct source *source, const struct cpe_metric_column *column, Oid type)
{
	if (source->coded && (source->form == FORM_OTHER || source->form >= FORM_FLOAT4))
		cpe_refuse(CPE_INVALID, "Columns of codes are text, enums, booleans or whole numbers.",
		           "Cast it in a subquery.", "column \"%s\" is read as codes, but has the type %s",
		           column->name, format_type_be(type));
	if (source->numeric && source->form < FORM_INT2)
		cpe_refuse(CPE_INVALID, "Such columns are numbers, date or timestamp without time zone.",
		           "Cast it in a subquery.",
		           "column \"%s\" is read as a number or a date, but has the type %s", column->name,
		           format_type_be(type));
}

/* Refuses a date where a number has to be, and a date less a number. */
static void
check_numbers(const struct cpe_metric_rule *plan, const struct source *source)
{
	for (int i = 0; i < plan->conditions; i++)
	{
		const struct cpe_metric_condition *condition = &plan->condition[i];

		if (condition->test != CPE_TEST_NUMBER)
			continue;
		if (is_day(source[condition->column].form) !=
		    (condition->other >= 0 && is_day(source[condition->other].form)))
			cpe_refuse(CPE_INVALID, "A difference is one of two dates, in days, or of two numbers.",
			           NULL,
			           condition->other >= 0 ? "columns \"%s\" and \"%s\" have no difference"
			                                 : "column \"%s\" is a date and no number%.0s",
			           plan->column[condition->column].name,
			           condition->other >= 0 ? plan->column[condition->other].name : "");
	}
}

/* Finds the columns of the plan in rows of a type. */
static void
open_rows(struct reader *reader, Oid type, int32 typmod)
{
	const struct cpe_metric_rule *plan = reader->plan;
	MemoryContext before;

	reader->row_type = InvalidOid;
	MemoryContextReset(reader->context);
	before = MemoryContextSwitchTo(reader->context);
	reader->desc = lookup_rowtype_tupdesc_copy(type, typmod);
	reader->datum = palloc0(Max(reader->desc->natts, 1) * sizeof(Datum));
	reader->null = palloc0(Max(reader->desc->natts, 1) * sizeof(bool));
	reader->source = palloc0(plan->columns * sizeof(*reader->source));
	reader->value = palloc0(plan->columns * sizeof(*reader->value));
	for (int i = 0; i < plan->columns; i++)
	{
		struct source *source = &reader->source[i];
		Form_pg_attribute attribute;

		source->place = find_column(reader->desc, plan->column[i].name);
		attribute = TupleDescAttr(reader->desc, source->place);
		source->form = form_of(getBaseType(attribute->atttypid));
		source->coded = plan->column[i].coded;
		source->numeric = plan->column[i].numeric;
		check_form(source, &plan->column[i], attribute->atttypid);
	}
	check_numbers(plan, reader->source);
	MemoryContextSwitchTo(before);
	reader->row_cache = type != RECORDOID ? lookup_type_cache(type, TYPECACHE_TUPDESC) : NULL;
	reader->row_form = reader->row_cache ? reader->row_cache->tupDesc_identifier : 0;
	reader->row_typmod = typmod;
	reader->row_type = type;
}

/* A day by its number; not finite for a date that is not. */
static double
day_of(enum form form, Datum datum)
{
	Timestamp time;

	if (form == FORM_DATE)
	{
		DateADT date = DatumGetDateADT(datum);

		return DATE_NOT_FINITE(date) ? INFINITY : date;
	}
	time = DatumGetTimestamp(datum);
	return TIMESTAMP_NOT_FINITE(time) ? INFINITY : floor((double) time / USECS_PER_DAY);
}

static void
take_whole(struct source *source, struct cpe_metric_value *value, int64 number)
{
	value->number = (double) number;
	value->text = source->text;
	value->size = source->coded ? pg_lltoa(number, source->text) : 0;
}

/* The value of a column that is not NULL. */
static void
take_value(struct source *source, Oid type, struct cpe_metric_value *value, Datum datum)
{
	value->known = true;
	switch (source->form)
	{
		case FORM_TEXT:
		{
			text *given = DatumGetTextPP(datum);

			cpe_metric_take_text(value, VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
			break;
		}
		case FORM_NAME:
			cpe_metric_take_text(value, NameStr(*DatumGetName(datum)),
			                     strlen(NameStr(*DatumGetName(datum))));
			break;
		case FORM_CHAR:
			source->text[0] = DatumGetChar(datum);
			cpe_metric_take_text(value, source->text, source->text[0] != '\0');
			break;
		case FORM_BOOLEAN:
			value->text = DatumGetBool(datum) ? "true" : "false";
			value->size = strlen(value->text);
			break;
		case FORM_ENUM:
			if (source->coded)
			{
				Oid output;
				bool variable;

				getTypeOutputInfo(type, &output, &variable);
				value->text = OidOutputFunctionCall(output, datum);
				value->size = strlen(value->text);
			}
			break;
		case FORM_INT2:
			take_whole(source, value, DatumGetInt16(datum));
			break;
		case FORM_INT4:
			take_whole(source, value, DatumGetInt32(datum));
			break;
		case FORM_INT8:
			take_whole(source, value, DatumGetInt64(datum));
			break;
		case FORM_FLOAT4:
			value->number = DatumGetFloat4(datum);
			break;
		case FORM_FLOAT8:
			value->number = DatumGetFloat8(datum);
			break;
		case FORM_NUMERIC:
			if (source->numeric)
				value->number =
					DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, datum));
			break;
		case FORM_DATE:
		case FORM_TIMESTAMP:
			value->number = day_of(source->form, datum);
			break;
		case FORM_OTHER:
			break;
	}
}

/* Judges the row that an argument is. */
static enum cpe_metric_verdict
judge_row(struct reader *reader, HeapTupleHeader row)
{
	const struct cpe_metric_rule *plan = reader->plan;
	Oid type = HeapTupleHeaderGetTypeId(row);
	int32 typmod = HeapTupleHeaderGetTypMod(row);
	HeapTupleData tuple = {0};
	struct cpe_problem problem;
	enum cpe_metric_verdict verdict;

	/* a named type can be altered between two rows, even by the query that makes them */
	if (unlikely(reader->row_type != type || reader->row_typmod != typmod ||
	             (reader->row_cache != NULL &&
	              reader->row_cache->tupDesc_identifier != reader->row_form)))
		open_rows(reader, type, typmod);
	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	tuple.t_data = row;
	heap_deform_tuple(&tuple, reader->desc, reader->datum, reader->null);
	for (int i = 0; i < plan->columns; i++)
	{
		struct source *source = &reader->source[i];
		int place = source->place;

		if (reader->null[place])
			reader->value[i].known = false;
		else
			take_value(source, TupleDescAttr(reader->desc, place)->atttypid, &reader->value[i],
			           reader->datum[place]);
	}
	verdict = cpe_metric_judge(plan, reader->value, &problem);
	if (verdict == CPE_VERDICT_INVALID && !plan->lenient)
		cpe_raise(&problem);
	return verdict;
}

/* The reader of the plan that an argument is, or that the metric it names has. */
static struct reader *
reader_arg(FunctionCallInfo fcinfo, int argument, bool by_plan)
{
	struct cpe_plan_memo *plans = cpe_plan_call_memo(fcinfo);
	struct cpe_plan_memo_entry *entry =
		by_plan ? cpe_plan_value_entry(fcinfo, argument, plans, &rate_plan_kind)
				: cpe_plan_name_entry(fcinfo, argument, plans, &rate_plan_kind);

	if (unlikely(entry->kept == NULL))
	{
		struct reader *reader = MemoryContextAllocZero(entry->context, sizeof(*reader));

		reader->plan = entry->definition;
		reader->context =
			AllocSetContextCreate(entry->context, "rows of a metric", ALLOCSET_SMALL_SIZES);
		entry->kept = reader;
	}
	return entry->kept;
}

/* The verdict on the row that an argument is. */
static enum cpe_metric_verdict
judge_arg(FunctionCallInfo fcinfo, int argument, struct reader *reader)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, "A row may have NULLs, but has to be there.",
		           "Leave other rows out with FILTER (WHERE ...).", "the row must not be null");
	return judge_row(reader, PG_GETARG_HEAPTUPLEHEADER(argument));
}

/* (tally, plan or metric, row) */
static Datum
accumulate(FunctionCallInfo fcinfo, bool by_plan)
{
	enum cpe_metric_verdict verdict = judge_arg(fcinfo, 2, reader_arg(fcinfo, 1, by_plan));
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_tally_kind);

	if (state->weighted)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "cannot add an answer without weight to tally with one");
	switch (verdict)
	{
		case CPE_VERDICT_POSITIVE:
		case CPE_VERDICT_NEGATIVE:
			cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_N);
			if (verdict == CPE_VERDICT_POSITIVE)
				state->count[CPE_TALLY_POSITIVE]++;
			break;
		case CPE_VERDICT_MISSING:
			cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_MISSING);
			break;
		case CPE_VERDICT_UNDECIDED:
		case CPE_VERDICT_INVALID:
			cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_INVALID);
			break;
		default:
			break;
	}
	PG_RETURN_POINTER(state);
}

CPE_FUNCTION(cpe_metric_rate_accum_plan, return accumulate(fcinfo, true))
CPE_FUNCTION(cpe_metric_rate_accum_name, return accumulate(fcinfo, false))

/* (plan or metric, row) */
static Datum
value_of_row(FunctionCallInfo fcinfo, bool by_plan)
{
	static const char *const status[CPE_VERDICTS] = {
		"not eligible", NULL, NULL, "missing", "eligibility not known", "invalid"};
	struct reader *reader = reader_arg(fcinfo, 0, by_plan);
	enum cpe_metric_verdict verdict = judge_arg(fcinfo, 1, reader);
	struct cpe_row row = {0};

	if (unlikely(reader->result == NULL))
	{
		MemoryContext before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &reader->result) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		reader->result = BlessTupleDesc(CreateTupleDescCopy(reader->result));
		MemoryContextSwitchTo(before);
	}
	cpe_put(&row, BoolGetDatum(verdict == CPE_VERDICT_POSITIVE), status[verdict] != NULL);
	cpe_put_text(&row, status[verdict]);
	return cpe_row_of(reader->result, &row);
}

CPE_FUNCTION(cpe_metric_value_plan, return value_of_row(fcinfo, true))
CPE_FUNCTION(cpe_metric_value_name, return value_of_row(fcinfo, false))
