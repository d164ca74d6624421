#include "publish/answers_svg.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "publish/svg_hatch.h"
#include "publish/svg_names.h"
#include "publish/svg_rows.h"
#include "publish/svg_text.h"

#define PITCH 32.0 /* of bars, where the picture grows with them */
#define BELOW 56.0 /* the plot: ticks and the name of their axis */
#define CLASSES ((int) CPE_ANSWERS_RATED + 1)
#define PLATE 13.0 /* how high the ground of a share in words is */

const char *const cpe_answers_classwords[] = {"",         "positive", "neutral", "negative",
                                              "excluded", "rated",    NULL};

/* The colours of a class, ground and ink. */
static const char *const colours[CLASSES][2] = {
	[CPE_ANSWERS_UNSAID] = {"#eee8f5", "#6b4196"},
	[CPE_ANSWERS_POSITIVE] = {"#d3e7f5", "#0067a8"},
	[CPE_ANSWERS_NEUTRAL] = {"#eef0f2", "#57606a"},
	[CPE_ANSWERS_NEGATIVE] = {"#fde3d1", "#b84a00"},
	[CPE_ANSWERS_EXCLUDED] = {"#ffffff", "#8c959f"},
	[CPE_ANSWERS_RATED] = {"#e3f1ec", "#1f6f54"},
};

/* Which patterns a class takes first: no two answers of a picture have the same. */
static const enum cpe_svg_hatch_kind taste[CLASSES][CPE_SVG_HATCHES] = {
	[CPE_ANSWERS_UNSAID] = {CPE_SVG_UPRIGHT, CPE_SVG_RISING, CPE_SVG_FALLING, CPE_SVG_DOTS,
                            CPE_SVG_GRID, CPE_SVG_CROSSED, CPE_SVG_ACROSS, CPE_SVG_BLANK,
                            CPE_SVG_SOLID},
	[CPE_ANSWERS_POSITIVE] = {CPE_SVG_SOLID, CPE_SVG_RISING, CPE_SVG_GRID, CPE_SVG_UPRIGHT,
                              CPE_SVG_ACROSS, CPE_SVG_DOTS, CPE_SVG_CROSSED, CPE_SVG_FALLING,
                              CPE_SVG_BLANK},
	[CPE_ANSWERS_NEUTRAL] = {CPE_SVG_DOTS, CPE_SVG_ACROSS, CPE_SVG_UPRIGHT, CPE_SVG_GRID,
                             CPE_SVG_RISING, CPE_SVG_FALLING, CPE_SVG_CROSSED, CPE_SVG_BLANK,
                             CPE_SVG_SOLID},
	[CPE_ANSWERS_NEGATIVE] = {CPE_SVG_FALLING, CPE_SVG_CROSSED, CPE_SVG_GRID, CPE_SVG_ACROSS,
                              CPE_SVG_UPRIGHT, CPE_SVG_DOTS, CPE_SVG_RISING, CPE_SVG_BLANK,
                              CPE_SVG_SOLID},
	[CPE_ANSWERS_EXCLUDED] = {CPE_SVG_BLANK, CPE_SVG_ACROSS, CPE_SVG_DOTS, CPE_SVG_UPRIGHT,
                              CPE_SVG_GRID, CPE_SVG_RISING, CPE_SVG_FALLING, CPE_SVG_CROSSED,
                              CPE_SVG_SOLID},
	[CPE_ANSWERS_RATED] = {CPE_SVG_UPRIGHT, CPE_SVG_RISING, CPE_SVG_FALLING, CPE_SVG_DOTS,
                           CPE_SVG_GRID, CPE_SVG_CROSSED, CPE_SVG_ACROSS, CPE_SVG_BLANK,
                           CPE_SVG_SOLID},
};

/* A bar: its parts, which lie together. */
struct bar
{
	const char *label;
	double position; /* the lowest of its parts */
	size_t first;    /* of the parts */
	size_t parts;
	double sum;
	double positive; /* share; NAN: no answers */
};

