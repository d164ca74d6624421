#include "cancer_pe.h"

#include <errno.h>

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "base/base.h"
#include "suppress/prove.h"
#include "suppress/suppress_cells.h"
#include "suppress/suppress_rule.h"
#include "suppress/verify.h"

#define FORMAT 1

static const char *const zeros_words[] = {"shown", "hidden", "protected", NULL};
static const char *const protect_words[] = {"value", "range", NULL};
static const char *const marks_words[] = {"one", "distinct", NULL};

/* ---- texts and digests ---- */

/* A text of the database in UTF-8; what no encoding is known of stays as it is. */
static char *
to_utf8(const char *text)
{
	if (text == NULL || GetDatabaseEncoding() == PG_SQL_ASCII)
		return (char *) text;
	return pg_server_to_any(text, (int) strlen(text), PG_UTF8);
}

static char *
from_utf8(const char *text)
{
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return (char *) text;
	return pg_any_to_server(text, (int) strlen(text), PG_UTF8);
}

static const char *const *
labels_to_utf8(const char *const *dim, int dims)
{
	const char **label;
	bool same = true;

	for (int d = 0; d < dims && same; d++)
		same = GetDatabaseEncoding() == PG_UTF8;
	if (same)
		return dim;
	label = palloc(sizeof(char *) * dims);
	for (int d = 0; d < dims; d++)
		label[d] = to_utf8(dim[d]);
	return label;
}

static bool
sha256(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);
	bool good;

	if (context == NULL)
		return false;
	good = pg_cryptohash_init(context) >= 0 && pg_cryptohash_update(context, bytes, size) >= 0 &&
	       pg_cryptohash_final(context, digest, CPE_DIGEST_SIZE) >= 0;
	pg_cryptohash_free(context);
	return good;
}

static void
digest_of(const char *text, size_t size, unsigned char digest[CPE_DIGEST_SIZE],
          const struct cpe_problem *problem)
{
	if (text == NULL)
		cpe_raise(problem);
	if (!sha256(text, size, digest))
		elog(ERROR, "could not compute a digest");
}

/* What the seal covers beside the claim: who made it, by which rule and options. */
static const char *
claim_text(const char *extension, const char *rule, JsonbContainer *options)
{
	return to_utf8(psprintf("%s\n%s\n%s", extension, rule, JsonbToCString(NULL, options, 0)));
}

/* The published status of a cell; x is false through *published. */
static enum cpe_published
published_of(const char *status, bool *published)
{
	static const char *const words[] = {"", "w", "c", "c1", "c2"};

	*published = true;
	if (status == NULL)
		return CPE_PUBLISHED_SHOWN;
	for (int i = CPE_PUBLISHED_NO_ANSWERS; i <= CPE_PUBLISHED_HIDDEN_OTHER; i++)
		if (strcmp(status, words[i]) == 0)
			return i;
	if (strcmp(status, "x") != 0)
		cpe_refuse(CPE_INVALID, NULL, "Statuses: c, c1, c2, w, x, or NULL where a cell is shown.",
		           "unknown status: \"%s\"", status);
	*published = false;
	return CPE_PUBLISHED_HIDDEN;
}

/* The published cells for the verifier, those with status x left out. */
static struct cpe_published_cell *
published_cells(const struct cpe_cells *cells, size_t *count)
{
	struct cpe_published_cell *result =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*result) * Max((Size) cells->count, 1));

	*count = 0;
	for (int64 i = 0; i < cells->count; i++)
	{
		const struct cpe_table_cell *cell = &cells->cell[i];
		bool published;
		enum cpe_published status = published_of(cells->status[i], &published);

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (!published)
			continue;
		result[(*count)++] = (struct cpe_published_cell){labels_to_utf8(cell->dim, cells->dims),
		                                                 status,
		                                                 cell->known,
		                                                 cell->numbered,
		                                                 cell->value,
		                                                 cell->numerator};
	}
	return result;
}

/* ---- making: the state ---- */

struct making
{
	MemoryContext context;
	struct cpe_cells cells;
	const char **given;
	int64 given_room;
	char *rule;
	Jsonb *options;
};

/* Checks that rule and options are those of the first row, or keeps them. */
static void
keep_rule(FunctionCallInfo fcinfo, struct making *making)
{
	char *rule;
	Jsonb *options;

	if (PG_ARGISNULL(4))
		cpe_refuse(CPE_NULL, NULL, "Name one; there is no default.", "rule must not be null");
	if (PG_ARGISNULL(5))
		cpe_refuse(CPE_NULL, NULL, "Give '{}' for those of the rule.", "options must not be null");
	rule = text_to_cstring(PG_GETARG_TEXT_PP(4));
	options = PG_GETARG_JSONB_P(5);
	if (making->rule == NULL)
	{
		making->rule = MemoryContextStrdup(making->context, rule);
		making->options = MemoryContextAlloc(making->context, VARSIZE(options));
		memcpy(making->options, options, VARSIZE(options));
	}
	else if (strcmp(rule, making->rule) != 0 || VARSIZE(options) != VARSIZE(making->options) ||
	         memcmp(options, making->options, VARSIZE(options)) != 0)
		cpe_refuse(CPE_INVALID, "They must be the same for all cells of a table.", NULL,
		           "rule or options of certificate differ between rows");
}

static void
keep_given(FunctionCallInfo fcinfo, struct making *making)
{
	int64 at = making->cells.count - 1;

	if (at >= making->given_room)
	{
		making->given_room = making->cells.room;
		making->given =
			making->given
				? repalloc_huge(making->given, sizeof(char *) * making->given_room)
				: MemoryContextAllocHuge(making->context, sizeof(char *) * making->given_room);
	}
	making->given[at] =
		PG_NARGS() > 7 && !PG_ARGISNULL(7) ? text_to_cstring(PG_GETARG_TEXT_PP(7)) : NULL;
}

/* The aggregate's memory, which its state lives in. */
static MemoryContext
state_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return context;
}

