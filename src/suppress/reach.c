#include "suppress/reach.h"

#include <math.h>
#include <string.h>

#include "suppress/lp.h"

#define HOP 1.0  /* how far a row makes one figure from another, */
#define AWAY 0.1 /* and how much farther a cell is for each unit of its cost */
#define EPSILON 1e-6
#define FREE_COST 0.01  /* of a step on a hidden cell: short moves before long ones */
#define FARTHEST 4.0    /* a figure's change, at most, and the amount asked for times this */
#define MAX_BRANCHES 24 /* programmes of one search for whole numbers */

bool
cpe_reach_open(struct cpe_reach *reach, struct cpe_arena *arena, const struct cpe_system *system,
               const bool *hidden, const bool *never, const double *cost, size_t most,
               struct cpe_problem *problem)
{
	size_t figures = system->figures + 1;
	size_t rows = system->rows + 1;

	*reach = (struct cpe_reach){.system = system, .hidden = hidden, .never = never, .cost = cost};
	if (most > system->figures)
		most = system->figures;
	reach->near_room = most;
	return (reach->local = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->distance = cpe_arena_alloc(arena, figures, sizeof(double), problem)) &&
	       (reach->heap = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->heap_at = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->stack = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->near = cpe_arena_alloc(arena, most + 1, sizeof(uint32_t), problem)) &&
	       (reach->row_local = cpe_arena_alloc(arena, rows, sizeof(uint32_t), problem)) &&
	       (reach->near_row = cpe_arena_alloc(arena, rows, sizeof(uint32_t), problem)) &&
	       (reach->row_size = cpe_arena_alloc(arena, rows, sizeof(uint32_t), problem)) &&
	       (reach->row_start = cpe_arena_alloc(arena, rows + 1, sizeof(size_t), problem)) &&
	       (reach->zero = cpe_arena_alloc(arena, rows, sizeof(double), problem)) &&
	       (reach->lower = cpe_arena_alloc(arena, 2 * most + 2, sizeof(double), problem)) &&
	       (reach->upper = cpe_arena_alloc(arena, 2 * most + 2, sizeof(double), problem)) &&
	       (reach->price_of = cpe_arena_alloc(arena, 2 * most + 2, sizeof(double), problem)) &&
	       (reach->whole = cpe_arena_alloc(arena, most + 1, sizeof(int64_t), problem)) &&
	       (reach->step = cpe_arena_alloc(arena, most + 1, sizeof(struct cpe_step), problem));
}

/* ---- the nearest figures ---- */

static bool
nearer(const struct cpe_reach *reach, uint32_t a, uint32_t b)
{
	return reach->distance[a] < reach->distance[b] ||
	       (reach->distance[a] == reach->distance[b] && a < b);
}

static void
heap_set(struct cpe_reach *reach, size_t at, uint32_t figure)
{
	reach->heap[at] = figure;
	reach->heap_at[figure] = (uint32_t) at + 1;
}

static void
heap_up(struct cpe_reach *reach, size_t at, uint32_t figure)
{
	for (; at > 0 && nearer(reach, figure, reach->heap[(at - 1) / 2]); at = (at - 1) / 2)
		heap_set(reach, at, reach->heap[(at - 1) / 2]);
	heap_set(reach, at, figure);
}

static uint32_t
heap_pop(struct cpe_reach *reach)
{
	uint32_t first = reach->heap[0];
	uint32_t last = reach->heap[--reach->heap_count];
	size_t at = 0;

	reach->heap_at[first] = 0;
	for (size_t child = 1; child < reach->heap_count; child = 2 * at + 1)
	{
		child += child + 1 < reach->heap_count &&
		         nearer(reach, reach->heap[child + 1], reach->heap[child]);
		if (!nearer(reach, reach->heap[child], last))
			break;
		heap_set(reach, at, reach->heap[child]);
		at = child;
	}
	if (reach->heap_count > 0)
		heap_set(reach, at, last);
	return first;
}

/* What a step on a figure costs, or infinity. */
static double
step_cost(const struct cpe_reach *reach, uint32_t figure, bool hidden_only)
{
	uint32_t cell = reach->system->cell[figure];

	if (reach->hidden[cell])
		return FREE_COST;
	return hidden_only || reach->never[cell] ? INFINITY : reach->cost[cell] + FREE_COST;
}

static void
push(struct cpe_reach *reach, uint32_t figure, double distance)
{
	if (reach->local[figure])
		return;
	if (reach->heap_at[figure])
	{
		if (distance >= reach->distance[figure])
			return;
		reach->distance[figure] = distance;
		heap_up(reach, reach->heap_at[figure] - 1, figure);
		return;
	}
	reach->distance[figure] = distance;
	heap_up(reach, reach->heap_count++, figure);
}

