#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MOST_DECIMALS 17
#define LIMBS 40                   /* 2^1024 * 10^17 takes 34 */
#define FIXED_SIZE 360             /* sign, 309 digits, point, 17 digits, NUL, and slack */
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define MINUS "\xE2\x88\x92"       /* U+2212 */

/* Starts an empty text; nothing is allocated yet, so this cannot fail. */
void
cpe_text_open(struct cpe_text *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	memset(text, 0, sizeof(*text));
	text->arena = arena;
	text->problem = problem;
}

/* Makes room for more bytes and a NUL, doubling so that n appends cost O(n). */
static bool
reserve(struct cpe_text *text, size_t more)
{
	size_t wanted;
	char *data;

	if (text->failed)
		return false;
	if (more < text->capacity - text->length)
		return true;
	wanted = text->capacity < 256 ? 256 : text->capacity;
	while (wanted - text->length <= more && wanted <= SIZE_MAX / 4)
		wanted *= 2;
	if (wanted - text->length <= more)
		wanted = SIZE_MAX; /* more than there is: the arena refuses */
	data = cpe_arena_alloc(text->arena, wanted, 1, text->problem);
	if (data == NULL)
	{
		text->failed = true;
		return false;
	}
	if (text->length > 0)
		memcpy(data, text->data, text->length);
	text->data = data;
	text->capacity = wanted;
	return true;
}

/* Ends the text with its NUL; the one place where a caller learns of a failure. */
char *
cpe_text_close(struct cpe_text *text, size_t *length)
{
	if (length != NULL)
		*length = 0;
	if (!reserve(text, 0))
		return NULL;
	text->data[text->length] = '\0';
	if (length != NULL)
		*length = text->length;
	return text->data;
}

/* Appends bytes as they are. */
void
cpe_text_bytes(struct cpe_text *text, const char *bytes, size_t length)
{
	if (length == 0 || !reserve(text, length))
		return;
	memcpy(text->data + text->length, bytes, length);
	text->length += length;
}

/* Appends a string as it is. */
void
cpe_text_append(struct cpe_text *text, const char *string)
{
	cpe_text_bytes(text, string, strlen(string));
}

/* number *= factor; returns the new count of limbs (least significant first). */
static int
multiply(uint32_t *limb, int count, uint32_t factor)
{
	uint64_t carry = 0;

	for (int i = 0; i < count; i++)
	{
		carry += (uint64_t) limb[i] * factor;
		limb[i] = (uint32_t) carry;
		carry >>= 32;
	}
	if (carry != 0)
		limb[count++] = (uint32_t) carry;
	return count;
}

/* number /= divisor; returns the remainder and drops leading zero limbs. */
static uint32_t
divide(uint32_t *limb, int *count, uint32_t divisor)
{
	uint64_t rest = 0;

	for (int i = *count - 1; i >= 0; i--)
	{
		rest = rest << 32 | limb[i];
		limb[i] = (uint32_t) (rest / divisor);
		rest %= divisor;
	}
	while (*count > 0 && limb[*count - 1] == 0)
		(*count)--;
	return (uint32_t) rest;
}

/* number = number / 2^shift to the nearest whole, ties to even; returns the new count of limbs. */
static int
shift_right(uint32_t *limb, int count, int shift)
{
	int skip = shift / 32;
	int bits = shift % 32;
	int half = shift - 1;
	bool up = false;
	bool sticky = false;

	if (half / 32 < count)
	{
		up = (limb[half / 32] >> (half % 32) & 1) != 0;
		sticky = (limb[half / 32] & ((UINT32_C(1) << (half % 32)) - 1)) != 0;
		for (int i = 0; i < half / 32; i++)
			sticky = sticky || limb[i] != 0;
	}
	if (skip >= count)
	{
		limb[0] = 0;
		count = 1;
	}
	else
	{
		for (int i = skip; i < count; i++)
		{
			uint64_t pair = limb[i];

			if (i + 1 < count)
				pair |= (uint64_t) limb[i + 1] << 32;
			limb[i - skip] = (uint32_t) (pair >> bits);
		}
		count -= skip;
	}
	if (up && (sticky || (limb[0] & 1) != 0))
	{
		int i = 0;

		while (i < count && ++limb[i] == 0)
			i++;
		if (i == count)
			limb[count++] = 1;
	}
	return count;
}

/*
 * Writes a number as "%.*f" in the C locale, by whole-number arithmetic on the exact value: printf
 * would take its decimal point from LC_NUMERIC.  Returns the length; out has FIXED_SIZE bytes.
 */
