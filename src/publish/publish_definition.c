#include "cancer_pe.h"

#include <ctype.h>

#include "catalog/namespace.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

#include "publish/publish_release.h"

/* The longest name of a table and of a column: with what is put behind it, it stays a name. */
#define TABLE_NAME_MOST 48
#define COLUMN_NAME_MOST 50

static const char *const release_keys[] = {
	"title",      "description", "schema",    "population", "rule",    "options",
	"dimensions", "tables",      "relations", "notes",      "readers", "published",
	"correction", "unproven",    "was",       "unlinked",   NULL};
static const char *const population_keys[] = {"base", "filter", "period", NULL};
static const char *const dimension_keys[] = {"title",   "description", "role",      "total", "map",
                                             "parents", "parts",       "nested_in", NULL};
static const char *const table_keys[] = {"name",    "title",      "description",       "query",
                                         "time",    "dimensions", "separate",          "labels",
                                         "count",   "numerator",  "publish_numerator", "values",
                                         "columns", NULL};
static const char *const value_keys[] = {"column", "unit", "decimals", "with", "status", NULL};
static const char *const column_keys[] = {"title", "description", NULL};
static const char *const note_keys[] = {"kind", "topic", "note", NULL};
static const char *const note_kinds[] = {"method", "caveat", "note", NULL};
static const char *const dimension_roles[] = {"dimension", "geography", NULL};
static const char *const companion_roles[] = {
	"low", "high", "expected_low", "expected_high", "band", "number", NULL};

/* ---- parts of the definition ---- */

/* The value of a key as a document of its own, which is to be an object or an array. */
static Jsonb *
part_of(const struct cpe_options *options, const char *key, bool object)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return NULL;
	if (value.type != jbvBinary || JsonContainerIsScalar(value.val.binary.data) ||
	    JsonContainerIsObject(value.val.binary.data) != object)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an %s", key, options->what,
		           object ? "object" : "array");
	return JsonbValueToJsonb(&value);
}

/* Such an object to read keys from, checked; without keys where it is not given. */
static struct cpe_options
object_of(const struct cpe_options *options, const char *key, const char *what,
          const char *const *known)
{
	struct cpe_options inner = {what, {part_of(options, key, true), NULL}};

	if (known)
		cpe_options_check(&inner, known);
	return inner;
}

/* A text that has to be there and says something. */
static const char *
required_text(const struct cpe_options *options, const char *key)
{
	const char *text = cpe_option_text(options, key);

	if (text == NULL || text[0] == '\0')
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s is missing", key, options->what);
	return text;
}

static const char *
text_or(const struct cpe_options *options, const char *key, const char *otherwise)
{
	const char *text = cpe_option_text(options, key);

	return text ? text : otherwise;
}

/* Refuses a name that somebody would have to quote. */
static void
check_name(const char *name, const char *what, size_t most)
{
	bool plain = name[0] >= 'a' && name[0] <= 'z';

	for (const char *c = name; *c; c++)
		plain = plain && ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_');
	if (!plain || strlen(name) > most)
		cpe_refuse(CPE_INVALID,
		           psprintf("It begins with a lower-case letter, goes on with lower-case letters, "
		                    "digits and underscores, and has at most %d characters.",
		                    (int) most),
		           NULL, "no name for %s: \"%s\"", what, name);
}

/* The length of a name without the _v2 that a version would end it in; all of it where it has none.
 */
static size_t
length_without_version(const char *name)
{
	size_t end = strlen(name);

	while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9')
		end--;
	return end > 2 && name[end] && strncmp(name + end - 2, "_v", 2) == 0 ? end - 2 : strlen(name);
}

/* Refuses a name that would be read as that of a version, or of what a release says of itself. */
static void
check_own_name(const char *name, const char *what)
{
	static const char *const taken[] = {"_notes", "_columns"};
	size_t length = length_without_version(name);
	bool refused = length < strlen(name);

	for (int t = 0; t < lengthof(taken); t++)
		refused =
			refused || (length >= strlen(taken[t]) &&
		                strncmp(name + length - strlen(taken[t]), taken[t], strlen(taken[t])) == 0);
	if (refused)
		cpe_refuse(CPE_INVALID,
		           "Names that end in _notes, _columns, or _v and a number are those of a "
		           "release's own tables and versions.",
		           NULL, "%s cannot be called \"%s\"", what, name);
}

