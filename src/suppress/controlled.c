#include "suppress/controlled.h"

#include <math.h>
#include <string.h>

#include "suppress/lp.h"
#include "suppress/margin_fit.h"

#define WHOLE 1e-6           /* how near to a whole number the library's values are taken for one */
#define USUAL_WORK 200000000 /* iterations times rows and cells, where nothing else is said */
#define MOST_USUAL 100000    /* and iterations at most */
#define WORK_A_NODE 20       /* iterations that a node costs beside those of the library */
#define COUNTED_MOST 1e9     /* costs up to this are told apart to the whole number */

/*
 * One unit of base up or down for a cell.  What a cell's steps cost is convex, so a cell that may
 * go further than to the next multiple has one such column for each step and they fill up in order.
 */
struct column
{
	uint32_t place;
	int8_t step; /* the number of multiples above the one below that it leads to, or from 0 down */
	int8_t sign; /* +1 up, -1 down */
	double cost; /* of that step */
	double low;  /* bounds in force */
	double high;
};

/* A branch: the column, and what it was set to. */
struct branch
{
	uint32_t column;
	bool up;
	bool last; /* the other way is done */
};

struct rounding
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_table *table;
	const struct cpe_table_cell *cell;
	const double *weight;
	int64_t base;
	bool whole_costs; /* all costs are whole numbers: a bound can be rounded up */
	int64_t work;     /* left */
	int64_t reserve;  /* of it, to be left where nothing is found */
	int reach;        /* 0: zero-restricted; 1: one multiple further */
	size_t columns;
	struct column *column;
	size_t *first;  /* by place, places + 1: its columns */
	int64_t *trial; /* by place: multiples of base */
	int64_t *best;
	double best_cost; /* HUGE_VAL: none yet */
	double fixed;     /* what the multiples below cost: columns add to it */
	double bound;     /* of the root; -1: not known */
	bool nowhere;     /* there is no rounding of this kind at all */
};

static const struct cpe_table_cell *
at(const struct rounding *r, size_t place)
{
	return &r->cell[r->table->order[place]];
}

static double
weight_of(const struct rounding *r, size_t place)
{
	return r->weight == NULL ? 1 : r->weight[r->table->order[place]];
}

/* What it costs to have these multiples in place of the counts. */
static double
cost_of(const struct rounding *r, const int64_t *multiple)
{
	double cost = 0;

	for (size_t c = 0; c < r->table->cells; c++)
		cost +=
			weight_of(r, c) * fabs((double) ((multiple[c] - at(r, c)->value / r->base) * r->base -
		                                     at(r, c)->value % r->base));
	return cost;
}

static void
add_column(struct rounding *r, size_t place, int step, int sign, double cost)
{
	struct column *column = &r->column[r->columns++];

	column->place = (uint32_t) place;
	column->step = (int8_t) step;
	column->sign = (int8_t) sign;
	column->cost = cost * weight_of(r, place);
	column->low = 0;
	column->high = 1;
}

/* The steps that cells may take. */
static bool
make_columns(struct rounding *r)
{
	size_t cells = r->table->cells;
	double base = (double) r->base;

	r->column = cpe_arena_alloc(r->arena, 3 * cells + 1, sizeof(*r->column), r->problem);
	r->first = cpe_arena_alloc(r->arena, cells + 2, sizeof(*r->first), r->problem);
	if (r->column == NULL || r->first == NULL)
		return false;
	r->columns = 0;
	r->fixed = 0;
	for (size_t c = 0; c < cells; c++)
	{
		int64_t value = at(r, c)->value;
		double rest = (double) (value % r->base);

		r->first[c] = r->columns;
		r->fixed += weight_of(r, c) * rest;
		if (rest > 0)
			add_column(r, c, 1, 1, base - 2 * rest);
		if (r->reach > 0 && value > 0 && value <= INT64_MAX - 2 * r->base)
			add_column(r, c, rest > 0 ? 2 : 1, 1, base);
		if (r->reach > 0 && value >= r->base)
			add_column(r, c, 0, -1, base);
	}
	r->first[cells] = r->columns;
	return true;
}

