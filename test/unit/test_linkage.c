#include "cohort/linkage.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
	PEOPLE = 60,
	MOST = 5,
	ROWS = PEOPLE * MOST
};

static struct cpe_link_pool pools[] = {{"C50", NAN}, {"C18,C19,C20", NAN}};
static struct cpe_link_related related[] = {
	{"C50", "D05", 0}, {"D05", "C50", 0}, {"C18", "C20", 1}, {"C20", "C18", 1}};

/* Pairs of people and tumours by chance, some without codes or dates, few different days. */
static size_t
draw(struct cpe_link_pair *pair, char (*key)[8])
{
	static const char *const codes[] = {"C50",  "C504", "C509", "D05", "C18",
	                                    "C187", "C20",  "C34",  ""};
	size_t n = 0;

	for (int person = 0; person < PEOPLE; person++)
	{
		int tumours = (int) (random() % (MOST + 1));
		const char *code = codes[random() % 9];
		int discharge = (int) (random() % 8);

		sprintf(key[person], "p%d", person);
		for (int t = 0; t < (tumours == 0 ? 1 : tumours); t++, n++)
		{
			static const char *const names[] = {"a", "b", "c", "d", "e"};

			memset(&pair[n], 0, sizeof(pair[n]));
			pair[n].person = key[person];
			pair[n].tumour = tumours == 0 ? NULL : names[t];
			strcpy(pair[n].survey_code, code);
			strcpy(pair[n].tumour_code, codes[random() % 9]);
			pair[n].discharge = discharge == 7 ? CPE_NO_DATE : 1000 + discharge;
			pair[n].diagnosis = random() % 12 == 0 ? CPE_NO_DATE : 1000 + (int) (random() % 12) - 6;
		}
	}
	return n;
}

/* How two sites go together: 4, 3, 2 (related) or 0. */
static int
plain_level(const struct cpe_link_pair *p, int *pool)
{
	if (p->tumour == NULL || *p->survey_code == '\0' || *p->tumour_code == '\0')
		return 0;
	if (strlen(p->survey_code) == 4 && strcmp(p->survey_code, p->tumour_code) == 0)
		return 4;
	if (strncmp(p->survey_code, p->tumour_code, 3) == 0)
		return 3;
	for (int i = 0; i < 4; i++)
		if (strncmp(p->survey_code, related[i].survey, 3) == 0 &&
		    strncmp(p->tumour_code, related[i].tumour, 3) == 0)
		{
			*pool = related[i].pool;
			return 2;
		}
	return 0;
}

/* Whether row i comes before row j by the rule; alike: neither does. */
static bool
plain_before(const struct cpe_link_rule *rule, const struct cpe_link_pair *p, int i, int j)
{
	int ignored;
	int a = p[i].discharge - p[i].diagnosis;
	int b = p[j].discharge - p[j].diagnosis;
	int level_a = plain_level(&p[i], &ignored);
	int level_b = plain_level(&p[j], &ignored);

	if (rule->prefer == CPE_LINK_LEVEL && level_a != level_b)
		return level_a > level_b;
	if (rule->prefer == CPE_LINK_NEAREST)
	{
		a = abs(a);
		b = abs(b);
	}
	if (a != b)
		return a < b;
	if (rule->ties == CPE_LINK_TIES_NONE || rule->ties == CPE_LINK_TIES_ALL)
		return false;
	if (level_a != level_b)
		return level_a > level_b;
	return rule->ties == CPE_LINK_TIES_TUMOUR && strcmp(p[i].tumour, p[j].tumour) < 0;
}

/* Chooses by the definition: a row in question is chosen if no other goes before it nor is alike.
 */
static void
plain_choose(const struct cpe_link_rule *rule, const struct cpe_link_pair *p, int n,
             const bool *question, bool *chosen, int *alike)
{
	for (int i = 0; i < n; i++)
	{
		bool first = question[i];
		int same = 0;

		for (int j = 0; question[i] && j < n; j++)
			if (j != i && question[j] && strcmp(p[i].person, p[j].person) == 0)
			{
				first = first && !plain_before(rule, p, j, i);
				same += !plain_before(rule, p, j, i) && !plain_before(rule, p, i, j);
			}
		alike[i] = first ? 1 + same : 0;
		chosen[i] = first && (same == 0 || rule->ties == CPE_LINK_TIES_ALL);
	}
}

