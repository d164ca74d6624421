#ifndef CPE_PUBLISH_SVG_HATCH_H
#define CPE_PUBLISH_SVG_HATCH_H

#include "base/text.h"

/* How an area is filled: the pattern tells it without colour. */
enum cpe_svg_hatch_kind
{
	CPE_SVG_SOLID = 0, /* all ink */
	CPE_SVG_BLANK,     /* all ground */
	CPE_SVG_RISING,
	CPE_SVG_FALLING,
	CPE_SVG_DOTS,
	CPE_SVG_ACROSS,
	CPE_SVG_UPRIGHT,
	CPE_SVG_CROSSED,
	CPE_SVG_GRID,
	CPE_SVG_HATCHES
};

/* How far its lines are apart. */
enum cpe_svg_hatch_scale
{
	CPE_SVG_MEDIUM = 0,
	CPE_SVG_FINE,
	CPE_SVG_COARSE,
	CPE_SVG_SCALES
};

struct cpe_svg_hatch
{
	const char *ground; /* colours */
	const char *ink;
	enum cpe_svg_hatch_kind kind;
	enum cpe_svg_hatch_scale scale;
};

/* Writes the pattern of a hatch under a number, into <defs>; nothing where it needs none. */
extern void cpe_svg_hatch_define(struct cpe_text *out, int number,
                                 const struct cpe_svg_hatch *hatch);

/* Writes the attribute that fills with it, as fill="...". */
extern void cpe_svg_hatch_fill(struct cpe_text *out, int number, const struct cpe_svg_hatch *hatch);

#endif
