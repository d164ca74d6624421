#ifndef CPE_PUBLISH_PUBLISH_RELEASE_H
#define CPE_PUBLISH_PUBLISH_RELEASE_H

/* PostgreSQL side: a release, from its definition to plain tables and the ledger. */

#include "cancer_pe.h"

#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/date.h"
#include "utils/jsonb.h"

#include "base/base.h"
#include "base/dictionary.h"

/* ---- the definition ---- */

struct cpe_release_dimension
{
	const char *name;
	const char *first_name; /* in the ledger: that of the earlier release which had it first */
	const char *title;
	const char *description;
	bool geography;
	const char *total; /* what a total is called */
	const char *map;   /* the grouping's name, "" where it has none */
	const char *nested_in;
	Jsonb *parents; /* as option parents and parts of suppress; NULL: none */
	Jsonb *parts;
};

/* A number of a query beside the counts, and the columns that go with it. */
struct cpe_release_value
{
	const char *column;
	const char *unit;
	int decimals;       /* -1: none given */
	const char *status; /* the query's column with the reason of a NULL; NULL: none */
	int companions;
	const char **companion_role;
	const char **companion;
};

struct cpe_release_table
{
	const char *name;
	const char *title;
	const char *description;
	const char *query;
	int times, dimensions, separates, labels, values;
	const char *const *time;
	const char *const *dimension;
	const char *const *separate;
	const char *const *label;
	const char *count;
	const char *numerator; /* NULL: none */
	bool publish_numerator;
	struct cpe_release_value *value;
	struct cpe_options columns; /* titles and descriptions of single columns */
};

struct cpe_release_note
{
	const char *kind;
	const char *topic;
	const char *note;
};

struct cpe_release_relation
{
	const char *earlier;
	const char *relation;
};

struct cpe_release_rename
{
	const char *column;
	const char *was;
};

struct cpe_release
{
	const char *name;
	Jsonb *definition;
	const char *title;
	const char *description;
	const char *schema;
	const char *base;
	const char *filter;
	const char *period;
	const char *rule;
	Jsonb *options; /* of suppress as given, {} where none were */
	int dimensions, tables, notes, readers, relations, renamed, unlinked;
	struct cpe_release_dimension *dimension;
	struct cpe_release_table *table;
	struct cpe_release_note *note;
	const char *const *reader;
	struct cpe_release_relation *relation;
	struct cpe_release_rename *rename;  /* columns that an earlier release calls otherwise */
	const char *const *unlinked_column; /* that are of another measure */
	const char *published;              /* a day; NULL: today */
	const char *correction;             /* NULL: none */
	bool unproven;
};

/* The keys of an object, in its own order, which is by length and bytes. */
extern const char **cpe_jsonb_keys(Jsonb *object, int *count);

/* Reads a definition; what is wrong with it is an error. */
extern struct cpe_release *cpe_release_read(const char *name, Jsonb *definition);

/* The dimensions of a definition alone, as it was published, with their first names. */
extern void cpe_release_read_dimensions(const struct cpe_options *options,
                                        struct cpe_release *release);

/* The place of a dimension by its name, or -1. */
extern int cpe_release_dimension_place(const struct cpe_release *release, const char *name);

/* What the ledger calls a column that tells cells or parts apart. */
extern const char *cpe_release_first_name(const struct cpe_release *release, const char *column);

/* What a column of a table is called, and what is to be known of it (NULL: nothing was said). */
extern void cpe_release_column_words(const struct cpe_release_table *table, const char *column,
                                     const char **title, const char **description);

/* ---- cells: what is decided on ---- */

struct cpe_release_cells
{
	int dimensions;
	struct cpe_arena arena;
	struct cpe_dictionary parts; /* texts of jsonb objects: question and the like */
	struct cpe_dictionary keys;
	int count, room;
	int32_t *part;
	char **label; /* dimensions of each cell; NULL: total */
	int64 *value;
	int64 *numerator;    /* -1: none */
	const char **status; /* NULL: shown; once decided */
	const char **table;  /* the first that has it */
};

