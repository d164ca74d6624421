#include "base/interval.h"

#include "base/distribution.h"
#include "base/text.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

const char cpe_proportion_method_names[] =
	"wilson, wilson_cc, wald, agresti_coull, clopper_pearson, jeffreys, mid_p, arcsine, logit";
const char cpe_difference_method_names[] = "newcombe, wald, mee, miettinen_nurminen, agresti_caffo";
const char cpe_count_method_names[] = "exact, byar, phe";
const char cpe_mean_method_names[] = "t, normal";

bool
cpe_proportion_method_by_name(const char *name, enum cpe_proportion_method *method)
{
	int index = cpe_word_index(cpe_proportion_method_names, name);

	if (index >= 0)
		*method = (enum cpe_proportion_method) index;
	return index >= 0;
}

bool
cpe_difference_method_by_name(const char *name, enum cpe_difference_method *method)
{
	int index = cpe_word_index(cpe_difference_method_names, name);

	if (index >= 0)
		*method = (enum cpe_difference_method) index;
	return index >= 0;
}

bool
cpe_count_method_by_name(const char *name, enum cpe_count_method *method)
{
	int index = cpe_word_index(cpe_count_method_names, name);

	if (index >= 0)
		*method = (enum cpe_count_method) index;
	return index >= 0;
}

bool
cpe_mean_method_by_name(const char *name, enum cpe_mean_method *method)
{
	int index = cpe_word_index(cpe_mean_method_names, name);

	if (index >= 0)
		*method = (enum cpe_mean_method) index;
	return index >= 0;
}

bool
cpe_proportion_method_needs_counts(enum cpe_proportion_method method)
{
	return method == CPE_PROPORTION_MID_P || method == CPE_PROPORTION_WILSON_CC;
}

bool
cpe_confidence_from_level(double level, struct cpe_confidence *conf)
{
	if (!(level > 0.0 && level < 1.0))
		return false;
	conf->z = cpe_normal_central(level);
	conf->alpha = 1.0 - level;
	return true;
}

bool
cpe_confidence_from_z(double z, struct cpe_confidence *conf)
{
	double tail = cpe_normal_upper(z);

	if (!(z > 0.0 && tail >= DBL_MIN))
		return false;
	conf->z = z;
	conf->alpha = 2.0 * tail;
	return true;
}

const char *
cpe_interval_reason(enum cpe_interval_status status)
{
	switch (status)
	{
		case CPE_INTERVAL_OK:
			break;
		case CPE_INTERVAL_NO_DATA:
			return "no responses";
		case CPE_INTERVAL_UNDEFINED:
			return "undefined at 0 % and 100 %";
		case CPE_INTERVAL_TOO_FEW:
			return "needs at least two values";
		case CPE_INTERVAL_NOT_WHOLE:
			return "needs whole counts";
		case CPE_INTERVAL_INVALID:
			return "invalid figures";
	}
	return NULL;
}

/* What can be counted: nothing, or an amount whose ratios to another are still doubles. */
static bool
is_amount(double x)
{
	return x == 0.0 || (x >= 1e-150 && x <= 1e150);
}

static bool
finish(struct cpe_interval *out, enum cpe_interval_status status, double low, double high)
{
	out->low = low;
	out->high = high;
	out->status = status;
	out->low_reason = NULL;
	return status == CPE_INTERVAL_OK;
}

/*
 * Wilson 1927: the lower root of n (p - x/n)^2 = z^2 p (1-p), in the form whose terms do not
 * cancel. The upper limit is that of the other outcome.
 */
static double
wilson_low(double x, double n, double z)
{
	return 2.0 * (x / n) * x / (2.0 * x + z * (z + sqrt(z * z + 4.0 * x * ((n - x) / n))));
}

static double
wilson_high(double x, double n, double z)
{
	return (2.0 * x + z * (z + sqrt(z * z + 4.0 * x * ((n - x) / n)))) / (2.0 * (n + z * z));
}

