#include "suppress/table.h"

#include <stdlib.h>
#include <string.h>

#include "sdc_fixture.h"
#include "unit.h"

/* ---- tables drawn at random, and what follows from the definitions ---- */

#define MAX_DIMS 4
#define MAX_NODES 8
#define MAX_CELLS 2500
#define MAX_INNER 256
#define MAX_WHOLES 24

/* A label, and the leaves that it stands for. */
struct node
{
	char label[8];
	unsigned leaves;
	bool top; /* nobody's part */
};

struct dimension
{
	int leaves;
	int nodes;
	struct node node[MAX_NODES];
	int ways; /* of adding up to the total, where they are given */
	unsigned way[2];
};

struct drawn_cell
{
	int node[MAX_DIMS]; /* -1: the total */
	const char *dim[MAX_DIMS];
	unsigned mask;
	int64_t value, numerator;
};

/* parts as an unsigned set of nodes, besides the form that is given */
struct drawn
{
	int dims;
	struct dimension dim[MAX_DIMS];
	int wholes;
	struct cpe_table_parts parts[MAX_WHOLES];
	unsigned part_set[MAX_WHOLES];
	int whole_node[MAX_WHOLES]; /* -1: the total */
	const char *part_label[MAX_WHOLES][MAX_NODES];
	int inner;
	int64_t count[MAX_INNER], numerator[MAX_INNER];
	int cells;
	struct drawn_cell cell[MAX_CELLS]; /* in canonical order */
};

static int
below(int limit)
{
	return (int) (unit_random() * limit);
}

static void
add_whole(struct drawn *table, int d, int whole, unsigned set)
{
	int w = table->wholes++;
	const struct dimension *dim = &table->dim[d];

	table->whole_node[w] = whole;
	table->part_set[w] = set;
	table->parts[w].dim = d;
	table->parts[w].whole = whole < 0 ? NULL : dim->node[whole].label;
	table->parts[w].parts = 0;
	table->parts[w].part = table->part_label[w];
	for (int i = 0; i < dim->nodes; i++)
		if (set >> i & 1)
			table->part_label[w][table->parts[w].parts++] = dim->node[i].label;
}

static int
add_node(struct dimension *dim, const char *kind, int number, unsigned leaves)
{
	struct node *node = &dim->node[dim->nodes];

	/* labels whose order is not that of their numbers; some in capitals, one with bytes above 127
	 */
	snprintf(node->label, sizeof(node->label), "%s%d", kind, (number * 7 + 3) % 10);
	node->leaves = leaves;
	node->top = true;
	return dim->nodes++;
}

/* A whole of the leaves in two groups; the nodes of the groups as a set. */
static unsigned
split_leaves(struct drawn *table, int d, const char *kind, unsigned first)
{
	struct dimension *dim = &table->dim[d];
	unsigned all = (1u << dim->leaves) - 1;
	unsigned group[2] = {first, all & ~first};
	unsigned set = 0;

	for (int g = 0; g < 2; g++)
	{
		int whole = add_node(dim, kind, g, group[g]);

		add_whole(table, d, whole, group[g]); /* leaves are the first nodes */
		set |= 1u << whole;
	}
	return set;
}

/* Leaves alone, in two groups, or in two groups in two ways, from which the total may be left. */
static void
draw_dimension(struct drawn *table, int d, bool deep)
{
	struct dimension *dim = &table->dim[d];

	dim->leaves = 1 + below(deep ? 2 : 3);
	dim->nodes = 0;
	dim->ways = 0;
	for (int i = 0; i < dim->leaves; i++)
		add_node(dim, i == 0 ? "\xc3\xa9" : i == 1 ? "T" : "b", i, 1u << i);
	if (deep || dim->leaves < 2 || below(2) == 0)
		return;
	dim->way[0] = split_leaves(table, d, "A", 1);
	for (int i = 0; i < dim->leaves; i++)
		dim->node[i].top = false;
	if (below(2) == 0)
		return;
	dim->way[1] = split_leaves(table, d, "R", dim->leaves == 3 ? 2 : 1);
	dim->ways = 2;
	add_whole(table, d, -1, dim->way[0]);
	add_whole(table, d, -1, dim->way[1]);
}

static int
compare_drawn(const void *left, const void *right)
{
	const struct drawn_cell *a = left;
	const struct drawn_cell *b = right;

	for (int d = 0; d < MAX_DIMS; d++)
	{
		if (a->dim[d] == NULL || b->dim[d] == NULL)
		{
			if (a->dim[d] != b->dim[d])
				return a->dim[d] == NULL ? -1 : 1;
		}
		else if (strcmp(a->dim[d], b->dim[d]) != 0)
			return strcmp(a->dim[d], b->dim[d]);
	}
	return 0;
}

/* Whether an inner count, by number, belongs to a cell. */
static bool
belongs(const struct drawn *table, const struct drawn_cell *cell, int inner)
{
	for (int d = 0; d < table->dims; d++)
	{
		const struct dimension *dim = &table->dim[d];

		if (cell->node[d] >= 0 &&
		    (dim->node[cell->node[d]].leaves >> (inner % dim->leaves) & 1) == 0)
			return false;
		inner /= dim->leaves;
	}
	return true;
}

/* Adds the cells of one pattern. */
static void
add_cells(struct drawn *table, unsigned mask, bool drop_zeros)
{
	struct drawn_cell cell = {.mask = mask};
	int d;

	for (d = 0; d < table->dims; d++)
		cell.node[d] = mask >> d & 1 ? 0 : -1;
	do
	{
		cell.value = 0;
		cell.numerator = 0;
		for (int i = 0; i < table->inner; i++)
			if (belongs(table, &cell, i))
			{
				cell.value += table->count[i];
				cell.numerator += table->numerator[i];
			}
		for (d = 0; d < table->dims; d++)
			cell.dim[d] = cell.node[d] < 0 ? NULL : table->dim[d].node[cell.node[d]].label;
		if ((cell.value > 0 || !drop_zeros) && table->cells < MAX_CELLS)
			table->cell[table->cells++] = cell;
		for (d = 0; d < table->dims; d++)
			if (mask >> d & 1)
			{
				if (++cell.node[d] < table->dim[d].nodes)
					break;
				cell.node[d] = 0;
			}
	} while (d < table->dims);
}

