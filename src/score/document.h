#ifndef CPE_SCORE_DOCUMENT_H
#define CPE_SCORE_DOCUMENT_H

#include "score/json.h"

/*
 * Members of a JSON document that defines something (an instrument, a survey's wave), each read as
 * what it has to be.  What is wrong is told with its place, a JSON path.  Every function fills the
 * document's problem and returns false where the member is not as asked for.
 */
struct cpe_document
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const char *what; /* for messages: "instrument definition", ... */
};

/* Where in the document: a member of the place above, or its element. */
struct cpe_place
{
	const struct cpe_place *up;
	const char *member;
	int element;
};

/* Fails at a place; a reason that would not fit stays whole in the detail. */
extern bool cpe_document_refuse(const struct cpe_document *document, const struct cpe_place *place,
                                const char *hint, const char *reason, ...)
	__attribute__((format(printf, 4, 5)));

/* An error for a member that the list (NULL at its end) does not name, and for what is no object.
 */
extern bool cpe_document_known(const struct cpe_document *document, const struct cpe_place *place,
                               const cJSON *object, const char *const *known);

/* A text of 1 to most bytes without control characters; NULL where it is absent and may be. */
extern bool cpe_document_text(const struct cpe_document *document, const struct cpe_place *up,
                              const cJSON *object, const char *name, bool required, size_t most,
                              const char **text);

/* One word of a list (NULL at its end): its number, or absent (-1: required) without the member. */
extern bool cpe_document_word(const struct cpe_document *document, const struct cpe_place *up,
                              const cJSON *object, const char *name, const char *const *words,
                              int absent, int *word);

/* A whole number within those bounds. */
extern bool cpe_document_whole(const struct cpe_document *document, const struct cpe_place *up,
                               const cJSON *object, const char *name, long low, long high,
                               long *value);

extern bool cpe_document_boolean(const struct cpe_document *document, const struct cpe_place *up,
                                 const cJSON *object, const char *name, bool absent, bool *value);

/* A member that is an array with at least one element; NULL where it is absent and may be. */
extern bool cpe_document_array(const struct cpe_document *document, const struct cpe_place *up,
                               const cJSON *object, const char *name, bool required,
                               const cJSON **array);

/* Its number of elements; 0 for NULL. */
extern int cpe_document_array_size(const cJSON *array);

#endif
