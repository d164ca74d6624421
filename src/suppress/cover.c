#include "suppress/cover.h"

#include <math.h>
#include <string.h>

#define NONE 1e30   /* a bound that there is not */
#define CLOSE 1e-7  /* as near to an amount as simplex comes */
#define BROKEN 1e-4 /* by how much a cut must be broken to be worth its row */
#define MOST_DENOMINATOR 48
#define MOST_NODES 60    /* of a search for whole numbers */
#define LEAST_YIELD 0.04 /* the share of needs that one more random objective must settle */
#define MOST_AMOUNTS 64

double
cpe_cover_random(struct cpe_cover *cover)
{
	cover->random = cover->random * 6364136223846793005u + 1442695040888963407u;
	return (double) (cover->random >> 11) / 9007199254740992.0;
}

int64_t
cpe_cover_left(struct cpe_cover *cover)
{
	if (cover->work >= cover->allowed)
		cover->exhausted = true;
	return cover->exhausted ? 0 : cover->allowed - cover->work;
}

/* ---- cuts ---- */

bool
cpe_cuts_open(struct cpe_cuts *cuts, struct cpe_arena *arena, struct cpe_problem *problem)
{
	*cuts = (struct cpe_cuts){.arena = arena, .room = 256, .slots = 1024};
	cuts->cut = cpe_arena_alloc(arena, cuts->room, sizeof(*cuts->cut), problem);
	cuts->slot =
		cuts->cut ? cpe_arena_alloc(arena, cuts->slots, sizeof(*cuts->slot), problem) : NULL;
	return cuts->slot != NULL;
}

static uint64_t
hash_cut(const struct cpe_cut *cut)
{
	uint64_t hash = cut->count;

	for (size_t i = 0; i < cut->count; i++)
	{
		hash = (hash ^ cut->cell[i]) * 0x9E3779B97F4A7C15u;
		hash ^= (uint64_t) (cut->weight[i] * 1e6) + (hash >> 29);
	}
	return hash ^ (hash >> 32);
}

static bool
same_cut(const struct cpe_cut *a, const struct cpe_cut *b)
{
	if (a->count != b->count || memcmp(a->cell, b->cell, a->count * sizeof(*a->cell)) != 0)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (fabs(a->weight[i] - b->weight[i]) > 1e-9)
			return false;
	return true;
}

/* Where a cut is in the table of slots, or would be: slots hold 1 + its number, 0 for none. */
static size_t
slot_of(const struct cpe_cuts *cuts, const struct cpe_cut *cut)
{
	size_t at = hash_cut(cut) & (cuts->slots - 1);

	while (cuts->slot[at] != 0 && !same_cut(&cuts->cut[cuts->slot[at] - 1], cut))
		at = (at + 1) & (cuts->slots - 1);
	return at;
}

static bool
grow_cuts(struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	struct cpe_cut *cut = cpe_arena_alloc(cuts->arena, cuts->room * 2, sizeof(*cuts->cut), problem);
	uint32_t *slot =
		cut ? cpe_arena_alloc(cuts->arena, cuts->slots * 2, sizeof(*cuts->slot), problem) : NULL;

	if (slot == NULL)
		return false;
	memcpy(cut, cuts->cut, cuts->count * sizeof(*cut));
	cuts->cut = cut;
	cuts->slot = slot;
	cuts->room *= 2;
	cuts->slots *= 2;
	for (size_t i = 0; i < cuts->count; i++)
		cuts->slot[slot_of(cuts, &cuts->cut[i])] = (uint32_t) i + 1;
	return true;
}

bool
cpe_cuts_add(struct cpe_cuts *cuts, const struct cpe_cut *cut, struct cpe_problem *problem)
{
	struct cpe_cut copy = {.count = cut->count};

	if (cuts->slot[slot_of(cuts, cut)] != 0)
		return true;
	if (cuts->count == cuts->room && !grow_cuts(cuts, problem))
		return false;
	copy.cell = cpe_arena_alloc(cuts->arena, cut->count, sizeof(*copy.cell), problem);
	copy.weight =
		copy.cell ? cpe_arena_alloc(cuts->arena, cut->count, sizeof(*copy.weight), problem) : NULL;
	if (copy.weight == NULL)
		return false;
	memcpy(copy.cell, cut->cell, cut->count * sizeof(*copy.cell));
	memcpy(copy.weight, cut->weight, cut->count * sizeof(*copy.weight));
	cuts->cut[cuts->count++] = copy;
	cuts->slot[slot_of(cuts, &copy)] = (uint32_t) cuts->count;
	return true;
}

