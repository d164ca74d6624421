#include "benchmark/proportion_scale.h"

#include <math.h>
#include <stddef.h>

const char *const cpe_proportion_scale_words[] = {"raw", "arcsine", "logit", "freeman_tukey", NULL};

void
cpe_proportion_on_scale(enum cpe_proportion_scale scale, double x, double n, double *value,
                        double *se)
{
	double half = x > 0 && x < n ? 0 : 0.5;
	double yes = x + half;
	double no = n - x + half;

	n = yes + no;
	switch (scale)
	{
		case CPE_PROPORTION_SCALE_ARCSINE:
			*value = asin(sqrt(yes / n));
			*se = 1 / (2 * sqrt(n));
			return;
		case CPE_PROPORTION_SCALE_LOGIT:
			*value = log(yes / no);
			*se = sqrt(1 / yes + 1 / no);
			return;
		case CPE_PROPORTION_SCALE_FREEMAN_TUKEY:
			*value = (asin(sqrt(yes / (n + 1))) + asin(sqrt((yes + 1) / (n + 1)))) / 2;
			*se = 1 / sqrt(4 * n + 2);
			return;
		case CPE_PROPORTION_SCALE_RAW:
			break;
	}
	*value = yes / n;
	*se = sqrt(yes / n * no) / n;
}
