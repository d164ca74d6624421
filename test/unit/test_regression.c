#include "adjust/covariance.h"
#include "dense_regression.h"

#define PROBLEMS 60

static const char *data;

static struct cpe_regression
how_logistic(void)
{
	struct cpe_regression how = {CPE_BINOMIAL, false, 0, 50};

	return how;
}

/* ---- R's figures ---- */

/*
 * The frame of a model of infert without organisation effects, its strata kept, and collapsed.
 * Returns the table whose texts it uses.
 */
static struct unit_table *
open_infert(struct cpe_arena *arena, int covariates, const char *const *name, const bool *linear,
            struct cpe_frame *frame, struct cpe_frame *collapsed)
{
	struct unit_table *table = unit_table_read(data, "adjust/glm_infert.csv");
	const struct cpe_cells *cells =
		casemix_of_table(arena, table, "case", NULL, "stratum", covariates, name);
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	static const char *const reference[] = {NULL, NULL, "0-5yrs", "0", "0"};
	struct cpe_problem problem;

	options.linear = linear;
	options.reference = covariates == 5 ? reference : NULL;
	CHECK(cpe_frame_open(frame, cells, &options, arena, &problem) &&
	          cpe_frame_collapse(collapsed, frame, arena, &problem),
	      "frame: %s", problem.message);
	return table;
}

/* What R calls a column of infert. */
static void
infert_name(const struct cpe_frame *frame, int column, struct cpe_arena *arena, char *name)
{
	struct cpe_problem problem;
	const char *term;
	const char *level;

	CHECK(cpe_column_names(frame, column, arena, &term, &level, &problem), "a name");
	if (level == NULL)
		sprintf(name, "%s", term);
	else
		sprintf(name, "factor(%s)%s", term, level);
}

static int
find_row(const struct unit_table *table, const char *term)
{
	for (int i = 0; i < table->rows; i++)
		if (strcmp(unit_table_text(table, i, "term"), term) == 0)
			return i;
	CHECK(false, "no row %s", term);
	return 0;
}

static void
check_infert(void)
{
	static const char *const name[] = {"age", "parity", "education", "spontaneous", "induced"};
	static const bool linear[] = {true, true, false, false, false};
	static const char *const se[] = {"se", "se_hc0", "se_cl_hc0", "se_cl_hc1"};
	struct unit_table *table = unit_table_read(data, "adjust/glm_infert_coef.csv");
	struct unit_table *infert;
	struct cpe_regression how = how_logistic();
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_frame collapsed;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	infert = open_infert(&arena, 5, name, linear, &frame, &collapsed);
	CHECK(cpe_regression_fit(&collapsed, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
	      problem.message);
	CHECK(estimate.information.rank == 9 && frame.columns == table->rows, "9 coefficients");
	RELATIVE(estimate.log_likelihood, -128.89241052249696, 1e-13, "log-likelihood");
	for (int c = 0; c < frame.columns; c++)
	{
		char term[100];

		infert_name(&frame, c, &arena, term);
		RELATIVE(estimate.column[c], unit_table_number(table, find_row(table, term), "coef"), 1e-11,
		         "%s", term);
	}
	unit_worst("relative");
	for (int kind = CPE_VARIANCE_MODEL; kind <= CPE_VARIANCE_CLUSTER_HC1; kind++)
	{
		struct cpe_covariance covariance;

		unit_case(kind == 0 ? "infert: standard errors, model" : se[kind]);
		CHECK(cpe_covariance_open(&covariance, &frame, &estimate, kind, &arena, &problem), "%s",
		      problem.message);
		for (int c = 0; c < frame.columns; c++)
		{
			char term[100];

			infert_name(&frame, c, &arena, term);
			RELATIVE(sqrt(covariance.column[CPE_PACKED(c, c)]),
			         unit_table_number(table, find_row(table, term), se[kind]), 1e-8, "%s of %s",
			         se[kind], term);
		}
		unit_worst("relative");
	}
	unit_table_free(table);
	unit_table_free(infert);
	cpe_arena_close_malloc(&arena);
}

/* The fitted probabilities that R gives by row, found by their cell. */
static void
check_infert_fitted(void)
{
	static const char *const name[] = {"age", "parity", "education", "spontaneous", "induced"};
	static const bool linear[] = {true, true, false, false, false};
	struct unit_table *infert;
	struct unit_table *fitted = unit_table_read(data, "adjust/glm_infert_fitted.csv");
	struct cpe_regression how = how_logistic();
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_frame collapsed;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	infert = open_infert(&arena, 5, name, linear, &frame, &collapsed);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
	      problem.message);
	for (int i = 0; i < infert->rows; i++)
	{
		double want = unit_table_number(fitted, i, "fitted");
		double nearest = INFINITY;

		for (int32_t p = 0; p < frame.patterns; p++)
			for (int32_t c = frame.first[p]; c < frame.first[p + 1]; c++)
				if (strcmp(frame.organisation[frame.organisation_of[c]],
				           unit_table_text(infert, i, "stratum")) == 0 &&
				    fabs(estimate.fitted[c] - want) < fabs(nearest - want))
					nearest = estimate.fitted[c];
		RELATIVE(nearest, want, 1e-12, "row %d", i + 1);
	}
	unit_worst("relative");
	unit_table_free(infert);
	unit_table_free(fitted);
	cpe_arena_close_malloc(&arena);
}

