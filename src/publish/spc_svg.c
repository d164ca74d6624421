#include "publish/spc_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_date.h"
#include "publish/svg_labels.h"
#include "publish/svg_text.h"

#define TARGET_LINE "stroke=\"" CPE_SVG_INK "\" stroke-width=\"1.2\" stroke-dasharray=\"12 3 2 3\""
#define VALUE_LINE "stroke=\"#8c959f\" stroke-width=\"1\""

/* What a point can be: a special cause by its direction, common cause, or not judged. */
enum kind
{
	KIND_COMMON,
	KIND_NONE,
	KIND_HIGH,
	KIND_LOW,
	KIND_IMPROVEMENT,
	KIND_CONCERN,
	KINDS
};

static const struct cpe_svg_look looks[KINDS] = {
	[KIND_COMMON] = {"data-direction=\"common-cause\"", "#8c959f", "#ffffff", 4.2, CPE_SVG_CIRCLE},
	[KIND_NONE] = {"data-direction=\"none\"", "#ffffff", "#6e7781", 4.0, CPE_SVG_CIRCLE},
	[KIND_HIGH] = {"data-direction=\"high\"", "#7b4ba8", "#46206b", 5.6, CPE_SVG_UP},
	[KIND_LOW] = {"data-direction=\"low\"", "#7b4ba8", "#46206b", 5.6, CPE_SVG_DOWN},
	[KIND_IMPROVEMENT] = {"data-direction=\"improvement\"", "#0067a8", "#003a60", 6.4,
                          CPE_SVG_DIAMOND},
	[KIND_CONCERN] = {"data-direction=\"concern\"", "#c44e00", "#7a3000", 4.8, CPE_SVG_SQUARE},
};
static const char *const kind_words[KINDS] = {"common cause",
                                              "not judged",
                                              "special cause, high or rising",
                                              "special cause, low or falling",
                                              "special cause, improvement",
                                              "special cause, concern"};
static const enum kind legend_order[KINDS] = {KIND_IMPROVEMENT, KIND_CONCERN, KIND_HIGH,
                                              KIND_LOW,         KIND_COMMON,  KIND_NONE};

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_spc_options options;
	const struct cpe_spc_point **points; /* shown, in the order of their positions */
	size_t count;
	size_t kind_count[KINDS];
	size_t phases;
	bool has_centre;
	bool has_limits;
	double shrink;
	struct cpe_svg_labels labels;
};

/* ---- options and points ---- */

/* Fills in the defaults named in the header. */
void
cpe_spc_defaults(struct cpe_spc_options *options)
{
	memset(options, 0, sizeof(*options));
	cpe_svg_defaults(&options->picture);
	options->picture.title = "Control chart";
	options->picture.x_label = "";
	options->picture.y_label = "Value";
	options->picture.noun = "points";
	options->picture.height = 480;
	options->centre_name = "centre";
	options->limits_name = "control limits";
	options->target_name = "Target";
	options->target = NAN;
}

/* Checks the options. */
static bool
check_options(struct chart *chart)
{
	if (!cpe_svg_check(&chart->sheet))
		return false;
	if (!isnan(chart->options.target) && !cpe_svg_showable(&chart->sheet, chart->options.target))
		return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL, NULL,
		                       "the target of a control chart is not a number it can show");
	return true;
}

/* Checks a point that will be seen; index counts the caller's rows from 0. */
static bool
check_point(struct chart *chart, const struct cpe_spc_point *point, size_t index)
{
	struct cpe_problem *problem = chart->sheet.problem;
	bool dates = chart->options.dates;

	if (!(fabs(point->position) <= (dates ? CPE_SVG_LARGEST_DAY : CPE_SVG_LARGEST)))
		return cpe_problem_set(
			problem, CPE_INVALID, NULL, NULL, "row %zu of the control chart: %s", index + 1,
			dates ? "the date must be a finite one" : "the position must be from -1e15 to 1e15");
	if (!cpe_svg_showable(&chart->sheet, point->value))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the control chart: the value is too large to show",
		                       index + 1);
	if ((int) point->signal < 0 || (int) point->signal > CPE_SIGNAL_COMMON_CAUSE ||
	    (int) point->direction < 0 || (int) point->direction > CPE_DIRECTION_LOW)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the control chart: there is no such rule or direction",
		                       index + 1);
	if (point->direction != CPE_DIRECTION_NONE &&
	    (point->signal == CPE_SIGNAL_NONE || point->signal == CPE_SIGNAL_COMMON_CAUSE))
		return cpe_problem_set(
			problem, CPE_INVALID, "Only a special cause is an improvement, a concern, high or low.",
			NULL, "row %zu of the control chart has a direction without a rule", index + 1);
	return true;
}