/* ---- opening ---- */

/* The needs of each figure. */
static bool
index_needs(struct cpe_cover *cover, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	size_t *start =
		cpe_arena_alloc(cover->arena, piece->figures + 2, sizeof(*cover->need_start), problem);

	cover->need_start = start;
	cover->need_of =
		start ? cpe_arena_alloc(cover->arena, piece->needs, sizeof(*cover->need_of), problem)
			  : NULL;
	if (cover->need_of == NULL)
		return false;
	for (size_t n = 0; n < piece->needs; n++)
		start[piece->need[n].figure + 2]++;
	for (size_t f = 2; f < piece->figures + 2; f++)
		start[f] += start[f - 1];
	for (size_t n = 0; n < piece->needs; n++)
		cover->need_of[start[piece->need[n].figure + 1]++] = (uint32_t) n;
	return true;
}

/* The attackers' programme: all cells shut. */
static bool
open_most(struct cpe_cover *cover, const double *zero, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;

	cover->most =
		cpe_lp_open(piece->figures, cover->low, cover->high, zero, piece->rows, piece->row_start,
	                piece->row_figure, piece->row_sign, zero, zero, problem);
	return cover->most != NULL;
}

/*
 * The programme of the smallest change: each figure's rise and fall apart.  Cells that may be shown
 * cost more, so that few of them are needed.
 */
static bool
open_least(struct cpe_cover *cover, const double *zero, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	struct cpe_arena *arena = cover->arena;
	size_t entries = piece->row_start[piece->rows];
	size_t *start = cpe_arena_alloc(arena, piece->rows + 1, sizeof(*start), problem);
	uint32_t *column = start ? cpe_arena_alloc(arena, entries * 2, sizeof(*column), problem) : NULL;
	double *value = column ? cpe_arena_alloc(arena, entries * 2, sizeof(*value), problem) : NULL;
	double *cost =
		value ? cpe_arena_alloc(arena, piece->figures * 2, sizeof(*cost), problem) : NULL;

	if (cost == NULL)
		return false;
	for (size_t row = 0; row < piece->rows; row++)
	{
		size_t from = piece->row_start[row];
		size_t count = piece->row_start[row + 1] - from;

		start[row + 1] = 2 * piece->row_start[row + 1];
		for (size_t i = 0; i < count; i++)
		{
			column[2 * from + i] = piece->row_figure[from + i];
			value[2 * from + i] = piece->row_sign[from + i];
			column[2 * from + count + i] = piece->row_figure[from + i] + (uint32_t) piece->figures;
			value[2 * from + count + i] = -piece->row_sign[from + i];
		}
	}
	for (size_t f = 0; f < piece->figures; f++)
		cost[f] = cost[piece->figures + f] = piece->forced[piece->cell[f]] ? 1 : 2;
	cover->least = cpe_lp_open(piece->figures * 2, cover->least_low, cover->least_high, cost,
	                           piece->rows, start, column, value, zero, zero, problem);
	return cover->least != NULL;
}

#define ROOM_FOR(field, count)                                                                     \
	((field) = cpe_arena_alloc(arena, (count), sizeof(*(field)), problem), (field) != NULL)

bool
cpe_cover_open(struct cpe_cover *cover, struct cpe_arena *arena, struct cpe_piece *piece,
               int64_t allowed, struct cpe_problem *problem)
{
	double *zero;

	*cover = (struct cpe_cover){
		.arena = arena, .piece = piece, .allowed = allowed, .random = 20240901, .move_room = 256};
	return ROOM_FOR(cover->low, piece->figures) && ROOM_FOR(cover->high, piece->figures) &&
	       ROOM_FOR(cover->met, piece->needs) && ROOM_FOR(cover->sure, piece->needs) &&
	       ROOM_FOR(cover->pull, piece->figures) && ROOM_FOR(cover->weight, 2 * piece->cells) &&
	       ROOM_FOR(cover->touched, piece->cells) &&
	       ROOM_FOR(cover->least_low, 2 * piece->figures) &&
	       ROOM_FOR(cover->least_high, 2 * piece->figures) &&
	       ROOM_FOR(cover->pattern, piece->cells) && ROOM_FOR(cover->change, piece->figures) &&
	       ROOM_FOR(cover->move, cover->move_room) &&
	       ROOM_FOR(cover->kept, piece->needs * CPE_MOVES_KEPT) &&
	       ROOM_FOR(cover->kept_count, piece->needs) && index_needs(cover, problem) &&
	       ROOM_FOR(zero, piece->figures + piece->rows) && open_most(cover, zero, problem) &&
	       open_least(cover, zero, problem);
}