static void
add_cell(FunctionCallInfo fcinfo, struct cpe_cells *cells, int numerator)
{
	bool has = PG_NARGS() > numerator && !PG_ARGISNULL(numerator);

	cpe_cells_add(cells, PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1), PG_ARGISNULL(1),
	              PG_ARGISNULL(2) ? (Datum) 0 : PG_GETARG_DATUM(2), PG_ARGISNULL(2),
	              has ? PG_GETARG_DATUM(numerator) : (Datum) 0, !has,
	              PG_ARGISNULL(3) ? (Datum) 0 : PG_GETARG_DATUM(3), PG_ARGISNULL(3));
}

PG_FUNCTION_INFO_V1(cpe_certificate_step);
Datum
cpe_certificate_step(PG_FUNCTION_ARGS)
{
	MemoryContext context = state_context(fcinfo);
	struct making *making = PG_ARGISNULL(0) ? NULL : (struct making *) PG_GETARG_POINTER(0);
	MemoryContext before;

	if (making == NULL)
	{
		making = MemoryContextAllocZero(context, sizeof(*making));
		making->context = context;
	}
	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, "A certificate is made of the complete table, with hidden values.",
		           "A cell that nobody is in has the value 0.", "value must not be null");
	keep_rule(fcinfo, making);
	before = MemoryContextSwitchTo(context);
	add_cell(fcinfo, &making->cells, 6);
	keep_given(fcinfo, making);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(making);
}

/* ---- making: the proof ---- */

/* A table being certified; places are of the canonical order. */
struct proven
{
	struct cpe_arena arena;
	struct making *making;
	struct cpe_suppression suppression;
	struct cpe_table table;
	struct cpe_primary primary;
	enum cpe_cell_given *given; /* as the rows came */
	bool *hidden;               /* by place, unpublished ones too */
	bool *sensitive;            /* by place: the rule asks for it */
	struct cpe_proof *proof;
	uint32_t *certified; /* by place: its number in the certificate */
	struct cpe_certificate certificate;
};

static const struct cpe_table_cell *
cell_at(const struct proven *p, size_t place)
{
	return &p->making->cells.cell[p->table.order[place]];
}

static const char *
status_at(const struct proven *p, size_t place)
{
	return p->making->cells.status[p->table.order[place]];
}

/* What each cell is to the rule: its status says whether it is hidden, given whether it is tested.
 */
static void
read_given(struct proven *p)
{
	struct making *making = p->making;

	p->given =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*p->given) * making->cells.count);
	for (int64 i = 0; i < making->cells.count; i++)
	{
		bool published;
		enum cpe_published status = published_of(making->cells.status[i], &published);
		enum cpe_cell_given given = cpe_cell_given_of(making->given[i]);
		char where[140];

		cpe_table_describe(&making->cells.cell[i], making->cells.dims, where, sizeof(where));
		if (status == CPE_PUBLISHED_NO_ANSWERS && making->cells.cell[i].value != 0)
			cpe_refuse(CPE_INVALID, "It says that nothing was answered.", NULL,
			           "cell %s has status w and is not zero", where);
		if (given == CPE_GIVEN_UNPUBLISHED && published)
			cpe_refuse(CPE_INVALID, "What is given as x is never published.", NULL,
			           "cell %s is given as x, but not its status", where);
		making->cells.cell[i].open = status >= CPE_PUBLISHED_HIDDEN;
		p->given[i] = !published ? CPE_GIVEN_UNPUBLISHED
		              : given == CPE_GIVEN_PROTECT || given == CPE_GIVEN_EXEMPT ? given
		              : status >= CPE_PUBLISHED_HIDDEN                          ? CPE_GIVEN_HIDDEN
		                                                                        : CPE_GIVEN_NOTHING;
	}
}

/* Refuses cells by name, the first few of them; nothing where there are none. */
static void
refuse_cells(const struct proven *p, const bool *cell, const char *what, const char *detail,
             const char *hint)
{
	StringInfoData names;
	int64 count = 0;

	initStringInfo(&names);
	for (size_t c = 0; c < p->table.cells; c++)
	{
		char where[140];

		if (!cell[c] || ++count > 5)
			continue;
		cpe_table_describe(cell_at(p, c), p->table.dims, where, sizeof(where));
		appendStringInfo(&names, "%s%s", count > 1 ? ", " : "", where);
	}
	if (count == 0)
		return;
	if (count > 5)
		appendStringInfo(&names, " and " INT64_FORMAT " more", count - 5);
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s: %s", what, names.data),
	                errdetail("%s", detail), errhint("%s", hint)));
}

/* Which cells are hidden, and that all are which the rule asks for. */
static void
read_hidden(struct proven *p)
{
	size_t cells = p->table.cells;
	bool *shown = MemoryContextAllocHuge(CurrentMemoryContext, cells + 1);

	p->hidden = MemoryContextAllocHuge(CurrentMemoryContext, cells + 1);
	p->sensitive = MemoryContextAllocHuge(CurrentMemoryContext, cells + 1);
	memset(p->sensitive, 0, cells + 1);
	for (size_t t = 0; t < p->primary.targets; t++)
		p->sensitive[p->primary.system.cell[p->primary.target[t].figure]] = true;
	for (size_t c = 0; c < cells; c++)
	{
		bool published;

		p->hidden[c] = published_of(status_at(p, c), &published) >= CPE_PUBLISHED_HIDDEN;
		shown[c] = p->sensitive[c] && !p->hidden[c];
	}
	refuse_cells(
		p, shown, "cells that the rule hides are shown",
		"Their count, numerator or rest is small by the rule, or they are given as protect.",
		"Publish them with the status that suppress gives.");
}

