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

/* ---- reading the release ---- */

/* A table's columns, with their roles as what they are. */
static void
read_columns(struct table *table, const struct cpe_shown_table *shown)
{
	table->columns = shown->columns;
	table->column = palloc0((table->columns + 1) * sizeof(struct column));
	for (int i = 0; i < table->columns; i++)
	{
		const struct cpe_shown_column *from = &shown->column[i];
		struct column *column = &table->column[i];

		column->name = from->name;
		column->role = cpe_word_in(role_words, from->role, "role of a column");
		column->type = from->type;
		column->unit = from->unit;
		column->belongs_to = from->belongs_to;
		column->title = from->title ? from->title : from->name;
		column->description = from->description;
		column->decimals = from->decimals;
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

/* Refuses tables in options that the release has not. */
static void
check_tables(const struct page *page)
{
	int chosen;
	const char *const *choice = cpe_option_texts(&page->options, "tables", &chosen);
	JsonbValue value;
	JsonbIterator *iterator;
	JsonbIteratorToken token;

	for (int i = 0; choice && i < chosen; i++)
		cpe_shown_table_named(page->release, choice[i]);
	if (!cpe_option_value(&page->options, "download", &value))
		return;
	if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, "Write it like {\"table\": \"table.csv\"}.",
		           "option \"download\" of %s must be an object", page->options.what);
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
			cpe_shown_table_named(page->release,
			                      pnstrdup(value.val.string.val, value.val.string.len));
}

void
cpe_report_read(struct page *page)
{
	int chosen;
	const char *const *choice = cpe_option_texts(&page->options, "tables", &chosen);
	const struct cpe_shown_release *release = page->release;

	page->table = palloc0((release->tables + 1) * sizeof(struct table));
	check_tables(page);
	for (int i = 0; i < release->tables; i++)
	{
		const struct cpe_shown_table *shown = &release->table[i];
		struct table *table = &page->table[page->tables];

		if (!is_chosen(choice, chosen, shown->name))
			continue;
		memset(table, 0, sizeof(*table));
		table->name = shown->name;
		table->title = shown->title;
		table->relation = shown->relation;
		table->file = file_of(page, shown->name);
		read_columns(table, shown);
		read_extent(page, table);
		if (page->area == NULL || table->rows > 0)
			page->tables++;
	}
	if (page->tables == 0 && page->area)
		cpe_refuse(CPE_INVALID, "Areas are what the columns of role geography hold.", NULL,
		           "release \"%s\" has no rows of area \"%s\"", release->release, page->area);
}
