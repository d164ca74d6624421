#include "benchmark/variance_components.h"

#include <math.h>

#include "base/distribution.h"
#include "base/sort.h"

const char *const cpe_components_words[] = {"anova", "reml", "ml", NULL};

#define POLL_EVERY 4096
#define SIZE_MOST 1e150 /* squares of what is larger are no doubles */
#define RATIO_STEP 2.0  /* between the ratios at which the slope is first looked at */
#define BISECTIONS 200

/* Units of the same size: what the likelihood needs of them. */
struct group
{
	double n;
	double units;
	double mean;  /* of their means */
	double about; /* sum of squares of their means about that */
};

struct layout
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct group *group; /* ascending by n */
	size_t groups;
	double units;
	double answers;
	double within; /* sum of squares within units */
};

/* ---- collecting ---- */

static int
by_size(const void *one, const void *other)
{
	const struct cpe_component_unit *a = one;
	const struct cpe_component_unit *b = other;

	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	if (a->mean != b->mean)
		return a->mean < b->mean ? -1 : 1;
	return (a->within > b->within) - (a->within < b->within);
}

/* The units with answers, in the order of their figures. */
static bool
sort_units(struct layout *layout, const struct cpe_component_unit *given, size_t units,
           struct cpe_component_unit **sorted, size_t *count)
{
	*count = 0;
	*sorted = cpe_arena_alloc(layout->arena, units + 1, sizeof(**sorted), layout->problem);
	if (*sorted == NULL)
		return false;
	for (size_t i = 0; i < units; i++)
	{
		const struct cpe_component_unit *unit = &given[i];

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(layout->arena, layout->problem))
			return false;
		if (unit->n == 0)
			continue;
		if (!(unit->n >= 1 && unit->n <= SIZE_MOST) || !(fabs(unit->mean) <= SIZE_MOST) ||
		    !(unit->within >= 0 && unit->within <= SIZE_MOST * SIZE_MOST))
			return cpe_problem_set(layout->problem, CPE_INVALID,
			                       "n is 0, or from 1 to 1e150; means and standard deviations are "
			                       "finite, up to 1e150.",
			                       NULL, "unit out of range: n %g, mean %g, sum of squares %g",
			                       unit->n, unit->mean, unit->within);
		(*sorted)[(*count)++] = *unit;
	}
	return cpe_sort(layout->arena, *sorted, *count, sizeof(**sorted), by_size, layout->problem);
}

/* Puts units of one size together. */
static void
take_group(struct layout *layout, const struct cpe_component_unit *unit, size_t count)
{
	struct group *group = &layout->group[layout->groups++];
	double sum = 0;

	*group = (struct group){unit->n, (double) count, 0, 0};
	for (size_t i = 0; i < count; i++)
		sum += unit[i].mean - unit->mean;
	group->mean = unit->mean + sum / count;
	for (size_t i = 0; i < count; i++)
	{
		group->about += (unit[i].mean - group->mean) * (unit[i].mean - group->mean);
		layout->within += unit[i].within;
	}
	layout->units += group->units;
	layout->answers += group->units * group->n;
}

static bool
collect(struct layout *layout, const struct cpe_component_unit *given, size_t units)
{
	struct cpe_component_unit *sorted;
	size_t count;
	size_t first = 0;

	layout->group =
		cpe_arena_alloc(layout->arena, units + 1, sizeof(*layout->group), layout->problem);
	if (layout->group == NULL || !sort_units(layout, given, units, &sorted, &count))
		return false;
	for (size_t i = 0; i < count; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(layout->arena, layout->problem))
			return false;
		if (i + 1 < count && sorted[i + 1].n == sorted[first].n)
			continue;
		take_group(layout, &sorted[first], i + 1 - first);
		first = i + 1;
	}
	return true;
}

/* ---- sums at a ratio of the variances ---- */

/*
 * With ratio = between / within, a unit's mean has the variance within * (1/n + ratio) and so the
 * weight w = n / (1 + n ratio).
 */
struct sums
{
	double w;
	double w2;
	double mean;
	double distance;  /* of w (m - mean)^2 */
	double distance2; /* of w^2 (m - mean)^2 */
	double log_sum;   /* of log(1 + n ratio) */
};

