#include "publish/funnel_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_labels.h"
#include "publish/svg_text.h"

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_funnel_options options; /* the sheet's options have the defaults filled in */
	const char *inner_words;
	const char *outer_words;
	const struct cpe_funnel_point **units; /* shown, sorted */
	size_t unit_count;
	const struct cpe_funnel_point **curves; /* units and curve-only rows, sorted */
	size_t curve_count;
	size_t band_count[CPE_BAND_COUNT];
	bool has_inner;
	bool has_outer;
	bool far_bands;      /* outer limits are spoken of, be they drawn or not */
	bool somewhat_bands; /* only rules of three cut points have them */
	double shrink;       /* of the marks, when there are many */
	bool crowded;        /* so many marks that lines would vanish behind them */
	struct cpe_svg_labels labels;
};

/* The four curves of a chart. */
enum curve
{
	INNER_LOW,
	INNER_HIGH,
	OUTER_LOW,
	OUTER_HIGH
};

/* ---- options and rows ---- */

/* Fills in the defaults named in the header. */
void
cpe_funnel_defaults(struct cpe_funnel_options *options)
{
	memset(options, 0, sizeof(*options));
	cpe_svg_defaults(&options->picture);
	options->picture.title = "Funnel plot";
	options->picture.x_label = "Number of patients";
	options->picture.y_label = "Score";
	options->picture.noun = "units";
	options->centre = NAN;
	options->centre_name = "Centre";
}

/* Checks the options: a picture nobody can read, or a number no axis can show, is refused. */
static bool
check_options(struct chart *chart)
{
	const struct cpe_funnel_options *options = &chart->options;
	struct cpe_problem *problem = chart->sheet.problem;

	if (!cpe_svg_check(&chart->sheet))
		return false;
	if (!isnan(options->centre) && !cpe_svg_showable(&chart->sheet, options->centre))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "the centre of a funnel is not a number it can show");
	if (options->x_scale != CPE_FUNNEL_LINEAR && options->x_scale != CPE_FUNNEL_LOG)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is linear or log.",
		                       "unknown scale of a funnel's n axis");
	return true;
}

/* Checks a row that will be seen; index counts the caller's rows from 0. */
static bool
check_row(struct chart *chart, const struct cpe_funnel_point *row, size_t index)
{
	struct cpe_problem *problem = chart->sheet.problem;

	if (!isfinite(row->n) || row->n < 0 || row->n > CPE_SVG_LARGEST)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: n must be a number from 0 to 1e15",
		                       index + 1);
	if (row->n > 0 && row->n < 1e-9)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: n must be 0, or from 1e-9 to 1e15",
		                       index + 1);
	if (row->n == 0 && chart->options.x_scale == CPE_FUNNEL_LOG)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Use the linear scale.",
		                       "row %zu of the funnel: a log axis needs n above 0", index + 1);
	if (row->label == NULL)
		return true;
	if (!cpe_svg_showable(&chart->sheet, row->score))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: the score is too large to show", index + 1);
	if ((int) row->band < 0 || (int) row->band >= CPE_BAND_COUNT)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: there is no band %d", index + 1,
		                       (int) row->band);
	return true;
}

/* A total order of all that can be seen of a row: no order of the input survives it. */
static int
compare_rows(const void *left, const void *right)
{
	const struct cpe_funnel_point *a = *(const struct cpe_funnel_point *const *) left;
	const struct cpe_funnel_point *b = *(const struct cpe_funnel_point *const *) right;
	int order = cpe_compare_numbers(a->n, b->n);

	if (order == 0)
		order = cpe_compare_numbers(a->score, b->score);
	if (order == 0)
		order = cpe_compare_texts(a->label, b->label);
	if (order == 0)
		order = cpe_compare_numbers(a->low, b->low);
	if (order == 0)
		order = cpe_compare_numbers(a->high, b->high);
	if (order == 0)
		order = cpe_compare_numbers(a->outer_low, b->outer_low);
	if (order == 0)
		order = cpe_compare_numbers(a->outer_high, b->outer_high);
	if (order == 0)
		order = (int) a->band - (int) b->band;
	return order;
}

