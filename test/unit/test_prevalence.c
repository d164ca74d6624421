#include "cohort/prevalence.h"
#include "unit.h"

#include "base/distribution.h"

#include <math.h>
#include <string.h>

static const char *directory;

/* ln of n choose k, in long double. */
static long double
log_choose(int n, int k)
{
	return lgammal(n + 1.0L) - lgammal(k + 1.0L) - lgammal(n - k + 1.0L);
}

/* P(from <= X <= to) of n, summed by its definition. */
static long double
binomial_between(int from, int to, int n, long double p)
{
	long double sum = 0;

	for (int k = from < 0 ? 0 : from; k <= to && k <= n; k++)
		sum += p <= 0   ? k == 0
		       : p >= 1 ? k == n
		                : expl(log_choose(n, k) + k * logl(p) + (n - k) * log1pl(-p));
	return sum;
}

/*
 * Blaker's acceptability by its definition: the smaller tail at x, and the largest tail at the
 * other end that is no likelier.
 */
static long double
acceptability(int x, int n, long double p)
{
	long double upper = binomial_between(x, n, n, p);
	long double lower = binomial_between(0, x, n, p);
	long double tail = upper < lower ? upper : lower;
	long double other = 0;

	if (upper < lower)
		for (int k = 0; k < x && binomial_between(0, k, n, p) <= tail; k++)
			other = binomial_between(0, k, n, p);
	else
		for (int k = n; k > x && binomial_between(k, n, n, p) <= tail; k--)
			other = binomial_between(k, n, n, p);
	return tail + other;
}

/* Nothing below the lower limit is accepted, and what is just above it is; the same at the other
 * end. */
static void
check_blaker(void)
{
	static const double alpha[] = {0.05, 0.01, 0.1, 0.5};

	unit_case("Blaker's limits: every x of n up to 24, by the definition of acceptability");
	for (int n = 1; n <= 24; n += n < 8 ? 1 : 4)
		for (int x = 0; x <= n; x++)
			for (int a = 0; a < 4; a++)
			{
				double low;
				double high;
				double cp_low = x > 0 ? cpe_beta_quantile(alpha[a] / 2, x, n - x + 1) : 0;

				cpe_blaker_interval(x, n, alpha[a], &low, &high);
				CHECK(low >= cp_low - 1e-15 && low < high + 1e-15, "%d of %d: %g, %g", x, n, low,
				      high);
				CHECK(x > 0 || low == 0, "no lower limit at 0: %g", low);
				CHECK(x < n || high == 1, "no upper limit at n: %g", high);
				for (int step = 1; x > 0 && step <= 60; step++)
					CHECK(acceptability(x, n, low * step / 60.0L - 1e-13L) < alpha[a] + 1e-13,
					      "%d of %d at %d / 60 of %g", x, n, step, low);
				if (x > 0)
					CHECK(acceptability(x, n, low + 1e-12L) > alpha[a] - 1e-10,
					      "%d of %d above %.17g", x, n, low);
				if (x < n)
				{
					double turned_low;
					double turned_high;

					CHECK(acceptability(x, n, high - 1e-12L) > alpha[a] - 1e-10,
					      "%d of %d below %.17g", x, n, high);
					CHECK(acceptability(x, n, high + 1e-12L) < alpha[a] + 1e-10,
					      "%d of %d above %.17g", x, n, high);
					cpe_blaker_interval(n - x, n, alpha[a], &turned_low, &turned_high);
					ABSOLUTE(turned_low, 1 - high, 1e-15, "%d of %d turned", x, n);
				}
			}
	unit_worst("absolute");

	unit_case("Blaker's limits: samples of millions");
	for (double n = 1e3; n <= 1e9; n *= 100)
		for (double share = 0.001; share < 1; share += 0.499)
		{
			struct cpe_confidence conf;
			struct cpe_interval exact;
			double low;
			double high;

			cpe_confidence_from_level(0.95, &conf);
			cpe_proportion_interval(CPE_PROPORTION_CLOPPER_PEARSON, floor(share * n), n, &conf,
			                        &exact);
			cpe_blaker_interval(floor(share * n), n, conf.alpha, &low, &high);
			CHECK(low >= exact.low && high <= exact.high && low < share && high > share - 1 / n,
			      "%g of %g: %.12g, %.12g", share, n, low, high);
		}
}

