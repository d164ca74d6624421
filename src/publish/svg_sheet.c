#include "publish/svg_sheet.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/decimal.h"
#include "publish/svg_text.h"

#define TITLE_LINES 2
#define LEGEND_ROW 20.0
#define LEGEND_SYMBOL 24.0
#define LEGEND_GAP 20.0
#define GRID "#e4e7eb"

/* ---- options and scores ---- */

/* The options all charts share. */
void
cpe_svg_defaults(struct cpe_svg_options *options)
{
	memset(options, 0, sizeof(*options));
	options->unit = "";
	options->width = 900;
	options->height = 640;
	options->score_factor = 1;
	options->y_min = NAN;
	options->y_max = NAN;
	options->max_labels = 15;
	options->decimals = 1;
}

/* Begins a sheet. */
void
cpe_svg_begin(struct cpe_svg_sheet *sheet, struct cpe_arena *arena, struct cpe_problem *problem,
              const char *what, const struct cpe_svg_options *options)
{
	sheet->arena = arena;
	sheet->problem = problem;
	sheet->what = what;
	sheet->options = *options;
	sheet->not_shown_words = "not shown, suppressed";
}

/* Checks the options: a picture nobody can read, or a number no axis can show, is refused. */
bool
cpe_svg_check(struct cpe_svg_sheet *sheet)
{
	const struct cpe_svg_options *options = &sheet->options;
	struct cpe_problem *problem = sheet->problem;
	double factor = options->score_factor;
	bool grown = sheet->grows && options->height == 0;

	sheet->grows = grown;
	if (options->width < 400 || options->width > CPE_SVG_MOST_SIZE ||
	    (options->height < CPE_SVG_LEAST_HEIGHT && !grown) || options->height > CPE_SVG_MOST_SIZE)
		return cpe_problem_set(
			problem, CPE_INVALID, NULL, "Width is 400 to 5000 pixels, height 300 to 5000.",
			"%s of %d x %d pixels is not possible", sheet->what, options->width, options->height);
	if (!(factor >= 1 / CPE_SVG_LARGEST) || !(factor <= CPE_SVG_LARGEST))
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 1e-15 to 1e15.",
		                       "the score factor of %s is out of range", sheet->what);
	if (fabs(options->y_min * factor) > CPE_SVG_LARGEST ||
	    fabs(options->y_max * factor) > CPE_SVG_LARGEST ||
	    (options->y_max - options->y_min) * factor < 1e-9)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "the score axis of %s must go from a number to a larger one",
		                       sheet->what);
	if (options->y_fixed && (isnan(options->y_min) || isnan(options->y_max)))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a fixed score axis needs both its ends");
	if (options->max_labels < 0 || options->max_labels > 1000)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 0 to 1000.",
		                       "%d labels in %s are not possible", options->max_labels,
		                       sheet->what);
	if (options->decimals < 0 || options->decimals > 9)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 0 to 9.",
		                       "%d decimals in %s are not possible", options->decimals,
		                       sheet->what);
	return true;
}

/* Whether a score or limit is a number that an axis can show; NaN is not. */
bool
cpe_svg_showable(const struct cpe_svg_sheet *sheet, double score)
{
	return fabs(score * sheet->options.score_factor) <= CPE_SVG_LARGEST;
}

/* The ends of the score axis as the caller allows them. */
struct cpe_svg_ends
cpe_svg_score_ends(const struct cpe_svg_sheet *sheet)
{
	struct cpe_svg_ends ends;

	ends.least = sheet->options.y_min * sheet->options.score_factor;
	ends.largest = sheet->options.y_max * sheet->options.score_factor;
	ends.fixed = sheet->options.y_fixed;
	return ends;
}

/* A range of scores as that of an axis; one turned round: there are none, and it is made up. */
void
cpe_svg_score_range(struct cpe_svg_sheet *sheet, struct cpe_svg_axis *axis, double lo, double hi)
{
	double factor = sheet->options.score_factor;
	double y_min = sheet->options.y_min;
	double y_max = sheet->options.y_max;

	if (lo > hi)
	{
		lo = isnan(y_min) ? (isnan(y_max) ? 0 : y_max - 1) : y_min;
		hi = isnan(y_max) ? lo + 1 : y_max;
	}
	lo = fmax(lo * factor, -CPE_SVG_LARGEST);
	hi = fmin(hi * factor, CPE_SVG_LARGEST);
	cpe_svg_widen(&lo, &hi);
	axis->lo = lo - 0.03 * (hi - lo);
	axis->hi = hi + 0.03 * (hi - lo);
}

