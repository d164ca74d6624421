#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_lookup.h"
#include "base/base_plan.h"
#include "base/base_row.h"
#include "base/calendar.h"
#include "cohort/secondary.h"

/* ---- status_rule: the rule as a value ---- */

static void *
rule_read(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	return cpe_status_rule_read(arena, text, size, problem);
}

static void
rule_check_texts(const void *definition)
{
	const struct cpe_status_rule *rule = definition;
	bool null;

	for (int i = 0; i < rule->sources; i++)
	{
		for (int k = 0; k < rule->source[i].codes; k++)
			(void) cpe_utf8_datum(rule->source[i].code[k].code, &null);
		for (int k = 0; k < rule->source[i].prefixes; k++)
			(void) cpe_utf8_datum(rule->source[i].prefix[k].code, &null);
	}
}

static void
refuse_rule(const char *name)
{
	cpe_refuse(
		CPE_INVALID, NULL,
		psprintf("Rules: %s.", cpe_registry_list("SELECT rule FROM cancer_pe.secondary_definition "
	                                             "ORDER BY rule COLLATE pg_catalog.\"C\"",
	                                             0, NULL)),
		"unknown rule of secondary disease: \"%s\"", name);
}

/* Rules are made from three tables, and not looked up as text. */
static const struct cpe_plan_kind rule_kind = {.what = "rule",
                                               .read = rule_read,
                                               .check_texts = rule_check_texts,
                                               .refuse_unknown = refuse_rule};

CPE_FUNCTION(cpe_status_rule_in, return cpe_plan_in(fcinfo, &rule_kind))
CPE_FUNCTION(cpe_status_rule_out, return cpe_plan_out(fcinfo))
CPE_FUNCTION(cpe_status_rule_recv, return cpe_plan_recv(fcinfo, &rule_kind))
CPE_FUNCTION(cpe_status_rule_send, return cpe_plan_send(fcinfo))

/* ---- making a rule of the tables ---- */

/* What secondary_rule is told besides the rule's name. */
struct rule_options
{
	int window; /* -1: as the rule has it */
	bool multiple;
	bool strict;
	char *as_of; /* NULL: no limit */
	char *order; /* a text[] as text; NULL: the rule's ranks */
};

/*
 * The lines of a rule: its sources, and behind each its codes; those of code lists by class, of any
 * date.  $2: whether multiple recurrences count.  $3: ranks, as an array of names with commas.
 */
