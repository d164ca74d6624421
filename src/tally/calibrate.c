#include "tally/calibrate.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/exact_sum.h"
#include "base/linear.h"
#include "base/sort.h"
#include "tally/weighted.h"

#define POLL_EVERY 4096

/* Whether to go on, asked once in a while of a loop over data. */
static bool
go_on(struct cpe_arena *arena, int64_t step, struct cpe_problem *problem)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(arena, problem);
}

/* A label for messages; never a part of one: it could end within a character. */
static const char *
shown(const char *label)
{
	return strlen(label) <= 60 ? label : "...";
}

/* ---- sums of rows that are alike ---- */

/* Row numbers with those of a pattern together; the rows of pattern p end before end[p]. */
static int64_t *
rows_by_pattern(struct cpe_arena *arena, const int32_t *pattern, int64_t rows, int32_t patterns,
                int64_t **end, struct cpe_problem *problem)
{
	int64_t *order = cpe_arena_alloc(arena, (size_t) rows, sizeof(int64_t), problem);
	int64_t begin = 0;

	if (order == NULL)
		return NULL;
	*end = cpe_arena_alloc(arena, (size_t) patterns, sizeof(int64_t), problem);
	if (*end == NULL)
		return NULL;
	for (int64_t row = 0; row < rows; row++)
		(*end)[pattern[row]]++;
	for (int32_t p = 0; p < patterns; p++)
	{
		int64_t count = (*end)[p];

		(*end)[p] = begin;
		begin += count;
	}
	for (int64_t row = 0; row < rows; row++)
		order[(*end)[pattern[row]]++] = row;
	return order;
}

bool
cpe_pattern_sums(struct cpe_arena *arena, const int32_t *pattern, int64_t rows, int32_t patterns,
                 const double *weight, const double *value, double **weights, double **products,
                 struct cpe_problem *problem)
{
	int64_t *end;
	int64_t *order = rows_by_pattern(arena, pattern, rows, patterns, &end, problem);
	int64_t at = 0;

	if (order == NULL)
		return false;
	*weights = cpe_arena_alloc(arena, (size_t) patterns, sizeof(double), problem);
	if (*weights == NULL)
		return false;
	if (value)
	{
		*products = cpe_arena_alloc(arena, (size_t) patterns, sizeof(double), problem);
		if (*products == NULL)
			return false;
	}
	for (int32_t p = 0; p < patterns; p++)
	{
		struct cpe_total sum;
		struct cpe_total products_sum;

		cpe_total_open(&sum);
		if (value)
			cpe_total_open(&products_sum);
		for (; at < end[p]; at++)
		{
			double factor[2] = {weight[order[at]], value ? value[order[at]] : 0};

			if (!go_on(arena, at, problem))
				return false;
			cpe_total_add(&sum, factor, 1);
			if (value)
				cpe_total_add(&products_sum, factor, 2);
		}
		(*weights)[p] = cpe_total_value(&sum);
		if (value)
			(*products)[p] = cpe_total_value(&products_sum);
		if (!isfinite((*weights)[p]) || (value && !isfinite((*products)[p])))
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
			                       "sum of weights is out of range");
	}
	return true;
}

/* ---- caps and trims ---- */

bool
cpe_weight_cap(struct cpe_arena *arena, const double *weight, int64_t rows, double sds, double *cap,
               struct cpe_problem *problem)
{
	struct cpe_total count;
	struct cpe_total sum;
	struct cpe_total squares;
	double n = (double) rows;

	*cap = INFINITY;
	if (rows < 2)
		return true;
	cpe_total_open(&count);
	cpe_total_open(&sum);
	cpe_total_open(&squares);
	cpe_total_add(&count, &n, 1);
	for (int64_t row = 0; row < rows; row++)
	{
		double factor[2] = {weight[row], weight[row]};

		if (!go_on(arena, row, problem))
			return false;
		cpe_total_add(&sum, factor, 1);
		cpe_total_add(&squares, factor, 2);
	}
	*cap = cpe_exact_ratio(cpe_total_exact(&sum), cpe_total_exact(&count)) +
	       sds * cpe_weighted_sd(rows, cpe_total_exact(&count), cpe_total_exact(&sum),
	                             cpe_total_exact(&squares));
	return true;
}

static int
compare_numbers(const void *a, const void *b)
{
	double left = *(const double *) a;
	double right = *(const double *) b;

	return (left > right) - (left < right);
}

