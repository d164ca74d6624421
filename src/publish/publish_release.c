#include "cancer_pe.h"

#include "access/xact.h"
#include "catalog/catalog.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/snapmgr.h"

#include "base/base_row.h"
#include "publish/publish_judgement.h"
#include "publish/publish_ledger.h"
#include "publish/publish_notes.h"

/* The function publish: from a definition to tables and the ledger, in one transaction. */

/* ---- before anything is read ---- */

/* A query may call functions; this one would publish unseen by what its query is for. */
static bool publishing = false;

/* Refuses schemas whose tables are not a release's to be: others', or gone with the session. */
static void
check_schema(const char *name)
{
	Oid schema = get_namespace_oid(name, false);

	if (isAnyTempNamespace(schema) || IsCatalogNamespace(schema) || IsToastNamespace(schema) ||
	    strncmp(name, "pg_", 3) == 0 || strcmp(name, "information_schema") == 0 ||
	    strcmp(name, "cancer_pe") == 0)
		cpe_refuse(CPE_INVALID, NULL, "Give a release a schema of its own.",
		           "a release cannot be in schema \"%s\"", name);
}

/* Waits for others that publish of the same base, to the end of the transaction. */
static void
lock_base(const char *base)
{
	static const char purpose[] = "cancer_pe publish ";
	char *name = psprintf("%s%s", purpose, base);

	(void) DirectFunctionCall1(
		pg_advisory_xact_lock_int8,
		Int64GetDatum((int64) hash_bytes_extended((unsigned char *) name, (int) strlen(name), 0)));
}

/* Everything is read as of now, when nobody else publishes of the base any more. */
static void
begin_reading(const struct cpe_release *release)
{
	if (IsolationUsesXactSnapshot())
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
		                errmsg("a release needs the isolation level read committed"),
		                errdetail("It has to see what others have released of the same base until "
		                          "it holds it.")));
	lock_base(release->base);
	PushActiveSnapshot(GetLatestSnapshot());
}

/* ---- a release that is there ---- */

/* A definition without what may differ when nothing was changed. */
static Jsonb *
lasting(Jsonb *definition)
{
	static const char *const key[] = {"published", "correction"};
	Datum result = JsonbPGetDatum(definition);

	for (int k = 0; k < (int) lengthof(key); k++)
		result = DirectFunctionCall2(jsonb_delete, result, CStringGetTextDatum(key[k]));
	return DatumGetJsonbP(result);
}

static bool
same_definition(Jsonb *a, Jsonb *b)
{
	a = lasting(a);
	b = lasting(b);
	return compareJsonbContainers(&a->root, &b->root) == 0;
}

/*
 * Takes the statuses of a version over, if it is of the same cells with the same figures; what was
 * decided then stands.
 */
static bool
take_over(const struct cpe_ledger_entry *entry, const struct cpe_release *release,
          struct cpe_release_cells *cells)
{
	struct cpe_release_cells before;

	if (entry->dimensions != release->dimensions)
		return false;
	for (int d = 0; d < release->dimensions; d++)
		if (strcmp(entry->dimension[d], release->dimension[d].first_name) != 0)
			return false;
	cpe_release_cells_open(&before, entry->dimensions);
	cpe_ledger_cells(entry, &before);
	if (before.count != cells->count)
		return false;
	for (int c = 0; c < cells->count; c++)
	{
		int of_before =
			cpe_release_cells_find(&before, cpe_release_cells_part_text(cells, cells->part[c]),
		                           cells->label + (Size) c * cells->dimensions);

		if (of_before < 0 || before.value[of_before] != cells->value[c] ||
		    before.numerator[of_before] != cells->numerator[c])
			return false;
		cells->status[c] = before.status[of_before];
	}
	return true;
}

/* The tables of the release that are not as the version had them, as a list; NULL: none. */
static char *
differing_tables(const struct cpe_ledger_entry *entry, const struct cpe_made_release *made)
{
	List *tables = cpe_ledger_tables(entry);
	StringInfoData list;

	initStringInfo(&list);
	for (int t = 0; t <= made->tables; t++)
	{
		const struct cpe_plain_table *table = t < made->tables ? made->table[t] : made->columns;
		bool same = false;
		ListCell *cell;

		foreach (cell, tables)
		{
			struct cpe_ledger_table *before = lfirst(cell);

			same = same || (strcmp(before->name, table->name) == 0 &&
			                strcmp(before->checksum, table->checksum) == 0);
		}
		if (!same)
			appendStringInfo(&list, "%s%s", list.len ? ", " : "", table->name);
	}
	return list.len ? list.data : NULL;
}

