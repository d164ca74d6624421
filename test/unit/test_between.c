#include "benchmark/between.h"
#include "benchmark/proportion_scale.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;

#define MAX_UNITS 200

struct sample
{
	int units;
	double y[MAX_UNITS];
	double v[MAX_UNITS];
};

static bool
judge(const struct sample *sample, enum cpe_between method, double tau2,
      struct cpe_heterogeneity *found)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	unit_arena_open(&arena, -1, -1);
	good = cpe_heterogeneity(&arena, method, sample->y, sample->v, (size_t) sample->units, tau2,
	                         found, &problem);
	cpe_arena_close_malloc(&arena);
	return good;
}

/* ---- metafor ---- */

/* The units of a case of FunnelPlotR's table on one of metafor's measures. */
static void
fixture_sample(struct sample *sample, const char *name, const char *measure)
{
	static const char *const measures[] = {"PR", "PAS", "PLO", "PFT"};
	struct unit_table *table = unit_reference(directory, "funnelplotr");
	int scale = 0;

	while (strcmp(measure, measures[scale]) != 0)
		scale++;
	sample->units = 0;
	for (int row = 0; row < table->rows; row++)
	{
		double se;

		if (strcmp(unit_table_text(table, row, "cases"), name) != 0)
			continue;
		cpe_proportion_on_scale(
			(enum cpe_proportion_scale) scale, unit_table_number(table, row, "num"),
			unit_table_number(table, row, "den"), &sample->y[sample->units], &se);
		sample->v[sample->units++] = se * se;
	}
	unit_table_free(table);
}

/* Their empirical Bayes and Paule-Mandel solve one equation; their PM column stops early. */
static enum cpe_between
metafor_method(const char *name)
{
	static const char *const names[] = {"DL", "HE", "EB", "REML", "ML"};
	int i = 0;

	while (i < 5 && strcmp(name, names[i]) != 0)
		i++;
	return i < 5 ? (enum cpe_between)(i + 1) : CPE_BETWEEN_PAULE_MANDEL;
}

static void
check_metafor(void)
{
	struct unit_table *table = unit_table_read(directory, "benchmark/metafor_tau2.csv");

	unit_case("tau2, mean, I2, H2, Q as metafor's");
	CHECK(table->rows == 48, "%d rows", table->rows);
	for (int row = 0; row < table->rows; row++)
	{
		const char *method = unit_table_text(table, row, "method");
		struct cpe_heterogeneity found;
		struct sample sample;
		bool closed = strcmp(method, "DL") == 0 || strcmp(method, "HE") == 0;
		double tolerance = closed ? 1e-12 : strcmp(method, "PM") == 0 ? 5e-5 : 1e-9;
		double loose = closed ? 1e-12 : strcmp(method, "PM") == 0 ? 2e-2 : 1e-6;

		fixture_sample(&sample, unit_table_text(table, row, "case"),
		               unit_table_text(table, row, "measure"));
		CHECK(judge(&sample, metafor_method(method), NAN, &found), "row %d refused", row);
		ABSOLUTE(found.tau2, unit_table_number(table, row, "tau2"), tolerance, "%d tau2", row);
		ABSOLUTE(found.mean, unit_table_number(table, row, "mean"), tolerance, "%d mean", row);
		ABSOLUTE(found.mean_se, unit_table_number(table, row, "se"), tolerance, "%d se", row);
		RELATIVE(found.q, unit_table_number(table, row, "q"), 1e-12, "%d q", row);
		ABSOLUTE(100 * found.i2, unit_table_number(table, row, "i2"), 100 * loose, "%d i2", row);
		RELATIVE(found.h2, unit_table_number(table, row, "h2"), loose, "%d h2", row);
	}
	unit_worst("");
	unit_table_free(table);
}

/* ---- by brute force, in long double ---- */

static long double
weighted_mean(const struct sample *sample, long double tau2, long double *weight)
{
	long double top = 0;

	*weight = 0;
	for (int i = 0; i < sample->units; i++)
	{
		top += sample->y[i] / (sample->v[i] + tau2);
		*weight += 1 / (sample->v[i] + tau2);
	}
	return top / *weight;
}

