#include "publish/funnel_svg.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"

#define BAND_COUNT ((int) CPE_BAND_FAR_ABOVE + 1)
#define PAD 16.0
#define TITLE_SIZE 18.0
#define TITLE_LINES 2
#define AXIS_SIZE 13.0
#define TICK_SIZE 12.0
#define LEGEND_SIZE 12.0
#define LEGEND_ROW 20.0
#define LEGEND_SYMBOL 24.0
#define LEGEND_GAP 20.0
#define LABEL_SIZE 11.0
#define LABEL_HEIGHT 13.0
#define LABEL_WIDEST 240.0
#define MOST_TICKS 40
#define LARGEST 1e15 /* of what an axis shows: whole numbers are exact up to here */
#define CELL 3.0     /* of the map of what is already drawn, in pixels */

#define INK "#1f2328"
#define SOFT_INK "#57606a"
#define GRID "#e4e7eb"

/* A band's looks: the shape tells it without colour, the colours are told apart by everyone. */
struct look
{
	const char *word; /* for data-band */
	const char *fill;
	const char *stroke;
	double size;
	int direction; /* of the triangle: 1 up, -1 down, 0 a circle, 2 a square */
};

static const struct look looks[BAND_COUNT] = {
	[CPE_BAND_NONE] = {"none", "#ffffff", "#6e7781", 3.4, 2},
	[CPE_BAND_FAR_BELOW] = {"far-below", "#c44e00", "#7a3000", 6.2, -1},
	[CPE_BAND_BELOW] = {"below", "#ffffff", "#c44e00", 5.2, -1},
	[CPE_BAND_WITHIN] = {"within", "#8c959f", "#ffffff", 4.0, 0},
	[CPE_BAND_ABOVE] = {"above", "#ffffff", "#0067a8", 5.2, 1},
	[CPE_BAND_FAR_ABOVE] = {"far-above", "#0067a8", "#003a60", 6.2, 1},
};

/* From the back to the front: what matters most is never covered.  The quiet ones come first. */
#define QUIET_BANDS 2
static const enum cpe_band drawing_order[BAND_COUNT] = {CPE_BAND_WITHIN,    CPE_BAND_NONE,
                                                        CPE_BAND_BELOW,     CPE_BAND_ABOVE,
                                                        CPE_BAND_FAR_BELOW, CPE_BAND_FAR_ABOVE};

static const enum cpe_band legend_order[BAND_COUNT] = {CPE_BAND_FAR_ABOVE, CPE_BAND_ABOVE,
                                                       CPE_BAND_WITHIN,    CPE_BAND_BELOW,
                                                       CPE_BAND_FAR_BELOW, CPE_BAND_NONE};

/* An axis: data from lo to hi become pixels from start to end. */
struct axis
{
	double lo;
	double hi;
	double start;
	double end;
	bool log;
	int ticks;
	double at[MOST_TICKS];
	int decimals[MOST_TICKS];
};

/* The distance of ticks: mantissa * 10^power with a mantissa of 1, 2 or 5. */
struct step
{
	int mantissa;
	int power;
};

enum legend_kind
{
	LEGEND_MARK,
	LEGEND_EDGE,
	LEGEND_CENTRE,
	LEGEND_INNER,
	LEGEND_OUTER,
	LEGEND_WORDS
};

struct legend_item
{
	enum legend_kind kind;
	enum cpe_band band;
	const char *text;
	double x;
	double y;
};

/* A place for a label, and the label placed there. */
struct label
{
	const struct cpe_funnel_point *unit;
	const char *text;
	double width;
	double left;
	double top;
	double from_x; /* the leader line, when it has one */
	double from_y;
	double to_x;
	double to_y;
	bool leader;
};

struct vertex
{
	double x;
	double y;
};

/* What a cell of the map holds already. */
enum
{
	ON_CURVE = 1,
	ON_WITHIN = 2,
	ON_OUTLIER = 4,
	ON_LABEL = 8
};

struct chart
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_funnel_options options; /* with every default filled in */
	const char *inner_words;
	const char *outer_words;
	const char *tick_unit;                 /* the unit, if short enough to stand behind each tick */
	const struct cpe_funnel_point **units; /* shown, sorted */
	size_t unit_count;
	const struct cpe_funnel_point **curves; /* units and curve-only rows, sorted */
	size_t curve_count;
	size_t band_count[BAND_COUNT];
	size_t not_shown;
	size_t beyond; /* of the score axis */
	bool has_inner;
	bool has_outer;
	bool far_bands; /* outer limits are spoken of, be they drawn or not */
	struct axis x;
	struct axis y;
	double top; /* the plot's rectangle */
	double bottom;
	double left;
	double right;
	double shrink; /* of the marks, when there are many */
	bool crowded;  /* so many marks that lines would vanish behind them */
	const char *title_line[TITLE_LINES];
	int title_lines;
	struct legend_item legend[BAND_COUNT + 6];
	int legend_count;
	int legend_rows;
	unsigned char *map;
	int map_columns;
	int map_rows;
	struct label *labels;
	int label_count;
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
	options->width = 900;
	options->height = 640;
	options->centre = NAN;
	options->score_factor = 1;
	options->y_min = NAN;
	options->y_max = NAN;
	options->max_labels = 15;
	options->decimals = 1;
}

/* Checks the options: a picture nobody can read, or a number no axis can show, is refused. */
static bool
check_options(struct chart *chart)
{
	struct cpe_funnel_options *options = &chart->options;
	struct cpe_problem *problem = chart->problem;
	double factor = options->score_factor;

	if (options->width < 400 || options->width > 5000 || options->height < 300 ||
	    options->height > 5000)
		return cpe_problem_set(
			problem, CPE_INVALID, NULL, "Width is 400 to 5000 pixels, height 300 to 5000.",
			"a funnel of %d x %d pixels is not possible", options->width, options->height);
	if (!(factor >= 1 / LARGEST) || !(factor <= LARGEST))
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 1e-15 to 1e15.",
		                       "the score factor of a funnel is out of range");
	if (isinf(options->centre) || fabs(options->centre * factor) > LARGEST)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "the centre of a funnel is not a number it can show");
	if (fabs(options->y_min * factor) > LARGEST || fabs(options->y_max * factor) > LARGEST ||
	    (options->y_max - options->y_min) * factor < 1e-9)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "the score axis of a funnel must go from a number to a larger one");
	if (options->y_fixed && (isnan(options->y_min) || isnan(options->y_max)))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a fixed score axis needs both its ends");
	if (options->x_scale != CPE_FUNNEL_LINEAR && options->x_scale != CPE_FUNNEL_LOG)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is linear or log.",
		                       "unknown scale of a funnel's n axis");
	if (options->max_labels < 0 || options->max_labels > 1000)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 0 to 1000.",
		                       "%d labels in a funnel are not possible", options->max_labels);
	if (options->decimals < 0 || options->decimals > 9)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "It is 0 to 9.",
		                       "%d decimals in a funnel are not possible", options->decimals);
	if (options->title == NULL)
		options->title = "Funnel plot";
	if (options->x_label == NULL)
		options->x_label = "Number of patients";
	if (options->y_label == NULL)
		options->y_label = "Score";
	if (options->unit == NULL)
		options->unit = "";
	if (options->noun == NULL)
		options->noun = "units";
	if (options->centre_name == NULL)
		options->centre_name = "Centre";
	return true;
}

/* Whether a score or limit is a number that an axis can show; NaN is not. */
static bool
showable(const struct chart *chart, double score)
{
	return fabs(score * chart->options.score_factor) <= LARGEST;
}

/* Checks a row that will be seen; index counts the caller's rows from 0. */
static bool
check_row(struct chart *chart, const struct cpe_funnel_point *row, size_t index)
{
	struct cpe_problem *problem = chart->problem;

	if (!isfinite(row->n) || row->n < 0 || row->n > LARGEST)
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
	if (!showable(chart, row->score))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: the score is too large to show", index + 1);
	if ((int) row->band < 0 || (int) row->band >= BAND_COUNT)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "row %zu of the funnel: there is no band %d", index + 1,
		                       (int) row->band);
	return true;
}

