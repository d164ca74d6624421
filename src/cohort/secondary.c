#include "cohort/secondary.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "cohort/scan.h"

#define NEVER INT32_MAX

const char *const cpe_status_class_word[CPE_CLASSES] = {
	"de_novo",        "recurrent",   "progressed", "ambiguous_other_primary",
	"local_regional", "self_report", "none"};

const char *const cpe_status_conflict_word[CPE_STATUS_CONFLICTS] = {
	"stronger source says local or regional only",
	"stronger source says not at diagnosis",
	"source of equal rank says not at diagnosis",
	"multiple recurrence, maybe without distant",
	"stronger source dates it later",
	"weaker source dates it at diagnosis",
	"progression after being free of disease",
	"recurrence without being free of disease",
	"regional or distant depends on the unknown site"};

static const char *const count_name[CPE_STATUS_COUNTS] = {
	"events", "before", "ignored", "retired", "invalid", "undated", "late"};

/* ---- the state ---- */

void
cpe_status_open(struct cpe_status *status, int room, const struct cpe_status_rule *rule,
                const unsigned char fingerprint[CPE_STATUS_FINGERPRINT])
{
	memset((char *) status + sizeof(status->length_word), 0,
	       cpe_status_size(room) - sizeof(status->length_word));
	status->version = CPE_STATUS_VERSION;
	status->flags = rule->strict ? CPE_STATUS_STRICT : 0;
	status->room = (uint16_t) room;
	status->window = rule->window;
	status->other_primary = NEVER;
	status->free = NEVER;
	memcpy(status->fingerprint, fingerprint, CPE_STATUS_FINGERPRINT);
}

static bool
count(struct cpe_status *status, enum cpe_status_count which, uint32_t n,
      struct cpe_problem *problem)
{
	if (__builtin_add_overflow(status->count[which], n, &status->count[which]))
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "%s of disease_status is out of range", count_name[which]);
	return true;
}

static int
slot_order(const struct cpe_status_slot *a, const struct cpe_status_slot *b, bool dated)
{
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->meaning != b->meaning)
		return a->meaning < b->meaning ? -1 : 1;
	return dated ? (a->date > b->date) - (a->date < b->date) : 0;
}

static bool
is_before(const struct cpe_status *status, const struct cpe_status_slot *slot)
{
	return slot->date < status->diagnosis && !(slot->flags & CPE_SOURCE_EARLY);
}

/* Puts a slot into its place; there is room. */
static bool
insert(struct cpe_status *status, const struct cpe_status_slot *slot, struct cpe_problem *problem)
{
	bool dated = !(status->flags & CPE_STATUS_DIAGNOSED);
	int at = status->slots;
	struct cpe_status_slot *found;

	while (at > 0 && slot_order(&status->slot[at - 1], slot, dated) >= 0)
		at--;
	found = &status->slot[at];
	if (at < status->slots && slot_order(found, slot, dated) == 0)
	{
		if (slot->date < found->date)
			found->date = slot->date;
		if (__builtin_add_overflow(found->count, slot->count, &found->count))
			return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
			                       "events of disease_status are out of range");
		return true;
	}
	if (dated && status->slots >= CPE_STATUS_PENDING)
		return cpe_problem_set(
			problem, CPE_LIMIT,
			"Until a row gives the diagnosis, each date of each source has to be kept.",
			"Give the date of the diagnosis with every row.",
			"more than %d different events of a patient without a diagnosis", CPE_STATUS_PENDING);
	memmove(found + 1, found, sizeof(*found) * (size_t) (status->slots - at));
	*found = *slot;
	status->slots++;
	return true;
}

/* Adds evidence, as far as it counts by what is known of diagnosis and site. */
static bool
put(struct cpe_status *status, struct cpe_status_slot slot, struct cpe_problem *problem)
{
	bool diagnosed = status->flags & CPE_STATUS_DIAGNOSED;

	if (diagnosed && slot.date == CPE_NO_DATE)
		slot.date = status->diagnosis;
	if (diagnosed && is_before(status, &slot))
		return count(status, CPE_BEFORE, slot.count, problem);
	if (slot.meaning >= CPE_SAYS_UNLESS && (status->flags & CPE_STATUS_SITED))
		slot.meaning = status->site & 1 << (slot.meaning - CPE_SAYS_UNLESS) ? CPE_SAYS_NOTHING
		                                                                    : CPE_SAYS_DISTANT;
	if (diagnosed && slot.meaning == CPE_SAYS_NOTHING)
		return count(status, CPE_IGNORED, slot.count, problem);
	if (diagnosed && slot.meaning == CPE_SAYS_FREE)
	{
		if (slot.date < status->free)
			status->free = slot.date;
		return true;
	}
	return insert(status, &slot, problem);
}

/* Takes the slots out and puts them in again: a diagnosis or a site has become known. */
static bool
settle(struct cpe_status *status, struct cpe_problem *problem)
{
	int n = status->slots;

	/* what is put in again stands before what is still to come, and is no more than it was */
	status->slots = 0;
	for (int i = 0; i < n; i++)
		if (!put(status, status->slot[i], problem))
			return false;
	memset(&status->slot[status->slots], 0, sizeof(*status->slot) * (size_t) (n - status->slots));
	return true;
}