static long double
q_at(const struct sample *sample, long double tau2)
{
	long double weight;
	long double mean = weighted_mean(sample, tau2, &weight);
	long double q = 0;

	for (int i = 0; i < sample->units; i++)
		q += (sample->y[i] - mean) * (sample->y[i] - mean) / (sample->v[i] + tau2);
	return q;
}

/* The log of the likelihood, with the mean integrated out for REML: from the densities. */
static long double
likelihood_of(const struct sample *sample, enum cpe_between method, long double tau2)
{
	long double weight;
	long double mean = weighted_mean(sample, tau2, &weight);
	long double sum = 0;

	for (int i = 0; i < sample->units; i++)
	{
		long double s2 = sample->v[i] + tau2;

		sum -= (logl(s2) + (sample->y[i] - mean) * (sample->y[i] - mean) / s2) / 2;
	}
	return method == CPE_BETWEEN_REML ? sum - logl(weight) / 2 : sum;
}

static void
random_sample(struct sample *sample, double spread)
{
	sample->units = 2 + (int) (random() % 25);
	for (int i = 0; i < sample->units; i++)
	{
		double sd = random() % 4 ? 0.1 + unit_random() : pow(10, 4 * unit_random() - 3);

		sample->v[i] = sd * sd;
		sample->y[i] = 0.7 + sd * (unit_random() + unit_random() - 1) * 3 +
		               spread * (unit_random() + unit_random() - 1);
	}
}

/* The found tau2 is as likely as the best of many, and the derivative there is 0 or it is 0. */
static void
check_likely(const struct sample *sample, enum cpe_between method, int turn)
{
	struct cpe_heterogeneity found;
	long double best = -INFINITY;
	long double mine;

	CHECK(judge(sample, method, NAN, &found), "refused");
	mine = likelihood_of(sample, method, found.tau2);
	for (long double t = 1e-9L; t < 100; t *= 1.005L)
		best = fmaxl(best, likelihood_of(sample, method, t));
	best = fmaxl(best, likelihood_of(sample, method, 0));
	CHECK(mine >= best - 1e-14L * fabsl(best), "%s, sample %d: %.17Lg below %.17Lg at %g",
	      cpe_between_words[method], turn, mine, best, found.tau2);
	if (found.tau2 > 0)
	{
		long double step = found.tau2 * 1e-5L;
		long double left = likelihood_of(sample, method, found.tau2 - step);
		long double right = likelihood_of(sample, method, found.tau2 + step);
		long double bend = left + right - 2 * mine;

		/* a Newton step from here, relative to tau2 */
		CHECK(bend < 0 && fabsl((left - right) / (2 * bend) * 1e-5L) < 1e-9L,
		      "%s, sample %d: not at a maximum, %Lg", cpe_between_words[method], turn,
		      (left - right) / (2 * bend) * 1e-5L);
	}
}

static void
check_brute(void)
{
	unit_case("each estimator against its definition");
	for (int turn = 0; turn < 120; turn++)
	{
		struct sample sample;
		struct cpe_heterogeneity found;
		long double w = 0;
		long double w2 = 0;
		long double mean = 0;
		long double squares = 0;
		long double variances = 0;
		long double df;
		long double tau2;

		random_sample(&sample, turn % 3);
		df = sample.units - 1;
		for (int i = 0; i < sample.units; i++)
		{
			w += 1 / (long double) sample.v[i];
			w2 += 1 / ((long double) sample.v[i] * sample.v[i]);
			mean += (long double) sample.y[i] / sample.units;
			variances += (long double) sample.v[i] / sample.units;
		}
		for (int i = 0; i < sample.units; i++)
			squares += (sample.y[i] - mean) * (sample.y[i] - mean);
		CHECK(judge(&sample, CPE_BETWEEN_DERSIMONIAN_LAIRD, NAN, &found), "refused");
		tau2 = fmaxl(0, (q_at(&sample, 0) - df) / (w - w2 / w));
		ABSOLUTE(found.tau2, (double) tau2, 1e-12 * (1 + (double) tau2), "DL %d", turn);
		RELATIVE(found.q, (double) q_at(&sample, 0), 1e-12, "Q %d", turn);
		RELATIVE(found.h2, (double) (1 + tau2 * (w - w2 / w) / df), 1e-12, "H2 %d", turn);
		CHECK(judge(&sample, CPE_BETWEEN_HEDGES, NAN, &found), "refused");
		ABSOLUTE(found.tau2, (double) fmaxl(0, squares / df - variances),
		         1e-14 * (1 + (double) (squares / df)), "HE %d", turn);
		CHECK(judge(&sample, CPE_BETWEEN_PAULE_MANDEL, NAN, &found), "refused");
		if (found.tau2 > 0)
			RELATIVE((double) q_at(&sample, found.tau2), (double) df, 1e-12, "PM %d", turn);
		else
			CHECK(q_at(&sample, 0) <= df * (1 + 1e-15L), "PM %d is 0", turn);
		CHECK(judge(&sample, CPE_BETWEEN_NONE, NAN, &found), "refused");
		CHECK(found.tau2 == 0, "none %d", turn);
		RELATIVE(found.mean, (double) weighted_mean(&sample, 0, &w), 1e-13, "mean %d", turn);
		RELATIVE(found.mean_se, (double) (1 / sqrtl(w)), 1e-14, "se %d", turn);
		RELATIVE(found.h2, (double) (q_at(&sample, 0) / df), 1e-12, "H2 of none %d", turn);
		check_likely(&sample, CPE_BETWEEN_REML, turn);
		check_likely(&sample, CPE_BETWEEN_ML, turn);
	}
	unit_worst("");
}

