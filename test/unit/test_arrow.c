#include "casemix_cells.h"

#include "adjust/arrow.h"

/* Arrow-shaped systems against the same as one dense matrix, by Gauss-Jordan elimination. */

#define ORGANISATIONS 7
#define MOST 24

static struct cpe_problem problem;

/* Random respondents: organisation 3 has none, and a covariate may be the organisation's own. */
static const struct cpe_cells *
random_cells(struct cpe_arena *arena, bool nested)
{
	static const char *const name[] = {"a", "b", "x", "area"};
	static const char *const letter[] = {"A", "B", "C", "D", "E", "F", "G"};
	static const char *const number[] = {"-2", "0", "0.75", "1e1"};
	struct casemix casemix;

	casemix_open(&casemix, arena, nested ? 4 : 3, name);
	for (int i = 0; i < 300; i++)
	{
		int organisation = (int) (unit_random() * ORGANISATIONS);
		const char *level[4] = {letter[(int) (unit_random() * 4)],
		                        letter[(int) (unit_random() * 3)],
		                        number[(int) (unit_random() * 4)], organisation < 4 ? "N" : "S"};
		bool empty = organisation == 3;

		casemix_add(&casemix, letter[organisation], level, empty ? NAN : unit_random() < 0.5, 1, 0,
		            1);
	}
	return casemix_cells(&casemix);
}

/* The whole matrix, organisations first, from the frame's cells. */
static void
fill_dense(double dense[MOST][MOST], const struct cpe_frame *frame, const double *weight,
           int organisations)
{
	memset(dense, 0, sizeof(double) * MOST * MOST);
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			double x[MOST] = {0};

			if (organisations > 0)
				x[frame->organisation_of[c]] = 1;
			for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
				x[organisations + frame->entry_column[e]] =
					frame->entry_value ? frame->entry_value[e] : 1;
			for (int i = 0; i < MOST; i++)
				for (int j = 0; j < MOST; j++)
					dense[i][j] += weight[c] * x[i] * x[j];
		}
}

/* The inverse over the rows that are wanted; rows and columns of others are 0. */
static void
invert(double inverse[MOST][MOST], double from[MOST][MOST], const bool *wanted, int size,
       double *log_determinant)
{
	double a[MOST][2 * MOST] = {{0}};

	*log_determinant = 0;
	memset(inverse, 0, sizeof(double) * MOST * MOST);
	for (int i = 0; i < size; i++)
	{
		for (int j = 0; j < size; j++)
			a[i][j] = wanted[i] && wanted[j] ? from[i][j] : 0;
		a[i][size + i] = 1;
		if (!wanted[i])
			a[i][i] = 1;
	}
	for (int i = 0; i < size; i++)
	{
		double pivot = a[i][i];

		*log_determinant += log(pivot);
		for (int j = 0; j < 2 * size; j++)
			a[i][j] /= pivot;
		for (int k = 0; k < size; k++)
		{
			double by = a[k][i];

			for (int j = 0; k != i && j < 2 * size; j++)
				a[k][j] -= by * a[i][j];
		}
	}
	for (int i = 0; i < size; i++)
		for (int j = 0; j < size; j++)
			inverse[i][j] = wanted[i] && wanted[j] ? a[i][size + j] : 0;
}

/* The inverse's element of two organisations, by solving for one of them. */
static double
inverse_of_effects(const struct cpe_arrow *arrow, int a, int b)
{
	double effect[MOST] = {0};
	double column[MOST] = {0};

	effect[b] = 1;
	cpe_arrow_solve(arrow, effect, column);
	return effect[a];
}

