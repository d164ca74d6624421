#include "benchmark/pairs.h"
#include "unit.h"

#include "base/distribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_confidence
at_95(void)
{
	struct cpe_confidence conf = {NAN, NAN};

	CHECK(cpe_confidence_from_level(0.95, &conf), "level");
	return conf;
}

/* Exact and mid-P by adding up the binomial distribution; the others by their formulas. */
static void
check_tests(void)
{
	unit_case("McNemar: all small tables by definition");
	for (int lost = 0; lost <= 30; lost++)
		for (int gained = 0; gained <= 30; gained++)
		{
			int m = lost + gained;
			int fewer = lost < gained ? lost : gained;
			struct cpe_pairs pairs = {7, lost, gained, 5};
			long double tail = 0;
			long double here = 0;
			struct cpe_test test;

			for (int k = 0; k <= fewer; k++)
			{
				here = expl(lgammal(m + 1.0L) - lgammal(k + 1.0L) - lgammal(m - k + 1.0L) -
				            m * logl(2));
				tail += here;
			}
			cpe_pairs_compare(CPE_PAIRS_EXACT, &pairs, &test);
			RELATIVE(test.p, (double) fminl(1, 2 * tail), 1e-13, "exact %d %d", lost, gained);
			CHECK(isnan(test.statistic) && test.why == NULL, "exact %d %d", lost, gained);
			CHECK((test.p == 1) == (abs(gained - lost) <= 1), "exactly 1: %d %d", lost, gained);
			cpe_pairs_compare(CPE_PAIRS_MID_P, &pairs, &test);
			RELATIVE(test.p,
			         (double) (m == 0           ? 1
			                   : lost == gained ? 1 - here / 2
			                                    : 2 * tail - here),
			         1e-13, "mid-P %d %d", lost, gained);
			cpe_pairs_compare(CPE_PAIRS_ASYMPTOTIC, &pairs, &test);
			if (m == 0)
				CHECK(isnan(test.p) && strcmp(test.why, "no pair changed") == 0, "nobody changed");
			else
			{
				double z = (gained - lost) / sqrt(m);

				RELATIVE(test.statistic, z, 1e-15, "z %d %d", lost, gained);
				RELATIVE(test.p, cpe_chi2_upper(z * z, 1), 1e-13, "p %d %d", lost, gained);
				cpe_pairs_compare(CPE_PAIRS_CORRECTED, &pairs, &test);
				z = fmax(0, abs(gained - lost) - 1) / sqrt(m);
				RELATIVE(test.p, cpe_chi2_upper(z * z, 1), 1e-13, "corrected %d %d", lost, gained);
			}
		}
	unit_worst("relative");
}

/* Tango's statistic with the most likely share of the lost found by halving on the likelihood. */
static double
tango_statistic(double n, double lost, double gained, double difference)
{
	long double low = fmax(0.0, -difference);
	long double high = 0.5 * (1 - difference);
	long double p;

	for (int i = 0; i < 200; i++)
	{
		long double slope;

		p = 0.5L * (low + high);
		slope = (gained > 0 ? gained / (p + difference) : 0) + (lost > 0 ? lost / p : 0) -
		        (n - gained - lost > 0 ? 2 * (n - gained - lost) / (1 - 2 * p - difference) : 0);
		*(slope > 0 ? &low : &high) = p;
	}
	return (double) ((gained - lost - n * difference) /
	                 sqrtl(n * (2 * p + difference - (long double) difference * difference)));
}

