#include "suppress/audit.h"

#include "suppress/bounds.h"
#include "suppress/lp.h"
#include "suppress/move.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * The attacker's problem, part by part of the table (figures that no common row binds are apart):
 *   bounds row by row, with a trail, give the cheap attacks;
 *   moves by closing rows give the cheap proofs of safety;
 *   linear programmes over the part: random costs widen what is known to be possible for all at
 *   once, then single figures are bounded, and the dual solution, made whole, is the attack;
 *   whole-number tables for the rest, by the least move in a neighbourhood, then in the part, with
 *   branch and bound, and by exhaustive search where the part is small.
 * What is said rests on integers only: moves and attacks are checked as they are found.
 */
#define NONE 1e30
#define LARGE 1000000000000000 /* as a bound of a programme: none */
#define TOLERANCE 1e-6
#define VISITS 60
#define MOVER_NODES 40
#define MOVER_STEPS 16
#define ROUNDS 40      /* of random costs */
#define PROGRESS 50    /* a round must settle one in so many */
#define NEAR 60        /* figures of a neighbourhood, first */
#define FAR 1500       /* and second */
#define ROW_REACH 16   /* figures of one row that a neighbourhood takes in at once */
#define BRANCHES 60    /* nodes of branch and bound */
#define EXHAUSTIVE 200 /* figures of a part that is searched in full */
#define NODES 3000     /* of that search */
#define STEPS 64       /* of a bound by that search */

/* A programme over some figures; split: each has a column up and one down, and the cost is |move|.
 */
struct model
{
	struct cpe_lp *lp;
	bool split;
	size_t columns;
	const uint32_t *figure;
	size_t rows;
	uint32_t *row;
	int64_t *low, *high; /* of the change, by figure of the model; INT64_MAX: none */
};

struct search
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_view *view;
	const struct cpe_audit_options *options;
	const struct cpe_target *target;
	size_t targets;
	struct cpe_audit *audit;
	struct cpe_bounds bounds;
	struct cpe_system tight; /* the system with the bounds found and the base table */
	int64_t *base;
	bool based; /* base is a table that fits, as far as the part at hand goes */
	int64_t work;
	uint64_t random;
	/* figures not yet known, by row and by part */
	size_t *free_start;
	uint32_t *free_figure;
	int8_t *free_sign;
	size_t parts;
	size_t *part_start;
	uint32_t *part_figure;
	size_t *part_target_start;
	uint32_t *part_target;
	/* what has been reached, by figure */
	bool *wanted;
	int64_t *seen_low, *seen_high;
	double *real_low, *real_high; /* of the change */
	struct cpe_move *up, *down;
	/* working memory */
	int64_t *change;
	uint32_t *list;
	uint32_t *place; /* of a figure in its part */
	uint32_t *column_of, *row_of, *stamp, stamps;
	uint32_t *attack_row;
	int64_t *attack_multiple;
	bool *bounded; /* by 2 * target + upper: a programme has bounded it */
	struct cpe_mover mover;
	struct model part, least, near; /* the first two over a part, the last over a neighbourhood */
	uint32_t *near_figure;
	double *number;
	size_t *start;
	uint32_t *column;
	double *value;
};

/* ---- what is asked of a target, and what is known ---- */

static int64_t
asked(const struct search *s, size_t t, bool up)
{
	return up ? s->target[t].up : s->target[t].down;
}

static bool
shown(const struct search *s, size_t t, bool up)
{
	uint32_t figure = s->target[t].figure;

	if (!s->based)
		return false;
	return up ? s->seen_high[figure] - s->base[figure] >= s->target[t].up
	          : s->base[figure] - s->seen_low[figure] >= s->target[t].down;
}

static bool
refuted(const struct search *s, size_t t, bool up)
{
	const struct cpe_audit *audit = &s->audit[t];
	int64_t base = s->base[s->target[t].figure];

	if (!s->based)
		return audit->low == audit->high;
	return up ? audit->high != CPE_UNBOUNDED && audit->high - base < s->target[t].up
	          : base - audit->low < s->target[t].down;
}

static bool
safe(const struct search *s, size_t t)
{
	const struct cpe_target *target = &s->target[t];

	if (target->either && target->up > 0 && target->down > 0)
		return shown(s, t, true) || shown(s, t, false);
	return (target->up <= 0 || shown(s, t, true)) && (target->down <= 0 || shown(s, t, false));
}

static bool
unsafe(const struct search *s, size_t t)
{
	const struct cpe_target *target = &s->target[t];
	bool up = target->up > 0 && refuted(s, t, true);
	bool down = target->down > 0 && refuted(s, t, false);

	if (target->either && target->up > 0 && target->down > 0)
		return up && down;
	return up || down;
}

/* Whether a side of a target is still to be looked at. */
static bool
open_side(const struct search *s, size_t t, bool up)
{
	return asked(s, t, up) > 0 && !safe(s, t) && !unsafe(s, t) && !shown(s, t, up) &&
	       !refuted(s, t, up);
}

static int64_t
work_left(const struct search *s)
{
	if (s->options->work <= 0)
		return INT64_MAX;
	return s->work < s->options->work ? s->options->work - s->work : 0;
}

/* ---- moves ---- */

/* Whether the change of the listed figures keeps rows and bounds. */
static bool
change_holds(struct search *s, size_t count, int sign)
{
	const struct cpe_system *system = s->view->system;

	s->stamps++;
	for (size_t k = 0; k < count; k++)
	{
		uint32_t figure = s->list[k];
		int64_t after;

		if (__builtin_add_overflow(s->base[figure], sign * s->change[figure], &after) ||
		    after < s->bounds.low[figure] || after > s->bounds.high[figure])
			return false;
		for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
		{
			uint32_t row = system->figure_row[i];
			int64_t sum = 0;

			if (s->stamp[row] == s->stamps)
				continue;
			s->stamp[row] = s->stamps;
			for (size_t e = s->free_start[row]; e < s->free_start[row + 1]; e++)
				if (__builtin_add_overflow(sum, s->free_sign[e] * s->change[s->free_figure[e]],
				                           &sum))
					return false;
			if (sum != 0)
				return false;
		}
	}
	return true;
}

