#include "cohort/offers.h"

#include <string.h>

#include "base/bytes.h"
#include "base/sort.h"

const char cpe_offer_kind_names[] = "hna, pcsp";
const char cpe_submitting_rule_names[] = "coded, written";

static const char *const kind_name[CPE_OFFER_KINDS] = {"hna", "pcsp"};
static const char *const switch_name[CPE_OFFER_SWITCHES] = {"strict", "repair", "missing_offered",
                                                            "blank_offered", "after_death_offered"};
static const char *const list_name[2] = {"codes", "not_offered"};

/* ---- rules ---- */

/*
 * NHS Data Dictionary, HOLISTIC NEEDS ASSESSMENT OFFER STATUS and PERSONALISED CARE AND SUPPORT
 * PLAN OFFER STATUS (19 May 2026).
 */
const char *const *
cpe_offer_kind_codes(enum cpe_offer_kind kind)
{
	static const char *const codes[CPE_OFFER_KINDS][7] = {
		{"01", "02", "03", "04", "05"},
		{"01", "02", "03", "04", "05", "06"},
	};

	return codes[kind];
}

/* The order of words by their bytes; none comes first. */
static int
compare_words(const void *a, const void *b)
{
	const struct cpe_word *left = a;
	const struct cpe_word *right = b;
	size_t shorter = left->length < right->length ? left->length : right->length;
	int order;

	if (left->bytes == NULL || right->bytes == NULL)
		return (left->bytes != NULL) - (right->bytes != NULL);
	order = memcmp(left->bytes, right->bytes, shorter);
	return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

bool
cpe_offer_rule_close(struct cpe_offer_rule *rule, struct cpe_problem *problem)
{
	for (int list = 0; list < 2; list++)
	{
		if (rule->codes[list] > CPE_OFFER_CODES)
			return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
			                       "a rule of offers has more than %d codes", CPE_OFFER_CODES);
		for (int i = 0; i < rule->codes[list]; i++)
		{
			struct cpe_word word = rule->code[list][i];
			int place = i;

			if (word.bytes == NULL || word.length == 0 || word.length > CPE_OFFER_WORD)
				return cpe_problem_set(problem, CPE_INVALID, NULL,
				                       "What an empty code counts as is an option of its own.",
				                       "a code in \"%s\" is NULL, empty or longer than %d bytes",
				                       list_name[list], CPE_OFFER_WORD);
			for (; place > 0 && compare_words(&rule->code[list][place - 1], &word) > 0; place--)
				rule->code[list][place] = rule->code[list][place - 1];
			rule->code[list][place] = word;
			if (place > 0 && compare_words(&rule->code[list][place - 1], &word) == 0)
				return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
				                       "code \"%.*s\" is twice in \"%s\"", (int) word.length,
				                       word.bytes, list_name[list]);
		}
	}
	return true;
}

unsigned char *
cpe_offer_rule_write(const struct cpe_offer_rule *rule, size_t *size, struct cpe_arena *arena,
                     struct cpe_problem *problem)
{
	unsigned char *bytes;
	unsigned char *at;

	*size = 6;
	for (int list = 0; list < 2; list++)
	{
		*size += 1;
		for (int i = 0; i < rule->codes[list]; i++)
			*size += 1 + rule->code[list][i].length;
	}
	bytes = cpe_arena_alloc(arena, *size, 1, problem);
	if (bytes == NULL)
		return NULL;
	at = cpe_bytes_write(bytes, (uint64_t) rule->kind, 1);
	at = cpe_bytes_write(at, (uint64_t) rule->switches, 1);
	at = cpe_bytes_write(at, (uint64_t) rule->max_days, 4);
	for (int list = 0; list < 2; list++)
	{
		at = cpe_bytes_write(at, (uint64_t) rule->codes[list], 1);
		for (int i = 0; i < rule->codes[list]; i++)
		{
			at = cpe_bytes_write(at, rule->code[list][i].length, 1);
			memcpy(at, rule->code[list][i].bytes, rule->code[list][i].length);
			at += rule->code[list][i].length;
		}
	}
	return bytes;
}

static bool
refuse_binary(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of offer_events");
}

