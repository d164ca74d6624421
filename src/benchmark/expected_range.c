#include "benchmark/expected_range.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/exact_sum.h"
#include "base/sort.h"
#include "benchmark/beta_binomial.h"

const char *const cpe_spread_words[] = {
	"none",           "dersimonian_laird", "hedges", "paule_mandel", "reml", "ml",
	"multiplicative", "beta_binomial",     NULL};

static const char *const band_names[] = {NULL,     "far below",      "below", "somewhat below",
                                         "within", "somewhat above", "above", "far above"};

const char *
cpe_band_name(enum cpe_band band)
{
	return band_names[band];
}

bool
cpe_band_by_name(const char *name, enum cpe_band *band)
{
	for (int i = CPE_BAND_FAR_BELOW; i <= CPE_BAND_FAR_ABOVE; i++)
		if (strcmp(name, band_names[i]) == 0)
		{
			*band = (enum cpe_band) i;
			return true;
		}
	return false;
}

static double
clamp(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

/*
 * A score on the rule's scale; size is the unit's n or expected number, where the scale itself
 * needs a correction, and INFINITY for a centre, which has none.
 */
static double
to_scale(enum cpe_scale scale, double score, double size)
{
	switch (scale)
	{
		case CPE_SCALE_ARCSINE:
			return asin(sqrt(score));
		case CPE_SCALE_LOGIT:
			if (score == 0 || score == 1)
				return log((score * size + 0.5) / (size - score * size + 0.5));
			return log(score / (1 - score));
		case CPE_SCALE_LOG:
			return log(score > 0 ? score : 0.5 / size);
		case CPE_SCALE_SQRT:
			return sqrt(score);
		case CPE_SCALE_COUNTS:
			return log(isinf(size) ? score : (score * size + 0.5) / (size + 0.5));
		case CPE_SCALE_RAW:
			break;
	}
	return score;
}

/* Back from the scale; where the scale folds (angles, roots) it stops at its end instead. */
static double
from_scale(enum cpe_scale scale, double y)
{
	switch (scale)
	{
		case CPE_SCALE_ARCSINE:
			y = sin(clamp(y, 0, asin(1)));
			return y * y;
		case CPE_SCALE_LOGIT:
			return 1 / (1 + exp(-y));
		case CPE_SCALE_LOG:
		case CPE_SCALE_COUNTS:
			return exp(y);
		case CPE_SCALE_SQRT:
			return y < 0 ? 0 : y * y;
		case CPE_SCALE_RAW:
			break;
	}
	return y;
}

/* A unit's score on the rule's scale. */
static double
on_scale(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure,
         const struct cpe_range_unit *unit)
{
	return to_scale(rule->scale, unit->score,
	                measure == CPE_FUNNEL_RATIO ? unit->expected : unit->n);
}

/*
 * The score that is compared with the limits: where the scale corrects scores at its ends, or all
 * of them, the corrected one, so that band and z agree.
 */
static double
judged_score(const struct cpe_range_rule *rule, const struct cpe_range_unit *unit)
{
	double score = unit->score;

	if (rule->scale == CPE_SCALE_LOGIT && (score == 0 || score == 1))
		return (score * unit->n + 0.5) / (unit->n + 1);
	if (rule->scale == CPE_SCALE_LOG && score == 0)
		return 0.5 / unit->expected;
	if (rule->scale == CPE_SCALE_COUNTS)
		return (score * unit->expected + 0.5) / (unit->expected + 0.5);
	return score;
}

/* The variance of ln((a + 1/2) / (b + 1/2)). */
static double
counts_variance(double a, double b)
{
	return a / ((a + 0.5) * (a + 0.5)) + b / ((b + 0.5) * (b + 0.5));
}

/* The sampling variance of a ratio; at is the ratio it is taken at. */
static double
ratio_variance(const struct cpe_range_rule *rule, double at, double expected)
{
	double events = at * expected;

	switch (rule->scale)
	{
		case CPE_SCALE_LOG:
			if (rule->variance == CPE_VARIANCE_TARGET)
				return 1 / expected;
			return 1 / (events > 0 ? events : 0.5);
		case CPE_SCALE_SQRT:
			return 1 / (4 * expected);
		case CPE_SCALE_COUNTS:
			return counts_variance(events, expected);
		default:
			return at / expected;
	}
}

/* The unit's sampling variance on the rule's scale, given the centre; NAN where it has none. */
static double
own_variance(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure, double centre,
             const struct cpe_range_unit *unit)
{
	bool own = (rule->variance == CPE_VARIANCE_OWN || rule->scale == CPE_SCALE_COUNTS) &&
	           !isnan(unit->score);
	double at = own ? unit->score : centre;
	double n = unit->n;

	if (measure == CPE_FUNNEL_MEAN)
		return unit->se * unit->se;
	if (measure == CPE_FUNNEL_RATIO)
		return ratio_variance(rule, at, unit->expected);
	if (rule->scale == CPE_SCALE_ARCSINE)
		return 1 / (4 * n);
	if (rule->scale != CPE_SCALE_LOGIT)
		return at * (1 - at) / n;
	if (own && (at == 0 || at == 1))
		return 1 / (n * at + 0.5) + 1 / (n * (1 - at) + 0.5);
	return 1 / (n * at * (1 - at));
}

/* How much the unit weighs in a pooled centre. */
static double
size_of(enum cpe_funnel_measure measure, const struct cpe_range_unit *unit)
{
	switch (measure)
	{
		case CPE_FUNNEL_MEAN:
			return 1 / (unit->se * unit->se);
		case CPE_FUNNEL_RATIO:
			return unit->expected;
		case CPE_FUNNEL_PROPORTION:
			break;
	}
	return unit->n;
}

/* Why the unit cannot be judged whatever its score is, or NULL. */
static const char *
nothing_to_judge(enum cpe_funnel_measure measure, const struct cpe_range_unit *unit)
{
	if (measure == CPE_FUNNEL_RATIO)
		return unit->expected > 0 ? NULL : "no expected events";
	if (unit->n == 0 || (measure == CPE_FUNNEL_PROPORTION && isnan(unit->n)))
		return "no responses";
	if (measure == CPE_FUNNEL_MEAN && !(unit->se > 0))
		return isnan(unit->se) ? "no standard error" : "standard error is zero";
	return NULL;
}

/* A weighted mean, the same to the last bit in any order. */
struct mean
{
	struct cpe_total top;
	struct cpe_total bottom;
};

static void
mean_open(struct mean *mean)
{
	cpe_total_open(&mean->top);
	cpe_total_open(&mean->bottom);
}

static void
mean_add(struct mean *mean, double value, double weight)
{
	cpe_total_add(&mean->top, (double[]){value, weight}, 2);
	cpe_total_add(&mean->bottom, &weight, 1);
}

/* NAN of nothing. */
static double
mean_value(const struct mean *mean)
{
	struct cpe_big numerator;
	struct cpe_big denominator;

	cpe_big_of_exact(&numerator, cpe_total_exact(&mean->top));
	cpe_big_of_exact(&denominator, cpe_total_exact(&mean->bottom));
	return cpe_big_sign(&denominator) > 0 ? cpe_big_ratio(&numerator, &denominator) : NAN;
}

/* The centre of the units with a score, pooled or their mean; NAN when there is none. */
static bool
find_centre(struct cpe_arena *arena, const struct cpe_range_rule *rule, struct cpe_range *range,
            const struct cpe_range_unit *unit, size_t units, struct cpe_problem *problem)
{
	struct mean mean;

	mean_open(&mean);
	for (size_t i = 0; i < units; i++)
	{
		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!isnan(unit[i].score) && !nothing_to_judge(range->measure, &unit[i]))
			mean_add(&mean, unit[i].score,
			         rule->centre == CPE_CENTRE_POOLED ? size_of(range->measure, &unit[i]) : 1);
	}
	range->centre = mean_value(&mean);
	return true;
}

