#include "unit.h"

#include "base/distribution.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;

/* ---- relative error, the worst of a case told at its end ---- */

static double worst = 0.0;

static void
begin(const char *name)
{
	unit_case(name);
	worst = 0.0;
}

static void
end(void)
{
	printf("# worst relative error %.2g\n", worst);
}

#define NEAR(got, want, tolerance, ...) near(__LINE__, (got), (want), (tolerance), __VA_ARGS__)

static void near(int line, double got, double want, double tolerance, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Checks the relative error (a figure below 1e-300 may also be nothing) and keeps the worst. */
static void
near(int line, double got, double want, double tolerance, const char *format, ...)
{
	char what[200];
	double error = got == want ? 0.0 : fabs(got - want) / fabs(want);
	bool good = error <= tolerance || (fabs(want) < 1e-300 && fabs(got) < 1e-300);
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (!(error <= worst) && good && error <= tolerance)
		worst = error;
	unit_check(good, __FILE__, line, "%s: %.17g, not %.17g (relative error %.2g)", what, got, want,
	           error);
}

/* xorshift64*: the same points in every run, on every machine. */
static uint64_t random_state = 88172645463325252ULL;

static double
uniform(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (double) ((random_state * 2685821657736338717ULL) >> 11) * 0x1p-53;
}

static double
log_uniform(double low, double high)
{
	return low * exp(uniform() * log(high / low));
}

/* ---- figures of R ---- */

static void
check_r_normal(void)
{
	struct unit_table *table = unit_reference(directory, "dist_pnorm");

	begin("normal tails as R");
	for (int i = 0; i < table->rows; i++)
	{
		double z = unit_table_number(table, i, "z");

		NEAR(cpe_normal_cdf(z), unit_table_number(table, i, "pnorm"), 1e-14, "cdf(%g)", z);
		NEAR(cpe_normal_upper(z), unit_table_number(table, i, "upper"), 1e-14, "upper(%g)", z);
	}
	end();
	unit_table_free(table);

	table = unit_reference(directory, "dist_qnorm");
	begin("normal quantiles as R");
	for (int i = 0; i < table->rows; i++)
	{
		double p = unit_table_number(table, i, "p");
		double want = unit_table_number(table, i, "qnorm");

		NEAR(cpe_normal_quantile(p), want, 1e-14, "quantile(%g)", p);
		NEAR(cpe_normal_quantile_upper(p), -want, 1e-14, "quantile_upper(%g)", p);
	}
	end();
	unit_table_free(table);
}

static void
check_r_chi2(void)
{
	struct unit_table *table = unit_reference(directory, "dist_pchisq");

	begin("chi-square tails as R");
	for (int i = 0; i < table->rows; i++)
	{
		double x = unit_table_number(table, i, "x");
		double df = unit_table_number(table, i, "df");

		NEAR(cpe_chi2_cdf(x, df), unit_table_number(table, i, "pchisq"), 1e-12, "cdf(%g, %g)", x,
		     df);
		NEAR(cpe_chi2_upper(x, df), unit_table_number(table, i, "upper"), 1e-12, "upper(%g, %g)", x,
		     df);
	}
	end();
	unit_table_free(table);

	table = unit_reference(directory, "dist_qchisq_qt");
	begin("chi-square quantiles as R");
	for (int i = 0; i < table->rows; i++)
	{
		double p = unit_table_number(table, i, "p");
		double df = unit_table_number(table, i, "df");

		NEAR(cpe_chi2_quantile(p, df), unit_table_number(table, i, "qchisq"), 1e-12,
		     "quantile(%g, %g)", p, df);
	}
	end();
	begin("t quantiles as R");
	for (int i = 0; i < table->rows; i++)
	{
		double p = unit_table_number(table, i, "p");
		double df = unit_table_number(table, i, "df");
		double want = unit_table_number(table, i, "qt");

		/* R's own error at df 1/2 is 6e-11; at p = 1/2 it answers a rounding error, not 0 */
		if (p == 0.5)
			CHECK(fabs(want) < 1e-12 && cpe_t_quantile(p, df) == 0.0, "median, df %g", df);
		else
			NEAR(cpe_t_quantile(p, df), want, df == 0.5 ? 1e-10 : 1e-12, "quantile(%g, %g)", p, df);
	}
	end();
	unit_table_free(table);
}

static void
check_r_t(void)
{
	struct unit_table *table = unit_reference(directory, "dist_pt");

	begin("t distribution as R");
	for (int i = 0; i < table->rows; i++)
	{
		double t = unit_table_number(table, i, "t");
		double df = unit_table_number(table, i, "df");
		double want = unit_table_number(table, i, "pt");

		/* R loses its digits in this far tail (1.1e-8 at df 1000); the mpmath figures test it */
		if (t == -50.0 && df >= 1000.0)
			CHECK(fabs(cpe_t_cdf(t, df) - want) <= 1e-12, "cdf(%g, %g)", t, df);
		else
			NEAR(cpe_t_cdf(t, df), want, 1e-12, "cdf(%g, %g)", t, df);
		CHECK(cpe_t_upper(-t, df) == cpe_t_cdf(t, df), "upper(%g, %g) is the mirror", -t, df);
	}
	end();
	unit_table_free(table);
}

static void
check_r_beta(void)
{
	struct unit_table *table = unit_reference(directory, "dist_pbeta");

	begin("beta tails as R");
	for (int i = 0; i < table->rows; i++)
	{
		double x = unit_table_number(table, i, "x");
		double a = unit_table_number(table, i, "a");
		double b = unit_table_number(table, i, "b");

		NEAR(cpe_beta_cdf(x, a, b), unit_table_number(table, i, "pbeta"), 1e-12, "cdf(%g, %g, %g)",
		     x, a, b);
		NEAR(cpe_beta_upper(x, a, b), unit_table_number(table, i, "upper"), 1e-12,
		     "upper(%g, %g, %g)", x, a, b);
	}
	end();
	unit_table_free(table);

	table = unit_reference(directory, "dist_qbeta");
	begin("beta quantiles as R");
	for (int i = 0; i < table->rows; i++)
	{
		double p = unit_table_number(table, i, "p");
		double a = unit_table_number(table, i, "a");
		double b = unit_table_number(table, i, "b");

		NEAR(cpe_beta_quantile(p, a, b), unit_table_number(table, i, "qbeta"), 1e-12,
		     "quantile(%g, %g, %g)", p, a, b);
	}
	end();
	unit_table_free(table);
}

/* ---- figures of mpmath ---- */

struct named
{
	const char *name;
	int arguments;
	double (*one)(double);
	double (*two)(double, double);
	double (*three)(double, double, double);
};

static const struct named named[] = {
	{"normal_cdf", 1, cpe_normal_cdf, NULL, NULL},
	{"normal_upper", 1, cpe_normal_upper, NULL, NULL},
	{"normal_quantile_upper", 1, cpe_normal_quantile_upper, NULL, NULL},
	{"gamma_cdf", 2, NULL, cpe_gamma_cdf, NULL},
	{"gamma_upper", 2, NULL, cpe_gamma_upper, NULL},
	{"gamma_quantile", 2, NULL, cpe_gamma_quantile, NULL},
	{"t_upper", 2, NULL, cpe_t_upper, NULL},
	{"t_quantile_upper", 2, NULL, cpe_t_quantile_upper, NULL},
	{"beta_cdf", 3, NULL, NULL, cpe_beta_cdf},
	{"beta_upper", 3, NULL, NULL, cpe_beta_upper},
	{"beta_quantile", 3, NULL, NULL, cpe_beta_quantile},
	{"binomial_cdf", 3, NULL, NULL, cpe_binomial_cdf},
	{"binomial_pmf", 3, NULL, NULL, cpe_binomial_pmf},
	{"poisson_cdf", 2, NULL, cpe_poisson_cdf, NULL},
	{"poisson_pmf", 2, NULL, cpe_poisson_pmf, NULL},
};
#define NAMED ((int) (sizeof(named) / sizeof(named[0])))

static void
check_mpmath(void)
{
	static char title[NAMED][100]; /* the framework prints a title when the next one starts */
	struct unit_table *table = unit_reference(directory, "distribution_mpmath");
	int known = 0;

	for (int f = 0; f < NAMED; f++)
	{
		snprintf(title[f], sizeof(title[f]), "%s as mpmath in hard corners", named[f].name);
		begin(title[f]);
		for (int i = 0; i < table->rows; i++)
		{
			double x = unit_table_number(table, i, "x");
			double a = unit_table_number(table, i, "a");
			double b = unit_table_number(table, i, "b");
			double got;

			if (strcmp(unit_table_text(table, i, "function"), named[f].name) != 0)
				continue;
			known++;
			if (named[f].arguments == 1)
				got = named[f].one(x);
			else if (named[f].arguments == 2)
				got = named[f].two(x, a);
			else
				got = named[f].three(x, a, b);
			NEAR(got, unit_table_number(table, i, "value"), 1e-12, "%s(%.17g, %.17g, %.17g)",
			     named[f].name, x, a, b);
		}
		end();
	}
	unit_case("every mpmath row is of a function tested");
	CHECK(known == table->rows, "%d of %d rows", known, table->rows);
	unit_table_free(table);
}

/* ---- direct summation ---- */

static void
check_sums(void)
{
	begin("binomial against direct sums");
	for (int i = 0; i < 3000; i++)
	{
		int n = 1 + (int) (uniform() * 60);
		int k = (int) (uniform() * (n + 1));
		double p = uniform() < 0.5 ? uniform() : log_uniform(1e-4, 1.0);
		double q = 1.0 - p;
		double at_most = 0.0;
		double above = 0.0;
		double mass = 0.0;

		for (int j = 0; j <= n; j++)
		{
			double term = 1.0;

			for (int m = 1; m <= j; m++)
				term *= p * (n - j + m) / m;
			for (int m = j; m < n; m++)
				term *= q;
			if (j == k)
				mass = term;
			if (j <= k)
				at_most += term;
			else
				above += term;
		}
		NEAR(cpe_binomial_cdf(k, n, p), k == n ? 1.0 : at_most, 1e-12, "cdf(%d, %d, %.17g)", k, n,
		     p);
		NEAR(cpe_binomial_upper(k, n, p), above, 1e-12, "upper(%d, %d, %.17g)", k, n, p);
		NEAR(cpe_binomial_pmf(k, n, p), mass, 1e-12, "pmf(%d, %d, %.17g)", k, n, p);
		CHECK(cpe_binomial_cdf(k + 0.5, n, p) == cpe_binomial_cdf(k, n, p), "k between");
	}
	end();

	begin("Poisson against direct sums");
	for (int i = 0; i < 3000; i++)
	{
		double mean = log_uniform(1e-3, 40.0);
		int k = (int) (uniform() * (3.0 * mean + 4.0));
		double at_most = 0.0;
		double above = 0.0;
		double mass = 0.0;
		double term = exp(-mean);

		for (int j = 0; j < 400; j++)
		{
			if (j == k)
				mass = term;
			if (j <= k)
				at_most += term;
			else
				above += term;
			term *= mean / (j + 1);
		}
		NEAR(cpe_poisson_cdf(k, mean), at_most, 1e-12, "cdf(%d, %.17g)", k, mean);
		NEAR(cpe_poisson_upper(k, mean), above, 1e-12, "upper(%d, %.17g)", k, mean);
		NEAR(cpe_poisson_pmf(k, mean), mass, 1e-12, "pmf(%d, %.17g)", k, mean);
	}
	end();
}

/* ---- properties ---- */

/* x moved by some units in its last place. */
static double
ulps(double x, int count)
{
	double to = count < 0 ? -INFINITY : INFINITY;

	for (int i = 0; i < abs(count); i++)
		x = nextafter(x, to);
	return x;
}

/*
 * A quantile given back to its tail.  For large shapes one unit in the last place of the quantile
 * is worth more than 1e-12 of the tail, so the target has to lie between the tails four units away.
 */
static void
enclosed(const char *what, double below, double p, double above, double a, double b)
{
	CHECK(below <= p * (1.0 + 1e-12) && above >= p * (1.0 - 1e-12),
	      "%s(%.17g, %.17g, %.17g): %.17g to %.17g", what, p, a, b, below, above);
}

static void
check_round_trips(void)
{
	unit_case("tails of quantiles");
	for (int i = 0; i < 20000; i++)
	{
		double a = log_uniform(0.002, 1e9);
		double b = uniform() < 0.3 ? a * log_uniform(0.3, 3.0) : log_uniform(0.002, 1e9);
		double p = uniform() < 0.5 ? uniform() : log_uniform(1e-200, 0.5);
		double x;

		x = cpe_gamma_quantile(p, a);
		if (x > 1e-290)
			enclosed("gamma", cpe_gamma_cdf(ulps(x, -4), a), p, cpe_gamma_cdf(ulps(x, 4), a), a,
			         0.0);
		x = cpe_gamma_quantile_upper(p, a);
		if (x > 1e-290)
			enclosed("gamma upper", cpe_gamma_upper(ulps(x, 4), a), p,
			         cpe_gamma_upper(ulps(x, -4), a), a, 0.0);
		x = cpe_beta_quantile(p, a, b);
		if (x > 1e-290)
			enclosed("beta", cpe_beta_cdf(ulps(x, -4), a, b), p, cpe_beta_cdf(ulps(x, 4), a, b), a,
			         b);
		x = cpe_beta_quantile_upper(p, a, b);
		if (x > 1e-290)
			enclosed("beta upper", cpe_beta_upper(ulps(x, 4), a, b), p,
			         cpe_beta_upper(ulps(x, -4), a, b), a, b);
		x = cpe_normal_quantile(p);
		enclosed("normal", cpe_normal_cdf(ulps(x, -4)), p, cpe_normal_cdf(ulps(x, 4)), 0.0, 0.0);
		x = cpe_t_quantile(p, a);
		if (fabs(x) < 1e290)
			enclosed("t", cpe_t_cdf(ulps(x, -4), a), p, cpe_t_cdf(ulps(x, 4), a), a, 0.0);
	}
}

static void
check_identities(void)
{
	begin("complements, mirrors and relations");
	for (int i = 0; i < 20000; i++)
	{
		double a = log_uniform(1e-3, 1e8);
		double b = uniform() < 0.3 ? a * log_uniform(0.3, 3.0) : log_uniform(1e-3, 1e8);
		double mean = a / (a + b);
		double sd = sqrt(mean * (1.0 - mean) / (a + b + 1.0));
		double x = mean + (12.0 * uniform() - 6.0) * sd;
		double g = fabs(a + (12.0 * uniform() - 6.0) * sqrt(a));
		double z = 20.0 * uniform() - 10.0;
		double n = floor(1.0 + 1e6 * uniform() * uniform());
		double k = floor(n * uniform());

		if (x > 0.0 && x < 1.0)
		{
			NEAR(cpe_beta_cdf(x, a, b) + cpe_beta_upper(x, a, b), 1.0, 1e-15, "beta sum");
			if (1.0 - (1.0 - x) == x)
				NEAR(cpe_beta_cdf(x, a, b), cpe_beta_upper(1.0 - x, b, a), 1e-15,
				     "beta mirror (%.17g, %.17g, %.17g)", x, a, b);
			/* DLMF 8.17.20: I_x(a, b) - I_x(a+1, b) = x^a (1-x)^b / (a B(a, b)) > 0 */
			CHECK(cpe_beta_cdf(x, a, b) >= cpe_beta_cdf(x, a + 1.0, b) * (1.0 - 1e-12),
			      "falls with a (%.17g, %.17g, %.17g)", x, a, b);
			/* I_x(a, 1) = x^a and I_x(1, b) = 1 - (1-x)^b */
			if (a * log(x) > -700.0)
				NEAR(cpe_beta_cdf(x, a, 1.0), exp(a * log(x)), 1e-12, "power (%.17g, %.17g)", x, a);
			NEAR(cpe_beta_cdf(x, 1.0, b), -expm1(b * log1p(-x)), 1e-12, "power (%.17g, 1, %.17g)",
			     x, b);
		}
		NEAR(cpe_gamma_cdf(g, a) + cpe_gamma_upper(g, a), 1.0, 1e-15, "gamma sum");
		NEAR(cpe_normal_cdf(z) + cpe_normal_upper(z), 1.0, 1e-15, "normal sum");
		NEAR(cpe_t_cdf(z, a) + cpe_t_upper(z, a), 1.0, 1e-15, "t sum");
		NEAR(cpe_gamma_upper(g, 1.0), exp(-g), 1e-12, "exponential(%.17g)", g);
		NEAR(cpe_chi2_upper(z * z, 1.0), 2.0 * cpe_normal_upper(fabs(z)), 1e-12, "chi-square of 1");
		NEAR(cpe_t_upper(z, 1.0), 0.5 - atan(z) / M_PI, 1e-12 + 1e-15 * z * z, "Cauchy(%.17g)", z);
		NEAR(cpe_t_upper(z, INFINITY), cpe_normal_upper(z), 1e-15, "t at infinity");
		x = uniform();
		if (cpe_binomial_pmf(k, n, x) > 1e-290)
		{
			double total = cpe_binomial_cdf(k - 1.0, n, x) + cpe_binomial_pmf(k, n, x);

			NEAR(cpe_binomial_cdf(k, n, x), total, 1e-12, "binomial step (%g, %g, %.17g)", k, n, x);
		}
		if (cpe_poisson_pmf(k, n) > 1e-290)
			NEAR(cpe_poisson_cdf(k, n), cpe_poisson_cdf(k - 1.0, n) + cpe_poisson_pmf(k, n), 1e-12,
			     "Poisson step (%g, %g)", k, n);
	}
	end();

	begin("central normal");
	for (int i = 0; i < 1000; i++)
	{
		double level = i < 500 ? log_uniform(1e-300, 1.0) : uniform();
		double z = cpe_normal_central(level);

		NEAR(erf(z * M_SQRT1_2), level, 1e-14, "central(%.17g)", level);
	}
	CHECK(cpe_normal_central(0.0) == 0.0 && cpe_normal_central(1.0) == INFINITY, "ends");
	end();
}

/* Across the seams between methods (shape 1, 10, 400; x 1/2, 2; b x = 2) no step back is seen. */
static void
check_monotone(void)
{
	static const double shape[] = {1e-3, 0.3, 0.999, 1.0, 1.5, 9.99, 10.0, 80.0, 399.9, 400.0, 1e4};

	begin("monotone across the seams");
	for (int i = 0; i < 11; i++)
		for (int j = 0; j < 11; j++)
		{
			double a = shape[i];
			double b = shape[j];
			double last = 0.0;
			double last_upper = 1.0;

			for (int k = 1; k < 2000; k++)
			{
				double x = k / 2000.0;
				double p = cpe_beta_cdf(x, a, b);
				double q = cpe_beta_upper(x, a, b);

				CHECK(p >= last * (1.0 - 1e-12) && q <= last_upper * (1.0 + 1e-12),
				      "beta(%g, %g, %g) after %.17g is %.17g", x, a, b, last, p);
				last = p;
				last_upper = q;
			}
			last = cpe_beta_cdf(nextafter(0.5, 0.0), a, b);
			NEAR(cpe_beta_cdf(nextafter(0.5, 1.0), a, b), last, 1e-11, "seam of (%g, %g)", a, b);
		}
	for (int i = 0; i < 11; i++)
	{
		double last = 0.0;

		for (int k = 1; k < 4000; k++)
		{
			double x = k / 200.0 * (shape[i] > 10.0 ? shape[i] / 10.0 : 1.0);
			double p = cpe_gamma_cdf(x, shape[i]);

			CHECK(p >= last * (1.0 - 1e-12), "gamma(%g, %g) after %.17g is %.17g", x, shape[i],
			      last, p);
			last = p;
		}
	}
	end();
}

/* ---- the ends of the domain ---- */

static bool
is_probability(double p)
{
	return p >= 0.0 && p <= 1.0;
}

static void
check_extremes(void)
{
	static const double value[] = {
		-INFINITY, -1e300, -1.0,        -1e-300, 0.0,   5e-324,  1e-310,   1e-300, 1e-20,
		1e-3,      0.5,    1.0 - 1e-16, 1.0,     2.0,   10.0,    399.0,    1e5,    1e9,
		1e16,      1e100,  1e200,       1e299,   1e300, DBL_MAX, INFINITY, NAN};
	int count = (int) (sizeof(value) / sizeof(value[0]));

	unit_case("extreme arguments end, in the domain or NaN");
	for (int i = 0; i < count; i++)
	{
		double x = value[i];

		CHECK(isnan(x) ? isnan(cpe_normal_cdf(x)) : is_probability(cpe_normal_cdf(x)), "z %g", x);
		CHECK(isnan(cpe_normal_quantile(x)) == !is_probability(x), "normal p %g", x);
		CHECK(isnan(cpe_normal_quantile_upper(x)) == !is_probability(x), "normal q %g", x);
		CHECK(isnan(cpe_normal_central(x)) == !is_probability(x), "normal level %g", x);
		for (int j = 0; j < count; j++)
		{
			double a = value[j];
			bool shape = a >= 1e-300 && a <= 1e300;
			bool df = a >= 1e-300;

			CHECK(shape && !isnan(x) ? is_probability(cpe_gamma_cdf(x, a))
			                         : isnan(cpe_gamma_cdf(x, a)),
			      "gamma_cdf(%g, %g) = %g", x, a, cpe_gamma_cdf(x, a));
			CHECK(shape && !isnan(x) ? is_probability(cpe_gamma_upper(x, a))
			                         : isnan(cpe_gamma_upper(x, a)),
			      "gamma_upper(%g, %g) = %g", x, a, cpe_gamma_upper(x, a));
			CHECK(df && !isnan(x) ? is_probability(cpe_t_cdf(x, a)) : isnan(cpe_t_cdf(x, a)),
			      "t_cdf(%g, %g) = %g", x, a, cpe_t_cdf(x, a));
			CHECK(is_probability(x) && shape ? cpe_gamma_quantile(x, a) >= 0.0
			                                 : isnan(cpe_gamma_quantile(x, a)),
			      "gamma_quantile(%g, %g) = %g", x, a, cpe_gamma_quantile(x, a));
			CHECK(is_probability(x) && shape ? cpe_gamma_quantile_upper(x, a) >= 0.0
			                                 : isnan(cpe_gamma_quantile_upper(x, a)),
			      "gamma_quantile_upper(%g, %g) = %g", x, a, cpe_gamma_quantile_upper(x, a));
			CHECK(isnan(cpe_t_quantile(x, a)) == !(is_probability(x) && df),
			      "t_quantile(%g, %g) = %g", x, a, cpe_t_quantile(x, a));
			CHECK(isnan(x) || !(a >= 0.0 && a <= 1e300) ? isnan(cpe_poisson_cdf(x, a))
			                                            : is_probability(cpe_poisson_cdf(x, a)),
			      "poisson_cdf(%g, %g) = %g", x, a, cpe_poisson_cdf(x, a));
			CHECK(isnan(x) || !(a >= 0.0 && a <= 1e300) ? isnan(cpe_poisson_pmf(x, a))
			                                            : is_probability(cpe_poisson_pmf(x, a)),
			      "poisson_pmf(%g, %g) = %g", x, a, cpe_poisson_pmf(x, a));
			for (int k = 0; k < count; k++)
			{
				double b = value[k];
				bool shapes = shape && b >= 1e-300 && b <= 1e300;
				bool whole = a >= 0.0 && a <= 1e300 && floor(a) == a && is_probability(b);

				CHECK(shapes && !isnan(x) ? is_probability(cpe_beta_cdf(x, a, b))
				                          : isnan(cpe_beta_cdf(x, a, b)),
				      "beta_cdf(%g, %g, %g) = %g", x, a, b, cpe_beta_cdf(x, a, b));
				CHECK(shapes && !isnan(x) ? is_probability(cpe_beta_upper(x, a, b))
				                          : isnan(cpe_beta_upper(x, a, b)),
				      "beta_upper(%g, %g, %g) = %g", x, a, b, cpe_beta_upper(x, a, b));
				CHECK(shapes && is_probability(x) ? is_probability(cpe_beta_quantile(x, a, b))
				                                  : isnan(cpe_beta_quantile(x, a, b)),
				      "beta_quantile(%g, %g, %g) = %g", x, a, b, cpe_beta_quantile(x, a, b));
				CHECK(shapes && is_probability(x) ? is_probability(cpe_beta_quantile_upper(x, a, b))
				                                  : isnan(cpe_beta_quantile_upper(x, a, b)),
				      "beta_quantile_upper(%g, %g, %g) = %g", x, a, b,
				      cpe_beta_quantile_upper(x, a, b));
				CHECK(whole && !isnan(x) ? is_probability(cpe_binomial_cdf(x, a, b))
				                         : isnan(cpe_binomial_cdf(x, a, b)),
				      "binomial_cdf(%g, %g, %g) = %g", x, a, b, cpe_binomial_cdf(x, a, b));
				CHECK(whole && !isnan(x) ? is_probability(cpe_binomial_pmf(x, a, b))
				                         : isnan(cpe_binomial_pmf(x, a, b)),
				      "binomial_pmf(%g, %g, %g) = %g", x, a, b, cpe_binomial_pmf(x, a, b));
			}
		}
	}

	unit_case("the ends of quantiles");
	CHECK(cpe_normal_quantile(0.0) == -INFINITY && cpe_normal_quantile(1.0) == INFINITY, "normal");
	CHECK(cpe_gamma_quantile(0.0, 3.0) == 0.0 && cpe_gamma_quantile(1.0, 3.0) == INFINITY, "gamma");
	CHECK(cpe_beta_quantile(0.0, 3.0, 2.0) == 0.0 && cpe_beta_quantile(1.0, 3.0, 2.0) == 1.0,
	      "beta");
	CHECK(cpe_t_quantile(0.0, 3.0) == -INFINITY && cpe_t_quantile(1.0, 3.0) == INFINITY, "t");
	CHECK(cpe_beta_quantile(0.5, 1e9, 1e9) == 0.5 ||
	          fabs(cpe_beta_quantile(0.5, 1e9, 1e9) - 0.5) < 1e-15,
	      "the median of a symmetric beta");
	CHECK(cpe_binomial_cdf(3.0, 3.0, 0.2) == 1.0 && cpe_binomial_cdf(-1.0, 3.0, 0.2) == 0.0 &&
	          cpe_binomial_cdf(0.0, 0.0, 0.2) == 1.0 && cpe_binomial_upper(2.0, 2.0, 1.0) == 0.0 &&
	          cpe_binomial_cdf(1.0, 2.0, 1.0) == 0.0 && cpe_binomial_pmf(2.0, 2.0, 1.0) == 1.0 &&
	          isnan(cpe_binomial_cdf(1.0, 2.5, 0.2)),
	      "binomial");
	CHECK(cpe_poisson_cdf(0.0, 0.0) == 1.0 && cpe_poisson_pmf(0.0, 0.0) == 1.0 &&
	          cpe_poisson_cdf(-0.5, 1.0) == 0.0 && cpe_poisson_upper(-0.5, 1.0) == 1.0,
	      "Poisson");
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_r_normal();
	check_r_chi2();
	check_r_t();
	check_r_beta();
	check_mpmath();
	check_sums();
	check_round_trips();
	check_identities();
	check_monotone();
	check_extremes();
	return unit_end();
}
