#include "publish/linked.h"

#include <stdlib.h>
#include <string.h>

#include "suppress/primary.h"
#include "suppress/protect.h"
#include "unit.h"

/*
 * A world of people: kinds tell who belongs to which population, leaves what he is in each
 * dimension.  All figures of all tables follow from the counts of kinds and leaves.
 */
#define DIMS 3
#define LEAVES 4
#define KINDS 5
#define INNER (LEAVES * LEAVES * LEAVES)
#define RELEASES 6
#define MOST_CELLS 4000

struct world
{
	int dims;
	int leaves[DIMS];
	unsigned group[DIMS]; /* leaves of the label W0; the others are W1; 0: no such labels */
	int kinds;
	int count[KINDS][INNER], numerator[KINDS][INNER];
	size_t releases;
	unsigned set[RELEASES];      /* kinds */
	unsigned patterns[RELEASES]; /* bit: a set of dimensions */
	bool wholes[RELEASES];       /* shows W0 and W1 too */
	struct cpe_population population[RELEASES];
	struct cpe_population_declared declared[RELEASES * RELEASES];
	size_t declarations;
	struct cpe_table_parts parts[2 * DIMS];
	size_t parts_count;
	const char *part[2 * DIMS][LEAVES];
	size_t cells;
	struct cpe_linked_cell cell[MOST_CELLS];
	const char *dim[MOST_CELLS][DIMS];
	struct cpe_linked_map map[RELEASES * DIMS];
	bool has[RELEASES * DIMS];
};

static const char *const name[RELEASES] = {"a", "b", "c", "d", "e", "f"};
static const char *const leaf_name[LEAVES] = {"l0", "l1", "l2", "l3"};
static const char *const whole_name[2] = {"W0", "W1"};
static const char *const dim_name[DIMS] = {"trust", "group", "sex"};

static int
below(int end)
{
	return (int) (unit_random() * end);
}

/* The leaves that a label stands for. */
static unsigned
leaves_of(const struct world *world, int dim, const char *label)
{
	unsigned all = (1u << world->leaves[dim]) - 1;

	if (label == NULL)
		return all;
	if (label[0] == 'l')
		return 1u << (label[1] - '0');
	return label[1] == '0' ? world->group[dim] : all & ~world->group[dim];
}

/* The kinds that a label of the dimension of people stands for: "a", "a without b, c", "b beside a
 * without b, c"; NULL is the total, those of root. */
static unsigned
kinds_of(const struct world *world, const char *label, unsigned root)
{
	unsigned kinds;

	if (label == NULL)
		return root;
	kinds = world->set[label[0] - 'a'];
	if (strncmp(label + 1, " without ", 9) == 0)
		for (const char *at = label + 10; *at != '\0'; at += at[1] == ',' ? 3 : 1)
			kinds &= ~world->set[*at - 'a'];
	return kinds;
}

static void
add_up(const struct world *world, unsigned kinds, const char *const *dim, int64_t *count,
       int64_t *numerator)
{
	unsigned leaves[DIMS] = {1, 1, 1};

	*count = *numerator = 0;
	for (int d = 0; d < world->dims; d++)
		leaves[d] = leaves_of(world, d, dim[d]);
	for (int k = 0; k < world->kinds; k++)
		for (int i = 0; i < INNER && (kinds >> k & 1); i++)
			if ((leaves[0] >> i % LEAVES & 1) && (leaves[1] >> i / LEAVES % LEAVES & 1) &&
			    (leaves[2] >> i / LEAVES / LEAVES & 1))
			{
				*count += world->count[k][i];
				*numerator += world->numerator[k][i];
			}
}

static bool
nested(unsigned a, unsigned b)
{
	return (a & b) == 0 || (a & b) == a || (a & b) == b;
}

static enum cpe_population_relation
of_sets(unsigned a, unsigned b)
{
	return a == b         ? CPE_POPULATION_SAME
	       : (a & b) == b ? CPE_POPULATION_CONTAINS
	       : (a & b) == a ? CPE_POPULATION_WITHIN
	                      : CPE_POPULATION_DISJOINT;
}

static void
draw_people(struct world *world, int most)
{
	for (int k = 0; k < world->kinds; k++)
		for (int i = 0; i < INNER; i++)
		{
			bool there = i % LEAVES < world->leaves[0] &&
			             i / LEAVES % LEAVES < (world->dims > 1 ? world->leaves[1] : 1) &&
			             i / LEAVES / LEAVES < (world->dims > 2 ? world->leaves[2] : 1);

			world->count[k][i] = there && below(4) > 0 ? below(most) : 0;
			world->numerator[k][i] = below(world->count[k][i] + 1);
		}
}

