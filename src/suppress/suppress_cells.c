#include "suppress/suppress_cells.h"

#include <limits.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "base/sort.h"
#include "suppress/suppress.h"

/* ---- settings ---- */

int cpe_max_cells = 500000;

void
cpe_suppress_settings(void)
{
	DefineCustomIntVariable("cancer_pe.max_cells",
	                        "Most cells that a table may have whose disclosure is judged.",
	                        "Reading a table takes about 300 bytes for each cell; the search for a "
	                        "safe pattern some times that.",
	                        &cpe_max_cells, 500000, 1, INT_MAX, PGC_USERSET, 0, NULL, NULL, NULL);
}

/* ---- cells ---- */

static void
check_count(int64 count)
{
	if (count > cpe_max_cells)
		cpe_refuse(
			CPE_LIMIT, "All cells of a table are judged together, with what they tell of another.",
			"PARTITION BY what tells tables apart, or raise the setting cancer_pe.max_cells.",
			"a table has more than %d cells", cpe_max_cells);
}

/* Makes room for one cell more. */
static void
make_room(struct cpe_cells *cells)
{
	check_count(cells->count + 1);
	if (cells->count < cells->room)
		return;
	cells->room = Max(64, 2 * cells->room);
	if (cells->cell == NULL)
	{
		cells->cell =
			MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*cells->cell) * cells->room);
		cells->status =
			MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*cells->status) * cells->room);
		return;
	}
	cells->cell = repalloc_huge(cells->cell, sizeof(*cells->cell) * cells->room);
	cells->status = repalloc_huge(cells->status, sizeof(*cells->status) * cells->room);
}

/* The labels of a cell, copied in one piece; NULL elements are totals. */
static const char *const *
labels_of(Datum dims, int *count)
{
	ArrayType *array = DatumGetArrayTypeP(dims);
	Datum *element;
	bool *null;
	Size size;
	const char **label;
	char *at;

	if (ARR_NDIM(array) != 1)
		cpe_refuse(CPE_INVALID, "It holds one label for each dimension of the table.", NULL,
		           "dims must be an array with one label or more");
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, count);
	size = sizeof(char *) * *count;
	for (int i = 0; i < *count; i++)
		if (!null[i])
			size += VARSIZE_ANY_EXHDR(DatumGetPointer(element[i])) + 1;
	label = palloc(size);
	at = (char *) (label + *count);
	for (int i = 0; i < *count; i++)
	{
		Size length;

		label[i] = NULL;
		if (null[i])
			continue;
		length = VARSIZE_ANY_EXHDR(DatumGetPointer(element[i]));
		memcpy(at, VARDATA_ANY(DatumGetPointer(element[i])), length);
		at[length] = '\0';
		label[i] = at;
		at += length + 1;
	}
	pfree(element);
	pfree(null);
	if ((Pointer) array != DatumGetPointer(dims))
		pfree(array);
	return label;
}

/* A status as a constant where it is one of the usual ones, so that few are copied. */
static const char *
status_of(Datum status)
{
	static const char *const usual[] = {"c", "x", "w", "show", "protect", "exempt", "prefer"};
	char *word = TextDatumGetCString(status);

	for (int i = 0; i < lengthof(usual); i++)
		if (strcmp(word, usual[i]) == 0)
		{
			pfree(word);
			return usual[i];
		}
	return word;
}

void
cpe_cells_add(struct cpe_cells *cells, Datum value, bool value_null, Datum dims, bool dims_null,
              Datum numerator, bool numerator_null, Datum status, bool status_null)
{
	struct cpe_table_cell *cell;
	int count;

	make_room(cells);
	cell = &cells->cell[cells->count];
	if (dims_null)
		cpe_refuse(CPE_NULL, "A total is a NULL element, not a NULL array.", NULL,
		           "dims must not be null");
	cell->dim = labels_of(dims, &count);
	if (cells->count > 0 && count != cells->dims)
		cpe_refuse(CPE_INVALID, "All cells of a table have the same dimensions.", NULL,
		           "dims has %d labels in one row and %d in another", cells->dims, count);
	cells->dims = count;
	cell->known = !value_null;
	cell->value = value_null ? 0 : DatumGetInt64(value);
	cell->numbered = !numerator_null;
	cell->numerator = numerator_null ? 0 : DatumGetInt64(numerator);
	cell->open = false;
	cells->status[cells->count] = status_null ? NULL : status_of(status);
	cells->count++;
}

