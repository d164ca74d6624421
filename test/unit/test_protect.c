/*
 * Patterns against every change of small tables, and the published tables against the optima and
 * the patterns of GaussSuppression that test/data/sdc/README.md states.
 */
#include "suppress/protect.h"
#include "small_table.h"
#include "suppress/lp.h"
#include "unit.h"

static struct cpe_arena arena;
static struct cpe_problem problem;

static bool
has_figure(const struct small *small, uint32_t figure)
{
	for (int t = 0; t < small->targets; t++)
		if (small->target[t].figure == figure)
			return true;
	return false;
}

/* Targets that each have a figure of their own and ask for one side or either: masks say it all. */
static void
simple_targets(struct small *small)
{
	int targets = small->targets;

	small->targets = 0;
	for (int t = 0; t < targets; t++)
	{
		struct cpe_target target = small->target[t];

		if (has_figure(small, target.figure))
			continue;
		if (!target.either && target.up > 0)
			target.down = 0;
		small->target[small->targets++] = target;
	}
}

static bool
leaves(const struct small *small, uint32_t hidden, int t)
{
	for (int i = 0; i < small->masks[t]; i++)
		if ((small->mask[t][i] & ~hidden) == 0)
			return true;
	return false;
}

/* All that is claimed of a protection, whatever the table. */
static void
check_claims(const struct cpe_system *system, const struct cpe_target *target, size_t targets,
             const enum cpe_cell_leave *leave, const double *cost,
             const struct cpe_protection *protection)
{
	double sum = 0;
	size_t not_safe = 0;

	for (size_t c = 0; c < system->cells; c++)
	{
		bool forced = leave[c] == CPE_MUST_HIDE || leave[c] == CPE_UNPUBLISHED;

		CHECK(!forced || protection->hidden[c], "cell %zu is shown", c);
		CHECK(leave[c] != CPE_MUST_SHOW || !protection->hidden[c], "cell %zu is hidden", c);
		if (leave[c] == CPE_MAY_HIDE && protection->hidden[c])
			sum += cost[c];
	}
	ABSOLUTE(protection->cost, sum, 1e-9, "cost");
	for (size_t t = 0; t < targets; t++)
	{
		const struct cpe_proof *proof = &protection->proof[t];
		bool up = proof->up.steps > 0;
		bool down = proof->down.steps > 0;

		CHECK(cpe_move_holds(system, protection->hidden, &proof->up) &&
		          cpe_move_holds(system, protection->hidden, &proof->down),
		      "target %zu: a move does not hold", t);
		CHECK(!up || cpe_move_change(&proof->up, target[t].figure) >= target[t].up, "up");
		CHECK(!down || -cpe_move_change(&proof->down, target[t].figure) >= target[t].down, "down");
		CHECK(proof->safe == (target[t].either
		                          ? up || down
		                          : (up || target[t].up == 0) && (down || target[t].down == 0)),
		      "target %zu: safe", t);
		not_safe += !proof->safe;
	}
	CHECK(protection->not_safe == not_safe, "%zu not safe, not %zu", protection->not_safe,
	      not_safe);
	CHECK(isnan(protection->lower_bound) || protection->lower_bound <= protection->cost + 1e-6,
	      "bound %g of %g", protection->lower_bound, protection->cost);
	CHECK(!protection->optimal || protection->lower_bound >= protection->cost - 1e-6, "optimal");
}

