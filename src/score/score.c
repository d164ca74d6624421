#include "cancer_pe.h"

#include <ctype.h>
#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/base.h"
#include "score/score.h"

/* ---- the type scoring_plan: a definition, checked ---- */

#define FINGERPRINT 16

struct plan
{
	int32 length_word;
	unsigned char fingerprint[FINGERPRINT]; /* of the text; the same only for the same text */
	char text[FLEXIBLE_ARRAY_MEMBER];       /* in the server's encoding, without NUL */
};
#define PLAN_HEADER offsetof(struct plan, text)
#define PLAN_TEXT_SIZE(plan) (VARSIZE(plan) - PLAN_HEADER)
#define PLAN_ARG(argument) ((struct plan *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument)))

static void
fingerprint_text(const char *text, size_t size, unsigned char *fingerprint)
{
	Datum bytes = PointerGetDatum(cstring_to_text_with_len(text, (int) size));
	bytea *digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, bytes));

	memcpy(fingerprint, VARDATA_ANY(digest), FINGERPRINT);
	pfree(digest);
	pfree(DatumGetPointer(bytes));
}

/* Reads a definition in the server's encoding; its memory is the context's. */
static struct cpe_instrument *
read_definition(const char *text, size_t size, MemoryContext context, struct cpe_problem *problem)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	char *utf8 = pg_server_to_any(text, (int) size, PG_UTF8);
	struct cpe_instrument *instrument;
	struct cpe_arena arena;

	cpe_arena_open(&arena, context);
	instrument = cpe_instrument_read(&arena, utf8, utf8 == text ? size : strlen(utf8), problem);
	MemoryContextSwitchTo(before);
	return instrument;
}

/* The definition as a datum; NULL where it is wrong, with the problem. */
static struct plan *
make_plan(const char *text, size_t size, struct cpe_problem *problem)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_DEFAULT_SIZES);
	struct plan *plan = NULL;

	if (read_definition(text, size, work, problem) != NULL)
	{
		plan = palloc(PLAN_HEADER + size);
		SET_VARSIZE(plan, PLAN_HEADER + size);
		memcpy(plan->text, text, size);
		fingerprint_text(text, size, plan->fingerprint);
	}
	MemoryContextDelete(work);
	return plan;
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_in);
Datum
cpe_scoring_plan_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_problem problem;
	struct plan *plan = make_plan(text, strlen(text), &problem);

	if (plan == NULL)
	{
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(plan);
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_out);
Datum
cpe_scoring_plan_out(PG_FUNCTION_ARGS)
{
	struct plan *plan = PLAN_ARG(0);

	PG_RETURN_CSTRING(pnstrdup(plan->text, PLAN_TEXT_SIZE(plan)));
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_recv);
Datum
cpe_scoring_plan_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	struct cpe_problem problem;
	int size;
	char *text = pq_getmsgtext(message, message->len - message->cursor, &size);
	struct plan *plan = make_plan(text, (size_t) size, &problem);

	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_send);
Datum
cpe_scoring_plan_send(PG_FUNCTION_ARGS)
{
	struct plan *plan = PLAN_ARG(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendtext(&message, plan->text, (int) PLAN_TEXT_SIZE(plan));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* The order of two values of variable length by their bytes; leaves nothing behind. */
static int
bytes_cmp(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	struct varlena *b = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
	size_t size_a = VARSIZE_ANY_EXHDR(a), size_b = VARSIZE_ANY_EXHDR(b);
	int order = memcmp(VARDATA_ANY(a), VARDATA_ANY(b), Min(size_a, size_b));

	if (order == 0)
		order = size_a < size_b ? -1 : size_a > size_b;
	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return order;
}

static uint64
bytes_hash(FunctionCallInfo fcinfo, uint64 seed)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	uint64 hash = DatumGetUInt64(
		hash_any_extended((unsigned char *) VARDATA_ANY(a), (int) VARSIZE_ANY_EXHDR(a), seed));

	PG_FREE_IF_COPY(a, 0);
	return hash;
}

#define BYTES_FUNCTION(name, body)                                                                 \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		body;                                                                                      \
	}
BYTES_FUNCTION(cpe_bytes_lt, PG_RETURN_BOOL(bytes_cmp(fcinfo) < 0))
BYTES_FUNCTION(cpe_bytes_le, PG_RETURN_BOOL(bytes_cmp(fcinfo) <= 0))
BYTES_FUNCTION(cpe_bytes_eq, PG_RETURN_BOOL(bytes_cmp(fcinfo) == 0))
BYTES_FUNCTION(cpe_bytes_ne, PG_RETURN_BOOL(bytes_cmp(fcinfo) != 0))
BYTES_FUNCTION(cpe_bytes_ge, PG_RETURN_BOOL(bytes_cmp(fcinfo) >= 0))
BYTES_FUNCTION(cpe_bytes_gt, PG_RETURN_BOOL(bytes_cmp(fcinfo) > 0))
BYTES_FUNCTION(cpe_bytes_cmp, PG_RETURN_INT32(bytes_cmp(fcinfo)))
BYTES_FUNCTION(cpe_bytes_hash, PG_RETURN_INT32((int32) bytes_hash(fcinfo, 0)))
BYTES_FUNCTION(cpe_bytes_hash_extended, PG_RETURN_INT64(bytes_hash(fcinfo, PG_GETARG_INT64(1))))

/* ---- instruments of a call site ---- */

#define MOST_ENTRIES 16

struct cpe_instrument_memo_entry
{
	char *key; /* a name, or a plan's fingerprint */
	size_t key_size;
	bool by_plan;
	unsigned char fingerprint[FINGERPRINT];
	MemoryContext context;
	const struct cpe_instrument *instrument;
};

static struct cpe_instrument_memo_entry *
recall(struct cpe_instrument_memo *memo, const void *key, size_t key_size, bool by_plan)
{
	for (int i = 0; i < memo->entries; i++)
	{
		int at = (memo->last + i) % memo->entries;
		struct cpe_instrument_memo_entry *entry = &memo->entry[at];

		if (entry->key_size == key_size && entry->by_plan == by_plan &&
		    memcmp(entry->key, key, key_size) == 0)
		{
			memo->last = at;
			return entry;
		}
	}
	return NULL;
}

/* Reads the definition and keeps it under that key, in place of the oldest when there are many. */
static struct cpe_instrument_memo_entry *
remember(struct cpe_instrument_memo *memo, MemoryContext keep, const void *key, size_t key_size,
         bool by_plan, const char *text, size_t size)
{
	struct cpe_instrument_memo_entry *entry;
	MemoryContext context;
	const struct cpe_instrument *instrument;
	struct cpe_problem problem;

	context = AllocSetContextCreate(CurrentMemoryContext, "instrument", ALLOCSET_SMALL_SIZES);
	instrument = read_definition(text, size, context, &problem);
	if (instrument == NULL)
		cpe_raise(&problem);
	if (memo->entry == NULL)
		memo->entry = MemoryContextAllocZero(keep, MOST_ENTRIES * sizeof(*entry));
	if (memo->entries < MOST_ENTRIES)
		memo->last = memo->entries++;
	else
	{
		memo->last = (memo->last + 1) % MOST_ENTRIES;
		MemoryContextDelete(memo->entry[memo->last].context);
	}
	entry = &memo->entry[memo->last];
	entry->key = MemoryContextAlloc(context, key_size);
	memcpy(entry->key, key, key_size);
	entry->key_size = key_size;
	entry->by_plan = by_plan;
	entry->context = context;
	entry->instrument = instrument;
	fingerprint_text(text, size, entry->fingerprint);
	MemoryContextSetParent(context, keep);
	return entry;
}