/* The codes of a list from bytes; *at moves. */
static bool
read_codes(const unsigned char **at, const unsigned char *end, int list,
           struct cpe_offer_rule *rule, struct cpe_arena *arena, struct cpe_problem *problem)
{
	int codes;

	if (*at >= end)
		return refuse_binary(problem);
	codes = *(*at)++;
	rule->code[list] = cpe_arena_alloc(arena, (size_t) codes + 1, sizeof(struct cpe_word), problem);
	if (rule->code[list] == NULL)
		return false;
	for (int i = 0; i < codes; i++)
	{
		size_t length;

		if (*at >= end)
			return refuse_binary(problem);
		length = *(*at)++;
		if (length > (size_t) (end - *at))
			return refuse_binary(problem);
		rule->code[list][i] = (struct cpe_word){(const char *) *at, length};
		*at += length;
		if (memchr(rule->code[list][i].bytes, 0, length) != NULL ||
		    (i > 0 && compare_words(&rule->code[list][i - 1], &rule->code[list][i]) >= 0))
			return refuse_binary(problem);
	}
	rule->codes[list] = codes;
	return true;
}

bool
cpe_offer_rule_read(const unsigned char *bytes, size_t size, struct cpe_offer_rule *rule,
                    struct cpe_arena *arena, struct cpe_problem *problem)
{
	const unsigned char *at = bytes + 6;
	const unsigned char *end = bytes + size;

	if (size < 8 || bytes[0] >= CPE_OFFER_KINDS || bytes[1] >= 1 << CPE_OFFER_SWITCHES ||
	    cpe_bytes_read(bytes + 2, 4) > INT32_MAX)
		return refuse_binary(problem);
	rule->kind = (enum cpe_offer_kind) bytes[0];
	rule->switches = bytes[1];
	rule->max_days = (int32_t) cpe_bytes_read(bytes + 2, 4);
	if (!read_codes(&at, end, 0, rule, arena, problem) ||
	    !read_codes(&at, end, 1, rule, arena, problem))
		return false;
	return at == end ? cpe_offer_rule_close(rule, problem) : refuse_binary(problem);
}

/* ---- states ---- */

/*
 * An event: 8 bytes how often, 2 the size of what follows and tells events apart: 4 the date, so
 * that its order is that of bytes, and each word behind its length in 2, NO_WORD where there is
 * none.
 */
#define EVENT_HEAD 10
#define NO_WORD 0xffff

size_t
cpe_offers_size(const struct cpe_offers *offers)
{
	return sizeof(*offers) + offers->room;
}

struct cpe_offers *
cpe_offers_open(const unsigned char *rule, size_t rule_size, size_t room, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	struct cpe_offers *offers =
		cpe_arena_alloc(arena, 1, sizeof(*offers) + rule_size + room, problem);

	if (offers == NULL)
		return NULL;
	offers->version = CPE_OFFERS_VERSION;
	offers->diagnosis = CPE_NO_DATE;
	offers->death = CPE_NO_DATE;
	offers->rule_size = (uint32_t) rule_size;
	offers->used = (uint32_t) rule_size;
	offers->room = (uint32_t) (rule_size + room);
	memcpy(offers->data, rule, rule_size);
	return offers;
}

struct cpe_offers *
cpe_offers_copy(const struct cpe_offers *offers, size_t room, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	size_t needed = room > offers->used ? room : offers->used;
	struct cpe_offers *copy = cpe_arena_alloc(arena, 1, sizeof(*copy) + needed, problem);

	if (copy == NULL)
		return NULL;
	memcpy(copy, offers, sizeof(*copy) + offers->used);
	copy->room = (uint32_t) needed;
	return copy;
}

/* The bytes that tell an event apart; their number. */
static size_t
event_key(const struct cpe_offer_event *event, unsigned char *key)
{
	unsigned char *at = cpe_bytes_write(key, (uint32_t) event->date ^ 0x80000000u, 4);

	for (int i = 0; i < CPE_OFFER_WORDS; i++)
	{
		const struct cpe_word *word = &event->word[i];

		at = cpe_bytes_write(at, word->bytes == NULL ? NO_WORD : word->length, 2);
		if (word->bytes != NULL)
			memcpy(at, word->bytes, word->length);
		at += word->bytes == NULL ? 0 : word->length;
	}
	return (size_t) (at - key);
}

