#ifndef CPE_BENCHMARK_BETA_BINOMIAL_H
#define CPE_BENCHMARK_BETA_BINOMIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/interval.h"
#include "base/problem.h"

/*
 * Proportions that vary between units as a beta distribution with this mean and variance
 * mean (1 - mean) rho; alpha + beta = 1 / rho - 1, rho 0 is the binomial.
 */
struct cpe_beta_binomial
{
	double mean;
	double rho;
	double log_likelihood; /* binomial coefficients included */
};

/*
 * Maximum likelihood from units with so many positive of n answers (whole numbers, n 0 counts for
 * nothing); the mean is estimated unless it is given (not NAN).  Without a unit of two answers, or
 * when all answers are alike, mean and rho are as far as the data tell them, else NAN.  The same to
 * the last bit whatever the order of the units.
 */
extern bool cpe_beta_binomial_fit(struct cpe_arena *arena, const double *positive, const double *n,
                                  size_t units, double mean, struct cpe_beta_binomial *out,
                                  struct cpe_problem *problem);

/*
 * Limits of the share of positive answers among n (whole, 1 or more): the quantiles of the
 * distribution, interpolated as the exact binomial limits are, within 0 and 1.  With rho 0 the
 * exact binomial limits.
 */
extern bool cpe_beta_binomial_limits(struct cpe_arena *arena, double mean, double rho, double n,
                                     const struct cpe_confidence *conf, double *low, double *high,
                                     struct cpe_problem *problem);

#endif
