#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "base/base_lookup.h"
#include "survey/scheme.h"

/* ---- areas: what a code belongs to at a date ---- */

/* Days from one to before another; without an end on the sides where has_ is false. */
struct span
{
	DateADT from;
	DateADT to;
	bool has_from;
	bool has_to;
};

/* A parent that an area has in some time (NULL: none); whole: all of the area lies in it. */
struct parent
{
	struct span valid;
	const char *level;
	const char *code;
	bool whole;
	bool shipped;
};

/* The level that a code is of in some time. */
struct own_level
{
	struct span valid;
	const char *level;
	bool shipped;
};

/* The code that has taken its place from some day on (NULL: none has). */
struct successor
{
	struct span valid;
	const char *code;
	bool there;
	bool shipped;
};

/* What the registries say of one code. */
struct node
{
	struct parent *parent;
	int parents;
	struct own_level *own;
	int owns;
	struct successor successor;
	uint64 visit; /* the last walk that came here */
};

/* The walks of a call site are numbered, so that each meets a code once, cycles or not. */
struct walks
{
	uint64 last;
};

static bool
within(const struct span *span, DateADT at)
{
	return (!span->has_from || span->from <= at) && (!span->has_to || at < span->to);
}

/* A day in a column, and whether there is one. */
static DateADT
row_date(uint64 row, int column, bool *there)
{
	bool null;
	Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &null);

	*there = !null;
	return null ? 0 : DatumGetDateADT(value);
}

static struct span
row_span(uint64 row, int from, int to)
{
	struct span span;

	span.from = row_date(row, from, &span.has_from);
	span.to = row_date(row, to, &span.has_to);
	return span;
}

static bool
row_true(uint64 row, int column)
{
	return *cpe_row_text(row, column) == 't';
}

/* Whether a level is registered; words for it are two, and for a code one. */
static void *
read_level(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	uint64 rows;

	cpe_registry_query("SELECT FROM cancer_pe.area_level WHERE level OPERATOR(pg_catalog.=) $1", 1,
	                   word);
	rows = SPI_processed;
	SPI_finish();
	if (rows == 0)
	{
		char *levels = cpe_registry_list("SELECT level FROM cancer_pe.area_level "
		                                 "ORDER BY position, level COLLATE pg_catalog.\"C\"",
		                                 0, NULL);

		cpe_refuse(CPE_INVALID, psprintf("Levels: %s.", levels ? levels : "none"),
		           "Add one of your own with INSERT INTO cancer_pe.area_level.",
		           "there is no level \"%s\"", word[0]);
	}
	return lookup; /* anything but NULL: there is nothing to keep */
}

/*
 * Runs the query for what the registries say of a code; SPI is left open for its rows.  It is
 * planned once a session: a call site can meet a small area in every row.
 */
