#ifndef CPE_TALLY_TALLY_ANSWERS_H
#define CPE_TALLY_TALLY_ANSWERS_H

/*
 * PostgreSQL side: the answers of respondents to the questions of a plan, from rows, arrays or
 * columns, and what each of them stands for.
 */

#include "cancer_pe.h"

#include "access/htup.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/typcache.h"

#include "survey/survey.h"

/* A column: of a row, how to come past it; and the question whose answers it has. */
struct cpe_answer_column
{
	int question; /* -1: none */
	Oid type;     /* that answers are read as */
	int16 length;
	char align;
	bool by_value;
};

/* A question's codes looked up, close together in memory. */
struct cpe_answer_lookup
{
	int32 low;
	uint32 spread;
	const uint32 *meaning; /* of codes low to low + spread, or CPE_NO_MEANING; of none; of others */
};
#define CPE_NO_MEANING PG_UINT32_MAX

/* A plan made ready for reading; it lives as long as the call site remembers the plan. */
struct cpe_answers
{
	const struct cpe_wave *wave;
	MemoryContext context;
	struct cpe_answer_lookup *lookup; /* by question */
	int32_t *answer;                  /* of the respondent read last, by question */
	bool *given;
	Oid row_type; /* the rows that column is about; InvalidOid: none yet */
	int32 row_typmod;
	const TypeCacheEntry *row_cache; /* of a named type; and which of its forms column is about */
	uint64 row_form;
	int columns; /* up to the last one that is needed */
	struct cpe_answer_column *column;
};

/* Prepares reading by a plan, in that context; a question whose options are not known is an error.
 */
extern void cpe_answers_open(struct cpe_answers *answers, const struct cpe_wave *wave,
                             MemoryContext context);

/* Says what the options of a question stand for, what no answer does, and what an invalid code. */
extern void cpe_answers_mean(struct cpe_answers *answers, int question, const uint32 *option,
                             uint32 missing, uint32 invalid);

/*
 * Learns the types of a call site's columns, argument first and those after it; writer is the
 * function that writes such a call, for messages.
 */
extern void cpe_answers_open_columns(struct cpe_answers *answers, FunctionCallInfo fcinfo,
                                     int first, const char *writer);

/* Read a respondent's answers, cleaned if the plan says so, into answer and given. */
extern void cpe_answers_read_row(struct cpe_answers *answers, HeapTupleHeader row);
extern void cpe_answers_read_array(struct cpe_answers *answers, ArrayType *array);
extern void cpe_answers_read_columns(struct cpe_answers *answers, const NullableDatum *argument);

/* The column of each question of a plan in a relation, in the plan's order. */
extern const char **cpe_answers_columns_of(const struct cpe_wave *wave, Oid relation);

/* ---- one answer, where it is read ---- */

/* An answer in a column of any other type than the common ones, into answer and given. */
extern void cpe_answers_read_column(struct cpe_answers *answers,
                                    const struct cpe_answer_column *column, Datum value);

/* What an argument of cpe_answers_open_columns answers to its question, not cleaned. */
static inline int32
cpe_answers_argument(struct cpe_answers *answers, int i, NullableDatum argument, bool *given)
{
	const struct cpe_answer_column *column = &answers->column[i];

	*given = !argument.isnull;
	if (column->type == INT4OID)
		return DatumGetInt32(argument.value);
	if (column->type == INT2OID)
		return DatumGetInt16(argument.value);
	if (argument.isnull)
		return 0;
	cpe_answers_read_column(answers, column, argument.value);
	*given = answers->given[i];
	return answers->answer[i];
}

/* What an answer that is no option's stands for: a missing one, or an invalid one. */
extern uint32 cpe_answers_other(const struct cpe_answers *answers, int question, int32 answer);

/* What an answer stands for.  Without a branch on whether there is one, which no processor
 * foresees. */
static inline uint32
cpe_answers_meaning(const struct cpe_answers *answers, int question, int32 answer, bool given)
{
	const struct cpe_answer_lookup *lookup = &answers->lookup[question];
	uint32 none = (uint32) given - 1; /* all bits where there is no answer */
	uint32 at = ((uint32) answer - (uint32) lookup->low) & ~none;
	uint32 meaning;

	at |= (lookup->spread + 1) & none;
	if (unlikely(at > lookup->spread - none))
		return cpe_answers_other(answers, question, answer);
	meaning = lookup->meaning[at];
	return likely(meaning != CPE_NO_MEANING) ? meaning
	                                         : cpe_answers_other(answers, question, answer);
}

#endif