void
cpe_cover_close(struct cpe_cover *cover)
{
	if (cover->most != NULL)
		cpe_lp_close(cover->most);
	if (cover->least != NULL)
		cpe_lp_close(cover->least);
	cover->most = cover->least = NULL;
}

/* ---- attacks ---- */

static void
set_most(struct cpe_cover *cover, uint32_t figure, double low, double high)
{
	if (cover->low[figure] == low && cover->high[figure] == high)
		return;
	cover->low[figure] = low;
	cover->high[figure] = high;
	cpe_lp_set_bounds(cover->most, figure, low, high);
}

/*
 * Opens the cells as far as their shares say.  What a cell adds to a cut is never more than the
 * amount asked, so a share opens no more than its part of that.
 */
static void
open_cells(struct cpe_cover *cover, const double *share, double spare, double amount)
{
	const struct cpe_piece *piece = cover->piece;

	for (uint32_t f = 0; f < piece->figures; f++)
	{
		uint32_t cell = piece->cell[f];
		double part = piece->forced[cell] ? 1 : share[cell] + spare * (1 - share[cell]);
		double up = piece->up[f];
		double down = piece->down[f];

		if (part < 1 - CLOSE)
		{
			part = part < CLOSE ? 0 : part;
			up = part * fmin(up, amount);
			down = part * fmin(down, amount);
		}
		set_most(cover, f, down < NONE ? -down : -NONE, up < NONE ? up : NONE);
	}
}

static bool
solve_most(struct cpe_cover *cover, bool *solved, struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	int64_t left = cpe_cover_left(cover);

	*solved = false;
	if (left == 0)
		return true;
	cover->work++;
	if (!cpe_lp_primal(cover->most, cover->arena, left, &cover->work, &state, problem))
		return false;
	*solved = state == CPE_LP_OPTIMAL;
	return true;
}

static bool
meets(const struct cpe_need *need, double change)
{
	return (need->up > 0 && change >= need->up * (1 - CLOSE)) ||
	       (need->down > 0 && -change >= need->down * (1 - CLOSE));
}

static double
amount_of(const struct cpe_need *need)
{
	return fmax(need->up, need->down);
}

/* Marks what the solution meets, among needs of this amount or more: their cells are open wider. */
static size_t
recycle(struct cpe_cover *cover, double amount)
{
	const struct cpe_piece *piece = cover->piece;
	const double *value = cpe_lp_values(cover->most);
	size_t found = 0;

	for (size_t n = 0; n < piece->needs; n++)
	{
		const struct cpe_need *need = &piece->need[n];

		if (!cover->met[n] && amount_of(need) >= amount && meets(need, value[need->figure]))
		{
			cover->met[n] = true;
			found++;
		}
	}
	return found;
}

/* A figure is let go no further than what is asked of it; returns its bounds as they were. */
static void
limit_figure(struct cpe_cover *cover, const struct cpe_need *need, double *low, double *high)
{
	*low = cover->low[need->figure];
	*high = cover->high[need->figure];
	set_most(cover, need->figure, need->down > 0 ? fmax(*low, -need->down) : *low,
	         need->up > 0 ? fmin(*high, need->up) : *high);
}

/* One solution for all needs of an amount at once, each pulled in a direction of its own. */
static bool
attack_all(struct cpe_cover *cover, double amount, size_t *found, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	bool solved;

	for (size_t n = 0; n < piece->needs; n++)
	{
		const struct cpe_need *need = &piece->need[n];
		double low, high;
		double pull = 0.5 + 0.5 * cpe_cover_random(cover);
		bool rise = need->up > 0 && (need->down <= 0 || cpe_cover_random(cover) < 0.5);

		if (cover->met[n] || amount_of(need) != amount)
			continue;
		limit_figure(cover, need, &low, &high);
		/* its other side has no limit, but no pull either */
		cpe_lp_set_cost(cover->most, need->figure, rise ? -pull : pull);
	}
	if (!solve_most(cover, &solved, problem))
		return false;
	*found = solved ? recycle(cover, amount) : 0;
	for (size_t n = 0; n < piece->needs; n++)
		cpe_lp_set_cost(cover->most, piece->need[n].figure, 0);
	return true;
}