/* What a point is drawn as; a special cause without direction by its side of the centre. */
static enum kind
kind_of(const struct cpe_spc_point *point)
{
	switch (point->direction)
	{
		case CPE_DIRECTION_IMPROVEMENT:
			return KIND_IMPROVEMENT;
		case CPE_DIRECTION_CONCERN:
			return KIND_CONCERN;
		case CPE_DIRECTION_HIGH:
			return KIND_HIGH;
		case CPE_DIRECTION_LOW:
			return KIND_LOW;
		case CPE_DIRECTION_NONE:
			break;
	}
	if (point->signal == CPE_SIGNAL_NONE)
		return KIND_NONE;
	if (point->signal == CPE_SIGNAL_COMMON_CAUSE)
		return KIND_COMMON;
	return point->value < point->centre ? KIND_LOW : KIND_HIGH;
}

/* By position; a total order of all that can be seen of a point. */
static int
compare_points(const void *left, const void *right)
{
	const struct cpe_spc_point *a = *(const struct cpe_spc_point *const *) left;
	const struct cpe_spc_point *b = *(const struct cpe_spc_point *const *) right;
	int order = cpe_compare_numbers(a->position, b->position);

	if (order == 0)
		order = cpe_compare_numbers(a->value, b->value);
	if (order == 0)
		order = cpe_compare_texts(a->label, b->label);
	if (order == 0)
		order = cpe_compare_numbers(a->centre, b->centre);
	if (order == 0)
		order = cpe_compare_numbers(a->low, b->low);
	if (order == 0)
		order = cpe_compare_numbers(a->high, b->high);
	if (order == 0)
		order = (int) a->signal - (int) b->signal;
	if (order == 0)
		order = (int) a->direction - (int) b->direction;
	return order;
}

/* Whether a point has the same centre as the one before: they are of one phase. */
static bool
goes_on(const struct chart *chart, size_t i)
{
	return cpe_compare_numbers(chart->points[i]->centre, chart->points[i - 1]->centre) == 0;
}

/*
 * Sorts the points.  This is the only function that meets one without value, and it takes nothing
 * from it but that there is one more.
 */
static bool
collect_points(struct chart *chart, const struct cpe_spc_point *points, size_t count)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	chart->points = cpe_arena_alloc(sheet->arena, count, sizeof(*chart->points), sheet->problem);
	if (chart->points == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		const struct cpe_spc_point *point = &points[i];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (isnan(point->value))
		{
			sheet->not_shown++;
			continue;
		}
		if (!check_point(chart, point, i))
			return false;
		if (isfinite(point->centre))
			chart->has_centre = true;
		if (isfinite(point->low) || isfinite(point->high))
			chart->has_limits = true;
		chart->points[chart->count++] = point;
		chart->kind_count[kind_of(point)]++;
	}
	sheet->shown = chart->count;
	sheet->not_shown_words = "without value, missing or suppressed";
	chart->shrink = cpe_svg_shrink(4 * chart->count);
	if (!cpe_sort(sheet->arena, chart->points, chart->count, sizeof(*chart->points), compare_points,
	              sheet->problem))
		return false;
	for (size_t i = 0; i < chart->count; i++)
		if (i == 0 || !goes_on(chart, i))
			chart->phases++;
	return true;
}

/* ---- the layout ---- */

/* The range of scores: values, centres and target, and limits as far as they do not flatten these.
 */