/* The programme: in each row the multiples of the parts, less that of the total, are 0. */
static bool
open_programme(struct rounding *r, struct cpe_lp **lp)
{
	const struct cpe_table *table = r->table;
	size_t entries = 0;
	size_t *start = cpe_arena_alloc(r->arena, table->rows + 1, sizeof(*start), r->problem);
	double *side = cpe_arena_alloc(r->arena, table->rows + 1, sizeof(*side), r->problem);
	double *low = cpe_arena_alloc(r->arena, r->columns + 1, sizeof(*low), r->problem);
	double *high = cpe_arena_alloc(r->arena, r->columns + 1, sizeof(*high), r->problem);
	double *cost = cpe_arena_alloc(r->arena, r->columns + 1, sizeof(*cost), r->problem);
	uint32_t *column;
	double *value;

	for (size_t i = 0; table->rows > 0 && i < table->row_start[table->rows]; i++)
		entries += r->first[table->row_place[i] + 1] - r->first[table->row_place[i]];
	column = cpe_arena_alloc(r->arena, entries + 1, sizeof(*column), r->problem);
	value = cpe_arena_alloc(r->arena, entries + 1, sizeof(*value), r->problem);
	if (!start || !side || !low || !high || !cost || !column || !value)
		return false;
	entries = 0;
	for (size_t row = 0; row < table->rows; row++)
	{
		size_t begin = table->row_start[row];
		int64_t rest = 0; /* of the parts, less that of the total: a multiple of base */

		for (size_t i = begin; i < table->row_start[row + 1]; i++)
		{
			uint32_t place = table->row_place[i];
			int sign = i == begin ? -1 : 1;

			rest += sign * (at(r, place)->value % r->base);
			for (size_t k = r->first[place]; k < r->first[place + 1]; k++)
			{
				column[entries] = (uint32_t) k;
				value[entries++] = sign * r->column[k].sign;
			}
		}
		side[row] = (double) (rest / r->base);
		start[row + 1] = entries;
	}
	for (size_t k = 0; k < r->columns; k++)
	{
		high[k] = 1;
		cost[k] = r->column[k].cost;
	}
	*lp = cpe_lp_open(r->columns, low, high, cost, table->rows, start, column, value, side, side,
	                  r->problem);
	return *lp != NULL;
}

/* Whether the multiples add up in every row, in integers. */
static bool
adds_up(const struct rounding *r, const int64_t *multiple)
{
	for (size_t row = 0; row < r->table->rows; row++)
	{
		size_t begin = r->table->row_start[row];
		int64_t sum = 0;

		for (size_t i = begin + 1; i < r->table->row_start[row + 1]; i++)
			if (__builtin_add_overflow(sum, multiple[r->table->row_place[i]], &sum))
				return false;
		if (sum != multiple[r->table->row_place[begin]])
			return false;
	}
	return true;
}

/* Takes a solution of whole numbers, if it is the best so far; false where it is none. */
static bool
take(struct rounding *r, const double *value)
{
	double cost;

	for (size_t c = 0; c < r->table->cells; c++)
	{
		r->trial[c] = at(r, c)->value / r->base;
		for (size_t k = r->first[c]; k < r->first[c + 1]; k++)
			r->trial[c] += r->column[k].sign * (value[k] > 0.5);
	}
	if (!adds_up(r, r->trial))
		return false;
	cost = cost_of(r, r->trial);
	if (cost < r->best_cost)
	{
		r->best_cost = cost;
		memcpy(r->best, r->trial, r->table->cells * sizeof(*r->best));
	}
	return true;
}

