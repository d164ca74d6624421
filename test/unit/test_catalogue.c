#include "survey/catalogue.h"
#include "survey/plan.h"
#include "unit.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Catalogues that are wrong in one place each, with the message and its JSON path; limits; what is
 * looked up in them; and the plans that are written of them.
 */

#define ROOM (9 * 1024 * 1024)

static struct cpe_arena arena;
static struct cpe_problem problem;

static struct cpe_wave *
read_wave(const char *text)
{
	size_t length = strlen(text);
	char *exact = malloc(length + 1);
	struct cpe_wave *wave;

	memcpy(exact, text, length);
	memset(&problem, 0, sizeof(problem));
	wave = cpe_wave_read(&arena, exact, length, &problem);
	CHECK((wave == NULL) == (problem.code != CPE_OK), "either a wave or a problem");
	free(exact);
	return wave;
}

/* ---- one rule at a time ---- */

static const char base[] =
	"{\"wave\":\"W 1\",\"survey\":\"S\",\"title\":\"T\",\"year\":2018,\"state\":\"partial\","
	"\"neutral\":\"scored\",\"missing\":[999,-9],\"source\":\"so\",\"certainty\":\"sourced\","
	"\"note\":\"N\",\"questions\":["
	"{\"question\":\"A\",\"kind\":\"filter\",\"label\":\"la\",\"section\":\"se\",\"column\":"
	"\"col\","
	"\"concept\":\"co\",\"source\":\"qs\",\"certainty\":\"computed\",\"note\":\"qn\",\"back_code\":"
	"1,"
	"\"options\":[{\"code\":1,\"class\":\"excluded\",\"label\":\"ol\",\"state\":\"yes\","
	"\"certainty\":\"inferred\"},{\"code\":2,\"class\":\"excluded\"}]},"
	"{\"question\":\"B\",\"kind\":\"scored\",\"asked_if\":{\"question\":\"A\",\"answers\":[1]},"
	"\"options\":[{\"code\":-5,\"class\":\"positive\",\"value\":100},{\"code\":3,\"class\":"
	"\"negative\",\"value\":-0.0},{\"code\":2,\"class\":\"neutral\",\"value\":33.3},{\"code\":7,"
	"\"class\":\"excluded\"}]},"
	"{\"question\":\"C\",\"kind\":\"rating\",\"rating\":{\"from\":0,\"to\":10}},"
	"{\"question\":\"X\",\"kind\":\"box\",\"options\":[{\"code\":0,\"class\":\"negative\"},{"
	"\"code\""
	":1,\"class\":\"positive\"}]},"
	"{\"question\":\"Y\",\"kind\":\"box\",\"options\":[{\"code\":0,\"class\":\"negative\"},{"
	"\"code\""
	":1,\"class\":\"positive\"},{\"code\":4,\"class\":\"rated\",\"value\":9}]},"
	"{\"question\":\"Z\",\"kind\":\"box\",\"options\":[{\"code\":0,\"class\":\"negative\"},{"
	"\"code\""
	":1,\"class\":\"positive\"}]},"
	"{\"question\":\"open\",\"kind\":\"other\"},"
	"{\"question\":\"D\",\"kind\":\"about\",\"asked_if\":{\"question\":\"open\",\"answers\":[5]},"
	"\"options\":[{\"code\":1,\"class\":\"excluded\"}]}],"
	"\"rules\":[{\"rule\":\"r1\",\"kind\":\"contradiction\",\"boxes\":[\"X\",\"Y\"]},"
	"{\"rule\":\"r2\",\"kind\":\"exclusive\",\"boxes\":[\"Z\",\"X\"],\"ticked\":1,\"unticked\":0},"
	"{\"rule\":\"r3\",\"kind\":\"tick_all\",\"boxes\":[\"X\",\"Y\",\"Z\"],\"unticked\":0}],"
	"\"comparable\":[{\"question\":\"B\",\"wave\":\"V\",\"with\":\"b\",\"options\":[[-5,1],[3,1]],"
	"\"basis\":\"ba\",\"certainty\":\"inferred\"},{\"question\":\"A\",\"wave\":\"V\",\"with\":"
	"\"a\"}]}";

#define LONG_50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define LONG_100 LONG_50 LONG_50
#define LONG_200 LONG_100 LONG_100
#define LONG_1000 LONG_200 LONG_200 LONG_200 LONG_200 LONG_200