/* A score or limit as it is said: scaled, and rounded as the tables beside the picture are. */
static double
said(const struct cpe_svg_sheet *sheet, double score)
{
	double number = score * sheet->options.score_factor;

	return isfinite(number) ? cpe_round_half_up(number, sheet->options.decimals, CPE_ROUND_ONCE)
	                        : number;
}

/* A score or limit in words: scaled, rounded, with its unit. */
void
cpe_svg_score(const struct cpe_svg_sheet *sheet, struct cpe_text *out, double score)
{
	cpe_text_grouped(out, said(sheet, score), sheet->options.decimals);
	cpe_text_xml(out, sheet->options.unit);
}

void
cpe_svg_tell_score(const struct cpe_svg_sheet *sheet, struct cpe_text *out, const char *label,
                   double score, const char *interval_name, double low, double high)
{
	cpe_text_append(out, "<title>");
	cpe_text_xml(out, label);
	cpe_text_append(out, "\nscore ");
	cpe_svg_score(sheet, out, score);
	if (!cpe_svg_showable(sheet, low) || !cpe_svg_showable(sheet, high))
		return;
	cpe_text_append(out, "\n");
	cpe_text_xml(out, interval_name);
	cpe_text_append(out, " ");
	cpe_svg_score(sheet, out, low);
	cpe_text_append(out, " to ");
	cpe_svg_score(sheet, out, high);
}

/* ---- the title and the legend ---- */

/* Breaks the title at spaces into the lines there are; the last one is shortened to fit. */
static bool
break_title(struct cpe_svg_sheet *sheet)
{
	const char *rest = sheet->options.title;
	double room = sheet->options.width - 2 * CPE_SVG_PAD;

	while (*rest != '\0' && sheet->title_lines < TITLE_LINES)
	{
		size_t length = strlen(rest);
		bool last = sheet->title_lines == TITLE_LINES - 1;
		size_t cut = last ? length : cpe_svg_break(rest, length, CPE_SVG_TITLE_SIZE, room);

		sheet->title_line[sheet->title_lines] =
			cpe_svg_shorten(sheet->arena, sheet->problem, rest, cut, CPE_SVG_TITLE_SIZE, room);
		if (sheet->title_line[sheet->title_lines++] == NULL)
			return false;
		rest += cut;
		while (*rest == ' ')
			rest++;
	}
	return true;
}

/* Starts a picture: its title, and whether the unit is short enough to stand behind each tick. */
bool
cpe_svg_open_sheet(struct cpe_svg_sheet *sheet)
{
	const char *unit = sheet->options.unit;
	bool brief = cpe_svg_width(unit, strlen(unit), CPE_SVG_TICK_SIZE) <= 40;

	if (!break_title(sheet))
		return false;
	sheet->tick_unit = brief ? unit : "";
	sheet->y.unit = sheet->tick_unit;
	sheet->top =
		CPE_SVG_PAD + sheet->title_lines * (CPE_SVG_TITLE_SIZE + 5) + CPE_SVG_AXIS_SIZE + 24;
	if (sheet->options.y_label[0] == '\0')
		sheet->top -= CPE_SVG_AXIS_SIZE;
	return true;
}

/* Adds an entry to the legend, its first letter a capital. */
bool
cpe_svg_legend_add(struct cpe_svg_sheet *sheet, enum cpe_svg_legend_kind kind,
                   const struct cpe_svg_look *look, const char *line, struct cpe_text *text)
{
	struct cpe_svg_legend_item *item = &sheet->legend[sheet->legend_count];
	double room = sheet->options.width - 2 * CPE_SVG_PAD - LEGEND_SYMBOL;
	size_t length;
	char *string = cpe_text_close(text, &length);

	if (string == NULL)
		return false;
	if (string[0] >= 'a' && string[0] <= 'z')
		string[0] = (char) (string[0] - 'a' + 'A');
	item->kind = kind;
	item->look = look;
	item->line = line;
	item->text =
		cpe_svg_shorten(sheet->arena, sheet->problem, string, length, CPE_SVG_LEGEND_SIZE, room);
	sheet->legend_count++;
	return item->text != NULL;
}