void
cpe_cells_of_columns(struct cpe_cells *cells, int64 rows, const struct cpe_window_column *value,
                     const struct cpe_window_column *dims,
                     const struct cpe_window_column *numerator,
                     const struct cpe_window_column *status, bool need_value)
{
	memset(cells, 0, sizeof(*cells));
	check_count(rows);
	for (int64 row = 0; row < rows; row++)
	{
		bool no_value;
		bool no_dims;
		bool no_numerator = true;
		bool no_status = true;
		Datum count = cpe_window_value(value, row, &no_value);
		Datum labels = cpe_window_value(dims, row, &no_dims);
		Datum part = numerator ? cpe_window_value(numerator, row, &no_numerator) : (Datum) 0;
		Datum word = status ? cpe_window_value(status, row, &no_status) : (Datum) 0;

		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (no_value && need_value)
			cpe_refuse(CPE_NULL, NULL, "A cell that nobody is in has the value 0.",
			           "value must not be null");
		cpe_cells_add(cells, count, no_value, labels, no_dims, part, no_numerator, word, no_status);
	}
}

enum cpe_cell_given
cpe_cell_given_of(const char *status)
{
	static const struct
	{
		const char *word;
		enum cpe_cell_given given;
	} known[] = {
		{"c", CPE_GIVEN_HIDDEN},      {"w", CPE_GIVEN_NOTHING},       {"x", CPE_GIVEN_UNPUBLISHED},
		{"show", CPE_GIVEN_SHOWN},    {"protect", CPE_GIVEN_PROTECT}, {"exempt", CPE_GIVEN_EXEMPT},
		{"prefer", CPE_GIVEN_PREFER},
	};

	if (status == NULL)
		return CPE_GIVEN_NOTHING;
	for (int i = 0; i < lengthof(known); i++)
		if (strcmp(status, known[i].word) == 0)
			return known[i].given;
	cpe_refuse(CPE_INVALID, NULL, "Statuses: c, w, x, show, protect, exempt, prefer, or NULL.",
	           "unknown status given: \"%s\"", status);
}

/* ---- options parts and parents ---- */

/* Relations as they are read, in one list. */
struct parts_list
{
	const struct cpe_options *options;
	const char *key; /* of the option, for messages */
	int dim;
	size_t room;
	struct cpe_cells_options *result;
};

pg_noreturn static void
refuse_shape(const struct parts_list *list)
{
	cpe_refuse(
		CPE_INVALID, NULL,
		strcmp(list->key, "parts") == 0
			? "Write it like {\"1\": {\"North\": [[\"R1\", \"R2\"]]}}: in dimension 1, North "
			  "is the sum of R1 and R2; \"\" is the total."
			: "Write it like {\"1\": {\"R1\": \"North\", \"R2\": [\"North\", \"Teaching\"]}}: "
			  "in dimension 1, R1 is a part of North; \"\" is the total.",
		"option \"%s\" of %s has another shape", list->key, list->options->what);
}

/* A label as text; of what may be a total, the empty one is that (NULL). */
static char *
label_of(const JsonbValue *value, bool may_be_total)
{
	if (may_be_total && value->val.string.len == 0)
		return NULL;
	return pnstrdup(value->val.string.val, value->val.string.len);
}

/* Adds a relation without parts yet, with room for so many. */
static struct cpe_table_parts *
add_parts(struct parts_list *list, char *whole, size_t room)
{
	struct cpe_cells_options *result = list->result;
	struct cpe_table_parts *parts;

	if (result->parts_count == list->room)
	{
		list->room = Max(16, 2 * list->room);
		result->parts = result->parts ? repalloc_huge(result->parts, sizeof(*parts) * list->room)
		                              : MemoryContextAllocHuge(CurrentMemoryContext,
		                                                       sizeof(*parts) * list->room);
	}
	parts = &result->parts[result->parts_count++];
	parts->dim = list->dim;
	parts->whole = whole;
	parts->parts = 0;
	parts->part = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(char *) * Max(room, 1));
	return parts;
}

