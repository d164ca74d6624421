#include "publish/suppression_map_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_hatch.h"
#include "publish/svg_names.h"
#include "publish/svg_rows.h"
#include "publish/svg_text.h"

#define PITCH 20.0        /* of rows, where the picture grows with them */
#define WIDEST_CELL 110.0 /* wider ones say no more */
#define LEAST_CELL 11.0   /* the names of columns must not touch */
#define LONGEST_NAME 150.0
#define BELOW 22.0
#define STATUSES ((int) CPE_MAP_LOW + 1)

const char *const cpe_map_status_words[] = {"", "c", "w", "x", "u", "z", "low", NULL};

static const char *const meaning[STATUSES] = {"shown",
                                              "confidential [c]",
                                              "none recorded [w]",
                                              "not available [x]",
                                              "low reliability [u]",
                                              "not applicable [z]",
                                              "rounds to zero [low]"};

static const struct cpe_svg_hatch hatches[STATUSES] = {
	[CPE_MAP_SHOWN] = {"#d3e7f5", "#0067a8", CPE_SVG_BLANK, CPE_SVG_MEDIUM},
	[CPE_MAP_CONFIDENTIAL] = {"#57606a", "#1f2328", CPE_SVG_CROSSED, CPE_SVG_MEDIUM},
	[CPE_MAP_NONE_RECORDED] = {"#ffffff", "#6e7781", CPE_SVG_DOTS, CPE_SVG_MEDIUM},
	[CPE_MAP_NOT_AVAILABLE] = {"#ffffff", "#6e7781", CPE_SVG_ACROSS, CPE_SVG_MEDIUM},
	[CPE_MAP_UNRELIABLE] = {"#fde3d1", "#b84a00", CPE_SVG_RISING, CPE_SVG_MEDIUM},
	[CPE_MAP_NOT_APPLICABLE] = {"#ffffff", "#6e7781", CPE_SVG_UPRIGHT, CPE_SVG_MEDIUM},
	[CPE_MAP_LOW] = {"#d3e7f5", "#0067a8", CPE_SVG_DOTS, CPE_SVG_FINE},
};

struct place
{
	size_t row;
	size_t column;
	size_t index; /* of the caller's row, from 0 */
	enum cpe_map_status status;
};

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_svg_names rows;
	struct cpe_svg_names columns;
	struct place *places; /* row by row, from left to right */
	size_t count;
	size_t status_count[STATUSES];
	const char *fill[STATUSES]; /* the attribute */
	double pitch;
	double cell;        /* how wide */
	bool upright;       /* the names of columns do not fit above them */
	double column_room; /* that they take above the plot */
	struct cpe_svg_row_names row_names;
	struct cpe_svg_row_names column_names;
};

/* ---- options and cells ---- */

/* Fills in the defaults named in the header. */
void
cpe_suppression_map_defaults(struct cpe_svg_options *options)
{
	cpe_svg_defaults(options);
	options->title = "Which cells are shown";
	options->x_label = "";
	options->y_label = "";
	options->noun = "cells";
	options->height = 0;
}

/* Checks a cell; index counts the caller's rows from 0. */
static bool
check_cell(struct chart *chart, const struct cpe_map_cell *cell, size_t index)
{
	if (cell->row == NULL || cell->column == NULL)
		return cpe_problem_set(chart->sheet.problem, CPE_NULL, NULL, NULL,
		                       "row %zu of the suppression map has no %s label", index + 1,
		                       cell->row == NULL ? "row" : "column");
	if ((int) cell->status < 0 || (int) cell->status >= STATUSES)
		return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the suppression map: there is no status %d", index + 1,
		                       (int) cell->status);
	return true;
}

/* Row by row, from left to right. */
static int
compare_places(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;
	int order = (a->row > b->row) - (a->row < b->row);

	return order != 0 ? order : (a->column > b->column) - (a->column < b->column);
}

