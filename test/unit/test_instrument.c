#include "score/instrument.h"
#include "unit.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Definitions that are wrong in one place each, with the message and its JSON path; and scores of
 * generated instruments against a plain second implementation.
 */

#define ROOM 400000

static struct cpe_arena arena;
static struct cpe_problem problem;

static const struct cpe_instrument *
read_definition(const char *text)
{
	size_t length = strlen(text);
	char *exact = malloc(length + 1);
	const struct cpe_instrument *instrument;

	memcpy(exact, text, length);
	memset(&problem, 0, sizeof(problem));
	instrument = cpe_instrument_read(&arena, exact, length, &problem);
	CHECK((instrument == NULL) == (problem.code != CPE_OK), "either an instrument or a problem");
	free(exact);
	return instrument;
}

/* ---- one rule at a time ---- */

static const char base[] =
	"{\"instrument\":\"T 1\",\"version\":\"1\",\"title\":\"Test\",\"source\":\"S\",\"certainty\":"
	"\"sourced\",\"licence\":\"L\",\"note\":\"N\",\"function\":\"t_1\",\"column\":\"t{item}\","
	"\"items\":[{\"ids\":[\"1..4\"],\"label\":\"la\",\"min\":1,\"max\":4,\"missing\":[9,-1]},"
	"{\"ids\":[\"GP1..GP3\",\"P2\"],\"min\":0,\"max\":4,\"reversed\":true},"
	"{\"ids\":[\"V\"],\"min\":1,\"max\":3,\"values\":{\"1\":5,\"2\":0,\"3\":-2}}],"
	"\"conditions\":[{\"items\":[\"2\",\"3\"],\"unless\":{\"item\":\"1\",\"is\":[1]},\"source\":"
	"\"C\"}],\"apply_conditions\":true,"
	"\"scales\":[{\"scale\":\"AA\",\"label\":\"a\",\"higher\":\"better\",\"items\":[\"1..4\"],"
	"\"transform\":\"functional\",\"missing\":\"half\"},"
	"{\"scale\":\"BB\",\"label\":\"b\",\"higher\":\"worse\",\"items\":[\"GP1..GP3\",\"P2\"],"
	"\"transform\":\"prorated_sum\",\"missing\":{\"more_than_percent\":50},\"source\":\"x\"},"
	"{\"scale\":\"CC\",\"label\":\"c\",\"higher\":\"neither\",\"items\":[\"V\",\"GP1\"],"
	"\"transform\":\"sum\",\"missing\":\"all\",\"note\":\"y\",\"certainty\":\"inferred\"},"
	"{\"scale\":\"DD\",\"label\":\"d\",\"higher\":\"unconfirmed\",\"scales\":[\"AA\","
	"{\"scale\":\"BB\",\"reversed\":true}],\"transform\":\"mean\",\"missing\":{\"at_least\":1},"
	"\"items_answered\":{\"at_least_percent\":80}},"
	"{\"scale\":\"TT\",\"label\":\"t\",\"higher\":\"better\",\"items\":[\"GP1\",\"V\"],"
	"\"transform\":\"t_score\",\"missing\":\"all\",\"table\":{\"from\":-2,\"values\":"
	"[1,2,3,4,5,6,7,8,9,10,11,12.5]}}],"
	"\"thresholds\":[{\"scale\":\"AA\",\"name\":\"x\",\"problem\":\"below\",\"cut\":50.5,"
	"\"source\":\"s\"}]}";

#define LONG_50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define LONG_100 LONG_50 LONG_50
#define LONG_200 LONG_100 LONG_100