/* The column farthest from a whole number, or columns when there is none. */
static size_t
most_open(const struct rounding *r, const double *value)
{
	double most = WHOLE;
	size_t found = r->columns;

	for (size_t k = 0; k < r->columns; k++)
	{
		double open = fabs(value[k] - nearbyint(value[k]));

		if (open > most)
		{
			most = open;
			found = k;
		}
	}
	return found;
}

static void
bind_column(struct rounding *r, struct cpe_lp *lp, size_t k, double low, double high)
{
	cpe_lp_set_bounds(lp, k, low, high);
	r->column[k].low = low;
	r->column[k].high = high;
}

/*
 * Sets a column and those that it decides: a cell that takes a step has taken those before it, and
 * one that goes down takes none up.  free undoes it, as far as branches above do not hold them.
 */
static void
apply(struct rounding *r, struct cpe_lp *lp, const struct branch *branch)
{
	const struct column *mine = &r->column[branch->column];

	for (size_t k = r->first[mine->place]; k < r->first[mine->place + 1]; k++)
	{
		const struct column *other = &r->column[k];
		bool set = k == branch->column;

		if (set)
			bind_column(r, lp, k, branch->up, branch->up);
		else if (mine->sign > 0 && branch->up)
			bind_column(r, lp, k, other->sign > 0 && other->step < mine->step ? 1 : other->low,
			            other->sign < 0 ? 0 : other->high);
		else if (mine->sign > 0 && other->sign > 0 && other->step > mine->step)
			bind_column(r, lp, k, 0, 0);
		else if (mine->sign < 0 && branch->up)
			bind_column(r, lp, k, 0, 0);
	}
}

/* Frees a cell and applies the branches that remain for it. */
static void
undo(struct rounding *r, struct cpe_lp *lp, const struct branch *branch, size_t depth)
{
	uint32_t place = r->column[branch[depth].column].place;

	for (size_t k = r->first[place]; k < r->first[place + 1]; k++)
		bind_column(r, lp, k, 0, 1);
	for (size_t d = 0; d < depth; d++)
		if (r->column[branch[d].column].place == place)
			apply(r, lp, &branch[d]);
}

/* Whether a bound leaves room for something better than the best. */
static bool
worth(const struct rounding *r, double bound)
{
	if (r->best_cost == HUGE_VAL)
		return true;
	if (r->whole_costs && r->best_cost < COUNTED_MOST)
		return ceil(bound - 1e-4) < r->best_cost;
	return bound < r->best_cost * (1 - 1e-9);
}

/*
 * Branch and bound, depth first.  *complete: all was searched, so the best is the optimum, or there
 * is no rounding of this kind.
 */
static bool
search(struct rounding *r, struct cpe_lp *lp, bool *complete)
{
	struct branch *branch = cpe_arena_alloc(r->arena, r->columns + 1, sizeof(*branch), r->problem);
	size_t depth = 0;
	bool root = true;

	*complete = true;
	if (branch == NULL)
		return false;
	for (;;)
	{
		enum cpe_lp_state state;
		int64_t used = 0;
		const double *value;
		size_t open = r->columns;
		bool solved;

		if (!(root ? cpe_lp_primal(lp, r->arena, r->work - r->reserve, &used, &state, r->problem)
		           : cpe_lp_dual(lp, r->arena, r->work, &used, &state, r->problem)) ||
		    !cpe_arena_poll(r->arena, r->problem))
			return false;
		r->work -= used + WORK_A_NODE;
		solved = state == CPE_LP_OPTIMAL;
		value = solved ? cpe_lp_values(lp) : NULL;
		if (root && solved)
			r->bound = r->fixed + cpe_lp_objective(lp);
		root = false;
		if (solved && worth(r, r->fixed + cpe_lp_objective(lp)))
		{
			open = most_open(r, value);
			if (open == r->columns && !take(r, value))
				*complete = false;
		}
		else if (!solved && state != CPE_LP_INFEASIBLE)
			*complete = false;
		if (r->work <= (r->best_cost == HUGE_VAL ? r->reserve : 0))
		{
			*complete &= open == r->columns && depth == 0;
			return true;
		}
		if (open < r->columns)
		{
			branch[depth].column = (uint32_t) open;
			branch[depth].up = value[open] >= 0.5;
			branch[depth].last = false;
			apply(r, lp, &branch[depth++]);
			continue;
		}
		/* back to the last branch whose other way is still to be gone */
		while (depth > 0 && branch[depth - 1].last)
			undo(r, lp, branch, --depth);
		if (depth == 0)
			return true;
		undo(r, lp, branch, depth - 1);
		branch[depth - 1].up = !branch[depth - 1].up;
		branch[depth - 1].last = true;
		apply(r, lp, &branch[depth - 1]);
	}
}

