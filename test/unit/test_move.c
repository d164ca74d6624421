/* Moves by closing rows, against every change of every inner count of small tables. */
#include "suppress/move.h"
#include "small_table.h"
#include "unit.h"

#define NEARLY_NOTHING 1e-9

static struct cpe_arena arena;
static struct cpe_problem problem;

/* Whether a move keeps the rows and bounds of the system, apart from the code under test. */
static bool
is_move(const struct small *small, const struct cpe_step *step, size_t steps)
{
	const struct cpe_system *system = &small->system;
	int64_t change[SMALL_FIGURES] = {0};

	for (size_t s = 0; s < steps; s++)
	{
		uint32_t f = step[s].figure;

		if (f >= system->figures || step[s].change == 0 || (s > 0 && step[s - 1].figure >= f) ||
		    system->value[f] + step[s].change < system->low[f] ||
		    system->value[f] + step[s].change > system->high[f])
			return false;
		change[f] = step[s].change;
	}
	for (size_t row = 0; row < system->rows; row++)
	{
		int64_t sum = 0;

		for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
			sum += system->row_sign[i] * change[system->row_figure[i]];
		if (sum != 0)
			return false;
	}
	return true;
}

/* Nothing of a search is left in the mover. */
static void
check_clean(const struct cpe_mover *mover)
{
	bool clean = mover->opened == 0;

	for (size_t r = 0; r < mover->system->rows; r++)
		clean = clean && mover->residual[r] == 0 && mover->open_at[r] == 0;
	for (size_t f = 0; f < mover->system->figures; f++)
		clean = clean && mover->change[f] == 0;
	CHECK(clean, "a search left something behind");
}

/* What a move costs beyond the hidden cells, each cell once; -1: it takes one that is never hidden.
 */
static double
price(const struct small *small, const bool *hidden, const struct cpe_step *step, size_t steps)
{
	bool paid[SMALL_CELLS] = {false};
	double sum = 0;

	for (size_t s = 0; s < steps; s++)
	{
		uint32_t cell = small->system.cell[step[s].figure];

		if (!hidden[cell] && small->never[cell])
			return -1;
		if (!hidden[cell] && !paid[cell])
			sum += small->cost[cell];
		paid[cell] = true;
	}
	return sum;
}

/* The cost of the cheapest set of cells that serves the target with just this amount asked. */
static double
least_price(struct small *small, const bool *hidden, uint32_t figure, int64_t amount)
{
	double best = INFINITY;

	small->targets = 1;
	small->masks[0] = 0;
	small->target[0] =
		(struct cpe_target){figure, amount > 0 ? amount : 0, amount < 0 ? -amount : 0, false};
	small_try_changes(small);
	for (int i = 0; i < small->masks[0]; i++)
	{
		double sum = 0;

		for (int c = 0; c < small->cells; c++)
			if (small->mask[0][i] >> c & 1 && !hidden[c])
				sum += small->cost[c];
		best = fmin(best, sum);
	}
	return best;
}

static void
check_small(int kind, int tables)
{
	int possible = 0;
	int found = 0;
	int anew = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		struct cpe_step step[CPE_MOVE_STEPS];
		struct cpe_mover mover;
		struct cpe_move move = {0, step};
		bool all[SMALL_CELLS];
		uint32_t figure;
		int64_t amount = small_random(2) ? 1 : -1;
		double least;

		cpe_arena_open_malloc(&arena);
		small_make(small, &arena, kind);
		figure = (uint32_t) small_random((int) small->system.figures);
		small->forced[small->system.cell[figure]] = true;
		for (int c = 0; c < small->cells; c++)
		{
			small->never[c] = small_random(10) == 0;
			all[c] = small->forced[c] || !small->never[c];
		}
		least = least_price(small, small->forced, figure, amount);
		CHECK(cpe_mover_open(&mover, &arena, &small->system, small->forced, small->never,
		                     small->cost, &problem),
		      "%s", problem.message);
		possible += least < INFINITY;
		if (cpe_mover_find(&mover, figure, amount, 1e6))
		{
			move.steps = cpe_mover_steps(&mover, step);
			found++;
			anew += mover.best > 0;
			CHECK(is_move(small, step, move.steps), "kind %d table %d: no move", kind, i);
			CHECK(cpe_move_holds(&small->system, all, &move), "kind %d table %d", kind, i);
			CHECK(cpe_move_change(&move, figure) == amount, "another amount");
			CHECK(price(small, small->forced, step, move.steps) >= 0, "takes a cell never hidden");
			/* a cell with two figures may be counted twice on the way */
			CHECK(mover.best >= price(small, small->forced, step, move.steps) - 1e-9, "price");
			CHECK(mover.best >= least - 1e-9, "kind %d table %d: %g below %g", kind, i, mover.best,
			      least);
			CHECK(!cpe_mover_find(&mover, figure, amount, NEARLY_NOTHING) || least == 0,
			      "hidden cells alone");
		}
		small->forced[small->system.cell[figure]] = false;
		small->never[small->system.cell[figure]] = true;
		CHECK(!cpe_mover_find(&mover, figure, amount, 1e6), "a figure that is always shown");
		check_clean(&mover);
		cpe_arena_close_malloc(&arena);
		free(small);
	}
	printf("# kind %d: %d of %d moves found, %d of them with cells hidden anew\n", kind, found,
	       possible, anew);
	CHECK(possible > tables / 10 && found <= possible && found * 10 >= possible * 9 && anew > 0,
	      "found %d of %d", found, possible);
}

