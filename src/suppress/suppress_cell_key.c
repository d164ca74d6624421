#include "cancer_pe.h"

#include "common/hashfn.h"
#include "common/hmac.h"
#include "common/sha2.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/bytes.h"
#include "suppress/cell_key.h"
#include "suppress/ptable.h"

/* Shorter secrets can be guessed. */
#define LEAST_SECRET 16

#define GET_KEY(argument) ((uint64) PG_GETARG_INT64(argument))
#define RETURN_KEY(key) PG_RETURN_INT64((int64) (key))

/* ---- the type cell_key ---- */

PG_FUNCTION_INFO_V1(cpe_cell_key_in);
Datum
cpe_cell_key_in(PG_FUNCTION_ARGS)
{
	struct cpe_problem problem;
	uint64_t key;

	if (cpe_cell_key_parse(PG_GETARG_CSTRING(0), &key, &problem))
		RETURN_KEY(key);
	cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(cpe_cell_key_out);
Datum
cpe_cell_key_out(PG_FUNCTION_ARGS)
{
	char *text = palloc(CPE_CELL_KEY_DIGITS + 1);

	cpe_cell_key_print(GET_KEY(0), text);
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(cpe_cell_key_recv);
Datum
cpe_cell_key_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);

	if (message->len - message->cursor != 8)
		cpe_refuse(CPE_BINARY, "It is a whole number of eight bytes.", NULL,
		           "invalid binary form of type cell_key");
	PG_RETURN_INT64(pq_getmsgint64(message));
}