/* Whether a move brings a figure that matters further than it was seen. */
static bool
change_helps(const struct search *s, size_t count, int sign)
{
	for (size_t k = 0; k < count; k++)
	{
		int64_t after = s->base[s->list[k]] + sign * s->change[s->list[k]];

		if (s->wanted[s->list[k]] &&
		    (after > s->seen_high[s->list[k]] || after < s->seen_low[s->list[k]]))
			return true;
	}
	return false;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *) a;
	uint32_t right = *(const uint32_t *) b;

	return (left > right) - (left < right);
}

/* Keeps a move that holds, for all figures it brings further. */
static bool
keep_move(struct search *s, size_t count, int sign)
{
	struct cpe_move move = {count, NULL};

	if (!change_holds(s, count, sign) || !change_helps(s, count, sign))
		return true;
	qsort(s->list, count, sizeof(*s->list), by_number);
	move.step = cpe_arena_alloc(s->arena, count, sizeof(*move.step), s->problem);
	if (move.step == NULL)
		return false;
	for (size_t k = 0; k < count; k++)
	{
		uint32_t figure = s->list[k];
		int64_t after = s->base[figure] + sign * s->change[figure];

		move.step[k].figure = figure;
		move.step[k].change = sign * s->change[figure];
		if (after > s->seen_high[figure])
		{
			s->seen_high[figure] = after;
			s->up[figure] = move;
		}
		if (after < s->seen_low[figure])
		{
			s->seen_low[figure] = after;
			s->down[figure] = move;
		}
	}
	return true;
}

/* Takes the listed changes as a move, forth and, where that holds too, back; clears them. */
static bool
take_change(struct search *s, size_t count)
{
	bool good = keep_move(s, count, 1) && keep_move(s, count, -1);

	for (size_t k = 0; k < count; k++)
		s->change[s->list[k]] = 0;
	return good;
}

static void
list_change(struct search *s, size_t *count, uint32_t figure, int64_t change)
{
	if (change == 0)
		return;
	s->change[figure] = change;
	s->list[(*count)++] = figure;
}

/* A move by closing rows: cheap, and most of what there is to find. */
static bool
move_by_rows(struct search *s, size_t t, bool up)
{
	int64_t amount = asked(s, t, up);
	size_t count = 0;

	if (!cpe_mover_find(&s->mover, s->target[t].figure, up ? amount : -amount, 0.5))
		return true;
	for (size_t k = 0; k < s->mover.best_depth; k++)
		list_change(s, &count, s->mover.best_figure[k], s->mover.best_change[k]);
	return take_change(s, count);
}

/* ---- programmes ---- */

