#ifndef CPE_BASE_DISTRIBUTION_H
#define CPE_BASE_DISTRIBUTION_H

#include <stdbool.h>

/*
 * Distribution functions and their inverses, for the ranges a survey can reach and far beyond.
 *
 * Each distribution has a lower tail (cdf) and an upper tail, and each inverse takes the lower (p)
 * or the upper (q) probability, so that a small tail never has to be written as one minus it.
 * Relative accuracy is 1e-12 or better in either tail (test/unit/test_distribution.c).
 *
 * Domain: shapes and degrees of freedom from 1e-300 to 1e300 (t: also above, and infinite, which is
 * the normal); means from 0 to 1e300; probabilities in [0, 1]; x any number, infinite included.
 * Outside it the answer is NaN; inside it never.  Inverses reach the ends of the range: the
 * quantile of 0 or 1 is the distribution's end, infinite where that is.  Every loop is bounded.
 */
extern double cpe_normal_cdf(double z);
extern double cpe_normal_upper(double z);
extern double cpe_normal_quantile(double p);
extern double cpe_normal_quantile_upper(double q);

/* The z with P(-z <= Z <= z) = level. */
extern double cpe_normal_central(double level);

/* Gamma with scale 1. */
extern double cpe_gamma_cdf(double x, double shape);
extern double cpe_gamma_upper(double x, double shape);
extern double cpe_gamma_quantile(double p, double shape);
extern double cpe_gamma_quantile_upper(double q, double shape);

extern double cpe_chi2_cdf(double x, double df);
extern double cpe_chi2_upper(double x, double df);
extern double cpe_chi2_quantile(double p, double df);
extern double cpe_chi2_quantile_upper(double q, double df);

extern double cpe_beta_cdf(double x, double a, double b);
extern double cpe_beta_upper(double x, double a, double b);
extern double cpe_beta_quantile(double p, double a, double b);
extern double cpe_beta_quantile_upper(double q, double a, double b);

extern double cpe_t_cdf(double t, double df);
extern double cpe_t_upper(double t, double df);
extern double cpe_t_quantile(double p, double df);
extern double cpe_t_quantile_upper(double q, double df);

/*
 * Whole-number distributions: P(X <= k), P(X > k) and P(X = k).  k between two whole numbers counts
 * as the lower one; n is whole.
 */
extern double cpe_binomial_cdf(double k, double n, double p);
extern double cpe_binomial_upper(double k, double n, double p);
extern double cpe_binomial_pmf(double k, double n, double p);
extern double cpe_poisson_cdf(double k, double mean);
extern double cpe_poisson_upper(double k, double mean);
extern double cpe_poisson_pmf(double k, double mean);

/*
 * A tail probability at x, for the solver below: its derivative in log x, and that derivative's own
 * relative derivative in log x (a rough one is enough: it only speeds convergence).
 */
struct cpe_tail
{
	double value;
	double slope;
	double bend;
};
typedef struct cpe_tail (*cpe_tail_at)(double x, const void *of);

/*
 * The x in [low, high], 0 <= low < high, with tail(x) = target, for a monotone tail: increasing or
 * decreasing as told.  The nearer end if the target is not reached between them.
 */
extern double cpe_tail_solve(cpe_tail_at tail, const void *of, bool increasing, double target,
                             double start, double low, double high);

#endif
