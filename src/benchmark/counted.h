#ifndef CPE_BENCHMARK_COUNTED_H
#define CPE_BENCHMARK_COUNTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

#define CPE_COUNT_MAX 9007199254740992.0 /* 2^53: beyond it a double skips whole numbers */

/* Units alike: so many of them with so many positive of n answers. */
struct cpe_counted
{
	double positive;
	double n; /* 1 or more */
	double units;
};

/* What the units' answers are like, which tells what can be found from them. */
struct cpe_counted_set
{
	struct cpe_counted *unit; /* ascending by n, then by positive */
	size_t count;
	double units; /* in all */
	double positive;
	double n;
	bool alike; /* all answers positive, or all negative */
	bool whole; /* each unit's answers are alike */
	bool pairs; /* some unit has two answers or more */
};

/*
 * Collects units with so many positive of n answers, so that what is computed from them does not
 * depend on their order.  Units without answers are left out.  Refuses (CPE_INVALID) what is not
 * whole or beyond 2^53, or more positive than n.
 */
extern bool cpe_counted_collect(struct cpe_arena *arena, const double *positive, const double *n,
                                size_t units, struct cpe_counted_set *set,
                                struct cpe_problem *problem);

/* The log of the binomial probability of its answers at the unit's own share of positive ones. */
extern double cpe_counted_saturated(const struct cpe_counted *unit);

/*
 * What the log of the binomial probability of the unit's answers loses at this probability p (q is
 * 1 - p) against its own share: 0 or less, without cancellation for any n.
 */
extern double cpe_counted_loss(const struct cpe_counted *unit, double p, double q);

#endif
