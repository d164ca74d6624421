#ifndef CPE_TALLY_TALLY_H
#define CPE_TALLY_TALLY_H

/* PostgreSQL side: what the room's aggregates have alike. */

#include "cancer_pe.h"

/* A weight argument; it must be there, positive and finite. */
extern double cpe_weight_arg(FunctionCallInfo fcinfo, int argument);

#endif
