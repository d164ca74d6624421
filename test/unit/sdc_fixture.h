#ifndef CPE_TEST_SDC_FIXTURE_H
#define CPE_TEST_SDC_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "suppress/system.h"
#include "suppress/table.h"
#include "unit.h"

/*
 * The synthetic tables of test/data/sdc with all their margins, for unit tests: the cells as a
 * query with GROUP BY CUBE would give them, and a system of their relations made in the plainest
 * way, apart from the product's own reading of tables.  The memory is the arena's.
 *
 * Cells are in row-major order over the dimensions of the README (England, alliances, trusts; the
 * total of tumours, groups; ...), rows dimension by dimension (see sdc_fill_rows).  Cell k is
 * figure k.
 */
#define SDC_GROUPS 3
#define SDC_THRESHOLD 4 /* small: 1 to 4 */

/* A node of one dimension of the draw: geography has two labels a node (alliance, trust). */
struct sdc_node
{
	const char *label[2];
	int parent; /* -1: the total */
};

struct sdc_group
{
	int labels;
	int nodes; /* the first is the total */
	struct sdc_node *node;
};

struct sdc_fixture
{
	const char *name;
	int groups;
	struct sdc_group group[SDC_GROUPS];
	int dims;                    /* labels of a cell */
	size_t n;                    /* cells */
	struct cpe_table_cell *cell; /* labels, value; NULL: total */
	struct cpe_system system;    /* low 1 and high unbounded; zeros 0 and 0 */
	bool *primary;               /* 1 to SDC_THRESHOLD */
	bool *never;                 /* zeros: shown, so never hidden */
	double *cost;                /* the count */
	int64_t *floor;              /* non-zero inner cells below: never less, whatever is hidden */
	size_t targets;              /* primaries, in the order of the cells */
	struct cpe_target *value;    /* that another value stays possible (requirement A) */
	struct cpe_target *range;    /* that floor and threshold + 1 stay possible (requirement B) */
};

static inline void *
sdc_room(struct cpe_arena *arena, size_t count, size_t size)
{
	struct cpe_problem problem;
	void *room = cpe_arena_alloc(arena, count + 1, size, &problem);

	if (room == NULL)
	{
		printf("Bail out! no memory for a table\n");
		exit(2);
	}
	return room;
}

static inline const char *
sdc_copy(struct cpe_arena *arena, const char *text)
{
	return strcpy(sdc_room(arena, strlen(text), 1), text);
}

/* The node with these labels, added when there is none; NULL as first: one label only. */
static inline int
sdc_find(struct cpe_arena *arena, struct sdc_group *group, const char *first, const char *second,
         int parent)
{
	const char *label[2] = {first, second};

	for (int i = 0; i < group->nodes; i++)
	{
		bool same = true;

		for (int k = 0; k < group->labels; k++)
		{
			const char *has = group->node[i].label[k];

			same = same && (has == NULL) == (label[k] == NULL) &&
			       (has == NULL || strcmp(has, label[k]) == 0);
		}
		if (same)
			return i;
	}
	for (int k = 0; k < group->labels; k++)
		group->node[group->nodes].label[k] = label[k] ? sdc_copy(arena, label[k]) : NULL;
	group->node[group->nodes].parent = parent;
	return group->nodes++;
}

/* The nodes of each dimension: totals first, then alliances, then what the rows list. */
static inline void
sdc_read_groups(struct cpe_arena *arena, const struct unit_table *table,
                struct sdc_fixture *fixture, int across)
{
	bool alliances = strcmp(table->header[0], "alliance") == 0;
	int column = 0;

	fixture->groups = 0;
	fixture->dims = 0;
	while (column <= across)
	{
		struct sdc_group *group = &fixture->group[fixture->groups++];
		const char *const *cell = (const char *const *) table->cell + column;

		group->labels = column == 0 && alliances ? 2 : 1;
		group->node =
			sdc_room(arena, 2 * (size_t) (table->rows + table->columns) + 1, sizeof(*group->node));
		sdc_find(arena, group, NULL, NULL, -1);
		for (int row = 0; group->labels == 2 && row < table->rows; row++)
			sdc_find(arena, group, cell[row * table->columns], NULL, 0);
		for (int row = 0; column < across && row < table->rows; row++)
		{
			const char *const *at = cell + row * table->columns;

			if (group->labels == 2)
				sdc_find(arena, group, at[0], at[1], sdc_find(arena, group, at[0], NULL, 0));
			else
				sdc_find(arena, group, at[0], NULL, 0);
		}
		for (int i = across; column == across && i < table->columns; i++)
			sdc_find(arena, group, table->header[i], NULL, 0);
		fixture->dims += group->labels;
		column += group->labels;
	}
}

