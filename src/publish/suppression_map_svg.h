#ifndef CPE_PUBLISH_SUPPRESSION_MAP_SVG_H
#define CPE_PUBLISH_SUPPRESSION_MAP_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "publish/svg_sheet.h"

/* What is published of a cell; none of these tells which cells are small. */
enum cpe_map_status
{
	CPE_MAP_SHOWN = 0,
	CPE_MAP_CONFIDENTIAL,
	CPE_MAP_NONE_RECORDED,
	CPE_MAP_NOT_AVAILABLE,
	CPE_MAP_UNRELIABLE,
	CPE_MAP_NOT_APPLICABLE,
	CPE_MAP_LOW
};

/* Their published words, for cpe_picture_word: the first is none. */
extern const char *const cpe_map_status_words[];

struct cpe_map_cell
{
	const char *row;
	double row_position; /* NAN: behind the others */
	const char *column;
	double column_position;
	enum cpe_map_status status;
};

/* "Which cells are shown", "", "", "cells", height 0; no score axis. */
extern void cpe_suppression_map_defaults(struct cpe_svg_options *options);

/*
 * Draws which cells of a table are shown: rows downwards, columns to the right, each by position,
 * then by label.  A complete <svg> element, NUL-terminated, without scripts, styles or references
 * to anything outside it.  The same cells in any order give the same bytes.
 */
extern bool cpe_suppression_map_svg(struct cpe_arena *arena, const struct cpe_map_cell *cells,
                                    size_t count, const struct cpe_svg_options *options, char **svg,
                                    size_t *length, struct cpe_problem *problem);

#endif
