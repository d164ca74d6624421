#ifndef CPE_ADJUST_REGRESSION_H
#define CPE_ADJUST_REGRESSION_H

#include "adjust/arrow.h"

/* Logistic regression by Newton's method, and least squares. */

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

	/*
	 * Second derivatives of the log-likelihood there, factored (Gaussian: for a dispersion of 1).
	 * With a ridge its aliased columns and rank are those of the penalised fit: columns that depend
	 * on others have coefficients then.
	 */
	struct cpe_arrow information;
	double log_likelihood;   /* without penalty; Gaussian: at sum of squares / sum of w, NAN if 0 */
	double penalised;        /* with it (Firth: + ln |information| / 2) */
	double residual_squares; /* Gaussian: sum of w (y - fitted)^2 */
	double dispersion;       /* Gaussian: that / (n - rank), 0 if n is not above; else 1 */
	int iterations;
	bool logistic;
	double ridge; /* that it was fitted with */

	struct cpe_firth *firth; /* where profile limits are sought; NULL: not a Firth fit */
};

/*
 * Errors: a Firth fit that is Gaussian or has a ridge, no convergence in max_iterations, a ridge so
 * large that nothing of the data is left.
 */
extern enum cpe_fit_end cpe_regression_fit(const struct cpe_frame *frame,
                                           const struct cpe_regression *how,
                                           struct cpe_arena *arena, struct cpe_estimate *estimate,
                                           struct cpe_problem *problem);

/*
 * Second derivatives with a ridge.  Where organisations are absorbed there is one more column: the
 * intercept that their effects depart from.
 */
extern void cpe_ridge_fill(struct cpe_arrow *penalised, const struct cpe_frame *frame,
                           const struct cpe_arrow *information, double ridge);

/* Leaves a column out of a matrix, so that it is solved with 0. */
extern void cpe_arrow_leave_out(struct cpe_arrow *arrow, int column);

#endif
