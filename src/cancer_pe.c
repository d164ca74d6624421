#include "cancer_pe.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "score/score.h"
#include "suppress/suppress.h"

CPE_MODULE_MAGIC;

void _PG_init(void);

static bool progress;

static void
progress_setting(void)
{
	DefineCustomBoolVariable("cancer_pe.progress", "Tells by notices how far long work is.", NULL,
	                         &progress, false, PGC_USERSET, 0, NULL, NULL, NULL);
}

void
_PG_init(void)
{
	cpe_score_settings();
	cpe_adjust_settings();
	cpe_suppress_settings();
	progress_setting();
	MarkGUCPrefixReserved("cancer_pe");
}

static int
sqlstate_of(enum cpe_code code)
{
	switch (code)
	{
		case CPE_SYNTAX:
			return ERRCODE_INVALID_TEXT_REPRESENTATION;
		case CPE_BINARY:
			return ERRCODE_INVALID_BINARY_REPRESENTATION;
		case CPE_INVALID:
			return ERRCODE_INVALID_PARAMETER_VALUE;
		case CPE_RANGE:
			return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
		case CPE_NULL:
			return ERRCODE_NULL_VALUE_NOT_ALLOWED;
		case CPE_LIMIT:
			return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
		case CPE_NO_MEMORY:
			return ERRCODE_OUT_OF_MEMORY;
		case CPE_CANCELLED:
			return ERRCODE_QUERY_CANCELED;
		case CPE_OK:
			break;
	}
	return ERRCODE_INTERNAL_ERROR;
}

void
cpe_raise(const struct cpe_problem *problem)
{
	if (problem->code == CPE_CANCELLED)
		CHECK_FOR_INTERRUPTS();
	cpe_raise_soft(NULL, problem);
	pg_unreachable();
}

char *
cpe_whole_characters(const char *text)
{
	int encoding = GetDatabaseEncoding();
	StringInfoData whole;

	initStringInfo(&whole);
	while (*text != '\0')
	{
		int good = pg_encoding_verifymbstr(encoding, text, (int) strlen(text));

		appendBinaryStringInfo(&whole, text, good);
		text += good;
		text += *text != '\0';
	}
	return whole.data;
}

void
cpe_raise_soft(Node *context, const struct cpe_problem *problem)
{
	errsave(context,
	        (errcode(sqlstate_of(problem->code)),
	         errmsg("%s", cpe_whole_characters(problem->message)),
	         problem->detail[0] ? errdetail("%s", cpe_whole_characters(problem->detail)) : 0,
	         problem->hint[0] ? errhint("%s", cpe_whole_characters(problem->hint)) : 0));
}

char *
cpe_formatted(const char *format, va_list args)
{
	StringInfoData text;
	va_list again;
	int needed;

	initStringInfo(&text);
	do
	{
		va_copy(again, args);
		needed = appendStringInfoVA(&text, format, again);
		va_end(again);
		if (needed > 0)
			enlargeStringInfo(&text, needed);
	} while (needed > 0);
	return text.data;
}

void
cpe_refuse(enum cpe_code code, const char *detail, const char *hint, const char *message, ...)
{
	char *text;
	va_list args;

	va_start(args, message);
	text = cpe_formatted(message, args);
	va_end(args);
	ereport(ERROR, (errcode(sqlstate_of(code)), errmsg("%s", text),
	                detail ? errdetail("%s", detail) : 0, hint ? errhint("%s", hint) : 0));
}

void
cpe_progress(const char *format, ...)
{
	char *text;
	va_list args;

	if (!progress)
		return;
	va_start(args, format);
	text = cpe_formatted(format, args);
	va_end(args);
	ereport(NOTICE, (errmsg_internal("%s", text)));
	pfree(text);
}

static void *
context_alloc(struct cpe_arena *arena, size_t size)
{
	if (!AllocHugeSizeIsValid(size))
		return NULL;
	return MemoryContextAllocExtended((MemoryContext) arena->owner, size,
	                                  MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM | MCXT_ALLOC_ZERO);
}

static bool
context_stop(struct cpe_arena *arena)
{
	return InterruptPending && (QueryCancelPending || ProcDiePending);
}

void
cpe_arena_open(struct cpe_arena *arena, MemoryContext context)
{
	arena->alloc = context_alloc;
	arena->stop = context_stop;
	arena->owner = context;
}