/* What a unit brings to phi and tau2. */
struct part
{
	double z;
	double variance;
};

static int
compare_parts(const void *a, const void *b)
{
	const struct part *x = a;
	const struct part *y = b;
	int order = cpe_compare_numbers(x->z, y->z);

	return order != 0 ? order : cpe_compare_numbers(x->variance, y->variance);
}

/* The units that take part, about a centre on the scale, in the order of their z. */
static bool
take_parts(struct cpe_arena *arena, const struct cpe_range_rule *rule,
           const struct cpe_range *range, double centre, const struct cpe_range_unit *unit,
           size_t units, struct part *part, int *parts, struct cpe_problem *problem)
{
	*parts = 0;
	for (size_t i = 0; i < units; i++)
	{
		struct part *p = &part[*parts];

		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (nothing_to_judge(range->measure, &unit[i]) ||
		    (isnan(unit[i].score) && rule->unscored == CPE_UNSCORED_OMIT))
			continue;
		p->variance = own_variance(rule, range->measure, range->centre, &unit[i]);
		if (!(p->variance > 0) || isinf(p->variance))
			continue;
		p->z = 0;
		if (!isnan(unit[i].score))
			p->z = (on_scale(rule, range->measure, &unit[i]) - centre) / sqrt(p->variance);
		if (isfinite(p->z) && isfinite(1 / p->variance))
			++*parts;
	}
	return cpe_sort(arena, part, (size_t) *parts, sizeof(struct part), compare_parts, problem);
}

