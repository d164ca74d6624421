#ifndef CPE_ADJUST_CELLS_H
#define CPE_ADJUST_CELLS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What models are fitted to: the respondents of one question, counted by covariate pattern and
 * organisation.  Everything is in canonical order (levels by their bytes, patterns by their codes,
 * a pattern's cells by organisation), so that sums over it are the same whatever the order in
 * which respondents were met.
 */

/* A dimension and its levels, ascending by bytes; a missing one (NULL), if any, is the last. */
struct cpe_dimension
{
	const char *name;
	int32_t levels;
	const char *const *level;
};

/*
 * Sums over the respondents of a cell.  With a binary outcome y is 0 or 1.  Without weights w is 1,
 * and the arrays of the same numbers are the same arrays.
 */
struct cpe_cell_sums
{
	const int64_t *n;  /* respondents, at least 1 */
	const double *w;   /* sum of w, positive */
	const double *wy;  /* sum of w * y */
	const double *wyy; /* sum of w * y * y */
	const double *w2;  /* sum of w * w, and so on */
	const double *w2y;
	const double *w2yy;
};

struct cpe_cells
{
	const char *question; /* NULL: it has no name */
	bool numeric;         /* the outcome is any number, not only 0 and 1 */
	bool weighted;
	int covariates;
	const struct cpe_dimension *covariate;
	struct cpe_dimension organisation;
	const int64_t *unanswered; /* by organisation: respondents without an outcome, in no cell */
	int32_t patterns;
	const int32_t *code;  /* patterns x covariates: the level of each */
	const double *offset; /* by pattern; NULL: there are none */
	const int32_t *first; /* patterns + 1: where the pattern's cells begin */
	int32_t cells;
	const int32_t *organisation_of; /* by cell, ascending within a pattern */
	struct cpe_cell_sums sum;
};

#endif