static void
query_node(const char *code)
{
	static SPIPlanPtr kept = NULL;
	Oid type = TEXTOID;
	Datum value;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (kept == NULL)
	{
		SPIPlanPtr plan = SPI_prepare(
			"SELECT 'p', level, parent, whole, pg_catalog.lower(valid), pg_catalog.upper(valid), "
			"builtin FROM cancer_pe.area_parent WHERE code OPERATOR(pg_catalog.=) $1 "
			"UNION ALL SELECT 'l', level, NULL, NULL, pg_catalog.lower(valid), "
			"pg_catalog.upper(valid), builtin FROM cancer_pe.area "
			"WHERE code OPERATOR(pg_catalog.=) $1 "
			"UNION ALL SELECT 's', NULL, successor, NULL, since, NULL, builtin "
			"FROM cancer_pe.area_successor WHERE code OPERATOR(pg_catalog.=) $1",
			1, &type);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare a query of a registry");
		kept = plan;
	}
	value = CStringGetTextDatum(code);
	if (SPI_execute_plan(kept, &value, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a registry");
}

static void *
read_node(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	MemoryContext keep = CurrentMemoryContext;
	struct node *node = palloc0(sizeof(*node));

	query_node(word[0]);
	node->parent = MemoryContextAlloc(keep, sizeof(struct parent) * (SPI_processed + 1));
	node->own = MemoryContextAlloc(keep, sizeof(struct own_level) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		struct span valid = row_span(i, 5, 6);
		bool shipped = row_true(i, 7);

		switch (*cpe_row_text(i, 1))
		{
			case 'p':
			{
				struct parent *parent = &node->parent[node->parents++];

				parent->level = cpe_row_kept_text(keep, i, 2);
				parent->code = cpe_row_kept_text(keep, i, 3);
				parent->whole = row_true(i, 4);
				parent->valid = valid;
				parent->shipped = shipped;
				break;
			}
			case 'l':
			{
				struct own_level *own = &node->own[node->owns++];

				own->level = cpe_row_kept_text(keep, i, 2);
				own->valid = valid;
				own->shipped = shipped;
				break;
			}
			default:
				/* a user's row goes before a shipped one */
				if (node->successor.there && shipped)
					break;
				node->successor.there = true;
				node->successor.code = cpe_row_kept_text(keep, i, 3);
				node->successor.valid = valid;
				node->successor.shipped = shipped;
		}
	}
	SPI_finish();
	return node;
}

static struct node *
find_node(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, const char *code, int size)
{
	return cpe_lookup_find(fcinfo, lookup, &code, &size, 1, read_node);
}

/* A walk up to a level at a date. */
struct climb
{
	FunctionCallInfo fcinfo;
	struct cpe_lookup *lookup;
	uint64 visit;
	DateADT at;
	const char *level;
	int level_size;
};

static bool
is_level(const struct climb *climb, const char *level)
{
	return (int) strlen(level) == climb->level_size &&
	       memcmp(level, climb->level, climb->level_size) == 0;
}

/* Whether a parent counts at the date: a user's row hides the shipped one of the same level. */
static bool
counts(const struct node *node, const struct parent *parent, DateADT at)
{
	if (!within(&parent->valid, at))
		return false;
	if (parent->shipped)
		for (int i = 0; i < node->parents; i++)
			if (!node->parent[i].shipped && within(&node->parent[i].valid, at) &&
			    strcmp(node->parent[i].level, parent->level) == 0)
				return false;
	return true;
}

/*
 * The parent of that level: the one that is registered for the area itself, else the one that all
 * the areas say that it lies in wholly.  Those that contradict each other are an error.
 */
static const char *
climb_from(const struct climb *climb, struct node *node)
{
	const char *found = NULL;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (node->visit == climb->visit)
		return NULL;
	node->visit = climb->visit;
	for (int i = 0; i < node->parents; i++)
		if (is_level(climb, node->parent[i].level) && counts(node, &node->parent[i], climb->at))
			return node->parent[i].code;
	for (int i = 0; i < node->parents; i++)
	{
		const struct parent *parent = &node->parent[i];
		const char *above;

		if (!parent->whole || parent->code == NULL || !counts(node, parent, climb->at))
			continue;
		above = climb_from(climb, find_node(climb->fcinfo, climb->lookup, parent->code,
		                                    (int) strlen(parent->code)));
		if (above && found && strcmp(above, found) != 0)
			cpe_refuse(
				CPE_INVALID,
				psprintf("By way of its parents it belongs to \"%s\" and to \"%s\".", found, above),
				"Add the row of cancer_pe.area_parent that says which it is.",
				"\"%s\" has several parents of level \"%s\" at one date",
				text_to_cstring(DatumGetTextPP(climb->fcinfo->args[0].value)),
				pnstrdup(climb->level, climb->level_size));
		if (above)
			found = above;
	}
	return found;
}

/* The next walk's number at this call site. */
static uint64
next_walk(FunctionCallInfo fcinfo, struct cpe_lookup *lookup)
{
	struct walks *walks = lookup->more;

	if (unlikely(walks == NULL))
		lookup->more = walks = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*walks));
	return ++walks->last;
}

/* The level that a code is of at a date, by a user's row before a shipped one; or NULL. */
static const char *
level_at(const struct node *node, DateADT at)
{
	const struct own_level *found = NULL;

	for (int i = 0; i < node->owns; i++)
		if (within(&node->own[i].valid, at) && (found == NULL || found->shipped))
			found = &node->own[i];
	return found ? found->level : NULL;
}