static double
as_bound(int64_t number)
{
	if (number >= LARGE)
		return NONE;
	return number <= -LARGE ? -NONE : (double) number;
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The change of a figure of the model is to lie within these (INT64_MAX: no upper bound). */
static void
set_interval(struct model *model, size_t at, int64_t low, int64_t high)
{
	model->low[at] = low;
	model->high[at] = high;
	if (model->lp == NULL)
		return;
	if (!model->split)
	{
		cpe_lp_set_bounds(model->lp, at, as_bound(low), as_bound(high));
		return;
	}
	cpe_lp_set_bounds(model->lp, 2 * at, as_bound(larger(low, 0)), as_bound(larger(high, 0)));
	cpe_lp_set_bounds(model->lp, 2 * at + 1, as_bound(larger(-high, 0)), as_bound(larger(-low, 0)));
}

static double
change_of(const struct model *model, const double *x, size_t at)
{
	return model->split ? x[2 * at] - x[2 * at + 1] : x[at];
}

/* What a figure may change by, from where it is. */
static void
natural_interval(const struct search *s, uint32_t figure, int64_t *low, int64_t *high)
{
	int64_t from = s->based ? s->base[figure] : s->bounds.low[figure];

	if (__builtin_sub_overflow(s->bounds.low[figure], from, low))
		*low = -INT64_MAX;
	*low = larger(*low, -INT64_MAX);
	if (s->bounds.high[figure] == CPE_UNBOUNDED ||
	    __builtin_sub_overflow(s->bounds.high[figure], from, high))
		*high = INT64_MAX;
}

/* The rows of the model's figures, and what each must add up to in changes. */
static void
collect_rows(struct search *s, struct model *model)
{
	const struct cpe_system *system = s->view->system;

	model->rows = 0;
	for (size_t c = 0; c < model->columns; c++)
	{
		uint32_t figure = model->figure[c];

		s->column_of[figure] = (uint32_t) c + 1;
		for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
		{
			uint32_t row = system->figure_row[i];

			if (s->row_of[row] == 0)
			{
				model->row[model->rows++] = row;
				s->row_of[row] = 1;
			}
		}
	}
	qsort(model->row, model->rows, sizeof(*model->row), by_number);
}

static double
row_sum(const struct search *s, uint32_t row)
{
	const struct cpe_system *system = s->view->system;
	double sum = 0;

	if (s->based)
		return 0;
	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
		sum -= system->row_sign[i] * (double) s->bounds.low[system->row_figure[i]];
	return sum;
}

/* Fills the rows by column; the sums go to number[]. */
static void
fill_rows(struct search *s, const struct model *model, double *sum)
{
	size_t at = 0;

	for (size_t r = 0; r < model->rows; r++)
	{
		uint32_t row = model->row[r];

		s->start[r] = at;
		sum[r] = row_sum(s, row);
		for (size_t e = s->free_start[row]; e < s->free_start[row + 1]; e++)
		{
			uint32_t column = s->column_of[s->free_figure[e]];

			if (column == 0)
				continue;
			s->column[at] = model->split ? 2 * (column - 1) : column - 1;
			s->value[at++] = s->free_sign[e];
			if (!model->split)
				continue;
			s->column[at] = 2 * (column - 1) + 1;
			s->value[at++] = -s->free_sign[e];
		}
	}
	s->start[model->rows] = at;
}

/* A cost near 1 that depends on the figure alone, so that the least move is one and the same. */
static double
cost_of(uint32_t figure)
{
	return 1 + (double) ((figure * 2654435761u) >> 16) / 65536 / 256;
}

static bool
model_open(struct search *s, struct model *model, bool split, size_t columns,
           const uint32_t *figure)
{
	size_t width = split ? 2 : 1;
	double *low = s->number;
	double *high = low + width * columns;
	double *cost = high + width * columns;
	double *sum = cost + width * columns;

	model->split = split;
	model->columns = columns;
	model->figure = figure;
	collect_rows(s, model);
	fill_rows(s, model, sum);
	for (size_t c = 0; c < width * columns; c++)
	{
		low[c] = high[c] = 0;
		cost[c] = split || !s->based ? cost_of(figure[c / width]) : 0;
	}
	model->lp = cpe_lp_open(width * columns, low, high, cost, model->rows, s->start, s->column,
	                        s->value, sum, sum, s->problem);
	for (size_t c = 0; c < columns; c++)
	{
		int64_t from, to;

		s->column_of[figure[c]] = 0;
		natural_interval(s, figure[c], &from, &to);
		set_interval(model, c, from, to);
	}
	for (size_t r = 0; r < model->rows; r++)
		s->row_of[model->row[r]] = 0;
	return model->lp != NULL;
}

static void
model_close(struct model *model)
{
	cpe_lp_close(model->lp);
	model->lp = NULL;
}

/* Whether the base table fits the bounds of the figures and their rows. */
static bool
base_holds(const struct search *s, size_t count, const uint32_t *figure)
{
	const struct cpe_system *system = s->view->system;

	for (size_t k = 0; k < count; k++)
	{
		if (s->base[figure[k]] < s->bounds.low[figure[k]] ||
		    s->base[figure[k]] > s->bounds.high[figure[k]])
			return false;
		for (size_t i = system->figure_start[figure[k]]; i < system->figure_start[figure[k] + 1];
		     i++)
		{
			uint32_t row = system->figure_row[i];
			int64_t sum = 0;

			for (size_t e = system->row_start[row]; e < system->row_start[row + 1]; e++)
				if (__builtin_add_overflow(
						sum, system->row_sign[e] * s->base[system->row_figure[e]], &sum))
					return false;
			if (sum != 0)
				return false;
		}
	}
	return true;
}

/* The whole-number table that a solution without fractions is: the base, or a move from it. */
static bool
take_solution(struct search *s, const struct model *model, bool *taken)
{
	const double *x = cpe_lp_values(model->lp);
	size_t count = 0;

	for (size_t c = 0; c < model->columns; c++)
	{
		double change = change_of(model, x, c);

		if (fabs(change - round(change)) > TOLERANCE || fabs(change) > (double) LARGE)
			break;
		list_change(s, &count, model->figure[c], (int64_t) round(change));
		if (c + 1 == model->columns)
			*taken = true;
	}
	if (*taken && s->based)
	{
		*taken = change_holds(s, count, 1);
		return take_change(s, count);
	}
	for (size_t c = 0; c < model->columns && *taken; c++)
		s->base[model->figure[c]] = s->bounds.low[model->figure[c]] + s->change[model->figure[c]];
	for (size_t k = 0; k < count; k++)
		s->change[s->list[k]] = 0;
	*taken = *taken && base_holds(s, model->columns, model->figure);
	return true;
}

static size_t
most_fractional(const struct model *model, double *change)
{
	const double *x = cpe_lp_values(model->lp);
	size_t worst = SIZE_MAX;
	double off = TOLERANCE;

	for (size_t c = 0; c < model->columns; c++)
	{
		double here = change_of(model, x, c);

		if (fabs(here - round(here)) > off)
		{
			off = fabs(here - round(here));
			worst = c;
			*change = here;
		}
	}
	return worst;
}

/* Branch and bound over the model, depth first, nearest first. */
static bool
branch(struct search *s, struct model *model, int *nodes, bool *found)
{
	enum cpe_lp_state state;
	size_t at;
	double change;
	int64_t low, high, below;

	if ((*nodes)-- <= 0 || work_left(s) == 0)
		return true;
	if (!cpe_lp_dual(model->lp, s->arena, work_left(s), &s->work, &state, s->problem))
		return false;
	if (state != CPE_LP_OPTIMAL)
		return true;
	at = most_fractional(model, &change);
	if (at == SIZE_MAX)
		return take_solution(s, model, found);
	if (fabs(change) > (double) LARGE)
		return true;
	low = model->low[at];
	high = model->high[at];
	below = (int64_t) floor(change);
	for (int side = 0; side < 2 && !*found; side++)
	{
		bool up = (change - floor(change) > 0.5) == (side == 0);

		if (up)
			set_interval(model, at, below + 1, high);
		else
			set_interval(model, at, low, below);
		if (!branch(s, model, nodes, found))
			return false;
	}
	set_interval(model, at, low, high);
	return true;
}

/* The least move that changes a figure of the model by at least amount (at most, if negative). */
static bool
least_move(struct search *s, struct model *model, size_t at, int64_t amount, bool *found)
{
	int64_t low = model->low[at];
	int64_t high = model->high[at];
	int nodes = BRANCHES;

	if (amount > 0 ? high < amount : low > amount)
		return true;
	if (amount > 0)
		set_interval(model, at, amount, high);
	else
		set_interval(model, at, low, amount);
	if (!branch(s, model, &nodes, found))
		return false;
	set_interval(model, at, low, high);
	return true;
}

/* ---- neighbourhoods ---- */

/* The figures near one, over common rows, breadth first. */
static size_t
gather(struct search *s, uint32_t figure, size_t most)
{
	const struct cpe_system *system = s->view->system;
	size_t count = 1;

	s->near_figure[0] = figure;
	s->column_of[figure] = 1;
	s->stamps++;
	for (size_t k = 0; k < count && count < most; k++)
	{
		uint32_t from = s->near_figure[k];

		for (size_t i = system->figure_start[from]; i < system->figure_start[from + 1]; i++)
		{
			uint32_t row = system->figure_row[i];
			size_t taken = 0;

			if (s->stamp[row] == s->stamps)
				continue;
			s->stamp[row] = s->stamps;
			for (size_t e = s->free_start[row];
			     e < s->free_start[row + 1] && taken < ROW_REACH && count < most; e++)
			{
				if (s->column_of[s->free_figure[e]] != 0)
					continue;
				s->column_of[s->free_figure[e]] = 1;
				s->near_figure[count++] = s->free_figure[e];
				taken++;
			}
		}
	}
	for (size_t k = 0; k < count; k++)
		s->column_of[s->near_figure[k]] = 0;
	return count;
}

static bool
move_nearby(struct search *s, uint32_t figure, int64_t amount, size_t most, bool *found)
{
	size_t count = gather(s, figure, most);
	bool good;

	if (!model_open(s, &s->near, true, count, s->near_figure))
		return s->problem->code == CPE_OK;
	good = least_move(s, &s->near, 0, amount, found);
	model_close(&s->near);
	return good;
}

/* ---- bounds by programmes over the part ---- */

/* What a solution shows to be possible, whole or not. */
static bool
widen(struct search *s, const struct model *model)
{
	const double *x = cpe_lp_values(model->lp);
	bool taken = false;

	for (size_t c = 0; c < model->columns; c++)
	{
		double change = change_of(model, x, c);
		uint32_t figure = model->figure[c];

		if (change > s->real_high[figure])
			s->real_high[figure] = change;
		if (change < s->real_low[figure])
			s->real_low[figure] = change;
	}
	return take_solution(s, model, &taken);
}

static double
random_number(struct search *s)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (double) (s->random >> 11) / 9007199254740992.0;
}