/* What differs cannot be judged: of such a patient only the number of events stays. */
static void
forget(struct cpe_status *status)
{
	uint32_t events = status->count[CPE_EVENTS];

	memset(status->slot, 0, sizeof(*status->slot) * status->slots);
	status->slots = 0;
	status->absent = 0;
	status->other_primary = NEVER;
	status->free = NEVER;
	status->flags &= (uint8_t) ~CPE_STATUS_NOT_FREE;
	memset(status->count, 0, sizeof(status->count));
	status->count[CPE_EVENTS] = events;
}

static bool
differ(struct cpe_status *status, enum cpe_status_flag flag, const char *what,
       struct cpe_problem *problem)
{
	if (status->flags & CPE_STATUS_STRICT)
		return cpe_problem_set(problem, CPE_INVALID, "All rows of a group are of one tumour.",
		                       "Group by tumour; a rule with strict off says so in the status.",
		                       "%s in one group differ", what);
	status->flags |= (uint8_t) flag;
	forget(status);
	return true;
}

static bool
learn_diagnosis(struct cpe_status *status, int32_t diagnosis, struct cpe_problem *problem)
{
	if (status->flags & CPE_STATUS_DIAGNOSES_DIFFER)
		return true;
	if (!(status->flags & CPE_STATUS_DIAGNOSED))
	{
		status->flags |= CPE_STATUS_DIAGNOSED;
		status->diagnosis = diagnosis;
		return settle(status, problem);
	}
	if (status->diagnosis == diagnosis)
		return true;
	status->diagnosis = 0;
	if (!(status->flags & CPE_STATUS_STRICT))
		status->flags &= (uint8_t) ~CPE_STATUS_DIAGNOSED;
	return differ(status, CPE_STATUS_DIAGNOSES_DIFFER, "dates of diagnosis", problem);
}

static bool
learn_site(struct cpe_status *status, uint16_t site, struct cpe_problem *problem)
{
	if (status->flags & CPE_STATUS_SITES_DIFFER)
		return true;
	if (!(status->flags & CPE_STATUS_SITED))
	{
		status->flags |= CPE_STATUS_SITED;
		status->site = site;
		return settle(status, problem);
	}
	if (status->site == site)
		return true;
	status->site = 0;
	if (!(status->flags & CPE_STATUS_STRICT))
		status->flags &= (uint8_t) ~CPE_STATUS_SITED;
	return differ(status, CPE_STATUS_SITES_DIFFER, "sites of the primary tumour", problem);
}

/* Evidence with a date, into a slot. */
static bool
note(struct cpe_status *status, const struct cpe_status_event *event, struct cpe_problem *problem)
{
	const struct cpe_status_source *source = event->source;
	struct cpe_status_slot slot;

	if (event->date == CPE_NO_DATE && !(source->flags & CPE_SOURCE_AT_DIAGNOSIS))
		return count(status, CPE_UNDATED, 1, problem);
	slot.date = event->date;
	slot.count = 1;
	slot.place = source->place;
	slot.meaning = event->meaning;
	slot.rank = source->rank;
	slot.flags = source->flags;
	memcpy(slot.name, source->name, CPE_STATUS_NAME);
	return put(status, slot, problem);
}

static bool
add_event(struct cpe_status *status, const struct cpe_status_event *event,
          struct cpe_problem *problem)
{
	if (!count(status, CPE_EVENTS, 1, problem))
		return false;
	if (status->flags & CPE_STATUS_DIFFER)
		return true;
	if (event->meaning == CPE_SAYS_INVALID)
		return count(status, CPE_INVALID_EVENTS, 1, problem);
	if (event->retired && !count(status, CPE_RETIRED, 1, problem))
		return false;
	if (event->late)
		return count(status, CPE_LATE, 1, problem);
	switch (event->meaning)
	{
		case CPE_SAYS_NOTHING:
		case CPE_SAYS_APPLIES:
			return count(status, CPE_IGNORED, 1, problem);
		case CPE_SAYS_ABSENT:
			status->absent |= (uint16_t) (1 << event->source->rank);
			return true;
		case CPE_SAYS_NOT_FREE:
			status->flags |= CPE_STATUS_NOT_FREE;
			return true;
		case CPE_SAYS_OTHER_PRIMARY:
			if (event->date == CPE_NO_DATE)
				return count(status, CPE_UNDATED, 1, problem);
			if (event->date < status->other_primary)
				status->other_primary = event->date;
			return true;
		default:
			return note(status, event, problem);
	}
}

enum cpe_status_step
cpe_status_add(struct cpe_status *status, const struct cpe_status_event *event,
               struct cpe_problem *problem)
{
	if (event->source != NULL && status->slots == status->room)
		return CPE_STATUS_ROOM;
	if (event->sited && !learn_site(status, event->site, problem))
		return CPE_STATUS_PROBLEM;
	if (event->diagnosed && !learn_diagnosis(status, event->diagnosis, problem))
		return CPE_STATUS_PROBLEM;
	if ((event->source != NULL || event->meaning == CPE_SAYS_INVALID) &&
	    !add_event(status, event, problem))
		return CPE_STATUS_PROBLEM;
	return CPE_STATUS_DONE;
}

