#include "publish/csv.h"
#include "unit.h"

#include <string.h>

/* Fields as a line, or NULL with the problem. */
static char *
line_of(struct cpe_arena *arena, const char *const *field, int fields, struct cpe_problem *problem)
{
	struct cpe_text out;

	cpe_text_open(&out, arena, problem);
	cpe_csv_line(&out, field, fields);
	return cpe_text_close(&out, NULL);
}

static void
test_fields(void)
{
	static const struct
	{
		const char *field[3];
		const char *line;
	} known[] = {{{"a", "b c", "d"}, "a,b c,d"},
	             {{NULL, "", " "}, ",\"\", "},
	             {{"1,5", "say \"no\"", "two\nlines"}, "\"1,5\",\"say \"\"no\"\"\",\"two\nlines\""},
	             {{"\r", "\"", "'"}, "\"\r\",\"\"\"\",'"},
	             {{"\\.", "\\", "=1+1"}, "\"\\.\",\\,=1+1"},
	             {{"\xC5\xB7", "\xFF", "-1.50"}, "\xC5\xB7,\xFF,-1.50"}};
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("known fields");
	unit_arena_open(&arena, -1, -1);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		const char *got = line_of(&arena, known[i].field, 3, &problem);

		CHECK(got && strcmp(got, known[i].line) == 0, "%s, not %s", got ? got : problem.message,
		      known[i].line);
	}
	cpe_arena_close_malloc(&arena);
}

/*
 * A reader as RFC 4180 has it (section 2, rules 5 to 7): a field in quotes, or one without quotes,
 * commas and line breaks.  Takes a field off the line; false: the line is none.
 */
static bool
read_field(const char **line, char *field, bool *blank)
{
	const char *at = *line;
	bool quoted = *at == '"';

	*blank = false;
	if (quoted)
		for (at++; *at != '"' || *++at == '"'; at++)
		{
			if (*at == '\0')
				return false;
			*field++ = *at;
		}
	else
	{
		*blank = *at == '\0' || *at == ',';
		for (; *at != '\0' && *at != ','; at++)
		{
			if (strchr("\"\r\n", *at) != NULL)
				return false;
			*field++ = *at;
		}
	}
	*field = '\0';
	*line = at;
	return *at == '\0' || *at == ',';
}

static void
test_round_trip(void)
{
	char text[4][9];
	const char *field[4];
	char got[64];
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("random fields and back, by a reader of its own");
	for (int round = 0; round < 20000; round++)
	{
		const char *line;
		bool good = true;

		unit_arena_open(&arena, -1, -1);
		for (int f = 0; f < 4; f++)
		{
			int length = (int) (unit_random() * 9);

			for (int i = 0; i < length; i++)
				text[f][i] = "\",\r\n\\. x\xE9"[(int) (unit_random() * 9)];
			text[f][length] = '\0';
			field[f] = unit_random() < 0.1 ? NULL : text[f];
		}
		line = line_of(&arena, field, 4, &problem);
		for (int f = 0; f < 4 && line != NULL; f++)
		{
			bool blank;

			good = good && read_field(&line, got, &blank) && blank == (field[f] == NULL) &&
			       (blank || strcmp(got, field[f]) == 0) && *line == (f < 3 ? ',' : '\0');
			line += f < 3;
		}
		CHECK(line != NULL && good, "round %d", round);
		cpe_arena_close_malloc(&arena);
	}
}

static void
test_no_memory(void)
{
	static const char *const field[] = {"a", "\"", NULL};
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_case("no memory is told");
	problem.code = CPE_OK;
	unit_arena_open(&arena, -1, 0);
	CHECK(line_of(&arena, field, 3, &problem) == NULL && problem.code == CPE_NO_MEMORY, "%d",
	      (int) problem.code);
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	test_fields();
	test_round_trip();
	test_no_memory();
	return unit_end();
}
