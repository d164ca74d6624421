#ifndef CPE_SUPPRESS_MOVE_H
#define CPE_SUPPRESS_MOVE_H

#include "suppress/system.h"

/*
 * Looks for moves by closing rows: a change to one figure leaves its rows out of balance; each is
 * closed by a change to another figure of it, which opens others, until none is open.  Depth first,
 * cheapest first, within a number of steps and of nodes, so it is fast where moves are short and
 * finds nothing where it would have to look far.  In whole numbers throughout.
 */
struct cpe_mover
{
	const struct cpe_system *system;
	const bool *hidden; /* by cell; the caller may change it between searches */
	const bool *never;  /* by cell: not to be hidden */
	const double *cost; /* by cell: of hiding it, where it is not hidden */
	int64_t nodes;      /* allowed for each search */
	int64_t work;       /* nodes used in all */
	size_t steps;       /* allowed for a move */
	/* the search's own */
	int64_t *residual; /* by row */
	uint32_t *open;    /* rows out of balance */
	uint32_t *open_at; /* by row: its place in open, plus 1 */
	size_t opened;
	int64_t *change; /* by figure */
	uint32_t *used;  /* figures changed, in order */
	size_t depth;
	uint32_t *best_figure;
	int64_t *best_change;
	size_t best_depth;
	double best;
	int64_t left;
};

#define CPE_MOVE_STEPS 64

extern bool cpe_mover_open(struct cpe_mover *mover, struct cpe_arena *arena,
                           const struct cpe_system *system, const bool *hidden, const bool *never,
                           const double *cost, struct cpe_problem *problem);

/*
 * The cheapest move found that changes the figure by amount and costs less than limit (the cost of
 * cells it hides anew); 0 < limit.  With limit tiny only hidden cells are used.  The move's steps
 * are in best_figure and best_change, best_depth of them; its cost in best.  Returns false when
 * there is none.
 */
extern bool cpe_mover_find(struct cpe_mover *mover, uint32_t figure, int64_t amount, double limit);

/* The steps of the move last found, sorted by figure; their number. */
extern size_t cpe_mover_steps(const struct cpe_mover *mover, struct cpe_step *step);

#endif
