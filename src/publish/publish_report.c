#include "cancer_pe.h"

#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "base/base.h"
#include "base/base_lookup.h"

/*
 * A release as a page.  Everything is read from the plain tables of the release, as the caller, so
 * that the page can hold nothing that these do not show.
 */

#define PAGE_MOST 290000     /* bytes; rows of tables are left out beyond */
#define PICTURES_MOST 150000 /* of these, pictures */
#define SHOWN_LEAST 3        /* areas of a picture */
#define MAP_ROWS_MOST 200
#define MAP_COLUMNS_MOST 40
#define HEADER_LINKS_MOST 8

enum role
{
	TIME,
	GEOGRAPHY,
	DIMENSION,
	SEPARATE,
	LABEL,
	VALUE,
	COUNT,
	NUMERATOR,
	LOW,
	HIGH,
	EXPECTED_LOW,
	EXPECTED_HIGH,
	BAND,
	NUMBER,
	STATUS,
	DISPLAY
};
static const char *const role_words[] = {
	"time",      "geography", "dimension", "separate",     "label",         "value", "count",
	"numerator", "low",       "high",      "expected_low", "expected_high", "band",  "number",
	"status",    "display",   NULL};

static const char *const keys[] = {"tables",   "rows",     "area",   "links",
                                   "download", "pictures", "totals", NULL};

struct column
{
	const char *name;
	enum role role;
	const char *datatype;
	const char *unit;
	const char *belongs_to;
	const char *title;
	const char *description;
	int decimals;
	const char *only; /* what it has in all rows of the page, or NULL */
};

struct table
{
	const char *name;
	const char *relation; /* quoted */
	const char *title;
	const char *file; /* its download, or NULL */
	const char *where;
	struct column *column;
	int columns;
	long rows;
	long hidden;
};

struct note
{
	const char *kind;
	const char *topic;
	const char *text;
};

struct page
{
	struct cpe_options options;
	const char *schema;
	const char *release;
	int version;
	const char *suffix;
	const char *area;
	const char *totals; /* a text[] as SQL */
	int rows_most;
	int pictures_most;
	struct note *note;
	int notes;
	struct table *table;
	int tables;
	size_t picture_bytes;
	bool funnel;
	bool caterpillar;
	bool map;
	StringInfoData out;
};

/* ---- writing ---- */

/* A text for HTML, in an element or a quoted attribute. */
static void
put_text(StringInfo out, const char *text)
{
	for (; text && *text; text++)
		switch (*text)
		{
			case '&':
				appendStringInfoString(out, "&amp;");
				break;
			case '<':
				appendStringInfoString(out, "&lt;");
				break;
			case '>':
				appendStringInfoString(out, "&gt;");
				break;
			case '"':
				appendStringInfoString(out, "&quot;");
				break;
			default:
				/* other controls are no characters of HTML */
				appendStringInfoChar(out,
				                     (unsigned char) *text < ' ' || *text == 127 ? ' ' : *text);
				break;
		}
}

/* Writes HTML: %s is a text, escaped; %r is HTML as it is; %d a long. */
static void
put(StringInfo out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	for (; *format; format++)
	{
		if (*format != '%')
		{
			appendStringInfoChar(out, *format);
			continue;
		}
		switch (*++format)
		{
			case 's':
				put_text(out, va_arg(arguments, const char *));
				break;
			case 'd':
				appendStringInfo(out, "%ld", va_arg(arguments, long));
				break;
			case 'r':
				appendStringInfoString(out, va_arg(arguments, const char *));
				break;
			default:
				appendStringInfoChar(out, *format);
				break;
		}
	}
	va_end(arguments);
}

/* A word as the start of a line. */
static char *
capital(const char *word)
{
	char *text = pstrdup(word);

	*text = pg_ascii_toupper((unsigned char) *text);
	return text;
}

/* ---- asking ---- */

/* Runs a query as the caller; its rows are those that cpe_row_text reads. */
static uint64
ask(const char *query)
{
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a release");
	return SPI_processed;
}

/* The first column of the first row, or NULL. */
static char *
ask_text(const char *query)
{
	return ask(query) > 0 ? cpe_row_text(0, 1) : NULL;
}

/* A table of the release, quoted. */
static char *
relation_of(const struct page *page, const char *name)
{
	return quote_qualified_identifier(page->schema, psprintf("%s%s", name, page->suffix));
}

/* Finds the version: the one asked for, or the latest that is there. */
static void
find_version(struct page *page, FunctionCallInfo fcinfo)
{
	const char *c = page->release;
	char *versions;

	if (!(*c >= 'a' && *c <= 'z') ||
	    strspn(c, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(c))
		cpe_refuse(
			CPE_INVALID,
			"A release's name has lower-case letters, digits and underscores, a letter first.",
			NULL, "no name of a release: \"%s\"", c);
	versions = psprintf(
		"SELECT coalesce(substring(c.relname FROM '_v([0-9]{1,6})$'), '1')::int4 AS version "
		"FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
		"WHERE n.nspname = %s AND c.relkind = ANY ('{r,v,m,p,f}') "
		"AND c.relname::text COLLATE \"C\" ~ '^%s_notes(_v([2-9]|[1-9][0-9]{1,5}))?$'",
		quote_literal_cstr(page->schema), page->release);
	if (!PG_ARGISNULL(3))
		versions = psprintf("SELECT version FROM (%s) AS s WHERE version = %d", versions,
		                    PG_GETARG_INT32(3));
	if (ask(psprintf("SELECT max(version) FROM (%s) AS s", versions)) == 0 ||
	    cpe_row_text(0, 1) == NULL)
	{
		if (PG_ARGISNULL(3))
			cpe_refuse(CPE_INVALID, NULL, "publish writes the tables of a release.",
			           "there is no release \"%s\" in schema \"%s\"", page->release, page->schema);
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "there is no version %d of release \"%s\" in schema \"%s\"", PG_GETARG_INT32(3),
		           page->release, page->schema);
	}
	page->version = cpe_row_int(0, 1, 1);
	page->suffix = page->version == 1 ? "" : psprintf("_v%d", page->version);
}

/* ---- reading the release ---- */

static void
read_notes(struct page *page)
{
	page->notes = (int) ask(psprintf("SELECT kind, topic, note FROM %s ORDER BY position",
	                                 relation_of(page, psprintf("%s_notes", page->release))));
	page->note = palloc0((page->notes + 1) * sizeof(struct note));
	for (int i = 0; i < page->notes; i++)
	{
		page->note[i].kind = cpe_row_text(i, 1);
		page->note[i].topic = cpe_row_text(i, 2);
		page->note[i].text = cpe_row_text(i, 3);
	}
}

