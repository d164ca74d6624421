#ifndef CPE_BENCHMARK_BENCHMARK_UNIT_H
#define CPE_BENCHMARK_BENCHMARK_UNIT_H

/* PostgreSQL side: units' figures as arguments, NAN where there is none. */

#include "postgres.h"

#include "base/base.h"

#define CPE_FIGURE_LARGEST 1e150 /* squares of what is larger are no doubles */

/* Refuse a score beyond that; an amount, as a standard error, that is neither 0 nor within it. */
extern void cpe_check_score(double score, const char *name);
extern void cpe_check_se(double se);
extern void cpe_check_amount(double amount, const char *name, const char *range);

/* Refuse a proportion that is none, and a negative number of answers. */
extern void cpe_check_proportion(double score, const char *hint);
extern void cpe_check_answers(double n);

/* The option "nodes", of a quadrature. */
extern int cpe_nodes_option(const struct cpe_options *options);

#endif
