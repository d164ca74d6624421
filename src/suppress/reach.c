#include "suppress/reach.h"

#include <math.h>
#include <string.h>

#include "suppress/lp.h"

#define HOP 1.0 /* how far a row makes one figure from another */
#define EPSILON 1e-6
#define FREE_COST 0.01  /* of a step on a hidden cell: short moves before long ones */
#define MAX_BRANCHES 24 /* programmes of one search for whole numbers */
#define MAX_ITERATIONS 20000

bool
cpe_reach_open(struct cpe_reach *reach, struct cpe_arena *arena, const struct cpe_system *system,
               const bool *hidden, const bool *never, const double *cost, size_t most,
               double farthest, struct cpe_problem *problem)
{
	size_t figures = system->figures + 1;
	size_t rows = system->rows + 1;

	*reach = (struct cpe_reach){.system = system, .hidden = hidden, .never = never, .cost = cost};
	if (most > system->figures)
		most = system->figures;
	reach->near_room = most;
	reach->farthest = farthest;
	reach->away = 0.1;
	return (reach->local = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->distance = cpe_arena_alloc(arena, figures, sizeof(double), problem)) &&
	       (reach->heap = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->heap_at = cpe_arena_alloc(arena, figures, sizeof(uint32_t), problem)) &&
	       (reach->stack = cpe_arena_alloc(arena, rows + figures, sizeof(uint32_t), problem)) &&
	       (reach->near = cpe_arena_alloc(arena, most + 1, sizeof(uint32_t), problem)) &&
	       (reach->row_local = cpe_arena_alloc(arena, rows, sizeof(uint32_t), problem)) &&
	       (reach->near_row = cpe_arena_alloc(arena, rows, sizeof(uint32_t), problem)) &&
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
step_cost(const struct cpe_reach *reach, uint32_t figure)
{
	uint32_t cell = reach->system->cell[figure];

	if (reach->hidden[cell])
		return FREE_COST;
	return reach->hidden_only || reach->never[cell] ? INFINITY : reach->cost[cell] + FREE_COST;
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

/* The figures nearest to one that may change, over rows; each of their rows is a near row. */
static void
gather(struct cpe_reach *reach, uint32_t figure, size_t size)
{
	const struct cpe_system *system = reach->system;

	if (step_cost(reach, figure) < INFINITY)
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
				double cost = step_cost(reach, system->row_figure[k]);

				if (cost < INFINITY)
					push(reach, system->row_figure[k],
					     reach->distance[next] + HOP + reach->away * cost);
			}
		}
	}
	while (reach->heap_count > 0)
		reach->heap_at[reach->heap[--reach->heap_count]] = 0;
}

/* Figures that are alone in a row cannot change: takes them out until none is left. */
static void
prune(struct cpe_reach *reach)
{
	const struct cpe_system *system = reach->system;
	size_t count = 0;
	size_t kept = 0;
	size_t rows = 0;

	for (size_t i = 0; i < reach->near_rows; i++)
		if (reach->row_local[reach->near_row[i]] == 1)
			reach->stack[count++] = reach->near_row[i];
	while (count > 0)
	{
		uint32_t row = reach->stack[--count];

		for (size_t k = system->row_start[row];
		     reach->row_local[row] == 1 && k < system->row_start[row + 1]; k++)
		{
			uint32_t out = system->row_figure[k];

			if (!reach->local[out])
				continue;
			reach->local[out] = 0;
			for (size_t i = system->figure_start[out]; i < system->figure_start[out + 1]; i++)
				if (--reach->row_local[system->figure_row[i]] == 1)
					reach->stack[count++] = system->figure_row[i];
		}
	}
	for (size_t i = 0; i < reach->near_count; i++)
		if (reach->local[reach->near[i]])
		{
			reach->near[kept] = reach->near[i];
			reach->local[reach->near[i]] = (uint32_t) ++kept;
		}
	reach->near_count = kept;
	for (size_t i = 0; i < reach->near_rows; i++)
		if (reach->row_local[reach->near_row[i]] > 0)
			reach->near_row[rows++] = reach->near_row[i];
	reach->near_rows = rows;
}

/* Forgets the near figures and rows; what was pruned is 0 already. */
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
static bool
programme(struct cpe_reach *reach, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_system *system = reach->system;
	size_t entries = 0;

	for (size_t i = 0; i < reach->near_rows; i++)
		entries += 2 * reach->row_local[reach->near_row[i]];
	if (entries > reach->entry_room)
	{
		reach->entry_room = 2 * entries;
		reach->row_column =
			cpe_arena_alloc(arena, reach->entry_room, sizeof(*reach->row_column), problem);
		reach->row_value = reach->row_column ? cpe_arena_alloc(arena, reach->entry_room,
		                                                       sizeof(*reach->row_value), problem)
		                                     : NULL;
		if (reach->row_value == NULL)
			return false;
	}
	for (size_t i = 0; i < reach->near_count; i++)
	{
		uint32_t f = reach->near[i];
		double down = (double) system->value[f] - (double) system->low[f];
		double up = (double) system->high[f] - (double) system->value[f];

		reach->lower[2 * i] = reach->lower[2 * i + 1] = 0;
		reach->upper[2 * i] = up < reach->farthest ? up : reach->farthest;
		reach->upper[2 * i + 1] = down < reach->farthest ? down : reach->farthest;
		reach->price_of[2 * i] = reach->price_of[2 * i + 1] = step_cost(reach, f);
	}
	entries = 0;
	for (size_t i = 0; i < reach->near_rows; i++)
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
	reach->row_start[reach->near_rows] = entries;
	reach->programmes++;
	reach->lp = cpe_lp_open(2 * reach->near_count, reach->lower, reach->upper, reach->price_of,
	                        reach->near_rows, reach->row_start, reach->row_column, reach->row_value,
	                        reach->zero, reach->zero, problem);
	return reach->lp != NULL;
}

