#ifndef CPE_TALLY_DESIGN_VARIANCE_H
#define CPE_TALLY_DESIGN_VARIANCE_H

#include "base/interval.h"
#include "tally/design.h"

/*
 * Estimates of a design and their variances by Taylor linearisation, from exact sums: nothing
 * cancels, and the digits do not depend on how the design came about.  All designs are closed.
 */

/* What a stratum with a single PSU adds to the variance. */
enum cpe_lonely
{
	CPE_LONELY_FAIL,      /* it is an error */
	CPE_LONELY_REMOVE,    /* nothing */
	CPE_LONELY_CERTAINTY, /* nothing: the PSU was certain to be in the sample */
	CPE_LONELY_ADJUST,    /* the square of its deviation from the mean of all */
	CPE_LONELY_AVERAGE    /* what the other strata add on average */
};
extern const char cpe_lonely_names[];
extern bool cpe_lonely_by_name(const char *name, enum cpe_lonely *lonely);

enum cpe_design_estimate
{
	CPE_DESIGN_OF_MEAN, /* sum(wy) / sum(wx): of a ratio, the ratio */
	CPE_DESIGN_OF_TOTAL /* sum(wy) */
};

/* Sizes of a design. */
struct cpe_design_size
{
	int64_t rows;
	int64_t n; /* with a value */
	int64_t strata;
	int64_t psus; /* rows that are their own PSU included */
};
extern struct cpe_design_size cpe_design_size(const struct cpe_design *design);

/* Whether there is such an estimate; when not, why is a static text. */
extern bool cpe_design_has(const struct cpe_design *design, enum cpe_design_estimate what,
                           const char **why);

/* The estimate, where there is one; infinite when out of range.  And sum(wx). */
extern double cpe_design_value(const struct cpe_design *design, enum cpe_design_estimate what);
extern double cpe_design_base(const struct cpe_design *design);

/*
 * Its standard error: strata, PSUs and units are counted in the whole, the sums are the design's,
 * which must be a part of it.  Exactly 0 where no deviation is left; infinite when out of range.
 * False: a problem, among them CPE_INVALID for a lonely PSU with CPE_LONELY_FAIL.
 */
extern bool cpe_design_se(const struct cpe_design *design, const struct cpe_design *whole,
                          enum cpe_design_estimate what, enum cpe_lonely lonely,
                          struct cpe_arena *arena, double *se, struct cpe_problem *problem);

/*
 * The standard error that a mean would have from a simple random sample of as many answers, out of
 * as many people as the weights add up to; with replacement: out of any number.  Not for a ratio.
 * False where there is none, with a static text why.
 */
extern bool cpe_design_simple_se(const struct cpe_design *design, bool replacement, double *se,
                                 const char **why);

/* Intervals of a proportion from its standard error and degrees of freedom (may be infinite). */
enum cpe_design_interval
{
	CPE_DESIGN_INTERVAL_MEAN,
	CPE_DESIGN_INTERVAL_LOGIT,
	CPE_DESIGN_INTERVAL_ARCSINE,
	CPE_DESIGN_INTERVAL_BETA,
	CPE_DESIGN_INTERVAL_WILSON
};
extern const char cpe_design_interval_names[];
extern bool cpe_design_interval_by_name(const char *name, enum cpe_design_interval *method);

/* rate in [0, 1]; rows: of the whole design; an se of 0 gives [rate, rate]. */
extern void cpe_design_rate_interval(enum cpe_design_interval method, double rate, double se,
                                     double df, int64_t rows, double level,
                                     struct cpe_interval *interval);

/* value +- t(df) se. */
extern void cpe_design_value_interval(double value, double se, double df, double level,
                                      struct cpe_interval *interval);

#endif
