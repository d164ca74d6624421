#ifndef CPE_PUBLISH_HTML_TABLE_H
#define CPE_PUBLISH_HTML_TABLE_H

#include <stdbool.h>

#include "base/text.h"

/* A column as it is read: what stands above it, and what its cells are. */
struct cpe_html_column
{
	const char *heading;
	bool number;      /* its cells stand on the right */
	bool row_heading; /* its cells say what the row is about */
};

/* A table for readers, with ears or eyes: texts in UTF-8, NULL where there is none. */
struct cpe_html_table
{
	const char *caption;
	const char *remark; /* a sentence behind the caption */
	const char *id;
	const char *style_class;
	bool align_by_class; /* class="number" instead of a style of each cell */
	int columns;
	const struct cpe_html_column *column;
};

/* The table up to its rows, a row (NULL: an empty cell), and the end; failures stick to the text.
 */
extern void cpe_html_table_begin(struct cpe_text *out, const struct cpe_html_table *table);
extern void cpe_html_table_row(struct cpe_text *out, const struct cpe_html_table *table,
                               const char *const *cell);
extern void cpe_html_table_end(struct cpe_text *out);

#endif
