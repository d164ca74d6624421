#ifndef CPE_ADJUST_ARROW_H
#define CPE_ADJUST_ARROW_H

#include "adjust/frame.h"
#include "base/linear.h"

/*
 * Symmetric systems of the shape that organisation effects have: a diagonal block (one row for each
 * organisation), a dense block of columns, and what crosses them.  They are solved by eliminating
 * the diagonal, so that thousands of organisations cost no more than their number.
 */
struct cpe_arrow
{
	int32_t organisations; /* 0: no such block */
	int columns;
	double *diagonal; /* by organisation; 0: it has no data and no part in anything */
	double *cross;    /* organisations x columns */
	double *block;    /* packed (CPE_PACKED) */

	/* after cpe_arrow_factor */
	double *share;             /* organisations x columns: cross / diagonal */
	struct cpe_cholesky schur; /* of block - cross' share */
	double *inverse;           /* of that, packed; rows and columns of what is aliased are 0 */
	bool *aliased;             /* by column */
	int rank;                  /* organisations with data and columns not aliased */
	double log_determinant;    /* of the whole matrix, aliased columns left out */
	double *work;              /* packed: the block after the organisations, until factored */
};

extern bool cpe_arrow_open(struct cpe_arrow *arrow, int32_t organisations, int columns,
                           struct cpe_arena *arena, struct cpe_problem *problem);
extern void cpe_arrow_clear(struct cpe_arrow *arrow);

/*
 * Adds weight[cell] * x x' over the frame's cells, x being the cell's organisation and its
 * pattern's row; organisations are left out when the arrow has none.
 */
extern bool cpe_arrow_add(struct cpe_arrow *arrow, const struct cpe_frame *frame,
                          const double *weight, struct cpe_arena *arena,
                          struct cpe_problem *problem);

/*
 * Columns that depend on organisations and earlier columns, as far as rounding lets one see (what
 * is left of a column's square is below 1e-9 of it), are aliased: they are solved with 0.
 */
#define CPE_ARROW_LEAST 1e-9
extern bool cpe_arrow_factor(struct cpe_arrow *arrow, struct cpe_arena *arena,
                             struct cpe_problem *problem);

/* The same with another limit than 1e-9, and for solving only: no inverse, no determinant. */
extern bool cpe_arrow_reduce(struct cpe_arrow *arrow, double least, struct cpe_arena *arena,
                             struct cpe_problem *problem);

/* Solves in place: effect has one number for each organisation (may be NULL if there are none). */
extern void cpe_arrow_solve(const struct cpe_arrow *arrow, double *effect, double *column);

/* The inverse matrix's element of an organisation and a column. */
extern double cpe_arrow_inverse_mixed(const struct cpe_arrow *arrow, int32_t organisation,
                                      int column);

/* v' M v for a vector over organisations (NULL: 0) and columns; and v' M^-1 v. */
extern double cpe_arrow_quadratic(const struct cpe_arrow *arrow, const double *effect,
                                  const double *column);
extern double cpe_arrow_inverse_quadratic(const struct cpe_arrow *arrow, const double *effect,
                                          const double *column, struct cpe_arena *arena);

#endif
