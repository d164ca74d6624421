/* Profiles of items: texts and bytes there and back, merging, and what is refused. */
#include "cohort/completeness.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const char whole[] =
	"rows=10 \"stage\" unknown(\"\",\"?\",\"X\") not_applicable(\"6\") 1 2 3 \"say \"\"hi\"\", "
	"ok)\" unknown() not_applicable() 0 0 0 \"\" unknown(\"a,b\") not_applicable() 10 0 0";

/* Whether the text is refused with that code. */
static void
check_refused(const char *text, enum cpe_code code)
{
	struct cpe_arena arena;
	struct cpe_problem problem = {CPE_OK, "", "", ""};

	cpe_arena_open_malloc(&arena);
	CHECK(cpe_profile_parse(text, &arena, &problem) == NULL && problem.code == code,
	      "\"%s\" gives code %d: %s", text, (int) problem.code, problem.message);
	cpe_arena_close_malloc(&arena);
}

static void
check_text_and_bytes(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_profile *profile;
	const struct cpe_profile *again;
	unsigned char *bytes;
	size_t size = 0;

	unit_case("a profile is the same after text and after bytes");
	cpe_arena_open_malloc(&arena);
	profile = cpe_profile_parse(whole, &arena, &problem);
	CHECK(profile != NULL, "parse");
	CHECK(strcmp(cpe_profile_print(profile, &arena, &problem), whole) == 0, "text");
	bytes = cpe_profile_write(profile, &size, &arena, &problem);
	again = cpe_profile_read(bytes, size, &arena, &problem);
	CHECK(again != NULL && cpe_profile_size(again) == cpe_profile_size(profile) &&
	          memcmp(again, profile, cpe_profile_size(profile)) == 0,
	      "bytes");
	profile = cpe_profile_parse("rows=1 \"a\" unknown(\"z\",\"b\",\"z\") not_applicable() 0 0 0",
	                            &arena, &problem);
	CHECK(strcmp(cpe_profile_print(profile, &arena, &problem),
	             "rows=1 \"a\" unknown(\"b\",\"z\") not_applicable() 0 0 0") == 0,
	      "codes come into order, once each");
	cpe_arena_close_malloc(&arena);
}

/* Every byte changed, every beginning: refused, or a profile that says what it was read from. */
static void
check_hostile_bytes(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_profile *profile;
	unsigned char *bytes;
	unsigned char *copy;
	size_t size = 0;
	int taken = 0;

	unit_case("hostile bytes");
	cpe_arena_open_malloc(&arena);
	profile = cpe_profile_parse(whole, &arena, &problem);
	bytes = cpe_profile_write(profile, &size, &arena, &problem);
	for (size_t i = 0; i < size; i++)
	{
		copy = malloc(i + 1);
		memcpy(copy, bytes, i);
		CHECK(cpe_profile_read(copy, i, &arena, &problem) == NULL, "the first %zu bytes", i);
		free(copy);
		for (int value = 0; value < 256; value += i < 20 ? 1 : 51)
		{
			size_t written = 0;
			const unsigned char *back;

			copy = malloc(size);
			memcpy(copy, bytes, size);
			copy[i] = (unsigned char) value;
			profile = cpe_profile_read(copy, size, &arena, &problem);
			if (profile != NULL)
			{
				back = cpe_profile_write(profile, &written, &arena, &problem);
				CHECK(written == size && memcmp(back, copy, size) == 0, "byte %zu as %d", i, value);
				taken++;
			}
			free(copy);
		}
	}
	CHECK(taken > 100, "only %d variants were profiles", taken);
	cpe_arena_close_malloc(&arena);
}

static void
check_merging(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_profile *a;
	const struct cpe_profile *b;

	unit_case("merging adds, and refuses other items");
	cpe_arena_open_malloc(&arena);
	a = cpe_profile_parse("rows=5 \"a\" unknown(\"9\") not_applicable() 1 2 1", &arena, &problem);
	b = cpe_profile_parse("rows=7 \"a\" unknown(\"9\") not_applicable() 0 3 4", &arena, &problem);
	CHECK(cpe_profile_merge(a, b, &arena, &problem) &&
	          strcmp(cpe_profile_print(a, &arena, &problem),
	                 "rows=12 \"a\" unknown(\"9\") not_applicable() 1 5 5") == 0,
	      "sum");
	b = cpe_profile_parse("rows=7 \"a\" unknown(\"99\") not_applicable() 0 3 4", &arena, &problem);
	CHECK(!cpe_profile_merge(a, b, &arena, &problem) && problem.code == CPE_INVALID &&
	          strstr(problem.detail, "item 1") != NULL,
	      "other codes: %s", problem.detail);
	b = cpe_profile_parse("rows=7", &arena, &problem);
	CHECK(!cpe_profile_merge(a, b, &arena, &problem), "other items");
	a = cpe_profile_parse("rows=9223372036854775807", &arena, &problem);
	CHECK(!cpe_profile_merge(a, b, &arena, &problem) && problem.code == CPE_RANGE, "rows");
	cpe_arena_close_malloc(&arena);
}

static void
check_no_memory(void)
{
	int left = 0;
	bool done = false;

	unit_case("without memory, and stopped");
	for (; !done && left < 100; left++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem = {CPE_OK, "", "", ""};

		unit_arena_open(&arena, -1, left);
		done = cpe_profile_parse(whole, &arena, &problem) != NULL;
		CHECK(done || problem.code == CPE_NO_MEMORY, "after %d allocations: %d", left,
		      (int) problem.code);
		cpe_arena_close_malloc(&arena);
		unit_arena_open(&arena, 0, -1);
		CHECK(cpe_profile_parse(whole, &arena, &problem) == NULL && problem.code == CPE_CANCELLED,
		      "stopped");
		cpe_arena_close_malloc(&arena);
	}
	CHECK(done && left > 3, "%d allocations", left);
}

int
main(void)
{
	check_text_and_bytes();
	check_hostile_bytes();
	check_merging();
	check_no_memory();
	unit_case("texts that are none");
	check_refused("", CPE_SYNTAX);
	check_refused("rows=-1", CPE_SYNTAX);
	check_refused("rows=1 ", CPE_SYNTAX);
	check_refused("rows=9223372036854775808", CPE_RANGE);
	check_refused("rows=1 - unknown() not_applicable() 0 0 0", CPE_SYNTAX);
	check_refused("rows=1 \"a\" unknown(-) not_applicable() 0 0 0", CPE_SYNTAX);
	check_refused("rows=1 \"a\" unknown(\"b\",) not_applicable() 0 0 0", CPE_SYNTAX);
	check_refused("rows=1 \"a\" unknown(\"b\") not_applicable(\"b\") 0 0 0", CPE_INVALID);
	check_refused("rows=1 \"a\" unknown() not_applicable() 1 0 1", CPE_INVALID);
	check_refused("rows=1 \"a\" unknown() not_applicable() 0 9223372036854775807 1", CPE_INVALID);
	return unit_end();
}
