#ifndef CPE_BENCHMARK_BETA_BINOMIAL_H
#define CPE_BENCHMARK_BETA_BINOMIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/interval.h"
#include "base/problem.h"

/*
 * Proportions that vary between units as a beta distribution with this mean and variance
 * mean (1 - mean) rho; alpha + beta = 1 / rho - 1.  rho 0 is the binomial; with rho 1 the answers
 * of a unit are all alike.
 */
struct cpe_beta_binomial
{
	double mean;
	double rho;
	double log_likelihood; /* binomial coefficients included */
	size_t units;          /* with answers */
	const char *reason;    /* why mean or rho is missing; NULL: they are there */
};

/*
 * Maximum likelihood from units with so many positive of n answers (whole numbers, n 0 counts for
 * nothing); the mean is estimated unless it is given (not NAN; above 0 and below 1).  The same to
 * the last bit whatever the order of the units.
 *
 * NAN, with a reason, is what the data do not tell.  No answers: the mean, unless given, and rho.
 * All answers alike, one unit, or none with two answers: rho, and the mean is that of all answers
 * together; with a mean given all these but the last still tell rho.
 * With a unit of more than 1e7 answers it may be that no maximum is found: both NAN.
 */
extern bool cpe_beta_binomial_fit(struct cpe_arena *arena, const double *positive, const double *n,
                                  size_t units, double mean, struct cpe_beta_binomial *out,
                                  struct cpe_problem *problem);

/*
 * Limits of the share of positive answers among n (whole, 1 to 2^53): the quantiles of the
 * distribution, interpolated as the exact binomial limits are, within 0 and 1.  With rho 0, or a
 * mean of 0 or 1, the exact binomial limits.
 */
extern bool cpe_beta_binomial_limits(struct cpe_arena *arena, double mean, double rho, double n,
                                     const struct cpe_confidence *conf, double *low, double *high,
                                     struct cpe_problem *problem);

#endif
