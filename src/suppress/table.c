#include "suppress/table.h"

#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "suppress/labels.h"

#define NONE UINT32_MAX
#define MAX_DIMS 63
#define MAX_PATTERNS 1024
#define MAX_RELATIONS 100000
#define SHOWN_CELL 140

/*
 * How it works.  Cells are put in canonical order and numbered by their codes.  The dimensions that
 * are no total are a cell's pattern.  A relation says which cells add up to which: those of a
 * pattern, with some of its dimensions made total; or parts of a label, in one pattern.  Each cell
 * is looked up under the total that it belongs to in each of its relations, and all that was found
 * is sorted by total.
 */

/* Cells with the same dimensions filled in. */
struct pattern
{
	uint64_t mask;
	bool present; /* else no cell has it: what two patterns that are present have in common */
	size_t first, cells;  /* in reading.by_pattern */
	size_t first_up, ups; /* in reading.up: relations in which its cells are parts */
};

/* Cells of pattern fine, with what counts in the dimensions that become total, add up to coarse. */
struct relation
{
	uint32_t fine, coarse;
	uint32_t group; /* of relations to the same total, which follow from finer cells: the first */
	const bool *const *counts; /* by dimension: by code; NULL where it stays */
};

/* A cell found as part of a total, in a relation. */
struct entry
{
	uint32_t total;
	uint32_t relation; /* a relation, or relations + number of a whole in a pattern */
	uint32_t part;     /* NONE: the total has no part, so it is zero */
};

/* A total that is not in the table, though it has parts there. */
struct absent
{
	uint32_t relation; /* the first that gives it */
	uint32_t like;     /* that, or what its parts, absent as well, come from; NONE: from cells */
	bool counts;       /* it is not known to be zero */
};

struct reading
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_table_cell *cell;
	struct cpe_labels labels;
	struct cpe_table *table;
	uint32_t *code;               /* by place, dims codes each */
	struct cpe_dictionary number; /* of codes: places, and from cells on totals that are absent */
	size_t patterns;
	struct pattern *pattern; /* ascending by mask */
	uint32_t *pattern_of;    /* by place */
	uint32_t *by_pattern;    /* places, ascending within each pattern */
	size_t relations, relation_room;
	struct relation *relation;
	uint32_t *up;
	struct cpe_dictionary whole; /* of a label's whole and a pattern, 4 bytes each */
	size_t entries, entry_room, sorted;
	struct entry *entry;
	size_t absent_room;
	struct absent *absent; /* by number - cells */
	size_t counted;
	uint32_t *count_order; /* numbers of those that count, as they were found to */
	bool total_checked[MAX_DIMS];
	bool broken_off;          /* a total has no parts where others of the relation have */
	struct cpe_problem doubt; /* to be told if so */
};

/* ---- cells in words ---- */

/* Labels in words, for messages; a total as "total", one that is too long for the rest as "...". */
static void
describe(const char *const *dim, int dims, char *text, size_t size)
{
	size_t at = 0;

	at += (size_t) snprintf(text, size, "(");
	for (int d = 0; d < dims; d++)
	{
		const char *label = dim[d] ? dim[d] : "total";

		/* never a part of a label: it could end within a character */
		if (at + strlen(label) + 10 > size)
			label = "...";
		if (at + strlen(label) + 4 > size)
			break;
		at += (size_t) snprintf(text + at, size - at, "%s%s", d ? ", " : "", label);
	}
	snprintf(text + at, size - at, ")");
}

void
cpe_table_describe(const struct cpe_table_cell *cell, int dims, char *text, size_t size)
{
	describe(cell->dim, dims, text, size);
}

/* A place, or a total that is absent; blank: what dimensions in which something is missing show. */
static void
describe_codes(const struct reading *reading, const uint32_t *code, const bool *const *blank,
               char *text)
{
	const char *dim[MAX_DIMS];

	for (int d = 0; d < reading->table->dims; d++)
		dim[d] = blank != NULL && blank[d] != NULL ? "rest" : reading->labels.dim[d].label[code[d]];
	describe(dim, reading->table->dims, text, SHOWN_CELL);
}

static const uint32_t *
codes_of(const struct reading *reading, uint32_t number)
{
	return reading->number.entry[number].bytes;
}

static void
describe_number(const struct reading *reading, uint32_t number, char *text)
{
	describe_codes(reading, codes_of(reading, number), NULL, text);
}

/* The whole of a label and the pattern in which it is looked at. */
static void
whole_of(const struct reading *reading, uint32_t relation, uint32_t *whole, uint32_t *pattern)
{
	const uint32_t *key = reading->whole.entry[relation - reading->relations].bytes;

	*whole = key[0];
	*pattern = key[1];
}

/* A relation in words: "over dimensions 1 and 2", "of the parts of North". */
static void
describe_relation(const struct reading *reading, uint32_t relation, char *text, size_t size)
{
	const struct relation *r;
	size_t at = 0;
	int left = 0;
	int shown = 0;

	if (relation >= reading->relations)
	{
		uint32_t whole;
		uint32_t pattern;
		const struct cpe_whole *w;

		whole_of(reading, relation, &whole, &pattern);
		w = &reading->labels.whole[whole];
		snprintf(text, size, "over the parts of %.40s in dimension %d",
		         reading->labels.dim[w->dim].label[w->code], w->dim + 1);
		return;
	}
	r = &reading->relation[relation];
	for (int d = 0; d < reading->table->dims; d++)
		left += r->counts[d] != NULL;
	at += (size_t) snprintf(text, size, left > 1 ? "over dimensions" : "over dimension");
	for (int d = 0; d < reading->table->dims && at + 20 < size; d++)
		if (r->counts[d] != NULL)
		{
			shown++;
			at += (size_t) snprintf(text + at, size - at, "%s %d",
			                        shown == 1      ? ""
			                        : shown == left ? " and"
			                                        : ",",
			                        d + 1);
		}
}

