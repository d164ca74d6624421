#include "cancer_pe.h"

#include <float.h>
#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "base/base.h"
#include "base/base_summary.h"
#include "score/eq5d.h"
#include "score/score.h"

#define GET_STATE(argument) ((int) PG_GETARG_INT16(argument))
/* The elements of an array of one dimension. */
#define ELEMENTS(array)                                                                            \
	((const char *) (array) +                                                                      \
	 (ARR_HASNULL(array) ? (size_t) (array)->dataoffset : ARR_OVERHEAD_NONULLS(1)))
#define RETURN_STATE(state) PG_RETURN_INT16((int16) (state))

/* ---- the type eq5d ---- */

PG_FUNCTION_INFO_V1(cpe_eq5d_in);
Datum
cpe_eq5d_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_problem problem;
	int state;

	if (cpe_eq5d_parse(text, &state, &problem))
		RETURN_STATE(state);
	errsave(CPE_SOFT_ERRORS(fcinfo),
	        (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
	         errmsg("%s: \"%s\"", problem.message, text), errdetail("%s", problem.detail),
	         problem.hint[0] ? errhint("%s", problem.hint) : 0));
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(cpe_eq5d_out);
Datum
cpe_eq5d_out(PG_FUNCTION_ARGS)
{
	char *text = palloc(CPE_EQ5D_DIMENSIONS + 1);

	cpe_eq5d_print(GET_STATE(0), text);
	PG_RETURN_CSTRING(text);
}

/* On the wire a state is the number that its digits make, 11111 to 55555, without sign. */
PG_FUNCTION_INFO_V1(cpe_eq5d_recv);
Datum
cpe_eq5d_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int digits = 0;
	int state = -1;

	if (message->len - message->cursor == 2)
	{
		digits = (int) pq_getmsgint(message, 2);
		state = cpe_eq5d_from_digits(digits);
	}
	if (state < 0)
		cpe_refuse(CPE_BINARY, "It is the number 11111 to 55555 that the five digits make.", NULL,
		           "invalid binary form of type eq5d: %d", digits);
	RETURN_STATE(state);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_send);
Datum
cpe_eq5d_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint16(&message, (uint16) cpe_eq5d_to_digits(GET_STATE(0)));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

CPE_ORDER_FUNCTIONS(eq5d, GET_STATE(0) - GET_STATE(1))
CPE_FUNCTION(cpe_eq5d_hash, return hash_uint32((uint32) GET_STATE(0)))
CPE_FUNCTION(cpe_eq5d_hash_extended,
             return hash_uint32_extended((uint32) GET_STATE(0), PG_GETARG_INT64(1)))

/* ---- states from answers ---- */

/*
 * The state of five answers; false when there is none: one is missing, or (not strict) outside the
 * levels.
 */
static bool
state_of_answers(const int32 *answer, const bool *null, bool strict, int *state)
{
	bool complete = true;

	*state = 0;
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		if (null[d] || answer[d] == CPE_EQ5D_MISSING)
			complete = false;
		else if (likely(answer[d] >= 1 && answer[d] <= CPE_EQ5D_LEVELS))
			*state = *state * CPE_EQ5D_LEVELS + answer[d] - 1;
		else if (strict)
			cpe_refuse(CPE_INVALID,
			           "Levels are 1 to 5 (1 to 3 in three-level questionnaires); 9 stands for no "
			           "answer, as NULL does.",
			           "With strict => false the state is NULL.", "answer %d of %s is out of range",
			           answer[d], cpe_eq5d_dimension[d]);
		else
			complete = false;
	}
	return complete;
}

PG_FUNCTION_INFO_V1(cpe_eq5d_make);
Datum
cpe_eq5d_make(PG_FUNCTION_ARGS)
{
	int32 answer[CPE_EQ5D_DIMENSIONS];
	bool null[CPE_EQ5D_DIMENSIONS];
	int state;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		null[d] = PG_ARGISNULL(d);
		answer[d] = null[d] ? 0 : PG_GETARG_INT32(d);
	}
	if (!state_of_answers(answer, null,
	                      PG_ARGISNULL(CPE_EQ5D_DIMENSIONS) || PG_GETARG_BOOL(CPE_EQ5D_DIMENSIONS),
	                      &state))
		PG_RETURN_NULL();
	RETURN_STATE(state);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_make_array);
Datum
cpe_eq5d_make_array(PG_FUNCTION_ARGS)
{
	ArrayType *array;
	const char *data;
	const bits8 *bitmap;
	int32 answer[CPE_EQ5D_DIMENSIONS] = {0};
	bool null[CPE_EQ5D_DIMENSIONS];
	bool complete;
	int state;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	array = PG_GETARG_ARRAYTYPE_P(0);
	if (ARR_NDIM(array) != 1 || ARR_DIMS(array)[0] < CPE_EQ5D_DIMENSIONS ||
	    ARR_DIMS(array)[0] > CPE_EQ5D_DIMENSIONS + 1)
		cpe_refuse(CPE_INVALID,
		           "The answers are five: mobility, self-care, usual activities, pain/discomfort, "
		           "anxiety/depression; the visual analogue scale may stand behind them.",
		           "Put NULL where there is no answer.", "wrong number of EQ-5D answers: %d",
		           ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)));
	data = ELEMENTS(array);
	bitmap = ARR_NULLBITMAP(array);
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		null[d] = bitmap && !(bitmap[0] & (1 << d));
		if (null[d])
			continue;
		memcpy(&answer[d], data, sizeof(int32));
		data += sizeof(int32);
	}
	complete = state_of_answers(answer, null, PG_ARGISNULL(1) || PG_GETARG_BOOL(1), &state);
	PG_FREE_IF_COPY(array, 0);
	if (!complete)
		PG_RETURN_NULL();
	RETURN_STATE(state);
}