/* What is replaced by what, where the problem is, and a part of what it says. */
static const struct
{
	const char *old, *new, *place, *detail;
} mutations[] = {
	/* the head */
	{"\"instrument\":\"T 1\",", "", "$", "The member \"instrument\" is missing."},
	{"\"T 1\"", "7", "$.instrument", "A text was expected."},
	{"\"T 1\"", "\"\"", "$.instrument", "A text was expected."},
	{"\"T 1\"", "\" T\"", "$.instrument", "A key has 1 to 63 printable ASCII characters, no quot"},
	{"\"T 1\"", "\"T\\\"\"", "$.instrument", "A key has"},
	{"\"T 1\"", "\"T\\\\\"", "$.instrument", "A key has"},
	{"\"T 1\"", "\"T\\u00e9\"", "$.instrument", "A key has"},
	{"\"T 1\"", "\"" LONG_50 "12345678901234\"", "$.instrument", "A key has"},
	{"\"version\":\"1\",", "", "$", "The member \"version\" is missing."},
	{"\"version\":\"1\"", "\"version\":null", "$.version", "A text was expected."},
	{"\"version\":\"1\"", "\"version\":\"" LONG_100 "x\"", "$.version",
     "The text is longer than 100 bytes."},
	{"\"version\":\"1\"", "\"version\":\"a\\tb\"", "$.version", "control character"},
	{"\"version\":\"1\"",
     "\"version\":\"a\x7F"
     "b\"",
     "$.version", "control character"},
	{"\"title\":\"Test\",", "", "$", "The member \"title\" is missing."},
	{"\"Test\"", "\"" LONG_200 "x\"", "$.title", "longer than 200 bytes"},
	{"\"source\":\"S\",", "", "$", "The member \"source\" is missing."},
	{"\"certainty\":\"sourced\",", "", "$", "The member \"certainty\" is missing."},
	{"\"certainty\":\"sourced\"", "\"certainty\":\"sure\"", "$.certainty", "No such word."},
	{"\"certainty\":\"sourced\"", "\"certainty\":1", "$.certainty", "No such word."},
	{"\"licence\":\"L\"", "\"licence\":\"\"", "$.licence", "A text was expected."},
	{"\"note\":\"N\"", "\"note\":[]", "$.note", "A text was expected."},
	{"\"t_1\"", "\"T_1\"", "$.function", "A function's name begins with a lower-case letter"},
	{"\"t_1\"", "\"1_t\"", "$.function", "A function's name"},
	{"\"t_1\"", "\"t-1\"", "$.function", "A function's name"},
	{"\"t_1\"", "\"" LONG_50 "01234567890\"", "$.function", "60 at most."},
	{"t{item}", "t{Item}", "$.column", "The pattern has no {item} in it."},
	{"\"note\":\"N\"", "\"Note\":\"N\"", "$", "There is no member \"Note\" here."},
	{"\"note\":\"N\"", "\"" LONG_200 "\":1", "$",
     "There is no member (a text that is long or not plain ASCII) here."},
	/* items */
	{"\"items\":[{", "\"notes\":[{", "$", "There is no member \"notes\" here."},
	{"{\"ids\":[\"1..4\"]", "7,{\"ids\":[\"1..4\"]", "$.items[0]", "An object was expected."},
	{"\"ids\":[\"1..4\"],", "", "$.items[0]", "The member \"ids\" is missing."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[]", "$.items[0].ids", "An array with at least one element"},
	{"\"ids\":[\"1..4\"]", "\"ids\":\"1..4\"", "$.items[0].ids", "An array with at least one"},
	{"\"ids\":[\"1..4\"]", "\"ids\":[1]", "$.items[0].ids[0]", "An item's id was expected"},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"0\",\"a \"]", "$.items[0].ids[1]", "An item's id was"},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"4..1\"]", "$.items[0].ids[0]", "\"4..1\" is no range of"},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..1\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"A1..B4\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"01..04\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"a..b\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..4..6\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..99999\"]", "$.items[0].ids[0]", "is no range of ids."},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..4\",\"3\"]", "$.items[0].ids",
     "The item \"3\" is there twice."},
	{"\"P2\"],\"min\"", "\"P2\",\"1\"],\"min\"", "$.items[1].ids", "The item \"1\" is there twice"},
	{"\"ids\":[\"1..4\"]", "\"ids\":[\"1..501\"]", "$.items[0].ids",
     "There are more than 500 items."},
	{"\"label\":\"la\"", "\"label\":\"" LONG_200 "x\"", "$.items[0].label", "200 bytes"},
	{"\"min\":1,\"max\":4", "\"max\":4", "$.items[0]", "The member \"min\" is missing."},
	{"\"min\":1,\"max\":4", "\"min\":1", "$.items[0]", "The member \"max\" is missing."},
	{"\"min\":1,", "\"min\":1.5,", "$.items[0].min", "A whole number from -10000 to 10000 was"},
	{"\"min\":1,", "\"min\":\"1\",", "$.items[0].min", "A whole number"},
	{"\"min\":1,", "\"min\":-10001,", "$.items[0].min", "A whole number"},
	{"\"max\":4", "\"max\":1", "$.items[0].max", "A whole number from 2 to 1001 was expected."},
	{"\"max\":4", "\"max\":1002", "$.items[0].max", "A whole number from 2 to 1001"},
	{"\"max\":4", "\"max\":1e999", "$.items[0].max", "A whole number from 2 to 1001"},
	{"[9,-1]", "[]", "$.items[0].missing", "An array with at least one element"},
	{"[9,-1]", "[9,\"-1\"]", "$.items[0].missing[1]", "A whole number was expected."},
	{"[9,-1]", "[9,1.5]", "$.items[0].missing[1]", "A whole number was expected."},
	{"[9,-1]", "[9,3]", "$.items[0].missing", "The code 3 is an answer, from 1 to 4."},
	{"\"reversed\":true},", "\"reversed\":1},", "$.items[1].reversed", "true or false"},
	{"\"reversed\":true},", "\"reverse\":true},", "$.items[1]", "There is no member \"reverse\""},
	{"\"values\":{", "\"reversed\":true,\"values\":{", "$.items[2].values", "Either \"values\" or"},
	{",\"3\":-2", "", "$.items[2].values", "one member for each answer from 1 to 3"},
	{"\"3\":-2", "\"4\":-2", "$.items[2].values", "The member \"3\" is missing."},
	{"\"3\":-2", "\"3\":-2,\"4\":0", "$.items[2].values", "one member for each answer"},
	{"\"3\":-2", "\"3\":-2.5", "$.items[2].values.3", "A whole number from -10000 to 10000"},
	{"{\"1\":5,\"2\":0,\"3\":-2}", "[5,0,-2]", "$.items[2].values", "An object with one member"},
	/* conditions */
	{"\"conditions\":[", "\"conditions\":[1,", "$.conditions[0]", "An object was expected."},
	{"\"items\":[\"2\",\"3\"],", "", "$.conditions[0]", "The member \"items\" is missing."},
	{"[\"2\",\"3\"]", "[\"2\",\"7\"]", "$.conditions[0].items", "There is no item \"7\"."},
	{"[\"2\",\"3\"]", "[\"2\",\"2\"]", "$.conditions[0].items", "The item \"2\" is there twice."},
	{"[\"2\",\"3\"]", "[\"1\"]", "$.conditions[0]", "The item \"1\" cannot decide on itself."},
	{"\"unless\":{\"item\":\"1\",\"is\":[1]},", "", "$.conditions[0]", "\"unless\" is missing."},
	{"{\"item\":\"1\",\"is\":[1]}", "1", "$.conditions[0].unless", "An object was expected."},
	{"\"is\":[1]}", "\"is\":[1],\"a\":1}", "$.conditions[0].unless", "There is no member \"a\""},
	{"\"item\":\"1\",", "", "$.conditions[0].unless", "The member \"item\" is missing."},
	{"\"item\":\"1\"", "\"item\":\"8\"", "$.conditions[0].unless", "There is no item \"8\"."},
	{",\"is\":[1]}", "}", "$.conditions[0].unless", "The member \"is\" is missing."},
	{"\"is\":[1]", "\"is\":[1,9]", "$.conditions[0].unless.is", "9 is no answer to the item \"1\""},
	{"\"is\":[1]", "\"is\":[true]", "$.conditions[0].unless.is[0]", "A whole number"},
	{"\"conditions\":[",
     "\"conditions\":[{\"items\":[\"3\"],\"unless\":{\"item\":\"V\",\"is\":[1]}},",
     "$.conditions[1]", "The item \"3\" has two conditions."},
	{"\"conditions\":[",
     "\"conditions\":[{\"items\":[\"V\"],\"unless\":{\"item\":\"2\",\"is\":[1]}},", "$.conditions",
     "The item \"2\" decides on others and has a condition itself."},
	{"\"apply_conditions\":true", "\"apply_conditions\":0", "$.apply_conditions", "true or false"},
	/* scales */
	{"\"scale\":\"AA\",\"label\":\"a\",", "\"label\":\"a\",", "$.scales[0]",
     "\"scale\" is missing."},
	{"\"AA\",\"label\"", "\"A A\",\"label\"", "$.scales[0].scale", "A scale's code begins with a"},
	{"\"AA\",\"label\"", "\"1A\",\"label\"", "$.scales[0].scale", "A scale's code"},
	{"\"CC\"", "\"BB\"", "$.scales[2].scale", "The scale \"BB\" is there twice."},
	{"\"CC\"", "\"bB\"", "$.scales[2].scale", "\"bB\" and one before it differ in case only."},
	{"\"CC\"", "\"Answers\"", "$.scales[2].scale", "function has an argument of this name."},
	{"\"CC\"", "\"STRICT\"", "$.scales[2].scale", "function has an argument of this name."},
	{"\"label\":\"a\",", "", "$.scales[0]", "The member \"label\" is missing."},
	{"\"higher\":\"better\"", "\"higher\":\"good\"", "$.scales[0].higher", "No such word."},
	{"\"higher\":\"better\",", "", "$.scales[0]", "The member \"higher\" is missing."},
	{"\"transform\":\"functional\"", "\"transform\":\"linear\"", "$.scales[0].transform",
     "No such"},
	{"\"transform\":\"functional\",", "", "$.scales[0]", "The member \"transform\" is missing."},
	{"\"inferred\"", "\"guessed\"", "$.scales[2].certainty", "No such word."},
	{"\"items\":[\"1..4\"],", "", "$.scales[0]", "Either \"items\" or \"scales\" was expected."},
	{"\"items\":[\"1..4\"],", "\"items\":[\"1\"],\"scales\":[\"AA\"],", "$.scales[0]", "Either"},
	{"\"items\":[\"1..4\"]", "\"items\":[\"1..5\"]", "$.scales[0].items",
     "There is no item \"5\"."},
	{"\"items\":[\"1..4\"]", "\"items\":[\"1..4\",\"2\"]", "$.scales[0].items",
     "\"2\" is there twi"},
	{"\"items\":[\"1..4\"]", "\"items\":[]", "$.scales[0].items", "An array with at least one"},
	{"[\"V\",\"GP1\"]", "[\"V\",\"\"]", "$.scales[2].items[1]", "An item's id was expected"},
	{"\"missing\":\"half\"", "\"missing\":\"most\"", "$.scales[0].missing", "No such word."},
	{",\"missing\":\"half\"", "", "$.scales[0]", "The member \"missing\" is missing."},
	{"{\"more_than_percent\":50}", "{}", "$.scales[1].missing", "Exactly one member was expected."},
	{"{\"more_than_percent\":50}", "{\"at_least\":1,\"at_least_percent\":5}", "$.scales[1].missing",
     "Exactly one member"},
	{"{\"more_than_percent\":50}", "{\"more\":50}", "$.scales[1].missing", "There is no member"},
	{"_percent\":50", "_percent\":100", "$.scales[1].missing.more_than_percent", "from 0 to 99"},
	{"_percent\":50", "_percent\":-1", "$.scales[1].missing.more_than_percent", "from 0 to 99"},
	{"_percent\":80", "_percent\":0", "$.scales[3].items_answered.at_least_percent",
     "from 1 to 100 was"},
	{"\"at_least\":1", "\"at_least\":0", "$.scales[3].missing.at_least", "from 1 to 2 was"},
	{"\"at_least\":1", "\"at_least\":3", "$.scales[3].missing.at_least", "from 1 to 2 was"},
	{"\"missing\":\"half\"", "\"missing\":\"half\",\"items_answered\":\"all\"",
     "$.scales[0].items_answered", "Only for a scale of scales; items have \"missing\"."},
	{"\"sum\",\"missing\":\"all\"", "\"sum\",\"missing\":\"half\"", "$.scales[2]",
     "A sum needs all its parts: \"missing\" must be \"all\"."},
	{"\"t_score\",\"missing\":\"all\"", "\"t_score\",\"missing\":\"half\"", "$.scales[4]",
     "A sum needs all its parts"},
	{"\"transform\":\"sum\"", "\"transform\":\"mean\"", "$.scales[2]",
     "The items of a mean must have the same range."},
	{"\"transform\":\"mean\"", "\"transform\":\"prorated_sum\"", "$.scales[3]",
     "The transform of a scale of scales is \"mean\" or \"sum\"."},
	{"{\"1\":5,\"2\":0,\"3\":-2}}],",
     "{\"1\":5,\"2\":5,\"3\":5}},{\"ids\":[\"W\"],\"min\":0,\"max\":1,"
     "\"values\":{\"0\":5,\"1\":5}}],",
     "$.scales[4].table", "The sums go from 5 to 9, the table from -2 to 9."},
	{"[\"AA\",{", "[\"AA\",\"AA\",{", "$.scales[3].scales[1]", "The scale \"AA\" is there twice."},
	{"[\"AA\",{", "[\"TT\",{", "$.scales[3].scales[0]",
     "There is no scale \"TT\" before this one."},
	{"[\"AA\",{", "[\"DD\",{", "$.scales[3].scales[0]",
     "There is no scale \"DD\" before this one."},
	{"[\"AA\",{", "[7,{", "$.scales[3].scales[0]", "An object was expected."},
	{"[\"AA\",{", "[\"AA\",{\"scale\":\"CC\",\"weight\":2},{", "$.scales[3].scales[1]",
     "There is no member \"weight\" here."},
	{"\"scale\":\"BB\",\"reversed\":true", "\"reversed\":true", "$.scales[3].scales[1]",
     "The member \"scale\" is missing."},
	{"\"BB\",\"reversed\":true", "\"BB\",\"reversed\":\"x\"", "$.scales[3].scales[1].reversed",
     "true or false"},
	{"[\"AA\",{", "[\"AA\",\"CC\",\"aa\",\"AA\",{", "$.scales[3].scales[2]", "no scale \"aa\""},
	{",\"table\":{\"from\":-2,\"values\":[1,2,3,4,5,6,7,8,9,10,11,12.5]}", "", "$.scales[4]",
     "The member \"table\" is missing."},
	{"\"from\":-2,", "", "$.scales[4].table", "The member \"from\" is missing."},
	{"\"from\":-2", "\"from\":-1", "$.scales[4].table", "the table from -1 to 10."},
	{"11,12.5]", "11]", "$.scales[4].table", "The sums go from -2 to 9, the table from -2 to 8."},
	{"12.5]", "\"12.5\"]", "$.scales[4].table.values[11]", "A number was expected."},
	{"12.5]", "1e10]", "$.scales[4].table.values[11]", "A number was expected."},
	{"\"from\":-2", "\"from\":-2,\"to\":9", "$.scales[4].table", "There is no member \"to\" here."},
	{"\"sum\",\"missing\"", "\"sum\",\"table\":{},\"missing\"", "$.scales[2].table",
     "Only the transform \"t_score\" has a table."},
	/* thresholds */
	{"\"thresholds\":[{", "\"thresholds\":[[],{", "$.thresholds[0]", "An object was expected."},
	{"[{\"scale\":\"AA\",\"name\"", "[{\"scale\":\"aa\",\"name\"", "$.thresholds[0].scale",
     "There is no scale \"aa\"."},
	{"\"name\":\"x\",", "", "$.thresholds[0]", "The member \"name\" is missing."},
	{"\"problem\":\"below\"", "\"problem\":\"under\"", "$.thresholds[0].problem", "No such word."},
	{"\"problem\":\"below\",", "", "$.thresholds[0]", "The member \"problem\" is missing."},
	{"\"cut\":50.5", "\"cut\":100.1", "$.thresholds[0].cut", "A number from 0 to 100 was expected"},
	{"\"cut\":50.5", "\"cut\":-0.1", "$.thresholds[0].cut", "A number from 0 to 100"},
	{"\"cut\":50.5", "\"cut\":\"50\"", "$.thresholds[0].cut", "A number from 0 to 100"},
	{"\"cut\":50.5,", "", "$.thresholds[0].cut", "A number from 0 to 100"},
	{"\"cut\":50.5,\"source\":\"s\"", "\"cut\":50.5", "$.thresholds[0]", "\"source\" is missing."},
	{"\"thresholds\":[",
     "\"thresholds\":[{\"scale\":\"AA\",\"name\":\"x\",\"problem\":\"above\","
     "\"cut\":1,\"source\":\"s\"},",
     "$.thresholds[1].name", "That scale has two thresholds of this name."},
};

