#ifndef CPE_TEST_DENSE_REGRESSION_H
#define CPE_TEST_DENSE_REGRESSION_H

#include "casemix_cells.h"

/*
 * Regressions from rows with a dense matrix in long double, for unit tests: the oracle of those
 * from cells.  A parameter for each organisation (where it has one) comes before the columns.
 */
struct dense
{
	int rows;
	int effects; /* parameters of organisations */
	int size;    /* parameters in all */
	int clusters;
	long double *x; /* rows x size */
	double *y;
	double *w;
	double *offset;
	int *cluster; /* by row */
	bool *aliased;
	bool *free_of_ridge; /* by parameter: the intercept */
	long double *b;
	long double *fitted;      /* by row */
	long double *information; /* size x size, unit dispersion */
	long double *penalised;   /* with the ridge */
	long double *inverse;     /* of that; 0 where aliased */
	long double *score;
	int rank;
};

static inline void *
dense_room(size_t count, size_t size)
{
	void *room = calloc(count + 1, size);

	if (room == NULL)
		exit(2);
	return room;
}

static inline void
dense_close(struct dense *dense)
{
	free(dense->x);
	free(dense->y);
	free(dense->w);
	free(dense->offset);
	free(dense->cluster);
	free(dense->aliased);
	free(dense->free_of_ridge);
	free(dense->b);
	free(dense->fitted);
	free(dense->information);
	free(dense->penalised);
	free(dense->inverse);
	free(dense->score);
}

/* A column's value in a row, from the column's description. */
static inline double
dense_value(const struct cpe_frame *frame, int column, const struct casemix_row *row)
{
	const struct cpe_column *what = &frame->column[column];
	double value = 1;

	for (int f = 0; f < what->factors; f++)
	{
		const struct cpe_covariate *covariate = &frame->covariate[what->covariate[f]];
		const char *text = row->level[what->covariate[f]];

		if (what->level[f] < 0)
			value *= strtod(text, NULL);
		else
			value *= strcmp(text, covariate->level[what->level[f]]) == 0;
	}
	return value;
}

/* Marks parameters that depend on those before them (Gram and Schmidt, twice). */
static inline void
dense_find_aliased(struct dense *dense)
{
	int size = dense->size;
	long double *q = dense_room((size_t) dense->rows * (size_t) size, sizeof(long double));

	for (int k = 0; k < size; k++)
	{
		long double whole = 0;
		long double rest = 0;

		for (int i = 0; i < dense->rows; i++)
		{
			q[i * size + k] = dense->x[i * size + k];
			whole += q[i * size + k] * q[i * size + k];
		}
		for (int pass = 0; pass < 2; pass++)
			for (int m = 0; m < k; m++)
			{
				long double along = 0;

				for (int i = 0; i < dense->rows; i++)
					along += q[i * size + m] * q[i * size + k];
				for (int i = 0; i < dense->rows; i++)
					q[i * size + k] -= along * q[i * size + m];
			}
		for (int i = 0; i < dense->rows; i++)
			rest += q[i * size + k] * q[i * size + k];
		dense->aliased[k] = !(rest > 1e-9L * whole);
		dense->rank += !dense->aliased[k];
		for (int i = 0; i < dense->rows; i++)
			q[i * size + k] = dense->aliased[k] ? 0 : q[i * size + k] / sqrtl(rest);
	}
	free(q);
}

