#ifndef CPE_BENCHMARK_COMPARE_H
#define CPE_BENCHMARK_COMPARE_H

#include <stdbool.h>

/*
 * Tests of a difference.  statistic and p are NaN where there is none, and why says so in a few
 * lower-case words; an exact test has p alone.  p is two-sided.
 */
struct cpe_test
{
	double statistic;
	double p;
	const char *why;
};

/* A statistic with its normal p, or the reason when its standard error is zero. */
extern void cpe_test_normal(double difference, double se, struct cpe_test *test);

/* The same with Student's t. */
extern void cpe_test_t(double difference, double se, double df, struct cpe_test *test);

/* By name, exactly as listed in the text beside; false if there is none such. */
enum cpe_proportion_test
{
	CPE_TEST_POOLED,
	CPE_TEST_UNPOOLED,
	CPE_TEST_YATES,
	CPE_TEST_FISHER,
	CPE_TEST_MID_P
};
extern const char cpe_proportion_test_names[];
extern bool cpe_proportion_test_by_name(const char *name, enum cpe_proportion_test *test);

/* Whether the test is of whole counts only; the others take any 0 <= x <= n. */
extern bool cpe_proportion_test_needs_counts(enum cpe_proportion_test test);

/*
 * Whether two independent proportions differ, x of n less base_x of base_n, both n above zero:
 * pooled z; unpooled z; z with the continuity correction of Yates, whose square is the chi-square;
 * Fisher's exact test, the sum of the probabilities of all tables with these margins that are no
 * likelier than the table itself (1e-7 of slack, as R).
 */
extern void cpe_proportion_compare(enum cpe_proportion_test test, double x, double n, double base_x,
                                   double base_n, struct cpe_test *out);

/* Cohen's h, 2 asin sqrt(p) - 2 asin sqrt(base_p). */
extern double cpe_cohen_h(double p, double base_p);

/* The odds of x of n over those of base_x of base_n; NaN where one is 0 over 0 or over 0. */
extern double cpe_odds_ratio(double x, double n, double base_x, double base_n);

enum cpe_mean_test
{
	CPE_TEST_WELCH,
	CPE_TEST_STUDENT,
	CPE_TEST_NORMAL
};
extern const char cpe_mean_test_names[];
extern bool cpe_mean_test_by_name(const char *name, enum cpe_mean_test *test);

/* A mean of n values, its standard error and their standard deviation; n at least 2. */
struct cpe_group_mean
{
	double n;
	double mean;
	double se;
	double sd;
};

/* What the test goes by: the standard error of the difference and its degrees of freedom. */
struct cpe_mean_difference
{
	double difference;
	double se;
	double df;      /* infinite for the normal test */
	double cohen_d; /* the difference over the pooled standard deviation, NaN when that is zero */
};

/* Two independent means: Welch's t, Student's t with pooled variances, or z. */
extern void cpe_mean_compare(enum cpe_mean_test test, const struct cpe_group_mean *group,
                             const struct cpe_group_mean *base, struct cpe_mean_difference *out);

#endif
