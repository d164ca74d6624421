#include "adjust/cahps_item.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "adjust/arrow.h"
#include "base/distribution.h"

#define POLL_EVERY 4096

/* ---- organisations ---- */

void
cpe_cahps_clear(struct cpe_cahps *result)
{
	memset(result, 0, sizeof(*result));
	result->overall_mean = result->grand_mean = result->f = result->p = NAN;
}

bool
cpe_cahps_open(struct cpe_cahps *result, const struct cpe_frame *frame,
               const struct cpe_cahps_options *options, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	struct cpe_cahps_organisation *organisation =
		cpe_arena_alloc(arena, frame->organisations, sizeof(*organisation), problem);
	char *few = cpe_arena_alloc(arena, 60, 1, problem);

	if (organisation == NULL || few == NULL)
		return false;
	snprintf(few, 60, "fewer than %lld respondents", (long long) options->minimum);
	result->organisations = frame->organisations;
	result->organisation = organisation;
	result->missing = frame->missing;
	result->nameless = frame->nameless;
	for (int32_t c = 0; c < frame->cells; c++)
		organisation[frame->organisation_of[c]].n += frame->sum.n[c];
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		struct cpe_cahps_organisation *this = &organisation[j];

		this->name = frame->organisation[j];
		this->missing = frame->missing_of[j];
		this->unanswered = frame->unanswered_of[j];
		this->unadjusted = this->adjusted = this->variance = this->difference = NAN;
		this->se = this->t = this->p = this->low = this->high = NAN;
		result->unanswered += this->unanswered;
		if (this->n < options->minimum)
			this->status = this->n == 0 ? "no respondents" : few;
		else
		{
			result->used++;
			result->n += this->n;
		}
	}
	return true;
}

bool
cpe_cahps_keep(const struct cpe_cahps *result, struct cpe_frame *kept,
               const struct cpe_frame *frame, const struct cpe_cahps_options *options,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	bool *keep = cpe_arena_alloc(arena, frame->cells, sizeof(bool), problem);

	if (keep == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
		keep[c] = result->organisation[frame->organisation_of[c]].n >= options->minimum;
	return cpe_frame_keep(kept, frame, keep, arena, problem);
}

/* How an organisation weighs. */
static double
organisation_weight(enum cpe_cahps_weights weights, int64_t n, double w)
{
	switch (weights)
	{
		case CPE_CAHPS_RESPONDENTS:
			return (double) n;
		case CPE_CAHPS_WEIGHTS:
			return w;
		default:
			return 1;
	}
}

double *
cpe_cahps_shares(const struct cpe_cahps *result, const double *w, enum cpe_cahps_weights weights,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	double *share = cpe_arena_alloc(arena, result->organisations, sizeof(double), problem);
	double sum = 0;

	for (int32_t j = 0; share != NULL && j < result->organisations; j++)
		if (w[j] > 0)
		{
			share[j] = organisation_weight(weights, result->organisation[j].n, w[j]);
			sum += share[j];
		}
	for (int32_t j = 0; share != NULL && j < result->organisations; j++)
		if (w[j] > 0)
			share[j] /= sum;
	return share;
}

/* ---- the regression ---- */

struct fitting
{
	struct cpe_cahps_item *item;
	const struct cpe_frame *frame;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	double *scale; /* by organisation: of its respondents' weights */
};

static bool
poll(const struct fitting *fitting, int64_t step)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(fitting->arena, fitting->problem);
}

static double *
numbers(const struct fitting *fitting, size_t count)
{
	return cpe_arena_alloc(fitting->arena, count, sizeof(double), fitting->problem);
}

