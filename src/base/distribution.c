#include "base/distribution.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define SHAPE_MIN 1e-301 /* half of the smallest df */
#define SHAPE_MAX 1e300
#define DF_MIN 1e-300

#define LOG_SQRT_2PI 0.91893853320467274178
#define SQRT_2PI 2.5066282746310005024
#define SQRT_2_PI 0.79788456080286535588 /* sqrt(2/pi) */
#define INV_SQRT_2PI 0.39894228040143267794
#define SQRT_HALF_HIGH 0.70710678118654757274
#define SQRT_HALF_LOW (-4.8336466567264567e-17)

/* Above this shape the tail integral is taken by quadrature, below it by fraction or series. */
#define LARGE_SHAPE 400.0
/* A tail whose leading exponent is beyond this is zero in double precision. */
#define EXPONENT_MAX 760.0
/* A quantile that starts below this is its leading power to every digit. */
#define LEADING_POWER 1e-290
#define FRACTION_STEPS 5000
#define SERIES_STEPS 5000

struct tails
{
	double lower;
	double upper;
	double slope; /* x times the density */
};

static bool
is_shape(double a)
{
	return a >= SHAPE_MIN && a <= SHAPE_MAX;
}

static bool
is_probability(double p)
{
	return p >= 0.0 && p <= 1.0;
}

/* ---- elementary pieces ---- */

/* The rounding error of a + b (Knuth's two-sum): s + *error = a + b exactly. */
static double
two_sum(double a, double b, double *error)
{
	double s = a + b;
	double bb = s - a;

	*error = (a - (s - bb)) + (b - bb);
	return s;
}

/* The rounding error of a * b (Dekker's product by Veltkamp's split; magnitudes below 1e290). */
static double
two_product(double a, double b, double *error)
{
	double product = a * b;
	double t = 134217729.0 * a;
	double a_high = t - (t - a);
	double a_low = a - a_high;
	double b_high;
	double b_low;

	t = 134217729.0 * b;
	b_high = t - (t - b);
	b_low = b - b_high;
	*error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
	return product;
}

/*
 * a - (a + b) x, the distance of x from the mean a/(a+b) on the scale of a, as if in twice the
 * precision: near the mean of large shapes the plain expression keeps no digit.
 */
static double
beta_lambda(double x, double a, double b)
{
	double scale = 1.0;
	double n;
	double n_low;
	double product;
	double product_low;
	double rest;
	double rest_low;

	if (a > 1e200 || b > 1e200)
	{
		scale = 0x1p200;
		a /= scale;
		b /= scale;
	}
	n = two_sum(a, b, &n_low);
	product = two_product(n, x, &product_low);
	product_low += n_low * x;
	rest = two_sum(a, -product, &rest_low);
	return (rest + (rest_low - product_low)) * scale;
}

/* u - log(1+u) for u > -1, without cancellation: log(1+u) = 2 atanh(v), v = u/(2+u) (DLMF 4.6.5).
 */
static double
log_gap(double u)
{
	double v;
	double v2;
	double power;
	double sum = 0.0;

	if (!(fabs(u) <= 0.5))
		return u - log1p(u);
	v = u / (2.0 + u);
	v2 = v * v;
	power = 1.0;
	for (int k = 3; k < 60; k += 2)
	{
		double term = power / k;

		sum += term;
		if (term < 1e-17)
			break;
		power *= v2;
	}
	return v * (u - 2.0 * v2 * sum);
}

/*
 * Loader's deviance a log(a/m) + m - a for a count a with mean m, given their difference too
 * (Loader 2000, "Fast and accurate computation of binomial probabilities").
 */
static double
deviance(double a, double mean, double a_minus_mean)
{
	double u = -a_minus_mean / a;
	double ratio;

	if (fabs(u) <= 0.5)
		return a * log_gap(u);
	if (mean <= 0.0)
		return INFINITY;
	ratio = mean / a;
	if (ratio > DBL_MIN && ratio < 1e300)
		return a * (u - log(ratio));
	return -a_minus_mean - a * (log(mean) - log(a));
}

/* Stirling's series, log Gamma(a) - (a - 1/2) log a + a - log sqrt(2 pi) for a >= 10 (DLMF 5.11.1).
 */
static const double stirling[8] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                   1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};