static void
find_score_range(struct chart *chart)
{
	double lo = INFINITY;
	double hi = -INFINITY;
	double reach;
	double least;
	double most;

	cpe_svg_include(&lo, &hi, chart->options.target);
	for (size_t i = 0; i < chart->count; i++)
	{
		cpe_svg_include(&lo, &hi, chart->points[i]->value);
		if (cpe_svg_showable(&chart->sheet, chart->points[i]->centre))
			cpe_svg_include(&lo, &hi, chart->points[i]->centre);
	}
	reach = hi > lo ? 1.5 * (hi - lo) : INFINITY;
	least = lo - reach;
	most = hi + reach;
	for (size_t i = 0; i < chart->count; i++)
	{
		const struct cpe_spc_point *point = chart->points[i];

		if (cpe_svg_showable(&chart->sheet, point->low))
			cpe_svg_include(&lo, &hi, fmax(point->low, least));
		if (cpe_svg_showable(&chart->sheet, point->high))
			cpe_svg_include(&lo, &hi, fmin(point->high, most));
	}
	cpe_svg_score_range(&chart->sheet, &chart->sheet.y, lo, hi);
}

/* The range of positions, with some air at both ends. */
static void
find_position_range(struct chart *chart)
{
	struct cpe_svg_axis *x = &chart->sheet.x;
	double air;

	x->plain = true;
	x->lo = chart->count > 0 ? chart->points[0]->position : 0;
	x->hi = chart->count > 0 ? chart->points[chart->count - 1]->position : 1;
	air = 0.03 * (x->hi - x->lo);
	if (chart->options.dates)
		air = fmax(air, x->hi > x->lo ? 0.5 : 15);
	x->lo -= air;
	x->hi += air;
	if (!chart->options.dates)
		cpe_svg_widen(&x->lo, &x->hi);
}

/* Writes the legend's words: the kinds of points there are, then the lines and the rest. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	double centre = chart->count > 0 ? chart->points[0]->centre : NAN;
	struct cpe_text text;

	sheet->legend_count = 0;
	for (int i = 0; i < KINDS; i++)
	{
		enum kind kind = legend_order[i];

		if (chart->kind_count[kind] == 0)
			continue;
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, kind_words[kind]);
		cpe_svg_count(&text, chart->kind_count[kind]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_MARK, &looks[kind], NULL, &text))
			return false;
	}
	if (chart->phases == 1 && cpe_svg_showable(sheet, centre))
	{
		if (!cpe_svg_legend_score(sheet, CPE_SVG_CENTRE_LINE, chart->options.centre_name, centre))
			return false;
	}
	else if (chart->has_centre &&
	         !cpe_svg_legend_line(&chart->sheet, CPE_SVG_CENTRE_LINE, chart->options.centre_name))
		return false;
	if (chart->has_limits &&
	    !cpe_svg_legend_line(&chart->sheet, CPE_SVG_INNER_LINE, chart->options.limits_name))
		return false;
	if (!isnan(chart->options.target) && chart->count > 0 &&
	    !cpe_svg_legend_score(sheet, TARGET_LINE, chart->options.target_name,
	                          chart->options.target))
		return false;
	if (!cpe_svg_legend_rest(sheet))
		return false;
	cpe_svg_legend_close(sheet);
	return true;
}

/* Counts the points beyond the ends of the score axis. */
static size_t
count_beyond(const struct chart *chart)
{
	size_t beyond = 0;

	for (size_t i = 0; i < chart->count; i++)
	{
		double value = chart->points[i]->value * chart->sheet.options.score_factor;

		beyond += cpe_svg_beyond_axis(&chart->sheet.y, value) != 0;
	}
	return beyond;
}

/* Sets the ticks of the positions, between ends that stay. */
static bool
fill_positions(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = {sheet->x.lo, sheet->x.hi, true};

	if (chart->options.dates)
		return cpe_svg_fill_date_axis(&sheet->x, sheet->arena, sheet->problem);
	return cpe_svg_fill_axis(&sheet->x, &ends, sheet->arena, sheet->problem);
}

/* Finds a place for everything: title, axes with their words, plot, legend. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = cpe_svg_score_ends(sheet);
	double below = sheet->options.x_label[0] != '\0' ? 56 : 38;

	if (!cpe_svg_open_sheet(sheet))
		return false;
	find_score_range(chart);
	find_position_range(chart);
	for (int round = 0; round < 2; round++)
	{
		if (!make_legend(chart) || !cpe_svg_find_bottom(sheet, below))
			return false;
		cpe_svg_round_axis(&sheet->y, &ends, cpe_svg_ticks_of(sheet->bottom - sheet->top));
		if (sheet->beyond == count_beyond(chart))
			break;
		sheet->beyond = count_beyond(chart);
	}
	return cpe_svg_find_sides(sheet, chart->count > 0) && fill_positions(chart) &&
	       cpe_svg_end_sides(sheet);
}

/* Where a point's mark is; beyond the axis it is held at its edge. */
static struct cpe_svg_vertex
place_of(const struct chart *chart, size_t i)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double y = cpe_svg_pixels(&sheet->y, chart->points[i]->value * sheet->options.score_factor);
	struct cpe_svg_vertex place;

	place.x = cpe_svg_pixels(&sheet->x, chart->points[i]->position);
	place.y = fmin(fmax(y, sheet->top), sheet->bottom);
	return place;
}

