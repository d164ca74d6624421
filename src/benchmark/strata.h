#ifndef CPE_BENCHMARK_STRATA_H
#define CPE_BENCHMARK_STRATA_H

#include "base/interval.h"
#include "base/summary.h"
#include "benchmark/compare.h"

/*
 * Two groups compared within strata: the sums over strata that Mantel and Haenszel's estimates,
 * their variances and the test of Cochran, Mantel and Haenszel need.  Of a stratum with x of n
 * positive in the group and y of m in the reference, N = n + m:
 *   r = x (m-y) / N,  s = y (n-x) / N,  P = (x + m-y) / N,  Q = (y + n-x) / N;  pr = P r,
 *   psqr = P s + Q r,  qs = Q s  (Robins, Breslow and Greenland 1986);
 *   d = (x m - y n) / N = r - s,  v = n m (x+y) (N-x-y) / (N^2 (N-1))  (the test);
 *   w = n m / N,  u = (n^2 y - m^2 x + n m (m-n) / 2) / N^2  (the risk difference, Sato 1989).
 * Strata in which a group has no answers say nothing; they are counted as dropped.
 */
enum
{
	CPE_STRATA_USED,
	CPE_STRATA_DROPPED,
	CPE_STRATA_COUNTS
};
enum
{
	CPE_STRATA_R,
	CPE_STRATA_S,
	CPE_STRATA_PR,
	CPE_STRATA_PSQR,
	CPE_STRATA_QS,
	CPE_STRATA_D,
	CPE_STRATA_V,
	CPE_STRATA_W,
	CPE_STRATA_U,
	CPE_STRATA_SUMS
};
extern const struct cpe_summary_kind cpe_stratified_kind;

/* The sums' terms of one stratum, both groups at least 1. */
extern void cpe_strata_terms(struct cpe_term *term, double x, double n, double y, double m);

struct cpe_mantel_haenszel
{
	double odds_ratio;
	double odds_ratio_low;
	double odds_ratio_high;
	double risk_difference;
	double risk_difference_low;
	double risk_difference_high;
	struct cpe_test test; /* the statistic is chi-square with one degree of freedom */
	const char *why;      /* the first reason why a figure is NaN, or NULL */
};

/* corrected: half a person is taken off the distance, which does not go below zero by it. */
extern void cpe_mantel_haenszel(const struct cpe_summary *stratified, bool corrected,
                                const struct cpe_confidence *conf, struct cpe_mantel_haenszel *out);

#endif