/*
 * Sorts the rows into units, curves and hidden ones.  This is the only function that meets a hidden
 * row, and it takes nothing from it but that there is one more.
 */
static bool
collect_rows(struct chart *chart, const struct cpe_funnel_point *points, size_t count)
{
	const char *inner = chart->options.inner_name;
	const char *outer = chart->options.outer_name;

	chart->units =
		cpe_arena_alloc(chart->sheet.arena, count, sizeof(*chart->units), chart->sheet.problem);
	if (chart->units == NULL)
		return false;
	chart->curves =
		cpe_arena_alloc(chart->sheet.arena, count, sizeof(*chart->curves), chart->sheet.problem);
	if (chart->curves == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		const struct cpe_funnel_point *row = &points[i];

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (row->label != NULL && isnan(row->score))
		{
			chart->sheet.not_shown++;
			continue;
		}
		if (!check_row(chart, row, i))
			return false;
		chart->curves[chart->curve_count++] = row;
		if (isfinite(row->low) || isfinite(row->high))
			chart->has_inner = true;
		if (isfinite(row->outer_low) || isfinite(row->outer_high))
			chart->has_outer = true;
		if (row->label == NULL)
			continue;
		chart->units[chart->unit_count++] = row;
		chart->band_count[row->band]++;
	}
	if (!cpe_sort(chart->sheet.arena, chart->units, chart->unit_count, sizeof(*chart->units),
	              compare_rows, chart->sheet.problem) ||
	    !cpe_sort(chart->sheet.arena, chart->curves, chart->curve_count, sizeof(*chart->curves),
	              compare_rows, chart->sheet.problem))
		return false;
	chart->far_bands = chart->has_outer || chart->band_count[CPE_BAND_FAR_ABOVE] > 0 ||
	                   chart->band_count[CPE_BAND_FAR_BELOW] > 0;
	chart->somewhat_bands = chart->band_count[CPE_BAND_SOMEWHAT_ABOVE] > 0 ||
	                        chart->band_count[CPE_BAND_SOMEWHAT_BELOW] > 0;
	chart->inner_words = inner != NULL ? inner : (chart->far_bands ? "inner limits" : "limits");
	chart->outer_words = outer != NULL ? outer : "outer limits";
	chart->shrink = cpe_svg_shrink(chart->unit_count);
	chart->sheet.shown = chart->unit_count;
	chart->crowded = chart->unit_count > 600;
	return cpe_arena_poll(chart->sheet.arena, chart->sheet.problem);
}

/* ---- axes ---- */
/* Where a unit's mark is; beyond the axis it is held at its edge. */
static struct cpe_svg_vertex
unit_place(const struct chart *chart, const struct cpe_funnel_point *unit)
{
	struct cpe_svg_vertex place;
	double y = cpe_svg_pixels(&chart->sheet.y, unit->score * chart->sheet.options.score_factor);

	place.x = cpe_svg_pixels(&chart->sheet.x, unit->n);
	place.y = fmin(fmax(y, chart->sheet.top), chart->sheet.bottom);
	return place;
}

/* Widens a range to hold a row's limits. */
static void
include_limits(double *lo, double *hi, const struct cpe_funnel_point *row)
{
	cpe_svg_include(lo, hi, row->low);
	cpe_svg_include(lo, hi, row->high);
	cpe_svg_include(lo, hi, row->outer_low);
	cpe_svg_include(lo, hi, row->outer_high);
}

/* Whether a row has any limit at all. */
static bool
has_limits(const struct cpe_funnel_point *row)
{
	return isfinite(row->low) || isfinite(row->high) || isfinite(row->outer_low) ||
	       isfinite(row->outer_high);
}

/*
 * The range of scores: every unit, the centre and the limits of the middle unit; then on towards
 * the limits of the smallest unit, but only so far that the funnel's mouth, which is boundless,
 * does not flatten all the rest.
 */
