#include "suppress/margin_fit.h"

#define TRIES_EACH 400      /* random moves for each candidate ... */
#define TRIES_MOST 12000000 /* ... and in all */
#define SWEEP_WORK 4000000  /* pairs looked at in the last descent */

#define TOO_FAR 8 /* a change by base or more costs as much as so many times base */

/*
 * The search: margins (cells that count and hold a candidate) with their change so far, and which
 * candidate is in which.  Costs are those of the sum of weight * change^2 / base, or of the sum of
 * weight * |change|.
 */
struct search
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int64_t base;
	size_t candidates;
	size_t margins;
	size_t *in_start; /* candidates + 1: the margins of a candidate, ascending */
	uint32_t *in;
	size_t *of_start; /* margins + 1: the candidates of a margin, ascending */
	uint32_t *of;
	int64_t *change; /* by margin */
	double *weight;  /* by margin */
	double scale;    /* the mean weight */
	double heaviest;
	bool squares;
	bool *up;
	uint64_t seed;
};

/* The next number of a fixed sequence (xorshift64*), below a limit. */
static uint32_t
draw(struct search *search, size_t limit)
{
	search->seed ^= search->seed >> 12;
	search->seed ^= search->seed << 25;
	search->seed ^= search->seed >> 27;
	return (uint32_t) (((search->seed * UINT64_C(0x2545f4914f6cdd1d)) >> 32) * (uint64_t) limit >>
	                   32);
}

/* What one more unit of base up or down on a margin costs. */
static inline double
margin_cost(const struct search *search, uint32_t margin, bool up)
{
	int64_t now = search->change[margin];
	int64_t then = up ? now + search->base : now - search->base;

	if (search->squares)
		return search->weight[margin] * (double) ((up ? 2 * now : -2 * now) + search->base);
	now = now < 0 ? -now : now;
	then = then < 0 ? -then : then;
	return search->weight[margin] * (double) (then - now) +
	       TOO_FAR * search->heaviest * (double) search->base *
	           (double) (then / search->base - now / search->base);
}

/* What turning a candidate costs. */
static double
turn_cost(const struct search *search, uint32_t candidate)
{
	double sum = 0;

	for (size_t i = search->in_start[candidate]; i < search->in_start[candidate + 1]; i++)
		sum += margin_cost(search, search->in[i], !search->up[candidate]);
	return sum;
}

static void
turn(struct search *search, uint32_t candidate)
{
	int64_t step = search->up[candidate] ? -search->base : search->base;

	for (size_t i = search->in_start[candidate]; i < search->in_start[candidate + 1]; i++)
		search->change[search->in[i]] += step;
	search->up[candidate] = !search->up[candidate];
}

/* What turning two costs, one up and one down: margins that they share stay as they are. */
static double
exchange_cost(const struct search *search, uint32_t a, uint32_t b)
{
	size_t i = search->in_start[a];
	size_t k = search->in_start[b];
	size_t end_i = search->in_start[a + 1];
	size_t end_k = search->in_start[b + 1];
	bool up = !search->up[a];
	double sum = 0;

	while (i < end_i && k < end_k)
	{
		uint32_t left = search->in[i];
		uint32_t right = search->in[k];

		if (left < right)
			sum += margin_cost(search, left, up);
		else if (right < left)
			sum += margin_cost(search, right, !up);
		i += left <= right;
		k += right <= left;
	}
	for (; i < end_i; i++)
		sum += margin_cost(search, search->in[i], up);
	for (; k < end_k; k++)
		sum += margin_cost(search, search->in[k], !up);
	return sum;
}

/* Lists of margins by candidate and of candidates by margin; every candidate down. */
static bool
prepare(struct search *search, const struct cpe_margin_fit *fit)
{
	const struct cpe_inner_cells *inner = fit->inner;
	struct cpe_arena *arena = search->arena;
	struct cpe_problem *problem = search->problem;
	uint32_t *number = cpe_arena_alloc(arena, inner->cells + 1, sizeof(*number), problem);
	size_t entries = 0;

	search->in_start = cpe_arena_alloc(arena, fit->candidates + 1, sizeof(size_t), problem);
	if (number == NULL || search->in_start == NULL)
		return false;
	for (size_t c = 0; c < fit->candidates; c++)
		entries += inner->over_start[fit->candidate[c] + 1] - inner->over_start[fit->candidate[c]];
	search->in = cpe_arena_alloc(arena, entries + 1, sizeof(uint32_t), problem);
	search->of = cpe_arena_alloc(arena, entries + 1, sizeof(uint32_t), problem);
	search->of_start = cpe_arena_alloc(arena, inner->cells + 2, sizeof(size_t), problem);
	search->change = cpe_arena_alloc(arena, inner->cells + 1, sizeof(int64_t), problem);
	if (!search->in || !search->of || !search->of_start || !search->change)
		return false;
	entries = 0;
	for (size_t c = 0; c < fit->candidates; c++)
	{
		for (size_t k = inner->over_start[fit->candidate[c]];
		     k < inner->over_start[fit->candidate[c] + 1]; k++)
		{
			uint32_t place = inner->over[k];

			if (!fit->counts[place])
				continue;
			if (number[place] == 0)
				number[place] = (uint32_t) ++search->margins;
			search->in[entries++] = number[place] - 1;
			search->of_start[number[place] + 1]++;
		}
		search->in_start[c + 1] = entries;
	}
	for (size_t m = 1; m <= search->margins; m++)
		search->of_start[m + 1] += search->of_start[m];
	for (size_t c = 0; c < fit->candidates; c++)
		for (size_t i = search->in_start[c]; i < search->in_start[c + 1]; i++)
			search->of[search->of_start[search->in[i] + 1]++] = (uint32_t) c;
	return true;
}

