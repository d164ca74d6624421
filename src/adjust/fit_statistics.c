#include "adjust/fit_statistics.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 4096

/* ---- area under the curve ---- */

#define RADIX_BITS 11
#define RADIX (1 << RADIX_BITS)
#define RADIX_PASSES 6 /* 66 bits */

/* Keys with their places, to be sorted. */
struct keyed
{
	uint64_t *key;
	int32_t *place;
};

static bool
open_keyed(struct keyed *keyed, int32_t count, struct cpe_arena *arena, struct cpe_problem *problem)
{
	keyed->key = cpe_arena_alloc(arena, count, sizeof(uint64_t), problem);
	keyed->place = cpe_arena_alloc(arena, count, sizeof(int32_t), problem);
	return keyed->key != NULL && keyed->place != NULL;
}

static int
digit(uint64_t key, int pass)
{
	return (int) (key >> (pass * RADIX_BITS) & (RADIX - 1));
}

/* Moves everything to its place by one digit; before[d]: how many keys have a smaller one. */
static void
scatter(struct keyed *to, const struct keyed *from, int32_t count, int pass, int32_t *before)
{
	for (int32_t i = 0; i < count; i++)
	{
		int32_t at = before[digit(from->key[i], pass)]++;

		to->key[at] = from->key[i];
		to->place[at] = from->place[i];
	}
}

/* Sorts by key, ascending and stable; digits that all keys share are passed over. */
static bool
sort_keyed(struct keyed *keyed, int32_t count, struct cpe_arena *arena, struct cpe_problem *problem)
{
	int32_t(*number)[RADIX] = cpe_arena_alloc(arena, RADIX_PASSES, sizeof(*number), problem);
	struct keyed other;

	if (number == NULL || !open_keyed(&other, count, arena, problem))
		return false;
	for (int32_t i = 0; i < count; i++)
		for (int pass = 0; pass < RADIX_PASSES; pass++)
			number[pass][digit(keyed->key[i], pass)]++;
	for (int pass = 0; pass < RADIX_PASSES; pass++)
	{
		struct keyed swap = *keyed;
		int32_t before = 0;

		if (!cpe_arena_poll(arena, problem))
			return false;
		if (count == 0 || number[pass][digit(keyed->key[0], pass)] == count)
			continue;
		for (int d = 0; d < RADIX; d++)
		{
			int32_t here = number[pass][d];

			number[pass][d] = before;
			before += here;
		}
		scatter(&other, keyed, count, pass, number[pass]);
		*keyed = other;
		other = swap;
	}
	return true;
}

bool
cpe_auc(int32_t cells, const double *fitted, const double *positive, const double *negative,
        double *auc, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct keyed keyed;
	double below = 0; /* negatives with a smaller fitted value */
	double positives = 0;
	double pairs = 0; /* in the right order, ties by half */

	if (!open_keyed(&keyed, cells, arena, problem))
		return false;
	for (int32_t i = 0; i < cells; i++)
	{
		double value = fitted[i] + 0.0; /* no negative zero: positive doubles sort as their bits */

		memcpy(&keyed.key[i], &value, sizeof(value));
		keyed.place[i] = i;
	}
	if (!sort_keyed(&keyed, cells, arena, problem))
		return false;
	for (int32_t i = 0, end; i < cells; i = end)
	{
		double tied_positive = 0;
		double tied_negative = 0;

		for (end = i; end < cells && keyed.key[end] == keyed.key[i]; end++)
		{
			tied_positive += positive[keyed.place[end]];
			tied_negative += negative[keyed.place[end]];
		}
		pairs += tied_positive * (below + tied_negative / 2);
		positives += tied_positive;
		below += tied_negative;
	}
	/* no more than 1: weights' sums round */
	*auc = positives > 0 && below > 0 ? fmin(pairs / positives / below, 1) : NAN;
	return true;
}