/* Rogan and Gladen's estimate with limits of each method, of the reference table. */
static void
check_known(void)
{
	struct unit_table *table = unit_table_read(directory, "cohort/prevalence_known.csv");

	unit_case("accuracy known: published examples and R, to the digits they have");
	for (int i = 0; i < table->rows; i++)
	{
		double digit = pow(10, -unit_table_number(table, i, "decimals"));
		struct cpe_prevalence got;
		struct cpe_confidence conf;

		cpe_confidence_from_level(0.95, &conf);
		CHECK(cpe_prevalence_known(
				  unit_table_text(table, i, "method"), unit_table_number(table, i, "x"),
				  unit_table_number(table, i, "n"), unit_table_number(table, i, "sensitivity"),
				  unit_table_number(table, i, "specificity"), &conf, &got),
		      "method");
		ABSOLUTE(got.estimate, unit_table_number(table, i, "estimate"), digit / 2 * 1.000001,
		         "estimate of row %d", i);
		ABSOLUTE(got.low, unit_table_number(table, i, "low"), digit / 2 * 1.000001, "low of row %d",
		         i);
		ABSOLUTE(got.high, unit_table_number(table, i, "high"), digit / 2 * 1.000001,
		         "high of row %d", i);
		CHECK(got.status == NULL, "status");
	}
	unit_worst("absolute");
	unit_table_free(table);

	unit_case("accuracy known: of an algorithm without error the limits are those of the share");
	for (int x = 0; x <= 30; x += 5)
	{
		struct cpe_prevalence got;
		struct cpe_confidence conf;
		struct cpe_interval interval;

		cpe_confidence_from_level(0.9, &conf);
		cpe_prevalence_known("mid_p", x, 30, 1, 1, &conf, &got);
		cpe_proportion_interval(CPE_PROPORTION_MID_P, x, 30, &conf, &interval);
		CHECK(got.low == interval.low && got.high == interval.high && got.raw == x / 30.0 &&
		          got.estimate == got.raw,
		      "%d of 30", x);
	}

	unit_case("accuracy known: exact methods cover the truth at least as often as they say");
	{
		static const char *const methods[] = {"blaker", "clopper_pearson"};
		double least = 1;

		for (int m = 0; m < 2; m++)
			for (double truth = 0; truth <= 1; truth += 0.0625)
			{
				double positive = truth * 0.8 + (1 - truth) * 0.1;
				double covered = 0;
				struct cpe_confidence conf;

				cpe_confidence_from_level(0.95, &conf);
				for (int x = 0; x <= 40; x++)
				{
					struct cpe_prevalence got;

					cpe_prevalence_known(methods[m], x, 40, 0.8, 0.9, &conf, &got);
					if (got.low <= truth && truth <= got.high)
						covered += cpe_binomial_pmf(x, 40, positive);
				}
				CHECK(covered >= 0.95 - 1e-12, "%s at %g: %g", methods[m], truth, covered);
				least = fmin(least, covered);
			}
		printf("# least coverage %g\n", least);
	}
}

/* Lang and Reiczigel's limits. */
static void
check_estimated(void)
{
	struct unit_table *table = unit_table_read(directory, "cohort/prevalence_estimated.csv");

	unit_case("accuracy estimated: the formulas of the paper, evaluated in R");
	for (int i = 0; i < table->rows; i++)
	{
		struct cpe_validation se = {unit_table_number(table, i, "se_right"),
		                            unit_table_number(table, i, "se_n")};
		struct cpe_validation sp = {unit_table_number(table, i, "sp_right"),
		                            unit_table_number(table, i, "sp_n")};
		struct cpe_prevalence got;
		struct cpe_confidence conf;

		cpe_confidence_from_level(0.95, &conf);
		cpe_prevalence_estimated(unit_table_number(table, i, "x"), unit_table_number(table, i, "n"),
		                         &se, &sp, &conf, &got);
		ABSOLUTE(got.low, unit_table_number(table, i, "low"), 1e-13, "low of row %d", i);
		ABSOLUTE(got.high, unit_table_number(table, i, "high"), 1e-13, "high of row %d", i);
	}
	unit_worst("absolute");
	unit_table_free(table);

	unit_case("accuracy estimated: three samples of all sizes cover the truth about as often as "
	          "they say");
	{
		/* sensitivity 0.8 of 40, specificity 0.9 of 50, 200 people, every outcome weighed */
		for (double truth = 0.1; truth < 0.95; truth += 0.2)
		{
			double positive = truth * 0.8 + (1 - truth) * 0.1;
			double covered = 0;
			double seen = 0;
			struct cpe_confidence conf;

			cpe_confidence_from_level(0.95, &conf);
			for (int a = 20; a <= 40; a++)
				for (int b = 30; b <= 50; b++)
					for (int x = 0; x <= 200; x++)
					{
						struct cpe_validation se = {a, 40};
						struct cpe_validation sp = {b, 50};
						double weight = cpe_binomial_pmf(a, 40, 0.8) *
						                cpe_binomial_pmf(b, 50, 0.9) *
						                cpe_binomial_pmf(x, 200, positive);
						struct cpe_prevalence got;

						if (weight < 1e-12)
							continue;
						cpe_prevalence_estimated(x, 200, &se, &sp, &conf, &got);
						seen += weight;
						if (got.low <= truth && truth <= got.high)
							covered += weight;
					}
			CHECK(seen > 0.999 && covered / seen > 0.93 && covered / seen < 0.99, "at %g: %g",
			      truth, covered / seen);
		}
	}

	unit_case("accuracy estimated: as known, when the validation is endless");
	{
		struct cpe_validation se = {8e11, 1e12};
		struct cpe_validation sp = {9e11, 1e12};
		struct cpe_prevalence got;
		struct cpe_prevalence known;
		struct cpe_confidence conf;

		/* Agresti and Coull's limits, put right */
		cpe_confidence_from_level(0.95, &conf);
		cpe_prevalence_estimated(60, 200, &se, &sp, &conf, &got);
		cpe_prevalence_known("agresti_coull", 60, 200, 0.8, 0.9, &conf, &known);
		ABSOLUTE(got.low, known.low, 1e-9, "low");
		ABSOLUTE(got.high, known.high, 1e-9, "high");
		ABSOLUTE(got.estimate, known.estimate, 1e-15, "estimate");
	}
}