/* The first note of that kind and topic (NULL: any), or NULL. */
static const char *
note_of(const struct page *page, const char *kind, const char *topic)
{
	for (int i = 0; i < page->notes; i++)
		if (page->note[i].kind && strcmp(page->note[i].kind, kind) == 0 &&
		    (topic == NULL || (page->note[i].topic && strcmp(page->note[i].topic, topic) == 0)))
			return page->note[i].text;
	return NULL;
}

static void
read_columns(const struct page *page, struct table *table)
{
	table->columns = (int) ask(psprintf(
		"SELECT column_name, role, datatype, unit, decimals, belongs_to, title, description "
		"FROM %s WHERE table_name = %s ORDER BY position",
		relation_of(page, psprintf("%s_columns", page->release)), quote_literal_cstr(table->name)));
	table->column = palloc0((table->columns + 1) * sizeof(struct column));
	for (int i = 0; i < table->columns; i++)
	{
		struct column *column = &table->column[i];
		const char *role = cpe_row_text(i, 2);

		column->name = cpe_row_text(i, 1);
		column->role = cpe_word_in(role_words, role ? role : "", "role of a column");
		column->datatype = cpe_row_text(i, 3);
		column->unit = cpe_row_text(i, 4);
		column->decimals =
			cpe_row_int(i, 5, column->role == COUNT || column->role == NUMERATOR ? 0 : 1);
		column->belongs_to = cpe_row_text(i, 6);
		column->title = cpe_row_text(i, 7);
		column->description = cpe_row_text(i, 8);
		if (column->title == NULL || *column->title == '\0')
			column->title = column->name;
	}
}

/* Whether a column tells which cell a row is. */
static bool
is_key(const struct column *column)
{
	return column->role <= SEPARATE;
}

/* The column of that role, of that value (NULL: of any), or NULL. */
static struct column *
column_of(const struct table *table, enum role role, const char *of)
{
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == role &&
		    (of == NULL ||
		     (table->column[i].belongs_to && strcmp(table->column[i].belongs_to, of) == 0)))
			return &table->column[i];
	return NULL;
}

/* The last column of that role: of nested areas the smallest. */
static struct column *
last_of(const struct table *table, enum role role)
{
	for (int i = table->columns - 1; i >= 0; i--)
		if (table->column[i].role == role)
			return &table->column[i];
	return NULL;
}

/* The status of a number: its own, or that of the value it belongs to; SQL. */
static char *
status_of(const struct table *table, const struct column *number)
{
	struct column *status = column_of(table, STATUS, number->name);

	if (status == NULL && number->belongs_to)
		status = column_of(table, STATUS, number->belongs_to);
	return status ? pstrdup(quote_identifier(status->name)) : NULL;
}

/* The status of a table's cells: that of the count, or else of the first value; SQL, or NULL. */
static char *
cell_status(const struct table *table)
{
	struct column *number = column_of(table, COUNT, NULL);
	char *status = number ? status_of(table, number) : NULL;

	if (status == NULL && (number = column_of(table, VALUE, NULL)) != NULL)
		status = status_of(table, number);
	return status;
}

/* The condition for the rows of the page's area; true without. */
static char *
area_condition(const struct page *page, const struct table *table)
{
	StringInfoData where;

	if (page->area == NULL)
		return "true";
	initStringInfo(&where);
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == GEOGRAPHY)
			appendStringInfo(&where, "%s%s::text = %s", where.len ? " OR " : "(",
			                 quote_identifier(table->column[i].name),
			                 quote_literal_cstr(page->area));
	appendStringInfoString(&where, where.len ? ")" : "false");
	return where.data;
}

/* How many rows there are, how many of them not shown, and which keys are the same in all. */
static void
read_extent(struct page *page, struct table *table)
{
	StringInfoData query;
	char *status = cell_status(table);
	int at = 2;

	table->where = area_condition(page, table);
	initStringInfo(&query);
	appendStringInfo(&query,
	                 "SELECT count(*)::int4, (count(*) FILTER (WHERE %s IS NOT NULL))::int4",
	                 status ? status : "NULL::text");
	for (int i = 0; i < table->columns; i++)
		if (is_key(&table->column[i]))
			appendStringInfo(
				&query, ", CASE WHEN min(%s::text) = max(%s::text) THEN min(%s::text) END",
				quote_identifier(table->column[i].name), quote_identifier(table->column[i].name),
				quote_identifier(table->column[i].name));
	appendStringInfo(&query, " FROM %s WHERE %s", table->relation, table->where);
	ask(query.data);
	table->rows = cpe_row_int(0, 1, 0);
	table->hidden = cpe_row_int(0, 2, 0);
	for (int i = 0; i < table->columns; i++)
		if (is_key(&table->column[i]))
			table->column[i].only = cpe_row_text(0, ++at);
}

/* Whether a name is among those of a list; all are where there is no list. */
static bool
is_chosen(const char *const *list, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return list == NULL;
}

/* An address of another file or page: relative, or of the web; never of a script. */
static const char *
checked_address(const struct page *page, const char *address)
{
	const char *colon = strchr(address, ':');
	size_t name = strcspn(address, "/?#");
	bool plain = *address != '\0';

	for (const char *c = address; *c; c++)
		plain = plain && (unsigned char) *c > ' ' && *c != '\\' && *c != 127;
	if (!plain || strncmp(address, "//", 2) == 0 ||
	    (colon && (size_t) (colon - address) < name && strncmp(address, "https://", 8) != 0 &&
	     strncmp(address, "http://", 7) != 0))
		cpe_refuse(CPE_INVALID, "It is a relative one, or begins with https:// or http://.", NULL,
		           "no address for a link of %s: \"%s\"", page->options.what, address);
	return address;
}

/* The file of a table's download, from the option. */
static const char *
file_of(const struct page *page, const char *table)
{
	JsonbValue value;
	JsonbValue file;

	if (!cpe_option_value(&page->options, "download", &value) ||
	    !getKeyJsonValueFromContainer(value.val.binary.data, table, strlen(table), &file))
		return NULL;
	if (file.type != jbvString)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"download\" of %s must hold strings",
		           page->options.what);
	return checked_address(page, pnstrdup(file.val.string.val, file.val.string.len));
}

/* The names of the release's tables, for messages. */
static char *
table_list(const char *const *name, int count)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < count; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", name[i]);
	return psprintf("Tables: %s.", list.data);
}

