#include "cancer_pe.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "publish/publish_names.h"

/* Names of columns by which cells are linked. */

/* ---- columns that are kept apart ---- */

/* The columns of kind time and separate of some table. */
struct column_set
{
	const char **column;
	int columns;
};

static bool
has_column(const struct column_set *set, const char *column)
{
	for (int c = 0; c < set->columns; c++)
		if (strcmp(set->column[c], column) == 0)
			return true;
	return false;
}

static bool
same_columns(const struct column_set *a, const struct column_set *b)
{
	if (a->columns != b->columns)
		return false;
	for (int c = 0; c < a->columns; c++)
		if (!has_column(b, a->column[c]))
			return false;
	return true;
}

/* The sets of columns that parts of a release are told apart by. */
static List *
column_sets(const struct cpe_release_cells *cells)
{
	List *sets = NIL;

	for (int p = 0; p < cells->parts.entries; p++)
	{
		const char *part = cpe_release_cells_part_text(cells, p);
		struct column_set *set = palloc(sizeof(struct column_set));
		bool known = false;
		ListCell *cell;

		set->column = cpe_jsonb_keys(
			DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(part))), &set->columns);
		foreach (cell, sets)
			known = known || same_columns(lfirst(cell), set);
		if (!known)
			sets = lappend(sets, set);
	}
	return sets;
}

static bool
is_unlinked(const struct cpe_release *release, const char *column)
{
	for (int u = 0; u < release->unlinked; u++)
		if (strcmp(cpe_release_first_name(release, release->unlinked_column[u]), column) == 0)
			return true;
	return false;
}

/* Adds the columns of a set that are not in another, unless they are said to be of another measure.
 */
static void
add_missing(const struct cpe_release *release, const struct column_set *set,
            const struct column_set *other, StringInfo list)
{
	for (int c = 0; c < set->columns; c++)
		if (!has_column(other, set->column[c]) && !is_unlinked(release, set->column[c]))
			appendStringInfo(list, "%s\"%s\"", list->len ? ", " : "", set->column[c]);
}

static void
check_sets(const struct cpe_release *release, List *own, List *others, const char *of)
{
	ListCell *left;
	ListCell *right;

	foreach (left, own)
		foreach (right, others)
		{
			StringInfoData here;
			StringInfoData there;

			initStringInfo(&here);
			initStringInfo(&there);
			add_missing(release, lfirst(left), lfirst(right), &here);
			add_missing(release, lfirst(right), lfirst(left), &there);
			if (here.len + there.len > 0)
				cpe_refuse(CPE_INVALID,
				           psprintf("By time and separate cells are kept apart, and cells of other "
				                    "columns are not linked: what one hides, another might show. "
				                    "Here only: %s; there only: %s.",
				                    here.len ? here.data : "none", there.len ? there.data : "none"),
				           "If a column has another name now, say so as \"was\": {\"item\": "
				           "\"question\"}; if the figures are of another measure, name these "
				           "columns in \"unlinked\".",
				           "the columns of a table that are kept apart are not those of %s", of);
		}
}

/* ---- dimensions ---- */

/* Numbers the labels of a dimension from 0, and returns how many they are. */
static int
number_labels(const struct cpe_release_cells *cells, int d, struct cpe_dictionary *labels)
{
	struct cpe_problem problem;
	int32_t number;

	for (int c = 0; c < cells->count; c++)
	{
		const char *label = cells->label[(Size) c * cells->dimensions + d];

		if (label && !cpe_dictionary_number(labels, label, strlen(label) + 1, &number, &problem))
			cpe_raise(&problem);
	}
	return labels->entries;
}

