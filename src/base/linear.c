#include "base/linear.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Rows summed plainly before they go to the careful sum: quick, and good to a few last places. */
#define BLOCK_ROWS 32

void
cpe_careful_add(struct cpe_careful *careful, double term)
{
	double sum = careful->sum + term;

	if (fabs(careful->sum) >= fabs(term))
		careful->lost += (careful->sum - sum) + term;
	else
		careful->lost += (term - sum) + careful->sum;
	careful->sum = sum;
}

double
cpe_careful_value(const struct cpe_careful *careful)
{
	/* beyond the doubles what was lost is NaN, and the sum tells it better */
	return isfinite(careful->sum) ? careful->sum + careful->lost : careful->sum;
}

bool
cpe_gram_open(struct cpe_gram *gram, struct cpe_arena *arena, int columns,
              struct cpe_problem *problem)
{
	size_t size = CPE_PACKED_SIZE(columns);

	gram->columns = columns;
	gram->waiting = 0;
	gram->block = cpe_arena_alloc(arena, size, sizeof(double), problem);
	if (gram->block == NULL)
		return false;
	gram->sum = cpe_arena_alloc(arena, size, sizeof(struct cpe_careful), problem);
	if (gram->sum == NULL)
		return false;
	gram->matrix = cpe_arena_alloc(arena, size, sizeof(double), problem);
	return gram->matrix != NULL;
}

void
cpe_gram_clear(struct cpe_gram *gram)
{
	size_t size = CPE_PACKED_SIZE(gram->columns);

	gram->waiting = 0;
	memset(gram->block, 0, size * sizeof(double));
	memset(gram->sum, 0, size * sizeof(struct cpe_careful));
}

/* Moves the block into the sum. */
static void
flush_block(struct cpe_gram *gram)
{
	size_t size = CPE_PACKED_SIZE(gram->columns);

	for (size_t i = 0; i < size; i++)
		cpe_careful_add(&gram->sum[i], gram->block[i]);
	memset(gram->block, 0, size * sizeof(double));
	gram->waiting = 0;
}

void
cpe_gram_add(struct cpe_gram *gram, double weight, const double *x)
{
	double *element = gram->block;

	for (int i = 0; i < gram->columns; i++)
	{
		double weighted = weight * x[i];

		for (int j = 0; j <= i; j++)
			*element++ += weighted * x[j];
	}
	if (++gram->waiting == BLOCK_ROWS)
		flush_block(gram);
}

void
cpe_gram_add_ones(struct cpe_gram *gram, double weight, const int32_t *column, int columns)
{
	for (int i = 0; i < columns; i++)
		for (int j = 0; j <= i; j++)
			cpe_careful_add(&gram->sum[CPE_PACKED(column[i], column[j])], weight);
}

const double *
cpe_gram_matrix(struct cpe_gram *gram)
{
	flush_block(gram);
	for (size_t i = 0; i < CPE_PACKED_SIZE(gram->columns); i++)
		gram->matrix[i] = cpe_careful_value(&gram->sum[i]);
	return gram->matrix;
}

bool
cpe_cholesky_open(struct cpe_cholesky *cholesky, struct cpe_arena *arena, int columns,
                  struct cpe_problem *problem)
{
	cholesky->columns = columns;
	cholesky->rank = 0;
	cholesky->left_out = cpe_arena_alloc(arena, columns, sizeof(bool), problem);
	if (cholesky->left_out == NULL)
		return false;
	cholesky->scale = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	if (cholesky->scale == NULL)
		return false;
	cholesky->factor = cpe_arena_alloc(arena, CPE_PACKED_SIZE(columns), sizeof(double), problem);
	if (cholesky->factor == NULL)
		return false;
	cholesky->work = cpe_arena_alloc(arena, columns, sizeof(double), problem);
	return cholesky->work != NULL;
}

/* Solves L'v = the first count elements of v, in place, over kept columns; others become 0. */
static void
solve_backward(const struct cpe_cholesky *cholesky, double *v, int count)
{
	for (int i = count - 1; i >= 0; i--)
	{
		const double *row = &cholesky->factor[CPE_PACKED(i, 0)];

		if (cholesky->left_out[i])
		{
			v[i] = 0;
			continue;
		}
		v[i] /= row[i];
		for (int j = 0; j < i; j++)
			v[j] -= row[j] * v[i];
	}
}

/* Solves Lv = v in place over kept columns; others become 0. */
static void
solve_forward(const struct cpe_cholesky *cholesky, double *v)
{
	for (int i = 0; i < cholesky->columns; i++)
	{
		const double *row = &cholesky->factor[CPE_PACKED(i, 0)];

		v[i] = cholesky->left_out[i] ? 0 : (v[i] - cpe_dot(row, v, i)) / row[i];
	}
}

/*
 * What is left of a column's unit diagonal after the columns before it, when rounding alone can
 * have left it: the error of the elements, magnified by the combination that cancels the column.
 */