/* The cell at one node of each dimension. */
static inline size_t
sdc_place(const struct sdc_fixture *fixture, const int *node)
{
	size_t place = 0;

	for (int g = 0; g < fixture->groups; g++)
		place = place * (size_t) fixture->group[g].nodes + (size_t) node[g];
	return place;
}

/* The node of each dimension at a cell. */
static inline void
sdc_nodes(const struct sdc_fixture *fixture, size_t place, int *node)
{
	for (int g = fixture->groups; g-- > 0;)
	{
		node[g] = (int) (place % (size_t) fixture->group[g].nodes);
		place /= (size_t) fixture->group[g].nodes;
	}
}

/* Adds an inner count to its cell and to all that it is part of. */
static inline void
sdc_add(struct sdc_fixture *fixture, const int *inner, int64_t count)
{
	int node[SDC_GROUPS];

	memcpy(node, inner, sizeof(*node) * (size_t) fixture->groups);
	for (;;)
	{
		size_t place = sdc_place(fixture, node);
		int g = 0;

		fixture->cell[place].value += count;
		fixture->floor[place] += count > 0;
		while (g < fixture->groups && node[g] == 0)
		{
			node[g] = inner[g];
			g++;
		}
		if (g == fixture->groups)
			return;
		node[g] = fixture->group[g].node[node[g]].parent;
	}
}

static inline void
sdc_read_counts(struct cpe_arena *arena, const struct unit_table *table,
                struct sdc_fixture *fixture, int across)
{
	for (int row = 0; row < table->rows; row++)
	{
		const char *const *at = (const char *const *) table->cell + row * table->columns;
		int node[SDC_GROUPS];
		int column = 0;

		for (int g = 0; g < fixture->groups - 1; g++)
		{
			struct sdc_group *group = &fixture->group[g];

			node[g] =
				sdc_find(arena, group, at[column], group->labels == 2 ? at[column + 1] : NULL, -1);
			column += group->labels;
		}
		for (int i = across; i < table->columns; i++)
		{
			node[fixture->groups - 1] = 1 + i - across;
			sdc_add(fixture, node, strtoll(at[i], NULL, 10));
		}
	}
}

/* One row: the total at a parent of dimension g and its children; none where it has none. */
static inline void
sdc_add_row(struct sdc_fixture *fixture, int g, int *node, int parent)
{
	struct cpe_system *system = &fixture->system;
	size_t first = system->row_start[system->rows];
	size_t entries = first;

	for (int child = 1; child < fixture->group[g].nodes; child++)
	{
		if (fixture->group[g].node[child].parent != parent)
			continue;
		if (entries == first)
		{
			node[g] = parent;
			system->row_figure[entries] = (uint32_t) sdc_place(fixture, node);
			system->row_sign[entries++] = 1;
		}
		node[g] = child;
		system->row_figure[entries] = (uint32_t) sdc_place(fixture, node);
		system->row_sign[entries++] = -1;
	}
	if (entries > first)
		system->row_start[++system->rows] = entries;
}

/* Rows dimension by dimension: for each combination of the others, its parents in turn. */
static inline void
sdc_fill_rows(struct cpe_arena *arena, struct sdc_fixture *fixture)
{
	struct cpe_system *system = &fixture->system;
	size_t room = fixture->n * (size_t) fixture->groups;

	system->row_start = sdc_room(arena, room + 1, sizeof(*system->row_start));
	system->row_figure = sdc_room(arena, 2 * room, sizeof(*system->row_figure));
	system->row_sign = sdc_room(arena, 2 * room, sizeof(*system->row_sign));
	for (int g = 0; g < fixture->groups; g++)
		for (size_t place = 0; place < fixture->n; place++)
		{
			int node[SDC_GROUPS];

			sdc_nodes(fixture, place, node);
			if (node[g] == 0)
				for (int parent = 0; parent < fixture->group[g].nodes; parent++)
					sdc_add_row(fixture, g, node, parent);
		}
}

