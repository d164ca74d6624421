#ifndef CPE_SUPPRESS_MARGIN_FIT_H
#define CPE_SUPPRESS_MARGIN_FIT_H

#include "suppress/inner_cells.h"

/*
 * Which of the inner cells that are to be rounded go up, so that the cells that count stay near to
 * what they were.  A cell that goes up changes by base - rest, one that goes down by -rest.  A
 * local search of fixed extent: a good answer, not the best, always the same for the same table.
 */
struct cpe_margin_fit
{
	const struct cpe_inner_cells *inner;
	int32_t base;
	size_t candidates;
	const uint32_t *candidate; /* numbers of inner cells, ascending */
	const int64_t *rest;       /* by candidate: 1 to base - 1 */
	const bool *counts;        /* by place in the table: its change counts */
	const double *weight;      /* by place; NULL: 1 */
	bool sum; /* in the end keep the sum of weight * |change| down, and each change below base; not
	             only that of weight * change^2 */
};

extern bool cpe_margin_fit(struct cpe_arena *arena, const struct cpe_margin_fit *fit, bool *up,
                           struct cpe_problem *problem);

#endif
