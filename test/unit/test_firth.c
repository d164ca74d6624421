#include "adjust/firth.h"
#include "dense_regression.h"

static const char *data;

static struct cpe_regression
how_firth(int max_iterations)
{
	struct cpe_regression how = {CPE_BINOMIAL, true, 0, max_iterations};

	return how;
}

/* ---- R's figures ---- */

/* What logistf calls a column of the separated example. */
static const char *
separation_name(const struct cpe_frame *frame, int column)
{
	const struct cpe_column *what = &frame->column[column];

	if (what->factors == 0)
		return "(Intercept)";
	if (what->covariate[0] == 1)
		return "x";
	return frame->covariate[0].level[what->level[0]][0] == 'b' ? "gb" : "gc";
}

/*
 * logistf's standard error: of the information augmented by the leverages, which is none of ours.
 */
static double
augmented_se(const struct cpe_frame *frame, const struct cpe_estimate *estimate, int column,
             struct cpe_arena *arena)
{
	struct cpe_arrow augmented;
	struct cpe_problem problem;
	double *weight = casemix_room(arena, (size_t) frame->cells, sizeof(double));
	double *x = casemix_room(arena, (size_t) frame->columns, sizeof(double));

	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			double pq = estimate->fitted[c] * (1 - estimate->fitted[c]);
			double h;

			memset(x, 0, sizeof(double) * (size_t) frame->columns);
			for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
				x[frame->entry_column[e]] = frame->entry_value ? frame->entry_value[e] : 1;
			h = pq * cpe_arrow_inverse_quadratic(&estimate->information, NULL, x, arena);
			weight[c] = frame->sum.w[c] * pq * (1 + h);
		}
	CHECK(cpe_arrow_open(&augmented, 0, frame->columns, arena, &problem) &&
	          cpe_arrow_add(&augmented, frame, weight, arena, &problem) &&
	          cpe_arrow_factor(&augmented, arena, &problem),
	      "augmented");
	return sqrt(augmented.inverse[CPE_PACKED(column, column)]);
}

static void
check_separation(void)
{
	static const char *const name[] = {"g", "x"};
	static const bool linear[] = {false, true};
	struct unit_table *rows = unit_table_read(data, "adjust/glm_separation.csv");
	struct unit_table *table = unit_table_read(data, "adjust/glm_separation_firth.csv");
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct cpe_regression how = how_firth(50);
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	options.linear = linear;
	CHECK(cpe_frame_open(&frame, casemix_of_table(&arena, rows, "y", NULL, NULL, 2, name), &options,
	                     &arena, &problem),
	      "%s", problem.message);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
	      problem.message);
	printf("# %d iterations\n", estimate.iterations);
	ABSOLUTE(estimate.penalised, unit_table_number(table, 0, "loglik"), 1e-12, "penalised");
	for (int c = 0; c < frame.columns; c++)
		for (int r = 0; r < table->rows; r++)
		{
			double low;
			double high;
			double p;

			if (strcmp(unit_table_text(table, r, "term"), separation_name(&frame, c)) != 0)
				continue;
			ABSOLUTE(estimate.column[c], unit_table_number(table, r, "coef"), 1e-11,
			         "coefficient %d", c);
			ABSOLUTE(augmented_se(&frame, &estimate, c, &arena), unit_table_number(table, r, "se"),
			         1e-11, "augmented standard error %d", c);
			CHECK(cpe_firth_profile(&frame, &how, &estimate, c, 0.95, &arena, &low, &high, &p,
			                        &problem),
			      "%s", problem.message);
			ABSOLUTE(low, unit_table_number(table, r, "ci_lo_pl"), 1e-10, "low %d", c);
			ABSOLUTE(high, unit_table_number(table, r, "ci_hi_pl"), 1e-10, "high %d", c);
			ABSOLUTE(p, unit_table_number(table, r, "p_pl"), 1e-11, "p %d", c);
			ABSOLUTE(p / unit_table_number(table, r, "p_pl"), 1, 1e-9, "relative p %d", c);
		}
	unit_worst("absolute");
	unit_table_free(rows);
	unit_table_free(table);
	cpe_arena_close_malloc(&arena);
}

/* ---- closed form ---- */

/*
 * Organisations alone: their estimates are those of half a respondent more on either side; the
 * likelihood with its penalty is a beta density, whose profile limits are known.
 */
