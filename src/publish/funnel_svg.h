#ifndef CPE_PUBLISH_FUNNEL_SVG_H
#define CPE_PUBLISH_FUNNEL_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "benchmark/expected_range.h"
#include "publish/svg_sheet.h"

enum cpe_funnel_x_scale
{
	CPE_FUNNEL_LINEAR = 0,
	CPE_FUNNEL_LOG
};

/*
 * One row of a funnel.  Three kinds:
 *   a unit      label and score: drawn, and its limits help to shape the curves;
 *   hidden      label, but score NaN (suppressed): counted as "not shown", and nothing else of it
 *               reaches the picture in any way, so its other fields may hold anything;
 *   curve only  label NULL: shapes the curves.  A grid of such rows makes them smooth; the caller
 *               must not derive the grid from hidden rows.
 * Scores and limits are in the score's own unit; limits that are not finite count as absent.
 */
struct cpe_funnel_point
{
	const char *label;
	double n;
	double score;
	double low; /* inner limits */
	double high;
	double outer_low;
	double outer_high;
	enum cpe_band band; /* ABOVE: the inner limits only; FAR_ABOVE: the outer ones too */
};

/* cpe_funnel_defaults fills in what is said here; texts are UTF-8. */
struct cpe_funnel_options
{
	struct cpe_svg_options picture; /* "Funnel plot", "Number of patients", "Score", "", "units" */
	const char *centre_name;        /* "Centre" */
	const char *inner_name; /* as "95% limits"; NULL: "inner limits", or "limits" if alone */
	const char *outer_name; /* as "99.8% limits"; NULL: "outer limits" */
	double centre;          /* NaN: none */
	enum cpe_funnel_x_scale x_scale; /* linear */
};

extern void cpe_funnel_defaults(struct cpe_funnel_options *options);

/*
 * Draws a funnel plot: a complete <svg> element, NUL-terminated, without scripts, styles or
 * references to anything outside it.  The same rows in any order give the same bytes.  A unit
 * beyond a fixed or clipped score axis is drawn at its edge and marked.
 */
extern bool cpe_funnel_svg(struct cpe_arena *arena, const struct cpe_funnel_point *points,
                           size_t count, const struct cpe_funnel_options *options, char **svg,
                           size_t *length, struct cpe_problem *problem);

#endif