static const char *
mutated(const char *old, const char *new)
{
	static char text[sizeof(base) + 1000];
	const char *at = strstr(base, old);

	if (!CHECK(at != NULL, "%s is in the base", old))
		return base;
	snprintf(text, sizeof(text), "%.*s%s%s", (int) (at - base), base, new, at + strlen(old));
	return text;
}

static void
test_rules(void)
{
	char message[200];
	const struct cpe_instrument *instrument;

	unit_case("a definition as it should be");
	instrument = read_definition(base);
	if (CHECK(instrument != NULL, "%s: %s", problem.message, problem.detail))
		CHECK(instrument->items == 9 && instrument->scales == 5 && instrument->thresholds == 1 &&
		          instrument->conditions_apply && instrument->scale[3].items == 8 &&
		          instrument->scale[3].min_items == 7 && instrument->scale[1].min_parts == 3 &&
		          strcmp(instrument->scale[2].certainty, "inferred") == 0 &&
		          strcmp(instrument->scale[3].certainty, "sourced") == 0,
		      "what it says");
	unit_case("one thing wrong, and where");
	for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++)
	{
		const char *old = mutations[i].old, *new = mutations[i].new;

		if (mutations[i].detail == NULL)
			continue;
		CHECK(read_definition(mutated(old, new)) == NULL, "%s instead of %s is taken", new, old);
		snprintf(message, sizeof(message), "instrument definition is wrong at %s",
		         mutations[i].place);
		CHECK(problem.code == CPE_INVALID && strcmp(problem.message, message) == 0 &&
		          strstr(problem.detail, mutations[i].detail),
		      "%s instead of %s: %s: %s", new, old, problem.message, problem.detail);
		CHECK(problem.detail[strlen(problem.detail) - 1] == '.' &&
		          (!*problem.hint || problem.hint[strlen(problem.hint) - 1] == '.'),
		      "cut: %s %s", problem.detail, problem.hint);
	}
	unit_case("what may be left out, and no JSON");
	CHECK(
		read_definition(mutated(",\"licence\":\"L\",\"note\":\"N\",\"function\":\"t_1\",\"column\":"
	                            "\"t{item}\"",
	                            "")) != NULL,
		"%s", problem.detail);
	CHECK(read_definition(mutated("\"function\":\"t_1\",", "")) != NULL, "%s", problem.detail);
	CHECK(read_definition("[]") == NULL && strstr(problem.message, "wrong at $"), "%s",
	      problem.message);
	CHECK(read_definition("{") == NULL && problem.code == CPE_SYNTAX, "%s", problem.message);
	CHECK(read_definition(mutated("\"note\":\"N\"", "\"title\":\"N\"")) == NULL &&
	          problem.code == CPE_SYNTAX,
	      "a member twice: %s", problem.message);
}

