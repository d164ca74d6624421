#include "adjust/margin.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 256 /* patterns, each a loop over organisations */
#define LANES 4        /* organisations side by side: a fixed number, which compilers vectorise */

/*
 * Sums over patterns for many organisations at once, those of ordinary effects: by organisation,
 * and for columns by column and organisation.
 */
struct sums
{
	int32_t count; /* organisations */
	int32_t room;  /* the same, a multiple of LANES */
	int32_t *organisation;
	double *odds;
	double *prediction; /* sum of w * p */
	double *slope;      /* sum of w * p (1 - p) */
	double *cross;      /* columns x room: the same times x */
	double *now;        /* of the pattern: w * p (1 - p) */
};

static bool
open_sums(struct sums *sums, const struct cpe_frame *frame, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	size_t room = ((size_t) frame->organisations + LANES - 1) / LANES * LANES;

	memset(sums, 0, sizeof(*sums));
	sums->room = (int32_t) room;
	sums->organisation = cpe_arena_alloc(arena, room, sizeof(int32_t), problem);
	sums->odds = cpe_arena_alloc(arena, room, sizeof(double), problem);
	sums->prediction = cpe_arena_alloc(arena, room, sizeof(double), problem);
	sums->slope = cpe_arena_alloc(arena, room, sizeof(double), problem);
	sums->now = cpe_arena_alloc(arena, room, sizeof(double), problem);
	sums->cross = cpe_arena_alloc(arena, room * frame->columns, sizeof(double), problem);
	return sums->organisation != NULL && sums->odds != NULL && sums->prediction != NULL &&
	       sums->slope != NULL && sums->now != NULL && sums->cross != NULL;
}

/* One pattern's predictions for some organisations. */
static inline void
predict_lanes(double odds, double weight, const double *restrict effect,
              double *restrict prediction, double *restrict slope, double *restrict now)
{
	for (int k = 0; k < LANES; k++)
	{
		double both = odds * effect[k];
		double rest = 1 / (1 + both);
		double p = weight * both * rest;

		now[k] = p * rest;
		prediction[k] += p;
		slope[k] += p * rest;
	}
}

/* One pattern's predictions for all organisations. */
static void
add_predictions(struct sums *sums, double odds, double weight)
{
	for (int32_t j = 0; j < sums->room; j += LANES)
		predict_lanes(odds, weight, &sums->odds[j], &sums->prediction[j], &sums->slope[j],
		              &sums->now[j]);
}

static inline void
add_lanes(double x, const double *restrict now, double *restrict cross)
{
	for (int k = 0; k < LANES; k++)
		cross[k] += x * now[k];
}

/* A pattern's part in what crosses columns and organisations. */
static void
add_cross(struct sums *sums, const struct cpe_frame *frame, int32_t pattern)
{
	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
	{
		double *cross = &sums->cross[(size_t) frame->entry_column[e] * sums->room];
		double x = frame->entry_value ? frame->entry_value[e] : 1;

		for (int32_t j = 0; j < sums->room; j += LANES)
			add_lanes(x, &sums->now[j], &cross[j]);
	}
}

/* The variance of a sum with these gradients, as a standard error of it divided by total. */
static double
standard_error(const struct cpe_covariance *covariance, double *effect, int32_t organisation,
               double slope, const double *column, double total, struct cpe_arena *arena)
{
	double variance;

	if (covariance == NULL)
		return NAN;
	effect[organisation] = slope;
	variance = cpe_covariance_of(covariance, effect, column, arena);
	effect[organisation] = 0;
	return sqrt(fmax(variance, 0)) / total;
}

/* Organisations of ordinary effects, all at once; total: the sum of w. */
static bool
fill_ordinary(struct cpe_model *model, const struct cpe_prediction *prediction,
              const struct cpe_covariance *covariance, const bool *apart, double total,
              double *effect, double *column, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	struct sums sums;

	if (!open_sums(&sums, frame, arena, problem))
		return false;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (!apart[j])
		{
			sums.organisation[sums.count] = j;
			sums.odds[sums.count++] = prediction->effect_odds[j];
		}
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		int limit = 0; /* of all: separation moves none of them */

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (prediction->unknown && prediction->unknown[p])
			continue;
		if (prediction->separation && sums.count > 0)
			limit = cpe_separation_limit(prediction->separation, frame, p, sums.organisation[0]);
		if (limit != 0)
		{
			for (int32_t k = 0; limit > 0 && k < sums.count; k++)
				sums.prediction[k] += prediction->weight[p];
			continue;
		}
		add_predictions(&sums, prediction->odds[p], prediction->weight[p]);
		if (covariance != NULL)
			add_cross(&sums, frame, p);
	}
	for (int32_t k = 0; k < sums.count; k++)
	{
		struct cpe_model_organisation *to = &model->organisation[sums.organisation[k]];

		for (int c = 0; c < frame->columns; c++)
			column[c] = sums.cross[(size_t) c * sums.room + k];
		to->margin = sums.prediction[k] / total;
		to->margin_se = standard_error(covariance, effect, sums.organisation[k], sums.slope[k],
		                               column, total, arena);
	}
	return true;
}

