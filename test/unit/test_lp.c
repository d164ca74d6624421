#include "suppress/lp.h"
#include "unit.h"

#include <math.h>
#include <string.h>

#define NONE 1e30
#define MANY 1000000

static struct cpe_arena arena;
static struct cpe_problem problem;

/* A programme of dense rows, where 0 is no entry. */
static struct cpe_lp *
open_dense(size_t columns, const double *low, const double *high, const double *cost, size_t rows,
           const double *dense, const double *row_low, const double *row_high)
{
	size_t start[50] = {0};
	uint32_t column[2500];
	double value[2500];

	for (size_t r = 0; r < rows; r++)
	{
		start[r + 1] = start[r];
		for (size_t c = 0; c < columns; c++)
		{
			if (dense[r * columns + c] == 0)
				continue;
			column[start[r + 1]] = (uint32_t) c;
			value[start[r + 1]++] = dense[r * columns + c];
		}
	}
	return cpe_lp_open(columns, low, high, cost, rows, start, column, value, row_low, row_high,
	                   &problem);
}

static enum cpe_lp_state
primal(struct cpe_lp *lp)
{
	enum cpe_lp_state state = CPE_LP_STOPPED;

	CHECK(cpe_lp_primal(lp, &arena, MANY, NULL, &state, &problem), "%s", problem.message);
	return state;
}

static enum cpe_lp_state
dual(struct cpe_lp *lp)
{
	enum cpe_lp_state state = CPE_LP_STOPPED;

	CHECK(cpe_lp_dual(lp, &arena, MANY, NULL, &state, &problem), "%s", problem.message);
	return state;
}

/*
 * max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier and Lieberman's Wyndor Glass): 36 at
 * (2, 6), duals 0, 3/2, 1.  Then other costs, and a row that cuts the vertex off.
 */
static void
check_closed_form(void)
{
	const double low[] = {0, 0}, high[] = {NONE, NONE}, cost[] = {-3, -5};
	const double dense[] = {1, 0, 0, 2, 3, 2};
	const double row_low[] = {-NONE, -NONE, -NONE}, row_high[] = {4, 12, 18};
	const uint32_t column[] = {0, 1};
	const double ones[] = {1, 1};
	struct cpe_lp *lp = open_dense(2, low, high, cost, 3, dense, row_low, row_high);

	if (!CHECK(lp != NULL, "%s", problem.message))
		return;
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "optimal");
	ABSOLUTE(cpe_lp_objective(lp), -36, 1e-9, "objective");
	ABSOLUTE(cpe_lp_values(lp)[0], 2, 1e-9, "x");
	ABSOLUTE(cpe_lp_values(lp)[1], 6, 1e-9, "y");
	ABSOLUTE(cpe_lp_duals(lp)[0], 0, 1e-9, "first dual");
	ABSOLUTE(cpe_lp_duals(lp)[1], -1.5, 1e-9, "second dual");
	ABSOLUTE(cpe_lp_duals(lp)[2], -1, 1e-9, "third dual");
	ABSOLUTE(cpe_lp_reduced_costs(lp)[0], 0, 1e-9, "reduced cost");

	cpe_lp_set_cost(lp, 1, 1);
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "optimal after a change of costs");
	ABSOLUTE(cpe_lp_objective(lp), -12, 1e-9, "x alone");
	ABSOLUTE(cpe_lp_reduced_costs(lp)[1], 1, 1e-9, "reduced cost of y");
	cpe_lp_set_cost(lp, 1, -5);
	cpe_lp_set_bounds(lp, 0, 0, 1);
	CHECK(dual(lp) == CPE_LP_OPTIMAL, "optimal after a change of bounds");
	ABSOLUTE(cpe_lp_objective(lp), -33, 1e-9, "x <= 1");
	cpe_lp_set_bounds(lp, 0, 0, NONE);
	CHECK(cpe_lp_add_row(lp, 2, column, ones, -NONE, 5, &problem), "%s", problem.message);
	CHECK(dual(lp) == CPE_LP_OPTIMAL, "optimal after another row");
	ABSOLUTE(cpe_lp_objective(lp), -25, 1e-9, "x + y <= 5");
	CHECK(cpe_lp_add_row(lp, 2, column, ones, 9, NONE, &problem), "%s", problem.message);
	CHECK(dual(lp) == CPE_LP_INFEASIBLE, "x + y <= 5 and >= 9");
	cpe_lp_close(lp);
}