/* Multiples of rows as whole numbers over one denominator, where there is a small one; else 0. */
static double
denominator(const double *dual, size_t rows)
{
	for (int d = 1; d <= MOST_DENOMINATOR; d++)
	{
		size_t row = 0;

		while (row < rows && fabs(dual[row] * d - nearbyint(dual[row] * d)) < 1e-6)
			row++;
		if (row == rows)
			return d;
	}
	return 0;
}

/*
 * The attack that the last solution's duals are: for every change that keeps the rows, the rise (or
 * fall) of the figure is the sum of pull * change, in whole numbers over *over, exact whatever the
 * duals are.  False where they are no such numbers.
 */
static bool
read_attack(struct cpe_cover *cover, uint32_t figure, bool rise, double *over)
{
	const struct cpe_piece *piece = cover->piece;
	const double *dual = cpe_lp_duals(cover->most);

	*over = denominator(dual, piece->rows);
	if (*over == 0)
		return false;
	for (size_t f = 0; f < piece->figures; f++)
	{
		double sum = 0;

		for (size_t i = piece->figure_start[f]; i < piece->figure_start[f + 1]; i++)
			sum += piece->figure_sign[i] * nearbyint(dual[piece->figure_row[i]] * *over);
		cover->pull[f] = sum;
	}
	cover->pull[figure] += rise ? *over : -*over;
	return true;
}

/* What a figure can add to an attack's sum when its cell is hidden. */
static double
adds(const struct cpe_cover *cover, size_t figure)
{
	double pull = cover->pull[figure];

	if (pull == 0)
		return 0;
	return pull > 0 ? pull * cover->piece->up[figure] : -pull * cover->piece->down[figure];
}

/*
 * From an attack: weights of cells whose sum must be 1 for the amount to be possible, each at most
 * 1; the larger of these and the weights there are.  False where the forced cells are enough.
 */
static bool
weigh_attack(struct cpe_cover *cover, double amount)
{
	const struct cpe_piece *piece = cover->piece;
	double left = amount;

	for (size_t f = 0; f < piece->figures; f++)
		if (piece->forced[piece->cell[f]])
			left -= adds(cover, f);
	if (left < 0.5) /* a whole number */
		return false;
	for (uint32_t c = 0; c < piece->cells; c++)
	{
		double sum = 0;

		if (piece->forced[c])
			continue;
		for (size_t i = piece->cell_start[c]; i < piece->cell_start[c + 1]; i++)
			sum += adds(cover, piece->cell_figure[i]);
		cover->weight[c] = fmax(cover->weight[c], fmin(1, sum / left));
	}
	return true;
}

/*
 * Attacks one side of a need: *possible when it reaches what is asked or no attack can be read, so
 * that there is no cut.
 */
static bool
attack_side(struct cpe_cover *cover, const struct cpe_need *need, bool rise, bool *possible,
            struct cpe_problem *problem)
{
	double amount = rise ? need->up : need->down;
	double over;
	double value;
	bool solved;

	*possible = true;
	cpe_lp_set_cost(cover->most, need->figure, rise ? -1 : 1);
	if (!solve_most(cover, &solved, problem))
		return false;
	if (solved)
	{
		value = cpe_lp_values(cover->most)[need->figure];
		*possible = (rise ? value : -value) >= amount * (1 - CLOSE) ||
		            !read_attack(cover, need->figure, rise, &over) ||
		            !weigh_attack(cover, amount * over);
	}
	cpe_lp_set_cost(cover->most, need->figure, 0);
	return true;
}

/* Adds the cut of the weights, where the shares break it; a need that none can keep is set aside.
 */
static bool
add_weighed(struct cpe_cover *cover, const double *share, struct cpe_need *need,
            struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	struct cpe_cut cut = {.cell = cover->touched, .weight = cover->weight + cover->piece->cells};
	double all = 0;
	double sum = 0;

	for (uint32_t c = 0; c < cover->piece->cells; c++)
	{
		if (cover->weight[c] <= 0)
			continue;
		all += cover->weight[c];
		sum += cover->weight[c] * share[c];
		cut.cell[cut.count] = c;
		cut.weight[cut.count++] = cover->weight[c];
	}
	if (all < 1 - CLOSE)
		need->set_aside = true;
	else if (sum < 1 - BROKEN)
	{
		cover->broken = true;
		return cpe_cuts_add(cuts, &cut, problem);
	}
	return true;
}

