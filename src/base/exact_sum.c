#include "base/exact_sum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef unsigned __int128 wide;

#define MANTISSA_BITS 52

/* x = *mantissa * 2^(result), the mantissa without sign. */
static int
take_apart(double x, uint64_t *mantissa, bool *negative)
{
	uint64_t bits;
	int exponent;

	memcpy(&bits, &x, sizeof(bits));
	*negative = bits >> 63;
	exponent = (int) ((bits >> MANTISSA_BITS) & 0x7ff);
	*mantissa = bits & ((UINT64_C(1) << MANTISSA_BITS) - 1);
	if (exponent > 0)
		*mantissa |= UINT64_C(1) << MANTISSA_BITS;
	else
		exponent = 1;
	return exponent - 1023 - MANTISSA_BITS;
}

/* Floor of e / 64, for negative e too. */
static int
limb_of(int e)
{
	return e >= 0 ? e / 64 : -((63 - e) / 64);
}

void
cpe_term_product(struct cpe_term *term, const double *factor, int factors)
{
	uint64_t product[CPE_TERM_LIMBS] = {1};
	int used = 1;
	int exponent = 0;
	int shift;
	int first = 0;

	term->negative = false;
	for (int f = 0; f < factors; f++)
	{
		uint64_t mantissa;
		uint64_t carry = 0;
		bool negative;

		exponent += take_apart(factor[f], &mantissa, &negative);
		term->negative ^= negative;
		for (int i = 0; i < used; i++)
		{
			wide digit = (wide) product[i] * mantissa + carry;

			product[i] = (uint64_t) digit;
			carry = (uint64_t) (digit >> 64);
		}
		if (carry)
			product[used++] = carry;
	}
	term->low = limb_of(exponent);
	shift = exponent - 64 * term->low;
	if (shift > 0)
	{
		uint64_t carry = 0;

		for (int i = 0; i < used; i++)
		{
			uint64_t digit = product[i];

			product[i] = (digit << shift) | carry;
			carry = digit >> (64 - shift);
		}
		if (carry)
			product[used++] = carry;
	}
	while (used > 0 && product[used - 1] == 0)
		used--;
	while (first < used && product[first] == 0)
		first++;
	term->low += first;
	term->count = used - first;
	if (term->count == 0)
		term->negative = false;
	memcpy(term->limb, product + first, sizeof(uint64_t) * (size_t) term->count);
}

struct cpe_sums
cpe_sums_at(void *memory, int sums)
{
	struct cpe_sums all;

	all.sums = sums;
	all.window = memory;
	all.limb = (uint64_t *) (all.window + sums);
	return all;
}

struct cpe_exact
cpe_sums_get(const struct cpe_sums *all, int which)
{
	struct cpe_exact sum;

	sum.limb = all->limb;
	for (int i = 0; i < which; i++)
		sum.limb += all->window[i].count;
	sum.window = all->window[which];
	return sum;
}

size_t
cpe_sums_size(const struct cpe_window *window, int sums)
{
	size_t size = sizeof(struct cpe_window) * (size_t) sums;

	for (int i = 0; i < sums; i++)
		size += sizeof(uint64_t) * (size_t) window[i].count;
	return size;
}

/* Whether the top limb is far enough from its ends that one more carry cannot pass them. */
static bool
has_headroom(uint64_t top)
{
	return top + (UINT64_C(1) << 62) < UINT64_C(1) << 63;
}

/* Whether limbs [low, low + count) can be added below the top limb of the window. */
static bool
fits(const struct cpe_window *window, const uint64_t *limb, int32_t low, int32_t count)
{
	return count == 0 ||
	       (window->count > 0 && low >= window->low && low + count < window->low + window->count &&
	        has_headroom(limb[window->count - 1]));
}

/* target[0 ...] += limbs, or -= when negative; carries run up to the end of the target. */
static void
add_limbs(uint64_t *target, int32_t size, const uint64_t *limb, int32_t count, bool negative)
{
	uint64_t carry = 0;
	int32_t i;

	for (i = 0; i < count; i++)
	{
		wide digit;

		if (negative)
		{
			digit = (wide) target[i] - limb[i] - carry;
			carry = (uint64_t) (digit >> 64) & 1;
		}
		else
		{
			digit = (wide) target[i] + limb[i] + carry;
			carry = (uint64_t) (digit >> 64);
		}
		target[i] = (uint64_t) digit;
	}
	for (; carry && i < size; i++)
	{
		uint64_t before = target[i];

		target[i] = negative ? before - 1 : before + 1;
		carry = negative ? before == 0 : target[i] == 0;
	}
}

