#include "cancer_pe.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "publish/publish_report.h"

#define PICTURES_MOST 150000 /* bytes of a page */
#define SHOWN_LEAST 3        /* areas of a picture */
#define MAP_ROWS_MOST 200
#define MAP_COLUMNS_MOST 40

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

	return cpe_report_ask(psprintf(
		"SELECT v FROM (SELECT DISTINCT %s::text AS v FROM %s WHERE %s) AS s "
		"ORDER BY v <> ALL (%s), v COLLATE \"C\" %s LIMIT %d",
		name, table->relation, table->where, page->totals, key->role == TIME ? "DESC" : "", most));
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

		if (!cpe_is_key(key) || key->role == GEOGRAPHY || key == varying)
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

char *
cpe_key_words(const struct table *table, const struct column *key, const char *value)
{
	const struct column *label = cpe_column_of(table, LABEL, key->name);
	char *name = NULL;

	if (label)
		name = cpe_report_text(
			psprintf("SELECT min(%s::text COLLATE \"C\") FROM %s WHERE %s::text = %s",
		             quote_identifier(label->name), table->relation, quote_identifier(key->name),
		             quote_literal_cstr(value)));
	return psprintf("%s: %s", key->title, name ? name : value);
}

/* What is held fast, in words. */
static char *
held_words(const struct table *table, const struct fixed *fixed, int count)
{
	StringInfoData words;

	initStringInfo(&words);
	for (int i = 0; i < count; i++)
		appendStringInfo(&words, "%s%s", i ? "; " : "",
		                 cpe_key_words(table, fixed[i].column, fixed[i].value));
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
	appendStringInfo(options, ",\"decimals\":%d",
	                 value->decimals < 0 ? 1 : Min(value->decimals, 9));
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
	const struct column *band = cpe_column_of(table, BAND, value->name);

	if (band == NULL)
		return "NULL::text";
	return psprintf("CASE WHEN %s::text IN ('far below', 'below', 'somewhat below', 'within', "
	                "'somewhat above', 'above', 'far above') THEN %s::text END",
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
	ListCell *other;

	if (cpe_report_ask(query) == 0 || cpe_row_int(0, 1, 0) < least ||
	    (svg = cpe_row_text(0, 2)) == NULL)
		return false;
	foreach (other, page->drawn)
		if (strcmp(lfirst(other), svg) == 0)
			return false;
	if (page->picture_bytes + strlen(svg) > PICTURES_MOST)
	{
		cpe_report_put(
			&page->out,
			"<p class=\"note\">A picture (%s) is left out to keep this page small.</p>\n", caption);
		return false;
	}
	page->picture_bytes += strlen(svg);
	page->drawn = lappend(page->drawn, svg);
	cpe_report_put(&page->out,
	               "<figure class=\"wide\" tabindex=\"0\" aria-label=\"%s\">\n%r</figure>\n",
	               caption, svg);
	return true;
}

/* The rows of the areas of a slice, each once. */
static char *
areas_of(const struct page *page, const struct table *table, const char *where, const char *columns)
{
	const struct column *area = cpe_last_column(table, GEOGRAPHY);
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
	                 sql_column(cpe_last_column(table, GEOGRAPHY), "text"), table->relation, where);
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == GEOGRAPHY)
			appendStringInfo(&query, " AND %s::text = ANY (%s)",
			                 quote_identifier(table->column[i].name), page->totals);
	if (cpe_report_ask(query.data) == 1 && cpe_row_text(0, 1))
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
	const struct column *n = cpe_column_of(table, COUNT, NULL);
	const struct column *low = cpe_column_of(table, LOW, value->name);
	const struct column *high = cpe_column_of(table, HIGH, value->name);
	const struct column *from = cpe_column_of(table, EXPECTED_LOW, value->name);
	const struct column *to = cpe_column_of(table, EXPECTED_HIGH, value->name);
	bool funnel = n && from && to;
	const char *where = held(table, fixed, count);
	char *slice = held_words(table, fixed, count);
	char *caption = psprintf("%s by %s%s%s", value->title, cpe_last_column(table, GEOGRAPHY)->title,
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
		put_option(&options, "x_label", cpe_last_column(table, GEOGRAPHY)->title);
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
	struct column *separate = cpe_column_of(table, SEPARATE, NULL);
	struct fixed *fixed;
	int count;
	int drawn = 0;
	uint64 parts = 1;
	char **part = NULL;

	if (cpe_last_column(table, GEOGRAPHY) == NULL)
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

/*
 * Where a column of labels called unit tells units apart, those of one unit alone, the most
 * frequent, so that a picture has one scale: percentages are not drawn beside ratings.  Sets the
 * unit, or NULL.
 */
static char *
of_one_unit(const struct table *table, char *where, char **unit)
{
	const struct column *column = NULL;

	*unit = NULL;
	for (int i = 0; i < table->columns; i++)
		if (table->column[i].role == LABEL && strcmp(table->column[i].name, "unit") == 0 &&
		    table->column[i].only == NULL)
			column = &table->column[i];
	if (column)
		*unit = cpe_report_text(psprintf(
			"SELECT mode() WITHIN GROUP (ORDER BY unit::text COLLATE \"C\") FROM %s WHERE %s",
			table->relation, where));
	return *unit ? psprintf("%s AND unit::text = %s", where, quote_literal_cstr(*unit)) : where;
}

/* What the page of an area shows: all questions, or groups, with their intervals. */
static void
put_own_pictures(struct page *page, const struct table *table)
{
	struct column *varying = cpe_column_of(table, SEPARATE, NULL);
	const struct column *place = cpe_last_column(table, GEOGRAPHY);
	struct column *label;
	struct fixed *fixed;
	int count;
	int drawn = 0;

	if (varying == NULL)
		varying = cpe_last_column(table, DIMENSION);
	if (varying == NULL || varying->only || place == NULL)
		return;
	label = cpe_column_of(table, LABEL, varying->name);
	fixed = hold(page, table, varying, &count);
	for (int c = 0; c < table->columns && drawn < page->pictures_most; c++)
	{
		const struct column *value = &table->column[c];
		const struct column *low = cpe_column_of(table, LOW, value->name);
		const struct column *high = cpe_column_of(table, HIGH, value->name);
		char *slice = held_words(table, fixed, count);
		char *caption;
		char *where;
		char *unit;
		char *area;
		StringInfoData options;
		uint64 rows;

		if (value->role != VALUE || low == NULL || high == NULL)
			continue;
		where = of_one_unit(table, held(table, fixed, count), &unit);
		caption = psprintf("%s%s%s of %s by %s%s%s", value->title, unit ? ", " : "",
		                   unit ? unit : "", page->area, varying->title, *slice ? ". " : "", slice);
		/* of a larger area its own row, not those of the areas in it */
		area =
			psprintf("SELECT DISTINCT ON (key) label, score, low, high, band FROM (SELECT "
		             "%s::text COLLATE \"C\" AS key, %s AS label, %s AS score, %s AS low, %s AS "
		             "high, %s AS band, %s::text AS place FROM %s WHERE %s) AS s "
		             "ORDER BY key, place <> ALL (%s), place COLLATE \"C\"",
		             quote_identifier(varying->name), sql_column(label ? label : varying, "text"),
		             sql_column(value, "float8"), sql_column(low, "float8"),
		             sql_column(high, "float8"), sql_band(table, value),
		             quote_identifier(place->name), table->relation, where, page->totals);
		rows = cpe_report_ask(area);
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

/* The key with the most values but the areas: the columns of a map. */
static const struct column *
widest_key(const struct table *table, int *values)
{
	const struct column *widest = NULL;

	*values = 1;
	for (int i = 0; i < table->columns; i++)
	{
		const struct column *key = &table->column[i];
		int found;

		if (!cpe_is_key(key) || key->role == GEOGRAPHY || key->only)
			continue;
		cpe_report_ask(psprintf("SELECT count(DISTINCT %s)::int4 FROM %s WHERE %s",
		                        quote_identifier(key->name), table->relation, table->where));
		found = cpe_row_int(0, 1, 0);
		if (found > *values)
		{
			*values = found;
			widest = key;
		}
	}
	return widest;
}

/* Which cells are shown, where some are not: areas by the key with the most values. */
static void
put_map(struct page *page, const struct table *table)
{
	const struct column *area = cpe_last_column(table, GEOGRAPHY);
	const char *status = cpe_cell_status(table);
	const struct column *across;
	struct fixed *fixed;
	StringInfoData options;
	char *caption;
	char *slice;
	char *rows;
	int values;
	int count;
	int areas;

	if (area == NULL || status == NULL || table->hidden == 0)
		return;
	across = widest_key(table, &values);
	if (across == NULL || values > MAP_COLUMNS_MOST)
		return;
	fixed = hold(page, table, across, &count);
	slice = held_words(table, fixed, count);
	caption = psprintf("What is shown, by %s and %s%s%s", area->title, across->title,
	                   *slice ? ". " : "", slice);
	/* nested areas with a total of the smallest are told apart by the larger one */
	rows =
		psprintf("SELECT DISTINCT ON (%s::text COLLATE \"C\", %s::text COLLATE \"C\") %s::text AS "
	             "down, %s::text AS across, %s AS status FROM %s WHERE %s AND %s::text <> ALL (%s) "
	             "ORDER BY %s::text COLLATE \"C\", %s::text COLLATE \"C\"",
	             quote_identifier(area->name), quote_identifier(across->name),
	             quote_identifier(area->name), quote_identifier(across->name), status,
	             table->relation, held(table, fixed, count), quote_identifier(area->name),
	             page->totals, quote_identifier(area->name), quote_identifier(across->name));
	cpe_report_ask(
		psprintf("SELECT count(DISTINCT down)::int4, count(status)::int4 FROM (%s) AS s", rows));
	areas = cpe_row_int(0, 1, 0);
	if (areas < 2 || areas > MAP_ROWS_MOST || cpe_row_int(0, 2, 0) == 0)
		return;
	initStringInfo(&options);
	put_option(&options, "title", caption);
	put_option(&options, "x_label", across->title);
	put_option(&options, "y_label", area->title);
	put_option(&options, "noun", "cells");
	appendStringInfoChar(&options, '}');
	if (put_picture(
			page,
			psprintf("SELECT count(*)::int4, cancer_pe.suppression_map_svg(down, NULL, across, "
	                 "NULL, status, %s::jsonb) FROM (%s) AS s",
	                 quote_literal_cstr(options.data), rows),
			1, caption))
		page->map = true;
}

void
cpe_report_pictures(struct page *page, const struct table *table)
{
	if (page->area)
	{
		put_own_pictures(page, table);
		return;
	}
	put_area_pictures(page, table);
	if (page->pictures_most > 0)
		put_map(page, table);
}
