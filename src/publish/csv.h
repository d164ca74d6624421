#ifndef CPE_PUBLISH_CSV_H
#define CPE_PUBLISH_CSV_H

#include "base/text.h"

/*
 * Fields as a line of RFC 4180, without its end; NULL is a blank field, an empty text "".  The
 * fields are in any encoding that has ASCII in it as it is.  Failures stick to the text.
 */
extern void cpe_csv_line(struct cpe_text *out, const char *const *field, int fields);

#endif
