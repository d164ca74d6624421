#include "suppress/optimum.h"

#include "base/sort.h"
#include "suppress/choose.h"

#include <math.h>
#include <string.h>

#define WHOLE 1e-6 /* a share as near to 0 or 1 as this is that */
#define NOWHERE UINT32_MAX
#define MOST_FIGURES 6000 /* of a piece that is searched, not only bounded */
#define MOST_START 2      /* times the bound: a dearer pattern is no start */
#define MOST_MENDS 20     /* of a choice, until it is safe */
#define ROOT_STALLS 6     /* rounds of little gain before branching starts */

/* The search of one piece. */
struct search
{
	struct cpe_arena *arena;
	struct cpe_piece *piece;
	struct cpe_cover cover;
	struct cpe_cuts cuts;
	struct cpe_chooser chooser;
	struct cpe_lp *master; /* cells that are not forced */
	size_t columns;
	size_t posted;    /* cuts that are rows of it */
	uint32_t *cell;   /* by column */
	uint32_t *column; /* by cell */
	double *share;    /* by cell, of the last solution */
	bool *trial;      /* by cell */
	bool *best;       /* by cell */
	double best_cost;
	double bound;  /* of the piece */
	double *order; /* cost and column, to sort by */
};

/* ---- costs ---- */

static double
pattern_cost(const struct cpe_piece *piece, const bool *hidden)
{
	double sum = 0;

	for (size_t c = 0; c < piece->cells; c++)
		if (hidden[c] && !piece->forced[c])
			sum += piece->cost[c];
	return sum;
}

/* Whether nothing cheaper than the best is to be had at such a bound. */
static bool
too_dear(const struct search *s, double cost)
{
	return cpe_whole_cost(s->chooser.step, cost) >= s->best_cost - 1e-9 * fmax(1, s->best_cost);
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
	s->master = cpe_lp_open(s->columns, low, high, cost, 0, start, NULL, NULL, NULL, NULL, problem);
	return s->master != NULL;
}

static bool
open_search(struct search *s, struct cpe_arena *arena, struct cpe_piece *piece, int64_t allowed,
            struct cpe_problem *problem)
{
	size_t columns = piece->free_cells;

	*s = (struct search){.arena = arena, .piece = piece, .best_cost = INFINITY};
	if (!ROOM_FOR(s->cell, columns) || !ROOM_FOR(s->column, piece->cells) ||
	    !ROOM_FOR(s->share, piece->cells) || !ROOM_FOR(s->trial, piece->cells) ||
	    !ROOM_FOR(s->best, piece->cells) || !ROOM_FOR(s->order, 2 * columns))
		return false;
	for (uint32_t c = 0; c < piece->cells; c++)
	{
		s->column[c] = piece->forced[c] ? NOWHERE : (uint32_t) s->columns;
		s->share[c] = piece->forced[c];
		if (!piece->forced[c])
			s->cell[s->columns++] = c;
	}
	return cpe_cover_open(&s->cover, arena, piece, allowed, problem) &&
	       cpe_cuts_open(&s->cuts, arena, problem) &&
	       cpe_chooser_open(&s->chooser, arena, &s->cuts, piece, &s->cover, problem) &&
	       open_master(s, problem);
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
solve_master(struct search *s, enum cpe_lp_state *state, double *cost, struct cpe_problem *problem)
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
	if (!cpe_lp_dual(s->master, s->arena, left, &s->cover.work, state, problem))
		return false;
	if (*state == CPE_LP_INFEASIBLE)
		return true;
	*cost = cpe_lp_objective(s->master);
	if (*state == CPE_LP_STOPPED)
		s->cover.exhausted = true;
	value = cpe_lp_values(s->master);
	for (size_t i = 0; i < s->columns && *state == CPE_LP_OPTIMAL; i++)
		s->share[s->cell[i]] = fmin(1, fmax(0, value[i]));
	return true;
}