/* Compares two numbers; every NaN is the same and last. */
static int
compare_numbers(double a, double b)
{
	if (isnan(a) || isnan(b))
		return (isnan(a) != 0) - (isnan(b) != 0);
	return (a > b) - (a < b);
}

/* Compares two labels by their bytes; none comes first. */
static int
compare_labels(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* A total order of all that can be seen of a row: no order of the input survives it. */
static int
compare_rows(const void *left, const void *right)
{
	const struct cpe_funnel_point *a = *(const struct cpe_funnel_point *const *) left;
	const struct cpe_funnel_point *b = *(const struct cpe_funnel_point *const *) right;
	int order = compare_numbers(a->n, b->n);

	if (order == 0)
		order = compare_numbers(a->score, b->score);
	if (order == 0)
		order = compare_labels(a->label, b->label);
	if (order == 0)
		order = compare_numbers(a->low, b->low);
	if (order == 0)
		order = compare_numbers(a->high, b->high);
	if (order == 0)
		order = compare_numbers(a->outer_low, b->outer_low);
	if (order == 0)
		order = compare_numbers(a->outer_high, b->outer_high);
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

	chart->units = cpe_arena_alloc(chart->arena, count, sizeof(*chart->units), chart->problem);
	if (chart->units == NULL)
		return false;
	chart->curves = cpe_arena_alloc(chart->arena, count, sizeof(*chart->curves), chart->problem);
	if (chart->curves == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		const struct cpe_funnel_point *row = &points[i];

		if (!cpe_arena_poll(chart->arena, chart->problem))
			return false;
		if (row->label != NULL && isnan(row->score))
		{
			chart->not_shown++;
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
	if (!cpe_sort(chart->arena, chart->units, chart->unit_count, sizeof(*chart->units),
	              compare_rows, chart->problem) ||
	    !cpe_sort(chart->arena, chart->curves, chart->curve_count, sizeof(*chart->curves),
	              compare_rows, chart->problem))
		return false;
	chart->far_bands = chart->has_outer || chart->band_count[CPE_BAND_FAR_ABOVE] > 0 ||
	                   chart->band_count[CPE_BAND_FAR_BELOW] > 0;
	chart->inner_words = inner != NULL ? inner : (chart->far_bands ? "inner limits" : "limits");
	chart->outer_words = outer != NULL ? outer : "outer limits";
	chart->shrink = chart->unit_count <= 600 ? 1.0 : (chart->unit_count <= 6000 ? 0.8 : 0.6);
	chart->crowded = chart->unit_count > 600;
	return cpe_arena_poll(chart->arena, chart->problem);
}

/* ---- texts and their widths ---- */

/*
 * The width of a character in ems, on the wide side: the reader's font is not known.  Wide
 * characters of East Asia and pictures count as one em, combining marks as nothing.
 */
static double
character_width(uint32_t c)
{
	if (c < 0x20 || (c >= 0x300 && c <= 0x36F) || c == 0x200B || c == 0xFEFF)
		return 0;
	if (c >= 0x1100 && !(c >= 0x1E00 && c <= 0x2FFF))
		return 1.0;
	if (c >= 0x80)
		return 0.66;
	if (strchr("iIjl.,:;'|!", (int) c) != NULL)
		return 0.32;
	if (strchr("frt()[]{}-/\\ \"*", (int) c) != NULL)
		return 0.4;
	if (strchr("mwMW@%", (int) c) != NULL)
		return 0.95;
	if ((c >= 'A' && c <= 'Z') || strchr("&+<>=#~", (int) c) != NULL)
		return 0.71;
	return 0.59;
}

/* The width of a text in pixels at a font size. */
static double
text_width(const char *text, size_t length, double size)
{
	double width = 0;
	size_t i = 0;

	while (i < length)
	{
		uint32_t character;
		bool valid;

		i += cpe_text_character(text + i, length - i, &character, &valid);
		width += character_width(character);
	}
	return width * size;
}

/* The longest start of a text, in whole characters, that fits; looks no further than that. */
static size_t
text_fit(const char *text, size_t length, double size, double room)
{
	double width = 0;
	size_t i = 0;

	while (i < length)
	{
		uint32_t character;
		bool valid;
		size_t bytes = cpe_text_character(text + i, length - i, &character, &valid);

		width += character_width(character) * size;
		if (width > room)
			break;
		i += bytes;
	}
	return i;
}

/* A text as it fits into a room: itself, or its start and an ellipsis.  NULL: no memory. */
static const char *
shorten(struct chart *chart, const char *text, size_t length, double size, double room)
{
	size_t fits = text_fit(text, length, size, room);
	struct cpe_text out;

	cpe_text_open(&out, chart->arena, chart->problem);
	if (fits == length)
		cpe_text_bytes(&out, text, length);
	else
	{
		fits = text_fit(text, length, size, room - size);
		while (fits > 0 && text[fits - 1] == ' ')
			fits--;
		cpe_text_bytes(&out, text, fits);
		cpe_text_append(&out, "\xE2\x80\xA6");
	}
	return cpe_text_close(&out, NULL);
}

/* Breaks the title at spaces into the lines there are; the last one is shortened to fit. */
static bool
break_title(struct chart *chart)
{
	const char *rest = chart->options.title;
	double room = chart->options.width - 2 * PAD;

	while (*rest != '\0' && chart->title_lines < TITLE_LINES)
	{
		size_t length = strlen(rest);
		size_t fits = text_fit(rest, length, TITLE_SIZE, room);
		size_t cut = fits;

		if (fits < length && chart->title_lines < TITLE_LINES - 1)
		{
			while (cut > 0 && rest[cut] != ' ')
				cut--;
			if (cut == 0)
				cut = fits > 0 ? fits : length;
		}
		else
			cut = length;
		chart->title_line[chart->title_lines] = shorten(chart, rest, cut, TITLE_SIZE, room);
		if (chart->title_line[chart->title_lines++] == NULL)
			return false;
		rest += cut;
		while (*rest == ' ')
			rest++;
	}
	return true;
}

/* A score or limit in words: scaled, rounded, with its unit. */
static void
write_score(const struct chart *chart, struct cpe_text *out, double score)
{
	cpe_text_grouped(out, score * chart->options.score_factor, chart->options.decimals);
	cpe_text_xml(out, chart->options.unit);
}

/* ---- axes ---- */

/* 10^power for the powers an axis can need; exact up to 10^22. */
static double
power_of_ten(int power)
{
	double value = 1;

	for (int i = 0; i < power; i++)
		value *= 10;
	return value;
}

/* The value of index steps, as near to the decimal number as a double comes. */
static double
step_value(struct step step, double index)
{
	if (step.power >= 0)
		return index * step.mantissa * power_of_ten(step.power);
	return index * step.mantissa / power_of_ten(-step.power);
}

/* The next longer step: 1, 2, 5, 10, ... */
static struct step
longer_step(struct step step)
{
	if (step.mantissa == 1)
		step.mantissa = 2;
	else if (step.mantissa == 2)
		step.mantissa = 5;
	else
	{
		step.mantissa = 1;
		step.power++;
	}
	return step;
}

/* The shortest nice step of which at most `most` cover the span. */
static struct step
nice_step(double span, int most)
{
	struct step step = {1, -15};

	if (span / most > 1e-14)
		step.power = (int) floor(log10(span / most)) - 1;
	while (step_value(step, most) < span * (1 - 1e-9))
		step = longer_step(step);
	return step;
}

/* The steps around a value, forgiving the last bits. */
static double
index_below(struct step step, double value)
{
	return floor(value / step_value(step, 1) + 1e-7);
}

static double
index_above(struct step step, double value)
{
	return ceil(value / step_value(step, 1) - 1e-7);
}

/* Puts a tick on an axis, if there is room for one more. */
static void
add_tick(struct axis *axis, double value, int decimals)
{
	if (axis->ticks >= MOST_TICKS)
		return;
	if (axis->log && (value < axis->lo * (1 - 1e-9) || value > axis->hi * (1 + 1e-9)))
		return;
	axis->at[axis->ticks] = value;
	axis->decimals[axis->ticks++] = decimals;
}

/* Sets the ticks of an axis at a step. */
static void
set_ticks(struct axis *axis, struct step step)
{
	double last = index_below(step, axis->hi);

	axis->ticks = 0;
	for (double i = index_above(step, axis->lo); i <= last && axis->ticks < MOST_TICKS; i++)
		add_tick(axis, step_value(step, i), step.power < 0 ? -step.power : 0);
}

/* Where a value is on an axis, in pixels. */
static double
to_pixels(const struct axis *axis, double value)
{
	double share;

	if (axis->log)
		share = (log10(value) - log10(axis->lo)) / (log10(axis->hi) - log10(axis->lo));
	else
		share = (value - axis->lo) / (axis->hi - axis->lo);
	return axis->start + share * (axis->end - axis->start);
}

/* Where a unit's mark is; beyond the axis it is held at its edge. */
static struct vertex
unit_place(const struct chart *chart, const struct cpe_funnel_point *unit)
{
	struct vertex place;
	double y = to_pixels(&chart->y, unit->score * chart->options.score_factor);

	place.x = to_pixels(&chart->x, unit->n);
	place.y = fmin(fmax(y, chart->top), chart->bottom);
	return place;
}

/* Widens a range so that numbers on it can be told apart. */
static void
widen(double *lo, double *hi)
{
	double size = fmax(fabs(*lo), fabs(*hi));
	double least = fmax(size * 1e-9, 1e-9);

	if (*hi - *lo >= least)
		return;
	size = size > 0 ? size * 0.05 : 1;
	*lo -= size;
	*hi += size;
}

/* Widens a range to hold a value, if it is a number. */
static void
include(double *lo, double *hi, double value)
{
	if (isnan(value) || isinf(value))
		return;
	*lo = fmin(*lo, value);
	*hi = fmax(*hi, value);
}

/* Widens a range to hold a row's limits. */
static void
include_limits(double *lo, double *hi, const struct cpe_funnel_point *row)
{
	include(lo, hi, row->low);
	include(lo, hi, row->high);
	include(lo, hi, row->outer_low);
	include(lo, hi, row->outer_high);
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
	double factor = chart->options.score_factor;
	double y_min = chart->options.y_min;
	double y_max = chart->options.y_max;
	double lo = INFINITY;
	double hi = -INFINITY;
	size_t limited = 0;
	size_t seen = 0;

	if (count == 0)
	{
		rows = chart->curves;
		count = chart->curve_count;
	}
	include(&lo, &hi, chart->options.centre);
	for (size_t i = 0; i < count; i++)
	{
		if (rows[i]->label != NULL)
			include(&lo, &hi, rows[i]->score);
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
	if (lo > hi)
	{
		lo = isnan(y_min) ? (isnan(y_max) ? 0 : y_max - 1) : y_min;
		hi = isnan(y_max) ? lo + 1 : y_max;
	}
	lo = fmax(lo * factor, -LARGEST);
	hi = fmin(hi * factor, LARGEST);
	widen(&lo, &hi);
	chart->y.lo = lo - 0.03 * (hi - lo);
	chart->y.hi = hi + 0.03 * (hi - lo);
}

/* Rounds the score axis to ticks, then holds it within what the caller allows. */
static void
set_y_axis(struct chart *chart, int most)
{
	const struct cpe_funnel_options *options = &chart->options;
	struct axis *y = &chart->y;
	double least = options->y_min * options->score_factor;
	double largest = options->y_max * options->score_factor;
	struct step step;

	if (options->y_fixed)
	{
		y->lo = least;
		y->hi = largest;
	}
	for (int round = 0; round < 2; round++)
	{
		bool low_end = !isnan(least) && y->lo <= least;
		bool high_end = !isnan(largest) && y->hi >= largest;

		if (low_end)
			y->lo = least;
		if (high_end)
			y->hi = largest;
		if (!(y->hi > y->lo)) /* all that is to be seen is beyond one allowed end */
		{
			double span = fmax(fabs(y->lo) * 0.1, 1e-3);

			if (low_end)
				y->hi = y->lo + span;
			else
				y->lo = y->hi - span;
			if (!isnan(least) && !isnan(largest))
			{
				y->lo = least;
				y->hi = largest;
			}
		}
		widen(&y->lo, &y->hi);
		step = nice_step(y->hi - y->lo, most);
		if (!options->y_fixed && !low_end)
			y->lo = step_value(step, index_below(step, y->lo));
		if (!options->y_fixed && !high_end)
			y->hi = step_value(step, index_above(step, y->hi));
	}
	set_ticks(y, step);
}

/* The width of the widest label of an axis' ticks. */
static double
widest_tick(struct chart *chart, const struct axis *axis, const char *unit)
{
	double widest = 0;

	for (int i = 0; i < axis->ticks; i++)
	{
		struct cpe_text text;
		char *string;
		size_t length;

		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_grouped(&text, axis->at[i], axis->decimals[i]);
		cpe_text_append(&text, unit);
		string = cpe_text_close(&text, &length);
		if (string == NULL)
			return NAN;
		widest = fmax(widest, text_width(string, length, TICK_SIZE));
	}
	return widest;
}

/* The range of n: the units, from 0 where that is not far; without units the curves. */
static void
find_x_range(struct chart *chart)
{
	const struct cpe_funnel_point **rows = chart->unit_count > 0 ? chart->units : chart->curves;
	size_t count = chart->unit_count > 0 ? chart->unit_count : chart->curve_count;
	double lo = count > 0 ? rows[0]->n : 0;
	double hi = count > 0 ? rows[count - 1]->n : 1;

	chart->x.log = chart->options.x_scale == CPE_FUNNEL_LOG && count > 0;
	if (chart->x.log)
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
			widen(&lo, &hi);
	}
	chart->x.lo = lo;
	chart->x.hi = hi;
}

/* Ticks of a log axis: 1, 2 and 5 of each decade as far as they fit, else a linear axis' ones. */
static void
set_log_ticks(struct axis *x, int most)
{
	static const int few[] = {1, 2, 5};
	int first = (int) floor(log10(x->lo));
	int last = (int) ceil(log10(x->hi));
	int decades = last - first + 1;
	int kinds = decades * 3 <= most + 3 ? 3 : 1;
	int every = kinds == 3 ? 1 : (decades + most - 1) / most;

	x->ticks = 0;
	for (int power = first; power <= last; power += every)
		for (int i = 0; i < kinds; i++)
		{
			struct step step = {few[i], power};
			double value = step_value(step, 1);

			if (value >= x->lo && value <= x->hi)
				add_tick(x, value, power < 0 ? -power : 0);
		}
	if (x->ticks < 2)
		set_ticks(x, nice_step(x->hi - x->lo, most));
}

/* Sets the n axis with as many ticks as have room for their labels. */
static bool
set_x_axis(struct chart *chart)
{
	struct axis *x = &chart->x;
	double lo = x->lo;
	double hi = x->hi;

	for (int most = (int) ((x->end - x->start) / 70); most >= 1; most--)
	{
		double nearest = x->end - x->start;
		double widest;

		if (x->log)
			set_log_ticks(x, most);
		else
		{
			struct step step = nice_step(hi - lo, most);

			x->lo = step_value(step, index_below(step, lo));
			x->hi = step_value(step, index_above(step, hi));
			set_ticks(x, step);
		}
		widest = widest_tick(chart, x, "");
		if (isnan(widest))
			return false;
		for (int i = 1; i < x->ticks; i++)
			nearest = fmin(nearest, to_pixels(x, x->at[i]) - to_pixels(x, x->at[i - 1]));
		if (nearest >= widest + 14)
			break;
	}
	return true;
}

/* Whether there is anything that an axis could be made of. */
static bool
has_data(const struct chart *chart)
{
	return chart->curve_count > 0;
}

/* ---- the legend ---- */

/* Adds an entry to the legend; its text is already closed, NULL when that failed. */
static bool
add_legend(struct chart *chart, enum legend_kind kind, enum cpe_band band, struct cpe_text *text)
{
	struct legend_item *item = &chart->legend[chart->legend_count];
	double room = chart->options.width - 2 * PAD - LEGEND_SYMBOL;
	size_t length;
	char *string = cpe_text_close(text, &length);

	if (string == NULL)
		return false;
	if (string[0] >= 'a' && string[0] <= 'z')
		string[0] = (char) (string[0] - 'a' + 'A');
	item->kind = kind;
	item->band = band;
	item->text = shorten(chart, string, length, LEGEND_SIZE, room);
	chart->legend_count++;
	return item->text != NULL;
}

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
		case CPE_BAND_WITHIN:
			cpe_text_printf(out, "within the %s", chart->inner_words);
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

/* The width of an entry with its symbol. */
static double
legend_width(const struct legend_item *item)
{
	double symbol = item->kind == LEGEND_WORDS ? 0 : LEGEND_SYMBOL;

	return symbol + text_width(item->text, strlen(item->text), LEGEND_SIZE);
}

/* Gives the lines and words from first on their places, one behind the other; returns the next y.
 */
static double
flow_legend(struct chart *chart, int first, double y)
{
	double x = PAD;

	for (int i = first; i < chart->legend_count; i++)
	{
		struct legend_item *item = &chart->legend[i];
		double width = legend_width(item);

		if (x > PAD && x + width > chart->options.width - PAD)
		{
			x = PAD;
			y += LEGEND_ROW;
		}
		item->x = x;
		item->y = y;
		x += width + LEGEND_GAP;
	}
	return first < chart->legend_count ? y + LEGEND_ROW : y;
}

/* Gives the shapes their places, in as few rows as fit and columns of one width; returns the next
 * y. */
static double
tabulate_legend(struct chart *chart)
{
	double room = chart->options.width - 2 * PAD + LEGEND_GAP;
	double widest = 0;
	int columns;
	int rows;

	for (int i = 0; i < chart->legend_count; i++)
		widest = fmax(widest, legend_width(&chart->legend[i]) + LEGEND_GAP);
	columns = (int) fmax(floor(room / widest), 1);
	rows = (chart->legend_count + columns - 1) / columns;
	columns = (chart->legend_count + rows - 1) / rows;
	for (int i = 0; i < chart->legend_count; i++)
	{
		chart->legend[i].x = PAD + i % columns * widest;
		chart->legend[i].y = i / columns * LEGEND_ROW;
	}
	return rows * LEGEND_ROW;
}

/* Writes how many there are of an entry. */
static void
write_count(struct cpe_text *out, size_t count)
{
	cpe_text_append(out, " (");
	cpe_text_grouped(out, (double) count, 0);
	cpe_text_append(out, ")");
}

/* Writes the legend's words: the shapes with their counts, then the lines and the rest. */
static bool
make_legend(struct chart *chart)
{
	struct cpe_text text;
	double y;
	int marks;

	for (int i = 0; i < BAND_COUNT; i++)
	{
		enum cpe_band band = legend_order[i];
		bool far = band == CPE_BAND_FAR_ABOVE || band == CPE_BAND_FAR_BELOW;

		if ((far && !chart->far_bands) || (band == CPE_BAND_NONE && chart->band_count[band] == 0))
			continue;
		cpe_text_open(&text, chart->arena, chart->problem);
		write_band(chart, &text, band);
		write_count(&text, chart->band_count[band]);
		if (!add_legend(chart, LEGEND_MARK, band, &text))
			return false;
	}
	marks = chart->legend_count;
	y = tabulate_legend(chart);
	if (!isnan(chart->options.centre) && has_data(chart))
	{
		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_printf(&text, "%s: ", chart->options.centre_name);
		cpe_text_grouped(&text, chart->options.centre * chart->options.score_factor,
		                 chart->options.decimals);
		cpe_text_append(&text, chart->options.unit);
		if (!add_legend(chart, LEGEND_CENTRE, CPE_BAND_NONE, &text))
			return false;
	}
	if (chart->has_inner)
	{
		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_append(&text, chart->inner_words);
		if (!add_legend(chart, LEGEND_INNER, CPE_BAND_NONE, &text))
			return false;
	}
	if (chart->has_outer)
	{
		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_append(&text, chart->outer_words);
		if (!add_legend(chart, LEGEND_OUTER, CPE_BAND_NONE, &text))
			return false;
	}
	if (chart->beyond > 0)
	{
		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_append(&text, "beyond the axis, drawn at its edge");
		write_count(&text, chart->beyond);
		if (!add_legend(chart, LEGEND_EDGE, CPE_BAND_NONE, &text))
			return false;
	}
	if (chart->not_shown > 0)
	{
		cpe_text_open(&text, chart->arena, chart->problem);
		cpe_text_append(&text, "not shown, suppressed");
		write_count(&text, chart->not_shown);
		if (!add_legend(chart, LEGEND_WORDS, CPE_BAND_NONE, &text))
			return false;
	}
	y = flow_legend(chart, marks, y);
	chart->legend_rows = (int) (y / LEGEND_ROW + 0.5);
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
		double score = chart->units[i]->score * chart->options.score_factor;

		if (score < chart->y.lo || score > chart->y.hi)
			beyond++;
	}
	return beyond;
}

/* Finds a place for everything: title, axes with their words, plot, legend. */
static bool
lay_out(struct chart *chart)
{
	double width = chart->options.width;
	double height = chart->options.height;
	double widest;
	int most;

	if (!break_title(chart))
		return false;
	widest = text_width(chart->options.unit, strlen(chart->options.unit), TICK_SIZE);
	chart->tick_unit = widest <= 40 ? chart->options.unit : "";
	chart->top = PAD + chart->title_lines * (TITLE_SIZE + 5) + AXIS_SIZE + 24;
	find_y_range(chart);
	find_x_range(chart);
	/* The ticks need the plot's height, that the legend, and that the axis' ends: once more. */
	for (int round = 0; round < 2; round++)
	{
		chart->legend_count = 0;
		if (!make_legend(chart))
			return false;
		chart->bottom = height - PAD - chart->legend_rows * LEGEND_ROW - 56;
		if (chart->bottom < chart->top + 80)
			return cpe_problem_set(chart->problem, CPE_INVALID, NULL,
			                       "Make it larger, or the names in the legend shorter.",
			                       "a funnel of %d x %d pixels has no room for its legend",
			                       chart->options.width, chart->options.height);
		most = (int) ((chart->bottom - chart->top) / 45);
		set_y_axis(chart, most < 2 ? 2 : most);
		if (chart->beyond == count_beyond(chart))
			break;
		chart->beyond = count_beyond(chart);
	}
	widest = widest_tick(chart, &chart->y, chart->tick_unit);
	if (isnan(widest))
		return false;
	chart->left = has_data(chart) ? PAD + fmin(widest, width / 4) + 10 : PAD + 10;
	chart->right = width - PAD - 10;
	chart->y.start = chart->bottom;
	chart->y.end = chart->top;
	chart->x.start = chart->left;
	chart->x.end = chart->right;
	if (!set_x_axis(chart))
		return false;
	if (chart->x.ticks > 0) /* half of the last label hangs over the end */
	{
		widest = widest_tick(chart, &chart->x, "");
		if (isnan(widest))
			return false;
		chart->right = chart->x.end = fmin(chart->right, width - PAD / 2 - widest / 2);
	}
	return true;
}

/* ---- the map of what is drawn ---- */

/* Marks the cells of a rectangle on the map. */
static void
map_rectangle(struct chart *chart, double left, double top, double right, double bottom,
              unsigned char what)
{
	int column_1 = (int) floor(fmin(fmax((right - chart->left) / CELL, -1), 1e6));
	int row_1 = (int) floor(fmin(fmax((bottom - chart->top) / CELL, -1), 1e6));
	int column_0 = (int) floor(fmin(fmax((left - chart->left) / CELL, 0), 1e6));
	int row_0 = (int) floor(fmin(fmax((top - chart->top) / CELL, 0), 1e6));

	for (int row = row_0; row <= row_1 && row < chart->map_rows; row++)
		for (int column = column_0; column <= column_1 && column < chart->map_columns; column++)
			chart->map[(size_t) row * (size_t) chart->map_columns + (size_t) column] |= what;
}

/* Marks the cells along a line, as far as it is within the plot. */
static void
map_line(struct chart *chart, struct vertex a, struct vertex b, unsigned char what)
{
	double from = 0;
	double to = 1;
	double start[2] = {a.x, a.y};
	double move[2] = {b.x - a.x, b.y - a.y};
	double least[2] = {chart->left, chart->top};
	double most[2] = {chart->right, chart->bottom};
	double length = 0;
	int steps;

	for (int i = 0; i < 2; i++)
	{
		double first;
		double second;

		if (move[i] == 0)
		{
			if (start[i] < least[i] || start[i] > most[i])
				return;
			continue;
		}
		first = (least[i] - start[i]) / move[i];
		second = (most[i] - start[i]) / move[i];
		from = fmax(from, fmin(first, second));
		to = fmin(to, fmax(first, second));
	}
	if (from > to)
		return;
	for (int i = 0; i < 2; i++)
		length += fabs(move[i]) * (to - from);
	steps = (int) fmin(length / 2, 20000) + 1;
	for (int i = 0; i <= steps; i++)
	{
		double share = from + (to - from) * i / steps;
		double x = a.x + move[0] * share;
		double y = a.y + move[1] * share;

		map_rectangle(chart, x, y, x, y, what);
	}
}

/* Everything a rectangle would cover, as a cost; INFINITY: a label is there already. */
static double
map_cost(const struct chart *chart, double left, double top, double right, double bottom)
{
	int column_0 = (int) floor((left - chart->left) / CELL);
	int column_1 = (int) floor((right - chart->left) / CELL);
	int row_0 = (int) floor((top - chart->top) / CELL);
	int row_1 = (int) floor((bottom - chart->top) / CELL);
	double cost = 0;

	for (int row = row_0 < 0 ? 0 : row_0; row <= row_1 && row < chart->map_rows; row++)
		for (int column = column_0 < 0 ? 0 : column_0;
		     column <= column_1 && column < chart->map_columns; column++)
		{
			unsigned char what =
				chart->map[(size_t) row * (size_t) chart->map_columns + (size_t) column];

			if (what & ON_LABEL)
				return INFINITY;
			if (what & ON_OUTLIER)
				cost += 8;
			else if (what & ON_WITHIN)
				cost += 3;
			else if (what & ON_CURVE)
				cost += 1;
		}
	return cost;
}

/*
 * How many cells of outliers other than its own are near a label: it could be taken for theirs.
 * Cells of the label's own mark, around place, do not count.
 */
static int
map_strangers(const struct chart *chart, const struct label *label, struct vertex place, double own)
{
	int column_0 = (int) floor((label->left - 7 - chart->left) / CELL);
	int column_1 = (int) floor((label->left + label->width + 7 - chart->left) / CELL);
	int row_0 = (int) floor((label->top - 5 - chart->top) / CELL);
	int row_1 = (int) floor((label->top + LABEL_HEIGHT + 5 - chart->top) / CELL);
	int count = 0;

	for (int row = row_0 < 0 ? 0 : row_0; row <= row_1 && row < chart->map_rows; row++)
		for (int column = column_0 < 0 ? 0 : column_0;
		     column <= column_1 && column < chart->map_columns; column++)
		{
			double x = chart->left + (column + 0.5) * CELL;
			double y = chart->top + (row + 0.5) * CELL;
			size_t cell = (size_t) row * (size_t) chart->map_columns + (size_t) column;

			if ((chart->map[cell] & ON_OUTLIER) != 0 &&
			    (fabs(x - place.x) > own + CELL || fabs(y - place.y) > own + CELL))
				count++;
		}
	return count;
}

/* ---- marks ---- */

/* Whether a unit is outside its limits. */
static bool
is_outlier(const struct cpe_funnel_point *unit)
{
	return unit->band != CPE_BAND_NONE && unit->band != CPE_BAND_WITHIN;
}

/* Writes a band's shape at a place, left open so that a tooltip can follow; returns its element. */
static const char *
write_mark(struct cpe_text *out, enum cpe_band band, double shrink, double x, double y)
{
	const struct look *look = &looks[band];
	double size = look->size * shrink;

	if (look->direction == 0)
	{
		cpe_text_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x, y, size);
		return "circle";
	}
	if (look->direction == 2)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"", x - size, y - size, 2 * size,
		                2 * size, -2 * size);
	else
		cpe_text_printf(out, "<path d=\"M%.1f %.1fl%.1f %.1fh%.1fz\"", x,
		                y - 1.15 * size * look->direction, size, 1.8 * size * look->direction,
		                -2 * size);
	return "path";
}

