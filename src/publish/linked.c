#include "publish/linked.h"

#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "publish/linked_cells.h"

#define NONE SIZE_MAX
#define SHOWN_CELL 140
#define MOST_LABELS 10000

/*
 * How it works.  Populations of the same people are one group; group 0 is the largest, which holds
 * the others.  A sum says which groups, apart from one another, are parts of one, and what is left
 * of it then.  There is one for every two groups of which one is within the other, as all that a
 * reader can take from another is their difference; and one for all groups next below another.
 *
 * In the table, a group is a label of the dimension of people, and a sum is a way in which a label
 * adds up to others.  Not all groups have been broken down in the same way, and a label that is a
 * part must be there wherever the whole is broken down.  So where a group has cells of more
 * dimensions or finer labels than a sum can be made of, the sum has a copy of it: a label that is
 * the whole of it.
 */

/* Groups that are parts of one, and what it has beside them. */
struct sum
{
	uint32_t whole;
	size_t parts;
	uint32_t *part;
	uint32_t *label; /* by part: its own number, or that of its copy */
	uint32_t rest;   /* number of the label */
	bool left;       /* there is somebody beside the parts, in some cell */
	bool *with;      /* by pattern: whether all have it */
};

struct linking
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_linked_input *input;
	size_t newest;    /* the population that is new */
	bool *linked;     /* by cell of the input: of people that are linked */
	bool *coded;      /* these, and those of figures that were corrected */
	size_t *group_of; /* by population; NONE: not linked */
	size_t *old_of;   /* by population: its group of figures that were corrected; NONE */
	size_t groups;    /* of people */
	size_t olds;      /* of figures that were corrected, numbered behind them */
	size_t *first;    /* by group: the population that gives it its name */
	struct cpe_group_cells cells;
	bool **coarse;  /* which labels groups do not tell of: cpe_group_cells_coarse */
	uint32_t *code; /* by cell of the input */
	size_t *number; /* by cell of the input */
	size_t labels;  /* of the dimension of people: groups, then copies and rests */
	size_t label_room;
	const char **label;
	size_t sums, sum_room;
	struct sum *sum;
};

static enum cpe_population_relation
relation_of(const struct linking *linking, size_t a, size_t b)
{
	return linking->input->tree->relation[a * linking->input->tree->populations + b];
}

static const char *
name_of(const struct linking *linking, size_t population)
{
	return linking->input->population[population].name;
}

/* ---- groups of people ---- */

/* The population that holds all others which are linked with the new one. */
static size_t
find_largest(const struct linking *linking, const bool *present)
{
	size_t largest = linking->newest;

	for (size_t p = 0; p < linking->newest; p++)
		if (present[p] && relation_of(linking, p, largest) == CPE_POPULATION_CONTAINS)
			largest = p;
	return largest;
}

/* Numbers the groups: the largest is 0, the others in the order of publication. */
static bool
find_groups(struct linking *linking)
{
	const struct cpe_linked_input *input = linking->input;
	size_t populations = input->tree->populations;
	bool *present = cpe_arena_alloc(linking->arena, populations, sizeof(bool), linking->problem);
	size_t largest;

	linking->group_of =
		cpe_arena_alloc(linking->arena, populations, sizeof(*linking->group_of), linking->problem);
	linking->old_of =
		cpe_arena_alloc(linking->arena, populations, sizeof(*linking->old_of), linking->problem);
	linking->first =
		cpe_arena_alloc(linking->arena, populations, sizeof(*linking->first), linking->problem);
	linking->linked =
		cpe_arena_alloc(linking->arena, input->cells + 1, sizeof(bool), linking->problem);
	linking->coded =
		cpe_arena_alloc(linking->arena, input->cells + 1, sizeof(bool), linking->problem);
	if (!present || !linking->group_of || !linking->old_of || !linking->first || !linking->linked ||
	    !linking->coded)
		return false;
	for (size_t i = 0; i < input->cells; i++)
		present[input->cell[i].population] = true;
	present[linking->newest] = true;
	largest = find_largest(linking, present);
	for (size_t p = 0; p < populations; p++)
		linking->group_of[p] =
			relation_of(linking, largest, p) == CPE_POPULATION_SAME && present[p] ? 0 : NONE;
	linking->groups = 1;
	for (size_t p = populations; p-- > 0;)
		if (linking->group_of[p] == 0)
			linking->first[0] = p;
	for (size_t p = 0; p < populations; p++)
	{
		if (!present[p] || relation_of(linking, largest, p) != CPE_POPULATION_CONTAINS)
			continue;
		for (size_t g = 1; g < linking->groups && linking->group_of[p] == NONE; g++)
			if (relation_of(linking, linking->first[g], p) == CPE_POPULATION_SAME)
				linking->group_of[p] = g;
		if (linking->group_of[p] != NONE)
			continue;
		linking->first[linking->groups] = p;
		linking->group_of[p] = linking->groups++;
	}
	for (size_t p = 0; p < populations; p++)
		linking->old_of[p] =
			present[p] && relation_of(linking, linking->newest, p) == CPE_POPULATION_REVISED
				? linking->groups + linking->olds++
				: NONE;
	for (size_t i = 0; i < input->cells; i++)
	{
		linking->linked[i] = linking->group_of[input->cell[i].population] != NONE;
		linking->coded[i] =
			linking->linked[i] || linking->old_of[input->cell[i].population] != NONE;
	}
	return true;
}

