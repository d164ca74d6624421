#ifndef CPE_TEST_SMALL_TABLE_H
#define CPE_TEST_SMALL_TABLE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sdc_fixture.h"
#include "suppress/system.h"
#include "unit.h"

/*
 * Random tables so small that every change of every inner count can be tried, and with that every
 * pattern judged, without any code under test but the lists of a system.
 */
#define SMALL_CELLS 27
#define SMALL_FIGURES 27
#define SMALL_MASKS 4000

/*
 * A small random table in the coordinates of its inner cells: a change of these makes the change of
 * every margin, so that a move needs no row.  The second layer, where there is one, is a numerator.
 */
struct small
{
	struct cpe_arena *arena;
	int dims;
	int layers;
	int parts[3];
	int cells; /* with margins: (parts + 1) of each dimension */
	int inner;
	int reach;         /* of an inner count, up and down */
	uint32_t above[8]; /* by inner cell: the cells that its count is part of, itself too */
	struct cpe_system system;
	struct cpe_target target[4];
	int targets;
	double cost[SMALL_CELLS];
	bool forced[SMALL_CELLS], never[SMALL_CELLS];
	uint32_t mask[4][SMALL_MASKS]; /* by target: cells whose hiding gives it a move */
	int masks[4];
	bool aside[4];
};

static inline int
small_random(int end)
{
	return (int) (unit_random() * end);
}

/* The place of a cell in a dimension: 0 is the total. */
static inline int
small_place(const struct small *small, int cell, int dim)
{
	for (int d = small->dims - 1; d > dim; d--)
		cell /= small->parts[d] + 1;
	return cell % (small->parts[dim] + 1);
}

static inline bool
small_is_inner(const struct small *small, int cell)
{
	for (int d = 0; d < small->dims; d++)
		if (small_place(small, cell, d) == 0)
			return false;
	return true;
}

static inline bool
small_is_above(const struct small *small, int cell, int inner)
{
	for (int d = 0; d < small->dims; d++)
		if (small_place(small, cell, d) != 0 &&
		    small_place(small, cell, d) != small_place(small, inner, d))
			return false;
	return true;
}

/* A row for each cell that is a total in a dimension: the total less its parts. */
static inline void
small_fill_rows(struct small *small)
{
	struct cpe_system *system = &small->system;
	size_t entries = 0;

	system->row_start = sdc_room(small->arena, 200, sizeof(*system->row_start));
	system->row_figure = sdc_room(small->arena, 1000, sizeof(*system->row_figure));
	system->row_sign = sdc_room(small->arena, 1000, sizeof(*system->row_sign));
	for (int layer = 0; layer < small->layers; layer++)
		for (int d = 0; d < small->dims; d++)
			for (int c = 0; c < small->cells; c++)
			{
				int step = 1;

				if (small_place(small, c, d) != 0)
					continue;
				for (int e = d + 1; e < small->dims; e++)
					step *= small->parts[e] + 1;
				for (int i = 0; i <= small->parts[d]; i++)
				{
					system->row_figure[entries] = (uint32_t) (layer * small->cells + c + i * step);
					system->row_sign[entries++] = i == 0 ? 1 : -1;
				}
				system->row_start[++system->rows] = entries;
			}
}

static inline void
small_fill_figures(struct small *small)
{
	struct cpe_system *system = &small->system;
	struct cpe_problem problem;

	system->cells = (size_t) small->cells;
	system->figures = (size_t) (small->cells * small->layers);
	system->value = sdc_room(small->arena, system->figures, sizeof(int64_t));
	system->low = sdc_room(small->arena, system->figures, sizeof(int64_t));
	system->high = sdc_room(small->arena, system->figures, sizeof(int64_t));
	system->cell = sdc_room(small->arena, system->figures, sizeof(uint32_t));
	for (int layer = 0; layer < small->layers; layer++)
		for (int i = 0; i < small->inner; i++)
		{
			int value = small_random(7);

			for (int c = 0; c < small->cells; c++)
				if (small->above[i] >> c & 1)
					system->value[layer * small->cells + c] += value;
		}
	for (size_t f = 0; f < system->figures; f++)
	{
		int cell = (int) (f % system->cells);
		int reach = small_is_inner(small, cell) ? small->reach : 2;

		system->cell[f] = (uint32_t) cell;
		system->low[f] = system->value[f] - small_random(reach + 1);
		system->high[f] = system->value[f] + small_random(reach + 1);
	}
	CHECK(cpe_system_index(small->arena, system, &problem), "index");
}

/* Some cells are forced, some may be chosen, the rest are shown. */
static inline void
small_fill_choice(struct small *small)
{
	bool whole = small_random(2) == 0;
	int left = 11;

	for (int c = 0; c < small->cells; c++)
	{
		int lot = small_random(10);

		small->cost[c] = whole ? small_random(9) : unit_random() * 4;
		small->forced[c] = lot < 3;
		small->never[c] = lot == 9 || (lot >= 3 && left-- <= 0);
	}
	small->targets = 1 + small_random(4);
	for (int t = 0; t < small->targets; t++)
	{
		struct cpe_target *target = &small->target[t];
		int lot = small_random(4);

		target->figure = (uint32_t) small_random((int) small->system.figures);
		target->either = lot < 2;
		target->up = lot != 2 ? 1 + small_random(2) : 0;
		target->down = lot != 3 ? (lot < 2 ? target->up : 1 + small_random(2)) : 0;
		if (small_random(4) > 0)
			small->forced[target->figure % small->system.cells] = true;
	}
}

