#include "benchmark/inequality.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define Z95 1.959963984540054

static const char *directory;
static struct cpe_problem problem;
static const struct cpe_slope_rule plain = {CPE_SLOPE_RAW, false, false, false, 1, Z95};

/* The indices of some groups, which stay in their order. */
static struct cpe_slope
slope_of(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups)
{
	struct cpe_slope_group copy[16];
	struct cpe_slope slope = {0};
	struct cpe_arena arena;

	memcpy(copy, group, sizeof(*group) * groups);
	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_slope_index(&arena, rule, copy, groups, &slope, &problem), "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	return slope;
}

/* ---- reference figures ---- */

/* The five quintiles of a trust, the last first; se, or by limits on a scale at 95 %. */
static void
read_trust(const struct unit_table *table, const char *trust, bool by_limits,
           struct cpe_slope_group *group)
{
	int groups = 0;

	for (int i = table->rows - 1; i >= 0; i--)
		if (strcmp(unit_table_text(table, i, "trust"), trust) == 0)
		{
			group[groups].quantile = unit_table_number(table, i, "quintile");
			group[groups].population = unit_table_number(table, i, "population");
			group[groups].value = unit_table_number(table, i, "value");
			group[groups].se = by_limits ? cpe_slope_se(CPE_SLOPE_LOGIT, group[groups].value,
			                                            unit_table_number(table, i, "low"),
			                                            unit_table_number(table, i, "high"), Z95)
			                             : unit_table_number(table, i, "se");
			groups++;
		}
	CHECK(groups == 5, "trust %s has %d quintiles", trust, groups);
}

/* What one fit's limits may differ by from the peer's, which are simulated with 100,000 draws. */
struct tolerance
{
	double sii;
	double rii;
};

/* One of the three fits: points, and limits at 95 or (wide) 99.8 %. */
static void
check_fit(const char *name, const char *fit, const struct cpe_slope_rule *rule, bool wide,
          struct tolerance tolerance)
{
	struct unit_table *input = unit_table_read(directory, "benchmark/phe_sii_input.csv");
	struct unit_table *table = unit_table_read(directory, "benchmark/phe_sii.csv");
	struct cpe_slope_rule at = *rule;
	int trusts = 0;

	at.z = wide ? 3.090232306167813 : Z95;
	unit_case(name);
	for (int i = 0; i < table->rows; i++)
		if (strcmp(unit_table_text(table, i, "fit"), fit) == 0)
		{
			const char *trust = unit_table_text(table, i, "trust");
			struct cpe_slope_group group[5];
			struct cpe_slope got;
			double limit[4];

			read_trust(input, trust, strcmp(fit, "se") != 0, group);
			got = slope_of(&at, group, 5);
			CHECK(unit_near_relative(got.sii, unit_table_number(table, i, "sii"), 1e-11) &&
			          unit_near_relative(got.rii, unit_table_number(table, i, "rii"), 1e-11) &&
			          unit_near_relative(got.intercept, unit_table_number(table, i, "intercept"),
			                             1e-11),
			      "points of %s: %.17g, %.17g, %.17g", trust, got.sii, got.rii, got.intercept);
			limit[0] = got.sii_low;
			limit[1] = got.sii_high;
			limit[2] = got.rii_low;
			limit[3] = got.rii_high;
			for (int j = 0; j < 4; j++)
			{
				char column[40];

				snprintf(column, sizeof(column), "%s_%s_%s", j < 2 ? "sii" : "rii",
				         j % 2 ? "high" : "low", wide ? "998" : "95");
				ABSOLUTE(limit[j], unit_table_number(table, i, column),
				         j < 2 ? tolerance.sii : tolerance.rii, "%s of %s", column, trust);
			}
			trusts++;
		}
	CHECK(trusts == 20, "%d trusts", trusts);
	unit_worst("absolute");
	unit_table_free(table);
	unit_table_free(input);
}

