#include "publish/caterpillar_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_labels.h"
#include "publish/svg_rows.h"
#include "publish/svg_text.h"

#define QUIET_INK "#8c959f"
#define REACH 3.0 /* how many usual widths an interval may stretch the axis from its score */

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_caterpillar_options options;
	const struct cpe_caterpillar_unit **units; /* shown, in their order */
	size_t unit_count;
	size_t band_count[CPE_BAND_COUNT];
	bool rows;
	bool has_intervals;
	struct cpe_svg_axis *score; /* the sheet's axis of scores */
	double pitch;               /* pixels from unit to unit */
	struct cpe_svg_row_names names;
	struct cpe_svg_labels labels;
};

/* ---- options and units ---- */

/* Fills in the defaults named in the header. */
void
cpe_caterpillar_defaults(struct cpe_caterpillar_options *options)
{
	memset(options, 0, sizeof(*options));
	cpe_svg_defaults(&options->picture);
	options->picture.title = "Caterpillar plot";
	options->picture.x_label = "Units by score";
	options->picture.y_label = "Score";
	options->picture.noun = "units";
	options->centre = NAN;
	options->centre_name = "Centre";
	options->interval_name = "interval";
}

/* Checks the options. */
static bool
check_options(struct chart *chart)
{
	const struct cpe_caterpillar_options *options = &chart->options;

	if (!cpe_svg_check(&chart->sheet))
		return false;
	if (!isnan(options->centre) && !cpe_svg_showable(&chart->sheet, options->centre))
		return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL, NULL,
		                       "the centre of a caterpillar plot is not a number it can show");
	if (options->layout != CPE_CATERPILLAR_COLUMNS && options->layout != CPE_CATERPILLAR_ROWS)
		return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL, "It is columns or rows.",
		                       "unknown layout of a caterpillar plot");
	return true;
}

/* Checks a unit that will be seen; index counts the caller's rows from 0. */
static bool
check_unit(struct chart *chart, const struct cpe_caterpillar_unit *unit, size_t index)
{
	struct cpe_problem *problem = chart->sheet.problem;

	if (unit->label == NULL)
		return cpe_problem_set(problem, CPE_NULL, NULL, NULL,
		                       "row %zu of the caterpillar plot has no label", index + 1);
	if (!cpe_svg_showable(&chart->sheet, unit->score))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the caterpillar plot: the score is too large to show",
		                       index + 1);
	if (unit->low > unit->high)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the caterpillar plot: low is above high", index + 1);
	if ((int) unit->band < 0 || (int) unit->band >= CPE_BAND_COUNT)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the caterpillar plot: there is no band %d", index + 1,
		                       (int) unit->band);
	return true;
}

/* By score, then by label; a total order of all that can be seen of a unit. */
static int
compare_units(const void *left, const void *right)
{
	const struct cpe_caterpillar_unit *a = *(const struct cpe_caterpillar_unit *const *) left;
	const struct cpe_caterpillar_unit *b = *(const struct cpe_caterpillar_unit *const *) right;
	int order = cpe_compare_numbers(a->score, b->score);

	if (order == 0)
		order = strcmp(a->label, b->label);
	if (order == 0)
		order = cpe_compare_numbers(a->low, b->low);
	if (order == 0)
		order = cpe_compare_numbers(a->high, b->high);
	if (order == 0)
		order = (int) a->band - (int) b->band;
	return order;
}

/* The other way round by score; equal scores still by label. */
static int
compare_descending(const void *left, const void *right)
{
	const struct cpe_caterpillar_unit *a = *(const struct cpe_caterpillar_unit *const *) left;
	const struct cpe_caterpillar_unit *b = *(const struct cpe_caterpillar_unit *const *) right;
	int order = cpe_compare_numbers(b->score, a->score);

	return order != 0 ? order : compare_units(left, right);
}

/*
 * Sorts the units.  This is the only function that meets a hidden one, and it takes nothing from it
 * but that there is one more.
 */