/* Positive and negative values from a table of people. */
static void
check_values(void)
{
	double ppv;
	double npv;

	unit_case("predictive values: of counted people");
	for (int with = 1; with <= 9; with += 2)
		for (int found = 0; found <= with; found++)
			for (int cleared = 0; cleared <= 7; cleared++)
			{
				int positive = found + 7 - cleared;
				int negative = cleared + with - found;

				cpe_predictive_values(with / (with + 7.0), (double) found / with, cleared / 7.0,
				                      &ppv, &npv);
				CHECK((positive == 0) == isnan(ppv) && (negative == 0) == isnan(npv), "%d %d %d",
				      with, found, cleared);
				if (positive > 0)
					ABSOLUTE(ppv, (double) found / positive, 1e-15, "ppv of %d %d %d", with, found,
					         cleared);
				if (negative > 0)
					ABSOLUTE(npv, (double) cleared / negative, 1e-15, "npv of %d %d %d", with,
					         found, cleared);
			}
	unit_worst("absolute");
}

/* What is not defined. */
static void
check_degenerate(void)
{
	struct cpe_prevalence got;
	struct cpe_confidence conf;
	struct cpe_validation one = {1, 1};
	struct cpe_validation many = {30, 100};

	unit_case("nobody, unknown methods, accuracies that say nothing");
	cpe_confidence_from_level(0.95, &conf);
	CHECK(cpe_prevalence_known("blaker", 0, 0, 0.9, 0.9, &conf, &got) && isnan(got.estimate) &&
	          isnan(got.low) && strcmp(got.status, "no responses") == 0,
	      "nobody");
	CHECK(!cpe_prevalence_known("Wilson", 1, 2, 0.9, 0.9, &conf, &got), "unknown method");
	CHECK(cpe_accuracy_usable(1, 0.01) && !cpe_accuracy_usable(0.5, 0.5) &&
	          !cpe_accuracy_usable(1.1, 0.5) && !cpe_accuracy_usable(0.9, -0.1) &&
	          !cpe_accuracy_usable(NAN, 0.9),
	      "usable accuracies");
	/* 1 of 1 and 30 of 100 add up to more than 1, with two answers added to each they do not */
	cpe_prevalence_estimated(5, 10, &one, &many, &conf, &got);
	CHECK(isnan(got.low) && got.status != NULL && isfinite(got.estimate), "samples too small");
	cpe_prevalence_estimated(0, 0, &many, &many, &conf, &got);
	CHECK(isnan(got.low) && isnan(got.estimate) && got.status != NULL, "nobody, estimated");
	CHECK(cpe_prevalence_method_needs_counts("blaker") &&
	          cpe_prevalence_method_needs_counts("mid_p") &&
	          !cpe_prevalence_method_needs_counts("wilson") &&
	          !cpe_prevalence_method_needs_counts("x"),
	      "methods of counts");
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_blaker();
	check_known();
	check_estimated();
	check_values();
	check_degenerate();
	return unit_end();
}
