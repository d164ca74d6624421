#include "publish/profile_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_labels.h"
#include "publish/svg_rows.h"
#include "publish/svg_text.h"

#define PITCH 24.0 /* of rows, where the picture grows with them */
#define BELOW 56.0 /* the plot: ticks and the name of their axis */
#define KINDS ((int) CPE_HIGHER_WORSE + 1)
#define INTERVAL_INK "#57606a"

const char *const cpe_profile_higher_words[] = {"", "better", "worse", NULL};

/* A scale's mark by what a high score means, and that of what it is held against. */
static const struct cpe_svg_look looks[KINDS] = {
	[CPE_HIGHER_UNSAID] = {"data-higher=\"unsaid\"", "#57606a", "#1f2328", 4.2, CPE_SVG_SQUARE},
	[CPE_HIGHER_BETTER] = {"data-higher=\"better\"", "#0067a8", "#003a60", 4.8, CPE_SVG_CIRCLE},
	[CPE_HIGHER_WORSE] = {"data-higher=\"worse\"", "#c44e00", "#7a3000", 5.6, CPE_SVG_DIAMOND},
};
static const struct cpe_svg_look reference_look = {"data-part=\"reference\"", "#1f2328", "#ffffff",
                                                   8.0, CPE_SVG_BAR};
static const char *const meaning[KINDS] = {"Direction not said", "Higher is better",
                                           "Higher is worse"};

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_profile_options options;
	const struct cpe_profile_scale **scales; /* shown, in their order */
	size_t count;
	size_t kind_count[KINDS];
	size_t above; /* their reference */
	size_t below;
	size_t same;
	bool has_intervals;
	size_t rows;        /* scales, and words between them */
	size_t *row;        /* of each scale */
	const char **label; /* of each row; NULL where words stand */
	struct cpe_svg_row_names names;
	const char **words;
	double pitch;
	double scores; /* the room of the scores in words */
};

/* ---- options and scales ---- */

/* Fills in the defaults named in the header. */
void
cpe_profile_defaults(struct cpe_profile_options *options)
{
	memset(options, 0, sizeof(*options));
	cpe_svg_defaults(&options->picture);
	options->picture.title = "Scale profile";
	options->picture.x_label = "Score";
	options->picture.y_label = "";
	options->picture.noun = "scales";
	options->picture.height = 0;
	options->interval_name = "interval";
	options->reference_name = "Reference";
}

/* Checks a scale that will be seen; index counts the caller's rows from 0. */
static bool
check_scale(struct chart *chart, const struct cpe_profile_scale *scale, size_t index)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	if (scale->label == NULL)
		return cpe_problem_set(sheet->problem, CPE_NULL, NULL, NULL,
		                       "row %zu of the scale profile has no label", index + 1);
	if (!cpe_svg_showable(sheet, scale->score))
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the scale profile: the score is too large to show",
		                       index + 1);
	if (!isnan(scale->reference) && !cpe_svg_showable(sheet, scale->reference))
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the scale profile: the reference is too large to show",
		                       index + 1);
	if (scale->low > scale->high)
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the scale profile: low is above high", index + 1);
	if ((int) scale->higher < 0 || (int) scale->higher >= KINDS)
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the scale profile: there is no direction %d", index + 1,
		                       (int) scale->higher);
	return true;
}

/* By position, then by label; a total order of all that can be seen of a scale. */
static int
compare_scales(const void *left, const void *right)
{
	const struct cpe_profile_scale *a = *(const struct cpe_profile_scale *const *) left;
	const struct cpe_profile_scale *b = *(const struct cpe_profile_scale *const *) right;
	int order = cpe_compare_numbers(a->position, b->position);

	if (order == 0)
		order = strcmp(a->label, b->label);
	if (order == 0)
		order = cpe_compare_numbers(a->score, b->score);
	if (order == 0)
		order = cpe_compare_numbers(a->low, b->low);
	if (order == 0)
		order = cpe_compare_numbers(a->high, b->high);
	if (order == 0)
		order = cpe_compare_numbers(a->reference, b->reference);
	if (order == 0)
		order = (int) a->higher - (int) b->higher;
	return order;
}

