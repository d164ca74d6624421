#ifndef CPE_PUBLISH_LINKED_H
#define CPE_PUBLISH_LINKED_H

#include "publish/population.h"
#include "suppress/table.h"

/*
 * What earlier releases have shown and hidden, and what is to be published, as one table for the
 * suppression: the cells of one part (one combination of the columns that are separate).  Cells of
 * the same people are one cell.  Where there are several populations in the tree of the new one, a
 * last dimension tells them apart: its total is the largest of them; a label for each other
 * population, for what one has more than another, and for what is left of one beside several.
 */
struct cpe_linked_cell
{
	const char *const *dim; /* labels; those of the new release first, NULL: total */
	size_t population;      /* which release and version */
	int64_t value;
	bool numbered;
	int64_t numerator;
	const char *status; /* earlier: NULL shown, c, w, x; new: what suppress takes as given */
};

/* How a dimension was grouped in a release. */
struct cpe_linked_map
{
	const char *map;       /* NULL: not told */
	const char *nested_in; /* the map whose groups these are parts of, by the parts given */
};

struct cpe_linked_input
{
	const struct cpe_population *population;
	const struct cpe_population_tree *tree; /* the last population is the new one */
	int dims;
	const char *const *dim_name;
	const struct cpe_linked_map *map; /* by population, by dimension; of dimensions it has not: {0}
	                                     and has is false */
	const bool *has;                  /* by population, by dimension */
	const struct cpe_table_parts *parts; /* of all releases' dimensions together */
	size_t parts_count;
	const struct cpe_linked_cell *cell;
	size_t cells;
	int64_t threshold;    /* the largest small count, for corrections */
	bool zeros_protected; /* option zeros of the rule */
};

struct cpe_linked
{
	int dims; /* one more than the input's where there are several populations */
	size_t cells;
	struct cpe_table_cell *cell; /* in an order that does not depend on that of the input */
	const char **given;          /* by cell, as suppress takes it */
	size_t *place; /* by cell of the input: where it went; SIZE_MAX: nowhere, as it is not linked */
	size_t parts_count;
	struct cpe_table_parts *parts; /* of the input, and of the dimension of people */
	size_t changed; /* cells that must be hidden as they differ by a few from what was corrected */
	size_t populations; /* that are linked, the new one with them */
};

/*
 * Links.  Refuses, naming cells: a cell twice in one release, the same cell of the same people with
 * another count or numerator, a cell with more people than a population that contains it, a cell
 * with fewer people than the populations in it have together, cells with and without numerators,
 * and a dimension grouped by another map that does not say how it nests.
 *
 * Of a correction (relation revised) what was hidden before stays so, what was shown and is
 * unchanged is known, and what was shown (or is the sum of what was shown) and whose count,
 * numerator or what this leaves of the count differs by 1 to threshold must be hidden (protect):
 * with all of these hidden, the earlier figures are a table that agrees with what is shown of the
 * new ones.  No sum links the two.
 *
 * Cells that follow from the cells of one release (totals over dimensions and labels that are sums
 * of others) are added where the relations between cells need them, as latent ones (x).
 */
extern bool cpe_linked_make(struct cpe_arena *arena, const struct cpe_linked_input *input,
                            struct cpe_linked *linked, struct cpe_problem *problem);

#endif