#define KEY_SIZE (4 + CPE_OFFER_WORDS * (2 + CPE_OFFER_WORD))

/* Adds an event by its key. */
static struct cpe_offers *
add_key(struct cpe_offers *offers, const unsigned char *key, size_t size, int64_t times,
        struct cpe_arena *arena, struct cpe_problem *problem)
{
	unsigned char *at = offers->data + offers->rule_size;
	size_t used;

	for (uint32_t i = 0; i < offers->events; i++)
	{
		size_t there = (size_t) cpe_bytes_read(at + 8, 2);

		if (there == size && memcmp(at + EVENT_HEAD, key, size) == 0)
		{
			int64_t before = (int64_t) cpe_bytes_read(at, 8);

			if (times > INT64_MAX - before)
			{
				cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
				                "repetitions of an event of offer_events are out of range");
				return NULL;
			}
			cpe_bytes_write(at, (uint64_t) (before + times), 8);
			return offers;
		}
		at += EVENT_HEAD + there;
	}
	if (offers->events >= CPE_OFFER_EVENTS)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL,
		                "Group by patient, and leave out rows without a patient.",
		                "a patient has more than %d different events", CPE_OFFER_EVENTS);
		return NULL;
	}
	used = offers->used + EVENT_HEAD + size;
	if (used > offers->room)
	{
		offers = cpe_offers_copy(offers, used + (used - offers->rule_size), arena, problem);
		if (offers == NULL)
			return NULL;
	}
	at = cpe_bytes_write(offers->data + offers->used, (uint64_t) times, 8);
	at = cpe_bytes_write(at, size, 2);
	memcpy(at, key, size);
	offers->used = (uint32_t) used;
	offers->events++;
	offers->closed = 0;
	return offers;
}

struct cpe_offers *
cpe_offers_add(struct cpe_offers *offers, const struct cpe_offer_event *event,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	static const char *const word_name[CPE_OFFER_WORDS] = {"trust", "pathway", "code", "staff"};
	unsigned char key[KEY_SIZE];

	if (!cpe_day_allowed(event->date))
	{
		cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                "the date of an event is outside the years 1 to 9999");
		return NULL;
	}
	for (int i = 0; i < CPE_OFFER_WORDS; i++)
		if (event->word[i].bytes != NULL && event->word[i].length > CPE_OFFER_WORD)
		{
			cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
			                "the %s of an event is longer than %d bytes", word_name[i],
			                CPE_OFFER_WORD);
			return NULL;
		}
	return add_key(offers, key, event_key(event, key), event->times, arena, problem);
}

/* A date of the patient's, which has to be the same wherever it is given. */
static bool
note_date(int32_t *known, int32_t given, const char *what, struct cpe_problem *problem)
{
	if (given == CPE_NO_DATE || given == *known)
		return true;
	if (!cpe_day_allowed(given))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "the date of %s is outside the years 1 to 9999", what);
	if (*known != CPE_NO_DATE)
		return cpe_problem_set(problem, CPE_INVALID, "An aggregate is about one patient.",
		                       "Group by patient, and choose one tumour of each before.",
		                       "a patient has two different dates of %s", what);
	*known = given;
	return true;
}

bool
cpe_offers_patient(struct cpe_offers *offers, int32_t diagnosis, int32_t death,
                   struct cpe_problem *problem)
{
	return note_date(&offers->diagnosis, diagnosis, "diagnosis", problem) &&
	       note_date(&offers->death, death, "death", problem);
}

bool
cpe_offers_undated(struct cpe_offers *offers, int64_t events, struct cpe_problem *problem)
{
	if (events > INT64_MAX - offers->undated)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "undated events of offer_events are out of range");
	offers->undated += events;
	return true;
}

