#ifndef CPE_PUBLISH_LINKED_CELLS_H
#define CPE_PUBLISH_LINKED_CELLS_H

#include "publish/linked.h"
#include "suppress/labels.h"

/*
 * The cells of several groups of people over the same dimensions, each once, and those that follow
 * from them: what cpe_linked_make links.  A group is numbered from 0 on.
 */
enum cpe_statement
{
	CPE_STATED_NOTHING, /* as the new release gives it */
	CPE_STATED_LATENT,
	CPE_STATED_HIDDEN,
	CPE_STATED_SHOWN
};

struct cpe_group_cell
{
	int64_t value;
	bool numbered;
	int64_t numerator;
	enum cpe_statement statement;
	bool fresh; /* of the new release, which gives it as given */
	const char *given;
	bool told;    /* of figures that are no longer current: shown, or the sum of shown ones */
	bool differs; /* by a few from what was shown of these people before a correction */
};

struct cpe_group_cells
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int dims;
	struct cpe_labels labels;
	struct cpe_dictionary key;   /* of the group and a code for each dimension; numbers of cells */
	struct cpe_group_cell *cell; /* by number */
	size_t room;
	size_t patterns; /* of dimensions that are filled in: those of cells, and what they share */
	uint64_t *pattern;
	size_t groups;
	size_t *count; /* by group and pattern: cells */
};

/* Opens them for cells and parts, whose labels get codes: code has dims entries for each cell. */
extern bool cpe_group_cells_open(struct cpe_group_cells *cells, struct cpe_arena *arena,
                                 const struct cpe_linked_input *input, const bool *linked,
                                 size_t groups, uint32_t *code, struct cpe_problem *problem);

/* The number of a group's cell, a new one, all zero, when it is not there. */
extern bool cpe_group_cells_add(struct cpe_group_cells *cells, uint32_t group, const uint32_t *code,
                                size_t *number, bool *added);

/* The number of a group's cell, SIZE_MAX when it is not there. */
extern size_t cpe_group_cells_find(const struct cpe_group_cells *cells, uint32_t group,
                                   const uint32_t *code);

extern uint32_t cpe_group_of(const struct cpe_group_cells *cells, size_t number);
extern const uint32_t *cpe_group_code(const struct cpe_group_cells *cells, size_t number);

/* The place in pattern of a cell's pattern; they are all there after cpe_group_cells_complete. */
extern size_t cpe_group_pattern(const struct cpe_group_cells *cells, size_t number);

/* A cell's labels in words, for messages. */
extern void cpe_group_describe(const struct cpe_group_cells *cells, const uint32_t *code,
                               char *text, size_t size);

/*
 * Which labels a group does not tell of, as it has a label that they are parts of and none of its
 * parts: by dimension; group * (labels + 1) + code.
 */
extern bool cpe_group_cells_coarse(const struct cpe_group_cells *cells, bool ***coarse);

/*
 * Adds what follows from a group's cells by themselves: labels that are sums of others, and totals
 * of patterns that others have in common.  All are latent.
 */
extern bool cpe_group_cells_complete(struct cpe_group_cells *cells);

#endif
