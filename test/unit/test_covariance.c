#include "adjust/covariance.h"
#include "dense_regression.h"

#define PROBLEMS 40

/* Checks the variances and covariances of all pairs of parameters, and of random sums of them. */
static void
check_all(const struct cpe_covariance *covariance, const struct dense *dense,
          const long double *want, int columns, struct cpe_arena *arena)
{
	int size = dense->size;
	double *v = dense_room((size_t) size, sizeof(double));

	for (int c = 0; c < columns; c++)
		for (int d = 0; d <= c; d++)
		{
			int k = dense->effects + c;
			int m = dense->effects + d;
			double scale = sqrt((double) (want[k * size + k] * want[m * size + m]));

			ABSOLUTE(covariance->column[CPE_PACKED(c, d)] / (scale > 0 ? scale : 1),
			         scale > 0 ? (double) want[k * size + m] / scale : 0, 1e-11, "columns %d, %d",
			         c, d);
		}
	for (int round = 0; round < size + 10; round++)
	{
		long double variance = 0;
		double got;

		for (int k = 0; k < size; k++)
			v[k] = round < size ? k == round : 2 * unit_random() - 1;
		for (int k = 0; k < size; k++)
			for (int m = 0; m < size; m++)
				variance += v[k] * want[k * size + m] * v[m];
		got =
			cpe_covariance_of(covariance, dense->effects > 0 ? v : NULL, v + dense->effects, arena);
		ABSOLUTE(variance > 0 ? got / (double) variance : got + 1, 1, 1e-11, "sum %d", round);
	}
	for (int k = 0; dense->effects > 0 && k < size; k++)
		v[k] = k < dense->effects ? 0 : 2 * unit_random() - 1;
	if (dense->effects > 0)
		RELATIVE(cpe_covariance_of(covariance, NULL, v + dense->effects, arena),
		         cpe_covariance_of(covariance, v, v + dense->effects, arena), 1e-12,
		         "effects of 0 are like none");
	free(v);
}

/* One random problem with all kinds; false: it has no maximum. */
static bool
compare(const struct dense_problem *what, bool absorbed, double ridge)
{
	struct casemix_row row[DENSE_ROWS];
	struct cpe_regression how = {what->gaussian ? CPE_GAUSSIAN : CPE_BINOMIAL, false, ridge, 50};
	struct cpe_estimate estimate;
	struct cpe_frame scored;
	struct cpe_frame collapsed;
	struct dense dense;
	struct cpe_arena arena;
	struct cpe_problem problem;
	long double *want;
	bool found;

	cpe_arena_open_malloc(&arena);
	dense_random(what, absorbed, &arena, row, &scored);
	dense_open(&dense, row, what->rows, &scored);
	CHECK(cpe_frame_collapse(&collapsed, &scored, &arena, &problem), "collapsed");
	found = dense_fit(&dense, what->gaussian, ridge) && (what->gaussian || !dense_infinite(&dense));
	if (found)
	{
		CHECK(cpe_regression_fit(absorbed ? &scored : &collapsed, &how, &arena, &estimate,
		                         &problem) == CPE_FIT_DONE,
		      "fit");
		dense.rank = estimate.information.rank;
	}
	want = dense_room((size_t) (dense.size * dense.size), sizeof(long double));
	for (int kind = CPE_VARIANCE_MODEL; found && kind <= CPE_VARIANCE_CLUSTER_HC1; kind++)
	{
		struct cpe_covariance covariance;

		dense_covariance(&dense, what->gaussian, kind, want);
		CHECK(cpe_covariance_open(&covariance, &scored, &estimate, kind, &arena, &problem), "%s",
		      problem.message);
		check_all(&covariance, &dense, want, scored.columns, &arena);
	}
	free(want);
	dense_close(&dense);
	cpe_arena_close_malloc(&arena);
	return found;
}