static void
find_y_range(struct chart *chart)
{
	const struct cpe_funnel_point **rows = chart->units;
	size_t count = chart->unit_count;
	const struct cpe_funnel_point *smallest = NULL;
	const struct cpe_funnel_point *middle = NULL;
	double lo = INFINITY;
	double hi = -INFINITY;
	size_t limited = 0;
	size_t seen = 0;

	if (count == 0)
	{
		rows = chart->curves;
		count = chart->curve_count;
	}
	cpe_svg_include(&lo, &hi, chart->options.centre);
	for (size_t i = 0; i < count; i++)
	{
		if (rows[i]->label != NULL)
			cpe_svg_include(&lo, &hi, rows[i]->score);
		if (has_limits(rows[i]))
			limited++;
	}
	for (size_t i = 0; i < count && middle == NULL; i++)
	{
		if (!has_limits(rows[i]))
			continue;
		if (smallest == NULL)
			smallest = rows[i];
		if (seen++ == limited / 2)
			middle = rows[i];
	}
	if (middle != NULL)
	{
		double mouth_lo;
		double mouth_hi;
		double reach;

		include_limits(&lo, &hi, middle);
		mouth_lo = lo;
		mouth_hi = hi;
		include_limits(&mouth_lo, &mouth_hi, smallest);
		reach = hi > lo ? 0.35 * (hi - lo) : INFINITY;
		lo = fmax(mouth_lo, lo - reach);
		hi = fmin(mouth_hi, hi + reach);
	}
	cpe_svg_score_range(&chart->sheet, &chart->sheet.y, lo, hi);
}

/* The range of n: the units, from 0 where that is not far; without units the curves. */
static void
find_x_range(struct chart *chart)
{
	const struct cpe_funnel_point **rows = chart->unit_count > 0 ? chart->units : chart->curves;
	size_t count = chart->unit_count > 0 ? chart->unit_count : chart->curve_count;
	double lo = count > 0 ? rows[0]->n : 0;
	double hi = count > 0 ? rows[count - 1]->n : 1;

	chart->sheet.x.log = chart->options.x_scale == CPE_FUNNEL_LOG && count > 0;
	if (chart->sheet.x.log)
	{
		lo /= 1.25;
		hi *= 1.25;
	}
	else if (lo == hi)
	{
		hi = hi > 0 ? 2 * hi : 1;
		lo = 0;
	}
	else
	{
		double slack = 0.02 * (hi - lo);

		if (lo < 0.4 * hi)
			lo = 0;
		else
			lo = fmax(lo - slack, 0);
		hi += slack;
		if (lo > 0)
			cpe_svg_widen(&lo, &hi);
	}
	chart->sheet.x.lo = lo;
	chart->sheet.x.hi = hi;
}

/* Whether there is anything that an axis could be made of. */
static bool
has_data(const struct chart *chart)
{
	return chart->curve_count > 0;
}

/* ---- the legend ---- */
/* What a band is called, with the limits' names of this chart. */
static void
write_band(const struct chart *chart, struct cpe_text *out, enum cpe_band band)
{
	switch (band)
	{
		case CPE_BAND_FAR_ABOVE:
			cpe_text_printf(out, "above the %s", chart->outer_words);
			break;
		case CPE_BAND_ABOVE:
			cpe_text_printf(out, "above the %s", chart->inner_words);
			break;
		case CPE_BAND_SOMEWHAT_ABOVE:
			cpe_text_printf(out, "somewhat above the %s", chart->inner_words);
			break;
		case CPE_BAND_WITHIN:
			cpe_text_printf(out, "within the %s", chart->inner_words);
			break;
		case CPE_BAND_SOMEWHAT_BELOW:
			cpe_text_printf(out, "somewhat below the %s", chart->inner_words);
			break;
		case CPE_BAND_BELOW:
			cpe_text_printf(out, "below the %s", chart->inner_words);
			break;
		case CPE_BAND_FAR_BELOW:
			cpe_text_printf(out, "below the %s", chart->outer_words);
			break;
		case CPE_BAND_NONE:
			cpe_text_append(out, "not compared");
			break;
	}
}

/* Whether the legend names a band: the far and the somewhat ones only where the chart has them. */
static bool
band_named(const struct chart *chart, enum cpe_band band)
{
	switch (cpe_svg_band_severity(band))
	{
		case 3:
			return chart->far_bands;
		case 1:
			return chart->somewhat_bands;
		default:
			return band != CPE_BAND_NONE || chart->band_count[band] > 0;
	}
}