static const char lines_query[] =
	"WITH s AS (SELECT s.*, CASE WHEN $3 IS NULL OR s.rank IS NULL THEN coalesce(s.rank, 0) "
	"  ELSE (SELECT pg_catalog.min(o.place) FROM pg_catalog.unnest($3::pg_catalog.text[]) "
	"    WITH ORDINALITY AS o(names, place) WHERE s.source OPERATOR(pg_catalog.=) "
	"      ANY (pg_catalog.string_to_array(o.names, ','))) END AS strength "
	"  FROM cancer_pe.status_source AS s WHERE s.rule OPERATOR(pg_catalog.=) $1), "
	"c AS (SELECT s.position, s.source, m.part, m.meaning, m.unless, m.value AS code, "
	"    NULL::pg_catalog.daterange AS valid, false AS listed "
	"  FROM s JOIN cancer_pe.status_code AS m ON m.rule OPERATOR(pg_catalog.=) s.rule "
	"    AND m.source OPERATOR(pg_catalog.=) s.source AND m.kind OPERATOR(pg_catalog.=) 'code' "
	"  UNION ALL "
	"  SELECT s.position, s.source, l.part, coalesce(m.meaning, 'nothing'), m.unless, d.code, "
	"    v.valid, true "
	"  FROM s CROSS JOIN LATERAL (VALUES (1, s.list), (2, s.second_list)) AS l(part, list) "
	"  JOIN cancer_pe.code AS d ON d.list OPERATOR(pg_catalog.=) l.list "
	/* a user's row goes before the shipped one of the code while it is in force */
	"  CROSS JOIN LATERAL pg_catalog.unnest(CASE WHEN d.builtin "
	"    THEN pg_catalog.datemultirange(d.valid) OPERATOR(pg_catalog.-) "
	"      coalesce((SELECT pg_catalog.range_agg(u.valid) FROM cancer_pe.code AS u "
	"        WHERE u.list OPERATOR(pg_catalog.=) d.list "
	"          AND u.code OPERATOR(pg_catalog.=) d.code AND NOT u.builtin), "
	"        '{}'::pg_catalog.datemultirange) "
	"    ELSE pg_catalog.datemultirange(d.valid) END) AS v(valid) "
	"  LEFT JOIN cancer_pe.status_code AS m ON m.rule OPERATOR(pg_catalog.=) s.rule "
	"    AND m.source OPERATOR(pg_catalog.=) s.source AND m.part OPERATOR(pg_catalog.=) l.part "
	"    AND m.kind OPERATOR(pg_catalog.=) 'class' AND m.value OPERATOR(pg_catalog.=) d.class) "
	"SELECT t.line, t.listed AND pg_catalog.right(t.code, 1) OPERATOR(pg_catalog.=) '*' FROM ("
	"  SELECT s.position, 0 AS part, '' AS code, NULL::pg_catalog.date AS valid, "
	"    pg_catalog.concat('source ', s.source, ' rank=', coalesce(s.strength::pg_catalog.text, "
	"      '?'), ' reads=', s.reads, CASE WHEN s.early THEN ' early' END, "
	"      CASE WHEN s.at_diagnosis THEN ' at_diagnosis' END, "
	"      CASE WHEN s.guarded THEN ' guarded' END, ' ' OPERATOR(pg_catalog.||) s.course, "
	"      CASE WHEN s.death THEN ' death' END) AS line, false AS listed FROM s "
	"  UNION ALL "
	"  SELECT c.position, c.part, c.code, pg_catalog.lower(c.valid), "
	"    pg_catalog.concat(CASE WHEN c.meaning OPERATOR(pg_catalog.=) 'multiple' "
	"        AND $2 OPERATOR(pg_catalog.=) 'no' THEN 'nothing' ELSE c.meaning END, "
	"      ' unless=' OPERATOR(pg_catalog.||) c.unless, "
	"      CASE WHEN c.part OPERATOR(pg_catalog.=) 2 THEN ' part=2' END, "
	"      ' from=' OPERATOR(pg_catalog.||) "
	"        pg_catalog.to_char(pg_catalog.lower(c.valid), 'YYYY-MM-DD'), "
	"      ' until=' OPERATOR(pg_catalog.||) "
	"        pg_catalog.to_char(pg_catalog.upper(c.valid), 'YYYY-MM-DD'), "
	"      ': ', c.code), c.listed FROM c) AS t "
	"ORDER BY t.position, t.part, t.code COLLATE pg_catalog.\"C\", t.valid NULLS FIRST";

/* The window that the rule has; an unknown rule is an error. */
static int
rule_window(const char *name)
{
	char *parameter[1] = {(char *) name};
	int window;

	cpe_registry_query("SELECT window_days FROM cancer_pe.secondary_definition "
	                   "WHERE rule OPERATOR(pg_catalog.=) $1",
	                   1, parameter);
	window = SPI_processed > 0 ? cpe_row_int(0, 1, 0) : -1;
	SPI_finish();
	if (window < 0)
		refuse_rule(name);
	return window;
}

