#include "survey/scheme.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
check_icd10(void)
{
	static const struct
	{
		const char *text;
		const char *normal; /* NULL: none */
	} code[] = {{"C50", "C50"},      {"c50", "C50"},       {"C50.4", "C504"},  {"c504", "C504"},
	            {" C50.4 ", "C504"}, {"C504D", "C504"},    {"C50.4a", "C504"}, {"C73X", "C73"},
	            {"C73.X", "C73"},    {"C95.-", "C95"},     {"C95-", "C95"},    {"C50.49", "C504"},
	            {"D05.1", "D051"},   {"\tZ99\n", "Z99"},   {"C5", NULL},       {"C5O", NULL},
	            {"", NULL},          {" ", NULL},          {"50", NULL},       {"C50.", NULL},
	            {"C50..4", NULL},    {"C50.4.1", NULL},    {"C50 4", NULL},    {"C50.4X", NULL},
	            {"C504567", NULL},   {"\303\22450", NULL}, {"C50.4DD", NULL},  {"-50", NULL},
	            {"C 50", NULL}};

	unit_case("ICD-10 codes in normal form");
	for (size_t i = 0; i < sizeof(code) / sizeof(*code); i++)
	{
		char normal[CPE_ICD10_SIZE];
		struct cpe_problem problem = {CPE_OK, "", "", ""};
		bool good = cpe_icd10_normal(code[i].text, strlen(code[i].text), normal, &problem);
		const char *want = code[i].normal;

		CHECK(good == (want != NULL) && (!good || strcmp(normal, want) == 0), "\"%s\" gives \"%s\"",
		      code[i].text, good ? normal : "(none)");
		CHECK(good || (problem.code == CPE_INVALID && normal[0] == '\0'), "problem of \"%s\"",
		      code[i].text);
	}

	unit_case("a message holds whole characters of what it refuses");
	for (int lead = 0; lead < 4; lead++)
	{
		char text[120];
		char normal[CPE_ICD10_SIZE];
		struct cpe_problem problem;
		const char *quoted;

		memset(text, 'x', lead);
		for (int i = lead; i + 2 <= 110; i += 2)
			memcpy(text + i, i < 60 ? "\303\251" : "ab", 2);
		CHECK(!cpe_icd10_normal(text, 110, normal, &problem), "no code");
		quoted = strchr(problem.message, '"');
		CHECK(quoted && strlen(quoted) <= 42 && strstr(quoted, "\303\"") == NULL, "%s",
		      problem.message);
	}

	unit_case("ICD-10 codes: every text of up to four of some characters");
	{
		static const char characters[] = "Cc05.X-D ";
		int n = (int) strlen(characters);
		int good = 0;

		for (int length = 0; length <= 4; length++)
		{
			int all = (int) pow(n, length);

			for (int k = 0; k < all; k++)
			{
				/* a copy of its own size, so that a read behind it is seen */
				char *text = malloc(length + (length == 0));
				char normal[CPE_ICD10_SIZE];
				char again[CPE_ICD10_SIZE];
				struct cpe_problem problem;

				for (int i = 0, rest = k; i < length; i++, rest /= n)
					text[i] = characters[rest % n];
				if (cpe_icd10_normal(text, length, normal, &problem))
				{
					good++;
					CHECK(strlen(normal) >= 3 && normal[0] >= 'A' && normal[0] <= 'Z' &&
					          cpe_icd10_normal(normal, strlen(normal), again, &problem) &&
					          strcmp(again, normal) == 0,
					      "\"%s\" is its own normal form", normal);
				}
				free(text);
			}
		}
		/* four letters and two digits: 16 codes, as they are and with one more character: a blank
		   on either side, two digits, X, dash, D */
		CHECK(good == 16 * (1 + 2 + 2 + 3), "%d codes", good);
	}
}

