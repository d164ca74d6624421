#include "benchmark/trend.h"
#include "summary_state.h"

#include "base/distribution.h"

#include <math.h>

#define KIND (&cpe_trend_kind)
#define GROUPS 7
#define ROWS 40

static struct cpe_confidence conf;

static void
add(struct cpe_summary **state, double dose, double n, double x, double mean, double within,
    bool means)
{
	struct cpe_term term[CPE_TREND_SUMS];

	cpe_trend_terms(term, dose, n, x, mean, within);
	state_add(KIND, state, term);
	(*state)->count[CPE_TREND_MEANS] += means;
}

/* Against sums over single answers in long double: least squares, and each group's residuals. */
static void
check_rates(void)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];

	unit_case("trend of rates: by its definition, any split");
	for (int round = 0; round < 300; round++)
	{
		struct cpe_summary *whole = state_open(KIND);
		struct cpe_summary *half[2] = {state_open(KIND), state_open(KIND)};
		double dose[GROUPS], n[GROUPS], x[GROUPS];
		long double N = 0, X = 0, D = 0, sxx = 0, sxy = 0, spread = 0, chi = 0, z2;
		long double p;
		struct cpe_trend found;

		for (int g = 0; g < GROUPS; g++)
		{
			dose[g] = round % 2 ? g + 1 : 2000 + 10 * unit_random();
			n[g] = 1 + (double) (random() % (round % 3 ? 30 : 30000));
			x[g] = floor((n[g] + 1) * unit_random());
			if (g < 2)
			{
				n[g] = 9;
				x[g] = 4;
			}
			add(&whole, dose[g], n[g], x[g], x[g] / n[g], x[g] * ((n[g] - x[g]) / n[g]), false);
			add(&half[random() % 2], dose[g], n[g], x[g], x[g] / n[g],
			    x[g] * ((n[g] - x[g]) / n[g]), false);
			N += n[g];
			X += x[g];
			D += (long double) n[g] * dose[g];
		}
		state_merge(KIND, &half[0], half[1]);
		cpe_summary_print(KIND, whole, text);
		cpe_summary_print(KIND, half[0], again);
		CHECK(strcmp(text, again) == 0, "%s merged %s", text, again);
		p = X / N;
		for (int g = 0; g < GROUPS; g++)
		{
			long double d = dose[g] - D / N;

			sxx += n[g] * d * d;
			sxy += (x[g] - n[g] * p) * d;
			spread += (long double) x[g] * (n[g] - x[g]) / n[g] * d * d;
			chi += powl(x[g] - n[g] * p, 2) / (n[g] * p * (1 - p));
		}
		z2 = sxy * sxy / sxx / (p * (1 - p));
		cpe_trend_line(whole, &conf, &found);
		CHECK(found.why == NULL && isinf(found.df), "%s", found.why ? found.why : "");
		ABSOLUTE(found.slope, (double) (sxy / sxx), 1e-14, "slope");
		ABSOLUTE(found.test.statistic * found.test.statistic, (double) z2,
		         1e-11 * (1 + (double) z2), "z squared");
		CHECK((found.test.statistic < 0) == (sxy < 0), "sign");
		ABSOLUTE(found.test.p, cpe_chi2_upper((double) z2, 1), 1e-12, "p");
		ABSOLUTE(found.high - found.slope, conf.z * (double) (sqrtl(spread) / sxx), 1e-13, "high");
		ABSOLUTE(found.departure, (double) (chi - z2), 1e-10 * (1 + (double) chi), "departure");
		CHECK(found.departure_df == GROUPS - 2, "df of departure");
		ABSOLUTE(found.departure_p, cpe_chi2_upper((double) (chi - z2), GROUPS - 2), 1e-11,
		         "p of departure");
		if (round < 20)
			state_round_trip(KIND, whole);
		free(whole);
		free(half[0]);
		free(half[1]);
	}
	unit_worst("absolute");
}