static bool
collect_units(struct chart *chart, const struct cpe_caterpillar_unit *units, size_t count)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	chart->units = cpe_arena_alloc(sheet->arena, count, sizeof(*chart->units), sheet->problem);
	if (chart->units == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		const struct cpe_caterpillar_unit *unit = &units[i];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (isnan(unit->score))
		{
			sheet->not_shown++;
			continue;
		}
		if (!check_unit(chart, unit, i))
			return false;
		if (isfinite(unit->low) || isfinite(unit->high))
			chart->has_intervals = true;
		chart->units[chart->unit_count++] = unit;
		chart->band_count[unit->band]++;
	}
	sheet->shown = chart->unit_count;
	return cpe_sort(sheet->arena, chart->units, chart->unit_count, sizeof(*chart->units),
	                chart->options.descending ? compare_descending : compare_units, sheet->problem);
}

/* ---- the layout ---- */

/* The median distance from a score to an end of its interval; 0 without intervals. */
static bool
usual_width(struct chart *chart, double *width)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	double *widths =
		cpe_arena_alloc(sheet->arena, 2 * chart->unit_count, sizeof(*widths), sheet->problem);
	size_t count = 0;

	if (widths == NULL)
		return false;
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_caterpillar_unit *unit = chart->units[i];

		if (isfinite(unit->low))
			widths[count++] = fabs(unit->score - unit->low);
		if (isfinite(unit->high))
			widths[count++] = fabs(unit->high - unit->score);
	}
	if (!cpe_sort(sheet->arena, widths, count, sizeof(*widths), cpe_by_number, sheet->problem))
		return false;
	*width = count > 0 ? widths[count / 2] : 0;
	return true;
}

/* The range of scores: all of them and the centre, and intervals as far as they are not endless. */
static bool
find_score_range(struct chart *chart)
{
	double lo = INFINITY;
	double hi = -INFINITY;
	double width;

	if (!usual_width(chart, &width))
		return false;
	cpe_svg_include(&lo, &hi, chart->options.centre);
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_caterpillar_unit *unit = chart->units[i];

		cpe_svg_include(&lo, &hi, unit->score);
		if (isfinite(unit->low))
			cpe_svg_include(&lo, &hi, fmax(unit->low, unit->score - REACH * width));
		if (isfinite(unit->high))
			cpe_svg_include(&lo, &hi, fmin(unit->high, unit->score + REACH * width));
	}
	cpe_svg_score_range(&chart->sheet, chart->score, lo, hi);
	return true;
}

/* Writes the legend's words: the bands there are, then the lines and the rest. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_text text;

	sheet->legend_count = 0;
	for (int i = 0; i < CPE_BAND_COUNT; i++)
	{
		enum cpe_band band = cpe_svg_legend_order[i];

		if (chart->band_count[band] == 0)
			continue;
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, band == CPE_BAND_NONE ? "not compared" : cpe_band_name(band));
		cpe_svg_count(&text, chart->band_count[band]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_MARK, &cpe_svg_band_looks[band], NULL, &text))
			return false;
	}
	if (!isnan(chart->options.centre) && chart->unit_count > 0 &&
	    !cpe_svg_legend_score(sheet, CPE_SVG_CENTRE_LINE, chart->options.centre_name,
	                          chart->options.centre))
		return false;
	if (chart->has_intervals)
	{
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, chart->options.interval_name);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_LINE, NULL,
		                        "stroke=\"" QUIET_INK "\" stroke-width=\"1.2\"", &text))
			return false;
	}
	if (!cpe_svg_legend_rest(sheet))
		return false;
	cpe_svg_legend_close(sheet);
	return true;
}

/* Counts the units beyond the ends of the score axis. */
static size_t
count_beyond(const struct chart *chart)
{
	size_t beyond = 0;

	for (size_t i = 0; i < chart->unit_count; i++)
	{
		double score = chart->units[i]->score * chart->sheet.options.score_factor;

		beyond += cpe_svg_beyond_axis(chart->score, score) != 0;
	}
	return beyond;
}

/* The names of rows as they fit beside the plot. */
static bool
find_names(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	const char **labels =
		cpe_arena_alloc(sheet->arena, chart->unit_count, sizeof(*labels), sheet->problem);

	if (labels == NULL)
		return false;
	for (size_t i = 0; i < chart->unit_count; i++)
		labels[i] = chart->units[i]->label;
	return cpe_svg_fit_names(sheet, &chart->names, labels, chart->unit_count,
	                         CPE_SVG_NAME_SHARE * sheet->options.width, 1);
}

