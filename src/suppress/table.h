#ifndef CPE_SUPPRESS_TABLE_H
#define CPE_SUPPRESS_TABLE_H

#include "base/arena.h"

#include <stdint.h>

/*
 * The relations of a published table, read off the table itself.  A cell has a label for each
 * dimension; none (NULL) is the total over that dimension.  Cells with more labels (GROUP BY CUBE,
 * ROLLUP and GROUPING SETS write them) add up to those with fewer: the pattern of dimensions that
 * are filled in has rows from each pattern next finer among those in the table.  Labels of one
 * dimension add up to one another where parts say so; a label may be split in several ways.  The
 * total of a dimension is then the sum of its labels that are nobody's part, or what parts say of
 * it, in one way or in several.
 */
struct cpe_table_parts
{
	int dim;           /* from 0 */
	const char *whole; /* NULL: the total */
	size_t parts;
	const char *const *part;
};

struct cpe_table_cell
{
	const char *const *dim; /* dims labels */
	bool known;             /* value (and numerator, where any cell has one) is known */
	bool numbered;          /* there is a numerator */
	int64_t value;
	int64_t numerator;
	bool open; /* a reader does not know the value: a zero is not as good as absent */
};

struct cpe_table
{
	int dims;
	size_t cells;
	uint32_t *order; /* by place in canonical order: the cell as given */
	uint32_t *place; /* by cell as given: its place in canonical order */
	size_t rows;
	size_t *row_start; /* rows + 1; the first of a row is the total, the rest its parts */
	uint32_t *row_place;
};

/*
 * Reads the table.  Parts that are not in the table are zero; a total of which a pattern breaks
 * nothing down has no row there.  Refuses, naming the cell: a cell twice, a negative value, a
 * numerator outside 0 to value, parts that add up to more than 64 bits hold, a row whose cells are
 * all known and do not add up (the sum, the total, and what is missing are told), known parts above
 * a known total, labels that are counted twice or are part of themselves, and totals that are not
 * in the table though they are needed: several sums give them, so that cells tell of one another,
 * or they are part of another sum and not zero for all to see.  The same, rows too, in any order of
 * cells.
 */
extern bool cpe_table_read(struct cpe_arena *arena, const struct cpe_table_cell *cell, size_t cells,
                           int dims, const struct cpe_table_parts *parts, size_t parts_count,
                           struct cpe_table *table, struct cpe_problem *problem);

/* The cell's place in words, for messages: (R0A, Breast); a total as "total". */
extern void cpe_table_describe(const struct cpe_table_cell *cell, int dims, char *text,
                               size_t size);

#endif