/* Refuses tables in options that the release has not. */
static void
check_tables(const struct page *page, const char *const *known, int count)
{
	int chosen;
	const char *const *choice = cpe_option_texts(&page->options, "tables", &chosen);
	JsonbValue value;
	JsonbIterator *iterator;
	JsonbIteratorToken token;

	for (int i = 0; choice && i < chosen; i++)
		if (!is_chosen(known, count, choice[i]))
			cpe_refuse(CPE_INVALID, table_list(known, count), NULL,
			           "release \"%s\" has no table \"%s\"", page->release, choice[i]);
	if (!cpe_option_value(&page->options, "download", &value))
		return;
	if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, "Write it like {\"table\": \"table.csv\"}.",
		           "option \"download\" of %s must be an object", page->options.what);
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
		{
			char *name = pnstrdup(value.val.string.val, value.val.string.len);

			if (!is_chosen(known, count, name))
				cpe_refuse(CPE_INVALID, table_list(known, count), NULL,
				           "release \"%s\" has no table \"%s\"", page->release, name);
		}
}

/* Reads what the release consists of, as far as the page shows it. */
static void
read_tables(struct page *page)
{
	int chosen;
	const char *const *choice = cpe_option_texts(&page->options, "tables", &chosen);
	int known;
	const char **name;

	known = (int) ask(
		psprintf("SELECT c.table_name FROM (SELECT DISTINCT table_name FROM %s) AS c LEFT JOIN "
	             "(SELECT topic, min(position) AS position FROM %s WHERE kind = 'table' GROUP BY "
	             "topic) AS n "
	             "ON n.topic = c.table_name ORDER BY n.position, c.table_name COLLATE \"C\"",
	             relation_of(page, psprintf("%s_columns", page->release)),
	             relation_of(page, psprintf("%s_notes", page->release))));
	name = palloc0((known + 1) * sizeof(char *));
	page->table = palloc0((known + 1) * sizeof(struct table));
	for (int i = 0; i < known; i++)
		name[i] = cpe_row_text(i, 1);
	check_tables(page, name, known);
	for (int i = 0; i < known; i++)
	{
		struct table *table = &page->table[page->tables];
		const char *title = note_of(page, "table", name[i]);

		if (!is_chosen(choice, chosen, name[i]))
			continue;
		table->name = name[i];
		table->title = title ? title : name[i];
		table->relation = relation_of(page, name[i]);
		table->file = file_of(page, name[i]);
		read_columns(page, table);
		read_extent(page, table);
		if (page->area == NULL || table->rows > 0)
			page->tables++;
	}
	if (page->tables == 0 && page->area)
		cpe_refuse(CPE_INVALID, "Areas are what the columns of role geography hold.", NULL,
		           "release \"%s\" has no rows of area \"%s\"", page->release, page->area);
}

/* ---- pictures ---- */

/* A key that a picture holds fast, at one of its values. */
struct fixed
{
	const struct column *column;
	const char *value;
};

/* The values of a key in the order of preference: totals first, of times the latest. */
static uint64
ask_values(const struct page *page, const struct table *table, const struct column *key, int most)
{
	const char *name = quote_identifier(key->name);

	return ask(psprintf("SELECT v FROM (SELECT DISTINCT %s::text AS v FROM %s WHERE %s) AS s "
	                    "ORDER BY v <> ALL (%s), v COLLATE \"C\" %s LIMIT %d",
	                    name, table->relation, table->where, page->totals,
	                    key->role == TIME ? "DESC" : "", most));
}

/* Holds all keys fast at the values preferred, but areas and what may vary. */
static struct fixed *
hold(const struct page *page, const struct table *table, const struct column *varying, int *count)
{
	struct fixed *fixed = palloc((table->columns + 1) * sizeof(struct fixed));

	*count = 0;
	for (int i = 0; i < table->columns; i++)
	{
		const struct column *key = &table->column[i];

		if (!is_key(key) || key->role == GEOGRAPHY || key == varying)
			continue;
		if (ask_values(page, table, key, 1) > 0)
		{
			fixed[*count].column = key;
			fixed[(*count)++].value = cpe_row_text(0, 1);
		}
	}
	return fixed;
}

/* The condition for what is held fast. */
static char *
held(const struct table *table, const struct fixed *fixed, int count)
{
	StringInfoData where;

	initStringInfo(&where);
	appendStringInfo(&where, "%s", table->where);
	for (int i = 0; i < count; i++)
		appendStringInfo(&where, " AND %s::text = %s", quote_identifier(fixed[i].column->name),
		                 quote_literal_cstr(fixed[i].value));
	return where.data;
}

/* What is held fast, in words; a code by its label where it has one. */
static char *
held_words(const struct table *table, const struct fixed *fixed, int count)
{
	StringInfoData words;

	initStringInfo(&words);
	for (int i = 0; i < count; i++)
	{
		const struct column *label = column_of(table, LABEL, fixed[i].column->name);
		char *name = label ? ask_text(psprintf("SELECT min(%s::text) FROM %s WHERE %s::text = %s",
		                                       quote_identifier(label->name), table->relation,
		                                       quote_identifier(fixed[i].column->name),
		                                       quote_literal_cstr(fixed[i].value)))
		                   : NULL;

		appendStringInfo(&words, "%s%s: %s", i ? "; " : "", fixed[i].column->title,
		                 name ? name : fixed[i].value);
	}
	return words.data;
}

/* A member of a JSON object. */
static void
put_option(StringInfo options, const char *key, const char *text)
{
	appendStringInfoChar(options, options->len ? ',' : '{');
	escape_json(options, key);
	appendStringInfoChar(options, ':');
	escape_json(options, text);
}

/* What all pictures of a value are told. */
static void
value_options(StringInfo options, const struct column *value, const char *title)
{
	bool percent =
		value->unit && (strcmp(value->unit, "percent") == 0 || strcmp(value->unit, "%") == 0);

	initStringInfo(options);
	put_option(options, "title", title);
	put_option(options, "y_label", percent ? psprintf("%s, %%", value->title) : value->title);
	if (percent)
		put_option(options, "unit", "%");
	appendStringInfo(options, ",\"decimals\":%d", Min(Max(value->decimals, 0), 9));
}

/* The value's column as SQL, or NULL of a type where there is none. */
static char *
sql_column(const struct column *column, const char *type)
{
	return column ? psprintf("%s::%s", quote_identifier(column->name), type)
	              : psprintf("NULL::%s", type);
}

