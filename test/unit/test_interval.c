#include "unit.h"

#include "base/distribution.h"
#include "base/interval.h"

#include <math.h>
#include <string.h>

static const char *directory;

static struct cpe_confidence
at_level(double level)
{
	struct cpe_confidence conf = {NAN, NAN};

	CHECK(cpe_confidence_from_level(level, &conf), "level %g", level);
	return conf;
}

/* ---- reference figures ---- */

static void
check_proportions(void)
{
	static const char *const column[] = {"wilson",   "wilson_cc", "wald",    "ac",   "cp",
	                                     "jeffreys", "midp",      "arcsine", "logit"};
	struct unit_table *table = unit_reference(directory, "ci_proportion_all");

	for (int m = 0; m < 9; m++)
	{
		static char title[9][60];
		char low[40];
		char high[40];

		snprintf(title[m], sizeof(title[m]), "proportion: %s as R", column[m]);
		snprintf(low, sizeof(low), "%s_lo", column[m]);
		snprintf(high, sizeof(high), "%s_hi", column[m]);
		unit_case(title[m]);
		for (int i = 0; i < table->rows; i++)
		{
			double x = unit_table_number(table, i, "x");
			double n = unit_table_number(table, i, "n");
			double level = unit_table_number(table, i, "conf");
			struct cpe_confidence conf = at_level(level);
			struct cpe_interval out;
			bool good = cpe_proportion_interval((enum cpe_proportion_method) m, x, n, &conf, &out);

			if (m == CPE_PROPORTION_LOGIT && (x == 0.0 || x == n))
				CHECK(!good && out.status == CPE_INTERVAL_UNDEFINED && isnan(out.low) &&
				          isnan(out.high) && unit_table_text(table, i, low)[0] == '\0',
				      "logit at %g of %g", x, n);
			else
				CHECK(good && out.status == CPE_INTERVAL_OK, "%g of %g", x, n);
			ABSOLUTE(out.low, unit_table_number(table, i, low), 1e-12, "low of %g of %g at %g", x,
			         n, level);
			ABSOLUTE(out.high, unit_table_number(table, i, high), 1e-12, "high of %g of %g at %g",
			         x, n, level);
		}
		unit_worst("absolute");
	}
	unit_table_free(table);
}

static void
check_wilson(void)
{
	static const struct
	{
		double level;
		const char *low;
		const char *high;
	} at[] = {{0.95, "lower95_0cl", "upper95_0cl"},
	          {0.998, "lower99_8cl", "upper99_8cl"},
	          {0.90, "lower90", "upper90"},
	          {0.99, "lower99", "upper99"}};
	struct unit_table *table = unit_reference(directory, "phe_proportion_wilson");

	unit_case("Wilson as PHEindicatormethods, n to 1e9");
	for (int i = 0; i < table->rows; i++)
		for (int j = 0; j < 4; j++)
		{
			double x = unit_table_number(table, i, "x");
			double n = unit_table_number(table, i, "n");
			struct cpe_confidence conf = at_level(at[j].level);
			struct cpe_interval out;

			cpe_proportion_interval(CPE_PROPORTION_WILSON, x, n, &conf, &out);
			ABSOLUTE(out.low, unit_table_number(table, i, at[j].low), 1e-12, "low of %g of %g", x,
			         n);
			ABSOLUTE(out.high, unit_table_number(table, i, at[j].high), 1e-12, "high of %g of %g",
			         x, n);
		}
	unit_worst("absolute");
	unit_table_free(table);
}

/*
 * The score statistic of a difference, its restricted proportions found by halving on the slope of
 * the likelihood, in long double: the definition, and nothing of the kernel's way.
 */