static double
clip(double value, double low, double high)
{
	return fmin(high, fmax(low, value));
}

/* How trimmed weights come of the weights: two moves, each followed by clipping. */
struct trim
{
	double low;
	double high;
	double share; /* first move, of weights not outside */
	double fill;  /* second move, of all */
};

static double
trim_one(const struct trim *trim, double weight)
{
	bool outside = weight < trim->low || weight > trim->high;
	double first = clip(outside ? weight : weight + trim->share, trim->low, trim->high);

	return trim->fill == 0 ? first : clip(first + trim->fill, trim->low, trim->high);
}

/*
 * The move that brings ascending values, clipped, to the total: those that can still move take it
 * equally.  Upwards the highest stop first, downwards the lowest.
 */
static double
fill_to(const double *value, int64_t rows, double low, double high, double total, bool up)
{
	struct cpe_careful rest = {total, 0};

	for (int64_t i = 0; i < rows; i++)
		cpe_careful_add(&rest, -value[i]);
	for (int64_t stopped = 0; stopped < rows; stopped++)
	{
		double next = up ? value[rows - 1 - stopped] : value[stopped];
		double move = cpe_careful_value(&rest) / (double) (rows - stopped);

		if (up ? next + move <= high : next + move >= low)
			return move;
		/* this one goes to its limit, and the others take what it leaves */
		cpe_careful_add(&rest, next);
		cpe_careful_add(&rest, up ? -high : -low);
	}
	return up ? high - value[0] : low - value[rows - 1];
}

bool
cpe_weight_trim(struct cpe_arena *arena, const double *weight, int64_t rows, double low,
                double high, double *trimmed, struct cpe_problem *problem)
{
	struct trim trim = {low, high, 0, 0};
	double *value = cpe_arena_alloc(arena, (size_t) rows, sizeof(double), problem);
	struct cpe_total sum;
	struct cpe_careful lost = {0, 0};
	int64_t inside = 0;
	bool outside_again = false;
	double total;
	double lost_total;

	if (value == NULL)
		return false;
	cpe_total_open(&sum);
	for (int64_t row = 0; row < rows; row++)
	{
		if (!go_on(arena, row, problem))
			return false;
		cpe_total_add(&sum, &weight[row], 1);
		value[row] = weight[row];
	}
	total = cpe_total_value(&sum);
	if (!isfinite(total))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "sum of weights is out of range");
	if (total < (double) rows * low * (1 - 4 * DBL_EPSILON) ||
	    total > (double) rows * high * (1 + 4 * DBL_EPSILON))
	{
		char detail[sizeof(problem->detail)];

		snprintf(detail, sizeof(detail),
		         "%lld weights between %.15g and %.15g cannot have the total %.15g.",
		         (long long) rows, low, high, total);
		return cpe_problem_set(problem, CPE_INVALID, detail,
		                       "The mean of the weights must lie between the limits.",
		                       "weights cannot be trimmed to these limits");
	}
	/* an order of its own: the sums below must not depend on that of the rows */
	if (!cpe_sort(arena, value, (size_t) rows, sizeof(double), compare_numbers, problem))
		return false;
	for (int64_t i = 0; i < rows; i++)
	{
		double clipped = clip(value[i], low, high);

		inside += clipped == value[i];
		if (clipped != value[i])
			cpe_careful_add(&lost, value[i] - clipped);
	}
	lost_total = cpe_careful_value(&lost);
	if (inside > 0)
		trim.share = lost_total / (double) inside;
	for (int64_t i = 0; i < rows; i++)
	{
		bool is_inside = value[i] >= low && value[i] <= high;

		if (is_inside && clip(value[i] + trim.share, low, high) != value[i] + trim.share)
			outside_again = true;
	}
	if (inside < rows && (outside_again || inside == 0))
	{
		for (int64_t i = 0; i < rows; i++)
			value[i] = trim_one(&trim, value[i]);
		trim.fill = fill_to(value, rows, low, high, total, lost_total > 0);
	}
	for (int64_t row = 0; row < rows; row++)
		trimmed[row] = trim_one(&trim, weight[row]);
	return true;
}

/* ---- raking ---- */