/* The band's column as SQL: what is no band of a picture is none. */
static char *
sql_band(const struct table *table, const struct column *value)
{
	const struct column *band = column_of(table, BAND, value->name);

	if (band == NULL)
		return "NULL::text";
	return psprintf("CASE WHEN %s IN ('far below', 'below', 'somewhat below', 'within', "
	                "'somewhat above', 'above', 'far above') THEN %s END",
	                quote_identifier(band->name), quote_identifier(band->name));
}

/*
 * Puts the picture that a query gives, its second column, if enough is shown in it (the first
 * column) and the page has room.
 */
static bool
put_picture(struct page *page, const char *query, int least, const char *caption)
{
	char *svg;

	if (ask(query) == 0 || cpe_row_int(0, 1, 0) < least || (svg = cpe_row_text(0, 2)) == NULL)
		return false;
	if (page->picture_bytes + strlen(svg) > PICTURES_MOST)
	{
		put(&page->out,
		    "<p class=\"note\">A picture (%s) is left out to keep this page small.</p>\n", caption);
		return false;
	}
	page->picture_bytes += strlen(svg);
	put(&page->out,
	    "<figure class=\"wide\" tabindex=\"0\" aria-label=\"%s\">\n%r</figure>\n",
	    caption, svg);
	return true;
}

/* The rows of the areas of a slice, each once. */
static char *
areas_of(const struct page *page, const struct table *table, const char *where, const char *columns)
{
	const struct column *area = last_of(table, GEOGRAPHY);
	StringInfoData order;

	initStringInfo(&order);
	appendStringInfo(&order, "%s::text COLLATE \"C\"", quote_identifier(area->name));
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == GEOGRAPHY && &table->column[i] != area)
			appendStringInfo(&order, ", %s::text COLLATE \"C\"",
			                 quote_identifier(table->column[i].name));
	return psprintf("SELECT DISTINCT ON (%s::text COLLATE \"C\") %s::text AS label, %s FROM %s "
	                "WHERE %s AND %s::text <> ALL (%s) ORDER BY %s",
	                quote_identifier(area->name), quote_identifier(area->name), columns,
	                table->relation, where, quote_identifier(area->name), page->totals, order.data);
}

/* The total's value of a slice is the centre of its picture. */
static void
put_total(StringInfo options, const struct page *page, const struct table *table,
          const struct column *value, const char *where)
{
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT %s, %s FROM %s WHERE %s", sql_column(value, "numeric"),
	                 sql_column(last_of(table, GEOGRAPHY), "text"), table->relation, where);
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == GEOGRAPHY)
			appendStringInfo(&query, " AND %s::text = ANY (%s)",
			                 quote_identifier(table->column[i].name), page->totals);
	if (ask(query.data) == 1 && cpe_row_text(0, 1))
	{
		char *name = cpe_row_text(0, 2);

		appendStringInfo(options, ",\"centre\":%s", cpe_row_text(0, 1));
		put_option(options, "centre_name", strcmp(name, "All") == 0 ? "All areas" : name);
	}
}

/* A funnel of the areas where there is an expected range, or a caterpillar where there is an
 * interval. */
static bool
put_areas(struct page *page, const struct table *table, const struct column *value,
          const struct fixed *fixed, int count)
{
	const struct column *n = column_of(table, COUNT, NULL);
	const struct column *low = column_of(table, LOW, value->name);
	const struct column *high = column_of(table, HIGH, value->name);
	const struct column *from = column_of(table, EXPECTED_LOW, value->name);
	const struct column *to = column_of(table, EXPECTED_HIGH, value->name);
	bool funnel = n && from && to;
	const char *where = held(table, fixed, count);
	char *slice = held_words(table, fixed, count);
	char *caption = psprintf("%s by %s%s%s", value->title, last_of(table, GEOGRAPHY)->title,
	                         *slice ? ". " : "", slice);
	StringInfoData options;
	char *rows;

	if (!funnel && !(low && high))
		return false;
	value_options(&options, value, caption);
	put_total(&options, page, table, value, where);
	put_option(&options, "noun", "areas");
	if (funnel)
	{
		put_option(&options, "x_label", n->title);
		put_option(&options, "inner_name", "expected range");
		rows =
			areas_of(page, table, where,
		             psprintf("%s AS n, CASE WHEN %s IS NOT NULL THEN %s END AS score, %s AS low, "
		                      "%s AS high, %s AS band",
		                      sql_column(n, "float8"), quote_identifier(n->name),
		                      sql_column(value, "float8"), sql_column(from, "float8"),
		                      sql_column(to, "float8"), sql_band(table, value)));
	}
	else
	{
		put_option(&options, "x_label", last_of(table, GEOGRAPHY)->title);
		rows = areas_of(page, table, where,
		                psprintf("%s AS score, %s AS low, %s AS high, %s AS band",
		                         sql_column(value, "float8"), sql_column(low, "float8"),
		                         sql_column(high, "float8"), sql_band(table, value)));
	}
	appendStringInfoChar(&options, '}');
	if (!put_picture(page,
	                 psprintf("SELECT count(score)::int4, cancer_pe.%s(label, %s, low, high, band, "
	                          "%s::jsonb) FROM (%s) AS s",
	                          funnel ? "funnel_svg" : "caterpillar_svg",
	                          funnel ? "n, score" : "score", quote_literal_cstr(options.data),
	                          rows),
	                 SHOWN_LEAST, caption))
		return false;
	if (funnel)
		page->funnel = true;
	else
		page->caterpillar = true;
	return true;
}

/* The pictures of a table over its areas. */
static void
put_area_pictures(struct page *page, const struct table *table)
{
	struct column *separate = column_of(table, SEPARATE, NULL);
	struct fixed *fixed;
	int count;
	int drawn = 0;
	uint64 parts = 1;
	char **part = NULL;

	if (last_of(table, GEOGRAPHY) == NULL)
		return;
	fixed = hold(page, table, separate, &count);
	if (separate)
	{
		parts = ask_values(page, table, separate, page->pictures_most);
		part = palloc((parts + 1) * sizeof(char *));
		for (uint64 i = 0; i < parts; i++)
			part[i] = cpe_row_text(i, 1);
		fixed[count++].column = separate;
	}
	for (uint64 i = 0; i < parts; i++)
		for (int c = 0; c < table->columns && drawn < page->pictures_most; c++)
		{
			if (separate)
				fixed[count - 1].value = part[i];
			if (table->column[c].role == VALUE)
				drawn += put_areas(page, table, &table->column[c], fixed, count);
		}
}

