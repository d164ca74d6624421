#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "base/calendar.h"
#include "publish/publish_report.h"

#define PAGE_MOST 290000  /* bytes; rows of tables are left out beyond */
#define AROUND_TABLE 1000 /* what is said above a table */
#define HEADER_LINKS_MOST 8

static const char *const keys[] = {"tables",   "rows",     "area",   "links",
                                   "download", "pictures", "totals", NULL};

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
void
cpe_report_put(StringInfo out, const char *format, ...)
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

/* ---- tables ---- */

/* Whether a column is one of the page's table: not what is the same in all rows, nor what belongs.
 */
static bool
is_shown(const struct table *table, const struct column *column)
{
	if (column->role == STATUS || column->role == DISPLAY)
		return false;
	if (column->role != LABEL || column->belongs_to == NULL)
		return column->only == NULL;
	for (int i = 0; i < table->columns; i++)
		if (strcmp(table->column[i].name, column->belongs_to) == 0)
			return table->column[i].only == NULL;
	return true;
}

/* A table's caption: its title, and what is the same in all its rows. */
static char *
caption_of(const struct table *table, int number)
{
	StringInfoData caption;
	const char *before = ". ";

	initStringInfo(&caption);
	appendStringInfo(&caption, "Table %d: %s", number, table->title);
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].only)
		{
			appendStringInfo(&caption, "%s%s", before,
			                 cpe_key_words(table, &table->column[i], table->column[i].only));
			before = "; ";
		}
	return caption.data;
}

/* A member of a JSON object; the value is JSON. */
static void
put_member(StringInfo json, const char *key, const char *value)
{
	appendStringInfoString(json, json->len ? ", " : "");
	escape_json(json, key);
	appendStringInfo(json, ": %s", value);
}

static char *
json_text(const char *text)
{
	StringInfoData json;

	initStringInfo(&json);
	escape_json(&json, text);
	return json.data;
}

/* How table_html is to show a table, but the number of rows. */
static char *
table_options(const struct page *page, const struct table *table, int number)
{
	StringInfoData options;
	StringInfoData columns;
	StringInfoData headings;
	StringInfoData decimals;
	StringInfoData keys_shown;

	initStringInfo(&options);
	initStringInfo(&columns);
	initStringInfo(&headings);
	initStringInfo(&decimals);
	initStringInfo(&keys_shown);
	for (int i = 0; i < table->columns; i++)
	{
		const struct column *column = &table->column[i];
		const char *name = json_text(column->name);

		if (!is_shown(table, column))
			continue;
		appendStringInfo(&columns, "%s%s", columns.len ? ", " : "", name);
		if (cpe_is_key(column))
			appendStringInfo(&keys_shown, "%s%s", keys_shown.len ? ", " : "", name);
		put_member(&headings, column->name, json_text(column->title));
		if (column->role >= VALUE && column->type == FLOAT8OID && column->decimals >= 0)
			put_member(&decimals, column->name, psprintf("%d", column->decimals));
	}
	put_member(&options, "title", json_text(caption_of(table, number)));
	put_member(&options, "columns", psprintf("[%s]", columns.data));
	put_member(&options, "row_headings", psprintf("[%s]", keys_shown.data));
	put_member(&options, "headings", psprintf("{%s}", headings.data));
	put_member(&options, "decimals", psprintf("{%s}", decimals.data));
	put_member(&options, "align", "\"class\"");
	if (table->area)
	{
		StringInfoData only;

		initStringInfo(&only);
		put_member(&only, table->area->name, json_text(page->area));
		put_member(&options, "only", psprintf("{%s}", only.data));
	}
	return options.data;
}

/* A table with so many rows, or fewer where the page has no room for them. */
static char *
table_of(const struct page *page, const struct table *table, int number, size_t room, long *rows)
{
	char *options = table_options(page, table, number);
	char *html = NULL;

	/* rows differ little in length, so that the second try fits, or one soon after */
	for (int i = 0; i < 8; i++)
	{
		html = cpe_report_text(
			psprintf("SELECT cancer_pe.table_html(%s::pg_catalog.regclass, %s::pg_catalog.jsonb)",
		             quote_literal_cstr(table->relation),
		             quote_literal_cstr(psprintf("{%s, \"rows\": %ld}", options, *rows))));
		if (strlen(html) <= room || *rows == 1)
			break;
		*rows = Max(1, (long) (*rows * 0.98 * room / strlen(html)));
	}
	return html;
}

