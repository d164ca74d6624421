#ifndef CPE_COHORT_SECONDARY_H
#define CPE_COHORT_SECONDARY_H

#include "cohort/status_rule.h"

/*
 * What the events of one patient's tumour tell of secondary disease: in flat memory, of a size that
 * the rule bounds.  Of each source and meaning it keeps the earliest event that counts, and how
 * many there are.  While the diagnosis is not known every date counts, and while the site is not
 * known it is open what some codes mean.
 *
 * Merge law: merging the states of any parts of the events gives that of all, to the bit.
 */
#define CPE_STATUS_VERSION 1
#define CPE_STATUS_FINGERPRINT 8
#define CPE_STATUS_PENDING 1000 /* most different events before a diagnosis is known */
#define CPE_STATUS_SLOTS                                                                           \
	(CPE_STATUS_PENDING + 32 * CPE_STATUS_SOURCES) /* meanings and conditions */

struct cpe_status_slot
{
	int32_t date; /* CPE_NO_DATE: undated, at the diagnosis */
	uint32_t count;
	uint8_t place;
	uint8_t meaning;
	uint8_t rank;
	uint8_t flags;
	char name[CPE_STATUS_NAME];
};

enum cpe_status_flag
{
	CPE_STATUS_DIAGNOSED = 1, /* the diagnosis is known */
	CPE_STATUS_SITED = 2,     /* the site is */
	CPE_STATUS_DIAGNOSES_DIFFER = 4,
	CPE_STATUS_SITES_DIFFER = 8,
	CPE_STATUS_NOT_FREE = 16, /* never informed that no disease can be found */
	CPE_STATUS_STRICT = 32
};
#define CPE_STATUS_DIFFER (CPE_STATUS_DIAGNOSES_DIFFER | CPE_STATUS_SITES_DIFFER)

enum cpe_status_count
{
	CPE_EVENTS,
	CPE_BEFORE,  /* before the diagnosis */
	CPE_IGNORED, /* say nothing */
	CPE_RETIRED, /* with a code that was not valid then; they count all the same */
	CPE_INVALID_EVENTS,
	CPE_UNDATED,
	CPE_LATE, /* after the last day of the rule */
	CPE_STATUS_COUNTS
};

struct cpe_status
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t flags;
	uint16_t slots;
	uint16_t room;   /* for slots */
	uint16_t absent; /* ranks of sources that say there is no distant disease, as bits */
	unsigned char fingerprint[CPE_STATUS_FINGERPRINT]; /* of the rule */
	int32_t window;
	int32_t diagnosis;
	int32_t other_primary; /* the earliest; INT32_MAX: none */
	int32_t free;          /* when first informed of freedom from disease; INT32_MAX: never */
	uint32_t count[CPE_STATUS_COUNTS];
	uint16_t site; /* the conditions it meets */
	uint16_t reserved;
	struct cpe_status_slot slot[]; /* by place, meaning and date; without diagnosis one a date */
};

static inline size_t
cpe_status_size(int room)
{
	return sizeof(struct cpe_status) + sizeof(struct cpe_status_slot) * (size_t) room;
}

/* A state of no events. */
extern void cpe_status_open(struct cpe_status *status, int room, const struct cpe_status_rule *rule,
                            const unsigned char fingerprint[CPE_STATUS_FINGERPRINT]);

/* One row of a patient. */
struct cpe_status_event
{
	const struct cpe_status_source *source; /* NULL: the row has no event */
	uint8_t meaning;
	bool retired;
	int32_t date; /* CPE_NO_DATE: none */
	bool late;
	bool diagnosed;
	int32_t diagnosis;
	bool sited;
	uint16_t site;
};

enum cpe_status_step
{
	CPE_STATUS_DONE,
	CPE_STATUS_ROOM, /* nothing has changed: try again with more room */
	CPE_STATUS_PROBLEM
};

/* Adds a row; with a problem the state is of no use any more. */
extern enum cpe_status_step cpe_status_add(struct cpe_status *status,
                                           const struct cpe_status_event *event,
                                           struct cpe_problem *problem);

/* Adds all of another state, of the same rule. */
extern enum cpe_status_step cpe_status_merge(struct cpe_status *status,
                                             const struct cpe_status *other,
                                             struct cpe_problem *problem);

/* ---- the judgement ---- */

enum cpe_status_class
{
	CPE_CLASS_DE_NOVO,
	CPE_CLASS_RECURRENT,
	CPE_CLASS_PROGRESSED,
	CPE_CLASS_AMBIGUOUS,
	CPE_CLASS_LOCAL_REGIONAL,
	CPE_CLASS_SELF_REPORT,
	CPE_CLASS_NONE,
	CPE_CLASSES /* and for: cannot be told */
};
extern const char *const cpe_status_class_word[CPE_CLASSES];

/* What contradicts what, as bits. */
enum cpe_status_conflict
{
	CPE_CONFLICT_STRONGER_LOCAL = 1,
	CPE_CONFLICT_STRONGER_ABSENT = 2,
	CPE_CONFLICT_EQUAL_ABSENT = 4,
	CPE_CONFLICT_MULTIPLE = 8,
	CPE_CONFLICT_STRONGER_LATER = 16,
	CPE_CONFLICT_WEAKER_EARLIER = 32,
	CPE_CONFLICT_FREE_AND_PROGRESSED = 64,
	CPE_CONFLICT_NOT_FREE_AND_RECURRENT = 128,
	CPE_CONFLICT_SITE_UNKNOWN = 256
};
#define CPE_STATUS_CONFLICTS 9
extern const char *const cpe_status_conflict_word[CPE_STATUS_CONFLICTS];

struct cpe_secondary
{
	enum cpe_status_class class;
	const char *status;                   /* why the class cannot be told, or NULL */
	const struct cpe_status_slot *winner; /* NULL: none */
	unsigned conflicts;
	bool prevalent;
	uint64_t distant_events;
	uint64_t ignored; /* with those that stay open while the site is not known */
};

extern void cpe_status_judge(const struct cpe_status *status, struct cpe_secondary *secondary);

/* ---- forms ---- */

extern char *cpe_status_print(const struct cpe_status *status, struct cpe_arena *arena,
                              struct cpe_problem *problem);
extern struct cpe_status *cpe_status_parse(const char *text, struct cpe_arena *arena,
                                           struct cpe_problem *problem);
extern unsigned char *cpe_status_write(const struct cpe_status *status, size_t *size,
                                       struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_status *cpe_status_read(const unsigned char *bytes, size_t size,
                                          struct cpe_arena *arena, struct cpe_problem *problem);

#endif
