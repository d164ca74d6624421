#ifndef CPE_TALLY_TALLY_STATS_H
#define CPE_TALLY_TALLY_STATS_H

#include "base/summary.h"

/*
 * A tally counts answers: scored ones (n), positive ones among them, missing ones and ones outside
 * the question's codes.  With weights it also holds the sums of w, w*y, w^2 and w^2*y over the
 * scored answers, y being 1 for positive and 0 for not.
 */
enum
{
	CPE_TALLY_N,
	CPE_TALLY_POSITIVE,
	CPE_TALLY_MISSING,
	CPE_TALLY_INVALID
};
enum
{
	CPE_TALLY_W,
	CPE_TALLY_WY,
	CPE_TALLY_WW,
	CPE_TALLY_WWY,
	CPE_TALLY_SUMS
};
extern const struct cpe_summary_kind cpe_tally_kind;

/* The four sums' terms for one scored answer. */
extern void cpe_tally_terms(struct cpe_term *term, bool positive, double weight);

/* positive/n, with weights sum(wy)/sum(w); n must not be 0. */
extern double cpe_tally_rate(const struct cpe_summary *tally);

/* n, with weights Kish's effective number sum(w)^2 / sum(w^2). */
extern double cpe_tally_effective(const struct cpe_summary *tally);

/* The positive ones among them, with weights the rate times the effective number. */
extern double cpe_tally_effective_positive(const struct cpe_summary *tally);

/*
 * Standard error of the rate: sqrt(p(1-p)/n); with weights by linearisation,
 * sqrt(n/(n-1) * sum(w^2 (y-p)^2)) / sum(w), which needs n >= 2.
 */
extern double cpe_tally_se(const struct cpe_summary *tally);

#endif
