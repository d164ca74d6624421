#include "cohort/nhs_number.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_number(const char *text, char number[CPE_NHS_NUMBER_SIZE], struct cpe_problem *problem)
{
	return cpe_nhs_number(text, strlen(text), number, problem);
}

static void
check_spellings(void)
{
	static const char *const good[] = {"9434765919", "943 476 5919", "943-476-5919",
	                                   " 9434765919\t", "9-4-3-4-7-6-5-9-1-9"};
	static const char *const bad[] = {"",           "943476591",  "94347659190",  "943476591O",
	                                  "9434765918", "0000000000", "943.476.5919", "\3709434765919",
	                                  "+9434765919"};
	char number[CPE_NHS_NUMBER_SIZE];
	struct cpe_problem problem;

	unit_case("spellings of an NHS number");
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		CHECK(is_number(good[i], number, &problem) && strcmp(number, "9434765919") == 0, "\"%s\"",
		      good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK(!is_number(bad[i], number, &problem) && problem.code == CPE_INVALID &&
		          strpbrk(problem.message, "0123456789") == NULL,
		      "\"%s\": %s", bad[i], problem.message);
}

/* What a check digit is for: no single digit wrong, no two neighbours exchanged, goes unseen. */
static void
check_errors_found(void)
{
	int numbers = 0;
	int unseen = 0;
	char number[CPE_NHS_NUMBER_SIZE];
	struct cpe_problem problem;

	unit_case("a wrong digit and exchanged neighbours are found, in 2000 numbers");
	srand(11);
	while (numbers < 2000)
	{
		char text[11];

		for (int i = 0; i < 10; i++)
			text[i] = (char) ('0' + rand() % 10);
		text[10] = '\0';
		if (!is_number(text, number, &problem))
			continue;
		numbers++;
		for (int i = 0; i < 10; i++)
		{
			char kept = text[i];

			for (char c = '0'; c <= '9'; c++)
			{
				text[i] = c;
				unseen += c != kept && is_number(text, number, &problem);
			}
			text[i] = kept;
			if (i < 9 && text[i] != text[i + 1])
			{
				text[i] = text[i + 1];
				text[i + 1] = kept;
				unseen += is_number(text, number, &problem);
				text[i + 1] = text[i];
				text[i] = kept;
			}
		}
	}
	CHECK(unseen == 0, "%d unseen", unseen);
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_spellings();
	check_errors_found();
	return unit_end();
}
