#ifndef CPE_BENCHMARK_BETWEEN_H
#define CPE_BENCHMARK_BETWEEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* How the variance between units, tau2, is found. */
enum cpe_between
{
	CPE_BETWEEN_NONE,              /* tau2 = 0 */
	CPE_BETWEEN_DERSIMONIAN_LAIRD, /* by the method of moments */
	CPE_BETWEEN_HEDGES,            /* variance of the estimates less the mean of their own */
	CPE_BETWEEN_PAULE_MANDEL,      /* the tau2 at which Q is its degrees of freedom */
	CPE_BETWEEN_REML,
	CPE_BETWEEN_ML
};

/* In the order of the enumeration, NULL at the end. */
extern const char *const cpe_between_words[];

/*
 * Estimates of units that differ: y_j = mean + between unit deviation + sampling error of known
 * variance v_j.  What is not there is NAN.
 */
struct cpe_heterogeneity
{
	size_t units;
	double mean;    /* weighted by 1 / (v + tau2) */
	double mean_se; /* 1 / sqrt(sum of these weights) */
	double tau2;
	double q; /* sum of (y - mean)^2 / v about the mean weighted by 1/v */
	/* of tau2 and a typical sampling variance; of q and its degrees of freedom for the method none
	 */
	double i2; /* share of the variance of an estimate that lies between units, 0 to 1 */
	double h2;
};

/*
 * Estimates are finite, variances positive and finite (else CPE_INVALID).  The result is the same
 * to the last bit whatever the order of the units.  One unit: its own estimate, tau2 and mean_se
 * NAN unless the method is none; no unit: all NAN.  tau2 is found about the units' own mean, or
 * when given (not NAN) taken as it is.  What is beyond the doubles is infinite
 * (tau2, mean_se, q, h2).  A standard error below 1e-100 of the range of the estimates counts as
 * that, and q is infinite.
 */
extern bool cpe_heterogeneity(struct cpe_arena *arena, enum cpe_between method, const double *y,
                              const double *v, size_t units, double tau2,
                              struct cpe_heterogeneity *out, struct cpe_problem *problem);

#endif
