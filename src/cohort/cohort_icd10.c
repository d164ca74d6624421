#include "cancer_pe.h"

#include "utils/builtins.h"

#include "base/ascii.h"
#include "cohort/icd10.h"
#include "cohort/nhs_number.h"

/* Whether an argument is NULL, or a text of blanks: both are missing. */
static bool
missing_arg(FunctionCallInfo fcinfo, int argument)
{
	text *value;

	if (PG_ARGISNULL(argument))
		return true;
	value = PG_GETARG_TEXT_PP(argument);
	for (int i = 0; i < VARSIZE_ANY_EXHDR(value); i++)
		if (!cpe_is_blank(VARDATA_ANY(value)[i]))
			return false;
	return true;
}

/* The argument strict. */
static bool
strict_arg(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	return PG_GETARG_BOOL(argument);
}

/* A code in normal form; false when it is missing, or none where that is no error. */
static bool
code_arg(FunctionCallInfo fcinfo, int argument, bool strict, char normal[CPE_ICD10_SIZE])
{
	struct cpe_problem problem;
	text *code;

	if (missing_arg(fcinfo, argument))
		return false;
	code = PG_GETARG_TEXT_PP(argument);
	if (cpe_icd10_read(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), normal, &problem))
		return true;
	if (strict)
		cpe_raise(&problem);
	return false;
}

PG_FUNCTION_INFO_V1(cpe_icd10_sql);
Datum
cpe_icd10_sql(PG_FUNCTION_ARGS)
{
	char normal[CPE_ICD10_SIZE];

	if (!code_arg(fcinfo, 0, strict_arg(fcinfo, 1), normal))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(normal));
}

/* The ranges that a call site was given last, and what they hold. */
struct ranges
{
	char *text;
	int length;
	int size; /* room for text */
	struct cpe_icd10_set set;
};

static const struct cpe_icd10_set *
ranges_arg(FunctionCallInfo fcinfo, int argument)
{
	struct ranges *kept = fcinfo->flinfo->fn_extra;
	text *given = PG_GETARG_TEXT_PP(argument);
	int length = VARSIZE_ANY_EXHDR(given);
	struct cpe_problem problem;

	if (kept == NULL)
		fcinfo->flinfo->fn_extra = kept =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*kept));
	if (kept->text && kept->length == length && memcmp(kept->text, VARDATA_ANY(given), length) == 0)
		return &kept->set;
	/* what is there is not of these ranges until they have been read */
	kept->length = -1;
	if (!cpe_icd10_set_read(VARDATA_ANY(given), length, &kept->set, &problem))
		cpe_raise(&problem);
	if (kept->size < length)
	{
		if (kept->text)
			pfree(kept->text);
		kept->text = NULL;
		kept->size = 0;
		kept->text = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, length);
		kept->size = length;
	}
	memcpy(kept->text, VARDATA_ANY(given), length);
	kept->length = length;
	return &kept->set;
}

PG_FUNCTION_INFO_V1(cpe_icd10_in);
Datum
cpe_icd10_in(PG_FUNCTION_ARGS)
{
	char normal[CPE_ICD10_SIZE];
	const struct cpe_icd10_set *set;
	bool strict = strict_arg(fcinfo, 2);

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	set = ranges_arg(fcinfo, 1);
	if (!code_arg(fcinfo, 0, strict, normal))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(cpe_icd10_set_has(set, normal));
}

PG_FUNCTION_INFO_V1(cpe_icd10_distant_sql);
Datum
cpe_icd10_distant_sql(PG_FUNCTION_ARGS)
{
	char normal[CPE_ICD10_SIZE];
	char primary[CPE_ICD10_SIZE];
	bool strict = strict_arg(fcinfo, 2);
	bool known = code_arg(fcinfo, 1, strict, primary);
	int distant;

	if (!code_arg(fcinfo, 0, strict, normal))
		PG_RETURN_NULL();
	distant = cpe_icd10_distant(normal, known ? primary : NULL);
	if (distant < 0)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(distant == 1);
}

PG_FUNCTION_INFO_V1(cpe_nhs_number_sql);
Datum
cpe_nhs_number_sql(PG_FUNCTION_ARGS)
{
	char number[CPE_NHS_NUMBER_SIZE];
	struct cpe_problem problem;
	bool strict = strict_arg(fcinfo, 1);
	text *given;

	if (missing_arg(fcinfo, 0))
		PG_RETURN_NULL();
	given = PG_GETARG_TEXT_PP(0);
	if (!cpe_nhs_number(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given), number, &problem))
	{
		if (strict)
			cpe_raise(&problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_TEXT_P(cstring_to_text(number));
}
