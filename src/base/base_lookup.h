#ifndef CPE_BASE_BASE_LOOKUP_H
#define CPE_BASE_BASE_LOOKUP_H

/* PostgreSQL side: rows of registries (tables of named facts), looked up once a call site. */

#include "postgres.h"
#include "fmgr.h"

#include "access/xact.h"
#include "utils/snapmgr.h"

/*
 * What a registry's reader sees: the same while no command of the transaction and no other
 * transaction has changed anything, and no part of the transaction has been undone.
 */
struct cpe_registry_view
{
	CommandId command;
	SubTransactionId part;
	TransactionId next;
	uint32 running;
	int32 running_parts;
};

static inline struct cpe_registry_view
cpe_registry_view_now(void)
{
	struct cpe_registry_view view = {0};
	Snapshot snapshot = ActiveSnapshotSet() ? GetActiveSnapshot() : NULL;

	view.part = GetCurrentSubTransactionId();
	if (snapshot != NULL)
	{
		view.command = snapshot->curcid;
		view.next = snapshot->xmax;
		view.running = snapshot->xcnt;
		view.running_parts = snapshot->subxcnt;
	}
	return view;
}

/* Whether what was looked up still stands: in PL/pgSQL an expression outlives its statement. */
static inline bool
cpe_registry_same(const struct cpe_registry_view *then)
{
	struct cpe_registry_view now = cpe_registry_view_now();

	return then->command == now.command && then->part == now.part && then->next == now.next &&
	       then->running == now.running && then->running_parts == now.running_parts;
}

#define CPE_LOOKUP_WORDS 3

struct cpe_lookup_entry;

/*
 * What a call site has looked up, by the words it was asked for.  It is as the snapshot of the
 * query saw the registry: a call site can outlive its query (in PL/pgSQL), so another snapshot
 * starts again.
 */
struct cpe_lookup
{
	MemoryContext context; /* of what was found */
	struct cpe_lookup_entry **bucket;
	int buckets; /* a power of two; 0: no entry yet */
	int entries;
	struct cpe_registry_view view;
	void *more; /* whatever else the function keeps, in fn_mcxt; NULL at the start */
};

/* The lookup of this call site, kept in fn_extra; emptied when registries may have changed. */
extern struct cpe_lookup *cpe_call_lookup(FunctionCallInfo fcinfo);

/* Reads the registry for these words into the current memory context; refuses unknown ones. */
typedef void *(*cpe_lookup_reader)(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word);

/*
 * What some words stand for, read if that was not done before; a word of size -1 is NULL.  What is
 * found is not NULL and lives in the lookup's context.
 */
extern void *cpe_lookup_find(FunctionCallInfo fcinfo, struct cpe_lookup *lookup,
                             const char *const *word, const int *size, int words,
                             cpe_lookup_reader read);

/*
 * The same for text arguments, those named in argument[].  The first required ones must not be
 * NULL; names are for that message.
 */
extern void *cpe_look_up(FunctionCallInfo fcinfo, const int *argument, const char *const *name,
                         int words, int required, cpe_lookup_reader read);

/* Runs a read-only query with text parameters, NULL ones allowed; SPI is left open for its rows. */
extern void cpe_registry_query(const char *query, int parameters, char *const *parameter);

/*
 * Columns of its rows, counted from 1: as text (NULL for NULL), as float8 (NAN for NULL, which no
 * column holds otherwise), as int4.
 */
extern char *cpe_row_text(uint64 row, int column);
extern double cpe_row_number(uint64 row, int column);
extern int32 cpe_row_day(uint64 row, int column, int32 otherwise); /* a date, in its days */
extern int cpe_row_int(uint64 row, int column, int otherwise);

/* A text that outlives the query, in that context; NULL for NULL. */
extern char *cpe_row_kept_text(MemoryContext keep, uint64 row, int column);

/* The first column of a query as a list for messages, or NULL when it has no row. */
extern char *cpe_registry_list(const char *query, int parameters, char *const *parameter);

#endif
