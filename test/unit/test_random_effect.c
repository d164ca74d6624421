#include "adjust/random_effect.h"
#include "adjust/random_likelihood.h"
#include "base/linear.h"
#include "casemix_cells.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *directory;

#define MOST_COLUMNS 20

/* ---- data ---- */

/* The frame of rows for random effects; the rows are used up. */
static void
frame_of(struct cpe_frame *frame, struct casemix *casemix, const char *const *reference)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_RANDOM);
	struct cpe_problem problem = {CPE_OK, "", "", ""};

	options.reference = reference;
	if (!cpe_frame_open(frame, casemix_cells(casemix), &options, casemix->arena, &problem))
	{
		printf("Bail out! frame: %s\n", problem.message);
		exit(2);
	}
}

static const char *const letters[] = {"a", "b", "c", "d"};
static const char *const names[] = {"one", "two"};

/* What made-up respondents are like. */
struct world
{
	int organisations;
	int least; /* respondents in each, and how many more at most */
	int more;
	double deviation; /* of effects */
	double intercept;
	bool weighted;
	bool offset;
};

static const char *
organisation_name(int j)
{
	static char name[400][16];

	snprintf(name[j], sizeof(name[j]), "T%03d", j);
	return name[j];
}

/* Respondents with two factors of 3 and 4 levels. */
static void
make_respondents(struct casemix *casemix, struct cpe_arena *arena, const struct world *world)
{
	casemix_open(casemix, arena, 2, names);
	for (int j = 0; j < world->organisations; j++)
	{
		double effect = 0;
		int n = world->least + (int) (unit_random() * (world->more + 1));

		for (int i = 0; i < 12; i++)
			effect += world->deviation * (unit_random() - 0.5);
		for (int i = 0; i < n; i++)
		{
			int one = (int) (unit_random() * 3);
			int two = (int) (unit_random() * 4);
			const char *const level[] = {letters[one], letters[two]};
			double offset = world->offset ? floor(3 * unit_random()) / 2 : 0;
			double w = world->weighted ? floor(1 + 4 * unit_random()) / 2 : 1;
			double eta = world->intercept + effect + 0.4 * one - 0.3 * two + offset;

			casemix_add(casemix, organisation_name(j), level,
			            unit_random() < 1 / (1 + exp(-eta)) ? 1 : 0, w, offset, 1);
		}
	}
}

/* y of n respondents of each organisation, without covariates. */
static void
counts_frame(struct cpe_frame *frame, struct cpe_arena *arena, int organisations, const int *y,
             const int *n)
{
	struct casemix casemix;

	casemix_open(&casemix, arena, 0, NULL);
	for (int j = 0; j < organisations; j++)
	{
		casemix_add(&casemix, organisation_name(j), NULL, 1, 1, 0, y[j]);
		casemix_add(&casemix, organisation_name(j), NULL, 0, 1, 0, n[j] - y[j]);
	}
	frame_of(frame, &casemix, NULL);
}

static bool
fit(const struct cpe_frame *frame, int nodes, struct cpe_arena *arena,
    struct cpe_random_estimate *estimate)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};

	return CHECK(cpe_random_fit(frame, nodes, 50, arena, estimate, &problem), "fit: %s (%s)",
	             problem.message, problem.detail);
}

/* ---- brute force ---- */

static double
log_sum(double eta)
{
	return eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta));
}

/*
 * The log-likelihood by adding up each organisation's integrand over a fine grid (for a smooth
 * function that vanishes at both ends the sum is the integral to rounding): nothing of the kernel.
 */
static double
integrated(const struct cpe_frame *frame, const double *column, double deviation)
{
	const double end = 12;
	const int steps = 2400;
	double *integrand = malloc(sizeof(double) * (size_t) (steps + 1));
	double total = 0;

	for (int32_t j = 0; j < frame->organisations; j++)
	{
		double most = -INFINITY;
		double sum = 0;
		bool some = false;

		for (int k = 0; k <= steps; k++)
		{
			double b = -end + 2 * end * k / steps;
			double h = -b * b / 2;

			for (int32_t p = 0; p < frame->patterns; p++)
			{
				double eta = deviation * b + (frame->offset ? frame->offset[p] : 0);

				for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
					eta += column[frame->entry_column[e]] *
					       (frame->entry_value ? frame->entry_value[e] : 1);
				for (int32_t i = frame->first[p]; i < frame->first[p + 1]; i++)
					if (frame->organisation_of[i] == j)
					{
						h += frame->sum.wy[i] * eta - frame->sum.w[i] * log_sum(eta);
						some = true;
					}
			}
			integrand[k] = h;
			most = fmax(most, h);
		}
		for (int k = 0; k <= steps; k++)
			sum += exp(integrand[k] - most);
		if (some)
			total += most + log(sum * 2 * end / steps) - log(2 * M_PI) / 2;
	}
	free(integrand);
	return total;
}