/* The figures nearest to one, over rows; each of their rows is a near row. */
static void
gather(struct cpe_reach *reach, uint32_t figure, size_t size, bool hidden_only)
{
	const struct cpe_system *system = reach->system;

	push(reach, figure, 0);
	while (reach->heap_count > 0 && reach->near_count < size)
	{
		uint32_t next = heap_pop(reach);

		reach->near[reach->near_count++] = next;
		reach->local[next] = (uint32_t) reach->near_count;
		for (size_t i = system->figure_start[next]; i < system->figure_start[next + 1]; i++)
		{
			uint32_t row = system->figure_row[i];

			if (reach->row_local[row]++ > 0)
				continue;
			reach->near_row[reach->near_rows++] = row;
			for (size_t k = system->row_start[row]; k < system->row_start[row + 1]; k++)
			{
				double cost = step_cost(reach, system->row_figure[k], hidden_only);

				if (cost < INFINITY)
					push(reach, system->row_figure[k], reach->distance[next] + HOP + AWAY * cost);
			}
		}
	}
	while (reach->heap_count > 0)
		reach->heap_at[reach->heap[--reach->heap_count]] = 0;
}

/*
 * Figures that are alone in a row cannot change: takes them out until none is left.  False where
 * that ends the search.  row_local counts the near figures of a row.
 */
static bool
prune(struct cpe_reach *reach, uint32_t figure)
{
	const struct cpe_system *system = reach->system;
	size_t count = 0;

	for (size_t i = 0; i < reach->near_rows; i++)
		if (reach->row_local[reach->near_row[i]] == 1)
			reach->stack[count++] = reach->near_row[i];
	while (count > 0)
	{
		uint32_t row = reach->stack[--count];

		if (reach->row_local[row] != 1)
			continue;
		for (size_t k = system->row_start[row]; k < system->row_start[row + 1]; k++)
		{
			uint32_t out = system->row_figure[k];

			if (!reach->local[out])
				continue;
			if (out == figure)
				return false;
			reach->local[out] = 0;
			for (size_t i = system->figure_start[out]; i < system->figure_start[out + 1]; i++)
				if (--reach->row_local[system->figure_row[i]] == 1 && count < system->figures)
					reach->stack[count++] = system->figure_row[i];
			break;
		}
	}
	return true;
}

/* Forgets the near figures and rows. */
static void
forget(struct cpe_reach *reach)
{
	for (size_t i = 0; i < reach->near_count; i++)
		reach->local[reach->near[i]] = 0;
	for (size_t i = 0; i < reach->near_rows; i++)
		reach->row_local[reach->near_row[i]] = 0;
	reach->near_count = 0;
	reach->near_rows = 0;
}

/* ---- the programme ---- */

/* Columns 2 i and 2 i + 1 are the rise and the fall of the near figure i. */
static struct cpe_lp *
programme(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure, int64_t amount,
          bool hidden_only, struct cpe_problem *problem)
{
	const struct cpe_system *system = reach->system;
	double farthest = FARTHEST * (double) (amount < 0 ? -amount : amount);
	size_t kept = 0;
	size_t entries = 0;
	size_t rows = 0;

	for (size_t i = 0; i < reach->near_count; i++)
		if (reach->local[reach->near[i]])
		{
			reach->near[kept] = reach->near[i];
			reach->local[reach->near[i]] = (uint32_t) ++kept;
		}
	reach->near_count = kept;
	for (size_t i = 0; i < reach->near_rows; i++)
		if (reach->row_local[reach->near_row[i]] > 0)
		{
			reach->near_row[rows++] = reach->near_row[i];
			entries += 2 * reach->row_local[reach->near_row[i]];
		}
		else
			reach->row_local[reach->near_row[i]] = 0;
	reach->near_rows = rows;
	if (entries > reach->entry_room)
	{
		reach->entry_room = 2 * entries;
		reach->row_column =
			cpe_arena_alloc(arena, reach->entry_room, sizeof(*reach->row_column), problem);
		reach->row_value = reach->row_column ? cpe_arena_alloc(arena, reach->entry_room,
		                                                       sizeof(*reach->row_value), problem)
		                                     : NULL;
		if (reach->row_value == NULL)
			return NULL;
	}
	for (size_t i = 0; i < kept; i++)
	{
		uint32_t f = reach->near[i];
		double down = (double) system->value[f] - (double) system->low[f];
		double up = (double) system->high[f] - (double) system->value[f];

		reach->lower[2 * i] = reach->lower[2 * i + 1] = 0;
		reach->upper[2 * i] = up < farthest ? up : farthest;
		reach->upper[2 * i + 1] = down < farthest ? down : farthest;
		reach->price_of[2 * i] = reach->price_of[2 * i + 1] = step_cost(reach, f, hidden_only);
		if (f == figure)
		{
			reach->lower[2 * i + (amount < 0)] = reach->upper[2 * i + (amount < 0)] =
				(double) (amount < 0 ? -amount : amount);
			reach->upper[2 * i + (amount > 0)] = 0;
		}
	}
	entries = 0;
	for (size_t i = 0; i < rows; i++)
	{
		uint32_t row = reach->near_row[i];

		reach->row_start[i] = entries;
		for (size_t k = system->row_start[row]; k < system->row_start[row + 1]; k++)
		{
			uint32_t local = reach->local[system->row_figure[k]];

			if (!local)
				continue;
			reach->row_column[entries] = 2 * (local - 1);
			reach->row_value[entries++] = system->row_sign[k];
			reach->row_column[entries] = 2 * (local - 1) + 1;
			reach->row_value[entries++] = -system->row_sign[k];
		}
	}
	reach->row_start[rows] = entries;
	reach->programmes++;
	return cpe_lp_open(2 * kept, reach->lower, reach->upper, reach->price_of, rows,
	                   reach->row_start, reach->row_column, reach->row_value, reach->zero,
	                   reach->zero, problem);
}

