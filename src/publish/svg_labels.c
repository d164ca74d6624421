#include "publish/svg_labels.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "publish/svg_text.h"

#define CELL 3.0 /* of the map, in pixels */
#define LABEL_WIDEST 240.0

/* An empty map of the plot, and room for labels. */
bool
cpe_svg_labels_open(struct cpe_svg_labels *labels, const struct cpe_svg_sheet *sheet)
{
	memset(labels, 0, sizeof(*labels));
	labels->sheet = sheet;
	labels->columns = (int) ((sheet->right - sheet->left) / CELL) + 1;
	labels->rows = (int) ((sheet->bottom - sheet->top) / CELL) + 1;
	labels->map = cpe_arena_alloc(sheet->arena, (size_t) labels->columns, (size_t) labels->rows,
	                              sheet->problem);
	if (labels->map == NULL)
		return false;
	labels->label = cpe_arena_alloc(sheet->arena, (size_t) sheet->options.max_labels,
	                                sizeof(*labels->label), sheet->problem);
	return labels->label != NULL;
}

/* Marks the cells of a rectangle on the map. */
static void
map_rectangle(struct cpe_svg_labels *labels, double left, double top, double right, double bottom,
              unsigned char what)
{
	int column_1 = (int) floor(fmin(fmax((right - labels->sheet->left) / CELL, -1), 1e6));
	int row_1 = (int) floor(fmin(fmax((bottom - labels->sheet->top) / CELL, -1), 1e6));
	int column_0 = (int) floor(fmin(fmax((left - labels->sheet->left) / CELL, 0), 1e6));
	int row_0 = (int) floor(fmin(fmax((top - labels->sheet->top) / CELL, 0), 1e6));

	for (int row = row_0; row <= row_1 && row < labels->rows; row++)
		for (int column = column_0; column <= column_1 && column < labels->columns; column++)
			labels->map[(size_t) row * (size_t) labels->columns + (size_t) column] |= what;
}

/* Marks the cells along a line, as far as it is within the plot. */
void
cpe_svg_map_line(struct cpe_svg_labels *labels, struct cpe_svg_vertex a, struct cpe_svg_vertex b,
                 unsigned char what)
{
	double from = 0;
	double to = 1;
	double start[2] = {a.x, a.y};
	double move[2] = {b.x - a.x, b.y - a.y};
	double least[2] = {labels->sheet->left, labels->sheet->top};
	double most[2] = {labels->sheet->right, labels->sheet->bottom};
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

		map_rectangle(labels, x, y, x, y, what);
	}
}

/* Everything a rectangle would cover, as a cost; INFINITY: a label is there already. */
static double
map_cost(const struct cpe_svg_labels *labels, double left, double top, double right, double bottom)
{
	int column_0 = (int) floor((left - labels->sheet->left) / CELL);
	int column_1 = (int) floor((right - labels->sheet->left) / CELL);
	int row_0 = (int) floor((top - labels->sheet->top) / CELL);
	int row_1 = (int) floor((bottom - labels->sheet->top) / CELL);
	double cost = 0;

	for (int row = row_0 < 0 ? 0 : row_0; row <= row_1 && row < labels->rows; row++)
		for (int column = column_0 < 0 ? 0 : column_0;
		     column <= column_1 && column < labels->columns; column++)
		{
			unsigned char what =
				labels->map[(size_t) row * (size_t) labels->columns + (size_t) column];

			if (what & CPE_SVG_ON_LABEL)
				return INFINITY;
			if (what & CPE_SVG_ON_OUTLIER)
				cost += 8;
			else if (what & CPE_SVG_ON_WITHIN)
				cost += 3;
			else if (what & CPE_SVG_ON_CURVE)
				cost += 1;
		}
	return cost;
}

/*
 * How many cells of outliers other than its own are near a label: it could be taken for theirs.
 * Cells of the label's own mark, which is that large, do not count.
 */
