#ifndef CPE_SUPPRESS_SENSITIVE_H
#define CPE_SUPPRESS_SENSITIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Cells that are sensitive because of what few respondents contribute to a total: dominance (n, k)
 * and p %, as the handbook of the ESSnet on statistical disclosure control has them.  Contributions
 * are zero or positive; largest[] has the largest first.
 */
#define CPE_LARGEST_MAX 100

/* The sum of the n largest contributions is more than k % of the total. */
extern bool cpe_dominance(const double *largest, size_t count, double total, int n, double k);

/*
 * What is left of the total without the two largest is less than p % of the largest: the second
 * contributor can tell the first to within p %.
 */
extern bool cpe_p_percent(const double *largest, size_t count, double total, double p);

/*
 * Puts an amount among the count largest, which keep their order, and returns how many there are
 * now, at most limit.
 */
extern size_t cpe_largest_put(double *largest, size_t count, size_t limit, double amount);

#endif
