/*
 * Controlled rounding against brute force: on small tables of two and three dimensions, the least
 * cost of all additive roundings of the kind; on the synthetic tables, what must hold; and where
 * there is no zero-restricted rounding, or no library, or no work.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plain_cube.h"
#include "sdc_fixture.h"
#include "suppress/controlled.h"
#include "suppress/lp.h"

static const char *directory;
static struct cpe_problem problem;

/* The cost of an additive rounding from these inner cells, HUGE_VAL where a cell goes too far. */
static double
cost_of(const struct cube *cube, const double *weight, int base, int reach, const int64_t *inner)
{
	double cost = 0;

	for (int c = 0; c < cube->cells; c++)
	{
		int64_t value = cube->cell[c].value;
		int64_t by = llabs(cube_sum(cube, c, inner) - value);
		int64_t most = (value % base > 0 ? base - 1 : 0) + (int64_t) reach * base;

		/* a count between multiples may go one multiple beyond either, less than 2 * base away */
		if (by > most || (value == 0 && by > 0))
			return HUGE_VAL;
		cost += weight[c] * (double) by;
	}
	return cost;
}

/* The least cost of all choices of the inner cells from number i on. */
static double
least(const struct cube *cube, const double *weight, int base, int reach, int64_t *inner, int i)
{
	double best = HUGE_VAL;
	int64_t value;

	if (i == cube->inner)
		return cost_of(cube, weight, base, reach, inner);
	value = cube->cell[cube->inner_cell[i]].value;
	for (int step = -reach; step <= 1 + reach; step++)
	{
		double cost;

		inner[i] = (value / base + step) * base;
		if (inner[i] < 0 || (value % base == 0 && step > reach))
			continue;
		cost = least(cube, weight, base, reach, inner, i + 1);
		best = cost < best ? cost : best;
	}
	return best;
}

/* One random table, rounded and compared. */
static void
compare(int dims, const int *size, int base, bool weighted, int *further)
{
	static struct cube cube;
	struct cpe_arena arena;
	int64_t inner[CUBE_CELLS];
	int64_t rounded[CUBE_CELLS];
	int32_t steps[CUBE_CELLS];
	double weight[CUBE_CELLS];
	double best;
	double cost = 0;
	int most = 0;
	struct cpe_controlled result = {.rounded = rounded, .steps = steps};

	cpe_arena_open_malloc(&arena);
	cube_lay_out(&cube, dims, size);
	for (int i = 0; i < cube.inner; i++)
		inner[i] = random() % 4 == 0 ? 0 : random() % (3 * base);
	CHECK(cube_read(&arena, &cube, inner, &problem), "%s", problem.message);
	for (int c = 0; c < cube.cells; c++)
		weight[c] = weighted ? 0.5 + unit_random() : 1;
	CHECK(cpe_round_controlled(&arena, &cube.table, cube.cell, weighted ? weight : NULL, base,
	                           &result, &problem),
	      "%s", problem.message);
	for (int i = 0; i < cube.inner; i++)
		inner[i] = rounded[cube.inner_cell[i]];
	for (int c = 0; c < cube.cells; c++)
	{
		CHECK(rounded[c] % base == 0 && rounded[c] == cube_sum(&cube, c, inner), "additive");
		cost += weight[c] * (double) llabs(rounded[c] - cube.cell[c].value);
		most = steps[c] > most ? steps[c] : most;
	}
	RELATIVE(result.cost, cost, 1e-12, "the cost stated");
	best = least(&cube, weight, base, 0, inner, 0);
	CHECK((best < HUGE_VAL) == (most == 0), "zero-restricted where there is one");
	if (best == HUGE_VAL)
	{
		++*further;
		best = least(&cube, weight, base, 1, inner, 0);
	}
	CHECK(result.optimal, "not said to be the optimum");
	RELATIVE(cost, best, 1e-9, "cost against brute force");
	RELATIVE(result.lower_bound, best, 1e-9, "lower bound");
	cpe_arena_close_malloc(&arena);
}

static void
test_brute_force(void)
{
	static const int flat[] = {3, 3};
	static const int line[] = {4};
	static const int solid[] = {2, 2, 2};
	static const int bases[] = {2, 3, 5};
	int further = 0;

	unit_case("two-way tables: the optimum, and always zero-restricted");
	for (int i = 0; i < 600; i++)
		compare(i % 6 == 0 ? 1 : 2, i % 6 == 0 ? line : flat, bases[i % 3], i % 2 == 1, &further);
	CHECK(further == 0, "%d without", further);
	unit_case("three-way tables: the optimum, one step further where nothing else is possible");
	for (int i = 0; i < 150; i++)
		compare(3, solid, bases[i % 3], i % 2 == 1, &further);
	printf("# %d of 150 have no zero-restricted rounding\n", further);
}

/* Three parts of 1, and the sums of each two of them, to base 2: a sum must move. */
static void
test_odd_circle(void)
{
	static const char *const label[] = {"a", "b", "c", "ab", "bc", "ac"};
	static const char *const ab[] = {"a", "b"};
	static const char *const bc[] = {"b", "c"};
	static const char *const ac[] = {"a", "c"};
	const struct cpe_table_parts parts[] = {{0, "ab", 2, ab}, {0, "bc", 2, bc}, {0, "ac", 2, ac}};
	struct cpe_table_cell cell[6];
	struct cpe_arena arena;
	struct cpe_table table;
	int64_t rounded[6];
	int32_t steps[6];
	struct cpe_controlled result = {.rounded = rounded, .steps = steps};
	int moved = 0;

	unit_case("no zero-restricted rounding: one step further, at the least cost");
	cpe_arena_open_malloc(&arena);
	for (int i = 0; i < 6; i++)
		cell[i] = (struct cpe_table_cell){.dim = &label[i], .known = true, .value = i < 3 ? 1 : 2};
	CHECK(cpe_table_read(&arena, cell, 6, 1, parts, 3, &table, &problem), "%s", problem.message);
	CHECK(cpe_round_controlled(&arena, &table, cell, NULL, 2, &result, &problem), "%s",
	      problem.message);
	CHECK(rounded[3] == rounded[0] + rounded[1] && rounded[4] == rounded[1] + rounded[2] &&
	          rounded[5] == rounded[0] + rounded[2],
	      "additive");
	for (int i = 0; i < 6; i++)
		moved += steps[i];
	CHECK(result.optimal && result.cost == 5 && moved == 1, "cost %g, %d steps", result.cost,
	      moved);
	cpe_arena_close_malloc(&arena);
}

