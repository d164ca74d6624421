#include "benchmark/pairs.h"

#include <math.h>

#include "base/distribution.h"
#include "base/text.h"

/* Any counts are those of some pairs. */
static bool
possible(const struct cpe_summary *paired, struct cpe_problem *problem)
{
	(void) paired;
	(void) problem;
	return true;
}

const struct cpe_summary_kind cpe_paired_kind = {
	"paired", CPE_PAIRS_COUNTS, {"both", "lost", "gained", "neither", "missing"},
	{0, 0},   {{NULL}, {NULL}}, {{0}, {0}},
	possible};

const char cpe_pairs_test_names[] = "exact, mid_p, asymptotic, corrected";
const char cpe_pairs_method_names[] = "newcombe, tango, wald";

bool
cpe_pairs_test_by_name(const char *name, enum cpe_pairs_test *test)
{
	int index = cpe_word_index(cpe_pairs_test_names, name);

	if (index >= 0)
		*test = (enum cpe_pairs_test) index;
	return index >= 0;
}

bool
cpe_pairs_method_by_name(const char *name, enum cpe_pairs_method *method)
{
	int index = cpe_word_index(cpe_pairs_method_names, name);

	if (index >= 0)
		*method = (enum cpe_pairs_method) index;
	return index >= 0;
}

/* Both tails of the binomial distribution; they meet, where as many gained as lost but for one. */
static double
exact_p(double fewer, double changed)
{
	if (2.0 * fewer + 1.0 >= changed)
		return 1.0;
	return fmin(1.0, 2.0 * cpe_binomial_cdf(fewer, changed, 0.5));
}

/*
 * The exact p less half the probability of all that is as likely as what was seen: of it and its
 * mirror image, or, where as many gained as lost, of it alone.
 */
static double
mid_p(double fewer, double changed)
{
	if (changed == 0.0)
		return 1.0;
	if (2.0 * fewer == changed)
		return 1.0 - 0.5 * cpe_binomial_pmf(fewer, changed, 0.5);
	return fmin(1.0, 2.0 * cpe_binomial_cdf(fewer - 1.0, changed, 0.5) +
	                     cpe_binomial_pmf(fewer, changed, 0.5));
}

void
cpe_pairs_compare(enum cpe_pairs_test test, const struct cpe_pairs *pairs, struct cpe_test *out)
{
	double changed = pairs->lost + pairs->gained;
	double fewer = fmin(pairs->lost, pairs->gained);
	double net = pairs->gained - pairs->lost;

	if (test == CPE_PAIRS_EXACT || test == CPE_PAIRS_MID_P)
	{
		out->statistic = NAN;
		out->p = test == CPE_PAIRS_EXACT ? exact_p(fewer, changed) : mid_p(fewer, changed);
		out->why = NULL;
		return;
	}
	if (test == CPE_PAIRS_CORRECTED)
		net = copysign(fmax(0.0, fabs(net) - 1.0), net);
	cpe_test_normal(net, sqrt(changed), out);
	if (changed == 0.0)
		out->why = "no pair changed";
}

/*
 * The correlation of the two answers, its covariance half an answer smaller where it is positive;
 * zero where all answers of one time are alike.
 */
static double
correlation(const struct cpe_pairs *pairs)
{
	double n = pairs->both + pairs->lost + (pairs->gained + pairs->neither);
	double cross = pairs->both * pairs->neither - pairs->lost * pairs->gained;
	double spread = sqrt((pairs->both + pairs->lost) * (pairs->gained + pairs->neither) *
	                     ((pairs->both + pairs->gained) * (pairs->lost + pairs->neither)));

	if (cross > 0.0)
		cross = fmax(0.0, cross - 0.5 * n);
	return spread > 0.0 ? fmax(-1.0, cross / spread) : 0.0;
}

/*
 * Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions
 * based on paired data", method 10: from the Wilson limits of both proportions and their
 * correlation.
 */
static bool
newcombe(const struct cpe_pairs *pairs, double n, double difference,
         const struct cpe_confidence *conf, struct cpe_interval *out)
{
	double before = (pairs->both + pairs->lost) / n;
	double after = (pairs->both + pairs->gained) / n;
	double phi = correlation(pairs);
	struct cpe_interval first;
	struct cpe_interval second;
	double down;
	double up;
	double other;

	if (!cpe_proportion_interval(CPE_PROPORTION_WILSON, pairs->both + pairs->lost, n, conf,
	                             &first) ||
	    !cpe_proportion_interval(CPE_PROPORTION_WILSON, pairs->both + pairs->gained, n, conf,
	                             &second))
		return false;
	/* the root of a^2 - 2 phi a b + b^2, as one of squares */
	down = after - second.low;
	other = first.high - before;
	out->low = difference - hypot(down - phi * other, other * sqrt(1.0 - phi * phi));
	up = second.high - after;
	other = before - first.low;
	out->high = difference + hypot(up - phi * other, other * sqrt(1.0 - phi * phi));
	return true;
}

/* What Tango's statistic is made of, with how sure. */
struct tango
{
	double n;
	double gained;
	double lost;
	double z;
};

/*
 * How far a difference is from the observed one, less what z standard errors there allow; the share
 * of the lost is the most likely one with that difference, the positive root of a x^2 + b x + c.
 */
static double
beyond_tango(double difference, const void *of)
{
	const struct tango *t = of;
	double net = difference * (1.0 - difference);
	double a = 2.0 * t->n;
	double b = (2.0 * t->n - t->gained + t->lost) * difference - t->gained - t->lost;
	double c = -t->lost * net;
	double root = sqrt(fmax(0.0, b * b - 4.0 * a * c));
	double lost = b > 0.0 ? -2.0 * c / (b + root) : (root - b) / (2.0 * a);
	double variance = fmax(0.0, 2.0 * lost + net);

	return fabs(t->gained - t->lost - t->n * difference) - t->z * sqrt(t->n * variance);
}

bool
cpe_pairs_interval(enum cpe_pairs_method method, const struct cpe_pairs *pairs,
                   const struct cpe_confidence *conf, struct cpe_interval *out)
{
	double n = pairs->both + pairs->lost + (pairs->gained + pairs->neither);
	double difference = (pairs->gained - pairs->lost) / n;
	struct tango tango = {n, pairs->gained, pairs->lost, conf->z};
	double half;

	out->low = NAN;
	out->high = NAN;
	out->low_reason = NULL;
	out->status = n > 0.0 ? CPE_INTERVAL_OK : CPE_INTERVAL_NO_DATA;
	if (out->status != CPE_INTERVAL_OK)
		return false;
	switch (method)
	{
		case CPE_PAIRS_NEWCOMBE:
			return newcombe(pairs, n, difference, conf, out);
		case CPE_PAIRS_TANGO: /* Tango 1998 */
			out->low = cpe_sign_change(beyond_tango, &tango, difference, -1.0);
			out->high = cpe_sign_change(beyond_tango, &tango, difference, 1.0);
			break;
		case CPE_PAIRS_WALD:
			half = conf->z *
			       sqrt(fmax(0.0, (pairs->gained + pairs->lost) / n - difference * difference) / n);
			out->low = difference - half;
			out->high = difference + half;
			break;
	}
	return true;
}
