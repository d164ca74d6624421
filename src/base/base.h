#ifndef CPE_BASE_BASE_H
#define CPE_BASE_BASE_H

/* PostgreSQL side: presets and options, and arguments and rows that rooms have alike. */

#include "postgres.h"
#include "fmgr.h"

#include "access/tupdesc.h"
#include "utils/array.h"
#include "utils/jsonb.h"

#include "base/interval.h"

/*
 * Options of a function: what the caller gave, above a preset's.  A key given as JSON null counts
 * as not given in that layer and hides the layer below.
 */
struct cpe_options
{
	const char *what; /* for messages: "expected_range", ... */
	Jsonb *layer[2];  /* the caller's, the preset's; NULL: none */
};

/* Whether a script of this extension is running, which may do as it likes with shipped rows. */
extern bool cpe_in_own_script(void);

/* The first value of a read-only query with one or two text arguments, as text, or NULL. */
extern char *cpe_first_value(const char *query, int arguments, const char *first,
                             const char *second);

/* Looks a preset up by name; an unknown one is an error that lists the known ones. */
extern Jsonb *cpe_preset_options(const char *kind, const char *name);

/* An error for a key that is not in the list (NULL at its end), or a layer that is no object. */
extern void cpe_options_check(const struct cpe_options *options, const char *const *known);

/* Words one after another, for messages; and the place of a word among them, or -1. */
extern char *cpe_words_list(const char *const *words);
extern int cpe_word_place(const char *const *words, const char *word);

/* The option's value in its highest layer; false when it is in none, or null there. */
extern bool cpe_option_value(const struct cpe_options *options, const char *key, JsonbValue *value);

/* A number or NAN; 1, 0 or -1; a text or NULL.  A value of another type is an error. */
extern double cpe_option_number(const struct cpe_options *options, const char *key);
extern int cpe_option_boolean(const struct cpe_options *options, const char *key);
extern char *cpe_option_text(const struct cpe_options *options, const char *key);

/* The elements of an array of texts; NULL where the option is not given. */
extern const char *const *cpe_option_texts(const struct cpe_options *options, const char *key,
                                           int *count);

/* The elements of an array of numbers; NULL where the option is not given. */
extern double *cpe_option_numbers(const struct cpe_options *options, const char *key, int *count);

/* The first layer in which one of two keys stands (0, 1), or -1. */
extern int cpe_options_layer_of(const struct cpe_options *options, const char *key,
                                const char *other_key);

/* The place of an option's word in a list (NULL at its end); an unknown word is an error. */
extern int cpe_option_word(const struct cpe_options *options, const char *key,
                           const char *const *words);

/* The same, or what stands for it where it is not given; a number only within limits. */
extern int cpe_word_option(const struct cpe_options *options, const char *key,
                           const char *const *words, int otherwise);
extern int cpe_whole_option(const struct cpe_options *options, const char *key, int least, int most,
                            int otherwise);
extern double cpe_number_option(const struct cpe_options *options, const char *key, double least,
                                double most, double otherwise);

/* The place of any word in such a list; what is for the message. */
extern int cpe_word_in(const char *const *words, const char *word, const char *what);

/* How sure, given as z or as a level, from the highest layer that has either; z NAN: in none. */
extern struct cpe_confidence cpe_confidence_option(const struct cpe_options *options,
                                                   const char *z_key, const char *level_key);

/* The same, and 95 % where it is in none. */
extern struct cpe_confidence cpe_usual_confidence_option(const struct cpe_options *options,
                                                         const char *z_key, const char *level_key);

/* The rule last read for a name and options, so that each partition need not read it again. */
struct cpe_rule_memo
{
	char *name;
	Jsonb *options;
};

/* Whether they are those of the memo; if not, they are from now on (kept in that context). */
extern bool cpe_rule_same(struct cpe_rule_memo *memo, MemoryContext keep, const char *name,
                          Jsonb *options);

/* Level and z arguments: z, when given, takes the place of the level. */
extern struct cpe_confidence cpe_confidence_args(FunctionCallInfo fcinfo, int level, int z);

/* A text argument that must be there; name is for the message. */
extern char *cpe_word_arg(FunctionCallInfo fcinfo, int argument, const char *name);

/* The elements of an int[]; of one with several dimensions, those of the first. */
extern int cpe_int_array_count(ArrayType *array);

/* Spreads an int[] of one dimension: its numbers, 0 where NULL, and which of them are there. */
extern void cpe_int_array_spread(ArrayType *array, int32_t *number, bool *given);

/* Numbers as an int[], NULL where not given (NULL: all are). */
extern Datum cpe_int_array_datum(const int32_t *number, const bool *given, int count);

/*
 * The elements of a bigint[] or float8[] of one dimension or none as numbers, NAN where NULL; one
 * that is NaN itself is refused.
 */
extern double *cpe_number_array(ArrayType *array, const char *name, int *count);

/* The row type of the result, kept in fn_extra, which the function uses for nothing else. */
extern TupleDesc cpe_result_row(FunctionCallInfo fcinfo);

/* The result row (low, high, status) of limits; one that is not finite is NULL. */
extern Datum cpe_limits_row(FunctionCallInfo fcinfo, double low, double high, const char *status);

#endif
