#include "cancer_pe.h"

#include <math.h>

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_lookup.h"
#include "base/base_row.h"
#include "base/base_window.h"
#include "cohort/linkage.h"

/* ---- link_tumour as a window function ---- */

enum
{
	ARG_PERSON,
	ARG_SURVEY_CODE,
	ARG_DISCHARGE,
	ARG_TUMOUR,
	ARG_TUMOUR_CODE,
	ARG_DIAGNOSIS,
	ARG_RULE,
	ARG_OPTIONS,
	LINK_ARGS
};

/* Kept over the partitions of a query. */
struct linkage
{
	struct cpe_link_rule rule;
	bool strict;
};

/* Kept over the rows of a partition. */
struct link_partition
{
	bool ready;
	struct cpe_link link[FLEXIBLE_ARRAY_MEMBER];
};

static const char *const linkage_keys[] = {"earliest_days", "prefer", "ties",
                                           "limits",        "strict", NULL};

/* ---- the rule: the registry's row below the caller's options ---- */

/* Refuses a rule that is not there, naming those that are. */
static void
unknown_rule(const char *name)
{
	char *known = cpe_registry_list("SELECT rule FROM cancer_pe.linkage_rule "
	                                "ORDER BY rule COLLATE pg_catalog.\"C\"",
	                                0, NULL);

	cpe_refuse(CPE_INVALID, psprintf("Rules: %s.", known ? known : "none"),
	           "Add one of your own with INSERT INTO cancer_pe.linkage_rule.",
	           "unknown rule of linkage: \"%s\"", name);
}

/* Earliest day, preference and ties of the rule of that name. */
static void
read_rule(struct cpe_link_rule *rule, char *name)
{
	bool found;

	cpe_registry_query("SELECT earliest_days, prefer, ties FROM cancer_pe.linkage_rule "
	                   "WHERE rule OPERATOR(pg_catalog.=) $1",
	                   1, &name);
	found = SPI_processed > 0;
	if (found)
	{
		rule->earliest = cpe_row_int(0, 1, 0);
		rule->prefer = (enum cpe_link_prefer) cpe_word_in(cpe_link_prefer_words, cpe_row_text(0, 2),
		                                                  "preference of a linkage rule");
		rule->ties = (enum cpe_link_ties) cpe_word_in(cpe_link_ties_words, cpe_row_text(0, 3),
		                                              "ties of a linkage rule");
	}
	SPI_finish();
	if (!found)
		unknown_rule(name);
}

/* The place of a pool, added where it is new. */
static int
pool_place(struct cpe_link_rule *rule, const char *codes, MemoryContext keep)
{
	for (int i = 0; i < rule->pools; i++)
		if (strcmp(rule->pool[i].codes, codes) == 0)
			return i;
	rule->pool[rule->pools].codes = MemoryContextStrdup(keep, codes);
	rule->pool[rule->pools].given = NAN;
	return rule->pools++;
}

/* The related sites of the rule of that name, in that context. */
static void
read_related(struct cpe_link_rule *rule, char *name, MemoryContext keep)
{
	cpe_registry_query("SELECT survey_code, tumour_code, limit_codes "
	                   "FROM cancer_pe.related_code WHERE rule OPERATOR(pg_catalog.=) $1 "
	                   "ORDER BY limit_codes COLLATE pg_catalog.\"C\"",
	                   1, &name);
	rule->related = (int) SPI_processed;
	rule->pools = 0;
	rule->pair = MemoryContextAllocZero(keep, sizeof(*rule->pair) * (rule->related + 1));
	rule->pool = MemoryContextAllocZero(keep, sizeof(*rule->pool) * (rule->related + 1));
	for (int i = 0; i < rule->related; i++)
	{
		strlcpy(rule->pair[i].survey, cpe_row_text(i, 1), CPE_ICD10_SIZE);
		strlcpy(rule->pair[i].tumour, cpe_row_text(i, 2), CPE_ICD10_SIZE);
		rule->pair[i].pool = pool_place(rule, cpe_row_text(i, 3), keep);
	}
	SPI_finish();
}

/* Limits in days that the caller gives, by the sites that they are of. */
static void
read_limits(struct cpe_link_rule *rule, const struct cpe_options *options)
{
	struct cpe_options limits = {"limits of link_tumour", {NULL, NULL}};
	const char **known = palloc0(sizeof(char *) * (rule->pools + 1));
	JsonbValue value;

	if (!cpe_option_value(options, "limits", &value))
		return;
	limits.layer[0] = JsonbValueToJsonb(&value);
	for (int i = 0; i < rule->pools; i++)
		known[i] = rule->pool[i].codes;
	cpe_options_check(&limits, known);
	for (int i = 0; i < rule->pools; i++)
		rule->pool[i].given = cpe_number_option(&limits, known[i], 0, 100000, NAN);
}

static void
read_linkage(struct linkage *linkage, char *name, Jsonb *given, MemoryContext keep)
{
	struct cpe_options options = {"link_tumour", {given, NULL}};
	struct cpe_link_rule *rule = &linkage->rule;

	cpe_options_check(&options, linkage_keys);
	read_rule(rule, name);
	read_related(rule, name, keep);
	rule->earliest = cpe_whole_option(&options, "earliest_days", -100000, 100000, rule->earliest);
	rule->prefer = (enum cpe_link_prefer) cpe_word_option(&options, "prefer", cpe_link_prefer_words,
	                                                      (int) rule->prefer);
	rule->ties = (enum cpe_link_ties) cpe_word_option(&options, "ties", cpe_link_ties_words,
	                                                  (int) rule->ties);
	linkage->strict = cpe_option_boolean(&options, "strict") != 0;
	read_limits(rule, &options);
}