#define EQ_VAS_MISSING 999

PG_FUNCTION_INFO_V1(cpe_eq_vas);
Datum
cpe_eq_vas(PG_FUNCTION_ARGS)
{
	int32 answer;

	if (PG_ARGISNULL(0) || PG_GETARG_INT32(0) == EQ_VAS_MISSING)
		PG_RETURN_NULL();
	answer = PG_GETARG_INT32(0);
	if (answer >= 0 && answer <= 100)
		PG_RETURN_INT32(answer);
	if (PG_ARGISNULL(1) || PG_GETARG_BOOL(1))
		cpe_refuse(CPE_INVALID,
		           "It is a whole number 0 to 100; 999 stands for no answer, as NULL does.",
		           "With strict => false it is NULL.", "EQ-VAS answer %d is out of range", answer);
	PG_RETURN_NULL();
}

/* A dimension argument's place. */
static int
dimension_arg(FunctionCallInfo fcinfo, int argument)
{
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	int dimension = cpe_eq5d_dimension_by_name(name);

	if (dimension < 0)
		cpe_refuse(CPE_INVALID, "Dimensions: MO, SC, UA, PD, AD.", NULL,
		           "unknown EQ-5D dimension: \"%s\"", name);
	pfree(name);
	return dimension;
}

/* How many levels an argument says, 3 or 5. */
static int
levels_arg(FunctionCallInfo fcinfo, int argument)
{
	int levels = PG_GETARG_INT32(argument);

	if (levels != 3 && levels != CPE_EQ5D_LEVELS)
		cpe_refuse(CPE_INVALID, "An EQ-5D questionnaire has 3 or 5.", NULL,
		           "levels out of range: %d", levels);
	return levels;
}

pg_noreturn static void
refuse_levels(int levels)
{
	cpe_refuse(CPE_INVALID, NULL, "Give levels => 5 for answers to EQ-5D-5L.",
	           "there are states of levels above %d", levels);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_level_sql);
Datum
cpe_eq5d_level_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(cpe_eq5d_level(GET_STATE(0), dimension_arg(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_lss_sql);
Datum
cpe_eq5d_lss_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(cpe_eq5d_lss(GET_STATE(0)));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_lfs_sql);
Datum
cpe_eq5d_lfs_sql(PG_FUNCTION_ARGS)
{
	char text[CPE_EQ5D_LEVELS + 1];
	int levels = levels_arg(fcinfo, 1);

	if (!cpe_eq5d_lfs(GET_STATE(0), levels, text))
		refuse_levels(levels);
	PG_RETURN_TEXT_P(cstring_to_text(text));
}

/* The class of a change as text; without problems is no change unless split off. */
static Datum
change_text(enum cpe_eq5d_change change, bool split)
{
	if (change == CPE_EQ5D_NO_PROBLEMS && !split)
		change = CPE_EQ5D_NO_CHANGE;
	return PointerGetDatum(cstring_to_text(cpe_eq5d_change_name[change]));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_change_sql);
Datum
cpe_eq5d_change_sql(PG_FUNCTION_ARGS)
{
	return change_text(cpe_eq5d_change(GET_STATE(0), GET_STATE(1)), PG_GETARG_BOOL(2));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_change_in_sql);
Datum
cpe_eq5d_change_in_sql(PG_FUNCTION_ARGS)
{
	return change_text(cpe_eq5d_change_in(GET_STATE(0), GET_STATE(1), dimension_arg(fcinfo, 2)),
	                   PG_GETARG_BOOL(3));
}

/* ---- value sets: from terms to values ---- */

static const char *const form_name[] = {"additive", "multiplicative", "power", "table", NULL};
static const char *const instrument_name[] = {"EQ-5D-5L", "EQ-5D-3L", "EQ-5D-Y-3L", NULL};

/* The place of a word argument in a list; another one is an error that names those. */
static int
choice_arg(FunctionCallInfo fcinfo, int argument, const char *name, const char *const *words)
{
	char *word = cpe_word_arg(fcinfo, argument, name);
	StringInfoData list;
	int place = 0;

	while (words[place] && strcmp(words[place], word) != 0)
		place++;
	if (words[place])
		return place;
	initStringInfo(&list);
	for (int i = 0; words[i]; i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", words[i]);
	cpe_refuse(CPE_INVALID, psprintf("Allowed: %s.", list.data), NULL, "unknown %s: \"%s\"", name,
	           word);
}

#define MAX_KEYS CPE_EQ5D_STATES

/* Reads an object of numbers: names and values; returns how many. */
static int
read_numbers(Jsonb *object, const char *what, struct cpe_eq5d_term *number)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue value;
	int numbers = 0;

	if (!JB_ROOT_IS_OBJECT(object))
		cpe_refuse(CPE_INVALID, NULL, "Write them like {\"FullHealth\": 1, \"MO2\": -0.1}.",
		           "%s of a value set must be an object", what);
	iterator = JsonbIteratorInit(&object->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		char *name;

		if (token != WJB_KEY)
			continue;
		name = pnstrdup(value.val.string.val, value.val.string.len);
		if (value.val.string.len > 31)
			cpe_refuse(CPE_INVALID, "Names there are short.", NULL,
			           "unknown name in %s of a value set: \"%s\"", what, name);
		if (numbers == MAX_KEYS)
			cpe_refuse(CPE_LIMIT, NULL, NULL, "%s of a value set are more than %d", what, MAX_KEYS);
		token = JsonbIteratorNext(&iterator, &value, true);
		if (token != WJB_VALUE || value.type != jbvNumeric)
			cpe_refuse(CPE_INVALID, NULL, NULL, "\"%s\" in %s of a value set must be a number",
			           name, what);
		number[numbers].name = name;
		number[numbers++].coefficient =
			DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value.val.numeric)));
	}
	return numbers;
}

