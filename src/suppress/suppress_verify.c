/* PostgreSQL side of certificates: reading and verifying them. */
#include "cancer_pe.h"

#include <errno.h>

#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

#include "suppress/suppress_published.h"

/* ---- the state ---- */

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
	MemoryContext context = cpe_state_memory(fcinfo);
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
	cpe_published_add(fcinfo, &verifying->cells, 5);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(verifying);
}

/* ---- reading the document, whatever it holds ---- */

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

/* An array of the document: how many elements, and a walk through them. */
static bool
list_in(struct reading *reading, JsonbContainer *object, const char *key, size_t *count,
        JsonbIterator **iterator)
{
	JsonbValue value;

	if (!member_of(reading, object, key, jbvBinary, &value) || !cpe_json_is_array(&value))
		return blame(reading, key);
	*count = JsonContainerSize(value.val.binary.data);
	*iterator = JsonbIteratorInit(value.val.binary.data);
	return true;
}

/* Labels from an array of texts and nulls; as many as wanted, or any number (-1) through *count. */
static const char *const *
labels_in(const JsonbValue *value, int64 wanted, size_t *count)
{
	const char **label;
	JsonbIterator *iterator;
	JsonbValue element;
	size_t at = 0;

	if (!cpe_json_is_array(value))
		return NULL;
	*count = JsonContainerSize(value->val.binary.data);
	if (wanted >= 0 && *count != (size_t) wanted)
		return NULL;
	label = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(char *) * (*count + 1));
	iterator = JsonbIteratorInit(value->val.binary.data);
	while (cpe_json_next_element(&iterator, &element))
	{
		if (element.type != jbvString && element.type != jbvNull)
			return NULL;
		label[at++] = element.type == jbvNull ? NULL : cpe_to_utf8(string_of(&element));
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

	if (!cpe_json_is_array(value))
		return false;
	iterator = JsonbIteratorInit(value->val.binary.data);
	memset(cell, 0, sizeof(*cell));
	for (; cpe_json_next_element(&iterator, &element); at++)
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

		while (cpe_json_next_element(&iterator[i], &element))
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
	while (cpe_json_next_element(&iterator, &element))
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
	while (cpe_json_next_element(&iterator, &element))
	{
		JsonbIterator *member;
		JsonbValue value[3];
		int64 dim;
		int members = 0;

		if (!cpe_json_is_array(&element) || JsonContainerSize(element.val.binary.data) != 3)
			return blame(reading, "parts");
		member = JsonbIteratorInit(element.val.binary.data);
		while (members < 3 && cpe_json_next_element(&member, &value[members]))
			members++;
		if (!whole_of(&value[0], &dim) || dim < 1 || dim > certificate->dims ||
		    (value[1].type != jbvString && value[1].type != jbvNull))
			return blame(reading, "parts");
		parts[at].dim = (int) dim - 1;
		parts[at].whole = value[1].type == jbvNull ? NULL : cpe_to_utf8(string_of(&value[1]));
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
	while (cpe_json_next_element(&iterator, &element))
	{
		if (!cpe_json_is_array(&element) || JsonContainerSize(element.val.binary.data) % 2 != 0)
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
	while (cpe_json_next_element(&iterator, &element))
	{
		JsonbIterator *member = JsonbIteratorInit(element.val.binary.data);
		JsonbValue value;

		CHECK_FOR_INTERRUPTS();
		start[move++] = at;
		while (cpe_json_next_element(&member, &value))
		{
			int64 number;

			if (!whole_of(&value, &number) || number < 0 || number >= UINT32_MAX ||
			    !cpe_json_next_element(&member, &value) || !whole_of(&value, &change[at]))
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
	while (cpe_json_next_element(&iterator, &element))
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
	    !word_in(reading, object, "zeros", cpe_zeros_words, &zeros) ||
	    !word_in(reading, object, "protect", cpe_protect_words, &protect) ||
	    !word_in(reading, object, "marks", cpe_marks_words, &marks) ||
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
		cpe_claim_text(string_of(&extension), string_of(&rule), options.val.binary.data);
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
	if (!number_in(reading, reading->root, "format", CPE_CERTIFICATE_FORMAT, CPE_CERTIFICATE_FORMAT,
	               &number) ||
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
	published = cpe_published_cells(&verifying->cells, &count);
	if (verifying->raw == NULL)
		return "there is no certificate";
	if (!read_certificate(&reading, DatumGetJsonbP(PointerGetDatum(verifying->raw)),
	                      verifying->cells.dims))
		return psprintf("this is no certificate of format %d for this table: \"%s\" is missing or "
		                "not as it has to be",
		                CPE_CERTIFICATE_FORMAT, reading.wrong);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_verify(&arena, published, count, verifying->cells.dims, &certificate, cpe_sha256,
	                &verdict, &problem))
		cpe_raise(&problem);
	return verdict.verified ? NULL : pstrdup(cpe_from_utf8(verdict.reason));
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