/* ---- the rows ---- */

/* A row's text, or NULL where there is none or it is blank. */
static char *
text_of(const struct cpe_window_column *column, int64 row)
{
	bool null;
	Datum value = cpe_window_value(column, row, &null);
	char *string = null ? NULL : TextDatumGetCString(value);

	return string == NULL || string[strspn(string, " ")] == '\0' ? NULL : string;
}

/* A row's date as days. */
static int32
date_of(const struct cpe_window_column *column, int64 row)
{
	bool null;
	Datum value = cpe_window_value(column, row, &null);

	if (null)
		return CPE_NO_DATE;
	if (DATE_NOT_FINITE(DatumGetDateADT(value)))
		cpe_refuse(CPE_INVALID, "It is a date, or NULL where there is none.", NULL,
		           "%s is infinite", column->name);
	return DatumGetDateADT(value);
}

/* A row's site in normal form; one that cannot be read is none unless that is an error. */
static void
code_of(const struct cpe_window_column *column, int64 row, bool strict, char code[CPE_ICD10_SIZE])
{
	struct cpe_problem problem;
	char *text = text_of(column, row);

	code[0] = '\0';
	if (text == NULL || cpe_icd10_normal(text, strlen(text), code, &problem) || !strict)
		return;
	strlcpy(problem.hint, "With the option strict false such a code counts as none.",
	        sizeof(problem.hint));
	cpe_raise(&problem);
}

static struct cpe_link_pair *
read_pairs(const struct cpe_window_column *column, int64 rows, bool strict)
{
	struct cpe_link_pair *pair =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*pair) * Max(rows, 1));

	for (int64 row = 0; row < rows; row++)
	{
		pair[row].person = text_of(&column[ARG_PERSON], row);
		if (pair[row].person == NULL)
			cpe_refuse(CPE_NULL, NULL, "Give the key of the survey's record.",
			           "person must not be null or blank");
		pair[row].tumour = text_of(&column[ARG_TUMOUR], row);
		code_of(&column[ARG_SURVEY_CODE], row, strict, pair[row].survey_code);
		code_of(&column[ARG_TUMOUR_CODE], row, strict, pair[row].tumour_code);
		pair[row].discharge = date_of(&column[ARG_DISCHARGE], row);
		pair[row].diagnosis = date_of(&column[ARG_DIAGNOSIS], row);
	}
	return pair;
}

/* Links a partition; work memory is gone afterwards. */
static void
link_partition(FunctionCallInfo fcinfo, struct cpe_window_memo *memo,
               struct link_partition *partition, int64 rows)
{
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "cancer_pe linkage", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[LINK_ARGS] = {{.kind = CPE_WINDOW_VALUE, .name = "person"},
	                                              {.kind = CPE_WINDOW_VALUE, .name = "survey_code"},
	                                              {.kind = CPE_WINDOW_VALUE, .name = "discharge"},
	                                              {.kind = CPE_WINDOW_VALUE, .name = "tumour"},
	                                              {.kind = CPE_WINDOW_VALUE, .name = "tumour_code"},
	                                              {.kind = CPE_WINDOW_VALUE, .name = "diagnosis"},
	                                              {.kind = CPE_WINDOW_CONSTANT, .name = "rule"},
	                                              {.kind = CPE_WINDOW_CONSTANT, .name = "options"}};
	struct linkage *linkage = memo->rule;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_window_read(fcinfo, rows, column, LINK_ARGS);
	if (!cpe_window_rule_same(fcinfo, memo, &column[ARG_RULE], &column[ARG_OPTIONS]))
		read_linkage(linkage, memo->last.name, memo->last.options, fcinfo->flinfo->fn_mcxt);
	cpe_arena_open(&arena, work);
	if (!cpe_link_tumours(&arena, &linkage->rule, read_pairs(column, rows, linkage->strict),
	                      (size_t) rows, partition->link, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

PG_FUNCTION_INFO_V1(cpe_link_tumour);
Datum
cpe_link_tumour(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct linkage));
	struct link_partition *partition =
		cpe_window_results(fcinfo, "link_tumour", offsetof(struct link_partition, link),
	                       sizeof(struct cpe_link), rows);
	const struct cpe_link *link;
	struct cpe_row row = {0};

	if (!partition->ready)
		link_partition(fcinfo, memo, partition, rows);
	link = &partition->link[WinGetCurrentPosition(window)];
	cpe_put_text(&row, cpe_link_level_name(link->level));
	cpe_put_text(&row, cpe_link_match_name(link->match));
	cpe_put(&row, Int32GetDatum((int32) link->days), !link->dated);
	cpe_put_number(&row, link->limit);
	cpe_put(&row, Int32GetDatum(link->candidates), false);
	cpe_put(&row, BoolGetDatum(link->reason == CPE_LINK_CHOSEN), false);
	cpe_put_text(&row, cpe_link_reason_name(link->reason));
	PG_RETURN_DATUM(cpe_row_of(memo->row, &row));
}
