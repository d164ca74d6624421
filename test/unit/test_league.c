#include "benchmark/league.h"
#include "base/distribution.h"
#include "benchmark/rank_distribution.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_UNITS 300

struct league
{
	struct cpe_rank_rule rule;
	int units;
	struct cpe_ranked unit[MAX_UNITS];
};

static bool
judge(struct league *league)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	unit_arena_open(&arena, -1, -1);
	good = cpe_rank(&arena, &league->rule, league->unit, (size_t) league->units, &problem);
	cpe_arena_close_malloc(&arena);
	return good;
}

/* Scores with ties now and then, errors of the same size or very different. */
static void
random_league(struct league *league, enum cpe_rank_method method, int units, double unequal)
{
	memset(league, 0, sizeof(*league));
	league->rule.method = method;
	league->rule.adjust = (enum cpe_rank_adjust)(random() % 3);
	league->rule.alpha = 0.01 + 0.5 * unit_random();
	league->units = units;
	for (int i = 0; i < units; i++)
	{
		struct cpe_ranked *u = &league->unit[i];

		u->se = 0.3 * exp(unequal * (unit_random() - 0.5));
		u->score = random() % 8 ? unit_random() + unit_random() + unit_random() : 1.5;
		if (i > 0 && random() % 10 == 0)
			*u = league->unit[i - 1];
	}
}

/* ---- joint and pairwise, by all pairs ---- */

static void
check_pairs(void)
{
	unit_case("joint and pairwise: by counting who is surely better or worse");
	for (int turn = 0; turn < 400; turn++)
	{
		struct league league;
		bool joint = turn % 2 == 0;
		int units = 1 + (int) (random() % 40);
		double many = joint ? units : units * (units - 1) / 2.0;
		double alpha;
		double z;

		random_league(&league, joint ? CPE_RANK_JOINT : CPE_RANK_PAIRWISE, units, turn % 5);
		league.rule.lowest_first = random() % 2;
		alpha = league.rule.alpha;
		if (many > 1 && league.rule.adjust == CPE_RANK_ADJUST_BONFERRONI)
			alpha /= many;
		if (many > 1 && league.rule.adjust == CPE_RANK_ADJUST_INDEPENDENT)
			alpha = 1 - pow(1 - alpha, 1 / many);
		z = cpe_normal_quantile_upper(alpha / 2);
		CHECK(judge(&league), "refused");
		for (int j = 0; j < units; j++)
		{
			const struct cpe_ranked *a = &league.unit[j];
			int better = 0;
			int worse = 0;
			int above = 0;

			for (int k = 0; k < units; k++)
			{
				const struct cpe_ranked *b = &league.unit[k];
				double sign = league.rule.lowest_first ? -1 : 1;
				double difference = sign * (b->score - a->score);
				double needed = joint ? z * (a->se + b->se) : z * hypot(a->se, b->se);

				above += difference > 0;
				better += difference > needed;
				worse += -difference > needed;
			}
			CHECK(a->rank == above + 1 && a->low == better + 1 && a->high == units - worse,
			      "turn %d, unit %d: %g (%g to %g), not %d (%d to %d)", turn, j, a->rank, a->low,
			      a->high, above + 1, better + 1, units - worse);
			CHECK(a->low <= a->rank && a->rank <= a->high && isnan(a->expected), "turn %d", turn);
		}
	}
}

/* ---- marginal, by enumeration ---- */

/*
 * P(rank of unit j is r + 1): over each set of units that may be above, by Simpson's rule in long
 * double.
 */
