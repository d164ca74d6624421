#include "suppress/labels.h"

#include <string.h>

#include "base/sort.h"

#define ABSENT UINT32_MAX

/* ---- labels as codes ---- */

static bool
number_label(struct cpe_dimension *dimension, const char *label, uint32_t *number,
             struct cpe_problem *problem)
{
	int32_t found;

	if (!cpe_dictionary_number(&dimension->dictionary, label, strlen(label), &found, problem))
		return false;
	*number = (uint32_t) found + 1;
	return true;
}

/* Numbers of a dimension's labels turned into codes, which are in byte order. */
static bool
rank_labels(struct cpe_arena *arena, struct cpe_dimension *dimension, struct cpe_problem *problem)
{
	int32_t *order;

	if (!cpe_dictionary_sort(&dimension->dictionary, NULL, &dimension->rank, &order, problem))
		return false;
	dimension->labels = (uint32_t) dimension->dictionary.entries;
	dimension->label =
		cpe_arena_alloc(arena, dimension->labels + 1, sizeof(*dimension->label), problem);
	if (dimension->label == NULL)
		return false;
	for (uint32_t i = 0; i < dimension->labels; i++)
		dimension->label[i + 1] = dimension->dictionary.entry[order[i]].bytes;
	return true;
}

bool
cpe_labels_read(struct cpe_arena *arena, const struct cpe_table_cell *cell, size_t cells, int dims,
                struct cpe_labels *labels, uint32_t *code, struct cpe_problem *problem)
{
	memset(labels, 0, sizeof(*labels));
	labels->dims = dims;
	labels->dim = cpe_arena_alloc(arena, (size_t) dims, sizeof(*labels->dim), problem);
	if (labels->dim == NULL)
		return false;
	for (int d = 0; d < dims; d++)
		if (!cpe_dictionary_open(&labels->dim[d].dictionary, arena, problem))
			return false;
	for (size_t i = 0; i < cells; i++)
	{
		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int d = 0; d < dims; d++)
			if (cell[i].dim[d] != NULL &&
			    !number_label(&labels->dim[d], cell[i].dim[d],
			                  &code[i * (size_t) dims + (size_t) d], problem))
				return false;
	}
	for (int d = 0; d < dims; d++)
		if (!rank_labels(arena, &labels->dim[d], problem))
			return false;
	for (size_t i = 0; i < cells; i++)
		for (int d = 0; d < dims; d++)
		{
			uint32_t *at = &code[i * (size_t) dims + (size_t) d];

			if (*at != 0)
				*at = (uint32_t) labels->dim[d].rank[*at - 1] + 1;
		}
	return true;
}

/* The code of a label, or ABSENT. */
static bool
find_label(struct cpe_dimension *dimension, const char *label, uint32_t *code,
           struct cpe_problem *problem)
{
	if (!number_label(dimension, label, code, problem))
		return false;
	*code = *code <= dimension->labels ? (uint32_t) dimension->rank[*code - 1] + 1 : ABSENT;
	return true;
}

/* A label for a message: cut where it is long. */
#define SHOWN "%.40s"

/* ---- wholes and parts ---- */

static int
compare_codes(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *) left;
	uint32_t b = *(const uint32_t *) right;

	return (a > b) - (a < b);
}

static int
compare_wholes(const void *left, const void *right)
{
	const struct cpe_whole *a = left;
	const struct cpe_whole *b = right;

	if (a->dim != b->dim)
		return a->dim < b->dim ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	for (size_t i = 0; i < a->parts && i < b->parts; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return (a->parts > b->parts) - (a->parts < b->parts);
}

/* Names what is not right with an entry of parts. */
static bool
refuse_parts(const struct cpe_table_parts *parts, const char *label, const char *why,
             const char *hint, struct cpe_problem *problem)
{
	char detail[200];

	cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "Parts of " SHOWN " in dimension %d.",
	                parts->whole ? parts->whole : "the total", parts->dim + 1);
	strcpy(detail, problem->message);
	return cpe_problem_set(problem, CPE_INVALID, detail, hint, "label \"" SHOWN "\" %s", label,
	                       why);
}

