#include "publish/html_table.h"

#include <stddef.h>

/* An attribute with its escaped value, where there is one. */
static void
attribute(struct cpe_text *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	cpe_text_printf(out, " %s=\"", name);
	cpe_text_xml(out, value);
	cpe_text_append(out, "\"");
}

/* A cell: a heading with its scope, or a datum; numbers to the right. */
static void
cell(struct cpe_text *out, const struct cpe_html_table *table, const char *scope, bool number,
     const char *text)
{
	const char *element = scope ? "th" : "td";

	cpe_text_printf(out, "<%s", element);
	attribute(out, "scope", scope);
	if (table->align_by_class)
		attribute(out, "class", number ? "number" : NULL);
	else if (number || scope)
		attribute(out, "style", number ? "text-align:right" : "text-align:left");
	cpe_text_append(out, ">");
	if (text)
		cpe_text_xml(out, text);
	cpe_text_printf(out, "</%s>", element);
}

void
cpe_html_table_begin(struct cpe_text *out, const struct cpe_html_table *table)
{
	cpe_text_append(out, "<table");
	attribute(out, "id", table->id);
	attribute(out, "class", table->style_class);
	cpe_text_append(out, ">\n<caption>");
	cpe_text_xml(out, table->caption);
	if (table->remark)
	{
		cpe_text_append(out, " <span class=\"remark\">");
		cpe_text_xml(out, table->remark);
		cpe_text_append(out, "</span>");
	}
	cpe_text_append(out, "</caption>\n<thead>\n<tr>");
	for (int c = 0; c < table->columns; c++)
		cell(out, table, "col", table->column[c].number, table->column[c].heading);
	cpe_text_append(out, "</tr>\n</thead>\n<tbody>\n");
}

void
cpe_html_table_row(struct cpe_text *out, const struct cpe_html_table *table,
                   const char *const *text)
{
	cpe_text_append(out, "<tr>");
	for (int c = 0; c < table->columns; c++)
		cell(out, table, table->column[c].row_heading ? "row" : NULL, table->column[c].number,
		     text[c]);
	cpe_text_append(out, "</tr>\n");
}

void
cpe_html_table_end(struct cpe_text *out)
{
	cpe_text_append(out, "</tbody>\n</table>\n");
}
