#ifndef CPE_ADJUST_OUTCOME_RULE_H
#define CPE_ADJUST_OUTCOME_RULE_H

#include "survey/catalogue.h"

/*
 * How the answers to a question of a plan become outcomes, as a text of ASCII characters: where it
 * is the same for two plans, the same answers have the same outcome, whatever else the plans count.
 *
 * It has each code of the question with its outcome; where the plan cleans, also what cleaning of
 * this question looks at (cpe_plan_complete): routing, classes of filters and of what stands behind
 * them, rules of boxes, codes that stand for no answer.  It has neither the wave, nor columns, nor
 * what is done about codes that are none of the question's, which are no outcomes in any plan.
 */
extern char *cpe_outcome_rule(struct cpe_arena *arena, const struct cpe_wave *wave, int question,
                              size_t *length, struct cpe_problem *problem);

#endif
