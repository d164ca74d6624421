#ifndef CPE_BENCHMARK_SHRINK_H
#define CPE_BENCHMARK_SHRINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/interval.h"
#include "base/problem.h"
#include "benchmark/between.h"

/* Scores drawn towards the mean, each as far as its own error says (empirical Bayes, BLUP). */
struct cpe_shrink_rule
{
	bool log_odds; /* proportions with a random intercept; else between */
	enum cpe_between between;
	double mean; /* given, or NAN; not for log_odds */
	double tau2; /* given, or NAN; for log_odds on the log-odds scale */
	int nodes;   /* of log_odds */
	struct cpe_confidence confidence;
};

/* What the units have in common; NAN where it cannot be found. */
struct cpe_shrinkage
{
	double mean;
	double mean_se; /* 0 where the mean is given */
	double tau2;
	int units; /* that took part */
};

struct cpe_shrunken
{
	/* given; NAN where missing */
	double score;
	double own_se;
	double n; /* for log_odds: score is a share of n answers */
	/* found; NAN where there is none */
	double shrunken;
	double se;
	double low;
	double high;
	double shrinkage;   /* B: the weight of the unit's own score, 0 to 1 */
	const char *status; /* NULL, or why there is none */
};

/*
 * mean + B (score - mean), B = tau2 / (tau2 + own_se^2), with the variance B own_se^2 + (1 - B)^2
 * mean_se^2.  log_odds: expit(intercept + u) with the mode u of the unit's deviation given its
 * answers and s^2 its variance given them; B = 1 - s^2 / tau2, the variance of intercept + u is s^2
 * + (1 - B)^2 se(intercept)^2, limits are back-transformed and se is by the delta method.  The
 * order of the units does not matter to the last bit.
 */
extern bool cpe_shrink(struct cpe_arena *arena, const struct cpe_shrink_rule *rule,
                       struct cpe_shrinkage *all, struct cpe_shrunken *unit, size_t units,
                       struct cpe_problem *problem);

#endif