/* The p quantile of z by Hyndman and Fan's type 2 or 7. */
static double
quantile(const struct part *sorted, int count, double p, int type)
{
	double at;
	double fuzz = 4 * DBL_EPSILON * count;
	int below;

	if (type == 7)
	{
		at = (count - 1) * p;
		below = (int) floor(at);
		if (below >= count - 1)
			return sorted[count - 1].z;
		return sorted[below].z + (at - below) * (sorted[below + 1].z - sorted[below].z);
	}
	at = count * p;
	below = (int) floor(at + fuzz);
	if (below < 1)
		return sorted[0].z;
	if (below >= count)
		return sorted[count - 1].z;
	return at - below <= fuzz ? (sorted[below - 1].z + sorted[below].z) / 2 : sorted[below].z;
}

static void
winsorise(const struct cpe_range_rule *rule, struct part *part, int parts)
{
	double low = quantile(part, parts, rule->share, rule->percentile);
	double high = quantile(part, parts, 1 - rule->share, rule->percentile);

	for (int i = 0; i < parts; i++)
		part[i].z = clamp(part[i].z, low, high);
}

/*
 * SHMI's truncation: of 1/share classes by rank, equal z at their mean rank, the first and the last
 * are left out.  Returns how many stay.
 */
static int
trim(const struct cpe_range_rule *rule, struct part *part, int parts)
{
	double classes = 1 / rule->share;
	int kept = 0;
	int end;

	for (int i = 0; i < parts; i = end)
	{
		double class;

		for (end = i + 1; end < parts && part[end].z == part[i].z;)
			end++;
		class = floor((i + 1 + end) / 2.0 * classes / (parts + 1.0));
		for (int j = i; class > 0 && class < classes - 1 && j < end; j++)
			part[kept++] = part[j];
	}
	return kept;
}

/* Takes part, with extremes treated as the rule says. */
static bool
take_treated_parts(struct cpe_arena *arena, const struct cpe_range_rule *rule,
                   const struct cpe_range *range, double centre, const struct cpe_range_unit *unit,
                   size_t units, struct part *part, int *parts, struct cpe_problem *problem)
{
	if (!take_parts(arena, rule, range, centre, unit, units, part, parts, problem))
		return false;
	if (*parts > 0 && rule->share > 0 && rule->extremes == CPE_EXTREMES_WINSORISE)
		winsorise(rule, part, *parts);
	if (*parts > 0 && rule->share > 0 && rule->extremes == CPE_EXTREMES_TRIM)
		*parts = trim(rule, part, *parts);
	return true;
}

/* tau2 by an estimator about the units' own mean. */
static bool
tau2_about_mean(struct cpe_arena *arena, enum cpe_between method, double centre,
                const struct part *part, int parts, double *tau2, struct cpe_problem *problem)
{
	double *y = cpe_arena_alloc(arena, (size_t) parts + 1, sizeof(double), problem);
	double *v = cpe_arena_alloc(arena, (size_t) parts + 1, sizeof(double), problem);
	struct cpe_heterogeneity found;

	if (y == NULL || v == NULL)
		return false;
	for (int i = 0; i < parts; i++)
	{
		y[i] = centre + part[i].z * sqrt(part[i].variance);
		v[i] = part[i].variance;
		if (!isfinite(y[i]))
		{
			*tau2 = INFINITY;
			return true;
		}
	}
	if (!cpe_heterogeneity(arena, method, y, v, (size_t) parts, NAN, &found, problem))
		return false;
	*tau2 = found.tau2;
	return true;
}