static double
score_of_difference(double x, double n, double y, double m, double difference, double factor)
{
	long double low = fmax(0.0, -difference);
	long double high = fmin(1.0, 1.0 - difference);
	long double p;
	long double q;

	for (int i = 0; i < 200; i++)
	{
		long double slope = 0;

		p = 0.5L * (low + high);
		q = p + difference;
		slope += (x > 0 ? x / q : 0) - (x < n ? (n - x) / (1 - q) : 0);
		slope += (y > 0 ? y / p : 0) - (y < m ? (m - y) / (1 - p) : 0);
		*(slope > 0 ? &low : &high) = p;
	}
	q = p + difference;
	return (double) ((x / n - y / m - difference) /
	                 sqrtl(factor * (fmaxl(0, q * (1 - q)) / n + fmaxl(0, p * (1 - p)) / m)));
}

/* Mee's, Miettinen and Nurminen's, Agresti and Caffo's as the fixture; score limits by definition.
 */
static void
check_score_differences(void)
{
	static const char *const column[] = {"mee", "mn", "agresti_caffo"};
	struct unit_table *table = unit_reference(directory, "two_proportions");
	struct cpe_confidence conf = at_level(0.95);

	unit_case("difference of two proportions: Mee, Miettinen-Nurminen, Agresti-Caffo");
	for (int i = 0; i < table->rows; i++)
		for (int m = 0; m < 3; m++)
		{
			enum cpe_difference_method method =
				(enum cpe_difference_method)(CPE_DIFFERENCE_MEE + m);
			double x1 = unit_table_number(table, i, "x1");
			double n1 = unit_table_number(table, i, "n1");
			double x2 = unit_table_number(table, i, "x2");
			double n2 = unit_table_number(table, i, "n2");
			char low[40];
			char high[40];
			struct cpe_interval out;
			struct cpe_interval turned;

			snprintf(low, sizeof(low), "%s_lo", column[m]);
			snprintf(high, sizeof(high), "%s_hi", column[m]);
			CHECK(cpe_difference_interval(method, x2, n2, x1, n1, &conf, &out), "%s %d", column[m],
			      i);
			ABSOLUTE(out.low, unit_table_number(table, i, low), 1e-12, "%s %d", low, i);
			ABSOLUTE(out.high, unit_table_number(table, i, high), 1e-12, "%s %d", high, i);
			cpe_difference_interval(method, x1, n1, x2, n2, &conf, &turned);
			ABSOLUTE(turned.low, -out.high, 1e-14, "%s %d turned", low, i);
			ABSOLUTE(turned.high, -out.low, 1e-14, "%s %d turned", high, i);
		}
	unit_worst("absolute");
	unit_table_free(table);

	unit_case("difference of two proportions: score limits by their definition");
	for (int n = 1; n <= 13; n += 4)
		for (int m = 1; m <= 22; m += 7)
			for (int x = 0; x <= n; x++)
				for (int y = 0; y <= m; y++)
				{
					double d = (double) x / n - (double) y / m;
					struct cpe_interval mee;
					struct cpe_interval mn;
					double factor = (n + m) / (n + m - 1.0);

					cpe_difference_interval(CPE_DIFFERENCE_MEE, x, n, y, m, &conf, &mee);
					cpe_difference_interval(CPE_DIFFERENCE_MIETTINEN_NURMINEN, x, n, y, m, &conf,
					                        &mn);
					CHECK(-1 <= mn.low && mn.low <= mee.low && mee.low <= d && d <= mee.high &&
					          mee.high <= mn.high && mn.high <= 1,
					      "%d of %d less %d of %d", x, n, y, m);
					if (d < 1)
					{
						ABSOLUTE(score_of_difference(x, n, y, m, mee.high, 1), -conf.z, 1e-9,
						         "Mee high of %d of %d less %d of %d", x, n, y, m);
						ABSOLUTE(score_of_difference(x, n, y, m, mn.high, factor), -conf.z, 1e-9,
						         "MN high of %d of %d less %d of %d", x, n, y, m);
					}
					else
						CHECK(mee.high == 1 && mn.high == 1, "high of %d", n);
					if (d > -1)
					{
						ABSOLUTE(score_of_difference(x, n, y, m, mee.low, 1), conf.z, 1e-9,
						         "Mee low of %d of %d less %d of %d", x, n, y, m);
						ABSOLUTE(score_of_difference(x, n, y, m, mn.low, factor), conf.z, 1e-9,
						         "MN low of %d of %d less %d of %d", x, n, y, m);
					}
					else
						CHECK(mee.low == -1 && mn.low == -1, "low of %d", n);
				}
	unit_worst("absolute");
}