/* One kind of rounding: zero-restricted, or one multiple further. */
static bool
round_within(struct rounding *r, int reach, struct cpe_controlled *result)
{
	struct cpe_lp *lp;
	bool complete;
	bool good;

	r->reach = reach;
	r->best_cost = HUGE_VAL;
	r->bound = -1;
	if (!make_columns(r) || !open_programme(r, &lp))
		return false;
	good = search(r, lp, &complete);
	cpe_lp_close(lp);
	if (!good)
		return false;
	r->nowhere = complete && r->best_cost == HUGE_VAL;
	result->optimal = complete && r->best_cost < HUGE_VAL;
	result->lower_bound = result->optimal ? r->best_cost : r->bound;
	if (!result->optimal && r->whole_costs && r->bound >= 0 && r->bound < COUNTED_MOST)
		result->lower_bound = ceil(r->bound - 1e-4);
	return true;
}

/* The inner cells rounded by least squares, and margins added up from them. */
static bool
round_inner(struct rounding *r)
{
	struct cpe_inner_cells inner;
	struct cpe_margin_fit fit = {.inner = &inner, .base = (int32_t) r->base};
	size_t cells = r->table->cells;
	uint32_t *number = cpe_arena_alloc(r->arena, cells + 1, sizeof(*number), r->problem);
	int64_t *rest = cpe_arena_alloc(r->arena, cells + 1, sizeof(*rest), r->problem);
	int64_t *value = cpe_arena_alloc(r->arena, cells + 1, sizeof(*value), r->problem);
	bool *up = cpe_arena_alloc(r->arena, cells + 1, sizeof(*up), r->problem);
	bool *counts = cpe_arena_alloc(r->arena, cells + 1, sizeof(*counts), r->problem);
	double *weight = cpe_arena_alloc(r->arena, cells + 1, sizeof(*weight), r->problem);

	if (!number || !rest || !value || !up || !counts || !weight ||
	    !cpe_inner_cells_find(r->arena, r->table, r->cell, &inner, r->problem))
		return false;
	for (size_t c = 0; c < cells; c++)
	{
		counts[c] = true;
		weight[c] = weight_of(r, c);
	}
	for (size_t i = 0; i < inner.inner; i++)
	{
		int64_t count = at(r, inner.place[i])->value;

		value[i] = count / r->base;
		if (count % r->base == 0)
			continue;
		number[fit.candidates] = (uint32_t) i;
		rest[fit.candidates++] = count % r->base;
	}
	fit.candidate = number;
	fit.rest = rest;
	fit.counts = counts;
	fit.weight = weight;
	fit.sum = true;
	if (!cpe_margin_fit(r->arena, &fit, up, r->problem))
		return false;
	for (size_t c = 0; c < fit.candidates; c++)
		value[number[c]] += up[c];
	if (!cpe_inner_cells_add_up(r->table, r->cell, &inner, value, r->best, r->problem))
		return false;
	r->best_cost = cost_of(r, r->best);
	return true;
}