static inline void
sdc_fill_figures(struct cpe_arena *arena, struct sdc_fixture *fixture)
{
	struct cpe_system *system = &fixture->system;

	system->cells = system->figures = fixture->n;
	system->value = sdc_room(arena, fixture->n, sizeof(*system->value));
	system->low = sdc_room(arena, fixture->n, sizeof(*system->low));
	system->high = sdc_room(arena, fixture->n, sizeof(*system->high));
	system->cell = sdc_room(arena, fixture->n, sizeof(*system->cell));
	for (size_t i = 0; i < fixture->n; i++)
	{
		int64_t count = fixture->cell[i].value;

		system->value[i] = count;
		system->low[i] = count > 0;
		system->high[i] = count > 0 ? CPE_UNBOUNDED : 0;
		system->cell[i] = (uint32_t) i;
		fixture->cost[i] = (double) count;
		fixture->never[i] = count == 0;
		fixture->primary[i] = count >= 1 && count <= SDC_THRESHOLD;
		if (!fixture->primary[i])
			continue;
		fixture->value[fixture->targets] =
			(struct cpe_target){.figure = (uint32_t) i, .up = 1, .down = 1, .either = true};
		fixture->range[fixture->targets++] = (struct cpe_target){.figure = (uint32_t) i,
		                                                         .up = SDC_THRESHOLD + 1 - count,
		                                                         .down = count - fixture->floor[i],
		                                                         .either = false};
	}
}

/* Reads a table by name (F01, F03, F04, F05) below the directory of test data; ends the test where
 * it cannot. */
static inline void
sdc_load(struct cpe_arena *arena, const char *directory, const char *name,
         struct sdc_fixture *fixture)
{
	char path[32];
	struct unit_table *table;
	struct cpe_problem problem;
	int across = 0;

	snprintf(path, sizeof(path), "sdc/%s.csv", name);
	table = unit_table_read(directory, path);
	memset(fixture, 0, sizeof(*fixture));
	fixture->name = name;
	while (strcmp(table->header[across], "alliance") == 0 ||
	       strcmp(table->header[across], "trust") == 0 ||
	       strcmp(table->header[across], "tumour") == 0)
		across++;
	sdc_read_groups(arena, table, fixture, across);
	fixture->n = 1;
	for (int g = 0; g < fixture->groups; g++)
		fixture->n *= (size_t) fixture->group[g].nodes;
	fixture->cell = sdc_room(arena, fixture->n, sizeof(*fixture->cell));
	fixture->primary = sdc_room(arena, fixture->n, sizeof(*fixture->primary));
	fixture->never = sdc_room(arena, fixture->n, sizeof(*fixture->never));
	fixture->cost = sdc_room(arena, fixture->n, sizeof(*fixture->cost));
	fixture->floor = sdc_room(arena, fixture->n, sizeof(*fixture->floor));
	fixture->value = sdc_room(arena, fixture->n, sizeof(*fixture->value));
	fixture->range = sdc_room(arena, fixture->n, sizeof(*fixture->range));
	for (size_t place = 0; place < fixture->n; place++)
	{
		int node[SDC_GROUPS];
		const char **label = sdc_room(arena, (size_t) fixture->dims, sizeof(*label));

		sdc_nodes(fixture, place, node);
		fixture->cell[place].dim = label;
		fixture->cell[place].known = true;
		for (int g = 0; g < fixture->groups; g++)
			for (int k = 0; k < fixture->group[g].labels; k++)
				*label++ = fixture->group[g].node[node[g]].label[k];
	}
	sdc_read_counts(arena, table, fixture, across);
	unit_table_free(table);
	sdc_fill_rows(arena, fixture);
	sdc_fill_figures(arena, fixture);
	if (!cpe_system_index(arena, &fixture->system, &problem))
	{
		printf("Bail out! no memory for a table\n");
		exit(2);
	}
}

#endif