enum cpe_status_step
cpe_status_merge(struct cpe_status *status, const struct cpe_status *other,
                 struct cpe_problem *problem)
{
	if (memcmp(status->fingerprint, other->fingerprint, CPE_STATUS_FINGERPRINT) != 0)
	{
		cpe_problem_set(problem, CPE_INVALID, "They were made by different rules.", NULL,
		                "cannot merge disease_status of different rules");
		return CPE_STATUS_PROBLEM;
	}
	if (status->slots + other->slots > status->room)
		return CPE_STATUS_ROOM;
	if ((other->flags & CPE_STATUS_SITED) && !learn_site(status, other->site, problem))
		return CPE_STATUS_PROBLEM;
	if ((other->flags & CPE_STATUS_DIAGNOSED) &&
	    !learn_diagnosis(status, other->diagnosis, problem))
		return CPE_STATUS_PROBLEM;
	for (int i = 0; i < CPE_STATUS_COUNTS; i++)
		if (!count(status, i, other->count[i], problem))
			return CPE_STATUS_PROBLEM;
	status->flags |= other->flags & (CPE_STATUS_DIFFER | CPE_STATUS_NOT_FREE);
	if (other->flags & CPE_STATUS_DIAGNOSES_DIFFER)
	{
		status->flags &= (uint8_t) ~CPE_STATUS_DIAGNOSED;
		status->diagnosis = 0;
	}
	if (other->flags & CPE_STATUS_SITES_DIFFER)
	{
		status->flags &= (uint8_t) ~CPE_STATUS_SITED;
		status->site = 0;
	}
	if (status->flags & CPE_STATUS_DIFFER)
	{
		forget(status);
		return CPE_STATUS_DONE;
	}
	status->absent |= other->absent;
	if (other->other_primary < status->other_primary)
		status->other_primary = other->other_primary;
	if (other->free < status->free)
		status->free = other->free;
	for (int i = 0; i < other->slots; i++)
		if (!put(status, other->slot[i], problem))
			return CPE_STATUS_PROBLEM;
	return CPE_STATUS_DONE;
}

/* ---- the judgement ---- */

static bool
is_distant(const struct cpe_status_slot *slot)
{
	return slot->meaning == CPE_SAYS_DISTANT || slot->meaning == CPE_SAYS_MULTIPLE;
}

/* Whether the disease can be that of another primary. */
static bool
is_ambiguous(const struct cpe_status *status, const struct cpe_status_slot *slot)
{
	return (slot->flags & CPE_SOURCE_GUARDED) && status->other_primary < slot->date;
}

static bool
within_window(const struct cpe_status *status, const struct cpe_status_slot *slot)
{
	return slot->date - status->diagnosis <= status->window;
}

static bool
says_at_diagnosis(const struct cpe_status *status, const struct cpe_status_slot *slot)
{
	return is_distant(slot) && (slot->flags & CPE_SOURCE_AT_DIAGNOSIS) &&
	       within_window(status, slot) && !is_ambiguous(status, slot);
}

/* Strongest rank, earliest date; then what says it plainly, then the order of the rule. */
static bool
goes_before(const struct cpe_status_slot *a, const struct cpe_status_slot *b)
{
	if (b == NULL)
		return true;
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->date != b->date)
		return a->date < b->date;
	if (a->meaning != b->meaning)
		return a->meaning < b->meaning;
	return a->place < b->place;
}

/* The kinds of evidence, those before others first. */
enum kind
{
	KIND_AT_DIAGNOSIS,
	KIND_DISTANT,
	KIND_AMBIGUOUS,
	KIND_LOCAL,
	KIND_REPORTED,
	KINDS
};

static enum kind
kind_of(const struct cpe_status *status, const struct cpe_status_slot *slot)
{
	if (says_at_diagnosis(status, slot))
		return KIND_AT_DIAGNOSIS;
	if (is_distant(slot))
		return is_ambiguous(status, slot) ? KIND_AMBIGUOUS : KIND_DISTANT;
	if (slot->meaning == CPE_SAYS_LOCAL)
		return KIND_LOCAL;
	return slot->meaning == CPE_SAYS_REPORTED ? KIND_REPORTED : KINDS;
}

/* Whether the winner comes after a spell without disease. */
static enum cpe_status_class
later_class(const struct cpe_status *status, const struct cpe_status_slot *winner)
{
	if (winner->flags & CPE_SOURCE_PROGRESSION)
		return CPE_CLASS_PROGRESSED;
	if ((status->flags & CPE_STATUS_NOT_FREE) && status->free > winner->date)
		return CPE_CLASS_PROGRESSED;
	return CPE_CLASS_RECURRENT;
}

