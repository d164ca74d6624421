#ifndef CPE_BENCHMARK_LEAGUE_H
#define CPE_BENCHMARK_LEAGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* Ranks of units whose scores have errors: where each may stand, the rank 1 being the highest. */
enum cpe_rank_method
{
	/*
	 * From intervals of the scores that hold together (Klein, Wright and Wieczorek 2020): a unit is
	 * surely better than another when its lower limit is above the other's upper one.
	 */
	CPE_RANK_JOINT,
	/* From the tests of all pairs: surely better when the difference is significant. */
	CPE_RANK_PAIRWISE,
	/*
	 * From each unit's own distribution of its rank when true scores are independent normals about
	 * the scores given: equal-tailed, from its quantiles.
	 */
	CPE_RANK_MARGINAL
};
extern const char *const cpe_rank_method_words[];

/*
 * How sure for all units together.  none: each interval (joint) or test (pairwise) at the level.
 * bonferroni: alpha / m, independent (Sidak): 1 - (1 - alpha)^(1 / m), with m the units (joint) or
 * pairs (pairwise).
 */
enum cpe_rank_adjust
{
	CPE_RANK_ADJUST_NONE,
	CPE_RANK_ADJUST_BONFERRONI,
	CPE_RANK_ADJUST_INDEPENDENT
};
extern const char *const cpe_rank_adjust_words[];

/*
 * marginal: up to CPE_RANK_EXACT units, or CPE_RANK_EXACT_MOST when told, the distributions are
 * exact; up to CPE_RANK_PAIRS units the expected ranks are.  pairwise: the most units.
 */
#define CPE_RANK_EXACT 50
#define CPE_RANK_EXACT_MOST 500
#define CPE_RANK_PAIRS 2000
#define CPE_RANK_PAIRWISE_MOST 20000

struct cpe_rank_rule
{
	enum cpe_rank_method method;
	enum cpe_rank_adjust adjust; /* of joint and pairwise */
	bool lowest_first;           /* rank 1 is the lowest score */
	bool exact;                  /* of marginal: also in larger partitions */
	double alpha;
};

struct cpe_ranked
{
	/* given: finite scores, positive standard errors, squares of both and of their ratios finite */
	double score;
	double se;
	/* found */
	double rank; /* of the score: 1 and the units above it */
	double low;  /* whole numbers from 1 to the number of units */
	double high;
	double expected; /* marginal: the mean of its rank; else NAN */
};

/*
 * The order of the units does not matter to the last bit.  Refuses (CPE_LIMIT) more units than the
 * limits above say.
 */
extern bool cpe_rank(struct cpe_arena *arena, const struct cpe_rank_rule *rule,
                     struct cpe_ranked *unit, size_t units, struct cpe_problem *problem);

#endif
