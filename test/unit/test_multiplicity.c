#include "benchmark/multiplicity.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const method_name[] = {"bonferroni", "holm", "hochberg", "hommel", "bh", "by"};
#define METHODS 6

static struct cpe_problem problem;

/* The adjusted values, new memory. */
static double *
adjusted(enum cpe_adjustment method, const double *p, size_t count)
{
	double *result = calloc(count + 1, sizeof(double));
	struct cpe_arena arena;

	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_adjust_p(&arena, method, p, count, result, &problem), "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	return result;
}

static void
check_reference(const char *directory)
{
	struct unit_table *table = unit_table_read(directory, "benchmark/p_adjust.csv");

	unit_case("adjusted p values as R's, with ties and missing ones");
	for (int m = 0; m < METHODS; m++)
	{
		enum cpe_adjustment method;

		CHECK(cpe_adjustment_by_name(method_name[m], &method), "%s is known", method_name[m]);
		CHECK(strstr(cpe_adjustment_names, method_name[m]) != NULL, "%s is listed", method_name[m]);
		for (int first = 0, next; first < table->rows; first = next)
		{
			const char *set = unit_table_text(table, first, "set");
			double p[80];
			double *got;

			for (next = first;
			     next < table->rows && strcmp(unit_table_text(table, next, "set"), set) == 0;
			     next++)
				p[next - first] = unit_table_number(table, next, "p");
			got = adjusted(method, p, (size_t) (next - first));
			for (int i = first; i < next; i++)
				ABSOLUTE(got[i - first], unit_table_number(table, i, method_name[m]), 1e-14,
				         "%s of set %s, p = %g", method_name[m], set, p[i - first]);
			free(got);
		}
	}
	unit_worst("absolute");
	unit_table_free(table);
}

static int
ascending(const void *a, const void *b)
{
	double left = *(const double *) a;
	double right = *(const double *) b;

	return (left > right) - (left < right);
}

/* Simes's p value of sorted p values. */
static double
simes(const double *p, size_t count)
{
	double least = 1;

	for (size_t j = 1; j <= count; j++)
		least = fmin(least, (double) count * p[j - 1] / (double) j);
	return least;
}

/* The closed test by its definition: over every set of hypotheses that holds the one, at most 10.
 */
static double
closed_test(const double *sorted, size_t count, size_t which)
{
	double worst = 0;

	for (unsigned set = 1; set < 1u << count; set++)
	{
		double member[10];
		size_t members = 0;

		if (!(set & 1u << which))
			continue;
		for (size_t i = 0; i < count; i++)
			if (set & 1u << i)
				member[members++] = sorted[i];
		worst = fmax(worst, simes(member, members));
	}
	return worst;
}

/* The same in count^2 steps: max over m of min(m p, Simes of the m largest). */
static double
worst_of_sizes(const double *of_largest, size_t count, double p)
{
	double worst = 0;

	for (size_t m = 1; m <= count; m++)
		worst = fmax(worst, fmin((double) m * p, of_largest[m]));
	return fmin(1, worst);
}

static double
random_p(int kind)
{
	switch (kind)
	{
		case 0:
			return unit_random();
		case 1: /* few different ones */
			return floor(unit_random() * 4) / 4;
		case 2: /* many orders of magnitude */
			return pow(10, -300 * unit_random());
		default: /* most near 0, some exactly 0 or 1 */
			return unit_random() < 0.1 ? rint(unit_random()) : pow(unit_random(), 6);
	}
}

static void
check_hommel(void)
{
	unit_case("hommel is the closed test with Simes's p values: all sets of up to 10");
	for (int round = 0; round < 120; round++)
	{
		size_t count = 1 + (size_t) (unit_random() * 10);
		double p[10];
		double *got;

		for (size_t i = 0; i < count; i++)
			p[i] = random_p(round % 4);
		qsort(p, count, sizeof(double), ascending);
		got = adjusted(CPE_ADJUST_HOMMEL, p, count);
		for (size_t i = 0; i < count; i++)
			RELATIVE(got[i], closed_test(p, count, i), 1e-14, "round %d, p = %g", round, p[i]);
		free(got);
	}
	unit_worst("relative");

	unit_case("hommel: the hull gives what the count^2 steps give, up to 700 p values");
	for (int round = 0; round < 24; round++)
	{
		size_t count = 2 + (size_t) (unit_random() * 700);
		double *p = calloc(count, sizeof(double));
		double *of_largest = calloc(count + 1, sizeof(double));
		double *got;

		for (size_t i = 0; i < count; i++)
			p[i] = round == 23 ? (double) (i + 1) / (double) count : random_p(round % 4);
		qsort(p, count, sizeof(double), ascending);
		for (size_t m = 1; m <= count; m++)
			of_largest[m] = simes(p + count - m, m);
		got = adjusted(CPE_ADJUST_HOMMEL, p, count);
		for (size_t i = 0; i < count; i++)
			RELATIVE(got[i], worst_of_sizes(of_largest, count, p[i]), 1e-13, "round %d, p = %g",
			         round, p[i]);
		free(got);
		free(of_largest);
		free(p);
	}
	unit_worst("relative");
}