static inline void
dense_open(struct dense *dense, const struct casemix_row *row, int rows,
           const struct cpe_frame *frame)
{
	int size;

	memset(dense, 0, sizeof(*dense));
	dense->rows = rows;
	dense->clusters = frame->organisations;
	dense->effects = frame->absorbed ? frame->organisations : 0;
	size = dense->size = dense->effects + frame->columns;
	dense->x = dense_room((size_t) rows * (size_t) size, sizeof(long double));
	dense->y = dense_room((size_t) rows, sizeof(double));
	dense->w = dense_room((size_t) rows, sizeof(double));
	dense->offset = dense_room((size_t) rows, sizeof(double));
	dense->cluster = dense_room((size_t) rows, sizeof(int));
	dense->aliased = dense_room((size_t) size, sizeof(bool));
	dense->free_of_ridge = dense_room((size_t) size, sizeof(bool));
	dense->b = dense_room((size_t) size, sizeof(long double));
	dense->fitted = dense_room((size_t) rows, sizeof(long double));
	dense->information = dense_room((size_t) (size * size), sizeof(long double));
	dense->penalised = dense_room((size_t) (size * size), sizeof(long double));
	dense->inverse = dense_room((size_t) (size * size), sizeof(long double));
	dense->score = dense_room((size_t) size, sizeof(long double));
	for (int i = 0; i < rows; i++)
	{
		for (int j = 0; j < frame->organisations; j++)
			if (strcmp(row[i].organisation, frame->organisation[j]) == 0)
				dense->cluster[i] = j;
		if (frame->absorbed)
			dense->x[i * size + dense->cluster[i]] = 1;
		for (int c = 0; c < frame->columns; c++)
			dense->x[i * size + dense->effects + c] = dense_value(frame, c, &row[i]);
		dense->y[i] = row[i].y;
		dense->w[i] = row[i].w;
		dense->offset[i] = row[i].offset;
	}
	for (int c = 0; c < frame->columns; c++)
		dense->free_of_ridge[dense->effects + c] = frame->column[c].factors == 0;
	dense_find_aliased(dense);
}

/* Gauss and Jordan with pivots; rows and columns marked are left out. */
static inline long double
dense_invert(int size, const long double *matrix, const bool *leave_out, long double *inverse)
{
	long double *work = dense_room((size_t) (size * size), sizeof(long double));
	long double log_determinant = 0;

	for (int i = 0; i < size; i++)
		for (int k = 0; k < size; k++)
		{
			bool out = leave_out[i] || leave_out[k];

			work[i * size + k] = out ? i == k : matrix[i * size + k];
			inverse[i * size + k] = i == k;
		}
	for (int i = 0; i < size; i++)
	{
		int pivot = i;

		for (int m = i + 1; m < size; m++)
			if (fabsl(work[m * size + i]) > fabsl(work[pivot * size + i]))
				pivot = m;
		for (int k = 0; k < size; k++)
		{
			long double swap = work[i * size + k];

			work[i * size + k] = work[pivot * size + k];
			work[pivot * size + k] = swap;
			swap = inverse[i * size + k];
			inverse[i * size + k] = inverse[pivot * size + k];
			inverse[pivot * size + k] = swap;
		}
		log_determinant += logl(fabsl(work[i * size + i]));
		for (int m = 0; m < size; m++)
		{
			long double factor = work[m * size + i] / work[i * size + i];

			if (m == i || factor == 0)
				continue;
			for (int k = 0; k < size; k++)
			{
				work[m * size + k] -= factor * work[i * size + k];
				inverse[m * size + k] -= factor * inverse[i * size + k];
			}
		}
	}
	for (int i = 0; i < size; i++)
		for (int k = 0; k < size; k++)
			inverse[i * size + k] =
				leave_out[i] || leave_out[k] ? 0 : inverse[i * size + k] / work[i * size + i];
	free(work);
	return log_determinant;
}

/* Fitted values, information, and the score without penalty at b; returns the log-likelihood. */
static inline long double
dense_at(struct dense *dense, bool gaussian)
{
	int size = dense->size;
	long double likelihood = 0;

	memset(dense->information, 0, sizeof(long double) * (size_t) (size * size));
	memset(dense->score, 0, sizeof(long double) * (size_t) size);
	for (int i = 0; i < dense->rows; i++)
	{
		const long double *x = &dense->x[i * size];
		long double linear = dense->offset[i];
		long double weight = dense->w[i];
		long double residual;

		for (int k = 0; k < size; k++)
			linear += x[k] * dense->b[k];
		if (gaussian)
			dense->fitted[i] = linear;
		else
		{
			dense->fitted[i] = 1 / (1 + expl(-linear));
			weight *= dense->fitted[i] * (1 - dense->fitted[i]);
			likelihood +=
				dense->w[i] * (dense->y[i] * linear - (linear > 0 ? linear + log1pl(expl(-linear))
			                                                      : log1pl(expl(linear))));
		}
		residual = dense->w[i] * (dense->y[i] - dense->fitted[i]);
		for (int k = 0; k < size; k++)
		{
			if (x[k] == 0)
				continue;
			dense->score[k] += x[k] * residual;
			for (int m = 0; m < size; m++)
				dense->information[k * size + m] += weight * x[k] * x[m];
		}
	}
	return likelihood;
}

