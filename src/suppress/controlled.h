#ifndef CPE_SUPPRESS_CONTROLLED_H
#define CPE_SUPPRESS_CONTROLLED_H

#include "suppress/table.h"

/*
 * Controlled rounding: every cell of a table to a multiple of base so that the table stays
 * additive, at the least sum of weight * |change|.  At first each cell may go to the multiple below
 * or above only, and multiples stay (zero-restricted).  Where that is not possible, or not found
 * within the work allowed, to one multiple further; and where that fails too, the inner cells are
 * rounded by least squares and margins added up, whatever their steps.  Zeros stay zero always.
 */
struct cpe_controlled
{
	int64_t *rounded; /* by cell as given */
	int32_t *steps;   /* by cell as given: multiples beyond the nearest below or above; 0: none */
	bool optimal;     /* no rounding of the kind (zero-restricted, one step further) costs less */
	double cost;
	double lower_bound; /* of the cost of that kind; -1: not known */
	int64_t work;       /* in: simplex iterations allowed, 0: as usual; out: used */
};

/* weight is by cell as given, positive and finite; NULL: 1 for each. */
extern bool cpe_round_controlled(struct cpe_arena *arena, const struct cpe_table *table,
                                 const struct cpe_table_cell *cell, const double *weight,
                                 int32_t base, struct cpe_controlled *result,
                                 struct cpe_problem *problem);

#endif