/* What the page of an area shows: all questions, or groups, with their intervals. */
static void
put_own_pictures(struct page *page, const struct table *table)
{
	struct column *varying = column_of(table, SEPARATE, NULL);
	struct column *label;
	struct fixed *fixed;
	int count;
	int drawn = 0;

	if (varying == NULL)
		varying = last_of(table, DIMENSION);
	if (varying == NULL || varying->only)
		return;
	label = column_of(table, LABEL, varying->name);
	fixed = hold(page, table, varying, &count);
	for (int c = 0; c < table->columns && drawn < page->pictures_most; c++)
	{
		const struct column *value = &table->column[c];
		const struct column *low = column_of(table, LOW, value->name);
		const struct column *high = column_of(table, HIGH, value->name);
		char *slice = held_words(table, fixed, count);
		char *caption;
		char *area;
		StringInfoData options;
		uint64 rows;

		if (value->role != VALUE || low == NULL || high == NULL)
			continue;
		caption = psprintf("%s of %s by %s%s%s", value->title, page->area, varying->title,
		                   *slice ? ". " : "", slice);
		/* of a larger area, its own rows: those of the areas in it have other values in the last
		 * column */
		area = psprintf(
			"SELECT DISTINCT ON (%s::text COLLATE \"C\") %s AS label, %s AS score, %s AS low, "
			"%s AS high, %s AS band FROM %s WHERE %s ORDER BY %s::text COLLATE \"C\", %s::text <> "
			"%s, "
			"%s::text <> ALL (%s), %s::text COLLATE \"C\"",
			quote_identifier(varying->name), sql_column(label ? label : varying, "text"),
			sql_column(value, "float8"), sql_column(low, "float8"), sql_column(high, "float8"),
			sql_band(table, value), table->relation, held(table, fixed, count),
			quote_identifier(varying->name), quote_identifier(last_of(table, GEOGRAPHY)->name),
			quote_literal_cstr(page->area), quote_identifier(last_of(table, GEOGRAPHY)->name),
			page->totals, quote_identifier(last_of(table, GEOGRAPHY)->name));
		rows = ask(area);
		if (rows > MAP_ROWS_MOST)
			continue;
		value_options(&options, value, caption);
		put_option(&options, "layout", "rows");
		put_option(&options, "x_label", varying->title);
		put_option(&options, "noun", "rows");
		appendStringInfo(&options, ",\"height\":%d}", (int) Max(300, 24 * rows + 150));
		if (put_picture(
				page,
				psprintf("SELECT count(score)::int4, cancer_pe.caterpillar_svg(label, score, low, "
		                 "high, band, %s::jsonb) FROM (%s) AS s",
		                 quote_literal_cstr(options.data), area),
				1, caption))
		{
			drawn++;
			page->caterpillar = true;
		}
	}
}

/* ---- tables ---- */

/* The order of a table's rows: totals first, then as they were published. */
static char *
row_order(const struct page *page, const struct table *table)
{
	StringInfoData order;

	initStringInfo(&order);
	for (int i = 0; i < table->columns; i++)
	{
		const struct column *key = &table->column[i];
		const char *name = quote_identifier(key->name);

		if (!is_key(key))
			continue;
		if (key->role != TIME)
			appendStringInfo(&order, "%s%s::text <> ALL (%s)", order.len ? ", " : " ORDER BY ",
			                 name, page->totals);
		appendStringInfo(
			&order, "%s%s%s", order.len ? ", " : " ORDER BY ", name,
			strcmp(key->datatype ? key->datatype : "text", "text") == 0 ? " COLLATE \"C\"" : "");
	}
	return order.data;
}

/* Whether a column is one of the page's table; others tell it in words, or belong to one. */
static bool
is_column_shown(const struct table *table, const struct column *column)
{
	const struct column *coded;

	if (column->role == STATUS || column->role == DISPLAY || (is_key(column) && column->only))
		return false;
	if (column->role != LABEL)
		return true;
	/* the label of a key that is the same in all rows is the same as well */
	for (coded = table->column; coded < table->column + table->columns; coded++)
		if (column->belongs_to && strcmp(coded->name, column->belongs_to) == 0)
			return coded->only == NULL;
	return true;
}

/* Whether a column holds numbers. */
static bool
is_number(const struct column *column)
{
	return column->role >= VALUE && column->role != BAND && column->role <= NUMBER &&
	       column->datatype &&
	       (strcmp(column->datatype, "float8") == 0 || strcmp(column->datatype, "int4") == 0);
}

/* The cell of a column as text, SQL: what is not shown by its mark. */
static char *
cell_text(const struct table *table, const struct column *column)
{
	const struct column *display = column_of(table, DISPLAY, column->name);
	const char *name = pstrdup(quote_identifier(column->name));
	char *status = status_of(table, column);

	if (display)
		return psprintf("%s::text", quote_identifier(display->name));
	if (is_key(column) || column->role == LABEL)
		return psprintf("%s::text", name);
	status = psprintf("CASE WHEN %s IS NULL THEN coalesce(%s, '%s') END", name,
	                  status ? status : "NULL::text", column->role == BAND ? "z" : "x");
	if (is_number(column))
		return psprintf("cancer_pe.display(%s::float8, %s, %d)", name, status,
		                Min(Max(column->decimals, 0), 10));
	return psprintf("coalesce(%s::text, cancer_pe.display(NULL, %s))", name, status);
}

/* What is the same in all rows, in words, for the caption. */
static void
put_same(struct page *page, const struct table *table)
{
	const char *before = ". ";

	for (int i = 0; i < table->columns; i++)
	{
		struct fixed same = {&table->column[i], table->column[i].only};

		if (!is_key(&table->column[i]) || same.value == NULL)
			continue;
		put(&page->out, "%r%s", before, held_words(table, &same, 1));
		before = "; ";
	}
}

/* One row of a table, from the query's row. */
static void
put_row(StringInfo out, const struct table *table, uint64 row)
{
	int at = 0;

	put(out, "<tr>");
	for (int i = 0; i < table->columns; i++)
	{
		const struct column *column = &table->column[i];
		char *text;
		const char *class = "";

		if (!is_column_shown(table, column))
			continue;
		text = cpe_row_text(row, ++at);
		if (is_number(column))
			class = text && *text == '[' ? " class=\"n h\"" : " class=\"n\"";
		else if (column->role == BAND && text)
			class = strstr(text, "above")   ? " class=\"up\""
			        : strstr(text, "below") ? " class=\"down\""
			                                : "";
		put(out, at == 1 && !is_number(column) ? "<th scope=\"row\">%s</th>" : "<td%r>%s</td>",
		    at == 1 && !is_number(column) ? text : class, text);
		if (text)
			pfree(text);
	}
	put(out, "</tr>\n");
}

