#include "adjust/arrow.h"

#include <math.h>
#include <string.h>

#define POLL_EVERY 4096

bool
cpe_arrow_open(struct cpe_arrow *arrow, int32_t organisations, int columns, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	size_t crossing = (size_t) organisations * columns;

	memset(arrow, 0, sizeof(*arrow));
	arrow->organisations = organisations;
	arrow->columns = columns;
	arrow->diagonal = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	arrow->cross = cpe_arena_alloc(arena, crossing, sizeof(double), problem);
	arrow->block = cpe_arena_alloc(arena, CPE_PACKED_SIZE(columns), sizeof(double), problem);
	arrow->share = cpe_arena_alloc(arena, crossing, sizeof(double), problem);
	arrow->inverse = cpe_arena_alloc(arena, CPE_PACKED_SIZE(columns), sizeof(double), problem);
	arrow->work = cpe_arena_alloc(arena, CPE_PACKED_SIZE(columns), sizeof(double), problem);
	return arrow->diagonal != NULL && arrow->cross != NULL && arrow->block != NULL &&
	       arrow->share != NULL && arrow->inverse != NULL && arrow->work != NULL &&
	       cpe_cholesky_open(&arrow->schur, arena, columns, problem);
}

void
cpe_arrow_clear(struct cpe_arrow *arrow)
{
	memset(arrow->diagonal, 0, sizeof(double) * arrow->organisations);
	memset(arrow->cross, 0, sizeof(double) * arrow->organisations * arrow->columns);
	memset(arrow->block, 0, sizeof(double) * CPE_PACKED_SIZE(arrow->columns));
}

/* Adds the cells of a pattern to the diagonal and what crosses it; returns the sum of weights. */
static double
add_cells(struct cpe_arrow *arrow, const struct cpe_frame *frame, int32_t pattern,
          const double *weight)
{
	const int32_t *column = &frame->entry_column[frame->entry[pattern]];
	const double *value = frame->entry_value ? &frame->entry_value[frame->entry[pattern]] : NULL;
	int entries = (int) (frame->entry[pattern + 1] - frame->entry[pattern]);
	double sum = 0;

	for (int32_t c = frame->first[pattern]; c < frame->first[pattern + 1]; c++)
	{
		double w = weight[c];
		double *cross;

		sum += w;
		if (arrow->organisations == 0)
			continue;
		arrow->diagonal[frame->organisation_of[c]] += w;
		cross = &arrow->cross[(size_t) frame->organisation_of[c] * arrow->columns];
		if (value == NULL)
			for (int e = 0; e < entries; e++)
				cross[column[e]] += w;
		else
			for (int e = 0; e < entries; e++)
				cross[column[e]] += w * value[e];
	}
	return sum;
}

/* Adds a pattern's row to the block of columns. */
static void
add_row(struct cpe_arrow *arrow, const struct cpe_frame *frame, int32_t pattern, double weight)
{
	const int32_t *column = &frame->entry_column[frame->entry[pattern]];
	const double *value = frame->entry_value ? &frame->entry_value[frame->entry[pattern]] : NULL;
	int entries = (int) (frame->entry[pattern + 1] - frame->entry[pattern]);

	for (int i = 0; i < entries; i++)
	{
		double *row = &arrow->block[CPE_PACKED(column[i], 0)];
		double w = value ? weight * value[i] : weight;

		for (int j = 0; j <= i; j++)
			row[column[j]] += value ? w * value[j] : w;
	}
}

bool
cpe_arrow_add(struct cpe_arrow *arrow, const struct cpe_frame *frame, const double *weight,
              struct cpe_arena *arena, struct cpe_problem *problem)
{
	int32_t since_poll = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		since_poll += 1 + frame->first[p + 1] - frame->first[p];
		if (since_poll >= POLL_EVERY)
		{
			since_poll = 0;
			if (!cpe_arena_poll(arena, problem))
				return false;
		}
		add_row(arrow, frame, p, add_cells(arrow, frame, p, weight));
	}
	return true;
}

/* What is left of the block of columns after the organisations, in the arrow's work. */
static bool
eliminate(struct cpe_arrow *arrow, struct cpe_arena *arena, struct cpe_problem *problem)
{
	int columns = arrow->columns;

	memcpy(arrow->work, arrow->block, sizeof(double) * CPE_PACKED_SIZE(columns));
	for (int32_t j = 0; j < arrow->organisations; j++)
	{
		const double *cross = &arrow->cross[(size_t) j * columns];
		double *share = &arrow->share[(size_t) j * columns];

		if (!cpe_arena_poll(arena, problem))
			return false;
		for (int i = 0; i < columns; i++)
			share[i] = arrow->diagonal[j] > 0 ? cross[i] / arrow->diagonal[j] : 0;
		for (int i = 0; i < columns; i++)
		{
			double *row = &arrow->work[CPE_PACKED(i, 0)];

			if (share[i] == 0)
				continue;
			for (int k = 0; k <= i; k++)
				row[k] -= share[i] * cross[k];
		}
	}
	return true;
}

