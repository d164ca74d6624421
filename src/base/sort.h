#ifndef CPE_BASE_SORT_H
#define CPE_BASE_SORT_H

#include "base/arena.h"

/* As qsort, but stable, and asking the arena between runs whether to go on. */
extern bool cpe_sort(struct cpe_arena *arena, void *base, size_t count, size_t size,
                     int (*compare)(const void *, const void *), struct cpe_problem *problem);

#endif