/* A part with the share and the place in its bar that it has. */
struct segment
{
	const struct cpe_answers_part *part;
	size_t answer; /* of the picture's answers */
	double from;   /* 0 to 100 */
	double to;
};

struct chart
{
	struct cpe_svg_sheet sheet;
	struct cpe_answers_options options;
	const struct cpe_answers_part *parts; /* the caller's */
	struct segment *segments;             /* bar by bar, in the order of their answers */
	size_t segment_count;
	struct bar *bars;
	size_t bar_count;
	struct cpe_svg_names answers; /* of which the first byte is the class, from '0' on */
	struct cpe_svg_hatch hatch[CPE_ANSWERS_MOST];
	const char *fill[CPE_ANSWERS_MOST]; /* the attribute */
	bool any_empty;
	double pitch;
	double thickness; /* of bars */
	struct cpe_svg_row_names names;
};

/* ---- options and parts ---- */

/* Fills in the defaults named in the header. */
void
cpe_answers_defaults(struct cpe_answers_options *options)
{
	memset(options, 0, sizeof(*options));
	cpe_svg_defaults(&options->picture);
	options->picture.title = "Answers";
	options->picture.x_label = "Share of answers";
	options->picture.y_label = "";
	options->picture.noun = "bars";
	options->picture.height = 0;
	options->picture.decimals = 0;
	options->order = CPE_ANSWERS_BY_POSITION;
}

/* Checks the options; those of the score axis are the picture's own. */
static bool
check_options(struct chart *chart)
{
	struct cpe_svg_options *options = &chart->sheet.options;

	options->unit = "%";
	options->score_factor = 1;
	options->y_min = 0;
	options->y_max = 100;
	options->y_fixed = true;
	if (!cpe_svg_check(&chart->sheet))
		return false;
	if ((int) chart->options.order < 0 || chart->options.order > CPE_ANSWERS_DESCENDING)
		return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL,
		                       "It is position, ascending or descending.",
		                       "unknown order of answer bars");
	return true;
}

/* The number of a part among the caller's rows, from 1. */
static size_t
row_of(const struct chart *chart, const struct cpe_answers_part *part)
{
	return (size_t) (part - chart->parts) + 1;
}

/* Checks a part that will be seen. */
static bool
check_part(struct chart *chart, const struct cpe_answers_part *part)
{
	struct cpe_problem *problem = chart->sheet.problem;

	if (part->answer == NULL)
		return cpe_problem_set(problem, CPE_NULL, NULL, NULL,
		                       "row %zu of the answer bars has no answer", row_of(chart, part));
	if (!(part->n >= 0 && part->n <= CPE_SVG_LARGEST))
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 0 to 1e15.",
		                       "row %zu of the answer bars: n is out of range",
		                       row_of(chart, part));
	if ((int) part->class < 0 || (int) part->class >= CLASSES)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the answer bars: there is no class %d",
		                       row_of(chart, part), (int) part->class);
	return true;
}

/* By bar, then by answer; a total order of all that can be seen of a part. */
static int
compare_segments(const void *left, const void *right)
{
	const struct cpe_answers_part *a = ((const struct segment *) left)->part;
	const struct cpe_answers_part *b = ((const struct segment *) right)->part;
	int order = strcmp(a->label, b->label);

	if (order == 0)
		order = cpe_compare_numbers(a->answer_position, b->answer_position);
	if (order == 0)
		order = cpe_compare_texts(a->answer, b->answer);
	if (order == 0)
		order = (int) a->class - (int) b->class;
	if (order == 0)
		order = cpe_compare_numbers(a->n, b->n);
	if (order == 0)
		order = cpe_compare_numbers(a->position, b->position);
	return order;
}

