#include "adjust/cahps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "adjust/arrow.h"
#include "base/distribution.h"

#define POLL_EVERY 4096
#define NO_VARIANCE 1e-24 /* of the outcomes' mean square: residuals that are rounding */

struct working
{
	struct cpe_cahps *result;
	const struct cpe_cahps_options *options;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_frame frame; /* of the organisations that are used */
	bool *used;             /* by organisation */
	double *w;              /* sum of w; all by organisation */
	double *wy;
	double *ww;     /* sum of w^2 */
	double *linear; /* weighted mean of the adjusters' part; without effect */
	double *share;  /* of the organisation in the overall mean; 0: not used */
	double *coefficient;
	double mean_square; /* of the outcomes */
	const char *few;    /* status of an organisation below the minimum */
};

static bool
poll(const struct working *working, int64_t step)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(working->arena, working->problem);
}

static double *
numbers(const struct working *working, size_t count)
{
	return cpe_arena_alloc(working->arena, count, sizeof(double), working->problem);
}

/* How an organisation weighs. */
static double
organisation_weight(const struct working *working, enum cpe_cahps_weights weights, int32_t j)
{
	switch (weights)
	{
		case CPE_CAHPS_RESPONDENTS:
			return (double) working->result->organisation[j].n;
		case CPE_CAHPS_WEIGHTS:
			return working->w[j];
		default:
			return 1;
	}
}

/* The organisations, how many respondents each has, and which are used. */
static bool
open_organisations(struct working *working, const struct cpe_frame *frame)
{
	struct cpe_cahps *result = working->result;
	struct cpe_cahps_organisation *organisation = cpe_arena_alloc(
		working->arena, frame->organisations, sizeof(*organisation), working->problem);
	char *few = cpe_arena_alloc(working->arena, 60, 1, working->problem);

	working->used =
		cpe_arena_alloc(working->arena, frame->organisations, sizeof(bool), working->problem);
	if (organisation == NULL || working->used == NULL || few == NULL)
		return false;
	snprintf(few, 60, "fewer than %lld respondents", (long long) working->options->minimum);
	working->few = few;
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
		working->used[j] = this->n >= working->options->minimum;
		if (!working->used[j])
			this->status = this->n == 0 ? "no respondents" : working->few;
		else
		{
			result->used++;
			result->n += this->n;
		}
	}
	return true;
}

