#ifndef CPE_SUPPRESS_SUPPRESS_CELLS_H
#define CPE_SUPPRESS_SUPPRESS_CELLS_H

/* PostgreSQL side: the cells of a table, from a partition or collected by an aggregate. */

#include "cancer_pe.h"

#include "base/base.h"
#include "base/base_window.h"
#include "suppress/primary.h"

struct cpe_cells
{
	int64 count;
	int64 room;
	int dims;
	struct cpe_table_cell *cell; /* value unknown where it is NULL */
	const char **status;         /* given, or the status published; NULL: none */
};

/*
 * Adds one row's cell to cells that were all zero at first, copied into the current memory context
 * (the same for all rows); checks what one row shows, and cancer_pe.max_cells.
 */
extern void cpe_cells_add(struct cpe_cells *cells, Datum value, bool value_null, Datum dims,
                          bool dims_null, Datum numerator, bool numerator_null, Datum status,
                          bool status_null);

/*
 * The cells of a partition from its columns, of the kind CPE_WINDOW_VALUE; numerator and status may
 * be NULL.  need_value: a NULL value is an error.
 */
extern void cpe_cells_of_columns(struct cpe_cells *cells, int64 rows,
                                 const struct cpe_window_column *value,
                                 const struct cpe_window_column *dims,
                                 const struct cpe_window_column *numerator,
                                 const struct cpe_window_column *status, bool need_value);

/* Options "parts" and "parents" of a table; see the comment of suppress. */
struct cpe_cells_options
{
	struct cpe_table_parts *parts;
	size_t parts_count;
};
extern void cpe_cells_options_read(const struct cpe_options *options,
                                   struct cpe_cells_options *result);

/* The relations of the cells; raises what cpe_table_read refuses.  Checks cancer_pe.max_cells. */
extern void cpe_cells_table(struct cpe_arena *arena, const struct cpe_cells *cells,
                            const struct cpe_cells_options *options, struct cpe_table *table);

/* The word of a given status (c, w, x, show, protect, exempt, prefer) or an error. */
extern enum cpe_cell_given cpe_cell_given_of(const char *status);

/* Arrays in a document: whether a value is one, and its next element; false at its end. */
extern bool cpe_json_is_array(const JsonbValue *value);
extern bool cpe_json_next_element(JsonbIterator **iterator, JsonbValue *element);

extern int cpe_max_cells; /* setting cancer_pe.max_cells */

#endif
