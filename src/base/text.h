#ifndef CPE_BASE_TEXT_H
#define CPE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * A text that grows in an arena.  A failure (no more memory) fills the problem and sticks: later
 * appends do nothing, so that callers write away and ask once, at cpe_text_close.  No function here
 * looks at the locale.
 */
struct cpe_text
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	char *data;
	size_t length;
	size_t capacity;
	bool failed;
};

extern void cpe_text_open(struct cpe_text *text, struct cpe_arena *arena,
                          struct cpe_problem *problem);

/* The text with a NUL behind it, or NULL when something failed; length may be NULL. */
extern char *cpe_text_close(struct cpe_text *text, size_t *length);

extern void cpe_text_append(struct cpe_text *text, const char *string);
extern void cpe_text_bytes(struct cpe_text *text, const char *bytes, size_t length);

/* Knows %s %c %d %u %ld %lu %lld %llu %zu %% and %.Nf or %.*f (cpe_text_fixed), nothing else. */
extern void cpe_text_printf(struct cpe_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * As "%.*f" in the C locale: the exact binary value, ties to even; decimals within 0 to 17.  A
 * number that shows as zero has no sign.
 */
extern void cpe_text_fixed(struct cpe_text *text, double value, int decimals);

/* The same for readers: thousands apart by commas, a true minus sign (U+2212). */
extern void cpe_text_grouped(struct cpe_text *text, double value, int decimals);

/*
 * For XML 1.0 and HTML, element or quoted attribute: & < > " ' escaped; what XML does not allow and
 * what is not UTF-8 becomes U+FFFD.
 */
extern void cpe_text_xml(struct cpe_text *text, const char *string);
extern void cpe_text_xml_bytes(struct cpe_text *text, const char *bytes, size_t length);

/* XML in UTF-8 as XML in plain ASCII: every other character as a numeric reference. */
extern void cpe_text_ascii(struct cpe_text *text, const char *xml, size_t length);

/*
 * The character at the start of length > 0 bytes and the number of bytes it takes.  A byte that
 * begins no valid character is U+FFFD, *valid false, and takes one byte.
 */
extern size_t cpe_text_character(const char *bytes, size_t length, uint32_t *character,
                                 bool *valid);

/* The place of a word in a list "a, b, c", 0 for the first; -1 if it is not there. */
extern int cpe_word_index(const char *words, const char *word);

#endif