/* ---- canonical order ---- */

/* Order by codes: a counting sort by dimension, from the last to the first. */
static bool
sort_cells(struct reading *reading, const uint32_t *code)
{
	struct cpe_table *table = reading->table;
	size_t dims = (size_t) table->dims;
	uint32_t *from = cpe_arena_alloc(reading->arena, table->cells, sizeof(*from), reading->problem);
	uint32_t *to =
		from ? cpe_arena_alloc(reading->arena, table->cells, sizeof(*to), reading->problem) : NULL;

	if (to == NULL)
		return false;
	for (size_t i = 0; i < table->cells; i++)
		from[i] = (uint32_t) i;
	for (size_t d = dims; d-- > 0;)
	{
		size_t labels = reading->labels.dim[d].labels;
		size_t *at = cpe_arena_alloc(reading->arena, labels + 2, sizeof(*at), reading->problem);
		uint32_t *swap = from;

		if (at == NULL || !cpe_arena_poll(reading->arena, reading->problem))
			return false;
		for (size_t i = 0; i < table->cells; i++)
			at[code[i * dims + d] + 1]++;
		for (size_t l = 1; l <= labels + 1; l++)
			at[l] += at[l - 1];
		for (size_t i = 0; i < table->cells; i++)
			to[at[code[from[i] * dims + d]]++] = from[i];
		from = to;
		to = swap;
	}
	table->order = from;
	table->place = to;
	for (size_t i = 0; i < table->cells; i++)
		table->place[from[i]] = (uint32_t) i;
	return true;
}

/* What one cell must be. */
static bool
check_cell(const struct reading *reading, const struct cpe_table_cell *cell)
{
	char where[SHOWN_CELL];

	if (!cell->known)
		return true;
	if (cell->value < 0)
	{
		cpe_table_describe(cell, reading->table->dims, where, sizeof(where));
		return cpe_problem_set(reading->problem, CPE_INVALID, "A count is zero or positive.", NULL,
		                       "cell %s has a negative value: %lld", where,
		                       (long long) cell->value);
	}
	if (cell->numbered && (cell->numerator < 0 || cell->numerator > cell->value))
	{
		cpe_table_describe(cell, reading->table->dims, where, sizeof(where));
		return cpe_problem_set(reading->problem, CPE_INVALID,
		                       "A numerator lies between 0 and the value.", NULL,
		                       "cell %s has a numerator out of range: %lld of %lld", where,
		                       (long long) cell->numerator, (long long) cell->value);
	}
	return true;
}

/* Numbers the cells by place, and refuses what no cell may be. */
static bool
number_cells(struct reading *reading, const uint32_t *given)
{
	struct cpe_table *table = reading->table;
	size_t dims = (size_t) table->dims;
	size_t size = dims * sizeof(uint32_t);

	reading->code =
		cpe_arena_alloc(reading->arena, table->cells * dims, sizeof(uint32_t), reading->problem);
	if (reading->code == NULL ||
	    !cpe_dictionary_open(&reading->number, reading->arena, reading->problem))
		return false;
	for (size_t i = 0; i < table->cells; i++)
	{
		uint32_t *code = reading->code + i * dims;
		const struct cpe_table_cell *cell = &reading->cell[table->order[i]];
		int32_t number;
		char where[SHOWN_CELL];

		if (i % 1024 == 0 && !cpe_arena_poll(reading->arena, reading->problem))
			return false;
		memcpy(code, given + table->order[i] * dims, size);
		if (!check_cell(reading, cell) ||
		    !cpe_dictionary_number(&reading->number, code, size, &number, reading->problem))
			return false;
		if ((size_t) number == i)
			continue;
		cpe_table_describe(cell, table->dims, where, sizeof(where));
		return cpe_problem_set(
			reading->problem, CPE_INVALID, "Each cell of a table stands in it once.",
			"PARTITION BY what tells tables apart; a NULL that is no total needs "
			"a label of its own.",
			"cell %s stands twice in the table", where);
	}
	return true;
}

/* ---- patterns ---- */

static int
compare_patterns(const void *left, const void *right)
{
	const struct pattern *a = left;
	const struct pattern *b = right;

	return (a->mask > b->mask) - (a->mask < b->mask);
}

static uint64_t
mask_of(const uint32_t *code, int dims)
{
	uint64_t mask = 0;

	/* the first dimension is the highest bit: patterns in the order of their cells */
	for (int d = 0; d < dims; d++)
		mask = mask << 1 | (code[d] != 0);
	return mask;
}

static bool
has_dimension(uint64_t mask, int d, int dims)
{
	return mask >> (dims - 1 - d) & 1;
}

static bool
number_mask(struct reading *reading, struct cpe_dictionary *masks, uint64_t mask, uint32_t *number)
{
	int32_t found;

	if (!cpe_dictionary_number(masks, &mask, sizeof(mask), &found, reading->problem))
		return false;
	*number = (uint32_t) found;
	if (masks->entries <= MAX_PATTERNS)
		return true;
	return cpe_problem_set(
		reading->problem, CPE_LIMIT,
		"A pattern is a choice of the dimensions that are filled in, the others being totals.",
		NULL, "the table has too many patterns of totals: more than %d", MAX_PATTERNS);
}

/*
 * Adds totals that several sums give, whether or not they are present: what patterns have in
 * common, and totals of a dimension that can be added up in several ways.
 */