struct cpe_offers *
cpe_offers_merge(struct cpe_offers *offers, const struct cpe_offers *other, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	const unsigned char *at = other->data + other->rule_size;

	if (offers->rule_size != other->rule_size ||
	    memcmp(offers->data, other->data, other->rule_size) != 0)
	{
		cpe_problem_set(problem, CPE_INVALID,
		                "Kind, window and options have to be the same for all events of a patient.",
		                NULL, "cannot merge offer_events of different rules");
		return NULL;
	}
	if (!cpe_offers_patient(offers, other->diagnosis, other->death, problem) ||
	    !cpe_offers_undated(offers, other->undated, problem))
		return NULL;
	for (uint32_t i = 0; i < other->events && offers != NULL; i++)
	{
		size_t size = (size_t) cpe_bytes_read(at + 8, 2);

		if (i % 64 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		offers =
			add_key(offers, at + EVENT_HEAD, size, (int64_t) cpe_bytes_read(at, 8), arena, problem);
		at += EVENT_HEAD + size;
	}
	return offers;
}

/* ---- events in order ---- */

/* An event from its bytes; how many there are. */
static size_t
event_of(const unsigned char *at, struct cpe_offer_event *event)
{
	size_t size = (size_t) cpe_bytes_read(at + 8, 2);

	event->times = (int64_t) cpe_bytes_read(at, 8);
	event->date = (int32_t) ((uint32_t) cpe_bytes_read(at + EVENT_HEAD, 4) ^ 0x80000000u);
	at += EVENT_HEAD + 4;
	for (int i = 0; i < CPE_OFFER_WORDS; i++)
	{
		size_t length = (size_t) cpe_bytes_read(at, 2);

		at += 2;
		event->word[i].bytes = length == NO_WORD ? NULL : (const char *) at;
		event->word[i].length = length == NO_WORD ? 0 : length;
		at += event->word[i].length;
	}
	return EVENT_HEAD + size;
}

static int
compare_events(const void *a, const void *b)
{
	const struct cpe_offer_event *left = a;
	const struct cpe_offer_event *right = b;

	if (left->date != right->date)
		return (left->date > right->date) - (left->date < right->date);
	for (int i = 0; i < CPE_OFFER_WORDS; i++)
	{
		int order = compare_words(&left->word[i], &right->word[i]);

		if (order != 0)
			return order;
	}
	return 0;
}

struct cpe_offer_event *
cpe_offers_events(const struct cpe_offers *offers, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	const unsigned char *at = offers->data + offers->rule_size;
	struct cpe_offer_event *event =
		cpe_arena_alloc(arena, (size_t) offers->events + 1, sizeof(*event), problem);

	if (event == NULL)
		return NULL;
	for (uint32_t i = 0; i < offers->events; i++)
		at += event_of(at, &event[i]);
	if (!offers->closed &&
	    !cpe_sort(arena, event, offers->events, sizeof(*event), compare_events, problem))
		return NULL;
	return event;
}

const struct cpe_offers *
cpe_offers_close(const struct cpe_offers *offers, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_offers *closed;
	const struct cpe_offer_event *event;
	unsigned char *at;

	if (offers->closed && offers->room == offers->used)
		return offers;
	event = cpe_offers_events(offers, arena, problem);
	closed = event == NULL ? NULL : cpe_offers_copy(offers, 0, arena, problem);
	if (closed == NULL)
		return NULL;
	at = closed->data + closed->rule_size;
	for (uint32_t i = 0; i < offers->events; i++)
	{
		size_t size = event_key(&event[i], at + EVENT_HEAD);

		cpe_bytes_write(at, (uint64_t) event[i].times, 8);
		cpe_bytes_write(at + 8, size, 2);
		at += EVENT_HEAD + size;
	}
	closed->closed = 1;
	return closed;
}

/* ---- the first offer ---- */

static bool
is_word(const struct cpe_word *word, const char *text)
{
	return word->bytes != NULL && word->length == strlen(text) &&
	       memcmp(word->bytes, text, word->length) == 0;
}

/* Whether both properties beside the code are recorded: 99 is no pathway, EH no member of staff. */
static bool
is_complete(const struct cpe_offer_event *event)
{
	const struct cpe_word *pathway = &event->word[CPE_OFFER_PATHWAY];
	const struct cpe_word *staff = &event->word[CPE_OFFER_STAFF];

	return pathway->length > 0 && !is_word(pathway, "99") && staff->length > 0 &&
	       !is_word(staff, "EH");
}

/* The code with its first 00 as 0, where the rule says so. */
static bool
repair(const struct cpe_offer_rule *rule, struct cpe_word *code, bool *repaired,
       struct cpe_arena *arena, struct cpe_problem *problem)
{
	char *copy;

	*repaired = false;
	if (!(rule->switches & CPE_OFFER_REPAIR))
		return true;
	for (size_t i = 0; i + 1 < code->length && !*repaired; i++)
		if (code->bytes[i] == '0' && code->bytes[i + 1] == '0')
		{
			copy = cpe_arena_alloc(arena, code->length, 1, problem);
			if (copy == NULL)
				return false;
			memcpy(copy, code->bytes, i);
			memcpy(copy + i, code->bytes + i + 1, code->length - i - 1);
			*code = (struct cpe_word){copy, code->length - 1};
			*repaired = true;
		}
	return true;
}

static bool
is_listed(const struct cpe_offer_rule *rule, int list, const struct cpe_word *code)
{
	for (int i = 0; i < rule->codes[list]; i++)
		if (compare_words(&rule->code[list][i], code) == 0)
			return true;
	return false;
}

/* An error for a code that is not listed. */
static bool
refuse_code(const struct cpe_offer_rule *rule, const struct cpe_word *code,
            struct cpe_problem *problem)
{
	char detail[200] = "Codes: ";
	size_t used = strlen(detail);

	for (int i = 0; i < rule->codes[0]; i++)
	{
		const struct cpe_word *word = &rule->code[0][i];

		if (used + word->length + 8 > sizeof(detail))
			break;
		used += i > 0 ? 2 : 0;
		memcpy(detail + used - (i > 0 ? 2 : 0), ", ", i > 0 ? 2 : 0);
		memcpy(detail + used, word->bytes, word->length);
		used += word->length;
	}
	memcpy(detail + used, ".", 2);
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "With option strict false such events are counted and left out; option "
	                       "repair reads 003 as 03.",
	                       "unknown offer code of %s: \"%.*s\"", kind_name[rule->kind],
	                       (int) code->length, code->bytes);
}

