#ifndef CPE_COHORT_TIMED_COVERAGE_H
#define CPE_COHORT_TIMED_COVERAGE_H

#include <stdint.h>

#include "base/arena.h"

/*
 * How many people something had reached by each day since their diagnosis: an exact count for each
 * day on which it reached anybody, ascending, those whom it never reached, and those whom it
 * reached before day 0, who are counted apart.
 *
 * Merge law: merging the values of any parts of the people gives the value of all.
 */
#define CPE_TIMED_VERSION 1
#define CPE_TIMED_DAYS 100000 /* distinct ones, at most */

struct cpe_timed_day
{
	int64_t people; /* at least 1 */
	int32_t day;    /* 0 or more */
	int32_t reserved;
};

struct cpe_timed
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t reserved[3];
	uint32_t days;
	uint32_t room; /* days that there is memory for */
	int64_t all;   /* people counted, wherever: no sum of counts is larger */
	int64_t never;
	int64_t before;
	struct cpe_timed_day day[];
};

extern size_t cpe_timed_size(uint32_t room);
extern void cpe_timed_open(struct cpe_timed *timed, uint32_t room);

/* A copy with room for so many days, at least as many as there are. */
extern void cpe_timed_copy(struct cpe_timed *copy, uint32_t room, const struct cpe_timed *timed);

/* Adds people on a day; CPE_TIMED_ROOM: nothing changed, it has to have room for one day more. */
enum cpe_timed_done
{
	CPE_TIMED_DONE,
	CPE_TIMED_ROOM,
	CPE_TIMED_PROBLEM
};
extern enum cpe_timed_done cpe_timed_add(struct cpe_timed *timed, int32_t day, int64_t people,
                                         struct cpe_problem *problem);

/* Adds people to never or before. */
extern bool cpe_timed_count(struct cpe_timed *timed, int64_t *count, int64_t people,
                            struct cpe_problem *problem);

/* What both hold together, new in the arena. */
extern struct cpe_timed *cpe_timed_merge(const struct cpe_timed *a, const struct cpe_timed *b,
                                         struct cpe_arena *arena, struct cpe_problem *problem);

/* People ever reached from day 0 on; those reached by a day. */
extern int64_t cpe_timed_reached(const struct cpe_timed *timed);
extern int64_t cpe_timed_by(const struct cpe_timed *timed, int32_t day);

/* The first day by which that share of a number of people was reached; -1: none. */
extern int32_t cpe_timed_day_of(const struct cpe_timed *timed, double share, int64_t of);

/* Text: never=3 before=1 0:5 14:2; and most significant bytes first. */
extern char *cpe_timed_print(const struct cpe_timed *timed, struct cpe_arena *arena,
                             struct cpe_problem *problem);
extern struct cpe_timed *cpe_timed_parse(const char *text, struct cpe_arena *arena,
                                         struct cpe_problem *problem);
extern unsigned char *cpe_timed_write(const struct cpe_timed *timed, size_t *size,
                                      struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_timed *cpe_timed_read(const unsigned char *bytes, size_t size,
                                        struct cpe_arena *arena, struct cpe_problem *problem);

#endif
