#include "benchmark/compare.h"
#include "unit.h"

#include "base/distribution.h"

#include <math.h>
#include <string.h>

static const char *directory;

/* Tests, odds ratio and h of the fixture, whose difference is the second less the first. */
static void
check_fixture(void)
{
	static const char *const statistic[] = {"z_pooled", "z_unpooled"};
	static const char *const p[] = {"p_pooled", "p_unpooled", "p_yates", "p_fisher"};
	struct unit_table *table = unit_reference(directory, "two_proportions");

	for (int t = 0; t < 4; t++)
	{
		static char title[4][60];

		snprintf(title[t], sizeof(title[t]), "two proportions: %s as R", p[t]);
		unit_case(title[t]);
		for (int i = 0; i < table->rows; i++)
		{
			double x1 = unit_table_number(table, i, "x1");
			double n1 = unit_table_number(table, i, "n1");
			double x2 = unit_table_number(table, i, "x2");
			double n2 = unit_table_number(table, i, "n2");
			double want = unit_table_number(table, i, p[t]);
			struct cpe_test test;
			struct cpe_test turned;

			cpe_proportion_compare((enum cpe_proportion_test) t, x2, n2, x1, n1, &test);
			cpe_proportion_compare((enum cpe_proportion_test) t, x1, n1, x2, n2, &turned);
			CHECK(isnan(test.p) == (test.why != NULL), "reason of %d", i);
			if (isnan(want))
			{
				CHECK(isnan(test.statistic) && isnan(test.p), "undefined %d", i);
				continue;
			}
			RELATIVE(test.p, want, 1e-11, "%s of %d", p[t], i);
			RELATIVE(turned.p, test.p, 1e-12, "%s of %d turned", p[t], i);
			if (t < 2)
				RELATIVE(test.statistic, unit_table_number(table, i, statistic[t]), 1e-12,
				         "%s of %d", statistic[t], i);
			if (t == 2)
				RELATIVE(cpe_chi2_upper(test.statistic * test.statistic, 1), want, 1e-11,
				         "its square is the chi-square");
			if (t == 0)
			{
				ABSOLUTE(cpe_odds_ratio(x2, n2, x1, n1), unit_table_number(table, i, "or"), 1e-12,
				         "odds ratio of %d", i);
				ABSOLUTE(cpe_cohen_h(x2 / n2, x1 / n1), unit_table_number(table, i, "cohen_h"),
				         1e-14, "h of %d", i);
			}
		}
		unit_worst("relative");
	}
	unit_table_free(table);
}

/* ln of n choose k, in long double. */
static long double
log_choose(int n, int k)
{
	return lgammal(n + 1.0L) - lgammal(k + 1.0L) - lgammal(n - k + 1.0L);
}

/* Every table with margins up to some size, summed over all tables as the test is defined. */
static void
check_fisher(void)
{
	unit_case("Fisher's test: every small table, summed by its definition");
	for (int n = 1; n <= 11; n++)
		for (int m = 1; m <= 17; m += 4)
			for (int x = 0; x <= n; x++)
				for (int y = 0; y <= m; y++)
				{
					long double own =
						expl(log_choose(n, x) + log_choose(m, y) - log_choose(n + m, x + y));
					long double want = 0;
					struct cpe_test test;

					for (int k = 0; k <= n && k <= x + y; k++)
						if (x + y - k <= m)
						{
							long double p = expl(log_choose(n, k) + log_choose(m, x + y - k) -
							                     log_choose(n + m, x + y));

							want += p <= own * (1 + 1e-7L) ? p : 0;
						}
					cpe_proportion_compare(CPE_TEST_FISHER, x, n, y, m, &test);
					RELATIVE(test.p, (double) want, 2e-13, "%d of %d, %d of %d", x, n, y, m);
				}
	unit_worst("relative");

	unit_case("Fisher's test: large tables");
	{
		/* R 4.2.2, fisher.test(matrix(c(x, y, n - x, m - y), 2))$p.value */
		static const struct
		{
			double x, n, y, m, p;
		} of[] = {{5000, 9000, 5200, 9100, 0.032094203630585863},
		          {41000, 50000, 40000, 50000, 7.9943762035299846e-16},
		          {300, 100000, 20, 90000, 2.3767151262269732e-59},
		          {0, 40, 39, 40, 7.6273954989748927e-22}};
		struct cpe_test test;

		for (int i = 0; i < 4; i++)
		{
			cpe_proportion_compare(CPE_TEST_FISHER, of[i].x, of[i].n, of[i].y, of[i].m, &test);
			RELATIVE(test.p, of[i].p, 1e-12, "%g of %g, %g of %g", of[i].x, of[i].n, of[i].y,
			         of[i].m);
		}
		unit_worst("relative");
		cpe_proportion_compare(CPE_TEST_FISHER, 4e9, 1e10, 4e9, 1e10, &test);
		CHECK(test.p == 1 && test.why == NULL, "half a spread below the limit: %g", test.p);
		cpe_proportion_compare(CPE_TEST_FISHER, 4e15, 1e16, 4e15, 1e16, &test);
		CHECK(isnan(test.p) && strcmp(test.why, "too many answers for the exact test") == 0,
		      "beyond the limit");
		cpe_proportion_compare(CPE_TEST_FISHER, 0, 7, 0, 9, &test);
		CHECK(test.p == 1 && test.why == NULL, "nobody positive");
	}
}