static void
check_states(void)
{
	const double low[] = {0, 0}, high[] = {NONE, NONE}, cost[] = {-1, -1};
	const double dense[] = {1, -1};
	const double row_low[] = {-NONE}, row_high[] = {2};
	const double impossible[] = {3};
	struct cpe_lp *lp = open_dense(2, low, high, cost, 1, dense, row_low, row_high);

	CHECK(primal(lp) == CPE_LP_UNBOUNDED, "unbounded");
	cpe_lp_set_bounds(lp, 1, 0, 10);
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "bounded again");
	ABSOLUTE(cpe_lp_objective(lp), -22, 1e-9, "bounded again");
	cpe_lp_set_bounds(lp, 1, 0, 0);
	cpe_lp_set_bounds(lp, 0, 5, 7);
	CHECK(dual(lp) == CPE_LP_INFEASIBLE, "infeasible by the dual");
	CHECK(primal(lp) == CPE_LP_INFEASIBLE, "infeasible by the primal");
	cpe_lp_close(lp);

	/* bounds that cross, a row that cannot be met, no rows, no columns, numbers beyond all */
	lp = open_dense(2, high, low, cost, 1, dense, row_low, row_high);
	CHECK(primal(lp) == CPE_LP_INFEASIBLE, "bounds cross");
	cpe_lp_close(lp);
	lp = open_dense(2, low, low, cost, 1, dense, impossible, impossible);
	CHECK(primal(lp) == CPE_LP_INFEASIBLE, "a row that cannot be met");
	cpe_lp_close(lp);
	lp = open_dense(2, low, (const double[]){3, 4}, cost, 0, NULL, NULL, NULL);
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "no rows");
	ABSOLUTE(cpe_lp_objective(lp), -7, 1e-9, "no rows");
	cpe_lp_close(lp);
	lp = open_dense(0, NULL, NULL, NULL, 0, NULL, NULL, NULL);
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "no columns");
	cpe_lp_close(lp);
	lp = open_dense(2, low, (const double[]){INFINITY, NAN}, cost, 1, dense, row_low, row_high);
	CHECK(primal(lp) == CPE_LP_UNBOUNDED, "infinite and NaN bounds are none");
	cpe_lp_close(lp);
	cpe_lp_close(NULL);
}

/* Beale's example, on which the simplex method of the textbook cycles: -1/20 at (1/25, 0, 1, 0). */
static void
check_degenerate(void)
{
	const double low[] = {0, 0, 0, 0}, high[] = {NONE, NONE, NONE, NONE};
	const double cost[] = {-0.75, 150, -0.02, 6};
	const double dense[] = {0.25, -60, -1.0 / 25, 9, 0.5, -90, -1.0 / 50, 3, 0, 0, 1, 0};
	const double row_low[] = {-NONE, -NONE, -NONE}, row_high[] = {0, 0, 1};
	struct cpe_lp *lp = open_dense(4, low, high, cost, 3, dense, row_low, row_high);

	CHECK(primal(lp) == CPE_LP_OPTIMAL, "optimal");
	ABSOLUTE(cpe_lp_objective(lp), -0.05, 1e-9, "objective");
	ABSOLUTE(cpe_lp_values(lp)[0], 0.04, 1e-9, "x1");
	ABSOLUTE(cpe_lp_values(lp)[2], 1, 1e-9, "x3");
	cpe_lp_close(lp);
}