static bool
add_common_masks(struct reading *reading, struct cpe_dictionary *masks, int32_t present)
{
	int dims = reading->table->dims;

	for (int32_t i = 0; i < masks->entries; i++)
	{
		uint64_t mask = *(const uint64_t *) masks->entry[i].bytes;
		uint32_t number;

		if (!cpe_arena_poll(reading->arena, reading->problem))
			return false;
		for (int32_t k = 0; k < present; k++)
			if (!number_mask(reading, masks, mask & *(const uint64_t *) masks->entry[k].bytes,
			                 &number))
				return false;
		for (int d = 0; d < dims; d++)
			if (reading->labels.dim[d].totals > 1 &&
			    !number_mask(reading, masks, mask & ~((uint64_t) 1 << (dims - 1 - d)), &number))
				return false;
	}
	return true;
}

/* Places by pattern, ascending. */
static bool
list_by_pattern(struct reading *reading)
{
	size_t at = 0;
	size_t cells = reading->table->cells;

	reading->by_pattern =
		cpe_arena_alloc(reading->arena, cells, sizeof(*reading->by_pattern), reading->problem);
	if (reading->by_pattern == NULL)
		return false;
	for (size_t i = 0; i < cells; i++)
		reading->pattern[reading->pattern_of[i]].cells++;
	for (size_t p = 0; p < reading->patterns; p++)
	{
		reading->pattern[p].first = at;
		at += reading->pattern[p].cells;
		reading->pattern[p].cells = 0;
	}
	for (size_t i = 0; i < cells; i++)
	{
		struct pattern *pattern = &reading->pattern[reading->pattern_of[i]];

		reading->by_pattern[pattern->first + pattern->cells++] = (uint32_t) i;
	}
	return true;
}

static bool
find_patterns(struct reading *reading)
{
	size_t cells = reading->table->cells;
	int dims = reading->table->dims;
	struct cpe_dictionary masks;
	uint32_t *place_of;
	int32_t present;

	reading->pattern_of =
		cpe_arena_alloc(reading->arena, cells, sizeof(*reading->pattern_of), reading->problem);
	if (reading->pattern_of == NULL ||
	    !cpe_dictionary_open(&masks, reading->arena, reading->problem))
		return false;
	for (size_t i = 0; i < cells; i++)
		if (!number_mask(reading, &masks, mask_of(reading->code + i * (size_t) dims, dims),
		                 &reading->pattern_of[i]))
			return false;
	present = masks.entries;
	if (!add_common_masks(reading, &masks, present))
		return false;
	reading->patterns = (size_t) masks.entries;
	reading->pattern = cpe_arena_alloc(reading->arena, reading->patterns, sizeof(struct pattern),
	                                   reading->problem);
	place_of = reading->pattern ? cpe_arena_alloc(reading->arena, reading->patterns,
	                                              sizeof(*place_of), reading->problem)
	                            : NULL;
	if (place_of == NULL)
		return false;
	for (int32_t i = 0; i < masks.entries; i++)
	{
		reading->pattern[i].mask = *(const uint64_t *) masks.entry[i].bytes;
		reading->pattern[i].present = i < present;
		reading->pattern[i].first = (size_t) i;
	}
	if (!cpe_sort(reading->arena, reading->pattern, reading->patterns, sizeof(struct pattern),
	              compare_patterns, reading->problem))
		return false;
	for (size_t p = 0; p < reading->patterns; p++)
		place_of[reading->pattern[p].first] = (uint32_t) p;
	for (size_t i = 0; i < cells; i++)
		reading->pattern_of[i] = place_of[reading->pattern_of[i]];
	return list_by_pattern(reading);
}

/* ---- relations between patterns ---- */

static bool
add_relation(struct reading *reading, const struct relation *relation)
{
	if (reading->relations == MAX_RELATIONS)
		return cpe_problem_set(reading->problem, CPE_LIMIT, NULL, NULL,
		                       "the table has too many ways of adding up: more than %d",
		                       MAX_RELATIONS);
	if (reading->relations == reading->relation_room)
	{
		size_t room = reading->relation_room ? 2 * reading->relation_room : 64;
		struct relation *more =
			cpe_arena_alloc(reading->arena, room, sizeof(*more), reading->problem);

		if (more == NULL)
			return false;
		if (reading->relations > 0)
			memcpy(more, reading->relation, reading->relations * sizeof(*more));
		reading->relation = more;
		reading->relation_room = room;
	}
	reading->relation[reading->relations++] = *relation;
	return true;
}

/* All relations from one pattern to another: each dimension's total may be given in several ways.
 */
static bool
relate(struct reading *reading, uint32_t fine, uint32_t coarse, uint32_t group)
{
	int dims = reading->table->dims;
	uint64_t made = reading->pattern[fine].mask & ~reading->pattern[coarse].mask;
	size_t way[MAX_DIMS] = {0};
	int d;

	for (d = 0; d < dims; d++)
		if (has_dimension(made, d, dims) && !reading->total_checked[d])
		{
			if (!cpe_labels_check_total(reading->arena, &reading->labels, d, reading->problem))
				return false;
			reading->total_checked[d] = true;
		}
	do
	{
		const bool **counts =
			cpe_arena_alloc(reading->arena, (size_t) dims, sizeof(*counts), reading->problem);

		struct relation relation = {fine, coarse, group, counts};

		if (counts == NULL || !cpe_arena_poll(reading->arena, reading->problem))
			return false;
		for (d = 0; d < dims; d++)
			if (has_dimension(made, d, dims))
				counts[d] = reading->labels.dim[d].total[way[d]];
		if (!add_relation(reading, &relation))
			return false;
		for (d = 0; d < dims; d++)
			if (has_dimension(made, d, dims))
			{
				if (++way[d] < reading->labels.dim[d].totals)
					break;
				way[d] = 0;
			}
	} while (d < dims);
	return true;
}