bool
cpe_sums_add(struct cpe_sums *all, const struct cpe_term *term)
{
	uint64_t *limb = all->limb;

	for (int s = 0; s < all->sums; s++)
	{
		if (!fits(&all->window[s], limb, term[s].low, term[s].count))
			return false;
		limb += all->window[s].count;
	}
	limb = all->limb;
	for (int s = 0; s < all->sums; s++)
	{
		const struct cpe_window *window = &all->window[s];

		if (term[s].count > 0)
			add_limbs(limb + (term[s].low - window->low),
			          window->count - (term[s].low - window->low), term[s].limb, term[s].count,
			          term[s].negative);
		limb += window->count;
	}
	return true;
}

/* The window that holds both, with a free limb on top. */
static struct cpe_window
widen(struct cpe_window window, int32_t low, int32_t count)
{
	int32_t high = window.low + window.count;

	if (count > 0)
	{
		if (window.count == 0)
		{
			window.low = low;
			high = low;
		}
		if (low < window.low)
			window.low = low;
		if (low + count > high)
			high = low + count;
	}
	if (window.count > 0 || count > 0)
		high++;
	window.count = high - window.low;
	return window;
}

void
cpe_sums_plan_add(const struct cpe_sums *all, const struct cpe_term *term,
                  struct cpe_window *window)
{
	for (int s = 0; s < all->sums; s++)
	{
		struct cpe_exact sum = cpe_exact_trim(cpe_sums_get(all, s));

		window[s] = widen(sum.window, term[s].low, term[s].count);
	}
}

bool
cpe_sums_merge(struct cpe_sums *all, const struct cpe_sums *other)
{
	uint64_t *limb = all->limb;

	for (int s = 0; s < all->sums; s++)
	{
		struct cpe_exact more = cpe_exact_trim(cpe_sums_get(other, s));

		if (!fits(&all->window[s], limb, more.window.low, more.window.count))
			return false;
		limb += all->window[s].count;
	}
	limb = all->limb;
	for (int s = 0; s < all->sums; s++)
	{
		const struct cpe_window *window = &all->window[s];
		struct cpe_exact more = cpe_exact_trim(cpe_sums_get(other, s));
		int32_t offset = more.window.low - window->low;
		int32_t count = more.window.count;

		if (count > 0)
		{
			add_limbs(limb + offset, window->count - offset, more.limb, count, false);
			/* the sign of what was added goes on above it: subtract one there */
			if (more.limb[count - 1] >> 63)
			{
				uint64_t one = 1;

				add_limbs(limb + offset + count, window->count - offset - count, &one, 1, true);
			}
		}
		limb += window->count;
	}
	return true;
}

void
cpe_sums_plan_merge(const struct cpe_sums *all, const struct cpe_sums *other,
                    struct cpe_window *window)
{
	for (int s = 0; s < all->sums; s++)
	{
		struct cpe_exact a = cpe_exact_trim(cpe_sums_get(all, s));
		struct cpe_exact b = cpe_exact_trim(cpe_sums_get(other, s));

		window[s] = widen(a.window, b.window.low, b.window.count);
	}
}

void
cpe_sums_copy(void *memory, const struct cpe_window *window, const struct cpe_sums *all)
{
	struct cpe_sums result;

	memcpy(memory, window, sizeof(struct cpe_window) * (size_t) all->sums);
	result = cpe_sums_at(memory, all->sums);
	for (int s = 0; s < all->sums; s++)
	{
		struct cpe_exact sum = cpe_exact_trim(cpe_sums_get(all, s));
		uint64_t sign = cpe_exact_sign(sum) < 0 ? UINT64_MAX : 0;

		for (int32_t i = 0; i < window[s].count; i++)
		{
			int32_t from = window[s].low + i - sum.window.low;

			if (from < 0)
				result.limb[i] = 0;
			else
				result.limb[i] = from < sum.window.count ? sum.limb[from] : sign;
		}
		result.limb += window[s].count;
	}
}