/* A table, and what is said above it: how many rows there are, and where all of them are. */
static void
put_table(struct page *page, const struct table *table, int number, size_t room)
{
	StringInfo out = &page->out;
	long rows = Min(page->rows_most, Max(table->rows, 1));
	char *html = rows > 0 ? table_of(page, table, number, room, &rows) : NULL;

	cpe_report_put(out, "<p>%d %r", table->rows, table->rows == 1 ? "row" : "rows");
	if (html == NULL)
		cpe_report_put(out, ", none of them here");
	else if (rows < table->rows)
		cpe_report_put(out, ", the first %d of them here", rows);
	if (table->hidden > 0)
		cpe_report_put(out, "; %d with a mark in the place of a number", table->hidden);
	if (table->file)
		cpe_report_put(out, ". The whole table: <a href=\"%s\">%s</a>.</p>\n", table->file,
		               table->file);
	else if (rows < table->rows)
		cpe_report_put(out, ". The whole table is %s in the database.</p>\n", table->relation);
	else
		cpe_report_put(out, ".</p>\n");
	if (html)
		cpe_report_put(out,
		               "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table "
		               "%d\">\n%r</div>\n",
		               (long) number, html);
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
	"p,li{max-width:46rem}\n"
	"h1,h2,p,li,dt,dd{overflow-wrap:break-word}\n"
	"a{color:#206095}\n"
	"a:focus,.wide:focus{outline:3px solid #fbc900}\n"
	".skip{position:absolute;left:-999rem}\n"
	".skip:focus{position:static}\n"
	".notice{border-left:.5rem solid #206095;background:#f5f5f6;padding:.75rem 1rem;margin:1.5rem "
	"0;max-width:46rem}\n"
	".notice p{margin:0}\n"
	"dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem "
	"1rem;max-width:60rem}\n"
	"dt{font-weight:bold}\n"
	"dd{margin:0}\n"
	".pages{columns:16rem;list-style:none;padding:0}\n"
	".wide{overflow-x:auto}\n"
	"figure{margin:1.5rem 0}\n"
	"figure svg{width:100%;min-width:34rem;max-width:56rem;height:auto;display:block}\n"
	"table{border-collapse:collapse;margin:1rem 0;font-size:.875rem;line-height:1.35}\n"
	"caption{text-align:left;font-weight:bold;font-size:1rem;padding-bottom:.5rem;max-width:min("
	"60rem,100vw - 2rem)}"
	"\n"
	"th,td{padding:.3rem .5rem;border-bottom:1px solid "
	"#d9d9d9;text-align:left;vertical-align:bottom}\n"
	"thead th{border-bottom:2px solid #222}\n"
	"tbody th{font-weight:normal}\n"
	".number{text-align:right;font-variant-numeric:tabular-nums}\n"
	"td.number{white-space:nowrap}\n"
	".remark{font-weight:normal}\n"
	".note{color:#4a4a4a}\n"
	"footer{background:#f5f5f6;border-top:1px solid #bcbcbd;margin-top:3rem;padding:1rem "
	"0;font-size:.875rem}\n"
	"@media "
	"(max-width:30rem){dl{display:block}dd{margin-bottom:.5rem}h1{font-size:1.5rem}h2{font-size:1."
	"25rem}}\n"
	"@media print{header{background:#fff;color:#000}nav,.skip{display:none}.wide{overflow:visible}"
	"figure svg{min-width:0;max-height:21cm}table{font-size:7.5pt}th,td{padding:1pt 3pt}"
	"thead{display:table-header-group}tr,figure,caption,h2,h3{break-inside:avoid}h2,h3,caption{"
	"break-after:"
	"avoid}"
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
is_proof(const struct cpe_shown_note *note)
{
	static const char *const topics[] = {"rule", "protection", "proof", "checksum"};

	for (size_t i = 0; note->topic && i < lengthof(topics); i++)
		if (strcmp(note->topic, topics[i]) == 0)
			return true;
	return false;
}

/* Whether a note is one of a section: its kind, and for the kind about which part of it. */
static bool
is_note_of(const struct cpe_shown_note *note, const char *kind, bool proof)
{
	if (note->kind == NULL || note->note == NULL || strcmp(note->kind, kind) != 0)
		return false;
	if (strcmp(kind, "about") != 0)
		return true;
	return is_proof(note) == proof &&
	       (note->topic == NULL ||
	        (strcmp(note->topic, "title") != 0 && strcmp(note->topic, "description") != 0));
}

/* A part of the page that holds notes: of a kind, and of the kind about those on proof or the
 * others. */
struct section
{
	const char *id;
	const char *heading;
	const char *kind;
	bool proof;
};
static const struct section shorthand = {NULL, NULL, "shorthand", false};
static const struct section about = {"about", "About this release", "about", false};
static const struct section last_sections[] = {{"notes", "Notes", "note", false},
                                               {"caveats", "What to keep in mind", "caveat", false},
                                               {"methods", "Methods", "method", false},
                                               {"proof", "Protection and proof", "about", true}};

/* Whether a section has any notes. */
static bool
has_notes(const struct page *page, const struct section *section)
{
	for (int i = 0; i < page->release->notes; i++)
		if (is_note_of(&page->release->note[i], section->kind, section->proof))
			return true;
	return false;
}

/* A day since 2000-01-01 in words. */
static char *
day_words(int32 day)
{
	static const char *const month[] = {"January",   "February", "March",    "April",
	                                    "May",       "June",     "July",     "August",
	                                    "September", "October",  "November", "December"};
	struct cpe_date date = cpe_date_of((int64) day + CPE_SQL_EPOCH);

	return psprintf("%d %s %d", date.day, month[date.month - 1], (int) date.year);
}

/* A note in words: a period's days, [2018-04-01,2018-07-01), are written out. */
static const char *
note_words(const struct cpe_shown_note *note)
{
	const char *text = note->note;
	int32 from;
	int32 to;

	if (note->topic && strcmp(note->topic, "period") == 0 && strlen(text) == 23 && text[0] == '[' &&
	    text[11] == ',' && text[22] == ')' && cpe_date_read(text + 1, &from) &&
	    cpe_date_read(text + 12, &to) && from < to)
		return psprintf("%s to %s", day_words(from), day_words(to - 1));
	return text;
}

/* A section of notes: terms with what is said of them. */
static void
put_notes(struct page *page, const struct section *section)
{
	if (!has_notes(page, section))
		return;
	cpe_report_put(&page->out, "<h2 id=\"%s\">%s</h2>\n<dl>\n", section->id, section->heading);
	for (int i = 0; i < page->release->notes; i++)
	{
		const struct cpe_shown_note *note = &page->release->note[i];

		if (is_note_of(note, section->kind, section->proof))
			cpe_report_put(&page->out, "<dt>%s</dt><dd>%s</dd>\n",
			               note->topic && *note->topic ? topic_words(note->topic)
			                                           : capital(section->kind),
			               note_words(note));
	}
	cpe_report_put(&page->out, "</dl>\n");
}

/* A line of the contents. */
static void
put_entry(struct page *page, const struct section *section)
{
	if (has_notes(page, section))
		cpe_report_put(&page->out, "<li><a href=\"#%s\">%s</a></li>\n", section->id,
		               section->heading);
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
	cpe_report_put(&page->out, "<nav aria-label=\"Pages\">\n");
	if (!header)
		cpe_report_put(&page->out, "<h2 id=\"pages\">Other pages</h2>\n");
	cpe_report_put(&page->out, header ? "<p>" : "<ul class=\"pages\">\n");
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
		cpe_report_put(&page->out, header ? (i++ ? " | " : "") : "<li>");
		if (href)
			cpe_report_put(&page->out, "<a href=\"%s\">%s</a>", cpe_report_address(page, href),
			               title);
		else
			cpe_report_put(&page->out, "<span aria-current=\"page\">%s</span>", title);
		cpe_report_put(&page->out, header ? "" : "</li>\n");
	}
	cpe_report_put(&page->out, header ? "</p>\n</nav>\n" : "</ul>\n</nav>\n");
	return links;
}