static bool
sums_at(const struct layout *layout, double ratio, bool logs, struct sums *sums)
{
	double base = layout->group[0].mean;

	*sums = (struct sums){0, 0, 0, 0, 0, 0};
	for (size_t i = 0; i < layout->groups; i++)
	{
		const struct group *group = &layout->group[i];
		double w = group->n / (1 + group->n * ratio);

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(layout->arena, layout->problem))
			return false;
		sums->w += group->units * w;
		sums->w2 += group->units * w * w;
		sums->mean += group->units * w * (group->mean - base);
		if (logs)
			sums->log_sum += group->units * log1p(group->n * ratio);
	}
	sums->mean = base + sums->mean / sums->w;
	for (size_t i = 0; i < layout->groups; i++)
	{
		const struct group *group = &layout->group[i];
		double w = group->n / (1 + group->n * ratio);
		double distance =
			group->about + group->units * (group->mean - sums->mean) * (group->mean - sums->mean);

		sums->distance += w * distance;
		sums->distance2 += w * w * distance;
	}
	return true;
}

/* ---- likelihood ---- */

/* Degrees of freedom of the profiled variance within. */
static double
freedom_of(const struct layout *layout, enum cpe_components method)
{
	return layout->answers - (method == CPE_COMPONENTS_REML ? 1 : 0);
}

/* Twice the slope of the profile log-likelihood by the ratio. */
static bool
slope_at(const struct layout *layout, enum cpe_components method, double ratio, double *slope)
{
	struct sums sums;

	if (!sums_at(layout, ratio, false, &sums))
		return false;
	*slope =
		freedom_of(layout, method) * sums.distance2 / (layout->within + sums.distance) - sums.w;
	if (method == CPE_COMPONENTS_REML)
		*slope += sums.w2 / sums.w;
	return true;
}

/* The fit at a ratio. */
static bool
fit_at(const struct layout *layout, enum cpe_components method, double ratio,
       struct cpe_variance_components *out)
{
	double freedom = freedom_of(layout, method);
	struct sums sums;

	if (!sums_at(layout, ratio, true, &sums))
		return false;
	out->mean = sums.mean;
	out->within = (layout->within + sums.distance) / freedom;
	out->between = ratio * out->within;
	out->log_likelihood = -(freedom * (log(2 * M_PI) + log(out->within) + 1) + sums.log_sum) / 2;
	if (method == CPE_COMPONENTS_REML)
		out->log_likelihood -= log(sums.w) / 2;
	return true;
}

/* Where the slope falls through 0 between two ratios. */
static bool
summit_between(const struct layout *layout, enum cpe_components method, double low, double high,
               double *ratio)
{
	double slope;

	for (int i = 0; i < BISECTIONS; i++)
	{
		double middle = low > 0 ? sqrt(low) * sqrt(high) : high / 2;

		if (high - low < 1e-3 * high)
			middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			break;
		if (!slope_at(layout, method, middle, &slope))
			return false;
		if (slope > 0)
			low = middle;
		else
			high = middle;
	}
	*ratio = low + (high - low) / 2;
	return true;
}

/* The best of the maxima of the profile log-likelihood, which may be at 0. */
static bool
climb(const struct layout *layout, enum cpe_components method, struct cpe_variance_components *out)
{
	double largest = layout->group[layout->groups - 1].n;
	double low = 0;
	struct sums sums;
	double before;
	double last;

	if (!fit_at(layout, method, 0, out) || !slope_at(layout, method, 0, &before) ||
	    !sums_at(layout, 0, false, &sums))
		return false;
	/* beyond this the units' means alone would vary more than they do */
	last = 16 * (1 + sums.distance / layout->within * layout->answers);
	for (double high = 1e-3 / largest; low < last; high *= RATIO_STEP)
	{
		struct cpe_variance_components other = *out;
		double slope;
		double ratio;

		if (!slope_at(layout, method, high, &slope))
			return false;
		if (before > 0 && slope <= 0)
		{
			if (!summit_between(layout, method, low, high, &ratio) ||
			    !fit_at(layout, method, ratio, &other))
				return false;
			if (other.log_likelihood > out->log_likelihood)
				*out = other;
		}
		low = high;
		before = slope;
	}
	return true;
}

/* Nothing varies within units: their means are known without error. */
static void
take_exact_means(const struct layout *layout, enum cpe_components method,
                 struct cpe_variance_components *out)
{
	double base = layout->group[0].mean;
	double about = 0;
	double mean = 0;