/* By position, then by label. */
static int
compare_positions(const void *left, const void *right)
{
	const struct bar *a = left;
	const struct bar *b = right;
	int order = cpe_compare_numbers(a->position, b->position);

	return order != 0 ? order : strcmp(a->label, b->label);
}

/* By the share of positive answers, those without any answers last; then as by position. */
static int
compare_ascending(const void *left, const void *right)
{
	const struct bar *a = left;
	const struct bar *b = right;
	int order = cpe_compare_numbers(a->positive, b->positive);

	return order != 0 ? order : compare_positions(left, right);
}

/* The other way round by share. */
static int
compare_descending(const void *left, const void *right)
{
	const struct bar *a = left;
	const struct bar *b = right;
	int order = isnan(a->positive) || isnan(b->positive)
	                ? cpe_compare_numbers(a->positive, b->positive)
	                : cpe_compare_numbers(b->positive, a->positive);

	return order != 0 ? order : compare_positions(left, right);
}

/* Whether any part of a bar is hidden. */
static bool
is_hidden(const struct segment *segments, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (isnan(segments[i].part->n))
			return true;
	return false;
}

/* Refuses two answers of one text and class in a bar. */
static bool
check_twice(struct chart *chart, const struct segment *segments, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
		{
			size_t row[2] = {row_of(chart, segments[i].part), row_of(chart, segments[j].part)};
			bool turned = row[0] > row[1];

			if (segments[i].part->class == segments[j].part->class &&
			    strcmp(segments[i].part->answer, segments[j].part->answer) == 0)
				return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL, NULL,
				                       "rows %zu and %zu of the answer bars are the same answer of "
				                       "one bar",
				                       row[turned], row[!turned]);
		}
	return true;
}

/* Refuses a picture of more answers than there are patterns. */
static bool
too_many_answers(struct chart *chart)
{
	return cpe_problem_set(chart->sheet.problem, CPE_INVALID, NULL,
	                       "Draw questions with other answers apart, or join answers.",
	                       "more than %d different answers in a picture of answer bars",
	                       CPE_ANSWERS_MOST);
}

/* Makes a bar of the parts of one label that lie together. */
static bool
add_bar(struct chart *chart, const struct segment *segments, size_t count)
{
	struct bar *bar = &chart->bars[chart->bar_count];
	double positive = 0;

	bar->label = segments[0].part->label;
	bar->position = NAN;
	bar->first = chart->segment_count;
	bar->parts = count;
	for (size_t i = 0; i < count; i++)
	{
		const struct cpe_answers_part *part = segments[i].part;

		if (!check_part(chart, part))
			return false;
		bar->position = fmin(bar->position, part->position);
		bar->sum += part->n;
		if (part->class == CPE_ANSWERS_POSITIVE)
			positive += part->n;
	}
	if (count > CPE_ANSWERS_MOST)
		return too_many_answers(chart);
	if (!check_twice(chart, segments, count))
		return false;
	bar->positive = bar->sum > 0 ? positive / bar->sum : NAN;
	chart->any_empty = chart->any_empty || !(bar->sum > 0);
	memmove(&chart->segments[chart->segment_count], segments, count * sizeof(*segments));
	chart->segment_count += count;
	chart->bar_count++;
	return true;
}

/*
 * Sorts the parts and makes bars of them.  This is the only function that meets a bar with a hidden
 * part, and it takes nothing from it but that there is one more.
 */
