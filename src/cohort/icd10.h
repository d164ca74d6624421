#ifndef CPE_COHORT_ICD10_H
#define CPE_COHORT_ICD10_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "survey/scheme.h"

/*
 * The normal form of an ICD-10 code, as cpe_icd10_normal, with a problem that says at which
 * character the text goes wrong.
 */
extern bool cpe_icd10_read(const char *text, size_t length, char normal[CPE_ICD10_SIZE],
                           struct cpe_problem *problem);

/*
 * A set of ICD-10 codes of four characters, a bit each.  It is written as codes and ranges apart by
 * commas, in any spelling: "C50", "C15-C17, C22", "C78.0-C78.7", "C50.-".  A code of three
 * characters is all of its fourth characters.  An item behind an exclamation mark is left out,
 * wherever it stands: "C00-C97, !C44".
 */
#define CPE_ICD10_CODES 26000
struct cpe_icd10_set
{
	uint8_t bits[CPE_ICD10_CODES / 8];
};

extern bool cpe_icd10_set_read(const char *text, size_t length, struct cpe_icd10_set *set,
                               struct cpe_problem *problem);

/*
 * Whether a code in normal form is in the set; one of three characters is when all of its fourth
 * characters are.
 */
extern bool cpe_icd10_set_has(const struct cpe_icd10_set *set, const char *normal);

/*
 * Whether a secondary code in normal form is distant disease of a primary tumour (NULL: of an
 * unknown site): C78, C79 and C77, but for breast (C50, D05) C77.3 is regional.  0 no, 1 yes, -1
 * not known.
 */
extern int cpe_icd10_distant(const char *normal, const char *primary);

#endif