enum zeros
{
	NO_ZEROS,
	ZEROS_PRESENT,
	ZEROS_ABSENT
};

/* closed: what two patterns have in common is a pattern too. */
static void
draw_table(struct drawn *table, enum zeros zeros, bool closed)
{
	bool chosen[1 << MAX_DIMS] = {false};
	int masks;

	memset(table, 0, sizeof(*table));
	table->dims = 1 + below(MAX_DIMS);
	table->inner = 1;
	for (int d = 0; d < table->dims; d++)
	{
		draw_dimension(table, d, table->dims == MAX_DIMS);
		table->inner *= table->dim[d].leaves;
	}
	masks = 1 << table->dims;
	for (int i = 0; i < table->inner; i++)
	{
		table->count[i] = zeros == NO_ZEROS ? 1 + below(9) : below(3) * below(9);
		table->numerator[i] = below((int) table->count[i] + 1);
	}
	for (int m = 0; m < masks; m++)
		chosen[m] = below(2) == 0;
	for (int again = 0; closed && again < masks; again++)
		for (int a = 0; a < masks; a++)
			for (int b = 0; b < masks; b++)
				chosen[a & b] |= chosen[a] && chosen[b];
	/* where the total comes in several ways it is to be there as well */
	for (int d = 0; closed && d < table->dims; d++)
		for (int m = 0; m < masks; m++)
			if (table->dim[d].ways > 0 && chosen[m])
				chosen[m & ~(1 << d)] = true;
	for (int again = 0; closed && again < masks; again++)
		for (int a = 0; a < masks; a++)
			for (int b = 0; b < masks; b++)
				chosen[a & b] |= chosen[a] && chosen[b];
	for (int m = 0; m < masks; m++)
		if (chosen[m])
			add_cells(table, (unsigned) m, zeros == ZEROS_ABSENT);
	qsort(table->cell, (size_t) table->cells, sizeof(*table->cell), compare_drawn);
}

/* ---- rows by definition ---- */

struct plain_rows
{
	size_t rows, room;
	uint32_t **row; /* its length first, then the total and its parts */
};

