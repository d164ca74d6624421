#ifndef CPE_ADJUST_MARGIN_H
#define CPE_ADJUST_MARGIN_H

#include "adjust/model.h"
#include "adjust/prediction.h"
#include "adjust/covariance.h"

/*
 * Predictive margins: for each organisation of the model that has an effect the mean (by w) of what
 * is predicted of all respondents, were all there.  Their standard errors are by the delta method:
 * G'VG with G the mean of p (1 - p) (1, x); covariance NULL: there are none.  Patterns that nothing
 * is known of are left out of the mean.
 *
 * An organisation that separation took to its limit (its flag is set) has the limit as margin, as a
 * rule 1 or 0, and no standard error.  effect and flag of the model's organisations are set before.
 */
extern bool cpe_margins(struct cpe_model *model, const struct cpe_prediction *prediction,
                        const struct cpe_covariance *covariance, struct cpe_arena *arena,
                        struct cpe_problem *problem);

#endif
