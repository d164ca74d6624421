/* What making and verifying certificates have in common: the published cells and their texts. */
#include "cancer_pe.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "suppress/suppress_published.h"

const char *const cpe_zeros_words[] = {"shown", "hidden", "protected", NULL};
const char *const cpe_protect_words[] = {"value", "range", NULL};
const char *const cpe_marks_words[] = {"one", "distinct", NULL};

/* ---- texts and digests ---- */

/* A text of the database in UTF-8; what no encoding is known of stays as it is. */
char *
cpe_to_utf8(const char *text)
{
	if (text == NULL || GetDatabaseEncoding() == PG_SQL_ASCII)
		return (char *) text;
	return pg_server_to_any(text, (int) strlen(text), PG_UTF8);
}

char *
cpe_from_utf8(const char *text)
{
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return (char *) text;
	return pg_any_to_server(text, (int) strlen(text), PG_UTF8);
}

const char *const *
cpe_labels_to_utf8(const char *const *dim, int dims)
{
	const char **label;

	if (GetDatabaseEncoding() == PG_UTF8)
		return dim;
	label = palloc(sizeof(char *) * dims);
	for (int d = 0; d < dims; d++)
		label[d] = cpe_to_utf8(dim[d]);
	return label;
}

bool
cpe_sha256(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);
	bool good;

	if (context == NULL)
		return false;
	good = pg_cryptohash_init(context) >= 0 && pg_cryptohash_update(context, bytes, size) >= 0 &&
	       pg_cryptohash_final(context, digest, CPE_DIGEST_SIZE) >= 0;
	pg_cryptohash_free(context);
	return good;
}

/* What the seal covers beside the claim: who made it, by which rule and options. */
const char *
cpe_claim_text(const char *extension, const char *rule, JsonbContainer *options)
{
	return cpe_to_utf8(psprintf("%s\n%s\n%s", extension, rule, JsonbToCString(NULL, options, 0)));
}

/* The published status of a cell; x is false through *published. */
enum cpe_published
cpe_published_of(const char *status, bool *published)
{
	static const char *const words[] = {"", "w", "c", "c1", "c2"};

	*published = true;
	if (status == NULL)
		return CPE_PUBLISHED_SHOWN;
	for (int i = CPE_PUBLISHED_NO_ANSWERS; i <= CPE_PUBLISHED_HIDDEN_OTHER; i++)
		if (strcmp(status, words[i]) == 0)
			return i;
	if (strcmp(status, "x") != 0)
		cpe_refuse(CPE_INVALID, NULL, "Statuses: c, c1, c2, w, x, or NULL where a cell is shown.",
		           "unknown status: \"%s\"", status);
	*published = false;
	return CPE_PUBLISHED_HIDDEN;
}

/* The published cells for the verifier, those with status x left out. */
struct cpe_published_cell *
cpe_published_cells(const struct cpe_cells *cells, size_t *count)
{
	struct cpe_published_cell *result =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*result) * Max((Size) cells->count, 1));

	*count = 0;
	for (int64 i = 0; i < cells->count; i++)
	{
		const struct cpe_table_cell *cell = &cells->cell[i];
		bool published;
		enum cpe_published status = cpe_published_of(cells->status[i], &published);

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (!published)
			continue;
		result[(*count)++] = (struct cpe_published_cell){cpe_labels_to_utf8(cell->dim, cells->dims),
		                                                 status,
		                                                 cell->known,
		                                                 cell->numbered,
		                                                 cell->value,
		                                                 cell->numerator};
	}
	return result;
}

/* ---- the state of the aggregates ---- */

/* The aggregate's memory, which its state lives in. */
MemoryContext
cpe_state_memory(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return context;
}

void
cpe_published_add(FunctionCallInfo fcinfo, struct cpe_cells *cells, int numerator)
{
	bool has = PG_NARGS() > numerator && !PG_ARGISNULL(numerator);

	cpe_cells_add(cells, PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1), PG_ARGISNULL(1),
	              PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2), PG_ARGISNULL(2),
	              has ? PG_GETARG_DATUM(numerator) : (Datum) 0, !has,
	              PG_ARGISNULL(3) ? (Datum) 0 : PG_GETARG_DATUM(3), PG_ARGISNULL(3));
}