/* Whether a programme may still show that a side of a target is possible. */
static bool
real_open(const struct search *s, size_t t, bool up)
{
	uint32_t figure = s->target[t].figure;

	return open_side(s, t, up) &&
	       (up ? s->real_high[figure] < (double) s->target[t].up - TOLERANCE
	           : s->real_low[figure] > -(double) s->target[t].down + TOLERANCE);
}

static size_t
set_random_costs(struct search *s, size_t part)
{
	size_t open = 0;

	for (size_t c = 0; c < s->part.columns; c++)
		cpe_lp_set_cost(s->part.lp, c, 0);
	for (size_t k = s->part_target_start[part]; k < s->part_target_start[part + 1]; k++)
	{
		size_t t = s->part_target[k];
		bool up = real_open(s, t, true);
		bool down = real_open(s, t, false);
		double size = 0.5 + 0.5 * random_number(s);
		bool toss = random_number(s) < 0.5;

		if (up || down)
			cpe_lp_set_cost(s->part.lp, s->place[s->target[t].figure],
			                (up && down ? toss : up) ? -size : size);
		open += up + down;
	}
	return open;
}

/* Random costs over all that is open, as long as that settles something. */
static bool
widen_at_random(struct search *s, size_t part)
{
	size_t before = SIZE_MAX;

	for (int round = 0; round < ROUNDS && work_left(s) > 0; round++)
	{
		enum cpe_lp_state state;
		size_t open = set_random_costs(s, part);

		if (open < 3 || (before != SIZE_MAX && before - open < open / PROGRESS + 1))
			break;
		before = open;
		if (!cpe_lp_primal(s->part.lp, s->arena, work_left(s), &s->work, &state, s->problem) ||
		    (state == CPE_LP_OPTIMAL && !widen(s, &s->part)))
			return false;
		if (state != CPE_LP_OPTIMAL)
			break;
	}
	for (size_t c = 0; c < s->part.columns; c++)
		cpe_lp_set_cost(s->part.lp, c, 0);
	return true;
}

/* Takes an attack as the proof of a bound where it is a better one. */
static void
take_attack(struct search *s, size_t t, bool most, const struct cpe_attack *attack)
{
	struct cpe_audit *audit = &s->audit[t];
	struct cpe_attack *held = most ? &audit->most : &audit->least;
	int64_t *bound = most ? &audit->high : &audit->low;
	int64_t proven;

	if (!cpe_attack_bound(s->view, s->target[t].figure, attack, most, &proven))
		return;
	if ((most ? proven < *bound : proven > *bound) || (proven == *bound && held->divisor == 0))
	{
		*bound = proven;
		*held = *attack;
	}
}

/* The dual solution in whole multiples: with divisors from small to large until it says it all. */
static bool
attack_by_duals(struct search *s, size_t t, bool most, double bound)
{
	static const int64_t divisor[] = {1, 2, 3, 4, 5, 6, 8, 12, 24, 60, 120, 840, 5040, 1000003};
	const double *dual = cpe_lp_duals(s->part.lp);

	for (size_t d = 0; d < sizeof(divisor) / sizeof(*divisor); d++)
	{
		struct cpe_attack attack;
		size_t rows = 0;

		for (size_t r = 0; r < s->part.rows; r++)
		{
			double multiple = round((double) divisor[d] * (most ? dual[r] : -dual[r]));

			if (!(fabs(multiple) < (double) LARGE))
				return true;
			if (multiple == 0)
				continue;
			s->attack_row[rows] = s->part.row[r];
			s->attack_multiple[rows++] = (int64_t) multiple;
		}
		if (!cpe_arena_poll(s->arena, s->problem) ||
		    !cpe_bounds_attack(s->arena, &s->bounds, s->target[t].figure, most, divisor[d], rows,
		                       s->attack_row, s->attack_multiple, &attack, s->problem))
			return false;
		take_attack(s, t, most, &attack);
		if (most ? (double) s->audit[t].high <= bound + TOLERANCE
		         : (double) s->audit[t].low >= bound - TOLERANCE)
			break;
	}
	return true;
}

