#include "suppress/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/dictionary.h"
#include "base/sort.h"
#include "base/text.h"

#define MOST_DIMS 64
#define MOST_GROUPINGS 1024 /* of a cube of ten dimensions */
#define MOST_WAYS 4096      /* in which one total may be summed up by several dimensions at once */
#define MOST_CLIMBS 1000    /* from a cell up to those it is a part of */
#define NONE UINT32_MAX
#define POLL_EACH 1024

/* The figures of a cell: its count, its numerator, and the rest of the count. */
enum figure
{
	COUNT,
	NUMERATOR,
	REST,
	FIGURES
};
static const char *const figure_name[FIGURES] = {"count", "numerator", "rest"};

/* A cell of the completed table. */
struct cell
{
	const char *const *dim;
	int64_t value[FIGURES];
	bool numbered; /* has a numerator */
	enum cpe_published published;
	bool shown;
	bool unpublished;
	bool protect, exempt;
	uint32_t certified; /* its place in the certificate, or NONE */
	int64_t floor;      /* the least the count can be, whatever is hidden */
};

/* What is known, and shown to be possible, of a figure of a hidden cell. */
struct range
{
	bool tested; /* the rule asks for its protection */
	int64_t low, high;
	int64_t up, down; /* the largest changes by a move */
};

/* That a cell is a part of another in one of the ways in which that is summed up. */
struct link
{
	uint32_t total; /* from cells on: one that is not in the table */
	uint32_t part;  /* NONE: nothing, but the total is broken down in this way */
	uint64_t way;
};

/* A label, by its number, in a dimension: and a place in a list of parts that names it. */
struct named
{
	uint64_t label;
	size_t list;
};

/* A set of dimensions that cells have labels in, or that two such sets have in common. */
struct grouping
{
	uint64_t mask;
	bool present; /* there are cells of it */
	size_t below; /* the largest groupings within it: below_list[below] to the next's */
};

struct check
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_verdict *verdict;
	const struct cpe_certificate *certificate;
	int dims;
	size_t certified; /* hidden and unpublished cells */

	size_t cells; /* in canonical order */
	struct cell *cell;
	uint32_t *key; /* of each cell, dims numbers of labels; 0: the total */
	uint32_t *place_of_certified;
	struct range *range; /* FIGURES for each certified cell */

	size_t labels; /* numbers of labels are 1 to that */
	uint32_t *parts_whole;
	uint32_t **parts_part;
	struct named *part; /* lists that name a label as a part, sorted */
	size_t parts;
	size_t *override; /* by dimension: lists for its total */
	size_t *list_way; /* by list: its number among those of its dimension's total */

	struct grouping *grouping;
	size_t groupings;
	uint32_t *below_list;

	struct cpe_dictionary absent; /* keys of totals that are not in the table */
	struct link *link;
	size_t links, links_room;
	size_t rows;
	uint32_t *row_total;
	uint32_t *row_first; /* the first row of the same total */
	size_t *row_start;
	uint32_t *row_part;
	bool *row_zero; /* the total is not in the table, and zero by what is */
	bool *row_numbered;
	size_t *cell_start; /* rows in which a cell stands: row * 2, + 1 where it is the total */
	uint64_t *cell_row;
};

/* ---- what is said ---- */