static Datum
values_datum(const double *value, int states)
{
	Datum *element = palloc(sizeof(Datum) * states);

	for (int i = 0; i < states; i++)
		element[i] = Float8GetDatum(value[i]);
	return PointerGetDatum(construct_array(element, states, FLOAT8OID, sizeof(float8),
	                                       FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* The values of an array of all states' values, and how many; anything else is an error. */
static const double *
array_values(ArrayType *array, int *states)
{
	*states = ARR_NDIM(array) == 1 ? ARR_DIMS(array)[0] : 0;
	if ((*states != CPE_EQ5D_STATES && *states != CPE_EQ5D_STATES_3L) ||
	    array_contains_nulls(array))
		cpe_refuse(CPE_INVALID,
		           "There is one for each state in the order of the digits, without NULLs: 3125 of "
		           "five levels, or 243 of three.",
		           NULL, "wrong number of EQ-5D values: %d",
		           ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)));
	return (const double *) ELEMENTS(array);
}

/* The values of all states, of a row of value_set; what is wrong with one is told here. */
PG_FUNCTION_INFO_V1(cpe_eq5d_evaluate_sql);
Datum
cpe_eq5d_evaluate_sql(PG_FUNCTION_ARGS)
{
	int levels = choice_arg(fcinfo, 0, "instrument", instrument_name) == 0 ? 5 : 3;
	int form = choice_arg(fcinfo, 1, "form", form_name);
	int states = levels == 3 ? CPE_EQ5D_STATES_3L : CPE_EQ5D_STATES;
	struct cpe_eq5d_set set = {levels, (enum cpe_eq5d_form) form, 0, NULL, 0, NULL};
	struct cpe_eq5d_term *number;
	struct cpe_eq5d_fixed *fixed;
	struct cpe_problem problem;
	double *value;

	if (form_name[form + 1] == NULL)
	{
		const double *given;
		int count;

		if (!PG_ARGISNULL(2) || !PG_ARGISNULL(3) || PG_ARGISNULL(4))
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "a value set of the form table has state_values, and no terms");
		given = array_values(PG_GETARG_ARRAYTYPE_P(4), &count);
		if (count != states)
			cpe_refuse(CPE_INVALID, NULL, NULL, "%d values are not those of %d levels", count,
			           levels);
		for (int i = 0; i < count; i++)
			if (!isfinite(given[i]) || fabs(given[i]) > 1e6)
				cpe_refuse(CPE_INVALID, NULL, NULL, "value %d of a value set is out of range",
				           i + 1);
		return values_datum(given, count);
	}
	if (PG_ARGISNULL(2) || !PG_ARGISNULL(4))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "a value set of the form %s has terms, and no state_values", form_name[form]);
	number = palloc(sizeof(*number) * MAX_KEYS);
	value = palloc(sizeof(double) * states);
	if (!PG_ARGISNULL(3))
	{
		set.fixed_states = read_numbers(PG_GETARG_JSONB_P(3), "fixed states", number);
		set.fixed = fixed = palloc(sizeof(*fixed) * set.fixed_states);
		for (int i = 0; i < set.fixed_states; i++)
		{
			if (!cpe_eq5d_parse(number[i].name, &fixed[i].state, &problem))
				cpe_refuse(CPE_INVALID, problem.detail, NULL,
				           "fixed state \"%s\" of a value set is no state", number[i].name);
			fixed[i].value = number[i].coefficient;
		}
	}
	set.terms = read_numbers(PG_GETARG_JSONB_P(2), "terms", number);
	set.term = number;
	if (!cpe_eq5d_evaluate(&set, value, &problem))
		cpe_raise(&problem);
	return values_datum(value, states);
}

/* ---- value sets by name ---- */

struct stratum
{
	char sex; /* 'a': all, 'f', 'm' */
	int age_from;
	int age_to;
	double *value;
};

/* A value set of the registry, as a call site keeps it. */
struct value_set
{
	struct value_set *next;
	char *name;
	int name_size;
	int states;
	bool by_person; /* there is not one stratum for all */
	char *index_set;
	int strata;
	struct stratum *stratum;
};