/* What the relaxation says of each cell: no pattern that hides it costs less. */
static void
note_root(struct search *s, double cost)
{
	const double *reduced = cpe_lp_reduced_costs(s->master);
	double *least = s->chooser.least;

	for (size_t i = 0; i < s->columns; i++)
		least[s->cell[i]] = fmax(least[s->cell[i]], cost + fmax(0, reduced[i]));
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

/* The cut that a pattern breaks for a need without a move: one of an attack, else "some other". */
static bool
cut_for(struct search *s, const bool *hidden, size_t need, enum cpe_cover_answer answer,
        struct cpe_problem *problem)
{
	struct cpe_piece *piece = s->piece;
	double *share = cpe_arena_alloc(s->arena, piece->cells, sizeof(*share), problem);
	static const double spare[] = {1e-3, 1e-5, 0};

	if (share == NULL)
		return false;
	for (size_t c = 0; c < piece->cells; c++)
		share[c] = hidden[c];
	s->cover.broken = false;
	for (size_t i = 0; i < 3 && !s->cover.broken && !piece->need[need].set_aside; i++)
		if (!cpe_cover_attack(&s->cover, share, spare[i], need, &s->cuts, problem))
			return false;
	if (!s->cover.broken && answer == CPE_COVER_NO && !piece->need[need].set_aside &&
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
		if (!s->cover.broken)
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

/*
 * The pattern given, without what it can do without, unless it is so dear that a better one is had
 * more easily than that (where nothing else is found, the caller's stays).  It is only refused
 * where it is certain that a need has no move in it.
 */
static bool
start_from(struct search *s, const bool *hidden, struct cpe_problem *problem)
{
	bool safe, certain;

	for (size_t c = 0; c < s->piece->cells; c++)
		s->trial[c] = s->piece->forced[c] || hidden[s->piece->outer_cell[c]];
	if (pattern_cost(s->piece, s->trial) > MOST_START * s->bound)
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
	bool first = true;
	double spare = 0.1;
	double last = 0;
	int stalls = 0;

	while (!s->cover.exhausted)
	{
		enum cpe_lp_state state;
		size_t before = s->cuts.count;
		double cost;

		if (!solve_master(s, &state, &cost, problem))
			return false;
		if (state != CPE_LP_OPTIMAL)
			return true;
		s->bound = fmax(s->bound, cpe_whole_cost(s->chooser.step, cost));
		note_root(s, cost);
		stalls = cost > last + 1e-4 * fmax(1, cost) ? 0 : stalls + 1;
		last = cost;
		if (stalls >= ROOT_STALLS && s->piece->figures <= MOST_FIGURES)
			return true;
		if (first && !cpe_cover_sure(&s->cover, problem)) /* the rows' bound is had before that */
			return false;
		first = false;
		if (!cpe_cover_separate(&s->cover, s->share, spare, 200, &s->cuts, problem))
			return false;
		if (s->cuts.count > before)
			continue;
		if (spare == 0 || (spare < 0.02 && s->piece->figures <= MOST_FIGURES))
			return true; /* choices are attacked to the end */
		spare = spare > 1e-4 ? spare * 0.1 : 0;
	}
	return true;
}

/* Bars the cells that no pattern better than the best has. */
static void
bar_dear(struct search *s)
{
	for (size_t c = 0; c < s->piece->cells; c++)
		if (too_dear(s, s->chooser.least[c]))
			s->chooser.barred[c] = true;
}

/*
 * A safe pattern near a choice: only what it has and the cells of the cuts that it breaks are
 * chosen from, again and again.
 */
static bool
mend_choice(struct search *s, size_t first, bool *chosen, struct cpe_problem *problem)
{
	size_t cells = s->piece->cells;
	bool *barred = cpe_arena_alloc(s->arena, cells, sizeof(*barred), problem);
	bool good = barred != NULL;
	bool more = good;

	if (good)
		memcpy(barred, s->chooser.barred, cells * sizeof(*barred));
	s->chooser.trying = true;
	for (size_t c = 0; c < cells && good; c++)
		s->chooser.barred[c] = !chosen[c];
	for (int round = 0; more && round < MOST_MENDS && !s->cover.exhausted; round++)
	{
		double bound;
		bool exact, safe, certain;

		for (size_t k = first; k < s->cuts.count; k++)
			for (size_t i = 0; i < s->cuts.cut[k].count; i++)
				s->chooser.barred[s->cuts.cut[k].cell[i]] = barred[s->cuts.cut[k].cell[i]];
		first = s->cuts.count;
		good = cpe_choose(&s->chooser, chosen, &bound, &exact, problem);
		if (!good || bound >= s->best_cost)
			break;
		for (size_t c = 0; c < cells; c++)
			s->share[c] = s->trial[c] = s->piece->forced[c] || chosen[c];
		good = check_pattern(s, s->trial, SIZE_MAX, &safe, &certain, problem);
		if (good && safe && !s->cover.exhausted)
			note_best(s, s->trial);
		more = good && !safe && s->cuts.count > first;
	}
	s->chooser.trying = false;
	if (barred != NULL)
		memcpy(s->chooser.barred, barred, cells * sizeof(*barred));
	return good;
}

/*
 * The cheapest cells that keep all cuts, attacked for more cuts, until they stand.  From each
 * choice a pattern is made that is safe.
 */
static bool
search_choices(struct search *s, struct cpe_problem *problem)
{
	bool *chosen = cpe_arena_alloc(s->arena, s->piece->cells, sizeof(*chosen), problem);

	while (chosen != NULL && !s->cover.exhausted)
	{
		double bound;
		bool exact, safe, certain;
		size_t before;

		bar_dear(s);
		if (!cpe_choose(&s->chooser, chosen, &bound, &exact, problem))
			return false;
		s->bound = fmax(s->bound, fmin(bound, s->best_cost));
		if (s->bound >= s->best_cost || s->cover.exhausted)
			return true;
		for (size_t c = 0; c < s->piece->cells; c++)
			s->share[c] = s->trial[c] = s->piece->forced[c] || chosen[c];
		before = s->cuts.count;
		if (!check_pattern(s, s->trial, SIZE_MAX, &safe, &certain, problem))
			return false;
		if (safe && !s->cover.exhausted)
		{
			double cost = s->best_cost;

			note_best(s, s->trial);
			/* the same choice would come again: sums of huge costs may differ in their last bits */
			if (exact && s->best_cost <= bound * (1 + 1e-12))
				s->bound = s->best_cost;
			if (s->bound >= s->best_cost || !(s->best_cost < cost))
				return true;
		}
		else if (s->cuts.count == before)
			return true;
		else if (!mend_choice(s, before, chosen, problem))
			return false;
	}
	return chosen != NULL;
}

static bool
search_piece(struct search *s, const bool *hidden, struct cpe_problem *problem)
{
	if (!cpe_cover_rows(&s->cover, &s->cuts, problem) || !bound_root(s, problem))
		return false;
	if (s->cover.exhausted || s->piece->figures > MOST_FIGURES)
		return true;
	if (!start_from(s, hidden, problem))
		return false;
	return s->cover.exhausted || s->bound >= s->best_cost || search_choices(s, problem);
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
