#include "suppress/prover.h"

#include <string.h>

#define NEARLY_NOTHING 1e-9 /* a limit of cost that no cell to be hidden keeps */
#define FARTHEST 4          /* no figure changes by more, times the most that is asked */
#define MOST_NEAR 20000     /* figures of one linear programme */

bool
cpe_prover_open(struct cpe_prover *prover, struct cpe_arena *arena, const struct cpe_system *system,
                bool *hidden, bool *never, const double *cost, const struct cpe_target *target,
                size_t targets, struct cpe_problem *problem)
{
	int64_t largest = 1;

	*prover = (struct cpe_prover){.arena = arena,
	                              .system = system,
	                              .hidden = hidden,
	                              .never = never,
	                              .cost = cost,
	                              .target = target,
	                              .targets = targets};
	prover->target_of = cpe_arena_alloc(arena, system->figures + 1, sizeof(uint32_t), problem);
	prover->up = cpe_arena_alloc(arena, targets + 1, sizeof(uint32_t), problem);
	prover->down = cpe_arena_alloc(arena, targets + 1, sizeof(uint32_t), problem);
	prover->first_visit = cpe_arena_alloc(arena, system->cells + 1, sizeof(uint32_t), problem);
	if (!prover->target_of || !prover->up || !prover->down || !prover->first_visit)
		return false;
	for (size_t t = 0; t < targets; t++)
	{
		prover->target_of[target[t].figure] = (uint32_t) t + 1;
		prover->up[t] = prover->down[t] = CPE_NO_MOVE;
		if (target[t].up > largest)
			largest = target[t].up;
		if (target[t].down > largest)
			largest = target[t].down;
	}
	return cpe_mover_open(&prover->mover, arena, system, hidden, never, cost, problem) &&
	       cpe_reach_open(&prover->reach, arena, system, hidden, never, cost, MOST_NEAR,
	                      FARTHEST * (double) largest, problem);
}

static bool
lacks_up(const struct cpe_prover *prover, size_t t)
{
	return prover->target[t].up > 0 && prover->up[t] == CPE_NO_MOVE;
}

static bool
lacks_down(const struct cpe_prover *prover, size_t t)
{
	return prover->target[t].down > 0 && prover->down[t] == CPE_NO_MOVE;
}

bool
cpe_prover_has(const struct cpe_prover *prover, size_t t)
{
	if (prover->target[t].either)
		return prover->up[t] != CPE_NO_MOVE || prover->down[t] != CPE_NO_MOVE;
	return !lacks_up(prover, t) && !lacks_down(prover, t);
}

/* ---- lists that grow ---- */

static bool
grow(struct cpe_prover *prover, void *list, size_t *room, size_t count, size_t size,
     struct cpe_problem *problem)
{
	void *larger;
	size_t wanted = *room ? *room * 2 : 256;

	if (count < *room)
		return true;
	larger = cpe_arena_alloc(prover->arena, wanted, size, problem);
	if (larger == NULL)
		return false;
	if (count > 0)
		memcpy(larger, *(void **) list, count * size);
	*(void **) list = larger;
	*room = wanted;
	return true;
}

static bool
note(struct cpe_prover *prover, enum cpe_prover_change kind, size_t which, size_t was,
     struct cpe_problem *problem)
{
	if (prover->marks == 0)
		return true;
	if (!grow(prover, &prover->log, &prover->log_room, prover->logged, sizeof(*prover->log),
	          problem))
		return false;
	prover->log[prover->logged++] = (struct cpe_prover_log){kind, (uint32_t) which, (uint32_t) was};
	return true;
}

size_t
cpe_prover_mark(struct cpe_prover *prover)
{
	prover->marks++;
	return prover->logged;
}

void
cpe_prover_keep(struct cpe_prover *prover)
{
	if (--prover->marks == 0)
		prover->logged = 0;
}

void
cpe_prover_take_back(struct cpe_prover *prover, size_t mark)
{
	prover->marks--;
	while (prover->logged > mark)
	{
		const struct cpe_prover_log *last = &prover->log[--prover->logged];

		if (last->kind == CPE_LOG_HIDDEN)
			prover->hidden[last->which] = last->was != 0;
		else if (last->kind == CPE_LOG_UP)
			prover->up[last->which] = last->was;
		else
			prover->down[last->which] = last->was;
	}
}

/* ---- keeping moves ---- */

static bool
serve(struct cpe_prover *prover, uint32_t t, bool down, uint32_t move, struct cpe_problem *problem)
{
	uint32_t *mine = down ? &prover->down[t] : &prover->up[t];

	if (!note(prover, down ? CPE_LOG_DOWN : CPE_LOG_UP, t, *mine, problem) ||
	    !grow(prover, &prover->use, &prover->use_room, prover->uses, sizeof(*prover->use), problem))
		return false;
	*mine = move;
	prover->use[prover->uses] = (struct cpe_prover_use){t, down, prover->first_use[move]};
	prover->first_use[move] = (uint32_t) ++prover->uses;
	return true;
}