/* Units from left to right: the score axis is rounded while the height of the legend settles. */
static bool
lay_out_columns(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = cpe_svg_score_ends(sheet);

	for (int round = 0; round < 2; round++)
	{
		if (!make_legend(chart) || !cpe_svg_find_bottom(sheet, 36))
			return false;
		cpe_svg_round_axis(&sheet->y, &ends, cpe_svg_ticks_of(sheet->bottom - sheet->top));
		if (sheet->beyond == count_beyond(chart))
			break;
		sheet->beyond = count_beyond(chart);
	}
	if (!cpe_svg_find_sides(sheet, chart->unit_count > 0))
		return false;
	sheet->x.hi = fmax((double) chart->unit_count, 1);
	chart->pitch = (sheet->right - sheet->left) / sheet->x.hi;
	return true;
}

/* Each unit a row: the names tell the width of the plot, that the ticks of the score axis. */
static bool
lay_out_rows(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = cpe_svg_score_ends(sheet);
	struct cpe_svg_axis whole = sheet->x;

	if (!find_names(chart))
		return false;
	for (int round = 0; round < 2; round++)
	{
		if (!make_legend(chart) || !cpe_svg_find_bottom(sheet, 56) ||
		    !cpe_svg_find_sides(sheet, false))
			return false;
		sheet->left = cpe_svg_behind_names(sheet, &chart->names);
		whole.start = sheet->left;
		whole.end = sheet->right;
		whole.unit = sheet->tick_unit;
		sheet->x = whole;
		if (!cpe_svg_fill_axis(&sheet->x, &ends, sheet->arena, sheet->problem))
			return false;
		if (sheet->beyond == count_beyond(chart))
			break;
		sheet->beyond = count_beyond(chart);
	}
	return cpe_svg_end_sides(sheet) &&
	       cpe_svg_set_rows(sheet, chart->unit_count, "Make it higher, or lay it out in columns.",
	                        &chart->pitch);
}

/* Finds a place for everything. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	if (!cpe_svg_open_sheet(sheet))
		return false;
	chart->rows = chart->options.layout == CPE_CATERPILLAR_ROWS;
	chart->score = chart->rows ? &sheet->x : &sheet->y;
	if (chart->rows)
	{
		const char *units = sheet->options.x_label;

		sheet->options.x_label = sheet->options.y_label;
		sheet->options.y_label = units;
	}
	if (!find_score_range(chart))
		return false;
	return chart->rows ? lay_out_rows(chart) : lay_out_columns(chart);
}

/* Where a score of the unit at that place in the order is; beyond the axis it is held at its edge.
 */
static struct cpe_svg_vertex
place_of(const struct chart *chart, size_t place, double score)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double along = cpe_svg_pixels(chart->score, score * sheet->options.score_factor);
	struct cpe_svg_vertex vertex;

	if (chart->rows)
	{
		vertex.x = fmin(fmax(along, sheet->left), sheet->right);
		vertex.y = cpe_svg_pixels(&sheet->y, (double) place + 0.5);
	}
	else
	{
		vertex.x = cpe_svg_pixels(&sheet->x, (double) place + 0.5);
		vertex.y = fmin(fmax(along, sheet->top), sheet->bottom);
	}
	return vertex;
}

/* ---- drawing ---- */

/* Draws the centre line. */
static void
draw_centre(struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double centre = chart->options.centre * sheet->options.score_factor;
	double along = cpe_svg_pixels(chart->score, centre);
	struct cpe_svg_vertex a = {chart->rows ? along : sheet->left, chart->rows ? sheet->top : along};
	struct cpe_svg_vertex b = {chart->rows ? along : sheet->right,
	                           chart->rows ? sheet->bottom : along};

	if (!(centre >= chart->score->lo && centre <= chart->score->hi))
		return;
	cpe_text_printf(out,
	                "<path d=\"M%.1f %.1fL%.1f %.1f\" fill=\"none\" " CPE_SVG_CENTRE_LINE "/>\n",
	                a.x, a.y, b.x, b.y);
	cpe_svg_map_line(&chart->labels, a, b, CPE_SVG_ON_CURVE);
}

