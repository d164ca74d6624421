#ifndef CPE_TEST_CASEMIX_CELLS_H
#define CPE_TEST_CASEMIX_CELLS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "adjust/frame.h"
#include "unit.h"

/*
 * Cells of a case-mix model from rows, for unit tests: collapses and orders them as the aggregate
 * casemix does, in the plainest way.  The memory is the arena's.
 */
#define CASEMIX_COVARIATES 8

struct casemix_row
{
	const char *level[CASEMIX_COVARIATES]; /* NULL: missing */
	const char *organisation;              /* NULL: none */
	double offset;
	double y; /* NAN: no outcome */
	double w;
	int64_t n;                            /* respondents that are alike */
	int32_t code[CASEMIX_COVARIATES + 1]; /* the organisation last; set by casemix_cells */
};

struct casemix
{
	struct cpe_arena *arena;
	const char *const *name; /* of covariates */
	int covariates;
	bool numeric;
	bool weighted;
	bool offset;
	int rows;
	int room;
	struct casemix_row *row; /* of malloc; casemix_cells frees it */
};

static inline void *
casemix_room(struct cpe_arena *arena, size_t count, size_t size)
{
	struct cpe_problem problem;
	void *room = cpe_arena_alloc(arena, count, size, &problem);

	if (room == NULL)
	{
		printf("Bail out! no memory for cells\n");
		exit(2);
	}
	return room;
}

static inline void
casemix_open(struct casemix *casemix, struct cpe_arena *arena, int covariates,
             const char *const *name)
{
	memset(casemix, 0, sizeof(*casemix));
	casemix->arena = arena;
	casemix->covariates = covariates;
	casemix->name = name;
}

/* Adds n respondents that are alike; level has one for each covariate. */
static inline void
casemix_add(struct casemix *casemix, const char *organisation, const char *const *level, double y,
            double w, double offset, int64_t n)
{
	struct casemix_row *row;

	if (n == 0)
		return;
	if (casemix->rows == casemix->room)
	{
		casemix->room = casemix->room * 2 + 64;
		casemix->row = realloc(casemix->row, sizeof(struct casemix_row) * (size_t) casemix->room);
	}
	row = &casemix->row[casemix->rows++];
	memset(row, 0, sizeof(*row));
	for (int i = 0; i < casemix->covariates; i++)
		row->level[i] = level[i];
	row->organisation = organisation;
	row->y = y;
	row->w = w;
	row->offset = offset;
	row->n = n;
	casemix->numeric = casemix->numeric || (!isnan(y) && y != 0 && y != 1);
	casemix->weighted = casemix->weighted || w != 1;
	casemix->offset = casemix->offset || offset != 0;
}

static inline int
casemix_compare_texts(const void *a, const void *b)
{
	const char *left = *(const char *const *) a;
	const char *right = *(const char *const *) b;

	if (left == NULL || right == NULL)
		return (left == NULL) - (right == NULL);
	return strcmp(left, right);
}

/* By covariates, offset, organisation. */
static inline int
casemix_compare_rows(const void *a, const void *b)
{
	const struct casemix_row *left = a;
	const struct casemix_row *right = b;

	for (int i = 0; i < CASEMIX_COVARIATES; i++)
		if (left->code[i] != right->code[i])
			return left->code[i] < right->code[i] ? -1 : 1;
	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	if (left->code[CASEMIX_COVARIATES] != right->code[CASEMIX_COVARIATES])
		return left->code[CASEMIX_COVARIATES] < right->code[CASEMIX_COVARIATES] ? -1 : 1;
	return 0;
}

/* Where a row has the text of a dimension: of a covariate, or (at the end) the organisation. */
static inline const char *
casemix_text(const struct casemix_row *row, int dimension)
{
	return dimension < CASEMIX_COVARIATES ? row->level[dimension] : row->organisation;
}

/* Numbers the texts of one dimension. */
static inline void
casemix_number(struct casemix *casemix, struct cpe_dimension *dimension, int which)
{
	const char **sorted = casemix_room(casemix->arena, (size_t) casemix->rows, sizeof(char *));
	int32_t levels = 0;

	for (int i = 0; i < casemix->rows; i++)
		sorted[i] = casemix_text(&casemix->row[i], which);
	qsort(sorted, (size_t) casemix->rows, sizeof(char *), casemix_compare_texts);
	for (int i = 0; i < casemix->rows; i++)
		if (levels == 0 || casemix_compare_texts(&sorted[i], &sorted[levels - 1]) != 0)
			sorted[levels++] = sorted[i];
	for (int i = 0; i < casemix->rows; i++)
	{
		const char *text = casemix_text(&casemix->row[i], which);
		const char **found =
			bsearch(&text, sorted, (size_t) levels, sizeof(char *), casemix_compare_texts);

		casemix->row[i].code[which] = (int32_t) (found - sorted);
	}
	dimension->levels = levels;
	dimension->level = (const char *const *) sorted;
}

