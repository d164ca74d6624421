#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_plan.h"

/* ---- a definition as a value ---- */

void
cpe_fingerprint(const void *bytes, size_t size, unsigned char *fingerprint)
{
	Datum value = PointerGetDatum(cstring_to_text_with_len(bytes, (int) size));
	bytea *digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, value));

	memcpy(fingerprint, VARDATA_ANY(digest), CPE_FINGERPRINT);
	pfree(digest);
	pfree(DatumGetPointer(value));
}

void
cpe_plan_fingerprint(const char *text, size_t size, unsigned char *fingerprint)
{
	char *utf8 = pg_server_to_any(text, (int) size, PG_UTF8);

	cpe_fingerprint(utf8, utf8 == text ? size : strlen(utf8), fingerprint);
	if (utf8 != text)
		pfree(utf8);
}

void *
cpe_plan_definition(const struct cpe_plan_kind *kind, const char *text, size_t size,
                    MemoryContext context, struct cpe_problem *problem)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	char *utf8 = pg_server_to_any(text, (int) size, PG_UTF8);
	void *definition;
	struct cpe_arena arena;

	cpe_arena_open(&arena, context);
	definition = kind->read(&arena, utf8, utf8 == text ? size : strlen(utf8), problem);
	MemoryContextSwitchTo(before);
	return definition;
}

struct cpe_plan *
cpe_plan_make(const struct cpe_plan_kind *kind, const char *text, size_t size,
              struct cpe_problem *problem)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_DEFAULT_SIZES);
	const void *definition = cpe_plan_definition(kind, text, size, work, problem);
	struct cpe_plan *plan = NULL;

	if (definition != NULL)
	{
		if (GetDatabaseEncoding() != PG_UTF8)
		{
			MemoryContext before = MemoryContextSwitchTo(work);

			kind->check_texts(definition);
			MemoryContextSwitchTo(before);
		}
		plan = palloc(CPE_PLAN_HEADER + size);
		SET_VARSIZE(plan, CPE_PLAN_HEADER + size);
		memcpy(plan->text, text, size);
		cpe_plan_fingerprint(text, size, plan->fingerprint);
	}
	MemoryContextDelete(work);
	return plan;
}

struct cpe_plan *
cpe_plan_copy(const struct cpe_plan *plan)
{
	struct cpe_plan *copy = palloc(VARSIZE(plan));

	memcpy(copy, plan, VARSIZE(plan));
	return copy;
}

Datum
cpe_plan_in(FunctionCallInfo fcinfo, const struct cpe_plan_kind *kind)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_problem problem;
	struct cpe_plan *plan = cpe_plan_make(kind, text, strlen(text), &problem);

	if (plan == NULL)
	{
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(plan);
}

Datum
cpe_plan_out(FunctionCallInfo fcinfo)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);

	PG_RETURN_CSTRING(pnstrdup(plan->text, CPE_PLAN_TEXT_SIZE(plan)));
}

Datum
cpe_plan_recv(FunctionCallInfo fcinfo, const struct cpe_plan_kind *kind)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	struct cpe_problem problem;
	int size;
	char *text = pq_getmsgtext(message, message->len - message->cursor, &size);
	struct cpe_plan *plan = cpe_plan_make(kind, text, (size_t) size, &problem);

	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}

