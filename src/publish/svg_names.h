#ifndef CPE_PUBLISH_SVG_NAMES_H
#define CPE_PUBLISH_SVG_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* A text with its place in an order that the caller wants; NAN: behind those that have one. */
struct cpe_svg_name
{
	const char *text;
	double position;
	size_t place; /* among the distinct names, in their order */
};

/* Distinct names. */
struct cpe_svg_names
{
	size_t count;
	struct cpe_svg_name *by_text;
	const char **text; /* in their order */
};

/*
 * The distinct names among count, which are reordered, each with the lowest of its positions;
 * ordered by that, then by their bytes.
 */
extern bool cpe_svg_names_make(struct cpe_svg_names *names, struct cpe_svg_name *all, size_t count,
                               struct cpe_arena *arena, struct cpe_problem *problem);

/* The place of a text that is one of the names. */
extern size_t cpe_svg_name_place(const struct cpe_svg_names *names, const char *text);

#endif