/* The sums of a margin's categories under the present factors. */
static bool
margin_sums(struct cpe_arena *arena, const struct cpe_margins *margins, int margin,
            const double *factor, struct cpe_careful *sum, struct cpe_problem *problem)
{
	memset(sum, 0, sizeof(*sum) * margins->margin[margin].levels);
	for (int32_t cell = 0; cell < margins->cells; cell++)
	{
		int32_t level = margins->level[(size_t) cell * margins->margins + margin];

		if (!go_on(arena, cell, problem))
			return false;
		cpe_careful_add(&sum[level], margins->weight[cell] * factor[cell]);
	}
	return true;
}

/* The category that is farthest from its total, and how far. */
struct misfit
{
	double relative;
	int margin;
	int32_t level;
	double sum;
};

static bool
find_misfit(struct cpe_arena *arena, const struct cpe_margins *margins, const double *factor,
            struct cpe_careful *sum, struct misfit *misfit, struct cpe_problem *problem)
{
	*misfit = (struct misfit){-1, 0, 0, 0};
	for (int m = 0; m < margins->margins; m++)
	{
		if (!margin_sums(arena, margins, m, factor, sum, problem))
			return false;
		for (int32_t level = 0; level < margins->margin[m].levels; level++)
		{
			double got = cpe_careful_value(&sum[level]);
			double relative = fabs(got / margins->margin[m].total[level] - 1);

			/* what is not a number is worse than any number */
			if (!(relative <= misfit->relative))
			{
				*misfit = (struct misfit){relative, m, level, got};
				if (!isfinite(relative))
					return true;
			}
		}
	}
	return true;
}

/* Each margin gives the population's total, or no weights meet them all. */
static bool
margins_agree(const struct cpe_margins *margins, double tolerance, struct cpe_problem *problem)
{
	double first = 0;

	for (int m = 0; m < margins->margins; m++)
	{
		struct cpe_careful sum = {0, 0};
		double total;

		for (int32_t level = 0; level < margins->margin[m].levels; level++)
			cpe_careful_add(&sum, margins->margin[m].total[level]);
		total = cpe_careful_value(&sum);
		if (!isfinite(total))
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
			                       "the totals of margin %d are out of range", m + 1);
		if (m == 0)
			first = total;
		else if (fabs(total - first) > tolerance / 2 * fmax(total, first))
		{
			char detail[sizeof(problem->detail)];

			snprintf(detail, sizeof(detail),
			         "Margin 1 adds up to %.15g, margin %d to %.15g: a difference of %.6g.", first,
			         m + 1, total, total - first);
			return cpe_problem_set(problem, CPE_INVALID, detail,
			                       "Only categories with a row in the partition count: merge one "
			                       "that has none with another.",
			                       "totals of the margins do not agree");
		}
	}
	return true;
}

bool
cpe_rake(struct cpe_arena *arena, const struct cpe_margins *margins, double tolerance,
         int iterations, double *factor, struct cpe_problem *problem)
{
	struct misfit misfit;
	struct cpe_careful *sum;
	int32_t most = 0;
	char detail[sizeof(problem->detail)];

	for (int m = 0; m < margins->margins; m++)
		if (margins->margin[m].levels > most)
			most = margins->margin[m].levels;
	sum = cpe_arena_alloc(arena, (size_t) most, sizeof(*sum), problem);
	if (sum == NULL || !margins_agree(margins, tolerance, problem))
		return false;
	for (int32_t cell = 0; cell < margins->cells; cell++)
		factor[cell] = 1;
	for (int sweep = 0;; sweep++)
	{
		if (!find_misfit(arena, margins, factor, sum, &misfit, problem))
			return false;
		if (misfit.relative <= tolerance)
			return true;
		if (sweep == iterations || !isfinite(misfit.relative))
			break;
		for (int m = 0; m < margins->margins; m++)
		{
			const struct cpe_margin *margin = &margins->margin[m];

			if (!margin_sums(arena, margins, m, factor, sum, problem))
				return false;
			for (int32_t cell = 0; cell < margins->cells; cell++)
			{
				int32_t level = margins->level[(size_t) cell * margins->margins + m];

				factor[cell] *= margin->total[level] / cpe_careful_value(&sum[level]);
			}
		}
	}
	snprintf(detail, sizeof(detail),
	         "Farthest off is category \"%s\" of margin %d: its weights are to add up to %.15g and "
	         "are off by %.3g.",
	         shown(margins->margin[misfit.margin].label[misfit.level]), misfit.margin + 1,
	         margins->margin[misfit.margin].total[misfit.level],
	         misfit.sum - margins->margin[misfit.margin].total[misfit.level]);
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "Where combinations of categories have no rows, no weights may meet the "
	                       "totals: merge categories, or allow more iterations.",
	                       "raking did not converge in %d iterations", iterations);
}

