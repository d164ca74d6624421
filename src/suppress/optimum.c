#include "suppress/optimum.h"

#include "base/sort.h"
#include "suppress/cover.h"

#include <math.h>
#include <string.h>

#define WHOLE 1e-6            /* a share as near to 0 or 1 as this is that */
#define NOWHERE UINT32_MAX
#define MOST_FIGURES 6000     /* of a piece that is searched, not only bounded */
#define CANDIDATES 8          /* cells tried to branch on */
#define TRIAL_ITERATIONS 60   /* of such a trial */
#define NODE_ROUNDS 2         /* of cuts at a node whose shares are not whole */
#define ROOT_STALLS 6         /* rounds of little gain before branching starts */

/* A choice in the tree: a cell hidden or shown, under those of its parents. */
struct node
{
	double bound;
	uint32_t parent;
	uint32_t column;
	bool hide;
};

/* The search of one piece. */
struct search
{
	struct cpe_arena *arena;
	struct cpe_piece *piece;
	struct cpe_cover cover;
	struct cpe_cuts cuts;
	struct cpe_lp *master; /* cells that are not forced */
	size_t columns;
	size_t posted; /* cuts that are rows of it */
	uint32_t *cell;   /* by column */
	uint32_t *column; /* by cell */
	signed char *fixed; /* by column, as the master is bounded: 0, 1, or -1 for neither */
	signed char *settled; /* for good */
	signed char *wanted;
	double *share;  /* by cell, of the last solution */
	bool *trial;    /* by cell */
	bool *best;     /* by cell */
	double best_cost;
	double step;  /* costs are multiples of it; 0: they are not */
	double bound; /* of the piece */
	double doubt; /* the least bound of what was given up without proof */
	struct node *node;
	uint32_t nodes;
	uint32_t node_room;
	uint32_t *open; /* a heap by bound */
	uint32_t opens;
	double root_cost;
	double *root_gain; /* by column: what it costs more to hide it (to show it, where negative) */
	double *order; /* cost and column, to sort by */
};

/* ---- costs ---- */

/* The greatest common divisor of the costs where they are whole, else 0. */
static double
cost_step(const struct cpe_piece *piece)
{
	double step = 0;

	for (size_t c = 0; c < piece->cells; c++)
	{
		double a = step;
		double b = piece->forced[c] ? 0 : piece->cost[c];

		if (b != floor(b) || b > 1e12)
			return 0;
		while (b > 0)
		{
			double rest = fmod(a, b);

			a = b;
			b = rest;
		}
		step = a;
	}
	return step;
}

static double
pattern_cost(const struct cpe_piece *piece, const bool *hidden)
{
	double sum = 0;

	for (size_t c = 0; c < piece->cells; c++)
		if (hidden[c] && !piece->forced[c])
			sum += piece->cost[c];
	return sum;
}

/* The least cost that a pattern can have whose relaxation costs that much. */
static double
rounded_up(const struct search *s, double cost)
{
	double slack = 1e-6 * fmax(1, fabs(cost) * 1e-3);

	return s->step > 0 ? s->step * ceil((cost - slack) / s->step) : fmax(0, cost - slack);
}

/* Whether nothing cheaper than the best is to be had at such a bound. */
static bool
too_dear(const struct search *s, double cost)
{
	return rounded_up(s, cost) >= s->best_cost - 1e-9 * fmax(1, s->best_cost);
}

static void
note_best(struct search *s, const bool *hidden)
{
	double cost = pattern_cost(s->piece, hidden);

	if (cost >= s->best_cost)
		return;
	s->best_cost = cost;
	memcpy(s->best, hidden, s->piece->cells * sizeof(*hidden));
}

/* ---- the master programme ---- */

#define ROOM_FOR(field, count)                                                                     \
	((field) = cpe_arena_alloc(arena, (count), sizeof(*(field)), problem), (field) != NULL)

