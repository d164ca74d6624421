#include "base/interval.h"
#include "benchmark/beta_binomial.h"
#include "benchmark/funnel.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_UNITS 400

struct sample
{
	size_t units;
	double x[MOST_UNITS];
	double n[MOST_UNITS];
};

static bool
fit(const struct sample *sample, double mean, struct cpe_beta_binomial *model)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	cpe_arena_open_malloc(&arena);
	good =
		cpe_beta_binomial_fit(&arena, sample->x, sample->n, sample->units, mean, model, &problem);
	cpe_arena_close_malloc(&arena);
	return CHECK(good, "%s", problem.message);
}

/* ---- brute force, from the definition in long double ---- */

static long double
log_beta(long double a, long double b)
{
	return lgammal(a) + lgammal(b) - lgammal(a + b);
}

static long double
log_mass(double x, double n, double mean, double rho)
{
	long double sum = 1 / (long double) rho - 1;
	long double a = mean * sum;
	long double b = (1 - (long double) mean) * sum;

	return lgammal((long double) n + 1) - lgammal((long double) x + 1) -
	       lgammal((long double) n - x + 1) + log_beta(x + a, n - x + b) - log_beta(a, b);
}

static double
brute(const struct sample *sample, double mean, double rho)
{
	long double sum = 0;

	for (size_t j = 0; j < sample->units; j++)
		sum += log_mass(sample->x[j], sample->n[j], mean, rho);
	return (double) sum;
}

/* A beta variate of two shapes, as a share of exponentials (whole shapes). */
static double
random_beta(int a, int b)
{
	double up = 0;
	double down = 0;

	for (int i = 0; i < a; i++)
		up -= log(1 - unit_random());
	for (int i = 0; i < b; i++)
		down -= log(1 - unit_random());
	return up / (up + down);
}

static void
make_sample(struct sample *sample, int units, int least, int more, int a, int b)
{
	sample->units = units;
	for (int j = 0; j < units; j++)
	{
		double p = random_beta(a, b);

		sample->x[j] = 0;
		sample->n[j] = least + (int) (unit_random() * (more + 1));
		for (int i = 0; i < sample->n[j]; i++)
			sample->x[j] += unit_random() < p;
	}
}

/* ---- the fit ---- */

/* The likelihood is that of the definition, and none near is higher. */
static void
check_summit(const struct sample *sample, const struct cpe_beta_binomial *model, bool given,
             const char *what, int turn)
{
	ABSOLUTE(model->log_likelihood, brute(sample, model->mean, model->rho), 1e-9,
	         "%s %d: log-likelihood", what, turn);
	for (int i = -1; i <= 1; i++)
		for (int k = -1; k <= 1; k++)
			if (given ? i == 0 && k != 0 : i != 0 || k != 0)
				CHECK(brute(sample, model->mean * (1 + 1e-3 * i * (1 - model->mean)),
				            model->rho * (1 + 1e-3 * k)) < model->log_likelihood,
				      "%s %d: higher at %d %d", what, turn, i, k);
}

static void
check_fit(void)
{
	static const int shape[][2] = {{8, 2}, {60, 20}, {1, 1}, {3, 30}, {90, 9}, {1, 4}};

	unit_case("likelihood and maximum against the definition");
	for (int turn = 0; turn < 60; turn++)
	{
		const int *ab = shape[turn % 6];
		struct cpe_beta_binomial model;
		struct sample sample;

		make_sample(&sample, 20 + turn, 1 + turn % 4, turn % 5 == 0 ? 3000 : 90, ab[0], ab[1]);
		if (!fit(&sample, NAN, &model))
			continue;
		CHECK(model.units == sample.units && model.reason == NULL, "turn %d: %s", turn,
		      model.reason);
		if (model.rho > 0)
			check_summit(&sample, &model, false, "free", turn);
		fit(&sample, 0.3, &model);
		CHECK(model.mean == 0.3 && model.rho > 0, "turn %d: mean given", turn);
		check_summit(&sample, &model, true, "given", turn);
	}
	unit_worst("absolute");
}

/*
 * Figures of R 4.2.2 (optim over lchoose and lbeta) for a small sample; its own optimiser is good
 * to about 1e-6.
 */
