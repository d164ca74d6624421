#include "base/decimal.h"
#include "unit.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
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

/* A double with random bits, finite. */
static double
random_double(void)
{
	uint64_t bits;
	double value;

	do
	{
		bits = (uint64_t) random() << 62 ^ (uint64_t) random() << 31 ^ (uint64_t) random();
		memcpy(&value, &bits, sizeof(value));
	} while (!isfinite(value));
	return value;
}

/* Whether a number prints and reads back with the same bits, as what strtod reads. */
static bool
reads_back(double value, char *text)
{
	double again;
	const char *end;

	return cpe_decimal_print(value, text) == strlen(text) && strlen(text) < CPE_DECIMAL_TEXT &&
	       (end = cpe_decimal_read(text, &again)) != NULL && *end == '\0' &&
	       memcmp(&again, &value, sizeof(value)) == 0 && strtod(text, NULL) == value;
}

static void
test_exact_text(void)
{
	static const struct
	{
		double value;
		const char *text;
	} printed[] = {{0, "0"},
	               {-0.0, "0"},
	               {1, "1"},
	               {-120, "-120"},
	               {0.1, "0.1"},
	               {0.1 + 0.2, "0.30000000000000004"},
	               {1e16, "10000000000000000"},
	               {1e17, "1e17"},
	               {-1.5e300, "-1.5e300"},
	               {0.00001, "0.00001"},
	               {0.0000012, "1.2e-6"},
	               {5e-324, "4.94065645841247e-324"},
	               {1.7976931348623157e308, "1.7976931348623157e308"}};
	static const struct
	{
		const char *text;
		int taken; /* -1: no number */
		double value;
	} read[] = {{"12", 2, 12},
	            {"-.5x", 3, -0.5},
	            {"+2.", 3, 2},
	            {"007.50e-1 ", 9, 0.75},
	            {"-0", 2, 0},
	            {"0e999999999", 11, 0},
	            {"1e-999999999", 12, 0},
	            {"0.000000000000000000000000000000000000000001e42", 47, 1},
	            {"1.2.3", 3, 1.2},
	            {"1e400", -1, 0},
	            {"1e", -1, 0},
	            {"1e+", -1, 0},
	            {"", -1, 0},
	            {"-", -1, 0},
	            {".", -1, 0},
	            {" 1", -1, 0},
	            {"inf", -1, 0},
	            {"nan", -1, 0},
	            {"0x10", 1, 0}};
	char text[CPE_DECIMAL_TEXT];
	char many[2 * CPE_DECIMAL_DIGITS];
	double value;

	unit_case("numbers as text");
	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++)
	{
		cpe_decimal_print(printed[i].value, text);
		CHECK(strcmp(text, printed[i].text) == 0, "%s, not %s", text, printed[i].text);
	}
	for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++)
	{
		const char *end = cpe_decimal_read(read[i].text, &value);

		CHECK(end == NULL ? read[i].taken < 0
		                  : end - read[i].text == read[i].taken && value == read[i].value &&
		                        !signbit(value) == !(value < 0),
		      "%s", read[i].text);
	}
	memset(many, '0', sizeof(many));
	memset(many + 5, '1', CPE_DECIMAL_DIGITS);
	strcpy(many + 5 + CPE_DECIMAL_DIGITS, "e-399");
	CHECK(cpe_decimal_read(many, &value) != NULL && value == 10.0 / 9, "as many digits as may be");
	many[5 + CPE_DECIMAL_DIGITS] = '1';
	CHECK(cpe_decimal_read(many, &value) == NULL, "one more");

	unit_case("doubles with random bits read back as they were");
	for (int i = 0; i < 100000; i++)
	{
		value = i % 2 ? random_double() : unit_random() * 1000;
		CHECK(reads_back(value, text), "%.17g: %s", value, text);
	}

	unit_case("a locale with a decimal comma changes nothing");
	if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL &&
	    setlocale(LC_NUMERIC, "de_DE.utf8") == NULL && setlocale(LC_NUMERIC, "fr_FR.UTF-8") == NULL)
		printf("# no such locale here\n");
	cpe_decimal_print(-1234.5, text);
	CHECK(strcmp(text, "-1234.5") == 0, "%s", text);
	CHECK(cpe_decimal_read("-1234.5e-1", &value) != NULL && value == -123.45, "%g", value);
	CHECK(cpe_round_half_up(2.675, 2, CPE_ROUND_ONCE) == 2.68, "rounding");
	setlocale(LC_NUMERIC, "C");
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
	test_exact_text();
	return unit_end();
}