/* The error of Stirling's formula at a > 0. */
static double
stirling_error(double a)
{
	double r = 1.0 / a;
	double r2 = r * r;
	double sum = 0.0;
	int sign;

	if (a < 10.0)
		return lgamma_r(a, &sign) - (a - 0.5) * log(a) + a - LOG_SQRT_2PI;
	for (int k = 7; k >= 0; k--)
		sum = sum * r2 + stirling[k];
	return sum * r;
}

/*
 * log Gamma(a + b) - log Gamma(a) for a > 0 and 0 < b <= 1, accurate relative to b however small:
 * a is raised to 10 by the recurrence, then Stirling's formulas are subtracted term by term.
 */
static double
log_gamma_rise(double a, double b)
{
	double drop = 0.0; /* product of (1 + b/(a+i)), less 1 */
	double first = 0.0;
	double step;
	double power;
	double sum = 0.0;

	if (a < 10.0)
	{
		/* b/a alone may be large: it is kept apart. */
		first = log1p(b / a);
		for (a += 1.0; a < 10.0; a += 1.0)
			drop += b / a + drop * (b / a);
	}
	step = log1p(b / a);
	power = 1.0 / a;
	for (int k = 0; k < 8; k++)
	{
		sum += stirling[k] * power * expm1(-(2 * k + 1) * step);
		power /= a * a;
	}
	return b * log(a) - a * log_gap(b / a) + (b - 0.5) * step + sum - log1p(drop) - first;
}

/* exp(-exponent), zero where that is far below the smallest double. */
static double
exp_minus(double exponent)
{
	return exponent < EXPONENT_MAX ? exp(-exponent) : 0.0;
}

/* Gauss-Legendre nodes and weights, 28 points, the positive half (DLMF 3.5(v)). */
static const double legendre[14][2] = {
	{0.055079289884034270427, 0.11004701301647519628},
	{0.16456928213338077128, 0.10871119225829413525},
	{0.27206162763517807768, 0.10605576592284641791},
	{0.37625151608907871022, 0.10211296757806076981},
	{0.47587422495511826103, 0.09693065799792991585},
	{0.56972047181140171931, 0.090571744393032840942},
	{0.65665109403886496122, 0.08311341722890121839},
	{0.73561087801363177203, 0.074646214234568779024},
	{0.80564137091717917145, 0.065272923966999595793},
	{0.86589252257439504894, 0.055107345675716745431},
	{0.91563302639213207387, 0.04427293475900422784},
	{0.95425928062893819725, 0.032901427782304379978},
	{0.98130316537087275369, 0.021132112592771259752},
	{0.99644249757395444995, 0.0091242825930945177388},
};

/*
 * The integral of exp(-s u - a gap(d u) - b gap(r u)) / ((1 + d u)(1 + r u)) over u > 0 for large
 * shapes, gap(v) = v - log(1+v): a tail relative to its density at the point where it starts.  The
 * exponent lies near s u + (a d^2 + b r^2) u^2 / 2, so the integrand is cut where that passes 46.
 */
static double
tail_integral(double s, double a, double d, double b, double r)
{
	double end = 92.0 / (s + sqrt(s * s + 92.0 * (a * d * d + b * r * r)));
	double half = 0.5 * end;
	double sum = 0.0;

	for (int k = 0; k < 14; k++)
		for (int side = -1; side <= 1; side += 2)
		{
			double u = half * (1.0 + side * legendre[k][0]);
			double exponent = s * u + a * log_gap(d * u);
			double weight = 1.0 + d * u;

			if (b > 0.0)
			{
				exponent += b * log_gap(r * u);
				weight *= 1.0 + r * u;
			}
			sum += legendre[k][1] * exp(-exponent) / weight;
		}
	return sum * half;
}

/* ---- normal ---- */

double
cpe_normal_upper(double z)
{
	double x;
	double low;
	double tail;

	if (isnan(z))
		return NAN;
	if (z > 39.0)
		return 0.0;
	if (z < -9.0)
		return 1.0;
	/* erfc magnifies the rounding of z / sqrt 2 by 2 x^2: follow it to first order. */
	x = two_product(z, SQRT_HALF_HIGH, &low);
	low += z * SQRT_HALF_LOW;
	tail = 0.5 * erfc(x);
	return tail - M_2_SQRTPI * 0.5 * exp(-x * x) * low;
}