bool
cpe_prediction_auc(const struct cpe_prediction *prediction, double *auc, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;
	int32_t count = 0;
	/* without effects a pattern's cells have the same value */
	bool by_cell = prediction->effect != NULL || prediction->separation != NULL;
	size_t room = by_cell ? frame->cells : frame->patterns;
	double *fitted = cpe_arena_alloc(arena, room, sizeof(double), problem);
	double *positive = cpe_arena_alloc(arena, room, sizeof(double), problem);
	double *negative = cpe_arena_alloc(arena, room, sizeof(double), problem);

	if (fitted == NULL || positive == NULL || negative == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			if (by_cell || c == frame->first[p])
				fitted[count++] = cpe_prediction_of_cell(prediction, p, c);
			positive[count - 1] += frame->sum.wy[c];
			negative[count - 1] += frame->sum.w[c] - frame->sum.wy[c];
		}
	}
	return cpe_auc(count, fitted, positive, negative, auc, arena, problem);
}

/* ---- calibration ---- */

#define CALIBRATION_STEPS 50

/* Score and information of an intercept and a slope. */
struct calibration
{
	double score[2];
	double information[3];
};

static double
linear_of_cell(const struct cpe_prediction *prediction, int32_t pattern, int32_t cell)
{
	return prediction->linear[pattern] +
	       (prediction->effect ? prediction->effect[prediction->frame->organisation_of[cell]] : 0);
}

static bool
add_calibration(struct calibration *sum, const struct cpe_prediction *prediction, double centre,
                double intercept, double slope, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	const struct cpe_frame *frame = prediction->frame;

	memset(sum, 0, sizeof(*sum));
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			double x = linear_of_cell(prediction, p, c) - centre;
			double fitted = cpe_predict(CPE_BINOMIAL, intercept + slope * x);
			double rest = frame->sum.wy[c] - frame->sum.w[c] * fitted;
			double weight = frame->sum.w[c] * fitted * (1 - fitted);

			if (prediction->separation && prediction->separation->out[c])
				continue;
			sum->score[0] += rest;
			sum->score[1] += rest * x;
			sum->information[0] += weight;
			sum->information[1] += weight * x;
			sum->information[2] += weight * x * x;
		}
	}
	return true;
}

/* The mean linear predictor of those not separated. */
static double
mean_linear(const struct cpe_prediction *prediction)
{
	const struct cpe_frame *frame = prediction->frame;
	double sum = 0;
	double weight = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			if (!prediction->separation || !prediction->separation->out[c])
			{
				sum += frame->sum.w[c] * linear_of_cell(prediction, p, c);
				weight += frame->sum.w[c];
			}
	return sum / weight;
}

bool
cpe_prediction_calibration(const struct cpe_prediction *prediction, double *intercept,
                           double *slope, struct cpe_arena *arena, struct cpe_problem *problem)
{
	double centre = mean_linear(prediction);
	double a = centre; /* at the mean linear predictor */
	double b = 1;

	*intercept = NAN;
	*slope = NAN;
	for (int step = 0; step < CALIBRATION_STEPS; step++)
	{
		struct calibration sum;
		double determinant;
		double da;
		double db;

		if (!add_calibration(&sum, prediction, centre, a, b, arena, problem))
			return false;
		determinant =
			sum.information[0] * sum.information[2] - sum.information[1] * sum.information[1];
		if (!(determinant >
		      1e-12 * sum.information[0] * sum.information[0] * (1 + centre * centre)))
			return true;
		da = (sum.information[2] * sum.score[0] - sum.information[1] * sum.score[1]) / determinant;
		db = (sum.information[0] * sum.score[1] - sum.information[1] * sum.score[0]) / determinant;
		a += da;
		b += db;
		if (!isfinite(a) || !isfinite(b))
			return true;
		if (fabs(da) < 1e-10 * (1 + fabs(a)) && fabs(db) < 1e-10 * (1 + fabs(b)))
		{
			*intercept = a - b * centre;
			*slope = b;
			return true;
		}
	}
	return true;
}

/* ---- likelihoods ---- */

