/* PostgreSQL side of certificates: making them. */
#include "cancer_pe.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "base/base.h"
#include "suppress/prove.h"
#include "suppress/suppress_published.h"
#include "suppress/suppress_rule.h"

/* ---- the state ---- */

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

PG_FUNCTION_INFO_V1(cpe_certificate_step);
Datum
cpe_certificate_step(PG_FUNCTION_ARGS)
{
	MemoryContext context = cpe_state_memory(fcinfo);
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
	cpe_published_add(fcinfo, &making->cells, 6);
	keep_given(fcinfo, making);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(making);
}

/* ---- the proof ---- */

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
		enum cpe_published status = cpe_published_of(making->cells.status[i], &published);
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

		p->hidden[c] = cpe_published_of(status_at(p, c), &published) >= CPE_PUBLISHED_HIDDEN;
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

/* ---- fewer moves ---- */

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

/* ---- the certificate ---- */

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
			dim = cpe_labels_to_utf8(cell->dim, p->table.dims);
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

		parts[i] = (struct cpe_certified_parts){from->dim, cpe_to_utf8(from->whole), from->parts,
		                                        cpe_labels_to_utf8(from->part, (int) from->parts)};
	}
	certificate->parts = parts;
	certificate->claim = cpe_claim_text(CPE_VERSION, p->making->rule, &p->making->options->root);
}

/* The digest of a text; without one, the error that there was. */
static void
digest_of(const char *text, size_t size, unsigned char digest[CPE_DIGEST_SIZE],
          const struct cpe_problem *problem)
{
	if (text == NULL)
		cpe_raise(problem);
	if (!cpe_sha256(text, size, digest))
		elog(ERROR, "could not compute a digest");
}

/* Digest and seal, and the check that it is what it says. */
static void
close_certificate(struct proven *p)
{
	struct cpe_certificate *certificate = &p->certificate;
	size_t count;
	struct cpe_published_cell *published = cpe_published_cells(&p->making->cells, &count);
	struct cpe_problem problem;
	struct cpe_verdict verdict;
	size_t size;
	char *text;

	text = cpe_published_text(&p->arena, published, count, p->table.dims, &size, &problem);
	digest_of(text, size, certificate->digest, &problem);
	text = cpe_certificate_text(&p->arena, certificate, &size, &problem);
	digest_of(text, size, certificate->seal, &problem);
	if (!cpe_verify(&p->arena, published, count, p->table.dims, certificate, cpe_sha256, &verdict,
	                &problem))
		cpe_raise(&problem);
	if (!verdict.verified)
		cpe_refuse(CPE_INVALID, psprintf("The verifier says: %s.", cpe_from_utf8(verdict.reason)),
		           NULL, "the table cannot be certified");
}

/* ---- the document ---- */

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
		value.val.string.val = cpe_from_utf8(text);
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
	put_text(state, WJB_VALUE, cpe_zeros_words[certificate->zeros]);
	put_boolean(state, "numerator", certificate->numerator);
	put_key(state, "protect");
	put_text(state, WJB_VALUE, cpe_protect_words[certificate->range]);
	put_key(state, "marks");
	put_text(state, WJB_VALUE, cpe_marks_words[certificate->distinct]);
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
	put_number(&state, WJB_VALUE, CPE_CERTIFICATE_FORMAT);
	put_key(&state, "extension");
	put_text(&state, WJB_VALUE, CPE_VERSION);
	put_key(&state, "rule");
	put_text(&state, WJB_VALUE, cpe_to_utf8(p->making->rule));
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