/* The cut of a need, its cells being open. */
static bool
attack_need(struct cpe_cover *cover, const double *share, size_t n, struct cpe_cuts *cuts,
            struct cpe_problem *problem)
{
	struct cpe_need *need = &cover->piece->need[n];
	double low, high;
	bool possible = false;

	cover->broken = false;
	memset(cover->weight, 0, cover->piece->cells * sizeof(*cover->weight));
	limit_figure(cover, need, &low, &high);
	if (need->up > 0 && !attack_side(cover, need, true, &possible, problem))
		return false;
	if (!possible && need->down > 0 && !attack_side(cover, need, false, &possible, problem))
		return false;
	set_most(cover, need->figure, low, high);
	return possible || cover->exhausted || add_weighed(cover, share, need, cuts, problem);
}

bool
cpe_cover_attack(struct cpe_cover *cover, const double *share, double spare, size_t need,
                 struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	open_cells(cover, share, spare, amount_of(&cover->piece->need[need]));
	return attack_need(cover, share, need, cuts, problem);
}

bool
cpe_cover_other(struct cpe_cover *cover, const bool *hidden, size_t need, struct cpe_cuts *cuts,
                struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	struct cpe_cut cut = {.cell = cover->touched, .weight = cover->weight};

	for (uint32_t c = 0; c < piece->cells; c++)
		if (!hidden[c] && !piece->forced[c])
		{
			cut.cell[cut.count] = c;
			cut.weight[cut.count++] = 1;
		}
	cover->broken = cut.count > 0;
	if (cut.count > 0)
		return cpe_cuts_add(cuts, &cut, problem);
	piece->need[need].set_aside = true;
	return true;
}

static size_t
count_open(const struct cpe_cover *cover, double amount)
{
	size_t open = 0;

	for (size_t n = 0; n < cover->piece->needs; n++)
		open += !cover->met[n] && amount_of(&cover->piece->need[n]) == amount;
	return open;
}

/* Attacks the needs of one amount all at once, as long as that settles many. */
static bool
settle_amount(struct cpe_cover *cover, const double *share, double spare, double amount,
              struct cpe_problem *problem)
{
	size_t open = count_open(cover, amount);
	size_t found = open;

	while (open > 4 && (double) found > LEAST_YIELD * (double) open && !cover->exhausted)
	{
		open_cells(cover, share, spare, amount);
		if (!attack_all(cover, amount, &found, problem))
			return false;
		open = count_open(cover, amount);
	}
	open_cells(cover, share, spare, amount);
	return true;
}

/* Attacks the needs of one amount: all at once, then one by one. */
static bool
separate_amount(struct cpe_cover *cover, const double *share, double spare, double amount,
                size_t most_cuts, struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	struct cpe_piece *piece = cover->piece;
	size_t first = (size_t) (cpe_cover_random(cover) * (double) piece->needs);
	size_t before = cuts->count;

	if (!settle_amount(cover, share, spare, amount, problem))
		return false;
	for (size_t i = 0; i < piece->needs && cuts->count - before < most_cuts; i++)
	{
		size_t n = (first + i) % piece->needs;

		if (cover->met[n] || amount_of(&piece->need[n]) != amount)
			continue;
		if (!cpe_arena_poll(cover->arena, problem) || !attack_need(cover, share, n, cuts, problem))
			return false;
		if (cover->exhausted)
			return true;
		recycle(cover, amount);
		cover->met[n] = true;
	}
	return true;
}

/* The next larger amount that is asked, or 0. */
static double
next_amount(const struct cpe_cover *cover, double amount)
{
	double next = 0;

	for (size_t n = 0; n < cover->piece->needs; n++)
	{
		double other = amount_of(&cover->piece->need[n]);

		if (!cover->met[n] && other > amount && (next == 0 || other < next))
			next = other;
	}
	return next;
}

bool
cpe_cover_separate(struct cpe_cover *cover, const double *share, double spare, size_t most_cuts,
                   struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	size_t before = cuts->count;
	double amount = 0;

	for (size_t n = 0; n < piece->needs; n++)
		cover->met[n] = piece->need[n].set_aside || cover->sure[n];
	while ((amount = next_amount(cover, amount)) > 0 && cuts->count - before < most_cuts &&
	       !cover->exhausted)
		if (!separate_amount(cover, share, spare, amount, most_cuts - (cuts->count - before), cuts,
		                     problem))
			return false;
	return true;
}