static size_t
format_fixed(char *out, double value, int decimals)
{
	uint32_t limb[LIMBS] = {0};
	char digits[FIXED_SIZE]; /* least significant first */
	int count = 2;
	int length = 0;
	int exponent;
	bool zero = true;
	uint64_t mantissa;
	size_t used = 0;

	if (!isfinite(value))
		return (size_t) snprintf(out, FIXED_SIZE, "%s",
		                         isnan(value) ? "NaN" : (value < 0 ? "-inf" : "inf"));
	decimals = decimals < 0 ? 0 : (decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals);
	mantissa = (uint64_t) ldexp(frexp(fabs(value), &exponent), 53);
	exponent = mantissa == 0 ? 0 : exponent - 53;
	limb[0] = (uint32_t) mantissa;
	limb[1] = (uint32_t) (mantissa >> 32);
	for (int i = 0; i < decimals; i++)
		count = multiply(limb, count, 10);
	for (; exponent >= 16; exponent -= 16)
		count = multiply(limb, count, UINT32_C(1) << 16);
	if (exponent > 0)
		count = multiply(limb, count, UINT32_C(1) << exponent);
	if (exponent < 0)
		count = shift_right(limb, count, -exponent);
	while (count > 0 || length <= decimals)
	{
		uint32_t nine = divide(limb, &count, 1000000000);

		for (int i = 0; i < 9 && (nine != 0 || count > 0 || length <= decimals); i++)
		{
			zero = zero && nine % 10 == 0;
			digits[length++] = (char) ('0' + nine % 10);
			nine /= 10;
		}
	}
	if (value < 0 && !zero)
		out[used++] = '-';
	while (length > 0)
	{
		if (length == decimals)
			out[used++] = '.';
		out[used++] = digits[--length];
	}
	out[used] = '\0';
	return used;
}

/* Appends a number with a fixed count of decimals. */
void
cpe_text_fixed(struct cpe_text *text, double value, int decimals)
{
	char number[FIXED_SIZE];

	cpe_text_bytes(text, number, format_fixed(number, value, decimals));
}

/* Appends a number as a reader of a chart wants it. */
void
cpe_text_grouped(struct cpe_text *text, double value, int decimals)
{
	char number[FIXED_SIZE];
	const char *digit = number;
	size_t whole;

	format_fixed(number, value, decimals);
	if (*digit == '-')
	{
		cpe_text_append(text, MINUS);
		digit++;
	}
	whole = isfinite(value) ? strcspn(digit, ".") : 0;
	for (; whole > 0; whole--)
	{
		cpe_text_bytes(text, digit++, 1);
		if (whole % 3 == 1 && whole > 1)
			cpe_text_append(text, ",");
	}
	cpe_text_append(text, digit);
}

/* Appends the conversions named in the header; any other one is a bug, told as a problem. */
void
cpe_text_printf(struct cpe_text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	while (*format != '\0' && !text->failed)
	{
		size_t plain = strcspn(format, "%");
		char number[32];

		cpe_text_bytes(text, format, plain);
		format += plain;
		if (*format == '\0')
			break;
		format++;
		number[0] = '\0';
		if (*format == '%')
			cpe_text_append(text, "%");
		else if (*format == 's')
			cpe_text_append(text, va_arg(args, const char *));
		else if (*format == 'c')
		{
			number[0] = (char) va_arg(args, int);
			cpe_text_bytes(text, number, 1);
			number[0] = '\0';
		}
		else if (*format == 'd')
			snprintf(number, sizeof(number), "%d", va_arg(args, int));
		else if (*format == 'u')
			snprintf(number, sizeof(number), "%u", va_arg(args, unsigned));
		else if (strncmp(format, "zu", 2) == 0)
		{
			snprintf(number, sizeof(number), "%zu", va_arg(args, size_t));
			format++;
		}
		else if (strncmp(format, "ld", 2) == 0 || strncmp(format, "lu", 2) == 0)
		{
			if (*++format == 'd')
				snprintf(number, sizeof(number), "%ld", va_arg(args, long));
			else
				snprintf(number, sizeof(number), "%lu", va_arg(args, unsigned long));
		}
		else if (strncmp(format, "lld", 3) == 0 || strncmp(format, "llu", 3) == 0)
		{
			format += 2;
			if (*format == 'd')
				snprintf(number, sizeof(number), "%lld", va_arg(args, long long));
			else
				snprintf(number, sizeof(number), "%llu", va_arg(args, unsigned long long));
		}
		else if (strncmp(format, ".*f", 3) == 0)
		{
			int decimals = va_arg(args, int);

			cpe_text_fixed(text, va_arg(args, double), decimals);
			format += 2;
		}
		else if (format[0] == '.' && format[1] >= '0' && format[1] <= '9' && format[2] == 'f')
		{
			cpe_text_fixed(text, va_arg(args, double), format[1] - '0');
			format += 2;
		}
		else
		{
			cpe_problem_set(text->problem, CPE_INVALID, format, NULL,
			                "cpe_text_printf does not know this conversion");
			text->failed = true;
			break;
		}
		format++;
		cpe_text_append(text, number);
	}
	va_end(args);
}