static void
check_welch(void)
{
	unit_case("Welch's degrees of freedom");
	/* by hand: variances 4 of 10 and 9 of 15 */
	RELATIVE(cpe_welch_df(sqrt(0.4), 9, sqrt(0.6), 14), 1.0 / (0.16 / 9 + 0.36 / 14), 1e-15, "df");
	RELATIVE(cpe_welch_df(1e-200, 9, 1e-200, 9), 18, 1e-15, "tiny");
	RELATIVE(cpe_welch_df(3, 5, 0, 7), 5, 1e-15, "one without spread");
	CHECK(cpe_welch_df(0, 5, 0, 7) == 12, "both without spread");
	unit_worst("relative");
}

/* The fixture's difference is the second proportion minus the first. */
static void
check_differences(void)
{
	struct unit_table *table = unit_reference(directory, "two_proportions");
	struct cpe_confidence conf = at_level(0.95);

	unit_case("difference of two proportions: Newcombe and Wald as R");
	for (int i = 0; i < table->rows; i++)
	{
		double x1 = unit_table_number(table, i, "x1");
		double n1 = unit_table_number(table, i, "n1");
		double x2 = unit_table_number(table, i, "x2");
		double n2 = unit_table_number(table, i, "n2");
		double d = unit_table_number(table, i, "diff");
		double se = d / unit_table_number(table, i, "z_unpooled");
		struct cpe_interval out;
		struct cpe_interval other;

		CHECK(cpe_difference_interval(CPE_DIFFERENCE_NEWCOMBE, x2, n2, x1, n1, &conf, &out),
		      "%g of %g less %g of %g", x2, n2, x1, n1);
		ABSOLUTE(out.low, unit_table_number(table, i, "newcombe_lo"), 1e-12, "low %d", i);
		ABSOLUTE(out.high, unit_table_number(table, i, "newcombe_hi"), 1e-12, "high %d", i);
		/* the other way round it is the same with its sign turned */
		CHECK(cpe_difference_interval(CPE_DIFFERENCE_NEWCOMBE, x1, n1, x2, n2, &conf, &other) &&
		          other.low == -out.high && other.high == -out.low,
		      "turned %d", i);
		if (isnan(se))
			continue;
		CHECK(cpe_difference_interval(CPE_DIFFERENCE_WALD, x2, n2, x1, n1, &conf, &out), "wald %d",
		      i);
		ABSOLUTE(out.low, d - conf.z * se, 1e-12, "Wald low %d", i);
		ABSOLUTE(out.high, d + conf.z * se, 1e-12, "Wald high %d", i);
	}
	unit_worst("absolute");
	unit_table_free(table);

	unit_case("difference of two proportions: corners");
	for (int m = 0; m < 5; m++)
	{
		struct cpe_interval out;

		CHECK(!cpe_difference_interval((enum cpe_difference_method) m, 0, 0, 1, 2, &conf, &out) &&
		          out.status == CPE_INTERVAL_NO_DATA,
		      "nobody");
		CHECK(!cpe_difference_interval((enum cpe_difference_method) m, 1, 2, 0, 0, &conf, &out) &&
		          out.status == CPE_INTERVAL_NO_DATA,
		      "nobody to compare with");
		CHECK(!cpe_difference_interval((enum cpe_difference_method) m, 3, 2, 1, 2, &conf, &out) &&
		          out.status == CPE_INTERVAL_INVALID && isnan(out.low) && isnan(out.high),
		      "more than all");
		CHECK(
			cpe_difference_interval((enum cpe_difference_method) m, 1.25, 2.5, 1, 2, &conf, &out) &&
				out.low < 0 && fabs(out.low + out.high) < 0.1,
			"effective numbers");
	}
	for (int x = 0; x <= 12; x++)
		for (int y = 0; y <= 9; y++)
		{
			struct cpe_interval out;
			double d = x / 12.0 - y / 9.0;

			cpe_difference_interval(CPE_DIFFERENCE_NEWCOMBE, x, 12, y, 9, &conf, &out);
			CHECK(-1 <= out.low && out.low <= d && d <= out.high && out.high <= 1,
			      "%d of 12 less %d of 9: %g to %g", x, y, out.low, out.high);
		}
}