/* What is replaced by what, where the problem is, and a part of what it says. */
static const struct
{
	const char *old, *new, *place, *detail;
} mutations[] = {
	/* the head */
	{"\"wave\":\"W 1\",", "", "$", "The member \"wave\" is missing."},
	{"\"W 1\"", "7", "$.wave", "A text was expected."},
	{"\"W 1\"", "\" W\"", "$.wave", "A key has 1 to 60 printable ASCII characters, no quotes."},
	{"\"W 1\"", "\"W \"", "$.wave", "A key has"},
	{"\"W 1\"", "\"W\\\"\"", "$.wave", "A key has"},
	{"\"W 1\"", "\"W\\\\\"", "$.wave", "A key has"},
	{"\"W 1\"", "\"W\\u00e9\"", "$.wave", "A key has"},
	{"\"W 1\"", "\"" LONG_50 "12345678901\"", "$.wave", "A key has"},
	{"\"W 1\"", "\"V\"", "$.comparable[0].wave", "compared with one of another wave."},
	{"\"survey\":\"S\"", "\"survey\":\"\"", "$.survey", "A text was expected."},
	{"\"survey\":\"S\"", "\"survey\":\"" LONG_200 "x\"", "$.survey", "longer than 200 bytes"},
	{"\"title\":\"T\"", "\"title\":\"a\\u007fb\"", "$.title", "control character"},
	{"\"title\":\"T\"", "\"title\":\"" LONG_200 "x\"", "$.title", "longer than 200 bytes"},
	{"2018", "2018.5", "$.year", "A whole number from 1900 to 2999 was expected."},
	{"2018", "1899", "$.year", "A whole number from 1900 to 2999"},
	{"2018", "3000", "$.year", "A whole number from 1900 to 2999"},
	{"\"partial\"", "\"part\"", "$.state", "No such word."},
	{"\"partial\"", "\"complete\"", "$.questions[6]", "A question needs options or a rating."},
	{"\"neutral\":\"scored\"", "\"neutral\":true", "$.neutral", "No such word."},
	{"[999,-9]", "[]", "$.missing", "An array with at least one element"},
	{"[999,-9]", "999", "$.missing", "An array with at least one element"},
	{"[999,-9]", "[999,\"-9\"]", "$.missing[1]", "A code was expected, a whole number."},
	{"[999,-9]", "[999,1.5]", "$.missing[1]", "A code was expected"},
	{"[999,-9]", "[999,-9,999]", "$.missing[2]", "Code 999 is there twice."},
	{"[999,-9]", "[999,-2147483648]", "$.missing[1]", "A code was expected"},
	{"[999,-9]", "[21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41]", "$.missing",
     "There are more than 20 codes."},
	{"[999,-9]", "[999,3]", "$.questions[1].options[1].code", "Code 3 stands for no answer"},
	{"[999,-9]", "[999,4]", "$.questions[2].rating", "Code 4 stands for no answer in this wave."},
	{"\"source\":\"so\"", "\"source\":[]", "$.source", "A text was expected."},
	{"\"source\":\"so\"", "\"source\":\"" LONG_1000 LONG_1000 "x\"", "$.source", "2000 bytes"},
	{"\"certainty\":\"sourced\"", "\"certainty\":\"sure\"", "$.certainty", "No such word."},
	{"\"note\":\"N\"", "\"note\":null", "$.note", "A text was expected."},
	{"\"note\":\"N\"", "\"note\":\"" LONG_1000 LONG_1000 LONG_1000 LONG_1000 "x\"", "$.note",
     "4000 bytes"},
	{"\"note\":\"N\"", "\"Note\":\"N\"", "$", "There is no member \"Note\" here."},
	{"\"note\":\"N\"", "\"clean\":1", "$.clean", "true or false was expected."},
	{"\"note\":\"N\"", "\"strict\":\"\"", "$.strict", "true or false was expected."},
	{"\"questions\":[", "\"rating\":[", "$", "There is no member \"rating\" here."},
	/* questions */
	{"{\"question\":\"C\"", "7,{\"question\":\"C\"", "$.questions[2]", "An object was expected."},
	{"{\"question\":\"C\",", "{", "$.questions[2]", "The member \"question\" is missing."},
	{"{\"question\":\"C\",", "{\"question\":\"c \",", "$.questions[2].question",
     "A key has 1 to 63"},
	{"{\"question\":\"C\",", "{\"question\":\"" LONG_50 "12345678901234\",",
     "$.questions[2].question", "A key has 1 to 63"},
	{"{\"question\":\"C\",", "{\"question\":\"B\",", "$.questions[2].question",
     "There is a question \"B\" before."},
	{"{\"question\":\"C\",", "{\"question\":\"b\",", "$.questions[2]",
     "Questions \"B\" and \"b\" are found in the same column."},
	{"{\"question\":\"C\",", "{\"question\":\"COL\",", "$.questions[2]",
     "Questions \"A\" and \"COL\" are found in the same column."},
	{"\"column\":\"col\"", "\"column\":\"c\"", "$.questions[2]",
     "Questions \"A\" and \"C\" are found in the same column."},
	{"{\"question\":\"C\",", "{\"question\":\"C\",\"column\":\"a\",", "$.questions[2].column",
     "The column is called as another question, \"A\"."},
	{"\"kind\":\"filter\"", "\"kind\":\"filters\"", "$.questions[0].kind", "No such word."},
	{"\"kind\":\"filter\",", "", "$.questions[0]", "The member \"kind\" is missing."},
	{"\"la\"", "\"" LONG_200 "x\"", "$.questions[0].label", "200 bytes"},
	{"\"se\"", "\"" LONG_200 "x\"", "$.questions[0].section", "200 bytes"},
	{"\"col\"", "\"" LONG_50 "12345678901234\"", "$.questions[0].column", "63 bytes"},
	{"\"co\"", "\"" LONG_200 "x\"", "$.questions[0].concept", "200 bytes"},
	{"\"qs\"", "\"" LONG_1000 LONG_1000 "x\"", "$.questions[0].source", "2000 bytes"},
	{"\"qn\"", "\"" LONG_1000 LONG_1000 "x\"", "$.questions[0].note", "2000 bytes"},
	{"\"certainty\":\"computed\"", "\"certainty\":null", "$.questions[0].certainty",
     "No such word"},
	{"\"back_code\":1", "\"back_code\":\"1\"", "$.questions[0].back_code", "A whole number from"},
	{"\"back_code\":1", "\"back_code\":2", "$.questions[0].back_code",
     "No question is asked because of this answer."},
	{"\"kind\":\"rating\"", "\"kind\":\"rating\",\"back_code\":1", "$.questions[2].back_code",
     "No question is asked because of this answer."},
	/* options */
	{"\"options\":[{\"code\":1,\"class\":\"excluded\",", "\"options\":7,\"x\":[{\"code\":1,",
     "$.questions[0]", "There is no member \"x\" here."},
	{"\"kind\":\"rating\",", "\"kind\":\"rating\",\"options\":[],", "$.questions[2].options",
     "An array with at least one element"},
	{"\"kind\":\"rating\",",
     "\"kind\":\"rating\",\"options\":[{\"code\":1,\"class\":\"excluded\"}],", "$.questions[2]",
     "A question has options or a rating, not both."},
	{"{\"code\":7,", "7,{\"code\":7,", "$.questions[1].options[3]", "An object was expected."},
	{"{\"code\":7,", "{", "$.questions[1].options[3]", "The member \"code\" is missing."},
	{"{\"code\":7,", "{\"code\":7.5,", "$.questions[1].options[3].code", "A whole number from"},
	{"{\"code\":7,", "{\"code\":-2147483648,", "$.questions[1].options[3].code",
     "A whole number from -2147483647 to 2147483647 was expected."},
	{"{\"code\":7,", "{\"code\":2147483648,", "$.questions[1].options[3].code", "A whole number"},
	{"{\"code\":7,", "{\"code\":-9,", "$.questions[1].options[3].code",
     "Code -9 stands for no answer in this wave."},
	{"{\"code\":7,", "{\"code\":2,", "$.questions[1].options", "Code 2 is there twice."},
	{"{\"code\":7,", "{\"code\":9996,", "$.questions[1].options",
     "The codes lie further apart than 10000."},
	{"{\"code\":7,", "{\"code\":2147483647,", "$.questions[1].options", "further apart"},
	{"{\"code\":7,\"class\":\"excluded\"", "{\"code\":7,\"class\":\"exclude\"",
     "$.questions[1].options[3].class", "No such word."},
	{"{\"code\":7,\"class\":\"excluded\"", "{\"code\":7", "$.questions[1].options[3]",
     "The member \"class\" is missing."},
	{"{\"code\":7,\"class\":\"excluded\"", "{\"code\":7,\"class\":\"rated\"",
     "$.questions[1].options[3]", "A rated option needs a value."},
	{"\"value\":100", "\"value\":\"100\"", "$.questions[1].options[0].value",
     "A number was expected, at most 1e15 in size."},
	{"\"value\":100", "\"value\":1.1e15", "$.questions[1].options[0].value", "A number was expect"},
	{"\"value\":100", "\"value\":null", "$.questions[1].options[0].value", "A number was expected"},
	{"\"ol\"", "\"" LONG_200 "x\"", "$.questions[0].options[0].label", "200 bytes"},
	{"\"state\":\"yes\"", "\"state\":\"maybe\"", "$.questions[0].options[0].state", "No such word"},
	{"\"certainty\":\"inferred\"},{\"code\"", "\"certainty\":\"x\"},{\"code\"",
     "$.questions[0].options[0].certainty", "No such word."},
	{"\"class\":\"positive\",\"value\":100", "\"class\":\"excluded\"", "$.questions[1]",
     "A scored question needs a positive option, and a negative or neutral one."},
	/* ratings */
	{"\"rating\":{\"from\":0,\"to\":10}", "\"rating\":[0,10]", "$.questions[2].rating",
     "An object was expected."},
	{"\"from\":0,", "", "$.questions[2].rating", "The member \"from\" is missing."},
	{"\"from\":0,", "\"from\":10,", "$.questions[2].rating.to", "A whole number from 11 to 1010"},
	{"\"from\":0,", "\"from\":-1001,", "$.questions[2].rating.from", "A whole number from -1000"},
	{"\"to\":10", "\"to\":1001", "$.questions[2].rating.to", "A whole number from 1 to 1000"},
	{"\"to\":10", "\"to\":10,\"step\":1", "$.questions[2].rating", "There is no member \"step\""},
	{"\"kind\":\"rating\",\"rating\":{\"from\":0,\"to\":10}",
     "\"kind\":\"rating\",\"options\":[{\"code\":1,\"class\":\"excluded\"}]", "$.questions[2]",
     "A rating needs an option with a value."},
	/* routing */
	{"\"asked_if\":{\"question\":\"A\",\"answers\":[1]}", "\"asked_if\":\"A\"",
     "$.questions[1].asked_if", "An object was expected."},
	{"\"asked_if\":{\"question\":\"A\",", "\"asked_if\":{", "$.questions[1].asked_if",
     "The member \"question\" is missing."},
	{"\"asked_if\":{\"question\":\"A\",", "\"asked_if\":{\"question\":\"C\",",
     "$.questions[1].asked_if.question", "There is no earlier question \"C\"."},
	{"\"asked_if\":{\"question\":\"A\",", "\"asked_if\":{\"question\":\"B\",",
     "$.questions[1].asked_if.question", "There is no earlier question \"B\"."},
	{"\"asked_if\":{\"question\":\"A\",", "\"asked_if\":{\"question\":\"a\",",
     "$.questions[1].asked_if.question", "There is no earlier question \"a\"."},
	{"\"answers\":[1]", "\"answers\":[]", "$.questions[1].asked_if.answers", "An array with at"},
	{"\"answers\":[1]", "\"answers\":[1,1]", "$.questions[1].asked_if.answers[1]",
     "Code 1 is there twice."},
	{"\"answers\":[1]", "\"answers\":[1,3]", "$.questions[1].asked_if.answers",
     "3 is no code of question \"A\"."},
	{"\"answers\":[1]}", "\"answers\":[1],\"unless\":1}", "$.questions[1].asked_if",
     "There is no member \"unless\" here."},
	/* rules */
	{"{\"rule\":\"r2\"", "[],{\"rule\":\"r2\"", "$.rules[1]", "An object was expected."},
	{"\"rules\":[", "\"rules\":{},\"note2\":[", "$", "There is no member \"note2\" here."},
	{"\"r2\"", "\"r1\"", "$.rules[1]", "It is there twice."},
	{"\"r2\"", "\"r\\n\"", "$.rules[1].rule", "control character"},
	{"\"exclusive\"", "\"only\"", "$.rules[1].kind", "No such word."},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":[\"Z\"]", "$.rules[1].boxes", "2 to 500 boxes."},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":\"Z\"", "$.rules[1].boxes", "An array with at least"},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":[\"Z\",\"z\"]", "$.rules[1].boxes[1]",
     "There is no such question."},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":[1,\"Z\"]", "$.rules[1].boxes[0]",
     "There is no such question."},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":[\"Z\",\"X\",\"Z\"]", "$.rules[1].boxes[2]",
     "This box is there twice."},
	{"\"boxes\":[\"Z\",\"X\"]", "\"boxes\":[\"Z\",\"B\"]", "$.rules[1].boxes[1]",
     "This box has no option with the code of a rule."},
	{"\"ticked\":1", "\"ticked\":true", "$.rules[1].ticked", "A whole number from"},
	{"\"ticked\":1", "\"ticked\":0", "$.rules[1]", "A ticked and an unticked box have different"},
	{"\"unticked\":0},", "\"unticked\":5},", "$.rules[1].boxes[0]", "no option with the code of"},
	{"[\"X\",\"Y\",\"Z\"],\"unticked\":0", "[\"X\",\"Y\",\"Z\"]", "$.rules[2]",
     "This kind of rule needs the member \"unticked\"."},
	{"\"boxes\":[\"X\",\"Y\"]", "\"boxes\":[\"X\",\"A\"]", "$.rules[0].boxes[1]",
     "A box of a rule has no back code: rules come first."},
	{"\"boxes\":[\"X\",\"Y\"]", "\"boxes\":[\"X\",\"D\"]", "$.rules[0].boxes[1]",
     "The boxes of a rule are asked together, their \"asked_if\" is the same."},
	{"\"kind\":\"contradiction\",\"boxes\":[\"X\",\"Y\"]",
     "\"kind\":\"tick_all\",\"unticked\":0,\"boxes\":[\"X\",\"Y\"]", "$.rules[1].boxes[1]",
     "A tick_all rule is the last one of its boxes."},
	{"\"ticked\":1,\"unticked\":0", "\"ticked\":0,\"unticked\":1", "$.rules[1].boxes[1]",
     "An earlier rule says other codes of this box."},
	{"\"boxes\":[\"X\",\"Y\"]", "\"ticked\":4,\"boxes\":[\"Y\",\"open\"]", "$.rules[2].boxes[1]",
     "An earlier rule says other codes of this box."},
	/* comparisons */
	{"{\"question\":\"B\",\"wave\":\"V\"", "7,{\"question\":\"B\",\"wave\":\"V\"",
     "$.comparable[0]", "An object was expected."},
	{"\"question\":\"B\",\"wave\":\"V\"", "\"question\":\"b\",\"wave\":\"V\"",
     "$.comparable[0].question", "There is no question \"b\"."},
	{"\"with\":\"b\",", "", "$.comparable[0]", "The member \"with\" is missing."},
	{"[[-5,1],[3,1]]", "[]", "$.comparable[0].options", "An array with at least one element"},
	{"[[-5,1],[3,1]]", "[[-5,1],[3]]", "$.comparable[0].options[1]",
     "A pair of codes was expected"},
	{"[[-5,1],[3,1]]", "[[-5,1],[3,1,2]]", "$.comparable[0].options[1]", "A pair of codes"},
	{"[[-5,1],[3,1]]", "[[-5,1],[3,\"1\"]]", "$.comparable[0].options[1]", "A pair of codes"},
	{"[[-5,1],[3,1]]", "[[-5,1],3]", "$.comparable[0].options[1]", "A pair of codes"},
	{"[[-5,1],[3,1]]", "[[4,1]]", "$.comparable[0].options[0]", "4 is no code of question \"B\"."},
	{"\"ba\"", "\"" LONG_1000 LONG_1000 "x\"", "$.comparable[0].basis", "2000 bytes"},
	{"\"question\":\"A\",\"wave\":\"V\",\"with\":\"a\"",
     "\"question\":\"B\",\"wave\":\"V\",\"with\":\"b\"", "$.comparable[1]", "It is there twice."},
};

