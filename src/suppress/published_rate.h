#ifndef CPE_SUPPRESS_PUBLISHED_RATE_H
#define CPE_SUPPRESS_PUBLISHED_RATE_H

#include "base/problem.h"

#include <stdint.h>

/* How a published percentage was rounded. */
enum cpe_rate_rounding
{
	CPE_RATE_EITHER,    /* ties may have gone either way: what holds for both */
	CPE_RATE_HALF_UP,   /* ties upward */
	CPE_RATE_HALF_EVEN, /* ties to the even digit */
	CPE_RATE_TWICE      /* ties upward, first to one decimal more, then again */
};

/* either, half_up, half_even, twice; NULL at its end. */
extern const char *const cpe_rate_rounding_words[];

/*
 * The whole numbers from low to high are those whose share of n, as a percentage, is rounded to the
 * one published: exact.  Refuses a percentage with more decimals, and one that no number gives.
 */
extern bool cpe_numerator_bounds(double percentage, int64_t n, int decimals,
                                 enum cpe_rate_rounding rounding, int64_t *low, int64_t *high,
                                 struct cpe_problem *problem);

#endif