/* With continuity correction (Newcombe 1998, method 4); the lower limit again without cancelling.
 */
static double
wilson_cc_low(double x, double n, double z)
{
	double root = z * z - 2.0 - 1.0 / n + 4.0 * (x / n) * (n - x + 1.0);
	double odd = 2.0 * x - 1.0;

	return odd / n * odd / (2.0 * (odd + z * (z + sqrt(root > 0.0 ? root : 0.0))));
}

static double
wilson_cc_high(double x, double n, double z)
{
	double root = z * z + 2.0 - 1.0 / n + 4.0 * (x / n) * (n - x - 1.0);
	double high = 2.0 * x + 1.0 + z * (z + sqrt(root > 0.0 ? root : 0.0));

	return fmin(1.0, high / (2.0 * (n + z * z)));
}

/* ---- mid-P ---- */

struct outcome
{
	double x;
	double n;
};

/* P(X > x) + P(X = x)/2, or P(X < x) + P(X = x)/2, as a function of the probability p. */
static struct cpe_tail
mid_p_at(double p, const struct outcome *of, bool above)
{
	double rest = of->n - of->x;
	double odds = p / (1.0 - p);
	double pmf = cpe_binomial_pmf(of->x, of->n, p);
	double pull = of->x + rest * odds;
	struct cpe_tail tail;

	tail.value = 0.5 * pmf + (above ? cpe_binomial_upper(of->x, of->n, p)
	                                : cpe_binomial_cdf(of->x - 1.0, of->n, p));
	tail.slope = (above ? 0.5 : -0.5) * pmf * pull;
	tail.bend = of->x - rest * odds + rest * odds / (1.0 - p) / pull;
	return tail;
}

static struct cpe_tail
mid_p_above(double p, const void *of)
{
	return mid_p_at(p, of, true);
}

static struct cpe_tail
mid_p_below(double p, const void *of)
{
	return mid_p_at(p, of, false);
}

/*
 * The lower mid-P limit (Lancaster 1961), or the upper one, x of n being turned into n - x when the
 * limit is above 1/2: then 1 minus the other limit is found to more digits.  Jeffreys' limit, never
 * far, is the start.
 */
static double
mid_p_limit(double x, double n, double tail, bool lower)
{
	struct outcome of = {x, n};
	double middle = lower ? mid_p_above(0.5, &of).value : mid_p_below(0.5, &of).value;
	bool mirrored = lower ? middle < tail : middle > tail;
	double start;
	double root;

	if (mirrored)
	{
		of.x = n - x;
		lower = !lower;
	}
	start = lower ? cpe_beta_quantile(tail, of.x + 0.5, n - of.x + 0.5)
	              : cpe_beta_quantile_upper(tail, of.x + 0.5, n - of.x + 0.5);
	root = cpe_tail_solve(lower ? mid_p_above : mid_p_below, &of, lower, tail, start, 0.0, 0.75);
	return mirrored ? 1.0 - root : root;
}

/* sin^2 of an angle held to a quarter turn. */
static double
sine_square(double angle)
{
	double s = sin(fmin(fmax(angle, 0.0), M_PI_2));

	return s * s;
}

