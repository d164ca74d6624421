#include "base/linear.h"
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 40

static double
random_sign(void)
{
	return 2 * unit_random() - 1;
}

/* Terms that cancel, in an order that loses them in a plain sum. */
static void
check_careful(void)
{
	struct cpe_careful sum = {0, 0};

	for (int i = 0; i < 1000; i++)
	{
		cpe_careful_add(&sum, 1e16);
		cpe_careful_add(&sum, 1);
		cpe_careful_add(&sum, -1e16);
	}
	CHECK(cpe_careful_value(&sum) == 1000, "%g", cpe_careful_value(&sum));
	cpe_careful_add(&sum, INFINITY);
	cpe_careful_add(&sum, 1);
	CHECK(cpe_careful_value(&sum) == INFINITY, "infinite");
}

/* A matrix's rows, of the columns wanted. */
struct rows
{
	int rows;
	int columns;
	double weight[400];
	double x[400][MOST];
};

static void
random_rows(struct rows *rows, int count, int columns)
{
	rows->rows = count;
	rows->columns = columns;
	for (int i = 0; i < count; i++)
	{
		rows->weight[i] = exp(4 * random_sign());
		rows->x[i][0] = 1;
		for (int j = 1; j < columns; j++)
			rows->x[i][j] = j % 3 ? random_sign() : (double) (random() % 2);
	}
}

static const double *
gram_of(struct cpe_gram *gram, const struct rows *rows)
{
	cpe_gram_clear(gram);
	for (int i = 0; i < rows->rows; i++)
		cpe_gram_add(gram, rows->weight[i], rows->x[i]);
	return cpe_gram_matrix(gram);
}

static void
open_all(struct cpe_arena *arena, struct cpe_gram *gram, struct cpe_cholesky *cholesky, int columns)
{
	struct cpe_problem problem;

	cpe_arena_open_malloc(arena);
	CHECK(cpe_gram_open(gram, arena, columns, &problem), "gram opens");
	CHECK(cpe_cholesky_open(cholesky, arena, columns, &problem), "cholesky opens");
}