static bool
open_master(struct search *s, struct cpe_problem *problem)
{
	struct cpe_arena *arena = s->arena;
	const struct cpe_piece *piece = s->piece;
	size_t start[1] = {0};
	double *low, *high, *cost;

	if (!ROOM_FOR(low, s->columns) || !ROOM_FOR(high, s->columns) || !ROOM_FOR(cost, s->columns))
		return false;
	for (size_t i = 0; i < s->columns; i++)
	{
		high[i] = 1;
		cost[i] = piece->cost[s->cell[i]];
	}
	s->master =
		cpe_lp_open(s->columns, low, high, cost, 0, start, NULL, NULL, NULL, NULL, problem);
	return s->master != NULL;
}

static bool
open_search(struct search *s, struct cpe_arena *arena, struct cpe_piece *piece, int64_t allowed,
            struct cpe_problem *problem)
{
	size_t columns = piece->free_cells;

	*s = (struct search){.arena = arena,
	                     .piece = piece,
	                     .best_cost = INFINITY,
	                     .step = cost_step(piece),
	                     .doubt = INFINITY,
	                     .node_room = 256};
	if (!ROOM_FOR(s->cell, columns) || !ROOM_FOR(s->column, piece->cells) ||
	    !ROOM_FOR(s->fixed, columns) || !ROOM_FOR(s->settled, columns) ||
	    !ROOM_FOR(s->wanted, columns) || !ROOM_FOR(s->share, piece->cells) ||
	    !ROOM_FOR(s->trial, piece->cells) || !ROOM_FOR(s->best, piece->cells) ||
	    !ROOM_FOR(s->node, s->node_room) || !ROOM_FOR(s->open, s->node_room) ||
	    !ROOM_FOR(s->root_gain, columns) || !ROOM_FOR(s->order, 2 * columns))
		return false;
	for (uint32_t c = 0; c < piece->cells; c++)
	{
		s->column[c] = piece->forced[c] ? NOWHERE : (uint32_t) s->columns;
		s->share[c] = piece->forced[c];
		if (!piece->forced[c])
			s->cell[s->columns++] = c;
	}
	memset(s->fixed, -1, columns);
	memset(s->settled, -1, columns);
	return cpe_cover_open(&s->cover, arena, piece, allowed, problem) &&
	       cpe_cuts_open(&s->cuts, arena, problem) && open_master(s, problem);
}

static void
close_search(struct search *s)
{
	cpe_cover_close(&s->cover);
	if (s->master != NULL)
		cpe_lp_close(s->master);
	s->master = NULL;
}

/* Makes rows of the cuts that are none yet. */
static bool
post_cuts(struct search *s, struct cpe_problem *problem)
{
	uint32_t *column = cpe_arena_alloc(s->arena, s->columns, sizeof(*column), problem);

	if (column == NULL)
		return false;
	for (; s->posted < s->cuts.count; s->posted++)
	{
		const struct cpe_cut *cut = &s->cuts.cut[s->posted];

		for (size_t i = 0; i < cut->count; i++)
			column[i] = s->column[cut->cell[i]];
		if (!cpe_lp_add_row(s->master, cut->count, column, cut->weight, 1, 1e30, problem))
			return false;
	}
	return true;
}

/* Solves the master; *state is CPE_LP_STOPPED where the work allowed is used up. */
static bool
solve_master(struct search *s, int64_t most, enum cpe_lp_state *state, double *cost,
             struct cpe_problem *problem)
{
	int64_t left = cpe_cover_left(&s->cover);
	const double *value;

	*state = CPE_LP_STOPPED;
	*cost = 0;
	if (left == 0)
		return true;
	if (s->posted < s->cuts.count && !post_cuts(s, problem))
		return false;
	s->cover.work++;
	if (!cpe_lp_dual(s->master, s->arena, most > 0 && most < left ? most : left, &s->cover.work,
	                 state, problem))
		return false;
	if (*state == CPE_LP_INFEASIBLE)
		return true;
	*cost = cpe_lp_objective(s->master);
	if (*state == CPE_LP_STOPPED && most == 0)
		s->cover.exhausted = true;
	value = cpe_lp_values(s->master);
	for (size_t i = 0; i < s->columns && *state == CPE_LP_OPTIMAL; i++)
		s->share[s->cell[i]] = fmin(1, fmax(0, value[i]));
	return true;
}

