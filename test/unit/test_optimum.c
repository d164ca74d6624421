#include "suppress/optimum.h"
#include "suppress/lp.h"
#include "sdc_fixture.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS 27
#define MOST_FIGURES 27
#define MOST_MASKS 4000
#define WORK 100000000

/*
 * A small random table in the coordinates of its inner cells: a change of these makes the change of
 * every margin, so that a move needs no row.  The second layer, where there is one, is a numerator.
 */
struct small
{
	int dims;
	int layers;
	int parts[3];
	int cells; /* with margins: (parts + 1) of each dimension */
	int inner;
	int reach;         /* of an inner count, up and down */
	uint32_t above[8]; /* by inner cell: the cells that its count is part of, itself too */
	struct cpe_system system;
	struct cpe_target target[4];
	int targets;
	double cost[MOST_CELLS];
	bool forced[MOST_CELLS], never[MOST_CELLS];
	uint32_t mask[4][MOST_MASKS]; /* by target: cells whose hiding gives it a move */
	int masks[4];
	bool aside[4];
};

static struct cpe_arena arena;
static struct cpe_problem problem;

static int
random_below(int end)
{
	return (int) (unit_random() * end);
}

/* The place of a cell in a dimension: 0 is the total. */
static int
place(const struct small *small, int cell, int dim)
{
	for (int d = small->dims - 1; d > dim; d--)
		cell /= small->parts[d] + 1;
	return cell % (small->parts[dim] + 1);
}

static bool
is_inner(const struct small *small, int cell)
{
	for (int d = 0; d < small->dims; d++)
		if (place(small, cell, d) == 0)
			return false;
	return true;
}

static bool
is_above(const struct small *small, int cell, int inner)
{
	for (int d = 0; d < small->dims; d++)
		if (place(small, cell, d) != 0 && place(small, cell, d) != place(small, inner, d))
			return false;
	return true;
}

/* A row for each cell that is a total in a dimension: the total less its parts. */
static void
fill_rows(struct small *small)
{
	struct cpe_system *system = &small->system;
	size_t entries = 0;

	system->row_start = sdc_room(&arena, 200, sizeof(*system->row_start));
	system->row_figure = sdc_room(&arena, 1000, sizeof(*system->row_figure));
	system->row_sign = sdc_room(&arena, 1000, sizeof(*system->row_sign));
	for (int layer = 0; layer < small->layers; layer++)
		for (int d = 0; d < small->dims; d++)
			for (int c = 0; c < small->cells; c++)
			{
				int step = 1;

				if (place(small, c, d) != 0)
					continue;
				for (int e = d + 1; e < small->dims; e++)
					step *= small->parts[e] + 1;
				for (int i = 0; i <= small->parts[d]; i++)
				{
					system->row_figure[entries] = (uint32_t) (layer * small->cells + c + i * step);
					system->row_sign[entries++] = i == 0 ? 1 : -1;
				}
				system->row_start[++system->rows] = entries;
			}
}

static void
fill_figures(struct small *small)
{
	struct cpe_system *system = &small->system;

	system->cells = (size_t) small->cells;
	system->figures = (size_t) (small->cells * small->layers);
	system->value = sdc_room(&arena, system->figures, sizeof(int64_t));
	system->low = sdc_room(&arena, system->figures, sizeof(int64_t));
	system->high = sdc_room(&arena, system->figures, sizeof(int64_t));
	system->cell = sdc_room(&arena, system->figures, sizeof(uint32_t));
	for (int layer = 0; layer < small->layers; layer++)
		for (int i = 0; i < small->inner; i++)
		{
			int value = random_below(7);

			for (int c = 0; c < small->cells; c++)
				if (small->above[i] >> c & 1)
					system->value[layer * small->cells + c] += value;
		}
	for (size_t f = 0; f < system->figures; f++)
	{
		int cell = (int) (f % system->cells);
		int reach = is_inner(small, cell) ? small->reach : 2;

		system->cell[f] = (uint32_t) cell;
		system->low[f] = system->value[f] - random_below(reach + 1);
		system->high[f] = system->value[f] + random_below(reach + 1);
	}
	CHECK(cpe_system_index(&arena, system, &problem), "index");
}

/* Some cells are forced, some may be chosen, the rest are shown. */
static void
fill_choice(struct small *small)
{
	bool whole = random_below(2) == 0;
	int left = 11;

	for (int c = 0; c < small->cells; c++)
	{
		int lot = random_below(10);

		small->cost[c] = whole ? random_below(9) : unit_random() * 4;
		small->forced[c] = lot < 3;
		small->never[c] = lot == 9 || (lot >= 3 && left-- <= 0);
	}
	small->targets = 1 + random_below(4);
	for (int t = 0; t < small->targets; t++)
	{
		struct cpe_target *target = &small->target[t];
		int lot = random_below(4);

		target->figure = (uint32_t) random_below((int) small->system.figures);
		target->either = lot < 2;
		target->up = lot != 2 ? 1 + random_below(2) : 0;
		target->down = lot != 3 ? (lot < 2 ? target->up : 1 + random_below(2)) : 0;
		if (random_below(4) > 0)
			small->forced[target->figure % small->system.cells] = true;
	}
}