static void
check_saturated(void)
{
	static const int64_t positive[] = {3, 0, 8, 1, 0, 500};
	static const int64_t negative[] = {4, 5, 0, 0, 1, 2};
	static const char *const organisation[] = {"a", "b", "c", "d", "e", "f"};
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_regression how = how_firth(50);
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct casemix casemix;
	struct cpe_arena arena;
	struct cpe_problem problem;
	double penalised = 0;

	cpe_arena_open_malloc(&arena);
	casemix_open(&casemix, &arena, 0, NULL);
	for (int j = 0; j < 6; j++)
	{
		casemix_add(&casemix, organisation[j], NULL, 1, 1, 0, positive[j]);
		casemix_add(&casemix, organisation[j], NULL, 0, 1, 0, negative[j]);
	}
	options.terms = 0;
	CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem), "%s",
	      problem.message);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
	      problem.message);
	for (int j = 0; j < 6; j++)
	{
		double y = (double) positive[j] + 0.5;
		double n = (double) (positive[j] + negative[j]) + 1;

		ABSOLUTE(estimate.effect[j], log(y / (n - y)), 1e-12, "organisation %d", j);
		penalised += y * log(y / n) + (n - y) * log(1 - y / n) + log(n - 1) / 2;
	}
	ABSOLUTE(estimate.penalised, penalised, 1e-11, "penalised");
	unit_worst("absolute");
	cpe_arena_close_malloc(&arena);
}

/* ---- dense matrices as oracle ---- */

/* The penalised log-likelihood at b, from the rows. */
static long double
dense_penalised(struct dense *dense)
{
	long double likelihood = dense_at(dense, false);
	long double *inverse = dense_room((size_t) (dense->size * dense->size), sizeof(long double));

	likelihood += dense_invert(dense->size, dense->information, dense->aliased, inverse) / 2;
	free(inverse);
	return likelihood;
}

/* Its derivative in a parameter, by differences of two widths (Richardson). */
static long double
dense_derivative(struct dense *dense, int parameter)
{
	long double at = dense->b[parameter];
	long double slope[2];

	for (int i = 0; i < 2; i++)
	{
		long double width = i == 0 ? 2e-3L : 1e-3L;

		dense->b[parameter] = at + width;
		slope[i] = dense_penalised(dense);
		dense->b[parameter] = at - width;
		slope[i] = (slope[i] - dense_penalised(dense)) / (2 * width);
	}
	dense->b[parameter] = at;
	return (4 * slope[1] - slope[0]) / 3;
}

/*
 * The estimate is where all derivatives of the penalised likelihood, taken from the rows by
 * differences, are 0: what they and the information say of the distance from there is small.
 */
static void
check_against_dense(void)
{
	int most = 0;

	for (int i = 0; i < 40; i++)
	{
		struct casemix_row row[DENSE_ROWS];
		struct dense_problem what = {5 + random() % (i < 20 ? 40 : 300),
		                             1 + random() % 6,
		                             false,
		                             random() % 2,
		                             random() % 2,
		                             i % 4 == 0,
		                             random() % 3 == 0,
		                             random() % 7 - 3.0};
		struct cpe_regression how = how_firth(200);
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct dense dense;
		struct cpe_arena arena;
		struct cpe_problem problem;
		long double *slope;

		cpe_arena_open_malloc(&arena);
		dense_random(&what, i % 2, &arena, row, &frame);
		dense_open(&dense, row, what.rows, &frame);
		slope = dense_room((size_t) dense.size, sizeof(long double));
		CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE,
		      "%d rows, %d parameters: %s", what.rows, dense.rank, problem.message);
		most = estimate.iterations > most ? estimate.iterations : most;
		for (int k = 0; k < dense.size; k++)
			dense.b[k] =
				k < dense.effects ? estimate.effect[k] : estimate.column[k - dense.effects];
		CHECK(estimate.information.rank == dense.rank, "rank");
		RELATIVE(estimate.penalised, (double) dense_penalised(&dense), 1e-12, "penalised");
		for (int k = 0; k < dense.size; k++)
			slope[k] = dense.aliased[k] ? 0 : dense_derivative(&dense, k);
		dense_at(&dense, false);
		dense_invert(dense.size, dense.information, dense.aliased, dense.inverse);
		for (int k = 0; k < dense.size; k++)
		{
			long double distance = 0;

			for (int m = 0; m < dense.size; m++)
				distance += dense.inverse[k * dense.size + m] * slope[m];
			ABSOLUTE((double) (distance / (1 + fabsl(dense.b[k]))), 0, 1e-8, "parameter %d", k);
		}
		free(slope);
		dense_close(&dense);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("absolute");
	printf("# at most %d iterations\n", most);
}

/* ---- profiles ---- */

/*
 * Limits are where the penalised likelihood, the others maximised anew, is lower by half the
 * quantile.  Organisations as a covariate give the same limits as absorbed ones.
 */
