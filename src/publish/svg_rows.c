#include "publish/svg_rows.h"

#include <math.h>
#include <string.h>

#include "publish/svg_text.h"

#define LEAST_PITCH 11.0 /* of rows: their names must not touch */

/* Shortens names to what fits; the room they take. */
bool
cpe_svg_fit_names(const struct cpe_svg_sheet *sheet, const char **names, size_t count, double room,
                  double *widest)
{
	*widest = 0;
	for (size_t i = 0; i < count; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (names[i] == NULL)
			continue;
		names[i] = cpe_svg_shorten(sheet->arena, sheet->problem, names[i], strlen(names[i]),
		                           CPE_SVG_LABEL_SIZE, room);
		if (names[i] == NULL)
			return false;
		*widest = fmax(*widest, cpe_svg_width(names[i], strlen(names[i]), CPE_SVG_LABEL_SIZE));
	}
	return true;
}

/* Draws the names of rows beside the plot. */
void
cpe_svg_draw_names(const struct cpe_svg_sheet *sheet, struct cpe_text *out,
                   const char *const *names, size_t count)
{
	cpe_text_printf(out, "<g data-part=\"names\" font-size=\"%.0f\" text-anchor=\"end\">\n",
	                CPE_SVG_LABEL_SIZE);
	for (size_t i = 0; i < count; i++)
	{
		if (names[i] == NULL)
			continue;
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", sheet->left - 7,
		                cpe_svg_pixels(&sheet->y, (double) i + 0.5) + 4);
		cpe_text_xml(out, names[i]);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
}

/* Gives a picture without height the one its rows need, closer where it would be too high. */
void
cpe_svg_grow(struct cpe_svg_sheet *sheet, size_t rows, double pitch, double below)
{
	double rest = sheet->top + below + cpe_svg_legend_height(sheet) + CPE_SVG_PAD;
	double height = ceil(rest + fmax((double) rows * pitch, 80));

	if (!sheet->grows)
		return;
	sheet->options.height = (int) fmin(fmax(height, CPE_SVG_LEAST_HEIGHT), CPE_SVG_MOST_SIZE);
}

/* Sets the vertical axis in rows. */
bool
cpe_svg_set_rows(struct cpe_svg_sheet *sheet, size_t rows, const char *hint, double *pitch)
{
	sheet->y.lo = 0;
	sheet->y.hi = fmax((double) rows, 1);
	sheet->y.start = sheet->top;
	sheet->y.end = sheet->bottom;
	*pitch = (sheet->bottom - sheet->top) / sheet->y.hi;
	if (rows > 0 && *pitch < LEAST_PITCH)
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, hint,
		                       "%s of height %d has no room for %zu rows", sheet->what,
		                       sheet->options.height, rows);
	return true;
}
