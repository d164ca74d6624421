#ifndef CPE_PUBLISH_POPULATION_H
#define CPE_PUBLISH_POPULATION_H

#include "base/arena.h"

#include <stdint.h>

/*
 * Who is counted in the releases of one base, and how these people are related.  Every pair of
 * populations must be the same people, one within the other, or without a person in common:
 * populations that overlap cannot be told apart by any sum, so a pair for which nothing is declared
 * and nothing follows is refused.
 */
enum cpe_population_relation
{
	CPE_POPULATION_UNKNOWN,
	CPE_POPULATION_SAME,     /* the same people: their cells are one and the same */
	CPE_POPULATION_CONTAINS, /* the left one has all people of the right one */
	CPE_POPULATION_WITHIN,
	CPE_POPULATION_DISJOINT,
	CPE_POPULATION_REVISED, /* the same people in corrected figures, which no sum links */
	CPE_POPULATION_APART    /* follows only: figures that a revision has taken the place of */
};

struct cpe_population
{
	const char *name; /* of the release, for messages; a version beyond the first too */
	const char *filter;
	const char *period;
	bool dated; /* the period is from first to the day before end */
	int32_t first, end;
};

/* What a release has declared: left, which is the later one, relation, right. */
struct cpe_population_declared
{
	size_t left, right;
	enum cpe_population_relation relation;
};

struct cpe_population_tree
{
	size_t populations;
	enum cpe_population_relation *relation; /* populations * populations: row relation column */
};

/* The words same, contains, within, disjoint and revised; UNKNOWN for any other. */
extern enum cpe_population_relation cpe_population_relation_of(const char *word);
extern const char *cpe_population_word(enum cpe_population_relation relation);

/*
 * Finds how every two populations are related; they are in the order of publication, the new one
 * last.  Follows by itself: the same filter and period are the same people (those of the latest
 * such release), a period within another is within it where the filter is the same, periods without
 * a common day are disjoint; and what follows from two relations.  Same people may be declared
 * otherwise, all else that contradicts is refused, naming the two and the words.
 */
extern bool cpe_population_link(struct cpe_arena *arena, const struct cpe_population *population,
                                size_t populations, const struct cpe_population_declared *declared,
                                size_t declarations, struct cpe_population_tree *tree,
                                struct cpe_problem *problem);

#endif
