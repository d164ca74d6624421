#include "publish/population.h"

#include <stdio.h>
#include <string.h>

#define NONE SIZE_MAX

/* What is being found, population by population in the order of publication. */
struct linking
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_population *population;
	size_t populations;
	enum cpe_population_relation *relation;
	size_t *successor; /* the population whose figures have taken the place of these; NONE */
	size_t *queue;     /* pairs whose consequences are still to be drawn */
	size_t queued;
};

static const char *const word[] = {
	[CPE_POPULATION_UNKNOWN] = "unknown",   [CPE_POPULATION_SAME] = "same",
	[CPE_POPULATION_CONTAINS] = "contains", [CPE_POPULATION_WITHIN] = "within",
	[CPE_POPULATION_DISJOINT] = "disjoint", [CPE_POPULATION_REVISED] = "revised",
	[CPE_POPULATION_APART] = "apart",
};

enum cpe_population_relation
cpe_population_relation_of(const char *text)
{
	for (int r = CPE_POPULATION_SAME; r <= CPE_POPULATION_REVISED; r++)
		if (strcmp(word[r], text) == 0)
			return (enum cpe_population_relation) r;
	return CPE_POPULATION_UNKNOWN;
}

const char *
cpe_population_word(enum cpe_population_relation relation)
{
	return word[relation];
}

/* ---- two relations, and what follows ---- */

static enum cpe_population_relation
inverse(enum cpe_population_relation relation)
{
	if (relation == CPE_POPULATION_CONTAINS)
		return CPE_POPULATION_WITHIN;
	if (relation == CPE_POPULATION_WITHIN)
		return CPE_POPULATION_CONTAINS;
	return relation;
}

/* What a is to c, where a is one thing to b and b another to c; UNKNOWN: nothing follows. */
static enum cpe_population_relation
follows(enum cpe_population_relation a_to_b, enum cpe_population_relation b_to_c)
{
	if (a_to_b == CPE_POPULATION_SAME)
		return b_to_c;
	if (b_to_c == CPE_POPULATION_SAME)
		return a_to_b;
	if (a_to_b == b_to_c && (a_to_b == CPE_POPULATION_CONTAINS || a_to_b == CPE_POPULATION_WITHIN))
		return a_to_b;
	if ((a_to_b == CPE_POPULATION_WITHIN && b_to_c == CPE_POPULATION_DISJOINT) ||
	    (a_to_b == CPE_POPULATION_DISJOINT && b_to_c == CPE_POPULATION_CONTAINS))
		return CPE_POPULATION_DISJOINT;
	return CPE_POPULATION_UNKNOWN;
}

static enum cpe_population_relation *
at(const struct linking *linking, size_t a, size_t b)
{
	return &linking->relation[a * linking->populations + b];
}

static bool
refuse_contradiction(const struct linking *linking, size_t a, size_t b,
                     enum cpe_population_relation one, const char *other)
{
	char detail[300];

	snprintf(detail, sizeof(detail), "The first is \"%s\" to the second, but %s.", word[one],
	         other);
	return cpe_problem_set(
		linking->problem, CPE_INVALID, detail,
		"Relations: same (the same people), contains, within, disjoint (nobody is in both), "
		"revised (the same people, corrected figures).",
		"the relation of the populations of %.60s and %.60s contradicts others",
		linking->population[a].name, linking->population[b].name);
}

/* Sets what a is to b, unless it is known to be something else; through: from whom it follows. */
static bool
settle(struct linking *linking, size_t a, size_t b, enum cpe_population_relation relation,
       size_t through)
{
	enum cpe_population_relation known = *at(linking, a, b);
	char other[240];

	if (known == relation)
		return true;
	if (known != CPE_POPULATION_UNKNOWN)
	{
		snprintf(other, sizeof(other), "by what %.60s is to them \"%s\" follows",
		         linking->population[through].name, word[relation]);
		return refuse_contradiction(linking, a, b, known, other);
	}
	*at(linking, a, b) = relation;
	*at(linking, b, a) = inverse(relation);
	/* each pair is settled once */
	linking->queue[linking->queued++] = a * linking->populations + b;
	return true;
}

