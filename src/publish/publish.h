#ifndef CPE_PUBLISH_PUBLISH_H
#define CPE_PUBLISH_PUBLISH_H

/* PostgreSQL side: what the aggregates that draw have in common. */

#include "postgres.h"
#include "fmgr.h"

#include "utils/jsonb.h"

#include "base/base.h"
#include "publish/svg_sheet.h"

/* The rows of one picture so far. */
struct cpe_picture
{
	MemoryContext context;
	Jsonb *options;
	size_t rows;
	size_t room;
	char *row; /* of one size */
};

/*
 * The state of a picture's aggregate, begun with its first row; the options must be the same in all
 * rows.  what is the aggregate's name.
 */
extern struct cpe_picture *cpe_picture_state(FunctionCallInfo fcinfo, const char *what,
                                             int options);

/* One more row of that size, zeroed. */
extern void *cpe_picture_row(struct cpe_picture *picture, size_t size);

/* A text argument in UTF-8, kept with the picture; NULL where it is NULL. */
extern const char *cpe_picture_text(FunctionCallInfo fcinfo, struct cpe_picture *picture,
                                    int argument);

/* A number argument, NAN where it is NULL. */
extern double cpe_picture_number(FunctionCallInfo fcinfo, int argument);

/* A score that is drawn, or NAN where it is NULL; one that is not finite is an error. */
extern double cpe_picture_score(FunctionCallInfo fcinfo, int argument, const char *name);

/* A place in an order, or NAN where it is NULL; one that is not finite is an error. */
extern double cpe_picture_position(FunctionCallInfo fcinfo, int argument, const char *name);

/* A word argument's place in a list that begins behind its first entry; 0 where it is NULL. */
extern int cpe_picture_word(FunctionCallInfo fcinfo, int argument, const char *what,
                            const char *const *words);

/* A band argument. */
extern enum cpe_band cpe_picture_band(FunctionCallInfo fcinfo, int argument);

/* Options over their defaults. */
extern void cpe_picture_text_option(const struct cpe_options *options, const char *key,
                                    const char **target);
extern void cpe_picture_number_option(const struct cpe_options *options, const char *key,
                                      double *target);

/* The options that all pictures know; their keys are CPE_PICTURE_KEYS. */
extern void cpe_picture_options(const struct cpe_options *options, struct cpe_svg_options *picture);

#define CPE_PICTURE_KEYS                                                                           \
	"title", "description", "x_label", "y_label", "unit", "noun", "width", "height",               \
		"score_factor", "y_min", "y_max", "y_fixed", "max_labels", "decimals"

/* A text of the database in UTF-8; unknown bytes of SQL_ASCII as they are. */
extern char *cpe_picture_utf8(const char *text, int length);

/* The picture, or other XML, as a text of the database. */
extern Datum cpe_picture_result(struct cpe_arena *arena, char *svg, size_t length);

/* Draws a picture of the rows collected, by its options. */
typedef bool (*cpe_picture_drawing)(struct cpe_arena *arena, const struct cpe_picture *picture,
                                    char **svg, size_t *length, struct cpe_problem *problem);

/* The final step of a picture's aggregate: what is drawn, NULL without rows. */
extern Datum cpe_picture_final(FunctionCallInfo fcinfo, cpe_picture_drawing draw);

#endif
