#ifndef CPE_ADJUST_ADJUSTED_H
#define CPE_ADJUST_ADJUSTED_H

#include "adjust/model.h"
#include "adjust/random_effect.h"
#include "adjust/regression.h"
#include "adjust/separation.h"

/*
 * What a fit says of each organisation, and the report about the fit.
 */
struct cpe_fitted
{
	const struct cpe_frame *frame;           /* all complete respondents, by organisation */
	const struct cpe_separation *separation; /* NULL or without directions: none */
	const struct cpe_estimate *estimate;     /* fixed, none; else NULL */
	const struct cpe_covariance *covariance; /* of that */
	const struct cpe_random_estimate *random;
};

/*
 * Fills the model's intercept, organisations (flag, counts, effects, expected, variances, margins),
 * reference organisation and everything of the report that follows from the fitted cells.
 */
extern bool cpe_adjusted_fill(struct cpe_model *model, const struct cpe_fitted *fitted,
                              const struct cpe_fit_options *options, struct cpe_arena *arena,
                              struct cpe_problem *problem);

/* Observed and expected of other respondents under a model: for next year's data. */
extern bool cpe_adjusted_indirect(const struct cpe_model *model, const struct cpe_cells *cells,
                                  struct cpe_model_organisation **organisation,
                                  int32_t *organisations, double *mean, struct cpe_arena *arena,
                                  struct cpe_problem *problem);

/* The area under the ROC curve of n cells: fitted values, and sums of w by outcome; exact. */
extern bool cpe_auc(int32_t cells, const double *fitted, const double *positive,
                    const double *negative, double *auc, struct cpe_arena *arena,
                    struct cpe_problem *problem);

#endif