/* Opens the group of a band's marks: what they share is said once. */
static void
write_mark_group(struct cpe_text *out, enum cpe_band band, bool crowded)
{
	const struct look *look = &looks[band];

	cpe_text_printf(out, "<g data-band=\"%s\" fill=\"%s\"", look->word, look->fill);
	if (crowded && band == CPE_BAND_WITHIN) /* white rims would whiten all that is below them */
		cpe_text_append(out, " fill-opacity=\"0.4\">\n");
	else
		cpe_text_printf(out, " stroke=\"%s\" stroke-width=\"%s\">\n", look->stroke,
		                strcmp(look->fill, "#ffffff") == 0 ? "1.8" : "0.8");
}

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
	write_score(chart, out, unit->score);
	if (showable(chart, unit->low) && showable(chart, unit->high))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->inner_words);
		cpe_text_append(out, " ");
		write_score(chart, out, unit->low);
		cpe_text_append(out, " to ");
		write_score(chart, out, unit->high);
	}
	if (showable(chart, unit->outer_low) && showable(chart, unit->outer_high))
	{
		cpe_text_append(out, "\n");
		cpe_text_xml(out, chart->outer_words);
		cpe_text_append(out, " ");
		write_score(chart, out, unit->outer_low);
		cpe_text_append(out, " to ");
		write_score(chart, out, unit->outer_high);
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
		enum cpe_band band = drawing_order[i];
		struct cpe_text words;
		struct cpe_text escaped;
		char *string;

		if (chart->band_count[band] == 0)
			continue;
		cpe_text_open(&words, chart->arena, chart->problem);
		write_band(chart, &words, band);
		string = cpe_text_close(&words, NULL);
		if (string == NULL)
			return false;
		cpe_text_open(&escaped, chart->arena, chart->problem);
		cpe_text_xml(&escaped, string);
		string = cpe_text_close(&escaped, NULL);
		if (string == NULL)
			return false;
		write_mark_group(out, band, chart->crowded);
		for (size_t j = 0; j < chart->unit_count; j++)
		{
			const struct cpe_funnel_point *unit = chart->units[j];
			const char *element;
			struct vertex place;

			if (!cpe_arena_poll(chart->arena, chart->problem))
				return false;
			if (unit->band != band)
				continue;
			place = unit_place(chart, unit);
			element = write_mark(out, band, chart->shrink, place.x, place.y);
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
	if (chart->beyond == 0)
		return true;
	cpe_text_append(out, "<g fill=\"none\" stroke=\"" INK "\" stroke-width=\"1.2\">\n");
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		double score = chart->units[i]->score * chart->options.score_factor;
		struct vertex place = unit_place(chart, chart->units[i]);

		if (!cpe_arena_poll(chart->arena, chart->problem))
			return false;
		if (score > chart->y.hi)
			cpe_text_printf(out, "<path d=\"M%.1f %.1fl3 -3l3 3\"/>\n", place.x - 3, place.y - 9);
		else if (score < chart->y.lo)
			cpe_text_printf(out, "<path d=\"M%.1f %.1fl3 3l3 -3\"/>\n", place.x - 3, place.y + 9);
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
find_vertices(struct chart *chart, enum curve curve, struct vertex *vertices, size_t *count)
{
	bool upper = curve == INNER_HIGH || curve == OUTER_HIGH;
	double far = 100.0 * chart->options.height;
	size_t used = 0;
	size_t i = 0;

	while (i < chart->curve_count)
	{
		double n = chart->curves[i]->n;
		double widest = NAN;
		struct vertex vertex;

		for (; i < chart->curve_count && chart->curves[i]->n == n; i++)
		{
			double limit = limit_of(chart->curves[i], curve);

			if (!cpe_arena_poll(chart->arena, chart->problem))
				return false;
			if (isfinite(limit))
				widest = upper ? fmax(widest, limit) : fmin(widest, limit);
		}
		if (isnan(widest))
			continue;
		vertex.x = to_pixels(&chart->x, n);
		vertex.y = to_pixels(&chart->y, widest * chart->options.score_factor);
		vertex.y = fmin(fmax(vertex.y, -far), far);
		if (used > 0 && vertices[used - 1].x > chart->right)
			break;
		if (used > 0 && vertex.x <= chart->left)
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
draw_curve(struct chart *chart, struct cpe_text *out, enum curve curve, struct vertex *vertices)
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
		struct vertex a = vertices[i];
		struct vertex b = vertices[i + 1];
		double step = b.x - a.x;
		double here = step > 0 ? (b.y - a.y) / step : 0;
		double next = here;

		if (!cpe_arena_poll(chart->arena, chart->problem))
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
		map_line(chart, a, b, ON_CURVE);
	}
	cpe_text_append(out, "\"/>\n");
	return true;
}

/* How a kind of line is drawn; the dashes tell the kinds apart without colour. */
static const char *
line_style(enum legend_kind kind)
{
	switch (kind)
	{
		case LEGEND_CENTRE:
			return "stroke=\"" INK "\" stroke-width=\"1.5\"";
		case LEGEND_INNER:
			return "stroke=\"" SOFT_INK "\" stroke-width=\"1.4\" stroke-dasharray=\"8 4\"";
		default:
			return "stroke=\"" SOFT_INK "\" stroke-width=\"1.6\" stroke-dasharray=\"1.6 3.4\"";
	}
}

/* Draws the four curves and the centre line. */
static bool
draw_curves(struct chart *chart, struct cpe_text *out)
{
	double centre = chart->options.centre * chart->options.score_factor;
	struct vertex *vertices =
		cpe_arena_alloc(chart->arena, chart->curve_count, sizeof(*vertices), chart->problem);

	if (vertices == NULL)
		return false;
	for (int kind = LEGEND_INNER; kind <= LEGEND_OUTER; kind++)
	{
		enum curve low = kind == LEGEND_INNER ? INNER_LOW : OUTER_LOW;

		if (kind == LEGEND_INNER ? !chart->has_inner : !chart->has_outer)
			continue;
		cpe_text_printf(out, "<g fill=\"none\" %s>\n", line_style((enum legend_kind) kind));
		if (!draw_curve(chart, out, low, vertices) ||
		    !draw_curve(chart, out, (enum curve)(low + 1), vertices))
			return false;
		cpe_text_append(out, "</g>\n");
	}
	if (centre >= chart->y.lo && centre <= chart->y.hi)
	{
		struct vertex a = {chart->left, to_pixels(&chart->y, centre)};
		struct vertex b = {chart->right, a.y};

		cpe_text_printf(out, "<path d=\"M%.1f %.1fH%.1f\" fill=\"none\" %s/>\n", a.x, a.y, b.x,
		                line_style(LEGEND_CENTRE));
		map_line(chart, a, b, ON_CURVE);
	}
	return true;
}

/* ---- labels ---- */

/* An outlier and how far out it is. */
struct outlier
{
	const struct cpe_funnel_point *unit;
	bool far;
	double extent; /* in half widths of its own limits */
};

/* The most extreme first; ties by label, then n, then all the rest. */
static int
compare_outliers(const void *left, const void *right)
{
	const struct outlier *a = left;
	const struct outlier *b = right;
	int order = (int) b->far - (int) a->far;

	if (order == 0)
		order = compare_numbers(b->extent, a->extent);
	if (order == 0)
		order = compare_labels(a->unit->label, b->unit->label);
	if (order == 0)
		order = compare_rows(&a->unit, &b->unit);
	return order;
}

/* How far a unit is from the middle of its limits, in half widths; without limits 0. */
static double
extent_of(const struct cpe_funnel_point *unit)
{
	double half = (unit->high - unit->low) / 2;
	double extent = fabs(unit->score - (unit->low + half)) / half;

	return isfinite(extent) ? extent : 0;
}

/* Tries the places around a unit and takes the one that covers least; false: none is good. */
static bool
place_label(struct chart *chart, struct label *label)
{
	static const double distances[] = {0, 5, 13, 22, 34, 48};
	static const double directions[][2] = {{1, 0},  {-1, 0},  {0.75, 1},  {-0.75, 1},  {0, 1},
	                                       {1, .5}, {-1, .5}, {0.75, -1}, {-0.75, -1}, {0, -1}};
	struct vertex place = unit_place(chart, label->unit);
	double gap = looks[label->unit->band].size * chart->shrink + 3;
	double outwards =
		label->unit->band == CPE_BAND_ABOVE || label->unit->band == CPE_BAND_FAR_ABOVE ? -1 : 1;
	double best = 60;
	struct label best_label = *label;
	bool found = false;

	for (size_t i = 0; i < sizeof(distances) / sizeof(*distances); i++)
		for (size_t j = 0; j < sizeof(directions) / sizeof(*directions); j++)
		{
			double across = directions[j][0];
			double down = directions[j][1] * outwards;
			double length = sqrt(across * across + down * down);
			double reach = gap + distances[i];
			double x = place.x + across / length * reach;
			double y = place.y + down / length * reach;
			double left = x - (across > 0 ? 0 : (across < 0 ? label->width : label->width / 2));
			double top = y - LABEL_HEIGHT / 2 +
			             (fabs(down) > 0.9 ? (down > 0 ? LABEL_HEIGHT / 2 : -LABEL_HEIGHT / 2) : 0);
			double cost = distances[i] * 0.7 + (double) j * 0.6;
			struct label here = *label;

			if (left < chart->left + 2 || left + label->width > chart->right ||
			    top < chart->top - 4 || top + LABEL_HEIGHT > chart->bottom - 2)
				continue;
			here.left = left;
			here.top = top;
			here.leader = distances[i] > 6;
			here.from_x = place.x + across / length * (gap - 1);
			here.from_y = place.y + down / length * (gap - 1);
			here.to_x = x - across / length * 2;
			here.to_y = y - down / length * 2;
			cost += map_cost(chart, left - 1, top, left + label->width + 1, top + LABEL_HEIGHT);
			cost += 1.5 * map_strangers(chart, &here, place, gap - 3);
			if (here.leader) /* which must not run through others */
				for (double along = 3; along < distances[i]; along += CELL)
				{
					double u = place.x + across / length * (gap + along);
					double v = place.y + down / length * (gap + along);

					cost += map_cost(chart, u, v, u, v);
				}
			if (cost >= best)
				continue;
			best = cost;
			found = true;
			best_label = here;
		}
	if (found)
		*label = best_label;
	return found;
}

/* Makes the map of what labels should not cover. */
static bool
make_map(struct chart *chart)
{
	chart->map_columns = (int) ((chart->right - chart->left) / CELL) + 1;
	chart->map_rows = (int) ((chart->bottom - chart->top) / CELL) + 1;
	chart->map = cpe_arena_alloc(chart->arena, (size_t) chart->map_columns,
	                             (size_t) chart->map_rows, chart->problem);
	return chart->map != NULL;
}

/* Chooses the outliers that get their label, the most extreme first, and where it goes. */
static bool
place_labels(struct chart *chart)
{
	struct outlier *outliers;
	size_t count = 0;
	size_t tries;

	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_funnel_point *unit = chart->units[i];
		struct vertex place = unit_place(chart, unit);
		double size = looks[unit->band].size * chart->shrink;

		if (!cpe_arena_poll(chart->arena, chart->problem))
			return false;
		map_rectangle(chart, place.x - size, place.y - size, place.x + size, place.y + size,
		              is_outlier(unit) ? ON_OUTLIER : ON_WITHIN);
		if (is_outlier(unit))
			count++;
	}
	chart->labels = cpe_arena_alloc(chart->arena, (size_t) chart->options.max_labels,
	                                sizeof(*chart->labels), chart->problem);
	if (chart->labels == NULL)
		return false;
	outliers = cpe_arena_alloc(chart->arena, count, sizeof(*outliers), chart->problem);
	if (outliers == NULL)
		return false;
	count = 0;
	for (size_t i = 0; i < chart->unit_count; i++)
	{
		const struct cpe_funnel_point *unit = chart->units[i];

		if (!is_outlier(unit))
			continue;
		outliers[count].unit = unit;
		outliers[count].far = unit->band == CPE_BAND_FAR_ABOVE || unit->band == CPE_BAND_FAR_BELOW;
		outliers[count++].extent = extent_of(unit);
	}
	if (!cpe_sort(chart->arena, outliers, count, sizeof(*outliers), compare_outliers,
	              chart->problem))
		return false;
	/* In a crowd most places are taken: give up after a while, not after 100,000 tries. */
	tries = (size_t) chart->options.max_labels * 4;
	for (size_t i = 0; i < count && i < tries; i++)
	{
		struct label *label = &chart->labels[chart->label_count];
		const char *text = outliers[i].unit->label;

		if (!cpe_arena_poll(chart->arena, chart->problem))
			return false;
		if (chart->label_count >= chart->options.max_labels)
			break;
		label->unit = outliers[i].unit;
		label->text = shorten(chart, text, strlen(text), LABEL_SIZE, LABEL_WIDEST);
		if (label->text == NULL)
			return false;
		label->width = text_width(label->text, strlen(label->text), LABEL_SIZE);
		if (label->width == 0 || !place_label(chart, label))
			continue;
		map_rectangle(chart, label->left - 3, label->top - 1, label->left + label->width + 3,
		              label->top + LABEL_HEIGHT + 1, ON_LABEL);
		if (label->leader)
		{
			struct vertex from = {label->from_x, label->from_y};
			struct vertex to = {label->to_x, label->to_y};

			map_line(chart, from, to, ON_LABEL);
		}
		chart->label_count++;
	}
	return true;
}

/* Where a label's text is held: at its edge towards the unit, whatever the reader's font does. */
static const char *
label_anchor(const struct chart *chart, const struct label *label, double *x)
{
	double unit_x = unit_place(chart, label->unit).x;

	*x = label->left;
	if (label->left > unit_x)
		return "start";
	*x = label->left + label->width;
	if (*x < unit_x)
		return "end";
	*x = label->left + label->width / 2;
	return "middle";
}

/* Draws what lies behind the marks: a ground that keeps lines off each label, and leaders. */
static void
draw_label_grounds(struct chart *chart, struct cpe_text *out)
{
	for (int i = 0; i < chart->label_count; i++)
	{
		const struct label *label = &chart->labels[i];
		double width = 0.9 * label->width; /* the estimate is on the wide side */
		double x;
		const char *anchor = label_anchor(chart, label, &x);

		if (anchor[0] == 'e')
			x -= width;
		else if (anchor[0] == 'm')
			x -= width / 2;
		cpe_text_printf(out,
		                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
		                "fill=\"#ffffff\" fill-opacity=\"0.8\"/>\n",
		                x, label->top, width, LABEL_HEIGHT);
		if (label->leader)
			cpe_text_printf(out,
			                "<path d=\"M%.1f %.1fL%.1f %.1f\" fill=\"none\" stroke=\"" SOFT_INK
			                "\" stroke-width=\"0.8\"/>\n",
			                label->from_x, label->from_y, label->to_x, label->to_y);
	}
}

/* Draws the labels themselves, on top of everything. */
static void
draw_labels(struct chart *chart, struct cpe_text *out)
{
	if (chart->label_count == 0)
		return;
	cpe_text_printf(out, "<g data-part=\"labels\" font-size=\"%.0f\">\n", LABEL_SIZE);
	for (int i = 0; i < chart->label_count; i++)
	{
		const struct label *label = &chart->labels[i];
		double x;
		const char *anchor = label_anchor(chart, label, &x);

		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x,
		                label->top + LABEL_HEIGHT - 3, anchor);
		cpe_text_xml(out, label->text);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
}

/* ---- frame, words and the whole ---- */

/* Writes a line of text at a place. */
static void
write_line(struct cpe_text *out, const char *text, double x, double y, double size,
           const char *more)
{
	cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\"%s>", x, y, size, more);
	cpe_text_xml(out, text);
	cpe_text_append(out, "</text>\n");
}