Datum
cpe_plan_send(FunctionCallInfo fcinfo)
{
	struct cpe_plan *plan = CPE_PLAN_ARG(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendtext(&message, plan->text, (int) CPE_PLAN_TEXT_SIZE(plan));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

Datum
cpe_utf8_datum(const char *utf8, bool *null)
{
	*null = utf8 == NULL;
	if (utf8 == NULL)
		return (Datum) 0;
	return CStringGetTextDatum(pg_any_to_server(utf8, (int) strlen(utf8), PG_UTF8));
}

Datum
cpe_utf8_array_datum(const char *const *text, int count)
{
	Datum *value = palloc(Max(count, 1) * sizeof(Datum));
	bool null;

	for (int i = 0; i < count; i++)
		value[i] = cpe_utf8_datum(text[i], &null);
	return PointerGetDatum(construct_array(value, count, TEXTOID, -1, false, TYPALIGN_INT));
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

CPE_ORDER_FUNCTIONS(bytes, bytes_cmp(fcinfo))
CPE_FUNCTION(cpe_bytes_hash, PG_RETURN_INT32((int32) bytes_hash(fcinfo, 0)))
CPE_FUNCTION(cpe_bytes_hash_extended, PG_RETURN_INT64(bytes_hash(fcinfo, PG_GETARG_INT64(1))))

/* ---- the definitions of a call site ---- */

#define MOST_ENTRIES 64

struct cpe_plan_memo_entry *
cpe_plan_memo_recall(struct cpe_plan_memo *memo, const void *key, size_t key_size, bool by_plan)
{
	for (int i = 0; i < memo->entries; i++)
	{
		int at = (memo->last + i) % memo->entries;
		struct cpe_plan_memo_entry *entry = &memo->entry[at];

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
struct cpe_plan_memo_entry *
cpe_plan_memo_remember(struct cpe_plan_memo *memo, const struct cpe_plan_kind *kind,
                       MemoryContext keep, const void *key, size_t key_size, bool by_plan,
                       const char *text, size_t size)
{
	struct cpe_plan_memo_entry *entry;
	MemoryContext context;
	const void *definition;
	struct cpe_problem problem;

	context = AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_SMALL_SIZES);
	definition = cpe_plan_definition(kind, text, size, context, &problem);
	if (definition == NULL)
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
	entry->definition = definition;
	entry->text = by_plan ? NULL : MemoryContextStrdup(context, text);
	entry->stale = false;
	entry->carried_known = false;
	entry->carried = NULL;
	entry->kept = NULL;
	cpe_plan_fingerprint(text, size, entry->fingerprint);
	MemoryContextSetParent(context, keep);
	return entry;
}

/* A name's definition; with another view it is looked up again, and read again if it differs. */
static struct cpe_plan_memo_entry *
named_entry(struct cpe_plan_memo *memo, const struct cpe_plan_kind *kind, MemoryContext keep,
            const char *name, size_t size)
{
	struct cpe_plan_memo_entry *entry;
	char *code, *text;

	if (unlikely(!cpe_registry_same(&memo->view)))
	{
		for (int i = 0; i < memo->entries; i++)
			memo->entry[i].stale = true;
		memo->view = cpe_registry_view_now();
	}
	entry = cpe_plan_memo_recall(memo, name, size, false);
	if (likely(entry != NULL && !entry->stale))
		return entry;
	code = pnstrdup(name, size);
	text = kind->registered(code);
	if (text == NULL)
		kind->refuse_unknown(code);
	if (entry != NULL && strcmp(text, entry->text) == 0)
	{
		entry->stale = false;
		pfree(text);
		pfree(code);
		return entry;
	}
	if (entry != NULL)
		entry->key_size = SIZE_MAX; /* no name is so long: it is overwritten in its turn */
	return cpe_plan_memo_remember(memo, kind, keep, name, size, false, text, strlen(text));
}

struct cpe_plan_memo_entry *
cpe_plan_name_entry(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo,
                    const struct cpe_plan_kind *kind)
{
	text *name;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", kind->what);
	name = PG_GETARG_TEXT_PP(argument);
	return named_entry(memo, kind, fcinfo->flinfo->fn_mcxt, VARDATA_ANY(name),
	                   VARSIZE_ANY_EXHDR(name));
}

struct cpe_plan_memo_entry *
cpe_plan_value_entry(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo,
                     const struct cpe_plan_kind *kind)
{
	struct cpe_plan_memo_entry *entry;
	struct cpe_plan *plan;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "plan must not be null");
	plan = CPE_PLAN_ARG(argument);
	entry = cpe_plan_memo_recall(memo, plan->fingerprint, CPE_FINGERPRINT, true);
	if (unlikely(entry == NULL))
		entry = cpe_plan_memo_remember(memo, kind, fcinfo->flinfo->fn_mcxt, plan->fingerprint,
		                               CPE_FINGERPRINT, true, plan->text, CPE_PLAN_TEXT_SIZE(plan));
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

const void *
cpe_plan_named(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo,
               const struct cpe_plan_kind *kind)
{
	/* a constant name is looked at once, while the registry is the same */
	if (likely(memo->fixed && memo->entries > 0 && cpe_registry_same(&memo->view) &&
	           !memo->entry[memo->last].stale))
		return memo->entry[memo->last].definition;
	memo->fixed = is_constant(fcinfo->flinfo, argument);
	return cpe_plan_name_entry(fcinfo, argument, memo, kind)->definition;
}

/* The memo of a function that keeps nothing else. */
struct cpe_plan_memo *
cpe_plan_call_memo(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(struct cpe_plan_memo));
	return fcinfo->flinfo->fn_extra;
}
