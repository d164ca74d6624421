#include "suppress/inner_cells.h"

#include <string.h>

/* What cells are made of while it is worked out: a list of inner cells for each. */
struct parts
{
	const struct cpe_table *table;
	const struct cpe_table_cell *cell;
	size_t *count;     /* by place: inner cells in it */
	uint32_t **member; /* by place: which, as numbers of inner cells; NULL: not known yet */
	int32_t *mark;     /* by inner cell: for comparing lists */
};

static bool
no_inner(const struct parts *parts, uint32_t place, struct cpe_problem *problem)
{
	char where[140];

	cpe_table_describe(&parts->cell[parts->table->order[place]], parts->table->dims, where,
	                   sizeof(where));
	return cpe_problem_set(problem, CPE_INVALID,
	                       "All margins must be sums of the finest cells that the table has.",
	                       "Add the inner cells from which all tables of the partition are made.",
	                       "cell %s is not made of the inner cells of this table", where);
}

/* Joins the lists of a row's parts as that of its total. */
static bool
join(struct cpe_arena *arena, struct parts *parts, size_t row, struct cpe_problem *problem)
{
	const uint32_t *place = parts->table->row_place + parts->table->row_start[row];
	size_t places = parts->table->row_start[row + 1] - parts->table->row_start[row];
	size_t count = 0;
	uint32_t *member;

	for (size_t i = 1; i < places; i++)
		count += parts->count[place[i]];
	member = cpe_arena_alloc(arena, count + 1, sizeof(*member), problem);
	if (member == NULL)
		return false;
	parts->member[place[0]] = member;
	parts->count[place[0]] = count;
	for (size_t i = 1; i < places; i++)
	{
		if (parts->count[place[i]] > 0)
			memcpy(member, parts->member[place[i]], parts->count[place[i]] * sizeof(*member));
		member += parts->count[place[i]];
	}
	return true;
}

/* Whether a row's parts have the inner cells of its total, each once. */
static bool
row_agrees(struct parts *parts, size_t row)
{
	const uint32_t *place = parts->table->row_place + parts->table->row_start[row];
	size_t places = parts->table->row_start[row + 1] - parts->table->row_start[row];
	const uint32_t *whole = parts->member[place[0]];
	bool good = true;

	for (size_t i = 0; i < parts->count[place[0]]; i++)
		good &= parts->mark[whole[i]]++ == 0;
	for (size_t i = 1; i < places; i++)
		for (size_t k = 0; k < parts->count[place[i]]; k++)
			good &= --parts->mark[parts->member[place[i]][k]] == 0;
	for (size_t i = 0; i < parts->count[place[0]]; i++)
	{
		good &= parts->mark[whole[i]] == 0;
		parts->mark[whole[i]] = 0;
	}
	return good;
}

/*
 * Rows in an order in which a total comes after its parts: each is taken up when the last of its
 * parts is known, the first row of a total gives its list.
 */
static bool
spread(struct cpe_arena *arena, struct parts *parts, struct cpe_problem *problem)
{
	const struct cpe_table *table = parts->table;
	size_t entries = table->rows > 0 ? table->row_start[table->rows] : 0;
	size_t *start = cpe_arena_alloc(arena, table->cells + 2, sizeof(*start), problem);
	uint32_t *row_of = start ? cpe_arena_alloc(arena, entries + 1, sizeof(*row_of), problem) : NULL;
	size_t *missing =
		row_of ? cpe_arena_alloc(arena, table->rows + 1, sizeof(*missing), problem) : NULL;
	uint32_t *queue =
		missing ? cpe_arena_alloc(arena, table->cells + 1, sizeof(*queue), problem) : NULL;
	size_t queued = 0;

	if (queue == NULL)
		return false;
	for (size_t r = 0; r < table->rows; r++)
	{
		missing[r] = table->row_start[r + 1] - table->row_start[r] - 1;
		for (size_t i = table->row_start[r] + 1; i < table->row_start[r + 1]; i++)
			start[table->row_place[i] + 2]++;
	}
	for (size_t c = 2; c < table->cells + 2; c++)
		start[c] += start[c - 1];
	for (size_t r = 0; r < table->rows; r++)
		for (size_t i = table->row_start[r] + 1; i < table->row_start[r + 1]; i++)
			row_of[start[table->row_place[i] + 1]++] = (uint32_t) r;
	for (uint32_t c = 0; c < table->cells; c++)
		if (parts->member[c] != NULL)
			queue[queued++] = c;
	for (size_t done = 0; done < queued; done++)
		for (size_t i = start[queue[done]]; i < start[queue[done] + 1]; i++)
		{
			uint32_t row = row_of[i];
			uint32_t total = table->row_place[table->row_start[row]];

			if (--missing[row] > 0 || parts->member[total] != NULL)
				continue;
			if ((i % 64 == 0 && !cpe_arena_poll(arena, problem)) ||
			    !join(arena, parts, row, problem))
				return false;
			queue[queued++] = total;
		}
	for (uint32_t c = 0; c < table->cells; c++)
		if (parts->member[c] == NULL)
			return no_inner(parts, c, problem);
	return true;
}

