#include "cohort/code_list.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const struct cpe_dated_code *
at_day(const struct cpe_dated_code *row, int n, const char *code, int32_t day,
       enum cpe_code_status *status)
{
	return cpe_code_at(row, n, code, strlen(code), &day, status);
}

/* The place of a meaning by its definition: every row is tried, the worse ones are struck out. */
static const struct cpe_dated_code *
by_definition(const struct cpe_dated_code *row, int n, const char *code, const int32_t *day,
              enum cpe_code_status *status)
{
	static const enum cpe_code_status order[] = {CPE_CODE_CURRENT, CPE_CODE_RETIRED,
	                                             CPE_CODE_NOT_YET};

	*status = CPE_CODE_UNKNOWN;
	for (int k = 0; k < 3; k++)
	{
		const struct cpe_dated_code *best = NULL;

		for (int i = 0; i < n; i++)
		{
			const struct cpe_dated_code *r = &row[i];
			bool ended = r->to != CPE_DAY_NONE_AFTER && (day == NULL || r->to <= *day);
			bool begun = day == NULL || r->from == CPE_DAY_NONE_BEFORE || r->from <= *day;
			enum cpe_code_status its = ended   ? CPE_CODE_RETIRED
			                           : begun ? CPE_CODE_CURRENT
			                                   : CPE_CODE_NOT_YET;
			bool better;

			if (strlen(code) != r->length || memcmp(code, r->code, r->length) != 0 ||
			    its != order[k])
				continue;
			if (best == NULL)
				better = true;
			else if (its == CPE_CODE_CURRENT && day != NULL)
				better = best->shipped && !r->shipped;
			else if (its == CPE_CODE_NOT_YET)
				better =
					r->from < best->from || (r->from == best->from && best->shipped && !r->shipped);
			else
				better = r->to > best->to || (r->to == best->to && best->shipped && !r->shipped) ||
				         (r->to == best->to && best->shipped == r->shipped && r->from > best->from);
			if (better)
				best = r;
		}
		if (best)
		{
			*status = order[k];
			return best;
		}
	}
	return NULL;
}

static void
check_dates(void)
{
	struct cpe_dated_code row[] = {
		{"98", 2, CPE_DAY_NONE_BEFORE, CPE_DAY_NONE_AFTER, true, "other"},
		{"06", 2, CPE_DAY_NONE_BEFORE, 100, true, "not required"},
		{"01", 2, CPE_DAY_NONE_BEFORE, 50, true, "bone"},
		{"06", 2, 100, CPE_DAY_NONE_AFTER, true, "not offered"},
		{"006", 3, 10, 20, false, "long"}};
	static const struct
	{
		const char *code;
		int32_t day;
		const char *meaning;
		enum cpe_code_status status;
	} at[] = {{"06", 99, "not required", CPE_CODE_CURRENT},
	          {"06", 100, "not offered", CPE_CODE_CURRENT},
	          {" 06\t", INT32_MIN, "not required", CPE_CODE_CURRENT},
	          {"06", INT32_MAX, "not offered", CPE_CODE_CURRENT},
	          {"01", 49, "bone", CPE_CODE_CURRENT},
	          {"01", 50, "bone", CPE_CODE_RETIRED},
	          {"006", 9, "long", CPE_CODE_NOT_YET},
	          {"006", 19, "long", CPE_CODE_CURRENT},
	          {"006", 20, "long", CPE_CODE_RETIRED},
	          {"6", 5, NULL, CPE_CODE_UNKNOWN},
	          {"0 6", 5, NULL, CPE_CODE_UNKNOWN},
	          {"", 5, NULL, CPE_CODE_MISSING},
	          {" \t\n", 5, NULL, CPE_CODE_MISSING}};
	enum cpe_code_status status;

	unit_case("meanings by date");
	cpe_code_sort(row, 5);
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++)
	{
		const struct cpe_dated_code *got = at_day(row, 5, at[i].code, at[i].day, &status);

		CHECK((got ? strcmp(got->meaning, at[i].meaning ? at[i].meaning : "") == 0
		           : at[i].meaning == NULL) &&
		          status == at[i].status,
		      "\"%s\" at %d is %s, %s", at[i].code, (int) at[i].day,
		      got ? (const char *) got->meaning : "nothing", cpe_code_status_name(status));
	}
	CHECK(at_day(row, 0, "06", 1, &status) == NULL && status == CPE_CODE_UNKNOWN, "no rows");
}

/* Random lists, with and without users' rows, against the definition, in two orders of rows. */
static void
check_random(void)
{
	static const char *const codes[] = {"1", "2", "11"};
	int differ = 0;

	unit_case("5000 random lists against the definition, rows in either order");
	srand(20260519);
	for (int turn = 0; turn < 5000; turn++)
	{
		struct cpe_dated_code row[12];
		struct cpe_dated_code turned[12];
		int n = 0;

		for (int c = 0; c < 3; c++)
			for (int shipped = 0; shipped < 2; shipped++)
			{
				/* up to two meanings that do not overlap */
				int32_t from = rand() % 3 ? rand() % 6 : CPE_DAY_NONE_BEFORE;
				int32_t to =
					rand() % 3 ? (from < 0 ? 0 : from) + 1 + rand() % 4 : CPE_DAY_NONE_AFTER;

				if (rand() % 4 == 0)
					continue;
				row[n++] =
					(struct cpe_dated_code){codes[c], strlen(codes[c]), from, to, shipped, NULL};
				if (to < 100 && rand() % 2)
					row[n++] = (struct cpe_dated_code){
						codes[c],        strlen(codes[c]),
						to + rand() % 2, rand() % 2 ? to + 3 : CPE_DAY_NONE_AFTER,
						shipped,         NULL};
			}
		for (int i = 0; i < n; i++)
			turned[i] = row[n - 1 - i];
		cpe_code_sort(row, n);
		cpe_code_sort(turned, n);
		for (int32_t day = -1; day < 14; day++)
			for (int c = 0; c < 3; c++)
			{
				const int32_t *at = day < 0 ? NULL : &day;
				size_t length = strlen(codes[c]);
				enum cpe_code_status status[3];
				const struct cpe_dated_code *want = by_definition(row, n, codes[c], at, &status[0]);
				const struct cpe_dated_code *one =
					cpe_code_at(row, n, codes[c], length, at, &status[1]);
				const struct cpe_dated_code *two =
					cpe_code_at(turned, n, codes[c], length, at, &status[2]);

				if (one != want || status[1] != status[0] || status[2] != status[0] ||
				    (one != NULL && (two == NULL || one->from != two->from || one->to != two->to ||
				                     one->shipped != two->shipped)))
					differ++;
			}
	}
	CHECK(differ == 0, "%d differ", differ);
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_dates();
	check_random();
	return unit_end();
}
