#include "benchmark/control_chart.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 60

/* A series, and what the definitions say of it, read literally and without regard to speed. */
struct series
{
	struct cpe_chart_rule rule;
	int rows;
	struct cpe_chart_point row[MOST];
	int values;   /* of the phase under test */
	int at[MOST]; /* their rows */
	int from;     /* rows of the phase under test */
	int to;
};

static bool
judge(struct series *s, int polls, int allocs, struct cpe_problem *problem)
{
	struct cpe_arena arena;
	bool good;

	memset(problem, 0, sizeof(*problem));
	unit_arena_open(&arena, polls, allocs);
	good = cpe_control_chart(&arena, &s->rule, s->row, (size_t) s->rows, problem);
	cpe_arena_close_malloc(&arena);
	return good;
}

static bool
one_in(int n)
{
	return random() % n == 0;
}

static bool
of_proportions(enum cpe_chart chart)
{
	return chart == CPE_CHART_P || chart == CPE_CHART_P_PRIME;
}

static bool
is_prime(enum cpe_chart chart)
{
	return chart == CPE_CHART_P_PRIME || chart == CPE_CHART_U_PRIME;
}

/* Short runs, ties, values on the centre, gaps, spikes and new phases, all more often than in life.
 */
static void
random_series(struct series *s)
{
	enum cpe_chart chart = (enum cpe_chart)(random() % 7);
	int grid = 2 + (int) (random() % 12);

	memset(s, 0, sizeof(*s));
	s->rule = cpe_chart_rule_of(chart);
	s->rule.improvement = (enum cpe_improvement)(random() % 3);
	s->rule.screen = one_in(2);
	s->rule.two_of_three = !one_in(4);
	if (one_in(2))
		s->rule.trend = one_in(4) ? 0 : 3 + (int) (random() % 4);
	if (one_in(2))
		s->rule.shift = one_in(4) ? 0 : 2 + (int) (random() % 5);
	if (one_in(3))
		s->rule.fix_after = 2 + (int) (random() % 12);
	if (one_in(3))
	{
		s->rule.sigmas = 0.5 + 2 * unit_random();
		s->rule.near = s->rule.sigmas * unit_random();
	}
	s->rows = 1 + (int) (random() % MOST);
	for (int i = 0; i < s->rows; i++)
	{
		struct cpe_chart_point *point = &s->row[i];

		point->n = cpe_chart_has_n(chart) ? grid * (double) (1 + random() % 9) : NAN;
		point->value = (double) (random() % (grid + 1)) / grid;
		if (!of_proportions(chart) && one_in(15))
			point->value += 5;
		point->target = one_in(3) ? unit_random() : NAN;
		if (one_in(12))
			point->value = NAN;
		if (one_in(20))
			point->n = one_in(2) ? 0 : NAN;
		point->rebase = one_in(25);
	}
}

static double
value_of(const struct series *s, int k)
{
	return s->row[s->at[k]].value;
}

/* ---- centre and limits ---- */

static int
compare_numbers(const void *left, const void *right)
{
	double a = *(const double *) left;
	double b = *(const double *) right;

	return (a > b) - (a < b);
}

static long double
centre_of(const struct series *s, int base)
{
	long double top = 0;
	long double bottom = 0;
	double sorted[MOST];

	for (int k = 0; k < base; k++)
	{
		long double weight = cpe_chart_has_n(s->rule.chart) ? s->row[s->at[k]].n : 1;

		top += weight * (long double) value_of(s, k);
		bottom += weight;
		sorted[k] = value_of(s, k);
	}
	if (s->rule.chart != CPE_CHART_RUN)
		return top / bottom;
	qsort(sorted, (size_t) base, sizeof(double), compare_numbers);
	return ((long double) sorted[(base - 1) / 2] + (long double) sorted[base / 2]) / 2;
}

static long double
chance_of(const struct series *s, const struct cpe_chart_point *point, long double centre)
{
	if (s->rule.chart == CPE_CHART_XMR)
		return 1;
	if (of_proportions(s->rule.chart))
		return sqrtl(fmaxl(0, centre * (1 - centre)) / point->n);
	return cpe_chart_has_n(s->rule.chart) ? sqrtl(centre / point->n) : sqrtl(centre);
}

