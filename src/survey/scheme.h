#ifndef CPE_SURVEY_SCHEME_H
#define CPE_SURVEY_SCHEME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/*
 * Sub-groups: what a code or a number is grouped under.  Texts here are given with their length, in
 * any encoding that has ASCII in it as it is.
 */

/*
 * The normal form of an ICD-10 code: a capital letter, two digits and, where there is one, the
 * fourth character, a digit, without a dot.  Blanks around it, small letters, the filler X, a dash
 * for no fourth character, and what can follow a fourth character (a fifth digit, dagger D,
 * asterisk A) are taken and left out.
 */
#define CPE_ICD10_SIZE 5
extern bool cpe_icd10_normal(const char *text, size_t length, char normal[CPE_ICD10_SIZE],
                             struct cpe_problem *problem);

/* Which fifth of the areas the number 1 is in, as files have it. */
enum cpe_orientation
{
	CPE_ORIENTATION_NONE,
	CPE_MOST_FIRST,
	CPE_LEAST_FIRST
};
extern bool cpe_orientation_by_name(const char *name, size_t length,
                                    enum cpe_orientation *orientation);

/*
 * A fifth of deprivation, 1 the most deprived to 5 the least, from "1 - most deprived",
 * "1 - least deprived", "5 - least deprived", or from a bare number and its orientation.  Words and
 * orientation that contradict each other are a problem, and so is a bare number without one.
 */
extern bool cpe_deprivation_quintile(const char *text, size_t length,
                                     enum cpe_orientation orientation, int *quintile,
                                     struct cpe_problem *problem);

/*
 * A range of codes of the same length, or a band of numbers, and its group.  Those of one array do
 * not overlap and are in order: codes by length, then by first; bands by low.
 */
struct cpe_code_range
{
	const char *first;
	const char *last;
	size_t length;
	const char *group;
};
struct cpe_band
{
	double low;
	double high;
	bool low_inside;
	bool high_inside;
	const char *group;
};

/* The group of a code among n ranges, or NULL. */
extern const char *cpe_code_group(const struct cpe_code_range *range, int n, const char *code,
                                  size_t length);

/* The same for an ICD-10 code in normal form: a range of four characters before one of three. */
extern const char *cpe_icd10_group(const struct cpe_code_range *range, int n, const char *code);

/* The group of a number among n bands, or NULL; a band's ends are in it as it says. */
extern const char *cpe_band_group(const struct cpe_band *band, int n, double value);

#endif
