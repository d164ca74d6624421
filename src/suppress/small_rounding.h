#ifndef CPE_SUPPRESS_SMALL_ROUNDING_H
#define CPE_SUPPRESS_SMALL_ROUNDING_H

#include "suppress/table.h"

/*
 * Rounding of small counts (Heldal 2017; Langsrud and Heldal 2018): only inner cells that a small
 * published cell (1 to base - 1) is made of change, to 0 or base, and margins are added up again.
 * So the table stays additive, and nothing that is published is small.  Which go up is chosen by
 * least squares of what the published cells change by.
 *
 * published is by cell as given (NULL: all are); rounded too.
 */
extern bool cpe_round_small(struct cpe_arena *arena, const struct cpe_table *table,
                            const struct cpe_table_cell *cell, const bool *published, int32_t base,
                            int64_t *rounded, struct cpe_problem *problem);

#endif