/* The parts of one entry that are in the table, as codes. */
static bool
read_whole(struct cpe_arena *arena, struct cpe_labels *labels, const struct cpe_table_parts *parts,
           struct cpe_whole *whole, struct cpe_problem *problem)
{
	struct cpe_dimension *dimension;

	if (parts->dim < 0 || parts->dim >= labels->dims)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "parts of dimension %d, but the table has %d dimensions",
		                       parts->dim + 1, labels->dims);
	dimension = &labels->dim[parts->dim];
	whole->dim = parts->dim;
	whole->code = 0;
	whole->parts = 0;
	whole->part = cpe_arena_alloc(arena, parts->parts, sizeof(*whole->part), problem);
	if (whole->part == NULL ||
	    (parts->whole != NULL && !find_label(dimension, parts->whole, &whole->code, problem)))
		return false;
	for (size_t i = 0; i < parts->parts; i++)
	{
		uint32_t code;

		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!find_label(dimension, parts->part[i], &code, problem))
			return false;
		if (code == ABSENT)
			continue;
		if (whole->code == ABSENT)
			return refuse_parts(
				parts, parts->whole, "is not in the table, though one of its parts is",
				"Add its cells (latent ones, with x as given status, if they are not "
				"published), or leave it out of parts and parents.",
				problem);
		whole->part[whole->parts++] = code;
	}
	if (!cpe_sort(arena, whole->part, whole->parts, sizeof(*whole->part), compare_codes, problem))
		return false;
	for (size_t i = 1; i < whole->parts; i++)
		if (whole->part[i] == whole->part[i - 1])
			return refuse_parts(parts, dimension->label[whole->part[i]],
			                    "is named twice as a part of the same sum", NULL, problem);
	return true;
}

/* Lists by code: which wholes a label is a part of, and which it is. */
static bool
index_wholes(struct cpe_arena *arena, struct cpe_labels *labels, int d, struct cpe_problem *problem)
{
	struct cpe_dimension *dimension = &labels->dim[d];
	size_t entries = 0;

	dimension->part_start = cpe_arena_alloc(arena, (size_t) dimension->labels + 3,
	                                        sizeof(*dimension->part_start), problem);
	dimension->whole_start = dimension->part_start
	                             ? cpe_arena_alloc(arena, (size_t) dimension->labels + 3,
	                                               sizeof(*dimension->whole_start), problem)
	                             : NULL;
	if (dimension->whole_start == NULL)
		return false;
	for (size_t w = 0; w < labels->wholes; w++)
	{
		const struct cpe_whole *whole = &labels->whole[w];

		/* those of dimensions before are before all of this one's */
		if (whole->dim < d)
			dimension->whole_start[0]++;
		if (whole->dim != d)
			continue;
		dimension->whole_start[whole->code + 1]++;
		entries += whole->parts;
		for (size_t i = 0; i < whole->parts; i++)
			dimension->part_start[whole->part[i] + 2]++;
	}
	for (uint32_t c = 1; c <= dimension->labels + 2; c++)
	{
		dimension->part_start[c] += dimension->part_start[c - 1];
		dimension->whole_start[c] += dimension->whole_start[c - 1];
	}
	dimension->part_of = cpe_arena_alloc(arena, entries, sizeof(*dimension->part_of), problem);
	if (dimension->part_of == NULL)
		return false;
	for (size_t w = dimension->whole_start[0]; w < dimension->whole_start[dimension->labels + 1];
	     w++)
		for (size_t i = 0; i < labels->whole[w].parts; i++)
		{
			size_t *at = &dimension->part_start[labels->whole[w].part[i] + 1];

			dimension->part_of[(*at)++] = (uint32_t) w;
		}
	return true;
}

/* A label that is part of itself, by way of others, or 0; left[] > 0: it has a whole that may be.
 */
static uint32_t
find_cycle(const struct cpe_labels *labels, const struct cpe_dimension *dimension,
           const uint32_t *left)
{
	uint32_t code = 1;

	while (code <= dimension->labels && left[code] == 0)
		code++;
	if (code > dimension->labels)
		return 0;
	/* as many steps up as there are labels end within a cycle */
	for (uint32_t step = 0; step < dimension->labels; step++)
		for (size_t i = dimension->part_start[code]; i < dimension->part_start[code + 1]; i++)
		{
			uint32_t up = labels->whole[dimension->part_of[i]].code;

			if (left[up] == 0)
				continue;
			code = up;
			break;
		}
	return code;
}