static bool
collect_bars(struct chart *chart, const struct cpe_answers_part *parts, size_t count)
{
	static int (*const orders[])(const void *, const void *) = {
		compare_positions, compare_ascending, compare_descending};
	struct cpe_svg_sheet *sheet = &chart->sheet;
	size_t bars = 0;

	chart->segments =
		cpe_arena_alloc(sheet->arena, count, sizeof(*chart->segments), sheet->problem);
	if (chart->segments == NULL)
		return false;
	chart->parts = parts;
	for (size_t i = 0; i < count; i++)
	{
		if (parts[i].label == NULL)
			return cpe_problem_set(sheet->problem, CPE_NULL, NULL, NULL,
			                       "row %zu of the answer bars has no label", i + 1);
		chart->segments[i].part = &parts[i];
	}
	if (!cpe_sort(sheet->arena, chart->segments, count, sizeof(*chart->segments), compare_segments,
	              sheet->problem))
		return false;
	for (size_t i = 0; i < count; i++)
		bars += i == 0 ||
		        strcmp(chart->segments[i - 1].part->label, chart->segments[i].part->label) != 0;
	chart->bars = cpe_arena_alloc(sheet->arena, bars, sizeof(*chart->bars), sheet->problem);
	if (chart->bars == NULL)
		return false;
	for (size_t i = 0, next; i < count; i = next)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		for (next = i + 1; next < count; next++)
			if (strcmp(chart->segments[next].part->label, chart->segments[i].part->label) != 0)
				break;
		if (is_hidden(&chart->segments[i], next - i))
			sheet->not_shown++;
		else if (!add_bar(chart, &chart->segments[i], next - i))
			return false;
	}
	sheet->shown = chart->bar_count;
	return cpe_sort(sheet->arena, chart->bars, chart->bar_count, sizeof(*chart->bars),
	                orders[chart->options.order], sheet->problem);
}

/* ---- answers and their patterns ---- */

/* An answer with its class before it, so that the same text in another class is another answer. */
static char *
key_of(struct chart *chart, const struct cpe_answers_part *part)
{
	struct cpe_text text;

	cpe_text_open(&text, chart->sheet.arena, chart->sheet.problem);
	cpe_text_printf(&text, "%d%s", (int) part->class, part->answer);
	return cpe_text_close(&text, NULL);
}

/* Finds the different answers, and which of them each segment is. */
static bool
find_answers(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_name *all =
		cpe_arena_alloc(sheet->arena, chart->segment_count, sizeof(*all), sheet->problem);
	const char **keys =
		cpe_arena_alloc(sheet->arena, chart->segment_count, sizeof(*keys), sheet->problem);

	if (all == NULL || keys == NULL)
		return false;
	for (size_t i = 0; i < chart->segment_count; i++)
	{
		const struct cpe_answers_part *part = chart->segments[i].part;

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		keys[i] = key_of(chart, part);
		if (keys[i] == NULL)
			return false;
		all[i].text = keys[i];
		all[i].position = part->answer_position;
	}
	if (!cpe_svg_names_make(&chart->answers, all, chart->segment_count, sheet->arena,
	                        sheet->problem))
		return false;
	if (chart->answers.count > CPE_ANSWERS_MOST)
		return too_many_answers(chart);
	for (size_t i = 0; i < chart->segment_count; i++)
		chart->segments[i].answer = cpe_svg_name_place(&chart->answers, keys[i]);
	return true;
}

/* Gives an answer the pattern that its class likes best of those nobody has. */
static void
choose_hatch(struct cpe_svg_hatch *hatch, int class, bool taken[CPE_SVG_HATCHES][CPE_SVG_SCALES])
{
	hatch->ground = colours[class][0];
	hatch->ink = colours[class][1];
	for (int scale = 0; scale < CPE_SVG_SCALES; scale++)
		for (int i = 0; i < CPE_SVG_HATCHES; i++)
		{
			enum cpe_svg_hatch_kind kind = taste[class][i];
			bool plain = kind == CPE_SVG_SOLID || kind == CPE_SVG_BLANK;
			bool foreign = kind == CPE_SVG_SOLID && class != CPE_ANSWERS_POSITIVE;

			if (taken[kind][scale] || foreign || (plain && scale > 0))
				continue;
			taken[kind][scale] = true;
			hatch->kind = kind;
			hatch->scale = (enum cpe_svg_hatch_scale) scale;
			return;
		}
}