static long double
spread_of(const struct series *s, int base, long double centre)
{
	long double range[MOST];
	long double sum = 0;
	long double kept = 0;
	int count = 0;

	if (s->rule.chart != CPE_CHART_XMR && !is_prime(s->rule.chart))
		return 1;
	if (base < 2)
		return NAN;
	for (int k = 1; k < base; k++)
	{
		long double one = chance_of(s, &s->row[s->at[k - 1]], centre);
		long double two = chance_of(s, &s->row[s->at[k]], centre);

		range[k] = fabsl((two > 1e-9L ? (value_of(s, k) - centre) / two : 0) -
		                 (one > 1e-9L ? (value_of(s, k - 1) - centre) / one : 0));
		sum += range[k];
	}
	for (int k = 1; k < base; k++)
		if (range[k] <= 3.267L * sum / (base - 1))
		{
			kept += range[k];
			count++;
		}
	if (s->rule.screen && kept > 1e-12L)
		return kept / count / s->rule.d2;
	return sum / (base - 1) / s->rule.d2;
}

static void
check_limits(const struct series *s, int base)
{
	long double centre = centre_of(s, base);
	long double spread = spread_of(s, base, centre);

	for (int i = s->from; i < s->to; i++)
	{
		const struct cpe_chart_point *point = &s->row[i];
		long double sigma = spread * chance_of(s, point, centre);
		bool none = isnan(sigma) || s->rule.chart == CPE_CHART_RUN ||
		            (cpe_chart_has_n(s->rule.chart) && !(point->n > 0));

		ABSOLUTE(point->centre, (double) centre, 1e-14, "centre of row %d, chart %d", i,
		         s->rule.chart);
		ABSOLUTE(point->sigma, none ? NAN : (double) sigma, 1e-13, "sigma of row %d, chart %d", i,
		         s->rule.chart);
		ABSOLUTE(point->low,
		         none ? NAN : (double) fmaxl(s->rule.minimum, centre - s->rule.sigmas * sigma),
		         1e-12, "low of row %d", i);
		ABSOLUTE(point->high,
		         none ? NAN : (double) fminl(s->rule.maximum, centre + s->rule.sigmas * sigma),
		         1e-12, "high of row %d", i);
		ABSOLUTE(point->near_low,
		         none ? NAN : (double) fmaxl(s->rule.minimum, centre - s->rule.near * sigma), 1e-12,
		         "near low of row %d", i);
		ABSOLUTE(point->near_high,
		         none ? NAN : (double) fminl(s->rule.maximum, centre + s->rule.near * sigma), 1e-12,
		         "near high of row %d", i);
	}
}

/* ---- rules ---- */

/* Values within a rounding error of the centre count as on it: here the grid is coarse. */
static int
side_of(const struct series *s, int k)
{
	double distance = value_of(s, k) - s->row[s->at[k]].centre;

	return fabs(distance) < 1e-14 ? 0 : distance > 0 ? 1 : -1;
}

static bool
beyond(const struct series *s, int k)
{
	const struct cpe_chart_point *point = &s->row[s->at[k]];

	return side_of(s, k) != 0 && (point->value < point->low || point->value > point->high);
}

static bool
close_to_limit(const struct series *s, int k)
{
	const struct cpe_chart_point *point = &s->row[s->at[k]];

	return side_of(s, k) != 0 && !beyond(s, k) &&
	       (point->value < point->near_low || point->value > point->near_high);
}

/* Whether each of the steps from one value to another goes that way. */
static bool
steps(const struct series *s, int from, int to, int sign)
{
	for (int k = from; k < to; k++)
		if ((value_of(s, k + 1) - value_of(s, k)) * sign <= 0)
			return false;
	return true;
}

/* In a window of so many points that all rise or fall; of two such, the one of the next step. */
static int
trend_of(const struct series *s, int k)
{
	bool found[2] = {false, false};

	for (int from = k - s->rule.trend + 1; s->rule.trend > 0 && from <= k; from++)
		for (int up = 0; up < 2; up++)
			if (from >= 0 && from + s->rule.trend <= s->values &&
			    steps(s, from, from + s->rule.trend - 1, up ? 1 : -1))
				found[up] = true;
	if (found[0] && found[1])
		return value_of(s, k + 1) > value_of(s, k) ? 1 : -1;
	return found[1] ? 1 : found[0] ? -1 : 0;
}