/* Draws title, grid, axes and their words. */
static bool
draw_frame(struct chart *chart, struct cpe_text *out)
{
	double room = chart->options.width - 2 * PAD;
	const char *x_label =
		shorten(chart, chart->options.x_label, strlen(chart->options.x_label), AXIS_SIZE, room);
	const char *y_label =
		shorten(chart, chart->options.y_label, strlen(chart->options.y_label), AXIS_SIZE, room);
	bool data = has_data(chart);
	double spare = chart->beyond > 0 ? 6 : 0; /* for what marks units beyond the axis */

	if (x_label == NULL || y_label == NULL)
		return false;
	for (int i = 0; i < chart->title_lines; i++)
		write_line(out, chart->title_line[i], PAD, PAD + TITLE_SIZE + i * (TITLE_SIZE + 5),
		           TITLE_SIZE, " font-weight=\"bold\"");
	write_line(out, y_label, PAD, chart->top - 14 - spare, AXIS_SIZE, "");
	write_line(out, x_label, chart->right, chart->bottom + 40 + spare, AXIS_SIZE,
	           " text-anchor=\"end\"");
	cpe_text_append(out, "<g stroke=\"" GRID "\" stroke-width=\"1\">\n");
	for (int i = 0; data && i < chart->y.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fH%.1f\"/>\n", chart->left,
		                to_pixels(&chart->y, chart->y.at[i]), chart->right);
	for (int i = 0; data && i < chart->x.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fV%.1f\"/>\n",
		                to_pixels(&chart->x, chart->x.at[i]), chart->top, chart->bottom);
	cpe_text_append(out, "</g>\n<g stroke=\"" SOFT_INK "\" stroke-width=\"1\" fill=\"none\">\n");
	cpe_text_printf(out, "<path d=\"M%.1f %.1fV%.1fH%.1f\"/>\n", chart->left, chart->top,
	                chart->bottom, chart->right);
	for (int i = 0; data && i < chart->x.ticks; i++)
		cpe_text_printf(out, "<path d=\"M%.1f %.1fv5\"/>\n", to_pixels(&chart->x, chart->x.at[i]),
		                chart->bottom);
	cpe_text_printf(out, "</g>\n<g font-size=\"%.0f\" text-anchor=\"end\">\n", TICK_SIZE);
	for (int i = 0; data && i < chart->y.ticks; i++)
	{
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", chart->left - 7,
		                to_pixels(&chart->y, chart->y.at[i]) + 4);
		cpe_text_grouped(out, chart->y.at[i], chart->y.decimals[i]);
		cpe_text_xml(out, chart->tick_unit);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_printf(out, "</g>\n<g font-size=\"%.0f\" text-anchor=\"middle\">\n", TICK_SIZE);
	for (int i = 0; data && i < chart->x.ticks; i++)
	{
		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", to_pixels(&chart->x, chart->x.at[i]),
		                chart->bottom + 20 + spare);
		cpe_text_grouped(out, chart->x.at[i], chart->x.decimals[i]);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
	if (chart->unit_count == 0)
		write_line(out, "no data", (chart->left + chart->right) / 2,
		           (chart->top + chart->bottom) / 2, AXIS_SIZE + 3, " text-anchor=\"middle\"");
	return true;
}