/* Cells hidden since the last search cost no more. */
static void
refresh(struct cpe_reach *reach)
{
	for (size_t i = 0; i < reach->near_count; i++)
	{
		double price = step_cost(reach, reach->near[i]);

		if (price == reach->price_of[2 * i] || price == INFINITY)
			continue;
		reach->price_of[2 * i] = reach->price_of[2 * i + 1] = price;
		cpe_lp_set_cost(reach->lp, 2 * i, price);
		cpe_lp_set_cost(reach->lp, 2 * i + 1, price);
	}
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

/* One figure held to a side of a broken change. */
struct held
{
	size_t figure;
	int64_t
		below; /* the change is at most this, or (turned) on the other side: at least one more */
	bool high; /* at least one more */
	bool turned;
};

static void
hold(struct cpe_reach *reach, const struct held *held)
{
	size_t f = held->figure;
	double least = held->high ? (double) (held->below + 1) : -INFINITY;
	double most = held->high ? INFINITY : (double) held->below;

	cpe_lp_set_bounds(reach->lp, 2 * f, least > 0 ? least : 0,
	                  most < 0                     ? 0
	                  : most < reach->upper[2 * f] ? most
	                                               : reach->upper[2 * f]);
	cpe_lp_set_bounds(reach->lp, 2 * f + 1, most < 0 ? -most : 0,
	                  least > 0                          ? 0
	                  : -least < reach->upper[2 * f + 1] ? -least
	                                                     : reach->upper[2 * f + 1]);
}

static void
let_go(struct cpe_reach *reach, size_t f)
{
	cpe_lp_set_bounds(reach->lp, 2 * f, 0, reach->upper[2 * f]);
	cpe_lp_set_bounds(reach->lp, 2 * f + 1, 0, reach->upper[2 * f + 1]);
}

/*
 * Solves, and dives to whole numbers: a figure whose change is broken is held to one side, then to
 * the other where that fails.  whole has the changes if found.
 */
static bool
solve(struct cpe_reach *reach, struct cpe_arena *arena, bool *found, struct cpe_problem *problem)
{
	struct held held[MAX_BRANCHES];
	int depth = 0;
	bool good = true;

	*found = false;
	for (int count = 0; count < MAX_BRANCHES; count++)
	{
		enum cpe_lp_state state;

		good = cpe_lp_dual(reach->lp, arena, MAX_ITERATIONS, &reach->iterations, &state, problem);
		if (!good)
			break;
		if (state == CPE_LP_OPTIMAL)
		{
			const double *value = cpe_lp_values(reach->lp);
			size_t broken = first_broken(reach, value);
			double change;

			*found = broken == reach->near_count;
			if (*found)
				break;
			change = value[2 * broken] - value[2 * broken + 1];
			/* to the side of 0 first: shorter moves */
			held[depth] = (struct held){broken, (int64_t) floor(change), change < 0, false};
			hold(reach, &held[depth++]);
			continue;
		}
		while (depth > 0 && held[depth - 1].turned)
			let_go(reach, held[--depth].figure);
		if (depth == 0)
			break;
		held[depth - 1].turned = true;
		held[depth - 1].high = !held[depth - 1].high;
		hold(reach, &held[depth - 1]);
	}
	while (depth > 0)
		let_go(reach, held[--depth].figure);
	return good;
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
cpe_reach_enter(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure, size_t size,
                bool hidden_only, struct cpe_problem *problem)
{
	if (!cpe_lp_present())
		return true;
	reach->hidden_only = hidden_only;
	gather(reach, figure, size < reach->near_room ? size : reach->near_room);
	prune(reach);
	return reach->near_count == 0 || programme(reach, arena, problem);
}

void
cpe_reach_leave(struct cpe_reach *reach)
{
	cpe_lp_close(reach->lp);
	reach->lp = NULL;
	forget(reach);
}

bool
cpe_reach_has(const struct cpe_reach *reach, uint32_t figure)
{
	return reach->local[figure] > 0;
}

bool
cpe_reach_find(struct cpe_reach *reach, struct cpe_arena *arena, uint32_t figure, int64_t amount,
               bool *found, struct cpe_problem *problem)
{
	size_t f = (size_t) reach->local[figure] - 1;
	double size = (double) (amount < 0 ? -amount : amount);
	bool good;

	*found = false;
	if (reach->lp == NULL || reach->local[figure] == 0 || size > reach->upper[2 * f + (amount < 0)])
		return true;
	refresh(reach);
	cpe_lp_set_bounds(reach->lp, 2 * f + (amount < 0), size, size);
	cpe_lp_set_bounds(reach->lp, 2 * f + (amount > 0), 0, 0);
	good = solve(reach, arena, found, problem);
	let_go(reach, f);
	if (good && *found)
		take_steps(reach);
	return good;
}
