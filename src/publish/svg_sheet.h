#ifndef CPE_PUBLISH_SVG_SHEET_H
#define CPE_PUBLISH_SVG_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"
#include "publish/svg_axis.h"
#include "publish/svg_mark.h"

#define CPE_SVG_PAD 16.0
#define CPE_SVG_INK "#1f2328"
#define CPE_SVG_SOFT_INK "#57606a"
#define CPE_SVG_LEGEND_MOST 24
#define CPE_SVG_PARTS 4
#define CPE_SVG_LEAST_HEIGHT 300
#define CPE_SVG_MOST_SIZE 5000

/*
 * What stands for the picture's own id in its parts until that is known: ids and references to them
 * are CPE_SVG_ID "-" and something.  Texts of others cannot hold it, XML does not allow it.
 */
#define CPE_SVG_ID "\x01"

/* How kinds of line are drawn: the dashes tell them apart without colour. */
#define CPE_SVG_CENTRE_LINE "stroke=\"" CPE_SVG_INK "\" stroke-width=\"1.5\""
#define CPE_SVG_INNER_LINE                                                                         \
	"stroke=\"" CPE_SVG_SOFT_INK "\" stroke-width=\"1.4\" stroke-dasharray=\"8 4\""
#define CPE_SVG_OUTER_LINE                                                                         \
	"stroke=\"" CPE_SVG_SOFT_INK "\" stroke-width=\"1.6\" stroke-dasharray=\"1.6 3.4\""

/* What every picture can be asked for; texts are UTF-8. */
struct cpe_svg_options
{
	const char *title;
	const char *description; /* of the picture in words; NULL: made from the counts */
	const char *x_label;
	const char *y_label;
	const char *unit;    /* behind each score, as "%" */
	const char *noun;    /* what is drawn, plural */
	int width;           /* 400 to 5000 pixels */
	int height;          /* 300 to 5000 pixels; 0 where a picture grows with its rows */
	double score_factor; /* 100 shows shares as percentages */
	double y_min;        /* NAN; in the score's own unit, its axis never goes beyond */
	double y_max;        /* NAN */
	bool y_fixed;        /* true: the axis is y_min to y_max exactly */
	int max_labels;      /* marks with their label beside them, 0 to 1000 */
	int decimals;        /* of scores in words, 0 to 9 */
};

enum cpe_svg_legend_kind
{
	CPE_SVG_LEGEND_MARK,
	CPE_SVG_LEGEND_AREA, /* how an area is filled */
	CPE_SVG_LEGEND_EDGE, /* how marks beyond the axis are marked */
	CPE_SVG_LEGEND_LINE,
	CPE_SVG_LEGEND_WORDS
};

struct cpe_svg_legend_item
{
	enum cpe_svg_legend_kind kind;
	const struct cpe_svg_look *look; /* of a mark */
	const char *line;                /* how a line is drawn, or an area filled */
	const char *text;
	double x;
	double y;
};

/* A picture being made: its words, its axes and where everything is. */
struct cpe_svg_sheet
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const char *what; /* for messages: "a funnel" */
	struct cpe_svg_options options;
	struct cpe_svg_axis x;
	struct cpe_svg_axis y;
	double top; /* the plot's rectangle */
	double bottom;
	double left;
	double right;
	bool grows;   /* without a height of its own: it is as high as it needs to be */
	double below; /* what stands between plot and legend: ticks and their axis' name */
	const char *title_line[2];
	int title_lines;
	const char *tick_unit; /* the unit, if short enough to stand behind each tick */
	struct cpe_svg_legend_item legend[CPE_SVG_LEGEND_MOST];
	int legend_count;
	int legend_rows;
	size_t shown;
	size_t not_shown;
	const char *not_shown_words;
	size_t beyond; /* of the score axis */
};

/* The options all charts share, as they are without being asked for. */
extern void cpe_svg_defaults(struct cpe_svg_options *options);

/* Begins a sheet, zeroed before; what is for messages, as "a funnel". */
extern void cpe_svg_begin(struct cpe_svg_sheet *sheet, struct cpe_arena *arena,
                          struct cpe_problem *problem, const char *what,
                          const struct cpe_svg_options *options);