static void
check_quantiles(void)
{
	struct unit_table *table = unit_table_read(directory, "benchmark/phe_quantile.csv");
	double value[200];
	int32_t group[200];
	struct cpe_arena arena;

	unit_case("quantile groups as PHE's, quintiles from the highest and deciles from the lowest");
	for (int i = 0; i < table->rows; i++)
		value[i] = unit_table_number(table, i, "value");
	for (int tenths = 0; tenths < 2; tenths++)
	{
		unit_arena_open(&arena, -1, -1);
		CHECK(cpe_quantile_group(&arena, value, (size_t) table->rows, tenths ? 10 : 5, !tenths,
		                         group, &problem),
		      "%s", problem.message);
		cpe_arena_close_malloc(&arena);
		for (int i = 0; i < table->rows; i++)
		{
			double want = unit_table_number(table, i, tenths ? "decile" : "quintile_inverted");

			CHECK(isnan(want) ? group[i] == 0 && isnan(value[i]) : group[i] == want,
			      "value %g: group %d, not %g", value[i], (int) group[i], want);
		}
	}
	unit_table_free(table);
}

/* ---- by other means ---- */

/* The ends of the line by weighted least squares as textbooks have it: with all its sums. */
static void
line_ends(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups,
          double *start, double *end)
{
	double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
	double slope;

	for (size_t i = 0; i < groups; i++)
	{
		double below = 0;
		double whole = 0;
		double x;
		double y = group[i].value;

		for (size_t j = 0; j < groups; j++)
		{
			bool before = rule->descending ? group[j].quantile > group[i].quantile
			                               : group[j].quantile < group[i].quantile;

			below += before ? group[j].population : 0;
			whole += group[j].population;
		}
		x = (below + group[i].population / 2) / whole;
		if (rule->transform)
			y = rule->scale == CPE_SLOPE_LOG ? log(y) : log(y / (1 - y));
		w += group[i].population;
		wx += group[i].population * x;
		wxx += group[i].population * x * x;
		wy += group[i].population * y;
		wxy += group[i].population * x * y;
	}
	slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
	*start = (wy - slope * wx) / w;
	*end = *start + slope;
	if (rule->transform && rule->scale == CPE_SLOPE_LOG)
	{
		*start = exp(*start);
		*end = exp(*end);
	}
	if (rule->transform && rule->scale == CPE_SLOPE_LOGIT)
	{
		*start = 1 / (1 + exp(-*start));
		*end = 1 / (1 + exp(-*end));
	}
}

/* Standard errors by moving one value at a time, a little up and down. */
static void
numeric_se(const struct cpe_slope_rule *rule, const struct cpe_slope_group *group, size_t groups,
           double *difference_se, double *log_ratio_se)
{
	*difference_se = 0;
	*log_ratio_se = 0;
	for (size_t i = 0; i < groups; i++)
	{
		struct cpe_slope_group moved[16];
		double step = 1e-5;
		double start[2];
		double end[2];

		memcpy(moved, group, sizeof(*group) * groups);
		for (int side = 0; side < 2; side++)
		{
			moved[i].value = group[i].value + (side ? step : -step);
			line_ends(rule, moved, groups, &start[side], &end[side]);
		}
		*difference_se += pow((end[1] - start[1] - end[0] + start[0]) / 2 / step * group[i].se, 2);
		*log_ratio_se +=
			pow((log(end[1] / start[1]) - log(end[0] / start[0])) / 2 / step * group[i].se, 2);
	}
	*difference_se = sqrt(*difference_se);
	*log_ratio_se = sqrt(*log_ratio_se);
}

static void
random_groups(struct cpe_slope_group *group, size_t groups)
{
	for (size_t i = 0; i < groups; i++)
	{
		group[i].quantile = (double) (i * 3 + 1);
		group[i].population = 1 + floor(unit_random() * 900);
		group[i].value = 0.2 + 0.6 * unit_random();
		group[i].se = 0.001 + 0.02 * unit_random();
	}
}

