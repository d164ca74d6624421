#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "score/codebook.h"
#include "score/fhir.h"
#include "unit.h"

static const struct cpe_json_limits limits = {1 << 20, 16 << 20, CPE_FHIR_DEPTH};

static enum cpe_code
probe(const char *text, size_t length)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	bool good;

	cpe_arena_open_malloc(&arena);
	problem.code = CPE_OK;
	good = cpe_fhir_probe(&arena, text, length, &limits, &problem);
	CHECK(good == (problem.code == CPE_OK), "a refusal has a code: %d", problem.code);
	cpe_arena_close_malloc(&arena);
	return problem.code;
}

static bool
read_codebook(const char *text, size_t length)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_codebook *codebook;

	cpe_arena_open_malloc(&arena);
	codebook = cpe_codebook_read(&arena, text, length, &limits, &problem);
	for (int i = 0; codebook != NULL && i < codebook->variables; i++)
	{
		double *code;
		int codes;

		cpe_codebook_missing(&codebook->variable[i], &arena, &code, &codes, &problem);
	}
	cpe_arena_close_malloc(&arena);
	return codebook != NULL;
}

static const char *data;

/* A file below test/data/fhir, whole, in memory of its very size. */
static char *
slurp(const char *name, size_t *length)
{
	char path[500], *text;
	FILE *file;

	snprintf(path, sizeof(path), "%s/fhir/%s", data, name);
	file = fopen(path, "rb");
	if (!CHECK(file != NULL, "cannot open %s", path))
		exit(1);
	text = malloc(1 << 20);
	*length = fread(text, 1, 1 << 20, file);
	fclose(file);
	return realloc(text, *length);
}

/* The same bytes in memory that ends where they end, so that reading on is found out. */
static char *
exactly(const char *text, size_t length)
{
	char *copy = malloc(length > 0 ? length : 1);

	memcpy(copy, text, length);
	return copy;
}

struct seen
{
	struct cpe_arena *arena;
	char rows[2000];
};

static bool
see(void *context, const struct cpe_fhir_row *row, struct cpe_problem *problem)
{
	struct seen *seen = context;
	struct cpe_text path;
	char line[300];

	cpe_text_open(&path, seen->arena, problem);
	cpe_fhir_path(&path, row->place);
	snprintf(line, sizeof(line), "%s %d %s %d %s %s %g %s %g %s\n", cpe_text_close(&path, NULL),
	         row->depth, row->link_id ? row->link_id : "-", row->answer_no,
	         row->type ? cpe_fhir_value_word[row->type] : "-", row->text ? row->text : "-",
	         isnan(row->number) ? -1 : row->number, row->code ? row->code : "-",
	         isnan(row->weight) ? -1 : row->weight, row->absent ? row->absent : "-");
	strcat(seen->rows, line);
	return true;
}

#define RESPONSE "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\",\"item\":"

static void
walk(void)
{
	static const char text[] =
		RESPONSE "[{\"linkId\":\"g\",\"item\":[{\"linkId\":\"a\",\"answer\":[{\"valueInteger\":2,"
				 "\"item\":[{\"linkId\":\"b\",\"answer\":[{\"valueString\":\"x\"},{}]}]}]}]},"
				 "{\"linkId\":\"c\",\"answer\":[{\"valueCoding\":{\"code\":\"k\",\"display\":\"d\","
				 "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\","
				 "\"valueDecimal\":3},{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
				 "itemWeight\",\"valueDecimal\":4}]}}],\"item\":[{\"extension\":[{\"url\":"
				 "\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":"
				 "\"unknown\"}]}]}]}";
	static const char want[] = "item[0] 1 g 0 - - -1 - -1 -\n"
							   "item[0].item[0].answer[0] 2 a 1 integer - 2 - -1 -\n"
							   "item[0].item[0].answer[0].item[0].answer[0] 3 b 1 string x -1 - -1 "
							   "-\n"
							   "item[0].item[0].answer[0].item[0].answer[1] 3 b 2 - - -1 - -1 -\n"
							   "item[1].answer[0] 1 c 1 coding d -1 k 4 -\n"
							   "item[1].item[0] 2 - 0 - - -1 - -1 unknown\n";
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct seen seen = {&arena, ""};
	cJSON *tree;

	unit_case("a walk in the order of the document");
	cpe_arena_open_malloc(&arena);
	tree = cpe_json_parse(&arena, text, strlen(text), "response", &limits, &problem);
	CHECK(tree != NULL && cpe_fhir_walk(tree, &arena, see, &seen, &problem), "refused");
	CHECK(strcmp(seen.rows, want) == 0, "rows:\n%s", seen.rows);
	cpe_arena_close_malloc(&arena);
}