static void
check_corners(void)
{
	struct cpe_test test;

	unit_case("two proportions: corners");
	for (int t = 0; t < 3; t++)
	{
		cpe_proportion_compare((enum cpe_proportion_test) t, 0, 5, 0, 7, &test);
		CHECK(isnan(test.p) && strcmp(test.why, "undefined at 0 % and 100 %") == 0, "none");
		cpe_proportion_compare((enum cpe_proportion_test) t, 5, 5, 7, 7, &test);
		CHECK(isnan(test.p) && strcmp(test.why, "undefined at 0 % and 100 %") == 0, "all");
		cpe_proportion_compare((enum cpe_proportion_test) t, 3, 9, 2, 6, &test);
		CHECK(test.statistic == 0 && test.p == 1, "equal: %g", test.statistic);
	}
	cpe_proportion_compare(CPE_TEST_UNPOOLED, 5, 5, 0, 7, &test);
	CHECK(isnan(test.p) && strcmp(test.why, "standard error is zero") == 0, "all and none");
	cpe_proportion_compare(CPE_TEST_YATES, 3, 9, 3, 8, &test);
	CHECK(test.statistic == 0 && test.p == 1, "correction does not go past zero");
	CHECK(isnan(cpe_odds_ratio(3, 3, 1, 2)) && isnan(cpe_odds_ratio(1, 2, 0, 2)) &&
	          isnan(cpe_odds_ratio(0, 2, 0, 2)) && cpe_odds_ratio(0, 2, 1, 2) == 0,
	      "odds ratios");
}

static void
check_means(void)
{
	struct cpe_group_mean group = {30, 6, 3 / sqrt(30), 3};
	struct cpe_group_mean base = {20, 5, 2 / sqrt(20), 2};
	struct cpe_mean_difference out;
	struct cpe_test test;

	unit_case("two means: by hand");
	cpe_mean_compare(CPE_TEST_WELCH, &group, &base, &out);
	RELATIVE(out.difference, 1, 1e-15, "difference");
	RELATIVE(out.se, sqrt(0.3 + 0.2), 1e-15, "se");
	RELATIVE(out.df, 0.25 / (0.09 / 29 + 0.04 / 19), 1e-14, "df");
	RELATIVE(out.cohen_d, 1 / sqrt((29 * 9 + 19 * 4) / 48.0), 1e-14, "d");
	cpe_mean_compare(CPE_TEST_STUDENT, &group, &base, &out);
	RELATIVE(out.se, sqrt((29 * 9 + 19 * 4) / 48.0 * (1 / 30.0 + 1 / 20.0)), 1e-14, "pooled se");
	CHECK(out.df == 48, "pooled df");
	cpe_mean_compare(CPE_TEST_NORMAL, &group, &base, &out);
	CHECK(isinf(out.df), "normal df");
	cpe_test_t(out.difference, out.se, out.df, &test);
	RELATIVE(test.p, 2 * cpe_normal_upper(sqrt(2)), 1e-14, "normal p");
	base.sd = group.sd = base.se = group.se = 0;
	cpe_mean_compare(CPE_TEST_WELCH, &group, &base, &out);
	cpe_test_t(out.difference, out.se, out.df, &test);
	CHECK(isnan(out.cohen_d) && isnan(test.p) && strcmp(test.why, "standard error is zero") == 0,
	      "no spread");
	cpe_test_t(1e300, 1e-300, 5, &test);
	CHECK(isnan(test.p) && strcmp(test.why, "out of range") == 0, "beyond doubles");
	unit_worst("relative");
}

static void
check_names(void)
{
	enum cpe_proportion_test test;
	enum cpe_mean_test mean;

	unit_case("tests by name");
	CHECK(cpe_proportion_test_by_name("fisher", &test) && test == CPE_TEST_FISHER &&
	          cpe_proportion_test_needs_counts(test),
	      "fisher");
	CHECK(cpe_proportion_test_by_name("unpooled", &test) && test == CPE_TEST_UNPOOLED &&
	          !cpe_proportion_test_needs_counts(test),
	      "unpooled");
	CHECK(!cpe_proportion_test_by_name("", &test) && !cpe_proportion_test_by_name("pool", &test),
	      "no such");
	CHECK(cpe_mean_test_by_name("pooled", &mean) && mean == CPE_TEST_STUDENT, "pooled");
	CHECK(!cpe_mean_test_by_name("welch, pooled", &mean), "no such");
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_fixture();
	check_fisher();
	check_corners();
	check_means();
	check_names();
	return unit_end();
}
