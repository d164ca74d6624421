#include "suppress/move.h"

bool
cpe_mover_open(struct cpe_mover *mover, struct cpe_arena *arena, const struct cpe_system *system,
               const bool *hidden, const bool *never, const double *cost,
               struct cpe_problem *problem)
{
	*mover = (struct cpe_mover){.system = system, .hidden = hidden, .never = never, .cost = cost};
	mover->nodes = 400;
	mover->steps = 24;
	return (mover->residual = cpe_arena_alloc(arena, system->rows + 1, sizeof(int64_t), problem)) &&
	       (mover->open = cpe_arena_alloc(arena, system->rows + 1, sizeof(uint32_t), problem)) &&
	       (mover->open_at = cpe_arena_alloc(arena, system->rows + 1, sizeof(uint32_t), problem)) &&
	       (mover->change =
	            cpe_arena_alloc(arena, system->figures + 1, sizeof(int64_t), problem)) &&
	       (mover->used = cpe_arena_alloc(arena, CPE_MOVE_STEPS, sizeof(uint32_t), problem)) &&
	       (mover->best_figure =
	            cpe_arena_alloc(arena, CPE_MOVE_STEPS, sizeof(uint32_t), problem)) &&
	       (mover->best_change = cpe_arena_alloc(arena, CPE_MOVE_STEPS, sizeof(int64_t), problem));
}

/* Changes a figure and the balance of its rows. */
static void
apply(struct cpe_mover *mover, uint32_t figure, int64_t amount)
{
	const struct cpe_system *system = mover->system;

	for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
	{
		uint32_t row = system->figure_row[i];
		int64_t before = mover->residual[row];
		int64_t after = before + system->figure_sign[i] * amount;

		mover->residual[row] = after;
		if (before == 0 && after != 0)
		{
			mover->open[mover->opened++] = row;
			mover->open_at[row] = (uint32_t) mover->opened;
		}
		else if (before != 0 && after == 0)
		{
			uint32_t at = mover->open_at[row] - 1;
			uint32_t last = mover->open[--mover->opened];

			mover->open[at] = last;
			mover->open_at[last] = at + 1;
			mover->open_at[row] = 0;
		}
	}
}

static bool
within(const struct cpe_system *system, uint32_t figure, int64_t amount)
{
	int64_t value = system->value[figure];

	if (amount > 0)
		return amount <= system->high[figure] - value;
	return -amount <= value - system->low[figure];
}

/* What a step would cost and leave open. */
struct candidate
{
	uint32_t figure;
	double cost;
	int left;
};

#define WIDTH 24

/* Whether one candidate is to be tried before another. */
static bool
before(const struct candidate *a, const struct candidate *b)
{
	if (a->cost != b->cost)
		return a->cost < b->cost;
	return a->left != b->left ? a->left < b->left : a->figure < b->figure;
}

/* Whether a figure may take the change that closes the row. */
static bool
can_close(const struct cpe_mover *mover, size_t entry, int64_t residual, double spent)
{
	const struct cpe_system *system = mover->system;
	uint32_t figure = system->row_figure[entry];
	uint32_t cell = system->cell[figure];

	if (mover->change[figure] != 0)
		return false;
	if (!mover->hidden[cell] && (mover->never[cell] || spent + mover->cost[cell] >= mover->best))
		return false;
	return within(system, figure, -residual * system->row_sign[entry]);
}

/* The open row to close next: the one with the fewest ways to. */
static uint32_t
next_row(const struct cpe_mover *mover, double spent)
{
	const struct cpe_system *system = mover->system;
	uint32_t best = 0;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < mover->opened && least > 0; i++)
	{
		uint32_t row = mover->open[i];
		int64_t residual = mover->residual[row];
		size_t ways = 0;

		for (size_t k = system->row_start[row]; k < system->row_start[row + 1] && ways <= least;
		     k++)
			ways += can_close(mover, k, residual, spent);
		if (ways < least || (ways == least && row < best))
		{
			best = row;
			least = ways;
		}
	}
	return best;
}