static void
refusals(void)
{
	static const struct
	{
		const char *text;
		enum cpe_code code;
	} one[] = {{RESPONSE "[]}", CPE_OK},
	           {RESPONSE "[{\"linkId\":\"1\",\"answer\":[{\"valueInteger\":1}]}]}", CPE_OK},
	           {RESPONSE "[{\"linkId\":\"1\",\"answer\":[{\"valueInteger\":4}]}]}", CPE_INVALID},
	           {RESPONSE "[{\"linkId\":\"9\"}]}", CPE_INVALID},
	           {RESPONSE "{}}", CPE_INVALID},
	           {RESPONSE "[1]}", CPE_INVALID},
	           {RESPONSE "[{\"answer\":{}}]}", CPE_INVALID},
	           {RESPONSE "[{\"answer\":[0]}]}", CPE_INVALID},
	           {RESPONSE "[{\"linkId\":\"\xff\"}]}", CPE_SYNTAX},
	           {RESPONSE "[{\"linkId\":\"\xc3\"}]}", CPE_SYNTAX},
	           {RESPONSE "[{\"linkId\":\"\xed\xa0\x80\"}]}", CPE_SYNTAX},
	           {RESPONSE "[{\"linkId\":\"\xc0\x80\"}]}", CPE_SYNTAX},
	           {"\xef\xbb\xbf" RESPONSE "[]}", CPE_SYNTAX},
	           {RESPONSE "[]}\n x", CPE_SYNTAX},
	           {"", CPE_SYNTAX},
	           {"null", CPE_INVALID},
	           {"{\"resourceType\":\"Bundle\"}", CPE_INVALID}};

	unit_case("what is refused, and how");
	for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++)
	{
		char *text = exactly(one[i].text, strlen(one[i].text));
		enum cpe_code code = probe(text, strlen(one[i].text));

		CHECK(code == one[i].code, "%s: %d", one[i].text, code);
		free(text);
	}
}

/* Every beginning of a document is refused; a document with a byte changed does no harm. */
static void
damaged(void)
{
	static const char *const name[] = {"mii_examples.ndjson", "codebook_spss.json"};
	unsigned seed = 12345;

	unit_case("cut and changed documents");
	for (int which = 0; which < 2; which++)
	{
		size_t length, end;
		char *text = slurp(name[which], &length);
		int taken = 0;

		for (end = 0; end < length && (which == 1 || text[end] != '\n'); end++)
			if (end % 7 == 0)
			{
				char *cut = exactly(text, end);

				taken += which == 0 ? probe(cut, end) == CPE_OK : read_codebook(cut, end);
				free(cut);
			}
		/* of a codebook, the blank lines at its end may go */
		CHECK(taken <= which, "%d beginnings of %s were taken", taken, name[which]);
		for (int i = 0; i < 3000; i++)
		{
			char *changed = exactly(text, end);
			int changes = 1 + i % 3;

			while (changes-- > 0)
			{
				seed = seed * 1103515245u + 12345u;
				changed[(seed >> 8) % end] = "{}[]\",:\\u0-1e9.ntfi\x80\xff\n"[(seed >> 20) % 23];
			}
			if (which == 0)
				probe(changed, end);
			else
				read_codebook(changed, end);
			free(changed);
		}
		free(text);
	}
}

static void
deep(void)
{
	static const int depth[] = {10, 29, 32, 100, 5000};

	unit_case("nesting");
	for (int which = 0; which < 5; which++)
	{
		char *text = malloc(100 + 20 * (size_t) depth[which]);
		enum cpe_code code;

		strcpy(text, RESPONSE);
		for (int i = 0; i < depth[which]; i++)
			strcat(text, "[{\"item\":");
		strcat(text, "[{\"linkId\":\"1\"}]");
		for (int i = 0; i < depth[which]; i++)
			strcat(text, "}]");
		strcat(text, "}");
		code = probe(text, strlen(text));
		CHECK(code == (depth[which] < 31 ? CPE_OK : CPE_LIMIT), "%d: %d", depth[which], code);
		free(text);
	}
}

