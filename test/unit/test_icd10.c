#include "cohort/icd10.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Messages say where a text goes wrong. */
static void
check_position(void)
{
	static const struct
	{
		const char *text;
		const char *place;
	} wrong[] = {{"C5O.4", "(at character 3)"},     {"C5", "(ends at character 2)"},
	             {"5O", "(at character 1)"},        {"  C5", "(ends at character 4)"},
	             {"C50.4.1", "(at character 6)"},   {"C50 4", "(at character 5)"},
	             {"CC0", "(at character 2)"},       {"C504567", "(at character 6)"},
	             {"C50.", "(at character 4)"},      {"C50..4", "(at character 5)"},
	             {"\303\22450", "(at character 1)"}};
	char normal[CPE_ICD10_SIZE];

	unit_case("where a text is no ICD-10 code");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
	{
		struct cpe_problem problem = {CPE_OK, "", "", ""};

		CHECK(!cpe_icd10_read(wrong[i].text, strlen(wrong[i].text), normal, &problem) &&
		          problem.code == CPE_INVALID && strstr(problem.message, wrong[i].place),
		      "\"%s\": %s", wrong[i].text, problem.message);
	}
}

/* Any text is a code for both readers or for none, and the place is in or just behind the text. */
static void
check_any_text(void)
{
	static const char characters[] = "Cd05.X-A ";
	int n = (int) strlen(characters);
	int good = 0;
	int bad = 0;
	int odd = 0;

	unit_case("every text of up to five of some characters: the place is in it");
	for (int length = 0; length <= 5; length++)
	{
		long texts = 1;

		for (int i = 0; i < length; i++)
			texts *= n;
		for (long t = 0; t < texts; t++)
		{
			char text[8] = "";
			char one[CPE_ICD10_SIZE];
			char two[CPE_ICD10_SIZE];
			struct cpe_problem problem;
			const char *place;
			long rest = t;
			bool is;
			int at = 0;

			for (int i = 0; i < length; i++, rest /= n)
				text[i] = characters[rest % n];
			is = cpe_icd10_normal(text, (size_t) length, one, &problem);
			if (cpe_icd10_read(text, (size_t) length, two, &problem) != is)
				odd++;
			if (is)
			{
				good++;
				odd += strcmp(one, two) != 0;
				continue;
			}
			bad++;
			place = strrchr(problem.message, '(');
			if (place == NULL ||
			    (sscanf(place, "(at character %d)", &at) != 1 &&
			     sscanf(place, "(ends at character %d)", &at) != 1) ||
			    at > length || (at < 1 && length > 0))
				odd++;
		}
	}
	CHECK(odd == 0 && good > 500 && bad > 1000, "%d codes, %d none, %d odd", good, bad, odd);
}

/* A random range list, written in some spelling, and which codes it holds by plain loops. */
static void
check_sets(void)
{
	struct cpe_icd10_set set;
	struct cpe_problem problem;
	int differ = 0;

	unit_case("300 random lists of ranges against loops over all codes");
	srand(77);
	for (int turn = 0; turn < 300; turn++)
	{
		static bool in[CPE_ICD10_CODES];
		static bool out[CPE_ICD10_CODES];
		char text[400] = "";
		int items = 1 + rand() % 5;

		memset(in, 0, sizeof(in));
		memset(out, 0, sizeof(out));
		for (int i = 0; i < items; i++)
		{
			int first = rand() % 2600;
			int last = rand() % 2 ? first : first + rand() % (2600 - first);
			bool four = rand() % 3 == 0;
			bool pair = first != last || rand() % 4 == 0;
			bool without = rand() % 4 == 0;
			int from = first * 10 + (four ? 3 : 0);
			int to = pair ? last * 10 + 9 : from + (four ? 0 : 9);
			char *end = text + strlen(text);

			end += sprintf(end, "%s%s%c%02d%s", i ? (rand() % 2 ? "," : " , ") : "",
			               without ? "!" : "", (rand() % 2 ? 'A' : 'a') + first / 100, first % 100,
			               four ? (rand() % 2 ? ".3" : "3") : (rand() % 2 ? "" : ".-"));
			if (pair)
				sprintf(end, "%s%c%02d%s", rand() % 2 ? "-" : " - ", 'A' + last / 100, last % 100,
				        rand() % 2 ? "" : "X");
			for (int c = from; c <= to; c++)
				(without ? out : in)[c] = true;
		}
		if (!cpe_icd10_set_read(text, strlen(text), &set, &problem))
		{
			CHECK(false, "\"%s\": %s", text, problem.message);
			return;
		}
		for (int c = 0; c < CPE_ICD10_CODES; c++)
		{
			char code[8];

			sprintf(code, "%c%03d", 'A' + c / 1000, c % 1000);
			differ += cpe_icd10_set_has(&set, code) != (in[c] && !out[c]);
			if (c % 10 == 0)
			{
				bool all = true;

				for (int k = 0; k < 10; k++)
					all = all && in[c + k] && !out[c + k];
				code[3] = '\0';
				differ += cpe_icd10_set_has(&set, code) != all;
			}
		}
	}
	CHECK(differ == 0, "%d differ", differ);
}

static void
check_wrong_sets(void)
{
	static const char *const wrong[] = {"",        " ",     ",",       "C50,",        ",C50",
	                                    "!",       "C50-",  "-C50",    "C50--C51",    "C17-C15",
	                                    "C5",      "C50.",  "C50.A",   "C504D",       "C50.41",
	                                    "C50 C51", "!!C50", "C50;C51", "C50.1-C50.0", "\303\24450"};
	struct cpe_icd10_set set;
	char text[16];
	int read = 0;

	unit_case("texts that are no ranges");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
	{
		struct cpe_problem problem = {CPE_OK, "", "", ""};

		CHECK(!cpe_icd10_set_read(wrong[i], strlen(wrong[i]), &set, &problem) &&
		          problem.code == CPE_INVALID && strstr(problem.message, "at character"),
		      "\"%s\": %s", wrong[i], problem.message);
	}
	srand(3);
	for (int turn = 0; turn < 30000; turn++)
	{
		struct cpe_problem problem;
		int length = rand() % 13;

		for (int i = 0; i < length; i++)
			text[i] = "C05.-,! XD\377"[rand() % 11];
		read += cpe_icd10_set_read(text, (size_t) length, &set, &problem);
	}
	CHECK(read > 0 && read < 200000, "%d of 200000 random texts are ranges", read);
}

static void
check_distant(void)
{
	static const struct
	{
		const char *code;
		const char *primary;
		int distant;
	} at[] = {{"C773", "C504", 0}, {"C773", "D05", 0}, {"C773", "C61", 1}, {"C773", NULL, -1},
	          {"C77", "C50", 1},   {"C779", "C50", 1}, {"C780", NULL, 1},  {"C79", "C50", 1},
	          {"C80", "C50", 0},   {"C50", NULL, 0},   {"D773", "C61", 0}};

	unit_case("secondary codes: distant by primary site");
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
		CHECK(cpe_icd10_distant(at[i].code, at[i].primary) == at[i].distant, "%s of %s", at[i].code,
		      at[i].primary ? at[i].primary : "unknown");
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_position();
	check_any_text();
	check_sets();
	check_wrong_sets();
	check_distant();
	return unit_end();
}