/* The best candidates to close a row, in order; their number. */
static int
candidates(struct cpe_mover *mover, uint32_t row, double spent, struct candidate *list)
{
	const struct cpe_system *system = mover->system;
	int count = 0;

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		uint32_t figure = system->row_figure[i];
		uint32_t cell = system->cell[figure];
		int64_t amount = -mover->residual[row] * system->row_sign[i];
		struct candidate new = {figure, 0, 0};
		int at;

		if (!can_close(mover, i, mover->residual[row], spent))
			continue;
		if (!mover->hidden[cell])
			new.cost = mover->cost[cell];
		for (size_t k = system->figure_start[figure]; k < system->figure_start[figure + 1]; k++)
		{
			int64_t was = mover->residual[system->figure_row[k]];

			new.left += (was + system->figure_sign[k] * amount != 0) - (was != 0);
		}
		if (count == WIDTH && !before(&new, &list[count - 1]))
			continue;
		for (at = count < WIDTH ? count++ : WIDTH - 1; at > 0 && before(&new, &list[at - 1]); at--)
			list[at] = list[at - 1];
		list[at] = new;
	}
	return count;
}

static void
search(struct cpe_mover *mover, double spent)
{
	struct candidate list[WIDTH];
	uint32_t row;
	int count;

	if (mover->opened == 0)
	{
		mover->best = spent;
		mover->best_depth = mover->depth;
		for (size_t i = 0; i < mover->depth; i++)
		{
			mover->best_figure[i] = mover->used[i];
			mover->best_change[i] = mover->change[mover->used[i]];
		}
		return;
	}
	if (mover->depth >= mover->steps || mover->left-- <= 0)
		return;
	if (mover->opened > (mover->steps - mover->depth) * 4)
		return;
	row = next_row(mover, spent);
	count = candidates(mover, row, spent, list);
	for (int i = 0; i < count && mover->left > 0 && mover->best > 0; i++)
	{
		int64_t amount;
		uint32_t figure = list[i].figure;

		if (spent + list[i].cost >= mover->best)
			break;
		amount = 0;
		for (size_t k = mover->system->figure_start[figure];
		     k < mover->system->figure_start[figure + 1]; k++)
			if (mover->system->figure_row[k] == row)
				amount = -mover->residual[row] * mover->system->figure_sign[k];
		mover->change[figure] = amount;
		mover->used[mover->depth++] = figure;
		apply(mover, figure, amount);
		search(mover, spent + list[i].cost);
		apply(mover, figure, -amount);
		mover->depth--;
		mover->change[figure] = 0;
	}
}

bool
cpe_mover_find(struct cpe_mover *mover, uint32_t figure, int64_t amount, double limit)
{
	uint32_t cell = mover->system->cell[figure];
	double spent = mover->hidden[cell] ? 0 : mover->cost[cell];

	if (!within(mover->system, figure, amount) || (!mover->hidden[cell] && mover->never[cell]) ||
	    spent >= limit)
		return false;
	mover->best = limit;
	mover->best_depth = 0;
	mover->left = mover->nodes;
	mover->depth = 1;
	mover->used[0] = figure;
	mover->change[figure] = amount;
	apply(mover, figure, amount);
	search(mover, spent);
	apply(mover, figure, -amount);
	mover->change[figure] = 0;
	mover->work += mover->nodes - mover->left;
	return mover->best_depth > 0;
}

size_t
cpe_mover_steps(const struct cpe_mover *mover, struct cpe_step *step)
{
	for (size_t i = 0; i < mover->best_depth; i++)
	{
		size_t at = i;

		for (; at > 0 && step[at - 1].figure > mover->best_figure[i]; at--)
			step[at] = step[at - 1];
		step[at] = (struct cpe_step){mover->best_figure[i], mover->best_change[i]};
	}
	return mover->best_depth;
}