/* An unknown name is told with the names that begin like it. */
pg_noreturn static void
refuse_name(const char *name)
{
	Oid type[1] = {TEXTOID};
	Datum value[1] = {CStringGetTextDatum(name)};
	char *near = NULL;

	if (SPI_execute_with_args(
			"SELECT pg_catalog.string_agg(name, ', ' ORDER BY name COLLATE pg_catalog.\"C\") "
			"FROM (SELECT name FROM cancer_pe.value_set "
			"WHERE pg_catalog.starts_with(pg_catalog.lower(name), pg_catalog.lower("
			"pg_catalog.split_part($1, ' ', 1))) GROUP BY name "
			"ORDER BY name COLLATE pg_catalog.\"C\" LIMIT 12) AS s",
			1, type, value, NULL, true, 1) == SPI_OK_SELECT &&
	    SPI_processed > 0)
		near = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown value set: \"%s\"", name),
	     near ? errdetail("Names that begin like it: %s.", near) : 0,
	     errhint("The table cancer_pe.value_set lists them; add one of your own with INSERT.")));
}

/* Reads the value set of that name from the registry into the context. */
static struct value_set *
load_value_set(MemoryContext context, const char *name)
{
	Oid type[1] = {TEXTOID};
	Datum argument[1] = {CStringGetTextDatum(name)};
	struct value_set *set;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(
			"SELECT sex, age_from, age_to, cancer_pe.eq5d_evaluate(instrument, form, terms, fixed, "
			"state_values), index_set FROM cancer_pe.value_set "
			"WHERE name OPERATOR(pg_catalog.=) $1 ORDER BY sex COLLATE pg_catalog.\"C\", age_from",
			1, type, argument, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the value sets");
	if (SPI_processed == 0)
		refuse_name(name);
	set = MemoryContextAllocZero(context, sizeof(*set));
	set->name = MemoryContextStrdup(context, name);
	set->name_size = (int) strlen(name);
	set->strata = (int) SPI_processed;
	set->stratum = MemoryContextAllocZero(context, sizeof(struct stratum) * set->strata);
	for (int i = 0; i < set->strata; i++)
	{
		HeapTuple row = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;
		struct stratum *stratum = &set->stratum[i];
		char *index_set = SPI_getvalue(row, desc, 5);
		const double *value;
		bool null;
		int states;

		stratum->sex = SPI_getvalue(row, desc, 1)[0];
		stratum->age_from = DatumGetInt32(SPI_getbinval(row, desc, 2, &null));
		stratum->age_to = DatumGetInt32(SPI_getbinval(row, desc, 3, &null));
		if (null)
			stratum->age_to = PG_INT32_MAX;
		value = array_values(DatumGetArrayTypeP(SPI_getbinval(row, desc, 4, &null)), &states);
		if (i > 0 && states != set->states)
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "rows of the value set \"%s\" are for different instruments", name);
		set->states = states;
		stratum->value = MemoryContextAlloc(context, sizeof(double) * states);
		memcpy(stratum->value, value, sizeof(double) * states);
		if (index_set && set->index_set == NULL)
			set->index_set = MemoryContextStrdup(context, index_set);
		for (int j = 0; j < i; j++)
			if ((set->stratum[j].sex == stratum->sex || set->stratum[j].sex == 'a' ||
			     stratum->sex == 'a') &&
			    set->stratum[j].age_from <= stratum->age_to &&
			    stratum->age_from <= set->stratum[j].age_to)
				cpe_refuse(CPE_INVALID, NULL, "Each person has one row: change sex or ages.",
				           "rows of the value set \"%s\" overlap", name);
	}
	set->by_person = set->strata > 1 || set->stratum[0].sex != 'a' ||
	                 set->stratum[0].age_from > 0 || set->stratum[0].age_to != PG_INT32_MAX;
	SPI_finish();
	return set;
}

/* What a call site keeps: value sets, the last one used first. */
struct value_set_memo
{
	MemoryContext keep;
	struct value_set *first;
	struct cpe_registry_view view;
};

/* The value set of a name, from what the call site keeps while the registry is the same. */
static const struct value_set *
find_value_set(FunctionCallInfo fcinfo, const char *name, int size)
{
	struct value_set_memo *memo = fcinfo->flinfo->fn_extra;
	struct value_set *set;
	char *copy;

	if (unlikely(memo == NULL))
	{
		memo = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
		memo->keep = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "cancer_pe value sets",
		                                   ALLOCSET_DEFAULT_SIZES);
		fcinfo->flinfo->fn_extra = memo;
	}
	if (unlikely(!cpe_registry_same(&memo->view)))
	{
		memo->first = NULL;
		MemoryContextReset(memo->keep);
		memo->view = cpe_registry_view_now();
	}
	for (struct value_set **at = &memo->first; *at; at = &(*at)->next)
	{
		set = *at;
		if (set->name_size == size && memcmp(set->name, name, size) == 0)
		{
			*at = set->next;
			set->next = memo->first;
			memo->first = set;
			return set;
		}
	}
	copy = pnstrdup(name, size);
	set = load_value_set(memo->keep, copy);
	pfree(copy);
	set->next = memo->first;
	memo->first = set;
	return set;
}