static void
check_by_other_means(void)
{
	unit_case("any number of quantiles, scale and direction: least squares, numerical derivatives");
	for (int round = 0; round < 300; round++)
	{
		struct cpe_slope_rule rule = {(enum cpe_slope_scale)(round % 3),
		                              round % 3 && round % 2,
		                              round % 5 < 2,
		                              false,
		                              1,
		                              Z95};
		struct cpe_slope_group group[16];
		size_t groups = 2 + (size_t) (unit_random() * 14);
		struct cpe_slope got;
		double start, end, sii_se, log_se;

		random_groups(group, groups);
		got = slope_of(&rule, group, groups);
		line_ends(&rule, group, groups, &start, &end);
		ABSOLUTE(got.sii, end - start, 1e-12, "slope, round %d", round);
		ABSOLUTE(got.intercept, start, 1e-12, "intercept, round %d", round);
		if (start < 0.02 || end < 0.02)
			continue;
		RELATIVE(got.rii, end / start, 1e-10, "ratio, round %d", round);
		numeric_se(&rule, group, groups, &sii_se, &log_se);
		RELATIVE(got.sii_se, sii_se, 1e-6, "error of the slope, round %d", round);
		RELATIVE(log(got.rii_high / got.rii_low) / 2 / Z95, log_se, 1e-5,
		         "error of the log ratio, round %d", round);
		RELATIVE(got.sii_high - got.sii_low, 2 * Z95 * got.sii_se, 1e-12, "limits, round %d",
		         round);
		RELATIVE(sqrt(got.rii_low * got.rii_high), got.rii, 1e-13, "ratio amid, round %d", round);
	}
	unit_worst("relative");
}

/* Fieller's limits are the ratios that a test of end - r start = 0 just does not reject. */
static void
check_fieller(void)
{
	struct cpe_slope_rule rule = plain;
	struct cpe_slope_group group[16];

	unit_case("Fieller's limits: the test of end = r * start is just at z");
	rule.fieller = true;
	for (int round = 0; round < 100; round++)
	{
		size_t groups = 2 + (size_t) (unit_random() * 8);
		struct cpe_slope got;
		struct cpe_slope delta;

		rule.descending = round % 2;
		random_groups(group, groups);
		got = slope_of(&rule, group, groups);
		if (isnan(got.rii_low))
		{
			CHECK(got.status != NULL, "a reason, round %d", round);
			continue;
		}
		for (int side = 0; side < 2; side++)
		{
			double ratio = side ? got.rii_high : got.rii_low;
			double start, end, variance = 0;

			for (size_t i = 0; i < groups; i++)
			{
				struct cpe_slope_group unit[16];

				memcpy(unit, group, sizeof(group));
				for (size_t j = 0; j < groups; j++)
					unit[j].value = i == j;
				line_ends(&rule, unit, groups, &start, &end);
				variance += pow((end - ratio * start) * group[i].se, 2);
			}
			line_ends(&rule, group, groups, &start, &end);
			RELATIVE(fabs(end - ratio * start) / sqrt(variance), Z95, 1e-9, "round %d", round);
		}
		CHECK(got.rii_low < got.rii && got.rii < got.rii_high, "ratio within, round %d", round);
		delta = slope_of(&plain, group, groups);
		CHECK(rule.descending || delta.rii == got.rii, "same ratio, round %d", round);
	}
	unit_worst("relative");
}

/* ---- laws and corners ---- */