/* Writes the legend's words: the shapes with their counts, then the lines and the rest. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_text text;

	sheet->legend_count = 0;
	for (int i = 0; i < CPE_BAND_COUNT; i++)
	{
		enum cpe_band band = cpe_svg_legend_order[i];

		if (!band_named(chart, band))
			continue;
		cpe_text_open(&text, sheet->arena, sheet->problem);
		write_band(chart, &text, band);
		cpe_svg_count(&text, chart->band_count[band]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_MARK, &cpe_svg_band_looks[band], NULL, &text))
			return false;
	}
	if (!isnan(chart->options.centre) && has_data(chart) &&
	    !cpe_svg_legend_score(sheet, CPE_SVG_CENTRE_LINE, chart->options.centre_name,
	                          chart->options.centre))
		return false;
	if (chart->has_inner &&
	    !cpe_svg_legend_line(&chart->sheet, CPE_SVG_INNER_LINE, chart->inner_words))
		return false;
	if (chart->has_outer &&
	    !cpe_svg_legend_line(&chart->sheet, CPE_SVG_OUTER_LINE, chart->outer_words))
		return false;
	if (!cpe_svg_legend_rest(sheet))
		return false;
	cpe_svg_legend_close(sheet);
	return true;
}

/* ---- the layout ---- */

/* Counts the units beyond the ends of the score axis. */
static size_t
count_beyond(const struct chart *chart)
{
	size_t beyond = 0;

	for (size_t i = 0; i < chart->unit_count; i++)
	{
		double score = chart->units[i]->score * chart->sheet.options.score_factor;

		beyond += cpe_svg_beyond_axis(&chart->sheet.y, score) != 0;
	}
	return beyond;
}

/* Finds a place for everything: title, axes with their words, plot, legend. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = cpe_svg_score_ends(sheet);

	if (!cpe_svg_open_sheet(sheet))
		return false;
	find_y_range(chart);
	find_x_range(chart);
	/* The ticks need the plot's height, that the legend, and that the axis' ends: once more. */
	for (int round = 0; round < 2; round++)
	{
		if (!make_legend(chart) || !cpe_svg_find_bottom(sheet, 56))
			return false;
		cpe_svg_round_axis(&sheet->y, &ends, cpe_svg_ticks_of(sheet->bottom - sheet->top));
		if (sheet->beyond == count_beyond(chart))
			break;
		sheet->beyond = count_beyond(chart);
	}
	if (!cpe_svg_find_sides(sheet, has_data(chart)) ||
	    !cpe_svg_fill_axis(&sheet->x, NULL, sheet->arena, sheet->problem))
		return false;
	return cpe_svg_end_sides(sheet);
}

/* ---- marks ---- */

/* Writes what a reader sees when pointing at a unit: all its numbers in words. */
static void
write_tooltip(const struct chart *chart, struct cpe_text *out, const struct cpe_funnel_point *unit,
              const char *band_words)
{
	cpe_text_append(out, "<title>");
	cpe_text_xml(out, unit->label);
	cpe_text_append(out, "\nn ");
	cpe_text_grouped(out, unit->n, unit->n == floor(unit->n) ? 0 : 1);
	cpe_text_append(out, "\nscore ");
	cpe_svg_score(&chart->sheet, out, unit->score);
	if (cpe_svg_showable(&chart->sheet, unit->low) && cpe_svg_showable(&chart->sheet, unit->high))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->inner_words);
		cpe_text_append(out, " ");
		cpe_svg_score(&chart->sheet, out, unit->low);
		cpe_text_append(out, " to ");
		cpe_svg_score(&chart->sheet, out, unit->high);
	}
	if (cpe_svg_showable(&chart->sheet, unit->outer_low) &&
	    cpe_svg_showable(&chart->sheet, unit->outer_high))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->outer_words);
		cpe_text_append(out, " ");
		cpe_svg_score(&chart->sheet, out, unit->outer_low);
		cpe_text_append(out, " to ");
		cpe_svg_score(&chart->sheet, out, unit->outer_high);
	}
	cpe_text_append(out, "\n");
	cpe_text_append(out, band_words);
	cpe_text_append(out, "</title>");
}

