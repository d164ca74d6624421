#include "benchmark/funnel.h"

#include <math.h>

#include "base/distribution.h"
#include "base/text.h"
#include "benchmark/counted.h"

const char cpe_funnel_measure_names[] = "proportion, ratio, mean";
const char cpe_funnel_method_names[] =
	"normal, exact, exact_interpolated, wilson_inverse, observed";

/* In the order of their enums, as above. */
static const char *const measures[] = {"proportion", "ratio", "mean"};
static const char *const methods[] = {"normal", "exact", "exact_interpolated", "wilson_inverse",
                                      "observed"};

bool
cpe_funnel_measure_by_name(const char *name, enum cpe_funnel_measure *measure)
{
	int index = cpe_word_index(cpe_funnel_measure_names, name);

	if (index >= 0)
		*measure = (enum cpe_funnel_measure) index;
	return index >= 0;
}

bool
cpe_funnel_method_by_name(const char *name, enum cpe_funnel_method *method)
{
	int index = cpe_word_index(cpe_funnel_method_names, name);

	if (index >= 0)
		*method = (enum cpe_funnel_method) index;
	return index >= 0;
}

/* A count under the target: binomial of n and p, or, with n infinite, Poisson. */
struct count
{
	double n;
	double p;
	double mean;
};

/* P(X <= k), or P(X > k). */
static double
count_tail(const struct count *of, double k, bool upper)
{
	if (of->n < INFINITY)
		return upper ? cpe_binomial_upper(k, of->n, of->p) : cpe_binomial_cdf(k, of->n, of->p);
	return upper ? cpe_poisson_upper(k, of->mean) : cpe_poisson_cdf(k, of->mean);
}

/* Whether k is at or beyond the quantile: F(k) > tail, or, of an upper tail, P(X > k) < tail. */
static bool
reached(const struct count *of, double k, double tail, bool upper)
{
	double at = count_tail(of, k, upper);

	return upper ? at < tail : at > tail;
}

/*
 * The smallest whole r with F(r) > p.  Starts from the Cornish-Fisher approximation, doubles the
 * distance until the quantile is enclosed, then bisects: a few tails whatever n is.
 */
static double
count_quantile(const struct count *of, double tail, bool upper, double z)
{
	double variance = of->mean * (of->n < INFINITY ? 1.0 - of->p : 1.0);
	double skew = of->n < INFINITY ? 1.0 - 2.0 * of->p : 1.0;
	double guess = of->mean + (upper ? z : -z) * sqrt(variance) + (z * z - 1.0) * skew / 6.0;
	double below;
	double at;

	guess = fmin(fmax(floor(guess), 0.0), fmin(of->n, CPE_COUNT_MAX));
	if (reached(of, guess, tail, upper))
	{
		at = guess;
		below = guess - 1.0;
		for (double step = 1.0; below >= 0.0 && reached(of, below, tail, upper); step *= 2.0)
		{
			at = below;
			below -= step;
		}
	}
	else
	{
		below = guess;
		at = guess + 1.0;
		for (double step = 1.0;
		     at < of->n && at < 4.0 * CPE_COUNT_MAX && !reached(of, at, tail, upper); step *= 2.0)
		{
			below = at;
			at += step;
		}
	}
	while (at - below > 1.0)
	{
		double middle = floor(below + 0.5 * (at - below));

		if (middle <= below || middle >= at)
			break;
		if (reached(of, middle, tail, upper))
			at = middle;
		else
			below = middle;
	}
	return at;
}

/*
 * Spiegelhalter's interpolated quantile of a count (Statistics in Medicine 2005; 24: 1185,
 * appendix): r less (F(r) - p) / P(X = r).  From the upper tail where that is the small one.
 */
static double
count_limit(const struct count *of, double tail, bool upper, double z)
{
	double r = count_quantile(of, tail, upper, z);
	double at = count_tail(of, r, upper);
	double mass =
		of->n < INFINITY ? cpe_binomial_pmf(r, of->n, of->p) : cpe_poisson_pmf(r, of->mean);

	if (!(mass > 0.0))
		return r;
	return r - (upper ? tail - at : at - tail) / mass;
}

static bool
no_method(enum cpe_funnel_measure measure, enum cpe_funnel_method method,
          struct cpe_problem *problem)
{
	const char *hint = "Methods for a mean: normal.";

	if (measure == CPE_FUNNEL_PROPORTION)
		hint = "Methods for a proportion: normal, exact, exact_interpolated, wilson_inverse.";
	else if (measure == CPE_FUNNEL_RATIO)
		hint = "Methods for a ratio: normal, exact, exact_interpolated, observed.";
	return cpe_problem_set(problem, CPE_INVALID, NULL, hint,
	                       "funnel limits of a %s cannot be made by the method \"%s\"",
	                       measures[measure], methods[method]);
}

/* Names the figure that is outside its domain. */
static bool
bad_figure(const char *what, double value, const char *domain, struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_INVALID, domain, NULL,
	                       "invalid %s for funnel limits: %.15g", what, value);
}

/*
 * The score limits: normal at the target's own variance.  They are also the inverse of Wilson's
 * interval: |p - centre| = z sqrt(centre (1 - centre) / n) is its defining equation, read for p.
 */