/* Adds the ridge to the information and takes it off the score. */
static inline void
dense_penalise(struct dense *dense, long double ridge)
{
	int size = dense->size;
	int effects = dense->effects;
	long double mean = 0;

	memcpy(dense->penalised, dense->information, sizeof(long double) * (size_t) (size * size));
	for (int j = 0; j < effects; j++)
		mean += dense->b[j] / effects;
	for (int k = 0; k < size; k++)
	{
		long double from = k < effects ? mean : 0;

		if (dense->free_of_ridge[k])
			continue;
		dense->score[k] -= ridge * (dense->b[k] - from);
		dense->penalised[k * size + k] += ridge;
		for (int m = 0; k < effects && m < effects; m++)
			dense->penalised[k * size + m] -= ridge / effects;
	}
}

/* Newton's method to the last digit; false: no maximum was found. */
static inline bool
dense_fit(struct dense *dense, bool gaussian, long double ridge)
{
	int size = dense->size;

	if (ridge > 0)
		memset(dense->aliased, 0, sizeof(bool) * (size_t) size);
	for (int iteration = 0; iteration < 200; iteration++)
	{
		long double largest = 0;
		long double *step = dense_room((size_t) size, sizeof(long double));

		dense_at(dense, gaussian);
		dense_penalise(dense, ridge);
		dense_invert(size, dense->penalised, dense->aliased, dense->inverse);
		for (int k = 0; k < size; k++)
		{
			for (int m = 0; m < size; m++)
				step[k] += dense->inverse[k * size + m] * dense->score[m];
			largest = fmaxl(largest, fabsl(step[k]));
		}
		for (int k = 0; k < size; k++)
			dense->b[k] += step[k] * (gaussian || largest < 1 ? 1 : 1 / largest);
		free(step);
		if (largest < 1e-14L)
		{
			dense_at(dense, gaussian);
			dense_penalise(dense, ridge);
			dense_invert(size, dense->penalised, dense->aliased, dense->inverse);
			return true;
		}
	}
	return false;
}

/* Whether some linear predictor is so large that the maximum is at infinity. */
static inline bool
dense_infinite(const struct dense *dense)
{
	for (int i = 0; i < dense->rows; i++)
		if (!(dense->fitted[i] > 1e-15L && dense->fitted[i] < 1 - 1e-15L))
			return true;
	return false;
}

/* The covariance matrix of a kind; ridge: that of the fit. */
static inline void
dense_covariance(const struct dense *dense, bool gaussian, enum cpe_variance kind,
                 long double *covariance)
{
	int size = dense->size;
	long double *meat = dense_room((size_t) (size * size), sizeof(long double));
	long double *half = dense_room((size_t) (size * size), sizeof(long double));
	long double *score = dense_room((size_t) (dense->clusters * size), sizeof(long double));
	long double squares = 0;
	long double scale = 1;
	long double g = dense->clusters;

	for (int i = 0; i < dense->rows; i++)
	{
		const long double *x = &dense->x[i * size];
		long double residual = dense->w[i] * (dense->y[i] - dense->fitted[i]);

		squares += residual * residual / dense->w[i];
		for (int k = 0; k < size; k++)
		{
			score[dense->cluster[i] * size + k] += residual * x[k];
			for (int m = 0; kind == CPE_VARIANCE_HC0 && m < size; m++)
				meat[k * size + m] += residual * residual * x[k] * x[m];
		}
	}
	if (kind == CPE_VARIANCE_MODEL)
	{
		memcpy(meat, dense->information, sizeof(long double) * (size_t) (size * size));
		scale = gaussian ? squares / (dense->rows - dense->rank) : 1;
	}
	if (kind == CPE_VARIANCE_CLUSTER || kind == CPE_VARIANCE_CLUSTER_HC1)
		for (int j = 0; j < dense->clusters; j++)
			for (int k = 0; k < size; k++)
				for (int m = 0; m < size; m++)
					meat[k * size + m] += score[j * size + k] * score[j * size + m];
	if (kind == CPE_VARIANCE_CLUSTER_HC1)
		scale = g / (g - 1) * (dense->rows - 1) / (dense->rows - dense->rank);
	for (int k = 0; k < size; k++)
		for (int m = 0; m < size; m++)
			for (int i = 0; i < size; i++)
				half[k * size + m] += dense->inverse[k * size + i] * meat[i * size + m];
	for (int k = 0; k < size; k++)
		for (int m = 0; m < size; m++)
		{
			covariance[k * size + m] = 0;
			for (int i = 0; i < size; i++)
				covariance[k * size + m] +=
					scale * half[k * size + i] * dense->inverse[i * size + m];
		}
	free(meat);
	free(half);
	free(score);
}