/* The kernel's, from no modes known. */
static double
likelihood(const struct cpe_frame *frame, int nodes, const double *column, double deviation,
           struct cpe_arena *arena, double *gradient)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_random_likelihood likelihood;
	double value = NAN;

	CHECK(cpe_random_likelihood_open(&likelihood, frame, nodes, arena, &problem) &&
	          cpe_random_likelihood_at(&likelihood, column, deviation, &value, gradient),
	      "%s", problem.message);
	return value;
}

/* ---- lme4 ---- */

static void
reference_counts(struct cpe_frame *frame, struct cpe_arena *arena, const char *name,
                 double *coefficients)
{
	struct unit_table *table = unit_reference(directory, "funnelplotr");
	struct casemix casemix;

	casemix_open(&casemix, arena, 0, NULL);
	*coefficients = 0;
	for (int i = 0; i < table->rows; i++)
	{
		double y = unit_table_number(table, i, "num");
		double n = unit_table_number(table, i, "den");
		const char *unit;

		if (strncmp(unit_table_text(table, i, "cases"), "pr_", 3) != 0 ||
		    strcmp(unit_table_text(table, i, "cases") + 3, name) != 0)
			continue;
		unit = organisation_name(atoi(unit_table_text(table, i, "unit") + 1));
		casemix_add(&casemix, unit, NULL, 1, 1, 0, (int64_t) y);
		casemix_add(&casemix, unit, NULL, 0, 1, 0, (int64_t) (n - y));
		*coefficients += lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1);
	}
	unit_table_free(table);
	frame_of(frame, &casemix, NULL);
}

static void
check_effects(const char *name, int nodes, const struct cpe_frame *frame,
              const struct cpe_random_estimate *estimate, double tolerance,
              double variance_tolerance)
{
	struct unit_table *table = unit_table_read(directory, "adjust/lme4_effect.csv");
	int found = 0;

	for (int i = 0; i < table->rows; i++)
		for (int32_t j = 0; j < frame->organisations; j++)
			if (strcmp(unit_table_text(table, i, "case"), name) == 0 &&
			    unit_table_number(table, i, "nodes") == nodes &&
			    strcmp(unit_table_text(table, i, "organisation"), frame->organisation[j]) == 0)
			{
				found++;
				ABSOLUTE(estimate->effect[j], unit_table_number(table, i, "effect"), tolerance,
				         "%s, %d nodes: effect of %s", name, nodes, frame->organisation[j]);
				CHECK(unit_near_relative(estimate->effect_variance[j],
				                         unit_table_number(table, i, "variance"),
				                         variance_tolerance),
				      "%s, %d nodes: variance of %s: %.17g, not %.17g", name, nodes,
				      frame->organisation[j], estimate->effect_variance[j],
				      unit_table_number(table, i, "variance"));
			}
	CHECK(found >= 30, "%s: %d effects", name, found);
	unit_table_free(table);
}

/* An intercept and nothing else, by nodes. */
static void
check_intercepts(void)
{
	struct unit_table *table = unit_table_read(directory, "adjust/lme4_random_intercept.csv");

	CHECK(table->rows == 6, "%d rows", table->rows);
	for (int i = 0; i < table->rows; i++)
	{
		const char *name = unit_table_text(table, i, "case");
		int nodes = (int) unit_table_number(table, i, "nodes");
		double tolerance = nodes == 1 ? 1e-5 : 1e-6;
		struct cpe_random_estimate estimate;
		struct cpe_arena arena;
		struct cpe_frame frame;
		double coefficients;

		cpe_arena_open_malloc(&arena);
		reference_counts(&frame, &arena, name, &coefficients);
		if (!fit(&frame, nodes, &arena, &estimate))
			return;
		RELATIVE(estimate.column[0], unit_table_number(table, i, "intercept"), tolerance,
		         "%s, %d nodes: intercept", name, nodes);
		/* with one node lme4's is rougher; od's exact one, by differences in R, is below */
		CHECK(unit_near_relative(sqrt(estimate.covariance[0]), unit_table_number(table, i, "se"),
		                         nodes == 1 ? 2e-4 : 1e-6),
		      "%s, %d nodes: standard error %.17g", name, nodes, sqrt(estimate.covariance[0]));
		if (nodes == 1 && strcmp(name, "od") == 0)
		{
			RELATIVE(sqrt(estimate.covariance[0]), 0.0245327632847338, 1e-9, "standard error");
			RELATIVE(estimate.log_variance_se, 0.1412790068308662, 1e-8, "error of ln(variance)");
		}
		RELATIVE(estimate.variance, unit_table_number(table, i, "variance"), tolerance,
		         "%s, %d nodes: variance", name, nodes);
		/* with more nodes lme4's lacks a constant */
		if (nodes == 1)
			ABSOLUTE(estimate.log_likelihood + coefficients,
			         unit_table_number(table, i, "log_likelihood"), 1e-4, "%s: log-likelihood",
			         name);
		if (nodes > 1 && (nodes == 25 || strcmp(name, "small") == 0))
			check_effects(name, nodes, &frame, &estimate, 1e-6, 1e-6);
		cpe_arena_close_malloc(&arena);
	}
	unit_table_free(table);
	unit_worst("relative");
}

