#ifndef CPE_ADJUST_RANDOM_EFFECT_H
#define CPE_ADJUST_RANDOM_EFFECT_H

#include "adjust/frame.h"

/*
 * Logistic regression with a normal random effect of the organisation, by maximum likelihood; the
 * integral over each effect by adaptive Gauss-Hermite quadrature about its mode (one node:
 * Laplace): see random_likelihood.h.
 */
struct cpe_random_estimate
{
	double *column; /* coefficients, the intercept first; 0 where aliased */
	bool *aliased;
	double *covariance; /* packed, of the columns: from the joint information with ln(variance) */
	double variance;    /* of the effects; 0 when the maximum is there */
	double log_variance_se;  /* NAN when the variance is 0 */
	double *effect;          /* by organisation: the mode of its effect */
	double *effect_variance; /* by organisation: 1 / curvature at the mode */
	double log_likelihood;   /* of respondents: no binomial coefficients */
	double *fitted;          /* by cell: the probability at the mode */
	int iterations;
	int rank;      /* coefficients that are not aliased, and the variance */
	bool diverges; /* with an error: covariates separate the outcome, so that there is no maximum */
};

/*
 * frame with an intercept (not absorbed).  Errors: it does not converge, or it diverges; fewer than
 * 2 organisations, or none with 2 respondents.
 */
extern bool cpe_random_fit(const struct cpe_frame *frame, int nodes, int max_iterations,
                           struct cpe_arena *arena, struct cpe_random_estimate *estimate,
                           struct cpe_problem *problem);

#endif