/* Gives each answer its pattern. */
static bool
find_hatches(struct chart *chart)
{
	bool taken[CPE_SVG_HATCHES][CPE_SVG_SCALES] = {{false}};

	for (size_t i = 0; i < chart->answers.count; i++)
	{
		struct cpe_text text;

		choose_hatch(&chart->hatch[i], chart->answers.text[i][0] - '0', taken);
		cpe_text_open(&text, chart->sheet.arena, chart->sheet.problem);
		cpe_svg_hatch_fill(&text, (int) i, &chart->hatch[i]);
		chart->fill[i] = cpe_text_close(&text, NULL);
		if (chart->fill[i] == NULL)
			return false;
	}
	return true;
}

/* ---- the layout ---- */

/* Where each segment begins and ends. */
static void
find_shares(struct chart *chart)
{
	for (size_t i = 0; i < chart->bar_count; i++)
	{
		const struct bar *bar = &chart->bars[i];
		struct segment *segments = &chart->segments[bar->first];
		double before = 0;

		for (size_t j = 0; j < bar->parts && bar->sum > 0; j++)
		{
			segments[j].from = 100 * (before / bar->sum);
			before += segments[j].part->n;
			segments[j].to = 100 * (before / bar->sum);
		}
	}
}

/* Writes the legend's words: the answers with what they count as. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;

	for (size_t i = 0; i < chart->answers.count; i++)
	{
		int class = chart->answers.text[i][0] - '0';
		struct cpe_text text;

		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, chart->answers.text[i] + 1);
		if (class != CPE_ANSWERS_UNSAID)
			cpe_text_printf(&text, " (%s)", cpe_answers_classwords[class]);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_AREA, NULL, chart->fill[i], &text))
			return false;
	}
	if (!cpe_svg_legend_rest(sheet))
		return false;
	cpe_svg_legend_close(sheet);
	return true;
}

/* The names of the bars as they fit, in so many lines. */
static bool
find_names(struct chart *chart, int lines)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	const char **labels =
		cpe_arena_alloc(sheet->arena, chart->bar_count, sizeof(*labels), sheet->problem);

	if (labels == NULL)
		return false;
	for (size_t i = 0; i < chart->bar_count; i++)
		labels[i] = chart->bars[i].label;
	return cpe_svg_fit_names(sheet, &chart->names, labels, chart->bar_count,
	                         CPE_SVG_NAME_SHARE * sheet->options.width, lines);
}

/* Finds a place for everything. */
static bool
lay_out(struct chart *chart)
{
	struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_svg_ends ends = cpe_svg_score_ends(sheet);

	if (!cpe_svg_open_sheet(sheet) || !find_names(chart, 2) || !make_legend(chart))
		return false;
	find_shares(chart);
	sheet->left = sheet->x.start = cpe_svg_behind_names(sheet, &chart->names);
	sheet->right = sheet->x.end = sheet->options.width - CPE_SVG_PAD - 10;
	sheet->x.unit = sheet->tick_unit;
	if (!cpe_svg_fill_axis(&sheet->x, &ends, sheet->arena, sheet->problem) ||
	    !cpe_svg_end_sides(sheet))
		return false;
	cpe_svg_grow(sheet, chart->bar_count, PITCH, BELOW);
	if (!cpe_svg_find_bottom(sheet, BELOW) ||
	    !cpe_svg_set_rows(sheet, chart->bar_count, "Make it higher, or draw fewer bars.",
	                      &chart->pitch))
		return false;
	chart->thickness = fmin(chart->pitch * 0.72, 40);
	return chart->pitch >= CPE_SVG_TWO_LINES || find_names(chart, 1);
}

/* The top of a bar. */
static double
top_of(const struct chart *chart, size_t bar)
{
	return cpe_svg_pixels(&chart->sheet.y, (double) bar + 0.5) - chart->thickness / 2;
}

/* ---- drawing ---- */

