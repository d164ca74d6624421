#ifndef CPE_BASE_DECIMAL_H
#define CPE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
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

/*
 * Doubles as text that no locale changes.  Printed: the fewest digits, 15 or more where needed,
 * that read back as the same number: "0.1", "-120", "1.5e-300"; value finite, zero without a sign;
 * returns the length.  Read: sign, digits, point, exponent, as "-1.5e-3", ".5" or "+2."; returns
 * where the text goes on, or NULL where it begins with no number or one out of range; more than
 * CPE_DECIMAL_DIGITS significant digits are too many.
 */
#define CPE_DECIMAL_TEXT 40
#define CPE_DECIMAL_DIGITS 400
extern size_t cpe_decimal_print(double value, char *text);
extern const char *cpe_decimal_read(const char *text, double *value);

#endif
