#ifndef CPE_BENCHMARK_ADJUSTED_CHANGE_H
#define CPE_BENCHMARK_ADJUSTED_CHANGE_H

#include "adjust/model.h"

/*
 * How organisations changed from one wave to another beyond their case-mix, under a model of both
 * waves or any other: as a difference, and as a log odds ratio.
 */

/* A wave of an organisation; expected NAN: no respondents that the model expects something of. */
struct cpe_adjusted_wave
{
	int64_t n;
	int64_t missing; /* respondents of whom the model expects nothing */
	int64_t unanswered;
	double weight; /* sums of w, of w * y and of w times what is expected */
	double observed;
	double expected;
};

/* Numbers that do not exist are NAN; status (NULL: nothing to say) is why. */
struct cpe_adjusted_change
{
	const char *name; /* NULL, the last: respondents without one */
	struct cpe_adjusted_wave before;
	struct cpe_adjusted_wave after;
	double difference;
	double se;
	double z;
	double p;
	double log_odds_ratio; /* of logistic models */
	double log_odds_ratio_se;
	double log_odds_ratio_p;
	const char *status;
};

/*
 * The change of each organisation that is in either wave, in the order of their names.
 *
 * Difference: (O2 - E2) / W2 - (O1 - E1) / W1, with W the sum of weights (n without); variance
 * V2 / W2^2 + V1 / W1^2, V = sum of w^2 p (1 - p), or W sigma^2 of least squares.  The
 * coefficients' own uncertainty is left out: it moves E of both waves alike.
 *
 * Log odds ratio: the coefficient of the wave in a logistic regression of the organisation's own
 * outcomes with the model's linear predictor as offset.  Each wave has a level of its own in it, so
 * it is the difference of two shifts, each of which makes a wave's expected its observed; variance
 * of a shift: sum of w^2 v / (sum of w v)^2, v = p (1 - p) after it.
 *
 * Errors: as cpe_adjusted_indirect.
 */
extern bool cpe_adjusted_changes(const struct cpe_model *model, const struct cpe_cells *before,
                                 const struct cpe_cells *after, struct cpe_adjusted_change **change,
                                 int32_t *changes, struct cpe_arena *arena,
                                 struct cpe_problem *problem);

#endif
