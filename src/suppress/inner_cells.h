#ifndef CPE_SUPPRESS_INNER_CELLS_H
#define CPE_SUPPRESS_INNER_CELLS_H

#include "suppress/table.h"

/*
 * The finest cells of a table, of which all others are sums: those that are the total of no row.
 * Whatever is done to them, margins added up from them again make a table that is additive.
 */
struct cpe_inner_cells
{
	size_t cells;       /* of the table */
	size_t inner;       /* of them are inner cells */
	uint32_t *place;    /* by inner cell: its place in the table */
	size_t *over_start; /* inner + 1 */
	uint32_t *over;     /* from over_start[i] on: the places of all cells it counts in, its own too,
	                       ascending */
};

/*
 * Refuses, naming a cell, where a table has no such cells: a margin is made of different ones in
 * different rows, as in two tables that are linked by a margin.  (That the margin is in the table
 * is what cpe_table_read sees to.)
 */
extern bool cpe_inner_cells_find(struct cpe_arena *arena, const struct cpe_table *table,
                                 const struct cpe_table_cell *cell, struct cpe_inner_cells *inner,
                                 struct cpe_problem *problem);

/*
 * Adds up all cells, by place, from inner cells; beyond 64 bits is a problem (CPE_RANGE) that names
 * the cell.
 */
extern bool cpe_inner_cells_add_up(const struct cpe_table *table, const struct cpe_table_cell *cell,
                                   const struct cpe_inner_cells *inner, const int64_t *value,
                                   int64_t *sum, struct cpe_problem *problem);

#endif
