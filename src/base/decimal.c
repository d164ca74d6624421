#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
cpe_rounding_by_name(const char *name, enum cpe_rounding *rounding)
{
	if (strcmp(name, "once") == 0)
		*rounding = CPE_ROUND_ONCE;
	else if (strcmp(name, "twice") == 0)
		*rounding = CPE_ROUND_TWICE;
	else
		return false;
	return true;
}

/* Decimal digits d.ddd * 10^exponent of a number; room in front for a carry. */
struct digits
{
	int count;
	int exponent;
	int digit[20];
};

/* The fewest digits that read back as the same number (more than 15 only where needed). */
static void
shortest_digits(double value, struct digits *digits)
{
	char text[40];
	char *at = text;

	for (int precision = 14; precision <= 16; precision++)
	{
		snprintf(text, sizeof(text), "%.*e", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
	digits->count = 0;
	for (; *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			digits->digit[digits->count++] = *at - '0';
	digits->exponent = atoi(at + 1);
}

/* Rounds half up behind that many decimals. */
static void
round_digits(struct digits *digits, int decimals)
{
	int keep = digits->exponent + 1 + decimals;
	bool up;

	if (keep >= digits->count)
		return;
	up = keep >= 0 && digits->digit[keep] >= 5;
	digits->count = keep > 0 ? keep : 0;
	if (!up)
		return;
	for (int i = digits->count - 1; i >= 0; i--)
	{
		if (++digits->digit[i] < 10)
			return;
		digits->digit[i] = 0;
	}
	/* carried out in front: one digit more */
	memmove(digits->digit + 1, digits->digit, sizeof(int) * (size_t) digits->count);
	digits->digit[0] = 1;
	digits->count++;
	digits->exponent++;
}

double
cpe_round_half_up(double value, int decimals, enum cpe_rounding rounding)
{
	struct digits digits;
	char text[60];
	char *at = text;
	double result;

	if (value == 0)
		return 0;
	shortest_digits(fabs(value), &digits);
	if (rounding == CPE_ROUND_TWICE)
		round_digits(&digits, decimals + 1);
	round_digits(&digits, decimals);
	if (digits.count == 0)
		return 0;
	for (int i = 0; i < digits.count; i++)
		*at++ = (char) ('0' + digits.digit[i]);
	snprintf(at, sizeof(text) - (size_t) (at - text), "e%d", digits.exponent - (digits.count - 1));
	result = strtod(text, NULL);
	return value < 0 ? -result : result;
}

double
cpe_round_percent(int64_t part, int64_t whole, int decimals, enum cpe_rounding rounding)
{
	unsigned __int128 scale = 100;
	unsigned __int128 rounded;
	int steps = decimals + (rounding == CPE_ROUND_TWICE);
	double power = 1;

	for (int i = 0; i < steps; i++)
		scale *= 10;
	rounded = (2 * scale * (uint64_t) part + (uint64_t) whole) / (2 * (unsigned __int128) whole);
	if (rounding == CPE_ROUND_TWICE)
		rounded = (rounded + 5) / 10;
	for (int i = 0; i < decimals; i++)
		power *= 10;
	return (double) rounded / power;
}

size_t
cpe_decimal_print(double value, char *text)
{
	struct digits digits;
	char *at = text;
	bool plain;

	if (value == 0)
		return (size_t) (stpcpy(text, "0") - text);
	shortest_digits(fabs(value), &digits);
	while (digits.count > 1 && digits.digit[digits.count - 1] == 0)
		digits.count--;
	if (value < 0)
		*at++ = '-';
	plain = digits.exponent >= -5 && digits.exponent < 17;
	if (plain && digits.exponent < 0)
	{
		at = stpcpy(at, "0.");
		for (int i = -1; i > digits.exponent; i--)
			*at++ = '0';
	}
	for (int i = 0; i < digits.count || (plain && i <= digits.exponent); i++)
	{
		if (i == (plain ? digits.exponent + 1 : 1) && i > 0)
			*at++ = '.';
		*at++ = (char) ('0' + (i < digits.count ? digits.digit[i] : 0));
	}
	if (!plain)
		at += sprintf(at, "e%d", digits.exponent);
	*at = '\0';
	return (size_t) (at - text);
}

const char *
cpe_decimal_read(const char *text, double *value)
{
	bool negative = *text == '-';
	char digit[CPE_DECIMAL_DIGITS + 16];
	int digits = 0;
	int exponent = 0;
	bool some = false;
	bool decimals = false;

	text += negative || *text == '+';
	for (;; text++)
	{
		if (*text == '.' && !decimals)
		{
			decimals = true;
			continue;
		}
		if (*text < '0' || *text > '9')
			break;
		some = true;
		if (decimals && exponent > -100000)
			exponent--;
		if (digits == 0 && *text == '0')
			continue;
		if (digits == CPE_DECIMAL_DIGITS)
			return NULL;
		digit[digits++] = *text;
	}
	if (!some)
		return NULL;
	if (*text == 'e' || *text == 'E')
	{
		bool down = text[1] == '-';
		int given = 0;

		text += 1 + (down || text[1] == '+');
		if (*text < '0' || *text > '9')
			return NULL;
		for (; *text >= '0' && *text <= '9'; text++)
			if (given < 100000)
				given = 10 * given + (*text - '0');
		exponent += down ? -given : given;
	}
	if (digits == 0)
		*value = 0;
	else
	{
		/* without a point: what that is depends on the locale */
		snprintf(digit + digits, sizeof(digit) - (size_t) digits, "e%d", exponent);
		*value = strtod(digit, NULL);
		if (isinf(*value))
			return NULL;
		if (negative && *value > 0)
			*value = -*value;
	}
	return text;
}
