#include "suppress/published_rate.h"

#include <math.h>
#include <stddef.h>

#include "base/decimal.h"

const char *const cpe_rate_rounding_words[] = {"either", "half_up", "half_even", "twice", NULL};

/* Quotients of a non-negative or negative number by a positive one, downward and upward. */
static __int128
quotient_down(__int128 number, __int128 divisor)
{
	return number / divisor - (number % divisor < 0);
}

static __int128
quotient_up(__int128 number, __int128 divisor)
{
	return number / divisor + (number % divisor > 0);
}

/* The percentage in units of its last decimal; false where it has more decimals. */
static bool
in_units(double percentage, int decimals, int64_t scale, int64_t *units)
{
	*units = llround(percentage * (double) scale);
	return cpe_round_half_up(percentage, decimals, CPE_ROUND_ONCE) == percentage;
}

bool
cpe_numerator_bounds(double percentage, int64_t n, int decimals, enum cpe_rate_rounding rounding,
                     int64_t *low, int64_t *high, struct cpe_problem *problem)
{
	int64_t scale = 1;
	int64_t units;
	__int128 least; /* ends of the interval of 100 r / n, in half units of its last decimal */
	__int128 most;
	__int128 divisor;
	__int128 first;
	__int128 last;
	bool least_in = true;
	bool most_in = true;

	if (decimals < 0 || decimals > CPE_DECIMALS_MAX)
		return cpe_problem_set(problem, CPE_INVALID, "There are 0 to 10 decimals.", NULL,
		                       "decimals out of range: %d", decimals);
	if (!(percentage >= 0 && percentage <= 100))
		return cpe_problem_set(problem, CPE_INVALID, "It is from 0 to 100.", NULL,
		                       "percentage out of range: %g", percentage);
	if (n < 1)
		return cpe_problem_set(problem, CPE_INVALID, "It is the count of which there is a share.",
		                       NULL, "n out of range: %lld", (long long) n);
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	if (!in_units(percentage, decimals, scale, &units))
		return cpe_problem_set(problem, CPE_INVALID, NULL,
		                       "Say with how many decimals it was published.",
		                       "percentage %.17g has more than %d decimals", percentage, decimals);
	if (rounding == CPE_RATE_TWICE)
	{
		/* the first rounding gave units - 0.5 to units + 0.4, of which each is 0.05 either way */
		scale *= 10;
		least = 2 * (10 * (__int128) units - 5) - 1;
		most = 2 * (10 * (__int128) units + 4) + 1;
		most_in = false;
	}
	else
	{
		least = 2 * (__int128) units - 1;
		most = 2 * (__int128) units + 1;
		if (rounding == CPE_RATE_HALF_UP)
			most_in = false;
		else if (rounding == CPE_RATE_HALF_EVEN)
			least_in = most_in = units % 2 == 0;
	}
	/* least <= 200 * scale * r / n <= most */
	divisor = 200 * (__int128) scale;
	first = least_in ? quotient_up(least * n, divisor) : quotient_down(least * n, divisor) + 1;
	last = most_in ? quotient_down(most * n, divisor) : quotient_up(most * n, divisor) - 1;
	*low = first < 0 ? 0 : (int64_t) first;
	*high = last > n ? n : (int64_t) last;
	if (*low > *high)
		return cpe_problem_set(
			problem, CPE_INVALID, "Percentage, n or decimals are not those that were published.",
			NULL, "no whole number of %lld is %.*f per cent", (long long) n, decimals, percentage);
	return true;
}