/* The most (least) a target can be by the part's programme, and the attack that says so. */
static bool
bound_target(struct search *s, size_t t, bool most)
{
	uint32_t figure = s->target[t].figure;
	enum cpe_lp_state state;
	bool good;

	if (s->part.lp == NULL || s->bounded[2 * t + most] || work_left(s) == 0)
		return true;
	s->bounded[2 * t + most] = true;
	cpe_lp_set_cost(s->part.lp, s->place[figure], most ? -1 : 1);
	good = cpe_lp_primal(s->part.lp, s->arena, work_left(s), &s->work, &state, s->problem);
	if (good && state == CPE_LP_UNBOUNDED)
		*(most ? &s->real_high[figure] : &s->real_low[figure]) = most ? INFINITY : -INFINITY;
	if (good && state == CPE_LP_OPTIMAL)
	{
		double change = cpe_lp_values(s->part.lp)[s->place[figure]];
		double from = (double) (s->based ? s->base[figure] : s->bounds.low[figure]);

		good = attack_by_duals(s, t, most,
		                       from + (s->view->whole ? most ? floor(change + TOLERANCE)
		                                                     : ceil(change - TOLERANCE)
		                                              : change)) &&
		       widen(s, &s->part);
	}
	cpe_lp_set_cost(s->part.lp, s->place[figure], 0);
	return good;
}

/* ---- search in full ---- */

enum outcome
{
	FOUND,
	NOWHERE, /* in whole numbers, proven */
	GIVEN_UP
};

/* The figure of the part with the fewest values left; count: all are known. */
static size_t
narrowest(const struct search *s, size_t count, const uint32_t *figure)
{
	size_t best = count;
	uint64_t width = UINT64_MAX;

	for (size_t k = 0; k < count; k++)
	{
		uint64_t here = (uint64_t) s->bounds.high[figure[k]] - (uint64_t) s->bounds.low[figure[k]];

		if (here > 0 && here < width)
		{
			width = here;
			best = k;
		}
	}
	return best;
}

/* All figures have one value: it is the base, or a move. */
static bool
take_assignment(struct search *s, size_t count, const uint32_t *figure, size_t mark,
                enum outcome *outcome)
{
	size_t changes = 0;

	*outcome = GIVEN_UP;
	if (!s->based)
	{
		for (size_t k = 0; k < count; k++)
			s->base[figure[k]] = s->bounds.low[figure[k]];
		if (base_holds(s, count, figure))
			*outcome = FOUND;
		return true;
	}
	for (size_t k = 0; k < count; k++)
		list_change(s, &changes, figure[k], s->bounds.low[figure[k]] - s->base[figure[k]]);
	cpe_bounds_undo(&s->bounds, mark);
	if (change_holds(s, changes, 1))
		*outcome = FOUND;
	return take_change(s, changes);
}

static bool exhaust(struct search *s, size_t count, const uint32_t *figure, size_t mark, int *nodes,
                    enum outcome *outcome);

/* One branch: the figure's value held to low..high. */
static bool
exhaust_within(struct search *s, size_t count, const uint32_t *figure, uint32_t which, int64_t low,
               int64_t high, size_t mark, int *nodes, enum outcome *outcome)
{
	size_t here = s->bounds.events;
	bool good = cpe_bounds_set(s->arena, &s->bounds, which, false, low, s->problem) &&
	            cpe_bounds_set(s->arena, &s->bounds, which, true, high, s->problem) &&
	            exhaust(s, count, figure, mark, nodes, outcome);

	if (s->bounds.events > here)
		cpe_bounds_undo(&s->bounds, here);
	return good;
}

/*
 * Looks through all tables that fit the bounds, those nearest to the base first, until one is
 * found; mark is where the trail stood before the search.
 */
static bool
exhaust(struct search *s, size_t count, const uint32_t *figure, size_t mark, int *nodes,
        enum outcome *outcome)
{
	size_t bad_row, at;
	uint32_t which;
	int64_t low, high, middle;
	enum outcome worst = NOWHERE;

	*outcome = GIVEN_UP;
	if ((*nodes)-- <= 0)
		return true;
	if (!cpe_bounds_propagate(s->arena, &s->bounds, VISITS * (count + 10), &bad_row, s->problem))
		return false;
	*outcome = NOWHERE;
	if (bad_row != SIZE_MAX)
		return true;
	at = narrowest(s, count, figure);
	if (at == count)
		return take_assignment(s, count, figure, mark, outcome);
	which = figure[at];
	low = s->bounds.low[which];
	high = s->bounds.high[which];
	middle = s->based ? s->base[which] : low;
	middle = middle < low ? low : middle > high ? high : middle;
	for (int step = 0; step < 3; step++)
	{
		int64_t from = step == 0 ? middle : step == 1 ? middle + 1 : low;
		int64_t to = step == 0 ? middle : step == 1 ? high : middle - 1;

		if ((step == 1 && middle == high) || (step == 2 && middle == low))
			continue;
		if (!exhaust_within(s, count, figure, which, from, to, mark, nodes, outcome))
			return false;
		if (*outcome == FOUND)
			return true;
		if (*outcome == GIVEN_UP)
			worst = GIVEN_UP;
	}
	*outcome = worst;
	return true;
}

/* Whether a figure can be at least (at most) that much, by looking everywhere. */
static bool
reach(struct search *s, size_t part, uint32_t figure, bool up, int64_t value, enum outcome *outcome)
{
	size_t mark = s->bounds.events;
	int nodes = NODES;
	bool good = cpe_bounds_set(s->arena, &s->bounds, figure, !up, value, s->problem) &&
	            exhaust(s, s->part_start[part + 1] - s->part_start[part],
	                    s->part_figure + s->part_start[part], mark, &nodes, outcome);

	if (s->bounds.events > mark)
		cpe_bounds_undo(&s->bounds, mark);
	return good;
}

/* A bound proven by looking everywhere: no sum of rows says it. */
static void
take_bound(struct search *s, size_t t, bool most, int64_t bound)
{
	struct cpe_audit *audit = &s->audit[t];

	if (most ? bound >= audit->high : bound <= audit->low)
		return;
	*(most ? &audit->high : &audit->low) = bound;
	memset(most ? &audit->most : &audit->least, 0, sizeof(audit->most));
}

/* ---- one part ---- */

