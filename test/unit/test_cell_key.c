#include "suppress/cell_key.h"
#include "suppress/ptable.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static struct cpe_arena arena;
static struct cpe_problem problem;

static double
probability(const struct cpe_ptable *table, int count, int change)
{
	return table->probability[cpe_ptable_place(table, count, change)];
}

/* The tables of R's ptable 1.0.0, whose own solver stops at about 1e-8. */
static void
test_reference(const char *directory)
{
	struct unit_table *reference = unit_table_read(directory, "sdc/ptable.csv");
	struct cpe_ptable table;
	int digits = 0;

	unit_case("tables of another program");
	memset(&table, 0, sizeof(table));
	for (int i = 0; i < reference->rows; i++)
	{
		int noise = (int) unit_table_number(reference, i, "noise");
		double variance = unit_table_number(reference, i, "variance");
		int forbidden = (int) unit_table_number(reference, i, "forbidden");
		int count = (int) unit_table_number(reference, i, "count");
		int result = (int) unit_table_number(reference, i, "result");
		double want = unit_table_number(reference, i, "upper");
		double got;

		if (noise != table.noise || variance != table.variance || forbidden != table.forbidden)
			CHECK(cpe_ptable_make(&arena, noise, variance, forbidden, &table, &problem), "%s",
			      problem.message);
		got = ldexp((double) table.bound[cpe_ptable_place(&table, count, result - count)],
		            -CPE_PTABLE_BITS);
		CHECK(count <= table.last, "row %d of %d", count, table.last);
		ABSOLUTE(got, want, 3.1e-8, "noise %d forbidden %d: %d as %d", noise, forbidden, count,
		         result);
		digits += fabs(got - want) <= 0.51e-8;
	}
	printf("# %d of %d bounds agree to all 8 printed digits\n", digits, reference->rows);
	CHECK(digits * 10 >= reference->rows * 8, "%d of %d", digits, reference->rows);
	unit_worst("absolute");
	unit_table_free(reference);
}

/* Rows whose solution can be written down. */
static void
test_closed_forms(void)
{
	struct cpe_ptable table;
	double root;

	unit_case("closed forms");
	/* changes -1, 0, 1 with variance V: V/2, 1 - V, V/2; of count 1 too, where 0 is allowed */
	CHECK(cpe_ptable_make(&arena, 1, 0.5, 0, &table, &problem), "%s", problem.message);
	CHECK(table.last == 1, "%d", table.last);
	ABSOLUTE(probability(&table, 1, -1), 0.25, 1e-15, "one less");
	ABSOLUTE(probability(&table, 1, 0), 0.5, 1e-15, "the same");
	ABSOLUTE(probability(&table, 1, 1), 0.25, 1e-15, "one more");
	/* a variance that the evenly spread row does not reach is not binding */
	CHECK(cpe_ptable_make(&arena, 2, 4, 0, &table, &problem), "%s", problem.message);
	for (int change = -2; change <= 2; change++)
		ABSOLUTE(probability(&table, 2, change), 0.2, 1e-15, "even %d", change);
	/*
	 * count 1, changes -1, 0, 1, 2, not binding and ordered: p(-1) = p(0) = x, then x t^1.5,
	 * x t^3 ... with mean 0: -1 + t + 2 s = 0 where s = t^2 / r; the exponents -a/2, -a/2, a, 2a:
	 * with u = exp(a): u^-0.5 = u + 2 u^2, so 2 w^5 + w^3 = 1 with w = sqrt(u)
	 */
	root = 0.7;
	for (int i = 0; i < 50; i++)
		root -= (2 * pow(root, 5) + pow(root, 3) - 1) / (10 * pow(root, 4) + 3 * root * root);
	{
		double total = 2 / root + root * root + pow(root, 4);

		ABSOLUTE(probability(&table, 1, -1), 1 / root / total, 1e-15, "ordered");
		ABSOLUTE(probability(&table, 1, 0), 1 / root / total, 1e-15, "ordered");
		ABSOLUTE(probability(&table, 1, 1), root * root / total, 1e-15, "beyond");
		ABSOLUTE(probability(&table, 1, 2), pow(root, 4) / total, 1e-15, "beyond");
	}
	/* the least variance that crosses the gap leaves two results */
	CHECK(cpe_ptable_make(&arena, 5, 2, 2, &table, &problem), "%s", problem.message);
	ABSOLUTE(probability(&table, 1, -1), 2.0 / 3, 1e-15, "two points");
	ABSOLUTE(probability(&table, 1, 2), 1.0 / 3, 1e-15, "two points");
	ABSOLUTE(probability(&table, 1, 3), 0, 0, "two points");
	/* 0 stays 0 */
	ABSOLUTE(probability(&table, 0, 0), 1, 0, "zero");
	unit_worst("absolute");
}

