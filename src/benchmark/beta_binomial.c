#include "benchmark/beta_binomial.h"

#include <math.h>

#include "base/distribution.h"
#include "benchmark/ascent.h"
#include "benchmark/counted.h"
#include "benchmark/funnel.h"

#define SHIFT 8                 /* Stirling's series is used from here on */
#define LOG_THETA_LEAST (-32.0) /* theta below exp of this counts as 0 */
#define LOG_THETA_MOST 36.0

/* ---- rising factorials ---- */

/*
 * g(a) = log of (1 + 0/a) (1 + 1/a) ... (1 + (count - 1)/a), that is of Gamma(a + count) /
 * (Gamma(a) a^count), and its first two derivatives, without cancellation for large a.
 */
struct rising
{
	double value;
	double slope;
	double bend;
};

/* log(1 + t) - t, for t >= 0. */
static double
log_rest(double t)
{
	double power = t * t;
	double sum = 0;

	if (t > 0.1)
		return log1p(t) - t;
	for (int k = 2; k < 20; k++, power *= -t)
		sum -= power / k;
	return sum;
}

/* What Stirling's formula for log Gamma leaves, and its derivatives, at z >= SHIFT. */
static struct rising
stirling_rest(double z)
{
	/* B(2k) / (2k (2k - 1)) */
	static const double factor[] = {1.0 / 12,    -1.0 / 360,       1.0 / 1260,
	                                -1.0 / 1680, 1.0 / 1188,       -691.0 / 360360,
	                                1.0 / 156,   -3617.0 / 122400, 43867.0 / 244188};
	struct rising rest = {0, 0, 0};
	double power = 1 / z;

	for (int k = 0; k < 9; k++, power /= z * z)
	{
		int degree = 2 * k + 1;

		rest.value += factor[k] * power;
		rest.slope -= factor[k] * degree * power / z;
		rest.bend += factor[k] * degree * (degree + 1) * power / (z * z);
	}
	return rest;
}

/* For a >= SHIFT. */
static struct rising
rising_large(double a, double count)
{
	double t = count / a;
	double above = a + count;
	struct rising first = stirling_rest(a);
	struct rising last = stirling_rest(above);

	return (struct rising){a * log_rest(t) + (count - 0.5) * log1p(t) + last.value - first.value,
	                       log_rest(t) + t / (2 * above) + last.slope - first.slope,
	                       t * t / above - count * (a + above) / (2 * a * a * above * above) +
	                           last.bend - first.bend};
}

static struct rising
rising_of(double a, double count)
{
	struct rising sum = {0, 0, 0};

	if (count < 2)
		return sum;
	if (count <= SHIFT)
	{
		for (int i = 1; i < count; i++)
		{
			sum.value += log1p(i / a);
			sum.slope -= i / (a * (a + i));
			sum.bend += i * (2 * a + i) / (a * a * (a + i) * (a + i));
		}
		return sum;
	}
	if (a >= SHIFT)
		return rising_large(a, count);
	sum = rising_large(a + SHIFT, count);
	sum.value += count * log1p(SHIFT / a);
	sum.slope -= count * SHIFT / (a * (a + SHIFT));
	sum.bend += count * SHIFT * (2 * a + SHIFT) / (a * a * (a + SHIFT) * (a + SHIFT));
	for (int i = 0; i < SHIFT; i++)
	{
		double below = a + i;
		double above = a + count + i;

		sum.value += log(below / above);
		sum.slope += 1 / below - 1 / above;
		sum.bend += 1 / (above * above) - 1 / (below * below);
	}
	return sum;
}

/* ---- the likelihood ---- */

/*
 * With theta = rho / (1 - rho), alpha = mean / theta and beta = (1 - mean) / theta, the log of a
 * probability is that of the binomial's plus g(alpha) of positive, plus g(beta) of negative, less
 * g(alpha + beta) of all answers.  Parameters are the log odds of the mean and log theta.
 */
struct fit
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_counted_set set;
};

struct shape
{
	double p;
	double q; /* 1 - p */
	double alpha;
	double beta;
	double sum; /* of these */
};

/*
 * Adds the units of one kind: their log probability, and its derivatives by the log odds of the
 * mean (alpha' = alpha q, beta' = -beta p, sum' = 0) and by log theta (all three fall by their own
 * size).
 */