static void
check_counts(void)
{
	struct unit_table *table = unit_reference(directory, "ci_poisson");

	unit_case("counts: Garwood and Byar as R");
	for (int i = 0; i < table->rows; i++)
	{
		double events = unit_table_number(table, i, "o");
		struct cpe_confidence conf = at_level(unit_table_number(table, i, "conf"));
		double byar_low = unit_table_number(table, i, "byar_lo");
		struct cpe_interval out;

		CHECK(cpe_count_interval(CPE_COUNT_EXACT, events, &conf, &out) && out.low_reason == NULL,
		      "exact %g", events);
		RELATIVE(out.low, unit_table_number(table, i, "garwood_lo"), 1e-12, "exact low of %g",
		         events);
		RELATIVE(out.high, unit_table_number(table, i, "garwood_hi"), 1e-12, "exact high of %g",
		         events);
		CHECK(cpe_count_interval(CPE_COUNT_BYAR, events, &conf, &out), "byar %g", events);
		RELATIVE(out.high, unit_table_number(table, i, "byar_hi"), 1e-12, "byar high of %g",
		         events);
		if (byar_low < 0.0)
			CHECK(isnan(out.low) && out.low_reason != NULL, "byar low of %g is missing", events);
		else
			RELATIVE(out.low, byar_low, 1e-12, "byar low of %g", events);
		CHECK(isnan(out.low) == (out.low_reason != NULL), "reason at %g", events);
	}
	unit_worst("relative");
	unit_table_free(table);

	table = unit_reference(directory, "phe_rate_byars_exact");
	unit_case("counts: PHE rate per 100,000");
	for (int i = 0; i < table->rows; i++)
		for (int j = 0; j < 2; j++)
		{
			double x = unit_table_number(table, i, "x");
			double n = unit_table_number(table, i, "n");
			struct cpe_confidence conf = at_level(j == 0 ? 0.95 : 0.998);
			struct cpe_interval out;

			cpe_count_interval(CPE_COUNT_PHE, x, &conf, &out);
			RELATIVE(out.low / n * 1e5,
			         unit_table_number(table, i, j == 0 ? "lower95_0cl" : "lower99_8cl"), 1e-12,
			         "low of %g", x);
			RELATIVE(out.high / n * 1e5,
			         unit_table_number(table, i, j == 0 ? "upper95_0cl" : "upper99_8cl"), 1e-12,
			         "high of %g", x);
		}
	unit_worst("relative");
	unit_table_free(table);
}

static void
check_means(void)
{
	struct unit_table *table = unit_reference(directory, "phe_mean");

	unit_case("means: t interval as PHEindicatormethods");
	for (int i = 0; i < table->rows; i++)
		for (int j = 0; j < 2; j++)
		{
			double n = unit_table_number(table, i, "value_count");
			double se = unit_table_number(table, i, "stdev") / sqrt(n);
			double mean = unit_table_number(table, i, "value");
			struct cpe_confidence conf = at_level(j == 0 ? 0.95 : 0.998);
			struct cpe_interval out;

			cpe_mean_interval(CPE_MEAN_T, mean, se, n - 1.0, &conf, &out);
			RELATIVE(out.low, unit_table_number(table, i, j == 0 ? "lower95_0cl" : "lower99_8cl"),
			         1e-12, "low of %g", mean);
			RELATIVE(out.high, unit_table_number(table, i, j == 0 ? "upper95_0cl" : "upper99_8cl"),
			         1e-12, "high of %g", mean);
			cpe_mean_interval(CPE_MEAN_NORMAL, mean, se, NAN, &conf, &out);
			RELATIVE(out.high - mean, conf.z * se, 1e-12, "normal about %g", mean);
		}
	unit_worst("relative");
	unit_table_free(table);
}