/* Whether all people of a group are in another. */
static bool
is_within(const struct linking *linking, size_t inner, size_t outer)
{
	return inner != outer && relation_of(linking, linking->first[outer], linking->first[inner]) ==
	                             CPE_POPULATION_CONTAINS;
}

/* ---- maps ---- */

static bool
same_map(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether a map nests in another by what the releases say, in one step or in several. */
static bool
nests(struct linking *linking, int dim, const char *fine, const char *coarse, bool *result)
{
	const struct cpe_linked_input *input = linking->input;
	size_t populations = input->tree->populations;
	size_t dims = (size_t) input->dims;
	bool *reached = cpe_arena_alloc(linking->arena, populations, sizeof(bool), linking->problem);
	bool more = true;

	*result = false;
	if (reached == NULL)
		return false;
	while (more && fine != NULL && coarse != NULL && !*result)
	{
		more = false;
		for (size_t p = 0; p < populations && !*result; p++)
		{
			const struct cpe_linked_map *map = &input->map[p * dims + (size_t) dim];
			bool from = map->map != NULL && strcmp(map->map, fine) == 0;

			if (reached[p] || !input->has[p * dims + (size_t) dim] || map->nested_in == NULL)
				continue;
			for (size_t q = 0; q < populations && !from && map->map != NULL; q++)
				from = reached[q] &&
				       strcmp(input->map[q * dims + (size_t) dim].nested_in, map->map) == 0;
			if (!from)
				continue;
			reached[p] = more = true;
			*result = strcmp(map->nested_in, coarse) == 0;
		}
	}
	return true;
}

/* Marks the labels that occur in a dimension in populations with a map. */
static bool
mark_labels(struct linking *linking, int dim, const char *map, bool **marked)
{
	const struct cpe_linked_input *input = linking->input;
	size_t dims = (size_t) input->dims;

	*marked = cpe_arena_alloc(linking->arena, (size_t) linking->cells.labels.dim[dim].labels + 1,
	                          sizeof(**marked), linking->problem);
	if (*marked == NULL)
		return false;
	for (size_t i = 0; i < input->cells; i++)
	{
		size_t at = input->cell[i].population * dims + (size_t) dim;

		if (linking->linked[i] && input->has[at] && same_map(input->map[at].map, map))
			(*marked)[linking->code[i * dims + (size_t) dim]] = true;
	}
	return true;
}

/* Every label of the finer map must be one of the coarser too, or a part of some label. */
static bool
check_nested_labels(struct linking *linking, int dim, const char *fine, const char *coarse)
{
	const struct cpe_dimension *dimension = &linking->cells.labels.dim[dim];
	bool *in_fine;
	bool *in_coarse;
	char detail[300];

	if (!mark_labels(linking, dim, fine, &in_fine) ||
	    !mark_labels(linking, dim, coarse, &in_coarse))
		return false;
	for (uint32_t c = 1; c <= dimension->labels; c++)
	{
		if (!in_fine[c] || in_coarse[c] || dimension->part_start[c] != dimension->part_start[c + 1])
			continue;
		snprintf(detail, sizeof(detail), "Map \"%.60s\" is nested in map \"%.60s\".", fine, coarse);
		return cpe_problem_set(
			linking->problem, CPE_INVALID, detail,
			"Name the label of the other map that it is a part of, in parents or parts.",
			"label \"%.60s\" of dimension %.60s is a part of no label of the earlier grouping",
			dimension->label[c], linking->input->dim_name[dim]);
	}
	return true;
}

static bool
check_map(struct linking *linking, int dim, size_t earlier)
{
	const struct cpe_linked_input *input = linking->input;
	size_t dims = (size_t) input->dims;
	const char *new_map = input->map[linking->newest * dims + (size_t) dim].map;
	const char *old_map = input->map[earlier * dims + (size_t) dim].map;
	bool new_finer;
	bool old_finer;
	char detail[300];

	if (same_map(new_map, old_map))
		return true;
	if (!nests(linking, dim, new_map, old_map, &new_finer) ||
	    !nests(linking, dim, old_map, new_map, &old_finer))
		return false;
	if (new_finer)
		return check_nested_labels(linking, dim, new_map, old_map);
	if (old_finer)
		return check_nested_labels(linking, dim, old_map, new_map);
	snprintf(detail, sizeof(detail),
	         "It is grouped by map \"%.60s\" now, and by map \"%.60s\" in %.60s.",
	         new_map ? new_map : "", old_map ? old_map : "", name_of(linking, earlier));
	return cpe_problem_set(
		linking->problem, CPE_INVALID, detail,
		"Where each group of the one is a part of a group of the other, say so in nested_in and "
		"parents. Else who changed groups would follow from differences: publish by groups that "
		"both are parts of.",
		"dimension %.60s is grouped anew", input->dim_name[dim]);
}

static bool
check_maps(struct linking *linking)
{
	const struct cpe_linked_input *input = linking->input;
	size_t dims = (size_t) input->dims;

	for (size_t p = 0; p < linking->newest; p++)
		for (int d = 0; linking->group_of[p] != NONE && d < input->dims; d++)
			if (input->has[p * dims + (size_t) d] &&
			    input->has[linking->newest * dims + (size_t) d] && !check_map(linking, d, p))
				return false;
	return true;
}

/* ---- cells ---- */

/* A cell of the input and what it is sorted by. */
struct sorted
{
	size_t group;
	const uint32_t *code;
	size_t dims;
	size_t population;
	size_t input;
};

static int
compare_sorted(const void *left, const void *right)
{
	const struct sorted *a = left;
	const struct sorted *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	for (size_t d = 0; d < a->dims; d++)
		if (a->code[d] != b->code[d])
			return a->code[d] < b->code[d] ? -1 : 1;
	return (a->population > b->population) - (a->population < b->population);
}

/* What a status that was published says of a cell. */
static bool
statement_of(const struct linking *linking, const char *status, enum cpe_statement *statement)
{
	if (status == NULL || strcmp(status, "w") == 0)
		*statement = CPE_STATED_SHOWN;
	else if (strcmp(status, "x") == 0)
		*statement = CPE_STATED_LATENT;
	else if (strcmp(status, "c") == 0 || strcmp(status, "c1") == 0 || strcmp(status, "c2") == 0)
		*statement = CPE_STATED_HIDDEN;
	else
		return cpe_problem_set(linking->problem, CPE_INVALID, NULL, "Statuses: c, c1, c2, w, x.",
		                       "unknown status of a published cell: \"%.60s\"", status);
	return true;
}

static bool
check_count(const struct linking *linking, const struct cpe_linked_cell *cell, const char *where)
{
	if (cell->value < 0)
		return cpe_problem_set(linking->problem, CPE_INVALID, NULL, NULL,
		                       "cell %s has a negative count", where);
	if (cell->numbered && (cell->numerator < 0 || cell->numerator > cell->value))
		return cpe_problem_set(linking->problem, CPE_INVALID,
		                       "A numerator lies between 0 and the count.", NULL,
		                       "cell %s has a numerator out of range", where);
	return true;
}

/* Adds what one release says of a cell to what others have said. */
static bool
merge_cell(struct linking *linking, const struct cpe_linked_cell *cell, struct cpe_group_cell *into,
           bool added, const char *where)
{
	enum cpe_statement statement = CPE_STATED_NOTHING;
	bool fresh = cell->population == linking->newest;

	if (!check_count(linking, cell, where) ||
	    (!fresh && !statement_of(linking, cell->status, &statement)))
		return false;
	if (!added && (into->value != cell->value ||
	               (into->numbered && cell->numbered && into->numerator != cell->numerator)))
		return cpe_problem_set(
			linking->problem, CPE_INVALID,
			"Both releases are of the same people, so they have the same figures.",
			"Where more or fewer people are counted than before, say contains or within in "
			"relations; where figures were corrected, revised.",
			"cell %s of %.60s is not what was published of the same people", where,
			name_of(linking, cell->population));
	into->value = cell->value;
	if (cell->numbered)
	{
		into->numbered = true;
		into->numerator = cell->numerator;
	}
	if (statement > into->statement)
		into->statement = statement;
	if (fresh)
	{
		into->fresh = true;
		into->given = cell->status;
	}
	return true;
}

static bool
put_cells(struct linking *linking)
{
	const struct cpe_linked_input *input = linking->input;
	size_t dims = (size_t) input->dims;
	struct sorted *sorted =
		cpe_arena_alloc(linking->arena, input->cells + 1, sizeof(*sorted), linking->problem);
	size_t count = 0;

	linking->number = cpe_arena_alloc(linking->arena, input->cells + 1, sizeof(*linking->number),
	                                  linking->problem);
	if (!sorted || !linking->number)
		return false;
	for (size_t i = 0; i < input->cells; i++)
		if (linking->linked[i])
			sorted[count++] =
				(struct sorted){linking->group_of[input->cell[i].population],
			                    linking->code + i * dims, dims, input->cell[i].population, i};
	if (!cpe_sort(linking->arena, sorted, count, sizeof(*sorted), compare_sorted, linking->problem))
		return false;
	for (size_t s = 0; s < count; s++)
	{
		size_t *number = &linking->number[sorted[s].input];
		char where[SHOWN_CELL];
		bool added;

		if (s % 1024 == 0 && !cpe_arena_poll(linking->arena, linking->problem))
			return false;
		cpe_group_describe(&linking->cells, sorted[s].code, where, sizeof(where));
		if (s > 0 && compare_sorted(&sorted[s - 1], &sorted[s]) == 0)
			return cpe_problem_set(
				linking->problem, CPE_INVALID, "Each cell of a release stands in it once.", NULL,
				"cell %s stands twice in %.60s", where, name_of(linking, sorted[s].population));
		if (!cpe_group_cells_add(&linking->cells, (uint32_t) sorted[s].group, sorted[s].code,
		                         number, &added) ||
		    !merge_cell(linking, &input->cell[sorted[s].input], &linking->cells.cell[*number],
		                added, where))
			return false;
	}
	return true;
}

/* ---- corrected figures ---- */

static bool
differs_little(int64_t a, int64_t b, int64_t threshold)
{
	int64_t difference = a > b ? a - b : b - a;

	return difference >= 1 && difference <= threshold;
}

/* Whether two states of a cell, both known, tell of a few people. */
static bool
tells(const struct linking *linking, const struct cpe_group_cell *before,
      const struct cpe_group_cell *now)
{
	int64_t threshold = linking->input->threshold;

	if (differs_little(before->value, now->value, threshold))
		return true;
	return before->numbered && now->numbered &&
	       (differs_little(before->numerator, now->numerator, threshold) ||
	        differs_little(before->value - before->numerator, now->value - now->numerator,
	                       threshold));
}

static bool
unchanged(const struct cpe_group_cell *before, const struct cpe_group_cell *now)
{
	return before->value == now->value &&
	       (!before->numbered || !now->numbered || before->numerator == now->numerator);
}

/* The figures that are no longer current, each population a group behind those of people. */
static bool
put_old_cells(struct linking *linking)
{
	const struct cpe_linked_input *input = linking->input;

	for (size_t i = 0; i < input->cells; i++)
	{
		const struct cpe_linked_cell *cell = &input->cell[i];
		size_t old = linking->old_of[cell->population];
		struct cpe_group_cell *into;
		size_t number;
		bool added;

		if (old == NONE)
			continue;
		if (i % 1024 == 0 && !cpe_arena_poll(linking->arena, linking->problem))
			return false;
		if (!cpe_group_cells_add(&linking->cells, (uint32_t) old,
		                         linking->code + i * (size_t) input->dims, &number, &added))
			return false;
		into = &linking->cells.cell[number];
		into->value = cell->value;
		into->numbered = cell->numbered;
		into->numerator = cell->numerator;
		if (!statement_of(linking, cell->status, &into->statement))
			return false;
		into->told = into->statement == CPE_STATED_SHOWN;
	}
	return true;
}

/*
 * Takes over what was said of the same people before their figures were corrected: what was hidden
 * stays so, what was shown and has not changed is known.  What was shown, or is the sum of what was
 * shown, and differs by a few must be hidden, though it is only a sum of what is published now: the
 * earlier figures then stay possible for a reader of the new ones.
 */
static void
carry_corrected(const struct linking *linking, const struct cpe_group_cell *before,
                struct cpe_group_cell *now)
{
	if (before->told && !unchanged(before, now))
		now->differs |= tells(linking, before, now) && (now->fresh || now->value > 0);
	else if (before->statement > now->statement)
		now->statement = before->statement;
}

static bool
carry_all_corrected(struct linking *linking)
{
	const struct cpe_group_cells *cells = &linking->cells;
	uint32_t newest = (uint32_t) linking->group_of[linking->newest];

	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
	{
		size_t now = cpe_group_of(cells, i) < linking->groups
		                 ? NONE
		                 : cpe_group_cells_find(cells, newest, cpe_group_code(cells, i));

		if (i % 1024 == 0 && !cpe_arena_poll(linking->arena, linking->problem))
			return false;
		if (now != NONE)
			carry_corrected(linking, &cells->cell[i], &cells->cell[now]);
	}
	return true;
}

/* ---- sums of people ---- */

static bool
has_pattern(const struct linking *linking, size_t group, size_t pattern)
{
	return linking->cells.count[group * linking->cells.patterns + pattern] > 0;
}

/* Whether a group is broken down as far as to the labels of a cell. */
static bool
reaches(const struct linking *linking, size_t group, const uint32_t *code)
{
	for (int d = 0; d < linking->cells.dims; d++)
		if (linking
		        ->coarse[d][group * ((size_t) linking->cells.labels.dim[d].labels + 1) + code[d]])
			return false;
	return true;
}

/* Whether a sum tells of a cell: all of its groups are broken down so far. */
static bool
sum_reaches(const struct linking *linking, const struct sum *sum, size_t pattern,
            const uint32_t *code)
{
	bool all = sum->with[pattern] && reaches(linking, sum->whole, code);

	for (size_t i = 0; all && i < sum->parts; i++)
		all = reaches(linking, sum->part[i], code);
	return all;
}

/* Whether a group has cells that a sum of which it is a part does not reach. */
static bool
is_finer(const struct linking *linking, const struct sum *sum, uint32_t group)
{
	const struct cpe_group_cells *cells = &linking->cells;

	for (size_t i = 0; i < (size_t) cells->key.entries; i++)
		if (cpe_group_of(cells, i) == group &&
		    !sum_reaches(linking, sum, cpe_group_pattern(cells, i), cpe_group_code(cells, i)))
			return true;
	return false;
}

/* A label more in the dimension of people: "a without b, c" or "a in b". */
static bool
add_label(struct linking *linking, const char *left, const char *between, const char *const *right,
          size_t rights, uint32_t *number)
{
	size_t size = strlen(left) + strlen(between) + 1;
	char *label;

	if (linking->labels == MOST_LABELS)
		return cpe_problem_set(linking->problem, CPE_LIMIT, NULL,
		                       "Publish the populations of one base in fewer releases.",
		                       "too many populations of one base are linked");
	for (size_t i = 0; i < rights; i++)
		size += strlen(right[i]) + 2;
	label = cpe_arena_alloc(linking->arena, size, 1, linking->problem);
	if (label == NULL)
		return false;
	strcpy(label, left);
	strcat(label, between);
	for (size_t i = 0; i < rights; i++)
	{
		if (i > 0)
			strcat(label, ", ");
		strcat(label, right[i]);
	}
	if (linking->labels == linking->label_room)
	{
		size_t room = 2 * linking->label_room + linking->groups;
		const char **more = cpe_arena_alloc(linking->arena, room, sizeof(*more), linking->problem);

		if (more == NULL)
			return false;
		if (linking->labels > 0)
			memcpy(more, linking->label, linking->labels * sizeof(*more));
		linking->label = more;
		linking->label_room = room;
	}
	*number = (uint32_t) linking->labels;
	linking->label[linking->labels++] = label;
	return true;
}

/* Names what a sum needs: the rest, and copies of parts with cells that it is not made of. */
static bool
name_sum(struct linking *linking, struct sum *sum)
{
	const char **name =
		cpe_arena_alloc(linking->arena, sum->parts, sizeof(*name), linking->problem);
	const char *whole = linking->label[sum->whole];
	bool copy = false;

	if (name == NULL)
		return false;
	for (size_t i = 0; i < sum->parts; i++)
	{
		name[i] = linking->label[sum->part[i]];
		copy = copy || is_finer(linking, sum, sum->part[i]);
	}
	if (!add_label(linking, whole, " without ", name, sum->parts, &sum->rest))
		return false;
	/* copies for one sum are not those for another of the same whole */
	for (size_t i = 0; i < sum->parts; i++)
	{
		sum->label[i] = sum->part[i];
		if (copy &&
		    !add_label(linking, name[i], " beside ", &linking->label[sum->rest], 1, &sum->label[i]))
			return false;
	}
	return true;
}

/* Adds the sum of parts to a whole, if there is a pattern that all of them have. */
static bool
add_sum(struct linking *linking, uint32_t whole, const uint32_t *part, size_t parts)
{
	size_t patterns = linking->cells.patterns;
	struct sum sum = {.whole = whole, .parts = parts};
	bool any = false;

	sum.part = cpe_arena_alloc(linking->arena, parts, sizeof(*sum.part), linking->problem);
	sum.label = cpe_arena_alloc(linking->arena, parts, sizeof(*sum.label), linking->problem);
	sum.with = cpe_arena_alloc(linking->arena, patterns, sizeof(*sum.with), linking->problem);
	if (!sum.part || !sum.label || !sum.with)
		return false;
	memcpy(sum.part, part, parts * sizeof(*part));
	for (size_t p = 0; p < patterns; p++)
	{
		sum.with[p] = has_pattern(linking, whole, p);
		for (size_t i = 0; i < parts; i++)
			sum.with[p] &= has_pattern(linking, part[i], p);
		any |= sum.with[p];
	}
	if (!any)
		return true;
	if (!name_sum(linking, &sum))
		return false;
	if (linking->sums == linking->sum_room)
	{
		size_t room = linking->sum_room ? 2 * linking->sum_room : 16;
		struct sum *more = cpe_arena_alloc(linking->arena, room, sizeof(*more), linking->problem);

		if (more == NULL)
			return false;
		if (linking->sums > 0)
			memcpy(more, linking->sum, linking->sums * sizeof(*more));
		linking->sum = more;
		linking->sum_room = room;
	}
	linking->sum[linking->sums++] = sum;
	return true;
}

/* The groups next below one: those within it that are within no other such. */
static size_t
groups_below(const struct linking *linking, size_t whole, uint32_t *below)
{
	size_t count = 0;

	for (size_t g = 0; g < linking->groups; g++)
	{
		bool next = is_within(linking, g, whole);

		for (size_t k = 0; next && k < linking->groups; k++)
			next = !(is_within(linking, k, whole) && is_within(linking, g, k));
		if (next)
			below[count++] = (uint32_t) g;
	}
	return count;
}

/* Sums of several groups: those next below that have a pattern, each choice once. */
static bool
add_sums_of_several(struct linking *linking, uint32_t whole, const uint32_t *below, size_t count)
{
	size_t patterns = linking->cells.patterns;
	uint32_t *part = cpe_arena_alloc(linking->arena, count, sizeof(*part), linking->problem);

	if (part == NULL)
		return false;
	for (size_t p = 0; p < patterns; p++)
	{
		size_t parts = 0;
		bool met = false;

		for (size_t i = 0; i < count; i++)
			if (has_pattern(linking, below[i], p))
				part[parts++] = below[i];
		if (parts < 2 || !has_pattern(linking, whole, p))
			continue;
		for (size_t s = 0; s < linking->sums && !met; s++)
			met = linking->sum[s].whole == whole && linking->sum[s].parts == parts &&
			      memcmp(linking->sum[s].part, part, parts * sizeof(*part)) == 0;
		if (!met && !add_sum(linking, whole, part, parts))
			return false;
	}
	return true;
}

static bool
find_sums(struct linking *linking)
{
	uint32_t *below =
		cpe_arena_alloc(linking->arena, linking->groups, sizeof(*below), linking->problem);

	if (below == NULL)
		return false;
	for (size_t g = 0; g < linking->groups + linking->olds; g++)
	{
		const char *name = g < linking->groups ? name_of(linking, linking->first[g]) : "";
		uint32_t number;

		if (!add_label(linking, name, "", NULL, 0, &number))
			return false;
	}
	for (uint32_t g = 0; g < linking->groups; g++)
	{
		size_t count = groups_below(linking, g, below);

		if (!cpe_arena_poll(linking->arena, linking->problem))
			return false;
		for (uint32_t part = 0; part < linking->groups; part++)
			if (is_within(linking, part, g) && !add_sum(linking, g, &part, 1))
				return false;
		if (count > 1 && !add_sums_of_several(linking, g, below, count))
			return false;
	}
	return true;
}

/* ---- cells of sums ---- */

static bool
refuse_nesting(const struct linking *linking, const struct sum *sum, const uint32_t *code,
               const char *what)
{
	const char *whole = linking->label[sum->whole];
	char where[SHOWN_CELL];

	cpe_group_describe(&linking->cells, code, where, sizeof(where));
	return cpe_problem_set(
		linking->problem, CPE_INVALID,
		"A population that contains another has at least its count, numerator and rest in every "
		"cell, and those that are disjoint within it no more together than it has.",
		"Correct relations, filter or period; where figures were corrected, say revised.",
		"cell %s of %.60s has %s than it can have: %.60s", where, whole, what,
		linking->label[sum->rest]);
}

/* Where a group has a pattern but not a cell that one within it has, it is known to be zero. */
static bool
add_zeros(struct linking *linking)
{
	struct cpe_group_cells *cells = &linking->cells;
	size_t count = (size_t) cells->key.entries;

	for (size_t i = 0; i < count; i++)
	{
		size_t group = cpe_group_of(cells, i);
		size_t pattern = cpe_group_pattern(cells, i);

		if (i % 1024 == 0 && !cpe_arena_poll(linking->arena, linking->problem))
			return false;
		for (uint32_t g = 0; g < linking->groups; g++)
		{
			size_t number;
			bool added;

			if (group >= linking->groups || !is_within(linking, group, g) ||
			    !has_pattern(linking, g, pattern) || !reaches(linking, g, cpe_group_code(cells, i)))
				continue;
			if (!cpe_group_cells_add(cells, g, cpe_group_code(cells, i), &number, &added))
				return false;
			if (added)
				cells->cell[number].statement = CPE_STATED_SHOWN;
		}
	}
	return true;
}

/* A copy says what the cell says; one that is not decided yet is latent beside it. */
static struct cpe_group_cell
copy_of(const struct cpe_group_cell *cell)
{
	struct cpe_group_cell copy = *cell;

	copy.fresh = false;
	copy.given = NULL;
	if (cell->fresh && cell->statement < CPE_STATED_HIDDEN)
	{
		bool exempt = cell->given != NULL && strcmp(cell->given, "exempt") == 0;

		copy.fresh = exempt;
		copy.given = exempt ? cell->given : NULL;
		copy.statement = exempt ? CPE_STATED_NOTHING : CPE_STATED_LATENT;
	}
	return copy;
}

/* What is left of a cell of the whole beside those of the parts. */
static bool
rest_of(const struct linking *linking, const struct sum *sum, size_t whole,
        struct cpe_group_cell *rest)
{
	const struct cpe_group_cells *cells = &linking->cells;
	const uint32_t *code = cpe_group_code(cells, whole);
	const struct cpe_group_cell *of = &cells->cell[whole];
	bool numbered = of->numbered || of->value == 0;

	*rest = (struct cpe_group_cell){
		.value = of->value, .numerator = of->numerator, .statement = CPE_STATED_LATENT};
	for (size_t i = 0; i < sum->parts; i++)
	{
		size_t part = cpe_group_cells_find(cells, sum->part[i], code);

		if (part == NONE)
			continue;
		rest->value -= cells->cell[part].value;
		rest->numerator -= cells->cell[part].numerator;
		numbered &= cells->cell[part].numbered || cells->cell[part].value == 0;
		if (rest->value < 0)
			return refuse_nesting(linking, sum, code, "fewer people");
	}
	rest->numbered = numbered && of->numbered;
	if (!rest->numbered)
		rest->numerator = 0;
	if (rest->numerator < 0 || rest->numerator > rest->value)
		return refuse_nesting(linking, sum, code,
		                      rest->numerator < 0 ? "a smaller numerator" : "a smaller rest");
	return true;
}

/* Adds the cells of one sum for one cell of the whole: what is left, and copies of the parts. */
static bool
add_sum_cells(struct linking *linking, const struct sum *sum, size_t whole)
{
	struct cpe_group_cells *cells = &linking->cells;
	const uint32_t *code = cpe_group_code(cells, whole);
	struct cpe_group_cell rest;
	size_t number;
	bool added;

	if (!rest_of(linking, sum, whole, &rest))
		return false;
	for (size_t i = 0; i < sum->parts; i++)
	{
		size_t part = cpe_group_cells_find(cells, sum->part[i], code);
		struct cpe_group_cell cell;

		if (part == NONE || sum->label[i] == sum->part[i])
			continue;
		cell = copy_of(&cells->cell[part]);
		if (!cpe_group_cells_add(cells, sum->label[i], code, &number, &added))
			return false;
		cells->cell[number] = cell;
	}
	/* where zeros are protected it would be one: then the reader is taken to know it */
	if (!sum->left || (rest.value == 0 && linking->input->zeros_protected))
		return true;
	if (!cpe_group_cells_add(cells, sum->rest, code, &number, &added))
		return false;
	cells->cell[number] = rest;
	return true;
}

/*
 * The cells of all sums.  Where the parts leave nobody in any cell, they may be all that there is
 * by definition, as the quarters of a year are: the reader is taken to know that.
 */
static bool
add_all_sum_cells(struct linking *linking)
{
	struct cpe_group_cells *cells = &linking->cells;
	size_t count = (size_t) cells->key.entries;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++)
		{
			uint32_t group = cpe_group_of(cells, i);
			size_t pattern = cpe_group_pattern(cells, i);

			if (i % 256 == 0 && !cpe_arena_poll(linking->arena, linking->problem))
				return false;
			for (size_t s = 0; s < linking->sums; s++)
			{
				struct sum *sum = &linking->sum[s];
				struct cpe_group_cell rest;

				if (sum->whole != group ||
				    !sum_reaches(linking, sum, pattern, cpe_group_code(cells, i)))
					continue;
				if (pass == 0 ? !rest_of(linking, sum, i, &rest) : !add_sum_cells(linking, sum, i))
					return false;
				if (pass == 0)
					sum->left |= rest.value > 0;
			}
		}
	return true;
}

