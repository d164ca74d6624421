#include "publish/svg_hatch.h"

#include <stddef.h>

#include "publish/svg_sheet.h"

/* What is drawn on a tile of 8 by 8; lines go on over its corners. */
static const char *const tile[CPE_SVG_HATCHES] = {
	[CPE_SVG_RISING] = "M-2 2l4-4M0 8l8-8M6 10l4-4",
	[CPE_SVG_FALLING] = "M-2 6l4 4M0 0l8 8M6-2l4 4",
	[CPE_SVG_DOTS] = "M1 2h2M5 6h2", /* with a width of 2 these are squares */
	[CPE_SVG_ACROSS] = "M0 4h8",
	[CPE_SVG_UPRIGHT] = "M4 0v8",
	[CPE_SVG_CROSSED] = "M-2 2l4-4M0 8l8-8M6 10l4-4M-2 6l4 4M0 0l8 8M6-2l4 4",
	[CPE_SVG_GRID] = "M0 4h8M4 0v8",
};
static const char *const transform[CPE_SVG_SCALES] = {
	[CPE_SVG_MEDIUM] = "",
	[CPE_SVG_FINE] = " patternTransform=\"scale(0.55)\"",
	[CPE_SVG_COARSE] = " patternTransform=\"scale(1.8)\"",
};

/* Writes the pattern of a hatch. */
void
cpe_svg_hatch_define(struct cpe_text *out, int number, const struct cpe_svg_hatch *hatch)
{
	if (tile[hatch->kind] == NULL)
		return;
	cpe_text_printf(out,
	                "<pattern id=\"" CPE_SVG_ID "-%d\" width=\"8\" height=\"8\" "
	                "patternUnits=\"userSpaceOnUse\"%s><rect width=\"8\" height=\"8\" "
	                "fill=\"%s\"/><path d=\"%s\" fill=\"none\" stroke=\"%s\" "
	                "stroke-width=\"%s\"/></pattern>\n",
	                number, transform[hatch->scale], hatch->ground, tile[hatch->kind], hatch->ink,
	                hatch->kind == CPE_SVG_DOTS ? "2" : "1.6");
}

/* Writes the attribute that fills with it. */
void
cpe_svg_hatch_fill(struct cpe_text *out, int number, const struct cpe_svg_hatch *hatch)
{
	if (tile[hatch->kind] != NULL)
		cpe_text_printf(out, "fill=\"url(#" CPE_SVG_ID "-%d)\"", number);
	else
		cpe_text_printf(out, "fill=\"%s\"",
		                hatch->kind == CPE_SVG_SOLID ? hatch->ink : hatch->ground);
}