static char *
rule_text(const char *name, const struct rule_options *options)
{
	char *parameter[3] = {(char *) name, options->multiple ? "yes" : "no", options->order};
	MemoryContext outside = CurrentMemoryContext;
	int window = rule_window(name);
	StringInfoData text;
	uint64 rows;

	initStringInfo(&text);
	appendStringInfo(&text, "window=%d strict=%s as_of=%s",
	                 options->window >= 0 ? options->window : window,
	                 options->strict ? "yes" : "no", options->as_of ? options->as_of : "-");
	cpe_registry_query(lines_query, 3, parameter);
	rows = SPI_processed;
	for (uint64 i = 0; i < rows; i++)
	{
		char *line = cpe_row_text(i, 1);
		MemoryContext inside = MemoryContextSwitchTo(outside);

		if (strstr(line, " rank=? ") != NULL)
			cpe_refuse(CPE_INVALID,
			           "An order names each source of evidence; those of one rank stand in one "
			           "text with commas between.",
			           NULL, "order does not name source %.*s", (int) strcspn(line + 7, " "),
			           line + 7);
		if (strchr(line, '\n') != NULL)
			cpe_refuse(CPE_INVALID, "A code is one line of a rule.", NULL,
			           "a code of rule \"%s\" has a line break", name);
		if (*cpe_row_text(i, 2) == 't')
			cpe_refuse(CPE_INVALID, "In a rule a code that ends in * stands for all that begin so.",
			           "Give those codes one by one in table code, or the * in table status_code.",
			           "a code list of rule \"%s\" has a code that ends in *: %s", name,
			           strrchr(line, ':') + 2);
		appendStringInfo(&text, "\n%s", line);
		MemoryContextSwitchTo(inside);
		pfree(line);
	}
	SPI_finish();
	return text.data;
}

static const char *const rule_option_names[] = {"window_days", "multiple", "as_of",
                                                "strict",      "order",    NULL};

/* An array of texts in its own text form. */
static char *
texts_literal(const char *const *text, int count)
{
	Datum *value = palloc(Max(count, 1) * sizeof(Datum));
	Oid output;
	bool varlena;

	for (int i = 0; i < count; i++)
		value[i] = CStringGetTextDatum(text[i]);
	getTypeOutputInfo(TEXTARRAYOID, &output, &varlena);
	return OidOutputFunctionCall(
		output, PointerGetDatum(construct_array(value, count, TEXTOID, -1, false, TYPALIGN_INT)));
}

static void
read_rule_options(Jsonb *given, struct rule_options *rule)
{
	struct cpe_options options = {"secondary_rule", {given, NULL}};
	const char *const *order;
	int32_t day;
	int count;

	cpe_options_check(&options, rule_option_names);
	rule->window = cpe_whole_option(&options, "window_days", 0, CPE_STATUS_WINDOW, -1);
	rule->multiple = cpe_option_boolean(&options, "multiple") != 0;
	rule->strict = cpe_option_boolean(&options, "strict") != 0;
	rule->as_of = cpe_option_text(&options, "as_of");
	if (rule->as_of != NULL &&
	    (strlen(rule->as_of) != CPE_DATE_TEXT - 1 || !cpe_date_read(rule->as_of, &day)))
		cpe_refuse(CPE_INVALID, "It is a date like 2024-12-31.", NULL,
		           "option \"as_of\" of secondary_rule is not a date: \"%s\"", rule->as_of);
	order = cpe_option_texts(&options, "order", &count);
	rule->order = order != NULL ? texts_literal(order, count) : NULL;
}

/* Makes the rule of the arguments and leaves nothing else behind. */
static void *
make_rule(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	MemoryContext keep = CurrentMemoryContext;
	MemoryContext work = AllocSetContextCreate(keep, "secondary_rule", ALLOCSET_DEFAULT_SIZES);
	struct rule_options options;
	struct cpe_problem problem;
	struct cpe_plan *rule;
	char *text;

	MemoryContextSwitchTo(work);
	read_rule_options(PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1), &options);
	text = rule_text(word[0], &options);
	rule = cpe_plan_make(&rule_kind, text, strlen(text), &problem);
	if (rule == NULL)
	{
		if (problem.code == CPE_SYNTAX) /* what the tables say does not fit together */
			problem.code = CPE_INVALID;
		cpe_raise(&problem);
	}
	MemoryContextSwitchTo(keep);
	rule = cpe_plan_copy(rule);
	MemoryContextDelete(work);
	return rule;
}