static void
check_r(void)
{
	const struct sample sample = {6, {3, 14, 8, 30, 21, 2}, {9, 16, 12, 33, 40, 8}};
	struct cpe_beta_binomial model;

	unit_case("a sample as R has it");
	fit(&sample, NAN, &model);
	RELATIVE(model.mean, 0.6169721993216656, 1e-6, "mean");
	RELATIVE(model.rho, 0.1830770676479198, 1e-5, "rho");
	ABSOLUTE(model.log_likelihood, -16.2378821318256250, 1e-9, "log-likelihood");
}

/* Less spread than chance gives: rho is 0 and the mean the share of all answers. */
static void
check_binomial(void)
{
	struct sample sample = {5, {3, 6, 9, 12, 30}, {5, 10, 15, 20, 50}};
	struct cpe_beta_binomial model;

	unit_case("no more spread than chance gives");
	fit(&sample, NAN, &model);
	CHECK(model.rho == 0 && model.mean == 0.6 && model.reason == NULL, "%g %g", model.mean,
	      model.rho);
	ABSOLUTE(model.log_likelihood, brute(&sample, 0.6, 1e-9), 1e-6, "log-likelihood");
	fit(&sample, 0.59, &model);
	CHECK(model.rho == 0 && model.mean == 0.59, "given: %g", model.rho);
}

static void
check_few(void)
{
	static const struct
	{
		struct sample sample;
		double given;
		const char *reason;
		double mean;
		double rho;
	} few[] = {{{0, {0}, {0}}, NAN, "no responses", NAN, NAN},
	           {{1, {0}, {0}}, 0.4, "no responses", 0.4, NAN},
	           {{2, {4, 5}, {4, 5}}, NAN, "all answers are alike", 1, NAN},
	           {{2, {0, 0}, {4, 5}}, NAN, "all answers are alike", 0, NAN},
	           {{2, {4, 5}, {4, 5}}, 0.5, NULL, 0.5, 1},
	           {{1, {2}, {5}}, NAN, "needs at least two units", 0.4, NAN},
	           {{3, {1, 0, 1}, {1, 1, 1}}, NAN, "no unit has two answers", 2.0 / 3, NAN},
	           {{3, {1, 0, 1}, {1, 1, 1}}, 0.5, "no unit has two answers", 0.5, NAN},
	           {{3, {4, 0, 1}, {4, 2, 1}}, NAN, NULL, 2.0 / 3, 1}};

	unit_case("few units, answers alike");
	for (size_t i = 0; i < sizeof(few) / sizeof(few[0]); i++)
	{
		struct cpe_beta_binomial model;

		fit(&few[i].sample, few[i].given, &model);
		CHECK(few[i].reason ? model.reason && strcmp(model.reason, few[i].reason) == 0
		                    : model.reason == NULL,
		      "%zu: %s", i, model.reason ? model.reason : "none");
		ABSOLUTE(model.mean, few[i].mean, 1e-15, "%zu: mean", i);
		ABSOLUTE(model.rho, few[i].rho, 0, "%zu: rho", i);
	}
}

static void
check_order(void)
{
	struct cpe_beta_binomial model;
	struct cpe_beta_binomial again;
	struct sample sample;

	unit_case("the same to the bit in any order");
	make_sample(&sample, 80, 2, 40, 6, 3);
	fit(&sample, NAN, &model);
	for (int turn = 0; turn < 20; turn++)
	{
		for (size_t j = sample.units - 1; j > 0; j--)
		{
			size_t k = (size_t) (unit_random() * (double) (j + 1));
			double x = sample.x[j];
			double n = sample.n[j];

			sample.x[j] = sample.x[k];
			sample.n[j] = sample.n[k];
			sample.x[k] = x;
			sample.n[k] = n;
		}
		fit(&sample, NAN, &again);
		CHECK(again.mean == model.mean && again.rho == model.rho &&
		          again.log_likelihood == model.log_likelihood,
		      "turn %d", turn);
	}
}

/* ---- limits ---- */

/* The interpolated quantile from the definition: probabilities added up from 0. */
static double
brute_limit(double mean, double rho, double n, double tail)
{
	long double sum = 0;

	for (int k = 0; k <= n; k++)
	{
		long double mass = expl(log_mass(k, n, mean, rho));

		sum += mass;
		if (sum > tail)
			return (double) (k - (sum - tail) / mass) / n;
	}
	return 1;
}