/* "First answer" for "first_answer". */
static const char *
title_from_name(const char *name)
{
	char *title = pstrdup(name);

	for (char *c = title; *c; c++)
		if (*c == '_')
			*c = ' ';
	if (title[0] >= 'a' && title[0] <= 'z')
		title[0] -= 'a' - 'A';
	return title;
}

/* The elements of an array of objects (and texts, where they may be), NULL at the end. */
static List *
elements_of(const struct cpe_options *options, const char *key)
{
	Jsonb *array = part_of(options, key, false);
	JsonbIterator *iterator;
	JsonbValue value;
	JsonbIteratorToken token;
	List *elements = NIL;

	if (array == NULL)
		return NIL;
	iterator = JsonbIteratorInit(&array->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_ELEM)
		{
			JsonbValue *element = palloc(sizeof(JsonbValue));

			*element = value;
			elements = lappend(elements, element);
		}
	return elements;
}

/* An element of an array as an object to read keys from. */
static struct cpe_options
element_object(JsonbValue *element, const char *what, const char *const *known)
{
	struct cpe_options options = {what, {NULL, NULL}};

	if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must be an object", what);
	options.layer[0] = JsonbValueToJsonb(element);
	cpe_options_check(&options, known);
	return options;
}

/* The keys of an object, in its own order, which is by length and bytes. */
const char **
cpe_jsonb_keys(Jsonb *object, int *count)
{
	JsonbIterator *iterator = JsonbIteratorInit(&object->root);
	JsonbValue value;
	JsonbIteratorToken token;
	const char **keys = palloc((JB_ROOT_COUNT(object) + 1) * sizeof(char *));

	*count = 0;
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
			keys[(*count)++] = pnstrdup(value.val.string.val, value.val.string.len);
	return keys;
}

/* ---- dimensions ---- */

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static void
read_dimension(const struct cpe_options *all, struct cpe_release_dimension *dimension)
{
	struct cpe_options options = object_of(
		all, dimension->name, psprintf("dimension \"%s\"", dimension->name), dimension_keys);

	check_name(dimension->name, "a dimension", COLUMN_NAME_MOST);
	dimension->title = text_or(&options, "title", title_from_name(dimension->name));
	dimension->description = text_or(&options, "description", dimension->title);
	dimension->geography = cpe_word_option(&options, "role", dimension_roles, 0) == 1;
	dimension->total = text_or(&options, "total", "All");
	dimension->map = text_or(&options, "map", "");
	dimension->nested_in = cpe_option_text(&options, "nested_in");
	dimension->parents = part_of(&options, "parents", true);
	dimension->parts = part_of(&options, "parts", true);
}

/* Puts a dimension that a table names, and that is described, in its place among them. */
static void
place_dimension(struct cpe_release *release, const char *name, const char **names, int count)
{
	if (cpe_release_dimension_place(release, name) >= 0)
		return;
	for (int n = 0; n < count; n++)
		if (strcmp(names[n], name) == 0)
			release->dimension[release->dimensions++].name = names[n];
}

/* The dimensions in the order in which tables name them, then those that none names. */
static void
order_dimensions(const struct cpe_options *options, struct cpe_release *release, const char **names,
                 int count)
{
	List *tables = elements_of(options, "tables");
	ListCell *cell;

	release->dimension = palloc0(count * sizeof(struct cpe_release_dimension));
	foreach (cell, tables)
	{
		JsonbValue *element = lfirst(cell);
		struct cpe_options table = {"a table of publish", {NULL, NULL}};
		const char *const *named;
		int dimensions;

		if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
			continue; /* refused where tables are read */
		table.layer[0] = JsonbValueToJsonb(element);
		named = cpe_option_texts(&table, "dimensions", &dimensions);
		for (int d = 0; d < dimensions; d++)
			place_dimension(release, named[d], names, count);
	}
	for (int n = 0; n < count; n++)
		place_dimension(release, names[n], names, count);
}

/* ---- names ---- */