#define SIDE 15

/* An assignment problem of SIDE by SIDE with costs that only one assignment makes cheapest. */
static struct cpe_lp *
open_assignment(const int *permutation)
{
	static double low[SIDE * SIDE], high[SIDE * SIDE], cost[SIDE * SIDE];
	double row[2 * SIDE];
	size_t start[2 * SIDE + 1];
	uint32_t column[2 * SIDE * SIDE];
	double value[2 * SIDE * SIDE];

	for (int i = 0; i < SIDE * SIDE; i++)
	{
		high[i] = NONE;
		cost[i] = permutation[i / SIDE] == i % SIDE ? 1 : 2 + (i * 7) % 5;
	}
	for (int r = 0; r < 2 * SIDE; r++)
	{
		start[r] = (size_t) r * SIDE;
		row[r] = 1;
		for (int k = 0; k < SIDE; k++)
		{
			column[r * SIDE + k] = (uint32_t) (r < SIDE ? r * SIDE + k : k * SIDE + r - SIDE);
			value[r * SIDE + k] = 1;
		}
	}
	start[2 * SIDE] = 2 * SIDE * SIDE;
	return cpe_lp_open(SIDE * SIDE, low, high, cost, 2 * SIDE, start, column, value, row, row,
	                   &problem);
}

/* The answer is known, the work counted, the limit kept, and the same again is the same. */
static void
check_assignment(void)
{
	int permutation[SIDE];
	int64_t iterations[2] = {0, 0};
	double first[SIDE * SIDE];
	enum cpe_lp_state state;

	for (int i = 0; i < SIDE; i++)
		permutation[i] = (i * 4 + 3) % SIDE;
	for (int again = 0; again < 2; again++)
	{
		struct cpe_lp *lp = open_assignment(permutation);

		CHECK(cpe_lp_primal(lp, &arena, 3, &iterations[again], &state, &problem) &&
		          state == CPE_LP_STOPPED && iterations[again] <= 4,
		      "stops after 3 iterations, not %d", (int) iterations[again]);
		CHECK(cpe_lp_primal(lp, &arena, MANY, &iterations[again], &state, &problem) &&
		          state == CPE_LP_OPTIMAL,
		      "and goes on");
		ABSOLUTE(cpe_lp_objective(lp), SIDE, 1e-9, "objective");
		for (int i = 0; i < SIDE * SIDE; i++)
			ABSOLUTE(cpe_lp_values(lp)[i], permutation[i / SIDE] == i % SIDE, 1e-9, "x %d", i);
		if (again)
			CHECK(memcmp(first, cpe_lp_values(lp), sizeof(first)) == 0, "the same again");
		memcpy(first, cpe_lp_values(lp), sizeof(first));
		cpe_lp_close(lp);
	}
	CHECK(iterations[0] > 4 && iterations[0] == iterations[1], "%d and %d iterations",
	      (int) iterations[0], (int) iterations[1]);
}

/*
 * Random programmes whose optimum is known by weak duality: the cost is made from chosen duals and
 * reduced costs that fit a chosen point.
 */
static void
check_random(void)
{
	for (int t = 0; t < 300; t++)
	{
		size_t columns = 2 + (size_t) (unit_random() * 18),
			   rows = 1 + (size_t) (unit_random() * 10);
		double low[20], high[20], cost[20] = {0}, x[20], row[10], dense[200], want = 0;
		struct cpe_lp *lp;

		for (size_t c = 0; c < columns; c++)
		{
			low[c] = 0;
			high[c] = 10;
			x[c] = (double) (int) (unit_random() * 11);
			if (x[c] == 0 || x[c] == 10)
				cost[c] = (x[c] == 0 ? 1 : -1) * unit_random();
		}
		for (size_t r = 0; r < rows; r++)
		{
			double price = 4 * unit_random() - 2;

			row[r] = 0;
			for (size_t c = 0; c < columns; c++)
			{
				double entry = (double) ((int) (unit_random() * 3) - 1);

				dense[r * columns + c] = entry;
				row[r] += entry * x[c];
				cost[c] += price * entry;
			}
		}
		for (size_t c = 0; c < columns; c++)
			want += cost[c] * x[c];
		lp = open_dense(columns, low, high, cost, rows, dense, row, row);
		CHECK((t % 2 ? primal(lp) : dual(lp)) == CPE_LP_OPTIMAL, "optimal");
		ABSOLUTE(cpe_lp_objective(lp), want, 1e-6, "objective");
		cpe_lp_close(lp);
	}
	unit_worst("objective");
}

