#include "benchmark/variance_components.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;

#define MOST_UNITS 400

struct sample
{
	size_t units;
	struct cpe_component_unit unit[MOST_UNITS];
};

static bool
fit(const struct sample *sample, enum cpe_components method, double between,
    struct cpe_variance_components *found)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	cpe_arena_open_malloc(&arena);
	good = cpe_variance_components(&arena, method, sample->unit, sample->units, between, found,
	                               &problem);
	cpe_arena_close_malloc(&arena);
	return CHECK(good, "%s", problem.message);
}

/* ---- R ---- */

static void
check_lme4(void)
{
	struct unit_table *units = unit_table_read(directory, "benchmark/lmm_unit.csv");
	struct unit_table *table = unit_table_read(directory, "benchmark/lmm_components.csv");
	struct sample sample = {(size_t) units->rows, {{0, 0, 0}}};

	unit_case("analysis of variance, REML and ML as R");
	for (int i = 0; i < units->rows; i++)
	{
		double n = unit_table_number(units, i, "n");
		double total = unit_table_number(units, i, "total");

		sample.unit[i] = (struct cpe_component_unit){
			n, total / n, unit_table_number(units, i, "squares") - total * total / n};
	}
	CHECK(units->rows == 60 && table->rows == 3, "%d %d", units->rows, table->rows);
	for (int i = 0; i < table->rows; i++)
	{
		const char *name = unit_table_text(table, i, "method");
		enum cpe_components method = CPE_COMPONENTS_ANOVA;
		struct cpe_variance_components found;
		double tolerance;

		while (strcmp(cpe_components_words[method], name) != 0)
			method++;
		tolerance = method == CPE_COMPONENTS_ANOVA ? 1e-12 : 1e-6;
		fit(&sample, method, NAN, &found);
		RELATIVE(found.mean, unit_table_number(table, i, "mean"), tolerance, "%s: mean", name);
		RELATIVE(found.between, unit_table_number(table, i, "between_units"), tolerance,
		         "%s: between", name);
		RELATIVE(found.within, unit_table_number(table, i, "within_units"), tolerance, "%s: within",
		         name);
		RELATIVE(found.icc, unit_table_number(table, i, "icc"), tolerance, "%s: icc", name);
		RELATIVE(found.n0, unit_table_number(table, i, "n0"), 1e-12, "%s: n0", name);
		RELATIVE(found.f, unit_table_number(table, i, "f"), 1e-12, "%s: f", name);
		RELATIVE(found.p, unit_table_number(table, i, "p"), 1e-10, "%s: p", name);
		CHECK(found.units == 60 && found.answers == 4212 && found.reason == NULL, "%s", name);
		/* logLik of nlme's lme (R 4.2.2) */
		if (method == CPE_COMPONENTS_REML)
			ABSOLUTE(found.log_likelihood, -18457.4625807162, 1e-7, "REML: log-likelihood");
		if (method == CPE_COMPONENTS_ML)
			ABSOLUTE(found.log_likelihood, -18457.6824925210, 1e-7, "ML: log-likelihood");
	}
	unit_table_free(units);
	unit_table_free(table);
	unit_worst("relative");
}

/* ---- brute force, from the multivariate normal density ---- */

/* The log-likelihood of all answers at these variances, over the mean in closed form. */
static double
brute(const struct sample *sample, enum cpe_components method, double between, double within)
{
	long double weights = 0;
	long double mean = 0;
	long double sum = 0;
	long double answers = 0;

	for (size_t i = 0; i < sample->units; i++)
	{
		long double w = 1 / (between + within / (long double) sample->unit[i].n);

		weights += w;
		mean += w * sample->unit[i].mean;
	}
	mean /= weights;
	for (size_t i = 0; i < sample->units; i++)
	{
		const struct cpe_component_unit *unit = &sample->unit[i];
		long double own = within + unit->n * (long double) between; /* the odd eigenvalue */

		sum += (unit->n - 1) * logl(within) + logl(own) + unit->within / (long double) within +
		       unit->n * (unit->mean - mean) * (unit->mean - mean) / own;
		answers += unit->n;
	}
	if (method == CPE_COMPONENTS_REML)
	{
		sum += logl(weights);
		answers -= 1;
	}
	return (double) (-(answers * logl(2 * acosl(-1)) + sum) / 2);
}

static void
make_sample(struct sample *sample, int units, int most, double deviation)
{
	sample->units = (size_t) units;
	for (int i = 0; i < units; i++)
	{
		double effect = -6;
		double n = 1 + floor(unit_random() * most);

		for (int k = 0; k < 12; k++)
			effect += unit_random();
		sample->unit[i] = (struct cpe_component_unit){n, 50 + deviation * effect, 0};
		for (int k = 0; k < n; k++)
		{
			double answer = 10 * (unit_random() - 0.5);

			sample->unit[i].mean += answer / n;
			sample->unit[i].within += k == 0 ? 0 : answer * answer;
		}
	}
}

