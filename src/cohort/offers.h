#ifndef CPE_COHORT_OFFERS_H
#define CPE_COHORT_OFFERS_H

#include <stdint.h>

#include "base/arena.h"
#include "cohort/scan.h"

/*
 * The first offer of an assessment or a care plan to a patient, from the events of cancer records:
 * the rule of the national study of holistic needs assessments (2024), with what it leaves open
 * said.  A state keeps each different event once, with how often it was there, so that it does not
 * depend on the order of rows: merging the states of any parts of the events gives that of all.
 */

/* What an event holds beside its date; in this order events of a day are told apart. */
enum
{
	CPE_OFFER_TRUST,
	CPE_OFFER_PATHWAY,
	CPE_OFFER_CODE,
	CPE_OFFER_STAFF,
	CPE_OFFER_WORDS
};
#define CPE_OFFER_WORD 200    /* bytes of a word at most */
#define CPE_OFFER_EVENTS 5000 /* different events of a patient at most */
#define CPE_OFFER_CODES 100   /* codes of a rule at most */

struct cpe_word
{
	const char *bytes; /* NULL: none */
	size_t length;
};

struct cpe_offer_event
{
	int32_t date;
	int64_t times;
	struct cpe_word word[CPE_OFFER_WORDS];
};

/* Holistic needs assessment; personalised care and support plan. */
enum cpe_offer_kind
{
	CPE_OFFER_HNA,
	CPE_OFFER_PCSP,
	CPE_OFFER_KINDS
};
extern const char cpe_offer_kind_names[];

/* Switches of a rule. */
#define CPE_OFFER_STRICT 1  /* a code that is not listed is an error */
#define CPE_OFFER_REPAIR 2  /* the first 00 of a code is read as 0 */
#define CPE_OFFER_MISSING 4 /* an event without code is an offer */
#define CPE_OFFER_BLANK 8   /* an event with an empty code is an offer */
#define CPE_OFFER_DEATH 16  /* an event after the day of death can be an offer */
#define CPE_OFFER_SWITCHES 5

/* Its codes in ascending order of bytes. */
struct cpe_offer_rule
{
	enum cpe_offer_kind kind;
	int32_t max_days;
	int switches;
	int codes[2]; /* those that are valid, those of no offer */
	struct cpe_word *code[2];
};

/* The codes of a kind that are listed in the data dictionary, NULL at the end. */
extern const char *const *cpe_offer_kind_codes(enum cpe_offer_kind kind);

/* Brings a rule into its order; a code twice, empty or too long is refused. */
extern bool cpe_offer_rule_close(struct cpe_offer_rule *rule, struct cpe_problem *problem);

#define CPE_OFFERS_VERSION 1
struct cpe_offers
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t closed; /* whether the events are in order */
	uint8_t reserved[2];
	int32_t diagnosis; /* CPE_NO_DATE: not known */
	int32_t death;
	int64_t undated; /* events without a date */
	uint32_t rule_size;
	uint32_t events;
	uint32_t used;        /* bytes of data: the rule, the events */
	uint32_t room;        /* for so many */
	unsigned char data[]; /* a rule's canonical bytes; events */
};

extern size_t cpe_offers_size(const struct cpe_offers *offers);

/* The canonical bytes of a rule, and back. */
extern unsigned char *cpe_offer_rule_write(const struct cpe_offer_rule *rule, size_t *size,
                                           struct cpe_arena *arena, struct cpe_problem *problem);
extern bool cpe_offer_rule_read(const unsigned char *bytes, size_t size,
                                struct cpe_offer_rule *rule, struct cpe_arena *arena,
                                struct cpe_problem *problem);

/* A state of no events, with room for so many bytes of them; and a copy of one, no less roomy. */
extern struct cpe_offers *cpe_offers_open(const unsigned char *rule, size_t rule_size, size_t room,
                                          struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_offers *cpe_offers_copy(const struct cpe_offers *offers, size_t room,
                                          struct cpe_arena *arena, struct cpe_problem *problem);

/* The state with an event more, itself or a roomier one. */
extern struct cpe_offers *cpe_offers_add(struct cpe_offers *offers,
                                         const struct cpe_offer_event *event,
                                         struct cpe_arena *arena, struct cpe_problem *problem);

/* Takes note of the dates that a patient has one of; another one than before is refused. */
extern bool cpe_offers_patient(struct cpe_offers *offers, int32_t diagnosis, int32_t death,
                               struct cpe_problem *problem);
extern bool cpe_offers_undated(struct cpe_offers *offers, int64_t events,
                               struct cpe_problem *problem);

/* The state with those of another patient's part, of the same rule; itself or a roomier one. */
extern struct cpe_offers *cpe_offers_merge(struct cpe_offers *offers,
                                           const struct cpe_offers *other, struct cpe_arena *arena,
                                           struct cpe_problem *problem);

/* The events in the order of their dates and words, new in the arena. */
extern struct cpe_offer_event *cpe_offers_events(const struct cpe_offers *offers,
                                                 struct cpe_arena *arena,
                                                 struct cpe_problem *problem);

/* The state with its events in order and without room; itself where it is so. */
extern const struct cpe_offers *cpe_offers_close(const struct cpe_offers *offers,
                                                 struct cpe_arena *arena,
                                                 struct cpe_problem *problem);

/* What became of a patient's events: one count of different events each, but for the last four. */
enum
{
	CPE_OFFERS_OFFERS,
	CPE_OFFERS_BEFORE,      /* before the diagnosis */
	CPE_OFFERS_LATE,        /* after the window */
	CPE_OFFERS_NOT_OFFERED, /* with a code that says so */
	CPE_OFFERS_DROPPED, /* without code or with an empty one, where that is no offer; after death
	                       likewise */
	CPE_OFFERS_INVALID, /* with a code that is not listed */
	CPE_OFFERS_EVENTS,  /* all of those */
	CPE_OFFERS_AFTER_DEATH, /* among all */
	CPE_OFFERS_DUPLICATES,  /* repetitions, beside all */
	CPE_OFFERS_UNDATED,     /* beside all */
	CPE_OFFERS_COUNTS
};

struct cpe_first_offer
{
	bool found;
	struct cpe_offer_event event; /* its code as repaired */
	int32_t days;
	bool complete;
	bool repaired;
	int64_t count[CPE_OFFERS_COUNTS];
};

extern bool cpe_offers_first(const struct cpe_offers *offers, struct cpe_first_offer *first,
                             struct cpe_arena *arena, struct cpe_problem *problem);

/* The exact text, and the canonical bytes, of a closed state. */
extern char *cpe_offers_print(const struct cpe_offers *closed, struct cpe_arena *arena,
                              struct cpe_problem *problem);
extern struct cpe_offers *cpe_offers_parse(const char *text, struct cpe_arena *arena,
                                           struct cpe_problem *problem);
extern unsigned char *cpe_offers_write(const struct cpe_offers *closed, size_t *size,
                                       struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_offers *cpe_offers_read(const unsigned char *bytes, size_t size,
                                          struct cpe_arena *arena, struct cpe_problem *problem);

/* Whether an organisation sends in its records; by the study's program or by its words. */
enum cpe_submitting_rule
{
	CPE_SUBMITTING_CODED,
	CPE_SUBMITTING_WRITTEN
};
extern const char cpe_submitting_rule_names[];
extern bool cpe_submitting(enum cpe_submitting_rule rule, int64_t events, int64_t patients);

#endif