/* Adds a row to the sums of a cell. */
static inline void
casemix_sum(const struct casemix_row *row, double *const sum[6])
{
	double n = (double) row->n;
	double w = row->w;
	double y = row->y;
	const double term[6] = {n * w,     n * w * y,     n * w * y * y,
	                        n * w * w, n * w * w * y, n * w * w * y * y};

	for (int i = 0; i < 6; i++)
		*sum[i] += term[i];
}

static inline const struct cpe_cells *
casemix_cells(struct casemix *casemix)
{
	size_t rows = (size_t) casemix->rows;
	struct cpe_cells *cells = casemix_room(casemix->arena, 1, sizeof(struct cpe_cells));
	struct cpe_dimension *covariate = casemix_room(casemix->arena, (size_t) casemix->covariates + 1,
	                                               sizeof(struct cpe_dimension));
	int32_t *code =
		casemix_room(casemix->arena, rows * (size_t) (casemix->covariates + 1), sizeof(int32_t));
	double *offset = casemix_room(casemix->arena, rows, sizeof(double));
	int32_t *first = casemix_room(casemix->arena, rows + 1, sizeof(int32_t));
	int32_t *organisation_of = casemix_room(casemix->arena, rows, sizeof(int32_t));
	int64_t *n = casemix_room(casemix->arena, rows, sizeof(int64_t));
	double *sum[6];
	const struct casemix_row *last = NULL;
	int64_t *unanswered;

	for (int i = 0; i < 6; i++)
		sum[i] = casemix_room(casemix->arena, rows, sizeof(double));
	for (int i = 0; i < casemix->covariates; i++)
	{
		covariate[i].name = casemix->name[i];
		casemix_number(casemix, &covariate[i], i);
	}
	cells->organisation.name = "organisation";
	casemix_number(casemix, &cells->organisation, CASEMIX_COVARIATES);
	unanswered = casemix_room(casemix->arena, (size_t) cells->organisation.levels, sizeof(int64_t));
	if (casemix->rows > 0)
		qsort(casemix->row, rows, sizeof(struct casemix_row), casemix_compare_rows);
	for (int i = 0; i < casemix->rows; i++)
	{
		const struct casemix_row *row = &casemix->row[i];
		bool same_pattern =
			last != NULL && last->offset == row->offset &&
			memcmp(last->code, row->code, sizeof(int32_t) * CASEMIX_COVARIATES) == 0;
		double *at[6];

		if (isnan(row->y))
		{
			unanswered[row->code[CASEMIX_COVARIATES]] += row->n;
			continue;
		}
		if (!same_pattern)
		{
			for (int k = 0; k < casemix->covariates; k++)
				code[cells->patterns * casemix->covariates + k] = row->code[k];
			offset[cells->patterns] = row->offset;
			first[cells->patterns++] = cells->cells;
		}
		if (!same_pattern || casemix_compare_rows(last, row) != 0)
			organisation_of[cells->cells++] = row->code[CASEMIX_COVARIATES];
		n[cells->cells - 1] += row->n;
		for (int k = 0; k < 6; k++)
			at[k] = &sum[k][cells->cells - 1];
		casemix_sum(row, at);
		last = row;
	}
	first[cells->patterns] = cells->cells;
	cells->numeric = casemix->numeric;
	cells->weighted = casemix->weighted;
	cells->covariates = casemix->covariates;
	cells->covariate = covariate;
	cells->unanswered = unanswered;
	cells->code = code;
	cells->offset = casemix->offset ? offset : NULL;
	cells->first = first;
	cells->organisation_of = organisation_of;
	cells->sum.n = n;
	cells->sum.w = sum[0];
	cells->sum.wy = sum[1];
	cells->sum.wyy = casemix->numeric ? sum[2] : sum[1];
	cells->sum.w2 = casemix->weighted ? sum[3] : sum[0];
	cells->sum.w2y = casemix->weighted ? sum[4] : sum[1];
	cells->sum.w2yy = casemix->numeric && casemix->weighted ? sum[5]
	                  : casemix->weighted                   ? sum[4]
	                                                        : cells->sum.wyy;
	free(casemix->row);
	casemix->row = NULL;
	return cells;
}