static const char *
mutated(const char *old, const char *new)
{
	static char text[sizeof(base) + 6000];
	const char *at = strstr(base, old);

	if (!CHECK(at != NULL, "%s is in the base", old))
		return base;
	snprintf(text, sizeof(text), "%.*s%s%s", (int) (at - base), base, new, at + strlen(old));
	return text;
}

static void
test_whole(void)
{
	const struct cpe_wave *wave = read_wave(base);

	unit_case("a catalogue as it should be");
	if (!CHECK(wave != NULL, "%s: %s", problem.message, problem.detail))
		return;
	CHECK(wave->questions == 8 && wave->rules == 3 && wave->comparisons == 2 &&
	          wave->year == 2018 && wave->state == CPE_WAVE_PARTIAL && wave->neutral_scored &&
	          wave->missings == 2 && !wave->is_plan && !wave->clean && wave->strict &&
	          wave->back_coding,
	      "what it says");
	CHECK(wave->question[0].back_coded && wave->question[0].back_code == 1 &&
	          !wave->question[0].behind_back_coded && wave->question[1].behind_back_coded &&
	          !wave->question[7].behind_back_coded && wave->question[1].parent == 0 &&
	          wave->question[2].parent == -1 && wave->question[7].parent == 6,
	      "routing");
	CHECK(strcmp(wave->question[0].option[0].state, "yes") == 0 &&
	          wave->question[0].option[1].state == NULL && !wave->question[0].option[1].valued,
	      "options");
	CHECK(wave->question[1].option[1].value == 0 &&
	          1 / (wave->question[1].option[1].value + 0.0) > 0,
	      "no minus before a zero");
	CHECK(wave->question[2].options == 11 && wave->question[2].option[10].code == 10 &&
	          wave->question[2].option[10].value == 10,
	      "a rating's options");
	CHECK(wave->rule[0].ticked == 1 && !wave->rule[0].unticked_known && wave->rule[1].box[0] == 5 &&
	          wave->rule[1].unticked_known,
	      "rules");
	CHECK(wave->comparison[0].pairs == 2 && wave->comparison[0].pair[1][0] == 3 &&
	          wave->comparison[1].pairs == 0,
	      "comparisons");
	CHECK(cpe_wave_described(wave, &problem), "%s", problem.message);
	cpe_arena_close_malloc(&arena);

	unit_case("what may be left out, what a registered wave has to say, and what a plan says");
	for (int i = 0; i < 6; i++)
	{
		static const char *const left_out[][3] = {
			{"\"survey\":\"S\",", "", "has no survey"},
			{"\"title\":\"T\",", "", "has no title"},
			{"\"source\":\"so\",", "", "has no source"},
			{"\"certainty\":\"sourced\",", "", "has no certainty"},
			{"\"note\":\"N\"", "\"clean\":false", "is a plan"},
			{"\"note\":\"N\"", "\"strict\":true", "is a plan"}};

		wave = read_wave(mutated(left_out[i][0], left_out[i][1]));
		CHECK(wave != NULL && !cpe_wave_described(wave, &problem) &&
		          strstr(problem.message, left_out[i][2]),
		      "%s: %s", left_out[i][0], problem.message);
	}
	cpe_arena_close_malloc(&arena);
}

