#include "benchmark/expected_range.h"

#include "benchmark/beta_binomial.h"
#include "unit.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_UNITS 40

struct partition
{
	struct cpe_range_rule rule;
	struct cpe_range range;
	int share20; /* the rule's share in twentieths */
	int units;
	struct cpe_range_unit unit[MAX_UNITS];
};

static bool
judge(struct partition *p, int polls, int allocs, struct cpe_problem *problem)
{
	struct cpe_arena arena;
	bool good;

	memset(problem, 0, sizeof(*problem));
	unit_arena_open(&arena, polls, allocs);
	good = cpe_expected_range(&arena, &p->rule, &p->range, p->unit, (size_t) p->units, problem);
	cpe_arena_close_malloc(&arena);
	return good;
}

/* ---- random partitions ---- */

static bool
one_in(int n)
{
	return random() % n == 0;
}

/* Limits and a spread between units that go together. */
static void
random_spread(struct cpe_range_rule *rule, enum cpe_funnel_measure measure)
{
	rule->limits = CPE_LIMITS_NORMAL;
	rule->phi = NAN;
	rule->between = one_in(4)   ? CPE_SPREAD_NONE
	                : one_in(2) ? CPE_SPREAD_DERSIMONIAN_LAIRD
	                            : (enum cpe_spread)(CPE_SPREAD_HEDGES + random() % 5);
	if (rule->between == CPE_SPREAD_MULTIPLICATIVE && one_in(2))
		rule->phi = 3 * unit_random();
	if (rule->scale != CPE_SCALE_RAW || measure == CPE_FUNNEL_MEAN)
		return;
	if (rule->between == CPE_SPREAD_NONE && one_in(2))
		rule->limits =
			measure == CPE_FUNNEL_RATIO && one_in(2) ? CPE_LIMITS_OBSERVED : CPE_LIMITS_EXACT;
	if (measure == CPE_FUNNEL_PROPORTION && one_in(6))
	{
		rule->between = CPE_SPREAD_BETA_BINOMIAL;
		rule->limits = CPE_LIMITS_BETA_BINOMIAL;
		rule->extremes = CPE_EXTREMES_KEEP;
		rule->phi = NAN;
	}
}

/* A centre that goes with the rest of the rule. */
static enum cpe_centre
random_centre(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure)
{
	bool follows = rule->variance == CPE_VARIANCE_TARGET && measure != CPE_FUNNEL_MEAN &&
	               (rule->scale == CPE_SCALE_RAW || rule->scale == CPE_SCALE_LOGIT);

	if (measure == CPE_FUNNEL_RATIO && one_in(4))
		return CPE_CENTRE_ONE;
	if (!follows && rule->between != CPE_SPREAD_BETA_BINOMIAL && one_in(3))
		return CPE_CENTRE_WEIGHTED;
	return random() % 2 ? CPE_CENTRE_MEAN : CPE_CENTRE_POOLED;
}

/* Everything that the SQL function lets through, bounds by default as there. */
static void
random_rule(struct partition *p)
{
	static const enum cpe_scale scale[3][4] = {
		{CPE_SCALE_RAW, CPE_SCALE_ARCSINE, CPE_SCALE_LOGIT, CPE_SCALE_LOGIT},
		{CPE_SCALE_RAW, CPE_SCALE_LOG, CPE_SCALE_SQRT, CPE_SCALE_COUNTS},
		{CPE_SCALE_RAW, CPE_SCALE_RAW, CPE_SCALE_RAW, CPE_SCALE_RAW}};
	struct cpe_range_rule *rule = &p->rule;
	int measure = (int) (random() % 3);

	memset(p, 0, sizeof(*p));
	p->range.measure = rule->measure = (enum cpe_funnel_measure) measure;
	rule->scale = scale[measure][random() % 4];
	rule->variance = random() % 2 ? CPE_VARIANCE_OWN : CPE_VARIANCE_TARGET;
	rule->extremes = (enum cpe_extremes)(random() % 3);
	p->share20 = (int) (random() % 10);
	rule->share = p->share20 / 20.0;
	rule->percentile = random() % 2 ? 2 : 7;
	random_spread(rule, p->range.measure);
	if (rule->limits != CPE_LIMITS_NORMAL)
		rule->variance = CPE_VARIANCE_TARGET;
	rule->centre = random_centre(rule, p->range.measure);
	rule->unscored = random() % 2 ? CPE_UNSCORED_CENTRE : CPE_UNSCORED_OMIT;
	rule->expected_decimals = -1;
	if (measure == CPE_FUNNEL_RATIO && rule->scale != CPE_SCALE_COUNTS && one_in(3))
		rule->expected_decimals = (int) (random() % 3);
	cpe_confidence_from_z(0.5 + 2 * unit_random(), &rule->inner);
	cpe_confidence_from_z(rule->inner.z + 0.1 + 0.5 * unit_random(), &rule->middle);
	cpe_confidence_from_z(rule->middle.z + 0.1 + unit_random(), &rule->outer);
	if (one_in(2))
		rule->middle.z = rule->middle.alpha = NAN;
	if (isnan(rule->middle.z) && one_in(3))
		rule->outer.z = rule->outer.alpha = NAN;
	rule->minimum = measure == CPE_FUNNEL_MEAN ? NAN : 0;
	rule->maximum = measure == CPE_FUNNEL_PROPORTION ? 1 : NAN;
	if (one_in(8))
		rule->minimum = 0.3 * unit_random();
	if (one_in(8))
		rule->maximum = 0.5 + unit_random();
	p->range.centre = p->range.tau2 = NAN;
}