static void
add_units(const struct cpe_counted *unit, const struct shape *shape, struct cpe_ascent_point *point)
{
	struct rising up = rising_of(shape->alpha, unit->positive);
	struct rising down = rising_of(shape->beta, unit->n - unit->positive);
	struct rising all = rising_of(shape->sum, unit->n);
	double p = shape->p;
	double q = shape->q;
	double residual = unit->positive * q - (unit->n - unit->positive) * p;
	/* first and second derivatives by the logs of alpha, beta and their sum */
	double up_slope = up.slope * shape->alpha;
	double down_slope = down.slope * shape->beta;
	double all_slope = all.slope * shape->sum;
	double up_bend = up.bend * shape->alpha * shape->alpha + up_slope;
	double down_bend = down.bend * shape->beta * shape->beta + down_slope;
	double all_bend = all.bend * shape->sum * shape->sum + all_slope;

	point->value +=
		unit->units * (cpe_counted_loss(unit, p, q) + up.value + down.value - all.value);
	point->slope[0] += unit->units * (residual + up_slope * q - down_slope * p);
	point->slope[1] += unit->units * (all_slope - up_slope - down_slope);
	point->bend[0] += unit->units * (up_bend * q * q + down_bend * p * p -
	                                 (unit->n + up_slope + down_slope) * p * q);
	point->bend[1] += unit->units * (down_bend * p - up_bend * q);
	point->bend[2] += unit->units * (up_bend + down_bend - all_bend);
}

static bool
likelihood_at(void *of, const double *x, struct cpe_ascent_point *point)
{
	const struct fit *fit = of;
	double odds = exp(fmax(-700, fmin(x[0], 700)));
	double sum = exp(-x[1]);
	struct shape shape = {odds / (1 + odds), 1 / (1 + odds), 0, 0, sum};

	*point = (struct cpe_ascent_point){0, {0, 0}, {0, 0, 0}};
	if (fabs(x[1]) > 100)
	{
		point->value = -INFINITY;
		return true;
	}
	shape.alpha = shape.p * sum;
	shape.beta = shape.q * sum;
	for (size_t j = 0; j < fit->set.count; j++)
	{
		if (j % 1024 == 0 && !cpe_arena_poll(fit->arena, fit->problem))
			return false;
		add_units(&fit->set.unit[j], &shape, point);
	}
	return true;
}

/* The log-likelihood of the binomial with this mean. */
static double
binomial_likelihood(const struct fit *fit, double p)
{
	double sum = 0;

	for (size_t j = 0; j < fit->set.count; j++)
		sum += fit->set.unit[j].units * cpe_counted_loss(&fit->set.unit[j], p, 1 - p);
	return sum;
}

/* Where to start: theta by the method of moments. */
static double
start_theta(const struct fit *fit, double p)
{
	double excess = 0;
	double pairs = 0;
	double rho;

	for (size_t j = 0; j < fit->set.count; j++)
	{
		const struct cpe_counted *unit = &fit->set.unit[j];
		double residual = unit->positive / unit->n - p;

		excess += unit->units * (residual * residual - p * (1 - p) / unit->n);
		pairs += unit->units * p * (1 - p) * (1 - 1 / unit->n);
	}
	rho = fmax(0.001, fmin(excess / pairs, 0.5));
	return rho / (1 - rho);
}

/* Climbs to the maximum; without one at a positive rho, that is 0. */
static bool
climb(struct fit *fit, bool given, struct cpe_beta_binomial *out)
{
	const bool free[2] = {!given, true};
	double pooled = binomial_likelihood(fit, out->mean);
	struct cpe_ascent_point point;
	double x[2] = {log(out->mean / (1 - out->mean)), log(start_theta(fit, out->mean))};
	bool arrived;

	if (!cpe_ascent(likelihood_at, fit, free, x, &point, &arrived))
		return false;
	out->rho = 0;
	out->log_likelihood = pooled;
	if (x[1] < LOG_THETA_LEAST || !(point.value > pooled))
		return true;
	if (!arrived)
	{
		out->rho = NAN;
		if (!given)
			out->mean = NAN;
		out->reason = "no maximum found";
		return true;
	}
	if (!given)
		out->mean = 1 / (1 + exp(-x[0]));
	out->rho = 1 / (1 + exp(-x[1]));
	out->log_likelihood = point.value;
	return true;
}

