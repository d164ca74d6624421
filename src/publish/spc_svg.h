#ifndef CPE_PUBLISH_SPC_SVG_H
#define CPE_PUBLISH_SPC_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "benchmark/control_chart.h"
#include "publish/svg_sheet.h"

/*
 * A point of a control chart.  One whose value is NaN (missing or suppressed) is counted, and
 * nothing else of the row reaches the picture in any way.  Limits that are not finite count as
 * absent.
 */
struct cpe_spc_point
{
	const char *label; /* NULL: its position in words */
	double position;
	double value;
	double centre;
	double low;
	double high;
	enum cpe_signal signal;
	enum cpe_signal_direction direction;
};

/* cpe_spc_defaults fills in what is said here; texts are UTF-8. */
struct cpe_spc_options
{
	struct cpe_svg_options picture; /* "Control chart", "", "Value", "", "points" */
	const char *centre_name;        /* "centre" */
	const char *limits_name;        /* "control limits" */
	const char *target_name;        /* "Target" */
	double target;                  /* NaN: none */
	bool dates;                     /* false; true: positions are days since 1970-01-01 */
};

extern void cpe_spc_defaults(struct cpe_spc_options *options);

/*
 * Draws a control chart: the values in the order of their positions, their centre line and limits,
 * as steps where these change and apart where the centre does (another phase), and each point by
 * what it shows.  A complete <svg> element, NUL-terminated, without scripts, styles or references
 * to anything outside it.  The same points in any order give the same bytes.
 */
extern bool cpe_spc_svg(struct cpe_arena *arena, const struct cpe_spc_point *points, size_t count,
                        const struct cpe_spc_options *options, char **svg, size_t *length,
                        struct cpe_problem *problem);

#endif
