#include "benchmark/between.h"

#include <float.h>
#include <math.h>

#include "base/linear.h"
#include "base/sort.h"

const char *const cpe_between_words[] = {
	"none", "dersimonian_laird", "hedges", "paule_mandel", "reml", "ml", NULL};

#define POLL_EVERY 4096
#define LEAST_VARIANCE 1e-200 /* scaled: so that nothing below over- or underflows */
#define GRID_MAX 96

/*
 * The units, most precise first, in a unit of measurement of their own: deviations from the most
 * precise one's estimate, so that nothing cancels however much it outweighs the others, divided by
 * a power of two, so that deviations, variances and tau2 are at most 1.
 */
struct unit
{
	double d;
	double v;
};

struct field
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	enum cpe_between method;
	struct unit *unit;
	size_t units;
	double origin;
	double half; /* half the scale: differences of large numbers need not be finite */
	bool raised; /* a variance was below the least */
};

/*
 * Sums at a tau2, in weights relative to the first unit's: r = (v_0 + tau2) / (v + tau2), between 0
 * and 1.  The weights themselves are r / gauge.
 */
struct sums
{
	double gauge;   /* v_0 + tau2 */
	double weight;  /* sum of r */
	double mean;    /* of the deviations, weighted */
	double square;  /* sum of r (d - mean)^2 */
	double square2; /* sum of r^2 (d - mean)^2 */
	double spread;  /* sum of r (1 - r / weight), without cancellation */
};

static int
compare_units(const void *a, const void *b)
{
	const struct unit *x = a;
	const struct unit *y = b;
	int order = cpe_compare_numbers(x->v, y->v);

	return order != 0 ? order : cpe_compare_numbers(x->d, y->d);
}

static bool
poll_at(const struct field *field, size_t i)
{
	return i % POLL_EVERY != 0 || cpe_arena_poll(field->arena, field->problem);
}

/* Reads the units, sorts and scales them; tau2 is brought to the same scale. */
static bool
field_open(struct field *field, const double *y, const double *v, double *tau2)
{
	double largest = isnan(*tau2) ? 0 : sqrt(*tau2) / 2;
	int exponent;

	field->unit = cpe_arena_alloc(field->arena, field->units, sizeof(*field->unit), field->problem);
	if (field->unit == NULL)
		return false;
	for (size_t i = 0; i < field->units; i++)
	{
		if (!isfinite(y[i]) || !(v[i] > 0) || !isfinite(v[i]))
			return cpe_problem_set(field->problem, CPE_INVALID,
			                       "An estimate is finite, its variance positive and finite.", NULL,
			                       "estimate or variance out of range: %g, %g", y[i], v[i]);
		field->unit[i].d = y[i];
		field->unit[i].v = v[i];
	}
	if (!cpe_sort(field->arena, field->unit, field->units, sizeof(*field->unit), compare_units,
	              field->problem))
		return false;
	field->origin = field->unit[0].d;
	for (size_t i = 0; i < field->units; i++)
	{
		field->unit[i].d = field->unit[i].d / 2 - field->origin / 2;
		largest = fmax(largest, fmax(fabs(field->unit[i].d), sqrt(field->unit[i].v) / 2));
	}
	frexp(largest, &exponent);
	field->half = ldexp(1, exponent > DBL_MAX_EXP - 1 ? DBL_MAX_EXP - 1 : exponent);
	for (size_t i = 0; i < field->units; i++)
	{
		field->unit[i].d /= field->half;
		field->unit[i].v = field->unit[i].v / field->half / field->half / 4;
		if (field->unit[i].v < LEAST_VARIANCE)
		{
			field->unit[i].v = LEAST_VARIANCE;
			field->raised = true;
		}
	}
	if (!isnan(*tau2))
		*tau2 = *tau2 / field->half / field->half / 4;
	return true;
}

/* A scaled square in the units' own unit of measurement. */
static double
unscaled(const struct field *field, double square)
{
	return square * field->half * field->half * 4;
}

static bool
sums_at(const struct field *field, double tau2, struct sums *sums)
{
	const struct unit *unit = field->unit;
	struct cpe_careful rest = {0, 0};
	struct cpe_careful first = {0, 0};
	struct cpe_careful square = {0, 0};
	struct cpe_careful square2 = {0, 0};
	struct cpe_careful spread = {0, 0};
	double without;

	sums->gauge = unit[0].v + tau2;
	for (size_t i = 1; i < field->units; i++)
	{
		double r = sums->gauge / (unit[i].v + tau2);

		if (!poll_at(field, i))
			return false;
		cpe_careful_add(&rest, r);
		cpe_careful_add(&first, r * unit[i].d);
	}
	without = cpe_careful_value(&rest);
	sums->weight = 1 + without;
	sums->mean = cpe_careful_value(&first) / sums->weight;
	cpe_careful_add(&square, sums->mean * sums->mean);
	cpe_careful_add(&square2, sums->mean * sums->mean);
	cpe_careful_add(&spread, without / sums->weight);
	for (size_t i = 1; i < field->units; i++)
	{
		double r = sums->gauge / (unit[i].v + tau2);
		double from_mean = unit[i].d - sums->mean;
		double term = r * from_mean * from_mean;

		if (!poll_at(field, i))
			return false;
		cpe_careful_add(&square, term);
		cpe_careful_add(&square2, r * term);
		cpe_careful_add(&spread, r * (1 - r / sums->weight));
	}
	sums->square = cpe_careful_value(&square);
	sums->square2 = cpe_careful_value(&square2);
	sums->spread = cpe_careful_value(&spread);
	return true;
}

