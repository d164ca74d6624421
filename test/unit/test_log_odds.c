#include "benchmark/log_odds.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;

#define MOST_UNITS 400

struct sample
{
	size_t units;
	double x[MOST_UNITS];
	double n[MOST_UNITS];
	char name[MOST_UNITS][8];
};

static bool
fit(const struct sample *sample, int nodes, double sigma2, struct cpe_log_odds *model)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	cpe_arena_open_malloc(&arena);
	good = cpe_log_odds_fit(&arena, sample->x, sample->n, sample->units, nodes, sigma2, model,
	                        &problem);
	cpe_arena_close_malloc(&arena);
	return CHECK(good, "%s", problem.message);
}

/* ---- lme4 ---- */

/* The simulated counts of a case. */
static void
read_counts(const char *name, struct sample *sample)
{
	struct unit_table *table = unit_reference(directory, "funnelplotr");

	sample->units = 0;
	for (int i = 0; i < table->rows; i++)
		if (strncmp(unit_table_text(table, i, "cases"), "pr_", 3) == 0 &&
		    strcmp(unit_table_text(table, i, "cases") + 3, name) == 0)
		{
			sample->x[sample->units] = unit_table_number(table, i, "num");
			sample->n[sample->units] = unit_table_number(table, i, "den");
			snprintf(sample->name[sample->units++], sizeof(sample->name[0]), "%s",
			         unit_table_text(table, i, "unit"));
		}
	unit_table_free(table);
}

static void
check_effects(const char *name, int nodes, const struct sample *sample,
              const struct cpe_log_odds *model)
{
	struct unit_table *table = unit_table_read(directory, "adjust/lme4_effect.csv");
	int found = 0;

	for (int i = 0; i < table->rows; i++)
		for (size_t j = 0; j < sample->units; j++)
		{
			double mode;
			double variance;

			if (strcmp(unit_table_text(table, i, "case"), name) != 0 ||
			    unit_table_number(table, i, "nodes") != nodes ||
			    strcmp(unit_table_text(table, i, "organisation"), sample->name[j]) != 0)
				continue;
			found++;
			cpe_log_odds_mode(model, sample->x[j], sample->n[j], &mode, &variance);
			ABSOLUTE(mode, unit_table_number(table, i, "effect"), 1e-6, "%s: mode of %s", name,
			         sample->name[j]);
			RELATIVE(variance, unit_table_number(table, i, "variance"), 1e-6, "%s: variance of %s",
			         name, sample->name[j]);
		}
	CHECK(found >= 30, "%s: %d effects", name, found);
	unit_table_free(table);
}

static void
check_lme4(void)
{
	struct unit_table *table = unit_table_read(directory, "adjust/lme4_random_intercept.csv");

	unit_case("intercepts, variances and modes as lme4");
	CHECK(table->rows == 6, "%d rows", table->rows);
	for (int i = 0; i < table->rows; i++)
	{
		const char *name = unit_table_text(table, i, "case");
		int nodes = (int) unit_table_number(table, i, "nodes");
		double tolerance = nodes == 1 ? 1e-5 : 1e-6;
		struct cpe_log_odds model;
		struct sample sample;

		read_counts(name, &sample);
		if (!fit(&sample, nodes, NAN, &model))
			continue;
		CHECK(model.units == sample.units && model.reason == NULL, "%s: units", name);
		RELATIVE(model.intercept, unit_table_number(table, i, "intercept"), tolerance,
		         "%s, %d nodes: intercept", name, nodes);
		RELATIVE(model.sigma2, unit_table_number(table, i, "variance"), tolerance,
		         "%s, %d nodes: variance", name, nodes);
		/* with one node lme4's is rougher; od's exact one by differences in R */
		CHECK(unit_near_relative(model.intercept_se, unit_table_number(table, i, "se"),
		                         nodes == 1 ? 2e-4 : 1e-6),
		      "%s, %d nodes: standard error %.17g", name, nodes, model.intercept_se);
		if (nodes == 1 && strcmp(name, "od") == 0)
			RELATIVE(model.intercept_se, 0.0245327632847338, 1e-8, "standard error");
		/* with more nodes lme4's lacks a constant */
		if (nodes == 1)
			ABSOLUTE(model.log_likelihood, unit_table_number(table, i, "log_likelihood"), 1e-4,
			         "%s: log-likelihood", name);
		if (nodes > 1 && (nodes == 25 || strcmp(name, "small") == 0))
			check_effects(name, nodes, &sample, &model);
	}
	unit_table_free(table);
	unit_worst("relative or absolute");
}

