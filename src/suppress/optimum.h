#ifndef CPE_SUPPRESS_OPTIMUM_H
#define CPE_SUPPRESS_OPTIMUM_H

#include "suppress/system.h"

/*
 * The cheapest pattern that leaves every target what it must, by cuts: a master programme over
 * cells (hidden or not), and attackers whose dual solutions say which cells one more of must be
 * hidden.  Gives a lower bound of the cost always, and the optimum where it ends within the work
 * allowed.  The same input and work give the same pattern.
 */
struct cpe_optimum
{
	bool *hidden;       /* in: a pattern that is safe (may be all); out: the best found */
	double cost;        /* of the cells hidden beyond the forced ones */
	double lower_bound; /* proven: no safe pattern costs less */
	bool optimal;
	size_t set_aside; /* out: what targets ask (each side counts) that no pattern gives: left out */
	int64_t work;     /* in: simplex iterations allowed; out: used */
};

/*
 * cost is by cell, 0 or more; forced cells are hidden anyhow (cost nothing), never cells are not
 * hidden at all unless they are forced.  Every target of a pattern found here has a whole-number
 * move, which the caller's own proof will find too; a pattern that is only handed back is as safe
 * as it was.  Without an LP library the pattern is handed back with 0 as lower bound.
 *
 * Only pieces of the system that have cells to decide on are looked at: to improve a part of a
 * pattern, force or forbid the cells of all the rest (to forbid hidden ones as well keeps the piece
 * small, and their room out of use) and give the targets that need the part.
 */
extern bool cpe_optimum_search(struct cpe_arena *arena, const struct cpe_system *system,
                               const struct cpe_target *target, size_t targets, const double *cost,
                               const bool *forced, const bool *never, struct cpe_optimum *optimum,
                               struct cpe_problem *problem);

#endif