static void
check_profiles(void)
{
	static const char *const name[] = {"g", "organisation"};
	static const char *const organisation[] = {"a", "b", "c"};
	static const char *const group[] = {"0", "1", "2"};
	static const int positive[3][3] = {{3, 5, 0}, {2, 4, 6}, {5, 1, 3}};
	static const int negative[3][3] = {{2, 0, 4}, {3, 0, 1}, {1, 1, 2}};
	static const double level[] = {0.5, 0.95, 0.998};
	double limit[2][2][3][2];
	double p[2][2];

	for (int absorbed = 0; absorbed < 2; absorbed++)
	{
		struct cpe_fit_options options =
			casemix_options(absorbed ? CPE_EFFECT_FIXED : CPE_EFFECT_NONE);
		struct cpe_regression how = how_firth(100);
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct casemix casemix;
		struct cpe_arena arena;
		struct cpe_problem problem;
		double before;

		cpe_arena_open_malloc(&arena);
		casemix_open(&casemix, &arena, absorbed ? 1 : 2, name);
		for (int g = 0; g < 3; g++)
			for (int j = 0; j < 3; j++)
			{
				const char *of[] = {group[g], organisation[j]};

				casemix_add(&casemix, organisation[j], of, 1, 1, 0, positive[g][j]);
				casemix_add(&casemix, organisation[j], of, 0, 1, 0, negative[g][j]);
			}
		CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem) &&
		          cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE,
		      "%s", problem.message);
		before = estimate.column[absorbed ? 0 : 1];
		for (int c = 0; c < 2; c++)
			for (int l = 0; l < 3; l++)
			{
				double *at = limit[absorbed][c][l];

				CHECK(cpe_firth_profile(&frame, &how, &estimate, c + !absorbed, level[l], &arena,
				                        &at[0], &at[1], &p[absorbed][c], &problem),
				      "%s", problem.message);
				CHECK(l == 0 || (at[0] < limit[absorbed][c][l - 1][0] &&
				                 at[1] > limit[absorbed][c][l - 1][1]),
				      "wider limits");
			}
		CHECK(before == estimate.column[absorbed ? 0 : 1], "the estimate stays");
		cpe_arena_close_malloc(&arena);
	}
	for (int c = 0; c < 2; c++)
	{
		ABSOLUTE(p[1][c], p[0][c], 1e-11, "p of column %d", c);
		for (int l = 0; l < 3; l++)
			for (int side = 0; side < 2; side++)
				ABSOLUTE(limit[1][c][l][side], limit[0][c][l][side], 1e-9, "limit %d of column %d",
				         side, c);
	}
	unit_worst("absolute");
}

/* ---- ends ---- */

static void
check_refused(void)
{
	struct casemix_row row[DENSE_ROWS];
	struct dense_problem what = {60, 3, false, false, false, false, false, 0.2};
	struct cpe_regression how = how_firth(1);
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	dense_random(&what, true, &arena, row, &frame);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_PROBLEM &&
	          strstr(problem.message, "1 iterations"),
	      "%s", problem.message);
	how = how_firth(50);
	how.ridge = 1;
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_PROBLEM &&
	          problem.code == CPE_INVALID,
	      "with a ridge");
	how.ridge = 0;
	how.family = CPE_GAUSSIAN;
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_PROBLEM &&
	          problem.code == CPE_INVALID,
	      "of least squares");
	cpe_arena_close_malloc(&arena);
}

/* Nobody positive: a finite answer. */
static void
check_none_positive(void)
{
	struct casemix_row row[DENSE_ROWS];
	struct dense_problem what = {60, 3, false, false, false, false, false, -60};
	struct cpe_regression how = how_firth(100);
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	dense_random(&what, true, &arena, row, &frame);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
	      problem.message);
	for (int32_t c = 0; c < frame.cells; c++)
		CHECK(estimate.fitted[c] > 0 && estimate.fitted[c] < 0.5, "%g", estimate.fitted[c]);
	cpe_arena_close_malloc(&arena);
}

static void
check_stops(void)
{
	for (int polls = 0; polls < 2; polls++)
	{
		struct casemix_row row[DENSE_ROWS];
		struct dense_problem what = {80, 4, false, false, false, false, false, 0.2};
		struct cpe_regression how = how_firth(50);
		struct cpe_frame frame;
		struct cpe_arena frame_arena;
		bool done = false;

		cpe_arena_open_malloc(&frame_arena);
		dense_random(&what, true, &frame_arena, row, &frame);
		for (int after = 0; !done && after < 20000; after = after + 1 + after / 20)
		{
			struct cpe_estimate estimate;
			struct cpe_arena arena;
			struct cpe_problem problem;
			double low;
			double high;
			double p;

			unit_arena_open(&arena, polls ? after : -1, polls ? -1 : after);
			done = cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE &&
			       cpe_firth_profile(&frame, &how, &estimate, 0, 0.95, &arena, &low, &high, &p,
			                         &problem);
			CHECK(done || problem.code == (polls ? CPE_CANCELLED : CPE_NO_MEMORY), "after %d",
			      after);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(done, "done when nothing stops it");
		cpe_arena_close_malloc(&frame_arena);
	}
}

int
main(int argc, char **argv)
{
	data = argc > 1 ? argv[1] : "test/data";
	srandom(20180919);
	unit_case("logistf's figures of a separated level");
	check_separation();
	unit_case("organisations alone have a closed form");
	check_saturated();
	unit_case("against differences of the penalised likelihood");
	check_against_dense();
	unit_case("profile limits of absorbed organisations and of columns");
	check_profiles();
	unit_case("what is refused");
	check_refused();
	unit_case("nobody positive");
	check_none_positive();
	unit_case("stopped, or out of memory, at any time");
	check_stops();
	return unit_end();
}