/* dup = 2 age + 1 is aliased, and the fit is the one without it. */
static void
check_aliased(void)
{
	static const char *const name[] = {"age", "dup", "parity"};
	static const bool linear[] = {true, true, true};
	struct unit_table *rows = unit_table_read(data, "adjust/glm_infert.csv");
	struct unit_table *table = unit_table_read(data, "adjust/glm_aliased.csv");
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct cpe_regression how = how_logistic();
	struct cpe_covariance covariance;
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct casemix casemix;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	casemix_open(&casemix, &arena, 3, name);
	for (int i = 0; i < rows->rows; i++)
	{
		char *dup = casemix_room(&arena, 20, 1);
		const char *level[] = {unit_table_text(rows, i, "age"), dup,
		                       unit_table_text(rows, i, "parity")};

		sprintf(dup, "%d", 2 * (int) unit_table_number(rows, i, "age") + 1);
		casemix_add(&casemix, "all", level, unit_table_number(rows, i, "case"), 1, 0, 1);
	}
	options.linear = linear;
	CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem), "%s",
	      problem.message);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE &&
	          cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_MODEL, &arena,
	                              &problem),
	      "%s", problem.message);
	CHECK(estimate.information.rank == 3 && estimate.information.aliased[2], "dup is aliased");
	for (int c = 0; c < 4; c++)
	{
		bool aliased = unit_table_text(table, c, "coef")[0] == '\0';

		RELATIVE(estimate.column[c], aliased ? 0 : unit_table_number(table, c, "coef"), 1e-10,
		         "coefficient %d", c);
		RELATIVE(sqrt(covariance.column[CPE_PACKED(c, c)]),
		         aliased ? 0 : unit_table_number(table, c, "se"), 1e-8, "standard error %d", c);
	}
	unit_worst("relative");
	unit_table_free(rows);
	unit_table_free(table);
	cpe_arena_close_malloc(&arena);
}

/* What R calls a column: the term and the level without anything between. */
static void
plain_name(const struct cpe_frame *frame, int column, struct cpe_arena *arena, char *name)
{
	struct cpe_problem problem;
	const char *term;
	const char *level;

	CHECK(cpe_column_names(frame, column, arena, &term, &level, &problem), "a name");
	sprintf(name, "%s%s", term, level ? level : "");
}

/*
 * Compares a sum of parameters and its standard errors with a row of R's (some columns of which may
 * not be there).
 */
static void
compare_row(const struct unit_table *table, int row, double value,
            const struct cpe_covariance *covariance, int kinds, const double *effect,
            const double *column, struct cpe_arena *arena)
{
	static const char *const se[] = {"se", "se_hc0", "se_cl_hc0", "se_cl_hc1"};
	const char *term = unit_table_text(table, row, "term");

	ABSOLUTE(value, unit_table_number(table, row, "coef"), 1e-11, "%s", term);
	for (int kind = 0; kind < kinds; kind++)
		ABSOLUTE(sqrt(cpe_covariance_of(&covariance[kind], effect, column, arena)) /
		             unit_table_number(table, row, se[kind]),
		         1, 1e-8, "%s of %s", se[kind], term);
}