/* Hides the cells of a move, checks it, and gives it to all targets that lack it. */
static bool
keep_move(struct cpe_prover *prover, const struct cpe_step *step, size_t steps, bool *kept,
          struct cpe_problem *problem)
{
	const struct cpe_system *system = prover->system;
	size_t use_room = prover->move_room;
	struct cpe_move move = {steps, NULL};
	uint32_t number = (uint32_t) prover->moves;

	*kept = false;
	for (size_t s = 0; s < steps; s++)
	{
		uint32_t cell = system->cell[step[s].figure];

		if (prover->hidden[cell])
			continue;
		if (!note(prover, CPE_LOG_HIDDEN, cell, false, problem))
			return false;
		prover->hidden[cell] = true;
	}
	move.step = cpe_arena_alloc(prover->arena, steps, sizeof(*step), problem);
	if (move.step == NULL)
		return false;
	memcpy(move.step, step, steps * sizeof(*step));
	if (!cpe_move_holds(system, prover->hidden, &move))
		return true;
	if (!grow(prover, &prover->move, &prover->move_room, prover->moves, sizeof(move), problem) ||
	    !grow(prover, &prover->first_use, &use_room, prover->moves, sizeof(uint32_t), problem))
		return false;
	prover->move[prover->moves] = move;
	prover->first_use[prover->moves++] = 0;
	for (size_t s = 0; s < steps; s++)
	{
		uint32_t cell = system->cell[step[s].figure];
		uint32_t t = prover->target_of[step[s].figure];
		int64_t change = step[s].change;

		if (!grow(prover, &prover->visit, &prover->visit_room, prover->visits,
		          sizeof(*prover->visit), problem))
			return false;
		prover->visit[prover->visits] =
			(struct cpe_prover_visit){number, prover->first_visit[cell]};
		prover->first_visit[cell] = (uint32_t) ++prover->visits;
		if (t-- == 0 || cpe_prover_has(prover, t))
			continue;
		if (change > 0 && change >= prover->target[t].up && lacks_up(prover, t) &&
		    !serve(prover, t, false, number, problem))
			return false;
		if (change < 0 && -change >= prover->target[t].down && lacks_down(prover, t) &&
		    !serve(prover, t, true, number, problem))
			return false;
	}
	*kept = true;
	return true;
}

/* The move that the mover found last. */
static bool
keep_found(struct cpe_prover *prover, bool *kept, struct cpe_problem *problem)
{
	struct cpe_step step[CPE_MOVE_STEPS];
	size_t steps = cpe_mover_steps(&prover->mover, step);

	return keep_move(prover, step, steps, kept, problem);
}

/* ---- targets ---- */

/* The changes that a target lacks, at most two; the more promising first. */
static int
lacking(const struct cpe_prover *prover, size_t t, int64_t amount[2])
{
	int count = 0;

	if (cpe_prover_has(prover, t))
		return 0;
	if (lacks_up(prover, t))
		amount[count++] = prover->target[t].up;
	if (lacks_down(prover, t))
		amount[count++] = -prover->target[t].down;
	return count;
}

bool
cpe_prover_try(struct cpe_prover *prover, size_t t, bool *has, struct cpe_problem *problem)
{
	int64_t amount[2];
	int count = lacking(prover, t, amount);

	for (int i = 0; i < count && !cpe_prover_has(prover, t); i++)
	{
		int64_t before = prover->mover.work;
		bool kept;

		if (cpe_mover_find(&prover->mover, prover->target[t].figure, amount[i], NEARLY_NOTHING) &&
		    !keep_found(prover, &kept, problem))
			return false;
		prover->work += prover->mover.work - before;
	}
	*has = cpe_prover_has(prover, t);
	return cpe_arena_poll(prover->arena, problem);
}

/* One search by linear programme; it counts as work. */
static bool
find(struct cpe_prover *prover, uint32_t figure, int64_t amount, bool *found,
     struct cpe_problem *problem)
{
	int64_t before = prover->reach.iterations;
	bool good = cpe_reach_find(&prover->reach, prover->arena, figure, amount, found, problem);

	prover->work += 100 + 10 * (prover->reach.iterations - before);
	return good;
}

/* The cheaper of a move up and a move down. */
static bool
search_either(struct cpe_prover *prover, size_t t, const int64_t *amount, int count,
              struct cpe_problem *problem)
{
	struct cpe_reach *reach = &prover->reach;
	struct cpe_step *first = NULL;
	size_t first_steps = 0;
	double price = 0;
	bool kept;