/* Looks for the moves; refuses where there are none. */
static void
prove(struct proven *p)
{
	const struct cpe_primary *primary = &p->primary;
	bool *open = MemoryContextAllocHuge(CurrentMemoryContext, p->table.cells + 1);
	struct cpe_problem problem;

	p->proof =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*p->proof) * Max(primary->targets, 1));
	memset(p->proof, 0, sizeof(*p->proof) * Max(primary->targets, 1));
	if (!cpe_prove(&p->arena, &primary->system, p->hidden, primary->target, primary->targets,
	               p->proof, &problem))
		cpe_raise(&problem);
	memset(open, 0, p->table.cells + 1);
	for (size_t t = 0; t < primary->targets; t++)
		if (!p->proof[t].safe)
			open[primary->system.cell[primary->target[t].figure]] = true;
	refuse_cells(p, open, "not proven to be protected",
	             "With these cells hidden, and no others, no proof was found that what must stay "
	             "possible of them does.",
	             "Hide what suppress hides; audit tells what can be worked out.");
}

/* ---- making: fewer moves ---- */

/* A target's moves: how many of those kept do what is asked on each side. */
struct covered
{
	uint32_t up, down;
};

static void
count_move(const struct proven *p, const uint32_t *target_of, struct covered *covered,
           const struct cpe_move *move, int by)
{
	for (size_t s = 0; s < move->steps; s++)
	{
		uint32_t t = target_of[move->step[s].figure];
		int64 change = move->step[s].change;

		if (t == UINT32_MAX)
			continue;
		if (p->primary.target[t].up > 0 && change >= p->primary.target[t].up)
			covered[t].up += by;
		if (p->primary.target[t].down > 0 && -change >= p->primary.target[t].down)
			covered[t].down += by;
	}
}

static bool
is_covered(const struct cpe_target *target, const struct covered *covered)
{
	if (target->either)
		return covered->up > 0 || covered->down > 0;
	return (target->up == 0 || covered->up > 0) && (target->down == 0 || covered->down > 0);
}

/* Whether all targets that a move touches are covered without it; if so it is counted no more. */
static bool
drop_move(const struct proven *p, const uint32_t *target_of, struct covered *covered,
          const struct cpe_move *move)
{
	bool needed = false;

	count_move(p, target_of, covered, move, -1);
	for (size_t s = 0; s < move->steps && !needed; s++)
	{
		uint32_t t = target_of[move->step[s].figure];

		needed = t != UINT32_MAX && !is_covered(&p->primary.target[t], &covered[t]);
	}
	if (needed)
		count_move(p, target_of, covered, move, 1);
	return !needed;
}

/* Moves enough for all targets, none of them without need. */
static const struct cpe_move **
choose_moves(const struct proven *p, size_t *count)
{
	const struct cpe_primary *primary = &p->primary;
	size_t figures = primary->system.figures;
	uint32_t *target_of =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(uint32_t) * (figures + 1));
	struct covered *covered =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*covered) * (primary->targets + 1));
	const struct cpe_move **move =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*move) * (2 * primary->targets + 1));
	size_t kept = 0;

	memset(target_of, 0xff, sizeof(uint32_t) * (figures + 1));
	memset(covered, 0, sizeof(*covered) * (primary->targets + 1));
	for (size_t t = 0; t < primary->targets; t++)
		target_of[primary->target[t].figure] = (uint32_t) t;
	*count = 0;
	for (size_t t = 0; t < primary->targets; t++)
	{
		const struct cpe_move *side[2] = {&p->proof[t].up, &p->proof[t].down};

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < 2 && !is_covered(&primary->target[t], &covered[t]); i++)
			if (side[i]->steps > 0)
			{
				move[(*count)++] = side[i];
				count_move(p, target_of, covered, side[i], 1);
			}
	}
	for (size_t m = *count; m-- > 0;)
		if (drop_move(p, target_of, covered, move[m]))
			move[m] = NULL;
	for (size_t m = 0; m < *count; m++)
		if (move[m] != NULL)
			move[kept++] = move[m];
	*count = kept;
	return move;
}

/* ---- making: the certificate ---- */

static void
fill_cells(struct proven *p)
{
	struct cpe_certificate *certificate = &p->certificate;
	size_t cells = p->table.cells;
	struct cpe_certified_cell *certified =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*certified) * (cells + 1));
	const char *const **exempt =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*exempt) * (cells + 1));

	p->certified = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(uint32_t) * (cells + 1));
	for (int unpublished = 0; unpublished < 2; unpublished++)
		for (size_t c = 0; c < cells; c++)
		{
			const struct cpe_table_cell *cell = cell_at(p, c);
			const char *const *dim;
			bool latent = p->primary.leave[c] == CPE_UNPUBLISHED;
			enum cpe_cell_given given = p->given[p->table.order[c]];

			if (latent != (unpublished == 1))
				continue;
			certificate->cells += !latent;
			dim = labels_to_utf8(cell->dim, p->table.dims);
			if (given == CPE_GIVEN_EXEMPT)
				exempt[certificate->exempt++] = dim;
			if (!p->hidden[c])
				continue;
			p->certified[c] = (uint32_t) (certificate->hidden + certificate->unpublished);
			certified[p->certified[c]] = (struct cpe_certified_cell){
				dim, cell->numbered, cell->value, cell->numerator, given == CPE_GIVEN_PROTECT};
			if (latent)
				certificate->unpublished++;
			else
				certificate->hidden++;
			certificate->primary += p->sensitive[c];
			if (p->sensitive[c] || latent)
				continue;
			certificate->complementary++;
			if (__builtin_add_overflow(certificate->cost, cell->value, &certificate->cost))
				cpe_refuse(CPE_RANGE, NULL, NULL, "the counts hidden are beyond 64 bits");
		}
	certificate->cell = certified;
	certificate->exempt_dim = exempt;
}