static bool
limits(double mean, double rho, double n, double level, double *low, double *high)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_confidence conf;
	struct cpe_arena arena;
	bool good;

	cpe_confidence_from_level(level, &conf);
	cpe_arena_open_malloc(&arena);
	good = cpe_beta_binomial_limits(&arena, mean, rho, n, &conf, low, high, &problem);
	cpe_arena_close_malloc(&arena);
	return CHECK(good, "%s", problem.message);
}

static void
check_limits(void)
{
	static const double mean[] = {0.5, 0.77, 0.98, 0.03};
	static const double rho[] = {1e-6, 0.002, 0.02, 0.2, 0.7, 0.999};
	/* added up one by one to 4096, integrated beyond */
	static const double n[] = {1, 2, 7, 30, 419, 2500, 4096, 4097, 6000, 20000};

	unit_case("limits against the definition");
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 6; j++)
			for (int k = 0; k < 10; k++)
				for (int l = 0; l < 2; l++)
				{
					double tail = l ? 0.001 : 0.025;
					double low;
					double high;

					limits(mean[i], rho[j], n[k], 1 - 2 * tail, &low, &high);
					ABSOLUTE(low, fmax(0, brute_limit(mean[i], rho[j], n[k], tail)), 1e-9,
					         "low of %g %g %g", mean[i], rho[j], n[k]);
					ABSOLUTE(high, fmax(0, brute_limit(mean[i], rho[j], n[k], 1 - tail)), 1e-9,
					         "high of %g %g %g", mean[i], rho[j], n[k]);
				}
	unit_worst("absolute");
}

/* At its ends the distribution is the binomial, or one answer; very many answers are the beta's. */
static void
check_ends(void)
{
	struct cpe_confidence conf;
	struct cpe_problem problem;
	double low;
	double high;
	double exact_low;
	double exact_high;

	unit_case("limits where rho is 0 or 1, and of very many answers");
	cpe_confidence_from_level(0.95, &conf);
	for (double n = 1; n < 1e7; n = floor(n * 3.7))
	{
		cpe_funnel_limits(CPE_FUNNEL_PROPORTION, CPE_FUNNEL_EXACT, 0.8, n, NAN, &conf, &exact_low,
		                  &exact_high, &problem);
		limits(0.8, 0, n, 0.95, &low, &high);
		CHECK(low == exact_low && high == exact_high, "binomial of %g", n);
		limits(0.8, 1e-13, n, 0.95, &low, &high);
		ABSOLUTE(low, exact_low, 1e-9, "nearly binomial of %g", n);
		ABSOLUTE(high, exact_high, 1e-9, "nearly binomial of %g", n);
		limits(0.8, 1, n, 0.95, &low, &high);
		CHECK(low == 0, "one answer of %g: low", n);
		ABSOLUTE(high, (n - 0.03125) / n, 1e-15, "one answer of %g: high", n);
		cpe_funnel_limits(CPE_FUNNEL_PROPORTION, CPE_FUNNEL_EXACT, 1, n, NAN, &conf, &exact_low,
		                  &exact_high, &problem);
		limits(1, 0.3, n, 0.95, &low, &high);
		CHECK(low == exact_low && high == exact_high, "mean 1 of %g", n);
	}
	/* R's qbeta(c(.025, .975), .8 * 99, .2 * 99) */
	limits(0.8, 0.01, 4e15, 0.95, &low, &high);
	ABSOLUTE(low, 0.7161908487351296, 1e-9, "beta");
	ABSOLUTE(high, 0.8723422749147847, 1e-9, "beta");
}