/* Draws the legend: each shape and line once, with its words. */
static void
draw_legend(struct chart *chart, struct cpe_text *out)
{
	double top = chart->bottom + 62;

	cpe_text_append(out, "<g data-part=\"legend\">\n");
	for (int i = 0; i < chart->legend_count; i++)
	{
		const struct legend_item *item = &chart->legend[i];
		double x = item->x;
		double y = top + item->y;

		switch (item->kind)
		{
			case LEGEND_MARK:
				write_mark_group(out, item->band, false);
				write_mark(out, item->band, 1, x + 8, y);
				cpe_text_append(out, "/>\n</g>\n");
				x += LEGEND_SYMBOL - 4;
				break;
			case LEGEND_EDGE:
				cpe_text_printf(out,
				                "<path d=\"M%.1f %.1fl4 -4l4 4\" fill=\"none\" stroke=\"" INK
				                "\" stroke-width=\"1.2\"/>\n",
				                x + 4, y + 2);
				x += LEGEND_SYMBOL - 4;
				break;
			case LEGEND_WORDS:
				break;
			default:
				cpe_text_printf(out, "<path d=\"M%.1f %.1fh22\" fill=\"none\" %s/>\n", x, y,
				                line_style(item->kind));
				x += LEGEND_SYMBOL + 4;
				break;
		}
		write_line(out, item->text, x, y + 4, LEGEND_SIZE, "");
	}
	cpe_text_append(out, "</g>\n");
}