/* x ln(x / of), 0 at 0. */
static double
entropy(double x, double of)
{
	return x > 0 ? x * log(x / of) : 0;
}

static double
binary_likelihood(double positive, double weight)
{
	return entropy(positive, weight) + entropy(weight - positive, weight);
}

/* Of respondents whose mean residual square is the maximum likelihood estimate of the variance. */
static double
gaussian_likelihood(double squares, double weight)
{
	return squares > 0 ? -weight / 2 * (log(2 * M_PI * squares / weight) + 1) : NAN;
}

/* Sums of the frame by pattern: of w and of w * y. */
struct pattern_sums
{
	double *w;
	double *wy;
	double all;
	double total;
};

static bool
sum_patterns(struct pattern_sums *sums, const struct cpe_frame *frame, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	memset(sums, 0, sizeof(*sums));
	sums->w = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	sums->wy = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	if (sums->w == NULL || sums->wy == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			sums->w[p] += frame->sum.w[c];
			sums->wy[p] += frame->sum.wy[c];
		}
		sums->all += sums->w[p];
		sums->total += sums->wy[p];
	}
	return true;
}

/* The sum of w (y - fitted)^2 over a cell. */
static double
squares_of_cell(const struct cpe_cell_sums *sum, int32_t cell, double fitted)
{
	double mean = sum->wy[cell] / sum->w[cell];
	double within = sum->n[cell] == 1 ? 0 : sum->wyy[cell] - sum->wy[cell] * mean;

	return fmax(within, 0) + sum->w[cell] * (mean - fitted) * (mean - fitted);
}

/* The log-likelihood of binary outcomes with an intercept and offsets. */
static double
offset_likelihood(const struct cpe_frame *frame, const struct pattern_sums *sums, double intercept)
{
	double sum = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = intercept + frame->offset[p];

		/* ln p = -ln(1 + exp(-linear)), without leaving the range */
		sum += sums->wy[p] * (fmin(linear, 0) - log1p(exp(-fabs(linear)))) +
		       (sums->w[p] - sums->wy[p]) * (fmin(-linear, 0) - log1p(exp(-fabs(linear))));
	}
	return sum;
}

bool
cpe_frame_null(const struct cpe_frame *frame, enum cpe_family family, double *log_likelihood,
               double *deviance, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct pattern_sums sums;
	double *zero = NULL;
	double intercept;

	if (!sum_patterns(&sums, frame, arena, problem))
		return false;
	if (family == CPE_BINOMIAL)
	{
		if (frame->offset == NULL)
			*log_likelihood = binary_likelihood(sums.total, sums.all);
		else if (cpe_prediction_shift(family, frame->patterns, frame->offset, sums.w, NULL,
		                              sums.total, &intercept))
			*log_likelihood = offset_likelihood(frame, &sums, intercept);
		else
			*log_likelihood = 0; /* all outcomes are the same */
		*deviance = -2 * *log_likelihood;
		return true;
	}
	if (frame->offset == NULL)
	{
		zero = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
		if (zero == NULL)
			return false;
	}
	if (!cpe_prediction_shift(family, frame->patterns, zero ? zero : frame->offset, sums.w, NULL,
	                          sums.total, &intercept))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "sums of outcomes are out of range");
	*deviance = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			*deviance +=
				squares_of_cell(&frame->sum, c, intercept + (frame->offset ? frame->offset[p] : 0));
	*log_likelihood = gaussian_likelihood(*deviance, sums.all);
	return true;
}

double
cpe_frame_saturated(const struct cpe_frame *frame, bool by_pattern)
{
	double sum = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double w = 0;
		double wy = 0;

		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			w += frame->sum.w[c];
			wy += frame->sum.wy[c];
			if (by_pattern)
				continue;
			if (wy > 0 && wy < w)
				sum += binary_likelihood(wy, w);
			w = wy = 0;
		}
		if (wy > 0 && wy < w)
			sum += binary_likelihood(wy, w);
	}
	return sum;
}
