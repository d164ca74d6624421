#include "adjust/indirect.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 4096

/* What is asked for and worked with. */
struct indirect
{
	struct cpe_model *model;
	const struct cpe_prediction *prediction;
	const struct cpe_frame *frame;
	const struct cpe_estimate *estimate;
	const struct cpe_covariance *covariance;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	bool fixed;
	double dispersion;       /* of least squares */
	double *expected;        /* by pattern, without effect; NAN: unknown */
	double *weight;          /* by cell: of what is added to an arrow */
	struct cpe_arrow slope;  /* of expected: a_j and g_j */
	struct cpe_arrow spread; /* m_k and M; where the general form is needed */
	double *column;          /* c_j, u_j and the effects' part of u_j */
	double *total;           /* G */
	double *solved;
	double *effect;
};

/*
 * The variance of a cell's sum of w * y: that of a number is the dispersion / w, as in the
 * coefficients' covariance, so that weights all multiplied by a number change nothing.
 */
static double
cell_variance(const struct indirect *indirect, int32_t cell, double predicted)
{
	const struct cpe_cell_sums *sum = &indirect->frame->sum;

	return indirect->prediction->family == CPE_GAUSSIAN
	           ? sum->w[cell] * indirect->dispersion
	           : sum->w2[cell] * (predicted * (1 - predicted));
}

#define NOTHING_LEFT 1e-9 /* of all weights: what is left to expect is 0 */

/*
 * The intercept that makes the expected of all sum to the observed: of the patterns whose linear
 * predictor is finite and known, after what separation expects of others.  Where it leaves none and
 * expects as much as is observed, any intercept does.
 */
static bool
find_intercept(struct indirect *indirect)
{
	const struct cpe_prediction *prediction = indirect->prediction;
	const struct cpe_frame *frame = indirect->frame;
	bool *skip = cpe_arena_alloc(indirect->arena, frame->patterns, sizeof(bool), indirect->problem);
	bool some = false;
	double total = 0;
	double all = 0;

	if (skip == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		int limit = prediction->limit ? prediction->limit[p] : 0;
		bool unknown = prediction->limit && prediction->unknown_common[p];

		skip[p] = limit != 0 || unknown;
		some = some || !skip[p];
		all += prediction->weight[p];
		if (limit > 0)
			total -= prediction->weight[p];
		for (int32_t c = frame->first[p]; !unknown && c < frame->first[p + 1]; c++)
			total += frame->sum.wy[c];
	}
	if (!some && fabs(total) <= NOTHING_LEFT * all)
		return true;
	return (some &&
	        cpe_prediction_shift(prediction->family, frame->patterns, prediction->linear,
	                             prediction->weight, skip, total, &indirect->model->intercept)) ||
	       cpe_problem_set(
			   indirect->problem, CPE_INVALID,
			   "None makes expected outcomes sum to those observed, once separation has "
			   "foretold what it can.",
			   "Where both outcomes occur, methods ridge and firth have one; without "
			   "effects of organisations (organisation none), firth has it always.",
			   "the model has no intercept common to all organisations");
}

/* Expected and variance by organisation; the weights of the slopes by cell. */
static bool
sum_expected(struct indirect *indirect)
{
	const struct cpe_frame *frame = indirect->frame;
	struct cpe_model *model = indirect->model;

	for (int32_t j = 0; j < frame->organisations; j++)
	{
		bool empty = model->organisation[j].flag == CPE_FLAG_NO_DATA;

		model->organisation[j].expected = empty ? NAN : 0;
		model->organisation[j].variance = empty ? NAN : 0;
	}
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double expected = cpe_prediction_of_pattern(indirect->prediction, p, model->intercept);
		double slope = indirect->prediction->family == CPE_GAUSSIAN ? 1 : expected * (1 - expected);

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(indirect->arena, indirect->problem))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			struct cpe_model_organisation *to = &model->organisation[frame->organisation_of[c]];

			to->expected += frame->sum.w[c] * expected;
			to->variance += cell_variance(indirect, c, expected);
			indirect->weight[c] = isnan(slope) ? 0 : frame->sum.w[c] * slope;
		}
	}
	return true;
}