	for (int i = 0; i < count; i++)
	{
		bool found;

		if (!find(prover, prover->target[t].figure, amount[i], &found, problem))
			return false;
		if (!found || (first != NULL && reach->price >= price))
			continue;
		if (i == count - 1 || reach->price == 0)
			return keep_move(prover, reach->step, reach->steps, &kept, problem);
		price = reach->price;
		first_steps = reach->steps;
		first = cpe_arena_alloc(prover->arena, first_steps, sizeof(*first), problem);
		if (first == NULL)
			return false;
		memcpy(first, reach->step, first_steps * sizeof(*first));
	}
	return first == NULL || keep_move(prover, first, first_steps, &kept, problem);
}

/* What a target lacks, in the surroundings as they are. */
static bool
search_target(struct cpe_prover *prover, size_t t, struct cpe_problem *problem)
{
	int64_t amount[2];
	int count = lacking(prover, t, amount);
	bool found = true;

	if (count == 0 || !cpe_reach_has(&prover->reach, prover->target[t].figure))
		return true;
	if (prover->target[t].either)
		return search_either(prover, t, amount, count, problem);
	for (int i = 0; i < count && found; i++)
		if (!find(prover, prover->target[t].figure, amount[i], &found, problem) ||
		    (found && !keep_move(prover, prover->reach.step, prover->reach.steps, &found, problem)))
			return false;
	return true;
}

bool
cpe_prover_search(struct cpe_prover *prover, const uint32_t *list, size_t count, size_t size,
                  bool hiding, struct cpe_problem *problem)
{
	struct cpe_reach *reach = &prover->reach;
	bool good = true;
	bool has;

	if (count == 0)
		return true;
	good = cpe_reach_enter(reach, prover->arena, prover->target[list[0]].figure, size, !hiding,
	                       problem);
	for (size_t i = 0; i < count && good; i++)
		good = (i == 0 || cpe_prover_has(prover, list[i]) ||
		        cpe_prover_try(prover, list[i], &has, problem)) &&
		       search_target(prover, list[i], problem);
	cpe_reach_leave(reach);
	return good && cpe_arena_poll(prover->arena, problem);
}

bool
cpe_prover_widen(struct cpe_prover *prover, size_t target, bool hiding, struct cpe_problem *problem)
{
	static const struct
	{
		size_t size;
		double away; /* less: dear cells, such as totals, come nearer */
	} stage[] = {{800, 0.1}, {4000, 0.1}, {MOST_NEAR, 0.02}, {MOST_NEAR, 0}};
	uint32_t t = (uint32_t) target;

	for (size_t s = 0; s < sizeof(stage) / sizeof(*stage) && !cpe_prover_has(prover, t); s++)
	{
		if (s > 0 && stage[s - 1].size >= prover->system->figures)
			break;
		prover->reach.away = stage[s].away;
		if (!cpe_prover_search(prover, &t, 1, stage[s].size, hiding, problem))
			return false;
	}
	prover->reach.away = stage[0].away;
	return true;
}

bool
cpe_prover_show(struct cpe_prover *prover, uint32_t cell, uint32_t *list, size_t *lost,
                struct cpe_problem *problem)
{
	*lost = 0;
	if (!note(prover, CPE_LOG_HIDDEN, cell, true, problem))
		return false;
	prover->hidden[cell] = false;
	for (uint32_t v = prover->first_visit[cell]; v > 0; v = prover->visit[v - 1].next)
	{
		uint32_t move = prover->visit[v - 1].move;

		for (uint32_t u = prover->first_use[move]; u > 0; u = prover->use[u - 1].next)
		{
			uint32_t t = prover->use[u - 1].target;
			bool down = prover->use[u - 1].down;
			uint32_t *mine = down ? &prover->down[t] : &prover->up[t];

			if (*mine != move)
				continue;
			if (!note(prover, down ? CPE_LOG_DOWN : CPE_LOG_UP, t, move, problem))
				return false;
			*mine = CPE_NO_MOVE;
			if (*lost == 0 || list[*lost - 1] != t)
				list[(*lost)++] = t;
		}
	}
	return true;
}

bool
cpe_prover_prove(struct cpe_prover *prover, struct cpe_problem *problem)
{
	bool has;

	for (size_t t = 0; t < prover->targets; t++)
		if (!cpe_prover_try(prover, t, &has, problem))
			return false;
	for (size_t t = 0; t < prover->targets; t++)
		if (!cpe_prover_widen(prover, t, false, problem))
			return false;
	return true;
}

void
cpe_prover_proofs(const struct cpe_prover *prover, struct cpe_proof *proof)
{
	for (size_t t = 0; t < prover->targets; t++)
	{
		proof[t] = (struct cpe_proof){cpe_prover_has(prover, t), {0, NULL}, {0, NULL}};
		if (prover->up[t] != CPE_NO_MOVE)
			proof[t].up = prover->move[prover->up[t]];
		if (prover->down[t] != CPE_NO_MOVE)
			proof[t].down = prover->move[prover->down[t]];
	}
}