/* Populations that are nested, and all their relations as declarations. */
static void
draw_populations(struct world *world)
{
	world->declarations = 0;
	for (size_t r = 0; r < world->releases; r++)
	{
		size_t at;

		do
		{
			world->set[r] = 1 + (unsigned) below((1 << world->kinds) - 1);
			if (r > 0 && below(3) == 0)
				world->set[r] = world->set[below((int) r)];
			for (at = 0; at < r && nested(world->set[r], world->set[at]); at++)
				;
		} while (at < r);
		world->population[r] = (struct cpe_population){name[r], name[r], "2018", false, 0, 0};
		for (size_t q = 0; q < r; q++)
			world->declared[world->declarations++] =
				(struct cpe_population_declared){r, q, of_sets(world->set[r], world->set[q])};
	}
}

static void
draw_parts(struct world *world)
{
	world->parts_count = 0;
	for (int d = 0; d < world->dims; d++)
		for (int w = 0; world->group[d] != 0 && w < 2; w++)
		{
			size_t p = world->parts_count++;
			unsigned leaves = leaves_of(world, d, whole_name[w]);

			world->parts[p] = (struct cpe_table_parts){d, whole_name[w], 0, world->part[p]};
			for (int l = 0; l < world->leaves[d]; l++)
				if (leaves >> l & 1)
					world->part[p][world->parts[p].parts++] = leaf_name[l];
		}
}

/* Adds one cell; those of nobody only where zeros are told. */
static void
add_cell(struct world *world, size_t release, const char *const *dim, bool zeros, bool numbered)
{
	struct cpe_linked_cell *cell = &world->cell[world->cells];
	int64_t value;
	int64_t numerator;

	add_up(world, world->set[release], dim, &value, &numerator);
	if (value == 0 && !zeros)
		return;
	memcpy(world->dim[world->cells], dim, sizeof(world->dim[0]));
	*cell = (struct cpe_linked_cell){world->dim[world->cells++], release, value, numbered,
	                                 numbered ? numerator : 0,   NULL};
	if (release + 1 < world->releases && value > 0 && below(3) == 0)
		cell->status = below(4) ? "c" : "x";
}

/* All cells of a release: those of each of its patterns. */
static void
add_release(struct world *world, size_t release, bool numbered)
{
	bool zeros = below(2);

	for (unsigned mask = 0; mask < 1u << world->dims; mask++)
	{
		int labels[DIMS] = {1, 1, 1};

		if ((world->patterns[release] >> mask & 1) == 0)
			continue;
		for (int d = 0; d < world->dims; d++)
			if (mask >> d & 1)
				labels[d] =
					world->leaves[d] + (world->wholes[release] && world->group[d] != 0 ? 2 : 0);
		for (int i = 0; i < labels[0] * labels[1] * labels[2]; i++)
		{
			int at[DIMS] = {i % labels[0], i / labels[0] % labels[1], i / labels[0] / labels[1]};
			const char *dim[DIMS] = {NULL};

			for (int d = 0; d < world->dims; d++)
				if (mask >> d & 1)
					dim[d] = at[d] < world->leaves[d] ? leaf_name[at[d]]
					                                  : whole_name[at[d] - world->leaves[d]];
			add_cell(world, release, dim, zeros, numbered);
		}
	}
}

static void
draw_world(struct world *world)
{
	bool numbered = below(2);

	memset(world, 0, sizeof(*world));
	world->dims = 1 + below(DIMS);
	world->kinds = 1 + below(KINDS);
	for (int d = 0; d < world->dims; d++)
	{
		world->leaves[d] = 2 + below(LEAVES - 1);
		if (below(3) == 0)
			world->group[d] = 1 + (unsigned) below((1 << world->leaves[d]) - 2);
	}
	world->releases = 1 + (size_t) below(RELEASES);
	draw_people(world, 12);
	draw_populations(world);
	draw_parts(world);
	for (size_t r = 0; r < world->releases; r++)
	{
		world->patterns[r] = 1 + (unsigned) below((1 << (1 << world->dims)) - 1);
		world->wholes[r] = below(2);
		add_release(world, r, numbered);
		for (int d = 0; d < world->dims; d++)
			world->has[r * (size_t) world->dims + (size_t) d] = true;
	}
}