/* Each unit's answers are alike: the likelihood rises up to rho 1, where units are single draws. */
static void
take_whole(const struct fit *fit, bool given, struct cpe_beta_binomial *out)
{
	double positive = 0;

	for (size_t j = 0; j < fit->set.count; j++)
		if (fit->set.unit[j].positive > 0)
			positive += fit->set.unit[j].units;
	if (!given)
		out->mean = positive / fit->set.units;
	out->rho = 1;
	out->log_likelihood = 0;
	if (positive > 0)
		out->log_likelihood += positive * log(out->mean);
	if (positive < fit->set.units)
		out->log_likelihood += (fit->set.units - positive) * log(1 - out->mean);
}

bool
cpe_beta_binomial_fit(struct cpe_arena *arena, const double *positive, const double *n,
                      size_t units, double mean, struct cpe_beta_binomial *out,
                      struct cpe_problem *problem)
{
	struct fit fit = {arena, problem, {NULL, 0, 0, 0, 0, false, false, false}};
	bool given = !isnan(mean);

	*out = (struct cpe_beta_binomial){mean, NAN, NAN, 0, NULL};
	if (given && !(mean > 0 && mean < 1))
		return cpe_problem_set(problem, CPE_INVALID, "It lies between 0 and 1.", NULL,
		                       "mean of a beta-binomial distribution out of range: %g", mean);
	if (!cpe_counted_collect(arena, positive, n, units, &fit.set, problem))
		return false;
	out->units = (size_t) fit.set.units;
	if (fit.set.count == 0)
	{
		out->reason = "no responses";
		return true;
	}
	if (!given)
		out->mean = fit.set.positive / fit.set.n;
	if (!given && fit.set.alike)
		out->reason = "all answers are alike";
	else if (!given && fit.set.units < 2)
		out->reason = "needs at least two units";
	else if (!fit.set.pairs)
		out->reason = "no unit has two answers";
	else if (fit.set.whole)
	{
		take_whole(&fit, given, out);
		return true;
	}
	else if (!climb(&fit, given, out))
		return false;
	if (out->reason != NULL)
	{
		out->log_likelihood = NAN;
		return true;
	}
	for (size_t j = 0; j < fit.set.count; j++)
		out->log_likelihood += fit.set.unit[j].units * cpe_counted_saturated(&fit.set.unit[j]);
	return true;
}

/* ---- limits ---- */

#define SUMMED_MOST 4096.0 /* up to so many answers probabilities are added up one by one */
#define LEAST_MEAN 1e-280  /* below it the shape is no normal number */

/* The distribution of so many of n answers, or, for the upper limit, of the others. */
struct spread
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	double a;
	double b;
	double n;
};

/* The probability of exactly k. */
static double
mass_at(const struct spread *of, double k)
{
	const struct cpe_counted unit = {k, of->n, 1};
	double sum = of->a + of->b;

	return exp(cpe_counted_saturated(&unit) + cpe_counted_loss(&unit, of->a / sum, of->b / sum) +
	           rising_of(of->a, k).value + rising_of(of->b, of->n - k).value -
	           rising_of(sum, of->n).value);
}

/* The probability of at most k, added up from k downwards, or as one less what is above it. */
static double
summed_cdf(const struct spread *of, double k)
{
	bool below = k < of->n * of->a / (of->a + of->b);
	double at = below ? k : k + 1;
	double mass = mass_at(of, at);
	double sum = 0;

	for (; below ? at >= 0 : at <= of->n; at += below ? -1 : 1)
	{
		double more = sum + mass;

		if (more == sum && sum > 0)
			break;
		sum = more;
		if (below)
			mass *= at * (of->b + of->n - at) / ((of->n - at + 1) * (of->a + at - 1));
		else
			mass *= (of->n - at) * (of->a + at) / ((at + 1) * (of->b + of->n - at - 1));
	}
	return below ? sum : 1 - sum;
}

/*
 * P(P <= S) for independent P of Beta(a, b) and S of Beta(c, d), which for c = k + 1 and d = n - k
 * is the probability of at most k; the narrower of the two is integrated over its log odds by the
 * trapezium rule, whose error for such a smooth function that vanishes at both ends falls faster
 * than any power of the step.
 */
