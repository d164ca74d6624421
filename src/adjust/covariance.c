#include "adjust/covariance.h"

#include <math.h>
#include <string.h>

/* Patterns between two looks at whether to go on. */
#define PATTERNS_A_POLL 1024

/* The probability or mean of a cell under an estimate. */
static double
fitted_of(const struct cpe_frame *frame, const struct cpe_estimate *estimate, double linear,
          int32_t cell)
{
	double value = linear;
	double small;

	if (estimate->effect != NULL)
		value += estimate->effect[frame->organisation_of[cell]];
	if (!estimate->logistic)
		return value;
	small = exp(-fabs(value));
	return (value > 0 ? 1 : small) / (1 + small);
}

/* The sum of w^2 (y - fitted)^2 over a cell's respondents. */
static double
squares_of(const struct cpe_cell_sums *sum, int32_t cell, double fitted)
{
	double mean = sum->w2y[cell] / sum->w2[cell];
	double within = sum->n[cell] == 1 ? 0 : sum->w2yy[cell] - sum->w2y[cell] * mean;

	return fmax(within, 0) + sum->w2[cell] * (mean - fitted) * (mean - fitted);
}

static bool
fill_squares(struct cpe_covariance *covariance, const struct cpe_frame *scored,
             struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_estimate *estimate = covariance->estimate;
	double *weight = cpe_arena_alloc(arena, scored->cells, sizeof(double), problem);

	if (weight == NULL)
		return false;
	for (int32_t i = 0; i < scored->patterns; i++)
	{
		double linear = cpe_frame_linear(scored, i, estimate->column);

		if (i % PATTERNS_A_POLL == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t cell = scored->first[i]; cell < scored->first[i + 1]; cell++)
			weight[cell] =
				squares_of(&scored->sum, cell, fitted_of(scored, estimate, linear, cell));
	}
	return cpe_arrow_open(&covariance->meat, covariance->bread.organisations, scored->columns,
	                      arena, problem) &&
	       cpe_arrow_add(&covariance->meat, scored, weight, arena, problem);
}

/* The organisations' sums of x w (y - fitted). */
static bool
fill_scores(struct cpe_covariance *covariance, const struct cpe_frame *scored,
            struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_estimate *estimate = covariance->estimate;
	size_t organisations = scored->organisations;
	int columns = scored->columns;

	covariance->clusters = scored->organisations;
	covariance->effect_score = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	if (covariance->effect_score == NULL)
		return false;
	covariance->column_score =
		cpe_arena_alloc(arena, organisations * columns, sizeof(double), problem);
	if (covariance->column_score == NULL)
		return false;
	for (int32_t i = 0; i < scored->patterns; i++)
	{
		double linear = cpe_frame_linear(scored, i, estimate->column);

		if (i % PATTERNS_A_POLL == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t cell = scored->first[i]; cell < scored->first[i + 1]; cell++)
		{
			int32_t j = scored->organisation_of[cell];
			double *row = &covariance->column_score[(size_t) j * columns];
			double score = scored->sum.wy[cell] -
			               scored->sum.w[cell] * fitted_of(scored, estimate, linear, cell);

			covariance->effect_score[j] += score;
			for (int64_t e = scored->entry[i]; e < scored->entry[i + 1]; e++)
				row[scored->entry_column[e]] +=
					scored->entry_value ? score * scored->entry_value[e] : score;
		}
	}
	return true;
}

/* How many organisations have respondents. */
static bool
count_clusters(const struct cpe_frame *scored, int32_t *clusters, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	bool *seen = cpe_arena_alloc(arena, scored->organisations, sizeof(bool), problem);

	if (seen == NULL)
		return false;
	*clusters = 0;
	for (int32_t cell = 0; cell < scored->cells; cell++)
	{
		bool *of = &seen[scored->organisation_of[cell]];

		*clusters += !*of;
		*of = true;
	}
	return true;
}