static void
fix(struct search *s, size_t column, signed char to)
{
	if (s->fixed[column] == to)
		return;
	s->fixed[column] = to;
	cpe_lp_set_bounds(s->master, column, to == 1 ? 1 : 0, to == 0 ? 0 : 1);
}

/* Keeps what the root's relaxation says of each cell. */
static void
note_root(struct search *s, double cost)
{
	const double *reduced = cpe_lp_reduced_costs(s->master);

	s->root_cost = cost;
	for (size_t i = 0; i < s->columns; i++)
	{
		double share = s->share[s->cell[i]];

		s->root_gain[i] = 0;
		if (share < WHOLE)
			s->root_gain[i] = fmax(0, reduced[i]);
		else if (share > 1 - WHOLE)
			s->root_gain[i] = fmin(0, reduced[i]);
	}
}

/* Settles cells whose other choice would cost too much, by the root's reduced costs. */
static void
settle_dear(struct search *s)
{
	for (size_t i = 0; i < s->columns; i++)
		if (s->settled[i] < 0 && too_dear(s, s->root_cost + fabs(s->root_gain[i])))
			s->settled[i] = s->root_gain[i] < 0;
}

/* ---- patterns ---- */

static double
cut_sum(const struct cpe_cut *cut, const bool *hidden)
{
	double sum = 0;

	for (size_t i = 0; i < cut->count; i++)
		if (hidden[cut->cell[i]])
			sum += cut->weight[i];
	return sum;
}

/* Hides the cells of a cut that are the cheapest for what they give, until it is kept. */
static void
keep_cut(struct search *s, const struct cpe_cut *cut, bool *hidden)
{
	while (cut_sum(cut, hidden) < 1 - WHOLE)
	{
		size_t best = cut->count;
		double least = INFINITY;

		for (size_t i = 0; i < cut->count; i++)
		{
			double cost = (s->piece->cost[cut->cell[i]] + 1e-3) *
			              (1.05 - s->share[cut->cell[i]]) / cut->weight[i];

			if (!hidden[cut->cell[i]] && cost < least)
			{
				least = cost;
				best = i;
			}
		}
		if (best == cut->count)
			return;
		hidden[cut->cell[best]] = true;
	}
}

/* The cut that a pattern breaks for a need without a move: one of an attack, else "some other". */
static bool
cut_for(struct search *s, const bool *hidden, size_t need, enum cpe_cover_answer answer,
        struct cpe_problem *problem)
{
	struct cpe_piece *piece = s->piece;
	double *share = cpe_arena_alloc(s->arena, piece->cells, sizeof(*share), problem);
	size_t before = s->cuts.count;

	if (share == NULL)
		return false;
	for (size_t c = 0; c < piece->cells; c++)
		share[c] = hidden[c];
	for (double spare = 1e-3; s->cuts.count == before && !piece->need[need].set_aside;
	     spare *= 1e-3)
	{
		if (!cpe_cover_attack(&s->cover, share, spare < 1e-6 ? 0 : spare, need, &s->cuts, problem))
			return false;
		if (spare < 1e-6)
			break;
	}
	if (s->cuts.count == before && answer == CPE_COVER_NO && !piece->need[need].set_aside &&
	    !s->cover.exhausted)
		return cpe_cover_other(&s->cover, hidden, need, &s->cuts, problem);
	return true;
}

/*
 * Whether all needs have moves in a pattern; where one has none, its cut is added (most cuts at
 * most) and *safe is false.  *certain: each need without a move has been met with a cut.
 */