/* The synthetic tables, with as much work as is allowed. */
static void
check_fixture(const char *name, int base, int64_t work, double known)
{
	struct cpe_arena arena;
	struct sdc_fixture fixture;
	struct cpe_table table;
	struct cpe_controlled result = {.work = work};
	double cost = 0;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, directory, name, &fixture);
	CHECK(cpe_table_read(&arena, fixture.cell, fixture.n, fixture.dims, NULL, 0, &table, &problem),
	      "%s", problem.message);
	result.rounded = sdc_room(&arena, fixture.n, sizeof(int64_t));
	result.steps = sdc_room(&arena, fixture.n, sizeof(int32_t));
	CHECK(cpe_round_controlled(&arena, &table, fixture.cell, NULL, base, &result, &problem), "%s",
	      problem.message);
	for (size_t r = 0; r < fixture.system.rows; r++)
	{
		int64_t sum = 0;

		for (size_t i = fixture.system.row_start[r]; i < fixture.system.row_start[r + 1]; i++)
			sum += fixture.system.row_sign[i] * result.rounded[fixture.system.row_figure[i]];
		CHECK(sum == 0, "%s row %zu: off by %" PRId64, name, r, sum);
	}
	for (size_t c = 0; c < fixture.n; c++)
	{
		int64_t by = llabs(result.rounded[c] - fixture.cell[c].value);

		CHECK(result.rounded[c] % base == 0 && by < (1 + result.steps[c]) * (int64_t) base,
		      "%s cell %zu: %" PRId64, name, c, result.rounded[c]);
		CHECK(fixture.cell[c].value > 0 || by == 0, "%s cell %zu: a zero moved", name, c);
		cost += (double) by;
	}
	ABSOLUTE(result.cost, cost, 0, "%s: the cost stated", name);
	if (work == 0 && cpe_lp_present())
		CHECK(result.optimal && cost == known, "%s: cost %g, lower bound %g", name, cost,
		      result.lower_bound);
	else
		CHECK(!result.optimal && cost >= known && cost < 1.15 * known, "%s: cost %g", name, cost);
	printf("# %s, base %d: cost %g, at least %g, %s\n", name, base, cost, result.lower_bound,
	       result.optimal ? "the optimum" : "not proven");
	cpe_arena_close_malloc(&arena);
}

static void
test_fixtures(void)
{
	unit_case("the synthetic tables: additive, near, and the optimum where it can be had");
	check_fixture("F01", 5, 0, 122);
	check_fixture("F04", 5, 0, 2784);
	unit_case("without work the inner cells are rounded by least squares");
	check_fixture("F03", 5, 1, 1916);
	check_fixture("F04", 5, 1, 2784);
}

static bool
refused(bool good, enum cpe_code code)
{
	return !good && problem.code == code;
}

static void
test_refused(void)
{
	static struct cube cube;
	static const int size[] = {2};
	const int64_t inner[] = {INT64_MAX - 5, 3};
	struct cpe_arena arena;
	struct cpe_arena limited;
	int64_t rounded[CUBE_CELLS];
	int32_t steps[CUBE_CELLS];
	double weight[] = {1, NAN, 1};
	struct cpe_controlled result = {.rounded = rounded, .steps = steps};

	unit_case("refused: base, weight, stopped");
	cpe_arena_open_malloc(&arena);
	cube_lay_out(&cube, 1, size);
	CHECK(cube_read(&arena, &cube, inner, &problem), "%s", problem.message);
	CHECK(refused(cpe_round_controlled(&arena, &cube.table, cube.cell, NULL, 0, &result, &problem),
	              CPE_INVALID),
	      "base 0");
	CHECK(
		refused(cpe_round_controlled(&arena, &cube.table, cube.cell, weight, 5, &result, &problem),
	            CPE_INVALID),
		"weight NaN");
	CHECK(cpe_round_controlled(&arena, &cube.table, cube.cell, NULL, 5, &result, &problem) &&
	          rounded[0] == rounded[1] + rounded[2] && rounded[0] % 5 == 0 && rounded[0] > 0,
	      "near 2^63: %" PRId64, rounded[0]);
	unit_arena_open(&limited, 1, -1);
	CHECK(
		refused(cpe_round_controlled(&limited, &cube.table, cube.cell, NULL, 5, &result, &problem),
	            CPE_CANCELLED),
		"stopped");
	cpe_arena_close_malloc(&limited);
	for (int allocs = 0; allocs < 12; allocs++)
	{
		unit_arena_open(&limited, -1, allocs);
		CHECK(refused(cpe_round_controlled(&limited, &cube.table, cube.cell, NULL, 5, &result,
		                                   &problem),
		              CPE_NO_MEMORY),
		      "%d allocations", allocs);
		cpe_arena_close_malloc(&limited);
	}
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(7);
	if (cpe_lp_present())
	{
		test_brute_force();
		test_odd_circle();
	}
	test_fixtures();
	test_refused();
	return unit_end();
}
