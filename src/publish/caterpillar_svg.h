#ifndef CPE_PUBLISH_CATERPILLAR_SVG_H
#define CPE_PUBLISH_CATERPILLAR_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "benchmark/expected_range.h"
#include "publish/svg_sheet.h"

enum cpe_caterpillar_layout
{
	CPE_CATERPILLAR_COLUMNS = 0, /* units from left to right, scores upwards */
	CPE_CATERPILLAR_ROWS         /* each unit a row with its name, scores to the right */
};

/*
 * A unit of a caterpillar plot: its score with its own interval.  A score that is NaN (suppressed)
 * is counted as "not shown", and nothing else of the row reaches the picture in any way.
 */
struct cpe_caterpillar_unit
{
	const char *label;
	double score;
	double low; /* of the interval; not finite: none */
	double high;
	enum cpe_band band;
};

/* cpe_caterpillar_defaults fills in what is said here; texts are UTF-8. */
struct cpe_caterpillar_options
{
	struct cpe_svg_options picture; /* "Caterpillar plot", "Units by score", "Score", "", "units" */
	const char *centre_name;        /* "Centre" */
	const char *interval_name;      /* "interval" */
	double centre;                  /* NaN: none */
	enum cpe_caterpillar_layout layout; /* columns */
	bool descending;                    /* false; true: the highest score comes first */
};

extern void cpe_caterpillar_defaults(struct cpe_caterpillar_options *options);

/*
 * Draws a caterpillar plot: units in the order of their scores, each with its interval; equal
 * scores in the order of their labels.  A complete <svg> element, NUL-terminated, without scripts,
 * styles or references to anything outside it.  The same units in any order give the same bytes.
 */
extern bool cpe_caterpillar_svg(struct cpe_arena *arena, const struct cpe_caterpillar_unit *units,
                                size_t count, const struct cpe_caterpillar_options *options,
                                char **svg, size_t *length, struct cpe_problem *problem);

#endif
