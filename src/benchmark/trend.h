#ifndef CPE_BENCHMARK_TREND_H
#define CPE_BENCHMARK_TREND_H

#include "base/interval.h"
#include "base/summary.h"
#include "benchmark/compare.h"

/*
 * Rates or means of groups in an order that a number says (dose: a deprivation fifth, a year, an
 * age band): the sums that their straight line needs.  Of a group with n answers, mean m, their sum
 * x and squares within it v (of a rate x (n-x) / n): the sums of n, nd, nd^2, x, xd, xm, v, vd,
 * vd^2.
 */
enum
{
	CPE_TREND_GROUPS, /* with answers */
	CPE_TREND_MEANS,  /* of measured values, among them */
	CPE_TREND_EMPTY,  /* groups without answers */
	CPE_TREND_COUNTS
};
enum
{
	CPE_TREND_N,
	CPE_TREND_ND,
	CPE_TREND_NDD,
	CPE_TREND_X,
	CPE_TREND_XD,
	CPE_TREND_XM,
	CPE_TREND_V,
	CPE_TREND_VD,
	CPE_TREND_VDD,
	CPE_TREND_SUMS
};
extern const struct cpe_summary_kind cpe_trend_kind;

/* One group: x is the sum of its n values and within the sum of their squares about the mean. */
extern void cpe_trend_terms(struct cpe_term *term, double dose, double n, double x, double mean,
                            double within);

/*
 * slope: change a unit of dose.  Rates: the test is Cochran's and Armitage's z; the slope's
 * interval has each group's own variance.  Means: the regression of the values on dose, t with
 * n - 2 degrees of freedom.  departure: what the groups differ by beyond the line, chi-square
 * (rates) or F (means) with groups - 2 degrees of freedom.  NaN where there is none; why is the
 * first reason.
 */
struct cpe_trend
{
	double slope;
	double low;
	double high;
	struct cpe_test test;
	double df; /* infinite for rates */
	double departure;
	double departure_df;
	double departure_p;
	const char *why;
};
extern void cpe_trend_line(const struct cpe_summary *trend, const struct cpe_confidence *conf,
                           struct cpe_trend *out);

#endif
