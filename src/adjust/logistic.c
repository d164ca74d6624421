#include "adjust/logistic.h"

#include <math.h>
#include <string.h>

#include "base/linear.h"

/* Patterns between two looks at whether to go on. */
#define PATTERNS_A_POLL 1024

/* exp(a) * exp(b) neither overflows nor underflows while neither is further from 0. */
#define PLAIN_EXPONENT 300

bool
cpe_logistic_open(struct cpe_logistic *logistic, const struct cpe_frame *frame, bool fitted,
                  struct cpe_arena *arena, struct cpe_problem *problem)
{
	size_t organisations = frame->organisations > 0 ? frame->organisations : 1;

	memset(logistic, 0, sizeof(*logistic));
	logistic->frame = frame;
	logistic->linear = cpe_arena_alloc(arena, frame->patterns, sizeof(double), problem);
	if (logistic->linear == NULL)
		return false;
	if (fitted)
	{
		logistic->fitted = cpe_arena_alloc(arena, frame->cells, sizeof(double), problem);
		if (logistic->fitted == NULL)
			return false;
	}
	logistic->weight = cpe_arena_alloc(arena, frame->cells, sizeof(double), problem);
	if (logistic->weight == NULL)
		return false;
	logistic->effect_score = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	if (logistic->effect_score == NULL)
		return false;
	logistic->column_score = cpe_arena_alloc(arena, frame->columns, sizeof(double), problem);
	if (logistic->column_score == NULL)
		return false;
	logistic->effect = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	if (logistic->effect == NULL)
		return false;
	logistic->effect_odds = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	return logistic->effect_odds != NULL;
}

void
cpe_logistic_add_row(const struct cpe_frame *frame, int32_t pattern, double amount, double *column)
{
	int64_t end = frame->entry[pattern + 1];

	if (frame->entry_value == NULL)
		for (int64_t e = frame->entry[pattern]; e < end; e++)
			column[frame->entry_column[e]] += amount;
	else
		for (int64_t e = frame->entry[pattern]; e < end; e++)
			column[frame->entry_column[e]] += amount * frame->entry_value[e];
}

/* Takes the effects over; false in plain when some exp of them has to be watched. */
static void
set_effects(struct cpe_logistic *logistic, const double *effect)
{
	int32_t organisations = logistic->frame->organisations > 0 ? logistic->frame->organisations : 1;

	logistic->plain = true;
	for (int32_t j = 0; j < organisations; j++)
	{
		double value = effect == NULL ? 0 : effect[j];

		logistic->effect[j] = value;
		logistic->effect_odds[j] = exp(value);
		logistic->largest = fmax(logistic->largest, fabs(value));
		logistic->plain = logistic->plain && fabs(value) <= PLAIN_EXPONENT;
	}
}

/*
 * The cells of a pattern whose exps are plain: the odds are a product, so that a cell costs no call
 * of exp.  Returns the sum of its cells' w y - w p, each without cancellation in either tail.
 */
static double
plain_cells(struct cpe_logistic *logistic, int32_t pattern)
{
	const struct cpe_frame *frame = logistic->frame;
	double odds_of_pattern = exp(logistic->linear[pattern]);
	double sum = 0;

	for (int32_t cell = frame->first[pattern]; cell < frame->first[pattern + 1]; cell++)
	{
		int32_t organisation = frame->organisation_of[cell];
		double w = frame->sum.w[cell];
		double wy = frame->sum.wy[cell];
		double odds = odds_of_pattern * logistic->effect_odds[organisation];
		double q = 1 / (1 + odds);
		double p = odds * q;
		double residual = wy * q - (w - wy) * p;

		if (logistic->fitted != NULL)
			logistic->fitted[cell] = p;
		logistic->weight[cell] = w * (p * q);
		logistic->effect_score[organisation] += residual;
		sum += residual;
	}
	return sum;
}

/* The same whatever the size of the linear predictor. */
static double
watched_cells(struct cpe_logistic *logistic, int32_t pattern)
{
	const struct cpe_frame *frame = logistic->frame;
	double sum = 0;

	for (int32_t cell = frame->first[pattern]; cell < frame->first[pattern + 1]; cell++)
	{
		int32_t organisation = frame->organisation_of[cell];
		double w = frame->sum.w[cell];
		double wy = frame->sum.wy[cell];
		double linear = logistic->linear[pattern] + logistic->effect[organisation];
		double small = exp(-fabs(linear));
		double larger = 1 / (1 + small);
		double smaller = small * larger;
		double p = linear > 0 ? larger : smaller;
		double q = linear > 0 ? smaller : larger;
		double residual = wy * q - (w - wy) * p;

		if (logistic->fitted != NULL)
			logistic->fitted[cell] = p;
		logistic->weight[cell] = w * (p * q);
		logistic->effect_score[organisation] += residual;
		sum += residual;
	}
	return sum;
}