static inline void
small_make(struct small *small, struct cpe_arena *arena, int kind)
{
	static const int shape[4][5] = {
		{2, 1, 2, 3, 0}, {3, 1, 2, 2, 2}, {2, 2, 2, 2, 0}, {2, 1, 2, 4, 0}};

	memset(small, 0, sizeof(*small));
	small->arena = arena;
	small->dims = shape[kind][0];
	small->layers = shape[kind][1];
	small->reach = small->layers == 1 && small->dims == 2 ? 2 : 1;
	small->cells = 1;
	for (int d = 0; d < small->dims; d++)
	{
		small->parts[d] = shape[kind][2 + d];
		small->cells *= small->parts[d] + 1;
	}
	for (int c = 0; c < small->cells; c++)
		if (small_is_inner(small, c))
		{
			for (int a = 0; a < small->cells; a++)
				if (small_is_above(small, a, c))
					small->above[small->inner] |= (uint32_t) 1 << a;
			small->inner++;
		}
	small_fill_rows(small);
	small_fill_figures(small);
	small_fill_choice(small);
}

static inline bool
small_serves(const struct small *small, const int *change, int t)
{
	const struct cpe_target *target = &small->target[t];
	int z = change[target->figure];

	return (target->up > 0 && z >= target->up) || (target->down > 0 && -z >= target->down);
}

/* Keeps the smallest sets of cells only. */
static inline void
small_add_mask(struct small *small, int t, uint32_t mask)
{
	int kept = 0;

	for (int i = 0; i < small->masks[t]; i++)
		if ((small->mask[t][i] & ~mask) == 0)
			return;
	for (int i = 0; i < small->masks[t]; i++)
		if ((mask & ~small->mask[t][i]) != 0)
			small->mask[t][kept++] = small->mask[t][i];
	CHECK(kept < SMALL_MASKS, "too many moves");
	small->mask[t][kept++] = mask;
	small->masks[t] = kept;
}

/* Every change of every inner cell, and which cells it needs hidden. */
static inline void
small_try_changes(struct small *small)
{
	struct cpe_system *system = &small->system;
	int digits = small->inner * small->layers;
	int base = 2 * small->reach + 1;
	long tries = 1;
	uint32_t shown = 0;

	for (int c = 0; c < small->cells; c++)
		if (small->never[c] && !small->forced[c])
			shown |= (uint32_t) 1 << c;
	for (int i = 0; i < digits; i++)
		tries *= base;
	for (long k = 0; k < tries; k++)
	{
		int change[SMALL_FIGURES] = {0};
		uint32_t mask = 0;
		long rest = k;
		bool good = true;

		for (int i = 0; i < digits; i++, rest /= base)
			if (rest % base != small->reach)
				for (int c = 0; c < small->cells; c++)
					if (small->above[i % small->inner] >> c & 1)
						change[i / small->inner * small->cells + c] +=
							(int) (rest % base) - small->reach;
		for (size_t f = 0; f < system->figures && good; f++)
		{
			if (change[f] != 0)
				mask |= (uint32_t) 1 << system->cell[f];
			good = system->value[f] + change[f] >= system->low[f] &&
			       system->value[f] + change[f] <= system->high[f] && (mask & shown) == 0;
		}
		for (int t = 0; t < small->targets && good; t++)
			if (small_serves(small, change, t))
				small_add_mask(small, t, mask);
	}
}

static inline bool
small_is_safe(const struct small *small, uint32_t hidden)
{
	for (int t = 0; t < small->targets; t++)
	{
		int i = 0;

		while (i < small->masks[t] && (small->mask[t][i] & ~hidden) != 0)
			i++;
		if (i == small->masks[t] && small->masks[t] > 0)
			return false;
	}
	return true;
}

static inline uint32_t
small_bits(const bool *hidden, int cells)
{
	uint32_t set = 0;

	for (int c = 0; c < cells && c < SMALL_CELLS; c++)
		set |= (uint32_t) hidden[c] << c;
	return set;
}

/* The cheapest safe pattern's cost, by trying all. */
static inline double
small_cheapest(const struct small *small)
{
	int choice[SMALL_CELLS];
	int choices = 0;
	double best = INFINITY;

	for (int c = 0; c < small->cells; c++)
		if (!small->forced[c] && !small->never[c])
			choice[choices++] = c;
	for (uint32_t pattern = 0; pattern < (uint32_t) 1 << choices; pattern++)
	{
		uint32_t hidden = small_bits(small->forced, small->cells);
		double cost = 0;

		for (int i = 0; i < choices; i++)
			if (pattern >> i & 1)
			{
				hidden |= (uint32_t) 1 << choice[i];
				cost += small->cost[choice[i]];
			}
		if (cost < best && small_is_safe(small, hidden))
			best = cost;
	}
	return best;
}

#endif
