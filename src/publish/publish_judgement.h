#ifndef CPE_PUBLISH_PUBLISH_JUDGEMENT_H
#define CPE_PUBLISH_PUBLISH_JUDGEMENT_H

/* PostgreSQL side: which cells of a release may be shown, and the proof. */

#include "publish/publish_ledger.h"

/* Decides on all cells, each part with what earlier releases have shown, and proves it. */
extern void cpe_judge(struct cpe_made_release *made, struct cpe_release_cells *cells);

/* verified, or the first thing that is wrong with the certificates of cells as published. */
extern char *cpe_verify_parts(struct cpe_made_release *made, struct cpe_release_cells *cells);

#endif