/* Sums of products against long double; indicators as ones or as numbers. */
static void
check_gram(void)
{
	static struct rows rows;

	for (int round = 0; round < 50; round++)
	{
		int columns = 1 + random() % 12;
		struct cpe_arena arena;
		struct cpe_gram gram;
		struct cpe_gram ones;
		struct cpe_cholesky cholesky;
		struct cpe_problem problem;
		const double *matrix;

		random_rows(&rows, 1 + random() % 400, columns);
		open_all(&arena, &gram, &cholesky, columns);
		matrix = gram_of(&gram, &rows);
		for (int a = 0; a < columns; a++)
			for (int b = 0; b <= a; b++)
			{
				long double want = 0;
				long double size = 0;

				for (int i = 0; i < rows.rows; i++)
				{
					long double term = (long double) rows.weight[i] * rows.x[i][a] * rows.x[i][b];

					want += term;
					size += fabsl(term);
				}
				ABSOLUTE((double) ((matrix[CPE_PACKED(a, b)] - want) / fmaxl(size, 1e-300L)), 0,
				         1e-15, "element %d, %d", a, b);
			}
		/* two margins of 3 and 4 categories */
		CHECK(cpe_gram_open(&ones, &arena, 7, &problem) &&
		          cpe_gram_open(&gram, &arena, 7, &problem),
		      "opens");
		for (int i = 0; i < rows.rows; i++)
		{
			int32_t column[2] = {random() % 3, 3 + random() % 4};
			double x[7] = {0};

			x[column[0]] = x[column[1]] = 1;
			cpe_gram_add(&gram, rows.weight[i], x);
			cpe_gram_add_ones(&ones, rows.weight[i], column, 2);
		}
		matrix = cpe_gram_matrix(&gram);
		for (size_t e = 0; e < CPE_PACKED_SIZE(7); e++)
			RELATIVE(cpe_gram_matrix(&ones)[e], matrix[e], 1e-15, "element %zu of ones", e);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative");
}

/* Random systems: the solution is known, the inverse times the matrix is 1. */
static void
check_solve(void)
{
	static struct rows rows;

	for (int round = 0; round < 200; round++)
	{
		int columns = 1 + random() % MOST;
		double scale[MOST];
		double want[MOST];
		double right[MOST];
		struct cpe_arena arena;
		struct cpe_gram gram;
		struct cpe_cholesky cholesky;
		struct cpe_problem problem;
		const double *matrix;
		double *inverse;

		random_rows(&rows, 400, columns);
		for (int j = 0; j < columns; j++)
		{
			/* powers of two, so that scaled columns are the same problem to the bit */
			scale[j] = round % 2 ? ldexp(1, (int) (random() % 400) - 200) : 1;
			want[j] = random_sign();
			for (int i = 0; i < rows.rows; i++)
				rows.x[i][j] *= scale[j];
		}
		open_all(&arena, &gram, &cholesky, columns);
		matrix = gram_of(&gram, &rows);
		for (int a = 0; a < columns; a++)
		{
			long double sum = 0;

			for (int b = 0; b < columns; b++)
				sum += (long double) matrix[a > b ? CPE_PACKED(a, b) : CPE_PACKED(b, a)] *
				       (want[b] / scale[b]);
			right[a] = (double) sum;
		}
		CHECK(cpe_cholesky_factor(&cholesky, &arena, matrix, &problem), "%s", problem.message);
		CHECK(cholesky.rank == columns, "rank %d of %d", cholesky.rank, columns);
		cpe_cholesky_solve(&cholesky, right);
		for (int j = 0; j < columns; j++)
			ABSOLUTE(right[j] * scale[j], want[j], 1e-12, "solution %d of %d", j, columns);
		inverse = cpe_arena_alloc(&arena, CPE_PACKED_SIZE(columns), sizeof(double), &problem);
		CHECK(cpe_cholesky_inverse(&cholesky, &arena, inverse, &problem), "inverse");
		for (int a = 0; a < columns; a++)
			for (int b = 0; b < columns; b++)
			{
				long double sum = 0;

				for (int k = 0; k < columns; k++)
					sum += (long double) inverse[a > k ? CPE_PACKED(a, k) : CPE_PACKED(k, a)] *
					       matrix[k > b ? CPE_PACKED(k, b) : CPE_PACKED(b, k)];
				ABSOLUTE((double) sum * scale[a] / scale[b], a == b, 1e-12, "inverse %d, %d", a, b);
			}
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("absolute");
}

/* Columns that are combinations of those before them, or nearly. */
static void
check_rank(void)
{
	static struct rows rows;

	for (int round = 0; round < 300; round++)
	{
		int columns = 3 + random() % (MOST - 3);
		bool dependent[MOST] = {false};
		double want[MOST][MOST] = {{0}};
		int rank = columns;
		double coefficient[MOST];
		double right[MOST];
		struct cpe_arena arena;
		struct cpe_gram gram;
		struct cpe_cholesky cholesky;
		struct cpe_problem problem;

		random_rows(&rows, 400, columns);
		for (int j = 2; j < columns; j++)
		{
			if (random() % 4)
				continue;
			dependent[j] = true;
			rank--;
			/* of one to three independent columns, or of none */
			for (int terms = random() % 4; terms > 0; terms--)
			{
				int k = random() % j;

				if (!dependent[k] && want[j][k] == 0)
					want[j][k] = (double) (1 + random() % 20) / 4;
			}
			for (int i = 0; i < rows.rows; i++)
			{
				rows.x[i][j] = 0;
				for (int k = 0; k < j; k++)
					rows.x[i][j] += want[j][k] * rows.x[i][k];
			}
		}
		open_all(&arena, &gram, &cholesky, columns);
		CHECK(cpe_cholesky_factor(&cholesky, &arena, gram_of(&gram, &rows), &problem), "%s",
		      problem.message);
		CHECK(cholesky.rank == rank, "rank %d, not %d", cholesky.rank, rank);
		for (int j = 0; j < columns; j++)
		{
			CHECK(cholesky.left_out[j] == dependent[j], "column %d", j);
			right[j] = random_sign();
			if (!dependent[j] || !cholesky.left_out[j])
				continue;
			cpe_cholesky_combination(&cholesky, j, coefficient);
			for (int k = 0; k < j; k++)
				ABSOLUTE(coefficient[k], want[j][k], 1e-10, "column %d of %d", j, k);
		}
		cpe_cholesky_solve(&cholesky, right);
		for (int j = 0; j < columns; j++)
			CHECK(!cholesky.left_out[j] || right[j] == 0, "solution of what is left out");
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("combination");
}

/* Cases that a fixed bound for what is left of a column gets wrong one way or the other. */
static void
check_rank_by_name(void)
{
	static const struct
	{
		const char *what;
		int rank;
	} cases[] = {{"year", 2},
	             {"year and its distance from 2020", 2},
	             {"year and its square", 3},
	             {"almost the same column", 3},
	             {"twice the year and one", 2},
	             {"days since 1970", 2}};
	static struct rows rows;

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++)
	{
		struct cpe_arena arena;
		struct cpe_gram gram;
		struct cpe_cholesky cholesky;
		struct cpe_problem problem;
		int columns = c == 0 || c == 5 ? 2 : 3;

		random_rows(&rows, 400, columns);
		for (int i = 0; i < rows.rows; i++)
		{
			double year = 2017 + i % 7;

			rows.x[i][1] = c == 5 ? 19000 + i % 7 : year;
			if (c == 1)
				rows.x[i][2] = year - 2020;
			if (c == 2)
				rows.x[i][2] = year * year;
			if (c == 3)
			{
				rows.x[i][1] = random_sign();
				rows.x[i][2] = rows.x[i][1] + 1e-5 * random_sign();
			}
			if (c == 4)
				rows.x[i][2] = 2 * year + 1;
		}
		open_all(&arena, &gram, &cholesky, columns);
		CHECK(cpe_cholesky_factor(&cholesky, &arena, gram_of(&gram, &rows), &problem), "%s",
		      problem.message);
		CHECK(cholesky.rank == cases[c].rank, "%s: rank %d", cases[c].what, cholesky.rank);
		cpe_arena_close_malloc(&arena);
	}
}

static void
check_failures(void)
{
	static struct rows rows;
	static const double bad[] = {INFINITY, NAN};

	random_rows(&rows, 100, 5);
	for (int memory = 0; memory < 2; memory++)
		for (int left = 0;; left++)
		{
			struct cpe_arena arena;
			struct cpe_gram gram;
			struct cpe_cholesky cholesky;
			struct cpe_problem problem = {CPE_OK, "", "", ""};
			double inverse[CPE_PACKED_SIZE(5)];
			bool good;

			unit_arena_open(&arena, memory ? -1 : left, memory ? left : -1);
			good = cpe_gram_open(&gram, &arena, 5, &problem) &&
			       cpe_cholesky_open(&cholesky, &arena, 5, &problem) &&
			       cpe_cholesky_factor(&cholesky, &arena, gram_of(&gram, &rows), &problem) &&
			       cpe_cholesky_inverse(&cholesky, &arena, inverse, &problem);
			CHECK(good || problem.code == (memory ? CPE_NO_MEMORY : CPE_CANCELLED), "after %d: %d",
			      left, problem.code);
			cpe_arena_close_malloc(&arena);
			if (good)
			{
				CHECK(left >= 7, "it asks often enough: %d", left);
				break;
			}
		}
	for (int place = 0; place < 3; place++)
		for (int b = 0; b < 2; b++)
		{
			double matrix[3] = {1, 0.5, 1};
			struct cpe_arena arena;
			struct cpe_gram gram;
			struct cpe_cholesky cholesky;
			struct cpe_problem problem;

			matrix[place] = bad[b];
			open_all(&arena, &gram, &cholesky, 2);
			CHECK(!cpe_cholesky_factor(&cholesky, &arena, matrix, &problem) &&
			          problem.code == CPE_RANGE,
			      "%g at %d", bad[b], place);
			cpe_arena_close_malloc(&arena);
		}
}

int
main(void)
{
	srandom(1974);
	unit_case("careful sums");
	check_careful();
	unit_case("sums of products");
	check_gram();
	unit_case("solutions and inverses");
	check_solve();
	unit_case("what depends on what");
	check_rank();
	unit_case("hard cases of rank");
	check_rank_by_name();
	unit_case("stopped, out of memory, out of range");
	check_failures();
	return unit_end();
}
