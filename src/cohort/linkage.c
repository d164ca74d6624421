#include "cohort/linkage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

const char *
cpe_link_level_name(enum cpe_link_level level)
{
	static const char *const names[] = {NULL, "icd4", "icd3", "related"};

	return names[level];
}

const char *
cpe_link_match_name(enum cpe_link_match match)
{
	static const char *const names[] = {"not found", "none",    "unique",
	                                    "tied",      "related", "related tied"};

	return names[match];
}

const char *
cpe_link_reason_name(enum cpe_link_reason reason)
{
	static const char *const names[] = {"chosen",
	                                    "another is as near",
	                                    "another is nearer",
	                                    "diagnosed too long after discharge",
	                                    "diagnosed too long before discharge",
	                                    "no limit for a related site",
	                                    "another matches by site",
	                                    "other site",
	                                    "no survey code",
	                                    "no tumour code",
	                                    "no discharge date",
	                                    "no diagnosis date",
	                                    "not in the registry"};

	return names[reason];
}

const char *const cpe_link_prefer_words[] = {"latest", "nearest", "level", NULL};
const char *const cpe_link_ties_words[] = {"none", "all", "level", "tumour", NULL};

/* ---- the pairs by person ---- */

static int
by_person_and_tumour(const void *a, const void *b)
{
	const struct cpe_link_pair *first = *(const struct cpe_link_pair *const *) a;
	const struct cpe_link_pair *second = *(const struct cpe_link_pair *const *) b;
	int order = cpe_compare_texts(first->person, second->person);

	return order != 0 ? order : cpe_compare_texts(first->tumour, second->tumour);
}

/* The pairs of each person next to one another; NULL and the problem where two do not go together.
 */
static const struct cpe_link_pair **
in_order(struct cpe_arena *arena, const struct cpe_link_pair *pair, size_t n,
         struct cpe_problem *problem)
{
	const struct cpe_link_pair **order =
		cpe_arena_alloc(arena, n > 0 ? n : 1, sizeof(*order), problem);

	if (order == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++)
		order[i] = &pair[i];
	if (!cpe_sort(arena, order, n, sizeof(*order), by_person_and_tumour, problem))
		return NULL;
	for (size_t i = 1; i < n; i++)
	{
		const struct cpe_link_pair *one = order[i - 1];
		const struct cpe_link_pair *next = order[i];

		if (strcmp(one->person, next->person) != 0)
			continue;
		if (strcmp(one->survey_code, next->survey_code) != 0 || one->discharge != next->discharge)
		{
			cpe_problem_set(problem, CPE_INVALID,
			                "A person has one survey code and one discharge date in all rows.",
			                "Take a key of the survey's record, not of the person, where somebody "
			                "was asked twice.",
			                "person \"%.40s\" has different survey codes or discharge dates",
			                one->person);
			return NULL;
		}
		if (cpe_compare_texts(one->tumour, next->tumour) == 0)
		{
			cpe_problem_set(problem, CPE_INVALID,
			                "Each pair of a person and a tumour is one row of the partition.", NULL,
			                one->tumour ? "person \"%.40s\" has tumour \"%.40s\" twice"
			                            : "person \"%.40s\" has two rows without a tumour%s",
			                one->person, one->tumour ? one->tumour : "");
			return NULL;
		}
	}
	return order;
}

/* ---- one pair by itself ---- */

/* The related sites that a pair's are, or -1. */
static int
related_place(const struct cpe_link_rule *rule, const struct cpe_link_pair *pair)
{
	for (int i = 0; i < rule->related; i++)
		if (strncmp(rule->pair[i].survey, pair->survey_code, 3) == 0 &&
		    strncmp(rule->pair[i].tumour, pair->tumour_code, 3) == 0)
			return i;
	return -1;
}

/* How a pair's sites go together; both are there. */
static enum cpe_link_level
level_of(const struct cpe_link_rule *rule, const struct cpe_link_pair *pair)
{
	if (strncmp(pair->survey_code, pair->tumour_code, 3) == 0)
		return pair->survey_code[3] != '\0' && pair->survey_code[3] == pair->tumour_code[3]
		           ? CPE_LINK_ICD4
		           : CPE_LINK_ICD3;
	return related_place(rule, pair) >= 0 ? CPE_LINK_RELATED : CPE_LINK_NONE;
}