/* Takes labels away whose wholes are all gone, from the top: what stays is in or below a cycle. */
static bool
check_cycles(struct cpe_arena *arena, const struct cpe_labels *labels, int d,
             struct cpe_problem *problem)
{
	const struct cpe_dimension *dimension = &labels->dim[d];
	uint32_t *left = cpe_arena_alloc(arena, (size_t) dimension->labels + 1, sizeof(*left), problem);
	uint32_t *queue =
		left ? cpe_arena_alloc(arena, (size_t) dimension->labels + 1, sizeof(*queue), problem)
			 : NULL;
	uint32_t queued = 0;
	uint32_t cycle;

	if (queue == NULL)
		return false;
	for (uint32_t c = 0; c <= dimension->labels; c++)
	{
		left[c] = (uint32_t) (dimension->part_start[c + 1] - dimension->part_start[c]);
		if (left[c] == 0)
			queue[queued++] = c;
	}
	for (uint32_t q = 0; q < queued; q++)
		for (size_t w = dimension->whole_start[queue[q]]; w < dimension->whole_start[queue[q] + 1];
		     w++)
			for (size_t i = 0; i < labels->whole[w].parts; i++)
				if (--left[labels->whole[w].part[i]] == 0)
					queue[queued++] = labels->whole[w].part[i];
	cycle = find_cycle(labels, dimension, left);
	if (cycle == 0)
		return true;
	return cpe_problem_set(
		problem, CPE_INVALID, "A part is smaller than its whole, so nothing is part of itself.",
		NULL, "label \"" SHOWN "\" of dimension %d is part of itself, by way of others",
		dimension->label[cycle], d + 1);
}

/* What goes over all that is below the parts of a sum. */
struct descent
{
	const struct cpe_labels *labels;
	int dim;
	size_t turn;
	size_t *seen;      /* by code: the turn in which it was met */
	uint32_t *seen_by; /* and from which part */
	uint32_t *stack;
};

static bool
open_descent(struct cpe_arena *arena, const struct cpe_labels *labels, int dim,
             struct descent *descent, struct cpe_problem *problem)
{
	const struct cpe_dimension *dimension = &labels->dim[dim];
	size_t size = (size_t) dimension->labels + 1;

	memset(descent, 0, sizeof(*descent));
	descent->labels = labels;
	descent->dim = dim;
	descent->seen = cpe_arena_alloc(arena, size, sizeof(*descent->seen), problem);
	descent->seen_by =
		descent->seen ? cpe_arena_alloc(arena, size, sizeof(*descent->seen_by), problem) : NULL;
	/* what is below a label is put there once, when it is met first */
	descent->stack = descent->seen_by
	                     ? cpe_arena_alloc(arena, dimension->part_start[dimension->labels + 1] + 1,
	                                       sizeof(*descent->stack), problem)
	                     : NULL;
	return descent->stack != NULL;
}

/* Whether a part of a sum has nothing that a part before it has. */
static bool
descend(struct cpe_arena *arena, struct descent *descent, uint32_t part,
        struct cpe_problem *problem)
{
	const struct cpe_dimension *dimension = &descent->labels->dim[descent->dim];
	size_t height = 0;
	char detail[200];

	descent->stack[height++] = part;
	while (height > 0)
	{
		uint32_t code = descent->stack[--height];

		if (descent->seen[code] == descent->turn)
		{
			if (descent->seen_by[code] == part)
				continue;
			cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                "Both " SHOWN " and " SHOWN " have it, in dimension %d.",
			                dimension->label[descent->seen_by[code]], dimension->label[part],
			                descent->dim + 1);
			strcpy(detail, problem->message);
			return cpe_problem_set(
				problem, CPE_INVALID, detail,
				"Where one label can be split in several ways, give each of them in parts; "
				"\"\" in parts and parents is the total.",
				"label \"" SHOWN "\" is counted twice in one sum", dimension->label[code]);
		}
		descent->seen[code] = descent->turn;
		descent->seen_by[code] = part;
		for (size_t w = dimension->whole_start[code]; w < dimension->whole_start[code + 1]; w++)
			for (size_t i = 0; i < descent->labels->whole[w].parts; i++)
				descent->stack[height++] = descent->labels->whole[w].part[i];
	}
	return cpe_arena_poll(arena, problem);
}