static bool
integrated_cdf(const struct spread *of, double k, double *cdf)
{
	double c = k + 1;
	double d = of->n - k;
	bool own = of->a + of->b > of->n + 1;
	double shape = own ? of->a : c;
	double other = own ? of->b : d;
	double middle = log(shape / other);
	double width = sqrt(1 / shape + 1 / other);
	double step = width / 6;
	double total = 0;
	double sum = 0;

	for (int direction = -1; direction <= 1; direction += 2)
		for (int i = direction < 0 ? 1 : 0; i < 100000; i++)
		{
			double log_odds = middle + direction * i * step;
			double p = 1 / (1 + exp(-log_odds));
			double q = 1 / (1 + exp(log_odds));
			struct cpe_counted unit = {shape, shape + other, 1};
			double density = exp(cpe_counted_loss(&unit, p, q));

			if (i % 64 == 0 && !cpe_arena_poll(of->arena, of->problem))
				return false;
			total += density;
			sum += density * (own ? cpe_beta_upper(p, c, d) : cpe_beta_cdf(p, of->a, of->b));
			if (density < 1e-18)
				break;
		}
	*cdf = sum / total;
	return true;
}

/* The probability of at most k. */
static bool
cdf_at(const struct spread *of, double k, double *cdf)
{
	*cdf = 0;
	if (k < 0)
		return true;
	*cdf = 1;
	if (k >= of->n)
		return true;
	if (of->n > SUMMED_MOST)
		return integrated_cdf(of, k, cdf);
	*cdf = summed_cdf(of, k);
	return cpe_arena_poll(of->arena, of->problem);
}

/* The smallest k whose cdf exceeds the tail: the distance doubles until it is enclosed. */
static bool
quantile_of(const struct spread *of, double tail, double *k, double *cdf)
{
	double at = floor(of->n * cpe_beta_quantile(tail, of->a, of->b));
	double step = 1;
	double below = -1;
	double above = of->n;
	double found;

	*cdf = 1;
	while (above - below > 1)
	{
		at = fmax(below + 1, fmin(at, above - 1));
		if (!cdf_at(of, at, &found))
			return false;
		if (found > tail)
		{
			above = at;
			*cdf = found;
			at -= step;
		}
		else
		{
			below = at;
			at += step;
		}
		if (at <= below || at >= above)
			at = floor((below + above) / 2);
		step *= 2;
	}
	*k = above;
	return true;
}

/* The quantile of a tail, interpolated as the exact binomial limits are: k - (F(k) - tail) / P(k).
 */
static bool
limit_of(const struct spread *of, double tail, double *limit)
{
	double k;
	double cdf;
	double mass;

	if (!quantile_of(of, tail, &k, &cdf))
		return false;
	mass = mass_at(of, k);
	*limit = mass > 0 ? k - fmin((cdf - tail) / mass, 1) : k;
	return true;
}

/* With rho 1: none of the answers, or all. */
static double
whole_limit(double mean, double n, double tail)
{
	return tail < 1 - mean ? tail / (1 - mean) - 1 : n - (1 - tail) / mean;
}

bool
cpe_beta_binomial_limits(struct cpe_arena *arena, double mean, double rho, double n,
                         const struct cpe_confidence *conf, double *low, double *high,
                         struct cpe_problem *problem)
{
	double tail = conf->alpha / 2;
	double theta = rho / (1 - rho);
	struct spread down = {arena, problem, mean / theta, (1 - mean) / theta, n};
	struct spread up = {arena, problem, down.b, down.a, n};
	double from_below;
	double from_above;

	if (!(mean >= 0 && mean <= 1) || !(rho >= 0 && rho <= 1))
		return cpe_problem_set(problem, CPE_INVALID, "Both lie between 0 and 1.", NULL,
		                       "beta-binomial distribution out of range: mean %g, rho %g", mean,
		                       rho);
	if (!(n >= 1 && n <= CPE_COUNT_MAX) || n != rint(n))
		return cpe_problem_set(problem, CPE_INVALID, "It is whole, 1 to 2^53.", NULL,
		                       "number of answers out of range: %g", n);
	if (theta < exp(LOG_THETA_LEAST) || mean < LEAST_MEAN || mean == 1)
		return cpe_funnel_limits(CPE_FUNNEL_PROPORTION, CPE_FUNNEL_EXACT, mean, n, NAN, conf, low,
		                         high, problem);
	if (theta > exp(LOG_THETA_MOST))
	{
		from_below = whole_limit(mean, n, tail);
		from_above = whole_limit(1 - mean, n, tail);
	}
	else if (!limit_of(&down, tail, &from_below) || !limit_of(&up, tail, &from_above))
		return false;
	*low = fmax(0, fmin(from_below / n, 1));
	/* interpolation runs from below, so that the mirror image is one answer off */
	*high = fmax(0, fmin((n - 1 - from_above) / n, 1));
	return true;
}
