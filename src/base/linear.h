#ifndef CPE_BASE_LINEAR_H
#define CPE_BASE_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Small dense symmetric systems: what least squares, calibration and logistic regression solve.
 * A symmetric matrix is its lower triangle by rows.  The order of the rows that are added decides
 * the last digits, so callers that promise the same digits add them in an order of their own.
 */
#define CPE_PACKED(i, j) ((size_t) (i) * ((size_t) (i) + 1) / 2 + (size_t) (j)) /* j <= i */
#define CPE_PACKED_SIZE(columns) CPE_PACKED(columns, 0)

/* A sum of many terms with a correction for what rounding loses (Neumaier 1974). */
struct cpe_careful
{
	double sum;
	double lost;
};

extern void cpe_careful_add(struct cpe_careful *careful, double term);
extern double cpe_careful_value(const struct cpe_careful *careful);

static inline double
cpe_dot(const double *a, const double *b, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

/* The sum of weight * x x' over rows; the error does not grow with the number of rows. */
struct cpe_gram
{
	int columns;
	int waiting;   /* rows in the block */
	double *block; /* a few rows' sum, packed */
	struct cpe_careful *sum;
	double *matrix; /* where the sum is read */
};

extern bool cpe_gram_open(struct cpe_gram *gram, struct cpe_arena *arena, int columns,
                          struct cpe_problem *problem);
extern void cpe_gram_clear(struct cpe_gram *gram);
extern void cpe_gram_add(struct cpe_gram *gram, double weight, const double *x);

/* The same for a row that is 1 in some different columns (ascending) and 0 in all others. */
extern void cpe_gram_add_ones(struct cpe_gram *gram, double weight, const int32_t *column,
                              int columns);
extern const double *cpe_gram_matrix(struct cpe_gram *gram);

/*
 * Cholesky's factor of a positive semidefinite matrix with its columns scaled to a unit diagonal.
 * A column that depends on earlier ones, as far as rounding lets one see, is left out: such a
 * system is solved with 0 there.
 */
struct cpe_cholesky
{
	int columns;
	int rank;
	bool *left_out;
	double *scale;  /* the square roots of the diagonal; 0: the column is zero */
	double *factor; /* packed; the row of a column left out holds what it has of the kept ones */
	double *work;   /* one vector */
};

/* Room for a factor, which can then be made again and again of matrices of that size. */
extern bool cpe_cholesky_open(struct cpe_cholesky *cholesky, struct cpe_arena *arena, int columns,
                              struct cpe_problem *problem);
/* False when stopped, or when the matrix has an element that is not finite (CPE_RANGE). */
extern bool cpe_cholesky_factor(struct cpe_cholesky *cholesky, struct cpe_arena *arena,
                                const double *matrix, struct cpe_problem *problem);

/*
 * The same of what is left of a bigger matrix when some of its other columns are eliminated: rest,
 * where whole is these columns' part before that.  A column is left out when less than least
 * (above 0) of its square in whole is left of it.
 */
extern bool cpe_cholesky_factor_rest(struct cpe_cholesky *cholesky, struct cpe_arena *arena,
                                     const double *rest, const double *whole, double least,
                                     struct cpe_problem *problem);

/* Of the matrix without the columns left out. */
extern double cpe_cholesky_log_determinant(const struct cpe_cholesky *cholesky);

/* Solves in place. */
extern void cpe_cholesky_solve(const struct cpe_cholesky *cholesky, double *vector);

/* The inverse, packed; rows and columns of what was left out are 0. */
extern bool cpe_cholesky_inverse(const struct cpe_cholesky *cholesky, struct cpe_arena *arena,
                                 double *inverse, struct cpe_problem *problem);

/*
 * What makes a column that was left out: its coefficients on the columns before it, rounding noise
 * set to 0 (all 0: the column itself is zero).
 */
extern void cpe_cholesky_combination(const struct cpe_cholesky *cholesky, int column,
                                     double *coefficient);

#endif