/* ---- random problems ---- */

/* What a random problem is made of. */
struct dense_problem
{
	int rows;
	int organisations;
	bool gaussian;
	bool weighted;
	bool offset;
	bool interaction;
	bool twin;   /* a covariate that says again what another one says */
	double base; /* log odds at the references */
};

#define DENSE_COVARIATES 4
#define DENSE_ROWS 600

/* Makes the rows and the frame; terms: a, b, x (linear), a:b, twin. */
static inline void
dense_random(const struct dense_problem *what, bool absorbed, struct cpe_arena *arena,
             struct casemix_row *row, struct cpe_frame *frame)
{
	static const char *const name[] = {"a", "b", "x", "twin"};
	static const char *const letter[] = {"a0", "a1", "a2", "a3", "a4"};
	static const char *const number[] = {"-1.5", "0", "0.25", "2", "3.75"};
	static const char *const organisation[] = {"o0", "o1", "o2", "o3", "o4",
	                                           "o5", "o6", "o7", "o8", "o9"};
	static const bool linear[] = {false, false, true, false};
	static const struct cpe_term_request term[] = {
		{1, {0}}, {1, {1}}, {1, {2}}, {2, {0, 1}}, {1, {3}}};
	struct cpe_term_request *used = casemix_room(arena, 5, sizeof(*used));
	struct cpe_fit_options options = casemix_options(absorbed ? CPE_EFFECT_FIXED : CPE_EFFECT_NONE);
	struct cpe_problem problem;
	struct casemix casemix;

	casemix_open(&casemix, arena, DENSE_COVARIATES, name);
	for (int i = 0; i < what->rows; i++)
	{
		int a = random() % 4;
		int b = random() % 3;
		int x = random() % 5;
		int j = random() % what->organisations;
		const char *level[DENSE_COVARIATES] = {letter[a], letter[b], number[x], letter[a]};
		double offset = what->offset ? (random() % 5 - 2) / 4.0 : 0;
		double linear_predictor = what->base + 0.4 * a - 0.3 * b + 0.2 * (a == 1 && b == 2) +
		                          0.15 * strtod(number[x], NULL) + 0.2 * j - 0.5 + offset;
		double y = unit_random() < 1 / (1 + exp(-linear_predictor));

		if (what->gaussian)
			y = linear_predictor + 3 * unit_random();
		casemix_add(&casemix, organisation[j], level, y,
		            what->weighted ? 0.25 + random() % 16 / 4.0 : 1, offset, 1);
	}
	memcpy(row, casemix.row, sizeof(struct casemix_row) * (size_t) what->rows);
	options.family = what->gaussian ? CPE_GAUSSIAN : CPE_BINOMIAL;
	options.terms = 0;
	options.term = used;
	options.linear = linear;
	for (int t = 0; t < 5; t++)
		if ((t != 3 || what->interaction) && (t != 4 || what->twin))
			used[options.terms++] = term[t];
	CHECK(cpe_frame_open(frame, casemix_cells(&casemix), &options, arena, &problem), "frame: %s",
	      problem.message);
}

#endif
