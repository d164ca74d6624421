#ifndef CPE_ADJUST_FRAME_H
#define CPE_ADJUST_FRAME_H

#include "adjust/cells.h"
#include "base/arena.h"

/* What is asked of a fit, and the design matrix that follows from it. */

enum cpe_family
{
	CPE_BINOMIAL, /* logistic regression */
	CPE_GAUSSIAN  /* least squares */
};
enum cpe_effect
{
	CPE_EFFECT_FIXED, /* one parameter for each organisation, no intercept */
	CPE_EFFECT_RANDOM,
	CPE_EFFECT_NONE
};
enum cpe_missing
{
	CPE_MISSING_DROP,
	CPE_MISSING_CATEGORY, /* a level of its own */
	CPE_MISSING_ERROR
};
enum cpe_method
{
	CPE_METHOD_ML,
	CPE_METHOD_RIDGE,
	CPE_METHOD_FIRTH
};
enum cpe_separation_rule /* what maximum likelihood does when it has no finite answer */
{
	CPE_SEPARATION_ERROR,
	CPE_SEPARATION_DROP,
	CPE_SEPARATION_RIDGE,
	CPE_SEPARATION_FIRTH
};
enum cpe_variance
{
	CPE_VARIANCE_MODEL,
	CPE_VARIANCE_HC0,
	CPE_VARIANCE_CLUSTER,    /* by organisation */
	CPE_VARIANCE_CLUSTER_HC1 /* times G / (G - 1) * (n - 1) / (n - k) */
};

#define CPE_TERM_FACTORS_MAX 4

/* A main effect or an interaction: the covariates whose columns are multiplied. */
struct cpe_term_request
{
	int factors;
	int covariate[CPE_TERM_FACTORS_MAX];
};

struct cpe_fit_options
{
	enum cpe_family family;
	enum cpe_effect effect;
	enum cpe_missing missing;
	enum cpe_method method;
	enum cpe_separation_rule separation;
	enum cpe_variance variance;
	int terms; /* -1: each covariate once */
	const struct cpe_term_request *term;
	const bool *linear;                 /* by covariate: a number, not a factor; NULL: none is */
	const char *const *reference;       /* by covariate: its reference level; NULL: the first */
	const char *reference_organisation; /* NULL: the first one with an estimate */
	double ridge;                       /* penalty lambda / 2 * sum of squares */
	int nodes;                          /* of Gauss-Hermite quadrature */
	int max_iterations;
	double profile_level; /* of profile limits of a Firth fit; 0: none */
};

/* A covariate as the model reads it. */
struct cpe_covariate
{
	const char *name;
	bool used; /* in some term */
	bool linear;
	int32_t levels; /* the one for missing is NULL and last, where missing is a category */
	const char *const *level;
	int32_t reference; /* of a factor */
	double *number;    /* by level, of a linear one */
};

/* A column of the design matrix: a product of levels' indicators and linear covariates. */
struct cpe_column
{
	int term; /* -1: the intercept */
	int factors;
	int32_t covariate[CPE_TERM_FACTORS_MAX];
	int32_t level[CPE_TERM_FACTORS_MAX]; /* -1: the number of a linear covariate */
};

/*
 * Rows of the design matrix, one for each covariate pattern, sparse: those of a pattern are entries
 * entry[p] to entry[p + 1] - 1, ascending by column.  An intercept, where there is one, is column 0
 * and an entry of every pattern.
 */
struct cpe_frame
{
	bool absorbed; /* organisations have a parameter each (fixed); else there is an intercept */
	int covariates;
	struct cpe_covariate *covariate;
	int terms;
	const struct cpe_term_request *term;
	int columns;
	struct cpe_column *column;

	int32_t patterns;
	const int32_t *pattern; /* a number that it has in the cells that the frame is made of */
	const int64_t *entry;   /* patterns + 1 */
	const int32_t *entry_column;
	const double *entry_value; /* NULL: all are 1 */
	const double *offset;      /* by pattern; NULL: none */

	int32_t organisations; /* those of the cells that have a name, also without any cell */
	const char *const *organisation; /* names */
	const int32_t *first;            /* patterns + 1 */
	int32_t cells;
	const int32_t *organisation_of;
	struct cpe_cell_sums sum;

	int64_t n;           /* respondents in the frame */
	int64_t missing;     /* lost: some covariate that the model uses is missing */
	int64_t nameless;    /* lost: no organisation; with and without an outcome */
	int64_t *missing_of; /* the same by organisation */
	const int64_t *unanswered_of;
};

/*
 * The frame of a model.  Patterns that differ only in covariates which no term uses are one, of the
 * least number of theirs; its cells of the same organisation are added up.  Those that lack such a
 * covariate stay.  Patterns are in the order of the covariates used, then of offsets.  Without
 * organisation effects respondents without an organisation stay, as the last one, whose name is
 * NULL; else they are lost.
 *
 * Columns: the intercept, then the terms in the order asked for, a term's columns in the order of
 * its levels, an interaction's with the first factor changing fastest (as in R).  Levels and
 * combinations that no respondent of the frame has, and reference levels, have no column.  A linear
 * covariate's zeros are no entries.
 *
 * Errors: a reference level that no respondent of the frame has, a level of a linear covariate that
 * is no number or missing as a category, missing covariates where they are an error, more columns
 * than the limit (CPE_FRAME_COLUMNS), no complete row.
 */
#define CPE_FRAME_COLUMNS 2000
extern bool cpe_frame_open(struct cpe_frame *frame, const struct cpe_cells *cells,
                           const struct cpe_fit_options *options, struct cpe_arena *arena,
                           struct cpe_problem *problem);

/*
 * A frame of the cells marked only.  Columns, organisations, patterns and their numbers stay, also
 * of a pattern without any cell left.
 */
extern bool cpe_frame_keep(struct cpe_frame *kept, const struct cpe_frame *frame, const bool *keep,
                           struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * The same with each pattern's cells added up, organisation 0 for all: what a model without
 * organisations is fitted to.
 */
extern bool cpe_frame_collapse(struct cpe_frame *collapsed, const struct cpe_frame *frame,
                               struct cpe_arena *arena, struct cpe_problem *problem);

/* The sum of coefficients over a pattern's entries, with its offset. */
extern double cpe_frame_linear(const struct cpe_frame *frame, int32_t pattern,
                               const double *coefficient);

/*
 * "(Intercept)", or the term and the levels as "age:sex", "75-84:Male"; in the arena.  A linear
 * covariate has no level; the level is NULL where no factor is left.
 */
#define CPE_MISSING_SHOWN "(missing)" /* how the level for missing is shown */
extern bool cpe_column_names(const struct cpe_frame *frame, int column, struct cpe_arena *arena,
                             const char **term, const char **level, struct cpe_problem *problem);

#endif
