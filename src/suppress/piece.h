#ifndef CPE_SUPPRESS_PIECE_H
#define CPE_SUPPRESS_PIECE_H

#include "suppress/system.h"

/*
 * A connected piece of a system, reduced to what can change at all, in deviations from the truth:
 * figure f can go up by up[f] and down by down[f] where its cell is hidden, and the rows' sums of
 * deviations are zero.
 */
struct cpe_need
{
	uint32_t figure;
	double up, down; /* 0: nothing is asked on that side; both: one of the two is enough */
	bool set_aside;  /* no pattern can give it: left out */
};

struct cpe_piece
{
	size_t figures;
	size_t rows;
	size_t cells;
	size_t free_cells; /* that are not forced */
	size_t needs;
	size_t *row_start; /* rows + 1 */
	uint32_t *row_figure;
	double *row_sign;
	size_t *figure_start; /* figures + 1 */
	uint32_t *figure_row;
	double *figure_sign;
	double *up, *down; /* INFINITY: as far as one likes */
	uint32_t *cell;    /* by figure */
	size_t *cell_start;
	uint32_t *cell_figure;
	uint32_t *outer_cell; /* by cell: its number in the system */
	double *cost;         /* by cell */
	bool *forced;
	struct cpe_need *need;
};

/*
 * The pieces that have both targets and cells to decide on, the smallest first.  A figure that
 * cannot change whatever is hidden, seen from one row after another, is in none.  A side of a
 * target that asks for more than its figure could ever change (*set_aside counts these), and a
 * target of a piece without cells to decide on, is in none either.
 */
extern bool cpe_piece_cut(struct cpe_arena *arena, const struct cpe_system *system,
                          const struct cpe_target *target, size_t targets, const double *cost,
                          const bool *forced, const bool *never, struct cpe_piece **piece,
                          size_t *pieces, size_t *set_aside, struct cpe_problem *problem);

#endif
