/*
 * Rounding of single counts: each function against its definition written out with other means
 * (search for the nearest multiple, intervals by trying all counts), the extremes of 64 bits, and
 * the fairness of random rounding.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "suppress/rounding.h"
#include "unit.h"

static struct cpe_problem problem;

/* The multiple nearest to a count, the larger of two equally near, found by looking at all. */
static int64_t
nearest_by_search(int64_t count, int32_t base)
{
	int64_t best = 0;

	for (int64_t multiple = 0; multiple <= count + base; multiple += base)
		if (llabs(multiple - count) <= llabs(best - count))
			best = multiple;
	return best;
}

static void
test_definitions(void)
{
	int64_t got;

	unit_case("each count from 0 to 1000 is rounded as defined, to bases 1 to 30");
	for (int32_t base = 1; base <= 30; base++)
		for (int64_t count = 0; count <= 1000; count++)
		{
			int64_t middle = (int64_t) ceil((double) count / base) * base;

			if (count > 0)
				middle -= (int64_t) floor(base / 2.0);
			CHECK(cpe_round_nearest(count, base, &got, &problem) &&
			          got == nearest_by_search(count, base),
			      "nearest %" PRId64 " to %d: %" PRId64, count, base, got);
			CHECK(cpe_round_midpoint(count, base, &got, &problem) && got == middle,
			      "midpoint %" PRId64 " to %d: %" PRId64, count, base, got);
		}
	unit_case("midpoint 6 as OpenSAFELY defines it");
	for (int64_t count = 0; count <= 1000; count++)
		CHECK(cpe_round_midpoint(count, 6, &got, &problem) &&
		          got == (count + 5) / 6 * 6 - 3 * (count != 0),
		      "%" PRId64 ": %" PRId64, count, got);
}

static bool
refused(bool good, enum cpe_code code)
{
	return !good && problem.code == code;
}

static void
test_extremes(void)
{
	int64_t got;
	int64_t low;
	int64_t high;
	const int64_t last = INT64_MAX / 5 * 5; /* 2^63 - 3 */

	unit_case("near 2^63");
	CHECK(cpe_round_nearest(INT64_MAX, 5, &got, &problem) && got == last, "%" PRId64, got);
	CHECK(cpe_round_nearest(INT64_MAX, 1, &got, &problem) && got == INT64_MAX, "%" PRId64, got);
	CHECK(refused(cpe_round_nearest(INT64_MAX, 2, &got, &problem), CPE_RANGE), "base 2");
	CHECK(refused(cpe_round_nearest(INT64_MAX, 1 << 30, &got, &problem), CPE_RANGE), "base 2^30");
	CHECK(cpe_round_nearest(INT64_MAX, INT32_MAX, &got, &problem) && got % INT32_MAX == 0 &&
	          INT64_MAX - got <= INT32_MAX / 2,
	      "largest base: %" PRId64, got);
	CHECK(cpe_round_midpoint(INT64_MAX, 1, &got, &problem) && got == INT64_MAX, "midpoint 1");
	/* 2^63 - 1 is 1 modulo 6 and 7 modulo 20: the middle of its block is beyond */
	CHECK(refused(cpe_round_midpoint(INT64_MAX, 6, &got, &problem), CPE_RANGE), "midpoint 6");
	CHECK(refused(cpe_round_midpoint(INT64_MAX, 20, &got, &problem), CPE_RANGE), "midpoint 20");
	CHECK(cpe_round_midpoint(INT64_MAX - 1, 6, &got, &problem) && got == INT64_MAX - 4,
	      "midpoint 6: %" PRId64, got);
	CHECK(cpe_rounding_interval(last, 5, CPE_ROUNDING_EITHER, &low, &high, &problem) &&
	          low == last - 4 && high == INT64_MAX,
	      "interval to %" PRId64, high);
	unit_case("refused");
	CHECK(refused(cpe_round_nearest(-1, 5, &got, &problem), CPE_INVALID), "negative");
	CHECK(refused(cpe_round_nearest(INT64_MIN, 5, &got, &problem), CPE_INVALID), "least");
	CHECK(refused(cpe_round_nearest(1, 0, &got, &problem), CPE_INVALID), "base 0");
	CHECK(refused(cpe_round_midpoint(1, -6, &got, &problem), CPE_INVALID), "base -6");
	CHECK(refused(cpe_round_random(1, INT32_MIN, 1, &got, &problem), CPE_INVALID), "base least");
	CHECK(refused(cpe_rounding_interval(7, 5, CPE_ROUNDING_NEAREST, &low, &high, &problem),
	              CPE_INVALID),
	      "no multiple");
	CHECK(refused(cpe_rounding_interval(6, 6, CPE_ROUNDING_MIDPOINT, &low, &high, &problem),
	              CPE_INVALID),
	      "no midpoint");
}

/* The results that a kind may give a count. */
static bool
may_give(enum cpe_rounding_kind kind, int64_t count, int32_t base, int64_t rounded)
{
	int64_t result;

	switch (kind)
	{
		case CPE_ROUNDING_NEAREST:
			return cpe_round_nearest(count, base, &result, &problem) && result == rounded;
		case CPE_ROUNDING_MIDPOINT:
			return cpe_round_midpoint(count, base, &result, &problem) && result == rounded;
		case CPE_ROUNDING_FLOOR:
			return rounded == count / base * base;
		case CPE_ROUNDING_CEILING:
			return rounded == (count + base - 1) / base * base;
		default:
			return rounded == count / base * base || rounded == (count + base - 1) / base * base;
	}
}

