#ifndef CPE_SURVEY_SURVEY_H
#define CPE_SURVEY_SURVEY_H

/* PostgreSQL side: waves as arguments. */

#include "cancer_pe.h"

#include "utils/array.h"

#include "base/base_plan.h"
#include "survey/catalogue.h"

extern const struct cpe_plan_kind cpe_survey_plan_kind;

/* The same, but a name stands for the wave's plan with default options. */
extern const struct cpe_plan_kind cpe_default_plan_kind;

/*
 * The wave that a text argument names, or that a survey_plan argument is; an unknown name is an
 * error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
static inline const struct cpe_wave *
cpe_wave_arg(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo)
{
	return cpe_plan_named(fcinfo, argument, memo, &cpe_survey_plan_kind);
}

static inline const struct cpe_wave *
cpe_wave_plan_arg(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo)
{
	return cpe_plan_value_entry(fcinfo, argument, memo, &cpe_survey_plan_kind)->definition;
}

/* The question found in a column of that name, which is in the server's encoding; -1: none. */
extern int cpe_question_in_column(const struct cpe_wave *wave, const char *name, size_t length);

/* An error for a code that is none of the question's, with the codes allowed. */
pg_noreturn extern void cpe_refuse_code(const struct cpe_wave *wave,
                                        const struct cpe_question *question, int32 code);

/* The codes of a question as a list for messages, the first ones of many. */
extern char *cpe_code_list(const struct cpe_question *question);

/* Spreads an int[] over the questions of a plan; another number of answers is an error. */
extern void cpe_spread_row(const struct cpe_wave *wave, ArrayType *array, int32_t *answer,
                           bool *given);

#endif