/* Draws the consequences of what was settled, among the populations up to the newest. */
static bool
draw(struct linking *linking, size_t newest)
{
	while (linking->queued > 0)
	{
		size_t pair = linking->queue[--linking->queued];
		size_t a = pair / linking->populations;
		size_t b = pair % linking->populations;
		enum cpe_population_relation relation = *at(linking, a, b);

		if (!cpe_arena_poll(linking->arena, linking->problem))
			return false;
		for (size_t c = 0; c <= newest; c++)
		{
			enum cpe_population_relation a_to_c = follows(relation, *at(linking, b, c));
			enum cpe_population_relation c_to_b = follows(*at(linking, c, a), relation);

			if (c == a || c == b || linking->successor[c] != NONE)
				continue;
			if ((a_to_c != CPE_POPULATION_UNKNOWN && !settle(linking, a, c, a_to_c, b)) ||
			    (c_to_b != CPE_POPULATION_UNKNOWN && !settle(linking, c, b, c_to_b, a)))
				return false;
		}
	}
	return true;
}

/* ---- what filter and period say ---- */

static bool
without_common_day(const struct cpe_population *a, const struct cpe_population *b)
{
	return a->dated && b->dated && (a->end <= b->first || b->end <= a->first);
}

/* What two populations are to each other for their filters and periods alone. */
static enum cpe_population_relation
by_definition(const struct cpe_population *a, const struct cpe_population *b)
{
	if (without_common_day(a, b))
		return CPE_POPULATION_DISJOINT;
	if (strcmp(a->filter, b->filter) != 0)
		return CPE_POPULATION_UNKNOWN;
	if (strcmp(a->period, b->period) == 0)
		return CPE_POPULATION_SAME;
	if (!a->dated || !b->dated)
		return CPE_POPULATION_UNKNOWN;
	if (a->first == b->first && a->end == b->end)
		return CPE_POPULATION_SAME;
	if (a->first <= b->first && a->end >= b->end)
		return CPE_POPULATION_CONTAINS;
	if (a->first >= b->first && a->end <= b->end)
		return CPE_POPULATION_WITHIN;
	return CPE_POPULATION_UNKNOWN;
}

/* Whether a declaration can be true for filter and period. */
static bool
check_declared(const struct linking *linking, size_t a, size_t b,
               enum cpe_population_relation relation)
{
	enum cpe_population_relation defined =
		by_definition(&linking->population[a], &linking->population[b]);

	if (defined == CPE_POPULATION_DISJOINT && relation != CPE_POPULATION_DISJOINT)
		return refuse_contradiction(linking, a, b, relation, "their periods have no day in common");
	if (relation == CPE_POPULATION_DISJOINT && defined != CPE_POPULATION_DISJOINT &&
	    defined != CPE_POPULATION_UNKNOWN)
		return refuse_contradiction(linking, a, b, relation,
		                            "they have one filter, and a period in common");
	return true;
}

/* ---- one population after another ---- */

/* Corrected figures take the place of those of a population, and of all that are the same. */
static void
supersede(struct linking *linking, size_t a, size_t b)
{
	for (size_t c = 0; c < a; c++)
		if (linking->successor[c] == NONE && c != b && *at(linking, b, c) == CPE_POPULATION_SAME)
			linking->successor[c] = a;
	if (linking->successor[b] == NONE)
		linking->successor[b] = a;
}

static bool
enter_declared(struct linking *linking, size_t a, const struct cpe_population_declared *declared,
               size_t declarations, bool revisions)
{
	for (size_t i = 0; i < declarations; i++)
	{
		bool turned = declared[i].left < declared[i].right;
		size_t left = turned ? declared[i].right : declared[i].left;
		size_t right = turned ? declared[i].left : declared[i].right;
		enum cpe_population_relation relation =
			turned ? inverse(declared[i].relation) : declared[i].relation;
		enum cpe_population_relation known;

		if (left != a || left == right || linking->successor[right] != NONE ||
		    (relation == CPE_POPULATION_REVISED) != revisions)
			continue;
		if (!check_declared(linking, left, right, relation))
			return false;
		if (revisions)
		{
			supersede(linking, left, right);
			continue;
		}
		known = *at(linking, left, right);
		if (known != CPE_POPULATION_UNKNOWN && known != relation)
		{
			char other[60];

			snprintf(other, sizeof(other), "by what others are \"%s\" follows", word[known]);
			return refuse_contradiction(linking, left, right, relation, other);
		}
		if (!settle(linking, left, right, relation, right) || !draw(linking, a))
			return false;
	}
	return true;
}