/* Made once a call site for each rule and options, for every row of events may ask for it. */
PG_FUNCTION_INFO_V1(cpe_secondary_rule);
Datum
cpe_secondary_rule(PG_FUNCTION_ARGS)
{
	const char *word[2] = {cpe_word_arg(fcinfo, 0, "rule"), NULL};
	int size[2] = {(int) strlen(word[0]), -1};

	if (!PG_ARGISNULL(1))
	{
		Jsonb *options = PG_GETARG_JSONB_P(1);

		word[1] = JsonbToCString(NULL, &options->root, VARSIZE(options));
		size[1] = (int) strlen(word[1]);
	}
	PG_RETURN_POINTER(
		cpe_plan_copy(cpe_lookup_find(fcinfo, cpe_call_lookup(fcinfo), word, size, 2, make_rule)));
}

/* ---- disease_status: the state ---- */

static const void *
status_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_status_parse(text, arena, problem);
}

static const void *
status_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	return cpe_status_read(bytes, size, arena, problem);
}

static char *
status_print(const void *status, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_status_print(status, arena, problem);
}

static unsigned char *
status_write(const void *status, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_status_write(status, size, arena, problem);
}

static Datum
status_datum(const void *value)
{
	struct cpe_status *status = (struct cpe_status *) value;

	SET_VARSIZE(status, cpe_status_size(status->room));
	return PointerGetDatum(status);
}

static const struct cpe_flat_kind status_kind = {.stored = "a stored disease_status",
                                                 .version = CPE_STATUS_VERSION,
                                                 .parse = status_parse,
                                                 .read = status_read,
                                                 .print = status_print,
                                                 .write = status_write,
                                                 .datum = status_datum};

CPE_FLAT_TYPE(disease_status, &status_kind)

/* A state that fits into 128 bytes, as most patients do; later ones double. */
#define FIRST_ROOM ((int) ((128 - sizeof(struct cpe_status)) / sizeof(struct cpe_status_slot)))

/* The same state with room for at least that many slots. */
static struct cpe_status *
with_room(const struct cpe_status *status, int least)
{
	Size size = 128;
	int room;
	struct cpe_status *larger;

	while (size < cpe_status_size(least))
		size *= 2;
	room = (int) ((size - sizeof(struct cpe_status)) / sizeof(struct cpe_status_slot));
	room = Min(room, PG_UINT16_MAX);
	larger = palloc0(cpe_status_size(room));
	memcpy(larger, status, cpe_status_size(status->slots));
	larger->room = (uint16) room;
	return (struct cpe_status *) DatumGetPointer(status_datum(larger));
}

/* ---- what a call site has read ---- */

/* The code of a source as it was met, and what the rule has for it. */
#define SEEN_BYTES 40
struct seen
{
	uint16 source_size; /* 0: empty */
	uint16 code_size;
	bool invalid;
	char bytes[SEEN_BYTES]; /* of source and code */
	const struct cpe_status_source *source;
	const struct cpe_status_code *code;
	int codes;
};

/* A site of at most eight bytes, and the conditions it meets. */
struct seen_site
{
	uint64 site; /* 0: empty */
	uint16 met;
	bool unknown;
};

#define SEEN 1024
#define SEEN_SITES 64
struct readings
{
	struct seen seen[SEEN];
	struct seen_site site[SEEN_SITES];
};

/* What the transition functions keep in fn_extra. */
struct call_site
{
	struct cpe_plan_memo rules;
	struct cpe_plan_memo_entry *last;
	struct cpe_registry_view view; /* of the rules by name */
};

static struct call_site *
call_site(FunctionCallInfo fcinfo)
{
	if (unlikely(fcinfo->flinfo->fn_extra == NULL))
		fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(struct call_site));
	return fcinfo->flinfo->fn_extra;
}

static struct readings *
readings_of(struct cpe_plan_memo_entry *entry)
{
	if (unlikely(entry->kept == NULL))
		entry->kept = MemoryContextAllocZero(entry->context, sizeof(struct readings));
	return entry->kept;
}

