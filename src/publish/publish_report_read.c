#include "cancer_pe.h"

#include "executor/spi.h"
#include "utils/builtins.h"

#include "publish/publish_report.h"

static const char *const role_words[] = {
	"time",      "geography", "dimension", "separate",     "label",         "value", "count",
	"numerator", "low",       "high",      "expected_low", "expected_high", "band",  "number",
	"status",    "display",   NULL};

/* ---- asking ---- */

/* Runs a query as the caller; its rows are those that cpe_row_text reads. */
uint64
cpe_report_ask(const char *query)
{
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a release");
	return SPI_processed;
}

/* The first column of the first row, or NULL. */
char *
cpe_report_text(const char *query)
{
	return cpe_report_ask(query) > 0 ? cpe_row_text(0, 1) : NULL;
}

/* A table of the release, quoted. */
static char *
relation_of(const struct page *page, const char *name)
{
	return quote_qualified_identifier(page->schema, psprintf("%s%s", name, page->suffix));
}

/* Finds the version: the one asked for, or the latest that is there. */
static void
find_version(struct page *page, const int *asked)
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
	if (asked)
		versions = psprintf("SELECT version FROM (%s) AS s WHERE version = %d", versions, *asked);
	if (cpe_report_ask(psprintf("SELECT max(version) FROM (%s) AS s", versions)) == 0 ||
	    cpe_row_text(0, 1) == NULL)
	{
		if (asked == NULL)
			cpe_refuse(CPE_INVALID, NULL, "publish writes the tables of a release.",
			           "there is no release \"%s\" in schema \"%s\"", page->release, page->schema);
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "there is no version %d of release \"%s\" in schema \"%s\"", *asked,
		           page->release, page->schema);
	}
	page->version = cpe_row_int(0, 1, 1);
	page->suffix = page->version == 1 ? "" : psprintf("_v%d", page->version);
}

/* ---- reading the release ---- */

static void
read_notes(struct page *page)
{
	page->notes =
		(int) cpe_report_ask(psprintf("SELECT kind, topic, note FROM %s ORDER BY position",
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
const char *
cpe_report_note(const struct page *page, const char *kind, const char *topic)
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
	table->columns = (int) cpe_report_ask(psprintf(
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
bool
cpe_is_key(const struct column *column)
{
	return column->role <= SEPARATE;
}

/* The column of that role, of that value (NULL: of any), or NULL. */
struct column *
cpe_column_of(const struct table *table, enum role role, const char *of)
{
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == role &&
		    (of == NULL ||
		     (table->column[i].belongs_to && strcmp(table->column[i].belongs_to, of) == 0)))
			return &table->column[i];
	return NULL;
}

/* The last column of that role: of nested areas the smallest. */
struct column *
cpe_last_column(const struct table *table, enum role role)
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
	struct column *status = cpe_column_of(table, STATUS, number->name);

	if (status == NULL && number->belongs_to)
		status = cpe_column_of(table, STATUS, number->belongs_to);
	return status ? pstrdup(quote_identifier(status->name)) : NULL;
}

/* The status of a table's cells: that of the count, or else of the first value; SQL, or NULL. */
char *
cpe_cell_status(const struct table *table)
{
	struct column *number = cpe_column_of(table, COUNT, NULL);
	char *status = number ? status_of(table, number) : NULL;

	if (status == NULL && (number = cpe_column_of(table, VALUE, NULL)) != NULL)
		status = status_of(table, number);
	return status;
}

/*
 * Chooses the rows of the page: all, or those of its area.  This is looked for from the smallest
 * areas to the largest.
 */
static void
choose_rows(const struct page *page, struct table *table)
{
	table->where = page->area ? "false" : "true";
	for (int i = table->columns - 1; page->area && i >= 0; i--)
	{
		char *where = psprintf("%s::text = %s", quote_identifier(table->column[i].name),
		                       quote_literal_cstr(page->area));

		if (table->column[i].role != GEOGRAPHY ||
		    cpe_report_ask(psprintf("SELECT 1 FROM %s WHERE %s LIMIT 1", table->relation, where)) ==
		        0)
			continue;
		table->area = &table->column[i];
		table->where = where;
		break;
	}
}

/* How many rows there are, how many of them not shown, and which keys are the same in all. */
static void
read_extent(struct page *page, struct table *table)
{
	StringInfoData query;
	char *status = cpe_cell_status(table);
	int at = 2;

	choose_rows(page, table);
	initStringInfo(&query);
	appendStringInfo(&query,
	                 "SELECT count(*)::int4, (count(*) FILTER (WHERE %s IS NOT NULL))::int4",
	                 status ? status : "NULL::text");
	for (int i = 0; i < table->columns; i++)
		if (cpe_is_key(&table->column[i]))
			appendStringInfo(
				&query, ", CASE WHEN min(%s::text) = max(%s::text) THEN min(%s::text) END",
				quote_identifier(table->column[i].name), quote_identifier(table->column[i].name),
				quote_identifier(table->column[i].name));
	appendStringInfo(&query, " FROM %s WHERE %s", table->relation, table->where);
	cpe_report_ask(query.data);
	table->rows = cpe_row_int(0, 1, 0);
	table->hidden = cpe_row_int(0, 2, 0);
	for (int i = 0; i < table->columns; i++)
		if (cpe_is_key(&table->column[i]))
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
const char *
cpe_report_address(const struct page *page, const char *address)
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
	return cpe_report_address(page, pnstrdup(file.val.string.val, file.val.string.len));
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

	known = (int) cpe_report_ask(
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
		const char *title = cpe_report_note(page, "table", name[i]);

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

void
cpe_report_read(struct page *page, const int *version)
{
	find_version(page, version);
	read_notes(page);
	read_tables(page);
}
