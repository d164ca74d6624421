#ifndef CPE_SURVEY_PLAN_H
#define CPE_SURVEY_PLAN_H

#include "survey/catalogue.h"

/*
 * The plan of counting a wave: a document with those of its questions that are to be counted, and
 * of each only what counting needs, so that plans that count the same are the same text.
 */
struct cpe_plan_choice
{
	bool *chosen; /* by question */
	bool clean, strict, neutral_scored;
};

/* The questions that are counted when nobody chooses: scored ones and ratings with options. */
extern void cpe_plan_default(const struct cpe_wave *wave, bool *chosen);

/*
 * What cleaning needs of a row besides, so that the outcome does not depend on the choice: filters,
 * all that stands behind a back-coded one, and the boxes of one rule together.
 */
extern void cpe_plan_complete(const struct cpe_wave *wave, bool *chosen);

/* The document in UTF-8, in the arena; NULL and the problem when there is no memory. */
extern char *cpe_plan_write(struct cpe_arena *arena, const struct cpe_wave *wave,
                            const struct cpe_plan_choice *choice, size_t *length,
                            struct cpe_problem *problem);

#endif