/* Leaves only the cells of organisations that are used. */
static bool
keep_used(struct working *working, const struct cpe_frame *frame)
{
	bool *keep = cpe_arena_alloc(working->arena, frame->cells, sizeof(bool), working->problem);

	if (keep == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
		keep[c] = working->used[frame->organisation_of[c]];
	return cpe_frame_keep(&working->frame, frame, keep, working->arena, working->problem);
}

/* Sums by organisation, also of those not used, and what outcomes are compared with. */
static bool
sum_organisations(struct working *working, const struct cpe_frame *frame)
{
	double squares = 0;
	double weight = 0;

	working->w = numbers(working, frame->organisations);
	working->wy = numbers(working, frame->organisations);
	working->ww = numbers(working, frame->organisations);
	working->linear = numbers(working, frame->organisations);
	working->share = numbers(working, frame->organisations);
	if (working->w == NULL || working->wy == NULL || working->ww == NULL ||
	    working->linear == NULL || working->share == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
	{
		int32_t j = frame->organisation_of[c];

		working->w[j] += frame->sum.w[c];
		working->wy[j] += frame->sum.wy[c];
		working->ww[j] += frame->sum.w2[c];
		squares += frame->sum.wyy[c];
		weight += frame->sum.w[c];
	}
	working->mean_square = squares / weight;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (working->w[j] > 0)
			working->result->organisation[j].unadjusted = working->wy[j] / working->w[j];
	return true;
}

/* The right side of the normal equations: of outcomes, less what coefficients explain. */
static bool
right_side(const struct working *working, const double *scale, const double *explained_effect,
           const double *explained_column, double *effect, double *column)
{
	const struct cpe_frame *frame = &working->frame;

	memset(effect, 0, sizeof(double) * (size_t) frame->organisations);
	memset(column, 0, sizeof(double) * (size_t) frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, explained_column);
		double pattern = 0;

		if (!poll(working, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int32_t j = frame->organisation_of[c];
			double rest =
				scale[j] * (frame->sum.wy[c] - frame->sum.w[c] * (explained_effect[j] + linear));

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
solve(struct working *working, struct cpe_arrow *arrow, const double *scale)
{
	const struct cpe_frame *frame = &working->frame;
	size_t organisations = (size_t) frame->organisations;
	size_t columns = (size_t) frame->columns;
	double *effect = numbers(working, organisations);
	double *effect_rest = numbers(working, organisations);
	double *column_rest = numbers(working, columns);

	if (effect == NULL || effect_rest == NULL || column_rest == NULL)
		return false;
	for (size_t j = 0; j < organisations; j++)
		effect[j] = working->used[j] ? working->wy[j] / working->w[j] : 0;
	for (int step = 0; step < 2; step++)
	{
		if (!right_side(working, scale, effect, working->coefficient, effect_rest, column_rest))
			return false;
		cpe_arrow_solve(arrow, effect_rest, column_rest);
		for (size_t j = 0; j < organisations; j++)
			effect[j] += effect_rest[j];
		for (size_t i = 0; i < columns; i++)
			working->coefficient[i] += column_rest[i];
	}
	for (size_t i = 0; i < columns; i++)
		if (!isfinite(working->coefficient[i]))
			return cpe_problem_set(working->problem, CPE_RANGE, NULL, NULL,
			                       "adjusters or outcomes are out of range");
	return true;
}

/* The adjusters' coefficients. */
static bool
regress(struct working *working)
{
	const struct cpe_frame *frame = &working->frame;
	struct cpe_arrow arrow;
	double *scale = numbers(working, (size_t) frame->organisations);
	double *weight = numbers(working, (size_t) frame->cells);

	working->coefficient = numbers(working, (size_t) frame->columns);
	if (scale == NULL || weight == NULL || working->coefficient == NULL)
		return false;
	if (frame->columns == 0)
		return true;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (working->used[j])
			scale[j] = organisation_weight(working, working->options->weights, j) / working->w[j];
	for (int32_t c = 0; c < frame->cells; c++)
		weight[c] = scale[frame->organisation_of[c]] * frame->sum.w[c];
	if (!cpe_arrow_open(&arrow, frame->organisations, frame->columns, working->arena,
	                    working->problem) ||
	    !cpe_arrow_add(&arrow, frame, weight, working->arena, working->problem) ||
	    !cpe_arrow_factor(&arrow, working->arena, working->problem))
		return false;
	for (int i = 0; i < frame->columns; i++)
		*(arrow.aliased[i] ? &working->result->aliased : &working->result->adjusters) += 1;
	return solve(working, &arrow, scale);
}

/*
 * Adjusted means: what the organisation's respondents would have answered, were their adjusters
 * the overall mean of organisations' means.  So the overall mean of adjusted means is that of the
 * unadjusted ones, and they need not be recentred.
 */
static bool
adjust(struct working *working)
{
	const struct cpe_frame *frame = &working->frame;
	struct cpe_cahps *result = working->result;
	double sum = 0;
	double centre = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, working->coefficient);

		if (!poll(working, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			working->linear[frame->organisation_of[c]] += frame->sum.w[c] * linear;
	}
	for (int32_t j = 0; j < result->organisations; j++)
	{
		if (!working->used[j])
			continue;
		working->linear[j] /= working->w[j];
		working->share[j] = organisation_weight(working, working->options->overall, j);
		sum += working->share[j];
	}
	result->overall_mean = 0;
	for (int32_t j = 0; j < result->organisations; j++)
	{
		if (!working->used[j])
			continue;
		working->share[j] /= sum;
		centre += working->share[j] * working->linear[j];
		result->overall_mean += working->share[j] * result->organisation[j].unadjusted;
	}
	for (int32_t j = 0; j < result->organisations; j++)
		if (working->used[j])
		{
			struct cpe_cahps_organisation *this = &result->organisation[j];

			this->adjusted = this->unadjusted + (centre - working->linear[j]);
			this->difference = this->adjusted - result->overall_mean;
		}
	return true;
}

/* sum(w^2 (y - centre)^2) over a cell. */
static double
cell_squares(const struct cpe_frame *frame, int32_t cell, double centre)
{
	double w2 = frame->sum.w2[cell];
	double mean = frame->sum.w2y[cell] / w2;
	double within =
		frame->sum.n[cell] > 1 ? frame->sum.w2yy[cell] - mean * frame->sum.w2y[cell] : 0;

	return fmax(within, 0) + w2 * (mean - centre) * (mean - centre);
}

/*
 * The variance of each adjusted mean: sum(w^2 * residual^2) / sum(w)^2; residuals have the weighted
 * mean 0 in each organisation.
 */
static bool
variances(struct working *working)
{
	const struct cpe_frame *frame = &working->frame;
	struct cpe_cahps_organisation *organisation = working->result->organisation;

	for (int32_t j = 0; j < working->result->organisations; j++)
		if (working->used[j])
			organisation[j].variance = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, working->coefficient);

		if (!poll(working, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int32_t j = frame->organisation_of[c];

			organisation[j].variance +=
				cell_squares(frame, c, organisation[j].unadjusted - working->linear[j] + linear);
		}
	}
	for (int32_t j = 0; j < working->result->organisations; j++)
	{
		if (!working->used[j])
			continue;
		if (organisation[j].variance <= NO_VARIANCE * working->mean_square * working->ww[j])
			organisation[j].variance = 0;
		organisation[j].variance /= working->w[j] * working->w[j];
	}
	return true;
}

/* A p value, not below the floor. */
static double
floored(const struct working *working, double p)
{
	return fmax(p, working->options->floor);
}

/* The F test of no difference between organisations, over those that have a variance. */
static void
test_all(struct working *working)
{
	struct cpe_cahps *result = working->result;
	const struct cpe_cahps_organisation *organisation = result->organisation;
	double top = 0;
	double bottom = 0;
	double sum = 0;
	int64_t varying = 0;

	for (int32_t j = 0; j < result->organisations; j++)
		if (organisation[j].variance > 0)
		{
			top += working->share[j] / organisation[j].variance * organisation[j].difference;
			bottom += working->share[j] / organisation[j].variance;
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
				floored(working, cpe_beta_cdf(df2 / (df2 + df1 * result->f), 0.5 * df2, 0.5 * df1));
		}
		else
			result->status = "no degrees of freedom";
	}
}

/* Whether a difference is large enough to matter. */
static bool
matters(const struct working *working, double difference)
{
	const struct cpe_cahps_options *options = working->options;
	double mean = working->result->overall_mean;
	double least = options->meandiff;

	if (options->change > 0)
		least =
			fmax(least, options->change * fmin(mean - options->lowest, options->highest - mean));
	return fabs(difference) >= least;
}

/* The t test of one organisation against the overall mean, of which it is a part. */
static void
test_one(struct working *working, int32_t j, double variance_of_overall)
{
	const struct cpe_cahps_options *options = working->options;
	struct cpe_cahps_organisation *this = &working->result->organisation[j];
	double share = working->share[j];
	double others = variance_of_overall - share * share * this->variance;
	double p;

	if (working->result->used < 2 || !(this->variance > 0))
	{
		this->status = working->result->used < 2 ? "one organisation" : "no variance";
		return;
	}
	/* v (1 - 2 share) + sum(share^2 * v), without the difference of large numbers */
	this->se = sqrt(this->variance * (1 - share) * (1 - share) + fmax(others, 0));
	this->low = this->difference - options->z * this->se;
	this->high = this->difference + options->z * this->se;
	this->t = this->difference / this->se;
	if (working->result->df2 <= 0)
	{
		this->status = "no degrees of freedom";
		return;
	}
	p = fmin(2 * cpe_t_upper(fabs(this->t), (double) working->result->df2), 1);
	this->p = floored(working, p);
	this->stars = 2;
	if (p < options->alpha && matters(working, this->difference))
		this->stars = this->difference < 0 ? 1 : 3;
}

static void
test_each(struct working *working)
{
	double variance = 0;

	for (int32_t j = 0; j < working->result->organisations; j++)
		if (working->used[j])
			variance +=
				working->share[j] * working->share[j] * working->result->organisation[j].variance;
	for (int32_t j = 0; j < working->result->organisations; j++)
		if (working->used[j])
			test_one(working, j, variance);
}

bool
cpe_cahps(struct cpe_cahps *result, const struct cpe_cells *cells,
          const struct cpe_cahps_options *options, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct working working = {
		.result = result, .options = options, .arena = arena, .problem = problem};
	struct cpe_fit_options fit = options->fit;
	struct cpe_frame frame;

	memset(result, 0, sizeof(*result));
	result->overall_mean = result->grand_mean = result->f = result->p = NAN;
	if (cells->offset != NULL)
		return cpe_problem_set(problem, CPE_INVALID, "Least squares of centred outcomes has none.",
		                       NULL, "cahps does not take a casemix with offsets");
	fit.family = CPE_GAUSSIAN;
	fit.effect = CPE_EFFECT_FIXED;
	if (!cpe_frame_open(&frame, cells, &fit, arena, problem) ||
	    !open_organisations(&working, &frame) || !sum_organisations(&working, &frame) ||
	    !keep_used(&working, &frame))
		return false;
	if (result->used > 0 && (!regress(&working) || !adjust(&working) || !variances(&working)))
		return false;
	test_all(&working);
	test_each(&working);
	return true;
}