/*
 * What the method's equation for tau2 leaves over: positive where tau2 is too small.  Paule and
 * Mandel: Q less its degrees of freedom.  REML, ML: twice the derivative of the log-likelihood, in
 * the first unit's variance.
 */
static bool
excess_at(const struct field *field, double tau2, double *excess)
{
	struct sums sums;

	if (!sums_at(field, tau2, &sums))
		return false;
	switch (field->method)
	{
		case CPE_BETWEEN_REML:
			*excess = sums.square2 / sums.gauge - sums.spread;
			return true;
		case CPE_BETWEEN_ML:
			*excess = sums.square2 / sums.gauge - sums.weight;
			return true;
		default:
			*excess = sums.square / sums.gauge - (double) (field->units - 1);
			return true;
	}
}

/* The log-likelihood (restricted for REML) but for a constant. */
static bool
likelihood_at(const struct field *field, double tau2, double *likelihood)
{
	struct cpe_careful logs = {0, 0};
	struct sums sums;

	if (!sums_at(field, tau2, &sums))
		return false;
	for (size_t i = 0; i < field->units; i++)
	{
		if (!poll_at(field, i))
			return false;
		cpe_careful_add(&logs, log(field->unit[i].v + tau2));
	}
	*likelihood = -(cpe_careful_value(&logs) + sums.square / sums.gauge) / 2;
	if (field->method == CPE_BETWEEN_REML)
		*likelihood -= log(sums.weight / sums.gauge) / 2;
	return true;
}

/*
 * The root between low, where the excess is positive, and high, where it is not: Brent's method
 * (1973), to the last digits, or to where tau2 no longer matters beside the smallest variance.
 */
static bool
root_between(const struct field *field, double low, double at_low, double high, double at_high,
             double *root)
{
	double a = low;
	double fa = at_low;
	double b = high;
	double fb = at_high;
	double c = a;
	double fc = fa;
	double step = b - a;
	double before = step;

	for (int turn = 0; turn < 2000; turn++)
	{
		double tolerance;
		double middle;

		if (fabs(fc) < fabs(fb))
		{
			a = b;
			b = c;
			c = a;
			fa = fb;
			fb = fc;
			fc = fa;
		}
		tolerance = DBL_EPSILON * (b + field->unit[0].v / 16);
		middle = (c - b) / 2;
		if (fabs(middle) <= tolerance || fb == 0)
			break;
		if (fabs(before) < tolerance || fabs(fa) <= fabs(fb))
			step = before = middle;
		else
		{
			double s = fb / fa;
			double p;
			double q;

			if (a == c)
			{
				p = 2 * middle * s;
				q = 1 - s;
			}
			else
			{
				double r = fb / fc;
				double t = fa / fc;

				p = s * (2 * middle * t * (t - r) - (b - a) * (r - 1));
				q = (t - 1) * (r - 1) * (s - 1);
			}
			if (p > 0)
				q = -q;
			else
				p = -p;
			if (2 * p < fmin(3 * middle * q - fabs(tolerance * q), fabs(before * q)))
			{
				before = step;
				step = p / q;
			}
			else
				step = before = middle;
		}
		a = b;
		fa = fb;
		b += fabs(step) > tolerance ? step : middle > 0 ? tolerance : -tolerance;
		if (!excess_at(field, b, &fb))
			return false;
		if ((fb > 0) == (fc > 0))
		{
			c = a;
			fc = fa;
			step = before = b - a;
		}
	}
	*root = b;
	return true;
}

/*
 * A tau2 above which no root lies.  With D the sum of squares about the plain mean: Q is below D /
 * tau2, and where tau2 is at least every variance the weights differ by a factor of two at most, so
 * that the likelihoods fall where tau2 is above 4 D / (units - 1).
 */
static double
upper_bound(const struct field *field)
{
	const struct unit *unit = field->unit;
	double mean = 0;
	double squares = 0;
	double largest = unit[field->units - 1].v;

	for (size_t i = 0; i < field->units; i++)
		mean += unit[i].d / (double) field->units;
	for (size_t i = 0; i < field->units; i++)
		squares += (unit[i].d - mean) * (unit[i].d - mean);
	return 1.01 * fmax(largest, 4 * squares / (double) (field->units - 1));
}

/*
 * Solves the method's equation.  Q falls in tau2, so there is one root; a likelihood can have more
 * than one maximum: all are looked for, on a grid in equal ratios, and the highest is taken.
 */