static const struct value_set *
value_set_arg(FunctionCallInfo fcinfo, int argument)
{
	text *name = PG_GETARG_TEXT_PP(argument);
	const struct value_set *set =
		find_value_set(fcinfo, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if ((Pointer) name != DatumGetPointer(PG_GETARG_DATUM(argument)))
		pfree(name);
	return set;
}

/* The stratum of a set that is the same for all. */
static const struct stratum *
stratum_of_all(const struct value_set *set)
{
	if (set->by_person)
		cpe_refuse(CPE_INVALID, NULL, "Give age and sex ('female' or 'male') too.",
		           "the value set \"%s\" goes by age and sex", set->name);
	return &set->stratum[0];
}

/* The stratum of a person whose age and sex are arguments, in this order. */
static const struct stratum *
stratum_of_person(FunctionCallInfo fcinfo, const struct value_set *set, int argument)
{
	int age = PG_GETARG_INT32(argument);
	text *given = PG_GETARG_TEXT_PP(argument + 1);
	size_t size = VARSIZE_ANY_EXHDR(given);
	char sex = 0;
	int low = PG_INT32_MAX;
	int high = 0;

	if (size == 6 && memcmp(VARDATA_ANY(given), "female", size) == 0)
		sex = 'f';
	else if (size == 4 && memcmp(VARDATA_ANY(given), "male", size) == 0)
		sex = 'm';
	else
		cpe_refuse(CPE_INVALID, "It is female or male.", NULL, "unknown sex: \"%s\"",
		           text_to_cstring(given));
	for (int i = 0; i < set->strata; i++)
	{
		const struct stratum *stratum = &set->stratum[i];

		if (stratum->sex != 'a' && stratum->sex != sex)
			continue;
		if (age >= stratum->age_from && age <= stratum->age_to)
			return stratum;
		low = Min(low, stratum->age_from);
		high = Max(high, stratum->age_to);
	}
	if (high == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the value set \"%s\" has no values for this sex",
		           set->name);
	cpe_refuse(CPE_INVALID,
	           psprintf("The value set \"%s\" is for ages %d to %d.", set->name, low, high), NULL,
	           "age out of range: %d", age);
}

/* A state's place among so many values; a level that they do not know is an error. */
static inline int
place_in_values(int state, int states)
{
	int place = state;

	if (states == CPE_EQ5D_STATES_3L)
		place = cpe_eq5d_state_3l(state);
	if (unlikely(place < 0))
	{
		char text[CPE_EQ5D_DIMENSIONS + 1];

		cpe_eq5d_print(state, text);
		cpe_refuse(CPE_INVALID, "The value set is for the levels 1 to 3.",
		           "Answers to EQ-5D-5L need a value set, crosswalk or mapping for EQ-5D-5L.",
		           "state %s has a level above 3", text);
	}
	return place;
}

PG_FUNCTION_INFO_V1(cpe_eq5d_index_name);
Datum
cpe_eq5d_index_name(PG_FUNCTION_ARGS)
{
	const struct value_set *set = value_set_arg(fcinfo, 1);
	const struct stratum *stratum = stratum_of_all(set);

	PG_RETURN_FLOAT8(stratum->value[place_in_values(GET_STATE(0), set->states)]);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_index_person);
Datum
cpe_eq5d_index_person(PG_FUNCTION_ARGS)
{
	const struct value_set *set = value_set_arg(fcinfo, 1);
	const struct stratum *stratum = stratum_of_person(fcinfo, set, 2);

	PG_RETURN_FLOAT8(stratum->value[place_in_values(GET_STATE(0), set->states)]);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_index_values);
Datum
cpe_eq5d_index_values(PG_FUNCTION_ARGS)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(1);
	int states;
	const double *value = array_values(array, &states);
	double index = value[place_in_values(GET_STATE(0), states)];

	if (!isfinite(index))
		cpe_refuse(CPE_INVALID, NULL, NULL, "a value of a state is not finite");
	PG_FREE_IF_COPY(array, 1);
	PG_RETURN_FLOAT8(index);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_values);
Datum
cpe_eq5d_values(PG_FUNCTION_ARGS)
{
	const struct value_set *set = value_set_arg(fcinfo, 0);

	return values_datum(stratum_of_all(set)->value, set->states);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_values_person);
Datum
cpe_eq5d_values_person(PG_FUNCTION_ARGS)
{
	const struct value_set *set = value_set_arg(fcinfo, 0);

	return values_datum(stratum_of_person(fcinfo, set, 1)->value, set->states);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_map_utility);
Datum
cpe_eq5d_map_utility(PG_FUNCTION_ARGS)
{
	double given = PG_GETARG_FLOAT8(0);
	const struct value_set *mapping = value_set_arg(fcinfo, 1);
	const struct stratum *stratum = stratum_of_person(fcinfo, mapping, 2);
	double bandwidth = PG_GETARG_FLOAT8(4);
	const struct value_set *source;
	const double *index;
	double low = INFINITY;
	double high = -INFINITY;
	double result;

	if (mapping->index_set == NULL)
		cpe_refuse(CPE_INVALID, NULL,
		           "Such a value set names in index_set the one that the given index is of.",
		           "the value set \"%s\" does not map indices", mapping->name);
	if (!isfinite(bandwidth) || bandwidth < 0)
		cpe_refuse(CPE_INVALID, "It is finite and not negative.", NULL,
		           "bandwidth out of range: %g", bandwidth);
	source = find_value_set(fcinfo, mapping->index_set, (int) strlen(mapping->index_set));
	index = stratum_of_all(source)->value;
	if (source->states != mapping->states)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the value sets \"%s\" and \"%s\" are for different instruments", mapping->name,
		           source->name);
	for (int i = 0; i < source->states; i++)
	{
		low = Min(low, index[i]);
		high = Max(high, index[i]);
	}
	if (!(given >= low && given <= high))
		cpe_refuse(CPE_INVALID,
		           psprintf("An index of \"%s\" is from %g to %g.", source->name, low, high), NULL,
		           "index out of range: %g", given);
	if (!cpe_eq5d_map(index, stratum->value, mapping->states, given, bandwidth, &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

/* ---- changes: pairs of states ---- */

CPE_SUMMARY_TYPE(eq5d_changes)

PG_FUNCTION_INFO_V1(cpe_eq5d_changes_accum);
Datum
cpe_eq5d_changes_accum(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_eq5d_changes_kind);
	int count[1 + CPE_EQ5D_DIMENSIONS];
	int counts;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		cpe_summary_count(state, &cpe_eq5d_changes_kind, CPE_EQ5D_PAIRS_MISSING);
		PG_RETURN_POINTER(state);
	}
	counts = cpe_eq5d_pair_counts(GET_STATE(1), GET_STATE(2), count);
	for (int i = 0; i < counts; i++)
		cpe_summary_count(state, &cpe_eq5d_changes_kind, count[i]);
	PG_RETURN_POINTER(state);
}