static bool
check_pattern(struct search *s, const bool *hidden, size_t most, bool *safe, bool *certain,
              struct cpe_problem *problem)
{
	struct cpe_piece *piece = s->piece;
	size_t first = s->cuts.count;

	*safe = *certain = true;
	for (size_t n = 0; n < piece->needs && s->cuts.count - first < most; n++)
	{
		enum cpe_cover_answer answer;
		size_t before = s->cuts.count;

		if (piece->need[n].set_aside || cpe_cover_kept(&s->cover, hidden, n))
			continue;
		if (!cpe_arena_poll(s->arena, problem) ||
		    !cpe_cover_move(&s->cover, hidden, n, &answer, problem))
			return false;
		if (answer == CPE_COVER_YES)
			continue;
		if (!cut_for(s, hidden, n, answer, problem))
			return false;
		if (piece->need[n].set_aside)
			continue;
		*safe = false;
		if (s->cuts.count == before)
			*certain = false;
		if (s->cover.exhausted)
			break;
	}
	return true;
}

static int
dear_first(const void *a, const void *b)
{
	return -cpe_by_number(a, b);
}

/* Whether a pattern keeps all cuts that have a cell. */
static bool
keeps_cuts_of(const struct search *s, const bool *hidden, uint32_t cell)
{
	for (size_t k = 0; k < s->cuts.count; k++)
	{
		const struct cpe_cut *cut = &s->cuts.cut[k];
		size_t i = 0;

		while (i < cut->count && cut->cell[i] < cell)
			i++;
		if (i < cut->count && cut->cell[i] == cell && cut_sum(cut, hidden) < 1 - WHOLE)
			return false;
	}
	return true;
}

/* Whether all needs have moves in a pattern; as soon as one has none, no. */
static bool
all_move(struct search *s, const bool *hidden, bool *all, struct cpe_problem *problem)
{
	*all = true;
	for (size_t n = 0; n < s->piece->needs && *all; n++)
	{
		enum cpe_cover_answer answer;

		if (s->piece->need[n].set_aside || cpe_cover_kept(&s->cover, hidden, n))
			continue;
		if (!cpe_arena_poll(s->arena, problem) ||
		    !cpe_cover_move(&s->cover, hidden, n, &answer, problem))
			return false;
		*all = answer == CPE_COVER_YES;
	}
	return true;
}

/* Shows again, the dearest first, what a safe pattern can do without. */
static bool
drop_cells(struct search *s, bool *hidden, struct cpe_problem *problem)
{
	size_t count = 0;

	for (size_t i = 0; i < s->columns; i++)
		if (hidden[s->cell[i]])
		{
			s->order[2 * count] = s->piece->cost[s->cell[i]];
			s->order[2 * count++ + 1] = (double) s->cell[i];
		}
	if (!cpe_sort(s->arena, s->order, count, 2 * sizeof(*s->order), dear_first, problem))
		return false;
	for (size_t i = 0; i < count && !s->cover.exhausted; i++)
	{
		uint32_t cell = (uint32_t) s->order[2 * i + 1];
		bool all;

		hidden[cell] = false;
		if (keeps_cuts_of(s, hidden, cell))
		{
			if (!all_move(s, hidden, &all, problem))
				return false;
			if (all)
				continue;
		}
		hidden[cell] = true;
	}
	return true;
}

/* A pattern from the shares: the larger ones, what cuts and attackers add to them, less the rest. */
static bool
round_shares(struct search *s, double from, struct cpe_problem *problem)
{
	bool safe = false;
	bool certain = true;

	for (size_t c = 0; c < s->piece->cells; c++)
		s->trial[c] = s->piece->forced[c] || s->share[c] >= from;
	while (!safe && certain && !s->cover.exhausted)
	{
		for (size_t k = 0; k < s->cuts.count; k++)
			keep_cut(s, &s->cuts.cut[k], s->trial);
		if (!check_pattern(s, s->trial, 20, &safe, &certain, problem))
			return false;
	}
	if (!safe || s->cover.exhausted)
		return true;
	if (!drop_cells(s, s->trial, problem))
		return false;
	note_best(s, s->trial);
	return true;
}

