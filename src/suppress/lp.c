#include "suppress/lp.h"

/*
 * Clp (COIN-OR, version 1.17 and later) by its C interface, or nothing: without CPE_HAVE_CLP the
 * same functions say that there is no library.
 *
 * The library is C++ and takes its memory from the allocator of the process.  An exception of its
 * cannot be caught from C, and must not pass through C frames; so nothing is asked of it that it
 * refuses (numbers are checked here, indexes by construction), sizes are bounded, and whether the
 * memory of a programme can be had is tried before the library needs it.
 *
 * The way it takes is a matter of iterations, not of time: slices end after a number of iterations
 * that depends on the size of the programme alone.  The time limit of a slice is a second bolt,
 * which a programme of the sizes allowed is not meant to meet.
 */

#ifdef CPE_HAVE_CLP

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Clp_C_Interface.h>

#define NONE 1e30              /* numbers from here on are none */
#define MAX_SIZE 4000000       /* rows and columns together, and entries by four */
#define SLICE_SECONDS 0.5      /* of a slice, at most */
#define SLICE_WORK 4000000     /* iterations of a slice times rows and columns */
#define MIN_SLICE 100          /* iterations of a slice, at least */
#define MAX_SLICE 5000         /* and at most */
#define MAX_IDLE 20            /* slices without an iteration before it is given up */
#define LIBRARY_BOUND 1.0e+100 /* what the library takes for none */
#define NO_PERTURBATION 102
#define MOST_COST 1e12 /* the library ends the process from 1e25 on */

struct cpe_lp
{
	Clp_Simplex *model;
	size_t columns, rows, entries;
};

bool
cpe_lp_present(void)
{
	return true;
}

static bool
no_memory(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_NO_MEMORY, NULL, NULL, "out of memory");
}

/* Whether the library will find the memory for a programme of that size: it throws where not. */
static bool
room_for(size_t columns, size_t rows, size_t entries, struct cpe_problem *problem)
{
	size_t numbers = 30 * (columns + rows) + 8 * entries + 100000;
	void *probe;

	if (columns > MAX_SIZE || rows > MAX_SIZE || columns + rows > MAX_SIZE ||
	    entries > 4 * (size_t) MAX_SIZE)
		return cpe_problem_set(problem, CPE_LIMIT, NULL,
		                       "Split the table, or hide cells whose relations are fewer.",
		                       "linear programme of %zu columns, %zu rows and %zu entries is too "
		                       "large",
		                       columns, rows, entries);
	probe = malloc(numbers * sizeof(double));
	if (probe == NULL)
		return no_memory(problem);
	free(probe);
	return true;
}

/* A bound as the library wants it; none is beyond every number. */
static double
bound(double number)
{
	if (isnan(number) || number >= NONE || number <= -NONE)
		return number < 0 ? -LIBRARY_BOUND : LIBRARY_BOUND;
	return number;
}

/* A cost as the library takes it: what is dearer is as dear as can be. */
static double
bearable(double cost)
{
	if (isnan(cost))
		return 0;
	return cost > MOST_COST ? MOST_COST : cost < -MOST_COST ? -MOST_COST : cost;
}

struct columnwise
{
	CoinBigIndex *start;
	int *row;
	double *value;
};

static void
columnwise_free(struct columnwise *matrix)
{
	free(matrix->start);
	free(matrix->row);
	free(matrix->value);
}

/* The matrix by columns, from that by rows; false without memory. */
static bool
columnwise_from_rows(struct columnwise *matrix, size_t columns, size_t rows,
                     const size_t *row_start, const uint32_t *row_column, const double *row_value)
{
	size_t entries = row_start[rows];

	matrix->start = calloc(columns + 2, sizeof(*matrix->start));
	matrix->row = calloc(entries + 1, sizeof(*matrix->row));
	matrix->value = calloc(entries + 1, sizeof(*matrix->value));
	if (matrix->start == NULL || matrix->row == NULL || matrix->value == NULL)
		return false;
	for (size_t e = 0; e < entries; e++)
		matrix->start[row_column[e] + 2]++;
	for (size_t c = 2; c < columns + 2; c++)
		matrix->start[c] += matrix->start[c - 1];
	for (size_t r = 0; r < rows; r++)
	{
		for (size_t e = row_start[r]; e < row_start[r + 1]; e++)
		{
			CoinBigIndex at = matrix->start[row_column[e] + 1]++;

			matrix->row[at] = (int) r;
			matrix->value[at] = row_value[e];
		}
	}
	return true;
}

