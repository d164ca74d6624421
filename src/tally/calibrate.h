#ifndef CPE_TALLY_CALIBRATE_H
#define CPE_TALLY_CALIBRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Survey weights made to agree with the population.  Rows that are alike (the same categories, the
 * same auxiliary values) are collapsed to patterns first, in an order that does not depend on that
 * of the rows, and their weights are added exactly: so the rows' order cannot change a digit.
 */

/*
 * The exact sums of each pattern's weights, and of weight * value (value NULL: none), rounded once.
 * False with CPE_RANGE when a sum is beyond the doubles.
 */
extern bool cpe_pattern_sums(struct cpe_arena *arena, const int32_t *pattern, int64_t rows,
                             int32_t patterns, const double *weight, const double *value,
                             double **weights, double **products, struct cpe_problem *problem);

/* Mean + sds standard deviations (divisor n - 1); infinite for a single weight. */
extern bool cpe_weight_cap(struct cpe_arena *arena, const double *weight, int64_t rows, double sds,
                           double *cap, struct cpe_problem *problem);

/*
 * Weights within low and high with their total kept: clipped, what that takes or gives spread
 * equally over the others, until none is outside.  No limit: -INFINITY, INFINITY.
 */
extern bool cpe_weight_trim(struct cpe_arena *arena, const double *weight, int64_t rows, double low,
                            double high, double *trimmed, struct cpe_problem *problem);

/* One way of putting the population into categories. */
struct cpe_margin
{
	int32_t levels;
	const char *const *label;
	const double *total; /* positive and finite */
};

struct cpe_margins
{
	int margins;
	const struct cpe_margin *margin;
	int32_t cells;        /* combinations of categories that occur, in ascending order */
	const int32_t *level; /* cells * margins */
	const double *weight; /* each cell's sum, positive */
};

/*
 * Iterative proportional fitting: the factor of each cell's weights with which every margin's sums
 * agree with its totals within the relative tolerance.
 */
extern bool cpe_rake(struct cpe_arena *arena, const struct cpe_margins *margins, double tolerance,
                     int iterations, double *factor, struct cpe_problem *problem);

/* What weights are calibrated on, or values regressed on: numbers, or categories as 0 and 1. */
struct cpe_regressors
{
	int32_t patterns;
	int columns;
	const double *x;    /* patterns * columns; NULL: categories */
	int ones;           /* categories: how many columns are 1 in a pattern, ... */
	const int32_t *one; /* ... and which, ascending: patterns * ones */
};

enum cpe_calibration
{
	CPE_CALIBRATION_LINEAR, /* w * (1 + x'lambda): the generalised regression estimator */
	CPE_CALIBRATION_RAKING  /* w * exp(x'lambda) */
};

/*
 * The factor of each pattern's weights with which the sums of weight * x are the totals.  They
 * agree within the tolerance relative to the sum of |weight * x|.
 */
extern bool cpe_calibrate(struct cpe_arena *arena, const struct cpe_regressors *x,
                          const double *weight, const double *total, enum cpe_calibration method,
                          double tolerance, int iterations, double *factor,
                          struct cpe_problem *problem);

/*
 * Weighted least squares on patterns, given each one's sums of weight and of weight * value: the
 * fitted values.  Columns that depend on others make no difference and are left out.
 */
extern bool cpe_regress(struct cpe_arena *arena, const struct cpe_regressors *x,
                        const double *weight, const double *product, double *fitted,
                        struct cpe_problem *problem);

#endif