/* Under which names columns of this release were published before. */
static void
read_renames(const struct cpe_options *options, struct cpe_release *release)
{
	struct cpe_options all = object_of(options, "was", "was", NULL);
	const char **names;

	if (all.layer[0] == NULL)
		return;
	names = cpe_jsonb_keys(all.layer[0], &release->renamed);
	release->rename = palloc0((release->renamed + 1) * sizeof(struct cpe_release_rename));
	for (int r = 0; r < release->renamed; r++)
	{
		release->rename[r].column = names[r];
		release->rename[r].was = required_text(&all, names[r]);
		check_name(release->rename[r].was, "a column", COLUMN_NAME_MOST);
	}
}

const char *
cpe_release_first_name(const struct cpe_release *release, const char *column)
{
	for (int r = 0; r < release->renamed; r++)
		if (strcmp(release->rename[r].column, column) == 0)
			return release->rename[r].was;
	return column;
}

/* Whether a table has a column among those that tell its cells and parts apart. */
static bool
tells_apart(const struct cpe_release_table *table, const char *column)
{
	for (int c = 0; c < table->times; c++)
		if (strcmp(table->time[c], column) == 0)
			return true;
	for (int c = 0; c < table->separates; c++)
		if (strcmp(table->separate[c], column) == 0)
			return true;
	return false;
}

/* Refuses to say of no column of this release what it was, and two that would have one name. */
static void
check_renames(const struct cpe_release *release)
{
	for (int r = 0; r < release->renamed; r++)
	{
		const struct cpe_release_rename *rename = &release->rename[r];
		bool known = cpe_release_dimension_place(release, rename->column) >= 0;
		bool twice = cpe_release_dimension_place(release, rename->was) >= 0;

		for (int t = 0; t < release->tables; t++)
		{
			known = known || tells_apart(&release->table[t], rename->column);
			twice = twice || tells_apart(&release->table[t], rename->was);
		}
		for (int other = 0; other < r; other++)
			twice = twice || strcmp(release->rename[other].was, rename->was) == 0;
		if (!known)
			cpe_refuse(CPE_INVALID, "It is neither a dimension nor time nor separate.", NULL,
			           "option \"was\" of publish names \"%s\"", rename->column);
		if (twice)
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "option \"was\" of publish: two columns would be \"%s\"", rename->was);
	}
}

void
cpe_release_read_dimensions(const struct cpe_options *options, struct cpe_release *release)
{
	struct cpe_options all = object_of(options, "dimensions", "dimensions", NULL);
	const char **names = NULL; /* without any: all people together */
	int count = 0;

	if (all.layer[0] != NULL)
		names = cpe_jsonb_keys(all.layer[0], &count);
	qsort(names, count, sizeof(char *), compare_names);
	order_dimensions(options, release, names, count);
	read_renames(options, release);
	for (int d = 0; d < release->dimensions; d++)
	{
		read_dimension(&all, &release->dimension[d]);
		release->dimension[d].first_name =
			cpe_release_first_name(release, release->dimension[d].name);
	}
}

int
cpe_release_dimension_place(const struct cpe_release *release, const char *name)
{
	for (int d = 0; d < release->dimensions; d++)
		if (strcmp(release->dimension[d].name, name) == 0)
			return d;
	return -1;
}

/* ---- tables ---- */

/* The columns that go with a value: {"low": "low", ...}, role and column. */
static void
read_companions(const struct cpe_options *options, struct cpe_release_value *value)
{
	Jsonb *with = part_of(options, "with", true);
	struct cpe_options inner = {psprintf("what goes with value \"%s\"", value->column),
	                            {with, NULL}};

	if (with == NULL)
		return;
	cpe_options_check(&inner, companion_roles);
	value->companion_role = palloc(7 * sizeof(char *));
	value->companion = palloc(7 * sizeof(char *));
	for (int r = 0; companion_roles[r]; r++)
	{
		const char *column = cpe_option_text(&inner, companion_roles[r]);

		if (column == NULL)
			continue;
		check_name(column, "a column", COLUMN_NAME_MOST);
		value->companion_role[value->companions] = companion_roles[r];
		value->companion[value->companions++] = column;
	}
}

