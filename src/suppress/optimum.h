#ifndef CPE_SUPPRESS_OPTIMUM_H
#define CPE_SUPPRESS_OPTIMUM_H

#include "suppress/system.h"

/*
 * The cheapest pattern that leaves every target what it must, by cuts: a master programme over
 * cells (hidden or not), and attackers whose dual solutions say which cells one more of must be
 * hidden.  Gives a lower bound of the cost always, and the optimum where it ends within the work
 * allowed.
 */
struct cpe_optimum
{
	bool *hidden;       /* in: a pattern that is safe (may be all); out: the best found */
	double cost;        /* of the cells hidden beyond the forced ones */
	double lower_bound; /* proven: no safe pattern costs less */
	bool optimal;
	int64_t work; /* in: simplex iterations allowed; out: used */
};

/*
 * cost is by cell, 0 or more; forced cells are hidden anyhow (cost nothing), never cells are not
 * hidden at all.  Patterns it returns are safe by linear programmes (and whole-number moves where
 * those came out whole); the caller proves them.
 */
extern bool cpe_optimum_search(struct cpe_arena *arena, const struct cpe_system *system,
                               const struct cpe_target *target, size_t targets, const double *cost,
                               const bool *forced, const bool *never, struct cpe_optimum *optimum,
                               struct cpe_problem *problem);

#endif