/* Whole-number tables for a side: near, further, in the part, everywhere. */
static bool
settle_side(struct search *s, size_t part, size_t t, bool up)
{
	uint32_t figure = s->target[t].figure;
	size_t count = s->part_start[part + 1] - s->part_start[part];
	int64_t amount = asked(s, t, up);
	bool small = s->options->max_size == 0 || count <= s->options->max_size;
	bool found = false;
	enum outcome outcome;

	amount = up ? amount : -amount;
	if (cpe_lp_present() && !move_nearby(s, figure, amount, NEAR, &found))
		return false;
	if (cpe_lp_present() && !found && count > NEAR && !move_nearby(s, figure, amount, FAR, &found))
		return false;
	if (cpe_lp_present() && !found && count > FAR && small)
	{
		if (s->least.lp == NULL &&
		    !model_open(s, &s->least, true, count, s->part_figure + s->part_start[part]))
			return false;
		if (!least_move(s, &s->least, s->place[figure], amount, &found))
			return false;
	}
	if (found || !s->view->whole || count > EXHAUSTIVE || !open_side(s, t, up))
		return true;
	if (!reach(s, part, figure, up, s->base[figure] + amount, &outcome))
		return false;
	if (outcome == NOWHERE)
		take_bound(s, t, up, s->base[figure] + amount + (up ? -1 : 1));
	return true;
}

/* The bound of a target as tight as whole numbers make it, where that can be told. */
static bool
tighten_target(struct search *s, size_t part, size_t t, bool most)
{
	uint32_t figure = s->target[t].figure;
	size_t count = s->part_start[part + 1] - s->part_start[part];

	if (!bound_target(s, t, most))
		return false;
	if (!s->based || !s->view->whole)
		return true;
	for (int step = 0; step < STEPS; step++)
	{
		int64_t bound = most ? s->audit[t].high : s->audit[t].low;
		int64_t amount;
		enum outcome outcome;
		bool found = false;

		if (bound == CPE_UNBOUNDED ||
		    bound == (most ? s->seen_high[figure] : s->seen_low[figure]) ||
		    __builtin_sub_overflow(bound, s->base[figure], &amount))
			return true;
		if (cpe_lp_present() && count <= FAR && !move_nearby(s, figure, amount, FAR, &found))
			return false;
		if (found || count > EXHAUSTIVE)
			return true;
		if (!reach(s, part, figure, most, bound, &outcome))
			return false;
		if (outcome != NOWHERE)
			return true;
		take_bound(s, t, most, most ? bound - 1 : bound + 1);
	}
	return true;
}

/* Each side of the targets of a part that a test picks, by one way of looking. */
static bool
each_open(struct search *s, size_t part, bool (*pick)(const struct search *, size_t, bool),
          bool (*look)(struct search *, size_t, bool))
{
	for (size_t k = s->part_target_start[part]; k < s->part_target_start[part + 1]; k++)
	{
		size_t t = s->part_target[k];

		for (int up = 1; up >= 0; up--)
			if (pick(s, t, up) && !look(s, t, up))
				return false;
		if (!cpe_arena_poll(s->arena, s->problem))
			return false;
	}
	return true;
}

/* Unsafe, but the other bound may be anywhere: is it exact? */
static bool
half_known(const struct search *s, size_t t, bool most)
{
	(void) most;
	return (s->options->bounds || unsafe(s, t)) && s->audit[t].low != s->audit[t].high;
}

static bool
any_open(const struct search *s, size_t part)
{
	for (size_t k = s->part_target_start[part]; k < s->part_target_start[part + 1]; k++)
		if (s->options->bounds || half_known(s, s->part_target[k], true) ||
		    open_side(s, s->part_target[k], true) || open_side(s, s->part_target[k], false))
			return true;
	return false;
}

static bool
audit_part_with_programme(struct search *s, size_t part)
{
	size_t count = s->part_start[part + 1] - s->part_start[part];

	if (!any_open(s, part))
		return true;
	if (cpe_lp_present() && (s->options->max_size == 0 || count <= s->options->max_size))
	{
		if (!model_open(s, &s->part, false, count, s->part_figure + s->part_start[part]))
			return false;
		if (s->based && !widen_at_random(s, part))
			return false;
		if (!each_open(s, part, real_open, bound_target))
			return false;
	}
	for (size_t k = s->part_target_start[part]; k < s->part_target_start[part + 1]; k++)
	{
		size_t t = s->part_target[k];

		for (int up = 1; up >= 0; up--)
			if (s->based && open_side(s, t, up) && !settle_side(s, part, t, up))
				return false;
		for (int up = 1; up >= 0; up--)
			if (half_known(s, t, up) && !tighten_target(s, part, t, up))
				return false;
	}
	return true;
}

/* ---- a base table, where none is known ---- */

static bool
contradiction(struct search *s, size_t row, size_t *bad_row)
{
	*bad_row = row;
	return cpe_problem_set(s->problem, CPE_INVALID, NULL, NULL,
	                       "what is published contradicts itself");
}

static bool
find_base_by_programme(struct search *s, bool *impossible, bool *found)
{
	enum cpe_lp_state state;
	int nodes = 10 * BRANCHES;

	if (!cpe_lp_primal(s->part.lp, s->arena, work_left(s), &s->work, &state, s->problem))
		return false;
	*impossible = state == CPE_LP_INFEASIBLE;
	return state != CPE_LP_OPTIMAL || branch(s, &s->part, &nodes, found);
}

static bool
find_base(struct search *s, size_t part, size_t *bad_row)
{
	size_t count = s->part_start[part + 1] - s->part_start[part];
	const uint32_t *figure = s->part_figure + s->part_start[part];
	const struct cpe_system *system = s->view->system;
	bool found = false, impossible = false, good = true;
	size_t row = system->figure_start[figure[0]] < system->figure_start[figure[0] + 1]
	                 ? system->figure_row[system->figure_start[figure[0]]]
	                 : 0;

	if (count <= EXHAUSTIVE)
	{
		enum outcome outcome;
		int nodes = NODES;
		size_t mark = s->bounds.events;

		good = exhaust(s, count, figure, mark, &nodes, &outcome);
		if (s->bounds.events > mark)
			cpe_bounds_undo(&s->bounds, mark);
		found = good && outcome == FOUND;
		impossible = good && outcome == NOWHERE && s->view->whole;
	}
	if (good && !found && !impossible && cpe_lp_present())
	{
		if (!model_open(s, &s->part, false, count, figure))
			return false;
		good = find_base_by_programme(s, &impossible, &found);
		model_close(&s->part);
	}
	if (good && impossible)
		return contradiction(s, row, bad_row);
	if (good && !found)
		for (size_t k = 0; k < count; k++)
			s->base[figure[k]] = s->bounds.low[figure[k]];
	s->based = found;
	return good;
}