/* What is no move. */
static void
check_holds(void)
{
	struct small *small = calloc(1, sizeof(*small));
	bool hidden[SMALL_CELLS];
	struct cpe_step step[] = {{4, 1}, {5, -1}, {7, -1}, {8, 1}};
	struct cpe_move move = {4, step};
	struct cpe_system *system = &small->system;

	cpe_arena_open_malloc(&arena);
	small_make(small, &arena, 0); /* 2 x 3 with margins: 4 columns */
	for (int c = 0; c < small->cells; c++)
		hidden[c] = true;
	step[0].figure = 5, step[1].figure = 6, step[2].figure = 9, step[3].figure = 10;
	for (size_t f = 0; f < system->figures; f++)
	{
		system->low[f] = system->value[f] - 1;
		system->high[f] = system->value[f] + 1;
	}
	CHECK(cpe_move_holds(system, hidden, &move), "a square");
	CHECK(cpe_move_change(&move, 6) == -1 && cpe_move_change(&move, 7) == 0 &&
	          cpe_move_change(&move, 0) == 0 && cpe_move_change(&move, 11) == 0,
	      "changes");
	hidden[9] = false;
	CHECK(!cpe_move_holds(system, hidden, &move), "a shown cell");
	hidden[9] = true;
	system->high[5] = system->value[5];
	CHECK(!cpe_move_holds(system, hidden, &move), "a bound above");
	system->high[5] = CPE_UNBOUNDED;
	system->low[6] = system->value[6];
	CHECK(!cpe_move_holds(system, hidden, &move), "a bound below");
	system->low[6]--;
	move.steps = 3;
	CHECK(!cpe_move_holds(system, hidden, &move), "an open row");
	move.steps = 4;
	step[1] = (struct cpe_step){5, -1};
	CHECK(!cpe_move_holds(system, hidden, &move), "a figure twice");
	step[1] = (struct cpe_step){6, INT64_MAX};
	CHECK(!cpe_move_holds(system, hidden, &move), "an overflow");
	step[1] = (struct cpe_step){6, -1};
	step[3] = (struct cpe_step){12, 1};
	CHECK(!cpe_move_holds(system, hidden, &move), "no such figure");
	cpe_arena_close_malloc(&arena);
	free(small);
}

static void
check_no_memory(void)
{
	struct small *small = malloc(sizeof(*small));
	struct cpe_mover mover;
	bool good = false;

	cpe_arena_open_malloc(&arena);
	small_make(small, &arena, 0);
	for (int allocs = 0; !good && allocs < 100; allocs++)
	{
		struct cpe_arena few;

		problem.code = CPE_OK;
		unit_arena_open(&few, -1, allocs);
		good = cpe_mover_open(&mover, &few, &small->system, small->forced, small->never,
		                      small->cost, &problem);
		CHECK(good || problem.code == CPE_NO_MEMORY, "after %d allocations", allocs);
		CHECK(!good || allocs > 3, "without memory");
		cpe_arena_close_malloc(&few);
	}
	CHECK(good, "never enough memory");
	cpe_arena_close_malloc(&arena);
	free(small);
}

int
main(void)
{
	srandom(20240902);
	unit_case("what is a move and what is not");
	check_holds();
	unit_case("two dimensions, every change tried");
	check_small(0, 300);
	unit_case("three dimensions, every change tried");
	check_small(1, 150);
	unit_case("counts with numerators, every change tried");
	check_small(2, 150);
	unit_case("no memory");
	check_no_memory();
	return unit_end();
}