/* Writes the patterns that there are. */
static void
define_hatches(const struct chart *chart, struct cpe_text *out)
{
	cpe_text_append(out, "<defs>\n");
	for (size_t i = 0; i < chart->answers.count; i++)
		cpe_svg_hatch_define(out, (int) i, &chart->hatch[i]);
	cpe_text_append(out, "</defs>\n");
}

/* Writes a segment's share. */
static void
write_share(const struct chart *chart, struct cpe_text *out, const struct segment *segment,
            const struct bar *bar)
{
	cpe_svg_score(&chart->sheet, out, 100 * (segment->part->n / bar->sum));
}

/* Draws the segments of one answer, with what a reader sees when pointing at them. */
static bool
draw_answer(const struct chart *chart, struct cpe_text *out, size_t answer)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;

	cpe_text_printf(
		out, "<g data-part=\"answer\" %s stroke=\"" CPE_SVG_SOFT_INK "\" stroke-width=\"0.6\">\n",
		chart->fill[answer]);
	for (size_t i = 0; i < chart->bar_count; i++)
	{
		const struct bar *bar = &chart->bars[i];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		for (size_t j = bar->first; j < bar->first + bar->parts && bar->sum > 0; j++)
		{
			const struct segment *segment = &chart->segments[j];
			double left = cpe_svg_pixels(&sheet->x, segment->from);

			if (segment->answer != answer || segment->part->n == 0)
				continue;
			cpe_text_printf(
				out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>", left,
				top_of(chart, i), cpe_svg_pixels(&sheet->x, segment->to) - left, chart->thickness);
			cpe_text_xml(out, bar->label);
			cpe_text_append(out, "\n");
			cpe_text_xml(out, segment->part->answer);
			cpe_text_append(out, ": ");
			write_share(chart, out, segment, bar);
			cpe_text_append(out, "</title></rect>\n");
		}
	}
	cpe_text_append(out, "</g>\n");
	return true;
}

/* Writes a share in words into its segment, on a ground of its own, where there is room. */
static bool
draw_share(const struct chart *chart, struct cpe_text *grounds, struct cpe_text *words,
           const struct segment *segment, size_t bar)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	double left = cpe_svg_pixels(&sheet->x, segment->from);
	double right = cpe_svg_pixels(&sheet->x, segment->to);
	double middle = cpe_svg_pixels(&sheet->y, (double) bar + 0.5);
	struct cpe_text text;
	const char *string;
	double width;

	cpe_text_open(&text, sheet->arena, sheet->problem);
	write_share(chart, &text, segment, &chart->bars[bar]);
	string = cpe_text_close(&text, NULL);
	if (string == NULL)
		return false;
	width = cpe_svg_width(string, strlen(string), CPE_SVG_LABEL_SIZE) + 4;
	if (width + 2 > right - left || chart->thickness < PLATE)
		return true;
	cpe_text_printf(grounds, "M%.1f %.1fh%.1fv%.1fh%.1fz", (left + right - width) / 2,
	                middle - PLATE / 2, width, PLATE, -width);
	cpe_text_printf(words, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", (left + right) / 2,
	                middle + 4, string);
	return true;
}

