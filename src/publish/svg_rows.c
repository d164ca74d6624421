#include "publish/svg_rows.h"

#include <math.h>
#include <string.h>

#include "publish/svg_text.h"

#define LEAST_PITCH 11.0 /* of rows: their names must not touch */

/* The room for the marks of scores beyond the lower end of a horizontal axis. */
static double
edge_room(const struct cpe_svg_sheet *sheet)
{
	return sheet->beyond > 0 ? 8 : 0;
}

/* A line of a name, shortened to the room; tells how wide it is. */
static const char *
fit_line(const struct cpe_svg_sheet *sheet, struct cpe_svg_row_names *names, const char *text,
         size_t length, double room)
{
	const char *line =
		cpe_svg_shorten(sheet->arena, sheet->problem, text, length, CPE_SVG_LABEL_SIZE, room);

	if (line != NULL)
		names->widest = fmax(names->widest, cpe_svg_width(line, strlen(line), CPE_SVG_LABEL_SIZE));
	return line;
}

/* Names of rows as they fit into a room. */
bool
cpe_svg_fit_names(const struct cpe_svg_sheet *sheet, struct cpe_svg_row_names *names,
                  const char *const *whole, size_t count, double room, int lines)
{
	names->count = count;
	names->widest = 0;
	names->rest = NULL;
	names->line = cpe_arena_alloc(sheet->arena, count, sizeof(*names->line), sheet->problem);
	if (names->line == NULL)
		return false;
	if (lines > 1)
	{
		names->rest = cpe_arena_alloc(sheet->arena, count, sizeof(*names->rest), sheet->problem);
		if (names->rest == NULL)
			return false;
	}
	for (size_t i = 0; i < count; i++)
	{
		size_t length;
		size_t cut;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (whole[i] == NULL)
			continue;
		length = strlen(whole[i]);
		cut = lines > 1 ? cpe_svg_break(whole[i], length, CPE_SVG_LABEL_SIZE, room) : length;
		names->line[i] = fit_line(sheet, names, whole[i], cut, room);
		if (names->line[i] == NULL)
			return false;
		while (whole[i][cut] == ' ')
			cut++;
		if (cut == length)
			continue;
		names->rest[i] = fit_line(sheet, names, whole[i] + cut, length - cut, room);
		if (names->rest[i] == NULL)
			return false;
	}
	return true;
}

/* Where the plot begins behind the names. */
double
cpe_svg_behind_names(const struct cpe_svg_sheet *sheet, const struct cpe_svg_row_names *names)
{
	return CPE_SVG_PAD + names->widest + 10 + edge_room(sheet);
}

/* Writes one line of a name. */
static void
draw_line(struct cpe_text *out, const char *line, double x, double y)
{
	cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", x, y);
	cpe_text_xml(out, line);
	cpe_text_append(out, "</text>\n");
}

/* Draws the names of rows beside the plot. */
bool
cpe_svg_draw_names(const struct cpe_svg_sheet *sheet, struct cpe_text *out,
                   const struct cpe_svg_row_names *names)
{
	double x = sheet->left - 7 - edge_room(sheet);

	cpe_text_printf(out, "<g data-part=\"names\" font-size=\"%.0f\" text-anchor=\"end\">\n",
	                CPE_SVG_LABEL_SIZE);
	for (size_t i = 0; i < names->count; i++)
	{
		double middle = cpe_svg_pixels(&sheet->y, (double) i + 0.5);
		const char *rest = names->rest ? names->rest[i] : NULL;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (names->line[i] == NULL)
			continue;
		draw_line(out, names->line[i], x, middle + (rest ? -2 : 4));
		if (rest)
			draw_line(out, rest, x, middle + 10);
	}
	cpe_text_append(out, "</g>\n");
	return true;
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
