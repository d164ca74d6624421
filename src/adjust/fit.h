#ifndef CPE_ADJUST_FIT_H
#define CPE_ADJUST_FIT_H

#include "adjust/model.h"

/* A model of the cells: frame, separation, estimate, variance and results in their order. */
extern struct cpe_model *cpe_fit(const struct cpe_cells *cells,
                                 const struct cpe_fit_options *options, struct cpe_arena *arena,
                                 struct cpe_problem *problem);

#endif
