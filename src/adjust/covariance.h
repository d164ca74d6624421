#ifndef CPE_ADJUST_COVARIANCE_H
#define CPE_ADJUST_COVARIANCE_H

#include "adjust/regression.h"

/* The covariance matrix of an estimate, of one of the kinds. */
struct cpe_covariance
{
	enum cpe_variance kind;
	const struct cpe_estimate *estimate;
	double scale;           /* of the whole */
	struct cpe_arrow bread; /* second derivatives of what was maximised (with a ridge) */
	struct cpe_arrow meat;  /* HC0, and with a ridge: middle matrix */
	int32_t clusters;       /* cluster: organisations, and the sums of their scores */
	double *effect_score;   /* by organisation */
	double *column_score;   /* organisations x columns */
	double *column;         /* the columns' own block, packed; aliased rows are 0 */

	double *effect_work; /* a vector over the bread's organisations, and one over its columns */
	double *column_work;
};

/*
 * scored is the frame with organisations, also where the estimate is of the collapsed one.  Errors:
 * cluster variances of fewer than two organisations; cluster_hc1 of no more respondents than
 * parameters.
 */
extern bool cpe_covariance_open(struct cpe_covariance *covariance, const struct cpe_frame *scored,
                                const struct cpe_estimate *estimate, enum cpe_variance kind,
                                struct cpe_arena *arena, struct cpe_problem *problem);

/* The variance of sum(effect * effects) + sum(column * coefficients); effect NULL: 0. */
extern double cpe_covariance_of(const struct cpe_covariance *covariance, const double *effect,
                                const double *column, struct cpe_arena *arena);

#endif
