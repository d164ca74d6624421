#ifndef CPE_PUBLISH_PUBLISH_JUDGEMENT_H
#define CPE_PUBLISH_PUBLISH_JUDGEMENT_H

/* PostgreSQL side: which cells of a release may be shown, and the proof. */

#include "publish/publish_ledger.h"

/* Decides on all cells, each part with what earlier releases have shown, and proves it. */
extern void cpe_judge(struct cpe_made_release *made, struct cpe_release_cells *cells);

#endif
