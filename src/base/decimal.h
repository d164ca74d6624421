#ifndef CPE_BASE_DECIMAL_H
#define CPE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#define CPE_DECIMALS_MAX 10

/* Rounding as publishers do it: half away from zero, once, or first to one decimal more. */
enum cpe_rounding
{
	CPE_ROUND_ONCE,
	CPE_ROUND_TWICE
};
extern bool cpe_rounding_by_name(const char *name, enum cpe_rounding *rounding);

/* The number as it prints in its shortest decimal form, rounded; value finite. */
extern double cpe_round_half_up(double value, int decimals, enum cpe_rounding rounding);

/* 100 * part / whole rounded from the exact fraction; 0 <= part <= whole, whole > 0. */
extern double cpe_round_percent(int64_t part, int64_t whole, int decimals,
                                enum cpe_rounding rounding);

#endif
