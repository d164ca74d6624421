#ifndef CPE_TALLY_STANDARDISED_H
#define CPE_TALLY_STANDARDISED_H

#include "base/summary.h"

/*
 * Direct standardisation of a mean or a proportion: of each stratum (an age band of one sex, say)
 * the weight that it has in the standard population, and the mean and standard error of those who
 * answered in it.  The sums hold, of the strata with a weight, w; of those of them with answers, w
 * again, w * mean and w^2 * se^2.  Strata merge by addition, so each is in one part only.
 */
enum
{
	CPE_STANDARDISED_STRATA, /* with a weight above zero */
	CPE_STANDARDISED_EMPTY,  /* of those, without an answer */
	CPE_STANDARDISED_SINGLE, /* of those, with one answer, which has no variance */
	CPE_STANDARDISED_N,      /* answers in strata with a weight */
	CPE_STANDARDISED_LEFT    /* answers in strata whose weight is zero */
};
enum
{
	CPE_STANDARDISED_W,
	CPE_STANDARDISED_WA, /* of strata with answers */
	CPE_STANDARDISED_WM,
	CPE_STANDARDISED_WWV,
	CPE_STANDARDISED_SUMS
};
extern const struct cpe_summary_kind cpe_standardised_kind;

/*
 * The sums' terms for a stratum of positive weight with n answers, their mean and its standard
 * error; mean and se are not looked at where n is too small for them (0, 1).
 */
extern void cpe_standardised_terms(struct cpe_term *term, double weight, int64_t n, double mean,
                                   double se);

/*
 * Whether there is a standardised mean; when not, why is a static text.  reweight: strata without
 * answers are left out, and the weights of the others count alone.
 */
extern bool cpe_standardised_has_mean(const struct cpe_summary *summary, bool reweight,
                                      const char **why);
extern bool cpe_standardised_has_se(const struct cpe_summary *summary, bool reweight,
                                    const char **why);

/* sum(w * mean) / sum(w), and sqrt(sum(w^2 * se^2)) / sum(w), where they are. */
extern double cpe_standardised_mean(const struct cpe_summary *summary);
extern double cpe_standardised_se(const struct cpe_summary *summary);

/* The share of the standard weight in strata with answers; strata must not be 0. */
extern double cpe_standardised_coverage(const struct cpe_summary *summary);

#endif
