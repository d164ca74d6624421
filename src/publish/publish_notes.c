#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "publish/publish_notes.h"

/* ---- columns ---- */

static const char *
type_name(Oid type)
{
	switch (type)
	{
		case INT4OID:
			return "integer";
		case FLOAT8OID:
			return "double precision";
		case BOOLOID:
			return "boolean";
		case DATEOID:
			return "date";
		default:
			return "text";
	}
}

/* A column of one of the tables that describe a release, never NULL. */
static void
add_fixed(struct cpe_plain_table *table, const char *name, Oid type, const char *title,
          const char *description, bool key)
{
	struct cpe_plain_column *column = cpe_plain_column(table, name, type, title);

	column->description = description;
	column->required = true;
	column->key = key;
}

static void
put_column(struct cpe_plain_table *columns, int row, const char *table, int position,
           const struct cpe_plain_column *column)
{
	cpe_plain_put(columns, row, 0, table);
	cpe_plain_put_int(columns, row, 1, position);
	cpe_plain_put(columns, row, 2, column->name);
	cpe_plain_put(columns, row, 3, column->role);
	cpe_plain_put(columns, row, 4, type_name(column->type));
	cpe_plain_put(columns, row, 5, column->unit);
	if (column->decimals >= 0)
		cpe_plain_put_int(columns, row, 6, column->decimals);
	else
		cpe_plain_put(columns, row, 6, NULL);
	cpe_plain_put(columns, row, 7, column->belongs_to);
	cpe_plain_put(columns, row, 8, column->title);
	cpe_plain_put(columns, row, 9, column->description);
}

struct cpe_plain_table *
cpe_release_columns(const struct cpe_made_release *made)
{
	struct cpe_plain_table *columns;
	int rows = 0;
	int row = 0;

	for (int t = 0; t < made->tables; t++)
		rows += made->table[t]->columns;
	columns = cpe_plain_new(psprintf("%s_columns", made->release->name),
	                        psprintf("%s: what each column is", made->release->title), rows);
	add_fixed(columns, "table_name", TEXTOID, "Table", "Name of the table, without its version.",
	          true);
	add_fixed(columns, "position", INT4OID, "Position", "Place of the column, from 1.", true);
	add_fixed(columns, "column_name", TEXTOID, "Column", "Name of the column.", false);
	add_fixed(columns, "role", TEXTOID, "Role",
	          "time, geography, dimension, separate, label, value, count, numerator, low, high, "
	          "expected_low, expected_high, band, number, status or display.",
	          false);
	add_fixed(columns, "datatype", TEXTOID, "Type",
	          "text, integer, double precision, boolean or date.", false);
	add_fixed(columns, "unit", TEXTOID, "Unit", "Unit of a number, empty where it has none.",
	          false);
	cpe_plain_column(columns, "decimals", INT4OID, "Decimals")->description =
		"To how many decimals a number is rounded.";
	add_fixed(columns, "belongs_to", TEXTOID, "Belongs to",
	          "The column whose status, limits or text for readers it is; empty where it is none.",
	          false);
	add_fixed(columns, "title", TEXTOID, "Title", "Title of the column.", false);
	add_fixed(columns, "description", TEXTOID, "Description", "What is to be known of it.", false);
	for (int t = 0; t < made->tables; t++)
		for (int c = 0; c < made->table[t]->columns; c++)
			put_column(columns, row++, made->table[t]->name, c + 1, &made->table[t]->column[c]);
	return columns;
}

/* ---- notes ---- */

struct notes
{
	int count, room;
	const char **kind;
	const char **topic;
	const char **note;
};

static void
add_note(struct notes *notes, const char *kind, const char *topic, const char *note)
{
	if (note == NULL || note[0] == '\0')
		return;
	Assert(notes->count < notes->room);
	notes->kind[notes->count] = kind;
	notes->topic[notes->count] = topic;
	notes->note[notes->count++] = note;
}

static char *
rule_note(const struct cpe_made_release *made)
{
	const struct cpe_release *release = made->release;
	StringInfoData note;

	initStringInfo(&note);
	appendStringInfo(&note, "Counts of 1 to " INT64_FORMAT " are hidden%s. Rule %s of cancer_pe",
	                 made->threshold,
	                 release->unproven ? "" : ", and what would give them away with them",
	                 release->rule);
	if (JB_ROOT_COUNT(release->options) > 0)
		appendStringInfo(&note, " with %s",
		                 JsonbToCString(NULL, &release->options->root, VARSIZE(release->options)));
	appendStringInfoChar(&note, '.');
	return note.data;
}

static char *
protection_note(const struct cpe_made_release *made)
{
	const struct cpe_release *release = made->release;
	StringInfoData note;

	if (release->unproven)
		return pstrdup(
			"Not proven: the rule hides figures by convention, and no proof was made that "
			"hidden ones cannot be worked out from those shown.");
	initStringInfo(&note);
	appendStringInfo(
		&note,
		"Proven: from everything that is shown here, and in earlier releases that it is "
		"linked to, %s for each hidden small count.",
		made->range ? "both the least possible count and one that is not small stay possible"
					: "at least two values stay possible");
	for (int u = 0; u < release->unlinked; u++)
		appendStringInfo(&note, "%s%s", u ? ", " : " Of another measure, and not linked: ",
		                 release->unlinked_column[u]);
	if (release->unlinked > 0)
		appendStringInfoChar(&note, '.');
	return note.data;
}

static char *
population_note(const struct cpe_release *release)
{
	return release->filter[0] ? psprintf("%s: %s", release->base, release->filter)
	                          : pstrdup(release->base);
}