/* What an event counts as; its code as repaired. */
static bool
judge(const struct cpe_offers *offers, const struct cpe_offer_rule *rule,
      struct cpe_offer_event *event, bool *repaired, int *kind, struct cpe_arena *arena,
      struct cpe_problem *problem)
{
	struct cpe_word *code = &event->word[CPE_OFFER_CODE];
	bool after_death = offers->death != CPE_NO_DATE && event->date > offers->death;
	int needed = code->bytes == NULL ? CPE_OFFER_MISSING : code->length == 0 ? CPE_OFFER_BLANK : 0;

	if (!repair(rule, code, repaired, arena, problem))
		return false;
	*kind = CPE_OFFERS_OFFERS;
	if (code->length > 0 && !is_listed(rule, 0, code))
	{
		if (rule->switches & CPE_OFFER_STRICT)
			return refuse_code(rule, code, problem);
		*kind = CPE_OFFERS_INVALID;
	}
	else if (code->length > 0 && is_listed(rule, 1, code))
		*kind = CPE_OFFERS_NOT_OFFERED;
	else if ((rule->switches & needed) != needed)
		*kind = CPE_OFFERS_DROPPED;
	else if (after_death && !(rule->switches & CPE_OFFER_DEATH))
		*kind = CPE_OFFERS_DROPPED;
	if (offers->diagnosis == CPE_NO_DATE)
		return true;
	if (event->date < offers->diagnosis)
		*kind = CPE_OFFERS_BEFORE;
	else if ((int64_t) event->date - offers->diagnosis > rule->max_days)
		*kind = CPE_OFFERS_LATE;
	return true;
}

/* Whether an offer goes before the first so far: by date, the more complete record, its code. */
static bool
goes_before(const struct cpe_offer_event *event, bool complete, const struct cpe_first_offer *first)
{
	if (!first->found)
		return true;
	if (event->date != first->event.date)
		return event->date < first->event.date;
	if (complete != first->complete)
		return complete;
	return compare_words(&event->word[CPE_OFFER_CODE], &first->event.word[CPE_OFFER_CODE]) < 0;
}

