#include "adjust/rates.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIRECT (&cpe_direct_standardisation_kind)
#define INDIRECT (&cpe_indirect_standardisation_kind)

/* A buffer for any summary, aligned for one. */
union buffer
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

static struct cpe_summary *
open_state(const struct cpe_summary_kind *kind)
{
	struct cpe_summary *state = calloc(1, cpe_summary_empty_size(kind));

	cpe_summary_empty(kind, state);
	return state;
}

static void
widen(const struct cpe_summary_kind *kind, struct cpe_summary **state,
      const struct cpe_window *window)
{
	struct cpe_summary *wider = calloc(1, cpe_summary_size_with(kind, false, window));

	cpe_summary_copy(kind, wider, false, window, *state);
	free(*state);
	*state = wider;
}

static void
add(const struct cpe_summary_kind *kind, struct cpe_summary **state, const struct cpe_term *term)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_sums sums = cpe_summary_sums(kind, *state);

	if (!cpe_sums_add(&sums, term))
	{
		cpe_sums_plan_add(&sums, term, window);
		widen(kind, state, window);
		sums = cpe_summary_sums(kind, *state);
		CHECK(cpe_sums_add(&sums, term), "planned windows are wide enough");
	}
	(*state)->count[CPE_RATES_STRATA]++;
}

static void
merge(const struct cpe_summary_kind *kind, struct cpe_summary **state,
      const struct cpe_summary *other)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	struct cpe_problem problem;
	enum cpe_merge done = cpe_summary_merge(kind, *state, other, window, &problem);

	if (done == CPE_MERGE_ROOM)
	{
		widen(kind, state, window);
		done = cpe_summary_merge(kind, *state, other, window, &problem);
	}
	CHECK(done == CPE_MERGE_DONE, "parts merge");
}

/* Merges four parts, compares with the whole, and reads and writes the whole. */
static void
check_parts(const struct cpe_summary_kind *kind, const struct cpe_summary *whole,
            struct cpe_summary **part)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static char again[CPE_SUMMARY_MAX_TEXT];
	static unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	static union buffer buffer;
	struct cpe_problem problem;
	size_t size;

	for (int p = 3; p > 0; p--)
		merge(kind, &part[p - 1], part[p]);
	cpe_summary_print(kind, whole, text);
	cpe_summary_print(kind, part[0], again);
	CHECK(strcmp(text, again) == 0, "%s, in parts %s", text, again);
	CHECK(cpe_summary_parse(kind, text, &buffer.summary, &problem), "%s: %s", text,
	      problem.message);
	cpe_summary_print(kind, &buffer.summary, again);
	CHECK(strcmp(text, again) == 0, "%s read as %s", text, again);
	size = cpe_summary_write(kind, whole, bytes);
	CHECK(cpe_summary_read(kind, bytes, size, &buffer.summary, &problem), "%s: %s", text,
	      problem.message);
	CHECK(cpe_summary_compare(kind, whole, &buffer.summary) == 0, "binary form of %s", text);
	for (size_t cut = 0; cut < size; cut += 7)
		CHECK(!cpe_summary_read(kind, bytes, cut, &buffer.summary, &problem), "cut at %zu", cut);
}

static void
free_all(struct cpe_summary *whole, struct cpe_summary **part)
{
	free(whole);
	for (int p = 0; p < 4; p++)
		free(part[p]);
}

/* Byar's limit, as published: a count, or one more for the upper one. */
static long double
byar(long double count, long double z)
{
	long double root = 1 - 1 / (9 * count) + z / (3 * sqrtl(count));

	return count * root * root * root;
}

/* The formulas in long double; every other round has persons with several events. */
static void
check_direct(void)
{
	struct cpe_confidence confidence;

	for (int round = 0; round < 400; round++)
	{
		struct cpe_summary *whole = open_state(DIRECT);
		struct cpe_summary *part[4];
		struct cpe_direct_rate rate;
		struct cpe_problem problem;
		struct cpe_term term[CPE_DIRECT_SUMS];
		long double w = 0, wr = 0, wwv = 0, events = 0, z, low, high;

		for (int p = 0; p < 4; p++)
			part[p] = open_state(DIRECT);
		for (int i = 0; i < 19; i++)
		{
			double x = random() % (round % 3 ? 30 : 3000);
			double n = 1 + random() % 100000;
			double standard = exp(20 * unit_random() - 10);
			double squares = round % 2 ? x : x * (1 + random() % 5);

			CHECK(cpe_direct_terms(term, x, n, standard, squares, &problem), "%s", problem.message);
			add(DIRECT, &whole, term);
			add(DIRECT, &part[random() % 3], term);
			events += x;
			w += standard;
			wr += (long double) standard * x / n;
			wwv += (long double) standard * standard * squares / n / n;
		}
		cpe_confidence_from_level(round % 5 ? 0.95 : 0.998, &confidence);
		z = confidence.z;
		CHECK(cpe_direct_rate(whole, 1000, &confidence, 10, &rate, &problem), "%s",
		      problem.message);
		CHECK(rate.status[0] == '\0' && rate.observed == (double) events, "round %d", round);
		RELATIVE(rate.rate, (double) (1000 * wr / w), 2e-15, "rate %d", round);
		RELATIVE(rate.se, (double) (1000 * sqrtl(wwv) / w), 2e-15, "se %d", round);
		low = 1000 * (wr + sqrtl(wwv / events) * (byar(events, -z) - events)) / w;
		high = 1000 * (wr + sqrtl(wwv / events) * (byar(events + 1, z) - events)) / w;
		/* the lower one can be near zero, a difference of two larger numbers */
		ABSOLUTE(rate.low / rate.rate, (double) (low / (1000 * wr / w)), 5e-15, "low %d", round);
		ABSOLUTE(rate.high / rate.rate, (double) (high / (1000 * wr / w)), 5e-14, "high %d", round);
		check_parts(DIRECT, whole, part);
		free_all(whole, part);
	}
	unit_worst("relative error");
}