/* ---- calibration on numbers or categories ---- */

static double
row_dot(const struct cpe_regressors *x, int32_t pattern, const double *coefficient)
{
	double sum = 0;

	if (x->x)
	{
		const double *row = &x->x[(size_t) pattern * x->columns];

		for (int j = 0; j < x->columns; j++)
			sum += row[j] * coefficient[j];
	}
	else
	{
		const int32_t *one = &x->one[(size_t) pattern * x->ones];

		for (int j = 0; j < x->ones; j++)
			sum += coefficient[one[j]];
	}
	return sum;
}

/* Adds factor * x of a pattern to sums, one a column. */
static void
row_add(const struct cpe_regressors *x, int32_t pattern, double factor, struct cpe_careful *sum)
{
	if (x->x)
	{
		const double *row = &x->x[(size_t) pattern * x->columns];

		for (int j = 0; j < x->columns; j++)
			cpe_careful_add(&sum[j], factor * row[j]);
	}
	else
	{
		const int32_t *one = &x->one[(size_t) pattern * x->ones];

		for (int j = 0; j < x->ones; j++)
			cpe_careful_add(&sum[one[j]], factor);
	}
}

/* The factor of the matrix X'WX, W = weight * slope (slope NULL: 1). */
static bool
factor_matrix(struct cpe_arena *arena, const struct cpe_regressors *x, const double *weight,
              const double *slope, struct cpe_gram *gram, struct cpe_cholesky *cholesky,
              struct cpe_problem *problem)
{
	cpe_gram_clear(gram);
	for (int32_t p = 0; p < x->patterns; p++)
	{
		double w = slope ? weight[p] * slope[p] : weight[p];

		if (!go_on(arena, x->columns < 64 ? p : 0, problem))
			return false;
		if (x->x)
			cpe_gram_add(gram, w, &x->x[(size_t) p * x->columns]);
		else
			cpe_gram_add_ones(gram, w, &x->one[(size_t) p * x->ones], x->ones);
	}
	return cpe_cholesky_factor(cholesky, arena, cpe_gram_matrix(gram), problem);
}

/* An error for the first column that others make, or that is zero. */
static bool
refuse_collinear(struct cpe_arena *arena, const struct cpe_cholesky *cholesky,
                 struct cpe_problem *problem)
{
	double *coefficient =
		cpe_arena_alloc(arena, (size_t) cholesky->columns, sizeof(double), problem);
	char detail[sizeof(problem->detail)];
	int column = 0;
	int at;
	bool zero = true;

	if (coefficient == NULL)
		return false;
	while (!cholesky->left_out[column])
		column++;
	cpe_cholesky_combination(cholesky, column, coefficient);
	at = snprintf(detail, sizeof(detail), "x[%d] =", column + 1);
	for (int j = 0; j < column; j++)
	{
		if (coefficient[j] == 0)
			continue;
		if ((size_t) at + 60 > sizeof(detail))
		{
			at += snprintf(detail + at, sizeof(detail) - at, " + ...");
			break;
		}
		at += snprintf(detail + at, sizeof(detail) - at, " %s%.6g * x[%d]",
		               coefficient[j] < 0 ? "- "
		               : zero             ? ""
		                                  : "+ ",
		               fabs(coefficient[j]), j + 1);
		zero = false;
	}
	snprintf(detail + at, sizeof(detail) - at, "%s in every row.", zero ? " 0" : "");
	return cpe_problem_set(problem, CPE_INVALID, detail, "Leave it out, and its total.",
	                       "element %d of x is a linear combination of the elements before it",
	                       column + 1);
}

/* A state of the search: coefficients, what they make of the weights, and how far off that is. */
struct trial
{
	double *lambda;
	double *factor;
	struct cpe_careful *gap;  /* total - sum of weight * factor * x */
	struct cpe_careful *size; /* sum of |weight * factor * x| */
	double objective;         /* convex in lambda, least where the totals are met (raking) */
	double rounding;          /* of the objective */
	double off;               /* the largest relative gap; not finite: of no use */
	int worst;
};

static bool
open_trial(struct trial *trial, struct cpe_arena *arena, const struct cpe_regressors *x,
           struct cpe_problem *problem)
{
	size_t columns = (size_t) x->columns;