/* Whether a need is met as the cells are open, which also tells of others. */
static bool
try_need(struct cpe_cover *cover, const struct cpe_need *need, bool rise, double amount,
         struct cpe_problem *problem)
{
	bool solved;

	cpe_lp_set_cost(cover->most, need->figure, rise ? -1 : 1);
	if (!solve_most(cover, &solved, problem))
		return false;
	if (solved)
		recycle(cover, amount);
	cpe_lp_set_cost(cover->most, need->figure, 0);
	return true;
}

bool
cpe_cover_sure(struct cpe_cover *cover, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	double amount = 0;
	double *none = cpe_arena_alloc(cover->arena, piece->cells, sizeof(*none), problem);

	if (none == NULL)
		return false;
	memset(cover->met, 0, piece->needs * sizeof(*cover->met));
	while ((amount = next_amount(cover, amount)) > 0 && !cover->exhausted)
	{
		if (!settle_amount(cover, none, 0, amount, problem))
			return false;
		for (size_t n = 0; n < piece->needs && !cover->exhausted; n++)
		{
			const struct cpe_need *need = &piece->need[n];
			double low, high;

			if (cover->met[n] || amount_of(need) != amount)
				continue;
			limit_figure(cover, need, &low, &high);
			if ((need->up > 0 && !try_need(cover, need, true, amount, problem)) ||
			    (need->down > 0 && !cover->met[n] &&
			     !try_need(cover, need, false, amount, problem)))
				return false;
			set_most(cover, need->figure, low, high);
		}
	}
	memcpy(cover->sure, cover->met, piece->needs * sizeof(*cover->sure));
	return true;
}

/* The attack by one row: what a figure gains the others of the row lose. */
static bool
row_attack(struct cpe_cover *cover, const struct cpe_need *need, bool rise, size_t row, double sign)
{
	const struct cpe_piece *piece = cover->piece;
	bool cut;

	for (size_t i = piece->row_start[row]; i < piece->row_start[row + 1]; i++)
		if (piece->row_figure[i] != need->figure)
			cover->pull[piece->row_figure[i]] = (rise ? -1 : 1) * sign * piece->row_sign[i];
	cut = weigh_attack(cover, rise ? need->up : need->down);
	for (size_t i = piece->row_start[row]; i < piece->row_start[row + 1]; i++)
		cover->pull[piece->row_figure[i]] = 0;
	return cut;
}

/* Whether the forced cells of a row leave an amount open: then the row gives no cut. */
static bool
row_is_open(const struct cpe_cover *cover, const struct cpe_need *need, bool rise, size_t row,
            double sign)
{
	const struct cpe_piece *piece = cover->piece;
	double left = rise ? need->up : need->down;

	for (size_t i = piece->row_start[row]; left > 0 && i < piece->row_start[row + 1]; i++)
	{
		uint32_t f = piece->row_figure[i];
		bool up = (piece->row_sign[i] == sign) != rise;

		if (f != need->figure && piece->forced[piece->cell[f]])
			left -= up ? piece->up[f] : piece->down[f];
	}
	return left <= 0;
}

bool
cpe_cover_rows(struct cpe_cover *cover, struct cpe_cuts *cuts, struct cpe_problem *problem)
{
	struct cpe_piece *piece = cover->piece;
	double *none = cpe_arena_alloc(cover->arena, piece->cells, sizeof(*none), problem);

	if (none == NULL)
		return false;
	memset(cover->pull, 0, piece->figures * sizeof(*cover->pull));
	for (size_t n = 0; n < piece->needs; n++)
	{
		struct cpe_need *need = &piece->need[n];

		for (size_t i = piece->figure_start[need->figure];
		     i < piece->figure_start[need->figure + 1]; i++)
		{
			size_t row = piece->figure_row[i];
			double sign = piece->figure_sign[i];

			if (!cpe_arena_poll(cover->arena, problem))
				return false;
			if ((need->up > 0 && row_is_open(cover, need, true, row, sign)) ||
			    (need->down > 0 && row_is_open(cover, need, false, row, sign)))
				continue;
			memset(cover->weight, 0, piece->cells * sizeof(*cover->weight));
			if ((need->up <= 0 || row_attack(cover, need, true, row, sign)) &&
			    (need->down <= 0 || row_attack(cover, need, false, row, sign)) &&
			    !add_weighed(cover, none, need, cuts, problem))
				return false;
		}
	}
	return true;
}

/* ---- moves ---- */