/* The text of a registered instrument's definition, or NULL. */
static char *
registered_definition(const char *code)
{
	return cpe_first_value("SELECT plan FROM cancer_pe.instrument "
	                       "WHERE code OPERATOR(pg_catalog.=) $1",
	                       1, code, NULL);
}

pg_noreturn static void
refuse_unknown(const char *code)
{
	char *known = cpe_first_value(
		"SELECT pg_catalog.string_agg(code, ', ' ORDER BY code) FROM cancer_pe.instrument "
		"WHERE code OPERATOR(pg_catalog.<>) $1",
		1, code, NULL);

	cpe_refuse(CPE_INVALID, known ? psprintf("Known instruments: %s.", known) : NULL,
	           "register_instrument adds one of your own; case matters.",
	           "there is no instrument \"%s\"", code);
}

static struct cpe_instrument_memo_entry *
named_entry(struct cpe_instrument_memo *memo, MemoryContext keep, const char *name, size_t size)
{
	struct cpe_instrument_memo_entry *entry;
	CommandId command = ActiveSnapshotSet() ? GetActiveSnapshot()->curcid : 0;
	char *code, *text;

	if (unlikely(memo->command != command))
	{
		/* an expression that outlives its statement, as in PL/pgSQL, may now see another registry
		 */
		for (int i = 0; i < memo->entries; i++)
			MemoryContextDelete(memo->entry[i].context);
		memo->entries = memo->last = 0;
		memo->command = command;
	}
	entry = recall(memo, name, size, false);
	if (likely(entry != NULL))
		return entry;
	code = pnstrdup(name, size);
	text = registered_definition(code);
	if (text == NULL)
		refuse_unknown(code);
	return remember(memo, keep, name, size, false, text, strlen(text));
}

static struct cpe_instrument_memo_entry *
name_entry(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	text *name;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "instrument must not be null");
	name = PG_GETARG_TEXT_PP(argument);
	return named_entry(memo, fcinfo->flinfo->fn_mcxt, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

static struct cpe_instrument_memo_entry *
plan_entry(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	struct cpe_instrument_memo_entry *entry;
	struct plan *plan;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "plan must not be null");
	plan = PLAN_ARG(argument);
	entry = recall(memo, plan->fingerprint, FINGERPRINT, true);
	if (unlikely(entry == NULL))
		entry = remember(memo, fcinfo->flinfo->fn_mcxt, plan->fingerprint, FINGERPRINT, true,
		                 plan->text, PLAN_TEXT_SIZE(plan));
	if ((Pointer) plan != PG_GETARG_POINTER(argument))
		pfree(plan);
	return entry;
}

/* Whether an argument is written as a constant (a parameter may change from call to call). */
static bool
is_constant(FmgrInfo *flinfo, int argument)
{
	Node *call = flinfo->fn_expr;

	return call != NULL && IsA(call, FuncExpr) &&
	       argument < list_length(((FuncExpr *) call)->args) &&
	       IsA(list_nth(((FuncExpr *) call)->args, argument), Const);
}

const struct cpe_instrument *
cpe_instrument_arg(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	/* a constant name is looked at once, while the registry is the same */
	if (likely(memo->fixed && memo->entries > 0 &&
	           memo->command == (ActiveSnapshotSet() ? GetActiveSnapshot()->curcid : 0)))
		return memo->entry[memo->last].instrument;
	memo->fixed = is_constant(fcinfo->flinfo, argument);
	return name_entry(fcinfo, argument, memo)->instrument;
}

const struct cpe_instrument *
cpe_plan_arg(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	return plan_entry(fcinfo, argument, memo)->instrument;
}

/* The memo of a function that keeps nothing else. */
static struct cpe_instrument_memo *
call_memo(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(struct cpe_instrument_memo));
	return fcinfo->flinfo->fn_extra;
}

/* ---- answers and scores ---- */

Datum
cpe_utf8_datum(const char *utf8, bool *null)
{
	*null = utf8 == NULL;
	if (utf8 == NULL)
		return (Datum) 0;
	return CStringGetTextDatum(pg_any_to_server(utf8, (int) strlen(utf8), PG_UTF8));
}

pg_noreturn static void
refuse_count(const struct cpe_instrument *instrument, int count, bool lenient_may)
{
	cpe_refuse(CPE_INVALID,
	           psprintf("%s has %d items, in the order of items('%s').", instrument->code,
	                    instrument->items, instrument->code),
	           lenient_may ? "In lenient mode (strict => false) answers at the end may be left out."
	                       : NULL,
	           "%d answers to %s", count, instrument->code);
}

/*
 * Spreads an int[] over the instrument's items.  Too many answers are refused; too few in strict
 * mode only, else the last items count as not answered.
 */
static void
spread_answers(const struct cpe_instrument *instrument, ArrayType *array, bool strict,
               int32_t *answer, bool *given)
{
	int count = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	const int32 *value = (const int32 *) ARR_DATA_PTR(array);
	const bits8 *bitmap = ARR_NULLBITMAP(array);

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one person are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	if (count > instrument->items || (count < instrument->items && strict))
		refuse_count(instrument, count, count < instrument->items);
	if (bitmap == NULL)
	{
		memcpy(answer, value, count * sizeof(*answer));
		memset(given, true, count);
	}
	else
		for (int i = 0; i < count; i++)
		{
			given[i] = (bitmap[i / 8] >> (i % 8)) & 1;
			answer[i] = given[i] ? *value++ : 0;
		}
	for (int i = count; i < instrument->items; i++)
	{
		answer[i] = 0;
		given[i] = false;
	}
}

Datum
cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer, const bool *given,
                 bool strict)
{
	double score[CPE_MAX_SCALES];
	struct cpe_problem problem;
	int scales = instrument->scales, there = 0;
	ArrayType *array;
	double *value;
	bits8 *bitmap;
	size_t header;

	if (!cpe_instrument_scores(instrument, answer, given, strict, score, &problem))
		cpe_raise(&problem);
	for (int i = 0; i < scales; i++)
		there += !isnan(score[i]);
	header = there == scales ? ARR_OVERHEAD_NONULLS(1) : ARR_OVERHEAD_WITHNULLS(1, scales);
	array = palloc(header + there * sizeof(double));
	SET_VARSIZE(array, header + there * sizeof(double));
	array->ndim = 1;
	array->elemtype = FLOAT8OID;
	array->dataoffset = there == scales ? 0 : (int32) header;
	ARR_DIMS(array)[0] = scales;
	ARR_LBOUND(array)[0] = 1;
	value = (double *) ARR_DATA_PTR(array);
	if (there == scales)
	{
		memcpy(value, score, scales * sizeof(double));
		PG_RETURN_ARRAYTYPE_P(array);
	}
	bitmap = ARR_NULLBITMAP(array);
	memset(bitmap, 0, (scales + 7) / 8);
	for (int i = 0; i < scales; i++)
		if (!isnan(score[i]))
		{
			bitmap[i / 8] |= 1 << (i % 8);
			*value++ = score[i];
		}
	PG_RETURN_ARRAYTYPE_P(array);
}

