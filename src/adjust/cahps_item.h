#ifndef CPE_ADJUST_CAHPS_ITEM_H
#define CPE_ADJUST_CAHPS_ITEM_H

#include "adjust/cahps.h"

/* What the adjustment of one item and that of a composite of several have in common. */

#define CPE_CAHPS_NO_VARIANCE 1e-24 /* of outcomes' mean square: residuals that are rounding */

/* One item by organisation: its sums, and what the adjusters explain of it. */
struct cpe_cahps_item
{
	const struct cpe_frame *frame;
	int64_t *n; /* respondents with an answer */
	double *w;  /* sum of w; 0: no answers */
	double *wy;
	double *linear; /* weighted mean of the adjusters' part; without effect */
	double *coefficient;
	bool *estimated; /* by column: it has a coefficient */
};

/* A result without organisations. */
extern void cpe_cahps_clear(struct cpe_cahps *result);

/* The organisations, how many respondents each has, and how many are used. */
extern bool cpe_cahps_open(struct cpe_cahps *result, const struct cpe_frame *frame,
                           const struct cpe_cahps_options *options, struct cpe_arena *arena,
                           struct cpe_problem *problem);

/* Leaves only the cells of organisations that are used. */
extern bool cpe_cahps_keep(const struct cpe_cahps *result, struct cpe_frame *kept,
                           const struct cpe_frame *frame, const struct cpe_cahps_options *options,
                           struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Least squares of the frame's outcomes on the adjusters, both centred within organisations.  Cells
 * with w = 0 have no part in it.  weight: room for the cells.
 */
extern bool cpe_cahps_item_fit(struct cpe_cahps_item *item, const struct cpe_frame *frame,
                               const struct cpe_cahps_options *options, double *weight,
                               struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Each organisation's share in what is overall, 0 of those not used, from their sums of w; NULL and
 * the problem where that fails.
 */
extern double *cpe_cahps_shares(const struct cpe_cahps *result, const double *w,
                                enum cpe_cahps_weights weights, struct cpe_arena *arena,
                                struct cpe_problem *problem);

/* The overall mean of the item and that of the adjusters' part, over those that have answers. */
extern void cpe_cahps_item_centre(const struct cpe_cahps_item *item, const double *share,
                                  double *mean, double *linear);

/* The tests, from differences, variances and what else of the result is there. */
extern bool cpe_cahps_tests(struct cpe_cahps *result, const double *share,
                            const struct cpe_cahps_options *options, struct cpe_arena *arena,
                            struct cpe_problem *problem);

#endif
