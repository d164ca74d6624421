#ifndef CPE_SUPPRESS_ROUNDING_H
#define CPE_SUPPRESS_ROUNDING_H

#include "base/arena.h"

#include <stdint.h>

/*
 * Counts rounded one by one, and what a reader can conclude of a count from its rounded figure.
 * Counts are 0 or more, bases 1 or more; a result beyond 64 bits is a problem (CPE_RANGE).
 */
enum cpe_rounding_kind
{
	CPE_ROUNDING_NEAREST,  /* conventional; halves go up */
	CPE_ROUNDING_MIDPOINT, /* the middle of base counts; 0 stays 0 */
	CPE_ROUNDING_EITHER,   /* to the multiple below or above: random or controlled rounding */
	CPE_ROUNDING_FLOOR,
	CPE_ROUNDING_CEILING
};

/* nearest, midpoint, random, controlled, floor, ceiling; anything else is a problem. */
extern bool cpe_rounding_word(const char *word, enum cpe_rounding_kind *kind,
                              struct cpe_problem *problem);

/* The multiple of base that is nearest; halfway between two, the upper. */
extern bool cpe_round_nearest(int64_t count, int32_t base, int64_t *rounded,
                              struct cpe_problem *problem);

/* ceiling(count / base) * base - floor(base / 2), and 0 for 0. */
extern bool cpe_round_midpoint(int64_t count, int32_t base, int64_t *rounded,
                               struct cpe_problem *problem);

/*
 * The multiple below or above; of all keys the share r / base goes up, r being what the count is
 * above the multiple below, so that rounding is unbiased.  The same key always goes the same way,
 * and a higher r never goes down where a lower one goes up.
 */
extern bool cpe_round_random(int64_t count, int32_t base, int64_t key, int64_t *rounded,
                             struct cpe_problem *problem);

/*
 * The counts that are rounded to this figure: all of low to high (INT64_MAX where the last is
 * beyond).  For the random and controlled kinds those that may be.  A figure that the kind never
 * gives is a problem.
 */
extern bool cpe_rounding_interval(int64_t rounded, int32_t base, enum cpe_rounding_kind kind,
                                  int64_t *low, int64_t *high, struct cpe_problem *problem);

/*
 * The percentage of two counts after both are rounded to the nearest multiple; *none where the
 * rounded whole is 0.
 */
extern bool cpe_rounded_rate(int64_t part, int64_t whole, int32_t base, bool *none, double *rate,
                             struct cpe_problem *problem);

/* A fixed one-to-one mixing of 64 bits in which neighbouring keys give unrelated results. */
extern uint64_t cpe_rounding_mix(int64_t key);

#endif
