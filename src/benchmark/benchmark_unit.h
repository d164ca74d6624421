#ifndef CPE_BENCHMARK_BENCHMARK_UNIT_H
#define CPE_BENCHMARK_BENCHMARK_UNIT_H

/* PostgreSQL side: scores and standard errors as arguments, and fields of result rows. */

#include "postgres.h"

/* Refuse a score beyond 1e150, and a standard error that is not 0 or from 1e-150; NAN: none. */
extern void cpe_check_score(double score, const char *name);
extern void cpe_check_se(double se);

/* The place of a word in a list (NULL at its end), or an error that names them all. */
extern int cpe_word_in(const char *const *words, const char *word, const char *what);

/* A field of a result row; a number that is not finite, and a text that is NULL, are NULL. */
extern void cpe_set_number(Datum *value, bool *null, double number);
extern void cpe_set_text(Datum *value, bool *null, const char *text);

#endif