/* The weights of margins, whose places their candidates know. */
static bool
take_weights(struct search *search, const struct cpe_margin_fit *fit)
{
	const struct cpe_inner_cells *inner = fit->inner;
	size_t entry = 0;

	search->weight =
		cpe_arena_alloc(search->arena, search->margins + 1, sizeof(double), search->problem);
	if (search->weight == NULL)
		return false;
	for (size_t c = 0; c < fit->candidates; c++)
		for (size_t k = inner->over_start[fit->candidate[c]];
		     k < inner->over_start[fit->candidate[c] + 1]; k++)
			if (fit->counts[inner->over[k]])
				search->weight[search->in[entry++]] = fit->weight ? fit->weight[inner->over[k]] : 1;
	search->scale = 0;
	for (size_t m = 0; m < search->margins; m++)
	{
		search->scale += search->weight[m] / (double) search->margins;
		if (search->weight[m] > search->heaviest)
			search->heaviest = search->weight[m];
	}
	return true;
}

/* Lists of margins in ascending order, which exchange_cost() needs: numbers were given as they
 * came. */
static void
sort_margins(struct search *search)
{
	size_t *at = search->in_start;

	/* by margin, each is appended to its candidates: the lists come out ascending */
	for (size_t m = 0; m < search->margins; m++)
		for (size_t i = search->of_start[m]; i < search->of_start[m + 1]; i++)
			search->in[at[search->of[i]]++] = (uint32_t) m;
	for (size_t c = search->candidates; c > 0; c--)
		at[c] = at[c - 1];
	at[0] = 0;
}

/* One after another as the changes so far ask for: those to come do not count yet. */
static void
begin(struct search *search, const int64_t *rest)
{
	for (uint32_t c = 0; c < search->candidates; c++)
	{
		for (size_t i = search->in_start[c]; i < search->in_start[c + 1]; i++)
			search->change[search->in[i]] -= rest[c];
		search->up[c] = false;
		if (turn_cost(search, c) < 0)
			turn(search, c);
	}
}

/*
 * Random turns and exchanges within a margin that cost no more than a threshold, which falls to
 * nothing.
 */
static bool
wander(struct search *search)
{
	uint64_t tries = (uint64_t) search->candidates * TRIES_EACH;

	if (tries > TRIES_MOST)
		tries = TRIES_MOST;
	for (uint64_t t = 0; t < tries; t++)
	{
		/* at first as much as two margins that fit and then change by base */
		double most =
			2 * search->scale * (double) search->base * (double) (tries - t) / (double) tries;
		uint32_t a = draw(search, search->candidates);
		uint32_t b = a;

		if (t % 4096 == 0 && !cpe_arena_poll(search->arena, search->problem))
			return false;
		if (search->in_start[a] == search->in_start[a + 1])
			continue;
		if (t % 4 != 0)
		{
			size_t margins = search->in_start[a + 1] - search->in_start[a];
			uint32_t m = search->in[search->in_start[a] + draw(search, margins)];
			size_t size = search->of_start[m + 1] - search->of_start[m];

			b = search->of[search->of_start[m] + draw(search, size)];
		}
		if (a == b)
		{
			if (turn_cost(search, a) < most)
				turn(search, a);
		}
		else if (search->up[a] != search->up[b] && exchange_cost(search, a, b) < most)
		{
			turn(search, a);
			turn(search, b);
		}
	}
	return true;
}

/* The exchange of a candidate with one of the same margin that helps at once, if there is one. */
static bool
exchange_one(struct search *search, uint32_t a, uint64_t *work)
{
	for (size_t i = search->in_start[a]; i < search->in_start[a + 1]; i++)
	{
		uint32_t m = search->in[i];

		for (size_t k = search->of_start[m]; k < search->of_start[m + 1]; k++)
		{
			uint32_t b = search->of[k];

			++*work;
			if (search->up[a] != search->up[b] && exchange_cost(search, a, b) < 0)
			{
				turn(search, a);
				turn(search, b);
				return true;
			}
		}
	}
	return false;
}

/* Turns and exchanges that help, until there is none or the work is done. */
static bool
descend(struct search *search)
{
	uint64_t work = 0;
	bool better = true;

	while (better && work < SWEEP_WORK)
	{
		better = false;
		for (uint32_t c = 0; c < search->candidates && work < SWEEP_WORK; c++)
		{
			if (c % 64 == 0 && !cpe_arena_poll(search->arena, search->problem))
				return false;
			if (turn_cost(search, c) < 0)
			{
				turn(search, c);
				better = true;
			}
			better |= exchange_one(search, c, &work);
		}
	}
	return true;
}

bool
cpe_margin_fit(struct cpe_arena *arena, const struct cpe_margin_fit *fit, bool *up,
               struct cpe_problem *problem)
{
	struct search search = {.arena = arena,
	                        .problem = problem,
	                        .base = fit->base,
	                        .candidates = fit->candidates,
	                        .up = up,
	                        .seed = UINT64_C(0x5851f42d4c957f2d)};

	if (fit->candidates == 0)
		return true;
	if (!prepare(&search, fit) || !take_weights(&search, fit))
		return false;
	sort_margins(&search);
	begin(&search, fit->rest);
	search.squares = true;
	if (!wander(&search) || !descend(&search))
		return false;
	search.squares = !fit->sum;
	return search.squares || descend(&search);
}