static void
check_against_dense(bool gaussian, bool absorbed, double ridge)
{
	int found = 0;

	for (int i = 0; i < PROBLEMS; i++)
	{
		struct dense_problem what = {150 + random() % 250,
		                             2 + random() % 8,
		                             gaussian,
		                             random() % 2,
		                             random() % 2,
		                             random() % 2,
		                             ridge == 0 && random() % 3 == 0,
		                             0.2};

		found += compare(&what, absorbed, ridge);
	}
	CHECK(found > PROBLEMS * 9 / 10, "only %d of %d problems have a maximum", found, PROBLEMS);
	unit_worst("absolute");
}

/* What cannot be had is refused. */
static void
check_errors(void)
{
	struct casemix_row row[DENSE_ROWS];
	struct dense_problem one = {100, 1, true, false, false, false, false, 0.2};
	struct dense_problem few = {8, 3, true, false, false, false, false, 0.2};
	struct cpe_regression how = {CPE_GAUSSIAN, false, 0, 50};
	struct cpe_covariance covariance;
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	dense_random(&one, true, &arena, row, &frame);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "fit");
	CHECK(!cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_CLUSTER, &arena,
	                           &problem) &&
	          problem.code == CPE_INVALID && strstr(problem.message, "two organisations"),
	      "one organisation: %s", problem.message);
	CHECK(cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_HC0, &arena, &problem),
	      "HC0 of one organisation");
	do
		dense_random(&few, true, &arena, row, &frame);
	while (cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) != CPE_FIT_DONE ||
	       estimate.information.rank < few.rows);
	CHECK(!cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_CLUSTER_HC1, &arena,
	                           &problem) &&
	          problem.code == CPE_INVALID && strstr(problem.message, "more respondents"),
	      "as many parameters as respondents: %s", problem.message);
	CHECK(
		cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_CLUSTER, &arena, &problem),
		"%s", problem.message);
	CHECK(cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_MODEL, &arena, &problem),
	      "%s", problem.message);
	for (int c = 0; c < frame.columns; c++)
		CHECK(covariance.column[CPE_PACKED(c, c)] == 0, "no residual, no variance");
	cpe_arena_close_malloc(&arena);
}

/* Whichever poll stops it, and whichever memory is not there, it ends with that. */
static void
check_stops(void)
{
	struct casemix_row row[DENSE_ROWS];
	struct dense_problem what = {200, 4, false, false, false, false, false, 0.2};
	struct cpe_regression how = {CPE_BINOMIAL, false, 1, 50};
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena fit_arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&fit_arena);
	dense_random(&what, true, &fit_arena, row, &frame);
	CHECK(cpe_regression_fit(&frame, &how, &fit_arena, &estimate, &problem) == CPE_FIT_DONE, "fit");
	for (int kind = CPE_VARIANCE_MODEL; kind <= CPE_VARIANCE_CLUSTER_HC1; kind++)
		for (int polls = 0; polls < 2; polls++)
		{
			bool done = false;

			for (int after = 0; !done && after < 1000; after++)
			{
				struct cpe_covariance covariance;
				struct cpe_arena arena;

				unit_arena_open(&arena, polls ? after : -1, polls ? -1 : after);
				done = cpe_covariance_open(&covariance, &frame, &estimate, kind, &arena, &problem);
				CHECK(done || problem.code == (polls ? CPE_CANCELLED : CPE_NO_MEMORY), "after %d",
				      after);
				cpe_arena_close_malloc(&arena);
			}
			CHECK(done, "done when nothing stops it");
		}
	cpe_arena_close_malloc(&fit_arena);
}

int
main(void)
{
	srandom(20180919);
	unit_case("logistic, organisations absorbed");
	check_against_dense(false, true, 0);
	unit_case("logistic, organisations not in the model");
	check_against_dense(false, false, 0);
	unit_case("logistic with a ridge, organisations absorbed");
	check_against_dense(false, true, 0.7);
	unit_case("logistic with a ridge, organisations not in the model");
	check_against_dense(false, false, 3);
	unit_case("least squares, organisations absorbed");
	check_against_dense(true, true, 0);
	unit_case("least squares, organisations not in the model");
	check_against_dense(true, false, 0);
	unit_case("least squares with a ridge");
	check_against_dense(true, true, 2.5);
	unit_case("what cannot be had");
	check_errors();
	unit_case("stopped, or out of memory, at any time");
	check_stops();
	return unit_end();
}