static void
check_indirect(void)
{
	struct cpe_confidence confidence;

	cpe_confidence_from_level(0.95, &confidence);
	for (int round = 0; round < 400; round++)
	{
		struct cpe_summary *whole = open_state(INDIRECT);
		struct cpe_summary *part[4];
		struct cpe_indirect_rate rate;
		struct cpe_interval limits;
		struct cpe_problem problem;
		struct cpe_term term[CPE_INDIRECT_SUMS];
		long double events = 0, expected = 0, reference_events = 0, reference_population = 0;

		for (int p = 0; p < 4; p++)
			part[p] = open_state(INDIRECT);
		for (int i = 0; i < 9; i++)
		{
			double n = random() % 5 ? random() % 20000 : 0;
			double x = n > 0 ? random() % (round % 2 ? 3 : 50) : 0;
			double reference_x = random() % 4000;
			double reference_n = 100000 + random() % 900000;

			CHECK(cpe_indirect_terms(term, x, n, reference_x, reference_n, &problem), "%s",
			      problem.message);
			add(INDIRECT, &whole, term);
			add(INDIRECT, &part[random() % 3], term);
			events += x;
			expected += (long double) n * reference_x / reference_n;
			reference_events += reference_x;
			reference_population += reference_n;
		}
		CHECK(cpe_indirect_rate(whole, 1e5, &confidence, &rate, &problem), "%s", problem.message);
		cpe_count_interval(events < 10 ? CPE_COUNT_EXACT : CPE_COUNT_BYAR, (double) events,
		                   &confidence, &limits);
		RELATIVE(rate.expected, (double) expected, 2e-15, "expected %d", round);
		RELATIVE(rate.ratio, (double) (events / expected), 2e-15, "ratio %d", round);
		RELATIVE(rate.ratio_low, (double) (limits.low / expected), 2e-15, "low %d", round);
		RELATIVE(rate.ratio_high, (double) (limits.high / expected), 2e-15, "high %d", round);
		RELATIVE(rate.rate,
		         (double) (1e5L * events / expected * reference_events / reference_population),
		         2e-15, "rate %d", round);
		RELATIVE(rate.rate_high, rate.ratio_high * rate.reference_rate, 2e-15, "rate high %d",
		         round);
		check_parts(INDIRECT, whole, part);
		free_all(whole, part);
	}
	unit_worst("relative error");
}

/* A stratum with each number at the border of what is allowed, and a step beyond. */
static void
check_refused(void)
{
	static const struct
	{
		enum cpe_code code;
		double events, population, standard, squares;
	} direct[] = {{CPE_OK, 0, 1, 1, 0},
	              {CPE_INVALID, 0, 0, 1, 0},
	              {CPE_INVALID, 0, 1, 0, 0},
	              {CPE_INVALID, 1, 1, 1, 0.5},
	              {CPE_INVALID, 0, 1, 1, 1},
	              {CPE_OK, 1e-300, 1, 1, 1e-300},
	              {CPE_RANGE, 1e-300, 1e300, 1, 1e-300},
	              {CPE_RANGE, 1e300, 1e-300, 1, 1e300},
	              {CPE_RANGE, 1, 1e-310, 1, 1}};
	struct cpe_term term[CPE_DIRECT_SUMS];
	struct cpe_problem problem;

	for (size_t i = 0; i < sizeof(direct) / sizeof(direct[0]); i++)
	{
		bool good = cpe_direct_terms(term, direct[i].events, direct[i].population,
		                             direct[i].standard, direct[i].squares, &problem);

		CHECK(good == (direct[i].code == CPE_OK) && (good || problem.code == direct[i].code),
		      "direct stratum %zu", i);
	}
	CHECK(cpe_indirect_terms(term, 0, 0, 0, 1, &problem), "nobody, and no events in the reference");
	CHECK(!cpe_indirect_terms(term, 1, 0, 1, 1, &problem) && problem.code == CPE_INVALID,
	      "events without population");
	CHECK(!cpe_indirect_terms(term, 1, 1, 1, 0, &problem) && problem.code == CPE_INVALID,
	      "no reference population");
	CHECK(!cpe_indirect_terms(term, 1, 1, 1e-300, 1e300, &problem) && problem.code == CPE_RANGE,
	      "a reference rate that no double holds");
}

int
main(void)
{
	srandom(1991);
	unit_case("direct: formulas, and any split of the strata gives the same text");
	check_direct();
	unit_case("indirect: formulas, and any split of the strata gives the same text");
	check_indirect();
	unit_case("strata that are refused");
	check_refused();
	return unit_end();
}