/* The rule of an argument. */
static struct cpe_plan_memo_entry *
rule_arg(FunctionCallInfo fcinfo, int argument)
{
	struct call_site *site = call_site(fcinfo);

	if (unlikely(PG_ARGISNULL(argument)))
		cpe_refuse(CPE_NULL, NULL, "secondary_rule makes one.", "rule must not be null");
	if (likely(site->last != NULL))
	{
		struct cpe_plan *rule = (struct cpe_plan *) PG_GETARG_POINTER(argument);

		if (likely(VARATT_IS_4B_U(rule) &&
		           memcmp(rule->fingerprint, site->last->fingerprint, CPE_FINGERPRINT) == 0))
			return site->last;
	}
	site->last = cpe_plan_value_entry(fcinfo, argument, &site->rules, &rule_kind);
	return site->last;
}

/* The rule "nhs" with the window of an argument (NULL: its own), made once for each window. */
static struct cpe_plan_memo_entry *
nhs_arg(FunctionCallInfo fcinfo, int argument)
{
	struct call_site *site = call_site(fcinfo);
	struct rule_options options = {-1, true, true, NULL, NULL};
	struct cpe_plan_memo_entry *entry;
	MemoryContext before;
	MemoryContext work;
	char *text;

	if (!PG_ARGISNULL(argument))
	{
		options.window = PG_GETARG_INT32(argument);
		if (unlikely(options.window < 0 || options.window > CPE_STATUS_WINDOW))
			cpe_refuse(CPE_INVALID, "It is a number of days from 0 to 36500.", NULL,
			           "window_days out of range: %d", options.window);
	}
	if (unlikely(!cpe_registry_same(&site->view)))
	{
		while (site->rules.entries > 0)
			MemoryContextDelete(site->rules.entry[--site->rules.entries].context);
		site->rules.last = 0;
		site->view = cpe_registry_view_now();
	}
	entry = cpe_plan_memo_recall(&site->rules, &options.window, sizeof(options.window), false);
	if (likely(entry != NULL))
		return entry;
	work = AllocSetContextCreate(CurrentMemoryContext, "rule", ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(work);
	text = rule_text("nhs", &options);
	MemoryContextSwitchTo(before);
	entry =
		cpe_plan_memo_remember(&site->rules, &rule_kind, fcinfo->flinfo->fn_mcxt, &options.window,
	                           sizeof(options.window), false, text, strlen(text));
	MemoryContextDelete(work);
	return entry;
}

/* ---- reading a row ---- */

/* Where source and code are kept; not more than a guess that is compared. */
static inline uint32
place_of(const char *source, int source_size, const char *code, int code_size)
{
	uint32 hash = (uint32) source_size * 31 + (uint32) code_size;

	for (int i = 0; i < source_size; i++)
		hash = hash * 0x01000193 ^ (unsigned char) source[i];
	for (int i = 0; i < code_size; i++)
		hash = hash * 0x01000193 ^ (unsigned char) code[i];
	return (hash ^ hash >> 11) % SEEN;
}

/* The words of a problem with a code, which are UTF-8, in the encoding of the database. */
static void
to_server(struct cpe_problem *problem)
{
	strlcpy(problem->message,
	        pg_any_to_server(problem->message, (int) strlen(problem->message), PG_UTF8),
	        sizeof(problem->message));
	strlcpy(problem->hint, pg_any_to_server(problem->hint, (int) strlen(problem->hint), PG_UTF8),
	        sizeof(problem->hint));
}

/* What the rule has for a code of a source; in a rule that is not strict it can be invalid. */
static void
read_event(const struct cpe_status_rule *rule, struct seen *seen, const char *source,
           int source_size, const char *code, int code_size)
{
	struct cpe_problem problem;
	char *text = pg_server_to_any(code, code_size, PG_UTF8);
	size_t size = text == code ? (size_t) code_size : strlen(text);

	seen->source_size = 0;
	seen->invalid = false;
	seen->source = cpe_status_source_find(rule, source, (size_t) source_size, &problem);
	seen->codes = seen->source == NULL
	                  ? 0
	                  : cpe_status_code_find(seen->source, text, size, &seen->code, &problem);
	if (seen->codes == 0)
	{
		if (rule->strict)
		{
			if (seen->source != NULL)
				to_server(&problem);
			cpe_raise(&problem);
		}
		seen->invalid = true;
	}
	if (source_size + code_size <= SEEN_BYTES)
	{
		memcpy(seen->bytes, source, source_size);
		memcpy(seen->bytes + source_size, code, code_size);
		seen->source_size = (uint16) source_size;
		seen->code_size = (uint16) code_size;
	}
}

pg_noreturn static void
refuse_date(const char *what)
{
	cpe_refuse(CPE_INVALID, "Dates are of the years 1 to 9999.", NULL, "%s out of range", what);
}

/* The date of an event; what is wrong with it makes it invalid, or is an error. */
static void
read_date(const struct cpe_status_rule *rule, DateADT date, struct cpe_status_event *event)
{
	char text[2][CPE_DATE_TEXT];

	if (likely(cpe_day_allowed(date) && date <= rule->as_of))
	{
		event->date = date;
		return;
	}
	if (cpe_day_allowed(date))
	{
		event->date = date;
		event->late = true;
		if (!rule->strict)
			return;
		cpe_date_print(date, text[0]);
		cpe_date_print(rule->as_of, text[1]);
		cpe_refuse(CPE_INVALID, psprintf("The rule knows of events up to %s.", text[1]),
		           "With strict off they are counted and left out.", "event date %s is too late",
		           text[0]);
	}
	if (rule->strict)
		refuse_date("event date");
	event->meaning = CPE_SAYS_INVALID;
}

/* The conditions that a site meets; in a rule that is not strict what is no site is not known. */
static void
read_site(const struct cpe_status_rule *rule, struct readings *readings, text *value,
          struct cpe_status_event *event)
{
	const char *site = VARDATA_ANY(value);
	int size = VARSIZE_ANY_EXHDR(value);
	struct seen_site *seen;
	uint64 key = 0;
	struct cpe_problem problem;
	uint16 met;
	bool good;

	memcpy(&key, site, Min(size, 8));
	seen = &readings->site[(key * UINT64CONST(0x9E3779B97F4A7C15)) >> 58];
	if (likely(size > 0 && size <= 8 && seen->site == key))
	{
		event->sited = !seen->unknown;
		event->site = seen->met;
		return;
	}
	good = cpe_status_site(rule, site, (size_t) size, &met, &problem);
	if (!good && rule->strict)
		cpe_raise(&problem);
	event->sited = good;
	event->site = met;
	if (size > 0 && size <= 8)
	{
		seen->site = key;
		seen->met = met;
		seen->unknown = !good;
	}
}

/* The event of a row, if it has one, from the arguments source, code, event. */
static inline void
read_row_event(FunctionCallInfo fcinfo, int first, const struct cpe_status_rule *rule,
               struct readings *readings, struct cpe_status_event *event)
{
	text *source;
	text *code;
	const char *code_bytes = "";
	int source_size;
	int code_size = 0;
	struct seen *seen;

	event->date = CPE_NO_DATE;
	if (PG_ARGISNULL(first))
	{
		if (PG_ARGISNULL(first + 1) && PG_ARGISNULL(first + 2))
			return;
		if (rule->strict)
			cpe_refuse(CPE_NULL, "A row without an event has neither source nor code nor date.",
			           NULL, "source must not be null");
		event->meaning = CPE_SAYS_INVALID;
		return;
	}
	source = PG_GETARG_TEXT_PP(first);
	source_size = VARSIZE_ANY_EXHDR(source);
	if (!PG_ARGISNULL(first + 1))
	{
		code = PG_GETARG_TEXT_PP(first + 1);
		code_bytes = VARDATA_ANY(code);
		code_size = VARSIZE_ANY_EXHDR(code);
	}
	seen = &readings->seen[place_of(VARDATA_ANY(source), source_size, code_bytes, code_size)];
	if (unlikely(source_size == 0 || seen->source_size != source_size ||
	             seen->code_size != code_size ||
	             memcmp(seen->bytes, VARDATA_ANY(source), source_size) != 0 ||
	             memcmp(seen->bytes + source_size, code_bytes, code_size) != 0))
		read_event(rule, seen, VARDATA_ANY(source), source_size, code_bytes, code_size);
	if (seen->invalid)
	{
		event->meaning = CPE_SAYS_INVALID;
		return;
	}
	event->source = seen->source;
	if (!PG_ARGISNULL(first + 2))
		read_date(rule, PG_GETARG_DATEADT(first + 2), event);
	if (likely(event->meaning != CPE_SAYS_INVALID))
		event->meaning =
			cpe_status_code_at(seen->code, seen->codes, event->date, &event->retired)->meaning;
}

/* The state to write into: the aggregate's own, a copy of any other, a new one for NULL. */
static inline struct cpe_status *
state_arg(FunctionCallInfo fcinfo, const struct cpe_plan_memo_entry *entry)
{
	struct varlena *datum;
	struct cpe_status *status;

	if (PG_ARGISNULL(0))
	{
		status = palloc(cpe_status_size(FIRST_ROOM));
		cpe_status_open(status, FIRST_ROOM, entry->definition, entry->fingerprint);
		return (struct cpe_status *) DatumGetPointer(status_datum(status));
	}
	datum = (struct varlena *) PG_GETARG_POINTER(0);
	if (likely(VARATT_IS_4B_U(datum) && fcinfo->context && IsA(fcinfo->context, AggState)))
		status = (struct cpe_status *) datum;
	else
		status = cpe_flat_state_arg(fcinfo, &status_kind);
	if (unlikely(memcmp(status->fingerprint, entry->fingerprint, CPE_STATUS_FINGERPRINT) != 0))
		cpe_refuse(CPE_INVALID, "A group has one rule.", NULL,
		           "cannot add an event to disease_status of another rule");
	return status;
}

/* Adds a row; its arguments are source, code, event, site, diagnosis from the first on. */
static Datum
accumulate(FunctionCallInfo fcinfo, int first, struct cpe_plan_memo_entry *entry)
{
	const struct cpe_status_rule *rule = entry->definition;
	struct readings *readings = readings_of(entry);
	struct cpe_status *status = state_arg(fcinfo, entry);
	struct cpe_status_event event = {0};
	struct cpe_problem problem;
	enum cpe_status_step step;

	read_row_event(fcinfo, first, rule, readings, &event);
	if (!PG_ARGISNULL(first + 3))
		read_site(rule, readings, PG_GETARG_TEXT_PP(first + 3), &event);
	if (!PG_ARGISNULL(first + 4))
	{
		event.diagnosed = true;
		event.diagnosis = PG_GETARG_DATEADT(first + 4);
		if (unlikely(!cpe_day_allowed(event.diagnosis)))
			refuse_date("date of diagnosis");
	}
	step = cpe_status_add(status, &event, &problem);
	if (unlikely(step == CPE_STATUS_ROOM))
	{
		status = with_room(status, status->slots + 1);
		step = cpe_status_add(status, &event, &problem);
	}
	if (unlikely(step != CPE_STATUS_DONE))
		cpe_raise(&problem);
	PG_RETURN_POINTER(status);
}

PG_FUNCTION_INFO_V1(cpe_disease_status_accum);
Datum
cpe_disease_status_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, 2, rule_arg(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(cpe_disease_status_accum_nhs);
Datum
cpe_disease_status_accum_nhs(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, 1, nhs_arg(fcinfo, 6));
}

PG_FUNCTION_INFO_V1(cpe_disease_status_combine);
Datum
cpe_disease_status_combine(PG_FUNCTION_ARGS)
{
	struct cpe_status *status = cpe_flat_state_arg(fcinfo, &status_kind);
	const struct cpe_status *other = cpe_flat_arg(fcinfo, 1, &status_kind);
	struct cpe_problem problem;
	enum cpe_status_step step = cpe_status_merge(status, other, &problem);

	if (step == CPE_STATUS_ROOM)
	{
		status = with_room(status, status->slots + other->slots);
		step = cpe_status_merge(status, other, &problem);
	}
	if (step != CPE_STATUS_DONE)
		cpe_raise(&problem);
	PG_RETURN_POINTER(status);
}

/* ---- secondary: the judgement as a row ---- */

static void
put_word(struct cpe_row *row, const char *word, int size)
{
	if (word == NULL)
		cpe_put_null(row);
	else
		cpe_put(row, PointerGetDatum(cstring_to_text_with_len(word, size)), false);
}

static void
put_conflicts(struct cpe_row *row, unsigned conflicts)
{
	StringInfoData words;

	cpe_put(row, BoolGetDatum(conflicts != 0), false);
	if (conflicts == 0)
	{
		cpe_put_null(row);
		return;
	}
	initStringInfo(&words);
	for (int i = 0; i < CPE_STATUS_CONFLICTS; i++)
		if (conflicts & 1U << i)
			appendStringInfo(&words, "%s%s", words.len > 0 ? "; " : "",
			                 cpe_status_conflict_word[i]);
	put_word(row, words.data, words.len);
}

static void
put_winner(struct cpe_row *row, const struct cpe_status *status,
           const struct cpe_status_slot *winner)
{
	if (winner == NULL)
	{
		for (int i = 0; i < 4; i++)
			cpe_put_null(row);
		return;
	}
	put_word(row, winner->name, (int) strnlen(winner->name, CPE_STATUS_NAME));
	cpe_put(row, Int32GetDatum(winner->rank), false);
	cpe_put(row, DateADTGetDatum(winner->date), false);
	cpe_put(row, Int32GetDatum(winner->date - status->diagnosis), false);
}

/* A count, or NULL where it cannot be told. */
static void
put_count(struct cpe_row *row, uint64 count, bool known)
{
	cpe_put(row, Int64GetDatum((int64) count), !known);
}

PG_FUNCTION_INFO_V1(cpe_secondary_of);
Datum
cpe_secondary_of(PG_FUNCTION_ARGS)
{
	const struct cpe_status *status = cpe_flat_arg(fcinfo, 0, &status_kind);
	TupleDesc descriptor = cpe_result_row(fcinfo);
	bool counted = !(status->flags & CPE_STATUS_DIFFER);
	struct cpe_secondary secondary;
	struct cpe_row row = {0};
	const char *class;

	cpe_status_judge(status, &secondary);
	class = secondary.class < CPE_CLASSES ? cpe_status_class_word[secondary.class] : NULL;
	put_word(&row, class, class ? (int) strlen(class) : 0);
	put_winner(&row, status, secondary.winner);
	if (class != NULL)
		put_conflicts(&row, secondary.conflicts);
	else
	{
		cpe_put_null(&row);
		cpe_put_null(&row);
	}
	cpe_put(&row, BoolGetDatum(secondary.prevalent), class == NULL);
	put_count(&row, status->count[CPE_EVENTS], true);
	put_count(&row, secondary.distant_events, class != NULL);
	put_count(&row, status->count[CPE_BEFORE], class != NULL);
	put_count(&row, secondary.ignored, class != NULL);
	put_count(&row, status->count[CPE_RETIRED], counted);
	put_count(&row, status->count[CPE_INVALID_EVENTS], counted);
	put_count(&row, status->count[CPE_UNDATED], counted);
	put_count(&row, status->count[CPE_LATE], counted);
	cpe_put(&row, DateADTGetDatum(status->diagnosis), !(status->flags & CPE_STATUS_DIAGNOSED));
	cpe_put(&row, Int32GetDatum(status->window), false);
	put_word(&row, secondary.status, secondary.status ? (int) strlen(secondary.status) : 0);
	return HeapTupleGetDatum(heap_form_tuple(descriptor, row.value, row.null));
}