/* ---- brute force ---- */

/*
 * The log-likelihood by adding up each unit's integrand over a fine grid (for a smooth function
 * that vanishes at both ends the sum is the integral to rounding): nothing of the kernel.
 */
static double
brute(const struct sample *sample, double intercept, double sigma)
{
	long double sum = 0;

	for (size_t j = 0; j < sample->units; j++)
	{
		long double x = sample->x[j];
		long double n = sample->n[j];
		long double integral = 0;
		long double coefficient = lgammal(n + 1) - lgammal(x + 1) - lgammal(n - x + 1);

		for (int i = -12000; i <= 12000; i++)
		{
			long double b = i / 1000.0L;
			long double eta = intercept + sigma * b;

			integral += expl(coefficient + x * eta - n * log1pl(expl(eta)) - b * b / 2);
		}
		sum += logl(integral / 1000 / sqrtl(2 * acosl(-1)));
	}
	return (double) sum;
}

static void
make_sample(struct sample *sample, int units, int least, int more, double intercept, double sigma)
{
	sample->units = units;
	for (int j = 0; j < units; j++)
	{
		double effect = -6;

		for (int i = 0; i < 12; i++)
			effect += unit_random();
		sample->x[j] = 0;
		sample->n[j] = least + (int) (unit_random() * (more + 1));
		for (int i = 0; i < sample->n[j]; i++)
			sample->x[j] += unit_random() < 1 / (1 + exp(-intercept - sigma * effect));
	}
}

static void
check_brute(void)
{
	static const double sigma[] = {0.3, 0.8, 1.5, 0.1, 1.1};

	unit_case("the likelihood and its maximum by brute force");
	for (int turn = 0; turn < 5; turn++)
	{
		struct cpe_log_odds model;
		struct sample sample;
		double s;

		make_sample(&sample, turn == 4 ? 40 : 12, turn == 4 ? 2 : 5, turn == 4 ? 9 : 60, turn - 1.5,
		            sigma[turn]);
		if (!fit(&sample, 50, NAN, &model))
			continue;
		CHECK(model.reason == NULL && model.sigma2 > 0, "%d: a variance", turn);
		s = sqrt(model.sigma2);
		ABSOLUTE(model.log_likelihood, brute(&sample, model.intercept, s), 1e-9,
		         "%d: log-likelihood", turn);
		for (int i = -1; i <= 1; i++)
			for (int k = -1; k <= 1; k++)
				CHECK((i == 0 && k == 0) || brute(&sample, model.intercept + 1e-3 * i,
				                                  s * (1 + 1e-3 * k)) < model.log_likelihood,
				      "%d: higher at %d %d", turn, i, k);
	}
	unit_worst("absolute");
}

/* ---- properties ---- */

static bool
same(const struct cpe_log_odds *one, const struct cpe_log_odds *other)
{
	return one->intercept == other->intercept && one->intercept_se == other->intercept_se &&
	       one->sigma2 == other->sigma2 && one->log_likelihood == other->log_likelihood;
}

static void
check_order(void)
{
	struct cpe_log_odds model;
	struct cpe_log_odds again;
	struct sample sample;

	unit_case("the same to the bit in any order, and with units that have no answers");
	make_sample(&sample, 60, 3, 9, 0.7, 0.9);
	fit(&sample, 10, NAN, &model);
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
		fit(&sample, 10, NAN, &again);
		CHECK(same(&model, &again) && again.units == 60, "turn %d", turn);
	}
	sample.x[sample.units] = sample.n[sample.units] = 0;
	sample.units++;
	fit(&sample, 10, NAN, &again);
	CHECK(same(&model, &again) && again.units == 60, "without answers");
}

