#ifndef CPE_BENCHMARK_PAIRS_H
#define CPE_BENCHMARK_PAIRS_H

#include "base/interval.h"
#include "base/summary.h"
#include "benchmark/compare.h"

/*
 * Pairs of answers, before and after, of the same people: positive in both, lost (only before),
 * gained (only after), in neither; missing ones lack one answer or both.
 */
enum
{
	CPE_PAIRS_BOTH,
	CPE_PAIRS_LOST,
	CPE_PAIRS_GAINED,
	CPE_PAIRS_NEITHER,
	CPE_PAIRS_MISSING,
	CPE_PAIRS_COUNTS
};
extern const struct cpe_summary_kind cpe_paired_kind;

/* The four counts of whole pairs, as doubles. */
struct cpe_pairs
{
	double both;
	double lost;
	double gained;
	double neither;
};

/* By name, exactly as listed in the text beside; false if there is none such. */
enum cpe_pairs_test
{
	CPE_PAIRS_EXACT,
	CPE_PAIRS_MID_P,
	CPE_PAIRS_ASYMPTOTIC,
	CPE_PAIRS_CORRECTED
};
extern const char cpe_pairs_test_names[];
extern bool cpe_pairs_test_by_name(const char *name, enum cpe_pairs_test *test);

/*
 * McNemar's test of the pairs that changed: exact by the binomial distribution; mid-P, the exact p
 * less half the probability of all that is as likely as what was seen (Fagerland, Lydersen and
 * Laake 2013; 1 where no pair changed); z = (gained - lost) / sqrt(gained + lost); the same with
 * the distance less 1, not below 0 (Edwards 1948).
 */
extern void cpe_pairs_compare(enum cpe_pairs_test test, const struct cpe_pairs *pairs,
                              struct cpe_test *out);

enum cpe_pairs_method
{
	CPE_PAIRS_NEWCOMBE,
	CPE_PAIRS_TANGO,
	CPE_PAIRS_WALD
};
extern const char cpe_pairs_method_names[];
extern bool cpe_pairs_method_by_name(const char *name, enum cpe_pairs_method *method);

/* The interval of the difference of the two proportions, after less before; Wald's not clipped. */
extern bool cpe_pairs_interval(enum cpe_pairs_method method, const struct cpe_pairs *pairs,
                               const struct cpe_confidence *conf, struct cpe_interval *out);

#endif
