#ifndef CPE_PUBLISH_PUBLISH_PLAIN_H
#define CPE_PUBLISH_PUBLISH_PLAIN_H

/*
 * PostgreSQL side: a release as it stands in plain tables.  Everything here runs within a caller's
 * SPI connection, as the caller, under the snapshot of the statement.
 */

#include "postgres.h"
#include "fmgr.h"

#include "base/text.h"

struct cpe_shown_column
{
	const char *name;
	const char *role;
	const char *unit;       /* NULL: none; the same for those below */
	const char *belongs_to; /* a column */
	const char *title;
	const char *description;
	int decimals; /* -1: as many as a number has */
	Oid type;
};

struct cpe_shown_table
{
	const char *name;
	const char *file;     /* the table's own name: that one and the version's ending */
	const char *relation; /* quoted, with the schema */
	const char *title;
	int columns;
	struct cpe_shown_column *column;
};

struct cpe_shown_note
{
	int position;
	const char *kind;
	const char *topic; /* NULL: none */
	const char *note;
};

struct cpe_shown_release
{
	const char *schema;
	const char *release;
	const char *ending; /* of the tables of this version: "", "_v2" */
	int version;
	int tables;
	struct cpe_shown_table *table;
	int notes;
	struct cpe_shown_note *note;
};

/* Reads what there is of the release that arguments 0, 1 and that of the version name. */
extern struct cpe_shown_release *cpe_shown_release_arg(FunctionCallInfo fcinfo, int version);

/* A table of it, or of a column of one; an unknown one is an error. */
extern const struct cpe_shown_table *cpe_shown_table_named(const struct cpe_shown_release *release,
                                                           const char *name);
extern const struct cpe_shown_column *cpe_shown_column_named(const struct cpe_shown_table *table,
                                                             const char *name);

/* The display column of a number, or NULL. */
extern const struct cpe_shown_column *cpe_shown_display_of(const struct cpe_shown_table *table,
                                                           const struct cpe_shown_column *column);

/* The note of that kind and topic, or NULL. */
extern const char *cpe_shown_note_on(const struct cpe_shown_release *release, const char *kind,
                                     const char *topic);

/* Whether a column says what its row is about: time, geography, dimension, separate. */
extern bool cpe_shown_is_dimension(const struct cpe_shown_column *column);

/* The columns of a table as a list for queries, and an order of its rows that is always the same.
 */
extern char *cpe_shown_select_list(const struct cpe_shown_table *table);
extern char *cpe_shown_order(const struct cpe_shown_table *table);

/*
 * The rows of a query, one after another: their fields as texts (NULL: none) that live until the
 * next one.  column: what they are, for their decimals; NULL: texts.
 */
typedef void (*cpe_shown_row)(void *context, const char *const *field, int fields);
extern void cpe_shown_rows(const char *query, const struct cpe_shown_column *column,
                           cpe_shown_row row, void *context);

#endif