/* The sum of w^2 (y - fitted)^2 over a cell's respondents. */
static double
squares_of_cell(const struct cpe_cell_sums *sum, int32_t cell, double fitted)
{
	double mean = sum->w2y[cell] / sum->w2[cell];
	double within = sum->n[cell] == 1 ? 0 : sum->w2yy[cell] - sum->w2y[cell] * mean;

	return fmax(within, 0) + sum->w2[cell] * (mean - fitted) * (mean - fitted);
}

/* Variances of w * y, as fitted, or for HC0 of w^2 (y - fitted)^2. */
static bool
fill_spread(struct indirect *indirect)
{
	const struct cpe_frame *frame = indirect->frame;
	bool squares = indirect->covariance->kind == CPE_VARIANCE_HC0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(indirect->arena, indirect->problem))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			double fitted = cpe_prediction_of_cell(indirect->prediction, p, c);

			indirect->weight[c] = squares ? squares_of_cell(&frame->sum, c, fitted)
			                              : cell_variance(indirect, c, fitted);
		}
	}
	return cpe_arrow_open(&indirect->spread, frame->organisations, frame->columns, indirect->arena,
	                      indirect->problem) &&
	       cpe_arrow_add(&indirect->spread, frame, indirect->weight, indirect->arena,
	                     indirect->problem);
}

/* u_j' m_k */
static double
covariance_with(const struct indirect *indirect, int32_t organisation)
{
	const struct cpe_arrow *spread = &indirect->spread;
	int columns = spread->columns;
	double sum =
		cpe_dot(&spread->cross[(size_t) organisation * columns], indirect->solved, columns);

	return indirect->fixed ? sum + spread->diagonal[organisation] * indirect->effect[organisation]
	                       : sum;
}

/* The part of the variance that the coefficients have, for c_j in column. */
static double
coefficient_part(struct indirect *indirect, int32_t organisation, double share)
{
	const struct cpe_arrow *bread = &indirect->covariance->bread;
	int columns = indirect->frame->columns;
	double own;
	double all = 0;

	memset(indirect->solved, 0, sizeof(double) * bread->columns);
	memcpy(indirect->solved, indirect->column, sizeof(double) * columns);
	memset(indirect->effect, 0, sizeof(double) * indirect->frame->organisations);
	cpe_arrow_solve(bread, bread->organisations > 0 ? indirect->effect : NULL, indirect->solved);
	own = covariance_with(indirect, organisation);
	for (int32_t k = 0; share != 0 && k < indirect->frame->organisations; k++)
		all += covariance_with(indirect, k);
	return -2 * (own - share * all) + cpe_arrow_quadratic(&indirect->spread,
	                                                      indirect->fixed ? indirect->effect : NULL,
	                                                      indirect->solved);
}

/* V_k: as in the model's variance, or for HC0 of the squares. */
static double
own_variance(const struct indirect *indirect, bool squares, int32_t organisation)
{
	const struct cpe_model_organisation *from = &indirect->model->organisation[organisation];

	if (squares)
		return indirect->spread.diagonal[organisation];
	return isnan(from->variance) ? 0 : from->variance;
}

static void
fill_difference(struct indirect *indirect, bool simple, int32_t organisation, double slope,
                double variance)
{
	struct cpe_model_organisation *to = &indirect->model->organisation[organisation];
	const struct cpe_covariance *covariance = indirect->covariance;
	int columns = indirect->frame->columns;
	const double *own = &indirect->slope.cross[(size_t) organisation * columns];
	double share =
		indirect->fixed && slope > 0 ? indirect->slope.diagonal[organisation] / slope : 0;
	double mine = own_variance(indirect, covariance->kind == CPE_VARIANCE_HC0, organisation);
	double sum = (1 - share) * (1 - share) * mine + share * share * (variance - mine);

	for (int c = 0; c < columns; c++)
		indirect->column[c] = own[c] - share * indirect->total[c];
	if (!simple)
		sum += coefficient_part(indirect, organisation, share);
	else if (indirect->fixed)
		sum += cpe_covariance_of(covariance, NULL, indirect->column, indirect->arena);
	else
		sum -= cpe_covariance_of(covariance, NULL, indirect->column, indirect->arena);
	to->variance_difference = isnan(to->expected) ? NAN : fmax(sum, 0);
}

