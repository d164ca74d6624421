#ifndef CPE_ADJUST_PATTERNS_SHEET_H
#define CPE_ADJUST_PATTERNS_SHEET_H

#include "adjust/patterns.h"

/*
 * Respondents of a sheet: the outcomes of all questions at once.  Each of them adds small numbers
 * to a row of counters, so the numbers are bytes and as many are added together as a word holds.
 */

/* Has a row brought near, to be added to soon: it is seldom in the processor's caches. */
static inline void
cpe_counts_prefetch(const struct cpe_counts *counts, uint32_t place)
{
	const struct cpe_pages *store = &counts->store[place & 3];
	const unsigned char *row;

	if (place == 0)
		return;
	row = cpe_pages_at(store, (place >> 2) - 1);
	for (size_t at = 0; at < store->row; at += 64)
		__builtin_prefetch(row + at, 1);
}

/* Adds numbers, each 0 to 127, to all counters of a row. */
extern bool cpe_counts_add_bytes(struct cpe_counts *counts, uint32_t *place,
                                 const unsigned char *add, struct cpe_arena *arena,
                                 struct cpe_problem *problem);

/* The same to an organisation's respondents without an outcome, by question. */
extern bool cpe_patterns_unanswered_bytes(struct cpe_patterns *patterns, int32_t organisation,
                                          const unsigned char *add, struct cpe_problem *problem);

#endif