/* Moves as steps of counts and numerators; rests follow from these. */
static void
fill_moves(struct proven *p)
{
	struct cpe_certificate *certificate = &p->certificate;
	const struct cpe_primary *primary = &p->primary;
	const struct cpe_move **move = choose_moves(p, &certificate->moves);
	size_t certified = certificate->hidden + certificate->unpublished;
	size_t *start =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(size_t) * (certificate->moves + 1));
	uint32_t *figure;
	int64_t *change;
	size_t at = 0;

	for (size_t m = 0; m < certificate->moves; m++)
		at += move[m]->steps;
	figure = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*figure) * (at + 1));
	change = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*change) * (at + 1));
	at = 0;
	for (size_t m = 0; m < certificate->moves; m++)
	{
		start[m] = at;
		for (size_t s = 0; s < move[m]->steps; s++)
		{
			const struct cpe_step *step = &move[m]->step[s];
			uint32_t cell = primary->system.cell[step->figure];

			if (step->change == 0 || (step->figure >= primary->system.cells &&
			                          step->figure != primary->numerator_figure[cell]))
				continue;
			figure[at] = p->certified[cell] +
			             (step->figure < primary->system.cells ? 0 : (uint32_t) certified);
			change[at++] = step->change;
		}
	}
	start[certificate->moves] = at;
	certificate->move_start = start;
	certificate->move_figure = figure;
	certificate->move_change = change;
}

static void
fill_claim(struct proven *p)
{
	struct cpe_certificate *certificate = &p->certificate;
	const struct cpe_suppression *suppression = &p->suppression;
	struct cpe_certified_parts *parts = MemoryContextAllocHuge(
		CurrentMemoryContext, sizeof(*parts) * (suppression->cells.parts_count + 1));

	certificate->threshold = suppression->rule.threshold;
	certificate->zeros = suppression->rule.zeros == CPE_ZERO_SHOWN ? CPE_CERTIFIED_ZEROS_SHOWN
	                     : suppression->rule.zeros == CPE_ZERO_HIDDEN
	                         ? CPE_CERTIFIED_ZEROS_HIDDEN
	                         : CPE_CERTIFIED_ZEROS_PROTECTED;
	certificate->numerator = suppression->rule.numerator;
	certificate->range = suppression->rule.range;
	certificate->distinct = suppression->rule.distinct_marks;
	certificate->dims = p->table.dims;
	certificate->national = suppression->rule.national;
	certificate->parts_count = suppression->cells.parts_count;
	for (size_t i = 0; i < certificate->parts_count; i++)
	{
		const struct cpe_table_parts *from = &suppression->cells.parts[i];

		parts[i] = (struct cpe_certified_parts){from->dim, to_utf8(from->whole), from->parts,
		                                        labels_to_utf8(from->part, (int) from->parts)};
	}
	certificate->parts = parts;
	certificate->claim = claim_text(CPE_VERSION, p->making->rule, &p->making->options->root);
}

/* Digest and seal, and the check that it is what it says. */
static void
close_certificate(struct proven *p)
{
	struct cpe_certificate *certificate = &p->certificate;
	size_t count;
	struct cpe_published_cell *published = published_cells(&p->making->cells, &count);
	struct cpe_problem problem;
	struct cpe_verdict verdict;
	size_t size;
	char *text;

	text = cpe_published_text(&p->arena, published, count, p->table.dims, &size, &problem);
	digest_of(text, size, certificate->digest, &problem);
	text = cpe_certificate_text(&p->arena, certificate, &size, &problem);
	digest_of(text, size, certificate->seal, &problem);
	if (!cpe_verify(&p->arena, published, count, p->table.dims, certificate, sha256, &verdict,
	                &problem))
		cpe_raise(&problem);
	if (!verdict.verified)
		cpe_refuse(CPE_INVALID, psprintf("The verifier says: %s.", from_utf8(verdict.reason)), NULL,
		           "the table cannot be certified");
}

/* ---- making: the document ---- */

static void
put_key(JsonbParseState **state, const char *key)
{
	JsonbValue value = {.type = jbvString};

	value.val.string.val = (char *) key;
	value.val.string.len = (int) strlen(key);
	pushJsonbValue(state, WJB_KEY, &value);
}

/* A text, or null; an element of an array, or the value of the last key. */
static void
put_text(JsonbParseState **state, JsonbIteratorToken as, const char *text)
{
	JsonbValue value = {.type = text ? jbvString : jbvNull};

	if (text)
	{
		value.val.string.val = from_utf8(text);
		value.val.string.len = (int) strlen(value.val.string.val);
	}
	pushJsonbValue(state, as, &value);
}

static void
put_number(JsonbParseState **state, JsonbIteratorToken as, int64 number)
{
	JsonbValue value = {.type = jbvNumeric};

	value.val.numeric = int64_to_numeric(number);
	pushJsonbValue(state, as, &value);
}

static void
put_boolean(JsonbParseState **state, const char *key, bool boolean)
{
	JsonbValue value = {.type = jbvBool};

	value.val.boolean = boolean;
	put_key(state, key);
	pushJsonbValue(state, WJB_VALUE, &value);
}

static void
put_labels(JsonbParseState **state, const char *const *label, size_t count)
{
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < count; i++)
		put_text(state, WJB_ELEM, label[i]);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