/* Whether a variance between units may be given. */
static bool
takes_tau2(const struct partition *p)
{
	return p->rule.between != CPE_SPREAD_MULTIPLICATIVE &&
	       (p->rule.limits == CPE_LIMITS_NORMAL || p->rule.limits == CPE_LIMITS_BETA_BINOMIAL);
}

static void
random_tame(struct partition *p)
{
	random_rule(p);
	p->units = 1 + (int) (random() % MAX_UNITS);
	if (one_in(3))
		p->range.centre = 0.2 + 0.6 * unit_random();
	if (one_in(6) && takes_tau2(p))
		p->range.tau2 = 0.1 * unit_random();
	for (int i = 0; i < p->units; i++)
	{
		struct cpe_range_unit *u = &p->unit[i];
		double about = 0.3 + 0.5 * unit_random();

		u->n = u->se = u->expected = NAN;
		if (p->range.measure != CPE_FUNNEL_RATIO)
			u->n = (double) (random() % (one_in(3) ? 10 : 500) + (one_in(20) ? 0 : 1));
		switch (p->range.measure)
		{
			case CPE_FUNNEL_PROPORTION:
				u->score = one_in(10) ? (double) (random() % 2) : rint(about * u->n) / u->n;
				break;
			case CPE_FUNNEL_RATIO:
				u->expected = one_in(20) ? 0 : 0.5 + (one_in(3) ? 5 : 300) * unit_random();
				u->score = rint(about * u->expected * (one_in(10) ? 0 : 2)) / u->expected;
				break;
			case CPE_FUNNEL_MEAN:
				u->se = one_in(20) ? 0 : one_in(20) ? NAN : 0.01 + 0.3 * unit_random();
				if (one_in(2))
					u->n = NAN;
				u->score = about;
				break;
		}
		if (one_in(12) || !isfinite(u->score))
			u->score = NAN;
		if (one_in(30))
			u->n = u->expected = NAN;
	}
}

static double
random_amount(void)
{
	return one_in(12)   ? 0
	       : one_in(12) ? NAN
	       : one_in(6)  ? pow(10, one_in(2) ? 150 : -150)
	       : one_in(2)  ? pow(10, 300 * unit_random() - 150) * (1 - 1e-9)
	                    : 0.01 + unit_random();
}

static void
random_hostile(struct partition *p)
{
	double amount;

	random_rule(p);
	p->units = (int) (random() % (one_in(4) ? MAX_UNITS : 6));
	amount = random_amount();
	if (one_in(2))
		p->range.centre = one_in(3)                                   ? (double) (random() % 2)
		                  : p->range.measure == CPE_FUNNEL_PROPORTION ? unit_random()
		                  : p->range.measure == CPE_FUNNEL_MEAN && one_in(2) ? -amount
		                                                                     : amount;
	if (p->range.measure == CPE_FUNNEL_PROPORTION && one_in(8))
		p->range.centre = one_in(2) ? pow(10, -323 * unit_random()) : nextafter(1, 0);
	if (one_in(4))
		p->range.tau2 = !takes_tau2(p) || one_in(4) ? 0
		                : one_in(2)                 ? pow(10, 614 * unit_random() - 306)
		                                            : 1.7976931348623157e308;
	if (!isfinite(p->range.tau2))
		p->range.tau2 = NAN;
	for (int i = 0; i < p->units; i++)
	{
		struct cpe_range_unit *u = &p->unit[i];

		u->n = one_in(10)  ? NAN
		       : one_in(6) ? 9223372036854775808.0
		       : one_in(2) ? (double) (random() % 5)
		                   : floor(pow(2, 63 * unit_random()));
		u->se = random_amount();
		u->expected = random_amount();
		u->score = one_in(10)  ? NAN
		           : one_in(3) ? (double) (random() % 2)
		           : one_in(4) ? pow(10, -320 * unit_random())
		           : one_in(4) ? nextafter(1, 0)
		                       : unit_random();
		if (p->range.measure != CPE_FUNNEL_PROPORTION && one_in(2))
			u->score = random_amount();
		if (p->range.measure == CPE_FUNNEL_MEAN && one_in(2))
			u->score = -u->score;
	}
}

/* ---- (a) order ---- */

static bool
same_bits(const double *a, const double *b, int count)
{
	for (int i = 0; i < count; i++)
		if (memcmp(&a[i], &b[i], sizeof(double)) != 0 && !(isnan(a[i]) && isnan(b[i])))
			return false;
	return true;
}

static void
check_order(void (*random_partition)(struct partition *), int rounds)
{
	for (int round = 0; round < rounds; round++)
	{
		struct partition given;
		struct partition one;
		struct cpe_problem problem;
		bool good;

		random_partition(&given);
		one = given;
		good = judge(&one, -1, -1, &problem);
		for (int turn = 0; turn < 3; turn++)
		{
			struct partition other = given;
			int from[MAX_UNITS];

			for (int i = 0; i < given.units; i++)
			{
				int j = (int) (random() % (i + 1));

				from[i] = from[j];
				from[j] = i;
			}
			for (int i = 0; i < given.units; i++)
				other.unit[i] = given.unit[from[i]];
			CHECK(judge(&other, -1, -1, &problem) == good, "%s", problem.message);
			if (!good)
				continue;
			CHECK(same_bits(&one.range.centre, &other.range.centre, 3) &&
			          one.range.units == other.range.units,
			      "round %d: %.17g %.17g %.17g, or %.17g %.17g %.17g", round, one.range.centre,
			      one.range.tau2, one.range.phi, other.range.centre, other.range.tau2,
			      other.range.phi);
			for (int i = 0; i < given.units; i++)
			{
				const struct cpe_range_unit *a = &one.unit[from[i]];
				const struct cpe_range_unit *b = &other.unit[i];

				CHECK(same_bits(&a->score, &b->score, 11) && a->band == b->band &&
				          a->status == b->status,
				      "round %d, unit %d", round, i);
			}
		}
	}
}