/* What stronger and weaker sources say against the winner. */
static unsigned
source_conflicts(const struct cpe_status *status, const struct cpe_status_slot *winner)
{
	bool at_diagnosis = within_window(status, winner);
	unsigned local = 0;   /* ranks, as bits */
	unsigned distant = 0; /* the same */
	unsigned early = 0;   /* of those, within the window */
	unsigned stronger = (1U << winner->rank) - 1;
	unsigned conflicts = 0;

	for (int i = 0; i < status->slots; i++)
	{
		const struct cpe_status_slot *slot = &status->slot[i];

		if (slot->meaning == CPE_SAYS_LOCAL)
			local |= 1U << slot->rank;
		if (!is_distant(slot) || is_ambiguous(status, slot))
			continue;
		distant |= 1U << slot->rank;
		if (within_window(status, slot))
			early |= 1U << slot->rank;
	}
	if (at_diagnosis && (distant & ~early & stronger))
		conflicts |= CPE_CONFLICT_STRONGER_LATER;
	if (!at_diagnosis && (early & ~stronger))
		conflicts |= CPE_CONFLICT_WEAKER_EARLIER;
	if (local & ~distant & stronger)
		conflicts |= CPE_CONFLICT_STRONGER_LOCAL;
	if (at_diagnosis && (status->absent & stronger))
		conflicts |= CPE_CONFLICT_STRONGER_ABSENT;
	if (at_diagnosis && (status->absent & 1U << winner->rank))
		conflicts |= CPE_CONFLICT_EQUAL_ABSENT;
	return conflicts;
}

/* What is to be said of distant disease besides its class. */
static unsigned
distant_conflicts(const struct cpe_status *status, const struct cpe_status_slot *winner,
                  enum cpe_status_class class)
{
	unsigned conflicts = source_conflicts(status, winner);

	if (winner->meaning == CPE_SAYS_MULTIPLE)
		conflicts |= CPE_CONFLICT_MULTIPLE;
	if ((winner->flags & CPE_SOURCE_PROGRESSION) && class == CPE_CLASS_PROGRESSED &&
	    status->free <= winner->date)
		conflicts |= CPE_CONFLICT_FREE_AND_PROGRESSED;
	if ((winner->flags & CPE_SOURCE_RECURRENCE) && class == CPE_CLASS_PROGRESSED)
		conflicts |= CPE_CONFLICT_NOT_FREE_AND_RECURRENT;
	return conflicts;
}

/* Why there is no judgement, or NULL. */
static const char *
why_not(const struct cpe_status *status)
{
	if (status->flags & CPE_STATUS_DIAGNOSES_DIFFER)
		return "diagnosis dates differ";
	if (status->flags & CPE_STATUS_SITES_DIFFER)
		return "sites differ";
	return status->flags & CPE_STATUS_DIAGNOSED ? NULL : "no diagnosis date";
}

void
cpe_status_judge(const struct cpe_status *status, struct cpe_secondary *secondary)
{
	const struct cpe_status_slot *best[KINDS + 1] = {NULL};
	bool prevalent = false;
	bool open = false;
	int kind = 0;

	memset(secondary, 0, sizeof(*secondary));
	secondary->class = CPE_CLASSES;
	secondary->status = why_not(status);
	secondary->ignored = status->count[CPE_IGNORED];
	if (secondary->status != NULL)
		return;
	for (int i = 0; i < status->slots; i++)
	{
		const struct cpe_status_slot *slot = &status->slot[i];
		enum kind of = kind_of(status, slot);

		if (goes_before(slot, best[of]))
			best[of] = slot;
		if (is_distant(slot))
			secondary->distant_events += slot->count;
		if (of <= KIND_DISTANT && !(slot->flags & CPE_SOURCE_DEATH))
			prevalent = true;
		if (slot->meaning >= CPE_SAYS_UNLESS)
		{
			open = true;
			secondary->ignored += slot->count;
		}
	}
	while (kind < KINDS && best[kind] == NULL)
		kind++;
	secondary->winner = kind < KINDS ? best[kind] : NULL;
	switch ((enum kind) kind)
	{
		case KIND_AT_DIAGNOSIS:
			secondary->class = CPE_CLASS_DE_NOVO;
			break;
		case KIND_DISTANT:
			secondary->class = within_window(status, best[kind]) ? CPE_CLASS_DE_NOVO
			                                                     : later_class(status, best[kind]);
			break;
		case KIND_AMBIGUOUS:
			secondary->class = CPE_CLASS_AMBIGUOUS;
			break;
		case KIND_LOCAL:
			secondary->class = CPE_CLASS_LOCAL_REGIONAL;
			break;
		case KIND_REPORTED:
			secondary->class = CPE_CLASS_SELF_REPORT;
			break;
		case KINDS:
			secondary->class = CPE_CLASS_NONE;
			break;
	}
	if (kind <= KIND_AMBIGUOUS)
		secondary->conflicts = distant_conflicts(status, secondary->winner, secondary->class);
	if (open && kind > KIND_DISTANT)
		secondary->conflicts |= CPE_CONFLICT_SITE_UNKNOWN;
	secondary->prevalent = prevalent;
}