/* The argument, with its number of pairs. */
static const struct cpe_summary *
changes_arg(FunctionCallInfo fcinfo, int64 *n)
{
	const struct cpe_summary *changes = cpe_summary_arg(fcinfo, 0);

	*n = cpe_eq5d_changes_n(changes);
	if (*n < 0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "the pairs of eq5d_changes are out of range");
	return changes;
}

PG_FUNCTION_INFO_V1(cpe_eq5d_changes_n_sql);
Datum
cpe_eq5d_changes_n_sql(PG_FUNCTION_ARGS)
{
	int64 n;

	(void) changes_arg(fcinfo, &n);
	PG_RETURN_INT64(n);
}

CPE_FUNCTION(cpe_eq5d_changes_missing,
             PG_RETURN_INT64(cpe_summary_arg(fcinfo, 0)->count[CPE_EQ5D_PAIRS_MISSING]))

static void
put_class(ReturnSetInfo *result, const char *name, int64 n, int64 of)
{
	Datum value[3] = {CStringGetTextDatum(name), Int64GetDatum(n),
	                  Float8GetDatum(of > 0 ? 100.0 * (double) n / (double) of : 0)};
	bool null[3] = {false, false, of == 0};

	tuplestore_putvalues(result->setResult, result->setDesc, value, null);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_pchc);
Datum
cpe_eq5d_pchc(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_summary *changes;
	int64 count[CPE_EQ5D_CHANGES];
	int64 all;
	int64 of;
	bool split;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	changes = changes_arg(fcinfo, &all);
	split = PG_GETARG_BOOL(1);
	memcpy(count, changes->count, sizeof(count));
	if (!PG_ARGISNULL(2))
		cpe_eq5d_changes_within(changes, dimension_arg(fcinfo, 2), count);
	if (!split)
		count[CPE_EQ5D_NO_CHANGE] += count[CPE_EQ5D_NO_PROBLEMS];
	of = split ? all - count[CPE_EQ5D_NO_PROBLEMS] : all;
	for (int c = CPE_EQ5D_NO_CHANGE; c <= CPE_EQ5D_MIXED; c++)
		if (c != CPE_EQ5D_MIXED || PG_ARGISNULL(2))
			put_class(result, cpe_eq5d_change_name[c], count[c], of);
	if (split)
	{
		put_class(result, "Total with problems", of, all);
		put_class(result, cpe_eq5d_change_name[CPE_EQ5D_NO_PROBLEMS], count[CPE_EQ5D_NO_PROBLEMS],
		          all);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_eq5d_superiority);
Datum
cpe_eq5d_superiority(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_summary *changes;
	int64 all;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	changes = changes_arg(fcinfo, &all);
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		int64 better = changes->count[CPE_EQ5D_BETTER(d)];
		int64 worse = changes->count[CPE_EQ5D_WORSE(d)];
		int64 same = all - better - worse;
		Datum value[5] = {
			CStringGetTextDatum(cpe_eq5d_dimension[d]), Int64GetDatum(better), Int64GetDatum(same),
			Int64GetDatum(worse),
			Float8GetDatum(all > 0 ? ((double) better + 0.5 * (double) same) / (double) all : 0)};
		bool null[5] = {false, false, false, false, all == 0};

		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* ---- distributions of states ---- */

static const struct cpe_eq5d_distribution *
check_version(const struct cpe_eq5d_distribution *distribution)
{
	if (unlikely(distribution->version != CPE_EQ5D_DISTRIBUTION_VERSION))
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of a stored eq5d_distribution", distribution->version);
	return distribution;
}

/* A distribution argument for reading, unpacked and aligned; and its end, where that took a copy.
 */
static const struct cpe_eq5d_distribution *
distribution_arg(FunctionCallInfo fcinfo, int argument)
{
	return check_version((void *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument)));
}

static void
release_distribution_arg(FunctionCallInfo fcinfo, int argument,
                         const struct cpe_eq5d_distribution *distribution)
{
	if ((Pointer) distribution != PG_GETARG_POINTER(argument))
		pfree((void *) distribution);
}

static struct cpe_eq5d_distribution *
new_distribution(int room)
{
	struct cpe_eq5d_distribution *distribution = palloc0(cpe_eq5d_distribution_size(room));

	SET_VARSIZE(distribution, cpe_eq5d_distribution_size(room));
	distribution->version = CPE_EQ5D_DISTRIBUTION_VERSION;
	return distribution;
}

/* A copy with room for so many states. */
static struct cpe_eq5d_distribution *
copy_distribution(const struct cpe_eq5d_distribution *distribution, int room)
{
	struct cpe_eq5d_distribution *copy = new_distribution(room);
	size_t length = cpe_eq5d_distribution_size(distribution->states) - VARHDRSZ;

	memcpy((char *) copy + VARHDRSZ, (const char *) distribution + VARHDRSZ, length);
	return copy;
}

pg_noreturn static void
refuse_count(void)
{
	cpe_refuse(CPE_RANGE, NULL, NULL, "a count of eq5d_distribution is out of range");
}

/* One more state, in the aggregate's own memory where there is room; else the state moves. */
PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_accum);
Datum
cpe_eq5d_distribution_accum(PG_FUNCTION_ARGS)
{
	struct cpe_eq5d_distribution *own;
	struct varlena *datum = PG_ARGISNULL(0) ? NULL : (struct varlena *) PG_GETARG_POINTER(0);
	int state;
	int place;
	bool found;

	if (datum == NULL)
		own = new_distribution(0);
	else if (VARATT_IS_4B_U(datum) && ((fcinfo->context && IsA(fcinfo->context, AggState)) ||
	                                   AggCheckCallContext(fcinfo, NULL)))
		own = (struct cpe_eq5d_distribution *) datum;
	else
		own = (void *) PG_DETOAST_DATUM_COPY(PointerGetDatum(datum));
	check_version(own);
	if (PG_ARGISNULL(1))
	{
		if (own->missing == PG_INT64_MAX)
			refuse_count();
		own->missing++;
		PG_RETURN_POINTER(own);
	}
	state = GET_STATE(1);
	place = cpe_eq5d_distribution_find(own, state, &found);
	if (found)
	{
		if (cpe_eq5d_entry_count(own->entry[place]) >= CPE_EQ5D_COUNT_MAX)
			refuse_count();
		own->entry[place]++;
		PG_RETURN_POINTER(own);
	}
	if (VARSIZE(own) < cpe_eq5d_distribution_size(own->states + 1))
		own = copy_distribution(own, Min(Max(8, 2 * own->states), CPE_EQ5D_STATES));
	cpe_eq5d_distribution_insert(own, place, state);
	PG_RETURN_POINTER(own);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_combine);
