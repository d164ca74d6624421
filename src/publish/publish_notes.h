#ifndef CPE_PUBLISH_PUBLISH_NOTES_H
#define CPE_PUBLISH_PUBLISH_NOTES_H

/* PostgreSQL side: what a release tells of itself. */

#include "publish/publish_ledger.h"

/* Of the tables written: the place-th, columns and notes last. */
extern const struct cpe_plain_table *cpe_made_table(const struct cpe_made_release *made, int place);

/* The table of columns, and that of notes. */
extern struct cpe_plain_table *cpe_release_columns(const struct cpe_made_release *made);
extern struct cpe_plain_table *cpe_notes_of_release(const struct cpe_made_release *made,
                                                    const char *published);

/* The checksum of all that does not depend on the day of publication. */
extern char *cpe_release_checksum(const struct cpe_made_release *made);

#endif