	trial->lambda = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	if (trial->lambda == NULL)
		return false;
	trial->factor = cpe_arena_alloc(arena, (size_t) x->patterns, sizeof(double), problem);
	if (trial->factor == NULL)
		return false;
	trial->gap = cpe_arena_alloc(arena, columns, sizeof(*trial->gap), problem);
	if (trial->gap == NULL)
		return false;
	trial->size = cpe_arena_alloc(arena, columns, sizeof(*trial->size), problem);
	return trial->size != NULL;
}

/* Everything that follows from the coefficients. */
static bool
evaluate(struct cpe_arena *arena, const struct cpe_regressors *x, const double *weight,
         const double *total, enum cpe_calibration method, struct trial *trial,
         struct cpe_problem *problem)
{
	struct cpe_careful objective = {0, 0};
	struct cpe_careful rounding = {0, 0};

	memset(trial->size, 0, sizeof(*trial->size) * x->columns);
	for (int j = 0; j < x->columns; j++)
	{
		trial->gap[j] = (struct cpe_careful){total[j], 0};
		cpe_careful_add(&objective, -total[j] * trial->lambda[j]);
		cpe_careful_add(&rounding, fabs(total[j] * trial->lambda[j]));
	}
	trial->off = INFINITY;
	for (int32_t p = 0; p < x->patterns; p++)
	{
		double sum = row_dot(x, p, trial->lambda);
		double factor = method == CPE_CALIBRATION_LINEAR ? 1 + sum : exp(sum);
		const double *row = &x->x[(size_t) p * x->columns];

		if (!go_on(arena, p, problem))
			return false;
		trial->factor[p] = factor;
		row_add(x, p, -weight[p] * factor, trial->gap);
		for (int j = 0; j < x->columns; j++)
			cpe_careful_add(&trial->size[j], fabs(weight[p] * factor * row[j]));
		cpe_careful_add(&objective, weight[p] * factor);
	}
	trial->objective = cpe_careful_value(&objective);
	trial->rounding = 8 * DBL_EPSILON * (fabs(trial->objective) + 2 * cpe_careful_value(&rounding));
	trial->off = -1;
	for (int j = 0; j < x->columns; j++)
	{
		double off = fabs(cpe_careful_value(&trial->gap[j])) /
		             fmax(cpe_careful_value(&trial->size[j]), fabs(total[j]));

		if (!(off <= trial->off))
		{
			trial->off = off;
			trial->worst = j;
			if (!isfinite(off))
				break;
		}
	}
	if (!isfinite(trial->objective))
		trial->off = INFINITY;
	return true;
}

/* One step of Newton's method from one trial to the other, shortened while it goes uphill. */
static bool
newton_step(struct cpe_arena *arena, const struct cpe_regressors *x, const double *weight,
            const double *total, enum cpe_calibration method, const struct cpe_cholesky *cholesky,
            const struct trial *from, struct trial *to, double *step, struct cpe_problem *problem)
{
	double length = 1;

	for (int j = 0; j < x->columns; j++)
		step[j] = cpe_careful_value(&from->gap[j]);
	cpe_cholesky_solve(cholesky, step);
	for (int halving = 0; halving < 40; halving++, length /= 2)
	{
		for (int j = 0; j < x->columns; j++)
			to->lambda[j] = from->lambda[j] + length * step[j];
		if (!evaluate(arena, x, weight, total, method, to, problem))
			return false;
		if (isfinite(to->off) &&
		    (method == CPE_CALIBRATION_LINEAR || to->objective <= from->objective + from->rounding))
			break;
	}
	return true;
}