/* ---- properties ---- */

static void
check_confidence(void)
{
	struct cpe_confidence conf;
	struct cpe_confidence back;

	unit_case("confidence from a level and from z");
	for (int i = 1; i < 1000; i++)
	{
		conf = at_level(i / 1000.0);
		RELATIVE(1.0 - conf.alpha, i / 1000.0, 1e-15, "alpha");
		CHECK(cpe_confidence_from_z(conf.z, &back), "z %g", conf.z);
		RELATIVE(back.alpha, conf.alpha, 1e-14, "alpha of z at %d", i);
	}
	conf = at_level(0.95);
	RELATIVE(conf.z, 1.959963984540054, 1e-15, "z of 95 %%");
	conf = at_level(0.998);
	RELATIVE(conf.z, 3.090232306167813, 1e-15, "z of 99.8 %%");
	CHECK(cpe_confidence_from_z(1.96, &conf) && conf.z == 1.96, "1.96 is kept");
	RELATIVE(conf.alpha, 0.04999579029644087, 1e-14, "alpha of 1.96");
	CHECK(at_level(1e-300).z > 0.0 && at_level(1.0 - 1e-16).z > 8.0, "the extreme levels");
	CHECK(cpe_confidence_from_z(1e-300, &conf) && cpe_confidence_from_z(37.5, &conf), "extreme z");
	unit_worst("relative");

	unit_case("confidence refuses");
	{
		static const double level[] = {0.0, 1.0, -0.5, 1.5, 95.0, INFINITY, -INFINITY, NAN};
		static const double z[] = {0.0, -1.96, 40.0, 1e300, INFINITY, -INFINITY, NAN};

		for (int i = 0; i < 8; i++)
			CHECK(!cpe_confidence_from_level(level[i], &conf), "level %g", level[i]);
		for (int i = 0; i < 7; i++)
			CHECK(!cpe_confidence_from_z(z[i], &conf), "z %g", z[i]);
	}
}

static void
check_names(void)
{
	static const char *const proportion[] = {"wilson",        "wilson_cc",       "wald",
	                                         "agresti_coull", "clopper_pearson", "jeffreys",
	                                         "mid_p",         "arcsine",         "logit"};
	static const char *const no[] = {"", "Wilson", "wilson_", "wils", "wilson, wald", " wald", ","};
	enum cpe_proportion_method p;
	enum cpe_difference_method d;
	enum cpe_count_method c;
	enum cpe_mean_method m;

	unit_case("methods by name");
	for (int i = 0; i < 9; i++)
	{
		CHECK(cpe_proportion_method_by_name(proportion[i], &p) && (int) p == i, "%s",
		      proportion[i]);
		CHECK(strstr(cpe_proportion_method_names, proportion[i]) != NULL, "%s", proportion[i]);
		CHECK(cpe_proportion_method_needs_counts((enum cpe_proportion_method) i) ==
		          (i == CPE_PROPORTION_MID_P || i == CPE_PROPORTION_WILSON_CC),
		      "counts for %s", proportion[i]);
	}
	for (int i = 0; i < 7; i++)
		CHECK(!cpe_proportion_method_by_name(no[i], &p) &&
		          !cpe_difference_method_by_name(no[i], &d) &&
		          !cpe_count_method_by_name(no[i], &c) && !cpe_mean_method_by_name(no[i], &m),
		      "\"%s\" is no method", no[i]);
	CHECK(cpe_difference_method_by_name("newcombe", &d) && d == CPE_DIFFERENCE_NEWCOMBE,
	      "newcombe");
	CHECK(cpe_difference_method_by_name("wald", &d) && d == CPE_DIFFERENCE_WALD, "wald");
	CHECK(cpe_difference_method_by_name("agresti_caffo", &d) && d == CPE_DIFFERENCE_AGRESTI_CAFFO,
	      "agresti_caffo");
	CHECK(cpe_count_method_by_name("exact", &c) && c == CPE_COUNT_EXACT, "exact");
	CHECK(cpe_count_method_by_name("byar", &c) && c == CPE_COUNT_BYAR, "byar");
	CHECK(cpe_count_method_by_name("phe", &c) && c == CPE_COUNT_PHE, "phe");
	CHECK(cpe_mean_method_by_name("t", &m) && m == CPE_MEAN_T, "t");
	CHECK(cpe_mean_method_by_name("normal", &m) && m == CPE_MEAN_NORMAL, "normal");
}