/* ---- checks of what comes from outside ---- */

static bool
impossible(struct cpe_problem *problem, const char *why)
{
	return cpe_problem_set(problem, CPE_INVALID, why, NULL, "impossible disease_status");
}

static bool
check_name(const struct cpe_status_slot *slot)
{
	size_t size = 0;

	while (size < CPE_STATUS_NAME && slot->name[size] != '\0')
	{
		if (!cpe_is_source_character(slot->name[size++]))
			return false;
	}
	for (size_t i = size; i < CPE_STATUS_NAME; i++)
		if (slot->name[i] != '\0')
			return false;
	return size > 0;
}

static bool
check_slot(const struct cpe_status *status, const struct cpe_status_slot *slot,
           struct cpe_problem *problem)
{
	bool diagnosed = status->flags & CPE_STATUS_DIAGNOSED;
	int meaning = slot->meaning;

	if (!check_name(slot))
		return impossible(problem, "A source's name is of capitals, digits and _.");
	if (slot->place >= CPE_STATUS_SOURCES || slot->rank > CPE_STATUS_RANKS ||
	    slot->flags >= 1 << CPE_SOURCE_FLAGS || slot->count == 0)
		return impossible(problem, "Place, rank, flags or count of a source are out of range.");
	if (meaning != CPE_SAYS_DISTANT && meaning != CPE_SAYS_MULTIPLE && meaning != CPE_SAYS_LOCAL &&
	    meaning != CPE_SAYS_REPORTED && !(meaning == CPE_SAYS_FREE && !diagnosed) &&
	    !(meaning == CPE_SAYS_NOTHING && !diagnosed && status->flags & CPE_STATUS_SITED) &&
	    !(meaning >= CPE_SAYS_UNLESS && meaning < CPE_SAYS_UNLESS + CPE_STATUS_CONDITIONS &&
	      !(status->flags & CPE_STATUS_SITED)))
		return impossible(problem, "What a source says is not kept so.");
	if (meaning != CPE_SAYS_FREE && slot->rank == 0)
		return impossible(problem, "Evidence has a rank from 1 on.");
	if (!cpe_day_allowed(slot->date) &&
	    !(slot->date == CPE_NO_DATE && !diagnosed && (slot->flags & CPE_SOURCE_AT_DIAGNOSIS)))
		return impossible(problem, "A date is out of range.");
	if (diagnosed && is_before(status, slot))
		return impossible(problem, "What is before the diagnosis does not count.");
	return true;
}

/* The slots of one source are alike, and in order. */
static bool
check_order(const struct cpe_status *status, struct cpe_problem *problem)
{
	bool dated = !(status->flags & CPE_STATUS_DIAGNOSED);

	for (int i = 1; i < status->slots; i++)
	{
		const struct cpe_status_slot *a = &status->slot[i - 1];
		const struct cpe_status_slot *b = &status->slot[i];

		if (slot_order(a, b, dated) >= 0)
			return impossible(problem, "Sources are in order, each meaning once.");
		if (a->place == b->place && (a->rank != b->rank || a->flags != b->flags ||
		                             memcmp(a->name, b->name, CPE_STATUS_NAME) != 0))
			return impossible(problem, "A source has one name, one rank and the same flags.");
	}
	return true;
}

static bool
check_counts(const struct cpe_status *status, struct cpe_problem *problem)
{
	uint64_t sum = 0;

	for (int i = CPE_BEFORE; i < CPE_STATUS_COUNTS; i++)
		if (i != CPE_RETIRED)
			sum += status->count[i];
	for (int i = 0; i < status->slots; i++)
		sum += status->slot[i].count;
	if (sum > status->count[CPE_EVENTS] || status->count[CPE_RETIRED] > status->count[CPE_EVENTS])
		return impossible(problem, "There are fewer events than those of its parts.");
	return true;
}

static bool
check(const struct cpe_status *status, struct cpe_problem *problem)
{
	struct cpe_status copy;

	if (status->flags & ~63 || status->window < 0 || status->window > CPE_STATUS_WINDOW ||
	    status->absent & 1)
		return impossible(problem, "Flags, ranks or the window are out of range.");
	if ((status->flags & CPE_STATUS_DIAGNOSED &&
	     (status->flags & CPE_STATUS_DIAGNOSES_DIFFER || !cpe_day_allowed(status->diagnosis))) ||
	    (!(status->flags & CPE_STATUS_DIAGNOSED) && status->diagnosis != 0))
		return impossible(problem, "The diagnosis is a date, not known, or differs.");
	if ((status->flags & CPE_STATUS_SITED && status->flags & CPE_STATUS_SITES_DIFFER) ||
	    (!(status->flags & CPE_STATUS_SITED) && status->site != 0))
		return impossible(problem, "The site is known, not known, or differs.");
	if ((status->other_primary != NEVER && !cpe_day_allowed(status->other_primary)) ||
	    (status->free != NEVER &&
	     (!cpe_day_allowed(status->free) || !(status->flags & CPE_STATUS_DIAGNOSED))))
		return impossible(problem, "A date is out of range.");
	if (status->flags & CPE_STATUS_DIFFER)
	{
		if (status->flags & CPE_STATUS_STRICT)
			return impossible(problem, "A strict rule refuses what differs.");
		memcpy(&copy, status, sizeof(copy));
		copy.slots = 0;
		forget(&copy);
		if (status->slots > 0 || memcmp(&copy, status, sizeof(copy)) != 0)
			return impossible(problem, "Where diagnosis or site differ, only events are counted.");
	}
	if (status->slots > CPE_STATUS_SLOTS)
		return impossible(problem, "There are too many slots.");
	for (int i = 0; i < status->slots; i++)
		if (!check_slot(status, &status->slot[i], problem))
			return false;
	return check_order(status, problem) && check_counts(status, problem);
}