static void
check_laws(void)
{
	struct cpe_slope_group group[7];
	struct cpe_slope_group turned[7];
	struct cpe_slope_rule back = plain;
	struct cpe_slope_rule times = plain;

	unit_case("order of the rows, direction, multiplier, shares for populations");
	back.descending = true;
	times.multiplier = 100;
	for (int round = 0; round < 50; round++)
	{
		struct cpe_slope one, other;

		random_groups(group, 7);
		for (int i = 0; i < 7; i++)
			turned[i] = group[(i * 3 + round) % 7];
		one = slope_of(&plain, group, 7);
		other = slope_of(&plain, turned, 7);
		CHECK(memcmp(&one, &other, sizeof(one)) == 0, "rows in any order, round %d", round);
		other = slope_of(&back, group, 7);
		ABSOLUTE(other.sii, -one.sii, 1e-14, "turned slope");
		ABSOLUTE(other.sii_low, -one.sii_high, 1e-14, "turned limit");
		ABSOLUTE(other.intercept, one.intercept + one.sii, 1e-14, "the other end");
		if (one.intercept > 0.02 && other.intercept > 0.02)
		{
			RELATIVE(other.rii, 1 / one.rii, 1e-12, "turned ratio");
			RELATIVE(other.rii_high, 1 / one.rii_low, 1e-12, "turned ratio's limit");
		}
		other = slope_of(&times, group, 7);
		CHECK(other.sii == 100 * one.sii && other.intercept == 100 * one.intercept &&
		          other.sii_se == 100 * one.sii_se && (other.rii == one.rii || isnan(one.rii)),
		      "times 100");
		for (int i = 0; i < 7; i++)
			turned[i] = group[i], turned[i].population /= 8192;
		other = slope_of(&plain, turned, 7);
		CHECK(memcmp(&one, &other, sizeof(one)) == 0, "shares, round %d", round);
	}

	unit_case("two halves: the line through both");
	{
		static const struct cpe_slope_group half[2] = {{1, 50, 1, 0.3}, {2, 50, 2, 0.4}};
		struct cpe_slope got = slope_of(&plain, half, 2);

		CHECK(got.sii == 2 && got.intercept == 0.5 && got.rii == 5 && got.status == NULL,
		      "slope %g, intercept %g, ratio %g", got.sii, got.intercept, got.rii);
		RELATIVE(got.sii_se, 1, 1e-15, "2 sqrt(0.09 + 0.16)");
	}
}

static void
expect(const char *what, const struct cpe_slope_rule *rule, const struct cpe_slope_group *group,
       size_t groups, const char *status, bool sii, bool rii, bool limits)
{
	struct cpe_slope got = slope_of(rule, group, groups);

	CHECK(status ? got.status && strcmp(got.status, status) == 0 : got.status == NULL,
	      "%s: status \"%s\"", what, got.status ? got.status : "none");
	CHECK(isfinite(got.sii) == sii && isfinite(got.rii) == rii && isfinite(got.sii_low) == limits &&
	          isfinite(got.sii_high) == limits && isfinite(got.rii_low) == (rii && limits),
	      "%s: which figures there are", what);
}

