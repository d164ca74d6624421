#include "base/decimal.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The oracle: long division by hand, one decimal digit after another. */
static double
long_division(long part, long whole, int decimals, bool twice)
{
	char digits[40];
	long rest = 100 * part;
	long long number = rest / whole;
	int steps = decimals + (twice ? 1 : 0);
	char text[60];

	rest %= whole;
	for (int i = 0; i < steps; i++)
	{
		rest *= 10;
		number = number * 10 + rest / whole;
		rest %= whole;
	}
	if (2 * rest >= whole)
		number++;
	if (twice)
		number = number / 10 + (number % 10 >= 5 ? 1 : 0);
	snprintf(digits, sizeof(digits), "%lld", number);
	snprintf(text, sizeof(text), "%se-%d", digits, decimals);
	return strtod(text, NULL);
}

int
main(void)
{
	static const struct
	{
		double value;
		int decimals;
		double once;
		double twice;
	} known[] = {{93.481, 0, 93, 94},
	             {93.45, 0, 93, 94},
	             {93.44, 0, 93, 93},
	             {2.675, 2, 2.68, 2.68},
	             {1.005, 2, 1.01, 1.01},
	             {0.5, 0, 1, 1},
	             {-0.5, 0, -1, -1},
	             {-2.45, 0, -2, -3},
	             {0.49, 0, 0, 1},
	             {0.04, 0, 0, 0},
	             {99.95, 0, 100, 100},
	             {99.95, 1, 100, 100},
	             {1e300, 3, 1e300, 1e300},
	             {1e-300, 10, 0, 0},
	             {123456789012345.6, 0, 123456789012346, 123456789012346},
	             {0.1, 10, 0.1, 0.1},
	             {8.7584593, 2, 8.76, 8.76},
	             {5e-324, 0, 0, 0},
	             {28.499999999999996, 0, 28, 29},
	             {9.99999, 2, 10, 10},
	             {0, 2, 0, 0}};

	unit_case("rounding of known numbers, once and twice");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		double once = cpe_round_half_up(known[i].value, known[i].decimals, CPE_ROUND_ONCE);
		double twice = cpe_round_half_up(known[i].value, known[i].decimals, CPE_ROUND_TWICE);

		CHECK(once == known[i].once, "%.17g once: %.17g", known[i].value, once);
		CHECK(twice == known[i].twice, "%.17g twice: %.17g", known[i].value, twice);
	}

	unit_case("every two-decimal number from 0 to 100 rounds as its text says");
	for (int hundredths = 0; hundredths <= 10000; hundredths++)
	{
		char text[20];
		double value;

		snprintf(text, sizeof(text), "%d.%02d", hundredths / 100, hundredths % 100);
		value = strtod(text, NULL);
		CHECK(cpe_round_half_up(value, 0, CPE_ROUND_ONCE) == (hundredths + 50) / 100, "%s once",
		      text);
		CHECK(cpe_round_half_up(value, 0, CPE_ROUND_TWICE) == ((hundredths + 5) / 10 + 5) / 10,
		      "%s twice", text);
		CHECK(cpe_round_half_up(-value, 1, CPE_ROUND_ONCE) == -((hundredths + 5) / 10) / 10.0,
		      "-%s to one decimal", text);
	}

	unit_case("percentages against long division");
	for (long whole = 1; whole <= 200; whole++)
		for (long part = 0; part <= whole; part++)
			for (int decimals = 0; decimals <= 2; decimals++)
				for (int twice = 0; twice <= 1; twice++)
				{
					double got = cpe_round_percent(part, whole, decimals,
					                               twice ? CPE_ROUND_TWICE : CPE_ROUND_ONCE);
					double want = long_division(part, whole, decimals, twice);

					CHECK(got == want, "%ld of %ld, %d decimals, twice %d: %.17g, want %.17g", part,
					      whole, decimals, twice, got, want);
				}
	CHECK(cpe_round_percent(717, 767, 0, CPE_ROUND_TWICE) == 94, "717 of 767 twice");
	CHECK(cpe_round_percent(717, 767, 0, CPE_ROUND_ONCE) == 93, "717 of 767 once");
	CHECK(cpe_round_percent(INT64_MAX, INT64_MAX, 10, CPE_ROUND_TWICE) == 100, "largest counts");
	return unit_end();
}