/* 1e-12, and what one unit in the last place of p is worth in a tail of the binomial, relative. */
static double
slack(double x, double n, double p)
{
	return 1e-12 + 2.3e-16 * (x + 1.0 + (n - x + 1.0) * p / (1.0 - p));
}

/* Every limit put back into the equation that defines it, for n from 1 to 1e9. */
static void
check_equations(void)
{
	static const double size[] = {1, 2, 3, 7, 30, 419, 5000, 1e6, 1e9};
	static const double level[] = {0.5, 0.9, 0.95, 0.998, 1.0 - 1e-9};

	unit_case("limits satisfy their equations");
	for (int i = 0; i < 9; i++)
		for (int j = 0; j < 5; j++)
			for (int k = 0; k <= 20; k++)
			{
				double n = size[i];
				double x = floor(n * k / 20.0);
				struct cpe_confidence conf = at_level(level[j]);
				double tail = 0.5 * conf.alpha;
				struct cpe_interval out;

				cpe_proportion_interval(CPE_PROPORTION_CLOPPER_PEARSON, x, n, &conf, &out);
				if (x > 0.0)
					RELATIVE(cpe_binomial_upper(x - 1.0, n, out.low), tail, slack(x, n, out.low),
					         "Clopper-Pearson low of %g of %g", x, n);
				if (x < n)
					RELATIVE(cpe_binomial_cdf(x, n, out.high), tail, slack(x, n, out.high),
					         "Clopper-Pearson high of %g of %g", x, n);

				cpe_proportion_interval(CPE_PROPORTION_MID_P, x, n, &conf, &out);
				if (x > 0.0)
					RELATIVE(
						cpe_binomial_upper(x, n, out.low) + 0.5 * cpe_binomial_pmf(x, n, out.low),
						tail, slack(x, n, out.low), "mid-P low of %g of %g at %g", x, n, level[j]);
				if (x < n)
					RELATIVE(cpe_binomial_cdf(x - 1.0, n, out.high) +
					             0.5 * cpe_binomial_pmf(x, n, out.high),
					         tail, slack(x, n, out.high), "mid-P high of %g of %g at %g", x, n,
					         level[j]);

				cpe_proportion_interval(CPE_PROPORTION_WILSON, x, n, &conf, &out);
				if (x > 0.0)
					RELATIVE(sqrt(n) * (x / n - out.low) / sqrt(out.low * (1.0 - out.low)), conf.z,
					         slack(x, n, out.low), "Wilson low of %g of %g", x, n);
				if (x < n)
					RELATIVE(sqrt(n) * (out.high - x / n) / sqrt(out.high * (1.0 - out.high)),
					         conf.z, slack(x, n, out.high), "Wilson high of %g of %g", x, n);

				cpe_count_interval(CPE_COUNT_EXACT, x, &conf, &out);
				if (x > 0.0)
					RELATIVE(cpe_poisson_upper(x - 1.0, out.low), tail, 1e-12 + 5e-16 * x,
					         "Garwood low of %g", x);
				RELATIVE(cpe_poisson_cdf(x, out.high), tail, 1e-12 + 5e-16 * out.high,
				         "Garwood high of %g", x);
			}
	unit_worst("relative");
}