/* The 200,000 respondents, complete cases: without trusts, all kinds of variance, and with them. */
static void
check_cpes200k(void)
{
	struct unit_table *table = unit_table_read(data, "adjust/glm_cpes200k_q1_coef.csv");
	struct unit_table *fixed = unit_table_read(data, "adjust/glm_cpes200k_q1_trustfe_coef.csv");
	struct cpe_regression how = how_logistic();
	struct cpe_arena arena;
	const struct cpe_cells *cells;

	cpe_arena_open_malloc(&arena);
	cells = casemix_cpes200k(&arena, data);
	for (int absorbed = 0; absorbed < 2; absorbed++)
	{
		struct cpe_fit_options options =
			casemix_options(absorbed ? CPE_EFFECT_FIXED : CPE_EFFECT_NONE);
		int kinds = absorbed ? 1 : 4;
		struct unit_table *want = absorbed ? fixed : table;
		struct cpe_covariance covariance[4];
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct cpe_frame collapsed;
		struct cpe_problem problem;
		double *effect;
		double *column;
		int found = 0;

		options.reference = casemix_cpes200k_reference;
		CHECK(cpe_frame_open(&frame, cells, &options, &arena, &problem) &&
		          cpe_frame_collapse(&collapsed, &frame, &arena, &problem),
		      "%s", problem.message);
		CHECK(cpe_regression_fit(absorbed ? &frame : &collapsed, &how, &arena, &estimate,
		                         &problem) == CPE_FIT_DONE,
		      "%s", problem.message);
		for (int kind = 0; kind < kinds; kind++)
			CHECK(cpe_covariance_open(&covariance[kind], &frame, &estimate, kind, &arena, &problem),
			      "%s", problem.message);
		CHECK(frame.n == 182354 && estimate.information.rank == (absorbed ? 180 : 36), "size");
		RELATIVE(estimate.log_likelihood, absorbed ? -97832.869108295607 : -98456.726767508444,
		         1e-13, "log-likelihood");
		effect = casemix_room(&arena, (size_t) frame.organisations, sizeof(double));
		column = casemix_room(&arena, (size_t) frame.columns, sizeof(double));
		for (int c = 0; c < frame.columns; c++)
			for (int r = 0; r < want->rows; r++)
			{
				char name[100];

				plain_name(&frame, c, &arena, name);
				if (strcmp(name, unit_table_text(want, r, "term")) != 0)
					continue;
				column[c] = 1;
				compare_row(want, r, estimate.column[c], covariance, kinds, NULL, column, &arena);
				column[c] = 0;
				found++;
			}
		for (int j = 0; absorbed && j < frame.organisations; j++)
			for (int r = 0; r < want->rows; r++)
			{
				const char *term = unit_table_text(want, r, "term");
				bool intercept = j == 0 && strcmp(term, "(Intercept)") == 0;

				if (!intercept && (strncmp(term, "trust", 5) != 0 ||
				                   strcmp(term + 5, frame.organisation[j]) != 0))
					continue;
				effect[0] = intercept ? 1 : -1;
				effect[j] = 1;
				compare_row(want, r, estimate.effect[j] - (intercept ? 0 : estimate.effect[0]),
				            covariance, kinds, effect, column, &arena);
				effect[0] = effect[j] = 0;
				found++;
			}
		CHECK(found == want->rows, "%d of %d rows", found, want->rows);
	}
	unit_worst("absolute");
	unit_table_free(table);
	unit_table_free(fixed);
	cpe_arena_close_malloc(&arena);
}

/* Grouped rows are the same fit. */
static void
check_grouped(void)
{
	static const char *const name[] = {"age", "sex", "imd"};
	static const char *const reference[] = {"65-74", "Female", "1"};
	struct unit_table *rows = unit_table_read(data, "adjust/glm_grouped_age_sex_imd.csv");
	struct unit_table *table = unit_table_read(data, "adjust/glm_grouped_age_sex_imd_coef.csv");
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct cpe_regression how = how_logistic();
	struct cpe_covariance covariance;
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;
	double *column;

	cpe_arena_open_malloc(&arena);
	options.reference = reference;
	CHECK(cpe_frame_open(&frame, casemix_of_table(&arena, rows, "y", "n", NULL, 3, name), &options,
	                     &arena, &problem) &&
	          cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE &&
	          cpe_covariance_open(&covariance, &frame, &estimate, CPE_VARIANCE_MODEL, &arena,
	                              &problem),
	      "%s", problem.message);
	column = casemix_room(&arena, (size_t) frame.columns, sizeof(double));
	CHECK(frame.columns == table->rows, "%d columns", frame.columns);
	for (int c = 0; c < frame.columns; c++)
	{
		char term[100];

		plain_name(&frame, c, &arena, term);
		column[c] = 1;
		compare_row(table, find_row(table, term), estimate.column[c], &covariance, 1, NULL, column,
		            &arena);
		column[c] = 0;
	}
	unit_worst("absolute");
	unit_table_free(rows);
	unit_table_free(table);
	cpe_arena_close_malloc(&arena);
}