/* What every table must hold. */
static void
check_table(const struct cpe_ptable *table)
{
	for (int count = 1; count <= table->last; count++)
	{
		double sum = 0;
		double mean = 0;
		double square = 0;
		int64_t before = 0;

		for (int change = -table->noise; change <= table->noise; change++)
		{
			size_t place = cpe_ptable_place(table, count, change);
			int result = count + change;
			double p = table->probability[place];
			bool allowed = result == 0 || result > table->forbidden;

			CHECK(allowed ? p >= 0 : p == 0, "%d as %d: %g", count, result, p);
			CHECK(table->bound[place] >= before, "bounds grow");
			CHECK(fabs(ldexp((double) (table->bound[place] - before), -CPE_PTABLE_BITS) - p) <
			          2e-12,
			      "%d as %d: bound", count, result);
			if (change <= 0 && change > -table->noise && allowed && count > table->forbidden)
			{
				int other = change - 1;

				while (other >= -table->noise && count + other > 0 &&
				       count + other <= table->forbidden)
					other--;
				if (other >= -table->noise && count + other >= 0)
					CHECK(probability(table, count, other) <= p * (1 + 1e-12),
					      "%d: change %d likelier than %d", count, other, change);
			}
			before = table->bound[place];
			sum += p;
			mean += p * change;
			square += p * change * change;
		}
		ABSOLUTE(sum, 1, 1e-14, "sum of row %d", count);
		ABSOLUTE(mean, 0, 1e-12, "mean of row %d", count);
		CHECK(square <= table->variance * (1 + 1e-12), "variance %.17g of row %d", square, count);
		CHECK(before == (int64_t) 1 << CPE_PTABLE_BITS, "last bound");
	}
}

static double
entropy(const struct cpe_ptable *table, int count, const double *extra, double by)
{
	double sum = 0;

	for (int change = -table->noise; change <= table->noise; change++)
	{
		double p = probability(table, count, change) + by * extra[change + table->noise];

		if (p < 0)
			return -1;
		sum -= p > 0 ? p * log(p) : 0;
	}
	return sum;
}

/*
 * No small step that keeps sum and mean, does not raise the variance nor break the order, gains
 * entropy: steps of three or four changes, in both directions.
 */
static void
check_largest_entropy(const struct cpe_ptable *table, int count)
{
	double extra[2 * CPE_PTABLE_MAX_NOISE + 1];
	int width = 2 * table->noise + 1;

	for (int tries = 0; tries < 200; tries++)
	{
		double sum = 0;
		double mean = 0;
		double square = 0;
		bool good = true;
		int z = table->noise;

		for (int i = 0; i < width; i++)
			extra[i] = 0;
		for (int i = 0; i < width; i++)
			if (table->probability[cpe_ptable_place(table, count, i - z)] > 0)
				extra[i] = unit_random() - 0.5;
		/* project: sum and mean 0 by two of the entries */
		for (int i = 0; i < width; i++)
		{
			sum += extra[i];
			mean += extra[i] * (i - z);
		}
		/* entries at changes +1 and +2 exist in every row with noise 2 or more, if not forbidden */
		if (probability(table, count, z) <= 0 || probability(table, count, z - 1) <= 0)
			return;
		extra[2 * z] -= mean - sum * (z - 1);
		extra[2 * z - 1] -= sum - (mean - sum * (z - 1));
		for (int i = 0; i < width; i++)
		{
			square += extra[i] * (i - z) * (i - z);
			if (i < z && count > table->forbidden && probability(table, count, i - z) > 0)
			{
				int next = i + 1;

				while (next < z && probability(table, count, next - z) == 0)
					next++;
				good = good && extra[i] <= extra[next];
			}
		}
		if (square > 0)
			good = false;
		if (!good)
			continue;
		CHECK(entropy(table, count, extra, 1e-5) <= entropy(table, count, extra, 0) + 1e-13,
		      "row %d of noise %d variance %g could be evener", count, table->noise,
		      table->variance);
	}
}

static void
test_properties(void)
{
	int made = 0;

	unit_case("what every table holds");
	for (int noise = 1; noise <= 12; noise++)
		for (int forbidden = 0; forbidden < noise && forbidden <= 4; forbidden++)
			for (double variance = 0.01; variance <= noise * noise; variance *= 2.3)
			{
				struct cpe_ptable table;

				if (!cpe_ptable_make(&arena, noise, variance, forbidden, &table, &problem))
				{
					double least = 0;

					for (int n = 1; n <= forbidden; n++)
						least = fmax(least, n * (forbidden + 1.0 - n));
					CHECK(problem.code == CPE_INVALID && variance < least,
					      "noise %d variance %g forbidden %d: %s", noise, variance, forbidden,
					      problem.message);
					continue;
				}
				made++;
				check_table(&table);
				for (int count = 1; count <= table.last; count++)
					check_largest_entropy(&table, count);
			}
	CHECK(made > 100, "%d", made);
	{
		struct cpe_ptable table;

		CHECK(cpe_ptable_make(&arena, 100, 1000, 7, &table, &problem), "%s", problem.message);
		check_table(&table);
		CHECK(cpe_ptable_make(&arena, 100, 1e-6, 0, &table, &problem), "%s", problem.message);
		check_table(&table);
		CHECK(cpe_ptable_make(&arena, 3, 2.0000001, 2, &table, &problem), "%s", problem.message);
		check_table(&table);
	}
	unit_worst("absolute");
}

