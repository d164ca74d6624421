#ifndef CPE_PUBLISH_SVG_ROWS_H
#define CPE_PUBLISH_SVG_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "publish/svg_sheet.h"

#define CPE_SVG_NAME_SHARE 0.35 /* of the width, at most for the names of rows */

/*
 * Shortens names in place to what fits into a room and tells the widest; a NULL is a row without
 * name and stays one.
 */
extern bool cpe_svg_fit_names(const struct cpe_svg_sheet *sheet, const char **names, size_t count,
                              double room, double *widest);

/* Draws the names of rows beside the plot, of which the vertical axis is in rows. */
extern void cpe_svg_draw_names(const struct cpe_svg_sheet *sheet, struct cpe_text *out,
                               const char *const *names, size_t count);

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
