#include "suppress/eliminate.h"

#include <string.h>

#include "base/sort.h"

#define PRIME (((uint64_t) 1 << 61) - 1)
#define NONE UINT32_MAX

/* A row: entries by column in ascending order.  Columns are figures, the least wanted first. */
struct row
{
	uint32_t entries, room;
	uint32_t *column;
	uint64_t *number;
	uint32_t pivot; /* the column that the others give; NONE while there is none */
};

/* The rows that have, or had, an entry in a column. */
struct column
{
	uint32_t rows, room;
	uint32_t *row;
};

struct elimination
{
	struct cpe_arena *arena;
	const struct cpe_system *system;
	const bool *target;
	struct cpe_problem *problem;
	uint32_t columns;
	uint32_t *figure; /* by column */
	uint32_t *rank;   /* by figure: its column; NONE: it is shown anyhow */
	uint32_t *row_of; /* by column: the row that it is the pivot of */
	struct row *row;
	struct column *column;
	uint32_t *sum_column; /* where two rows are added up */
	uint64_t *sum_number;
	size_t sum_room;
	int64_t work, max_work, polled;
};

static uint64_t
times(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128) a * b;
	uint64_t sum = (uint64_t) (product & PRIME) + (uint64_t) (product >> 61);

	return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t
plus(uint64_t a, uint64_t b)
{
	uint64_t sum = a + b;

	return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t
minus(uint64_t a)
{
	return a ? PRIME - a : 0;
}

/* By Fermat; most numbers are 1 or -1. */
static uint64_t
inverse(uint64_t a)
{
	uint64_t result = 1;

	if (a == 1 || a == PRIME - 1)
		return a;
	for (uint64_t power = PRIME - 2; power > 0; power >>= 1)
	{
		if (power & 1)
			result = times(result, a);
		a = times(a, a);
	}
	return result;
}

/* The place of a column among a row's entries, or NONE. */
static uint32_t
entry_of(const struct row *row, uint32_t column)
{
	uint32_t from = 0;
	uint32_t to = row->entries;

	while (from < to)
	{
		uint32_t middle = from + (to - from) / 2;

		if (row->column[middle] < column)
			from = middle + 1;
		else
			to = middle;
	}
	return from < row->entries && row->column[from] == column ? from : NONE;
}

/* Notes that a row has an entry in a column. */
static bool
note(struct elimination *e, uint32_t column, uint32_t row)
{
	struct column *list = &e->column[column];

	if (list->rows == list->room)
	{
		uint32_t room = list->room ? list->room * 2 : 4;
		uint32_t *larger = cpe_arena_alloc(e->arena, room, sizeof(*larger), e->problem);

		if (larger == NULL)
			return false;
		if (list->rows > 0)
			memcpy(larger, list->row, list->rows * sizeof(*larger));
		list->row = larger;
		list->room = room;
	}
	list->row[list->rows++] = row;
	return true;
}

static bool
row_room(struct elimination *e, struct row *row, uint32_t entries)
{
	if (row->room >= entries)
		return true;
	row->room = entries + entries / 2 + 4;
	row->column = cpe_arena_alloc(e->arena, row->room, sizeof(*row->column), e->problem);
	row->number =
		row->column ? cpe_arena_alloc(e->arena, row->room, sizeof(*row->number), e->problem) : NULL;
	return row->number != NULL;
}

/* Adds a multiple of a row to row number at. */
static bool
add(struct elimination *e, uint32_t at, uint64_t factor, const struct row *other)
{
	struct row *row = &e->row[at];
	size_t most = (size_t) row->entries + other->entries;
	uint32_t i = 0;
	uint32_t k = 0;
	uint32_t count = 0;

	if (most > e->sum_room)
	{
		e->sum_room = most * 2;
		e->sum_column = cpe_arena_alloc(e->arena, e->sum_room, sizeof(*e->sum_column), e->problem);
		e->sum_number = e->sum_column ? cpe_arena_alloc(e->arena, e->sum_room,
		                                                sizeof(*e->sum_number), e->problem)
		                              : NULL;
		if (e->sum_number == NULL)
			return false;
	}
	e->work += (int64_t) most;
	if (e->work - e->polled > 1000000)
	{
		e->polled = e->work;
		if (!cpe_arena_poll(e->arena, e->problem))
			return false;
	}
	while (i < row->entries || k < other->entries)
	{
		uint32_t mine = i < row->entries ? row->column[i] : NONE;
		uint32_t theirs = k < other->entries ? other->column[k] : NONE;
		uint64_t number = mine <= theirs ? row->number[i] : 0;

		if (theirs <= mine)
			number = plus(number, times(factor, other->number[k]));
		if (theirs < mine && !note(e, theirs, at))
			return false;
		if (number != 0)
		{
			e->sum_column[count] = mine < theirs ? mine : theirs;
			e->sum_number[count++] = number;
		}
		i += mine <= theirs;
		k += theirs <= mine;
	}
	if (!row_room(e, row, count))
		return false;
	memcpy(row->column, e->sum_column, count * sizeof(*row->column));
	memcpy(row->number, e->sum_number, count * sizeof(*row->number));
	row->entries = count;
	return true;
}

static void
remove_entry(struct row *row, uint32_t at)
{
	row->entries--;
	memmove(row->column + at, row->column + at + 1, (row->entries - at) * sizeof(*row->column));
	memmove(row->number + at, row->number + at + 1, (row->entries - at) * sizeof(*row->number));
}

/* Makes a column the pivot of a row: takes it out of all others. */
static bool
pivot(struct elimination *e, uint32_t at, uint32_t column)
{
	struct row *row = &e->row[at];
	struct column *list = &e->column[column];
	uint64_t scale = inverse(row->number[entry_of(row, column)]);

	row->pivot = column;
	e->row_of[column] = at;
	if (scale != 1)
		for (uint32_t i = 0; i < row->entries; i++)
			row->number[i] = times(row->number[i], scale);
	for (uint32_t i = 0; i < list->rows; i++)
	{
		uint32_t entry = list->row[i] == at ? NONE : entry_of(&e->row[list->row[i]], column);

		if (entry != NONE && !add(e, list->row[i], minus(e->row[list->row[i]].number[entry]), row))
			return false;
	}
	list->rows = 0;
	return note(e, column, at);
}

/* What sorting by wish to be shown needs to see. */
struct wish
{
	uint32_t figure;
	bool hidden;
	double cost;
};

static int
compare_wishes(const void *left, const void *right)
{
	const struct wish *a = left;
	const struct wish *b = right;

	if (a->hidden != b->hidden)
		return a->hidden ? -1 : 1;
	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	return (a->figure > b->figure) - (a->figure < b->figure);
}

/* Orders the figures, and takes the rows over without what is shown anyhow. */
static bool
begin(struct elimination *e, const bool *never, const bool *hidden, const double *cost)
{
	const struct cpe_system *system = e->system;
	struct wish *wish = cpe_arena_alloc(e->arena, system->figures + 1, sizeof(*wish), e->problem);

	e->figure = cpe_arena_alloc(e->arena, system->figures + 1, sizeof(*e->figure), e->problem);
	e->rank = cpe_arena_alloc(e->arena, system->figures + 1, sizeof(*e->rank), e->problem);
	e->row_of = cpe_arena_alloc(e->arena, system->figures + 1, sizeof(*e->row_of), e->problem);
	e->row = cpe_arena_alloc(e->arena, system->rows + 1, sizeof(*e->row), e->problem);
	e->column = cpe_arena_alloc(e->arena, system->figures + 1, sizeof(*e->column), e->problem);
	if (!wish || !e->figure || !e->rank || !e->row_of || !e->row || !e->column)
		return false;
	for (uint32_t f = 0; f < system->figures; f++)
	{
		uint32_t cell = system->cell[f];

		e->rank[f] = NONE;
		if (!never[cell] || hidden[cell])
			wish[e->columns++] = (struct wish){
				f, hidden[cell], hidden[cell] ? (double) system->value[f] : cost[cell]};
	}
	if (!cpe_sort(e->arena, wish, e->columns, sizeof(*wish), compare_wishes, e->problem))
		return false;
	for (uint32_t c = 0; c < e->columns; c++)
	{
		e->figure[c] = wish[c].figure;
		e->rank[wish[c].figure] = c;
		e->row_of[c] = NONE;
	}
	for (uint32_t r = 0; r < system->rows; r++)
	{
		struct row *row = &e->row[r];

		row->pivot = NONE;
		if (!row_room(e, row, (uint32_t) (system->row_start[r + 1] - system->row_start[r])))
			return false;
		for (size_t i = system->row_start[r]; i < system->row_start[r + 1]; i++)
		{
			uint32_t column = e->rank[system->row_figure[i]];
			uint32_t at = row->entries;

			if (column == NONE)
				continue;
			for (; at > 0 && row->column[at - 1] > column; at--)
			{
				row->column[at] = row->column[at - 1];
				row->number[at] = row->number[at - 1];
			}
			row->column[at] = column;
			row->number[at] = system->row_sign[i] > 0 ? 1 : PRIME - 1;
			row->entries++;
			if (!note(e, column, r))
				return false;
		}
	}
	return true;
}

/* Every column that can becomes the pivot of a row, the least wanted first. */
static bool
solve(struct elimination *e, bool *whole)
{
	for (uint32_t c = 0; c < e->columns; c++)
	{
		struct column *list = &e->column[c];
		uint32_t best = NONE;

		for (uint32_t i = 0; i < list->rows; i++)
		{
			uint32_t r = list->row[i];

			if (e->row[r].pivot != NONE || entry_of(&e->row[r], c) == NONE)
				continue;
			if (best == NONE || e->row[r].entries < e->row[best].entries ||
			    (e->row[r].entries == e->row[best].entries && r < best))
				best = r;
		}
		if (best != NONE && !pivot(e, best, c))
			return false;
		if (e->max_work > 0 && e->work > e->max_work)
		{
			*whole = false;
			return true;
		}
	}
	return true;
}

/* Whether the row tells a target, which is its pivot. */
static bool
is_target(const struct elimination *e, const struct row *row)
{
	return row->pivot != NONE && e->target[e->figure[row->pivot]];
}

/* The column of a row, its pivot aside, that is in the fewest rows. */
static uint32_t
rarest(const struct elimination *e, const struct row *row)
{
	uint32_t best = NONE;

	for (uint32_t i = 0; i < row->entries; i++)
		if (row->column[i] != row->pivot &&
		    (best == NONE || e->column[row->column[i]].rows < e->column[best].rows))
			best = row->column[i];
	return best;
}

/* Whether two rows are multiples of one another, their pivots aside. */
static bool
is_multiple(const struct row *row, const struct row *other)
{
	uint64_t ratio = 0;
	uint32_t i = 0;
	uint32_t k = 0;

	if (row->entries != other->entries)
		return false;
	for (;; i++, k++)
	{
		i += i < row->entries && row->column[i] == row->pivot;
		k += k < other->entries && other->column[k] == other->pivot;
		if (i >= row->entries || k >= other->entries)
			return i >= row->entries && k >= other->entries;
		if (row->column[i] != other->column[k])
			return false;
		if (ratio == 0)
			ratio = times(other->number[k], inverse(row->number[i]));
		else if (times(row->number[i], ratio) != other->number[k])
			return false;
	}
}

/* Shows a figure that is no pivot, unless it is the last that a target hangs on. */
static bool
show_free(struct elimination *e, uint32_t column)
{
	struct column *list = &e->column[column];

	for (uint32_t i = 0; i < list->rows; i++)
	{
		struct row *row = &e->row[list->row[i]];

		if (row->entries == 2 && is_target(e, row) && entry_of(row, column) != NONE)
			return false;
	}
	for (uint32_t i = 0; i < list->rows; i++)
	{
		struct row *row = &e->row[list->row[i]];
		uint32_t entry = entry_of(row, column);

		if (entry != NONE)
			remove_entry(row, entry);
	}
	list->rows = 0;
	return true;
}

/* Shows a figure that hidden ones give, unless that gives a target; *shown says. */
static bool
show_dependent(struct elimination *e, uint32_t column, bool *shown)
{
	struct row *row = &e->row[e->row_of[column]];
	uint32_t rare = rarest(e, row);
	struct column *list;

	*shown = true;
	if (rare == NONE)
		return true; /* what is shown gives it already */
	list = &e->column[rare];
	*shown = !(row->entries == 2 && e->target[e->figure[rare]]);
	for (uint32_t i = 0; i < list->rows && *shown; i++)
	{
		struct row *other = &e->row[list->row[i]];

		if (other != row && is_target(e, other) && is_multiple(row, other))
			*shown = false;
	}
	if (!*shown)
		return true;
	remove_entry(row, entry_of(row, column));
	e->row_of[column] = NONE;
	return pivot(e, (uint32_t) (row - e->row), rare);
}

bool
cpe_eliminate(struct cpe_arena *arena, const struct cpe_system *system, const bool *target,
              const bool *never, const double *cost, int64_t max_work, bool *hidden, bool *whole,
              struct cpe_problem *problem)
{
	struct elimination e = {.arena = arena, .system = system, .target = target, .problem = problem};

	*whole = true;
	e.max_work = max_work;
	if (!begin(&e, never, hidden, cost) || !solve(&e, whole))
		return false;
	for (uint32_t c = e.columns; c-- > 0;)
	{
		uint32_t cell = system->cell[e.figure[c]];
		bool shown = false;

		if (hidden[cell])
			continue;
		if (max_work > 0 && e.work > max_work)
			*whole = false;
		if (!*whole)
			hidden[cell] = true;
		else if (e.row_of[c] == NONE)
			hidden[cell] = !show_free(&e, c);
		else if (!show_dependent(&e, c, &shown))
			return false;
		else
			hidden[cell] = !shown;
	}
	return true;
}