/* What a pair is before others are looked at; its reason is CPE_LINK_CHOSEN where it may be. */
static void
judge(const struct cpe_link_rule *rule, const struct cpe_link_pair *pair, struct cpe_link *link)
{
	memset(link, 0, sizeof(*link));
	link->limit = NAN;
	link->dated = pair->diagnosis != CPE_NO_DATE && pair->discharge != CPE_NO_DATE && pair->tumour;
	if (link->dated)
		link->days = (int64_t) pair->discharge - pair->diagnosis;
	if (pair->survey_code[0] != '\0' && pair->tumour_code[0] != '\0' && pair->tumour)
		link->level = level_of(rule, pair);
	link->reason = pair->tumour == NULL             ? CPE_LINK_NOT_REGISTERED
	               : pair->survey_code[0] == '\0'   ? CPE_LINK_NO_SURVEY_CODE
	               : pair->tumour_code[0] == '\0'   ? CPE_LINK_NO_TUMOUR_CODE
	               : link->level == CPE_LINK_NONE   ? CPE_LINK_OTHER_SITE
	               : pair->discharge == CPE_NO_DATE ? CPE_LINK_NO_DISCHARGE
	               : pair->diagnosis == CPE_NO_DATE ? CPE_LINK_NO_DIAGNOSIS
	               : link->days < rule->earliest    ? CPE_LINK_DIAGNOSED_AFTER
	                                                : CPE_LINK_CHOSEN;
}

/* ---- one person ---- */

/* The pairs of a person: the places of rows from first on. */
struct person
{
	const struct cpe_link_rule *rule;
	const struct cpe_link_pair *base; /* all pairs */
	const struct cpe_link_pair **row;
	size_t rows;
	struct cpe_link *link; /* of all pairs */
};

static struct cpe_link *
link_at(const struct person *person, size_t i)
{
	return &person->link[person->row[i] - person->base];
}

/* Whether a pair may be the one, at the level that is being decided on. */
static bool
in_question(const struct cpe_link *link, bool related)
{
	return link->reason == CPE_LINK_CHOSEN && (link->level == CPE_LINK_RELATED) == related;
}

/* Negative where the first of two goes before the second, 0 where they are alike. */
static int
compare(const struct cpe_link_rule *rule, const struct cpe_link *a, const struct cpe_link *b)
{
	int64_t first = a->days;
	int64_t second = b->days;
	int order = 0;

	if (rule->prefer == CPE_LINK_NEAREST)
	{
		first = first < 0 ? -first : first;
		second = second < 0 ? -second : second;
	}
	if (rule->prefer == CPE_LINK_LEVEL)
		order = (int) a->level - (int) b->level;
	if (order == 0)
		order = (first > second) - (first < second);
	if (order == 0 && rule->ties >= CPE_LINK_TIES_LEVEL)
		order = (int) a->level - (int) b->level;
	return order;
}

/* Chooses among the pairs in question, which are in the order of their tumours' keys. */
static void
choose(struct person *person, bool related)
{
	enum cpe_link_ties ties = person->rule->ties;
	struct cpe_link *best = NULL;
	enum cpe_link_match match;
	int candidates = 0;
	int alike = 0;

	for (size_t i = 0; i < person->rows; i++)
	{
		struct cpe_link *link = link_at(person, i);
		int order;

		if (!in_question(link, related))
			continue;
		candidates++;
		order = best == NULL ? -1 : compare(person->rule, link, best);
		if (order < 0)
			best = link;
		alike = order < 0 ? 1 : alike + (order == 0);
	}
	if (candidates == 0)
		return;
	match = alike == 1 || ties == CPE_LINK_TIES_TUMOUR
	            ? (related ? CPE_LINK_RELATED_UNIQUE : CPE_LINK_UNIQUE)
	            : (related ? CPE_LINK_RELATED_TIED : CPE_LINK_TIED);
	for (size_t i = 0; i < person->rows; i++)
	{
		struct cpe_link *link = link_at(person, i);

		link->match = match;
		link->candidates = candidates;
		if (!related && in_question(link, true))
			link->reason = CPE_LINK_ANOTHER_MATCHES;
		if (!in_question(link, related) || link == best)
			continue;
		if (compare(person->rule, link, best) != 0)
			link->reason = CPE_LINK_NEARER;
		else if (ties != CPE_LINK_TIES_ALL)
			link->reason = CPE_LINK_AS_NEAR;
	}
	if (alike > 1 && (ties == CPE_LINK_TIES_NONE || ties == CPE_LINK_TIES_LEVEL))
		best->reason = CPE_LINK_AS_NEAR;
}

