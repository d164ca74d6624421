#ifndef CPE_SUPPRESS_RULE_H
#define CPE_SUPPRESS_RULE_H

#include "base/arena.h"

#include <stdint.h>

/*
 * Published suppression rules that decide family by family, without proof: a threshold, and at most
 * one cell more where exactly one cell of a family would be hidden.  They exist so that official
 * tables can be reproduced; what they do not protect against is the audit's to say.
 *
 * A family is the inner cells that differ in the last dimension only (the tumour groups of one
 * trust and question).  A cell whose last dimension is NULL is the family's total: the threshold
 * applies to it, but it neither counts as low nor is it hidden for another's sake.
 */
enum cpe_secondary
{
	CPE_SECONDARY_NONE,
	CPE_SECONDARY_NEXT_SMALLEST /* one low cell hides also the smallest shown one */
};
enum cpe_zeros
{
	CPE_ZEROS_SHOWN,
	CPE_ZEROS_NO_ANSWERS /* status w: nothing was answered, so there is nothing to show */
};

struct cpe_suppress_rule
{
	int64_t threshold;
	bool inclusive; /* hidden when value <= threshold, else when value < threshold */
	enum cpe_secondary secondary;
	enum cpe_zeros zeros;
};

enum cpe_cell_status
{
	CPE_CELL_SHOWN,
	CPE_CELL_CONFIDENTIAL, /* c */
	CPE_CELL_NO_ANSWERS    /* w */
};

struct cpe_cell
{
	int64_t value;
	const char *const *dim; /* NULL: total */
	bool hidden_before;     /* already published as hidden, or low for another reason */
	bool exempt;            /* the threshold does not apply */
	enum cpe_cell_status status;
};

/*
 * Decides every cell of a table.  Ties go to the label first in byte order, so the order of the
 * cells does not matter.  A cell that stands twice, or a negative value, is a problem that names
 * it.
 */
extern bool cpe_suppress_by_rule(struct cpe_arena *arena, const struct cpe_suppress_rule *rule,
                                 struct cpe_cell *cell, size_t cells, int dims,
                                 struct cpe_problem *problem);

#endif