static void
check_small(int kind, int tables)
{
	int impossible = 0;
	double dearest = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		enum cpe_cell_leave leave[SMALL_CELLS];
		enum cpe_effort effort = (enum cpe_effort)(i % 3);
		struct cpe_protect_options options = {.effort = effort};
		struct cpe_protection protection;
		double best;
		int beyond = 0;

		cpe_arena_open_malloc(&arena);
		small_make(small, &arena, kind);
		simple_targets(small);
		small_try_changes(small);
		best = small_cheapest(small);
		for (int c = 0; c < small->cells; c++)
			leave[c] = small->forced[c]  ? (c % 2 ? CPE_MUST_HIDE : CPE_UNPUBLISHED)
			           : small->never[c] ? CPE_MUST_SHOW
			                             : CPE_MAY_HIDE;
		CHECK(cpe_protect(&arena, &small->system, small->target, (size_t) small->targets, leave,
		                  small->cost, &options, &protection, &problem),
		      "%s", problem.message);
		check_claims(&small->system, small->target, (size_t) small->targets, leave, small->cost,
		             &protection);
		for (int t = 0; t < small->targets; t++)
		{
			uint32_t hidden = small_bits(protection.hidden, small->cells);

			CHECK(!protection.proof[t].safe || leaves(small, hidden, t),
			      "kind %d table %d: told safe, and is not", kind, i);
			CHECK(protection.proof[t].safe == (small->masks[t] > 0) || !cpe_lp_present(),
			      "kind %d table %d target %d: %s", kind, i, t,
			      protection.proof[t].safe ? "safe" : "not safe");
			beyond += small->masks[t] == 0;
		}
		if (beyond == 0 && protection.not_safe == 0)
		{
			CHECK(protection.cost >= best - 1e-6, "%g is less than %g", protection.cost, best);
			CHECK(isnan(protection.lower_bound) || protection.lower_bound <= best + 1e-6,
			      "bound %g of %g", protection.lower_bound, best);
			CHECK(effort == CPE_EFFORT_FAST || !cpe_lp_present() ||
			          (protection.optimal && fabs(protection.cost - best) < 1e-6),
			      "kind %d table %d effort %d: %g, not %g", kind, i, effort, protection.cost, best);
			dearest = fmax(dearest, best);
		}
		impossible += beyond;
		cpe_arena_close_malloc(&arena);
		free(small);
	}
	CHECK((dearest > 0 || kind > 0) && impossible > 0, "tables of no interest");
}

static enum cpe_cell_leave *
leaves_of(const struct sdc_fixture *fixture)
{
	enum cpe_cell_leave *leave = sdc_room(&arena, fixture->n, sizeof(*leave));

	for (size_t c = 0; c < fixture->n; c++)
		leave[c] = fixture->primary[c] ? CPE_MUST_HIDE
		           : fixture->never[c] ? CPE_MUST_SHOW
		                               : CPE_MAY_HIDE;
	return leave;
}

/* Protects a published table; the cost is between the two, all of it proven. */
static void
check_published(const char *data, const char *name, bool range, enum cpe_effort effort,
                double least, double most)
{
	struct sdc_fixture fixture;
	struct cpe_protect_options options = {.effort = effort};
	struct cpe_protection protection;
	const struct cpe_target *target;
	enum cpe_cell_leave *leave;
	size_t cells = 0;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, name, &fixture);
	leave = leaves_of(&fixture);
	target = range ? fixture.range : fixture.value;
	CHECK(cpe_protect(&arena, &fixture.system, target, fixture.targets, leave, fixture.cost,
	                  &options, &protection, &problem),
	      "%s", problem.message);
	check_claims(&fixture.system, target, fixture.targets, leave, fixture.cost, &protection);
	for (size_t c = 0; c < fixture.n; c++)
		cells += protection.hidden[c] && !fixture.primary[c];
	printf("# %s, %s: %zu cells, %g people beyond the small ones, %zu not safe\n", name,
	       range ? "range" : "value", cells, protection.cost, protection.not_safe);
	if (cpe_lp_present())
		CHECK(protection.not_safe == 0 && protection.cost >= least && protection.cost <= most,
		      "cost %g, %zu not safe", protection.cost, protection.not_safe);
	else
		CHECK(protection.cost > 0 && protection.not_safe < fixture.targets, "%zu not safe",
		      protection.not_safe);
	cpe_arena_close_malloc(&arena);
}