static void
put_cells(JsonbParseState **state, const char *key, const struct cpe_certificate *certificate,
          size_t first, size_t count)
{
	put_key(state, key);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = first; i < first + count; i++)
	{
		const struct cpe_certified_cell *cell = &certificate->cell[i];

		pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
		put_labels(state, cell->dim, (size_t) certificate->dims);
		put_number(state, WJB_ELEM, cell->value);
		if (cell->numbered)
			put_number(state, WJB_ELEM, cell->numerator);
		else if (cell->protect)
			put_text(state, WJB_ELEM, NULL);
		if (cell->protect)
			put_text(state, WJB_ELEM, "protect");
		pushJsonbValue(state, WJB_END_ARRAY, NULL);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

static void
put_claim(JsonbParseState **state, const struct cpe_certificate *certificate)
{
	put_key(state, "claim");
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	put_key(state, "threshold");
	put_number(state, WJB_VALUE, certificate->threshold);
	put_key(state, "zeros");
	put_text(state, WJB_VALUE, zeros_words[certificate->zeros]);
	put_boolean(state, "numerator", certificate->numerator);
	put_key(state, "protect");
	put_text(state, WJB_VALUE, protect_words[certificate->range]);
	put_key(state, "marks");
	put_text(state, WJB_VALUE, marks_words[certificate->distinct]);
	put_key(state, "national");
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int d = 0; d < 64; d++)
		if (certificate->national >> d & 1)
			put_number(state, WJB_ELEM, d + 1);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

static void
put_counts(JsonbParseState **state, const struct cpe_certificate *certificate)
{
	const struct
	{
		const char *key;
		int64 number;
	} counts[] = {{"cells", certificate->cells},
	              {"hidden", (int64) certificate->hidden},
	              {"unpublished", (int64) certificate->unpublished},
	              {"primary", certificate->primary},
	              {"complementary", certificate->complementary},
	              {"cost", certificate->cost}};

	put_key(state, "counts");
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < lengthof(counts); i++)
	{
		put_key(state, counts[i].key);
		put_number(state, WJB_VALUE, counts[i].number);
	}
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

static void
put_lists(JsonbParseState **state, const struct cpe_certificate *certificate)
{
	put_key(state, "parts");
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < certificate->parts_count; i++)
	{
		pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
		put_number(state, WJB_ELEM, certificate->parts[i].dim + 1);
		put_text(state, WJB_ELEM, certificate->parts[i].whole);
		put_labels(state, certificate->parts[i].part, certificate->parts[i].parts);
		pushJsonbValue(state, WJB_END_ARRAY, NULL);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	put_cells(state, "hidden", certificate, 0, certificate->hidden);
	put_cells(state, "unpublished", certificate, certificate->hidden, certificate->unpublished);
	put_key(state, "exempt");
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < certificate->exempt; i++)
		put_labels(state, certificate->exempt_dim[i], (size_t) certificate->dims);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
	put_key(state, "moves");
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (size_t m = 0; m < certificate->moves; m++)
	{
		CHECK_FOR_INTERRUPTS();
		pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
		for (size_t s = certificate->move_start[m]; s < certificate->move_start[m + 1]; s++)
		{
			put_number(state, WJB_ELEM, certificate->move_figure[s]);
			put_number(state, WJB_ELEM, certificate->move_change[s]);
		}
		pushJsonbValue(state, WJB_END_ARRAY, NULL);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

static void
put_digest(JsonbParseState **state, const char *key, const unsigned char *digest)
{
	char hex[2 * CPE_DIGEST_SIZE + 1];

	for (int i = 0; i < CPE_DIGEST_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	put_key(state, key);
	put_text(state, WJB_VALUE, pstrdup(hex));
}

static Jsonb *
document_of(const struct proven *p)
{
	const struct cpe_certificate *certificate = &p->certificate;
	JsonbParseState *state = NULL;
	JsonbValue options;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	put_key(&state, "format");
	put_number(&state, WJB_VALUE, FORMAT);
	put_key(&state, "extension");
	put_text(&state, WJB_VALUE, CPE_VERSION);
	put_key(&state, "rule");
	put_text(&state, WJB_VALUE, to_utf8(p->making->rule));
	put_key(&state, "options");
	options.type = jbvBinary;
	options.val.binary.data = &p->making->options->root;
	options.val.binary.len = VARSIZE(p->making->options) - VARHDRSZ;
	pushJsonbValue(&state, WJB_VALUE, &options);
	put_claim(&state, certificate);
	put_key(&state, "dims");
	put_number(&state, WJB_VALUE, certificate->dims);
	put_digest(&state, "digest", certificate->digest);
	put_digest(&state, "seal", certificate->seal);
	put_counts(&state, certificate);
	put_lists(&state, certificate);
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

PG_FUNCTION_INFO_V1(cpe_certificate_done);
Datum
cpe_certificate_done(PG_FUNCTION_ARGS)
{
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work;
	struct proven *p;
	struct cpe_problem problem;
	Jsonb *document;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	work = AllocSetContextCreate(before, "cancer_pe certificate", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	p = palloc0(sizeof(*p));
	p->making = (struct making *) PG_GETARG_POINTER(0);
	cpe_arena_open(&p->arena, work);
	cpe_suppression_read(&p->suppression, p->making->rule, p->making->options);
	read_given(p);
	cpe_cells_table(&p->arena, &p->making->cells, &p->suppression.cells, &p->table);
	if (!cpe_primary_decide(&p->arena, &p->table, p->making->cells.cell, p->given,
	                        &p->suppression.rule, &p->primary, &problem))
		cpe_raise(&problem);
	read_hidden(p);
	prove(p);
	fill_claim(p);
	fill_cells(p);
	fill_moves(p);
	close_certificate(p);
	document = document_of(p);
	MemoryContextSwitchTo(before);
	document = (Jsonb *) DatumGetPointer(
		PointerGetDatum(memcpy(palloc(VARSIZE(document)), document, VARSIZE(document))));
	MemoryContextDelete(work);
	PG_RETURN_JSONB_P(document);
}

/* ---- verifying: the state ---- */

struct verifying
{
	MemoryContext context;
	struct cpe_cells cells;
	bool fixed;          /* the certificate is a constant or parameter: the same in all rows */
	struct varlena *raw; /* as the first row had it, maybe out of line; NULL: it is NULL */
};

/* Whether the query gives the same value for all rows. */
static bool
is_fixed(FunctionCallInfo fcinfo, int argument)
{
	Aggref *aggref = AggGetAggref(fcinfo);
	Node *node;

	if (aggref == NULL || list_length(aggref->args) <= argument)
		return false;
	node = (Node *) ((TargetEntry *) list_nth(aggref->args, argument))->expr;
	return IsA(node, Const) || IsA(node, Param);
}

/* Keeps the certificate of the first row; another one is refused. */
static void
keep_certificate(FunctionCallInfo fcinfo, struct verifying *verifying, bool first)
{
	struct varlena *raw =
		PG_ARGISNULL(4) ? NULL : (struct varlena *) DatumGetPointer(PG_GETARG_DATUM(4));
	Jsonb *mine;
	Jsonb *kept;

	if (first)
	{
		verifying->fixed = is_fixed(fcinfo, 3);
		if (raw != NULL)
		{
			verifying->raw = MemoryContextAllocHuge(verifying->context, VARSIZE_ANY(raw));
			memcpy(verifying->raw, raw, VARSIZE_ANY(raw));
		}
		return;
	}
	if (verifying->fixed || (raw == NULL && verifying->raw == NULL))
		return;
	if (raw != NULL && verifying->raw != NULL)
	{
		if (VARSIZE_ANY(raw) == VARSIZE_ANY(verifying->raw) &&
		    memcmp(raw, verifying->raw, VARSIZE_ANY(raw)) == 0)
			return;
		mine = DatumGetJsonbP(PointerGetDatum(raw));
		kept = DatumGetJsonbP(PointerGetDatum(verifying->raw));
		if (VARSIZE(mine) == VARSIZE(kept) && memcmp(mine, kept, VARSIZE(mine)) == 0)
			return;
	}
	cpe_refuse(CPE_INVALID, "It must be the same for all cells of a table.", NULL,
	           "certificates differ between rows");
}

PG_FUNCTION_INFO_V1(cpe_verify_step);
Datum
cpe_verify_step(PG_FUNCTION_ARGS)
{
	MemoryContext context = state_context(fcinfo);
	struct verifying *verifying =
		PG_ARGISNULL(0) ? NULL : (struct verifying *) PG_GETARG_POINTER(0);
	MemoryContext before;
	bool first = verifying == NULL;

	if (first)
	{
		verifying = MemoryContextAllocZero(context, sizeof(*verifying));
		verifying->context = context;
	}
	keep_certificate(fcinfo, verifying, first);
	before = MemoryContextSwitchTo(context);
	add_cell(fcinfo, &verifying->cells, 5);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(verifying);
}

/* ---- verifying: reading the document, whatever it holds ---- */

struct reading
{
	const char *wrong; /* the first member that is not as it has to be */
	JsonbContainer *root;
	struct cpe_certificate *certificate;
};

/* False, with the member that is to blame. */
static bool
blame(struct reading *reading, const char *member)
{
	if (reading->wrong == NULL)
		reading->wrong = member;
	return false;
}

static bool
member_of(struct reading *reading, JsonbContainer *object, const char *key, enum jbvType type,
          JsonbValue *value)
{
	if (getKeyJsonValueFromContainer(object, key, (int) strlen(key), value) == NULL ||
	    value->type != type)
		return blame(reading, key);
	return true;
}

/* A whole number within 64 bits; numerics of JSON can be anything. */
static bool
whole_of(const JsonbValue *value, int64 *number)
{
	char *text;
	char *end;

	if (value->type != jbvNumeric)
		return false;
	text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
	errno = 0;
	*number = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0')
		return false;
	pfree(text);
	return true;
}

static bool
number_in(struct reading *reading, JsonbContainer *object, const char *key, int64 least, int64 most,
          int64 *number)
{
	JsonbValue value;

	return member_of(reading, object, key, jbvNumeric, &value) &&
	       ((whole_of(&value, number) && *number >= least && *number <= most) ||
	        blame(reading, key));
}

static char *
string_of(const JsonbValue *value)
{
	return pnstrdup(value->val.string.val, value->val.string.len);
}

static bool
word_in(struct reading *reading, JsonbContainer *object, const char *key, const char *const *words,
        int *place)
{
	JsonbValue value;

	if (!member_of(reading, object, key, jbvString, &value))
		return false;
	for (*place = 0; words[*place] != NULL; (*place)++)
		if (strcmp(words[*place], string_of(&value)) == 0)
			return true;
	return blame(reading, key);
}

static bool
is_array(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data) &&
	       !JsonContainerIsScalar(value->val.binary.data);
}

/* An array of the document: how many elements, and a walk through them. */
static bool
list_in(struct reading *reading, JsonbContainer *object, const char *key, size_t *count,
        JsonbIterator **iterator)
{
	JsonbValue value;

	if (!member_of(reading, object, key, jbvBinary, &value) || !is_array(&value))
		return blame(reading, key);
	*count = JsonContainerSize(value.val.binary.data);
	*iterator = JsonbIteratorInit(value.val.binary.data);
	return true;
}

static bool
next_element(JsonbIterator **iterator, JsonbValue *element)
{
	JsonbIteratorToken token;

	while ((token = JsonbIteratorNext(iterator, element, true)) != WJB_DONE)
		if (token == WJB_ELEM)
			return true;
	return false;
}

/* Labels from an array of texts and nulls; as many as wanted, or any number (-1) through *count. */
static const char *const *
labels_in(const JsonbValue *value, int64 wanted, size_t *count)
{
	const char **label;
	JsonbIterator *iterator;
	JsonbValue element;
	size_t at = 0;

	if (!is_array(value))
		return NULL;
	*count = JsonContainerSize(value->val.binary.data);
	if (wanted >= 0 && *count != (size_t) wanted)
		return NULL;
	label = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(char *) * (*count + 1));
	iterator = JsonbIteratorInit(value->val.binary.data);
	while (next_element(&iterator, &element))
	{
		if (element.type != jbvString && element.type != jbvNull)
			return NULL;
		label[at++] = element.type == jbvNull ? NULL : to_utf8(string_of(&element));
	}
	return label;
}

static bool
read_digest(struct reading *reading, const char *key, unsigned char *digest)
{
	JsonbValue value;

	if (!member_of(reading, reading->root, key, jbvString, &value) ||
	    value.val.string.len != 2 * CPE_DIGEST_SIZE)
		return blame(reading, key);
	for (int i = 0; i < 2 * CPE_DIGEST_SIZE; i++)
	{
		char digit = value.val.string.val[i];
		int number = digit >= '0' && digit <= '9'   ? digit - '0'
		             : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
		                                            : -1;

		if (number < 0)
			return blame(reading, key);
		digest[i / 2] = (unsigned char) (i % 2 ? digest[i / 2] | number : number << 4);
	}
	return true;
}

/* One cell: labels, value, numerator or null, protect. */
static bool
read_cell(const JsonbValue *value, int dims, struct cpe_certified_cell *cell)
{
	JsonbIterator *iterator;
	JsonbValue element;
	size_t count;
	int at = 0;

	if (!is_array(value))
		return false;
	iterator = JsonbIteratorInit(value->val.binary.data);
	memset(cell, 0, sizeof(*cell));
	for (; next_element(&iterator, &element); at++)
		switch (at)
		{
			case 0:
				cell->dim = labels_in(&element, dims, &count);
				if (cell->dim == NULL)
					return false;
				break;
			case 1:
				if (!whole_of(&element, &cell->value))
					return false;
				break;
			case 2:
				cell->numbered = element.type != jbvNull;
				if (cell->numbered && !whole_of(&element, &cell->numerator))
					return false;
				break;
			case 3:
				if (element.type != jbvString || strcmp(string_of(&element), "protect") != 0)
					return false;
				cell->protect = true;
				break;
			default:
				return false;
		}
	return at >= 2;
}

static bool
read_cells(struct reading *reading)
{
	static const char *const keys[] = {"hidden", "unpublished"};
	struct cpe_certificate *certificate = reading->certificate;
	JsonbIterator *iterator[2];
	size_t count[2];
	struct cpe_certified_cell *cell;
	size_t at = 0;

	for (int i = 0; i < 2; i++)
		if (!list_in(reading, reading->root, keys[i], &count[i], &iterator[i]) ||
		    count[i] > (size_t) cpe_max_cells)
			return blame(reading, keys[i]);
	cell = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*cell) * (count[0] + count[1] + 1));
	for (int i = 0; i < 2; i++)
	{
		JsonbValue element;

		while (next_element(&iterator[i], &element))
		{
			if (at % 1024 == 0)
				CHECK_FOR_INTERRUPTS();
			if (!read_cell(&element, certificate->dims, &cell[at++]))
				return blame(reading, keys[i]);
		}
	}
	certificate->hidden = count[0];
	certificate->unpublished = count[1];
	certificate->cell = cell;
	return true;
}

static bool
read_exempt(struct reading *reading)
{
	struct cpe_certificate *certificate = reading->certificate;
	JsonbIterator *iterator;
	JsonbValue element;
	const char *const **exempt;
	size_t count;
	size_t at = 0;

	if (!list_in(reading, reading->root, "exempt", &certificate->exempt, &iterator))
		return false;
	exempt =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*exempt) * (certificate->exempt + 1));
	while (next_element(&iterator, &element))
	{
		exempt[at] = labels_in(&element, certificate->dims, &count);
		if (exempt[at++] == NULL)
			return blame(reading, "exempt");
	}
	certificate->exempt_dim = exempt;
	return true;
}

