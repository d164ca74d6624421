#include "survey/scheme.h"

#include <string.h>

#include "base/ascii.h"

bool
cpe_icd10_normal(const char *text, size_t length, char normal[CPE_ICD10_SIZE],
                 struct cpe_problem *problem)
{
	const char *given = text;
	size_t all = length;
	size_t size = 3;
	bool good;

	cpe_trim(&text, &length);
	good = length >= 3 && cpe_upper(text[0]) >= 'A' && cpe_upper(text[0]) <= 'Z' &&
	       cpe_is_digit(text[1]) && cpe_is_digit(text[2]);
	if (good)
	{
		normal[0] = cpe_upper(text[0]);
		normal[1] = text[1];
		normal[2] = text[2];
		text += 3;
		length -= 3;
		if (length > 1 && *text == '.')
		{
			text++;
			length--;
		}
		if (length > 0 && cpe_is_digit(*text))
		{
			normal[size++] = *text++;
			length--;
			if (length > 0 && cpe_is_digit(*text))
			{
				text++;
				length--;
			}
		}
		else if (length > 0 && (cpe_upper(*text) == 'X' || *text == '-'))
		{
			text++;
			length--;
		}
		if (length > 0 && (cpe_upper(*text) == 'D' || cpe_upper(*text) == 'A'))
			length--;
		good = length == 0;
	}
	normal[good ? size : 0] = '\0';
	if (good)
		return true;
	return cpe_problem_set(
		problem, CPE_INVALID,
		"It is a letter and two digits, with or without a fourth character: C50, "
		"C50.4, c504.",
		NULL, "not an ICD-10 code: \"%.*s\"", cpe_shown(given, all), given);
}

bool
cpe_orientation_by_name(const char *name, size_t length, enum cpe_orientation *orientation)
{
	static const char *const names[] = {"most_first", "least_first"};

	for (int i = 0; i < 2; i++)
		if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
		{
			*orientation = i == 0 ? CPE_MOST_FIRST : CPE_LEAST_FIRST;
			return true;
		}
	return false;
}

/* Takes a word off the front, in small or capital letters; false when another stands there. */
static bool
take_word(const char **text, size_t *length, const char *word)
{
	size_t size = strlen(word);

	if (*length < size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (cpe_upper((*text)[i]) != cpe_upper(word[i]))
			return false;
	*text += size;
	*length -= size;
	return true;
}

/* What stands behind the number: nothing, or which end of deprivation it is. */
static bool
read_end(const char *text, size_t length, enum cpe_orientation *end)
{
	*end = CPE_ORIENTATION_NONE;
	cpe_trim(&text, &length);
	if (length == 0)
		return true;
	if (*text == '-' || *text == ':')
	{
		text++;
		length--;
		cpe_trim(&text, &length);
	}
	if (take_word(&text, &length, "most"))
		*end = CPE_MOST_FIRST;
	else if (take_word(&text, &length, "least"))
		*end = CPE_LEAST_FIRST;
	else
		return false;
	if (length > 0 && !cpe_is_blank(*text))
		return false;
	cpe_trim(&text, &length);
	return length == 0 || (take_word(&text, &length, "deprived") && length == 0);
}

bool
cpe_deprivation_quintile(const char *text, size_t length, enum cpe_orientation orientation,
                         int *quintile, struct cpe_problem *problem)
{
	static const char form[] =
		"It is 1 to 5, with or without words at its ends: 1 - most deprived, 5 - least deprived.";
	const char *given = text;
	size_t all = length;
	enum cpe_orientation end;
	int number;

	cpe_trim(&text, &length);
	if (length == 0 || *text < '1' || *text > '5' || !read_end(text + 1, length - 1, &end))
		return cpe_problem_set(problem, CPE_INVALID, form, NULL,
		                       "not a fifth of deprivation: \"%.*s\"", cpe_shown(given, all),
		                       given);
	number = *text - '0';
	if (end != CPE_ORIENTATION_NONE)
	{
		if (number != 1 && number != 5)
			return cpe_problem_set(problem, CPE_INVALID, form, NULL,
			                       "not a fifth of deprivation: \"%.*s\"", cpe_shown(given, all),
			                       given);
		/* "5 - least" says the same of the numbers as "1 - most" */
		if (number == 5)
			end = end == CPE_MOST_FIRST ? CPE_LEAST_FIRST : CPE_MOST_FIRST;
		if (orientation != CPE_ORIENTATION_NONE && orientation != end)
			return cpe_problem_set(
				problem, CPE_INVALID,
				orientation == CPE_MOST_FIRST ? "most_first means that 1 is the most deprived."
											  : "least_first means that 1 is the least deprived.",
				NULL, "orientation contradicts the text \"%.*s\"", cpe_shown(given, all), given);
		orientation = end;
	}
	if (orientation == CPE_ORIENTATION_NONE)
		return cpe_problem_set(
			problem, CPE_INVALID,
			"Files number the fifths in both directions, and nothing in a bare "
			"number tells which.",
			"Say most_first where 1 is the most deprived, least_first where it is "
			"the least.",
			"a bare number of deprivation needs an orientation: \"%.*s\"", cpe_shown(given, all),
			given);
	*quintile = orientation == CPE_MOST_FIRST ? number : 6 - number;
	return true;
}

const char *
cpe_code_group(const struct cpe_code_range *range, int n, const char *code, size_t length)
{
	int from = 0;
	int to = n;

	/* the first range that ends at the code or behind it */
	while (from < to)
	{
		int middle = from + (to - from) / 2;
		const struct cpe_code_range *at = &range[middle];

		if (at->length < length || (at->length == length && memcmp(at->last, code, length) < 0))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < n && range[from].length == length && memcmp(range[from].first, code, length) <= 0)
		return range[from].group;
	return NULL;
}

const char *
cpe_icd10_group(const struct cpe_code_range *range, int n, const char *code)
{
	const char *group = strlen(code) == 4 ? cpe_code_group(range, n, code, 4) : NULL;

	return group ? group : cpe_code_group(range, n, code, 3);
}

const char *
cpe_band_group(const struct cpe_band *band, int n, double value)
{
	int from = 0;
	int to = n;

	/* the first band that ends at the number or above it */
	while (from < to)
	{
		int middle = from + (to - from) / 2;
		const struct cpe_band *at = &band[middle];

		if (at->high < value || (at->high == value && !at->high_inside))
			from = middle + 1;
		else
			to = middle;
	}
	if (from < n && (band[from].low < value || (band[from].low == value && band[from].low_inside)))
		return band[from].group;
	return NULL;
}
