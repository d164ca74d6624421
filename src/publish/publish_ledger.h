#ifndef CPE_PUBLISH_PUBLISH_LEDGER_H
#define CPE_PUBLISH_PUBLISH_LEDGER_H

/* PostgreSQL side: the ledger of releases. */

#include "publish/publish_release.h"

/* A version of a release in the ledger. */
struct cpe_ledger_entry
{
	const char *release;
	int version;
	const char *base;
	const char *filter;
	const char *period;
	const char *schema;
	const char *correction; /* NULL: the first version */
	const char *proof;
	const char *checksum;
	Jsonb *definition;
	int dimensions;
	const char **dimension;
};

/* One relation of a release in the ledger. */
struct cpe_ledger_table
{
	const char *name;
	const char *kind;
	int64 rows;
	int64 shown;
	int64 hidden;
	const char *checksum;
};

/* How the people of a release are related to those of an earlier one. */
struct cpe_ledger_relation
{
	const char *earlier;
	int earlier_version;
	const char *relation;
};

/* A release to be written into the ledger, or one that would be. */
struct cpe_made_release
{
	const struct cpe_release *release;
	int version;
	const struct cpe_release_cells *cells;
	Jsonb *options;  /* as given to suppress */
	int64 threshold; /* the largest small count */
	bool range;      /* what is proven: option protect of suppress */
	int tables;
	struct cpe_plain_table **table;
	struct cpe_plain_table *columns;
	struct cpe_plain_table *notes;
	int relations;
	struct cpe_ledger_relation *relation;
	char **certificate; /* of each part; NULL: not proven */
	char *checksum;
};

/* A version, the latest where it is 0; NULL where there is none. */
extern struct cpe_ledger_entry *cpe_ledger_find(const char *release, int version);

/*
 * The versions of releases of a base in the order in which they were published: all, or where that
 * version of the release is there, those before it.
 */
extern List *cpe_ledger_before(const char *base, const char *release, int version);

/* How it was found to be related to those before it (struct cpe_ledger_relation). */
extern List *cpe_ledger_relations(const struct cpe_ledger_entry *entry);

/* The cells of a version, added to cells, which has the dimensions of the entry. */
extern void cpe_ledger_cells(const struct cpe_ledger_entry *entry, struct cpe_release_cells *cells);

/* Its tables (struct cpe_ledger_table), the data tables first. */
extern List *cpe_ledger_tables(const struct cpe_ledger_entry *entry);

/* The certificate of a part of a version, or NULL. */
extern char *cpe_ledger_certificate(const struct cpe_ledger_entry *entry, const char *part);

extern void cpe_ledger_write(const struct cpe_made_release *made, const char *published);

/* The first value of a query with text parameters, as text, or NULL. */
extern char *cpe_query_value(const char *query, int parameters, const char *const *parameter);

#endif
