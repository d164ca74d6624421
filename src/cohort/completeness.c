#include "cohort/completeness.h"

#include <string.h>

#include "base/bytes.h"
#include "cohort/scan.h"

/*
 * The layout: each item's name, then its two lists of codes, each behind their number in 2 bytes;
 * each text behind its length in 2.
 */

static const char *const list_name[2] = {"unknown", "not_applicable"};

size_t
cpe_profile_size(const struct cpe_profile *profile)
{
	return sizeof(*profile) + (size_t) profile->items * CPE_ITEM_COUNTS * sizeof(int64_t) +
	       profile->layout_size;
}

static int
compare_codes(const struct cpe_item_code *a, const struct cpe_item_code *b)
{
	int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);

	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* ---- items ---- */

/* Brings one list into ascending order; a code that is there twice is kept once. */
static bool
close_list(struct cpe_item *item, int list, struct cpe_problem *problem)
{
	struct cpe_item_code *code = item->code[list];
	int kept = 0;

	if (item->codes[list] > CPE_PROFILE_CODES)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "more than %d codes for an item",
		                       CPE_PROFILE_CODES);
	for (int i = 0; i < item->codes[list]; i++)
	{
		struct cpe_item_code next = code[i];
		int place = kept;

		if (next.length > CPE_PROFILE_TEXT)
			return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "a code is longer than %d bytes",
			                       CPE_PROFILE_TEXT);
		while (place > 0 && compare_codes(&code[place - 1], &next) > 0)
			place--;
		if (place > 0 && compare_codes(&code[place - 1], &next) == 0)
			continue;
		memmove(&code[place + 1], &code[place], (size_t) (kept - place) * sizeof(*code));
		code[place] = next;
		kept++;
	}
	item->codes[list] = kept;
	return true;
}

bool
cpe_item_close(struct cpe_item *item, struct cpe_problem *problem)
{
	if (item->name.length > CPE_PROFILE_TEXT)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
		                       "the name of an item is longer than %d bytes", CPE_PROFILE_TEXT);
	if (!close_list(item, 0, problem) || !close_list(item, 1, problem))
		return false;
	for (int i = 0, k = 0; i < item->codes[0] && k < item->codes[1];)
	{
		int order = compare_codes(&item->code[0][i], &item->code[1][k]);

		if (order == 0)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "code \"%.*s\" of item \"%.*s\" is both unknown and not "
			                       "applicable",
			                       (int) item->code[0][i].length, item->code[0][i].bytes,
			                       (int) item->name.length, item->name.bytes);
		i += order < 0;
		k += order > 0;
	}
	return true;
}

static size_t
item_size(const struct cpe_item *item)
{
	size_t size = 2 + item->name.length;

	for (int list = 0; list < 2; list++)
	{
		size += 2;
		for (int i = 0; i < item->codes[list]; i++)
			size += 2 + item->code[list][i].length;
	}
	return size;
}

static unsigned char *
write_code(unsigned char *at, const struct cpe_item_code *code)
{
	at = cpe_bytes_write(at, code->length, 2);
	memcpy(at, code->bytes, code->length);
	return at + code->length;
}

static unsigned char *
write_item(unsigned char *at, const struct cpe_item *item)
{
	at = write_code(at, &item->name);
	for (int list = 0; list < 2; list++)
	{
		at = cpe_bytes_write(at, (uint64_t) item->codes[list], 2);
		for (int i = 0; i < item->codes[list]; i++)
			at = write_code(at, &item->code[list][i]);
	}
	return at;
}

/* Whether no two items have one name. */
static bool
names_differ(const struct cpe_item *item, int items, struct cpe_problem *problem)
{
	for (int i = 0; i < items; i++)
		for (int k = 0; k < i; k++)
			if (item[i].name.length == item[k].name.length &&
			    memcmp(item[i].name.bytes, item[k].name.bytes, item[i].name.length) == 0)
				return cpe_problem_set(problem, CPE_INVALID, NULL,
				                       "Give the rows without one of them.",
				                       "two items have the name \"%.*s\"",
				                       (int) item[i].name.length, item[i].name.bytes);
	return true;
}