/* ---- dense Newton as oracle ---- */

/* Fits a random problem both ways; skipped when the oracle finds no maximum. */
static bool
compare(const struct dense_problem *what, bool absorbed, double ridge)
{
	struct casemix_row row[DENSE_ROWS];
	struct cpe_regression how = {what->gaussian ? CPE_GAUSSIAN : CPE_BINOMIAL, false, ridge, 50};
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct dense dense;
	struct cpe_arena arena;
	struct cpe_problem problem;
	enum cpe_fit_end end;
	bool found;

	problem.message[0] = '\0';
	cpe_arena_open_malloc(&arena);
	dense_random(what, absorbed, &arena, row, &frame);
	dense_open(&dense, row, what->rows, &frame);
	found = dense_fit(&dense, what->gaussian, ridge) && (what->gaussian || !dense_infinite(&dense));
	end = cpe_regression_fit(&frame, &how, &arena, &estimate, &problem);
	CHECK(end == (found ? CPE_FIT_DONE : CPE_FIT_DIVERGES), "ends with %d: %s", end,
	      problem.message);
	if (found && end == CPE_FIT_DONE)
	{
		double squares = 0;

		for (int j = 0; j < dense.effects; j++)
			ABSOLUTE(estimate.effect[j], (double) dense.b[j], 1e-11, "effect %d", j);
		for (int c = 0; c < frame.columns; c++)
		{
			int k = dense.effects + c;

			CHECK(estimate.information.aliased[c] == dense.aliased[k], "aliased %d", c);
			ABSOLUTE(estimate.column[c], (double) dense.b[k], 1e-11, "column %d", c);
		}
		CHECK(ridge > 0 || estimate.information.rank == dense.rank, "rank %d, not %d",
		      estimate.information.rank, dense.rank);
		for (int i = 0; i < dense.rows; i++)
			squares += (double) (dense.w[i] * (dense.y[i] - dense.fitted[i]) *
			                     (dense.y[i] - dense.fitted[i]));
		if (what->gaussian)
		{
			int rest = dense.rows - estimate.information.rank;

			ABSOLUTE(estimate.residual_squares, squares, 1e-12 * dense.rows, "residual squares");
			ABSOLUTE(estimate.dispersion, rest > 0 ? squares / rest : 0, 1e-12 * dense.rows,
			         "dispersion");
		}
		else
			ABSOLUTE(estimate.log_likelihood / (double) dense_at(&dense, false), 1, 1e-12,
			         "log-likelihood");
	}
	dense_close(&dense);
	cpe_arena_close_malloc(&arena);
	return found;
}

static void
check_against_dense(bool gaussian, double ridge)
{
	int found = 0;

	for (int i = 0; i < PROBLEMS; i++)
	{
		struct dense_problem what = {150 + random() % 350,
		                             1 + random() % 9,
		                             gaussian,
		                             random() % 2,
		                             random() % 2,
		                             random() % 2,
		                             ridge == 0 && random() % 3 == 0,
		                             0.2};

		found += compare(&what, i % 3 != 0, ridge);
	}
	CHECK(found > PROBLEMS * 9 / 10, "only %d of %d problems have a maximum", found, PROBLEMS);
	unit_worst("absolute");
}

/* Few rows and many parameters: whatever has a maximum has the oracle's, the rest diverges. */
static void
check_small(void)
{
	int found = 0;

	for (int i = 0; i < 300; i++)
	{
		struct dense_problem what = {2 + random() % 40,
		                             1 + random() % 5,
		                             i % 4 == 0,
		                             random() % 2,
		                             random() % 2,
		                             false,
		                             false,
		                             random() % 5 - 2.0};
		double ridge = i % 3 == 0 ? 0.5 : 0;

		found += compare(&what, i % 2, ridge);
	}
	CHECK(found > 100 && found < 290, "%d have a maximum", found);
	unit_worst("absolute");
}

