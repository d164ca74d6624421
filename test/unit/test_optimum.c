#include "suppress/optimum.h"
#include "suppress/lp.h"
#include "sdc_fixture.h"
#include "small_table.h"
#include "unit.h"

#define WORK 100000000

static struct cpe_arena arena;
static struct cpe_problem problem;

static void
check_small(int kind, int tables)
{
	double dearest = 0;
	int aside = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		struct cpe_optimum optimum = {.work = WORK};
		bool hidden[SMALL_CELLS];
		double best;
		size_t out_of_reach = 0;

		cpe_arena_open_malloc(&arena);
		small_make(small, &arena, kind);
		small_try_changes(small);
		for (int t = 0; t < small->targets; t++)
			out_of_reach += small->masks[t] == 0;
		best = small_cheapest(small);
		for (int c = 0; c < small->cells; c++)
			hidden[c] = small->forced[c] || !small->never[c];
		optimum.hidden = hidden;
		CHECK(cpe_optimum_search(&arena, &small->system, small->target, (size_t) small->targets,
		                         small->cost, small->forced, small->never, &optimum, &problem),
		      "%s", problem.message);
		CHECK(fabs(optimum.cost - best) < 1e-6, "kind %d table %d: cost %.9g, not %.9g", kind, i,
		      optimum.cost, best);
		CHECK(optimum.lower_bound <= best + 1e-6, "bound %.9g above %.9g", optimum.lower_bound,
		      best);
		CHECK(optimum.optimal, "kind %d table %d: bound %.9g of %.9g", kind, i, optimum.lower_bound,
		      best);
		CHECK(small_is_safe(small, small_bits(hidden, small->cells)), "kind %d table %d: not safe",
		      kind, i);
		CHECK(optimum.set_aside == out_of_reach, "set aside %zu, not %zu", optimum.set_aside,
		      out_of_reach);
		for (int c = 0; c < small->cells; c++)
			CHECK(small->forced[c] ? hidden[c] : !(hidden[c] && small->never[c]), "cell %d", c);
		dearest = fmax(dearest, best);
		aside += (int) out_of_reach;
		cpe_arena_close_malloc(&arena);
		free(small);
	}
	CHECK(dearest > 0 && aside > 0, "tables of no interest");
}

/* ---- fixtures ---- */

static bool *
all_hidden(const struct sdc_fixture *fixture)
{
	bool *hidden = sdc_room(&arena, fixture->n, sizeof(*hidden));

	for (size_t c = 0; c < fixture->n; c++)
		hidden[c] = !fixture->never[c];
	return hidden;
}

static void
check_optimum(const char *data, const char *name, bool range, double cost)
{
	struct sdc_fixture fixture;
	struct cpe_optimum optimum = {.work = WORK};

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, name, &fixture);
	optimum.hidden = all_hidden(&fixture);
	CHECK(cpe_optimum_search(&arena, &fixture.system, range ? fixture.range : fixture.value,
	                         fixture.targets, fixture.cost, fixture.primary, fixture.never,
	                         &optimum, &problem),
	      "%s", problem.message);
	CHECK(optimum.cost == cost && optimum.lower_bound == cost && optimum.optimal,
	      "%s: cost %g, bound %g, not %g", name, optimum.cost, optimum.lower_bound, cost);
	CHECK(optimum.set_aside == 0, "set aside %zu", optimum.set_aside);
	printf("# %s %s: %g, %lld iterations\n", name, range ? "range" : "value", optimum.cost,
	       (long long) optimum.work);
	cpe_arena_close_malloc(&arena);
}

