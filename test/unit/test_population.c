#include "publish/population.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define MOST 8
#define PEOPLE 12

/* Populations of one filter each unless told otherwise, without dates. */
static struct cpe_population
plain(const char *name, const char *filter)
{
	return (struct cpe_population){name, filter, "2018", false, 0, 0};
}

static struct cpe_population
dated(const char *name, const char *filter, int32_t first, int32_t end)
{
	return (struct cpe_population){name, filter, first == 0 ? "one" : "two", true, first, end};
}

static bool
link(struct cpe_arena *arena, const struct cpe_population *population, size_t populations,
     const struct cpe_population_declared *declared, size_t declarations,
     struct cpe_population_tree *tree, struct cpe_problem *problem)
{
	*problem = (struct cpe_problem){0};
	return cpe_population_link(arena, population, populations, declared, declarations, tree,
	                           problem);
}

static enum cpe_population_relation
relation(const struct cpe_population_tree *tree, size_t a, size_t b)
{
	return tree->relation[a * tree->populations + b];
}

#define IS(a, b, wanted)                                                                           \
	CHECK(relation(&tree, a, b) == (wanted), "%d to %d is %s, not %s", a, b,                       \
	      cpe_population_word(relation(&tree, a, b)), cpe_population_word(wanted))

/* ---- what people as sets say ---- */

static enum cpe_population_relation
of_sets(unsigned a, unsigned b)
{
	if (a == b)
		return CPE_POPULATION_SAME;
	if ((a & b) == b)
		return CPE_POPULATION_CONTAINS;
	if ((a & b) == a)
		return CPE_POPULATION_WITHIN;
	return (a & b) == 0 ? CPE_POPULATION_DISJOINT : CPE_POPULATION_UNKNOWN;
}

/* A set that is nested with all others, made by taking whole or split parts of them. */
static unsigned
nested_set(const unsigned *set, size_t count)
{
	for (;;)
	{
		unsigned drawn = (unsigned) (random() % (1 << PEOPLE));
		size_t at = 0;

		if (count > 0 && random() % 2)
			drawn &= set[random() % count];
		if (count > 0 && random() % 4 == 0)
			drawn = set[random() % count];
		while (at < count && of_sets(drawn, set[at]) != CPE_POPULATION_UNKNOWN)
			at++;
		if (drawn != 0 && at == count)
			return drawn;
	}
}

/*
 * Random nested sets of people: with all relations declared, the same come out; with some left out,
 * those that come out are true or the pair is refused; with one wrong, it is refused or it could be
 * true of other sets (no two others contradict it).
 */