static void
check_brute(void)
{
	unit_case("likelihood and maximum by the density of all answers");
	for (int turn = 0; turn < 200; turn++)
	{
		enum cpe_components method = turn % 2 ? CPE_COMPONENTS_REML : CPE_COMPONENTS_ML;
		struct cpe_variance_components found;
		struct sample sample;

		make_sample(&sample, 2 + turn % 40, turn % 3 ? 12 : 200, turn % 5);
		fit(&sample, method, NAN, &found);
		if (found.reason != NULL)
			continue;
		ABSOLUTE(found.log_likelihood, brute(&sample, method, found.between, found.within), 1e-8,
		         "%d: log-likelihood", turn);
		for (int i = -1; i <= 1; i++)
			for (int k = -1; k <= 1; k++)
			{
				double between = found.between > 0 ? found.between * (1 + 1e-4 * i)
				                                   : 1e-4 * (i + 1) * found.within;

				CHECK((i == 0 && k == 0) ||
				          brute(&sample, method, between, found.within * (1 + 1e-4 * k)) <=
				              found.log_likelihood + 1e-9,
				      "%d: higher at %d %d", turn, i, k);
			}
		/* nor is there a higher one far away */
		for (double ratio = 1e-6; ratio < 1e6; ratio *= 1.5)
		{
			double total = found.between + found.within;

			CHECK(brute(&sample, method, total * ratio / (1 + ratio), total / (1 + ratio)) <=
			          found.log_likelihood + 1e-9,
			      "%d: higher at the ratio %g", turn, ratio);
		}
	}
	unit_worst("absolute");
}

/* Units of one size: REML is the analysis of variance. */
static void
check_balanced(void)
{
	unit_case("balanced: REML is the analysis of variance");
	for (int turn = 0; turn < 20; turn++)
	{
		struct cpe_variance_components anova;
		struct cpe_variance_components reml;
		struct cpe_variance_components ml;
		struct sample sample;

		make_sample(&sample, 10 + turn, 1, 3);
		for (size_t i = 0; i < sample.units; i++)
			sample.unit[i] = (struct cpe_component_unit){8, sample.unit[i].mean, 60 + (double) i};
		fit(&sample, CPE_COMPONENTS_ANOVA, NAN, &anova);
		fit(&sample, CPE_COMPONENTS_REML, NAN, &reml);
		fit(&sample, CPE_COMPONENTS_ML, NAN, &ml);
		RELATIVE(reml.between, anova.between, 1e-9, "between");
		RELATIVE(reml.within, anova.within, 1e-9, "within");
		RELATIVE(reml.mean, anova.mean, 1e-14, "mean");
		RELATIVE(ml.within, anova.within, 1e-9, "within, ML");
		RELATIVE(ml.between + ml.within / 8,
		         (anova.between + anova.within / 8) * (10 + turn - 1) / (10 + turn), 1e-9,
		         "between, ML");
	}
	unit_worst("relative");
}

static void
check_order(void)
{
	struct sample sample;

	unit_case("the same to the bit in any order, and with units that have no answers");
	make_sample(&sample, 120, 9, 2);
	for (int method = 0; method < 3; method++)
	{
		struct cpe_variance_components found;
		struct cpe_variance_components again;

		fit(&sample, method, NAN, &found);
		for (int turn = 0; turn < 10; turn++)
		{
			for (size_t j = sample.units - 1; j > 0; j--)
			{
				size_t k = (size_t) (unit_random() * (double) (j + 1));
				struct cpe_component_unit unit = sample.unit[j];

				sample.unit[j] = sample.unit[k];
				sample.unit[k] = unit;
			}
			sample.unit[sample.units] = (struct cpe_component_unit){0, NAN, NAN};
			sample.units += turn % 2;
			fit(&sample, method, NAN, &again);
			sample.units -= turn % 2;
			CHECK(again.mean == found.mean && again.between == found.between &&
			          again.within == found.within && again.units == 120 && again.f == found.f,
			      "%s, turn %d", cpe_components_words[method], turn);
		}
	}
}