/*
 * The pattern given, without what it can do without, where it is cheaper than what there is.  It is
 * only refused where it is certain that a need has no move in it.
 */
static bool
start_from(struct search *s, const bool *hidden, struct cpe_problem *problem)
{
	bool safe, certain;

	for (size_t c = 0; c < s->piece->cells; c++)
		s->trial[c] = s->piece->forced[c] || hidden[s->piece->outer_cell[c]];
	if (pattern_cost(s->piece, s->trial) >= s->best_cost)
		return true;
	if (!check_pattern(s, s->trial, SIZE_MAX, &safe, &certain, problem))
		return false;
	if (!safe && certain && !s->cover.exhausted)
		return true;
	note_best(s, s->trial);
	if (!drop_cells(s, s->trial, problem))
		return false;
	note_best(s, s->trial);
	return true;
}

/* ---- the tree ---- */

/* The bound of the relaxation, tightened by cuts until they give little more. */
static bool
bound_root(struct search *s, struct cpe_problem *problem)
{
	double spare = 0.1;
	double last = 0;
	int stalls = 0;

	while (!s->cover.exhausted)
	{
		enum cpe_lp_state state;
		size_t before = s->cuts.count;
		double cost;

		if (!solve_master(s, 0, &state, &cost, problem))
			return false;
		if (state != CPE_LP_OPTIMAL)
			return true;
		s->bound = fmax(s->bound, rounded_up(s, cost));
		note_root(s, cost);
		stalls = cost > last + 1e-4 * fmax(1, cost) ? 0 : stalls + 1;
		last = cost;
		if (stalls >= ROOT_STALLS && s->piece->figures <= MOST_FIGURES)
			return true;
		if (!cpe_cover_separate(&s->cover, s->share, spare, 200, &s->cuts, problem))
			return false;
		if (s->cuts.count > before)
			continue;
		if (spare == 0)
			return true;
		spare = spare > 1e-4 ? spare * 0.1 : 0;
	}
	return true;
}

static bool
before(const struct search *s, uint32_t a, uint32_t b)
{
	return s->node[a].bound < s->node[b].bound || (s->node[a].bound == s->node[b].bound && a > b);
}

static bool
push_node(struct search *s, struct node node, struct cpe_problem *problem)
{
	uint32_t at = s->opens;

	if (s->nodes == s->node_room)
	{
		struct cpe_arena *arena = s->arena;
		struct node *more;
		uint32_t *open;

		if (!ROOM_FOR(more, (size_t) s->node_room * 2) || !ROOM_FOR(open, (size_t) s->node_room * 2))
			return false;
		memcpy(more, s->node, s->nodes * sizeof(*more));
		memcpy(open, s->open, s->opens * sizeof(*open));
		s->node = more;
		s->open = open;
		s->node_room *= 2;
	}
	s->node[s->nodes] = node;
	s->open[s->opens++] = s->nodes++;
	while (at > 0 && before(s, s->open[at], s->open[(at - 1) / 2]))
	{
		uint32_t swap = s->open[at];

		s->open[at] = s->open[(at - 1) / 2];
		s->open[(at - 1) / 2] = swap;
		at = (at - 1) / 2;
	}
	return true;
}

static uint32_t
pop_node(struct search *s)
{
	uint32_t top = s->open[0];
	uint32_t at = 0;

	s->open[0] = s->open[--s->opens];
	for (;;)
	{
		uint32_t child = 2 * at + 1;
		uint32_t swap;

		if (child + 1 < s->opens && before(s, s->open[child + 1], s->open[child]))
			child++;
		if (child >= s->opens || !before(s, s->open[child], s->open[at]))
			return top;
		swap = s->open[at];
		s->open[at] = s->open[child];
		s->open[child] = swap;
		at = child;
	}
}