double
cpe_normal_cdf(double z)
{
	return cpe_normal_upper(-z);
}

/* A starting value for the upper normal quantile, q <= 1/2, to 5e-4 (Hastings 1955). */
static double
normal_start(double q)
{
	double t = sqrt(-2.0 * log(q));

	return t - (2.515517 + t * (0.802853 + t * 0.010328)) /
	               (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/* The z with P(0 <= Z <= z) = half, 0 <= half < 0.4: Halley's method on erf. */
static double
normal_from_centre(double half)
{
	double z = half * SQRT_2PI;

	z += z * z * z / 6.0;
	for (int i = 0; i < 5; i++)
	{
		double density = INV_SQRT_2PI * exp(-0.5 * z * z);
		double step = (0.5 * erf(z * SQRT_HALF_HIGH) - half) / density;

		step /= 1.0 + 0.5 * step * z;
		z -= step;
		if (fabs(step) <= 1e-6 * z)
			break;
	}
	return z;
}

/*
 * The upper quantile for q <= 1/2.  Halley's method on the tail; where the tail is near underflow
 * its logarithm is solved instead, by the asymptotic series of Mills' ratio (DLMF 7.12.1).
 */
static double
normal_from_tail(double q)
{
	double z;

	if (q > 0.2)
		return normal_from_centre(0.5 - q);
	if (q <= 0.0)
		return INFINITY;
	z = normal_start(q);
	for (int i = 0; i < 6; i++)
	{
		double step;

		if (q > 1e-290)
		{
			double tail = cpe_normal_upper(z);

			step = (tail - q) / (INV_SQRT_2PI * exp(-0.5 * z * z));
			step /= 1.0 - 0.5 * step * z;
		}
		else
		{
			double w = 1.0 / (z * z);
			double series = 1.0 - w * (1.0 - 3.0 * w * (1.0 - 5.0 * w * (1.0 - 7.0 * w)));

			step = (-0.5 * z * z - LOG_SQRT_2PI - log(z) + log(series) - log(q)) / (z + 1.0 / z);
		}
		z += step;
		if (fabs(step) <= 1e-7 * z)
			break;
	}
	return z;
}

double
cpe_normal_quantile_upper(double q)
{
	if (!is_probability(q))
		return NAN;
	if (q == 0.5)
		return 0.0;
	return q < 0.5 ? normal_from_tail(q) : -normal_from_tail(1.0 - q);
}

double
cpe_normal_quantile(double p)
{
	double z = cpe_normal_quantile_upper(p);

	return z == 0.0 ? 0.0 : -z;
}

double
cpe_normal_central(double level)
{
	if (!is_probability(level))
		return NAN;
	return level < 0.5 ? normal_from_centre(0.5 * level) : normal_from_tail(0.5 * (1.0 - level));
}

/* ---- the solver ---- */

/*
 * Bisection between doubles counts doubles, not distances, so 64 halvings suffice from any two
 * ends: positive doubles are ordered as their bit patterns are.
 */
static double
midway(double low, double high)
{
	int64_t low_bits;
	int64_t high_bits;
	double middle;

	memcpy(&low_bits, &low, sizeof(low));
	memcpy(&high_bits, &high, sizeof(high));
	low_bits += (high_bits - low_bits) / 2;
	memcpy(&middle, &low_bits, sizeof(middle));
	return middle;
}

/*
 * Halley's method on log tail against log x, where tails are close to straight lines, inside a
 * shrinking bracket; a step that leaves the bracket, and every step after the 40th, is a bisection.
 */
double
cpe_tail_solve(cpe_tail_at tail, const void *of, bool increasing, double target, double start,
               double low, double high)
{
	double x = start > low && start < high ? start : midway(low, high);

	for (int i = 0; i < 110; i++)
	{
		struct cpe_tail at = tail(x, of);
		double ratio;
		double newton;
		double curve;
		double step;
		double next;

		if (at.value == target)
			return x;
		if ((at.value < target) == increasing)
			low = x;
		else
			high = x;
		next = NAN;
		step = NAN;
		curve = 0.0;
		if (i < 40 && at.value > 0.0 && at.slope != 0.0)
		{
			ratio = at.slope / at.value;
			newton = log1p((at.value - target) / target);
			if (!(fabs(newton) < 0.1))
				newton = log(at.value) - log(target);
			newton /= ratio;
			curve = at.bend - ratio;
			step = 1.0 - 0.5 * newton * curve;
			if (!(step >= 0.5))
				step = 0.5;
			if (step > 2.0)
				step = 2.0;
			step = -newton / step;
			next = x + x * expm1(step);
		}
		if (!(next > low && next < high))
		{
			if (fabs(step) <= DBL_EPSILON)
				return x;
			next = midway(low, high);
			if (next <= low || next >= high)
				return increasing == (at.value < target) ? high : low;
		}
		else if (fabs(step) <= DBL_EPSILON ||
		         (1.0 + curve * curve) * fabs(step * step * step) <= 1e-17)
			return next;
		x = next;
	}
	return x;
}

/* ---- gamma ---- */

/* x^a e^-x / Gamma(a), by the saddle-point form of Loader 2000. */
static double
gamma_front(double x, double a)
{
	return INV_SQRT_2PI * sqrt(a) * exp_minus(deviance(a, x, a - x) + stirling_error(a));
}

/* Shape below 1 and x at most 2: DLMF 8.7.1, on the log scale so that either tail keeps its digits.
 */
static void
gamma_small(double x, double a, struct tails *out)
{
	double term = 1.0;
	double sum = 0.0;
	double log_lower;

	for (int n = 1; n < 60; n++)
	{
		term *= -x / n;
		sum += term / (a + n);
		if (fabs(term) <= 1e-17 * fabs(sum))
			break;
	}
	log_lower = a * log(x) - log_gamma_rise(1.0, a) + log1p(a * sum);
	out->lower = exp(log_lower);
	out->upper = -expm1(log_lower);
}

/* P(a, x) x^-a e^x Gamma(a): DLMF 8.11.4 (positive terms), for x below a. */
static double
gamma_series(double x, double a)
{
	double term = 1.0 / a;
	double sum = term;

	for (int n = 1; n < SERIES_STEPS && term > 1e-17 * sum; n++)
	{
		term *= x / (a + n);
		sum += term;
	}
	return sum;
}

/* Q(a, x) x^-a e^x Gamma(a): Legendre's fraction, DLMF 8.9.2, contracted; by Lentz' method. */
static double
gamma_fraction(double x, double a)
{
	double b = (x - a) + 1.0;
	double c = INFINITY;
	double d = 1.0 / b;
	double value = d;

	for (int n = 1; n < FRACTION_STEPS; n++)
	{
		double an = n * (a - n);
		double change;

		b += 2.0;
		c = b + an / c;
		d = 1.0 / (b + an * d);
		change = c * d;
		value *= change;
		if (fabs(change - 1.0) <= 4.5e-16)
			break;
	}
	return value;
}

/* Both tails at 0 < x < infinity. */
static void
gamma_tails(double x, double a, struct tails *out)
{
	double front = gamma_front(x, a);

	out->slope = front;
	if (a < 1.0 && x <= 2.0)
	{
		gamma_small(x, a, out);
		return;
	}
	if (x < a)
	{
		if (front == 0.0)
			out->lower = 0.0;
		else if (a >= LARGE_SHAPE)
			out->lower = front * tail_integral(a - x, a, -1.0, 0.0, 0.0);
		else
			out->lower = front * gamma_series(x, a);
		out->upper = 1.0 - out->lower;
	}
	else
	{
		if (front == 0.0)
			out->upper = 0.0;
		else if (a >= LARGE_SHAPE)
			out->upper = front * tail_integral(x - a, a, 1.0, 0.0, 0.0);
		else
			out->upper = front * gamma_fraction(x, a);
		out->lower = 1.0 - out->upper;
	}
}

/* Both tails for any arguments: NaN outside the domain. */
static void
gamma_any(double x, double a, struct tails *out)
{
	if (isnan(x) || !is_shape(a))
		out->lower = out->upper = NAN;
	else if (x > 0.0 && x < INFINITY)
		gamma_tails(x, a, out);
	else
	{
		out->lower = x > 0.0 ? 1.0 : 0.0;
		out->upper = 1.0 - out->lower;
	}
}

double
cpe_gamma_cdf(double x, double shape)
{
	struct tails at;

	gamma_any(x, shape, &at);
	return at.lower;
}

double
cpe_gamma_upper(double x, double shape)
{
	struct tails at;

	gamma_any(x, shape, &at);
	return at.upper;
}

static struct cpe_tail
gamma_lower_at(double x, const void *of)
{
	double a = *(const double *) of;
	struct tails at;

	gamma_tails(x, a, &at);
	return (struct cpe_tail){at.lower, at.slope, a - x};
}

static struct cpe_tail
gamma_upper_at(double x, const void *of)
{
	double a = *(const double *) of;
	struct tails at;

	gamma_tails(x, a, &at);
	return (struct cpe_tail){at.upper, -at.slope, a - x};
}

/* Where to start: the leading power of the lower tail, or Wilson and Hilferty's cube root. */
static double
gamma_start(double a, double tail, bool lower)
{
	double log_p = lower ? log(tail) : log1p(-tail);
	double power = exp((log_p + (a < 1.0 ? log_gamma_rise(1.0, a) : 0.0)) / a);
	double z;
	double root;

	if (a < 1.0)
		return power < 0.5 || lower ? power : -log(tail);
	z = normal_start(tail);
	root = 1.0 - 1.0 / (9.0 * a) + (lower ? -z : z) / (3.0 * sqrt(a));
	if (root < 0.4)
	{
		int sign;

		return exp((log_p + lgamma_r(a + 1.0, &sign)) / a);
	}
	return a * root * root * root;
}

/* The quantile whose smaller tail (at most 1/2) is the one given. */
static double
gamma_from_tail(double tail, double a, bool lower)
{
	double start;

	if (tail <= 0.0)

		return lower ? 0.0 : INFINITY;
	start = gamma_start(a, tail, lower);
	if (start < LEADING_POWER)
		return start;
	return cpe_tail_solve(lower ? gamma_lower_at : gamma_upper_at, &a, lower, tail, start, 0.0,
	                      DBL_MAX);
}

double
cpe_gamma_quantile(double p, double shape)
{
	if (!is_probability(p) || !is_shape(shape))
		return NAN;
	return p <= 0.5 ? gamma_from_tail(p, shape, true) : gamma_from_tail(1.0 - p, shape, false);
}

double
cpe_gamma_quantile_upper(double q, double shape)
{
	if (!is_probability(q) || !is_shape(shape))
		return NAN;
	return q <= 0.5 ? gamma_from_tail(q, shape, false) : gamma_from_tail(1.0 - q, shape, true);
}

double
cpe_chi2_cdf(double x, double df)
{
	return cpe_gamma_cdf(0.5 * x, 0.5 * df);
}

double
cpe_chi2_upper(double x, double df)
{
	return cpe_gamma_upper(0.5 * x, 0.5 * df);
}

double
cpe_chi2_quantile(double p, double df)
{
	return 2.0 * cpe_gamma_quantile(p, 0.5 * df);
}

double
cpe_chi2_quantile_upper(double q, double df)
{
	return 2.0 * cpe_gamma_quantile_upper(q, 0.5 * df);
}

/* ---- beta ---- */

/* x^a y^b / B(a, b), y = 1 - x, lambda = a - (a+b) x: the saddle-point form of Loader 2000. */
static double
beta_front(double x, double y, double a, double b, double lambda)
{
	double n = a + b;
	double exponent = deviance(a, n * x, lambda) + deviance(b, n * y, -lambda);

	exponent += stirling_error(a) + stirling_error(b) - stirling_error(n);
	return INV_SQRT_2PI * sqrt(a < b ? a : b) * sqrt((a < b ? b : a) / n) * exp_minus(exponent);
}

/* a below 1, x <= 1/2, b x <= 2: DLMF 8.17.7, on the log scale so that either tail keeps its
 * digits. */
static void
beta_small(double x, double a, double b, struct tails *out)
{
	double term = 1.0;
	double sum = 0.0;
	double log_lower;

	for (int n = 1; n < 200; n++)
	{
		term *= (n - b) / n * x;
		sum += term / (a + n);
		if (fabs(term) <= 1e-17 * fabs(sum))
			break;
	}
	log_lower = a * log(x) + log_gamma_rise(b, a) - log_gamma_rise(1.0, a) + log1p(a * sum);
	out->lower = exp(log_lower);
	out->upper = -expm1(log_lower);
}

/*
 * I_x(a, b) B(a, b) / (x^a y^b) for x below the mean: the even part of the fraction DLMF 8.17.22,
 * whose terms are written with lambda so that none cancels (Didonato and Morris 1992, equation 9).
 */
static double
beta_fraction(double x, double y, double a, double b, double lambda)
{
	double c = INFINITY;
	double d = (a + 1.0) / (a * (lambda + 1.0));
	double value = d;

	for (int n = 1; n < FRACTION_STEPS; n++)
	{
		double odd = a + (2 * n - 1);
		double rest = (b - n) * x;
		double alpha = n * rest * ((a + (n - 1)) / odd) * ((a + b + (n - 1)) * x / odd);
		double beta =
			n + n * rest / odd + (a + n) / (a + (2 * n + 1)) * (lambda + 1.0 + n * (1.0 + y));
		double change;

		c = beta + alpha / c;
		d = 1.0 / (beta + alpha * d);
		change = c * d;
		value *= change;
		if (fabs(change - 1.0) <= 4.5e-16)
			break;
	}
	return value;
}

/* The lower tail from its front, for x below the mean. */
static double
beta_tail(double x, double y, double a, double b, double lambda, double front)
{
	if (front == 0.0)
		return 0.0;
	if (a >= LARGE_SHAPE && b >= LARGE_SHAPE)
		return front / y * tail_integral(lambda / y, a, -1.0, b, x / y);
	return front * beta_fraction(x, y, a, b, lambda);
}

/* Both tails at 0 < x <= 1/2, x being the exact figure and 1 - x the rounded one. */
static void
beta_tails(double x, double a, double b, struct tails *out)
{
	double y = 1.0 - x;
	double lambda = beta_lambda(x, a, b);
	double front = beta_front(x, y, a, b, lambda);

	out->slope = front / y;
	if (a < 1.0 && b * x <= 2.0)
		beta_small(x, a, b, out);
	else if (lambda >= 0.0)
	{
		out->lower = beta_tail(x, y, a, b, lambda, front);
		out->upper = 1.0 - out->lower;
	}
	else
	{
		out->upper = beta_tail(y, x, b, a, -lambda, front);
		out->lower = 1.0 - out->upper;
	}
}

/* Both tails for any arguments: NaN outside the domain. */
static void
beta_any(double x, double a, double b, struct tails *out)
{
	if (isnan(x) || !is_shape(a) || !is_shape(b))
		out->lower = out->upper = NAN;
	else if (x <= 0.0 || x >= 1.0)
	{
		out->lower = x > 0.0 ? 1.0 : 0.0;
		out->upper = 1.0 - out->lower;
	}
	else if (x <= 0.5)
		beta_tails(x, a, b, out);
	else
	{
		struct tails mirror;

		beta_tails(1.0 - x, b, a, &mirror); /* 1 - x is exact here */
		out->lower = mirror.upper;
		out->upper = mirror.lower;
	}
}

double
cpe_beta_cdf(double x, double a, double b)
{
	struct tails at;

	beta_any(x, a, b, &at);
	return at.lower;
}

double
cpe_beta_upper(double x, double a, double b)
{
	struct tails at;

	beta_any(x, a, b, &at);
	return at.upper;
}

static struct cpe_tail
beta_lower_at(double x, const void *of)
{
	const double *ab = of;
	struct tails at;

	beta_tails(x, ab[0], ab[1], &at);
	return (struct cpe_tail){at.lower, at.slope, ab[0] - (ab[1] - 1.0) * (x / (1.0 - x))};
}

static struct cpe_tail
beta_upper_at(double x, const void *of)
{
	const double *ab = of;
	struct tails at;

	beta_tails(x, ab[0], ab[1], &at);
	return (struct cpe_tail){at.upper, -at.slope, ab[0] - (ab[1] - 1.0) * (x / (1.0 - x))};
}

/*
 * Where to start: the leading power of the lower tail when a is small, else the normal
 * approximation of Fisher's z (Abramowitz and Stegun 26.5.22).
 */
static double
beta_start(double a, double b, double tail, bool lower)
{
	double log_p = lower ? log(tail) : log1p(-tail);
	double power = 0.0;
	double z;
	double h;
	double w;
	double shift;

	if (a < 10.0)
	{
		int sign;
		double log_scale = lgamma_r(a + 1.0, &sign);

		if (a <= 1.0)
			log_scale -= log_gamma_rise(b, a);
		else if (b > 1e6)
			log_scale -= a * log(b);
		else
			log_scale -= lgamma_r(a + b, &sign) - lgamma_r(b, &sign);
		power = exp((log_p + log_scale) / a);
		if (a < 1.0 && !lower && b * power > 1.0)
			return -log(tail) / b;
		if (a < 1.0 || b < 1.0 || b * power < 0.2)
			return power;
	}
	else if (b < 1.0)
		return 0.25;

	z = normal_start(tail);
	if (lower)
		z = -z;
	h = 2.0 / (1.0 / (2.0 * a - 1.0) + 1.0 / (2.0 * b - 1.0));
	w = (z * z - 3.0) / 6.0;
	shift = z * sqrt(h + w > 0.0 ? h + w : 0.0) / h;
	shift += (1.0 / (2.0 * a - 1.0) - 1.0 / (2.0 * b - 1.0)) * (w + 5.0 / 6.0 - 2.0 / (3.0 * h));
	h = a / (a + b * exp(-2.0 * shift));
	return h > power ? h : power;
}

/*
 * The quantile x and 1 - x whose smaller tail is the one given.  The unknown is whichever of the
 * two is below 1/2, so that it is found to its own last digits.
 */
static void
beta_from_tail(double tail, double a, double b, bool lower, double *x, double *y)
{
	struct tails middle;
	double ab[2] = {a, b};
	bool mirrored;
	double root;

	beta_tails(0.5, a, b, &middle);
	mirrored = lower ? middle.lower < tail : middle.upper > tail;
	if (mirrored)
	{
		ab[0] = b;
		ab[1] = a;
		lower = !lower;
	}
	root = beta_start(ab[0], ab[1], tail, lower);
	if (root >= LEADING_POWER)
		root =
			cpe_tail_solve(lower ? beta_lower_at : beta_upper_at, ab, lower, tail, root, 0.0, 0.75);

	*x = mirrored ? 1.0 - root : root;
	*y = mirrored ? root : 1.0 - root;
}

/* The quantile pair of a lower probability p with its exact smaller tail. */
static void
beta_pair(double p, double a, double b, bool lower, double *x, double *y)
{
	if (!is_probability(p) || !is_shape(a) || !is_shape(b))
	{
		*x = NAN;
		*y = NAN;
		return;
	}
	if (p > 0.5)
	{
		p = 1.0 - p;
		lower = !lower;
	}
	if (p == 0.0)
	{
		*x = lower ? 0.0 : 1.0;
		*y = 1.0 - *x;
	}
	else
		beta_from_tail(p, a, b, lower, x, y);
}

double
cpe_beta_quantile(double p, double a, double b)
{
	double x;
	double y;

	beta_pair(p, a, b, true, &x, &y);
	return x;
}

double
cpe_beta_quantile_upper(double q, double a, double b)
{
	double x;
	double y;

	beta_pair(q, a, b, false, &x, &y);
	return x;
}

/* ---- Student's t ---- */

/* Above this many degrees of freedom t and the normal agree to every digit of a double. */
#define DF_NORMAL 1e20

/* log of a B(a, 1/2) */
static double
log_a_beta_half(double a)
{
	int sign;

	return lgamma_r(1.0 + a, &sign) - lgamma_r(0.5 + a, &sign) + 0.5 * log(M_PI);
}

/* P(T > t) for t >= 0 through the beta distribution of t^2/(df + t^2) (DLMF 8.17.28). */
static double
t_tail(double t, double df)
{
	double a = 0.5 * df;
	double u;
	struct tails at;

	if (df > DF_NORMAL)
		return cpe_normal_upper(t);
	if (t == 0.0)
		return 0.5;
	if (t > 1e140)
		return t < INFINITY ? 0.5 * exp(a * (log(df) - 2.0 * log(t)) - log_a_beta_half(a)) : 0.0;
	u = t * t / df;
	if (u <= 1.0)
	{
		beta_any(u / (1.0 + u), 0.5, a, &at);
		return 0.5 * at.upper;
	}
	beta_any(1.0 / (1.0 + u), a, 0.5, &at);
	return 0.5 * at.lower;
}

double
cpe_t_upper(double t, double df)
{
	if (isnan(t) || !(df >= DF_MIN))
		return NAN;
	return t >= 0.0 ? t_tail(t, df) : 1.0 - t_tail(-t, df);
}

double
cpe_t_cdf(double t, double df)
{
	return cpe_t_upper(-t, df);
}

/* The t >= 0 with P(T > t) = q, q <= 1/2; infinite where it is beyond every double. */
static double
t_from_tail(double q, double df)
{
	double a = 0.5 * df;
	double x;
	double y;

	if (df > DF_NORMAL)
		return normal_from_tail(q);
	if (q <= 0.0)
		return INFINITY;
	beta_pair(2.0 * q, 0.5, a, false, &x, &y);
	if (y < 1e-290)
		return exp(0.5 * log(df) - (log(2.0 * q) + log_a_beta_half(a)) / df);
	return sqrt(df) * sqrt(x / y);
}

double
cpe_t_quantile_upper(double q, double df)
{
	if (!is_probability(q) || !(df >= DF_MIN))
		return NAN;
	if (q == 0.5)
		return 0.0;
	return q < 0.5 ? t_from_tail(q, df) : -t_from_tail(1.0 - q, df);
}

double
cpe_t_quantile(double p, double df)
{
	double t = cpe_t_quantile_upper(p, df);

	return t == 0.0 ? 0.0 : -t;
}

/* ---- binomial and Poisson ---- */

static bool
binomial_domain(double k, double n, double p)
{
	return !isnan(k) && n >= 0.0 && n <= SHAPE_MAX && floor(n) == n && p >= 0.0 && p <= 1.0;
}

/* P(X <= k) = I_{1-p}(n-k, k+1) (DLMF 8.17.5). */
double
cpe_binomial_cdf(double k, double n, double p)
{
	if (!binomial_domain(k, n, p))
		return NAN;
	k = floor(k);
	if (k < 0.0 || k >= n)
		return k < 0.0 ? 0.0 : 1.0;
	return cpe_beta_upper(p, k + 1.0, n - k);
}

double
cpe_binomial_upper(double k, double n, double p)
{
	if (!binomial_domain(k, n, p))
		return NAN;
	k = floor(k);
	if (k < 0.0 || k >= n)
		return k < 0.0 ? 1.0 : 0.0;
	return cpe_beta_cdf(p, k + 1.0, n - k);
}

/* The probability of k, by Loader 2000; zero for a k that is not whole. */
double
cpe_binomial_pmf(double k, double n, double p)
{
	double q = 1.0 - p;

	if (!binomial_domain(k, n, p))
		return NAN;
	if (k < 0.0 || k > n || floor(k) != k)
		return 0.0;
	if (p == 0.0 || q == 0.0)
		return k == (p == 0.0 ? 0.0 : n) ? 1.0 : 0.0;
	if (k == 0.0)
		return exp(n * log1p(-p));
	if (k == n)
		return exp(n * (p > 0.5 ? log1p(-q) : log(p)));
	return beta_front(p, q, k, n - k, beta_lambda(p, k, n - k)) / k * (n / (n - k));
}

static bool
poisson_domain(double k, double mean)
{
	return !isnan(k) && mean >= 0.0 && mean <= SHAPE_MAX;
}

/* P(X <= k) = Q(k+1, mean) (DLMF 8.4.10). */
double
cpe_poisson_cdf(double k, double mean)
{
	if (!poisson_domain(k, mean))
		return NAN;
	k = floor(k);
	if (k < 0.0 || k >= SHAPE_MAX)
		return k < 0.0 ? 0.0 : 1.0;
	return cpe_gamma_upper(mean, k + 1.0);
}

double
cpe_poisson_upper(double k, double mean)
{
	if (!poisson_domain(k, mean))
		return NAN;
	k = floor(k);
	if (k < 0.0 || k >= SHAPE_MAX)
		return k < 0.0 ? 1.0 : 0.0;
	return cpe_gamma_cdf(mean, k + 1.0);
}

double
cpe_poisson_pmf(double k, double mean)
{
	if (!poisson_domain(k, mean))
		return NAN;
	if (k < 0.0 || k >= SHAPE_MAX || floor(k) != k)
		return 0.0;
	if (k == 0.0 || mean == 0.0)
		return k == 0.0 ? exp(-mean) : 0.0;
	return gamma_front(mean, k) / k;
}
