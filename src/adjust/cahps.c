#include "adjust/cahps.h"

#include <math.h>

#include "adjust/cahps_item.h"

#define POLL_EVERY 4096
#define ROUNDING 1e-15 /* of a cell's sum of squares */

struct working
{
	struct cpe_cahps *result;
	const struct cpe_cahps_options *options;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_frame frame; /* of the organisations that are used */
	struct cpe_cahps_item item;
	double *ww;         /* by organisation: sum of w^2 */
	double *share;      /* of the organisation in the overall mean; 0: not used */
	double mean_square; /* of the outcomes */
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

/* Sums by organisation, also of those not used, and what outcomes are compared with. */
static bool
sum_organisations(struct working *working, const struct cpe_frame *frame)
{
	struct cpe_cahps_organisation *organisation = working->result->organisation;
	double *w = numbers(working, (size_t) frame->organisations);
	double *wy = numbers(working, (size_t) frame->organisations);
	double squares = 0;
	double weight = 0;

	working->ww = numbers(working, (size_t) frame->organisations);
	if (w == NULL || wy == NULL || working->ww == NULL)
		return false;
	for (int32_t c = 0; c < frame->cells; c++)
	{
		int32_t j = frame->organisation_of[c];

		w[j] += frame->sum.w[c];
		wy[j] += frame->sum.wy[c];
		working->ww[j] += frame->sum.w2[c];
		squares += frame->sum.wyy[c];
		weight += frame->sum.w[c];
	}
	working->mean_square = squares / weight;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (w[j] > 0)
			organisation[j].unadjusted = wy[j] / w[j];
	return true;
}

/*
 * Adjusted means: what the organisation's respondents would have answered, were their adjusters
 * the overall mean of organisations' means.  So the overall mean of adjusted means is that of the
 * unadjusted ones, and they need not be recentred.
 */
static bool
adjust(struct working *working)
{
	struct cpe_cahps *result = working->result;
	const struct cpe_cahps_item *item = &working->item;
	double centre;

	working->share = cpe_cahps_shares(result, item->w, working->options->overall, working->arena,
	                                  working->problem);
	if (working->share == NULL)
		return false;
	cpe_cahps_item_centre(item, working->share, &result->overall_mean, &centre);
	for (int32_t j = 0; j < result->organisations; j++)
		if (working->share[j] > 0)
		{
			struct cpe_cahps_organisation *this = &result->organisation[j];

			this->adjusted = this->unadjusted + (centre - item->linear[j]);
			this->difference = this->adjusted - result->overall_mean;
		}
	return true;
}

/*
 * sum(w^2 (y - centre)^2) over a cell.  What its respondents differ among themselves is a
 * difference of two sums, and nothing when it is no more than these were rounded by.
 */
static double
cell_squares(const struct cpe_frame *frame, int32_t cell, double centre)
{
	double w2 = frame->sum.w2[cell];
	double squares = frame->sum.w2yy[cell];
	double mean = frame->sum.w2y[cell] / w2;
	double within = squares - mean * frame->sum.w2y[cell];

	if (frame->sum.n[cell] == 1 || within <= ROUNDING * squares)
		within = 0;
	return within + w2 * (mean - centre) * (mean - centre);
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
		if (working->share[j] > 0)
			organisation[j].variance = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double linear = cpe_frame_linear(frame, p, working->item.coefficient);

		if (!poll(working, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int32_t j = frame->organisation_of[c];

			organisation[j].variance += cell_squares(
				frame, c, organisation[j].unadjusted - working->item.linear[j] + linear);
		}
	}
	for (int32_t j = 0; j < working->result->organisations; j++)
	{
		if (!(working->share[j] > 0))
			continue;
		if (organisation[j].variance <=
		    CPE_CAHPS_NO_VARIANCE * working->mean_square * working->ww[j])
			organisation[j].variance = 0;
		organisation[j].variance /= working->item.w[j] * working->item.w[j];
	}
	return true;
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
	double *weight;

	cpe_cahps_clear(result);
	if (cells->offset != NULL)
		return cpe_problem_set(problem, CPE_INVALID, "Least squares of centred outcomes has none.",
		                       NULL, "cahps does not take a casemix with offsets");
	fit.family = CPE_GAUSSIAN;
	fit.effect = CPE_EFFECT_FIXED;
	if (!cpe_frame_open(&frame, cells, &fit, arena, problem) ||
	    !cpe_cahps_open(result, &frame, options, arena, problem) ||
	    !sum_organisations(&working, &frame) ||
	    !cpe_cahps_keep(result, &working.frame, &frame, options, arena, problem))
		return false;
	weight = numbers(&working, (size_t) working.frame.cells);
	if (weight == NULL)
		return false;
	if (!cpe_cahps_item_fit(&working.item, &working.frame, options, weight, arena, problem) ||
	    !adjust(&working) || !variances(&working))
		return false;
	if (result->used == 0)
		result->overall_mean = NAN;
	for (int i = 0; result->used > 0 && i < frame.columns; i++)
		*(working.item.estimated[i] ? &result->adjusters : &result->aliased) += 1;
	return cpe_cahps_tests(result, working.share, options, arena, problem);
}
