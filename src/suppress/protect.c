#include "suppress/protect.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/sort.h"
#include "suppress/eliminate.h"
#include "suppress/prover.h"

#define PROOF_SIZE 800         /* figures of a programme for a new proof */
#define ELIMINATION 4000000000 /* entries of rows, at most: minutes */

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
	uint32_t *lost; /* targets that a cell shown again took the proof of */
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
	for (size_t t = 0; t < p->targets; t++)
		if (!cpe_prover_has(&p->prover, t) && (!cpe_prover_try(&p->prover, t, &has, p->problem) ||
		                                       !cpe_prover_widen(&p->prover, t, true, p->problem)))
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

	*dropped = true;
	cpe_prover_mark(&p->prover);
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
		cpe_prover_take_back(&p->prover);
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

/*
 * Shows a cell for good and lets those who leaned on it hide others; what is not needed then is
 * shown.  Kept where that is cheaper.
 */
static bool
exchange(struct protection *p, uint32_t cell, struct candidate *list, bool *kept)
{
	const size_t most = 40;
	double before = total(p);
	size_t lost;
	bool good = true;
	size_t count;

	*kept = false;
	cpe_prover_mark(&p->prover);
	if (!cpe_prover_show(&p->prover, cell, p->lost, &lost, p->problem))
		return false;
	p->never[cell] = true;
	for (lost = keep_lacking(p, lost); lost > 0 && good; lost = keep_lacking(p, lost))
	{
		if (!cpe_prover_search(&p->prover, p->lost, lost, PROOF_SIZE, true, p->problem))
			return false;
		good = cpe_prover_has(&p->prover, p->lost[0]);
	}
	p->never[cell] = false;
	(void) list;
	(void) most;
	(void) count;
	*kept = good && total(p) < before;
	if (*kept)
		cpe_prover_keep(&p->prover);
	else
		cpe_prover_take_back(&p->prover);
	return true;
}

/* Exchanges, the dearest first, while they help and work is left. */
static bool
improve(struct protection *p, struct candidate *list, int64_t work)
{
	int64_t end = p->prover.work + work;
	size_t helped = 1;

	while (helped > 0 && p->prover.work < end && !late(p))
	{
		size_t count;

		helped = 0;
		if (!list_complements(p, list, &count))
			return false;
		for (size_t i = 0; i < count && p->prover.work < end && !late(p); i++)
		{
			bool kept;

			if (!exchange(p, list[i].cell, list, &kept))
				return false;
			helped += kept;
		}
		if (helped > 0 && !drop_all(p, list, PROOF_SIZE))
			return false;
	}
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

	p.began = seconds();
	p.hidden = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.hidden), problem);
	p.never = cpe_arena_alloc(arena, system->cells + 1, sizeof(*p.never), problem);
	p.lost = cpe_arena_alloc(arena, 2 * targets + 1, sizeof(*p.lost), problem);
	protection->proof = cpe_arena_alloc(arena, targets + 1, sizeof(*protection->proof), problem);
	if (!list || !p.hidden || !p.never || !p.lost || !protection->proof)
		return false;
	for (size_t c = 0; c < system->cells; c++)
	{
		p.hidden[c] = leave[c] == CPE_MUST_HIDE || leave[c] == CPE_UNPUBLISHED;
		p.never[c] = leave[c] == CPE_MUST_SHOW;
	}
	if (!cpe_prover_open(&p.prover, arena, system, p.hidden, p.never, cost, target, targets,
	                     problem) ||
	    !begin(&p) || !repair(&p) || !drop_all(&p, list, options->effort > 0 ? PROOF_SIZE : 0))
		return false;
	if (options->effort > 0 && !improve(&p, list, options->work))
		return false;
	protection->hidden = p.hidden;
	cpe_prover_proofs(&p.prover, protection->proof);
	protection->not_safe = 0;
	for (size_t t = 0; t < targets; t++)
		protection->not_safe += !protection->proof[t].safe;
	protection->cost = total(&p);
	protection->lower_bound = NAN;
	protection->optimal = protection->cost == 0;
	return true;
}
