#ifndef CPE_ADJUST_ADJUST_CAHPS_H
#define CPE_ADJUST_ADJUST_CAHPS_H

/* PostgreSQL side: what the functions cahps and cahps_composite have in common. */

#include "cancer_pe.h"

#include "adjust/cahps.h"
#include "base/base.h"
#include "base/base_row.h"

/* The options of both. */
#define CPE_CAHPS_KEYS                                                                             \
	"terms", "linear", "reference", "missing", "weights", "alpha", "change", "meandiff", "lowest", \
		"highest", "floor", "z", "minimum", "overall"

/* They, read for a model of these cells; unknown ones are for the caller to refuse. */
extern struct cpe_cahps_options cpe_cahps_read_options(const struct cpe_options *options,
                                                       const struct cpe_cells *cells);

/* The columns of an organisation, and of all, but for the status. */
extern void cpe_cahps_put(struct cpe_row *to, const struct cpe_cahps_organisation *organisation);
extern void cpe_cahps_put_test(struct cpe_row *to, const struct cpe_cahps *cahps);

#endif
