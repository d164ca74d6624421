#include "benchmark/multiplicity.h"

#include <math.h>

#include "base/sort.h"
#include "base/text.h"

#define POLL_EVERY 4096

const char cpe_adjustment_names[] = "bonferroni, holm, hochberg, hommel, bh, by";

bool
cpe_adjustment_by_name(const char *name, enum cpe_adjustment *method)
{
	int index = cpe_word_index(cpe_adjustment_names, name);

	if (index >= 0)
		*method = (enum cpe_adjustment) index;
	return index >= 0;
}

/* A p value, where it came from, and what becomes of it. */
struct ranked
{
	double p; /* first: what cpe_by_number sees */
	double adjusted;
	size_t at;
};

/* Each is the p value times a factor of its own rank (from 1), before any running extreme. */
static double
multiple(enum cpe_adjustment method, double p, size_t rank, size_t count, double harmonic)
{
	switch (method)
	{
		case CPE_ADJUST_BONFERRONI:
			return (double) count * p;
		case CPE_ADJUST_HOLM:
		case CPE_ADJUST_HOCHBERG:
			return (double) (count - rank + 1) * p;
		default:
			return harmonic * (double) count / (double) rank * p;
	}
}

/*
 * Bonferroni's and the stepwise methods: running maximum from the smallest, or minimum from the
 * largest.
 */
static bool
adjust_stepwise(struct cpe_arena *arena, enum cpe_adjustment method, struct ranked *ranked,
                size_t count, struct cpe_problem *problem)
{
	bool upwards = method == CPE_ADJUST_BONFERRONI || method == CPE_ADJUST_HOLM;
	double running = upwards ? 0 : 1;
	double harmonic = 1;

	if (method == CPE_ADJUST_BY)
	{
		harmonic = 0;
		for (size_t i = count; i >= 1; i--)
			harmonic += 1 / (double) i;
	}
	for (size_t i = 0; i < count; i++)
	{
		size_t rank = upwards ? i + 1 : count - i;
		double own = multiple(method, ranked[rank - 1].p, rank, count, harmonic);

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		running = upwards ? fmax(running, own) : fmin(running, own);
		ranked[rank - 1].adjusted = fmin(1, running);
	}
	return true;
}

/* The slope from one rank and p value up to another of higher rank. */
static double
slope(const struct ranked *ranked, size_t from, size_t to)
{
	return (ranked[to].p - ranked[from].p) / (double) (to - from);
}

/*
 * The least p / (rank - below) over the ranks above below, which are hull's: the tangent from
 * (below, 0) to the lower convex hull of the points (rank, p).  The hull's last is its leftmost;
 * along it the ratio first falls and then rises.
 */
static double
least_ratio(const struct ranked *ranked, const size_t *hull, size_t vertices, size_t below)
{
	size_t low = 0; /* the answer lies at low or further left, at or before high */
	size_t high = vertices - 1;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;
		size_t right = hull[middle];
		size_t left = hull[middle + 1];

		if (ranked[right].p / (double) (right + 1 - below) <=
		    ranked[left].p / (double) (left + 1 - below))
			high = middle;
		else
			low = middle + 1;
	}
	return ranked[hull[low]].p / (double) (hull[low] + 1 - below);
}

/*
 * Hommel's method is the closed test whose local tests are Simes's.  With S(m) = min over j of
 * m p(n-m+j) / j, Simes's p value of the m largest, the hypothesis i has the adjusted p value
 * max over m of min(m p(i), S(m)): no set of m with i in it is harder to reject than i with the
 * largest.  All S(m) come from one convex hull (Meijer, Krebs and Goeman 2019), and with
 * T(m) = max of S(m), S(m+1), ... in the place of S, which changes no maximum, m p(i) rises and
 * T(m) falls: the maximum is where they cross, further down for a larger p.
 */
static bool
adjust_hommel(struct cpe_arena *arena, struct ranked *ranked, size_t count,
              struct cpe_problem *problem)
{
	size_t *hull = cpe_arena_alloc(arena, count, sizeof(size_t), problem);
	double *simes = cpe_arena_alloc(arena, count + 2, sizeof(double), problem);
	size_t vertices = 0;
	size_t m = count;

	if (hull == NULL || simes == NULL)
		return false;
	for (size_t size = 1; size <= count; size++)
	{
		size_t left = count - size;

		if (size % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		while (vertices >= 2 && slope(ranked, left, hull[vertices - 1]) >=
		                            slope(ranked, hull[vertices - 1], hull[vertices - 2]))
			vertices--;
		hull[vertices++] = left;
		simes[size] = (double) size * least_ratio(ranked, hull, vertices, left);
	}
	for (size_t size = count; size-- > 1;)
		simes[size] = fmax(simes[size], simes[size + 1]);
	for (size_t i = 0; i < count; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		while (m > 1 && (double) m * ranked[i].p > simes[m])
			m--;
		/* m p(i) is at most T(m), or m is 1; the next set up is bounded by its T */
		ranked[i].adjusted = fmin(1, fmax(fmin((double) m * ranked[i].p, simes[m]), simes[m + 1]));
	}
	return true;
}

bool
cpe_adjust_p(struct cpe_arena *arena, enum cpe_adjustment method, const double *p, size_t count,
             double *adjusted, struct cpe_problem *problem)
{
	struct ranked *ranked = cpe_arena_alloc(arena, count, sizeof(*ranked), problem);
	size_t there = 0;

	if (ranked == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		adjusted[i] = NAN;
		if (isnan(p[i]))
			continue;
		if (!(p[i] >= 0 && p[i] <= 1))
			return cpe_problem_set(problem, CPE_INVALID, "A p value lies between 0 and 1.", NULL,
			                       "p out of range: %g", p[i]);
		ranked[there].p = p[i];
		ranked[there++].at = i;
	}
	if (!cpe_sort(arena, ranked, there, sizeof(*ranked), cpe_by_number, problem))
		return false;
	if (!(method == CPE_ADJUST_HOMMEL ? adjust_hommel(arena, ranked, there, problem)
	                                  : adjust_stepwise(arena, method, ranked, there, problem)))
		return false;
	for (size_t i = 0; i < there; i++)
		adjusted[ranked[i].at] = ranked[i].adjusted;
	return true;
}

int
cpe_grade(double z, const double *cut, int cuts)
{
	int exceeded = 0;

	while (exceeded < cuts && fabs(z) > cut[exceeded])
		exceeded++;
	return z < 0 ? -exceeded : exceeded;
}

const char *
cpe_grade_name(int grade, int cuts)
{
	static const char *const words[CPE_GRADE_CUTS][CPE_GRADE_CUTS + 1][2] = {
		{{"as expected", "as expected"}, {"worse", "better"}},
		{{"as expected", "as expected"}, {"worse", "better"}, {"much worse", "much better"}},
		{{"as expected", "as expected"},
	     {"somewhat worse", "somewhat better"},
	     {"worse", "better"},
	     {"much worse", "much better"}}};

	return words[cuts - 1][grade < 0 ? -grade : grade][grade > 0];
}