Datum
cpe_eq5d_distribution_combine(PG_FUNCTION_ARGS)
{
	const struct cpe_eq5d_distribution *a = distribution_arg(fcinfo, 0);
	const struct cpe_eq5d_distribution *b = distribution_arg(fcinfo, 1);
	struct cpe_eq5d_distribution *merged =
		new_distribution(Min(a->states + b->states, CPE_EQ5D_STATES));

	if (!cpe_eq5d_distribution_merge(a, b, merged))
		refuse_count();
	SET_VARSIZE(merged, cpe_eq5d_distribution_size(merged->states));
	PG_RETURN_POINTER(merged);
}

/* The state of an aggregate without the room it had to grow. */
PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_final);
Datum
cpe_eq5d_distribution_final(PG_FUNCTION_ARGS)
{
	const struct cpe_eq5d_distribution *own = distribution_arg(fcinfo, 0);

	PG_RETURN_POINTER(copy_distribution(own, own->states));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_in);
Datum
cpe_eq5d_distribution_in(PG_FUNCTION_ARGS)
{
	struct cpe_eq5d_distribution *read = new_distribution(CPE_EQ5D_STATES);
	struct cpe_problem problem;

	if (cpe_eq5d_distribution_parse(PG_GETARG_CSTRING(0), read, &problem))
		PG_RETURN_POINTER(copy_distribution(read, read->states));
	cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_out);
Datum
cpe_eq5d_distribution_out(PG_FUNCTION_ARGS)
{
	const struct cpe_eq5d_distribution *distribution = distribution_arg(fcinfo, 0);
	char *text = palloc(28 + 24 * (size_t) distribution->states);

	cpe_eq5d_distribution_print(distribution, text);
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_recv);
Datum
cpe_eq5d_distribution_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	struct cpe_eq5d_distribution *read = new_distribution(CPE_EQ5D_STATES);
	struct cpe_problem problem;
	int length = message->len - message->cursor;
	const char *bytes = pq_getmsgbytes(message, length);

	if (!cpe_eq5d_distribution_read((const unsigned char *) bytes, length, read, &problem))
		cpe_raise(&problem);
	PG_RETURN_POINTER(copy_distribution(read, read->states));
}

/* The canonical bytes of a distribution: what is sent, and what is hashed. */
static bytea *
distribution_bytes(FunctionCallInfo fcinfo)
{
	const struct cpe_eq5d_distribution *distribution = distribution_arg(fcinfo, 0);
	size_t size = VARHDRSZ + cpe_eq5d_distribution_bytes(distribution);
	bytea *result = palloc(size);

	SET_VARSIZE(result, size);
	cpe_eq5d_distribution_write(distribution, (unsigned char *) VARDATA(result));
	release_distribution_arg(fcinfo, 0, distribution);
	return result;
}

CPE_FUNCTION(cpe_eq5d_distribution_send, PG_RETURN_BYTEA_P(distribution_bytes(fcinfo)))

static Datum
hash_distribution(FunctionCallInfo fcinfo, bool extended)
{
	bytea *bytes = distribution_bytes(fcinfo);
	const unsigned char *data = (const unsigned char *) VARDATA(bytes);
	int size = VARSIZE(bytes) - VARHDRSZ;
	Datum hash =
		extended ? hash_any_extended(data, size, PG_GETARG_INT64(1)) : hash_any(data, size);

	pfree(bytes);
	return hash;
}