/* ---- lines ---- */

/* The three lines that accompany the points. */
enum line
{
	CENTRE,
	LOW,
	HIGH
};

/* Where one of the lines is at a point, in pixels; NAN where it has none. */
static double
line_at(const struct chart *chart, size_t i, enum line line)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	const struct cpe_spc_point *point = chart->points[i];
	double score = line == CENTRE ? point->centre : (line == LOW ? point->low : point->high);
	double far = 100.0 * sheet->options.height;

	if (!isfinite(score))
		return NAN;
	return fmin(fmax(cpe_svg_pixels(&sheet->y, score * sheet->options.score_factor), -far), far);
}

/* Half way from a point to the next one, in pixels; at either end of the series a little beyond. */
static double
half_way(const struct chart *chart, size_t next)
{
	const struct cpe_svg_axis *x = &chart->sheet.x;

	if (next == 0)
		return cpe_svg_pixels(x, chart->points[0]->position) - 8;
	if (next == chart->count)
		return cpe_svg_pixels(x, chart->points[chart->count - 1]->position) + 8;
	return (cpe_svg_pixels(x, chart->points[next - 1]->position) +
	        cpe_svg_pixels(x, chart->points[next]->position)) /
	       2;
}

/* Draws a line as steps, each point's from half way before it to half way behind; phases apart. */
static bool
draw_steps(struct chart *chart, struct cpe_text *out, enum line line)
{
	double before = NAN;

	cpe_text_append(out, "<path d=\"");
	for (size_t i = 0; i < chart->count; i++)
	{
		double y = line_at(chart, i, line);
		bool apart = isnan(before) || (i > 0 && !goes_on(chart, i));
		struct cpe_svg_vertex from = {half_way(chart, i), y};
		struct cpe_svg_vertex to = {half_way(chart, i + 1), y};

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (i > 0 && !goes_on(chart, i)) /* a gap that can be seen */
			from.x += 2;
		if (i + 1 < chart->count && !goes_on(chart, i + 1))
			to.x -= 2;
		before = y;
		if (isnan(y))
			continue;
		if (apart)
			cpe_text_printf(out, "M%.1f %.1f", from.x, y);
		else
			cpe_text_printf(out, "V%.1f", y);
		cpe_text_printf(out, "H%.1f", to.x);
		cpe_svg_map_line(&chart->labels, from, to, CPE_SVG_ON_CURVE);
	}
	cpe_text_append(out, "\"/>\n");
	return true;
}

/* Draws the line from value to value. */
static bool
draw_values(struct chart *chart, struct cpe_text *out)
{
	cpe_text_append(out, "<path fill=\"none\" " VALUE_LINE " d=\"");
	for (size_t i = 0; i < chart->count; i++)
	{
		struct cpe_svg_vertex place = place_of(chart, i);

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		cpe_text_printf(out, "%c%.1f %.1f", i == 0 ? 'M' : 'L', place.x, place.y);
		if (i > 0)
			cpe_svg_map_line(&chart->labels, place_of(chart, i - 1), place, CPE_SVG_ON_CURVE);
	}
	cpe_text_append(out, "\"/>\n");
	return true;
}

/* Draws the target, if the axis shows it. */
static void
draw_target(struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double target = chart->options.target * sheet->options.score_factor;
	struct cpe_svg_vertex from = {sheet->left, cpe_svg_pixels(&sheet->y, target)};
	struct cpe_svg_vertex to = {sheet->right, from.y};

	if (!(target >= sheet->y.lo && target <= sheet->y.hi))
		return;
	cpe_text_printf(out, "<path d=\"M%.1f %.1fH%.1f\" fill=\"none\" " TARGET_LINE "/>\n", from.x,
	                from.y, to.x);
	cpe_svg_map_line(&chart->labels, from, to, CPE_SVG_ON_CURVE);
}