static void
test_mutations(void)
{
	char message[200];

	unit_case("one thing wrong, and where");
	for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++)
	{
		const char *old = mutations[i].old, *new = mutations[i].new;

		CHECK(read_wave(mutated(old, new)) == NULL, "%s instead of %s is taken", new, old);
		snprintf(message, sizeof(message), "catalogue of a wave is wrong at %s",
		         mutations[i].place);
		CHECK(problem.code == CPE_INVALID && strcmp(problem.message, message) == 0 &&
		          strstr(problem.detail, mutations[i].detail),
		      "%s instead of %s: %s: %s", new, old, problem.message, problem.detail);
		CHECK(problem.detail[strlen(problem.detail) - 1] == '.' &&
		          (!*problem.hint || problem.hint[strlen(problem.hint) - 1] == '.'),
		      "cut: %s %s", problem.detail, problem.hint);
	}
	cpe_arena_close_malloc(&arena);
	unit_case("no JSON");
	CHECK(read_wave("[]") == NULL && strstr(problem.message, "wrong at $"), "%s", problem.message);
	CHECK(read_wave("{") == NULL && problem.code == CPE_SYNTAX, "%s", problem.message);
	CHECK(read_wave(mutated("\"note\":\"N\"", "\"title\":\"N\"")) == NULL &&
	          problem.code == CPE_SYNTAX,
	      "a member twice: %s", problem.message);
	CHECK(read_wave(mutated("[999,-9]", "[[[[[[[[[[[[[1]]]]]]]]]]]]]")) == NULL &&
	          problem.code == CPE_LIMIT,
	      "deep: %s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* ---- sizes ---- */

static char *made;
static size_t used;

static void __attribute__((format(printf, 1, 2))) add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += (size_t) vsnprintf(made + used, ROOM - used, format, args);
	va_end(args);
	if (used >= ROOM)
	{
		printf("Bail out! catalogue too long\n");
		exit(2);
	}
}