static bool
holds(const struct cpe_piece_move *move, const bool *hidden)
{
	for (size_t i = 0; i < move->cells; i++)
		if (!hidden[move->cell[i]])
			return false;
	return true;
}

bool
cpe_cover_kept(const struct cpe_cover *cover, const bool *hidden, size_t need)
{
	uint32_t count = cover->kept_count[need];
	uint32_t oldest = count > CPE_MOVES_KEPT ? count - CPE_MOVES_KEPT : 0;

	for (uint32_t i = count; i > oldest; i--)
		if (holds(&cover->move[cover->kept[need * CPE_MOVES_KEPT + (i - 1) % CPE_MOVES_KEPT]],
		          hidden))
			return true;
	return false;
}

static void
set_least(struct cpe_cover *cover, size_t column, double low, double high)
{
	cover->least_low[column] = low;
	cover->least_high[column] = high;
	cpe_lp_set_bounds(cover->least, column, low, high);
}

static void
set_figure(struct cpe_cover *cover, uint32_t figure, bool open)
{
	const struct cpe_piece *piece = cover->piece;

	set_least(cover, figure, 0, open ? fmin(piece->up[figure], NONE) : 0);
	set_least(cover, piece->figures + figure, 0, open ? fmin(piece->down[figure], NONE) : 0);
}

static void
set_pattern(struct cpe_cover *cover, const bool *hidden)
{
	const struct cpe_piece *piece = cover->piece;

	for (uint32_t c = 0; c < piece->cells; c++)
	{
		if (cover->pattern[c] == hidden[c])
			continue;
		cover->pattern[c] = hidden[c];
		for (size_t i = piece->cell_start[c]; i < piece->cell_start[c + 1]; i++)
			set_figure(cover, piece->cell_figure[i], hidden[c]);
	}
}

/* Whether the changes, times sign, keep all rows, bounds and shown cells, in whole numbers. */
static bool
change_holds(const struct cpe_cover *cover, int sign)
{
	const struct cpe_piece *piece = cover->piece;

	for (size_t f = 0; f < piece->figures; f++)
	{
		double change = (double) cover->change[f] * sign;

		if (change != 0 &&
		    (!cover->pattern[piece->cell[f]] || change > piece->up[f] || -change > piece->down[f]))
			return false;
	}
	for (size_t row = 0; row < piece->rows; row++)
	{
		int64_t sum = 0;

		for (size_t i = piece->row_start[row]; i < piece->row_start[row + 1]; i++)
			sum += piece->row_sign[i] > 0 ? cover->change[piece->row_figure[i]]
			                              : -cover->change[piece->row_figure[i]];
		if (sum != 0)
			return false;
	}
	return true;
}

/* Notes a move with each need that it serves. */
static void
keep_move(struct cpe_cover *cover, uint32_t move, int sign)
{
	const struct cpe_piece *piece = cover->piece;

	for (size_t f = 0; f < piece->figures; f++)
	{
		if (cover->change[f] == 0)
			continue;
		for (size_t i = cover->need_start[f]; i < cover->need_start[f + 1]; i++)
		{
			size_t n = cover->need_of[i];

			if (meets(&piece->need[n], (double) cover->change[f] * sign))
				cover->kept[n * CPE_MOVES_KEPT + cover->kept_count[n]++ % CPE_MOVES_KEPT] = move;
		}
	}
}

static bool
add_move(struct cpe_cover *cover, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	struct cpe_piece_move move = {0};

	if (cover->moves == cover->move_room)
	{
		struct cpe_piece_move *more =
			cpe_arena_alloc(cover->arena, cover->move_room * 2, sizeof(*cover->move), problem);

		if (more == NULL)
			return false;
		memcpy(more, cover->move, cover->moves * sizeof(*more));
		cover->move = more;
		cover->move_room *= 2;
	}
	for (size_t f = 0; f < piece->figures; f++)
		if (cover->change[f] != 0 && !piece->forced[piece->cell[f]] &&
		    (move.cells == 0 || cover->touched[move.cells - 1] != piece->cell[f]))
			cover->touched[move.cells++] = piece->cell[f];
	move.cell = cpe_arena_alloc(cover->arena, move.cells, sizeof(*move.cell), problem);
	if (move.cell == NULL)
		return false;
	memcpy(move.cell, cover->touched, move.cells * sizeof(*move.cell));
	cover->move[cover->moves++] = move;
	return true;
}