static bool
fill_differences(struct indirect *indirect)
{
	const struct cpe_frame *frame = indirect->frame;
	const struct cpe_covariance *covariance = indirect->covariance;
	bool squares = covariance->kind == CPE_VARIANCE_HC0;
	bool simple = !squares && !indirect->model->weighted && !(indirect->estimate->ridge > 0);
	int columns = frame->columns;
	double slope = 0;
	double variance = 0;

	if (!simple && !fill_spread(indirect))
		return false;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		slope += indirect->slope.diagonal[j];
		variance += own_variance(indirect, squares, j);
		for (int c = 0; c < columns; c++)
			indirect->total[c] += indirect->slope.cross[(size_t) j * columns + c];
	}
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		if (!cpe_arena_poll(indirect->arena, indirect->problem))
			return false;
		if (indirect->model->organisation[j].flag != CPE_FLAG_NO_DATA)
			fill_difference(indirect, simple, j, slope, variance);
	}
	return true;
}

double
cpe_packed_variance(const double *matrix, const double *vector, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
	{
		double row = 0;

		if (vector[i] == 0)
			continue;
		for (int k = 0; k < i; k++)
			row += matrix[CPE_PACKED(i, k)] * vector[k];
		sum += vector[i] * (2 * row + matrix[CPE_PACKED(i, i)] * vector[i]);
	}
	return fmax(sum, 0);
}

/* Random effects: as if the coefficients came from other respondents. */
static bool
fill_random(struct indirect *indirect, const double *covariance)
{
	const struct cpe_frame *frame = indirect->frame;

	for (int32_t j = 0; j < frame->organisations; j++)
	{
		struct cpe_model_organisation *to = &indirect->model->organisation[j];

		if (!cpe_arena_poll(indirect->arena, indirect->problem))
			return false;
		to->variance_difference =
			to->variance + cpe_packed_variance(covariance,
		                                       &indirect->slope.cross[(size_t) j * frame->columns],
		                                       frame->columns);
	}
	return true;
}

static bool
open_work(struct indirect *indirect)
{
	const struct cpe_frame *frame = indirect->frame;
	struct cpe_arena *arena = indirect->arena;
	struct cpe_problem *problem = indirect->problem;
	size_t columns = (size_t) frame->columns + 1; /* a ridge's intercept, too */

	indirect->weight = cpe_arena_alloc(arena, frame->cells, sizeof(double), problem);
	indirect->column = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	indirect->total = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	indirect->solved = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	indirect->effect = cpe_arena_alloc(arena, frame->organisations, sizeof(double), problem);
	return indirect->weight != NULL && indirect->column != NULL && indirect->total != NULL &&
	       indirect->solved != NULL && indirect->effect != NULL &&
	       cpe_arrow_open(&indirect->slope, frame->organisations, frame->columns, arena, problem);
}

bool
cpe_indirect(struct cpe_model *model, const struct cpe_prediction *prediction,
             const struct cpe_estimate *estimate, const struct cpe_covariance *covariance,
             const double *random_covariance, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct indirect indirect = {.model = model,
	                            .prediction = prediction,
	                            .frame = prediction->frame,
	                            .estimate = estimate,
	                            .covariance = covariance,
	                            .arena = arena,
	                            .problem = problem,
	                            .fixed = model->effect == CPE_EFFECT_FIXED,
	                            .dispersion = estimate ? estimate->dispersion : 1};

	model->intercept = 0;
	for (int32_t j = 0; j < model->organisations; j++)
		model->organisation[j].variance_difference = NAN;
	if (!open_work(&indirect) || (indirect.fixed && !find_intercept(&indirect)) ||
	    !sum_expected(&indirect))
		return false;
	if (covariance != NULL &&
	    (covariance->kind == CPE_VARIANCE_CLUSTER || covariance->kind == CPE_VARIANCE_CLUSTER_HC1))
		return true;
	if (!cpe_arrow_add(&indirect.slope, prediction->frame, indirect.weight, arena, problem))
		return false;
	return random_covariance ? fill_random(&indirect, random_covariance)
	                         : fill_differences(&indirect);
}
