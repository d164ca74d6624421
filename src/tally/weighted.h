#ifndef CPE_TALLY_WEIGHTED_H
#define CPE_TALLY_WEIGHTED_H

#include "base/exact_sum.h"

/* Statistics of weighted rows from exact sums, shared by tally and moments. */

/* a / b, rounded once or nearly; b not zero. */
extern double cpe_exact_ratio(struct cpe_exact a, struct cpe_exact b);

/* Whether n positive weights can have these sums of w and w^2. */
extern bool cpe_weights_possible(int64_t n, struct cpe_exact w, struct cpe_exact ww);

/* Whether b^2 <= a*c, as the sums of 1, x, x^2 under any positive weights have it. */
extern bool cpe_moments_possible(struct cpe_exact a, struct cpe_exact b, struct cpe_exact c);

/* Kish's effective number of rows, sum(w)^2 / sum(w^2). */
extern double cpe_weights_effective(struct cpe_exact w, struct cpe_exact ww);

/* Standard deviation sqrt(n/(n-1) * sum(w (x-m)^2) / sum(w)), m the weighted mean; n >= 2. */
extern double cpe_weighted_sd(int64_t n, struct cpe_exact w, struct cpe_exact wx,
                              struct cpe_exact wxx);

/* The same over sqrt(n): the standard error of an unweighted mean, its w being the count. */
extern double cpe_plain_se(int64_t n, struct cpe_exact w, struct cpe_exact wx,
                           struct cpe_exact wxx);

/*
 * Standard error of the weighted mean by Taylor linearisation with every row its own unit:
 * sqrt(n/(n-1) * sum(w^2 (x-m)^2)) / sum(w); n >= 2.
 */
extern double cpe_weighted_se(int64_t n, struct cpe_exact w, struct cpe_exact wx,
                              struct cpe_exact ww, struct cpe_exact wwx, struct cpe_exact wwxx);

#endif