bool
cpe_logistic_at(struct cpe_logistic *logistic, const double *effect, const double *column,
                struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = logistic->frame;
	size_t organisations = frame->organisations > 0 ? frame->organisations : 1;
	double largest = 0;

	logistic->largest = 0;
	set_effects(logistic, effect);
	memset(logistic->effect_score, 0, organisations * sizeof(double));
	memset(logistic->column_score, 0, frame->columns * sizeof(double));
	for (int32_t i = 0; i < frame->patterns; i++)
	{
		double linear = cpe_frame_linear(frame, i, column);
		double residual;

		if (i % PATTERNS_A_POLL == 0 && !cpe_arena_poll(arena, problem))
			return false;
		logistic->linear[i] = linear;
		if (frame->first[i] == frame->first[i + 1])
			continue;
		largest = fmax(largest, fabs(linear));
		residual = logistic->plain && fabs(linear) <= PLAIN_EXPONENT ? plain_cells(logistic, i)
		                                                             : watched_cells(logistic, i);
		cpe_logistic_add_row(frame, i, residual, logistic->column_score);
	}
	logistic->largest += largest;
	return true;
}

/* The log-likelihood of the cells of a pattern whose exps are plain. */
static double
plain_likelihood(const struct cpe_logistic *logistic, int32_t pattern, double *fitted)
{
	const struct cpe_frame *frame = logistic->frame;
	double odds_of_pattern = exp(logistic->linear[pattern]);
	double sum = 0;

	for (int32_t cell = frame->first[pattern]; cell < frame->first[pattern + 1]; cell++)
	{
		int32_t organisation = frame->organisation_of[cell];
		double linear = logistic->linear[pattern] + logistic->effect[organisation];
		double odds = odds_of_pattern * logistic->effect_odds[organisation];

		sum += frame->sum.wy[cell] * linear - frame->sum.w[cell] * log(1 + odds);
		if (fitted != NULL)
			fitted[cell] = odds / (1 + odds);
	}
	return sum;
}

/* The same whatever the size of the linear predictor. */
static double
watched_likelihood(const struct cpe_logistic *logistic, int32_t pattern, double *fitted)
{
	const struct cpe_frame *frame = logistic->frame;
	double sum = 0;

	for (int32_t cell = frame->first[pattern]; cell < frame->first[pattern + 1]; cell++)
	{
		double linear = logistic->linear[pattern] + logistic->effect[frame->organisation_of[cell]];
		double small = exp(-fabs(linear));

		/* w y linear - w ln(1 + exp(linear)), of the nearer outcome's sign */
		if (linear > 0)
			sum -= (frame->sum.w[cell] - frame->sum.wy[cell]) * linear;
		else
			sum += frame->sum.wy[cell] * linear;
		sum -= frame->sum.w[cell] * log1p(small);
		if (fitted != NULL)
			fitted[cell] = (linear > 0 ? 1 : small) / (1 + small);
	}
	return sum;
}

bool
cpe_logistic_likelihood(const struct cpe_logistic *logistic, double *fitted, double *likelihood,
                        struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_frame *frame = logistic->frame;
	struct cpe_careful sum = {0, 0};

	for (int32_t i = 0; i < frame->patterns; i++)
	{
		if (i % PATTERNS_A_POLL == 0 && !cpe_arena_poll(arena, problem))
			return false;
		cpe_careful_add(&sum, logistic->plain && fabs(logistic->linear[i]) <= PLAIN_EXPONENT
		                          ? plain_likelihood(logistic, i, fitted)
		                          : watched_likelihood(logistic, i, fitted));
	}
	*likelihood = cpe_careful_value(&sum);
	return true;
}

/* The largest |effect + linear| among a pattern's cells. */
static double
change_in_pattern(const struct cpe_frame *frame, int32_t pattern, const double *effect,
                  double linear)
{
	double largest = 0;

	for (int32_t cell = frame->first[pattern]; cell < frame->first[pattern + 1]; cell++)
	{
		double own = effect == NULL ? 0 : effect[frame->organisation_of[cell]];

		largest = fmax(largest, fabs(linear + own));
	}
	return largest;
}

double
cpe_logistic_change(const struct cpe_frame *frame, const double *effect, const double *column,
                    double enough)
{
	double bound = 0;
	double largest = 0;

	if (effect != NULL)
		for (int32_t j = 0; j < frame->organisations; j++)
			bound = fmax(bound, fabs(effect[j]));
	for (int c = 0; c < frame->columns; c++)
		bound += fabs(column[c]);
	if (frame->entry_value == NULL && bound <= enough)
		return bound;
	for (int32_t i = 0; i < frame->patterns; i++)
	{
		double offset = frame->offset == NULL ? 0 : frame->offset[i];

		largest = fmax(largest, change_in_pattern(frame, i, effect,
		                                          cpe_frame_linear(frame, i, column) - offset));
	}
	return largest;
}

double
cpe_logistic_start(const struct cpe_frame *frame, double positive_more, double negative_more)
{
	double w = 0;
	double wy = 0;
	double offset = 0;

	for (int32_t i = 0; i < frame->patterns; i++)
		for (int32_t cell = frame->first[i]; cell < frame->first[i + 1]; cell++)
		{
			w += frame->sum.w[cell];
			wy += frame->sum.wy[cell];
			if (frame->offset != NULL)
				offset += frame->sum.w[cell] * frame->offset[i];
		}
	return log((wy + positive_more) / (w - wy + negative_more)) - offset / w;
}