static int
compare_row(const void *left, const void *right)
{
	const uint32_t *a = *(uint32_t *const *) left;
	const uint32_t *b = *(uint32_t *const *) right;

	for (uint32_t i = 1; i <= a[0] && i <= b[0]; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return (a[0] > b[0]) - (a[0] < b[0]);
}

static void
keep_row(struct plain_rows *rows, const uint32_t *row)
{
	if (rows->rows == rows->room)
	{
		rows->room = rows->room ? 2 * rows->room : 64;
		rows->row = realloc(rows->row, rows->room * sizeof(*rows->row));
	}
	rows->row[rows->rows] = malloc((row[0] + 1) * sizeof(*row));
	memcpy(rows->row[rows->rows++], row, (row[0] + 1) * sizeof(*row));
}

static void
free_rows(struct plain_rows *rows)
{
	for (size_t r = 0; r < rows->rows; r++)
		free(rows->row[r]);
	free(rows->row);
	memset(rows, 0, sizeof(*rows));
}

/* Sorted, each once. */
static void
arrange_rows(struct plain_rows *rows)
{
	size_t kept = 0;

	if (rows->rows == 0)
		return;
	qsort(rows->row, rows->rows, sizeof(*rows->row), compare_row);
	for (size_t r = 0; r < rows->rows; r++)
		if (kept > 0 && compare_row(&rows->row[kept - 1], &rows->row[r]) == 0)
			free(rows->row[r]);
		else
			rows->row[kept++] = rows->row[r];
	rows->rows = kept;
}

/* A relation: cells of the finer pattern whose made dimensions show one of a set of nodes. */
struct plain_relation
{
	unsigned fine, coarse;
	unsigned set[MAX_DIMS]; /* of the dimensions made total, or made whole */
	int whole[MAX_DIMS];    /* what they are made; -2: they stay */
};

static bool
is_part(const struct drawn *table, const struct plain_relation *relation, int total, int part)
{
	const struct drawn_cell *a = &table->cell[total];
	const struct drawn_cell *b = &table->cell[part];

	if (a->mask != relation->coarse || b->mask != relation->fine)
		return false;
	for (int d = 0; d < table->dims; d++)
		if (relation->whole[d] == -2
		        ? a->node[d] != b->node[d]
		        : a->node[d] != relation->whole[d] || (relation->set[d] >> b->node[d] & 1) == 0)
			return false;
	return true;
}

static void
rows_of(const struct drawn *table, const struct plain_relation *relation, struct plain_rows *rows)
{
	static uint32_t row[MAX_CELLS + 2];
	bool label[MAX_DIMS][MAX_NODES] = {{false}};

	for (int t = 0; t < table->cells; t++)
		for (int p = 0; p < table->cells; p++)
			if (is_part(table, relation, t, p))
				for (int d = 0; d < table->dims; d++)
					if (table->cell[p].node[d] >= 0)
						label[d][table->cell[p].node[d]] = true;
	for (int t = 0; t < table->cells; t++)
	{
		const struct drawn_cell *total = &table->cell[t];
		bool within = total->mask == relation->coarse;

		row[0] = 1;
		row[1] = (uint32_t) t;
		for (int p = 0; p < table->cells; p++)
			if (is_part(table, relation, t, p))
				row[++row[0]] = (uint32_t) p;
		for (int d = 0; within && d < table->dims; d++)
			within = relation->whole[d] == -2 ? total->node[d] < 0 || label[d][total->node[d]]
			                                  : total->node[d] == relation->whole[d];
		if (row[0] > 1 || within)
		{
			bool any = row[0] > 1;

			for (int d = 0; d < table->dims; d++)
				for (int i = 0; i < MAX_NODES; i++)
					any |= label[d][i];
			if (any)
				keep_row(rows, row);
		}
	}
}

static unsigned
tops_of(const struct dimension *dim)
{
	unsigned set = 0;

	for (int i = 0; i < dim->nodes; i++)
		if (dim->node[i].top)
			set |= 1u << i;
	return set;
}

static struct plain_rows
plain_rows(const struct drawn *table)
{
	struct plain_rows rows = {0};
	bool present[1 << MAX_DIMS] = {false};
	unsigned masks = 1u << table->dims;

	for (int i = 0; i < table->cells; i++)
		present[table->cell[i].mask] = true;
	for (unsigned coarse = 0; coarse < masks; coarse++)
		for (unsigned fine = 0; fine < masks; fine++)
		{
			bool cover =
				present[coarse] && present[fine] && coarse != fine && (coarse & ~fine) == 0;

			for (unsigned m = 0; m < masks; m++)
				if (present[m] && m != coarse && m != fine && (coarse & ~m) == 0 &&
				    (m & ~fine) == 0)
					cover = false;
			for (unsigned way = 0; cover && way < masks; way++)
			{
				struct plain_relation relation = {.fine = fine, .coarse = coarse};
				bool good = true;

				for (int d = 0; d < table->dims; d++)
				{
					bool made = (fine & ~coarse) >> d & 1;

					relation.whole[d] = made ? -1 : -2;
					relation.set[d] = table->dim[d].ways ? table->dim[d].way[way >> d & 1]
					                                     : tops_of(&table->dim[d]);
					good &= (way >> d & 1) == 0 || (made && table->dim[d].ways > 0);
				}
				if (good)
					rows_of(table, &relation, &rows);
			}
		}
	for (int w = 0; w < table->wholes; w++)
		for (unsigned m = 0; m < masks; m++)
		{
			struct plain_relation relation = {.fine = m, .coarse = m};
			int d = table->parts[w].dim;

			if (table->whole_node[w] < 0 || (m >> d & 1) == 0)
				continue;
			for (int i = 0; i < table->dims; i++)
				relation.whole[i] = -2;
			relation.whole[d] = table->whole_node[w];
			relation.set[d] = table->part_set[w];
			rows_of(table, &relation, &rows);
		}
	arrange_rows(&rows);
	return rows;
}

/* ---- ranks, modulo a prime ---- */

#define PRIME 2147483647u

static uint64_t
power(uint64_t base, uint64_t exponent)
{
	uint64_t result = 1;

	for (; exponent > 0; exponent >>= 1, base = base * base % PRIME)
		if (exponent & 1)
			result = result * base % PRIME;
	return result;
}

static size_t
rank_of(uint64_t *matrix, size_t rows, size_t columns)
{
	size_t rank = 0;

	for (size_t c = 0; c < columns && rank < rows; c++)
	{
		size_t pivot = rank;
		uint64_t inverse;

		while (pivot < rows && matrix[pivot * columns + c] == 0)
			pivot++;
		if (pivot == rows)
			continue;
		for (size_t k = 0; k < columns; k++)
		{
			uint64_t swap = matrix[pivot * columns + k];

			matrix[pivot * columns + k] = matrix[rank * columns + k];
			matrix[rank * columns + k] = swap;
		}
		inverse = power(matrix[rank * columns + c], PRIME - 2);
		for (size_t r = rank + 1; r < rows; r++)
		{
			uint64_t factor = matrix[r * columns + c] * inverse % PRIME;

			for (size_t k = c; factor != 0 && k < columns; k++)
				matrix[r * columns + k] =
					(matrix[r * columns + k] + (PRIME - factor) * matrix[rank * columns + k]) %
					PRIME;
		}
		rank++;
	}
	return rank;
}

/* How many independent relations hold between the cells whatever the inner counts are. */
static size_t
relations_that_hold(const struct drawn *table)
{
	size_t cells = (size_t) table->cells;
	size_t inner = (size_t) table->inner;
	uint64_t *matrix = calloc(cells * inner + 1, sizeof(*matrix));
	size_t rank;

	for (size_t c = 0; c < cells; c++)
		for (size_t i = 0; i < inner; i++)
			matrix[c * inner + i] = belongs(table, &table->cell[c], (int) i);
	rank = rank_of(matrix, cells, inner);
	free(matrix);
	return cells - rank;
}

static size_t
rank_of_rows(const struct drawn *table, const struct plain_rows *rows)
{
	size_t cells = (size_t) table->cells;
	uint64_t *matrix = calloc(cells * rows->rows + 1, sizeof(*matrix));
	size_t rank;

	for (size_t r = 0; r < rows->rows; r++)
		for (uint32_t i = 1; i <= rows->row[r][0]; i++)
			matrix[r * cells + rows->row[r][i]] = i == 1 ? PRIME - 1 : 1;
	rank = rank_of(matrix, rows->rows, cells);
	free(matrix);
	return rank;
}

/* ---- reading drawn tables ---- */

/* The cells as they are given, in the order of a permutation. */
static struct cpe_table_cell *
cells_of(const struct drawn *table, const uint32_t *order, bool numerators)
{
	struct cpe_table_cell *cell = calloc((size_t) table->cells + 1, sizeof(*cell));

	for (int i = 0; i < table->cells; i++)
	{
		cell[i].dim = table->cell[order[i]].dim;
		cell[i].known = true;
		cell[i].value = table->cell[order[i]].value;
		cell[i].numbered = numerators;
		cell[i].numerator = table->cell[order[i]].numerator;
	}
	return cell;
}

static void
shuffle(uint32_t *order, int count)
{
	for (int i = 0; i < count; i++)
		order[i] = (uint32_t) i;
	for (int i = count - 1; i > 0; i--)
	{
		int k = below(i + 1);
		uint32_t swap = order[i];

		order[i] = order[k];
		order[k] = swap;
	}
}

static bool
read_cells(struct cpe_arena *arena, const struct drawn *table, const struct cpe_table_cell *cell,
           struct cpe_table *result, struct cpe_problem *problem)
{
	struct cpe_table_parts parts[MAX_WHOLES];

	/* in any order, too */
	for (int w = 0; w < table->wholes; w++)
		parts[w] = table->parts[table->wholes - 1 - w];
	memset(problem, 0, sizeof(*problem));
	return cpe_table_read(arena, cell, (size_t) table->cells, table->dims, parts,
	                      (size_t) table->wholes, result, problem);
}

/* Whether the order and all rows are those that are wanted. */
static void
check_table(const struct drawn *table, const struct cpe_table *got, const uint32_t *given,
            const struct plain_rows *want)
{
	bool same = got->rows == want->rows;

	for (int i = 0; i < table->cells; i++)
		if (given[got->order[i]] != (uint32_t) i || got->place[got->order[i]] != (uint32_t) i)
			same = false;
	CHECK(same, "%zu rows, not %zu", got->rows, want->rows);
	for (size_t r = 0; same && r < got->rows; r++)
	{
		size_t length = got->row_start[r + 1] - got->row_start[r];

		same =
			length == want->row[r][0] && memcmp(got->row_place + got->row_start[r],
		                                        want->row[r] + 1, length * sizeof(uint32_t)) == 0;
		CHECK(same, "row %zu of %zu cells, not %u", r, length, want->row[r][0]);
	}
}

/* One unit more or less in one cell that stands in a row: that is noticed. */
static void
check_wrong_cell(const struct drawn *table, struct cpe_table_cell *cell, const uint32_t *given,
                 const struct plain_rows *rows, bool numerator)
{
	const uint32_t *row = rows->row[below((int) rows->rows)];
	uint32_t wrong = row[1 + below((int) row[0])];
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_table got;
	int i = 0;

	while (given[i] != wrong)
		i++;
	if (!numerator)
		cell[i].value++;
	else if (cell[i].value == 0)
		return;
	else
		cell[i].numerator += cell[i].numerator > 0 ? -1 : 1;
	cpe_arena_open_malloc(&arena);
	CHECK(!read_cells(&arena, table, cell, &got, &problem) && problem.code == CPE_INVALID &&
	          strstr(problem.message, numerator ? "the numerators of cell" : "the values of cell"),
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/*
 * A total that is lacking is asked for although other cells tell what it tells only where a
 * dimension has one label, or several ways to its total.
 */
static bool
may_be_needless(const struct drawn *table)
{
	bool special = false;

	for (int d = 0; d < table->dims; d++)
		special |= table->dim[d].leaves == 1 || table->dim[d].ways > 0;
	return special;
}

static void
check_drawn(enum zeros zeros, bool closed, int rounds)
{
	static struct drawn table;
	static uint32_t given[MAX_CELLS];
	int refused = 0;
	int needless = 0;
	size_t total_rows = 0;
	struct plain_rows want;

	for (int round = 0; round < rounds; round++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_table got;
		struct cpe_table_cell *cell;
		bool complete;

		draw_table(&table, zeros, closed);
		want = plain_rows(&table);
		/* all relations are found, or the table is refused */
		complete = zeros != NO_ZEROS || rank_of_rows(&table, &want) == relations_that_hold(&table);
		CHECK(!closed || complete, "closed patterns that do not tell all");
		for (int turn = 0; turn < 2; turn++)
		{
			bool read;

			shuffle(given, table.cells);
			cell = cells_of(&table, given, turn == 1);
			cpe_arena_open_malloc(&arena);
			read = read_cells(&arena, &table, cell, &got, &problem);
			CHECK(read ? complete : !complete || !closed, "%d dimensions, %d cells: %s / %s",
			      table.dims, table.cells, read ? "read" : problem.message, problem.detail);
			if (!read && complete)
			{
				needless++;
				CHECK(may_be_needless(&table), "%d dimensions, %d cells: %s / %s", table.dims,
				      table.cells, problem.message, problem.detail);
			}
			if (read && complete)
				check_table(&table, &got, given, &want);
			else if (!read)
			{
				refused++;
				CHECK(strstr(problem.message, "the table lacks the ") != NULL, "%s",
				      problem.message);
			}
			cpe_arena_close_malloc(&arena);
			if (read && want.rows > 0)
			{
				total_rows += want.rows;
				check_wrong_cell(&table, cell, given, &want, turn == 1);
			}
			free(cell);
		}
		free_rows(&want);
	}
	CHECK(total_rows > (size_t) rounds, "%zu rows only", total_rows);
	CHECK(closed || refused > rounds / 20, "%d refused only", refused);
	printf("# %d tables, %zu rows, %d refused, %d of them needlessly\n", 2 * rounds, total_rows,
	       refused, needless);
}

/* Cells that are not known change no row. */
static void
check_unknown(void)
{
	static struct drawn table;
	static uint32_t given[MAX_CELLS];

	for (int round = 0; round < 100; round++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_table got;
		struct cpe_table_cell *cell;
		struct plain_rows want;
		int left = 0;

		draw_table(&table, NO_ZEROS, true);
		want = plain_rows(&table);
		shuffle(given, table.cells);
		cell = cells_of(&table, given, false);
		for (int i = 0; i < table.cells; i++)
			if (below(3) == 0)
			{
				cell[i].known = false;
				cell[i].value = -77;
			}
			else
				left++;
		cpe_arena_open_malloc(&arena);
		if (CHECK(read_cells(&arena, &table, cell, &got, &problem), "%s", problem.message))
			check_table(&table, &got, given, &want);
		/* what is known of the parts may not be above a total that is known */
		for (size_t r = 0; r < want.rows; r++)
		{
			int64_t sum = 0;
			int total = 0;

			while (given[total] != want.row[r][1])
				total++;
			for (uint32_t k = 2; k <= want.row[r][0]; k++)
			{
				int i = 0;

				while (given[i] != want.row[r][k])
					i++;
				sum += cell[i].known ? cell[i].value : 0;
			}
			if (!cell[total].known || sum == 0)
				continue;
			cell[total].value = sum - 1;
			CHECK(!read_cells(&arena, &table, cell, &got, &problem) &&
			          strstr(problem.message, "do not add up"),
			      "%s", problem.message);
			break;
		}
		CHECK(left > 0 || table.cells < 20, "all unknown");
		cpe_arena_close_malloc(&arena);
		free(cell);
		free_rows(&want);
	}
}

/* ---- the tables of test/data/sdc ---- */

/* The rows of a fixture's own system, by place. */
static struct plain_rows
fixture_rows(const struct sdc_fixture *fixture, const struct cpe_table *table)
{
	const struct cpe_system *system = &fixture->system;
	struct plain_rows rows = {0};
	uint32_t *row = malloc((fixture->n + 2) * sizeof(*row));

	for (size_t r = 0; r < system->rows; r++)
	{
		int8_t sign = system->row_sign[system->row_start[r]];
		uint32_t *parts = row + 2;

		row[0] = 0;
		for (size_t i = system->row_start[r]; i < system->row_start[r + 1]; i++)
			row[0]++;
		/* the one whose sign is not that of the others is the total */
		for (size_t i = system->row_start[r]; row[0] > 2 && i < system->row_start[r + 1]; i++)
			sign = system->row_sign[i] == system->row_sign[system->row_start[r + 1] - 1]
			           ? sign
			           : system->row_sign[i];
		for (size_t i = system->row_start[r]; i < system->row_start[r + 1]; i++)
			if (system->row_sign[i] == sign)
				row[1] = table->place[system->row_figure[i]];
			else
				*parts++ = table->place[system->row_figure[i]];
		for (uint32_t a = 2; a <= row[0]; a++)
			for (uint32_t b = a; b > 2 && row[b - 1] > row[b]; b--)
			{
				uint32_t swap = row[b];

				row[b] = row[b - 1];
				row[b - 1] = swap;
			}
		keep_row(&rows, row);
	}
	free(row);
	arrange_rows(&rows);
	return rows;
}

static void
check_rows(const struct cpe_table *got, const struct plain_rows *want, const char *name)
{
	bool same = got->rows == want->rows;

	for (size_t r = 0; same && r < got->rows; r++)
	{
		size_t length = got->row_start[r + 1] - got->row_start[r];

		same =
			length == want->row[r][0] && memcmp(got->row_place + got->row_start[r],
		                                        want->row[r] + 1, length * sizeof(uint32_t)) == 0;
	}
	CHECK(same, "%s: %zu rows, %zu wanted", name, got->rows, want->rows);
}

/* The same cells with one dimension for the geography, whose labels have parts. */
static void
check_geography(struct cpe_arena *arena, const struct sdc_fixture *fixture)
{
	const struct sdc_group *geography = &fixture->group[0];
	struct cpe_table_cell *cell = sdc_room(arena, fixture->n, sizeof(*cell));
	struct cpe_table_parts *parts = sdc_room(arena, (size_t) geography->nodes, sizeof(*parts));
	size_t count = 0;
	struct cpe_problem problem;
	struct cpe_table table;
	struct plain_rows want;

	for (size_t i = 0; i < fixture->n; i++)
	{
		const char **label = sdc_room(arena, (size_t) fixture->dims, sizeof(*label));
		const char *const *dim = fixture->cell[i].dim;

		label[0] = dim[1] ? dim[1] : dim[0];
		for (int d = 2; d < fixture->dims; d++)
			label[d - 1] = dim[d];
		cell[i] = fixture->cell[i];
		cell[i].dim = label;
	}
	for (int a = 1; a < geography->nodes; a++)
	{
		const char **part;

		if (geography->node[a].label[1] != NULL)
			continue;
		part = sdc_room(arena, (size_t) geography->nodes, sizeof(*part));
		parts[count].dim = 0;
		parts[count].whole = geography->node[a].label[0];
		parts[count].part = part;
		for (int t = 1; t < geography->nodes; t++)
			if (geography->node[t].parent == a)
				part[parts[count].parts++] = geography->node[t].label[1];
		count++;
	}
	if (!CHECK(cpe_table_read(arena, cell, fixture->n, fixture->dims - 1, parts, count, &table,
	                          &problem),
	           "%s: %s", fixture->name, problem.message))
		return;
	want = fixture_rows(fixture, &table);
	check_rows(&table, &want, fixture->name);
	free_rows(&want);
}

static void
check_fixture(const char *directory, const char *name, size_t rows)
{
	struct cpe_arena arena;
	struct sdc_fixture fixture;
	struct cpe_problem problem;
	struct cpe_table table;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, directory, name, &fixture);
	CHECK(fixture.system.rows == rows, "%zu rows of %s", fixture.system.rows, name);
	if (CHECK(cpe_table_read(&arena, fixture.cell, fixture.n, fixture.dims, NULL, 0, &table,
	                         &problem),
	          "%s: %s", name, problem.message))
	{
		struct plain_rows want = fixture_rows(&fixture, &table);

		check_rows(&table, &want, name);
		free_rows(&want);
	}
	if (fixture.group[0].labels == 2)
		check_geography(&arena, &fixture);
	cpe_arena_close_malloc(&arena);
}

/* ---- what is refused ---- */

/* Cells as text: "a,b=5 a,=5/2 ,=?": labels, nothing for a total; value; numerator. */
struct text_table
{
	char text[4000];
	int dims;
	size_t cells;
	struct cpe_table_cell cell[64];
	const char *label[64][8];
};

static void
parse_table(struct text_table *table, const char *text)
{
	char *at = table->text;

	memset(table, 0, sizeof(*table));
	snprintf(table->text, sizeof(table->text), "%s", text);
	while (*at != '\0')
	{
		struct cpe_table_cell *cell = &table->cell[table->cells];
		char *end = at + strcspn(at, " ");
		int d = 0;

		for (;;)
		{
			size_t length = strcspn(at, ",=");
			char stop = at[length];

			at[length] = '\0';
			table->label[table->cells][d++] = length > 0 ? at : NULL;
			at += length + 1;
			if (stop == '=')
				break;
		}
		table->dims = d;
		cell->dim = table->label[table->cells++];
		cell->known = *at != '?';
		if (cell->known)
			cell->value = strtoll(at, &at, 10);
		cell->numbered = *at == '/';
		if (cell->numbered)
			cell->numerator = strtoll(at + 1, &at, 10);
		at = *end == '\0' ? end : end + 1;
	}
}

/* Parts as text: "1:E=a+b 1:=E": of dimension 1, E is a and b, the total is E. */
static size_t
parse_parts(char *text, struct cpe_table_parts *parts, const char *label[][8])
{
	size_t count = 0;
	char *at = text;

	while (*at != '\0')
	{
		char *end = at + strcspn(at, " ");
		char *next = *end == '\0' ? end : end + 1;

		*end = '\0';
		parts[count].dim = (int) strtol(at, &at, 10) - 1;
		parts[count].whole = at[1] == '=' ? NULL : at + 1;
		at += strcspn(at, "=");
		*at++ = '\0';
		parts[count].parts = 0;
		parts[count].part = label[count];
		while (*at != '\0')
		{
			char *name = at;

			at += strcspn(at, "+");
			if (*at != '\0')
				*at++ = '\0';
			label[count][parts[count].parts++] = name;
		}
		count++;
		at = next;
	}
	return count;
}

/* rows < 0: refused with that code, and texts in message, detail and hint. */
static void
try_table(const char *cells, const char *parts_text, int rows, enum cpe_code code,
          const char *message, const char *detail, const char *hint)
{
	static struct text_table table;
	char parts_copy[500];
	struct cpe_table_parts parts[8];
	const char *label[8][8];
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_table got;
	size_t count;

	for (int turn = 0; turn < 2; turn++)
	{
		bool read;

		memset(&problem, 0, sizeof(problem));
		parse_table(&table, cells);
		snprintf(parts_copy, sizeof(parts_copy), "%s", parts_text);
		count = parse_parts(parts_copy, parts, label);
		/* backwards, the same */
		for (size_t i = 0; turn == 1 && i < table.cells / 2; i++)
		{
			struct cpe_table_cell swap = table.cell[i];

			table.cell[i] = table.cell[table.cells - 1 - i];
			table.cell[table.cells - 1 - i] = swap;
		}
		cpe_arena_open_malloc(&arena);
		read = cpe_table_read(&arena, table.cell, table.cells, table.dims, parts, count, &got,
		                      &problem);
		if (rows >= 0)
			CHECK(read && got.rows == (size_t) rows, "%s: %zu rows, %s %s", cells,
			      read ? got.rows : 0, problem.message, problem.detail);
		else
			CHECK(!read && problem.code == code && strcmp(problem.message, message) == 0 &&
			          strcmp(problem.detail, detail) == 0 && strcmp(problem.hint, hint) == 0,
			      "%s: %d\n#  %s\n#  %s\n#  %s", cells, problem.code, problem.message,
			      problem.detail, problem.hint);
		cpe_arena_close_malloc(&arena);
	}
}

static void
reads(const char *cells, const char *parts, int rows)
{
	try_table(cells, parts, rows, CPE_OK, "", "", "");
}

static void
refuses(const char *cells, const char *parts, const char *message, const char *detail,
        const char *hint)
{
	try_table(cells, parts, -1, CPE_INVALID, message, detail, hint);
}

#define ADD_IT "Add it, as a latent cell (given x) if it is not published."
#define LEVELS                                                                                     \
	"A label that is the sum of others needs the option parts or parents; PARTITION BY what "      \
	"tells tables apart."

static void
check_small(void)
{
	unit_case("table: small ones");
	reads("", "", 0);
	reads("a=5", "", 0);
	reads("=5", "", 0);
	reads("=5 a=5", "", 1);
	reads("a=2 b=3", "", 0);
	reads("=0 a=0", "", 1);
	/* zeros absent, and a row of one total that has nothing below it */
	reads(",=5 a,=5 b,=0 a,x=5 b,x=0", "", 3);
	reads(",=5 ,x=5 a,=5 b,=0 a,x=5", "", 4);
	/* a breakdown of one label only, of which nothing else is said */
	reads(",=9 a,=5 b,=4 a,x=3 a,y=2", "", 2);
	/* ROLLUP; region and trust as two dimensions */
	reads(",=9 N,=5 S,=4 N,a=3 N,b=2 S,c=4", "", 3);
	/* the same in one */
	reads("=9 N=5 S=4 a=3 b=2 c=4", "1:N=a+b 1:S=c", 3);
	/* a label with two wholes: the total says which way it goes, and both do */
	reads("=9 N=5 S=4 a=3 b=2 c=4 U=7 V=2", "1:N=a+b 1:S=c 1:U=a+c 1:V=b 1:=N+S 1:=U+V", 6);
	/* the same sum given twice is one; parts that are not there are zero; ways of which nothing is
	   there say nothing */
	reads("=5 a=3 b=2", "1:=a+b 1:=b+a+zz 1:=yy", 1);
	reads("=5 N=5 a=3 b=2", "1:N=a+b+c 1:M=d", 2);
	/* linked: by sex and by age, with the totals that they have in common */
	reads(",,=7 ,m,=3 ,f,=4 ,,y=5 ,,o=2", "", 2);
	reads("a,,=7 a,m,=3 a,f,=4 a,,y=5 a,,o=2", "", 2);
	/* nobody has numerators, some have */
	reads("=5/2 a=3/2 b=2/0", "", 1);
	reads("=5/2 a=3/2 b=2", "", 1);
	reads("=5/2 a=5/2 b=0", "", 1);
	reads("=? a=3 b=2", "", 1);
	reads("=5 a=3 b=?", "", 1);
	reads("=9223372036854775807 a=9223372036854775806 b=1", "", 1);
}

static void
check_refused(void)
{
	unit_case("table: what is refused");
	refuses(
		"a,x=1 a,y=2 a,x=1", "", "cell (a, x) stands twice in the table",
		"Each cell of a table stands in it once.",
		"PARTITION BY what tells tables apart; a NULL that is no total needs a label of its own.");
	refuses(
		"=1 =1", "", "cell (total) stands twice in the table",
		"Each cell of a table stands in it once.",
		"PARTITION BY what tells tables apart; a NULL that is no total needs a label of its own.");
	refuses("a,=-3 b,=-2", "", "cell (a, total) has a negative value: -3",
	        "A count is zero or positive.", "");
	refuses("a=3/4", "", "cell (a) has a numerator out of range: 4 of 3",
	        "A numerator lies between 0 and the value.", "");
	refuses("a=3/-1", "", "cell (a) has a numerator out of range: -1 of 3",
	        "A numerator lies between 0 and the value.", "");
	refuses("q,=9 q,a=5 q,b=3", "", "the values of cell (q, total) and of its parts do not add up",
	        "It is 9; its 2 parts over dimension 2 add up to 8: 1 are missing.",
	        "Add what is not published as a latent cell (given x), for example (q, rest).");
	refuses("=7 a=5 b=3", "", "the values of cell (total) and of its parts do not add up",
	        "It is 7; its 2 parts over dimension 1 add up to 8: 1 too many.", LEVELS);
	refuses("=7 a=5 b=3 c=?", "", "the values of cell (total) and of its parts do not add up",
	        "It is 7; its 3 parts over dimension 1 add up to 8 without those that are not known: 1 "
	        "too many.",
	        LEVELS);
	refuses("=8/5 a=5/3 b=3/1", "", "the numerators of cell (total) and of its parts do not add up",
	        "It is 5; its 2 parts over dimension 1 add up to 4: 1 are missing.",
	        "Add what is not published as a latent cell (given x), for example (rest).");
	refuses("=8/1 a=5/3 b=3", "", "the numerators of cell (total) and of its parts do not add up",
	        "It is 1; its 2 parts over dimension 1 add up to 3 without those that are not known: 2 "
	        "too many.",
	        LEVELS);
	refuses("=9 N=9 a=3 b=2", "1:N=a+b", "the values of cell (N) and of its parts do not add up",
	        "It is 9; its 2 parts over the parts of N in dimension 1 add up to 5: 4 are missing.",
	        "Add what is not published as a latent cell (given x), for example rest as one part "
	        "more.");
	/* regions and trusts side by side, and nobody said so */
	refuses("=9 N=5 S=4 a=5 c=4", "", "the values of cell (total) and of its parts do not add up",
	        "It is 9; its 4 parts over dimension 1 add up to 18: 9 too many.", LEVELS);
	/* a total that should have parts, as others have */
	refuses(",=9 ,x=5 ,y=4 a,=5 b,=4 a,x=5 b,x=0", "",
	        "the values of cell (b, total) and of its parts do not add up",
	        "It is 4; its 1 parts over dimension 2 add up to 0: 4 are missing.",
	        "Add what is not published as a latent cell (given x), for example (b, rest).");
	/* and one that has no part at all, though each of its labels has */
	refuses(",y,t=2 ,x,s=3 ,y,s=1 a,y,t=2 a,x,s=3", "",
	        "the values of cell (total, y, s) and of its parts do not add up",
	        "It is 1; its 0 parts over dimension 1 add up to 0: 1 are missing.",
	        "Add what is not published as a latent cell (given x), for example (rest, y, s).");
	reads(",y,t=2 ,x,s=3 ,y,s=0 a,y,t=2 a,x,s=3", "", 3);
	reads(",y,t=2 ,x,s=3 ,y,s=? a,y,t=2 a,x,s=3", "", 3);
	try_table("=9223372036854775807 a=9223372036854775806 b=2", "", -1, CPE_RANGE,
	          "the values of the parts of cell (total) add up to more than 2^63 - 1",
	          "It is the sum of 2 parts over dimension 1.", "");
	try_table("=? a=9223372036854775806 b=2 c=?", "", -1, CPE_RANGE,
	          "the values of the parts of cell (total) add up to more than 2^63 - 1",
	          "It is the sum of 3 parts over dimension 1.", "");
}

static void
check_absent(void)
{
	unit_case("table: totals that are not there");
	refuses(
		"m,=3 f,=4 ,y=5 ,o=2", "", "the table lacks the total (total, total)",
		"Sums over dimension 2 and over dimension 1 both give it, so the cells of the one tell of "
		"those of the other.",
		ADD_IT);
	refuses(
		"a,m,=3 a,f,=4 a,,y=5 a,,o=2", "", "the table lacks the total (a, total, total)",
		"Sums over dimension 3 and over dimension 2 both give it, so the cells of the one tell of "
		"those of the other.",
		ADD_IT);
	/* the crossing tells it anyway */
	reads("m,=3 f,=4 ,y=5 ,o=2 m,y=2 m,o=1 f,y=3 f,o=1", "", 4);
	/* but not where it is not all there */
	refuses(
		"m,=3 f,=? ,y=? ,o=? m,y=2 m,o=1", "", "the table lacks the total (total, total)",
		"Sums over dimension 2 and over dimension 1 both give it, so the cells of the one tell of "
		"those of the other.",
		ADD_IT);
	/* a way over three patterns: (1), (2) and (3), with (1 2) and (2 3) */
	reads("a,,=3 ,b,=3 ,,c=3 a,b,=3 ,b,c=3", "", 4);
	/* zeros tell nothing */
	reads("m,=0 f,=0 ,y=0 ,o=0", "", 0);
	/* a level that is left out of one pattern, and counted in another */
	refuses(",=9 N,=5 S,=4 ,x=9 S,x=4 a,=5 a,x=5", "1:N=a", "the table lacks the cell (N, x)",
	        "As it is absent it counts as zero in the sum (total, x), though it has parts that are "
	        "not zero, or are hidden.",
	        ADD_IT);
	/* the same where it is the crossing that shows it */
	refuses(
		",,=9 a,,=4 a,u,=4 b,u,v=5 a,u,v=4", "", "the table lacks the cell (b, total, total)",
		"As it is absent it counts as zero in the sum (total, total, total), though it has parts "
		"that are not zero, or are hidden.",
		ADD_IT);
	/* the same where labels have parts: the crossing by trust tells that of the region ... */
	reads("N,m,=3 N,,y=3 N,m,y=3 a,m,=2 a,,y=2 a,m,y=2 b,m,=1 b,,y=1 b,m,y=1", "1:N=a+b", 9);
	/* ... and where it is there by sex for the region only, and by age for trusts, nothing does */
	refuses(
		"N,m,=3 a,,y=2 b,,y=1", "1:N=a+b", "the table lacks the total (N, total, total)",
		"Sums over dimension 2 and over the parts of N in dimension 1 both give it, so the cells "
		"of the one tell of those of the other.",
		ADD_IT);
	refuses(
		"N,m,=3 N,m,y=3 a,,y=2 b,,y=1", "1:N=a+b", "the table lacks the total (N, total, y)",
		"Sums over dimension 2 and over the parts of N in dimension 1 both give it, so the cells "
		"of the one tell of those of the other.",
		ADD_IT);
	/* the total of two ways */
	refuses(
		"N=5 S=4 U=7 V=2", "1:=N+S 1:=U+V", "the table lacks the total (total)",
		"Sums over dimension 1 and over dimension 1 both give it, so the cells of the one tell of "
		"those of the other.",
		ADD_IT);
	reads("N=5 S=4 U=7 V=2", "1:=N+S", 0);
}

static void
check_parts(void)
{
	unit_case("table: parts that are refused");
	refuses("=5 a=5", "3:N=a", "parts of dimension 3, but the table has 1 dimensions", "", "");
	refuses("=5 a=5", "0:N=a", "parts of dimension 0, but the table has 1 dimensions", "", "");
	refuses(
		"=5 a=5", "1:N=a", "label \"N\" is not in the table, though one of its parts is",
		"Parts of N in dimension 1.",
		"Add its cells (latent ones, with x as given status, if they are not published), or leave "
		"it out of parts and parents.");
	refuses("=5 a=5 N=5", "1:N=a+a", "label \"a\" is named twice as a part of the same sum",
	        "Parts of N in dimension 1.", "");
	refuses("=5 a=5", "1:=a+a", "label \"a\" is named twice as a part of the same sum",
	        "Parts of the total in dimension 1.", "");
	refuses("=5 a=5", "1:a=a", "label \"a\" of dimension 1 is part of itself, by way of others",
	        "A part is smaller than its whole, so nothing is part of itself.", "");
	refuses("=5 a=5 b=5 c=5 d=5", "1:a=b 1:b=c 1:c=a 1:c=d",
	        "label \"c\" of dimension 1 is part of itself, by way of others",
	        "A part is smaller than its whole, so nothing is part of itself.", "");
	refuses(
		"=5 N=5 M=3 a=3 b=2", "1:N=M+a+b 1:M=a", "label \"a\" is counted twice in one sum",
		"Both M and a have it, in dimension 1.",
		"Where one label can be split in several ways, give each of them in parts; \"\" in parts "
		"and parents is the total.");
	/* two wholes that nobody is the part of: which way does the total go? */
	refuses(
		"=9 N=5 S=4 a=3 b=2 c=4 U=7 V=2", "1:N=a+b 1:S=c 1:U=a+c 1:V=b",
		"label \"c\" is counted twice in one sum", "Both S and U have it, in dimension 1.",
		"Where one label can be split in several ways, give each of them in parts; \"\" in parts "
		"and parents is the total.");
	/* without the total it does not matter */
	reads("N=5 S=4 a=3 b=2 c=4 U=7 V=2", "1:N=a+b 1:S=c 1:U=a+c 1:V=b", 4);
}

static void
check_shapes(void)
{
	static const char *label[70];
	struct cpe_table_cell cell = {.dim = label, .known = true};
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_table got;
	static struct drawn table;
	static uint32_t given[MAX_CELLS];
	struct cpe_table_cell *cells;
	char text[60];
	const char *long_label[3] = {"a label that is longer than what is left of the text", NULL, "z"};
	bool read;
	int tries = 0;

	unit_case("table: dimensions, patterns, memory, cancel, words");
	cpe_arena_open_malloc(&arena);
	CHECK(!cpe_table_read(&arena, &cell, 1, 64, NULL, 0, &got, &problem) &&
	          problem.code == CPE_LIMIT,
	      "%s", problem.message);
	CHECK(!cpe_table_read(&arena, &cell, 1, 0, NULL, 0, &got, &problem) &&
	          problem.code == CPE_INVALID,
	      "%s", problem.message);
	CHECK(cpe_table_read(&arena, &cell, 1, 63, NULL, 0, &got, &problem), "%s", problem.message);
	/* 2,048 patterns */
	cells = calloc(2048, sizeof(*cells));
	for (int i = 0; i < 2048; i++)
	{
		const char **dim = sdc_room(&arena, 11, sizeof(*dim));

		for (int d = 0; d < 11; d++)
			dim[d] = i >> d & 1 ? "a" : NULL;
		cells[i].dim = dim;
		cells[i].known = true;
		cells[i].value = 1;
	}
	CHECK(!cpe_table_read(&arena, cells, 2048, 11, NULL, 0, &got, &problem) &&
	          problem.code == CPE_LIMIT &&
	          strcmp(problem.message,
	                 "the table has too many patterns of totals: more than 1024") == 0,
	      "%s", problem.message);
	for (int i = 0; i < 1024; i++)
		cells[i] = cells[2 * i];
	CHECK(cpe_table_read(&arena, cells, 1024, 11, NULL, 0, &got, &problem) && got.rows == 5120,
	      "%s", problem.message);
	free(cells);
	cell.dim = long_label;
	cpe_table_describe(&cell, 3, text, sizeof(text));
	CHECK(strcmp(text, "(..., total, z)") == 0, "%s", text);
	cpe_arena_close_malloc(&arena);

	do
		draw_table(&table, ZEROS_PRESENT, true);
	while (table.cells < 50 || table.wholes < 3);
	shuffle(given, table.cells);
	cells = cells_of(&table, given, true);
	do
	{
		unit_arena_open(&arena, -1, tries++);
		read = read_cells(&arena, &table, cells, &got, &problem);
		CHECK(read || problem.code == CPE_NO_MEMORY, "%s", problem.message);
		cpe_arena_close_malloc(&arena);
	} while (!read);
	CHECK(tries > 50, "%d allocations", tries);
	tries = 0;
	do
	{
		unit_arena_open(&arena, tries++, -1);
		read = read_cells(&arena, &table, cells, &got, &problem);
		CHECK(read || problem.code == CPE_CANCELLED, "%s", problem.message);
		cpe_arena_close_malloc(&arena);
	} while (!read);
	CHECK(tries > 10, "%d polls", tries);
	free(cells);
}

int
main(int argc, char **argv)
{
	srandom(20261127);
	check_small();
	check_refused();
	check_absent();
	check_parts();
	check_shapes();
	unit_case("table: rows by definition, all relations that hold, any row order; closed patterns");
	check_drawn(NO_ZEROS, true, 300);
	unit_case("table: the same; any patterns");
	check_drawn(NO_ZEROS, false, 600);
	unit_case("table: the same; with zeros");
	check_drawn(ZEROS_PRESENT, true, 200);
	unit_case("table: the same; zeros absent");
	check_drawn(ZEROS_ABSENT, true, 300);
	unit_case("table: cells that are not known");
	check_unknown();
	unit_case("table: the synthetic tables");
	check_fixture(argv[1], "F01", 20);
	check_fixture(argv[1], "F03", 455);
	check_fixture(argv[1], "F04", 464);
	check_fixture(argv[1], "F05", 5432);
	(void) argc;
	return unit_end();
}
