#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "cohort/offers.h"
#include "cohort/timed_coverage.h"
#include "tally/rate_stats.h"

/* ---- events of offers as datums ---- */

static Datum
offers_datum(const void *offers)
{
	SET_VARSIZE((void *) offers, cpe_offers_size(offers));
	return PointerGetDatum(offers);
}

static const void *
parse_offers(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_offers *offers = cpe_offers_parse(text, arena, problem);

	return offers == NULL ? NULL : cpe_offers_close(offers, arena, problem);
}

static void
verify_word(const struct cpe_word *word)
{
	if (word->bytes != NULL)
		pg_verifymbstr(word->bytes, (int) word->length, false);
}

/* Every text that was received has to be one of the database's encoding. */
static const void *
read_offers(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const struct cpe_offers *offers = cpe_offers_read(bytes, size, arena, problem);
	const struct cpe_offer_event *event;
	struct cpe_offer_rule rule;

	if (offers == NULL)
	{
		/* a message may show codes, which have not been looked at yet */
		pg_verifymbstr(problem->message, (int) strlen(problem->message), false);
		return NULL;
	}
	event = cpe_offers_events(offers, arena, problem);
	if (event == NULL ||
	    !cpe_offer_rule_read(offers->data, offers->rule_size, &rule, arena, problem))
		return NULL;
	for (int list = 0; list < 2; list++)
		for (int i = 0; i < rule.codes[list]; i++)
			verify_word(&rule.code[list][i]);
	for (uint32 i = 0; i < offers->events; i++)
		for (int k = 0; k < CPE_OFFER_WORDS; k++)
			verify_word(&event[i].word[k]);
	return offers;
}

static const void *
close_offers(const void *offers, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_offers_close(offers, arena, problem);
}

static char *
print_offers(const void *closed, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_offers_print(closed, arena, problem);
}

static unsigned char *
write_offers(const void *closed, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_offers_write(closed, size, arena, problem);
}

static const struct cpe_flat_kind offers_kind = {.stored = "stored offer_events",
                                                 .version = CPE_OFFERS_VERSION,
                                                 .parse = parse_offers,
                                                 .read = read_offers,
                                                 .close = close_offers,
                                                 .print = print_offers,
                                                 .write = write_offers,
                                                 .datum = offers_datum};

CPE_FLAT_TYPE(offer_events, &offers_kind)

/* ---- the rule of a call site ---- */

struct offer_site
{
	struct cpe_rule_memo memo;
	MemoryContext context; /* of the rule; kind and window can be another one in each row */
	int32 max_days;
	unsigned char *rule; /* canonical bytes */
	size_t rule_size;
};

/* Codes by an option, or those that stand for it where it is not given. */
static struct cpe_word *
codes_option(const struct cpe_options *options, const char *key, const char *const *otherwise,
             int *count)
{
	const char *const *code = cpe_option_texts(options, key, count);
	struct cpe_word *word;

	if (code == NULL)
		for (code = otherwise, *count = 0; code[*count] != NULL;)
			(*count)++;
	word = palloc((*count + 1) * sizeof(*word));
	for (int i = 0; i < *count; i++)
		word[i] = (struct cpe_word){code[i], strlen(code[i])};
	return word;
}

/* The switch of an option with two words, the second of which turns it on. */
static int
word_switch(const struct cpe_options *options, const char *key, int which, bool otherwise)
{
	static const char *const words[] = {"dropped", "offered", NULL};

	return cpe_word_option(options, key, words, otherwise) == 1 ? which : 0;
}

static int
boolean_switch(const struct cpe_options *options, const char *key, int which, bool otherwise)
{
	int given = cpe_option_boolean(options, key);

	return (given < 0 ? otherwise : given) ? which : 0;
}