/* ---- text ---- */

static void
print_day(struct cpe_text *text, int32_t day)
{
	cpe_print_date(text, day == NEVER ? CPE_NO_DATE : day);
}

static void
print_hex(struct cpe_text *text, const unsigned char *bytes, int size)
{
	for (int i = 0; i < size; i++)
		cpe_text_printf(text, "%c%c", "0123456789abcdef"[bytes[i] >> 4],
		                "0123456789abcdef"[bytes[i] & 15]);
}

static void
print_bits(struct cpe_text *text, uint16_t bits)
{
	unsigned char bytes[2] = {(unsigned char) (bits >> 8), (unsigned char) bits};

	print_hex(text, bytes, 2);
}

static void
print_slot(struct cpe_text *text, const struct cpe_status_slot *slot)
{
	cpe_text_printf(text, " {%d ", slot->place);
	cpe_text_bytes(text, slot->name, strnlen(slot->name, CPE_STATUS_NAME));
	cpe_text_printf(text, " %d %d ", slot->rank, slot->flags);
	if (slot->meaning >= CPE_SAYS_UNLESS)
		cpe_text_printf(text, "unless%d ", slot->meaning - CPE_SAYS_UNLESS);
	else
		cpe_text_printf(text, "%s ", cpe_meaning_word[slot->meaning]);
	print_day(text, slot->date);
	cpe_text_printf(text, " %u}", slot->count);
}

char *
cpe_status_print(const struct cpe_status *status, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	cpe_text_append(&text, "rule=");
	print_hex(&text, status->fingerprint, CPE_STATUS_FINGERPRINT);
	cpe_text_printf(&text, " window=%d strict=%s diagnosis=", status->window,
	                status->flags & CPE_STATUS_STRICT ? "yes" : "no");
	if (status->flags & CPE_STATUS_DIAGNOSES_DIFFER)
		cpe_text_append(&text, "differs");
	else
		print_day(&text, status->flags & CPE_STATUS_DIAGNOSED ? status->diagnosis : NEVER);
	cpe_text_append(&text, " site=");
	if (status->flags & CPE_STATUS_SITES_DIFFER)
		cpe_text_append(&text, "differs");
	else if (status->flags & CPE_STATUS_SITED)
		print_bits(&text, status->site);
	else
		cpe_text_append(&text, "-");
	cpe_text_append(&text, " other_primary=");
	print_day(&text, status->other_primary);
	cpe_text_append(&text, " free=");
	print_day(&text, status->free);
	cpe_text_printf(&text,
	                " not_free=%s absent=", status->flags & CPE_STATUS_NOT_FREE ? "yes" : "no");
	print_bits(&text, status->absent);
	for (int i = 0; i < CPE_STATUS_COUNTS; i++)
		cpe_text_printf(&text, " %s=%u", count_name[i], status->count[i]);
	for (int i = 0; i < status->slots; i++)
		print_slot(&text, &status->slot[i]);
	return cpe_text_close(&text, NULL);
}

static bool
scan_number(struct cpe_scan *scan, uint64_t most, uint64_t *number)
{
	int64_t count;

	if (!cpe_scan_count(scan, (int64_t) most, &count))
		return false;
	*number = (uint64_t) count;
	return true;
}

static bool
scan_hex(struct cpe_scan *scan, unsigned char *bytes, int size)
{
	for (int i = 0; i < 2 * size; i++, scan->at++)
	{
		const char *digits = "0123456789abcdef";
		const char *digit = *scan->at ? strchr(digits, *scan->at) : NULL;

		if (digit == NULL)
			return cpe_scan_expected(scan, "a digit of 0 to 9 and a to f");
		bytes[i / 2] = (unsigned char) (bytes[i / 2] << 4 | (digit - digits));
	}
	return true;
}

static bool
scan_bits(struct cpe_scan *scan, uint16_t *bits)
{
	unsigned char bytes[2] = {0, 0};

	if (!scan_hex(scan, bytes, 2))
		return false;
	*bits = (uint16_t) (bytes[0] << 8 | bytes[1]);
	return true;
}

/* A date, or "-" for NEVER. */
static bool
scan_day(struct cpe_scan *scan, int32_t *day)
{
	if (!cpe_scan_date(scan, day))
		return false;
	if (*day == CPE_NO_DATE)
		*day = NEVER;
	return true;
}

