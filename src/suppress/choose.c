#include "suppress/choose.h"

#include "base/sort.h"

#include <math.h>
#include <string.h>

#define WHOLE 1e-6 /* a share as near to 0 or 1 as this is that */
#define NOWHERE UINT32_MAX
#define CANDIDATES 8        /* cells tried to branch on */
#define TRIAL_ITERATIONS 60 /* of such a trial */
#define MOST_DEPTH 8        /* of blocks within blocks */

/* What was found for a block: the cuts are known by the sum of their numbers' hashes. */
struct cpe_answer
{
	uint64_t key;
	size_t cuts; /* 0: an empty slot */
	double bound;
	bool exact;
	size_t count;
	uint32_t *cell;
	size_t columns; /* of its programme: the cells, and what taking them costs by the relaxation */
	uint32_t *column_cell;
	double *column_cost;
};

/* A choice in the tree: a cell chosen or not, under those of its parents. */
struct node
{
	double bound;
	uint32_t parent;
	uint32_t column;
	bool take;
};

/* The search of one block. */
struct tree
{
	struct cpe_chooser *chooser;
	struct cpe_arena *arena;
	struct cpe_lp *lp;
	size_t columns;
	size_t rows;
	uint32_t *cell; /* by column */
	double *cost;
	size_t *row_start;
	uint32_t *row_column;
	double *row_weight;
	signed char *fixed; /* by column, as bounded: 0, 1, or -1 for neither */
	signed char *wanted;
	double *share;
	bool *trial;
	bool *best;
	double best_cost;
	double root; /* what its relaxation costs */
	double *reduced;
	double *order;
	struct node *node;
	uint32_t nodes;
	uint32_t room;
	uint32_t *open; /* a heap by bound */
	uint32_t opens;
};

double
cpe_whole_cost(double step, double cost)
{
	double slack = 1e-6 * fmax(1, fabs(cost) * 1e-3);

	return step > 0 ? step * ceil((cost - slack) / step) : fmax(0, cost - slack);
}

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

#define ROOM_FOR(field, count)                                                                     \
	((field) = cpe_arena_alloc(arena, (count), sizeof(*(field)), problem), (field) != NULL)

bool
cpe_chooser_open(struct cpe_chooser *chooser, struct cpe_arena *arena, struct cpe_cuts *cuts,
                 const struct cpe_piece *piece, struct cpe_cover *work, struct cpe_problem *problem)
{
	*chooser = (struct cpe_chooser){.arena = arena,
	                                .cuts = cuts,
	                                .cells = piece->cells,
	                                .cost = piece->cost,
	                                .step = cost_step(piece),
	                                .work = work,
	                                .slots = 256};
	return ROOM_FOR(chooser->barred, piece->cells) && ROOM_FOR(chooser->hint, piece->cells) &&
	       ROOM_FOR(chooser->least, piece->cells) && ROOM_FOR(chooser->answer, chooser->slots);
}

/* ---- the tree of a block ---- */

static bool
too_dear(const struct tree *t, double cost)
{
	return cpe_whole_cost(t->chooser->step, cost) >= t->best_cost - 1e-9 * fmax(1, t->best_cost);
}

static void
fix(struct tree *t, size_t column, signed char to)
{
	if (t->fixed[column] == to)
		return;
	t->fixed[column] = to;
	cpe_lp_set_bounds(t->lp, column, to == 1 ? 1 : 0, to == 0 ? 0 : 1);
}

/* Solves the relaxation as it is bounded; CPE_LP_STOPPED also where no work is left. */
static bool
relax(struct tree *t, int64_t most, enum cpe_lp_state *state, double *cost,
      struct cpe_problem *problem)
{
	struct cpe_cover *work = t->chooser->work;
	int64_t left = cpe_cover_left(work);

	*state = CPE_LP_STOPPED;
	*cost = 0;
	if (left == 0)
		return true;
	work->work++;
	if (!cpe_lp_dual(t->lp, t->arena, most > 0 && most < left ? most : left, &work->work, state,
	                 problem))
		return false;
	if (*state == CPE_LP_OPTIMAL)
		*cost = cpe_lp_objective(t->lp);
	else if (*state != CPE_LP_INFEASIBLE && most == 0)
		work->exhausted = true;
	return true;
}

