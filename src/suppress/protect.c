#include "suppress/protect.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/sort.h"
#include "suppress/eliminate.h"
#include "suppress/optimum.h"
#include "suppress/prover.h"

#define DEAREST 20             /* cells that are looked at one by one for being dear */
#define DEAR 0.01              /* at least this share of the cost of all */
#define SLACK 1.5              /* of an exchange: what it hides anew on the way, to what it shows */
#define PROOF_SIZE 800         /* figures of a programme for a new proof */
#define ELIMINATION 4000000000 /* entries of rows, at most: minutes */
#define MIDDLING 5000          /* cells of a table that is improved without being asked */
#define WORK 300000            /* of exchanges: nodes and ten times iterations */
#define ITERATIONS 1000000     /* of the search for the optimum, where it is asked for */
#define FEW_ITERATIONS 50000   /* and where it is not; a third where ranges are to be protected */

struct protection
{
	struct cpe_arena *arena;
	const struct cpe_system *system;
	const struct cpe_target *target;
	size_t targets;
	const enum cpe_cell_leave *leave;
	const double *cost;
	const struct cpe_protect_options *options;
	struct cpe_problem *problem;
	struct cpe_prover prover;
	bool *hidden;
	bool *never;
	uint32_t *region;
	bool *in_region; /* by cell, false between uses */
	uint32_t *lost;  /* targets that a cell shown again took the proof of */
	double began;
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

/* Whether the time limit is over; without one, never. */
static bool
late(const struct protection *p)
{
	return p->options->seconds > 0 && seconds() - p->began > p->options->seconds;
}

/* The first pattern. */
static bool
begin(struct protection *p)
{
	bool *target = cpe_arena_alloc(p->arena, p->system->figures + 1, sizeof(*target), p->problem);
	bool whole;

	if (target == NULL)
		return false;
	for (size_t t = 0; t < p->targets; t++)
		target[p->target[t].figure] = true;
	return cpe_eliminate(p->arena, p->system, target, p->never, p->cost, ELIMINATION, p->hidden,
	                     &whole, p->problem);
}

/* Proves what can be proven at little cost, then hides what the rest needs. */
static bool
repair(struct protection *p)
{
	bool has;

	for (size_t t = 0; t < p->targets; t++)
		if (!cpe_prover_try(&p->prover, t, &has, p->problem))
			return false;
	for (size_t t = 0; t < p->targets && !late(p); t++)
		if (!cpe_prover_has(&p->prover, t) && (!cpe_prover_try(&p->prover, t, &has, p->problem) ||
		                                       !cpe_prover_widen(&p->prover, t, true, p->problem)))
			return false;
	return true;
}

static bool
all_proven(const struct protection *p)
{
	for (size_t t = 0; t < p->targets; t++)
		if (!cpe_prover_has(&p->prover, t))
			return false;
	return true;
}

/* A cell hidden for others' sake, for sorting: the dearest first. */
struct candidate
{
	uint32_t cell;
	double cost;
};

static int
compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left;
	const struct candidate *b = right;

	if (a->cost != b->cost)
		return a->cost > b->cost ? -1 : 1;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* The cells hidden for others' sake. */
static bool
list_complements(struct protection *p, struct candidate *list, size_t *count)
{
	*count = 0;
	for (uint32_t c = 0; c < p->system->cells; c++)
		if (p->hidden[c] && p->leave[c] == CPE_MAY_HIDE)
			list[(*count)++] = (struct candidate){c, p->cost[c]};
	return cpe_sort(p->arena, list, *count, sizeof(*list), compare_candidates, p->problem);
}

/* Those of the lost targets that still lack something; their number. */
static size_t
keep_lacking(struct protection *p, size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++)
		if (!cpe_prover_has(&p->prover, p->lost[i]))
			p->lost[left++] = p->lost[i];
	return left;
}

/* Shows a cell if all who leaned on it find proofs without it. */
static bool
drop(struct protection *p, uint32_t cell, size_t size, bool *dropped)
{
	size_t lost;
	size_t left = 0;
	size_t mark;

	*dropped = true;
	mark = cpe_prover_mark(&p->prover);
	if (!cpe_prover_show(&p->prover, cell, p->lost, &lost, p->problem))
		return false;
	for (size_t i = 0; i < lost && (*dropped || size > 0); i++)
	{
		if (cpe_prover_has(&p->prover, p->lost[i]))
			continue;
		if (!cpe_prover_try(&p->prover, p->lost[i], dropped, p->problem))
			return false;
		if (!*dropped)
			p->lost[left++] = p->lost[i];
	}
	while (left > 0 && size > 0)
	{
		if (!cpe_prover_search(&p->prover, p->lost, left, size, false, p->problem))
			return false;
		if (!cpe_prover_has(&p->prover, p->lost[0]))
			break;
		left = keep_lacking(p, left);
	}
	*dropped = left == 0;
	if (*dropped)
		cpe_prover_keep(&p->prover);
	else
		cpe_prover_take_back(&p->prover, mark);
	return true;
}