/* Writes the shares, and where there are no answers, that there are none. */
static bool
draw_shares(const struct chart *chart, struct cpe_text *out)
{
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	struct cpe_text grounds;
	struct cpe_text words;
	char *ground;
	char *word;

	cpe_text_open(&grounds, sheet->arena, sheet->problem);
	cpe_text_open(&words, sheet->arena, sheet->problem);
	for (size_t i = 0; i < chart->bar_count; i++)
	{
		const struct bar *bar = &chart->bars[i];

		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (!(bar->sum > 0))
			cpe_text_printf(&words,
			                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"start\">no answers</text>\n",
			                sheet->left + 8, cpe_svg_pixels(&sheet->y, (double) i + 0.5) + 4);
		for (size_t j = bar->first; j < bar->first + bar->parts && bar->sum > 0; j++)
			if (chart->segments[j].part->n > 0 &&
			    !draw_share(chart, &grounds, &words, &chart->segments[j], i))
				return false;
	}
	ground = cpe_text_close(&grounds, NULL);
	word = cpe_text_close(&words, NULL);
	if (ground == NULL || word == NULL)
		return false;
	cpe_text_append(out, "<g data-part=\"shares\" pointer-events=\"none\">\n");
	if (ground[0] != '\0')
	{
		cpe_text_append(out, "<path fill=\"#ffffff\" fill-opacity=\"0.9\" d=\"");
		cpe_text_append(out, ground);
		cpe_text_append(out, "\"/>\n");
	}
	cpe_text_printf(out, "<g font-size=\"%.0f\" text-anchor=\"middle\">\n", CPE_SVG_LABEL_SIZE);
	cpe_text_append(out, word);
	cpe_text_append(out, "</g>\n</g>\n");
	return true;
}

/* Writes the range of positive shares. */
static void
describe_positive(const struct chart *chart, struct cpe_text *out)
{
	double lo = INFINITY;
	double hi = -INFINITY;
	bool any = false;

	for (size_t i = 0; i < chart->answers.count; i++)
		any = any || chart->answers.text[i][0] == '0' + CPE_ANSWERS_POSITIVE;
	for (size_t i = 0; i < chart->bar_count; i++)
		cpe_svg_include(&lo, &hi, 100 * chart->bars[i].positive);
	if (!any || lo > hi)
		return;
	cpe_text_append(out, "; positive answers are ");
	cpe_svg_score(&chart->sheet, out, lo);
	cpe_text_append(out, " to ");
	cpe_svg_score(&chart->sheet, out, hi);
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	static const char *const orders[] = {"", ", fewest positive first", ", most positive first"};
	const struct cpe_svg_sheet *sheet = &chart->sheet;
	size_t empty = 0;

	if (sheet->options.description != NULL)
	{
		cpe_text_xml(out, sheet->options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->bar_count + sheet->not_shown);
	cpe_text_xml(out, sheet->options.noun);
	cpe_text_append(out, orders[chart->options.order]);
	if (chart->answers.count > 0)
		cpe_text_printf(out, ": shares of %zu different answers", chart->answers.count);
	describe_positive(chart, out);
	for (size_t i = 0; i < chart->bar_count; i++)
		empty += !(chart->bars[i].sum > 0);
	if (empty > 0)
		cpe_text_printf(out, "; %zu without answers", empty);
	if (sheet->not_shown > 0)
		cpe_text_printf(out, "; %zu not shown (suppressed)", sheet->not_shown);
}

/* Draws the whole picture: bars, layout, then from the back to the front. */
bool
cpe_answers_svg(struct cpe_arena *arena, const struct cpe_answers_part *parts, size_t count,
                const struct cpe_answers_options *options, char **svg, size_t *length,
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
	cpe_svg_begin(&chart->sheet, arena, problem, "a picture of answer bars", &options->picture);
	chart->sheet.grows = true;
	if (!check_options(chart) || !collect_bars(chart, parts, count) || !find_answers(chart) ||
	    !find_hatches(chart) || !lay_out(chart))
		return false;
	for (int i = 0; i < CPE_SVG_PARTS; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	define_hatches(chart, &part[1]);
	if (!cpe_svg_frame(&chart->sheet, &part[1], chart->bar_count > 0))
		return false;
	if (!cpe_svg_draw_names(&chart->sheet, &part[1], &chart->names))
		return false;
	for (size_t i = 0; i < chart->answers.count; i++)
		if (!draw_answer(chart, &part[3], i))
			return false;
	if (!draw_shares(chart, &part[3]))
		return false;
	cpe_svg_draw_legend(&chart->sheet, &part[3]);
	return cpe_svg_close_sheet(&chart->sheet, part, svg, length);
}
