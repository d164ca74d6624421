#ifndef CPE_SUPPRESS_LP_H
#define CPE_SUPPRESS_LP_H

#include "base/arena.h"

#include <stdint.h>

/*
 * Linear programmes, by a library where there is one: min cost.x, row_low <= A x <= row_high,
 * low <= x <= high.  Bounds at or beyond 1e30 stand for none, costs beyond 1e12 for 1e12.  Floating
 * point only searches: nothing is ever called safe or unsafe on its word.
 */
struct cpe_lp;

enum cpe_lp_state
{
	CPE_LP_OPTIMAL,
	CPE_LP_INFEASIBLE,
	CPE_LP_UNBOUNDED,
	CPE_LP_STOPPED /* after the iterations allowed, or by the library's own doubt */
};

/* Whether this build has a library; without one, opening returns NULL with CPE_OK. */
extern bool cpe_lp_present(void);

/*
 * Rows by their columns (row_start has rows + 1 entries).  The library's memory is its own: every
 * opened programme must be closed, on every path.
 */
extern struct cpe_lp *cpe_lp_open(size_t columns, const double *low, const double *high,
                                  const double *cost, size_t rows, const size_t *row_start,
                                  const uint32_t *row_column, const double *row_value,
                                  const double *row_low, const double *row_high,
                                  struct cpe_problem *problem);
extern bool cpe_lp_add_row(struct cpe_lp *lp, size_t count, const uint32_t *column,
                           const double *value, double low, double high,
                           struct cpe_problem *problem);
extern void cpe_lp_set_cost(struct cpe_lp *lp, size_t column, double cost);
extern void cpe_lp_set_bounds(struct cpe_lp *lp, size_t column, double low, double high);

/*
 * Solves from the basis left by the last call, primal simplex where only costs changed, dual where
 * bounds or rows did.  Works in slices and polls between them (none over a fraction of a second);
 * stops after max_iterations.  iterations, when not NULL, is increased by those used: a measure of
 * work that does not depend on the machine.
 */
extern bool cpe_lp_primal(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations,
                          int64_t *iterations, enum cpe_lp_state *state,
                          struct cpe_problem *problem);
extern bool cpe_lp_dual(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations,
                        int64_t *iterations, enum cpe_lp_state *state, struct cpe_problem *problem);

/*
 * Of the last solution: by column, and by row the dual (cost minus the duals' sum over a column's
 * entries is its reduced cost).  Valid until the next call.
 */
extern const double *cpe_lp_values(const struct cpe_lp *lp);
extern const double *cpe_lp_reduced_costs(const struct cpe_lp *lp);
extern const double *cpe_lp_duals(const struct cpe_lp *lp);
extern double cpe_lp_objective(const struct cpe_lp *lp);
extern void cpe_lp_close(struct cpe_lp *lp);

#endif