/*
 * The respondents of lme4_casemix.csv, written as the README tells; the frame's levels are texts of
 * the table.
 */
static void
casemix_frame(struct cpe_frame *frame, const struct unit_table *table, struct cpe_arena *arena)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	static const char *const covariate[] = {"age", "sex", "imd"};
	static const char *const reference[] = {"65-74", "Female", "1"};
	struct casemix casemix;

	casemix_open(&casemix, arena, 3, covariate);
	for (int p = 0; p < table->rows; p++)
	{
		const char *level[3];
		int at = 1;

		for (int k = 0; k < 3; k++)
			level[k] = unit_table_text(table, p, covariate[k]);
		for (const char *c = unit_table_text(table, p, "respondents"); *c; c++)
		{
			int symbol = (int) (strchr(alphabet, *c) - alphabet);

			at += *c == '+' ? 20 : symbol / 3;
			if (*c != '+')
				casemix_add(&casemix, organisation_name(at), level, symbol % 3, 1, 0, 1);
		}
	}
	frame_of(frame, &casemix, reference);
}

/* The column of a level; -1: there is none. */
static int
column_of(const struct cpe_frame *frame, const char *term, const char *level)
{
	for (int k = 0; k < frame->columns; k++)
	{
		const struct cpe_column *column = &frame->column[k];
		const struct cpe_covariate *covariate = &frame->covariate[column->covariate[0]];

		if (column->term < 0 ? strcmp(term, "(Intercept)") == 0
		                     : strcmp(covariate->name, term) == 0 &&
		                           strcmp(covariate->level[column->level[0]], level) == 0)
			return k;
	}
	return -1;
}

static void
check_casemix(void)
{
	struct unit_table *table = unit_table_read(directory, "adjust/lme4_casemix_coef.csv");
	struct unit_table *respondents = unit_table_read(directory, "adjust/lme4_casemix.csv");
	double theirs[MOST_COLUMNS] = {0};
	double their_variance = NAN;
	struct cpe_random_estimate estimate;
	struct cpe_arena arena;
	struct cpe_frame frame;

	cpe_arena_open_malloc(&arena);
	casemix_frame(&frame, respondents, &arena);
	CHECK(frame.n == 20262 && frame.columns == 15, "%d respondents, %d columns", (int) frame.n,
	      frame.columns);
	if (!fit(&frame, 1, &arena, &estimate))
		return;
	for (int i = 0; i < table->rows; i++)
	{
		const char *term = unit_table_text(table, i, "term");
		const char *level = unit_table_text(table, i, "level");
		double want = unit_table_number(table, i, "coefficient");
		int k = column_of(&frame, term, level);

		if (strcmp(term, "variance") == 0)
		{
			CHECK(unit_near_relative(estimate.variance, want, 1e-3), "variance %g, not %g",
			      estimate.variance, want);
			their_variance = want;
			continue;
		}
		if (!CHECK(k >= 0, "column of %s %s", term, level))
			continue;
		theirs[k] = want;
		ABSOLUTE(estimate.column[k], want, 1e-4, "%s %s", term, level);
		CHECK(unit_near_relative(sqrt(estimate.covariance[CPE_PACKED(k, k)]),
		                         unit_table_number(table, i, "se"), 2e-3),
		      "%s %s: standard error %g", term, level, sqrt(estimate.covariance[CPE_PACKED(k, k)]));
	}
	unit_worst("absolute");
	/* the peer stops short of the maximum */
	CHECK(estimate.log_likelihood >=
	          likelihood(&frame, 1, theirs, sqrt(their_variance), &arena, NULL) - 1e-9,
	      "log-likelihood %.10g", estimate.log_likelihood);
	check_effects("casemix", 1, &frame, &estimate, 1e-5, 1e-3);
	cpe_arena_close_malloc(&arena);
	unit_table_free(respondents);
	unit_table_free(table);
}