/* Draws all lines. */
static bool
draw_lines(struct chart *chart, struct cpe_text *out)
{
	draw_target(chart, out);
	if (chart->has_limits)
	{
		cpe_text_append(out, "<g fill=\"none\" " CPE_SVG_INNER_LINE ">\n");
		if (!draw_steps(chart, out, LOW) || !draw_steps(chart, out, HIGH))
			return false;
		cpe_text_append(out, "</g>\n");
	}
	if (chart->has_centre)
	{
		cpe_text_append(out, "<g fill=\"none\" " CPE_SVG_CENTRE_LINE ">\n");
		if (!draw_steps(chart, out, CENTRE))
			return false;
		cpe_text_append(out, "</g>\n");
	}
	return draw_values(chart, out);
}

/* ---- points ---- */

/* Writes where a point is, in words. */
static void
write_position(const struct chart *chart, struct cpe_text *out, const struct cpe_spc_point *point)
{
	if (point->label != NULL)
		cpe_text_xml(out, point->label);
	else if (chart->options.dates)
		cpe_svg_day(out, point->position);
	else
		cpe_text_fixed(out, point->position, point->position == floor(point->position) ? 0 : 2);
}

/* Writes what a reader sees when pointing at a point: all its numbers in words. */
static void
write_tooltip(const struct chart *chart, struct cpe_text *out, const struct cpe_spc_point *point)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_append(out, "<title>");
	write_position(chart, out, point);
	cpe_text_append(out, "\nvalue ");
	cpe_svg_score(sheet, out, point->value);
	if (cpe_svg_showable(sheet, point->centre))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->options.centre_name);
		cpe_text_append(out, " ");
		cpe_svg_score(sheet, out, point->centre);
	}
	if (cpe_svg_showable(sheet, point->low) && cpe_svg_showable(sheet, point->high))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->options.limits_name);
		cpe_text_append(out, " ");
		cpe_svg_score(sheet, out, point->low);
		cpe_text_append(out, " to ");
		cpe_svg_score(sheet, out, point->high);
	}
	if (point->signal != CPE_SIGNAL_NONE)
		cpe_text_printf(out, "\n%s", cpe_signal_words[point->signal]);
	if (point->direction != CPE_DIRECTION_NONE)
		cpe_text_printf(out, ", %s", cpe_direction_words[point->direction]);
	cpe_text_append(out, "</title>");
}

/* Draws the points, a group for each kind, what matters most last. */
static bool
draw_points(struct chart *chart, struct cpe_text *out)
{
	for (int kind = 0; kind < KINDS; kind++)
	{
		if (chart->kind_count[kind] == 0)
			continue;
		cpe_svg_mark_group(out, &looks[kind], false);
		for (size_t i = 0; i < chart->count; i++)
		{
			const char *element;
			struct cpe_svg_vertex place;

			if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
				return false;
			if (kind_of(chart->points[i]) != (enum kind) kind)
				continue;
			place = place_of(chart, i);
			element = cpe_svg_mark(out, &looks[kind], chart->shrink, place.x, place.y);
			cpe_text_append(out, ">");
			write_tooltip(chart, out, chart->points[i]);
			cpe_text_printf(out, "</%s>\n", element);
		}
		cpe_text_append(out, "</g>\n");
	}
	return true;
}

