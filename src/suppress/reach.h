#ifndef CPE_SUPPRESS_REACH_H
#define CPE_SUPPRESS_REACH_H

#include "suppress/system.h"

/*
 * The cheapest move for one figure among the figures near to it, by a linear programme: near is
 * what can be reached over rows at little cost.  For where moves are too long to be found by
 * closing rows.  What comes out is in whole numbers and keeps all rows and bounds.
 */
struct cpe_reach
{
	const struct cpe_system *system;
	const bool *hidden; /* by cell; the caller may change it between searches */
	const bool *never;
	const double *cost;
	int64_t iterations; /* used in all */
	int64_t programmes; /* solved in all */
	double price;       /* of the cells that the move found hides anew */
	/* the search's own */
	uint32_t *local; /* by figure: its place among the near ones, plus 1 */
	double *distance;
	uint32_t *heap, *heap_at;
	size_t heap_count;
	uint32_t *near;
	size_t near_count, near_room;
	uint32_t *row_local; /* by row: its place among the near ones, plus 1 */
	uint32_t *near_row;
	size_t near_rows;
	uint32_t *row_size;
	uint32_t *stack;
	double *lower, *upper, *price_of;
	size_t *row_start;
	uint32_t *row_column;
	double *row_value, *zero;
	size_t entry_room;
	int64_t *whole;
	struct cpe_step *step;
	size_t steps;
};

extern bool cpe_reach_open(struct cpe_reach *reach, struct cpe_arena *arena,
                           const struct cpe_system *system, const bool *hidden, const bool *never,
                           const double *cost, size_t most, struct cpe_problem *problem);

/*
 * Looks for a move that changes the figure by amount, among the size nearest figures (at most the
 * most said at the beginning); hidden_only: without hiding more.  found says whether there is one,
 * which is in step, sorted.  Without a library of linear programmes there is none.
 */
extern bool cpe_reach_find(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure,
                           int64_t amount, size_t size, bool hidden_only, bool *found,
                           struct cpe_problem *problem);

#endif
