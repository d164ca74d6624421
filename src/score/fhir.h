#ifndef CPE_SCORE_FHIR_H
#define CPE_SCORE_FHIR_H

#include <cjson/cJSON.h>

#include "base/text.h"
#include "score/instrument.h"
#include "score/json.h"

/*
 * HL7 FHIR R4 QuestionnaireResponse, as a tree that may come from text or from stored jsonb.  All
 * texts are UTF-8.
 */

/* How deep items, and arrays and objects of the document, may stand in one another. */
#define CPE_FHIR_DEPTH 64

enum cpe_fhir_value
{
	CPE_FHIR_NO_VALUE,
	CPE_FHIR_CODING,
	CPE_FHIR_INTEGER,
	CPE_FHIR_DECIMAL,
	CPE_FHIR_STRING,
	CPE_FHIR_BOOLEAN,
	CPE_FHIR_DATE,
	CPE_FHIR_DATETIME,
	CPE_FHIR_TIME,
	CPE_FHIR_URI,
	CPE_FHIR_QUANTITY,
	CPE_FHIR_REFERENCE,
	CPE_FHIR_ATTACHMENT,
	CPE_FHIR_OTHER,  /* value[x] of a type that an answer does not have */
	CPE_FHIR_SEVERAL /* more than one value[x], which is not allowed */
};
extern const char *const cpe_fhir_value_word[];

/* Where an item, or an answer, stands. */
struct cpe_fhir_place
{
	const struct cpe_fhir_place *up; /* an item's: the answer or item around it, or NULL */
	int index;                       /* from 0 */
	bool answer;
};

/* One answer, or an item that has none.  What is not there is NULL or NAN. */
struct cpe_fhir_row
{
	const struct cpe_fhir_place *place;
	int depth; /* 1: an item of the response itself */
	const char *link_id, *item_text;
	int answer_no; /* from 1; 0: the item has no answer */
	enum cpe_fhir_value type;
	const char *text; /* display, string, date, ..., unit, reference, url */
	double number;    /* never infinite */
	const char *code, *system;
	double weight;      /* itemWeight, else ordinalValue */
	const char *absent; /* data-absent-reason */
};

/* Appends a place as FHIRPath writes it: item[0].answer[0].item[2] */
extern void cpe_fhir_path(struct cpe_text *text, const struct cpe_fhir_place *place);

/* Whether it is a QuestionnaireResponse; if not, the problem says what it is. */
extern bool cpe_fhir_is_response(const cJSON *response, struct cpe_problem *problem);

/*
 * Hands out every item and answer in the order of the document, those of an answer's items behind
 * it.  The visitor returns false, the problem filled, to end.
 */
typedef bool (*cpe_fhir_visit)(void *context, const struct cpe_fhir_row *row,
                               struct cpe_problem *problem);
extern bool cpe_fhir_walk(const cJSON *response, struct cpe_arena *arena, cpe_fhir_visit visit,
                          void *context, struct cpe_problem *problem);

struct cpe_fhir_header
{
	const char *id, *questionnaire, *version, *status, *subject, *authored, *author;
};
extern bool cpe_fhir_header(const cJSON *response, struct cpe_arena *arena,
                            struct cpe_fhir_header *header, struct cpe_problem *problem);

/* ---- from links to items ---- */

/*
 * A row of the link map.  Without a code it says which item a link is (or, item NULL, that it is
 * none); with one, what value that code stands for (has_value false: no answer).  NULL elsewhere is
 * "any".
 */
struct cpe_link_row
{
	const char *questionnaire, *link_id, *code, *item;
	bool has_value;
	int32_t value;
};

struct cpe_link_map;

/* The rows of one instrument, made ready for look-ups; it keeps pointers to their texts. */
extern struct cpe_link_map *cpe_link_map_make(struct cpe_arena *arena,
                                              const struct cpe_instrument *instrument,
                                              const struct cpe_link_row *row, int rows,
                                              struct cpe_problem *problem);

/*
 * The answers to the items of an instrument: arrays of instrument->items, link may be NULL.  Not
 * strict, what strict mode refuses is CPE_UNREADABLE, or not given.
 */
extern bool cpe_fhir_answers(const cJSON *response, const struct cpe_instrument *instrument,
                             const struct cpe_link_map *map, bool strict, struct cpe_arena *arena,
                             int32_t *value, bool *given, const char **link,
                             struct cpe_problem *problem);

/* Reads a text as all functions here would: for fuzzers.  False, the problem filled: refused. */
extern bool cpe_fhir_probe(struct cpe_arena *arena, const char *text, size_t length,
                           const struct cpe_json_limits *limits, struct cpe_problem *problem);

#endif
