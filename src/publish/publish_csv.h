#ifndef CPE_PUBLISH_PUBLISH_CSV_H
#define CPE_PUBLISH_PUBLISH_CSV_H

/* PostgreSQL side: rows as lines of a CSV file. */

#include "publish/publish_plain.h"

/* A row as one line of the result of a function that returns a set of texts (ReturnSetInfo). */
extern void cpe_csv_put(void *result, const char *const *field, int fields);

/* Whether a column stands in the files of a release. */
extern bool cpe_shown_in_csv(const struct cpe_shown_column *column);

#endif