/* (sum w)^2 - sum w^2, over sum w: by exact sums, since one heavy unit makes the difference cancel.
 */
static double
free_weight(const struct cpe_total *sum_w, const struct cpe_total *sum_w2)
{
	struct cpe_big w;
	struct cpe_big w2;
	struct cpe_big square;

	cpe_big_of_exact(&w, cpe_total_exact(sum_w));
	cpe_big_of_exact(&w2, cpe_total_exact(sum_w2));
	cpe_big_multiply(&square, &w, &w);
	cpe_big_negate(&w2);
	cpe_big_add(&square, &square, &w2);
	return cpe_big_ratio(&square, &w);
}

/* DerSimonian and Laird's tau2 about the centre; excess is what the squared z exceed chance by. */
static double
tau2_about_centre(const struct part *part, int parts, double excess)
{
	struct cpe_total sum_w;
	struct cpe_total sum_w2;

	if (!(excess > 0))
		return 0;
	cpe_total_open(&sum_w);
	cpe_total_open(&sum_w2);
	for (int i = 0; i < parts; i++)
	{
		double w = 1 / part[i].variance;

		cpe_total_add(&sum_w, &w, 1);
		cpe_total_add(&sum_w2, (double[]){w, w}, 2);
	}
	return excess / free_weight(&sum_w, &sum_w2);
}

/* tau2 of a beta-binomial about the centre: scores times n, to the nearest whole, are its counts.
 */
static bool
tau2_of_counts(struct cpe_arena *arena, const struct cpe_range *range,
               const struct cpe_range_unit *unit, size_t units, double *tau2,
               struct cpe_problem *problem)
{
	double *positive = cpe_arena_alloc(arena, units + 1, sizeof(double), problem);
	double *n = cpe_arena_alloc(arena, units + 1, sizeof(double), problem);
	struct cpe_beta_binomial fit;
	size_t counted = 0;

	if (positive == NULL || n == NULL)
		return false;
	if (!(range->centre > 0 && range->centre < 1))
		return true; /* no spread about an end */
	for (size_t i = 0; i < units; i++)
	{
		if (nothing_to_judge(range->measure, &unit[i]) || isnan(unit[i].score))
			continue;
		positive[counted] = rint(unit[i].score * unit[i].n);
		n[counted++] = unit[i].n;
	}
	if (!cpe_beta_binomial_fit(arena, positive, n, counted, range->centre, &fit, problem))
		return false;
	*tau2 = fit.rho * range->centre * (1 - range->centre);
	return true;
}

/*
 * The centre weighted by 1 / (s^2 + tau2), and with it tau2 unless that is given: extremes are
 * treated about the mean weighted by 1 / s^2, the centre is of the scores as they are.
 */
static bool
find_weighted_centre(struct cpe_arena *arena, const struct cpe_range_rule *rule,
                     struct cpe_range *range, const struct cpe_range_unit *unit, size_t units,
                     struct part *part, struct cpe_problem *problem)
{
	double tau2 = 0;

	for (int turn = 0; turn < 2; turn++)
	{
		struct mean mean;
		double centre;
		int parts;

		mean_open(&mean);
		for (size_t i = 0; i < units; i++)
		{
			double variance = own_variance(rule, range->measure, range->centre, &unit[i]);
			double weight = 1 / (variance + tau2);

			if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
				return false;
			if (!isnan(unit[i].score) && !nothing_to_judge(range->measure, &unit[i]) &&
			    variance > 0 && isfinite(weight) && weight > 0)
				mean_add(&mean, on_scale(rule, range->measure, &unit[i]), weight);
		}
		centre = mean_value(&mean);
		range->centre = from_scale(rule->scale, centre);
		if (turn == 1 || !isfinite(centre))
			return true;
		if (!isnan(range->tau2))
			tau2 = range->tau2;
		else if (rule->between != CPE_SPREAD_NONE && rule->between != CPE_SPREAD_MULTIPLICATIVE)
		{
			if (!take_treated_parts(arena, rule, range, centre, unit, units, part, &parts,
			                        problem) ||
			    !tau2_about_mean(arena, (enum cpe_between) rule->between, centre, part, parts,
			                     &range->tau2, problem))
				return false;
			tau2 = isfinite(range->tau2) ? range->tau2 : 0;
		}
	}
	return true;
}