/* Finds the names of rows and columns among the cells. */
static bool
find_labels(struct chart *chart, const struct cpe_map_cell *cells, size_t count)
{
	struct cpe_arena *arena = chart->sheet.arena;
	struct cpe_problem *problem = chart->sheet.problem;
	struct cpe_svg_name *rows = cpe_arena_alloc(arena, count, sizeof(*rows), problem);
	struct cpe_svg_name *columns = cpe_arena_alloc(arena, count, sizeof(*columns), problem);

	if (rows == NULL || columns == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		if (!cpe_arena_poll(arena, problem) || !check_cell(chart, &cells[i], i))
			return false;
		rows[i].text = cells[i].row;
		rows[i].position = cells[i].row_position;
		columns[i].text = cells[i].column;
		columns[i].position = cells[i].column_position;
	}
	return cpe_svg_names_make(&chart->rows, rows, count, arena, problem) &&
	       cpe_svg_names_make(&chart->columns, columns, count, arena, problem);
}

/* Finds the place of each cell. */
static bool
collect_cells(struct chart *chart, const struct cpe_map_cell *cells, size_t count)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	chart->places = cpe_arena_alloc(sheet->arena, count, sizeof(*chart->places), sheet->problem);
	if (chart->places == NULL || !find_labels(chart, cells, count))
		return false;
	for (size_t i = 0; i < count; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		chart->places[i].row = cpe_svg_name_place(&chart->rows, cells[i].row);
		chart->places[i].column = cpe_svg_name_place(&chart->columns, cells[i].column);
		chart->places[i].index = i;
		chart->places[i].status = cells[i].status;
		chart->status_count[cells[i].status]++;
	}
	chart->count = sheet->shown = count;
	if (!cpe_sort(sheet->arena, chart->places, count, sizeof(*chart->places), compare_places,
	              sheet->problem))
		return false;
	for (size_t i = 1; i < count; i++)
		if (compare_places(&chart->places[i - 1], &chart->places[i]) == 0)
			return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, NULL,
			                       "rows %zu and %zu of the suppression map are the same cell",
			                       chart->places[i - 1].index + 1, chart->places[i].index + 1);
	return true;
}

/* How many places of the table have no cell. */
static size_t
blank_count(const struct chart *chart)
{
	return chart->rows.count * chart->columns.count - chart->count;
}

/* ---- the layout ---- */

/* Writes how each status fills its cells. */
static bool
find_fills(struct chart *chart)
{
	for (int i = 0; i < STATUSES; i++)
	{
		struct cpe_text text;

		cpe_text_open(&text, chart->sheet.arena, chart->sheet.problem);
		cpe_svg_hatch_fill(&text, i, &hatches[i]);
		chart->fill[i] = cpe_text_close(&text, NULL);
		if (chart->fill[i] == NULL)
			return false;
	}
	return true;
}

/* Writes the legend's words: the statuses there are. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_text text;

	for (int i = 0; i < STATUSES; i++)
	{
		if (chart->status_count[i] == 0)
			continue;
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, meaning[i]);
		cpe_svg_count(&text, chart->status_count[i]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_AREA, NULL, chart->fill[i], &text))
			return false;
	}
	if (blank_count(chart) > 0)
	{
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, "no such cell");
		cpe_svg_count(&text, blank_count(chart));
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_AREA, NULL, "fill=\"#ffffff\"", &text))
			return false;
	}
	cpe_svg_legend_close(sheet);
	return true;
}

/* The columns: how wide they are, and whether their names lie above them or stand. */
static bool
find_columns(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	double columns = fmax((double) chart->columns.count, 1);

	if (!cpe_svg_fit_names(sheet, &chart->column_names, chart->columns.text, chart->columns.count,
	                       LONGEST_NAME, 1))
		return false;
	sheet->right = sheet->options.width - CPE_SVG_PAD - 10;
	sheet->right = fmin(sheet->right, sheet->left + WIDEST_CELL * columns);
	chart->cell = (sheet->right - sheet->left) / columns;
	if (chart->cell < LEAST_CELL)
		return cpe_problem_set(
			sheet->problem, CPE_INVALID, NULL, "Make it wider, or take its columns for rows.",
			"a suppression map of width %d has no room for the names of %zu columns",
			sheet->options.width, chart->columns.count);
	chart->upright = chart->column_names.widest > chart->cell - 6;
	chart->column_room = chart->upright ? chart->column_names.widest : CPE_SVG_LABEL_SIZE;
	sheet->x.lo = 0;
	sheet->x.hi = columns;
	sheet->x.start = sheet->left;
	sheet->x.end = sheet->right;
	return true;
}