/* Writes a count and, if some of them are far out, how many. */
static void
write_side(struct cpe_text *out, size_t near, size_t far, const char *where)
{
	cpe_text_printf(out, "%zu %s", near + far, where);
	if (far > 0)
		cpe_text_printf(out, " (%zu far %s)", far, where);
}

/* Writes the picture in words, for those who do not see it. */
static void
write_description(const struct chart *chart, struct cpe_text *out)
{
	const size_t *band = chart->band_count;

	if (chart->options.description != NULL)
	{
		cpe_text_xml(out, chart->options.description);
		return;
	}
	cpe_text_printf(out, "%zu ", chart->unit_count + chart->not_shown);
	cpe_text_xml(out, chart->options.noun);
	cpe_text_append(out, "; ");
	write_side(out, band[CPE_BAND_ABOVE], band[CPE_BAND_FAR_ABOVE], "above");
	cpe_text_printf(out, ", %zu within, ", band[CPE_BAND_WITHIN]);
	write_side(out, band[CPE_BAND_BELOW], band[CPE_BAND_FAR_BELOW], "below");
	cpe_text_append(out, " the limits");
	if (band[CPE_BAND_NONE] > 0)
		cpe_text_printf(out, "; %zu not compared", band[CPE_BAND_NONE]);
	if (chart->not_shown > 0)
		cpe_text_printf(out, "; %zu not shown (suppressed)", chart->not_shown);
}