static void
enumerate(const struct league *league, int j, long double *probability)
{
	const struct cpe_ranked *own = &league->unit[j];
	int others = 0;
	int other[8];
	int steps = 4000;

	for (int k = 0; k < league->units; k++)
		if (k != j)
			other[others++] = k;
	for (int r = 0; r < league->units; r++)
		probability[r] = 0;
	for (int i = 0; i <= steps; i++)
	{
		long double x = -9 + 18.0L * i / steps;
		long double weight = (i == 0 || i == steps ? 1
		                      : i % 2              ? 4
		                                           : 2) *
		                     18.0L / steps / 3 * expl(-x * x / 2) / sqrtl(2 * acosl(-1));
		long double level = own->score + x * own->se;

		for (int set = 0; set < 1 << others; set++)
		{
			long double chance = weight;
			int above = 0;

			for (int k = 0; k < others; k++)
			{
				const struct cpe_ranked *u = &league->unit[other[k]];
				long double p = erfcl((level - u->score) / u->se / sqrtl(2)) / 2;

				above += set >> k & 1;
				chance *= set >> k & 1 ? p : 1 - p;
			}
			probability[above] += chance;
		}
	}
}

static void
check_enumerated(void)
{
	unit_case("marginal: quantiles and mean of the rank by enumeration");
	for (int turn = 0; turn < 12; turn++)
	{
		struct league league;

		random_league(&league, CPE_RANK_MARGINAL, 2 + turn % 4, turn % 3 * 2);
		for (int j = 0; j < league.units; j++)
		{
			long double probability[8];
			long double mean = 0;

			enumerate(&league, j, probability);
			for (int r = 0; r < league.units; r++)
				mean += (r + 1) * probability[r];
			for (double alpha = 0.013; alpha < 1; alpha += 0.04)
			{
				long double sum = 0;
				int low = 0;
				int high = 0;

				league.rule.alpha = alpha;
				CHECK(judge(&league), "refused");
				for (int r = 0; r < league.units; r++)
				{
					sum += probability[r];
					if (low == 0 && sum >= alpha / 2)
						low = r + 1;
					if (high == 0 && sum >= 1 - alpha / 2)
						high = r + 1;
				}
				CHECK(league.unit[j].low == low && league.unit[j].high == high,
				      "turn %d, unit %d at %g: %g to %g, not %d to %d", turn, j, alpha,
				      league.unit[j].low, league.unit[j].high, low, high);
			}
			RELATIVE(league.unit[j].expected, (double) mean, 1e-9, "turn %d, unit %d", turn, j);
		}
	}
	unit_worst("relative");
}

/* ---- approximate against exact ---- */

static int
differences(const struct league *a, const struct league *b, double *most)
{
	int different = 0;

	for (int j = 0; j < a->units; j++)
	{
		double low = fabs(a->unit[j].low - b->unit[j].low);
		double high = fabs(a->unit[j].high - b->unit[j].high);

		different += (low > 0) + (high > 0);
		*most = fmax(*most, fmax(low, high));
	}
	return different;
}

static void
check_approximate(void)
{
	int limits = 0;
	int different = 0;
	double most = 0;

	unit_case("marginal: beyond 50 units as exactly, one rank at most");
	for (int turn = 0; turn < 8; turn++)
	{
		struct league league;
		struct league exact;

		random_league(&league, CPE_RANK_MARGINAL, 51 + turn * 12, turn % 4);
		league.rule.alpha = turn % 2 ? 0.05 : 0.002;
		exact = league;
		exact.rule.exact = true;
		CHECK(judge(&league) && judge(&exact), "refused");
		limits += 2 * league.units;
		different += differences(&league, &exact, &most);
	}
	printf("# %d of %d limits differ, by %g at most\n", different, limits, most);
	CHECK(most <= 1 && different < limits / 20, "%d of %d limits, by %g", different, limits, most);
}

