#include "tally/standardised.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KIND (&cpe_standardised_kind)

/* A buffer for any summary, aligned for one. */
union buffer
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

struct stratum
{
	double weight;
	int64_t n;
	double mean, se;
};

static struct cpe_summary *
open_state(void)
{
	struct cpe_summary *state = calloc(1, cpe_summary_empty_size(KIND));

	cpe_summary_empty(KIND, state);
	return state;
}

static void
widen(struct cpe_summary **state, const struct cpe_window *window)
{
	struct cpe_summary *wider = calloc(1, cpe_summary_size_with(KIND, false, window));

	cpe_summary_copy(KIND, wider, false, window, *state);
	free(*state);
	*state = wider;
}

static void
add(struct cpe_summary **state, const struct stratum *stratum)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_term term[CPE_STANDARDISED_SUMS];
	struct cpe_sums sums = cpe_summary_sums(KIND, *state);

	cpe_standardised_terms(term, stratum->weight, stratum->n, stratum->mean, stratum->se);
	if (!cpe_sums_add(&sums, term))
	{
		cpe_sums_plan_add(&sums, term, window);
		widen(state, window);
		sums = cpe_summary_sums(KIND, *state);
		CHECK(cpe_sums_add(&sums, term), "planned windows are wide enough");
	}
	(*state)->count[CPE_STANDARDISED_STRATA]++;
	(*state)->count[CPE_STANDARDISED_EMPTY] += stratum->n == 0;
	(*state)->count[CPE_STANDARDISED_SINGLE] += stratum->n == 1;
	(*state)->count[CPE_STANDARDISED_N] += stratum->n;
}

static void
merge(struct cpe_summary **state, const struct cpe_summary *other)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	struct cpe_problem problem;
	enum cpe_merge done = cpe_summary_merge(KIND, *state, other, window, &problem);

	if (done == CPE_MERGE_ROOM)
	{
		widen(state, window);
		done = cpe_summary_merge(KIND, *state, other, window, &problem);
	}
	CHECK(done == CPE_MERGE_DONE, "parts merge");
}

/* Text and binary forms give back what they were made of. */
static void
check_round_trip(const struct cpe_summary *state)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];
	static unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	static union buffer buffer;
	struct cpe_problem problem;
	size_t size;

	cpe_summary_print(KIND, state, text);
	CHECK(cpe_summary_parse(KIND, text, &buffer.summary, &problem), "%s: %s", text,
	      problem.message);
	cpe_summary_print(KIND, &buffer.summary, again);
	CHECK(strcmp(text, again) == 0, "%s read as %s", text, again);
	size = cpe_summary_write(KIND, state, bytes);
	CHECK(cpe_summary_read(KIND, bytes, size, &buffer.summary, &problem), "%s: %s", text,
	      problem.message);
	CHECK(cpe_summary_compare(KIND, state, &buffer.summary) == 0, "binary form of %s", text);
	bytes[1] = 1;
	CHECK(!cpe_summary_read(KIND, bytes, size, &buffer.summary, &problem), "no weighted form");
}

/* Against the formulas in long double, and split in parts that merge to the same bits. */
static void
check_formulas(void)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];

	for (int round = 0; round < 500; round++)
	{
		struct cpe_summary *whole = open_state();
		struct cpe_summary *part[4];
		long double w = 0, wa = 0, wm = 0, wwv = 0;
		bool empty = false;
		bool single = false;
		const char *why;

		for (int p = 0; p < 4; p++)
			part[p] = open_state();
		for (int i = 0; i < 34; i++)
		{
			struct stratum s = {exp(20 * unit_random() - 10), random() % (round % 3 ? 40 : 400),
			                    100 * unit_random(), unit_random()};

			if (round % 2 && s.n < 2)
				s.n = 2;
			add(&whole, &s);
			add(&part[random() % 3], &s);
			w += s.weight;
			empty |= s.n == 0;
			single |= s.n == 1;
			if (s.n > 0)
			{
				wa += s.weight;
				wm += (long double) s.weight * s.mean;
			}
			if (s.n > 1)
				wwv += (long double) s.weight * s.weight * s.se * s.se;
		}
		CHECK(cpe_standardised_has_mean(whole, false, &why) == !empty, "round %d: a mean", round);
		CHECK(cpe_standardised_has_mean(whole, true, &why), "round %d: a mean, reweighted", round);
		CHECK(cpe_standardised_has_se(whole, true, &why) == !single, "round %d: an se", round);
		RELATIVE(cpe_standardised_mean(whole), (double) (wm / wa), 1e-15, "mean %d", round);
		RELATIVE(cpe_standardised_se(whole), (double) (sqrtl(wwv) / wa), 1e-15, "se %d", round);
		RELATIVE(cpe_standardised_coverage(whole), (double) (wa / w), 1e-15, "coverage %d", round);
		for (int p = 3; p > 0; p--)
			merge(&part[p - 1], part[p]);
		cpe_summary_print(KIND, whole, text);
		cpe_summary_print(KIND, part[0], again);
		CHECK(strcmp(text, again) == 0, "%s, in parts %s", text, again);
		check_round_trip(whole);
		for (int p = 0; p < 4; p++)
			free(part[p]);
		free(whole);
	}
	unit_worst("relative error");
}

