#ifndef CPE_ADJUST_PATTERNS_SHEET_H
#define CPE_ADJUST_PATTERNS_SHEET_H

#include "adjust/patterns.h"

/*
 * Respondents of a sheet: the outcomes of all questions at once.  Each of them adds small numbers
 * to a row of counters, so the numbers are bytes and as many are added together as a word holds.
 */

/* Adds numbers, each 0 to 127, to all counters of a row. */
extern bool cpe_counts_add_bytes(struct cpe_counts *counts, uint32_t *place,
                                 const unsigned char *add, struct cpe_arena *arena,
                                 struct cpe_problem *problem);

/* The same to an organisation's respondents without an outcome, by question. */
extern bool cpe_patterns_unanswered_bytes(struct cpe_patterns *patterns, int32_t organisation,
                                          const unsigned char *add, struct cpe_problem *problem);

#endif
