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

#include "base/base.h"
#include "score/score.h"

/* ---- the type scoring_plan: a definition, checked ---- */

void
cpe_plan_fingerprint(const char *text, size_t size, unsigned char *fingerprint)
{
	char *utf8 = pg_server_to_any(text, (int) size, PG_UTF8);
	Datum bytes =
		PointerGetDatum(cstring_to_text_with_len(utf8, utf8 == text ? (int) size : strlen(utf8)));
	bytea *digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, bytes));

	memcpy(fingerprint, VARDATA_ANY(digest), CPE_FINGERPRINT);
	pfree(digest);
	pfree(DatumGetPointer(bytes));
	if (utf8 != text)
		pfree(utf8);
}

/* Reads a definition in the server's encoding; its memory is the context's. */
struct cpe_instrument *
cpe_plan_read(const char *text, size_t size, MemoryContext context, struct cpe_problem *problem)
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

/*
 * Refuses texts that the server's encoding does not have, which \u escapes can bring in: one such
 * definition in the registry would make its views unreadable.
 */
static void
check_texts(const struct cpe_instrument *instrument)
{
	bool null;

	(void) cpe_utf8_datum(instrument->version, &null);
	(void) cpe_utf8_datum(instrument->title, &null);
	(void) cpe_utf8_datum(instrument->column, &null);
	(void) cpe_utf8_datum(instrument->source, &null);
	(void) cpe_utf8_datum(instrument->note, &null);
	(void) cpe_utf8_datum(instrument->licence, &null);
	for (int i = 0; i < instrument->items; i++)
		(void) cpe_utf8_datum(instrument->item[i].label, &null);
	for (int i = 0; i < instrument->scales; i++)
	{
		(void) cpe_utf8_datum(instrument->scale[i].label, &null);
		(void) cpe_utf8_datum(instrument->scale[i].source, &null);
		(void) cpe_utf8_datum(instrument->scale[i].note, &null);
	}
	for (int i = 0; i < instrument->thresholds; i++)
	{
		(void) cpe_utf8_datum(instrument->threshold[i].name, &null);
		(void) cpe_utf8_datum(instrument->threshold[i].source, &null);
	}
}

/* The definition as a datum; NULL where it is wrong, with the problem. */
static struct cpe_plan *
make_plan(const char *text, size_t size, struct cpe_problem *problem)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_DEFAULT_SIZES);
	const struct cpe_instrument *instrument = cpe_plan_read(text, size, work, problem);
	struct cpe_plan *plan = NULL;

	if (instrument != NULL)
	{
		if (GetDatabaseEncoding() != PG_UTF8)
		{
			MemoryContext before = MemoryContextSwitchTo(work);

			check_texts(instrument);
			MemoryContextSwitchTo(before);
		}
		plan = palloc(PLAN_HEADER + size);
		SET_VARSIZE(plan, PLAN_HEADER + size);
		memcpy(plan->text, text, size);
		cpe_plan_fingerprint(text, size, plan->fingerprint);
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
	struct cpe_plan *plan = make_plan(text, strlen(text), &problem);

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
	struct cpe_plan *plan = CPE_PLAN_ARG(0);

	PG_RETURN_CSTRING(pnstrdup(plan->text, CPE_PLAN_TEXT_SIZE(plan)));
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_recv);
Datum
cpe_scoring_plan_recv(PG_FUNCTION_ARGS)
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

PG_FUNCTION_INFO_V1(cpe_scoring_plan_send);
Datum
cpe_scoring_plan_send(PG_FUNCTION_ARGS)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendtext(&message, plan->text, (int) CPE_PLAN_TEXT_SIZE(plan));
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

#define MOST_ENTRIES 64

struct cpe_instrument_memo_entry *
cpe_memo_recall(struct cpe_instrument_memo *memo, const void *key, size_t key_size, bool by_plan)
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
struct cpe_instrument_memo_entry *
cpe_memo_remember(struct cpe_instrument_memo *memo, MemoryContext keep, const void *key,
                  size_t key_size, bool by_plan, const char *text, size_t size)
{
	struct cpe_instrument_memo_entry *entry;
	MemoryContext context;
	const struct cpe_instrument *instrument;
	struct cpe_problem problem;

	context = AllocSetContextCreate(CurrentMemoryContext, "instrument", ALLOCSET_SMALL_SIZES);
	instrument = cpe_plan_read(text, size, context, &problem);
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
	entry->text = by_plan ? NULL : MemoryContextStrdup(context, text);
	entry->stale = false;
	entry->carried_known = false;
	entry->carried = NULL;
	cpe_plan_fingerprint(text, size, entry->fingerprint);
	MemoryContextSetParent(context, keep);
	return entry;
}

/* The text of a registered instrument's definition, or NULL. */
char *
cpe_registered_definition(const char *code)
{
	return cpe_first_value("SELECT plan FROM cancer_pe.instrument "
	                       "WHERE code OPERATOR(pg_catalog.=) $1",
	                       1, code, NULL);
}

void
cpe_refuse_unknown(const char *code)
{
	char *known = cpe_first_value("SELECT pg_catalog.string_agg(code, ', ' ORDER BY code COLLATE "
	                              "pg_catalog.\"C\") FROM cancer_pe.instrument "
	                              "WHERE code OPERATOR(pg_catalog.<>) $1",
	                              1, code, NULL);

	cpe_refuse(CPE_INVALID, known ? psprintf("Known instruments: %s.", known) : NULL,
	           "register_instrument adds one of your own; case matters.",
	           "there is no instrument \"%s\"", code);
}

