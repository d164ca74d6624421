#ifndef CPE_SUPPRESS_REACH_H
#define CPE_SUPPRESS_REACH_H

#include "suppress/system.h"

/*
 * The cheapest moves for figures among those near to one, by a linear programme: near is what can
 * be reached over rows at little cost.  For where moves are too long to be found by closing rows.
 * What comes out is in whole numbers and keeps all rows and bounds.
 */
struct cpe_lp;

struct cpe_reach
{
	const struct cpe_system *system;
	const bool *hidden; /* by cell; the caller may change it between searches */
	const bool *never;
	const double *cost;
	double farthest;    /* no figure changes by more */
	double away;        /* how much farther a cell is for each unit of its cost; the caller's */
	int64_t iterations; /* used in all */
	int64_t programmes; /* made in all */
	/* what was found last */
	double price; /* of the cells that it hides anew */
	struct cpe_step *step;
	size_t steps;
	/* the surroundings: figures, the nearest first */
	uint32_t *near;
	size_t near_count;
	/* the search's own */
	struct cpe_lp *lp;
	bool hidden_only;
	uint32_t *local; /* by figure: its place among the near ones, plus 1 */
	double *distance;
	uint32_t *heap, *heap_at;
	size_t heap_count;
	size_t near_room;
	uint32_t *row_local; /* by row: how many near figures it has */
	uint32_t *near_row;
	size_t near_rows;
	uint32_t *stack;
	double *lower, *upper, *price_of;
	size_t *row_start;
	uint32_t *row_column;
	double *row_value, *zero;
	size_t entry_room;
	int64_t *whole;
};

extern bool cpe_reach_open(struct cpe_reach *reach, struct cpe_arena *arena,
                           const struct cpe_system *system, const bool *hidden, const bool *never,
                           const double *cost, size_t most, double farthest,
                           struct cpe_problem *problem);

/*
 * Makes the size figures nearest to one (at most the most said at the beginning) the surroundings
 * of the searches that follow, until cpe_reach_leave, which must be called on every path;
 * hidden_only: of those hidden now.
 */
extern bool cpe_reach_enter(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure,
                            size_t size, bool hidden_only, struct cpe_problem *problem);
extern void cpe_reach_leave(struct cpe_reach *reach);

/* Whether the surroundings have a figure, and in a row with others. */
extern bool cpe_reach_has(const struct cpe_reach *reach, uint32_t figure);

/*
 * Looks for a move that changes the figure by amount.  found says whether there is one, which is in
 * step, sorted.  Without a library of linear programmes there is none.
 */
extern bool cpe_reach_find(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure,
                           int64_t amount, bool *found, struct cpe_problem *problem);

#endif
