#ifndef CPE_PUBLISH_SVG_LABELS_H
#define CPE_PUBLISH_SVG_LABELS_H

#include "publish/svg_sheet.h"

#define CPE_SVG_LABEL_HEIGHT 13.0

struct cpe_svg_vertex
{
	double x;
	double y;
};

/* What stands in the plot already, and so should not be covered by a label. */
enum
{
	CPE_SVG_ON_CURVE = 1,
	CPE_SVG_ON_WITHIN = 2,
	CPE_SVG_ON_OUTLIER = 4,
	CPE_SVG_ON_LABEL = 8
};

/* A label beside a mark. */
struct cpe_svg_label
{
	struct cpe_svg_vertex mark;
	const char *text;
	double width;
	double left;
	double top;
	struct cpe_svg_vertex from; /* the leader line, when it has one */
	struct cpe_svg_vertex to;
	bool leader;
};

/* The labels of a picture, and a map of the plot in cells of what is drawn there. */
struct cpe_svg_labels
{
	const struct cpe_svg_sheet *sheet;
	unsigned char *map;
	int columns;
	int rows;
	struct cpe_svg_label *label;
	int count;
};

/* An empty map of the sheet's plot, with room for the labels its options allow. */
extern bool cpe_svg_labels_open(struct cpe_svg_labels *labels, const struct cpe_svg_sheet *sheet);

/* Tells the map of a line as far as it is within the plot. */
extern void cpe_svg_map_line(struct cpe_svg_labels *labels, struct cpe_svg_vertex a,
                             struct cpe_svg_vertex b, unsigned char what);

/* A mark that could get a label. */
struct cpe_svg_candidate
{
	struct cpe_svg_vertex mark;
	double size;  /* of the mark, from its middle */
	int severity; /* 0: of no interest */
	double extent;
	bool up; /* the label rather above than below */
	const char *text;
	size_t place; /* in the order of all marks */
};

/* Tells the map of a mark. */
extern void cpe_svg_map_mark(struct cpe_svg_labels *labels,
                             const struct cpe_svg_candidate *candidate);

/*
 * Gives candidates their labels, the most severe first, of these the most extreme, then by text and
 * place: as many as the options allow, each at the place around its mark that covers least; where
 * no place is good, none.  Sorts the candidates.
 */
extern bool cpe_svg_label_candidates(struct cpe_svg_labels *labels,
                                     struct cpe_svg_candidate *candidates, size_t count);

/* Draws what lies behind the marks: a ground that keeps lines off each label, and leaders. */
extern void cpe_svg_draw_grounds(const struct cpe_svg_labels *labels, struct cpe_text *out);

/* Draws the labels themselves, on top of everything. */
extern void cpe_svg_draw_labels(const struct cpe_svg_labels *labels, struct cpe_text *out);

#endif
