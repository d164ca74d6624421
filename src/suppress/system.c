#include "suppress/system.h"

/* Lists by one index from lists by another: a counting sort. */
static bool
turn(struct cpe_arena *arena, size_t keys, size_t entries, const uint32_t *key, size_t **start,
     size_t **order, struct cpe_problem *problem)
{
	size_t *at = cpe_arena_alloc(arena, keys + 2, sizeof(*at), problem);
	size_t *sorted = at ? cpe_arena_alloc(arena, entries + 1, sizeof(*sorted), problem) : NULL;

	if (sorted == NULL)
		return false;
	for (size_t i = 0; i < entries; i++)
		at[key[i] + 2]++;
	for (size_t k = 2; k < keys + 2; k++)
		at[k] += at[k - 1];
	for (size_t i = 0; i < entries; i++)
		sorted[at[key[i] + 1]++] = i;
	*start = at;
	*order = sorted;
	return true;
}

bool
cpe_system_index(struct cpe_arena *arena, struct cpe_system *system, struct cpe_problem *problem)
{
	size_t entries = system->row_start[system->rows];
	size_t *order;
	size_t *by_cell;
	size_t row = 0;
	uint32_t *row_of = cpe_arena_alloc(arena, entries + 1, sizeof(*row_of), problem);

	if (row_of == NULL || !turn(arena, system->figures, entries, system->row_figure,
	                            &system->figure_start, &order, problem))
		return false;
	for (size_t i = 0; i < entries; i++)
	{
		while (i >= system->row_start[row + 1])
			row++;
		row_of[i] = (uint32_t) row;
	}
	system->figure_row = cpe_arena_alloc(arena, entries + 1, sizeof(*system->figure_row), problem);
	system->figure_sign =
		system->figure_row
			? cpe_arena_alloc(arena, entries + 1, sizeof(*system->figure_sign), problem)
			: NULL;
	if (system->figure_sign == NULL || !turn(arena, system->cells, system->figures, system->cell,
	                                         &system->cell_start, &by_cell, problem))
		return false;
	for (size_t i = 0; i < entries; i++)
	{
		system->figure_row[i] = row_of[order[i]];
		system->figure_sign[i] = system->row_sign[order[i]];
	}
	system->cell_figure =
		cpe_arena_alloc(arena, system->figures + 1, sizeof(*system->cell_figure), problem);
	if (system->cell_figure == NULL)
		return false;
	for (size_t i = 0; i < system->figures; i++)
		system->cell_figure[i] = (uint32_t) by_cell[i];
	return true;
}

/* The place of a figure among the steps of a move, or their number. */
static size_t
find_step(const struct cpe_move *move, uint32_t figure)
{
	size_t from = 0;
	size_t to = move->steps;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (move->step[middle].figure < figure)
			from = middle + 1;
		else
			to = middle;
	}
	return from < move->steps && move->step[from].figure == figure ? from : move->steps;
}

int64_t
cpe_move_change(const struct cpe_move *move, uint32_t figure)
{
	size_t at = find_step(move, figure);

	return at < move->steps ? move->step[at].change : 0;
}

/* Whether the changes within a row cancel out. */
static bool
row_holds(const struct cpe_system *system, const struct cpe_move *move, size_t row)
{
	int64_t sum = 0;

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		int64_t change = cpe_move_change(move, system->row_figure[i]);

		if (system->row_sign[i] > 0 ? __builtin_add_overflow(sum, change, &sum)
		                            : __builtin_sub_overflow(sum, change, &sum))
			return false;
	}
	return sum == 0;
}

bool
cpe_move_holds(const struct cpe_system *system, const bool *hidden, const struct cpe_move *move)
{
	for (size_t s = 0; s < move->steps; s++)
	{
		uint32_t figure = move->step[s].figure;
		int64_t after;

		if (figure >= system->figures || !hidden[system->cell[figure]] ||
		    (s > 0 && move->step[s - 1].figure >= figure) ||
		    __builtin_add_overflow(system->value[figure], move->step[s].change, &after) ||
		    after < system->low[figure] || after > system->high[figure])
			return false;
		for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
			if (!row_holds(system, move, system->figure_row[i]))
				return false;
	}
	return true;
}
