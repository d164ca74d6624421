#include "benchmark/expected_range.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/exact_sum.h"
#include "base/sort.h"

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

/* A score on the rule's scale; n only where the scale itself needs a correction at the ends. */
static double
to_scale(enum cpe_scale scale, double score, double n)
{
	switch (scale)
	{
		case CPE_SCALE_ARCSINE:
			return asin(sqrt(score));
		case CPE_SCALE_LOGIT:
			if (score == 0 || score == 1)
				return log((score * n + 0.5) / (n - score * n + 0.5));
			return log(score / (1 - score));
		case CPE_SCALE_LOG:
			return log(score > 0 ? score : 0.5 / n);
		case CPE_SCALE_SQRT:
			return sqrt(score);
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
			return exp(y);
		case CPE_SCALE_SQRT:
			y = y > 0 ? y : 0;
			return y * y;
		case CPE_SCALE_RAW:
			break;
	}
	return y;
}

/* The unit's sampling variance on the rule's scale, given the centre; NAN where it has none. */
static double
own_variance(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure, double centre,
             const struct cpe_range_unit *unit)
{
	switch (measure)
	{
		case CPE_FUNNEL_MEAN:
			return unit->se * unit->se;
		case CPE_FUNNEL_RATIO:
			if (rule->scale == CPE_SCALE_LOG)
				return 1 / unit->expected;
			if (rule->scale == CPE_SCALE_SQRT)
				return 1 / (4 * unit->expected);
			return centre / unit->expected;
		case CPE_FUNNEL_PROPORTION:
			break;
	}
	if (rule->scale == CPE_SCALE_ARCSINE)
		return 1 / (4 * unit->n);
	if (rule->scale == CPE_SCALE_LOGIT)
		return 1 / (unit->n * centre * (1 - centre));
	return centre * (1 - centre) / unit->n;
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

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

/* The p quantile of sorted values by Hyndman and Fan's type 2 or 7. */
static double
quantile(const double *sorted, int count, double p, int type)
{
	double at;
	double fuzz = 4 * DBL_EPSILON * count;
	int below;

	if (type == 7)
	{
		at = (count - 1) * p;
		below = (int) floor(at);
		if (below >= count - 1)
			return sorted[count - 1];
		return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
	}
	at = count * p;
	below = (int) floor(at + fuzz);
	if (below < 1)
		return sorted[0];
	if (below >= count)
		return sorted[count - 1];
	return at - below <= fuzz ? (sorted[below - 1] + sorted[below]) / 2 : sorted[below];
}

/* The centre that the rule finds among the units with a score; NAN when there is none. */
static double
find_centre(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure,
            const struct cpe_range_unit *unit, size_t units)
{
	struct cpe_total top;
	struct cpe_total bottom;
	struct cpe_big numerator;
	struct cpe_big denominator;
	double weight;

	cpe_total_open(&top);
	cpe_total_open(&bottom);
	for (size_t i = 0; i < units; i++)
	{
		if (isnan(unit[i].score) || nothing_to_judge(measure, &unit[i]))
			continue;
		weight = rule->centre == CPE_CENTRE_POOLED ? size_of(measure, &unit[i]) : 1;
		cpe_total_add(&top, (double[]){unit[i].score, weight}, 2);
		cpe_total_add(&bottom, &weight, 1);
	}
	cpe_big_of_exact(&numerator, cpe_total_exact(&top));
	cpe_big_of_exact(&denominator, cpe_total_exact(&bottom));
	return cpe_big_sign(&denominator) > 0 ? cpe_big_ratio(&numerator, &denominator) : NAN;
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

/* phi and, unless it is given, tau2: from the units that take part. */
static bool
find_spread(struct cpe_arena *arena, const struct cpe_range_rule *rule, struct cpe_range *range,
            const struct cpe_range_unit *unit, size_t units, struct cpe_problem *problem)
{
	double *z = cpe_arena_alloc(arena, units, sizeof(double), problem);
	double centre = to_scale(rule->scale, range->centre, INFINITY);
	struct cpe_total sum_z2;
	struct cpe_total sum_w;
	struct cpe_total sum_w2;
	double w;
	double excess;

	if (z == NULL)
		return false;
	cpe_total_open(&sum_z2);
	cpe_total_open(&sum_w);
	cpe_total_open(&sum_w2);
	range->units = 0;
	for (size_t i = 0; i < units; i++)
	{
		double variance;
		double y = centre;

		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (nothing_to_judge(range->measure, &unit[i]) ||
		    (isnan(unit[i].score) && rule->unscored == CPE_UNSCORED_OMIT))
			continue;
		variance = own_variance(rule, range->measure, range->centre, &unit[i]);
		if (!(variance > 0) || isinf(variance))
			continue;
		if (!isnan(unit[i].score))
			y = to_scale(rule->scale, unit[i].score,
			             range->measure == CPE_FUNNEL_RATIO ? unit[i].expected : unit[i].n);
		w = 1 / variance;
		z[range->units] = (y - centre) / sqrt(variance);
		if (!isfinite(z[range->units]) || !isfinite(w))
			continue;
		range->units++;
		cpe_total_add(&sum_w, &w, 1);
		cpe_total_add(&sum_w2, (double[]){w, w}, 2);
	}
	range->phi = NAN;
	if (range->units == 0)
		return true;
	if (!cpe_sort(arena, z, (size_t) range->units, sizeof(double), compare_doubles, problem))
		return false;
	if (rule->extremes == CPE_EXTREMES_WINSORISE && rule->share > 0)
	{
		double low = quantile(z, range->units, rule->share, rule->percentile);
		double high = quantile(z, range->units, 1 - rule->share, rule->percentile);

		for (int i = 0; i < range->units; i++)
			z[i] = clamp(z[i], low, high);
	}
	for (int i = 0; i < range->units; i++)
		cpe_total_add(&sum_z2, (double[]){z[i], z[i]}, 2);
	range->phi = cpe_total_value(&sum_z2) / range->units;
	if (!isnan(range->tau2))
		return true;
	if (rule->between == CPE_BETWEEN_NONE)
	{
		range->tau2 = 0;
		return true;
	}
	if (range->units < 2)
		return true; /* stays NAN: one unit shows no spread */
	excess = cpe_total_value(&sum_z2) - (range->units - 1);
	if (!(excess > 0))
		range->tau2 = 0;
	else
		range->tau2 = excess / free_weight(&sum_w, &sum_w2);
	return true;
}

/* The limits of one level, clipped as the rule says. */
static bool
find_limits(const struct cpe_range_rule *rule, const struct cpe_range *range,
            const struct cpe_range_unit *unit, const struct cpe_confidence *confidence, double *low,
            double *high, struct cpe_problem *problem)
{
	if (rule->limits == CPE_LIMITS_EXACT)
	{
		if (!cpe_funnel_limits(range->measure, CPE_FUNNEL_EXACT_INTERPOLATED, range->centre,
		                       range->measure == CPE_FUNNEL_RATIO ? unit->expected : unit->n, NAN,
		                       confidence, low, high, problem))
			return false;
	}
	else
	{
		double centre = to_scale(rule->scale, range->centre, INFINITY);
		double half = confidence->z * sqrt(unit->own_se * unit->own_se + range->tau2);

		*low = from_scale(rule->scale, centre - half);
		*high = from_scale(rule->scale, centre + half);
	}
	*low = clamp(*low, rule->minimum, rule->maximum);
	*high = clamp(*high, rule->minimum, rule->maximum);
	return true;
}

static enum cpe_band
band_of(const struct cpe_range_unit *unit)
{
	if (unit->score < unit->low)
		return unit->score < unit->outer_low ? CPE_BAND_FAR_BELOW : CPE_BAND_BELOW;
	if (unit->score > unit->high)
		return unit->score > unit->outer_high ? CPE_BAND_FAR_ABOVE : CPE_BAND_ABOVE;
	return CPE_BAND_WITHIN;
}

bool
cpe_expected_range(struct cpe_arena *arena, const struct cpe_range_rule *rule,
                   struct cpe_range *range, struct cpe_range_unit *unit, size_t units,
                   struct cpe_problem *problem)
{
	double centre;

	if (isnan(range->centre))
		range->centre = find_centre(rule, range->measure, unit, units);
	range->units = 0;
	range->phi = NAN;
	centre = to_scale(rule->scale, range->centre, INFINITY);
	if (isfinite(centre) && !find_spread(arena, rule, range, unit, units, problem))
		return false;
	for (size_t i = 0; i < units; i++)
	{
		struct cpe_range_unit *u = &unit[i];

		if (i % 256 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		u->low = u->high = u->outer_low = u->outer_high = NAN;
		u->own_se = u->z = u->z_naive = NAN;
		u->band = CPE_BAND_NONE;
		u->status = nothing_to_judge(range->measure, u);
		if (u->status != NULL)
			continue;
		if (isnan(range->centre))
		{
			u->status = isnan(u->score) ? "no score" : "no centre";
			continue;
		}
		u->own_se = sqrt(own_variance(rule, range->measure, range->centre, u));
		if (!(u->own_se > 0) || isinf(u->own_se) || isinf(centre))
		{
			u->own_se = NAN;
			u->status = "no variance at this centre";
			continue;
		}
		if (range->centre < rule->minimum || range->centre > rule->maximum)
		{
			u->status = "centre outside minimum and maximum";
			continue;
		}
		if (!isnan(u->score))
			u->z_naive = (to_scale(rule->scale, u->score,
			                       range->measure == CPE_FUNNEL_RATIO ? u->expected : u->n) -
			              centre) /
			             u->own_se;
		if (isnan(range->tau2))
		{
			u->status = "tau2 needs at least two units";
			continue;
		}
		if (isinf(range->tau2))
		{
			u->status = "tau2 out of range";
			continue;
		}
		if (!find_limits(rule, range, u, &rule->inner, &u->low, &u->high, problem))
			return false;
		if (!isnan(rule->outer.z) &&
		    !find_limits(rule, range, u, &rule->outer, &u->outer_low, &u->outer_high, problem))
			return false;
		if (!isfinite(u->low) || !isfinite(u->high) ||
		    (!isnan(rule->outer.z) && (!isfinite(u->outer_low) || !isfinite(u->outer_high))) ||
		    (!isnan(u->score) && !isfinite(u->z_naive)))
		{
			u->low = u->high = u->outer_low = u->outer_high = NAN;
			u->status = "out of range";
			continue;
		}
		if (isnan(u->score))
		{
			u->status = "no score";
			continue;
		}
		u->z = u->z_naive * u->own_se / sqrt(u->own_se * u->own_se + range->tau2);
		u->band = band_of(u);
	}
	return true;
}
