#include "publish/html_table.h"
#include "unit.h"

#include <string.h>

/* A table with one row, or NULL with the problem. */
static char *
one_row(struct cpe_arena *arena, const struct cpe_html_table *table, const char *const *cell,
        struct cpe_problem *problem)
{
	struct cpe_text out;

	cpe_text_open(&out, arena, problem);
	cpe_html_table_begin(&out, table);
	cpe_html_table_row(&out, table, cell);
	cpe_html_table_end(&out);
	return cpe_text_close(&out, NULL);
}

static const struct cpe_html_column two_columns[] = {{"Trust", false, true},
                                                     {"n <&>", true, false}};

static void
test_whole(void)
{
	static const char *const cell[] = {"R<A>", "[c]"};
	struct cpe_html_table table = {"A \"title\"", NULL, NULL, NULL, true, 2, two_columns};
	struct cpe_problem problem;
	struct cpe_arena arena;
	const char *got;

	unit_case("a table by classes and by styles, byte for byte");
	unit_arena_open(&arena, -1, -1);
	got = one_row(&arena, &table, cell, &problem);
	CHECK(got && strcmp(got, "<table>\n<caption>A &quot;title&quot;</caption>\n<thead>\n"
	                         "<tr><th scope=\"col\">Trust</th><th scope=\"col\" "
	                         "class=\"number\">n &lt;&amp;&gt;</th></tr>\n</thead>\n<tbody>\n"
	                         "<tr><th scope=\"row\">R&lt;A&gt;</th>"
	                         "<td class=\"number\">[c]</td></tr>\n</tbody>\n</table>\n") == 0,
	      "%s", got ? got : problem.message);
	table.align_by_class = false;
	table.id = "a\"b";
	table.style_class = "c d";
	table.remark = "Not > all.";
	got = one_row(&arena, &table, cell, &problem);
	CHECK(got && strcmp(got,
	                    "<table id=\"a&quot;b\" class=\"c d\">\n<caption>A &quot;title&quot; "
	                    "<span class=\"remark\">Not &gt; all.</span></caption>\n<thead>\n"
	                    "<tr><th scope=\"col\" style=\"text-align:left\">Trust</th>"
	                    "<th scope=\"col\" style=\"text-align:right\">n &lt;&amp;&gt;</th></tr>\n"
	                    "</thead>\n<tbody>\n"
	                    "<tr><th scope=\"row\" style=\"text-align:left\">R&lt;A&gt;</th>"
	                    "<td style=\"text-align:right\">[c]</td></tr>\n</tbody>\n</table>\n") == 0,
	      "%s", got ? got : problem.message);
	cpe_arena_close_malloc(&arena);
}

/* How often a needle stands in a text. */
static int
occurrences(const char *text, const char *needle)
{
	int count = 0;

	for (; (text = strstr(text, needle)) != NULL; text += strlen(needle))
		count++;
	return count;
}

/* Whether every byte that could be markup is: the tags are those of the frame and no others. */
static void
test_hostile(void)
{
	struct cpe_html_table table = {"\xFF<script>", NULL, "\"><script>", NULL, true, 2, two_columns};
	char noise[33];
	const char *cell[2];
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("random bytes as texts make no markup and no NUL");
	for (int i = 0; i < 2000; i++)
	{
		const char *got;

		unit_arena_open(&arena, -1, -1);
		for (int b = 0; b < 32; b++)
			noise[b] = (char) (unit_random() < 0.3 ? "<>&\"'/="[(int) (unit_random() * 7)]
			                                       : 1 + (int) (unit_random() * 255));
		noise[32] = '\0';
		cell[0] = noise;
		cell[1] = i % 2 ? noise + 16 : NULL;
		got = one_row(&arena, &table, cell, &problem);
		CHECK(got && occurrences(got, "<") == 20 && occurrences(got, "<script") == 0 &&
		          occurrences(got, "\"") == 12,
		      "round %d: %s", i, got ? got : problem.message);
		cpe_arena_close_malloc(&arena);
	}
}

static void
test_no_memory(void)
{
	static const char *const cell[] = {"RAA", NULL};
	struct cpe_html_table table = {"title", "remark", "i", "c", false, 2, two_columns};
	struct cpe_problem problem;
	struct cpe_arena arena;
	int allocs = 0;
	char *got = NULL;

	unit_case("whichever allocation fails, it is told");
	for (; got == NULL && allocs < 100; allocs++)
	{
		problem.code = CPE_OK;
		unit_arena_open(&arena, -1, allocs);
		got = one_row(&arena, &table, cell, &problem);
		CHECK(got != NULL || problem.code == CPE_NO_MEMORY, "after %d allocations: %d", allocs,
		      (int) problem.code);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(got != NULL && allocs > 1, "%d allocations", allocs);
}

int
main(void)
{
	test_whole();
	test_hostile();
	test_no_memory();
	return unit_end();
}
