#ifndef CPE_BENCHMARK_FUNNEL_H
#define CPE_BENCHMARK_FUNNEL_H

#include "base/interval.h"
#include "base/problem.h"

#include <stdbool.h>

/* Funnel limits without over-dispersion: where an organisation of size n may lie around a target.
 */
enum cpe_funnel_measure
{
	CPE_FUNNEL_PROPORTION, /* n respondents */
	CPE_FUNNEL_RATIO,      /* n expected events; for the method "observed", n observed events */
	CPE_FUNNEL_MEAN        /* n respondents, sd of one */
};

/*
 * normal              centre -+ z standard errors under the target (the score test's limits)
 * exact               proportion: as exact_interpolated; ratio: chi-square limits of n events
 *                     (Garwood applied to the expected number, as FunnelPlotR does)
 * exact_interpolated  the binomial or Poisson quantiles, interpolated (Spiegelhalter 2005)
 * wilson_inverse      proportion: the shares whose Wilson interval just reaches the target
 * observed            ratio: n over its own Garwood limits (PHE's funnel of observed events)
 */
enum cpe_funnel_method
{
	CPE_FUNNEL_NORMAL,
	CPE_FUNNEL_EXACT,
	CPE_FUNNEL_EXACT_INTERPOLATED,
	CPE_FUNNEL_WILSON_INVERSE,
	CPE_FUNNEL_OBSERVED
};

extern const char cpe_funnel_measure_names[];
extern const char cpe_funnel_method_names[];
extern bool cpe_funnel_measure_by_name(const char *name, enum cpe_funnel_measure *measure);
extern bool cpe_funnel_method_by_name(const char *name, enum cpe_funnel_method *method);

/*
 * The limits, kept within [0, 1] for a proportion and at or above 0 for a ratio.  Both are NaN when
 * n is 0 (for "observed" n = 0 has the lower limit 0 and no upper one: NaN).  sd is read for a mean
 * only.  False, with the problem filled, for a method the measure does not have or figures outside
 * its domain: centre in [0, 1] (proportion), [0, 1e150] (ratio), finite (mean); n 0 or from
 * 1e-150 to 1e150, whole and at most 2^53 for exact limits of a proportion; n, and n times centre
 * for interpolated limits, at most 2^53 for exact limits of a ratio.
 */
extern bool cpe_funnel_limits(enum cpe_funnel_measure measure, enum cpe_funnel_method method,
                              double centre, double n, double sd, const struct cpe_confidence *conf,
                              double *low, double *high, struct cpe_problem *problem);

/* The same before they are kept within the measure's range, as other software prints them. */
extern bool cpe_funnel_limits_unclamped(enum cpe_funnel_measure measure,
                                        enum cpe_funnel_method method, double centre, double n,
                                        double sd, const struct cpe_confidence *conf, double *low,
                                        double *high, struct cpe_problem *problem);

#endif