static void
test_intervals(void)
{
	static const char *const words[] = {"nearest",    "midpoint", "random",
	                                    "controlled", "floor",    "ceiling"};

	unit_case("the interval of a figure holds the counts that may give it, and no others");
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		for (int32_t base = 1; base <= 12; base++)
			for (int64_t rounded = 0; rounded <= 60; rounded++)
			{
				enum cpe_rounding_kind kind;
				int64_t first = -1;
				int64_t last = -1;
				int64_t low = -1;
				int64_t high = -1;

				CHECK(cpe_rounding_word(words[w], &kind, &problem), "%s", words[w]);
				for (int64_t count = 0; count <= 90; count++)
					if (may_give(kind, count, base, rounded))
					{
						first = first < 0 ? count : first;
						last = count;
					}
				if (!cpe_rounding_interval(rounded, base, kind, &low, &high, &problem))
					CHECK(first < 0, "%s %d refuses %" PRId64, words[w], base, rounded);
				else
					CHECK(first == low && last == high,
					      "%s %d %" PRId64 ": %" PRId64 " to %" PRId64, words[w], base, rounded,
					      low, high);
			}
}

/* Undoes the mixing, so that it is shown to be one-to-one. */
static int64_t
unmix(uint64_t bits)
{
	bits ^= bits >> 31 ^ bits >> 62;
	bits *= UINT64_C(0x319642b2d24d8ec3);
	bits ^= bits >> 27 ^ bits >> 54;
	bits *= UINT64_C(0x96de1b173f119089);
	bits ^= bits >> 30 ^ bits >> 60;
	return (int64_t) (bits - UINT64_C(0x9e3779b97f4a7c15));
}

static void
test_random(void)
{
	int64_t got;

	unit_case("mixing is one-to-one, so every share of 2^64 results is that share of keys");
	for (int i = 0; i < 100000; i++)
	{
		int64_t key =
			(int64_t) ((uint64_t) random() << 42 ^ (uint64_t) random() << 21 ^ (uint64_t) random());

		CHECK(unmix(cpe_rounding_mix(key)) == key, "key %" PRId64, key);
	}
	unit_case("the keys that go up are exactly those whose mixture is below r * 2^64 / base");
	for (int32_t base = 2; base <= 50; base++)
		for (int64_t rest = 1; rest < base; rest++)
		{
			/* the first mixture that stays down: ceiling(r * 2^64 / base) */
			unsigned __int128 edge =
				(((unsigned __int128) (uint64_t) rest << 64) + (unsigned) base - 1) /
				(unsigned) base;

			CHECK(cpe_round_random(100 * base + rest, base, unmix((uint64_t) edge - 1), &got,
			                       &problem) &&
			          got == 101 * (int64_t) base,
			      "the last that goes up: %" PRId64 " of %d", rest, base);
			CHECK(
				cpe_round_random(100 * base + rest, base, unmix((uint64_t) edge), &got, &problem) &&
					got == 100 * (int64_t) base,
				"the first that does not: %" PRId64 " of %d", rest, base);
		}
	unit_case("keys in a row are fair: chi-square of 99,999 keys, bases 3 and 5");
	for (int32_t base = 3; base <= 5; base += 2)
		for (int64_t rest = 0; rest < base; rest++)
		{
			int up = 0;
			double expected = 99999.0 * (double) rest / base;

			for (int64_t key = 0; key < 99999; key++)
			{
				CHECK(cpe_round_random(base * 7 + rest, base, key, &got, &problem) &&
				          (got == base * 7 || got == base * 8),
				      "%" PRId64, got);
				up += got == base * 8;
			}
			if (rest == 0)
				CHECK(up == 0, "a multiple stays");
			else
				CHECK((up - expected) * (up - expected) / (expected * (1 - (double) rest / base)) <
				          6.635, /* 1 % of chi-square with one degree of freedom */
				      "base %d, %" PRId64 " above: %d up", base, rest, up);
		}
}

static void
test_rate(void)
{
	bool none;
	double rate;

	unit_case("percentages of rounded counts");
	CHECK(cpe_rounded_rate(12, 38, 5, &none, &rate, &problem) && !none, "10 of 40");
	ABSOLUTE(rate, 25, 0, "10 of 40");
	CHECK(cpe_rounded_rate(2, 2, 5, &none, &rate, &problem) && none, "0 of 0");
	CHECK(cpe_rounded_rate(3, 3, 5, &none, &rate, &problem) && !none, "5 of 5");
	ABSOLUTE(rate, 100, 0, "5 of 5");
	CHECK(refused(cpe_rounded_rate(4, 3, 5, &none, &rate, &problem), CPE_INVALID), "4 of 3");
	for (int64_t whole = 0; whole <= 200; whole++)
		for (int64_t part = 0; part <= whole; part++)
			CHECK(cpe_rounded_rate(part, whole, 5, &none, &rate, &problem) &&
			          (none ? whole < 3 : rate >= 0 && rate <= 100),
			      "%" PRId64 " of %" PRId64, part, whole);
}

int
main(void)
{
	srandom(6);
	test_definitions();
	test_extremes();
	test_intervals();
	test_random();
	test_rate();
	return unit_end();
}