static bool
scan_yes(struct cpe_scan *scan, uint8_t *flags, enum cpe_status_flag flag)
{
	if (cpe_scan_take(scan, "no"))
		return true;
	*flags |= (uint8_t) flag;
	return cpe_scan_need(scan, "yes");
}

static bool
scan_meaning(struct cpe_scan *scan, uint8_t *meaning)
{
	uint64_t number;
	size_t size = strcspn(scan->at, " ");

	if (cpe_scan_take(scan, "unless"))
	{
		if (!scan_number(scan, CPE_STATUS_CONDITIONS - 1, &number))
			return false;
		*meaning = (uint8_t) (CPE_SAYS_UNLESS + number);
		return true;
	}
	for (int i = 0; i < CPE_SAYS_INVALID; i++)
		if (size == strlen(cpe_meaning_word[i]) && cpe_scan_take(scan, cpe_meaning_word[i]))
		{
			*meaning = (uint8_t) i;
			return true;
		}
	return cpe_scan_expected(scan, "what an event says");
}

static bool
scan_byte(struct cpe_scan *scan, uint8_t *byte)
{
	uint64_t number;

	if (!scan_number(scan, UINT8_MAX, &number))
		return false;
	*byte = (uint8_t) number;
	return true;
}

static bool
scan_slot(struct cpe_scan *scan, struct cpe_status_slot *slot)
{
	uint64_t number;
	size_t size;

	if (!cpe_scan_need(scan, " {") || !scan_byte(scan, &slot->place) || !cpe_scan_need(scan, " "))
		return false;
	size = strcspn(scan->at, " ");
	if (size > CPE_STATUS_NAME)
		return cpe_scan_expected(scan, "the name of a source");
	memcpy(slot->name, scan->at, size);
	scan->at += size;
	if (!cpe_scan_need(scan, " ") || !scan_byte(scan, &slot->rank) || !cpe_scan_need(scan, " ") ||
	    !scan_byte(scan, &slot->flags) || !cpe_scan_need(scan, " ") ||
	    !scan_meaning(scan, &slot->meaning) || !cpe_scan_need(scan, " ") ||
	    !cpe_scan_date(scan, &slot->date) || !cpe_scan_need(scan, " ") ||
	    !scan_number(scan, UINT32_MAX, &number))
		return false;
	slot->count = (uint32_t) number;
	return cpe_scan_need(scan, "}");
}

/* The diagnosis and the site: what they are, not known, or that they differ. */
static bool
scan_tumour(struct cpe_scan *scan, struct cpe_status *status)
{
	if (!cpe_scan_need(scan, " diagnosis="))
		return false;
	if (cpe_scan_take(scan, "differs"))
		status->flags |= CPE_STATUS_DIAGNOSES_DIFFER;
	else if (!cpe_scan_take(scan, "-"))
	{
		status->flags |= CPE_STATUS_DIAGNOSED;
		if (!cpe_scan_date(scan, &status->diagnosis))
			return false;
	}
	if (!cpe_scan_need(scan, " site="))
		return false;
	if (cpe_scan_take(scan, "differs"))
		status->flags |= CPE_STATUS_SITES_DIFFER;
	else if (!cpe_scan_take(scan, "-"))
	{
		status->flags |= CPE_STATUS_SITED;
		return scan_bits(scan, &status->site);
	}
	return true;
}

static bool
scan_head(struct cpe_scan *scan, struct cpe_status *status)
{
	uint64_t number;

	if (!cpe_scan_need(scan, "rule=") ||
	    !scan_hex(scan, status->fingerprint, CPE_STATUS_FINGERPRINT) ||
	    !cpe_scan_need(scan, " window=") || !scan_number(scan, CPE_STATUS_WINDOW, &number) ||
	    !cpe_scan_need(scan, " strict=") || !scan_yes(scan, &status->flags, CPE_STATUS_STRICT) ||
	    !scan_tumour(scan, status))
		return false;
	status->window = (int32_t) number;
	if (!cpe_scan_need(scan, " other_primary=") || !scan_day(scan, &status->other_primary) ||
	    !cpe_scan_need(scan, " free=") || !scan_day(scan, &status->free) ||
	    !cpe_scan_need(scan, " not_free=") ||
	    !scan_yes(scan, &status->flags, CPE_STATUS_NOT_FREE) || !cpe_scan_need(scan, " absent=") ||
	    !scan_bits(scan, &status->absent))
		return false;
	for (int i = 0; i < CPE_STATUS_COUNTS; i++)
	{
		if (!cpe_scan_need(scan, " ") || !cpe_scan_need(scan, count_name[i]) ||
		    !cpe_scan_need(scan, "=") || !scan_number(scan, UINT32_MAX, &number))
			return false;
		status->count[i] = (uint32_t) number;
	}
	return true;
}

static struct cpe_status *
empty(struct cpe_arena *arena, int slots, struct cpe_problem *problem)
{
	struct cpe_status *status = cpe_arena_alloc(arena, 1, cpe_status_size(slots), problem);

	if (status != NULL)
	{
		status->version = CPE_STATUS_VERSION;
		status->room = (uint16_t) slots;
		status->slots = (uint16_t) slots;
	}
	return status;
}

