#ifndef CPE_ADJUST_REGRESSION_H
#define CPE_ADJUST_REGRESSION_H

#include "adjust/arrow.h"

/* Logistic regression by Newton's method, least squares, and the variance of what they estimate. */

struct cpe_regression /* how to fit */
{
	enum cpe_family family;
	bool firth;   /* Jeffreys' prior as penalty (Firth 1993); logistic only */
	double ridge; /* lambda: coefficients, and organisations' departures from their mean; 0: none */
	int max_iterations;
};

enum cpe_fit_end
{
	CPE_FIT_DONE,
	CPE_FIT_DIVERGES, /* the likelihood has no finite maximum, as far as its steps show */
	CPE_FIT_PROBLEM   /* the problem is filled: also when it neither converges nor diverges */
};

/*
 * A fitted regression.  With a ridge the frame's organisations have departures from an intercept
 * (which is then in effect: each effect is the intercept plus the departure).
 */
struct cpe_estimate
{
	double *effect; /* by organisation; 0 for one without data; NULL: they have no parameter */
	double *column; /* 0 where aliased */
	double *fitted; /* by cell: the probability, or the mean */
	struct cpe_arrow information; /* second derivatives of the log-likelihood there, factored */
	double log_likelihood;        /* without penalty; Gaussian: at sum of squares / sum of w */
	double penalised;             /* with it (Firth: + ln |information| / 2) */
	double residual_squares;      /* Gaussian: sum of w (y - fitted)^2 */
	double dispersion;            /* Gaussian: that / (n - rank), 0 if n is not above; else 1 */
	int iterations;
	double ridge; /* that it was fitted with */
};

extern enum cpe_fit_end cpe_regression_fit(const struct cpe_frame *frame,
                                           const struct cpe_regression *how,
                                           struct cpe_arena *arena, struct cpe_estimate *estimate,
                                           struct cpe_problem *problem);

/* The covariance matrix of an estimate, of one of the kinds. */
struct cpe_covariance
{
	enum cpe_variance kind;
	const struct cpe_estimate *estimate;
	double scale;           /* of the whole */
	struct cpe_arrow bread; /* second derivatives of what was maximised (with a ridge) */
	struct cpe_arrow meat;  /* HC0, and with a ridge: middle matrix */
	int32_t clusters;       /* cluster: organisations, and the sums of their scores */
	double *effect_score;   /* by organisation */
	double *column_score;   /* organisations x columns */
	double *column;         /* the columns' own block, packed; aliased rows are 0 */
};

/*
 * scored is the frame with organisations, also where the estimate is of the collapsed one.  Error:
 * cluster variances of fewer than two organisations.
 */
extern bool cpe_covariance_open(struct cpe_covariance *covariance, const struct cpe_frame *scored,
                                const struct cpe_estimate *estimate, enum cpe_variance kind,
                                struct cpe_arena *arena, struct cpe_problem *problem);

/* The variance of sum(effect * effects) + sum(column * coefficients); effect NULL: 0. */
extern double cpe_covariance_of(const struct cpe_covariance *covariance, const double *effect,
                                const double *column, struct cpe_arena *arena);

/*
 * Profile limits of a coefficient of a Firth fit: where the penalised log-likelihood, the others
 * maximised anew, is lower by half the chi-square quantile; and p for the coefficient being 0.  A
 * limit that is not met within a distance is infinite.
 */
extern bool cpe_firth_profile(const struct cpe_frame *frame, const struct cpe_regression *how,
                              const struct cpe_estimate *estimate, int column, double level,
                              struct cpe_arena *arena, double *low, double *high, double *p,
                              struct cpe_problem *problem);

#endif
