#include "benchmark/reliability.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNITS 40

static const struct cpe_reliability_rule plain = {
	CPE_RELIABILITY_LOG_ODDS, 0.7, NAN, 10, true, false};

/* Made-up proportions, or scores with standard errors. */
static void
make_units(struct cpe_reliability_unit *unit, bool scores)
{
	memset(unit, 0, sizeof(*unit) * UNITS);
	for (int i = 0; i < UNITS; i++)
	{
		double p = 0.4 + 0.5 * unit_random();

		unit[i].n = 20 + floor(unit_random() * 300);
		unit[i].score = scores ? 50 + 10 * p : rint(p * unit[i].n) / unit[i].n;
		unit[i].se = scores ? 0.3 + unit_random() / 5 : NAN;
	}
}

static bool
judge(const struct cpe_reliability_rule *rule, struct cpe_reliability_unit *unit,
      struct cpe_reliability *found)
{
	struct cpe_problem problem = {CPE_OK, "", "", ""};
	struct cpe_arena arena;
	bool good;

	cpe_arena_open_malloc(&arena);
	good = cpe_reliability(&arena, rule, unit, UNITS, found, &problem);
	cpe_arena_close_malloc(&arena);
	return CHECK(good, "%s", problem.message);
}

/* What is true of every method: Spearman and Brown's formula, and the target reached with n_needed.
 */
static void
check_methods(void)
{
	unit_case("one formula for all methods");
	for (int method = 0; cpe_reliability_words[method] != NULL; method++)
		for (int scores = 0; scores < (cpe_reliability_of_counts(method) ? 1 : 2); scores++)
		{
			struct cpe_reliability_unit unit[UNITS];
			struct cpe_reliability_rule rule = plain;
			struct cpe_reliability found;

			rule.method = method;
			rule.scores = scores;
			rule.target = 0.85;
			make_units(unit, scores);
			judge(&rule, unit, &found);
			CHECK(found.units == UNITS && found.between > 0, "%s", cpe_reliability_words[method]);
			for (int i = 0; i < UNITS; i++)
			{
				RELATIVE(unit[i].reliability,
				         found.between / (found.between + unit[i].within / unit[i].n), 1e-14,
				         "%s: reliability", cpe_reliability_words[method]);
				RELATIVE(unit[i].reliability, cpe_spearman_brown(unit[i].icc, unit[i].n), 1e-14,
				         "%s: icc", cpe_reliability_words[method]);
				RELATIVE(cpe_spearman_brown(unit[i].icc, unit[i].n_needed), 0.85, 1e-13,
				         "%s: n_needed", cpe_reliability_words[method]);
				RELATIVE(cpe_answers_needed(unit[i].n, unit[i].reliability, 0.85), unit[i].n_needed,
				         1e-12, "%s: answers needed", cpe_reliability_words[method]);
				CHECK(unit[i].status == NULL, "%s: %s", cpe_reliability_words[method],
				      unit[i].status);
			}
		}
	unit_worst("relative");
}

/* Units that have nothing take no part, and say so. */
static void
check_missing(void)
{
	struct cpe_reliability_unit unit[UNITS];
	struct cpe_reliability_rule rule = plain;
	struct cpe_reliability found;

	unit_case("units that have nothing");
	rule.method = CPE_RELIABILITY_PAULE_MANDEL;
	rule.scores = true;
	make_units(unit, true);
	unit[0].score = NAN;
	unit[1].se = NAN;
	unit[2].se = 0;
	unit[3].n = 0;
	unit[4].n = NAN;
	judge(&rule, unit, &found);
	CHECK(found.units == UNITS - 4, "%zu", found.units);
	CHECK(strcmp(unit[0].status, "no score") == 0 &&
	          strcmp(unit[1].status, "no standard error") == 0 &&
	          strcmp(unit[2].status, "standard error is zero") == 0 &&
	          strcmp(unit[3].status, "no responses") == 0 && unit[4].status == NULL,
	      "why");
	for (int i = 0; i < 4; i++)
		CHECK(isnan(unit[i].reliability) && isnan(unit[i].n_needed) && isnan(unit[i].within) &&
		          isnan(unit[i].icc),
		      "%d", i);
	RELATIVE(unit[4].reliability, found.between / (found.between + unit[4].se * unit[4].se), 1e-15,
	         "without n");
	CHECK(isnan(unit[4].n_needed) && isnan(unit[4].within) && isnan(unit[4].icc),
	      "nor what needs it");
}

static void
check_stop(void)
{
	unit_case("stops when told, and without memory");
	for (int method = 0; cpe_reliability_words[method] != NULL; method++)
		for (int memory = 0; memory < 2; memory++)
		{
			struct cpe_reliability_rule rule = plain;
			bool good = false;
			int after = 0;

			rule.method = method;
			rule.own = false;
			for (; !good && after < 500; after++)
			{
				struct cpe_reliability_unit unit[UNITS];
				struct cpe_reliability found;
				struct cpe_problem problem;
				struct cpe_arena arena;

				make_units(unit, false);
				unit_arena_open(&arena, memory ? -1 : after, memory ? after : -1);
				good = cpe_reliability(&arena, &rule, unit, UNITS, &found, &problem);
				cpe_arena_close_malloc(&arena);
				CHECK(good || problem.code == (memory ? CPE_NO_MEMORY : CPE_CANCELLED), "%s: %s",
				      cpe_reliability_words[method], problem.message);
			}
			CHECK(good && after > 2, "%s: after %d", cpe_reliability_words[method], after);
		}
}

int
main(void)
{
	srandom(7);
	check_methods();
	check_missing();
	check_stop();
	return unit_end();
}
