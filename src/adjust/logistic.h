#ifndef CPE_ADJUST_LOGISTIC_H
#define CPE_ADJUST_LOGISTIC_H

#include "adjust/frame.h"

/* The logistic likelihood of a frame's cells, and its first derivatives, at given parameters. */
struct cpe_logistic
{
	const struct cpe_frame *frame;
	double *linear;       /* by pattern: its columns' and its offset's */
	double *fitted;       /* by cell: the probability p; NULL: not wanted */
	double *weight;       /* by cell: w p (1 - p) */
	double *effect_score; /* by organisation: sum of w y - w p */
	double *column_score; /* by column: sum of x (w y - w p) */
	double largest;       /* no linear predictor is further from 0 than that */

	double *effect;      /* where the likelihood was last taken; 0 when there are no effects */
	double *effect_odds; /* exp of them */
	bool plain;          /* no effect is so large that its exp has to be watched */
};

extern bool cpe_logistic_open(struct cpe_logistic *logistic, const struct cpe_frame *frame,
                              bool fitted, struct cpe_arena *arena, struct cpe_problem *problem);

/* Fills all of the above at these parameters; effect NULL: there are none. */
extern bool cpe_logistic_at(struct cpe_logistic *logistic, const double *effect,
                            const double *column, struct cpe_arena *arena,
                            struct cpe_problem *problem);

/*
 * The log-likelihood where it was last taken (without binomial coefficients).  fitted: where to put
 * the cells' probabilities too, which may be the array of their weights; NULL: nowhere.
 */
extern bool cpe_logistic_likelihood(const struct cpe_logistic *logistic, double *fitted,
                                    double *likelihood, struct cpe_arena *arena,
                                    struct cpe_problem *problem);

/*
 * The largest change of a cell's linear predictor when parameters change by that much (effect NULL:
 * 0); a bound on it when that is at most enough.
 */
extern double cpe_logistic_change(const struct cpe_frame *frame, const double *effect,
                                  const double *column, double enough);

/* Adds amount * a pattern's row to a vector over columns. */
extern void cpe_logistic_add_row(const struct cpe_frame *frame, int32_t pattern, double amount,
                                 double *column);

/* The log odds of the mean outcome less the mean offset: where fits start. */
extern double cpe_logistic_start(const struct cpe_frame *frame, double positive_more,
                                 double negative_more);

#endif