bool
cpe_calibrate(struct cpe_arena *arena, const struct cpe_regressors *x, const double *weight,
              const double *total, enum cpe_calibration method, double tolerance, int iterations,
              double *factor, struct cpe_problem *problem)
{
	struct trial trial[2];
	struct trial *now = &trial[0];
	struct trial *next = &trial[1];
	struct cpe_gram gram;
	struct cpe_cholesky cholesky;
	double *step;
	bool last = false;
	char detail[sizeof(problem->detail)];

	if (!open_trial(now, arena, x, problem) || !open_trial(next, arena, x, problem) ||
	    !cpe_gram_open(&gram, arena, x->columns, problem) ||
	    !cpe_cholesky_open(&cholesky, arena, x->columns, problem))
		return false;
	step = cpe_arena_alloc(arena, (size_t) x->columns, sizeof(double), problem);
	if (step == NULL || !factor_matrix(arena, x, weight, NULL, &gram, &cholesky, problem))
		return false;
	if (cholesky.rank < x->columns)
		return refuse_collinear(arena, &cholesky, problem);
	if (!evaluate(arena, x, weight, total, method, now, problem))
		return false;
	for (int i = 0; i < iterations && !last && now->off > 4 * DBL_EPSILON; i++)
	{
		struct trial *swap = now;

		if (i > 0 && method == CPE_CALIBRATION_RAKING &&
		    !factor_matrix(arena, x, weight, now->factor, &gram, &cholesky, problem))
			return false;
		if (!newton_step(arena, x, weight, total, method, &cholesky, now, next, step, problem))
			return false;
		if (!isfinite(next->off))
			break;
		/* within the tolerance go on as long as it pays: the totals are met to rounding */
		last = now->off <= tolerance && next->off > now->off / 2;
		if (last && next->off >= now->off)
			break;
		now = next;
		next = swap;
	}
	if (now->off <= tolerance)
	{
		memcpy(factor, now->factor, sizeof(double) * x->patterns);
		return true;
	}
	if (!isfinite(now->off))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "products of weights and x are out of range");
	snprintf(detail, sizeof(detail), "The total of x[%d] is to be %.15g and is off by %.3g.",
	         now->worst + 1, total[now->worst], -cpe_careful_value(&now->gap[now->worst]));
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       method == CPE_CALIBRATION_RAKING
	                           ? "No positive weights may meet these totals."
	                           : "The elements of x are nearly linear combinations of others.",
	                       "calibration did not converge in %d iterations", iterations);
}

/* ---- regression ---- */

#define REFINEMENTS 20

bool
cpe_regress(struct cpe_arena *arena, const struct cpe_regressors *x, const double *weight,
            const double *product, double *fitted, struct cpe_problem *problem)
{
	struct cpe_gram gram;
	struct cpe_cholesky cholesky;
	struct cpe_careful *gap;
	double *beta;
	double *step;
	double before = INFINITY;

	if (x->x == NULL && x->ones == 1)
	{
		/* the means of categories */
		for (int32_t p = 0; p < x->patterns; p++)
			fitted[p] = product[p] / weight[p];
		return true;
	}
	if (!cpe_gram_open(&gram, arena, x->columns, problem) ||
	    !cpe_cholesky_open(&cholesky, arena, x->columns, problem))
		return false;
	gap = cpe_arena_alloc(arena, (size_t) x->columns, sizeof(*gap), problem);
	if (gap == NULL)
		return false;
	beta = cpe_arena_alloc(arena, (size_t) x->columns, sizeof(double), problem);
	if (beta == NULL)
		return false;
	step = cpe_arena_alloc(arena, (size_t) x->columns, sizeof(double), problem);
	if (step == NULL || !factor_matrix(arena, x, weight, NULL, &gram, &cholesky, problem))
		return false;
	/* each round solves for what the last one left, which it computes from the rows themselves */
	for (int round = 0; round < REFINEMENTS; round++)
	{
		double change = 0;
		double size = 0;

		memset(gap, 0, sizeof(*gap) * x->columns);
		for (int32_t p = 0; p < x->patterns; p++)
		{
			if (!go_on(arena, p, problem))
				return false;
			row_add(x, p, product[p] - weight[p] * row_dot(x, p, beta), gap);
		}
		for (int j = 0; j < x->columns; j++)
			step[j] = cpe_careful_value(&gap[j]);
		cpe_cholesky_solve(&cholesky, step);
		for (int j = 0; j < x->columns; j++)
		{
			change = fmax(change, fabs(step[j]) * cholesky.scale[j]);
			size = fmax(size, fabs(beta[j]) * cholesky.scale[j]);
		}
		/* it shrinks from round to round until rounding is all there is */
		if (!(change < before / 2) || change == 0)
			break;
		for (int j = 0; j < x->columns; j++)
			beta[j] += step[j];
		if (change <= DBL_EPSILON / 2 * size)
			break;
		before = change;
	}
	for (int32_t p = 0; p < x->patterns; p++)
	{
		fitted[p] = row_dot(x, p, beta);
		if (!isfinite(fitted[p]))
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "residuals are out of range");
	}
	return true;
}
