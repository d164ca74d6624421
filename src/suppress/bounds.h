#ifndef CPE_SUPPRESS_BOUNDS_H
#define CPE_SUPPRESS_BOUNDS_H

#include "suppress/audit.h"

/*
 * Bounds of figures, tightened row by row in integers, with a trail: which row gave which bound, so
 * that every bound can be told as whole multiples of rows, and undone.
 */
struct cpe_bounds_event
{
	uint32_t figure;
	uint32_t row; /* UINT32_MAX: set by the caller */
	int64_t before;
	size_t previous; /* event of the same figure and side, plus 1; 0: none */
	bool upper;
};

struct cpe_bounds
{
	const struct cpe_system *system;
	int64_t *low, *high; /* by figure */
	struct cpe_bounds_event *event;
	size_t events, room;
	size_t *last; /* by 2 * figure + upper: the last event, plus 1 */
	/* rows to be looked at: a ring */
	uint32_t *queue;
	bool *queued;
	size_t first, waiting;
	/* for composing attacks */
	int64_t *multiple; /* by row */
	int64_t *weight;   /* by event */
	size_t weights;
};

/* Takes over low and high; all rows wait to be looked at. */
extern bool cpe_bounds_open(struct cpe_arena *arena, const struct cpe_system *system, int64_t *low,
                            int64_t *high, struct cpe_bounds *bounds, struct cpe_problem *problem);

/*
 * Looks at the rows that wait, at most visits times; *bad_row is a row that cannot be met, or
 * SIZE_MAX.  False only for problems of memory or a stop.
 */
extern bool cpe_bounds_propagate(struct cpe_arena *arena, struct cpe_bounds *bounds, size_t visits,
                                 size_t *bad_row, struct cpe_problem *problem);

/* Sets a bound, to be propagated; and takes back all events from mark on. */
extern bool cpe_bounds_set(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t figure,
                           bool upper, int64_t value, struct cpe_problem *problem);
extern void cpe_bounds_undo(struct cpe_bounds *bounds, size_t mark);

/*
 * The attack on a figure that starts from whole multiples of rows (may be none) and replaces each
 * bound that the trail gave by the rows that gave it.  divisor 0 in the attack: it cannot be told
 * in 64 bits.
 */
extern bool cpe_bounds_attack(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t figure,
                              bool most, int64_t divisor, size_t rows, const uint32_t *row,
                              const int64_t *multiple, struct cpe_attack *attack,
                              struct cpe_problem *problem);

#endif