struct cpe_exact
cpe_exact_trim(struct cpe_exact sum)
{
	while (sum.window.count > 0 && sum.limb[0] == 0)
	{
		sum.limb++;
		sum.window.low++;
		sum.window.count--;
	}
	while (sum.window.count > 1)
	{
		uint64_t top = sum.limb[sum.window.count - 1];
		bool below_is_negative = sum.limb[sum.window.count - 2] >> 63;

		if (top != (below_is_negative ? UINT64_MAX : 0))
			break;
		sum.window.count--;
	}
	if (sum.window.count == 0)
		sum.window.low = 0;
	return sum;
}

int
cpe_exact_sign(struct cpe_exact sum)
{
	sum = cpe_exact_trim(sum);
	if (sum.window.count == 0)
		return 0;
	return sum.limb[sum.window.count - 1] >> 63 ? -1 : 1;
}

int
cpe_exact_compare(struct cpe_exact a, struct cpe_exact b)
{
	struct cpe_big difference;
	struct cpe_big left;
	struct cpe_big right;

	cpe_big_of_exact(&left, a);
	cpe_big_of_exact(&right, b);
	cpe_big_negate(&right);
	cpe_big_add(&difference, &left, &right);
	return cpe_big_sign(&difference);
}

/* The number's leading 53 bits (fewer for a subnormal result) rounded to even, as a double. */
static double
round_big(const struct cpe_big *value, int *exponent)
{
	int32_t top = value->count;
	int bits;
	int drop;
	uint64_t mantissa;
	bool half;
	bool rest = false;

	*exponent = 0;
	while (top > 0 && value->limb[top - 1] == 0)
		top--;
	if (top == 0)
		return 0;
	bits = 64 - __builtin_clzll(value->limb[top - 1]);
	mantissa = value->limb[top - 1] << (64 - bits);
	if (bits < 64 && top > 1)
		mantissa |= value->limb[top - 2] >> bits;
	/* mantissa: the leading 64 bits; whatever lies below is only "more than nothing" */
	if (top > 1 && bits < 64 && (value->limb[top - 2] << (64 - bits)) != 0)
		rest = true;
	for (int32_t i = 0; !rest && i < top - (bits < 64 ? 2 : 1); i++)
		rest = value->limb[i] != 0;
	*exponent = 64 * (value->low + top - 1) + bits - 64;
	drop = 64 - 53;
	if (*exponent + 64 < -1021)
		drop += -1021 - (*exponent + 64);
	if (drop > 64)
		return 0;
	if (drop == 64)
	{
		half = mantissa >> 63;
		rest = rest || (mantissa << 1) != 0;
		mantissa = half && rest ? 1 : 0;
	}
	else
	{
		half = (mantissa >> (drop - 1)) & 1;
		rest = rest || (drop > 1 && (mantissa << (65 - drop)) != 0);
		mantissa >>= drop;
		if (half && (rest || (mantissa & 1)))
			mantissa++;
	}
	*exponent += drop;
	return value->negative ? -(double) mantissa : (double) mantissa;
}

double
cpe_exact_value(struct cpe_exact sum)
{
	struct cpe_big value;
	int exponent;
	double mantissa;

	cpe_big_of_exact(&value, sum);
	mantissa = round_big(&value, &exponent);
	return ldexp(mantissa, exponent);
}

void
cpe_total_open(struct cpe_total *total)
{
	memset(total, 0, sizeof(*total));
	total->window.low = CPE_EXACT_LOWEST;
	total->window.count = CPE_EXACT_LIMBS;
}

void
cpe_total_add(struct cpe_total *total, const double *factor, int factors)
{
	struct cpe_sums sums = cpe_sums_at(total, 1);
	struct cpe_term term;

	cpe_term_product(&term, factor, factors);
	cpe_sums_add(&sums, &term);
}

struct cpe_exact
cpe_total_exact(const struct cpe_total *total)
{
	return (struct cpe_exact){total->window, total->limb};
}

double
cpe_total_value(const struct cpe_total *total)
{
	return cpe_exact_value(cpe_total_exact(total));
}

size_t
cpe_exact_print(struct cpe_exact sum, char *buffer)
{
	struct cpe_big value;
	int32_t top;
	int zeros = 0;
	char *at = buffer;
	int exponent;

	cpe_big_of_exact(&value, sum);
	top = value.count;
	while (top > 0 && value.limb[top - 1] == 0)
		top--;
	if (top == 0)
	{
		strcpy(buffer, "0");
		return 1;
	}
	/* trimmed below, so the lowest limb is not zero */
	zeros = __builtin_ctzll(value.limb[0]);
	exponent = 64 * value.low + zeros;
	if (zeros > 0)
		for (int32_t i = 0; i < top; i++)
			value.limb[i] =
				(value.limb[i] >> zeros) | (i + 1 < top ? value.limb[i + 1] << (64 - zeros) : 0);
	while (value.limb[top - 1] == 0)
		top--;
	if (value.negative)
		*at++ = '-';
	at += sprintf(at, "%llx", (unsigned long long) value.limb[top - 1]);
	for (int32_t i = top - 2; i >= 0; i--)
		at += sprintf(at, "%016llx", (unsigned long long) value.limb[i]);
	at += sprintf(at, "p%d", exponent);
	return (size_t) (at - buffer);
}

