#include "suppress/piece.h"

#include "base/sort.h"

#include <math.h>
#include <string.h>

#define FAR ((int64_t) 1 << 40) /* a room as wide as this is as good as none at all */
#define MOST_PASSES 20
#define NOWHERE UINT32_MAX

/* The state of the reduction, by figure of the system. */
struct reduction
{
	struct cpe_arena *arena;
	const struct cpe_system *system;
	const double *cost;
	const bool *forced, *never;
	int64_t *up, *down; /* room; FAR: no limit */
	uint32_t *leader;   /* of its piece (union-find) */
	uint32_t *place;    /* by leader: the number of its piece */
	uint32_t *local;    /* its number in its piece */
	uint32_t *local_cell;
};

static int64_t
room(int64_t from, int64_t to)
{
	int64_t gap;

	if (to <= from)
		return 0;
	return __builtin_sub_overflow(to, from, &gap) || gap > FAR ? FAR : gap;
}

static bool
shown(const struct reduction *r, uint32_t cell)
{
	return r->never[cell] && !r->forced[cell];
}

static bool
live(const struct reduction *r, uint32_t figure)
{
	return r->up[figure] > 0 || r->down[figure] > 0;
}

/* What the others of a row leave to one of its figures: the least of its own room and theirs. */
static bool
lower(int64_t *room, int64_t sum, size_t without_limit, int64_t own)
{
	int64_t most;

	if (without_limit > (own >= FAR ? 1 : 0))
		return false;
	most = sum - (own >= FAR ? 0 : own);
	if (most >= *room)
		return false;
	*room = most;
	return true;
}

/*
 * Narrows the room of the figures of a row by that of the others: what is added to one has to be
 * taken from them.  True if any changed.
 */
static bool
narrow_row(struct reduction *r, size_t row)
{
	const struct cpe_system *system = r->system;
	int64_t rise = 0;
	int64_t fall = 0;
	size_t rise_far = 0;
	size_t fall_far = 0;
	bool changed = false;

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		uint32_t f = system->row_figure[i];
		int64_t up = system->row_sign[i] > 0 ? r->up[f] : r->down[f];
		int64_t down = system->row_sign[i] > 0 ? r->down[f] : r->up[f];

		rise_far += up >= FAR;
		fall_far += down >= FAR;
		rise += up >= FAR ? 0 : up;
		fall += down >= FAR ? 0 : down;
	}
	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		uint32_t f = system->row_figure[i];
		int64_t *up = system->row_sign[i] > 0 ? &r->up[f] : &r->down[f];
		int64_t *down = system->row_sign[i] > 0 ? &r->down[f] : &r->up[f];
		int64_t up_was = *up;
		int64_t down_was = *down;

		changed |= lower(up, fall, fall_far, down_was);
		changed |= lower(down, rise, rise_far, up_was);
		/* the sums stay those of before: larger, so what they leave is never too little */
	}
	return changed;
}

static bool
find_room(struct reduction *r, struct cpe_problem *problem)
{
	const struct cpe_system *system = r->system;
	bool changed = true;

	for (size_t f = 0; f < system->figures; f++)
	{
		if (shown(r, system->cell[f]))
			continue;
		r->up[f] = room(system->value[f], system->high[f]);
		r->down[f] = room(system->low[f], system->value[f]);
	}
	for (int pass = 0; changed && pass < MOST_PASSES; pass++)
	{
		changed = false;
		for (size_t row = 0; row < system->rows; row++)
		{
			if ((row & 1023) == 0 && !cpe_arena_poll(r->arena, problem))
				return false;
			changed |= narrow_row(r, row);
		}
	}
	return true;
}

static uint32_t
leader_of(struct reduction *r, uint32_t figure)
{
	while (r->leader[figure] != figure)
	{
		r->leader[figure] = r->leader[r->leader[figure]];
		figure = r->leader[figure];
	}
	return figure;
}