/* Carries an FNV-1a hash on over a text. */
static uint64_t
hash_text(uint64_t hash, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char) text[i]) * UINT64_C(1099511628211);
	return hash;
}

/*
 * Puts the parts together.  The ids come from a hash of all that is drawn and said anyway, so two
 * different pictures on a page do not share them and nothing hidden can be guessed from them; in
 * letters only, so that no number stands there by chance.
 */
static bool
assemble(struct chart *chart, struct cpe_text *part, char **svg, size_t *length)
{
	int width = chart->options.width;
	int height = chart->options.height;
	uint64_t hash = UINT64_C(14695981039346656037);
	char *string[4];
	size_t size[4];
	char id[20] = "cpe";
	struct cpe_text out;

	hash = hash_text(hash, chart->options.title, strlen(chart->options.title));
	for (int i = 0; i < 4; i++)
	{
		string[i] = cpe_text_close(&part[i], &size[i]);
		if (string[i] == NULL)
			return false;
		hash = hash_text(hash, string[i], size[i]);
	}
	for (int i = 3; i < 19; i++, hash >>= 4)
		id[i] = (char) ('a' + (hash & 15));
	id[19] = '\0';
	cpe_text_open(&out, chart->arena, chart->problem);
	cpe_text_printf(&out,
	                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	                "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\" "
	                "font-family=\"Arial, Helvetica, sans-serif\" fill=\"" INK "\">\n",
	                width, height, width, height, id, id);
	cpe_text_printf(&out, "<title id=\"%s-t\">", id);
	cpe_text_xml(&out, chart->options.title);
	cpe_text_printf(&out, "</title>\n<desc id=\"%s-d\">", id);
	cpe_text_bytes(&out, string[0], size[0]);
	cpe_text_printf(&out,
	                "</desc>\n<defs><clipPath id=\"%s-c\"><rect x=\"%.1f\" y=\"%.1f\" "
	                "width=\"%.1f\" height=\"%.1f\"/></clipPath></defs>\n",
	                id, chart->left, chart->top, chart->right - chart->left,
	                chart->bottom - chart->top);
	cpe_text_printf(&out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width, height);
	cpe_text_bytes(&out, string[1], size[1]);
	cpe_text_printf(&out, "<g clip-path=\"url(#%s-c)\" pointer-events=\"none\">\n", id);
	cpe_text_bytes(&out, string[2], size[2]);
	cpe_text_append(&out, "</g>\n");
	cpe_text_bytes(&out, string[3], size[3]);
	cpe_text_append(&out, "</svg>\n");
	*svg = cpe_text_close(&out, length);
	return *svg != NULL;
}

