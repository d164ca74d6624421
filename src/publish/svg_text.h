#ifndef CPE_PUBLISH_SVG_TEXT_H
#define CPE_PUBLISH_SVG_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"

/* The sizes of letters, in pixels. */
#define CPE_SVG_TITLE_SIZE 18.0
#define CPE_SVG_AXIS_SIZE 13.0
#define CPE_SVG_TICK_SIZE 12.0
#define CPE_SVG_LEGEND_SIZE 12.0
#define CPE_SVG_LABEL_SIZE 11.0

/* The width of a text in pixels at a font size, on the wide side: the reader's font is not known.
 */
extern double cpe_svg_width(const char *text, size_t length, double size);

/* The longest start of a text, in whole characters, that fits; looks no further than that. */
extern size_t cpe_svg_fit(const char *text, size_t length, double size, double room);

/*
 * Where a text that does not fit into one line of a room is broken: at the last space that fits, or
 * within a word that is too long; its length where it does fit.
 */
extern size_t cpe_svg_break(const char *text, size_t length, double size, double room);

/* A text as it fits into a room: itself, or its start and an ellipsis.  NULL: no memory. */
extern const char *cpe_svg_shorten(struct cpe_arena *arena, struct cpe_problem *problem,
                                   const char *text, size_t length, double size, double room);

/* Writes a line of text at a place; more are further attributes, each with a space before it. */
extern void cpe_svg_line(struct cpe_text *out, const char *text, double x, double y, double size,
                         const char *more);

#endif