bool
cpe_proportion_interval(enum cpe_proportion_method method, double x, double n,
                        const struct cpe_confidence *conf, struct cpe_interval *out)
{
	double z = conf->z;
	double tail = 0.5 * conf->alpha;
	double low = NAN;
	double high = NAN;
	double total;
	double centre;
	double half;

	if (!is_amount(x) || !is_amount(n) || x > n)
		return finish(out, CPE_INTERVAL_INVALID, NAN, NAN);
	if (n == 0.0)
		return finish(out, CPE_INTERVAL_NO_DATA, NAN, NAN);
	if (cpe_proportion_method_needs_counts(method) && (floor(x) != x || floor(n) != n))
		return finish(out, CPE_INTERVAL_NOT_WHOLE, NAN, NAN);

	switch (method)
	{
		case CPE_PROPORTION_WILSON:
			low = x == 0.0 ? 0.0 : wilson_low(x, n, z);
			high = x == n ? 1.0 : wilson_high(x, n, z);
			break;
		case CPE_PROPORTION_WILSON_CC:
			low = x == 0.0 ? 0.0 : wilson_cc_low(x, n, z);
			high = x == n ? 1.0 : wilson_cc_high(x, n, z);
			break;
		case CPE_PROPORTION_WALD:
			centre = x / n;
			half = z * sqrt(centre * ((n - x) / n) / n);
			low = centre - half;
			high = centre + half;
			break;
		case CPE_PROPORTION_AGRESTI_COULL: /* Agresti and Coull 1998 */
			total = n + z * z;
			centre = (x + 0.5 * z * z) / total;
			half = z * sqrt(centre * (1.0 - centre) / total);
			low = centre - half;
			high = centre + half;
			break;
		case CPE_PROPORTION_CLOPPER_PEARSON: /* Clopper and Pearson 1934 */
			low = x == 0.0 ? 0.0 : cpe_beta_quantile(tail, x, n - x + 1.0);
			high = x == n ? 1.0 : cpe_beta_quantile_upper(tail, x + 1.0, n - x);
			break;
		case CPE_PROPORTION_JEFFREYS: /* Brown, Cai and DasGupta 2001 */
			low = x == 0.0 ? 0.0 : cpe_beta_quantile(tail, x + 0.5, n - x + 0.5);
			high = x == n ? 1.0 : cpe_beta_quantile_upper(tail, x + 0.5, n - x + 0.5);
			break;
		case CPE_PROPORTION_MID_P:
			low = x == 0.0 ? 0.0 : mid_p_limit(x, n, tail, true);
			high = x == n ? 1.0 : mid_p_limit(x, n, tail, false);
			break;
		case CPE_PROPORTION_ARCSINE: /* Anscombe 1948 */
			centre = asin(sqrt((x + 0.375) / (n + 0.75)));
			half = z / (2.0 * sqrt(n));
			low = sine_square(centre - half);
			high = sine_square(centre + half);
			break;
		case CPE_PROPORTION_LOGIT:
			if (x == 0.0 || x == n)
				return finish(out, CPE_INTERVAL_UNDEFINED, NAN, NAN);
			centre = log(x / (n - x));
			half = z * sqrt(n / x / (n - x));
			low = 1.0 / (1.0 + exp(half - centre));
			high = 1.0 / (1.0 + exp(-half - centre));
			break;
	}
	return finish(out, CPE_INTERVAL_OK, low, high);
}

/* ---- difference of two proportions ---- */

double
cpe_sign_change(double (*value)(double at, const void *of), const void *of, double inside,
                double outside)
{
	double within = NAN;
	double beyond = NAN;
	int side = 0;

	/* the secant with Illinois' rule; a halving in three steps bounds them all */
	for (int step = 0; step < 400; step++)
	{
		double grain = DBL_EPSILON * fmax(fabs(inside), fabs(outside));
		double room = copysign(grain, outside - inside);
		double at = inside + 0.5 * (outside - inside);
		double here;

		if (!(fabs(outside - inside) > 2.0 * grain))
			break;
		if (step % 3 != 2 && within < 0.0 && beyond > 0.0)
		{
			at = inside - within * ((outside - inside) / (beyond - within));
			if (!(fabs(at - inside) > grain))
				at = inside + room;
			else if (!(fabs(outside - at) > grain))
				at = outside - room;
		}
		here = value(at, of);
		if (here <= 0.0)
		{
			beyond *= side < 0 ? 0.5 : 1.0;
			inside = at;
			within = here;
			side = -1;
		}
		else
		{
			within *= side > 0 ? 0.5 : 1.0;
			outside = at;
			beyond = here;
			side = 1;
		}
	}
	return inside + 0.5 * (outside - inside);
}