extern void cpe_release_cells_open(struct cpe_release_cells *cells, int dimensions);

/* The number of a cell, new or met before; then its figures must be the same, or it is an error. */
extern int cpe_release_cells_add(struct cpe_release_cells *cells, const char *part,
                                 char *const *label, int64 value, int64 numerator,
                                 const char *table);

/* The number of a cell, or -1; no cells are added to what was asked so. */
extern int cpe_release_cells_find(struct cpe_release_cells *cells, const char *part,
                                  char *const *label);

extern const char *cpe_release_cells_part_text(const struct cpe_release_cells *cells, int part);

/* The name of a cell for messages: (question 1, trust RX1, total). */
extern char *cpe_cell_name(const char *part, char *const *label, int dimensions);

/* ---- plain tables: what is published ---- */

struct cpe_plain_column
{
	const char *name;
	Oid type; /* text, int4, float8, bool, date */
	const char *role;
	const char *unit;
	int decimals; /* -1: none */
	const char *belongs_to;
	const char *title;
	const char *description;
	bool required; /* never NULL */
	bool key;
	Datum *value;
	bool *null;
};

#define CPE_PLAIN_COLUMNS 200

struct cpe_plain_table
{
	const char *name; /* without the version */
	const char *title;
	const char *description;
	int rows;
	int columns;
	struct cpe_plain_column column[CPE_PLAIN_COLUMNS];
	int64 hidden;
	char *checksum;
};

/* What a query gave, and which cell each row is. */
struct cpe_release_rows
{
	const struct cpe_release_table *table;
	SPITupleTable *tuples;
	int rows;
	int *cell;
};

/* Runs a table's query and takes its cells up. */
extern void cpe_rows_read(const struct cpe_release *release, const struct cpe_release_table *table,
                          struct cpe_release_cells *cells, struct cpe_release_rows *rows);

/*
 * The text of the part of a row, from its columns of kind time and separate by their first names,
 * as jsonb writes it; text gives a column's value.
 */
extern char *cpe_part_text(const struct cpe_release *release, const struct cpe_release_table *table,
                           char *(*text)(void *row, const char *column), void *row);

/* The plain table of rows whose cells are decided, masked. */
extern struct cpe_plain_table *cpe_rows_mask(const struct cpe_release *release,
                                             const struct cpe_release_rows *rows,
                                             const struct cpe_release_cells *cells);

/* A table of texts and numbers that is made here: columns, then rows. */
extern struct cpe_plain_table *cpe_plain_new(const char *name, const char *title, int rows);
extern struct cpe_plain_column *cpe_plain_column(struct cpe_plain_table *table, const char *name,
                                                 Oid type, const char *title);
extern void cpe_plain_put(struct cpe_plain_table *table, int row, int column, const char *text);
extern void cpe_plain_put_int(struct cpe_plain_table *table, int row, int column, int32 number);

/* SHA-256 of its rows as COPY writes them, with a header, lines in the order of their bytes. */
extern char *cpe_plain_checksum(const struct cpe_plain_table *table);

/* The name of a relation in a version, and quoted with its schema. */
extern char *cpe_relation_name(const char *table, int version);
extern char *cpe_relation_quoted(const char *schema, const char *table, int version);

/* Creates and fills it, with its comments. */
extern void cpe_plain_write(const char *schema, int version, const struct cpe_plain_table *table);

/* Reads a relation as it stands; NULL where there is none. */
extern struct cpe_plain_table *cpe_plain_read(const char *schema, const char *name, int version);

/* A day as 2026-11-28, whatever the settings. */
extern char *cpe_day_text(DateADT day);

/* A value of a plain type as COPY shows it, whatever the settings. */
extern char *cpe_plain_text(Oid type, Datum value);

/* SHA-256 as hexadecimal digits. */
extern char *cpe_hex_digest(const char *bytes, size_t size);

/* An array of one dimension. */
extern Datum cpe_array_of(const Datum *value, const bool *null, int count, Oid type);

/* Runs a statement that is to write or define something. */
extern void cpe_run(const char *statement);

#endif