static void
test_perturb(void)
{
	struct cpe_ptable table;
	int64_t result;
	uint64_t top = (uint64_t) 1 << (64 - CPE_PTABLE_BITS);

	unit_case("keys and results");
	CHECK(cpe_ptable_make(&arena, 5, 3, 2, &table, &problem), "%s", problem.message);
	for (int count = 0; count <= 20; count++)
		for (int change = -5; change <= 5; change++)
		{
			size_t place = cpe_ptable_place(&table, count, change);
			int64_t end = table.bound[place];
			int64_t start = change > -5 ? table.bound[place - 1] : 0;

			if (start == end)
				continue;
			CHECK(cpe_ptable_perturb(&table, count, (uint64_t) start * top, &result, &problem) &&
			          result == count + change,
			      "%d at the first key of %d", count, change);
			CHECK(cpe_ptable_perturb(&table, count, (uint64_t) (end - 1) * top + (top - 1), &result,
			                         &problem) &&
			          result == count + change,
			      "%d at the last key of %d", count, change);
		}
	CHECK(cpe_ptable_perturb(&table, 0, UINT64_MAX, &result, &problem) && result == 0, "zero");
	CHECK(!cpe_ptable_perturb(&table, -1, 0, &result, &problem) && problem.code == CPE_INVALID,
	      "negative");
	CHECK(cpe_ptable_perturb(&table, INT64_MAX - 5, UINT64_MAX, &result, &problem) &&
	          result == INT64_MAX,
	      "largest");
	CHECK(!cpe_ptable_perturb(&table, INT64_MAX - 4, 0, &result, &problem) &&
	          problem.code == CPE_RANGE,
	      "too large");
}

static void
test_refused(void)
{
	static const struct
	{
		int noise;
		double variance;
		int forbidden;
	} bad[] = {{0, 1, 0},   {101, 1, 0}, {-1, 1, 0},       {5, 0, 0},  {5, -1, 0},
	           {5, NAN, 0}, {5, 26, 0},  {5, HUGE_VAL, 0}, {5, 3, -1}, {5, 3, 5},
	           {5, 1.9, 2}, {5, 3.9, 3}, {5, 3.99, 3}};
	struct cpe_ptable table;

	unit_case("refused");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!cpe_ptable_make(&arena, bad[i].noise, bad[i].variance, bad[i].forbidden, &table,
		                       &problem) &&
		          problem.code == CPE_INVALID,
		      "noise %d variance %g forbidden %d", bad[i].noise, bad[i].variance, bad[i].forbidden);
	CHECK(cpe_ptable_make(&arena, 5, 4, 3, &table, &problem), "just enough");
}

static void
test_stopped(void)
{
	unit_case("no memory, and canceled");
	for (int allocs = 0; allocs < 3; allocs++)
	{
		struct cpe_arena limited;
		struct cpe_ptable table;

		unit_arena_open(&limited, -1, allocs);
		CHECK(!cpe_ptable_make(&limited, 5, 3, 2, &table, &problem) &&
		          problem.code == CPE_NO_MEMORY,
		      "%d allocations", allocs);
		cpe_arena_close_malloc(&limited);
		unit_arena_open(&limited, allocs, -1);
		CHECK(!cpe_ptable_make(&limited, 5, 3, 2, &table, &problem) &&
		          problem.code == CPE_CANCELLED,
		      "%d polls", allocs);
		cpe_arena_close_malloc(&limited);
	}
}

static void
test_text(void)
{
	static const char *const bad[] = {"",
	                                  "0",
	                                  "0123456789abcde",
	                                  "0123456789abcdef0",
	                                  "0123456789abcdeg",
	                                  " 123456789abcdef",
	                                  "0x23456789abcdef",
	                                  "-123456789abcdef"};
	char text[CPE_CELL_KEY_DIGITS + 1];
	uint64_t key;

	unit_case("text");
	CHECK(cpe_cell_key_parse("0123456789ABCDEF", &key, &problem) &&
	          key == UINT64_C(0x0123456789abcdef),
	      "read");
	for (int i = 0; i < 64; i++)
	{
		cpe_cell_key_print(UINT64_MAX << i, text);
		CHECK(cpe_cell_key_parse(text, &key, &problem) && key == UINT64_MAX << i, "%s", text);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!cpe_cell_key_parse(bad[i], &key, &problem) && problem.code == CPE_SYNTAX, "%s",
		      bad[i]);
}

int
main(int argc, char **argv)
{
	cpe_arena_open_malloc(&arena);
	test_reference(argc > 1 ? argv[1] : "test/data");
	test_closed_forms();
	test_properties();
	test_perturb();
	test_refused();
	test_stopped();
	test_text();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