/* Says what is wrong (a text cut at a whole character) and returns false. */
static bool wrong(struct check *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool
wrong(struct check *c, const char *format, ...)
{
	char *reason = c->verdict->reason;
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(reason, sizeof(c->verdict->reason), format, args);
	va_end(args);
	if (size >= (int) sizeof(c->verdict->reason))
	{
		size_t end = sizeof(c->verdict->reason) - 1;

		while (end > 0 && ((unsigned char) reason[end - 1] & 0xc0) == 0x80)
			end--;
		reason[end > 0 ? end - 1 : 0] = '\0';
	}
	return false;
}

#define WHERE_SIZE 200

/* The place of a cell in words: (R0A, total). */
static const char *
where(const struct check *c, const char *const *dim, char *text)
{
	size_t at = 0;

	text[at++] = '(';
	for (int d = 0; d < c->dims && at < WHERE_SIZE - 8; d++)
	{
		const char *label = dim[d] ? dim[d] : "total";
		size_t size = strlen(label);
		size_t room = WHERE_SIZE - 8 - at;

		if (d > 0)
		{
			text[at++] = ',';
			text[at++] = ' ';
		}
		if (size > room)
			for (size = room; size > 0 && ((unsigned char) label[size] & 0xc0) == 0x80;)
				size--;
		memcpy(text + at, label, size);
		at += size;
	}
	text[at++] = ')';
	text[at] = '\0';
	return text;
}

static bool
wrong_cell(struct check *c, const char *const *dim, const char *what)
{
	char text[WHERE_SIZE];

	return wrong(c, "cell %s %s", where(c, dim, text), what);
}

static void *
room(struct check *c, size_t count, size_t size)
{
	return cpe_arena_alloc(c->arena, count + 1, size, c->problem);
}

static bool
poll_at(struct check *c, size_t step)
{
	return step % POLL_EACH != 0 || cpe_arena_poll(c->arena, c->problem);
}

/* ---- canonical texts ---- */

/* What is sorted: the labels first. */
struct placed
{
	const char *const *dim;
	int dims;
	size_t at;
};

static int
by_labels(const void *a, const void *b)
{
	const struct placed *x = a;
	const struct placed *y = b;

	for (int d = 0; d < x->dims; d++)
	{
		int order = cpe_compare_texts(x->dim[d], y->dim[d]);

		if (order != 0)
			return order;
	}
	return 0;
}

static void
put_word(struct cpe_text *text, const char *word)
{
	if (word == NULL)
		cpe_text_append(text, "-");
	else
	{
		cpe_text_printf(text, "%zu:", strlen(word));
		cpe_text_append(text, word);
	}
	cpe_text_append(text, " ");
}

static void
put_number(struct cpe_text *text, bool there, int64_t number)
{
	if (there)
		cpe_text_printf(text, "%lld ", (long long) number);
	else
		cpe_text_append(text, "- ");
}

char *
cpe_published_text(struct cpe_arena *arena, const struct cpe_published_cell *cell, size_t cells,
                   int dims, size_t *length, struct cpe_problem *problem)
{
	static const char *const status[] = {"-\n", "1:w\n", "1:c\n", "2:c1\n", "2:c2\n"};
	struct placed *order = cpe_arena_alloc(arena, cells + 1, sizeof(*order), problem);
	struct cpe_text text;

	if (order == NULL)
		return NULL;
	for (size_t i = 0; i < cells; i++)
		order[i] = (struct placed){cell[i].dim, dims, i};
	if (!cpe_sort(arena, order, cells, sizeof(*order), by_labels, problem))
		return NULL;
	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "cancer_pe table 1 %d %zu\n", dims, cells);
	for (size_t i = 0; i < cells; i++)
	{
		const struct cpe_published_cell *at = &cell[order[i].at];
		bool shown = at->published == CPE_PUBLISHED_SHOWN;

		if (i % POLL_EACH == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		for (int d = 0; d < dims; d++)
			put_word(&text, at->dim[d]);
		put_number(&text, shown, at->value);
		put_number(&text, shown && at->numbered, at->numerator);
		cpe_text_append(&text, status[at->published]);
	}
	return cpe_text_close(&text, length);
}

char *
cpe_certificate_text(struct cpe_arena *arena, const struct cpe_certificate *certificate,
                     size_t *length, struct cpe_problem *problem)
{
	const struct cpe_certificate *c = certificate;
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	cpe_text_append(&text, "cancer_pe certificate 1\n");
	put_word(&text, c->claim ? c->claim : "");
	cpe_text_printf(&text, "\n%lld %d %d %d %d %d %llu\n", (long long) c->threshold, (int) c->zeros,
	                (int) c->numerator, (int) c->range, (int) c->distinct, c->dims,
	                (unsigned long long) c->national);
	for (int i = 0; i < CPE_DIGEST_SIZE; i++)
		cpe_text_printf(&text, "%d ", (int) c->digest[i]);
	cpe_text_printf(&text, "\n%lld %lld %lld %lld\nparts %zu\n", (long long) c->cells,
	                (long long) c->primary, (long long) c->complementary, (long long) c->cost,
	                c->parts_count);
	for (size_t i = 0; i < c->parts_count; i++)
	{
		cpe_text_printf(&text, "%d ", c->parts[i].dim);
		put_word(&text, c->parts[i].whole);
		for (size_t p = 0; p < c->parts[i].parts; p++)
			put_word(&text, c->parts[i].part[p]);
		cpe_text_append(&text, "\n");
	}
	cpe_text_printf(&text, "cells %zu %zu\n", c->hidden, c->unpublished);
	for (size_t i = 0; i < c->hidden + c->unpublished; i++)
	{
		if (i % POLL_EACH == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		for (int d = 0; d < c->dims; d++)
			put_word(&text, c->cell[i].dim[d]);
		put_number(&text, true, c->cell[i].value);
		put_number(&text, c->cell[i].numbered, c->cell[i].numerator);
		cpe_text_append(&text, c->cell[i].protect ? "protect\n" : "-\n");
	}
	cpe_text_printf(&text, "exempt %zu\n", c->exempt);
	for (size_t i = 0; i < c->exempt; i++)
	{
		for (int d = 0; d < c->dims; d++)
			put_word(&text, c->exempt_dim[i][d]);
		cpe_text_append(&text, "\n");
	}
	cpe_text_printf(&text, "moves %zu\n", c->moves);
	for (size_t i = 0; i < c->moves; i++)
	{
		if (i % POLL_EACH == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		for (size_t s = c->move_start[i]; s < c->move_start[i + 1]; s++)
			cpe_text_printf(&text, "%u %lld ", (unsigned) c->move_figure[s],
			                (long long) c->move_change[s]);
		cpe_text_append(&text, "\n");
	}
	return cpe_text_close(&text, length);
}

/* Whether table and certificate are those that were sealed. */
static bool
check_digests(struct check *c, const struct cpe_published_cell *cell, size_t cells,
              cpe_digest_function digest)
{
	unsigned char found[CPE_DIGEST_SIZE];
	size_t length;
	char *text = cpe_published_text(c->arena, cell, cells, c->dims, &length, c->problem);

	if (text == NULL)
		return false;
	if (!digest(text, length, found))
		return cpe_problem_set(c->problem, CPE_INVALID, NULL, NULL, "could not compute a digest");
	if (memcmp(found, c->certificate->digest, CPE_DIGEST_SIZE) != 0)
		return wrong(c, "the published table is not that of the certificate: its digest differs");
	text = cpe_certificate_text(c->arena, c->certificate, &length, c->problem);
	if (text == NULL)
		return false;
	if (!digest(text, length, found))
		return cpe_problem_set(c->problem, CPE_INVALID, NULL, NULL, "could not compute a digest");
	if (memcmp(found, c->certificate->seal, CPE_DIGEST_SIZE) != 0)
		return wrong(c, "the certificate was changed after it was made: its seal differs");
	return true;
}

/* ---- labels and cells ---- */

/* Numbers a vector of labels; what is not a total gets its number in the dictionary + 1. */
static bool
number_labels(struct check *c, struct cpe_dictionary *dictionary, const char *const *dim, int dims,
              uint32_t *key)
{
	for (int d = 0; d < dims; d++)
	{
		int32_t number = -1;

		if (dim[d] != NULL &&
		    !cpe_dictionary_number(dictionary, dim[d], strlen(dim[d]), &number, c->problem))
			return false;
		key[d] = (uint32_t) (number + 1);
	}
	return true;
}

/* The labels of the lists of parts, and those of cells that are exempt. */
static bool
number_claims(struct check *c, struct cpe_dictionary *dictionary, uint32_t **exempt_key)
{
	const struct cpe_certificate *certificate = c->certificate;
	size_t lists = certificate->parts_count;

	c->parts_whole = room(c, lists, sizeof(uint32_t));
	c->parts_part = c->parts_whole ? room(c, lists, sizeof(uint32_t *)) : NULL;
	*exempt_key = c->parts_part ? room(c, certificate->exempt * c->dims, sizeof(uint32_t)) : NULL;
	if (*exempt_key == NULL)
		return false;
	for (size_t i = 0; i < lists; i++)
	{
		const struct cpe_certified_parts *parts = &certificate->parts[i];

		if (parts->dim < 0 || parts->dim >= c->dims)
			return wrong(c, "parts of a dimension that the table does not have: %d",
			             parts->dim < INT32_MAX ? parts->dim + 1 : 0);
		c->parts_part[i] = room(c, parts->parts, sizeof(uint32_t));
		if (!poll_at(c, i) || c->parts_part[i] == NULL ||
		    !number_labels(c, dictionary, &parts->whole, 1, &c->parts_whole[i]))
			return false;
		for (size_t p = 0; p < parts->parts; p++)
		{
			if (parts->part[p] == NULL)
				return wrong(c, "a total is named as a part of dimension %d", parts->dim + 1);
			if (!number_labels(c, dictionary, &parts->part[p], 1, &c->parts_part[i][p]))
				return false;
		}
		c->parts += parts->parts;
	}
	for (size_t i = 0; i < certificate->exempt; i++)
		if (!poll_at(c, i) || !number_labels(c, dictionary, certificate->exempt_dim[i], c->dims,
		                                     *exempt_key + i * c->dims))
			return false;
	return true;
}

/* What is sorted of cells: their keys. */
struct keyed
{
	const uint32_t *key;
	int dims;
	struct cell cell;
};

static int
compare_keys(const uint32_t *a, const uint32_t *b, int dims)
{
	for (int d = 0; d < dims; d++)
		if (a[d] != b[d])
			return a[d] < b[d] ? -1 : 1;
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a;
	const struct keyed *y = b;

	return compare_keys(x->key, y->key, x->dims);
}

/* The place of the cell with these labels, or NONE. */
static uint32_t
find(const struct check *c, const uint32_t *key)
{
	size_t from = 0;
	size_t to = c->cells;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;
		int order = compare_keys(c->key + middle * c->dims, key, c->dims);

		if (order == 0)
			return (uint32_t) middle;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NONE;
}

/* A published cell, checked as far as it goes by itself. */
static bool
read_published(struct check *c, const struct cpe_published_cell *from, struct cell *cell)
{
	*cell = (struct cell){.dim = from->dim, .certified = NONE};
	cell->published = from->published;
	cell->shown = from->published < CPE_PUBLISHED_HIDDEN;
	if (from->published == CPE_PUBLISHED_SHOWN && !from->known)
		return wrong_cell(c, from->dim, "is shown without a value");
	if (from->published == CPE_PUBLISHED_NO_ANSWERS && from->known && from->value != 0)
		return wrong_cell(c, from->dim, "has status w and is not zero");
	cell->numbered = from->numbered && from->known;
	cell->value[COUNT] = from->known ? from->value : -1;
	cell->value[NUMERATOR] = cell->numbered ? from->numerator : 0;
	if (from->published == CPE_PUBLISHED_NO_ANSWERS)
		cell->value[COUNT] = 0;
	return true;
}

/* Fills in what the certificate tells of a cell. */
static bool
complete(struct check *c, struct cell *cell, uint32_t certified)
{
	const struct cpe_certified_cell *from = &c->certificate->cell[certified];

	if (cell->certified != NONE)
		return wrong_cell(c, from->dim, "is twice in the certificate");
	if (cell->value[COUNT] != -1 && cell->value[COUNT] != from->value)
		return wrong_cell(c, from->dim, "has another value in the table than in the certificate");
	if (cell->numbered && (!from->numbered || cell->value[NUMERATOR] != from->numerator))
		return wrong_cell(c, from->dim,
		                  "has another numerator in the table than in the certificate");
	cell->certified = certified;
	cell->value[COUNT] = from->value;
	cell->numbered = from->numbered;
	cell->value[NUMERATOR] = from->numbered ? from->numerator : 0;
	cell->protect = from->protect;
	return true;
}

/* Cells of the table and unpublished ones, sorted by their labels. */
static bool
gather(struct check *c, const struct cpe_published_cell *published, size_t cells, uint32_t *key)
{
	const struct cpe_certificate *certificate = c->certificate;
	struct keyed *keyed = room(c, c->cells, sizeof(*keyed));

	if (keyed == NULL)
		return false;
	for (size_t i = 0; i < c->cells; i++)
	{
		keyed[i].key = key + i * c->dims;
		keyed[i].dims = c->dims;
		if (i < cells)
		{
			if (!poll_at(c, i) || !read_published(c, &published[i], &keyed[i].cell))
				return false;
			continue;
		}
		keyed[i].cell =
			(struct cell){.dim = certificate->cell[certificate->hidden + (i - cells)].dim,
		                  .unpublished = true,
		                  .certified = NONE};
		keyed[i].cell.value[COUNT] = -1;
	}
	if (!cpe_sort(c->arena, keyed, c->cells, sizeof(*keyed), by_key, c->problem))
		return false;
	for (size_t i = 0; i < c->cells; i++)
	{
		if (i > 0 && by_key(&keyed[i - 1], &keyed[i]) == 0)
			return wrong_cell(c, keyed[i].cell.dim, "is there twice");
		c->cell[i] = keyed[i].cell;
		memcpy(c->key + i * c->dims, keyed[i].key, c->dims * sizeof(uint32_t));
	}
	return true;
}

/* Joins the certificate's cells to those of the table. */
static bool
join(struct check *c, const uint32_t *certified_key, const uint32_t *exempt_key)
{
	for (size_t i = 0; i < c->certified; i++)
	{
		uint32_t place = find(c, certified_key + i * c->dims);
		const char *const *dim = c->certificate->cell[i].dim;

		if (place == NONE)
			return wrong_cell(c, dim, "of the certificate is not in the table");
		if (c->cell[place].shown)
			return wrong_cell(c, dim, "is shown, but hidden in the certificate");
		if (c->cell[place].unpublished != (i >= c->certificate->hidden))
			return wrong_cell(c, dim, "is published, but not so in the certificate");
		if (!poll_at(c, i) || !complete(c, &c->cell[place], (uint32_t) i))
			return false;
		c->place_of_certified[i] = place;
	}
	for (size_t i = 0; i < c->certificate->exempt; i++)
	{
		uint32_t place = find(c, exempt_key + i * c->dims);

		if (place == NONE)
			return wrong_cell(c, c->certificate->exempt_dim[i],
			                  "is exempt in the certificate, but not in the table");
		c->cell[place].exempt = true;
	}
	return true;
}

/* Every cell has a value that may be, and its rest. */
static bool
check_values(struct check *c)
{
	bool any = false;

	for (size_t i = 0; i < c->cells; i++)
	{
		struct cell *cell = &c->cell[i];

		if (!cell->shown && cell->certified == NONE)
			return wrong_cell(c, cell->dim, "is hidden, but not in the certificate");
		if (cell->value[COUNT] < 0)
			return wrong_cell(c, cell->dim, "has a negative value");
		if (cell->value[NUMERATOR] < 0 || cell->value[NUMERATOR] > cell->value[COUNT])
			return wrong_cell(c, cell->dim, "has a numerator that is not within 0 to its value");
		any = any || cell->numbered;
	}
	for (size_t i = 0; any && i < c->cells; i++)
		if (c->cell[i].value[COUNT] == 0)
			c->cell[i].numbered = true;
	for (size_t i = 0; i < c->cells; i++)
		c->cell[i].value[REST] = c->cell[i].value[COUNT] - c->cell[i].value[NUMERATOR];
	return true;
}

/* The completed table. */
static bool
read_cells(struct check *c, const struct cpe_published_cell *published, size_t cells)
{
	const struct cpe_certificate *certificate = c->certificate;
	struct cpe_dictionary dictionary;
	uint32_t *exempt_key;
	uint32_t *certified_key;
	uint32_t *key;
	int32_t *rank;
	int32_t *order;

	c->cells = cells + certificate->unpublished;
	if (c->cells > INT32_MAX || c->certified > INT32_MAX)
		return cpe_problem_set(c->problem, CPE_LIMIT, NULL, NULL, "too many cells");
	key = room(c, c->cells * c->dims, sizeof(uint32_t));
	certified_key = key ? room(c, c->certified * c->dims, sizeof(uint32_t)) : NULL;
	c->key = certified_key ? room(c, c->cells * c->dims, sizeof(uint32_t)) : NULL;
	c->cell = c->key ? room(c, c->cells, sizeof(struct cell)) : NULL;
	c->place_of_certified = c->cell ? room(c, c->certified, sizeof(uint32_t)) : NULL;
	c->range = c->place_of_certified ? room(c, FIGURES * c->certified, sizeof(*c->range)) : NULL;
	if (c->range == NULL || !cpe_dictionary_open(&dictionary, c->arena, c->problem))
		return false;
	for (size_t i = 0; i < cells; i++)
		if (!poll_at(c, i) ||
		    !number_labels(c, &dictionary, published[i].dim, c->dims, key + i * c->dims))
			return false;
	for (size_t i = 0; i < c->certified; i++)
		if (!poll_at(c, i) || !number_labels(c, &dictionary, certificate->cell[i].dim, c->dims,
		                                     certified_key + i * c->dims))
			return false;
	if (certificate->unpublished > 0)
		memcpy(key + cells * c->dims, certified_key + certificate->hidden * c->dims,
		       certificate->unpublished * c->dims * sizeof(uint32_t));
	if (!number_claims(c, &dictionary, &exempt_key) ||
	    !cpe_dictionary_sort(&dictionary, NULL, &rank, &order, c->problem))
		return false;
	c->labels = (size_t) dictionary.entries;
	return gather(c, published, cells, key) && join(c, certified_key, exempt_key) &&
	       check_values(c);
}

/* ---- relations ---- */

static uint64_t
label_in(int dim, uint32_t label)
{
	return (uint64_t) dim << 32 | label;
}

static int
by_named(const void *a, const void *b)
{
	const struct named *x = a;
	const struct named *y = b;

	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	return (x->list > y->list) - (x->list < y->list);
}

/* The lists of parts by the labels they name. */
static bool
index_parts(struct check *c)
{
	const struct cpe_certificate *certificate = c->certificate;
	size_t at = 0;

	c->part = room(c, c->parts, sizeof(*c->part));
	c->override = c->part ? room(c, c->dims, sizeof(size_t)) : NULL;
	c->list_way = c->override ? room(c, certificate->parts_count, sizeof(size_t)) : NULL;
	if (c->list_way == NULL)
		return false;
	for (size_t i = 0; i < certificate->parts_count; i++)
	{
		int dim = certificate->parts[i].dim;

		if (c->parts_whole[i] == 0)
			c->list_way[i] = c->override[dim]++;
		for (size_t p = 0; p < certificate->parts[i].parts; p++)
			c->part[at++] = (struct named){label_in(dim, c->parts_part[i][p]), i};
	}
	if (!cpe_sort(c->arena, c->part, c->parts, sizeof(*c->part), by_named, c->problem))
		return false;
	for (size_t i = 1; i < c->parts; i++)
		if (by_named(&c->part[i - 1], &c->part[i]) == 0)
			return wrong(c, "a label is named twice as a part of dimension %d",
			             (int) (c->part[i].label >> 32) + 1);
	return true;
}

/* The first list that names the label of a dimension. */
static size_t
lists_of(const struct check *c, int dim, uint32_t label)
{
	struct named wanted = {label_in(dim, label), 0};
	size_t from = 0;
	size_t to = c->parts;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (by_named(&c->part[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool
list_names(const struct check *c, size_t at, int dim, uint32_t label)
{
	return at < c->parts && c->part[at].label == label_in(dim, label);
}

/* Whether a label stands below another one of its dimension, and not below the total itself. */
static bool
is_below_label(const struct check *c, int dim, uint32_t label)
{
	for (size_t at = lists_of(c, dim, label); list_names(c, at, dim, label); at++)
		if (c->parts_whole[c->part[at].list] != 0)
			return true;
	return false;
}

static uint64_t
mask_of(const struct check *c, const uint32_t *key)
{
	uint64_t mask = 0;

	for (int d = 0; d < c->dims; d++)
		if (key[d] != 0)
			mask |= (uint64_t) 1 << d;
	return mask;
}

static bool
add_grouping(struct check *c, uint64_t mask, bool present)
{
	if (c->groupings == MOST_GROUPINGS)
		return wrong(c, "the table has more than %d different sets of dimensions", MOST_GROUPINGS);
	c->grouping[c->groupings++] = (struct grouping){mask, present, 0};
	return true;
}

/* The groupings of the cells. */
static bool
find_groupings(struct check *c)
{
	c->grouping = room(c, MOST_GROUPINGS, sizeof(*c->grouping));
	if (c->grouping == NULL)
		return false;
	for (size_t i = 0; i < c->cells; i++)
	{
		uint64_t mask = mask_of(c, c->key + i * c->dims);
		size_t g = 0;

		if (!poll_at(c, i))
			return false;
		while (g < c->groupings && c->grouping[g].mask != mask)
			g++;
		if (g == c->groupings && !add_grouping(c, mask, true))
			return false;
		/* the next cell is likely of the same */
		c->grouping[g].mask = c->grouping[0].mask;
		c->grouping[0].mask = mask;
	}
	return true;
}

/* What groupings have in common: sums of either give the same totals, be they in the table or not.
 */
static bool
add_common_groupings(struct check *c)
{
	size_t present = c->groupings;

	for (size_t i = 0; i < c->groupings; i++)
		for (size_t k = 0; k < present; k++)
		{
			uint64_t mask = c->grouping[i].mask & c->grouping[k].mask;
			size_t g = 0;

			while (g < c->groupings && c->grouping[g].mask != mask)
				g++;
			if (g == c->groupings && !add_grouping(c, mask, false))
				return false;
			if (!poll_at(c, k))
				return false;
		}
	return true;
}

static int
by_size(const void *a, const void *b)
{
	uint64_t x = ((const struct grouping *) a)->mask;
	uint64_t y = ((const struct grouping *) b)->mask;
	int sizes = __builtin_popcountll(y) - __builtin_popcountll(x);

	return sizes != 0 ? sizes : (x > y) - (x < y);
}

/*
 * For each grouping the largest others within it, as far as none that is present lies between: its
 * cells add up to theirs.
 */
static bool
nest_groupings(struct check *c)
{
	size_t at = 0;
	size_t size = 16;

	if (!cpe_sort(c->arena, c->grouping, c->groupings, sizeof(*c->grouping), by_size, c->problem))
		return false;
	c->below_list = room(c, size, sizeof(uint32_t));
	if (c->below_list == NULL)
		return false;
	for (size_t g = 0; g < c->groupings; g++)
	{
		c->grouping[g].below = at;
		if (!cpe_arena_poll(c->arena, c->problem))
			return false;
		for (size_t h = g + 1; h < c->groupings; h++)
		{
			uint64_t mask = c->grouping[h].mask;
			bool largest = c->grouping[g].present && (mask & ~c->grouping[g].mask) == 0;

			for (size_t b = c->grouping[g].below; largest && b < at; b++)
				largest = !c->grouping[c->below_list[b]].present ||
				          (mask & ~c->grouping[c->below_list[b]].mask) != 0;
			if (!largest)
				continue;
			if (at == size)
			{
				uint32_t *larger = room(c, 2 * size, sizeof(uint32_t));

				if (larger == NULL)
					return false;
				memcpy(larger, c->below_list, size * sizeof(uint32_t));
				c->below_list = larger;
				size *= 2;
			}
			c->below_list[at++] = (uint32_t) h;
		}
	}
	c->grouping[c->groupings].below = at; /* there is room for one more */
	return true;
}

static bool
put_link(struct check *c, uint32_t total, uint64_t way, uint32_t part)
{
	if (part == NONE && total >= c->cells)
		return true;
	if (c->links == c->links_room)
	{
		size_t more = c->links_room == 0 ? 1024 : 2 * c->links_room;
		struct link *larger = room(c, more, sizeof(*larger));

		if (larger == NULL)
			return false;
		if (c->links > 0)
			memcpy(larger, c->link, c->links * sizeof(*larger));
		c->link = larger;
		c->links_room = more;
	}
	if (!poll_at(c, c->links))
		return false;
	c->link[c->links++] = (struct link){total, part, way};
	return true;
}

/* The place of the cell with these labels; of one that is not in the table, a number behind. */
static bool
find_total(struct check *c, const uint32_t *key, uint32_t *total)
{
	int32_t number;

	*total = find(c, key);
	if (*total != NONE)
		return true;
	if (!cpe_dictionary_number(&c->absent, key, c->dims * sizeof(*key), &number, c->problem))
		return false;
	if (c->cells + (size_t) number >= NONE)
		return cpe_problem_set(c->problem, CPE_LIMIT, NULL, NULL, "too many totals");
	*total = (uint32_t) (c->cells + (size_t) number);
	return true;
}

/* A cell under totals over some dimensions: which, and how they are summed up. */
struct sum
{
	uint32_t part;
	uint32_t total;
	const uint32_t *key;
	uint64_t over; /* the dimensions */
	uint64_t way;  /* the number of the pair of groupings, shifted by 32 */
};

/* Goes through the lists of each such dimension that name the cell's label. */
static bool
put_sums(struct check *c, const struct sum *sum, int dim, uint64_t way)
{
	while (dim < c->dims && !(sum->over >> dim & 1))
		dim++;
	if (dim >= c->dims)
		return put_link(c, sum->total, sum->way | way, sum->part);
	if (c->override[dim] == 0)
		return is_below_label(c, dim, sum->key[dim]) ? put_link(c, sum->total, sum->way | way, NONE)
		                                             : put_sums(c, sum, dim + 1, way);
	for (size_t at = lists_of(c, dim, sum->key[dim]); list_names(c, at, dim, sum->key[dim]); at++)
		if (c->parts_whole[c->part[at].list] == 0 &&
		    !put_sums(c, sum, dim + 1, way * c->override[dim] + c->list_way[c->part[at].list]))
			return false;
	return true;
}

/* How many ways there are to sum up over these dimensions at once. */
static bool
check_ways(struct check *c, uint64_t over)
{
	size_t ways = 1;

	for (int d = 0; d < c->dims; d++)
		if (over >> d & 1 && c->override[d] > 0 && (ways *= c->override[d]) > MOST_WAYS)
			return wrong(c, "more than %d ways to sum up a total", MOST_WAYS);
	return true;
}

/* The grouping of a cell; likely that of the cell before. */
static size_t
grouping_of(const struct check *c, const uint32_t *key, size_t guess)
{
	uint64_t mask = mask_of(c, key);

	if (c->grouping[guess].mask != mask)
		for (guess = 0; c->grouping[guess].mask != mask;)
			guess++;
	return guess;
}

/* Links cells to their totals in the groupings below their own. */
static bool
link_totals(struct check *c)
{
	uint32_t key[MOST_DIMS];
	size_t grouping = 0;

	for (size_t g = 0; g < c->groupings; g++)
		for (size_t b = c->grouping[g].below; b < c->grouping[g + 1].below; b++)
			if (!poll_at(c, b) ||
			    !check_ways(c, c->grouping[g].mask & ~c->grouping[c->below_list[b]].mask))
				return false;
	for (size_t i = 0; i < c->cells; i++)
	{
		const uint32_t *mine = c->key + i * c->dims;

		if (!poll_at(c, i))
			return false;
		grouping = grouping_of(c, mine, grouping);
		for (size_t b = c->grouping[grouping].below; b < c->grouping[grouping + 1].below; b++)
		{
			uint64_t mask = c->grouping[c->below_list[b]].mask;
			struct sum sum = {(uint32_t) i, NONE, mine, c->grouping[grouping].mask & ~mask,
			                  (uint64_t) b << 32};

			for (int d = 0; d < c->dims; d++)
				key[d] = mask >> d & 1 ? mine[d] : 0;
			if (!find_total(c, key, &sum.total) || !put_sums(c, &sum, 0, 0))
				return false;
		}
	}
	return true;
}

#define WAY_OF_LIST ((uint64_t) 1 << 63)

/*
 * Links a cell to those that it is a part of by its label in one dimension.  Where such a cell is
 * not in the table, those above it are broken down all the same: zero in this place, maybe.
 */
static bool
climb(struct check *c, uint32_t part, uint32_t *key, int dim, bool direct, int *climbs)
{
	uint32_t label = key[dim];

	for (size_t at = lists_of(c, dim, label); list_names(c, at, dim, label); at++)
	{
		size_t list = c->part[at].list;
		uint32_t total;
		bool good;

		if (c->parts_whole[list] == 0)
			continue;
		if (++*climbs > MOST_CLIMBS)
			return wrong_cell(c, c->cell[part].dim, "is a part of too many others, or of itself");
		key[dim] = c->parts_whole[list];
		good = find_total(c, key, &total) &&
		       put_link(c, total, WAY_OF_LIST | list, direct ? part : NONE) &&
		       (total < c->cells || climb(c, part, key, dim, false, climbs));
		key[dim] = label;
		if (!good)
			return false;
	}
	return true;
}

static bool
link_parts(struct check *c)
{
	uint32_t key[MOST_DIMS];

	for (size_t i = 0; c->parts > 0 && i < c->cells; i++)
	{
		int climbs = 0;

		memcpy(key, c->key + i * c->dims, c->dims * sizeof(uint32_t));
		if (!poll_at(c, i))
			return false;
		for (int d = 0; d < c->dims; d++)
			if (key[d] != 0 && !climb(c, (uint32_t) i, key, d, true, &climbs))
				return false;
	}
	return true;
}

static int
by_total(const void *a, const void *b)
{
	const struct link *x = a;
	const struct link *y = b;

	if (x->total != y->total)
		return x->total < y->total ? -1 : 1;
	if (x->way != y->way)
		return x->way < y->way ? -1 : 1;
	return (x->part > y->part) - (x->part < y->part);
}

/* Where the links of another total begin. */
static size_t
end_of_total(const struct check *c, size_t from)
{
	size_t to = from;

	while (to < c->links && c->link[to].total == c->link[from].total)
		to++;
	return to;
}

/*
 * Whether a total that is not in the table is a part of one that is, by way of others maybe: by its
 * absence it is zero then.  What is too long to follow counts as a part.
 */
static bool
is_part(const struct check *c, const uint32_t *key, int *climbs)
{
	uint32_t over[MOST_DIMS];
	uint64_t mask = mask_of(c, key);
	size_t g = 0;

	if (++*climbs > MOST_CLIMBS)
		return true;
	while (g < c->groupings && c->grouping[g].mask != mask)
		g++;
	for (size_t b = c->grouping[g].below; g < c->groupings && b < c->grouping[g + 1].below; b++)
	{
		bool summed = true;

		for (int d = 0; d < c->dims; d++)
		{
			bool stays = c->grouping[c->below_list[b]].mask >> d & 1;
			size_t at = lists_of(c, d, key[d]);

			over[d] = stays ? key[d] : 0;
			if (stays || key[d] == 0)
				continue;
			while (c->override[d] > 0 && list_names(c, at, d, key[d]) &&
			       c->parts_whole[c->part[at].list] != 0)
				at++;
			summed = summed && (c->override[d] > 0 ? list_names(c, at, d, key[d])
			                                       : !is_below_label(c, d, key[d]));
		}
		if (summed && (find(c, over) != NONE || is_part(c, over, climbs)))
			return true;
	}
	memcpy(over, key, sizeof(*over) * (size_t) c->dims);
	for (int d = 0; d < c->dims; d++)
		for (size_t at = lists_of(c, d, key[d]); key[d] != 0 && list_names(c, at, d, key[d]); at++)
		{
			over[d] = c->parts_whole[c->part[at].list];
			if (over[d] != 0 && (find(c, over) != NONE || is_part(c, over, climbs)))
				return true;
			over[d] = key[d];
		}
	return false;
}

/* The same of a total by its number. */
static bool
is_zero(const struct check *c, uint32_t total)
{
	uint32_t key[MOST_DIMS];
	int climbs = 0;

	if (total < c->cells)
		return false;
	memcpy(key, c->absent.entry[total - c->cells].bytes, sizeof(*key) * (size_t) c->dims);
	return is_part(c, key, &climbs);
}

/*
 * Rows from sorted links; a total that is not in the table matters where it has several, or is
 * zero.
 */
static bool
fill_rows(struct check *c)
{
	size_t entries = 0;
	size_t to;

	c->row_total = room(c, c->links, sizeof(uint32_t));
	c->row_first = c->row_total ? room(c, c->links, sizeof(uint32_t)) : NULL;
	c->row_start = c->row_first ? room(c, c->links + 1, sizeof(size_t)) : NULL;
	c->row_part = c->row_start ? room(c, c->links, sizeof(uint32_t)) : NULL;
	c->row_zero = c->row_part ? room(c, c->links, sizeof(bool)) : NULL;
	c->row_numbered = c->row_zero ? room(c, c->links, sizeof(bool)) : NULL;
	if (c->row_numbered == NULL)
		return false;
	for (size_t from = 0; from < c->links; from = to)
	{
		size_t first = c->rows;
		bool zero = is_zero(c, c->link[from].total);

		to = end_of_total(c, from);
		if (c->link[from].total >= c->cells && c->link[from].way == c->link[to - 1].way && !zero)
			continue;
		for (size_t i = from; i < to; i++)
		{
			const struct link *link = &c->link[i];

			if (!poll_at(c, i))
				return false;
			if (i == from || link->way != link[-1].way)
			{
				c->row_first[c->rows] = (uint32_t) first;
				c->row_zero[c->rows] = zero;
				c->row_total[c->rows++] = link->total;
			}
			if (link->part != NONE)
				c->row_part[entries++] = link->part;
			c->row_start[c->rows] = entries;
		}
	}
	return true;
}

/* The rows by their cells. */
static bool
index_rows(struct check *c)
{
	size_t entries = c->rows > 0 ? c->row_start[c->rows] : 0;

	c->cell_start = room(c, c->cells + 2, sizeof(size_t));
	c->cell_row = c->cell_start ? room(c, entries + c->rows, sizeof(uint64_t)) : NULL;
	if (c->cell_row == NULL)
		return false;
	for (size_t r = 0; r < c->rows; r++)
		if (c->row_total[r] < c->cells)
			c->cell_start[c->row_total[r] + 2]++;
	for (size_t i = 0; i < entries; i++)
		c->cell_start[c->row_part[i] + 2]++;
	for (size_t i = 2; i < c->cells + 2; i++)
		c->cell_start[i] += c->cell_start[i - 1];
	for (size_t r = 0; r < c->rows; r++)
	{
		if (c->row_total[r] < c->cells)
			c->cell_row[c->cell_start[c->row_total[r] + 1]++] = 2 * (uint64_t) r + 1;
		for (size_t i = c->row_start[r]; i < c->row_start[r + 1]; i++)
			c->cell_row[c->cell_start[c->row_part[i] + 1]++] = 2 * (uint64_t) r;
	}
	return true;
}

/* The labels of a row's total in words: by its first part where it is not in the table. */
static const char *
where_row(const struct check *c, size_t row, char *text)
{
	uint32_t total = c->row_total[row];

	if (total < c->cells)
		return where(c, c->cell[total].dim, text);
	return where(c, c->cell[c->row_part[c->row_start[row]]].dim, text);
}

/* The sum of a figure of a row's parts; false beyond 64 bits. */
static bool
sum_parts(const struct check *c, size_t row, enum figure figure, int64_t *sum)
{
	*sum = 0;
	for (size_t i = c->row_start[row]; i < c->row_start[row + 1]; i++)
		if (__builtin_add_overflow(*sum, c->cell[c->row_part[i]].value[figure], sum))
			return false;
	return true;
}

/* Whether the sum of a figure of a row's parts is its total, or that of another row for it. */
static bool
row_adds_up(struct check *c, size_t row, enum figure figure)
{
	uint32_t total = c->row_total[row];
	char text[WHERE_SIZE];
	int64_t want;
	int64_t sum;

	if (total < c->cells)
		want = c->cell[total].value[figure];
	else if (c->row_zero[row])
		want = 0;
	else if (!sum_parts(c, c->row_first[row], figure, &want))
		want = -1;
	if (sum_parts(c, row, figure, &sum) && sum == want)
		return true;
	if (total < c->cells)
		return wrong(c, "the %ss below cell %s do not add up to it", figure_name[figure],
		             where_row(c, row, text));
	if (c->row_zero[row])
		return wrong(c, "the table lacks a total of cell %s that is not zero",
		             where_row(c, row, text));
	return wrong(c, "the %ss of cell %s and others add up to another sum in other groupings",
	             figure_name[figure], where_row(c, row, text));
}

static void
number_cell(const struct cell *cell, bool *with, bool *without)
{
	*with = *with || (cell->value[COUNT] > 0 && cell->numbered);
	*without = *without || (cell->value[COUNT] > 0 && !cell->numbered);
}

/* Whether the cells of a row that are not zero have all a numerator, or none. */
static bool
number_row(struct check *c, size_t row)
{
	bool with = false;
	bool without = false;
	char text[WHERE_SIZE];

	if (c->row_total[row] < c->cells)
		number_cell(&c->cell[c->row_total[row]], &with, &without);
	for (size_t i = c->row_start[row]; i < c->row_start[row + 1]; i++)
		number_cell(&c->cell[c->row_part[i]], &with, &without);
	if ((with && without) ||
	    (c->row_total[row] >= c->cells &&
	     !without != (c->row_first[row] == row ? !without : c->row_numbered[c->row_first[row]])))
		return wrong(c, "cell %s and those it adds up with have not all a numerator",
		             where_row(c, row, text));
	c->row_numbered[row] = !without;
	return true;
}

static bool
read_relations(struct check *c)
{
	if (!cpe_dictionary_open(&c->absent, c->arena, c->problem) || !index_parts(c) ||
	    !find_groupings(c) || !add_common_groupings(c) || !nest_groupings(c))
		return false;
	if (!link_totals(c) || !link_parts(c) ||
	    !cpe_sort(c->arena, c->link, c->links, sizeof(*c->link), by_total, c->problem) ||
	    !fill_rows(c) || !index_rows(c))
		return false;
	for (size_t r = 0; r < c->rows; r++)
		if (!poll_at(c, r) || !row_adds_up(c, r, COUNT) || !number_row(c, r) ||
		    (c->row_numbered[r] && !row_adds_up(c, r, NUMERATOR)))
			return false;
	return true;
}

/* ---- floors ---- */

/* The floors of a row's parts are known; when all rows of its total have been here, its own is. */
static void
settle_row(struct check *c, size_t row, size_t *waits, uint32_t *ready, size_t *last)
{
	uint32_t total = c->row_total[row];
	int64_t sum = 0;

	if (total >= c->cells)
		return;
	for (size_t i = c->row_start[row]; i < c->row_start[row + 1]; i++)
		sum += c->cell[c->row_part[i]].floor; /* at most the total, which adds up */
	if (sum > c->cell[total].floor)
		c->cell[total].floor = sum;
	if (--waits[total] == 0)
		ready[(*last)++] = total;
}

/* The least that counts can be: of a total, what its parts must be at least. */
static bool
find_floors(struct check *c)
{
	size_t *waits = room(c, c->cells, sizeof(size_t));
	size_t *row_waits = waits ? room(c, c->rows, sizeof(size_t)) : NULL;
	uint32_t *ready = row_waits ? room(c, c->cells, sizeof(uint32_t)) : NULL;
	size_t last = 0;

	if (ready == NULL)
		return false;
	for (size_t r = 0; r < c->rows; r++)
	{
		row_waits[r] = c->row_start[r + 1] - c->row_start[r];
		if (row_waits[r] > 0 && c->row_total[r] < c->cells)
			waits[c->row_total[r]]++;
	}
	for (size_t i = 0; i < c->cells; i++)
	{
		struct cell *cell = &c->cell[i];

		cell->floor = c->certificate->zeros == CPE_CERTIFIED_ZEROS_SHOWN &&
		              cell->value[COUNT] > 0 && !cell->unpublished;
		if (waits[i] == 0)
			ready[last++] = (uint32_t) i;
	}
	for (size_t next = 0; next < last; next++)
	{
		if (!poll_at(c, next))
			return false;
		for (size_t i = c->cell_start[ready[next]]; i < c->cell_start[ready[next] + 1]; i++)
			if (c->cell_row[i] % 2 == 0 && --row_waits[c->cell_row[i] / 2] == 0)
				settle_row(c, c->cell_row[i] / 2, waits, ready, &last);
	}
	for (size_t i = 0; i < c->cells && last < c->cells; i++)
		if (waits[i] > 0)
			return wrong_cell(c, c->cell[i].dim, "is a part of itself");
	return true;
}

/* ---- the rule ---- */

static bool
is_exempt(const struct check *c, const struct cell *cell)
{
	if (cell->exempt || c->certificate->national == 0)
		return cell->exempt;
	for (int d = 0; d < c->dims; d++)
		if (c->certificate->national >> d & 1 && cell->dim[d] != NULL)
			return false;
	return true;
}

/* Whether the rule asks for a figure of a cell to be hidden. */
static bool
is_sensitive(const struct check *c, const struct cell *cell, enum figure figure)
{
	int64_t least = c->certificate->zeros == CPE_CERTIFIED_ZEROS_PROTECTED ? 0 : 1;

	if (figure == COUNT && cell->protect)
		return true;
	if (is_exempt(c, cell) || (figure != COUNT && (!c->certificate->numerator || !cell->numbered ||
	                                               cell->value[COUNT] == 0)))
		return false;
	return cell->value[figure] >= least &&
	       (cell->value[figure] == 0 || cell->value[figure] <= c->certificate->threshold);
}

static void
narrow(struct range *range, int64_t low, int64_t high)
{
	if (low > range->low)
		range->low = low;
	if (high < range->high)
		range->high = high;
}

/* What distinct marks tell: which figures are small, and that the others are not. */
static void
narrow_by_mark(const struct check *c, const struct cell *cell, struct range *range)
{
	int64_t threshold = c->certificate->threshold;
	bool numbered = c->certificate->numerator && cell->numbered && cell->value[COUNT] > 0;

	if (is_exempt(c, cell) || cell->unpublished || cell->protect)
		return;
	for (int f = 0; f < FIGURES; f++)
		if (range[f].tested)
		{
			narrow(&range[f], c->certificate->zeros != CPE_CERTIFIED_ZEROS_PROTECTED, threshold);
			return;
		}
	for (int f = 0; f < (numbered ? FIGURES : 1); f++)
		if (cell->value[f] == 0)
			narrow(&range[f], 0, 0);
		else
			narrow(&range[f], threshold + 1, INT64_MAX);
}

/* Which figures must be protected, and what is known of the hidden ones. */
static bool
apply_rule(struct check *c)
{
	for (size_t i = 0; i < c->cells; i++)
	{
		const struct cell *cell = &c->cell[i];
		struct range *range;
		bool primary = false;
		char text[WHERE_SIZE];

		if (!poll_at(c, i))
			return false;
		for (int f = 0; f < FIGURES; f++)
		{
			bool tested = is_sensitive(c, cell, f);

			primary = primary || tested;
			if (tested && cell->certified == NONE)
				return wrong(c, "cell %s is shown, though its %s is small by the rule",
				             where(c, cell->dim, text), figure_name[f]);
			if (cell->certified != NONE)
				c->range[FIGURES * cell->certified + f] =
					(struct range){tested, f == COUNT ? cell->floor : 0, INT64_MAX, 0, 0};
		}
		if (!cell->shown && !cell->unpublished &&
		    cell->published != (!c->certificate->distinct ? CPE_PUBLISHED_HIDDEN
		                        : primary                 ? CPE_PUBLISHED_HIDDEN_SMALL
		                                                  : CPE_PUBLISHED_HIDDEN_OTHER))
			return wrong_cell(c, cell->dim, "has not the mark that the rule gives it");
		c->verdict->cells += !cell->unpublished;
		c->verdict->primary += primary;
		if (cell->certified == NONE)
			continue;
		range = &c->range[FIGURES * cell->certified];
		if (c->certificate->distinct)
			narrow_by_mark(c, cell, range);
		for (int f = 0; f < FIGURES; f++)
			if ((f == COUNT || cell->numbered) &&
			    (cell->value[f] < range[f].low || cell->value[f] > range[f].high))
				return wrong_cell(c, cell->dim, "has a value that its status excludes");
		if (!primary && !cell->unpublished)
		{
			c->verdict->complementary++;
			if (__builtin_add_overflow(c->verdict->cost, cell->value[COUNT], &c->verdict->cost))
				return wrong(c, "the counts hidden are beyond 64 bits");
		}
	}
	return true;
}

/* Whether the certificate counts what there is. */
static bool
check_counts(struct check *c)
{
	const struct cpe_certificate *certificate = c->certificate;
	const struct cpe_verdict *verdict = c->verdict;

	if (certificate->cells != verdict->cells || certificate->primary != verdict->primary ||
	    certificate->complementary != verdict->complementary || certificate->cost != verdict->cost)
		return wrong(c, "the certificate counts other cells than the table has");
	return true;
}

/* ---- moves ---- */

/* The changes of the move being checked, and of the rows it touches; zero between moves. */
struct changes
{
	int64_t (*cell)[FIGURES]; /* by certified cell */
	uint32_t *touched;
	size_t cells;
	int64_t (*row)[2]; /* of count and numerator: parts less total */
	bool *row_seen;
	uint32_t *rows_touched;
	size_t rows;
};

static bool
open_changes(struct check *c, struct changes *changes)
{
	changes->cell = room(c, c->certified, sizeof(*changes->cell));
	changes->touched = changes->cell ? room(c, c->certified, sizeof(uint32_t)) : NULL;
	changes->row = changes->touched ? room(c, c->rows, sizeof(*changes->row)) : NULL;
	changes->row_seen = changes->row ? room(c, c->rows, sizeof(bool)) : NULL;
	changes->rows_touched = changes->row_seen ? room(c, c->rows, sizeof(uint32_t)) : NULL;
	return changes->rows_touched != NULL;
}

/* Reads the steps of a move: each figure once, none of them zero. */
static bool
read_move(struct check *c, size_t move, struct changes *changes)
{
	const struct cpe_certificate *certificate = c->certificate;

	if (certificate->move_start[move] == certificate->move_start[move + 1])
		return wrong(c, "move %zu changes nothing", move + 1);
	for (size_t s = certificate->move_start[move]; s < certificate->move_start[move + 1]; s++)
	{
		uint32_t number = certificate->move_figure[s];
		int64_t change = certificate->move_change[s];
		enum figure figure = number < c->certified ? COUNT : NUMERATOR;
		uint32_t certified = number - (figure == COUNT ? 0 : (uint32_t) c->certified);

		if (certified >= c->certified)
			return wrong(c, "move %zu touches what is no hidden cell", move + 1);
		if (change == 0 || change == INT64_MIN || changes->cell[certified][figure] != 0)
			return wrong(c, "move %zu has a change of zero, or a figure twice", move + 1);
		if (changes->cell[certified][COUNT] == 0 && changes->cell[certified][NUMERATOR] == 0)
			changes->touched[changes->cells++] = certified;
		changes->cell[certified][figure] = change;
	}
	return true;
}

/* Whether the figures of a touched cell stay within what is known of them. */
static bool
cell_stays(struct check *c, size_t move, uint32_t certified, int64_t *change)
{
	const struct cell *cell = &c->cell[c->place_of_certified[certified]];
	struct range *range = &c->range[FIGURES * certified];
	char text[WHERE_SIZE];

	if (change[NUMERATOR] != 0 && !cell->numbered)
		return wrong(c, "move %zu changes a numerator that cell %s has not", move + 1,
		             where(c, cell->dim, text));
	if (__builtin_sub_overflow(change[COUNT], change[NUMERATOR], &change[REST]))
		return wrong(c, "move %zu is beyond 64 bits", move + 1);
	for (int f = 0; f < (cell->numbered ? FIGURES : 1); f++)
	{
		int64_t after;

		if (__builtin_add_overflow(cell->value[f], change[f], &after) || after < range[f].low ||
		    after > range[f].high)
			return wrong(c, "move %zu takes the %s of cell %s to where it cannot be", move + 1,
			             figure_name[f], where(c, cell->dim, text));
		if (change[f] > range[f].up)
			range[f].up = change[f];
		if (-change[f] > range[f].down)
			range[f].down = -change[f];
	}
	return true;
}

/* Adds the changes of a touched cell to the rows in which it stands. */
static bool
add_to_rows(struct check *c, size_t move, uint32_t certified, const int64_t *change,
            struct changes *changes)
{
	uint32_t place = c->place_of_certified[certified];

	for (size_t i = c->cell_start[place]; i < c->cell_start[place + 1]; i++)
	{
		size_t row = c->cell_row[i] / 2;
		bool total = c->cell_row[i] % 2;

		if (!changes->row_seen[row])
		{
			changes->row_seen[row] = true;
			changes->rows_touched[changes->rows++] = (uint32_t) row;
		}
		for (int f = 0; f <= NUMERATOR; f++)
			if (total
			        ? __builtin_sub_overflow(changes->row[row][f], change[f], &changes->row[row][f])
			        : __builtin_add_overflow(changes->row[row][f], change[f],
			                                 &changes->row[row][f]))
				return wrong(c, "move %zu is beyond 64 bits", move + 1);
	}
	return true;
}

/* Whether the rows touched still add up, those of a total that is not in the table as another. */
static bool
rows_hold(struct check *c, size_t move, const struct changes *changes)
{
	char text[WHERE_SIZE];

	for (size_t i = 0; i < changes->rows; i++)
	{
		uint32_t row = changes->rows_touched[i];
		bool absent = c->row_total[row] >= c->cells && !c->row_zero[row];

		for (size_t r = absent ? c->row_first[row] : row;
		     r < c->rows && c->row_total[r] == c->row_total[row]; r++)
			for (int f = 0; f <= (c->row_numbered[row] ? NUMERATOR : COUNT); f++)
				if (changes->row[r][f] != (absent ? changes->row[row][f] : 0))
					return wrong(c, "move %zu breaks the sum of the %ss at cell %s", move + 1,
					             figure_name[f], where_row(c, row, text));
	}
	return true;
}

/* Whether a move is another table that is possible; then what it changes counts. */
static bool
check_move(struct check *c, size_t move, struct changes *changes)
{
	if (!read_move(c, move, changes))
		return false;
	for (size_t i = 0; i < changes->cells; i++)
	{
		uint32_t certified = changes->touched[i];

		if (!poll_at(c, i) || !cell_stays(c, move, certified, changes->cell[certified]) ||
		    !add_to_rows(c, move, certified, changes->cell[certified], changes))
			return false;
	}
	if (!rows_hold(c, move, changes))
		return false;
	for (size_t i = 0; i < changes->rows; i++)
	{
		memset(changes->row[changes->rows_touched[i]], 0, sizeof(changes->row[0]));
		changes->row_seen[changes->rows_touched[i]] = false;
	}
	for (size_t i = 0; i < changes->cells; i++)
		memset(changes->cell[changes->touched[i]], 0, sizeof(changes->cell[0]));
	changes->cells = 0;
	changes->rows = 0;
	return true;
}

static bool
check_moves(struct check *c)
{
	struct changes changes = {0};

	if (!open_changes(c, &changes))
		return false;
	for (size_t m = 0; m < c->certificate->moves; m++)
		if (!poll_at(c, m) || !check_move(c, m, &changes))
			return false;
	return true;
}

/* Whether the moves leave a figure all that must stay possible. */
static bool
is_protected(const struct check *c, const struct range *range, int64_t value)
{
	int64_t threshold = c->certificate->threshold;
	int64_t above = range->high - value;
	int64_t below = value - range->low;
	int64_t up = above > 0;
	int64_t down = below > 0;

	if (!c->certificate->range || (up == 0 && down == 0))
		return range->up > 0 || range->down > 0;
	if (value <= threshold)
	{
		up = threshold + 1 - value < above ? threshold + 1 - value : above;
		down = below;
	}
	return range->up >= up && range->down >= down;
}

static bool
check_protection(struct check *c)
{
	for (size_t i = 0; i < c->cells; i++)
	{
		const struct cell *cell = &c->cell[i];
		char text[WHERE_SIZE];

		if (!poll_at(c, i))
			return false;
		for (int f = 0; cell->certified != NONE && f < FIGURES; f++)
		{
			const struct range *range = &c->range[FIGURES * cell->certified + f];

			if (range->tested && !is_protected(c, range, cell->value[f]))
				return wrong(c, "no moves leave the %s of cell %s what must stay possible",
				             figure_name[f], where(c, cell->dim, text));
		}
	}
	return true;
}

/* ---- */

/* The figures of the certificate that anything else is built on. */
static bool
check_claim(struct check *c, int dims)
{
	const struct cpe_certificate *certificate = c->certificate;

	if (dims < 1 || dims > MOST_DIMS)
		return wrong(c, "a table has 1 to %d dimensions, not %d", MOST_DIMS, dims);
	if (certificate->dims != dims)
		return wrong(c, "the table has %d dimensions, the certificate %d", dims, certificate->dims);
	if (certificate->threshold < 0 || certificate->threshold > INT64_MAX / 4)
		return wrong(c, "the threshold of the certificate is out of range");
	if ((int) certificate->zeros < 0 || certificate->zeros > CPE_CERTIFIED_ZEROS_PROTECTED)
		return wrong(c, "the certificate has no rule for zeros");
	if (dims < MOST_DIMS && certificate->national >> dims != 0)
		return wrong(c, "the certificate exempts totals of dimensions that the table has not");
	return true;
}

bool
cpe_verify(struct cpe_arena *arena, const struct cpe_published_cell *cell, size_t cells, int dims,
           const struct cpe_certificate *certificate, cpe_digest_function digest,
           struct cpe_verdict *verdict, struct cpe_problem *problem)
{
	struct check check = {.arena = arena,
	                      .problem = problem,
	                      .verdict = verdict,
	                      .certificate = certificate,
	                      .dims = dims};

	memset(verdict, 0, sizeof(*verdict));
	problem->code = CPE_OK;
	if (!check_claim(&check, dims))
		return true;
	check.certified = certificate->hidden + certificate->unpublished;
	verdict->verified = check_digests(&check, cell, cells, digest) &&
	                    read_cells(&check, cell, cells) && read_relations(&check) &&
	                    find_floors(&check) && apply_rule(&check) && check_counts(&check) &&
	                    check_moves(&check) && check_protection(&check);
	return problem->code == CPE_OK;
}
