#ifndef CPE_BENCHMARK_RANK_DISTRIBUTION_H
#define CPE_BENCHMARK_RANK_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* A unit whose true score is normal about its score, with its standard error. */
struct cpe_contender
{
	double score;
	double se;
	size_t row; /* the caller's */
	double low; /* quantiles of its rank among the units, 1 the highest */
	double high;
	double expected; /* mean of its rank */
};

/*
 * Equal-tailed limits of each unit's rank: at either end the ranks that together have no more than
 * alpha / 2 are cut off.  The units are sorted, so that their order here decides nothing.
 *
 * exact: given a unit's true score, the number of units above is Poisson-binomial; the mixture over
 * true scores is integrated until the distribution function moves by less than 1e-9.
 */
extern bool cpe_rank_exact(struct cpe_arena *arena, struct cpe_contender *unit, size_t units,
                           double alpha, struct cpe_problem *problem);

/*
 * Linear in the units: mean, variance and third moment of the number of true scores above a level
 * are found once, on a grid for all units, and the number counts as a gamma variable of the same
 * moments by Wilson and Hilferty's cube root (1931).
 */
extern bool cpe_rank_approximate(struct cpe_arena *arena, struct cpe_contender *unit, size_t units,
                                 double alpha, struct cpe_problem *problem);

/* Mean ranks: the sum over pairs (each to 1e-10), or beyond so many units from the grid. */
extern bool cpe_rank_expected(struct cpe_arena *arena, struct cpe_contender *unit, size_t units,
                              size_t pairs, struct cpe_problem *problem);

#endif