static void
make_small(struct small *small, int kind)
{
	static const int shape[4][5] = {
		{2, 1, 2, 3, 0}, {3, 1, 2, 2, 2}, {2, 2, 2, 2, 0}, {2, 1, 2, 4, 0}};

	memset(small, 0, sizeof(*small));
	small->dims = shape[kind][0];
	small->layers = shape[kind][1];
	small->reach = small->layers == 1 && small->dims == 2 ? 2 : 1;
	small->cells = 1;
	for (int d = 0; d < small->dims; d++)
	{
		small->parts[d] = shape[kind][2 + d];
		small->cells *= small->parts[d] + 1;
	}
	for (int c = 0; c < small->cells; c++)
		if (is_inner(small, c))
		{
			for (int a = 0; a < small->cells; a++)
				if (is_above(small, a, c))
					small->above[small->inner] |= (uint32_t) 1 << a;
			small->inner++;
		}
	fill_rows(small);
	fill_figures(small);
	fill_choice(small);
}

static bool
serves(const struct small *small, const int *change, int t)
{
	const struct cpe_target *target = &small->target[t];
	int z = change[target->figure];

	return (target->up > 0 && z >= target->up) || (target->down > 0 && -z >= target->down);
}

/* Keeps the smallest sets of cells only. */
static void
add_mask(struct small *small, int t, uint32_t mask)
{
	int kept = 0;

	for (int i = 0; i < small->masks[t]; i++)
		if ((small->mask[t][i] & ~mask) == 0)
			return;
	for (int i = 0; i < small->masks[t]; i++)
		if ((mask & ~small->mask[t][i]) != 0)
			small->mask[t][kept++] = small->mask[t][i];
	CHECK(kept < MOST_MASKS, "too many moves");
	small->mask[t][kept++] = mask;
	small->masks[t] = kept;
}

/* Every change of every inner cell, and which cells it needs hidden. */
static void
try_changes(struct small *small)
{
	struct cpe_system *system = &small->system;
	int digits = small->inner * small->layers;
	int base = 2 * small->reach + 1;
	long tries = 1;
	uint32_t shown = 0;

	for (int c = 0; c < small->cells; c++)
		if (small->never[c] && !small->forced[c])
			shown |= (uint32_t) 1 << c;
	for (int i = 0; i < digits; i++)
		tries *= base;
	for (long k = 0; k < tries; k++)
	{
		int change[MOST_FIGURES] = {0};
		uint32_t mask = 0;
		long rest = k;
		bool good = true;

		for (int i = 0; i < digits; i++, rest /= base)
			if (rest % base != small->reach)
				for (int c = 0; c < small->cells; c++)
					if (small->above[i % small->inner] >> c & 1)
						change[i / small->inner * small->cells + c] +=
							(int) (rest % base) - small->reach;
		for (size_t f = 0; f < system->figures && good; f++)
		{
			if (change[f] != 0)
				mask |= (uint32_t) 1 << system->cell[f];
			good = system->value[f] + change[f] >= system->low[f] &&
			       system->value[f] + change[f] <= system->high[f] && (mask & shown) == 0;
		}
		for (int t = 0; t < small->targets && good; t++)
			if (serves(small, change, t))
				add_mask(small, t, mask);
	}
}

static bool
is_safe(const struct small *small, uint32_t hidden)
{
	for (int t = 0; t < small->targets; t++)
	{
		int i = 0;

		while (i < small->masks[t] && (small->mask[t][i] & ~hidden) != 0)
			i++;
		if (i == small->masks[t] && small->masks[t] > 0)
			return false;
	}
	return true;
}

static uint32_t
bits(const bool *hidden, int cells)
{
	uint32_t set = 0;

	for (int c = 0; c < cells; c++)
		set |= (uint32_t) hidden[c] << c;
	return set;
}

/* The cheapest safe pattern's cost, by trying all. */
static double
cheapest(const struct small *small)
{
	int choice[MOST_CELLS];
	int choices = 0;
	double best = INFINITY;

	for (int c = 0; c < small->cells; c++)
		if (!small->forced[c] && !small->never[c])
			choice[choices++] = c;
	for (uint32_t pattern = 0; pattern < (uint32_t) 1 << choices; pattern++)
	{
		uint32_t hidden = bits(small->forced, small->cells);
		double cost = 0;

		for (int i = 0; i < choices; i++)
			if (pattern >> i & 1)
			{
				hidden |= (uint32_t) 1 << choice[i];
				cost += small->cost[choice[i]];
			}
		if (cost < best && is_safe(small, hidden))
			best = cost;
	}
	return best;
}

static void
check_small(int kind, int tables)
{
	double dearest = 0;
	int aside = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		struct cpe_optimum optimum = {.work = WORK};
		bool hidden[MOST_CELLS];
		double best;
		size_t out_of_reach = 0;

		cpe_arena_open_malloc(&arena);
		make_small(small, kind);
		try_changes(small);
		for (int t = 0; t < small->targets; t++)
			out_of_reach += small->masks[t] == 0;
		best = cheapest(small);
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
		CHECK(is_safe(small, bits(hidden, small->cells)), "kind %d table %d: not safe", kind, i);
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