/* What shrinks the marks: their number, and how near they are to one another. */
static double
mark_shrink(const struct chart *chart)
{
	return fmin(cpe_svg_shrink(chart->unit_count), fmax(chart->pitch / 8, 0.4));
}

/*
 * Draws the intervals of one band.  One that goes on beyond the axis ends at it without the cap
 * that others have, where there is room for caps.
 */
static bool
draw_intervals(struct chart *chart, struct cpe_text *out, enum cpe_band band)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	const char *ink = cpe_svg_band_severity(band) > 0 ? cpe_svg_band_looks[band].stroke : QUIET_INK;
	double cap = chart->pitch >= 9 ? fmin(chart->pitch / 4, 4) : 0;

	cpe_text_printf(out, "<g fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\">\n", ink,
	                fmax(fmin(chart->pitch / 3, 1.2), 0.3));
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_caterpillar_unit *unit = chart->units[i];
		double end[2] = {unit->low, unit->high};
		struct cpe_svg_vertex from;
		struct cpe_svg_vertex to;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (unit->band != band || (!isfinite(unit->low) && !isfinite(unit->high)))
			continue;
		from = place_of(chart, i, isfinite(unit->low) ? unit->low : unit->score);
		to = place_of(chart, i, isfinite(unit->high) ? unit->high : unit->score);
		cpe_text_printf(out, "<path d=\"M%.1f %.1fL%.1f %.1f", from.x, from.y, to.x, to.y);
		for (int side = 0; side < 2 && cap > 0; side++)
		{
			struct cpe_svg_vertex at = side ? to : from;
			double shown = end[side] * sheet->options.score_factor;

			if (!(shown >= chart->score->lo && shown <= chart->score->hi))
				continue;
			if (chart->rows)
				cpe_text_printf(out, "M%.1f %.1fv%.1f", at.x, at.y - cap, 2 * cap);
			else
				cpe_text_printf(out, "M%.1f %.1fh%.1f", at.x - cap, at.y, 2 * cap);
		}
		cpe_text_append(out, "\"/>\n");
		cpe_svg_map_line(&chart->labels, from, to, CPE_SVG_ON_WITHIN);
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Writes what a reader sees when pointing at a unit: all its numbers in words. */
static void
write_tooltip(const struct chart *chart, struct cpe_text *out,
              const struct cpe_caterpillar_unit *unit)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_svg_tell_score(sheet, out, unit->label, unit->score, chart->options.interval_name,
	                   unit->low, unit->high);
	cpe_text_printf(out, "\n%s</title>",
	                unit->band == CPE_BAND_NONE ? "not compared" : cpe_band_name(unit->band));
}