static void
check_shape(void)
{
	static const double size[] = {1, 2, 3, 7, 30, 419, 1e6, 1e9};

	unit_case("order, mirror image, nesting, ends");
	for (int m = 0; m < 9; m++)
		for (int i = 0; i < 8; i++)
			for (int k = 0; k <= 20; k++)
			{
				enum cpe_proportion_method method = (enum cpe_proportion_method) m;
				double n = size[i];
				double x = floor(n * k / 20.0);
				struct cpe_confidence narrow = at_level(0.95);
				struct cpe_confidence wide = at_level(0.998);
				struct cpe_interval out;
				struct cpe_interval other;
				struct cpe_interval wider;

				if (!cpe_proportion_interval(method, x, n, &narrow, &out))
					continue;
				cpe_proportion_interval(method, n - x, n, &narrow, &other);
				cpe_proportion_interval(method, x, n, &wide, &wider);
				CHECK(out.low <= out.high, "method %d, %g of %g", m, x, n);
				if (method != CPE_PROPORTION_AGRESTI_COULL) /* its centre moves with z */
					CHECK(wider.low <= out.low && wider.high >= out.high, "method %d, %g of %g", m,
					      x, n);
				CHECK(out.low <= x / n + 1e-15 && out.high >= x / n - 1e-15,
				      "method %d, %g of %g holds the proportion", m, x, n);
				ABSOLUTE(out.low, 1.0 - other.high, 1e-14, "method %d, mirror of %g of %g", m, x,
				         n);
				if (method != CPE_PROPORTION_WALD && method != CPE_PROPORTION_AGRESTI_COULL)
					CHECK(out.low >= 0.0 && out.high <= 1.0, "method %d, %g of %g in range", m, x,
					      n);
				if (method != CPE_PROPORTION_AGRESTI_COULL && method != CPE_PROPORTION_ARCSINE)
					CHECK((x > 0.0 || out.low == 0.0) && (x < n || out.high == 1.0),
					      "method %d, ends of %g of %g", m, x, n);
			}
	unit_worst("absolute");

	unit_case("Wilson's ends are exact at every size and level");
	for (int n = 1; n <= 3000; n++)
		for (int j = 1; j < 20; j++)
		{
			struct cpe_confidence conf = at_level(j / 20.0);
			struct cpe_interval out;

			cpe_proportion_interval(CPE_PROPORTION_WILSON, 0, n, &conf, &out);
			CHECK(out.low == 0.0 && out.high > 0.0 && out.high < 1.0, "0 of %d", n);
			cpe_proportion_interval(CPE_PROPORTION_WILSON, n, n, &conf, &out);
			CHECK(out.high == 1.0 && out.low > 0.0 && out.low < 1.0, "%d of %d", n, n);
		}
}