/* A stop asked for is obeyed, and the programme can still be closed. */
static void
check_stop(void)
{
	struct cpe_arena stopping;
	int permutation[SIDE];
	enum cpe_lp_state state;
	struct cpe_lp *lp;

	for (int i = 0; i < SIDE; i++)
		permutation[i] = i;
	unit_arena_open(&stopping, 1, -1);
	lp = open_assignment(permutation);
	CHECK(!cpe_lp_primal(lp, &stopping, MANY, NULL, &state, &problem) ||
	          !cpe_lp_primal(lp, &stopping, MANY, NULL, &state, &problem),
	      "stops");
	CHECK(problem.code == CPE_CANCELLED, "code %d", (int) problem.code);
	cpe_lp_close(lp);
	cpe_arena_close_malloc(&stopping);
}

/* Costs that the library would end the process for are as dear as can be. */
static void
check_huge_costs(void)
{
	const double dense[] = {1, 1};
	const double low[] = {0, 0};
	const double high[] = {5, 5};
	const double row[] = {6};
	const double cost[] = {INFINITY, 1};
	struct cpe_lp *lp = open_dense(2, low, high, cost, 1, dense, row, row);

	CHECK(dual(lp) == CPE_LP_OPTIMAL, "optimal");
	ABSOLUTE(cpe_lp_values(lp)[0], 1, 1e-6, "the cheap one first");
	cpe_lp_set_cost(lp, 0, 0);
	cpe_lp_set_cost(lp, 1, 1e300);
	CHECK(primal(lp) == CPE_LP_OPTIMAL, "optimal");
	ABSOLUTE(cpe_lp_values(lp)[0], 5, 1e-6, "the other way round");
	cpe_lp_close(lp);
}

/* What is too large is refused before the library sees it. */
static void
check_limit(void)
{
	const size_t start[] = {0};

	CHECK(cpe_lp_open((size_t) 1 << 40, NULL, NULL, NULL, 0, start, NULL, NULL, NULL, NULL,
	                  &problem) == NULL &&
	          problem.code == CPE_LIMIT,
	      "limit");
}

static void
check_absent(void)
{
	const double one[] = {1};
	const size_t start[] = {0};

	problem.code = CPE_INVALID;
	CHECK(cpe_lp_open(1, one, one, one, 0, start, NULL, NULL, NULL, NULL, &problem) == NULL &&
	          problem.code == CPE_OK,
	      "no library, no problem");
}

int
main(void)
{
	cpe_arena_open_malloc(&arena);
	if (!cpe_lp_present())
	{
		unit_case("a build without a library says so");
		check_absent();
		cpe_arena_close_malloc(&arena);
		return unit_end();
	}
	unit_case("a programme solved by hand, and what a change makes of it");
	check_closed_form();
	unit_case("infeasible, unbounded, empty");
	check_states();
	unit_case("a degenerate programme");
	check_degenerate();
	unit_case("an assignment problem: work, limit, sameness");
	check_assignment();
	unit_case("random programmes with a known optimum");
	check_random();
	unit_case("a stop is obeyed");
	check_stop();
	unit_case("costs without end");
	check_huge_costs();
	unit_case("a programme too large");
	check_limit();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