/* Values of some groups: the regression on the values themselves, in long double. */
static void
check_means(void)
{
	unit_case("trend of means: the regression of the values");
	for (int round = 0; round < 300; round++)
	{
		struct cpe_summary *whole = state_open(KIND);
		double value[GROUPS][ROWS], dose[GROUPS];
		long double mean[GROUPS];
		int n[GROUPS];
		long double N = 0, X = 0, D = 0, sxx = 0, sxy = 0, rest = 0, within = 0, se, F;
		struct cpe_trend found;

		for (int g = 0; g < GROUPS; g++)
		{
			long double squares = 0;

			dose[g] = g * (round % 5 + 0.25) - 3;
			n[g] = 1 + (int) (random() % ROWS);
			mean[g] = 0;
			for (int i = 0; i < n[g]; i++)
			{
				value[g][i] = (round % 2 ? 1000 : 0) + g + 5 * unit_random();
				mean[g] += value[g][i] / (long double) n[g];
			}
			for (int i = 0; i < n[g]; i++)
				squares += powl(value[g][i] - mean[g], 2);
			within += squares;
			add(&whole, dose[g], n[g], (double) (n[g] * mean[g]), (double) mean[g],
			    (double) squares, true);
			N += n[g];
			X += n[g] * mean[g];
			D += (long double) n[g] * dose[g];
		}
		for (int g = 0; g < GROUPS; g++)
		{
			sxx += n[g] * powl(dose[g] - D / N, 2);
			sxy += n[g] * (mean[g] - X / N) * (dose[g] - D / N);
		}
		for (int g = 0; g < GROUPS; g++)
			for (int i = 0; i < n[g]; i++)
				rest += powl(value[g][i] - X / N - sxy / sxx * (dose[g] - D / N), 2);
		se = sqrtl(rest / (N - 2) / sxx);
		F = (rest - within) / (GROUPS - 2) / (within / (N - GROUPS));
		cpe_trend_line(whole, &conf, &found);
		CHECK(found.why == NULL, "%s", found.why ? found.why : "");
		ABSOLUTE(found.slope, (double) (sxy / sxx), 1e-12, "slope");
		RELATIVE(found.test.statistic, (double) (sxy / sxx / se), 1e-9, "t");
		CHECK(found.df == (double) N - 2, "df");
		RELATIVE(found.high - found.low, (double) (2 * cpe_t_quantile_upper(0.025, found.df) * se),
		         1e-9, "width");
		RELATIVE(found.departure, (double) F, 1e-8, "F");
		if (round < 10)
			state_round_trip(KIND, whole);
		free(whole);
	}
	unit_worst("relative");
}

static void
check_corners(void)
{
	static const struct
	{
		double dose[3], n[3], x[3];
		int groups;
		const char *why;
	} of[] = {
		{{0}, {0}, {0}, 0, "no responses"},
		{{1}, {5}, {2}, 1, "needs at least two doses"},
		{{3, 3, 3}, {5, 6, 7}, {2, 3, 4}, 3, "needs at least two doses"},
		{{1, 2}, {5, 6}, {0, 0}, 2, "undefined at 0 % and 100 %"},
		{{1, 2}, {5, 6}, {5, 6}, 2, "undefined at 0 % and 100 %"},
		{{1, 2}, {5, 6}, {0, 6}, 2, "every group is at 0 or 1"},
		{{1, 2}, {5, 6}, {2, 3}, 2, NULL},
	};

	unit_case("trend: corners");
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
	{
		struct cpe_summary *state = state_open(KIND);
		struct cpe_trend found;

		for (int g = 0; g < of[i].groups; g++)
			add(&state, of[i].dose[g], of[i].n[g], of[i].x[g], of[i].x[g] / of[i].n[g],
			    of[i].x[g] * (1 - of[i].x[g] / of[i].n[g]), false);
		cpe_trend_line(state, &conf, &found);
		CHECK(of[i].why == NULL ? found.why == NULL
		                        : found.why != NULL && strcmp(found.why, of[i].why) == 0,
		      "%zu: %s", i, found.why ? found.why : "no reason");
		CHECK(isnan(found.departure), "no departure of two groups");
		free(state);
	}
	{
		struct cpe_summary *state = state_open(KIND);
		struct cpe_trend found;

		/* on the line without any rest; then a rate among means */
		for (int g = 0; g < 3; g++)
			add(&state, g, 4, 4 * (1 + 0.1 * g), 1 + 0.1 * g, 0, true);
		cpe_trend_line(state, &conf, &found);
		CHECK(found.why != NULL && strcmp(found.why, "standard error is zero") == 0 &&
		          isnan(found.low) && isnan(found.departure),
		      "no rest: %s", found.why ? found.why : "");
		ABSOLUTE(found.slope, 0.1, 1e-15, "slope");
		add(&state, 4, 4, 2, 0.5, 1, false);
		cpe_trend_line(state, &conf, &found);
		CHECK(isnan(found.slope) && strcmp(found.why, "rates and means do not go together") == 0,
		      "mixed");
		free(state);
	}
}

int
main(void)
{
	cpe_confidence_from_level(0.95, &conf);
	check_rates();
	check_means();
	check_corners();
	return unit_end();
}
