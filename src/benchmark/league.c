#include "benchmark/league.h"

#include <math.h>

#include "base/distribution.h"
#include "base/sort.h"
#include "benchmark/rank_distribution.h"

const char *const cpe_rank_method_words[] = {"joint", "pairwise", "marginal", NULL};
const char *const cpe_rank_adjust_words[] = {"none", "bonferroni", "independent", NULL};

/* Best first. */
static int
compare_contenders(const void *a, const void *b)
{
	const struct cpe_contender *x = a;
	const struct cpe_contender *y = b;
	int order = cpe_compare_numbers(y->score, x->score);

	return order != 0 ? order : cpe_compare_numbers(x->se, y->se);
}

/* The normal deviate of one interval or test among so many. */
static double
deviate_among(const struct cpe_rank_rule *rule, double many)
{
	double alpha = rule->alpha;

	if (rule->adjust == CPE_RANK_ADJUST_BONFERRONI && many > 1)
		alpha /= many;
	if (rule->adjust == CPE_RANK_ADJUST_INDEPENDENT && many > 1)
		alpha = -expm1(log1p(-alpha) / many);
	return cpe_normal_quantile_upper(alpha / 2);
}

/* How many of ascending numbers lie below one. */
static size_t
count_below(const double *sorted, size_t count, double x)
{
	size_t low = 0;
	size_t high = count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
rank_jointly(struct cpe_arena *arena, const struct cpe_rank_rule *rule, struct cpe_contender *unit,
             size_t units, struct cpe_problem *problem)
{
	double z = deviate_among(rule, (double) units);
	double *low = cpe_arena_alloc(arena, units, sizeof(double), problem);
	double *high = low ? cpe_arena_alloc(arena, units, sizeof(double), problem) : NULL;

	if (high == NULL)
		return false;
	/* negative, so that both counts are of numbers below */
	for (size_t i = 0; i < units; i++)
	{
		low[i] = -(unit[i].score - z * unit[i].se);
		high[i] = unit[i].score + z * unit[i].se;
	}
	if (!cpe_sort(arena, low, units, sizeof(double), cpe_by_number, problem) ||
	    !cpe_sort(arena, high, units, sizeof(double), cpe_by_number, problem))
		return false;
	for (size_t i = 0; i < units; i++)
	{
		double bottom = unit[i].score - z * unit[i].se;
		double top = unit[i].score + z * unit[i].se;

		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		unit[i].low = 1 + (double) count_below(low, units, -top);
		unit[i].high = (double) (units - count_below(high, units, bottom));
	}
	return true;
}

static bool
rank_by_pairs(struct cpe_arena *arena, const struct cpe_rank_rule *rule, struct cpe_contender *unit,
              size_t units, struct cpe_problem *problem)
{
	double z = deviate_among(rule, (double) units * ((double) units - 1) / 2);

	if (units > CPE_RANK_PAIRWISE_MOST)
		return cpe_problem_set(problem, CPE_LIMIT, "Up to 20,000 units can be compared in pairs.",
		                       "Use the method \"joint\".",
		                       "too many units in a partition of rank_interval: %zu", units);
	for (size_t i = 0; i < units; i++)
	{
		unit[i].low = 1;
		unit[i].high = (double) units;
	}
	for (size_t i = 0; i < units; i++)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		for (size_t j = i + 1; j < units; j++)
		{
			double difference = (unit[i].score - unit[j].score) / z;

			if (difference * difference > unit[i].se * unit[i].se + unit[j].se * unit[j].se)
			{
				unit[i].high--;
				unit[j].low++;
			}
		}
	}
	return true;
}

static bool
rank_marginally(struct cpe_arena *arena, const struct cpe_rank_rule *rule,
                struct cpe_contender *unit, size_t units, struct cpe_problem *problem)
{
	if (!cpe_rank_expected(arena, unit, units, CPE_RANK_PAIRS, problem))
		return false;
	if (rule->exact && units > CPE_RANK_EXACT_MOST)
		return cpe_problem_set(problem, CPE_LIMIT, "Exact distributions are for up to 500 units.",
		                       "Leave out the option \"exact\".",
		                       "too many units in a partition of rank_interval: %zu", units);
	if (rule->exact || units <= CPE_RANK_EXACT)
		return cpe_rank_exact(arena, unit, units, rule->alpha, problem);
	return cpe_rank_approximate(arena, unit, units, rule->alpha, problem);
}

/* The units as contenders, best first; the rank of a score is 1 and the scores above it. */
static struct cpe_contender *
line_up(struct cpe_arena *arena, const struct cpe_rank_rule *rule, struct cpe_ranked *unit,
        size_t units, struct cpe_problem *problem)
{
	struct cpe_contender *contender = cpe_arena_alloc(arena, units, sizeof(*contender), problem);
	double rank = 1;

	if (contender == NULL)
		return NULL;
	for (size_t i = 0; i < units; i++)
	{
		contender[i].score = rule->lowest_first ? -unit[i].score : unit[i].score;
		contender[i].se = unit[i].se;
		contender[i].row = i;
		contender[i].expected = NAN;
	}
	if (!cpe_sort(arena, contender, units, sizeof(*contender), compare_contenders, problem))
		return NULL;
	for (size_t i = 0; i < units; i++)
	{
		if (i > 0 && contender[i].score < contender[i - 1].score)
			rank = (double) i + 1;
		unit[contender[i].row].rank = rank;
	}
	return contender;
}

bool
cpe_rank(struct cpe_arena *arena, const struct cpe_rank_rule *rule, struct cpe_ranked *unit,
         size_t units, struct cpe_problem *problem)
{
	struct cpe_contender *contender;
	bool good = false;

	if (units == 0)
		return true;
	contender = line_up(arena, rule, unit, units, problem);
	if (contender == NULL)
		return false;
	switch (rule->method)
	{
		case CPE_RANK_JOINT:
			good = rank_jointly(arena, rule, contender, units, problem);
			break;
		case CPE_RANK_PAIRWISE:
			good = rank_by_pairs(arena, rule, contender, units, problem);
			break;
		case CPE_RANK_MARGINAL:
			good = rank_marginally(arena, rule, contender, units, problem);
			break;
	}
	for (size_t i = 0; good && i < units; i++)
	{
		unit[contender[i].row].low = contender[i].low;
		unit[contender[i].row].high = contender[i].high;
		unit[contender[i].row].expected = contender[i].expected;
	}
	return good;
}
