#ifndef CPE_SCORE_CODEBOOK_H
#define CPE_SCORE_CODEBOOK_H

#include "base/arena.h"
#include "base/problem.h"
#include "score/json.h"

/*
 * A codebook as ReadStat's extract_metadata writes it for SPSS and Stata files.  What that program
 * writes although it is no JSON (inf, numbers without an end, control characters in strings) is
 * read all the same.
 */
struct cpe_code_label
{
	double code;      /* NAN: the code is a text */
	const char *text; /* such a text, or NULL */
	const char *label;
	bool missing; /* it stands for no answer */
};

struct cpe_code_range /* of codes that stand for no answer; infinite: open */
{
	double low, high;
};

struct cpe_codebook_variable
{
	const char *name, *label, *format; /* label, format: NULL where there is none */
	bool numeric;
	int codes; /* the labelled ones, then single missing codes without a label */
	struct cpe_code_label *code;
	int ranges;
	struct cpe_code_range *range;
};

struct cpe_codebook
{
	const char *type; /* "SPSS", "STATA" */
	int variables;
	struct cpe_codebook_variable *variable;
};

extern struct cpe_codebook *cpe_codebook_read(struct cpe_arena *arena, const char *text,
                                              size_t length, const struct cpe_json_limits *limits,
                                              struct cpe_problem *problem);

/* The place of a variable, or -1; the case of letters matters. */
extern int cpe_codebook_variable(const struct cpe_codebook *codebook, const char *name);

/* Whether a value of that variable stands for no answer. */
extern bool cpe_codebook_is_missing(const struct cpe_codebook_variable *variable, double value);

/*
 * All numbers that stand for no answer, ascending: the missing codes, and the whole numbers within
 * closed ranges; false when there are more than CPE_MISSING_CODES, or ranges with open ends.
 */
#define CPE_MISSING_CODES 1000
extern bool cpe_codebook_missing(const struct cpe_codebook_variable *variable,
                                 struct cpe_arena *arena, double **code, int *codes,
                                 struct cpe_problem *problem);

#endif
