#include "cancer_pe.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "publish/publish_release.h"

/* The cells of a release: each place once, whichever tables show it. */

#define FIRST_ROOM 1024

void
cpe_release_cells_open(struct cpe_release_cells *cells, int dimensions)
{
	struct cpe_problem problem;

	memset(cells, 0, sizeof(*cells));
	cells->dimensions = dimensions;
	cpe_arena_open(&cells->arena, CurrentMemoryContext);
	if (!cpe_dictionary_open(&cells->parts, &cells->arena, &problem) ||
	    !cpe_dictionary_open(&cells->keys, &cells->arena, &problem))
		cpe_raise(&problem);
	cells->room = FIRST_ROOM;
	cells->part = palloc(cells->room * sizeof(int32_t));
	cells->label = palloc(cells->room * dimensions * sizeof(char *));
	cells->value = palloc(cells->room * sizeof(int64));
	cells->numerator = palloc(cells->room * sizeof(int64));
	cells->status = palloc(cells->room * sizeof(char *));
	cells->table = palloc(cells->room * sizeof(char *));
}

static void
make_room(struct cpe_release_cells *cells)
{
	Size room = 2 * (Size) cells->room;

	cells->part = repalloc_huge(cells->part, room * sizeof(int32_t));
	cells->label = repalloc_huge(cells->label, room * cells->dimensions * sizeof(char *));
	cells->value = repalloc_huge(cells->value, room * sizeof(int64));
	cells->numerator = repalloc_huge(cells->numerator, room * sizeof(int64));
	cells->status = repalloc_huge(cells->status, room * sizeof(char *));
	cells->table = repalloc_huge(cells->table, room * sizeof(char *));
	cells->room = (int) room;
}

char *
cpe_cell_name(const char *part, char *const *label, int dimensions)
{
	StringInfoData name;

	initStringInfo(&name);
	appendStringInfoChar(&name, '(');
	if (part && strcmp(part, "{}") != 0)
		appendStringInfo(&name, "%s; ", part);
	for (int d = 0; d < dimensions; d++)
		appendStringInfo(&name, "%s%s", d ? ", " : "", label[d] ? label[d] : "total");
	appendStringInfoChar(&name, ')');
	return name.data;
}

/* The number of a key, or a new one; with only_find -1 in its place. */
static int
number_of_key(struct cpe_dictionary *dictionary, const char *bytes, size_t size, bool only_find)
{
	struct cpe_problem problem;
	int32_t before = dictionary->entries;
	int32_t number;

	if (!cpe_dictionary_number(dictionary, bytes, size, &number, &problem))
		cpe_raise(&problem);
	return only_find && number >= before ? -1 : number;
}

/* The bytes that stand for a place: its part, then each label with a mark, a total without. */
static void
write_key(StringInfo key, int32_t part, char *const *label, int dimensions)
{
	initStringInfo(key);
	appendBinaryStringInfo(key, (const char *) &part, sizeof(part));
	for (int d = 0; d < dimensions; d++)
	{
		appendStringInfoChar(key, label[d] ? 'l' : 't');
		if (label[d])
			appendBinaryStringInfo(key, label[d], (int) strlen(label[d]) + 1);
	}
}

/* Refuses a place that two tables tell differently. */
static void
check_same(const struct cpe_release_cells *cells, int cell, int64 value, int64 numerator,
           const char *table)
{
	const char *name =
		cpe_cell_name(cpe_release_cells_part_text(cells, cells->part[cell]),
	                  cells->label + (Size) cell * cells->dimensions, cells->dimensions);

	if (strcmp(cells->table[cell], table) == 0)
		cpe_refuse(CPE_INVALID, NULL,
		           "Each place is one row; a column that tells rows apart is a dimension or "
		           "separate.",
		           "table \"%s\" has two rows for the cell %s", table, name);
	if (cells->value[cell] != value)
		cpe_refuse(CPE_INVALID, NULL,
		           "Tables of one release are of the same people; others are another release.",
		           "tables \"%s\" and \"%s\" have different counts for the cell %s",
		           cells->table[cell], table, name);
	if (cells->numerator[cell] != numerator)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "tables \"%s\" and \"%s\" have different numerators for the cell %s",
		           cells->table[cell], table, name);
}

int
cpe_release_cells_add(struct cpe_release_cells *cells, const char *part, char *const *label,
                      int64 value, int64 numerator, const char *table)
{
	int32_t part_number = number_of_key(&cells->parts, part, strlen(part) + 1, false);
	StringInfoData key;
	int cell;

	write_key(&key, part_number, label, cells->dimensions);
	cell = number_of_key(&cells->keys, key.data, key.len, false);
	pfree(key.data);
	if (cell < cells->count)
	{
		check_same(cells, cell, value, numerator, table);
		return cell;
	}
	if (cells->count == cells->room)
		make_room(cells);
	cells->part[cell] = part_number;
	for (int d = 0; d < cells->dimensions; d++)
		cells->label[(Size) cell * cells->dimensions + d] = label[d] ? pstrdup(label[d]) : NULL;
	cells->value[cell] = value;
	cells->numerator[cell] = numerator;
	cells->status[cell] = NULL;
	cells->table[cell] = table;
	cells->count++;
	return cell;
}

const char *
cpe_release_cells_part_text(const struct cpe_release_cells *cells, int part)
{
	return cells->parts.entry[part].bytes;
}

int
cpe_release_cells_find(struct cpe_release_cells *cells, const char *part, char *const *label)
{
	int part_number = number_of_key(&cells->parts, part, strlen(part) + 1, true);
	StringInfoData key;
	int cell;

	if (part_number < 0)
		return -1;
	write_key(&key, part_number, label, cells->dimensions);
	cell = number_of_key(&cells->keys, key.data, key.len, true);
	pfree(key.data);
	return cell < cells->count ? cell : -1;
}
