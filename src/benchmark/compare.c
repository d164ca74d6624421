#include "benchmark/compare.h"

#include <math.h>

#include "base/distribution.h"
#include "base/interval.h"
#include "base/text.h"

const char cpe_proportion_test_names[] = "pooled, unpooled, yates, fisher, mid_p";
const char cpe_mean_test_names[] = "welch, pooled, normal";

bool
cpe_proportion_test_by_name(const char *name, enum cpe_proportion_test *test)
{
	int index = cpe_word_index(cpe_proportion_test_names, name);

	if (index >= 0)
		*test = (enum cpe_proportion_test) index;
	return index >= 0;
}

bool
cpe_mean_test_by_name(const char *name, enum cpe_mean_test *test)
{
	int index = cpe_word_index(cpe_mean_test_names, name);

	if (index >= 0)
		*test = (enum cpe_mean_test) index;
	return index >= 0;
}

bool
cpe_proportion_test_needs_counts(enum cpe_proportion_test test)
{
	return test == CPE_TEST_YATES || test == CPE_TEST_FISHER || test == CPE_TEST_MID_P;
}

static void
no_test(struct cpe_test *test, const char *why)
{
	test->statistic = NAN;
	test->p = NAN;
	test->why = why;
}

void
cpe_test_normal(double difference, double se, struct cpe_test *test)
{
	cpe_test_t(difference, se, INFINITY, test);
}

void
cpe_test_t(double difference, double se, double df, struct cpe_test *test)
{
	double statistic = difference / se;

	if (se == 0.0)
		no_test(test, "standard error is zero");
	else if (!(fabs(statistic) < INFINITY))
		no_test(test, "out of range");
	else
	{
		test->statistic = statistic;
		test->p = fmin(1.0, 2.0 * (df < INFINITY ? cpe_t_upper(fabs(statistic), df)
		                                         : cpe_normal_upper(fabs(statistic))));
		test->why = NULL;
	}
}

/* ---- Fisher's exact test ---- */

/* Draws of which some are positive, from all: the margins of a two by two table. */
struct margins
{
	double draws;
	double positive;
	double all;
};

/*
 * The hypergeometric probability of k positive draws, as a ratio of three binomial ones at the
 * share that is drawn (Loader 2000), whose factors do not run out of range.
 */
static double
table_probability(const struct margins *of, double k)
{
	double share = of->draws / of->all;

	return cpe_binomial_pmf(k, of->positive, share) *
	       cpe_binomial_pmf(of->draws - k, of->all - of->positive, share) /
	       cpe_binomial_pmf(of->draws, of->all, share);
}

/* P(k + step) / P(k), step 1 or -1. */
static double
next_ratio(const struct margins *of, double k, double step)
{
	double rest = of->all - of->positive - of->draws;

	if (step > 0.0)
		return (of->positive - k) / (k + 1.0) * ((of->draws - k) / (rest + k + 1.0));
	return k / (of->positive - k + 1.0) * ((rest + k) / (of->draws - k + 1.0));
}

/* P(from), P(from + step), ... to the end, in units of P(from); from lies on that side of the mode.
 */
static double
tail_sum(const struct margins *of, double from, double step)
{
	double term = 1.0;
	double sum = 0.0;

	for (double k = from; term > 1e-18 * sum; k += step)
	{
		sum += term;
		term *= next_ratio(of, k, step);
	}
	return sum;
}

/* The first k, going from the mode to an end, that is no likelier than the limit; past it if none.
 */
static double
tail_start(const struct margins *of, double mode, double end, double step, double limit)
{
	double likelier = mode; /* likelier than the limit, or the mode */
	double past = end + step;

	while (fabs(past - likelier) > 1.0)
	{
		double k = likelier + step * floor(0.5 * fabs(past - likelier));

		if (table_probability(of, k) <= limit)
			past = k;
		else
			likelier = k;
	}
	return past;
}

/* The probability of k where it is another table than x and as likely, else 0. */
static double
as_likely(const struct margins *of, double k, double x, double own)
{
	double probability = table_probability(of, k);

	return k != x && fabs(probability - own) <= own * 1e-7 ? probability : 0.0;
}

/*
 * From the table's own tail and the far side's, each summed from where it begins outwards.  The
 * mid-P is less by half of what is as likely as the table: it, and at most one other, which
 * begins the far tail or, where two tables are the likeliest, is the other of these.
 */
