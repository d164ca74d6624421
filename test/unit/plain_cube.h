#ifndef CPE_TEST_PLAIN_CUBE_H
#define CPE_TEST_PLAIN_CUBE_H

#include "suppress/table.h"
#include "unit.h"

/*
 * Small tables with all their margins, for comparing with brute force: a CUBE of up to three
 * dimensions of up to four labels.  Cells are numbered by their labels, 0 being the total.
 */
#define CUBE_DIMS 3
#define CUBE_LABELS 4
#define CUBE_CELLS ((CUBE_LABELS + 1) * (CUBE_LABELS + 1) * (CUBE_LABELS + 1))

struct cube
{
	int dims;
	int size[CUBE_DIMS];
	int cells;
	int inner;
	int inner_cell[CUBE_CELLS];         /* by inner cell: its number */
	bool holds[CUBE_CELLS][CUBE_CELLS]; /* by cell and inner cell: whether it is a part */
	const char *label[CUBE_CELLS][CUBE_DIMS];
	struct cpe_table_cell cell[CUBE_CELLS];
	struct cpe_table table;
};

/* Lays out the cells; counts are to be filled in and then read by cube_read. */
static inline void
cube_lay_out(struct cube *cube, int dims, const int *size)
{
	static const char *const labels[] = {NULL, "a", "b", "c", "d"};
	int at[CUBE_CELLS][CUBE_DIMS];

	cube->dims = dims;
	cube->cells = 1;
	cube->inner = 0;
	for (int d = 0; d < dims; d++)
	{
		cube->size[d] = size[d];
		cube->cells *= size[d] + 1;
	}
	for (int c = 0; c < cube->cells; c++)
	{
		int rest = c;
		bool whole = false;

		for (int d = 0; d < dims; d++)
		{
			at[c][d] = rest % (size[d] + 1);
			rest /= size[d] + 1;
			cube->label[c][d] = labels[at[c][d]];
			whole |= at[c][d] == 0;
		}
		cube->cell[c] = (struct cpe_table_cell){.dim = cube->label[c], .known = true};
		if (!whole)
			cube->inner_cell[cube->inner++] = c;
	}
	for (int c = 0; c < cube->cells; c++)
		for (int i = 0; i < cube->inner; i++)
		{
			cube->holds[c][i] = true;
			for (int d = 0; d < dims; d++)
				cube->holds[c][i] &= at[c][d] == 0 || at[c][d] == at[cube->inner_cell[i]][d];
		}
}

/* What a cell is when the inner cells are these. */
static inline int64_t
cube_sum(const struct cube *cube, int cell, const int64_t *inner)
{
	int64_t sum = 0;

	for (int i = 0; i < cube->inner; i++)
		if (cube->holds[cell][i])
			sum += inner[i];
	return sum;
}

/* Sets the counts and reads the table. */
static inline bool
cube_read(struct cpe_arena *arena, struct cube *cube, const int64_t *inner,
          struct cpe_problem *problem)
{
	for (int c = 0; c < cube->cells; c++)
		cube->cell[c].value = cube_sum(cube, c, inner);
	return cpe_table_read(arena, cube->cell, (size_t) cube->cells, cube->dims, NULL, 0,
	                      &cube->table, problem);
}

#endif