/* The width of an entry with its symbol. */
static double
legend_width(const struct cpe_svg_legend_item *item)
{
	double symbol = item->kind == CPE_SVG_LEGEND_WORDS ? 0 : LEGEND_SYMBOL;

	return symbol + cpe_svg_width(item->text, strlen(item->text), CPE_SVG_LEGEND_SIZE);
}

/* Gives the lines and words from first on their places, one behind the other; returns the next y.
 */
static double
flow_legend(struct cpe_svg_sheet *sheet, int first, double y)
{
	double x = CPE_SVG_PAD;

	for (int i = first; i < sheet->legend_count; i++)
	{
		struct cpe_svg_legend_item *item = &sheet->legend[i];
		double width = legend_width(item);

		if (x > CPE_SVG_PAD && x + width > sheet->options.width - CPE_SVG_PAD)
		{
			x = CPE_SVG_PAD;
			y += LEGEND_ROW;
		}
		item->x = x;
		item->y = y;
		x += width + LEGEND_GAP;
	}
	return first < sheet->legend_count ? y + LEGEND_ROW : y;
}

/* Gives the shapes their places, in as few rows as fit and columns of one width; returns the next
 * y. */
static double
tabulate_legend(struct cpe_svg_sheet *sheet, int marks)
{
	double room = sheet->options.width - 2 * CPE_SVG_PAD + LEGEND_GAP;
	double widest = 0;
	int columns;
	int rows;

	if (marks == 0)
		return 0;
	for (int i = 0; i < marks; i++)
		widest = fmax(widest, legend_width(&sheet->legend[i]) + LEGEND_GAP);
	columns = (int) fmax(floor(room / widest), 1);
	rows = (marks + columns - 1) / columns;
	columns = (marks + rows - 1) / rows;
	for (int i = 0; i < marks; i++)
	{
		sheet->legend[i].x = CPE_SVG_PAD + i % columns * widest;
		sheet->legend[i].y = i / columns * LEGEND_ROW;
	}
	return rows * LEGEND_ROW;
}

/* Writes how many there are of an entry. */
void
cpe_svg_count(struct cpe_text *out, size_t count)
{
	cpe_text_append(out, " (");
	cpe_text_grouped(out, (double) count, 0);
	cpe_text_append(out, ")");
}

/* Adds a line of the plot to the legend under a name. */
bool
cpe_svg_legend_line(struct cpe_svg_sheet *sheet, const char *line, const char *name)
{
	struct cpe_text text;

	cpe_text_open(&text, sheet->arena, sheet->problem);
	cpe_text_append(&text, name);
	return cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_LINE, NULL, line, &text);
}

/* Adds a line with its name and score. */
bool
cpe_svg_legend_score(struct cpe_svg_sheet *sheet, const char *line, const char *name, double score)
{
	struct cpe_text text;

	cpe_text_open(&text, sheet->arena, sheet->problem);
	cpe_text_printf(&text, "%s: ", name);
	cpe_text_grouped(&text, said(sheet, score), sheet->options.decimals);
	cpe_text_append(&text, sheet->options.unit);
	return cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_LINE, NULL, line, &text);
}

/* What the legend says of marks beyond the axis and of those not shown. */
bool
cpe_svg_legend_rest(struct cpe_svg_sheet *sheet)
{
	struct cpe_text text;

	if (sheet->beyond > 0)
	{
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, "beyond the axis, drawn at its edge");
		cpe_svg_count(&text, sheet->beyond);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_EDGE, NULL, NULL, &text))
			return false;
	}
	if (sheet->not_shown > 0)
	{
		cpe_text_open(&text, sheet->arena, sheet->problem);
		cpe_text_append(&text, sheet->not_shown_words);
		cpe_svg_count(&text, sheet->not_shown);
		if (!cpe_svg_legend_add(sheet, CPE_SVG_LEGEND_WORDS, NULL, NULL, &text))
			return false;
	}
	return true;
}