/* Reads one character of UTF-8 without reading past the end, whatever the bytes are. */
size_t
cpe_text_character(const char *bytes, size_t length, uint32_t *character, bool *valid)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *byte = (const unsigned char *) bytes;
	size_t size;
	uint32_t code;

	*character = 0xFFFD;
	*valid = false;
	if (byte[0] < 0x80)
	{
		*character = byte[0];
		*valid = true;
		return 1;
	}
	if (byte[0] >= 0xC2 && byte[0] < 0xE0)
		size = 2;
	else if (byte[0] >= 0xE0 && byte[0] < 0xF0)
		size = 3;
	else if (byte[0] >= 0xF0 && byte[0] < 0xF5)
		size = 4;
	else
		return 1;
	if (size > length)
		return 1;
	code = byte[0] & (0xFFu >> (size + 1));
	for (size_t i = 1; i < size; i++)
	{
		if ((byte[i] & 0xC0) != 0x80)
			return 1;
		code = code << 6 | (byte[i] & 0x3Fu);
	}
	if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 1;
	*character = code;
	*valid = true;
	return size;
}

/* What a character becomes in XML; NULL: it stays. */
static const char *
xml_substitute(uint32_t character, bool valid)
{
	switch (character)
	{
		case '&':
			return "&amp;";
		case '<':
			return "&lt;";
		case '>':
			return "&gt;";
		case '"':
			return "&quot;";
		case '\'':
			return "&#39;";
		case '\r':
			return "&#13;"; /* a bare one would be read back as a line feed */
		case '\t':
		case '\n':
			return NULL;
		default:
			if (!valid || character < 0x20 || character == 0xFFFE || character == 0xFFFF)
				return REPLACEMENT;
			return NULL;
	}
}

/* Appends bytes as XML character data, copying the plain stretches whole. */
void
cpe_text_xml_bytes(struct cpe_text *text, const char *bytes, size_t length)
{
	size_t done = 0;
	size_t i = 0;

	while (i < length && !text->failed)
	{
		uint32_t character;
		bool valid;
		size_t size = cpe_text_character(bytes + i, length - i, &character, &valid);
		const char *instead = xml_substitute(character, valid);

		if (instead != NULL)
		{
			cpe_text_bytes(text, bytes + done, i - done);
			cpe_text_append(text, instead);
			done = i + size;
		}
		i += size;
	}
	if (done < length)
		cpe_text_bytes(text, bytes + done, length - done);
}

/* Appends a string as XML character data. */
void
cpe_text_xml(struct cpe_text *text, const char *string)
{
	cpe_text_xml_bytes(text, string, strlen(string));
}

/* Appends XML with numeric references in the place of what is not ASCII. */
void
cpe_text_ascii(struct cpe_text *text, const char *xml, size_t length)
{
	size_t done = 0;
	size_t i = 0;

	while (i < length && !text->failed)
	{
		uint32_t character;
		bool valid;
		size_t size = cpe_text_character(xml + i, length - i, &character, &valid);

		if (character > 0x7F)
		{
			cpe_text_bytes(text, xml + done, i - done);
			cpe_text_printf(text, "&#%lu;", (unsigned long) character);
			done = i + size;
		}
		i += size;
	}
	if (done < length)
		cpe_text_bytes(text, xml + done, length - done);
}

int
cpe_word_index(const char *words, const char *word)
{
	size_t length = strlen(word);
	int index = 0;

	for (;;)
	{
		size_t width = strcspn(words, ",");

		if (width == length && strncmp(words, word, length) == 0)
			return index;
		if (words[width] == '\0')
			return -1;
		words += width + 2;
		index++;
	}
}