static bool
pair_of(const struct series *s, int k)
{
	if (!s->rule.two_of_three || !close_to_limit(s, k))
		return false;
	for (int from = k - 2; from <= k; from++)
	{
		int close = 0;
		int same = 0;

		for (int i = from; i < from + 3 && from >= 0 && from + 3 <= s->values; i++)
		{
			close += close_to_limit(s, i);
			same += side_of(s, i) == side_of(s, k);
		}
		if (same == 3 && close >= 2)
			return true;
	}
	return false;
}

/* How many values in a row, with this one, lie on its side; run charts skip what is on the centre.
 */
static int
run_of(const struct series *s, int k, bool skip)
{
	int side = side_of(s, k);
	int length = 1;

	if (side == 0)
		return 0;
	for (int way = -1; way <= 1; way += 2)
		for (int i = k + way; i >= 0 && i < s->values; i += way)
		{
			if (side_of(s, i) == side)
				length++;
			else if (side_of(s, i) != 0 || !skip)
				break;
		}
	return length;
}

static bool
shift_of(const struct series *s, int k)
{
	int length = run_of(s, k, s->rule.chart == CPE_CHART_RUN);

	if (s->rule.shift == CPE_SHIFT_BY_RUNS)
		return length > s->row[s->at[k]].runs.longest_run_limit;
	return s->rule.shift > 0 && length >= s->rule.shift;
}

static void
check_signals(const struct series *s)
{
	for (int k = 0; k < s->values; k++)
	{
		const struct cpe_chart_point *point = &s->row[s->at[k]];
		int trend = trend_of(s, k);
		enum cpe_signal want = beyond(s, k)     ? CPE_SIGNAL_BEYOND_LIMITS
		                       : trend != 0     ? CPE_SIGNAL_TREND
		                       : pair_of(s, k)  ? CPE_SIGNAL_TWO_OF_THREE
		                       : shift_of(s, k) ? CPE_SIGNAL_SHIFT
		                                        : CPE_SIGNAL_COMMON_CAUSE;
		bool up = want == CPE_SIGNAL_TREND ? trend > 0 : side_of(s, k) > 0;
		enum cpe_signal_direction way = s->rule.improvement == CPE_IMPROVEMENT_NEUTRAL
		                                    ? (up ? CPE_DIRECTION_HIGH : CPE_DIRECTION_LOW)
		                                : up == (s->rule.improvement == CPE_IMPROVEMENT_INCREASE)
		                                    ? CPE_DIRECTION_IMPROVEMENT
		                                    : CPE_DIRECTION_CONCERN;

		if (isnan(point->low) && s->rule.chart != CPE_CHART_RUN)
		{
			CHECK(point->signal == CPE_SIGNAL_NONE && point->status &&
			          strcmp(point->status, "too few points") == 0,
			      "row %d has no limits", s->at[k]);
			continue;
		}
		CHECK(point->signal == want, "row %d: signal %d, not %d", s->at[k], point->signal, want);
		CHECK(point->direction == (want == CPE_SIGNAL_COMMON_CAUSE ? CPE_DIRECTION_NONE : way),
		      "row %d: direction %d", s->at[k], point->direction);
		CHECK(point->status == NULL, "row %d: %s", s->at[k], point->status);
	}
}

/* P(heads <= k) of a fair coin, added up. */
static long double
coin(int k, int throws)
{
	long double term = powl(0.5L, throws);
	long double sum = term;

	for (int i = 1; i <= k; i++)
		sum += term *= (long double) (throws - i + 1) / i;
	return sum;
}

static void
check_runs(const struct series *s, int base)
{
	const struct cpe_chart_runs *runs = &s->row[s->from].runs;
	int useful = 0;
	int longest = 0;
	int crossings = 0;
	int before = 0;

	for (int k = 0; k < s->values; k++)
	{
		if (side_of(s, k) == 0)
			continue;
		useful++;
		crossings += before * side_of(s, k) < 0;
		before = side_of(s, k);
		longest = (int) fmax(longest, run_of(s, k, true));
	}
	CHECK(runs->points == base && runs->useful == useful, "points %d, useful %d", runs->points,
	      runs->useful);
	CHECK(runs->longest_run == longest && runs->crossings == crossings, "runs %d, crossings %d",
	      runs->longest_run, runs->crossings);
	if (useful == 0)
	{
		CHECK(runs->longest_run_limit == 0 && runs->crossings_limit == 0 && !runs->signal,
		      "nothing off the centre");
		return;
	}
	CHECK(runs->longest_run_limit == (int) lround(log(useful) / log(2)) + 3, "run limit %d of %d",
	      runs->longest_run_limit, useful);
	CHECK(coin(runs->crossings_limit, useful - 1) >= 0.05L &&
	          (runs->crossings_limit == 0 || coin(runs->crossings_limit - 1, useful - 1) < 0.05L),
	      "crossings limit %d of %d", runs->crossings_limit, useful);
	CHECK(runs->signal == (longest > runs->longest_run_limit || crossings < runs->crossings_limit),
	      "runs signal");
}

