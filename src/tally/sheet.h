#ifndef CPE_TALLY_SHEET_H
#define CPE_TALLY_SHEET_H

#include "base/exact_sum.h"
#include "survey/catalogue.h"

/*
 * A tally sheet: how often each option of each question of a wave was given, by respondents with or
 * without weights.  Everything that is read from it follows from these frequencies.  It lies in
 * flat memory and says itself what was counted (its layout), so that it can be read when the
 * catalogue has changed; sheets of different layouts do not merge.
 *
 * Merge law: merging the sheets of any parts of the rows gives the sheet of all rows, to the bit.
 */
#define CPE_SHEET_VERSION 1
#define CPE_SHEET_FINGERPRINT 16
#define CPE_SHEET_MAX_SIZE ((size_t) 256 * 1024 * 1024)
#define CPE_MAX_CELLS (CPE_MAX_OPTIONS + 2 * CPE_MAX_QUESTIONS)

struct cpe_sheet
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t weighted;
	uint16_t reserved;                                /* zero */
	unsigned char fingerprint[CPE_SHEET_FINGERPRINT]; /* of the layout; the server side fills it */
	uint32_t layout_size;
	uint32_t cells;
	struct cpe_window window[2]; /* limbs that each cell has for its sums of w and of w^2 */
	int64_t rows;
	int64_t count[]; /* by cell; behind them the cells' limbs, and the layout */
};

/* Cells of a question: missing, invalid, and its options. */
#define CPE_CELL_MISSING 0
#define CPE_CELL_INVALID 1
#define CPE_CELL_OPTION 2

/* What a sheet counts, read from its layout. */
struct cpe_layout_question
{
	const char *code;
	enum cpe_question_kind kind;
	uint32_t cell; /* its first one */
	int options;
	const struct cpe_option *option; /* code, class and value */
};

struct cpe_layout
{
	const char *wave;
	bool neutral_scored, clean;
	int questions;
	uint32_t cells;
	const struct cpe_layout_question *question;
};

/* The layout of a plan as bytes, in the arena; NULL and the problem without memory. */
extern unsigned char *cpe_layout_write(struct cpe_arena *arena, const struct cpe_wave *wave,
                                       size_t *size, uint32_t *cells, struct cpe_problem *problem);

/* The layout of such bytes; NULL and the problem where they are none. */
extern struct cpe_layout *cpe_layout_read(struct cpe_arena *arena, const unsigned char *bytes,
                                          size_t size, struct cpe_problem *problem);

/* A question's number by its key, or -1. */
extern int cpe_layout_find(const struct cpe_layout *layout, const char *key, size_t length);

/* ---- the memory of a sheet ---- */

/* Bytes of a sheet with those cells, windows and layout. */
extern size_t cpe_sheet_size_with(uint32_t cells, const struct cpe_window *window,
                                  size_t layout_size);
extern size_t cpe_sheet_size(const struct cpe_sheet *sheet);

/* Whether that is no more than a sheet may take; if it is, the problem. */
extern bool cpe_sheet_size_allowed(uint32_t cells, const struct cpe_window *window,
                                   size_t layout_size, struct cpe_problem *problem);

/* Makes zeroed memory of that size the sheet of no rows. */
extern void cpe_sheet_open(struct cpe_sheet *sheet, bool weighted, uint32_t cells,
                           const struct cpe_window *window, const unsigned char *layout,
                           size_t layout_size);

extern const unsigned char *cpe_sheet_layout(const struct cpe_sheet *sheet);

/* A cell's sum of w (0) or of w^2 (1). */
extern struct cpe_exact cpe_sheet_sum(const struct cpe_sheet *sheet, uint32_t cell, int which);

/* The same values in other windows, wide enough for them; result is zeroed memory of that size. */
extern void cpe_sheet_copy(struct cpe_sheet *result, const struct cpe_window *window,
                           const struct cpe_sheet *sheet);

/* ---- counting and merging ---- */

/* The terms of a weight; and whether the sheet's cells take them, or the windows that would. */
struct cpe_sheet_weight
{
	struct cpe_term term[2];
};
extern void cpe_sheet_weight_open(struct cpe_sheet_weight *weight, double value);
extern bool cpe_sheet_takes(const struct cpe_sheet *sheet, const struct cpe_sheet_weight *weight,
                            struct cpe_window *window);

/* Adds a weight that the sheet takes to a cell. */
extern void cpe_sheet_add_weight(struct cpe_sheet *sheet, uint32_t cell,
                                 const struct cpe_sheet_weight *weight);

enum cpe_sheet_merge
{
	CPE_SHEET_MERGED,
	CPE_SHEET_ROOM, /* nothing changed: the cells need these windows */
	CPE_SHEET_PROBLEM
};
extern enum cpe_sheet_merge cpe_sheet_merge(struct cpe_arena *arena, struct cpe_sheet *sheet,
                                            const struct cpe_sheet *other,
                                            struct cpe_window *window, struct cpe_problem *problem);

/* ---- reading ---- */

struct cpe_sheet_row
{
	int64_t positive, neutral, negative, excluded, rated, missing, invalid;
};
extern void cpe_sheet_row(const struct cpe_sheet *sheet, const struct cpe_layout_question *question,
                          struct cpe_sheet_row *row);

/* Whether an option is in the denominator of a score, neutral ones if they are to be. */
extern bool cpe_sheet_is_scored(const struct cpe_option *option, bool neutral);

/* ---- text and bytes ---- */

/* The text in the arena; NULL and the problem without memory. */
extern char *cpe_sheet_print(struct cpe_arena *arena, const struct cpe_sheet *sheet,
                             struct cpe_problem *problem);
extern struct cpe_sheet *cpe_sheet_parse(struct cpe_arena *arena, const char *text,
                                         struct cpe_problem *problem);

/* The canonical bytes, which are what is sent, compared and hashed. */
extern unsigned char *cpe_sheet_write(struct cpe_arena *arena, const struct cpe_sheet *sheet,
                                      size_t *size, struct cpe_problem *problem);
extern struct cpe_sheet *cpe_sheet_read(struct cpe_arena *arena, const unsigned char *bytes,
                                        size_t size, struct cpe_problem *problem);

#endif