static void
memory(void)
{
	size_t length;
	char *text = slurp("mii_examples.ndjson", &length);
	struct cpe_arena arena;
	struct cpe_problem problem;
	int needed;
	bool good = false;

	unit_case("no memory, and a stop");
	length = (size_t) ((char *) memchr(text, '\n', length) - text);
	for (needed = 0; needed < 10000 && !good; needed++)
	{
		unit_arena_open(&arena, -1, needed);
		problem.code = CPE_OK;
		good = cpe_fhir_probe(&arena, text, length, &limits, &problem);
		if (!good && problem.code == CPE_INVALID) /* it has no link of the probe's */
			good = true;
		CHECK(good || problem.code == CPE_NO_MEMORY, "after %d: %d", needed, problem.code);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(good && needed > 5, "needed %d", needed);
	free(text);

	length = 200000;
	text = malloc(length + 200);
	strcpy(text, RESPONSE "[{}");
	for (size_t used = strlen(text); used < length; used += 3)
		strcpy(text + used, ",{}");
	strcat(text, "]}");
	unit_arena_open(&arena, 0, -1);
	CHECK(!cpe_fhir_probe(&arena, text, strlen(text), &limits, &problem) &&
	          problem.code == CPE_CANCELLED,
	      "not stopped: %d", problem.code);
	cpe_arena_close_malloc(&arena);
	free(text);
}

static void
answers(void)
{
	static const struct cpe_link_row row[] = {
		{NULL, "a", NULL, "1", false, 0},    {"u", "a", NULL, "2", false, 0},
		{"u|2", "a", NULL, "3", false, 0},   {NULL, NULL, "y", NULL, true, 1},
		{NULL, NULL, "y", "2", true, 2},     {NULL, "b", "y", "2", true, 3},
		{"u", NULL, "y", NULL, true, 4},     {NULL, NULL, "none", NULL, false, 0},
		{"none", "a", NULL, NULL, false, 0},
	};
	static const struct
	{
		const char *questionnaire, *link, *code;
		int item, value; /* item -1: not known; value -1: missing */
	} want[] = {{"x", "a", "y", 0, 1},     {"u", "a", "y", 1, 2},  {"u|1", "a", "y", 1, 2},
	            {"u|2", "a", "y", 2, 4},   {"x", "b", "y", 1, 3},  {"u", "b", "y", 1, 3},
	            {"x", "a", "none", 0, -1}, {"x", "a", "3", 0, 3},  {"none", "a", "y", -1, 0},
	            {"x", "c", "y", -1, 0},    {"x", "a", "-2", 0, -2}};
	struct cpe_item item[3] = {{.id = "1", .max = 9}, {.id = "2", .max = 9}, {.id = "3", .max = 9}};
	struct cpe_instrument instrument = {.code = "test", .items = 3, .item = item};
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_link_map *map;
	int32_t value[3];
	bool given[3];
	const char *link[3];

	unit_case("links and codes, the most telling row first");
	cpe_arena_open_malloc(&arena);
	map = cpe_link_map_make(&arena, &instrument, row, sizeof(row) / sizeof(*row), &problem);
	CHECK(map != NULL, "%s", problem.message);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
	{
		char text[300];
		cJSON *tree;

		snprintf(text, sizeof(text),
		         RESPONSE "[{\"linkId\":\"%s\",\"answer\":[{\"valueCoding\":{\"code\":\"%s\"}}]}],"
		                  "\"questionnaire\":\"%s\"}",
		         want[i].link, want[i].code, want[i].questionnaire);
		tree = cpe_json_parse(&arena, text, strlen(text), "response", &limits, &problem);
		CHECK(tree != NULL && cpe_fhir_answers(tree, &instrument, map, false, &arena, value, given,
		                                       link, &problem),
		      "%s", problem.message);
		for (int j = 0; j < 3; j++)
		{
			bool met = j == want[i].item;

			CHECK((link[j] != NULL) == met, "%zu: link of item %d", i, j);
			CHECK(given[j] == (met && want[i].value != -1), "%zu: item %d given", i, j);
			CHECK(!given[j] || value[j] == want[i].value, "%zu: item %d is %d", i, j,
			      (int) value[j]);
		}
	}
	cpe_arena_close_malloc(&arena);
}

static void
codebook(void)
{
	size_t length;
	char *text = slurp("codebook_spss.json", &length);
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_codebook *book;
	const struct cpe_codebook_variable *variable;

	unit_case("missing codes of a codebook");
	cpe_arena_open_malloc(&arena);
	book = cpe_codebook_read(&arena, text, length, &limits, &problem);
	if (!CHECK(book != NULL, "%s", problem.message))
		exit(1);
	CHECK(cpe_codebook_variable(book, "nobody") == -1, "found");
	variable = &book->variable[cpe_codebook_variable(book, "mo")];
	for (int i = -2; i <= 10; i++)
		CHECK(cpe_codebook_is_missing(variable, i) == (i == -1 || (i >= 7 && i <= 9)), "mo %d", i);
	variable = &book->variable[cpe_codebook_variable(book, "age")];
	CHECK(cpe_codebook_is_missing(variable, -1e300) && !cpe_codebook_is_missing(variable, 0.5),
	      "age: open below");
	cpe_arena_close_malloc(&arena);
	free(text);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	data = argv[1];
	walk();
	refusals();
	damaged();
	deep();
	memory();
	answers();
	codebook();
	return unit_end();
}