bool
cpe_offers_first(const struct cpe_offers *offers, struct cpe_first_offer *first,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_offer_rule rule;
	struct cpe_offer_event *event = cpe_offers_events(offers, arena, problem);

	memset(first, 0, sizeof(*first));
	if (event == NULL ||
	    !cpe_offer_rule_read(offers->data, offers->rule_size, &rule, arena, problem))
		return false;
	first->count[CPE_OFFERS_UNDATED] = offers->undated;
	for (uint32_t i = 0; i < offers->events; i++)
	{
		bool complete = is_complete(&event[i]);
		bool repaired;
		int kind;

		if (i % 64 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!judge(offers, &rule, &event[i], &repaired, &kind, arena, problem))
			return false;
		first->count[kind]++;
		first->count[CPE_OFFERS_EVENTS]++;
		first->count[CPE_OFFERS_AFTER_DEATH] +=
			offers->death != CPE_NO_DATE && event[i].date > offers->death;
		if (event[i].times - 1 > INT64_MAX - first->count[CPE_OFFERS_DUPLICATES])
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
			                       "duplicates of offer_events are out of range");
		first->count[CPE_OFFERS_DUPLICATES] += event[i].times - 1;
		if (kind != CPE_OFFERS_OFFERS || offers->diagnosis == CPE_NO_DATE ||
		    !goes_before(&event[i], complete, first))
			continue;
		first->found = true;
		first->event = event[i];
		first->complete = complete;
		first->repaired = repaired;
		first->days = event[i].date - offers->diagnosis;
	}
	return true;
}

/* ---- text ---- */

/*
 * hna max_days=730 strict codes("01","02") not_offered("04") diagnosis=2021-03-01 death=- undated=0
 * event 2021-04-02 "R1K" "003" "03" - 2
 */
char *
cpe_offers_print(const struct cpe_offers *closed, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_offer_rule rule;
	struct cpe_offer_event *event = cpe_offers_events(closed, arena, problem);
	struct cpe_text text;

	if (event == NULL ||
	    !cpe_offer_rule_read(closed->data, closed->rule_size, &rule, arena, problem))
		return NULL;
	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "%s max_days=%d", kind_name[rule.kind], (int) rule.max_days);
	for (int i = 0; i < CPE_OFFER_SWITCHES; i++)
		if (rule.switches & 1 << i)
			cpe_text_printf(&text, " %s", switch_name[i]);
	for (int list = 0; list < 2; list++)
	{
		cpe_text_printf(&text, " %s(", list_name[list]);
		for (int i = 0; i < rule.codes[list]; i++)
		{
			cpe_text_append(&text, i > 0 ? "," : "");
			cpe_print_quoted(&text, rule.code[list][i].bytes, rule.code[list][i].length);
		}
		cpe_text_append(&text, ")");
	}
	cpe_text_append(&text, " diagnosis=");
	cpe_print_date(&text, closed->diagnosis);
	cpe_text_append(&text, " death=");
	cpe_print_date(&text, closed->death);
	cpe_text_printf(&text, " undated=%lld", (long long) closed->undated);
	for (uint32_t i = 0; i < closed->events; i++)
	{
		cpe_text_append(&text, " event ");
		cpe_print_date(&text, event[i].date);
		for (int k = 0; k < CPE_OFFER_WORDS; k++)
		{
			cpe_text_append(&text, " ");
			cpe_print_quoted(&text, event[i].word[k].bytes, event[i].word[k].length);
		}
		cpe_text_printf(&text, " %lld", (long long) event[i].times);
	}
	return cpe_text_close(&text, NULL);
}

/* The codes of a list, in parentheses. */
static bool
scan_codes(struct cpe_scan *scan, int list, struct cpe_offer_rule *rule)
{
	struct cpe_word *code =
		cpe_arena_alloc(scan->arena, CPE_OFFER_CODES + 1, sizeof(*code), scan->problem);

	if (code == NULL || !cpe_scan_need(scan, " ") || !cpe_scan_need(scan, list_name[list]) ||
	    !cpe_scan_need(scan, "("))
		return false;
	rule->code[list] = code;
	while (!cpe_scan_take(scan, ")"))
	{
		if (rule->codes[list] > 0 && !cpe_scan_need(scan, ","))
			return false;
		if (rule->codes[list] == CPE_OFFER_CODES)
			return cpe_problem_set(scan->problem, CPE_LIMIT, NULL, NULL,
			                       "a rule of offers has more than %d codes", CPE_OFFER_CODES);
		if (!cpe_scan_quoted(scan, &code[rule->codes[list]].bytes, &code[rule->codes[list]].length))
			return false;
		rule->codes[list]++;
	}
	return true;
}