/* Turns the lists by cell into those by inner cell. */
static bool
turn(struct cpe_arena *arena, const struct parts *parts, struct cpe_inner_cells *inner,
     struct cpe_problem *problem)
{
	size_t entries = 0;

	inner->over_start = cpe_arena_alloc(arena, inner->inner + 2, sizeof(size_t), problem);
	if (inner->over_start == NULL)
		return false;
	for (size_t c = 0; c < inner->cells; c++)
		for (size_t k = 0; k < parts->count[c]; k++)
			inner->over_start[parts->member[c][k] + 2]++;
	for (size_t i = 2; i < inner->inner + 2; i++)
		inner->over_start[i] += inner->over_start[i - 1];
	entries = inner->over_start[inner->inner + 1];
	inner->over = cpe_arena_alloc(arena, entries + 1, sizeof(*inner->over), problem);
	if (inner->over == NULL)
		return false;
	for (size_t c = 0; c < inner->cells; c++)
		for (size_t k = 0; k < parts->count[c]; k++)
			inner->over[inner->over_start[parts->member[c][k] + 1]++] = (uint32_t) c;
	return true;
}

bool
cpe_inner_cells_find(struct cpe_arena *arena, const struct cpe_table *table,
                     const struct cpe_table_cell *cell, struct cpe_inner_cells *inner,
                     struct cpe_problem *problem)
{
	struct parts parts = {table, cell, NULL, NULL, NULL};
	bool *whole = cpe_arena_alloc(arena, table->cells + 1, sizeof(*whole), problem);
	uint32_t *self =
		whole ? cpe_arena_alloc(arena, table->cells + 1, sizeof(*self), problem) : NULL;

	memset(inner, 0, sizeof(*inner));
	inner->cells = table->cells;
	if (self == NULL ||
	    !(inner->place =
	          cpe_arena_alloc(arena, table->cells + 1, sizeof(*inner->place), problem)) ||
	    !(parts.count = cpe_arena_alloc(arena, table->cells + 1, sizeof(size_t), problem)) ||
	    !(parts.member = cpe_arena_alloc(arena, table->cells + 1, sizeof(uint32_t *), problem)) ||
	    !(parts.mark = cpe_arena_alloc(arena, table->cells + 1, sizeof(int32_t), problem)))
		return false;
	for (size_t r = 0; r < table->rows; r++)
		whole[table->row_place[table->row_start[r]]] = true;
	for (uint32_t c = 0; c < table->cells; c++)
		if (!whole[c])
		{
			self[c] = (uint32_t) inner->inner;
			parts.member[c] = &self[c];
			parts.count[c] = 1;
			inner->place[inner->inner++] = c;
		}
	if (!spread(arena, &parts, problem))
		return false;
	for (size_t r = 0; r < table->rows; r++)
	{
		if (r % 64 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!row_agrees(&parts, r))
			return no_inner(&parts, table->row_place[table->row_start[r]], problem);
	}
	return turn(arena, &parts, inner, problem);
}

bool
cpe_inner_cells_add_up(const struct cpe_table *table, const struct cpe_table_cell *cell,
                       const struct cpe_inner_cells *inner, const int64_t *value, int64_t *sum,
                       struct cpe_problem *problem)
{
	memset(sum, 0, table->cells * sizeof(*sum));
	for (size_t i = 0; i < inner->inner; i++)
		for (size_t k = inner->over_start[i]; k < inner->over_start[i + 1]; k++)
		{
			uint32_t place = inner->over[k];
			char where[140];

			if (!__builtin_add_overflow(sum[place], value[i], &sum[place]))
				continue;
			cpe_table_describe(&cell[table->order[place]], table->dims, where, sizeof(where));
			return cpe_problem_set(problem, CPE_RANGE, "Its rounded value is beyond 64 bits.", NULL,
			                       "cell %s is too large to be rounded", where);
		}
	return true;
}