static bool
read_parts(struct reading *reading)
{
	struct cpe_certificate *certificate = reading->certificate;
	JsonbIterator *iterator;
	JsonbValue element;
	struct cpe_certified_parts *parts;
	size_t at = 0;

	if (!list_in(reading, reading->root, "parts", &certificate->parts_count, &iterator))
		return false;
	parts = MemoryContextAllocHuge(CurrentMemoryContext,
	                               sizeof(*parts) * (certificate->parts_count + 1));
	while (next_element(&iterator, &element))
	{
		JsonbIterator *member;
		JsonbValue value[3];
		int64 dim;
		int members = 0;

		if (!is_array(&element) || JsonContainerSize(element.val.binary.data) != 3)
			return blame(reading, "parts");
		member = JsonbIteratorInit(element.val.binary.data);
		while (members < 3 && next_element(&member, &value[members]))
			members++;
		if (!whole_of(&value[0], &dim) || dim < 1 || dim > certificate->dims ||
		    (value[1].type != jbvString && value[1].type != jbvNull))
			return blame(reading, "parts");
		parts[at].dim = (int) dim - 1;
		parts[at].whole = value[1].type == jbvNull ? NULL : to_utf8(string_of(&value[1]));
		parts[at].part = labels_in(&value[2], -1, &parts[at].parts);
		if (parts[at++].part == NULL)
			return blame(reading, "parts");
	}
	certificate->parts = parts;
	return true;
}