/* The whole rule by brute force: chosen rows, the match of each row's person, and limits. */
static void
plain_link(const struct cpe_link_rule *rule, const struct cpe_link_pair *p, int n, bool *chosen,
           int *match, double *limit)
{
	static bool question[ROWS];
	static bool second[ROWS];
	static int alike[ROWS];
	static int alike_second[ROWS];
	double sum[2] = {0, 0};
	int matches[2] = {0, 0};
	int pool = 0;

	for (int i = 0; i < n; i++)
		question[i] = plain_level(&p[i], &pool) >= 3 && p[i].discharge != CPE_NO_DATE &&
		              p[i].diagnosis != CPE_NO_DATE &&
		              p[i].discharge - p[i].diagnosis >= rule->earliest;
	plain_choose(rule, p, n, question, chosen, alike);
	for (int i = 0; i < n; i++)
		if (chosen[i] && alike[i] == 1 && p[i].discharge >= p[i].diagnosis)
		{
			int of = strncmp(p[i].tumour_code, "C50", 3) == 0 ? 0
			         : strncmp(p[i].tumour_code, "C18", 3) == 0 ||
			                 strncmp(p[i].tumour_code, "C20", 3) == 0
			             ? 1
			             : -1;

			if (of >= 0)
			{
				sum[of] += p[i].discharge - p[i].diagnosis;
				matches[of]++;
			}
		}
	for (int of = 0; of < 2; of++)
		limit[of] = !isnan(rule->pool[of].given) ? rule->pool[of].given
		            : matches[of] > 0            ? sum[of] / matches[of]
		                                         : NAN;
	for (int i = 0; i < n; i++)
	{
		bool matched = false;

		for (int j = 0; j < n; j++)
			matched = matched || (question[j] && strcmp(p[i].person, p[j].person) == 0);
		second[i] = !matched && plain_level(&p[i], &pool) == 2 && p[i].discharge != CPE_NO_DATE &&
		            p[i].diagnosis != CPE_NO_DATE &&
		            p[i].discharge - p[i].diagnosis >= rule->earliest &&
		            p[i].discharge - p[i].diagnosis <= limit[pool];
	}
	{
		static bool chosen_second[ROWS];

		plain_choose(rule, p, n, second, chosen_second, alike_second);
		for (int i = 0; i < n; i++)
			chosen[i] = chosen[i] || chosen_second[i];
	}
	for (int i = 0; i < n; i++)
	{
		int by_site = 0;
		int by_related = 0;
		bool found = false;

		for (int j = 0; j < n; j++)
			if (strcmp(p[i].person, p[j].person) == 0)
			{
				by_site = alike[j] > by_site ? alike[j] : by_site;
				by_related = alike_second[j] > by_related ? alike_second[j] : by_related;
				found = found || p[j].tumour != NULL;
			}
		match[i] = by_site == 1      ? CPE_LINK_UNIQUE
		           : by_site > 1     ? CPE_LINK_TIED
		           : by_related == 1 ? CPE_LINK_RELATED_UNIQUE
		           : by_related > 1  ? CPE_LINK_RELATED_TIED
		           : found           ? CPE_LINK_NO_MATCH
		                             : CPE_LINK_NOT_FOUND;
	}
}

static struct cpe_link_rule
rule_of(enum cpe_link_prefer prefer, enum cpe_link_ties ties, int earliest)
{
	struct cpe_link_rule rule = {earliest, prefer, ties, 2, pools, 4, related};

	return rule;
}