/* Joins live figures of a list into one piece. */
static void
join(struct reduction *r, const uint32_t *figure, size_t count)
{
	uint32_t first = NOWHERE;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t leader;

		if (!live(r, figure[i]))
			continue;
		leader = leader_of(r, figure[i]);
		if (first == NOWHERE)
			first = leader;
		else if (leader < first)
		{
			r->leader[first] = leader;
			first = leader;
		}
		else
			r->leader[leader] = first;
	}
}

/* An amount where the room is enough for it, else 0. */
static int64_t
within(int64_t amount, int64_t room)
{
	return amount <= room || room >= FAR ? amount : 0;
}

/*
 * The needs of a target: one for each side that it asks for, unless one of them is enough.  Sides
 * that are out of the figure's own reach are left out; how many needs are lost that way is added to
 * *lost.
 */
static int
split_target(const struct reduction *r, const struct cpe_target *target, struct cpe_need *need,
             size_t *lost)
{
	uint32_t f = target->figure;
	int64_t up = target->up > 0 ? within(target->up, r->up[f]) : 0;
	int64_t down = target->down > 0 ? within(target->down, r->down[f]) : 0;
	int count = 0;

	if (target->either && target->up > 0 && target->down > 0)
	{
		need[0] = (struct cpe_need){f, (double) up, (double) down, false};
		count = up > 0 || down > 0;
		*lost += count == 0;
		return count;
	}
	*lost += (target->up > 0 && up == 0) + (target->down > 0 && down == 0);
	if (up > 0)
		need[count++] = (struct cpe_need){f, (double) up, 0, false};
	if (down > 0)
		need[count++] = (struct cpe_need){f, 0, (double) down, false};
	return count;
}

static bool
allocate(struct reduction *r, struct cpe_problem *problem)
{
	size_t figures = r->system->figures;

	r->up = cpe_arena_alloc(r->arena, figures, sizeof(*r->up), problem);
	r->down = r->up ? cpe_arena_alloc(r->arena, figures, sizeof(*r->down), problem) : NULL;
	r->leader = r->down ? cpe_arena_alloc(r->arena, figures, sizeof(*r->leader), problem) : NULL;
	r->place = r->leader ? cpe_arena_alloc(r->arena, figures, sizeof(*r->place), problem) : NULL;
	r->local = r->place ? cpe_arena_alloc(r->arena, figures, sizeof(*r->local), problem) : NULL;
	r->local_cell =
		r->local ? cpe_arena_alloc(r->arena, r->system->cells, sizeof(*r->local_cell), problem)
				 : NULL;
	return r->local_cell != NULL;
}

/*
 * Numbers the pieces that are wanted in the order of their first figure, and counts: by leader the
 * needs, then whether there is a cell to decide on.
 */
static bool
number_pieces(struct reduction *r, const struct cpe_target *target, size_t targets, size_t *pieces,
              size_t *set_aside, struct cpe_problem *problem)
{
	const struct cpe_system *system = r->system;
	bool *decides = cpe_arena_alloc(r->arena, system->figures, sizeof(*decides), problem);
	bool *asked =
		decides ? cpe_arena_alloc(r->arena, system->figures, sizeof(*asked), problem) : NULL;
	struct cpe_need need[2];

	if (asked == NULL)
		return false;
	for (uint32_t f = 0; f < system->figures; f++)
		if (live(r, f) && !r->forced[system->cell[f]])
			decides[leader_of(r, f)] = true;
	for (size_t t = 0; t < targets; t++)
		if (split_target(r, &target[t], need, set_aside) > 0)
			asked[leader_of(r, target[t].figure)] = true;
	*pieces = 0;
	for (uint32_t f = 0; f < system->figures; f++)
		r->place[f] = live(r, f) && r->leader[f] == f && decides[f] && asked[f]
		                  ? (uint32_t) (*pieces)++
		                  : NOWHERE;
	return true;
}

/* The piece of a figure, or NOWHERE. */
static uint32_t
place_of(struct reduction *r, uint32_t figure)
{
	return live(r, figure) ? r->place[leader_of(r, figure)] : NOWHERE;
}