CPE_FUNCTION(cpe_eq5d_distribution_hash, return hash_distribution(fcinfo, false))
CPE_FUNCTION(cpe_eq5d_distribution_hash_extended, return hash_distribution(fcinfo, true))

/* Sorting and index builds call this without end in one context: it leaves nothing behind. */
static int
compare_distributions(FunctionCallInfo fcinfo)
{
	const struct cpe_eq5d_distribution *a = distribution_arg(fcinfo, 0);
	const struct cpe_eq5d_distribution *b = distribution_arg(fcinfo, 1);
	int order = cpe_eq5d_distribution_compare(a, b);

	release_distribution_arg(fcinfo, 0, a);
	release_distribution_arg(fcinfo, 1, b);
	return order;
}

CPE_ORDER_FUNCTIONS(eq5d_distribution, compare_distributions(fcinfo))

CPE_FUNCTION(cpe_eq5d_distribution_n_sql,
             PG_RETURN_INT64(cpe_eq5d_distribution_n(distribution_arg(fcinfo, 0))))
CPE_FUNCTION(cpe_eq5d_distribution_missing, PG_RETURN_INT64(distribution_arg(fcinfo, 0)->missing))

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_states_sql);
Datum
cpe_eq5d_distribution_states_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_eq5d_distribution *distribution;
	double all;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	distribution = distribution_arg(fcinfo, 0);
	all = (double) cpe_eq5d_distribution_n(distribution);
	for (int i = 0; i < distribution->states; i++)
	{
		uint64 entry = distribution->entry[i];
		int64 n = cpe_eq5d_entry_count(entry);
		Datum value[3] = {Int16GetDatum((int16) cpe_eq5d_entry_state(entry)), Int64GetDatum(n),
		                  Float8GetDatum((double) n / all)};
		bool null[3] = {false, false, false};

		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_eq5d_distribution_levels_sql);
Datum
cpe_eq5d_distribution_levels_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_eq5d_distribution *distribution;
	int64 count[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS];
	int64 all;
	int levels;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	distribution = distribution_arg(fcinfo, 0);
	levels = levels_arg(fcinfo, 1);
	if (!cpe_eq5d_distribution_levels(distribution, levels, count))
		refuse_levels(levels);
	all = cpe_eq5d_distribution_n(distribution);
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		for (int l = 0; l < levels; l++)
		{
			Datum value[4] = {CStringGetTextDatum(cpe_eq5d_dimension[d]), Int32GetDatum(l + 1),
			                  Int64GetDatum(count[d][l]),
			                  Float8GetDatum(all > 0 ? (double) count[d][l] / (double) all : 0)};
			bool null[4] = {false, false, false, all == 0};

			tuplestore_putvalues(result->setResult, result->setDesc, value, null);
		}
	return (Datum) 0;
}

static const char *const h_max_name[] = {"possible", "observed", NULL};

PG_FUNCTION_INFO_V1(cpe_eq5d_shannon);
Datum
cpe_eq5d_shannon(PG_FUNCTION_ARGS)
{
	Datum value[4] = {0, 0, 0, 0};
	bool null[4] = {true, true, true, true};

	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(2))
	{
		const struct cpe_eq5d_distribution *distribution = distribution_arg(fcinfo, 0);
		int levels = levels_arg(fcinfo, 2);
		bool observed = choice_arg(fcinfo, 3, "convention of h_max", h_max_name) == 1;
		int dimension = PG_ARGISNULL(1) ? -1 : dimension_arg(fcinfo, 1);
		int64 by_level[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS];
		struct cpe_eq5d_entropy entropy;
		double h_max;

		if (!cpe_eq5d_distribution_levels(distribution, levels, by_level))
			refuse_levels(levels);
		if (dimension >= 0)
			entropy = cpe_eq5d_entropy(by_level[dimension], levels);
		else
		{
			int64 *count = palloc(sizeof(int64) * (distribution->states + 1));

			for (int i = 0; i < distribution->states; i++)
				count[i] = cpe_eq5d_entry_count(distribution->entry[i]);
			entropy = cpe_eq5d_entropy(count, distribution->states);
		}
		if (observed)
			h_max = log2(entropy.observed);
		else
			h_max = log2(dimension >= 0 ? levels
			             : levels == 3  ? CPE_EQ5D_STATES_3L
			                            : CPE_EQ5D_STATES);
		if (entropy.observed > 0)
		{
			value[0] = Float8GetDatum(entropy.bits);
			value[1] = Float8GetDatum(h_max);
			value[2] = Float8GetDatum(h_max > 0 ? Min(1, entropy.bits / h_max) : 0);
			null[0] = null[1] = false;
			null[2] = !(h_max > 0);
		}
		if (null[2])
		{
			value[3] =
				CStringGetTextDatum(entropy.observed > 0 ? "one value only" : "no responses");
			null[3] = false;
		}
	}
	return HeapTupleGetDatum(heap_form_tuple(cpe_result_row(fcinfo), value, null));
}

PG_FUNCTION_INFO_V1(cpe_eq5d_hsdi_sql);
Datum
cpe_eq5d_hsdi_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_eq5d_distribution *distribution = distribution_arg(fcinfo, 0);

	if (distribution->states == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(cpe_eq5d_hsdi(distribution));
}