/* The largest difference between mean ranks from the grid and from pairs. */
static double
grid_error(const struct league *league)
{
	struct cpe_contender unit[MAX_UNITS];
	double pairs[MAX_UNITS];
	size_t units = (size_t) league->units;
	struct cpe_problem problem;
	struct cpe_arena arena;
	double worst = 0;

	for (size_t i = 0; i < units; i++)
	{
		unit[i].score = league->unit[i].score;
		unit[i].se = league->unit[i].se;
	}
	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_rank_expected(&arena, unit, units, units, &problem), "pairs");
	for (size_t i = 0; i < units; i++)
		pairs[i] = unit[i].expected;
	CHECK(cpe_rank_expected(&arena, unit, units, 0, &problem), "grid");
	cpe_arena_close_malloc(&arena);
	for (size_t i = 0; i < units; i++)
	{
		CHECK(isfinite(unit[i].expected), "unit %zu", i);
		worst = fmax(worst, fabs(unit[i].expected - pairs[i]));
	}
	return worst;
}

static double
any_size(void)
{
	return random() % 3 == 0 ? pow(10, 300 * unit_random() - 150) : unit_random() + 1e-3;
}

static void
any_units(struct league *league)
{
	for (int i = 0; i < league->units; i++)
	{
		league->unit[i].score = (random() % 2 ? 1 : -1) * any_size();
		league->unit[i].se = any_size();
	}
}

static void
check_grid(void)
{
	unit_case("mean ranks from the grid as from pairs");
	for (int turn = 0; turn < 6; turn++)
	{
		struct league league;

		random_league(&league, CPE_RANK_MARGINAL, MAX_UNITS, turn);
		ABSOLUTE(grid_error(&league), 0, 1e-3, "turn %d", turn);
	}
	unit_worst("absolute");
	for (int turn = 0; turn < 40; turn++)
	{
		struct league league;

		random_league(&league, CPE_RANK_MARGINAL, 1 + turn * 5, 0);
		any_units(&league);
		ABSOLUTE(grid_error(&league), 0, 1, "any size, turn %d", turn);
	}
	unit_worst("absolute, any size:");
}

/* ---- properties ---- */

static void
check_order(void)
{
	unit_case("any order of the units; the other end first");
	for (int turn = 0; turn < 30; turn++)
	{
		enum cpe_rank_method method = (enum cpe_rank_method)(turn % 3);
		struct league first;
		struct league other;
		int units = turn % 2 ? 20 : 70;
		int at[MAX_UNITS];

		random_league(&first, method, units, 2);
		other = first;
		for (int i = 0; i < units; i++)
			at[i] = i;
		for (int i = 0; i < units; i++)
		{
			int j = (int) (random() % units);
			int keep = at[i];

			at[i] = at[j];
			at[j] = keep;
		}
		for (int i = 0; i < units; i++)
			other.unit[at[i]] = first.unit[i];
		CHECK(judge(&first) && judge(&other), "refused");
		for (int i = 0; i < units; i++)
			CHECK(memcmp(&first.unit[i], &other.unit[at[i]], sizeof(first.unit[i])) == 0,
			      "turn %d, unit %d", turn, i);
		other = first;
		other.rule.lowest_first = true;
		CHECK(judge(&other), "refused");
		for (int i = 0; i < units; i++)
		{
			double off = method == CPE_RANK_MARGINAL && units > CPE_RANK_EXACT ? 1 : 0;

			CHECK(fabs(other.unit[i].low + first.unit[i].high - units - 1) <= off &&
			          fabs(other.unit[i].high + first.unit[i].low - units - 1) <= off,
			      "turn %d, unit %d reversed", turn, i);
			if (method == CPE_RANK_MARGINAL)
				RELATIVE(other.unit[i].expected, units + 1 - first.unit[i].expected, 1e-12,
				         "turn %d, unit %d reversed", turn, i);
		}
	}
}

static void
check_hostile(void)
{
	unit_case("any finite input: ranks from 1 to the number of units");
	for (int turn = 0; turn < 60; turn++)
	{
		struct league league;
		double sum = 0;

		random_league(&league, (enum cpe_rank_method)(turn % 3),
		              turn % 4 ? (int) (random() % 8) : 55, 0);
		if (turn % 7 == 0)
			league.rule.alpha = random() % 2 ? 1e-300 : 1 - 1e-16;
		any_units(&league);
		CHECK(judge(&league), "refused");
		for (int i = 0; i < league.units; i++)
		{
			const struct cpe_ranked *u = &league.unit[i];

			CHECK(u->low >= 1 && u->low <= u->high && u->high <= league.units &&
			          u->low == rint(u->low) && u->high == rint(u->high) && u->rank >= 1,
			      "turn %d: %g to %g of %d", turn, u->low, u->high, league.units);
			sum += u->expected;
		}
		if (turn % 3 == CPE_RANK_MARGINAL)
			RELATIVE(sum, league.units * (league.units + 1) / 2.0, 1e-12, "mean ranks");
	}
}