struct cpe_profile *
cpe_profile_open(const struct cpe_item *item, int items, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_profile *profile;
	unsigned char *at;
	size_t layout = 0;

	if (items > CPE_PROFILE_ITEMS)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "a profile has more than %d items",
		                CPE_PROFILE_ITEMS);
		return NULL;
	}
	if (!names_differ(item, items, problem))
		return NULL;
	for (int i = 0; i < items; i++)
		layout += item_size(&item[i]);
	if (layout > INT32_MAX / 2)
	{
		cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "a profile has too many codes");
		return NULL;
	}
	profile = cpe_arena_alloc(
		arena, 1, sizeof(*profile) + (size_t) items * CPE_ITEM_COUNTS * sizeof(int64_t) + layout,
		problem);
	if (profile == NULL)
		return NULL;
	profile->version = CPE_PROFILE_VERSION;
	profile->items = (uint32_t) items;
	profile->layout_size = (uint32_t) layout;
	at = (unsigned char *) cpe_profile_layout(profile);
	for (int i = 0; i < items; i++)
		at = write_item(at, &item[i]);
	return profile;
}

static bool
refuse_binary(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_BINARY, NULL, NULL, "invalid binary form of item_profile");
}

static bool
read_code(const unsigned char **at, const unsigned char *end, struct cpe_item_code *code,
          struct cpe_problem *problem)
{
	if (end - *at < 2)
		return refuse_binary(problem);
	code->length = (size_t) cpe_bytes_read(*at, 2);
	*at += 2;
	if (code->length > (size_t) (end - *at) || memchr(*at, 0, code->length) != NULL)
		return refuse_binary(problem);
	code->bytes = (const char *) *at;
	*at += code->length;
	return true;
}

static bool
read_item(const unsigned char **at, const unsigned char *end, struct cpe_item *item,
          struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!read_code(at, end, &item->name, problem))
		return false;
	for (int list = 0; list < 2; list++)
	{
		int codes;

		if (end - *at < 2)
			return refuse_binary(problem);
		codes = (int) cpe_bytes_read(*at, 2);
		*at += 2;
		if (codes > (end - *at) / 2)
			return refuse_binary(problem);
		item->codes[list] = codes;
		item->code[list] =
			cpe_arena_alloc(arena, (size_t) codes + 1, sizeof(struct cpe_item_code), problem);
		if (item->code[list] == NULL)
			return false;
		for (int i = 0; i < codes; i++)
			if (!read_code(at, end, &item->code[list][i], problem))
				return false;
		for (int i = 1; i < codes; i++)
			if (compare_codes(&item->code[list][i - 1], &item->code[list][i]) >= 0)
				return refuse_binary(problem);
	}
	return true;
}

/* The items that a layout's bytes are of. */
static struct cpe_item *
read_items(const unsigned char *at, size_t size, uint32_t items, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	const unsigned char *end = at + size;
	struct cpe_item *item = cpe_arena_alloc(arena, (size_t) items + 1, sizeof(*item), problem);

	if (item == NULL)
		return NULL;
	for (uint32_t i = 0; i < items; i++)
		if (!cpe_arena_poll(arena, problem) || !read_item(&at, end, &item[i], arena, problem))
			return NULL;
	if (at != end)
	{
		refuse_binary(problem);
		return NULL;
	}
	return item;
}

struct cpe_item *
cpe_profile_items(const struct cpe_profile *profile, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	return read_items(cpe_profile_layout(profile), profile->layout_size, profile->items, arena,
	                  problem);
}

/* ---- merging ---- */

static bool
same_layout(const struct cpe_profile *a, const struct cpe_profile *b)
{
	return a->items == b->items && a->layout_size == b->layout_size &&
	       memcmp(cpe_profile_layout(a), cpe_profile_layout(b), a->layout_size) == 0;
}

bool
cpe_profile_same(const struct cpe_profile *a, const struct cpe_profile *b, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	const struct cpe_item *left;
	const struct cpe_item *right;
	char detail[200];
	struct cpe_problem what;
	uint32_t i = 0;

	if (same_layout(a, b))
		return true;
	if ((left = cpe_profile_items(a, arena, problem)) == NULL ||
	    (right = cpe_profile_items(b, arena, problem)) == NULL)
		return false;
	while (i < a->items && i < b->items && item_size(&left[i]) == item_size(&right[i]) &&
	       memcmp(left[i].name.bytes - 2, right[i].name.bytes - 2, item_size(&left[i])) == 0)
		i++;
	if (i == a->items || i == b->items)
		cpe_problem_set(&what, CPE_INVALID, NULL, NULL, "One has %u items, the other %u.", a->items,
		                b->items);
	else
		cpe_problem_set(&what, CPE_INVALID, NULL, NULL,
		                "They differ in item %u, which is \"%.*s\" in one: in name or codes.",
		                i + 1, left[i].name.length > 63 ? 63 : (int) left[i].name.length,
		                left[i].name.bytes);
	memcpy(detail, what.message, sizeof(detail));
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "Profile the same columns by the same lists of codes.",
	                       "cannot merge profiles of other items or codes");
}