/*
 * The cells of a table of figures.  total: the column with the number of respondents in a row,
 * outcome being how many of them are positive (NULL: a row is a respondent and outcome his own).
 * organisation may be NULL: all are in one.  Empty fields are missing.
 */
static inline const struct cpe_cells *
casemix_of_table(struct cpe_arena *arena, const struct unit_table *table, const char *outcome,
                 const char *total, const char *organisation, int covariates,
                 const char *const *covariate)
{
	struct casemix casemix;

	casemix_open(&casemix, arena, covariates, covariate);
	for (int i = 0; i < table->rows; i++)
	{
		const char *level[CASEMIX_COVARIATES];
		const char *where = organisation ? unit_table_text(table, i, organisation) : "all";
		double y = unit_table_number(table, i, outcome);

		for (int k = 0; k < covariates; k++)
		{
			level[k] = unit_table_text(table, i, covariate[k]);
			if (level[k][0] == '\0')
				level[k] = NULL;
		}
		if (where[0] == '\0')
			where = NULL;
		if (total == NULL)
		{
			casemix_add(&casemix, where, level, y, 1, 0, 1);
			continue;
		}
		casemix_add(&casemix, where, level, 1, 1, 0, (int64_t) y);
		casemix_add(&casemix, where, level, 0, 1, 0,
		            (int64_t) (unit_table_number(table, i, total) - y));
	}
	return casemix_cells(&casemix);
}

/*
 * The 200,000 respondents of test/data/adjust/cpes200k.csv with the outcome of q1 (its README tells
 * how they are written), complete or not; covariates age, sex, eth, imd, tum, ltc.
 */
#define CASEMIX_CPES200K 6
static const char *const casemix_cpes200k_name[CASEMIX_CPES200K] = {"age", "sex", "eth",
                                                                    "imd", "tum", "ltc"};

/* The reference levels of the figures about them. */
static const char *const casemix_cpes200k_reference[CASEMIX_CPES200K]
	__attribute__((unused)) = {"65-74", "Female", "White British", "1", "Brain", "None"};

static inline const struct cpe_cells *
casemix_cpes200k(struct cpe_arena *arena, const char *directory)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	static const double outcome[] = {0, 1, NAN};
	struct unit_table *levels = unit_table_read(directory, "adjust/cpes200k_level.csv");
	struct unit_table *table = unit_table_read(directory, "adjust/cpes200k.csv");
	char(*trust)[8] = casemix_room(arena, 1000, sizeof(*trust));
	const char **text = casemix_room(arena, (size_t) levels->rows, sizeof(char *));
	struct casemix casemix;

	casemix_open(&casemix, arena, CASEMIX_CPES200K, casemix_cpes200k_name);
	for (int i = 0; i < levels->rows; i++)
		text[i] = strcpy(casemix_room(arena, strlen(levels->cell[i * 3 + 2]) + 1, 1),
		                 levels->cell[i * 3 + 2]);
	for (int t = 0; t < 1000; t++)
		snprintf(trust[t], sizeof(trust[t]), "T%03d", t);
	for (int p = 0; p < table->rows; p++)
	{
		const char *pattern = unit_table_text(table, p, "pattern");
		const char *level[CASEMIX_CPES200K] = {NULL};
		int at = 1;

		for (int i = 0; i < levels->rows; i++)
			for (int k = 0; k < CASEMIX_CPES200K; k++)
				if (strcmp(levels->cell[i * 3], casemix_cpes200k_name[k]) == 0 &&
				    levels->cell[i * 3 + 1][0] == pattern[k])
					level[k] = text[i];
		for (const char *c = unit_table_text(table, p, "respondents"); *c; c++)
		{
			int symbol = (int) (strchr(alphabet, *c) - alphabet);

			at += *c == '+' ? 20 : symbol / 3;
			if (*c != '+')
				casemix_add(&casemix, trust[at], level, outcome[symbol % 3], 1, 0, 1);
		}
	}
	unit_table_free(levels);
	unit_table_free(table);
	return casemix_cells(&casemix);
}

/* What a fit is asked for by default: logistic, organisations fixed, each covariate once. */
static inline struct cpe_fit_options
casemix_options(enum cpe_effect effect)
{
	struct cpe_fit_options options;

	memset(&options, 0, sizeof(options));
	options.effect = effect;
	options.separation = CPE_SEPARATION_DROP;
	options.terms = -1;
	options.nodes = 10;
	options.max_iterations = 50;
	return options;
}

#endif