static bool
audit_part(struct search *s, size_t part, size_t *bad_row)
{
	bool good;

	s->based = s->view->known;
	if (!s->based && !find_base(s, part, bad_row))
		return false;
	for (size_t k = s->part_start[part]; k < s->part_start[part + 1]; k++)
	{
		uint32_t figure = s->part_figure[k];

		s->seen_low[figure] = s->seen_high[figure] = s->base[figure];
		s->real_low[figure] = s->real_high[figure] = 0;
	}
	good = !s->based || each_open(s, part, open_side, move_by_rows);
	good = good && audit_part_with_programme(s, part);
	model_close(&s->part);
	model_close(&s->least);
	for (size_t k = s->part_target_start[part]; k < s->part_target_start[part + 1]; k++)
	{
		struct cpe_audit *audit = &s->audit[s->part_target[k]];

		audit->verdict = audit->low == audit->high      ? CPE_AUDIT_EXACT
		                 : safe(s, s->part_target[k])   ? CPE_AUDIT_SAFE
		                 : unsafe(s, s->part_target[k]) ? CPE_AUDIT_NARROW
		                                                : CPE_AUDIT_OPEN;
		audit->seen_low = s->seen_low[s->target[s->part_target[k]].figure];
		audit->seen_high = s->seen_high[s->target[s->part_target[k]].figure];
	}
	return good;
}

/* ---- the whole ---- */

static uint32_t
root(uint32_t *parent, uint32_t figure)
{
	while (parent[figure] != figure)
	{
		parent[figure] = parent[parent[figure]];
		figure = parent[figure];
	}
	return figure;
}

/* The rows with what is free in them only; figures that share one get the same root. */
static void
free_rows(struct search *s, uint32_t *parent)
{
	const struct cpe_system *system = s->view->system;
	size_t at = 0;

	for (size_t r = 0; r < system->rows; r++)
	{
		s->free_start[r] = at;
		for (size_t i = system->row_start[r]; i < system->row_start[r + 1]; i++)
		{
			uint32_t figure = system->row_figure[i];

			if (s->bounds.low[figure] == s->bounds.high[figure])
				continue;
			if (at > s->free_start[r])
			{
				uint32_t a = root(parent, figure);
				uint32_t b = root(parent, s->free_figure[s->free_start[r]]);

				parent[a > b ? a : b] = a > b ? b : a;
			}
			s->free_figure[at] = figure;
			s->free_sign[at++] = system->row_sign[i];
		}
	}
	s->free_start[system->rows] = at;
}

/* Lists by part, in the order of the first figure of each; part_of is by figure, UINT32_MAX: none.
 */
static void
list_by_part(size_t parts, size_t count, const uint32_t *part_of, size_t *start, uint32_t *list)
{
	memset(start, 0, (parts + 2) * sizeof(*start));
	for (size_t i = 0; i < count; i++)
		if (part_of[i] != UINT32_MAX)
			start[part_of[i] + 2]++;
	for (size_t p = 2; p < parts + 2; p++)
		start[p] += start[p - 1];
	for (size_t i = 0; i < count; i++)
		if (part_of[i] != UINT32_MAX)
			list[start[part_of[i] + 1]++] = (uint32_t) i;
}

static bool
split_into_parts(struct search *s)
{
	const struct cpe_system *system = s->view->system;
	uint32_t *part_of = cpe_arena_alloc(s->arena, system->figures, sizeof(*part_of), s->problem);
	uint32_t *parent =
		cpe_arena_alloc(s->arena, system->figures + s->targets, sizeof(*parent), s->problem);

	if (part_of == NULL || parent == NULL)
		return false;
	for (size_t f = 0; f < system->figures; f++)
		parent[f] = (uint32_t) f;
	free_rows(s, parent);
	for (size_t f = 0; f < system->figures; f++)
	{
		bool free_figure = s->bounds.low[f] != s->bounds.high[f];
		uint32_t first = root(parent, (uint32_t) f);

		part_of[f] = !free_figure ? UINT32_MAX
		             : first == f ? (uint32_t) s->parts++
		                          : part_of[first];
	}
	s->part_start = cpe_arena_alloc(s->arena, s->parts + 2, sizeof(*s->part_start), s->problem);
	s->part_target_start =
		s->part_start ? cpe_arena_alloc(s->arena, s->parts + 2, sizeof(*s->part_start), s->problem)
					  : NULL;
	if (s->part_target_start == NULL)
		return false;
	list_by_part(s->parts, system->figures, part_of, s->part_start, s->part_figure);
	for (size_t p = 0; p < s->parts; p++)
		for (size_t k = s->part_start[p]; k < s->part_start[p + 1]; k++)
			s->place[s->part_figure[k]] = (uint32_t) (k - s->part_start[p]);
	for (size_t t = 0; t < s->targets; t++)
		parent[t] = part_of[s->target[t].figure];
	list_by_part(s->parts, s->targets, parent, s->part_target_start, s->part_target);
	return true;
}

static bool
allot(struct search *s, void *pointer, size_t count, size_t size)
{
	void *memory = cpe_arena_alloc(s->arena, count + 1, size, s->problem);

	memcpy(pointer, &memory, sizeof(memory));
	return memory != NULL;
}

#define ALLOT(field, count) allot(s, &s->field, count, sizeof(*s->field))