static void
refuse_other_content(const struct cpe_ledger_entry *entry, const char *differing)
{
	ereport(ERROR,
	        (errcode(ERRCODE_UNIQUE_VIOLATION),
	         errmsg("release \"%s\" is published with other content", entry->release),
	         errdetail("Version %d differs in %s.", entry->version, differing),
	         errhint("Give a reason as \"correction\" in the definition to publish it as version "
	                 "%d; the earlier version stays.",
	                 entry->version + 1)));
}

/* ---- the tables ---- */

/* The published tables, masked, with the table that describes their columns. */
static void
make_tables(struct cpe_made_release *made, const struct cpe_release_rows *rows)
{
	made->tables = made->release->tables;
	made->table = palloc(made->tables * sizeof(struct cpe_plain_table *));
	for (int t = 0; t < made->tables; t++)
	{
		made->table[t] = cpe_rows_mask(made->release, &rows[t], made->cells);
		made->table[t]->checksum = cpe_plain_checksum(made->table[t]);
	}
	made->columns = cpe_release_columns(made);
	made->columns->checksum = cpe_plain_checksum(made->columns);
	made->checksum = cpe_release_checksum(made);
}

/* Lets the readers read; the schema too, where they may not look into it. */
static void
grant_to_readers(const struct cpe_made_release *made)
{
	const struct cpe_release *release = made->release;

	for (int r = 0; r < release->readers; r++)
	{
		bool everybody = strcmp(release->reader[r], "public") == 0;
		const char *role = everybody ? "PUBLIC" : quote_identifier(release->reader[r]);

		if (DatumGetBool(DirectFunctionCall3(
				has_schema_privilege_name_name,
				DirectFunctionCall1(namein, CStringGetDatum(release->reader[r])),
				CStringGetTextDatum(release->schema), CStringGetTextDatum("USAGE"))) == false)
			cpe_run(psprintf("GRANT USAGE ON SCHEMA %s TO %s", quote_identifier(release->schema),
			                 role));
		for (int t = 0; t < made->tables + 2; t++)
			cpe_run(psprintf(
				"GRANT SELECT ON %s TO %s",
				cpe_relation_quoted(release->schema, cpe_made_table(made, t)->name, made->version),
				role));
	}
}

const struct cpe_plain_table *
cpe_made_table(const struct cpe_made_release *made, int place)
{
	return place < made->tables    ? made->table[place]
	       : place == made->tables ? made->columns
	                               : made->notes;
}

/* ---- the result ---- */

static void
return_made(ReturnSetInfo *result, const struct cpe_made_release *made, const char *outcome)
{
	for (int t = 0; t < made->tables + 2; t++)
	{
		const struct cpe_plain_table *table = cpe_made_table(made, t);
		struct cpe_row row = {0};

		cpe_put(&row, Int32GetDatum(made->version), false);
		cpe_put_text(&row, table->name);
		cpe_put_count(&row, table->rows);
		cpe_put_count(&row, table->rows - table->hidden);
		cpe_put_count(&row, table->hidden);
		cpe_put_text(&row, table->checksum);
		cpe_put_text(&row, outcome);
		cpe_row_store(result, &row);
	}
}

/* The first table of a version that is not there any more, or is another, and why; NULL: none. */
static char *
lost_table(const struct cpe_ledger_entry *entry)
{
	ListCell *cell;

	foreach (cell, cpe_ledger_tables(entry))
	{
		const struct cpe_ledger_table *table = lfirst(cell);
		struct cpe_plain_table *plain = cpe_plain_read(entry->schema, table->name, entry->version);

		if (plain == NULL || strcmp(cpe_plain_checksum(plain), table->checksum) != 0)
			return psprintf("table %s %s",
			                cpe_relation_quoted(entry->schema, table->name, entry->version),
			                plain ? "is not as it was published" : "is not there");
	}
	return NULL;
}

