#ifndef CPE_SUPPRESS_LABELS_H
#define CPE_SUPPRESS_LABELS_H

#include "base/dictionary.h"
#include "suppress/table.h"

/* A label that is the sum of others of its dimension; one of possibly several ways. */
struct cpe_whole
{
	int dim;
	uint32_t code;
	size_t parts;
	uint32_t *part; /* ascending */
};

/* The labels of a dimension as codes: 0 the total, then from 1 on in byte order. */
struct cpe_dimension
{
	struct cpe_dictionary dictionary;
	int32_t *rank; /* code - 1 of a label by its number in the dictionary */
	uint32_t labels;
	const char **label; /* by code; that of the total is NULL */
	size_t totals;
	bool **total; /* by way of adding up to the total, by code: counts */
	bool total_given;
	size_t *part_start; /* by code: the wholes that it is a part of */
	uint32_t *part_of;
	size_t *whole_start; /* by code: the wholes that it is */
};

struct cpe_labels
{
	int dims;
	struct cpe_dimension *dim;
	size_t wholes;
	struct cpe_whole *whole; /* ascending by dimension, code, parts */
};

/* Reads the labels of cells; code, zero at first, has dims entries for each cell as given. */
extern bool cpe_labels_read(struct cpe_arena *arena, const struct cpe_table_cell *cell,
                            size_t cells, int dims, struct cpe_labels *labels, uint32_t *code,
                            struct cpe_problem *problem);

/*
 * What labels are parts of what.  Labels that are not in the table are zero; refuses wholes that
 * are not, though one of their parts is, what is part of itself, and what is counted twice.
 */
extern bool cpe_labels_parts(struct cpe_arena *arena, struct cpe_labels *labels,
                             const struct cpe_table_parts *parts, size_t parts_count,
                             struct cpe_problem *problem);

/* Whether the ways of adding up to a dimension's total count nothing twice; else tells so. */
extern bool cpe_labels_check_total(struct cpe_arena *arena, const struct cpe_labels *labels,
                                   int dim, struct cpe_problem *problem);

#endif
