#ifndef CPE_ADJUST_FIRTH_H
#define CPE_ADJUST_FIRTH_H

#include "adjust/regression.h"

/*
 * Logistic regression that maximises the log-likelihood + ln |information| / 2: its estimates are
 * finite also where those of maximum likelihood are not (Firth 1993, Heinze and Schemper 2002).
 * Called by cpe_regression_fit.
 */
extern enum cpe_fit_end cpe_firth_fit(const struct cpe_frame *frame,
                                      const struct cpe_regression *how, struct cpe_arena *arena,
                                      struct cpe_estimate *estimate, struct cpe_problem *problem);

/*
 * Profile limits of a coefficient of a Firth fit: where the penalised log-likelihood, the others
 * maximised anew, is lower by half the chi-square quantile; and p for the coefficient being 0.  A
 * limit that is not met within a distance is infinite.  The estimate's workspace is used: not for
 * two columns at one time.
 */
extern bool cpe_firth_profile(const struct cpe_frame *frame, const struct cpe_regression *how,
                              const struct cpe_estimate *estimate, int column, double level,
                              struct cpe_arena *arena, double *low, double *high, double *p,
                              struct cpe_problem *problem);

#endif
