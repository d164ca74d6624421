#include "adjust/prediction.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 4096
#define SAFE_EXPONENT 340 /* products of two numbers up to exp of it stay in range, squared too */
#define SHIFT_STEPS 200
#define UNALTERED 1e-6 /* of the sum of its terms' sizes: a predictor changed by less is not */

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

/* What open_limits works with. */
struct limits
{
	struct cpe_prediction *prediction;
	const struct cpe_undetermined *undetermined;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	bool *fitted;  /* by organisation: some of its cells are in the fit */
	double *value; /* by change: of a pattern's columns */
	double *size;  /* of its terms */
	double *other; /* by change: of the pattern that others are compared with */
};

static bool
is_fitted(const struct cpe_prediction *prediction, int32_t pattern)
{
	const struct cpe_frame *frame = prediction->frame;

	for (int32_t c = frame->first[pattern]; c < frame->first[pattern + 1]; c++)
		if (!prediction->separation->out[c])
			return true;
	return false;
}

/* What each change does to a pattern's linear predictor, organisations apart. */
static void
change_pattern(struct limits *limits, int32_t pattern)
{
	const struct cpe_frame *frame = limits->prediction->frame;

	for (int u = 0; u < limits->undetermined->changes; u++)
	{
		limits->value[u] = limits->size[u] = 0;
		for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
		{
			double part = limits->undetermined->column[u][frame->entry_column[e]] *
			              (frame->entry_value ? frame->entry_value[e] : 1);

			limits->value[u] += part;
			limits->size[u] += fabs(part);
		}
	}
}

/* Whether no change alters the predictor, with what each adds in an organisation. */
static bool
is_determined(const struct limits *limits, int32_t organisation)
{
	for (int u = 0; u < limits->undetermined->changes; u++)
	{
		const double *effect = limits->undetermined->effect[u];
		double part = effect ? effect[organisation] : 0;

		if (fabs(limits->value[u] + part) > UNALTERED * (limits->size[u] + fabs(part)))
			return false;
	}
	return true;
}

/*
 * Whether the pattern, none of whose cells is in the fit, has no known predictor in any
 * organisation of the fit.  common: a finite one is looked for, with the common intercept, which
 * stands for an organisation's effect.
 */
static bool
is_unknown(const struct limits *limits, int32_t pattern, bool common)
{
	const struct cpe_prediction *prediction = limits->prediction;
	const struct cpe_frame *frame = prediction->frame;

	if (!frame->absorbed)
		return !is_determined(limits, 0);
	for (int32_t j = 0; j < frame->organisations; j++)
		if (limits->fitted[j] &&
		    (is_determined(limits, j) ||
		     (!common && cpe_separation_limit(prediction->separation, frame, pattern, j) != 0)))
			return false;
	return true;
}

/* Where all patterns that stay finite left the fit: they are told from the first of them. */
static bool
differs_from_first(const struct limits *limits, int32_t pattern, int32_t *first)
{
	int changes = limits->undetermined->changes;

	if (*first < 0)
	{
		*first = pattern;
		memcpy(limits->other, limits->value, sizeof(double) * (size_t) changes);
	}
	for (int u = 0; u < changes; u++)
		if (fabs(limits->value[u] - limits->other[u]) >
		    UNALTERED * (limits->size[u] + fabs(limits->other[u])))
			return true;
	return false;
}

/* Which patterns nothing is known of. */
static bool
find_unknown(struct limits *limits)
{
	struct cpe_prediction *prediction = limits->prediction;
	const struct cpe_frame *frame = prediction->frame;
	bool some = !frame->absorbed; /* that stay finite are in the fit */
	int32_t first = -1;

	for (int32_t p = 0; p < frame->patterns && !some; p++)
		some = prediction->limit[p] == 0 && is_fitted(prediction, p);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (!cpe_arena_poll(limits->arena, limits->problem))
			return false;
		if (is_fitted(prediction, p))
			continue;
		change_pattern(limits, p);
		if (frame->absorbed || prediction->limit[p] == 0)
			prediction->unknown[p] = is_unknown(limits, p, false);
		if (prediction->limit[p] == 0)
			prediction->unknown_common[p] =
				some ? is_unknown(limits, p, true) : differs_from_first(limits, p, &first);
	}
	return true;
}

/* Where separation sends each pattern, and which patterns nothing is known of. */
static bool
open_limits(struct cpe_prediction *prediction, const struct cpe_undetermined *undetermined,
            struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	struct limits limits = {prediction, undetermined, arena, problem, NULL, NULL, NULL, NULL};
	int changes = undetermined->changes;

	prediction->limit = cpe_arena_alloc(arena, frame->patterns, 1, problem);
	prediction->unknown = cpe_arena_alloc(arena, frame->patterns, sizeof(bool), problem);
	prediction->unknown_common = cpe_arena_alloc(arena, frame->patterns, sizeof(bool), problem);
	limits.fitted = cpe_arena_alloc(arena, frame->organisations, sizeof(bool), problem);
	limits.value = cpe_arena_alloc(arena, changes, sizeof(double), problem);
	limits.size = cpe_arena_alloc(arena, changes, sizeof(double), problem);
	limits.other = cpe_arena_alloc(arena, changes, sizeof(double), problem);
	if (prediction->limit == NULL || prediction->unknown == NULL ||
	    prediction->unknown_common == NULL || limits.fitted == NULL || limits.value == NULL ||
	    limits.size == NULL || limits.other == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		prediction->limit[p] =
			(signed char) cpe_separation_limit(prediction->separation, frame, p, -1);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			if (!prediction->separation->out[c])
				limits.fitted[frame->organisation_of[c]] = true;
	}
	return changes == 0 || find_unknown(&limits);
}

bool
cpe_prediction_open(struct cpe_prediction *prediction, const struct cpe_frame *frame,
                    const struct cpe_separation *separation, enum cpe_family family,
                    const double *column, const double *effect,
                    const struct cpe_undetermined *undetermined, struct cpe_arena *arena,
                    struct cpe_problem *problem)
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
	if (prediction->unknown_common != NULL && prediction->unknown_common[pattern])
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