/* Marks the points that are held at an end of the score axis. */
static bool
draw_beyond(struct chart *chart, struct cpe_text *out)
{
	if (chart->sheet.beyond == 0)
		return true;
	cpe_text_append(out, "<g fill=\"none\" stroke=\"" CPE_SVG_INK "\" stroke-width=\"1.2\">\n");
	for (size_t i = 0; i < chart->count; i++)
	{
		double value = chart->points[i]->value * chart->sheet.options.score_factor;
		struct cpe_svg_vertex place = place_of(chart, i);
		int side = cpe_svg_beyond_axis(&chart->sheet.y, value);

		if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
			return false;
		if (side != 0)
			cpe_svg_beyond(out, place.x, place.y, side, false);
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* ---- labels ---- */

/* Whether a rule that is broken says something: the points in a row that share it share a label. */
static bool
is_special(const struct cpe_spc_point *point)
{
	return point->signal != CPE_SIGNAL_NONE && point->signal != CPE_SIGNAL_COMMON_CAUSE;
}

/* How far a point is from the centre, in distances to the limit on its side; without limits 0. */
static double
extent_of(const struct cpe_spc_point *point)
{
	double away = point->value - point->centre;
	double limit = away < 0 ? point->centre - point->low : point->high - point->centre;
	double extent = fabs(away) / limit;

	return isfinite(extent) ? extent : 0;
}

/* How much a rule matters, for the order in which labels are given. */
static int
severity_of(const struct cpe_spc_point *point)
{
	switch (point->signal)
	{
		case CPE_SIGNAL_BEYOND_LIMITS:
			return 3;
		case CPE_SIGNAL_TREND:
		case CPE_SIGNAL_SHIFT:
			return 2;
		case CPE_SIGNAL_TWO_OF_THREE:
			return 1;
		default:
			return 0;
	}
}

/* Tells the map of all points, and names each run of points that break the same rule, once. */
static bool
place_labels(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_candidate *candidates;
	const struct cpe_spc_point *before = NULL;
	size_t count = 0;

	candidates = cpe_arena_alloc(sheet->arena, chart->count, sizeof(*candidates), sheet->problem);
	if (candidates == NULL)
		return false;
	for (size_t i = 0; i < chart->count; i++)
	{
		const struct cpe_spc_point *point = chart->points[i];
		struct cpe_svg_candidate candidate;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		candidate.mark = place_of(chart, i);
		candidate.size = looks[kind_of(point)].size * chart->shrink;
		candidate.severity = severity_of(point);
		candidate.extent = extent_of(point);
		candidate.up = !(point->value < point->centre);
		candidate.text = is_special(point) ? cpe_signal_words[point->signal] : "";
		candidate.place = i;
		cpe_svg_map_mark(&chart->labels, &candidate);
		if (is_special(point))
		{
			bool more = before != NULL && before->signal == point->signal &&
			            before->direction == point->direction && goes_on(chart, i);

			if (!more)
				candidates[count++] = candidate;
			else if (candidate.extent > candidates[count - 1].extent)
				candidates[count - 1] = candidate;
		}
		before = is_special(point) ? point : NULL;
	}
	return cpe_svg_label_candidates(&chart->labels, candidates, count);
}

/* ---- words and the whole ---- */

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
	cpe_text_printf(out, "%zu ", chart->count + sheet->not_shown);
	cpe_text_xml(out, sheet->options.noun);
	if (chart->count > 0)
	{
		cpe_text_append(out, " from ");
		write_position(chart, out, chart->points[0]);
		cpe_text_append(out, " to ");
		write_position(chart, out, chart->points[chart->count - 1]);
	}
	for (int i = 0; i < KINDS; i++)
	{
		enum kind kind = legend_order[i];

		if (chart->kind_count[kind] == 0)
			continue;
		cpe_text_printf(out, "%s%zu %s", separator, chart->kind_count[kind], kind_words[kind]);
		separator = "; ";
	}
	if (chart->phases > 1)
		cpe_text_printf(out, "; %zu phases", chart->phases);
	if (sheet->not_shown > 0)
		cpe_text_printf(out, "; %zu without value (missing or suppressed)", sheet->not_shown);
}

/* Draws the whole chart: points, layout, then from the back to the front. */
bool
cpe_spc_svg(struct cpe_arena *arena, const struct cpe_spc_point *points, size_t count,
            const struct cpe_spc_options *options, char **svg, size_t *length,
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
	cpe_svg_begin(&chart->sheet, arena, problem, "a control chart", &options->picture);
	if (!check_options(chart) || !collect_points(chart, points, count) || !lay_out(chart) ||
	    !cpe_svg_labels_open(&chart->labels, &chart->sheet))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	if (!cpe_svg_frame(&chart->sheet, &part[1], chart->count > 0))
		return false;
	if (chart->count > 0 && !draw_lines(chart, &part[2]))
		return false;
	if (!place_labels(chart))
		return false;
	cpe_svg_draw_grounds(&chart->labels, &part[3]);
	if (!draw_points(chart, &part[3]) || !draw_beyond(chart, &part[3]))
		return false;
	cpe_svg_draw_labels(&chart->labels, &part[3]);
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