static bool
within(const struct reading *reading, uint32_t a, uint32_t b)
{
	return (reading->pattern[a].mask & ~reading->pattern[b].mask) == 0;
}

/* Puts covers into one group that have finer cells in common: those cells tell their sums alike. */
static void
group_covers(const struct reading *reading, const uint32_t *finer, size_t count,
             const uint32_t *cover, size_t covers, uint32_t *group)
{
	for (size_t c = 0; c < covers; c++)
		group[c] = (uint32_t) c;
	for (size_t i = 0; i < count; i++)
	{
		size_t first = 0;

		while (!within(reading, cover[first], finer[i]))
			first++;
		for (size_t c = first + 1; c < covers; c++)
		{
			uint32_t gone = group[c];

			if (gone == group[first] || !within(reading, cover[c], finer[i]))
				continue;
			for (size_t k = 0; k < covers; k++)
				if (group[k] == gone)
					group[k] = group[first];
		}
	}
}

/*
 * The patterns next finer than one, of those present, and what they add up to.  finer and the
 * others have room for all patterns.
 */
static bool
relate_covers(struct reading *reading, uint32_t coarse, uint32_t *finer, uint32_t *cover,
              uint32_t *group)
{
	size_t count = 0;
	size_t covers = 0;

	for (size_t p = coarse + 1; p < reading->patterns; p++)
		if (reading->pattern[p].present && within(reading, coarse, (uint32_t) p))
			finer[count++] = (uint32_t) p;
	if (!cpe_arena_poll(reading->arena, reading->problem))
		return false;
	/* a pattern has a higher mask than those within it, so it comes after them */
	for (size_t i = 0; i < count; i++)
	{
		size_t k = 0;

		while (k < covers && !within(reading, cover[k], finer[i]))
			k++;
		if (k == covers)
			cover[covers++] = finer[i];
	}
	group_covers(reading, finer, count, cover, covers, group);
	for (size_t c = 0; c < covers; c++)
		if (!relate(reading, cover[c], coarse, group[c]))
			return false;
	return true;
}

/* The relations by the pattern of their parts. */
static bool
index_relations(struct reading *reading)
{
	size_t at = 0;

	reading->up =
		cpe_arena_alloc(reading->arena, reading->relations, sizeof(*reading->up), reading->problem);
	if (reading->up == NULL)
		return false;
	for (size_t r = 0; r < reading->relations; r++)
		reading->pattern[reading->relation[r].fine].ups++;
	for (size_t p = 0; p < reading->patterns; p++)
	{
		reading->pattern[p].first_up = at;
		at += reading->pattern[p].ups;
		reading->pattern[p].ups = 0;
	}
	for (size_t r = 0; r < reading->relations; r++)
	{
		struct pattern *fine = &reading->pattern[reading->relation[r].fine];

		reading->up[fine->first_up + fine->ups++] = (uint32_t) r;
	}
	return true;
}

static bool
find_relations(struct reading *reading)
{
	uint32_t *room[3];

	for (int i = 0; i < 3; i++)
	{
		room[i] =
			cpe_arena_alloc(reading->arena, reading->patterns, sizeof(**room), reading->problem);
		if (room[i] == NULL)
			return false;
	}
	for (size_t p = 0; p < reading->patterns; p++)
		if (!relate_covers(reading, (uint32_t) p, room[0], room[1], room[2]))
			return false;
	return index_relations(reading);
}

/* ---- what is part of what ---- */

static bool
add_entry(struct reading *reading, uint32_t total, uint32_t relation, uint32_t part)
{
	if (reading->entries == reading->entry_room)
	{
		size_t room =
			reading->entry_room ? 2 * reading->entry_room : 3 * reading->table->cells + 64;
		struct entry *more = cpe_arena_alloc(reading->arena, room, sizeof(*more), reading->problem);

		if (more == NULL)
			return false;
		if (reading->entries > 0)
			memcpy(more, reading->entry, reading->entries * sizeof(*more));
		reading->entry = more;
		reading->entry_room = room;
	}
	reading->entry[reading->entries].total = total;
	reading->entry[reading->entries].relation = relation;
	reading->entry[reading->entries++].part = part;
	return true;
}

/*
 * Whether other cells tell that two sums are the same: finer ones that both have in common, or, of
 * a sum over the parts of a label, those of the other sum with these parts.
 */
static bool
told_otherwise(const struct reading *reading, const struct absent *first, uint32_t relation,
               uint32_t like)
{
	bool by_patterns = first->relation < reading->relations;

	if (by_patterns == (relation < reading->relations))
		return by_patterns &&
		       reading->relation[relation].fine != reading->relation[first->relation].fine &&
		       reading->relation[relation].group == reading->relation[first->relation].group;
	return first->like == NONE || like == NONE ||
	       (first->like < reading->relations && like < reading->relations &&
	        reading->relation[like].group == reading->relation[first->like].group);
}

/*
 * Two sums give the same total, which is not in the table: what they tell of one another would be
 * missed, unless other totals tell it.
 */