/*
 * One organisation by itself: where separation moves it, and where odds are not safe to multiply.
 */
static bool
fill_apart(struct cpe_model *model, const struct cpe_prediction *prediction,
           const struct cpe_covariance *covariance, int32_t organisation, double total,
           double *effect, double *column, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	struct cpe_model_organisation *to = &model->organisation[organisation];
	bool ordinary = to->flag == CPE_FLAG_NONE;
	double sum = 0;
	double slope = 0;

	memset(column, 0, sizeof(double) * frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		int limit = prediction->separation
		                ? cpe_separation_limit(prediction->separation, frame, p, organisation)
		                : 0;
		double predicted = limit > 0 ? 1 : 0;
		double now;

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (prediction->unknown && prediction->unknown[p])
			continue;
		if (limit == 0 && !ordinary)
			predicted = NAN; /* it has no effect that could be predicted with */
		else if (limit == 0)
			predicted = cpe_predict(prediction->family, prediction->linear[p] + to->effect);
		now = prediction->family == CPE_GAUSSIAN ? 1 : predicted * (1 - predicted);
		now *= prediction->weight[p];
		sum += prediction->weight[p] * predicted;
		slope += now;
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			column[frame->entry_column[e]] +=
				frame->entry_value ? now * frame->entry_value[e] : now;
	}
	to->margin = sum / total;
	if (ordinary)
		to->margin_se =
			standard_error(covariance, effect, organisation, slope, column, total, arena);
	return true;
}

/* Whether separation moves an organisation itself, not only some of its respondents. */
static bool
is_moved(const struct cpe_separation *separation, int32_t organisation)
{
	for (int d = 0; separation != NULL && d < separation->directions; d++)
		if (separation->direction[d].effect && separation->direction[d].effect[organisation] != 0)
			return true;
	return false;
}

/* Least squares: the mean of all linear predictors, and the organisation's effect. */
static void
fill_means(struct cpe_model *model, const struct cpe_prediction *prediction,
           const struct cpe_covariance *covariance, double total, double *effect, double *column,
           struct cpe_arena *arena)
{
	const struct cpe_frame *frame = prediction->frame;
	double sum = 0;

	memset(column, 0, sizeof(double) * frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		sum += prediction->weight[p] * prediction->linear[p];
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			column[frame->entry_column[e]] +=
				prediction->weight[p] * (frame->entry_value ? frame->entry_value[e] : 1);
	}
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		struct cpe_model_organisation *to = &model->organisation[j];

		if (to->flag == CPE_FLAG_NO_DATA)
			continue;
		to->margin = to->effect + sum / total;
		to->margin_se = standard_error(covariance, effect, j, total, column, total, arena);
	}
}

bool
cpe_margins(struct cpe_model *model, const struct cpe_prediction *prediction,
            const struct cpe_covariance *covariance, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	bool *apart = cpe_arena_alloc(arena, frame->organisations, sizeof(bool), problem);
	double *effect = cpe_arena_alloc(arena, frame->organisations, sizeof(double), problem);
	double *column = cpe_arena_alloc(arena, frame->columns, sizeof(double), problem);
	double total = 0;

	if (apart == NULL || effect == NULL || column == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
		if (prediction->unknown == NULL || !prediction->unknown[p])
			total += prediction->weight[p];
	if (prediction->family == CPE_GAUSSIAN)
	{
		fill_means(model, prediction, covariance, total, effect, column, arena);
		return true;
	}
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		bool without = model->organisation[j].flag == CPE_FLAG_NO_DATA;

		apart[j] = without || model->organisation[j].flag != CPE_FLAG_NONE ||
		           prediction->odds == NULL || is_moved(prediction->separation, j);
		if (apart[j] && !without &&
		    !fill_apart(model, prediction, covariance, j, total, effect, column, arena, problem))
			return false;
	}
	return prediction->odds == NULL || fill_ordinary(model, prediction, covariance, apart, total,
	                                                 effect, column, arena, problem);
}