struct cpe_status *
cpe_status_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_scan scan = {"disease_status", text, text, arena, problem};
	int slots = 0;
	struct cpe_status *status;

	for (const char *c = text; *c; c++)
		slots += *c == '{';
	if (slots > CPE_STATUS_SLOTS)
	{
		impossible(problem, "There are too many slots.");
		return NULL;
	}
	status = empty(arena, slots, problem);
	if (status == NULL || !scan_head(&scan, status))
		return NULL;
	for (int i = 0; i < slots; i++)
		if (!scan_slot(&scan, &status->slot[i]))
			return NULL;
	return cpe_scan_end(&scan) && check(status, problem) ? status : NULL;
}

/* ---- bytes ---- */

#define HEAD_BYTES (2 + CPE_STATUS_FINGERPRINT + 5 * 4 + 2 * 2 + CPE_STATUS_COUNTS * 4)
#define SLOT_BYTES (8 + 4 + CPE_STATUS_NAME)

unsigned char *
cpe_status_write(const struct cpe_status *status, size_t *size, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	unsigned char *bytes =
		cpe_arena_alloc(arena, 1, HEAD_BYTES + SLOT_BYTES * (size_t) status->slots, problem);
	unsigned char *at = bytes;

	if (bytes == NULL)
		return NULL;
	*at++ = status->version;
	*at++ = status->flags;
	memcpy(at, status->fingerprint, CPE_STATUS_FINGERPRINT);
	at += CPE_STATUS_FINGERPRINT;
	at = cpe_bytes_write(at, (uint32_t) status->window, 4);
	at = cpe_bytes_write(at, (uint32_t) status->diagnosis, 4);
	at = cpe_bytes_write(at, (uint32_t) status->other_primary, 4);
	at = cpe_bytes_write(at, (uint32_t) status->free, 4);
	at = cpe_bytes_write(at, status->absent, 2);
	at = cpe_bytes_write(at, status->site, 2);
	for (int i = 0; i < CPE_STATUS_COUNTS; i++)
		at = cpe_bytes_write(at, status->count[i], 4);
	at = cpe_bytes_write(at, status->slots, 4);
	for (int i = 0; i < status->slots; i++)
	{
		const struct cpe_status_slot *slot = &status->slot[i];

		at = cpe_bytes_write(at, (uint32_t) slot->date, 4);
		at = cpe_bytes_write(at, slot->count, 4);
		*at++ = slot->place;
		*at++ = slot->meaning;
		*at++ = slot->rank;
		*at++ = slot->flags;
		memcpy(at, slot->name, CPE_STATUS_NAME);
		at += CPE_STATUS_NAME;
	}
	*size = (size_t) (at - bytes);
	return bytes;
}

static uint32_t
read_word(const unsigned char **at, int size)
{
	uint32_t word = (uint32_t) cpe_bytes_read(*at, size);

	*at += size;
	return word;
}

struct cpe_status *
cpe_status_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
                struct cpe_problem *problem)
{
	const unsigned char *at = bytes;
	struct cpe_status *status = NULL;
	size_t slots = size < HEAD_BYTES ? 0 : (size - HEAD_BYTES) / SLOT_BYTES;

	if (size < HEAD_BYTES || bytes[0] != CPE_STATUS_VERSION ||
	    size != HEAD_BYTES + slots * SLOT_BYTES ||
	    slots != cpe_bytes_read(bytes + HEAD_BYTES - 4, 4) || slots > CPE_STATUS_SLOTS)
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL,
		                "invalid binary form of type disease_status: unknown version or of wrong "
		                "length");
		return NULL;
	}
	status = empty(arena, (int) slots, problem);
	if (status == NULL)
		return NULL;
	status->flags = at[1];
	memcpy(status->fingerprint, at + 2, CPE_STATUS_FINGERPRINT);
	at += 2 + CPE_STATUS_FINGERPRINT;
	status->window = (int32_t) read_word(&at, 4);
	status->diagnosis = (int32_t) read_word(&at, 4);
	status->other_primary = (int32_t) read_word(&at, 4);
	status->free = (int32_t) read_word(&at, 4);
	status->absent = (uint16_t) read_word(&at, 2);
	status->site = (uint16_t) read_word(&at, 2);
	for (int i = 0; i < CPE_STATUS_COUNTS; i++)
		status->count[i] = read_word(&at, 4);
	at += 4;
	for (size_t i = 0; i < slots; i++)
	{
		struct cpe_status_slot *slot = &status->slot[i];

		slot->date = (int32_t) read_word(&at, 4);
		slot->count = read_word(&at, 4);
		slot->place = *at++;
		slot->meaning = *at++;
		slot->rank = *at++;
		slot->flags = *at++;
		memcpy(slot->name, at, CPE_STATUS_NAME);
		at += CPE_STATUS_NAME;
	}
	return check(status, problem) ? status : NULL;
}
