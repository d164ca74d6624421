#ifndef CPE_TEST_UNIT_H
#define CPE_TEST_UNIT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

/*
 * The unit tests' whole framework.  A test program is a main() that calls unit_case() before each
 * group of checks and returns unit_end().  Output is TAP: one line a case, diagnostics behind "#".
 */
extern void unit_case(const char *name);
extern bool unit_check(bool good, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
extern int unit_end(void);

#define CHECK(good, ...) unit_check((good), __FILE__, __LINE__, __VA_ARGS__)

/*
 * Checks |got - want| <= tolerance * |want|, or <= tolerance when absolute; NaN is near NaN only.
 * The case's worst error so far is printed by unit_worst.
 */
#define RELATIVE(got, want, tolerance, ...)                                                        \
	unit_near(__FILE__, __LINE__, (got), (want), (tolerance), false, __VA_ARGS__)
#define ABSOLUTE(got, want, tolerance, ...)                                                        \
	unit_near(__FILE__, __LINE__, (got), (want), (tolerance), true, __VA_ARGS__)
extern void unit_near(const char *file, int line, double got, double want, double tolerance,
                      bool absolute, const char *format, ...) __attribute__((format(printf, 7, 8)));
extern void unit_worst(const char *kind);

/* Whether |got - want| <= tolerance * |want|. */
extern bool unit_near_relative(double got, double want, double tolerance);

/*
 * A comma-separated table of figures below test/data (the directory is the program's first
 * argument).  No quoting; an empty field is NaN and empty text.
 */
struct unit_table
{
	int rows;
	int columns;
	char **header;
	char **cell; /* rows * columns texts */
};

extern struct unit_table *unit_table_read(const char *directory, const char *name);
/* The table NAME.csv below reference/ of that directory. */
extern struct unit_table *unit_reference(const char *directory, const char *name);
extern int unit_table_column(const struct unit_table *table, const char *header);
extern const char *unit_table_text(const struct unit_table *table, int row, const char *header);
extern double unit_table_number(const struct unit_table *table, int row, const char *header);
extern void unit_table_free(struct unit_table *table);

/*
 * An arena over malloc that is told to stop at the poll after that many, and has no more memory
 * after that many allocations; -1: never.  One at a time; cpe_arena_close_malloc ends it.
 */
extern void unit_arena_open(struct cpe_arena *arena, int polls, int allocs);

/* A number in [0, 1), from random(). */
extern double unit_random(void);

#endif