static bool
scan_rule(struct cpe_scan *scan, struct cpe_offer_rule *rule)
{
	int64_t max_days;

	memset(rule, 0, sizeof(*rule));
	/* the longer name first, should one begin another */
	if (cpe_scan_take(scan, kind_name[CPE_OFFER_PCSP]))
		rule->kind = CPE_OFFER_PCSP;
	else if (cpe_scan_take(scan, kind_name[CPE_OFFER_HNA]))
		rule->kind = CPE_OFFER_HNA;
	else
		return cpe_scan_expected(scan, "hna or pcsp");
	if (!cpe_scan_need(scan, " max_days=") || !cpe_scan_count(scan, INT32_MAX, &max_days))
		return false;
	rule->max_days = (int32_t) max_days;
	for (int i = 0; i < CPE_OFFER_SWITCHES; i++)
	{
		const char *before = scan->at;

		if (cpe_scan_take(scan, " ") && cpe_scan_take(scan, switch_name[i]))
			rule->switches |= 1 << i;
		else
			scan->at = before;
	}
	return scan_codes(scan, 0, rule) && scan_codes(scan, 1, rule) &&
	       cpe_offer_rule_close(rule, scan->problem);
}

static bool
scan_event(struct cpe_scan *scan, struct cpe_offer_event *event)
{
	if (!cpe_scan_date(scan, &event->date))
		return false;
	for (int i = 0; i < CPE_OFFER_WORDS; i++)
		if (!cpe_scan_need(scan, " ") ||
		    !cpe_scan_quoted(scan, &event->word[i].bytes, &event->word[i].length))
			return false;
	if (!cpe_scan_need(scan, " ") || !cpe_scan_count(scan, INT64_MAX, &event->times))
		return false;
	return event->times > 0 || cpe_scan_expected(scan, "a number above 0");
}

struct cpe_offers *
cpe_offers_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_scan scan = {"offer_events", text, text, arena, problem};
	struct cpe_offer_rule rule;
	struct cpe_offers *offers;
	unsigned char *bytes;
	size_t size;
	int32_t diagnosis;
	int32_t death;
	int64_t undated;

	if (!scan_rule(&scan, &rule) || !cpe_scan_need(&scan, " diagnosis=") ||
	    !cpe_scan_date(&scan, &diagnosis) || !cpe_scan_need(&scan, " death=") ||
	    !cpe_scan_date(&scan, &death) || !cpe_scan_need(&scan, " undated=") ||
	    !cpe_scan_count(&scan, INT64_MAX, &undated))
		return NULL;
	bytes = cpe_offer_rule_write(&rule, &size, arena, problem);
	offers = bytes == NULL ? NULL : cpe_offers_open(bytes, size, 0, arena, problem);
	if (offers == NULL || !cpe_offers_patient(offers, diagnosis, death, problem))
		return NULL;
	offers->undated = undated;
	while (cpe_scan_take(&scan, " event "))
	{
		struct cpe_offer_event event;

		if (offers->events % 64 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		if (!scan_event(&scan, &event))
			return NULL;
		offers = cpe_offers_add(offers, &event, arena, problem);
		if (offers == NULL)
			return NULL;
	}
	return cpe_scan_end(&scan) ? offers : NULL;
}

/* ---- bytes ---- */

/* Version, dates, undated, size of the rule, number of events; behind them rule and events. */
#define HEAD_BYTES 25

