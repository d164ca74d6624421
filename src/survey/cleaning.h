#ifndef CPE_SURVEY_CLEANING_H
#define CPE_SURVEY_CLEANING_H

#include "survey/catalogue.h"

/*
 * What is wrong with the answers of one respondent, and the answers without it.  The steps, in
 * this order: codes that stand for no answer become missing; rules of boxes; filters that are
 * missing get their back code when a question behind them has an answer that counts; answers to
 * questions that were not asked become missing.  Codes that are none of the question's are reported
 * and, on request, become missing.
 *
 * A question stands behind a filter when the filter's back code leads to it, or to another filter
 * whose answer, given or back-coded, leads on to it.
 *
 * What is clean stays as it is when it is cleaned again: the reader of catalogues sees to it that
 * rules do not undo one another.
 */
enum cpe_fault
{
	CPE_FAULT_OUT_OF_RANGE,
	CPE_FAULT_CONTRADICTION,
	CPE_FAULT_EXCLUSIVE,
	CPE_FAULT_NOT_TICKED, /* a blank box among ticked ones becomes unticked: no fault of theirs */
	CPE_FAULT_NONE_TICKED,
	CPE_FAULT_BACK_CODED,
	CPE_FAULT_NOT_ASKED,
	CPE_FAULT_FILTER_MISSING
};
extern const char *const cpe_fault_word[];

struct cpe_finding
{
	int question;
	enum cpe_fault fault;
	int because; /* the filter, or -1 */
	const struct cpe_box_rule *rule;
	bool given; /* what it was */
	int32_t answer;
	bool becomes_given; /* what it becomes */
	int32_t becomes;
};

/* Told of each finding, in the order of the steps; may be NULL. */
struct cpe_findings
{
	void (*tell)(struct cpe_findings *findings, const struct cpe_finding *finding);
	void *owner;
};

/* Cleans in place; with keep_invalid a code that is none of the question's stays as it is. */
extern void cpe_clean(const struct cpe_wave *wave, int32_t *answer, bool *given, bool keep_invalid,
                      struct cpe_findings *findings);

#endif