static void
fisher(double x, const struct margins *of, bool mid, struct cpe_test *out)
{
	double all = of->all;
	double spread = of->draws / all * (all - of->draws) * (of->positive / all) *
	                ((all - of->positive) / fmax(1.0, all - 1.0));
	double low = fmax(0.0, of->draws + of->positive - all);
	double high = fmin(of->draws, of->positive);
	double mode = floor((of->draws + 1.0) / (all + 2.0) * (of->positive + 1.0));
	double own = table_probability(of, x);
	double equal = own;
	double step;
	double far;
	double p;

	/* beyond this the sums would take too many steps; the pooled test is as good as exact there */
	if (!(spread < 1e10) || all > 4503599627370496.0)
	{
		no_test(out, "too many answers for the exact test");
		return;
	}
	out->statistic = NAN;
	out->why = NULL;
	mode = fmin(fmax(mode, low), high);
	step = x <= mode ? -1.0 : 1.0;
	p = own * tail_sum(of, x, step);
	far = tail_start(of, mode, step < 0.0 ? high : low, -step, own * (1.0 + 1e-7));
	if (low <= far && far <= high)
		p += table_probability(of, far) * tail_sum(of, far, -step);
	/* the mode itself is as likely as the table: nothing is likelier, so all are summed */
	if (x == mode || table_probability(of, mode) <= own * (1.0 + 1e-7))
		p = 1.0;
	if (low <= far && far <= high)
		equal += as_likely(of, far, x, own);
	/* two tables may be the likeliest: the mode and the one below it */
	if (x != mode || mode > low)
		equal += as_likely(of, x == mode ? mode - 1.0 : mode, x, own);
	out->p = fmin(p, 1.0) - (mid && low < high ? 0.5 * equal : 0.0);
}

void
cpe_proportion_compare(enum cpe_proportion_test test, double x, double n, double base_x,
                       double base_n, struct cpe_test *out)
{
	double all = n + base_n;
	double rate = x / n;
	double base_rate = base_x / base_n;
	double pooled = (x + base_x) / all;
	struct margins of = {n, x + base_x, all};
	double cross = x * (base_n - base_x) - base_x * (n - x);

	if (test == CPE_TEST_FISHER || test == CPE_TEST_MID_P)
		fisher(x, &of, test == CPE_TEST_MID_P, out);
	else if (pooled == 0.0 || (x == n && base_x == base_n))
		no_test(out, cpe_interval_reason(CPE_INTERVAL_UNDEFINED));
	else if (test == CPE_TEST_UNPOOLED)
		cpe_test_normal(
			rate - base_rate,
			sqrt(rate * ((n - x) / n) / n + base_rate * ((base_n - base_x) / base_n) / base_n),
			out);
	else
	{
		/* the cross product over n base_n is the difference; Yates takes half of all off it */
		double less = test == CPE_TEST_YATES ? fmin(0.5 * all, fabs(cross)) : 0.0;

		cpe_test_normal(
			copysign(fabs(cross) - less, cross) / n / base_n,
			sqrt(pooled * ((n - x + (base_n - base_x)) / all) * (1.0 / n + 1.0 / base_n)), out);
	}
}

double
cpe_cohen_h(double p, double base_p)
{
	return 2.0 * asin(sqrt(p)) - 2.0 * asin(sqrt(base_p));
}

double
cpe_odds_ratio(double x, double n, double base_x, double base_n)
{
	double ratio = x / base_x * ((base_n - base_x) / (n - x));

	return ratio < INFINITY ? ratio : NAN;
}

void
cpe_mean_compare(enum cpe_mean_test test, const struct cpe_group_mean *group,
                 const struct cpe_group_mean *base, struct cpe_mean_difference *out)
{
	double df = group->n - 1.0;
	double base_df = base->n - 1.0;
	double pooled =
		hypot(group->sd * sqrt(df / (df + base_df)), base->sd * sqrt(base_df / (df + base_df)));

	out->difference = group->mean - base->mean;
	out->cohen_d = pooled > 0.0 ? out->difference / pooled : NAN;
	out->se = hypot(group->se, base->se);
	switch (test)
	{
		case CPE_TEST_WELCH:
			out->df = cpe_welch_df(group->se, df, base->se, base_df);
			break;
		case CPE_TEST_STUDENT:
			out->df = df + base_df;
			out->se = pooled * sqrt(1.0 / group->n + 1.0 / base->n);
			break;
		case CPE_TEST_NORMAL:
			out->df = INFINITY;
			break;
	}
}