bool
cpe_arrow_reduce(struct cpe_arrow *arrow, double least, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	if (!eliminate(arrow, arena, problem) ||
	    !cpe_cholesky_factor_rest(&arrow->schur, arena, arrow->work, arrow->block, least, problem))
		return false;
	arrow->aliased = arrow->schur.left_out;
	arrow->rank = arrow->schur.rank;
	for (int32_t j = 0; j < arrow->organisations; j++)
		arrow->rank += arrow->diagonal[j] > 0;
	return true;
}

bool
cpe_arrow_factor(struct cpe_arrow *arrow, struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!cpe_arrow_reduce(arrow, CPE_ARROW_LEAST, arena, problem) ||
	    !cpe_cholesky_inverse(&arrow->schur, arena, arrow->inverse, problem))
		return false;
	arrow->log_determinant = cpe_cholesky_log_determinant(&arrow->schur);
	for (int32_t j = 0; j < arrow->organisations; j++)
		if (arrow->diagonal[j] > 0)
			arrow->log_determinant += log(arrow->diagonal[j]);
	return true;
}

void
cpe_arrow_solve(const struct cpe_arrow *arrow, double *effect, double *column)
{
	int columns = arrow->columns;

	for (int32_t j = 0; j < arrow->organisations; j++)
		if (arrow->diagonal[j] > 0)
			for (int i = 0; i < columns; i++)
				column[i] -= effect[j] * arrow->share[(size_t) j * columns + i];
	cpe_cholesky_solve(&arrow->schur, column);
	for (int32_t j = 0; j < arrow->organisations; j++)
	{
		if (arrow->diagonal[j] > 0)
			effect[j] = effect[j] / arrow->diagonal[j] -
			            cpe_dot(&arrow->share[(size_t) j * columns], column, columns);
		else
			effect[j] = 0;
	}
}

/* Row i of a packed symmetric matrix times a vector. */
static double
packed_row(const double *matrix, int i, const double *vector, int count)
{
	double sum = cpe_dot(&matrix[CPE_PACKED(i, 0)], vector, i + 1);

	for (int k = i + 1; k < count; k++)
		sum += matrix[CPE_PACKED(k, i)] * vector[k];
	return sum;
}

static double
packed_quadratic(const double *matrix, const double *a, const double *b, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		if (a[i] != 0)
			sum += a[i] * packed_row(matrix, i, b, count);
	return sum;
}

double
cpe_arrow_inverse_mixed(const struct cpe_arrow *arrow, int32_t organisation, int column)
{
	int columns = arrow->columns;

	return -packed_row(arrow->inverse, column, &arrow->share[(size_t) organisation * columns],
	                   columns);
}

double
cpe_arrow_quadratic(const struct cpe_arrow *arrow, const double *effect, const double *column)
{
	int columns = arrow->columns;
	double sum = packed_quadratic(arrow->block, column, column, columns);

	if (effect == NULL)
		return sum;
	for (int32_t j = 0; j < arrow->organisations; j++)
		if (effect[j] != 0)
			sum += effect[j] * (effect[j] * arrow->diagonal[j] +
			                    2 * cpe_dot(&arrow->cross[(size_t) j * columns], column, columns));
	return sum;
}

double
cpe_arrow_inverse_quadratic(const struct cpe_arrow *arrow, const double *effect,
                            const double *column, struct cpe_arena *arena)
{
	int columns = arrow->columns;
	double rest[CPE_FRAME_COLUMNS];
	double sum = 0;

	(void) arena;
	memcpy(rest, column, sizeof(double) * columns);
	for (int32_t j = 0; effect != NULL && j < arrow->organisations; j++)
	{
		if (effect[j] == 0 || !(arrow->diagonal[j] > 0))
			continue;
		sum += effect[j] * effect[j] / arrow->diagonal[j];
		for (int i = 0; i < columns; i++)
			rest[i] -= effect[j] * arrow->share[(size_t) j * columns + i];
	}
	return sum + packed_quadratic(arrow->inverse, rest, rest, columns);
}