/* How many steps the moves have, which must be pairs of figure and change. */
static bool
count_steps(struct reading *reading, size_t *steps)
{
	JsonbIterator *iterator;
	JsonbValue element;

	*steps = 0;
	if (!list_in(reading, reading->root, "moves", &reading->certificate->moves, &iterator))
		return false;
	while (next_element(&iterator, &element))
	{
		if (!is_array(&element) || JsonContainerSize(element.val.binary.data) % 2 != 0)
			return blame(reading, "moves");
		*steps += JsonContainerSize(element.val.binary.data) / 2;
	}
	return true;
}

static bool
read_moves(struct reading *reading)
{
	struct cpe_certificate *certificate = reading->certificate;
	JsonbIterator *iterator;
	JsonbValue element;
	size_t *start;
	uint32_t *figure;
	int64_t *change;
	size_t steps;
	size_t at = 0;
	size_t move = 0;

	if (!count_steps(reading, &steps) ||
	    !list_in(reading, reading->root, "moves", &certificate->moves, &iterator))
		return false;
	start = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*start) * (certificate->moves + 1));
	figure = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*figure) * (steps + 1));
	change = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(*change) * (steps + 1));
	while (next_element(&iterator, &element))
	{
		JsonbIterator *member = JsonbIteratorInit(element.val.binary.data);
		JsonbValue value;

		CHECK_FOR_INTERRUPTS();
		start[move++] = at;
		while (next_element(&member, &value))
		{
			int64 number;

			if (!whole_of(&value, &number) || number < 0 || number >= UINT32_MAX ||
			    !next_element(&member, &value) || !whole_of(&value, &change[at]))
				return blame(reading, "moves");
			figure[at++] = (uint32_t) number;
		}
	}
	start[move] = at;
	certificate->move_start = start;
	certificate->move_figure = figure;
	certificate->move_change = change;
	return true;
}

