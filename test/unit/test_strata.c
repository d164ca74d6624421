#include "benchmark/strata.h"
#include "summary_state.h"

#include "base/distribution.h"

#include <math.h>

#define KIND (&cpe_stratified_kind)

struct stratum
{
	double x, n, y, m;
};

static void
add(struct cpe_summary **state, const struct stratum *s)
{
	struct cpe_term term[CPE_STRATA_SUMS];

	cpe_strata_terms(term, s->x, s->n, s->y, s->m);
	state_add(KIND, state, term);
}

/* Everything in long double from the strata, by the formulas as the papers print them. */
struct plain
{
	double odds_ratio, log_se, chi2, corrected, difference, difference_se;
};

static struct plain
plain_of(const struct stratum *strata, int count)
{
	long double r = 0, s = 0, pr = 0, ps = 0, qs = 0, a = 0, e = 0, v = 0, top = 0, w = 0, p = 0,
				q = 0;
	struct plain plain;

	for (int i = 0; i < count; i++)
	{
		long double x = strata[i].x, n = strata[i].n, y = strata[i].y, m = strata[i].m, N = n + m;
		long double ri = x * (m - y) / N, si = (n - x) * y / N;
		long double pi = (x + m - y) / N, qi = (n - x + y) / N;

		r += ri;
		s += si;
		pr += pi * ri;
		ps += pi * si + qi * ri;
		qs += qi * si;
		a += x;
		e += (x + y) * n / N;
		v += (x + y) * (N - x - y) * n * m / (N * N * (N - 1));
		top += (x / n - y / m) * n * m / N;
		w += n * m / N;
		p += (n * n * y - m * m * x + n * m * (m - n) / 2) / (N * N);
		q += (x * (m - y) + y * (n - x)) / (2 * N);
	}
	plain.odds_ratio = (double) (r / s);
	plain.log_se = (double) sqrtl(pr / (2 * r * r) + ps / (2 * r * s) + qs / (2 * s * s));
	plain.chi2 = (double) ((a - e) * (a - e) / v);
	plain.corrected = (double) (powl(fmaxl(0, fabsl(a - e) - 0.5L), 2) / v);
	plain.difference = (double) (top / w);
	plain.difference_se = (double) (sqrtl(top / w * p + q) / w);
	return plain;
}

static void
check_formulas(void)
{
	struct cpe_confidence conf;
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];

	unit_case("strata: formulas in long double, any split");
	cpe_confidence_from_level(0.95, &conf);
	for (int round = 0; round < 400; round++)
	{
		struct cpe_summary *whole = state_open(KIND);
		struct cpe_summary *part[3];
		struct cpe_mantel_haenszel found;
		struct stratum strata[30];
		struct plain plain;
		int count = 1 + (int) (random() % 30);

		for (int p = 0; p < 3; p++)
			part[p] = state_open(KIND);
		for (int i = 0; i < count; i++)
		{
			struct stratum *s = &strata[i];

			s->n = 2 + (double) (random() % (round % 2 ? 20 : 20000));
			s->m = 2 + (double) (random() % (round % 2 ? 20 : 20000));
			s->x = floor((s->n + 1) * unit_random());
			s->y = floor((s->m + 1) * unit_random());
			/* the first makes sure that no sum is zero */
			if (i == 0)
				s->x = s->y = 1;
			add(&whole, s);
			add(&part[random() % 3], s);
		}
		for (int p = 1; p < 3; p++)
			state_merge(KIND, &part[0], part[p]);
		cpe_summary_print(KIND, whole, text);
		cpe_summary_print(KIND, part[0], again);
		CHECK(strcmp(text, again) == 0, "%s merged %s", text, again);
		plain = plain_of(strata, count);
		cpe_mantel_haenszel(whole, false, &conf, &found);
		CHECK(found.why == NULL, "%s", found.why ? found.why : "");
		RELATIVE(found.odds_ratio, plain.odds_ratio, 1e-13, "odds ratio");
		RELATIVE(found.odds_ratio_low, plain.odds_ratio * exp(-conf.z * plain.log_se), 1e-12,
		         "low");
		RELATIVE(found.odds_ratio_high, plain.odds_ratio * exp(conf.z * plain.log_se), 1e-12,
		         "high");
		ABSOLUTE(found.test.statistic, plain.chi2, 1e-11 * (1 + plain.chi2), "chi-square");
		ABSOLUTE(found.test.p, cpe_chi2_upper(plain.chi2, 1), 1e-11, "p");
		ABSOLUTE(found.risk_difference, plain.difference, 1e-14, "difference");
		ABSOLUTE(found.risk_difference_low, plain.difference - conf.z * plain.difference_se, 1e-13,
		         "its low");
		cpe_mantel_haenszel(whole, true, &conf, &found);
		ABSOLUTE(found.test.statistic, plain.corrected, 1e-11 * (1 + plain.corrected), "corrected");
		if (round < 20)
			state_round_trip(KIND, whole);
		free(whole);
		for (int p = 0; p < 3; p++)
			free(part[p]);
	}
	unit_worst("absolute or relative");
}

/* Sato's variance of one stratum is that of two independent proportions. */
static void
check_one_stratum(void)
{
	struct cpe_confidence conf;

	unit_case("strata: one stratum");
	cpe_confidence_from_level(0.95, &conf);
	for (int x = 0; x <= 12; x++)
		for (int y = 0; y <= 9; y++)
		{
			struct cpe_summary *state = state_open(KIND);
			struct stratum s = {x, 12, y, 9};
			struct cpe_mantel_haenszel found;
			double se = sqrt(x / 12.0 * (1 - x / 12.0) / 12 + y / 9.0 * (1 - y / 9.0) / 9);

			add(&state, &s);
			cpe_mantel_haenszel(state, false, &conf, &found);
			ABSOLUTE(found.risk_difference, x / 12.0 - y / 9.0, 1e-15, "difference");
			if (se > 0)
				ABSOLUTE(found.risk_difference_high, x / 12.0 - y / 9.0 + conf.z * se, 1e-14,
				         "high");
			else
				CHECK(isnan(found.risk_difference_low), "no spread: %g", found.risk_difference_low);
			CHECK(isnan(found.odds_ratio_low) == (x * (9 - y) == 0 || y * (12 - x) == 0),
			      "limits at %d, %d", x, y);
			CHECK(isnan(found.odds_ratio) == (y * (12 - x) == 0), "odds ratio at %d, %d", x, y);
			CHECK(isnan(found.test.p) == (x + y == 0 || x + y == 21), "test at %d, %d", x, y);
			CHECK((found.why == NULL) == (x * (9 - y) > 0 && y * (12 - x) > 0), "why at %d, %d", x,
			      y);
			free(state);
		}
	{
		struct cpe_summary *state = state_open(KIND);
		struct cpe_mantel_haenszel found;

		cpe_mantel_haenszel(state, false, &conf, &found);
		CHECK(isnan(found.odds_ratio) && isnan(found.risk_difference) && isnan(found.test.p) &&
		          strcmp(found.why, "no responses") == 0,
		      "no strata");
		free(state);
	}
}

int
main(void)
{
	check_formulas();
	check_one_stratum();
	return unit_end();
}
