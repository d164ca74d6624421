#ifndef CPE_ADJUST_PREDICTION_H
#define CPE_ADJUST_PREDICTION_H

#include "adjust/separation.h"

/*
 * Changes of the coefficients that alter no linear predictor of the cells in a fit, though they
 * would alter those of cells which separation took out.
 */
struct cpe_undetermined
{
	int changes;
	double **column; /* by change */
	double **effect; /* the same, by organisation; NULL: the model has none */
};

/*
 * What a fit predicts of the patterns and cells of all complete respondents, those that separation
 * took out of the fit included.
 */
struct cpe_prediction
{
	const struct cpe_frame *frame;
	const struct cpe_separation *separation; /* NULL: none */
	enum cpe_family family;
	const double *column; /* coefficients */
	const double *effect; /* by organisation; NULL: none */
	double *linear;       /* by pattern: offset and columns */
	double *weight;       /* by pattern: sum of w */

	/*
	 * with separation, by pattern; else NULL.  unknown: what is left of the data does not tell its
	 * linear predictor, which is finite, in any organisation of the fit (unknown), or where no
	 * organisation is meant (unknown_common)
	 */
	signed char *limit; /* of a respondent of no organisation (cpe_separation_limit) */
	bool *unknown;
	bool *unknown_common;

	/*
	 * exp of linear by pattern and of effect by organisation, whose products are odds; NULL where
	 * products could leave the range of doubles, and of least squares
	 */
	double *odds;
	double *effect_odds;
};

/* undetermined: needed with separation. */
extern bool cpe_prediction_open(struct cpe_prediction *prediction, const struct cpe_frame *frame,
                                const struct cpe_separation *separation, enum cpe_family family,
                                const double *column, const double *effect,
                                const struct cpe_undetermined *undetermined,
                                struct cpe_arena *arena, struct cpe_problem *problem);

/* The probability or mean of a linear predictor. */
extern double cpe_predict(enum cpe_family family, double linear);

/* Of a cell as it was fitted, with its organisation's effect; and without, intercept in place. */
extern double cpe_prediction_of_cell(const struct cpe_prediction *prediction, int32_t pattern,
                                     int32_t cell);
extern double cpe_prediction_of_pattern(const struct cpe_prediction *prediction, int32_t pattern,
                                        double intercept);

/*
 * The number that, added to each linear predictor, makes the predicted outcomes sum to the total:
 * false where no finite one does.  skip may be NULL.
 */
extern bool cpe_prediction_shift(enum cpe_family family, int32_t count, const double *linear,
                                 const double *weight, const bool *skip, double total,
                                 double *shift);

#endif