/* With all but a part of an optimum as it is, the part costs what it did. */
static void
check_part(const char *data)
{
	struct sdc_fixture fixture;
	struct cpe_optimum whole = {.work = WORK};
	struct cpe_optimum part = {.work = WORK};
	bool *forced, *never;
	double cost = 0;
	size_t from;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F04", &fixture);
	whole.hidden = all_hidden(&fixture);
	forced = sdc_room(&arena, fixture.n, sizeof(*forced));
	never = sdc_room(&arena, fixture.n, sizeof(*never));
	part.hidden = sdc_room(&arena, fixture.n, sizeof(*part.hidden));
	CHECK(cpe_optimum_search(&arena, &fixture.system, fixture.value, fixture.targets, fixture.cost,
	                         fixture.primary, fixture.never, &whole, &problem),
	      "%s", problem.message);
	from = fixture.n / 3;
	for (size_t c = 0; c < fixture.n; c++)
	{
		bool inside = c >= from && c < from + 300;

		forced[c] = inside ? fixture.primary[c] : whole.hidden[c];
		never[c] = inside ? fixture.never[c] : !whole.hidden[c];
		part.hidden[c] = inside ? !fixture.never[c] : whole.hidden[c];
		if (inside && whole.hidden[c] && !fixture.primary[c])
			cost += fixture.cost[c];
	}
	CHECK(cpe_optimum_search(&arena, &fixture.system, fixture.value, fixture.targets, fixture.cost,
	                         forced, never, &part, &problem),
	      "%s", problem.message);
	CHECK(cost > 0 && part.cost == cost && part.optimal, "part costs %g, not %g", part.cost, cost);
	cpe_arena_close_malloc(&arena);
}

/* Less and less work: what is handed back is safe, and the bound is one. */
static void
check_limits(const char *data)
{
	static const int64_t work[] = {0, 1, 50, 500, 5000, 12000};

	for (size_t i = 0; i < sizeof(work) / sizeof(*work); i++)
	{
		struct sdc_fixture fixture;
		struct cpe_optimum optimum = {.work = work[i]};

		cpe_arena_open_malloc(&arena);
		sdc_load(&arena, data, "F04", &fixture);
		optimum.hidden = all_hidden(&fixture);
		CHECK(cpe_optimum_search(&arena, &fixture.system, fixture.value, fixture.targets,
		                         fixture.cost, fixture.primary, fixture.never, &optimum, &problem),
		      "%s", problem.message);
		CHECK(optimum.lower_bound <= 768 && optimum.cost >= 768, "bound %g, cost %g",
		      optimum.lower_bound, optimum.cost);
		CHECK(optimum.optimal == (optimum.lower_bound == optimum.cost), "optimal");
		CHECK(optimum.work <= work[i] + 5, "work %lld", (long long) optimum.work);
		CHECK(i > 0 || (optimum.lower_bound == 0 && optimum.cost > 100000), "no work");
		cpe_arena_close_malloc(&arena);
	}
}

/* Stopped at the first polls, it leaves nothing behind (the sanitizer sees) and says so. */
static void
check_stop(const char *data)
{
	for (int polls = 0; polls < 400; polls += 1 + polls / 4)
	{
		struct sdc_fixture fixture;
		struct cpe_optimum optimum = {.work = WORK};
		struct cpe_arena stopping;
		bool good;

		cpe_arena_open_malloc(&arena);
		sdc_load(&arena, data, "F01", &fixture);
		optimum.hidden = all_hidden(&fixture);
		problem.code = CPE_OK;
		unit_arena_open(&stopping, polls, -1);
		good = cpe_optimum_search(&stopping, &fixture.system, fixture.range, fixture.targets,
		                          fixture.cost, fixture.primary, fixture.never, &optimum, &problem);
		CHECK(good ? optimum.cost == 69 : problem.code == CPE_CANCELLED, "after %d polls", polls);
		CHECK(!good || polls > 20, "not stopped");
		cpe_arena_close_malloc(&stopping);
		cpe_arena_close_malloc(&arena);
	}
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "test/data";

	if (!cpe_lp_present())
	{
		printf("1..0 # SKIP no library for linear programmes\n");
		return 0;
	}
	srandom(20240901);
	unit_case("two dimensions, every pattern tried");
	check_small(0, 150);
	unit_case("two by four, every pattern tried");
	check_small(3, 4);
	unit_case("three dimensions, every pattern tried");
	check_small(1, 150);
	unit_case("counts with numerators, every pattern tried");
	check_small(2, 150);
	unit_case("limits of work");
	check_limits(data);
	unit_case("stopped");
	check_stop(data);
	unit_case("a part of a pattern");
	check_part(data);
	unit_case("optima of the published tables");
	check_optimum(data, "F01", false, 64);
	check_optimum(data, "F01", true, 69);
	check_optimum(data, "F04", false, 768);
	check_optimum(data, "F04", true, 1050);
	check_optimum(data, "F03", false, 479);
	return unit_end();
}