/* ---- text that grows ---- */

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
		printf("Bail out! definition too long\n");
		exit(2);
	}
}

#define HEAD                                                                                       \
	"{\"instrument\":\"G\",\"version\":\"1\",\"title\":\"t\",\"source\":\"s\",\"certainty\":"      \
	"\"computed\",\"items\":["
#define SCALE "{\"scale\":\"S%d\",\"label\":\"l\",\"higher\":\"worse\","

static void
test_sizes(void)
{
	unit_case("500 items and 200 scales, not more");
	for (int items = 499; items <= 501; items++)
		for (int scales = 199; scales <= 201; scales++)
		{
			const struct cpe_instrument *instrument;

			used = 0;
			add(HEAD "{\"ids\":[\"0\",\"1..%d\"],\"min\":0,\"max\":1}],\"scales\":[", items - 1);
			for (int i = 0; i < scales; i++)
				add("%s" SCALE
				    "\"items\":[\"0\",\"1..%d\"],\"transform\":\"sum\",\"missing\":\"all\"}",
				    i ? "," : "", i, items - 1);
			add("]}");
			instrument = read_definition(made);
			CHECK((instrument != NULL) == (items <= 500 && scales <= 200), "%d, %d: %s", items,
			      scales, problem.detail);
			CHECK(items <= 500 || strstr(problem.detail, "more than 500 items"), "%s",
			      problem.detail);
			CHECK(items > 500 || scales <= 200 || strstr(problem.detail, "more than 200 scales"),
			      "%s", problem.detail);
			cpe_arena_close_malloc(&arena);
		}
}