static void
check_quintile(void)
{
	static const struct
	{
		const char *text;
		enum cpe_orientation orientation;
		int quintile; /* 0: none */
	} value[] = {{"1 - most deprived", CPE_ORIENTATION_NONE, 1},
	             {"5 - least deprived", CPE_ORIENTATION_NONE, 5},
	             {"1 - least deprived", CPE_ORIENTATION_NONE, 5},
	             {"5 - most deprived", CPE_ORIENTATION_NONE, 1},
	             {" 1-Most Deprived ", CPE_MOST_FIRST, 1},
	             {"1 (most deprived)", CPE_ORIENTATION_NONE, 0},
	             {"1: least", CPE_LEAST_FIRST, 5},
	             {"1 - most deprived", CPE_LEAST_FIRST, 0},
	             {"5 - least deprived", CPE_LEAST_FIRST, 0},
	             {"1 - least deprived", CPE_MOST_FIRST, 0},
	             {"5 - most deprived", CPE_MOST_FIRST, 0},
	             {"1", CPE_ORIENTATION_NONE, 0},
	             {"3", CPE_ORIENTATION_NONE, 0},
	             {"2 - most deprived", CPE_ORIENTATION_NONE, 0},
	             {"6", CPE_MOST_FIRST, 0},
	             {"0", CPE_MOST_FIRST, 0},
	             {"10 - least deprived", CPE_ORIENTATION_NONE, 0},
	             {"1.0", CPE_MOST_FIRST, 0},
	             {"", CPE_MOST_FIRST, 0},
	             {"1 -", CPE_MOST_FIRST, 0},
	             {"1 - most affluent", CPE_ORIENTATION_NONE, 0},
	             {"1 - mostly", CPE_ORIENTATION_NONE, 0},
	             {"1 - most deprived!", CPE_ORIENTATION_NONE, 0}};

	unit_case("fifths of deprivation");
	for (size_t i = 0; i < sizeof(value) / sizeof(*value); i++)
	{
		int quintile = 0;
		struct cpe_problem problem = {CPE_OK, "", "", ""};
		bool good = cpe_deprivation_quintile(value[i].text, strlen(value[i].text),
		                                     value[i].orientation, &quintile, &problem);

		CHECK(quintile == value[i].quintile && good == (quintile > 0) &&
		          (problem.code == CPE_OK) == good,
		      "\"%s\" with orientation %d gives %d", value[i].text, value[i].orientation, quintile);
	}
	for (int n = 1; n <= 5; n++)
	{
		char text[2] = {(char) ('0' + n), '\0'};
		int most = 0;
		int least = 0;
		struct cpe_problem problem;

		CHECK(cpe_deprivation_quintile(text, 1, CPE_MOST_FIRST, &most, &problem) &&
		          cpe_deprivation_quintile(text, 1, CPE_LEAST_FIRST, &least, &problem) &&
		          most == n && least == 6 - n,
		      "%d both ways: %d, %d", n, most, least);
	}
}

/* Ranges of two and three characters, found as a search from end to end finds them. */
static void
check_ranges(void)
{
	static const struct cpe_code_range range[] = {
		{"A", "A", 1, "one"},     {"10", "14", 2, "low"},     {"20", "20", 2, "twenty"},
		{"25", "99", 2, "high"},  {"C00", "C14", 3, "head"},  {"C50", "C50", 3, "breast"},
		{"C69", "C72", 3, "eye"}, {"C504", "C506", 4, "part"}};
	int n = (int) (sizeof(range) / sizeof(*range));
	int found = 0;

	unit_case("ranges of codes");
	for (int some = 0; some <= n; some++)
		for (int c = 0; c < 1000; c++)
			for (int form = 0; form < 4; form++)
			{
				static const char *const forms[] = {"%d", "%02d", "C%02d", "C%03d"};
				char code[20];
				const char *want = NULL;
				const char *got;
				size_t length;

				snprintf(code, sizeof(code), forms[form], c);
				length = strlen(code);
				for (int i = 0; i < some; i++)
					if (range[i].length == length && strcmp(range[i].first, code) <= 0 &&
					    strcmp(code, range[i].last) <= 0)
						want = range[i].group;
				got = cpe_code_group(range, some, code, length);
				CHECK(got == want, "\"%s\" among %d: %s", code, some, got ? got : "none");
				found += got != NULL;
			}
	CHECK(found > 100, "%d found", found);
	CHECK(strcmp(cpe_icd10_group(range, n, "C505"), "part") == 0 &&
	          strcmp(cpe_icd10_group(range, n, "C507"), "breast") == 0 &&
	          strcmp(cpe_icd10_group(range, n, "C50"), "breast") == 0 &&
	          strcmp(cpe_icd10_group(range, n, "C729"), "eye") == 0 &&
	          cpe_icd10_group(range, n, "C739") == NULL,
	      "four characters before three");
}

static void
check_bands(void)
{
	static const struct cpe_band band[] = {
		{-INFINITY, 0, false, false, "below"}, {0, 16, true, false, "child"},
		{16, 16, true, true, "sixteen"},       {16, 25, false, true, "young"},
		{30, 40, false, false, "thirties"},    {85, INFINITY, true, false, "old"}};
	static const struct
	{
		double value;
		const char *group;
	} at[] = {{-1e300, "below"}, {-1e-300, "below"},   {0, "child"},         {15.999, "child"},
	          {16, "sixteen"},   {16.001, "young"},    {25, "young"},        {25.001, NULL},
	          {30, NULL},        {30.001, "thirties"}, {39.999, "thirties"}, {40, NULL},
	          {84.999, NULL},    {85, "old"},          {1e300, "old"}};

	unit_case("bands of numbers");
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
	{
		const char *got = cpe_band_group(band, 6, at[i].value);

		CHECK((got == NULL) == (at[i].group == NULL) &&
		          (got == NULL || strcmp(got, at[i].group) == 0),
		      "%g is %s", at[i].value, got ? got : "none");
	}
	CHECK(cpe_band_group(band, 0, 1) == NULL, "no bands");
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_icd10();
	check_quintile();
	check_ranges();
	check_bands();
	return unit_end();
}