static void
check_given(void)
{
	struct cpe_log_odds model;
	struct cpe_log_odds given;
	struct sample sample;

	unit_case("a variance that is given");
	make_sample(&sample, 40, 5, 50, -0.7, 0.6);
	fit(&sample, 20, NAN, &model);
	fit(&sample, 20, model.sigma2, &given);
	ABSOLUTE(given.intercept, model.intercept, 1e-7, "the estimate, given: intercept");
	ABSOLUTE(given.log_likelihood, model.log_likelihood, 1e-10, "log-likelihood");
	CHECK(given.sigma2 == model.sigma2 && given.intercept_se <= model.intercept_se * (1 + 1e-9),
	      "as given");
	fit(&sample, 50, 1.7, &given);
	ABSOLUTE(given.log_likelihood, brute(&sample, given.intercept, sqrt(1.7)), 1e-9, "another");
	CHECK(brute(&sample, given.intercept + 1e-3, sqrt(1.7)) < given.log_likelihood &&
	          brute(&sample, given.intercept - 1e-3, sqrt(1.7)) < given.log_likelihood,
	      "its maximum");
	fit(&sample, 20, 0, &given);
	ABSOLUTE(given.log_likelihood, brute(&sample, given.intercept, 0), 1e-9, "none");
}

/* What there is to say when there is little. */
static void
check_few(void)
{
	static const struct
	{
		struct sample sample;
		const char *reason;
		double sigma2;
		double intercept;
	} few[] = {
		{{0, {0}, {0}, {""}}, "no responses", NAN, NAN},
		{{2, {0, 0}, {0, 0}, {""}}, "no responses", NAN, NAN},
		{{3, {5, 7, 9}, {5, 7, 9}, {""}}, "all answers are alike", 0, NAN},
		{{3, {0, 0, 0}, {5, 7, 9}, {""}}, "all answers are alike", 0, NAN},
		{{1, {3}, {5}, {""}}, "needs at least two units", NAN, 0.40546510810816438},
		{{3, {1, 0, 1}, {1, 1, 1}, {""}}, "no unit has two answers", NAN, 0.69314718055994531},
		{{3, {4, 0, 3}, {4, 2, 3}, {""}}, "each unit's answers are alike", NAN, NAN},
		{{2, {3, 6}, {5, 10}, {""}}, NULL, 0, 0.40546510810816438}};

	unit_case("few units, answers alike, no spread");
	for (size_t i = 0; i < sizeof(few) / sizeof(few[0]); i++)
	{
		struct cpe_log_odds model;
		double mode;
		double variance;

		fit(&few[i].sample, 10, NAN, &model);
		CHECK(few[i].reason ? model.reason && strcmp(model.reason, few[i].reason) == 0
		                    : model.reason == NULL,
		      "%zu: %s", i, model.reason ? model.reason : "none");
		ABSOLUTE(model.sigma2, few[i].sigma2, 0, "%zu: variance", i);
		ABSOLUTE(model.intercept, few[i].intercept, 1e-15, "%zu: intercept", i);
		cpe_log_odds_mode(&model, 1, 2, &mode, &variance);
		CHECK(few[i].reason ? isnan(mode) && isnan(variance) : mode == 0 && variance == 0,
		      "%zu: mode %g %g", i, mode, variance);
	}
}

/* n beyond what doubles can add up to the last answer, and units at 0 and 100 % among others. */
static void
check_large(void)
{
	const struct sample huge = {3, {5e14, 6e14, 7e14}, {1e15, 1e15, 1e15}, {""}};
	const struct sample ends = {4, {900, 0, 450, 37}, {900, 800, 900, 41}, {""}};
	struct cpe_log_odds model;
	double logit[3] = {0, log(1.5), log(7.0 / 3)};
	double mean = (logit[0] + logit[1] + logit[2]) / 3;
	double variance = 0;
	double mode;

	unit_case("very many answers; units at both ends");
	fit(&huge, 10, NAN, &model);
	for (int i = 0; i < 3; i++)
		variance += (logit[i] - mean) * (logit[i] - mean) / 3;
	/* log odds are as good as known: maximum likelihood of a normal sample */
	RELATIVE(model.intercept, mean, 1e-7, "intercept");
	RELATIVE(model.sigma2, variance, 1e-7, "variance");
	RELATIVE(model.intercept_se, sqrt(variance / 3), 1e-6, "standard error");
	fit(&ends, 10, NAN, &model);
	CHECK(model.reason == NULL && model.sigma2 > 1 && isfinite(model.intercept_se), "ends: %g %g",
	      model.intercept, model.sigma2);
	cpe_log_odds_mode(&model, 0, 800, &mode, &variance);
	ABSOLUTE(mode, model.sigma2 * -800 / (1 + exp(-model.intercept - mode)), 1e-9, "mode at 0 %%");
	cpe_log_odds_mode(&model, 0, 0, &mode, &variance);
	CHECK(mode == 0, "mode %g", mode);
	RELATIVE(variance, model.sigma2, 1e-15, "without answers");
}

