#include "suppress/sensitive.h"

#include <math.h>

/* Brings a total near the largest double down by a power of two, so that products stay finite. */
static double
scale_of(double total)
{
	return total > 0x1p900 ? 0x1p-120 : 1;
}

bool
cpe_dominance(const double *largest, size_t count, double total, int n, double k)
{
	double scale = scale_of(total);
	double sum = 0;

	for (size_t i = 0; i < count && i < (size_t) n; i++)
		sum += largest[i] * scale;
	return 100 * sum > k * (total * scale);
}

bool
cpe_p_percent(const double *largest, size_t count, double total, double p)
{
	double scale = scale_of(total);
	double first = count > 0 ? largest[0] * scale : 0;
	double second = count > 1 ? largest[1] * scale : 0;

	return 100 * (total * scale - first - second) < p * first;
}

size_t
cpe_largest_put(double *largest, size_t count, size_t limit, double amount)
{
	size_t at = count < limit ? count : limit - 1;

	if (count == limit && !(amount > largest[at]))
		return count;
	for (; at > 0 && largest[at - 1] < amount; at--)
		largest[at] = largest[at - 1];
	largest[at] = amount;
	return count < limit ? count + 1 : count;
}