/* A name's instrument; with another view it is looked up again, and read again if it differs. */
static struct cpe_instrument_memo_entry *
named_entry(struct cpe_instrument_memo *memo, MemoryContext keep, const char *name, size_t size)
{
	struct cpe_instrument_memo_entry *entry;
	char *code, *text;

	if (unlikely(!cpe_registry_same(&memo->view)))
	{
		for (int i = 0; i < memo->entries; i++)
			memo->entry[i].stale = true;
		memo->view = cpe_registry_view_now();
	}
	entry = cpe_memo_recall(memo, name, size, false);
	if (likely(entry != NULL && !entry->stale))
		return entry;
	code = pnstrdup(name, size);
	text = cpe_registered_definition(code);
	if (text == NULL)
		cpe_refuse_unknown(code);
	if (entry != NULL && strcmp(text, entry->text) == 0)
	{
		entry->stale = false;
		pfree(text);
		pfree(code);
		return entry;
	}
	if (entry != NULL)
		entry->key_size = SIZE_MAX; /* no name is so long: it is overwritten in its turn */
	return cpe_memo_remember(memo, keep, name, size, false, text, strlen(text));
}

struct cpe_instrument_memo_entry *
cpe_name_entry(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	text *name;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "instrument must not be null");
	name = PG_GETARG_TEXT_PP(argument);
	return named_entry(memo, fcinfo->flinfo->fn_mcxt, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

struct cpe_instrument_memo_entry *
cpe_plan_entry(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	struct cpe_instrument_memo_entry *entry;
	struct cpe_plan *plan;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "plan must not be null");
	plan = CPE_PLAN_ARG(argument);
	entry = cpe_memo_recall(memo, plan->fingerprint, CPE_FINGERPRINT, true);
	if (unlikely(entry == NULL))
		entry = cpe_memo_remember(memo, fcinfo->flinfo->fn_mcxt, plan->fingerprint, CPE_FINGERPRINT,
		                          true, plan->text, CPE_PLAN_TEXT_SIZE(plan));
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
	if (likely(memo->fixed && memo->entries > 0 && cpe_registry_same(&memo->view) &&
	           !memo->entry[memo->last].stale))
		return memo->entry[memo->last].instrument;
	memo->fixed = is_constant(fcinfo->flinfo, argument);
	return cpe_name_entry(fcinfo, argument, memo)->instrument;
}

const struct cpe_instrument *
cpe_plan_arg(FunctionCallInfo fcinfo, int argument, struct cpe_instrument_memo *memo)
{
	return cpe_plan_entry(fcinfo, argument, memo)->instrument;
}

/* The memo of a function that keeps nothing else. */
struct cpe_instrument_memo *
cpe_call_memo(FunctionCallInfo fcinfo)
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

void
cpe_refuse_count(const struct cpe_instrument *instrument, int count, bool lenient_may)
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
void
cpe_spread_answers(const struct cpe_instrument *instrument, ArrayType *array, bool strict,
                   int32_t *answer, bool *given)
{
	int count = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
	const int32 *value = (const int32 *) ARR_DATA_PTR(array);
	const bits8 *bitmap = ARR_NULLBITMAP(array);

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one person are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	if (count > instrument->items || (count < instrument->items && strict))
		cpe_refuse_count(instrument, count, count < instrument->items);
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

	if (!cpe_instrument_scores(instrument, answer, given, strict, score, &problem))
		cpe_raise(&problem);
	return cpe_score_array(score, instrument->scales);
}

Datum
cpe_score_array(const double *score, int scales)
{
	int there = 0;
	ArrayType *array;
	double *value;
	bits8 *bitmap;
	size_t header;

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
	cpe_spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	return cpe_scores_datum(instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_scores_by_name);
Datum
cpe_scores_by_name(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_instrument_arg(fcinfo, 0, cpe_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_scores_by_plan);
Datum
cpe_scores_by_plan(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo)));
}

Datum
cpe_score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument,
               const int32_t *answer, const bool *given, bool strict)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_score *score = palloc(instrument->scales * sizeof(*score));
	struct cpe_problem problem;

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

/* score(instrument or plan, answers, strict) */
static Datum
score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(1))
		return (Datum) 0;
	cpe_spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	return cpe_score_rows(fcinfo, instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_score_by_name);
Datum
cpe_score_by_name(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_instrument_arg(fcinfo, 0, cpe_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_score_by_plan);
Datum
cpe_score_by_plan(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo)));
}

/* ---- what a plan says ---- */

PG_FUNCTION_INFO_V1(cpe_instrument_code);
Datum
cpe_instrument_code(PG_FUNCTION_ARGS)
{
	bool null;

	return cpe_utf8_datum(cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo))->code, &null);
}

PG_FUNCTION_INFO_V1(cpe_instrument_about);
Datum
cpe_instrument_about(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo));
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
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo));
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
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo));
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
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_call_memo(fcinfo));
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

/* instrument_plan(instrument, options) */
PG_FUNCTION_INFO_V1(cpe_instrument_plan_of);
Datum
cpe_instrument_plan_of(PG_FUNCTION_ARGS)
{
	static const char *const known[] = {"conditional", NULL};
	struct cpe_options options = {.what = "instrument_plan"};
	char *code = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *text = cpe_registered_definition(code);
	int conditional;
	struct cpe_problem problem;
	struct cpe_plan *plan;

	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, known);
	if (text == NULL)
		cpe_refuse_unknown(code);
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