/* Sets the scale of a cluster variance. */
static bool
scale_clusters(struct cpe_covariance *covariance, const struct cpe_frame *scored,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	int rank = covariance->estimate->information.rank;
	double g;
	int32_t clusters;

	if (!count_clusters(scored, &clusters, arena, problem))
		return false;
	if (clusters < 2)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Use the variance model or hc0.",
		                       "a variance by organisation needs at least two organisations");
	covariance->scale = 1;
	if (covariance->kind == CPE_VARIANCE_CLUSTER)
		return true;
	if (scored->n <= rank)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Use the variance model or cluster.",
		                       "variance cluster_hc1 needs more respondents than parameters");
	g = clusters;
	covariance->scale = g / (g - 1) * (double) (scored->n - 1) / (double) (scored->n - rank);
	return true;
}

/* Middle matrix times a vector over organisations (where the bread has them) and columns. */
static void
times_meat(const struct cpe_covariance *covariance, const double *effect, const double *column,
           double *effect_product, double *column_product)
{
	const struct cpe_arrow *meat = &covariance->meat;
	int columns = covariance->estimate->information.columns;
	int32_t organisations = covariance->bread.organisations;

	memset(effect_product, 0, organisations * sizeof(double));
	memset(column_product, 0, covariance->bread.columns * sizeof(double));
	for (int32_t j = 0; j < covariance->clusters; j++)
	{
		const double *score = &covariance->column_score[(size_t) j * columns];
		double own = organisations > 0 ? covariance->effect_score[j] : 0;
		double along = organisations > 0 ? own * effect[j] : 0;

		for (int c = 0; c < columns; c++)
			along += score[c] * column[c];
		for (int c = 0; c < columns; c++)
			column_product[c] += along * score[c];
		if (organisations > 0)
			effect_product[j] += own * along;
	}
	if (covariance->clusters > 0)
		return;
	for (int32_t j = 0; j < organisations; j++)
	{
		const double *cross = &meat->cross[(size_t) j * columns];

		effect_product[j] = meat->diagonal[j] * effect[j];
		for (int c = 0; c < columns; c++)
		{
			effect_product[j] += cross[c] * column[c];
			column_product[c] += cross[c] * effect[j];
		}
	}
	for (int c = 0; c < columns; c++)
		for (int d = 0; d <= c; d++)
		{
			double element = meat->block[CPE_PACKED(c, d)];

			column_product[c] += element * column[d];
			if (d < c)
				column_product[d] += element * column[c];
		}
}

/* Whether the matrix is the bread's inverse alone: it has no middle. */
static bool
is_inverse(const struct cpe_covariance *covariance)
{
	return covariance->kind == CPE_VARIANCE_MODEL && !(covariance->estimate->ridge > 0);
}

/* The columns' block: bread^-1 meat bread^-1, a column at a time. */
static bool
fill_columns(struct cpe_covariance *covariance, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	const struct cpe_arrow *bread = &covariance->bread;
	int columns = covariance->estimate->information.columns;
	double *effect = covariance->effect_work;
	double *column = covariance->column_work;
	double *effect_product = cpe_arena_alloc(arena, bread->organisations, sizeof(double), problem);
	double *column_product = cpe_arena_alloc(arena, bread->columns, sizeof(double), problem);

	if (effect_product == NULL || column_product == NULL)
		return false;
	for (int c = 0; c < columns; c++)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		memset(effect, 0, bread->organisations * sizeof(double));
		memset(column, 0, bread->columns * sizeof(double));
		column[c] = 1;
		cpe_arrow_solve(bread, effect, column);
		times_meat(covariance, effect, column, effect_product, column_product);
		cpe_arrow_solve(bread, effect_product, column_product);
		/* of a column that fits its respondents without error the variance is 0 up to rounding */
		column_product[c] = fmax(column_product[c], 0);
		for (int d = 0; d <= c; d++)
			covariance->column[CPE_PACKED(c, d)] = covariance->scale * column_product[d];
	}
	return true;
}

