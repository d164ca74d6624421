#include "benchmark/inequality.h"

#include <math.h>

#include "base/sort.h"

#define POLL_EVERY 4096

/* ---- scales ---- */

static double
onto(enum cpe_slope_scale scale, double value)
{
	switch (scale)
	{
		case CPE_SLOPE_LOG:
			return log(value);
		case CPE_SLOPE_LOGIT:
			return log(value) - log1p(-value);
		default:
			return value;
	}
}

static double
back_from(enum cpe_slope_scale scale, double value)
{
	switch (scale)
	{
		case CPE_SLOPE_LOG:
			return exp(value);
		case CPE_SLOPE_LOGIT:
			return value < 0 ? exp(value) / (1 + exp(value)) : 1 / (1 + exp(-value));
		default:
			return value;
	}
}

/* How much a value changes when its place on the scale does. */
static double
rate_of_change(enum cpe_slope_scale scale, double value)
{
	switch (scale)
	{
		case CPE_SLOPE_LOG:
			return value;
		case CPE_SLOPE_LOGIT:
			return value * (1 - value);
		default:
			return 1;
	}
}

double
cpe_slope_se(enum cpe_slope_scale scale, double value, double low, double high, double z)
{
	double se = (onto(scale, high) - onto(scale, low)) / 2 / z * rate_of_change(scale, value);

	return isfinite(se) && isfinite(onto(scale, value)) ? se : NAN;
}

/* ---- the slope ---- */

static int
by_quantile(const void *a, const void *b)
{
	const struct cpe_slope_group *left = a;
	const struct cpe_slope_group *right = b;

	return cpe_compare_numbers(left->quantile, right->quantile);
}

static int
by_quantile_descending(const void *a, const void *b)
{
	return by_quantile(b, a);
}

/* Why there is no line, or NULL. */
static const char *
why_no_line(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups)
{
	const char *why = groups == 0   ? "no quantiles"
	                  : groups == 1 ? "needs at least two quantiles"
	                                : NULL;

	for (size_t i = 0; i < groups && why == NULL; i++)
		if (isnan(group[i].value))
			why = "a quantile has no value";
	for (size_t i = 0; i < groups && why == NULL; i++)
		if (rule->transform && !isfinite(onto(rule->scale, group[i].value)))
			why = "a value has no place on the scale";
	return why;
}

/*
 * The line's two ends are sums of the quantiles' values, each times a weight of its own.  With
 * shares a and middles b these are, for the slope, c = a(b - mean b) / sum a(b - mean b)^2; for the
 * start, a - c * mean b; and for the far end, the two together.
 */
struct weights
{
	double start;
	double end;
};

static void
find_weights(const struct cpe_slope_group *group, size_t groups, struct weights *weight)
{
	double whole = 0;
	double mean = 0;
	double square = 0;
	double below = 0;

	for (size_t i = 0; i < groups; i++)
		whole += group[i].population;
	for (size_t i = 0; i < groups; i++)
	{
		double share = group[i].population / whole;
		double middle = below + share / 2;

		weight[i].start = share;
		weight[i].end = middle;
		mean += share * middle;
		below += share;
	}
	for (size_t i = 0; i < groups; i++)
		square += weight[i].start * (weight[i].end - mean) * (weight[i].end - mean);
	for (size_t i = 0; i < groups; i++)
	{
		double share = weight[i].start;
		double slope = share * (weight[i].end - mean) / square;

		weight[i].start = share - slope * mean;
		weight[i].end = slope + weight[i].start;
	}
}

/*
 * Variances of the two ends, and what they have in common, to first order; of their difference and
 * log ratio.
 */
struct spread
{
	double start;
	double end;
	double both;
	double difference;
	double log_ratio;
};

static struct spread
find_spread(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups,
            const struct weights *weight, double start, double end)
{
	enum cpe_slope_scale scale = rule->transform ? rule->scale : CPE_SLOPE_RAW;
	struct spread spread = {0, 0, 0, 0, 0};

	for (size_t i = 0; i < groups; i++)
	{
		double se = group[i].se / rate_of_change(scale, group[i].value);
		double to_start = rate_of_change(scale, start) * weight[i].start * se;
		double to_end = rate_of_change(scale, end) * weight[i].end * se;
		double to_ratio = to_end / end - to_start / start;

		spread.start += to_start * to_start;
		spread.end += to_end * to_end;
		spread.both += to_start * to_end;
		spread.difference += (to_end - to_start) * (to_end - to_start);
		spread.log_ratio += to_ratio * to_ratio;
	}
	return spread;
}

/*
 * The limits of the ratio of the two ends by Fieller's theorem: where (end - r start)^2 is z^2
 * times its variance.
 */
