#ifndef CPE_ADJUST_PATTERNS_H
#define CPE_ADJUST_PATTERNS_H

#include "adjust/cells.h"
#include "base/arena.h"
#include "base/exact_sum.h"
#include "base/problem.h"

/*
 * Collapsing respondents to covariate patterns: what the aggregates casemix and casemix_sheet
 * collect.  There is one kind of state for both:
 *
 * - counts: some questions, each with two counters in a cell (respondents with an outcome; those of
 *   them with a positive one) or, of a rated question, three (respondents, sum of ratings, sum of
 *   their squares).  A cell's counters are of the least width that holds them.
 * - sums: one question with any finite outcome, or with weights: exact sums in each cell.
 *
 * (The declarations are those of whoever builds patterns.c.)
 */

#endif