static void
read_value(JsonbValue *element, const char *table, struct cpe_release_value *value)
{
	struct cpe_options options;

	value->decimals = -1;
	value->unit = "";
	if (element->type == jbvString)
	{
		value->column = pnstrdup(element->val.string.val, element->val.string.len);
		check_name(value->column, "a column", COLUMN_NAME_MOST);
		return;
	}
	options = element_object(element, psprintf("a value of table \"%s\"", table), value_keys);
	value->column = required_text(&options, "column");
	check_name(value->column, "a column", COLUMN_NAME_MOST);
	value->unit = text_or(&options, "unit", "");
	value->decimals = cpe_whole_option(&options, "decimals", 0, 10, -1);
	value->status = cpe_option_text(&options, "status");
	read_companions(&options, value);
}

/* A list of columns. */
static const char *const *
columns_of(const struct cpe_options *options, const char *key, int *count)
{
	const char *const *names = cpe_option_texts(options, key, count);

	for (int i = 0; i < *count; i++)
		check_name(names[i], "a column", COLUMN_NAME_MOST);
	return names;
}

static void
check_table_dimensions(const struct cpe_release *release, const struct cpe_release_table *table)
{
	for (int d = 0; d < table->dimensions; d++)
		if (cpe_release_dimension_place(release, table->dimension[d]) < 0)
			cpe_refuse(CPE_INVALID, NULL, "Describe it under \"dimensions\" of the release.",
			           "unknown dimension of table \"%s\": \"%s\"", table->name,
			           table->dimension[d]);
}

static void
read_table(struct cpe_release *release, JsonbValue *element, struct cpe_release_table *table)
{
	struct cpe_options options = element_object(element, "a table of publish", table_keys);
	ListCell *cell;
	List *values;

	table->name = required_text(&options, "name");
	check_name(table->name, "a table", TABLE_NAME_MOST);
	check_own_name(table->name, "a table");
	options.what = psprintf("table \"%s\"", table->name);
	table->title = required_text(&options, "title");
	table->description = text_or(&options, "description", "");
	table->query = required_text(&options, "query");
	table->time = columns_of(&options, "time", &table->times);
	table->dimension = columns_of(&options, "dimensions", &table->dimensions);
	table->separate = columns_of(&options, "separate", &table->separates);
	table->label = columns_of(&options, "labels", &table->labels);
	table->count = required_text(&options, "count");
	check_name(table->count, "a column", COLUMN_NAME_MOST);
	table->numerator = cpe_option_text(&options, "numerator");
	if (table->numerator)
		check_name(table->numerator, "a column", COLUMN_NAME_MOST);
	table->publish_numerator = cpe_option_boolean(&options, "publish_numerator") != 0;
	values = elements_of(&options, "values");
	table->value = palloc0((list_length(values) + 1) * sizeof(struct cpe_release_value));
	foreach (cell, values)
		read_value(lfirst(cell), table->name, &table->value[table->values++]);
	table->columns =
		object_of(&options, "columns", psprintf("columns of table \"%s\"", table->name), NULL);
	check_table_dimensions(release, table);
}

static void
read_tables(const struct cpe_options *options, struct cpe_release *release)
{
	List *elements = elements_of(options, "tables");
	ListCell *cell;

	if (elements == NIL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "a release needs at least one table");
	release->table = palloc0(list_length(elements) * sizeof(struct cpe_release_table));
	foreach (cell, elements)
	{
		struct cpe_release_table *table = &release->table[release->tables];

		read_table(release, lfirst(cell), table);
		for (int t = 0; t < release->tables; t++)
			if (strcmp(release->table[t].name, table->name) == 0)
				cpe_refuse(CPE_INVALID, NULL, NULL, "two tables of the release are called \"%s\"",
				           table->name);
		release->tables++;
	}
}

void
cpe_release_column_words(const struct cpe_release_table *table, const char *column,
                         const char **title, const char **description)
{
	struct cpe_options options;

	*title = title_from_name(column);
	*description = NULL;
	if (table->columns.layer[0] == NULL)
		return;
	options = object_of(&table->columns, column, psprintf("column \"%s\"", column), column_keys);
	if (options.layer[0] == NULL)
		return;
	*title = text_or(&options, "title", *title);
	*description = cpe_option_text(&options, "description");
}

