#include "benchmark/counted.h"

#include <math.h>

#include "base/distribution.h"
#include "base/sort.h"

#define COUNT_MAX 9007199254740992.0 /* 2^53: beyond it a double skips whole numbers */
#define POLL_EVERY 4096

static int
by_answers(const void *one, const void *other)
{
	const struct cpe_counted *a = one;
	const struct cpe_counted *b = other;

	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return (a->positive > b->positive) - (a->positive < b->positive);
}

/* Takes the units that have answers. */
static bool
take_units(struct cpe_arena *arena, const double *positive, const double *n, size_t units,
           struct cpe_counted_set *set, struct cpe_problem *problem)
{
	for (size_t i = 0; i < units; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!(positive[i] >= 0 && positive[i] <= n[i] && n[i] <= COUNT_MAX) ||
		    positive[i] != rint(positive[i]) || n[i] != rint(n[i]))
			return cpe_problem_set(problem, CPE_INVALID,
			                       "Both are whole, with 0 <= positive <= n <= 2^53.", NULL,
			                       "counts out of range: %g positive of %g", positive[i], n[i]);
		if (n[i] > 0)
			set->unit[set->count++] = (struct cpe_counted){positive[i], n[i], 1};
	}
	return true;
}

bool
cpe_counted_collect(struct cpe_arena *arena, const double *positive, const double *n, size_t units,
                    struct cpe_counted_set *set, struct cpe_problem *problem)
{
	size_t kept = 0;

	*set = (struct cpe_counted_set){NULL, 0, 0, 0, 0, true, true, false};
	set->unit = cpe_arena_alloc(arena, units + 1, sizeof(*set->unit), problem);
	if (set->unit == NULL || !take_units(arena, positive, n, units, set, problem) ||
	    !cpe_sort(arena, set->unit, set->count, sizeof(*set->unit), by_answers, problem))
		return false;
	for (size_t i = 0; i < set->count; i++)
	{
		struct cpe_counted unit = set->unit[i];

		set->units++;
		set->positive += unit.positive;
		set->n += unit.n;
		set->whole = set->whole && (unit.positive == 0 || unit.positive == unit.n);
		set->pairs = set->pairs || unit.n > 1;
		if (kept > 0 && by_answers(&unit, &set->unit[kept - 1]) == 0)
			set->unit[kept - 1].units++;
		else
			set->unit[kept++] = unit;
	}
	set->count = kept;
	set->alike = set->positive == 0 || set->positive == set->n;
	return true;
}

double
cpe_counted_saturated(const struct cpe_counted *unit)
{
	return log(cpe_binomial_pmf(unit->positive, unit->n, unit->positive / unit->n));
}

/* count * log(probability / share), where the probability exceeds the share by so much. */
static double
term(double count, double share, double probability, double excess)
{
	if (count == 0)
		return 0;
	return count * (fabs(excess) < share / 2 ? log1p(excess / share) : log(probability / share));
}

double
cpe_counted_loss(const struct cpe_counted *unit, double p, double q)
{
	double share = unit->positive / unit->n;
	double rest = (unit->n - unit->positive) / unit->n;
	double excess = p < q ? p - share : rest - q;

	return term(unit->positive, share, p, excess) +
	       term(unit->n - unit->positive, rest, q, -excess);
}