static void
add_part(struct cpe_table_parts *parts, char *label)
{
	((const char **) parts->part)[parts->parts++] = label;
}

bool
cpe_json_is_array(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data) &&
	       !JsonContainerIsScalar(value->val.binary.data);
}

static bool
is_object(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data);
}

bool
cpe_json_next_element(JsonbIterator **iterator, JsonbValue *element)
{
	JsonbIteratorToken token;

	while ((token = JsonbIteratorNext(iterator, element, true)) != WJB_DONE)
		if (token == WJB_ELEM)
			return true;
	return false;
}

/* The next key of an object and its value; false at its end. */
static bool
next_member(JsonbIterator **iterator, JsonbValue *key, JsonbValue *value)
{
	JsonbIteratorToken token;

	while ((token = JsonbIteratorNext(iterator, key, true)) != WJB_DONE)
		if (token == WJB_KEY)
		{
			(void) JsonbIteratorNext(iterator, value, true);
			return true;
		}
	return false;
}

/* One member of parts: a label and its partitions, each an array of labels. */
static void
read_partitions(struct parts_list *list, const JsonbValue *label, const JsonbValue *value)
{
	JsonbIterator *partition;
	JsonbValue part;

	if (!cpe_json_is_array(value))
		refuse_shape(list);
	partition = JsonbIteratorInit(value->val.binary.data);
	while (cpe_json_next_element(&partition, &part))
	{
		struct cpe_table_parts *parts;
		JsonbIterator *member;
		JsonbValue name;

		if (!cpe_json_is_array(&part))
			refuse_shape(list);
		parts = add_parts(list, label_of(label, true), JsonContainerSize(part.val.binary.data));
		member = JsonbIteratorInit(part.val.binary.data);
		while (cpe_json_next_element(&member, &name))
		{
			if (name.type != jbvString)
				refuse_shape(list);
			add_part(parts, label_of(&name, false));
		}
	}
}

/* A label and one that it is a part of. */
struct parent_of
{
	char *parent; /* NULL: the total */
	char *label;
};

static int
compare_parents(const void *a, const void *b)
{
	const struct parent_of *left = a;
	const struct parent_of *right = b;
	int order = cpe_compare_texts(left->parent, right->parent);

	return order ? order : cpe_compare_texts(left->label, right->label);
}

/* Pairs of label and parent, which grow. */
struct parents
{
	size_t count;
	size_t room;
	struct parent_of *pair;
};

static void
add_parent(struct parts_list *list, struct parents *parents, const JsonbValue *label,
           const JsonbValue *parent)
{
	if (parent->type != jbvString)
		refuse_shape(list);
	if (parents->count == parents->room)
	{
		parents->room = Max(64, 2 * parents->room);
		parents->pair = parents->pair
		                    ? repalloc_huge(parents->pair, sizeof(*parents->pair) * parents->room)
		                    : MemoryContextAllocHuge(CurrentMemoryContext,
		                                             sizeof(*parents->pair) * parents->room);
	}
	parents->pair[parents->count].parent = label_of(parent, true);
	parents->pair[parents->count++].label = label_of(label, false);
}