static void
check_sets(void)
{
	static const char *const name[MOST] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	int refused = 0;
	int complete = 0;

	for (int round = 0; round < 3000; round++)
	{
		struct cpe_population population[MOST];
		struct cpe_population_declared declared[MOST * MOST];
		struct cpe_population_tree tree;
		struct cpe_problem problem;
		struct cpe_arena arena;
		unsigned set[MOST];
		size_t count = 2 + (size_t) (random() % (MOST - 1));
		size_t declarations = 0;
		bool all = round % 2;

		for (size_t i = 0; i < count; i++)
		{
			set[i] = nested_set(set, i);
			population[i] = plain(name[i], name[i]);
			for (size_t j = 0; j < i; j++)
				if (all || random() % 3 > 0)
					declared[declarations++] =
						(struct cpe_population_declared){i, j, of_sets(set[i], set[j])};
		}
		cpe_arena_open_malloc(&arena);
		if (!link(&arena, population, count, declared, declarations, &tree, &problem))
		{
			refused++;
			CHECK(!all && problem.code == CPE_INVALID &&
			          strstr(problem.message, "is not declared") != NULL,
			      "%s", problem.message);
		}
		else
		{
			complete++;
			for (size_t i = 0; i < count; i++)
				for (size_t j = 0; j < count; j++)
					CHECK(relation(&tree, i, j) == of_sets(set[i], set[j]), "%zu to %zu", i, j);
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(refused > 300 && complete > 1600, "%d refused, %d complete", refused, complete);
}

/* One relation that is not that of the sets: refused wherever a third set contradicts it. */
static void
check_contradictions(void)
{
	static const char *const name[MOST] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	int refused = 0;

	for (int round = 0; round < 2000; round++)
	{
		struct cpe_population population[4];
		struct cpe_population_declared declared[6];
		struct cpe_population_tree tree;
		struct cpe_problem problem;
		struct cpe_arena arena;
		unsigned set[4];
		unsigned drawn[4] = {0};
		bool possible = true;
		size_t wrong = (size_t) (random() % 6);
		size_t n = 0;

		for (size_t i = 0; i < 4; i++)
		{
			set[i] = nested_set(set, i);
			population[i] = plain(name[i], name[i]);
			for (size_t j = 0; j < i; j++)
				declared[n++] = (struct cpe_population_declared){i, j, of_sets(set[i], set[j])};
		}
		declared[wrong].relation =
			CPE_POPULATION_SAME + (enum cpe_population_relation)(random() % 4);
		/*
		 * Four sets are told apart by which of 15 kinds of people there are; with all kinds that no
		 * relation forbids, what relations need some people for has them if it can.
		 */
		for (int kind = 1; kind < 16; kind++)
		{
			bool allowed = true;

			for (size_t k = 0; k < 6; k++)
			{
				bool left = kind >> declared[k].left & 1;
				bool right = kind >> declared[k].right & 1;
				enum cpe_population_relation r = declared[k].relation;

				allowed = allowed && !(r == CPE_POPULATION_SAME && left != right) &&
				          !(r == CPE_POPULATION_CONTAINS && right && !left) &&
				          !(r == CPE_POPULATION_WITHIN && left && !right) &&
				          !(r == CPE_POPULATION_DISJOINT && left && right);
			}
			for (int i = 0; i < 4 && allowed; i++)
				if (kind >> i & 1)
					drawn[i] |= 1u << kind;
		}
		for (size_t k = 0; k < 6; k++)
			possible =
				possible && drawn[declared[k].left] != 0 && drawn[declared[k].right] != 0 &&
				of_sets(drawn[declared[k].left], drawn[declared[k].right]) == declared[k].relation;
		cpe_arena_open_malloc(&arena);
		CHECK(link(&arena, population, 4, declared, 6, &tree, &problem) == possible, "%s",
		      possible ? problem.message : "accepted");
		if (!possible)
		{
			refused++;
			CHECK(strstr(problem.message, "contradicts") != NULL && problem.detail[0] != '\0', "%s",
			      problem.message);
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(refused > 500, "%d", refused);
}

/* ---- filters, periods, corrections ---- */

static void
check_periods(void)
{
	struct cpe_population population[] = {
		dated("q1", "all", 0, 90), dated("q2", "women", 90, 180), dated("year", "all", -10, 400),
		dated("again", "all", 0, 90), dated("march", "all", 60, 90)};
	struct cpe_population_declared women = {2, 1, CPE_POPULATION_CONTAINS};
	struct cpe_population_declared wrong[] = {{1, 0, CPE_POPULATION_WITHIN},
	                                          {2, 0, CPE_POPULATION_DISJOINT}};
	struct cpe_population_tree tree;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	CHECK(link(&arena, population, 5, &women, 1, &tree, &problem), "%s", problem.message);
	IS(1, 0, CPE_POPULATION_DISJOINT);
	IS(2, 0, CPE_POPULATION_CONTAINS);
	IS(3, 0, CPE_POPULATION_SAME);
	IS(3, 2, CPE_POPULATION_WITHIN);
	IS(4, 3, CPE_POPULATION_WITHIN);
	IS(4, 1, CPE_POPULATION_DISJOINT);
	CHECK(!link(&arena, population, 3, NULL, 0, &tree, &problem) &&
	          strcmp(problem.message,
	                 "the relation of the populations of year and q2 is not declared") == 0 &&
	          strstr(problem.detail, "women") != NULL,
	      "%s", problem.message);
	CHECK(!link(&arena, population, 2, &wrong[0], 1, &tree, &problem) &&
	          strstr(problem.detail, "no day in common") != NULL,
	      "%s", problem.detail);
	wrong[0] = women;
	CHECK(!link(&arena, population, 3, wrong, 2, &tree, &problem) &&
	          strstr(problem.detail, "one filter") != NULL,
	      "%s", problem.detail);
	cpe_arena_close_malloc(&arena);
}

/* Corrected figures: they take the place of all of the same people, by which others are linked. */
static void
check_corrections(void)
{
	struct cpe_population population[] = {plain("r", "all"),           plain("more tables", "all"),
	                                      plain("women", "women"),     plain("r version 2", "all"),
	                                      plain("other", "elsewhere"), plain("last", "all")};
	struct cpe_population_declared declared[] = {{2, 0, CPE_POPULATION_WITHIN},
	                                             {3, 0, CPE_POPULATION_REVISED},
	                                             {3, 2, CPE_POPULATION_CONTAINS},
	                                             {4, 3, CPE_POPULATION_DISJOINT},
	                                             {4, 0, CPE_POPULATION_CONTAINS}};
	struct cpe_population_declared late = {1, 0, CPE_POPULATION_CONTAINS};
	struct cpe_population_tree tree;
	struct cpe_problem problem;
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	CHECK(link(&arena, population, 6, declared, 5, &tree, &problem), "%s", problem.message);
	IS(1, 0, CPE_POPULATION_SAME);
	IS(3, 0, CPE_POPULATION_REVISED);
	IS(3, 1, CPE_POPULATION_REVISED);
	IS(0, 3, CPE_POPULATION_REVISED);
	IS(5, 3, CPE_POPULATION_SAME);
	IS(5, 1, CPE_POPULATION_REVISED);
	IS(5, 2, CPE_POPULATION_CONTAINS);
	IS(2, 3, CPE_POPULATION_WITHIN);
	IS(2, 0, CPE_POPULATION_APART);
	/* the declaration to figures that are no longer current says nothing */
	IS(4, 0, CPE_POPULATION_DISJOINT);
	IS(4, 2, CPE_POPULATION_DISJOINT);
	/* without the third, what the correction is to the women is not known */
	declared[2] = declared[3];
	CHECK(!link(&arena, population, 5, declared, 5, &tree, &problem) &&
	          strstr(problem.message, "r version 2 and women") != NULL,
	      "%s", problem.message);
	/* later answers: the same filter and period, and more people all the same */
	CHECK(link(&arena, population, 2, &late, 1, &tree, &problem), "%s", problem.message);
	IS(0, 1, CPE_POPULATION_WITHIN);
	cpe_arena_close_malloc(&arena);
}

static void
check_words(void)
{
	for (int r = CPE_POPULATION_SAME; r <= CPE_POPULATION_REVISED; r++)
		CHECK(cpe_population_relation_of(cpe_population_word((enum cpe_population_relation) r)) ==
		          (enum cpe_population_relation) r,
		      "%d", r);
	CHECK(cpe_population_relation_of("apart") == CPE_POPULATION_UNKNOWN &&
	          cpe_population_relation_of("unknown") == CPE_POPULATION_UNKNOWN &&
	          cpe_population_relation_of("Same") == CPE_POPULATION_UNKNOWN,
	      "no words of a declaration");
}

static void
check_stopped(void)
{
	struct cpe_population population[] = {plain("a", "a"), plain("b", "b"), plain("c", "c")};
	struct cpe_population_declared declared[] = {{1, 0, CPE_POPULATION_WITHIN},
	                                             {2, 1, CPE_POPULATION_WITHIN}};
	struct cpe_population_tree tree;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int stopped = 0;
	int out = 0;

	for (int polls = 0; polls < 20; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		if (!link(&arena, population, 3, declared, 2, &tree, &problem))
		{
			stopped++;
			CHECK(problem.code == CPE_CANCELLED, "%s", problem.message);
		}
		cpe_arena_close_malloc(&arena);
	}
	for (int allocs = 0; allocs < 20; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		if (!link(&arena, population, 3, declared, 2, &tree, &problem))
		{
			out++;
			CHECK(problem.code == CPE_NO_MEMORY, "%s", problem.message);
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(stopped > 0 && stopped < 20 && out > 0 && out < 20, "%d, %d", stopped, out);
}

int
main(void)
{
	unit_case("relations of sets of people");
	check_sets();
	unit_case("relations that no sets have");
	check_contradictions();
	unit_case("filters and periods");
	check_periods();
	unit_case("corrected figures");
	check_corrections();
	unit_case("words");
	check_words();
	unit_case("stopped, or out of memory");
	check_stopped();
	return unit_end();
}