static void
check_few(void)
{
	static const struct
	{
		struct sample sample;
		const char *reason;
		double between[3];
		double within[3];
	} few[] = {
		{{0, {{0, 0, 0}}}, "no responses", {NAN, NAN, NAN}, {NAN, NAN, NAN}},
		{{1, {{5, 3, 2}}}, "needs at least two units", {NAN, NAN, NAN}, {NAN, NAN, NAN}},
		{{2, {{1, 3, 0}, {1, 4, 0}}}, "no unit has two answers", {NAN, NAN, NAN}, {NAN, NAN, NAN}},
		{{2, {{4, 3, 0}, {5, 3, 0}}}, "all answers are alike", {0, 0, 0}, {0, 0, 0}},
		{{2, {{4, 3, 0}, {4, 5, 0}}}, NULL, {2, 2, 1}, {0, 0, 0}},
		/* means closer than chance */
		{{2, {{4, 3, 6}, {4, 3, 6}}}, NULL, {0, 0, 0}, {2, 12.0 / 7, 1.5}}};

	unit_case("few units, answers alike");
	for (size_t i = 0; i < sizeof(few) / sizeof(few[0]); i++)
		for (int method = 0; method < 3; method++)
		{
			struct cpe_variance_components found;

			fit(&few[i].sample, method, NAN, &found);
			CHECK(few[i].reason ? found.reason && strcmp(found.reason, few[i].reason) == 0
			                    : found.reason == NULL,
			      "%zu: %s", i, found.reason ? found.reason : "none");
			ABSOLUTE(found.between, few[i].between[method], 1e-14, "%zu %d: between", i, method);
			ABSOLUTE(found.within, few[i].within[method], 1e-14, "%zu %d: within", i, method);
		}
}

static void
check_given(void)
{
	struct cpe_variance_components found;
	struct sample sample = {2, {{4, 10, 30}, {9, 13, 58}}};

	unit_case("a variance between units that is given");
	fit(&sample, CPE_COMPONENTS_REML, 2, &found);
	CHECK(found.between == 2, "%g", found.between);
	RELATIVE(found.within, 8, 1e-15, "within: (30 + 58) / 11");
	RELATIVE(found.mean, (10 / 4.0 + 13 / (2 + 8 / 9.0)) / (1 / 4.0 + 1 / (2 + 8 / 9.0)), 1e-15,
	         "mean");
	RELATIVE(found.icc, 0.2, 1e-15, "icc");
	sample.units = 1;
	fit(&sample, CPE_COMPONENTS_REML, 2, &found);
	RELATIVE(found.within, 10, 1e-15, "within of one unit");
}

/* Any figures, near the ends of the doubles too, and what is refused. */
static void
check_hostile(void)
{
	static const struct cpe_component_unit bad[] = {
		{-1, 0, 0},       {0.5, 0, 0},   {NAN, 0, 0}, {INFINITY, 0, 0}, {2, NAN, 0},
		{2, INFINITY, 0}, {2, 1e200, 0}, {2, 0, -1},  {2, 0, NAN},      {2, 0, INFINITY}};
	struct cpe_variance_components found;
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("any figures");
	for (int turn = 0; turn < 3000; turn++)
	{
		struct sample sample;
		double size = exp((unit_random() - 0.5) * 680);

		sample.units = (size_t) (unit_random() * 7);
		for (size_t i = 0; i < sample.units; i++)
			sample.unit[i] = (struct cpe_component_unit){
				floor(exp(unit_random() * unit_random() * 36)), size * (unit_random() - 0.5),
				unit_random() < 0.3 ? 0 : fmin(1e300, size * size * unit_random())};
		fit(&sample, turn % 3, unit_random() < 0.8 ? NAN : unit_random(), &found);
		CHECK(found.reason != NULL ||
		          (isfinite(found.mean) && found.between >= 0 && found.within >= 0 &&
		           found.icc >= 0 && found.icc <= 1 && isfinite(found.between + found.within) &&
		           !isinf(found.log_likelihood)),
		      "turn %d: %g %g %g %g", turn, found.mean, found.between, found.within,
		      found.log_likelihood);
	}
	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!cpe_variance_components(&arena, CPE_COMPONENTS_ML, &bad[i], 1, NAN, &found,
		                               &problem) &&
		          problem.code == CPE_INVALID,
		      "%zu", i);
	CHECK(!cpe_variance_components(&arena, CPE_COMPONENTS_ML, bad, 0, -1, &found, &problem),
	      "variance");
	cpe_arena_close_malloc(&arena);
}

static void
check_stop(void)
{
	struct cpe_variance_components found;
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct sample sample;
	bool good = false;
	int polls = 0;

	unit_case("stops when told, and without memory");
	make_sample(&sample, 300, 90, 2);
	for (; !good && polls < 1000; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		good = cpe_variance_components(&arena, CPE_COMPONENTS_REML, sample.unit, sample.units, NAN,
		                               &found, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(good || problem.code == CPE_CANCELLED, "%s", problem.message);
	}
	CHECK(good && polls > 10, "after %d polls", polls);
	for (int allocs = 0; allocs < 2; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		good = cpe_variance_components(&arena, CPE_COMPONENTS_REML, sample.unit, sample.units, NAN,
		                               &found, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(!good && problem.code == CPE_NO_MEMORY, "%d allocations", allocs);
	}
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(2025);
	check_lme4();
	check_brute();
	check_balanced();
	check_order();
	check_few();
	check_given();
	check_hostile();
	check_stop();
	return unit_end();
}