static bool
fieller_limits(double start, double end, const struct spread *spread, double z, double *low,
               double *high)
{
	double a = start * start - z * z * spread->start;
	double b = start * end - z * z * spread->both;
	double c = end * end - z * z * spread->end;
	double root = sqrt(fmax(0, b * b - a * c));

	if (!(a > 0))
		return false;
	/* the root of what cancels may be lost: the ratio itself is always between its limits */
	*low = fmin((b - root) / a, end / start);
	*high = fmax((b + root) / a, end / start);
	return true;
}

static void
find_limits(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups,
            const struct weights *weight, double start, double end, struct cpe_slope *out)
{
	struct spread spread = find_spread(rule, group, groups, weight, start, end);
	double half = rule->z * sqrt(spread.log_ratio);

	out->sii_se = rule->multiplier * sqrt(spread.difference);
	out->sii_low = out->sii - rule->z * out->sii_se;
	out->sii_high = out->sii + rule->z * out->sii_se;
	if (isnan(out->rii))
		return;
	if (!rule->fieller)
	{
		out->rii_low = out->rii * exp(-half);
		out->rii_high = out->rii * exp(half);
	}
	else if (!fieller_limits(start, end, &spread, rule->z, &out->rii_low, &out->rii_high))
		out->status = "no limits of the ratio: the intercept is not clear of 0";
}

/* Nothing that is not finite goes out. */
static void
check_finite(struct cpe_slope *out)
{
	double *figure[] = {&out->sii, &out->sii_low, &out->sii_high, &out->sii_se,
	                    &out->rii, &out->rii_low, &out->rii_high, &out->intercept};

	for (size_t i = 0; i < sizeof(figure) / sizeof(figure[0]); i++)
		if (!isfinite(*figure[i]))
		{
			*figure[i] = NAN;
			if (out->status == NULL)
				out->status = "out of range";
		}
}

bool
cpe_slope_index(struct cpe_arena *arena, const struct cpe_slope_rule *rule,
                struct cpe_slope_group *group, size_t groups, struct cpe_slope *out,
                struct cpe_problem *problem)
{
	struct weights *weight = cpe_arena_alloc(arena, groups, sizeof(*weight), problem);
	enum cpe_slope_scale scale = rule->transform ? rule->scale : CPE_SLOPE_RAW;
	double start = 0;
	double end = 0;
	bool with_se = true;

	*out = (struct cpe_slope){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL};
	if (weight == NULL ||
	    !cpe_sort(arena, group, groups, sizeof(*group),
	              rule->descending ? by_quantile_descending : by_quantile, problem))
		return false;
	for (size_t i = 1; i < groups; i++)
		if (group[i].quantile == group[i - 1].quantile)
			return cpe_problem_set(problem, CPE_INVALID, "Each quantile is one row of its group.",
			                       NULL, "quantile %.0f is there twice", group[i].quantile);
	out->status = why_no_line(rule, group, groups);
	if (out->status)
		return true;
	find_weights(group, groups, weight);
	for (size_t i = 0; i < groups; i++)
	{
		double value = onto(scale, group[i].value);

		start += weight[i].start * value;
		end += weight[i].end * value;
		with_se = with_se && !isnan(group[i].se);
	}
	start = back_from(scale, start);
	end = back_from(scale, end);
	out->sii = rule->multiplier * (end - start);
	out->intercept = rule->multiplier * start;
	if (start > 0 && end > 0)
		out->rii = end / start;
	else if (isfinite(end - start))
		out->status = "no ratio: an end of the line is not positive";
	if (with_se)
		find_limits(rule, group, groups, weight, start, end, out);
	else
		out->status = "a quantile has no standard error";
	check_finite(out);
	return true;
}

/* ---- quantile groups ---- */

struct placed
{
	double value; /* first: what cpe_by_number sees */
	size_t at;
};

bool
cpe_quantile_group(struct cpe_arena *arena, const double *value, size_t count, int32_t groups,
                   bool descending, int32_t *group, struct cpe_problem *problem)
{
	struct placed *placed = cpe_arena_alloc(arena, count, sizeof(*placed), problem);
	uint64_t there = 0;
	uint64_t first = 0; /* of the values equal to this one */

	if (placed == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		group[i] = 0;
		if (isnan(value[i]))
			continue;
		placed[there].value = descending ? -value[i] : value[i];
		placed[there++].at = i;
	}
	if (there < (uint64_t) groups)
		return true;
	if (!cpe_sort(arena, placed, there, sizeof(*placed), cpe_by_number, problem))
		return false;
	for (uint64_t i = 0; i < there; i++)
	{
		uint64_t quotient;

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (placed[i].value != placed[first].value)
			first = i;
		/* groups + 1 less (n + 1 - rank) * groups / n rounded up, in whole numbers */
		quotient = ((there - first) * (uint64_t) groups + there - 1) / there;
		group[placed[i].at] = (int32_t) ((uint64_t) groups + 1 - quotient);
	}
	return true;
}
