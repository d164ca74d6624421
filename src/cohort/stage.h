#ifndef CPE_COHORT_STAGE_H
#define CPE_COHORT_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/* What a stage comes to. */
enum cpe_stage_status
{
	CPE_STAGE_STAGED,
	CPE_STAGE_ZERO,
	CPE_STAGE_MISSING,
	CPE_STAGE_UNSTAGEABLE
};
extern bool cpe_stage_status_by_name(const char *name, enum cpe_stage_status *status);
extern const char *cpe_stage_status_name(enum cpe_stage_status status);

/*
 * How a system's stages read: those that begin with a prefix.  distant: 0 no, 1 yes, -1 the system
 * does not tell.
 */
struct cpe_stage_rule
{
	const char *prefix;
	size_t length;
	enum cpe_stage_status status;
	int distant;
	bool own;            /* of the system itself, and not of any */
	const void *meaning; /* the caller's */
};

/*
 * The rule of a stage, or NULL: the one of the longest prefix, of the same length the system's own.
 * Blanks around the stage and the case of letters are nothing.  An empty stage has none.
 */
extern const struct cpe_stage_rule *cpe_stage_find(const struct cpe_stage_rule *rule, int n,
                                                   const char *stage, size_t length);

/*
 * Whether there was anything to stage, as registries flag it: Y staged, N missing, U and NA
 * unstageable; not said where the text is empty.  False when it is another word.
 */
enum cpe_stageable
{
	CPE_STAGEABLE_NOT_SAID,
	CPE_STAGEABLE_STAGED,
	CPE_STAGEABLE_MISSING,
	CPE_STAGEABLE_UNSTAGEABLE
};
extern bool cpe_stageable_read(const char *text, size_t length, enum cpe_stageable *stageable);

/* The status by flag and rule; rule NULL: no stage that is known. */
extern enum cpe_stage_status cpe_stage_status(const struct cpe_stage_rule *rule,
                                              enum cpe_stageable stageable);

/*
 * What an M category says of distant disease: 1 for M1 with any letter behind it, 0 for M0, -1 for
 * MX and nothing.  Prefixes c, p and M are taken.  False when it is another word.
 */
extern bool cpe_m_category(const char *text, size_t length, int *distant);

/* The name of a system as registries are compared by: capitals, no blanks; at most size - 1. */
#define CPE_STAGE_SYSTEM_SIZE 64
extern bool cpe_stage_system_name(const char *text, size_t length,
                                  char name[CPE_STAGE_SYSTEM_SIZE]);

#endif