/* A table with as many rows as the page has room for. */
static void
put_table(struct page *page, const struct table *table, int number, size_t room)
{
	StringInfo out = &page->out;
	StringInfoData query;
	StringInfoData rows;
	long shown = 0;
	bool any = false;
	uint64 found;

	initStringInfo(&query);
	for (int i = 0; i < table->columns; i++)
		if (is_column_shown(table, &table->column[i]))
		{
			appendStringInfo(&query, "%s%s", any ? ", " : "SELECT ",
			                 cell_text(table, &table->column[i]));
			any = true;
		}
	if (!any)
		return;
	appendStringInfo(&query, " FROM %s WHERE %s%s LIMIT %d", table->relation, table->where,
	                 row_order(page, table), page->rows_most);
	found = ask(query.data);
	initStringInfo(&rows);
	for (uint64 i = 0; i < found && (size_t) rows.len < room; i++, shown++)
	{
		CHECK_FOR_INTERRUPTS();
		put_row(&rows, table, i);
	}
	if (shown < table->rows)
		put(out, "<p>The first %d of %d rows, totals first. ", shown, table->rows);
	else
		put(out, "<p>All %d rows. ", table->rows);
	if (table->hidden > 0)
		put(out, "Of all rows, %d have a mark in the place of a number. ", table->hidden);
	if (table->file)
		put(out, "The whole table: <a href=\"%s\">%s</a>.</p>\n", table->file, table->file);
	else if (shown < table->rows)
		put(out, "The whole table is %s in the database.</p>\n", table->relation);
	else
		put(out, "</p>\n");
	put(out,
	    "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table %d\">\n<table>\n",
	    (long) number);
	put(out, "<caption>Table %d: %s", (long) number, table->title);
	put_same(page, table);
	put(out, "</caption>\n<thead><tr>");
	for (int i = 0; i < table->columns; i++)
		if (is_column_shown(table, &table->column[i]))
			put(out, "<th scope=\"col\"%r>%s</th>",
			    is_number(&table->column[i]) ? " class=\"n\"" : "", table->column[i].title);
	put(out, "</tr></thead>\n<tbody>\n%r</tbody>\n</table>\n</div>\n", rows.data);
}

/* ---- the page ---- */

static const char *const style =
	"*{box-sizing:border-box}\n"
	"body{margin:0;font:1rem/1.5 Arial,Helvetica,sans-serif;color:#222;background:#fff}\n"
	"header{background:#003c57;color:#fff;padding:1.5rem 0}\n"
	"header p{margin:.25rem 0;max-width:60rem}\n"
	"header a{color:#fff}\n"
	"header>div,main,footer>div{max-width:72rem;margin:0 auto;padding:0 1rem}\n"
	"h1{margin:0 0 .5rem;font-size:2rem;line-height:1.2}\n"
	"h2{margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid "
	"#bcbcbd;font-size:1.5rem;line-height:1.25}\n"
	"h3{margin:1.5rem 0 .5rem;font-size:1.125rem}\n"
	"p,li,dl{max-width:46rem}\n"
	"h1,h2,p,li,dd,figcaption{overflow-wrap:break-word}\n"
	"a{color:#206095}\n"
	"a:focus,.wide:focus{outline:3px solid #fbc900}\n"
	".skip{position:absolute;left:-999rem}\n"
	".skip:focus{position:static}\n"
	".notice{border-left:.5rem solid #206095;background:#f5f5f6;padding:.75rem 1rem;margin:1.5rem "
	"0;max-width:46rem}\n"
	".notice p{margin:0}\n"
	"dt{font-weight:bold}\n"
	"dd{margin:0 0 .5rem}\n"
	".pages{columns:16rem;list-style:none;padding:0}\n"
	".wide{overflow-x:auto}\n"
	"figure{margin:1.5rem 0}\n"
	"figure svg{width:100%;min-width:34rem;max-width:56rem;height:auto;display:block}\n"
	"figcaption{max-width:46rem;font-size:.875rem;color:#4a4a4a}\n"
	"table{border-collapse:collapse;margin:1rem 0;font-size:.875rem;line-height:1.35}\n"
	"caption{text-align:left;font-weight:bold;font-size:1rem;padding-bottom:.5rem;max-width:60rem}"
	"\n"
	"th,td{padding:.3rem .5rem;border-bottom:1px solid "
	"#d9d9d9;text-align:left;vertical-align:bottom}\n"
	"thead th{border-bottom:2px solid #222}\n"
	"tbody th{font-weight:normal}\n"
	".n{text-align:right;font-variant-numeric:tabular-nums}\n"
	"td.n{white-space:nowrap}\n"
	".h{color:#595959}\n"
	".up{color:#00548a;font-weight:bold}\n"
	".down{color:#a33d00;font-weight:bold}\n"
	".note{color:#4a4a4a}\n"
	"footer{background:#f5f5f6;border-top:1px solid #bcbcbd;margin-top:3rem;padding:1rem "
	"0;font-size:.875rem}\n"
	"@media (max-width:30rem){h1{font-size:1.5rem}h2{font-size:1.25rem}}\n"
	"@media print{header{background:#fff;color:#000}nav,.skip{display:none}.wide{overflow:visible}"
	"figure svg{min-width:0}table{font-size:7.5pt}th,td{padding:1pt 3pt}"
	"thead{display:table-header-group}tr,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}"
	"}\n";

/* What the topics of the notes are called. */
static const char *
topic_words(const char *topic)
{
	static const char *const words[][2] = {{"protection", "Protection of counts"},
	                                       {"corrects", "Correction"},
	                                       {"filter", "Who is counted"}};

	for (size_t i = 0; i < lengthof(words); i++)
		if (strcmp(topic, words[i][0]) == 0)
			return words[i][1];
	return capital(topic);
}

/* Whether a topic of the kind about belongs to the section on proof. */
static bool
is_proof(const struct note *note)
{
	static const char *const topics[] = {"rule", "protection", "proof", "checksum"};

	for (size_t i = 0; note->topic && i < lengthof(topics); i++)
		if (strcmp(note->topic, topics[i]) == 0)
			return true;
	return false;
}