#define TWO "\"options\":[{\"code\":1,\"class\":\"excluded\"},{\"code\":%d,\"class\":\"excluded\"}]"

static void
test_sizes(void)
{
	static const int questions[] = {1, 5000, 10000, 10001};
	const struct cpe_wave *wave;

	unit_case("10,000 questions, each behind the one before, not more");
	for (size_t k = 0; k < sizeof(questions) / sizeof(questions[0]); k++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[{\"question\":\"Q0\",\"kind\":\"filter\"," TWO "}", 2);
		for (int i = 1; i < questions[k]; i++)
			add(",{\"question\":\"Q%d\",\"kind\":\"other\",\"asked_if\":{\"question\":\"Q%d\","
			    "\"answers\":[1]}," TWO "}",
			    i, i - 1, 2);
		add("]}");
		wave = read_wave(made);
		if (questions[k] > CPE_MAX_QUESTIONS)
			CHECK(wave == NULL && problem.code == CPE_LIMIT &&
			          strstr(problem.message, "more than 10000 questions"),
			      "%s", problem.message);
		else if (CHECK(wave != NULL, "%d: %s %s", questions[k], problem.message, problem.detail))
			for (int i = 0; i < questions[k]; i += 7)
			{
				char key[20];

				snprintf(key, sizeof(key), "Q%d", i);
				CHECK(cpe_wave_question(wave, key, strlen(key)) == i, "%s", key);
				snprintf(key, sizeof(key), "q00%d", i);
				CHECK(cpe_wave_question(wave, key, strlen(key)) == -1 &&
				          cpe_wave_column(wave, key, strlen(key)) == i,
				      "%s", key);
				CHECK(wave->question[i].parent == i - 1, "%s", key);
			}
		cpe_arena_close_malloc(&arena);
	}

	unit_case("10,000 codes apart; 2,000,000 places; 100,000 options");
	for (int spread = 9999; spread <= 10001; spread++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[{\"question\":\"Q\",\"kind\":\"about\"," TWO "}]}",
		    1 + spread);
		wave = read_wave(made);
		CHECK((wave != NULL) == (spread <= CPE_MAX_SPREAD), "%d: %s", spread, problem.detail);
		if (wave != NULL)
			for (int32_t code = -1; code <= spread + 3; code++)
				CHECK(cpe_question_option(wave->question, code) == (code == 1            ? 0
				                                                    : code == 1 + spread ? 1
				                                                                         : -1),
				      "%d", code);
		cpe_arena_close_malloc(&arena);
	}
	for (int many = 199; many <= 200; many++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[");
		for (int i = 0; i < many; i++)
			add("%s{\"question\":\"Q%d\",\"kind\":\"about\"," TWO "}", i ? "," : "", i, 10001);
		add("]}");
		wave = read_wave(made);
		CHECK((wave != NULL) == (many < 200), "%d", many);
		CHECK(wave != NULL || (problem.code == CPE_LIMIT &&
		                       strstr(problem.message, "take more than 2000000 places")),
		      "%s", problem.message);
		cpe_arena_close_malloc(&arena);
	}
	for (int many = 99; many <= 101; many++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[");
		for (int i = 0; i < many; i++)
			add("%s{\"question\":\"Q%d\",\"kind\":\"rating\",\"rating\":{\"from\":1,\"to\":1000}}",
			    i ? "," : "", i);
		add("]}");
		wave = read_wave(made);
		CHECK((wave != NULL) == (many <= 100), "%d: %s", many, problem.message);
		CHECK(wave != NULL || (problem.code == CPE_LIMIT &&
		                       strstr(problem.message, "more than 100000 options")),
		      "%s", problem.message);
		cpe_arena_close_malloc(&arena);
	}

	unit_case("2,000 rules of 2 to 500 boxes, 1,000 answers that lead on");
	for (int rules = 1999; rules <= 2001; rules++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[");
		for (int i = 0; i < 502; i++)
			add("%s{\"question\":\"Q%d\",\"kind\":\"box\"," TWO "}", i ? "," : "", i, 2);
		add("],\"rules\":[");
		for (int i = 0; i < rules; i++)
			add("%s{\"rule\":\"R%d\",\"kind\":\"exclusive\",\"boxes\":[\"Q%d\",\"Q%d\"]}",
			    i ? "," : "", i, i % 500, i % 500 + 1);
		add("]}");
		wave = read_wave(made);
		CHECK((wave != NULL) == (rules <= 2000), "%d: %s", rules, problem.detail);
		CHECK(wave != NULL || strstr(problem.detail, "There are more than 2000."), "%s",
		      problem.detail);
		cpe_arena_close_malloc(&arena);
	}
	for (int boxes = 499; boxes <= 501; boxes++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"questions\":[");
		for (int i = 0; i < 502; i++)
			add("%s{\"question\":\"Q%d\",\"kind\":\"box\"," TWO "}", i ? "," : "", i, 2);
		add("],\"rules\":[{\"rule\":\"R\",\"kind\":\"contradiction\",\"boxes\":[\"Q501\"");
		for (int i = 1; i < boxes; i++)
			add(",\"Q%d\"", i);
		add("]}]}");
		wave = read_wave(made);
		CHECK((wave != NULL) == (boxes <= 500), "%d: %s", boxes, problem.detail);
		cpe_arena_close_malloc(&arena);
	}
	for (int answers = 999; answers <= 1001; answers++)
	{
		used = 0;
		add("{\"wave\":\"W\",\"state\":\"partial\",\"questions\":[{\"question\":\"A\",\"kind\":"
		    "\"other\"},{\"question\":\"B\",\"kind\":\"other\",\"asked_if\":{\"question\":\"A\","
		    "\"answers\":[0");
		for (int i = 1; i < answers; i++)
			add(",%d", -i);
		add("]}}]}");
		wave = read_wave(made);
		CHECK((wave != NULL) == (answers <= 1000), "%d: %s", answers, problem.detail);
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- lookups ---- */

static void
test_lookups(void)
{
	static const char *const names[][2] = {
		{"Q1", "q1"},
		{"q01", "q1"},
		{"Q001", "q1"},
		{"Q10", "q10"},
		{"Q100", "q100"},
		{"Q0", "q0"},
		{"Q00", "q0"},
		{"0", "0"},
		{"000", "0"},
		{"", ""},
		{"a0b00c010", "a0b0c10"},
		{"Q01_02", "q1_2"},
		{"Q66A", "q66a"},
		{"Q1.0", "q1.0"},
		{"Q1.01", "q1.1"},
		{"\xC3\x84Z", "\xC3\x84z"},
		{"7007", "7007"},
		{"07007", "7007"},
		{"x0", "x0"},
		{"x 0 01", "x 0 1"},
	};
	struct cpe_wave *wave;
	char key[100], again[100], name[400];

	unit_case("column names as they are compared");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		size_t size = cpe_column_key(names[i][0], strlen(names[i][0]), key);

		CHECK(size == strlen(names[i][1]) && memcmp(key, names[i][1], size) == 0, "%s: %.*s",
		      names[i][0], (int) size, key);
		CHECK(cpe_column_key(key, size, again) == size && memcmp(key, again, size) == 0,
		      "%s: a key is its own key", names[i][0]);
	}

	unit_case("questions by key and by column, codes that stand for no answer");
	wave = read_wave(base);
	if (!CHECK(wave != NULL, "%s", problem.detail))
		return;
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		const char *column = question->column ? question->column : question->code;

		CHECK(cpe_wave_question(wave, question->code, strlen(question->code)) == i, "%d", i);
		CHECK(cpe_wave_column(wave, column, strlen(column)) == i, "%d", i);
	}
	CHECK(cpe_wave_question(wave, "", 0) == -1 && cpe_wave_question(wave, "AB", 2) == -1 &&
	          cpe_wave_question(wave, "AB", 1) == 0 && cpe_wave_question(wave, "zz", 2) == -1,
	      "keys");
	CHECK(cpe_wave_column(wave, "", 0) == -1 && cpe_wave_column(wave, "A", 1) == -1 &&
	          cpe_wave_column(wave, "COL", 3) == 0,
	      "columns");
	memset(name, '0', sizeof(name));
	CHECK(cpe_wave_column(wave, name, sizeof(name)) == -1, "a long name");
	CHECK(cpe_wave_is_missing(wave, 999) && cpe_wave_is_missing(wave, -9) &&
	          !cpe_wave_is_missing(wave, 9) && !cpe_wave_is_missing(wave, CPE_NO_CODE),
	      "missing");
	for (int i = 0; i < wave->questions; i++)
		CHECK(cpe_question_option(&wave->question[i], CPE_NO_CODE) == -1 &&
		          cpe_question_option(&wave->question[i], INT32_MAX) == -1 &&
		          cpe_question_option(&wave->question[i], 999) == -1,
		      "%d", i);
	cpe_arena_close_malloc(&arena);
}

/* ---- plans ---- */

static void
test_plans(void)
{
	static bool chosen[8];
	struct cpe_plan_choice choice = {chosen, true, false, true};
	const struct cpe_wave *wave = read_wave(base), *plan;
	char *text, *again;
	size_t length, length_again;

	unit_case("what is chosen, written, read and written again");
	if (!CHECK(wave != NULL, "%s", problem.detail))
		return;
	cpe_plan_default(wave, chosen);
	for (int i = 0; i < 8; i++)
		CHECK(chosen[i] == (i == 1 || i == 2), "%d", i);
	cpe_plan_complete(wave, chosen);
	for (int i = 0; i < 8; i++)
		CHECK(chosen[i] == (i <= 2), "with its filter: %d", i);
	chosen[4] = true;
	cpe_plan_complete(wave, chosen);
	for (int i = 0; i < 8; i++)
		CHECK(chosen[i] == (i <= 5), "with its other boxes: %d", i);
	text = cpe_plan_write(&arena, wave, &choice, &length, &problem);
	plan = text ? read_wave(text) : NULL;
	if (!CHECK(plan != NULL, "%s", problem.detail))
		return;
	CHECK(plan->questions == 6 && plan->rules == 3 && plan->is_plan && plan->clean &&
	          !plan->strict && plan->neutral_scored && plan->missings == 2 &&
	          plan->comparisons == 0 && plan->question[0].label == NULL &&
	          strcmp(plan->question[0].column, "col") == 0 && plan->question[0].back_coded &&
	          plan->question[1].parent == 0 && plan->question[1].option[2].value == 33.3,
	      "%s", text);
	again = cpe_plan_write(&arena, plan, &choice, &length_again, &problem);
	CHECK(length == strlen(text) && length_again == length && strcmp(text, again) == 0, "%s\n%s",
	      text, again);
	cpe_arena_close_malloc(&arena);
}

/* ---- memory that runs out ---- */

static void
test_memory(void)
{
	bool chosen[8] = {true, true, true, true, true, true};
	struct cpe_plan_choice choice = {chosen, true, true, false};
	bool written = false;
	int allocs = 0;

	unit_case("any allocation may fail, and it ends when it is told to");
	for (; allocs < 500 && !written; allocs++)
	{
		struct cpe_wave *wave;

		unit_arena_open(&arena, -1, allocs);
		wave = read_wave(base);
		written = wave != NULL && cpe_plan_write(&arena, wave, &choice, NULL, &problem) != NULL;
		CHECK(written || problem.code == CPE_NO_MEMORY, "%d: %s", allocs, problem.message);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(written && allocs > 40, "%d allocations", allocs);
	unit_arena_open(&arena, 0, -1);
	CHECK(read_wave(base) == NULL && problem.code == CPE_CANCELLED, "%s", problem.message);
	cpe_arena_close_malloc(&arena);
	cpe_arena_open_malloc(&arena);
}

int
main(void)
{
	made = malloc(ROOM);
	cpe_arena_open_malloc(&arena);
	test_whole();
	test_mutations();
	test_sizes();
	test_lookups();
	test_plans();
	test_memory();
	free(made);
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