/* Finds a place for everything: names left of the rows and above the columns. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	if (!cpe_svg_open_sheet(sheet) ||
	    !cpe_svg_fit_names(sheet, &chart->row_names, chart->rows.text, chart->rows.count,
	                       CPE_SVG_NAME_SHARE * sheet->options.width, 1))
		return false;
	sheet->left = cpe_svg_behind_names(sheet, &chart->row_names);
	if (!find_columns(chart) || !find_fills(chart) || !make_legend(chart))
		return false;
	sheet->top += chart->column_room + 4;
	cpe_svg_grow(sheet, chart->rows.count, PITCH, BELOW);
	return cpe_svg_find_bottom(sheet, BELOW) &&
	       cpe_svg_set_rows(sheet, chart->rows.count, "Make it higher, or draw fewer rows.",
	                        &chart->pitch);
}

/* ---- drawing ---- */

/* Draws the names of both axes and of the columns, all above the plot. */
static bool
draw_columns(const struct chart *chart, struct cpe_text *out, const struct cpe_svg_options *options)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double above = sheet->top - chart->column_room - 18;
	double half = (sheet->options.width - 2 * CPE_SVG_PAD) / 2 - 5;
	const char *label[2] = {options->y_label, options->x_label};

	for (int i = 0; i < 2; i++)
	{
		const char *fits = cpe_svg_shorten(sheet->arena, sheet->problem, label[i], strlen(label[i]),
		                                   CPE_SVG_AXIS_SIZE, half);

		if (fits == NULL)
			return false;
		if (fits[0] != '\0')
			cpe_svg_line(out, fits, i == 0 ? CPE_SVG_PAD : sheet->options.width - CPE_SVG_PAD,
			             above, CPE_SVG_AXIS_SIZE, i == 0 ? "" : " text-anchor=\"end\"");
	}
	cpe_text_printf(out, "<g data-part=\"columns\" font-size=\"%.0f\"%s>\n", CPE_SVG_LABEL_SIZE,
	                chart->upright ? "" : " text-anchor=\"middle\"");
	for (size_t i = 0; i < chart->columns.count; i++)
	{
		double middle = cpe_svg_pixels(&sheet->x, (double) i + 0.5);

		if (chart->upright)
			cpe_text_printf(out, "<text transform=\"translate(%.1f %.1f) rotate(-90)\">",
			                middle + 4, sheet->top - 6);
		else
			cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", middle, sheet->top - 6);
		cpe_text_xml(out, chart->column_names.line[i]);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Draws the cells of one status: one path, cells beside one another in one piece. */
static bool
draw_status(const struct chart *chart, struct cpe_text *out, int status)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_printf(out, "<path data-status=\"%s\" %s d=\"",
	                status == CPE_MAP_SHOWN ? "shown" : cpe_map_status_words[status],
	                chart->fill[status]);
	for (size_t i = 0, next; i < chart->count; i = next)
	{
		const struct place *first = &chart->places[i];
		double x = cpe_svg_pixels(&sheet->x, (double) first->column);
		double y = cpe_svg_pixels(&sheet->y, (double) first->row);
		double end;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		for (next = i + 1; next < chart->count; next++)
			if (chart->places[next].row != first->row ||
			    chart->places[next].column != first->column + (next - i) ||
			    chart->places[next].status != first->status)
				break;
		if ((int) first->status != status)
			continue;
		end = cpe_svg_pixels(&sheet->x, (double) (first->column + (next - i)));
		cpe_text_printf(out, "M%.1f %.1fh%.1fv%.1fh%.1fz", x, y, end - x, chart->pitch, x - end);
	}
	cpe_text_append(out, "\"><title>");
	cpe_text_append(out, meaning[status]);
	cpe_text_append(out, "</title></path>\n");
	return true;
}

/* Draws lines of the paper's colour between the cells. */
static bool
draw_gaps(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_append(out, "<path fill=\"none\" stroke=\"#ffffff\" stroke-width=\"1.5\" d=\"");
	for (size_t i = 1; i <= chart->rows.count; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		cpe_text_printf(out, "M%.1f %.1fH%.1f", sheet->left, cpe_svg_pixels(&sheet->y, (double) i),
		                sheet->right);
	}
	for (size_t i = 1; i <= chart->columns.count; i++)
		cpe_text_printf(out, "M%.1f %.1fV%.1f", cpe_svg_pixels(&sheet->x, (double) i), sheet->top,
		                sheet->bottom);
	cpe_text_append(out, "\"/>\n");
	return true;
}