/* ---- the rest ---- */

/* A note is a text, or a text with its kind and topic. */
static void
read_note(JsonbValue *element, struct cpe_release_note *note)
{
	struct cpe_options options;

	note->kind = "note";
	note->topic = "";
	if (element->type == jbvString)
	{
		note->note = pnstrdup(element->val.string.val, element->val.string.len);
		return;
	}
	options = element_object(element, "a note of publish", note_keys);
	note->kind = note_kinds[cpe_word_option(&options, "kind", note_kinds, 2)];
	note->topic = text_or(&options, "topic", "");
	note->note = required_text(&options, "note");
}

static void
read_notes(const struct cpe_options *options, struct cpe_release *release)
{
	List *elements = elements_of(options, "notes");
	ListCell *cell;

	release->note = palloc0((list_length(elements) + 1) * sizeof(struct cpe_release_note));
	foreach (cell, elements)
		read_note(lfirst(cell), &release->note[release->notes++]);
}

static void
read_relations(const struct cpe_options *options, struct cpe_release *release)
{
	struct cpe_options all = object_of(options, "relations", "relations", NULL);
	const char **names;

	if (all.layer[0] == NULL)
		return;
	names = cpe_jsonb_keys(all.layer[0], &release->relations);
	release->relation = palloc0((release->relations + 1) * sizeof(struct cpe_release_relation));
	for (int r = 0; r < release->relations; r++)
	{
		release->relation[r].earlier = names[r];
		release->relation[r].relation = required_text(&all, names[r]);
	}
}

static void
read_population(const struct cpe_options *options, struct cpe_release *release)
{
	struct cpe_options population = object_of(options, "population", "population", population_keys);

	if (population.layer[0] == NULL)
		cpe_refuse(CPE_INVALID, NULL,
		           "Say who is counted: {\"base\": ..., \"filter\": ..., \"period\": ...}.",
		           "option \"population\" of publish is missing");
	release->base = required_text(&population, "base");
	release->filter = text_or(&population, "filter", "");
	release->period = text_or(&population, "period", "");
}

/* A day as it is written everywhere, or NULL. */
static const char *
day_option(const struct cpe_options *options, const char *key)
{
	const char *text = cpe_option_text(options, key);
	int year, month, day, length = 0;

	if (text == NULL)
		return NULL;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || length != 10 ||
	    text[10] != '\0')
		cpe_refuse(CPE_INVALID, "A day is written like 2026-11-28.", NULL,
		           "option \"%s\" of %s is no day: \"%s\"", key, options->what, text);
	(void) DirectFunctionCall3(make_date, Int32GetDatum(year), Int32GetDatum(month),
	                           Int32GetDatum(day));
	return text;
}

struct cpe_release *
cpe_release_read(const char *name, Jsonb *definition)
{
	struct cpe_release *release = palloc0(sizeof(struct cpe_release));
	struct cpe_options options = {"publish", {definition, NULL}};

	check_name(name, "a release", TABLE_NAME_MOST);
	check_own_name(name, "a release");
	cpe_options_check(&options, release_keys);
	release->name = name;
	release->definition = definition;
	release->title = required_text(&options, "title");
	release->description = text_or(&options, "description", "");
	release->schema = required_text(&options, "schema");
	(void) get_namespace_oid(release->schema, false);
	read_population(&options, release);
	release->rule = required_text(&options, "rule");
	release->options = part_of(&options, "options", true);
	if (release->options == NULL)
		release->options = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum("{}")));
	cpe_release_read_dimensions(&options, release);
	read_tables(&options, release);
	check_renames(release);
	release->unlinked_column = columns_of(&options, "unlinked", &release->unlinked);
	read_notes(&options, release);
	read_relations(&options, release);
	release->reader = cpe_option_texts(&options, "readers", &release->readers);
	release->published = day_option(&options, "published");
	release->correction = cpe_option_text(&options, "correction");
	if (release->correction && release->correction[0] == '\0')
		cpe_refuse(CPE_INVALID, NULL, "Say what was wrong and why it changes.",
		           "option \"correction\" of publish is empty");
	release->unproven = cpe_option_boolean(&options, "unproven") == 1;
	return release;
}