static char *
proof_note(const struct cpe_made_release *made)
{
	int parts = made->cells->parts.entries;

	if (made->release->unproven || parts == 0)
		return NULL;
	return psprintf(parts == 1
	                    ? "%d table was decided on as a whole; its certificate was verified before "
	                      "publication and is kept with it."
	                    : "%d tables were decided on, each as a whole; their certificates were "
	                      "verified before publication and are kept with them.",
	                parts);
}

static void
add_about(struct notes *notes, const struct cpe_made_release *made, const char *published)
{
	const struct cpe_release *release = made->release;

	add_note(notes, "about", "title", release->title);
	add_note(notes, "about", "description", release->description);
	add_note(notes, "about", "population", population_note(release));
	add_note(notes, "about", "filter", release->filter);
	add_note(notes, "about", "period", release->period);
	add_note(notes, "about", "rule", rule_note(made));
	add_note(notes, "about", "protection", protection_note(made));
	add_note(notes, "about", "version", psprintf("%d", made->version));
	add_note(notes, "about", "published", published);
	if (made->version > 1)
		add_note(notes, "about", "corrects",
		         psprintf("Version %d: %s", made->version - 1, release->correction));
	add_note(notes, "about", "proof", proof_note(made));
}

static const struct
{
	const char *status;
	const char *meaning;
} shorthand[] = {
	{"c", "Confidential: hidden so that nothing is told of single people."},
	{"low", "Low: rounds to zero, but is not zero."},
	{"u", "Low reliability: too few answers for the figure to say much."},
	{"w", "None recorded: nobody gave an answer that counts."},
	{"x", "Not available."},
	{"z", "Not applicable."},
};

/* Whether a status occurs in a table. */
static bool
status_occurs(const struct cpe_plain_table *table, const char *status)
{
	for (int c = 0; c < table->columns; c++)
	{
		const struct cpe_plain_column *column = &table->column[c];

		if (strcmp(column->role, "status") != 0)
			continue;
		for (int r = 0; r < table->rows; r++)
		{
			const struct varlena *word = (const struct varlena *) DatumGetPointer(column->value[r]);

			if (!column->null[r] && VARSIZE_ANY_EXHDR(word) == strlen(status) &&
			    memcmp(VARDATA_ANY(word), status, strlen(status)) == 0)
				return true;
		}
	}
	return false;
}

static void
add_shorthand(struct notes *notes, const struct cpe_made_release *made)
{
	for (int s = 0; s < (int) lengthof(shorthand); s++)
		for (int t = 0; t < made->tables; t++)
			if (status_occurs(made->table[t], shorthand[s].status))
			{
				add_note(notes, "shorthand", psprintf("[%s]", shorthand[s].status),
				         shorthand[s].meaning);
				break;
			}
}

static void
add_own_notes(struct notes *notes, const struct cpe_release *release, const char *kind)
{
	for (int n = 0; n < release->notes; n++)
		if (strcmp(release->note[n].kind, kind) == 0)
			add_note(notes, kind, release->note[n].topic, release->note[n].note);
}

struct cpe_plain_table *
cpe_notes_of_release(const struct cpe_made_release *made, const char *published)
{
	const struct cpe_release *release = made->release;
	struct notes notes = {0};
	struct cpe_plain_table *table;

	notes.room = 20 + (int) lengthof(shorthand) + release->notes + release->tables;
	notes.kind = palloc(notes.room * sizeof(char *));
	notes.topic = palloc(notes.room * sizeof(char *));
	notes.note = palloc(notes.room * sizeof(char *));
	add_about(&notes, made, published);
	add_shorthand(&notes, made);
	add_own_notes(&notes, release, "method");
	add_own_notes(&notes, release, "caveat");
	add_own_notes(&notes, release, "note");
	for (int t = 0; t < release->tables; t++)
		add_note(&notes, "table", release->table[t].name, release->table[t].title);
	table = cpe_plain_new(psprintf("%s_notes", release->name),
	                      psprintf("%s: what is to be known of it", release->title), notes.count);
	add_fixed(table, "position", INT4OID, "Position", "Order of the notes, from 1.", true);
	add_fixed(table, "kind", TEXTOID, "Kind", "about, shorthand, method, caveat, note or table.",
	          false);
	add_fixed(table, "topic", TEXTOID, "Topic",
	          "What it is about: of shorthand the mark, of a table its name.", false);
	add_fixed(table, "note", TEXTOID, "Note", "The text.", false);
	for (int n = 0; n < notes.count; n++)
	{
		cpe_plain_put_int(table, n, 0, n + 1);
		cpe_plain_put(table, n, 1, notes.kind[n]);
		cpe_plain_put(table, n, 2, notes.topic[n]);
		cpe_plain_put(table, n, 3, notes.note[n]);
	}
	return table;
}

/* ---- the checksum of a release ---- */

static int
compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct cpe_plain_table *const *) a)->name,
	              (*(const struct cpe_plain_table *const *) b)->name);
}

char *
cpe_release_checksum(const struct cpe_made_release *made)
{
	const struct cpe_plain_table **table =
		palloc((made->tables + 1) * sizeof(struct cpe_plain_table *));
	StringInfoData lines;

	for (int t = 0; t <= made->tables; t++)
		table[t] = cpe_made_table(made, t);
	qsort(table, made->tables + 1, sizeof(*table), compare_names);
	initStringInfo(&lines);
	for (int t = 0; t <= made->tables; t++)
		appendStringInfo(&lines, "%s  %s\n", table[t]->checksum, table[t]->name);
	return cpe_hex_digest(lines.data, lines.len);
}
