#ifndef CPE_PUBLISH_SVG_ROWS_H
#define CPE_PUBLISH_SVG_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "publish/svg_sheet.h"

#define CPE_SVG_TWO_LINES 24.0  /* pixels that a name of two lines needs */
#define CPE_SVG_NAME_SHARE 0.35 /* of the width, at most for the names of rows */

/* The names of rows, and what of them goes on in a second line; NULL where there is none. */
struct cpe_svg_row_names
{
	size_t count;
	const char **line;
	const char **rest; /* NULL: they all have one line only */
	double widest;
};

/*
 * Names of rows as they fit into a room, in one line or two.  The whole names, of which NULL is a
 * row without one, are left as they are.
 */
extern bool cpe_svg_fit_names(const struct cpe_svg_sheet *sheet, struct cpe_svg_row_names *names,
                              const char *const *whole, size_t count, double room, int lines);

/* Where the plot begins behind them. */
extern double cpe_svg_behind_names(const struct cpe_svg_sheet *sheet,
                                   const struct cpe_svg_row_names *names);

/* Draws the names of rows beside the plot, of which the vertical axis is in rows. */
extern bool cpe_svg_draw_names(const struct cpe_svg_sheet *sheet, struct cpe_text *out,
                               const struct cpe_svg_row_names *names);

/*
 * The height of a picture that has none given (0), before its bottom is looked for: so that rows of
 * that pitch fit above what stands below the plot and the legend.
 */
extern void cpe_svg_grow(struct cpe_svg_sheet *sheet, size_t rows, double pitch, double below);

/*
 * The vertical axis in rows, between top and bottom as they are; the pixels from row to row.  Rows
 * whose names would touch are refused.
 */
extern bool cpe_svg_set_rows(struct cpe_svg_sheet *sheet, size_t rows, const char *hint,
                             double *pitch);

#endif
