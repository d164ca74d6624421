#include "publish/svg_mark.h"

#include <string.h>

const struct cpe_svg_look cpe_svg_band_looks[CPE_BAND_COUNT] = {
	[CPE_BAND_NONE] = {"data-band=\"none\"", "#ffffff", "#6e7781", 3.4, CPE_SVG_SQUARE},
	[CPE_BAND_FAR_BELOW] = {"data-band=\"far-below\"", "#c44e00", "#7a3000", 6.2, CPE_SVG_DOWN},
	[CPE_BAND_BELOW] = {"data-band=\"below\"", "#ffffff", "#c44e00", 5.2, CPE_SVG_DOWN},
	[CPE_BAND_SOMEWHAT_BELOW] = {"data-band=\"somewhat-below\"", "#ffffff", "#c44e00", 4.6,
                                 CPE_SVG_OPEN_DOWN},
	[CPE_BAND_WITHIN] = {"data-band=\"within\"", "#8c959f", "#ffffff", 4.0, CPE_SVG_CIRCLE},
	[CPE_BAND_SOMEWHAT_ABOVE] = {"data-band=\"somewhat-above\"", "#ffffff", "#0067a8", 4.6,
                                 CPE_SVG_OPEN_UP},
	[CPE_BAND_ABOVE] = {"data-band=\"above\"", "#ffffff", "#0067a8", 5.2, CPE_SVG_UP},
	[CPE_BAND_FAR_ABOVE] = {"data-band=\"far-above\"", "#0067a8", "#003a60", 6.2, CPE_SVG_UP},
};

const enum cpe_band cpe_svg_drawing_order[CPE_BAND_COUNT] = {
	CPE_BAND_WITHIN, CPE_BAND_NONE,  CPE_BAND_SOMEWHAT_BELOW, CPE_BAND_SOMEWHAT_ABOVE,
	CPE_BAND_BELOW,  CPE_BAND_ABOVE, CPE_BAND_FAR_BELOW,      CPE_BAND_FAR_ABOVE};

const enum cpe_band cpe_svg_legend_order[CPE_BAND_COUNT] = {
	CPE_BAND_FAR_ABOVE,      CPE_BAND_ABOVE, CPE_BAND_SOMEWHAT_ABOVE, CPE_BAND_WITHIN,
	CPE_BAND_SOMEWHAT_BELOW, CPE_BAND_BELOW, CPE_BAND_FAR_BELOW,      CPE_BAND_NONE};

/* How far outside the limits a band is, 0 to 3. */
int
cpe_svg_band_severity(enum cpe_band band)
{
	switch (band)
	{
		case CPE_BAND_FAR_ABOVE:
		case CPE_BAND_FAR_BELOW:
			return 3;
		case CPE_BAND_ABOVE:
		case CPE_BAND_BELOW:
			return 2;
		case CPE_BAND_SOMEWHAT_ABOVE:
		case CPE_BAND_SOMEWHAT_BELOW:
			return 1;
		default:
			return 0;
	}
}

/* Whether a band is on the upper side. */
bool
cpe_svg_band_above(enum cpe_band band)
{
	return band == CPE_BAND_SOMEWHAT_ABOVE || band == CPE_BAND_ABOVE || band == CPE_BAND_FAR_ABOVE;
}

/* Smaller marks where there are many. */
double
cpe_svg_shrink(size_t marks)
{
	return marks <= 600 ? 1.0 : (marks <= 6000 ? 0.8 : 0.6);
}

/* Writes a shape, around its middle. */
const char *
cpe_svg_mark(struct cpe_text *out, const struct cpe_svg_look *look, double shrink, double x,
             double y)
{
	double size = look->size * shrink;
	int up = look->shape == CPE_SVG_UP || look->shape == CPE_SVG_OPEN_UP ? 1 : -1;

	switch (look->shape)
	{
		case CPE_SVG_CIRCLE:
			cpe_text_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x, y, size);
			return "circle";
		case CPE_SVG_SQUARE:
			cpe_text_printf(out, "<path d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"", x - size, y - size,
			                2 * size, 2 * size, -2 * size);
			break;
		case CPE_SVG_BAR:
			cpe_text_printf(out, "<path d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"", x - size / 3, y - size,
			                2 * size / 3, 2 * size, -2 * size / 3);
			break;
		case CPE_SVG_DIAMOND:
			cpe_text_printf(out, "<path d=\"M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz\"", x,
			                y - size, size, size, -size, size, -size, -size);
			break;
		case CPE_SVG_UP:
		case CPE_SVG_DOWN:
			cpe_text_printf(out, "<path d=\"M%.1f %.1fl%.1f %.1fh%.1fz\"", x, y - 1.15 * size * up,
			                size, 1.8 * size * up, -2 * size);
			break;
		case CPE_SVG_OPEN_UP:
		case CPE_SVG_OPEN_DOWN:
			cpe_text_printf(out, "<path d=\"M%.1f %.1fl%.1f %.1fl%.1f %.1f\"", x - size,
			                y + 0.65 * size * up, size, -1.3 * size * up, size, 1.3 * size * up);
			break;
	}
	return "path";
}

/* What the marks of one look share is said once. */
void
cpe_svg_mark_group(struct cpe_text *out, const struct cpe_svg_look *look, bool faint)
{
	cpe_text_printf(out, "<g %s fill=\"%s\"", look->group, look->fill);
	if (faint)
		cpe_text_append(out, " fill-opacity=\"0.4\">\n");
	else
		cpe_text_printf(out, " stroke=\"%s\" stroke-width=\"%s\">\n", look->stroke,
		                strcmp(look->fill, "#ffffff") == 0 ? "1.8" : "0.8");
}
