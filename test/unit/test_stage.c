#include "cohort/stage.h"
#include "unit.h"

#include <string.h>

static const struct cpe_stage_rule rule[] = {{"1", 1, CPE_STAGE_STAGED, -1, false, "any 1"},
                                             {"0", 1, CPE_STAGE_ZERO, -1, false, "any 0"},
                                             {"U", 1, CPE_STAGE_UNSTAGEABLE, -1, false, "any U"},
                                             {"X", 1, CPE_STAGE_MISSING, -1, false, "any X"},
                                             {"1", 1, CPE_STAGE_STAGED, 0, true, "own 1"},
                                             {"M1", 2, CPE_STAGE_STAGED, 1, true, "own M1"},
                                             {"M", 1, CPE_STAGE_STAGED, 0, true, "own M"}};
#define RULES ((int) (sizeof(rule) / sizeof(*rule)))

static void
check_find(void)
{
	static const struct
	{
		const char *stage;
		const char *found;
	} at[] = {{"1", "own 1"}, {" 1a ", "own 1"}, {"M1", "own M1"}, {"m12", "own M1"},
	          {"M", "own M"}, {"M2", "own M"},   {"0IS", "any 0"}, {"u", "any U"},
	          {"", NULL},     {"  ", NULL},      {"2", NULL}};

	unit_case("the longest prefix, the system's own first");
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
	{
		const struct cpe_stage_rule *got =
			cpe_stage_find(rule, RULES, at[i].stage, strlen(at[i].stage));

		CHECK(got ? at[i].found && strcmp(got->meaning, at[i].found) == 0 : at[i].found == NULL,
		      "\"%s\" is %s", at[i].stage, got ? (const char *) got->meaning : "none");
	}
}

static void
check_status(void)
{
	static const struct
	{
		const char *stage;
		enum cpe_stageable flag;
		enum cpe_stage_status status;
	} at[] = {{"1", CPE_STAGEABLE_STAGED, CPE_STAGE_STAGED},
	          {"1", CPE_STAGEABLE_NOT_SAID, CPE_STAGE_STAGED},
	          {"1", CPE_STAGEABLE_MISSING, CPE_STAGE_MISSING},
	          {"1", CPE_STAGEABLE_UNSTAGEABLE, CPE_STAGE_UNSTAGEABLE},
	          {"0", CPE_STAGEABLE_STAGED, CPE_STAGE_ZERO},
	          {"U", CPE_STAGEABLE_NOT_SAID, CPE_STAGE_UNSTAGEABLE},
	          {"U", CPE_STAGEABLE_STAGED, CPE_STAGE_MISSING},
	          {"X", CPE_STAGEABLE_NOT_SAID, CPE_STAGE_MISSING},
	          {"2", CPE_STAGEABLE_STAGED, CPE_STAGE_MISSING}};

	unit_case("the status by stage and flag");
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
		CHECK(cpe_stage_status(cpe_stage_find(rule, RULES, at[i].stage, strlen(at[i].stage)),
		                       at[i].flag) == at[i].status,
		      "\"%s\" with flag %d", at[i].stage, (int) at[i].flag);
}

static void
check_words(void)
{
	static const struct
	{
		const char *text;
		int distant; /* 9: no M category */
	} m[] = {{"0", 0},  {"M0", 0},  {"cM0(i+)", 0}, {"1", 1},  {"1c", 1}, {"pM1a", 1}, {"c1", 1},
	         {"X", -1}, {"MX", -1}, {"cMx", -1},    {"", -1},  {" ", -1}, {"?", -1},   {"10", 9},
	         {"2", 9},  {"M", 9},   {"c", 9},       {"cM", 9}, {"T1", 9}};
	static const struct
	{
		const char *text;
		int flag; /* -1: none */
	} flag[] = {{"Y", CPE_STAGEABLE_STAGED},
	            {" n ", CPE_STAGEABLE_MISSING},
	            {"U", CPE_STAGEABLE_UNSTAGEABLE},
	            {"NA", CPE_STAGEABLE_UNSTAGEABLE},
	            {"", CPE_STAGEABLE_NOT_SAID},
	            {"yes", -1},
	            {"N A", -1}};
	char name[CPE_STAGE_SYSTEM_SIZE];
	enum cpe_stage_status status;

	unit_case("M categories");
	for (size_t i = 0; i < sizeof(m) / sizeof(*m); i++)
	{
		int distant;
		bool good = cpe_m_category(m[i].text, strlen(m[i].text), &distant);

		CHECK(good == (m[i].distant != 9) && (!good || distant == m[i].distant), "\"%s\"",
		      m[i].text);
	}
	unit_case("flags and names");
	for (size_t i = 0; i < sizeof(flag) / sizeof(*flag); i++)
	{
		enum cpe_stageable stageable;
		bool good = cpe_stageable_read(flag[i].text, strlen(flag[i].text), &stageable);

		CHECK(good == (flag[i].flag >= 0) && (!good || (int) stageable == flag[i].flag), "\"%s\"",
		      flag[i].text);
	}
	CHECK(cpe_stage_system_name(" Ann Arbor", 10, name) && strcmp(name, "ANNARBOR") == 0, "%s",
	      name);
	CHECK(cpe_stage_system_name("", 0, name) && *name == '\0', "an empty name");
	memset(name, 'x', sizeof(name));
	CHECK(!cpe_stage_system_name(name, sizeof(name), (char[CPE_STAGE_SYSTEM_SIZE]){0}), "too long");
	for (int i = 0; i <= CPE_STAGE_UNSTAGEABLE; i++)
		CHECK(cpe_stage_status_by_name(cpe_stage_status_name((enum cpe_stage_status) i), &status) &&
		          (int) status == i,
		      "status %d", i);
	CHECK(!cpe_stage_status_by_name("none", &status), "no status");
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_find();
	check_status();
	check_words();
	return unit_end();
}