/* Two groups, and how the statistic of their difference is judged. */
struct two_groups
{
	double x;
	double n;
	double base_x;
	double base_n;
	double factor; /* z, with the variance's factor */
};

/* A difference of two_groups that is asked about. */
struct restricted
{
	const struct two_groups *of;
	double difference;
};

static double
per(double count, double room)
{
	return count == 0.0 ? 0.0 : count / fmax(room, 0.0);
}

/* The slope of the log likelihood in the base proportion p, infinite where a count forbids p. */
static double
likelihood_slope(const struct restricted *at, double p)
{
	const struct two_groups *of = at->of;
	double q = p + at->difference;

	return per(of->x, q) - per(of->n - of->x, 1.0 - q) + per(of->base_x, p) -
	       per(of->base_n - of->base_x, 1.0 - p);
}

/* Minus the same, times what is positive inside: a polynomial. */
static double
minus_slope(double p, const void *of)
{
	const struct restricted *at = of;
	double q = p + at->difference;

	return (at->of->n * q - at->of->x) * p * (1.0 - p) +
	       (at->of->base_n * p - at->of->base_x) * q * (1.0 - q);
}

/* The most likely base proportion when the difference is as said. */
static double
restricted_rate(const struct restricted *at)
{
	double low = fmax(0.0, -at->difference);
	double high = fmin(1.0, 1.0 - at->difference);

	if (!(low < high) || likelihood_slope(at, low) <= 0.0)
		return low;
	if (likelihood_slope(at, high) >= 0.0)
		return high;
	return cpe_sign_change(minus_slope, at, low, high);
}

/* How far a difference is from the observed one, less what z standard errors there allow. */
static double
beyond_score(double difference, const void *of)
{
	const struct two_groups *groups = of;
	struct restricted at = {groups, difference};
	double p = restricted_rate(&at);
	double q = fmin(fmax(p + difference, 0.0), 1.0);

	return fabs(groups->x / groups->n - groups->base_x / groups->base_n - difference) -
	       groups->factor *
	           sqrt(fmax(0.0, q * (1.0 - q) / groups->n + p * (1.0 - p) / groups->base_n));
}

/*
 * Mee 1984: the differences whose score statistic, its variance at the most likely proportions with
 * that difference, is within z.  Miettinen and Nurminen 1985 take the variance times N / (N - 1).
 */
static bool
score_interval(double x, double n, double base_x, double base_n, double z, bool corrected,
               struct cpe_interval *out)
{
	double total = n + base_n;
	double rate = x / n;
	double base_rate = base_x / base_n;
	struct two_groups of = {x, n, base_x, base_n, z};

	if (corrected)
	{
		if (!(total > 1.0))
			return finish(out, CPE_INTERVAL_TOO_FEW, NAN, NAN);
		of.factor *= sqrt(total / (total - 1.0));
	}
	return finish(out, CPE_INTERVAL_OK, cpe_sign_change(beyond_score, &of, rate - base_rate, -1.0),
	              cpe_sign_change(beyond_score, &of, rate - base_rate, 1.0));
}

/* The normal approximation, without pooling. */
static bool
wald_difference(double x, double n, double base_x, double base_n, double z,
                struct cpe_interval *out)
{
	double rate = x / n;
	double base_rate = base_x / base_n;
	double half =
		z * sqrt(rate * ((n - x) / n) / n + base_rate * ((base_n - base_x) / base_n) / base_n);

	return finish(out, CPE_INTERVAL_OK, rate - base_rate - half, rate - base_rate + half);
}

/*
 * Newcombe 1998, method 10: each limit is as far from the difference as the root of the squares of
 * the distances from each proportion to the Wilson limit on that side.  Agresti and Caffo 2000 add
 * one positive and one other answer to each group and then do as Wald.
 */