/* The value of a hexadecimal digit, or -1. */
static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

const char *
cpe_exact_parse(const char *text, struct cpe_window *window, uint64_t *limb)
{
	bool negative = *text == '-';
	const char *first;
	const char *last;
	int digits;
	int exponent = 0;
	int exponent_sign = 1;
	int32_t low;
	int shift;
	int32_t count;

	window->low = 0;
	window->count = 0;
	if (negative)
		text++;
	first = text;
	while (hex_digit(*text) >= 0)
		text++;
	last = text;
	digits = last - first > 16 * CPE_EXACT_LIMBS ? -1 : (int) (last - first);
	if (digits <= 0)
		return NULL;
	if (digits == 1 && *first == '0' && *text != 'p')
		return negative ? NULL : text;
	if (*first == '0' || *text++ != 'p')
		return NULL;
	if (*text == '-')
	{
		exponent_sign = -1;
		text++;
	}
	if (*text < '0' || *text > '9')
		return NULL;
	while (*text >= '0' && *text <= '9')
	{
		exponent = exponent * 10 + (*text++ - '0');
		if (exponent > 64 * CPE_EXACT_LIMBS)
			return NULL;
	}
	exponent *= exponent_sign;
	low = limb_of(exponent);
	shift = exponent - 64 * low;
	count = (4 * digits + shift + 63) / 64 + 1; /* one more for the sign */
	if (low < CPE_EXACT_LOWEST || low + count > CPE_EXACT_HIGHEST)
		return NULL;
	memset(limb, 0, sizeof(uint64_t) * (size_t) count);
	for (int i = 0; i < digits; i++)
	{
		int bit = 4 * i + shift;
		uint64_t digit = (uint64_t) hex_digit(last[-1 - i]);

		limb[bit / 64] |= digit << (bit % 64);
		if (bit % 64 > 60)
			limb[bit / 64 + 1] |= digit >> (64 - bit % 64);
	}
	if (negative)
	{
		uint64_t carry = 1;

		for (int32_t i = 0; i < count; i++)
		{
			limb[i] = ~limb[i] + carry;
			carry = carry && limb[i] == 0;
		}
	}
	window->low = low;
	window->count = count;
	return text;
}

bool
cpe_exact_in_range(struct cpe_exact sum, int64_t count, int factors)
{
	struct cpe_big size;
	struct cpe_big largest;

	cpe_big_of_exact(&size, sum);
	if (size.count == 0)
		return true;
	if (64 * size.low + __builtin_ctzll(size.limb[0]) < -1074 * factors)
		return false;
	size.negative = true;
	cpe_big_of_int(&largest, count);
	largest.low += 1024 / 64 * factors;
	cpe_big_add(&size, &size, &largest);
	return cpe_big_sign(&size) >= 0;
}

/* Drops zero limbs at both ends. */
static void
tidy(struct cpe_big *value)
{
	int32_t first = 0;

	while (value->count > 0 && value->limb[value->count - 1] == 0)
		value->count--;
	while (first < value->count && value->limb[first] == 0)
		first++;
	if (first > 0)
	{
		value->count -= first;
		value->low += first;
		memmove(value->limb, value->limb + first, sizeof(uint64_t) * (size_t) value->count);
	}
	if (value->count == 0)
	{
		value->low = 0;
		value->negative = false;
	}
}

void
cpe_big_of_exact(struct cpe_big *result, struct cpe_exact sum)
{
	sum = cpe_exact_trim(sum);
	result->negative = cpe_exact_sign(sum) < 0;
	result->low = sum.window.low;
	result->count = sum.window.count;
	if (result->negative)
	{
		uint64_t carry = 1;

		for (int32_t i = 0; i < sum.window.count; i++)
		{
			result->limb[i] = ~sum.limb[i] + carry;
			carry = carry && result->limb[i] == 0;
		}
	}
	else if (sum.window.count > 0)
		memcpy(result->limb, sum.limb, sizeof(uint64_t) * (size_t) sum.window.count);
	tidy(result);
}