/* Counts what the legend and the description say of a scale. */
static void
count_scale(struct chart *chart, const struct cpe_profile_scale *scale)
{
	if (isfinite(scale->low) || isfinite(scale->high))
		chart->has_intervals = true;
	chart->kind_count[scale->higher]++;
	chart->above += scale->score > scale->reference;
	chart->below += scale->score < scale->reference;
	chart->same += scale->score == scale->reference;
}

/*
 * Sorts the scales.  This is the only function that meets a hidden one, and it takes nothing from
 * it but that there is one more.
 */
static bool
collect_scales(struct chart *chart, const struct cpe_profile_scale *scales, size_t count)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	chart->scales = cpe_arena_alloc(sheet->arena, count, sizeof(*chart->scales), sheet->problem);
	if (chart->scales == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (isnan(scales[i].score))
		{
			sheet->not_shown++;
			continue;
		}
		if (!check_scale(chart, &scales[i], i))
			return false;
		count_scale(chart, &scales[i]);
		chart->scales[chart->count++] = &scales[i];
	}
	sheet->shown = chart->count;
	return cpe_sort(sheet->arena, chart->scales, chart->count, sizeof(*chart->scales),
	                compare_scales, sheet->problem);
}

/* ---- the layout ---- */

/* Gives each scale its row; where anything is said of directions, words stand before each change.
 */
static bool
find_rows(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	bool said = chart->kind_count[CPE_HIGHER_UNSAID] < chart->count;

	chart->row = cpe_arena_alloc(sheet->arena, chart->count, sizeof(*chart->row), sheet->problem);
	chart->label =
		cpe_arena_alloc(sheet->arena, 2 * chart->count, sizeof(*chart->label), sheet->problem);
	chart->words =
		cpe_arena_alloc(sheet->arena, 2 * chart->count, sizeof(*chart->words), sheet->problem);
	if (chart->row == NULL || chart->label == NULL || chart->words == NULL)
		return false;
	for (size_t i = 0; i < chart->count; i++)
	{
		const struct cpe_profile_scale *scale = chart->scales[i];

		if (said && (i == 0 || chart->scales[i - 1]->higher != scale->higher))
			chart->words[chart->rows++] = meaning[scale->higher];
		chart->row[i] = chart->rows;
		chart->label[chart->rows++] = scale->label;
	}
	return true;
}

/* The range of scores: all of them, their references and intervals. */
static void
find_score_range(struct chart *chart, struct cpe_svg_axis *axis)
{
	double lo = INFINITY;
	double hi = -INFINITY;

	for (size_t i = 0; i < chart->count; i++)
	{
		const struct cpe_profile_scale *scale = chart->scales[i];

		cpe_svg_include(&lo, &hi, scale->score);
		cpe_svg_include(&lo, &hi, scale->low);
		cpe_svg_include(&lo, &hi, scale->high);
		cpe_svg_include(&lo, &hi, scale->reference);
	}
	cpe_svg_score_range(&chart->sheet, axis, lo, hi);
}

/* The ends of the axis: as asked for; when nothing is, 0 to 100 as they are shown. */
static struct cpe_svg_ends
find_ends(const struct chart *chart)
{
	struct cpe_svg_ends ends = cpe_svg_score_ends(&chart->sheet);

	if (isnan(ends.least) && isnan(ends.largest))
	{
		ends.least = 0;
		ends.largest = 100;
		ends.fixed = true;
	}
	return ends;
}

/* Counts the scores beyond the ends of the axis. */
static size_t
count_beyond(const struct chart *chart)
{
	size_t beyond = 0;

	for (size_t i = 0; i < chart->count; i++)
		beyond += cpe_svg_beyond_axis(&chart->sheet.x, chart->scales[i]->score *
		                                                   chart->sheet.options.score_factor) != 0;
	return beyond;
}

/* Whether any scale has a reference. */
static bool
has_reference(const struct chart *chart)
{
	return chart->above + chart->below + chart->same > 0;
}