static bool
solve(const struct field *field, double *tau2)
{
	double highest = upper_bound(field);
	double lowest = field->unit[0].v / 8;
	double decades = log10(highest / lowest);
	int points = (int) fmin(GRID_MAX, ceil(4 * decades));
	double best = -INFINITY;
	double left = 0;
	double at_left;

	*tau2 = 0;
	if (!excess_at(field, 0, &at_left))
		return false;
	if (at_left <= 0 && field->method == CPE_BETWEEN_PAULE_MANDEL)
		return true;
	if (at_left <= 0 && !likelihood_at(field, 0, &best))
		return false;
	for (int i = 0; i <= points; i++)
	{
		double right = i == points ? highest : lowest * pow(10, decades * i / points);
		double at_right;
		double root;
		double likelihood;

		if (!excess_at(field, right, &at_right))
			return false;
		if (at_left > 0 && at_right <= 0)
		{
			if (!root_between(field, left, at_left, right, at_right, &root))
				return false;
			if (field->method == CPE_BETWEEN_PAULE_MANDEL)
			{
				*tau2 = root;
				return true;
			}
			if (!likelihood_at(field, root, &likelihood))
				return false;
			if (likelihood > best)
			{
				best = likelihood;
				*tau2 = root;
			}
		}
		left = right;
		at_left = at_right;
	}
	return true;
}

/* The variance of the estimates about their plain mean, less the mean of their own variances. */
static double
hedges(const struct field *field)
{
	const struct unit *unit = field->unit;
	double units = (double) field->units;
	struct cpe_careful d = {0, 0};
	struct cpe_careful left = {0, 0};

	for (size_t i = 0; i < field->units; i++)
		cpe_careful_add(&d, unit[i].d);
	for (size_t i = 0; i < field->units; i++)
	{
		double from_mean = unit[i].d - cpe_careful_value(&d) / units;

		cpe_careful_add(&left, from_mean * from_mean / (units - 1));
		cpe_careful_add(&left, -unit[i].v / units);
	}
	return fmax(0, cpe_careful_value(&left));
}

static bool
estimate(const struct field *field, const struct sums *fixed, double *tau2)
{
	switch (field->method)
	{
		case CPE_BETWEEN_NONE:
			*tau2 = 0;
			return true;
		case CPE_BETWEEN_DERSIMONIAN_LAIRD:
			*tau2 = fmax(0, (fixed->square - fixed->gauge * (double) (field->units - 1)) /
			                    fixed->spread);
			return true;
		case CPE_BETWEEN_HEDGES:
			*tau2 = hedges(field);
			return true;
		default:
			return solve(field, tau2);
	}
}

/* Q, and how much of the spread it or tau2 says is between units (Higgins and Thompson 2002). */
static void
tell_heterogeneity(const struct field *field, const struct sums *fixed, double tau2, bool from_q,
                   struct cpe_heterogeneity *out)
{
	double df = (double) (field->units - 1);
	double typical = df * fixed->gauge / fixed->spread; /* sampling variance of a unit */

	out->q = field->raised ? INFINITY : fixed->square / fixed->gauge;
	if (from_q)
	{
		out->h2 = out->q / df;
		out->i2 = out->q > df ? 1 - df / out->q : 0;
	}
	else
	{
		out->h2 = (tau2 + typical) / typical;
		out->i2 = tau2 / (tau2 + typical);
	}
}

bool
cpe_heterogeneity(struct cpe_arena *arena, enum cpe_between method, const double *y,
                  const double *v, size_t units, double tau2, struct cpe_heterogeneity *out,
                  struct cpe_problem *problem)
{
	struct field field = {arena, problem, method, NULL, units, 0, 0, false};
	bool given = !isnan(tau2);
	struct sums fixed;
	struct sums sums;

	*out = (struct cpe_heterogeneity){units, NAN, NAN, tau2, NAN, NAN, NAN};
	if (given && !(tau2 >= 0 && isfinite(tau2)))
		return cpe_problem_set(problem, CPE_INVALID, "A variance is zero or positive.", NULL,
		                       "tau2 out of range: %g", tau2);
	if (units == 0)
		return true;
	if (!field_open(&field, y, v, &tau2) || !sums_at(&field, 0, &fixed))
		return false;
	if (units > 1)
	{
		if (!given && !estimate(&field, &fixed, &tau2))
			return false;
		tell_heterogeneity(&field, &fixed, tau2, !given && method == CPE_BETWEEN_NONE, out);
	}
	else if (!given && method == CPE_BETWEEN_NONE)
		tau2 = 0;
	out->mean = field.origin;
	if (isnan(tau2))
		return true;
	if (!sums_at(&field, tau2, &sums))
		return false;
	out->mean = 2 * (field.origin / 2 + field.half * sums.mean);
	out->mean_se = 2 * field.half * sqrt(sums.gauge / sums.weight);
	if (!given)
		out->tau2 = unscaled(&field, tau2);
	return true;
}