PG_FUNCTION_INFO_V1(cpe_cell_key_send);
Datum
cpe_cell_key_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint64(&message, GET_KEY(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

static int
compare_keys(FunctionCallInfo fcinfo)
{
	uint64 a = GET_KEY(0);
	uint64 b = GET_KEY(1);

	return (a > b) - (a < b);
}

CPE_ORDER_FUNCTIONS(cell_key, compare_keys(fcinfo))

static Datum
hash_key(FunctionCallInfo fcinfo, bool extended)
{
	unsigned char bytes[8];

	cpe_bytes_write(bytes, GET_KEY(0), sizeof(bytes));
	return extended ? hash_any_extended(bytes, sizeof(bytes), (uint64) PG_GETARG_INT64(1))
	                : hash_any(bytes, sizeof(bytes));
}

CPE_FUNCTION(cpe_cell_key_hash, return hash_key(fcinfo, false))
CPE_FUNCTION(cpe_cell_key_hash_extended, return hash_key(fcinfo, true))

/* ---- keys of people and of cells ---- */

PG_FUNCTION_INFO_V1(cpe_cell_key_accum);
Datum
cpe_cell_key_accum(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, "Each person counted has a record key; see record_key.", NULL,
		           "a record key is NULL");
	RETURN_KEY((PG_ARGISNULL(0) ? 0 : GET_KEY(0)) + GET_KEY(1));
}

CPE_FUNCTION(cpe_cell_key_combine, RETURN_KEY(GET_KEY(0) + GET_KEY(1)))

/* HMAC-SHA-256 of the bytes; what can go wrong is a lack of memory or the library's own. */
static void
keyed_hash(const uint8 *secret, size_t secret_size, const uint8 *bytes, size_t size, uint8 *hash)
{
	pg_hmac_ctx *context = pg_hmac_create(PG_SHA256);

	if (context == NULL || pg_hmac_init(context, secret, secret_size) < 0 ||
	    pg_hmac_update(context, bytes, size) < 0 ||
	    pg_hmac_final(context, hash, PG_SHA256_DIGEST_LENGTH) < 0)
	{
		const char *why = context ? pg_hmac_error(context) : _("out of memory");

		pg_hmac_free(context);
		elog(ERROR, "could not compute a record key: %s", why);
	}
	pg_hmac_free(context);
}

PG_FUNCTION_INFO_V1(cpe_record_key);
Datum
cpe_record_key(PG_FUNCTION_ARGS)
{
	bytea *secret = PG_GETARG_BYTEA_PP(0);
	text *person = PG_GETARG_TEXT_PP(1);
	int size = (int) VARSIZE_ANY_EXHDR(person);
	char *bytes = pg_server_to_any(VARDATA_ANY(person), size, PG_UTF8);
	uint8 hash[PG_SHA256_DIGEST_LENGTH];

	if (VARSIZE_ANY_EXHDR(secret) < LEAST_SECRET)
		cpe_refuse(CPE_INVALID, "Whoever can guess it can undo the noise.",
		           "Use 16 random bytes or more.", "the secret is too short: %d bytes",
		           (int) VARSIZE_ANY_EXHDR(secret));
	if (bytes != VARDATA_ANY(person))
		size = (int) strlen(bytes);
	if (size == 0)
		cpe_refuse(CPE_INVALID, "Equal keys of different people would make the noise predictable.",
		           NULL, "a person without a name has no record key");
	keyed_hash((const uint8 *) VARDATA_ANY(secret), VARSIZE_ANY_EXHDR(secret),
	           (const uint8 *) bytes, (size_t) size, hash);
	RETURN_KEY(cpe_bytes_read(hash, 8));
}

/* ---- perturbation ---- */

/* The table last made at a call site. */
struct memo
{
	MemoryContext context;
	struct cpe_ptable table; /* noise 0: none yet */
};

/* Arguments noise, variance and forbidden from the first on. */
struct request
{
	int noise;
	double variance;
	int forbidden;
};

static struct request
request_args(FunctionCallInfo fcinfo, int first)
{
	static const char *const name[] = {"noise", "variance", "forbidden"};
	struct request request;

	for (int i = 0; i < 3; i++)
		if (PG_ARGISNULL(first + i))
			cpe_refuse(CPE_NULL, NULL, NULL, "%s is NULL", name[i]);
	request.noise = PG_GETARG_INT32(first);
	request.variance = PG_GETARG_FLOAT8(first + 1);
	request.forbidden = PG_GETARG_INT32(first + 2);
	return request;
}

static void
make_table(const struct request *request, MemoryContext context, struct cpe_ptable *table)
{
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open(&arena, context);
	if (!cpe_ptable_make(&arena, request->noise, request->variance, request->forbidden, table,
	                     &problem))
		cpe_raise(&problem);
}

static const struct cpe_ptable *
table_of(FunctionCallInfo fcinfo, const struct request *request)
{
	struct memo *memo = fcinfo->flinfo->fn_extra;

	if (memo == NULL)
	{
		memo = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
		memo->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "perturbation table",
		                                      ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = memo;
	}
	if (memo->table.noise != request->noise || memo->table.variance != request->variance ||
	    memo->table.forbidden != request->forbidden)
	{
		struct cpe_ptable table;

		memo->table.noise = 0;
		MemoryContextReset(memo->context);
		make_table(request, memo->context, &table);
		memo->table = table;
	}
	return &memo->table;
}

PG_FUNCTION_INFO_V1(cpe_perturb);
Datum
cpe_perturb(PG_FUNCTION_ARGS)
{
	struct request request = request_args(fcinfo, 2);
	const struct cpe_ptable *table = table_of(fcinfo, &request);
	struct cpe_problem problem;
	int64_t result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (!cpe_ptable_perturb(table, PG_GETARG_INT64(0), GET_KEY(1), &result, &problem))
		cpe_raise(&problem);
	PG_RETURN_INT64(result);
}

PG_FUNCTION_INFO_V1(cpe_perturbation_table);
Datum
cpe_perturbation_table(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct request request = request_args(fcinfo, 0);
	struct cpe_ptable table;

	InitMaterializedSRF(fcinfo, 0);
	make_table(&request, CurrentMemoryContext, &table);
	for (int count = 0; count <= table.last; count++)
	{
		int64 low = 0;

		for (int change = -table.noise; change <= table.noise; change++)
		{
			size_t place = cpe_ptable_place(&table, count, change);
			Datum value[6] = {Int32GetDatum(count),  Int32GetDatum(count + change),
			                  Int32GetDatum(change), Float8GetDatum(table.probability[place]),
			                  Int64GetDatum(low),    Int64GetDatum(table.bound[place])};
			bool null[6] = {false};

			if (table.probability[place] > 0)
				tuplestore_putvalues(result->setResult, result->setDesc, value, null);
			low = table.bound[place];
		}
	}
	return (Datum) 0;
}