/* Shows again what is not needed, the dearest first, until nothing more can be shown. */
static bool
drop_all(struct protection *p, struct candidate *list, size_t size)
{
	size_t count;
	size_t shown = 1;

	for (int turn = 0; shown > 0 && turn < 3; turn++)
	{
		shown = 0;
		if (!list_complements(p, list, &count))
			return false;
		for (size_t i = 0; i < count && !late(p); i++)
		{
			bool dropped;

			if (!drop(p, list[i].cell, size, &dropped))
				return false;
			shown += dropped;
		}
	}
	return true;
}

/* What is hidden for others' sake costs. */
static double
total(const struct protection *p)
{
	double sum = 0;

	for (size_t c = 0; c < p->system->cells; c++)
		if (p->hidden[c] && p->leave[c] == CPE_MAY_HIDE)
			sum += p->cost[c];
	return sum;
}

/* The complements nearest to a cell over rows, the cell first; their number. */
static size_t
surroundings(struct protection *p, uint32_t cell, size_t most)
{
	const struct cpe_system *system = p->system;
	size_t count = 0;

	p->region[count++] = cell;
	p->in_region[cell] = true;
	for (size_t at = 0; at < count && count < most; at++)
		for (size_t i = system->cell_start[p->region[at]];
		     i < system->cell_start[p->region[at] + 1]; i++)
		{
			uint32_t figure = system->cell_figure[i];

			for (size_t k = system->figure_start[figure]; k < system->figure_start[figure + 1]; k++)
				for (size_t m = system->row_start[system->figure_row[k]];
				     m < system->row_start[system->figure_row[k] + 1] && count < most; m++)
				{
					uint32_t other = system->cell[system->row_figure[m]];

					if (p->in_region[other] || !p->hidden[other] || p->leave[other] != CPE_MAY_HIDE)
						continue;
					p->in_region[other] = true;
					p->region[count++] = other;
				}
		}
	for (size_t i = 0; i < count; i++)
		p->in_region[p->region[i]] = false;
	return count;
}

/* What the cells cost that were hidden since the mark and still are. */
static double
hidden_since(struct protection *p, size_t mark)
{
	double sum = 0;

	for (size_t i = mark; i < p->prover.logged; i++)
	{
		const struct cpe_prover_log *entry = &p->prover.log[i];

		if (entry->kind != CPE_LOG_HIDDEN || entry->was || !p->hidden[entry->which] ||
		    p->in_region[entry->which])
			continue;
		p->in_region[entry->which] = true;
		sum += p->cost[entry->which];
	}
	for (size_t i = mark; i < p->prover.logged; i++)
		if (p->prover.log[i].kind == CPE_LOG_HIDDEN)
			p->in_region[p->prover.log[i].which] = false;
	return sum;
}

/*
 * Proves again what lost its proof, hiding more where needed.  *good: whether that worked, and
 * costs no more than is worth trying.
 */
static bool
mend(struct protection *p, size_t lost, size_t mark, double most, bool *good)
{
	bool has;

	*good = true;
	for (size_t i = 0; i < lost; i++)
		if (!cpe_prover_try(&p->prover, p->lost[i], &has, p->problem))
			return false;
	for (lost = keep_lacking(p, lost); lost > 0 && *good; lost = keep_lacking(p, lost))
	{
		if (!cpe_prover_search(&p->prover, p->lost, 1, PROOF_SIZE, true, p->problem))
			return false;
		*good = cpe_prover_has(&p->prover, p->lost[0]) && hidden_since(p, mark) < most;
		for (size_t i = 0; i < lost && *good; i++)
			if (!cpe_prover_has(&p->prover, p->lost[i]) &&
			    !cpe_prover_try(&p->prover, p->lost[i], &has, p->problem))
				return false;
	}
	return true;
}

/*
 * Shows some complements near to one another, lets those who leaned on them hide others, and shows
 * again what is not needed then.  Kept where that is cheaper.  forbid: the first stays shown.
 */