static void
check_corners(void)
{
	static const struct cpe_slope_group good[3] = {{1, 5, 1, 0.1}, {2, 6, 2, 0.1}, {3, 7, 3, 0.1}};
	static const struct cpe_slope_group equal[3] = {{1, 5, 4, 0.1}, {2, 5, 4, 0.1}, {3, 5, 4, 0.1}};
	static const struct cpe_slope_group no_value[2] = {{1, 5, NAN, NAN}, {2, 6, 2, 0.1}};
	static const struct cpe_slope_group no_se[2] = {{1, 5, 2, NAN}, {2, 6, 2, 0.1}};
	static const struct cpe_slope_group below[2] = {{1, 5, -3, 0.1}, {2, 6, 2, 0.1}};
	static const struct cpe_slope_group whole[2] = {{1, 5, 0.5, 0.1}, {2, 6, 1, 0}};
	static const struct cpe_slope_group huge[2] = {{1, 1, -1.7e308, 0.1}, {2, 1, 1.7e308, 0.1}};
	static const struct cpe_slope_group lone[2] = {{1, 1e-300, 1, 0.1}, {2, 1e300, 2, 0.1}};
	static const struct cpe_slope_group vague[2] = {{1, 1, 0.5, 0.4}, {2, 1, 0.6, 0.4}};
	struct cpe_slope_group twice[2] = {{2, 5, 2, 0.1}, {2, 6, 2, 0.1}};
	struct cpe_slope_rule logit = {CPE_SLOPE_LOGIT, true, false, false, 1, Z95};
	struct cpe_slope_rule fieller = plain;
	struct cpe_slope slope;
	struct cpe_arena arena;

	fieller.fieller = true;
	unit_case("what there is no answer to: NAN and a reason");
	expect("good", &plain, good, 3, NULL, true, true, true);
	expect("none", &plain, good, 0, "no quantiles", false, false, false);
	expect("one", &plain, good, 1, "needs at least two quantiles", false, false, false);
	expect("no value", &plain, no_value, 2, "a quantile has no value", false, false, false);
	expect("no se", &plain, no_se, 2, "a quantile has no standard error", true, true, false);
	expect("below 0", &plain, below, 2, "no ratio: an end of the line is not positive", true, false,
	       true);
	expect("all of them", &logit, whole, 2, "a value has no place on the scale", false, false,
	       false);
	expect("huge", &plain, huge, 2, "out of range", false, false, false);
	expect("one has all", &plain, lone, 2, "out of range", false, false, false);
	slope = slope_of(&fieller, vague, 2);
	CHECK(isnan(slope.rii_low) && isfinite(slope.rii) && isfinite(slope.sii_low) &&
	          strcmp(slope.status, "no limits of the ratio: the intercept is not clear of 0") == 0,
	      "Fieller without limits");
	slope = slope_of(&plain, equal, 3);
	ABSOLUTE(slope.sii, 0, 1e-14, "equal values have no slope");
	RELATIVE(slope.rii, 1, 1e-14, "and the ratio 1");
	unit_arena_open(&arena, -1, -1);
	CHECK(!cpe_slope_index(&arena, &plain, twice, 2, &slope, &problem) &&
	          problem.code == CPE_INVALID &&
	          strcmp(problem.message, "quantile 2 is there twice") == 0,
	      "a quantile twice: %s", problem.message);
	cpe_arena_close_malloc(&arena);
	for (int allocs = 0; allocs < 2; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		CHECK(!cpe_slope_index(&arena, &plain, twice, 2, &slope, &problem) &&
		          problem.code == CPE_NO_MEMORY,
		      "no memory");
		cpe_arena_close_malloc(&arena);
	}

	unit_case("standard errors from limits");
	RELATIVE(cpe_slope_se(CPE_SLOPE_RAW, 5, 3, 7, 2), 1, 1e-15, "raw");
	RELATIVE(cpe_slope_se(CPE_SLOPE_LOG, 5, 5 / exp(0.4), 5 * exp(0.4), 2), 1, 1e-14, "log");
	RELATIVE(cpe_slope_se(CPE_SLOPE_LOGIT, 0.5, 1 / (1 + exp(0.4)), 1 / (1 + exp(-0.4)), 2), 0.05,
	         1e-14, "logit");
	CHECK(isnan(cpe_slope_se(CPE_SLOPE_LOG, 5, 0, 7, 2)) &&
	          isnan(cpe_slope_se(CPE_SLOPE_LOGIT, 1, 0.9, 1, 2)) &&
	          isnan(cpe_slope_se(CPE_SLOPE_LOGIT, 1, 0.9, 0.99, 2)) &&
	          isnan(cpe_slope_se(CPE_SLOPE_RAW, 1, NAN, 2, 2)),
	      "none on the scale");
}