/* Draws the units of some of the bands in drawing_order, a group for each band. */
static bool
draw_units(struct chart *chart, struct cpe_text *out, int from, int to)
{
	for (int i = from; i < to; i++)
	{
		enum cpe_band band = cpe_svg_drawing_order[i];
		struct cpe_text words;
		struct cpe_text escaped;
		char *string;

		if (chart->band_count[band] == 0)
			continue;
		cpe_text_open(&words, chart->sheet.arena, chart->sheet.problem);
		write_band(chart, &words, band);
		string = cpe_text_close(&words, NULL);
		if (string == NULL)
			return false;
		cpe_text_open(&escaped, chart->sheet.arena, chart->sheet.problem);
		cpe_text_xml(&escaped, string);
		string = cpe_text_close(&escaped, NULL);
		if (string == NULL)
			return false;
		/* white rims would whiten all that is below them */
		cpe_svg_mark_group(out, &cpe_svg_band_looks[band],
		                   chart->crowded && band == CPE_BAND_WITHIN);
		for (size_t j = 0; j < chart->unit_count; j++)
		{
			const struct cpe_funnel_point *unit = chart->units[j];
			const char *element;
			struct cpe_svg_vertex place;

			if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
				return false;
			if (unit->band != band)
				continue;
			place = unit_place(chart, unit);
			element = cpe_svg_mark(out, &cpe_svg_band_looks[band], chart->shrink, place.x, place.y);
			cpe_text_append(out, ">");
			write_tooltip(chart, out, unit, string);
			cpe_text_printf(out, "</%s>\n", element);
		}
		cpe_text_append(out, "</g>\n");
	}
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
		struct cpe_svg_vertex place = unit_place(chart, chart->units[i]);
		int side = cpe_svg_beyond_axis(&chart->sheet.y, score);

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (side != 0)
			cpe_svg_beyond(out, place.x, place.y, side, false);
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* ---- curves ---- */

/* One of a row's four limits. */
static double
limit_of(const struct cpe_funnel_point *row, enum curve curve)
{
	switch (curve)
	{
		case INNER_LOW:
			return row->low;
		case INNER_HIGH:
			return row->high;
		case OUTER_LOW:
			return row->outer_low;
		default:
			return row->outer_high;
	}
}

/*
 * The corners of a curve in pixels: one for each n (of several limits there the widest), none so
 * near to the one before that nobody sees it, and only one beyond each end of the plot.
 */
static bool
find_vertices(struct chart *chart, enum curve curve, struct cpe_svg_vertex *vertices, size_t *count)
{
	bool upper = curve == INNER_HIGH || curve == OUTER_HIGH;
	double far = 100.0 * chart->sheet.options.height;
	size_t used = 0;
	size_t i = 0;

	while (i < chart->curve_count)
	{
		double n = chart->curves[i]->n;
		double widest = NAN;
		struct cpe_svg_vertex vertex;

		for (; i < chart->curve_count && chart->curves[i]->n == n; i++)
		{
			double limit = limit_of(chart->curves[i], curve);

			if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
				return false;
			if (isfinite(limit))
				widest = upper ? fmax(widest, limit) : fmin(widest, limit);
		}
		if (isnan(widest))
			continue;
		vertex.x = cpe_svg_pixels(&chart->sheet.x, n);
		vertex.y = cpe_svg_pixels(&chart->sheet.y, widest * chart->sheet.options.score_factor);
		vertex.y = fmin(fmax(vertex.y, -far), far);
		if (used > 0 && vertices[used - 1].x > chart->sheet.right)
			break;
		if (used > 0 && vertex.x <= chart->sheet.left)
			used--; /* the last one before the plot is enough */
		else if (used > 1 &&
		         fabs(vertex.x - vertices[used - 1].x) + fabs(vertex.y - vertices[used - 1].y) <
		             0.8)
		{
			/* Too near; but the curve ends where the last row is. */
			bool last = i >= chart->curve_count;

			if (!last)
				continue;
			used--;
		}
		vertices[used++] = vertex;
	}
	*count = used;
	return true;
}

/* The slope at a corner between two slopes: nothing overshoots (Fritsch and Butland 1984). */
static double
slope_between(double before, double after, double step_before, double step_after)
{
	double w_1 = 2 * step_after + step_before;
	double w_2 = step_after + 2 * step_before;

	if (before * after <= 0)
		return 0;
	return (w_1 + w_2) / (w_1 / before + w_2 / after);
}

/* Writes a curve as one smooth path through its corners, monotone between them. */
static bool
draw_curve(struct chart *chart, struct cpe_text *out, enum curve curve,
           struct cpe_svg_vertex *vertices)
{
	size_t count;
	double slope = 0;

	if (!find_vertices(chart, curve, vertices, &count))
		return false;
	if (count < 2)
		return true;
	cpe_text_printf(out, "<path d=\"M%.1f %.1f", vertices[0].x, vertices[0].y);
	for (size_t i = 0; i + 1 < count; i++)
	{
		struct cpe_svg_vertex a = vertices[i];
		struct cpe_svg_vertex b = vertices[i + 1];
		double step = b.x - a.x;
		double here = step > 0 ? (b.y - a.y) / step : 0;
		double next = here;

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (i == 0)
			slope = here;
		if (i + 2 < count)
		{
			double step_next = vertices[i + 2].x - b.x;
			double after = step_next > 0 ? (vertices[i + 2].y - b.y) / step_next : 0;

			next = slope_between(here, after, step, step_next);
		}
		cpe_text_printf(out, "C%.1f %.1f %.1f %.1f %.1f %.1f", a.x + step / 3,
		                a.y + slope * step / 3, b.x - step / 3, b.y - next * step / 3, b.x, b.y);
		slope = next;
		cpe_svg_map_line(&chart->labels, a, b, CPE_SVG_ON_CURVE);
	}
	cpe_text_append(out, "\"/>\n");
	return true;
}

/* Draws the four curves and the centre line. */
static bool
draw_curves(struct chart *chart, struct cpe_text *out)
{
	double centre = chart->options.centre * chart->sheet.options.score_factor;
	struct cpe_svg_vertex *vertices = cpe_arena_alloc(chart->sheet.arena, chart->curve_count,
	                                                  sizeof(*vertices), chart->sheet.problem);

	if (vertices == NULL)
		return false;
	for (int outer = 0; outer <= 1; outer++)
	{
		enum curve low = outer ? OUTER_LOW : INNER_LOW;

		if (outer ? !chart->has_outer : !chart->has_inner)
			continue;
		cpe_text_printf(out, "<g fill=\"none\" %s>\n",
		                outer ? CPE_SVG_OUTER_LINE : CPE_SVG_INNER_LINE);
		if (!draw_curve(chart, out, low, vertices) ||
		    !draw_curve(chart, out, (enum curve)(low + 1), vertices))
			return false;
		cpe_text_append(out, "</g>\n");
	}
	if (centre >= chart->sheet.y.lo && centre <= chart->sheet.y.hi)
	{
		struct cpe_svg_vertex a = {chart->sheet.left, cpe_svg_pixels(&chart->sheet.y, centre)};
		struct cpe_svg_vertex b = {chart->sheet.right, a.y};

		cpe_text_printf(out,
		                "<path d=\"M%.1f %.1fH%.1f\" fill=\"none\" " CPE_SVG_CENTRE_LINE "/>\n",
		                a.x, a.y, b.x);
		cpe_svg_map_line(&chart->labels, a, b, CPE_SVG_ON_CURVE);
	}
	return true;
}

/* ---- labels ---- */

/* How far a unit is from the middle of its limits, in half widths; without limits 0. */
static double
extent_of(const struct cpe_funnel_point *unit)
{
	double half = (unit->high - unit->low) / 2;
	double extent = fabs(unit->score - (unit->low + half)) / half;

	return isfinite(extent) ? extent : 0;
}

/* Tells the map of all marks and gives the outliers their labels, the most extreme first. */
static bool
place_labels(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_candidate *candidates;
	size_t count = 0;

	candidates =
		cpe_arena_alloc(sheet->arena, chart->unit_count, sizeof(*candidates), sheet->problem);
	if (candidates == NULL)
		return false;
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_funnel_point *unit = chart->units[i];
		struct cpe_svg_candidate *candidate = &candidates[count];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		candidate->mark = unit_place(chart, unit);
		candidate->size = cpe_svg_band_looks[unit->band].size * chart->shrink;
		candidate->severity = cpe_svg_band_severity(unit->band);
		candidate->extent = extent_of(unit);
		candidate->up = cpe_svg_band_above(unit->band);
		candidate->text = unit->label;
		candidate->place = i;
		cpe_svg_map_mark(&chart->labels, candidate);
		if (candidate->severity > 0)
			count++;
	}
	return cpe_svg_label_candidates(&chart->labels, candidates, count);
}