/* Bounds and costs in one piece of memory: column low, high, row low, high, cost. */
static double *
bounds_copy(size_t columns, const double *low, const double *high, size_t rows,
            const double *row_low, const double *row_high, const double *cost)
{
	double *copy = malloc((3 * columns + 2 * rows + 1) * sizeof(double));

	if (copy == NULL)
		return NULL;
	for (size_t c = 0; c < columns; c++)
	{
		copy[c] = bound(low[c]);
		copy[columns + c] = bound(high[c]);
		copy[2 * (columns + rows) + c] = bearable(cost[c]);
	}
	for (size_t r = 0; r < rows; r++)
	{
		copy[2 * columns + r] = bound(row_low[r]);
		copy[2 * columns + rows + r] = bound(row_high[r]);
	}
	return copy;
}

struct cpe_lp *
cpe_lp_open(size_t columns, const double *low, const double *high, const double *cost, size_t rows,
            const size_t *row_start, const uint32_t *row_column, const double *row_value,
            const double *row_low, const double *row_high, struct cpe_problem *problem)
{
	struct columnwise matrix = {NULL, NULL, NULL};
	struct cpe_lp *lp;
	double *bounds;

	if (!room_for(columns, rows, row_start[rows], problem))
		return NULL;
	lp = calloc(1, sizeof(*lp));
	bounds = bounds_copy(columns, low, high, rows, row_low, row_high, cost);
	if (lp == NULL || bounds == NULL ||
	    !columnwise_from_rows(&matrix, columns, rows, row_start, row_column, row_value))
	{
		free(lp);
		lp = NULL;
		no_memory(problem);
	}
	else
	{
		lp->columns = columns;
		lp->rows = rows;
		lp->entries = row_start[rows];
		lp->model = Clp_newModel();
		Clp_setLogLevel(lp->model, 0);
		Clp_loadProblem(lp->model, (int) columns, (int) rows, matrix.start, matrix.row,
		                matrix.value, bounds, bounds + columns, bounds + 2 * (columns + rows),
		                bounds + 2 * columns, bounds + 2 * columns + rows);
		Clp_scaling(lp->model, 0);
		Clp_setPerturbation(lp->model, NO_PERTURBATION);
	}
	free(bounds);
	columnwise_free(&matrix);
	return lp;
}

bool
cpe_lp_add_row(struct cpe_lp *lp, size_t count, const uint32_t *column, const double *value,
               double low, double high, struct cpe_problem *problem)
{
	double row_low = bound(low);
	double row_high = bound(high);
	CoinBigIndex start[2] = {0, (CoinBigIndex) count};
	int *index;

	if (!room_for(lp->columns, lp->rows + 1, lp->entries + count, problem))
		return false;
	index = malloc((count + 1) * sizeof(*index));
	if (index == NULL)
		return no_memory(problem);
	for (size_t e = 0; e < count; e++)
		index[e] = (int) column[e];
	Clp_addRows(lp->model, 1, &row_low, &row_high, start, index, value);
	free(index);
	lp->rows++;
	lp->entries += count;
	return true;
}

void
cpe_lp_set_cost(struct cpe_lp *lp, size_t column, double cost)
{
	Clp_objective(lp->model)[column] = bearable(cost);
}

void
cpe_lp_set_bounds(struct cpe_lp *lp, size_t column, double low, double high)
{
	Clp_columnLower(lp->model)[column] = bound(low);
	Clp_columnUpper(lp->model)[column] = bound(high);
}

/* What the library says of the programme, where a finite solution is part of saying optimal. */
static enum cpe_lp_state
state_of(const struct cpe_lp *lp, int status)
{
	const double *x = Clp_getColSolution(lp->model);

	if (status == 1)
		return CPE_LP_INFEASIBLE;
	if (status == 2)
		return CPE_LP_UNBOUNDED;
	if (status != 0 || !isfinite(Clp_getObjValue(lp->model)))
		return CPE_LP_STOPPED;
	for (size_t c = 0; c < lp->columns; c++)
		if (!isfinite(x[c]))
			return CPE_LP_STOPPED;
	return CPE_LP_OPTIMAL;
}

/* The iterations of one slice: less for large programmes, whose iterations take longer. */
static int
slice_iterations(const struct cpe_lp *lp, int64_t left)
{
	size_t slice = SLICE_WORK / (lp->columns + lp->rows + 1);

	if (slice < MIN_SLICE)
		slice = MIN_SLICE;
	if (slice > MAX_SLICE)
		slice = MAX_SLICE;
	return left < (int64_t) slice ? (int) left : (int) slice;
}