/* PHE's rule in doubles as it is written, ranks by counting. */
static int32_t
group_as_written(const double *value, size_t count, size_t which, int32_t groups, bool descending)
{
	double there = 0;
	double rank = 1;
	double q;

	for (size_t i = 0; i < count; i++)
		if (!isnan(value[i]))
		{
			there++;
			rank += descending ? value[i] > value[which] : value[i] < value[which];
		}
	if (isnan(value[which]) || there < groups)
		return 0;
	q = floor(groups + 1 - ceil((there + 1 - rank) * groups / there));
	return q < 1 ? 1 : (int32_t) q;
}

static void
check_groups(void)
{
	static double value[400];
	static int32_t group[400];
	static double many[20000];
	static int32_t group_of_many[20000];
	struct cpe_arena arena;

	unit_case("quantile groups: the rule as written, ties, missing, too few, any order");
	for (int round = 0; round < 200; round++)
	{
		size_t count = (size_t) (unit_random() * 400);
		int32_t groups = 1 + (int32_t) (unit_random() * 20);
		bool descending = round % 2;

		for (size_t i = 0; i < count; i++)
			value[i] = unit_random() < 0.1
			               ? NAN
			               : (round % 3 ? unit_random() : floor(unit_random() * 6) - 2);
		unit_arena_open(&arena, -1, -1);
		CHECK(cpe_quantile_group(&arena, value, count, groups, descending, group, &problem), "%s",
		      problem.message);
		cpe_arena_close_malloc(&arena);
		for (size_t i = 0; i < count; i++)
			CHECK(group[i] == group_as_written(value, count, i, groups, descending),
			      "round %d: %g is in group %d of %d", round, value[i], (int) group[i],
			      (int) groups);
	}
	for (int i = 0; i < 20000; i++)
		many[i] = (i * 7919) % 20000;
	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_quantile_group(&arena, many, 20000, 20000, false, group_of_many, &problem), "%s",
	      problem.message);
	cpe_arena_close_malloc(&arena);
	for (int i = 0; i < 20000; i++)
		CHECK(group_of_many[i] == many[i] + 1, "as many groups as values: %g", many[i]);
	for (int polls = 0; polls < 5; polls++)
	{
		unit_arena_open(&arena, polls, -1);
		CHECK(!cpe_quantile_group(&arena, many, 20000, 5, false, group_of_many, &problem) &&
		          problem.code == CPE_CANCELLED,
		      "stopped");
		cpe_arena_close_malloc(&arena);
	}
}

int
main(int argc, char **argv)
{
	static const struct cpe_slope_rule limits = {CPE_SLOPE_LOGIT, false, false, false, 1, Z95};
	static const struct cpe_slope_rule logit = {CPE_SLOPE_LOGIT, true, false, false, 100, Z95};
	static const struct cpe_slope_rule fieller = {CPE_SLOPE_RAW, false, false, true, 1, Z95};

	directory = argc > 1 ? argv[1] : "test/data";
	check_fit("PHE, standard errors given, 95 %", "se", &plain, false,
	          (struct tolerance){1.5e-3, 5e-3});
	/* far out, the ratio of two normal ends is skew on the log scale too: Fieller's limits are
	 * nearer */
	check_fit("PHE, standard errors given, 99.8 %", "se", &plain, true,
	          (struct tolerance){4e-3, 1e-2});
	check_fit("the same by Fieller, 95 %", "se", &fieller, false,
	          (struct tolerance){1.5e-3, 1.5e-3});
	check_fit("the same by Fieller, 99.8 %", "se", &fieller, true, (struct tolerance){4e-3, 5e-3});
	check_fit("PHE, proportions with limits, 95 %", "limits", &limits, false,
	          (struct tolerance){4e-3, 6e-3});
	check_fit("PHE, proportions fitted on the logit scale, times 100, 95 %", "logit", &logit, false,
	          (struct tolerance){0.25, 1.2e-2});
	check_quantiles();
	check_by_other_means();
	check_fieller();
	check_laws();
	check_corners();
	check_groups();
	return unit_end();
}