/* Gives the legend its places: the marks it starts with in columns, the rest as it comes. */
void
cpe_svg_legend_close(struct cpe_svg_sheet *sheet)
{
	int marks = 0;
	double y;

	while (marks < sheet->legend_count && (sheet->legend[marks].kind == CPE_SVG_LEGEND_MARK ||
	                                       sheet->legend[marks].kind == CPE_SVG_LEGEND_AREA))
		marks++;
	y = flow_legend(sheet, marks, tabulate_legend(sheet, marks));
	sheet->legend_rows = (int) (y / LEGEND_ROW + 0.5);
}

/* The pixels that a legend takes. */
double
cpe_svg_legend_height(const struct cpe_svg_sheet *sheet)
{
	return sheet->legend_rows * LEGEND_ROW;
}

/* Finds the bottom of the plot above the legend and what stands below the plot. */
bool
cpe_svg_find_bottom(struct cpe_svg_sheet *sheet, double below)
{
	sheet->below = below;
	sheet->bottom = sheet->options.height - CPE_SVG_PAD - cpe_svg_legend_height(sheet) - below;
	if (sheet->bottom < sheet->top + 80)
		return cpe_problem_set(sheet->problem, CPE_INVALID, NULL,
		                       "Make it larger, or the names in the legend shorter.",
		                       "%s of %d x %d pixels has no room for its legend", sheet->what,
		                       sheet->options.width, sheet->options.height);
	return true;
}

/* How many ticks have room, at least two. */
int
cpe_svg_ticks_of(double length)
{
	int most = (int) (length / 45);

	return most < 2 ? 2 : most;
}

/* Finds the sides of the plot, and so the pixels of the axes. */
bool
cpe_svg_find_sides(struct cpe_svg_sheet *sheet, bool data)
{
	double width = sheet->options.width;
	double widest = cpe_svg_widest_tick(&sheet->y, sheet->arena, sheet->problem);

	if (isnan(widest))
		return false;
	sheet->left = data ? CPE_SVG_PAD + fmin(widest, width / 4) + 10 : CPE_SVG_PAD + 10;
	sheet->right = width - CPE_SVG_PAD - 10;
	sheet->y.start = sheet->bottom;
	sheet->y.end = sheet->top;
	sheet->x.start = sheet->left;
	sheet->x.end = sheet->right;
	return true;
}

/* Leaves room for half of the last label of the horizontal axis. */
bool
cpe_svg_end_sides(struct cpe_svg_sheet *sheet)
{
	double widest;

	if (sheet->x.ticks == 0)
		return true;
	widest = cpe_svg_widest_tick(&sheet->x, sheet->arena, sheet->problem);
	if (isnan(widest))
		return false;
	sheet->right = fmin(sheet->right, sheet->options.width - CPE_SVG_PAD / 2 - widest / 2);
	sheet->x.end = sheet->right;
	return true;
}

/* ---- drawing ---- */