/* Reads the rule of kind, window and options. */
static void
open_rule(struct offer_site *site, const char *kind, int32 max_days, Jsonb *given)
{
	static const char *const known[] = {"strict",      "repair", "missing",     "blank",
	                                    "after_death", "codes",  "not_offered", NULL};
	static const char *const kinds[] = {"hna", "pcsp", NULL};
	static const char *const not_offered[] = {"04", NULL};
	struct cpe_options options = {"first_offer", {given, NULL}};
	struct cpe_offer_rule rule = {0};
	struct cpe_arena arena;
	struct cpe_problem problem;

	if (max_days < 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "max_days must not be negative: %d", max_days);
	cpe_options_check(&options, known);
	rule.kind = (enum cpe_offer_kind) cpe_word_in(kinds, kind, "kind of offer");
	rule.max_days = max_days;
	rule.switches = boolean_switch(&options, "strict", CPE_OFFER_STRICT, true) |
	                boolean_switch(&options, "repair", CPE_OFFER_REPAIR, false) |
	                word_switch(&options, "missing", CPE_OFFER_MISSING, false) |
	                word_switch(&options, "blank", CPE_OFFER_BLANK, true) |
	                word_switch(&options, "after_death", CPE_OFFER_DEATH, true);
	rule.code[0] = codes_option(&options, "codes", cpe_offer_kind_codes(rule.kind), &rule.codes[0]);
	rule.code[1] = codes_option(&options, "not_offered", not_offered, &rule.codes[1]);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_offer_rule_close(&rule, &problem) ||
	    (site->rule = cpe_offer_rule_write(&rule, &site->rule_size, &arena, &problem)) == NULL)
		cpe_raise(&problem);
	site->max_days = max_days;
}

/* The arguments of the aggregates, behind the state. */
enum
{
	ARG_EVENT = 1,
	ARG_OFFER,
	ARG_PATHWAY,
	ARG_STAFF,
	ARG_TRUST,
	ARG_DIAGNOSIS,
	ARG_DEATH,
	ARG_KIND,
	ARG_MAX_DAYS,
	ARG_OPTIONS
};

/* Whether a site's rule is that of the arguments, which are constants of a query nearly always. */
static bool
is_same_rule(const struct offer_site *site, const text *kind, int32 max_days, const Jsonb *options)
{
	Size length = VARSIZE_ANY_EXHDR(kind);

	return site->rule != NULL && site->max_days == max_days && strlen(site->memo.name) == length &&
	       memcmp(site->memo.name, VARDATA_ANY(kind), length) == 0 &&
	       (options == NULL || (VARSIZE(site->memo.options) == VARSIZE(options) &&
	                            memcmp(site->memo.options, options, VARSIZE(options)) == 0));
}

static const struct offer_site *
site_of(FunctionCallInfo fcinfo)
{
	struct offer_site *site = fcinfo->flinfo->fn_extra;
	MemoryContext keep = fcinfo->flinfo->fn_mcxt;
	Jsonb *options = NULL;
	MemoryContext before;
	int32 max_days;

	if (PG_ARGISNULL(ARG_MAX_DAYS) || (PG_NARGS() > ARG_OPTIONS && PG_ARGISNULL(ARG_OPTIONS)))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null",
		           PG_ARGISNULL(ARG_MAX_DAYS) ? "max_days" : "options");
	max_days = PG_GETARG_INT32(ARG_MAX_DAYS);
	if (PG_NARGS() > ARG_OPTIONS)
		options = PG_GETARG_JSONB_P(ARG_OPTIONS);
	if (site != NULL && !PG_ARGISNULL(ARG_KIND) &&
	    is_same_rule(site, PG_GETARG_TEXT_PP(ARG_KIND), max_days, options))
		return site;
	if (site == NULL)
	{
		site = MemoryContextAllocZero(keep, sizeof(*site));
		site->context = AllocSetContextCreate(keep, "first_offer", ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = site;
	}
	if (options == NULL)
		options = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum("{}")));
	(void) cpe_rule_same(&site->memo, keep, cpe_word_arg(fcinfo, ARG_KIND, "kind"), options);
	site->rule = NULL;
	MemoryContextReset(site->context);
	before = MemoryContextSwitchTo(site->context);
	open_rule(site, site->memo.name, max_days, site->memo.options);
	MemoryContextSwitchTo(before);
	return site;
}

/* ---- collecting ---- */

/* Bytes for the events of most patients, so that a state need not move. */
#define USUAL_ROOM 128

static int32
date_arg(FunctionCallInfo fcinfo, int argument)
{
	DateADT day;

	if (PG_ARGISNULL(argument))
		return CPE_NO_DATE;
	day = PG_GETARG_DATEADT(argument);
	if (!cpe_day_allowed(day))
		cpe_refuse(CPE_INVALID, NULL, "Where a date is not known, give NULL.",
		           "a date is outside the years 1 to 9999");
	return day;
}