unsigned char *
cpe_offers_write(const struct cpe_offers *closed, size_t *size, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	unsigned char *bytes;
	unsigned char *at;

	*size = HEAD_BYTES + closed->used;
	bytes = cpe_arena_alloc(arena, *size, 1, problem);
	if (bytes == NULL)
		return NULL;
	at = cpe_bytes_write(bytes, closed->version, 1);
	at = cpe_bytes_write(at, (uint32_t) closed->diagnosis, 4);
	at = cpe_bytes_write(at, (uint32_t) closed->death, 4);
	at = cpe_bytes_write(at, (uint64_t) closed->undated, 8);
	at = cpe_bytes_write(at, closed->rule_size, 4);
	at = cpe_bytes_write(at, closed->events, 4);
	memcpy(at, closed->data, closed->used);
	return bytes;
}

/* Whether an event lies there as it should; the bytes it takes. */
static bool
check_event(const unsigned char *at, const unsigned char *end, size_t *taken)
{
	const unsigned char *word = at + EVENT_HEAD + 4;
	const unsigned char *stop;
	uint64_t times;

	if (end - at < EVENT_HEAD + 4)
		return false;
	times = cpe_bytes_read(at, 8);
	*taken = EVENT_HEAD + (size_t) cpe_bytes_read(at + 8, 2);
	if (times < 1 || times > INT64_MAX || *taken > (size_t) (end - at))
		return false;
	stop = at + *taken;
	for (int i = 0; i < CPE_OFFER_WORDS; i++)
	{
		size_t length;

		if (word > stop || stop - word < 2)
			return false;
		length = (size_t) cpe_bytes_read(word, 2);
		word += 2;
		if (length == NO_WORD)
			continue;
		if (length > CPE_OFFER_WORD || length > (size_t) (stop - word) ||
		    memchr(word, 0, length) != NULL)
			return false;
		word += length;
	}
	return word == stop;
}

/* Reads the events, which have to be in order and all different. */
static bool
read_events(struct cpe_offers *offers, const unsigned char *at, const unsigned char *end,
            uint64_t events, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_offer_event last;

	for (uint64_t i = 0; i < events; i++)
	{
		struct cpe_offer_event event;
		size_t taken;

		if (i % 256 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!check_event(at, end, &taken))
			return refuse_binary(problem);
		event_of(at, &event);
		if (!cpe_day_allowed(event.date) || (i > 0 && compare_events(&last, &event) >= 0))
			return refuse_binary(problem);
		last = event;
		memcpy(offers->data + offers->used, at, taken);
		offers->used += (uint32_t) taken;
		at += taken;
	}
	offers->events = (uint32_t) events;
	offers->closed = 1;
	return at == end || refuse_binary(problem);
}

struct cpe_offers *
cpe_offers_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	struct cpe_offer_rule rule;
	struct cpe_offers *offers;
	uint64_t rule_size;
	uint64_t events;
	uint64_t undated;

	if (size < HEAD_BYTES || bytes[0] != CPE_OFFERS_VERSION ||
	    (undated = cpe_bytes_read(bytes + 9, 8)) > INT64_MAX ||
	    (rule_size = cpe_bytes_read(bytes + 17, 4)) > size - HEAD_BYTES ||
	    (events = cpe_bytes_read(bytes + 21, 4)) > CPE_OFFER_EVENTS)
	{
		refuse_binary(problem);
		return NULL;
	}
	if (!cpe_offer_rule_read(bytes + HEAD_BYTES, (size_t) rule_size, &rule, arena, problem))
		return NULL;
	offers = cpe_offers_open(bytes + HEAD_BYTES, (size_t) rule_size,
	                         size - HEAD_BYTES - (size_t) rule_size, arena, problem);
	if (offers == NULL ||
	    !cpe_offers_patient(offers, (int32_t) (uint32_t) cpe_bytes_read(bytes + 1, 4),
	                        (int32_t) (uint32_t) cpe_bytes_read(bytes + 5, 4), problem))
		return NULL;
	offers->undated = (int64_t) undated;
	return read_events(offers, bytes + HEAD_BYTES + rule_size, bytes + size, events, arena, problem)
	           ? offers
	           : NULL;
}

/* ---- organisations ---- */

bool
cpe_submitting(enum cpe_submitting_rule rule, int64_t events, int64_t patients)
{
	int64_t small = rule == CPE_SUBMITTING_CODED ? 100 : 99;

	return events >= (patients <= small ? 10 : 20);
}