/* ---- the table ---- */

/* How the labels of the dimension of people add up. */
static bool
put_parts(struct linking *linking, struct cpe_linked *linked)
{
	const struct cpe_linked_input *input = linking->input;
	size_t most = input->parts_count;
	int people = input->dims;

	for (size_t s = 0; s < linking->sums; s++)
		most += 1 + linking->sum[s].parts;
	linked->parts =
		cpe_arena_alloc(linking->arena, most + 1, sizeof(*linked->parts), linking->problem);
	if (linked->parts == NULL)
		return false;
	if (input->parts_count > 0)
		memcpy(linked->parts, input->parts, input->parts_count * sizeof(*linked->parts));
	linked->parts_count = input->parts_count;
	for (size_t s = 0; s < linking->sums; s++)
	{
		const struct sum *sum = &linking->sum[s];
		const char **part =
			cpe_arena_alloc(linking->arena, sum->parts + 1, sizeof(*part), linking->problem);

		if (part == NULL)
			return false;
		for (size_t i = 0; i < sum->parts; i++)
		{
			part[i] = linking->label[sum->label[i]];
			if (sum->label[i] != sum->part[i])
				linked->parts[linked->parts_count++] =
					(struct cpe_table_parts){people, linking->label[sum->part[i]], 1, &part[i]};
		}
		part[sum->parts] = linking->label[sum->rest];
		linked->parts[linked->parts_count++] = (struct cpe_table_parts){
			people, sum->whole == 0 ? NULL : linking->label[sum->whole], sum->parts + 1, part};
	}
	return true;
}