static bool
prepare(struct rounding *r, int64_t work)
{
	size_t cells = r->table->cells;

	r->whole_costs = true;
	for (size_t c = 0; c < cells; c++)
	{
		double weight = weight_of(r, c);

		if (!(weight > 0 && weight < 1e15))
			return cpe_problem_set(r->problem, CPE_INVALID, "It is positive, or NULL for 1.", NULL,
			                       "weight out of range: %g", weight);
		r->whole_costs &= rint(weight) == weight;
	}
	r->work = work;
	r->reserve = work / 2;
	r->trial = cpe_arena_alloc(r->arena, cells + 1, sizeof(*r->trial), r->problem);
	r->best = cpe_arena_alloc(r->arena, cells + 1, sizeof(*r->best), r->problem);
	return r->trial != NULL && r->best != NULL;
}

/* Turns multiples into figures. */
static bool
finish(const struct rounding *r, struct cpe_controlled *result)
{
	for (size_t c = 0; c < r->table->cells; c++)
	{
		uint32_t given = r->table->order[c];
		int64_t value = r->cell[given].value;
		int64_t below = value / r->base;
		int64_t above = below + (value % r->base > 0);
		int64_t steps = r->best[c] < below   ? below - r->best[c]
		                : r->best[c] > above ? r->best[c] - above
		                                     : 0;
		char where[140];

		result->steps[given] = (int32_t) (steps < INT32_MAX ? steps : INT32_MAX);
		if (!__builtin_mul_overflow(r->best[c], r->base, &result->rounded[given]))
			continue;
		cpe_table_describe(&r->cell[given], r->table->dims, where, sizeof(where));
		return cpe_problem_set(r->problem, CPE_RANGE, "Its rounded value is beyond 64 bits.", NULL,
		                       "cell %s is too large to be rounded", where);
	}
	result->cost = r->best_cost;
	return true;
}

/* Nothing was found, and there are no inner cells to add up: a table may simply have no rounding.
 */
static bool
not_found(const struct rounding *r)
{
	if (r->problem->code != CPE_INVALID)
		return false;
	if (r->nowhere)
		return cpe_problem_set(
			r->problem, CPE_INVALID, "No cell may go further than one multiple beyond the nearest.",
			"Round to another base, or leave a linked table out.",
			"the table has no additive rounding to base %lld", (long long) r->base);
	return cpe_problem_set(
		r->problem, CPE_LIMIT, "The table has no inner cells from which margins could be added up.",
		"Allow more by option \"work\", or round to another base.",
		"no additive rounding to base %lld was found within the work allowed", (long long) r->base);
}

bool
cpe_round_controlled(struct cpe_arena *arena, const struct cpe_table *table,
                     const struct cpe_table_cell *cell, const double *weight, int32_t base,
                     struct cpe_controlled *result, struct cpe_problem *problem)
{
	struct rounding r = {.arena = arena,
	                     .problem = problem,
	                     .table = table,
	                     .cell = cell,
	                     .weight = weight,
	                     .base = base};
	int64_t allowed = result->work;
	int64_t size = (int64_t) (table->cells + table->rows) + 1;

	if (base < 1)
		return cpe_problem_set(problem, CPE_INVALID, "Counts are rounded to multiples of it.", NULL,
		                       "base out of range: %d", base);
	if (allowed == 0)
		allowed = USUAL_WORK / size < MOST_USUAL ? USUAL_WORK / size : MOST_USUAL;
	if (!prepare(&r, allowed))
		return false;
	result->optimal = false;
	result->lower_bound = -1;
	r.best_cost = HUGE_VAL;
	if (cpe_lp_present() && !round_within(&r, 0, result))
		return false;
	r.reserve = 0;
	/* where not even the first programme was solved, a larger one will not be */
	if (cpe_lp_present() && r.best_cost == HUGE_VAL && (r.nowhere || r.bound >= 0) &&
	    !round_within(&r, 1, result))
		return false;
	result->work = allowed - r.work;
	if (r.best_cost == HUGE_VAL)
	{
		result->lower_bound = -1;
		if (!round_inner(&r))
			return not_found(&r);
	}
	return finish(&r, result);
}
