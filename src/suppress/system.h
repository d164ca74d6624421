#ifndef CPE_SUPPRESS_SYSTEM_H
#define CPE_SUPPRESS_SYSTEM_H

#include "base/arena.h"

#include <stdint.h>

/*
 * A published table as an attacker sees it: figures (counts, and numerators where there are any)
 * bound by rows, each a signed sum that is zero (total minus its parts).  A cell is what is shown
 * or hidden as one: a count, or a count with its numerator.
 *
 * Everything is in the table's canonical order, so that nothing depends on the order of the rows
 * that the query gave.
 */
struct cpe_system
{
	size_t cells;
	size_t figures;
	size_t rows;
	int64_t *value;      /* by figure: the truth */
	int64_t *low, *high; /* by figure: what the attacker knows of it where its cell is hidden */
	uint32_t *cell;      /* by figure: its cell */
	size_t *row_start;   /* rows + 1; the figures of row r are from row_start[r] on */
	uint32_t *row_figure;
	int8_t *row_sign;
	size_t *figure_start; /* figures + 1; the rows of figure f are from figure_start[f] on */
	uint32_t *figure_row;
	int8_t *figure_sign;
	size_t *cell_start; /* cells + 1; the figures of cell c are from cell_start[c] on */
	uint32_t *cell_figure;
};

#define CPE_UNBOUNDED INT64_MAX /* as high: the attacker knows no upper bound */

/*
 * What must stay possible for a figure, in whole numbers: that it is higher by up, that it is lower
 * by down; with either, one of the two is enough.  0: nothing is asked on that side.
 */
struct cpe_target
{
	uint32_t figure;
	int64_t up;
	int64_t down;
	bool either;
};

/* A change to hidden figures that keeps every row and every bound: another table that is possible.
 */
struct cpe_step
{
	uint32_t figure;
	int64_t change;
};
struct cpe_move
{
	size_t steps; /* sorted by figure; 0: there is none */
	struct cpe_step *step;
};

/* Fills the lists by figure and by cell from those by row and from cell[]. */
extern bool cpe_system_index(struct cpe_arena *arena, struct cpe_system *system,
                             struct cpe_problem *problem);

/* Whether a move keeps all rows and bounds and touches hidden cells only, in integers. */
extern bool cpe_move_holds(const struct cpe_system *system, const bool *hidden,
                           const struct cpe_move *move);

/* The change that a move makes to a figure. */
extern int64_t cpe_move_change(const struct cpe_move *move, uint32_t figure);

#endif