/* Draws title, grid, axes and their words. */
bool
cpe_svg_frame(struct cpe_svg_sheet *sheet, struct cpe_text *out, bool data)
{
	double room = sheet->options.width - 2 * CPE_SVG_PAD;
	const char *x_label = cpe_svg_shorten(sheet->arena, sheet->problem, sheet->options.x_label,
	                                      strlen(sheet->options.x_label), CPE_SVG_AXIS_SIZE, room);
	const char *y_label = cpe_svg_shorten(sheet->arena, sheet->problem, sheet->options.y_label,
	                                      strlen(sheet->options.y_label), CPE_SVG_AXIS_SIZE, room);
	double spare = sheet->beyond > 0 ? 6 : 0; /* for what marks units beyond the axis */

	if (x_label == NULL || y_label == NULL)
		return false;
	for (int i = 0; i < sheet->title_lines; i++)
		cpe_svg_line(out, sheet->title_line[i], CPE_SVG_PAD,
		             CPE_SVG_PAD + CPE_SVG_TITLE_SIZE + i * (CPE_SVG_TITLE_SIZE + 5),
		             CPE_SVG_TITLE_SIZE, " font-weight=\"bold\"");
	if (y_label[0] != '\0')
		cpe_svg_line(out, y_label, CPE_SVG_PAD, sheet->top - 14 - spare, CPE_SVG_AXIS_SIZE, "");
	if (x_label[0] != '\0')
		cpe_svg_line(out, x_label, sheet->right, sheet->bottom + sheet->below - 16 + spare,
		             CPE_SVG_AXIS_SIZE, " text-anchor=\"end\"");
	cpe_text_append(out, "<g stroke=\"" GRID "\" stroke-width=\"1\">\n");
	for (int i = 0; data && i < sheet->y.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fH%.1f\"/>\n", sheet->left,
		                cpe_svg_pixels(&sheet->y, sheet->y.at[i]), sheet->right);
	for (int i = 0; data && i < sheet->x.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fV%.1f\"/>\n",
		                cpe_svg_pixels(&sheet->x, sheet->x.at[i]), sheet->top, sheet->bottom);
	cpe_text_append(out,
	                "</g>\n<g stroke=\"" CPE_SVG_SOFT_INK "\" stroke-width=\"1\" fill=\"none\">\n");
	cpe_text_printf(out, "<path d=\"M%.1f %.1fV%.1fH%.1f\"/>\n", sheet->left, sheet->top,
	                sheet->bottom, sheet->right);
	for (int i = 0; data && i < sheet->x.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fv5\"/>\n",
		                cpe_svg_pixels(&sheet->x, sheet->x.at[i]), sheet->bottom);
	cpe_text_printf(out, "</g>\n<g font-size=\"%.0f\" text-anchor=\"end\">\n", CPE_SVG_TICK_SIZE);
	for (int i = 0; data && i < sheet->y.ticks; i++)
	{
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", sheet->left - 7,
		                cpe_svg_pixels(&sheet->y, sheet->y.at[i]) + 4);
		cpe_svg_tick(out, &sheet->y, i);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_printf(out, "</g>\n<g font-size=\"%.0f\" text-anchor=\"middle\">\n",
	                CPE_SVG_TICK_SIZE);
	for (int i = 0; data && i < sheet->x.ticks; i++)
	{
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">",
		                cpe_svg_pixels(&sheet->x, sheet->x.at[i]), sheet->bottom + 20 + spare);
		cpe_svg_tick(out, &sheet->x, i);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
	if (sheet->shown == 0)
		cpe_svg_line(out, "no data", (sheet->left + sheet->right) / 2,
		             (sheet->top + sheet->bottom) / 2, CPE_SVG_AXIS_SIZE + 3,
		             " text-anchor=\"middle\"");
	return true;
}

/* Marks a place held at the upper (sign 1) or lower (-1) end of the score axis. */
void
cpe_svg_beyond(struct cpe_text *out, double x, double y, int sign, bool sideways)
{
	if (sideways)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fl%d 3l%d 3\"/>\n", x + 9 * sign, y - 3, 3 * sign,
		                -3 * sign);
	else
		cpe_text_printf(out, "<path d=\"M%.1f %.1fl3 %dl3 %d\"/>\n", x - 3, y - 9 * sign, -3 * sign,
		                3 * sign);
}

/* Draws the legend: each shape and line once, with its words. */
void
cpe_svg_draw_legend(struct cpe_svg_sheet *sheet, struct cpe_text *out)
{
	double top = sheet->bottom + sheet->below + 6;

	cpe_text_append(out, "<g data-part=\"legend\">\n");
	for (int i = 0; i < sheet->legend_count; i++)
	{
		const struct cpe_svg_legend_item *item = &sheet->legend[i];
		double x = item->x;
		double y = top + item->y;

		switch (item->kind)
		{
			case CPE_SVG_LEGEND_MARK:
				cpe_svg_mark_group(out, item->look, false);
				cpe_svg_mark(out, item->look, 1, x + 8, y);
				cpe_text_append(out, "/>\n</g>\n");
				x += LEGEND_SYMBOL - 4;
				break;
			case CPE_SVG_LEGEND_AREA:
				cpe_text_printf(out,
				                "<rect x=\"%.1f\" y=\"%.1f\" width=\"16\" height=\"13\" %s "
				                "stroke=\"" CPE_SVG_SOFT_INK "\" stroke-width=\"0.6\"/>\n",
				                x, y - 6.5, item->line);
				x += LEGEND_SYMBOL - 1;
				break;
			case CPE_SVG_LEGEND_EDGE:
				cpe_text_printf(
					out,
					"<path d=\"M%.1f %.1fl4 -4l4 4\" fill=\"none\" stroke=\"" CPE_SVG_INK
					"\" stroke-width=\"1.2\"/>\n",
					x + 4, y + 2);
				x += LEGEND_SYMBOL - 4;
				break;
			case CPE_SVG_LEGEND_WORDS:
				break;
			case CPE_SVG_LEGEND_LINE:
				cpe_text_printf(out, "<path d=\"M%.1f %.1fh22\" fill=\"none\" %s/>\n", x, y,
				                item->line);
				x += LEGEND_SYMBOL + 4;
				break;
		}
		cpe_svg_line(out, item->text, x, y + 4, CPE_SVG_LEGEND_SIZE, "");
	}
	cpe_text_append(out, "</g>\n");
}

