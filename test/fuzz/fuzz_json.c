/* JSON documents: what is accepted is a tree within its limits, and reads back from its own text.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "score/json.h"

static const struct cpe_json_limits limits = {1 << 20, 4 << 20, 20};
/* room for the text that is printed from a tree */
static char printed[8 << 20];
static size_t length;

static void
put(const char *text, size_t size)
{
	MUST(length + size < sizeof(printed));
	memcpy(printed + length, text, size);
	length += size;
}

static void
put_string(const char *text)
{
	put("\"", 1);
	for (const char *at = text, *end = text + strlen(text); at < end;)
	{
		uint32_t character;
		bool valid;
		size_t size = cpe_text_character(at, (size_t) (end - at), &character, &valid);
		char escape[8];

		MUST(valid && size > 0);
		if (character < 0x20 || character == '"' || character == '\\')
			put(escape, (size_t) snprintf(escape, sizeof(escape), "\\u%04x", character));
		else
			put(at, size);
		at += size;
	}
	put("\"", 1);
}

/* Prints a tree, checking on the way that it is one. */
static void
put_value(const cJSON *value, int depth)
{
	int type = value->type & 0xFF;
	bool object = type == cJSON_Object;
	const cJSON *last = NULL;
	char number[40];

	MUST(depth <= limits.depth);
	switch (type)
	{
		case cJSON_False:
			put("false", 5);
			return;
		case cJSON_True:
			put("true", 4);
			return;
		case cJSON_NULL:
			put("null", 4);
			return;
		case cJSON_Number:
			MUST(
				!isnan(value->valuedouble)); /* one too large is infinite: its reader's to refuse */
			if (isinf(value->valuedouble))
				put(value->valuedouble < 0 ? "-1e999" : "1e999", value->valuedouble < 0 ? 6 : 5);
			else
				put(number, (size_t) snprintf(number, sizeof(number), "%.17g", value->valuedouble));
			return;
		case cJSON_String:
			put_string(value->valuestring);
			return;
		default:
			MUST(object || type == cJSON_Array);
	}
	put(object ? "{" : "[", 1);
	for (const cJSON *child = value->child; child != NULL; child = child->next)
	{
		MUST(child == value->child || child->prev == last);
		MUST(object == (child->string != NULL));
		if (last != NULL)
			put(",", 1);
		if (object)
		{
			const cJSON *found = cpe_json_member(value, child->string);

			MUST(found == child); /* so no name is there twice */
			put_string(child->string);
			put(":", 1);
		}
		put_value(child, depth + 1);
		last = child;
	}
	put(object ? "}" : "]", 1);
}

static bool
same(const cJSON *a, const cJSON *b)
{
	if (((a->type ^ b->type) & 0xFF) != 0)
		return false;
	if (cJSON_IsNumber(a))
		return a->valuedouble == b->valuedouble;
	if (cJSON_IsString(a))
		return strcmp(a->valuestring, b->valuestring) == 0;
	for (a = a->child, b = b->child; a != NULL && b != NULL; a = a->next, b = b->next)
		if ((a->string != NULL && strcmp(a->string, b->string) != 0) || !same(a, b))
			return false;
	return a == b;
}

static bool
parse(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	const struct cpe_json_limits wide = {sizeof(printed), (size_t) 256 << 20, 20};
	const cJSON *tree = cpe_json_parse(arena, text, size, "document", &limits, problem), *again;
	struct fuzz_arena other;
	struct cpe_problem other_problem;

	if (tree == NULL)
		return false;
	MUST(size <= limits.bytes && size > 0);
	length = 0;
	put_value(tree, 0);
	fuzz_arena_open(&other, FUZZ_NEVER, FUZZ_NEVER);
	again = cpe_json_parse(&other.arena, printed, length, "document", &wide, &other_problem);
	MUST(again != NULL && same(tree, again));
	fuzz_arena_close(&other);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	cJSON *outside;

	fuzz_with_arenas(parse, data, size);
	/* the library's allocator is as it was, for whoever else uses it */
	outside = cJSON_CreateString("x");
	MUST(outside != NULL);
	cJSON_Delete(outside);
}