static void
symmetric(double centre, double half, double *low, double *high)
{
	*low = centre - half;
	*high = centre + half;
}

static bool
proportion_limits(enum cpe_funnel_method method, double centre, double n,
                  const struct cpe_confidence *conf, double *low, double *high,
                  struct cpe_problem *problem)
{
	struct count of = {n, centre, n * centre};

	if (!(centre >= 0.0 && centre <= 1.0))
		return bad_figure("target proportion", centre, "It must be between 0 and 1.", problem);
	switch (method)
	{
		case CPE_FUNNEL_NORMAL:
		case CPE_FUNNEL_WILSON_INVERSE:
			if (n > 0.0)
				symmetric(centre, conf->z * sqrt(centre * (1.0 - centre) / n), low, high);
			return true;
		case CPE_FUNNEL_EXACT:
		case CPE_FUNNEL_EXACT_INTERPOLATED:
			if (floor(n) != n || n > CPE_COUNT_MAX)
				return bad_figure("number of respondents", n,
				                  "Exact limits need a whole number up to 2^53.", problem);
			if (n > 0.0)
			{
				*low = count_limit(&of, 0.5 * conf->alpha, false, conf->z) / n;
				*high = count_limit(&of, 0.5 * conf->alpha, true, conf->z) / n;
			}
			return true;
		default:
			return no_method(CPE_FUNNEL_PROPORTION, method, problem);
	}
}

static bool
ratio_limits(enum cpe_funnel_method method, double centre, double n,
             const struct cpe_confidence *conf, double *low, double *high,
             struct cpe_problem *problem)
{
	struct count of = {INFINITY, 0.0, n * centre};
	struct cpe_interval garwood;

	if (!(centre >= 0.0 && centre <= 1e150))
		return bad_figure("target ratio", centre, "It must be between 0 and 1e150.", problem);
	if (method != CPE_FUNNEL_NORMAL && n > CPE_COUNT_MAX)
		return bad_figure("number of events", n, "Exact limits reach up to 2^53.", problem);
	switch (method)
	{
		case CPE_FUNNEL_NORMAL:
			if (n > 0.0)
				symmetric(centre, conf->z * sqrt(centre / n), low, high);
			return true;
		case CPE_FUNNEL_EXACT:
			if (n > 0.0)
			{
				cpe_count_interval(CPE_COUNT_EXACT, n, conf, &garwood);
				*low = centre * (garwood.low / n);
				*high = centre * (garwood.high / n);
			}
			return true;
		case CPE_FUNNEL_EXACT_INTERPOLATED:
			if (of.mean > CPE_COUNT_MAX)
				return bad_figure("number of events under the target", of.mean,
				                  "Interpolated limits reach up to 2^53.", problem);
			if (n > 0.0)
			{
				*low = count_limit(&of, 0.5 * conf->alpha, false, conf->z) / n;
				*high = count_limit(&of, 0.5 * conf->alpha, true, conf->z) / n;
			}
			return true;
		case CPE_FUNNEL_OBSERVED:
			cpe_count_interval(CPE_COUNT_EXACT, n, conf, &garwood);
			*low = centre * (n / garwood.high);
			if (garwood.low > 0.0)
				*high = centre * (n / garwood.low);
			return true;
		default:
			return no_method(CPE_FUNNEL_RATIO, method, problem);
	}
}

bool
cpe_funnel_limits_unclamped(enum cpe_funnel_measure measure, enum cpe_funnel_method method,
                            double centre, double n, double sd, const struct cpe_confidence *conf,
                            double *low, double *high, struct cpe_problem *problem)
{
	*low = NAN;
	*high = NAN;
	if (!(n == 0.0 || (n >= 1e-150 && n <= 1e150)))
		return bad_figure("size", n, "It must be 0, or between 1e-150 and 1e150.", problem);
	if (measure == CPE_FUNNEL_PROPORTION)
		return proportion_limits(method, centre, n, conf, low, high, problem);
	if (measure == CPE_FUNNEL_RATIO)
		return ratio_limits(method, centre, n, conf, low, high, problem);
	if (method != CPE_FUNNEL_NORMAL)
		return no_method(measure, method, problem);
	if (!(fabs(centre) < INFINITY))
		return bad_figure("target mean", centre, "It must be a finite number.", problem);
	if (!(sd >= 0.0 && sd < INFINITY))
		return bad_figure("standard deviation", sd, "It must be 0 or more.", problem);
	if (n > 0.0)
		symmetric(centre, conf->z * (sd / sqrt(n)), low, high);
	return true;
}

bool
cpe_funnel_limits(enum cpe_funnel_measure measure, enum cpe_funnel_method method, double centre,
                  double n, double sd, const struct cpe_confidence *conf, double *low, double *high,
                  struct cpe_problem *problem)
{
	if (!cpe_funnel_limits_unclamped(measure, method, centre, n, sd, conf, low, high, problem))
		return false;
	if (measure == CPE_FUNNEL_MEAN)
		return true;
	if (*low < 0.0)
		*low = 0.0;
	if (*high < 0.0)
		*high = 0.0;
	if (measure == CPE_FUNNEL_PROPORTION && *low > 1.0)
		*low = 1.0;
	if (measure == CPE_FUNNEL_PROPORTION && *high > 1.0)
		*high = 1.0;
	return true;
}