/* phi and, unless it is given, tau2: from the units that take part. */
static bool
find_spread(struct cpe_arena *arena, const struct cpe_range_rule *rule, struct cpe_range *range,
            double centre, const struct cpe_range_unit *unit, size_t units, struct part *part,
            struct cpe_problem *problem)
{
	struct cpe_total sum_z2;

	if (!take_treated_parts(arena, rule, range, centre, unit, units, part, &range->units, problem))
		return false;
	cpe_total_open(&sum_z2);
	for (int i = 0; i < range->units; i++)
		cpe_total_add(&sum_z2, (double[]){part[i].z, part[i].z}, 2);
	if (range->units > 0)
		range->phi = cpe_total_value(&sum_z2) / range->units;
	if (!isnan(range->tau2) || rule->between == CPE_SPREAD_MULTIPLICATIVE)
		return true;
	if (rule->between == CPE_SPREAD_NONE)
	{
		range->tau2 = 0;
		return true;
	}
	if (range->units < 2)
		return true; /* stays NAN: one unit shows no spread */
	if (rule->between == CPE_SPREAD_BETA_BINOMIAL)
		return tau2_of_counts(arena, range, unit, units, &range->tau2, problem);
	if (rule->between != CPE_SPREAD_DERSIMONIAN_LAIRD)
		return tau2_about_mean(arena, (enum cpe_between) rule->between, centre, part, range->units,
		                       &range->tau2, problem);
	range->tau2 =
		tau2_about_centre(part, range->units, cpe_total_value(&sum_z2) - (range->units - 1));
	return true;
}

/* rho of the beta-binomial with the range's tau2. */
static double
rho_of(const struct cpe_range *range)
{
	return fmin(range->tau2 / (range->centre * (1 - range->centre)), 1);
}

/* A unit's variance about the centre, with the spread between units. */
static double
whole_variance(const struct cpe_range_rule *rule, const struct cpe_range *range, double own_se)
{
	double own = own_se * own_se;

	if (rule->between == CPE_SPREAD_MULTIPLICATIVE)
		return own * (range->phi > 1 ? range->phi : 1);
	if (rule->between == CPE_SPREAD_BETA_BINOMIAL)
		own *= 1 - rho_of(range);
	return own + range->tau2;
}

/* The limits of one level, clipped as the rule says. */
static bool
find_limits(struct cpe_arena *arena, const struct cpe_range_rule *rule,
            const struct cpe_range *range, const struct cpe_range_unit *unit,
            const struct cpe_confidence *confidence, double *low, double *high,
            struct cpe_problem *problem)
{
	double centre;
	double half;

	*low = *high = NAN;
	switch (rule->limits)
	{
		case CPE_LIMITS_EXACT:
			if (!cpe_funnel_limits(range->measure, CPE_FUNNEL_EXACT_INTERPOLATED, range->centre,
			                       range->measure == CPE_FUNNEL_RATIO ? unit->expected : unit->n,
			                       NAN, confidence, low, high, problem))
				return false;
			break;
		case CPE_LIMITS_OBSERVED:
			if (!isnan(unit->score) &&
			    !cpe_funnel_limits(CPE_FUNNEL_RATIO, CPE_FUNNEL_OBSERVED, range->centre,
			                       unit->score * unit->expected, NAN, confidence, low, high,
			                       problem))
				return false;
			break;
		case CPE_LIMITS_BETA_BINOMIAL:
			if (!cpe_beta_binomial_limits(arena, range->centre, rho_of(range), unit->n, confidence,
			                              low, high, problem))
				return false;
			break;
		default:
			centre = to_scale(rule->scale, range->centre, INFINITY);
			half = confidence->z * sqrt(whole_variance(rule, range, unit->own_se));
			*low = from_scale(rule->scale, centre - half);
			*high = from_scale(rule->scale, centre + half);
	}
	*low = clamp(*low, rule->minimum, rule->maximum);
	*high = clamp(*high, rule->minimum, rule->maximum);
	return true;
}