static bool
exchange(struct protection *p, uint32_t cell, size_t size, bool forbid, bool *kept)
{
	size_t mark = cpe_prover_mark(&p->prover);
	size_t count = surroundings(p, cell, size);
	size_t lost = 0;
	double before = 0;
	bool good;

	for (size_t i = 0; i < count; i++)
	{
		size_t more;

		before += p->cost[p->region[i]];
		if (!cpe_prover_show(&p->prover, p->region[i], p->lost + lost, &more, p->problem))
			return false;
		lost += more;
	}
	p->never[cell] = forbid;
	if (!mend(p, lost, mark, SLACK * before, &good))
		return false;
	p->never[cell] = false;
	for (size_t i = mark; i < p->prover.logged && good; i++)
	{
		const struct cpe_prover_log *entry = &p->prover.log[i];
		bool dropped;

		if (entry->kind == CPE_LOG_HIDDEN && !entry->was && p->hidden[entry->which] &&
		    !drop(p, entry->which, PROOF_SIZE, &dropped))
			return false;
	}
	*kept = good && hidden_since(p, mark) < before;
	if (*kept)
		cpe_prover_keep(&p->prover);
	else
		cpe_prover_take_back(&p->prover, mark);
	return true;
}

/*
 * Cells that alone cost a good part of all, such as totals that a repair met before it found a
 * cheaper way: forbids each, and looks farther for another.
 */
static bool
spare_dearest(struct protection *p, struct candidate *list)
{
	size_t count;

	if (!list_complements(p, list, &count))
		return false;
	for (size_t i = 0; i < count && i < DEAREST && !late(p); i++)
	{
		size_t mark = cpe_prover_mark(&p->prover);
		size_t lost;
		bool good = true;

		if (list[i].cost < DEAR * total(p))
			break;
		if (!cpe_prover_show(&p->prover, list[i].cell, p->lost, &lost, p->problem))
			return false;
		p->never[list[i].cell] = true;
		for (size_t l = 0; l < lost && good; l++)
		{
			if (!cpe_prover_try(&p->prover, p->lost[l], &good, p->problem) ||
			    !cpe_prover_widen(&p->prover, p->lost[l], true, p->problem))
				return false;
			good = cpe_prover_has(&p->prover, p->lost[l]) && hidden_since(p, mark) < list[i].cost;
		}
		p->never[list[i].cell] = false;
		if (good)
			cpe_prover_keep(&p->prover);
		else
			cpe_prover_take_back(&p->prover, mark);
	}
	return true;
}

/* Exchanges of one cell, and of two at once, the dearest first, while work is left. */
static bool
improve(struct protection *p, struct candidate *list, int64_t work)
{
	int64_t end = p->prover.work + work;
	size_t helped = 0;

	for (size_t size = 1; size <= 2 && p->prover.work < end && !late(p); size += helped == 0)
	{
		size_t count;

		helped = 0;
		if (!list_complements(p, list, &count))
			return false;
		for (size_t i = 0; i < size * count && p->prover.work < end && !late(p); i++)
		{
			uint32_t cell = list[i / size].cell;
			bool kept;

			if (!p->hidden[cell])
				continue;
			if (!exchange(p, cell, size, i % size == 0, &kept))
				return false;
			helped += kept;
		}
	}
	return true;
}

/* Hides all that may be hidden: dear, and soon done. */
static void
hide_all(struct protection *p)
{
	for (size_t c = 0; c < p->system->cells; c++)
		p->hidden[c] = p->hidden[c] || p->leave[c] == CPE_MAY_HIDE;
}

/* The search by itself: a pattern, its proofs, and what can be spared of it. */
static bool
search(struct protection *p, struct candidate *list, enum cpe_effort effort)
{
	if (!begin(p) || !repair(p))
		return false;
	if (late(p) && !all_proven(p))
	{
		hide_all(p);
		return cpe_prover_prove(&p->prover, p->problem);
	}
	return drop_all(p, list, effort == CPE_EFFORT_FAST ? 0 : PROOF_SIZE) && spare_dearest(p, list);
}

/* An arena for work that is to stop at the time limit too: its owner is the protection. */
static void *
alloc_outer(struct cpe_arena *arena, size_t size)
{
	struct protection *p = arena->owner;

	return p->arena->alloc(p->arena, size);
}

static bool
stop_late(struct cpe_arena *arena)
{
	const struct protection *p = arena->owner;

	return late(p) || (p->arena->stop != NULL && p->arena->stop(p->arena));
}

/*
 * The pattern by cuts, where it is cheaper and all of it can be proven; its lower bound unless the
 * time limit ends it.
 */