static struct cpe_word
word_arg(FunctionCallInfo fcinfo, int argument)
{
	struct cpe_word word = {NULL, 0};

	if (!PG_ARGISNULL(argument))
	{
		text *given = PG_GETARG_TEXT_PP(argument);

		word.bytes = VARDATA_ANY(given);
		word.length = VARSIZE_ANY_EXHDR(given);
	}
	return word;
}

/* The state of a call: a new one, or the first argument, which has to be of the same rule. */
static struct cpe_offers *
state_of(FunctionCallInfo fcinfo, const struct offer_site *site, struct cpe_arena *arena)
{
	struct cpe_problem problem;
	struct cpe_offers *offers;

	if (PG_ARGISNULL(0))
	{
		offers = cpe_offers_open(site->rule, site->rule_size, USUAL_ROOM, arena, &problem);
		if (offers == NULL)
			cpe_raise(&problem);
		return offers;
	}
	offers = cpe_flat_state_arg(fcinfo, &offers_kind);
	if (unlikely(offers->rule_size != site->rule_size ||
	             memcmp(offers->data, site->rule, site->rule_size) != 0))
		cpe_refuse(CPE_INVALID,
		           "Kind, window and options have to be the same for all events of a patient.",
		           NULL, "cannot add an event to offer_events of another rule");
	return offers;
}

/* (state, event, offer, pathway, staff, trust, diagnosis, death, kind, max_days [, options]) */
PG_FUNCTION_INFO_V1(cpe_offer_events_accum);
Datum
cpe_offer_events_accum(PG_FUNCTION_ARGS)
{
	const struct offer_site *site = site_of(fcinfo);
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_offers *offers;
	struct cpe_offer_event event;
	bool done;

	cpe_arena_open(&arena, CurrentMemoryContext);
	offers = state_of(fcinfo, site, &arena);
	done = cpe_offers_patient(offers, date_arg(fcinfo, ARG_DIAGNOSIS), date_arg(fcinfo, ARG_DEATH),
	                          &problem);
	event.date = date_arg(fcinfo, ARG_EVENT);
	event.times = 1;
	event.word[CPE_OFFER_TRUST] = word_arg(fcinfo, ARG_TRUST);
	event.word[CPE_OFFER_PATHWAY] = word_arg(fcinfo, ARG_PATHWAY);
	event.word[CPE_OFFER_CODE] = word_arg(fcinfo, ARG_OFFER);
	event.word[CPE_OFFER_STAFF] = word_arg(fcinfo, ARG_STAFF);
	if (done && event.date != CPE_NO_DATE)
	{
		offers = cpe_offers_add(offers, &event, &arena, &problem);
		done = offers != NULL;
	}
	else if (done)
	{
		/* a row that has nothing of an event is that of a patient without one */
		bool any = false;

		for (int i = 0; i < CPE_OFFER_WORDS; i++)
			any = any || (event.word[i].bytes != NULL && i != CPE_OFFER_TRUST);
		done = cpe_offers_undated(offers, any, &problem);
	}
	if (!done)
		cpe_raise(&problem);
	SET_VARSIZE(offers, cpe_offers_size(offers));
	PG_RETURN_POINTER(offers);
}

PG_FUNCTION_INFO_V1(cpe_offer_events_combine);
Datum
cpe_offer_events_combine(PG_FUNCTION_ARGS)
{
	struct cpe_offers *offers = cpe_flat_state_arg(fcinfo, &offers_kind);
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open(&arena, CurrentMemoryContext);
	offers = cpe_offers_merge(offers, cpe_flat_arg(fcinfo, 1, &offers_kind), &arena, &problem);
	if (offers == NULL)
		cpe_raise(&problem);
	SET_VARSIZE(offers, cpe_offers_size(offers));
	PG_RETURN_POINTER(offers);
}

/* The state in its final order. */
CPE_FUNCTION(cpe_offer_events_final,
             PG_RETURN_POINTER(cpe_flat_closed_arg(fcinfo, 0, &offers_kind)))

/* ---- the first offer ---- */

static void
put_word(struct cpe_row *row, bool there, const struct cpe_word *word)
{
	there = there && word->bytes != NULL;
	cpe_put(row,
	        there ? PointerGetDatum(cstring_to_text_with_len(word->bytes, (int) word->length))
	              : (Datum) 0,
	        !there);
}