/* Writes the marks of cells that are not shown into them, on grounds, where there is room. */
static bool
draw_marks(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double size = CPE_SVG_LABEL_SIZE;
	double room = cpe_svg_width("[w]", 3, size) + 2;

	if (chart->cell < room + 4 || chart->pitch < size + 3)
		return true;
	for (int part = 0; part < 2; part++)
	{
		if (part == 0)
			cpe_text_append(out, "<path fill=\"#ffffff\" d=\"");
		else
			cpe_text_printf(out,
			                "\"/>\n<g data-part=\"marks\" font-size=\"%.0f\" "
			                "text-anchor=\"middle\">\n",
			                size);
		for (size_t i = 0; i < chart->count; i++)
		{
			const struct place *place = &chart->places[i];
			double x = cpe_svg_pixels(&sheet->x, (double) place->column + 0.5);
			double y = cpe_svg_pixels(&sheet->y, (double) place->row + 0.5);

			if (!cpe_arena_poll(sheet->arena, sheet->problem))
				return false;
			if (place->status == CPE_MAP_SHOWN ||
			    (place->status == CPE_MAP_LOW && chart->cell < 2 * room))
				continue;
			if (part == 0)
				cpe_text_printf(out, "M%.1f %.1fh%.1fv%.1fh%.1fz", x - room / 2, y - size / 2 - 1,
				                room, size + 2, -room);
			else
				cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">[%s]</text>\n", x, y + 4,
				                cpe_map_status_words[place->status]);
		}
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	if (sheet->options.description != NULL)
	{
		cpe_text_xml(out, sheet->options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->count);
	cpe_text_xml(out, sheet->options.noun);
	cpe_text_printf(out, " of a table of %zu rows and %zu columns", chart->rows.count,
	                chart->columns.count);
	for (int i = 0; i < STATUSES; i++)
	{
		if (chart->status_count[i] == 0 && i != CPE_MAP_SHOWN)
			continue;
		cpe_text_printf(out, "%s%zu %s", i == CPE_MAP_SHOWN ? ": " : ", ", chart->status_count[i],
		                meaning[i]);
		if (i == CPE_MAP_SHOWN && chart->count > 0)
			cpe_text_printf(out, " (%.1f%%)",
			                100 * (double) chart->status_count[i] / (double) chart->count);
	}
	if (blank_count(chart) > 0)
		cpe_text_printf(out, "; places without a cell: %zu", blank_count(chart));
}

/* Draws the whole map: cells, layout, then from the back to the front. */
bool
cpe_suppression_map_svg(struct cpe_arena *arena, const struct cpe_map_cell *cells, size_t count,
                        const struct cpe_svg_options *options, char **svg, size_t *length,
                        struct cpe_problem *problem)
{
	struct chart *chart;
	struct cpe_text part[CPE_SVG_PARTS]; /* description, frame, cells, the rest */

	*svg = NULL;
	*length = 0;
	chart = cpe_arena_alloc(arena, 1, sizeof(*chart), problem);
	if (chart == NULL)
		return false;
	cpe_svg_begin(&chart->sheet, arena, problem, "a suppression map", options);
	chart->sheet.grows = true;
	if (!cpe_svg_check(&chart->sheet) || !collect_cells(chart, cells, count) || !lay_out(chart))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	cpe_text_append(&part[1], "<defs>\n");
	for (int i = 0; i < STATUSES; i++)
		if (chart->status_count[i] > 0)
			cpe_svg_hatch_define(&part[1], i, &hatches[i]);
	cpe_text_append(&part[1], "</defs>\n");
	chart->sheet.options.x_label = chart->sheet.options.y_label = ""; /* they stand elsewhere */
	if (!cpe_svg_frame(&chart->sheet, &part[1], false) || !draw_columns(chart, &part[1], options))
		return false;
	if (!cpe_svg_draw_names(&chart->sheet, &part[1], &chart->row_names))
		return false;
	for (int i = 0; i < STATUSES; i++)
		if (chart->status_count[i] > 0 && !draw_status(chart, &part[3], i))
			return false;
	if (!draw_gaps(chart, &part[3]) || !draw_marks(chart, &part[3]))
		return false;
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
