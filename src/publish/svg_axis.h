#ifndef CPE_PUBLISH_SVG_AXIS_H
#define CPE_PUBLISH_SVG_AXIS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"

#define CPE_SVG_MOST_TICKS 40
#define CPE_SVG_LARGEST 1e15 /* of what an axis shows: whole numbers are exact up to here */

/* An axis: data from lo to hi become pixels from start to end. */
struct cpe_svg_axis
{
	double lo;
	double hi;
	double start;
	double end;
	bool log;
	bool plain; /* numbers as 2018, not 2,018 */
	int ticks;
	double at[CPE_SVG_MOST_TICKS];
	int decimals[CPE_SVG_MOST_TICKS];
	const char *word[CPE_SVG_MOST_TICKS]; /* instead of the number, where not NULL */
	const char *unit;                     /* behind each number; NULL: nothing */
};

/* What the caller allows an axis to show, in the axis' own unit. */
struct cpe_svg_ends
{
	double least; /* NAN: it ends where the data end */
	double largest;
	bool fixed; /* from least to largest exactly */
};

/* Where a value is on an axis, in pixels. */
extern double cpe_svg_pixels(const struct cpe_svg_axis *axis, double value);

/* Whether a value lies beyond the lower end of an axis (-1), on it (0) or beyond the upper (1). */
extern int cpe_svg_beyond_axis(const struct cpe_svg_axis *axis, double value);

/* Widens a range so that numbers on it can be told apart. */
extern void cpe_svg_widen(double *lo, double *hi);

/* Widens a range to hold a value, if it is a number. */
extern void cpe_svg_include(double *lo, double *hi, double value);

/* Rounds an axis to ticks, of which at most that many, and holds it within what is allowed. */
extern void cpe_svg_round_axis(struct cpe_svg_axis *axis, const struct cpe_svg_ends *ends,
                               int most);

/*
 * Sets a horizontal axis whose pixels are known with as many ticks as have room for their labels.
 * ends NULL: it may show anything, and a linear one is rounded outwards to its ticks.
 */
extern bool cpe_svg_fill_axis(struct cpe_svg_axis *axis, const struct cpe_svg_ends *ends,
                              struct cpe_arena *arena, struct cpe_problem *problem);

/* Whether the labels of a horizontal axis' ticks, of which the widest is that wide, have room. */
extern bool cpe_svg_ticks_fit(const struct cpe_svg_axis *axis, double widest);

/* Writes a tick's label, with its unit. */
extern void cpe_svg_tick(struct cpe_text *out, const struct cpe_svg_axis *axis, int tick);

/* The width of the widest label of an axis' ticks; NAN: no memory. */
extern double cpe_svg_widest_tick(const struct cpe_svg_axis *axis, struct cpe_arena *arena,
                                  struct cpe_problem *problem);

#endif
