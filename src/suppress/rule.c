#include "suppress/rule.h"

#include <stdio.h>
#include <string.h>

#include "base/sort.h"

/* What sorting needs to see of a cell. */
struct place
{
	struct cpe_cell *cell;
	int dims;
};

static int
compare_family(const struct place *a, const struct place *b)
{
	for (int d = 0; d < a->dims - 1; d++)
	{
		int order = cpe_compare_texts(a->cell->dim[d], b->cell->dim[d]);

		if (order != 0)
			return order;
	}
	return 0;
}

static int
compare_places(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;
	int order = compare_family(a, b);

	if (order != 0)
		return order;
	return cpe_compare_texts(a->cell->dim[a->dims - 1], b->cell->dim[b->dims - 1]);
}

/* The cell's place in words, for messages: R0A, Breast; a total as "total", a long label as "...".
 */
static void
describe(const struct place *place, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (int d = 0; d < place->dims; d++)
	{
		const char *label = place->cell->dim[d] ? place->cell->dim[d] : "total";

		/* never a part of a label: it could end within a character */
		if (at + strlen(label) + 8 > size)
			label = "...";
		if (at + strlen(label) + 3 > size)
			return;
		at += (size_t) sprintf(text + at, "%s%s", d ? ", " : "", label);
	}
}

static bool
is_low(const struct cpe_suppress_rule *rule, int64_t value)
{
	return value > 0 && (rule->inclusive ? value <= rule->threshold : value < rule->threshold);
}

/* Decides the cells of one family, which are sorted by label. */
static void
decide_family(const struct cpe_suppress_rule *rule, const struct place *place, size_t count)
{
	size_t low = 0;
	struct cpe_cell *next = NULL;

	for (size_t i = 0; i < count; i++)
	{
		struct cpe_cell *cell = place[i].cell;
		bool total = cell->dim[place[i].dims - 1] == NULL;

		cell->status = CPE_CELL_SHOWN;
		if ((is_low(rule, cell->value) && !cell->exempt) || cell->hidden_before)
		{
			cell->status = CPE_CELL_CONFIDENTIAL;
			low += !total;
		}
		else if (cell->value == 0)
		{
			if (rule->zeros == CPE_ZEROS_NO_ANSWERS)
				cell->status = CPE_CELL_NO_ANSWERS;
		}
		else if (!total && (next == NULL || cell->value < next->value))
			next = cell;
	}
	if (rule->secondary == CPE_SECONDARY_NEXT_SMALLEST && low == 1 && next != NULL)
		next->status = CPE_CELL_CONFIDENTIAL;
}

bool
cpe_suppress_by_rule(struct cpe_arena *arena, const struct cpe_suppress_rule *rule,
                     struct cpe_cell *cell, size_t cells, int dims, struct cpe_problem *problem)
{
	struct place *place = cpe_arena_alloc(arena, cells, sizeof(*place), problem);
	size_t first = 0;

	if (place == NULL)
		return false;
	for (size_t i = 0; i < cells; i++)
	{
		place[i].cell = &cell[i];
		place[i].dims = dims;
	}
	if (!cpe_sort(arena, place, cells, sizeof(*place), compare_places, problem))
		return false;
	for (size_t i = 0; i < cells; i++)
	{
		char where[140];

		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (place[i].cell->value >= 0 && (i == 0 || compare_places(&place[i - 1], &place[i]) != 0))
			continue;
		describe(&place[i], where, sizeof(where));
		if (place[i].cell->value < 0)
			return cpe_problem_set(problem, CPE_INVALID, "A count is zero or positive.", NULL,
			                       "cell (%s) has a negative value: %lld", where,
			                       (long long) place[i].cell->value);
		return cpe_problem_set(problem, CPE_INVALID, "Each cell of a table stands in it once.",
		                       "PARTITION BY what tells tables apart.",
		                       "cell (%s) stands twice in the table", where);
	}
	for (size_t i = 1; i <= cells; i++)
		if (i == cells || compare_family(&place[first], &place[i]) != 0)
		{
			decide_family(rule, place + first, i - first);
			first = i;
		}
	return true;
}
