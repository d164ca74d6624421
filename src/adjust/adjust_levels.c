#include "adjust/adjust_levels.h"

#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

uint64
cpe_casemix_serial(void)
{
	static uint64 serial = 0;

	return ++serial;
}

int
cpe_covariate_names(ArrayType *array, const char ***name)
{
	Datum *element;
	bool *null;
	int count;

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "names must be an array of one dimension");
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, &count);
	*name = palloc(Max(count, 1) * sizeof(**name));
	for (int i = 0; i < count; i++)
	{
		if (null[i])
			cpe_refuse(CPE_NULL, NULL, NULL, "a name of a covariate must not be null");
		(*name)[i] = TextDatumGetCString(element[i]);
	}
	return count;
}

/* How values of a type become levels; others than the common ones by their output function. */
static enum cpe_level_reading
reading_of(Oid type)
{
	switch (type)
	{
		case TEXTOID:
		case VARCHAROID:
			return CPE_LEVEL_TEXT;
		case BPCHAROID:
			return CPE_LEVEL_BLANK_PADDED;
		case INT2OID:
			return CPE_LEVEL_INT2;
		case INT4OID:
			return CPE_LEVEL_INT4;
		case INT8OID:
			return CPE_LEVEL_INT8;
		case BOOLOID:
			return CPE_LEVEL_BOOL;
		default:
			return CPE_LEVEL_OUTPUT;
	}
}

struct cpe_level_column *
cpe_level_columns(FunctionCallInfo fcinfo, int first, int count)
{
	struct cpe_level_column *column = palloc0(Max(count, 1) * sizeof(*column));

	for (int i = 0; i < count; i++)
	{
		Oid type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, first + i));
		Oid output;
		bool varlena;

		column[i].reading = reading_of(type);
		if (column[i].reading != CPE_LEVEL_OUTPUT)
			continue;
		getTypeOutputInfo(type, &output, &varlena);
		fmgr_info_cxt(output, &column[i].output, CurrentMemoryContext);
	}
	return column;
}

void
cpe_read_level_array(struct cpe_patterns *state, int covariates, ArrayType *array, int32_t *code)
{
	const char *at = ARR_DATA_PTR(array);
	const bits8 *nulls = ARR_NULLBITMAP(array);
	struct cpe_problem problem;

	for (int i = 0; i < covariates; i++)
	{
		code[i] = CPE_LEVEL_MISSING;
		if (nulls != NULL && (nulls[i / 8] & (1 << i % 8)) == 0)
			continue;
		at = (const char *) att_align_pointer(at, TYPALIGN_INT, -1, at);
		if (!cpe_patterns_level(state, i, VARDATA_ANY(at), VARSIZE_ANY_EXHDR(at), &code[i],
		                        &problem))
			cpe_raise(&problem);
		at = att_addlength_pointer(at, -1, at);
	}
}
