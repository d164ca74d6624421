#ifndef CPE_ADJUST_ADJUSTED_H
#define CPE_ADJUST_ADJUSTED_H

#include "adjust/covariance.h"
#include "adjust/fit_statistics.h"
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
 * reference organisation and everything of the report that follows from the fitted cells; what was
 * asked, n and the other counts of the frame, rank and iterations are there already.
 *
 * Contrasts are NAN when the reference organisation asked for has no estimate.  The Akaike
 * criterion is -2 log-likelihood + 2 parameters, those at their limit by separation, the variance
 * of random effects and that of least squares included; NAN for a fit with a penalty.
 *
 * Errors: an unknown reference organisation.
 */
extern bool cpe_adjusted_fill(struct cpe_model *model, const struct cpe_fitted *fitted,
                              const struct cpe_fit_options *options, struct cpe_arena *arena,
                              struct cpe_problem *problem);

/*
 * Observed and expected of other respondents under a model: for next year's data.  The
 * organisations are those of the cells; of each, flag, counts, observed, expected, variance and
 * variance_difference are set, the rest is NAN.  mean: of the outcomes used.  linear, unless NULL,
 * has room for the cells' patterns and gets the linear predictor of each without an organisation's
 * effect: infinite where separation sends it there, NAN of patterns that are lost.
 *
 * Respondents of whom the model expects nothing (a missing covariate, a combination of levels that
 * none of its respondents had) are lost and counted as missing.  variance_difference = V_O + c'Vc +
 * d with the model's own covariance V of its coefficients: these data had no part in them.  Without
 * fixed effects c is the gradient g of E, and d is 0.  The common intercept of fixed effects moves
 * with the coefficients: c = g - a G / A, where a is E's derivative by the intercept and G / A the
 * mean of columns by w p (1 - p), taken from these respondents; d is the intercept's own variance
 * times a^2.
 *
 * Errors (CPE_INVALID): a covariate that the model uses is not in the cells, a level that the model
 * does not know, outcomes other than 0 and 1 for a logistic model, offsets in one but not the
 * other, missing covariates where the model has them as an error.
 */
extern bool cpe_adjusted_indirect(const struct cpe_model *model, const struct cpe_cells *cells,
                                  struct cpe_model_organisation **organisation,
                                  int32_t *organisations, double *mean, double *linear,
                                  struct cpe_arena *arena, struct cpe_problem *problem);

#endif
