#ifndef CPE_PUBLISH_PROFILE_SVG_H
#define CPE_PUBLISH_PROFILE_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "publish/svg_sheet.h"

/* What a high score of a scale means. */
enum cpe_profile_higher
{
	CPE_HIGHER_UNSAID = 0,
	CPE_HIGHER_BETTER,
	CPE_HIGHER_WORSE
};

/* Their words, for cpe_picture_word: the first is none. */
extern const char *const cpe_profile_higher_words[];

/*
 * A scale of an instrument.  One whose score is NaN (suppressed) is counted as "not shown", and
 * nothing else of the row reaches the picture in any way.
 */
struct cpe_profile_scale
{
	const char *label;
	double position; /* NAN: behind the others */
	double score;
	double low; /* of the interval; not finite: none */
	double high;
	double reference; /* NAN: none */
	enum cpe_profile_higher higher;
};

/* cpe_profile_defaults fills in what is said here; texts are UTF-8. */
struct cpe_profile_options
{
	struct cpe_svg_options picture; /* "Scale profile", "Score", "", "", "scales", height 0; without
	                                   y_min, y_max and y_fixed the axis is 0 to 100 */
	const char *interval_name;      /* "interval" */
	const char *reference_name;     /* "Reference" */
};

extern void cpe_profile_defaults(struct cpe_profile_options *options);

/*
 * Draws a profile: each scale a row, by position, then by label; scales that follow one another
 * with the same meaning of a high score stand together below words that say it.  A complete <svg>
 * element, NUL-terminated, without scripts, styles or references to anything outside it.  The same
 * scales in any order give the same bytes.
 */
extern bool cpe_profile_svg(struct cpe_arena *arena, const struct cpe_profile_scale *scales,
                            size_t count, const struct cpe_profile_options *options, char **svg,
                            size_t *length, struct cpe_problem *problem);

#endif
