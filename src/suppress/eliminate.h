#ifndef CPE_SUPPRESS_ELIMINATE_H
#define CPE_SUPPRESS_ELIMINATE_H

#include "suppress/system.h"

/*
 * A first pattern by elimination in the space of the rows, modulo the prime 2^61 - 1: cells are
 * shown from the dearest down as long as no target follows from what is shown by addition and
 * subtraction.  It knows nothing of bounds and whole numbers, and the prime can mislead it (with a
 * chance of about 2^-61 a step): it is where the search begins, never a proof.
 *
 * hidden (by cell) has the cells that are hidden anyhow and receives those hidden for their sake;
 * never cells are shown whatever follows; targets are by figure.  After max_work entries of rows
 * the rest of the cells stay hidden (*whole false).
 */
extern bool cpe_eliminate(struct cpe_arena *arena, const struct cpe_system *system,
                          const bool *target, const bool *never, const double *cost,
                          int64_t max_work, bool *hidden, bool *whole, struct cpe_problem *problem);

#endif
