#include "suppress/rounding.h"

#include <string.h>

/* What can be rounded at all. */
static bool
check(int64_t count, int32_t base, struct cpe_problem *problem)
{
	if (base < 1)
		return cpe_problem_set(problem, CPE_INVALID, "Counts are rounded to multiples of it.", NULL,
		                       "base out of range: %d", base);
	if (count < 0)
		return cpe_problem_set(problem, CPE_INVALID, "A count is zero or positive.", NULL,
		                       "cannot round a negative count: %lld", (long long) count);
	return true;
}

static bool
too_large(int64_t count, int32_t base, struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_RANGE, "The result is beyond 64 bits.", NULL,
	                       "count too large to be rounded to a multiple of %d: %lld", base,
	                       (long long) count);
}

bool
cpe_rounding_word(const char *word, enum cpe_rounding_kind *kind, struct cpe_problem *problem)
{
	static const struct
	{
		const char *word;
		enum cpe_rounding_kind kind;
	} known[] = {{"nearest", CPE_ROUNDING_NEAREST}, {"midpoint", CPE_ROUNDING_MIDPOINT},
	             {"random", CPE_ROUNDING_EITHER},   {"controlled", CPE_ROUNDING_EITHER},
	             {"floor", CPE_ROUNDING_FLOOR},     {"ceiling", CPE_ROUNDING_CEILING}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].word, word) == 0)
		{
			*kind = known[i].kind;
			return true;
		}
	return cpe_problem_set(problem, CPE_INVALID, NULL,
	                       "Kinds: nearest, midpoint, random, controlled, floor, ceiling.",
	                       "unknown kind of rounding: \"%.60s\"", word);
}

/* The multiple of base below the count, or the one above. */
static bool
to_multiple(int64_t count, int32_t base, bool up, int64_t *rounded, struct cpe_problem *problem)
{
	*rounded = count - count % base;
	if (up && __builtin_add_overflow(*rounded, (int64_t) base, rounded))
		return too_large(count, base, problem);
	return true;
}

bool
cpe_round_nearest(int64_t count, int32_t base, int64_t *rounded, struct cpe_problem *problem)
{
	return check(count, base, problem) &&
	       to_multiple(count, base, count % base >= base - count % base, rounded, problem);
}

bool
cpe_round_midpoint(int64_t count, int32_t base, int64_t *rounded, struct cpe_problem *problem)
{
	if (!check(count, base, problem))
		return false;
	*rounded = 0;
	if (count == 0)
		return true;
	/* the count is one of below + 1 to below + base; their middle is below + base - base / 2 */
	*rounded = count - 1 - (count - 1) % base;
	if (__builtin_add_overflow(*rounded, (int64_t) (base - base / 2), rounded))
		return too_large(count, base, problem);
	return true;
}

/* The finishing steps of the splitmix64 generator (Steele, Lea and Flood 2014). */
uint64_t
cpe_rounding_mix(int64_t key)
{
	uint64_t bits = (uint64_t) key + UINT64_C(0x9e3779b97f4a7c15);

	bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
	return bits ^ (bits >> 31);
}

/* One of 0 to base - 1, each for the same share of all keys: floor(mix * base / 2^64). */
static int64_t
share_of(int64_t key, int32_t base)
{
	uint64_t bits = cpe_rounding_mix(key);
	uint64_t low = (bits & UINT32_MAX) * (uint64_t) base;

	return (int64_t) (((bits >> 32) * (uint64_t) base + (low >> 32)) >> 32);
}

bool
cpe_round_random(int64_t count, int32_t base, int64_t key, int64_t *rounded,
                 struct cpe_problem *problem)
{
	return check(count, base, problem) &&
	       to_multiple(count, base, share_of(key, base) < count % base, rounded, problem);
}

/* Whether the kind can give the figure. */
static bool
can_give(int64_t rounded, int32_t base, enum cpe_rounding_kind kind)
{
	int64_t above = rounded % base;

	if (kind == CPE_ROUNDING_MIDPOINT && rounded != 0)
		return above == (base - base / 2) % base;
	return above == 0;
}

bool
cpe_rounding_interval(int64_t rounded, int32_t base, enum cpe_rounding_kind kind, int64_t *low,
                      int64_t *high, struct cpe_problem *problem)
{
	int64_t below = base - 1; /* how far the count may lie below the figure, and above */
	int64_t above = base - 1;

	if (!check(rounded, base, problem))
		return false;
	if (!can_give(rounded, base, kind))
		return cpe_problem_set(
			problem, CPE_INVALID, NULL, "Name the base and the kind with which it was rounded.",
			"%lld is no count rounded in this way to base %d", (long long) rounded, base);
	if (kind == CPE_ROUNDING_NEAREST)
	{
		below = base / 2;
		above = (base - 1) / 2;
	}
	else if (kind == CPE_ROUNDING_MIDPOINT)
	{
		below = rounded == 0 ? 0 : base - base / 2 - 1;
		above = rounded == 0 ? 0 : base / 2;
	}
	else if (kind == CPE_ROUNDING_FLOOR)
		below = 0;
	else if (kind == CPE_ROUNDING_CEILING)
		above = 0;
	*low = rounded > below ? rounded - below : 0;
	if (__builtin_add_overflow(rounded, above, high))
		*high = INT64_MAX;
	return true;
}

bool
cpe_rounded_rate(int64_t part, int64_t whole, int32_t base, bool *none, double *rate,
                 struct cpe_problem *problem)
{
	int64_t rounded_part;
	int64_t rounded_whole;

	if (!cpe_round_nearest(part, base, &rounded_part, problem) ||
	    !cpe_round_nearest(whole, base, &rounded_whole, problem))
		return false;
	if (part > whole)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "numerator out of range: %lld of %lld", (long long) part,
		                       (long long) whole);
	*none = rounded_whole == 0;
	/* multiples of base: dividing by it first keeps both exact for longer */
	*rate = *none ? 0 : 100.0 * (double) (rounded_part / base) / (double) (rounded_whole / base);
	return true;
}
