#ifndef CPE_SCORE_JSON_H
#define CPE_SCORE_JSON_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * JSON documents from outside, as strict as RFC 8259, read by libcjson.  What that library lets
 * pass is refused before it sees the text: other numbers and control characters, text that is not
 * UTF-8, \u0000, lone surrogates, a byte order mark, anything behind the document; duplicate keys
 * after. Errors name line and column, or the path.
 */
struct cpe_json_limits
{
	size_t bytes;  /* of the document */
	size_t memory; /* of its tree */
	int depth;     /* of arrays and objects in one another */
};

/* The tree in the arena, or NULL and the problem.  what is for messages: "definition", ... */
extern cJSON *cpe_json_parse(struct cpe_arena *arena, const char *text, size_t length,
                             const char *what, const struct cpe_json_limits *limits,
                             struct cpe_problem *problem);

/* A member of an object, its name's case respected; NULL when there is none. */
extern const cJSON *cpe_json_member(const cJSON *object, const char *name);

/* A text of the document for a message, in quotes; the memory serves the next call too. */
extern const char *cpe_json_shown(const char *text);

/* Whether it is a number without fraction within those bounds, and that number. */
extern bool cpe_json_whole(const cJSON *number, long low, long high, long *value);

#endif