/* ---- (b) the oracle, straight from the definitions in long double ---- */

static long double
scaled(enum cpe_scale scale, long double x, long double size)
{
	switch (scale)
	{
		case CPE_SCALE_ARCSINE:
			return asinl(sqrtl(x));
		case CPE_SCALE_LOGIT:
			return x == 0   ? logl(0.5L / (size + 0.5L))
			       : x == 1 ? logl((size + 0.5L) / 0.5L)
			                : logl(x) - log1pl(-x);
		case CPE_SCALE_LOG:
			return logl(x == 0 ? 0.5L / size : x);
		case CPE_SCALE_SQRT:
			return sqrtl(x);
		case CPE_SCALE_COUNTS:
			return isinf(size) ? logl(x) : logl((x * size + 0.5L) / (size + 0.5L));
		case CPE_SCALE_RAW:
			break;
	}
	return x;
}

static long double
unscaled(enum cpe_scale scale, long double y)
{
	switch (scale)
	{
		case CPE_SCALE_ARCSINE:
			return y < 0 ? 0 : y > acosl(0) ? 1 : sinl(y) * sinl(y);
		case CPE_SCALE_LOGIT:
			return expl(y) / (1 + expl(y));
		case CPE_SCALE_LOG:
		case CPE_SCALE_COUNTS:
			return expl(y);
		case CPE_SCALE_SQRT:
			return y < 0 ? 0 : y * y;
		case CPE_SCALE_RAW:
			break;
	}
	return y;
}

/* The type 2 quantile at count * part / 20 and the type 7 one, of unsorted values. */
static long double
quantile(const long double *value, int count, int part, int type)
{
	long double sorted[MAX_UNITS];
	int at = (type == 2 ? count : count - 1) * part;
	int whole = at / 20;
	int rest = at % 20;

	for (int i = 0; i < count; i++)
	{
		int place = 0;

		for (int j = 0; j < count; j++)
			place += value[j] < value[i] || (value[j] == value[i] && j < i);
		sorted[place] = value[i];
	}
	if (type == 7)
		return whole + 1 < count ? sorted[whole] * (20 - rest) / 20 + sorted[whole + 1] * rest / 20
		                         : sorted[count - 1];
	if (rest > 0)
		return sorted[whole];
	if (whole == 0)
		return sorted[0];
	return whole == count ? sorted[count - 1] : (sorted[whole - 1] + sorted[whole]) / 2;
}

static bool
near(double got, long double want, long double about)
{
	return fabsl(got - want) <= 1e-9L * (fabsl(want) + about);
}

struct oracle
{
	bool judged[MAX_UNITS];
	long double centre;
	long double phi;
	long double tau2;
	long double excess_scale; /* what a rounding of phi does to tau2 */
	bool near_ties;           /* of ranks: a rounding may make or break them */
	int units;
};

/* x of n, at its ends with a half added to both parts: the variance of its logit. */
static long double
logit_variance(long double x, long double n)
{
	long double half = x == 0 || x == n ? 0.5L : 0;

	return 1 / (x + half) + 1 / (n - x + half);
}

static long double
oracle_variance(const struct partition *p, const struct oracle *o, const struct cpe_range_unit *u)
{
	bool own = p->rule.variance == CPE_VARIANCE_OWN && !isnan(u->score);
	long double c = own ? u->score : o->centre;
	long double a;

	switch (p->range.measure)
	{
		case CPE_FUNNEL_MEAN:
			return (long double) u->se * u->se;
		case CPE_FUNNEL_RATIO:
			a = (isnan(u->score) ? o->centre : u->score) * (long double) u->expected;
			switch (p->rule.scale)
			{
				case CPE_SCALE_COUNTS:
					return a / ((a + 0.5L) * (a + 0.5L)) +
					       u->expected / ((u->expected + 0.5L) * (u->expected + 0.5L));
				case CPE_SCALE_LOG:
					return p->rule.variance == CPE_VARIANCE_OWN ? 1 / (a == 0 ? 0.5L : a)
					                                            : 1 / (long double) u->expected;
				case CPE_SCALE_SQRT:
					return 0.25L / u->expected;
				default:
					return c / u->expected;
			}
		case CPE_FUNNEL_PROPORTION:
			break;
	}
	if (p->rule.scale == CPE_SCALE_LOGIT)
		return own ? logit_variance(c * u->n, u->n) : 1 / (c * u->n) + 1 / ((1 - c) * u->n);
	return (p->rule.scale == CPE_SCALE_ARCSINE ? 0.25L : c * (1 - c)) / u->n;
}

static long double
oracle_y(const struct partition *p, const struct cpe_range_unit *u)
{
	return scaled(p->rule.scale, u->score,
	              p->range.measure == CPE_FUNNEL_RATIO ? u->expected : u->n);
}

/* The place of a unit's z among all, counted from 1; that of equal ones is their mean. */
static double
rank_of(const long double *z, int count, int which)
{
	double rank = 0.5;

	for (int i = 0; i < count; i++)
		rank += z[i] < z[which] ? 1 : z[i] == z[which] ? 0.5 : 0;
	return rank;
}