/* Every preference, ties and earliest day against the definition; and the same in another order. */
static void
check_rule(void)
{
	static struct cpe_link_pair pair[ROWS];
	static struct cpe_link_pair turned[ROWS];
	static struct cpe_link link[ROWS];
	static struct cpe_link again[ROWS];
	static char key[PEOPLE][8];
	static bool chosen[ROWS];
	static int match[ROWS];
	int seen[6] = {0};

	unit_case("every preference and kind of tie by brute force, in both orders of the rows");
	srandom(11);
	for (int round = 0; round < 16; round++)
		for (int prefer = 0; prefer < 3; prefer++)
			for (int ties = 0; ties < 4; ties++)
			{
				struct cpe_link_rule rule = rule_of((enum cpe_link_prefer) prefer,
				                                    (enum cpe_link_ties) ties, round % 4 - 2);
				int n = (int) draw(pair, key);
				struct cpe_arena arena;
				struct cpe_problem problem;
				double limit[2];

				pools[0].given = round == 7 ? 2 : NAN;
				for (int i = 0; i < n; i++)
					turned[n - 1 - i] = pair[i];
				cpe_arena_open_malloc(&arena);
				CHECK(cpe_link_tumours(&arena, &rule, pair, (size_t) n, link, &problem), "%s",
				      problem.message);
				CHECK(cpe_link_tumours(&arena, &rule, turned, (size_t) n, again, &problem), "%s",
				      problem.message);
				plain_link(&rule, pair, n, chosen, match, limit);
				for (int i = 0; i < n; i++)
				{
					const struct cpe_link *other = &again[n - 1 - i];
					int pool;

					seen[link[i].match]++;
					CHECK((link[i].reason == CPE_LINK_CHOSEN) == chosen[i] &&
					          (int) link[i].match == match[i],
					      "row %d of round %d, prefer %d, ties %d: %s, %s", i, round, prefer, ties,
					      cpe_link_match_name(link[i].match), cpe_link_reason_name(link[i].reason));
					CHECK(other->match == link[i].match && other->reason == link[i].reason &&
					          other->level == link[i].level && other->days == link[i].days &&
					          other->candidates == link[i].candidates &&
					          (other->limit == link[i].limit || isnan(link[i].limit)),
					      "row %d turned", i);
					if (!isnan(link[i].limit) && plain_level(&pair[i], &pool) == 2)
						CHECK(link[i].limit == limit[pool], "limit of %d: %g, %g", i, link[i].limit,
						      limit[pool]);
				}
				cpe_arena_close_malloc(&arena);
			}
	for (int i = 0; i < 6; i++)
		CHECK(seen[i] > 10, "some are %s", cpe_link_match_name((enum cpe_link_match) i));
	pools[0].given = NAN;
}

/* Rows that do not go together, no memory, a cancel. */
static void
check_refusals(void)
{
	struct cpe_link_pair pair[2] = {{"p", "t", "C50", "C50", 9, 5}, {"p", "u", "C50", "C50", 9, 5}};
	struct cpe_link_rule rule = rule_of(CPE_LINK_LATEST, CPE_LINK_TIES_NONE, -30);
	static struct cpe_link_pair many[ROWS];
	static struct cpe_link link[ROWS];
	static char key[PEOPLE][8];
	struct cpe_arena arena;
	struct cpe_problem problem;
	int n;

	unit_case("a tumour twice, two sites of a person, two discharges; nobody");
	cpe_arena_open_malloc(&arena);
	CHECK(cpe_link_tumours(&arena, &rule, pair, 2, link, &problem) &&
	          link[0].match == CPE_LINK_TIED,
	      "tied");
	pair[1].tumour = "t";
	CHECK(!cpe_link_tumours(&arena, &rule, pair, 2, link, &problem) && problem.code == CPE_INVALID,
	      "twice");
	pair[1].tumour = "u";
	strcpy(pair[1].survey_code, "C51");
	CHECK(!cpe_link_tumours(&arena, &rule, pair, 2, link, &problem) && problem.code == CPE_INVALID,
	      "two sites");
	strcpy(pair[1].survey_code, "C50");
	pair[1].discharge = 8;
	CHECK(!cpe_link_tumours(&arena, &rule, pair, 2, link, &problem) && problem.code == CPE_INVALID,
	      "two discharges");
	CHECK(cpe_link_tumours(&arena, &rule, pair, 0, link, &problem), "nobody");
	cpe_arena_close_malloc(&arena);

	unit_case("out of memory and a cancel at every step");
	n = (int) draw(many, key);
	for (int allocs = 0; allocs < 3; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		if (!cpe_link_tumours(&arena, &rule, many, (size_t) n, link, &problem))
			CHECK(problem.code == CPE_NO_MEMORY, "after %d: %d", allocs, (int) problem.code);
		cpe_arena_close_malloc(&arena);
	}
	for (int polls = 0; polls < 2 * PEOPLE; polls += 7)
	{
		unit_arena_open(&arena, polls, -1);
		CHECK(!cpe_link_tumours(&arena, &rule, many, (size_t) n, link, &problem) &&
		          problem.code == CPE_CANCELLED,
		      "after %d", polls);
		cpe_arena_close_malloc(&arena);
	}
}

int
main(void)
{
	check_rule();
	check_refusals();
	return unit_end();
}
