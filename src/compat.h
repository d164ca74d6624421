#ifndef CPE_COMPAT_H
#define CPE_COMPAT_H

/* Every difference between the supported server versions (15, 17, 18). */

#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#endif

#if PG_VERSION_NUM >= 180000
#define CPE_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "cancer_pe", .version = CPE_VERSION)
#else
#define CPE_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* PostgreSQL 18 has it, in front of the declaration; before it there was another, behind. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

/* The receiver of soft errors of an input function, and whether there is one. */
#if PG_VERSION_NUM >= 160000
#define CPE_SOFT_ERRORS(fcinfo) ((fcinfo)->context)
#else
#define CPE_SOFT_ERRORS(fcinfo) NULL
#define errsave(context, ...) ereport(ERROR, __VA_ARGS__)
#endif

#endif
