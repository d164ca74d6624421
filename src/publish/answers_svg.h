#ifndef CPE_PUBLISH_ANSWERS_SVG_H
#define CPE_PUBLISH_ANSWERS_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "publish/svg_sheet.h"

#define CPE_ANSWERS_MOST 20 /* different answers in a picture: each has a pattern of its own */

/* What an answer counts as. */
enum cpe_answers_class
{
	CPE_ANSWERS_UNSAID = 0,
	CPE_ANSWERS_POSITIVE,
	CPE_ANSWERS_NEUTRAL,
	CPE_ANSWERS_NEGATIVE,
	CPE_ANSWERS_EXCLUDED,
	CPE_ANSWERS_RATED
};

/* Their words, for cpe_picture_word: the first is none. */
extern const char *const cpe_answers_classwords[];

/* The order of the bars. */
enum cpe_answers_order
{
	CPE_ANSWERS_BY_POSITION = 0,
	CPE_ANSWERS_ASCENDING, /* by the share of the answers that are positive */
	CPE_ANSWERS_DESCENDING
};

/*
 * One answer of one bar.  A bar of which any n is NaN (suppressed) is counted as "not shown", and
 * nothing else of its rows reaches the picture in any way: the other shares would tell the hidden
 * one.
 */
struct cpe_answers_part
{
	const char *label; /* of the bar */
	double position;   /* NAN: behind the others */
	const char *answer;
	double answer_position;
	enum cpe_answers_class class; /* an answer of another class is another answer */
	double n;
};

/* cpe_answers_defaults fills in what is said here; texts are UTF-8. */
struct cpe_answers_options
{
	struct cpe_svg_options picture; /* "Answers", "Share of answers", "", "bars", height 0, decimals
	                                   0; unit, score_factor and the score axis are the picture's */
	enum cpe_answers_order order;   /* by position */
};

extern void cpe_answers_defaults(struct cpe_answers_options *options);

/*
 * Draws a bar of 100 % for each label, stacked from its answers.  A complete <svg> element,
 * NUL-terminated, without scripts, styles or references to anything outside it.  The same rows in
 * any order give the same bytes.
 */
extern bool cpe_answers_svg(struct cpe_arena *arena, const struct cpe_answers_part *parts,
                            size_t count, const struct cpe_answers_options *options, char **svg,
                            size_t *length, struct cpe_problem *problem);

#endif
