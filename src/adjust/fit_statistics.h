#ifndef CPE_ADJUST_FIT_STATISTICS_H
#define CPE_ADJUST_FIT_STATISTICS_H

#include "adjust/prediction.h"

/* How well a fit foretells, for its report. */

/* The area under the ROC curve of n cells: fitted values, and sums of w by outcome; exact. */
extern bool cpe_auc(int32_t cells, const double *fitted, const double *positive,
                    const double *negative, double *auc, struct cpe_arena *arena,
                    struct cpe_problem *problem);

/* The same of a prediction; NAN when all outcomes are the same. */
extern bool cpe_prediction_auc(const struct cpe_prediction *prediction, double *auc,
                               struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Logistic regression of the outcome on an intercept and the linear predictor, of the respondents
 * that are not separated: 0 and 1 for a fit by maximum likelihood to these data, flatter for what
 * was shrunk.  NAN where the linear predictor is the same for all.
 */
extern bool cpe_prediction_calibration(const struct cpe_prediction *prediction, double *intercept,
                                       double *slope, struct cpe_arena *arena,
                                       struct cpe_problem *problem);

/*
 * The log-likelihood of an intercept alone, with the patterns' offsets, and its deviance: -2 times
 * that, or the residual sum of squares.
 */
extern bool cpe_frame_null(const struct cpe_frame *frame, enum cpe_family family,
                           double *log_likelihood, double *deviance, struct cpe_arena *arena,
                           struct cpe_problem *problem);

/*
 * The log-likelihood of binary outcomes when each cell (by_pattern: each pattern) has its own
 * probability.
 */
extern double cpe_frame_saturated(const struct cpe_frame *frame, bool by_pattern);

#endif