static bool
open_search(struct search *s)
{
	const struct cpe_system *system = s->view->system;
	size_t figures = system->figures;
	size_t rows = system->rows;
	size_t entries = system->row_start[rows];

	return ALLOT(free_start, rows + 1) && ALLOT(free_figure, entries) &&
	       ALLOT(free_sign, entries) && ALLOT(part_figure, figures) &&
	       ALLOT(part_target, s->targets) && ALLOT(wanted, figures) && ALLOT(seen_low, figures) &&
	       ALLOT(seen_high, figures) && ALLOT(real_low, figures) && ALLOT(real_high, figures) &&
	       ALLOT(up, figures) && ALLOT(down, figures) && ALLOT(change, figures) &&
	       ALLOT(list, figures) && ALLOT(place, figures) && ALLOT(column_of, figures) &&
	       ALLOT(row_of, rows) && ALLOT(stamp, rows) && ALLOT(attack_row, rows) &&
	       ALLOT(attack_multiple, rows) && ALLOT(bounded, 2 * s->targets) &&
	       ALLOT(near_figure, FAR > figures ? FAR : figures) &&
	       ALLOT(number, 6 * figures + rows + 10) && ALLOT(start, rows + 1) &&
	       ALLOT(column, 2 * entries) && ALLOT(value, 2 * entries) && ALLOT(part.row, rows) &&
	       ALLOT(part.low, figures) && ALLOT(part.high, figures) && ALLOT(least.row, rows) &&
	       ALLOT(least.low, figures) && ALLOT(least.high, figures) && ALLOT(near.row, rows) &&
	       ALLOT(near.low, figures) && ALLOT(near.high, figures);
}

/* The bounds that looking at rows gives; the base table where it is known. */
static bool
look_at_rows(struct search *s, size_t *bad_row)
{
	const struct cpe_system *system = s->view->system;
	int64_t *low = cpe_arena_alloc(s->arena, system->figures, sizeof(*low), s->problem);
	int64_t *high =
		low ? cpe_arena_alloc(s->arena, system->figures, sizeof(*high), s->problem) : NULL;

	if (high == NULL)
		return false;
	memcpy(low, s->view->low, system->figures * sizeof(*low));
	memcpy(high, s->view->high, system->figures * sizeof(*high));
	for (size_t f = 0; f < system->figures; f++)
		if (low[f] > high[f])
			return contradiction(s, SIZE_MAX, bad_row);
	if (!cpe_bounds_open(s->arena, system, low, high, &s->bounds, s->problem) ||
	    !cpe_bounds_propagate(s->arena, &s->bounds, VISITS * (system->rows + 1), bad_row,
	                          s->problem))
		return false;
	if (*bad_row != SIZE_MAX)
		return contradiction(s, *bad_row, bad_row);
	for (size_t f = 0; f < system->figures; f++)
	{
		s->base[f] = s->view->known ? system->value[f] : low[f];
		if (s->base[f] < low[f] || s->base[f] > high[f])
			return contradiction(s, SIZE_MAX, bad_row);
	}
	return true;
}

static bool
open_mover(struct search *s)
{
	const struct cpe_system *system = s->view->system;
	bool *hidden = cpe_arena_alloc(s->arena, system->cells, sizeof(*hidden), s->problem);
	bool *never =
		hidden ? cpe_arena_alloc(s->arena, system->cells, sizeof(*never), s->problem) : NULL;
	double *cost =
		never ? cpe_arena_alloc(s->arena, system->cells, sizeof(*cost), s->problem) : NULL;

	if (cost == NULL)
		return false;
	memset(hidden, true, system->cells * sizeof(*hidden));
	s->tight = *system;
	s->tight.low = s->bounds.low;
	s->tight.high = s->bounds.high;
	s->tight.value = s->base;
	if (!cpe_mover_open(&s->mover, s->arena, &s->tight, hidden, never, cost, s->problem))
		return false;
	s->mover.nodes = MOVER_NODES;
	s->mover.steps = MOVER_STEPS;
	return true;
}

/* Attacks by rows alone, and what has been reached, for the answer. */
static bool
finish(struct search *s)
{
	for (size_t t = 0; t < s->targets; t++)
	{
		struct cpe_audit *audit = &s->audit[t];
		uint32_t figure = s->target[t].figure;

		audit->up = s->up[figure];
		audit->down = s->down[figure];
		if (!s->options->bounds &&
		    (audit->verdict == CPE_AUDIT_SAFE || audit->verdict == CPE_AUDIT_OPEN))
			continue;
		for (int most = 0; most < 2; most++)
		{
			struct cpe_attack attack;

			if ((most ? audit->most : audit->least).divisor != 0 ||
			    (most ? audit->high == CPE_UNBOUNDED || audit->high < s->bounds.high[figure]
			          : audit->low > s->bounds.low[figure]))
				continue;
			if (!cpe_bounds_attack(s->arena, &s->bounds, figure, most, 1, 0, NULL, NULL, &attack,
			                       s->problem))
				return false;
			take_attack(s, t, most, &attack);
		}
	}
	return true;
}

bool
cpe_audit_view(struct cpe_arena *arena, const struct cpe_view *view,
               const struct cpe_target *target, size_t targets,
               const struct cpe_audit_options *options, struct cpe_audit *audit, int64_t *base,
               size_t *bad_row, struct cpe_problem *problem)
{
	struct search *s = cpe_arena_alloc(arena, 1, sizeof(*s), problem);

	*bad_row = SIZE_MAX;
	problem->code = CPE_OK;
	if (s == NULL)
		return false;
	s->arena = arena;
	s->problem = problem;
	s->view = view;
	s->options = options;
	s->target = target;
	s->targets = targets;
	s->audit = audit;
	s->base = base;
	s->random = 0x9E3779B97F4A7C15;
	if (!look_at_rows(s, bad_row) || !open_search(s) || !split_into_parts(s) || !open_mover(s))
		return false;
	for (size_t t = 0; t < targets; t++)
	{
		uint32_t figure = target[t].figure;

		memset(&audit[t], 0, sizeof(audit[t]));
		audit[t].low = s->bounds.low[figure];
		audit[t].high = s->bounds.high[figure];
		audit[t].seen_low = audit[t].seen_high = base[figure];
		audit[t].verdict = CPE_AUDIT_EXACT; /* what no part holds has one value */
		s->wanted[figure] = true;
	}
	for (size_t p = 0; p < s->parts; p++)
		if ((s->part_target_start[p + 1] > s->part_target_start[p] || !view->known) &&
		    !audit_part(s, p, bad_row))
			return false;
	return finish(s);
}
