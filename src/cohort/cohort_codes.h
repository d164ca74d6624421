#ifndef CPE_COHORT_COHORT_CODES_H
#define CPE_COHORT_COHORT_CODES_H

/* PostgreSQL side: rows out of functions that look registries up. */

#include "cancer_pe.h"

/* The result as a row; its type is kept in the lookup of the call site. */
extern Datum cpe_looked_up_row(FunctionCallInfo fcinfo, Datum *value, bool *null);

#endif