/* What the page is of: release, or release and area. */
static char *
page_title(const struct page *page)
{
	const char *title = cpe_shown_note_on(page->release, "about", "title");

	title = title ? title : page->release->release;
	return page->area ? psprintf("%s: %s", page->area, title) : pstrdup(title);
}

static void
put_head(struct page *page)
{
	const char *description = cpe_shown_note_on(page->release, "about", "description");
	char *title = page_title(page);

	cpe_report_put(
		&page->out,
		"<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>%s</title>\n<style>\n%r</style>\n</head>\n<body>\n"
		"<a class=\"skip\" href=\"#main\">To the content</a>\n<header><div>\n<h1>%s</h1>\n",
		title, style, title);
	if (description)
		cpe_report_put(&page->out, "<p>%s</p>\n", description);
	cpe_report_put(&page->out, "<p>Release %s, version %d</p>\n", page->release->release,
	               (long) page->release->version);
	put_links(page, true);
	cpe_report_put(&page->out, "</div></header>\n<main id=\"main\">\n");
}

/* The marks that stand in the place of numbers. */
static void
put_shorthand(struct page *page)
{
	if (!has_notes(page, &shorthand))
		return;
	cpe_report_put(&page->out, "<table>\n<caption>Marks in the place of numbers</caption>\n"
	                           "<thead><tr><th scope=\"col\">Mark</th><th "
	                           "scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n");
	for (int i = 0; i < page->release->notes; i++)
		if (is_note_of(&page->release->note[i], "shorthand", false))
			cpe_report_put(&page->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
			               page->release->note[i].topic, page->release->note[i].note);
	cpe_report_put(&page->out, "</tbody>\n</table>\n");
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
			cpe_report_put(&page->out,
			               any ? "" : "<h2 id=\"columns\">What the columns hold</h2>\n<dl>\n");
			any = true;
			cpe_report_put(&page->out, "<dt>%s</dt><dd>%s</dd>\n", column->title,
			               column->description);
		}
	cpe_report_put(&page->out, any ? "</dl>\n" : "");
}

