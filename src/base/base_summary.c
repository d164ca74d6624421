#include "cancer_pe.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"

#include "base/base_summary.h"

/* A summary argument for reading, unpacked and aligned. */
const struct cpe_summary *
cpe_summary_arg(FunctionCallInfo fcinfo, int argument)
{
	const struct cpe_summary *summary = (void *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));

	if (summary->version != CPE_SUMMARY_VERSION)
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of a stored summary", summary->version);
	return summary;
}

static struct cpe_summary *
new_summary(size_t size)
{
	struct cpe_summary *summary = palloc0(size);

	SET_VARSIZE(summary, size);
	return summary;
}

struct cpe_summary *
cpe_summary_new_empty(const struct cpe_summary_kind *kind)
{
	struct cpe_summary *summary = new_summary(cpe_summary_empty_size(kind));
	int32_t length = summary->length_word;

	cpe_summary_empty(kind, summary);
	summary->length_word = length;
	return summary;
}

/* The state in wider windows, with weights if asked for. */
static struct cpe_summary *
widened(const struct cpe_summary_kind *kind, const struct cpe_summary *state, bool weighted,
        const struct cpe_window *window)
{
	struct cpe_summary *wider = new_summary(cpe_summary_size_with(kind, weighted, window));

	cpe_summary_copy(kind, wider, weighted, window, state);
	return wider;
}

/* Adds a term to every sum of the state, which moves when its windows are too small. */
struct cpe_summary *
cpe_summary_add(const struct cpe_summary_kind *kind, struct cpe_summary *state, bool weighted,
                const struct cpe_term *term)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_sums sums;

	if ((bool) state->weighted != weighted)
	{
		if (!cpe_summary_is_empty(kind, state))
			cpe_refuse(CPE_INVALID, NULL, NULL, "cannot add an answer %s weight to %s %s one",
			           weighted ? "with" : "without", kind->name, weighted ? "without" : "with");
		state = widened(kind, state, weighted, window);
	}
	sums = cpe_summary_sums(kind, state);
	if (!cpe_sums_add(&sums, term))
	{
		cpe_sums_plan_add(&sums, term, window);
		state = widened(kind, state, weighted, window);
		sums = cpe_summary_sums(kind, state);
		cpe_sums_add(&sums, term);
	}
	return state;
}

/* Takes the summary argument back where reading it needed a copy. */
void
cpe_summary_release_arg(FunctionCallInfo fcinfo, int argument, const struct cpe_summary *summary)
{
	if ((Pointer) summary != PG_GETARG_POINTER(argument))
		pfree((void *) summary);
}

/* A buffer for any summary, aligned for one. */
union summary_buffer
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

/* What was read into a buffer, as a datum of its own size. */
static Datum
summary_datum(const struct cpe_summary_kind *kind, const struct cpe_summary *summary)
{
	size_t size = cpe_summary_size(kind, summary);
	struct cpe_summary *datum = palloc(size);

	memcpy(datum, summary, size);
	SET_VARSIZE(datum, size);
	return PointerGetDatum(datum);
}

Datum
cpe_summary_in(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	char *text = PG_GETARG_CSTRING(0);
	union summary_buffer buffer;
	struct cpe_problem problem;

	if (cpe_summary_parse(kind, text, &buffer.summary, &problem))
		return summary_datum(kind, &buffer.summary);
	if (problem.code == CPE_SYNTAX)
		errsave(CPE_SOFT_ERRORS(fcinfo),
		        (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
		         errmsg("%s: \"%s\"", problem.message, text), errdetail("%s", problem.detail)));
	else
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
	PG_RETURN_NULL();
}

Datum
cpe_summary_out(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	char text[CPE_SUMMARY_MAX_TEXT];

	cpe_summary_print(kind, cpe_summary_arg(fcinfo, 0), text);
	PG_RETURN_CSTRING(pstrdup(text));
}

Datum
cpe_summary_recv(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	union summary_buffer buffer;
	struct cpe_problem problem;
	int length = message->len - message->cursor;
	const char *bytes = pq_getmsgbytes(message, length);

	if (!cpe_summary_read(kind, (const unsigned char *) bytes, length, &buffer.summary, &problem))
		cpe_raise(&problem);
	return summary_datum(kind, &buffer.summary);
}

/* The canonical bytes of a summary: what is sent, and what is hashed. */
static size_t
summary_bytes(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind, unsigned char *bytes)
{
	const struct cpe_summary *summary = cpe_summary_arg(fcinfo, 0);
	size_t size = cpe_summary_write(kind, summary, bytes);

	cpe_summary_release_arg(fcinfo, 0, summary);
	return size;
}

Datum
cpe_summary_send(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	size_t size = summary_bytes(fcinfo, kind, bytes);
	bytea *result = palloc(VARHDRSZ + size);

	memcpy(VARDATA(result), bytes, size);
	SET_VARSIZE(result, VARHDRSZ + size);
	PG_RETURN_BYTEA_P(result);
}

Datum
cpe_summary_hash(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	size_t size = summary_bytes(fcinfo, kind, bytes);

	return hash_any(bytes, (int) size);
}

Datum
cpe_summary_hash_extended(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	size_t size = summary_bytes(fcinfo, kind, bytes);

	return hash_any_extended(bytes, (int) size, PG_GETARG_INT64(1));
}

Datum
cpe_summary_combine(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, kind);
	const struct cpe_summary *other = cpe_summary_arg(fcinfo, 1);
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	struct cpe_problem problem;
	enum cpe_merge done = cpe_summary_merge(kind, state, other, window, &problem);

	if (done == CPE_MERGE_ROOM)
	{
		state = widened(kind, state, other->weighted, window);
		done = cpe_summary_merge(kind, state, other, window, &problem);
	}
	if (done == CPE_MERGE_PROBLEM)
		cpe_raise(&problem);
	PG_RETURN_POINTER(state);
}

/* Sorting and index builds call this without end in one context: it leaves nothing behind. */
int
cpe_summary_cmp(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	const struct cpe_summary *a = cpe_summary_arg(fcinfo, 0);
	const struct cpe_summary *b = cpe_summary_arg(fcinfo, 1);
	int order = cpe_summary_compare(kind, a, b);

	cpe_summary_release_arg(fcinfo, 0, a);
	cpe_summary_release_arg(fcinfo, 1, b);
	return order;
}