/* Bounds the master as a node says. */
static void
enter_node(struct search *s, uint32_t node)
{
	memcpy(s->wanted, s->settled, s->columns);
	for (; node != NOWHERE; node = s->node[node].parent)
		if (s->settled[s->node[node].column] < 0)
			s->wanted[s->node[node].column] = s->node[node].hide;
	for (size_t i = 0; i < s->columns; i++)
		fix(s, i, s->wanted[i]);
}

/* Whether a node says the opposite of what is settled: then there is nothing in it. */
static bool
node_is_void(const struct search *s, uint32_t node)
{
	for (; node != NOWHERE; node = s->node[node].parent)
		if (s->settled[s->node[node].column] == !s->node[node].hide)
			return true;
	return false;
}

/* The columns to try branching on: those whose choice is the most open and costs the most. */
static size_t
candidates(const struct search *s, uint32_t *column)
{
	size_t count = 0;
	double score[CANDIDATES];

	for (uint32_t i = 0; i < s->columns; i++)
	{
		double share = s->share[s->cell[i]];
		double here = fmin(share, 1 - share) * (s->piece->cost[s->cell[i]] + 1e-3);
		size_t at;

		if (share < WHOLE || share > 1 - WHOLE)
			continue;
		if (count == CANDIDATES && here <= score[CANDIDATES - 1])
			continue;
		at = count < CANDIDATES ? count++ : CANDIDATES - 1;
		for (; at > 0 && score[at - 1] < here; at--)
		{
			score[at] = score[at - 1];
			column[at] = column[at - 1];
		}
		score[at] = here;
		column[at] = i;
	}
	return count;
}

/* What the master costs at least with a column fixed, after a few iterations. */
static bool
try_column(struct search *s, uint32_t column, signed char to, double cost, double *bound,
           struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	double found;

	fix(s, column, to);
	if (!solve_master(s, TRIAL_ITERATIONS, &state, &found, problem))
		return false;
	fix(s, column, -1);
	*bound = state == CPE_LP_INFEASIBLE ? INFINITY : state == CPE_LP_OPTIMAL ? fmax(cost, found)
	                                                                         : cost;
	return true;
}

/*
 * Chooses the column whose two choices raise the bound the most.  A choice that is too dear is
 * ruled out: *forced is the column then, fixed to the other one.
 */
static bool
choose_column(struct search *s, double cost, uint32_t *chosen, double *shown, double *hidden,
              struct cpe_problem *problem)
{
	uint32_t column[CANDIDATES];
	size_t count = candidates(s, column);
	double best = -1;

	for (size_t i = 0; i < count && !s->cover.exhausted; i++)
	{
		double down, up, score;

		if (!try_column(s, column[i], 0, cost, &down, problem) ||
		    !try_column(s, column[i], 1, cost, &up, problem))
			return false;
		score = fmax(down - cost, 1e-6) * fmax(up - cost, 1e-6);
		if (too_dear(s, down) || too_dear(s, up))
			score = INFINITY;
		if (score > best)
		{
			best = score;
			*chosen = column[i];
			*shown = down;
			*hidden = up;
		}
		if (score == INFINITY)
			break;
	}
	return true;
}

/* What a node came to. */
enum outcome
{
	DONE,  /* nothing better is in it, or its best is noted */
	BRANCH /* its shares are not whole */
};

static bool
shares_are_whole(const struct search *s)
{
	for (size_t i = 0; i < s->columns; i++)
		if (s->share[s->cell[i]] > WHOLE && s->share[s->cell[i]] < 1 - WHOLE)
			return false;
	return true;
}