/* Equal units share their ranks evenly: 1/40 each, so that one at each end is cut off. */
static void
check_equal(void)
{
	struct league league;

	memset(&league, 0, sizeof(league));
	league.rule.method = CPE_RANK_MARGINAL;
	league.rule.alpha = 0.05;
	league.units = 40;
	unit_case("equal units; one unit; none");
	for (int i = 0; i < 40; i++)
	{
		league.unit[i].score = 0.8;
		league.unit[i].se = 0.02;
	}
	CHECK(judge(&league), "refused");
	for (int i = 0; i < 40; i++)
		CHECK(league.unit[i].rank == 1 && league.unit[i].low == 2 && league.unit[i].high == 39 &&
		          fabs(league.unit[i].expected - 20.5) < 1e-12,
		      "%g to %g", league.unit[i].low, league.unit[i].high);
	for (int m = 0; m < 3; m++)
	{
		league.rule.method = (enum cpe_rank_method) m;
		league.units = 1;
		CHECK(judge(&league) && league.unit[0].rank == 1 && league.unit[0].low == 1 &&
		          league.unit[0].high == 1,
		      "one unit");
		league.units = 0;
		CHECK(judge(&league), "no unit");
	}
}

/* Refuses what is too large, stops when told and without memory. */
static void
check_stop(void)
{
	int units = 3000;
	struct cpe_ranked *unit = calloc((size_t) 20001, sizeof(*unit));
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("limits; stops when told, and without memory");
	for (int i = 0; i < 20001; i++)
	{
		unit[i].score = unit_random();
		unit[i].se = 0.1;
	}
	for (int m = 0; m < 3; m++)
	{
		struct cpe_rank_rule rule = {(enum cpe_rank_method) m, CPE_RANK_ADJUST_NONE, false, false,
		                             0.05};

		for (int polls = 0; polls < (m == CPE_RANK_JOINT ? 1 : 12); polls += 3)
		{
			unit_arena_open(&arena, polls, -1);
			CHECK(!cpe_rank(&arena, &rule, unit, (size_t) (polls < 3 ? 30 : units), &problem) &&
			          problem.code == CPE_CANCELLED,
			      "%s after %d polls", cpe_rank_method_words[m], polls);
			cpe_arena_close_malloc(&arena);
		}
		for (int allocs = 0; allocs < (m == CPE_RANK_PAIRWISE ? 2 : 4); allocs++)
		{
			unit_arena_open(&arena, -1, allocs);
			CHECK(!cpe_rank(&arena, &rule, unit, 60, &problem) && problem.code == CPE_NO_MEMORY,
			      "%s after %d allocations", cpe_rank_method_words[m], allocs);
			cpe_arena_close_malloc(&arena);
		}
		if (m == CPE_RANK_JOINT)
			continue;
		rule.exact = true;
		unit_arena_open(&arena, -1, -1);
		CHECK(!cpe_rank(&arena, &rule, unit, m == CPE_RANK_PAIRWISE ? 20001 : 501, &problem) &&
		          problem.code == CPE_LIMIT,
		      "%s", cpe_rank_method_words[m]);
		cpe_arena_close_malloc(&arena);
	}
	free(unit);
}

int
main(void)
{
	srandom(7);
	check_pairs();
	check_enumerated();
	check_approximate();
	check_grid();
	check_order();
	check_hostile();
	check_equal();
	check_stop();
	return unit_end();
}