/* How many labels two dimensions have, each and together. */
static void
count_labels(const struct cpe_release_cells *a, int a_dim, const struct cpe_release_cells *b,
             int b_dim, int *of_a, int *of_b, int *together)
{
	MemoryContext here =
		AllocSetContextCreate(CurrentMemoryContext, "labels", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(here);
	struct cpe_arena arena;
	struct cpe_dictionary both;
	struct cpe_dictionary one;
	struct cpe_problem problem;

	cpe_arena_open(&arena, here);
	if (!cpe_dictionary_open(&both, &arena, &problem) ||
	    !cpe_dictionary_open(&one, &arena, &problem))
		cpe_raise(&problem);
	*of_a = number_labels(a, a_dim, &both);
	*together = number_labels(b, b_dim, &both);
	*of_b = number_labels(b, b_dim, &one);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(here);
}

/* The place of a dimension, or -1. */
static int
dimension_place(const struct cpe_named_cells *of, const char *name)
{
	for (int d = 0; d < of->cells->dimensions; d++)
		if (strcmp(of->dimension[d], name) == 0)
			return d;
	return -1;
}

/* Whether a release has labels of a dimension. */
static bool
uses_dimension(const struct cpe_named_cells *of, const char *name)
{
	int d = dimension_place(of, name);

	for (int c = 0; d >= 0 && c < of->cells->count; c++)
		if (of->cells->label[(Size) c * of->cells->dimensions + d])
			return true;
	return false;
}

/* Refuses a dimension most of whose labels are those of an earlier one that is not used any more.
 */
static void
check_dimension(const struct cpe_release *release, const struct cpe_named_cells *own, int d,
                const struct cpe_named_cells *linked)
{
	for (int f = 0; f < linked->cells->dimensions; f++)
	{
		int of_own, of_linked, together, common;

		if (uses_dimension(own, linked->dimension[f]))
			continue;
		count_labels(own->cells, d, linked->cells, f, &of_own, &of_linked, &together);
		common = of_own + of_linked - together;
		if (2 * common > Min(of_own, of_linked))
			cpe_refuse(
				CPE_INVALID,
				psprintf("%d of %d labels are among the %d of \"%s\", which this release does not "
			             "use. Cells of dimensions of other names are not linked: what one hides, "
			             "another might show.",
			             common, of_own, of_linked, linked->dimension[f]),
				psprintf("If it is the same, say so as \"was\": {\"%s\": \"%s\"}; if it is "
			             "another, name it in \"unlinked\".",
			             own->dimension[d], linked->dimension[f]),
				"dimension \"%s\" has the labels of dimension \"%s\" of %s", own->dimension[d],
				linked->dimension[f], linked->release);
	}
}

void
cpe_names_check(const struct cpe_release *release, const struct cpe_named_cells *own,
                const struct cpe_named_cells *linked, int count)
{
	List *sets = column_sets(own->cells);

	check_sets(release, sets, sets, "another table of the release");
	for (int e = 0; e < count; e++)
		check_sets(release, sets, column_sets(linked[e].cells), linked[e].release);
	for (int d = 0; d < own->cells->dimensions; d++)
	{
		bool known = is_unlinked(release, own->dimension[d]);

		for (int e = 0; e < count; e++)
			known = known || uses_dimension(&linked[e], own->dimension[d]);
		for (int e = 0; e < count && !known; e++)
			check_dimension(release, own, d, &linked[e]);
	}
}

void
cpe_names_check_renames(const struct cpe_release *release, const struct cpe_named_cells *earlier,
                        int count)
{
	for (int r = 0; r < release->renamed; r++)
	{
		bool known = false;

		for (int e = 0; e < count && !known; e++)
		{
			ListCell *cell;

			known = dimension_place(&earlier[e], release->rename[r].was) >= 0;
			foreach (cell, column_sets(earlier[e].cells))
				known = known || has_column(lfirst(cell), release->rename[r].was);
		}
		if (!known)
			cpe_refuse(CPE_INVALID, NULL,
			           "It is the first name that a column had, which the ledger keeps.",
			           "no earlier release of base \"%s\" has a column \"%s\" that \"%s\" could "
			           "have been",
			           release->base, release->rename[r].was, release->rename[r].column);
	}
}