/* The units that take part, about a centre on the scale: z, with extremes treated, and weights. */
static int
oracle_parts(const struct partition *p, struct oracle *o, long double centre, long double *z,
             long double *w)
{
	bool keep[MAX_UNITS];
	int count = 0;
	int kept = 0;

	for (int i = 0; i < p->units; i++)
	{
		const struct cpe_range_unit *u = &p->unit[i];
		long double variance = oracle_variance(p, o, u);

		if (!o->judged[i] || (isnan(u->score) && p->rule.unscored == CPE_UNSCORED_OMIT) ||
		    !(variance > 0 && isfinite(variance)))
			continue;
		w[count] = 1 / variance;
		z[count++] = isnan(u->score) ? 0 : (oracle_y(p, u) - centre) / sqrtl(variance);
	}
	if (count > 0 && p->rule.extremes == CPE_EXTREMES_WINSORISE && p->share20 > 0)
	{
		long double low = quantile(z, count, p->share20, p->rule.percentile);
		long double high = quantile(z, count, 20 - p->share20, p->rule.percentile);

		for (int i = 0; i < count; i++)
			z[i] = fminl(fmaxl(z[i], low), high);
	}
	if (p->rule.extremes != CPE_EXTREMES_TRIM || p->share20 == 0)
		return count;
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++)
			o->near_ties |= z[i] != z[j] && fabsl(z[i] - z[j]) < 1e-9L;
	for (int i = 0; i < count; i++)
	{
		double classes = 1 / p->rule.share;
		double class = floor(rank_of(z, count, i) * classes / (count + 1));

		keep[i] = class > 0 && class < classes - 1;
	}
	for (int i = 0; i < count; i++)
		if (keep[i])
		{
			z[kept] = z[i];
			w[kept++] = w[i];
		}
	return kept;
}

/* tau2 about the units' own mean: the estimators are held against their definitions elsewhere. */
static long double
oracle_heterogeneity(const struct partition *p, const long double *z, const long double *w,
                     int count, long double centre)
{
	double y[MAX_UNITS];
	double v[MAX_UNITS];
	struct cpe_arena arena;
	struct cpe_heterogeneity found;
	struct cpe_problem problem;

	for (int i = 0; i < count; i++)
	{
		y[i] = (double) (centre + z[i] / sqrtl(w[i]));
		v[i] = (double) (1 / w[i]);
	}
	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_heterogeneity(&arena, (enum cpe_between) p->rule.between, y, v, (size_t) count, NAN,
	                        &found, &problem),
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	return found.tau2;
}

/* The mean of scores on the scale weighted by 1 / (variance + tau2). */
static long double
oracle_weighted_mean(const struct partition *p, const struct oracle *o, long double tau2)
{
	long double top = 0;
	long double bottom = 0;

	for (int i = 0; i < p->units; i++)
	{
		const struct cpe_range_unit *u = &p->unit[i];
		long double variance = oracle_variance(p, o, u);

		if (!o->judged[i] || isnan(u->score) || !(variance > 0))
			continue;
		top += oracle_y(p, u) / (variance + tau2);
		bottom += 1 / (variance + tau2);
	}
	return top / bottom;
}

static void
oracle_weighted(const struct partition *p, struct oracle *o)
{
	long double z[MAX_UNITS];
	long double w[MAX_UNITS];
	long double centre = oracle_weighted_mean(p, o, 0);
	long double tau2 = p->range.tau2;
	int count;

	o->centre = unscaled(p->rule.scale, centre);
	if (isnan(tau2) && p->rule.between != CPE_SPREAD_NONE &&
	    p->rule.between != CPE_SPREAD_MULTIPLICATIVE && isfinite(centre))
	{
		count = oracle_parts(p, o, centre, z, w);
		tau2 = o->tau2 = oracle_heterogeneity(p, z, w, count, centre);
	}
	o->centre = unscaled(p->rule.scale, oracle_weighted_mean(p, o, isnan(tau2) ? 0 : tau2));
}

/* The centre that the rule finds. */
static void
oracle_centre(const struct partition *p, struct oracle *o)
{
	long double top = 0;
	long double bottom = 0;

	if (p->rule.centre == CPE_CENTRE_WEIGHTED)
	{
		oracle_weighted(p, o);
		return;
	}
	for (int i = 0; i < p->units; i++)
	{
		const struct cpe_range_unit *u = &p->unit[i];
		long double weight = p->range.measure == CPE_FUNNEL_RATIO ? u->expected
		                     : p->range.measure == CPE_FUNNEL_MEAN
		                         ? 1 / ((long double) u->se * u->se)
		                         : u->n;

		if (!o->judged[i] || isnan(u->score))
			continue;
		if (p->rule.centre == CPE_CENTRE_MEAN)
			weight = 1;
		top += weight * u->score;
		bottom += weight;
	}
	o->centre = p->rule.centre == CPE_CENTRE_ONE ? 1 : top / bottom;
}