/* ---- the likelihood ---- */

/* Coefficients somewhere. */
static void
some_point(const struct cpe_frame *frame, double *column)
{
	for (int k = 0; k < frame->columns; k++)
		column[k] = unit_random() - 0.5;
}

static const struct world worlds[] = {{6, 3, 20, 0.5, 0.5, false, false},
                                      {4, 30, 30, 0.3, 1.5, true, true},
                                      {9, 1, 2, 1.5, -0.5, true, false},
                                      {5, 2, 200, 0.1, 2, false, true}};
#define WORLDS ((int) (sizeof(worlds) / sizeof(worlds[0])))

static void
check_gradient(void)
{
	static const int nodes[] = {1, 2, 3, 10, 25};
	static const double deviations[] = {1e-3, 0.3, 1.2, 4};

	for (int w = 0; w < WORLDS; w++)
		for (int q = 0; q < 5; q++)
			for (int d = 0; d < 4; d++)
			{
				double column[MOST_COLUMNS];
				double gradient[MOST_COLUMNS];
				struct casemix casemix;
				struct cpe_arena arena;
				struct cpe_frame frame;

				cpe_arena_open_malloc(&arena);
				make_respondents(&casemix, &arena, &worlds[w]);
				frame_of(&frame, &casemix, NULL);
				some_point(&frame, column);
				likelihood(&frame, nodes[q], column, deviations[d], &arena, gradient);
				for (int k = 0; k <= frame.columns; k++)
				{
					double deviation = deviations[d];
					double *at = k < frame.columns ? &column[k] : &deviation;
					double here = *at;
					double step = k < frame.columns ? 2e-3 : fmin(2e-3, here / 4);
					double value[4];
					static const int move[] = {-2, -1, 1, 2};

					for (int m = 0; m < 4; m++)
					{
						*at = here + move[m] * step;
						value[m] = likelihood(&frame, nodes[q], column, deviation, &arena, NULL);
					}
					*at = here;
					ABSOLUTE((8 * (value[2] - value[1]) - (value[3] - value[0])) / (12 * step),
					         gradient[k], 1e-8 * (1 + fabs(gradient[k])) * (d == 0 ? 100 : 1),
					         "data %d, %d nodes, deviation %g: parameter %d", w, nodes[q],
					         deviations[d], k);
				}
				cpe_arena_close_malloc(&arena);
			}
	unit_worst("absolute");
}

/* The quadrature converges, and to the integral. */
static void
check_integral(void)
{
	static const double deviations[] = {0, 0.01, 0.3, 1.2, 3};

	for (int w = 0; w < WORLDS; w++)
		for (int d = 0; d < 5; d++)
		{
			double column[MOST_COLUMNS];
			double laplace;
			double want;
			struct casemix casemix;
			struct cpe_arena arena;
			struct cpe_frame frame;

			cpe_arena_open_malloc(&arena);
			make_respondents(&casemix, &arena, &worlds[w]);
			frame_of(&frame, &casemix, NULL);
			some_point(&frame, column);
			want = integrated(&frame, column, deviations[d]);
			laplace = likelihood(&frame, 1, column, deviations[d], &arena, NULL);
			RELATIVE(likelihood(&frame, 64, column, deviations[d], &arena, NULL), want,
			         d < 4 ? 1e-10 : 1e-6, "data %d, deviation %g, 64 nodes", w, deviations[d]);
			RELATIVE(likelihood(&frame, 25, column, deviations[d], &arena, NULL), want,
			         d < 3 ? 1e-10 : 1e-4, "data %d, deviation %g, 25 nodes", w, deviations[d]);
			CHECK(unit_near_relative(laplace, want, 0.05), "Laplace %g, not %g", laplace, want);
			cpe_arena_close_malloc(&arena);
		}
	unit_worst("relative");
}

/*
 * The maximum and its standard errors, by the integrated likelihood alone: its slopes vanish there,
 * and its second differences invert to the covariance.
 */