/* Draws the marks of one band. */
static bool
draw_marks(struct chart *chart, struct cpe_text *out, enum cpe_band band)
{
	const struct cpe_svg_look *look = &cpe_svg_band_looks[band];
	double shrink = mark_shrink(chart);

	/* white rims would join to a white line */
	cpe_svg_mark_group(out, look, chart->pitch < 3 && band == CPE_BAND_WITHIN);
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_caterpillar_unit *unit = chart->units[i];
		const char *element;
		struct cpe_svg_vertex place;

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (unit->band != band)
			continue;
		place = place_of(chart, i, unit->score);
		element = cpe_svg_mark(out, look, shrink, place.x, place.y);
		cpe_text_append(out, ">");
		write_tooltip(chart, out, unit);
		cpe_text_printf(out, "</%s>\n", element);
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Marks the units that are held at an end of the score axis. */
static bool
draw_beyond(struct chart *chart, struct cpe_text *out)
{
	if (chart->sheet.beyond == 0)
		return true;
	cpe_text_append(out, "<g fill=\"none\" stroke=\"" CPE_SVG_INK "\" stroke-width=\"1.2\">\n");
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		double score = chart->units[i]->score * chart->sheet.options.score_factor;
		struct cpe_svg_vertex place = place_of(chart, i, chart->units[i]->score);
		int side = cpe_svg_beyond_axis(chart->score, score);

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (side != 0)
			cpe_svg_beyond(out, place.x, place.y, side, chart->rows);
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Draws something of each band there is, from the back to the front. */
static bool
draw_bands(struct chart *chart, struct cpe_text *out,
           bool (*draw)(struct chart *, struct cpe_text *, enum cpe_band))
{
	for (int i = 0; i < CPE_BAND_COUNT; i++)
	{
		enum cpe_band band = cpe_svg_drawing_order[i];

		if (chart->band_count[band] > 0 && !draw(chart, out, band))
			return false;
	}
	return true;
}

/* How far a unit is from the centre, in lengths of its interval's arm on that side. */
static double
extent_of(const struct chart *chart, const struct cpe_caterpillar_unit *unit)
{
	double away = unit->score - chart->options.centre;
	double extent = fabs(away) / (away > 0 ? unit->score - unit->low : unit->high - unit->score);

	return isfinite(extent) ? extent : 0;
}

/*
 * In columns, units outside get their label, the most extreme first; when there are no more units
 * than labels, all do.
 */
static bool
place_labels(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	bool all = chart->unit_count <= (size_t) sheet->options.max_labels;
	struct cpe_svg_candidate *candidates;
	size_t count = 0;

	if (chart->rows)
		return true;
	candidates =
		cpe_arena_alloc(sheet->arena, chart->unit_count, sizeof(*candidates), sheet->problem);
	if (candidates == NULL)
		return false;
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_caterpillar_unit *unit = chart->units[i];
		struct cpe_svg_candidate *candidate = &candidates[count];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		candidate->mark = place_of(chart, i, unit->score);
		candidate->size = cpe_svg_band_looks[unit->band].size * mark_shrink(chart);
		candidate->severity = cpe_svg_band_severity(unit->band);
		candidate->extent = extent_of(chart, unit);
		candidate->up = unit->score > chart->options.centre;
		candidate->text = unit->label;
		candidate->place = i;
		cpe_svg_map_mark(&chart->labels, candidate);
		if (all || candidate->severity > 0)
			count++;
	}
	return cpe_svg_label_candidates(&chart->labels, candidates, count);
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	const char *separator = ": ";

	if (sheet->options.description != NULL)
	{
		cpe_text_xml(out, sheet->options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->unit_count + sheet->not_shown);
	cpe_text_xml(out, sheet->options.noun);
	cpe_text_printf(out, " by score, %s first", chart->options.descending ? "highest" : "lowest");
	for (int i = 0; i < CPE_BAND_COUNT; i++)
	{
		enum cpe_band band = cpe_svg_legend_order[i];

		if (chart->band_count[band] == 0)
			continue;
		cpe_text_printf(out, "%s%zu %s", separator, chart->band_count[band],
		                band == CPE_BAND_NONE ? "not compared" : cpe_band_name(band));
		separator = ", ";
	}
	if (sheet->not_shown > 0)
		cpe_text_printf(out, "; %zu not shown (suppressed)", sheet->not_shown);
}

/* Draws the whole chart: units, layout, then from the back to the front. */
bool
cpe_caterpillar_svg(struct cpe_arena *arena, const struct cpe_caterpillar_unit *units, size_t count,
                    const struct cpe_caterpillar_options *options, char **svg, size_t *length,
                    struct cpe_problem *problem)
{
	struct chart *chart;
	struct cpe_text part[CPE_SVG_PARTS]; /* description, frame, lines, the rest */

	*svg = NULL;
	*length = 0;
	chart = cpe_arena_alloc(arena, 1, sizeof(*chart), problem);
	if (chart == NULL)
		return false;
	chart->options = *options;
	cpe_svg_begin(&chart->sheet, arena, problem, "a caterpillar plot", &options->picture);
	if (!check_options(chart) || !collect_units(chart, units, count) || !lay_out(chart) ||
	    !cpe_svg_labels_open(&chart->labels, &chart->sheet))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	if (!cpe_svg_frame(&chart->sheet, &part[1], chart->unit_count > 0))
		return false;
	if (chart->rows && !cpe_svg_draw_names(&chart->sheet, &part[1], &chart->names))
		return false;
	if (chart->unit_count > 0)
		draw_centre(chart, &part[2]);
	if (!draw_bands(chart, &part[2], draw_intervals) || !place_labels(chart))
		return false;
	cpe_svg_draw_grounds(&chart->labels, &part[3]);
	if (!draw_bands(chart, &part[3], draw_marks) || !draw_beyond(chart, &part[3]))
		return false;
	cpe_svg_draw_labels(&chart->labels, &part[3]);
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