/* Checks the sheet's options: a picture nobody can read is refused. */
extern bool cpe_svg_check(struct cpe_svg_sheet *sheet);

/* Whether a score or limit is a number that an axis can show; NaN is not. */
extern bool cpe_svg_showable(const struct cpe_svg_sheet *sheet, double score);

/* What the caller allows the score axis to show, in the axis' unit. */
extern struct cpe_svg_ends cpe_svg_score_ends(const struct cpe_svg_sheet *sheet);

/* A range of scores as that of an axis: scaled, wide enough, with some air at both ends. */
extern void cpe_svg_score_range(struct cpe_svg_sheet *sheet, struct cpe_svg_axis *axis, double lo,
                                double hi);

/* A score or limit in words: scaled, rounded, with its unit. */
extern void cpe_svg_score(const struct cpe_svg_sheet *sheet, struct cpe_text *out, double score);

/* Begins what a reader sees when pointing at a mark: whose it is, its score, and its interval. */
extern void cpe_svg_tell_score(const struct cpe_svg_sheet *sheet, struct cpe_text *out,
                               const char *label, double score, const char *interval_name,
                               double low, double high);

/* Starts a picture: its title, the top of the plot, the unit of the ticks. */
extern bool cpe_svg_open_sheet(struct cpe_svg_sheet *sheet);

/* Adds to the legend; look or line as the kind needs it.  The text is closed here. */
extern bool cpe_svg_legend_add(struct cpe_svg_sheet *sheet, enum cpe_svg_legend_kind kind,
                               const struct cpe_svg_look *look, const char *line,
                               struct cpe_text *text);

/* Writes how many there are of an entry, as " (12)". */
extern void cpe_svg_count(struct cpe_text *out, size_t count);

/* Adds a line of the plot to the legend under a name; and with the score it stands for. */
extern bool cpe_svg_legend_line(struct cpe_svg_sheet *sheet, const char *line, const char *name);
extern bool cpe_svg_legend_score(struct cpe_svg_sheet *sheet, const char *line, const char *name,
                                 double score);

/* Adds what the legend says of marks beyond the axis and of those not shown. */
extern bool cpe_svg_legend_rest(struct cpe_svg_sheet *sheet);

/* Ends the legend: everything in it has its place. */
extern void cpe_svg_legend_close(struct cpe_svg_sheet *sheet);

/* The pixels that a legend takes. */
extern double cpe_svg_legend_height(const struct cpe_svg_sheet *sheet);

/* The bottom of the plot above the legend and `below` more pixels; refused where there is no room.
 */
extern bool cpe_svg_find_bottom(struct cpe_svg_sheet *sheet, double below);

/* How many ticks a length of so many pixels has room for. */
extern int cpe_svg_ticks_of(double length);

/*
 * The sides of the plot, beside the labels of the vertical axis where that has any, and with them
 * the pixels of both axes, of which the horizontal one is then to be filled; after that, where the
 * half of its last label that hangs over the end has room.
 */
extern bool cpe_svg_find_sides(struct cpe_svg_sheet *sheet, bool data);
extern bool cpe_svg_end_sides(struct cpe_svg_sheet *sheet);

/* Draws title, grid, axes and their words; data: there is something that axes could be made of. */
extern bool cpe_svg_frame(struct cpe_svg_sheet *sheet, struct cpe_text *out, bool data);

/* Marks a place held at an end of the score axis; sign 1: beyond its upper end; sideways: to the
 * right. */
extern void cpe_svg_beyond(struct cpe_text *out, double x, double y, int sign, bool sideways);

extern void cpe_svg_draw_legend(struct cpe_svg_sheet *sheet, struct cpe_text *out);

/*
 * Puts the parts together: description, frame, what is clipped to the plot, the rest.  The ids come
 * from a hash of all that is drawn and said anyway, so two different pictures on a page do not
 * share them and nothing hidden can be guessed from them.
 */
extern bool cpe_svg_close_sheet(struct cpe_svg_sheet *sheet, struct cpe_text part[CPE_SVG_PARTS],
                                char **svg, size_t *length);

#endif