/* The tables as they were published, of which nothing changed. */
static void
return_unchanged(ReturnSetInfo *result, struct cpe_made_release *made,
                 const struct cpe_ledger_entry *entry)
{
	List *tables = cpe_ledger_tables(entry);
	ListCell *cell;

	made->version = entry->version;
	foreach (cell, tables)
	{
		struct cpe_ledger_table *table = lfirst(cell);

		if (strcmp(table->kind, "notes") != 0)
			continue;
		made->notes = cpe_plain_new(table->name, "", (int) table->rows);
		made->notes->checksum = (char *) table->checksum;
	}
	return_made(result, made, "unchanged");
}

/* ---- publish ---- */

/*
 * Whether a version is what would be published again; then it is returned.  Without a reason to
 * correct it, anything else under its name is refused.
 */
static bool
published_before(ReturnSetInfo *result, const struct cpe_ledger_entry *entry,
                 struct cpe_made_release *made, struct cpe_release_cells *cells,
                 const struct cpe_release_rows *rows)
{
	const char *differing = "cells";

	if (strcmp(entry->base, made->release->base) != 0)
		cpe_refuse(CPE_INVALID, NULL, "Give a release of another base another name.",
		           "release \"%s\" is of base \"%s\"", entry->release, entry->base);
	if (take_over(entry, made->release, cells))
	{
		make_tables(made, rows);
		differing = differing_tables(entry, made);
		if (differing)
			differing = psprintf("the tables %s", differing);
		else if (!same_definition(entry->definition, made->release->definition))
			differing = "its definition";
		else
		{
			char *lost = lost_table(entry);

			if (lost == NULL)
			{
				return_unchanged(result, made, entry);
				return true;
			}
			if (made->release->correction == NULL)
				ereport(
					ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				     errmsg("release \"%s\" was published before, but %s", entry->release, lost),
				     errhint("Restore it from a dump, or give a reason as \"correction\" to "
				             "publish it as version %d.",
				             entry->version + 1)));
		}
	}
	if (made->release->correction == NULL)
		refuse_other_content(entry, differing);
	return false;
}

static void
write_release(struct cpe_made_release *made)
{
	const struct cpe_release *release = made->release;
	const char *published =
		release->published
			? release->published
			: cpe_query_value("SELECT pg_catalog.to_char(CURRENT_DATE, 'YYYY-MM-DD')", 0, NULL);

	made->notes = cpe_notes_of_release(made, published);
	made->notes->checksum = cpe_plain_checksum(made->notes);
	for (int t = 0; t < made->tables + 2; t++)
	{
		cpe_progress("publish: table %d of %d is written", t + 1, made->tables + 2);
		cpe_plain_write(release->schema, made->version, cpe_made_table(made, t));
	}
	grant_to_readers(made);
	cpe_progress("publish: the ledger is written");
	cpe_ledger_write(made, published);
}

static void
publish(ReturnSetInfo *result, const struct cpe_release *release)
{
	struct cpe_release_rows *rows = palloc0(release->tables * sizeof(struct cpe_release_rows));
	struct cpe_made_release made = {0};
	struct cpe_ledger_entry *entry;
	struct cpe_release_cells cells;

	made.release = release;
	made.version = 1;
	begin_reading(release);
	entry = cpe_ledger_find(release->name, 0);
	cpe_release_cells_open(&cells, release->dimensions);
	made.cells = &cells;
	for (int t = 0; t < release->tables; t++)
	{
		cpe_progress("publish: query %d of %d (table %s)", t + 1, release->tables,
		             release->table[t].name);
		cpe_rows_read(release, &release->table[t], &cells, &rows[t]);
	}
	if (entry == NULL || !published_before(result, entry, &made, &cells, rows))
	{
		made.version = entry ? entry->version + 1 : 1;
		cpe_judge(&made, &cells);
		PopActiveSnapshot();
		make_tables(&made, rows);
		write_release(&made);
		return_made(result, &made, made.version > 1 ? "corrected" : "published");
	}
	else
		PopActiveSnapshot();
}

PG_FUNCTION_INFO_V1(cpe_publish);
Datum
cpe_publish(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Jsonb *definition = PG_GETARG_JSONB_P(1);

	InitMaterializedSRF(fcinfo, 0);
	if (publishing)
		ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
		                errmsg("a query of a release cannot publish another")));
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	publishing = true;
	PG_TRY();
	{
		const struct cpe_release *release = cpe_release_read(name, definition);

		check_schema(release->schema);
		publish(result, release);
	}
	PG_FINALLY();
	{
		publishing = false;
	}
	PG_END_TRY();
	SPI_finish();
	return (Datum) 0;
}