/* scores(instrument or plan, answers, strict); NULL answers have no scores. */
static Datum
scores_of(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	return cpe_scores_datum(instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_scores_by_name);
Datum
cpe_scores_by_name(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_instrument_arg(fcinfo, 0, call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_scores_by_plan);
Datum
cpe_scores_by_plan(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_plan_arg(fcinfo, 0, call_memo(fcinfo)));
}

/*
 * A whole number as files write it: "2", " 2 ", "2.000000", "2e0"; returns false for anything else.
 */
static bool
read_whole_number(const char *text, int32_t *number)
{
	double value;
	char *end;

	while (*text == ' ' || *text == '\t')
		text++;
	if (strspn(text, "+-0123456789.eE") == 0)
		return false;
	value = strtod(text, &end);
	while (*end == ' ' || *end == '\t' || *end == '\r')
		end++;
	if (*end != '\0' || value != floor(value) || fabs(value) > 2000000000)
		return false;
	*number = (int32_t) value;
	return true;
}

/* No answer, as files write it: nothing, a point (SAS, Stata), NA (R), NULL. */
static bool
is_no_answer(const char *text)
{
	static const char *const words[] = {"", ".", "NA", "N/A", "NULL", "NaN"};
	char trimmed[8];
	size_t length = strlen(text);

	while (length > 0 && isspace((unsigned char) *text))
		text++, length--;
	while (length > 0 && isspace((unsigned char) text[length - 1]))
		length--;
	if (length >= sizeof(trimmed))
		return false;
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	for (int i = 0; i < lengthof(words); i++)
		if (pg_strcasecmp(trimmed, words[i]) == 0)
			return true;
	return false;
}

pg_noreturn static void
refuse_unreadable(const char *written, int number)
{
	cpe_refuse(CPE_SYNTAX, "Answers are whole numbers; no answer is NULL, empty, a point or NA.",
	           "In lenient mode (strict => false) such an answer counts as invalid.",
	           "answer %d is not a whole number: \"%s\"", number, written);
}

/* An answer as written; returns false where it is none. */
static bool
read_answer(const char *written, bool strict, int number, int32_t *answer)
{
	if (is_no_answer(written))
		return false;
	if (!read_whole_number(written, answer))
	{
		if (strict)
			refuse_unreadable(written, number);
		*answer = CPE_UNREADABLE;
	}
	return true;
}

/* One answer of a column of any type that holds numbers. */
static bool
column_answer(Oid type, Datum value, bool strict, int column, int32_t *answer)
{
	double number;

	switch (type)
	{
		case INT2OID:
			*answer = DatumGetInt16(value);
			return true;
		case INT8OID:
			number = (double) DatumGetInt64(value);
			break;
		case FLOAT4OID:
			number = DatumGetFloat4(value);
			break;
		case FLOAT8OID:
			number = DatumGetFloat8(value);
			break;
		case NUMERICOID:
			number = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
			break;
		case UNKNOWNOID:
			return read_answer(DatumGetCString(value), strict, column, answer);
		default:
			return read_answer(TextDatumGetCString(value), strict, column, answer);
	}
	*answer = CPE_UNREADABLE;
	if (number == floor(number) && fabs(number) <= 2000000000)
		*answer = (int32_t) number;
	else if (strict)
		refuse_unreadable(psprintf("%g", number), column);
	return true;
}

struct columns_memo
{
	struct cpe_instrument_memo instruments;
	bool all_int;
	bool spread; /* VARIADIC array */
	Oid type[FUNC_MAX_ARGS];
};

static struct columns_memo *
columns_memo(FunctionCallInfo fcinfo)
{
	struct columns_memo *memo = fcinfo->flinfo->fn_extra;

	if (likely(memo != NULL))
		return memo;
	memo = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
	memo->all_int = true;
	memo->spread = get_fn_expr_variadic(fcinfo->flinfo);
	for (int i = 2; i < PG_NARGS() && !memo->spread; i++)
	{
		Oid type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, i));

		if (type == VARCHAROID || type == BPCHAROID)
			type = TEXTOID;
		if (type != INT2OID && type != INT4OID && type != INT8OID && type != FLOAT4OID &&
		    type != FLOAT8OID && type != NUMERICOID && type != TEXTOID && type != UNKNOWNOID)
			cpe_refuse(CPE_INVALID, "Columns of answers are numbers or text.", NULL,
			           "answer %d has the type %s", i - 1, format_type_be(type));
		memo->all_int = memo->all_int && type == INT4OID;
		memo->type[i] = type;
	}
	fcinfo->flinfo->fn_extra = memo;
	return memo;
}

/* score_columns(instrument or plan, strict, answers ...): no array is made on the way. */
static Datum
scores_of_columns(FunctionCallInfo fcinfo, const struct columns_memo *memo,
                  const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
	int columns = PG_NARGS() - 2;

	if (memo->spread)
	{
		if (PG_ARGISNULL(2))
			PG_RETURN_NULL();
		if (ARR_ELEMTYPE(PG_GETARG_ARRAYTYPE_P(2)) != INT4OID)
			cpe_refuse(CPE_INVALID, NULL, NULL, "a VARIADIC array of answers must be integer[]");
		spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(2), strict, answer, given);
		return cpe_scores_datum(instrument, answer, given, strict);
	}
	if (columns != instrument->items)
		refuse_count(instrument, columns, false);
	if (memo->all_int)
		for (int i = 0; i < columns; i++)
		{
			given[i] = !fcinfo->args[i + 2].isnull;
			answer[i] = DatumGetInt32(fcinfo->args[i + 2].value);
		}
	else
		for (int i = 0; i < columns; i++)
		{
			answer[i] = 0;
			given[i] = !fcinfo->args[i + 2].isnull;
			if (given[i] && memo->type[i + 2] == INT4OID)
				answer[i] = DatumGetInt32(fcinfo->args[i + 2].value);
			else if (given[i])
				given[i] = column_answer(memo->type[i + 2], fcinfo->args[i + 2].value, strict,
				                         i + 1, &answer[i]);
		}
	return cpe_scores_datum(instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_score_columns_by_name);
Datum
cpe_score_columns_by_name(PG_FUNCTION_ARGS)
{
	struct columns_memo *memo = columns_memo(fcinfo);

	return scores_of_columns(fcinfo, memo, cpe_instrument_arg(fcinfo, 0, &memo->instruments));
}