/* Anything whole is answered; nothing else is. */
static void
check_hostile(void)
{
	static const double bad[][2] = {{-1, 3},       {4, 3},     {1.5, 3},
	                                {1, 2.5},      {NAN, 3},   {1, NAN},
	                                {1, INFINITY}, {1, 1e300}, {INFINITY, INFINITY}};
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_log_odds model;

	unit_case("any figures");
	for (int turn = 0; turn < 200; turn++)
	{
		struct sample sample;

		make_sample(&sample, 2 + (int) (30 * unit_random()), 1, 1 + (int) (500 * unit_random()),
		            3 * unit_random(), 1.5 * unit_random());
		fit(&sample, 1 + (int) (unit_random() * 12), NAN, &model);
		CHECK(model.reason == NULL || strcmp(model.reason, "no maximum found") != 0,
		      "turn %d: no maximum of likely figures", turn);
	}
	for (int turn = 0; turn < 2000; turn++)
	{
		struct sample sample;

		sample.units = (size_t) (unit_random() * 6);
		for (size_t j = 0; j < sample.units; j++)
		{
			double n = floor(exp(unit_random() * unit_random() * 36));

			sample.n[j] = unit_random() < 0.1 ? 0 : n;
			sample.x[j] = unit_random() < 0.2   ? 0
			              : unit_random() < 0.2 ? sample.n[j]
			                                    : floor(unit_random() * sample.n[j]);
		}
		fit(&sample, 1 + (int) (unit_random() * 12),
		    unit_random() < 0.7 ? NAN : 100 * unit_random(), &model);
		CHECK(model.reason != NULL || (isfinite(model.intercept) && model.intercept_se > 0 &&
		                               model.sigma2 >= 0 && isfinite(model.log_likelihood)),
		      "turn %d: %g %g %g %g", turn, model.intercept, model.intercept_se, model.sigma2,
		      model.log_likelihood);
	}
	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		CHECK(!cpe_log_odds_fit(&arena, &bad[i][0], &bad[i][1], 1, 10, NAN, &model, &problem) &&
		          problem.code == CPE_INVALID,
		      "%g of %g", bad[i][0], bad[i][1]);
	}
	CHECK(!cpe_log_odds_fit(&arena, NULL, NULL, 0, 65, NAN, &model, &problem), "65 nodes");
	CHECK(!cpe_log_odds_fit(&arena, NULL, NULL, 0, 0, NAN, &model, &problem), "no node");
	CHECK(!cpe_log_odds_fit(&arena, NULL, NULL, 0, 10, -1, &model, &problem), "variance");
	cpe_arena_close_malloc(&arena);
}

static void
check_stop(void)
{
	struct cpe_problem problem;
	struct cpe_log_odds model;
	struct cpe_arena arena;
	struct sample sample;
	bool good = false;
	int polls = 0;

	unit_case("stops when told, and without memory");
	make_sample(&sample, 300, 5, 300, 0.5, 0.7);
	for (; !good && polls < 1000; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		good = cpe_log_odds_fit(&arena, sample.x, sample.n, sample.units, 1, NAN, &model, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(good || problem.code == CPE_CANCELLED, "%s", problem.message);
	}
	CHECK(good && polls > 10, "after %d polls", polls);
	good = false;
	for (int allocs = 0; !good && allocs < 10; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		good = cpe_log_odds_fit(&arena, sample.x, sample.n, sample.units, 1, NAN, &model, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(good ? allocs >= 2 : problem.code == CPE_NO_MEMORY, "%d allocations", allocs);
	}
	CHECK(good, "with memory");
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(19);
	check_lme4();
	check_brute();
	check_order();
	check_given();
	check_few();
	check_large();
	check_hostile();
	check_stop();
	return unit_end();
}
