#ifndef CPE_TALLY_MOMENTS_STATS_H
#define CPE_TALLY_MOMENTS_STATS_H

#include "base/summary.h"

/*
 * Moments summarise measured values: how many, how many missing, and the exact sums of x and x^2;
 * with weights those of w, wx, wx^2, w^2, w^2 x and w^2 x^2.
 */
enum
{
	CPE_MOMENTS_N,
	CPE_MOMENTS_MISSING
};
enum
{
	CPE_MOMENTS_X,
	CPE_MOMENTS_XX,
	CPE_MOMENTS_PLAIN_SUMS
};
enum
{
	CPE_MOMENTS_W,
	CPE_MOMENTS_WX,
	CPE_MOMENTS_WXX,
	CPE_MOMENTS_WW,
	CPE_MOMENTS_WWX,
	CPE_MOMENTS_WWXX,
	CPE_MOMENTS_WEIGHTED_SUMS
};
extern const struct cpe_summary_kind cpe_moments_kind;

/* The sums' terms for one value; weight is not looked at when not weighted. */
extern void cpe_moments_terms(struct cpe_term *term, double value, bool weighted, double weight);

/* The mean (n >= 1), the standard deviation (n >= 2), the mean's standard error (n >= 2), Kish's
 * number. */
extern double cpe_moments_mean(const struct cpe_summary *moments);
extern double cpe_moments_sd(const struct cpe_summary *moments);
extern double cpe_moments_se(const struct cpe_summary *moments);
extern double cpe_moments_effective(const struct cpe_summary *moments);

#endif