PG_FUNCTION_INFO_V1(cpe_score_columns_by_plan);
Datum
cpe_score_columns_by_plan(PG_FUNCTION_ARGS)
{
	struct columns_memo *memo = columns_memo(fcinfo);

	return scores_of_columns(fcinfo, memo, cpe_plan_arg(fcinfo, 0, &memo->instruments));
}

/* score(instrument or plan, answers, strict): a row for each scale. */
static Datum
score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);
	struct cpe_score *score;
	struct cpe_problem problem;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(1))
		return (Datum) 0;
	spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	score = palloc(instrument->scales * sizeof(*score));
	if (!cpe_instrument_score(instrument, answer, given, strict, score, &problem))
		cpe_raise(&problem);
	for (int i = 0; i < instrument->scales; i++)
	{
		Datum value[7];
		bool null[7] = {false};

		value[0] = cpe_utf8_datum(instrument->scale[i].code, &null[0]);
		value[1] = Float8GetDatum(score[i].score);
		null[1] = score[i].status != CPE_SCORED;
		value[2] = Int32GetDatum(score[i].answered);
		value[3] = Int32GetDatum(instrument->scale[i].items);
		value[4] = Int32GetDatum(score[i].invalid);
		value[5] = Int32GetDatum(score[i].not_asked);
		value[6] = CStringGetTextDatum(cpe_score_status_word[score[i].status]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_score_by_name);
Datum
cpe_score_by_name(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_instrument_arg(fcinfo, 0, call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_score_by_plan);
Datum
cpe_score_by_plan(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_plan_arg(fcinfo, 0, call_memo(fcinfo)));
}

/* ---- what a plan says ---- */

PG_FUNCTION_INFO_V1(cpe_instrument_code);
Datum
cpe_instrument_code(PG_FUNCTION_ARGS)
{
	bool null;

	return cpe_utf8_datum(cpe_plan_arg(fcinfo, 0, call_memo(fcinfo))->code, &null);
}

PG_FUNCTION_INFO_V1(cpe_instrument_about);
Datum
cpe_instrument_about(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, call_memo(fcinfo));
	TupleDesc desc;
	Datum value[12];
	bool null[12] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	value[0] = cpe_utf8_datum(instrument->code, &null[0]);
	value[1] = cpe_utf8_datum(instrument->version, &null[1]);
	value[2] = cpe_utf8_datum(instrument->title, &null[2]);
	value[3] = cpe_utf8_datum(instrument->function, &null[3]);
	value[4] = cpe_utf8_datum(instrument->column, &null[4]);
	value[5] = Int32GetDatum(instrument->items);
	value[6] = Int32GetDatum(instrument->scales);
	value[7] = BoolGetDatum(instrument->conditions_apply);
	value[8] = cpe_utf8_datum(instrument->certainty, &null[8]);
	value[9] = cpe_utf8_datum(instrument->source, &null[9]);
	value[10] = cpe_utf8_datum(instrument->note, &null[10]);
	value[11] = cpe_utf8_datum(instrument->licence, &null[11]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), value, null));
}

