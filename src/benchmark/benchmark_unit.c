#include "benchmark/benchmark_unit.h"

#include <math.h>

#include "cancer_pe.h"

#include "utils/builtins.h"

#define LARGEST 1e150

void
cpe_check_score(double score, const char *name)
{
	if (!isnan(score) && !(fabs(score) <= LARGEST))
		cpe_refuse(CPE_INVALID, "It is a finite number up to 1e150, or NULL where there is none.",
		           NULL, "%s out of range: %g", name, score);
}

void
cpe_check_se(double se)
{
	if (!isnan(se) && se != 0 && !(se >= 1 / LARGEST && se <= LARGEST))
		cpe_refuse(CPE_INVALID, "A standard error is 0, or from 1e-150 to 1e150.", NULL,
		           "se out of range: %g", se);
}

int
cpe_word_in(const char *const *words, const char *word, const char *what)
{
	char *list = "";

	for (int i = 0; words[i]; i++)
	{
		if (strcmp(words[i], word) == 0)
			return i;
		list = psprintf("%s%s%s", list, i ? ", " : "", words[i]);
	}
	cpe_refuse(CPE_INVALID, psprintf("Allowed: %s.", list), NULL, "unknown %s: \"%s\"", what, word);
}

void
cpe_set_number(Datum *value, bool *null, double number)
{
	*value = Float8GetDatum(number);
	*null = !isfinite(number);
}

void
cpe_set_text(Datum *value, bool *null, const char *text)
{
	*value = text ? CStringGetTextDatum(text) : (Datum) 0;
	*null = text == NULL;
}