static const char *
given_of(const struct cpe_group_cell *cell)
{
	switch (cell->statement)
	{
		case CPE_STATED_SHOWN:
			return "show";
		case CPE_STATED_HIDDEN:
			return "c";
		case CPE_STATED_LATENT:
		case CPE_STATED_NOTHING:
			break;
	}
	if (cell->differs && cell->given == NULL)
		return "protect";
	/* what the new release says itself */
	return cell->fresh ? cell->given : "x";
}

/* A cell of the table to be, and its number before it. */
struct placed
{
	struct cpe_table_cell cell;
	int dims;
	size_t number;
};

static int
compare_placed(const void *left, const void *right)
{
	const struct placed *a = left;
	const struct placed *b = right;

	for (int d = 0; d < a->dims; d++)
	{
		int order = cpe_compare_texts(a->cell.dim[d], b->cell.dim[d]);

		if (order != 0)
			return order;
	}
	return 0;
}

/* A cell with its labels, and the people as the last of them where there are several groups. */
static bool
place_cell(const struct linking *linking, size_t number, int dims, struct placed *placed)
{
	const struct cpe_group_cells *cells = &linking->cells;
	const struct cpe_group_cell *cell = &cells->cell[number];
	const uint32_t *code = cpe_group_code(cells, number);
	uint32_t group = cpe_group_of(cells, number);
	const char **dim =
		cpe_arena_alloc(linking->arena, (size_t) dims, sizeof(*dim), linking->problem);

	if (dim == NULL)
		return false;
	for (int d = 0; d < cells->dims; d++)
		dim[d] = cells->labels.dim[d].label[code[d]];
	if (dims > cells->dims)
		dim[cells->dims] = group == 0 ? NULL : linking->label[group];
	placed->cell = (struct cpe_table_cell){.dim = dim,
	                                       .known = true,
	                                       .numbered = cell->numbered,
	                                       .value = cell->value,
	                                       .numerator = cell->numerator};
	placed->dims = dims;
	placed->number = number;
	return true;
}