/* offer_events -> offer */
PG_FUNCTION_INFO_V1(cpe_first_offer_of);
Datum
cpe_first_offer_of(PG_FUNCTION_ARGS)
{
	static const int column[] = {CPE_OFFERS_OFFERS,  CPE_OFFERS_EVENTS,  CPE_OFFERS_DUPLICATES,
	                             CPE_OFFERS_BEFORE,  CPE_OFFERS_LATE,    CPE_OFFERS_NOT_OFFERED,
	                             CPE_OFFERS_DROPPED, CPE_OFFERS_INVALID, CPE_OFFERS_AFTER_DEATH,
	                             CPE_OFFERS_UNDATED};
	const struct cpe_offers *offers = cpe_flat_arg(fcinfo, 0, &offers_kind);
	struct cpe_first_offer first;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_row row = {0};

	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_offers_first(offers, &first, &arena, &problem))
		cpe_raise(&problem);
	cpe_put(&row, DateADTGetDatum(first.event.date), !first.found);
	put_word(&row, first.found, &first.event.word[CPE_OFFER_CODE]);
	put_word(&row, first.found, &first.event.word[CPE_OFFER_PATHWAY]);
	put_word(&row, first.found, &first.event.word[CPE_OFFER_STAFF]);
	put_word(&row, first.found, &first.event.word[CPE_OFFER_TRUST]);
	cpe_put(&row, Int32GetDatum(first.days), !first.found);
	cpe_put(&row, BoolGetDatum(first.complete), !first.found);
	cpe_put(&row, BoolGetDatum(first.repaired), !first.found);
	for (int i = 0; i < (int) lengthof(column); i++)
		cpe_put_count(&row, first.count[column[i]]);
	cpe_put_text(&row, offers->diagnosis == CPE_NO_DATE ? "no diagnosis date"
	                   : first.found                    ? NULL
	                                                    : "no offer");
	return cpe_row_datum(fcinfo, &row);
}

PG_FUNCTION_INFO_V1(cpe_submitting_sql);
Datum
cpe_submitting_sql(PG_FUNCTION_ARGS)
{
	static const char *const rules[] = {"coded", "written", NULL};
	int64 events = PG_GETARG_INT64(0);
	int64 patients = PG_GETARG_INT64(1);
	int rule = cpe_word_in(rules, text_to_cstring(PG_GETARG_TEXT_PP(2)), "rule of submission");

	if (events < 0 || patients < 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "events and patients must not be negative");
	PG_RETURN_BOOL(cpe_submitting((enum cpe_submitting_rule) rule, events, patients));
}

/* ---- timed coverage ---- */

static Datum
timed_datum(const void *timed)
{
	SET_VARSIZE((void *) timed, cpe_timed_size(((const struct cpe_timed *) timed)->room));
	return PointerGetDatum(timed);
}

static const void *
parse_timed(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_timed_parse(text, arena, problem);
}

static const void *
read_timed(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	return cpe_timed_read(bytes, size, arena, problem);
}

static char *
print_timed(const void *timed, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_timed_print(timed, arena, problem);
}

static unsigned char *
write_timed(const void *timed, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_timed_write(timed, size, arena, problem);
}

static const struct cpe_flat_kind timed_kind = {.stored = "a stored timed_coverage",
                                                .version = CPE_TIMED_VERSION,
                                                .parse = parse_timed,
                                                .read = read_timed,
                                                .print = print_timed,
                                                .write = write_timed,
                                                .datum = timed_datum};

CPE_FLAT_TYPE(timed_coverage, &timed_kind)

static const struct cpe_timed *
timed_arg(FunctionCallInfo fcinfo, int argument)
{
	return cpe_flat_arg(fcinfo, argument, &timed_kind);
}

/* The state, with room for more days if need be. */
static struct cpe_timed *
roomier(const struct cpe_timed *timed, uint32 room)
{
	struct cpe_timed *copy = palloc(cpe_timed_size(room));

	cpe_timed_copy(copy, room, timed);
	SET_VARSIZE(copy, cpe_timed_size(room));
	return copy;
}