/* The last solution as a move; *whole false where it is none. */
static bool
read_move(struct cpe_cover *cover, bool *whole, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	const double *value = cpe_lp_values(cover->least);

	*whole = false;
	for (size_t f = 0; f < piece->figures; f++)
	{
		double change = nearbyint(value[f]) - nearbyint(value[piece->figures + f]);

		if (fabs(change) > 1e12)
			return true;
		cover->change[f] = (int64_t) change;
	}
	if (!change_holds(cover, 1))
		return true;
	*whole = true;
	if (!add_move(cover, problem))
		return false;
	keep_move(cover, (uint32_t) cover->moves - 1, 1);
	if (change_holds(cover, -1))
		keep_move(cover, (uint32_t) cover->moves - 1, -1);
	return true;
}

/* The column of the last solution that is farthest from whole, or the number of columns. */
static size_t
worst_column(const struct cpe_cover *cover)
{
	const double *value = cpe_lp_values(cover->least);
	size_t columns = 2 * cover->piece->figures;
	size_t worst = columns;
	double far = 1e-6;

	for (size_t i = 0; i < columns; i++)
	{
		double off = fabs(value[i] - nearbyint(value[i]));

		if (off > far)
		{
			far = off;
			worst = i;
		}
	}
	return worst;
}

/* Branch and bound, depth first, for the programme as it is bounded: any whole-number solution. */
static bool
search_whole(struct cpe_cover *cover, int *nodes, enum cpe_cover_answer *answer,
             struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	int64_t left = cpe_cover_left(cover);
	size_t column;
	double low, high, below;
	bool whole;
	bool open = false;

	*answer = CPE_COVER_UNKNOWN;
	if (left == 0 || ++*nodes > MOST_NODES)
		return true;
	cover->work++;
	if (!cpe_lp_dual(cover->least, cover->arena, left, &cover->work, &state, problem))
		return false;
	if (state == CPE_LP_INFEASIBLE)
		*answer = CPE_COVER_NO;
	if (state != CPE_LP_OPTIMAL)
		return true;
	column = worst_column(cover);
	if (column == 2 * cover->piece->figures)
	{
		if (!read_move(cover, &whole, problem))
			return false;
		*answer = whole ? CPE_COVER_YES : CPE_COVER_UNKNOWN;
		return true;
	}
	low = cover->least_low[column];
	high = cover->least_high[column];
	below = floor(cpe_lp_values(cover->least)[column]);
	for (int side = 0; side < 2; side++)
	{
		if (side == 0)
			set_least(cover, column, below + 1, high);
		else
			set_least(cover, column, low, below);
		if (!search_whole(cover, nodes, answer, problem))
			return false;
		set_least(cover, column, low, high);
		if (*answer == CPE_COVER_YES)
			return true;
		open |= *answer == CPE_COVER_UNKNOWN;
	}
	*answer = open ? CPE_COVER_UNKNOWN : CPE_COVER_NO;
	return true;
}

/* Looks for a move that raises (or lowers) a figure by an amount or more. */
static bool
search_side(struct cpe_cover *cover, uint32_t figure, bool rise, double amount,
            enum cpe_cover_answer *answer, struct cpe_problem *problem)
{
	const struct cpe_piece *piece = cover->piece;
	size_t column = rise ? figure : piece->figures + figure;
	size_t other = rise ? piece->figures + figure : figure;
	int nodes = 0;
	bool good = true;

	*answer = CPE_COVER_NO;
	if (cover->least_high[column] < amount)
		return true;
	set_least(cover, column, amount, cover->least_high[column]);
	set_least(cover, other, 0, 0);
	good = search_whole(cover, &nodes, answer, problem);
	set_figure(cover, figure, true);
	return good;
}

bool
cpe_cover_move(struct cpe_cover *cover, const bool *hidden, size_t n, enum cpe_cover_answer *answer,
               struct cpe_problem *problem)
{
	const struct cpe_need *need = &cover->piece->need[n];
	enum cpe_cover_answer other = CPE_COVER_NO;

	*answer = CPE_COVER_NO;
	if (!hidden[cover->piece->cell[need->figure]])
		return true;
	set_pattern(cover, hidden);
	if (need->up > 0 && !search_side(cover, need->figure, true, need->up, answer, problem))
		return false;
	if (*answer == CPE_COVER_YES || need->down <= 0)
		return true;
	if (!search_side(cover, need->figure, false, need->down, &other, problem))
		return false;
	if (other != CPE_COVER_NO)
		*answer = other;
	return true;
}