/* The second derivatives of what was maximised, factored. */
static bool
open_bread(struct cpe_covariance *covariance, const struct cpe_frame *scored,
           struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_estimate *estimate = covariance->estimate;

	covariance->bread = estimate->information;
	if (estimate->ridge > 0)
	{
		if (!cpe_arrow_open(&covariance->bread, estimate->information.organisations,
		                    scored->columns + (estimate->effect != NULL), arena, problem))
			return false;
		cpe_ridge_fill(&covariance->bread, scored, &estimate->information, estimate->ridge);
		if (!cpe_arrow_factor(&covariance->bread, arena, problem))
			return false;
	}
	covariance->effect_work =
		cpe_arena_alloc(arena, covariance->bread.organisations, sizeof(double), problem);
	if (covariance->effect_work == NULL)
		return false;
	covariance->column_work =
		cpe_arena_alloc(arena, covariance->bread.columns, sizeof(double), problem);
	return covariance->column_work != NULL;
}

bool
cpe_covariance_open(struct cpe_covariance *covariance, const struct cpe_frame *scored,
                    const struct cpe_estimate *estimate, enum cpe_variance kind,
                    struct cpe_arena *arena, struct cpe_problem *problem)
{
	size_t size = CPE_PACKED_SIZE(scored->columns);
	bool good = true;

	memset(covariance, 0, sizeof(*covariance));
	covariance->kind = kind;
	covariance->estimate = estimate;
	covariance->scale = kind == CPE_VARIANCE_MODEL ? estimate->dispersion : 1;
	covariance->column = cpe_arena_alloc(arena, size, sizeof(double), problem);
	if (covariance->column == NULL || !open_bread(covariance, scored, arena, problem))
		return false;
	if (is_inverse(covariance))
	{
		for (size_t i = 0; i < size; i++)
			covariance->column[i] = covariance->scale * covariance->bread.inverse[i];
		return true;
	}
	if (kind == CPE_VARIANCE_MODEL)
		covariance->meat = estimate->information;
	else if (kind == CPE_VARIANCE_HC0)
		good = fill_squares(covariance, scored, arena, problem);
	else
		good = scale_clusters(covariance, scored, arena, problem) &&
		       fill_scores(covariance, scored, arena, problem);
	return good && fill_columns(covariance, arena, problem);
}

/* v' meat v */
static double
meat_quadratic(const struct cpe_covariance *covariance, const double *effect, const double *column)
{
	int columns = covariance->estimate->information.columns;
	bool absorbed = covariance->bread.organisations > 0;
	double sum = 0;

	if (covariance->clusters == 0)
		return cpe_arrow_quadratic(&covariance->meat, absorbed ? effect : NULL, column);
	for (int32_t j = 0; j < covariance->clusters; j++)
	{
		const double *score = &covariance->column_score[(size_t) j * columns];
		double along = absorbed ? covariance->effect_score[j] * effect[j] : 0;

		for (int c = 0; c < columns; c++)
			along += score[c] * column[c];
		sum += along * along;
	}
	return sum;
}

double
cpe_covariance_of(const struct cpe_covariance *covariance, const double *effect,
                  const double *column, struct cpe_arena *arena)
{
	const struct cpe_arrow *bread = &covariance->bread;
	int columns = covariance->estimate->information.columns;

	if (is_inverse(covariance))
		return covariance->scale * cpe_arrow_inverse_quadratic(bread, effect, column, arena);
	memset(covariance->column_work, 0, bread->columns * sizeof(double));
	memcpy(covariance->column_work, column, columns * sizeof(double));
	if (effect == NULL)
		memset(covariance->effect_work, 0, bread->organisations * sizeof(double));
	else
		memcpy(covariance->effect_work, effect, bread->organisations * sizeof(double));
	cpe_arrow_solve(bread, covariance->effect_work, covariance->column_work);
	return covariance->scale *
	       meat_quadratic(covariance, covariance->effect_work, covariance->column_work);
}
