#include "cohort/nhs_number.h"

#include "base/ascii.h"

/*
 * The digits of a text, blanks and hyphens left out; how many there are, 11 for more than ten, and
 * -1 where something else stands.
 */
static int
read_digits(const char *text, size_t length, char number[CPE_NHS_NUMBER_SIZE])
{
	int digits = 0;

	for (size_t i = 0; i < length; i++)
	{
		char c = text[i];

		if (cpe_is_blank(c) || c == '-')
			continue;
		if (!cpe_is_digit(c))
			return -1;
		if (digits < 10)
			number[digits] = c;
		if (digits < 11)
			digits++;
	}
	number[digits < 10 ? digits : 10] = '\0';
	return digits;
}

bool
cpe_nhs_number(const char *text, size_t length, char number[CPE_NHS_NUMBER_SIZE],
               struct cpe_problem *problem)
{
	int digits = read_digits(text, length, number);
	int sum = 0;
	bool filler = true;
	int check;

	/* A message shows none of it: it names a person. */
	if (digits != 10)
		return cpe_problem_set(problem, CPE_INVALID,
		                       digits < 0
		                           ? "A character is neither a digit nor a blank nor a hyphen."
		                           : "It has ten digits.",
		                       "With strict => false it is NULL.", "not an NHS number");
	for (int i = 0; i < 9; i++)
	{
		sum += (number[i] - '0') * (10 - i);
		filler = filler && number[i] == '0';
	}
	check = (11 - sum % 11) % 11;
	if (check != number[9] - '0')
		return cpe_problem_set(problem, CPE_INVALID, "Its check digit is wrong.",
		                       "With strict => false it is NULL.", "not an NHS number");
	if (filler)
		return cpe_problem_set(problem, CPE_INVALID, "Ten zeros stand for no number.",
		                       "With strict => false it is NULL.", "not an NHS number");
	return true;
}