/* Carries an FNV-1a hash on over a text. */
static uint64_t
hash_text(uint64_t hash, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char) text[i]) * UINT64_C(1099511628211);
	return hash;
}

/* Writes a part, the picture's id where that is meant. */
static void
write_part(struct cpe_text *out, const char *id, const char *part, size_t length)
{
	const char *end = part + length;

	while (part < end)
	{
		const char *next = memchr(part, CPE_SVG_ID[0], (size_t) (end - part));

		cpe_text_bytes(out, part, (size_t) ((next ? next : end) - part));
		if (next == NULL)
			return;
		cpe_text_append(out, id);
		part = next + 1;
	}
}

/*
 * Puts the parts together.  The ids come from a hash of all that is drawn and said anyway, so two
 * different pictures on a page do not share them and nothing hidden can be guessed from them; in
 * letters only, so that no number stands there by chance.
 */
bool
cpe_svg_close_sheet(struct cpe_svg_sheet *sheet, struct cpe_text part[CPE_SVG_PARTS], char **svg,
                    size_t *length)
{
	int width = sheet->options.width;
	int height = sheet->options.height;
	uint64_t hash = UINT64_C(14695981039346656037);
	char *string[CPE_SVG_PARTS];
	size_t size[CPE_SVG_PARTS];
	char id[20] = "cpe";
	struct cpe_text out;

	hash = hash_text(hash, sheet->options.title, strlen(sheet->options.title));
	for (int i = 0; i < CPE_SVG_PARTS; i++)
	{
		string[i] = cpe_text_close(&part[i], &size[i]);
		if (string[i] == NULL)
			return false;
		hash = hash_text(hash, string[i], size[i]);
	}
	for (int i = 3; i < 19; i++, hash >>= 4)
		id[i] = (char) ('a' + (hash & 15));
	id[19] = '\0';
	cpe_text_open(&out, sheet->arena, sheet->problem);
	cpe_text_printf(&out,
	                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	                "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\" "
	                "font-family=\"Arial, Helvetica, sans-serif\" fill=\"" CPE_SVG_INK "\">\n",
	                width, height, width, height, id, id);
	cpe_text_printf(&out, "<title id=\"%s-t\">", id);
	cpe_text_xml(&out, sheet->options.title);
	cpe_text_printf(&out, "</title>\n<desc id=\"%s-d\">", id);
	write_part(&out, id, string[0], size[0]);
	cpe_text_printf(&out,
	                "</desc>\n<defs><clipPath id=\"%s-c\"><rect x=\"%.1f\" y=\"%.1f\" "
	                "width=\"%.1f\" height=\"%.1f\"/></clipPath></defs>\n",
	                id, sheet->left, sheet->top, sheet->right - sheet->left,
	                sheet->bottom - sheet->top);
	cpe_text_printf(&out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width, height);
	write_part(&out, id, string[1], size[1]);
	cpe_text_printf(&out, "<g clip-path=\"url(#%s-c)\" pointer-events=\"none\">\n", id);
	write_part(&out, id, string[2], size[2]);
	cpe_text_append(&out, "</g>\n");
	write_part(&out, id, string[3], size[3]);
	cpe_text_append(&out, "</svg>\n");
	*svg = cpe_text_close(&out, length);
	return *svg != NULL;
}