bool
cpe_difference_interval(enum cpe_difference_method method, double x, double n, double base_x,
                        double base_n, const struct cpe_confidence *conf, struct cpe_interval *out)
{
	struct cpe_interval one;
	struct cpe_interval base;
	double rate;
	double base_rate;

	if (!cpe_proportion_interval(CPE_PROPORTION_WILSON, x, n, conf, &one))
		return finish(out, one.status, NAN, NAN);
	if (!cpe_proportion_interval(CPE_PROPORTION_WILSON, base_x, base_n, conf, &base))
		return finish(out, base.status, NAN, NAN);
	rate = x / n;
	base_rate = base_x / base_n;
	switch (method)
	{
		case CPE_DIFFERENCE_NEWCOMBE:
			break;
		case CPE_DIFFERENCE_WALD:
			return wald_difference(x, n, base_x, base_n, conf->z, out);
		case CPE_DIFFERENCE_MEE:
		case CPE_DIFFERENCE_MIETTINEN_NURMINEN:
			return score_interval(x, n, base_x, base_n, conf->z,
			                      method == CPE_DIFFERENCE_MIETTINEN_NURMINEN, out);
		case CPE_DIFFERENCE_AGRESTI_CAFFO:
			return wald_difference(x + 1.0, n + 2.0, base_x + 1.0, base_n + 2.0, conf->z, out);
	}
	return finish(out, CPE_INTERVAL_OK,
	              rate - base_rate - hypot(rate - one.low, base.high - base_rate),
	              rate - base_rate + hypot(one.high - rate, base_rate - base.low));
}

double
cpe_welch_df(double se, double df, double base_se, double base_df)
{
	double larger = fmax(se, base_se);
	double share;
	double base_share;

	if (larger == 0.0)
		return df + base_df;
	share = se / larger * (se / larger);
	base_share = base_se / larger * (base_se / larger);
	return (share + base_share) * (share + base_share) /
	       (share * share / df + base_share * base_share / base_df);
}

/* Byar's cube-root approximation to one limit (Breslow and Day 1987), z signed. */
static double
byar(double count, double z)
{
	double root = 1.0 - 1.0 / (9.0 * count) + z / (3.0 * sqrt(count));

	return count * root * root * root;
}

/*
 * Garwood 1936 from gamma quantiles, or Byar; PHE's rule is the exact one below 10 events.  A Byar
 * limit below zero is missing, as in PHEindicatormethods.
 */
bool
cpe_count_interval(enum cpe_count_method method, double events, const struct cpe_confidence *conf,
                   struct cpe_interval *out)
{
	double tail = 0.5 * conf->alpha;
	double low;

	if (!is_amount(events))
		return finish(out, CPE_INTERVAL_INVALID, NAN, NAN);
	if (method == CPE_COUNT_EXACT || (method == CPE_COUNT_PHE && events < 10.0))
		return finish(out, CPE_INTERVAL_OK, events == 0.0 ? 0.0 : cpe_gamma_quantile(tail, events),
		              cpe_gamma_quantile_upper(tail, events + 1.0));
	low = events == 0.0 ? NAN : byar(events, -conf->z);
	finish(out, CPE_INTERVAL_OK, low >= 0.0 ? low : NAN, byar(events + 1.0, conf->z));
	if (!(low >= 0.0))
		out->low_reason =
			events == 0.0 ? "no lower limit at zero events" : "lower limit below zero events";
	return true;
}

bool
cpe_mean_interval(enum cpe_mean_method method, double mean, double se, double df,
                  const struct cpe_confidence *conf, struct cpe_interval *out)
{
	double half = conf->z * se;

	if (!(fabs(mean) < INFINITY && se >= 0.0 && se < INFINITY))
		return finish(out, CPE_INTERVAL_INVALID, NAN, NAN);
	if (method == CPE_MEAN_T)
	{
		if (!(df > 0.0))
			return finish(out, CPE_INTERVAL_TOO_FEW, NAN, NAN);
		half = se == 0.0 ? 0.0 : cpe_t_quantile_upper(0.5 * conf->alpha, df) * se;
	}
	return finish(out, CPE_INTERVAL_OK, mean - half, mean + half);
}