/* Solves a node with the cuts that its solutions break. */
static bool
solve_node(struct search *s, enum outcome *outcome, double *cost, struct cpe_problem *problem)
{
	int rounds = 0;

	*outcome = DONE;
	for (;;)
	{
		enum cpe_lp_state state;
		size_t before = s->cuts.count;
		bool safe, certain;

		if (!solve_master(s, 0, &state, cost, problem))
			return false;
		if (state != CPE_LP_OPTIMAL || too_dear(s, *cost))
			return true;
		if (shares_are_whole(s))
		{
			for (size_t c = 0; c < s->piece->cells; c++)
				s->trial[c] = s->share[c] > 0.5;
			if (!check_pattern(s, s->trial, 40, &safe, &certain, problem))
				return false;
			if (s->cover.exhausted)
				return true;
			if (safe)
				note_best(s, s->trial);
			else if (s->cuts.count == before)
				s->doubt = fmin(s->doubt, rounded_up(s, *cost));
			if (s->cuts.count == before)
				return true;
			continue;
		}
		*outcome = BRANCH;
		if (rounds++ >= NODE_ROUNDS)
			return true;
		if (!cpe_cover_separate(&s->cover, s->share, 0.01, 40, &s->cuts, problem))
			return false;
		if (s->cuts.count == before)
			return true;
		*outcome = DONE;
	}
}

/* Branches on a node; *next is the choice to follow at once, if any is worth it. */
static bool
branch(struct search *s, uint32_t parent, double cost, uint32_t *next, struct cpe_problem *problem)
{
	uint32_t column = NOWHERE;
	double bound[2] = {cost, cost};
	bool first;

	*next = NOWHERE;
	if (!choose_column(s, cost, &column, &bound[0], &bound[1], problem))
		return false;
	if (column == NOWHERE) /* the work is exhausted */
		return push_node(s, (struct node){cost, parent, 0, s->fixed[0] == 1}, problem);
	first = bound[1] <= bound[0] || s->share[s->cell[column]] > 0.5;
	for (int i = 0; i < 2; i++)
	{
		bool hide = i == 0 ? !first : first;

		if (!too_dear(s, bound[hide]) &&
		    !push_node(s, (struct node){bound[hide], parent, column, hide}, problem))
			return false;
	}
	return true;
}

static double
open_bound(const struct search *s)
{
	return s->opens > 0 ? rounded_up(s, s->node[s->open[0]].bound) : INFINITY;
}

static bool
search_tree(struct search *s, struct cpe_problem *problem)
{
	uint32_t node = NOWHERE;
	double last = INFINITY;
	bool root = true;

	while (root || s->opens > 0)
	{
		enum outcome outcome;
		double cost;

		if (s->best_cost < last)
			settle_dear(s);
		last = s->best_cost;
		if (root)
			enter_node(s, NOWHERE);
		else
		{
			s->bound = fmax(s->bound, fmin(s->best_cost, fmin(open_bound(s), s->doubt)));
			node = pop_node(s);
			if (too_dear(s, s->node[node].bound) || node_is_void(s, node))
				continue;
			enter_node(s, node);
		}
		if (!cpe_arena_poll(s->arena, problem) || !solve_node(s, &outcome, &cost, problem))
			return false;
		if (s->cover.exhausted)
			return true;
		root = false;
		if (outcome == BRANCH && !branch(s, node, cost, &node, problem))
			return false;
		if (s->cover.exhausted)
			return true;
	}
	s->bound = fmax(s->bound, fmin(s->best_cost, s->doubt));
	return true;
}

static bool
search_piece(struct search *s, const bool *hidden, struct cpe_problem *problem)
{
	if (!cpe_cover_rows(&s->cover, &s->cuts, problem) || !cpe_cover_sure(&s->cover, problem) ||
	    !bound_root(s, problem))
		return false;
	if (s->cover.exhausted || s->piece->figures > MOST_FIGURES)
		return true;
	if (!round_shares(s, 0.5, problem) || !round_shares(s, 0.99, problem) ||
	    !start_from(s, hidden, problem))
		return false;
	return s->cover.exhausted || s->bound >= s->best_cost || search_tree(s, problem);
}

