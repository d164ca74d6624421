#ifndef CPE_BENCHMARK_INEQUALITY_H
#define CPE_BENCHMARK_INEQUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/interval.h"
#include "base/problem.h"

/*
 * Slope and relative index of inequality: the population in the order of its quantiles lies on a
 * line from 0 to 1, each quantile at the middle of its share; the index is the slope of the line
 * through the quantiles' values, weighted by their shares, and the ratio of its two ends.
 */
enum cpe_slope_scale
{
	CPE_SLOPE_RAW,
	CPE_SLOPE_LOG,  /* values above 0 */
	CPE_SLOPE_LOGIT /* values from 0 to 1 */
};

struct cpe_slope_rule
{
	enum cpe_slope_scale scale;
	bool transform;    /* the line is fitted on the scale, and its ends are taken back from it */
	bool descending;   /* the line starts at the highest quantile, not at the lowest */
	bool fieller;      /* limits of the ratio by Fieller's theorem, not on the log scale */
	double multiplier; /* of the slope, its limits and the intercept; positive */
	double z;          /* of the limits */
};

struct cpe_slope_group
{
	double quantile;
	double population; /* positive */
	double value;      /* NAN: none */
	double se;         /* of the value as it is, not on the scale; NAN: none */
};

/* What is not there is NAN, and the status says why. */
struct cpe_slope
{
	double sii, sii_low, sii_high, sii_se;
	double rii, rii_low, rii_high;
	double intercept; /* where the line starts */
	const char *status;
};

/*
 * The standard error of a value that its confidence limits tell, z having been theirs: half their
 * distance on the scale over z, brought back to the value's own scale.  NAN when a limit or the
 * value has no place on the scale.
 */
extern double cpe_slope_se(enum cpe_slope_scale scale, double value, double low, double high,
                           double z);

/*
 * The indices, with limits in closed form: quantiles are independent and their errors small (the
 * delta method).  Sorts the groups; the result is the same whatever their order.  CPE_INVALID when
 * a quantile is there twice.
 */
extern bool cpe_slope_index(struct cpe_arena *arena, const struct cpe_slope_rule *rule,
                            struct cpe_slope_group *group, size_t groups, struct cpe_slope *out,
                            struct cpe_problem *problem);

/*
 * The quantile group, from 1, of each value among those that are there: groups as equal as may be,
 * equal values together in the group of their lowest rank.  NAN is no value and gets 0, and so does
 * every value when there are fewer of them than groups.  descending: group 1 holds the highest.
 */
extern bool cpe_quantile_group(struct cpe_arena *arena, const double *value, size_t count,
                               int32_t groups, bool descending, int32_t *group,
                               struct cpe_problem *problem);

#endif
