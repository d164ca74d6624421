#ifndef CPE_ADJUST_RANDOM_LIKELIHOOD_H
#define CPE_ADJUST_RANDOM_LIKELIHOOD_H

#include "adjust/frame.h"
#include "adjust/quadrature.h"

/*
 * The likelihood of a logistic regression with normal random effects of organisations, each
 * integral by adaptive Gauss-Hermite quadrature about the effect's mode.
 *
 * Effects are written as deviation * b with b standard normal, so that the log-likelihood is
 * smooth at a deviation of 0, and even in it.  Of one organisation, with the linear predictor
 * eta_i = x_i'beta + deviation * b,
 *
 *     h(b) = sum of (wy eta - w log(1 + exp(eta))) - b^2 / 2
 *
 * has its mode at b^ and s = (-h''(b^))^(-1/2); with the nodes b_q = b^ + sqrt(2) s z_q and the
 * weights W_q of the rule for the whole line, its likelihood is s / sqrt(pi) * sum W_q exp(h(b_q)).
 * Mode and s move with the parameters; the gradient follows them.
 */
struct cpe_random_likelihood
{
	const struct cpe_frame *frame;
	struct cpe_arena *arena;
	struct cpe_problem *problem;

	int nodes;
	double node[CPE_HERMITE_NODES_MAX];
	double log_weight[CPE_HERMITE_NODES_MAX];

	/* cells by organisation */
	int32_t *start;   /* organisations + 1 */
	int32_t *cell;    /* its number in the frame */
	int32_t *pattern; /* of it */
	double *w;
	double *wy;
	double *sum_w; /* by organisation */
	double *sum_wy;

	/* at the point last looked at */
	double *eta;   /* by pattern, without effect */
	double *odds;  /* exp of that, where moderate */
	bool moderate; /* all are */
	double *mode;  /* by organisation: b^ */
	double *scale; /* by organisation: s */
	double *score; /* by pattern: derivative of the log-likelihood by eta */
};

extern bool cpe_random_likelihood_open(struct cpe_random_likelihood *likelihood,
                                       const struct cpe_frame *frame, int nodes,
                                       struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * The log-likelihood at coefficients and a standard deviation of the effects (0 or more);
 * -infinity where it is beyond the doubles.  Its exact gradient, unless that is NULL, is by column
 * and then by the deviation.  False: stopped.
 */
extern bool cpe_random_likelihood_at(struct cpe_random_likelihood *likelihood, const double *column,
                                     double deviation, double *value, double *gradient);

/*
 * The variance of effects by the method of moments, at the coefficients last looked at: the excess
 * of the squared sums of residuals over what the binomial distribution gives.  It has the sign of
 * the log-likelihood's derivative by the variance at 0.
 */
extern bool cpe_random_moment_variance(const struct cpe_random_likelihood *likelihood,
                                       double *variance);

/* The probability in a cell, by its place in the order by organisation, with an effect. */
extern double cpe_random_probability(const struct cpe_random_likelihood *likelihood, int32_t place,
                                     double effect);

#endif