static double
row_sum(const struct tree *t, size_t row, const bool *taken)
{
	double sum = 0;

	for (size_t i = t->row_start[row]; i < t->row_start[row + 1]; i++)
		if (taken[t->row_column[i]])
			sum += t->row_weight[i];
	return sum;
}

/* Takes the cheapest columns for what they give until a row is kept. */
static void
keep_row(const struct tree *t, size_t row, bool *taken)
{
	while (row_sum(t, row, taken) < 1 - WHOLE)
	{
		size_t best = NOWHERE;
		double least = INFINITY;

		for (size_t i = t->row_start[row]; i < t->row_start[row + 1]; i++)
		{
			uint32_t column = t->row_column[i];
			double cost = (t->cost[column] + 1e-3) * (1.05 - t->share[column]) / t->row_weight[i];

			if (!taken[column] && cost < least)
			{
				least = cost;
				best = column;
			}
		}
		if (best == NOWHERE)
			return;
		taken[best] = true;
	}
}

static bool
rows_kept(const struct tree *t, const bool *taken)
{
	for (size_t row = 0; row < t->rows; row++)
		if (row_sum(t, row, taken) < 1 - WHOLE)
			return false;
	return true;
}

static void
note_best(struct tree *t, const bool *taken)
{
	double cost = 0;

	for (size_t i = 0; i < t->columns; i++)
		if (taken[i])
			cost += t->cost[i];
	if (cost >= t->best_cost)
		return;
	t->best_cost = cost;
	memcpy(t->best, taken, t->columns * sizeof(*taken));
}

static int
dear_first(const void *a, const void *b)
{
	return -cpe_by_number(a, b);
}

/* Adds to the trial what rows lack, and gives back what they can do without. */
static bool
mend_trial(struct tree *t, struct cpe_problem *problem)
{
	size_t count = 0;

	for (size_t row = 0; row < t->rows; row++)
		keep_row(t, row, t->trial);
	if (!rows_kept(t, t->trial))
		return true;
	for (size_t i = 0; i < t->columns; i++)
		if (t->trial[i])
		{
			t->order[2 * count] = t->cost[i];
			t->order[2 * count++ + 1] = (double) i;
		}
	if (!cpe_sort(t->arena, t->order, count, 2 * sizeof(*t->order), dear_first, problem))
		return false;
	for (size_t i = 0; i < count; i++)
	{
		size_t column = (size_t) t->order[2 * i + 1];

		t->trial[column] = false;
		t->trial[column] = !rows_kept(t, t->trial);
	}
	note_best(t, t->trial);
	return true;
}

static bool
round_shares(struct tree *t, struct cpe_problem *problem)
{
	for (size_t i = 0; i < t->columns; i++)
		t->trial[i] = t->share[i] > 0.5;
	return mend_trial(t, problem);
}

static bool
before(const struct tree *t, uint32_t a, uint32_t b)
{
	return t->node[a].bound < t->node[b].bound || (t->node[a].bound == t->node[b].bound && a > b);
}

static bool
push_node(struct tree *t, struct node node, struct cpe_problem *problem)
{
	struct cpe_arena *arena = t->arena;
	uint32_t at = t->opens;

	if (t->nodes == t->room)
	{
		struct node *more;
		uint32_t *open;

		if (!ROOM_FOR(more, (size_t) t->room * 2) || !ROOM_FOR(open, (size_t) t->room * 2))
			return false;
		memcpy(more, t->node, t->nodes * sizeof(*more));
		memcpy(open, t->open, t->opens * sizeof(*open));
		t->node = more;
		t->open = open;
		t->room *= 2;
	}
	t->node[t->nodes] = node;
	t->open[t->opens++] = t->nodes++;
	while (at > 0 && before(t, t->open[at], t->open[(at - 1) / 2]))
	{
		uint32_t swap = t->open[at];

		t->open[at] = t->open[(at - 1) / 2];
		t->open[(at - 1) / 2] = swap;
		at = (at - 1) / 2;
	}
	return true;
}