/* Writes the legend's words: the marks there are, then the interval and the rest. */
static bool
make_legend(struct chart *chart)
{
	static const char *const words[KINDS] = {"score", "score, higher is better",
	                                         "score, higher is worse"};
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_text text;

	sheet->legend_count = 0;
	for (int i = 0; i < KINDS; i++)
	{
		int at = (i + 1) % KINDS; /* better, worse, not said */

		if (chart->kind_count[at] == 0)
			continue;
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, words[at]);
		cpe_svg_count(&text, chart->kind_count[at]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_MARK, &looks[at], NULL, &text))
			return false;
	}
	if (has_reference(chart))
	{
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, chart->options.reference_name);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_MARK, &reference_look, NULL, &text))
			return false;
	}
	if (chart->has_intervals &&
	    !cpe_svg_legend_line(sheet, "stroke=\"" INTERVAL_INK "\" stroke-width=\"1.4\"",
	                         chart->options.interval_name))
		return false;
	if (!cpe_svg_legend_rest(sheet))
		return false;
	cpe_svg_legend_close(sheet);
	return true;
}

/* The room of the scores in words, right of the plot. */
static bool
find_scores(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	for (size_t i = 0; i < chart->count; i++)
	{
		struct cpe_text text;
		char *string;
		size_t length;

		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_svg_score(sheet, &text, chart->scales[i]->score);
		string = cpe_text_close(&text, &length);
		if (string == NULL || !cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		chart->scores = fmax(chart->scores, cpe_svg_width(string, length, CPE_SVG_LABEL_SIZE));
	}
	chart->scores = fmin(chart->scores, sheet->options.width / 5.0);
	return true;
}

/* The sides of the plot between names and scores, and the axis of scores. */
static bool
find_sides(struct chart *chart, const struct cpe_svg_axis *range)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = find_ends(chart);

	sheet->x = *range;
	sheet->left = cpe_svg_behind_names(sheet, &chart->names);
	sheet->right = sheet->options.width - CPE_SVG_PAD - chart->scores - 22;
	sheet->x.start = sheet->left;
	sheet->x.end = sheet->right;
	sheet->x.unit = sheet->tick_unit;
	return cpe_svg_fill_axis(&sheet->x, &ends, sheet->arena, sheet->problem);
}

/* The names of the scales as they fit; the words between them have room beside the plot too. */
static bool
find_names(struct chart *chart, int lines)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	if (!cpe_svg_fit_names(sheet, &chart->names, chart->label, chart->rows,
	                       CPE_SVG_NAME_SHARE * sheet->options.width, lines))
		return false;
	for (size_t i = 0; i < chart->rows; i++) /* bold words are a little wider */
		if (chart->words[i] != NULL)
			chart->names.widest = fmax(
				chart->names.widest,
				1.08 * cpe_svg_width(chart->words[i], strlen(chart->words[i]), CPE_SVG_LABEL_SIZE));
	return true;
}

/* Finds a place for everything; marks beyond the axis need room, so what is beyond comes first. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_axis range = sheet->x;

	if (!cpe_svg_open_sheet(sheet) || !find_rows(chart) || !find_scores(chart) ||
	    !find_names(chart, 2))
		return false;
	find_score_range(chart, &range);
	for (int round = 0; round < 2; round++)
	{
		if (!find_sides(chart, &range))
			return false;
		sheet->beyond = count_beyond(chart);
	}
	if (!make_legend(chart))
		return false;
	cpe_svg_grow(sheet, chart->rows, PITCH, BELOW);
	if (!cpe_svg_find_bottom(sheet, BELOW) || !cpe_svg_end_sides(sheet) ||
	    !cpe_svg_set_rows(sheet, chart->rows, "Make it higher, or draw fewer scales.",
	                      &chart->pitch))
		return false;
	return chart->pitch >= CPE_SVG_TWO_LINES || find_names(chart, 1);
}

/* Where a score of a scale is; beyond the axis it is held at its edge. */
static struct cpe_svg_vertex
place_of(const struct chart *chart, size_t scale, double score)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double along = cpe_svg_pixels(&sheet->x, score * sheet->options.score_factor);
	struct cpe_svg_vertex vertex;

	vertex.x = fmin(fmax(along, sheet->left), sheet->right);
	vertex.y = cpe_svg_pixels(&sheet->y, (double) chart->row[scale] + 0.5);
	return vertex;
}

