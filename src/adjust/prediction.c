#include "adjust/prediction.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 4096
#define SAFE_EXPONENT 340 /* products of two numbers up to exp of it stay in range, squared too */
#define SHIFT_STEPS 200

double
cpe_predict(enum cpe_family family, double linear)
{
	double small;

	if (family == CPE_GAUSSIAN)
		return linear;
	small = exp(-fabs(linear));
	return (linear > 0 ? 1 : small) / (1 + small);
}

/* Odds of patterns and organisations, where all their products stay in range. */
static bool
open_odds(struct cpe_prediction *prediction, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	bool safe = prediction->family == CPE_BINOMIAL;

	for (int32_t p = 0; safe && p < frame->patterns; p++)
		safe = fabs(prediction->linear[p]) < SAFE_EXPONENT;
	for (int32_t j = 0; safe && prediction->effect && j < frame->organisations; j++)
		safe = fabs(prediction->effect[j]) < SAFE_EXPONENT;
	if (!safe)
		return true;
	prediction->odds = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	prediction->effect_odds = cpe_arena_alloc(arena, frame->organisations, sizeof(double), problem);
	if (prediction->odds == NULL || prediction->effect_odds == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
		prediction->odds[p] = exp(prediction->linear[p]);
	for (int32_t j = 0; j < frame->organisations; j++)
		prediction->effect_odds[j] = prediction->effect ? exp(prediction->effect[j]) : 1;
	return true;
}

/*
 * Where separation sends each pattern, and which patterns nothing is known of: with a column that
 * lost its estimate, a finite predictor, and no cell left in the fit.
 */
static bool
open_limits(struct cpe_prediction *prediction, const bool *undetermined, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;

	prediction->limit = cpe_arena_alloc(arena, frame->patterns, 1, problem);
	prediction->unknown = cpe_arena_alloc(arena, frame->patterns, sizeof(bool), problem);
	if (prediction->limit == NULL || prediction->unknown == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		bool unknown = false;

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		prediction->limit[p] =
			(signed char) cpe_separation_limit(prediction->separation, frame, p, -1);
		if (prediction->limit[p] != 0 || undetermined == NULL)
			continue;
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			unknown = unknown || undetermined[frame->entry_column[e]];
		for (int32_t c = frame->first[p]; unknown && c < frame->first[p + 1]; c++)
			unknown = prediction->separation->out[c];
		prediction->unknown[p] = unknown;
	}
	return true;
}

bool
cpe_prediction_open(struct cpe_prediction *prediction, const struct cpe_frame *frame,
                    const struct cpe_separation *separation, enum cpe_family family,
                    const double *column, const double *effect, const bool *undetermined,
                    struct cpe_arena *arena, struct cpe_problem *problem)
{
	memset(prediction, 0, sizeof(*prediction));
	prediction->frame = frame;
	prediction->separation = separation && separation->directions > 0 ? separation : NULL;
	prediction->family = family;
	prediction->column = column;
	prediction->effect = effect;
	prediction->linear = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	prediction->weight = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	if (prediction->linear == NULL || prediction->weight == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		prediction->linear[p] = cpe_frame_linear(frame, p, column);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			prediction->weight[p] += frame->sum.w[c];
	}
	return open_odds(prediction, arena, problem) &&
	       (prediction->separation == NULL ||
	        open_limits(prediction, undetermined, arena, problem));
}

double
cpe_prediction_of_cell(const struct cpe_prediction *prediction, int32_t pattern, int32_t cell)
{
	int32_t organisation = prediction->frame->organisation_of[cell];
	double odds;

	if (prediction->separation != NULL && prediction->separation->out[cell])
		return prediction->frame->sum.wy[cell] > 0 ? 1 : 0;
	if (prediction->odds == NULL)
		return cpe_predict(prediction->family,
		                   prediction->linear[pattern] +
		                       (prediction->effect ? prediction->effect[organisation] : 0));
	odds = prediction->odds[pattern] * prediction->effect_odds[organisation];
	return odds / (1 + odds);
}

double
cpe_prediction_of_pattern(const struct cpe_prediction *prediction, int32_t pattern,
                          double intercept)
{
	if (prediction->limit != NULL && prediction->limit[pattern] != 0)
		return prediction->limit[pattern] > 0 ? 1 : 0;
	if (prediction->unknown != NULL && prediction->unknown[pattern])
		return NAN;
	return cpe_predict(prediction->family, prediction->linear[pattern] + intercept);
}

/* The predicted total at a shift, and its derivative. */
static double
shifted_total(int32_t count, const double *linear, const double *weight, const bool *skip,
              double shift, double *slope)
{
	double sum = 0;

	*slope = 0;
	for (int32_t i = 0; i < count; i++)
	{
		double p;

		if (skip && skip[i])
			continue;
		p = cpe_predict(CPE_BINOMIAL, linear[i] + shift);
		sum += weight[i] * p;
		*slope += weight[i] * p * (1 - p);
	}
	return sum;
}

bool
cpe_prediction_shift(enum cpe_family family, int32_t count, const double *linear,
                     const double *weight, const bool *skip, double total, double *shift)
{
	double least = INFINITY;
	double most = -INFINITY;
	double all = 0;
	double sum = 0;
	double centre;
	double low;
	double high;

	for (int32_t i = 0; i < count; i++)
	{
		if (skip && skip[i])
			continue;
		all += weight[i];
		sum += weight[i] * linear[i];
		least = fmin(least, linear[i]);
		most = fmax(most, linear[i]);
	}
	*shift = (total - sum) / all;
	if (family == CPE_GAUSSIAN)
		return isfinite(*shift);
	if (!(total > 0 && total < all))
		return false;
	/* each prediction lies between those of the extremes, so this holds the answer */
	centre = log(total / all) - log1p(-total / all);
	low = centre - most;
	high = centre - least;
	*shift = fmin(fmax(centre - sum / all, low), high);
	for (int step = 0; step < SHIFT_STEPS; step++)
	{
		double slope;
		double excess = shifted_total(count, linear, weight, skip, *shift, &slope) - total;
		double next = *shift - excess / slope;

		if (excess > 0)
			high = *shift;
		else
			low = *shift;
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (fabs(next - *shift) <= 4e-16 * (1 + fabs(next)))
			break;
		*shift = next;
	}
	return isfinite(*shift);
}
