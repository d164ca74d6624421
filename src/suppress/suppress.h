#ifndef CPE_SUPPRESS_SUPPRESS_H
#define CPE_SUPPRESS_SUPPRESS_H

/* PostgreSQL side. */

/* Defines the settings of the room (cancer_pe.max_cells); called when the library is loaded. */
extern void cpe_suppress_settings(void);

#endif