static bool
check_second_sum(struct reading *reading, uint32_t number, uint32_t relation, uint32_t like)
{
	const struct absent *first = &reading->absent[number - reading->table->cells];
	struct cpe_problem problem;
	char where[SHOWN_CELL];
	char way[2][90];
	char detail[300];

	describe_number(reading, number, where);
	describe_relation(reading, first->relation, way[0], sizeof(way[0]));
	describe_relation(reading, relation, way[1], sizeof(way[1]));
	snprintf(detail, sizeof(detail),
	         "Sums %s and %s both give it, so the cells of the one tell of those of the other.",
	         way[0], way[1]);
	cpe_problem_set(&problem, CPE_INVALID, detail,
	                "Add it, as a latent cell (given x) if it is not published.",
	                "the table lacks the total %s", where);
	if (told_otherwise(reading, first, relation, like))
	{
		if (reading->doubt.code == CPE_OK)
			reading->doubt = problem;
		return true;
	}
	*reading->problem = problem;
	return false;
}

/* Makes room for what is known of totals that are absent, up to one. */
static bool
open_absent(struct reading *reading, size_t at)
{
	size_t room = reading->absent_room ? reading->absent_room : 64;
	struct absent *absent;
	uint32_t *count_order;

	if (at < reading->absent_room)
		return true;
	while (room <= at)
		room *= 2;
	absent = cpe_arena_alloc(reading->arena, room, sizeof(*absent), reading->problem);
	count_order =
		absent ? cpe_arena_alloc(reading->arena, room, sizeof(*count_order), reading->problem)
			   : NULL;
	if (count_order == NULL)
		return false;
	if (reading->absent_room > 0)
	{
		memcpy(absent, reading->absent, reading->absent_room * sizeof(*absent));
		memcpy(count_order, reading->count_order, reading->counted * sizeof(*count_order));
	}
	reading->absent = absent;
	reading->count_order = count_order;
	reading->absent_room = room;
	return true;
}

/* A total that is not in the table has a part that is not known to be zero. */
static bool
count_absent(struct reading *reading, uint32_t number, uint32_t relation, uint32_t part)
{
	size_t at = number - reading->table->cells;
	uint32_t like = relation;

	if (relation >= reading->relations)
		like = part < reading->table->cells ? NONE
		                                    : reading->absent[part - reading->table->cells].like;
	if (!open_absent(reading, at))
		return false;
	if (!reading->absent[at].counts)
	{
		reading->absent[at].counts = true;
		reading->absent[at].relation = relation;
		reading->absent[at].like = like;
		reading->count_order[reading->counted++] = number;
		return true;
	}
	return reading->absent[at].relation == relation ||
	       check_second_sum(reading, number, relation, like);
}

/* A sum is in the table, and a part of it is not, though that has parts that count. */
static bool
refuse_absent_part(const struct reading *reading, uint32_t part, uint32_t total)
{
	char where[SHOWN_CELL];
	char whole[SHOWN_CELL];
	char detail[300];

	describe_number(reading, part, where);
	describe_number(reading, total, whole);
	snprintf(detail, sizeof(detail),
	         "As it is absent it counts as zero in the sum %s, though it has parts that are not "
	         "zero, or are hidden.",
	         whole);
	return cpe_problem_set(reading->problem, CPE_INVALID, detail,
	                       "Add it, as a latent cell (given x) if it is not published.",
	                       "the table lacks the cell %s", where);
}

/* Enters a cell, or a total that is absent, as part of the total with those codes. */
static bool
enter(struct reading *reading, uint32_t part, bool counts, const uint32_t *total, uint32_t relation)
{
	struct cpe_table *table = reading->table;
	int32_t number;

	if (!cpe_dictionary_number(&reading->number, total, (size_t) table->dims * sizeof(*total),
	                           &number, reading->problem))
		return false;
	if ((size_t) number >= table->cells)
		return !counts || count_absent(reading, (uint32_t) number, relation, part);
	if (part < table->cells)
		return add_entry(reading, (uint32_t) number, relation, part);
	return refuse_absent_part(reading, part, (uint32_t) number);
}

/* Enters a cell under the totals of its pattern's relations. */
static bool
enter_by_patterns(struct reading *reading, uint32_t part, bool counts, const uint32_t *code,
                  uint32_t pattern, uint32_t *total)
{
	const struct pattern *p = &reading->pattern[pattern];
	int dims = reading->table->dims;

	for (size_t i = p->first_up; i < p->first_up + p->ups; i++)
	{
		const struct relation *relation = &reading->relation[reading->up[i]];
		int d = 0;

		while (d < dims && (relation->counts[d] == NULL || relation->counts[d][code[d]]))
		{
			total[d] = relation->counts[d] ? 0 : code[d];
			d++;
		}
		if (d == dims && !enter(reading, part, counts, total, reading->up[i]))
			return false;
	}
	return true;
}

/* Enters a cell under the wholes of its labels. */
static bool
enter_by_labels(struct reading *reading, uint32_t part, bool counts, const uint32_t *code,
                uint32_t pattern, uint32_t *total)
{
	for (int d = 0; d < reading->table->dims; d++)
	{
		const struct cpe_dimension *dimension = &reading->labels.dim[d];

		for (size_t i = dimension->part_start[code[d]]; i < dimension->part_start[code[d] + 1]; i++)
		{
			uint32_t key[2] = {dimension->part_of[i], pattern};
			uint32_t whole = reading->labels.whole[key[0]].code;
			int32_t number;

			if (whole == 0)
				continue;
			if (!cpe_dictionary_number(&reading->whole, key, sizeof(key), &number,
			                           reading->problem))
				return false;
			memcpy(total, code, (size_t) reading->table->dims * sizeof(*total));
			total[d] = whole;
			if (!enter(reading, part, counts, total, (uint32_t) (reading->relations + number)))
				return false;
		}
	}
	return true;
}

