#ifndef CPE_SUPPRESS_PTABLE_H
#define CPE_SUPPRESS_PTABLE_H

#include "base/arena.h"

#include <stdint.h>

/*
 * Perturbation tables of the cell-key method: for each true count the probability of each result.
 * Noise has mean 0 and is never beyond -noise..noise; its variance is the one asked, or less where
 * the row of largest entropy has less; results are 0 or more and never 1..forbidden; below the
 * count a larger change is never likelier than a smaller one.  Among all rows of that kind, the one
 * of largest entropy (Fraser and Wooton 2006; Giessing 2016).
 */
struct cpe_ptable
{
	int noise;
	int forbidden;
	double variance;
	int last;            /* the row of this and of all larger counts */
	double *probability; /* (last + 1) rows of 2 noise + 1 changes, from -noise on; 0: impossible */
	int64_t *bound;      /* the same: upper ends, cumulative, in units of 2^-CPE_PTABLE_BITS */
};

#define CPE_PTABLE_MAX_NOISE 100
#define CPE_PTABLE_BITS 40 /* of a cell key, the highest, that decide */

extern bool cpe_ptable_make(struct cpe_arena *arena, int noise, double variance, int forbidden,
                            struct cpe_ptable *table, struct cpe_problem *problem);

/* Row and column of a count and a change in probability and bound. */
extern size_t cpe_ptable_place(const struct cpe_ptable *table, int64_t count, int change);

/* The count that is shown for a count (0 or more) under a cell key. */
extern bool cpe_ptable_perturb(const struct cpe_ptable *table, int64_t count, uint64_t key,
                               int64_t *result, struct cpe_problem *problem);

#endif