static double
rounding_of_rest(const struct cpe_cholesky *cholesky, int column, const double *row)
{
	double *combination = cholesky->work;
	double size = 1;

	memcpy(combination, row, sizeof(double) * column);
	solve_backward(cholesky, combination, column);
	for (int i = 0; i < column; i++)
		size += fabs(combination[i]);
	return DBL_EPSILON * 2 * (column + 8) * size * size;
}

/*
 * The factor of a matrix whose columns' scales are set.  least: of a column's scaled square, below
 * which it is left out; 0: below what rounding can have left of 1.
 */
static bool
factor_scaled(struct cpe_cholesky *cholesky, struct cpe_arena *arena, const double *matrix,
              double least, struct cpe_problem *problem)
{
	cholesky->rank = 0;
	for (int i = 0; i < cholesky->columns; i++)
	{
		double *row = &cholesky->factor[CPE_PACKED(i, 0)];
		double scale = cholesky->scale[i];
		double rest;

		if (!cpe_arena_poll(arena, problem))
			return false;
		for (int j = 0; j < i; j++)
		{
			double element = matrix[CPE_PACKED(i, j)];

			if (!isfinite(element))
				return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
				                       "products of columns are out of range");
			row[j] = cholesky->left_out[j] || scale == 0
			             ? 0
			             : (element / scale / cholesky->scale[j] -
			                cpe_dot(row, &cholesky->factor[CPE_PACKED(j, 0)], j)) /
			                   cholesky->factor[CPE_PACKED(j, j)];
		}
		if (!isfinite(scale) || !isfinite(matrix[CPE_PACKED(i, i)]))
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
			                       "products of columns are out of range");
		rest = (least > 0 && scale > 0 ? matrix[CPE_PACKED(i, i)] / scale / scale : 1) -
		       cpe_dot(row, row, i);
		cholesky->left_out[i] =
			scale == 0 || !(rest > (least > 0 ? least : rounding_of_rest(cholesky, i, row)));
		row[i] = cholesky->left_out[i] ? 0 : sqrt(rest);
		cholesky->rank += !cholesky->left_out[i];
	}
	return true;
}

bool
cpe_cholesky_factor(struct cpe_cholesky *cholesky, struct cpe_arena *arena, const double *matrix,
                    struct cpe_problem *problem)
{
	for (int i = 0; i < cholesky->columns; i++)
		cholesky->scale[i] = sqrt(matrix[CPE_PACKED(i, i)]);
	return factor_scaled(cholesky, arena, matrix, 0, problem);
}

bool
cpe_cholesky_factor_rest(struct cpe_cholesky *cholesky, struct cpe_arena *arena, const double *rest,
                         const double *whole, double least, struct cpe_problem *problem)
{
	for (int i = 0; i < cholesky->columns; i++)
		cholesky->scale[i] = sqrt(whole[CPE_PACKED(i, i)]);
	return factor_scaled(cholesky, arena, rest, least, problem);
}

double
cpe_cholesky_log_determinant(const struct cpe_cholesky *cholesky)
{
	double sum = 0;

	for (int i = 0; i < cholesky->columns; i++)
		if (!cholesky->left_out[i])
			sum += 2 * (log(cholesky->scale[i]) + log(cholesky->factor[CPE_PACKED(i, i)]));
	return sum;
}

void
cpe_cholesky_solve(const struct cpe_cholesky *cholesky, double *vector)
{
	for (int i = 0; i < cholesky->columns; i++)
		vector[i] = cholesky->left_out[i] ? 0 : vector[i] / cholesky->scale[i];
	solve_forward(cholesky, vector);
	solve_backward(cholesky, vector, cholesky->columns);
	for (int i = 0; i < cholesky->columns; i++)
		if (!cholesky->left_out[i])
			vector[i] /= cholesky->scale[i];
}

bool
cpe_cholesky_inverse(const struct cpe_cholesky *cholesky, struct cpe_arena *arena, double *inverse,
                     struct cpe_problem *problem)
{
	for (int i = 0; i < cholesky->columns; i++)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		memset(cholesky->work, 0, sizeof(double) * cholesky->columns);
		cholesky->work[i] = 1;
		cpe_cholesky_solve(cholesky, cholesky->work);
		memcpy(&inverse[CPE_PACKED(i, 0)], cholesky->work, sizeof(double) * (i + 1));
	}
	return true;
}

void
cpe_cholesky_combination(const struct cpe_cholesky *cholesky, int column, double *coefficient)
{
	double largest = 0;

	memcpy(coefficient, &cholesky->factor[CPE_PACKED(column, 0)], sizeof(double) * column);
	solve_backward(cholesky, coefficient, column);
	for (int i = 0; i < column; i++)
		largest = fmax(largest, fabs(coefficient[i]));
	for (int i = 0; i < column; i++)
		coefficient[i] = fabs(coefficient[i]) <= 1e-6 * largest
		                     ? 0
		                     : coefficient[i] * cholesky->scale[column] / cholesky->scale[i];
}