/* tau2 of whole counts that are beta-binomial, which is held against its definition elsewhere. */
static long double
oracle_counts(const struct partition *p, const struct oracle *o)
{
	double positive[MAX_UNITS];
	double n[MAX_UNITS];
	int count = 0;
	struct cpe_arena arena;
	struct cpe_beta_binomial fit;
	struct cpe_problem problem;

	if (!(o->centre > 0 && o->centre < 1))
		return NAN;
	for (int i = 0; i < p->units; i++)
		if (o->judged[i] && !isnan(p->unit[i].score))
		{
			n[count] = p->unit[i].n;
			positive[count++] = rint(p->unit[i].score * p->unit[i].n);
		}
	unit_arena_open(&arena, -1, -1);
	CHECK(cpe_beta_binomial_fit(&arena, positive, n, (size_t) count, (double) o->centre, &fit,
	                            &problem),
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	return fit.rho * o->centre * (1 - o->centre);
}

/* What the partition, as given, should give. */
static void
find_oracle(const struct partition *p, struct oracle *o)
{
	long double z[MAX_UNITS];
	long double w[MAX_UNITS];
	long double sum_z2 = 0;
	long double sum_w = 0;
	long double pairs = 0;
	long double centre;

	memset(o, 0, sizeof(*o));
	for (int i = 0; i < p->units; i++)
		o->judged[i] = p->range.measure == CPE_FUNNEL_RATIO ? p->unit[i].expected > 0
		               : p->range.measure == CPE_FUNNEL_MEAN
		                   ? p->unit[i].n != 0 && p->unit[i].se > 0
		                   : p->unit[i].n > 0;
	o->phi = NAN;
	o->tau2 = p->range.tau2;
	o->centre = p->range.centre;
	if (isnan(o->centre))
		oracle_centre(p, o);
	centre = scaled(p->rule.scale, o->centre, INFINITY);
	if (isfinite(centre))
		o->units = oracle_parts(p, o, centre, z, w);
	for (int i = 0; i < o->units; i++)
	{
		sum_z2 += z[i] * z[i];
		sum_w += w[i];
		for (int j = 0; j < i; j++)
			pairs += 2 * w[i] * w[j];
	}
	if (o->units > 0)
		o->phi = sum_z2 / o->units;
	o->excess_scale = o->units > 1 ? o->units * sum_w / pairs : 0;
	if (isnan(o->tau2) && isfinite(centre))
	{
		if (p->rule.between == CPE_SPREAD_NONE)
			o->tau2 = 0;
		else if (o->units > 1 && p->rule.between == CPE_SPREAD_DERSIMONIAN_LAIRD)
			o->tau2 = fmaxl(0, sum_z2 - (o->units - 1)) * sum_w / pairs;
		else if (o->units > 1 && p->rule.between == CPE_SPREAD_BETA_BINOMIAL)
			o->tau2 = oracle_counts(p, o);
		else if (o->units > 1 && p->rule.between != CPE_SPREAD_MULTIPLICATIVE)
			o->tau2 = oracle_heterogeneity(p, z, w, o->units, centre);
	}
	if (!isnan(p->rule.phi))
		o->phi = p->rule.phi;
	if (p->rule.between == CPE_SPREAD_MULTIPLICATIVE)
		o->tau2 = NAN;
}

/* Whether the spread between units leaves limits. */
static bool
oracle_spread(const struct partition *p, const struct oracle *o)
{
	if (p->rule.between == CPE_SPREAD_MULTIPLICATIVE)
		return !isnan(p->rule.phi) || o->units > 1;
	return !isnan(o->tau2) && (p->rule.between != CPE_SPREAD_BETA_BINOMIAL ||
	                           o->tau2 <= o->centre * (1 - o->centre) * (1 + 1e-15L));
}

static long double
oracle_whole(const struct partition *p, const struct oracle *o, const struct cpe_range_unit *u)
{
	long double variance = oracle_variance(p, o, u);

	if (p->rule.between == CPE_SPREAD_MULTIPLICATIVE)
		return variance * fmaxl(1, o->phi);
	if (p->rule.between == CPE_SPREAD_BETA_BINOMIAL) /* of a share: c(1-c) (1 + (n-1) rho) / n */
		return (o->centre * (1 - o->centre) + (u->n - 1) * o->tau2) / u->n;
	return variance + o->tau2;
}

/* Within the rule's bounds, limits of one level. */
static void
oracle_limits(const struct partition *p, const struct oracle *o, const struct cpe_range_unit *u,
              const struct cpe_confidence *conf, long double *limit)
{
	double given[2] = {NAN, NAN};
	bool good = true;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_arena_open(&arena, -1, -1);
	switch (p->rule.limits)
	{
		case CPE_LIMITS_EXACT:
			good = cpe_funnel_limits(p->range.measure, CPE_FUNNEL_EXACT_INTERPOLATED,
			                         (double) o->centre,
			                         p->range.measure == CPE_FUNNEL_RATIO ? u->expected : u->n, NAN,
			                         conf, &given[0], &given[1], &problem);
			break;
		case CPE_LIMITS_BETA_BINOMIAL:
			good = cpe_beta_binomial_limits(&arena, (double) o->centre,
			                                (double) (o->tau2 / (o->centre * (1 - o->centre))),
			                                u->n, conf, &given[0], &given[1], &problem);
			break;
		case CPE_LIMITS_OBSERVED:
			if (!isnan(u->score))
				good = cpe_funnel_limits(CPE_FUNNEL_RATIO, CPE_FUNNEL_OBSERVED, (double) o->centre,
				                         u->score * u->expected, NAN, conf, &given[0], &given[1],
				                         &problem);
			break;
		default:
			break;
	}
	CHECK(good, "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	for (int side = 0; side < 2; side++)
	{
		limit[side] = given[side];
		if (p->rule.limits == CPE_LIMITS_NORMAL)
			limit[side] = unscaled(p->rule.scale, scaled(p->rule.scale, o->centre, INFINITY) +
			                                          (2 * side - 1) * (long double) conf->z *
			                                              sqrtl(oracle_whole(p, o, u)));
		if (limit[side] < p->rule.minimum)
			limit[side] = p->rule.minimum;
		if (limit[side] > p->rule.maximum)
			limit[side] = p->rule.maximum;
	}
}

/* The score that is compared with the limits, and with how much room for rounding. */
static long double
oracle_judged(const struct partition *p, const struct cpe_range_unit *u)
{
	bool corrected = p->rule.scale == CPE_SCALE_COUNTS ||
	                 (p->rule.scale == CPE_SCALE_LOGIT && (u->score == 0 || u->score == 1)) ||
	                 (p->rule.scale == CPE_SCALE_LOG && u->score == 0);

	return corrected ? unscaled(p->rule.scale, oracle_y(p, u)) : u->score;
}

/* 0 within, then by how many of the levels it lies beyond; edge: how close to one. */
static enum cpe_band
oracle_band(const struct partition *p, const struct oracle *o, const struct cpe_range_unit *u,
            long double *edge)
{
	const struct cpe_confidence *level[] = {&p->rule.inner, &p->rule.middle, &p->rule.outer};
	static const enum cpe_band band[2][3] = {
		{CPE_BAND_FAR_BELOW, CPE_BAND_BELOW, CPE_BAND_SOMEWHAT_BELOW},
		{CPE_BAND_FAR_ABOVE, CPE_BAND_ABOVE, CPE_BAND_SOMEWHAT_ABOVE}};
	enum cpe_band found = CPE_BAND_WITHIN;
	bool done = false;
	int above = 0;

	*edge = INFINITY;
	for (int i = 2; i >= 0; i--) /* the outermost level that the score is beyond */
	{
		long double limit[2];
		long double score = oracle_judged(p, u);
		bool beyond;

		if (isnan(level[i]->z))
			continue;
		oracle_limits(p, o, u, level[i], limit);
		if (p->rule.limits == CPE_LIMITS_OBSERVED)
		{
			struct cpe_interval garwood;

			cpe_count_interval(CPE_COUNT_EXACT, u->score * u->expected, level[i], &garwood);
			limit[0] = -garwood.high; /* much expected is a low score */
			limit[1] = -garwood.low;
			score = -(o->centre * u->expected);
		}
		beyond = score < limit[0] || score > limit[1];
		above = score > limit[1];
		*edge = fminl(*edge, fminl(fabsl(score - limit[0]), fabsl(score - limit[1])));
		if (beyond && !done)
		{
			found = band[above][i == 0 && isnan(p->rule.middle.z) ? 1 : 2 - i];
			done = true;
		}
	}
	return found;
}

/* A unit that was judged, against the oracle. */
static void
check_unit(const struct partition *given, const struct oracle *o,
           const struct cpe_range_unit *before, const struct cpe_range_unit *u, int round,
           int *bands)
{
	long double variance = oracle_variance(given, o, before);
	long double inner[2];
	long double outer[2] = {NAN, NAN};
	long double edge;
	long double z;
	enum cpe_band band;

	oracle_limits(given, o, before, &given->rule.inner, inner);
	if (!isnan(given->rule.outer.z))
		oracle_limits(given, o, before, &given->rule.outer, outer);
	CHECK(near(u->own_se, sqrtl(variance), 0), "round %d: own_se", round);
	for (int side = 0; side < 2; side++)
	{
		double got = side ? u->high : u->low;
		double got_outer = side ? u->outer_high : u->outer_low;

		CHECK(isnan(inner[side]) ? isnan(got) : near(got, inner[side], 1e-3L),
		      "round %d: limit %.17g, not %.17Lg", round, got, inner[side]);
		CHECK(isnan(outer[side]) ? isnan(got_outer) : near(got_outer, outer[side], 1e-3L),
		      "round %d: outer limit %.17g, not %.17Lg", round, got_outer, outer[side]);
	}
	if (isnan(u->score))
	{
		CHECK(u->band == CPE_BAND_NONE && strcmp(u->status, "no score") == 0, "no score");
		return;
	}
	z = oracle_y(given, before) - scaled(given->rule.scale, o->centre, INFINITY);
	CHECK(near(u->z_naive, z / sqrtl(variance), 1e-3L) &&
	          near(u->z, z / sqrtl(oracle_whole(given, o, before)), 1e-3L),
	      "round %d: z %.17g and %.17g, not %.17Lg", round, u->z_naive, u->z, z / sqrtl(variance));
	band = oracle_band(given, o, before, &edge);
	/* on a bound of the rule both are the same number */
	CHECK(u->band == band || edge < 1e-9L * (1 + fabsl(z)),
	      "round %d: %.17g in %.17Lg to %.17Lg is %s", round, u->score, inner[0], inner[1],
	      u->band ? cpe_band_name(u->band) : "not judged");
	CHECK((u->status == NULL) == isfinite(u->high), "round %d: %s", round, u->status);
	bands[u->band]++;
}

/* The partition with expected numbers rounded as the rule says. */
static void
round_given(struct partition *p)
{
	for (int i = 0; p->rule.expected_decimals >= 0 && i < p->units; i++)
	{
		struct cpe_range_unit *u = &p->unit[i];
		long double whole = powl(10, p->rule.expected_decimals);
		long double rounded = roundl(u->expected * whole) / whole;
		long double observed = u->score * (long double) u->expected;

		if ((double) rounded == u->expected)
			continue;
		if (fabsl(observed - rintl(observed)) < 1e-15L * observed)
			observed = rintl(observed);
		u->score = (double) (observed / (double) rounded);
		u->expected = (double) rounded;
		if (rounded == 0)
			u->score = NAN;
	}
}

static void
check_oracle(void)
{
	int bands[CPE_BAND_FAR_ABOVE + 1] = {0};
	int rounds = 0;

	for (int round = 0; round < 8000; round++)
	{
		struct partition given;
		struct partition p;
		struct oracle o;
		struct cpe_problem problem;
		bool limits;

		random_tame(&given);
		p = given;
		if (!CHECK(judge(&p, -1, -1, &problem), "round %d: %s", round, problem.message))
			continue;
		round_given(&given);
		find_oracle(&given, &o);
		if (o.near_ties)
			continue;
		rounds++;
		CHECK(isnan(o.centre) ? isnan(p.range.centre) : near(p.range.centre, o.centre, 0),
		      "round %d: centre %.17g, not %.17Lg", round, p.range.centre, o.centre);
		CHECK(p.range.units == o.units, "round %d: %d took part, not %d", round, p.range.units,
		      o.units);
		CHECK(isnan(o.phi) ? isnan(p.range.phi) : near(p.range.phi, o.phi, 1e-6L),
		      "round %d: phi %.17g, not %.17Lg", round, p.range.phi, o.phi);
		CHECK(isnan(o.tau2) ? isnan(p.range.tau2)
		                    : near(p.range.tau2, o.tau2,
		                           given.rule.between == CPE_SPREAD_BETA_BINOMIAL
		                               ? 1000 * o.tau2 /* a likelihood's top is flat */
		                               : 1e-4L * o.excess_scale),
		      "round %d: tau2 %.17g, not %.17Lg", round, p.range.tau2, o.tau2);
		if (given.rule.between == CPE_SPREAD_BETA_BINOMIAL)
			o.tau2 = p.range.tau2;
		limits = oracle_spread(&given, &o) &&
		         isfinite(scaled(given.rule.scale, o.centre, INFINITY)) &&
		         !(o.centre < given.rule.minimum || o.centre > given.rule.maximum);
		for (int i = 0; i < p.units; i++)
		{
			const struct cpe_range_unit *u = &p.unit[i];

			if (limits && o.judged[i] && oracle_variance(&given, &o, &given.unit[i]) > 0)
				check_unit(&given, &o, &given.unit[i], u, round, bands);
			else
				CHECK(u->band == CPE_BAND_NONE && u->status != NULL && isnan(u->low) && isnan(u->z),
				      "round %d, unit %d: not judged", round, i);
		}
	}
	CHECK(rounds > 6000, "%d rounds", rounds);
	for (enum cpe_band band = CPE_BAND_FAR_BELOW; band <= CPE_BAND_FAR_ABOVE; band++)
	{
		enum cpe_band back;

		CHECK(bands[band] > 100, "%d are %s", bands[band], cpe_band_name(band));
		CHECK(cpe_band_by_name(cpe_band_name(band), &back) && back == band, "name");
	}
	for (int i = 0; cpe_between_words[i]; i++)
		CHECK(strcmp(cpe_between_words[i], cpe_spread_words[i]) == 0, "%s", cpe_spread_words[i]);
}

/* ---- (c) one heavy unit ---- */

static void
plain_rule(struct partition *p, enum cpe_funnel_measure measure, enum cpe_scale scale)
{
	memset(p, 0, sizeof(*p));
	p->range.measure = p->rule.measure = measure;
	p->rule.scale = scale;
	p->rule.percentile = 7;
	p->rule.between = CPE_SPREAD_DERSIMONIAN_LAIRD;
	p->rule.phi = NAN;
	p->rule.expected_decimals = -1;
	cpe_confidence_from_z(1.96, &p->rule.inner);
	p->rule.middle.z = p->rule.middle.alpha = NAN;
	p->rule.outer.z = p->rule.outer.alpha = NAN;
	p->rule.minimum = measure == CPE_FUNNEL_MEAN ? NAN : 0;
	p->rule.maximum = measure == CPE_FUNNEL_PROPORTION ? 1 : NAN;
	p->range.centre = p->range.tau2 = NAN;
	for (int i = 0; i < MAX_UNITS; i++)
		p->unit[i].score = p->unit[i].n = p->unit[i].se = p->unit[i].expected = NAN;
}

static void
check_heavy(void)
{
	static const double se[] = {1e-7, 1e-9, 1e-12, 1e-100, 1e-150};
	struct partition p;
	struct oracle o;
	struct cpe_problem problem;

	for (int i = 0; i < 5; i++)
	{
		plain_rule(&p, CPE_FUNNEL_MEAN, CPE_SCALE_RAW);
		p.units = 3;
		p.range.centre = 0.5;
		p.unit[0].score = 0.5;
		p.unit[1].score = 0.2;
		p.unit[2].score = 0.9;
		p.unit[0].se = se[i];
		p.unit[1].se = 0.1;
		p.unit[2].se = 0.13;
		find_oracle(&p, &o);
		CHECK(judge(&p, -1, -1, &problem), "%s", problem.message);
		CHECK(unit_near_relative(p.range.tau2, 0.0517286, 1e-5), "se %g: tau2 %.17g", se[i],
		      p.range.tau2);
		CHECK(near(p.range.tau2, o.tau2, 0), "se %g: tau2 %.17g", se[i], p.range.tau2);
	}
	for (enum cpe_scale scale = CPE_SCALE_RAW; scale <= CPE_SCALE_LOGIT; scale++)
	{
		plain_rule(&p, CPE_FUNNEL_PROPORTION, scale);
		p.units = 3;
		p.range.centre = 0.5;
		p.unit[0].score = 0.5;
		p.unit[1].score = 0;
		p.unit[2].score = 1;
		p.unit[0].n = 9e18;
		p.unit[1].n = 1;
		p.unit[2].n = 3;
		find_oracle(&p, &o);
		CHECK(judge(&p, -1, -1, &problem), "%s", problem.message);
		CHECK(near(p.range.tau2, o.tau2, 0), "scale %d: tau2 %.17g, not %.17Lg", scale,
		      p.range.tau2, o.tau2);
		if (scale == CPE_SCALE_RAW) /* excess 1 + 3 - 2, weights 4 and 12 beside the heavy one */
			CHECK(unit_near_relative(p.range.tau2, 0.0625, 1e-14), "tau2 %.17g", p.range.tau2);
	}
}

/* ---- (d) hostile partitions ---- */

static void
check_hostile(void)
{
	long bands = 0;
	long none = 0;
	long refused = 0;

	for (int round = 0; round < 20000; round++)
	{
		struct partition p;
		struct cpe_problem problem;

		random_hostile(&p);
		if (!judge(&p, -1, -1, &problem))
		{
			CHECK(p.rule.limits != CPE_LIMITS_NORMAL && problem.code == CPE_INVALID &&
			          problem.message[0] != '\0',
			      "round %d: %s", round, problem.message);
			refused++;
			continue;
		}
		CHECK(!(p.range.tau2 < 0) && !(p.range.phi < 0), "round %d: tau2 %g", round, p.range.tau2);
		for (int i = 0; i < p.units; i++)
		{
			const struct cpe_range_unit *u = &p.unit[i];
			bool band = u->band != CPE_BAND_NONE;

			bool open = band && p.rule.limits == CPE_LIMITS_OBSERVED && u->score == 0;
			double spread =
				p.rule.between == CPE_SPREAD_MULTIPLICATIVE ? p.range.phi : p.range.tau2;

			CHECK(band == (u->status == NULL || open), "round %d, unit %d: %s", round, i,
			      u->status ? u->status : "neither band nor status");
			CHECK(!band || (isfinite(u->low) && isfinite(u->high) != open && isfinite(u->z) &&
			                isfinite(spread) && isfinite(p.range.centre) && isfinite(u->score) &&
			                u->own_se > 0),
			      "round %d, unit %d: %g in %g to %g, z %g, tau2 %g", round, i, u->score, u->low,
			      u->high, u->z, p.range.tau2);
			CHECK(!(u->low > u->high) && !(u->outer_low > u->outer_high),
			      "round %d, unit %d: %.17g to %.17g", round, i, u->low, u->high);
			CHECK(!(u->own_se < 0), "round %d, unit %d: own_se %g", round, i, u->own_se);
			bands += band;
			none += !band;
		}
	}
	CHECK(bands > 10000 && none > 10000 && refused > 100, "%ld, %ld, %ld", bands, none, refused);
}

/* ---- (e) and (f) ---- */

static void
check_zero_ratios(void)
{
	struct partition p;
	struct cpe_problem problem;

	for (int tau2 = 0; tau2 < 2; tau2++)
	{
		plain_rule(&p, CPE_FUNNEL_RATIO, CPE_SCALE_LOG);
		p.units = 5;
		p.range.tau2 = tau2 ? 0.1 : NAN;
		for (int i = 0; i < 5; i++)
		{
			p.unit[i].score = 0;
			p.unit[i].expected = 1 + i;
		}
		CHECK(judge(&p, -1, -1, &problem), "%s", problem.message);
		for (int i = 0; i < 5; i++)
			CHECK(p.unit[i].status != NULL && p.unit[i].band == CPE_BAND_NONE, "unit %d", i);
	}
}

static void
check_ends(void)
{
	struct partition given;
	struct cpe_problem problem;
	int polls = 0;

	plain_rule(&given, CPE_FUNNEL_PROPORTION, CPE_SCALE_RAW);
	given.rule.extremes = CPE_EXTREMES_WINSORISE;
	given.rule.share = 0.1;
	given.units = MAX_UNITS;
	for (int i = 0; i < MAX_UNITS; i++)
	{
		given.unit[i].n = 10 + i;
		given.unit[i].score = i % 10 / 10.0;
	}
	for (;; polls++)
	{
		struct partition p = given;

		if (judge(&p, polls, -1, &problem))
			break;
		CHECK(problem.code == CPE_CANCELLED, "poll %d: %s", polls, problem.message);
	}
	CHECK(polls >= 2, "%d polls", polls);
	for (int allocs = 0; allocs < 2; allocs++)
	{
		struct partition p = given;

		CHECK(!judge(&p, -1, allocs, &problem) && problem.code == CPE_NO_MEMORY, "alloc %d: %s",
		      allocs, problem.message);
	}
	given.units = 0;
	CHECK(judge(&given, -1, -1, &problem), "no units are no problem: %s", problem.message);
}

int
main(void)
{
	srandom(2018);
	unit_case("the order of the units does not matter");
	check_order(random_tame, 600);
	check_order(random_hostile, 1500);
	unit_case("random partitions against the definitions");
	check_oracle();
	unit_case("one heavy unit");
	check_heavy();
	unit_case("hostile partitions");
	check_hostile();
	unit_case("all-zero ratios on the log scale");
	check_zero_ratios();
	unit_case("cancelled, no memory, no units");
	check_ends();
	return unit_end();
}