static bool
put_table(struct linking *linking, struct cpe_linked *linked)
{
	const struct cpe_linked_input *input = linking->input;
	struct cpe_arena *arena = linking->arena;
	struct cpe_problem *problem = linking->problem;
	size_t all = (size_t) linking->cells.key.entries;
	size_t cells = 0;
	struct placed *placed = cpe_arena_alloc(arena, all + 1, sizeof(*placed), problem);
	size_t *to = cpe_arena_alloc(arena, all + 1, sizeof(*to), problem);

	if (!placed || !to)
		return false;
	for (size_t i = 0; i < all; i++)
	{
		uint32_t group = cpe_group_of(&linking->cells, i);
		bool old = group >= linking->groups && group < linking->groups + linking->olds;

		if ((i % 1024 == 0 && !cpe_arena_poll(arena, problem)) ||
		    (!old &&
		     !place_cell(linking, i, input->dims + (linking->groups > 1), &placed[cells++])))
			return false;
	}
	linked->dims = input->dims + (linking->groups > 1);
	linked->cells = cells;
	linked->populations = linking->groups;
	linked->cell = cpe_arena_alloc(arena, cells + 1, sizeof(*linked->cell), problem);
	linked->given = cpe_arena_alloc(arena, cells + 1, sizeof(*linked->given), problem);
	linked->place = cpe_arena_alloc(arena, input->cells + 1, sizeof(*linked->place), problem);
	if (!linked->cell || !linked->given || !linked->place)
		return false;
	if (!cpe_sort(arena, placed, cells, sizeof(*placed), compare_placed, problem))
		return false;
	for (size_t i = 0; i < cells; i++)
	{
		linked->cell[i] = placed[i].cell;
		linked->changed += linking->cells.cell[placed[i].number].differs;
		linked->given[i] = given_of(&linking->cells.cell[placed[i].number]);
		to[placed[i].number] = i;
	}
	for (size_t i = 0; i < input->cells; i++)
		linked->place[i] = linking->linked[i] ? to[linking->number[i]] : NONE;
	return put_parts(linking, linked);
}

bool
cpe_linked_make(struct cpe_arena *arena, const struct cpe_linked_input *input,
                struct cpe_linked *linked, struct cpe_problem *problem)
{
	struct linking linking = {.arena = arena, .problem = problem, .input = input};

	memset(linked, 0, sizeof(*linked));
	if (input->tree->populations == 0)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "there is no population to link");
	linking.newest = input->tree->populations - 1;
	linking.code = cpe_arena_alloc(arena, input->cells * (size_t) input->dims + 1,
	                               sizeof(*linking.code), problem);
	return linking.code != NULL && find_groups(&linking) &&
	       cpe_group_cells_open(&linking.cells, arena, input, linking.coded,
	                            linking.groups + linking.olds, linking.code, problem) &&
	       check_maps(&linking) && put_cells(&linking) && put_old_cells(&linking) &&
	       cpe_group_cells_complete(&linking.cells) && carry_all_corrected(&linking) &&
	       cpe_group_cells_coarse(&linking.cells, &linking.coarse) && add_zeros(&linking) &&
	       find_sums(&linking) && add_all_sum_cells(&linking) && put_table(&linking, linked);
}