/* A ridge of 0 is none; a large one draws coefficients to 0 and organisations to one value. */
static void
check_large_ridge(void)
{
	static const double ridges[] = {1e4, 1e7};
	struct dense_problem what = {300, 6, false, false, false, false, true, 0.3};

	for (int i = 0; i < 2; i++)
	{
		struct casemix_row row[DENSE_ROWS];
		struct cpe_regression how = {CPE_BINOMIAL, false, ridges[i], 50};
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct cpe_arena arena;
		struct cpe_problem problem;
		double mean = 0;

		cpe_arena_open_malloc(&arena);
		dense_random(&what, true, &arena, row, &frame);
		for (int k = 0; k < what.rows; k++)
			mean += row[k].y / what.rows;
		CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
		      problem.message);
		for (int j = 0; j < frame.organisations; j++)
			ABSOLUTE(estimate.effect[j], log(mean / (1 - mean)), 1e3 / ridges[i], "effect %d", j);
		for (int c = 0; c < frame.columns; c++)
			ABSOLUTE(estimate.column[c], 0, 1e3 / ridges[i], "column %d", c);
		how.ridge = 1e15;
		CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_PROBLEM &&
		          problem.code == CPE_INVALID,
		      "a ridge too large is refused");
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- ends ---- */

/* Frames in which no maximum is finite. */
static void
check_divergence(void)
{
	for (int base = -1; base <= 1; base += 2)
		for (int absorbed = 0; absorbed < 2; absorbed++)
			for (int organisations = 1; organisations < 4; organisations += 2)
			{
				struct casemix_row row[DENSE_ROWS];
				struct dense_problem what = {100,   organisations, false, false,
				                             false, false,         false, base * 40};
				struct cpe_regression how = {CPE_BINOMIAL, false, absorbed ? 1 : 0, 50};
				struct cpe_estimate estimate;
				struct cpe_frame frame;
				struct cpe_arena arena;
				struct cpe_problem problem;

				cpe_arena_open_malloc(&arena);
				dense_random(&what, absorbed, &arena, row, &frame);
				CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) ==
				          CPE_FIT_DIVERGES,
				      "all %s", base < 0 ? "negative" : "positive");
				cpe_arena_close_malloc(&arena);
			}
}

/* A level all of whose respondents are positive, and two covariates that only together separate. */
static void
check_separation(void)
{
	static const char *const name[] = {"g", "h"};
	static const char *const texts[] = {"0", "1", "2"};

	for (int kind = 0; kind < 2; kind++)
	{
		struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
		struct cpe_regression how = how_logistic();
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct casemix casemix;
		struct cpe_arena arena;
		struct cpe_problem problem;

		cpe_arena_open_malloc(&arena);
		casemix_open(&casemix, &arena, 2, name);
		for (int g = 0; g < 3; g++)
			for (int h = 0; h < 3; h++)
			{
				const char *level[] = {texts[g], texts[h]};
				bool positive = kind == 0 ? g == 2 : g > h;
				bool negative = kind == 0 ? false : g < h;

				casemix_add(&casemix, "all", level, 1, 1, 0, negative ? 0 : 7);
				casemix_add(&casemix, "all", level, 0, 1, 0, positive ? 0 : 5);
			}
		CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem), "%s",
		      problem.message);
		CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DIVERGES,
		      "kind %d", kind);
		cpe_arena_close_malloc(&arena);
	}
}

