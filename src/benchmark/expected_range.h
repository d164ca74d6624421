#ifndef CPE_BENCHMARK_EXPECTED_RANGE_H
#define CPE_BENCHMARK_EXPECTED_RANGE_H

#include "base/arena.h"
#include "benchmark/between.h"
#include "benchmark/funnel.h"

/*
 * The expected range of each unit (trust, alliance, ...) on one question: limits around a centre
 * that allow for the unit's own sampling error and for the spread between units, and the band in
 * which its score lies.  After Spiegelhalter, Statistics in Medicine 2005 (doi 10.1002/sim.1970)
 * and the published 2018 trust tables of the National Cancer Patient Experience Survey.
 */
enum cpe_scale
{
	CPE_SCALE_RAW,
	CPE_SCALE_ARCSINE, /* proportion: asin sqrt p, s = 1/(2 sqrt n) */
	CPE_SCALE_LOGIT,   /* proportion: ln(p/(1-p)), half an answer added at 0 and n */
	CPE_SCALE_LOG,     /* ratio: ln(O/E), s = 1/sqrt E, half an event at O = 0 */
	CPE_SCALE_SQRT,    /* ratio: sqrt(O/E), s = 1/(2 sqrt E) */
	CPE_SCALE_COUNTS   /* ratio a/b of two counts: ln((a + 1/2)/(b + 1/2)), "expected" is b */
};
enum cpe_variance
{
	CPE_VARIANCE_TARGET, /* a unit's sampling variance as if it were at the centre */
	CPE_VARIANCE_OWN     /* at its own score; without one, at the centre */
};
enum cpe_extremes
{
	CPE_EXTREMES_KEEP,
	CPE_EXTREMES_WINSORISE,
	CPE_EXTREMES_TRIM /* by rank classes, as SHMI: whoever is in the first or last is left out */
};
enum cpe_centre
{
	CPE_CENTRE_POOLED,  /* all answers (events) together; for scores weighted by 1/se^2 */
	CPE_CENTRE_MEAN,    /* the mean of the units */
	CPE_CENTRE_ONE,     /* 1, of ratios */
	CPE_CENTRE_WEIGHTED /* mean on the scale weighted by 1/(s^2 + tau2); tau2 about it */
};
enum cpe_unscored
{
	CPE_UNSCORED_OMIT,  /* a unit without score takes no part in tau2 */
	CPE_UNSCORED_CENTRE /* it takes part as if its score were the centre */
};

/* How units differ beyond chance: as cpe_between, and two ways that have no tau2 on a scale. */
enum cpe_spread
{
	CPE_SPREAD_NONE,
	CPE_SPREAD_DERSIMONIAN_LAIRD, /* about the centre, as Spiegelhalter */
	CPE_SPREAD_HEDGES,            /* this and the next: about the units' own mean */
	CPE_SPREAD_PAULE_MANDEL,
	CPE_SPREAD_REML,
	CPE_SPREAD_ML,
	CPE_SPREAD_MULTIPLICATIVE, /* each variance times phi, where that is above 1 */
	CPE_SPREAD_BETA_BINOMIAL   /* tau2 is centre (1 - centre) rho */
};
extern const char *const cpe_spread_words[]; /* in this order, NULL at the end */

enum cpe_limits
{
	CPE_LIMITS_NORMAL,
	CPE_LIMITS_EXACT,         /* interpolated binomial or Poisson; only without spread */
	CPE_LIMITS_OBSERVED,      /* ratio: O over Garwood's limits of O; only without spread */
	CPE_LIMITS_BETA_BINOMIAL, /* interpolated; with that spread only */
	CPE_LIMITS_PHE            /* observed for a ratio, else normal; not known to the kernel */
};

struct cpe_range_rule
{
	bool measure_given; /* else the arguments that are given tell it */
	enum cpe_funnel_measure measure;
	enum cpe_scale scale;
	enum cpe_variance variance;
	enum cpe_extremes extremes;
	double share;   /* treated at each end */
	int percentile; /* of winsorising: 2 or 7, Hyndman and Fan's types */
	enum cpe_spread between;
	double phi; /* given, for the multiplicative spread; NAN: found */
	enum cpe_centre centre;
	enum cpe_unscored unscored;
	enum cpe_limits limits;
	int expected_decimals; /* expected numbers are rounded to these, half away from zero; -1: not */
	struct cpe_confidence inner;
	struct cpe_confidence middle; /* z NAN: no bands "somewhat" */
	struct cpe_confidence outer;  /* z NAN: one level only */
	double minimum;               /* limits are clipped to these; NAN: not */
	double maximum;
};

enum cpe_band
{
	CPE_BAND_NONE,
	CPE_BAND_FAR_BELOW,
	CPE_BAND_BELOW,
	CPE_BAND_SOMEWHAT_BELOW, /* only of rules with three cut points */
	CPE_BAND_WITHIN,
	CPE_BAND_SOMEWHAT_ABOVE,
	CPE_BAND_ABOVE,
	CPE_BAND_FAR_ABOVE
};
extern const char *cpe_band_name(enum cpe_band band); /* NULL for none */
extern bool cpe_band_by_name(const char *name, enum cpe_band *band);

struct cpe_range_unit
{
	/* given; NAN where missing; a rounded expected number takes the score with it: O over it */
	double score;
	double n;
	double se;
	double expected;
	/* found; NAN where there is none */
	double low;
	double high;
	double outer_low;
	double outer_high;
	double own_se;  /* on the rule's scale */
	double z;       /* with the spread between units */
	double z_naive; /* without it */
	enum cpe_band band;
	const char *status; /* NULL, or why there is no band */
};

struct cpe_range
{
	enum cpe_funnel_measure measure; /* CPE_FUNNEL_MEAN: any score with an se of its own */
	double centre;                   /* given, or NAN: found by the rule */
	double tau2; /* given, or NAN: found by the rule; on the rule's scale, squared */
	double phi;  /* the rule's, or the mean of the squared z; NAN when no unit has a score */
	int units;   /* how many took part in phi and tau2 */
};

/* Judges all units of a partition; the order of the units does not matter to the last bit. */
extern bool cpe_expected_range(struct cpe_arena *arena, const struct cpe_range_rule *rule,
                               struct cpe_range *range, struct cpe_range_unit *unit, size_t units,
                               struct cpe_problem *problem);

#endif