static bool
link(struct world *world, struct cpe_arena *arena, struct cpe_linked *linked,
     struct cpe_problem *problem)
{
	struct cpe_population_tree tree;
	struct cpe_linked_input input = {.population = world->population,
	                                 .tree = &tree,
	                                 .dims = world->dims,
	                                 .dim_name = dim_name,
	                                 .map = world->map,
	                                 .has = world->has,
	                                 .parts = world->parts,
	                                 .parts_count = world->parts_count,
	                                 .cell = world->cell,
	                                 .cells = world->cells,
	                                 .threshold = 4};

	*problem = (struct cpe_problem){0};
	return cpe_population_link(arena, world->population, world->releases, world->declared,
	                           world->declarations, &tree, problem) &&
	       cpe_linked_make(arena, &input, linked, problem);
}

/* ---- figures of the table ---- */

/* The kinds of the largest population that holds the new one, of those that have cells. */
static unsigned
root_of(const struct world *world)
{
	unsigned root = world->set[world->releases - 1];

	for (size_t i = 0; i < world->cells; i++)
		if ((world->set[world->cell[i].population] & root) == root)
			root = world->set[world->cell[i].population];
	return root;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static size_t
find_cell(const struct cpe_linked *linked, int dims, const char *const *dim, const char *people)
{
	for (size_t i = 0; i < linked->cells; i++)
	{
		int d = 0;

		while (d < dims && same_text(linked->cell[i].dim[d], dim[d]))
			d++;
		if (d == dims && (linked->dims == dims || same_text(linked->cell[i].dim[dims], people)))
			return i;
	}
	return SIZE_MAX;
}

/* Every figure of the table is that of the people it is said to be of. */
static void
check_figures(const struct world *world, const struct cpe_linked *linked, unsigned root)
{
	for (size_t i = 0; i < linked->cells; i++)
	{
		const struct cpe_table_cell *cell = &linked->cell[i];
		const char *people = linked->dims > world->dims ? cell->dim[world->dims] : NULL;
		int64_t value;
		int64_t numerator;

		add_up(world, kinds_of(world, people, root), cell->dim, &value, &numerator);
		CHECK(cell->value == value && (!cell->numbered || cell->numerator == numerator),
		      "%s: %lld, not %lld", people ? people : "all", (long long) cell->value,
		      (long long) value);
		CHECK(i == 0 || linked->dims != world->dims + 1 || cell->numbered ||
		          !linked->cell[i - 1].numbered || cell->value == 0 ||
		          linked->cell[i - 1].value == 0,
		      "numerators of some");
	}
}

/* What releases say of a cell is in what is given. */
static void
check_places(const struct world *world, const struct cpe_linked *linked, unsigned root)
{
	for (size_t i = 0; i < world->cells; i++)
	{
		const struct cpe_linked_cell *cell = &world->cell[i];
		size_t place = linked->place[i];
		const char *given;
		bool shown = false;
		bool hidden = false;
		bool fresh = false;

		CHECK((place != SIZE_MAX) == ((world->set[cell->population] & root) != 0), "linked or not");
		if (place == SIZE_MAX)
			continue;
		CHECK(linked->cell[place].value == cell->value, "value");
		for (int d = 0; d < world->dims; d++)
			CHECK(same_text(linked->cell[place].dim[d], cell->dim[d]), "label");
		for (size_t k = 0; k < world->cells; k++)
		{
			const struct cpe_linked_cell *other = &world->cell[k];
			bool last = other->population + 1 == world->releases;

			if (linked->place[k] != place)
				continue;
			CHECK(world->set[other->population] == world->set[cell->population], "other people");
			fresh |= last;
			shown |= !last && other->status == NULL;
			hidden |= !last && other->status != NULL && other->status[0] == 'c';
		}
		given = shown ? "show" : hidden ? "c" : fresh ? NULL : "x";
		CHECK(same_text(linked->given[place], given), "given %s, not %s",
		      linked->given[place] ? linked->given[place] : "nothing", given ? given : "nothing");
	}
}

static bool
has_part(const struct cpe_table *table, size_t total, size_t part)
{
	for (size_t r = 0; r < table->rows; r++)
		if (table->row_place[table->row_start[r]] == table->place[total])
			for (size_t i = table->row_start[r] + 1; i < table->row_start[r + 1]; i++)
				if (table->row_place[i] == table->place[part])
					return true;
	return false;
}

/*
 * Of two nested populations that have shown the same breakdown, the difference is a cell, and a
 * part of the larger one's.
 */
static size_t
check_differences(const struct world *world, const struct cpe_linked *linked,
                  const struct cpe_table *table)
{
	size_t differences = 0;

	for (size_t i = 0; i < world->cells; i++)
		for (size_t k = 0; k < world->cells; k++)
		{
			const struct cpe_linked_cell *outer = &world->cell[i];
			const struct cpe_linked_cell *inner = &world->cell[k];
			unsigned more = world->set[outer->population] & ~world->set[inner->population];
			bool found = false;
			/* where nobody is left in any cell, there is none */
			bool same = linked->place[i] != SIZE_MAX && linked->place[k] != SIZE_MAX && more != 0 &&
			            outer->value > inner->value &&
			            (world->set[inner->population] & ~world->set[outer->population]) == 0;

			for (int d = 0; d < world->dims && same; d++)
				same = same_text(outer->dim[d], inner->dim[d]);
			if (!same)
				continue;
			differences++;
			for (size_t c = 0; c < linked->cells && !found; c++)
			{
				const char *people = linked->cell[c].dim[world->dims];
				int d = 0;

				while (d < world->dims && same_text(linked->cell[c].dim[d], outer->dim[d]))
					d++;
				found = d == world->dims && people != NULL &&
				        strncmp(people + 1, " without ", 9) == 0 &&
				        linked->cell[c].value == outer->value - inner->value &&
				        kinds_of(world, people, 0) == more && same_text(linked->given[c], "x") &&
				        has_part(table, linked->place[i], c);
			}
			CHECK(found, "difference of %s and %s", name[outer->population],
			      name[inner->population]);
		}
	return differences;
}

static void
shuffle(struct world *world)
{
	for (size_t i = world->cells; i > 1; i--)
	{
		size_t k = (size_t) below((int) i);
		struct cpe_linked_cell cell = world->cell[i - 1];

		world->cell[i - 1] = world->cell[k];
		world->cell[k] = cell;
	}
}

static void
check_worlds(void)
{
	static struct world world;
	size_t linked_worlds = 0;
	size_t differences = 0;
	size_t added = 0;

	for (int round = 0; round < 200; round++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_linked linked;
		struct cpe_linked again;
		struct cpe_table table;
		unsigned root;

		draw_world(&world);
		root = root_of(&world);
		cpe_arena_open_malloc(&arena);
		if (!CHECK(link(&world, &arena, &linked, &problem), "%s %s", problem.message,
		           problem.detail))
			return;
		check_figures(&world, &linked, root);
		check_places(&world, &linked, root);
		if (!CHECK(cpe_table_read(&arena, linked.cell, linked.cells, linked.dims, linked.parts,
		                          linked.parts_count, &table, &problem),
		           "round %d: %s %s", round, problem.message, problem.detail))
			return;
		differences += check_differences(&world, &linked, &table);
		linked_worlds += linked.dims > world.dims;
		added += linked.cells > world.cells;
		shuffle(&world);
		CHECK(link(&world, &arena, &again, &problem) && again.cells == linked.cells, "again");
		for (size_t i = 0; i < again.cells; i++)
			CHECK(find_cell(&linked, world.dims, again.cell[i].dim,
			                linked.dims > world.dims ? again.cell[i].dim[world.dims] : NULL) == i &&
			          same_text(again.given[i], linked.given[i]),
			      "another order, another table");
		cpe_arena_close_malloc(&arena);
	}
	CHECK(linked_worlds > 75 && differences > 1000 && added > 50, "%zu, %zu, %zu", linked_worlds,
	      differences, added);
}

/* ---- what a reader of all releases can work out ---- */

#define SMALL 4
#define ATOMS 6 /* kinds * leaves */
#define HIGHEST 9

/* Decides the cells of the newest release, as publish does; false where there is no safe way. */
static bool
decide(struct world *world, struct cpe_arena *arena)
{
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_table table;
	struct cpe_primary primary;
	struct cpe_protection protection;
	struct cpe_primary_rule rule = {.threshold = SMALL};
	struct cpe_protect_options options = {CPE_EFFORT_BETTER, 0, 0};
	enum cpe_cell_given *given;
	double *cost;

	if (!CHECK(link(world, arena, &linked, &problem), "%s", problem.message) ||
	    !CHECK(cpe_table_read(arena, linked.cell, linked.cells, linked.dims, linked.parts,
	                          linked.parts_count, &table, &problem),
	           "%s", problem.message))
		return false;
	given = cpe_arena_alloc(arena, linked.cells, sizeof(*given), &problem);
	cost = cpe_arena_alloc(arena, linked.cells, sizeof(*cost), &problem);
	for (size_t i = 0; i < linked.cells; i++)
	{
		given[i] = linked.given[i] == NULL                ? CPE_GIVEN_NOTHING
		           : strcmp(linked.given[i], "c") == 0    ? CPE_GIVEN_HIDDEN
		           : strcmp(linked.given[i], "x") == 0    ? CPE_GIVEN_UNPUBLISHED
		           : strcmp(linked.given[i], "show") == 0 ? CPE_GIVEN_SHOWN
		                                                  : CPE_GIVEN_PROTECT;
		cost[table.place[i]] = (double) linked.cell[i].value;
	}
	if (!CHECK(cpe_primary_decide(arena, &table, linked.cell, given, &rule, &primary, &problem),
	           "%s", problem.message) ||
	    !cpe_protect(arena, &primary.system, primary.target, primary.targets, primary.leave, cost,
	                 &options, &protection, &problem) ||
	    protection.not_safe > 0)
		return false;
	for (size_t i = 0; i < world->cells; i++)
		if (world->cell[i].population + 1 == world->releases)
			world->cell[i].status =
				linked.place[i] != SIZE_MAX && protection.hidden[table.place[linked.place[i]]]
					? "c"
					: NULL;
	return true;
}

/* A figure that a reader asks for, as the set of its atoms, and the values found possible. */
struct figure
{
	unsigned atoms;
	int64_t truth;
	int64_t low, high;
	bool shown, published;
};

/* Tries all counts of atoms that agree with what is published. */
static void
try_all(struct figure *figure, size_t figures, int *value, int atom, const int *truth, int atoms)
{
	if (atom < atoms)
	{
		for (value[atom] = 0; value[atom] <= HIGHEST; value[atom]++)
		{
			bool possible = true;

			for (size_t f = 0; f < figures && possible; f++)
			{
				int64_t sum = 0;

				/* those that the atoms so far decide */
				for (int a = 0; a <= atom; a++)
					sum += figure[f].atoms >> a & 1 ? value[a] : 0;
				if (figure[f].atoms >> (atom + 1) == 0)
					possible = !figure[f].published ||
					           (figure[f].shown ? sum == figure[f].truth : sum >= 1);
				else
					possible = !figure[f].shown || sum <= figure[f].truth;
			}
			if (possible)
				try_all(figure, figures, value, atom + 1, truth, atoms);
		}
		return;
	}
	for (size_t f = 0; f < figures; f++)
	{
		int64_t sum = 0;

		for (int a = 0; a < atoms; a++)
			sum += figure[f].atoms >> a & 1 ? value[a] : 0;
		if (sum < figure[f].low)
			figure[f].low = sum;
		if (sum > figure[f].high)
			figure[f].high = sum;
	}
}

static unsigned
atoms_of(const struct world *world, unsigned kinds, const char *const *dim)
{
	unsigned leaves = leaves_of(world, 0, dim[0]);
	unsigned atoms = 0;

	for (int k = 0; k < world->kinds; k++)
		for (int l = 0; l < world->leaves[0]; l++)
			if ((kinds >> k & 1) && (leaves >> l & 1))
				atoms |= 1u << (k * world->leaves[0] + l);
	return atoms;
}

/* Figures that are published, and the differences of all that are nested; small ones are two. */
static size_t
attack(const struct world *world)
{
	static struct figure figure[MOST_CELLS];
	size_t figures = 0;
	size_t small = 0;
	int value[ATOMS];
	int truth[ATOMS];

	for (int a = 0; a < world->kinds * world->leaves[0]; a++)
		truth[a] = world->count[a / world->leaves[0]][a % world->leaves[0]];
	for (size_t i = 0; i < world->cells; i++)
		for (size_t k = 0; k <= world->cells; k++)
		{
			const struct cpe_linked_cell *cell = &world->cell[i];
			unsigned kinds = world->set[cell->population];
			unsigned less = k < world->cells ? world->set[world->cell[k].population] : 0;
			struct figure *f = &figure[figures];

			if ((less & ~kinds) != 0 || (k < world->cells && less == kinds) ||
			    (k < world->cells && !same_text(cell->dim[0], world->cell[k].dim[0])))
				continue;
			f->published = k == world->cells;
			f->shown = f->published && cell->status == NULL;
			f->atoms = atoms_of(world, kinds & ~less, cell->dim);
			f->low = INT64_MAX;
			f->high = -1;
			f->truth = 0;
			for (int a = 0; a < world->kinds * world->leaves[0]; a++)
				f->truth += f->atoms >> a & 1 ? truth[a] : 0;
			figures++;
		}
	try_all(figure, figures, value, 0, truth, world->kinds * world->leaves[0]);
	for (size_t f = 0; f < figures; f++)
	{
		CHECK(figure[f].low <= figure[f].truth && figure[f].high >= figure[f].truth, "the truth");
		if (figure[f].truth < 1 || figure[f].truth > SMALL)
			continue;
		small++;
		CHECK(figure[f].low < figure[f].high, "%lld is told", (long long) figure[f].truth);
	}
	return small;
}

/*
 * Releases one after another, each decided on top of those before; one that no suppression makes
 * safe is not published.  Then all counts are tried that agree with everything published.
 */
static void
check_attacks(void)
{
	static struct world world;
	size_t published = 0;
	size_t refused = 0;
	size_t small = 0;

	for (int round = 0; round < 200; round++)
	{
		struct cpe_arena arena;
		size_t wanted;

		memset(&world, 0, sizeof(world));
		world.dims = 1;
		world.kinds = 2 + round % 2;
		world.leaves[0] = world.kinds == 2 ? 3 : 2;
		world.releases = wanted = 2 + (size_t) below(3);
		draw_people(&world, HIGHEST - 1);
		draw_populations(&world);
		world.releases = 0;
		for (size_t r = 0; r < wanted; r++)
		{
			size_t before = world.cells;
			size_t declarations = 0;

			/* those of releases that were refused count for nothing: they have no cells */
			world.releases = r + 1;
			world.declarations = 0;
			while (declarations < r * (r + 1) / 2)
				declarations++;
			world.declarations = declarations;
			world.patterns[r] = below(3) ? 3 : 2;
			add_release(&world, r, false);
			for (size_t i = before; i < world.cells; i++)
				world.cell[i].status = NULL;
			world.has[r] = true;
			cpe_arena_open_malloc(&arena);
			if (decide(&world, &arena))
				published++;
			else
			{
				refused++;
				world.cells = before;
			}
			cpe_arena_close_malloc(&arena);
		}
		if (world.cells > 0)
			small += attack(&world);
	}
	CHECK(published > 500 && small > 700 && refused < 20, "%zu, %zu, %zu", published, refused,
	      small);
}

/* ---- small releases by hand ---- */

/* Cells of one dimension: release, label, count, numerator (-1: none), status. */
struct line
{
	size_t release;
	const char *label;
	int64_t value, numerator;
	const char *status;
};

static void
write_world(struct world *world, size_t releases, const enum cpe_population_relation *relation,
            const struct line *line, size_t lines)
{
	memset(world, 0, sizeof(*world));
	world->dims = 1;
	world->releases = releases;
	for (size_t r = 0; r < releases; r++)
	{
		world->population[r] = (struct cpe_population){name[r], name[r], "2018", false, 0, 0};
		for (size_t q = 0; q < r; q++)
			world->declared[world->declarations++] =
				(struct cpe_population_declared){r, q, relation[r * (r - 1) / 2 + q]};
		world->has[r] = true;
	}
	for (size_t i = 0; i < lines; i++)
	{
		world->dim[i][0] = line[i].label;
		world->cell[world->cells++] =
			(struct cpe_linked_cell){world->dim[i],
		                             line[i].release,
		                             line[i].value,
		                             line[i].numerator >= 0,
		                             line[i].numerator >= 0 ? line[i].numerator : 0,
		                             line[i].status};
	}
}

/* Whether a world of two releases is refused with that message. */
static void
refused(enum cpe_population_relation relation, const struct line *line, size_t lines,
        const char *message)
{
	static struct world world;
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_arena arena;

	write_world(&world, 2, &relation, line, lines);
	cpe_arena_open_malloc(&arena);
	CHECK(!link(&world, &arena, &linked, &problem) && problem.code == CPE_INVALID &&
	          strcmp(problem.message, message) == 0 &&
	          (problem.detail[0] != '\0' || problem.hint[0] != '\0'),
	      "%s, not %s", problem.message, message);
	cpe_arena_close_malloc(&arena);
}

static void
check_refusals(void)
{
	static const struct line other[] = {{0, "T1", 40, -1, NULL}, {1, "T1", 43, -1, NULL}};
	static const struct line other_numerator[] = {{0, "T1", 40, 20, "c"}, {1, "T1", 40, 21, NULL}};
	static const struct line twice[] = {
		{0, "T1", 40, -1, NULL}, {1, "T1", 40, -1, NULL}, {1, "T1", 40, -1, NULL}};
	static const struct line fewer[] = {{0, "T1", 40, -1, NULL}, {1, "T1", 39, -1, NULL}};
	static const struct line none[] = {
		{0, "T1", 40, -1, NULL}, {0, "T2", 2, -1, "c"}, {1, "T1", 40, -1, NULL}};
	static const struct line numerator[] = {{0, "T1", 40, 30, NULL}, {1, "T1", 45, 29, NULL}};
	static const struct line rest[] = {{0, "T1", 40, 30, NULL}, {1, "T1", 45, 36, NULL}};
	static const struct line above[] = {{0, "T1", 40, 10, NULL}, {1, "T1", 45, 46, NULL}};
	static const struct line status[] = {{0, "T1", 40, -1, "hidden"}, {1, "T1", 45, -1, NULL}};

	refused(CPE_POPULATION_SAME, other, 2,
	        "cell (T1) of b is not what was published of the same people");
	refused(CPE_POPULATION_SAME, other_numerator, 2,
	        "cell (T1) of b is not what was published of the same people");
	refused(CPE_POPULATION_SAME, twice, 3, "cell (T1) stands twice in b");
	refused(CPE_POPULATION_CONTAINS, fewer, 2,
	        "cell (T1) of b has fewer people than it can have: b without a");
	refused(CPE_POPULATION_CONTAINS, none, 3,
	        "cell (T2) of b has fewer people than it can have: b without a");
	refused(CPE_POPULATION_CONTAINS, numerator, 2,
	        "cell (T1) of b has a smaller numerator than it can have: b without a");
	refused(CPE_POPULATION_CONTAINS, rest, 2,
	        "cell (T1) of b has a smaller rest than it can have: b without a");
	refused(CPE_POPULATION_CONTAINS, above, 2, "cell (T1) has a numerator out of range");
	refused(CPE_POPULATION_CONTAINS, status, 2, "unknown status of a published cell: \"hidden\"");
}

/* Groups that were defined anew: refused, unless each is a part of one before or has such parts. */
static void
check_maps(void)
{
	static const struct line line[] = {{0, "Breast", 30, -1, NULL},
	                                   {0, "Brain", 20, -1, NULL},
	                                   {1, "C50", 30, -1, NULL},
	                                   {1, "C71", 20, -1, NULL}};
	static const char *const c50[] = {"C50"};
	static const char *const c71[] = {"C71"};
	static const enum cpe_population_relation same = CPE_POPULATION_SAME;
	static struct world world;
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	write_world(&world, 2, &same, line, 4);
	world.map[0] = (struct cpe_linked_map){"ncpes", NULL};
	world.map[1] = (struct cpe_linked_map){"icd10", NULL};
	CHECK(!link(&world, &arena, &linked, &problem) &&
	          strcmp(problem.message, "dimension trust is grouped anew") == 0,
	      "%s", problem.message);
	world.map[1].nested_in = "ncpes";
	world.parts[0] = (struct cpe_table_parts){0, "Breast", 1, c50};
	world.parts_count = 1;
	CHECK(!link(&world, &arena, &linked, &problem) &&
	          strcmp(problem.message, "label \"C71\" of dimension trust is a part of no label of "
	                                  "the earlier grouping") == 0,
	      "%s", problem.message);
	world.parts[1] = (struct cpe_table_parts){0, "Brain", 1, c71};
	world.parts_count = 2;
	CHECK(link(&world, &arena, &linked, &problem) && linked.dims == 1 && linked.cells == 4, "%s",
	      problem.message);
	/* the other way round, the coarser one later; and by way of a map between them */
	world.map[0] = (struct cpe_linked_map){"icd10", "ncpes"};
	world.map[1] = (struct cpe_linked_map){"ncpes", NULL};
	for (int i = 0; i < 4; i++)
		world.cell[i].population = 1 - world.cell[i].population;
	CHECK(link(&world, &arena, &linked, &problem) && linked.cells == 4, "%s", problem.message);
	/* a dimension that one of them has not */
	world.has[0] = false;
	world.map[0] = (struct cpe_linked_map){NULL, NULL};
	CHECK(link(&world, &arena, &linked, &problem), "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* Three maps, each nested in the next: the first nests in the third. */
static void
check_chain_of_maps(void)
{
	static const struct line line[] = {
		{0, "Solid", 30, -1, NULL}, {1, "Breast", 30, -1, NULL}, {2, "C50", 30, -1, NULL}};
	static const char *const breast[] = {"Breast"};
	static const char *const c50[] = {"C50"};
	static const enum cpe_population_relation same[] = {CPE_POPULATION_SAME, CPE_POPULATION_SAME,
	                                                    CPE_POPULATION_SAME};
	static struct world world;
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	write_world(&world, 3, same, line, 3);
	world.map[0] = (struct cpe_linked_map){"kinds", NULL};
	world.map[1] = (struct cpe_linked_map){"groups", "kinds"};
	world.map[2] = (struct cpe_linked_map){"codes", "groups"};
	world.parts[0] = (struct cpe_table_parts){0, "Solid", 1, breast};
	world.parts[1] = (struct cpe_table_parts){0, "Breast", 1, c50};
	world.parts_count = 2;
	CHECK(link(&world, &arena, &linked, &problem) && linked.cells == 3, "%s", problem.message);
	world.map[1].nested_in = NULL;
	CHECK(!link(&world, &arena, &linked, &problem) &&
	          strcmp(problem.message, "dimension trust is grouped anew") == 0,
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* A correction: hidden stays hidden, the same stays known, a few more or less must be hidden. */
static void
check_correction(void)
{
	static const struct line line[] = {
		{0, "same", 40, 20, NULL},      {0, "few more", 40, 20, NULL},
		{0, "many", 40, 20, NULL},      {0, "numerator", 40, 20, NULL},
		{0, "rest", 40, 20, NULL},      {0, "hidden", 40, 20, "c"},
		{0, "gone", 40, 20, NULL},      {1, "same", 40, 20, NULL},
		{1, "few more", 43, 27, NULL},  {1, "many", 60, 30, NULL},
		{1, "numerator", 60, 24, NULL}, {1, "rest", 60, 36, NULL},
		{1, "hidden", 55, 20, NULL},    {1, "new", 9, 9, NULL}};
	static const char *const want[] = {"show", "protect", NULL, "protect", "protect", "c", NULL};
	static const enum cpe_population_relation revised = CPE_POPULATION_REVISED;
	static struct world world;
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	write_world(&world, 2, &revised, line, 14);
	CHECK(link(&world, &arena, &linked, &problem), "%s", problem.message);
	CHECK(linked.dims == 1 && linked.cells == 7 && linked.changed == 3, "%zu cells, %zu changed",
	      linked.cells, linked.changed);
	for (size_t i = 7; i < 14; i++)
		CHECK(same_text(linked.given[linked.place[i]], want[i - 7]), "%s: %s", line[i].label,
		      linked.given[linked.place[i]] ? linked.given[linked.place[i]] : "nothing");
	for (size_t i = 0; i < 7; i++)
		CHECK(linked.place[i] == SIZE_MAX, "%s", line[i].label);
	cpe_arena_close_malloc(&arena);
}

static void
check_stopped(void)
{
	static const struct line line[] = {{0, "T1", 40, -1, NULL}, {0, "T2", 20, -1, NULL},
	                                   {0, NULL, 60, -1, NULL}, {1, "T1", 43, -1, NULL},
	                                   {1, "T2", 20, -1, NULL}, {1, NULL, 63, -1, NULL}};
	static const enum cpe_population_relation contains = CPE_POPULATION_CONTAINS;
	static struct world world;
	struct cpe_linked linked;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int stopped = 0;
	int out = 0;

	write_world(&world, 2, &contains, line, 6);
	for (int polls = 0; polls < 100; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		if (!link(&world, &arena, &linked, &problem))
		{
			stopped++;
			CHECK(problem.code == CPE_CANCELLED, "%s", problem.message);
		}
		cpe_arena_close_malloc(&arena);
	}
	for (int allocs = 0; allocs < 300; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		if (!link(&world, &arena, &linked, &problem))
		{
			out++;
			CHECK(problem.code == CPE_NO_MEMORY, "%s", problem.message);
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(stopped > 10 && stopped < 100 && out > 50 && out < 300, "%d, %d", stopped, out);
}

int
main(void)
{
	unit_case("what is refused");
	check_refusals();
	unit_case("groupings");
	check_maps();
	check_chain_of_maps();
	unit_case("corrections");
	check_correction();
	unit_case("stopped, or out of memory");
	check_stopped();
	unit_case("figures, differences and what is given, of random releases");
	check_worlds();
	unit_case("what all counts that agree with all releases leave unsure");
	check_attacks();
	return unit_end();
}