static int
map_strangers(const struct cpe_svg_labels *labels, const struct cpe_svg_label *label, double own)
{
	int column_0 = (int) floor((label->left - 7 - labels->sheet->left) / CELL);
	int column_1 = (int) floor((label->left + label->width + 7 - labels->sheet->left) / CELL);
	int row_0 = (int) floor((label->top - 5 - labels->sheet->top) / CELL);
	int row_1 = (int) floor((label->top + CPE_SVG_LABEL_HEIGHT + 5 - labels->sheet->top) / CELL);
	int count = 0;

	for (int row = row_0 < 0 ? 0 : row_0; row <= row_1 && row < labels->rows; row++)
		for (int column = column_0 < 0 ? 0 : column_0;
		     column <= column_1 && column < labels->columns; column++)
		{
			double x = labels->sheet->left + (column + 0.5) * CELL;
			double y = labels->sheet->top + (row + 0.5) * CELL;
			size_t cell = (size_t) row * (size_t) labels->columns + (size_t) column;

			if ((labels->map[cell] & CPE_SVG_ON_OUTLIER) != 0 &&
			    (fabs(x - label->mark.x) > own + CELL || fabs(y - label->mark.y) > own + CELL))
				count++;
		}
	return count;
}

/* Tries the places around a mark and takes the one that covers least; false: none is good. */
static bool
place_label(const struct cpe_svg_labels *labels, struct cpe_svg_label *label, double size, bool up)
{
	static const double distances[] = {0, 5, 13, 22, 34, 48};
	static const double directions[][2] = {{1, 0},  {-1, 0},  {0.75, 1},  {-0.75, 1},  {0, 1},
	                                       {1, .5}, {-1, .5}, {0.75, -1}, {-0.75, -1}, {0, -1}};
	struct cpe_svg_vertex place = label->mark;
	double gap = size + 3;
	double outwards = up ? -1 : 1;
	double best = 60;
	struct cpe_svg_label best_label = *label;
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
			double top = y - CPE_SVG_LABEL_HEIGHT / 2 +
			             (fabs(down) > 0.9
			                  ? (down > 0 ? CPE_SVG_LABEL_HEIGHT / 2 : -CPE_SVG_LABEL_HEIGHT / 2)
			                  : 0);
			double cost = distances[i] * 0.7 + (double) j * 0.6;
			struct cpe_svg_label here = *label;

			if (left < labels->sheet->left + 2 || left + label->width > labels->sheet->right ||
			    top < labels->sheet->top - 4 ||
			    top + CPE_SVG_LABEL_HEIGHT > labels->sheet->bottom - 2)
				continue;
			here.left = left;
			here.top = top;
			here.leader = distances[i] > 6;
			here.from.x = place.x + across / length * (gap - 1);
			here.from.y = place.y + down / length * (gap - 1);
			here.to.x = x - across / length * 2;
			here.to.y = y - down / length * 2;
			cost += map_cost(labels, left - 1, top, left + label->width + 1,
			                 top + CPE_SVG_LABEL_HEIGHT);
			cost += 1.5 * map_strangers(labels, &here, gap - 3);
			if (here.leader) /* which must not run through others */
				for (double along = 3; along < distances[i]; along += CELL)
				{
					double u = place.x + across / length * (gap + along);
					double v = place.y + down / length * (gap + along);

					cost += map_cost(labels, u, v, u, v);
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

/* Places a mark's label, if there is a good place, and tells the map of it. */
static bool
label_mark(struct cpe_svg_labels *labels, const struct cpe_svg_candidate *candidate)
{
	const struct cpe_svg_sheet *sheet = labels->sheet;
	struct cpe_svg_label *label = &labels->label[labels->count];

	label->mark = candidate->mark;
	label->text = cpe_svg_shorten(sheet->arena, sheet->problem, candidate->text,
	                              strlen(candidate->text), CPE_SVG_LABEL_SIZE, LABEL_WIDEST);
	if (label->text == NULL)
		return false;
	label->width = cpe_svg_width(label->text, strlen(label->text), CPE_SVG_LABEL_SIZE);
	if (label->width == 0 || !place_label(labels, label, candidate->size, candidate->up))
		return true;
	map_rectangle(labels, label->left - 3, label->top - 1, label->left + label->width + 3,
	              label->top + CPE_SVG_LABEL_HEIGHT + 1, CPE_SVG_ON_LABEL);
	if (label->leader)
		cpe_svg_map_line(labels, label->from, label->to, CPE_SVG_ON_LABEL);
	labels->count++;
	return true;
}

/* Tells the map of a mark. */
void
cpe_svg_map_mark(struct cpe_svg_labels *labels, const struct cpe_svg_candidate *candidate)
{
	struct cpe_svg_vertex mark = candidate->mark;
	double size = candidate->size;

	map_rectangle(labels, mark.x - size, mark.y - size, mark.x + size, mark.y + size,
	              candidate->severity > 0 ? CPE_SVG_ON_OUTLIER : CPE_SVG_ON_WITHIN);
}

/* The most severe first, then the most extreme; ties by text, then place. */
static int
compare_candidates(const void *left, const void *right)
{
	const struct cpe_svg_candidate *a = left;
	const struct cpe_svg_candidate *b = right;
	int order = b->severity - a->severity;

	if (order == 0)
		order = (b->extent > a->extent) - (b->extent < a->extent);
	if (order == 0)
		order = strcmp(a->text, b->text);
	if (order == 0)
		order = (a->place > b->place) - (a->place < b->place);
	return order;
}

/* Gives candidates their labels. */
bool
cpe_svg_label_candidates(struct cpe_svg_labels *labels, struct cpe_svg_candidate *candidates,
                         size_t count)
{
	const struct cpe_svg_sheet *sheet = labels->sheet;
	size_t tries = (size_t) sheet->options.max_labels * 4;

	if (!cpe_sort(sheet->arena, candidates, count, sizeof(*candidates), compare_candidates,
	              sheet->problem))
		return false;
	/* In a crowd most places are taken: give up after a while, not after 100,000 tries. */
	for (size_t i = 0; i < count && i < tries; i++)
	{
		if (!cpe_arena_poll(sheet->arena, sheet->problem))
			return false;
		if (labels->count >= sheet->options.max_labels)
			break;
		if (!label_mark(labels, &candidates[i]))
			return false;
	}
	return true;
}

/* Where a label's text is held: at its edge towards the mark, whatever the reader's font does. */
static const char *
label_anchor(const struct cpe_svg_label *label, double *x)
{
	*x = label->left;
	if (label->left > label->mark.x)
		return "start";
	*x = label->left + label->width;
	if (*x < label->mark.x)
		return "end";
	*x = label->left + label->width / 2;
	return "middle";
}

/* Draws what lies behind the marks: a ground that keeps lines off each label, and leaders. */
void
cpe_svg_draw_grounds(const struct cpe_svg_labels *labels, struct cpe_text *out)
{
	for (int i = 0; i < labels->count; i++)
	{
		const struct cpe_svg_label *label = &labels->label[i];
		double width = 0.9 * label->width; /* the estimate is on the wide side */
		double x;
		const char *anchor = label_anchor(label, &x);

		if (anchor[0] == 'e')
			x -= width;
		else if (anchor[0] == 'm')
			x -= width / 2;
		cpe_text_printf(out,
		                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
		                "fill=\"#ffffff\" fill-opacity=\"0.8\"/>\n",
		                x, label->top, width, CPE_SVG_LABEL_HEIGHT);
		if (label->leader)
			cpe_text_printf(
				out,
				"<path d=\"M%.1f %.1fL%.1f %.1f\" fill=\"none\" stroke=\"" CPE_SVG_SOFT_INK
				"\" stroke-width=\"0.8\"/>\n",
				label->from.x, label->from.y, label->to.x, label->to.y);
	}
}

/* Draws the labels themselves, on top of everything. */
void
cpe_svg_draw_labels(const struct cpe_svg_labels *labels, struct cpe_text *out)
{
	if (labels->count == 0)
		return;
	cpe_text_printf(out, "<g data-part=\"labels\" font-size=\"%.0f\">\n", CPE_SVG_LABEL_SIZE);
	for (int i = 0; i < labels->count; i++)
	{
		const struct cpe_svg_label *label = &labels->label[i];
		double x;
		const char *anchor = label_anchor(label, &x);

		cpe_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x,
		                label->top + CPE_SVG_LABEL_HEIGHT - 3, anchor);
		cpe_text_xml(out, label->text);
		cpe_text_append(out, "</text>\n");
	}
	cpe_text_append(out, "</g>\n");
}