static void
check_maximum(void)
{
	struct casemix casemix;
	struct cpe_random_estimate estimate;
	struct cpe_arena arena;
	struct cpe_frame frame;
	struct cpe_cholesky cholesky;
	struct cpe_problem problem;
	double information[CPE_PACKED_SIZE(MOST_COLUMNS)];
	double inverse[CPE_PACKED_SIZE(MOST_COLUMNS)];
	double step[MOST_COLUMNS];
	int columns;

	cpe_arena_open_malloc(&arena);
	make_respondents(&casemix, &arena, &(struct world){12, 10, 25, 0.9, 0.4, true, true});
	frame_of(&frame, &casemix, NULL);
	columns = frame.columns;
	if (!fit(&frame, 40, &arena, &estimate))
		return;
	CHECK(estimate.variance > 0 && estimate.rank == columns + 1, "variance %g, rank %d",
	      estimate.variance, estimate.rank);
	ABSOLUTE(estimate.log_likelihood, integrated(&frame, estimate.column, sqrt(estimate.variance)),
	         1e-9, "log-likelihood");
	for (int k = 0; k < columns; k++)
		step[k] = sqrt(estimate.covariance[CPE_PACKED(k, k)]) / 20;
	step[columns] = estimate.log_variance_se / 20;
	for (int a = 0; a <= columns; a++)
		for (int b = 0; b <= a; b++)
		{
			double value[4];

			for (int sign = 0; sign < 4; sign++)
			{
				double column[MOST_COLUMNS];
				double log_variance = log(estimate.variance);

				memcpy(column, estimate.column, sizeof(double) * (size_t) columns);
				*(a < columns ? &column[a] : &log_variance) += step[a] * (sign & 1 ? 1 : -1);
				*(b < columns ? &column[b] : &log_variance) += step[b] * (sign & 2 ? 1 : -1);
				value[sign] = integrated(&frame, column, exp(log_variance / 2));
			}
			if (a == b)
				ABSOLUTE((value[3] - value[0]) / 4 * 20, 0, 2e-3, "slope by parameter %d", a);
			information[CPE_PACKED(a, b)] =
				-(value[3] - value[2] - value[1] + value[0]) / (4 * step[a] * step[b]);
		}
	CHECK(cpe_cholesky_open(&cholesky, &arena, columns + 1, &problem) &&
	          cpe_cholesky_factor(&cholesky, &arena, information, &problem) &&
	          cpe_cholesky_inverse(&cholesky, &arena, inverse, &problem),
	      "inverse");
	for (int a = 0; a < columns; a++)
		for (int b = 0; b <= a; b++)
			ABSOLUTE(estimate.covariance[CPE_PACKED(a, b)] /
			             sqrt(estimate.covariance[CPE_PACKED(a, a)] *
			                  estimate.covariance[CPE_PACKED(b, b)]),
			         inverse[CPE_PACKED(a, b)] / sqrt(estimate.covariance[CPE_PACKED(a, a)] *
			                                          estimate.covariance[CPE_PACKED(b, b)]),
			         2e-3, "covariance %d, %d", a, b);
	ABSOLUTE(estimate.log_variance_se, sqrt(inverse[CPE_PACKED(columns, columns)]), 5e-3,
	         "standard error of ln(variance)");
	unit_worst("absolute");
	cpe_arena_close_malloc(&arena);
}

