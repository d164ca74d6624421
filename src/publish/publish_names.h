#ifndef CPE_PUBLISH_PUBLISH_NAMES_H
#define CPE_PUBLISH_PUBLISH_NAMES_H

/* PostgreSQL side: that releases of the same people call the same things by the same names. */

#include "publish/publish_release.h"

/* Cells of a release, and what the ledger calls their dimensions. */
struct cpe_named_cells
{
	const char *release; /* as in messages */
	const struct cpe_release_cells *cells;
	const char *const *dimension; /* first names */
};

/*
 * Refuses columns of kind time and separate that only some tables have, of the release and of those
 * that are linked with it, and a dimension that is new by its name only; but for those that the
 * release says to be of another measure.  Cells are linked by the names of these columns.
 */
extern void cpe_names_check(const struct cpe_release *release, const struct cpe_named_cells *own,
                            const struct cpe_named_cells *linked, int count);

/* Refuses what columns are said to have been, where no earlier release had them. */
extern void cpe_names_check_renames(const struct cpe_release *release,
                                    const struct cpe_named_cells *earlier, int count);

#endif
