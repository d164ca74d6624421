#include "tally/tally_answers.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "access/tupmacs.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "score/score.h"
#include "survey/cleaning.h"

/* ---- what answers stand for ---- */

void
cpe_answers_open(struct cpe_answers *answers, const struct cpe_wave *wave, MemoryContext context)
{
	for (int i = 0; i < wave->questions; i++)
		if (wave->question[i].options == 0)
			cpe_refuse(CPE_INVALID, NULL,
			           "sheet_plan(wave) makes a plan of those questions that can be counted.",
			           "the options of question \"%s\" of wave \"%s\" are not known",
			           wave->question[i].code, wave->code);
	memset(answers, 0, sizeof(*answers));
	answers->wave = wave;
	answers->context = context;
	answers->lookup = MemoryContextAllocZero(context, wave->questions * sizeof(*answers->lookup));
	answers->answer = MemoryContextAllocZero(context, wave->questions * sizeof(*answers->answer));
	answers->given = MemoryContextAllocZero(context, wave->questions * sizeof(*answers->given));
}

void
cpe_answers_mean(struct cpe_answers *answers, int question, const uint32 *option, uint32 missing,
                 uint32 invalid)
{
	const struct cpe_question *asked = &answers->wave->question[question];
	struct cpe_answer_lookup *lookup = &answers->lookup[question];
	uint32 *meaning =
		MemoryContextAlloc(answers->context, ((Size) asked->spread + 3) * sizeof(*meaning));

	for (uint32 at = 0; at <= asked->spread; at++)
		meaning[at] = asked->place[at] == 0 ? CPE_NO_MEANING : option[asked->place[at] - 1];
	meaning[asked->spread + 1] = missing;
	meaning[asked->spread + 2] = invalid;
	lookup->low = asked->low;
	lookup->spread = asked->spread;
	lookup->meaning = meaning;
}

uint32
cpe_answers_other(const struct cpe_answers *answers, int question, int32 answer)
{
	const struct cpe_answer_lookup *lookup = &answers->lookup[question];

	if (cpe_wave_is_missing(answers->wave, answer))
		return lookup->meaning[lookup->spread + 1];
	if (answers->wave->strict)
		cpe_refuse_code(answers->wave, &answers->wave->question[question], answer);
	return lookup->meaning[lookup->spread + 2];
}

/* ---- rows ---- */

/* The question of a column's name, or -1; a question that another column has too is an error. */
static int
question_of_column(const struct cpe_wave *wave, const char *name, const char **taken)
{
	int question = cpe_question_in_column(wave, name, strlen(name));

	if (question < 0)
		return -1;
	if (taken[question] != NULL)
		cpe_refuse(CPE_INVALID, NULL, "Give the rows without one of them.",
		           "columns \"%s\" and \"%s\" are both those of question %s", taken[question], name,
		           wave->question[question].code);
	taken[question] = name;
	return question;
}

/* Fails because some questions have no column. */
pg_noreturn static void
refuse_lacking(const struct cpe_wave *wave, const char *const *column, int lacks)
{
	StringInfoData list;
	int named = 0;

	initStringInfo(&list);
	for (int i = 0; i < wave->questions; i++)
		if (column[i] == NULL && ++named <= 20)
			appendStringInfo(&list, "%s%s", named > 1 ? ", " : "", wave->question[i].code);
	cpe_refuse(CPE_INVALID,
	           psprintf("Without a column: %s%s.", list.data, lacks > 20 ? " and others" : ""),
	           "A plan of fewer questions leaves out the rest: sheet_plan(wave, "
	           "'{\"questions\": [...]}').",
	           "%d of %d questions of wave \"%s\" have no column in the rows", lacks,
	           wave->questions, wave->code);
}

/* Finds the questions among the columns of rows of a type. */
static void
open_columns(struct cpe_answers *answers, Oid type, int32 typmod)
{
	const struct cpe_wave *wave = answers->wave;
	TupleDesc desc = lookup_rowtype_tupdesc(type, typmod);
	const char **taken = palloc0(wave->questions * sizeof(char *));
	struct cpe_answer_column *columns = palloc0(Max(desc->natts, 1) * sizeof(*columns));
	int last = 0, lacks = 0;

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		struct cpe_answer_column *column = &columns[i];

		column->length = attribute->attlen;
		column->align = attribute->attalign;
		column->by_value = attribute->attbyval;
		column->question = -1;
		if (attribute->attisdropped)
			continue;
		column->question = question_of_column(wave, NameStr(attribute->attname), taken);
		if (column->question < 0)
			continue;
		column->type = cpe_answer_type(attribute->atttypid);
		if (column->type == InvalidOid)
			cpe_refuse(CPE_INVALID, "Columns of answers are numbers or text.", NULL,
			           "column \"%s\" has the type %s", NameStr(attribute->attname),
			           format_type_be(attribute->atttypid));
		last = i + 1;
	}
	for (int i = 0; i < wave->questions; i++)
		lacks += taken[i] == NULL;
	if (lacks > 0)
		refuse_lacking(wave, taken, lacks);
	ReleaseTupleDesc(desc);
	/* a call site may come here often, and leaves nothing behind */
	if (answers->column != NULL)
		pfree(answers->column);
	answers->column = NULL;
	answers->columns = 0;
	answers->row_type = InvalidOid;
	answers->column = MemoryContextAlloc(answers->context, last * sizeof(*columns));
	memcpy(answers->column, columns, last * sizeof(*columns));
	answers->columns = last;
	answers->row_type = type;
	answers->row_typmod = typmod;
	answers->row_cache = type != RECORDOID ? lookup_type_cache(type, TYPECACHE_TUPDESC) : NULL;
	answers->row_form = answers->row_cache ? answers->row_cache->tupDesc_identifier : 0;
	pfree(columns);
	pfree(taken);
}