/* Below the limits (-1), within (0) or above (1). */
static int
side_of(const struct cpe_range_rule *rule, const struct cpe_range *range,
        const struct cpe_range_unit *unit, const struct cpe_confidence *confidence, double low,
        double high)
{
	double score = judged_score(rule, unit);
	struct cpe_interval garwood;

	if (rule->limits == CPE_LIMITS_OBSERVED)
	{
		double expected = unit->expected * range->centre;

		/* whether what was expected lies in the interval of what was observed: also of nothing */
		cpe_count_interval(CPE_COUNT_EXACT, unit->score * unit->expected, confidence, &garwood);
		return expected > garwood.high ? -1 : expected < garwood.low ? 1 : 0;
	}
	return score < low ? -1 : score > high ? 1 : 0;
}

/* Judges by the inner limits, and by what lies beyond them. */
static bool
find_band(struct cpe_arena *arena, const struct cpe_range_rule *rule, const struct cpe_range *range,
          struct cpe_range_unit *unit, struct cpe_problem *problem)
{
	static const enum cpe_band below[] = {CPE_BAND_SOMEWHAT_BELOW, CPE_BAND_BELOW,
	                                      CPE_BAND_FAR_BELOW};
	static const enum cpe_band above[] = {CPE_BAND_SOMEWHAT_ABOVE, CPE_BAND_ABOVE,
	                                      CPE_BAND_FAR_ABOVE};
	int side = side_of(rule, range, unit, &rule->inner, unit->low, unit->high);
	int far = isnan(rule->middle.z) ? 1 : 0;
	double low;
	double high;

	unit->band = CPE_BAND_WITHIN;
	if (side == 0)
		return true;
	if (!isnan(rule->middle.z))
	{
		if (!find_limits(arena, rule, range, unit, &rule->middle, &low, &high, problem))
			return false;
		far = side_of(rule, range, unit, &rule->middle, low, high) == side ? 1 : 0;
	}
	if (far == 1 && !isnan(rule->outer.z) &&
	    side_of(rule, range, unit, &rule->outer, unit->outer_low, unit->outer_high) == side)
		far = 2;
	unit->band = side < 0 ? below[far] : above[far];
	return true;
}

/* Why the spread between units leaves no limits, or NULL. */
static const char *
no_spread(const struct cpe_range_rule *rule, const struct cpe_range *range)
{
	if (rule->between == CPE_SPREAD_MULTIPLICATIVE)
	{
		if (isnan(rule->phi) && range->units < 2)
			return "phi needs at least two units";
		return isinf(range->phi) ? "phi out of range" : NULL;
	}
	if (isnan(range->tau2))
		return range->units < 2 ? "tau2 needs at least two units" : "tau2 cannot be told";
	if (isinf(range->tau2) ||
	    (rule->between == CPE_SPREAD_BETA_BINOMIAL &&
	     range->tau2 > range->centre * (1 - range->centre) * (1 + 4 * DBL_EPSILON)))
		return "tau2 out of range";
	return NULL;
}

/* Why the unit has no limits around the centre, which on the scale is that, or NULL. */
static const char *
no_limits(const struct cpe_range_rule *rule, const struct cpe_range *range, double centre,
          struct cpe_range_unit *unit)
{
	if (isnan(range->centre))
		return isnan(unit->score) ? "no score" : "no centre";
	unit->own_se = sqrt(own_variance(rule, range->measure, range->centre, unit));
	if (!(unit->own_se > 0) || isinf(unit->own_se) || !isfinite(centre))
	{
		bool own = rule->variance == CPE_VARIANCE_OWN && !isnan(unit->score) && isfinite(centre);

		unit->own_se = NAN;
		return own ? "no variance at this score" : "no variance at this centre";
	}
	if (range->centre < rule->minimum || range->centre > rule->maximum)
		return "centre outside minimum and maximum";
	if (!isnan(unit->score))
		unit->z_naive = (on_scale(rule, range->measure, unit) - centre) / unit->own_se;
	return no_spread(rule, range);
}

/* Whether both limits of a level are there; where nothing was observed the upper one need not. */
static bool
limits_found(const struct cpe_range_rule *rule, const struct cpe_range_unit *unit, double low,
             double high)
{
	return isfinite(low) &&
	       (isfinite(high) || (rule->limits == CPE_LIMITS_OBSERVED && unit->score == 0));
}

