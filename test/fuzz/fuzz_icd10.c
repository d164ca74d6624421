/*
 * Codes of records: the first byte says what the rest is.  r: ranges of ICD-10 codes; c: a code;
 * n: an NHS number.  What is accepted means what loops over all codes say, and reads back.
 */
#include "fuzz.h"

#include <string.h>

#include "cohort/icd10.h"
#include "cohort/nhs_number.h"

static void
check_ranges(const char *text, size_t length)
{
	static struct cpe_icd10_set set, again;
	struct cpe_problem problem = {0};
	char out[256];

	if (!cpe_icd10_set_read(text, length, &set, &problem))
	{
		fuzz_check_problem(&problem);
		return;
	}
	for (int c = 0; c < CPE_ICD10_CODES; c += 10)
	{
		char code[CPE_ICD10_SIZE] = {(char) ('A' + c / 1000), (char) ('0' + c / 100 % 10),
		                             (char) ('0' + c / 10 % 10), '\0', '\0'};
		bool whole = cpe_icd10_set_has(&set, code);
		bool all = true;

		for (int k = 0; k < 10; k++)
		{
			code[3] = (char) ('0' + k);
			all = all && cpe_icd10_set_has(&set, code);
		}
		MUST(whole == all);
	}
	/* everything left out leaves nothing */
	if (length < 200)
	{
		memcpy(out, text, length);
		memcpy(out + length, ",!A00-Z99", 9);
		MUST(cpe_icd10_set_read(out, length + 9, &again, &problem));
		for (size_t i = 0; i < sizeof(again.bits); i++)
			MUST(again.bits[i] == 0);
	}
}

static void
check_code(const char *text, size_t length)
{
	struct cpe_problem problem = {0};
	struct cpe_icd10_set set;
	char normal[CPE_ICD10_SIZE], again[CPE_ICD10_SIZE];

	if (!cpe_icd10_read(text, length, normal, &problem))
	{
		MUST(problem.code == CPE_INVALID && normal[0] == '\0');
		return;
	}
	MUST(cpe_icd10_read(normal, strlen(normal), again, &problem) && strcmp(normal, again) == 0);
	MUST(cpe_icd10_set_read(normal, strlen(normal), &set, &problem));
	MUST(cpe_icd10_set_has(&set, normal));
}

static void
check_number(const char *text, size_t length)
{
	struct cpe_problem problem = {0};
	char number[CPE_NHS_NUMBER_SIZE], again[CPE_NHS_NUMBER_SIZE];

	if (!cpe_nhs_number(text, length, number, &problem))
	{
		fuzz_check_problem(&problem);
		return;
	}
	MUST(strlen(number) == 10 && strspn(number, "0123456789") == 10);
	MUST(cpe_nhs_number(number, 10, again, &problem) && strcmp(number, again) == 0);
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	const char *text = (const char *) data + 1;

	if (size == 0)
		return;
	switch (*data)
	{
		case 'r':
			check_ranges(text, size - 1);
			break;
		case 'c':
			check_code(text, size - 1);
			break;
		case 'n':
			check_number(text, size - 1);
			break;
	}
}