/* At the maximum the gradient is nothing to its standard errors. */
static void
check_flat(void)
{
	for (int round = 0; round < 40; round++)
	{
		static const int nodes[] = {1, 5, 12};
		struct world world = {3 + round % 20, 2 + round, 60, 0.2 + 0.05 * round, 1,
		                      round % 2,      false};
		double gradient[MOST_COLUMNS];
		struct casemix casemix;
		struct cpe_random_estimate estimate;
		struct cpe_arena arena;
		struct cpe_frame frame;

		cpe_arena_open_malloc(&arena);
		make_respondents(&casemix, &arena, &world);
		frame_of(&frame, &casemix, NULL);
		if (fit(&frame, nodes[round % 3], &arena, &estimate))
		{
			double deviation = sqrt(estimate.variance);

			ABSOLUTE(
				likelihood(&frame, nodes[round % 3], estimate.column, deviation, &arena, gradient),
				estimate.log_likelihood, 1e-9, "round %d: log-likelihood", round);
			for (int k = 0; k < frame.columns; k++)
				ABSOLUTE(gradient[k] * sqrt(estimate.covariance[CPE_PACKED(k, k)]), 0, 1e-8,
				         "round %d: slope %d", round, k);
			if (deviation > 0)
				ABSOLUTE(gradient[frame.columns] * deviation * estimate.log_variance_se, 0, 1e-8,
				         "round %d: slope by deviation", round);
			CHECK(estimate.iterations < 25, "round %d: %d iterations", round, estimate.iterations);
		}
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("absolute");
}

/* ---- properties ---- */

/* Organisations more alike than chance makes them: the variance is 0, and the fit the plain one. */
static void
check_no_variance(void)
{
	static const int y[] = {30, 60, 15, 90};
	static const int n[] = {40, 80, 20, 120};

	for (int nodes = 1; nodes <= 25; nodes += 12)
	{
		struct cpe_random_estimate estimate;
		struct cpe_arena arena;
		struct cpe_frame frame;

		cpe_arena_open_malloc(&arena);
		counts_frame(&frame, &arena, 4, y, n);
		if (!fit(&frame, nodes, &arena, &estimate))
			return;
		CHECK(estimate.variance == 0 && isnan(estimate.log_variance_se), "variance %g",
		      estimate.variance);
		RELATIVE(estimate.column[0], log(3), 1e-12, "intercept");
		RELATIVE(estimate.covariance[0], 1 / (260 * 0.75 * 0.25), 1e-12, "its variance");
		RELATIVE(estimate.log_likelihood, 195 * log(0.75) + 65 * log(0.25), 1e-12,
		         "log-likelihood");
		for (int j = 0; j < 4; j++)
			CHECK(estimate.effect[j] == 0 && estimate.effect_variance[j] == 0, "effect %d", j);
		for (int i = 0; i < frame.cells; i++)
			RELATIVE(estimate.fitted[i], 0.75, 1e-12, "fitted %d", i);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative");
}

/* Two organisations, one of them all positive: modes solve their equation, by hand. */
static void
check_two_organisations(void)
{
	static const int y[] = {20, 30};
	static const int n[] = {40, 30};
	struct cpe_random_estimate estimate;
	struct cpe_arena arena;
	struct cpe_frame frame;

	cpe_arena_open_malloc(&arena);
	counts_frame(&frame, &arena, 2, y, n);
	if (!fit(&frame, 25, &arena, &estimate))
		return;
	CHECK(estimate.variance > 0.5 && isfinite(estimate.log_variance_se), "variance %g",
	      estimate.variance);
	for (int j = 0; j < 2; j++)
	{
		double p = 1 / (1 + exp(-estimate.column[0] - estimate.effect[j]));

		ABSOLUTE(estimate.effect[j], estimate.variance * (y[j] - n[j] * p), 1e-10, "mode %d", j);
		RELATIVE(estimate.effect_variance[j], 1 / (n[j] * p * (1 - p) + 1 / estimate.variance),
		         1e-12, "variance of %d", j);
		RELATIVE(estimate.fitted[j], p, 1e-12, "fitted %d", j);
	}
	cpe_arena_close_malloc(&arena);
	unit_worst("relative");
}

/* Two fits are one to a tolerance; 0: to the bit. */
static void
check_same(const struct cpe_frame *frame, const struct cpe_random_estimate *got,
           const struct cpe_random_estimate *want, double tolerance, const char *what)
{
	for (int k = 0; k < frame->columns; k++)
	{
		ABSOLUTE(got->column[k], want->column[k], tolerance, "%s: column %d", what, k);
		for (int l = 0; l <= k; l++)
			ABSOLUTE(got->covariance[CPE_PACKED(k, l)], want->covariance[CPE_PACKED(k, l)],
			         tolerance, "%s: covariance %d, %d", what, k, l);
	}
	ABSOLUTE(got->variance, want->variance, tolerance, "%s: variance", what);
	ABSOLUTE(got->log_variance_se, want->log_variance_se, tolerance * 100, "%s: its error", what);
	for (int j = 0; j < frame->organisations; j++)
		ABSOLUTE(got->effect[j], want->effect[j], tolerance, "%s: effect %d", what, j);
}

enum change
{
	SHUFFLED,  /* rows in another order: the same to the bit */
	DOUBLED,   /* each row twice, with half of its weight */
	RENAMED,   /* organisations in another order */
	FAR_OFFSET /* offsets of -400, and an intercept of 400 more: exponents beyond moderate ones */
};

static void
change_rows(struct casemix *casemix, enum change change)
{
	int rows = casemix->rows;

	if (change == SHUFFLED)
		for (int i = rows - 1; i > 0; i--)
		{
			int k = (int) (unit_random() * (i + 1));
			struct casemix_row row = casemix->row[i];

			casemix->row[i] = casemix->row[k];
			casemix->row[k] = row;
		}
	for (int i = 0; i < rows; i++)
	{
		if (change == RENAMED)
			casemix->row[i].organisation =
				organisation_name(399 - atoi(casemix->row[i].organisation + 1));
		if (change == FAR_OFFSET)
			casemix->row[i].offset -= 400;
		if (change == DOUBLED)
		{
			struct casemix_row row = casemix->row[i];

			casemix->row[i].w = row.w / 2;
			casemix_add(casemix, row.organisation, row.level, row.y, row.w / 2, row.offset, row.n);
		}
	}
	if (change == DOUBLED)
		casemix->weighted = true;
	if (change == FAR_OFFSET)
		casemix->offset = true;
}

static void
check_changes(void)
{
	static const char *const what[] = {"shuffled", "doubled", "renamed", "far offset"};
	static const double tolerance[] = {0, 1e-12, 1e-9, 1e-9};

	for (int w = 0; w < WORLDS; w++)
		for (int c = SHUFFLED; c <= FAR_OFFSET; c++)
		{
			struct cpe_random_estimate plain;
			struct cpe_random_estimate changed;
			struct casemix casemix;
			struct casemix copy;
			struct cpe_arena arena;
			struct cpe_frame frame;
			struct cpe_frame other;
			struct world world = worlds[w];

			world.organisations = 10;
			world.least += 10;
			world.more += 10;
			cpe_arena_open_malloc(&arena);
			make_respondents(&casemix, &arena, &world);
			copy = casemix;
			copy.room = copy.rows;
			copy.row = malloc(sizeof(*copy.row) * (size_t) copy.rows);
			memcpy(copy.row, casemix.row, sizeof(*copy.row) * (size_t) copy.rows);
			change_rows(&copy, c);
			frame_of(&frame, &casemix, NULL);
			frame_of(&other, &copy, NULL);
			if (fit(&frame, 7, &arena, &plain) && fit(&other, 7, &arena, &changed))
			{
				if (c == RENAMED)
					for (int j = 0; j < 5; j++)
					{
						double effect = changed.effect[j];

						changed.effect[j] = changed.effect[9 - j];
						changed.effect[9 - j] = effect;
					}
				if (c == FAR_OFFSET)
					changed.column[0] -= 400;
				check_same(&frame, &changed, &plain, tolerance[c], what[c]);
			}
			cpe_arena_close_malloc(&arena);
		}
	unit_worst("absolute");
}

/* A covariate that repeats another is aliased, and changes nothing else. */
static void
check_aliased(void)
{
	static const char *const covariate[] = {"one", "two", "twin"};
	struct cpe_random_estimate estimate;
	struct cpe_random_estimate plain;
	struct casemix casemix;
	struct casemix twin;
	struct cpe_arena arena;
	struct cpe_frame frame;
	struct cpe_frame other;

	cpe_arena_open_malloc(&arena);
	make_respondents(&casemix, &arena, &worlds[0]);
	casemix_open(&twin, &arena, 3, covariate);
	for (int i = 0; i < casemix.rows; i++)
	{
		const struct casemix_row *row = &casemix.row[i];
		const char *const level[] = {row->level[0], row->level[1], row->level[1]};

		casemix_add(&twin, row->organisation, level, row->y, row->w, row->offset, row->n);
	}
	frame_of(&frame, &casemix, NULL);
	frame_of(&other, &twin, NULL);
	if (fit(&frame, 9, &arena, &plain) && fit(&other, 9, &arena, &estimate))
	{
		check_same(&frame, &estimate, &plain, 1e-9, "aliased");
		CHECK(estimate.rank == plain.rank, "rank %d, not %d", estimate.rank, plain.rank);
		for (int k = frame.columns; k < other.columns; k++)
		{
			CHECK(estimate.aliased[k] && estimate.column[k] == 0, "column %d", k);
			for (int l = 0; l <= k; l++)
				CHECK(estimate.covariance[CPE_PACKED(k, l)] == 0, "covariance %d, %d", k, l);
		}
	}
	cpe_arena_close_malloc(&arena);
	unit_worst("absolute");
}

/* ---- what cannot be fitted ---- */

static void
check_refused(const struct cpe_frame *frame, int nodes, int max_iterations, struct cpe_arena *arena,
              bool diverges, const char *message)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_random_estimate estimate;

	memset(&estimate, 0, sizeof(estimate));
	CHECK(!cpe_random_fit(frame, nodes, max_iterations, arena, &estimate, &problem), "%s: fitted",
	      message);
	CHECK(problem.code == CPE_INVALID && strstr(problem.message, message) != NULL, "%s: %d, %s",
	      message, problem.code, problem.message);
	CHECK(estimate.diverges == diverges, "%s: diverges %d", message, estimate.diverges);
}

/* Level c of the first covariate has only positive outcomes. */
static void
separated_frame(struct cpe_frame *frame, struct cpe_arena *arena)
{
	struct casemix casemix;

	make_respondents(&casemix, arena, &worlds[1]);
	for (int i = 0; i < casemix.rows; i++)
		if (strcmp(casemix.row[i].level[0], "c") == 0)
			casemix.row[i].y = 1;
	frame_of(frame, &casemix, NULL);
}

static void
check_errors(void)
{
	static const int y[] = {20, 30};
	static const int all[] = {40, 30};
	static const int single[] = {1, 1};
	static const int some[] = {0, 1};
	static const int apart_y[] = {0, 200, 0, 200, 200, 0};
	static const int apart_n[] = {200, 200, 200, 200, 200, 200};
	struct cpe_arena arena;
	struct cpe_frame frame;

	cpe_arena_open_malloc(&arena);
	counts_frame(&frame, &arena, 1, y, all);
	check_refused(&frame, 10, 50, &arena, false, "at least two organisations");
	counts_frame(&frame, &arena, 2, some, single);
	check_refused(&frame, 10, 50, &arena, false, "an organisation with two respondents");
	counts_frame(&frame, &arena, 2, all, all);
	check_refused(&frame, 10, 50, &arena, true, "all respondents have the same outcome");
	counts_frame(&frame, &arena, 2, y, all);
	check_refused(&frame, 0, 50, &arena, false, "nodes must be from 1 to 64");
	check_refused(&frame, 65, 50, &arena, false, "nodes must be from 1 to 64");
	check_refused(&frame, 10, 6, &arena, false, "does not converge in 6 iterations");
	separated_frame(&frame, &arena);
	check_refused(&frame, 10, 50, &arena, true, "separates the outcome");
	counts_frame(&frame, &arena, 6, apart_y, apart_n);
	check_refused(&frame, 25, 50, &arena, false, "grows without bound");
	cpe_arena_close_malloc(&arena);
}

/* Stopped at each poll, and without memory at each allocation. */
static void
check_failures(void)
{
	for (int memory = 0; memory < 2; memory++)
	{
		int step = memory ? 1 : 7;
		int asked = 0;

		for (int left = 0;; left += step)
		{
			struct cpe_problem problem = {CPE_OK, "", "", ""};
			struct cpe_random_estimate estimate;
			struct cpe_arena data;
			struct cpe_arena arena;
			struct casemix casemix;
			struct cpe_frame frame;
			bool good;

			srandom(7);
			cpe_arena_open_malloc(&data);
			make_respondents(&casemix, &data, &worlds[0]);
			frame_of(&frame, &casemix, NULL);
			unit_arena_open(&arena, memory ? -1 : left, memory ? left : -1);
			good = cpe_random_fit(&frame, 3, 50, &arena, &estimate, &problem);
			CHECK(good || problem.code == (memory ? CPE_NO_MEMORY : CPE_CANCELLED), "after %d: %d",
			      left, problem.code);
			cpe_arena_close_malloc(&arena);
			cpe_arena_close_malloc(&data);
			asked = left;
			if (good)
				break;
		}
		CHECK(asked >= (memory ? 25 : 500), "it asks often enough: %d", asked);
	}
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(2026);
	unit_case("intercepts as lme4");
	check_intercepts();
	unit_case("a case-mix model as lme4");
	check_casemix();
	unit_case("the gradient against differences");
	check_gradient();
	unit_case("the integral against brute force");
	check_integral();
	unit_case("the maximum and its errors against brute force");
	check_maximum();
	unit_case("no slope at the maximum");
	check_flat();
	unit_case("no variance");
	check_no_variance();
	unit_case("two organisations, one all positive");
	check_two_organisations();
	unit_case("order of rows, weights, names, offsets");
	check_changes();
	unit_case("aliased columns");
	check_aliased();
	unit_case("what cannot be fitted");
	check_errors();
	unit_case("stopped, out of memory");
	check_failures();
	return unit_end();
}