static bool
judge_unit(struct cpe_arena *arena, const struct cpe_range_rule *rule,
           const struct cpe_range *range, double centre, struct cpe_range_unit *unit,
           struct cpe_problem *problem)
{
	bool outer = !isnan(rule->outer.z);

	unit->low = unit->high = unit->outer_low = unit->outer_high = NAN;
	unit->own_se = unit->z = unit->z_naive = NAN;
	unit->band = CPE_BAND_NONE;
	unit->status = nothing_to_judge(range->measure, unit);
	if (unit->status == NULL)
		unit->status = no_limits(rule, range, centre, unit);
	if (unit->status != NULL)
		return true;
	if (!find_limits(arena, rule, range, unit, &rule->inner, &unit->low, &unit->high, problem))
		return false;
	if (outer && !find_limits(arena, rule, range, unit, &rule->outer, &unit->outer_low,
	                          &unit->outer_high, problem))
		return false;
	if (isnan(unit->score))
		unit->status = "no score";
	if (rule->limits == CPE_LIMITS_OBSERVED && isnan(unit->score))
		return true;
	if (!limits_found(rule, unit, unit->low, unit->high) ||
	    (outer && !limits_found(rule, unit, unit->outer_low, unit->outer_high)) ||
	    (!isnan(unit->score) && !isfinite(unit->z_naive)))
	{
		unit->low = unit->high = unit->outer_low = unit->outer_high = NAN;
		unit->status = "out of range";
		return true;
	}
	if (unit->status != NULL)
		return true;
	unit->z = unit->z_naive * unit->own_se / sqrt(whole_variance(rule, range, unit->own_se));
	if (isnan(unit->high))
		unit->status = "no upper limit at 0 events";
	return find_band(arena, rule, range, unit, problem);
}

/*
 * Expected numbers rounded half away from zero; the ratios are then of the rounded ones.  Where
 * whole numbers of events were observed, they are whole again, so that equal units stay equal.
 */
static void
round_expected(int decimals, struct cpe_range_unit *unit, size_t units)
{
	double whole = pow(10, decimals);

	for (size_t i = 0; i < units; i++)
	{
		double rounded = round(unit[i].expected * whole) / whole;
		double observed = unit[i].score * unit[i].expected;

		if (!(unit[i].expected * whole < 4503599627370496.0) || rounded == unit[i].expected)
			continue; /* there are no such decimals */
		if (fabs(observed - rint(observed)) < 8 * DBL_EPSILON * observed)
			observed = rint(observed);
		unit[i].score = rounded > 0 ? observed / rounded : NAN;
		unit[i].expected = rounded;
	}
}

bool
cpe_expected_range(struct cpe_arena *arena, const struct cpe_range_rule *rule,
                   struct cpe_range *range, struct cpe_range_unit *unit, size_t units,
                   struct cpe_problem *problem)
{
	struct part *part = cpe_arena_alloc(arena, units + 1, sizeof(struct part), problem);
	double centre;

	if (part == NULL)
		return false;
	if (rule->expected_decimals >= 0)
		round_expected(rule->expected_decimals, unit, units);
	range->units = 0;
	range->phi = NAN;
	if (isnan(range->centre))
	{
		if (rule->centre == CPE_CENTRE_ONE)
			range->centre = 1;
		else if (rule->centre == CPE_CENTRE_WEIGHTED)
		{
			if (!find_weighted_centre(arena, rule, range, unit, units, part, problem))
				return false;
		}
		else if (!find_centre(arena, rule, range, unit, units, problem))
			return false;
	}
	centre = to_scale(rule->scale, range->centre, INFINITY);
	if (isfinite(centre) && !find_spread(arena, rule, range, centre, unit, units, part, problem))
		return false;
	if (!isnan(rule->phi))
		range->phi = rule->phi;
	for (size_t i = 0; i < units; i++)
	{
		if (i % 256 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!judge_unit(arena, rule, range, centre, &unit[i], problem))
			return false;
	}
	if (rule->between == CPE_SPREAD_MULTIPLICATIVE)
		range->tau2 = NAN;
	return true;
}