/* ---- frame, words and the whole ---- */
/* Writes how many are on one side, and how many of them are not merely above or below. */
static void
write_side(struct cpe_text *out, size_t near, size_t far, size_t somewhat, const char *where)
{
	cpe_text_printf(out, "%zu %s", near + far + somewhat, where);
	if (far > 0 && somewhat > 0)
		cpe_text_printf(out, " (%zu far %s, %zu somewhat %s)", far, where, somewhat, where);
	else if (far > 0)
		cpe_text_printf(out, " (%zu far %s)", far, where);
	else if (somewhat > 0)
		cpe_text_printf(out, " (%zu somewhat %s)", somewhat, where);
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	const size_t *band = chart->band_count;

	if (chart->sheet.options.description != NULL)
	{
		cpe_text_xml(out, chart->sheet.options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->unit_count + chart->sheet.not_shown);
	cpe_text_xml(out, chart->sheet.options.noun);
	cpe_text_append(out, "; ");
	write_side(out, band[CPE_BAND_ABOVE], band[CPE_BAND_FAR_ABOVE], band[CPE_BAND_SOMEWHAT_ABOVE],
	           "above");
	cpe_text_printf(out, ", %zu within, ", band[CPE_BAND_WITHIN]);
	write_side(out, band[CPE_BAND_BELOW], band[CPE_BAND_FAR_BELOW], band[CPE_BAND_SOMEWHAT_BELOW],
	           "below");
	cpe_text_append(out, " the limits");
	if (band[CPE_BAND_NONE] > 0)
		cpe_text_printf(out, "; %zu not compared", band[CPE_BAND_NONE]);
	if (chart->sheet.not_shown > 0)
		cpe_text_printf(out, "; %zu not shown (suppressed)", chart->sheet.not_shown);
}

/* Draws the whole chart: rows, layout, then from the back to the front. */
bool
cpe_funnel_svg(struct cpe_arena *arena, const struct cpe_funnel_point *points, size_t count,
               const struct cpe_funnel_options *options, char **svg, size_t *length,
               struct cpe_problem *problem)
{
	struct chart *chart;
	struct cpe_text part[CPE_SVG_PARTS]; /* description, frame, curves, the rest */

	*svg = NULL;
	*length = 0;
	chart = cpe_arena_alloc(arena, 1, sizeof(*chart), problem);
	if (chart == NULL)
		return false;
	chart->options = *options;
	cpe_svg_begin(&chart->sheet, arena, problem, "a funnel", &options->picture);
	if (!check_options(chart) || !collect_rows(chart, points, count) || !lay_out(chart) ||
	    !cpe_svg_labels_open(&chart->labels, &chart->sheet))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	if (!cpe_svg_frame(&chart->sheet, &part[1], has_data(chart)))
		return false;
	if (has_data(chart) && !draw_curves(chart, &part[2]))
		return false;
	if (!place_labels(chart))
		return false;
	cpe_svg_draw_grounds(&chart->labels, &part[3]);
	if (!draw_units(chart, &part[chart->crowded ? 1 : 3], 0, CPE_SVG_QUIET_BANDS) ||
	    !draw_units(chart, &part[3], CPE_SVG_QUIET_BANDS, CPE_BAND_COUNT) ||
	    !draw_beyond(chart, &part[3]))
		return false;
	cpe_svg_draw_labels(&chart->labels, &part[3]);
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