/* An array of texts, or of numbers where text is NULL. */
static Datum
text_array(const char *const *text, int count)
{
	Datum *value = palloc(Max(count, 1) * sizeof(Datum));
	bool null;

	for (int i = 0; i < count; i++)
		value[i] = cpe_utf8_datum(text[i], &null);
	return PointerGetDatum(construct_array(value, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
int_array(const int32_t *number, int count)
{
	Datum *value = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		value[i] = Int32GetDatum(number[i]);
	return PointerGetDatum(construct_array(value, count, INT4OID, 4, true, TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(cpe_instrument_scales);
Datum
cpe_instrument_scales(PG_FUNCTION_ARGS)
{
	static const char *const transform[] = {"functional", "symptom",      "mean",
	                                        "sum",        "prorated_sum", "t_score"};
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];
		const char *part[CPE_MAX_ITEMS];
		Datum value[14];
		bool null[14] = {false};

		for (int k = 0; k < scale->parts; k++)
			part[k] = !scale->of_scales ? instrument->item[scale->part[k].index].id
			          : scale->part[k].reversed
			              ? psprintf("-%s", instrument->scale[scale->part[k].index].code)
			              : instrument->scale[scale->part[k].index].code;
		value[0] = Int32GetDatum(i + 1);
		value[1] = cpe_utf8_datum(scale->code, &null[1]);
		value[2] = cpe_utf8_datum(scale->label, &null[2]);
		value[3] = cpe_utf8_datum(scale->direction, &null[3]);
		value[4] = Float8GetDatum(scale->low);
		value[5] = Float8GetDatum(scale->high);
		value[6] = CStringGetTextDatum(transform[scale->transform]);
		value[7] = text_array(part, scale->parts);
		value[8] = BoolGetDatum(scale->of_scales);
		value[9] = Int32GetDatum(scale->min_parts);
		value[10] = Int32GetDatum(scale->min_items);
		null[10] = scale->min_items == 0;
		value[11] = cpe_utf8_datum(scale->certainty, &null[11]);
		value[12] = cpe_utf8_datum(scale->source ? scale->source : instrument->source, &null[12]);
		value[13] = cpe_utf8_datum(scale->note, &null[13]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_instrument_items);
Datum
cpe_instrument_items(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];
		const char *scale[CPE_MAX_SCALES];
		int scales = 0;
		Datum value[10];
		bool null[10] = {false};

		for (int k = 0; k < instrument->scales; k++)
			for (int m = 0; m < instrument->scale[k].items && !instrument->scale[k].of_scales; m++)
				if (instrument->scale[k].item[m] == i)
					scale[scales++] = instrument->scale[k].code;
		value[0] = Int32GetDatum(i + 1);
		value[1] = cpe_utf8_datum(item->id, &null[1]);
		value[2] = cpe_utf8_datum(item->label, &null[2]);
		value[3] = Int32GetDatum(item->min);
		value[4] = Int32GetDatum(item->max);
		value[5] = int_array(item->missing, item->missings);
		value[6] = int_array(item->value, item->max - item->min + 1);
		value[7] = text_array(scale, scales);
		value[8] =
			cpe_utf8_datum(item->gate < 0 ? NULL : instrument->item[item->gate].id, &null[8]);
		value[9] = int_array(item->gate_answer, item->gate_answers);
		null[9] = item->gate < 0;
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_instrument_thresholds);
Datum
cpe_instrument_thresholds(PG_FUNCTION_ARGS)
{
	static const char *const side[] = {"below", "at_most", "at_least", "above"};
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->thresholds; i++)
	{
		const struct cpe_threshold *threshold = &instrument->threshold[i];
		Datum value[5];
		bool null[5] = {false};

		value[0] = cpe_utf8_datum(instrument->scale[threshold->scale].code, &null[0]);
		value[1] = cpe_utf8_datum(threshold->name, &null[1]);
		value[2] = CStringGetTextDatum(side[threshold->side]);
		value[3] = Float8GetDatum(threshold->cut);
		value[4] = cpe_utf8_datum(threshold->source, &null[4]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* ---- files and wide tables ---- */

PG_FUNCTION_INFO_V1(cpe_read_answers);
Datum
cpe_read_answers(PG_FUNCTION_ARGS)
{
	bool strict = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
	ArrayType *array;
	Datum *element, *value;
	bool *null;
	int count, one = 1;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	array = PG_GETARG_ARRAYTYPE_P(0);
	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one person are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, &count);
	value = palloc0(Max(count, 1) * sizeof(Datum));
	for (int i = 0; i < count; i++)
	{
		int32_t answer = 0;

		if (!null[i])
			null[i] = !read_answer(TextDatumGetCString(element[i]), strict, i + 1, &answer);
		value[i] = Int32GetDatum(answer);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(value, null, count > 0, &count, &one, INT4OID, 4, true, TYPALIGN_INT));
}

/* The name of an item's column by the pattern. */
static char *
column_name(const char *pattern, const char *item)
{
	StringInfoData name;
	const char *place;

	initStringInfo(&name);
	while ((place = strstr(pattern, "{item}")) != NULL)
	{
		appendBinaryStringInfo(&name, pattern, (int) (place - pattern));
		appendStringInfoString(&name, item);
		pattern = place + strlen("{item}");
	}
	appendStringInfoString(&name, pattern);
	return name.data;
}

/*
 * The column that a wide table has for an item: as the pattern says, or the one that differs from
 * it in case only.  InvalidAttrNumber: none.
 */
static AttrNumber
find_column(Oid relation, const char *wanted, char **name)
{
	AttrNumber attribute = get_attnum(relation, wanted);
	char *lower;

	*name = pstrdup(wanted);
	if (attribute > 0)
		return attribute;
	lower = str_tolower(wanted, strlen(wanted), C_COLLATION_OID);
	attribute = get_attnum(relation, lower);
	*name = lower;
	return attribute;
}

PG_FUNCTION_INFO_V1(cpe_score_wide_sql);
Datum
cpe_score_wide_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument;
	Oid relation;
	const char *pattern;
	bool strict = PG_ARGISNULL(4) || PG_GETARG_BOOL(4), texts = false;
	ArrayType *keep = PG_ARGISNULL(3) ? NULL : PG_GETARG_ARRAYTYPE_P(3);
	StringInfoData sql, columns, kept;
	const char *scores;
	char *schema;

	if (PG_ARGISNULL(0))
		cpe_refuse(CPE_NULL, NULL, NULL, "source must not be null");
	relation = PG_GETARG_OID(0);
	instrument = cpe_instrument_arg(fcinfo, 1, call_memo(fcinfo));
	if (get_rel_name(relation) == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", relation);
	schema = get_namespace_name(get_rel_namespace(relation));
	pattern = PG_ARGISNULL(2) ? instrument->column : text_to_cstring(PG_GETARG_TEXT_PP(2));
	if (strstr(pattern, "{item}") == NULL)
		cpe_refuse(CPE_INVALID, NULL, "For example q{item} for columns q1, q2, ...",
		           "the column pattern has no {item} in it: \"%s\"", pattern);
	initStringInfo(&columns);
	for (int i = 0; i < instrument->items; i++)
	{
		char *wanted = column_name(pattern, instrument->item[i].id), *name;
		AttrNumber attribute = find_column(relation, wanted, &name);
		Oid type;

		if (attribute <= 0)
			cpe_refuse(
				CPE_INVALID,
				psprintf("The pattern \"%s\" asks for a column for each of the %d items of %s.",
			             pattern, instrument->items, instrument->code),
				"Give another pattern, or make a view with such columns.",
				"%s has no column \"%s\"", get_rel_name(relation), wanted);
		type = getBaseType(get_atttype(relation, attribute));
		texts = texts || (type != INT4OID && type != INT2OID);
		appendStringInfo(&columns, "%s%s", i ? ", " : "", quote_identifier(name));
	}
	initStringInfo(&kept);
	if (keep)
	{
		Datum *element;
		bool *null;
		int count;

		deconstruct_array(keep, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, &count);
		for (int i = 0; i < count; i++)
		{
			char *name = null[i] ? NULL : TextDatumGetCString(element[i]);

			if (name == NULL)
				cpe_refuse(CPE_NULL, NULL, NULL, "a column to keep must not be null");
			if (get_attnum(relation, name) <= 0)
				cpe_refuse(CPE_INVALID, NULL, NULL, "%s has no column \"%s\"",
				           get_rel_name(relation), name);
			appendStringInfo(&kept, "%s, ", quote_identifier(name));
		}
	}
	/* a column of the scores that no column to keep is called */
	scores = quote_identifier(psprintf("scores of %s", instrument->code));
	initStringInfo(&sql);
	appendStringInfo(&sql, "SELECT %s", kept.data);
	for (int i = 0; i < instrument->scales; i++)
	{
		const char *code = instrument->scale[i].code;

		appendStringInfo(&sql, "%s%s[%d] AS %s", i ? ", " : "", scores, i + 1,
		                 quote_identifier(str_tolower(code, strlen(code), C_COLLATION_OID)));
	}
	appendStringInfo(&sql, "\nFROM (SELECT %scancer_pe.scores(%s, ", kept.data,
	                 quote_literal_cstr(instrument->code));
	if (texts)
		appendStringInfo(&sql, "cancer_pe.read_answers(ARRAY[%s]::text[], %s)", columns.data,
		                 strict ? "true" : "false");
	else
		appendStringInfo(&sql, "ARRAY[%s]::int[]", columns.data);
	appendStringInfo(&sql, ", %s) AS %s\n\tFROM %s OFFSET 0) AS scored", strict ? "true" : "false",
	                 scores, quote_qualified_identifier(schema, get_rel_name(relation)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(sql.data, sql.len));
}

/* ---- the answers of one person in a long table: the type answer_sheet ---- */

#define SHEET_VERSION 1

enum cell_state
{
	CELL_EMPTY,
	CELL_ANSWER,
	CELL_CLASH /* answers that differ; in lenient mode that is an invalid answer */
};

struct sheet
{
	int32 length_word;
	uint8 version;
	uint8 strict;
	uint16 items;
	int64 unknown; /* answers to items that the instrument does not have */
	unsigned char fingerprint[FINGERPRINT];
	uint16 code_size;
	uint16 reserved;
	uint32 plan_size;                    /* 0: the instrument is a registered one */
	int32 answer[FLEXIBLE_ARRAY_MEMBER]; /* behind them the states, the code, the plan's text */
};
#define SHEET_STATE(sheet) ((uint8 *) ((sheet)->answer + (sheet)->items))
#define SHEET_CODE(sheet) ((char *) SHEET_STATE(sheet) + (sheet)->items)
#define SHEET_PLAN(sheet) (SHEET_CODE(sheet) + (sheet)->code_size)
#define SHEET_SIZE(items, code_size, plan_size)                                                    \
	(offsetof(struct sheet, answer) + (items) * (sizeof(int32) + 1) + (code_size) + (plan_size))

static struct sheet *
new_sheet(MemoryContext context, int items, const char *code, size_t code_size, const char *plan,
          size_t plan_size)
{
	size_t size = SHEET_SIZE(items, code_size, plan_size);
	struct sheet *sheet = MemoryContextAllocZero(context, size);

	SET_VARSIZE(sheet, size);
	sheet->version = SHEET_VERSION;
	sheet->items = (uint16) items;
	sheet->code_size = (uint16) code_size;
	sheet->plan_size = (uint32) plan_size;
	memcpy(SHEET_CODE(sheet), code, code_size);
	if (plan_size > 0)
		memcpy(SHEET_PLAN(sheet), plan, plan_size);
	return sheet;
}

static struct sheet *
sheet_arg(FunctionCallInfo fcinfo, int argument)
{
	struct sheet *sheet = (struct sheet *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));

	if (sheet->version != SHEET_VERSION)
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of a stored answer_sheet", sheet->version);
	return sheet;
}

/* The first argument for writing: an aggregate's own state as it is, anything else as a copy. */
static struct sheet *
sheet_state(FunctionCallInfo fcinfo)
{
	if (VARATT_IS_4B_U(PG_GETARG_POINTER(0)) && AggCheckCallContext(fcinfo, NULL))
		return sheet_arg(fcinfo, 0);
	return (struct sheet *) PG_DETOAST_DATUM_COPY(PointerGetDatum(sheet_arg(fcinfo, 0)));
}

pg_noreturn static void
refuse_second_answer(const char *item, const char *code)
{
	cpe_refuse(
		CPE_INVALID, "In strict mode each item has one row at most.",
		"In lenient mode (strict => false) equal answers count once, and answers that differ "
		"as an invalid one.",
		"item \"%s\" of %s has a second answer", item, code);
}

/* Puts an answer into an item's cell; false where strict mode has a second one. */
static bool
fill_cell(struct sheet *sheet, int item, int32 answer)
{
	uint8 *state = SHEET_STATE(sheet) + item;

	if (*state == CELL_EMPTY)
	{
		*state = CELL_ANSWER;
		sheet->answer[item] = answer;
		return true;
	}
	if (sheet->strict)
		return false;
	if (*state == CELL_ANSWER && sheet->answer[item] != answer)
	{
		*state = CELL_CLASH;
		sheet->answer[item] = 0;
	}
	return true;
}

struct accum_memo
{
	struct cpe_instrument_memo instruments;
	int next; /* the item that is likely to come */
	struct cpe_instrument_memo_entry *entry;
	char *plan; /* its text where it is not a registered one */
	size_t plan_size;
};

/* The place of an item, tried first behind the one before. */
static int
find_item(struct accum_memo *memo, const struct cpe_instrument *instrument, const char *id,
          size_t size)
{
	int item = memo->next;

	if (item >= instrument->items || strncmp(instrument->item[item].id, id, size) != 0 ||
	    instrument->item[item].id[size] != '\0')
		item = cpe_instrument_item(instrument, id, size);
	if (item >= 0)
		memo->next = item + 1 < instrument->items ? item + 1 : 0;
	return item;
}

/* Whether the sheets of a plan need to carry it along: it is not the registered one of its code. */
static void
keep_plan(FunctionCallInfo fcinfo, struct accum_memo *memo, struct cpe_instrument_memo_entry *entry)
{
	unsigned char registered[FINGERPRINT];
	struct plan *plan;
	char *text;

	if (memo->entry == entry)
		return;
	memo->entry = entry;
	memo->next = 0;
	if (memo->plan)
		pfree(memo->plan);
	memo->plan = NULL;
	memo->plan_size = 0;
	if (!entry->by_plan)
		return;
	text = registered_definition(entry->instrument->code);
	if (text != NULL)
	{
		fingerprint_text(text, strlen(text), registered);
		if (memcmp(registered, entry->fingerprint, FINGERPRINT) == 0)
			return;
	}
	plan = PLAN_ARG(1);
	memo->plan_size = PLAN_TEXT_SIZE(plan);
	memo->plan = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, memo->plan_size);
	memcpy(memo->plan, plan->text, memo->plan_size);
}

/* (sheet, plan or instrument, item, answer [, strict]) */
static Datum
sheet_accum(FunctionCallInfo fcinfo, bool by_plan)
{
	struct accum_memo *memo = fcinfo->flinfo->fn_extra;
	const struct cpe_instrument *instrument;
	struct cpe_instrument_memo_entry *entry;
	struct sheet *sheet;
	bool strict = PG_NARGS() < 5 || PG_ARGISNULL(4) || PG_GETARG_BOOL(4);
	text *id;
	int item = -1;

	if (memo == NULL)
		memo = fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
	entry = by_plan ? plan_entry(fcinfo, 1, &memo->instruments)
	                : name_entry(fcinfo, 1, &memo->instruments);
	instrument = entry->instrument;
	keep_plan(fcinfo, memo, entry);
	if (PG_ARGISNULL(0))
	{
		MemoryContext context;

		if (!AggCheckCallContext(fcinfo, &context))
			context = CurrentMemoryContext;
		sheet = new_sheet(context, instrument->items, instrument->code, strlen(instrument->code),
		                  memo->plan, memo->plan_size);
		sheet->strict = strict;
		memcpy(sheet->fingerprint, entry->fingerprint, FINGERPRINT);
	}
	else
	{
		sheet = sheet_state(fcinfo);
		if (memcmp(sheet->fingerprint, entry->fingerprint, FINGERPRINT) != 0 ||
		    sheet->strict != strict)
			cpe_refuse(CPE_INVALID, NULL, "Group by what decides on the instrument.",
			           "the answers of one sheet must have one instrument and one mode");
	}
	if (!PG_ARGISNULL(2))
	{
		id = PG_GETARG_TEXT_PP(2);
		item = find_item(memo, instrument, VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id));
		if (item < 0 && strict)
			cpe_refuse(
				CPE_INVALID,
				psprintf("items('%s') lists its %d items.", instrument->code, instrument->items),
				"Leave other rows out with FILTER (WHERE ...); in lenient mode (strict => false) "
				"they are passed over and counted in the sheet.",
				"there is no item \"%s\" in %s", text_to_cstring(id), instrument->code);
	}
	else if (strict)
		cpe_refuse(CPE_NULL, NULL, NULL, "item must not be null");
	if (item < 0)
		sheet->unknown++;
	else if (!PG_ARGISNULL(3) && !fill_cell(sheet, item, PG_GETARG_INT32(3)))
		refuse_second_answer(instrument->item[item].id, instrument->code);
	PG_RETURN_POINTER(sheet);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_accum_by_name);
Datum
cpe_answer_sheet_accum_by_name(PG_FUNCTION_ARGS)
{
	return sheet_accum(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_accum_by_plan);
Datum
cpe_answer_sheet_accum_by_plan(PG_FUNCTION_ARGS)
{
	return sheet_accum(fcinfo, true);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_combine);
Datum
cpe_answer_sheet_combine(PG_FUNCTION_ARGS)
{
	struct sheet *sheet = sheet_state(fcinfo);
	const struct sheet *other = sheet_arg(fcinfo, 1);

	if (memcmp(sheet->fingerprint, other->fingerprint, FINGERPRINT) != 0 ||
	    sheet->items != other->items || sheet->strict != other->strict)
		cpe_refuse(CPE_INVALID, NULL, "Group by what decides on the instrument.",
		           "the answers of one sheet must have one instrument and one mode");
	if (pg_add_s64_overflow(sheet->unknown, other->unknown, &sheet->unknown))
		cpe_refuse(CPE_RANGE, NULL, NULL, "unknown of answer_sheet is out of range");
	for (int i = 0; i < sheet->items; i++)
	{
		uint8 state = SHEET_STATE(other)[i];

		if (state == CELL_ANSWER && !fill_cell(sheet, i, other->answer[i]))
			refuse_second_answer(psprintf("%d", i + 1),
			                     pnstrdup(SHEET_CODE(sheet), sheet->code_size));
		if (state == CELL_CLASH)
		{
			SHEET_STATE(sheet)[i] = CELL_CLASH;
			sheet->answer[i] = 0;
		}
	}
	PG_RETURN_POINTER(sheet);
}

/* The instrument of a sheet: its own plan, or the registered one while that is the same. */
static const struct cpe_instrument *
sheet_instrument(FunctionCallInfo fcinfo, const struct sheet *sheet)
{
	struct cpe_instrument_memo *memo = call_memo(fcinfo);
	struct cpe_instrument_memo_entry *entry = recall(memo, sheet->fingerprint, FINGERPRINT, true);
	char *code, *text;

	if (entry == NULL)
	{
		code = pnstrdup(SHEET_CODE(sheet), sheet->code_size);
		text = sheet->plan_size > 0 ? pnstrdup(SHEET_PLAN(sheet), sheet->plan_size)
		                            : registered_definition(code);
		if (text == NULL)
			refuse_unknown(code);
		entry = remember(memo, fcinfo->flinfo->fn_mcxt, sheet->fingerprint, FINGERPRINT, true, text,
		                 strlen(text));
		if (memcmp(entry->fingerprint, sheet->fingerprint, FINGERPRINT) != 0)
			cpe_refuse(
				CPE_INVALID, "A sheet is scored by the definition that it was filled with.",
				"Fill the sheets anew, or register the earlier definition under another name.",
				"the definition of %s has changed since the sheet was filled", code);
	}
	if (entry->instrument->items != sheet->items)
		cpe_refuse(CPE_INVALID, NULL, NULL, "a sheet of %s has %d items, not %d",
		           entry->instrument->code, sheet->items, entry->instrument->items);
	return entry->instrument;
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_scores);
Datum
cpe_answer_sheet_scores(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet;
	const struct cpe_instrument *instrument;
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sheet = sheet_arg(fcinfo, 0);
	instrument = sheet_instrument(fcinfo, sheet);
	for (int i = 0; i < sheet->items; i++)
	{
		given[i] = SHEET_STATE(sheet)[i] != CELL_EMPTY;
		answer[i] = SHEET_STATE(sheet)[i] == CELL_CLASH ? CPE_UNREADABLE : sheet->answer[i];
	}
	return cpe_scores_datum(instrument, answer, given, sheet->strict);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_answers);
Datum
cpe_answer_sheet_answers(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	Datum *value = palloc(Max(sheet->items, 1) * sizeof(Datum));
	bool *null = palloc(Max(sheet->items, 1) * sizeof(bool));
	int count = sheet->items, one = 1;

	for (int i = 0; i < sheet->items; i++)
	{
		null[i] = SHEET_STATE(sheet)[i] == CELL_EMPTY;
		value[i] =
			Int32GetDatum(SHEET_STATE(sheet)[i] == CELL_CLASH ? CPE_UNREADABLE : sheet->answer[i]);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(value, null, 1, &count, &one, INT4OID, 4, true, TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_unknown);
Datum
cpe_answer_sheet_unknown(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(sheet_arg(fcinfo, 0)->unknown);
}

/* strict=t unknown=0 fingerprint=... instrument="QLQ-C30" answers={1,,!} [plan=...] */
PG_FUNCTION_INFO_V1(cpe_answer_sheet_out);
Datum
cpe_answer_sheet_out(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text,
	                 "strict=%c unknown=" INT64_FORMAT " fingerprint=", sheet->strict ? 't' : 'f',
	                 sheet->unknown);
	for (int i = 0; i < FINGERPRINT; i++)
		appendStringInfo(&text, "%02x", sheet->fingerprint[i]);
	appendStringInfo(&text, " instrument=\"%.*s\" answers={", sheet->code_size, SHEET_CODE(sheet));
	for (int i = 0; i < sheet->items; i++)
	{
		if (i > 0)
			appendStringInfoChar(&text, ',');
		if (SHEET_STATE(sheet)[i] == CELL_CLASH)
			appendStringInfoChar(&text, '!');
		else if (SHEET_STATE(sheet)[i] == CELL_ANSWER)
			appendStringInfo(&text, "%d", sheet->answer[i]);
	}
	appendStringInfoChar(&text, '}');
	if (sheet->plan_size > 0)
	{
		appendStringInfoString(&text, " plan=");
		appendBinaryStringInfo(&text, SHEET_PLAN(sheet), (int) sheet->plan_size);
	}
	PG_RETURN_CSTRING(text.data);
}

/* Moves behind the word when the text goes on with it. */
static bool
skip_word(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0)
		return false;
	*text += length;
	return true;
}

/* A number as it is printed: no plus sign, no zeros in front. */
static bool
skip_number(const char **text, int64 low, int64 high, int64 *number)
{
	const char *start = *text;
	char digits[24];
	size_t length = strspn(start + (*start == '-'), "0123456789") + (*start == '-');

	if (length == 0 || length >= sizeof(digits) - 1)
		return false;
	memcpy(digits, start, length);
	digits[length] = '\0';
	errno = 0;
	*number = strtoll(digits, NULL, 10);
	if (errno != 0 || *number < low || *number > high ||
	    strcmp(psprintf(INT64_FORMAT, *number), digits) != 0)
		return false;
	*text += length;
	return true;
}

/* Whether a sheet's own plan is one, and the one that the sheet is about. */
static bool
plan_of_sheet(const struct sheet *sheet)
{
	MemoryContext work;
	struct cpe_problem problem;
	const struct cpe_instrument *instrument;
	unsigned char fingerprint[FINGERPRINT];
	bool good;

	if (sheet->plan_size == 0)
		return true;
	work = AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_DEFAULT_SIZES);
	instrument = read_definition(SHEET_PLAN(sheet), sheet->plan_size, work, &problem);
	fingerprint_text(SHEET_PLAN(sheet), sheet->plan_size, fingerprint);
	good = instrument != NULL && instrument->items == sheet->items &&
	       strlen(instrument->code) == sheet->code_size &&
	       memcmp(instrument->code, SHEET_CODE(sheet), sheet->code_size) == 0 &&
	       memcmp(fingerprint, sheet->fingerprint, FINGERPRINT) == 0;
	MemoryContextDelete(work);
	return good;
}

static struct sheet *
parse_sheet(const char *text)
{
	unsigned char fingerprint[FINGERPRINT];
	int32 answer[CPE_MAX_ITEMS];
	uint8 state[CPE_MAX_ITEMS];
	struct sheet *sheet;
	const char *code, *end;
	char *key;
	int64 unknown, number;
	int items = 0;
	bool strict;

	if (!skip_word(&text, "strict="))
		return NULL;
	strict = *text == 't';
	if ((*text != 't' && *text != 'f') || (text++, !skip_word(&text, " unknown=")) ||
	    !skip_number(&text, 0, PG_INT64_MAX, &unknown) || !skip_word(&text, " fingerprint="))
		return NULL;
	for (int i = 0; i < 2 * FINGERPRINT; i++, text++)
	{
		const char *digit = *text ? strchr("0123456789abcdef", *text) : NULL;

		if (digit == NULL)
			return NULL;
		number = digit - "0123456789abcdef";
		fingerprint[i / 2] = (unsigned char) (i % 2 ? fingerprint[i / 2] | number : number << 4);
	}
	if (!skip_word(&text, " instrument=\"") || (end = strchr(code = text, '"')) == NULL)
		return NULL;
	key = pnstrdup(code, end - code);
	text = end + 1;
	if (!cpe_instrument_is_key(key) || !skip_word(&text, " answers={"))
		return NULL;
	for (;; text++)
	{
		if (items >= CPE_MAX_ITEMS)
			return NULL;
		state[items] = CELL_EMPTY;
		answer[items] = 0;
		if (*text == '!')
		{
			if (strict)
				return NULL;
			state[items] = CELL_CLASH;
			text++;
		}
		else if (*text != ',' && *text != '}')
		{
			if (!skip_number(&text, PG_INT32_MIN, PG_INT32_MAX, &number))
				return NULL;
			state[items] = CELL_ANSWER;
			answer[items] = (int32) number;
		}
		items++;
		if (*text != ',')
			break;
	}
	if (!skip_word(&text, "}") || (*text != '\0' && !skip_word(&text, " plan=")))
		return NULL;
	sheet = new_sheet(CurrentMemoryContext, items, key, strlen(key), text, strlen(text));
	sheet->strict = strict;
	sheet->unknown = unknown;
	memcpy(sheet->fingerprint, fingerprint, FINGERPRINT);
	memcpy(sheet->answer, answer, items * sizeof(*answer));
	memcpy(SHEET_STATE(sheet), state, items);
	return plan_of_sheet(sheet) ? sheet : NULL;
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_in);
Datum
cpe_answer_sheet_in(PG_FUNCTION_ARGS)
{
	struct sheet *sheet = parse_sheet(PG_GETARG_CSTRING(0));

	if (sheet == NULL)
	{
		struct cpe_problem problem;

		cpe_problem_set(&problem, CPE_SYNTAX,
		                "It is written as strict=t unknown=0 fingerprint=(32 digits) "
		                "instrument=\"...\" answers={1,,2}, by this extension.",
		                NULL, "invalid input for type answer_sheet");
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(sheet);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_send);
Datum
cpe_answer_sheet_send(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint8(&message, sheet->version);
	pq_sendint8(&message, sheet->strict);
	pq_sendint16(&message, sheet->items);
	pq_sendint64(&message, sheet->unknown);
	pq_sendbytes(&message, (const char *) sheet->fingerprint, FINGERPRINT);
	for (int i = 0; i < sheet->items; i++)
	{
		pq_sendint8(&message, SHEET_STATE(sheet)[i]);
		pq_sendint32(&message, (uint32) sheet->answer[i]);
	}
	pq_sendint16(&message, sheet->code_size);
	pq_sendbytes(&message, SHEET_CODE(sheet), sheet->code_size);
	pq_sendtext(&message, SHEET_PLAN(sheet), (int) sheet->plan_size);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_recv);
Datum
cpe_answer_sheet_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	unsigned char fingerprint[FINGERPRINT];
	int32 answer[CPE_MAX_ITEMS];
	uint8 state[CPE_MAX_ITEMS];
	int version = pq_getmsgbyte(message), strict = pq_getmsgbyte(message), plan_size;
	int items = (int) pq_getmsgint(message, 2);
	int64 unknown = pq_getmsgint64(message);
	struct sheet *sheet;
	char *key, *plan;
	int code_size;
	bool good;

	good = version == SHEET_VERSION && strict <= 1 && items >= 1 && items <= CPE_MAX_ITEMS &&
	       unknown >= 0;
	memcpy(fingerprint, pq_getmsgbytes(message, FINGERPRINT), FINGERPRINT);
	for (int i = 0; good && i < items; i++)
	{
		state[i] = (uint8) pq_getmsgbyte(message);
		answer[i] = (int32) pq_getmsgint(message, 4);
		good = state[i] == CELL_ANSWER ||
		       (answer[i] == 0 && (state[i] == CELL_EMPTY || (state[i] == CELL_CLASH && !strict)));
	}
	if (good)
	{
		code_size = (int) pq_getmsgint(message, 2);
		key = pnstrdup(pq_getmsgbytes(message, code_size), code_size);
		plan = pq_getmsgtext(message, message->len - message->cursor, &plan_size);
		good = strlen(key) == code_size && cpe_instrument_is_key(key);
	}
	if (good)
	{
		sheet = new_sheet(CurrentMemoryContext, items, key, code_size, plan, plan_size);
		sheet->strict = (uint8) strict;
		sheet->unknown = unknown;
		memcpy(sheet->fingerprint, fingerprint, FINGERPRINT);
		memcpy(sheet->answer, answer, items * sizeof(*answer));
		memcpy(SHEET_STATE(sheet), state, items);
		good = plan_of_sheet(sheet);
	}
	if (!good)
		cpe_refuse(CPE_BINARY, NULL, NULL, "invalid binary answer_sheet");
	PG_RETURN_POINTER(sheet);
}

/* instrument_plan(instrument, options) */
PG_FUNCTION_INFO_V1(cpe_instrument_plan_of);
Datum
cpe_instrument_plan_of(PG_FUNCTION_ARGS)
{
	static const char *const known[] = {"conditional", NULL};
	struct cpe_options options = {.what = "instrument_plan"};
	char *code = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *text = registered_definition(code);
	int conditional;
	struct cpe_problem problem;
	struct plan *plan;

	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, known);
	if (text == NULL)
		refuse_unknown(code);
	conditional = cpe_option_boolean(&options, "conditional");
	if (conditional >= 0)
		text = cpe_first_value(
			"SELECT ($1::pg_catalog.jsonb OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object("
			"'apply_conditions', $2::pg_catalog.bool))::pg_catalog.text",
			2, text, conditional ? "true" : "false");
	plan = make_plan(text, strlen(text), &problem);
	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}
