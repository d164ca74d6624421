#include "benchmark/benchmark_unit.h"

#include <math.h>

#include "cancer_pe.h"

#include "adjust/quadrature.h"

void
cpe_check_score(double score, const char *name)
{
	if (!isnan(score) && !(fabs(score) <= CPE_FIGURE_LARGEST))
		cpe_refuse(CPE_INVALID, "It is a finite number up to 1e150, or NULL where there is none.",
		           NULL, "%s out of range: %g", name, score);
}

void
cpe_check_amount(double amount, const char *name, const char *range)
{
	if (!isnan(amount) && amount != 0 &&
	    !(amount >= 1 / CPE_FIGURE_LARGEST && amount <= CPE_FIGURE_LARGEST))
		cpe_refuse(CPE_INVALID, range, NULL, "%s out of range: %g", name, amount);
}

void
cpe_check_se(double se)
{
	cpe_check_amount(se, "se", "A standard error is 0, or from 1e-150 to 1e150.");
}

void
cpe_check_proportion(double score, const char *hint)
{
	if (score < 0 || score > 1)
		cpe_refuse(CPE_INVALID, "A proportion lies between 0 and 1.", hint,
		           "score out of range: %g", score);
}

void
cpe_check_answers(double n)
{
	if (n < 0)
		cpe_refuse(CPE_INVALID, "n is zero or positive.", NULL, "n must not be negative: %.0f", n);
}

int
cpe_nodes_option(const struct cpe_options *options)
{
	return cpe_whole_option(options, "nodes", 1, CPE_HERMITE_NODES_MAX, 10);
}