/* The pattern of a total that is absent; there may be none with cells. */
static uint32_t
pattern_of_codes(const struct reading *reading, const uint32_t *code)
{
	struct pattern wanted = {.mask = mask_of(code, reading->table->dims)};
	size_t from = 0;
	size_t to = reading->patterns;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (compare_patterns(&reading->pattern[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return (uint32_t) from;
}

/* Enters all cells, and then the absent totals that these have shown not to be zero. */
static bool
enter_all(struct reading *reading)
{
	size_t cells = reading->table->cells;
	uint32_t total[MAX_DIMS];

	if (!cpe_dictionary_open(&reading->whole, reading->arena, reading->problem))
		return false;
	for (size_t i = 0; i < cells + reading->counted; i++)
	{
		uint32_t number = i < cells ? (uint32_t) i : reading->count_order[i - cells];
		const uint32_t *code = codes_of(reading, number);
		const struct cpe_table_cell *cell =
			i < cells ? &reading->cell[reading->table->order[i]] : NULL;
		bool counts = cell == NULL || !cell->known || cell->value != 0 || cell->open;
		uint32_t pattern = cell ? reading->pattern_of[i] : pattern_of_codes(reading, code);

		if (i % 256 == 0 && !cpe_arena_poll(reading->arena, reading->problem))
			return false;
		if (!enter_by_patterns(reading, number, counts, code, pattern, total) ||
		    !enter_by_labels(reading, number, counts, code, pattern, total))
			return false;
	}
	return true;
}

/* ---- totals without parts ---- */

/* Entries sorted by one of their numbers, stably. */
static bool
sort_entries(struct reading *reading, size_t keys, bool by_total, size_t **start)
{
	size_t *at = cpe_arena_alloc(reading->arena, keys + 2, sizeof(*at), reading->problem);
	struct entry *sorted =
		at ? cpe_arena_alloc(reading->arena, reading->entries, sizeof(*sorted), reading->problem)
		   : NULL;

	if (sorted == NULL || !cpe_arena_poll(reading->arena, reading->problem))
		return false;
	for (size_t i = 0; i < reading->entries; i++)
		at[(by_total ? reading->entry[i].total : reading->entry[i].relation) + 2]++;
	for (size_t k = 1; k <= keys + 1; k++)
		at[k] += at[k - 1];
	for (size_t i = 0; i < reading->entries; i++)
	{
		const struct entry *entry = &reading->entry[i];

		sorted[at[(by_total ? entry->total : entry->relation) + 1]++] = *entry;
	}
	reading->entry = sorted;
	reading->entry_room = reading->sorted = reading->entries;
	*start = at;
	return true;
}

/* What a relation's parts have been seen to have. */
struct seen
{
	size_t *total;  /* by place: the relation in which it has parts, + 1 */
	size_t **label; /* by dimension, by code */
};

static bool
open_seen(struct reading *reading, struct seen *seen)
{
	seen->total = cpe_arena_alloc(reading->arena, reading->table->cells, sizeof(*seen->total),
	                              reading->problem);
	seen->label = seen->total ? cpe_arena_alloc(reading->arena, (size_t) reading->table->dims,
	                                            sizeof(*seen->label), reading->problem)
	                          : NULL;
	for (int d = 0; seen->label != NULL && d < reading->table->dims; d++)
	{
		seen->label[d] = cpe_arena_alloc(reading->arena, reading->labels.dim[d].labels + (size_t) 1,
		                                 sizeof(**seen->label), reading->problem);
		if (seen->label[d] == NULL)
			return false;
	}
	return seen->label != NULL;
}

/*
 * A total that has no parts in a relation is zero, where every label of it occurs among the parts
 * of others.  Else what it consists of is just not in the table.
 */
static bool
enter_without_parts(struct reading *reading, const struct seen *seen, size_t relation,
                    uint32_t place, int made)
{
	const uint32_t *code = codes_of(reading, place);
	const struct cpe_table_cell *cell = &reading->cell[reading->table->order[place]];

	if (seen->total[place] == relation + 1)
		return true;
	for (int d = 0; d < reading->table->dims; d++)
		if (code[d] != 0 && d != made && seen->label[d][code[d]] != relation + 1)
		{
			reading->broken_off |= !cell->known || cell->value != 0;
			return true;
		}
	return add_entry(reading, place, (uint32_t) relation, NONE);
}

/* Places by the label in a dimension. */
static bool
list_by_label(struct reading *reading, int d, size_t **start, uint32_t **list)
{
	size_t cells = reading->table->cells;
	size_t labels = reading->labels.dim[d].labels;
	size_t dims = (size_t) reading->table->dims;

	*start = cpe_arena_alloc(reading->arena, labels + 3, sizeof(**start), reading->problem);
	*list =
		*start ? cpe_arena_alloc(reading->arena, cells, sizeof(**list), reading->problem) : NULL;
	if (*list == NULL)
		return false;
	for (size_t i = 0; i < cells; i++)
		(*start)[reading->code[i * dims + (size_t) d] + 2]++;
	for (size_t l = 1; l <= labels + 2; l++)
		(*start)[l] += (*start)[l - 1];
	for (size_t i = 0; i < cells; i++)
		(*list)[(*start)[reading->code[i * dims + (size_t) d] + 1]++] = (uint32_t) i;
	return true;
}

/* The totals of one relation: those of its pattern, or those with the label that is the whole. */
static bool
enter_lone_totals(struct reading *reading, const struct seen *seen, size_t relation,
                  size_t **by_label, uint32_t **label_list)
{
	uint32_t number;
	uint32_t pattern;
	const struct cpe_whole *whole;

	if (relation < reading->relations)
	{
		const struct pattern *coarse = &reading->pattern[reading->relation[relation].coarse];

		for (size_t i = coarse->first; i < coarse->first + coarse->cells; i++)
			if (!enter_without_parts(reading, seen, relation, reading->by_pattern[i], -1))
				return false;
		return true;
	}
	whole_of(reading, (uint32_t) relation, &number, &pattern);
	whole = &reading->labels.whole[number];
	if (by_label[whole->dim] == NULL &&
	    !list_by_label(reading, whole->dim, &by_label[whole->dim], &label_list[whole->dim]))
		return false;
	for (size_t i = by_label[whole->dim][whole->code]; i < by_label[whole->dim][whole->code + 1];
	     i++)
	{
		uint32_t place = label_list[whole->dim][i];

		if (reading->pattern_of[place] == pattern &&
		    !enter_without_parts(reading, seen, relation, place, whole->dim))
			return false;
	}
	return true;
}

/* Whether a label that has parts has none in one of the patterns in which it counts itself. */
static bool
find_broken_labels(struct reading *reading)
{
	size_t dims = (size_t) reading->table->dims;
	int32_t known = reading->whole.entries;

	for (size_t i = 0; i < reading->table->cells; i++)
		for (size_t d = 0; d < dims; d++)
		{
			const struct cpe_dimension *dimension = &reading->labels.dim[d];
			uint32_t code = reading->code[i * dims + d];

			for (size_t w = dimension->whole_start[code];
			     code != 0 && w < dimension->whole_start[code + 1]; w++)
			{
				uint32_t key[2] = {(uint32_t) w, reading->pattern_of[i]};
				int32_t number;

				if (!cpe_dictionary_number(&reading->whole, key, sizeof(key), &number,
				                           reading->problem))
					return false;
				reading->broken_off |= number >= known;
			}
		}
	return true;
}

/* What other cells would tell, if they all were there: refused where they are not. */
static bool
check_doubt(struct reading *reading)
{
	if (reading->doubt.code == CPE_OK)
		return true;
	if (!cpe_arena_poll(reading->arena, reading->problem) || !find_broken_labels(reading))
		return false;
	if (!reading->broken_off)
		return true;
	*reading->problem = reading->doubt;
	return false;
}

static bool
find_lone_totals(struct reading *reading)
{
	size_t relations = reading->relations + (size_t) reading->whole.entries;
	size_t dims = (size_t) reading->table->dims;
	size_t *start;
	size_t *by_label[MAX_DIMS] = {0};
	uint32_t *label_list[MAX_DIMS] = {0};
	struct seen seen;

	if (!sort_entries(reading, relations, false, &start) || !open_seen(reading, &seen))
		return false;
	for (size_t r = 0; r < relations; r++)
	{
		if (start[r] == start[r + 1])
		{
			reading->broken_off |=
				r < reading->relations && reading->pattern[reading->relation[r].coarse].present;
			continue;
		}
		if (!cpe_arena_poll(reading->arena, reading->problem))
			return false;
		for (size_t i = start[r]; i < start[r + 1]; i++)
		{
			const uint32_t *code = reading->code + reading->entry[i].part * dims;

			seen.total[reading->entry[i].total] = r + 1;
			for (size_t d = 0; d < dims; d++)
				seen.label[d][code[d]] = r + 1;
		}
		if (!enter_lone_totals(reading, &seen, r, by_label, label_list))
			return false;
	}
	return check_doubt(reading);
}

/* ---- rows ---- */

/* One row of a total, while they are put in order. */
struct row
{
	const struct entry *entry;
	size_t entries;
};

static int
compare_rows(const struct row *a, const struct row *b)
{
	for (size_t i = 0; i < a->entries && i < b->entries; i++)
		if (a->entry[i].part != b->entry[i].part)
			return a->entry[i].part < b->entry[i].part ? -1 : 1;
	return (a->entries > b->entries) - (a->entries < b->entries);
}

/* What a sum comes to. */
struct sum
{
	__int128 known;
	bool open; /* something is not known */
};

static bool
refuse_sum(const struct reading *reading, const struct row *row, const char *what, int64_t total,
           const struct sum *sum)
{
	uint32_t relation = row->entry->relation;
	uint32_t place = row->entry->total;
	size_t parts = row->entry->part == NONE ? 0 : row->entries;
	char where[SHOWN_CELL];
	char rest[SHOWN_CELL];
	char way[90];
	char detail[300];
	char hint[300];

	describe_number(reading, place, where);
	describe_relation(reading, relation, way, sizeof(way));
	if (sum->known > INT64_MAX)
	{
		snprintf(detail, sizeof(detail), "It is the sum of %zu parts %s.", parts, way);
		return cpe_problem_set(reading->problem, CPE_RANGE, detail, NULL,
		                       "the %ss of the parts of cell %s add up to more than 2^63 - 1", what,
		                       where);
	}
	snprintf(detail, sizeof(detail), "It is %lld; its %zu parts %s add up to %lld%s: %lld %s.",
	         (long long) total, parts, way, (long long) sum->known,
	         sum->open ? " without those that are not known" : "",
	         (long long) (sum->known > total ? sum->known - total : total - sum->known),
	         sum->known > total ? "too many" : "are missing");
	if (sum->known > total)
		strcpy(hint, "A label that is the sum of others needs the option parts or parents; "
		             "PARTITION BY what tells tables apart.");
	else
	{
		if (relation < reading->relations)
			describe_codes(reading, codes_of(reading, place), reading->relation[relation].counts,
			               rest);
		else
			strcpy(rest, "rest");
		snprintf(hint, sizeof(hint),
		         "Add what is not published as a latent cell (given x), for example %s%s.", rest,
		         relation < reading->relations ? "" : " as one part more");
	}
	return cpe_problem_set(reading->problem, CPE_INVALID, detail, hint,
	                       "the %ss of cell %s and of its parts do not add up", what, where);
}

static bool
check_sum(const struct reading *reading, const struct row *row, const char *what, bool known,
          int64_t total, const struct sum *sum)
{
	if (sum->known <= INT64_MAX &&
	    (!known || (sum->open ? sum->known <= total : sum->known == total)))
		return true;
	return refuse_sum(reading, row, what, total, sum);
}

/* Whether a row adds up, counts and numerators, as far as they are known. */
static bool
check_row(const struct reading *reading, const struct row *row)
{
	const struct cpe_table_cell *total = &reading->cell[reading->table->order[row->entry->total]];
	struct sum values = {0};
	struct sum numerators = {0};

	for (size_t i = 0; i < row->entries && row->entry[i].part != NONE; i++)
	{
		const struct cpe_table_cell *part =
			&reading->cell[reading->table->order[row->entry[i].part]];

		if (part->known)
			values.known += part->value;
		if (part->known && part->numbered)
			numerators.known += part->numerator;
		values.open |= !part->known;
		/* nobody's numerator is zero */
		numerators.open |= !part->known || (!part->numbered && part->value != 0);
	}
	return check_sum(reading, row, "value", total->known, total->value, &values) &&
	       check_sum(reading, row, "numerator", total->known && total->numbered, total->numerator,
	                 &numerators);
}

static bool
emit_row(struct reading *reading, const struct row *row)
{
	struct cpe_table *table = reading->table;
	size_t at = table->row_start[table->rows];

	if (!check_row(reading, row))
		return false;
	table->row_place[at++] = row->entry->total;
	for (size_t i = 0; i < row->entries; i++)
		if (row->entry[i].part != NONE)
			table->row_place[at++] = row->entry[i].part;
	table->row_start[++table->rows] = at;
	return true;
}

/* The rows of one total, in an order that the relations' numbers do not decide; each once. */
static bool
emit_total(struct reading *reading, size_t from, size_t to, struct row *row)
{
	size_t rows = 0;

	for (size_t i = from; i < to;)
	{
		struct row next = {&reading->entry[i], 0};
		size_t at;

		while (i < to && reading->entry[i].relation == next.entry->relation)
		{
			next.entries++;
			i++;
		}
		for (at = rows; at > 0 && compare_rows(&row[at - 1], &next) > 0; at--)
			row[at] = row[at - 1];
		row[at] = next;
		rows++;
	}
	for (size_t r = 0; r < rows; r++)
		if ((r == 0 || compare_rows(&row[r - 1], &row[r]) != 0) && !emit_row(reading, &row[r]))
			return false;
	return true;
}

static bool
make_rows(struct reading *reading)
{
	struct cpe_table *table = reading->table;
	size_t relations = reading->relations + (size_t) reading->whole.entries;
	size_t *start;
	size_t rows = 0;
	size_t most = 0;
	struct row *row;

	/* lone totals came behind the others */
	if ((reading->entries > reading->sorted && !sort_entries(reading, relations, false, &start)) ||
	    !sort_entries(reading, table->cells, true, &start))
		return false;
	for (size_t i = 0, of_total = 0; i < reading->entries; i++)
	{
		bool same = i > 0 && reading->entry[i].total == reading->entry[i - 1].total;

		if (!same)
			of_total = 0;
		if (!same || reading->entry[i].relation != reading->entry[i - 1].relation)
		{
			rows++;
			of_total++;
		}
		if (of_total > most)
			most = of_total;
	}
	row = cpe_arena_alloc(reading->arena, most, sizeof(*row), reading->problem);
	table->row_start =
		row ? cpe_arena_alloc(reading->arena, rows + 1, sizeof(*table->row_start), reading->problem)
			: NULL;
	table->row_place = table->row_start
	                       ? cpe_arena_alloc(reading->arena, rows + reading->entries,
	                                         sizeof(*table->row_place), reading->problem)
	                       : NULL;
	if (table->row_place == NULL)
		return false;
	for (size_t i = 0; i < table->cells; i++)
	{
		if (i % 256 == 0 && !cpe_arena_poll(reading->arena, reading->problem))
			return false;
		if (!emit_total(reading, start[i], start[i + 1], row))
			return false;
	}
	return true;
}

bool
cpe_table_read(struct cpe_arena *arena, const struct cpe_table_cell *cell, size_t cells, int dims,
               const struct cpe_table_parts *parts, size_t parts_count, struct cpe_table *table,
               struct cpe_problem *problem)
{
	struct reading *reading = cpe_arena_alloc(arena, 1, sizeof(*reading), problem);
	uint32_t *code;

	memset(table, 0, sizeof(*table));
	if (reading == NULL)
		return false;
	if (cells > 0 && (dims < 1 || dims > MAX_DIMS))
		return cpe_problem_set(problem, dims < 1 ? CPE_INVALID : CPE_LIMIT, NULL, NULL,
		                       "a table has 1 to %d dimensions, not %d", MAX_DIMS, dims);
	table->dims = dims = cells > 0 ? dims : 1;
	table->cells = cells;
	reading->arena = arena;
	reading->problem = problem;
	reading->cell = cell;
	reading->table = table;
	code = cpe_arena_alloc(arena, cells * (size_t) dims, sizeof(*code), problem);
	return code != NULL &&
	       cpe_labels_read(arena, cell, cells, dims, &reading->labels, code, problem) &&
	       cpe_labels_parts(arena, &reading->labels, parts, cells > 0 ? parts_count : 0, problem) &&
	       sort_cells(reading, code) && number_cells(reading, code) && find_patterns(reading) &&
	       find_relations(reading) && enter_all(reading) && find_lone_totals(reading) &&
	       make_rows(reading);
}