bool
cpe_profile_merge(struct cpe_profile *profile, const struct cpe_profile *other,
                  struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!cpe_profile_same(profile, other, arena, problem))
		return false;
	/* no count of an item is above its rows */
	if (other->rows > INT64_MAX - profile->rows)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "rows of item_profile is out of range");
	profile->rows += other->rows;
	for (size_t i = 0; i < (size_t) profile->items * CPE_ITEM_COUNTS; i++)
		profile->count[i] += other->count[i];
	return true;
}

/* Whether rows exist that an item has these counts in. */
static bool
check_counts(const struct cpe_profile *profile, uint32_t item, struct cpe_problem *problem)
{
	const int64_t *count = &profile->count[(size_t) item * CPE_ITEM_COUNTS];
	int64_t left = profile->rows;

	for (int i = 0; i < CPE_ITEM_COUNTS; i++)
	{
		if (count[i] < 0 || count[i] > left)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "the counts of an item of item_profile do not fit %lld rows",
			                       (long long) profile->rows);
		left -= count[i];
	}
	return true;
}

/* ---- text ---- */

char *
cpe_profile_print(const struct cpe_profile *profile, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	const struct cpe_item *item = cpe_profile_items(profile, arena, problem);
	struct cpe_text text;

	if (item == NULL)
		return NULL;
	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "rows=%lld", (long long) profile->rows);
	for (uint32_t i = 0; i < profile->items; i++)
	{
		cpe_text_append(&text, " ");
		cpe_print_quoted(&text, item[i].name.bytes, item[i].name.length);
		for (int list = 0; list < 2; list++)
		{
			cpe_text_printf(&text, " %s(", list_name[list]);
			for (int k = 0; k < item[i].codes[list]; k++)
			{
				cpe_text_append(&text, k > 0 ? "," : "");
				cpe_print_quoted(&text, item[i].code[list][k].bytes, item[i].code[list][k].length);
			}
			cpe_text_append(&text, ")");
		}
		for (int k = 0; k < CPE_ITEM_COUNTS; k++)
			cpe_text_printf(&text, " %lld", (long long) profile->count[i * CPE_ITEM_COUNTS + k]);
	}
	return cpe_text_close(&text, NULL);
}

/* A text that is there. */
static bool
scan_code(struct cpe_scan *scan, struct cpe_item_code *code)
{
	if (!cpe_scan_quoted(scan, &code->bytes, &code->length))
		return false;
	return code->bytes != NULL || cpe_scan_expected(scan, "a text in quotes");
}

static bool
scan_list(struct cpe_scan *scan, struct cpe_item *item, int list)
{
	size_t most = 1;

	if (!cpe_scan_need(scan, " ") || !cpe_scan_need(scan, list_name[list]) ||
	    !cpe_scan_need(scan, "("))
		return false;
	/* each code but the first is behind a comma */
	for (const char *at = scan->at; *at != '\0' && most <= CPE_PROFILE_CODES; at++)
		most += *at == ',';
	item->code[list] =
		cpe_arena_alloc(scan->arena, most + 1, sizeof(struct cpe_item_code), scan->problem);
	if (item->code[list] == NULL)
		return false;
	while (!cpe_scan_take(scan, ")"))
	{
		if (item->codes[list] > 0 && !cpe_scan_need(scan, ","))
			return false;
		if ((size_t) item->codes[list] > most || item->codes[list] > CPE_PROFILE_CODES)
			return cpe_problem_set(scan->problem, CPE_LIMIT, NULL, NULL,
			                       "more than %d codes for an item", CPE_PROFILE_CODES);
		if (!scan_code(scan, &item->code[list][item->codes[list]]))
			return false;
		item->codes[list]++;
	}
	return true;
}

static bool
scan_item(struct cpe_scan *scan, struct cpe_item *item, int64_t *count)
{
	if (!scan_code(scan, &item->name) || !scan_list(scan, item, 0) || !scan_list(scan, item, 1))
		return false;
	for (int k = 0; k < CPE_ITEM_COUNTS; k++)
		if (!cpe_scan_need(scan, " ") || !cpe_scan_count(scan, INT64_MAX, &count[k]))
			return false;
	return cpe_item_close(item, scan->problem);
}