static bool
solve(struct cpe_lp *lp, bool primal, struct cpe_arena *arena, int64_t max_iterations,
      int64_t *iterations, enum cpe_lp_state *state, struct cpe_problem *problem)
{
	int64_t left = max_iterations;

	*state = CPE_LP_STOPPED;
	for (int idle = 0; left > 0 && idle < MAX_IDLE;)
	{
		int used;

		if (!cpe_arena_poll(arena, problem))
			return false;
		Clp_setNumberIterations(lp->model, 0);
		Clp_setMaximumIterations(lp->model, slice_iterations(lp, left));
		Clp_setMaximumSeconds(lp->model, SLICE_SECONDS);
		if (primal)
			Clp_primal(lp->model, 0);
		else
			Clp_dual(lp->model, 0);
		used = Clp_numberIterations(lp->model);
		if (iterations != NULL)
			*iterations += used;
		left -= used;
		idle = used > 0 ? 0 : idle + 1;
		if (Clp_status(lp->model) != 3)
		{
			*state = state_of(lp, Clp_status(lp->model));
			break;
		}
	}
	return cpe_arena_poll(arena, problem);
}

bool
cpe_lp_primal(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations,
              int64_t *iterations, enum cpe_lp_state *state, struct cpe_problem *problem)
{
	return solve(lp, true, arena, max_iterations, iterations, state, problem);
}

bool
cpe_lp_dual(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations, int64_t *iterations,
            enum cpe_lp_state *state, struct cpe_problem *problem)
{
	return solve(lp, false, arena, max_iterations, iterations, state, problem);
}

const double *
cpe_lp_values(const struct cpe_lp *lp)
{
	return Clp_getColSolution(lp->model);
}

const double *
cpe_lp_reduced_costs(const struct cpe_lp *lp)
{
	return Clp_getReducedCost(lp->model);
}

const double *
cpe_lp_duals(const struct cpe_lp *lp)
{
	return Clp_getRowPrice(lp->model);
}

double
cpe_lp_objective(const struct cpe_lp *lp)
{
	return Clp_getObjValue(lp->model);
}

void
cpe_lp_close(struct cpe_lp *lp)
{
	if (lp == NULL)
		return;
	Clp_deleteModel(lp->model);
	free(lp);
}

#else

bool
cpe_lp_present(void)
{
	return false;
}

struct cpe_lp *
cpe_lp_open(size_t columns, const double *low, const double *high, const double *cost, size_t rows,
            const size_t *row_start, const uint32_t *row_column, const double *row_value,
            const double *row_low, const double *row_high, struct cpe_problem *problem)
{
	(void) columns, (void) low, (void) high, (void) cost, (void) rows, (void) row_start;
	(void) row_column, (void) row_value, (void) row_low, (void) row_high;
	problem->code = CPE_OK;
	return NULL;
}

/* There is never a programme to call the rest for. */

static bool
absent(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
	                       "this build has no library for linear programmes");
}

bool
cpe_lp_add_row(struct cpe_lp *lp, size_t count, const uint32_t *column, const double *value,
               double low, double high, struct cpe_problem *problem)
{
	(void) lp, (void) count, (void) column, (void) value, (void) low, (void) high;
	return absent(problem);
}

void
cpe_lp_set_cost(struct cpe_lp *lp, size_t column, double cost)
{
	(void) lp, (void) column, (void) cost;
}

void
cpe_lp_set_bounds(struct cpe_lp *lp, size_t column, double low, double high)
{
	(void) lp, (void) column, (void) low, (void) high;
}

bool
cpe_lp_primal(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations,
              int64_t *iterations, enum cpe_lp_state *state, struct cpe_problem *problem)
{
	(void) lp, (void) arena, (void) max_iterations, (void) iterations;
	*state = CPE_LP_STOPPED;
	return absent(problem);
}

bool
cpe_lp_dual(struct cpe_lp *lp, struct cpe_arena *arena, int64_t max_iterations, int64_t *iterations,
            enum cpe_lp_state *state, struct cpe_problem *problem)
{
	return cpe_lp_primal(lp, arena, max_iterations, iterations, state, problem);
}

const double *
cpe_lp_values(const struct cpe_lp *lp)
{
	(void) lp;
	return NULL;
}

const double *
cpe_lp_reduced_costs(const struct cpe_lp *lp)
{
	(void) lp;
	return NULL;
}

const double *
cpe_lp_duals(const struct cpe_lp *lp)
{
	(void) lp;
	return NULL;
}

double
cpe_lp_objective(const struct cpe_lp *lp)
{
	(void) lp;
	return 0;
}

void
cpe_lp_close(struct cpe_lp *lp)
{
	(void) lp;
}

#endif