/* ---- drawing ---- */

/* Draws the words above scales of one direction, and a line that parts them from those before. */
static void
draw_words(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_printf(out, "<g data-part=\"directions\" font-size=\"%.0f\" font-weight=\"bold\">\n",
	                CPE_SVG_LABEL_SIZE);
	for (size_t i = 0; i < chart->rows; i++)
	{
		if (chart->words[i] == NULL)
			continue;
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", CPE_SVG_PAD,
		                cpe_svg_pixels(&sheet->y, (double) i + 0.5) + 4, chart->words[i]);
		if (i > 0)
			cpe_text_printf(out,
			                "<path d=\"M%.1f %.1fH%.1f\" stroke=\"" CPE_SVG_SOFT_INK
			                "\" stroke-width=\"0.8\"/>\n",
			                CPE_SVG_PAD, cpe_svg_pixels(&sheet->y, (double) i), sheet->right);
	}
	cpe_text_append(out, "</g>\n");
}

/* Draws the scores in words, in a column right of the plot. */
static bool
draw_scores(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_printf(out, "<g data-part=\"scores\" font-size=\"%.0f\" text-anchor=\"end\">\n",
	                CPE_SVG_LABEL_SIZE);
	for (size_t i = 0; i < chart->count; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", sheet->options.width - CPE_SVG_PAD,
		                cpe_svg_pixels(&sheet->y, (double) chart->row[i] + 0.5) + 4);
		cpe_svg_score(sheet, out, chart->scales[i]->score);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Draws the intervals; one that goes on beyond the axis ends at it without a cap. */
static bool
draw_intervals(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double cap = fmin(chart->pitch / 4, 4);

	cpe_text_append(out, "<g fill=\"none\" stroke=\"" INTERVAL_INK "\" stroke-width=\"1.4\">\n");
	for (size_t i = 0; i < chart->count; i++)
	{
		const struct cpe_profile_scale *scale = chart->scales[i];
		double end[2] = {scale->low, scale->high};
		struct cpe_svg_vertex at[2];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (!isfinite(scale->low) && !isfinite(scale->high))
			continue;
		for (int side = 0; side < 2; side++)
			at[side] = place_of(chart, i, isfinite(end[side]) ? end[side] : scale->score);
		cpe_text_printf(out, "<path d=\"M%.1f %.1fH%.1f", at[0].x, at[0].y, at[1].x);
		for (int side = 0; side < 2; side++)
			if (isfinite(end[side]) &&
			    cpe_svg_beyond_axis(&sheet->x, end[side] * sheet->options.score_factor) == 0)
				cpe_text_printf(out, "M%.1f %.1fv%.1f", at[side].x, at[side].y - cap, 2 * cap);
		cpe_text_append(out, "\"/>\n");
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Draws the marks of what scales are held against, where the axis shows them. */
static bool
draw_references(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	if (!has_reference(chart))
		return true;
	cpe_svg_mark_group(out, &reference_look, false);
	for (size_t i = 0; i < chart->count; i++)
	{
		double reference = chart->scales[i]->reference;
		struct cpe_svg_vertex place;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (isnan(reference) ||
		    cpe_svg_beyond_axis(&sheet->x, reference * sheet->options.score_factor) != 0)
			continue;
		place = place_of(chart, i, reference);
		cpe_svg_mark(out, &reference_look, fmin(chart->pitch / 20, 1), place.x, place.y);
		cpe_text_append(out, "/>\n");
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Writes what a reader sees when pointing at a scale: all its numbers in words. */
static void
write_tooltip(const struct chart *chart, struct cpe_text *out,
              const struct cpe_profile_scale *scale)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_svg_tell_score(sheet, out, scale->label, scale->score, chart->options.interval_name,
	                   scale->low, scale->high);
	if (!isnan(scale->reference))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->options.reference_name);
		cpe_text_append(out, " ");
		cpe_svg_score(sheet, out, scale->reference);
	}
	if (scale->higher != CPE_HIGHER_UNSAID)
		cpe_text_printf(out, "\n%s", meaning[scale->higher]);
	cpe_text_append(out, "</title>");
}

/* Smaller marks where rows are close, and in a narrow plot, so that intervals are seen. */
static double
mark_shrink(const struct chart *chart)
{
	double width = chart->sheet.right - chart->sheet.left;

	return fmin(fmin(chart->pitch / 14, 1), fmax(width / 450, 0.6));
}

/* Draws the marks of the scores, a group for each direction. */
static bool
draw_marks(const struct chart *chart, struct cpe_text *out)
{
	for (int kind = 0; kind < KINDS; kind++)
	{
		if (chart->kind_count[kind] == 0)
			continue;
		cpe_svg_mark_group(out, &looks[kind], false);
		for (size_t i = 0; i < chart->count; i++)
		{
			const struct cpe_profile_scale *scale = chart->scales[i];
			struct cpe_svg_vertex place;
			const char *element;

			if (!cpe_arena_poll(chart->sheet.arena, chart->sheet.problem))
				return false;
			if ((int) scale->higher != kind)
				continue;
			place = place_of(chart, i, scale->score);
			element = cpe_svg_mark(out, &looks[kind], mark_shrink(chart), place.x, place.y);
			cpe_text_append(out, ">");
			write_tooltip(chart, out, scale);
			cpe_text_printf(out, "</%s>\n", element);
		}
		cpe_text_append(out, "</g>\n");
	}
	return true;
}

/* Marks the scores that are held at an end of the axis. */
static void
draw_beyond(const struct chart *chart, struct cpe_text *out)
{
	if (chart->sheet.beyond == 0)
		return;
	cpe_text_append(out, "<g fill=\"none\" stroke=\"" CPE_SVG_INK "\" stroke-width=\"1.2\">\n");
	for (size_t i = 0; i < chart->count; i++)
	{
		double score = chart->scales[i]->score * chart->sheet.options.score_factor;
		struct cpe_svg_vertex place = place_of(chart, i, chart->scales[i]->score);
		int side = cpe_svg_beyond_axis(&chart->sheet.x, score);

		if (side != 0)
			cpe_svg_beyond(out, place.x, place.y, side, true);
	}
	cpe_text_append(out, "</g>\n");
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	size_t better = chart->kind_count[CPE_HIGHER_BETTER];
	size_t worse = chart->kind_count[CPE_HIGHER_WORSE];

	if (sheet->options.description != NULL)
	{
		cpe_text_xml(out, sheet->options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->count + sheet->not_shown);
	cpe_text_xml(out, sheet->options.noun);
	if (better + worse > 0)
		cpe_text_printf(out, ": a higher score is better in %zu, worse in %zu", better, worse);
	if (has_reference(chart))
	{
		cpe_text_printf(out, "; the score is above the mark ");
		cpe_text_xml(out, chart->options.reference_name);
		cpe_text_printf(out, " in %zu, below it in %zu, the same in %zu", chart->above,
		                chart->below, chart->same);
	}
	if (sheet->not_shown > 0)
		cpe_text_printf(out, "; %zu not shown (suppressed)", sheet->not_shown);
}

/* Draws the whole profile: scales, layout, then from the back to the front. */
bool
cpe_profile_svg(struct cpe_arena *arena, const struct cpe_profile_scale *scales, size_t count,
                const struct cpe_profile_options *options, char **svg, size_t *length,
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
	cpe_svg_begin(&chart->sheet, arena, problem, "a scale profile", &options->picture);
	chart->sheet.grows = true;
	if (!cpe_svg_check(&chart->sheet) || !collect_scales(chart, scales, count) || !lay_out(chart))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	if (!cpe_svg_frame(&chart->sheet, &part[1], chart->count > 0))
		return false;
	draw_words(chart, &part[1]);
	if (!cpe_svg_draw_names(&chart->sheet, &part[1], &chart->names) ||
	    !draw_intervals(chart, &part[2]) || !draw_references(chart, &part[3]) ||
	    !draw_marks(chart, &part[3]) || !draw_scores(chart, &part[3]))
		return false;
	draw_beyond(chart, &part[3]);
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