/* Whether a note is one of a section: its kind, and for the kind about which part of it. */
static bool
is_note_of(const struct note *note, const char *kind, bool proof)
{
	if (note->kind == NULL || note->text == NULL || strcmp(note->kind, kind) != 0)
		return false;
	if (strcmp(kind, "about") != 0)
		return true;
	return is_proof(note) == proof &&
	       (note->topic == NULL ||
	        (strcmp(note->topic, "title") != 0 && strcmp(note->topic, "description") != 0));
}

/* Whether a section has any notes. */
static bool
has_notes(const struct page *page, const char *kind, bool proof)
{
	for (int i = 0; i < page->notes; i++)
		if (is_note_of(&page->note[i], kind, proof))
			return true;
	return false;
}

/* A section of notes: terms with what is said of them. */
static void
put_notes(struct page *page, const char *heading, const char *id, const char *kind, bool proof)
{
	if (!has_notes(page, kind, proof))
		return;
	put(&page->out, "<h2 id=\"%s\">%s</h2>\n<dl>\n", id, heading);
	for (int i = 0; i < page->notes; i++)
	{
		const struct note *note = &page->note[i];

		if (!is_note_of(note, kind, proof))
			continue;
		put(&page->out, "<dt>%s</dt><dd>%s</dd>\n",
		    note->topic && *note->topic ? topic_words(note->topic) : capital(kind), note->text);
	}
	put(&page->out, "</dl>\n");
}

/* The text of a link's member. */
static const char *
link_member(const struct page *page, const JsonbValue *link, const char *key, bool needed)
{
	JsonbValue value;

	if (!getKeyJsonValueFromContainer(link->val.binary.data, key, strlen(key), &value))
		value.type = jbvNull;
	if (value.type != jbvString && (needed || value.type != jbvNull))
		cpe_refuse(CPE_INVALID, NULL,
		           "Write them like [{\"title\": \"All areas\", \"href\": \"index.html\"}].",
		           "a link of %s has no \"%s\"", page->options.what, key);
	return value.type == jbvString ? pnstrdup(value.val.string.val, value.val.string.len) : NULL;
}

/* The other pages; the one without an address is this one.  Returns how many there are. */
static int
put_links(struct page *page, bool header)
{
	JsonbValue value;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	int links;

	if (!cpe_option_value(&page->options, "links", &value))
		return 0;
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data) ||
	    JsonContainerIsScalar(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL,
		           "Write them like [{\"title\": \"All areas\", \"href\": \"index.html\"}].",
		           "option \"links\" of %s must be an array of objects", page->options.what);
	links = (int) JsonContainerSize(value.val.binary.data);
	if (links == 0 || header != (links <= HEADER_LINKS_MOST))
		return links;
	put(&page->out, "<nav aria-label=\"Pages\">\n");
	if (!header)
		put(&page->out, "<h2 id=\"pages\">Other pages</h2>\n");
	put(&page->out, header ? "<p>" : "<ul class=\"pages\">\n");
	iterator = JsonbIteratorInit(value.val.binary.data);
	for (int i = 0; (token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE;)
	{
		const char *href;
		const char *title;

		if (token != WJB_ELEM)
			continue;
		if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "option \"links\" of %s must be an array of objects", page->options.what);
		href = link_member(page, &value, "href", false);
		title = link_member(page, &value, "title", true);
		put(&page->out, header ? (i++ ? " | " : "") : "<li>");
		if (href)
			put(&page->out, "<a href=\"%s\">%s</a>", checked_address(page, href), title);
		else
			put(&page->out, "<span aria-current=\"page\">%s</span>", title);
		put(&page->out, header ? "" : "</li>\n");
	}
	put(&page->out, header ? "</p>\n</nav>\n" : "</ul>\n</nav>\n");
	return links;
}

/* What the page is of: release, or release and area. */
static char *
page_title(const struct page *page)
{
	const char *title = note_of(page, "about", "title");

	title = title ? title : page->release;
	return page->area ? psprintf("%s: %s", page->area, title) : pstrdup(title);
}

static void
put_head(struct page *page)
{
	const char *description = note_of(page, "about", "description");
	char *title = page_title(page);

	put(&page->out,
	    "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<title>%s</title>\n<style>\n%r</style>\n</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#main\">To the content</a>\n<header><div>\n<h1>%s</h1>\n",
	    title, style, title);
	if (description)
		put(&page->out, "<p>%s</p>\n", description);
	put(&page->out, "<p>Release %s, version %d</p>\n", page->release, (long) page->version);
	put_links(page, true);
	put(&page->out, "</div></header>\n<main id=\"main\">\n");
}

/* The marks that stand in the place of numbers. */
static void
put_shorthand(struct page *page)
{
	if (!has_notes(page, "shorthand", false))
		return;
	put(&page->out,
	    "<h3>Marks in the place of numbers</h3>\n<table>\n<caption>Marks that occur</caption>\n"
	    "<thead><tr><th scope=\"col\">Mark</th><th "
	    "scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n");
	for (int i = 0; i < page->notes; i++)
		if (is_note_of(&page->note[i], "shorthand", false))
			put(&page->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", page->note[i].topic,
			    page->note[i].text);
	put(&page->out, "</tbody>\n</table>\n");
}

/* What the columns mean, each name once. */
static void
put_columns(struct page *page)
{
	bool any = false;

	for (int t = 0; t < page->tables; t++)
		for (int c = 0; c < page->table[t].columns; c++)
		{
			const struct column *column = &page->table[t].column[c];
			bool known = column->description == NULL || *column->description == '\0' ||
			             column->role == STATUS || column->role == DISPLAY;

			for (int e = 0; e < t && !known; e++)
				for (int d = 0; d < page->table[e].columns && !known; d++)
					known = strcmp(page->table[e].column[d].name, column->name) == 0;
			if (known)
				continue;
			put(&page->out, any ? "" : "<h2 id=\"columns\">What the columns hold</h2>\n<dl>\n");
			any = true;
			put(&page->out, "<dt>%s</dt><dd>%s</dd>\n", column->title, column->description);
		}
	put(&page->out, any ? "</dl>\n" : "");
}