/* Every share of every number of items, against the smallest number that is enough. */
static void
test_shares(void)
{
	unit_case("shares of 1 to 100 items are exact");
	for (int n = 1; n <= 100; n++)
	{
		const struct cpe_instrument *instrument;

		used = 0;
		add(HEAD "{\"ids\":[\"0\"%s", n > 1 ? "" : "]");
		if (n == 2)
			add(",\"1\"]");
		else if (n > 2)
			add(",\"1..%d\"]", n - 1);
		add(",\"min\":0,\"max\":1}],\"scales\":[");
		for (int i = 0; i < 200; i++)
		{
			add("%s" SCALE "\"items\":[\"0\"", i ? "," : "", i);
			if (n == 2)
				add(",\"1\"");
			else if (n > 2)
				add(",\"1..%d\"", n - 1);
			add("],\"transform\":\"symptom\",\"missing\":{\"%s\":%d}}",
			    i < 100 ? "at_least_percent" : "more_than_percent", i < 100 ? i + 1 : i - 100);
		}
		add("]}");
		instrument = read_definition(made);
		if (!CHECK(instrument != NULL, "%s", problem.detail))
			return;
		for (int i = 0; i < 200; i++)
		{
			int enough = 1;

			while (i < 100 ? 100 * enough < (i + 1) * n : 100 * enough <= (i - 100) * n)
				enough++;
			CHECK(instrument->scale[i].min_parts == enough, "%d %% of %d: %d, not %d", i, n,
			      instrument->scale[i].min_parts, enough);
		}
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- generated instruments ---- */

#define MOST_ITEMS 24
#define MOST_SCALES 14

enum share
{
	HALF,
	MORE_THAN_HALF,
	ALL,
	AT_LEAST,
	AT_LEAST_PERCENT,
	MORE_THAN_PERCENT
};
static const char *const transforms[] = {"functional", "symptom",      "global", "mean",
                                         "sum",        "prorated_sum", "t_score"};

struct rule
{
	enum share share;
	int number;
};

static struct
{
	int items, scales;
	bool conditions_apply;
	struct
	{
		int min, max, missings, missing[3];
		int counts[12]; /* as */
		int gate, gate_answer;
	} item[MOST_ITEMS];
	struct
	{
		bool of_scales, has_items_rule;
		int parts, part[MOST_ITEMS], transform;
		bool reversed[MOST_ITEMS], below[MOST_ITEMS];
		struct rule rule, items_rule;
		double low, high, table[400];
		int from;
	} scale[MOST_SCALES];
} g;

static int
pick(int low, int high)
{
	return low + (int) (random() % (high - low + 1));
}

static struct rule
random_rule(int parts, bool all)
{
	struct rule rule = {all ? ALL : (enum share) pick(0, 5), 0};

	if (rule.share == AT_LEAST)
		rule.number = pick(1, parts);
	if (rule.share >= AT_LEAST_PERCENT)
		rule.number = pick(1, 4) * 20 + (random() % 4 ? 0 : pick(-9, 9));
	return rule;
}

static void
add_rule(const char *name, struct rule rule)
{
	static const char *const words[] = {"half",     "more_than_half",   "all",
	                                    "at_least", "at_least_percent", "more_than_percent"};

	if (rule.share <= ALL)
		add(",\"%s\":\"%s\"", name, words[rule.share]);
	else
		add(",\"%s\":{\"%s\":%d}", name, words[rule.share], rule.number);
}

static bool
enough(struct rule rule, int n, int parts)
{
	if (n == 0)
		return false;
	switch (rule.share)
	{
		case HALF:
			return 2 * n >= parts;
		case MORE_THAN_HALF:
			return 2 * n > parts;
		case ALL:
			return n == parts;
		case AT_LEAST:
			return n >= rule.number;
		case AT_LEAST_PERCENT:
			return 100 * n >= rule.number * parts;
		case MORE_THAN_PERCENT:
			return 100 * n > rule.number * parts;
	}
	return false;
}

static void
value_range(int item, int *low, int *high)
{
	*low = *high = g.item[item].counts[0];
	for (int k = 1; k <= g.item[item].max - g.item[item].min; k++)
	{
		int v = g.item[item].counts[k];

		*low = v < *low ? v : *low;
		*high = v > *high ? v : *high;
	}
}

/* Items in groups of alike ones; each group is told with min, max, values or reversed. */
static void
make_items(void)
{
	int count = pick(1, MOST_ITEMS);

	g.items = 0;
	add("{\"instrument\":\"G\",\"version\":\"1\",\"title\":\"t\",\"source\":\"s\",\"certainty\":"
	    "\"computed\",\"items\":[");
	while (g.items < count)
	{
		int size = pick(1, count - g.items), min = pick(-2, 2), max = min + pick(1, 6);
		int kind = pick(0, 3), missings = pick(0, 3), first = g.items;

		add("%s{\"ids\":[", first ? "," : "");
		for (int i = 0; i < size; i++)
			add("%s\"i%d\"", i ? "," : "", first + i);
		add("],\"min\":%d,\"max\":%d", min, max);
		if (kind == 1)
			add(",\"reversed\":true");
		if (kind == 2)
			add(",\"values\":{");
		for (int k = 0; k <= max - min; k++)
		{
			int counts = kind == 1   ? max - k
			             : kind == 2 ? (k == 0 ? pick(-5, -1) : pick(0, 9))
			                         : min + k;

			if (kind == 2)
				add("%s\"%d\":%d", k ? "," : "", min + k, counts);
			for (int i = 0; i < size; i++)
				g.item[first + i].counts[k] = counts;
		}
		if (kind == 2)
			add("}");
		for (int m = 0; m < missings; m++)
			add("%s%d", m ? "," : ",\"missing\":[", m == 0 ? 99 : m == 1 ? min - 1 : max + 1);
		add("%s}", missings ? "]" : "");
		for (; g.items < first + size; g.items++)
		{
			g.item[g.items].min = min;
			g.item[g.items].max = max;
			g.item[g.items].missings = missings;
			g.item[g.items].missing[0] = 99;
			g.item[g.items].missing[1] = min - 1;
			g.item[g.items].missing[2] = max + 1;
			g.item[g.items].gate = -1;
		}
	}
	add("]");
}

/* The first item may decide on some of the others, the last on some more. */
static void
make_conditions(void)
{
	int conditions = g.items < 3 ? 0 : pick(0, 2), written = 0;

	g.conditions_apply = random() % 5 > 0;
	for (int c = 0; c < conditions; c++)
	{
		int gate = c == 0 ? 0 : g.items - 1, members = 0;
		int answer = pick(g.item[gate].min, g.item[gate].max);

		for (int i = 1; i < g.items - 1; i++)
			if (g.item[i].gate < 0 && random() % 3 == 0)
			{
				add("%s\"i%d\"",
				    members++   ? ","
				    : written++ ? ",{\"items\":["
				                : ",\"conditions\":[{\"items\":[",
				    i);
				g.item[i].gate = gate;
				g.item[i].gate_answer = answer;
			}
		if (members)
			add("],\"unless\":{\"item\":\"i%d\",\"is\":[%d]}}", gate, answer);
	}
	if (written)
		add("]");
	add(",\"apply_conditions\":%s", g.conditions_apply ? "true" : "false");
}

static void
make_scale_of_items(int s)
{
	int first = pick(0, g.items - 1), low, high, sum_low = 0, sum_high = 0;
	bool alike = true, single = random() % 5 == 0;

	g.scale[s].of_scales = g.scale[s].has_items_rule = false;
	g.scale[s].parts = 0;
	for (int i = 0; i < g.items; i++)
	{
		int at = (first + i) % g.items, low_too, high_too;

		value_range(first, &low, &high);
		value_range(at, &low_too, &high_too);
		if (i > 0 && single)
			break;
		if (i == 0 || random() % 3 == 0 || (low == low_too && high == high_too && random() % 2))
		{
			alike = alike && low == low_too && high == high_too;
			g.scale[s].part[g.scale[s].parts++] = at;
			g.scale[s].below[at] = true;
			sum_low += low_too;
			sum_high += high_too;
		}
	}
	g.scale[s].transform = alike ? pick(0, 6) : random() % 2 ? 4 : 6;
	g.scale[s].rule =
		random_rule(g.scale[s].parts, g.scale[s].transform == 4 || g.scale[s].transform == 6);
	add(",\"items\":[");
	for (int i = 0; i < g.scale[s].parts; i++)
		add("%s\"i%d\"", i ? "," : "", g.scale[s].part[i]);
	add("]");
	g.scale[s].low = g.scale[s].transform < 3 ? 0 : g.scale[s].transform == 3 ? low : sum_low;
	g.scale[s].high = g.scale[s].transform < 3 ? 100 : g.scale[s].transform == 3 ? high : sum_high;
	if (g.scale[s].transform != 6)
		return;
	g.scale[s].from = sum_low;
	add(",\"table\":{\"from\":%d,\"values\":[", sum_low);
	for (int k = 0; k <= sum_high - sum_low; k++)
	{
		double value = pick(-500, 1000) / 10.0;

		g.scale[s].table[k] = value;
		g.scale[s].low = k == 0 || value < g.scale[s].low ? value : g.scale[s].low;
		g.scale[s].high = k == 0 || value > g.scale[s].high ? value : g.scale[s].high;
		add("%s%.1f", k ? "," : "", value);
	}
	add("]}");
}

static void
make_scale_of_scales(int s)
{
	int below = 0;
	double low = 0, high = 0, least = INFINITY, greatest = -INFINITY;

	g.scale[s].of_scales = true;
	g.scale[s].parts = 0;
	add(",\"scales\":[");
	for (int k = 0; k < s; k++)
		if (random() % 2 || (k == s - 1 && g.scale[s].parts == 0))
		{
			int p = g.scale[s].parts++;

			g.scale[s].part[p] = k;
			g.scale[s].reversed[p] = random() % 3 == 0;
			if (g.scale[s].reversed[p] || random() % 3 == 0)
				add("%s{\"scale\":\"S%d\",\"reversed\":%s}", p ? "," : "", k,
				    g.scale[s].reversed[p] ? "true" : "false");
			else
				add("%s\"S%d\"", p ? "," : "", k);
			for (int i = 0; i < g.items; i++)
				g.scale[s].below[i] |= g.scale[k].below[i];
			low += g.scale[k].low;
			high += g.scale[k].high;
			least = fmin(least, g.scale[k].low);
			greatest = fmax(greatest, g.scale[k].high);
		}
	add("]");
	for (int i = 0; i < g.items; i++)
		below += g.scale[s].below[i];
	g.scale[s].transform = random() % 2 ? 3 : 4;
	g.scale[s].rule = random_rule(g.scale[s].parts, g.scale[s].transform == 4);
	g.scale[s].has_items_rule = random() % 2;
	if (g.scale[s].transform == 3 &&
	    !enough(g.scale[s].rule, g.scale[s].parts - 1, g.scale[s].parts))
	{
		least = low / g.scale[s].parts;
		greatest = high / g.scale[s].parts;
	}
	g.scale[s].low = g.scale[s].transform == 4 ? low : least;
	g.scale[s].high = g.scale[s].transform == 4 ? high : greatest;
	if (g.scale[s].has_items_rule)
	{
		g.scale[s].items_rule = random_rule(below, false);
		add_rule("items_answered", g.scale[s].items_rule);
	}
}

static void
make_instrument(void)
{
	used = 0;
	make_items();
	make_conditions();
	g.scales = pick(1, MOST_SCALES);
	add(",\"scales\":[");
	for (int s = 0; s < g.scales; s++)
	{
		memset(g.scale[s].below, 0, sizeof(g.scale[s].below));
		memset(g.scale[s].reversed, 0, sizeof(g.scale[s].reversed));
		add("%s" SCALE "\"note\":\"n\"", s ? "," : "", s);
		if (s > 0 && random() % 3 == 0)
			make_scale_of_scales(s);
		else
			make_scale_of_items(s);
		add(",\"transform\":\"%s\"", transforms[g.scale[s].transform]);
		add_rule("missing", g.scale[s].rule);
		add("}");
	}
	add("]}");
}

enum meaning
{
	NOTHING,
	VALID,
	INVALID,
	NOT_ASKED
};

static enum meaning
meaning_of(int i, const int32_t *answer, const bool *given)
{
	int gate = g.item[i].gate;
	bool valid = given[i] && answer[i] >= g.item[i].min && answer[i] <= g.item[i].max;

	if (gate >= 0 && g.conditions_apply && given[gate] && answer[gate] == g.item[i].gate_answer)
		return NOT_ASKED;
	if (valid)
		return VALID;
	for (int m = 0; m < g.item[i].missings; m++)
		if (given[i] && answer[i] == g.item[i].missing[m])
			return NOTHING;
	return given[i] ? INVALID : NOTHING;
}

static double
score_again(int s, const enum meaning *meaning, const int32_t *answer, const double *score,
            enum cpe_score_status *status)
{
	long double sum = 0, mean;
	int n = 0, below = 0, answered = 0, low, high, asked = 0;

	for (int i = 0; i < g.items; i++)
		if (g.scale[s].below[i])
		{
			below++;
			answered += meaning[i] == VALID;
			asked += meaning[i] != NOT_ASKED;
		}
	for (int p = 0; p < g.scale[s].parts; p++)
	{
		int part = g.scale[s].part[p];

		if (g.scale[s].of_scales ? isnan(score[part]) : meaning[part] != VALID)
			continue;
		n++;
		sum += !g.scale[s].of_scales
		           ? g.item[part].counts[answer[part] - g.item[part].min]
		           : (g.scale[s].reversed[p]
		                  ? (long double) g.scale[part].low + g.scale[part].high - score[part]
		                  : score[part]);
	}
	*status = CPE_SCORED;
	if (!enough(g.scale[s].rule, n, g.scale[s].parts))
		*status = g.scale[s].of_scales ? CPE_PART_MISSING : answered ? CPE_TOO_FEW : CPE_NO_ANSWER;
	else if (g.scale[s].has_items_rule && !enough(g.scale[s].items_rule, answered, below))
		*status = CPE_TOO_FEW;
	if (*status != CPE_SCORED)
	{
		*status = asked == 0 ? CPE_NOT_ASKED : *status;
		return NAN;
	}
	mean = sum / n;
	value_range(g.scale[s].of_scales ? 0 : g.scale[s].part[0], &low, &high);
	switch (g.scale[s].transform)
	{
		case 0:
			return (double) ((1 - (mean - low) / (high - low)) * 100);
		case 1:
		case 2:
			return (double) ((mean - low) / (high - low) * 100);
		case 3:
			return (double) mean;
		case 4:
			return (double) sum;
		case 5:
			return (double) (mean * g.scale[s].parts);
		default:
			return g.scale[s].table[(int) sum - g.scale[s].from];
	}
}

static int scored, refusals, statuses[5];

static void
compare(const struct cpe_instrument *instrument, const int32_t *answer, const bool *given)
{
	struct cpe_score detail[MOST_SCALES];
	struct cpe_answer cell[MOST_ITEMS];
	double alone[MOST_SCALES], cells[MOST_SCALES], want[MOST_SCALES];
	enum meaning meaning[MOST_ITEMS];
	bool wrong = false, strict = random() % 2, done;

	for (int i = 0; i < g.items; i++)
	{
		meaning[i] = meaning_of(i, answer, given);
		cell[i].value = answer[i];
		cell[i].missing = !given[i];
		if (given[i] && (answer[i] < g.item[i].min || answer[i] > g.item[i].max))
		{
			bool code = false;

			for (int m = 0; m < g.item[i].missings; m++)
				code = code || answer[i] == g.item[i].missing[m];
			wrong = wrong || !code;
		}
	}
	done = cpe_instrument_score(instrument, answer, given, strict, detail, &problem);
	CHECK(done == !(wrong && strict), "strict or not: %s", made);
	CHECK(cpe_instrument_scores(instrument, answer, given, strict, alone, &problem) == done &&
	          cpe_instrument_scores_of_cells(instrument, cell, strict, cells, &problem) == done,
	      "all ways refuse alike");
	refusals += !done;
	for (int s = 0; s < g.scales && done; s++)
	{
		enum cpe_score_status status;
		int answered = 0, invalid = 0, not_asked = 0;

		want[s] = score_again(s, meaning, answer, want, &status);
		for (int i = 0; i < g.items; i++)
			if (g.scale[s].below[i])
			{
				answered += meaning[i] == VALID;
				invalid += meaning[i] == INVALID;
				not_asked += meaning[i] == NOT_ASKED;
			}
		CHECK(detail[s].status == status && detail[s].answered == answered &&
		          detail[s].invalid == invalid && detail[s].not_asked == not_asked,
		      "scale %d: status %d %d, %d %d %d: %s", s, detail[s].status, status,
		      detail[s].answered, detail[s].invalid, detail[s].not_asked, made);
		if (isnan(want[s]))
			CHECK(isnan(detail[s].score), "scale %d has no score: %s", s, made);
		else
			ABSOLUTE(detail[s].score, want[s], 1e-9, "scale %d: %s", s, made);
		CHECK((isnan(alone[s]) && isnan(cells[s]) && isnan(detail[s].score)) ||
		          (alone[s] == detail[s].score && cells[s] == detail[s].score),
		      "scale %d: %.17g %.17g %.17g", s, alone[s], cells[s], detail[s].score);
		CHECK(isnan(want[s]) || (alone[s] >= instrument->scale[s].low - 1e-9 &&
		                         alone[s] <= instrument->scale[s].high + 1e-9),
		      "scale %d: %g from %g to %g: %s", s, alone[s], instrument->scale[s].low,
		      instrument->scale[s].high, made);
		scored += !isnan(want[s]);
		statuses[status]++;
	}
}

static void
test_generated(void)
{
	unit_case("scores of generated instruments");
	srandom(30);
	for (int round = 0; round < 2000; round++)
	{
		const struct cpe_instrument *instrument;

		make_instrument();
		instrument = read_definition(made);
		if (!CHECK(instrument != NULL, "%s: %s %s", problem.message, problem.detail, made))
			return;
		for (int person = 0; person < 20; person++)
		{
			int32_t answer[MOST_ITEMS];
			bool given[MOST_ITEMS];
			int gaps = pick(0, 3) ? pick(0, 2) : 5, odd = random() % 3 == 0;

			for (int i = 0; i < g.items; i++)
			{
				given[i] = pick(0, 6) >= gaps;
				answer[i] = odd && random() % 4 == 0 ? pick(g.item[i].min - 3, g.item[i].max + 3)
				            : odd && random() % 40 == 0
				                ? (random() % 2 ? CPE_UNREADABLE : INT32_MAX)
				            : g.item[i].missings && random() % 8 == 0
				                ? g.item[i].missing[pick(0, g.item[i].missings - 1)]
				                : pick(g.item[i].min, g.item[i].max);
			}
			compare(instrument, answer, given);
		}
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("absolute");
	CHECK(scored > 50000 && refusals > 2000, "%d scores, %d refusals", scored, refusals);
	for (int i = 0; i < 5; i++)
		CHECK(statuses[i] > 300, "status %d: %d", i, statuses[i]);
	printf("# %d scores, %d refusals, statuses %d %d %d %d %d\n", scored, refusals, statuses[0],
	       statuses[1], statuses[2], statuses[3], statuses[4]);
}

/* ---- strict mode's messages, and memory that runs out ---- */

static void
test_answers(void)
{
	static const char *const messages[] = {"item \"4\" of T 1 has the answer 5",
	                                       "item \"4\" of T 1 is not a whole number"};
	int32_t answer[9] = {2, 2, 2, 5, 0, 0, 0, 0, 1};
	bool given[9] = {true, true, true, true, true, true, true, true, true};
	const struct cpe_instrument *instrument = read_definition(base);
	double score[5];

	unit_case("an answer that is not allowed is named with what is");
	for (int i = 0; i < 2; i++)
	{
		answer[3] = i ? CPE_UNREADABLE : 5;
		CHECK(!cpe_instrument_scores(instrument, answer, given, true, score, &problem) &&
		          strcmp(problem.message, messages[i]) == 0 &&
		          strcmp(problem.detail, "Answers to this item go from 1 to 4; or for no answer "
		                                 "NULL or 9, -1.") == 0,
		      "%s: %s", problem.message, problem.detail);
		CHECK(cpe_instrument_scores(instrument, answer, given, false, score, &problem), "lenient");
	}
	cpe_arena_close_malloc(&arena);
}

static void
test_memory(void)
{
	bool read = false;
	int allocs = 0;

	unit_case("any allocation may fail");
	for (; allocs < 500 && !read; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		read = read_definition(base) != NULL;
		CHECK(read || problem.code == CPE_NO_MEMORY, "%d: %s", allocs, problem.message);
		cpe_arena_close_malloc(&arena);
	}
	cpe_arena_open_malloc(&arena);
	CHECK(read && allocs > 20, "%d allocations", allocs);
}

int
main(void)
{
	made = malloc(ROOM);
	cpe_arena_open_malloc(&arena);
	test_rules();
	test_sizes();
	test_shares();
	test_generated();
	test_answers();
	test_memory();
	free(made);
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
