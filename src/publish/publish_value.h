#ifndef CPE_PUBLISH_PUBLISH_VALUE_H
#define CPE_PUBLISH_PUBLISH_VALUE_H

/* PostgreSQL side: what stands in plain tables as text that no setting changes. */

#include "postgres.h"

/* Whether a column of that type holds numbers. */
extern bool cpe_value_is_number(Oid type);

/* Whether it is one of the types of releases: text, integer, double precision, boolean, date. */
extern bool cpe_value_is_plain(Oid type);

/*
 * A value as text: numbers with that many decimals, rounded as display() does, or with as many as
 * they have (-1); dates as 2018-04-01; truth as true and false; other types as they print.  column
 * is for messages.
 */
extern char *cpe_value_text(Datum value, Oid type, int decimals, const char *column);

#endif