static bool
use_optimum(struct protection *p, int64_t work, struct cpe_protection *result)
{
	struct cpe_optimum optimum = {.work = work};
	struct cpe_arena limited = {.alloc = alloc_outer, .stop = stop_late, .owner = p};
	bool *forced = cpe_arena_alloc(p->arena, p->system->cells + 1, sizeof(*forced), p->problem);
	struct cpe_prover ours = p->prover;
	bool *pattern;

	optimum.hidden =
		cpe_arena_alloc(p->arena, p->system->cells + 1, sizeof(*optimum.hidden), p->problem);
	pattern = cpe_arena_alloc(p->arena, p->system->cells + 1, sizeof(*pattern), p->problem);
	if (forced == NULL || optimum.hidden == NULL || pattern == NULL)
		return false;
	for (size_t c = 0; c < p->system->cells; c++)
	{
		forced[c] = p->leave[c] == CPE_MUST_HIDE || p->leave[c] == CPE_UNPUBLISHED;
		optimum.hidden[c] = pattern[c] = p->hidden[c];
	}
	if (!cpe_optimum_search(&limited, p->system, p->target, p->targets, p->cost, forced, p->never,
	                        &optimum, p->problem))
		return p->problem->code == CPE_CANCELLED && late(p) && cpe_arena_poll(p->arena, p->problem);
	result->lower_bound = optimum.lower_bound;
	if (optimum.cost < total(p))
	{
		memcpy(p->hidden, optimum.hidden, p->system->cells * sizeof(*p->hidden));
		if (!cpe_prover_open(&p->prover, p->arena, p->system, p->hidden, p->never, p->cost,
		                     p->target, p->targets, p->problem) ||
		    !cpe_prover_prove(&p->prover, p->problem))
			return false;
		if (!all_proven(p))
		{
			memcpy(p->hidden, pattern, p->system->cells * sizeof(*p->hidden));
			p->prover = ours;
		}
	}
	result->optimal = total(p) <= result->lower_bound * (1 + 1e-9) + 1e-9;
	return true;
}

/* The optimum, as far as the work allowed goes, and exchanges where it is not reached. */
static bool
better(struct protection *p, struct candidate *list, enum cpe_effort effort,
       struct cpe_protection *result)
{
	int64_t work = p->options->work;

	if (work == 0 && effort == CPE_EFFORT_OPTIMAL)
		work = ITERATIONS;
	else if (work == 0 && p->system->cells <= MIDDLING)
		work = p->targets > 0 && p->target[0].either ? FEW_ITERATIONS : FEW_ITERATIONS / 3;
	if (!result->optimal && !late(p) && work > 0 && !use_optimum(p, work, result))
		return false;
	if (!result->optimal && !late(p) && !improve(p, list, WORK))
		return false;
	result->optimal = result->optimal || total(p) <= result->lower_bound * (1 + 1e-9) + 1e-9;
	return true;
}

bool
cpe_protect(struct cpe_arena *arena, const struct cpe_system *system,
            const struct cpe_target *target, size_t targets, const enum cpe_cell_leave *leave,
            const double *cost, const struct cpe_protect_options *options,
            struct cpe_protection *protection, struct cpe_problem *problem)
{
	struct protection p = {.arena = arena,
	                       .system = system,
	                       .target = target,
	                       .targets = targets,
	                       .leave = leave,
	                       .cost = cost,
	                       .options = options,
	                       .problem = problem};
	struct candidate *list = cpe_arena_alloc(arena, system->cells + 1, sizeof(*list), problem);
	enum cpe_effort effort = options->effort;

	p.began = seconds();
	p.hidden = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.hidden), problem);
	p.never = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.never), problem);
	p.region = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.region), problem);
	p.in_region = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.in_region), problem);
	p.lost = cpe_arena_alloc(arena, 4 * targets + 1, sizeof(*p.lost), problem);
	protection->proof = cpe_arena_alloc(arena, targets + 1, sizeof(*protection->proof), problem);
	if (!list || !p.hidden || !p.never || !p.region || !p.in_region || !p.lost ||
	    !protection->proof)
		return false;
	for (size_t c = 0; c < system->cells; c++)
	{
		p.hidden[c] = leave[c] == CPE_MUST_HIDE || leave[c] == CPE_UNPUBLISHED;
		p.never[c] = leave[c] == CPE_MUST_SHOW;
	}
	if (effort == CPE_EFFORT_USUAL)
		effort = system->cells <= MIDDLING ? CPE_EFFORT_BETTER : CPE_EFFORT_FAST;
	protection->lower_bound = NAN;
	if (!cpe_prover_open(&p.prover, arena, system, p.hidden, p.never, cost, target, targets,
	                     problem) ||
	    !search(&p, list, effort))
		return false;
	protection->optimal = total(&p) == 0 && all_proven(&p);
	if (effort >= CPE_EFFORT_BETTER && all_proven(&p) && !better(&p, list, effort, protection))
		return false;
	protection->hidden = p.hidden;
	cpe_prover_proofs(&p.prover, protection->proof);
	protection->not_safe = 0;
	for (size_t t = 0; t < targets; t++)
		protection->not_safe += !protection->proof[t].safe;
	protection->cost = total(&p);
	if (protection->optimal)
		protection->lower_bound = protection->cost;
	return true;
}