/* Too few iterations are an error that says how many there were. */
static void
check_no_convergence(void)
{
	struct casemix_row row[DENSE_ROWS];
	struct dense_problem what = {200, 4, false, false, false, false, false, 0.2};
	struct cpe_regression how = {CPE_BINOMIAL, false, 0, 2};
	struct cpe_estimate estimate;
	struct cpe_frame frame;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	dense_random(&what, true, &arena, row, &frame);
	CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_PROBLEM &&
	          problem.code == CPE_INVALID && strstr(problem.message, "2 iterations") != NULL,
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* Whichever poll stops it, and whichever memory is not there, a fit ends with that. */
static void
check_stops(void)
{
	for (int kind = 0; kind < 3; kind++)
		for (int polls = 0; polls < 2; polls++)
		{
			struct casemix_row row[DENSE_ROWS];
			struct dense_problem what = {200, 4, kind == 1, false, false, false, false, 0.2};
			struct cpe_regression how = {kind == 1 ? CPE_GAUSSIAN : CPE_BINOMIAL, false,
			                             kind == 2 ? 1 : 0, 50};
			struct cpe_frame frame;
			struct cpe_arena frame_arena;
			bool done = false;

			cpe_arena_open_malloc(&frame_arena);
			dense_random(&what, true, &frame_arena, row, &frame);
			for (int after = 0; !done && after < 5000; after++)
			{
				struct cpe_estimate estimate;
				struct cpe_arena arena;
				struct cpe_problem problem;
				enum cpe_fit_end end;

				unit_arena_open(&arena, polls ? after : -1, polls ? -1 : after);
				end = cpe_regression_fit(&frame, &how, &arena, &estimate, &problem);
				done = end == CPE_FIT_DONE;
				CHECK(done || (end == CPE_FIT_PROBLEM &&
				               problem.code == (polls ? CPE_CANCELLED : CPE_NO_MEMORY)),
				      "after %d", after);
				cpe_arena_close_malloc(&arena);
			}
			CHECK(done, "done when nothing stops it");
			cpe_arena_close_malloc(&frame_arena);
		}
}

/* Offsets far from 0, and an organisation without respondents: they change nothing else. */
static void
check_offsets(void)
{
	static const char *const name[] = {"g"};
	static const double shift[] = {0, 1000, -1000};
	double slope[3];

	for (int s = 0; s < 3; s++)
	{
		struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
		struct cpe_regression how = how_logistic();
		struct cpe_estimate estimate;
		struct cpe_frame frame;
		struct casemix casemix;
		struct cpe_arena arena;
		struct cpe_problem problem;

		cpe_arena_open_malloc(&arena);
		casemix_open(&casemix, &arena, 1, name);
		for (int g = 0; g < 2; g++)
		{
			const char *level[] = {g ? "1" : "0"};

			casemix_add(&casemix, "a", level, 1, 1, shift[s] + 0.5 * g, 7 + 5 * g);
			casemix_add(&casemix, "a", level, 0, 1, shift[s] + 0.5 * g, 9);
			casemix_add(&casemix, "none", level, NAN, 1, shift[s], 3);
		}
		CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem), "%s",
		      problem.message);
		CHECK(cpe_regression_fit(&frame, &how, &arena, &estimate, &problem) == CPE_FIT_DONE, "%s",
		      problem.message);
		ABSOLUTE(estimate.effect[0], log(7.0 / 9) - shift[s], 1e-11, "effect");
		CHECK(estimate.effect[1] == 0, "no effect of an organisation without respondents");
		slope[s] = estimate.column[0];
		ABSOLUTE(slope[s], log(12.0 / 9) - log(7.0 / 9) - 0.5, 1e-11, "slope");
		cpe_arena_close_malloc(&arena);
	}
}

int
main(int argc, char **argv)
{
	data = argc > 1 ? argv[1] : "test/data";
	srandom(20180919);
	unit_case("infert: coefficients");
	check_infert();
	unit_case("infert: fitted probabilities");
	check_infert_fitted();
	unit_case("an aliased column");
	check_aliased();
	unit_case("200,000 respondents, without and with trusts");
	check_cpes200k();
	unit_case("grouped rows");
	check_grouped();
	unit_case("logistic regression against dense Newton");
	check_against_dense(false, 0);
	unit_case("with a ridge");
	check_against_dense(false, 0.7);
	unit_case("least squares against normal equations");
	check_against_dense(true, 0);
	unit_case("least squares with a ridge");
	check_against_dense(true, 2.5);
	unit_case("few rows, many parameters");
	check_small();
	unit_case("large ridges");
	check_large_ridge();
	unit_case("nobody or everybody positive");
	check_divergence();
	unit_case("separation");
	check_separation();
	unit_case("too few iterations");
	check_no_convergence();
	unit_case("stopped, or out of memory, at any time");
	check_stops();
	unit_case("offsets far from 0");
	check_offsets();
	return unit_end();
}