static void
check_refused(void)
{
	static const double bad[][3] = {{-0.1, 0.1, 5},  {1.1, 0.1, 5},   {NAN, 0.1, 5},
	                                {0.5, -1, 5},    {0.5, 1.1, 5},   {0.5, NAN, 5},
	                                {0.5, 0.1, 0},   {0.5, 0.1, 2.5}, {0.5, 0.1, -3},
	                                {0.5, 0.1, NAN}, {0.5, 0.1, 1e16}};
	struct cpe_beta_binomial model;
	struct cpe_confidence conf;
	struct cpe_problem problem;
	struct cpe_arena arena;
	double x = 3;
	double n = 2;

	unit_case("what is refused, and any figures that are not");
	cpe_confidence_from_level(0.998, &conf);
	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		double low;
		double high;

		CHECK(!cpe_beta_binomial_limits(&arena, bad[i][0], bad[i][1], bad[i][2], &conf, &low, &high,
		                                &problem) &&
		          problem.code == CPE_INVALID,
		      "%g %g %g", bad[i][0], bad[i][1], bad[i][2]);
	}
	for (int turn = 0; turn < 60; turn++)
	{
		static const double size[] = {2, 100, 5000, 1e9, 9007199254740992.0};
		static const double rho[] = {1e-9, 0.5, 0.999, 1 - 1e-15};
		double mean = turn < 40 ? (turn < 20 ? 1e-300 : 5e-324) : 1e-250;
		double low;
		double high;

		limits(mean, rho[turn / 5 % 4], size[turn % 5], 0.95, &low, &high);
		CHECK(low >= 0 && low <= high && high < 1e-9, "mean %g, turn %d: %g to %g", mean, turn, low,
		      high);
	}
	CHECK(!cpe_beta_binomial_fit(&arena, &x, &n, 1, NAN, &model, &problem), "3 of 2");
	CHECK(!cpe_beta_binomial_fit(&arena, &x, &n, 0, 1, &model, &problem), "mean 1");
	cpe_arena_close_malloc(&arena);
	for (int turn = 0; turn < 3000; turn++)
	{
		struct sample sample;
		double low;
		double high;

		sample.units = (size_t) (unit_random() * 6);
		for (size_t j = 0; j < sample.units; j++)
		{
			sample.n[j] = floor(exp(unit_random() * unit_random() * (turn % 2 ? 36 : 16)));
			sample.x[j] = unit_random() < 0.2   ? 0
			              : unit_random() < 0.2 ? sample.n[j]
			                                    : floor(unit_random() * sample.n[j]);
		}
		fit(&sample, unit_random() < 0.7 ? NAN : 0.001 + 0.998 * unit_random(), &model);
		CHECK(model.reason != NULL || (model.mean > 0 && model.mean < 1 && model.rho >= 0 &&
		                               model.rho <= 1 && isfinite(model.log_likelihood)),
		      "turn %d: %g %g %g", turn, model.mean, model.rho, model.log_likelihood);
		CHECK(turn % 2 || model.reason == NULL || strcmp(model.reason, "no maximum found") != 0,
		      "turn %d: no maximum", turn);
		if (model.reason == NULL)
		{
			limits(model.mean, model.rho, fmax(1, sample.n[0]), 0.95, &low, &high);
			CHECK(low >= 0 && low <= high && high <= 1, "turn %d: %g to %g", turn, low, high);
		}
	}
}

static void
check_stop(void)
{
	struct cpe_beta_binomial model;
	struct cpe_confidence conf;
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct sample sample;
	bool good = false;
	double low;
	double high;
	int polls = 0;

	unit_case("stops when told, and without memory");
	cpe_confidence_from_level(0.95, &conf);
	make_sample(&sample, 300, 5, 30, 8, 4);
	for (; !good && polls < 1000; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		good = cpe_beta_binomial_fit(&arena, sample.x, sample.n, sample.units, NAN, &model,
		                             &problem) &&
		       cpe_beta_binomial_limits(&arena, 0.7, 0.001, 1e6, &conf, &low, &high, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(good || problem.code == CPE_CANCELLED, "%s", problem.message);
	}
	CHECK(good && polls > 10, "after %d polls", polls);
	unit_arena_open(&arena, -1, 0);
	CHECK(!cpe_beta_binomial_fit(&arena, sample.x, sample.n, sample.units, NAN, &model, &problem) &&
	          problem.code == CPE_NO_MEMORY,
	      "no memory");
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	srandom(77);
	check_fit();
	check_r();
	check_binomial();
	check_few();
	check_order();
	check_limits();
	check_ends();
	check_refused();
	check_stop();
	return unit_end();
}