static bool
read_national(struct reading *reading, JsonbContainer *claim)
{
	JsonbIterator *iterator;
	JsonbValue element;
	size_t count;

	if (!list_in(reading, claim, "national", &count, &iterator))
		return false;
	while (next_element(&iterator, &element))
	{
		int64 dim;

		if (!whole_of(&element, &dim) || dim < 1 || dim > 64)
			return blame(reading, "national");
		reading->certificate->national |= UINT64CONST(1) << (dim - 1);
	}
	return true;
}

static bool
read_claim(struct reading *reading)
{
	struct cpe_certificate *certificate = reading->certificate;
	JsonbValue claim;
	JsonbValue extension;
	JsonbValue rule;
	JsonbValue options;
	JsonbValue numerator;
	JsonbContainer *object;
	int zeros;
	int protect;
	int marks;

	if (!member_of(reading, reading->root, "claim", jbvBinary, &claim) ||
	    !JsonContainerIsObject(claim.val.binary.data))
		return blame(reading, "claim");
	object = claim.val.binary.data;
	if (!number_in(reading, object, "threshold", 0, PG_INT64_MAX / 4, &certificate->threshold) ||
	    !word_in(reading, object, "zeros", zeros_words, &zeros) ||
	    !word_in(reading, object, "protect", protect_words, &protect) ||
	    !word_in(reading, object, "marks", marks_words, &marks) ||
	    !member_of(reading, object, "numerator", jbvBool, &numerator) ||
	    !read_national(reading, object) ||
	    !member_of(reading, reading->root, "extension", jbvString, &extension) ||
	    !member_of(reading, reading->root, "rule", jbvString, &rule) ||
	    !member_of(reading, reading->root, "options", jbvBinary, &options))
		return false;
	certificate->zeros = zeros;
	certificate->range = protect;
	certificate->distinct = marks;
	certificate->numerator = numerator.val.boolean;
	certificate->claim =
		claim_text(string_of(&extension), string_of(&rule), options.val.binary.data);
	return true;
}

static bool
read_counts(struct reading *reading)
{
	struct cpe_certificate *certificate = reading->certificate;
	JsonbValue counts;
	JsonbContainer *object;
	int64 hidden;
	int64 unpublished;

	if (!member_of(reading, reading->root, "counts", jbvBinary, &counts) ||
	    !JsonContainerIsObject(counts.val.binary.data))
		return blame(reading, "counts");
	object = counts.val.binary.data;
	if (!number_in(reading, object, "cells", 0, PG_INT64_MAX, &certificate->cells) ||
	    !number_in(reading, object, "primary", 0, PG_INT64_MAX, &certificate->primary) ||
	    !number_in(reading, object, "complementary", 0, PG_INT64_MAX,
	               &certificate->complementary) ||
	    !number_in(reading, object, "cost", 0, PG_INT64_MAX, &certificate->cost) ||
	    !number_in(reading, object, "hidden", 0, PG_INT64_MAX, &hidden) ||
	    !number_in(reading, object, "unpublished", 0, PG_INT64_MAX, &unpublished))
		return false;
	return (hidden == (int64) certificate->hidden &&
	        unpublished == (int64) certificate->unpublished) ||
	       blame(reading, "counts");
}

/* The document as arrays; false with what is wrong in it. */
static bool
read_certificate(struct reading *reading, Jsonb *document, int dims)
{
	struct cpe_certificate *certificate = reading->certificate;
	int64 number;

	if (!JB_ROOT_IS_OBJECT(document))
		return blame(reading, "format");
	reading->root = &document->root;
	if (!number_in(reading, reading->root, "format", FORMAT, FORMAT, &number) ||
	    !number_in(reading, reading->root, "dims", 1, 64, &number) ||
	    (number != dims && !blame(reading, "dims")))
		return false;
	certificate->dims = (int) number;
	return read_claim(reading) && read_digest(reading, "digest", certificate->digest) &&
	       read_digest(reading, "seal", certificate->seal) && read_parts(reading) &&
	       read_cells(reading) && read_exempt(reading) && read_moves(reading) &&
	       read_counts(reading);
}

/* What is wrong with table or certificate, in the database's encoding; NULL: nothing. */
static const char *
what_is_wrong(FunctionCallInfo fcinfo)
{
	struct verifying *verifying;
	struct cpe_certificate certificate = {0};
	struct reading reading = {.certificate = &certificate};
	struct cpe_published_cell *published;
	struct cpe_verdict verdict;
	struct cpe_problem problem;
	struct cpe_arena arena;
	size_t count;

	if (PG_ARGISNULL(0))
		return "there are no cells to be verified";
	verifying = (struct verifying *) PG_GETARG_POINTER(0);
	published = published_cells(&verifying->cells, &count);
	if (verifying->raw == NULL)
		return "there is no certificate";
	if (!read_certificate(&reading, DatumGetJsonbP(PointerGetDatum(verifying->raw)),
	                      verifying->cells.dims))
		return psprintf("this is no certificate of format %d for this table: \"%s\" is missing or "
		                "not as it has to be",
		                FORMAT, reading.wrong);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_verify(&arena, published, count, verifying->cells.dims, &certificate, sha256, &verdict,
	                &problem))
		cpe_raise(&problem);
	return verdict.verified ? NULL : pstrdup(from_utf8(verdict.reason));
}

/* The same, leaving no memory but the text. */
static char *
verification(FunctionCallInfo fcinfo)
{
	MemoryContext before = CurrentMemoryContext;
	MemoryContext work =
		AllocSetContextCreate(before, "cancer_pe verification", ALLOCSET_DEFAULT_SIZES);
	const char *wrong;
	char *text;

	MemoryContextSwitchTo(work);
	wrong = what_is_wrong(fcinfo);
	text = wrong ? MemoryContextStrdup(before, wrong) : NULL;
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return text;
}

PG_FUNCTION_INFO_V1(cpe_verify_done);
Datum
cpe_verify_done(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(verification(fcinfo) == NULL);
}

PG_FUNCTION_INFO_V1(cpe_verification_done);
Datum
cpe_verification_done(PG_FUNCTION_ARGS)
{
	char *wrong = verification(fcinfo);

	PG_RETURN_TEXT_P(cstring_to_text(wrong ? wrong : "verified"));
}