static void
check_intervals(void)
{
	struct cpe_confidence conf = at_95();
	struct cpe_interval out;

	/* Newcombe 1998's example of paired data, and Bentur's patients as in Fagerland, Lydersen and
	 * Laake 2014, to the four and three decimals of print */
	unit_case("intervals of pairs: published examples");
	cpe_pairs_interval(CPE_PAIRS_NEWCOMBE, &(struct cpe_pairs){36, 2, 12, 0}, &conf, &out);
	ABSOLUTE(out.low, 0.0569, 5e-5, "low");
	ABSOLUTE(out.high, 0.3404, 5e-5, "high");
	cpe_pairs_interval(CPE_PAIRS_TANGO, &(struct cpe_pairs){1, 7, 1, 12}, &conf, &out);
	ABSOLUTE(out.low, -0.517, 5e-4, "low");
	ABSOLUTE(out.high, -0.026, 5e-4, "high");

	unit_case("intervals of pairs: by definition");
	for (int n = 1; n <= 25; n += 8)
		for (int lost = 0; lost <= n; lost++)
			for (int gained = 0; lost + gained <= n; gained++)
				for (int both = 0; lost + gained + both <= n; both += 3)
				{
					struct cpe_pairs pairs = {both, lost, gained, n - lost - gained - both};
					struct cpe_pairs turned = {both, gained, lost, n - lost - gained - both};
					double d = (double) (gained - lost) / n;

					for (int m = 0; m < 3; m++)
					{
						struct cpe_interval other;
						bool good;

						good = cpe_pairs_interval((enum cpe_pairs_method) m, &pairs, &conf, &out);
						CHECK(good && out.low <= d && d <= out.high &&
						          (m == CPE_PAIRS_WALD || (out.low >= -1 && out.high <= 1)),
						      "%d: %d %d of %d: %g %g", m, lost, gained, n, out.low, out.high);
						cpe_pairs_interval((enum cpe_pairs_method) m, &turned, &conf, &other);
						ABSOLUTE(other.low, -out.high, 1e-14, "turned");
						ABSOLUTE(other.high, -out.low, 1e-14, "turned");
					}
					cpe_pairs_interval(CPE_PAIRS_TANGO, &pairs, &conf, &out);
					if (d < 1)
						ABSOLUTE(tango_statistic(n, lost, gained, out.high), -conf.z, 1e-9,
						         "Tango high of %d %d of %d", lost, gained, n);
					if (d > -1)
						ABSOLUTE(tango_statistic(n, lost, gained, out.low), conf.z, 1e-9,
						         "Tango low of %d %d of %d", lost, gained, n);
				}
	unit_worst("absolute");

	unit_case("intervals of pairs: Newcombe's as printed, Wald's");
	for (int i = 0; i < 300; i++)
	{
		double a = (double) (random() % 60);
		double b = (double) (random() % 60);
		double c = (double) (random() % 60);
		double e = 1 + (double) (random() % 60);
		double n = a + b + c + e;
		double phi = a * e - b * c;
		struct cpe_pairs pairs = {a, b, c, e};
		struct cpe_interval before;
		struct cpe_interval after;
		double p1 = (a + b) / n;
		double p2 = (a + c) / n;
		double product = (a + b) * (c + e) * (a + c) * (b + e);

		phi = phi > 0 ? fmax(phi - n / 2, 0) : phi;
		phi = product > 0 ? phi / sqrt(product) : 0;
		cpe_proportion_interval(CPE_PROPORTION_WILSON, a + b, n, &conf, &before);
		cpe_proportion_interval(CPE_PROPORTION_WILSON, a + c, n, &conf, &after);
		cpe_pairs_interval(CPE_PAIRS_NEWCOMBE, &pairs, &conf, &out);
		ABSOLUTE(out.low,
		         p2 - p1 -
		             sqrt(pow(p2 - after.low, 2) - 2 * phi * (p2 - after.low) * (before.high - p1) +
		                  pow(before.high - p1, 2)),
		         1e-12, "low");
		ABSOLUTE(out.high,
		         p2 - p1 +
		             sqrt(pow(after.high - p2, 2) -
		                  2 * phi * (after.high - p2) * (p1 - before.low) +
		                  pow(p1 - before.low, 2)),
		         1e-12, "high");
		cpe_pairs_interval(CPE_PAIRS_WALD, &pairs, &conf, &out);
		ABSOLUTE(out.high, p2 - p1 + conf.z * sqrt(b + c - (b - c) * (b - c) / n) / n, 1e-13,
		         "Wald high");
	}
	unit_worst("absolute");
	CHECK(!cpe_pairs_interval(CPE_PAIRS_TANGO, &(struct cpe_pairs){0, 0, 0, 0}, &conf, &out) &&
	          out.status == CPE_INTERVAL_NO_DATA && isnan(out.low),
	      "nobody");
}

static void
check_names(void)
{
	enum cpe_pairs_test test;
	enum cpe_pairs_method method;

	unit_case("tests and methods by name");
	CHECK(cpe_pairs_test_by_name("mid_p", &test) && test == CPE_PAIRS_MID_P, "mid_p");
	CHECK(!cpe_pairs_test_by_name("midp", &test), "midp");
	CHECK(cpe_pairs_method_by_name("tango", &method) && method == CPE_PAIRS_TANGO, "tango");
	CHECK(!cpe_pairs_method_by_name("mee", &method), "mee");
}

int
main(void)
{
	check_tests();
	check_intervals();
	check_names();
	return unit_end();
}