/* Counts the parts of each piece and numbers its figures and cells. */
static void
count_parts(struct reduction *r, struct cpe_piece *piece, size_t *entries)
{
	const struct cpe_system *system = r->system;

	for (uint32_t c = 0; c < system->cells; c++)
	{
		r->local_cell[c] = NOWHERE;
		for (size_t i = system->cell_start[c]; i < system->cell_start[c + 1]; i++)
		{
			uint32_t at = place_of(r, system->cell_figure[i]);

			if (at == NOWHERE)
				continue;
			r->local[system->cell_figure[i]] = (uint32_t) piece[at].figures++;
			if (r->local_cell[c] == NOWHERE)
			{
				r->local_cell[c] = (uint32_t) piece[at].cells++;
				piece[at].free_cells += !r->forced[c];
			}
		}
	}
	for (size_t row = 0; row < system->rows; row++)
	{
		uint32_t at = NOWHERE;

		for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
			if (live(r, system->row_figure[i]))
			{
				at = place_of(r, system->row_figure[i]);
				if (at != NOWHERE)
					entries[at]++;
			}
		if (at != NOWHERE)
			piece[at].rows++;
	}
}

#define ROOM_FOR(field, count)                                                                     \
	((field) = cpe_arena_alloc(arena, (count), sizeof(*(field)), problem), (field) != NULL)

static bool
allocate_piece(struct cpe_arena *arena, struct cpe_piece *piece, size_t entries, size_t needs,
               struct cpe_problem *problem)
{
	return ROOM_FOR(piece->row_start, piece->rows + 1) && ROOM_FOR(piece->row_figure, entries) &&
	       ROOM_FOR(piece->row_sign, entries) &&
	       ROOM_FOR(piece->figure_start, piece->figures + 2) &&
	       ROOM_FOR(piece->figure_row, entries) && ROOM_FOR(piece->figure_sign, entries) &&
	       ROOM_FOR(piece->up, piece->figures) && ROOM_FOR(piece->down, piece->figures) &&
	       ROOM_FOR(piece->cell, piece->figures) && ROOM_FOR(piece->cell_start, piece->cells + 1) &&
	       ROOM_FOR(piece->cell_figure, piece->figures) &&
	       ROOM_FOR(piece->outer_cell, piece->cells) && ROOM_FOR(piece->cost, piece->cells) &&
	       ROOM_FOR(piece->forced, piece->cells) && ROOM_FOR(piece->need, needs);
}

/* Figures are numbered cell by cell, so those of a cell follow one another. */
static void
fill_cells(struct reduction *r, struct cpe_piece *piece)
{
	const struct cpe_system *system = r->system;

	for (uint32_t c = 0; c < system->cells; c++)
		for (size_t i = system->cell_start[c]; i < system->cell_start[c + 1]; i++)
		{
			uint32_t f = system->cell_figure[i];
			uint32_t at = place_of(r, f);
			struct cpe_piece *p = at == NOWHERE ? NULL : &piece[at];
			uint32_t figure = r->local[f];
			uint32_t cell = r->local_cell[c];

			if (p == NULL)
				continue;
			p->cell[figure] = cell;
			p->cell_figure[figure] = figure;
			p->cell_start[cell + 1] = figure + 1;
			p->up[figure] = r->up[f] >= FAR ? INFINITY : (double) r->up[f];
			p->down[figure] = r->down[f] >= FAR ? INFINITY : (double) r->down[f];
			p->outer_cell[cell] = c;
			p->forced[cell] = r->forced[c];
			p->cost[cell] = r->forced[c] ? 0 : r->cost[c];
		}
}

static void
fill_rows(struct reduction *r, struct cpe_piece *piece)
{
	const struct cpe_system *system = r->system;

	for (size_t row = 0; row < system->rows; row++)
	{
		struct cpe_piece *p = NULL;

		for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
		{
			uint32_t f = system->row_figure[i];
			uint32_t at = place_of(r, f);

			if (at == NOWHERE)
				continue;
			if (p == NULL)
			{
				p = &piece[at];
				p->row_start[p->rows + 1] = p->row_start[p->rows];
				p->rows++;
			}
			p->row_figure[p->row_start[p->rows]] = r->local[f];
			p->row_sign[p->row_start[p->rows]++] = system->row_sign[i];
		}
	}
}