/* Matches by site; where there is none in time, related ones stay in question. */
static void
match_by_site(struct person *person)
{
	bool found = false;

	for (size_t i = 0; i < person->rows; i++)
	{
		judge(person->rule, person->row[i], link_at(person, i));
		found = found || person->row[i]->tumour != NULL;
	}
	for (size_t i = 0; i < person->rows; i++)
		link_at(person, i)->match = found ? CPE_LINK_NO_MATCH : CPE_LINK_NOT_FOUND;
	choose(person, false);
}

/* Related matches within their limits, of a person without a match by site. */
static void
match_related(struct person *person, const double *limit)
{
	for (size_t i = 0; i < person->rows; i++)
	{
		struct cpe_link *link = link_at(person, i);

		if (link->level != CPE_LINK_RELATED)
			continue;
		link->limit = limit[person->rule->pair[related_place(person->rule, person->row[i])].pool];
		if (link->reason == CPE_LINK_CHOSEN && isnan(link->limit))
			link->reason = CPE_LINK_NO_LIMIT;
		else if (link->reason == CPE_LINK_CHOSEN && (double) link->days > link->limit)
			link->reason = CPE_LINK_BEYOND_LIMIT;
	}
	choose(person, true);
}

/* ---- all persons ---- */

/* Whether a site of three characters is among those of a list. */
static bool
listed(const char *codes, const char *code)
{
	for (; *codes != '\0'; codes += codes[3] == ',' ? 4 : 3)
		if (strncmp(codes, code, 3) == 0)
			return true;
	return false;
}

/* The limits: means over those matched by site alone, diagnosed by the day of discharge. */
static bool
limits_of(struct cpe_arena *arena, const struct cpe_link_rule *rule,
          const struct cpe_link_pair *pair, size_t n, const struct cpe_link *link, double *limit,
          struct cpe_problem *problem)
{
	for (int pool = 0; pool < rule->pools; pool++)
	{
		int64_t days = 0;
		int64_t matches = 0;

		limit[pool] = rule->pool[pool].given;
		if (!isnan(limit[pool]))
			continue;
		for (size_t i = 0; i < n; i++)
		{
			if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
				return false;
			if (link[i].match != CPE_LINK_UNIQUE || link[i].reason != CPE_LINK_CHOSEN ||
			    link[i].days < 0 || !listed(rule->pool[pool].codes, pair[i].tumour_code))
				continue;
			days += link[i].days;
			matches++;
		}
		if (matches > 0)
			limit[pool] = (double) days / (double) matches;
	}
	return true;
}

/* The next person from a place on in the order. */
static void
next_person(struct person *person, const struct cpe_link_pair **order, size_t from, size_t n)
{
	person->row = order + from;
	person->rows = 1;
	while (from + person->rows < n &&
	       strcmp(person->row[0]->person, person->row[person->rows]->person) == 0)
		person->rows++;
}

bool
cpe_link_tumours(struct cpe_arena *arena, const struct cpe_link_rule *rule,
                 const struct cpe_link_pair *pair, size_t n, struct cpe_link *link,
                 struct cpe_problem *problem)
{
	const struct cpe_link_pair **order = in_order(arena, pair, n, problem);
	struct person person = {rule, pair, NULL, 0, link};
	double *limit;

	if (order == NULL)
		return false;
	limit = cpe_arena_alloc(arena, (size_t) rule->pools + 1, sizeof(*limit), problem);
	if (limit == NULL)
		return false;
	for (size_t i = 0; i < n; i += person.rows)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		next_person(&person, order, i, n);
		match_by_site(&person);
	}
	if (!limits_of(arena, rule, pair, n, link, limit, problem))
		return false;
	for (size_t i = 0; i < n; i += person.rows)
	{
		if (!cpe_arena_poll(arena, problem))
			return false;
		next_person(&person, order, i, n);
		if (link_at(&person, 0)->match == CPE_LINK_NO_MATCH)
			match_related(&person, limit);
	}
	return true;
}