/* Draws the whole chart: rows, layout, then from the back to the front. */
bool
cpe_funnel_svg(struct cpe_arena *arena, const struct cpe_funnel_point *points, size_t count,
               const struct cpe_funnel_options *options, char **svg, size_t *length,
               struct cpe_problem *problem)
{
	struct chart *chart;
	struct cpe_text part[4]; /* description, frame, curves, the rest */

	*svg = NULL;
	*length = 0;
	chart = cpe_arena_alloc(arena, 1, sizeof(*chart), problem);
	if (chart == NULL)
		return false;
	chart->arena = arena;
	chart->problem = problem;
	chart->options = *options;
	if (!check_options(chart) || !collect_rows(chart, points, count) || !lay_out(chart) ||
	    !make_map(chart))
		return false;
	for (int i = 0; i < 4; i++)
		cpe_text_open(&part[i], arena, problem);
	write_description(chart, &part[0]);
	if (!draw_frame(chart, &part[1]))
		return false;
	if (has_data(chart) && !draw_curves(chart, &part[2]))
		return false;
	if (!place_labels(chart))
		return false;
	draw_label_grounds(chart, &part[3]);
	if (!draw_units(chart, &part[chart->crowded ? 1 : 3], 0, QUIET_BANDS) ||
	    !draw_units(chart, &part[3], QUIET_BANDS, BAND_COUNT) || !draw_beyond(chart, &part[3]))
		return false;
	draw_labels(chart, &part[3]);
	draw_legend(chart, &part[3]);
	return assemble(chart, part, svg, length);
}