/* How to read the pictures that the page has, the columns and the marks. */
static void
put_reading(struct page *page)
{
	StringInfo out = &page->out;

	cpe_report_put(out, "<h2 id=\"reading\">How to read this page</h2>\n");
	if (page->funnel)
		cpe_report_put(
			out,
			"<p>In a funnel plot each mark is one area: the further to the right, the more people "
			"its value "
			"rests on. The curves hold the range that is expected of an area of that size. Shapes "
			"tell apart "
			"what lies above, within and below; so does the column of bands in the table.</p>\n");
	if (page->caterpillar)
		cpe_report_put(
			out, "<p>In a caterpillar plot the values are in order, each with the interval of its "
				 "uncertainty. "
				 "Values whose intervals overlap widely are not told apart by their order.</p>\n");
	if (page->map)
		cpe_report_put(
			out, "<p>A map of what is shown has a field for each cell of a table. Which of the "
				 "fields not shown are "
				 "small, and which only guard those, is part of what is protected.</p>\n");
	cpe_report_put(
		out, "<p>Numbers are rounded for display. A mark in square brackets stands where a number "
			 "is not shown; "
			 "what is 0 is shown as 0. Values do not add up, and rates of parts must not be "
			 "averaged.</p>\n");
	put_shorthand(page);
}

static void
put_contents(struct page *page, int links, const char *columns)
{
	StringInfo out = &page->out;

	cpe_report_put(out,
	               "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n");
	if (links > HEADER_LINKS_MOST)
		cpe_report_put(out, "<li><a href=\"#pages\">Other pages</a></li>\n");
	put_entry(page, &about);
	cpe_report_put(out, "<li><a href=\"#reading\">How to read this page</a></li>\n");
	for (int i = 0; i < page->tables; i++)
		cpe_report_put(out, "<li><a href=\"#table-%d\">Table %d: %s</a></li>\n", (long) i + 1,
		               (long) i + 1, page->table[i].title);
	if (*columns)
		cpe_report_put(out, "<li><a href=\"#columns\">What the columns hold</a></li>\n");
	for (size_t i = 0; i < lengthof(last_sections); i++)
		put_entry(page, &last_sections[i]);
	cpe_report_put(out, "</ul>\n</nav>\n");
}

static void
put_end(struct page *page)
{
	StringInfo out = &page->out;

	for (size_t i = 0; i < lengthof(last_sections); i++)
		put_notes(page, &last_sections[i]);
	put_links(page, false);
	cpe_report_put(
		out,
		"</main>\n<footer><div>\n<p>Made from the tables of release %s, version %d, in schema %s, "
		"by the "
		"PostgreSQL extension cancer_pe. This page needs no script and loads nothing.</p>\n"
		"</div></footer>\n</body>\n</html>\n",
		page->release->release, (long) page->release->version, page->release->schema);
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
	char *columns;
	char *end;
	size_t taken;

	for (int i = 0; i < page->tables; i++)
	{
		StringInfoData before = page->out;

		initStringInfo(&page->out);
		cpe_report_pictures(page, &page->table[i]);
		pictures[i] = page->out.data;
		page->out = before;
	}
	columns = apart(page, put_columns);
	end = apart(page, put_end);
	put_head(page);
	put_contents(page, links, columns);
	put_notes(page, &about);
	put_reading(page);
	taken = page->out.len + strlen(columns) + strlen(end);
	for (int i = 0; i < page->tables; i++)
		taken += strlen(pictures[i]) + AROUND_TABLE;
	for (int i = 0; i < page->tables; i++)
	{
		size_t room = taken < PAGE_MOST ? (PAGE_MOST - taken) / (page->tables - i) : 0;
		size_t before;

		cpe_report_put(&page->out, "<h2 id=\"table-%d\">Table %d: %s</h2>\n%r", (long) i + 1,
		               (long) i + 1, page->table[i].title, pictures[i]);
		before = page->out.len;
		put_table(page, &page->table[i], i + 1, room);
		taken += page->out.len - before;
	}
	cpe_report_put(&page->out, "%r%r", columns, end);
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
	page.release = cpe_shown_release_arg(fcinfo, 3);
	cpe_report_read(&page);
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