/*
 * Two precise units that agree and some far away: the likelihood has a maximum at 0 and another,
 * and which is higher depends on how far they are.
 */
static void
check_two_maxima(void)
{
	int at_zero = 0;
	int above = 0;

	unit_case("the higher of two maxima of a likelihood");
	for (int turn = 0; turn < 40; turn++)
	{
		struct sample sample = {4, {0, 0.001, 0, 0}, {1e-6, 1e-6, 1, 1}};
		struct cpe_heterogeneity found;

		sample.y[2] = 0.2 * turn;
		sample.y[3] = -0.15 * turn;
		check_likely(&sample, CPE_BETWEEN_ML, turn);
		check_likely(&sample, CPE_BETWEEN_REML, turn);
		CHECK(judge(&sample, CPE_BETWEEN_ML, NAN, &found), "refused");
		if (found.tau2 < 1e-4)
			at_zero++;
		else
			above++;
	}
	CHECK(at_zero > 0 && above > 0, "%d at zero, %d above", at_zero, above);
}

/* ---- properties ---- */

static bool
same_bits(const struct cpe_heterogeneity *a, const struct cpe_heterogeneity *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static void
check_order(void)
{
	unit_case("any order of the units, the same bits");
	for (int turn = 0; turn < 200; turn++)
	{
		enum cpe_between method = (enum cpe_between)(turn % 6);
		struct cpe_heterogeneity first;
		struct cpe_heterogeneity found;
		struct sample sample;

		random_sample(&sample, 1);
		CHECK(judge(&sample, method, NAN, &first), "refused");
		for (int i = 0; i < sample.units; i++)
		{
			int j = (int) (random() % sample.units);
			double y = sample.y[i];
			double v = sample.v[i];

			sample.y[i] = sample.y[j];
			sample.v[i] = sample.v[j];
			sample.y[j] = y;
			sample.v[j] = v;
		}
		CHECK(judge(&sample, method, NAN, &found), "refused");
		CHECK(same_bits(&first, &found), "%s, sample %d", cpe_between_words[method], turn);
	}
}

/* A change of the unit of measurement by a power of two is one of the results, to the bit. */
static void
check_scale(void)
{
	unit_case("another unit of measurement; a large constant");
	for (int turn = 0; turn < 120; turn++)
	{
		enum cpe_between method = (enum cpe_between)(turn % 6);
		double factor = ldexp(1, (int) (random() % 800) - 400);
		struct cpe_heterogeneity plain;
		struct cpe_heterogeneity found;
		struct sample sample;

		random_sample(&sample, 1);
		CHECK(judge(&sample, method, NAN, &plain), "refused");
		for (int i = 0; i < sample.units; i++)
		{
			sample.y[i] *= factor;
			sample.v[i] *= factor * factor;
		}
		CHECK(judge(&sample, method, NAN, &found), "refused");
		CHECK(found.tau2 == plain.tau2 * factor * factor && found.mean == plain.mean * factor &&
		          found.q == plain.q && found.i2 == plain.i2,
		      "%s, sample %d", cpe_between_words[method], turn);
		for (int i = 0; i < sample.units; i++)
		{
			sample.y[i] = 1e9 + rint(sample.y[i] / factor * 1048576) / 1048576;
			sample.v[i] /= factor * factor;
		}
		CHECK(judge(&sample, method, NAN, &found), "refused");
		ABSOLUTE(found.tau2, plain.tau2, 1e-3, "%s with a constant", cpe_between_words[method]);
		for (int i = 0; i < sample.units; i++)
			sample.y[i] -= 1e9;
		CHECK(judge(&sample, method, NAN, &plain), "refused");
		CHECK(found.tau2 == plain.tau2 && found.q == plain.q, "%s, sample %d: %.17g and %.17g",
		      cpe_between_words[method], turn, found.tau2, plain.tau2);
	}
}

/* One unit that outweighs all others: tau2 by DerSimonian and Laird tends to (sum w d^2 - df) / (2
 * sum w) of the others */
static void
check_heavy(void)
{
	struct sample sample = {3, {0.5, 0.2, 0.9}, {0, 0.01, 0.0169}};
	double w1 = 100;
	double w2 = 1 / 0.0169;
	double limit = (w1 * 0.09 + w2 * 0.16 - 2) / (2 * (w1 + w2));

	unit_case("one unit outweighs all others");
	for (int power = -14; power > -160; power -= 12)
	{
		struct cpe_heterogeneity found;

		sample.v[0] = pow(10, power);
		CHECK(judge(&sample, CPE_BETWEEN_DERSIMONIAN_LAIRD, NAN, &found), "refused");
		RELATIVE(found.tau2, limit, 1e-10, "1e%d", power);
		for (int m = CPE_BETWEEN_PAULE_MANDEL; m <= CPE_BETWEEN_ML; m++)
			CHECK(judge(&sample, (enum cpe_between) m, NAN, &found) && isfinite(found.tau2) &&
			          found.tau2 >= 0 && found.tau2 < 1,
			      "%s 1e%d: %g", cpe_between_words[m], power, found.tau2);
	}
	unit_worst("relative");
}

static void
check_given(void)
{
	struct cpe_heterogeneity found;
	struct sample sample;
	long double weight;

	unit_case("tau2 given");
	random_sample(&sample, 1);
	for (double tau2 = 0; tau2 < 1e10; tau2 = 10 * tau2 + 1e-6)
	{
		long double mean = weighted_mean(&sample, tau2, &weight);

		CHECK(judge(&sample, CPE_BETWEEN_REML, tau2, &found), "refused");
		CHECK(found.tau2 == tau2, "%.17g is %.17g", tau2, found.tau2);
		RELATIVE(found.mean, (double) mean, 1e-14, "mean");
		RELATIVE(found.mean_se, (double) (1 / sqrtl(weight)), 1e-14, "se");
	}
	unit_worst("relative");
}

static void
check_few(void)
{
	struct sample one = {1, {0.3}, {0.04}};
	struct sample equal = {3, {0.7, 0.7, 0.7}, {0.04, 0.01, 0.25}};
	struct sample none = {0, {0}, {0}};
	struct cpe_heterogeneity found;

	unit_case("no unit, one unit, equal units");
	for (int m = 0; m <= CPE_BETWEEN_ML; m++)
	{
		enum cpe_between method = (enum cpe_between) m;

		CHECK(judge(&none, method, NAN, &found) && found.units == 0 && isnan(found.mean) &&
		          isnan(found.mean_se) && isnan(found.tau2) && isnan(found.q) && isnan(found.i2),
		      "no unit");
		CHECK(judge(&one, method, NAN, &found) && found.mean == 0.3 && isnan(found.q) &&
		          isnan(found.i2) && isnan(found.h2),
		      "one unit");
		CHECK(method == CPE_BETWEEN_NONE ? found.tau2 == 0 && found.mean_se == 0.2
		                                 : isnan(found.tau2) && isnan(found.mean_se),
		      "one unit, %s", cpe_between_words[m]);
		CHECK(judge(&one, method, 0.05, &found) && found.mean == 0.3 && found.tau2 == 0.05,
		      "one unit, tau2 given");
		RELATIVE(found.mean_se, 0.3, 1e-15, "one unit, tau2 given");
		CHECK(judge(&equal, method, NAN, &found) && found.tau2 == 0 && found.mean == 0.7 &&
		          found.q == 0 && found.i2 == 0,
		      "equal units, %s: %g", cpe_between_words[m], found.tau2);
	}
}

static double
any_size(void)
{
	return random() % 3 == 0 ? pow(10, 600 * unit_random() - 300) : unit_random() + 1e-3;
}

static void
check_hostile(void)
{
	static const double bad[] = {NAN, INFINITY, 0, -1};
	struct cpe_heterogeneity found;

	unit_case("any finite input");
	for (int turn = 0; turn < 3000; turn++)
	{
		enum cpe_between method = (enum cpe_between)(turn % 6);
		double tau2 = random() % 4 ? NAN : random() % 2 ? 0 : any_size();
		struct sample sample;

		sample.units = (int) (random() % 6);
		for (int i = 0; i < sample.units; i++)
		{
			sample.y[i] = (random() % 2 ? 1 : -1) * any_size();
			sample.v[i] = random() % 20 ? any_size() : 4e-324;
		}
		if (sample.units > 1 && random() % 8 == 0)
		{
			sample.y[0] = -1.7e308;
			sample.y[1] = 1.7e308;
		}
		CHECK(judge(&sample, method, tau2, &found), "refused");
		CHECK(sample.units == 0 || isfinite(found.mean), "mean %g", found.mean);
		CHECK(sample.units < 2 || (found.tau2 >= 0 && found.q >= 0 && found.i2 >= 0 &&
		                           found.i2 <= 1 && found.h2 >= 0 && found.mean_se > 0),
		      "%s %d: %g %g %g %g %g", cpe_between_words[method], turn, found.tau2, found.q,
		      found.i2, found.h2, found.mean_se);
	}
	for (int i = 0; i < 4; i++)
	{
		struct sample sample = {2, {1, 2}, {1, bad[i]}};

		CHECK(!judge(&sample, CPE_BETWEEN_REML, NAN, &found), "variance %g", bad[i]);
		sample.v[1] = 1;
		sample.y[0] = i < 2 ? bad[i] : -INFINITY;
		CHECK(!judge(&sample, CPE_BETWEEN_REML, NAN, &found), "estimate %g", sample.y[0]);
		sample.y[0] = 0;
		CHECK(!judge(&sample, CPE_BETWEEN_REML, i ? -1 : INFINITY, &found), "tau2");
	}
}

/* Stops at any poll and at any allocation that fails. */
static void
check_stop(void)
{
	enum
	{
		MANY = 20000
	};
	double *y = malloc(sizeof(double) * MANY);
	double *v = malloc(sizeof(double) * MANY);
	struct cpe_problem problem;
	struct cpe_heterogeneity found;
	struct cpe_arena arena;
	bool good = false;
	int polls = 0;

	unit_case("stops when told, and without memory");
	for (int i = 0; i < MANY; i++)
	{
		y[i] = unit_random();
		v[i] = 0.001 + unit_random() / 20;
	}
	for (; !good && polls < 3000; polls += 1 + polls / 20)
	{
		unit_arena_open(&arena, polls, -1);
		good = cpe_heterogeneity(&arena, CPE_BETWEEN_REML, y, v, MANY, NAN, &found, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(good || problem.code == CPE_CANCELLED, "%s", problem.message);
	}
	CHECK(good && polls > 100, "after %d polls", polls);
	for (int allocs = 0; allocs < 2; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		good = cpe_heterogeneity(&arena, CPE_BETWEEN_REML, y, v, MANY, NAN, &found, &problem);
		cpe_arena_close_malloc(&arena);
		CHECK(!good && problem.code == CPE_NO_MEMORY, "%d allocations", allocs);
	}
	free(y);
	free(v);
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(5);
	check_metafor();
	check_brute();
	check_two_maxima();
	check_order();
	check_scale();
	check_heavy();
	check_given();
	check_few();
	check_hostile();
	check_stop();
	return unit_end();
}