/* The same table with its figures in another order: an optimum costs the same. */
static void
check_order(const char *data, bool range)
{
	struct sdc_fixture fixture;
	double first = NAN;

	for (int turn = 0; turn < 4; turn++)
	{
		struct cpe_protect_options options = {.effort = CPE_EFFORT_OPTIMAL};
		struct cpe_protection protection;
		struct cpe_system *system = &fixture.system;
		enum cpe_cell_leave *leave, *moved;
		int64_t *value, *low, *high;
		struct cpe_target *target;
		double *cost;
		uint32_t *to;

		cpe_arena_open_malloc(&arena);
		sdc_load(&arena, data, "F01", &fixture);
		leave = leaves_of(&fixture);
		moved = sdc_room(&arena, fixture.n, sizeof(*moved));
		value = sdc_room(&arena, fixture.n, sizeof(*value));
		low = sdc_room(&arena, fixture.n, sizeof(*low));
		high = sdc_room(&arena, fixture.n, sizeof(*high));
		cost = sdc_room(&arena, fixture.n, sizeof(*cost));
		to = sdc_room(&arena, fixture.n, sizeof(*to));
		for (uint32_t f = 0; f < fixture.n; f++)
			to[f] = f;
		for (uint32_t f = (uint32_t) fixture.n - 1; turn > 0 && f > 0; f--)
		{
			uint32_t other = (uint32_t) small_random((int) f + 1);
			uint32_t keep = to[f];

			to[f] = to[other];
			to[other] = keep;
		}
		for (size_t f = 0; f < fixture.n; f++)
		{
			moved[to[f]] = leave[f];
			value[to[f]] = system->value[f];
			low[to[f]] = system->low[f];
			high[to[f]] = system->high[f];
			cost[to[f]] = fixture.cost[f];
		}
		for (size_t i = 0; i < system->row_start[system->rows]; i++)
			system->row_figure[i] = to[system->row_figure[i]];
		system->value = value;
		system->low = low;
		system->high = high;
		target = range ? fixture.range : fixture.value;
		for (size_t t = 0; t < fixture.targets; t++)
			target[t].figure = to[target[t].figure];
		CHECK(cpe_system_index(&arena, system, &problem) &&
		          cpe_protect(&arena, system, target, fixture.targets, moved, cost, &options,
		                      &protection, &problem),
		      "%s", problem.message);
		check_claims(system, target, fixture.targets, moved, cost, &protection);
		if (turn == 0)
			first = protection.cost;
		CHECK(!cpe_lp_present() || protection.cost == first, "%g, not %g", protection.cost, first);
		cpe_arena_close_malloc(&arena);
	}
}

/* The same input twice gives the same pattern, cell by cell. */
static void
check_again(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_protect_options options = {.effort = CPE_EFFORT_FAST};
	struct cpe_protection protection[2];
	enum cpe_cell_leave *leave;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F04", &fixture);
	leave = leaves_of(&fixture);
	for (int turn = 0; turn < 2; turn++)
		CHECK(cpe_protect(&arena, &fixture.system, fixture.value, fixture.targets, leave,
		                  fixture.cost, &options, &protection[turn], &problem),
		      "%s", problem.message);
	CHECK(memcmp(protection[0].hidden, protection[1].hidden, fixture.n * sizeof(bool)) == 0,
	      "another pattern");
	cpe_arena_close_malloc(&arena);
}

/* What cannot be protected is told: cells that must be shown give it away. */
static void
check_impossible(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_protect_options options = {.effort = CPE_EFFORT_OPTIMAL};
	struct cpe_protection protection;
	enum cpe_cell_leave *leave;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F01", &fixture);
	leave = leaves_of(&fixture);
	for (size_t c = 0; c < fixture.n; c++)
		if (leave[c] == CPE_MAY_HIDE)
			leave[c] = CPE_MUST_SHOW;
	CHECK(cpe_protect(&arena, &fixture.system, fixture.value, fixture.targets, leave, fixture.cost,
	                  &options, &protection, &problem),
	      "%s", problem.message);
	check_claims(&fixture.system, fixture.value, fixture.targets, leave, fixture.cost, &protection);
	CHECK(protection.not_safe > 0 && protection.cost == 0, "%zu not safe", protection.not_safe);

	/* a small count whose row has nothing else to hide */
	leave = leaves_of(&fixture);
	for (size_t i =
	         fixture.system.row_start
	             [fixture.system.figure_row[fixture.system.figure_start[fixture.value->figure]]];
	     i <
	     fixture.system.row_start
	         [fixture.system.figure_row[fixture.system.figure_start[fixture.value->figure]] + 1];
	     i++)
		if (fixture.system.row_figure[i] != fixture.value->figure)
			leave[fixture.system.row_figure[i]] = CPE_MUST_SHOW;
	CHECK(cpe_protect(&arena, &fixture.system, fixture.value, fixture.targets, leave, fixture.cost,
	                  &options, &protection, &problem),
	      "%s", problem.message);
	check_claims(&fixture.system, fixture.value, fixture.targets, leave, fixture.cost, &protection);
	CHECK(!protection.proof[0].safe && protection.not_safe >= 1, "%zu not safe",
	      protection.not_safe);
	cpe_arena_close_malloc(&arena);
}