/* (state, days): NULL is never, below 0 before. */
PG_FUNCTION_INFO_V1(cpe_timed_coverage_accum);
Datum
cpe_timed_coverage_accum(PG_FUNCTION_ARGS)
{
	struct cpe_timed *timed;
	struct cpe_problem problem;
	enum cpe_timed_done done = CPE_TIMED_DONE;

	if (PG_ARGISNULL(0))
	{
		struct cpe_timed none = {0};

		timed = roomier(&none, 8);
	}
	else
		timed = cpe_flat_state_arg(fcinfo, &timed_kind);
	if (PG_ARGISNULL(1) || PG_GETARG_INT32(1) < 0)
	{
		if (!cpe_timed_count(timed, PG_ARGISNULL(1) ? &timed->never : &timed->before, 1, &problem))
			cpe_raise(&problem);
		PG_RETURN_POINTER(timed);
	}
	done = cpe_timed_add(timed, PG_GETARG_INT32(1), 1, &problem);
	if (done == CPE_TIMED_ROOM)
	{
		timed = roomier(timed, 2 * timed->room + 8);
		done = cpe_timed_add(timed, PG_GETARG_INT32(1), 1, &problem);
	}
	if (done != CPE_TIMED_DONE)
		cpe_raise(&problem);
	PG_RETURN_POINTER(timed);
}

PG_FUNCTION_INFO_V1(cpe_timed_coverage_combine);
Datum
cpe_timed_coverage_combine(PG_FUNCTION_ARGS)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_timed *both;

	cpe_arena_open(&arena, CurrentMemoryContext);
	both = cpe_timed_merge(timed_arg(fcinfo, 0), timed_arg(fcinfo, 1), &arena, &problem);
	if (both == NULL)
		cpe_raise(&problem);
	return timed_datum(both);
}

CPE_FUNCTION(cpe_timed_coverage_n,
             PG_RETURN_INT64(timed_arg(fcinfo, 0)->all - timed_arg(fcinfo, 0)->before))
CPE_FUNCTION(cpe_timed_coverage_reached, PG_RETURN_INT64(cpe_timed_reached(timed_arg(fcinfo, 0))))
CPE_FUNCTION(cpe_timed_coverage_before, PG_RETURN_INT64(timed_arg(fcinfo, 0)->before))

/* People reached by a day, of all, as a tally. */
static struct cpe_summary *
tally_of(const struct cpe_timed *timed, int64 reached)
{
	struct cpe_summary *tally = cpe_summary_new_empty(&cpe_tally_kind);

	tally->count[CPE_TALLY_N] = timed->all - timed->before;
	tally->count[CPE_TALLY_POSITIVE] = reached;
	return tally;
}

PG_FUNCTION_INFO_V1(cpe_coverage_at);
Datum
cpe_coverage_at(PG_FUNCTION_ARGS)
{
	const struct cpe_timed *timed = timed_arg(fcinfo, 0);

	if (PG_GETARG_INT32(1) < 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "days must not be negative: %d", PG_GETARG_INT32(1));
	PG_RETURN_POINTER(tally_of(timed, cpe_timed_by(timed, PG_GETARG_INT32(1))));
}

PG_FUNCTION_INFO_V1(cpe_days_to_reach);
Datum
cpe_days_to_reach(PG_FUNCTION_ARGS)
{
	static const char *const bases[] = {"reached", "all", NULL};
	const struct cpe_timed *timed = timed_arg(fcinfo, 0);
	double share = PG_GETARG_FLOAT8(1);
	int basis = cpe_word_in(bases, text_to_cstring(PG_GETARG_TEXT_PP(2)), "basis");
	int64 of = basis == 0 ? cpe_timed_reached(timed) : timed->all - timed->before;
	int32 day;

	if (!(share > 0 && share <= 1))
		cpe_refuse(CPE_INVALID, NULL, NULL, "share must be above 0 and at most 1: %g", share);
	day = of == 0 ? -1 : cpe_timed_day_of(timed, share, of);
	if (day < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(day);
}

PG_FUNCTION_INFO_V1(cpe_coverage_curve);
Datum
cpe_coverage_curve(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_timed *timed;
	int64 by = 0;
	int64 reached;

	InitMaterializedSRF(fcinfo, 0);
	timed = timed_arg(fcinfo, 0);
	reached = cpe_timed_reached(timed);
	for (uint32 i = 0; i < timed->days; i++)
	{
		struct cpe_row row = {0};

		CHECK_FOR_INTERRUPTS();
		by += timed->day[i].people;
		cpe_put(&row, Int32GetDatum(timed->day[i].day), false);
		cpe_put_count(&row, timed->day[i].people);
		cpe_put_count(&row, by);
		cpe_put_number(&row, (double) by / (double) reached);
		cpe_put_number(&row, (double) by / (double) (timed->all - timed->before));
		cpe_put(&row, PointerGetDatum(tally_of(timed, by)), false);
		cpe_row_store(result, &row);
	}
	return (Datum) 0;
}