/* The members of parents of one dimension: each parent is the sum of all labels that name it. */
static void
read_parents(struct parts_list *list, const JsonbValue *object)
{
	JsonbIterator *member = JsonbIteratorInit(object->val.binary.data);
	JsonbValue label;
	JsonbValue value;
	struct parents parents = {0};
	struct cpe_table_parts *parts = NULL;

	while (next_member(&member, &label, &value))
	{
		JsonbIterator *element;
		JsonbValue parent;

		if (!cpe_json_is_array(&value))
		{
			add_parent(list, &parents, &label, &value);
			continue;
		}
		element = JsonbIteratorInit(value.val.binary.data);
		while (cpe_json_next_element(&element, &parent))
			add_parent(list, &parents, &label, &parent);
	}
	if (parents.count == 0)
		return;
	qsort(parents.pair, parents.count, sizeof(*parents.pair), compare_parents);
	for (size_t i = 0; i < parents.count; i++)
	{
		if (i == 0 || cpe_compare_texts(parents.pair[i - 1].parent, parents.pair[i].parent) != 0)
		{
			size_t last = i;

			while (last < parents.count &&
			       cpe_compare_texts(parents.pair[last].parent, parents.pair[i].parent) == 0)
				last++;
			parts = add_parts(list, parents.pair[i].parent, last - i);
		}
		add_part(parts, parents.pair[i].label);
	}
}

/* The number of a dimension, from 1, as a member's name. */
static int
dimension_of(const struct parts_list *list, const JsonbValue *key)
{
	int dim = 0;

	for (int i = 0; i < key->val.string.len && dim >= 0; i++)
	{
		char digit = key->val.string.val[i];

		dim = digit >= '0' && digit <= '9' && dim < 1000 ? 10 * dim + digit - '0' : -1;
	}
	if (dim < 1)
		cpe_refuse(CPE_INVALID, "Dimensions are counted from 1, in the order of dims.", NULL,
		           "option \"%s\" of %s names a dimension \"%s\"", list->key, list->options->what,
		           pnstrdup(key->val.string.val, key->val.string.len));
	return dim - 1;
}

/* One of the two options: an object of dimensions, each an object of labels. */
static void
read_option(struct parts_list *list, const char *key)
{
	JsonbValue value;
	JsonbValue dimension;
	JsonbValue object;
	JsonbIterator *iterator;

	list->key = key;
	if (!cpe_option_value(list->options, key, &value))
		return;
	if (!is_object(&value))
		refuse_shape(list);
	iterator = JsonbIteratorInit(value.val.binary.data);
	while (next_member(&iterator, &dimension, &object))
	{
		JsonbIterator *member;
		JsonbValue label;
		JsonbValue partitions;

		list->dim = dimension_of(list, &dimension);
		if (!is_object(&object))
			refuse_shape(list);
		if (strcmp(key, "parents") == 0)
		{
			read_parents(list, &object);
			continue;
		}
		member = JsonbIteratorInit(object.val.binary.data);
		while (next_member(&member, &label, &partitions))
			read_partitions(list, &label, &partitions);
	}
}

void
cpe_cells_options_read(const struct cpe_options *options, struct cpe_cells_options *result)
{
	struct parts_list list = {.options = options, .result = result};

	memset(result, 0, sizeof(*result));
	read_option(&list, "parts");
	read_option(&list, "parents");
}

/* ---- relations ---- */

/* In the options, "" stands for the total: a label that is empty cannot be told from it. */
static void
check_empty_labels(const struct cpe_cells *cells, const struct cpe_cells_options *options)
{
	for (size_t p = 0; p < options->parts_count; p++)
	{
		int dim = options->parts[p].dim;

		if (options->parts[p].whole != NULL || dim >= cells->dims)
			continue;
		for (int64 i = 0; i < cells->count; i++)
			if (cells->cell[i].dim[dim] != NULL && cells->cell[i].dim[dim][0] == '\0')
				cpe_refuse(CPE_INVALID, "In parts and parents, \"\" stands for the total.",
				           "Give the label a name.",
				           "dimension %d has an empty label and parts of the total", dim + 1);
	}
}

void
cpe_cells_table(struct cpe_arena *arena, const struct cpe_cells *cells,
                const struct cpe_cells_options *options, struct cpe_table *table)
{
	static const struct cpe_cells_options none;
	struct cpe_problem problem;

	check_count(cells->count);
	if (options == NULL)
		options = &none;
	check_empty_labels(cells, options);
	if (!cpe_table_read(arena, cells->cell, cells->count, cells->dims, options->parts,
	                    options->parts_count, table, &problem))
		cpe_raise(&problem);
}