/* What holds for any p values: order of the methods, monotone, not below p, any order of rows. */
static void
check_properties(void)
{
	enum
	{
		COUNT = 30000
	};
	static double p[COUNT];
	static double turned[COUNT];
	double *got[METHODS];

	unit_case("30,000 p values: bounds between methods, monotone, the same in any order");
	for (size_t i = 0; i < COUNT; i++)
		p[i] = i % 50 == 7 ? NAN : random_p((int) (i % 4));
	for (size_t i = 0; i < COUNT; i++)
		turned[i] = p[(i * 7919 + 13) % COUNT];
	for (int m = 0; m < METHODS; m++)
	{
		double *other = adjusted((enum cpe_adjustment) m, turned, COUNT);

		got[m] = adjusted((enum cpe_adjustment) m, p, COUNT);
		for (size_t i = 0; i < COUNT; i++)
		{
			double here = got[m][(i * 7919 + 13) % COUNT];

			CHECK(memcmp(&other[i], &here, sizeof(double)) == 0 || (isnan(other[i]) && isnan(here)),
			      "%s: the order of the rows does not matter", method_name[m]);
			CHECK(isnan(p[i]) ? isnan(got[m][i]) : got[m][i] >= p[i] && got[m][i] <= 1,
			      "%s of %g is %g", method_name[m], p[i], got[m][i]);
		}
		free(other);
	}
	for (size_t i = 0; i < COUNT; i++)
		if (!isnan(p[i]))
		{
			CHECK(got[CPE_ADJUST_BONFERRONI][i] >= got[CPE_ADJUST_HOLM][i] &&
			          got[CPE_ADJUST_HOLM][i] >= got[CPE_ADJUST_HOCHBERG][i] &&
			          got[CPE_ADJUST_HOCHBERG][i] * (1 + 1e-14) >= got[CPE_ADJUST_HOMMEL][i] &&
			          got[CPE_ADJUST_HOMMEL][i] * (1 + 1e-14) >= got[CPE_ADJUST_BH][i] &&
			          got[CPE_ADJUST_BY][i] >= got[CPE_ADJUST_BH][i],
			      "p = %g: bonferroni, holm, hochberg, hommel, bh fall; by is above bh", p[i]);
			CHECK(!(i > 0 && p[i] < p[i - 1]) || isnan(p[i - 1]) ||
			          got[CPE_ADJUST_HOMMEL][i] <= got[CPE_ADJUST_HOMMEL][i - 1],
			      "a smaller p has no larger adjusted p");
		}
	for (int m = 0; m < METHODS; m++)
		free(got[m]);
}

static void
check_corners(void)
{
	static const double none[2] = {NAN, NAN};
	static const double wrong[3] = {0.5, 1.0000001, -1e-300};
	static double many[20000];
	double result[20000];
	enum cpe_adjustment method;
	struct cpe_arena arena;

	unit_case("corners: none, one, all missing, out of range, stopped, no memory");
	CHECK(!cpe_adjustment_by_name("Holm", &method), "a method is known by its exact name");
	for (int m = 0; m < METHODS; m++)
	{
		double *got = adjusted((enum cpe_adjustment) m, none, 2);

		CHECK(isnan(got[0]) && isnan(got[1]), "missing stays missing");
		free(got);
		free(adjusted((enum cpe_adjustment) m, none, 0));
		got = adjusted((enum cpe_adjustment) m, wrong, 1);
		CHECK(got[0] == 0.5, "one p value stays what it is, not %g", got[0]);
		free(got);
		for (int i = 1; i < 3; i++)
		{
			unit_arena_open(&arena, -1, -1);
			CHECK(!cpe_adjust_p(&arena, (enum cpe_adjustment) m, wrong + i, 1, result, &problem) &&
			          problem.code == CPE_INVALID,
			      "%g is refused", wrong[i]);
			cpe_arena_close_malloc(&arena);
		}
		for (int polls = 0; polls < 8; polls++)
		{
			unit_arena_open(&arena, polls, -1);
			CHECK(!cpe_adjust_p(&arena, (enum cpe_adjustment) m, many, 20000, result, &problem) &&
			          problem.code == CPE_CANCELLED,
			      "stopped at poll %d", polls);
			cpe_arena_close_malloc(&arena);
		}
		for (int allocs = 0; allocs < (m == CPE_ADJUST_HOMMEL ? 4 : 2); allocs++)
		{
			unit_arena_open(&arena, -1, allocs);
			CHECK(!cpe_adjust_p(&arena, (enum cpe_adjustment) m, many, 20000, result, &problem) &&
			          problem.code == CPE_NO_MEMORY,
			      "no memory after %d", allocs);
			cpe_arena_close_malloc(&arena);
		}
	}
}

static void
check_grades(void)
{
	static const double cut[3] = {1.645, 1.96, 3.09};

	unit_case("grades: cut points are exceeded strictly, on both sides");
	CHECK(cpe_grade(1.645, cut, 3) == 0 && cpe_grade(-1.645, cut, 3) == 0 &&
	          cpe_grade(nextafter(1.645, 2), cut, 3) == 1 &&
	          cpe_grade(nextafter(-1.645, -2), cut, 3) == -1 && cpe_grade(2, cut, 3) == 2 &&
	          cpe_grade(-3.09, cut, 3) == -2 && cpe_grade(-40, cut, 3) == -3 &&
	          cpe_grade(40, cut, 1) == 1 && cpe_grade(-0.0, cut, 3) == 0,
	      "grades at and beside the cut points");
	for (int cuts = 1; cuts <= CPE_GRADE_CUTS; cuts++)
		for (int a = -cuts; a <= cuts; a++)
			for (int b = -cuts; b < a; b++)
				CHECK(strcmp(cpe_grade_name(a, cuts), cpe_grade_name(b, cuts)) != 0,
				      "each of %d bands has its own name", 2 * cuts + 1);
	CHECK(strcmp(cpe_grade_name(-3, 3), "much worse") == 0 &&
	          strcmp(cpe_grade_name(1, 3), "somewhat better") == 0 &&
	          strcmp(cpe_grade_name(0, 2), "as expected") == 0,
	      "names");
}

int
main(int argc, char **argv)
{
	check_reference(argc > 1 ? argv[1] : "test/data");
	check_hommel();
	check_properties();
	check_corners();
	check_grades();
	return unit_end();
}