/* One frame: every function against the dense matrix. */
static void
check_frame(const struct cpe_frame *frame, bool with_organisations, struct cpe_arena *arena)
{
	int organisations = with_organisations ? frame->organisations : 0;
	int size = organisations + frame->columns;
	double *weight = casemix_room(arena, (size_t) frame->cells, sizeof(double));
	double dense[MOST][MOST];
	double inverse[MOST][MOST];
	double vector[MOST] = {0};
	double solved[MOST];
	double quadratic = 0;
	double inverse_quadratic = 0;
	double log_determinant;
	bool wanted[MOST];
	int rank = 0;
	struct cpe_arrow arrow;

	for (int32_t c = 0; c < frame->cells; c++)
		weight[c] = 0.1 + unit_random();
	CHECK(size <= MOST, "size %d", size);
	fill_dense(dense, frame, weight, organisations);
	CHECK(cpe_arrow_open(&arrow, organisations, frame->columns, arena, &problem) &&
	          cpe_arrow_add(&arrow, frame, weight, arena, &problem) &&
	          cpe_arrow_factor(&arrow, arena, &problem),
	      "factored");
	cpe_arrow_clear(&arrow);
	CHECK(cpe_arrow_add(&arrow, frame, weight, arena, &problem) &&
	          cpe_arrow_factor(&arrow, arena, &problem),
	      "factored again");
	for (int i = 0; i < size; i++)
	{
		wanted[i] = i < organisations ? dense[i][i] > 0 : !arrow.aliased[i - organisations];
		rank += wanted[i];
		vector[i] = unit_random() - 0.5;
	}
	CHECK(arrow.rank == rank, "rank %d, not %d", arrow.rank, rank);
	invert(inverse, dense, wanted, size, &log_determinant);
	RELATIVE(arrow.log_determinant, log_determinant, 1e-12, "ln determinant");
	memcpy(solved, vector, sizeof(solved));
	cpe_arrow_solve(&arrow, solved, solved + organisations);
	for (int i = 0; i < size; i++)
	{
		double want = 0;

		for (int j = 0; j < size; j++)
		{
			double got = i < organisations && j < organisations ? inverse_of_effects(&arrow, i, j)
			             : i < organisations ? cpe_arrow_inverse_mixed(&arrow, i, j - organisations)
			             : j < organisations ? cpe_arrow_inverse_mixed(&arrow, j, i - organisations)
			             : i >= j ? arrow.inverse[CPE_PACKED(i - organisations, j - organisations)]
			                      : arrow.inverse[CPE_PACKED(j - organisations, i - organisations)];

			ABSOLUTE(got, inverse[i][j], 1e-12, "inverse at %d, %d", i, j);
			want += inverse[i][j] * vector[j];
			quadratic += vector[i] * dense[i][j] * vector[j];
			inverse_quadratic += vector[i] * inverse[i][j] * vector[j];
		}
		ABSOLUTE(solved[i], want, 1e-12, "solution %d", i);
	}
	RELATIVE(cpe_arrow_quadratic(&arrow, organisations ? vector : NULL, vector + organisations),
	         quadratic, 1e-12, "v'Mv");
	RELATIVE(cpe_arrow_inverse_quadratic(&arrow, organisations ? vector : NULL,
	                                     vector + organisations, arena),
	         inverse_quadratic, 1e-11, "v'M^-1v");
}

static void
check_random(void)
{
	static const bool linear[] = {false, false, true, false};
	struct cpe_arena arena;
	struct cpe_fit_options options;
	struct cpe_frame frame;

	cpe_arena_open_malloc(&arena);
	srandom(4);
	for (int round = 0; round < 4; round++)
	{
		bool fixed = round % 2 == 0;

		unit_case(round == 0   ? "organisations and columns as one dense matrix"
		          : round == 1 ? "columns only"
		          : round == 2 ? "a column that organisations make up"
		                       : "an intercept, factors and a number");
		options = casemix_options(fixed ? CPE_EFFECT_FIXED : CPE_EFFECT_NONE);
		options.linear = round == 3 || round == 0 ? linear : NULL;
		CHECK(cpe_frame_open(&frame, random_cells(&arena, round == 2), &options, &arena, &problem),
		      "frame: %s", problem.message);
		check_frame(&frame, fixed, &arena);
		unit_worst("absolute and relative");
	}
	cpe_arena_close_malloc(&arena);
}

/* Columns that depend on others, or nearly. */
static void
check_rank(void)
{
	static const char *const name[] = {"x", "y"};
	static const bool linear[] = {true, true};
	static const double gap[] = {0, 1e-6, 1e-4, 1e-2};
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_frame frame;
	struct cpe_arrow arrow;

	cpe_arena_open_malloc(&arena);
	options.linear = linear;
	unit_case("what is left of a column decides, not what is left after organisations");
	for (int g = 0; g < 4; g++)
	{
		struct casemix casemix;
		static char text[40][2][40];

		casemix_open(&casemix, &arena, 2, name);
		for (int i = 0; i < 40; i++)
		{
			/* x is 1000 in organisation A and 1 in B; y the same, and gap where i is odd */
			double x = i < 20 ? 1000 : 1;
			const char *level[2] = {text[i][0], text[i][1]};

			snprintf(text[i][0], 40, "%d", i);
			snprintf(text[i][1], 40, "%.17g", x + (i % 2) * gap[g] * x);
			casemix_add(&casemix, i < 20 ? "A" : "B", level, i % 3 == 0, 1, 0, 1);
		}
		CHECK(cpe_frame_open(&frame, casemix_cells(&casemix), &options, &arena, &problem), "frame");
		CHECK(cpe_arrow_open(&arrow, 2, 2, &arena, &problem) &&
		          cpe_arrow_add(&arrow, &frame, frame.sum.w, &arena, &problem) &&
		          cpe_arrow_factor(&arrow, &arena, &problem),
		      "factored");
		CHECK(!arrow.aliased[0] && arrow.aliased[1] == (gap[g] < 1e-5), "gap %g", gap[g]);
		CHECK(arrow.rank == 3 + !arrow.aliased[1], "rank %d", arrow.rank);
	}
	unit_case("an element that is not finite is refused");
	{
		double *weight = casemix_room(&arena, (size_t) frame.cells, sizeof(double));

		for (int32_t c = 0; c < frame.cells; c++)
			weight[c] = INFINITY;
		cpe_arrow_clear(&arrow);
		CHECK(cpe_arrow_add(&arrow, &frame, weight, &arena, &problem) &&
		          !cpe_arrow_factor(&arrow, &arena, &problem) && problem.code == CPE_RANGE,
		      "infinite weights");
	}
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	check_random();
	check_rank();
	return unit_end();
}
