#ifndef CPE_BENCHMARK_LOG_ODDS_H
#define CPE_BENCHMARK_LOG_ODDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* Proportions whose log odds vary between units as a normal distribution: a random intercept. */
struct cpe_log_odds
{
	double intercept;
	double intercept_se;
	double sigma2;         /* variance between units, on the log-odds scale */
	double log_likelihood; /* binomial coefficients included */
	size_t units;          /* with answers */
	const char *reason;    /* why intercept or sigma2 is missing; NULL: they are there */
};

/*
 * Maximum likelihood by adaptive Gauss-Hermite quadrature (nodes 1 to 64; 1 is Laplace's
 * approximation) from units with so many positive of n answers (whole numbers, n 0 counts for
 * nothing).  sigma2 is estimated unless it is given (not NAN).  The same to the last bit whatever
 * the order of the units.
 *
 * NAN, with a reason, is what the data do not tell.  All answers alike: intercept NAN, sigma2 0
 * (or the one given).  One unit, or none with two answers: sigma2 NAN, the intercept that of all
 * answers together.  Units all positive beside units all negative and nothing between: both NAN;
 * and so when no maximum is found, for a few units so far apart that the quadrature fails.
 */
extern bool cpe_log_odds_fit(struct cpe_arena *arena, const double *positive, const double *n,
                             size_t units, int nodes, double sigma2, struct cpe_log_odds *out,
                             struct cpe_problem *problem);

/*
 * A unit's own deviation: the mode of its distribution given its answers, and its variance
 * 1 / (n p (1 - p) + 1 / sigma2) there.  Without answers 0 and sigma2.  Both NAN where the model's
 * intercept or sigma2 is.
 */
extern void cpe_log_odds_mode(const struct cpe_log_odds *model, double positive, double n,
                              double *mode, double *variance);

#endif
