#ifndef CPE_PUBLISH_PUBLISH_REPORT_H
#define CPE_PUBLISH_PUBLISH_REPORT_H

/*
 * PostgreSQL side: a release as a page.  Everything is read from the plain tables of the release,
 * as the caller, so that the page can hold nothing that these do not show.
 */

#include "cancer_pe.h"

#include "lib/stringinfo.h"

#include "base/base.h"
#include "base/base_lookup.h"
#include "publish/publish_plain.h"

/* What a column of a release is; those up to SEPARATE tell which cell a row is. */
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
struct column
{
	const char *name;
	enum role role;
	Oid type;
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
	const char *file;          /* its download, or NULL */
	const struct column *area; /* of the page's area, or NULL */
	const char *where;         /* SQL: the rows of the page */
	struct column *column;
	int columns;
	long rows;
	long hidden;
};

/* What is read of a release, and what is written so far. */
struct page
{
	struct cpe_options options;
	const struct cpe_shown_release *release;
	const char *area;
	const char *totals; /* a text[] as SQL */
	int rows_most;
	int pictures_most;
	struct table *table;
	int tables;
	size_t picture_bytes;
	List *drawn; /* the pictures so far: none is there twice, as tables may share values */
	bool funnel;
	bool caterpillar;
	bool map;
	StringInfoData out;
};

/* ---- asking: rows are those that cpe_row_text reads ---- */

/* Runs a query as the caller; returns the number of its rows. */
extern uint64 cpe_report_ask(const char *query);

/* The first column of the first row, or NULL. */
extern char *cpe_report_text(const char *query);

/* ---- reading the release ---- */

/* Reads the tables that the page shows, as options choose them. */
extern void cpe_report_read(struct page *page);

/* An address of another file or page: relative, or of the web; never of a script. */
extern const char *cpe_report_address(const struct page *page, const char *address);

/* Whether a column tells which cell a row is. */
extern bool cpe_is_key(const struct column *column);

/* The column of that role, of that value (NULL: of any), or NULL. */
extern struct column *cpe_column_of(const struct table *table, enum role role, const char *of);

/* The last column of that role: of nested areas the smallest. */
extern struct column *cpe_last_column(const struct table *table, enum role role);

/* The status of a table's cells: that of the count, or else of the first value; SQL, or NULL. */
extern char *cpe_cell_status(const struct table *table);

/* ---- writing ---- */

/* Writes HTML: %s is a text, escaped; %r is HTML as it is; %d a long. */
extern void cpe_report_put(StringInfo out, const char *format, ...);

/* What is the same in all rows of a table, or held fast, in words: a code by its label. */
extern char *cpe_key_words(const struct table *table, const struct column *key, const char *value);

/* The pictures of a table, as its columns allow. */
extern void cpe_report_pictures(struct page *page, const struct table *table);

#endif