/* ---- all pieces ---- */

/* An arena for one search, whose memory ends with it: searches come by the hundred. */
struct scratch
{
	struct cpe_arena arena;
	struct cpe_arena *outer;
};

static bool
ask_outer(struct cpe_arena *arena)
{
	struct cpe_arena *outer = ((struct scratch *) arena)->outer;

	return outer->stop != NULL && outer->stop(outer);
}

/* Searches a piece, and puts what it found in place of the pattern. */
static bool
improve_piece(struct scratch *scratch, struct cpe_piece *piece, int64_t allowed,
              struct cpe_optimum *optimum, int64_t *used, struct cpe_problem *problem)
{
	struct search s;
	bool good = open_search(&s, &scratch->arena, piece, allowed, problem) &&
	            search_piece(&s, optimum->hidden, problem);

	*used = s.cover.work;
	close_search(&s);
	if (!good)
		return false;
	for (size_t c = 0; c < piece->cells && s.best_cost < INFINITY; c++)
		optimum->hidden[piece->outer_cell[c]] = s.best[c];
	for (size_t n = 0; n < piece->needs; n++)
		optimum->set_aside += piece->need[n].set_aside;
	optimum->lower_bound += fmin(s.bound, s.best_cost);
	return true;
}

/* Forced cells and those of pieces stay as they are; no other needs hiding. */
static bool
show_idle(struct cpe_arena *arena, const struct cpe_system *system, const bool *forced,
          const struct cpe_piece *piece, size_t pieces, bool *hidden, struct cpe_problem *problem)
{
	bool *in_piece = cpe_arena_alloc(arena, system->cells, sizeof(*in_piece), problem);

	if (in_piece == NULL)
		return false;
	for (size_t i = 0; i < pieces; i++)
		for (size_t c = 0; c < piece[i].cells; c++)
			in_piece[piece[i].outer_cell[c]] = true;
	for (size_t c = 0; c < system->cells; c++)
		hidden[c] = forced[c] || (hidden[c] && in_piece[c]);
	return true;
}

static bool
search_pieces(struct scratch *scratch, const struct cpe_system *system,
              const struct cpe_target *target, size_t targets, const double *cost,
              const bool *forced, const bool *never, struct cpe_optimum *optimum,
              struct cpe_problem *problem)
{
	struct cpe_piece *piece;
	size_t pieces;
	int64_t left = optimum->work;

	optimum->work = 0;
	if (!cpe_piece_cut(&scratch->arena, system, target, targets, cost, forced, never, &piece,
	                   &pieces, &optimum->set_aside, problem) ||
	    !show_idle(&scratch->arena, system, forced, piece, pieces, optimum->hidden, problem))
		return false;
	for (size_t i = 0; i < pieces && cpe_lp_present() && optimum->work < left; i++)
	{
		int64_t used;

		if (!improve_piece(scratch, &piece[i], left - optimum->work, optimum, &used, problem))
			return false;
		optimum->work += used;
	}
	return true;
}

bool
cpe_optimum_search(struct cpe_arena *arena, const struct cpe_system *system,
                   const struct cpe_target *target, size_t targets, const double *cost,
                   const bool *forced, const bool *never, struct cpe_optimum *optimum,
                   struct cpe_problem *problem)
{
	struct scratch scratch = {.outer = arena};
	bool good;

	optimum->lower_bound = 0;
	optimum->set_aside = 0;
	cpe_arena_open_malloc(&scratch.arena);
	scratch.arena.stop = ask_outer;
	good = search_pieces(&scratch, system, target, targets, cost, forced, never, optimum, problem);
	cpe_arena_close_malloc(&scratch.arena);
	optimum->cost = 0;
	for (size_t c = 0; c < system->cells; c++)
		if (optimum->hidden[c] && !forced[c])
			optimum->cost += cost[c];
	optimum->optimal = optimum->lower_bound >= optimum->cost * (1 - 1e-9);
	return good;
}
