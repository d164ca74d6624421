#ifndef CPE_COHORT_NHS_NUMBER_H
#define CPE_COHORT_NHS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/*
 * An NHS number as its ten digits, from a text with or without blanks and hyphens between them.
 * The tenth digit checks the others: 11 less the remainder by 11 of the sum of the nine digits
 * times 10, 9, ... 2, where 11 stands for 0 and 10 for no number at all.  Ten zeros pass that and
 * are the filler of files without a number: a problem.
 */
#define CPE_NHS_NUMBER_SIZE 11
extern bool cpe_nhs_number(const char *text, size_t length, char number[CPE_NHS_NUMBER_SIZE],
                           struct cpe_problem *problem);

#endif