/* Enters what follows from filter and period, of the latest populations first. */
static bool
enter_defined(struct linking *linking, size_t a)
{
	for (size_t b = a; b-- > 0;)
	{
		enum cpe_population_relation relation;

		if (linking->successor[b] != NONE || *at(linking, a, b) != CPE_POPULATION_UNKNOWN)
			continue;
		relation = by_definition(&linking->population[a], &linking->population[b]);
		if (relation == CPE_POPULATION_UNKNOWN)
			continue;
		if (!settle(linking, a, b, relation, b) || !draw(linking, a))
			return false;
	}
	return true;
}

static bool
check_all_known(const struct linking *linking, size_t a)
{
	const struct cpe_population *population = linking->population;

	for (size_t b = 0; b < a; b++)
	{
		char detail[300];

		if (linking->successor[b] != NONE || *at(linking, a, b) != CPE_POPULATION_UNKNOWN)
			continue;
		snprintf(detail, sizeof(detail),
		         "Filter \"%.60s\", period %.40s; filter \"%.60s\", period %.40s.",
		         population[a].filter, population[a].period, population[b].filter,
		         population[b].period);
		return cpe_problem_set(
			linking->problem, CPE_INVALID, detail,
			"Declare it in relations: same, contains, within, disjoint or revised. People of whom "
			"only some are in both cannot be published of one base: who they are would follow "
			"from differences.",
			"the relation of the populations of %.60s and %.60s is not declared",
			population[a].name, population[b].name);
	}
	return true;
}

/* Those whose figures are no longer current are to others what the current ones tell. */
static void
fill_superseded(struct linking *linking)
{
	size_t n = linking->populations;
	size_t *current = linking->queue; /* it is empty, and as long as the pairs are many */

	for (size_t a = 0; a < n; a++)
		for (current[a] = a; linking->successor[current[a]] != NONE;)
			current[a] = linking->successor[current[a]];
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++)
		{
			enum cpe_population_relation relation;

			/* among themselves they stay what they were */
			if ((current[a] == a) == (current[b] == b) &&
			    *at(linking, a, b) != CPE_POPULATION_UNKNOWN)
				continue;
			relation = *at(linking, current[a], current[b]);
			*at(linking, a, b) = a == b                                ? CPE_POPULATION_SAME
			                     : relation == CPE_POPULATION_SAME     ? CPE_POPULATION_REVISED
			                     : relation == CPE_POPULATION_DISJOINT ? CPE_POPULATION_DISJOINT
			                                                           : CPE_POPULATION_APART;
		}
}

bool
cpe_population_link(struct cpe_arena *arena, const struct cpe_population *population,
                    size_t populations, const struct cpe_population_declared *declared,
                    size_t declarations, struct cpe_population_tree *tree,
                    struct cpe_problem *problem)
{
	struct linking linking = {arena, problem, population, populations, NULL, NULL, NULL, 0};

	tree->populations = populations;
	tree->relation = linking.relation =
		cpe_arena_alloc(arena, populations * populations + 1, sizeof(*tree->relation), problem);
	linking.successor =
		cpe_arena_alloc(arena, populations + 1, sizeof(*linking.successor), problem);
	linking.queue =
		cpe_arena_alloc(arena, populations * populations + 1, sizeof(*linking.queue), problem);
	if (!tree->relation || !linking.successor || !linking.queue)
		return false;
	for (size_t a = 0; a < populations; a++)
	{
		linking.successor[a] = NONE;
		*at(&linking, a, a) = CPE_POPULATION_SAME;
	}
	for (size_t a = 0; a < populations; a++)
		if (!enter_declared(&linking, a, declared, declarations, true) ||
		    !enter_declared(&linking, a, declared, declarations, false) ||
		    !enter_defined(&linking, a) || !check_all_known(&linking, a))
			return false;
	fill_superseded(&linking);
	return true;
}
