#ifndef CPE_ADJUST_ADJUST_LEVELS_H
#define CPE_ADJUST_ADJUST_LEVELS_H

/* PostgreSQL side: what transition functions of casemix read of a row besides its outcome. */

#include "cancer_pe.h"

#include "utils/array.h"
#include "utils/builtins.h"

#include "adjust/patterns.h"

/*
 * A number that no call site has had, for its shape of casemix: states have it (agreed) that were
 * seen to have the shape.
 */
extern uint64 cpe_casemix_serial(void);

/* The names of covariates: the elements of a text[] of one dimension, none of them NULL. */
extern int cpe_covariate_names(ArrayType *array, const char ***name);

/* How a column's value becomes a level: as value::text, without the way through that. */
enum cpe_level_reading
{
	CPE_LEVEL_TEXT,
	CPE_LEVEL_BLANK_PADDED,
	CPE_LEVEL_INT2,
	CPE_LEVEL_INT4,
	CPE_LEVEL_INT8,
	CPE_LEVEL_BOOL,
	CPE_LEVEL_OUTPUT
};

struct cpe_level_column
{
	enum cpe_level_reading reading;
	FmgrInfo output;
};

/* The types of a call's arguments, from first on, as columns of levels. */
extern struct cpe_level_column *cpe_level_columns(FunctionCallInfo fcinfo, int first, int count);

/* The codes of covariates that are an array of as many elements; missing ones are NULL in it. */
extern void cpe_read_level_array(struct cpe_patterns *state, int covariates, ArrayType *array,
                                 int32_t *code);

/* A text as a level; blanks at its end are none of a blank-padded one. */
static inline bool
cpe_text_level(struct cpe_patterns *state, int dimension, Datum value, bool padded, int32_t *code,
               struct cpe_problem *problem)
{
	text *level = DatumGetTextPP(value);
	size_t length = VARSIZE_ANY_EXHDR(level);

	while (padded && length > 0 && VARDATA_ANY(level)[length - 1] == ' ')
		length--;
	return cpe_patterns_level(state, dimension, VARDATA_ANY(level), length, code, problem);
}

/* The code of a column's value. */
static inline bool
cpe_column_level(struct cpe_patterns *state, int dimension, struct cpe_level_column *column,
                 Datum value, int32_t *code, struct cpe_problem *problem)
{
	char *output;

	switch (column->reading)
	{
		case CPE_LEVEL_TEXT:
			return cpe_text_level(state, dimension, value, false, code, problem);
		case CPE_LEVEL_BLANK_PADDED:
			return cpe_text_level(state, dimension, value, true, code, problem);
		case CPE_LEVEL_INT2:
			return cpe_patterns_level_integer(state, dimension, DatumGetInt16(value), code,
			                                  problem);
		case CPE_LEVEL_INT4:
			return cpe_patterns_level_integer(state, dimension, DatumGetInt32(value), code,
			                                  problem);
		case CPE_LEVEL_INT8:
			return cpe_patterns_level_integer(state, dimension, DatumGetInt64(value), code,
			                                  problem);
		case CPE_LEVEL_BOOL:
			return DatumGetBool(value)
			           ? cpe_patterns_level(state, dimension, "true", 4, code, problem)
			           : cpe_patterns_level(state, dimension, "false", 5, code, problem);
		case CPE_LEVEL_OUTPUT:
			break;
	}
	output = OutputFunctionCall(&column->output, value);
	return cpe_patterns_level(state, dimension, output, strlen(output), code, problem);
}

/* The codes of covariates that are arguments. */
static inline void
cpe_read_level_columns(struct cpe_patterns *state, int covariates, struct cpe_level_column *column,
                       const NullableDatum *argument, int32_t *code)
{
	struct cpe_problem problem;

	for (int i = 0; i < covariates; i++)
	{
		code[i] = CPE_LEVEL_MISSING;
		if (!argument[i].isnull &&
		    !cpe_column_level(state, i, &column[i], argument[i].value, &code[i], &problem))
			cpe_raise(&problem);
	}
}

#endif