struct cpe_profile *
cpe_profile_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_scan scan = {"item_profile", text, text, arena, problem};
	struct cpe_item *item = cpe_arena_alloc(arena, CPE_PROFILE_ITEMS, sizeof(*item), problem);
	int64_t *count =
		cpe_arena_alloc(arena, CPE_PROFILE_ITEMS * CPE_ITEM_COUNTS, sizeof(*count), problem);
	struct cpe_profile *profile;
	int64_t rows;
	int items = 0;

	if (item == NULL || count == NULL || !cpe_scan_need(&scan, "rows=") ||
	    !cpe_scan_count(&scan, INT64_MAX, &rows))
		return NULL;
	while (cpe_scan_take(&scan, " "))
	{
		if (items == CPE_PROFILE_ITEMS)
		{
			cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "a profile has more than %d items",
			                CPE_PROFILE_ITEMS);
			return NULL;
		}
		if (!cpe_arena_poll(arena, problem) ||
		    !scan_item(&scan, &item[items], &count[items * CPE_ITEM_COUNTS]))
			return NULL;
		items++;
	}
	profile = cpe_scan_end(&scan) ? cpe_profile_open(item, items, arena, problem) : NULL;
	if (profile == NULL)
		return NULL;
	profile->rows = rows;
	memcpy(profile->count, count, (size_t) items * CPE_ITEM_COUNTS * sizeof(*count));
	for (int i = 0; i < items; i++)
		if (!check_counts(profile, (uint32_t) i, problem))
			return NULL;
	return profile;
}

/* ---- bytes ---- */

/* Version, rows, number of items, size of the layout; behind them counts and layout. */
#define HEAD_BYTES 17

unsigned char *
cpe_profile_write(const struct cpe_profile *profile, size_t *size, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	size_t counts = (size_t) profile->items * CPE_ITEM_COUNTS;
	unsigned char *bytes;
	unsigned char *at;

	*size = HEAD_BYTES + counts * 8 + profile->layout_size;
	bytes = cpe_arena_alloc(arena, *size, 1, problem);
	if (bytes == NULL)
		return NULL;
	at = cpe_bytes_write(bytes, profile->version, 1);
	at = cpe_bytes_write(at, (uint64_t) profile->rows, 8);
	at = cpe_bytes_write(at, profile->items, 4);
	at = cpe_bytes_write(at, profile->layout_size, 4);
	for (size_t i = 0; i < counts; i++)
		at = cpe_bytes_write(at, (uint64_t) profile->count[i], 8);
	memcpy(at, cpe_profile_layout(profile), profile->layout_size);
	return bytes;
}

struct cpe_profile *
cpe_profile_read(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
                 struct cpe_problem *problem)
{
	struct cpe_item *item;
	struct cpe_profile *profile;
	size_t items;
	size_t layout;
	size_t counts;

	if (size < HEAD_BYTES || bytes[0] != CPE_PROFILE_VERSION || (bytes[1] & 0x80) != 0)
	{
		refuse_binary(problem);
		return NULL;
	}
	items = (size_t) cpe_bytes_read(bytes + 9, 4);
	layout = (size_t) cpe_bytes_read(bytes + 13, 4);
	counts = items * CPE_ITEM_COUNTS * 8;
	if (items > CPE_PROFILE_ITEMS || counts > size - HEAD_BYTES ||
	    layout != size - HEAD_BYTES - counts)
	{
		refuse_binary(problem);
		return NULL;
	}
	item = read_items(bytes + HEAD_BYTES + counts, layout, (uint32_t) items, arena, problem);
	if (item == NULL)
		return NULL;
	for (size_t i = 0; i < items; i++)
		if (!cpe_item_close(&item[i], problem))
			return NULL;
	profile = cpe_profile_open(item, (int) items, arena, problem);
	if (profile == NULL)
		return NULL;
	profile->rows = (int64_t) cpe_bytes_read(bytes + 1, 8);
	for (size_t i = 0; i < items * CPE_ITEM_COUNTS; i++)
		profile->count[i] = (int64_t) cpe_bytes_read(bytes + HEAD_BYTES + 8 * i, 8);
	for (size_t i = 0; i < items; i++)
		if (!check_counts(profile, (uint32_t) i, problem))
			return NULL;
	return profile;
}