	for (size_t i = 0; i < layout->groups; i++)
		mean += layout->group[i].units * (layout->group[i].mean - base);
	out->mean = base + mean / layout->units;
	for (size_t i = 0; i < layout->groups; i++)
		about += layout->group[i].about + layout->group[i].units *
		                                      (layout->group[i].mean - out->mean) *
		                                      (layout->group[i].mean - out->mean);
	out->within = 0;
	out->between = about / (layout->units - (method == CPE_COMPONENTS_REML ? 1 : 0));
}

/* ---- mean squares ---- */

/* The analysis of variance, which every method reports; fills the variances as ANOVA has them. */
static bool
mean_squares(const struct layout *layout, struct cpe_variance_components *out)
{
	double df_between = layout->units - 1;
	double df_within = layout->answers - layout->units;
	double squares = 0;
	struct sums sums;

	if (!sums_at(layout, 0, false, &sums))
		return false;
	for (size_t i = 0; i < layout->groups; i++)
		squares += layout->group[i].units * layout->group[i].n * layout->group[i].n;
	out->mean = sums.mean;
	out->n0 = (layout->answers - squares / layout->answers) / df_between;
	out->within = layout->within / df_within;
	out->between = fmax(0, (sums.distance / df_between - out->within) / out->n0);
	if (out->within > 0)
	{
		out->f = sums.distance / df_between / out->within;
		out->p = cpe_beta_cdf(df_within / (df_within + df_between * out->f), df_within / 2,
		                      df_between / 2);
	}
	return true;
}

/* The mean weighted as the units' variances tell, with a variance between them that is given. */
static bool
take_given(const struct layout *layout, double between, struct cpe_variance_components *out)
{
	struct sums sums;

	out->between = between;
	if (out->within == 0)
	{
		take_exact_means(layout, CPE_COMPONENTS_ML, out);
		out->between = between;
		return true;
	}
	if (!sums_at(layout, between / out->within, false, &sums))
		return false;
	out->mean = sums.mean;
	return true;
}

/* The share of the variance that lies between units, and whether all is finite. */
static void
finish(struct cpe_variance_components *out)
{
	double sum = out->between + out->within;

	if (!isfinite(out->mean) || !isfinite(sum))
	{
		out->mean = out->between = out->within = out->icc = out->log_likelihood = NAN;
		out->f = out->p = NAN;
		out->reason = "out of range";
		return;
	}
	if (!isfinite(out->log_likelihood))
		out->log_likelihood = NAN;
	if (sum > 0)
		out->icc = out->between / sum;
	else
		out->reason = "all answers are alike";
}

bool
cpe_variance_components(struct cpe_arena *arena, enum cpe_components method,
                        const struct cpe_component_unit *unit, size_t units, double between,
                        struct cpe_variance_components *out, struct cpe_problem *problem)
{
	struct layout layout = {arena, problem, NULL, 0, 0, 0, 0};

	*out = (struct cpe_variance_components){NAN, between, NAN, NAN, NAN, NAN, NAN, NAN, 0, 0, NULL};
	if (!isnan(between) && !(between >= 0 && between <= SIZE_MOST * SIZE_MOST))
		return cpe_problem_set(problem, CPE_INVALID, "A variance is 0 or positive, and finite.",
		                       NULL, "variance between units out of range: %g", between);
	if (!collect(&layout, unit, units))
		return false;
	out->units = (size_t) layout.units;
	out->answers = layout.answers;
	if (layout.units == 0)
		out->reason = "no responses";
	else if (layout.units < 2 && isnan(between))
	{
		out->mean = layout.group[0].mean;
		out->reason = "needs at least two units";
	}
	else if (layout.answers <= layout.units)
		out->reason = "no unit has two answers";
	if (out->reason != NULL)
		return true;
	if (!mean_squares(&layout, out))
		return false;
	if (!isnan(between))
	{
		if (!take_given(&layout, between, out))
			return false;
	}
	else if (method != CPE_COMPONENTS_ANOVA && layout.within == 0)
		take_exact_means(&layout, method, out);
	else if (method != CPE_COMPONENTS_ANOVA && !climb(&layout, method, out))
		return false;
	finish(out);
	return true;
}
