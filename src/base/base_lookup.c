#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "base/base_lookup.h"

struct cpe_lookup_entry
{
	struct cpe_lookup_entry *next; /* of the same bucket */
	uint32 hash;
	char *word[CPE_LOOKUP_WORDS];
	int size[CPE_LOOKUP_WORDS];
	void *found;
};

struct cpe_lookup *
cpe_call_lookup(FunctionCallInfo fcinfo)
{
	struct cpe_lookup *lookup = fcinfo->flinfo->fn_extra;

	if (unlikely(lookup == NULL))
	{
		lookup = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*lookup));
		lookup->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "cancer_pe lookup",
		                                        ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = lookup;
	}
	if (unlikely(!cpe_registry_same(&lookup->view)))
	{
		lookup->bucket = NULL;
		lookup->buckets = 0;
		lookup->entries = 0;
		MemoryContextReset(lookup->context);
		lookup->view = cpe_registry_view_now();
	}
	return lookup;
}

static uint32
words_hash(const char *const *word, const int *size, int words)
{
	uint32 hash = 0;

	for (int i = 0; i < words; i++)
	{
		hash = hash_combine(hash, (uint32) size[i]);
		if (size[i] > 0)
			hash = hash_combine(hash, hash_bytes((const unsigned char *) word[i], size[i]));
	}
	return hash;
}

static bool
is_entry(const struct cpe_lookup_entry *entry, const char *const *word, const int *size, int words)
{
	for (int i = 0; i < words; i++)
		if (entry->size[i] != size[i] ||
		    (size[i] > 0 && memcmp(entry->word[i], word[i], size[i]) != 0))
			return false;
	return true;
}

/* Twice the buckets, so that they stay short however many words a call site meets. */
static void
grow(struct cpe_lookup *lookup)
{
	int buckets = lookup->buckets ? 2 * lookup->buckets : 16;
	struct cpe_lookup_entry **bucket =
		MemoryContextAllocZero(lookup->context, sizeof(*bucket) * buckets);

	for (int i = 0; i < lookup->buckets; i++)
		for (struct cpe_lookup_entry *entry = lookup->bucket[i], *next; entry; entry = next)
		{
			next = entry->next;
			entry->next = bucket[entry->hash & (buckets - 1)];
			bucket[entry->hash & (buckets - 1)] = entry;
		}
	if (lookup->bucket)
		pfree(lookup->bucket);
	lookup->bucket = bucket;
	lookup->buckets = buckets;
}

void *
cpe_lookup_find(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, const char *const *word,
                const int *size, int words, cpe_lookup_reader read)
{
	uint32 hash = words_hash(word, size, words);
	struct cpe_lookup_entry *entry;
	char *given[CPE_LOOKUP_WORDS];
	MemoryContext before;

	if (likely(lookup->buckets > 0))
		for (entry = lookup->bucket[hash & (lookup->buckets - 1)]; entry; entry = entry->next)
			if (entry->hash == hash && is_entry(entry, word, size, words))
				return entry->found;
	for (int i = 0; i < words; i++)
		given[i] = size[i] >= 0 ? pnstrdup(word[i], size[i]) : NULL;
	before = MemoryContextSwitchTo(lookup->context);
	entry = palloc0(sizeof(*entry));
	entry->hash = hash;
	for (int i = 0; i < words; i++)
	{
		entry->word[i] = size[i] >= 0 ? pnstrdup(word[i], size[i]) : NULL;
		entry->size[i] = size[i];
	}
	entry->found = read(fcinfo, lookup, given);
	MemoryContextSwitchTo(before);
	if (lookup->entries >= lookup->buckets)
		grow(lookup);
	entry->next = lookup->bucket[hash & (lookup->buckets - 1)];
	lookup->bucket[hash & (lookup->buckets - 1)] = entry;
	lookup->entries++;
	return entry->found;
}

void *
cpe_look_up(FunctionCallInfo fcinfo, const int *argument, const char *const *name, int words,
            int required, cpe_lookup_reader read)
{
	struct cpe_lookup *lookup = cpe_call_lookup(fcinfo);
	const char *word[CPE_LOOKUP_WORDS];
	int size[CPE_LOOKUP_WORDS];

	for (int i = 0; i < words; i++)
	{
		word[i] = NULL;
		size[i] = -1;
		if (!PG_ARGISNULL(argument[i]))
		{
			text *value = PG_GETARG_TEXT_PP(argument[i]);

			word[i] = VARDATA_ANY(value);
			size[i] = VARSIZE_ANY_EXHDR(value);
		}
		else if (i < required)
			cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", name[i]);
	}
	return cpe_lookup_find(fcinfo, lookup, word, size, words, read);
}

void
cpe_registry_query(const char *query, int parameters, char *const *parameter)
{
	Oid type[CPE_LOOKUP_WORDS] = {TEXTOID, TEXTOID, TEXTOID};
	Datum value[CPE_LOOKUP_WORDS];
	char null[CPE_LOOKUP_WORDS];

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (int i = 0; i < parameters; i++)
	{
		value[i] = parameter[i] ? CStringGetTextDatum(parameter[i]) : (Datum) 0;
		null[i] = parameter[i] ? ' ' : 'n';
	}
	if (SPI_execute_with_args(query, parameters, type, value, null, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a registry");
}

char *
cpe_row_text(uint64 row, int column)
{
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

char *
cpe_row_kept_text(MemoryContext keep, uint64 row, int column)
{
	char *value = cpe_row_text(row, column);

	return value ? MemoryContextStrdup(keep, value) : NULL;
}

int32
cpe_row_day(uint64 row, int column, int32 otherwise)
{
	bool null;
	Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &null);

	return null ? otherwise : DatumGetDateADT(value);
}

double
cpe_row_number(uint64 row, int column)
{
	bool null;
	Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &null);

	return null ? NAN : DatumGetFloat8(value);
}

int
cpe_row_int(uint64 row, int column, int otherwise)
{
	bool null;
	Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &null);

	return null ? otherwise : DatumGetInt32(value);
}

char *
cpe_registry_list(const char *query, int parameters, char *const *parameter)
{
	MemoryContext outside = CurrentMemoryContext;
	StringInfoData list;
	uint64 rows;

	initStringInfo(&list);
	cpe_registry_query(query, parameters, parameter);
	rows = SPI_processed;
	for (uint64 i = 0; i < rows && list.len < 1000; i++)
	{
		char *item = cpe_row_text(i, 1);
		MemoryContext inside = MemoryContextSwitchTo(outside);

		appendStringInfo(&list, "%s%s", i ? ", " : "", item);
		MemoryContextSwitchTo(inside);
	}
	if (list.len >= 1000)
		appendStringInfoString(&list, ", ...");
	SPI_finish();
	return rows > 0 ? list.data : NULL;
}