/* Sums by organisation. */
static bool
open_item(struct fitting *fitting)
{
	struct cpe_cahps_item *item = fitting->item;
	const struct cpe_frame *frame = fitting->frame;
	size_t organisations = (size_t) frame->organisations;
	size_t columns = (size_t) frame->columns;

	item->frame = frame;
	item->n = cpe_arena_alloc(fitting->arena, organisations, sizeof(int64_t), fitting->problem);
	item->w = numbers(fitting, organisations);
	item->wy = numbers(fitting, organisations);
	item->linear = numbers(fitting, organisations);
	item->coefficient = numbers(fitting, columns);
	item->estimated = cpe_arena_alloc(fitting->arena, columns, sizeof(bool), fitting->problem);
	fitting->scale = numbers(fitting, organisations);
	if (item->n == NULL || item->w == NULL || item->wy == NULL || item->linear == NULL ||
	    item->coefficient == NULL || item->estimated == NULL || fitting->scale == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
	{
		int32_t j = frame->organisation_of[c];

		item->n[j] += frame->sum.w[c] > 0 ? frame->sum.n[c] : 0;
		item->w[j] += frame->sum.w[c];
		item->wy[j] += frame->sum.wy[c];
	}
	return true;
}

/* The right side of the normal equations: of outcomes, less what coefficients explain. */
static bool
right_side(const struct fitting *fitting, const double *explained_effect,
           const double *explained_column, double *effect, double *column)
{
	const struct cpe_frame *frame = fitting->frame;

	memset(effect, 0, sizeof(double) * (size_t) frame->organisations);
	memset(column, 0, sizeof(double) * (size_t) frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, explained_column);
		double pattern = 0;

		if (!poll(fitting, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int32_t j = frame->organisation_of[c];
			double rest = fitting->scale[j] *
			              (frame->sum.wy[c] - frame->sum.w[c] * (explained_effect[j] + linear));

			effect[j] += rest;
			pattern += rest;
		}
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			column[frame->entry_column[e]] +=
				frame->entry_value ? pattern * frame->entry_value[e] : pattern;
	}
	return true;
}

/*
 * Least squares with an effect for each organisation, which is least squares of what is centred
 * within organisations; solved from the organisations' means, then once more for the rest.
 */
static bool
solve(struct fitting *fitting, struct cpe_arrow *arrow)
{
	struct cpe_cahps_item *item = fitting->item;
	size_t organisations = (size_t) fitting->frame->organisations;
	size_t columns = (size_t) fitting->frame->columns;
	double *effect = numbers(fitting, organisations);
	double *effect_rest = numbers(fitting, organisations);
	double *column_rest = numbers(fitting, columns);

	if (effect == NULL || effect_rest == NULL || column_rest == NULL)
		return false;
	for (size_t j = 0; j < organisations; j++)
		effect[j] = item->w[j] > 0 ? item->wy[j] / item->w[j] : 0;
	for (int step = 0; step < 2; step++)
	{
		if (!right_side(fitting, effect, item->coefficient, effect_rest, column_rest))
			return false;
		cpe_arrow_solve(arrow, effect_rest, column_rest);
		for (size_t j = 0; j < organisations; j++)
			effect[j] += effect_rest[j];
		for (size_t i = 0; i < columns; i++)
			item->coefficient[i] += column_rest[i];
	}
	for (size_t i = 0; i < columns; i++)
		if (!isfinite(item->coefficient[i]))
			return cpe_problem_set(fitting->problem, CPE_RANGE, NULL, NULL,
			                       "adjusters or outcomes are out of range");
	return true;
}

/* The adjusters' coefficients. */
static bool
regress(struct fitting *fitting, enum cpe_cahps_weights weights, double *weight)
{
	struct cpe_cahps_item *item = fitting->item;
	const struct cpe_frame *frame = fitting->frame;
	struct cpe_arrow arrow;

	if (frame->columns == 0)
		return true;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (item->w[j] > 0)
			fitting->scale[j] = organisation_weight(weights, item->n[j], item->w[j]) / item->w[j];
	for (int32_t c = 0; c < frame->cells; c++)
		weight[c] = fitting->scale[frame->organisation_of[c]] * frame->sum.w[c];
	if (!cpe_arrow_open(&arrow, frame->organisations, frame->columns, fitting->arena,
	                    fitting->problem) ||
	    !cpe_arrow_add(&arrow, frame, weight, fitting->arena, fitting->problem) ||
	    !cpe_arrow_factor(&arrow, fitting->arena, fitting->problem))
		return false;
	for (int i = 0; i < frame->columns; i++)
		item->estimated[i] = !arrow.aliased[i];
	return solve(fitting, &arrow);
}

/* The organisations' means of what the adjusters explain. */
static bool
explain(struct fitting *fitting)
{
	struct cpe_cahps_item *item = fitting->item;
	const struct cpe_frame *frame = fitting->frame;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, item->coefficient);

		if (!poll(fitting, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			item->linear[frame->organisation_of[c]] += frame->sum.w[c] * linear;
	}
	for (int32_t j = 0; j < frame->organisations; j++)
		if (item->w[j] > 0)
			item->linear[j] /= item->w[j];
	return true;
}

bool
cpe_cahps_item_fit(struct cpe_cahps_item *item, const struct cpe_frame *frame,
                   const struct cpe_cahps_options *options, double *weight, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	struct fitting fitting = {.item = item, .frame = frame, .arena = arena, .problem = problem};

	return open_item(&fitting) && regress(&fitting, options->weights, weight) && explain(&fitting);
}

void
cpe_cahps_item_centre(const struct cpe_cahps_item *item, const double *share, double *mean,
                      double *linear)
{
	double sum = 0;

	*mean = *linear = 0;
	for (int32_t j = 0; j < item->frame->organisations; j++)
		if (item->w[j] > 0)
			sum += share[j];
	for (int32_t j = 0; j < item->frame->organisations; j++)
		if (item->w[j] > 0)
		{
			*mean += share[j] / sum * (item->wy[j] / item->w[j]);
			*linear += share[j] / sum * item->linear[j];
		}
}

/* ---- tests ---- */

struct testing
{
	struct cpe_cahps *result;
	const struct cpe_cahps_options *options;
	const double *share;
};

/* A p value, not below the floor. */
static double
floored(const struct testing *testing, double p)
{
	return fmax(p, testing->options->floor);
}

/* The F test of no difference between organisations, over those that have a variance. */
static void
test_all(struct testing *testing)
{
	struct cpe_cahps *result = testing->result;
	const struct cpe_cahps_organisation *organisation = result->organisation;
	double top = 0;
	double bottom = 0;
	double sum = 0;
	int64_t varying = 0;

	for (int32_t j = 0; j < result->organisations; j++)
		if (organisation[j].variance > 0)
		{
			top += testing->share[j] / organisation[j].variance * organisation[j].difference;
			bottom += testing->share[j] / organisation[j].variance;
			varying++;
		}
	result->df2 = result->n - result->used - result->adjusters;
	if (varying > 0)
		result->grand_mean = result->overall_mean + top / bottom;
	if (result->used < 2)
		result->status = result->used == 0 ? "no organisations" : "one organisation";
	else if (varying < 2)
		result->status = "no variance";
	else
	{
		result->df1 = varying - 1;
		for (int32_t j = 0; j < result->organisations; j++)
			if (organisation[j].variance > 0)
			{
				double from = organisation[j].difference - top / bottom;

				sum += from * from / organisation[j].variance;
			}
		result->f = sum / (double) result->df1;
		if (result->df2 > 0)
		{
			/* the upper tail of F as that of a beta distribution */
			double df1 = (double) result->df1;
			double df2 = (double) result->df2;

			result->p =
				floored(testing, cpe_beta_cdf(df2 / (df2 + df1 * result->f), 0.5 * df2, 0.5 * df1));
		}
		else
			result->status = "no degrees of freedom";
	}
}

/* Whether a difference is large enough to matter. */
static bool
matters(const struct testing *testing, double difference)
{
	const struct cpe_cahps_options *options = testing->options;
	double mean = testing->result->overall_mean;
	double least = options->meandiff;

	if (options->change > 0)
		least =
			fmax(least, options->change * fmin(mean - options->lowest, options->highest - mean));
	return fabs(difference) >= least;
}

/* The t test of one organisation against the overall mean, of which it is a part. */
static void
test_one(struct testing *testing, int32_t j, double variance_of_overall)
{
	const struct cpe_cahps_options *options = testing->options;
	struct cpe_cahps_organisation *this = &testing->result->organisation[j];
	double share = testing->share[j];
	double others = variance_of_overall - share * share * this->variance;
	double p;

	if (testing->result->used < 2 || !(this->variance > 0))
	{
		this->status = testing->result->used < 2 ? "one organisation" : "no variance";
		return;
	}
	/* v (1 - 2 share) + sum(share^2 * v), without the difference of large numbers */
	this->se = sqrt(this->variance * (1 - share) * (1 - share) + fmax(others, 0));
	this->low = this->difference - options->z * this->se;
	this->high = this->difference + options->z * this->se;
	this->t = this->difference / this->se;
	if (testing->result->df2 <= 0)
	{
		this->status = "no degrees of freedom";
		return;
	}
	p = fmin(2 * cpe_t_upper(fabs(this->t), (double) testing->result->df2), 1);
	this->p = floored(testing, p);
	this->stars = 2;
	if (p < options->alpha && matters(testing, this->difference))
		this->stars = this->difference < 0 ? 1 : 3;
}

bool
cpe_cahps_tests(struct cpe_cahps *result, const double *share,
                const struct cpe_cahps_options *options, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	struct testing testing = {result, options, share};
	double variance = 0;

	test_all(&testing);
	for (int32_t j = 0; j < result->organisations; j++)
		if (share[j] > 0)
			variance += share[j] * share[j] * result->organisation[j].variance;
	for (int32_t j = 0; j < result->organisations; j++)
		if (share[j] > 0)
			test_one(&testing, j, variance);
	return cpe_arena_poll(arena, problem);
}