void
cpe_big_of_int(struct cpe_big *result, int64_t value)
{
	result->negative = value < 0;
	result->low = 0;
	result->count = 1;
	result->limb[0] = value < 0 ? -(uint64_t) value : (uint64_t) value;
	tidy(result);
}

void
cpe_big_multiply(struct cpe_big *result, const struct cpe_big *a, const struct cpe_big *b)
{
	result->negative = a->negative != b->negative;
	result->low = a->low + b->low;
	result->count = a->count + b->count;
	memset(result->limb, 0, sizeof(uint64_t) * (size_t) result->count);
	for (int32_t i = 0; i < a->count; i++)
	{
		uint64_t carry = 0;

		for (int32_t j = 0; j < b->count; j++)
		{
			wide digit = (wide) a->limb[i] * b->limb[j] + result->limb[i + j] + carry;

			result->limb[i + j] = (uint64_t) digit;
			carry = (uint64_t) (digit >> 64);
		}
		result->limb[i + b->count] = carry;
	}
	tidy(result);
}

void
cpe_big_add(struct cpe_big *result, const struct cpe_big *a, const struct cpe_big *b)
{
	int32_t low;
	int32_t high;
	uint64_t sum[CPE_BIG_LIMBS + 2];
	int32_t size;

	if (a->count == 0 || b->count == 0)
	{
		const struct cpe_big *only = a->count == 0 ? b : a;

		memcpy(result, only, offsetof(struct cpe_big, limb));
		memcpy(result->limb, only->limb, sizeof(uint64_t) * (size_t) only->count);
		return;
	}
	low = a->low < b->low ? a->low : b->low;
	high = a->low + a->count > b->low + b->count ? a->low + a->count : b->low + b->count;
	size = high - low + 1;
	memset(sum, 0, sizeof(uint64_t) * (size_t) size);
	memcpy(sum + (a->low - low), a->limb, sizeof(uint64_t) * (size_t) a->count);
	/* a plus or minus b in two's complement, the spare top limb telling the sign */
	add_limbs(sum + (b->low - low), size - (b->low - low), b->limb, b->count,
	          a->negative != b->negative);
	result->negative = a->negative;
	result->low = low;
	result->count = size;
	if (a->negative != b->negative && sum[size - 1] >> 63)
	{
		uint64_t carry = 1;

		for (int32_t i = 0; i < size; i++)
		{
			sum[i] = ~sum[i] + carry;
			carry = carry && sum[i] == 0;
		}
		result->negative = !a->negative;
	}
	/* the spare limb is zero again unless the magnitude really grew into it */
	if (sum[size - 1] == 0)
		result->count--;
	memcpy(result->limb, sum, sizeof(uint64_t) * (size_t) result->count);
	tidy(result);
}

void
cpe_big_negate(struct cpe_big *value)
{
	if (value->count > 0)
		value->negative = !value->negative;
}

int
cpe_big_sign(const struct cpe_big *value)
{
	if (value->count == 0)
		return 0;
	return value->negative ? -1 : 1;
}

/* The number as a double times 2^exponent, without over- or underflow. */
static double
scaled(const struct cpe_big *value, int *exponent)
{
	struct cpe_big moved = *value;
	double mantissa;
	int power;

	moved.low = -value->count; /* into (0, 1) */
	mantissa = round_big(&moved, &power);
	*exponent = power + 64 * (value->low + value->count);
	return mantissa;
}

double
cpe_big_ratio(const struct cpe_big *a, const struct cpe_big *b)
{
	int up;
	int down;
	double numerator = scaled(a, &up);
	double denominator = scaled(b, &down);

	return ldexp(numerator / denominator, up - down);
}

double
cpe_big_root(const struct cpe_big *a, const struct cpe_big *b, double factor,
             const struct cpe_big *c)
{
	int up;
	int down;
	int shift = 0;
	double ratio = scaled(a, &up);

	if (ratio <= 0)
		return 0;
	ratio = ratio / scaled(b, &down) * factor;
	up -= down;
	if (up % 2 != 0)
	{
		ratio *= 2;
		up--;
	}
	ratio = sqrt(ratio);
	if (c != NULL)
		ratio /= scaled(c, &shift);
	return ldexp(ratio, up / 2 - shift);
}
