#ifndef CPE_PUBLISH_SVG_MARK_H
#define CPE_PUBLISH_SVG_MARK_H

#include "base/text.h"
#include "benchmark/expected_range.h"

#define CPE_BAND_COUNT ((int) CPE_BAND_FAR_ABOVE + 1)

enum cpe_svg_shape
{
	CPE_SVG_CIRCLE,
	CPE_SVG_SQUARE,
	CPE_SVG_DIAMOND,
	CPE_SVG_UP, /* triangles */
	CPE_SVG_DOWN,
	CPE_SVG_OPEN_UP, /* two sides of a triangle */
	CPE_SVG_OPEN_DOWN,
	CPE_SVG_BAR /* upright, thrice as high as wide */
};

/* How a kind of marks looks: the shape tells it without colour, colours are told apart by all. */
struct cpe_svg_look
{
	const char *group; /* the attribute that names it in the picture, as data-band="below" */
	const char *fill;
	const char *stroke;
	double size;
	enum cpe_svg_shape shape;
};

/* The bands' looks, and their orders from the back to the front and in a legend. */
extern const struct cpe_svg_look cpe_svg_band_looks[CPE_BAND_COUNT];
#define CPE_SVG_QUIET_BANDS 2 /* come first: what matters most is never covered */
extern const enum cpe_band cpe_svg_drawing_order[CPE_BAND_COUNT];
extern const enum cpe_band cpe_svg_legend_order[CPE_BAND_COUNT];

/* Whether a band is one outside the limits; 1, 2 or 3 the farther, 0 inside or not compared. */
extern int cpe_svg_band_severity(enum cpe_band band);

/* Whether a band is one above the limits. */
extern bool cpe_svg_band_above(enum cpe_band band);

/* What shrinks marks when there are many. */
extern double cpe_svg_shrink(size_t marks);

/* Writes a shape at a place, left open so that a tooltip can follow; returns its element. */
extern const char *cpe_svg_mark(struct cpe_text *out, const struct cpe_svg_look *look,
                                double shrink, double x, double y);

/* Opens the group of marks of one look; faint: so many that rims would hide what is below them. */
extern void cpe_svg_mark_group(struct cpe_text *out, const struct cpe_svg_look *look, bool faint);

#endif