static void
check_assurance(const struct series *s)
{
	enum cpe_assurance want = CPE_ASSURANCE_NONE;
	double target = NAN;

	for (int i = s->from; i < s->to; i++)
		target = isnan(s->row[i].target) ? target : s->row[i].target;
	if (s->values > 0 && !isnan(target) && s->rule.improvement != CPE_IMPROVEMENT_NEUTRAL)
	{
		const struct cpe_chart_point *last = &s->row[s->at[s->values - 1]];
		bool up = s->rule.improvement == CPE_IMPROVEMENT_INCREASE;

		if (!isnan(last->low))
			want = (up ? last->low >= target : last->high <= target) ? CPE_ASSURANCE_MET
			       : (up ? last->high < target : last->low > target) ? CPE_ASSURANCE_MISSED
			                                                         : CPE_ASSURANCE_OPEN;
	}
	for (int i = s->from; i < s->to; i++)
		CHECK(s->row[i].assurance == want, "row %d: assurance %d, not %d", i, s->row[i].assurance,
		      want);
}

/* Finds the phase that begins at a row. */
static void
open_phase(struct series *s, const struct cpe_chart_point *given, int from)
{
	s->from = from;
	s->values = 0;
	for (s->to = from; s->to < s->rows && (s->to == from || !given[s->to].rebase); s->to++)
	{
		const struct cpe_chart_point *point = &given[s->to];
		bool part = !isnan(point->value) && (!cpe_chart_has_n(s->rule.chart) || point->n > 0);

		CHECK(part == !isnan(s->row[s->to].value), "row %d takes part", s->to);
		if (part)
			s->at[s->values++] = s->to;
	}
}

static void
check_random(void)
{
	unit_case("random series: limits, rules, runs and assurance as their definitions say");
	srandom(20);
	for (int turn = 0; turn < 20000; turn++)
	{
		struct series s;
		struct cpe_chart_point given[MOST];
		struct cpe_problem problem;
		int number = 0;

		random_series(&s);
		memcpy(given, s.row, sizeof(given));
		if (!CHECK(judge(&s, -1, -1, &problem), "%s", problem.message))
			return;
		for (s.to = 0; s.to < s.rows;)
		{
			int base;

			open_phase(&s, given, s.to);
			number++;
			CHECK(s.row[s.from].phase == number, "phase %d", number);
			base =
				s.rule.fix_after > 0 && s.rule.fix_after < s.values ? s.rule.fix_after : s.values;
			if (base == 0)
			{
				CHECK(isnan(s.row[s.from].centre) && isnan(s.row[s.from].low) &&
				          s.row[s.from].status != NULL,
				      "no value, no centre");
				continue;
			}
			check_limits(&s, base);
			check_signals(&s);
			check_runs(&s, base);
			check_assurance(&s);
		}
	}
	unit_worst("absolute error of limits");
}

/* ---- by hand ---- */

static void
set_values(struct series *s, enum cpe_chart chart, const double *value, int rows)
{
	memset(s, 0, sizeof(*s));
	s->rule = cpe_chart_rule_of(chart);
	s->rows = rows;
	for (int i = 0; i < rows; i++)
	{
		s->row[i].value = value[i];
		s->row[i].n = s->row[i].target = NAN;
	}
}