PG_FUNCTION_INFO_V1(cpe_parent_area);
Datum
cpe_parent_area(PG_FUNCTION_ARGS)
{
	struct cpe_lookup *lookup = cpe_call_lookup(fcinfo);
	text *code = PG_GETARG_TEXT_PP(0);
	text *level = PG_GETARG_TEXT_PP(1);
	const char *word[2] = {VARDATA_ANY(level), ""};
	int size[2] = {VARSIZE_ANY_EXHDR(level), 0};
	struct node *node;
	struct climb climb;
	const char *own;
	const char *found;

	(void) cpe_lookup_find(fcinfo, lookup, word, size, 2, read_level);
	node = find_node(fcinfo, lookup, VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
	climb.fcinfo = fcinfo;
	climb.lookup = lookup;
	climb.visit = next_walk(fcinfo, lookup);
	climb.at = PG_GETARG_DATEADT(2);
	climb.level = VARDATA_ANY(level);
	climb.level_size = VARSIZE_ANY_EXHDR(level);
	own = level_at(node, climb.at);
	if (own && is_level(&climb, own))
		PG_RETURN_TEXT_P(code);
	found = climb_from(&climb, node);
	if (found == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(found));
}

PG_FUNCTION_INFO_V1(cpe_successor_area);
Datum
cpe_successor_area(PG_FUNCTION_ARGS)
{
	struct cpe_lookup *lookup = cpe_call_lookup(fcinfo);
	text *code = PG_GETARG_TEXT_PP(0);
	DateADT at = PG_GETARG_DATEADT(1);
	struct node *node = find_node(fcinfo, lookup, VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
	uint64 visit = next_walk(fcinfo, lookup);
	const char *now = NULL;

	while (node->successor.code && within(&node->successor.valid, at))
	{
		if (node->visit == visit)
			cpe_refuse(CPE_INVALID, psprintf("It comes back to \"%s\".", now),
			           "Correct the rows of cancer_pe.area_successor.",
			           "the successors of \"%s\" go round in a circle", text_to_cstring(code));
		node->visit = visit;
		now = node->successor.code;
		node = find_node(fcinfo, lookup, now, (int) strlen(now));
	}
	if (now == NULL)
		PG_RETURN_TEXT_P(code);
	PG_RETURN_TEXT_P(cstring_to_text(now));
}

/* ---- schemes: the sub-group of a code or a number ---- */

/* What the codes of a scheme are. */
enum code_kind
{
	CODE_WORD,
	CODE_ICD10,
	CODE_NUMBER,
	CODE_QUINTILE
};

struct scheme
{
	const char *name;
	enum code_kind kind;
	enum cpe_orientation orientation;
	bool unmapped_error;
	const char *unmapped_group; /* NULL: none */
	struct cpe_code_range *range;
	int ranges;
	struct cpe_band *band;
	int bands;
};

static enum code_kind
kind_by_name(const char *name)
{
	static const char *const kinds[] = {"word", "icd10", "number", "quintile"};

	for (int i = 0; i < (int) lengthof(kinds); i++)
		if (strcmp(name, kinds[i]) == 0)
			return i;
	elog(ERROR, "unknown kind of codes: \"%s\"", name);
}

static void *
read_scheme(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	MemoryContext keep = CurrentMemoryContext;
	struct scheme *scheme = palloc0(sizeof(*scheme));
	bool known;

	scheme->name = pstrdup(word[0]);
	cpe_registry_query("SELECT codes, orientation, unmapped, unmapped_group FROM cancer_pe.scheme "
	                   "WHERE scheme OPERATOR(pg_catalog.=) $1",
	                   1, word);
	known = SPI_processed > 0;
	if (known)
	{
		char *orientation = cpe_row_text(0, 2);

		scheme->kind = kind_by_name(cpe_row_text(0, 1));
		if (orientation)
			(void) cpe_orientation_by_name(orientation, strlen(orientation), &scheme->orientation);
		scheme->unmapped_error = strcmp(cpe_row_text(0, 3), "error") == 0;
		scheme->unmapped_group = cpe_row_kept_text(keep, 0, 4);
	}
	SPI_finish();
	if (!known)
	{
		char *schemes = cpe_registry_list("SELECT scheme FROM cancer_pe.scheme "
		                                  "ORDER BY scheme COLLATE pg_catalog.\"C\"",
		                                  0, NULL);

		cpe_refuse(CPE_INVALID, psprintf("Schemes: %s.", schemes ? schemes : "none"),
		           "Add one of your own with INSERT INTO cancer_pe.scheme.",
		           "there is no scheme \"%s\"", word[0]);
	}
	cpe_registry_query("SELECT code, last_code, group_name FROM cancer_pe.scheme_code "
	                   "WHERE scheme OPERATOR(pg_catalog.=) $1 AND code IS NOT NULL "
	                   "ORDER BY pg_catalog.octet_length(code), code COLLATE pg_catalog.\"C\"",
	                   1, word);
	scheme->range = MemoryContextAlloc(keep, sizeof(*scheme->range) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		struct cpe_code_range *range = &scheme->range[scheme->ranges++];

		range->first = cpe_row_kept_text(keep, i, 1);
		range->last = cpe_row_kept_text(keep, i, 2);
		range->length = strlen(range->first);
		range->group = cpe_row_kept_text(keep, i, 3);
	}
	SPI_finish();
	cpe_registry_query("SELECT pg_catalog.lower(band)::pg_catalog.float8, "
	                   "pg_catalog.upper(band)::pg_catalog.float8, pg_catalog.lower_inc(band), "
	                   "pg_catalog.upper_inc(band), group_name FROM cancer_pe.scheme_code "
	                   "WHERE scheme OPERATOR(pg_catalog.=) $1 AND band IS NOT NULL "
	                   "ORDER BY band",
	                   1, word);
	scheme->band = MemoryContextAlloc(keep, sizeof(*scheme->band) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		struct cpe_band *band = &scheme->band[scheme->bands++];
		double low = cpe_row_number(i, 1);
		double high = cpe_row_number(i, 2);

		band->low = isnan(low) ? -INFINITY : low;
		band->high = isnan(high) ? INFINITY : high;
		band->low_inside = row_true(i, 3);
		band->high_inside = row_true(i, 4);
		band->group = cpe_row_kept_text(keep, i, 5);
	}
	SPI_finish();
	return scheme;
}

/* The scheme in the first argument, and the last one, strict. */
static const struct scheme *
scheme_args(FunctionCallInfo fcinfo)
{
	static const int arguments[] = {0};
	static const char *const names[] = {"scheme"};

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	return cpe_look_up(fcinfo, arguments, names, 1, 1, read_scheme);
}

/* A group, or what the scheme has for codes that are in none; code is for the message. */
static Datum
group_result(FunctionCallInfo fcinfo, const struct scheme *scheme, const char *group,
             const char *code)
{
	if (group == NULL)
		group = scheme->unmapped_group;
	if (group)
		PG_RETURN_TEXT_P(cstring_to_text(group));
	if (scheme->unmapped_error && PG_GETARG_BOOL(2))
		cpe_refuse(CPE_INVALID, NULL, "With strict => false it is then in no group (NULL).",
		           "scheme \"%s\" has no group for \"%s\"", scheme->name, code);
	PG_RETURN_NULL();
}

/* What a kernel had to say of a code that is none: an error, or NULL where strict is off. */
static Datum
not_a_code(FunctionCallInfo fcinfo, const struct cpe_problem *problem)
{
	if (PG_GETARG_BOOL(2))
		cpe_raise(problem);
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(cpe_group_of_code);
Datum
cpe_group_of_code(PG_FUNCTION_ARGS)
{
	const struct scheme *scheme = scheme_args(fcinfo);
	const char *group = NULL;
	struct cpe_problem problem;
	char icd10[CPE_ICD10_SIZE];
	const char *code;
	int length;
	int quintile;
	text *given;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	given = PG_GETARG_TEXT_PP(1);
	code = VARDATA_ANY(given);
	length = VARSIZE_ANY_EXHDR(given);
	switch (scheme->kind)
	{
		case CODE_NUMBER:
			cpe_refuse(CPE_INVALID, NULL, "Give the number itself: group_of(scheme, 67).",
			           "scheme \"%s\" groups numbers, not codes", scheme->name);
		case CODE_QUINTILE:
			if (!cpe_deprivation_quintile(code, length, scheme->orientation, &quintile, &problem))
				return not_a_code(fcinfo, &problem);
			PG_RETURN_TEXT_P(cstring_to_text(psprintf("%d", quintile)));
		case CODE_ICD10:
			if (!cpe_icd10_normal(code, length, icd10, &problem))
				return not_a_code(fcinfo, &problem);
			group = cpe_icd10_group(scheme->range, scheme->ranges, icd10);
			break;
		case CODE_WORD:
			group = cpe_code_group(scheme->range, scheme->ranges, code, length);
			break;
	}
	return group_result(fcinfo, scheme, group, group ? NULL : text_to_cstring(given));
}

PG_FUNCTION_INFO_V1(cpe_group_of_number);
Datum
cpe_group_of_number(PG_FUNCTION_ARGS)
{
	const struct scheme *scheme = scheme_args(fcinfo);
	const char *group;
	double value;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	value = PG_GETARG_FLOAT8(1);
	if (scheme->kind != CODE_NUMBER)
		cpe_refuse(CPE_INVALID, NULL, "Give the code as text: group_of(scheme, '1').",
		           "scheme \"%s\" groups codes, not numbers", scheme->name);
	if (!isfinite(value))
		cpe_refuse(CPE_INVALID, "It is a finite number, or NULL for missing.", NULL,
		           "value out of range: %g", value);
	group = cpe_band_group(scheme->band, scheme->bands, value);
	return group_result(fcinfo, scheme, group, group ? NULL : psprintf("%g", value));
}

PG_FUNCTION_INFO_V1(cpe_deprivation_quintile_sql);
Datum
cpe_deprivation_quintile_sql(PG_FUNCTION_ARGS)
{
	enum cpe_orientation orientation = CPE_ORIENTATION_NONE;
	struct cpe_problem problem;
	int quintile;
	text *value;

	if (!PG_ARGISNULL(1))
	{
		text *name = PG_GETARG_TEXT_PP(1);

		if (!cpe_orientation_by_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &orientation))
			cpe_refuse(CPE_INVALID,
			           "Orientations: most_first (1 is the most deprived), least_first (1 is the "
			           "least).",
			           NULL, "unknown orientation: \"%s\"", text_to_cstring(name));
	}
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	value = PG_GETARG_TEXT_PP(0);
	if (!cpe_deprivation_quintile(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), orientation,
	                              &quintile, &problem))
		cpe_raise(&problem);
	PG_RETURN_INT32(quintile);
}