/* With a limit of time, wherever it ends the search, the answer is safe; over at once, it is dear.
 */
static void
check_seconds(const char *data)
{
	static const double limits[] = {1e-9, 0.05, 0.3};

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
	{
		struct sdc_fixture fixture;
		struct cpe_protect_options options = {.effort = CPE_EFFORT_OPTIMAL, .seconds = limits[i]};
		struct cpe_protection protection;
		enum cpe_cell_leave *leave;

		cpe_arena_open_malloc(&arena);
		sdc_load(&arena, data, "F04", &fixture);
		leave = leaves_of(&fixture);
		CHECK(cpe_protect(&arena, &fixture.system, fixture.range, fixture.targets, leave,
		                  fixture.cost, &options, &protection, &problem),
		      "%s", problem.message);
		check_claims(&fixture.system, fixture.range, fixture.targets, leave, fixture.cost,
		             &protection);
		CHECK(protection.not_safe == 0 || !cpe_lp_present(), "%zu not safe", protection.not_safe);
		CHECK(i > 0 || (protection.cost > 1207 && !protection.optimal), "cost %g", protection.cost);
		cpe_arena_close_malloc(&arena);
	}
}

/* Stopped at a poll, or without memory at any point, it says so and leaves no programme open. */
static void
check_stop(const char *data)
{
	int failures[2] = {0, 0};

	for (int kind = 0; kind < 2; kind++)
	{
		bool good = false;

		for (int limit = 0; !good; limit += 1 + limit / 3)
		{
			struct sdc_fixture fixture;
			struct cpe_protect_options options = {.effort = CPE_EFFORT_BETTER};
			struct cpe_protection protection;
			struct cpe_arena short_arena;
			enum cpe_cell_leave *leave;

			cpe_arena_open_malloc(&arena);
			sdc_load(&arena, data, "F01", &fixture);
			leave = leaves_of(&fixture);
			problem.code = CPE_OK;
			unit_arena_open(&short_arena, kind == 0 ? limit : -1, kind == 0 ? -1 : limit);
			good = cpe_protect(&short_arena, &fixture.system, fixture.range, fixture.targets, leave,
			                   fixture.cost, &options, &protection, &problem);
			cpe_arena_close_malloc(&short_arena);
			failures[kind] += !good;
			CHECK(good || problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY),
			      "%d: code %d", limit, problem.code);
			cpe_arena_close_malloc(&arena);
		}
	}
	CHECK(failures[0] > 8 && failures[1] > 12, "%d and %d failures", failures[0], failures[1]);
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "test/data";

	srandom(20240905);
	unit_case("two dimensions, every change tried");
	check_small(0, 150);
	unit_case("three dimensions, every change tried");
	check_small(1, 90);
	unit_case("counts with numerators, every change tried");
	check_small(2, 90);
	unit_case("another order, and the same again");
	check_order(data, false);
	check_order(data, true);
	check_again(data);
	unit_case("what cannot be protected");
	check_impossible(data);
	unit_case("a limit of time");
	check_seconds(data);
	unit_case("stopped, and no memory");
	check_stop(data);
	unit_case("published tables: another value stays possible");
	check_published(data, "F01", false, CPE_EFFORT_USUAL, 64, 64);
	check_published(data, "F03", false, CPE_EFFORT_USUAL, 479, 487);
	check_published(data, "F04", false, CPE_EFFORT_USUAL, 768, 804);
	check_published(data, "F05", false, CPE_EFFORT_USUAL, 1, 6159);
	unit_case("published tables: a range stays possible");
	check_published(data, "F01", true, CPE_EFFORT_USUAL, 69, 69);
	return unit_end();
}