static void
check_statuses(void)
{
	static const double value[] = {-INFINITY, -1e300, -1.0,  -1e-300,  0.0, 5e-324, 1e-300,
	                               0.3,       0.5,    1.0,   2.0,      2.5, 1e9,    1e15,
	                               1e200,     1e300,  1e308, INFINITY, NAN};
	static const double level[] = {1e-300, 1e-9, 0.95, 1.0 - 1e-16};
	struct cpe_confidence conf;
	struct cpe_interval out;

	unit_case("statuses and reasons");
	conf = at_level(0.95);
	CHECK(!cpe_proportion_interval(CPE_PROPORTION_WILSON, 0, 0, &conf, &out) &&
	          out.status == CPE_INTERVAL_NO_DATA && isnan(out.low) && isnan(out.high) &&
	          strcmp(cpe_interval_reason(out.status), "no responses") == 0,
	      "0 of 0");
	CHECK(!cpe_proportion_interval(CPE_PROPORTION_MID_P, 1.5, 3, &conf, &out) &&
	          out.status == CPE_INTERVAL_NOT_WHOLE,
	      "mid-P of 1.5");
	CHECK(!cpe_proportion_interval(CPE_PROPORTION_WILSON_CC, 1, 3.5, &conf, &out) &&
	          out.status == CPE_INTERVAL_NOT_WHOLE,
	      "Wilson-cc of 3.5");
	CHECK(!cpe_proportion_interval(CPE_PROPORTION_WALD, 4, 3, &conf, &out) &&
	          out.status == CPE_INTERVAL_INVALID,
	      "4 of 3");
	CHECK(cpe_proportion_interval(CPE_PROPORTION_WILSON, 1.5, 3.25, &conf, &out), "1.5 of 3.25");
	CHECK(!cpe_mean_interval(CPE_MEAN_T, 1, 1, 0, &conf, &out) &&
	          out.status == CPE_INTERVAL_TOO_FEW &&
	          strcmp(cpe_interval_reason(out.status), "needs at least two values") == 0,
	      "t without a degree of freedom");
	CHECK(cpe_mean_interval(CPE_MEAN_NORMAL, 1, 1, 0, &conf, &out), "normal without one");
	CHECK(cpe_mean_interval(CPE_MEAN_T, 1, 0, 5, &conf, &out) && out.low == 1.0 && out.high == 1.0,
	      "no spread");
	CHECK(!cpe_mean_interval(CPE_MEAN_T, NAN, 1, 5, &conf, &out) &&
	          !cpe_mean_interval(CPE_MEAN_T, 1, -1, 5, &conf, &out) &&
	          !cpe_mean_interval(CPE_MEAN_T, 1, NAN, 5, &conf, &out) &&
	          out.status == CPE_INTERVAL_INVALID,
	      "figures that are none");
	CHECK(cpe_count_interval(CPE_COUNT_BYAR, 0, &conf, &out) && isnan(out.low) && out.high > 0.0 &&
	          strcmp(out.low_reason, "no lower limit at zero events") == 0,
	      "Byar at 0");
	CHECK(cpe_count_interval(CPE_COUNT_PHE, 0, &conf, &out) && out.low == 0.0 && !out.low_reason,
	      "PHE at 0");
	conf = at_level(0.998);
	CHECK(cpe_count_interval(CPE_COUNT_BYAR, 1, &conf, &out) && isnan(out.low) &&
	          strcmp(out.low_reason, "lower limit below zero events") == 0,
	      "Byar at 1");
	CHECK(cpe_interval_reason(CPE_INTERVAL_OK) == NULL, "no reason when fine");
	for (int s = 1; s <= CPE_INTERVAL_INVALID; s++)
		CHECK(cpe_interval_reason((enum cpe_interval_status) s) != NULL, "reason %d", s);

	unit_case("extreme figures end with limits or a status");
	for (int l = 0; l < 4; l++)
	{
		conf = at_level(level[l]);
		for (int i = 0; i < 19; i++)
		{
			for (int c = 0; c < 3; c++)
			{
				bool good = cpe_count_interval((enum cpe_count_method) c, value[i], &conf, &out);

				CHECK(good == (out.status == CPE_INTERVAL_OK), "count status");
				/* a level of next to nothing leaves the two limits to rounding */
				CHECK(!good || (isnan(out.low) ? out.low_reason != NULL
				                               : out.low <= out.high * (1.0 + 1e-12)),
				      "count method %d of %g at %g: %g to %g", c, value[i], level[l], out.low,
				      out.high);
				CHECK(!good || out.high < INFINITY, "count method %d of %g: %g", c, value[i],
				      out.high);
			}
			for (int j = 0; j < 19; j++)
				for (int m = 0; m < 9; m++)
				{
					bool good = cpe_proportion_interval((enum cpe_proportion_method) m, value[i],
					                                    value[j], &conf, &out);

					CHECK(good == (out.status == CPE_INTERVAL_OK), "status");
					CHECK(good ? out.low <= out.high + 1e-12 * fabs(out.high)
					           : isnan(out.low) && isnan(out.high),
					      "method %d, %g of %g at %g: %g to %g", m, value[i], value[j], level[l],
					      out.low, out.high);
				}
		}
	}
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_proportions();
	check_wilson();
	check_differences();
	check_score_differences();
	check_welch();
	check_counts();
	check_means();
	check_confidence();
	check_names();
	check_equations();
	check_shape();
	check_statuses();
	return unit_end();
}