/* How to read the pictures that the page has, the columns and the marks. */
static void
put_reading(struct page *page)
{
	StringInfo out = &page->out;

	put(out, "<h2 id=\"reading\">How to read this page</h2>\n");
	if (page->funnel)
		put(out,
		    "<p>In a funnel plot each mark is one area: the further to the right, the more people "
		    "its value "
		    "rests on. The curves hold the range that is expected of an area of that size. Shapes "
		    "tell apart "
		    "what lies above, within and below; so does the column of bands in the table.</p>\n");
	if (page->caterpillar)
		put(out, "<p>In a caterpillar plot the values are in order, each with the interval of its "
		         "uncertainty. "
		         "Values whose intervals overlap widely are not told apart by their order.</p>\n");
	if (page->map)
		put(out, "<p>A map of what is shown has a field for each cell of a table. Which of the "
		         "fields not shown are "
		         "small, and which only guard those, is part of what is protected.</p>\n");
	put(out, "<p>Numbers are rounded for display. A mark in square brackets stands where a number "
	         "is not shown; "
	         "what is 0 is shown as 0. Values do not add up, and rates of parts must not be "
	         "averaged.</p>\n");
	put_shorthand(page);
}

static void
put_contents(struct page *page, int links)
{
	StringInfo out = &page->out;

	put(out, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n");
	if (has_notes(page, "about", false))
		put(out, "<li><a href=\"#about\">About this release</a></li>\n");
	put(out, "<li><a href=\"#reading\">How to read this page</a></li>\n");
	for (int i = 0; i < page->tables; i++)
		put(out, "<li><a href=\"#table-%d\">Table %d: %s</a></li>\n", (long) i + 1, (long) i + 1,
		    page->table[i].title);
	if (has_notes(page, "note", false))
		put(out, "<li><a href=\"#notes\">Notes</a></li>\n");
	if (has_notes(page, "caveat", false))
		put(out, "<li><a href=\"#caveats\">What to keep in mind</a></li>\n");
	if (has_notes(page, "method", false))
		put(out, "<li><a href=\"#methods\">Methods</a></li>\n");
	if (has_notes(page, "about", true))
		put(out, "<li><a href=\"#proof\">Protection and proof</a></li>\n");
	if (links > HEADER_LINKS_MOST)
		put(out, "<li><a href=\"#pages\">Other pages</a></li>\n");
	put(out, "</ul>\n</nav>\n");
}

static void
put_end(struct page *page)
{
	StringInfo out = &page->out;

	put_notes(page, "Notes", "notes", "note", false);
	put_notes(page, "What to keep in mind", "caveats", "caveat", false);
	put_notes(page, "Methods", "methods", "method", false);
	put_notes(page, "Protection and proof", "proof", "about", true);
	put_links(page, false);
	put(out,
	    "</main>\n<footer><div>\n<p>Made from the tables of release %s, version %d, in schema %s, "
	    "by the "
	    "PostgreSQL extension cancer_pe. This page needs no script and loads nothing.</p>\n"
	    "</div></footer>\n</body>\n</html>\n",
	    page->release, (long) page->version, page->schema);
}

/* What a part of the page is, written apart. */
static char *
apart(struct page *page, void (*part)(struct page *))
{
	StringInfoData before = page->out;
	char *written;

	initStringInfo(&page->out);
	part(page);
	written = page->out.data;
	page->out = before;
	return written;
}

/*
 * Pictures first, because what is said about reading depends on them; then all but the rows; then
 * these, as far as there is room.
 */
static void
put_page(struct page *page, int links)
{
	char **pictures = palloc0((page->tables + 1) * sizeof(char *));
	char *end;
	size_t taken;

	for (int i = 0; i < page->tables; i++)
	{
		StringInfoData before = page->out;

		initStringInfo(&page->out);
		if (page->area)
			put_own_pictures(page, &page->table[i]);
		else
			put_area_pictures(page, &page->table[i]);
		pictures[i] = page->out.data;
		page->out = before;
	}
	end = apart(page, put_end);
	put_head(page);
	put_contents(page, links);
	put_notes(page, "About this release", "about", "about", false);
	put_reading(page);
	taken = page->out.len + strlen(end);
	for (int i = 0; i < page->tables; i++)
		taken += strlen(pictures[i]) + 2000; /* what a table is without rows */
	for (int i = 0; i < page->tables; i++)
	{
		size_t room = taken < PAGE_MOST ? (PAGE_MOST - taken) / (page->tables - i) : 0;
		size_t before;

		put(&page->out, "<h2 id=\"table-%d\">Table %d: %s</h2>\n%r", (long) i + 1, (long) i + 1,
		    page->table[i].title, pictures[i]);
		before = page->out.len;
		put_table(page, &page->table[i], i + 1, room);
		taken += Max((size_t) page->out.len - before, 2000) - 2000;
	}
	put(&page->out, "%r", end);
}

/* The labels of totals as SQL: those of the option, or the usual ones. */
static const char *
totals_of(const struct page *page)
{
	static const char *const usual[] = {"All", "England", "Total", "All areas"};
	int count;
	const char *const *totals = cpe_option_texts(&page->options, "totals", &count);
	StringInfoData list;

	if (totals == NULL)
	{
		totals = usual;
		count = lengthof(usual);
	}
	initStringInfo(&list);
	appendStringInfoString(&list, "ARRAY[");
	for (int i = 0; i < count; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", quote_literal_cstr(totals[i]));
	appendStringInfoString(&list, "]::text[]");
	return list.data;
}

PG_FUNCTION_INFO_V1(cpe_report_html);
Datum
cpe_report_html(PG_FUNCTION_ARGS)
{
	MemoryContext outside = CurrentMemoryContext;
	struct page page = {0};
	char *result;
	size_t length;
	int links;

	page.schema = cpe_word_arg(fcinfo, 0, "schema_name");
	page.release = cpe_word_arg(fcinfo, 1, "release");
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, "Give '{}' for the usual page.", "options must not be null");
	page.options = (struct cpe_options){"report_html", {PG_GETARG_JSONB_P(2), NULL}};
	cpe_options_check(&page.options, keys);
	page.area = cpe_option_text(&page.options, "area");
	page.rows_most = cpe_whole_option(&page.options, "rows", 0, 100000, 200);
	page.pictures_most = cpe_whole_option(&page.options, "pictures", 0, 100, 2);
	page.totals = totals_of(&page);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	initStringInfo(&page.out);
	find_version(&page, fcinfo);
	read_notes(&page);
	read_tables(&page);
	links = put_links(&page, true);
	resetStringInfo(&page.out);
	put_page(&page, links);
	length = page.out.len;
	result = MemoryContextAlloc(outside, VARHDRSZ + length);
	SET_VARSIZE(result, VARHDRSZ + length);
	memcpy(VARDATA(result), page.out.data, length);
	SPI_finish();
	PG_RETURN_TEXT_P((text *) result);
}