pg_noreturn static void
refuse_reading(const struct cpe_answers *answers, const struct cpe_answer_column *column,
               Datum value)
{
	cpe_refuse(
		CPE_SYNTAX, "Answers are whole numbers; no answer is NULL, empty, a point, NA, N/A or NaN.",
		"With a plan that is not strict such an answer counts as invalid.",
		"answer to question %s is not a whole number: \"%s\"",
		answers->wave->question[column->question].code, cpe_column_written(column->type, value));
}

void
cpe_answers_read_column(struct cpe_answers *answers, const struct cpe_answer_column *column,
                        Datum value)
{
	int32_t answer = 0;

	switch (cpe_column_reading(column->type, value, &answer))
	{
		case CPE_READ:
			break;
		case CPE_READ_NOTHING:
			answers->given[column->question] = false;
			return;
		case CPE_READ_NO_NUMBER:
			if (answers->wave->strict)
				refuse_reading(answers, column, value);
			answer = CPE_NO_CODE;
	}
	answers->given[column->question] = true;
	answers->answer[column->question] = answer;
}

/* Takes the answers read as the plan says. */
static void
clean(struct cpe_answers *answers)
{
	if (answers->wave->clean)
		cpe_clean(answers->wave, answers->answer, answers->given, true, NULL);
}

/*
 * As PostgreSQL's own taking apart of rows, but no further than the last
 * question, and without making anything of the columns between.
 */
void
cpe_answers_read_row(struct cpe_answers *answers, HeapTupleHeader row)
{
	Oid type = HeapTupleHeaderGetTypeId(row);
	int32 typmod = HeapTupleHeaderGetTypMod(row);
	const bits8 *nulls = (row->t_infomask & HEAP_HASNULL) ? row->t_bits : NULL;
	const char *data = (char *) row + row->t_hoff;
	int there = HeapTupleHeaderGetNatts(row);
	uint32 at = 0;

	/* a named type can be altered between two rows, even by the query that makes them */
	if (unlikely(answers->row_type != type || answers->row_typmod != typmod ||
	             (answers->row_cache != NULL &&
	              answers->row_cache->tupDesc_identifier != answers->row_form)))
		open_columns(answers, type, typmod);
	for (int i = 0; i < answers->columns; i++)
	{
		const struct cpe_answer_column *column = &answers->column[i];

		if (i >= there || (nulls != NULL && att_isnull(i, nulls)))
		{
			if (column->question >= 0)
				answers->given[column->question] = false;
			continue;
		}
		if (column->length == -1)
			at = att_align_pointer(at, column->align, -1, data + at);
		else
			at = att_align_nominal(at, column->align);
		if (column->question >= 0)
		{
			if (column->type == INT2OID)
			{
				answers->given[column->question] = true;
				answers->answer[column->question] = *(const int16 *) (data + at);
			}
			else if (column->type == INT4OID)
			{
				answers->given[column->question] = true;
				answers->answer[column->question] = *(const int32 *) (data + at);
			}
			else
				cpe_answers_read_column(answers, column,
				                        fetch_att(data + at, column->by_value, column->length));
		}
		at = att_addlength_pointer(at, column->length, data + at);
	}
	clean(answers);
}

/* ---- arrays and columns ---- */

void
cpe_answers_read_array(struct cpe_answers *answers, ArrayType *array)
{
	cpe_spread_row(answers->wave, array, answers->answer, answers->given);
	clean(answers);
}

void
cpe_answers_open_columns(struct cpe_answers *answers, FunctionCallInfo fcinfo, int first,
                         const char *writer)
{
	int columns = PG_NARGS() - first;
	struct cpe_answer_column *column;

	if (columns != answers->wave->questions)
		cpe_refuse(CPE_INVALID,
		           psprintf("The plan of wave %s has %d questions, in the order of "
		                    "plan_questions(plan).",
		                    answers->wave->code, answers->wave->questions),
		           psprintf("%s writes the query.", writer), "%d columns of answers", columns);
	column = palloc0(columns * sizeof(*column));
	for (int i = 0; i < columns; i++)
	{
		Oid type = get_fn_expr_argtype(fcinfo->flinfo, first + i);

		column[i].question = i;
		column[i].type = cpe_answer_type(type);
		if (column[i].type == InvalidOid)
			cpe_refuse(CPE_INVALID, "Columns of answers are numbers or text.", NULL,
			           "the column of question %s has the type %s", answers->wave->question[i].code,
			           format_type_be(type));
	}
	if (answers->column != NULL)
		pfree(answers->column);
	answers->column = MemoryContextAlloc(answers->context, columns * sizeof(*column));
	memcpy(answers->column, column, columns * sizeof(*column));
	answers->columns = columns;
	pfree(column);
}

void
cpe_answers_read_columns(struct cpe_answers *answers, const NullableDatum *argument)
{
	for (int i = 0; i < answers->columns; i++)
		answers->answer[i] = cpe_answers_argument(answers, i, argument[i], &answers->given[i]);
	clean(answers);
}

/* ---- relations ---- */

const char **
cpe_answers_columns_of(const struct cpe_wave *wave, Oid relation)
{
	const char **column = palloc0(wave->questions * sizeof(char *));
	Relation source = relation_open(relation, AccessShareLock);
	TupleDesc desc = RelationGetDescr(source);
	int lacks = 0;

	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped)
			(void) question_of_column(wave, pstrdup(NameStr(TupleDescAttr(desc, i)->attname)),
			                          column);
	relation_close(source, AccessShareLock);
	for (int i = 0; i < wave->questions; i++)
		lacks += column[i] == NULL;
	if (lacks > 0)
		refuse_lacking(wave, column, lacks);
	return column;
}