static void
check_by_hand(void)
{
	static const double tenths[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
	static const double spike[] = {5, 5, 5, 5, 5, 5, 12, 5, 5, 5, 5, 5, 5, 5};
	static const double peak[] = {1, 2, 3, 4, 3, 2, 1};
	struct series s;
	struct cpe_problem problem;

	unit_case("a constant series is its own centre and limits, to the bit");
	set_values(&s, CPE_CHART_XMR, tenths, 11);
	CHECK(judge(&s, -1, -1, &problem), "%s", problem.message);
	for (int i = 0; i < s.rows; i++)
		CHECK(s.row[i].centre == 0.1 && s.row[i].low == 0.1 && s.row[i].high == 0.1 &&
		          s.row[i].signal == CPE_SIGNAL_COMMON_CAUSE,
		      "row %d", i);

	unit_case("a spike in a constant series does not leave limits of no width");
	set_values(&s, CPE_CHART_XMR, spike, 14);
	CHECK(judge(&s, -1, -1, &problem), "%s", problem.message);
	RELATIVE(s.row[0].high, 5.5 + 2.66 * 14 / 13, 1e-15, "high");
	CHECK(s.row[6].signal == CPE_SIGNAL_BEYOND_LIMITS && s.row[0].signal != s.row[6].signal,
	      "only the spike is beyond");

	unit_case("a point that ends one trend and begins another is of the second");
	set_values(&s, CPE_CHART_XMR, peak, 7);
	s.rule.trend = 4;
	CHECK(judge(&s, -1, -1, &problem), "%s", problem.message);
	for (int i = 0; i < 7; i++)
		CHECK(s.row[i].signal == CPE_SIGNAL_TREND &&
		          s.row[i].direction == (i < 3 ? CPE_DIRECTION_IMPROVEMENT : CPE_DIRECTION_CONCERN),
		      "row %d", i);
}

static void
check_refusals(void)
{
	static const double bad[] = {INFINITY, -1e151, 2e150};
	struct series s;
	struct cpe_problem problem;
	int polls = 0;

	unit_case("values, targets and n out of range are refused");
	for (int i = 0; i < 3; i++)
	{
		set_values(&s, CPE_CHART_XMR, &bad[i], 1);
		CHECK(!judge(&s, -1, -1, &problem) && problem.code == CPE_INVALID, "value %g", bad[i]);
		s.row[0].value = 1;
		s.row[0].target = bad[i];
		CHECK(!judge(&s, -1, -1, &problem) && problem.code == CPE_INVALID, "target %g", bad[i]);
		s.row[0].target = NAN;
		s.rule = cpe_chart_rule_of(CPE_CHART_U);
		s.row[0].n = bad[i];
		CHECK(!judge(&s, -1, -1, &problem) && problem.code == CPE_INVALID, "n %g", bad[i]);
	}

	unit_case("stops when told, says when memory ends");
	random_series(&s);
	while (polls < 1000 && !judge(&s, polls, -1, &problem))
	{
		CHECK(problem.code == CPE_CANCELLED, "code %d", problem.code);
		polls++;
	}
	CHECK(polls > 0 && polls < 1000, "%d polls", polls);
	CHECK(!judge(&s, -1, 0, &problem) && problem.code == CPE_NO_MEMORY, "no memory");
	CHECK(!judge(&s, -1, 1, &problem) && problem.code == CPE_NO_MEMORY, "no memory");

	unit_case("the largest numbers give limits or a reason, never NaN with none");
	for (int turn = 0; turn < 20000; turn++)
	{
		random_series(&s);
		for (int i = 0; i < s.rows; i++)
		{
			s.row[i].n = pow(10, 300 * unit_random() - 150);
			if (!of_proportions(s.rule.chart))
				s.row[i].value = pow(10, 300 * unit_random() - 150);
			else if (isnan(s.row[i].value) || one_in(2))
				s.row[i].value = pow(10, -150 * unit_random());
		}
		if (!CHECK(judge(&s, -1, -1, &problem), "%s", problem.message))
			return;
		for (int i = 0; i < s.rows; i++)
			CHECK(isfinite(s.row[i].centre) &&
			          (s.row[i].status != NULL || s.rule.chart == CPE_CHART_RUN ||
			           (isfinite(s.row[i].low) && isfinite(s.row[i].high) &&
			            isfinite(s.row[i].sigma) && s.row[i].low <= s.row[i].centre &&
			            s.row[i].high >= s.row[i].centre)),
			      "row %d of chart %d", i, s.rule.chart);
	}
}

int
main(void)
{
	check_random();
	check_by_hand();
	check_refusals();
	return unit_end();
}