static uint32_t
pop_node(struct tree *t)
{
	uint32_t top = t->open[0];
	uint32_t at = 0;

	t->open[0] = t->open[--t->opens];
	for (;;)
	{
		uint32_t child = 2 * at + 1;
		uint32_t swap;

		if (child + 1 < t->opens && before(t, t->open[child + 1], t->open[child]))
			child++;
		if (child >= t->opens || !before(t, t->open[child], t->open[at]))
			return top;
		swap = t->open[at];
		t->open[at] = t->open[child];
		t->open[child] = swap;
		at = child;
	}
}

/* Bounds the relaxation as a node says. */
static void
enter_node(struct tree *t, uint32_t node)
{
	memset(t->wanted, -1, t->columns);
	for (; node != NOWHERE; node = t->node[node].parent)
		t->wanted[t->node[node].column] = t->node[node].take;
	for (size_t i = 0; i < t->columns; i++)
		fix(t, i, t->wanted[i]);
}

/* The columns to try branching on: those whose choice is the most open and costs the most. */
static size_t
candidates(const struct tree *t, uint32_t *column)
{
	size_t count = 0;
	double score[CANDIDATES];

	for (uint32_t i = 0; i < t->columns; i++)
	{
		double here = fmin(t->share[i], 1 - t->share[i]) * (t->cost[i] + 1e-3);
		size_t at;

		if (t->share[i] < WHOLE || t->share[i] > 1 - WHOLE)
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

/* What the relaxation costs at least with a column fixed, after a few iterations. */
static bool
try_column(struct tree *t, uint32_t column, signed char to, double cost, double *bound,
           struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	double found;

	fix(t, column, to);
	if (!relax(t, TRIAL_ITERATIONS, &state, &found, problem))
		return false;
	fix(t, column, -1);
	*bound = state == CPE_LP_INFEASIBLE ? INFINITY
	         : state == CPE_LP_OPTIMAL  ? fmax(cost, found)
	                                    : cost;
	return true;
}

/* Branches on the column whose two choices raise the bound the most. */
static bool
branch(struct tree *t, uint32_t parent, double cost, struct cpe_problem *problem)
{
	uint32_t column[CANDIDATES];
	size_t count = candidates(t, column);
	uint32_t chosen = NOWHERE;
	double bound[2] = {cost, cost};
	double best = -1;

	for (size_t i = 0; i < count && best < INFINITY; i++)
	{
		double without, with, score;

		if (!try_column(t, column[i], 0, cost, &without, problem) ||
		    !try_column(t, column[i], 1, cost, &with, problem))
			return false;
		score = fmax(without - cost, 1e-6) * fmax(with - cost, 1e-6);
		if (too_dear(t, without) || too_dear(t, with))
			score = INFINITY;
		if (score <= best)
			continue;
		best = score;
		chosen = column[i];
		bound[0] = without;
		bound[1] = with;
	}
	for (int take = 0; take < 2 && chosen != NOWHERE; take++)
		if (!too_dear(t, bound[take]) &&
		    !push_node(t, (struct node){bound[take], parent, chosen, take == 1}, problem))
			return false;
	return true;
}

static bool
shares_are_whole(const struct tree *t)
{
	for (size_t i = 0; i < t->columns; i++)
		if (t->share[i] > WHOLE && t->share[i] < 1 - WHOLE)
			return false;
	return true;
}

static void
note_root(struct tree *t, double cost)
{
	t->root = cost;
	memcpy(t->reduced, cpe_lp_reduced_costs(t->lp), t->columns * sizeof(*t->reduced));
}

/* Solves a node and branches on it, unless nothing better is in it. */
static bool
solve_node(struct tree *t, uint32_t node, struct cpe_problem *problem)
{
	enum cpe_lp_state state;
	double cost;

	enter_node(t, node);
	if (!relax(t, 0, &state, &cost, problem))
		return false;
	if (state == CPE_LP_OPTIMAL && node == NOWHERE)
		note_root(t, cost);
	if (state != CPE_LP_OPTIMAL || too_dear(t, cost))
		return true;
	memcpy(t->share, cpe_lp_values(t->lp), t->columns * sizeof(*t->share));
	if (shares_are_whole(t))
	{
		for (size_t i = 0; i < t->columns; i++)
			t->trial[i] = t->share[i] > 0.5;
		note_best(t, t->trial);
		return true;
	}
	if (!round_shares(t, problem))
		return false;
	return too_dear(t, cost) || branch(t, node, cost, problem);
}

/* The root, with what was chosen last as a start. */
static bool
solve_root(struct tree *t, struct cpe_problem *problem)
{
	for (size_t i = 0; i < t->columns; i++)
		t->trial[i] = t->chooser->hint[t->cell[i]];
	return mend_trial(t, problem) && solve_node(t, NOWHERE, problem);
}

/*
 * Bars the columns that are ruled out by the root's reduced costs and the best choice known; how
 * many, and which cells (barred before or not is told by the list).
 */
static size_t
bar_dear(struct tree *t, uint32_t *barred, const double *reduced)
{
	size_t count = 0;

	for (size_t i = 0; i < t->columns; i++)
		if (reduced[i] > 0 && too_dear(t, t->root + reduced[i]))
		{
			t->chooser->barred[t->cell[i]] = true;
			barred[count++] = t->cell[i];
		}
	return count;
}

/* Searches the tree that the root has begun: its best choice, and the bound of what is open. */
static bool
search_tree(struct tree *t, double *bound, struct cpe_problem *problem)
{
	const struct cpe_cover *work = t->chooser->work;

	while (t->opens > 0 && !work->exhausted)
	{
		uint32_t node = pop_node(t);

		*bound =
			fmax(*bound, fmin(t->best_cost, cpe_whole_cost(t->chooser->step, t->node[node].bound)));
		if (too_dear(t, t->node[node].bound))
			break;
		if (!cpe_arena_poll(t->arena, problem) || !solve_node(t, node, problem))
			return false;
	}
	if (!work->exhausted)
		*bound = t->best_cost;
	return true;
}

/* ---- blocks ---- */

static uint32_t
leader_of(uint32_t *leader, uint32_t cell)
{
	while (leader[cell] != cell)
	{
		leader[cell] = leader[leader[cell]];
		cell = leader[cell];
	}
	return cell;
}

static uint64_t
hash_number(uint64_t number)
{
	number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9u;
	number = (number ^ (number >> 27)) * 0x94D049BB133111EBu;
	return number ^ (number >> 31);
}

/* The answer of a block, or the empty slot for it. */
static struct cpe_answer *
answer_of(struct cpe_chooser *chooser, uint64_t key, size_t cuts)
{
	size_t at = key & (chooser->slots - 1);

	while (chooser->answer[at].cuts != 0 &&
	       (chooser->answer[at].key != key || chooser->answer[at].cuts != cuts))
		at = (at + 1) & (chooser->slots - 1);
	return &chooser->answer[at];
}

static bool
grow_answers(struct cpe_chooser *chooser, struct cpe_problem *problem)
{
	struct cpe_answer *old = chooser->answer;
	size_t slots = chooser->slots;
	struct cpe_answer *more = cpe_arena_alloc(chooser->arena, slots * 2, sizeof(*more), problem);

	if (more == NULL)
		return false;
	chooser->answer = more;
	chooser->slots *= 2;
	for (size_t i = 0; i < slots; i++)
		if (old[i].cuts > 0)
			*answer_of(chooser, old[i].key, old[i].cuts) = old[i];
	return true;
}

/* The programme of a block's cuts, numbered by cut[], without barred cells. */
static bool
open_tree(struct tree *t, struct cpe_chooser *chooser, const uint32_t *cut, size_t count,
          uint32_t *column, struct cpe_problem *problem)
{
	struct cpe_arena *arena = chooser->arena;
	size_t entries = 0;
	double *low, *high, *least, *most;

	*t = (struct tree){.chooser = chooser, .arena = arena, .rows = count, .room = 64};
	t->best_cost = INFINITY;
	for (size_t k = 0; k < count; k++)
		entries += chooser->cuts->cut[cut[k]].count;
	if (!ROOM_FOR(t->cell, entries) || !ROOM_FOR(t->row_start, count + 1) ||
	    !ROOM_FOR(t->row_column, entries) || !ROOM_FOR(t->row_weight, entries) ||
	    !ROOM_FOR(least, count) || !ROOM_FOR(most, count))
		return false;
	entries = 0;
	for (size_t k = 0; k < count; k++)
	{
		const struct cpe_cut *row = &chooser->cuts->cut[cut[k]];

		for (size_t i = 0; i < row->count; i++)
		{
			if (chooser->barred[row->cell[i]])
				continue;
			if (column[row->cell[i]] == NOWHERE)
			{
				column[row->cell[i]] = (uint32_t) t->columns;
				t->cell[t->columns++] = row->cell[i];
			}
			t->row_column[entries] = column[row->cell[i]];
			t->row_weight[entries++] = row->weight[i];
		}
		t->row_start[k + 1] = entries;
		least[k] = 1;
		most[k] = 1e30;
	}
	if (!ROOM_FOR(t->cost, t->columns) || !ROOM_FOR(t->fixed, t->columns) ||
	    !ROOM_FOR(t->wanted, t->columns) || !ROOM_FOR(t->share, t->columns) ||
	    !ROOM_FOR(t->reduced, t->columns) || !ROOM_FOR(t->trial, t->columns) ||
	    !ROOM_FOR(t->best, t->columns) || !ROOM_FOR(t->order, 2 * t->columns) ||
	    !ROOM_FOR(t->node, t->room) || !ROOM_FOR(t->open, t->room) || !ROOM_FOR(low, t->columns) ||
	    !ROOM_FOR(high, t->columns))
		return false;
	for (size_t i = 0; i < t->columns; i++)
	{
		column[t->cell[i]] = NOWHERE;
		t->cost[i] = chooser->cost[t->cell[i]];
		high[i] = 1;
	}
	memset(t->fixed, -1, t->columns);
	t->lp = cpe_lp_open(t->columns, low, high, t->cost, count, t->row_start, t->row_column,
	                    t->row_weight, least, most, problem);
	return t->lp != NULL;
}

/*
 * What whole choices in a block cost more than fractions do is a cut itself: it keeps the bound
 * when the block grows.  A barred cell among its cells keeps it too.
 */
static bool
add_bound(struct cpe_chooser *chooser, const struct tree *t, const uint32_t *cut, size_t count,
          bool outermost, const struct cpe_answer *answer, struct cpe_problem *problem)
{
	struct cpe_arena *arena = chooser->arena;
	struct cpe_cut bound = {0};
	double *weight;
	size_t before = chooser->cuts->count;
	struct cpe_answer *again;

	if (!ROOM_FOR(weight, chooser->cells) || !ROOM_FOR(bound.cell, chooser->cells) ||
	    !ROOM_FOR(bound.weight, chooser->cells))
		return false;
	for (size_t k = 0; k < count; k++)
		for (size_t i = 0; i < chooser->cuts->cut[cut[k]].count; i++)
			weight[chooser->cuts->cut[cut[k]].cell[i]] = 1;
	for (size_t i = 0; i < t->columns; i++)
		weight[t->cell[i]] = fmin(1, t->cost[i] / answer->bound);
	for (uint32_t c = 0; c < chooser->cells; c++)
	{
		if (weight[c] <= 0)
			continue;
		bound.cell[bound.count] = c;
		bound.weight[bound.count++] = weight[c];
	}
	if (!cpe_cuts_add(chooser->cuts, &bound, problem))
		return false;
	if (chooser->cuts->count == before || !outermost)
		return true;
	again = answer_of(chooser, answer->key + hash_number(before + 1), count + 1);
	chooser->answers++;
	*again = *answer;
	again->key += hash_number(before + 1);
	again->cuts++;
	return true;
}

static bool choose_among(struct cpe_chooser *chooser, const uint32_t *cut, size_t count,
                         bool *chosen, double *bound, bool *exact, int depth,
                         struct cpe_problem *problem);

/*
 * Searches a block: without the columns that its root rules out it may fall into several, which are
 * searched apart; else by the tree.
 */
static bool
search_block(struct tree *t, const uint32_t *cut, size_t count, int depth,
             struct cpe_answer *answer, struct cpe_problem *problem)
{
	struct cpe_chooser *chooser = t->chooser;
	struct cpe_arena *arena = t->arena;
	uint32_t *barred;
	bool *chosen;
	bool exact = true;
	bool good = true;
	double bound = 0;
	size_t ruled_out = 0;

	if (!ROOM_FOR(barred, t->columns) || !ROOM_FOR(chosen, chooser->cells) ||
	    !solve_root(t, problem))
		return false;
	if (t->opens > 0 && depth < MOST_DEPTH)
		ruled_out = bar_dear(t, barred, t->reduced);
	if (10 * ruled_out > t->columns)
		good = choose_among(chooser, cut, count, chosen, &bound, &exact, depth + 1, problem);
	else if (!chooser->work->exhausted || t->opens > 0)
		good = search_tree(t, &bound, problem);
	for (size_t i = 0; i < ruled_out; i++)
		chooser->barred[barred[i]] = false;
	if (!good)
		return false;
	if (10 * ruled_out > t->columns && exact && bound < t->best_cost)
	{
		for (size_t i = 0; i < t->columns; i++)
			t->trial[i] = chosen[t->cell[i]];
		note_best(t, t->trial);
	}
	answer->exact = exact && !chooser->work->exhausted;
	answer->bound = answer->exact ? t->best_cost : fmax(t->root, fmin(bound, t->best_cost));
	for (uint32_t i = 0; i < t->columns && t->best_cost < INFINITY; i++)
		if (t->best[i])
			answer->cell[answer->count++] = t->cell[i];
	answer->columns = t->columns;
	answer->column_cell = t->cell;
	answer->column_cost = t->reduced;
	for (size_t i = 0; i < t->columns; i++)
		t->reduced[i] = t->root + fmax(0, t->reduced[i]);
	return true;
}

/* What the blocks' relaxations say of each cell, when the others cost what they do. */
static void
note_least(struct cpe_chooser *chooser, const struct cpe_answer *answer, size_t blocks,
           double bound)
{
	for (size_t b = 0; b < blocks; b++)
		for (size_t i = 0; i < answer[b].columns; i++)
			chooser->least[answer[b].column_cell[i]] =
				fmax(chooser->least[answer[b].column_cell[i]],
			         bound - answer[b].bound + answer[b].column_cost[i]);
}

/*
 * The answer of a block, searched where it is not known.  Answers are kept of the outermost blocks
 * only: in those within, cells are barred for the time being.
 */
static bool
solve_block(struct cpe_chooser *chooser, const uint32_t *cut, size_t count, uint32_t *column,
            int depth, struct cpe_answer *found, struct cpe_problem *problem)
{
	struct cpe_arena *arena = chooser->arena;
	struct cpe_answer *answer;
	struct tree tree;
	uint64_t key = 0;
	bool good;

	for (size_t k = 0; k < count; k++)
		key += hash_number(cut[k] + 1);
	if (2 * chooser->answers > chooser->slots && !grow_answers(chooser, problem))
		return false;
	answer = answer_of(chooser, key, count);
	*found = *answer;
	if (found->cuts > 0)
		return true;
	*found = (struct cpe_answer){.key = key, .cuts = count};
	good = open_tree(&tree, chooser, cut, count, column, problem) &&
	       ROOM_FOR(found->cell, tree.columns) &&
	       search_block(&tree, cut, count, depth, found, problem);
	if (good && found->exact && !chooser->trying && found->bound < INFINITY &&
	    found->bound > tree.root + 1e-6 * fmax(1, tree.root))
		good = add_bound(chooser, &tree, cut, count, depth == 0, found, problem);
	cpe_lp_close(tree.lp);
	if (good && found->exact && depth == 0 && !chooser->trying)
	{
		chooser->answers++;
		*answer_of(chooser, key, count) = *found;
	}
	return good;
}

/* Joins the cells of each cut that are not barred; false where a cut has none. */
static bool
join_cells(const struct cpe_chooser *chooser, const uint32_t *cut, size_t count, uint32_t *leader)
{
	for (uint32_t c = 0; c < chooser->cells; c++)
		leader[c] = c;
	for (size_t k = 0; k < count; k++)
	{
		const struct cpe_cut *row = &chooser->cuts->cut[cut[k]];
		uint32_t anchor = NOWHERE;

		for (size_t i = 0; i < row->count; i++)
		{
			if (chooser->barred[row->cell[i]])
				continue;
			if (anchor == NOWHERE)
				anchor = leader_of(leader, row->cell[i]);
			else
				leader[leader_of(leader, row->cell[i])] = anchor;
		}
		if (anchor == NOWHERE)
			return false;
	}
	return true;
}

/* The cheapest cells that keep some cuts, block by block. */
static bool
choose_among(struct cpe_chooser *chooser, const uint32_t *cut, size_t count, bool *chosen,
             double *bound, bool *exact, int depth, struct cpe_problem *problem)
{
	struct cpe_arena *arena = chooser->arena;
	uint32_t *leader, *column, *next, *first, *block;
	struct cpe_answer *answer;
	size_t blocks = 0;

	if (!ROOM_FOR(answer, count) || !ROOM_FOR(leader, chooser->cells) ||
	    !ROOM_FOR(column, chooser->cells) || !ROOM_FOR(first, chooser->cells) ||
	    !ROOM_FOR(next, count) || !ROOM_FOR(block, count))
		return false;
	*exact = true;
	*bound = INFINITY;
	if (!join_cells(chooser, cut, count, leader))
		return true;
	*bound = 0;
	for (uint32_t c = 0; c < chooser->cells; c++)
		column[c] = first[c] = NOWHERE;
	for (size_t k = count; k-- > 0;)
	{
		const struct cpe_cut *row = &chooser->cuts->cut[cut[k]];
		size_t i = 0;
		uint32_t at;

		while (chooser->barred[row->cell[i]])
			i++;
		at = leader_of(leader, row->cell[i]);
		next[k] = first[at];
		first[at] = (uint32_t) k;
	}
	for (uint32_t c = 0; c < chooser->cells; c++)
	{
		size_t rows = 0;

		if (first[c] == NOWHERE)
			continue;
		for (uint32_t k = first[c]; k != NOWHERE; k = next[k])
			block[rows++] = cut[k];
		if (!solve_block(chooser, block, rows, column, depth, &answer[blocks], problem))
			return false;
		*bound += answer[blocks].bound;
		*exact &= answer[blocks].exact;
		for (size_t i = 0; i < answer[blocks].count; i++)
			chosen[answer[blocks].cell[i]] = true;
		blocks++;
	}
	if (depth == 0 && !chooser->trying && *bound < INFINITY)
		note_least(chooser, answer, blocks, *bound);
	return true;
}

bool
cpe_choose(struct cpe_chooser *chooser, bool *chosen, double *bound, bool *exact,
           struct cpe_problem *problem)
{
	struct cpe_arena *arena = chooser->arena;
	size_t count = chooser->cuts->count;
	uint32_t *cut;

	if (!ROOM_FOR(cut, count))
		return false;
	for (size_t k = 0; k < count; k++)
		cut[k] = (uint32_t) k;
	memset(chosen, 0, chooser->cells * sizeof(*chosen));
	if (!choose_among(chooser, cut, count, chosen, bound, exact, 0, problem))
		return false;
	if (*bound < INFINITY)
		memcpy(chooser->hint, chosen, chooser->cells * sizeof(*chosen));
	return true;
}