/* By hand: (3*10 + 1*20)/4, sqrt(9*4 + 1*16)/4; and again where squares leave the doubles. */
static void
check_by_hand(void)
{
	static const double scale[] = {1, 1e-160, 1e150};

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
		{
			struct stratum a = {3 * scale[i], 5, 10 * scale[j], 2 * scale[j]};
			struct stratum b = {1 * scale[i], 9, 20 * scale[j], 4 * scale[j]};
			struct cpe_summary *state = open_state();

			add(&state, &a);
			add(&state, &b);
			RELATIVE(cpe_standardised_mean(state), 12.5 * scale[j], 1e-15, "mean");
			RELATIVE(cpe_standardised_se(state), sqrt(52) / 4 * scale[j], 1e-15, "se");
			CHECK(cpe_standardised_coverage(state) == 1, "coverage");
			check_round_trip(state);
			free(state);
		}
}

/* At the border of what strata can have, and a step beyond. */
static void
check_possible(void)
{
	static const struct
	{
		bool good;
		const char *text;
	} border[] = {
		{true, "strata=0 empty=0 single=0 n=0 left=0"},
		{true, "strata=0 empty=0 single=0 n=0 left=5"},
		{false, "strata=0 empty=0 single=0 n=2 left=5"},
		{true, "strata=2 empty=0 single=0 n=4 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{false, "strata=2 empty=0 single=0 n=3 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{true, "strata=2 empty=0 single=1 n=3 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{false, "strata=2 empty=0 single=1 n=2 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{true, "strata=2 empty=0 single=2 n=2 left=0 w=1p1 wa=1p1 wm=1p0 wwv=0"},
		{false, "strata=2 empty=0 single=2 n=3 left=0 w=1p1 wa=1p1 wm=1p0 wwv=0"},
		{false, "strata=2 empty=0 single=2 n=2 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{true, "strata=2 empty=1 single=0 n=2 left=0 w=1p1 wa=1p0 wm=-1p0 wwv=1p0"},
		{false, "strata=2 empty=1 single=0 n=2 left=0 w=1p1 wa=1p1 wm=1p0 wwv=1p0"},
		{false, "strata=2 empty=0 single=0 n=4 left=0 w=1p1 wa=1p0 wm=1p0 wwv=1p0"},
		{false, "strata=2 empty=1 single=0 n=2 left=0 w=1p0 wa=1p1 wm=1p0 wwv=1p0"},
		{true, "strata=2 empty=2 single=0 n=0 left=0 w=1p0 wa=0 wm=0 wwv=0"},
		{false, "strata=2 empty=2 single=0 n=0 left=0 w=1p0 wa=0 wm=1p0 wwv=0"},
		{false, "strata=2 empty=2 single=1 n=1 left=0 w=1p0 wa=0 wm=0 wwv=0"},
		{false, "strata=1 empty=0 single=0 n=2 left=0 w=-1p0 wa=-1p0 wm=0 wwv=0"},
		{false, "strata=1 empty=0 single=0 n=2 left=0 w=1p0 wa=1p0 wm=0 wwv=-1p0"},
		{false, "strata=9223372036854775807 empty=9223372036854775807 single=9223372036854775807 "
	            "n=0 left=0 w=1p0 wa=0 wm=0 wwv=0"},
		{false, "strata=1 empty=0 single=0 n=2 left=0"}};
	union buffer buffer;
	struct cpe_problem problem;

	for (size_t i = 0; i < sizeof(border) / sizeof(border[0]); i++)
		CHECK(cpe_summary_parse(KIND, border[i].text, &buffer.summary, &problem) == border[i].good,
		      "%s", border[i].text);
}

int
main(void)
{
	srandom(1993);
	unit_case("by hand");
	check_by_hand();
	unit_case("formulas, and any split of the strata gives the same text");
	check_formulas();
	unit_case("no strata have such numbers");
	check_possible();
	return unit_end();
}
