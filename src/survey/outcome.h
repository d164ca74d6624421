#ifndef CPE_SURVEY_OUTCOME_H
#define CPE_SURVEY_OUTCOME_H

#include "base/summary.h"

/*
 * What became of each questionnaire that was mailed: one count an outcome, and one for those of
 * whom nothing is known.
 */
enum cpe_outcome
{
	CPE_RESPONDED,
	CPE_NOT_RESPONDED,
	CPE_DECEASED,
	CPE_UNDELIVERABLE,
	CPE_INELIGIBLE,
	CPE_OPTED_OUT,
	CPE_EXCLUDED,
	CPE_OUTCOME_UNKNOWN,
	CPE_OUTCOMES
};
extern const struct cpe_summary_kind cpe_response_kind;

/* The words for outcomes as a list for messages. */
extern const char cpe_outcome_names[];

/* The outcome of that name (of unknown, too); false if there is none such. */
extern bool cpe_outcome_by_name(const char *name, size_t length, enum cpe_outcome *outcome);

/* What a rate of response is taken of. */
enum cpe_response_basis
{
	CPE_BASIS_RAW,     /* everybody mailed */
	CPE_BASIS_ADJUSTED /* without the deceased, undeliverable, ineligible and excluded */
};
extern const char cpe_response_basis_names[];
extern bool cpe_response_basis_by_name(const char *name, enum cpe_response_basis *basis);

/* How many there are of that basis; -1 where they are too many for a bigint. */
extern int64_t cpe_response_eligible(const struct cpe_summary *response,
                                     enum cpe_response_basis basis);

#endif