/* The rows of each figure from the figures of each row. */
static void
turn_rows(struct cpe_piece *piece)
{
	for (size_t i = 0; i < piece->row_start[piece->rows]; i++)
		piece->figure_start[piece->row_figure[i] + 2]++;
	for (size_t f = 2; f < piece->figures + 2; f++)
		piece->figure_start[f] += piece->figure_start[f - 1];
	for (size_t row = 0; row < piece->rows; row++)
		for (size_t i = piece->row_start[row]; i < piece->row_start[row + 1]; i++)
		{
			size_t at = piece->figure_start[piece->row_figure[i] + 1]++;

			piece->figure_row[at] = (uint32_t) row;
			piece->figure_sign[at] = piece->row_sign[i];
		}
}

static void
fill_needs(struct reduction *r, struct cpe_piece *piece, const struct cpe_target *target,
           size_t targets)
{
	for (size_t t = 0; t < targets; t++)
	{
		struct cpe_need need[2];
		size_t lost = 0;
		int count = split_target(r, &target[t], need, &lost);
		uint32_t at = count > 0 ? place_of(r, target[t].figure) : NOWHERE;

		for (int i = 0; i < count && at != NOWHERE; i++)
		{
			need[i].figure = r->local[target[t].figure];
			piece[at].need[piece[at].needs++] = need[i];
		}
	}
}

static int
by_size(const void *a, const void *b)
{
	const struct cpe_piece *x = a;
	const struct cpe_piece *y = b;

	return (x->free_cells > y->free_cells) - (x->free_cells < y->free_cells);
}

static bool
fill_pieces(struct reduction *r, const struct cpe_target *target, size_t targets,
            struct cpe_piece *piece, size_t pieces, struct cpe_problem *problem)
{
	size_t *entries = cpe_arena_alloc(r->arena, pieces, sizeof(*entries), problem);
	size_t *needs = entries ? cpe_arena_alloc(r->arena, pieces, sizeof(*needs), problem) : NULL;

	if (needs == NULL)
		return false;
	count_parts(r, piece, entries);
	for (size_t t = 0; t < targets; t++)
	{
		uint32_t at = place_of(r, target[t].figure);

		if (at != NOWHERE)
			needs[at] += 2;
	}
	for (size_t i = 0; i < pieces; i++)
	{
		if (!allocate_piece(r->arena, &piece[i], entries[i], needs[i], problem))
			return false;
		piece[i].rows = 0;
	}
	fill_cells(r, piece);
	fill_rows(r, piece);
	fill_needs(r, piece, target, targets);
	for (size_t i = 0; i < pieces; i++)
		turn_rows(&piece[i]);
	return cpe_sort(r->arena, piece, pieces, sizeof(*piece), by_size, problem);
}

bool
cpe_piece_cut(struct cpe_arena *arena, const struct cpe_system *system,
              const struct cpe_target *target, size_t targets, const double *cost,
              const bool *forced, const bool *never, struct cpe_piece **piece, size_t *pieces,
              size_t *set_aside, struct cpe_problem *problem)
{
	struct reduction r = {
		.arena = arena, .system = system, .cost = cost, .forced = forced, .never = never};

	if (!allocate(&r, problem) || !find_room(&r, problem))
		return false;
	for (uint32_t f = 0; f < system->figures; f++)
		r.leader[f] = f;
	for (size_t row = 0; row < system->rows; row++)
		join(&r, &system->row_figure[system->row_start[row]],
		     system->row_start[row + 1] - system->row_start[row]);
	for (size_t c = 0; c < system->cells; c++)
		join(&r, &system->cell_figure[system->cell_start[c]],
		     system->cell_start[c + 1] - system->cell_start[c]);
	if (!number_pieces(&r, target, targets, pieces, set_aside, problem))
		return false;
	*piece = cpe_arena_alloc(arena, *pieces, sizeof(**piece), problem);
	return *piece != NULL && fill_pieces(&r, target, targets, *piece, *pieces, problem);
}
