#ifndef CPE_BASE_ASCII_H
#define CPE_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Characters of ASCII whatever the locale, in texts that are given with their length, in any
 * encoding that has ASCII in it as it is.
 */
static inline bool
cpe_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
cpe_is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static inline bool
cpe_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char
cpe_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static inline char
cpe_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

/* Takes blanks off both ends. */
static inline void
cpe_trim(const char **text, size_t *length)
{
	while (*length > 0 && cpe_is_blank(**text))
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && cpe_is_blank((*text)[*length - 1]))
		(*length)--;
}

/* For messages: how much of a text one holds, cut in front of an ASCII character. */
static inline int
cpe_shown(const char *text, size_t length)
{
	size_t most = 40;

	if (length <= most)
		return (int) length;
	while (most > 0 && (unsigned char) text[most] >= 0x80)
		most--;
	return (int) most;
}

#endif
