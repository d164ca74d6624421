#include "suppress/small_rounding.h"

#include <string.h>

#include "suppress/margin_fit.h"

struct small
{
	const struct cpe_table *table;
	const struct cpe_table_cell *cell;
	struct cpe_inner_cells inner;
	int32_t base;
	bool *counts;     /* by place: published */
	int64_t *value;   /* by inner cell, rounded */
	bool *chosen;     /* by inner cell: it is to be rounded */
	int64_t *sum;     /* by place: added up from value */
	bool *needs;      /* by place: published, and small */
	uint32_t *number; /* the chosen ones */
	int64_t *rest;
	bool *up;
};

static int64_t
original(const struct small *small, size_t inner)
{
	return small->cell[small->table->order[small->inner.place[inner]]].value;
}

static bool
prepare(struct cpe_arena *arena, struct small *small, const bool *published,
        struct cpe_problem *problem)
{
	size_t cells = small->table->cells;
	size_t inner;

	if (!cpe_inner_cells_find(arena, small->table, small->cell, &small->inner, problem))
		return false;
	inner = small->inner.inner;
	if (!(small->counts = cpe_arena_alloc(arena, cells + 1, sizeof(bool), problem)) ||
	    !(small->needs = cpe_arena_alloc(arena, cells + 1, sizeof(bool), problem)) ||
	    !(small->sum = cpe_arena_alloc(arena, cells + 1, sizeof(int64_t), problem)) ||
	    !(small->value = cpe_arena_alloc(arena, inner + 1, sizeof(int64_t), problem)) ||
	    !(small->chosen = cpe_arena_alloc(arena, inner + 1, sizeof(bool), problem)) ||
	    !(small->number = cpe_arena_alloc(arena, inner + 1, sizeof(uint32_t), problem)) ||
	    !(small->rest = cpe_arena_alloc(arena, inner + 1, sizeof(int64_t), problem)) ||
	    !(small->up = cpe_arena_alloc(arena, inner + 1, sizeof(bool), problem)))
		return false;
	for (size_t c = 0; c < cells; c++)
		small->counts[c] = published == NULL || published[small->table->order[c]];
	for (size_t i = 0; i < inner; i++)
		small->value[i] = original(small, i);
	return true;
}

/* Chooses further inner cells: those that small published cells are made of.  How many are new. */
static bool
choose(struct small *small, size_t *added, struct cpe_problem *problem)
{
	const struct cpe_inner_cells *inner = &small->inner;

	*added = 0;
	if (!cpe_inner_cells_add_up(small->table, small->cell, inner, small->value, small->sum,
	                            problem))
		return false;
	for (size_t c = 0; c < small->table->cells; c++)
		small->needs[c] = small->counts[c] && small->sum[c] > 0 && small->sum[c] < small->base;
	for (size_t i = 0; i < inner->inner; i++)
		for (size_t k = inner->over_start[i];
		     k < inner->over_start[i + 1] && !small->chosen[i] && small->value[i] > 0; k++)
			if (small->needs[inner->over[k]])
			{
				small->chosen[i] = true;
				++*added;
			}
	return true;
}

/* Rounds all that are chosen. */
static bool
round_chosen(struct cpe_arena *arena, struct small *small, struct cpe_problem *problem)
{
	struct cpe_margin_fit fit = {.inner = &small->inner,
	                             .base = small->base,
	                             .candidate = small->number,
	                             .rest = small->rest,
	                             .counts = small->counts};

	for (size_t i = 0; i < small->inner.inner; i++)
		if (small->chosen[i])
		{
			small->number[fit.candidates] = (uint32_t) i;
			small->rest[fit.candidates++] = original(small, i);
		}
	if (!cpe_margin_fit(arena, &fit, small->up, problem))
		return false;
	for (size_t c = 0; c < fit.candidates; c++)
		small->value[small->number[c]] = small->up[c] ? small->base : 0;
	return true;
}

bool
cpe_round_small(struct cpe_arena *arena, const struct cpe_table *table,
                const struct cpe_table_cell *cell, const bool *published, int32_t base,
                int64_t *rounded, struct cpe_problem *problem)
{
	struct small small = {.table = table, .cell = cell, .base = base};
	size_t added;

	if (base < 1)
		return cpe_problem_set(problem, CPE_INVALID, "Small counts are rounded to 0 or to it.",
		                       NULL, "base out of range: %d", base);
	if (!prepare(arena, &small, published, problem))
		return false;
	/* rounding may make another cell small, if only parts of it were rounded: then those too */
	for (;;)
	{
		if (!choose(&small, &added, problem))
			return false;
		if (added == 0)
			break;
		if (!round_chosen(arena, &small, problem))
			return false;
	}
	for (size_t c = 0; c < table->cells; c++)
		rounded[table->order[c]] = small.sum[c];
	return true;
}