/* The first figure whose change is no whole number, or near_count; whole has the changes. */
static size_t
first_broken(struct cpe_reach *reach, const double *value)
{
	size_t broken = reach->near_count;

	for (size_t i = reach->near_count; i-- > 0;)
	{
		double change = value[2 * i] - value[2 * i + 1];

		if (fabs(change - rint(change)) > EPSILON)
			broken = i;
		reach->whole[i] = (int64_t) rint(change);
	}
	return broken;
}

/*
 * Solves, and dives to whole numbers: a figure whose change is broken is held to one side, then to
 * the other where that fails.  whole has the changes if found.
 */
static bool
solve(struct cpe_reach *reach, struct cpe_arena *arena, struct cpe_lp *lp, bool *found,
      struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	struct
	{
		size_t figure;
		int64_t below; /* the change is at most this, or at least one more */
		bool turned;
	} held[MAX_BRANCHES];
	int depth = 0;

	*found = false;
	for (int count = 0; count < MAX_BRANCHES; count++)
	{
		size_t broken = 0;

		if (!cpe_lp_dual(lp, arena, 20000, &reach->iterations, &state, problem))
			return false;
		if (state == CPE_LP_OPTIMAL)
		{
			const double *value = cpe_lp_values(lp);
			double change;

			broken = first_broken(reach, value);
			if (broken == reach->near_count)
			{
				*found = true;
				return true;
			}
			if (count == 0 && depth == MAX_BRANCHES)
				return true;
			change = value[2 * broken] - value[2 * broken + 1];
			held[depth].figure = broken;
			held[depth].below = (int64_t) floor(change);
			held[depth].turned = false;
			/* to the side of 0 first: shorter moves */
			if (change > 0)
				cpe_lp_set_bounds(lp, 2 * broken, 0, (double) held[depth].below);
			else
				cpe_lp_set_bounds(lp, 2 * broken + 1, 0, (double) -(held[depth].below + 1));
			held[depth].turned = false;
			depth++;
			continue;
		}
		/* back to the last that was not turned */
		for (; depth > 0 && held[depth - 1].turned; depth--)
		{
			size_t f = held[depth - 1].figure;

			cpe_lp_set_bounds(lp, 2 * f, 0, reach->upper[2 * f]);
			cpe_lp_set_bounds(lp, 2 * f + 1, 0, reach->upper[2 * f + 1]);
		}
		if (depth == 0)
			return true;
		{
			size_t f = held[depth - 1].figure;
			int64_t below = held[depth - 1].below;

			held[depth - 1].turned = true;
			cpe_lp_set_bounds(lp, 2 * f, below >= 0 ? (double) (below + 1) : 0,
			                  below >= 0 ? reach->upper[2 * f] : 0);
			cpe_lp_set_bounds(lp, 2 * f + 1, below < 0 ? (double) -below : 0,
			                  below < 0 ? reach->upper[2 * f + 1] : 0);
		}
	}
	return true;
}

/* The changes as steps, in the order of figures; what the cells cost that are not hidden yet. */
static void
take_steps(struct cpe_reach *reach)
{
	size_t count = 0;

	reach->price = 0;
	for (size_t i = 0; i < reach->near_count; i++)
	{
		uint32_t figure = reach->near[i];
		uint32_t cell = reach->system->cell[figure];
		size_t at = count;

		if (reach->whole[i] == 0)
			continue;
		if (!reach->hidden[cell])
			reach->price += reach->cost[cell];
		for (; at > 0 && reach->step[at - 1].figure > figure; at--)
			reach->step[at] = reach->step[at - 1];
		reach->step[at] = (struct cpe_step){figure, reach->whole[i]};
		count++;
	}
	reach->steps = count;
}

bool
cpe_reach_find(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure, int64_t amount,
               size_t size, bool hidden_only, bool *found, struct cpe_problem *problem)
{
	struct cpe_lp *lp = NULL;
	bool good = true;

	*found = false;
	if (!cpe_lp_present() ||
	    (amount > 0 ? amount > reach->system->high[figure] - reach->system->value[figure]
	                : -amount > reach->system->value[figure] - reach->system->low[figure]))
		return true;
	gather(reach, figure, size < reach->near_room ? size : reach->near_room, hidden_only);
	if (prune(reach, figure))
	{
		lp = programme(reach, arena, figure, amount, hidden_only, problem);
		good = lp != NULL && solve(reach, arena, lp, found, problem);
		if (*found)
			take_steps(reach);
		cpe_lp_close(lp);
	}
	forget(reach);
	return good;
}
