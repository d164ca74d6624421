#ifndef CPE_BASE_SORT_H
#define CPE_BASE_SORT_H

#include "base/arena.h"

/* As qsort, but stable, and asking the arena between runs whether to go on. */
extern bool cpe_sort(struct cpe_arena *arena, void *base, size_t count, size_t size,
                     int (*compare)(const void *, const void *), struct cpe_problem *problem);

/* The order of two numbers: negative, 0 or positive; every NaN is the same, and last. */
static inline int
cpe_compare_numbers(double a, double b)
{
	if (a < b || a > b || a == b)
		return (a > b) - (a < b);
	return (a != a) - (b != b);
}

/* The same for cpe_sort of doubles, or of structures that begin with one. */
extern int cpe_by_number(const void *a, const void *b);

/* The order of two texts by their bytes; NULL is the first. */
extern int cpe_compare_texts(const char *a, const char *b);

#endif