bool
cpe_labels_check_total(struct cpe_arena *arena, const struct cpe_labels *labels, int dim,
                       struct cpe_problem *problem)
{
	const struct cpe_dimension *dimension = &labels->dim[dim];
	struct descent descent;

	if (dimension->whole_start[0] == dimension->whole_start[dimension->labels + 1])
		return true;
	if (!open_descent(arena, labels, dim, &descent, problem))
		return false;
	for (size_t t = 0; t < dimension->totals; t++)
	{
		descent.turn++;
		for (uint32_t c = 1; c <= dimension->labels; c++)
			if (dimension->total[t][c] && !descend(arena, &descent, c, problem))
				return false;
	}
	return true;
}

static bool
check_wholes(struct cpe_arena *arena, const struct cpe_labels *labels, int dim,
             struct cpe_problem *problem)
{
	const struct cpe_dimension *dimension = &labels->dim[dim];
	struct descent descent;

	if (dimension->whole_start[1] == dimension->whole_start[dimension->labels + 1])
		return true;
	if (!open_descent(arena, labels, dim, &descent, problem))
		return false;
	for (size_t w = dimension->whole_start[1]; w < dimension->whole_start[dimension->labels + 1];
	     w++)
	{
		descent.turn++;
		for (size_t i = 0; i < labels->whole[w].parts; i++)
			if (!descend(arena, &descent, labels->whole[w].part[i], problem))
				return false;
	}
	return true;
}

/* The ways of adding up to the total: those given, or the labels that are nobody's part. */
static bool
find_totals(struct cpe_arena *arena, struct cpe_labels *labels, int d, struct cpe_problem *problem)
{
	struct cpe_dimension *dimension = &labels->dim[d];
	size_t given = dimension->whole_start[1] - dimension->whole_start[0];

	dimension->total_given = given > 0;
	dimension->totals = given > 0 ? given : 1;
	dimension->total =
		cpe_arena_alloc(arena, dimension->totals, sizeof(*dimension->total), problem);
	if (dimension->total == NULL)
		return false;
	for (size_t t = 0; t < dimension->totals; t++)
	{
		const struct cpe_whole *whole =
			given > 0 ? &labels->whole[dimension->whole_start[0] + t] : NULL;
		bool *counts = cpe_arena_alloc(arena, (size_t) dimension->labels + 1, 1, problem);

		if (counts == NULL)
			return false;
		dimension->total[t] = counts;
		for (size_t i = 0; whole != NULL && i < whole->parts; i++)
			counts[whole->part[i]] = true;
		for (uint32_t c = 1; whole == NULL && c <= dimension->labels; c++)
			counts[c] = dimension->part_start[c] == dimension->part_start[c + 1];
	}
	return true;
}

bool
cpe_labels_parts(struct cpe_arena *arena, struct cpe_labels *labels,
                 const struct cpe_table_parts *parts, size_t parts_count,
                 struct cpe_problem *problem)
{
	size_t kept = 0;

	labels->whole = cpe_arena_alloc(arena, parts_count, sizeof(*labels->whole), problem);
	if (labels->whole == NULL)
		return false;
	for (size_t i = 0; i < parts_count; i++)
	{
		struct cpe_whole whole;

		if (!read_whole(arena, labels, &parts[i], &whole, problem))
			return false;
		/* a way of adding up of which nothing is in the table says nothing */
		if (whole.parts > 0)
			labels->whole[labels->wholes++] = whole;
	}
	if (!cpe_sort(arena, labels->whole, labels->wholes, sizeof(*labels->whole), compare_wholes,
	              problem))
		return false;
	for (size_t i = 0; i < labels->wholes; i++)
		if (kept == 0 || compare_wholes(&labels->whole[kept - 1], &labels->whole[i]) != 0)
			labels->whole[kept++] = labels->whole[i];
	labels->wholes = kept;
	for (int d = 0; d < labels->dims; d++)
		if (!index_wholes(arena, labels, d, problem) || !check_cycles(arena, labels, d, problem) ||
		    !check_wholes(arena, labels, d, problem) || !find_totals(arena, labels, d, problem))
			return false;
	return true;
}
