#include "cancer_pe.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "base/base_flat.h"

const void *
cpe_flat_arg(FunctionCallInfo fcinfo, int argument, const struct cpe_flat_kind *kind)
{
	struct varlena *value = PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));
	unsigned char version = *(unsigned char *) VARDATA(value);

	if (version != kind->version)
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of %s", version, kind->stored);
	return value;
}

const void *
cpe_flat_closed_arg(FunctionCallInfo fcinfo, int argument, const struct cpe_flat_kind *kind)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const void *given = cpe_flat_arg(fcinfo, argument, kind);
	const void *closed;

	if (kind->close == NULL)
		return given;
	cpe_arena_open(&arena, CurrentMemoryContext);
	closed = kind->close(given, &arena, &problem);
	if (closed == NULL)
		cpe_raise(&problem);
	return closed == given ? given : DatumGetPointer(kind->datum(closed));
}

void *
cpe_flat_state_arg(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	struct varlena *datum = (struct varlena *) PG_GETARG_POINTER(0);
	const void *value = cpe_flat_arg(fcinfo, 0, kind);

	if (VARATT_IS_4B_U(datum) && AggCheckCallContext(fcinfo, NULL))
		return datum;
	return value == datum ? PG_DETOAST_DATUM_COPY(PointerGetDatum(datum)) : (void *) value;
}

Datum
cpe_flat_in(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	char *text = PG_GETARG_CSTRING(0);
	struct cpe_arena arena;
	struct cpe_problem problem;
	const void *value;

	cpe_arena_open(&arena, CurrentMemoryContext);
	value = kind->parse(text, &arena, &problem);
	if (value != NULL)
		return kind->datum(value);
	if (problem.code == CPE_CANCELLED)
		cpe_raise(&problem);
	if (problem.code == CPE_SYNTAX && kind->quotes)
	{
		/* the text can be long: its beginning says enough */
		int length = (int) strnlen(text, 200);
		int shown = pg_mbcliplen(text, length, 100);

		errsave(CPE_SOFT_ERRORS(fcinfo), (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
		                                  errmsg("%s: \"%.*s%s\"", problem.message, shown, text,
		                                         shown < length ? "..." : ""),
		                                  errdetail("%s", problem.detail)));
	}
	else
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
	PG_RETURN_NULL();
}

Datum
cpe_flat_out(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *text;

	cpe_arena_open(&arena, CurrentMemoryContext);
	text = kind->print(cpe_flat_closed_arg(fcinfo, 0, kind), &arena, &problem);
	if (text == NULL)
		cpe_raise(&problem);
	PG_RETURN_CSTRING(text);
}

Datum
cpe_flat_recv(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int length = message->len - message->cursor;
	const char *bytes = pq_getmsgbytes(message, length);
	struct cpe_arena arena;
	struct cpe_problem problem;
	const void *value;

	cpe_arena_open(&arena, CurrentMemoryContext);
	value = kind->read((const unsigned char *) bytes, (size_t) length, &arena, &problem);
	if (value == NULL)
		cpe_raise(&problem);
	return kind->datum(value);
}

/* The canonical bytes of an argument: what is sent, compared and hashed. */
static unsigned char *
canonical_bytes(FunctionCallInfo fcinfo, int argument, const struct cpe_flat_kind *kind,
                size_t *size)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	unsigned char *bytes;

	cpe_arena_open(&arena, CurrentMemoryContext);
	bytes = kind->write(cpe_flat_closed_arg(fcinfo, argument, kind), size, &arena, &problem);
	if (bytes == NULL)
		cpe_raise(&problem);
	return bytes;
}

Datum
cpe_flat_send(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	size_t size;
	unsigned char *bytes = canonical_bytes(fcinfo, 0, kind, &size);
	bytea *result = palloc(VARHDRSZ + size);

	memcpy(VARDATA(result), bytes, size);
	SET_VARSIZE(result, VARHDRSZ + size);
	PG_RETURN_BYTEA_P(result);
}

/*
 * A memory context for a support function: sorting and hashing call these without end in one
 * context, so they leave nothing behind.
 */
static MemoryContext
work_context(void)
{
	return AllocSetContextCreate(CurrentMemoryContext, "support function", ALLOCSET_SMALL_SIZES);
}

static uint64
hash_of(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind, uint64 seed)
{
	MemoryContext work = work_context();
	MemoryContext before = MemoryContextSwitchTo(work);
	size_t size;
	unsigned char *bytes = canonical_bytes(fcinfo, 0, kind, &size);
	uint64 hash = DatumGetUInt64(hash_any_extended(bytes, (int) size, seed));

	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return hash;
}

/* With seed 0 the lower half is the plain hash. */
Datum
cpe_flat_hash(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	PG_RETURN_INT32((int32) hash_of(fcinfo, kind, 0));
}

Datum
cpe_flat_hash_extended(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	PG_RETURN_INT64((int64) hash_of(fcinfo, kind, (uint64) PG_GETARG_INT64(1)));
}

int
cpe_flat_cmp(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind)
{
	MemoryContext work = work_context();
	MemoryContext before = MemoryContextSwitchTo(work);
	size_t a_size;
	size_t b_size;
	unsigned char *a = canonical_bytes(fcinfo, 0, kind, &a_size);
	unsigned char *b = canonical_bytes(fcinfo, 1, kind, &b_size);
	int order = memcmp(a, b, Min(a_size, b_size));

	if (order == 0)
		order = (a_size > b_size) - (a_size < b_size);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return order;
}
